"""What reading hands on: a document cut into prose and mathematics, with the repairs that were made."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.findings import Finding
from auditor.source import Source, Span, Text


@dataclass(frozen=True)
class Repair:
    """An undoing of damage: what stood there, what is read instead, and under which rule."""

    span: Span
    before: str
    after: str
    rule: str  # finding code, W1xx
    applied: bool = True  # False: uncertain, only proposed


@dataclass(frozen=True)
class Prose:
    """Words between formulas."""

    text: Text


@dataclass(frozen=True)
class Mathematics:
    r"""A piece of mathematics without its delimiters, after repairs and macro expansion.

    `environment` names the outer environment that delimits it (`align`, `equation*`, `eqalign`, …), "" otherwise:
    inside `align` and its like, rows end at `\\`. `span` covers the delimiters too.
    """

    text: Text
    span: Span
    display: bool
    delimiter: str  # "$", "$$", r"\(", r"\[", "environment", "bare" (undelimited line or formula in prose), "fence", …
    environment: str = ""


@dataclass(frozen=True)
class Document:
    """A document as read: pieces in the order of the source."""

    source: Source
    pieces: tuple[Prose | Mathematics, ...]
    repairs: tuple[Repair, ...] = ()
    findings: tuple[Finding, ...] = ()
    # Offsets in the original at which a new section, answer or chat turn begins (headings, rules, "Answer").
    breaks: tuple[int, ...] = ()
