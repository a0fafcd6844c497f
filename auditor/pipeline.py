"""The whole way: read → parse → elaborate → decide → diagnose → report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.deciding.deciding import replayed
from auditor.deciding.readings import decide_readings
from auditor.diagnosing import diagnose
from auditor.elaborating.options import declarations, layouts
from auditor.parsing import parse
from auditor.reading import read
from auditor.reading.formats import open_document
from auditor.reading.joining import joined, start_of_second
from auditor.reporting.assembling import assemble
from auditor.reporting.report import Report
from auditor.reporting.trimming import trimmed
from auditor.source import Origin, Source


def audit(
    text: str,
    name: str = "<text>",
    layout: str | None = None,
    let: Sequence[str] = (),
    *,
    preamble: str = "",
    origin: Origin | None = None,
) -> Report:
    """Audit a derivation.

    `layout` is "numerator" or "denominator" and overrides the text; `let` holds declarations such as
    "X: m x n, symmetric", which do so too. `preamble` is a text read before it, such as the problem that it solves:
    what that declares and defines holds, and nothing of it is reported. `origin` is the file that the text was taken
    out of, where it is of another kind. Never raises on any text; a bad `let` or `layout` raises ValueError.
    """
    source = Source(name, text, origin)
    document = read(source)
    if preamble:
        document = joined(read(Source("<preamble>", preamble)), document)
    reading = parse(document)
    decided = decide_readings(reading, declarations(let), layouts(layout), seed=int(source.sha256[:8], 16))
    explained = diagnose(decided)
    report = assemble(document, reading, explained)
    return trimmed(report, start_of_second(document)) if preamble else report


def counterexamples(
    text: str, name: str = "<text>", layout: str | None = None, let: Sequence[str] = (), *, origin: Origin | None = None
) -> dict[int, str]:
    """NumPy programs that replay the counterexamples of a derivation, by the number of their step, from 1.

    A counterexample under equations that the text lays down, or with an operation that NumPy does not have, has none.
    """
    source = Source(name, text, origin)
    decided = decide_readings(parse(read(source)), declarations(let), layouts(layout), seed=int(source.sha256[:8], 16))
    return dict(replayed(decided))


def audit_file(path: str | Path, layout: str | None = None, let: Sequence[str] = ()) -> Report:
    """Audit a document on disk, whatever supported kind it is; raises Unreadable where it cannot be read."""
    opened = open_document(str(path))
    return audit(opened.text, opened.name, layout, let, origin=opened.origin)
