r"""Nested dual numbers over arrays: values together with their mixed first derivatives along several levels.

A jet maps a set of levels (a bit mask) to an array; the empty set holds the value, an absent set is 0. A level is one
enclosing derivative; its ε squares to 0, so that (a + εb)(c + εd) = ac + ε(ad + bc). A derivative by all entries of a
variable keeps its directions on a lead axis of the arrays.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from auditor.deciding.arithmetic import Array, Field, Integers, Mask, any_along
from auditor.deciding.limits import Meter, Undecided

Jet: TypeAlias = dict[int, Array]
Flag: TypeAlias = Callable[[Mask], None]
SMALL = 4096


def split(jet: Jet) -> tuple[Jet, Jet, int]:
    """The jet as a + ε b for its highest level, whose bit comes third."""
    bit = 1 << (max(jet).bit_length() - 1)
    return *_at(jet, bit), bit


def _at(jet: Jet, bit: int) -> tuple[Jet, Jet]:
    """Without the level, and what stands at it."""
    lower = {levels: part for levels, part in jet.items() if not levels & bit}
    return lower, {levels ^ bit: part for levels, part in jet.items() if levels & bit}


def join(primal: Jet, tangent: Jet, bit: int) -> Jet:
    """a + ε b."""
    return primal | {levels | bit: part for levels, part in tangent.items()}


def linear(jet: Jet, function: Callable[[Array], Array]) -> Jet:
    """A linear map on every part."""
    return {levels: function(part) for levels, part in jet.items()}


def is_plain(jet: Jet) -> bool:
    """Without derivatives."""
    return len(jet) == 1 and 0 in jet


class Algebra:
    """Arithmetic of jets over one field; `flag` is told at which lead places and draws something has no value."""

    def __init__(self, field: Field, meter: Meter, flag: Flag) -> None:
        self.field = field
        self.meter = meter
        self.flag = flag
        self.branches: list[tuple[Array, int]] = []  # every step that was taken, and its number of tensor axes

    # --- ring operations

    def number(self, value: Fraction | int) -> Jet:
        return {0: self.field.number(Fraction(value))}

    def integers(self, values: Integers) -> Jet:
        return {0: self.field.integers(values)}

    def add(self, *terms: Jet) -> Jet:
        result = dict(terms[0])
        for term in terms[1:]:
            for levels, part in term.items():
                if levels in result:
                    self._spend(result[levels], part)
                    result[levels] = self.field.add(result[levels], part)
                else:
                    result[levels] = part
        return result

    def negate(self, jet: Jet) -> Jet:
        return linear(jet, self.field.negate)

    def subtract(self, left: Jet, right: Jet) -> Jet:
        return self.add(left, self.negate(right))

    def multiply(self, left: Jet, right: Jet) -> Jet:
        """Entrywise product; the arrays broadcast."""
        result: Jet = {}
        for first, a in left.items():
            for second, b in right.items():
                if not first & second:
                    self._spend(a, b)
                    self._put(result, first | second, self.field.multiply(a, b))
        return result

    def matmul(self, left: Jet, right: Jet) -> Jet:
        """Product over the last axis of `left` and the last but one of `right`."""
        if next(iter(left.values())).shape[-1] != next(iter(right.values())).shape[-2]:
            raise Undecided("the factors of a matrix product do not conform")
        result: Jet = {}
        for first, a in left.items():
            for second, b in right.items():
                if not first & second:
                    self._spend_product(a, b)
                    self._put(result, first | second, self.field.matmul(a, b))
        return result

    def total(self, jet: Jet, axis: int) -> Jet:
        return linear(jet, lambda part: self.field.total(part, axis))

    def trace(self, jet: Jet) -> Jet:
        return linear(jet, lambda part: self.field.total(np.diagonal(part, axis1=-2, axis2=-1), -1))

    def _put(self, jet: Jet, levels: int, part: Array) -> None:
        jet[levels] = self.field.add(jet[levels], part) if levels in jet else part

    # --- functions

    def lift(self, jet: Jet, plain: Callable[[Array], Array], slope: Callable[[Jet, Jet], Jet]) -> Jet:
        """f of a jet, from f on arrays and f' as a function of argument and value, both jets of lower levels."""
        if is_plain(jet):
            return {0: plain(jet[0])}
        primal, tangent, bit = split(jet)
        value = self.lift(primal, plain, slope)
        return join(value, self.multiply(slope(primal, value), tangent), bit)

    def reciprocal(self, jet: Jet, order: int) -> Jet:
        """Entrywise 1/u."""

        def plain(part: Array) -> Array:
            self._spend(part, part)
            self.report(self.field.vanishing(part), order)
            return self.field.reciprocal(part)

        return self.lift(jet, plain, lambda _, value: self.negate(self.multiply(value, value)))

    def divide(self, left: Jet, right: Jet, order: int) -> Jet:
        return self.multiply(left, self.reciprocal(right, order))

    def whole_power(self, jet: Jet, exponent: int, order: int) -> Jet:
        """Entrywise power with a whole exponent; the power 0 is 1."""
        if exponent < 0:
            return self.reciprocal(self.whole_power(jet, -exponent, order), order)
        if exponent == 0:
            return self.integers(np.ones(jet[0].shape, np.int64))
        result: Jet | None = None
        square = jet
        while exponent:
            if exponent & 1:
                result = square if result is None else self.multiply(result, square)
            exponent >>= 1
            if exponent:
                square = self.multiply(square, square)
        assert result is not None
        return result

    def fractional_power(self, jet: Jet, exponent: Fraction, order: int) -> Jet:
        """Entrywise power with a fraction as exponent, for positive bases."""
        if is_plain(jet):
            self._spend(jet[0], jet[0])
            value, outside = self.field.power(jet[0], exponent, order)
            self.report(outside, order)
            return {0: value}
        primal, tangent, bit = split(jet)
        slope = self.multiply(self.number(exponent), self.fractional_power(primal, exponent - 1, order))
        return join(self.fractional_power(primal, exponent, order), self.multiply(slope, tangent), bit)

    def power(self, base: Jet, exponent: Jet, order: int, logarithm: Callable[[Jet], Jet]) -> Jet:
        """u^v for positive u."""
        if is_plain(base) and is_plain(exponent):
            u, v = np.broadcast_arrays(base[0], exponent[0])
            plain, outside = self.field.power(u, v, order)
            self.report(outside, order)
            return {0: plain}
        bit = 1 << (max(max(base), max(exponent)).bit_length() - 1)
        lower, moved = _at(base, bit)
        lower_exponent, moved_exponent = _at(exponent, bit)
        value = self.power(lower, lower_exponent, order, logarithm)
        change: Jet = {}
        if moved:
            slope = self.multiply(value, self.divide(lower_exponent, lower, order))
            change = self.multiply(slope, moved)
        if moved_exponent:
            by_exponent = self.multiply(self.multiply(value, logarithm(lower)), moved_exponent)
            change = self.add(change, by_exponent) if change else by_exponent
        return join(value, change, bit)

    # --- bookkeeping

    def report(self, mask: Mask, order: int) -> None:
        """Tell where entries have no value."""
        if mask.any():
            self.flag(any_along(mask, tuple(range(-order, 0))) if order else mask)

    def _spend(self, left: Array, right: Array) -> None:
        size = left.size * right.size
        if size > SMALL:
            size = math.prod(np.broadcast_shapes(left.shape, right.shape))
            self.meter.reserve(size)
        self.meter.spend(size * self.field.weight)

    def _spend_product(self, left: Array, right: Array) -> None:
        stack = left.shape[:-2]
        if stack != right.shape[:-2]:
            stack = np.broadcast_shapes(stack, right.shape[:-2])
        size = math.prod(stack) * left.shape[-2] * right.shape[-1]
        self.meter.reserve(size)
        self.meter.spend(size * left.shape[-1] * self.field.weight)
