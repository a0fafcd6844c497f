"""Differentiation of networks: the product rule over factors, and one rule for each kind of head.

A variation says what happens to the symbols: in a partial derivative the symbol X at (i, j) becomes δ_ik δ_jl, in a
differential every symbol X becomes dX, in a directional derivative X becomes the direction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from auditor.terms.calls import arguments_of, partial
from auditor.terms.elementary import slope
from auditor.terms.exponentials import logarithm
from auditor.terms.matrices import axis, inverse
from auditor.terms.networks import (
    ONE_NETWORK,
    Head,
    Network,
    Networks,
    Unproved,
    Workspace,
    delta,
    head,
    placed,
    simplest,
    single,
    summed,
    times,
    with_exponent,
)
from auditor.terms.places import Leg
from auditor.terms.powers import raise_networks
from auditor.terms.properties import FREE, LINEAR
from auditor.terms.simplifying import collected

# What a symbol at these legs varies by; None where it does not vary.
Leaf: TypeAlias = Callable[[Head, tuple[Leg, ...]], "Networks | None"]
Concerned: TypeAlias = Callable[[frozenset[str]], bool]


class Variation:
    """A way to vary symbols, carried through sums, products and functions."""

    def __init__(self, leaf: Leaf, concerned: Concerned, workspace: Workspace) -> None:
        self.leaf = leaf
        self.concerned = concerned  # whether any of these symbols varies
        self.workspace = workspace

    def of(self, networks: Networks) -> Networks:
        """The derivative of a sum."""
        found: Networks = []
        for network in networks:
            for number, factor in enumerate(network.factors):
                if not self.concerned(factor.head.symbols):
                    continue
                change = self._factor(factor.head, factor.legs)
                if not change:
                    continue
                found.extend(self.workspace.product([_lowered(network, number)], change))
        return found

    def _factor(self, of: Head, legs: tuple[Leg, ...]) -> Networks:
        rule = VARY.get(of.kind)
        if rule is None:
            raise Unproved(f"the derivative of {of.kind} {of.name}")
        return rule(self, of, legs)


def _lowered(network: Network, number: int) -> Network:
    """What is left when one factor is differentiated: its exponent in front, and one less."""
    exponent = network.factors[number].exponent
    rest = with_exponent(network, number, exponent - 1)
    return rest._replace(coefficient=simplest(rest.coefficient * exponent))


# --- one rule for each kind of head -----------------------------------------------------------------------------


def _symbol(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    return self.leaf(of, legs) or []


def _sum(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    return self.of(self.workspace.instance(of.inner[0], legs))


def _entrywise(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    inside = self.of(self.workspace.instance(of.inner[0], legs))
    if not inside:
        return []
    return self.workspace.product(inside, self.workspace.renewed(slope(of, legs, self.workspace)))


def _power(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    """d(a^b) = a^b (b/a da + log a db)."""
    workspace = self.workspace
    base, exponent = (workspace.instance(inner, legs) for inner in of.inner)
    whole = [single(of, legs)]
    found: Networks = []
    if change := self.of(base):
        below = raise_networks(workspace.instance(of.inner[0], legs), -1, workspace)
        for factors in (below, workspace.instance(of.inner[1], legs), whole):
            change = workspace.product(change, workspace.renewed(factors))
        found.extend(change)
    if change := self.of(exponent):
        logged = logarithm(workspace.instance(of.inner[0], legs), workspace)
        found.extend(workspace.product(workspace.product(change, workspace.renewed(logged)), whole))
    return found


def _inverse(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    """d(M^{-1}) = −M^{-1} dM M^{-1}."""
    workspace = self.workspace
    size = of.inner[0].ranges[0]
    row, column = axis(size, workspace), axis(size, workspace)
    inside = self.of(workspace.instance(of.inner[0], (row, column, *legs[2:])))
    left = single(of, (legs[0], row, *legs[2:]))
    right = single(of, (column, legs[1], *legs[2:]))
    frame = times(left, right)._replace(coefficient=-1, bound=((row, size), (column, size)))
    return workspace.product(inside, [frame])


def _determinant(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    """d(det M) = det M · tr(M^{-1} dM)."""
    workspace = self.workspace
    size = of.inner[0].ranges[0]
    row, column = axis(size, workspace), axis(size, workspace)
    inside = self.of(workspace.instance(of.inner[0], (row, column, *legs)))
    first, second = axis(size, workspace), axis(size, workspace)
    inverted = inverse(workspace.instance(of.inner[0], (first, second, *legs)), first, second, workspace)
    inverted = placed(workspace.renewed(inverted), {first: column, second: row})
    frame = single(of, legs)._replace(bound=((row, size), (column, size)))
    return workspace.product(workspace.product(inside, inverted), [frame])


def _product(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    """d∏f = ∏f · Σ df/f."""
    workspace = self.workspace
    over, bound = workspace.bind(of.inner[0].ranges[0])
    inside = self.of(workspace.instance(of.inner[0], (over, *legs)))
    if not inside:
        return []
    below = raise_networks(workspace.instance(of.inner[0], (over, *legs)), -1, workspace)
    found = workspace.product(inside, workspace.renewed(below))
    return summed(workspace.product(found, [single(of, legs)]), bound)


def _call(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    """The chain rule for an unknown function."""
    workspace = self.workspace
    found: Networks = []
    for number, (argument, axes) in enumerate(arguments_of(of, legs, workspace)):
        if inside := self.of(argument):
            slopes = partial(of, legs, number, axes, workspace)
            bound = tuple((wire, workspace.ranges[wire]) for wire in axes)
            found.extend(summed(workspace.product(inside, slopes), bound))
    return found


def _matrix_function(self: Variation, of: Head, legs: tuple[Leg, ...]) -> Networks:
    """d exp(sA) = A exp(sA) ds for a constant matrix A; other functions of a matrix are not differentiated."""
    workspace = self.workspace
    if of.name != "expm":
        raise Unproved(f"the derivative of {of.name}")
    size = of.inner[0].ranges[0]
    middle, bound = workspace.bind(size)
    inside = workspace.instance(of.inner[0], (legs[0], middle, *legs[2:]))
    change = collected(self.of(inside), workspace)
    if not _is_multiple(inside, self):
        raise Unproved("the derivative of a matrix exponential")
    return summed(workspace.product(change, [single(of, (middle, *legs[1:]))]), bound)


def _is_multiple(inside: Networks, variation: Variation) -> bool:
    """The matrix is a varying scalar times a fixed matrix: one network, whose factors with legs stand still."""
    return len(inside) == 1 and not any(
        variation.concerned(factor.head.symbols) for factor in inside[0].factors if factor.legs
    )


VARY: dict[str, Callable[[Variation, Head, tuple[Leg, ...]], Networks]] = {
    "symbol": _symbol,
    "sum": _sum,
    "apply": _entrywise,
    "abs": _entrywise,
    "compare": _entrywise,
    "power": _power,
    "inverse": _inverse,
    "det": _determinant,
    "product": _product,
    "call": _call,
    "matrix function": _matrix_function,
}


# --- the three variations ---------------------------------------------------------------------------------------


def partial_derivative(networks: Networks, name: str, at_legs: Sequence[Leg], workspace: Workspace) -> Networks:
    """∂/∂X of a sum, at the axes `at_legs` of the symbol X."""

    def leaf(of: Head, legs: tuple[Leg, ...]) -> Networks | None:
        if of.name != name:
            return None
        found = ONE_NETWORK
        for leg, target in zip(legs, at_legs, strict=True):
            found = times(found, delta(leg, target))
        return [found]

    return Variation(leaf, lambda symbols: name in symbols, workspace).of(networks)


def directional_derivative(
    networks: Networks, name: str, along: Callable[[tuple[Leg, ...]], Networks], workspace: Workspace
) -> Networks:
    """The derivative in the symbol X along a direction, given as a function of the axes of X."""

    def leaf(of: Head, legs: tuple[Leg, ...]) -> Networks | None:
        return along(legs) if of.name == name else None

    return Variation(leaf, lambda symbols: name in symbols, workspace).of(networks)


def total_differential(networks: Networks, constant: frozenset[str], workspace: Workspace) -> Networks:
    """d of a sum: every symbol X that is not constant becomes dX, which itself does not vary."""

    def leaf(of: Head, legs: tuple[Leg, ...]) -> Networks | None:
        if of.name in constant:
            return None
        if not of.properties <= FREE | LINEAR:
            raise Unproved(f"the differential of the constrained symbol {of.name}")
        made = head("differential", of.name, (), len(legs), of.symmetries, of.properties & LINEAR, of.ranges)
        return [single(made, legs)]

    def concerned(symbols: frozenset[str]) -> bool:
        return any(not name.startswith("d ") and name not in constant for name in symbols)

    return Variation(leaf, concerned, workspace).of(networks)
