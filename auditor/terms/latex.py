r"""Terms as people write them: `\frac{2}{m}X^\top(XR-Y)`, with as few brackets as the usual precedence allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction

from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term


class Level(IntEnum):
    """How tightly an expression holds together."""

    SUM = 0
    BIG = 1  # a sum or product sign, which swallows what follows
    OPERATOR = 2  # ⊙ and ⊗
    PRODUCT = 3
    CALL = 4  # a function with its argument
    POWER = 5  # carries a superscript already
    ATOM = 6


@dataclass(frozen=True)
class Written:
    text: str
    level: Level

    def at(self, level: Level) -> str:
        """The text, bracketed where it holds together less tightly than wanted."""
        return self.text if self.level >= level else _bracketed(self.text)


def latex(term: Term) -> str:
    """The term in LaTeX."""
    return _write(term).text


def _write(term: Term) -> Written:
    write = WRITE.get(term.operation)
    if write is not None:
        return write(term)
    return _function(rf"\operatorname{{{term.operation.replace('_', ' ')}}}", *term.arguments)


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)" if r"\frac" in text or r"\sum" in text or r"\begin" in text else f"({text})"


def _function(name: str, *arguments: Term) -> Written:
    return Written(name + _bracketed(",".join(latex(argument) for argument in arguments)), Level.CALL)


# --- names and numbers ------------------------------------------------------------------------------------------


def _name(name: str) -> str:
    """The spelling without the mark of a redeclared letter."""
    return name.partition("#")[0]


def _number(term: Term) -> Written:
    return _rational(term.parameters[0])


def _rational(value: Fraction) -> Written:
    if value < 0:
        return Written("-" + _rational(-value).text, Level.SUM)
    if value.denominator == 1:
        return Written(str(value.numerator), Level.ATOM)
    return Written(rf"\frac{{{value.numerator}}}{{{value.denominator}}}", Level.PRODUCT)


def _size_text(dimension: Dimension) -> Written:
    pieces = []
    for monomial, count in sorted(dimension.terms, key=lambda term: (-len(term[0]), term[0])):
        powers = [
            _name(name) if monomial.count(name) == 1 else f"{_name(name)}^{{{monomial.count(name)}}}"
            for name in dict.fromkeys(monomial)
        ]
        factor = [] if abs(count) == 1 and powers else [str(abs(count))]
        pieces.append(("-" if count < 0 else "+", _juxtaposed([*factor, *powers])))
    if not pieces:
        return Written("0", Level.ATOM)
    text = "".join(sign + piece for sign, piece in pieces).removeprefix("+")
    single = len(pieces) == 1 and pieces[0][0] == "+"
    atom = single and len(dimension.terms[0][0]) <= 1
    return Written(text, Level.ATOM if atom else Level.PRODUCT if single else Level.SUM)


def _juxtaposed(factors: list[str]) -> str:
    """Factors side by side, apart where two would run together: a command and a letter, two numbers."""
    text = ""
    for factor in factors:
        command = text.rpartition("\\")[2]
        if text and ((("\\" in text) and command.isalpha() and factor[:1].isalpha()) or _both_digits(text, factor)):
            text += r"\cdot " if _both_digits(text, factor) else " "
        text += factor
    return text


def _both_digits(left: str, right: str) -> bool:
    return left[-1:].isdigit() and right[:1].isdigit()


def _symbol(term: Term) -> Written:
    name = _name(term.parameters[0])
    return Written(name, Level.POWER if "^" in name else Level.ATOM)


def _index(term: Term) -> Written:
    return Written(_name(term.parameters[0].name), Level.ATOM)


def _ones(term: Term) -> Written:
    if ONE in term.shape:
        vector = term.shape[0] != ONE
        return Written(r"\mathbf{1}" if vector else r"\mathbf{1}^\top", Level.ATOM if vector else Level.POWER)
    return Written(r"\mathbf{1}\mathbf{1}^\top", Level.PRODUCT)


# --- sums -------------------------------------------------------------------------------------------------------


def _add(term: Term) -> Written:
    text = ""
    for argument in term.arguments:
        piece = _write(argument)
        part = piece.text
        if part.startswith("-") or not text:
            text += part
        else:
            text += "+" + part
    return Written(text, Level.SUM)


# --- products ---------------------------------------------------------------------------------------------------


@dataclass
class Product:
    """A product taken apart: a rational number, scalars above and below the line, matrices in order."""

    number: Fraction = Fraction(1)
    above: list[Term] = field(default_factory=list)
    below: list[tuple[Term, Fraction]] = field(default_factory=list)  # with their exponents
    matrices: list[Term] = field(default_factory=list)


def _collect(term: Term, into: Product) -> None:
    match term.operation:
        case "number":
            into.number *= term.parameters[0]
        case "multiply":
            for argument in term.arguments:
                _collect(argument, into)
        case "matmul" if not term.is_scalar:
            for argument in term.arguments:
                _collect(argument, into)
        case "power" if term.is_scalar and _negative(term.arguments[1]) is not None:
            base, exponent = term.arguments[0], term.arguments[1].parameters[0]
            if base.operation == "number" and base.parameters[0] and exponent.denominator == 1:
                into.number *= base.parameters[0] ** exponent.numerator
            else:
                into.below.append((base, -exponent))
        case _ if term.is_scalar:
            into.above.append(term)
        case _:
            into.matrices.append(term)


def _negative(exponent: Term) -> Fraction | None:
    if exponent.operation == "number" and exponent.parameters[0] < 0:
        return exponent.parameters[0]
    return None


def _product(term: Term) -> Written:
    if term.operation == "matmul" and term.is_scalar:
        return Written(_juxtaposed(_matrix_texts(_chain(term))), Level.PRODUCT)
    parts = Product()
    _collect(term, parts)
    sign = "-" if parts.number < 0 else ""
    number = abs(parts.number)
    scalars = sorted(parts.above, key=lambda scalar: scalar.operation in BIG_SIGNS)
    over = _above_the_line(scalars, parts)
    beside = [scalar for scalar in scalars if scalar not in over]
    texts = [str(number.numerator)] if number.numerator > 1 else []
    if parts.below or number.denominator > 1:
        alone = len(over) == 1 and not texts
        above = (
            [latex(over[0])] if alone else [*texts, *(_scalar_factor(scalar, alone=False) for scalar in over)] or ["1"]
        )
        texts = [rf"\frac{{{_juxtaposed(above)}}}{{{_juxtaposed(_below_line(parts, number))}}}"]
    if not (texts or beside or parts.matrices):
        texts = ["1"]
    for place, scalar in enumerate(beside):
        last = place == len(beside) - 1 and not parts.matrices
        texts.append(_scalar_factor(scalar, alone=last and (not texts or scalar.operation in ("matmul", *BIG_SIGNS))))
    texts += _matrix_texts(parts.matrices, alone=not texts and not sign)
    return Written(sign + _juxtaposed(texts), Level.SUM if sign else _level(texts[-1]))


def _above_the_line(scalars: list[Term], parts: Product) -> list[Term]:
    """What stands over a denominator: single letters over single letters, everything over something longer."""
    if parts.matrices or any(scalar.operation in BIG_SIGNS for scalar in scalars):
        return []
    letters = [scalar for scalar in scalars if scalar.operation in ("symbol", "size", "constant", "index")]
    if len(scalars) == 1 and parts.below and _write(scalars[0]).level == Level.SUM:
        return scalars
    if all(_write(base).level == Level.ATOM for base, _ in parts.below):
        return letters if parts.below or (parts.number.denominator > 1 and len(scalars) > 1) else []
    return scalars


BIG_SIGNS = ("sum", "product", "product_down")


def _level(last: str) -> Level:
    return Level.BIG if last.startswith((r"\sum", r"\prod")) else Level.PRODUCT


def _below_line(parts: Product, number: Fraction) -> list[str]:
    below = [str(number.denominator)] if number.denominator > 1 else []
    alone = len(parts.below) + len(below) == 1
    return [*below, *(_below(base, exponent, alone=alone) for base, exponent in parts.below)]


def _below(base: Term, exponent: Fraction, *, alone: bool) -> str:
    if exponent == 1:
        return _write(base).text if alone else _scalar_factor(base, alone=False)
    if exponent == Fraction(1, 2):
        return rf"\sqrt{{{latex(base)}}}"
    return f"{_write(base).at(Level.ATOM)}^{{{latex_number(exponent)}}}"


def latex_number(value: Fraction) -> str:
    """A number in an exponent: 3/2 stays on one line."""
    return str(value)


def _scalar_factor(scalar: Term, *, alone: bool) -> str:
    written = _write(scalar)
    if alone:
        return written.at(Level.BIG)
    if scalar.operation == "matmul":
        return _bracketed(written.text)
    return written.at(Level.PRODUCT)


def _chain(term: Term) -> list[Term]:
    """The matrices of a product, from left to right."""
    if term.operation == "matmul":
        return [matrix for argument in term.arguments for matrix in _chain(argument)]
    return [term]


def _matrix_texts(matrices: list[Term], *, alone: bool = False) -> list[str]:
    if len(matrices) == 1 and alone:
        return [_write(matrices[0]).at(Level.BIG)]
    texts = []
    for number, matrix in enumerate(matrices):
        last = number == len(matrices) - 1
        written = _write(matrix)
        texts.append(written.text if last and written.level == Level.BIG else written.at(Level.PRODUCT))
    return texts


def _operator(sign: str) -> Callable[[Term], Written]:
    def write(term: Term) -> Written:
        pieces = []
        for argument in term.arguments:
            written = _write(argument)
            product = argument.operation in ("matmul", "multiply") or written.level < Level.PRODUCT
            pieces.append(_bracketed(written.text) if product else written.text)
        return Written(f" {sign} ".join(pieces), Level.OPERATOR)

    return write


# --- superscripts -----------------------------------------------------------------------------------------------


def _rearrange(term: Term) -> Written:
    inner = term.arguments[0]
    if term.parameters[0] != (1, 0):
        return _write(inner)
    if inner.operation == "inverse":
        return Written(rf"{_write(inner.arguments[0]).at(Level.ATOM)}^{{-\top}}", Level.POWER)
    return Written(rf"{_write(inner).at(Level.ATOM)}^\top", Level.POWER)


def _inverse(term: Term) -> Written:
    inner = term.arguments[0]
    if inner.operation == "rearrange" and inner.parameters[0] == (1, 0):
        return Written(rf"{_write(inner.arguments[0]).at(Level.ATOM)}^{{-\top}}", Level.POWER)
    return Written(f"{_write(inner).at(Level.ATOM)}^{{-1}}", Level.POWER)


def _power(term: Term) -> Written:
    base, exponent = term.arguments
    if not term.is_scalar:
        return Written(rf"{_write(base).at(Level.ATOM)}^{{\circ {_exponent(exponent)}}}", Level.POWER)
    if exponent.operation == "number":
        value: Fraction = exponent.parameters[0]
        if value == Fraction(1, 2):
            return Written(rf"\sqrt{{{latex(base)}}}", Level.ATOM)
        if value < 0:
            return _product(term)
    return Written(f"{_write(base).at(Level.ATOM)}^{{{_exponent(exponent)}}}", Level.POWER)


def _exponent(exponent: Term) -> str:
    return latex_number(exponent.parameters[0]) if exponent.operation == "number" else latex(exponent)


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
        return Written(r"\log" + _write(term.arguments[0]).text, Level.CALL)
    return _function(FUNCTION_NAMES.get(name, rf"\operatorname{{{name}}}"), *term.arguments)


NORMS = {"2": "2", "F": "F", "spectral": "2", "nuclear": "*", "1": "1", "inf": r"\infty"}


def _norm(term: Term) -> Written:
    kind = NORMS.get(term.parameters[0], str(term.parameters[0]))
    return Written(rf"\|{latex(term.arguments[0])}\|_{_script(kind)}", Level.ATOM)


def _script(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _call(term: Term) -> Written:
    return _function(_name(term.parameters[0]), *term.arguments)


# --- axes and indices -------------------------------------------------------------------------------------------


def _indices(places: list[str]) -> str:
    return "".join(places) if all(len(place) == 1 for place in places) else ",".join(places)


def _subscripted(base: Term, places: list[str]) -> Written:
    written = _write(base)
    plain = base.operation == "symbol" and "_" not in written.text
    text = written.text if plain else _bracketed(written.text)
    return Written(f"{text}_{{{_indices(places)}}}" if places else text, Level.ATOM)


def _entry(term: Term) -> Written:
    base, *places = term.arguments
    if base.operation == "derivative":
        body, variable = base.arguments
        inside = [latex(p) for p, size in zip(places[: body.order], body.shape, strict=True) if size != ONE]
        outside = [latex(p) for p, size in zip(places[body.order :], variable.shape, strict=True) if size != ONE]
        above = _subscripted(body, inside) if inside else _write(body)
        return _partial(above, _subscripted(variable, outside).text)
    return _subscripted(base, [latex(p) for p, size in zip(places, base.shape, strict=True) if size != ONE])


def _slice(term: Term) -> Written:
    base, place = term.arguments
    places = [latex(place) if axis == term.parameters[0] else ":" for axis in range(base.order)]
    return _subscripted(base, places)


def _member(term: Term) -> Written:
    family, place = term.arguments
    return Written(f"{_write(family).at(Level.ATOM)}^{{{latex(place)}}}", Level.POWER)


def _array(term: Term) -> Written:
    names = [_name(index.name) for index in term.parameters]
    return Written(rf"\left[{latex(term.arguments[0])}\right]_{{{_indices(names)}}}", Level.ATOM)


def _delta(term: Term) -> Written:
    return Written(rf"\delta_{{{_indices([latex(argument) for argument in term.arguments])}}}", Level.ATOM)


RELATIONS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne"}


def _compare(term: Term) -> Written:
    left, right = map(latex, term.arguments)
    relation = RELATIONS.get(term.parameters[0], term.parameters[0])
    return Written(rf"\mathbb{{1}}[{left} {relation} {right}]", Level.ATOM)


def _big(sign: str) -> Callable[[Term], Written]:
    def write(term: Term) -> Written:
        index: Index = term.parameters[0]
        lower, upper = _size_text(index.lower).text, _size_text(index.upper).text
        body = _write(term.arguments[0])
        text = body.text if body.level >= Level.BIG else _bracketed(body.text)
        return Written(rf"{sign}_{{{_name(index.name)}={lower}}}^{{{upper}}} {text}", Level.BIG)

    return write


def _blocks(term: Term) -> Written:
    rows, columns = term.parameters
    grid = [" & ".join(map(latex, term.arguments[row * columns : (row + 1) * columns])) for row in range(rows)]
    return Written(r"\begin{bmatrix}" + r" \\ ".join(grid) + r"\end{bmatrix}", Level.ATOM)


def _unit(term: Term) -> Written:
    return Written(rf"e_{{{latex(term.arguments[0])}}}", Level.ATOM)


def _commutation(term: Term) -> Written:
    return Written(rf"K_{{{_indices([_size_text(size).text for size in term.parameters])}}}", Level.ATOM)


# --- derivatives ------------------------------------------------------------------------------------------------


def _partial(above: Written, below: str) -> Written:
    """∂ of something short stands above the line, of anything else behind the fraction."""
    if above.level == Level.ATOM and "\\left" not in above.text:
        return Written(rf"\frac{{\partial {above.text}}}{{\partial {below}}}", Level.PRODUCT)
    text = above.text if above.level >= Level.CALL else _bracketed(above.text)
    return Written(rf"\frac{{\partial}}{{\partial {below}}}{text}", Level.PRODUCT)


def _derivative(term: Term) -> Written:
    body, variable = term.arguments
    if body.operation == "call":
        return _partial(Written(_name(body.parameters[0]), Level.ATOM), latex(variable))
    return _partial(_write(body), latex(variable))


def _differential(term: Term) -> Written:
    written = _write(term.arguments[0])
    plain = term.arguments[0].operation == "symbol"
    space = " " if written.text.startswith("\\") else ""
    return Written(f"d{space}{written.text}" if plain else f"d{_bracketed(written.text)}", Level.PRODUCT)


def _directional(term: Term) -> Written:
    body, variable, direction = term.arguments
    return Written(rf"D_{{{latex(variable)}}}{_bracketed(latex(body))}[{latex(direction)}]", Level.PRODUCT)


def _substitute(term: Term) -> Written:
    body, *bindings = term.arguments
    pairs = zip(bindings[::2], bindings[1::2], strict=True)
    at = ",".join(f"{latex(symbol)}={latex(value)}" for symbol, value in pairs)
    return Written(rf"\left.{latex(body)}\right|_{{{at}}}", Level.PRODUCT)


def _named(command: str) -> Callable[[Term], Written]:
    return lambda term: _function(command, *term.arguments)


WRITE: dict[str, Callable[[Term], Written]] = {
    "number": _number,
    "constant": lambda term: Written({"pi": r"\pi"}.get(term.parameters[0], term.parameters[0]), Level.ATOM),
    "size": lambda term: _size_text(term.parameters[0]),
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
    "multiply": _product,
    "matmul": _product,
    "hadamard": _operator(r"\odot"),
    "kronecker": _operator(r"\otimes"),
    "contract": _operator(":"),
    "rearrange": _rearrange,
    "inverse": _inverse,
    "power": _power,
    "matrix_power": lambda term: Written(
        f"{_write(term.arguments[0]).at(Level.ATOM)}^{{{_exponent(term.arguments[1])}}}", Level.POWER
    ),
    "pseudo_inverse": lambda term: Written(f"{_write(term.arguments[0]).at(Level.ATOM)}^{{+}}", Level.POWER),
    "det": _named(r"\det"),
    "trace": _named(r"\operatorname{tr}"),
    "adjugate": _named(r"\operatorname{adj}"),
    "expm": _named(r"\exp"),
    "logm": _named(r"\log"),
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
