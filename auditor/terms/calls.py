"""Unknown functions and their derivatives.

A function of scalars (or an entrywise one) is a head with the orders of differentiation in each argument, so that f',
named so or taken, is one thing. Any other function is a head with axes of its values, then axes of the arguments in
which it has been differentiated.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.terms.networks import (
    Head,
    Network,
    Networks,
    Symmetry,
    Unproved,
    Workspace,
    head,
    single,
)
from auditor.terms.places import Leg, Wire
from auditor.terms.simplifying import Change, close_together, rebuilds


@dataclass(frozen=True, slots=True)
class Signature:
    """Which derivative of which unknown function; part of a head's name."""

    name: str
    kind: str  # "scalar" or "general" or "matrix"
    values: int  # axes of the values
    arguments: tuple[int, ...]  # axes of each argument
    taken: tuple[int, ...]  # arguments differentiated, sorted


def scalar_call(name: str, arguments: list[Networks], workspace: Workspace) -> Networks:
    """An unknown function of scalars; primes on the name of a function of one argument are derivatives."""
    taken: tuple[int, ...] = ()
    if len(arguments) == 1:
        bare = name.rstrip("'")
        taken = (0,) * (len(name) - len(bare))
        name = bare
    return _scalar_call(Signature(name, "scalar", 0, (0,) * len(arguments), taken), arguments, workspace)


def _scalar_call(signature: Signature, arguments: list[Networks], workspace: Workspace) -> Networks:
    closed = close_together([(argument, ()) for argument in arguments], workspace)
    return [single(head("call", signature, closed.forms, symmetries=closed.symmetries), closed.legs)]


def general_call(
    signature: Signature,
    legs: tuple[Leg, ...],
    arguments: list[tuple[Networks, tuple[Wire, ...]]],
    workspace: Workspace,
) -> Networks:
    """An unknown function at its axes; each argument comes with the wires of its own axes."""
    closed = close_together(arguments, workspace)
    axes = len(legs)
    behind = tuple(range(axes))
    symmetries: list[Symmetry] = [
        ((*behind, *(axes + k for k in order)), sign) for order, sign in closed.symmetries
    ]  # fmt: skip
    count = axes + len(closed.legs)
    symmetries.extend(_exchanges(signature, count))
    return [single(head("call", signature, closed.forms, axes, tuple(symmetries)), (*legs, *closed.legs))]


def _exchanges(signature: Signature, count: int) -> list[Symmetry]:
    """Second derivatives in one argument are symmetric: neighbouring groups of legs may change places."""
    found: list[Symmetry] = []
    start = signature.values
    for first, second in zip(signature.taken, signature.taken[1:], strict=False):
        size = signature.arguments[first]
        if first == second and size:
            order = list(range(count))
            order[start : start + size], order[start + size : start + 2 * size] = (
                order[start + size : start + 2 * size],
                order[start : start + size],
            )
            found.append((tuple(order), 1))
        start += size
    return found


@rebuilds("call")
def _rebuild_call(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    arguments = [(change(inner), axes) for inner, axes in arguments_of(of, legs, workspace)]
    if of.name.kind == "scalar":
        return _scalar_call(of.name, [argument for argument, _ in arguments], workspace)
    return general_call(of.name, legs[: of.axes], arguments, workspace)


def arguments_of(of: Head, legs: tuple[Leg, ...], workspace: Workspace) -> list[tuple[Networks, tuple[Wire, ...]]]:
    """Fresh copies of the arguments of a call, each with the wires of its axes."""
    found = []
    for inner, count in zip(of.inner, of.name.arguments, strict=True):
        axes = []
        for size in inner.ranges[:count]:
            wire = workspace.wire(size)
            if not isinstance(wire, int):
                raise Unproved("an argument with an axis of size 1")
            axes.append(wire)
        found.append((workspace.instance(inner, (*axes, *legs[of.axes :])), tuple(axes)))
    return found


def partial(of: Head, legs: tuple[Leg, ...], argument: int, at: tuple[Leg, ...], workspace: Workspace) -> Networks:
    """The derivative of a call in one argument, at the axes `at` of that argument."""
    signature: Signature = of.name
    arguments = arguments_of(of, legs, workspace)
    taken = tuple(sorted((*signature.taken, argument)))
    deeper = Signature(signature.name, signature.kind, signature.values, signature.arguments, taken)
    if signature.kind == "scalar":
        return _scalar_call(deeper, [networks for networks, _ in arguments], workspace)
    position = signature.values
    for number in signature.taken:
        if number <= argument:
            position += signature.arguments[number]
    own = legs[: of.axes]
    return general_call(deeper, (*own[:position], *at, *own[position:]), arguments, workspace)


__all__ = ["Network", "Signature", "arguments_of", "general_call", "partial", "scalar_call"]
