"""Other ways to write a part of a term: laws that keep its value, and slips that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term
from auditor.terms.world import World

m, n = Dimension.of("m"), Dimension.of("n")
i, j = Index("i", ONE, n), Index("j", ONE, n)
SQUARE, TALL, WIDE, COLUMN, ROW, NUMBER = (n, n), (m, n), (n, m), (n, ONE), (ONE, n), ()
HALF, MINUS, NONE, SINGLE, TWO = (t.number(value) for value in ("1/2", -1, 0, 1, 2))

Rewrite = Callable[..., Iterator[Term]]


def _by_property(term: Term, word: str) -> Iterator[Term]:
    """Other ways to write a matrix of which this is known."""
    match word:
        case "symmetric" | "positive definite" | "reflection":
            yield t.transpose(term)
        case "skew-symmetric":
            yield t.negate(t.transpose(term))
        case "diagonal":
            yield t.diag(t.diagonal(term))
        case "idempotent":
            yield t.matmul(term, term)
    if word in ("orthogonal", "special orthogonal", "reflection"):
        yield t.transpose(t.inverse(term))
        yield t.multiply(t.power(t.determinant(term), TWO), term)
    if word == "special orthogonal":
        yield t.multiply(t.determinant(term), term)


def _is_square(*terms: Term) -> bool:
    return all(term.order == 2 and term.shape[0] == term.shape[1] for term in terms)


def _products(term: Term, left: Term, right: Term) -> Iterator[Term]:
    turned = t.matmul(t.transpose(right), t.transpose(left))
    yield t.transpose(turned)
    if left.operation == "add":
        yield t.add(*(t.matmul(part, right) for part in left.arguments))
    if left.operation == "matmul":
        yield t.matmul(left.arguments[0], t.matmul(left.arguments[1], right))
    if left.operation == "diag" and right.shape == COLUMN:
        yield t.hadamard(left.arguments[0], right)
    if term.is_scalar:
        yield t.trace(t.matmul(right, left))


def _traces(term: Term, inner: Term) -> Iterator[Term]:
    yield t.trace(t.transpose(inner))
    if inner.shape == SQUARE:
        yield t.sum_(t.entry(inner, t.index(i), t.index(i)), i)
    if inner.operation == "matmul":
        left, right = inner.arguments
        yield t.trace(t.matmul(right, left))
        yield t.matmul(t.transpose(t.vec(t.transpose(left))), t.vec(right))
    if inner.operation == "kronecker" and _is_square(*inner.arguments):
        yield t.multiply(*map(t.trace, inner.arguments))


def _determinants(term: Term, inner: Term) -> Iterator[Term]:
    yield t.determinant(t.transpose(inner))
    if inner.operation == "matmul" and _is_square(*inner.arguments):
        yield t.multiply(*map(t.determinant, inner.arguments))
    if inner.operation == "blocks" and inner.arguments[2].operation == "zeros":
        yield t.multiply(t.determinant(inner.arguments[0]), t.determinant(inner.arguments[3]))
    if inner.operation == "matmul" and inner.shape == (n + n, n + n):
        yield NONE


def _inverses(term: Term, inner: Term) -> Iterator[Term]:
    yield t.transpose(t.inverse(t.transpose(inner)))
    yield t.multiply(t.power(t.determinant(inner), MINUS), t.make("adjugate", (inner,), shape=inner.shape))
    if inner.operation == "matmul" and _is_square(*inner.arguments):
        left, right = inner.arguments
        yield t.matmul(t.inverse(right), t.inverse(left))
    if inner.operation == "add" and inner.arguments[0].shape == SQUARE:
        first, *others = inner.arguments
        rest = t.add(*others)
        corner = t.inverse(t.add(t.identity(n), t.matmul(t.inverse(first), rest)))
        yield t.matmul(corner, t.inverse(first))


def _symbols(term: Term) -> Iterator[Term]:
    if term.shape == SQUARE:
        yield t.devec(t.vec(term), SQUARE)
        yield t.add(
            t.multiply(HALF, t.add(term, t.transpose(term))), t.multiply(HALF, t.subtract(term, t.transpose(term)))
        )
        yield t.array(t.entry(term, t.index(i), t.index(j)), i, j)
        yield t.matmul(t.matmul(term, term), t.inverse(term))
    if term.shape == TALL:
        yield t.matmul(t.matmul(term, t.make("pseudo_inverse", (term,), shape=WIDE)), term)
    if term.shape == COLUMN:
        yield t.diagonal(t.diag(term))
        yield t.matmul(t.diag(term), t.ones(COLUMN))


def _powers(term: Term, base: Term, exponent: Term) -> Iterator[Term]:
    less = t.subtract(exponent, SINGLE)
    yield (t.multiply if base.is_scalar else t.hadamard)(base, t.power(base, less))


def _along(term: Term, body: Term, variable: Term, direction: Term) -> Iterator[Term]:
    if body.is_scalar and variable.shape == COLUMN:
        yield t.matmul(t.transpose(t.derivative(body, variable)), direction)
    if body.is_scalar and variable.shape == SQUARE:
        yield t.trace(t.matmul(t.transpose(t.derivative(body, variable)), direction))
    if body.operation == "add":
        yield t.add(*(t.directional(part, variable, direction) for part in body.arguments))


def _derivatives(term: Term, body: Term, variable: Term) -> Iterator[Term]:
    if body.operation == "add":
        yield t.add(*(t.derivative(part, variable) for part in body.arguments))
    if body.operation == "multiply" and len(body.arguments) == 2 and body.is_scalar and variable.is_scalar:
        u, v = body.arguments
        yield t.add(t.multiply(t.derivative(u, variable), v), t.multiply(u, t.derivative(v, variable)))
    if body.operation == "trace" and body.arguments[0] is variable:
        yield t.identity(n)
    if body.operation == "det" and body.arguments[0] is variable:
        yield t.multiply(body, t.transpose(t.inverse(variable)))
    if body.operation == "apply" and body.parameters[0] == "exp" and body.is_scalar:
        yield t.multiply(body, t.derivative(body.arguments[0], variable))


def _norms(term: Term, inner: Term) -> Iterator[Term]:
    if term.parameters == ("2",):
        yield t.apply("sqrt", t.matmul(t.transpose(inner), inner))
    if term.parameters == ("1",) and inner.shape == COLUMN:
        yield t.matmul(t.ones(ROW), t.apply("abs", inner))


LAWS: Mapping[str, Rewrite] = {
    "matmul": _products,
    "trace": _traces,
    "det": _determinants,
    "inverse": _inverses,
    "symbol": _symbols,
    "power": _powers,
    "directional": _along,
    "derivative": _derivatives,
    "norm": _norms,
    "add": lambda term, *parts: iter([t.add(*reversed(parts))]),
    "hadamard": lambda term, *parts: iter([t.hadamard(*reversed(parts))]),
    "entry": lambda term, inner, *places: iter(
        [t.entry(t.transpose(inner), *reversed(places))] if inner.order == 2 else []
    ),
    "kronecker": lambda term, left, right: iter(
        [t.transpose(t.kronecker(t.transpose(left), t.transpose(right)))]
    ),
    "vec": lambda term, inner: iter(
        [t.matmul(t.kronecker(t.transpose(inner.arguments[1]), t.identity(n)), t.vec(inner.arguments[0]))]
        if inner.operation == "matmul" and all(part.shape == SQUARE for part in inner.arguments)
        else []
    ),
    "matrix_power": lambda term, base, exponent: iter(
        [t.matmul(base, t.matrix_power(base, t.subtract(exponent, SINGLE)))]
    ),
    "expm": lambda term, inner: iter(
        [t.transpose(t.make("expm", (t.transpose(inner),), shape=inner.shape)),
         t.matmul(term, t.matmul(t.make("expm", (t.negate(inner),), shape=inner.shape), term))]
    ),
    "substitute": lambda term, body, symbol, value: iter(
        [t.add(*(t.substitute(part, symbol, value) for part in body.arguments))] if body.operation == "add" else []
    ),
}  # fmt: skip
SLIPS: Mapping[str, Rewrite] = {
    "matmul": lambda term, left, right: iter(
        [t.matmul(right, left), t.matmul(t.transpose(left), t.transpose(right))] if _is_square(left, right) else []
    ),
    "det": lambda term, inner: iter([t.trace(inner), SINGLE, t.negate(term)]),
    "trace": lambda term, inner: iter([t.determinant(inner)]),
    "inverse": lambda term, inner: iter(
        [t.transpose(term), inner, t.matmul(t.matmul(term, inner), t.identity(n)) if inner.shape == SQUARE else inner]
    ),
    "add": lambda term, left, *others: iter([t.subtract(left, t.add(*others)), left]),
    "power": lambda term, base, exponent: iter([t.power(base, t.add(exponent, SINGLE)), base]),
    "rearrange": lambda term, inner: iter([inner, t.negate(term)]),
    "symbol": lambda term: iter([t.transpose(term), t.multiply(HALF, t.add(term, t.transpose(term)))][: term.order]
                                if term.order and term.shape[0] == term.shape[1] else []),
    "number": lambda term: iter([t.number(term.parameters[0] + 1), t.number(-term.parameters[0])]),
    "derivative": lambda term, body, variable: iter([t.multiply(TWO, term), t.negate(term)]),
    "directional": lambda term, body, variable, direction: iter([t.multiply(TWO, term), t.negate(term)]),
    "differential": lambda term, body: iter([t.multiply(TWO, term), body]),
    "kronecker": lambda term, left, right: iter([t.kronecker(right, left), t.kronecker(t.transpose(left), right)]),
    "vec": lambda term, inner: iter([t.vec(t.transpose(inner))]),
    "hadamard": lambda term, left, right: iter([t.matmul(left, right)] if _is_square(left, right) else [left]),
    "norm": lambda term, inner: iter([t.make("norm", (inner,), ("1" if term.parameters == ("2",) else "2",))]),
    "entry": lambda term, inner, *places: iter([t.entry(inner, *reversed(places))] if _is_square(inner) else []),
    "diag": lambda term, inner: iter([t.matmul(inner, t.transpose(inner)), t.identity(n)]),
    "diagonal": lambda term, inner: iter([t.matmul(inner, t.ones(COLUMN))] if inner.shape == SQUARE else []),
    "matrix_power": lambda term, base, exponent: iter([t.power(base, exponent), base]),
    "adjugate": lambda term, inner: iter([t.inverse(inner), t.transpose(term), inner]),
    "pseudo_inverse": lambda term, inner: iter([t.transpose(inner)]),
    "expm": lambda term, inner: iter([t.apply("exp", inner), t.add(t.identity(n), inner)]),
    "compare": lambda term, left, right: iter([t.subtract(SINGLE, term)]),
    "substitute": lambda term, body, *bindings: iter([body]),
    "sum": lambda term, body: iter([t.multiply(TWO, term)]),
    "product": lambda term, body: iter([t.sum_(body, term.parameters[0])]),
    "zeros": lambda term: iter([t.ones(term.shape)]),
}  # fmt: skip
FUNCTION_LAWS: Mapping[str, Rewrite] = {
    "exp": lambda u: iter([t.power(t.apply("exp", t.multiply(HALF, u)), TWO),
                           t.power(t.apply("exp", t.negate(u)), MINUS)]),
    "tanh": lambda u: iter([t.negate(t.apply("tanh", t.negate(u)))]),
    "sin": lambda u: iter([t.negate(t.apply("sin", t.negate(u)))]),
    "cos": lambda u: iter([t.apply("cos", t.negate(u))]),
    "sinh": lambda u: iter([t.multiply(HALF, t.subtract(t.apply("exp", u), t.apply("exp", t.negate(u))))]),
    "cosh": lambda u: iter([t.multiply(HALF, t.add(t.apply("exp", u), t.apply("exp", t.negate(u))))]),
    "softplus": lambda u: iter([t.add(u, t.apply("softplus", t.negate(u)))]),
    "arctan": lambda u: iter([t.negate(t.apply("arctan", t.negate(u)))]),
    "erf": lambda u: iter([t.negate(t.apply("erf", t.negate(u)))]),
    "tan": lambda u: iter([t.multiply(t.apply("sin", u), t.power(t.apply("cos", u), MINUS))] if u.is_scalar else []),
    "abs": lambda u: iter([t.apply("max", u, t.negate(u)), t.apply("sqrt", t.power(u, TWO))]),
    "relu": lambda u: iter([t.multiply(HALF, t.add(u, t.apply("abs", u)))]),
    "sqrt": lambda u: iter([t.power(u, HALF)]),
    "log": lambda u: iter([t.multiply(TWO, t.apply("log", t.apply("sqrt", u)))]),
    "sigmoid": lambda u: iter([t.subtract(SINGLE, t.apply("sigmoid", t.negate(u)))] if u.is_scalar else []),
    "max": lambda u, v: iter([t.apply("max", v, u), t.add(u, t.apply("relu", t.subtract(v, u))),
                              t.subtract(t.add(u, v), t.apply("min", u, v))]),
    "min": lambda u, v: iter([t.negate(t.apply("max", t.negate(u), t.negate(v)))]),
}  # fmt: skip
FUNCTION_SLIPS: Mapping[str, Rewrite] = {
    "exp": lambda u: iter([t.add(t.apply("exp", u), t.apply("exp", t.negate(u)))]),
    "abs": lambda u: iter([u]),
    "relu": lambda u: iter([u, t.apply("abs", u)]),
    "sqrt": lambda u: iter([t.negate(t.apply("sqrt", u)), u]),
    "log": lambda u: iter([t.apply("log", t.negate(u)), t.apply("log", t.multiply(TWO, u))]),
    "sigmoid": lambda u: iter([t.apply("sigmoid", t.negate(u)), t.apply("tanh", u)]),
    "tanh": lambda u: iter([t.apply("tanh", t.negate(u))]),
    "max": lambda u, v: iter([u, t.apply("min", u, v)]),
    "sign": lambda u: iter([t.apply("tanh", t.multiply(t.number(60), u))]),
    "softplus": lambda u: iter([t.apply("relu", u)]),
    "cos": lambda u: iter([t.apply("sin", u)]),
}


def options(term: Term, world: World, *, slip: bool) -> Iterator[Term]:
    table = SLIPS if slip else LAWS
    if term.operation in table:
        yield from table[term.operation](term, *term.arguments)
    if term.operation == "apply":
        named = FUNCTION_SLIPS if slip else FUNCTION_LAWS
        if term.parameters[0] in named:
            yield from named[term.parameters[0]](*term.arguments)
    if not slip and term.operation == "symbol" and term.parameters[0] in world.properties:
        yield from _by_property(term, *world.properties[term.parameters[0]])
