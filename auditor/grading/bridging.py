"""Terms of one document in the world of another one that stands behind the same problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from auditor.grading.examining import Examined
from auditor.terms import term as t
from auditor.terms.dimension import Dimension
from auditor.terms.replacing import mapped, with_sizes
from auditor.terms.term import Term, make, subterms
from auditor.terms.world import World

_OWN = "#reference"  # ends the names of letters that only the other document uses


@dataclass(frozen=True, eq=False)
class Bridge:
    """Brings terms of `other` into `home`: the letters of the problem mean the same, all others are kept apart.

    The problem decides what its letters are: what `home` assumes or defines of them beyond that does not count.
    """

    home: Examined
    other: Examined
    shared: frozenset[str]

    def term(self, term: Term) -> Term:
        """A term of the other document, in home's sizes."""
        return with_sizes(self._apart(term), lambda size: size.replace(self._sizes))

    @cached_property
    def world(self) -> World:
        """Where terms of both can be compared."""
        home, other = self.home.elaboration.world, self.other.elaboration.world
        definitions = {name: term for name, term in home.definitions.items() if name not in self.shared}
        definitions |= {self._name(name): self.term(term) for name, term in other.definitions.items()}
        properties = {name: words for name, words in home.properties.items() if name not in self.shared}
        properties |= {self._name(name): words for name, words in other.properties.items()}
        constant = (home.constant - self.shared) | frozenset(map(self._name, other.constant))
        ordered = tuple((a.replace(self._sizes), b.replace(self._sizes)) for a, b in other.ordered_sizes)
        fixed = {**home.fixed_sizes, **other.fixed_sizes}
        return replace(
            home,
            properties=properties,
            definitions=definitions,
            constant=constant,
            ordered_sizes=ordered,
            fixed_sizes=fixed,
        )

    def _name(self, name: str) -> str:
        return name if self._is_shared(name) else name + _OWN

    def _is_shared(self, name: str) -> bool:
        """A letter of the problem, also with the primes of a derivative, or one that an operation binds."""
        return name.rstrip("'") in self.shared or name.endswith(t.BOUND)

    def _apart(self, term: Term) -> Term:
        def change(sub: Term) -> Term | None:
            if sub.operation not in ("symbol", "call"):
                return None
            name = sub.parameters[0]
            if self._is_shared(name):
                return None
            arguments = tuple(mapped(argument, change) for argument in sub.arguments)
            return make(sub.operation, arguments, (self._name(name), *sub.parameters[1:]), sub.shape, sub.indices)

        return mapped(term, change)

    @cached_property
    def _sizes(self) -> Mapping[str, Dimension]:
        """What the sizes of the other document are called at home, by the letters that both speak of."""
        pairs = [
            (size.name, own)
            for name in sorted(self.shared)
            for size, own in zip(self.other.shapes.get(name, ()), self.home.shapes.get(name, ()), strict=False)
            if size.name is not None
        ]
        alike = {name for name, own in pairs if own.name == name}
        found: dict[str, Dimension] = {}
        for name, own in pairs:
            if name not in alike:
                found.setdefault(name, own)
        return found


def letters_of(examined: Examined) -> frozenset[str]:
    """The internal names of all letters that a document speaks of."""
    found = {*examined.shapes, *examined.elaboration.world.definitions, *examined.elaboration.world.properties}
    for step in examined.steps:
        for side in (step.left, step.right):
            if side.term is not None:
                found |= {sub.parameters[0] for sub in subterms(side.term) if sub.operation in ("symbol", "call")}
    return frozenset(found)
