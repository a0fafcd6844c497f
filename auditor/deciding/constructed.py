"""Deciding claims about letters that equations bind together: by construction, or by differentiating the equation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.deciding import constructing, facts
from auditor.deciding.facts import Claimed, Equation
from auditor.deciding.judgement import Judgement
from auditor.deciding.stating import is_point
from auditor.terms import term as t
from auditor.verdicts import Evidence, Verdict

if TYPE_CHECKING:
    from auditor.deciding.deciding import Judge


class Constructing:
    """The part of deciding a document that is about letters bound by equations."""

    judge: Judge
    given: list[Equation]

    def says_a_derivative(self, number: int) -> bool:
        raise NotImplementedError

    def binding(
        self, number: int, in_force: tuple[Equation, ...], more: tuple[Equation, ...], claim: Claimed
    ) -> tuple[Equation, ...]:
        """The equations that bind letters of a claim; of derivatives, those of letters that depend on others."""
        laid_down = (*(one for one in self.given if not is_point(one)), *more)
        if self.says_a_derivative(number) and not facts.bind_functions(laid_down, claim):
            return in_force
        return laid_down

    def constructed(
        self, bound: tuple[Equation, ...], in_force: tuple[Equation, ...], claim: Claimed
    ) -> tuple[Judgement, Claimed] | None:
        """The judgement where equations that bind letters hold by construction; None where they do not all that are in
        force, and the claim is not verified by those that do."""
        made = constructing.built(bound, claim.world, self.judge.equal)
        made = replace(made, rest=tuple(one for one in made.rest if one in in_force))
        if not made.used:
            return None
        under = replace(claim, world=made.world, used=made.used)
        judgement = self.with_pairing(under)
        if judgement.outcome is Verdict.VERIFIED:
            return judgement, under
        for consequence in facts.consequences(made.rest, under, self.judge.equal):
            found = self.judge(consequence.left, consequence.right, "=", consequence.world)
            if found.outcome is Verdict.VERIFIED:
                return found, replace(consequence, used=(*made.used, *consequence.used))
        unbound = not made.rest or not facts.concern(made.rest, under)
        return (judgement, under) if unbound else None

    def with_pairing(self, claim: Claimed, relation: str = "=") -> Judgement:
        """The judgement of a claim on derivatives by a constructed matrix, which is read off differentials."""
        pairing = constructing.paired(claim.left, claim.right, claim.world)
        if pairing is None or relation != "=":
            return self.judge(claim.left, claim.right, relation, claim.world)
        left, right, gradient = pairing
        judgement = self.judge(left, right, "=", claim.world)
        symmetric = gradient is None or self.judge.equal(gradient, t.transpose(gradient), claim.world)
        if judgement.outcome is not Verdict.UNKNOWN and not symmetric:
            return Judgement(Verdict.UNKNOWN, Evidence(), "a derivative by a symmetric matrix that is not symmetric")
        return judgement
