"""Assumptions that a text may have left unsaid: tried, weakest first, on a step that fails without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from auditor.elaborating.names import plain
from auditor.terms import term as t
from auditor.terms.replacing import depends, replace_subterm
from auditor.terms.term import Term, subterms
from auditor.terms.world import World

Equal = Callable[[Term, Term, World], bool]


def conditions(left: Term, right: Term, world: World, equal: Equal) -> tuple[str, ...]:
    """The assumptions under which a refuted equation holds, or () where no plausible one helps."""
    for words, assumed in _candidates(left, right, world, equal):
        if equal(left, right, assumed):
            return words
    return ()


def _candidates(left: Term, right: Term, world: World, equal: Equal) -> Iterator[tuple[tuple[str, ...], World]]:
    symbols = _symbols(left, right, world)
    squares = [symbol for symbol in symbols if _is_square(symbol)]
    natural = [symbol for symbol in squares if _sees_symmetric_part(left, right, symbol, world, equal)]
    for chosen in _few_of(natural):
        yield _symmetric(chosen, (), world)
    for pair in _mirrored(symbols):
        for chosen in ((), *_few_of(natural)):
            yield _symmetric(chosen, pair, world)


def _few_of(symbols: list[Term]) -> Iterator[tuple[Term, ...]]:
    """Each one, then each two of them."""
    yield from combinations(symbols, 1)
    yield from combinations(symbols, 2)


def _symmetric(symbols: tuple[Term, ...], pair: tuple[Term, ...], world: World) -> tuple[tuple[str, ...], World]:
    """Matrices taken to be symmetric, and a block of a matrix taken to mirror another one."""
    words = [f"{_name(symbol)} symmetric" for symbol in symbols]
    for symbol in symbols:
        world = _with(world, symbol, "symmetric")
    if pair:
        block, mirror = pair
        words.append(f"{_name(mirror)} = {_name(block)}^\\top")
        definitions = {**world.definitions, mirror.parameters[0]: t.transpose(block)}
        world = replace(world, definitions=definitions)
    return tuple(words), world


def _mirrored(symbols: list[Term]) -> Iterator[tuple[Term, Term]]:
    """Blocks such as C_{xu} and C_{ux}, which in a symmetric matrix are each other's transposes."""
    for one, other in combinations(symbols, 2):
        names = _BLOCK.fullmatch(_name(one)), _BLOCK.fullmatch(_name(other))
        if names[0] and names[1] and names[0]["letter"] == names[1]["letter"]:
            swapped = (names[0]["row"], names[0]["column"]) == (names[1]["column"], names[1]["row"])
            if swapped and one.shape == other.shape[::-1] and one.order == 2:
                yield one, other


_BLOCK = re.compile(r"(?P<letter>.+)_\{(?P<row>\w)(?P<column>\w)\}")


def _symbols(left: Term, right: Term, world: World) -> list[Term]:
    """The free symbols of both sides, through definitions."""
    found: dict[str, Term] = {}
    stack, seen = [left, right], set()
    while stack:
        for sub in subterms(stack.pop()):
            if sub.operation == "symbol" and sub.parameters[0] not in seen:
                seen.add(sub.parameters[0])
                definition = world.definitions.get(sub.parameters[0])
                if definition is not None:
                    stack.append(definition)
                else:
                    found[sub.parameters[0]] = sub
    return [found[name] for name in sorted(found)]


def _is_square(symbol: Term) -> bool:
    return symbol.order == 2 and symbol.shape[0] == symbol.shape[1]


def _sees_symmetric_part(left: Term, right: Term, symbol: Term, world: World, equal: Equal) -> bool:
    """One side depends on the symmetric part of a matrix alone: then the other may well suppose it symmetric."""
    if "symmetric" in world.properties.get(symbol.parameters[0], ()):
        return False
    part = t.multiply(t.number("1/2"), t.add(symbol, t.transpose(symbol)))
    for side in (_unfolded(left, symbol, world), _unfolded(right, symbol, world)):
        replaced = replace_subterm(side, symbol, part)
        if replaced is not side and equal(side, replaced, world):
            return True
    return False


def _unfolded(term: Term, symbol: Term, world: World) -> Term:
    """The term with the definitions written out that are made of a symbol: f(x) = xᵀAx in ∇f."""
    name = symbol.parameters[0]
    for _ in range(_NESTED):
        varied = {sub.arguments[1] for sub in subterms(term) if sub.operation == "derivative"}
        made = [
            sub
            for sub in subterms(term)
            if sub.operation == "symbol" and sub not in varied and _is_made_of(sub, name, world.definitions)
        ]
        if not made:
            break
        term = replace_subterm(term, made[0], world.definitions[made[0].parameters[0]])
    return term


_NESTED = 6


def _is_made_of(sub: Term, name: str, definitions: Mapping[str, Term]) -> bool:
    definition = definitions.get(sub.parameters[0])
    return definition is not None and depends(definition, name, definitions)


def _with(world: World, symbol: Term, word: str) -> World:
    name = symbol.parameters[0]
    return replace(world, properties={**world.properties, name: (*world.properties.get(name, ()), word)})


def _name(symbol: Term) -> str:
    return plain(symbol.parameters[0])
