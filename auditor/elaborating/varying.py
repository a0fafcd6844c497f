"""What varies under the differentials of a derivation: the letters whose differentials it writes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from auditor.elaborating.elaboration import TypedStep
from auditor.terms.term import Term, subterms


def with_varying(
    steps: tuple[TypedStep, ...], chains: Iterable[Iterable[int]], definitions: Mapping[str, Term]
) -> tuple[TypedStep, ...]:
    """Each step with the free symbols that vary in its chain.

    A chain that writes `dW` and no other differential holds all other letters fixed, as in d(Wx + b) = (dW)x. Where it
    writes differentials of defined letters only, as in dL = -2(g - y)ᵀdy, those vary through what they are made of.
    """
    made = list(steps)
    in_chain: dict[int, frozenset[int]] = {}
    for chain in chains:
        members = frozenset(chain)
        in_chain.update(dict.fromkeys(members, members))
    for number, step in enumerate(steps):
        written: set[str] = set()
        for other in in_chain.get(number, frozenset([number])):
            written |= steps[other].varying
        made[number] = replace(step, varying=inputs(written, definitions))
    return tuple(made)


def inputs(written: Iterable[str], definitions: Mapping[str, Term]) -> frozenset[str]:
    """The free symbols behind the letters that are not themselves made of others among them."""
    names = set(written)
    behind = {name: free_symbols(name, definitions) for name in names}
    through = {name: _letters(name, definitions) - {name} for name in names}
    first = {name for name in names if not (through[name] & names)}
    return frozenset(symbol for name in first for symbol in behind[name])


def free_symbols(name: str, definitions: Mapping[str, Term]) -> frozenset[str]:
    """The undefined symbols that a symbol is made of; itself where it has no definition."""
    return frozenset(one for one in _letters(name, definitions) if one not in definitions)


def _letters(name: str, definitions: Mapping[str, Term]) -> set[str]:
    found: set[str] = set()
    stack = [name]
    while stack:
        current = stack.pop()
        if current in found:
            continue
        found.add(current)
        if (definition := definitions.get(current)) is not None:
            stack.extend(sub.parameters[0] for sub in subterms(definition) if sub.operation == "symbol")
    return found
