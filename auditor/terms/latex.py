r"""Terms as people write them, with as few brackets as the usual precedence allows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from auditor.terms.dimension import ONE
from auditor.terms.latex_products import exponent_text, write_product
from auditor.terms.term import Index, Term
from auditor.terms.writing import (
    WRITE,
    Level,
    Written,
    bracketed,
    function,
    name_text,
    rational,
    size_text,
    write,
)


def latex(term: Term) -> str:
    """The term in LaTeX."""
    return write(term).text


# --- names, numbers, sums ---------------------------------------------------------------------------------------


def _number(term: Term) -> Written:
    return rational(term.parameters[0])


def _symbol(term: Term) -> Written:
    name = name_text(term.parameters[0])
    return Written(name, Level.POWER if "^" in name else Level.ATOM)


def _index(term: Term) -> Written:
    return Written(name_text(term.parameters[0].name), Level.ATOM)


def _ones(term: Term) -> Written:
    if ONE in term.shape:
        vector = term.shape[0] != ONE
        return Written(r"\mathbf{1}" if vector else r"\mathbf{1}^\top", Level.ATOM if vector else Level.POWER)
    return Written(r"\mathbf{1}\mathbf{1}^\top", Level.PRODUCT)


def _add(term: Term) -> Written:
    text = ""
    for argument in term.arguments:
        piece = write(argument)
        part = piece.text
        if part.startswith("-") or not text:
            text += part
        else:
            text += "+" + part
    return Written(text, Level.SUM)


def _operator(sign: str) -> Callable[[Term], Written]:
    def written(term: Term) -> Written:
        pieces = []
        for argument in term.arguments:
            piece = write(argument)
            product = argument.operation in ("matmul", "multiply") or piece.level < Level.PRODUCT
            pieces.append(bracketed(piece.text) if product else piece.text)
        return Written(f" {sign} ".join(pieces), Level.OPERATOR)

    return written


# --- superscripts -----------------------------------------------------------------------------------------------


def _rearrange(term: Term) -> Written:
    inner = term.arguments[0]
    if term.parameters[0] != (1, 0):
        return write(inner)
    if inner.operation == "inverse":
        return Written(rf"{write(inner.arguments[0]).at(Level.ATOM)}^{{-\top}}", Level.POWER)
    return Written(rf"{write(inner).at(Level.ATOM)}^\top", Level.POWER)


def _inverse(term: Term) -> Written:
    inner = term.arguments[0]
    if inner.operation == "rearrange" and inner.parameters[0] == (1, 0):
        return Written(rf"{write(inner.arguments[0]).at(Level.ATOM)}^{{-\top}}", Level.POWER)
    return Written(f"{write(inner).at(Level.ATOM)}^{{-1}}", Level.POWER)


def _power(term: Term) -> Written:
    base, exponent = term.arguments
    if not term.is_scalar:
        return Written(rf"{write(base).at(Level.ATOM)}^{{\circ {_exponent(exponent)}}}", Level.POWER)
    if exponent.operation == "number":
        value: Fraction = exponent.parameters[0]
        if value == Fraction(1, 2):
            return Written(rf"\sqrt{{{latex(base)}}}", Level.ATOM)
        if value < 0:
            return write_product(term)
    return Written(f"{write(base).at(Level.ATOM)}^{{{_exponent(exponent)}}}", Level.POWER)


def _exponent(exponent: Term) -> str:
    return exponent_text(exponent.parameters[0]) if exponent.operation == "number" else latex(exponent)


# --- functions --------------------------------------------------------------------------------------------------

FUNCTION_NAMES = {
    "sigmoid": r"\sigma", "exp": r"\exp", "log": r"\log", "sin": r"\sin", "cos": r"\cos", "tan": r"\tan",
    "sinh": r"\sinh", "cosh": r"\cosh", "tanh": r"\tanh", "arctan": r"\arctan", "arcsin": r"\arcsin",
    "arccos": r"\arccos", "max": r"\max", "min": r"\min",
}  # fmt: skip


def _apply(term: Term) -> Written:
    name = term.parameters[0]
    if name == "abs":
        return Written(f"|{latex(term.arguments[0])}|", Level.ATOM)
    if name == "sqrt":
        return Written(rf"\sqrt{{{latex(term.arguments[0])}}}", Level.ATOM)
    if name == "log" and term.arguments[0].operation == "det":
        return Written(r"\log" + write(term.arguments[0]).text, Level.CALL)
    return function(FUNCTION_NAMES.get(name, rf"\operatorname{{{name}}}"), *term.arguments)


NORMS = {"2": "2", "F": "F", "spectral": "2", "nuclear": "*", "1": "1", "inf": r"\infty"}


def _norm(term: Term) -> Written:
    kind = NORMS.get(term.parameters[0], str(term.parameters[0]))
    return Written(rf"\|{latex(term.arguments[0])}\|_{_script(kind)}", Level.ATOM)


def _script(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _call(term: Term) -> Written:
    return function(name_text(term.parameters[0]), *term.arguments)


# --- axes and indices -------------------------------------------------------------------------------------------


def _indices(places: list[str]) -> str:
    return "".join(places) if all(len(place) == 1 for place in places) else ",".join(places)


def _subscripted(base: Term, places: list[str]) -> Written:
    written = write(base)
    plain = base.operation == "symbol" and "_" not in written.text
    text = written.text if plain else bracketed(written.text)
    return Written(f"{text}_{{{_indices(places)}}}" if places else text, Level.ATOM)


def _entry(term: Term) -> Written:
    base, *places = term.arguments
    if base.operation == "derivative":
        body, variable = base.arguments
        inside = [latex(p) for p, size in zip(places[: body.order], body.shape, strict=True) if size != ONE]
        outside = [latex(p) for p, size in zip(places[body.order :], variable.shape, strict=True) if size != ONE]
        above = _subscripted(body, inside) if inside else write(body)
        return _partial(above, _subscripted(variable, outside).text)
    return _subscripted(base, [latex(p) for p, size in zip(places, base.shape, strict=True) if size != ONE])


def _slice(term: Term) -> Written:
    base, place = term.arguments
    places = [latex(place) if axis == term.parameters[0] else ":" for axis in range(base.order)]
    return _subscripted(base, places)


def _member(term: Term) -> Written:
    family, place = term.arguments
    return Written(f"{write(family).at(Level.ATOM)}^{{{latex(place)}}}", Level.POWER)


def _array(term: Term) -> Written:
    names = [name_text(index.name) for index in term.parameters]
    return Written(rf"\left[{latex(term.arguments[0])}\right]_{{{_indices(names)}}}", Level.ATOM)


def _delta(term: Term) -> Written:
    return Written(rf"\delta_{{{_indices([latex(argument) for argument in term.arguments])}}}", Level.ATOM)


RELATIONS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne"}


def _compare(term: Term) -> Written:
    left, right = map(latex, term.arguments)
    relation = RELATIONS.get(term.parameters[0], term.parameters[0])
    return Written(rf"\mathbb{{1}}[{left} {relation} {right}]", Level.ATOM)


def _big(sign: str) -> Callable[[Term], Written]:
    def written(term: Term) -> Written:
        index: Index = term.parameters[0]
        lower, upper = size_text(index.lower).text, size_text(index.upper).text
        body = write(term.arguments[0])
        text = body.text if body.level >= Level.BIG else bracketed(body.text)
        return Written(rf"{sign}_{{{name_text(index.name)}={lower}}}^{{{upper}}} {text}", Level.BIG)

    return written


def _blocks(term: Term) -> Written:
    rows, columns = term.parameters
    grid = [" & ".join(map(latex, term.arguments[row * columns : (row + 1) * columns])) for row in range(rows)]
    return Written(r"\begin{bmatrix}" + r" \\ ".join(grid) + r"\end{bmatrix}", Level.ATOM)


def _unit(term: Term) -> Written:
    return Written(rf"e_{{{latex(term.arguments[0])}}}", Level.ATOM)


def _commutation(term: Term) -> Written:
    return Written(rf"K_{{{_indices([size_text(size).text for size in term.parameters])}}}", Level.ATOM)


# --- derivatives ------------------------------------------------------------------------------------------------


def _partial(above: Written, below: str) -> Written:
    """∂ of something short stands above the line, of anything else behind the fraction."""
    if above.level == Level.ATOM and "\\left" not in above.text:
        return Written(rf"\frac{{\partial {above.text}}}{{\partial {below}}}", Level.PRODUCT)
    text = above.text if above.level >= Level.CALL else bracketed(above.text)
    return Written(rf"\frac{{\partial}}{{\partial {below}}}{text}", Level.PRODUCT)


def _derivative(term: Term) -> Written:
    body, variable = term.arguments
    if body.operation == "call":
        return _partial(Written(name_text(body.parameters[0]), Level.ATOM), latex(variable))
    return _partial(write(body), latex(variable))


def _differential(term: Term) -> Written:
    written = write(term.arguments[0])
    plain = term.arguments[0].operation == "symbol"
    return Written(f"d{written.text}" if plain else f"d{bracketed(written.text)}", Level.PRODUCT)


def _directional(term: Term) -> Written:
    body, variable, direction = term.arguments
    return Written(rf"D_{{{latex(variable)}}}{bracketed(latex(body))}[{latex(direction)}]", Level.PRODUCT)


def _substitute(term: Term) -> Written:
    body, *bindings = term.arguments
    pairs = zip(bindings[::2], bindings[1::2], strict=True)
    at = ",".join(f"{latex(symbol)}={latex(value)}" for symbol, value in pairs)
    return Written(rf"\left.{latex(body)}\right|_{{{at}}}", Level.PRODUCT)


def _named(command: str) -> Callable[[Term], Written]:
    return lambda term: function(command, *term.arguments)


WRITE.update(
    {
        "number": _number,
        "constant": lambda term: Written({"pi": r"\pi"}.get(term.parameters[0], term.parameters[0]), Level.ATOM),
        "size": lambda term: size_text(term.parameters[0]),
        "symbol": _symbol,
        "index": _index,
        "identity": lambda term: Written("I", Level.ATOM),
        "zeros": lambda term: Written("0", Level.ATOM),
        "ones": _ones,
        "unit": _unit,
        "commutation": _commutation,
        "delta": _delta,
        "compare": _compare,
        "add": _add,
        "multiply": write_product,
        "matmul": write_product,
        "hadamard": _operator(r"\odot"),
        "kronecker": _operator(r"\otimes"),
        "contract": _operator(":"),
        "rearrange": _rearrange,
        "inverse": _inverse,
        "power": _power,
        "matrix_power": lambda term: Written(
            f"{write(term.arguments[0]).at(Level.ATOM)}^{{{_exponent(term.arguments[1])}}}", Level.POWER
        ),
        "pseudo_inverse": lambda term: Written(f"{write(term.arguments[0]).at(Level.ATOM)}^{{+}}", Level.POWER),
        "det": _named(r"\det"),
        "trace": _named(r"\operatorname{tr}"),
        "adjugate": _named(r"\operatorname{adj}"),
        "expm": _named(r"\exp"),
        "logm": _named(r"\log"),
        "sinm": _named(r"\sin"),
        "cosm": _named(r"\cos"),
        "vec": _named(r"\operatorname{vec}"),
        "devec": _named(r"\operatorname{devec}"),
        "diag": _named(r"\operatorname{diag}"),
        "diagonal": _named(r"\operatorname{diag}"),
        "apply": _apply,
        "norm": _norm,
        "call": _call,
        "entry": _entry,
        "slice": _slice,
        "member": _member,
        "array": _array,
        "sum": _big(r"\sum"),
        "product": _big(r"\prod"),
        "product_down": _big(r"\prod"),
        "blocks": _blocks,
        "derivative": _derivative,
        "differential": _differential,
        "directional": _directional,
        "substitute": _substitute,
    }
)
