"""A claim with all that the judges share about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from auditor.deciding.arithmetic import Field
from auditor.deciding.covering import Cover, cover
from auditor.deciding.drawing import Point, Style
from auditor.deciding.evaluating import Evaluation
from auditor.deciding.features import Features, features
from auditor.deciding.holding import is_testable
from auditor.deciding.limits import Meter
from auditor.deciding.properties import GENERIC, closure, manner
from auditor.deciding.sizes import Rules, Sizes, assign, rules
from auditor.terms.dimension import Shape
from auditor.terms.term import Term
from auditor.terms.world import World

OBLIQUE = {"projection", "projector"}


@dataclass(frozen=True)
class Claim:
    """Two terms of one shape and what is said of them."""

    left: Term
    right: Term
    relation: str = "="


@dataclass(frozen=True)
class Setting:
    """The claim, the world it is made in, and what may be spent on it."""

    claim: Claim
    world: World
    seed: int
    meter: Meter

    @property
    def loosened(self) -> Setting:
        """With a plain projection read as any idempotent matrix, so that what holds holds under both readings."""
        loose = {
            name: tuple("idempotent" if word in OBLIQUE else word for word in properties)
            for name, properties in self.world.properties.items()
            if OBLIQUE & set(properties) and "symmetric" not in properties
        }
        if not loose:
            return self
        return replace(self, world=replace(self.world, properties={**self.world.properties, **loose}))

    @cached_property
    def features(self) -> Features:
        return features(self.claim.left, self.claim.right, self.world)

    @cached_property
    def cover(self) -> Cover:
        return cover(self.claim.left, self.claim.right, self.world)

    @cached_property
    def rules(self) -> Rules:
        return rules(self.features, self.world)

    @cached_property
    def unmodelled(self) -> tuple[str, ...]:
        """Declared properties that drawn values need not have: nothing is refuted in spite of them."""
        tested = {(name, word) for name, word, _ in self.told}
        return tuple(f"{name} {word}" for name, word in self._missing if (name, word) not in tested)

    @cached_property
    def told(self) -> tuple[tuple[str, str, Shape], ...]:
        """Declared properties that drawn values need not have and for which a counterexample is tested."""
        shapes = dict(self.features.symbols)
        shapes.update({name: self.world.definitions[name].shape for name in self.features.definitions})
        return tuple(
            (name, word, shapes[name])
            for name, word in self._missing
            if name in shapes and is_testable(word, shapes[name])
        )

    @property
    def is_bound(self) -> bool:
        """Not all values of the letters are admitted."""
        return bool(self.world.constraints or self.told)

    @cached_property
    def _missing(self) -> tuple[tuple[str, str], ...]:
        typical = assign(self.rules, {name: 2 + place for place, name in enumerate(self.rules.names)}, {}) or {}
        missing: list[tuple[str, str]] = []
        for name, properties in sorted(self.world.properties.items()):
            known = closure(frozenset(properties))
            if name in self.features.symbols and typical.keys() >= set(self.features.sizes):
                extent = tuple(dimension.value(typical) for dimension in self.features.symbols[name])
                missing += [(name, word) for word in manner(tuple(properties), extent).unmodelled]
            elif name in self.features.functions:
                generic = GENERIC if self.claim.relation == "=" else frozenset()
                told = known - {"positive", "nonnegative", "nonzero"} - generic
                missing += [(name, word) for word in sorted(told)]
            elif name in self.features.definitions:
                missing += [(name, word) for word in sorted(known - GENERIC)]
        return tuple(missing)

    def strata(self, sizes: Sizes) -> dict[str, int]:
        """Symbols whose values fall into several kinds."""
        counts: dict[str, int] = {}
        for name, shape in self.features.symbols.items():
            if name in self.world.properties:
                extent = tuple(dimension.value(sizes) for dimension in shape)
                count = manner(tuple(self.world.properties[name]), extent).strata(extent)
                if count > 1:
                    counts[name] = count
        return counts

    def point(self, sizes: Sizes, style: Style, draws: int) -> Point:
        counts = {name: sizes[name] for name in self.features.counts if name in sizes}
        return Point(sizes, style, draws, self.seed, self.strata(sizes), counts)

    def evaluation(self, field: Field, point: Point) -> Evaluation:
        return Evaluation(field, self.world, point, self.meter, self.features.dependent)
