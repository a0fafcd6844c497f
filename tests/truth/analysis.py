"""Limits, integrals and series of functions of one number, in floating point, good to about nine digits."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from math import comb, factorial, inf

import numpy as np

Function = Callable[[float], float]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
PIECES = 24
CLOSE, FAR = 4, 13  # powers of two through which a limit is approached


def integral(function: Function, lower: float, upper: float) -> float:
    """Gauss's rule on many pieces; an unbounded range is mapped to a bounded one, its ends left out."""
    if lower == -inf and upper == inf:
        return integral(function, -inf, 0.0) + integral(function, 0.0, inf)
    if lower == -inf:
        return integral(lambda x: function(-x), -upper, inf)
    if upper == inf:
        return integral(lambda t: function(lower + t / (1 - t)) / (1 - t) ** 2, 0.0, 1.0)
    cuts = np.linspace(lower, upper, PIECES + 1)
    total = 0.0
    for start, end in itertools.pairwise(cuts):
        half = (end - start) / 2
        total += half * sum(w * function(start + half * (node + 1)) for node, w in zip(NODES, WEIGHTS, strict=True))
    return float(total)


def rooted(function: Function, lower: float, upper: float) -> float:
    """An integral whose integrand grows like a root or a logarithm at its lower end: x is lower + t⁸."""
    width = upper - lower
    return integral(lambda t: function(lower + width * t**8) * 8 * width * t**7, 0.0, 1.0)


def limit(function: Function, point: float, side: int = 0) -> float:
    """Extrapolated from points ever closer; from both sides, which must agree, unless one is asked for."""
    if abs(point) == inf:
        sign = 1 if point > 0 else -1
        return limit(lambda h: function(sign / h), 0.0, 1)
    if not side:
        below, above = limit(function, point, -1), limit(function, point, 1)
        if not np.isclose(below, above, atol=1e-5):
            raise ArithmeticError("different limits from the two sides")
        return (below + above) / 2
    values = [function(point + side * 2.0**-k) for k in range(CLOSE, FAR)]
    return _extrapolated(values, 2.0)


def series(term: Callable[[int], float], start: int = 0) -> float:
    """The sum from `start` on, extrapolated from partial sums of 16, 32, 64, … terms."""
    total, sums, number = 0.0, [], start
    for size in (16, 32, 64, 128, 256, 512, 1024, 2048):
        while number < start + size:
            total += term(number)
            number += 1
        sums.append(total)
    return sums[-1] if abs(sums[-1] - sums[-2]) < 1e-12 else _extrapolated(sums, 2.0)


def _extrapolated(values: list[float], ratio: float) -> float:
    """Richardson: errors fall like 1, 1/r, 1/r², … of the distance."""
    table = list(values)
    best, error = table[-1], inf
    factor = ratio
    while len(table) > 1:
        table = [(factor * after - before) / (factor - 1) for before, after in itertools.pairwise(table)]
        factor *= ratio
        if len(table) > 1 and abs(table[-1] - table[-2]) < error:
            best, error = table[-1], abs(table[-1] - table[-2])
    return float(best)


def choose(n: int, k: int) -> int:
    return comb(n, k)


def fac(n: int) -> int:
    return factorial(n)


def taylor(function: Callable[[float], float], point: float, order: int) -> float:
    """The coefficient of hⁿ of function(point + h), by a Cauchy integral over a small circle."""
    angles = 2 * np.pi * np.arange(64) / 64
    radius = 0.05
    values = np.array([function(point + radius * np.exp(1j * angle)) for angle in angles])
    return float(np.real(np.mean(values * np.exp(-1j * order * angles))) / radius**order)
