"""The whole way: read → parse → elaborate → decide → diagnose → report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.deciding.readings import decide_readings
from auditor.decoding import open_document
from auditor.diagnosing import diagnose
from auditor.elaborating.options import declarations, layouts
from auditor.parsing import parse
from auditor.reading import read
from auditor.reporting.assembling import assemble
from auditor.reporting.report import Report
from auditor.source import Source


def audit(text: str, name: str = "<text>", layout: str | None = None, let: Sequence[str] = ()) -> Report:
    """Audit a derivation.

    `layout` is "numerator" or "denominator" and overrides the text; `let` holds declarations such as
    "X: m x n, symmetric", which do so too. Never raises on any text; a bad `let` or `layout` raises ValueError.
    """
    source = Source(name, text)
    document = read(source)
    reading = parse(document)
    decided = decide_readings(reading, declarations(let), layouts(layout), seed=int(source.sha256[:8], 16))
    explained = diagnose(decided)
    return assemble(document, reading, explained)


def audit_file(path: str | Path, layout: str | None = None, let: Sequence[str] = ()) -> Report:
    """Audit a document on disk, whatever supported kind it is; raises Unreadable where it cannot be read."""
    opened = open_document(str(path))
    return audit(opened.text, opened.name, layout, let)
