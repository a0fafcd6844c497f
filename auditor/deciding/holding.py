"""Properties that a definition does not show: a counterexample has to have them all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from auditor.deciding.arithmetic import Array, Floats, Mask
from auditor.deciding.drawing import Point
from auditor.deciding.limits import Undecided
from auditor.terms import term as t
from auditor.terms.dimension import Shape

if TYPE_CHECKING:
    from auditor.deciding.claims import Setting

TOLERANCE = 1e-9


Test = Callable[[Array], Mask]  # of a stack of matrices, along its first axes


def _same(left: Array, right: Array | float) -> Mask:
    return np.asarray(np.isclose(left, right, rtol=TOLERANCE, atol=TOLERANCE).all(axis=(-1, -2)))


def _turned(value: Array) -> Array:
    return np.swapaxes(value, -1, -2)


def _is_symmetric(value: Array) -> Mask:
    return _same(value, _turned(value))


def _least_eigenvalue(value: Array) -> Array:
    """Of symmetric matrices, relative to their entries; below any bound for others."""
    least = np.linalg.eigvalsh((value + _turned(value)) / 2).min(axis=-1)
    return np.where(_is_symmetric(value), least / (1 + np.abs(value).max(axis=(-1, -2))), -np.inf)


def _gram_is_one(value: Array) -> Mask:
    return _same(_turned(value) @ value, np.eye(value.shape[-1]))


def _is_centred(value: Array) -> Mask:
    """The entries of a column, or of each row or column of a matrix, add up to zero."""
    one, other = (value.sum(axis=axis, keepdims=True) for axis in (-1, -2))
    return _same(one, 0.0) | _same(other, 0.0)


def _is_square(value: Array) -> bool:
    return value.shape[-1] == value.shape[-2]


# Which matrices or columns of a stack have the property.
TESTS: dict[str, Test] = {
    "symmetric": _is_symmetric,
    "skew-symmetric": lambda value: _same(value, -_turned(value)),
    "positive semidefinite": lambda value: _least_eigenvalue(value) >= -TOLERANCE,
    "positive definite": lambda value: _least_eigenvalue(value) > TOLERANCE,
    "diagonal": lambda value: _same(value, np.tril(np.triu(value))),
    "lower triangular": lambda value: _same(value, np.tril(value)),
    "upper triangular": lambda value: _same(value, np.triu(value)),
    "idempotent": lambda value: _same(value @ value, value),
    "projection": lambda value: _is_symmetric(value) & _same(value @ value, value),
    "orthogonal": lambda value: _gram_is_one(value) & _is_square(value),
    "orthonormal columns": _gram_is_one,
    "orthonormal rows": lambda value: _gram_is_one(_turned(value)),
    "unit": lambda value: _same((value**2).sum(axis=(-1, -2), keepdims=True), 1.0),
    "centred": _is_centred,
    "in decreasing order": lambda value: np.asarray((np.diff(value, axis=-2) <= 0).all(axis=(-1, -2))),
    "in increasing order": lambda value: np.asarray((np.diff(value, axis=-2) >= 0).all(axis=(-1, -2))),
}
# Of numbers, and of all entries of arrays.
SIGNS: dict[str, Callable[[Array], Mask]] = {
    "positive": lambda value: value > 0,
    "nonnegative": lambda value: value >= 0,
}
SQUARE = frozenset(
    ["symmetric", "skew-symmetric", "positive semidefinite", "positive definite", "idempotent", "projection"]
)


def is_testable(word: str, shape: Shape) -> bool:
    square = len(shape) == 2 and shape[0] == shape[1]
    return word in SIGNS or (word in TESTS and len(shape) == 2 and (square or word not in SQUARE))


def likely(setting: Setting, point: Point) -> Mask:
    """The draws at which the letters seem to have the properties."""
    admitted = np.ones(point.draws, np.bool_)
    for name, word, shape in setting.told:
        symbol = t.symbol(name, shape)
        with np.errstate(all="ignore"):
            sides = setting.evaluation(Floats(), point).sides(symbol, symbol)
        held = sides.valid & _held(np.asarray(sides.left, np.float64), word, sides.order)
        admitted = admitted & held.all(axis=tuple(range(held.ndim - 1)))
    return admitted


def _held(values: Array, word: str, order: int) -> Mask:
    """Where the values have the property, along their lead axes and draws."""
    tensor = tuple(range(-order, 0))
    if word in SIGNS:
        return np.asarray(SIGNS[word](values).all(axis=tensor))
    finite = np.isfinite(values).all(axis=tensor)
    return finite & TESTS[word](np.where(np.isfinite(values), values, 0.0))


def certain(setting: Setting, point: Point) -> bool:
    """Whether they have them at the single draw of a point, up to rounding."""
    try:
        return bool(likely(setting, point).all())
    except (Undecided, KeyError, np.linalg.LinAlgError):
        return False
