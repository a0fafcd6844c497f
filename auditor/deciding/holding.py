"""Properties that a definition does not show: a counterexample has to have them all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from auditor.deciding.arithmetic import Array, Floats, Mask
from auditor.deciding.drawing import Point
from auditor.deciding.limits import Undecided
from auditor.terms import term as t

if TYPE_CHECKING:
    from auditor.deciding.claims import Setting

TOLERANCE = 1e-9


def _close(left: Array, right: Array) -> bool:
    return left.shape == right.shape and bool(np.allclose(left, right, rtol=TOLERANCE, atol=TOLERANCE))


def _is_symmetric(value: Array) -> bool:
    return _close(value, value.T)


def _least_eigenvalue(value: Array) -> float:
    """Of a symmetric matrix, relative to its entries; below any bound for any other matrix."""
    if not _is_symmetric(value):
        return -np.inf
    return float(np.linalg.eigvalsh(value).min() / (1 + np.abs(value).max()))


def _gram_is_one(value: Array) -> bool:
    return _close(value.T @ value, np.eye(value.shape[1]))


def _is_centred(value: Array) -> bool:
    """The entries of a column, or of each row or column of a matrix, add up to zero."""
    return any(_close(value.sum(axis=axis), np.zeros(value.shape[1 - axis])) for axis in (0, 1))


# What a matrix or a column with the property passes, at the values of one draw.
TESTS: dict[str, Callable[[Array], bool]] = {
    "symmetric": _is_symmetric,
    "skew-symmetric": lambda value: _close(value, -value.T),
    "positive semidefinite": lambda value: _least_eigenvalue(value) >= -TOLERANCE,
    "positive definite": lambda value: _least_eigenvalue(value) > TOLERANCE,
    "diagonal": lambda value: _close(value, np.diag(np.diag(value))),
    "lower triangular": lambda value: _close(value, np.tril(value)),
    "upper triangular": lambda value: _close(value, np.triu(value)),
    "idempotent": lambda value: _close(value @ value, value),
    "projection": lambda value: _is_symmetric(value) and _close(value @ value, value),
    "orthogonal": lambda value: value.shape[0] == value.shape[1] and _gram_is_one(value),
    "orthonormal columns": _gram_is_one,
    "orthonormal rows": lambda value: _gram_is_one(value.T),
    "unit": lambda value: _close(np.asarray((value**2).sum()), np.asarray(1.0)),
    "centred": _is_centred,
    "in decreasing order": lambda value: bool((np.diff(value.ravel()) <= 0).all()),
    "in increasing order": lambda value: bool((np.diff(value.ravel()) >= 0).all()),
}
# Of numbers, and of all entries of arrays.
SIGNS: dict[str, Callable[[Array], bool]] = {
    "positive": lambda value: bool((value > 0).all()),
    "nonnegative": lambda value: bool((value >= 0).all()),
}


def is_testable(word: str, order: int) -> bool:
    return word in SIGNS or (word in TESTS and order == 2)


def likely(setting: Setting, point: Point) -> Mask:
    """The draws at which the letters seem to have the properties."""
    admitted = np.ones(point.draws, np.bool_)
    for name, word, shape in setting.told:
        symbol, test = t.symbol(name, shape), SIGNS.get(word) or TESTS[word]
        with np.errstate(all="ignore"):
            sides = setting.evaluation(Floats(), point).sides(symbol, symbol)
        values = np.moveaxis(np.asarray(sides.left, np.float64), sides.valid.ndim - 1, 0)
        for draw, here in enumerate(values):
            admitted[draw] &= bool(sides.valid[..., draw].all()) and all(
                bool(np.isfinite(here[lead]).all()) and test(here[lead])
                for lead in np.ndindex(here.shape[: here.ndim - sides.order])
            )
    return admitted


def certain(setting: Setting, point: Point) -> bool:
    """Whether they have them at the single draw of a point, up to rounding."""
    try:
        return bool(likely(setting, point).all())
    except (Undecided, KeyError, np.linalg.LinAlgError):
        return False
