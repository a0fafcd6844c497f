"""Entries of numbers and symbols, sums and products."""

from __future__ import annotations

from dataclasses import replace

from auditor.terms.dimension import ONE, Dimension
from auditor.terms.expansion import Expansion, Places, Rule, Scope, Value, symbol_network
from auditor.terms.networks import (
    ONE_NETWORK,
    Networks,
    Unproved,
    constant,
    head,
    of_dimension,
    single,
    summed,
)
from auditor.terms.places import FIRST, place, shift
from auditor.terms.products import index_product
from auditor.terms.simplifying import close, value_of_place
from auditor.terms.term import Index, Term

# --- numbers and symbols ----------------------------------------------------------------------------------------


def _number(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return constant(term.parameters[0])


def _constant(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return [single(head("constant", term.parameters[0]))]


def _size(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return of_dimension(self.number(term.parameters[0], scope))


def _index(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return value_of_place(shift(self.index_place(term.parameters[0], scope), ONE))


def _symbol(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    name = term.parameters[0]
    legs = tuple(leg for leg, size in zip(places, term.shape, strict=True) if self.size(size) != ONE)
    if name in scope.bound:
        value = scope.bound[name]
        return self.workspace.instance(value.form, (*legs, *value.legs))
    if name in self.world.definitions:
        value = _definition(self, name, term, scope)
        return self.workspace.instance(value.form, (*legs, *value.legs))
    known = self.known(name)
    ranges = tuple(size for size in map(self.size, term.shape) if size != ONE)
    if len(ranges) == 2 and known & RANKS.keys():
        orders = ((ranges[1], ranges[0]), ranges)
        self.workspace.orders.extend(orders[RANKS[word]] for word in sorted(known & RANKS.keys()))
    return [symbol_network(name, legs, ranges, known, term.order)]


# Properties that bound the number of columns by that of rows (0), or the other way round (1).
RANKS = {"full column rank": 0, "orthonormal columns": 0, "full row rank": 1, "orthonormal rows": 1}


def _definition(self: Expansion, name: str, symbol: Term, scope: Scope) -> Value:
    """The value of a definition, found once for each set of bound symbols."""
    key = (name, *((bound, value.form, value.legs) for bound, value in sorted(scope.bound.items())))
    known = self.definitions.get(key)
    if known is None:
        term = self.world.definitions[name]
        if name in scope.following or term.shape != symbol.shape or term.indices:
            raise Unproved(f"the definition of {name}")
        places, wires, _ = self.axes(term.shape)
        inside = replace(scope, following=(*scope.following, name))
        closed = close(self.entry(term, places, inside), self.workspace, wires)
        known = self.definitions[key] = Value(closed.form, closed.legs)
    return known


# --- sums and products ------------------------------------------------------------------------------------------


def _add(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return [network for argument in term.arguments for network in self.entry(argument, places, scope)]


def _multiply(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return self.product(*(self.entry(a, places if a.shape else (), scope) for a in term.arguments))


def _hadamard(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return self.product(*(self.entry(argument, places, scope) for argument in term.arguments))


def _contract(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    left, right = term.arguments
    count = term.parameters[0] if term.operation == "contract" else 1
    between, _, bound = self.axes(right.shape[:count])
    outer = left.order - count
    shape = left.shape[:outer] + right.shape[count:]
    # A 1×1 product is a scalar, which has lost its places.
    outside = places if term.shape == shape else (FIRST,) * len(shape)
    made = self.product(
        self.entry(left, (*outside[:outer], *between), scope), self.entry(right, (*between, *outside[outer:]), scope)
    )
    return summed(made, bound)


def _kronecker(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    left, right = term.arguments
    rows, row_delta = self.split(places[0], (left.shape[0], right.shape[0]))
    columns, column_delta = self.split(places[1], (left.shape[1], right.shape[1]))
    entries = (self.entry(left, (rows[0], columns[0]), scope), self.entry(right, (rows[1], columns[1]), scope))
    return self.product(row_delta, column_delta, *entries)


def _sum(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inside, _, bound = self.opened(term.parameters[0], scope)
    return summed(self.entry(term.arguments[0], places, inside), bound)


def _product(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    index: Index = term.parameters[0]
    body = term.arguments[0]
    inside, wire, _ = self.opened(index, scope)
    if body.is_scalar:
        entries = self.scalar(body, inside)
        return index_product(entries, wire, self.workspace) if isinstance(wire, int) else entries
    count = self.size(index.size).number
    if count is None or not 0 < count <= LONGEST_PRODUCT or body.shape[0] != body.shape[1]:
        raise Unproved("a product of matrices over an index")
    lower = self.size(index.lower) - ONE
    here, result = places[0], [ONE_NETWORK]
    for step in range(count):
        number = count - 1 - step if term.operation == "product_down" else step
        spot = replace(scope, indices={**scope.indices, index: place(lower + Dimension.of(number), ())})
        there, bound = (places[1], ()) if step == count - 1 else self.workspace.bind(self.size(body.shape[0]))
        result = summed(self.product(result, self.entry(body, (here, there), spot)), bound)
        here = there
    return result


LONGEST_PRODUCT = 6


EXPAND: dict[str, Rule] = {
    "number": _number,
    "constant": _constant,
    "size": _size,
    "symbol": _symbol,
    "index": _index,
    "add": _add,
    "multiply": _multiply,
    "hadamard": _hadamard,
    "matmul": _contract,
    "contract": _contract,
    "kronecker": _kronecker,
    "sum": _sum,
    "product": _product,
    "product_down": _product,
}
