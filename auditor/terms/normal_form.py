"""Proofs by normal form: two terms whose sums of index networks coincide are equal, for all sizes and all values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.terms import rewriting  # its rules register themselves
from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.expansion import Expansion, Scope
from auditor.terms.networks import Form, Networks, Unproved, Workspace
from auditor.terms.places import Leg, Wire
from auditor.terms.simplifying import normalise
from auditor.terms.term import Index, Term
from auditor.terms.world import World

BUDGET = 20_000


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A term as a function of its axes (those with more than one entry) and of its free named indices, in this order."""

    shape: Shape
    indices: tuple[Index, ...]
    form: Form


def normal_form(term: Term, world: World, budget: int = BUDGET) -> NormalForm | None:
    """The normal form; None where the term is too large or uses what cannot be normalised.

    Normal forms that are equal prove the terms equal wherever both have a value.
    """
    workspace = Workspace(budget)
    try:
        frame = Frame(term.shape, term.indices, world, workspace)
        return NormalForm(term.shape, term.indices, frame.form(frame.networks(term)))
    except (Unproved, RecursionError):
        return None


class Frame:
    """Parameters at which terms of one shape are compared: wires for the axes and for the free named indices."""

    def __init__(self, shape: Shape, indices: tuple[Index, ...], world: World, workspace: Workspace) -> None:
        self.workspace = workspace
        self.expansion = Expansion(world, workspace)
        self.places, axes, _ = self.expansion.axes(shape)
        self.axes = axes
        values: dict[Index, Leg] = {}
        wires: list[Wire] = list(axes)
        scope = Scope()
        for index in indices:
            scope, leg, _ = self.expansion.opened(index, scope)
            values[index] = scope.indices[index]
            if isinstance(leg, int):
                wires.append(leg)
        self.scope = Scope(values)
        self.parameters = tuple(wires)

    def networks(self, term: Term) -> Networks:
        return self.expansion.entry(term, self.places, self.scope)

    def form(self, networks: Networks) -> Form:
        return normalise(networks, self.parameters, self.workspace)


__all__ = ["ONE", "Dimension", "Iterator", "NormalForm", "normal_form", "rewriting"]
