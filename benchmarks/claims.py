"""Random claims for `soundness.py`: a term of any kind of node, and the same term written in another way.

A term is rewritten by laws that keep its value (`rewrites.py`) and by slips that do not, or something too small for
floating point is added to it. What was done is known, so that the truth of a claim need not be computed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from rewrites import COLUMN, MINUS, NUMBER, ROW, SQUARE, TALL, WIDE, i, j, n, options

from auditor.terms import term as t
from auditor.terms.dimension import ONE, Shape
from auditor.terms.term import Term, subterms
from auditor.terms.world import World

X, x, a = t.symbol("X", TALL), t.symbol("x", COLUMN), t.symbol("a")
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
            found = [option for option in options(place, world, slip=slip) if option.shape == place.shape]
            if found:
                replaced = _replaced(term, place, self.random.choice(found), {})
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


def _replaced(term: Term, old: Term, new: Term, known: dict[Term, Term]) -> Term:
    if term is old:
        return new
    if term not in known:
        arguments = tuple(_replaced(argument, old, new, known) for argument in term.arguments)
        same = all(one is other for one, other in zip(arguments, term.arguments, strict=True))
        known[term] = term if same else t.make(term.operation, arguments, term.parameters, term.shape, term.indices)
    return known[term]


def _well_formed(term: Term) -> bool:
    """What is differentiated by or substituted for is still a symbol, and places are counted from 1."""
    binding, placing = ("derivative", "directional", "substitute"), ("entry", "slice", "unit")
    parts = list(subterms(term))
    places = [place for part in parts if part.operation in placing for place in part.arguments]
    return all(part.arguments[1].operation == "symbol" for part in parts if part.operation in binding) and not any(
        place.operation == "number" and place.parameters[0] < 1 for place in places
    )
