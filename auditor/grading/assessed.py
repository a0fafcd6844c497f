"""What was found in one submission, in plain values: enough to mark it, and again when a teacher disagrees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auditor.grading.charging import Mark


class Status(StrEnum):
    """Whether a submission could be graded at all."""

    GRADED = "graded"
    EMPTY = "empty"
    NOT_READ = "no mathematics"
    UNREADABLE = "unreadable"
    OUT_OF_TIME = "out of time"
    OUT_OF_MEMORY = "out of memory"
    FAILED = "failed"


class Standing(StrEnum):
    """How the answer to what is asked is judged, both ways."""

    RIGHT = "right"
    GIVEN_SLIP = "right-given-slip"
    WRONG = "wrong"
    MISSING = "missing"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: words, or what somebody wrote."""

    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Step:
    """One step of a submission and its mark."""

    id: int  # as in the audit of the submission
    line: int
    cell: int | None
    left: str
    relation: str
    right: str
    verdict: str
    mark: Mark
    reason: str = ""
    findings: tuple[dict[str, Any], ...] = ()  # as in the JSON report
    excerpt: tuple[str, ...] = ()
    words: tuple[tuple[Piece, ...], ...] = ()  # the message of each finding in pieces

    @property
    def formula(self) -> str:
        return " ".join(part for part in (self.left, self.relation, self.right) if part)


@dataclass(frozen=True)
class Answer:
    """What a submission says of one result of the rubric."""

    name: str
    standing: Standing
    value: str = ""  # in LaTeX, as written
    line: int | None = None
    steps: tuple[int, ...] = ()  # ids of the steps that lead from the quantity to the value
    trivial: bool = False  # a slip left little of the work that is asked for
    near: bool = False  # wrong, and close to right


@dataclass(frozen=True)
class Assessed:
    """One submission, before marks."""

    name: str
    file: str
    status: Status = Status.GRADED
    note: str = ""
    steps: tuple[Step, ...] = ()
    answers: tuple[Answer, ...] = ()
    methods: tuple[bool, ...] = ()  # which methods of the rubric were recognised
    derived: bool = False  # it shows more than a final answer
    letters: tuple[tuple[str, str], ...] = ()  # letters of the problem under other names: (theirs, the problem's)
    remarks: tuple[str, ...] = ()  # for the teacher
