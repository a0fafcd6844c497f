"""Places along an axis: affine expressions in index wires, counted from 0.

A wire is a number that stands for an index which runs from 0 to its range less 1. Most legs of a network are plain
wires; a fixed entry, a shifted index, a Kronecker pair `i·n + j` and a row of the second block `i + m` are `Place`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TypeAlias

from auditor.terms.dimension import ONE, ZERO, Dimension, divide

Wire: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Place:
    """The number offset + Σ stride·wire; strides are never 0 and sorted by wire."""

    offset: Dimension
    strides: tuple[tuple[Wire, Dimension], ...]


Leg: TypeAlias = Wire | Place
FIRST = Place(ZERO, ())
MINUS_ONE = -ONE


def place(offset: Dimension, strides: Iterable[tuple[Wire, Dimension]]) -> Leg:
    """The leg with this value; a plain wire where it is just one."""
    total: dict[Wire, Dimension] = {}
    for wire, stride in strides:
        total[wire] = total[wire] + stride if wire in total else stride
    kept = tuple(sorted((wire, stride) for wire, stride in total.items() if stride.terms))
    if len(kept) == 1 and kept[0][1] == ONE and not offset.terms:
        return kept[0][0]
    return Place(offset, kept)


def parts(leg: Leg) -> Place:
    """The leg written out as offset and strides."""
    return leg if isinstance(leg, Place) else Place(ZERO, ((leg, ONE),))


def wires_of(leg: Leg) -> tuple[Wire, ...]:
    return tuple(wire for wire, _ in leg.strides) if isinstance(leg, Place) else (leg,)


def shift(leg: Leg, by: Dimension) -> Leg:
    if not by.terms:
        return leg
    whole = parts(leg)
    return place(whole.offset + by, whole.strides)


def combine(pieces: Iterable[tuple[Leg, Dimension]]) -> Leg:
    """The sum of legs times factors."""
    offset = ZERO
    strides: list[tuple[Wire, Dimension]] = []
    for leg, factor in pieces:
        whole = parts(leg)
        offset = offset + whole.offset * factor
        strides.extend((wire, stride * factor) for wire, stride in whole.strides)
    return place(offset, strides)


def put(leg: Leg, values: Mapping[Wire, Leg]) -> Leg:
    """The leg with other legs in place of wires."""
    if not isinstance(leg, Place):
        return values.get(leg, leg)
    if not any(wire in values for wire, _ in leg.strides):
        return leg
    return combine([(Place(leg.offset, ()), ONE), *((values.get(wire, wire), stride) for wire, stride in leg.strides)])


# --- order ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def never_negative(dimension: Dimension) -> bool:
    """Provably at least 0 for all sizes from 1 on: no negative coefficient in terms of the sizes less 1."""
    moved = dimension.replace({name: Dimension.of(name) + ONE for name in dimension.symbols})
    return all(count > 0 for _, count in moved.terms)


def bounds(leg: Leg, ranges: Mapping[Wire, Dimension]) -> tuple[Dimension, Dimension] | None:
    """Smallest and largest value of a leg, or None where a stride's sign depends on the sizes."""
    whole = parts(leg)
    low = high = whole.offset
    for wire, stride in whole.strides:
        reach = stride * (ranges[wire] - ONE)
        if never_negative(stride):
            high = high + reach
        elif never_negative(-stride):
            low = low + reach
        else:
            return None
    return low, high


def fits(leg: Leg, size: Dimension, ranges: Mapping[Wire, Dimension]) -> bool:
    """Provably one of the places 0 … size − 1."""
    if not isinstance(leg, Place):
        return ranges[leg] == size or never_negative(size - ranges[leg])
    ends = bounds(leg, ranges)
    return ends is not None and never_negative(ends[0]) and never_negative(size - ONE - ends[1])


# --- equations between places -----------------------------------------------------------------------------------


def equations(left: Leg, right: Leg, ranges: Mapping[Wire, Dimension]) -> list[Place] | None:
    """Places that must all be 0 for `left` to equal `right`; None where that is impossible.

    Kronecker pairs come apart: i·n + j = k·n + l, with j and l below n, means i = k and j = l.
    """
    if not isinstance(left, Place) and not isinstance(right, Place) and ranges[left] == ranges[right]:
        low, high = sorted((left, right))
        return [Place(ZERO, ((low, ONE), (high, MINUS_ONE)))] if low != high else []
    difference = parts(combine([(left, ONE), (right, MINUS_ONE)]))
    found: list[Place] = []
    while True:
        if not difference.strides:
            if not difference.offset.terms:
                return found
            if _never_zero(difference.offset):
                return None
            return [*found, difference]
        ends = bounds(difference, ranges)
        if ends is not None and (never_negative(ends[0] - ONE) or never_negative(-ends[1] - ONE)):
            return None
        digit = _lowest_digit(difference, ranges)
        if digit is None:
            return [*found, difference]
        low, high = sorted(digit)
        found.append(Place(ZERO, ((low, ONE), (high, MINUS_ONE))))
        difference = Place(difference.offset, tuple(term for term in difference.strides if term[0] not in digit))


def _never_zero(offset: Dimension) -> bool:
    return never_negative(offset - ONE) or never_negative(-offset - ONE)


def _lowest_digit(difference: Place, ranges: Mapping[Wire, Dimension]) -> tuple[Wire, Wire] | None:
    """Two wires of one range r that enter as s·(a − b) while all else is a multiple of s·r."""
    for wire, stride in difference.strides:
        for other, opposite in difference.strides:
            if wire == other or stride != -opposite or ranges[wire] != ranges[other]:
                continue
            step = stride * ranges[wire]
            rest = [factor for name, factor in difference.strides if name not in (wire, other)]
            if difference.offset.terms:
                rest.append(difference.offset)
            if all(_divides(step, factor) for factor in rest):
                return wire, other
    return None


def _divides(step: Dimension, multiple: Dimension) -> bool:
    match step.terms:
        case ((monomial, count),):
            return divide(multiple, monomial, count) is not None
    return step == multiple or step == -multiple


# --- mixed radix ------------------------------------------------------------------------------------------------


def digits(leg: Leg, sizes: tuple[Dimension, ...], ranges: Mapping[Wire, Dimension]) -> tuple[Leg, ...] | None:
    """Digits of a leg in a mixed radix, highest first, where they can be read off; None where new wires are needed."""
    whole = parts(leg)
    if whole.offset.terms:
        return _number_digits(whole, sizes)
    found: list[Leg] = []
    left = list(whole.strides)
    weight = ONE
    for size in reversed(sizes):
        if size == ONE:
            found.append(FIRST)
            continue
        own: list[tuple[Wire, Dimension]] = []
        reached = ONE
        # A digit may itself be a pair: take wires from the lowest on until their ranges multiply up to the size.
        while reached != size:
            wanted = weight * reached
            term = next((term for term in left if term[1] == wanted), None)
            if term is None:
                break
            left.remove(term)
            own.append((term[0], reached))
            reached = reached * ranges[term[0]]
        if reached != size and own:
            return None
        found.append(place(ZERO, own))
        weight = weight * size
    return tuple(reversed(found)) if not left else None


def _number_digits(whole: Place, sizes: tuple[Dimension, ...]) -> tuple[Leg, ...] | None:
    value = whole.offset.number
    if whole.strides or value is None or any(size.number is None for size in sizes[1:]):
        return None
    found: list[Leg] = []
    for size in reversed(sizes[1:]):
        value, digit = divmod(value, size.number or 1)
        found.append(place(Dimension.of(digit), ()))
    found.append(place(Dimension.of(value), ()))
    return tuple(reversed(found))


def compose(legs: Iterable[tuple[Leg, Dimension]]) -> Leg:
    """The place whose digits, highest first, are the legs with their sizes."""
    total: Leg = FIRST
    for leg, size in legs:
        total = combine([(total, size), (leg, ONE)])
    return total


# --- ranks: numbers for a fixed order that does not depend on the run ---------------------------------------------


@lru_cache(maxsize=4096)
def rank_of_name(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=7).digest(), "big")


@lru_cache(maxsize=4096)
def rank_of_dimension(dimension: Dimension) -> int:
    return rank_of_name(f"dimension {dimension}")


def rank_of_leg(leg: Leg) -> int:
    if not isinstance(leg, Place):
        return leg
    return hash((rank_of_dimension(leg.offset), *((wire, rank_of_dimension(stride)) for wire, stride in leg.strides)))
