"""Finding one network inside another: where a pattern's factors occur, joined in the same way."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.terms.networks import Factor, Network, wires_in
from auditor.terms.places import Leg, Place, Wire, wires_of

# Partial matches followed before giving up.
LONGEST_SEARCH = 400


class Match:
    """Which factors of the host a pattern covers, and what its wires stand for."""

    def __init__(self, used: frozenset[int], values: dict[Wire, Leg], sign: int) -> None:
        self.used = used
        self.values = values
        self.sign = sign


def matches(
    pattern: Network, fixed: dict[Wire, Leg], host: Network, skip: frozenset[int], private: frozenset[Wire]
) -> Match | None:
    """A way to find the factors of `pattern` among those of `host` that are not in `skip`.

    `fixed` says where parameters of the pattern must lie; its other parameters may lie anywhere. Bound wires of the
    pattern, and host wires in `private`, must be bound in the host and occur nowhere but in the match and `skip`.
    """
    order = _anchored(pattern, set(fixed))
    budget = LONGEST_SEARCH
    for used, values, sign in _extend(order, 0, frozenset(), dict(fixed), 1, host, skip):
        budget -= 1
        if budget < 0:
            return None
        if _closed(pattern, used, skip, values, host, private):
            return Match(used, values, sign)
    return None


def _anchored(pattern: Network, known: set[Wire]) -> list[Factor]:
    """The pattern's factors, each after one that shares a wire with it where possible."""
    left = list(pattern.factors)
    ordered: list[Factor] = []
    known = set(known)
    while left:
        best = max(left, key=lambda factor: (bool(wires_in((factor,)) & known), len(factor.legs)))
        left.remove(best)
        ordered.append(best)
        known |= wires_in((best,))
    return ordered


def _extend(
    order: list[Factor],
    step: int,
    used: frozenset[int],
    values: dict[Wire, Leg],
    sign: int,
    host: Network,
    skip: frozenset[int],
) -> Iterator[tuple[frozenset[int], dict[Wire, Leg], int]]:
    if step == len(order):
        yield used, values, sign
        return
    wanted = order[step]
    for number, factor in enumerate(host.factors):
        if factor.head is not wanted.head or factor.exponent != wanted.exponent or number in used or number in skip:
            continue
        for legs, change in _orders(factor):
            grown = _unify(wanted.legs, legs, values)
            if grown is not None:
                yield from _extend(order, step + 1, used | {number}, grown, sign * change, host, skip)


def _orders(factor: Factor) -> Iterator[tuple[tuple[Leg, ...], int]]:
    yield factor.legs, 1
    for order, sign in factor.head.symmetries:
        if sign > 0 or factor.exponent % 1 == 0:
            yield tuple(factor.legs[k] for k in order), sign if factor.exponent % 2 else 1


def _unify(wanted: tuple[Leg, ...], found: tuple[Leg, ...], values: dict[Wire, Leg]) -> dict[Wire, Leg] | None:
    grown = values
    for pattern, leg in zip(wanted, found, strict=True):
        if isinstance(pattern, Place):
            if pattern != leg or pattern.strides:
                return None
        elif pattern in grown:
            if grown[pattern] != leg:
                return None
        else:
            if grown is values:
                grown = dict(values)
            grown[pattern] = leg
    return grown


def _closed(
    pattern: Network,
    used: frozenset[int],
    skip: frozenset[int],
    values: dict[Wire, Leg],
    host: Network,
    private: frozenset[Wire],
) -> bool:
    """Bound wires of the pattern are distinct bound wires of the host, of the same range, on matched factors only.

    Private wires may lie on skipped factors too.
    """
    ranges = dict(host.bound)
    images: set[Wire] = set()
    for wire, size in pattern.bound:
        leg = values[wire]
        if isinstance(leg, Place) or ranges.get(leg) != size or leg in images:
            return False
        images.add(leg)
    bound = {wire for wire, _ in pattern.bound}
    others = {end for wire, leg in values.items() if wire not in bound for end in wires_of(leg)}
    beside = wires_in(factor for number, factor in enumerate(host.factors) if number not in used)
    outside = wires_in(factor for number, factor in enumerate(host.factors) if number not in used | skip)
    return not images & (others | beside | private) and not private & outside
