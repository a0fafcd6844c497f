"""Implications that fail: the conclusion that follows instead, or the one way in which the implication holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from auditor.deciding.deciding import Decided, draws, world_at
from auditor.deciding.implications import BOTH
from auditor.diagnosing.edits import Edit, Subject
from auditor.diagnosing.mending import bounds, subject_of, syntax_of
from auditor.diagnosing.mistakes import MISTAKES
from auditor.diagnosing.satisfying import Satisfying
from auditor.diagnosing.trying import Trial
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.restating import restated
from auditor.parsing.syntax import Node, Symbol, walk
from auditor.terms.dimension import Dimension
from auditor.terms.term import Term
from auditor.verdicts import Verdict

MOST_JUDGED = 24  # conclusions that are drawn again
ONE_WAY = r"\implies"


@dataclass
class Conclusion(Trial):
    """One side of what an implication concludes, under repair: it has to follow from the premises."""

    implication: int = 0
    solved_for: Node | None = None  # the letter whose value is concluded: it is no part of its value

    def _holds(self, node: Node, meant: tuple[Term, Term]) -> bool:
        if self.solved_for is not None and any(part == self.solved_for for part in walk(node)):
            return False
        return super()._holds(node, meant)

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
        bare = replace(self.world, definitions={})
        return judge is not None and judge(left, right, "=", bare).outcome is Verdict.VERIFIED

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
    instances = _instances(decided, step)
    for concluded in step.inference.conclusions:
        for side in ("right", "left"):
            subject = _subject(decided, concluded, side, step)
            if subject is None or (side == "left" and isinstance(subject.root, Symbol)):
                continue
            trial = Conclusion(decided, concluded, side, screened=False, implication=number, satisfying=instances)
            if trial.kept is None:
                continue
            subject = replace(subject, is_number=trial.is_number)
            is_value = isinstance(subject.other, Symbol) and all(part != subject.other for part in walk(subject.root))
            trial.solved_for = subject.other if is_value else None
            edit = next((edit for edit in _edits(subject) if trial.exhausted or trial.mends(edit.node)), None)
            if edit is not None and not trial.exhausted:
                return concluded, side, edit
    return None


def _instances(decided: Decided, step: TypedStep) -> Satisfying | None:
    """Where the premises hold; of an implication both ways, what is concluded has to hold there too."""
    assert step.inference is not None
    assert decided.judge is not None
    steps = [decided.elaboration.steps[one] for one in step.inference.premises]
    pairs = tuple((one.left.term, one.right.term) for one in steps if one.left.term and one.right.term)
    if len(pairs) < len(steps) or any(one.relation.symbol != "=" for one in steps) or step.inference.either:
        return None
    return Satisfying(pairs, world_at(decided, step.inference.premises[0]), decided.judge.seed)


def _edits(subject: Subject) -> Iterator[Edit]:
    for mistake in MISTAKES:
        if mistake.name == "lost divisor":
            continue  # what is divided by may vanish
        yield from islice(mistake.edits(subject), mistake.most)


def _subject(decided: Decided, number: int, side: str, step: TypedStep) -> Subject | None:
    """The side of a conclusion, with what it is drawn from around it."""
    subject = subject_of(decided, number, side)
    if subject is None or step.inference is None:
        return None
    near = tuple(_premises(decided, step))
    sizes = dict.fromkeys((*subject.sizes, *(Dimension.of(name) for formula in near for name in bounds(formula))))
    return replace(subject, near=(*near, *subject.near), sizes=tuple(sizes), calculus=None)


def _premises(decided: Decided, step: TypedStep) -> Iterator[Node]:
    assert step.inference is not None
    for number in step.inference.premises:
        premise = decided.elaboration.steps[number]
        for side in (premise.left, premise.right):
            if (syntax := syntax_of(side)) is not None:
                yield syntax
