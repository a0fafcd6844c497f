"""Entries of what only moves, pairs or names entries: identities, blocks, vec, slices, arrays."""

from __future__ import annotations

from dataclasses import replace

from auditor.terms.dimension import ONE, ZERO
from auditor.terms.elementary import compare
from auditor.terms.expansion import Expansion, Places, Rule, Scope
from auditor.terms.networks import (
    ONE_NETWORK,
    Networks,
    Unproved,
    delta,
    placed,
)
from auditor.terms.places import FIRST, Leg, compose, shift
from auditor.terms.term import Term

# --- axes -------------------------------------------------------------------------------------------------------


def _identity(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return [delta(*places)]


def _ones(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return [ONE_NETWORK]


def _zeros(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return []


def _unit(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    axis = 0 if self.size(term.shape[0]) != ONE or len(term.shape) == 1 else 1
    return [delta(places[axis], self.place(term.arguments[0], scope))]


def _commutation(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    """K vec(A) = vec(A^T): row (i, j) and column (j, i) for A with rows i below m and columns j below n."""
    m, n = term.parameters
    (i, j), row_delta = self.split(places[0], (m, n))
    (second, first), column_delta = self.split(places[1], (n, m))
    return self.product(row_delta, column_delta, [delta(i, first)], [delta(j, second)])


def _delta(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    left, right = (self.whole(argument, scope) for argument in term.arguments)
    return [delta(left, right)]


def _compare(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    left, right = term.arguments
    if term.parameters[0] in ("=", "=="):
        try:
            return _delta(self, term, places, scope)
        except Unproved:
            pass
    return compare(self.scalar(left, scope), term.parameters[0], self.scalar(right, scope), self.workspace)


def _rearrange(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    sources, inner = term.parameters[0], term.arguments[0]
    if len(places) < len(sources):
        places = (FIRST,) * len(sources)
    at: list[Leg] = [FIRST] * inner.order
    for result, source in enumerate(sources):
        if source is not None:
            at[source] = places[result]
    return self.entry(inner, tuple(at), scope)


def _vec(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner = term.arguments[0]
    (column, row), tie = self.split(places[0], (inner.shape[1], inner.shape[0]))
    return self.product(tie, self.entry(inner, (row, column), scope))


def _devec(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    # At wires of its own, whose digits can be read off again even where the places are not wires.
    (row, column), wires, _ = self.axes(term.shape)
    at = compose([(column, self.size(term.shape[1])), (row, self.size(term.shape[0]))])
    inner = term.arguments[0]
    flat = self.size(inner.shape[0]) == ONE
    values = {wire: leg for wire, leg in zip((row, column), places, strict=True) if wire in wires}
    return placed(self.entry(inner, (FIRST, at) if flat else (at, FIRST), scope), values)


def _diag(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner = term.arguments[0]
    row = self.size(inner.shape[1]) != ONE
    entries = self.entry(inner, (FIRST, places[0]) if row else (places[0], FIRST), scope)
    return self.product(entries, [delta(*places)])


def _diagonal(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return self.entry(term.arguments[0], (places[0], places[0]), scope)


def _blocks(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    rows, columns = term.parameters
    grid = [term.arguments[row * columns : (row + 1) * columns] for row in range(rows)]
    if len(places) < 2:
        places = (FIRST, FIRST)
    found: Networks = []
    above = ZERO
    for row in grid:
        beside = ZERO
        for block in row:
            shape = block.shape if block.shape else (ONE, ONE)
            inner, ties = [], []
            for leg, size, offset in zip(places, shape, (above, beside), strict=True):
                wire, bound = self.workspace.bind(self.size(size))
                inner.append(wire)
                ties.append([delta(leg, shift(wire, offset))._replace(bound=bound)])
            entries = self.entry(block, tuple(inner) if block.shape else (), scope)
            found.extend(self.product(*ties, entries))
            beside = beside + self.size(shape[1])
        above = above + self.size((row[0].shape or (ONE, ONE))[0])
    return found


def _entry(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner, *indices = term.arguments
    if len(indices) != inner.order:
        raise Unproved("an entry with too few indices")
    pairs = zip(inner.shape, indices, strict=True)
    at = tuple(FIRST if self.size(size) == ONE else self.place(index, scope) for size, index in pairs)
    return self.entry(inner, at, scope)


def _slice(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner, index = term.arguments
    axis = term.parameters[0]
    if len(places) < inner.order:
        places = (FIRST,) * inner.order
    at = FIRST if self.size(inner.shape[axis]) == ONE else self.place(index, scope)
    return self.entry(inner, (*places[:axis], at, *places[axis + 1 :]), scope)


def _member(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    family, index = term.arguments
    at = FIRST if self.size(family.shape[0]) == ONE else self.place(index, scope)
    rest = places if len(places) == family.order - 1 else (FIRST,) * (family.order - 1)
    return self.entry(family, (at, *rest), scope)


def _array(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    body, indices = term.arguments[0], term.parameters
    if len(places) < len(indices) + body.order:
        places = (FIRST,) * (len(indices) + body.order)
    at = dict(scope.indices)
    for index, leg in zip(indices, places, strict=False):
        at[index] = shift(leg, self.size(index.lower) - ONE)
    return self.entry(body, places[len(indices) :], replace(scope, indices=at))


EXPAND: dict[str, Rule] = {
    "identity": _identity,
    "zeros": _zeros,
    "ones": _ones,
    "unit": _unit,
    "commutation": _commutation,
    "delta": _delta,
    "compare": _compare,
    "rearrange": _rearrange,
    "vec": _vec,
    "diag": _diag,
    "diagonal": _diagonal,
    "devec": _devec,
    "blocks": _blocks,
    "entry": _entry,
    "slice": _slice,
    "member": _member,
    "array": _array,
}
