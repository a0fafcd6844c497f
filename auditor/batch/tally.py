"""The figures of a batch: counted over documents, and added up over parts."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from auditor.batch.entries import Place
from auditor.batch.labels import Truth, truth
from auditor.batch.rows import Row, is_wrong

_SLOWEST = 10


@dataclass
class Tally:
    """Counts by name; adding two tallies gives that of all their documents."""

    documents: int = 0
    wrong: int = 0  # documents with a wrong step
    steps: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    funnel: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def count(self, place: Place, row: Row) -> None:
        """Count one document in."""
        self.documents += 1
        self.wrong += row["first_wrong_line"] is not None
        self.steps += row["verdicts"]["steps"]
        self.statuses[row["status"]] += 1
        self.verdicts.update({name: count for name, count in row["verdicts"].items() if name != "steps"})
        self.findings.update({found["code"]: found["count"] for found in row["findings"]})
        self.funnel.update(row["funnel"])
        self.seconds += row["seconds"]
        self._slow([(row["seconds"], place.id)])
        if place.label is not None:
            known = truth(place.label)
            self.labels.update({"not understood": 1} if known is None else _against(known, row))

    def add(self, other: Tally) -> None:
        self.documents += other.documents
        self.wrong += other.wrong
        self.steps += other.steps
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        self.seconds += other.seconds
        self._slow(other.slowest)

    def to_dict(self) -> dict[str, Any]:
        plain = {name: dict(getattr(self, name)) for name in _COUNTERS}
        return (
            {"documents": self.documents, "wrong": self.wrong, "steps": self.steps}
            | plain
            | {
                "seconds": self.seconds,
                "slowest": self.slowest,
            }
        )

    @classmethod
    def of_dict(cls, found: dict[str, Any]) -> Tally:
        tally = cls()
        for name, figure in found.items():
            setattr(tally, name, Counter(figure) if name in _COUNTERS else figure)
        tally.slowest = [(seconds, id) for seconds, id in found["slowest"]]
        return tally

    def _slow(self, more: list[tuple[float, str]]) -> None:
        self.slowest = heapq.nlargest(_SLOWEST, [*self.slowest, *more])


_COUNTERS = ("statuses", "verdicts", "findings", "funnel", "labels")


def _against(known: Truth, row: Row) -> Counter[str]:
    """The document's verdicts against its label."""
    first = row["first_wrong_line"]
    found: Counter[str] = Counter()
    if known.right:
        found["right"] = 1
        found["false alarms"] = first is not None
    else:
        found["wrong"] = 1
        found["caught"] = first is not None
        # Every step was let pass: worse than a step that was not decided.
        found["passed"] = first is None and row["status"] == "audited" and not _undecided(row)
    if known.first is not None:
        found["located"] = 1
        found["first error right"] = first == known.first
    if known.lines is not None:
        flagged = {step["line"] for step in row["steps"] if is_wrong(step)}
        found["wrong lines"] = len(known.lines)
        found["wrong lines caught"] = len(known.lines & flagged)
        found["flagged lines"] = len(flagged)
    return found


def _undecided(row: Row) -> bool:
    return row["verdicts"]["unknown"] > 0 or not row["verdicts"]["steps"]
