"""From terms to networks: the entry of a term at given places.

A term is expanded from the outside in: an entry of A B at (i, j) is the sum over k of an entry of A at (i, k) times one
of B at (k, j). What each operation means stands in the modules `expanding_*`, gathered in `operations`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeAlias

from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.networks import (
    DELTA,
    ONE_NETWORK,
    Bound,
    Factor,
    Form,
    Network,
    Networks,
    Symmetry,
    Unproved,
    Workspace,
    delta,
    head,
    single,
)
from auditor.terms.places import Leg, Place, Wire, combine, compose, digits, place, shift
from auditor.terms.properties import closure
from auditor.terms.term import Index, Term
from auditor.terms.world import World

Places: TypeAlias = tuple[Leg, ...]
Rule: TypeAlias = "Callable[[Expansion, Term, Places, Scope], Networks]"


@dataclass(frozen=True)
class Value:
    """What a symbol is bound to: a form of the symbol's axes, then of the open wires where it was bound."""

    form: Form
    legs: Places


@dataclass(frozen=True)
class Scope:
    """Where a term is read: places of the named indices (their values less 1), values of bound symbols."""

    indices: Mapping[Index, Leg] = field(default_factory=dict)
    bound: Mapping[str, Value] = field(default_factory=dict)
    following: tuple[str, ...] = ()  # definitions being unfolded
    depth: int = 0  # derivatives around


class Expansion:
    """Expands terms in one world, in one workspace."""

    def __init__(self, world: World, workspace: Workspace, rules: Mapping[str, Rule]) -> None:
        self.world = world
        self.workspace = workspace
        self.rules = rules  # one for each operation
        self.definitions: dict[tuple[Any, ...], Value] = {}  # those that have been followed
        self.fixed = {name: Dimension.of(value) for name, value in world.fixed_sizes.items()}

    def size(self, dimension: Dimension) -> Dimension:
        return dimension.replace(self.fixed) if self.fixed else dimension

    def entry(self, term: Term, places: Places, scope: Scope) -> Networks:
        """The term at one place for each axis (the first place on axes of size 1)."""
        self.workspace.spend(1)
        expand = self.rules.get(term.operation)
        if expand is None:
            raise Unproved(f"the operation {term.operation}")
        return expand(self, term, places, scope)

    def known(self, name: str) -> frozenset[str]:
        """The properties of a symbol."""
        return closure(tuple(self.world.properties.get(name, ())))

    def number(self, dimension: Dimension, scope: Scope) -> Dimension:
        """A dimension where it counts; one that names an index (as in a sum up to j) is not supported."""
        if {index.name for index in scope.indices} & set(dimension.symbols):
            raise Unproved("a size that depends on an index")
        return self.size(dimension)

    def scalar(self, term: Term, scope: Scope) -> Networks:
        return self.entry(term, (), scope)

    def axes(self, shape: Shape) -> tuple[Places, tuple[Wire, ...], Bound]:
        """New places for the axes of a shape; wires for those of more than one entry; the wires as bound ones."""
        places = tuple(self.workspace.wire(self.size(size)) for size in shape)
        wires = tuple(leg for leg in places if isinstance(leg, int))
        return places, wires, tuple((wire, self.workspace.ranges[wire]) for wire in wires)

    def matrix(self, term: Term, scope: Scope) -> tuple[Networks, Wire, Wire]:
        """A square matrix at new wires."""
        places, wires, _ = self.axes(term.shape)
        if len(wires) != 2:
            raise Unproved("a matrix with one row or column")
        return self.entry(term, places, scope), wires[0], wires[1]

    # --- places -------------------------------------------------------------------------------------------------

    def place(self, term: Term, scope: Scope) -> Leg:
        """The place that an index expression names (its value less 1)."""
        return shift(self.whole(term, scope), -ONE)

    def whole(self, term: Term, scope: Scope) -> Leg:
        """The value of an index expression, an affine function of index values and sizes."""
        match term.operation:
            case "number":
                value: Fraction = term.parameters[0]
                if value.denominator == 1:
                    return place(Dimension.of(int(value)), ())
            case "size":
                return place(self.number(term.parameters[0], scope), ())
            case "index":
                return shift(self.index_place(term.parameters[0], scope), ONE)
            case "add":
                return combine((self.whole(argument, scope), ONE) for argument in term.arguments)
            case "multiply":
                return self.multiple(term, scope)
        raise Unproved("an index that is not an affine expression")

    def multiple(self, term: Term, scope: Scope) -> Leg:
        factor, varying = ONE, []
        for argument in term.arguments:
            leg = self.whole(argument, scope)
            if isinstance(leg, Place) and not leg.strides:
                factor = factor * leg.offset
            else:
                varying.append(leg)
        if len(varying) > 1:
            raise Unproved("a product of indices as index")
        return combine([(varying[0], factor)]) if varying else place(factor, ())

    def index_place(self, index: Index, scope: Scope) -> Leg:
        found = scope.indices.get(index)
        if found is None:
            raise Unproved(f"the index {index.name} stands free")
        return found

    def opened(self, index: Index, scope: Scope) -> tuple[Scope, Leg, Bound]:
        """A scope in which the index runs along a new wire."""
        lower = self.number(index.lower, scope)
        wire, bound = self.workspace.bind(self.number(index.size, scope))
        leg = shift(wire, lower - ONE)
        return replace(scope, indices={**scope.indices, index: leg}), wire, bound

    def split(self, leg: Leg, sizes: Shape) -> tuple[Places, Networks]:
        """Digits of a place, highest first, with the delta that ties new wires to it."""
        sizes = tuple(map(self.size, sizes))
        known = digits(leg, sizes, self.workspace.ranges)
        if known is not None:
            return known, [ONE_NETWORK]
        made: list[Leg] = []
        bound: list[tuple[Wire, Dimension]] = []
        for size in sizes:
            wire, pair = self.workspace.bind(size)
            made.append(wire)
            bound.extend(pair)
        whole = compose(zip(made, sizes, strict=True))
        return tuple(made), [delta(leg, whole)._replace(bound=tuple(bound))]

    def product(self, *factors: Networks) -> Networks:
        result: Networks = [ONE_NETWORK]
        for factor in factors:
            result = self.workspace.product(result, factor)
        return result


def symbol_network(
    name: str, legs: Places, ranges: tuple[Dimension, ...], known: frozenset[str], order: int
) -> Network:
    """A symbol at its axes of more than one entry; of a family of matrices only what is said of entries is used."""
    if order > 2:
        known &= {"positive", "nonnegative", "integer"}
    symmetries: tuple[Symmetry, ...] = ()
    if len(legs) == 2 and known & {"symmetric", "skew-symmetric"}:
        symmetries = (((1, 0), 1 if "symmetric" in known else -1),)
    of = head("symbol", name, (), len(legs), symmetries, known, ranges)
    if len(legs) == 2 and "diagonal" in known and legs[0] != legs[1]:
        return Network(1, (Factor(of, (legs[0], legs[0]), 1), Factor(DELTA, legs, 1)), ())
    return single(of, legs)
