"""Derivatives by complex steps (exact to rounding); second derivatives difference these on the real line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from truth.arrays import array

STEP = 1e-30
WEIGHTS = ((1, 2 / 3), (2, -1 / 12))  # central differences of fourth order


def directional(function: Callable[[Any], Any], point: Any, direction: Any) -> Any:
    """d/dt function(point + t direction) at t = 0: the differential of the function in that direction."""
    if np.shape(point) != np.shape(direction):
        raise ValueError(f"perturbation {np.shape(direction)} of {np.shape(point)}")
    return array(np.imag(np.asarray(function(point + 1j * STEP * direction))) / STEP)


def difference(function: Callable[[Any], Any], point: Any, direction: Any, step: float = 1e-3) -> Any:
    """A directional derivative by real differences, for functions that no complex step passes (eigenvalues, |x|)."""
    return array(
        sum(
            weight
            / step
            * (
                np.asarray(function(point + times * step * direction))
                - np.asarray(function(point - times * step * direction))
            )
            for times, weight in WEIGHTS
        )
    )


def difference_gradient(function: Callable[[Any], Any], point: Any) -> Any:
    """Derivative of a scalar by real differences, shaped like the variable."""
    result = np.zeros(point.shape)
    for place in np.ndindex(*point.shape):
        result[place] = difference(function, point, _single(point.shape, place))
    return array(result)


def derivative(function: Callable[[Any], Any], point: float) -> Any:
    """Derivative by a scalar, shaped like the value."""
    return directional(function, point, 1.0)


def gradient(function: Callable[[Any], Any], point: Any) -> Any:
    """Derivative of a scalar, shaped like the variable."""
    if np.size(point) == 1:
        return derivative(function, point)
    return _gradient(function, point)


def _gradient(function: Callable[[Any], Any], point: Any) -> Any:
    result = np.zeros(point.shape)
    for place in np.ndindex(*point.shape):
        value = directional(function, point, _single(point.shape, place))
        if np.size(value) != 1:
            raise ValueError(f"gradient of {np.shape(value)}")
        result[place] = value
    return array(result)


def tied_gradient(function: Callable[[Any], Any], point: Any) -> Any:
    """Derivative of a scalar by a symmetric matrix whose entries (i, j) and (j, i) move together."""
    result = np.zeros(point.shape)
    for i, j in np.ndindex(*point.shape):
        one, other = _single(point.shape, (i, j)), _single(point.shape, (j, i))
        result[i, j] = directional(function, point, one if i == j else one + other)
    return array(result)


def entry(function: Callable[[Any], Any], point: Any, i: int, j: int = 0) -> Any:
    """Derivative by the entry (i, j) of the variable, shaped like the value."""
    return directional(function, point, _single(point.shape, (i, j)))


def jacobian(function: Callable[[Any], Any], point: Any) -> Any:
    """Numerator layout: row i holds the derivatives of the i-th component; matrices are read column by column."""
    places = [(i, j) for j in range(point.shape[1]) for i in range(point.shape[0])]
    columns = [np.asarray(entry(function, point, *place)) for place in places]
    if any(min(column.shape, default=0) != 1 for column in columns):
        raise ValueError("Jacobian of something that is no vector")
    return array(np.column_stack([column.reshape(-1) for column in columns]))


def hessian(function: Callable[[Any], Any], point: Any, step: float = 1e-3) -> Any:
    columns = []
    for i in range(point.shape[0]):
        move = step * array(_single(point.shape, (i, 0)))
        columns.append(
            sum(
                weight
                / step
                * (
                    np.asarray(gradient(function, point + times * move))
                    - np.asarray(gradient(function, point - times * move))
                )
                for times, weight in WEIGHTS
            )
        )
    return array(np.column_stack(columns))


def second(function: Callable[[Any], Any], point: float, step: float = 1e-3) -> Any:
    """Second derivative by a scalar."""
    return array(
        sum(
            weight
            / step
            * (
                np.asarray(derivative(function, point + times * step))
                - np.asarray(derivative(function, point - times * step))
            )
            for times, weight in WEIGHTS
        )
    )


def table(function: Callable[..., Any], *sizes: int) -> Any:
    """All values of an expression with free indices, one axis per index."""
    result = np.zeros(sizes)
    for place in np.ndindex(*sizes):
        result[place] = function(*place)
    return result


def _single(shape: tuple[int, ...], place: tuple[int, ...]) -> Any:
    result = np.zeros(shape)
    result[place] = 1.0
    return array(result)
