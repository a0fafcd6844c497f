"""Judge: ball sampling over the reals, for claims with roots, exponentials, logarithms, kinks and the like."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from auditor.deciding.arithmetic import Array, Floats, Mask, any_along
from auditor.deciding.claims import Setting
from auditor.deciding.drawing import Point, Spread
from auditor.deciding.evaluating import Evaluation, Sides
from auditor.deciding.limits import Undecided
from auditor.deciding.sizes import Sizes, assign, both_parities, telling
from auditor.terms.term import Term

BITS = 256
MORE_BITS = 1024
DIGITS = 40
CANDIDATES = (256, 2048)  # drawn in turn until enough of them lie in the domain
FEW = 32  # candidates where one point will do
POINTS = 36  # over all assignments of sizes
MOST_BRANCHES = 6


@dataclass
class BallResult:
    """What balls say of a claim."""

    sizes: list[Sizes] = field(default_factory=list)
    turned: tuple[str, ...] = ()  # sizes that must be met both even and odd
    flat: list[frozenset[Term]] = field(default_factory=list)  # determinants that are 0, for each of the sizes
    points: int = 0
    digits: int | None = None  # fewest digits of agreement, less those between the largest and the smallest numbers
    differing: Sizes | None = None
    vanishing: bool = True
    branches: int = 0
    estimated: bool = False  # some value rests on an estimate of its error

    @property
    def agreed(self) -> bool:
        return self.differing is None and self.turns and self.digits is not None and self.digits >= DIGITS

    @property
    def turns(self) -> bool:
        """(-1)ⁿ would have been seen."""
        found = telling(list(zip(self.sizes, self.flat, strict=True)))
        return all(both_parities(name, found) for name in self.turned)


def sample(setting: Setting) -> BallResult:
    """At least 36 points over some small assignments of sizes; stops at the first difference.

    Raises Undecided where too few points lie in the common domain, or there are too many kinks.
    """
    chosen = assignments(setting)
    turned = tuple(name for name in setting.features.inverted if both_parities(name, chosen))
    result = BallResult(turned=turned)
    for sizes in chosen:
        point = _points_inside(setting, sizes, result, -(-POINTS // len(chosen)))
        _compare(setting, point, sizes, result)
        if result.differing is not None:
            break
    return result


def exhibit(setting: Setting) -> bool:
    """Is there a real point at which both sides have a value, and there do they agree?"""
    result = BallResult()
    sizes = assignments(setting)[0]
    point = _points_inside(setting, sizes, result, 1, limited=False)
    _compare(setting, point, sizes, result)
    return result.agreed


def some_points(setting: Setting, count: int) -> Point:
    """Draws inside the domain of both sides, as many as asked for or as there are."""
    return _points_inside(setting, assignments(setting)[0], BallResult(), count, limited=False)


def assignments(setting: Setting) -> list[Sizes]:
    names = setting.rules.names
    patterns = [
        [2 + place for place in range(len(names))],
        [1 + len(names) - place for place in range(len(names))],
        [3] * len(names),
    ]
    if setting.features.inverted:  # determinants of products of long matrices are 0
        patterns.append([3 if name in setting.features.inverted else 4 for name in names])
    found: list[Sizes] = []
    for number, pattern in enumerate(patterns):
        sizes = assign(setting.rules, dict(zip(names, pattern, strict=True)), {})
        if sizes is None:
            continue
        for place, name in enumerate(setting.features.counts):
            sizes.setdefault(name, (2, 3, 5, 1)[(number + place) % 4])
        if sizes not in found:
            found.append(sizes)
    if not found:
        raise Undecided("no sizes satisfy what is stated of them")
    return found


def _points_inside(setting: Setting, sizes: Sizes, result: BallResult, points: int, *, limited: bool = True) -> Point:
    """Draws inside the domain of both sides, on which every pattern of branches that occurs is met."""
    for count in CANDIDATES if limited else (FEW, *CANDIDATES):
        candidates = setting.point(sizes, Spread(), count)
        with np.errstate(all="ignore"):
            run = setting.evaluation(Floats(), candidates)
            inside = usable(run.sides(setting.claim.left, setting.claim.right))
        places = np.flatnonzero(inside).tolist()
        if len(places) >= points:
            break
    if not places:
        raise Undecided("no point lies in the domain of both sides")
    if len(places) < points and setting.features.symbols:
        raise Undecided(f"only {len(places)} of {count} points lie in the domain of both sides")
    if not limited:
        return candidates.pick(places[:points])
    patterns = _patterns(run, count)
    if patterns.shape[1] > MOST_BRANCHES:
        raise Undecided(f"{patterns.shape[1]} kinks, more than {MOST_BRANCHES}")
    result.branches = max(result.branches, patterns.shape[1])
    first_of_each: dict[bytes, int] = {}
    for place in places:
        first_of_each.setdefault(patterns[place].tobytes(), place)
    chosen = set(first_of_each.values())
    others = [place for place in places if place not in chosen]
    return candidates.pick(sorted([*chosen, *others[: max(0, points - len(chosen))]]))


def usable(sides: Sides) -> Mask:
    """Draws at which both sides have a finite value, for at least some value of the free indices."""
    tensor = tuple(range(-sides.order, 0))
    finite = np.isfinite(sides.left).all(axis=tensor) & np.isfinite(sides.right).all(axis=tensor)
    return any_along(finite & sides.valid, tuple(range(sides.valid.ndim - 1)))


def _patterns(run: Evaluation, draws: int) -> Mask:
    """A column for every kink that some draws are on different sides of; the same kink counts once."""
    columns: dict[bytes, Array] = {}
    for value, order in run.algebra.branches:
        if value.shape[value.ndim - order - 1] != draws:
            continue
        sides = np.moveaxis(value > 0, value.ndim - order - 1, 0).reshape(draws, -1)
        for column in sides.T:
            if column.any() and not column.all():
                mirrored = ~column
                key = min(column.tobytes(), mirrored.tobytes())
                columns[key] = column
    return np.stack(list(columns.values()), axis=1) if columns else np.zeros((draws, 0), np.bool_)


def _compare(setting: Setting, point: Point, sizes: Sizes, result: BallResult) -> None:
    from auditor.deciding import flint_arithmetic

    for bits in (BITS, MORE_BITS):
        with flint_arithmetic.precision(bits):
            field = flint_arithmetic.Balls()
            run = setting.evaluation(field, point)
            sides = run.sides(setting.claim.left, setting.claim.right)
            result.estimated |= run.estimated
            places = np.argwhere(np.broadcast_to(widened(sides.valid, sides.order), sides.left.shape))
            digits = [
                (flint_arithmetic.agreement(sides.left[tuple(place)], sides.right[tuple(place)]), tuple(place))
                for place in places
            ]
            if any(found is None for found, _ in digits):
                result.differing = sizes
                return
            if not digits:
                raise Undecided("no point lies in the domain of both sides")
            fewest = min(bits * 0.3, *(found for found, _ in digits if found is not None)) - field.spread
            if fewest >= DIGITS or bits == MORE_BITS or run.estimated:
                result.vanishing = result.vanishing and all(
                    side[place].contains(0) for side in (sides.left, sides.right) for _, place in digits
                )
                break
    result.sizes.append(sizes)
    result.flat.append(frozenset(run.flat))
    result.points += int(sides.valid.any(axis=tuple(range(sides.valid.ndim - 1))).sum())
    shown = max(0, int(fewest))
    result.digits = shown if result.digits is None else min(result.digits, shown)


def widened(mask: Mask, order: int) -> Mask:
    return mask.reshape(mask.shape + (1,) * order)
