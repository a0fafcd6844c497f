"""Looking for an instance that satisfies premises and not what is drawn from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from auditor.deciding import instances, witness
from auditor.deciding.arithmetic import Floats, Mask, any_along
from auditor.deciding.claims import Claim, Setting
from auditor.deciding.drawing import Point, Whole
from auditor.deciding.evaluating import Evaluation, Sides
from auditor.deciding.features import Features, features
from auditor.deciding.limits import FAILURES, Budget, Meter, Undecided
from auditor.deciding.sizes import small
from auditor.terms.term import Term, make
from auditor.terms.world import World

Pair = tuple[Term, Term]
MOST_SIZES = 6
DRAWS = 4096
ROUNDS = 4
FEW = 3  # so many numbers are drawn from a wide range: roots may lie farther out
NEAR = 1e-9
CERTIFIED = 6
INSTANCES = 24  # of premises, at one choice of sizes
OPERATIONS = 400_000_000


@dataclass(frozen=True)
class Conditioned(Setting):
    """A claim, and the equations that a counterexample to it has to satisfy."""

    premises: tuple[Pair, ...] = ()

    @cached_property
    def features(self) -> Features:
        return features(
            _bundle(self.claim.left, *(left for left, _ in self.premises)),
            _bundle(self.claim.right, *(right for _, right in self.premises)),
            self.world,
        )


def _bundle(*terms: Term) -> Term:
    """A term that holds all of these, for what occurs in them."""
    return make("bundle", terms)


def counterexample(
    claims: tuple[Pair, ...], premises: tuple[Pair, ...], world: World, seed: int
) -> witness.Witness | None:
    """A certified instance of the premises at which all of the claims fail; None where none is found."""
    setting = Conditioned(Claim(*claims[0]), world, seed, Meter(Budget(OPERATIONS)), (*premises, *claims[1:]))
    try:
        if setting.unmodelled:
            return None
        for sizes in small(setting.features, setting.rules)[:MOST_SIZES]:
            for style in _styles(setting):
                for turn in range(ROUNDS):
                    point = Point(sizes, style, DRAWS, seed + turn, setting.strata(sizes), _counts(setting, sizes))
                    if (found := _certified(setting, point, claims, premises)) is not None:
                        return found
    except FAILURES:
        return None
    return None


def satisfying(premises: tuple[Pair, ...], world: World, seed: int) -> Iterator[Evaluation]:
    """Some instances of premises at each of a few sizes, in floating point: to rule out what may follow, no more."""
    setting = Conditioned(Claim(*premises[0]), world, seed, Meter(Budget(OPERATIONS)), premises[1:])
    try:
        for sizes in small(setting.features, setting.rules)[:MOST_SIZES]:
            for style in _styles(setting):
                point = Point(sizes, style, DRAWS, seed, setting.strata(sizes), _counts(setting, sizes))
                chosen = np.ones((DRAWS,), np.bool_)
                run = setting.evaluation(Floats(), point)
                with np.errstate(all="ignore"):
                    for left, right in premises:
                        chosen &= _along_draws(_same(run.sides(left, right)), every=True)
                places = np.flatnonzero(chosen).tolist()[:INSTANCES]
                if places:
                    yield setting.evaluation(Floats(), point.pick(places))
    except FAILURES:
        return


def _styles(setting: Setting) -> Iterable[Whole]:
    scalars = [shape for shape in setting.features.symbols.values() if not shape]
    if len(scalars) == len(setting.features.symbols) <= FEW:
        return Whole(3, sparse=False), Whole(12, sparse=False)
    return Whole(1, sparse=True), Whole(2, sparse=False)


def _counts(setting: Setting, sizes: dict[str, int]) -> dict[str, int]:
    return {name: sizes[name] for name in setting.features.counts if name in sizes}


def _certified(
    setting: Conditioned, point: Point, claims: tuple[Pair, ...], premises: tuple[Pair, ...]
) -> witness.Witness | None:
    from auditor.deciding.constraints import certain, likely

    run = setting.evaluation(Floats(), point)
    chosen = np.ones(point.draws, np.bool_)
    with np.errstate(all="ignore"):
        for left, right in premises:
            chosen &= _along_draws(_same(run.sides(left, right)), every=True)
            if not chosen.any():
                return None
        for left, right in claims:
            chosen &= _along_draws(witness.differ(run.sides(left, right)), every=False)
        if setting.is_bound:
            chosen &= likely(setting, point)
    places = sorted(np.flatnonzero(chosen).tolist(), key=lambda place: (_size(point, place), place))
    for place in places[:CERTIFIED]:
        single = point.pick([place])
        if certain(setting, single) and (found := _exactly(setting, single, claims, premises)) is not None:
            return found
    return None


def _size(point: Point, place: int) -> int:
    return sum(int(np.abs(numbers[place]).sum()) for numbers in point.drawn.values())


def _same(sides: Sides) -> Mask:
    tensor = tuple(range(-sides.order, 0))
    near = np.abs(sides.left - sides.right) <= NEAR * (1 + np.abs(sides.left))
    return np.asarray(near.all(axis=tensor) & sides.valid)


def _along_draws(mask: Mask, *, every: bool) -> Mask:
    """For each draw, whether it is so at every value of the free indices, or at some."""
    lead = tuple(range(mask.ndim - 1))
    return np.asarray(mask.all(axis=lead)) if every else any_along(mask, lead)


def _exactly(
    setting: Conditioned, point: Point, claims: tuple[Pair, ...], premises: tuple[Pair, ...]
) -> witness.Witness | None:
    from auditor.deciding.flint_arithmetic import Rationals, fraction

    try:
        run = setting.evaluation(Rationals(), point)
        for left, right in premises:
            sides = run.sides(left, right)
            equal = np.equal(sides.left, sides.right).all(axis=tuple(range(-sides.order, 0)))
            if not (equal & sides.valid).all():
                return None
        place = None
        for left, right in claims[::-1]:
            sides = run.sides(left, right)
            place = witness.first_place(witness.differ(sides), sides, lambda one, other: bool(one != other))
            if place is None:
                return None
        if place is None:
            return None
        found = instances.pack(setting, run, run, sides, place, fraction)
    except (Undecided, KeyError):
        return None
    return witness.Witness(found, "Q")
