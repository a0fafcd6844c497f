"""Kronecker deltas solved: bound wires that they determine go, pairs of wires that always go together become one."""

from __future__ import annotations

from auditor.terms.dimension import ONE, ZERO, Dimension
from auditor.terms.networks import DELTA, Bound, Factor, Workspace, replace_wires
from auditor.terms.places import (
    FIRST,
    Leg,
    Place,
    Wire,
    combine,
    equations,
    fits,
    never_negative,
    parts,
    place,
    put,
    wires_of,
)


def solve_deltas(
    factors: list[Factor], bound: dict[Wire, Dimension], workspace: Workspace
) -> tuple[tuple[Factor, ...], Bound] | None:
    """Without the deltas that bound wires can absorb."""
    while True:
        waiting: list[Place] = []
        others = []
        for factor in factors:
            if factor.head is not DELTA:
                others.append(factor)
                continue
            found = equations(*factor.legs, workspace.ranges)
            if found is None:
                return None
            waiting.extend(found)
        kept: list[Place] = []
        written: set[Wire] = set()  # open wires that have been replaced by what they equal
        while waiting:
            workspace.spend(1)
            equation = waiting.pop()
            solution = _absorb(equation, bound, workspace)
            wire: Wire | None = None
            if solution is not None:
                wire, value = solution
                del bound[wire]
            else:
                opened = _express(equation, bound, written, workspace)
                if opened is not None:
                    wire, value = opened
                    written.add(wire)
                kept.append(equation)
            if wire is not None:
                others = list(replace_wires(others, {wire: value}))
                again: list[Place] = []
                for old in (*waiting, *(k for k in kept if k is not equation)):
                    if wire in wires_of(old):
                        new = equations(put(old, {wire: value}), FIRST, workspace.ranges)
                        if new is None:
                            return None
                        again.extend(new)
                    elif old in waiting:
                        again.append(old)
                kept = [k for k in kept if k is equation or wire not in wires_of(k)]
                waiting = again
        factors = [*others, *(_as_delta(equation, written) for equation in kept)]
        fused = _fuse(factors, bound, workspace)
        if fused is None:
            return tuple(factors), tuple(bound.items())
        factors = fused


def _absorb(equation: Place, bound: dict[Wire, Dimension], workspace: Workspace) -> tuple[Wire, Leg] | None:
    """A bound wire that the equation determines, and its value."""
    for wire, stride in equation.strides:
        if wire in bound and stride in (ONE, -ONE):
            value = _solved(equation, wire, stride)
            if fits(value, bound[wire], workspace.ranges):
                return wire, value
    return None


def _express(
    equation: Place, bound: dict[Wire, Dimension], written: set[Wire], workspace: Workspace
) -> tuple[Wire, Leg] | None:
    """An open wire that the equation lets one replace elsewhere: the last of two plain ones, else one that fits."""
    opened = [(w, s) for w, s in equation.strides if w not in bound and w not in written and s in (ONE, -ONE)]
    for wire, stride in sorted(opened, reverse=True):
        value = _solved(equation, wire, stride)
        if fits(value, workspace.ranges[wire], workspace.ranges) or not isinstance(value, Place):
            return wire, value
    return None


def _solved(equation: Place, wire: Wire, stride: Dimension) -> Leg:
    rest = place(equation.offset, (term for term in equation.strides if term[0] != wire))
    return combine([(rest, -ONE if stride == ONE else ONE)])


def _as_delta(equation: Place, written: set[Wire]) -> Factor:
    """A delta for an equation that stays, with a plain open wire on one side where there is one."""
    for wire, stride in equation.strides:
        if wire in written and stride in (ONE, -ONE):
            return Factor(DELTA, (wire, _solved(equation, wire, stride)), 1)
    # Else positive strides on one side and negative ones on the other, so that pairs stay together.
    above = [term for term in equation.strides if never_negative(term[1])]
    below = [(wire, -stride) for wire, stride in equation.strides if (wire, stride) not in above]
    return Factor(DELTA, (place(equation.offset, above), place(ZERO, below)), 1)


def _fuse(factors: list[Factor], bound: dict[Wire, Dimension], workspace: Workspace) -> list[Factor] | None:
    """One wire for two bound ones that occur only as a pair i·n + j with j below n."""
    places = [parts(leg) for factor in factors for leg in factor.legs]
    for whole in places:
        for high, wide in whole.strides:
            for low, narrow in whole.strides:
                if high == low or high not in bound or low not in bound or wide != narrow * bound[low]:
                    continue
                if all(_paired(other, high, low, bound[low]) for other in places):
                    made = workspace.wire(bound[high] * bound[low])
                    assert isinstance(made, int)
                    bound[made] = bound.pop(high) * bound.pop(low)
                    return [
                        factor._replace(legs=tuple(_with_pair(leg, high, low, made) for leg in factor.legs))
                        for factor in factors
                    ]
    return None


def _paired(whole: Place, high: Wire, low: Wire, size: Dimension) -> bool:
    strides = dict(whole.strides)
    return (high not in strides and low not in strides) or (
        high in strides and low in strides and strides[high] == strides[low] * size
    )


def _with_pair(leg: Leg, high: Wire, low: Wire, made: Wire) -> Leg:
    if not isinstance(leg, Place) or high not in wires_of(leg):
        return leg
    return place(leg.offset, ((made if wire == low else wire, s) for wire, s in leg.strides if wire != high))
