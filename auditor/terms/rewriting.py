"""What is known of symbols, and a sum next to its inverse: rules on one network.

The inverse of a sum M, or a power S^e of a scalar sum with e < 0, meets the leading network L of M: since
M M^{-1} = I, the product L M^{-1} is I − (M − L) M^{-1}. Rewriting so until no leading network is left proves what
cancels without dividing polynomials.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from auditor.terms.matching import Match, matches
from auditor.terms.networks import (
    DELTA,
    Factor,
    Form,
    Head,
    Network,
    Networks,
    Rational,
    Workspace,
    delta,
    rank_of_network,
    replace_wires,
    scale,
    simplest,
    times,
    wires_in,
    without,
)
from auditor.terms.places import Leg, Place, Wire
from auditor.terms.powers import raise_networks
from auditor.terms.simplifying import rule, used_elsewhere

# Symbols of which two copies joined along a leg are a delta: property -> the legs that may be summed.
ISOMETRIES = {"orthogonal": (0, 1), "orthonormal columns": (0,), "orthonormal rows": (1,)}
SPECIAL = frozenset({*ISOMETRIES, "idempotent", "sums to one", "one-hot", "unit", "centred"})


@rule
def declared_properties(network: Network, workspace: Workspace) -> Networks | None:
    """Orthogonal, idempotent, unit, one-hot and the like."""
    special = [k for k, factor in enumerate(network.factors) if factor.head.properties & SPECIAL]
    if not special:
        if any(f.head.kind == "det" and f.exponent not in (0, 1) and _orthogonal(f.head) for f in network.factors):
            return [_orthogonal_determinant(network)]
        return None
    for number in special:
        factor = network.factors[number]
        found = _single_property(network, number) if len(factor.legs) == 1 else None
        if found is None and len(factor.legs) == 2:
            found = _pair_property(network, number, special)
        if found is not None:
            return found
    if any(f.head.kind == "det" and f.exponent not in (0, 1) and _orthogonal(f.head) for f in network.factors):
        return [_orthogonal_determinant(network)]
    return None


def _orthogonal(determinant: Head) -> bool:
    match determinant.inner[0].networks:
        case (Network(1, (Factor(head, (_, _), 1),), ()),):
            return head.kind == "symbol" and "orthogonal" in head.properties
    return False


def _orthogonal_determinant(network: Network) -> Network:
    """det Q is 1 or −1."""
    factors = tuple(
        f._replace(exponent=f.exponent % 2)
        if f.head.kind == "det" and f.exponent % 1 == 0 and _orthogonal(f.head)
        else f
        for f in network.factors
    )
    return network._replace(factors=tuple(f for f in factors if f.exponent))


def _without_wire(network: Network, wire: Wire) -> Network:
    return network._replace(bound=tuple(pair for pair in network.bound if pair[0] != wire))


def _single_property(network: Network, number: int) -> Networks | None:
    """A vector: Σ x_i² = 1, Σ y_i = 1, y_i² = y_i, Σ c_i = 0."""
    factor = network.factors[number]
    leg, properties, exponent = factor.legs[0], factor.head.properties, factor.exponent
    if "one-hot" in properties and exponent % 1 == 0 and exponent > 1:
        rest = without(network, number)
        return [rest._replace(factors=(*rest.factors, factor._replace(exponent=1)))]
    if isinstance(leg, Place) or leg not in dict(network.bound):
        return None
    if exponent in (1, 2) and not used_elsewhere(network, leg, (number,)):
        rest = _without_wire(without(network, number), leg)
        if exponent == 1 and "sums to one" in properties:
            return [rest]
        if exponent == 1 and "centred" in properties:
            return []
        if exponent == 2 and "unit" in properties:
            return [rest]
    return None


def _pair_property(network: Network, number: int, special: list[int]) -> Networks | None:
    """A square matrix: Q^T Q = I, P P = P."""
    first = network.factors[number]
    bound = dict(network.bound)
    for other in special:
        second = network.factors[other]
        if second.head is not first.head or first.exponent != 1 or second.exponent != 1 or other == number:
            continue
        for one in (0, 1):
            for two in (0, 1):
                wire = first.legs[one]
                if wire != second.legs[two] or isinstance(wire, Place) or wire not in bound:
                    continue
                if first.legs[1 - one] == wire or second.legs[1 - two] == wire:
                    continue
                if used_elsewhere(network, wire, (number, other)):
                    continue
                rest = _without_wire(without(network, number, other), wire)
                ends = first.legs[1 - one], second.legs[1 - two]
                isometric = {leg for name in first.head.properties for leg in ISOMETRIES.get(name, ())}
                if one == two and one in isometric:
                    return [times(rest, delta(*ends))]
                if "idempotent" in first.head.properties and (one != two or first.head.symmetries):
                    legs = (ends[0], ends[1]) if one == 1 else (ends[1], ends[0])
                    return [times(rest, Network(1, (first._replace(legs=legs),), ()))]
    return None


# --- a sum next to its inverse ----------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def lead_of(form: Form, axes: int) -> Lead:
    return Lead(form, axes)


class Lead:
    """The leading network of a form, taken apart, and the other networks.

    `scalar` holds what can be divided by: the coefficient and the factors on no bound wire and none of the first `axes`
    parameters. `pattern` is what must be found in a host.
    """

    def __init__(self, form: Form, axes: int) -> None:
        ranked = sorted(form.networks, key=_weight)
        lead, self.rest = ranked[-1], tuple(ranked[:-1])
        kept = {*range(axes), *(wire for wire, _ in lead.bound)}
        loose = tuple(f for f in lead.factors if not wires_in((f,)) & kept)
        self.scalar = Network(lead.coefficient, loose, ())
        self.pattern = Network(1, tuple(f for f in lead.factors if f not in loose), lead.bound)


def _weight(network: Network) -> tuple[bool, int, int, int]:
    legged = sum(1 for factor in network.factors if factor.legs)
    plain = all(factor.head is not DELTA for factor in network.factors)
    return plain and bool(network.factors), legged, len(network.factors), rank_of_network(network)


@rule
def next_to_inverse(network: Network, workspace: Workspace) -> Networks | None:
    """L M^{-1} = I − (M − L) M^{-1}, on either side."""
    bound = dict(network.bound)
    for number, factor in enumerate(network.factors):
        if factor.head.kind != "inverse" or factor.exponent != 1:
            continue
        form = factor.head.inner[0]
        lead = lead_of(form, 2)
        if not lead.pattern.factors or any(f.head is DELTA for f in lead.pattern.factors):
            continue
        for side in (0, 1):
            wire = factor.legs[side]
            if isinstance(wire, Place) or wire not in bound or factor.legs[1 - side] == wire:
                continue
            found = _lead_beside(network, number, side, lead, workspace)
            if found is not None:
                return found
    return None


def _lead_beside(network: Network, number: int, side: int, lead: Lead, workspace: Workspace) -> Networks | None:
    """Rewrites L at the wire on one side of the inverse; its other axis is whatever leg it lies at."""
    factor = network.factors[number]
    wire = factor.legs[side]
    assert isinstance(wire, int)
    # M^{-1}[a, b] M[b, c] on the right of the inverse, M[c, a] M^{-1}[a, b] on its left.
    near, far = (0, 1) if side == 1 else (1, 0)
    fixed: dict[Wire, Leg] = {near: wire}
    fixed.update({2 + k: leg for k, leg in enumerate(factor.legs[2:])})
    match = matches(lead.pattern, fixed, network, frozenset({number}), frozenset({wire}))
    if match is None or far not in match.values or match.values[far] == wire:
        return None
    end = match.values[far]
    rest = _without_wire(without(network, number, *match.used), wire)
    rest = _drop_bound(rest, lead.pattern, match)
    rest = rest._replace(coefficient=rest.coefficient * match.sign)
    unit = times(rest, delta(factor.legs[1 - side], end))
    # Everything else of M, beside the inverse, with a wire of its own between.
    size = dict(network.bound)[wire]
    middle = workspace.wire(size)
    assert isinstance(middle, int)
    legs = [factor.legs[0], factor.legs[1]]
    legs[side] = middle
    beside = times(rest, Network(1, (factor._replace(legs=(*legs, *factor.legs[2:])),), ((middle, size),)))
    ends: list[Leg] = [middle, end] if side == 1 else [end, middle]
    others = workspace.copies(lead.rest, (*ends, *factor.legs[2:]))
    found = [unit, *workspace.product([beside], scale(others, -1))]
    scalar = raise_networks([lead.scalar], -1, workspace)
    return workspace.product(found, scalar)


def _drop_bound(network: Network, pattern: Network, match: Match) -> Network:
    gone = {match.values[wire] for wire, _ in pattern.bound}
    return network._replace(bound=tuple(pair for pair in network.bound if pair[0] not in gone))


@rule
def next_to_reciprocal(network: Network, workspace: Workspace) -> Networks | None:
    """L S^e = S^{e+1} − (S − L) S^e for e < 0."""
    for number, factor in enumerate(network.factors):
        if factor.head.kind != "sum" or factor.exponent >= 0:
            continue
        lead = lead_of(factor.head.inner[0], 0)
        fixed: dict[Wire, Leg] = dict(enumerate(factor.legs))
        hosted = _divided(network, lead.scalar, fixed)
        match = hosted and matches(lead.pattern, fixed, hosted, frozenset({number}), frozenset())
        if not hosted or not match:
            continue
        rest = _drop_bound(without(hosted, number, *match.used), lead.pattern, match)
        rest = rest._replace(coefficient=rest.coefficient * match.sign / Fraction(lead.scalar.coefficient))
        raised: Rational = simplest(factor.exponent + 1)
        whole = rest._replace(factors=(*rest.factors, *((factor._replace(exponent=raised),) if raised else ())))
        kept = rest._replace(factors=(*rest.factors, factor))
        others = workspace.copies(lead.rest, factor.legs)
        return [whole, *workspace.product([kept], scale(others, -1))]
    return None


def _divided(network: Network, scalar: Network, values: dict[Wire, Leg]) -> Network | None:
    """The network divided by the factors of a scalar, where it holds them to at least the same power."""
    factors = list(network.factors)
    for wanted in replace_wires(scalar.factors, values):
        at = next((k for k, f in enumerate(factors) if f.head is wanted.head and f.legs == wanted.legs), None)
        if at is None or not _covers(factors[at].exponent, wanted.exponent):
            return None
        factors[at] = factors[at]._replace(exponent=simplest(factors[at].exponent - wanted.exponent))
    return network._replace(factors=tuple(factors))


def _covers(have: Rational, want: Rational) -> bool:
    return have >= want > 0 or have <= want < 0
