"""Entries of derivatives, differentials and substitutions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from auditor.terms.dimension import ONE
from auditor.terms.expansion import Expansion, Places, Rule, Scope, Value, symbol_network
from auditor.terms.networks import (
    Networks,
    Unproved,
)
from auditor.terms.places import FIRST
from auditor.terms.properties import FREE
from auditor.terms.simplifying import close, collected
from auditor.terms.substitution import substituted
from auditor.terms.term import Term
from auditor.terms.variation import directional_derivative, partial_derivative, total_differential

# --- derivatives ------------------------------------------------------------------------------------------------


def _derivative(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    body, variable = term.arguments
    if len(places) < body.order + variable.order:
        places = (FIRST,) * (body.order + variable.order)
    targets = [leg for leg, size in zip(places[body.order :], variable.shape, strict=True) if self.size(size) != ONE]

    def vary(networks: Networks, name: str) -> Networks:
        return partial_derivative(networks, name, targets, self.workspace)

    return _varied(self, body, variable, places[: body.order], scope, vary)


def _directional(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    body, variable, direction = term.arguments
    at, wires, _ = self.axes(variable.shape)
    closed = close(self.entry(direction, at, scope), self.workspace, wires)

    def along(legs: Places) -> Networks:
        return self.workspace.instance(closed.form, (*legs, *closed.legs))

    def vary(networks: Networks, name: str) -> Networks:
        return directional_derivative(networks, name, along, self.workspace)

    return _varied(self, body, variable, places, scope, vary)


def _varied(
    self: Expansion, body: Term, variable: Term, places: Places, scope: Scope, vary: Callable[[Networks, str], Networks]
) -> Networks:
    """The body differentiated with the variable free; the entries of a symmetric variable vary independently."""
    if variable.operation != "symbol":
        raise Unproved("a derivative by what is not a symbol")
    name = variable.parameters[0]
    known = self.known(name)
    if not known <= FREE:
        raise Unproved(f"the derivative by the constrained symbol {name}")
    fixed = name in scope.bound or name in self.world.definitions or "symmetric" in known
    if not fixed and not any(name in value.form.symbols for value in scope.bound.values()):
        return vary(collected(self.entry(body, places, scope), self.workspace), name)
    # Under another name, so that nothing is known of the variable but what is open; its value is put back at the end.
    fresh = f"{name}@{scope.depth}"
    at, wires, _ = self.axes(variable.shape)
    kept = known & {"positive", "nonnegative", "invertible"}
    ranges = tuple(self.workspace.ranges[wire] for wire in wires)
    plain = symbol_network(fresh, wires, ranges, kept, variable.order)
    free = Value(close([plain], self.workspace, wires).form, ())
    inside = replace(scope, bound={**scope.bound, name: free}, depth=scope.depth + 1)
    networks = collected(self.entry(body, places, inside), self.workspace)
    changed = collected(vary(networks, fresh), self.workspace)
    if not any(fresh in factor.head.symbols for network in changed for factor in network.factors):
        return changed
    value = close(self.entry(variable, at, scope), self.workspace, wires)
    return substituted(changed, fresh, value.form, value.legs, self.workspace)


def _differential(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    if scope.bound:
        raise Unproved("a differential under a substitution")
    networks = collected(self.entry(term.arguments[0], places, scope), self.workspace)
    return total_differential(networks, self.world.constant, self.workspace)


def _substitute(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    body, *bindings = term.arguments
    bound = dict(scope.bound)
    for symbol, value in zip(bindings[::2], bindings[1::2], strict=True):
        if symbol.shape != value.shape:
            raise Unproved("a substitution of another shape")
        at, wires, _ = self.axes(symbol.shape)
        closed = close(self.entry(value, at, scope), self.workspace, wires)
        bound[symbol.parameters[0]] = Value(closed.form, closed.legs)
    return self.entry(body, places, replace(scope, bound=bound))


EXPAND: dict[str, Rule] = {
    "derivative": _derivative,
    "differential": _differential,
    "directional": _directional,
    "substitute": _substitute,
}
