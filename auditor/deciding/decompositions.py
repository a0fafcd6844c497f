"""Claims about what has several forms, `C = YᵀY/n = UΛUᵀ`, or "K_ij = k(x_i, x_j), which is positive definite".

Each form alone supposes less than all of them, so that a claim holds where it holds for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from auditor.deciding.doubts import names_in
from auditor.deciding.facts import Claimed
from auditor.deciding.judgement import Judgement, unknown
from auditor.deciding.properties import GENERIC, closure
from auditor.elaborating.elaboration import Elaboration
from auditor.terms import term as t
from auditor.terms.term import Term, subterms
from auditor.terms.world import World
from auditor.verdicts import Verdict

Judging = Callable[[World], "tuple[Judgement, Claimed]"]
WORLDS = 8  # ways to choose forms that are tried
DIFFERENTIATING = frozenset({"derivative", "directional", "substitute"})


@dataclass(frozen=True)
class Several:
    """Names of one thing, each of which has a form of its own; `declared` where what is declared of it is one more."""

    names: tuple[str, ...]
    declared: bool = False


@dataclass(frozen=True)
class Chosen:
    """A world in which one form of everything is left, and the letters of the forms left out."""

    world: World
    left_out: frozenset[str]
    defined: bool  # no definition was dropped for what is declared


def judged(
    claim: Claimed, elaboration: Elaboration, plain: tuple[Judgement, Claimed], judging: Judging
) -> tuple[Judgement, Claimed]:
    """The judgement under some choice of forms; the plain one of a claim about nothing that has several.

    What holds for one form holds: nothing is supposed there that the text does not say. What fails for one form fails
    only where the claim does not speak of the letters of the others, which are tied to it.
    """
    several = _concerned(claim, _several(elaboration))
    refuted = None
    for chosen in islice(_worlds(several, claim.world), WORLDS):
        if not _may_choose(claim, chosen):
            continue
        found = judging(chosen.world)
        if found[0].outcome is Verdict.VERIFIED:
            return found
        reached = _names(claim, chosen.world)
        if found[0].outcome is Verdict.REFUTED and chosen.defined and not reached & chosen.left_out:
            refuted = found
    if plain[0].outcome is not Verdict.REFUTED or not any(len(one.names) > 1 for one in several):
        return plain
    return refuted or (unknown("the letters of a decomposition are tied to what is decomposed"), claim)


def _names(claim: Claimed, world: World) -> frozenset[str]:
    return names_in(claim.left, world.definitions) | names_in(claim.right, world.definitions)


def _may_choose(claim: Claimed, chosen: Chosen) -> bool:
    """Nothing is differentiated by a letter of a form left out: without that form nothing would depend on it."""
    variables = {
        sub.parameters[0]
        for inside in _parts(claim, chosen.world)
        if inside.operation in DIFFERENTIATING
        for argument in inside.arguments[1:]
        for sub in subterms(argument)
        if sub.operation == "symbol"
    }
    return not variables & chosen.left_out


def _parts(claim: Claimed, world: World) -> Iterator[Term]:
    for side in (claim.left, claim.right, *(world.definitions.get(name) for name in sorted(_names(claim, world)))):
        if side is not None:
            yield from subterms(side)


def _concerned(claim: Claimed, several: list[Several]) -> list[Several]:
    """Those of which the claim speaks, also through forms of others."""
    definitions = claim.world.definitions
    names = set(_names(claim, claim.world))
    found: list[Several] = []
    while more := [one for one in several if one not in found and names & set(one.names)]:
        found += more
        for name in (name for one in more for name in one.names):
            names |= names_in(definitions[name], definitions)
    return found


def _several(elaboration: Elaboration) -> list[Several]:
    decomposed: dict[str, tuple[str, ...]] = {}
    for later, earlier in elaboration.same.items():
        first = next((first for first, members in decomposed.items() if earlier in members), earlier)
        decomposed[first] = (*decomposed.get(first, (first,)), later)
    world = elaboration.world
    found = [Several(members) for members in decomposed.values() if all(one in world.definitions for one in members)]
    taken = {name for one in found for name in one.names}
    told = (name for name, words in world.properties.items() if closure(frozenset(words)) - GENERIC)
    found += [Several((name,), declared=True) for name in told if name in world.definitions and name not in taken]
    return found


def _worlds(several: list[Several], world: World) -> Iterator[Chosen]:
    options = [(*one.names, None) if one.declared else one.names for one in several]
    for kept in product(*options):
        definitions = dict(world.definitions)
        for one, name in zip(several, kept, strict=True):
            if name is None:
                del definitions[one.names[0]]
                continue
            shape = world.definitions[name].shape
            definitions.update({other: t.symbol(name, shape) for other in one.names if other != name})
        others = {name for one in several for name in one.names} - {name for name in kept if name is not None}
        left_out = {letter for name in others for letter in names_in(world.definitions[name], world.definitions)}
        yield Chosen(replace(world, definitions=definitions), frozenset(left_out), None not in kept)
