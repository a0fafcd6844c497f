"""What an implication says: that its conclusions follow from its premises, and, of ⟺, these from those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from auditor.deciding.doubts import names_in
from auditor.deciding.facts import Claimed, Equation, unsquared
from auditor.deciding.falsifying import Pair, counterexample
from auditor.deciding.judgement import Judgement
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.names import plain
from auditor.findings import Finding, finding
from auditor.terms import term as t
from auditor.terms.term import Term
from auditor.terms.world import World
from auditor.verdicts import Counterexample, Evidence, Method, Verdict

# Judges a claim of a step under more equations than those in force there.
Judging = Callable[[TypedStep, Term, Term, tuple[Equation, ...]], tuple[Judgement, Claimed]]
BACKWARD = r"\impliedby"
BOTH = r"\iff"


@dataclass(frozen=True)
class Proposition:
    """Equations that hold together, or of which one holds."""

    steps: tuple[tuple[int, TypedStep], ...]
    either: bool = False

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return tuple((step.left.term, step.right.term) for _, step in self.steps if step.left.term and step.right.term)

    @property
    def equations(self) -> tuple[Equation, ...]:
        return tuple(
            unsquared(Equation(step.left.term, step.right.term, number))
            for number, step in self.steps
            if step.left.term and step.right.term and step.relation.symbol == "="
        )

    @property
    def readable(self) -> bool:
        """Every equation has a meaning."""
        return bool(self.steps) and all(
            step.left.term is not None and step.right.term is not None and step.problem is None
            for _, step in self.steps
        )


@dataclass(frozen=True)
class Drawn:
    """Whether a proposition follows: the judgement of each of its equations, and the equations used."""

    verdict: Verdict
    evidence: Evidence = field(default_factory=Evidence)
    used: tuple[int, ...] = ()


def follows(
    premise: Proposition,
    conclusion: Proposition,
    judging: Judging,
    world: World,
    others: Sequence[Equation],
    seed: int | None,
) -> Drawn:
    """Whether the conclusion follows from the premise and from the other equations in force."""
    if premise.either:
        return _from_each(premise, conclusion, judging, world, others, seed)
    if conclusion.either and (product := _one_of(conclusion)) is not None:
        left, right = product
        judgement, claim = judging(conclusion.steps[0][1], left, right, premise.equations)
        if judgement.outcome is Verdict.VERIFIED:
            return Drawn(Verdict.VERIFIED, judgement.evidence, claim.used)
        return _broken((conclusion.pairs,), premise, world, others, seed)
    made: list[Drawn] = []
    for _, step in conclusion.steps:
        assert step.left.term is not None
        assert step.right.term is not None
        judgement, claim = judging(step, step.left.term, step.right.term, premise.equations)
        if judgement.outcome is not Verdict.VERIFIED:
            return _broken(tuple((pair,) for pair in conclusion.pairs), premise, world, others, seed)
        made.append(Drawn(judgement.outcome, judgement.evidence, claim.used))
    return made[0]


def _from_each(
    premise: Proposition,
    conclusion: Proposition,
    judging: Judging,
    world: World,
    others: Sequence[Equation],
    seed: int | None,
) -> Drawn:
    """A conclusion from alternatives: from each of them."""
    found = Drawn(Verdict.UNKNOWN)
    for one in premise.steps:
        found = follows(Proposition((one,)), conclusion, judging, world, others, seed)
        if found.verdict is not Verdict.VERIFIED:
            break
    return found


def _one_of(conclusion: Proposition) -> Pair | None:
    """One of several scalar equations holds: the product of their residuals is 0."""
    if any(left.shape for left, _ in conclusion.pairs):
        return None
    return t.multiply(*(t.subtract(left, right) for left, right in conclusion.pairs)), t.number(0)


def _broken(
    claims: tuple[tuple[Pair, ...], ...],
    premise: Proposition,
    world: World,
    others: Sequence[Equation],
    seed: int | None,
) -> Drawn:
    """A certified instance of the premises for which some of the claims fail, all of one group together."""
    equations = [pair for step in others if (pair := (step.left, step.right)) not in premise.pairs]
    plain_equations = all(step.relation.symbol == "=" for _, step in premise.steps)
    if not plain_equations or seed is None:
        return Drawn(Verdict.UNKNOWN)
    for group in claims:
        found = counterexample(group, (*premise.pairs, *equations), world, seed)
        if found is not None:
            evidence = Evidence(
                Method.COUNTEREXAMPLE, field=found.field, draws=1,
                sizes=(found.counterexample.sizes,), counterexample=found.counterexample,
            )  # fmt: skip
            return Drawn(Verdict.REFUTED, evidence)
    return Drawn(Verdict.UNKNOWN)


def complaint(
    step: TypedStep, premise: Proposition, conclusion: Proposition, evidence: Evidence, *, backward: bool
) -> Finding:
    """What is wrong with an implication that an instance breaks."""
    found = evidence.counterexample
    assert found is not None
    span = step.relation.span
    if not backward and (root := _lost_root(premise, conclusion, found)) is not None:
        return finding("E325", span, root=root)
    return finding("E324", span, premise=_written(premise), witness=_instance(found))


def _lost_root(premise: Proposition, conclusion: Proposition, found: Counterexample) -> str | None:
    """The solution of an equation for a letter that the conclusion says another value of, all being numbers."""
    if found.sizes or any(isinstance(value, list) for _, value in found.values):
        return None
    for left, _ in conclusion.pairs:
        for name, value in found.values:
            inside = any(name in names_in(side, {}) for pair in premise.pairs for side in pair)
            if left.operation == "symbol" and left.parameters[0] == name and inside:
                others = [f"{plain(other)} = {number}" for other, number in found.values if other != name]
                said = f" with {', '.join(others)}" if others else ""
                return f"{plain(name)} = {value}{said}"
    return None


def _written(premise: Proposition) -> str:
    parts = []
    for _, step in premise.steps:
        sides = (side.written.latex if side.written is not None else "…" for side in (step.left, step.right))
        parts.append(step.relation.symbol.join(f" {side} " for side in sides).strip())
    return ", ".join(parts)


def _instance(found: Counterexample) -> str:
    values = [f"{plain(name)} = {_plainly(value)}" for name, value in found.values]
    return f"with {', '.join(values)} the one holds and not the other"


def _plainly(value: object) -> str:
    return f"[{', '.join(map(_plainly, value))}]" if isinstance(value, list) else str(value)


def is_isolated(step: TypedStep, premise: Sequence[Pair], world: World) -> bool:
    """`X = …` for a free letter of the premise: the premise was an equation to be solved for it."""
    left, right = step.left.term, step.right.term
    if left is None or right is None or step.relation.symbol != "=" or left.operation != "symbol":
        return False
    name = left.parameters[0]
    inside = any(name in names_in(side, world.definitions) for pair in premise for side in pair)
    return inside and name not in world.definitions and name not in names_in(right, world.definitions)
