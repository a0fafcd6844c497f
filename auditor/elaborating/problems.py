"""Why a formula got no meaning: raised inside one operand, caught at its edge, always with a finding."""

from __future__ import annotations

from auditor.findings import Finding, Label, finding
from auditor.source import Span


class Problem(Exception):
    """A formula without a meaning; `finding` says what stopped it."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.message)
        self.finding = found


class IllFormed(Problem):
    """Shapes or indices that cannot fit under the reading at hand."""


class Unsupported(Problem):
    """Something that has no meaning here yet."""


def ill_formed(code: str, span: Span, *, labels: tuple[Label, ...] = (), **fields: str) -> IllFormed:
    return IllFormed(finding(code, span, labels=labels, **fields))


def unsupported(span: Span, construct: str) -> Unsupported:
    return Unsupported(finding("N902", span, construct=construct))
