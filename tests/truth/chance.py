"""Expectations in floating point: of variables with finitely many values, and of normal ones by Gauss's rule."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from truth.arrays import array

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(4)  # exact up to degree seven


def row(table: Any, place: int) -> Any:
    """One value of a variable: a column, a number where the table has one column, a matrix where it has three axes."""
    plain = np.asarray(table)
    if plain.ndim == 3:
        return array(plain[place])
    value = plain[place].reshape(-1, 1)
    return float(value[0, 0]) if value.size == 1 else array(value)


def mean(weights: Any, function: Callable[..., Any], *tables: Any) -> Any:
    """E f(x, y, …): `weights` has an axis for each table of values, or one for all of them together."""
    plain = np.asarray(weights)
    if plain.ndim == 2 and plain.shape[1] == 1:
        values = [(float(w), [row(table, k) for table in tables]) for k, w in enumerate(plain[:, 0])]
    else:
        places = itertools.product(*map(range, plain.shape))
        values = [
            (float(plain[place]), [row(table, k) for table, k in zip(tables, place, strict=True)]) for place in places
        ]
    return _weighted([(weight, function(*arguments)) for weight, arguments in values])


def apart(*weights: Any) -> Any:
    """The joint probabilities of independent variables."""
    flat = [np.asarray(one).ravel() for one in weights]
    return np.asarray(np.einsum("i,j->ij", *flat) if len(flat) == 2 else np.einsum("i,j,k->ijk", *flat))


def covariance(weights: Any, *tables: Any, of: Callable[..., Any], to: Callable[..., Any] | None = None) -> Any:
    """E f gᵀ - E f E gᵀ."""
    other = to or of
    product = mean(weights, lambda *a: times(of(*a), other(*a)), *tables)
    return product - times(mean(weights, of, *tables), mean(weights, other, *tables))


def beside(left: Any, right: Any) -> Any:
    """Two blocks in a row."""
    return array(np.hstack([np.asarray(left), np.asarray(right)]))


def times(left: Any, right: Any) -> Any:
    return left * right if np.ndim(left) == 0 or np.ndim(right) == 0 else left @ right.T


def given(weights: Any, function: Callable[..., Any], *tables: Any) -> list[Any]:
    """E f under each value of the last variable."""
    plain = np.asarray(weights)
    return [
        mean(plain[..., k] / plain[..., k].sum(), lambda *a, k=k: function(*a, row(tables[-1], k)), *tables[:-1])
        if plain.ndim == 3
        else mean(
            (plain[:, k] / plain[:, k].sum()).reshape(-1, 1), lambda x, k=k: function(x, row(tables[-1], k)), tables[0]
        )
        for k in range(plain.shape[-1])
    ]


def normal(function: Callable[[Any], Any], center: Any, spread: Any) -> Any:
    """E f(x) for normal x and polynomials f of degree up to seven."""
    if np.ndim(center) == 0:
        root = float(np.sqrt(spread))
        return _weighted(
            [(w, function(center + root * z)) for z, w in zip(NODES, WEIGHTS / WEIGHTS.sum(), strict=True)]
        )
    root = np.linalg.cholesky(np.asarray(spread))
    size = len(root)
    parts = []
    for places in itertools.product(range(len(NODES)), repeat=size):
        z = NODES[list(places)].reshape(-1, 1)
        weight = float(np.prod(WEIGHTS[list(places)]) / WEIGHTS.sum() ** size)
        parts.append((weight, function(array(np.asarray(center) + root @ z))))
    return _weighted(parts)


def spread(
    function: Callable[[Any], Any], center: Any, covariance_: Any, to: Callable[[Any], Any] | None = None
) -> Any:
    """The covariance of f(x) and g(x) for normal x."""
    other = to or function
    product = normal(lambda x: times(function(x), other(x)), center, covariance_)
    return product - times(normal(function, center, covariance_), normal(other, center, covariance_))


def density(x: Any, center: Any, covariance_: Any) -> float:
    """Of the normal distribution."""
    return float(np.exp(log_density(x, center, covariance_)))


def log_density(x: Any, center: Any, covariance_: Any) -> Any:
    if np.ndim(center) == 0:
        return -np.log(2 * np.pi * covariance_) / 2 - (x - center) ** 2 / (2 * covariance_)
    gap, plain = x - center, np.asarray(covariance_)
    size = np.log(np.linalg.det(2 * np.pi * plain))
    return -size / 2 - (gap.T @ array(np.linalg.inv(plain)) @ gap) / 2


def divergence(one: tuple[Any, Any], other: tuple[Any, Any]) -> Any:
    """KL of two normal distributions, as the expectation of the difference of their log-densities."""
    return normal(lambda x: log_density(x, *one) - log_density(x, *other), *one)


def entropy(center: Any, covariance_: Any) -> Any:
    return -normal(lambda x: log_density(x, center, covariance_), center, covariance_)


def _weighted(parts: list[tuple[float, Any]]) -> Any:
    total = parts[0][0] * parts[0][1]
    for weight, value in parts[1:]:
        total = total + weight * value
    return total
