"""How much two formulas look alike, sign by sign: a hint at what somebody meant, never a proof of anything."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_SIGN = re.compile(r"\\[A-Za-z]+|[^\s{}]")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_SPACING = frozenset([r"\left", r"\right", r"\cdot", r"\quad", r"\big", r"\bigl", r"\bigr", r"\displaystyle"])


def alike(one: str, other: str) -> float:
    """How much two formulas look alike, from 0 to 1."""
    return SequenceMatcher(None, signs(one), signs(other), autojunk=False).ratio()


def fractions_in_a_row(latex: str) -> str:
    r"""The formula with a/b for \frac{a}{b}, where a and b are made of a few signs."""
    return _FRACTION.sub(r" \1 / \2 ", latex)


def signs(latex: str) -> list[str]:
    """The signs of a formula, without spacing and braces."""
    return [sign for sign in _SIGN.findall(latex) if sign not in _SPACING]
