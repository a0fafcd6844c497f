"""Two functions of one matrix next to each other: √M √M = M, exp(sM) exp(tM) = exp((s + t)M), M^j M^k = M^{j+k}."""

from __future__ import annotations

from auditor.terms.matrices import remade
from auditor.terms.matrix_functions import matrix_function, matrix_power
from auditor.terms.networks import Factor, Form, Head, Network, Networks, Workspace, without
from auditor.terms.places import Leg, Place, Wire
from auditor.terms.simplifying import rule, unchanged, used_elsewhere


@rule
def functions_of_one_matrix(network: Network, workspace: Workspace) -> Networks | None:
    """A pair of such factors on a bound wire of their own becomes one factor."""
    functions = [k for k, f in enumerate(network.factors) if _is_function(f)]
    if len(functions) < 2:
        return None
    bound = dict(network.bound)
    for first in functions:
        for second in functions:
            for wire in bound if first != second else ():
                joined = _joined(network.factors[first], network.factors[second], wire, workspace)
                if joined is not None and not used_elsewhere(network, wire, (first, second)):
                    rest = without(network, first, second)
                    kept = tuple(pair for pair in rest.bound if pair[0] != wire)
                    return workspace.product([rest._replace(bound=kept)], joined)
    return None


def _is_function(factor: Factor) -> bool:
    of = factor.head
    named = of.kind == "matrix power" or (of.kind == "matrix function" and of.name in ("sqrtm", "expm"))
    return named and factor.exponent == 1


def _joined(left: Factor, right: Factor, wire: Wire, workspace: Workspace) -> Networks | None:
    """The product of two functions, the first with the wire as column and the second with it as row."""
    start, end = _other_end(left, wire), _other_end(right, wire)
    if start is None or end is None or left.head.kind != right.head.kind or left.head.name != right.head.name:
        return None
    # A head may stand for the transposed matrix; then its legs are read the other way round.
    one, other = _straight(left, wire, 1), _straight(right, wire, 0)
    if one != other:
        return None
    legs = (start, end) if one else (end, start)
    shared = left.legs[2:]
    if shared != right.legs[2:]:
        return None
    if left.head.kind == "matrix power":
        return _powers(left.head, right.head, legs, workspace)
    if left.head.name == "sqrtm":
        return workspace.instance(left.head.inner[0], (*legs, *shared)) if left.head is right.head else None
    return _exponentials(left.head, right.head, legs, shared, workspace)


def _other_end(factor: Factor, wire: Wire) -> Leg | None:
    """The other axis of a factor that has the wire on one."""
    row, column = factor.legs[:2]
    if isinstance(row, Place) or isinstance(column, Place) or row == column:
        return None
    return column if row == wire else row if column == wire else None


def _straight(factor: Factor, wire: Wire, place: int) -> bool:
    symmetric = any(order[:2] == (1, 0) for order, _ in factor.head.symmetries)
    return symmetric or factor.legs[place] == wire


def _powers(left: Head, right: Head, legs: tuple[Leg, Leg], workspace: Workspace) -> Networks | None:
    if left.inner[0] is not right.inner[0]:
        return None
    exponent = [*workspace.instance(left.inner[1], ()), *workspace.instance(right.inner[1], ())]
    return remade(left, legs, unchanged, lambda base, *given: matrix_power(base, exponent, *given), workspace)


def _exponentials(
    left: Head, right: Head, legs: tuple[Leg, Leg], shared: tuple[Leg, ...], workspace: Workspace
) -> Networks | None:
    one, other = left.inner[0], right.inner[0]
    if not _commute(one, other):
        return None

    def make(networks: Networks, row: Wire, column: Wire, space: Workspace) -> Networks:
        both = [*networks, *space.instance(other, (row, column, *shared))]
        return matrix_function("expm", both, row, column, space)

    return remade(left, (*legs, *shared), unchanged, make, workspace)


def _commute(one: Form, other: Form) -> bool:
    """Scalar multiples of one matrix, or a matrix and its negative."""
    if len(one.networks) == 1 and len(other.networks) == 1:
        return _core(one.networks[0]) == _core(other.networks[0])
    opposite = [(n.factors, n.bound, -n.coefficient) for n in other.networks]
    return one is other or [(n.factors, n.bound, n.coefficient) for n in one.networks] == opposite


def _core(network: Network) -> tuple[tuple[Factor, ...], object]:
    return tuple(factor for factor in network.factors if factor.legs), network.bound
