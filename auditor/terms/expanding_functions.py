"""Entries of functions: powers, named and unknown functions, norms, functions of a matrix."""

from __future__ import annotations

from fractions import Fraction

from auditor.terms import matrices, matrix_functions
from auditor.terms.calls import Signature, general_call, scalar_call
from auditor.terms.dimension import ONE
from auditor.terms.elementary import entrywise
from auditor.terms.expansion import Expansion, Places, Rule, Scope
from auditor.terms.exponentials import exponential, raise_symbolic
from auditor.terms.networks import (
    Networks,
    Unproved,
    Workspace,
    placed,
    summed,
)
from auditor.terms.places import Wire
from auditor.terms.powers import raise_networks
from auditor.terms.simplifying import collected
from auditor.terms.term import Term

# --- functions --------------------------------------------------------------------------------------------------


def _power(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    base, exponent = term.arguments
    upper = self.entry(exponent, places if exponent.shape else (), scope)
    lower = self.entry(base, places, scope)
    if base.operation == "constant" and base.parameters[0] == "e":
        return exponential(upper, self.workspace)
    upper = collected(upper, self.workspace)
    if any(network.factors for network in upper):
        return raise_symbolic(lower, upper, self.workspace)
    return raise_networks(lower, upper[0].coefficient if upper else 0, self.workspace)


def _apply(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    name = term.parameters[0]
    if name == "softmax":
        return _softmax(self, term.arguments[0], places, scope)
    if name == "logsumexp":
        return entrywise("log", [_sum_of_exponentials(self, term.arguments[0], scope)], self.workspace)
    entries = [self.entry(argument, places if argument.shape else (), scope) for argument in term.arguments]
    return entrywise(name, entries, self.workspace)


def _sum_of_exponentials(self: Expansion, vector: Term, scope: Scope) -> Networks:
    if ONE not in vector.shape:
        raise Unproved("softmax of a matrix")
    at, _, bound = self.axes(vector.shape)
    made = exponential(self.entry(vector, at, scope), self.workspace)
    return summed(made, bound)


def _softmax(self: Expansion, vector: Term, places: Places, scope: Scope) -> Networks:
    below = raise_networks(_sum_of_exponentials(self, vector, scope), -1, self.workspace)
    return self.product(exponential(self.entry(vector, places, scope), self.workspace), self.workspace.renewed(below))


def _trace(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner = term.arguments[0]
    wire, bound = self.workspace.bind(self.size(inner.shape[0]))
    return summed(self.entry(inner, (wire, wire), scope), bound)


def _inverse(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return _of_matrix(self, term.arguments[0], places, scope, matrices.inverse)


def _function(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    def make(networks: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
        return matrix_functions.matrix_function(term.operation, networks, row, column, workspace)

    return _of_matrix(self, term.arguments[0], places, scope, make)


def _of_matrix(self: Expansion, inner: Term, places: Places, scope: Scope, make: matrices.MatrixMaker) -> Networks:
    networks, row, column = self.matrix(inner, scope)
    made = make(networks, row, column, self.workspace)
    return placed(made, {row: places[0], column: places[1]})


def _pseudo_inverse(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner = term.arguments[0]
    if ONE in inner.shape:
        # A vector: x^T / (x^T x).
        at, _, bound = self.axes(inner.shape)
        squares = raise_networks(self.entry(inner, at, scope), 2, self.workspace)
        below = raise_networks(summed(squares, bound), -1, self.workspace)
        return self.product(self.entry(inner, places[::-1], scope), self.workspace.renewed(below))
    return _function(self, term, places[::-1], scope)


def _determinant(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return matrices.determinant(*self.matrix(term.arguments[0], scope), self.workspace)


def _matrix_power(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    base, exponent = term.arguments
    upper = self.scalar(exponent, scope)

    def make(networks: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
        return matrix_functions.matrix_power(networks, upper, row, column, workspace)

    return _of_matrix(self, base, places, scope, make)


def _norm(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner, kind = term.arguments[0], term.parameters[0]
    vector = inner.is_scalar or ONE in inner.shape
    at, wires, bound = self.axes(inner.shape)
    entries = self.entry(inner, at, scope)
    if kind in ("2", "F", "fro") or (kind == "spectral" and vector):
        squares = raise_networks(entries, 2, self.workspace)
        return raise_networks(summed(squares, bound), Fraction(1, 2), self.workspace)
    if kind == "1" and vector:
        # The matrix norm of this name is another one.
        sizes = entrywise("abs", [entries], self.workspace)
        return summed(sizes, bound)
    return matrix_functions.opaque_norm(kind, entries, wires, self.workspace)


def _call(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    name, kind = term.parameters
    if kind == "elementwise" or (term.is_scalar and all(argument.is_scalar for argument in term.arguments)):
        entries = [self.entry(argument, places if argument.shape else (), scope) for argument in term.arguments]
        return scalar_call(name, entries, self.workspace)
    arguments = []
    for argument in term.arguments:
        at, wires, _ = self.axes(argument.shape)
        arguments.append((self.entry(argument, at, scope), wires))
    legs = tuple(leg for leg, size in zip(places, term.shape, strict=True) if self.size(size) != ONE)
    signature = Signature(name, "general", len(legs), tuple(len(wires) for _, wires in arguments), ())
    return general_call(signature, legs, arguments, self.workspace)


EXPAND: dict[str, Rule] = {
    "inverse": _inverse,
    "det": _determinant,
    "trace": _trace,
    "adjugate": _function,
    "pseudo_inverse": _pseudo_inverse,
    "expm": _function,
    "logm": _function,
    "sinm": _function,
    "cosm": _function,
    "sqrtm": _function,
    "power": _power,
    "matrix_power": _matrix_power,
    "apply": _apply,
    "norm": _norm,
    "call": _call,
}
