r"""Claims with O(h²) and o(h): the expansion of what is left must vanish up to the order that the remainder names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from auditor.deciding.claims import Claim
from auditor.deciding.limiting import SMALL, Limiting, Unresolved, Vanishes, coefficient
from auditor.terms import term as t
from auditor.terms.replacing import depends
from auditor.terms.term import Term, subterms

HIGHEST = 6
GROWING = frozenset(["n", "N", "m", "M", "T", "K"])  # letters that tend to infinity rather than to 0


@dataclass(frozen=True)
class Order:
    """O(h^k) or o(h^k) for what h is: a variable with the point that it tends to."""

    variable: Term
    value: Term  # of the variable, in terms of what is small
    exponent: Fraction
    strict: bool  # o rather than O

    @property
    def vanishing(self) -> int:
        """How many coefficients of an expansion the remainder does without."""
        return floor(self.exponent) + 1 if self.strict else ceil(self.exponent)

    def covers(self, other: Order) -> bool:
        """What is as small as `other` is as small as this."""
        if self.variable is not other.variable:
            return False
        enough = other.exponent > self.exponent if self.strict and not other.strict else False
        return enough or (other.exponent >= self.exponent and not (self.strict and not other.strict))


@dataclass(frozen=True)
class Side:
    """A sum with its remainders taken out."""

    terms: tuple[Term, ...]
    remainders: tuple[Term, ...]


def claims(left: Term, right: Term, definitions: Mapping[str, Term], vanishes: Vanishes) -> list[Claim] | None:
    """The equations between coefficients that make the claim true; None where it is not of a kind that is decided."""
    sides = _side(left), _side(right)
    if sides[0] is None or sides[1] is None:
        return None
    orders = [[_order(one) for one in side.remainders] for side in sides if side is not None]
    if not all(order is not None for side in orders for order in side):
        return None
    known = [[order for order in side if order is not None] for side in orders]
    chosen = _largest(known[1] or known[0])
    if chosen is None or (known[1] and not all(chosen.covers(order) for order in known[0])):
        return None
    difference = t.add(*sides[0].terms, *map(t.negate, sides[1].terms), _zero(left))
    return _coefficients(difference, chosen, definitions, vanishes)


def _coefficients(
    difference: Term, order: Order, definitions: Mapping[str, Term], vanishes: Vanishes
) -> list[Claim] | None:
    name = order.variable.parameters[0] if order.variable.operation == "symbol" else None
    if order.vanishing > HIGHEST or (name in definitions):
        return None
    limiting = Limiting(definitions, vanishes, "")
    try:
        expanded = limiting.replaced(difference, order.variable, order.value)
    except Unresolved:
        return None
    if not limiting.is_analytic(expanded):
        return None
    zero = _zero(difference)
    small = t.symbol(SMALL)
    found = [coefficient(expanded, small, power) for power in range(max(order.vanishing, 0))]
    return [Claim(one, zero) for one in found] or [Claim(zero, zero)]


def _zero(term: Term) -> Term:
    return t.zeros(term.shape) if term.shape else t.number(0)


# --- taking sums apart --------------------------------------------------------------------------------------------


def _side(term: Term) -> Side | None:
    """None where a remainder stands anywhere but as a term of the sum, with a number before it."""
    terms: list[Term] = []
    remainders: list[Term] = []
    stack = [(term, Fraction(1))]
    while stack:
        current, factor = stack.pop()
        match current.operation:
            case "add":
                stack.extend((argument, factor) for argument in reversed(current.arguments))
            case "remainder":
                remainders.append(current)
            case "multiply" if _holds_remainder(current):
                numbers = [argument for argument in current.arguments if argument.operation == "number"]
                others = [argument for argument in current.arguments if argument.operation != "number"]
                if len(others) != 1:
                    return None
                for number in numbers:
                    factor *= number.parameters[0]
                stack.append((others[0], factor))
            case _ if _holds_remainder(current):
                return None
            case _:
                terms.append(current if factor == 1 else t.multiply(t.number(factor), current))
    return Side(tuple(terms), tuple(remainders))


def _holds_remainder(term: Term) -> bool:
    return any(part.operation == "remainder" for part in subterms(term))


def _largest(orders: list[Order]) -> Order | None:
    """The remainder that covers all others."""
    return next((one for one in orders if all(one.covers(other) or one == other for other in orders)), None)


# --- what a remainder is measured by ------------------------------------------------------------------------------


def _order(remainder: Term) -> Order | None:
    (scale,), (kind,) = remainder.arguments, remainder.parameters
    exponent = Fraction(1)
    while scale.operation == "power" and scale.arguments[1].operation == "number":
        exponent *= scale.arguments[1].parameters[0]
        scale = scale.arguments[0]
    small = t.symbol(SMALL)
    squared = _squared(scale)
    if squared is not None:
        direction = t.symbol("u" + t.BOUND, squared.shape)
        return Order(squared, t.multiply(small, direction), exponent * 2, kind == "o")
    if scale.operation == "apply" and scale.parameters[0] == "abs":
        scale = scale.arguments[0]
    if scale.operation in ("size", "symbol") and not scale.shape and (exponent < 0 or _grows(scale)):
        return Order(scale, t.power(small, t.number(-1)), -exponent, kind == "o")
    if scale.operation == "symbol" and not scale.shape and exponent > 0:
        return Order(scale, small, exponent, kind == "o")
    return _at_a_point(scale, exponent, kind) if exponent > 0 else None


def _grows(scale: Term) -> bool:
    return scale.operation == "size" or scale.parameters[0] in GROWING


def _squared(scale: Term) -> Term | None:
    """h where the term is hᵀh or tr(HᵀH)."""
    if scale.operation == "trace":
        scale = scale.arguments[0]
    if scale.operation == "matmul":
        first, second = scale.arguments
        for one, other in ((first, second), (second, first)):
            if one is t.transpose(other) and other.operation == "symbol":
                return other
    return None


def _at_a_point(scale: Term, exponent: Fraction, kind: str) -> Order | None:
    """x - a, where x tends to a."""
    if scale.operation != "add" or scale.shape:
        return None
    variable, *rest = scale.arguments
    if variable.operation != "symbol" or any(depends(part, variable.parameters[0], {}) for part in rest):
        return None
    value = t.add(*map(t.negate, rest), t.symbol(SMALL))
    return Order(variable, value, exponent, kind == "o")
