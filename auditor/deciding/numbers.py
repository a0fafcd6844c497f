"""Judge of claims in which nothing varies: both sides are numbers (or arrays of them), to be evaluated and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any

from auditor.deciding import closed_forms, instances
from auditor.deciding.claims import Setting
from auditor.deciding.drawing import Small
from auditor.deciding.evaluating import Evaluation, Sides
from auditor.deciding.inequalities import ORDERS
from auditor.deciding.limits import Undecided
from auditor.deciding.sizes import assign
from auditor.deciding.witness import Witness, first_place
from auditor.terms.term import Term

if TYPE_CHECKING:
    from auditor.deciding.flint_arithmetic import Balls

BITS = 1024
DIGITS = 250
FAR = Fraction(1, 5)
ESTIMATED_DIGITS = 12  # at least, where quadrature and the like come in


@dataclass(frozen=True)
class Comparison:
    """Whether the relation holds; None where that could not be told."""

    holds: bool | None
    field: str
    reason: str
    digits: int | None = None  # where equality holds as far as balls can tell
    witness: Witness | None = None


def compare(setting: Setting) -> Comparison:
    """Evaluate with fractions, else with balls. Raises Undecided where a side has no value."""
    from auditor.deciding.flint_arithmetic import Balls, Rationals, decimal, fraction, precision

    sizes = assign(setting.rules, {}, {}) or {}
    point = setting.point(sizes, Small(), 1)
    exact = setting.evaluation(Rationals(), point)
    try:
        return _compared(setting, exact, exact, fraction)
    except Undecided:
        with precision(BITS):
            balls = Balls()
            run = setting.evaluation(balls, point)
            found = _compared(setting, run, exact, decimal, balls)
        if run.estimated and not closed_forms.confirms(setting):
            raise Undecided("a value is only estimated") from None
        return replace(found, digits=ESTIMATED_DIGITS) if run.numerical else found


def _compared(
    setting: Setting, run: Evaluation, exact: Evaluation, write: instances.Write, balls: Balls | None = None
) -> Comparison:
    sides = run.sides(setting.claim.left, setting.claim.right)
    if not sides.valid.all():
        raise Undecided("a side has no value")
    holds, fails = _tests(setting)
    place = first_place(sides.valid, sides, fails)
    name = run.field.name
    if place is not None:
        found = Witness(instances.pack(setting, run, exact, sides, place, write), name)
        return Comparison(False, name, "the numbers differ", witness=found)
    if first_place(sides.valid, sides, lambda left, right: not holds(left, right)) is None:
        return Comparison(True, name, "evaluated exactly" if name == "Q" else "evaluated with certain bounds")
    spread = balls.spread if balls else 0
    digits = int(_digits(sides) - spread) if setting.claim.relation in ("=", r"\equiv") else None
    if digits is not None and digits >= DIGITS:
        return Comparison(True, name, f"agrees to {digits} digits", digits=digits)
    return Comparison(None, name, "the numbers are too close to tell")


def _digits(sides: Sides) -> int:
    from auditor.deciding.flint_arithmetic import agreement

    found = [agreement(left, right) for left, right in zip(sides.left.ravel(), sides.right.ravel(), strict=True)]
    return int(min((min(digits, BITS * 0.3) for digits in found if digits is not None), default=0))


Test = Callable[[Any, Any], bool]


def _tests(setting: Setting) -> tuple[Test, Test]:
    """When the relation certainly holds, and when it certainly fails, of two fractions or balls."""
    relation = setting.claim.relation
    if relation in ("=", r"\equiv"):
        return _same, _apart
    if relation in (r"\ne", r"\neq", "≠"):
        return _apart, _same
    if relation in ORDERS:
        order = ORDERS[relation]
        return _ordered(order.swapped, order.strict), _ordered(not order.swapped, not order.strict)
    shown = _last_place(setting.claim.left, setting.claim.right)

    def off(left: Any, right: Any) -> bool:
        return not _maybe_within(left, right, shown.unit) and (shown.decimal or _is_far(left, right))

    return _within(shown.unit / 2), off


def _same(left: Any, right: Any) -> bool:
    return bool((left - right) == 0)


def _apart(left: Any, right: Any) -> bool:
    difference = left - right
    return bool(difference > 0) or bool(difference < 0)


def _ordered(swapped: bool, strict: bool) -> Test:
    def test(left: Any, right: Any) -> bool:
        margin = right - left if swapped else left - right
        return bool(margin > 0) if strict else bool(margin >= 0)

    return test


def _within(tolerance: Fraction) -> Test:
    bound = _number(tolerance)
    return lambda left, right: bool(abs(left - right) <= bound)


def _maybe_within(left: Any, right: Any, tolerance: Fraction) -> bool:
    return not bool(abs(left - right) > _number(tolerance))


def _is_far(left: Any, right: Any) -> bool:
    """Whole numbers may be rounded to tens or thousands: 1024 is about 1000."""
    return bool(abs(left - right) > _number(FAR) * (abs(left) + abs(right)))


def _number(value: Fraction) -> Any:
    import flint

    return flint.fmpq(value.numerator, value.denominator)


@dataclass(frozen=True)
class Shown:
    """The value of the last digit that is shown of a number, and whether that digit is a decimal."""

    unit: Fraction
    decimal: bool


def _last_place(left: Term, right: Term) -> Shown:
    """The last digit of the coarser of the written numbers."""
    found = [shown for side in (left, right) if (shown := _shown(side)) is not None]
    if not found:
        raise Undecided("an approximation without a decimal number")
    return max(found, key=lambda shown: shown.unit)


def _shown(side: Term) -> Shown | None:
    """Of 0.25, -3, 1.40, or 6.02 times 10 to the 23rd; None for what is not written in digits."""
    if side.operation == "number":
        places = side.parameters[1] if len(side.parameters) == 2 else _decimals(side.parameters[0])
        return None if places is None else Shown(Fraction(1, 10**places), places > 0)
    if side.operation != "multiply":
        return None
    scale, rounded = Fraction(1), [part for part in side.arguments if is_decimal(part)]
    for part in side.arguments:
        factor = _whole_or_power(part)
        if factor is None and part not in rounded:
            return None
        scale *= 1 if part in rounded or factor is None else factor
    if len(rounded) > 1:
        return None
    inner = _shown(rounded[0]) if rounded else Shown(Fraction(1), False)
    return None if inner is None else Shown(inner.unit * abs(scale), inner.decimal)


def is_decimal(term: Term) -> bool:
    """A number that is written with decimals."""
    shown = _shown(term)
    return shown is not None and shown.decimal


def _whole_or_power(term: Term) -> Fraction | None:
    """-3, or 10 to a whole power, or a product of such."""
    if term.operation == "multiply":
        factors = [_whole_or_power(argument) for argument in term.arguments]
        known = [factor for factor in factors if factor is not None]
        return prod(known, start=Fraction(1)) if len(known) == len(factors) else None
    if term.operation == "number" and term.parameters[0].denominator == 1:
        return Fraction(term.parameters[0])
    if term.operation == "power":
        base, exponent = (_whole_or_power(argument) for argument in term.arguments)
        if base == 10 and exponent is not None and abs(exponent) <= 400:
            return base**exponent.numerator
    return None


def _decimals(value: Fraction) -> int | None:
    """How many decimals write the number exactly."""
    for places in range(30):
        if (value * 10**places).denominator == 1:
            return places
    return None
