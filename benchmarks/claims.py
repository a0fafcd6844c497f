"""Random claims for `soundness.py`: a term of any kind of node, and the same term written in another way.

A term is rewritten by laws that keep its value (`LAWS`) and by slips that do not (`SLIPS`), or something too small for
floating point is added to it. What was done is known, so that the truth of a claim need not be computed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.term import Index, Term, subterms
from auditor.terms.world import World

m, n = Dimension.of("m"), Dimension.of("n")
i, j = Index("i", ONE, n), Index("j", ONE, n)
SQUARE, TALL, WIDE, COLUMN, ROW, NUMBER = (n, n), (m, n), (n, m), (n, ONE), (ONE, n), ()
X, x, a = t.symbol("X", TALL), t.symbol("x", COLUMN), t.symbol("a")
HALF, MINUS, NONE, SINGLE, TWO = (t.number(value) for value in ("1/2", -1, 0, 1, 2))
PROPERTIES = (
    *("", "", "", "symmetric", "skew-symmetric", "positive definite", "orthogonal", "special orthogonal"),
    *("reflection", "diagonal", "lower triangular", "upper triangular", "low rank", "idempotent"),
)
SMOOTH = ("exp", "tanh", "sin", "cos", "sinh", "cosh", "sigmoid", "softplus", "arctan", "erf")
KINKED = ("abs", "relu", "sign")
PARTIAL = ("sqrt", "log", "tan", "arcsin")
FUNCTIONS = SMOOTH + KINKED + PARTIAL
# Numbers that are far below what floating point or a fixed number of digits would notice.
TINY = tuple(t.number(Fraction(1, 10**digits)) for digits in (9, 17, 30, 45, 70, 120))
FAR = (30, 60, 110, 300)


@dataclass(frozen=True)
class Made:
    """A claim left = right and how it was made."""

    left: Term
    right: Term
    world: World
    kept: bool  # only laws were used
    gap: Term | None = None  # where this is not 0 the sides differ, by however little


class Claims:
    """A stream of random claims."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.real = False

    def __iter__(self) -> Iterator[Made]:
        while True:
            made = self.made()
            if made is not None:
                yield made

    def made(self) -> Made | None:
        self.real = self.random.random() < 0.5
        world = self.world()
        left = self.term(self.random.choice((NUMBER, SQUARE, COLUMN)), self.random.choice((2, 3, 3, 4)))
        if self.random.random() < 0.12:
            return self.shifted(left, world)
        right, kept = left, True
        for _ in range(self.random.choice((1, 1, 2, 3))):
            right, same = self.rewritten(right, world, slip=self.random.random() < 0.3)
            kept = kept and same
        return Made(left, right, world, kept) if left is not right else None

    def world(self) -> World:
        drawn = {name: self.random.choice(PROPERTIES) for name in "AB"}
        definitions = {"w": self.term(COLUMN, 1)} if self.random.random() < 0.3 else {}
        fixed = {"n": self.random.choice((2, 3))} if self.random.random() < 0.15 else {}
        known = {name: (word,) for name, word in drawn.items() if word}
        return World(known, definitions, fixed_sizes=fixed)

    def shifted(self, left: Term, world: World) -> Made:
        """The same term and next to nothing: a small multiple of another, or a difference of exponentials."""
        gap = self.term(left.shape, 1)
        if self.random.random() < 0.6:
            tiny = self.random.choice(TINY)
        else:
            far = t.number(self.random.choice(FAR))
            tiny = t.subtract(t.apply("exp", t.negate(far)), t.apply("exp", t.subtract(MINUS, far)))
        right, kept = left, True
        if self.random.random() < 0.5:
            right, kept = self.rewritten(left, world, slip=False)
        return Made(left, t.add(right, t.multiply(tiny, gap)), world, False, gap if kept else None)

    # --- terms

    def leaf(self, shape: Shape) -> Term:
        choose = self.random.choice
        match shape:
            case ():
                small = t.number(Fraction(self.random.randint(-3, 3), choose((1, 1, 1, 2, 1000))))
                exact = [a, t.symbol("b"), small, t.size(n)]
                return choose([*exact, t.make("constant", parameters=(choose(("pi", "e")),))] if self.real else exact)
            case (first, second) if first == second == n:
                column = choose((x, t.symbol("y", COLUMN)))
                thin = t.matmul(column, t.transpose(choose((x, t.ones(COLUMN)))))
                return choose(
                    [t.symbol("A", SQUARE), t.symbol("A", SQUARE), t.symbol("B", SQUARE), t.identity(n), thin]
                )
            case (first, second) if second == ONE and first == n:
                unit = t.make("unit", (t.number(1),), shape=COLUMN)
                return choose([x, x, t.symbol("y", COLUMN), t.ones(COLUMN), unit])
            case (first, second) if first == ONE:
                return t.transpose(self.leaf(COLUMN))
        matrix = choose((X, t.symbol("Y", TALL)))
        return matrix if shape == TALL else t.transpose(matrix)

    def term(self, shape: Shape, depth: int) -> Term:
        if not depth:
            return self.leaf(shape)
        chance = self.random.random()
        if chance < 0.2:
            return t.add(self.term(shape, depth - 1), self.term(shape, depth - 1))
        if chance < 0.28:
            return t.multiply(self.term(NUMBER, depth - 1), self.term(shape, depth - 1))
        makers = {NUMBER: _NUMBERS, SQUARE: _SQUARES, COLUMN: _COLUMNS}.get(shape)
        if makers is None:
            return self.leaf(shape)
        exact, real = makers
        return self.random.choice([*exact, *real, *real] if self.real else exact)(self, depth - 1)

    # --- steps and slips

    def rewritten(self, term: Term, world: World, *, slip: bool) -> tuple[Term, bool]:
        """With one part of the term in another form, and whether that keeps the value."""
        places = list(subterms(term))
        self.random.shuffle(places)
        for place in places:
            options = [option for option in _options(place, world, slip=slip) if option.shape == place.shape]
            if options:
                replaced = _replaced(term, place, self.random.choice(options), {})
                if _well_formed(replaced):
                    return replaced, not slip
        return term, True


Maker = Callable[[Claims, int], Term]


def _function(self: Claims, depth: int, shape: Shape) -> Term:
    return t.apply(self.random.choice(FUNCTIONS), self.term(shape, depth))


def _stacked(self: Claims, depth: int, *, tall: bool) -> Term:
    """Two squares above or beside each other."""
    one, other = self.term(SQUARE, depth), self.term(SQUARE, depth)
    return t.blocks(((one,), (other,)), (n + n, n)) if tall else t.blocks(((one, other),), (n, n + n))


def _hessian(self: Claims, depth: int) -> Term:
    slope = t.derivative(self.term(NUMBER, min(depth, 2)), x)
    return t.rearrange(t.derivative(slope, x), (0, 2))


def _entry(body: Term, row: Term, column: Term | None = None) -> Term:
    return t.entry(body, row, t.number(1) if column is None else column)


_NUMBERS: tuple[list[Maker], list[Maker]] = (
    [
        lambda self, d: t.trace(self.term(SQUARE, d)),
        lambda self, d: t.matmul(self.term(ROW, d), self.term(COLUMN, d)),
        lambda self, d: t.determinant(self.term(SQUARE, d)),
        lambda self, d: t.determinant(t.matmul(_stacked(self, 0, tall=True), _stacked(self, 0, tall=False))),
        lambda self, d: t.determinant(
            t.blocks(
                ((self.leaf(SQUARE), self.leaf(SQUARE)), (t.zeros(SQUARE), self.leaf(SQUARE))), (n + n, n + n)
            )
        ),
        lambda self, d: t.power(self.term(NUMBER, d), t.number(self.random.choice((2, 3, -1)))),
        lambda self, d: t.sum_(
            t.multiply(_entry(self.term(COLUMN, d), t.index(i)), _entry(self.leaf(COLUMN), t.index(i))), i
        ),
        lambda self, d: t.sum_(t.sum_(t.multiply(_entry(self.term(SQUARE, d), t.index(i), t.index(j)),
                                                 t.delta(t.index(i), t.index(j))), j), i),
        lambda self, d: t.product(_entry(self.term(COLUMN, min(d, 1)), t.index(i)), i),
        lambda self, d: t.entry(self.term(SQUARE, d), t.number(1), t.number(2)),
        lambda self, d: t.derivative(self.term(NUMBER, d), a),
        lambda self, d: t.directional(self.term(NUMBER, d), x, self.term(COLUMN, min(d, 1))),
        lambda self, d: t.differential(self.term(NUMBER, min(d, 2))),
        lambda self, d: t.substitute(self.term(NUMBER, d), a, self.term(NUMBER, min(d, 1))),
        lambda self, d: t.trace(t.kronecker(self.term(SQUARE, d), self.leaf(SQUARE))),
        lambda self, d: t.matmul(t.transpose(t.vec(self.term(SQUARE, d))), t.vec(self.leaf(SQUARE))),
        lambda self, d: t.matmul(
            t.transpose(t.vec(self.leaf(SQUARE))),
            t.matmul(t.make("commutation", parameters=(n, n), shape=(n * n, n * n)), t.vec(self.leaf(SQUARE))),
        ),
        lambda self, d: t.call("f", (self.term(NUMBER, d),), ()),
    ],
    [
        lambda self, d: _function(self, d, NUMBER),
        lambda self, d: _function(self, d, NUMBER),
        lambda self, d: t.apply(self.random.choice(("max", "min")), self.term(NUMBER, d), self.term(NUMBER, d)),
        lambda self, d: t.make("norm", (self.term(COLUMN, d),), (self.random.choice(("2", "1")),)),
        lambda self, d: t.power(self.term(NUMBER, d), t.number(self.random.choice(("1/2", "-1/2", "3/2")))),
        lambda self, d: t.subtract(t.apply("exp", self.term(NUMBER, d)), t.apply("exp", self.term(NUMBER, d))),
        lambda self, d: t.compare(self.term(NUMBER, d), self.random.choice("<>"), self.leaf(NUMBER)),
    ],
)  # fmt: skip
_SQUARES: tuple[list[Maker], list[Maker]] = (
    [
        lambda self, d: t.matmul(self.term(SQUARE, d), self.term(SQUARE, d)),
        lambda self, d: t.transpose(self.term(SQUARE, d)),
        lambda self, d: t.inverse(self.term(SQUARE, d)),
        lambda self, d: t.make("adjugate", (self.term(SQUARE, min(d, 1)),), shape=SQUARE),
        lambda self, d: t.matmul(self.leaf(WIDE), self.leaf(TALL)),
        lambda self, d: t.matmul(self.term(COLUMN, d), self.term(ROW, d)),
        lambda self, d: t.derivative(self.term(NUMBER, d), t.symbol("A", SQUARE)),
        _hessian,
        lambda self, d: t.directional(self.term(SQUARE, d), t.symbol("A", SQUARE), self.leaf(SQUARE)),
        lambda self, d: t.differential(self.term(SQUARE, min(d, 2))),
        lambda self, d: t.diag(self.term(COLUMN, d)),
        lambda self, d: t.hadamard(self.term(SQUARE, d), self.term(SQUARE, d)),
        lambda self, d: t.matrix_power(self.term(SQUARE, d), t.number(self.random.choice((2, 3, -1, -2)))),
        lambda self, d: t.devec(t.vec(self.term(SQUARE, d)), SQUARE),
        lambda self, d: t.matmul(_stacked(self, d, tall=False), _stacked(self, d, tall=True)),
        lambda self, d: t.array(_entry(self.term(SQUARE, d), t.index(j), t.index(i)), i, j),
        lambda self, d: t.matmul(t.make("pseudo_inverse", (self.leaf(TALL),), shape=WIDE), self.leaf(TALL)),
    ],
    [
        lambda self, d: t.make("expm", (self.term(SQUARE, min(d, 1)),), shape=SQUARE),
        lambda self, d: _function(self, d, SQUARE),
    ],
)
_COLUMNS: tuple[list[Maker], list[Maker]] = (
    [
        lambda self, d: t.matmul(self.term(SQUARE, d), self.term(COLUMN, d)),
        lambda self, d: t.matmul(self.leaf(WIDE), t.matmul(self.leaf(TALL), self.term(COLUMN, d))),
        lambda self, d: t.derivative(self.term(NUMBER, d), x),
        lambda self, d: t.directional(self.term(COLUMN, d), x, self.leaf(COLUMN)),
        lambda self, d: t.diagonal(self.term(SQUARE, d)),
        lambda self, d: t.slice_(self.term(SQUARE, d), t.number(1), 1),
        lambda self, d: t.hadamard(self.term(COLUMN, d), self.term(COLUMN, d)),
        lambda self, d: t.power(self.term(COLUMN, d), t.number(2)),
        lambda self, d: t.symbol("w", COLUMN),
    ],
    [lambda self, d: _function(self, d, COLUMN), lambda self, d: t.apply("softmax", self.term(COLUMN, d))],
)


Rewrite = Callable[..., Iterator[Term]]


def _options(term: Term, world: World, *, slip: bool) -> Iterator[Term]:
    table = SLIPS if slip else LAWS
    if term.operation in table:
        yield from table[term.operation](term, *term.arguments)
    if term.operation == "apply":
        named = FUNCTION_SLIPS if slip else FUNCTION_LAWS
        if term.parameters[0] in named:
            yield from named[term.parameters[0]](*term.arguments)
    if not slip and term.operation == "symbol" and term.parameters[0] in world.properties:
        yield from _by_property(term, *world.properties[term.parameters[0]])


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


def _replaced(term: Term, old: Term, new: Term, known: dict[Term, Term]) -> Term:
    if term is old:
        return new
    if term not in known:
        arguments = tuple(_replaced(argument, old, new, known) for argument in term.arguments)
        same = all(one is other for one, other in zip(arguments, term.arguments, strict=True))
        known[term] = term if same else t.make(term.operation, arguments, term.parameters, term.shape, term.indices)
    return known[term]


def _well_formed(term: Term) -> bool:
    """What is differentiated by or substituted for is still a symbol."""
    binding = ("derivative", "directional", "substitute")
    return all(part.arguments[1].operation == "symbol" for part in subterms(term) if part.operation in binding)
