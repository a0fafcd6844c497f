"""What refutes a trap: an instance that meets its premises and separates its sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from truth.arrays import array
from truth.identity import DIFFER, Instance, distance, evaluate
from truth.instances import instances


@dataclass(frozen=True)
class Trap:
    """Two sides that are not equal, and the premises under which they are said to be."""

    specification: str
    left: str
    right: str
    premises: tuple[tuple[str, str], ...]
    values: Instance

    def sprung(self) -> bool:
        """Some instance, with the given values in it, meets the premises and separates the sides."""
        return any(self._separates({**instance, **self.values}) for instance in instances(self.specification, 12))

    def _separates(self, instance: Instance) -> bool:
        if any(distance(evaluate(one, instance), evaluate(other, instance)) for one, other in self.premises):
            return False
        return distance(evaluate(self.left, instance), evaluate(self.right, instance)) > DIFFER


def separated(specification: str, left: str, right: str, *premises: str, **values: Any) -> Trap:
    """`premises` come in pairs of sides; `values` fix what a random draw would not find; lists are matrices."""
    pairs = tuple(zip(premises[::2], premises[1::2], strict=True))
    fixed = {
        name: array(np.array(value, float)) if isinstance(value, list) else value for name, value in values.items()
    }
    return Trap(specification, left, right, pairs, fixed)
