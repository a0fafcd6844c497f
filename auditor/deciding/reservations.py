"""Why a claim that fails at some point may still be meant to hold: what the text says of the point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from auditor.deciding.doubts import names_in
from auditor.deciding.facts import Claimed, Equation
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.names import plain
from auditor.terms.dimension import Dimension
from auditor.terms.replacing import with_sizes
from auditor.terms.term import Term

# Words that leave some points out.
EXCLUDING = re.compile(
    r"\b(?:away from|unless|except|outside|other than|non-?zero|non-?trivial|not (?:yet )?(?:zero|optimal|stationary)"
    r"|different from|distinct|if|when|whenever|as long as|provided)\b",
    re.IGNORECASE,
)


def excludes_points(lead: str) -> bool:
    return EXCLUDING.search(lead) is not None


def at_equal_sizes(claim: Claimed, equal: Mapping[str, Dimension]) -> Claimed:
    """The claim, and what its letters are defined as, where each of these sizes is what it is equal to."""

    def merged(term: Term) -> Term:
        return with_sizes(term, lambda dimension: dimension.replace(dict(equal)))

    definitions = {name: merged(value) for name, value in claim.world.definitions.items()}
    world = replace(claim.world, definitions=definitions)
    return replace(claim, left=merged(claim.left), right=merged(claim.right), world=world)


def of_order(step: TypedStep, claim: Claimed, in_force: Iterable[Equation]) -> str:
    """An equation in force ties letters that stand on the sides themselves: a point off it refutes nothing."""
    own = names_in(claim.left, {}) | names_in(claim.right, {})
    free = own - set(claim.world.definitions)
    for equation in in_force:
        tied = free & equation.names({})
        if tied:
            return f"the equations in force for {plain(min(tied))} were not put to use"
    return ""


def of_ties(claim: Claimed, undecided: Iterable[tuple[Term, Term]], in_force: Iterable[Equation]) -> str:
    """Why letters of which the sides have none in common may yet be equal: undecided equations lead from these to
    those, alone or together with the ones in force."""
    definitions = claim.world.definitions
    left, right = (names_in(side, definitions) for side in (claim.left, claim.right))
    if not left or not right or left & right:
        return ""
    ties = [names_in(one, definitions) | names_in(other, definitions) for one, other in undecided]
    if not ties:
        return ""
    ties += [one.names(definitions) for one in in_force]
    reached, before = set(left), 0
    while len(reached) > before:
        before = len(reached)
        reached.update(*(tie for tie in ties if tie & reached))
    return "an equation before it that was not decided may tie the two sides" if reached & right else ""
