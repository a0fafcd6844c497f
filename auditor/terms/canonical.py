"""Canonical labelling: two networks that differ only in the names of bound wires and the order of factors become one.

Each connected component is labelled by itself: colours are refined by what a wire touches until they stop splitting;
wires that still look alike are tried one by one, and the smallest labelling wins. A labelling that is its own negative
(x^T S x with S skew) shows that the network is 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from auditor.terms.dimension import Dimension
from auditor.terms.networks import DELTA, Bound, Factor, Network, Rational, Symmetry, Unproved, rank_of_number, simplest
from auditor.terms.places import Leg, Place, Wire, parts, put, rank_of_dimension, rank_of_leg

# Labellings tried for one component before giving up.
LEAVES = 96
# Colours of parameters and fixed labels stay clear of the hashes of -1 and -2.
SEPARATE = 1_000_003

Key: TypeAlias = tuple[tuple[int, ...], ...]


def canonical(network: Network, labels: Mapping[Wire, Wire]) -> Network | None:
    """The network with open wires renamed by `labels` (0 … r − 1) and bound ones labelled r, r + 1, …; None for 0."""
    factors = _joined(tuple(_renamed(factor, labels) for factor in network.factors), network.bound)
    first = len(labels)
    if not network.bound:
        return _sorted(network.coefficient, factors)
    sign = 1
    parts_: list[tuple[Key, tuple[Factor, ...], tuple[Dimension, ...]]] = []
    for component, ranges in _components(factors, network.bound):
        labelled = _label(_local(component, ranges, first), tuple(ranges.values()), first)
        if labelled is None:
            return None
        sign *= labelled[3]
        parts_.append(labelled[:3])
    parts_.sort(key=lambda part: (part[0], tuple(map(rank_of_dimension, part[2]))))
    placed: list[Factor] = []
    bound: list[tuple[Wire, Dimension]] = []
    for _, factors, ranges in parts_:
        start = first + len(bound)
        moved = {first + k: start + k for k in range(len(ranges))} if bound else {}
        placed.extend(_renamed(factor, moved) if moved else factor for factor in factors)
        bound.extend((start + k, size) for k, size in enumerate(ranges))
    placed.sort(key=_factor_key)
    return Network(simplest(network.coefficient * sign), tuple(placed), tuple(bound))


def _renamed(factor: Factor, labels: Mapping[Wire, Wire]) -> Factor:
    legs = factor.legs
    if not legs:
        return factor
    return Factor(factor.head, tuple([labels.get(g, g) if g.__class__ is int else put(g, labels) for g in legs]), factor.exponent)  # fmt: skip


def _factor_key(factor: Factor) -> tuple[int, ...]:
    return (factor.head.rank, rank_of_number(factor.exponent), *map(rank_of_leg, factor.legs))


def settle(factor: Factor) -> tuple[Factor, int]:
    """The factor with its legs in the first of all equivalent orders, and the sign that this costs (0: it vanishes)."""
    best, sign = factor.legs, 1
    least = tuple(map(rank_of_leg, best))
    for order, change in factor.head.symmetries:
        if change < 0 and factor.exponent % 2 != 1:
            if tuple(factor.legs[k] for k in order) == factor.legs:
                return factor, _power_of_zero(factor)
            if factor.exponent % 2:
                continue  # a root: (−a)^e says nothing of a^e
            change = 1
        legs = tuple(factor.legs[k] for k in order)
        key = tuple(map(rank_of_leg, legs))
        if key < least:
            best, least, sign = legs, key, change
        elif legs == best and change != sign:
            return factor, _power_of_zero(factor)
    return (factor if best is factor.legs else factor._replace(legs=best)), sign


def _power_of_zero(factor: Factor) -> int:
    if factor.exponent < 0:
        raise Unproved("division by zero")
    return 0


def _sorted(coefficient: Rational, factors: tuple[Factor, ...]) -> Network | None:
    sign = 1
    settled = []
    for factor in factors:
        if factor.head.symmetries:
            factor, change = settle(factor)
            sign *= change
        settled.append(factor)
    if not sign:
        return None
    settled.sort(key=_factor_key)
    return Network(simplest(coefficient * sign), tuple(settled), ())


def _joined(factors: tuple[Factor, ...], bound: Bound) -> tuple[Factor, ...]:
    """Parameters that a delta makes equal are written as the first of them in all other factors."""
    hidden = {wire for wire, _ in bound}
    pairs = [
        (f.legs[0], f.legs[1])
        for f in factors
        if f.head is DELTA and not any(isinstance(leg, Place) or leg in hidden for leg in f.legs)
    ]
    if not pairs:
        return factors
    first: dict[Leg, Leg] = {}

    def root(leg: Leg) -> Leg:
        while leg in first:
            leg = first[leg]
        return leg

    for a, b in pairs:
        x, y = root(a), root(b)
        if x != y:
            low, high = (x, y) if rank_of_leg(x) < rank_of_leg(y) else (y, x)
            first[high] = low
    labels = {wire: root(wire) for wire in first}
    others = [
        _renamed(f, labels)  # type: ignore[arg-type]
        for f in factors
        if not (f.head is DELTA and all(leg in first or leg in labels.values() for leg in f.legs))
    ]
    return (*others, *(Factor(DELTA, (low, high), 1) for high, low in labels.items()))


def _components(factors: tuple[Factor, ...], bound: Bound) -> list[tuple[list[Factor], dict[Wire, Dimension]]]:
    """Factors that hang together by bound wires, with these wires; factors without bound wires come singly."""
    ranges = dict(bound)
    leader: dict[Wire, Wire] = {wire: wire for wire in ranges}

    def find(wire: Wire) -> Wire:
        while leader[wire] != wire:
            wire = leader[wire]
        return wire

    own: list[tuple[Factor, Wire | None]] = []
    for factor in factors:
        inside = [wire for leg in factor.legs for wire in _wires(leg) if wire in ranges]
        for wire in inside[1:]:
            leader[find(wire)] = find(inside[0])
        own.append((factor, inside[0] if inside else None))
    grouped: dict[Wire, tuple[list[Factor], dict[Wire, Dimension]]] = {}
    found: list[tuple[list[Factor], dict[Wire, Dimension]]] = []
    for factor, wire in own:
        if wire is None:
            found.append(([factor], {}))
            continue
        top = find(wire)
        if top not in grouped:
            grouped[top] = ([], {})
            found.append(grouped[top])
        grouped[top][0].append(factor)
        for leg in factor.legs:
            for name in _wires(leg):
                if name in ranges:
                    grouped[top][1][name] = ranges[name]
    return found


def _wires(leg: Leg) -> tuple[Wire, ...]:
    return (leg,) if not isinstance(leg, Place) else tuple(wire for wire, _ in leg.strides)


def _local(component: list[Factor], ranges: dict[Wire, Dimension], first: int) -> tuple[Factor, ...]:
    labels = {wire: first + k for k, wire in enumerate(ranges)}
    return tuple(_renamed(factor, labels) for factor in component)


# --- one component ----------------------------------------------------------------------------------------------

Labelled: TypeAlias = tuple[Key, tuple[Factor, ...], tuple[Dimension, ...], int]


@lru_cache(maxsize=20_000)
def _label(factors: tuple[Factor, ...], ranges: tuple[Dimension, ...], first: int) -> Labelled | None:
    """The smallest labelling of a component whose bound wires are first, first + 1, … for now."""
    wires = range(first, first + len(ranges))
    if len(ranges) < 2:
        return _finish(factors, ranges, first, list(wires))
    colours = {wire: rank_of_dimension(size) for wire, size in zip(wires, ranges, strict=True)}
    best: Labelled | None = None
    leaves = 0
    waiting = [_refine(factors, colours)]
    while waiting:
        colours = waiting.pop()
        classes: dict[int, list[Wire]] = defaultdict(list)
        for wire in wires:
            classes[colours[wire]].append(wire)
        tied = min((colour for colour, members in classes.items() if len(members) > 1), default=None)
        if tied is not None:
            for wire in classes[tied]:
                waiting.append(_refine(factors, {**colours, wire: hash((colours[wire], SEPARATE))}))
            if len(waiting) > LEAVES:
                raise Unproved("too symmetric to label")
            continue
        leaves += 1
        if leaves > LEAVES:
            raise Unproved("too symmetric to label")
        found = _finish(factors, ranges, first, sorted(wires, key=colours.__getitem__))
        if found is None:
            return None
        if best is None or found[0] < best[0]:
            best = found
        elif found[0] == best[0] and found[3] != best[3] and found[1] == best[1]:
            return None
    return best


def _refine(factors: tuple[Factor, ...], colours: dict[Wire, int]) -> dict[Wire, int]:
    """Colours split by what each wire touches, until the number of classes stands still."""
    known = len(set(colours.values()))
    while known < len(colours):
        touched: dict[Wire, list[int]] = {wire: [] for wire in colours}
        for factor in factors:
            seen = [_colour(leg, colours) for leg in factor.legs]
            symmetries = factor.head.symmetries
            orbits: tuple[int, ...] | None = None
            if symmetries:
                seen = list(min([tuple(seen), *(tuple(seen[k] for k in order) for order, _ in symmetries)]))
                orbits = _orbits(symmetries)
            signature = hash((factor.head.rank, rank_of_number(factor.exponent), *seen))
            for position, leg in enumerate(factor.legs):
                spot = orbits[position] if orbits else position
                if not isinstance(leg, Place):
                    if leg in touched:
                        touched[leg].append(hash((signature, spot)))
                else:
                    for wire, stride in leg.strides:
                        if wire in touched:
                            touched[wire].append(hash((signature, spot, rank_of_dimension(stride))))
        colours = {wire: hash((colour, *sorted(touched[wire]))) for wire, colour in colours.items()}
        now = len(set(colours.values()))
        if now == known:
            break
        known = now
    return colours


def _colour(leg: Leg, colours: Mapping[Wire, int]) -> int:
    if not isinstance(leg, Place):
        return colours.get(leg, leg + SEPARATE)
    whole = parts(leg)
    terms = sorted((colours.get(w, w + SEPARATE), rank_of_dimension(stride)) for w, stride in whole.strides)
    return hash((rank_of_dimension(whole.offset), *terms))


@lru_cache(maxsize=1024)
def _orbits(symmetries: tuple[Symmetry, ...]) -> tuple[int, ...]:
    """For each leg the first leg that a symmetry can put in its place."""
    count = len(symmetries[0][0])
    orbit = list(range(count))
    for _ in range(count):
        for order, _sign in symmetries:
            for k in range(count):
                orbit[k] = orbit[order[k]] = min(orbit[k], orbit[order[k]])
    return tuple(orbit)


def _finish(
    factors: tuple[Factor, ...], ranges: tuple[Dimension, ...], first: int, order: list[Wire]
) -> Labelled | None:
    """Factors sorted under one labelling, with a key to compare it by."""
    labels = {wire: first + k for k, wire in enumerate(order)}
    sign = 1
    named = []
    for factor in factors:
        factor = _renamed(factor, labels)
        if factor.head.symmetries:
            factor, change = settle(factor)
            sign *= change
        named.append((_factor_key(factor), factor))
    if not sign:
        return None
    named.sort(key=lambda pair: pair[0])
    sizes = tuple(ranges[wire - first] for wire in order)
    return tuple(key for key, _ in named), tuple(factor for _, factor in named), sizes, sign
