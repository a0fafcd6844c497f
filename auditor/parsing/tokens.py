"""Tokens of mathematics: what the lexer makes and the grammar is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from auditor.parsing.commands import QUIET, SWITCHES
from auditor.source import Span, Text


class Token:
    """A terminal of the grammar with its folded spelling and its place.

    `start` and `end` are offsets into `text`, the piece of mathematics that it was found in. `note` tells apart tokens
    of one kind: how a brace is used, how a bar must be read, why an ERROR is one.
    """

    __slots__ = ("_span", "end", "kind", "note", "start", "style", "text", "value")

    def __init__(
        self, kind: str, value: str, text: Text, start: int, end: int, style: str = "", note: str = ""
    ) -> None:
        self.kind = kind
        self.value = value
        self.text = text
        self.start = start
        self.end = end
        self.style = style
        self.note = note
        self._span: Span | None = None

    def __repr__(self) -> str:
        return f"{self.kind}({self.value!r})"

    @property
    def span(self) -> Span:
        """The place in the original document."""
        if self._span is None:
            self._span = self.text.span(self.start, self.end)
        return self._span

    @property
    def written(self) -> str:
        """The characters as they stand, after repairs and macro expansion."""
        return self.text.characters[self.start : self.end]

    def becomes(self, kind: str, value: str | None = None, note: str = "") -> Token:
        """The same place read as something else."""
        value = self.value if value is None else value
        return Token(kind, value, self.text, self.start, self.end, self.style, note)


# Kinds with which an operand can end, so that what follows hangs on it or multiplies it.
ENDS_OPERAND = frozenset(
    "SYMBOL NUMBER WORD PROSE DOTS RBRACE RPAR RBAR RNORM REVAL END PRIME BANG EVAL RROOT LIMOP BIGOP".split()
)
# Kinds with which one can begin.
BEGINS_OPERAND = frozenset(
    """SYMBOL NUMBER WORD PROSE DOTS LBRACE LSTYLE LPAR LBAR LNORM BEGIN FRAC BINOM SQRT ROOT ACCENT BRACE BOX STACK
    BIGOP LIMOP PRESUB PRESUP PREFIX""".split()
)
OPENERS = frozenset("LBRACE LSTYLE LPAR LBAR LNORM BEGIN ROOT".split())
CLOSERS = frozenset("RBRACE RPAR RBAR RNORM REVAL END RROOT".split())
CHANGES = {**dict.fromkeys(OPENERS, 1), **dict.fromkeys(CLOSERS, -1)}  # of how many brackets are open
# Kinds that are never an operand's: they stand between operands or beside the row.
LAYOUT = frozenset("AMP ROW QUAD TAG".split())


def depths(tokens: Iterable[Token]) -> list[int]:
    """How many brackets are open at each token; an opener and its closer stand at the depth outside."""
    result: list[int] = []
    depth = 0
    for token in tokens:
        change = CHANGES.get(token.kind, 0)
        if change < 0:
            depth -= 1
        result.append(depth)
        if change > 0:
            depth += 1
    return result


def text_of(tokens: Sequence[Token]) -> Text:
    """The text that the tokens stand for, without what was dropped between them."""
    runs: list[tuple[Text, int, int]] = []
    whole, first, last = tokens[0].text, tokens[0].start, tokens[0].end
    for token in tokens[1:]:
        start = token.start
        if token.text is whole and (start == last or _only_spacing(whole.characters, last, start)):
            last = max(token.end, last)
        else:
            runs.append((whole, first, last))
            whole, first, last = token.text, start, token.end
    runs.append((whole, first, last))
    parts: list[Text] = []
    for text, start, end in runs:
        if parts:
            parts.append(Text.inserted(" ", parts[-1].span(len(parts[-1]) - 1)))
        parts.append(text.slice(start, end))
    return parts[0] if len(parts) == 1 else Text.join(parts)


# What may stand between two tokens of an operand without being one: spacing, switches, colour.
_QUIET = "|".join(sorted({*QUIET, *SWITCHES, "quad", "qquad"}, key=len, reverse=True)).replace(".", r"\.")
_SPACING = re.compile(rf"(?:\s|~|\\[,;:!>/\s]|\\(?:{_QUIET})(?![A-Za-z])|\\(?:text)?color\s*\{{[^{{}}]*\}})*")


def _only_spacing(characters: str, start: int, end: int) -> bool:
    return start <= end and _SPACING.fullmatch(characters, start, end) is not None
