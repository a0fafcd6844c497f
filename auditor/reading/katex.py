"""Selections of a rendered page that hold a formula three times: as shown, as TeX, and as shown once more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from auditor.reading.characters import INVISIBLE, SYMBOLS
from auditor.reading.notation import SHORT_WORDS, words

_SHOWN = {latex[1:]: symbol for symbol, latex in reversed(SYMBOLS.items()) if re.fullmatch(r"\\[A-Za-z]+", latex)}
_SHOWN |= {"lVert": "∥", "rVert": "∥", "Vert": "∥", "|": "∥", "leq": "≤", "geq": "≥", "neq": "≠", "rightarrow": "→",
           "implies": "⟹", "epsilon": "ϵ", "varepsilon": "ε", "phi": "ϕ", "varphi": "φ",
           "lvert": "∣", "rvert": "∣"}  # fmt: skip
_NAMED = words("log ln exp sin cos tan det max min sup inf lim arg dim ker tanh sinh cosh")
_ALIKE = str.maketrans(
    {"−": "-", "∣": "|", "∥": "|", "‖": "|", "⋅": "·", "∑": "Σ", "∏": "Π", "∗": "*", "′": "'", "∆": "Δ", "…": "."}
)
_WORD = re.compile(r"[A-Za-z]{3,}[.,;:!?]*$")


def tripled(text: str, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Places of such selections in running text: from, to, and the TeX within them."""
    for first, last in _stretches(text, start, end):
        if not any(mark in text[first:last] for mark in "\\^_"):
            continue
        if (found := _split(text[first:last])) is not None:
            yield first, first + found[2], first + found[0], first + found[1]


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a line between words."""
    first: int | None = None
    last = start
    for match in re.finditer(r"\S+", text[start:end]):
        token = match.group()
        if _WORD.fullmatch(token) or token.strip(".,;:").lower() in SHORT_WORDS | {"a", "i"}:
            if first is not None:
                yield first, last
            first = None
            continue
        first = start + match.start() if first is None else first
        last = start + match.end()
    if first is not None:
        yield first, last


def _split(stretch: str) -> tuple[int, int, int] | None:
    """Where the TeX begins and ends, and where the selection ends."""
    stretch = stretch.rstrip(".,;: \t")
    places = [
        index for index, character in enumerate(stretch) if not character.isspace() and character not in INVISIBLE
    ]
    compact = "".join(stretch[place] for place in places)
    limit = next((index for index, character in enumerate(compact) if character in "\\^_{}"), 0)
    for size in range(1, min(limit, len(compact) // 3 + 1, 300) + 1):
        shown = _folded(compact[:size])
        if shown != _folded(compact[-size:]):
            continue
        begin, stop = places[size], places[len(compact) - size]
        if _folded(_as_shown(stretch[begin:stop])) == shown:
            return begin, stop, len(stretch)
    return None


def _folded(shown: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", shown).translate(_ALIKE)
    return sorted(character for character in plain if not character.isspace() and character not in INVISIBLE)


def _as_shown(tex: str) -> str:
    def show(match: re.Match[str]) -> str:
        name = match[1]
        return _SHOWN.get(name, name if name in _NAMED else name if name in ("{", "}") else "")

    return re.sub(r"[{}^_&]|~", "", re.sub(r"\\([A-Za-z]+|.)", show, tex).replace("\\{", "").replace("\\}", ""))
