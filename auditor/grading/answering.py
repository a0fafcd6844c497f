"""Where a submission answers what is asked, and what its answer is worth by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from auditor.elaborating.elaboration import Side, Sort, TypedStep
from auditor.elaborating.names import spell
from auditor.grading.comparing import Comparison, Value
from auditor.grading.likeness import alike, signs
from auditor.grading.reference import Result
from auditor.grading.working import is_zero
from auditor.terms.term import subterms
from auditor.verdicts import Stance, Verdict

ALIKE = 0.6  # of the signs of two formulas, for one to be an attempt at the other
EQUALS = frozenset({"=", ":=", r"\equiv", r"\triangleq"})


@dataclass(frozen=True, eq=False)
class Answer:
    """What a submission says of one result."""

    result: Result
    value: Value | None = None  # None: nothing is said of it
    chain: tuple[int, ...] = ()  # the steps that say it; none where the value stands by itself
    side: Side | None = None  # the value
    by_name: bool = False  # its left side is the quantity that is asked for

    @property
    def step(self) -> int | None:
        """The step that states the value."""
        return self.chain[-1] if self.chain else None


def answers(comparison: Comparison) -> tuple[Answer, ...]:
    """The answer to each result, in order."""
    return _Search(comparison).run()


class _Search:
    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.home = comparison.home
        self.results = comparison.reference.results
        self.chains = list(self._chains())
        self.taken: set[tuple[int, ...]] = set()

    def run(self) -> tuple[Answer, ...]:
        found: dict[int, Answer] = {}
        for search in (self.by_name, self.by_value, self.by_likeness):
            for number, result in enumerate(self.results):
                if number not in found and (answer := search(result)) is not None:
                    found[number] = answer
                    self.taken.add(answer.chain)
        return tuple(found.get(number, Answer(result)) for number, result in enumerate(self.results))

    def _chains(self) -> Iterator[tuple[int, ...]]:
        """Runs of equations that the submission asserts, cut off before a relation of another kind."""
        own = set(self.home.own)
        for chain in self.home.elaboration.chains:
            kept: list[int] = []
            for number in chain:
                step = self.home.steps[number]
                if number not in own or step.relation.symbol not in EQUALS or step.stance is not Stance.ASSERTED:
                    break
                kept.append(number)
            if len(kept) > 1 and self._is_zero(kept[-1]):
                kept.pop()  # … = 0 sets to zero what stands before it
            if kept:
                yield tuple(kept)

    def _is_zero(self, number: int) -> bool:
        right = self.home.steps[number].right.term
        return right is not None and is_zero(right)

    # --- by what stands on the left ------------------------------------------------------------------------------

    def by_name(self, result: Result) -> Answer | None:
        """The last chain that begins with the quantity."""
        for strictly, zero in ((True, False), (False, False), (True, True)):
            for chain in reversed(self.chains):
                if self._sets_to_zero(chain, result) is not zero:
                    continue
                if self._is_about(self.home.steps[chain[0]], result, strictly=strictly):
                    return self._answer(result, chain, by_name=True)
        return None

    def _is_about(self, step: TypedStep, result: Result, *, strictly: bool) -> bool:
        written, asked = step.left.written, result.left.written
        if strictly:
            if written is not None and asked is not None and written.syntax is not None and asked.syntax is not None:
                spelled = spell(written.syntax)
                if spelled and spelled == spell(asked.syntax):
                    return True
            return step.left.term is not None and self.comparison.quantity(step.left.term, result)
        if result.variant_of is None:
            return False
        term = step.left.term
        solved_for = term is not None and term.operation == "symbol" and term.parameters[0] == result.variant_of
        return step.variant_of == result.variant_of or (solved_for and step.sort is not Sort.DEFINITION)

    def _sets_to_zero(self, chain: tuple[int, ...], result: Result) -> bool:
        """The chain says that the quantity vanishes, which is a condition and no value for it."""
        value = result.right.term
        return self._is_zero(chain[-1]) and not (value is not None and is_zero(value))

    # --- by what stands on the right -----------------------------------------------------------------------------

    def by_value(self, result: Result) -> Answer | None:
        """The last chain that ends with the value, whatever it calls it; or the value by itself."""
        for chain in reversed(self._left()):
            answer = self._answer(result, chain)
            if answer.value is Value.EQUAL:
                return answer
        if result.item.final:
            for side in self._mentions():
                if side.term is not None and self.comparison.value(side.term, result) is Value.EQUAL:
                    return Answer(result, Value.EQUAL, (), side)
        return None

    def by_likeness(self, result: Result) -> Answer | None:
        """The chain that ends with what looks most like the value, where its left side is nobody else's."""
        asked = result.right.written
        if asked is None:
            return None
        best, likeness = None, ALIKE
        for chain in self._left():
            first, last = self.home.steps[chain[0]], self.home.steps[chain[-1]]
            if last.right.written is None or self._is_of_the_problem(first.left) or not self._is_attempt(chain, result):
                continue
            found = alike(last.right.written.latex, asked.latex)
            if found >= likeness:
                best, likeness = chain, found
        return self._answer(result, best) if best is not None else None

    def _is_attempt(self, chain: tuple[int, ...], result: Result) -> bool:
        """The step claims something that does not hold, or the words before it say what it is about."""
        if not all(self.home.decisions[number].verdict is Verdict.GIVEN for number in chain):
            return True
        lead = self.home.reading.statements[self.home.steps[chain[0]].statement].lead
        return re.search(_about(result), lead, re.IGNORECASE) is not None

    def _left(self) -> list[tuple[int, ...]]:
        return [chain for chain in self.chains if chain not in self.taken]

    def _is_of_the_problem(self, side: Side) -> bool:
        """A letter of the problem's, which is no name for a result; or a formula made of several letters."""
        if side.term is None:
            return side.written is None or len(signs(side.written.latex)) > 3
        if side.term.operation != "symbol":
            return True
        return side.term.parameters[0] in self.comparison.reference.shared

    def _mentions(self) -> Iterable[Side]:
        """Formulas without a relation, the last one first."""
        settled = self.home.elaboration.settled
        if settled is None or not self.home.steps:
            return
        for position in range(len(self.home.reading.statements) - 1, -1, -1):
            statement = self.home.reading.statements[position]
            if statement.span.start < self.home.start:
                return
            operand = statement.operands[0]
            if statement.relations or operand is None or operand.syntax is None:
                continue
            place = replace(self.home.steps[0], statement=position)
            yield Side(operand, settled.at(place).term(operand.syntax))

    # --- values --------------------------------------------------------------------------------------------------

    def _answer(self, result: Result, chain: tuple[int, ...], *, by_name: bool = False) -> Answer:
        side = self.home.steps[chain[-1]].right
        left = self.home.steps[chain[0]].left.written
        fixed = left is not None and r"\nabla" in left.latex
        return Answer(result, self._value(side, result, fixed=fixed), chain, side, by_name)

    def _value(self, side: Side, result: Result, *, fixed: bool) -> Value:
        r"""The value against that of the result; `fixed` where its layout is, as with \nabla."""
        if side.term is not None:
            return self.comparison.value(side.term, result, fixed=fixed)
        return Value.DIFFERENT if side.ill_formed else Value.OPEN


def _about(result: Result) -> str:
    """The words for a quantity, as a pattern."""
    if result.variant_of is not None:
        return r"\b(?:minim|maxim|optim|solution|root)"
    term = result.left.term
    orders = sum(sub.operation == "derivative" for sub in subterms(term)) if term is not None else 0
    return {0: r"(?!)", 1: r"\b(?:gradient|derivative|jacobian)"}.get(orders, r"\b(?:hessian|second derivative)")
