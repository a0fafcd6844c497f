"""Products over an index: ∏ comes apart over factors, exponentials become the exponential of a sum."""

from __future__ import annotations

from auditor.terms.dimension import Dimension
from auditor.terms.exponentials import exponential, raise_symbolic
from auditor.terms.networks import (
    DELTA,
    Factor,
    Head,
    Network,
    Networks,
    Unproved,
    Workspace,
    components,
    constant,
    head,
    of_dimension,
    placed,
    replace_wires,
    scale,
    single,
    wires_in,
)
from auditor.terms.places import Leg, Wire, never_negative, place
from auditor.terms.simplifying import Change, close, collected, rebuilds

# Products over this many values are written out.
WRITTEN_OUT = 4


def index_product(networks: Networks, over: Wire, workspace: Workspace) -> Networks:
    """∏ over all values of an open wire, which is closed by this."""
    terms = collected(networks, workspace)
    size = workspace.ranges[over]
    if not never_negative(size):
        raise Unproved("a product over a range that may be empty")
    if size.number is not None and size.number <= WRITTEN_OUT:
        return _written_out(terms, over, size.number, workspace)
    if not terms:
        raise Unproved("a product of zeros")  # 0, but 1 where the range is empty
    if len(terms) > 1:
        return [_atom(terms, over, workspace)]
    count = of_dimension(size)
    result = raise_symbolic(constant(terms[0].coefficient), count, workspace)
    for part in components(terms[0]):
        if over not in wires_in(part.factors):
            made = raise_symbolic([part], count, workspace)
        elif part.bound:
            made = [_atom([part], over, workspace)]
        else:
            made = _of_factor(part.factors[0], over, workspace)
        result = workspace.product(result, workspace.renewed(made))
    return result


def _written_out(terms: Networks, over: Wire, count: int, workspace: Workspace) -> Networks:
    result = constant(1)
    for number in range(count):
        made = placed(terms, {over: place(Dimension.of(number), ())})
        result = workspace.product(result, workspace.renewed(made))
    return result


def _of_factor(factor: Factor, over: Wire, workspace: Workspace) -> Networks:
    of = factor.head
    if of is DELTA:
        raise Unproved("a product of deltas")
    if of.kind == "apply" and of.name == "exp":
        made, bound = workspace.bind(workspace.ranges[over])
        inner = scale(workspace.instance(of.inner[0], factor.legs), factor.exponent)
        return exponential(
            [n._replace(factors=replace_wires(n.factors, {over: made}), bound=n.bound + bound) for n in inner],
            workspace,
        )
    whole = factor.exponent % 1 == 0
    atom = _atom([Network(1, (factor._replace(exponent=1) if whole else factor,), ())], over, workspace)
    return [atom._replace(factors=(atom.factors[0]._replace(exponent=factor.exponent if whole else 1),))]


def _atom(terms: Networks, over: Wire, workspace: Workspace) -> Network:
    closed = close(terms, workspace, (over,))
    return single(head("product", "", closed.forms, symmetries=closed.symmetries), closed.legs)


@rebuilds("product")
def _rebuild_product(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    over = workspace.wire(of.inner[0].ranges[0])
    if not isinstance(over, int):
        return change(workspace.instance(of.inner[0], (over, *legs)))
    return index_product(change(workspace.instance(of.inner[0], (over, *legs))), over, workspace)
