"""Certified counterexamples: exact fractions or disjoint balls, at small sizes and small numbers.

Candidates are found by fast arithmetic on batches (residues for rational claims, else floating point), made smaller
while they still separate the sides, and certified by one evaluation that proves the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from auditor.deciding import constraints, instances
from auditor.deciding.arithmetic import PRIMES, Floats, Integers, Mask, Residues, any_along
from auditor.deciding.claims import Setting
from auditor.deciding.drawing import Point, Sign, Small, Spread, Style
from auditor.deciding.evaluating import Sides
from auditor.deciding.instances import Place
from auditor.deciding.limits import Undecided
from auditor.deciding.sizes import Sizes, small
from auditor.verdicts import Counterexample

DRAWS = 48
MOST_SIZES = 30
CERTIFIED = 4  # candidates that are certified at each assignment before going on
ROUNDS = 12
MOST_EDITS = 400
BITS = 256


@dataclass(frozen=True)
class Witness:
    """A counterexample, and the field in which it was certified."""

    counterexample: Counterexample
    field: str


Separating = Callable[[Sides], Mask]  # places (lead axes, draws) at which the claim fails


def differ(sides: Sides) -> Mask:
    """Where two exact or floating values are different."""
    tensor = tuple(range(-sides.order, 0))
    if sides.left.dtype == np.float64:
        scale = np.maximum(np.abs(sides.left), np.abs(sides.right)) + 1e-6
        different = np.abs(sides.left - sides.right) > 1e-7 * scale
        finite = np.isfinite(sides.left) & np.isfinite(sides.right)
        return (different & finite).any(axis=tensor) & finite.all(axis=tensor) & sides.valid
    different = np.not_equal(sides.left, sides.right)
    return different.any(axis=tensor) & sides.valid


def search(setting: Setting, differing: Sizes, *, rational: bool) -> Witness | None:
    """The smallest certified counterexample that is found to left = right, known to fail at the sizes `differing`."""
    candidates = small(setting.features, setting.rules)[:MOST_SIZES]
    if differing not in candidates:
        candidates.append(differing)
    return search_among(setting, candidates, rational=rational)


def search_among(setting: Setting, candidates: list[Sizes], *, rational: bool) -> Witness | None:
    """A certified counterexample at the first of these sizes that has one."""
    for sizes in candidates:
        for style in (Small(), Spread()) if sizes is candidates[-1] else (Small(),):
            with setting.meter.portion(4):
                found = _search_at(setting, sizes, style, rational)
            if found is not None:
                return found
    return None


def _search_at(setting: Setting, sizes: Sizes, style: Style, rational: bool) -> Witness | None:
    try:
        point = setting.point(sizes, style, DRAWS)
        separated = screen(setting, point, rational)
    except Undecided:
        return None
    places = sorted(np.flatnonzero(separated).tolist(), key=lambda place: (_size(point, place), place))
    for place in places[:CERTIFIED]:
        single = point.pick([place])
        for candidate in (_shrunk(setting, single, rational), single):
            found = certify(setting, candidate)
            if found is not None:
                return found
    return None


def screen(setting: Setting, point: Point, rational: bool) -> Mask:
    """The draws at which the sides seem to differ."""
    fast = Residues(PRIMES[0], point.draws, setting.seed) if rational else Floats()
    with np.errstate(all="ignore"):
        sides = setting.evaluation(fast, point).sides(setting.claim.left, setting.claim.right)
        separated = differ(sides)
    found = any_along(separated, tuple(range(separated.ndim - 1)))
    return found & constraints.likely(setting, point) if setting.is_bound else found


def _size(point: Point, place: int) -> int:
    """Small for few and small numbers."""
    return sum(int(np.abs(numbers[place]).sum()) for numbers in point.drawn.values())


# --- making it smaller --------------------------------------------------------------------------------------------


def _shrunk(setting: Setting, point: Point, rational: bool) -> Point:
    """Numbers moved towards 0 and 1 as long as the sides still differ."""
    for _ in range(ROUNDS):
        edits = list(_edits(point))[:MOST_EDITS]
        if not edits:
            break
        try:
            works = screen(setting, _edited(point, [[edit] for edit in edits]), rational)
            accepted = [edit for edit, good in zip(edits, works, strict=True) if good]
            if not accepted:
                break
            single_places = list({edit[:2]: edit for edit in reversed(accepted)}.values())[::-1]
            prefixes = [single_places[: count + 1] for count in range(len(single_places))]
            batch = _edited(point, prefixes)
            together = np.flatnonzero(screen(setting, batch, rational))
        except Undecided:
            break
        if not len(together):
            break
        point = batch.pick([int(together[-1])])
    return point


Edit = tuple[str, int, int]  # tag, place in the flattened numbers, new number


def _edits(point: Point) -> Iterator[Edit]:
    for tag in sorted(point.drawn):
        sign = point.signs.get(tag)
        if sign is None:
            continue
        least = 1 if sign in (Sign.POSITIVE, Sign.NONZERO) else 0
        for place, number in enumerate(point.drawn[tag][0].ravel().tolist()):
            for smaller in dict.fromkeys((least, 1, number // 2 if number > 0 else -(-number // 2), abs(number))):
                if (abs(smaller), smaller < 0) < (abs(number), number < 0):
                    yield tag, place, smaller


def _edited(point: Point, versions: list[list[Edit]]) -> Point:
    batch = point.pick([0] * len(versions))
    for draw, edits in enumerate(versions):
        for tag, place, number in edits:
            numbers: Integers = batch.drawn[tag]
            numbers.reshape(len(versions), -1)[draw, place] = number
    return batch


# --- certifying ---------------------------------------------------------------------------------------------------


def certify(setting: Setting, point: Point) -> Witness | None:
    """Prove that the sides differ at the single draw of the point."""
    if not constraints.certain(setting, point):
        return None
    try:
        return _certify_exactly(setting, point)
    except Undecided:
        pass
    try:
        return _certify_by_balls(setting, point)
    except Undecided:
        return None


def _certify_exactly(setting: Setting, point: Point) -> Witness | None:
    from auditor.deciding.flint_arithmetic import Rationals, fraction

    run = setting.evaluation(Rationals(), point)
    sides = run.sides(setting.claim.left, setting.claim.right)
    place = first_place(differ(sides), sides, lambda left, right: bool(left != right))
    if place is None:
        return None
    return Witness(instances.pack(setting, run, run, sides, place, fraction), "Q")


def _certify_by_balls(setting: Setting, point: Point) -> Witness | None:
    from auditor.deciding.flint_arithmetic import Balls, Rationals, agreement, decimal, precision

    with precision(BITS):
        run = setting.evaluation(Balls(), point)
        sides = run.sides(setting.claim.left, setting.claim.right)
        place = first_place(sides.valid, sides, lambda left, right: agreement(left, right) is None)
        if place is None or run.estimated:
            return None
        exact = setting.evaluation(Rationals(), point)
        return Witness(instances.pack(setting, run, exact, sides, place, decimal), "R")


def first_place(mask: Mask, sides: Sides, separates: Callable[[Any, Any], bool]) -> Place | None:
    """The first lead place and draw in the mask, and the first entry there, at which the values are apart."""
    for lead in (tuple(place) for place in np.argwhere(mask).tolist()):
        for entry in np.ndindex(sides.left.shape[len(lead) :]):
            if separates(sides.left[lead + entry], sides.right[lead + entry]):
                return lead, entry
    return None


def coincidence(setting: Setting) -> Witness | None:
    """A point at which both sides have the same exact value: the counterexample to L ≠ R."""
    from auditor.deciding.flint_arithmetic import Rationals, fraction

    for sizes in small(setting.features, setting.rules)[:MOST_SIZES]:
        try:
            run = setting.evaluation(Rationals(), setting.point(sizes, Small(), CERTIFIED))
            sides = run.sides(setting.claim.left, setting.claim.right)
        except Undecided:
            continue
        same = np.equal(sides.left, sides.right).all(axis=tuple(range(-sides.order, 0)))
        for lead in np.argwhere(same & sides.valid).tolist():
            single = setting.evaluation(Rationals(), run.point.pick([lead[-1]]))
            if not constraints.certain(setting, single.point):
                continue
            again = single.sides(setting.claim.left, setting.claim.right)
            place = ((*lead[:-1], 0), (0,) * sides.order)
            return Witness(instances.pack(setting, single, single, again, place, fraction), "Q")
    return None
