"""What the words of a text say of its notation as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SAID = re.compile(
    r"""\beinstein\b(?! (?:relation|equation))
    |\b(?:summation|index) convention\b
    |\b(?:sum|sums|summed|summing|summation)\s(?:is\s)?(?:\w+\s)?(?:over|on)\s(?:\w+\s)?(?:repeated|doubled|paired)\b
    |\b(?:repeated|doubled|paired)\s(?:\w+\s)?(?:indices|subscripts|suffixes|index|subscript|suffix)
     \s(?:are|is|means?|implies|imply|denotes?)\s(?:\w+\s){0,2}(?:sum|summed|summation)\b
    |\bimpli(?:ed|cit)\s(?:sums?|summation)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DENIED = re.compile(
    r"\b(?:no|not|without|never|don't)\b[^.;]{0,40}\b(?:convention|summation|summed|sum)\b", re.IGNORECASE
)


def implies_sums(prose: str) -> bool:
    """Whether the words of a document say that repeated indices are summed."""
    return _SAID.search(prose) is not None and _DENIED.search(prose) is None


_QUANTIFIED = re.compile(
    r"(?:\\forall|\bfor (?:all|every|any|each))\s*\$?\s*(\\[A-Za-z]+(?:\{[A-Za-z]\})?|[A-Za-z](?![A-Za-z]))"
)


def quantified(annotations: Iterable[str]) -> frozenset[str]:
    r"""The letters that words beside formulas make stand for anything: x in `\forall x`, "for all x"."""
    return frozenset(name for words in annotations for name in _QUANTIFIED.findall(words))
