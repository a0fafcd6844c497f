"""Index networks: what a term is once every contraction is written out.

A network is a rational number times a product of factors, summed over its bound wires; a factor is a head (a symbol, a
function of an inner form, …) whose legs carry wires. A wire may sit in any number of legs: that makes products,
Hadamard products, diagonals and traces one thing. A form is a sum of networks in canonical labelling, a function of its
parameters, which are the wires 0 … r − 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias
from weakref import WeakValueDictionary

from auditor.terms.dimension import ONE, Dimension
from auditor.terms.places import (
    FIRST,
    Leg,
    Place,
    Wire,
    put,
    rank_of_dimension,
    rank_of_leg,
    rank_of_name,
    wires_of,
)

Rational: TypeAlias = int | Fraction
# A permutation of legs that leaves a factor as it is, or turns its sign.
Symmetry: TypeAlias = tuple[tuple[int, ...], int]


class Unproved(Exception):
    """Gives up: too large, not supported, or a value that is not defined."""


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Head:
    """What stands at a node of a network; make heads with `head`, so that equal ones are the same object.

    The first `axes` legs are axes of the head itself; the others are the parameters that all its inner forms share,
    their last ones: an entry of exp(x + y) is the head "apply" with one leg for the common index, an entry of the
    inverse of M has two axes, and one more leg where M depends on an index.
    """

    kind: str
    name: Any
    inner: tuple[Form, ...]
    axes: int
    symmetries: tuple[Symmetry, ...]  # beside the identity
    properties: frozenset[str]
    ranges: tuple[Dimension, ...]  # of the axes of a symbol
    rank: int
    symbols: frozenset[str]  # names of the variables inside

    def __repr__(self) -> str:
        return f"{self.kind}:{self.name}" + (f"({', '.join(map(repr, self.inner))})" if self.inner else "")


class Factor(NamedTuple):
    head: Head
    legs: tuple[Leg, ...]
    exponent: Rational


Bound: TypeAlias = tuple[tuple[Wire, Dimension], ...]


class Network(NamedTuple):
    coefficient: Rational
    factors: tuple[Factor, ...]
    bound: Bound  # wires that are summed, with their ranges


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Form:
    """A sum of canonical networks over parameters 0 … r − 1; equal forms are the same object."""

    ranges: tuple[Dimension, ...]
    networks: tuple[Network, ...]  # sorted; none is a multiple of another
    rank: int
    symbols: frozenset[str]

    def __repr__(self) -> str:
        return " + ".join(f"{n.coefficient}·{list(n.factors)}" for n in self.networks) or "0"


_HEADS: WeakValueDictionary[tuple[Any, ...], Head] = WeakValueDictionary()
_FORMS: WeakValueDictionary[tuple[Any, ...], Form] = WeakValueDictionary()


def head(
    kind: str,
    name: Any = "",
    inner: tuple[Form, ...] = (),
    axes: int = 0,
    symmetries: tuple[Symmetry, ...] = (),
    properties: frozenset[str] = frozenset(),
    ranges: tuple[Dimension, ...] = (),
) -> Head:
    """The one head with these parts."""
    key = (kind, name, inner, axes, symmetries, properties, ranges)
    found = _HEADS.get(key)
    if found is None:
        rank = hash((rank_of_name(f"{kind} {name!s}"), *(form.rank for form in inner)))
        symbols = frozenset(name for form in inner for name in form.symbols)
        if kind in ("symbol", "differential"):
            symbols |= {name if kind == "symbol" else f"d {name}"}
        found = _HEADS[key] = Head(kind, name, inner, axes, symmetries, properties, ranges, rank, symbols)
    return found


def form(ranges: tuple[Dimension, ...], networks: Iterable[Network]) -> Form:
    """The one form with these canonical networks."""
    ordered = tuple(sorted(networks, key=rank_of_network))
    key = (ranges, ordered)
    found = _FORMS.get(key)
    if found is None:
        rank = hash(
            (
                *(rank_of_dimension(size) for size in ranges),
                *((rank_of_number(network.coefficient), rank_of_network(network)) for network in ordered),
            )
        )
        symbols = frozenset(name for network in ordered for factor in network.factors for name in factor.head.symbols)
        found = _FORMS[key] = Form(ranges, ordered, rank, symbols)
    return found


def rank_of_number(value: Rational) -> int:
    """Python hashes -1 like -2; ranks must not."""
    if isinstance(value, int):
        return 5 * value + 7
    return hash((5 * value.numerator + 7, value.denominator))


def rank_of_factor(factor: Factor) -> int:
    return hash((factor.head.rank, rank_of_number(factor.exponent), *map(rank_of_leg, factor.legs)))


def rank_of_network(network: Network) -> int:
    """A fixed order of canonical networks, coefficients aside."""
    return hash(
        (*map(rank_of_factor, network.factors), -7, *((wire, rank_of_dimension(size)) for wire, size in network.bound))
    )


# --- arithmetic -------------------------------------------------------------------------------------------------

Networks: TypeAlias = list[Network]
ONE_NETWORK = Network(1, (), ())

DELTA = head("delta", axes=2, symmetries=(((1, 0), 1),))
POSITION = head("position", axes=1)  # the number of a wire's value, from 0


def magnitude(value: Rational) -> Rational:
    return -value if value < 0 else value


def simplest(value: Rational) -> Rational:
    """Whole numbers as int, which are faster and never change a result."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def constant(value: Rational) -> Networks:
    return [Network(simplest(value), (), ())] if value else []


def single(head_: Head, legs: tuple[Leg, ...] = (), exponent: Rational = 1) -> Network:
    return Network(1, (Factor(head_, legs, exponent),), ())


def delta(left: Leg, right: Leg) -> Network:
    return ONE_NETWORK if left == right else Network(1, (Factor(DELTA, (left, right), 1),), ())


def of_dimension(dimension: Dimension) -> Networks:
    """A dimension as a number."""
    found = []
    for monomial, count in dimension.terms:
        names = dict.fromkeys(monomial)
        factors = tuple(Factor(head("size", name), (), monomial.count(name)) for name in names)
        found.append(Network(count, factors, ()))
    return found


def times(left: Network, right: Network) -> Network:
    return Network(
        simplest(left.coefficient * right.coefficient), left.factors + right.factors, left.bound + right.bound
    )


def scale(networks: Iterable[Network], by: Rational) -> Networks:
    if by == 1:
        return list(networks)
    return [Network(simplest(n.coefficient * by), n.factors, n.bound) for n in networks] if by else []


def wires_in(factors: Iterable[Factor]) -> set[Wire]:
    found: set[Wire] = set()
    for factor in factors:
        for leg in factor.legs:
            if isinstance(leg, Place):
                found.update(wire for wire, _ in leg.strides)
            else:
                found.add(leg)
    return found


def open_wires(networks: Iterable[Network]) -> list[Wire]:
    """Wires that are not bound, in order of first creation."""
    found: set[Wire] = set()
    for network in networks:
        found |= wires_in(network.factors).difference(wire for wire, _ in network.bound)
    return sorted(found)


def replace_wires(factors: Iterable[Factor], values: Mapping[Wire, Leg]) -> tuple[Factor, ...]:
    """The factors with legs in place of wires."""
    return tuple([with_legs(factor, values) if factor.legs else factor for factor in factors])


def with_legs(factor: Factor, values: Mapping[Wire, Leg]) -> Factor:
    legs = tuple([values.get(leg, leg) if leg.__class__ is int else put(leg, values) for leg in factor.legs])
    return Factor(factor.head, legs, factor.exponent)


def placed(networks: Iterable[Network], values: Mapping[Wire, Leg]) -> Networks:
    """The networks with legs in place of open wires."""
    return [Network(n.coefficient, replace_wires(n.factors, values), n.bound) for n in networks]


def summed(networks: Iterable[Network], bound: Bound) -> Networks:
    """The networks summed over more wires."""
    return [Network(n.coefficient, n.factors, n.bound + bound) for n in networks]


def rebound(network: Network, values: Mapping[Wire, Wire]) -> Network:
    """The network with its bound wires renamed."""
    bound = tuple([(values[wire], size) for wire, size in network.bound])
    return Network(network.coefficient, replace_wires(network.factors, values), bound)


def without(network: Network, *numbers: int) -> Network:
    """The network without the factors at these places."""
    return network._replace(factors=tuple([f for k, f in enumerate(network.factors) if k not in numbers]))


def with_exponent(network: Network, number: int, exponent: Rational) -> Network:
    """The network with another exponent on one factor, which goes where that is 0."""
    if not exponent:
        return without(network, number)
    changed = network.factors[number]._replace(exponent=simplest(exponent))
    return network._replace(factors=(*network.factors[:number], changed, *network.factors[number + 1 :]))


def components(network: Network) -> Networks:
    """Networks of factors that hang together by bound wires, each with coefficient 1."""
    if not network.bound:
        return [Network(1, (factor,), ()) for factor in network.factors]
    leader = {wire: wire for wire, _ in network.bound}

    def find(wire: Wire) -> Wire:
        while leader[wire] != wire:
            wire = leader[wire]
        return wire

    inside = [[wire for leg in f.legs for wire in wires_of(leg) if wire in leader] for f in network.factors]
    for wires in inside:
        for wire in wires[1:]:
            leader[find(wire)] = find(wires[0])
    grouped: dict[int, list[Factor]] = {}
    for number, (factor, wires) in enumerate(zip(network.factors, inside, strict=True)):
        # A factor without bound wires is a component of its own, under a key that no wire has.
        grouped.setdefault(find(wires[0]) if wires else -1 - number, []).append(factor)
    return [
        Network(1, tuple(factors), tuple([pair for pair in network.bound if find(pair[0]) == key]))
        for key, factors in grouped.items()
    ]


class Workspace:
    """Fresh wires with their ranges, and the number of operations that are left."""

    def __init__(self, budget: int, *, unfold: bool = False) -> None:
        self.ranges: dict[Wire, Dimension] = {}
        self.budget = budget
        self.unfold = unfold  # write hyperbolic functions by exponentials
        # Pairs (small, large) of sizes that must be so ordered: known ones, and those without which an inverse that
        # occurs would never exist.
        self.orders: list[tuple[Dimension, Dimension]] = []

    def spend(self, operations: int) -> None:
        self.budget -= operations
        if self.budget < 0:
            raise Unproved("too many operations")

    def wire(self, size: Dimension) -> Leg:
        """A new wire; an axis of size 1 has just its first place."""
        if size == ONE:
            return FIRST
        made = len(self.ranges)
        self.ranges[made] = size
        return made

    def bind(self, size: Dimension) -> tuple[Leg, Bound]:
        """A new wire to be summed over."""
        made = self.wire(size)
        return (made, ()) if isinstance(made, Place) else (made, ((made, size),))

    def instance(self, of: Form, legs: Sequence[Leg]) -> Networks:
        """The form's value at the legs, with bound wires renewed."""
        return self.copies(of.networks, legs)

    def copies(self, networks: Sequence[Network], legs: Sequence[Leg]) -> Networks:
        """Canonical networks at the legs, with bound wires renewed."""
        self.spend(len(networks))
        made = []
        for network in networks:
            values: dict[Wire, Leg] = dict(enumerate(legs))
            bound = []
            for wire, size in network.bound:
                values[wire] = fresh = len(self.ranges)
                self.ranges[fresh] = size
                bound.append((fresh, size))
            made.append(Network(network.coefficient, replace_wires(network.factors, values), tuple(bound)))
        return made

    def renewed(self, networks: Networks) -> Networks:
        """The same sum with bound wires of its own."""
        made = []
        for network in networks:
            values: dict[Wire, Wire] = {}
            for wire, size in network.bound:
                values[wire] = len(self.ranges)
                self.ranges[len(self.ranges)] = size
            made.append(rebound(network, values) if values else network)
        self.spend(len(made))
        return made

    def product(self, left: Networks, right: Networks) -> Networks:
        """All products; the bound wires of the two must be distinct, so give each occurrence its own instance."""
        self.spend(len(left) * len(right))
        if len(right) == 1 and right[0] == ONE_NETWORK:
            return left
        return [times(a, b) for a in left for b in right]
