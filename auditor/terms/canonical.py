"""Canonical labelling: two networks that differ only in the names of bound wires and the order of factors become one.

Each connected component is labelled by itself: colours are refined by what a wire touches until they stop splitting;
wires that still look alike are tried one by one, and the smallest labelling wins. A labelling that is its own negative
(x^T S x with S skew) shows that the network is 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from auditor.terms.dimension import Dimension
from auditor.terms.networks import (
    DELTA,
    Bound,
    Factor,
    Network,
    Rational,
    Symmetry,
    Unproved,
    components,
    rank_of_number,
    replace_wires,
    simplest,
)
from auditor.terms.places import FIRST, Leg, Place, Wire, rank_of_dimension, rank_of_leg

# Labellings tried for one component before giving up.
LEAVES = 96
# Colours of parameters and fixed labels stay clear of the hashes of -1 and -2.
SEPARATE = 1_000_003

Key: TypeAlias = tuple[tuple[int, ...], ...]


def canonical(network: Network, labels: Mapping[Wire, Wire]) -> Network | None:
    """The network with open wires renamed by `labels` (0 … r − 1) and bound ones labelled r, r + 1, …; None for 0."""
    factors = _joined(replace_wires(network.factors, labels), network.bound)
    first = len(labels)
    if not network.bound:
        return _sorted(network.coefficient, factors)
    sign = 1
    labelled: list[Labelled] = []
    for part in components(Network(1, factors, network.bound)):
        local = {wire: first + k for k, (wire, _) in enumerate(part.bound)}
        found = _label(replace_wires(part.factors, local), tuple([size for _, size in part.bound]), first)
        if found is None:
            return None
        sign *= found.sign
        labelled.append(found)
    if len(labelled) > 1:
        labelled.sort(key=lambda part: (part.key, [rank_of_dimension(size) for size in part.ranges]))
    placed: list[Factor] = []
    bound: list[tuple[Wire, Dimension]] = []
    for one in labelled:
        start = first + len(bound)
        moved = {first + k: start + k for k in range(len(one.ranges))}
        placed.extend(replace_wires(one.factors, moved) if start > first else one.factors)
        bound.extend([(start + k, size) for k, size in enumerate(one.ranges)])
    placed.sort(key=_factor_key)
    return Network(simplest(network.coefficient * sign), tuple(placed), tuple(bound))


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
    for given in factors:
        factor, change = settle(given) if given.head.symmetries else (given, 1)
        sign *= change
        settled.append(factor)
    if not sign:
        return None
    settled.sort(key=_factor_key)
    return Network(simplest(coefficient * sign), tuple(settled), ())


def _joined(factors: tuple[Factor, ...], bound: Bound) -> tuple[Factor, ...]:
    """Parameters that a delta makes equal are written as the first of them in all other factors."""
    hidden = {wire for wire, _ in bound}
    first: dict[Wire, Wire] = {}

    def root(wire: Wire) -> Wire:
        while wire in first:
            wire = first[wire]
        return wire

    others = []
    for factor in factors:
        left, right = factor.legs if factor.head is DELTA else (FIRST, FIRST)
        if isinstance(left, Place) or isinstance(right, Place) or {left, right} & hidden:
            others.append(factor)
        elif root(left) != root(right):
            low, high = sorted((root(left), root(right)))
            first[high] = low
    if not first:
        return factors
    labels = {wire: root(wire) for wire in first}
    return (*replace_wires(others, labels), *(Factor(DELTA, (low, high), 1) for high, low in labels.items()))


# --- one component ----------------------------------------------------------------------------------------------


class Labelled(NamedTuple):
    """A component under one labelling, with a key to compare labellings by and the sign that it costs."""

    key: Key
    factors: tuple[Factor, ...]
    ranges: tuple[Dimension, ...]
    sign: int


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
        if best is None or found.key < best.key:
            best = found
        elif found.factors == best.factors and found.sign != best.sign:
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
                seen = min([seen, *([seen[k] for k in order] for order, _ in symmetries)])
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
    terms = sorted((colours.get(w, w + SEPARATE), rank_of_dimension(stride)) for w, stride in leg.strides)
    return hash((rank_of_dimension(leg.offset), *terms))


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
    for given in replace_wires(factors, labels):
        factor, change = settle(given) if given.head.symmetries else (given, 1)
        sign *= change
        named.append((_factor_key(factor), factor))
    if not sign:
        return None
    named.sort(key=lambda pair: pair[0])
    sizes = tuple(ranges[wire - first] for wire in order)
    return Labelled(tuple(key for key, _ in named), tuple(factor for _, factor in named), sizes, sign)
