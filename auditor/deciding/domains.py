"""Where a claim loses part of its domain: one side has values where the other has none, for numbers of any sign.

Only numbers that the text declares, and without a sign, count: of an undeclared x in log x nobody supposes that it may
be negative. Single points, such as the zeros of a denominator that is cancelled, are no matter.
"""

from __future__ import annotations

import numpy as np

from auditor.deciding import balls
from auditor.deciding.arithmetic import Floats, Mask, any_along
from auditor.deciding.claims import Setting
from auditor.deciding.drawing import Spread
from auditor.deciding.properties import closure
from auditor.terms.term import Term, subterms

DRAWS, MANY = 256, 12
SIGNED = frozenset(["positive", "nonnegative", "negative", "nonpositive", "integer", "probability", "at most 1"])
PARTIAL = frozenset(["log", "sqrt", "arcsin", "arccos", "log2", "log10"])
VARYING = frozenset(["derivative", "differential", "directional"])


def lost(setting: Setting, *, also_under_derivatives: bool = False) -> str:
    """What part of the declared domain one side lacks, in words; "" where the two go together.

    The domain of a derivative is that of the function, which is not always the domain of the formula for it.
    """
    claim = setting.claim
    if not any(map(_is_partial, (claim.left, claim.right))) or not _has_unsigned_numbers(setting):
        return ""
    with np.errstate(all="ignore"):
        valid = [_valid(setting, side) for side in (claim.left, claim.right)]
    for own, other, side, name in ((0, 1, claim.right, "right"), (1, 0, claim.left, "left")):
        differentiated = any(part.operation in VARYING for part in subterms(side))
        if differentiated and not also_under_derivatives:
            continue
        if int((valid[own] & ~valid[other]).sum()) >= MANY:
            return f"the {name} side has no value for many values that are admitted, where the other side has one"
    return ""


def _is_partial(side: Term) -> bool:
    """A logarithm, a root or the like occurs."""
    return any(
        (part.operation == "apply" and part.parameters[0] in PARTIAL)
        or (part.operation == "power" and _is_fraction(part.arguments[1]))
        for part in subterms(side)
    )


def _is_fraction(exponent: Term) -> bool:
    return exponent.operation == "number" and exponent.parameters[0].denominator != 1


def _has_unsigned_numbers(setting: Setting) -> bool:
    known = setting.world.properties
    return any(
        not shape and name in known and not closure(frozenset(known[name])) & SIGNED
        for name, shape in setting.features.symbols.items()
    )


def _valid(setting: Setting, side: Term) -> Mask:
    point = setting.point(balls.assignments(setting)[0], Spread(), DRAWS)
    sides = setting.evaluation(Floats(), point).sides(side, side)
    finite = np.isfinite(sides.left).all(axis=tuple(range(-sides.order, 0))) & sides.valid
    return any_along(finite, tuple(range(finite.ndim - 1)))
