"""Kronecker deltas solved: bound wires that they determine go, pairs of wires that always go together become one."""

from __future__ import annotations

from auditor.terms.dimension import ONE, ZERO, Dimension
from auditor.terms.networks import DELTA, Bound, Factor, Workspace, replace_wires
from auditor.terms.places import (
    FIRST,
    MINUS_ONE,
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
    """Factors and bound wires without the deltas that can be absorbed; None where two of them cannot hold together."""
    while True:
        system = _System(factors, bound, workspace)
        if not system.solve():
            return None
        factors = [*system.others, *(_as_delta(equation, system.written) for equation in system.kept)]
        fused = _fuse(factors, bound, workspace)
        if fused is None:
            return tuple(factors), tuple(bound.items())
        factors = fused


class _System:
    """The equations that the deltas of a network stand for, and its other factors."""

    def __init__(self, factors: list[Factor], bound: dict[Wire, Dimension], workspace: Workspace) -> None:
        self.workspace = workspace
        self.bound = bound
        self.others = [factor for factor in factors if factor.head is not DELTA]
        self.kept: list[Place] = []  # equations that no bound wire absorbs
        self.written: set[Wire] = set()  # open wires that have been replaced by what they equal
        self.found = [
            equations(factor.legs[0], factor.legs[1], workspace.ranges) for factor in factors if factor.head is DELTA
        ]

    def solve(self) -> bool:
        """Equations solved one after the other; False where there is no solution."""
        waiting: list[Place] = []
        for found in self.found:
            if found is None:
                return False
            waiting.extend(found)
        while waiting:
            self.workspace.spend(1)
            equation = waiting.pop()
            solution = _absorb(equation, self.bound, self.workspace)
            if solution is not None:
                del self.bound[solution[0]]
            else:
                solution = _express(equation, self.bound, self.written, self.workspace)
                if solution is not None:
                    self.written.add(solution[0])
            changed = self._replaced(waiting, *solution) if solution is not None else waiting
            if changed is None:
                return False
            waiting = changed
            if solution is None or solution[0] in self.written:
                self.kept.append(equation)
        return True

    def _replaced(self, waiting: list[Place], wire: Wire, value: Leg) -> list[Place] | None:
        """A leg in place of a wire everywhere; the equations that now wait, or None where one cannot hold."""
        self.others = list(replace_wires(self.others, {wire: value}))
        touched = [equation for equation in (*waiting, *self.kept) if wire in wires_of(equation)]
        self.kept = [equation for equation in self.kept if wire not in wires_of(equation)]
        again = [equation for equation in waiting if wire not in wires_of(equation)]
        for equation in touched:
            new = equations(put(equation, {wire: value}), FIRST, self.workspace.ranges)
            if new is None:
                return None
            again.extend(new)
        return again


def _absorb(equation: Place, bound: dict[Wire, Dimension], workspace: Workspace) -> tuple[Wire, Leg] | None:
    """A bound wire that the equation determines, and its value."""
    for wire, stride in equation.strides:
        if wire in bound and stride in (ONE, MINUS_ONE):
            value = _solved(equation, wire, stride)
            if fits(value, bound[wire], workspace.ranges):
                return wire, value
    return None


def _express(
    equation: Place, bound: dict[Wire, Dimension], written: set[Wire], workspace: Workspace
) -> tuple[Wire, Leg] | None:
    """An open wire that the equation lets one replace elsewhere: the last of two plain ones, else one that fits."""
    opened = [(w, s) for w, s in equation.strides if w not in bound and w not in written and s in (ONE, MINUS_ONE)]
    for wire, stride in sorted(opened, reverse=True):
        value = _solved(equation, wire, stride)
        if fits(value, workspace.ranges[wire], workspace.ranges) or not isinstance(value, Place):
            return wire, value
    return None


def _solved(equation: Place, wire: Wire, stride: Dimension) -> Leg:
    others = [term for term in equation.strides if term[0] != wire]
    if len(others) == 1 and not equation.offset.terms and {stride, others[0][1]} == {ONE, MINUS_ONE}:
        return others[0][0]
    return combine([(place(equation.offset, others), MINUS_ONE if stride == ONE else ONE)])


def _as_delta(equation: Place, written: set[Wire]) -> Factor:
    """A delta for an equation that stays, with a plain open wire on one side where there is one."""
    for wire, stride in equation.strides:
        if wire in written and stride in (ONE, MINUS_ONE):
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
                if not (never_negative(bound[high]) and never_negative(bound[low])):
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
