"""Claims about what has two forms, `C = YᵀY/n = UΛUᵀ`: each form alone supposes less than both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from auditor.deciding.doubts import names_in
from auditor.deciding.facts import Claimed
from auditor.deciding.judgement import Judgement, unknown
from auditor.elaborating.elaboration import Elaboration
from auditor.terms import term as t
from auditor.terms.world import World
from auditor.verdicts import Verdict

Judging = Callable[[World], "tuple[Judgement, Claimed]"]
WORLDS = 8  # ways to choose forms that are tried


@dataclass(frozen=True)
class Chosen:
    """A world in which all names of a matrix stand for one of its forms, and the letters of the forms left out."""

    world: World
    left_out: frozenset[str]


def judged(
    claim: Claimed, elaboration: Elaboration, plain: tuple[Judgement, Claimed], judging: Judging
) -> tuple[Judgement, Claimed]:
    """The judgement under some choice of forms; the plain one of a claim about nothing that has two.

    What holds for one form holds: nothing is supposed there that the text does not say. What fails for one form fails
    only where the claim does not speak of the letters of the others, which are tied to it.
    """
    classes = _concerned(claim, _classes(elaboration))
    if not classes:
        return plain
    refuted = None
    for chosen in islice(_worlds(classes, claim.world), WORLDS):
        found = judging(chosen.world)
        if found[0].outcome is Verdict.VERIFIED:
            return found
        within = chosen.world.definitions
        reached = names_in(claim.left, within) | names_in(claim.right, within)
        if found[0].outcome is Verdict.REFUTED and not reached & chosen.left_out:
            refuted = found
    if plain[0].outcome is not Verdict.REFUTED:
        return plain
    return refuted or (unknown("the letters of a decomposition are tied to what is decomposed"), claim)


def _concerned(claim: Claimed, classes: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those of which the claim speaks, also through forms of others."""
    definitions = claim.world.definitions
    names = names_in(claim.left, definitions) | names_in(claim.right, definitions)
    found: list[tuple[str, ...]] = []
    while more := [members for members in classes if members not in found and names & set(members)]:
        found += more
        names |= {letter for members in more for name in members for letter in names_in(definitions[name], definitions)}
    return found


def _classes(elaboration: Elaboration) -> list[tuple[str, ...]]:
    """Names of one thing each, of which each has a form of its own."""
    classes: dict[str, tuple[str, ...]] = {}
    for later, earlier in elaboration.same.items():
        first = next((first for first, members in classes.items() if earlier in members), earlier)
        classes[first] = (*classes.get(first, (first,)), later)
    known = elaboration.world.definitions
    return [members for members in classes.values() if all(name in known for name in members)]


def _worlds(classes: list[tuple[str, ...]], world: World) -> Iterator[Chosen]:
    for kept in product(*classes):
        definitions = dict(world.definitions)
        for members, name in zip(classes, kept, strict=True):
            shape = world.definitions[name].shape
            definitions.update({other: t.symbol(name, shape) for other in members if other != name})
        others = {name for members in classes for name in members} - set(kept)
        left_out = {letter for name in others for letter in names_in(world.definitions[name], definitions)}
        inside = {letter for name in kept for letter in names_in(world.definitions[name], definitions)}
        yield Chosen(replace(world, definitions=definitions), frozenset(left_out - inside - set(kept)))
