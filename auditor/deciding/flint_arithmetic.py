"""The exact rationals and real balls, on object arrays of python-flint numbers; imported only when needed."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from auditor.deciding.arithmetic import Array, Field, Integers, Mask, nowhere

_LOCK = threading.RLock()


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work with balls of so many bits. The precision belongs to the process, so only one thread may be inside."""
    with _LOCK, flint.ctx.workprec(bits):
        yield


def _elementwise(function: Callable[..., Any], inputs: int) -> Callable[..., Any]:
    return np.frompyfunc(function, inputs, 1)


def _objects(values: Any) -> Array:
    return np.asarray(values, dtype=object)


_rational = _elementwise(lambda value, denominator: flint.fmpq(int(value), denominator), 2)
_inverted = _elementwise(lambda value: 1 / value if value != 0 else flint.fmpq(1), 1)
_is_zero = _elementwise(lambda value: value == 0, 1)
_positive = _elementwise(lambda value: flint.fmpq(1 if value > 0 else 0), 1)
_same = _elementwise(lambda left, right: flint.fmpq(1 if left == right else 0), 2)


class Rationals(Field):
    """Exact fractions."""

    name = "Q"
    weight = 20

    def number(self, value: Fraction) -> Array:
        return _objects([flint.fmpq(value.numerator, value.denominator)])

    def quotients(self, numerators: Integers, denominator: int) -> Array:
        return _objects(_rational(numerators, denominator))

    def vanishing(self, values: Array) -> Mask:
        return _objects(_is_zero(values)).astype(np.bool_)

    def reciprocal(self, values: Array) -> Array:
        return _objects(_inverted(values))

    def step(self, values: Array, order: int) -> tuple[Array, Mask]:
        return _objects(_positive(values)), nowhere(values)

    def equal(self, left: Array, right: Array, order: int) -> tuple[Array, Mask]:
        result = _objects(_same(left, right))
        return result, nowhere(result)


def _ball(value: int, denominator: int) -> flint.arb:
    return flint.arb(value) if denominator == 1 else flint.arb(flint.fmpq(value, denominator))


def _distance_from_one(value: flint.arb) -> float:
    """In decimal digits, of a ball without 0."""
    mantissa, exponent = value.mid().man_exp()
    return abs(int(mantissa).bit_length() + int(exponent)) * math.log10(2)


_ball_of = _elementwise(lambda value, denominator: _ball(int(value), denominator), 2)
_holds_zero = _elementwise(lambda value: not (value > 0 or value < 0), 1)
_not_positive = _elementwise(lambda value: not value > 0, 1)
_ball_inverse = _elementwise(lambda value: 1 / value if value > 0 or value < 0 else flint.arb(1), 1)
_ball_step = _elementwise(lambda value: flint.arb(1 if value > 0 else 0), 1)
_undecided_step = _elementwise(lambda value: not (value > 0 or value < 0 or value == 0), 1)
_ball_is_zero = _elementwise(lambda value: flint.arb(1 if value == 0 else 0), 1)
_infinite = _elementwise(lambda value: not value.is_finite(), 1)
_ball_power = _elementwise(lambda base, exponent: base**exponent, 2)
_ball_root = _elementwise(lambda base, exponent: _root(base, exponent), 2)
_BALL_FUNCTIONS = {
    "exp": _elementwise(lambda value: value.exp(), 1),
    "log": _elementwise(lambda value: value.log(), 1),
    "sin": _elementwise(lambda value: value.sin(), 1),
    "cos": _elementwise(lambda value: value.cos(), 1),
    "arctan": _elementwise(lambda value: value.atan(), 1),
    "arcsin": _elementwise(lambda value: value.asin(), 1),
    "erf": _elementwise(lambda value: value.erf(), 1),
}


def _root(base: flint.arb, exponent: Fraction) -> flint.arb:
    """Square roots of exact squares stay exact."""
    if exponent.denominator == 2:
        return base.sqrt() ** exponent.numerator
    return base ** flint.fmpq(exponent.numerator, exponent.denominator)


def _patched(mask: Mask, values: Array) -> Array:
    """Some number where there is none."""
    return np.where(mask, _objects([flint.arb(1)]), values)


class Balls(Field):
    """Midpoint and radius; every result encloses the true value. Use inside `precision`."""

    name = "R"
    weight = 20

    def __init__(self) -> None:
        self.spread = 0.0  # decimal digits between 1 and the node farthest from it

    def observe(self, values: Array) -> None:
        """What is far smaller than the rest is lost in it, unless there are that many more digits."""
        flat = values.reshape(-1)
        # More of the first entries than of the last: the terms of a series become small.
        some = [flat[0], *(flat[flat.size >> shift] for shift in range(1, flat.size.bit_length()))] if flat.size else []
        found = [_distance_from_one(value) for value in some if value > 0 or value < 0]
        if found:
            self.spread = max(self.spread, min(found))

    def number(self, value: Fraction) -> Array:
        return _objects([_ball(value.numerator, value.denominator)])

    def quotients(self, numerators: Integers, denominator: int) -> Array:
        return _objects(_ball_of(numerators, denominator))

    def vanishing(self, values: Array) -> Mask:
        return _objects(_holds_zero(values)).astype(np.bool_)

    def uncertain(self, values: Array) -> Mask:
        return _objects(_undecided_step(values)).astype(np.bool_)

    def reciprocal(self, values: Array) -> Array:
        return _objects(_ball_inverse(values))

    def step(self, values: Array, order: int) -> tuple[Array, Mask]:
        return _objects(_ball_step(values)), self.uncertain(values)

    def equal(self, left: Array, right: Array, order: int) -> tuple[Array, Mask]:
        difference = left - right
        return _objects(_ball_is_zero(difference)), self.uncertain(difference)

    def constant(self, name: str) -> Array:
        return _objects([{"pi": flint.arb.pi, "e": flint.arb.const_e}[name]()])

    def function(self, name: str, values: Array, order: int) -> tuple[Array, Mask]:
        result = _objects(_BALL_FUNCTIONS[name](values))
        outside = _objects(_infinite(result)).astype(np.bool_)
        if name == "log":
            outside = outside | _objects(_not_positive(values)).astype(np.bool_)
        return _patched(outside, result), outside

    def power(self, base: Array, exponent: Array | Fraction, order: int) -> tuple[Array, Mask]:
        outside = _objects(_not_positive(base)).astype(np.bool_)
        if isinstance(exponent, Fraction):
            if exponent > 0:
                outside = outside & ~_objects(_is_zero(base)).astype(np.bool_)
            result = _objects(_ball_root(_patched(outside, base), exponent))
        else:
            result = _objects(_ball_power(_patched(outside, base), exponent))
            outside = np.broadcast_to(outside, result.shape)
        bad = outside | _objects(_infinite(result)).astype(np.bool_)
        return _patched(bad, result), bad

    def matrix_function(self, name: str, values: Array) -> tuple[Array, Mask]:
        flat = values.reshape((-1, *values.shape[-2:]))
        own = () if name in ("spectral", "nuclear") else values.shape[-2:]
        result, bad = np.empty((len(flat), *own), object), np.zeros(len(flat), np.bool_)
        for place, matrix in enumerate(flat):
            try:
                result[place] = _matrix_function(name, flint.arb_mat(matrix.tolist()))
            except (ValueError, ZeroDivisionError, ArithmeticError):
                result[place], bad[place] = flint.arb(1), True
        return result.reshape(values.shape[:-2] + own), bad.reshape(values.shape[:-2])


def _matrix_function(name: str, matrix: flint.arb_mat) -> Any:
    """Raises ValueError where the function is not defined or the eigenvalues cannot be told apart."""
    if name == "expm":
        return _objects(matrix.exp().tolist())
    if name in ("spectral", "nuclear"):
        return _of_singular_values(name, [root.real for root in matrix.eig(multiple=True)])
    roots, right = matrix.eig(right=True)
    if any(root.imag.contains(0) and not root.real > 0 for root in roots):
        raise ValueError("an eigenvalue on the branch cut")
    mapped = [root.log() if name == "logm" else root.sqrt() for root in roots]
    size = len(mapped)
    diagonal = flint.acb_mat(size, size, [mapped[i] if i == j else 0 for i in range(size) for j in range(size)])
    product = right * diagonal * right.inv()
    return _objects([[entry.real for entry in row] for row in product.tolist()])


def _of_singular_values(name: str, squares: list[flint.arb]) -> flint.arb:
    """From the eigenvalues of AᵀA, which are no less than 0 whatever their balls hold."""
    singular = [square.nonnegative_part().sqrt() for square in squares]
    if name == "nuclear":
        return sum(singular, flint.arb(0))
    largest = singular[0]
    for value in singular[1:]:
        largest = largest.max(value)
    return largest


def sign(value: Any) -> int | None:
    """The sign of a fraction or a ball; None where the ball does not settle it."""
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if value == 0 else None


def fraction(value: Any) -> str:
    """An exact rational as it is written: 3, -7/2."""
    return str(value)


def decimal(value: Any) -> str:
    """A ball's midpoint with as many digits as are certain, 25 at most."""
    return str(value.str(25, radius=False))


def agreement(left: Any, right: Any) -> float | None:
    """Digits to which two balls agree, or None where they are disjoint."""
    difference = left - right
    if not difference.contains(0):
        return None
    scale = max(1.0 if value.contains(0) else float(abs(value).mid()) for value in (left, right))
    radius = difference.rad() + abs(difference.mid())
    if radius == 0:
        return float("inf")
    quotient = radius / flint.arb(scale if 0 < scale < float("inf") else 1)
    return -float((quotient.mid().log() / flint.arb(10).log()).mid())


# --- nodes and covers of quadrature -------------------------------------------------------------------------------

_blurred = _elementwise(lambda value, distance: value + flint.arb(0, distance.abs_upper()), 2)


def with_radius(values: Array, distances: Array) -> Array:
    """Each value with a distance added to its radius."""
    return _objects(_blurred(values, distances))


def unlimited(values: Array) -> Mask:
    """Where a ball is no bound."""
    return _objects(_infinite(values)).astype(np.bool_)


def working_precision() -> int:
    return int(flint.ctx.prec)


def real(value: Fraction) -> flint.arb:
    return _ball(value.numerator, value.denominator)


def legendre(count: int) -> tuple[Array, Array]:
    """Nodes and weights of Gauss's rule on [-1, 1]."""
    pairs = [flint.arb.legendre_p_root(count, place, weight=True) for place in range(count)]
    return _objects([node for node, _ in pairs]), _objects([weight for _, weight in pairs])


def cells(start: Fraction, end: Fraction, count: int) -> Array:
    """Balls that cover a range."""
    width = (end - start) / count
    radius = real(width / 2) + real(width / 2**40)
    return _objects([real(start + width * place + width / 2) + flint.arb(0, radius) for place in range(count)])


def _exponent(step: flint.arb) -> flint.arb:
    """π sinh(s) / 2."""
    return flint.arb.pi() * step.sinh() / 2


def double_exponential_cells(start: Fraction, end: Fraction, count: int) -> Array:
    """Balls that cover a part of (0, ∞), given by steps of the double exponential rule."""
    return _objects([_exponent(step).exp() for step in cells(start, end, count)])


def double_exponential(reach: Fraction, step: Fraction, *, half_line: bool) -> tuple[Array, Array, Array]:
    """Nodes in (0, ∞) or (0, 1) with the weights of the rule at twice the step and at the step."""
    count = int(reach / step)
    places, coarse, fine = [], [], []
    for number in range(-count, count + 1):
        at = real(number * step)
        inner, slope = _exponent(at), flint.arb.pi() * at.cosh() / 2
        place = inner.exp() if half_line else 1 / (1 + (-2 * inner).exp())
        weight = slope * place if half_line else 2 * slope * place / (1 + (2 * inner).exp())
        places.append(place)
        fine.append(weight * real(step))
        coarse.append(weight * real(2 * step) if number % 2 == count % 2 else flint.arb(0))
    return _objects(places), _objects(coarse), _objects(fine)


def _logarithm(value: flint.arb) -> float:
    upper = value.abs_upper()
    if not upper.is_finite():
        return float("inf")
    mantissa, exponent = upper.man_exp()
    return math.log2(int(mantissa)) + int(exponent) if mantissa else float("-inf")


def logarithms(values: Array) -> Array:
    """Binary logarithms of upper bounds of the absolute values."""
    return np.asarray(_elementwise(_logarithm, 1)(values)).astype(float)
