"""Other functions of a matrix: exponential, root, adjugate, pseudo-inverse, powers, norms."""

from __future__ import annotations

from auditor.terms.chains import turned
from auditor.terms.matrices import axis, determinant, inverse, matrix_atom, remade
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
    replace_wires,
    single,
    summed,
    times,
)
from auditor.terms.places import Leg, Wire
from auditor.terms.properties import FREE
from auditor.terms.simplifying import Change, close, collected, rebuilds


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
    if count.denominator == 2:
        base, count = matrix_function("sqrtm", base, row, column, workspace), count.numerator
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
