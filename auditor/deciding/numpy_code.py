"""Terms as NumPy expressions, at fixed sizes: vectors are columns, indices are Python variables counted from 1."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from auditor.deciding.limits import Undecided
from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.term import Index, Term

FUNCTIONS = {
    "exp": "np.exp({})", "log": "np.log({})", "sqrt": "np.sqrt({})", "sin": "np.sin({})", "cos": "np.cos({})",
    "tan": "np.tan({})", "sinh": "np.sinh({})", "cosh": "np.cosh({})", "tanh": "np.tanh({})", "arctan": "np.arctan({})",
    "arcsin": "np.arcsin({})", "arccos": "np.arccos({})", "abs": "np.abs({})", "sign": "np.sign({})",
    "relu": "np.maximum({}, 0)", "step": "np.heaviside({}, 0)", "sigmoid": "(1 / (1 + np.exp(-{})))",
    "softplus": "np.log1p(np.exp({}))", "erf": "np.vectorize(math.erf)({})", "log2": "np.log2({})",
    "log10": "np.log10({})", "cot": "(1 / np.tan({}))", "sec": "(1 / np.cos({}))", "csc": "(1 / np.sin({}))",
}  # fmt: skip
RELATIONS = {
    r"\le": "<=", r"\leq": "<=", "≤": "<=", r"\ge": ">=", r"\geq": ">=", "≥": ">=", r"\ne": "!=", r"\neq": "!=",
    "≠": "!=", "=": "==", r"\lt": "<", r"\gt": ">",
}  # fmt: skip
NORMS = {
    "2": "np.linalg.norm({})", "F": "np.linalg.norm({})", "fro": "np.linalg.norm({})", "1": "np.abs({}).sum()",
    "inf": "np.abs({}).max()", "max": "np.abs({}).max()", "spectral": "np.linalg.norm({}, 2)",
    "nuclear": 'np.linalg.norm({}, "nuc")',
}  # fmt: skip
SIMPLE = {
    "inverse": "np.linalg.inv({})", "det": "np.linalg.det({})", "trace": "np.trace({})", "adjugate": "adjugate({})",
    "pseudo_inverse": "np.linalg.pinv({})", "expm": "matrix_function(np.exp, {})",
    "sinm": "matrix_function(np.sin, {})", "cosm": "matrix_function(np.cos, {})",
    "logm": "matrix_function(np.log, {})", "sqrtm": "matrix_function(np.sqrt, {})",
    "vec": '{}.reshape(-1, 1, order="F")', "diag": "np.diag(np.ravel({}))",
    "diagonal": "np.diag({}).reshape(-1, 1)", "kronecker": "np.kron({}, {})",
}  # fmt: skip


def identifier(name: str) -> str:
    """A Python name that still resembles the symbol."""
    plain = re.sub(r"\W+", "_", name.replace("'", "_prime")).strip("_") or "symbol"
    return plain + "_" if plain[0].isdigit() or keyword.iskeyword(plain) or plain in ("np", "math", "at") else plain


def _is_atom(code: str) -> bool:
    """A name, a number, or something that its own brackets hold together."""
    depth = 0
    for place, sign in enumerate(code):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif depth == 0 and not (sign.isalnum() or sign in "_."):
            return False
        if depth == 0 and sign == ")" and place + 1 < len(code) and code[place + 1] not in ".[":
            return False
    return True


@dataclass
class Writer:
    """Writes terms; `varying` says that symbols are looked up in `at`, so that derivatives can move them."""

    sizes: Mapping[str, int]
    names: Mapping[str, str]  # symbol -> Python name
    varying: bool
    functions: Mapping[str, str] = field(default_factory=dict)  # unknown function -> Python name
    helpers: set[str] = field(default_factory=set)

    def write(self, term: Term) -> str:
        """An expression whose value has the term's axes; a scalar is a number."""
        special = SPECIAL.get(term.operation)
        if special is not None:
            return special(self, term)
        pattern = SIMPLE.get(term.operation)
        if pattern is None:
            raise Undecided(f"{term.operation} has no NumPy expression")
        for helper in ("adjugate", "matrix_function"):
            if helper in pattern:
                self.helpers.add(helper)
        return self.shaped(pattern.format(*map(self.atom, term.arguments)), term)

    def atom(self, term: Term) -> str:
        """In brackets where an operator could tear it apart."""
        code = self.write(term)
        return code if _is_atom(code) else f"({code})"

    def shaped(self, code: str, term: Term) -> str:
        """A 1×1 result is a number."""
        if term.shape or term.operation in ("det", "trace"):
            return code
        self.helpers.add("number")
        return f"number({code})"

    def dimension(self, dimension: Dimension) -> str:
        """A number, or an expression in the indices that it names."""
        if all(name in self.sizes for name in dimension.symbols):
            return str(dimension.value(self.sizes))
        parts = []
        for monomial, count in dimension.terms:
            factors = [str(self.sizes[name]) if name in self.sizes else identifier(name) for name in monomial]
            parts.append("*".join([str(count), *factors]))
        return " + ".join(parts)

    def shape(self, shape: Shape) -> str:
        return "(" + ", ".join(map(self.dimension, shape)) + ("," if len(shape) == 1 else "") + ")"

    def span(self, index: Index) -> str:
        return f"range({self.dimension(index.lower)}, {self.dimension(index.upper)} + 1)"

    def place(self, term: Term) -> str:
        """A place counted from 0."""
        if term.operation == "number":
            return str(int(term.parameters[0]) - 1)
        return f"{self.write(term)} - 1"


def _number(writer: Writer, term: Term) -> str:
    value: Fraction = term.parameters[0]
    return str(value) if value.denominator == 1 and value >= 0 else f"({value})"


def _size(writer: Writer, term: Term) -> str:
    code = writer.dimension(term.parameters[0])
    return code if code.isdigit() else f"({code})"


def _symbol(writer: Writer, term: Term) -> str:
    name = term.parameters[0]
    return f"of({name!r}, at)" if writer.varying else writer.names[name]


def _joined(sign: str) -> Callable[[Writer, Term], str]:
    return lambda writer, term: sign.join(map(writer.atom, term.arguments))


def _matmul(writer: Writer, term: Term) -> str:
    left, right = term.arguments
    if left.order == right.order == 2:
        return writer.shaped(f"{writer.atom(left)} @ {writer.atom(right)}", term)
    return writer.shaped(f"np.tensordot({writer.write(left)}, {writer.write(right)}, 1)", term)


def _contract(writer: Writer, term: Term) -> str:
    left, right = map(writer.write, term.arguments)
    return writer.shaped(f"np.tensordot({left}, {right}, {term.parameters[0]})", term)


def _rearrange(writer: Writer, term: Term) -> str:
    argument, sources = term.arguments[0], term.parameters[0]
    if sources == (1, 0) and argument.order == 2:
        return f"{writer.atom(argument)}.T"
    kept = [source for source in sources if source is not None]
    dropped = [axis for axis in range(argument.order) if axis not in kept]
    full = tuple(ONE if source is None else argument.shape[source] for source in sources)
    code = f"np.transpose({writer.write(argument)}, {(*kept, *dropped)}).reshape{writer.shape(full)}"
    return writer.shaped(code, term)


def _power(writer: Writer, term: Term) -> str:
    base, exponent = term.arguments
    if exponent.operation == "number" and exponent.parameters[0] >= 0:
        return f"{writer.atom(base)} ** {writer.atom(exponent)}"
    return f"np.float_power({writer.write(base)}, {writer.write(exponent)})"  # NumPy has no 2 ** -1 of whole numbers


def _matrix_power(writer: Writer, term: Term) -> str:
    base, exponent = term.arguments
    if exponent.operation == "number" and exponent.parameters[0].denominator != 1:
        writer.helpers.add("matrix_function")
        return f"matrix_function(lambda root: root ** ({exponent.parameters[0]}), {writer.write(base)})"
    return f"np.linalg.matrix_power({writer.write(base)}, int({writer.write(exponent)}))"


def _blocks(writer: Writer, term: Term) -> str:
    rows, columns = term.parameters
    codes = list(map(writer.write, term.arguments))
    lines = ["[" + ", ".join(codes[row * columns : (row + 1) * columns]) + "]" for row in range(rows)]
    return f"np.block([{', '.join(lines)}])"


def _entry(writer: Writer, term: Term) -> str:
    tensor, *places = term.arguments
    return f"{writer.atom(tensor)}[{', '.join(map(writer.place, places))}]"


def _slice(writer: Writer, term: Term) -> str:
    tensor, place = term.arguments
    code = f"np.take({writer.write(tensor)}, [{writer.place(place)}], axis={term.parameters[0]})"
    return writer.shaped(code, term)


def _member(writer: Writer, term: Term) -> str:
    return writer.shaped(f"{writer.atom(term.arguments[0])}[{writer.place(term.arguments[1])}]", term)


def _unit(writer: Writer, term: Term) -> str:
    length = writer.dimension(term.shape[0]) if term.shape else "1"
    return writer.shaped(f"np.eye({length})[:, [{writer.place(term.arguments[0])}]]", term)


def _array(writer: Writer, term: Term) -> str:
    code = writer.write(term.arguments[0])
    for index in reversed(term.parameters):
        code = f"[{code} for {identifier(index.name)} in {writer.span(index)}]"
    return writer.shaped(f"np.array({code})", term)


def _sum(writer: Writer, term: Term) -> str:
    (index,) = term.parameters
    start = f"np.zeros({writer.shape(term.shape)})" if term.shape else "0"
    return f"sum(({writer.write(term.arguments[0])} for {identifier(index.name)} in {writer.span(index)}), {start})"


def _product(writer: Writer, term: Term) -> str:
    (index,) = term.parameters
    span = f"reversed({writer.span(index)})" if term.operation == "product_down" else writer.span(index)
    factors = f"({writer.write(term.arguments[0])} for {identifier(index.name)} in {span})"
    if not term.shape:
        return f"math.prod{factors}"
    writer.helpers.add("functools")
    return f"functools.reduce(np.matmul, {factors}, np.eye({writer.dimension(term.shape[0])}))"


def _compare(writer: Writer, term: Term) -> str:
    relation = RELATIONS.get(term.parameters[0], term.parameters[0]) if term.operation == "compare" else "=="
    left, right = map(writer.atom, term.arguments)
    return f"float({left} {relation} {right})"


def _apply(writer: Writer, term: Term) -> str:
    name = term.parameters[0]
    if name in ("max", "min"):
        code, *others = map(writer.write, term.arguments)
        for other in others:
            code = f"np.{name}imum({code}, {other})"
        return code
    if name not in FUNCTIONS or len(term.arguments) != 1:
        raise Undecided(f"{name} has no NumPy expression")
    return FUNCTIONS[name].format(writer.atom(term.arguments[0]))


def _call(writer: Writer, term: Term) -> str:
    name = term.parameters[0]
    if name.endswith("'"):
        raise Undecided("a primed function has no NumPy expression")
    given = [*map(writer.write, term.arguments), f"shape={writer.shape(term.shape)}"]
    if term.parameters[1] == "matrix" and term.shape:
        given.append("matrix=True")
    return f"{writer.functions[name]}({', '.join(given)})"


def _commutation(writer: Writer, term: Term) -> str:
    writer.helpers.add("commutation")
    return f"commutation({', '.join(map(writer.dimension, term.parameters))})"


def _derivative(writer: Writer, term: Term) -> str:
    body, variable = term.arguments
    writer.helpers.add("derivative")
    shape = body.shape + variable.shape
    code = (
        f"derivative(lambda at: {writer.write(body)}, at, {variable.parameters[0]!r}, {writer.shape(variable.shape)})"
    )
    return writer.shaped(f"{code}.reshape{writer.shape(shape)}" if shape else code, term)


def _differential(writer: Writer, term: Term) -> str:
    writer.helpers.add("differential")
    return f"differential(lambda at: {writer.write(term.arguments[0])}, at)"


def _directional(writer: Writer, term: Term) -> str:
    body, variable, direction = term.arguments
    writer.helpers.add("along")
    return f"along(lambda at: {writer.write(body)}, at, {{{variable.parameters[0]!r}: {writer.write(direction)}}})"


def _substitute(writer: Writer, term: Term) -> str:
    body, *bindings = term.arguments
    pairs = [
        f"{symbol.parameters[0]!r}: {writer.write(value)}"
        for symbol, value in zip(bindings[::2], bindings[1::2], strict=True)
    ]
    writer.helpers.add("bound")
    return f"(lambda at: {writer.write(body)})(bound(at, {{{', '.join(pairs)}}}))"


SPECIAL: dict[str, Callable[[Writer, Term], str]] = {
    "number": _number,
    "constant": lambda writer, term: f"np.{term.parameters[0]}",
    "size": _size,
    "symbol": _symbol,
    "index": lambda writer, term: identifier(term.parameters[0].name),
    "identity": lambda writer, term: f"np.eye({writer.dimension(term.shape[0])})",
    "zeros": lambda writer, term: f"np.zeros({writer.shape(term.shape)})",
    "ones": lambda writer, term: f"np.ones({writer.shape(term.shape)})",
    "unit": _unit,
    "commutation": _commutation,
    "delta": _compare,
    "compare": _compare,
    "add": _joined(" + "),
    "multiply": _joined(" * "),
    "hadamard": _joined(" * "),
    "matmul": _matmul,
    "contract": _contract,
    "rearrange": _rearrange,
    "power": _power,
    "matrix_power": _matrix_power,
    "devec": lambda writer, term: f'{writer.atom(term.arguments[0])}.reshape({writer.shape(term.shape)}, order="F")',
    "blocks": _blocks,
    "entry": _entry,
    "slice": _slice,
    "member": _member,
    "array": _array,
    "sum": _sum,
    "product": _product,
    "product_down": _product,
    "apply": _apply,
    "norm": lambda writer, term: NORMS[term.parameters[0]].format(writer.write(term.arguments[0])),
    "call": _call,
    "derivative": _derivative,
    "differential": _differential,
    "directional": _directional,
    "substitute": _substitute,
}
