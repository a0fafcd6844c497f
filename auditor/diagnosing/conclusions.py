"""Implications that fail: the conclusion that follows instead, or the one way in which the implication holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from auditor.deciding.deciding import Decided, draws
from auditor.deciding.implications import BOTH
from auditor.diagnosing.edits import Edit, Subject
from auditor.diagnosing.mending import subject_of, syntax_of
from auditor.diagnosing.mistakes import MISTAKES
from auditor.diagnosing.trying import Trial
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.restating import restated
from auditor.parsing.syntax import Node, Symbol
from auditor.terms.term import Term
from auditor.verdicts import Verdict

MOST_JUDGED = 60  # conclusions that are drawn again
MOST_OF_ONE = 16  # edits of one mistake
ONE_WAY = r"\implies"


@dataclass
class Conclusion(Trial):
    """One side of what an implication concludes, under repair: it has to follow from the premises."""

    implication: int = 0

    def _judged(self, left: Term, right: Term) -> bool:
        if self._says_nothing(left, right):
            return False
        step = restated(self.decided.elaboration.steps[self.number], left, right)
        return draws(self.decided, self.implication, {self.number: step})

    def _says_nothing(self, left: Term, right: Term) -> bool:
        """The conclusion holds by itself, or is a premise again: it would follow, and nobody meant it."""
        step = self.decided.elaboration.steps[self.implication]
        assert step.inference is not None
        premises = (self.decided.elaboration.steps[one] for one in step.inference.premises)
        if any({one.left.term, one.right.term} == {left, right} for one in premises):
            return True
        judge = self.decided.judge
        return judge is not None and judge(left, right, "=", self.world).outcome is Verdict.VERIFIED

    @property
    def exhausted(self) -> bool:
        return super().exhausted or self.judged >= MOST_JUDGED


def one_way(decided: Decided, number: int, step: TypedStep) -> str | None:
    """The sign for one way only, where an implication that was claimed both ways holds so."""
    if step.relation.symbol != BOTH:
        return None
    single = replace(step, relation=replace(step.relation, symbol=ONE_WAY))
    return ONE_WAY if draws(decided, number, {number: single}) else None


def mended_conclusion(decided: Decided, number: int, step: TypedStep) -> tuple[int, str, Edit] | None:
    """The conclusion of an implication with one slip undone, so that it follows: its step, the side, the edit."""
    assert step.inference is not None
    for concluded in step.inference.conclusions:
        for side in ("right", "left"):
            subject = _subject(decided, concluded, side, step)
            if subject is None or (side == "left" and isinstance(subject.root, Symbol)):
                continue
            trial = Conclusion(decided, concluded, side, screened=False, implication=number)
            if trial.kept is None:
                continue
            subject = replace(subject, is_number=trial.is_number)
            edit = next((edit for edit in _edits(subject) if trial.exhausted or trial.mends(edit.node)), None)
            if edit is not None and not trial.exhausted:
                return concluded, side, edit
    return None


def _edits(subject: Subject) -> Iterator[Edit]:
    for mistake in MISTAKES:
        yield from islice(mistake.edits(subject), min(mistake.most, MOST_OF_ONE))


def _subject(decided: Decided, number: int, side: str, step: TypedStep) -> Subject | None:
    """The side of a conclusion, with what it is drawn from around it."""
    subject = subject_of(decided, number, side)
    if subject is None or step.inference is None:
        return None
    return replace(subject, near=(*_premises(decided, step), *subject.near), calculus=None)


def _premises(decided: Decided, step: TypedStep) -> Iterator[Node]:
    assert step.inference is not None
    for number in step.inference.premises:
        premise = decided.elaboration.steps[number]
        for side in (premise.left, premise.right):
            if (syntax := syntax_of(side)) is not None:
                yield syntax
