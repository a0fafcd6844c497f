"""Screening: which of many candidates for one side of an equation are worth a judge, by values at a few points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np

from auditor.deciding.arithmetic import Array, Floats
from auditor.deciding.claims import Claim, Setting
from auditor.deciding.drawing import Spread
from auditor.deciding.evaluating import Evaluation, Sides
from auditor.deciding.limits import FAILURES, Budget, Meter, Undecided
from auditor.deciding.sizes import Sizes, assign
from auditor.terms.term import Term, subterms
from auditor.terms.world import World

T = TypeVar("T")

DRAWS = 6
MORE_DRAWS = 96  # where none of the first ones lies in the domain
NEAR = 1e-7
ROUGH = frozenset({"limit", "integral", "antiderivative"})  # operations that floating point only approximates …
ROUGHLY = 2e-2  # … to such a part
LARGEST = 36  # numerator and denominator of a simple ratio
SMALL = 8  # the denominator of one that is only roughly known
OPERATIONS = 400_000_000


@dataclass(frozen=True)
class Compared:
    """What a comparison at a few points says."""

    may_equal: bool  # False where the terms differ at some point; True also where that could not be found out
    ratio: Fraction | None = None  # where one is a simple multiple of the other at these points


class Screen:
    """Compares terms with one that stays: at the same points, in floating point, which rules out and never in."""

    def __init__(self, fixed: Term, world: World, seed: int) -> None:
        self.fixed, self.world, self.seed = fixed, world, seed
        self.meter = Meter(Budget(OPERATIONS))
        self.sizes: Sizes | None = None
        self.run: Evaluation | None = None
        self.near = ROUGHLY if any(sub.operation in ROUGH for sub in subterms(fixed)) else NEAR

    def compare(self, other: Term) -> Compared:
        """How the term that stays compares with another one."""
        return self._asked(other, self._compared, Compared(True))

    def proportional(self, other: Term) -> bool:
        """Whether the term that stays may be some number times another one, at each point; True where unknown."""
        return self._asked(other, lambda sides: _parallel(sides, self.near), True)

    def has_value(self, other: Term) -> bool:
        """Whether another term has a value at one of the points; True also where that could not be found out."""
        return self._asked(other, lambda sides: bool(_usable(sides).any()), True)

    def value(self) -> float | None:
        """The value of the scalar that stays, where it is the same at all points."""
        sides = self._asked(self.fixed, lambda sides: sides, None)
        if sides is None or sides.order or not _usable(sides).any():
            return None
        values = np.asarray(sides.left)[_usable(sides)].ravel()
        first = float(values[0])
        return first if np.abs(values - first).max() <= self.near * max(abs(first), 1e-6) else None

    def values(self, other: Term) -> tuple[Array, Array] | None:
        """The values of the term that stays and of another one, where both have one; None where that is not known."""
        sides = self._asked(other, lambda sides: sides, None)
        if sides is None:
            return None
        usable = _usable(sides)
        return np.asarray(sides.left)[usable], np.asarray(sides.right)[usable]

    @property
    def point(self) -> Sizes:
        """The sizes at which terms are compared."""
        return {} if self.run is None else dict(self.run.point.sizes)

    def _asked(self, other: Term, ask: Callable[[Sides], T], unknown: T) -> T:
        """What the values of the term that stays and of another one say; `unknown` where they cannot be had."""
        try:
            with np.errstate(all="ignore"):
                return ask(self._sides(other))
        except FAILURES:
            return unknown

    def _compared(self, sides: Sides) -> Compared:
        differ = _differ(sides, self.near)
        return Compared(not differ, _ratio(sides, self.near / 10) if differ else None)

    def _sides(self, other: Term) -> Sides:
        setting = Setting(Claim(self.fixed, other), self.world, self.seed, self.meter)
        if self.run is None or not set(setting.features.sizes) <= set(self.run.point.sizes):
            self._begin(setting)
        assert self.run is not None
        run = self.run.branch()
        sides = run.sides(self.fixed, other)
        if run.estimated:
            raise Undecided("a series is only estimated")
        return sides

    def _begin(self, setting: Setting) -> None:
        """Choose the point, and evaluate there what stays."""
        targets = {name: 2 + place for place, name in enumerate(setting.rules.names)}
        sizes = assign(setting.rules, targets, {})
        if sizes is None:
            raise Undecided("no sizes satisfy what is stated of them")
        for place, name in enumerate(setting.features.counts):
            sizes.setdefault(name, 2 + place % 3)
        for draws in (DRAWS, MORE_DRAWS):
            point = setting.point(sizes, Spread(), draws)
            self.run = setting.evaluation(Floats(), point)
            sides = self.run.sides(self.fixed, self.fixed)
            if _usable(sides).any():
                return


def _usable(sides: Sides) -> Array:
    """Places (free indices and draws) at which both sides have a finite value."""
    tensor = tuple(range(-sides.order, 0))
    finite = np.isfinite(sides.left).all(axis=tensor) & np.isfinite(sides.right).all(axis=tensor)
    return finite & sides.valid


def _differ(sides: Sides, near: float) -> bool:
    """The sides differ at a place where both have a value; rounding is made allowance for."""
    tensor = tuple(range(-sides.order, 0))
    scale = np.maximum(np.abs(sides.left).max(axis=tensor), np.abs(sides.right).max(axis=tensor))
    apart = np.abs(sides.left - sides.right).max(axis=tensor) > near * np.maximum(scale, 1e-6)
    return bool((apart & _usable(sides)).any())


def _parallel(sides: Sides, near: float) -> bool:
    """At every place where both sides have a value, they are multiples of one another."""
    tensor = tuple(range(-sides.order, 0))
    squares = (sides.left**2).sum(axis=tensor) * (sides.right**2).sum(axis=tensor)
    apart = squares - (sides.left * sides.right).sum(axis=tensor) ** 2 > near * squares
    return not bool((apart & _usable(sides)).any())


def _ratio(sides: Sides, near: float) -> Fraction | None:
    """The number by which the right side is to be multiplied, where it is the same everywhere and simple."""
    usable = _usable(sides)
    left, right = sides.left[usable], sides.right[usable]
    scale = max(float(np.abs(left).max(initial=0)), float(np.abs(right).max(initial=0)))
    clear = (np.abs(left) > NEAR * scale) | (np.abs(right) > NEAR * scale)
    left, right = left[clear], right[clear]
    if not left.size or (right == 0).any():
        return None
    ratios = left / right
    first = float(ratios.ravel()[0])
    if not np.isfinite(ratios).all() or np.abs(ratios - first).max() > near * max(abs(first), 1):
        return None
    simple = Fraction(first).limit_denominator(LARGEST if near < ROUGHLY / 10 else SMALL)
    return simple if simple and abs(simple) <= LARGEST and abs(float(simple) - first) < near * abs(first) else None
