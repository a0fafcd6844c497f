"""Edits of traced text: proposed, made, and recorded as repairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.reading.document import Repair
from auditor.source import Span, Text


@dataclass(frozen=True)
class Manner:
    """What is known of the document a formula stands in: how it was written and damaged."""

    doubled: bool = False  # every backslash is written twice
    ascii: bool = False  # a formula without delimiters and without TeX
    flattened: bool = False  # superscripts fell to the base line: `K−1` is an inverse
    starred: frozenset[str] = frozenset()  # the document's macros that take a star
    rows: bool = False  # the formula is the body of an environment with rows
    bare: bool = False  # a formula without delimiters
    unescaped: bool = False  # marks lost the backslash before them: `[ … ]` for a display, ` , ` for a thin space


@dataclass(frozen=True)
class Edit:
    """`characters[start:end]` becomes `after`."""

    start: int
    end: int
    after: str
    certain: bool = True


def apply(text: Text, edits: list[Edit]) -> Text:
    """The text with edits made; what is put in stands for what it replaces."""
    if not edits:
        return text
    parts, position = [], 0
    for edit in edits:
        parts.append(text.slice(position, edit.start))
        parts.append(_replacement(text, edit))
        position = edit.end
    parts.append(text.slice(position))
    return Text.join(parts)


def _replacement(text: Text, edit: Edit) -> Text:
    """Characters that the edit leaves alone at its head and tail keep their own places."""
    old, new = text.characters[edit.start : edit.end], edit.after
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    span = text.span(edit.start + head, edit.end - tail) if len(old) > head + tail else text.span(edit.start, edit.end)
    middle = Text.inserted(new[head : len(new) - tail], span)
    return Text.join(
        (text.slice(edit.start, edit.start + head), middle, text.slice(edit.end - tail, edit.end) if tail else _EMPTY)
    )


_EMPTY = Text("", (), ())


def _common(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def record(text: Text, edit: Edit, rule: str) -> Repair:
    """The edit as a repair in the original."""
    span = text.span(edit.start, edit.end) if edit.end > edit.start else Span(*(2 * (text.span(edit.start).start,)))
    return Repair(span, text.characters[edit.start : edit.end], edit.after, rule, edit.certain)


def disjoint(edits: Iterator[Edit]) -> list[Edit]:
    """The edits in order, without those that overlap an earlier one."""
    found = list(edits)
    if len(found) < 2:
        return found
    kept: list[Edit] = []
    for edit in sorted(found, key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
