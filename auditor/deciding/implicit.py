"""Derivatives of a number that an equation determines: F(x, y) = 0 gives dy/dx = -F_x / F_y."""

from __future__ import annotations

from dataclasses import replace

from auditor.deciding import facts
from auditor.deciding.facts import Claimed, Equal, Equation
from auditor.deciding.falsifying import counterexample
from auditor.deciding.judgement import Judgement
from auditor.terms import term as t
from auditor.terms.replacing import replace_subterm
from auditor.terms.term import Term, subterms
from auditor.verdicts import Evidence, Method, Verdict

SLOPE = "@slope"  # ends the name of such a derivative


def judged(
    claim: Claimed, equations: tuple[Equation, ...], equal: Equal, seed: int
) -> tuple[Judgement, Claimed] | None:
    """The judgement of a claim about such a derivative; None where it is about no such thing."""
    found = _differentiated(claim, equations)
    if found is None:
        return None
    reduced, equation = found
    used = (reduced, *facts.consequences((equation,), reduced, equal))
    if any(equal(one.left, one.right, one.world) for one in used):
        evidence = Evidence(Method.RULE, note="the equation is differentiated")
        return Judgement(Verdict.VERIFIED, evidence, "the equation is differentiated"), reduced
    premise = (equation.left, equation.right)
    instance = counterexample(((reduced.left, reduced.right),), (premise,), reduced.world, seed)
    if instance is None:
        return Judgement(Verdict.UNKNOWN, Evidence(), "the equations in force could not be solved"), reduced
    shown = instance.counterexample
    evidence = Evidence(Method.COUNTEREXAMPLE, field=instance.field, draws=1, counterexample=shown)
    return Judgement(Verdict.REFUTED, evidence, "an instance separates the sides"), reduced


def _differentiated(claim: Claimed, equations: tuple[Equation, ...]) -> tuple[Claimed, Equation] | None:
    """The claim with the derivatives of y by x written out, y being free."""
    definitions = claim.world.definitions
    parts = dict.fromkeys(sub for side in (claim.left, claim.right) for sub in subterms(side))
    for part in parts:
        if part.operation != "derivative" or part.shape or any(one.operation != "symbol" for one in part.arguments):
            continue
        value, variable = part.arguments
        name = value.parameters[0]
        if name not in definitions or definitions[name].operation != "call":
            continue
        ruling = [one for one in equations if not one.left.shape and value in _letters(one)]
        if len(ruling) != 1 or variable not in _letters(ruling[0]):
            continue
        return _reduced(claim, part, ruling[0]), ruling[0]
    return None


def _letters(equation: Equation) -> set[Term]:
    return {sub for side in (equation.left, equation.right) for sub in subterms(side) if sub.operation == "symbol"}


def _reduced(claim: Claimed, part: Term, equation: Equation) -> Claimed:
    value, variable = part.arguments
    name = value.parameters[0]
    by_variable, by_value = (t.derivative(equation.residual, one) for one in (variable, value))
    slope = t.multiply(t.number(-1), by_variable, t.power(by_value, t.number(-1)))
    kept = {other: term for other, term in claim.world.definitions.items() if other != name}
    world = replace(claim.world, definitions={**kept, f"{name}{SLOPE}": slope})
    symbol = t.symbol(f"{name}{SLOPE}")
    left, right = (replace_subterm(side, part, symbol) for side in (claim.left, claim.right))
    return Claimed(left, right, world, (equation.claim,))
