"""Inverses and determinants of square matrices.

A matrix comes as networks with one open wire for its row and one for its column, and goes out the same way. What comes
apart, (AB)^{-1} = B^{-1} A^{-1} or det(A ⊗ B) = det(A)^n det(B)^m, does; what is left is an atom.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from auditor.terms.chains import (
    Chain,
    Piece,
    SideBySide,
    bottlenecks,
    cut,
    diagonal_entries,
    is_permutation,
    joins,
    side_by_side,
    turned,
)
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.exponentials import exponential, raise_symbolic
from auditor.terms.networks import (
    Factor,
    Head,
    Network,
    Networks,
    Symmetry,
    Unproved,
    Workspace,
    delta,
    head,
    of_dimension,
    placed,
    scale,
    single,
    summed,
    times,
    wires_in,
)
from auditor.terms.places import Leg, Wire
from auditor.terms.powers import raise_networks, take_out
from auditor.terms.products import index_product
from auditor.terms.residues import is_always_singular
from auditor.terms.simplifying import REBUILD, Change, close, collected, rebuilds

MatrixMaker: TypeAlias = Callable[[Networks, Wire, Wire, Workspace], Networks]


def axis(size: Dimension, workspace: Workspace) -> Wire:
    """A new wire for an axis that is known not to have size 1."""
    made = workspace.wire(size)
    if not isinstance(made, int):
        raise Unproved("a matrix with one row")
    return made


def remade(of: Head, legs: tuple[Leg, ...], change: Change, make: MatrixMaker, workspace: Workspace) -> Networks:
    """A function of the changed inner matrix, at two legs."""
    rows, columns = of.inner[0].ranges[:2]
    row, column = axis(rows, workspace), axis(columns, workspace)
    inner = change(workspace.instance(of.inner[0], (row, column, *legs[2:])))
    return placed(make(inner, row, column, workspace), {row: legs[0], column: legs[1]})


# --- inverse ----------------------------------------------------------------------------------------------------


def inverse(networks: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    terms = collected(networks, workspace)
    if not terms:
        raise Unproved("the inverse of zero")
    diagonal = diagonal_entries(terms, row, column)
    if diagonal is not None:
        return [times(n, delta(row, column)) for n in raise_networks(diagonal, -1, workspace)]
    if len(terms) == 1:
        if is_permutation(terms[0], row, column, workspace):
            return turned(terms, row, column)
        kronecker = side_by_side(terms[0], row, column, workspace)
        if kronecker is not None:
            return _inverse_side_by_side(kronecker, workspace)
        chain = cut(terms[0], row, column, workspace.ranges[row])
        if chain is not None:
            return _inverse_of_chain(chain, row, column, workspace)
    taken, rest = _scalars_out(terms, row, column, workspace)
    return workspace.product(raise_networks([taken], -1, workspace), _inverse_atom(rest, row, column, workspace))


def _inverse_side_by_side(kronecker: SideBySide, workspace: Workspace) -> Networks:
    result = raise_networks([kronecker.scalar], -1, workspace)
    bound: dict[Wire, Dimension] = {}
    for piece, size in zip(kronecker.pieces, kronecker.sizes, strict=True):
        matrix = [piece.network]
        if piece.diagonal:
            entries = raise_networks(matrix, -1, workspace)
        else:
            entries = inverse(matrix, piece.row, piece.column, workspace)
        result = workspace.product(result, entries)
        bound[piece.row] = bound[piece.column] = size
    return [Network(n.coefficient, (*n.factors, *kronecker.frame), (*n.bound, *bound.items())) for n in result]


def _inverse_of_chain(chain: Chain, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    """Inverses of the pieces, in the opposite order."""
    result = raise_networks([chain.scalar], -1, workspace)
    for piece in chain.pieces:
        if piece.diagonal:
            made = raise_networks([piece.network], -1, workspace)
        elif len(chain.pieces) == 1:
            made = turned(_inverse_atom([piece.network], piece.row, piece.column, workspace), row, column)
        else:
            made = turned(inverse([piece.network], piece.row, piece.column, workspace), piece.row, piece.column)
        result = workspace.product(result, made)
    between = tuple((wire, workspace.ranges[wire]) for wire in chain.between)
    return summed(turned(result, row, column), between)


def _inverse_atom(terms: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    """The inverse of what does not come apart."""
    if len(terms) == 1:
        term = terms[0]
        if len(term.factors) == 1 and term.coefficient == 1 and term.factors[0].exponent == 1 and not term.bound:
            known = _inverse_of_factor(term.factors[0], row, column, workspace)
            if known is not None:
                return known
        if not joins(term, row, column):
            raise Unproved("the inverse of an outer product")
        # X X^T is invertible only where X has no more rows than columns.
        size = workspace.ranges[row]
        workspace.orders.extend((size, narrow) for narrow in bottlenecks(term, row, column, size))
    elif is_always_singular(close(terms, workspace, (row, column)).form):
        raise Unproved("the inverse of a singular matrix")
    return [matrix_atom("inverse", "", terms, row, column, workspace)]


# The identity aside, such matrices have no inverse.
SINGULAR = frozenset({"idempotent", "low rank", "singular", "nilpotent"})


def _inverse_of_factor(factor: Factor, row: Wire, column: Wire, workspace: Workspace) -> Networks | None:
    """Q^{-1} = Q^T, the inverse of an inverse, exp(M)^{-1} = exp(−M)."""
    of = factor.head
    if of.axes != 2 or set(factor.legs[:2]) != {row, column}:
        return None
    if of.kind == "symbol" and of.properties & SINGULAR:
        raise Unproved("the inverse of a singular matrix")
    if of.kind == "symbol" and "orthogonal" in of.properties:
        return turned([Network(1, (factor,), ())], row, column)
    if of.kind == "inverse":
        return workspace.instance(of.inner[0], factor.legs)
    if of.kind == "matrix function" and of.name == "expm":
        return REBUILD[of.kind](of, factor.legs, lambda inner: scale(inner, -1), workspace)
    return None


def _scalars_out(terms: Networks, row: Wire, column: Wire, workspace: Workspace) -> tuple[Network, Networks]:
    """Common factors that hang on neither axis, and what is left."""
    taken, rest = take_out(terms, workspace, signed=False)
    inside = tuple(f for f in taken.factors if wires_in((f,)) & {row, column})
    if inside:
        rest = collected([times(term, Network(1, inside, ())) for term in rest], workspace)
        lead = Fraction(rest[0].coefficient)
        outside = tuple(f for f in taken.factors if f not in inside)
        taken, rest = Network(taken.coefficient * lead, outside, ()), scale(rest, 1 / lead)
    return taken, rest


def matrix_atom(
    kind: str, name: Any, terms: Networks, row: Wire, column: Wire, workspace: Workspace, *, transposes: bool = True
) -> Network:
    """An opaque matrix function at (row, column); where it commutes with transposition, M and M^T share one head."""
    closed = close(terms, workspace, (row, column))
    if transposes and workspace.ranges[row] == workspace.ranges[column]:
        other = close(terms, workspace, (column, row))
        if other.form is closed.form:
            legs = (row, column, *closed.legs)
            switched = (column, row, *other.legs)
            across: Symmetry = (tuple(legs.index(wire) for wire in switched), 1)
            return single(head(kind, name, closed.forms, 2, (*_behind(closed.symmetries), across)), legs)
        if other.form.rank < closed.form.rank:
            return single(head(kind, name, other.forms, 2, _behind(other.symmetries)), (column, row, *other.legs))
    return single(head(kind, name, closed.forms, 2, _behind(closed.symmetries)), (row, column, *closed.legs))


def _behind(symmetries: tuple[Symmetry, ...]) -> tuple[Symmetry, ...]:
    """Symmetries of the shared legs, which stand behind two axes."""
    return tuple(((0, 1, *(k + 2 for k in order)), sign) for order, sign in symmetries)


@rebuilds("inverse")
def _rebuild_inverse(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    return remade(of, legs, change, inverse, workspace)


# --- determinant ------------------------------------------------------------------------------------------------


def determinant(networks: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    terms = collected(networks, workspace)
    size = workspace.ranges[row]
    if not terms:
        return []
    diagonal = diagonal_entries(terms, row, column)
    if diagonal is not None:
        return index_product(diagonal, row, workspace)
    if len(terms) == 1:
        kronecker = side_by_side(terms[0], row, column, workspace)
        if kronecker is not None:
            return _determinant_side_by_side(kronecker, workspace)
        chain = cut(terms[0], row, column, size)
        if chain is not None:
            return _determinant_of_chain(chain, size, workspace)
    taken, rest = _scalars_out(terms, row, column, workspace)
    scalar = raise_symbolic([taken], of_dimension(size), workspace)
    return workspace.product(scalar, [_determinant_atom(rest, row, column, workspace)])


def _determinant_side_by_side(kronecker: SideBySide, workspace: Workspace) -> Networks:
    whole = ONE
    for size in kronecker.sizes:
        whole = whole * size
    result = raise_symbolic([kronecker.scalar], of_dimension(whole), workspace)
    for number, piece in enumerate(kronecker.pieces):
        others = ONE
        for k, size in enumerate(kronecker.sizes):
            others = others if k == number else others * size
        entries = determinant([piece.network], piece.row, piece.column, workspace) if not piece.diagonal \
            else index_product([piece.network], piece.row, workspace)  # fmt: skip
        result = workspace.product(result, raise_symbolic(entries, of_dimension(others), workspace))
    return result


def _determinant_of_chain(chain: Chain, size: Dimension, workspace: Workspace) -> Networks:
    result = raise_symbolic([chain.scalar], of_dimension(size), workspace)
    for piece in chain.pieces:
        result = workspace.product(result, workspace.renewed(_determinant_of_piece(piece, workspace)))
    return result


def _determinant_of_piece(piece: Piece, workspace: Workspace) -> Networks:
    if piece.diagonal:
        return index_product([piece.network], piece.row, workspace)
    if len(piece.network.factors) == 1 and not piece.network.bound:
        factor = piece.network.factors[0]
        of = factor.head
        if of.axes == 2 and of.inner and factor.exponent == 1 and set(factor.legs[:2]) == {piece.row, piece.column}:
            inner = workspace.instance(of.inner[0], (piece.row, piece.column, *factor.legs[2:]))
            if of.kind == "inverse":
                return raise_networks(determinant(inner, piece.row, piece.column, workspace), -1, workspace)
            if of.kind == "matrix function" and of.name == "expm":
                return exponential(trace(inner, piece.row, piece.column, workspace), workspace)
    return [_determinant_atom([piece.network], piece.row, piece.column, workspace)]


def trace(networks: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    made, bound = workspace.bind(workspace.ranges[row])
    return summed(placed(networks, {row: made, column: made}), bound)


def _determinant_atom(terms: Networks, row: Wire, column: Wire, workspace: Workspace) -> Network:
    if len(terms) == 1 and not joins(terms[0], row, column):
        raise Unproved("the determinant of an outer product")
    one_way, other_way = close(terms, workspace, (row, column)), close(terms, workspace, (column, row))
    closed = one_way if one_way.form.rank <= other_way.form.rank else other_way
    return single(head("det", "", closed.forms, symmetries=closed.symmetries), closed.legs)


@rebuilds("det")
def _rebuild_determinant(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    size = of.inner[0].ranges[0]
    row, column = axis(size, workspace), axis(size, workspace)
    inner = change(workspace.instance(of.inner[0], (row, column, *legs)))
    return determinant(inner, row, column, workspace)
