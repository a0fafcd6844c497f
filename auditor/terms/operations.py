"""The expansion of every operation of a term."""

from __future__ import annotations

from auditor.terms import expanding_algebra, expanding_axes, expanding_derivatives, expanding_functions
from auditor.terms.expansion import Rule

EXPAND: dict[str, Rule] = {
    **expanding_algebra.EXPAND,
    **expanding_axes.EXPAND,
    **expanding_functions.EXPAND,
    **expanding_derivatives.EXPAND,
}
