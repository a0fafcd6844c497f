r"""Judge of inequalities: a violating instance, searched adversarially and certified; finding none proves nothing.

The Loewner order L ⪰ R is refuted by a vector v with vᵀ(L - R)v < 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from auditor.deciding import constraints, instances
from auditor.deciding.arithmetic import Array, Floats
from auditor.deciding.claims import Setting
from auditor.deciding.drawing import Extreme, Point, Small, Spread, Style
from auditor.deciding.evaluating import Evaluation, Sides
from auditor.deciding.limits import Undecided
from auditor.deciding.sizes import Sizes, small
from auditor.deciding.witness import Witness
from auditor.verdicts import Counterexample, Numbers

DRAWS = 96
MOST_SIZES = 8
CERTIFIED = 6
CLIMBED_SIZES = 3
ROUNDS = 10
MOST_EDITS = 120
BITS = 256


@dataclass(frozen=True)
class Order:
    """What a relation asks of left and right."""

    strict: bool
    swapped: bool  # left is to be the smaller one
    loewner: bool = False


ORDERS = {
    "<": Order(True, True), r"\lt": Order(True, True), ">": Order(True, False), r"\gt": Order(True, False),
    r"\le": Order(False, True), r"\leq": Order(False, True), r"\leqslant": Order(False, True), "≤": Order(False, True),
    r"\ge": Order(False, False), r"\geq": Order(False, False), r"\geqslant": Order(False, False),
    "≥": Order(False, False),
    r"\prec": Order(True, True, True), r"\succ": Order(True, False, True),
    r"\preceq": Order(False, True, True), r"\preccurlyeq": Order(False, True, True),
    r"\succeq": Order(False, False, True), r"\succcurlyeq": Order(False, False, True),
}  # fmt: skip


@dataclass
class Attempt:
    """How a search went."""

    witness: Witness | None = None
    instances: int = 0


def search(setting: Setting) -> Attempt:
    """Random points of several kinds at small sizes, then downhill from the best of them."""
    attempt = Attempt()
    assignments = small(setting.features, setting.rules)
    usual = [sizes for sizes in assignments if _is_usual(setting, sizes)][:MOST_SIZES] or assignments[:1]
    for sizes in usual:
        if _at_random(setting, sizes, attempt):
            return _smaller(setting, [other for other in assignments if other not in usual], attempt)
    for sizes in usual[-CLIMBED_SIZES:]:
        with setting.meter.portion(4):
            _climb(setting, sizes, Spread(), attempt)
        if attempt.witness is not None:
            break
    return attempt


def glance(setting: Setting) -> bool:
    """Whether a few instances show at once that the claim fails."""
    attempt = Attempt()
    for sizes in [sizes for sizes in small(setting.features, setting.rules) if _is_usual(setting, sizes)][:1]:
        _at_random(setting, sizes, attempt)
    return attempt.witness is not None


def _is_usual(setting: Setting, sizes: Sizes) -> bool:
    """What fails for a single row or column only is not worth calling wrong."""
    free = [sizes[name] for name in setting.rules.names]
    return min(free, default=2) >= 2 and max(free, default=2) <= 3


def _at_random(setting: Setting, sizes: Sizes, attempt: Attempt) -> bool:
    for style in (Small(), Spread(), Extreme()):
        with setting.meter.portion(6):
            _try(setting, setting.point(sizes, style, DRAWS), attempt)
        if attempt.witness is not None:
            return True
    return False


def _smaller(setting: Setting, assignments: list[Sizes], attempt: Attempt) -> Attempt:
    """A claim that fails may have a simpler instance at sizes that include 1."""
    for sizes in assignments[:MOST_SIZES]:
        simpler = Attempt(instances=attempt.instances)
        if max(sizes.values(), default=0) <= 2 and _at_random(setting, sizes, simpler):
            return simpler
    return attempt


def _margins(setting: Setting, point: Point) -> tuple[Array, Array]:
    """For each draw the least margin by which the claim holds, negative where it fails, and relative to its size."""
    with np.errstate(all="ignore"):
        run = setting.evaluation(Floats(), point)
        sides = run.sides(setting.claim.left, setting.claim.right)
        margin, scale = _margin(setting, sides)
    lead = tuple(range(margin.ndim - 1))
    finite = np.isfinite(margin) & np.isfinite(scale)
    if setting.is_bound:
        finite = finite & constraints.likely(setting, point)
    margin = np.where(finite, margin, np.inf)
    relative = np.where(finite, margin / np.where(finite, scale, 1.0), np.inf)
    return margin.min(axis=lead), relative.min(axis=lead)


def _margin(setting: Setting, sides: Sides) -> tuple[Array, Array]:
    order = ORDERS[setting.claim.relation]
    difference = sides.right - sides.left if order.swapped else sides.left - sides.right
    tensor = tuple(range(-sides.order, 0))
    scale = 1e-12 + np.maximum(np.abs(sides.left), np.abs(sides.right)).max(axis=tensor)
    if _is_loewner(setting, sides):
        finite = np.isfinite(difference).all(axis=tensor)
        symmetric = np.where(finite[..., None, None], difference + difference.swapaxes(-1, -2), 0.0) / 2
        margin = np.linalg.eigvalsh(symmetric)[..., 0]
        margin = np.where(finite, margin, np.inf)
    else:
        margin = difference.min(axis=tensor)
    return np.where(sides.valid, margin, np.inf), scale


def _is_loewner(setting: Setting, sides: Sides) -> bool:
    shape = setting.claim.left.shape
    return ORDERS[setting.claim.relation].loewner and len(shape) == 2 and shape[0] == shape[1]


def _try(setting: Setting, point: Point, attempt: Attempt) -> None:
    """Certify the draws that seem to violate the claim, the simplest first."""
    try:
        margins, relative = _margins(setting, point)
    except Undecided:
        return
    attempt.instances += int(np.isfinite(margins).sum())
    strict = ORDERS[setting.claim.relation].strict
    suspicious = np.flatnonzero(relative <= 1e-9 if strict else relative < -1e-9).tolist()
    simplest = sorted(suspicious, key=lambda place: (_magnitude(point, place), place))
    for place in simplest[:CERTIFIED]:
        attempt.witness = certify(setting, point.pick([place]))
        if attempt.witness is not None:
            return


def _magnitude(point: Point, place: int) -> float:
    return float(sum(np.abs(numbers[place]).sum() for numbers in point.drawn.values())) / point.denominator


def _climb(setting: Setting, sizes: Sizes, style: Style, attempt: Attempt) -> None:
    """Change one number at a time as long as the relative margin shrinks."""
    point = setting.point(sizes, style, DRAWS)
    try:
        _, relative = _margins(setting, point)
        if not np.isfinite(relative).any():
            return
        best, point = float(relative.min()), point.pick([int(relative.argmin())])
        for _ in range(ROUNDS):
            batch = _neighbours(point)
            if batch is None:
                return
            _, relative = _margins(setting, batch)
            attempt.instances += int(np.isfinite(relative).sum())
            place = int(relative.argmin())
            if not relative[place] < best:
                return
            best, point = float(relative[place]), batch.pick([place])
            if best < -1e-9:
                _try(setting, point, attempt)
                return
    except Undecided:
        return


def _neighbours(point: Point) -> Point | None:
    """One number changed in each draw."""
    edits = []
    for tag in sorted(point.signs):
        for place, number in enumerate(point.drawn[tag][0].ravel().tolist()):
            unit = point.denominator
            for changed in dict.fromkeys((0, unit, -unit, 2 * number, number // 2, -number, number + 1, number - 1)):
                if point.signs[tag].admits(changed):
                    edits.append((tag, place, changed))
    step = max(1, len(edits) // MOST_EDITS)
    edits = edits[::step]
    if not edits:
        return None
    batch = point.pick([0] * len(edits))
    for draw, (tag, place, number) in enumerate(edits):
        batch.drawn[tag].reshape(len(edits), -1)[draw, place] = number
    return batch


# --- certifying ---------------------------------------------------------------------------------------------------


def certify(setting: Setting, point: Point) -> Witness | None:
    """Prove that the single draw of the point violates the claim."""
    from auditor.deciding.flint_arithmetic import Balls, Rationals, decimal, fraction, precision

    if not constraints.certain(setting, point):
        return None
    try:
        run = setting.evaluation(Rationals(), point)
        return _certified(setting, run, run, fraction)
    except Undecided:
        pass
    try:
        with precision(BITS):
            run = setting.evaluation(Balls(), point)
            found = _certified(setting, run, setting.evaluation(Rationals(), point), decimal)
            return None if run.estimated else found
    except Undecided:
        return None


def _certified(setting: Setting, run: Evaluation, exact: Evaluation, write: instances.Write) -> Witness | None:
    from auditor.deciding.witness import first_place

    order = ORDERS[setting.claim.relation]
    sides = run.sides(setting.claim.left, setting.claim.right)
    if _is_loewner(setting, sides):
        return _certified_direction(setting, run, exact, sides, write)

    def violates(left: Any, right: Any) -> bool:
        return _negative(right - left if order.swapped else left - right, strict=order.strict)

    place = first_place(sides.valid, sides, violates)
    if place is None:
        return None
    return Witness(instances.pack(setting, run, exact, sides, place, write), run.field.name)


def _negative(margin: Any, *, strict: bool) -> bool:
    """Certainly below 0; for strict relations certainly 0 will do."""
    return bool(margin < 0) or (strict and bool(margin == 0))


def _certified_direction(
    setting: Setting, run: Evaluation, exact: Evaluation, sides: Sides, write: instances.Write
) -> Witness | None:
    order = ORDERS[setting.claim.relation]
    for lead in (tuple(place) for place in np.argwhere(sides.valid).tolist()):
        difference = sides.left[lead] - sides.right[lead]
        if order.swapped:
            difference = -difference
        for direction in _directions(difference):
            value = sum(
                difference[i, j] * (a * b) for i, a in enumerate(direction) for j, b in enumerate(direction) if a and b
            )
            if any(direction) and _negative(value, strict=order.strict):
                found = instances.pack(setting, run, exact, sides, (lead, ()), write)
                return Witness(_with_direction(found, direction), run.field.name)
    return None


def _directions(difference: Array) -> list[list[int]]:
    """Whole-number vectors near the eigenvector of the least eigenvalue, the simplest first."""
    size = len(difference)
    floats = np.array([[float(str_to_float(entry)) for entry in row] for row in difference])
    units = [[int(i == j) for j in range(size)] for i in range(size)]
    if not (np.isfinite(floats).all() and floats.any()):
        return units
    vector = np.linalg.eigh((floats + floats.T) / 2)[1][:, 0]
    vector = vector / np.abs(vector).max()
    rounded = [[int(entry) for entry in np.rint(vector * scale)] for scale in (1, 2, 3, 5, 10, 100, 1000)]
    return units + rounded


def str_to_float(value: Any) -> float:
    """Of a fraction or a ball."""
    return float(value.p) / float(value.q) if hasattr(value, "q") else float(value)


def _with_direction(found: Counterexample, direction: list[int]) -> Counterexample:
    taken = {name for name, _ in found.values}
    name = next(name for name in ("v", "z", "u", "w", "v'") if name not in taken)
    column: Numbers = [[str(entry)] for entry in direction]
    return replace(found, values=(*found.values, (name, column)))
