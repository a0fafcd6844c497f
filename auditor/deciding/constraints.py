"""Inequalities that the text lays down ("with x > 1"): a counterexample has to satisfy them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from auditor.deciding import holding
from auditor.deciding.arithmetic import Floats, Mask
from auditor.deciding.drawing import Point
from auditor.deciding.evaluating import Sides
from auditor.deciding.limits import Undecided

if TYPE_CHECKING:
    from auditor.deciding.claims import Setting

BITS = 256
_HOLDS: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    r"\le": lambda left, right: left <= right,
    r"\ge": lambda left, right: left >= right,
    r"\ne": lambda left, right: left != right,
}
KNOWN = frozenset(_HOLDS)  # relations whose constraints are put to use


def likely(setting: Setting, point: Point) -> Mask:
    """The draws that seem to satisfy the constraints, and to have the properties."""
    admitted = holding.likely(setting, point)
    for left, relation, right in setting.world.constraints:
        with np.errstate(all="ignore"):
            sides = setting.evaluation(Floats(), point).sides(left, right)
            held = _entrywise(sides, relation)
        admitted = admitted & held.all(axis=tuple(range(held.ndim - 1)))
    return admitted


def certain(setting: Setting, point: Point) -> bool:
    """Whether the single draw of a point provably satisfies the constraints, and has the properties."""
    return holding.certain(setting, point) and all(
        _is_certain(setting, point, constraint) for constraint in setting.world.constraints
    )


def _is_certain(setting: Setting, point: Point, constraint: tuple[Any, str, Any]) -> bool:
    from auditor.deciding.flint_arithmetic import Balls, Rationals, precision

    left, relation, right = constraint
    with precision(BITS):
        for field in (Rationals(), Balls()):
            try:
                sides = setting.evaluation(field, point).sides(left, right)
            except (Undecided, KeyError):
                continue
            return bool(_entrywise(sides, relation).all())
    return False


def _entrywise(sides: Sides, relation: str) -> Mask:
    """Where both sides have a value and all entries stand in the relation; vectors differ in some entry."""
    held = np.frompyfunc(lambda left, right: bool(_HOLDS[relation](left, right)), 2, 1)(sides.left, sides.right)
    tensor = tuple(range(-sides.order, 0))
    together = held.astype(np.bool_).any(axis=tensor) if relation == r"\ne" else held.astype(np.bool_).all(axis=tensor)
    return np.asarray(together & sides.valid)
