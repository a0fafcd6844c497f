r"""Named entrywise functions: a few primitive ones with their derivatives, and the others composed of them.

Everything with a kink is made of the step [u > 0]: |u| = u (2 [u > 0] - 1), max(a, b) = b + (a - b) [a - b > 0], and so
on, which holds for all real numbers, so that the fields need to know one kind of branch only.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from auditor.deciding.arithmetic import Array
from auditor.deciding.jets import Algebra, Jet, is_plain
from auditor.deciding.limits import Undecided

Slope: TypeAlias = Callable[[Algebra, int, Jet, Jet], Jet]
Composition: TypeAlias = Callable[[Algebra, int, Jet], Jet]
HALF = Fraction(1, 2)


def _one_minus_square(algebra: Algebra, u: Jet) -> Jet:
    return algebra.subtract(algebra.number(1), algebra.multiply(u, u))


def _gauss(algebra: Algebra, order: int, u: Jet, value: Jet) -> Jet:
    """2 exp(-u²) / √π."""
    root = algebra.fractional_power({0: algebra.field.constant("pi")}, -HALF, 0)
    bell = primitive(algebra, "exp", algebra.negate(algebra.multiply(u, u)), order)
    return algebra.multiply(algebra.multiply(algebra.number(2), _broadcast(root, order)), bell)


# f' from the number of tensor axes, u and f(u).
SLOPES: dict[str, Slope] = {
    "exp": lambda algebra, order, u, value: value,
    "log": lambda algebra, order, u, value: algebra.reciprocal(u, order),
    "sin": lambda algebra, order, u, value: primitive(algebra, "cos", u, order),
    "cos": lambda algebra, order, u, value: algebra.negate(primitive(algebra, "sin", u, order)),
    "arctan": lambda algebra, order, u, value: algebra.reciprocal(
        algebra.add(algebra.number(1), algebra.multiply(u, u)), order
    ),
    "arcsin": lambda algebra, order, u, value: algebra.fractional_power(_one_minus_square(algebra, u), -HALF, order),
    "erf": _gauss,
}


def primitive(algebra: Algebra, name: str, u: Jet, order: int) -> Jet:
    """exp, log, sin, cos, arctan, arcsin, erf, entrywise on tensors with `order` axes."""

    def plain(part: Array) -> Array:
        algebra.meter.spend(8 * part.size * algebra.field.weight)
        value, outside = algebra.field.function(name, part, order)
        algebra.report(outside, order)
        return value

    return algebra.lift(u, plain, lambda inner, value: SLOPES[name](algebra, order, inner, value))


def step(algebra: Algebra, u: Jet, order: int) -> Jet:
    """[u > 0]: constant on both sides, without derivative at 0."""
    value, undecided = algebra.field.step(u[0], order)
    algebra.report(undecided, order)
    algebra.branches.append((value, order))
    if not is_plain(u):
        algebra.report(algebra.field.vanishing(u[0]), order)
    return {0: value}


def sign(algebra: Algebra, order: int, u: Jet) -> Jet:
    return algebra.subtract(step(algebra, u, order), step(algebra, algebra.negate(u), order))


def maximum(algebra: Algebra, order: int, left: Jet, right: Jet) -> Jet:
    difference = algebra.subtract(left, right)
    return algebra.add(right, algebra.multiply(difference, step(algebra, difference, order)))


def minimum(algebra: Algebra, order: int, left: Jet, right: Jet) -> Jet:
    return algebra.subtract(algebra.add(left, right), maximum(algebra, order, left, right))


def _exp(algebra: Algebra, order: int, u: Jet) -> Jet:
    return primitive(algebra, "exp", u, order)


def _both_exponentials(algebra: Algebra, order: int, u: Jet) -> tuple[Jet, Jet]:
    return _exp(algebra, order, u), _exp(algebra, order, algebra.negate(u))


def _sinh(algebra: Algebra, order: int, u: Jet) -> Jet:
    up, down = _both_exponentials(algebra, order, u)
    return algebra.multiply(algebra.number(HALF), algebra.subtract(up, down))


def _cosh(algebra: Algebra, order: int, u: Jet) -> Jet:
    up, down = _both_exponentials(algebra, order, u)
    return algebra.multiply(algebra.number(HALF), algebra.add(up, down))


def sigmoid(algebra: Algebra, order: int, u: Jet) -> Jet:
    """1 / (1 + exp(-u))."""
    return algebra.reciprocal(algebra.add(algebra.number(1), _exp(algebra, order, algebra.negate(u))), order)


def _tanh(algebra: Algebra, order: int, u: Jet) -> Jet:
    """2 sigmoid(2u) - 1."""
    double = sigmoid(algebra, order, algebra.multiply(algebra.number(2), u))
    return algebra.subtract(algebra.multiply(algebra.number(2), double), algebra.number(1))


def _softplus(algebra: Algebra, order: int, u: Jet) -> Jet:
    return primitive(algebra, "log", algebra.add(algebra.number(1), _exp(algebra, order, u)), order)


def _ratio(above: str, below: str) -> Composition:
    def divide(algebra: Algebra, order: int, u: Jet) -> Jet:
        return algebra.divide(primitive(algebra, above, u, order), primitive(algebra, below, u, order), order)

    return divide


def _inverted(name: str) -> Composition:
    return lambda algebra, order, u: algebra.reciprocal(primitive(algebra, name, u, order), order)


def _logarithm(base: int) -> Composition:
    def divided(algebra: Algebra, order: int, u: Jet) -> Jet:
        scale = algebra.reciprocal(primitive(algebra, "log", algebra.number(base), 0), 0)
        return algebra.multiply(_broadcast(scale, order), primitive(algebra, "log", u, order))

    return divided


def _arccos(algebra: Algebra, order: int, u: Jet) -> Jet:
    quarter = algebra.multiply(algebra.number(HALF), {0: algebra.field.constant("pi")})
    return algebra.subtract(_broadcast(quarter, order), primitive(algebra, "arcsin", u, order))


def _broadcast(scalar: Jet, order: int) -> Jet:
    return {levels: part.reshape(part.shape + (1,) * order) for levels, part in scalar.items()}


COMPOSED: dict[str, Composition] = {
    "sqrt": lambda algebra, order, u: algebra.fractional_power(u, HALF, order),
    "abs": lambda algebra, order, u: algebra.multiply(u, sign(algebra, order, u)),
    "sign": sign,
    "relu": lambda algebra, order, u: algebra.multiply(u, step(algebra, u, order)),
    "step": lambda algebra, order, u: step(algebra, u, order),
    "sigmoid": sigmoid,
    "softplus": _softplus,
    "tanh": _tanh,
    "sinh": _sinh,
    "cosh": _cosh,
    "tan": _ratio("sin", "cos"),
    "cot": _ratio("cos", "sin"),
    "sec": _inverted("cos"),
    "csc": _inverted("sin"),
    "arccos": _arccos,
    "log2": _logarithm(2),
    "log10": _logarithm(10),
}


def apply(algebra: Algebra, name: str, order: int, *arguments: Jet) -> Jet:
    """The named function entrywise on arguments that broadcast to `order` tensor axes."""
    if name in ("max", "min") and len(arguments) >= 2:
        result = arguments[0]
        for argument in arguments[1:]:
            result = (maximum if name == "max" else minimum)(algebra, order, result, argument)
        return result
    if len(arguments) == 1 and name in SLOPES:
        return primitive(algebra, name, arguments[0], order)
    if len(arguments) == 1 and name in COMPOSED:
        return COMPOSED[name](algebra, order, arguments[0])
    raise Undecided(f"the function {name} is not known")
