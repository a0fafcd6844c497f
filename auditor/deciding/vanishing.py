"""Chains that the author ends with zero: `u'∇ρ = 2(u'Cu - ρu'u)/(u'u) = 0`, in which each operand is zero."""

from __future__ import annotations

from auditor.deciding.judgement import Judgement
from auditor.elaborating.elaboration import Elaboration
from auditor.terms import term as t
from auditor.terms.term import Term, is_zero
from auditor.verdicts import Verdict


def zero_of(side: Term) -> Term:
    return t.zeros(side.shape) if side.shape else t.number(0)


def is_said_to_vanish(number: int, elaboration: Elaboration) -> bool:
    """A zero is written in the chain of a step, and all relations between are equalities."""
    chain = elaboration.chain_of(number)
    steps = [elaboration.steps[one] for one in chain]
    return all(step.relation.symbol == "=" for step in steps) and any(
        side.term is not None and is_zero(side.term) for step in steps for side in (step.left, step.right)
    )


def both_vanish(judgements: list[Judgement]) -> Judgement | None:
    """The weaker of two judgements that a side is zero, where both are that."""
    if any(one.outcome is not Verdict.VERIFIED for one in judgements):
        return None
    return next((one for one in judgements if one.evidence.draws), judgements[0])
