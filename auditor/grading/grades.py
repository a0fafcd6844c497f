"""The grade of a submission: marks item by item, and everything that a teacher or a student asks about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from auditor.grading.assessed import Assessed, Standing, Status, Step
from auditor.grading.charging import Mark


@dataclass(frozen=True)
class Item:
    """One row of the rubric and what it earned."""

    kind: str  # "result" | "derivation" | "method"
    name: str
    points: float
    out_of: float
    reason: str
    standing: Standing | None = None  # of a result or a method
    value: str = ""  # of a result, in LaTeX as the student wrote it
    line: int | None = None
    overridden: bool = False


@dataclass(frozen=True)
class Grade:
    """A submission's marks."""

    assessed: Assessed
    items: tuple[Item, ...]
    score: float | None  # None where there is nothing that could be marked
    max_score: float
    final_answer: Standing
    overridden: tuple[str, ...] = ()  # what the teacher decided, in words
    note: str = ""  # the teacher's, for the student

    @property
    def name(self) -> str:
        return self.assessed.name

    @property
    def graded(self) -> bool:
        return self.assessed.status is Status.GRADED

    @property
    def slips(self) -> tuple[Step, ...]:
        """The steps that are charged."""
        return self._marked(Mark.WRONG)

    @property
    def carried(self) -> tuple[Step, ...]:
        return self._marked(Mark.CARRIED)

    @property
    def undecided(self) -> tuple[Step, ...]:
        return self._marked(Mark.UNDECIDED)

    def _marked(self, mark: Mark) -> tuple[Step, ...]:
        return tuple(step for step in self.assessed.steps if step.mark is mark)

    @cached_property
    def wrong_lines(self) -> tuple[int, ...]:
        return _lines(self.slips)

    @cached_property
    def carried_lines(self) -> tuple[int, ...]:
        """Lines on which everything that is wrong is carried forward."""
        return tuple(line for line in _lines(self.carried) if line not in self.wrong_lines)

    @cached_property
    def undecided_lines(self) -> tuple[int, ...]:
        return _lines(self.undecided)

    @property
    def needs_teacher(self) -> bool:
        """Something was left open that only a person can decide."""
        open_items = any(item.standing is Standing.UNDECIDED for item in self.items)
        return not self.overridden and (bool(self.undecided) or open_items or self.score is None)


def _lines(steps: tuple[Step, ...]) -> tuple[int, ...]:
    return tuple(sorted({step.line for step in steps}))


def points(value: float) -> str:
    """`3`, `2.5`, `1.25`."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
