"""What is known of a document beforehand: whether it is right, or where it first goes wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

_WORDS = {
    True: frozenset("right correct true yes valid good pass passed ok holds verified".split()),
    False: frozenset("wrong incorrect false no invalid bad fail failed error fails refuted ill-formed".split()),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """The label of a document; lines where they are known: the first that is wrong, or all of them."""

    right: bool
    first: int | None = None
    lines: frozenset[int] | None = None


def truth(label: str | None) -> Truth | None:
    """What a label, as JSON, says; nothing where that is not known.

    True, or a word like "correct", is a right document, False or "wrong" a wrong one. A whole number is the line of
    the first wrong step, and one below 1 says that there is none; a list holds the lines of all wrong steps. Of an
    object every value is a label, and together they say what each of them says.
    """
    if label is None:
        return None
    value = json.loads(label)
    parts = list(value.values()) if isinstance(value, dict) else [value]
    found = [part for part in map(_single, parts) if part is not None]
    if not found:
        return None
    return Truth(
        right=all(part.right for part in found),
        first=next((part.first for part in found if part.first is not None), None),
        lines=next((part.lines for part in found if part.lines is not None), None),
    )


def _single(value: Any) -> Truth | None:
    match value:
        case bool():
            return Truth(value)
        case int():
            return Truth(right=value < 1, first=value if value >= 1 else None)
        case float() if value.is_integer():
            return _single(int(value))
        case str():
            return _word(value.strip().lower())
        case list() if all(isinstance(line, int) and not isinstance(line, bool) for line in value):
            return Truth(right=not value, first=min(value, default=None), lines=frozenset(value))
    return None


def _word(word: str) -> Truth | None:
    if word.removeprefix("-").isdecimal():
        return _single(int(word))
    return next((Truth(right) for right, words in _WORDS.items() if word in words), None)
