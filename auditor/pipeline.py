"""The whole way: read → parse → elaborate → decide → diagnose → report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.deciding.deciding import Decided, replayed
from auditor.deciding.readings import decide_readings
from auditor.diagnosing import diagnose
from auditor.elaborating.options import declarations, layouts
from auditor.parsing import Reading, parse
from auditor.reading import read
from auditor.reading.document import Document
from auditor.reading.formats import open_document
from auditor.reading.joining import joined, start_of_second
from auditor.reporting.assembling import assemble
from auditor.reporting.report import Report
from auditor.reporting.trimming import trimmed
from auditor.source import Origin, Source


@dataclass(frozen=True)
class Audited:
    """A derivation on which every step has its verdict."""

    document: Document
    reading: Reading
    decided: Decided

    def report(self) -> Report:
        """The verdicts with what went wrong and what it should be."""
        report = assemble(self.document, self.reading, diagnose(self.decided))
        start = start_of_second(self.document)
        return trimmed(report, start) if start else report

    def counterexamples(self) -> dict[int, str]:
        """NumPy programs that replay the counterexamples, by the number of their step, from 1.

        A counterexample under equations that the text lays down, or with an operation that NumPy does not have, has
        none.
        """
        return dict(replayed(self.decided))


def audited(
    text: str,
    name: str = "<text>",
    layout: str | None = None,
    let: Sequence[str] = (),
    *,
    preamble: str = "",
    origin: Origin | None = None,
) -> Audited:
    """A derivation read and decided, for those who want more of it than `audit` gives; arguments as there."""
    source = Source(name, text, origin)
    document = read(source)
    if preamble:
        document = joined(read(Source("<preamble>", preamble)), document)
    reading = parse(document)
    decided = decide_readings(reading, declarations(let), layouts(layout), seed=int(source.sha256[:8], 16))
    return Audited(document, reading, decided)


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
    return audited(text, name, layout, let, preamble=preamble, origin=origin).report()


def audit_file(path: str | Path, layout: str | None = None, let: Sequence[str] = ()) -> Report:
    """Audit a document on disk, whatever supported kind it is; raises Unreadable where it cannot be read."""
    opened = open_document(str(path))
    return audit(opened.text, opened.name, layout, let, origin=opened.origin)
