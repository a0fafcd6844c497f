"""Excerpts of a document with what matters underlined, as compilers print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.reporting.terminal import Line, columns, columns_of
from auditor.source import Source, Span

MOST_LINES = 3  # of a span; a longer one shows its first and its last line
LEAST_ROOM = 20


@dataclass(frozen=True)
class Mark:
    """A stretch of the document to underline: `^` where it is the matter itself, `-` where it belongs to it."""

    span: Span
    text: str = ""
    primary: bool = False


@dataclass(frozen=True)
class _Stroke:
    """The part of a mark on one line, by columns (0-based, in code points)."""

    line: int
    start: int
    end: int
    mark: Mark
    last: bool  # the mark's text stands behind its last stroke


@dataclass(frozen=True)
class _Window:
    """A part of a long line, with what was cut off on either side shown as dots."""

    text: str
    start: int
    before: str
    after: str


def excerpt(source: Source, marks: Sequence[Mark], *, width: int) -> tuple[list[Line], int]:
    """The marked lines with their underlines, and the width of the line numbers before them."""
    strokes = sorted(_strokes(source, marks), key=lambda stroke: (stroke.line, stroke.start))
    gutter = max((len(_number(source, stroke.line)) for stroke in strokes), default=1)
    room = max(LEAST_ROOM, width - gutter - 4)
    lines: list[Line] = [_row(gutter)]
    previous = 0
    for number, on_line in groupby(strokes, key=lambda stroke: stroke.line):
        if previous and number > previous + 1:
            lines.append((("gutter", "..."),))
        previous = number
        text = source.line(number)
        for group in _groups(text, list(on_line), room):
            window = _window(text, group[0].start, max(stroke.end for stroke in group), room)
            lines.append(_row(gutter, _number(source, number), window.before + window.text + window.after))
            lines += [_row(gutter, "", *_underline(stroke, window)) for stroke in _by_weight(group)]
    return lines, gutter


def _row(gutter: int, number: str = "", *pieces: str | tuple[str, str]) -> Line:
    return (("gutter", f"{number:>{gutter}} | "), *pieces)


def _number(source: Source, line: int) -> str:
    """The number of a line as the author's file counts."""
    start = source.line_starts[line - 1]
    return str(source.place(Span(start, start + 1))[0].line)


def _by_weight(group: Iterable[_Stroke]) -> list[_Stroke]:
    return sorted(group, key=lambda stroke: (not stroke.mark.primary, stroke.start))


def _strokes(source: Source, marks: Iterable[Mark]) -> Iterator[_Stroke]:
    for mark in marks:
        first = source.position(mark.span.start)
        last = source.position(max(mark.span.start, mark.span.end - 1))
        numbers = range(first.line, last.line + 1)
        if len(numbers) > MOST_LINES:
            numbers = range(first.line, last.line + 1, last.line - first.line)
        for number in numbers:
            text = source.line(number)
            start = first.column - 1 if number == first.line else len(text) - len(text.lstrip())
            end = min(last.column, len(text)) if number == last.line else len(text.rstrip())
            end = start if mark.span.start == mark.span.end else end
            yield _Stroke(number, start, max(start, end), mark, number == last.line)


def _groups(text: str, strokes: list[_Stroke], room: int) -> Iterator[list[_Stroke]]:
    """Strokes of one line that fit into one window."""
    group: list[_Stroke] = []
    for stroke in strokes:
        if group and not _fits(text, group[0].start, max(stroke.end, *(one.end for one in group)), room - 2):
            yield group
            group = []
        group.append(stroke)
    if group:
        yield group


def _fits(text: str, start: int, end: int, room: int) -> bool:
    return end - start <= 4 * room and columns(text[start:end]) <= room


def _window(text: str, start: int, end: int, room: int) -> _Window:
    """The part of a line that shows from `start` to `end` and as much around it as there is room for."""
    if _fits(text, 0, len(text), room):
        return _Window(text, 0, "", "")
    low = high = start
    left = room - 2
    while high < end and (needed := columns_of(text[high])) <= left:
        high, left = high + 1, left - needed
    grown = True
    while grown:
        grown = False
        if low > 0 and (needed := columns_of(text[low - 1])) <= left:
            low, left, grown = low - 1, left - needed, True
        if end <= high < len(text) and (needed := columns_of(text[high])) <= left:
            high, left, grown = high + 1, left - needed, True
    return _Window(text[low:high], low, "…" if low else "", "…" if high < len(text) else "")


def _underline(stroke: _Stroke, window: _Window) -> tuple[str | tuple[str, str], ...]:
    start = stroke.start - window.start
    indent = columns(window.before) + columns(window.text[:start])
    length = max(1, columns(window.text[start : stroke.end - window.start]))
    style, sign = ("error", "^") if stroke.mark.primary else ("gutter", "-")
    text = f" {stroke.mark.text}" if stroke.mark.text and stroke.last else ""
    return " " * indent, (style, sign * length + text)
