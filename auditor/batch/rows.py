"""What a batch keeps of an audit: one row for the document, with a row for each of its steps."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from auditor.findings import Finding
    from auditor.reading.document import Document
    from auditor.reporting.report import Report
    from auditor.source import Source
    from auditor.verdicts import Step

Row: TypeAlias = dict[str, Any]


class Status(StrEnum):
    """What became of a document; only an audited one has steps."""

    AUDITED = "audited"
    UNREADABLE = "unreadable"  # no text, or none that can be decoded
    FAILED = "failed"  # a mistake of the auditor's own
    CRASHED = "crashed"  # the process that audited it died
    OUT_OF_TIME = "out-of-time"
    OUT_OF_MEMORY = "out-of-memory"


VERDICTS = ("steps", "given", "verified", "conditional", "refuted", "ill-formed", "unknown")
# Each counts the lines of the document that came so far; the first, those on which a relation sign stands.
FUNNEL = ("rows", "relations", "read_whole", "decided")
# Findings that say that mathematics was not read as a whole.
UNREAD = frozenset({"E101", "N101", "N901", "N905"})
_SIGN = re.compile(
    r"\\[{}]|(?P<brace>[{}])|(?P<sign>[=<>≤≥≠≈≡∈⇒⇔]|"
    r"\\(?:leq?|geq?|neq?|approx|equiv|sim|propto|in|implies|iff|Rightarrow|triangleq|coloneqq)(?![a-zA-Z]))"
)


def without_audit(status: Status, reason: str, seconds: float = 0.0) -> Row:
    """The row of a document that could not be audited."""
    return {
        "status": status.value,
        "reason": reason,
        "verdicts": dict.fromkeys(VERDICTS, 0),
        "first_wrong_line": None,
        "first_wrong_step": None,
        "findings": [],
        "coverage": None,
        "funnel": dict.fromkeys(FUNNEL, 0),
        "seconds": round(seconds, 6),
        "steps": [],
    }


def of_report(report: Report, document: Document, seconds: float) -> Row:
    """The row of an audited document; `document` is what reading made of it."""
    summary = report.summary
    wrong = next(iter(sorted(filter(_to_blame, report.steps), key=lambda step: step.relation.span.start)), None)
    codes = Counter(found.rule.code for found, _ in report.all_findings)
    decided = summary["steps"] - summary["unknown"]
    return {
        "status": Status.AUDITED.value,
        "reason": "",
        "verdicts": {name: summary[name] for name in VERDICTS},
        "first_wrong_line": _line(report.source, wrong.relation.span.start) if wrong else None,
        "first_wrong_step": wrong.id if wrong else None,
        "findings": [{"code": code, "count": count} for code, count in sorted(codes.items())],
        "coverage": round(decided / summary["steps"], 6) if summary["steps"] else None,
        "funnel": _funnel(report, document),
        "seconds": round(seconds, 6),
        "steps": [_step(report.source, step) for step in report.steps],
    }


def is_wrong(step: Row) -> bool:
    """A step that the author asserts, and that does not hold as it stands."""
    return step["stance"] == "asserted" and step["verdict"] in ("conditional", "refuted", "ill-formed")


def _to_blame(step: Step) -> bool:
    return step.stance.value == "asserted" and step.verdict.flagged and not step.carried_forward


def _step(source: Source, step: Step) -> Row:
    start = source.position(step.relation.span.start)
    return {
        "step": step.id,
        "derivation": step.derivation,
        "line": start.line,
        "column": start.column,
        "stance": step.stance.value,
        "relation": step.relation.symbol,
        "left": step.left.latex,
        "right": step.right.latex,
        "verdict": step.verdict.value,
        "method": step.evidence.method.value,
        "conditions": list(step.conditions),
        "carried_forward": step.carried_forward,
        "findings": [_finding(source, found) for found in step.findings],
    }


def _finding(source: Source, found: Finding) -> Row:
    return {
        "code": found.rule.code,
        "name": found.rule.name,
        "severity": found.rule.severity.value,
        "line": _line(source, found.span.start),
        "message": found.message,
    }


def _line(source: Source, offset: int) -> int:
    return source.position(offset).line


# How far each row of mathematics came


def _funnel(report: Report, document: Document) -> dict[str, int]:
    source = report.source
    related = {_line(source, step.relation.span.start) for step in report.steps}
    rows = _rows(document) | related
    unread = {_line(source, found.span.start) for found, _ in report.all_findings if found.rule.code in UNREAD}
    undecided: set[int] = set()
    for step in report.steps:
        line = _line(source, step.relation.span.start)
        if any(found.rule.code in UNREAD for found in step.findings):
            unread.add(line)
        if step.verdict.value == "unknown":
            undecided.add(line)
    whole = related - unread
    lines = (rows, related, whole, whole - undecided)
    return {name: len(found) for name, found in zip(FUNNEL, lines, strict=True)}


def _rows(document: Document) -> set[int]:
    """The lines of the document on which a relation sign stands in mathematics, outside of all braces."""
    from auditor.reading.document import Mathematics

    found: set[int] = set()
    for piece in document.pieces:
        if not isinstance(piece, Mathematics):
            continue
        depth = 0
        for token in _SIGN.finditer(piece.text.characters):
            if token["brace"]:
                depth += 1 if token["brace"] == "{" else -1
            elif token["sign"] and depth <= 0:
                found.add(_line(document.source, piece.text.starts[token.start()]))
    return found
