"""Where things stand: documents, spans, and text that remembers where each character came from."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Protocol

LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of offsets, in code points, into the original document."""

    start: int
    end: int

    def cover(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Position:
    """A place as people name it: 1-based line and column, and the 0-based offset; in a notebook, within a cell.

    `file` is the file that the document includes there, where it is not the document itself.
    """

    line: int
    column: int
    offset: int
    cell: int | None = None
    file: str | None = None


class Origin(Protocol):
    """The file that a document's text was taken out of."""

    @property
    def text(self) -> str:
        """The whole file."""

    def place(self, start: int, end: int) -> tuple[Position, Position]:
        """Where a stretch of the text stands in the file."""


@dataclass(frozen=True)
class Source:
    """A document as it is read, never changed after reading; `origin` where the file itself is of another kind."""

    name: str
    text: str
    origin: Origin | None = None

    @cached_property
    def sha256(self) -> str:
        text = self.text if self.origin is None else self.origin.text
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offsets at which lines begin; lines end at LF, CRLF or CR only."""
        return (0, *(match.end() for match in LINE_END.finditer(self.text)))

    def position(self, offset: int) -> Position:
        """The line and column of an offset, in the text as it is read."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1, offset)

    def place(self, span: Span) -> tuple[Position, Position]:
        """Where a span begins and ends, as the author's file counts."""
        if self.origin is not None:
            return self.origin.place(span.start, span.end)
        return self.position(span.start), self.position(span.end)

    def line(self, number: int) -> str:
        """The text of a line (1-based), without its end; empty beyond the last."""
        if not 1 <= number <= len(self.line_starts):
            return ""
        start = self.line_starts[number - 1]
        match = LINE_END.search(self.text, start)
        return self.text[start : match.start() if match else len(self.text)]

    def whole(self) -> Text:
        """The document as traced text, before any repair."""
        return Text.original(self.text, 0)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters together with the span of the original that each one stands for.

    Repairs and macro expansion make new `Text`s by slicing and joining; a character that was put in
    carries the span of what it replaced, so that every place in the result points into the original.
    """

    characters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def original(cls, characters: str, offset: int) -> Text:
        """Characters that stand in the document exactly as they are, from `offset` on."""
        size = len(characters)
        return cls(characters, tuple(range(offset, offset + size)), tuple(range(offset + 1, offset + size + 1)))

    @classmethod
    def inserted(cls, characters: str, span: Span) -> Text:
        """Characters that a repair or a macro puts in place of `span`."""
        return cls(characters, (span.start,) * len(characters), (span.end,) * len(characters))

    @classmethod
    def join(cls, parts: Iterable[Text]) -> Text:
        parts = tuple(parts)
        if len(parts) == 1:
            return parts[0]
        return cls(
            "".join([part.characters for part in parts]),
            tuple(chain.from_iterable([part.starts for part in parts])),
            tuple(chain.from_iterable([part.ends for part in parts])),
        )

    def __len__(self) -> int:
        return len(self.characters)

    def slice(self, start: int, end: int | None = None) -> Text:
        cut = slice(start, end)
        return Text(self.characters[cut], self.starts[cut], self.ends[cut])

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The part of the original that `characters[start:end]` stands for."""
        end = len(self.characters) if end is None else end
        if end - start == 1:
            return Span(self.starts[start], self.ends[start])
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1] if self.ends else 0
            return Span(at, at)
        return Span(min(self.starts[start:end]), max(self.ends[start:end]))
