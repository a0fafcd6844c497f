"""Why a right step is right."""

from __future__ import annotations

from auditor.deciding.deciding import Decided
from auditor.deciding.verdict import Decision


def with_reason(decided: Decided, number: int, decision: Decision) -> Decision:
    return decision
