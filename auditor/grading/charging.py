"""Which steps of a submission are charged, and which are right, carried forward or left to the teacher."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from auditor.deciding.doubts import names_in
from auditor.elaborating.elaboration import Sort, TypedStep
from auditor.grading.answering import EQUALS, Answer
from auditor.grading.carrying import Beliefs, is_condition, is_gradient
from auditor.grading.comparing import Comparison, Value
from auditor.grading.examining import Examined
from auditor.grading.likeness import signs
from auditor.grading.working import is_zero
from auditor.terms import term as t
from auditor.terms.term import Term
from auditor.verdicts import Stance, Verdict


class Mark(StrEnum):
    """What a step counts for."""

    RIGHT = "right"
    WRONG = "wrong"  # charged
    CARRIED = "carried"  # wrong by itself, and follows from an earlier wrong step: not charged again
    UNDECIDED = "undecided"  # costs nothing; the teacher is asked
    ASIDE = "aside"  # nothing is claimed


@dataclass(frozen=True)
class Marked:
    """The mark on a step, and why, where the verdict on the step does not say it."""

    mark: Mark
    reason: str = ""


RIGHT = Marked(Mark.RIGHT)
Fields = tuple[tuple[str, str], ...]
Why = tuple[str, Fields]  # the code of a finding, and what it says


def charges(comparison: Comparison, answers: tuple[Answer, ...], loosened: Examined | None) -> dict[int, Marked]:
    """The mark on every step of a submission.

    `loosened` is the submission with all sizes the same, in which steps that do not conform can be followed; None
    where there are none.
    """
    return _Charging(comparison, answers, loosened).run()


@dataclass
class _Charging:
    comparison: Comparison
    answers: tuple[Answer, ...]
    loosened: Examined | None
    marks: dict[int, Marked] = field(default_factory=dict)
    reasons: set[Why] = field(default_factory=set)  # why earlier steps have no meaning

    def run(self) -> dict[int, Marked]:
        for number in self.home.own:
            marked = self.marked(number)
            self.marks[number] = marked
            self.note(number, marked)
        for number in self.home.own:
            if self.home.steps[number].sort is Sort.IMPLICATION and self.marks[number].mark is Mark.UNDECIDED:
                self.marks[number] = self.implication(number)
        return self.marks

    def implication(self, number: int) -> Marked:
        """P ⟹ Q where both are right: nothing is wrong with it."""
        both = (self.marks.get(number - 1), self.marks.get(number + 1))
        same = self.home.steps[number].statement
        beside = all(
            0 <= k < len(self.home.steps) and self.home.steps[k].statement == same for k in (number - 1, number + 1)
        )
        if beside and all(marked is not None and marked.mark is Mark.RIGHT for marked in both):
            return Marked(Mark.RIGHT, "both sides are right")
        return self.marks[number]

    @property
    def home(self) -> Examined:
        return self.comparison.home

    @cached_property
    def beliefs(self) -> Beliefs:
        return Beliefs(self.home, quantities=self._quantities(self.home), seeking=self.seeking)

    @cached_property
    def loose_beliefs(self) -> Beliefs | None:
        same = self.loosened is not None and len(self.loosened.steps) == len(self.home.steps)
        if not same or self.loosened is None:
            return None
        return Beliefs(self.loosened, quantities=self._quantities(self.loosened), seeking=self.seeking)

    @cached_property
    def seeking(self) -> bool:
        """The problem asks for a solution: x^*, or the value of a letter that it leaves free."""
        reference = self.comparison.reference
        return bool(reference.sought) or any(result.variant_of is not None for result in reference.results)

    def _quantities(self, examined: Examined) -> dict[int, Term]:
        """What an answer's left side stands for, where the submission has its own name for the quantity."""
        found = {}
        for answer in self.answers:
            left = answer.result.left.term
            if answer.chain and not answer.by_name and left is not None:
                bridged = Comparison(examined, self.comparison.reference).bridge.term(left)
                found[answer.chain[0]] = bridged
        return found

    @cached_property
    def answered(self) -> dict[int, Answer]:
        return {answer.step: answer for answer in self.answers if answer.step is not None}

    def note(self, number: int, marked: Marked) -> None:
        """What the author goes on from."""
        step = self.home.steps[number]
        spoilt = marked.mark in (Mark.WRONG, Mark.CARRIED)
        for beliefs in (self.beliefs, self.loose_beliefs):
            if beliefs is not None and spoilt:
                beliefs.wrong.append(number)
            if beliefs is not None and (self.is_condition(step) or self.is_solving(number)):
                beliefs.stated.append(number)
        if spoilt and (why := self.why(number)) is not None:
            self.reasons.add(why)

    # --- kinds of steps ------------------------------------------------------------------------------------------

    def is_condition(self, step: TypedStep) -> bool:
        """The step lays an equation down: the text says so, or a gradient is set to zero."""
        if is_condition(step) or (step.premise and step.sort is Sort.EQUATION):
            return True
        left, right = step.left.term, step.right.term
        if left is None or right is None or not is_zero(right) or step.relation.symbol not in EQUALS:
            return False
        return left in self.own_gradients or (is_gradient(left) and bool(self.own_gradients))

    @property
    def own_gradients(self) -> set[Term | None]:
        """Values other than zero that the author gave for gradients so far."""
        found: set[Term | None] = set()
        for number in self.marks:
            chain = self.home.chain_of.get(number, (number,))
            head = self.home.steps[chain[0]].left.term
            value = self.home.steps[number].right.term
            gradient = head is not None and is_gradient(head)
            if gradient and self.home.decisions[number].verdict is Verdict.ILL_FORMED:
                found.add(head)  # some value, though one without a meaning
            elif gradient and value is not None and not is_zero(value):
                found.add(value)
        return found

    def is_solving(self, number: int) -> bool:
        """The step goes on solving an equation that was laid down: it is no identity."""
        step = self.home.steps[number]
        if step.sort is not Sort.EQUATION or step.relation.symbol not in EQUALS:
            return False
        head = self.home.steps[self.home.chain_of.get(number, (number,))[0]].left.term
        if (head is not None and is_gradient(head)) or not self.has_free_letters(step):
            return False
        if bool(self.beliefs.stated) or step.stationary or step.variant_of is not None:
            return True
        return self.seeking and bool(self.own_gradients)

    def has_free_letters(self, step: TypedStep) -> bool:
        """There is something in a step that could have been solved for: not so in the value of an integral."""
        definitions = self.home.elaboration.world.definitions
        sides = [side.term for side in (step.left, step.right) if side.term is not None]
        names = {name for side in sides for name in names_in(side, definitions)} - set(definitions)
        return any(not name.endswith((t.BOUND, "#held")) for name in names)

    # --- marks ---------------------------------------------------------------------------------------------------

    def marked(self, number: int) -> Marked:
        step, decision = self.home.steps[number], self.home.decisions[number]
        if step.stance is not Stance.ASSERTED or (step.sort is Sort.SHAPE and decision.verdict is Verdict.UNKNOWN):
            return Marked(Mark.ASIDE)
        answer = self.answered.get(number)
        if decision.verdict is Verdict.VERIFIED:
            return RIGHT
        if (
            answer is not None
            and answer.value is Value.EQUAL
            and (len(answer.chain) == 1 or not decision.verdict.flagged)
        ):
            return Marked(Mark.RIGHT, "agrees with the reference")
        if self.is_in_reference(step):
            return Marked(Mark.RIGHT, "stands in the reference")
        if decision.verdict is Verdict.GIVEN:
            return self.given(number, step, answer)
        if decision.verdict is Verdict.CONDITIONAL and decision.findings and decision.findings[0].rule.code == "W402":
            return Marked(Mark.RIGHT, "holds in the other layout")
        if decision.verdict is Verdict.UNKNOWN:
            return self.unknown(number, answer)
        if self.is_condition(step):
            return Marked(Mark.ASIDE, "is set to zero, to be solved")
        if self.holds_at_solution(number):
            return Marked(Mark.RIGHT, "holds for the solution")
        return self.flagged(number)

    def given(self, number: int, step: TypedStep, answer: Answer | None) -> Marked:
        """Nothing to check in itself, but the value of a result, or an equation to be solved, may be the wrong one."""
        if answer is not None and answer.value is Value.DIFFERENT:
            return self.carried_or(number, Marked(Mark.WRONG, "is not the value that the reference has"))
        if self.is_condition(step) and self.fails_at_solution(number):
            if self.beliefs.follow(number):
                return Marked(Mark.CARRIED)
            if not self.beliefs.wrong or self.beliefs.contradict(number):
                return Marked(Mark.WRONG, "does not hold for the solution")
            return Marked(Mark.UNDECIDED)
        return RIGHT

    def unknown(self, number: int, answer: Answer | None) -> Marked:
        if self.holds_at_solution(number):
            return Marked(Mark.RIGHT, "holds for the solution")
        fails = (answer is not None and answer.value is Value.DIFFERENT) or self.fails_at_solution(number)
        if not fails:
            return Marked(Mark.UNDECIDED)
        if self.beliefs.follow(number):
            return Marked(Mark.CARRIED)
        if not self.beliefs.wrong or self.beliefs.contradict(number):
            return Marked(Mark.WRONG, "is not the value that the reference has")
        return Marked(Mark.UNDECIDED)

    def flagged(self, number: int) -> Marked:
        decision = self.home.decisions[number]
        if decision.verdict is Verdict.ILL_FORMED:
            return self.ill_formed(number)
        if self.beliefs.wrong and (decision.carried_forward or self.beliefs.follow(number)):
            return Marked(Mark.CARRIED)
        if self.beliefs.wrong and self.is_solving(number) and not self.beliefs.contradict(number):
            return Marked(Mark.UNDECIDED, "does not hold; whether it follows from the lines before was not decided")
        return Marked(Mark.WRONG)

    def ill_formed(self, number: int) -> Marked:
        """A step without a meaning follows from an earlier one where it does so with all sizes the same."""
        decision, loose = self.home.decisions[number], self.loose_beliefs
        known = self.is_known(self.why(number))
        if not self.beliefs.wrong:
            return Marked(Mark.WRONG)
        if loose is None:
            return Marked(Mark.CARRIED if known or decision.carried_forward else Mark.WRONG)
        verdict = loose.examined.decisions[number].verdict
        if verdict is Verdict.ILL_FORMED:
            return Marked(Mark.CARRIED if known or decision.carried_forward else Mark.WRONG)
        if loose.follow(number):
            return Marked(Mark.CARRIED)
        if verdict in (Verdict.REFUTED, Verdict.CONDITIONAL) and not decision.carried_forward:
            return Marked(Mark.WRONG)
        return Marked(Mark.CARRIED if known or decision.carried_forward else Mark.WRONG)

    def carried_or(self, number: int, other: Marked) -> Marked:
        return Marked(Mark.CARRIED) if self.beliefs.wrong and self.beliefs.follow(number) else other

    def why(self, number: int) -> Why | None:
        """The reason why a step has no meaning, apart from its place."""
        decision, step = self.home.decisions[number], self.home.steps[number]
        if decision.verdict is not Verdict.ILL_FORMED:
            return None
        problem = step.problem or step.left.problem or step.right.problem
        found = decision.findings[0] if decision.findings else problem
        return (found.rule.code, found.fields) if found is not None else None

    def is_known(self, why: Why | None) -> bool:
        """An earlier step has no meaning for the same reason: the same factors clash, whatever stands before them."""
        if why is None or why in self.reasons:
            return why is not None
        code, fields_ = why
        return any(code == other and _clash_alike(fields_, theirs) for other, theirs in self.reasons)

    # --- against the reference -----------------------------------------------------------------------------------

    def is_in_reference(self, step: TypedStep) -> bool:
        return _written(step) in self._reference_steps

    @cached_property
    def _reference_steps(self) -> frozenset[tuple[tuple[str, ...], ...]]:
        examined = self.comparison.reference.examined
        return frozenset(_written(examined.steps[k]) for k in examined.own) - {((), (), ())}

    def holds_at_solution(self, number: int) -> bool:
        return self.is_solving(number) and self._at_solution(number) is Verdict.VERIFIED

    def fails_at_solution(self, number: int) -> bool:
        solving = self.is_solving(number) or self.is_condition(self.home.steps[number])
        return solving and self._at_solution(number) is Verdict.REFUTED

    def _at_solution(self, number: int) -> Verdict:
        """An equation to be solved, with the reference's solution put in."""
        sides = self.beliefs.sides(number)
        reference = self.comparison.reference
        letters = {*reference.known, *(result.variant_of for result in reference.results)} - {None}
        if sides is None or not any(_mentions(side, letters) for side in sides):
            return Verdict.UNKNOWN
        if any(self.comparison.is_unclear(side) for side in sides):
            return Verdict.UNKNOWN
        return self.comparison.judge(*sides, "=", self.comparison.solved).outcome


def _clash_alike(one: Fields, other: Fields) -> bool:
    """The same factors, up to what stands before the left one and behind the right one."""
    (left, right), (before, behind) = map(_factors, (one, other))
    if not (left and before and right and behind):
        return False
    return any(a.endswith(b) for a, b in ((left, before), (before, left))) and any(
        a.startswith(b) for a, b in ((right, behind), (behind, right))
    )


def _factors(fields_: Fields) -> tuple[str, str]:
    named = dict(fields_)
    return named.get("left", ""), named.get("right", "")


def _mentions(term: Term, names: set[str | None]) -> bool:
    return any(sub.operation == "symbol" and sub.parameters[0] in names for sub in t.subterms(term))


def _written(step: TypedStep) -> tuple[tuple[str, ...], ...]:
    """A step as written, without spacing."""
    left, right = step.left.written, step.right.written
    return (*(tuple(signs(side.latex)) if side else () for side in (left, right)), (step.relation.symbol,))
