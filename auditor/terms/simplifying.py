"""From raw networks to normal ones: deltas solved, idle wires counted, equal factors merged, rules applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import permutations
from math import floor
from typing import TypeAlias

from auditor.terms.canonical import canonical, settle
from auditor.terms.deltas import solve_deltas
from auditor.terms.dimension import Dimension
from auditor.terms.networks import (
    DELTA,
    ONE_NETWORK,
    POSITION,
    Bound,
    Factor,
    Form,
    Head,
    Network,
    Networks,
    Rational,
    Symmetry,
    Workspace,
    constant,
    form,
    head,
    of_dimension,
    open_wires,
    simplest,
    single,
    times,
    wires_in,
    with_exponent,
    without,
)
from auditor.terms.places import Leg, Place, Wire, never_negative, parts, rank_of_dimension

Change: TypeAlias = Callable[[Networks], Networks]
# A rule gives what a network is to be replaced by, or None where it does not apply.
Rule: TypeAlias = Callable[[Network, Workspace], "Networks | None"]
Rebuild: TypeAlias = Callable[[Head, tuple[Leg, ...], Change, Workspace], Networks]

# Filled by the modules that know the functions and the properties; the order is that of import.
RULES: list[Rule] = []
REBUILD: dict[str, Rebuild] = {}


def rule(function: Rule) -> Rule:
    RULES.append(function)
    return function


def rebuilds(*kinds: str) -> Callable[[Rebuild], Rebuild]:
    """Marks the function that makes heads of these kinds afresh, from changed inner forms at new legs."""

    def register(function: Rebuild) -> Rebuild:
        REBUILD.update(dict.fromkeys(kinds, function))
        return function

    return register


def unchanged(networks: Networks) -> Networks:
    return networks


# --- sums of networks -------------------------------------------------------------------------------------------


def normalise(networks: Iterable[Network], parameters: Sequence[Wire], workspace: Workspace) -> Form:
    """The form of a sum, as a function of these wires."""
    return _labelled(reduce(networks, workspace), parameters, workspace)


def reduce(networks: Iterable[Network], workspace: Workspace) -> Networks:
    """Every network tidied and rewritten until no rule applies."""
    done: Networks = []
    waiting = list(networks)
    waiting.reverse()
    while waiting:
        network = waiting.pop()
        workspace.spend(1 + len(network.factors) // 4)
        tidied = tidy(network, workspace)
        if tidied is None:
            continue
        for apply in RULES:
            replaced = apply(tidied, workspace)
            if replaced is not None:
                workspace.spend(len(replaced))
                waiting.extend(reversed(replaced))
                break
        else:
            done.append(tidied)
    return done


def _labelled(reduced: Networks, parameters: Sequence[Wire], workspace: Workspace) -> Form:
    workspace.spend(len(reduced))
    labels = {wire: k for k, wire in enumerate(parameters)}
    total: dict[tuple[tuple[Factor, ...], Bound], Rational] = {}
    for network in reduced:
        named = canonical(network, labels)
        if named is not None:
            key = (named.factors, named.bound)
            total[key] = total.get(key, 0) + named.coefficient
    ranges = tuple(workspace.ranges[wire] for wire in parameters)
    return form(ranges, (Network(simplest(value), *key) for key, value in total.items() if value))


def close(networks: Iterable[Network], workspace: Workspace, axes: tuple[Wire, ...] = ()) -> Closed:
    """A sum as a form of its axes and then of the other open wires, in an order that does not depend on their names."""
    return close_together([(list(networks), axes)], workspace)


class Closed:
    """Forms that share their last parameters, the legs to put there, and which orders of these legs say the same."""

    def __init__(self, forms: tuple[Form, ...], legs: tuple[Wire, ...], symmetries: tuple[Symmetry, ...]) -> None:
        self.forms = forms
        self.legs = legs
        self.symmetries = symmetries

    @property
    def form(self) -> Form:
        return self.forms[0]


# Open wires whose order is found by trying all of them.
TRIED_ORDERS = 24


def close_together(sums: list[tuple[Networks, tuple[Wire, ...]]], workspace: Workspace) -> Closed:
    """As `close`, for several sums that share open wires, each with axes of its own."""
    reduced = [(reduce(networks, workspace), axes) for networks, axes in sums]
    free = sorted({wire for networks, axes in reduced for wire in open_wires(networks) if wire not in axes})
    ranks = {wire: rank_of_dimension(workspace.ranges[wire]) for wire in free}
    free.sort(key=ranks.__getitem__)
    orders = [tuple(free)]
    if len(free) > 1:
        tried = (order for order in permutations(free) if [ranks[w] for w in order] == [ranks[w] for w in free])
        orders = [order for order, _ in zip(tried, range(TRIED_ORDERS), strict=False)]
    made = [
        (tuple(_labelled(networks, (*axes, *order), workspace) for networks, axes in reduced), order)
        for order in orders
    ]
    workspace.spend(len(orders))
    forms, legs = min(made, key=lambda pair: tuple(f.rank for f in pair[0]))
    same = [order for other, order in made if other == forms and order != legs]
    symmetries = tuple((tuple(legs.index(wire) for wire in order), 1) for order in same)
    return Closed(forms, legs, symmetries)


def collected(networks: Iterable[Network], workspace: Workspace) -> Networks:
    """The same sum with equal networks merged."""
    closed = close(networks, workspace)
    return workspace.instance(closed.form, closed.legs)


def used_elsewhere(network: Network, wire: Wire, numbers: tuple[int, ...]) -> bool:
    """Whether a wire lies on other factors than these."""
    return wire in wires_in(f for k, f in enumerate(network.factors) if k not in numbers)


# --- one network ------------------------------------------------------------------------------------------------


def tidy(network: Network, workspace: Workspace) -> Network | None:
    """Deltas solved, pairs of wires that always go together made one, equal factors merged; None for 0."""
    coefficient, factors, bound = network
    if not coefficient:
        return None
    if any(f.head is DELTA for f in factors) or any(leg.__class__ is Place for f in factors for leg in f.legs):
        solved = solve_deltas(list(factors), dict(bound), workspace)
        if solved is None:
            return None
        factors, bound = solved
    merged: dict[tuple[Head, tuple[Leg, ...]], Rational] = {}
    for given in factors:
        factor, sign = settle(given) if given.head.symmetries else (given, 1)
        if not sign:
            return None
        coefficient = coefficient * sign
        key = (factor.head, factor.legs)
        if key in merged:
            merged[key] = 1 if factor.head is DELTA else merged[key] + factor.exponent
        else:
            merged[key] = factor.exponent
    kept = [Factor(of, legs, simplest(exponent)) for (of, legs), exponent in merged.items() if exponent]
    if bound:
        used = wires_in(kept)
        idle = [_count(size) for wire, size in bound if wire not in used]
        if idle:
            left = Network(coefficient, tuple(kept), tuple([pair for pair in bound if pair[0] in used]))
            return tidy(multiplied([left, *idle]), workspace)
    return Network(simplest(coefficient), tuple(kept), bound)


def multiplied(networks: Iterable[Network]) -> Network:
    result = ONE_NETWORK
    for network in networks:
        result = times(result, network)
    return result


def _count(size: Dimension) -> Network:
    """How many values an index takes, as one network."""
    if not never_negative(size):
        return single(head("count", size))  # 0 where the size comes out negative
    numbers = of_dimension(size)
    if len(numbers) == 1:
        return numbers[0]
    return single(head("sum", "", (_dimension_form(numbers),))) if numbers else Network(0, (), ())


def _dimension_form(numbers: Networks) -> Form:
    ordered = [tuple(sorted(n.factors, key=lambda factor: factor.head.rank)) for n in numbers]
    return form((), (n._replace(factors=factors) for n, factors in zip(numbers, ordered, strict=True)))


# --- rules that every network needs -----------------------------------------------------------------------------


@rule
def multiply_out(network: Network, workspace: Workspace) -> Networks | None:
    """A sum to a power of at least 1, whole powers of primes, the number of a shifted index are written out."""
    for number, factor in enumerate(network.factors):
        if factor.head.kind in WHOLE and not 0 < factor.exponent < 1:
            whole = floor(factor.exponent)
            value = WHOLE[factor.head.kind](factor, whole, workspace)
            if value is not None:
                rest = [with_exponent(network, number, factor.exponent - whole)]
                for made in value:
                    rest = workspace.product(rest, made)
                return rest
    return None


def _whole_sum(factor: Factor, count: int, workspace: Workspace) -> list[Networks] | None:
    if count < 1:
        return None
    return [workspace.instance(factor.head.inner[0], factor.legs) for _ in range(count)]


def _whole_prime(factor: Factor, count: int, workspace: Workspace) -> list[Networks] | None:
    return [constant(Fraction(factor.head.name) ** count)]


def _whole_position(factor: Factor, count: int, workspace: Workspace) -> list[Networks] | None:
    leg = factor.legs[0]
    return [value_of_place(leg)] * count if isinstance(leg, Place) and count >= 1 else None


WHOLE: dict[str, Callable[[Factor, int, Workspace], list[Networks] | None]] = {
    "sum": _whole_sum,
    "prime": _whole_prime,
    "position": _whole_position,
}


def value_of_place(leg: Leg) -> Networks:
    """The number of a place, from 0."""
    whole = parts(leg)
    found = of_dimension(whole.offset)
    for wire, stride in whole.strides:
        found.extend(times(n, single(POSITION, (wire,))) for n in of_dimension(stride))
    return found


@rule
def rebuild_inner(network: Network, workspace: Workspace) -> Networks | None:
    """A function whose index has become a fixed place, or two indices that became one, is made afresh."""
    for number, factor in enumerate(network.factors):
        shared = factor.legs[factor.head.axes :] if factor.head.inner else ()
        if len(set(shared)) == len(shared) and not any(isinstance(leg, Place) for leg in shared):
            continue
        value = REBUILD[factor.head.kind](factor.head, factor.legs, unchanged, workspace)
        if len(value) != 1 or value[0].factors != (factor._replace(exponent=1),):
            return workspace.product([without(network, number)], to_power(value, factor.exponent, workspace))
    return None


# Set by `powers`, which needs this module: a sum of networks to a rational power.
POWER: list[Callable[[Networks, Rational, Workspace], Networks]] = []


def to_power(networks: Networks, exponent: Rational, workspace: Workspace) -> Networks:
    return networks if exponent == 1 else POWER[0](networks, exponent, workspace)
