"""What a truth table says of a case, and how it is tried."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Side = Callable[..., Any]
AGREE = 1e-6
DIFFER = 1e-3


@dataclass(frozen=True)
class Identity:
    """Both sides of a claim over the instances of a specification (see `instances`)."""

    specification: str
    left: Side
    right: Side


@dataclass(frozen=True)
class Mutant:
    """One side of a claim, spoilt; the other side is the parent's."""

    left: Side | None = None
    right: Side | None = None


def evaluate(side: Side, instance: dict[str, Any]) -> Any:
    """The side's value; it names what it needs as parameters."""
    return side(**{name: instance[name] for name in inspect.signature(side).parameters})


def distance(left: Any, right: Any) -> float:
    """Largest difference of entries, relative to the largest entry; ValueError where the shapes differ."""
    a, b = np.asarray(left), np.asarray(right)
    if a.shape != b.shape and not a.size == b.size == 1:
        raise ValueError(f"{a.shape} equated with {b.shape}")
    scale = max(np.abs(a).max(), np.abs(b).max())
    return float(np.abs(a - b).max() / scale) if scale else 0.0


def agrees(left: Side, right: Side, instance: dict[str, Any]) -> float:
    return distance(evaluate(left, instance), evaluate(right, instance))
