"""Proofs by normal form: two terms whose sums of index networks coincide are equal, for all sizes and all values."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass

from auditor.terms import function_products, rewriting
from auditor.terms.clearing import without_denominators, without_inverses
from auditor.terms.dimension import ONE as UNIT
from auditor.terms.dimension import Dimension, Shape
from auditor.terms.elementary import UNFOLDED
from auditor.terms.expansion import Expansion, Scope
from auditor.terms.networks import Form, Networks, Unproved, Workspace, scale
from auditor.terms.operations import EXPAND
from auditor.terms.places import Leg, Wire, never_negative
from auditor.terms.simplifying import RULES, normalise
from auditor.terms.splitting import complete_sums, split_ranges
from auditor.terms.term import Index, Term
from auditor.terms.world import World

BUDGET = 20_000
# What stops a proof: giving up, too deep a term, or a term whose parts do not fit.
FAILURES = (Unproved, RecursionError, ArithmeticError, LookupError, TypeError, ValueError, AssertionError)
# Rules take effect by being registered; naming them keeps the imports.
assert {rewriting.next_to_reciprocal, function_products.functions_of_one_matrix} <= set(RULES)


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A term as a function of its axes (those with more than one entry) and then of its free named indices."""

    shape: Shape
    indices: tuple[Index, ...]
    form: Form


def normal_form(term: Term, world: World, budget: int = BUDGET) -> NormalForm | None:
    """The normal form; None where the term is too large or uses what cannot be normalised.

    Normal forms that are equal prove the terms equal wherever both have a value.
    """
    try:
        frame = Frame(term.shape, term.indices, world, Workspace(budget))
        form = frame.form(frame.networks(term))
        return NormalForm(term.shape, term.indices, form) if frame.sizes_agree() else None
    except FAILURES:
        return None


def equal(left: Term, right: Term, world: World, budget: int = BUDGET) -> bool:
    """Whether the terms are proved equal for all sizes and all values that the world admits, wherever both are defined.

    False means "not proved". The number of operations is bounded by a multiple of `budget`; nothing is raised.
    """
    if left is right:
        return True
    if left.shape != right.shape:
        return False
    indices = tuple(sorted({*left.indices, *right.indices}))
    for unfold in (False, True):
        try:
            frame = Frame(left.shape, indices, world, Workspace(budget, unfold=unfold))
            difference = frame.form([*frame.networks(left), *scale(frame.networks(right), -1)])
            if _vanishes(difference, frame):
                return frame.sizes_agree()
        except FAILURES:
            return False
        if not _mentions(difference, UNFOLDED.keys()):
            return False
    return False


class Frame:
    """Parameters at which terms of one shape are compared: wires for the axes and for the free named indices."""

    def __init__(self, shape: Shape, indices: tuple[Index, ...], world: World, workspace: Workspace) -> None:
        self.workspace = workspace
        self.expansion = Expansion(world, workspace, EXPAND)
        self.places, axes, _ = self.expansion.axes(shape)
        wires: list[Wire] = list(axes)
        values: dict[Index, Leg] = {}
        for index in indices:
            scope, leg, _ = self.expansion.opened(index, Scope())
            values[index] = scope.indices[index]
            if isinstance(leg, int):
                wires.append(leg)
        self.scope = Scope(values)
        self.parameters = tuple(wires)

    def sizes_agree(self) -> bool:
        """Whether sizes exist for which all inverses do, without two of them being forced to coincide."""
        orders = [*self.workspace.orders, *self.expansion.world.ordered_sizes]
        above: dict[Dimension, set[Dimension]] = {}
        for small, large in orders:
            if (small.number is None and large.number is not None) or never_negative(small - large - UNIT):
                return False
            if not never_negative(large - small):
                above.setdefault(small, set()).add(large)
        return not any(start in _reachable(above, start) for start in above)

    def networks(self, term: Term) -> Networks:
        return self.expansion.entry(term, self.places, self.scope)

    def form(self, networks: Networks) -> Form:
        return normalise(networks, self.parameters, self.workspace)


# Ways to turn a difference that has not vanished into another that vanishes only if it does.
Attempt = Callable[[Form, Workspace], "Iterator[list[Form]]"]
ATTEMPTS: tuple[Attempt, ...] = (without_denominators, without_inverses, complete_sums, split_ranges)
DEEPEST = 3


def _vanishes(difference: Form, frame: Frame, depth: int = 0) -> bool:
    if not difference.networks:
        return True
    if depth == DEEPEST:
        return False
    for attempt in ATTEMPTS:
        for cases in attempt(difference, frame.workspace):
            if all(_vanishes(case, frame, depth + 1) for case in cases):
                return True
    return False


def _mentions(form: Form, names: Container[str]) -> bool:
    """Whether one of these functions occurs, at any depth."""
    for network in form.networks:
        for factor in network.factors:
            if factor.head.kind == "apply" and factor.head.name in names:
                return True
            if any(_mentions(inner, names) for inner in factor.head.inner):
                return True
    return False


def _reachable(above: Mapping[Dimension, set[Dimension]], start: Dimension) -> set[Dimension]:
    seen: set[Dimension] = set()
    waiting = list(above[start])
    while waiting:
        size = waiting.pop()
        if size not in seen:
            seen.add(size)
            waiting.extend(above.get(size, ()))
    return seen
