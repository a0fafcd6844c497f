"""A difference that has not vanished, multiplied by what it is divided by: it is 0 if and only if the product is."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.terms.networks import Factor, Form, Head, Networks, Rational, Workspace, simplest, times
from auditor.terms.networks import Network as Network
from auditor.terms.places import Leg, Place, Wire
from auditor.terms.simplifying import normalise

# Inverses tried at each depth.
CANDIDATES = 4


def _opened(difference: Form, workspace: Workspace) -> tuple[tuple[Wire, ...], Networks]:
    """The difference at new parameters."""
    parameters = []
    for size in difference.ranges:
        wire = workspace.wire(size)
        assert isinstance(wire, int)
        parameters.append(wire)
    return tuple(parameters), workspace.instance(difference, parameters)


def without_denominators(difference: Form, workspace: Workspace) -> Iterator[list[Form]]:
    """All reciprocal sums whose legs are parameters multiplied away."""
    parameters, networks = _opened(difference, workspace)
    powers: dict[tuple[Head, tuple[Leg, ...]], Rational] = {}
    for network in networks:
        for factor in network.factors:
            free = all(leg in parameters for leg in factor.legs)
            if factor.head.kind == "sum" and factor.exponent < 0 and free:
                key = (factor.head, factor.legs)
                powers[key] = max(powers.get(key, 0), simplest(-factor.exponent))
    if powers and len(networks) > 1:
        multiplier = Network(1, tuple(Factor(*key, exponent) for key, exponent in powers.items()), ())
        yield [normalise([times(network, multiplier) for network in networks], parameters, workspace)]


def without_inverses(difference: Form, workspace: Workspace) -> Iterator[list[Form]]:
    """Multiplied by a matrix M along an axis on which M^{-1} lies."""
    parameters, networks = _opened(difference, workspace)
    tried: dict[tuple[Head, int, Wire, tuple[Leg, ...]], None] = {}
    for network in networks:
        for factor in network.factors:
            if factor.head.kind != "inverse" or factor.exponent != 1:
                continue
            shared = factor.legs[2:]
            for side in (0, 1):
                leg = factor.legs[side]
                if (
                    not isinstance(leg, Place)
                    and leg in parameters
                    and all(s in parameters and s != leg for s in shared)
                ):
                    tried[factor.head, side, leg, shared] = None
    for head, side, wire, shared in list(tried)[:CANDIDATES]:
        size = workspace.ranges[wire]
        outer = workspace.wire(size)
        assert isinstance(outer, int)
        ends: tuple[Leg, Leg] = (outer, wire) if side == 0 else (wire, outer)
        multiplied: Networks = []
        for network in networks:
            made = workspace.product([network], workspace.instance(head.inner[0], (*ends, *shared)))
            multiplied.extend(n._replace(bound=(*n.bound, (wire, size))) for n in made)
        changed = tuple(outer if parameter == wire else parameter for parameter in parameters)
        yield [normalise(multiplied, changed, workspace)]
