"""Random values modulo a prime: enough to see that a matrix is singular whatever its symbols are.

Symbols are drawn within their properties, functions that have no residues become random but fixed functions of the
residues of their arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from auditor.terms.dimension import Dimension
from auditor.terms.networks import Factor, Form, Head, Network
from auditor.terms.places import Leg, Place, Wire, rank_of_name

PRIME = (1 << 61) - 1
Matrix: TypeAlias = list[list[int]]
# Larger arrays are not looked at.
LARGEST = 9


class NoResidue(Exception):
    """A division by zero, or an array that is too large."""


@lru_cache(maxsize=1024)
def is_always_singular(form: Form) -> bool:
    """Whether a square matrix (the first two parameters) is singular wherever a draw gives it a value.

    Sizes are drawn in two orders, so that (X^T X)^{-1} has a value for one of them.
    """
    names = sorted({name for size in _sizes(form) for name in size.symbols})
    seen = False
    for draw, order in enumerate((names, names[::-1])):
        sizes = {name: 2 + number for number, name in enumerate(order)}
        try:
            if determinant(Draw(sizes, draw).matrix(form, ())):
                return False
            seen = True
        except NoResidue:
            continue
    return seen


def _sizes(form: Form) -> set[Dimension]:
    found = set(form.ranges)
    for network in form.networks:
        found.update(size for _, size in network.bound)
        for factor in network.factors:
            for inner in factor.head.inner:
                found |= _sizes(inner)
            if factor.head.kind == "size":
                found.add(Dimension.of(factor.head.name))
    return found


class Draw:
    """One choice of sizes and of residues for all symbols."""

    def __init__(self, sizes: Mapping[str, int], seed: int) -> None:
        self.sizes = sizes
        self.seed = seed
        self.entries: dict[tuple[Form, tuple[int, ...]], int] = {}
        self.symbols: dict[Head, Matrix] = {}
        self.inverses: dict[tuple[Head, tuple[int, ...]], Matrix] = {}

    def size(self, dimension: Dimension) -> int:
        value = dimension.value(self.sizes)
        if value > LARGEST:
            raise NoResidue
        return max(value, 0)

    def number(self, *of: int) -> int:
        return hash((self.seed, *of, 0x9E3779B97F4A7C15)) * 0x2545F4914F6CDD1D % PRIME

    def matrix(self, form: Form, shared: tuple[int, ...]) -> Matrix:
        rows, columns = (self.size(size) for size in form.ranges[:2])
        return [[self.entry(form, (i, j, *shared)) for j in range(columns)] for i in range(rows)]

    def entry(self, form: Form, places: tuple[int, ...]) -> int:
        places += (0,) * (len(form.ranges) - len(places))
        key = (form, places)
        if key not in self.entries:
            self.entries[key] = sum(self._network(network, places) for network in form.networks) % PRIME
        return self.entries[key]

    def _network(self, network: Network, places: tuple[int, ...]) -> int:
        total = 0
        values: dict[Wire, int] = dict(enumerate(places))
        for spot in product(*(range(self.size(size)) for _, size in network.bound)):
            values.update(zip((wire for wire, _ in network.bound), spot, strict=True))
            term = 1
            for factor in network.factors:
                term = term * self._factor(factor, values) % PRIME
                if not term:
                    break
            total += term
        coefficient = network.coefficient
        return coefficient.numerator * pow(coefficient.denominator, -1, PRIME) * total

    def _factor(self, factor: Factor, values: Mapping[Wire, int]) -> int:
        value = self._head(factor.head, tuple(self._leg(leg, values) for leg in factor.legs))
        exponent = factor.exponent
        if exponent.denominator != 1:
            return self.number(value, exponent.numerator, exponent.denominator)
        if exponent < 0 and not value:
            raise NoResidue
        return pow(value, exponent.numerator, PRIME)

    def _leg(self, leg: Leg, values: Mapping[Wire, int]) -> int:
        if not isinstance(leg, Place):
            return values[leg]
        strides = sum(stride.value(self.sizes) * values[wire] for wire, stride in leg.strides)
        return leg.offset.value(self.sizes) + strides

    def _head(self, head: Head, legs: tuple[int, ...]) -> int:
        match head.kind:
            case "symbol" | "differential":
                return self._symbol(head, legs)
            case "size":
                return self.sizes[head.name]
            case "prime":
                return int(head.name)
            case "delta":
                return int(legs[0] == legs[1])
            case "position":
                return legs[0]
            case "sum":
                return self.entry(head.inner[0], legs)
            case "det":
                return determinant(self.matrix(head.inner[0], legs))
            case "inverse":
                key = (head, legs[2:])
                if key not in self.inverses:
                    self.inverses[key] = inverse(self.matrix(head.inner[0], legs[2:]))
                return self.inverses[key][legs[0]][legs[1]]
            case kind if head.axes == 0 and kind not in ("product", "norm", "call"):
                return self.number(rank_of_name(f"{kind} {head.name}"), *(self.entry(f, legs) for f in head.inner))
        return self.number(head.rank, *legs)

    def _symbol(self, head: Head, legs: tuple[int, ...]) -> int:
        build = next((make for word, make in STRUCTURES.items() if word in head.properties), None)
        rank = rank_of_name(f"{head.kind} {head.name}")
        if build is None or len(legs) > 2:
            return self.number(rank, *legs)
        if head not in self.symbols:
            rows, columns = ([*map(self.size, head.ranges), 1, 1])[:2]
            free = [[self.number(rank, i, j) for j in range(columns)] for i in range(rows)]
            self.symbols[head] = build(free)
        row, column = (*legs, 0, 0)[:2]
        return self.symbols[head][row][column] % PRIME


# --- values with properties, made from free ones ------------------------------------------------------------------


def _symmetric(free: Matrix) -> Matrix:
    return [[value + free[j][i] for j, value in enumerate(row)] for i, row in enumerate(free)]


def _skew(free: Matrix) -> Matrix:
    return [[value - free[j][i] for j, value in enumerate(row)] for i, row in enumerate(free)]


def _orthogonal(free: Matrix) -> Matrix:
    """Cayley's (I − S)(I + S)^{-1}."""
    skew = _skew(free)
    plus, minus = (
        [[int(i == j) + sign * value for j, value in enumerate(row)] for i, row in enumerate(skew)] for sign in (1, -1)
    )
    return multiply(minus, inverse(plus))


def _idempotent(free: Matrix) -> Matrix:
    """V^{-1} D V with a D of rank 1."""
    first = [[value if i == 0 else 0 for value in row] for i, row in enumerate(free)]
    return multiply(inverse(free), first)


def _unit(free: Matrix) -> Matrix:
    """(1 − |v|², 2 v) / (1 + |v|²)."""
    tail = [row[0] for row in free[1:]]
    square = sum(value * value for value in tail) % PRIME
    scale = pow(1 + square, -1, PRIME)
    return [[(1 - square) * scale], *([2 * value * scale] for value in tail)]


def _sums_to(total: int) -> Callable[[Matrix], Matrix]:
    def build(free: Matrix) -> Matrix:
        rest = sum(row[0] for row in free[1:])
        return [[total - rest], *free[1:]]

    return build


STRUCTURES: dict[str, Callable[[Matrix], Matrix]] = {
    "symmetric": _symmetric,
    "skew-symmetric": _skew,
    "orthogonal": _orthogonal,
    "idempotent": _idempotent,
    "unit": _unit,
    "one-hot": lambda free: [[int(i == 0)] for i, _ in enumerate(free)],
    "sums to one": _sums_to(1),
    "centred": _sums_to(0),
}


# --- linear algebra ---------------------------------------------------------------------------------------------


def multiply(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) % PRIME for column in columns] for row in left]


def determinant(matrix: Sequence[Sequence[int]]) -> int:
    rows = [list(row) for row in matrix]
    result = 1
    for k in range(len(rows)):
        pivot = next((r for r in range(k, len(rows)) if rows[r][k] % PRIME), None)
        if pivot is None:
            return 0
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            result = -result
        result = result * rows[k][k] % PRIME
        scale = pow(rows[k][k], -1, PRIME)
        for r in range(k + 1, len(rows)):
            factor = rows[r][k] * scale % PRIME
            rows[r] = [(a - factor * b) % PRIME for a, b in zip(rows[r], rows[k], strict=True)]
    return result % PRIME


def inverse(matrix: Sequence[Sequence[int]]) -> Matrix:
    count = len(matrix)
    rows = [[*row, *(int(i == j) for j in range(count))] for i, row in enumerate(matrix)]
    for k in range(count):
        pivot = next((r for r in range(k, count) if rows[r][k] % PRIME), None)
        if pivot is None:
            raise NoResidue
        rows[k], rows[pivot] = rows[pivot], rows[k]
        scale = pow(rows[k][k], -1, PRIME)
        rows[k] = [value * scale % PRIME for value in rows[k]]
        for r in range(count):
            if r != k and rows[r][k] % PRIME:
                factor = rows[r][k]
                rows[r] = [(a - factor * b) % PRIME for a, b in zip(rows[r], rows[k], strict=True)]
    return [row[count:] for row in rows]
