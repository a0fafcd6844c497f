"""Inverses, determinants and other functions of a square matrix.

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
    ONE_NETWORK,
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
    replace_wires,
    scale,
    single,
    summed,
    times,
    wires_in,
)
from auditor.terms.places import Leg, Wire
from auditor.terms.powers import raise_networks, take_out
from auditor.terms.products import index_product
from auditor.terms.properties import FREE
from auditor.terms.simplifying import Change, close, collected, rebuilds

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
    return [matrix_atom("inverse", "", terms, row, column, workspace)]


def _inverse_of_factor(factor: Factor, row: Wire, column: Wire, workspace: Workspace) -> Networks | None:
    """Q^{-1} = Q^T, the inverse of an inverse, exp(M)^{-1} = exp(−M)."""
    of = factor.head
    if of.axes != 2 or set(factor.legs[:2]) != {row, column}:
        return None
    if of.kind == "symbol" and "orthogonal" in of.properties:
        return turned([Network(1, (factor,), ())], row, column)
    if of.kind == "inverse":
        return workspace.instance(of.inner[0], factor.legs)
    if of.kind == "matrix function" and of.name == "expm":
        first, second = factor.legs[:2]
        assert isinstance(first, int)
        assert isinstance(second, int)
        return matrix_function(
            "expm", scale(workspace.instance(of.inner[0], factor.legs), -1), first, second, workspace
        )
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


# --- other functions of a matrix --------------------------------------------------------------------------------


def matrix_function(name: str, networks: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    """expm, logm, sqrtm, adjugate, and the *transposed* pseudo-inverse, so that axes stay those of the matrix."""
    terms = collected(networks, workspace)
    if name == "expm" and not terms:
        return [delta(row, column)]
    if name == "adjugate":
        return _adjugate(terms, row, column, workspace)
    if name == "pseudo_inverse":
        return _pseudo_inverse(terms, row, column, workspace)
    return [matrix_atom("matrix function", name, terms, row, column, workspace)]


def _plain_symbol(terms: Networks) -> frozenset[str] | None:
    """The properties of the symbol that a matrix is; None for any other matrix."""
    if len(terms) != 1 or len(terms[0].factors) != 1 or terms[0].bound or terms[0].coefficient != 1:
        return None
    of = terms[0].factors[0].head
    return of.properties if of.kind == "symbol" and terms[0].factors[0].exponent == 1 else None


# Under these a matrix is invertible almost everywhere, so that adj A = det(A) A^{-1} decides.
MOSTLY_INVERTIBLE = FREE | {"orthogonal"}


def _adjugate(terms: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    known = _plain_symbol(terms)
    if known is None or not known <= MOSTLY_INVERTIBLE:
        return [matrix_atom("matrix function", "adjugate", terms, row, column, workspace)]
    first, second = axis(workspace.ranges[row], workspace), axis(workspace.ranges[row], workspace)
    scalar = determinant(placed(terms, {row: first, column: second}), first, second, workspace)
    return workspace.product(scalar, inverse(terms, row, column, workspace))


def _pseudo_inverse(terms: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    known = _plain_symbol(terms) or frozenset()
    if "full column rank" in known:
        return _least_squares(terms[0], row, column, workspace)
    if "full row rank" in known:
        return _least_squares(terms[0], column, row, workspace)
    if "invertible" in known and workspace.ranges[row] == workspace.ranges[column]:
        return turned(inverse(terms, row, column, workspace), row, column)
    return [matrix_atom("matrix function", "pseudo_inverse", terms, row, column, workspace, transposes=False)]


def _least_squares(network: Network, tall: Wire, short: Wire, workspace: Workspace) -> Networks:
    """Entry (short, tall) of (X^T X)^{-1} X^T, where the slices of X along `short` are linearly independent."""
    size = workspace.ranges[short]
    left, right = axis(size, workspace), axis(size, workspace)
    middle, bound = workspace.bind(workspace.ranges[tall])

    def x(row: Leg, column: Leg) -> Network:
        return network._replace(factors=replace_wires(network.factors, {tall: row, short: column}))

    gram = times(x(middle, left), x(middle, right))._replace(bound=bound)
    made = placed(inverse([gram], left, right, workspace), {left: short})
    return [times(n, x(tall, right))._replace(bound=(*n.bound, (right, size))) for n in made]


@rebuilds("matrix function")
def _rebuild_function(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    return remade(of, legs, change, lambda *given: matrix_function(of.name, *given), workspace)


def opaque_norm(kind: str, networks: Networks, axes: tuple[Wire, ...], workspace: Workspace) -> Networks:
    """A norm that no polynomial expresses: spectral, nuclear, …"""
    closed = close(networks, workspace, axes)
    return [single(head("norm", (kind, len(axes)), closed.forms, symmetries=closed.symmetries), closed.legs)]


@rebuilds("norm")
def _rebuild_norm(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    kind, count = of.name
    axes = tuple(axis(size, workspace) for size in of.inner[0].ranges[:count])
    return opaque_norm(kind, change(workspace.instance(of.inner[0], (*axes, *legs))), axes, workspace)


# --- powers -----------------------------------------------------------------------------------------------------

LARGEST_POWER = 12


def matrix_power(networks: Networks, exponent: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
    """M^k, written out where k is a small whole number, else an atom."""
    upper = collected(exponent, workspace)
    base = collected(networks, workspace)
    if any(term.factors for term in upper):
        lower, power = close(base, workspace, (row, column)), close(upper, workspace)
        if lower.legs or power.legs:
            raise Unproved("a matrix power that depends on an index")
        return [single(head("matrix power", "", (lower.form, power.form), 2), (row, column))]
    count = upper[0].coefficient if upper else 0
    if not isinstance(count, int) or abs(count) > LARGEST_POWER:
        raise Unproved("a matrix power with this exponent")
    if count == 0:
        return [delta(row, column)]
    factor = base if count > 0 else collected(inverse(base, row, column, workspace), workspace)
    closed = close(factor, workspace, (row, column))
    result: Networks = [ONE_NETWORK]
    here: Leg = row
    for step in range(abs(count)):
        there, bound = workspace.bind(workspace.ranges[row]) if step < abs(count) - 1 else (column, ())
        made = workspace.instance(closed.form, (here, there, *closed.legs))
        result = summed(workspace.product(result, made), bound)
        here = there
    return result


@rebuilds("matrix power")
def _rebuild_power(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    exponent = change(workspace.instance(of.inner[1], ()))
    return remade(of, legs, change, lambda base, *given: matrix_power(base, exponent, *given), workspace)
