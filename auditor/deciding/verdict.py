"""A verdict on a step, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.findings import Finding
from auditor.verdicts import Evidence, Verdict


@dataclass(frozen=True)
class Decision:
    """The verdict on one step."""

    verdict: Verdict
    evidence: Evidence = field(default_factory=Evidence)
    findings: tuple[Finding, ...] = ()
    conditions: tuple[str, ...] = ()
    carried_forward: bool = False


@dataclass(frozen=True)
class Concluded:
    """The verdict on a chain from its first operand to its last."""

    steps: tuple[int, ...]
    relation: str
    decision: Decision
    route: str  # "valid" | "invalid" | "undecided"
