"""Matrices that refuse what mathematics refuses.

NumPy broadcasts a row against a column and adds a number to a matrix; a corpus of shape slips needs both to fail.
Vectors are columns of shape (n, 1). All sizes in use are at least 2, so an array with one entry is a scalar and is
turned into a number at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

SAME_SHAPE = (np.add, np.subtract)
BY_SCALAR = (np.multiply, np.divide, np.true_divide)


class Array(np.ndarray):
    """An array whose sums need equal shapes and whose `*` needs a scalar; `@` takes a scalar on either side."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [np.asarray(value) for value in inputs]
        options.pop("out", None)
        if method == "__call__" and len(plain) == 2:
            _require(ufunc, *plain)
            if ufunc is np.matmul and (plain[0].size == 1 or plain[1].size == 1):
                ufunc = np.multiply
        return array(getattr(ufunc, method)(*plain, **options))


def array(value: Any) -> Any:
    """The value as a strict array; a single entry becomes a number."""
    plain = np.asarray(value)
    return plain.reshape(-1)[0] if plain.size == 1 else plain.view(Array)


def _require(ufunc: np.ufunc, left: np.ndarray, right: np.ndarray) -> None:
    scalar = left.size == 1 or right.size == 1
    if ufunc in SAME_SHAPE and left.shape != right.shape and not (left.size == right.size == 1):
        raise ValueError(f"sum of {left.shape} and {right.shape}")
    if ufunc in BY_SCALAR and not scalar:
        raise ValueError(f"product without a sign of {left.shape} and {right.shape}")
    if ufunc is np.divide and right.size != 1:
        raise ValueError(f"division by {right.shape}")
    if ufunc is np.power and left.size != 1:
        raise ValueError(f"power of {left.shape}")
