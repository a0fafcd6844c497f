"""An upper bound of the degree of a claim as a rational function of what is drawn, at given sizes.

Tensors are kept over one denominator for all entries; where entries have denominators of their own, all are multiplied.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from auditor.deciding.constructions import CONSTRUCTIONS
from auditor.deciding.properties import manner
from auditor.deciding.unknown_functions import DEGREE
from auditor.terms.dimension import Dimension, Shape
from auditor.terms.term import Term
from auditor.terms.world import World

CEILING = 10**9


class Degree(NamedTuple):
    """Of the numerators, and of their common denominator."""

    above: int
    below: int


ZERO = Degree(0, 0)
FRESH = Degree(1, 0)


def degree(left: Term, right: Term, world: World, sizes: Mapping[str, int]) -> int:
    """Of left - right over a common denominator, numerator and denominator together."""
    bounding = _Bounding(world, sizes)
    first, second = bounding.of(left, {}), bounding.of(right, {})
    together = _sum([first, second])
    return min(CEILING, together.above + together.below)


def _sum(terms: list[Degree]) -> Degree:
    below = sum(term.below for term in terms)
    return Degree(max(term.above + below - term.below for term in terms), below)


def _product(factors: list[Degree]) -> Degree:
    return Degree(sum(factor.above for factor in factors), sum(factor.below for factor in factors))


def _times(degree_: Degree, count: int) -> Degree:
    return Degree(min(CEILING, degree_.above * count), min(CEILING, degree_.below * count))


class _Bounding:
    def __init__(self, world: World, sizes: Mapping[str, int]) -> None:
        self.world = world
        self.sizes = sizes
        self._known: dict[Term, Degree] = {}
        self._unfolding: set[str] = set()

    def of(self, term: Term, bound: Mapping[str, Degree]) -> Degree:
        found = self._known.get(term) if not bound else None
        if found is None:
            found = self._of(term, bound)
            if not bound:
                self._known[term] = found
        return found

    def _entries(self, shape: Shape) -> int:
        return math.prod(self._length(dimension) for dimension in shape)

    def _length(self, dimension: Dimension) -> int:
        """A range that depends on an index is bounded by the largest size."""
        if all(name in self.sizes for name in dimension.symbols):
            return max(1, dimension.value(self.sizes))
        return max(self.sizes.values(), default=1)

    def _of(self, term: Term, bound: Mapping[str, Degree]) -> Degree:
        match term.operation:
            case "symbol":
                return self._symbol(term, bound)
            case "substitute":
                return self._substitute(term, bound)
            case "entry" | "slice" | "member":
                return self.of(term.arguments[0], bound)
        inner = [self.of(argument, bound) for argument in term.arguments]
        match term.operation:
            case "add" | "blocks":
                return _sum(inner)
            case "multiply" | "hadamard" | "matmul" | "contract" | "kronecker":
                return _product(inner)
            case "sum":
                length = self._length(term.parameters[0].size)
                return Degree(inner[0].above + (length - 1) * inner[0].below, length * inner[0].below)
            case "product" | "product_down":
                return _times(inner[0], self._length(term.parameters[0].size))
            case "power" | "matrix_power":
                return self._power(term, inner)
            case "inverse" | "det" | "adjugate" | "pseudo_inverse":
                return self._inverse(term, inner[0])
            case "derivative" | "differential":
                return Degree(inner[0].above + inner[0].below, 2 * inner[0].below)
            case "directional":
                return _product([Degree(inner[0].above + inner[0].below, 2 * inner[0].below), inner[2]])
            case "apply" | "norm" | "compare" | "constant":
                # A value of its own, and through derivatives those of the arguments.
                whole = sum(part.above + part.below for part in inner)
                return Degree(1 + 2 * whole, 1 + 2 * whole)
            case "call":
                return _times(_sum([FRESH, *inner]), DEGREE + 2)
        return _sum(inner) if inner else ZERO

    def _symbol(self, term: Term, bound: Mapping[str, Degree]) -> Degree:
        name = term.parameters[0]
        if name in bound:
            return bound[name]
        definition = self.world.definitions.get(name)
        if definition is not None and name not in self._unfolding:
            self._unfolding.add(name)
            result = self.of(definition, bound)
            self._unfolding.discard(name)
            return result
        extent = tuple(dimension.value(self.sizes) for dimension in term.shape)
        how = manner(tuple(self.world.properties.get(name, ())), extent)
        if how.construction is CONSTRUCTIONS[0]:
            return FRESH
        return Degree(2 * max(extent, default=1) + 2, 2 * max(extent, default=1) + 2)

    def _substitute(self, term: Term, bound: Mapping[str, Degree]) -> Degree:
        body, *bindings = term.arguments
        inner = dict(bound)
        for symbol, value in zip(bindings[::2], bindings[1::2], strict=True):
            inner[symbol.parameters[0]] = self.of(value, bound)
        return self.of(body, inner)

    def _power(self, term: Term, inner: list[Degree]) -> Degree:
        base, exponent = term.arguments
        if exponent.operation == "number" and exponent.parameters[0].denominator == 1:
            number = int(exponent.parameters[0])
        else:
            number = max(self.sizes.values(), default=4) * 2
        raised = _times(inner[0], abs(number) + 1)
        if term.operation == "matrix_power":
            rows = self._entries(base.shape[:1])
            return raised if number >= 0 else _times(Degree(sum(raised), sum(raised)), rows)
        if number >= 0:
            return raised
        entries = self._entries(base.shape)
        return Degree(raised.below + (entries - 1) * raised.above, entries * raised.above)

    def _inverse(self, term: Term, matrix: Degree) -> Degree:
        rows = self._entries(term.arguments[0].shape[:1])
        if term.operation == "det":
            return _times(matrix, rows)
        if term.operation == "adjugate":
            return _times(matrix, max(1, rows - 1))
        scale = 4 if term.operation == "pseudo_inverse" else 1
        return _times(Degree(matrix.above * (rows - 1) + matrix.below, rows * matrix.above), scale)
