"""Deciding implications, and the equations that a text lays down to be solved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.deciding import implications
from auditor.deciding.constraints import KNOWN as CONDITIONS
from auditor.deciding.doubts import names_in
from auditor.deciding.facts import Claimed, Equation
from auditor.deciding.implications import Drawn, Proposition
from auditor.deciding.judgement import Judgement
from auditor.deciding.stating import is_derivative, undecided
from auditor.deciding.verdict import Decision
from auditor.elaborating.elaboration import Elaboration, Sort, TypedStep
from auditor.terms.term import Term, is_zero
from auditor.terms.world import World
from auditor.verdicts import Evidence, Method, Stance, Verdict

if TYPE_CHECKING:
    from auditor.deciding.deciding import Decided, Judge

# Words between an equation and what follows from it.
FOLLOWING = re.compile(
    r"\b(?:gives?|giving|means?|yields?|yielding|impl(?:ies|ying)|leads? to|results? in|solv\w+|obtain\w*|get|so|thus"
    r"|hence|therefore|then|follows)\b",
    re.IGNORECASE,
)


class Implying:
    """The part of deciding a document that is about implications."""

    elaboration: Elaboration
    judge: Judge
    result: Decided
    given: list[Equation]
    implied: dict[int, Decision]  # conclusions of implications, decided with these
    drawn_from: dict[int, int]  # premises, and the implication that each is a premise of

    def __init__(self, elaboration: Elaboration, judge: Judge) -> None:
        raise NotImplementedError

    def world(self, step: TypedStep) -> World:
        raise NotImplementedError

    def in_force(self, number: int, step: TypedStep) -> tuple[Equation, ...]:
        raise NotImplementedError

    def judged(
        self, number: int, step: TypedStep, left: Term, right: Term, more: tuple[Equation, ...] = ()
    ) -> tuple[Judgement, Claimed]:
        raise NotImplementedError

    def implication(self, number: int, step: TypedStep) -> Decision:
        """P ⟹ Q: Q follows from P, or holds by itself; of P ⟺ Q, each follows from the other."""
        assert step.inference is not None
        premise = self.proposition(step.inference.premises)
        conclusion = self.proposition(step.inference.conclusions, either=step.inference.either)
        if not premise.steps or not conclusion.steps:
            return undecided(step, "one side of the implication was not read as an equation")
        for _, other in (*conclusion.steps, *premise.steps):
            problems = (side.problem for side in (other.left, other.right) if side.ill_formed)
            if (broken := next(problems, other.problem)) is not None:
                return Decision(Verdict.ILL_FORMED, Evidence(Method.SHAPE), (broken,), carried_forward=True)
        if not premise.readable or not conclusion.readable:
            return undecided(step, "one side of the implication has no meaning")
        symbol = step.relation.symbol
        found = {
            backward: self.drawn(number, step, *((conclusion, premise) if backward else (premise, conclusion)))
            for backward in (False, True)
            if symbol == implications.BOTH or backward == (symbol == implications.BACKWARD)
        }
        forward = found.get(False)
        if forward is not None:
            for one, each in self.each(number, step, premise, conclusion, forward):
                self.conclude(step, premise, one, each)
        worst = next((one for one in found.values() if one.verdict is not Verdict.VERIFIED), None)
        if worst is None:
            first = next(iter(found.values()))
            return Decision(Verdict.VERIFIED, replace(first.evidence, facts=first.used))
        refuted = next((k for k, one in found.items() if one.verdict is Verdict.REFUTED), None)
        if refuted is None or self.doubtful(step, premise, conclusion):
            return undecided(step, "the conclusion was not derived from the premise")
        sides = (conclusion, premise) if refuted else (premise, conclusion)
        problem = implications.complaint(step, *sides, found[refuted].evidence, backward=refuted)
        return Decision(Verdict.REFUTED, found[refuted].evidence, (problem,))

    def draws(self, number: int, step: TypedStep) -> bool:
        """The implication holds, in every direction that it claims; where one fails, no instance is looked for."""
        assert step.inference is not None
        premise = self.proposition(step.inference.premises)
        conclusion = self.proposition(step.inference.conclusions, either=step.inference.either)
        if not premise.readable or not conclusion.readable:
            return False
        symbol = step.relation.symbol
        forward, backward = (premise, conclusion), (conclusion, premise)
        ways = [] if symbol == implications.BACKWARD else [forward]
        ways += [backward] if symbol in (implications.BACKWARD, implications.BOTH) else []
        return all(self.drawn(number, step, *way, falsify=False).verdict is Verdict.VERIFIED for way in ways)

    def proposition(self, numbers: tuple[int, ...], *, either: bool = False) -> Proposition:
        known = (Sort.EQUATION, Sort.IMPOSED, Sort.DEFINITION, Sort.INEQUALITY)
        steps = [(number, self.elaboration.steps[number]) for number in numbers]
        return Proposition(tuple(one for one in steps if one[1].sort in known), either)

    def drawn(
        self, number: int, step: TypedStep, premise: Proposition, conclusion: Proposition, *, falsify: bool = True
    ) -> Drawn:
        own = {one for one, _ in (*premise.steps, *conclusion.steps)}
        laid_down = [equation for equation in self.given if equation.claim not in own]
        held = type(self)(self.elaboration, self.judge)
        held.result = self.result
        held.given = laid_down

        def judging(
            one: TypedStep, left: Term, right: Term, equations: tuple[Equation, ...]
        ) -> tuple[Judgement, Claimed]:
            return held.judged(number, replace(one, stationary=False), left, right, equations)

        _, first = conclusion.steps[0]
        world = self.joint_world((*premise.steps, *conclusion.steps))
        others = held.in_force(number, replace(first, stationary=False))
        seed = self.judge.seed if falsify else None
        return implications.follows(premise, conclusion, judging, world, others, seed)

    def joint_world(self, steps: tuple[tuple[int, TypedStep], ...]) -> World:
        """The world of several steps together, with all that is laid down of the letters of any."""
        worlds = [self.world(step) for _, step in steps]
        constraints = dict.fromkeys(one for world in worlds for one in world.constraints)
        names = {name for _, step in steps for side in (step.left, step.right) if side.term is not None
                 for name in names_in(side.term, {})}  # fmt: skip
        constraints.update(dict.fromkeys(self.conditions_on(names, steps[0][1].section)))
        properties = {name: words for world in worlds for name, words in world.properties.items()}
        return replace(worlds[0], constraints=tuple(constraints), properties=properties)

    def conditions_on(self, names: set[str], section: int) -> Iterator[tuple[Term, str, Term]]:
        """The inequalities that a text lays down for some of these letters anywhere: "for x > 0"."""
        for other in self.elaboration.steps:
            left, right, symbol = other.left.term, other.right.term, other.relation.symbol
            if left is None or right is None or other.sort is not Sort.IMPOSED or symbol not in CONDITIONS:
                continue
            own = names_in(left, {}) | names_in(right, {})
            if own & names and left.shape == right.shape and other.section in (0, section):
                yield left, symbol, right

    def each(
        self, number: int, step: TypedStep, premise: Proposition, conclusion: Proposition, found: Drawn
    ) -> Iterator[tuple[Proposition, Drawn]]:
        """The conclusions with their own judgements where they do not all follow: "x = 1 and y = 0" may fail in one."""
        if conclusion.either or len(conclusion.steps) == 1 or found.verdict is Verdict.VERIFIED:
            yield conclusion, found
            return
        for one in conclusion.steps:
            alone = Proposition((one,))
            yield alone, self.drawn(number, step, premise, alone)

    def conclude(self, step: TypedStep, premise: Proposition, conclusion: Proposition, found: Drawn) -> None:
        """Decide the conclusions with their implication; what is wrong with them is the implication's to say."""
        for number, other in conclusion.steps:
            if other.sort is Sort.DEFINITION:
                continue
            if found.verdict is Verdict.VERIFIED:
                evidence = replace(found.evidence, facts=found.used)
                self.implied[number] = Decision(Verdict.VERIFIED, evidence)
                if not conclusion.either and implications.is_isolated(other, premise.pairs, self.world(other)):
                    assert other.left.term is not None
                    assert other.right.term is not None
                    self.given.append(Equation(other.left.term, other.right.term, number))
            elif found.verdict is Verdict.REFUTED and not self.doubtful(step, premise, conclusion):
                self.implied[number] = Decision(Verdict.REFUTED, found.evidence, carried_forward=True)
            else:
                self.implied[number] = undecided(other, "the conclusion was not derived from the premise")

    def doubtful(self, step: TypedStep, premise: Proposition, conclusion: Proposition) -> bool:
        """A counterexample may not count: some letter may not be what it was drawn as."""
        if step.stance is not Stance.ASSERTED or step.hedged:
            return True
        for left, right in (*premise.pairs, *conclusion.pairs):
            names = names_in(left, self.elaboration.world.definitions) | names_in(
                right, self.elaboration.world.definitions
            )
            if names & (self.elaboration.unread | self.elaboration.restricted):
                return True
        return False

    def is_to_be_solved(self, number: int, step: TypedStep) -> bool:
        """A premise from which implications lead on to the value of a letter in it."""
        left, right = step.left.term, step.right.term
        if left is None or right is None or (is_derivative(left) and not is_zero(right)):
            return False
        k: int | None = self.drawn_from.get(number)
        while k is not None and (inference := self.elaboration.steps[k].inference) is not None:
            conclusions = [self.elaboration.steps[one] for one in inference.conclusions]
            if any(implications.is_isolated(one, ((left, right),), self.world(one)) for one in conclusions):
                return True
            k = next((self.drawn_from[one] for one in inference.conclusions if one in self.drawn_from), None)
        return False

    def solution_behind(self, number: int, step: TypedStep) -> tuple[int, TypedStep] | None:
        """`… gives $X = A$`: the step that names the value of a letter of this equation as what follows from it."""
        left, right = step.left.term, step.right.term
        if left is None or right is None or number + 1 >= len(self.elaboration.steps) or is_derivative(left):
            return None
        after = self.elaboration.steps[number + 1]
        linked = after.place == 0 and FOLLOWING.search(after.lead.rpartition("$")[2]) is not None
        alone = all(number not in chain or len(chain) == 1 for chain in self.elaboration.chains)
        isolated = linked and alone and implications.is_isolated(after, ((left, right),), self.world(after))
        return (number + 1, after) if isolated else None

    def is_solved(self, equation: Equation, number: int, step: TypedStep) -> bool:
        """The value of a letter follows from an equation."""
        held = type(self)(self.elaboration, self.judge)
        held.result = self.result
        held.given = [*self.given, equation]
        assert step.left.term is not None
        assert step.right.term is not None
        return held.judged(number, step, step.left.term, step.right.term)[0].outcome is Verdict.VERIFIED
