"""From terms to networks: the entry of a term at given places, one rule for each operation.

A term is expanded from the outside in: an entry of A B at (i, j) is the sum over k of an entry of A at (i, k) times one of
B at (k, j). Definitions are followed, derivatives are carried out, bound symbols stand for the networks of their values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from auditor.terms import matrices
from auditor.terms.calls import Signature, general_call, scalar_call
from auditor.terms.dimension import ONE, ZERO, Dimension, Shape
from auditor.terms.elementary import compare, entrywise
from auditor.terms.exponentials import exponential, raise_symbolic, renewed
from auditor.terms.networks import (
    DELTA,
    ONE_NETWORK,
    Bound,
    Factor,
    Form,
    Network,
    Networks,
    Symmetry,
    Unproved,
    Workspace,
    constant,
    delta,
    head,
    of_dimension,
    single,
)
from auditor.terms.places import FIRST, Leg, Place, Wire, combine, compose, digits, place, shift
from auditor.terms.powers import raise_networks
from auditor.terms.products import index_product
from auditor.terms.properties import FREE, closure
from auditor.terms.simplifying import close, collected, value_of_place
from auditor.terms.substitution import substituted
from auditor.terms.term import Index, Term
from auditor.terms.variation import directional_derivative, partial_derivative, total_differential
from auditor.terms.world import World

Places: TypeAlias = tuple[Leg, ...]


@dataclass(frozen=True)
class Value:
    """What a symbol is bound to: a form of the symbol's axes, then of the open wires where it was bound."""

    form: Form
    legs: Places


@dataclass(frozen=True)
class Scope:
    """Where a term is read: places of the named indices (their values less 1), values of bound symbols."""

    indices: Mapping[Index, Leg] = field(default_factory=dict)
    bound: Mapping[str, Value] = field(default_factory=dict)
    following: tuple[str, ...] = ()  # definitions being unfolded
    depth: int = 0  # derivatives around


class Expansion:
    """Expands terms in one world, in one workspace."""

    def __init__(self, world: World, workspace: Workspace) -> None:
        self.world = world
        self.workspace = workspace
        self.fixed = {name: Dimension.of(value) for name, value in world.fixed_sizes.items()}

    def size(self, dimension: Dimension) -> Dimension:
        return dimension.replace(self.fixed) if self.fixed else dimension

    def entry(self, term: Term, places: Places, scope: Scope) -> Networks:
        """The term at one place for each axis (the first place on axes of size 1)."""
        self.workspace.spend(1)
        expand = EXPAND.get(term.operation)
        if expand is None:
            raise Unproved(f"the operation {term.operation}")
        return expand(self, term, places, scope)

    def known(self, name: str) -> frozenset[str]:
        """The properties of a symbol."""
        return closure(tuple(self.world.properties.get(name, ())))

    def scalar(self, term: Term, scope: Scope) -> Networks:
        return self.entry(term, (), scope)

    def axes(self, shape: Shape) -> tuple[Places, tuple[Wire, ...], Bound]:
        """New places for the axes of a shape; wires for those of more than one entry; the wires as bound ones."""
        places = tuple(self.workspace.wire(self.size(size)) for size in shape)
        wires = tuple(leg for leg in places if isinstance(leg, int))
        return places, wires, tuple((wire, self.workspace.ranges[wire]) for wire in wires)

    def matrix(self, term: Term, scope: Scope) -> tuple[Networks, Wire, Wire]:
        """A square matrix at new wires."""
        places, wires, _ = self.axes(term.shape)
        if len(wires) != 2:
            raise Unproved("a matrix with one row or column")
        return self.entry(term, places, scope), wires[0], wires[1]

    # --- places -------------------------------------------------------------------------------------------------

    def place(self, term: Term, scope: Scope) -> Leg:
        """The place that an index expression names (its value less 1)."""
        return shift(self.whole(term, scope), -ONE)

    def whole(self, term: Term, scope: Scope) -> Leg:
        """The value of an index expression, an affine function of index values and sizes."""
        match term.operation:
            case "number":
                value: Fraction = term.parameters[0]
                if value.denominator == 1:
                    return place(Dimension.of(int(value)), ())
            case "size":
                return place(self.size(term.parameters[0]), ())
            case "index":
                return shift(self.index_place(term.parameters[0], scope), ONE)
            case "add":
                return combine((self.whole(argument, scope), ONE) for argument in term.arguments)
            case "multiply":
                return self.multiple(term, scope)
        raise Unproved("an index that is not an affine expression")

    def multiple(self, term: Term, scope: Scope) -> Leg:
        factor, varying = ONE, []
        for argument in term.arguments:
            leg = self.whole(argument, scope)
            if isinstance(leg, Place) and not leg.strides:
                factor = factor * leg.offset
            else:
                varying.append(leg)
        if len(varying) > 1:
            raise Unproved("a product of indices as index")
        return combine([(varying[0], factor)]) if varying else place(factor, ())

    def index_place(self, index: Index, scope: Scope) -> Leg:
        found = scope.indices.get(index)
        if found is None:
            raise Unproved(f"the index {index.name} stands free")
        return found

    def opened(self, index: Index, scope: Scope) -> tuple[Scope, Leg, Bound]:
        """A scope in which the index runs along a new wire."""
        if {other.name for other in scope.indices} & {*index.lower.symbols, *index.upper.symbols}:
            raise Unproved("a range that depends on an index")
        lower = self.size(index.lower)
        wire, bound = self.workspace.bind(self.size(index.size))
        leg = shift(wire, lower - ONE)
        return replace(scope, indices={**scope.indices, index: leg}), wire, bound

    def split(self, leg: Leg, sizes: Shape) -> tuple[Places, Networks]:
        """Digits of a place, highest first, with the delta that ties new wires to it."""
        sizes = tuple(map(self.size, sizes))
        known = digits(leg, sizes, self.workspace.ranges)
        if known is not None:
            return known, [ONE_NETWORK]
        made, bound = [], []
        for size in sizes:
            wire, pair = self.workspace.bind(size)
            made.append(wire)
            bound.extend(pair)
        whole = compose(zip(made, sizes, strict=True))
        return tuple(made), [delta(leg, whole)._replace(bound=tuple(bound))]

    def product(self, *factors: Networks) -> Networks:
        result: Networks = [ONE_NETWORK]
        for factor in factors:
            result = self.workspace.product(result, factor)
        return result


# --- numbers and symbols ----------------------------------------------------------------------------------------


def _number(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return constant(term.parameters[0])


def _constant(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return [single(head("constant", term.parameters[0]))]


def _size(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return of_dimension(self.size(term.parameters[0]))


def _index(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return value_of_place(shift(self.index_place(term.parameters[0], scope), ONE))


def _symbol(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    name = term.parameters[0]
    legs = tuple(leg for leg, size in zip(places, term.shape, strict=True) if self.size(size) != ONE)
    if name in scope.bound:
        value = scope.bound[name]
        return self.workspace.instance(value.form, (*legs, *value.legs))
    definition = self.world.definitions.get(name)
    if definition is not None:
        if name in scope.following or definition.shape != term.shape or definition.indices:
            raise Unproved(f"the definition of {name}")
        return self.entry(definition, places, replace(scope, following=(*scope.following, name)))
    return [symbol_network(name, legs, self.known(name), term.order)]


def symbol_network(name: str, legs: Places, known: frozenset[str], order: int) -> Network:
    """A symbol at its axes of more than one entry."""
    if len(legs) != 2 or order != 2:
        return single(head("symbol", name, (), len(legs), (), known), legs)
    symmetries: tuple[Symmetry, ...] = ()
    if "symmetric" in known:
        symmetries = (((1, 0), 1),)
    elif "skew-symmetric" in known:
        symmetries = (((1, 0), -1),)
    of = head("symbol", name, (), 2, symmetries, known)
    if "diagonal" in known and legs[0] != legs[1]:
        return Network(1, (Factor(of, (legs[0], legs[0]), 1), Factor(DELTA, legs, 1)), ())
    return single(of, legs)


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
    return [n._replace(bound=n.bound + bound) for n in made]


def _kronecker(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    left, right = term.arguments
    rows, row_delta = self.split(places[0], (left.shape[0], right.shape[0]))
    columns, column_delta = self.split(places[1], (left.shape[1], right.shape[1]))
    entries = (self.entry(left, (rows[0], columns[0]), scope), self.entry(right, (rows[1], columns[1]), scope))
    return self.product(row_delta, column_delta, *entries)


def _sum(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inside, _, bound = self.opened(term.parameters[0], scope)
    return [n._replace(bound=n.bound + bound) for n in self.entry(term.arguments[0], places, inside)]


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
        at = replace(scope, indices={**scope.indices, index: place(lower + Dimension.of(number), ())})
        there, bound = (places[1], ()) if step == count - 1 else self.workspace.bind(self.size(body.shape[0]))
        result = self.product(result, self.entry(body, (here, there), at))
        result = [n._replace(bound=n.bound + bound) for n in result]
        here = there
    return result


LONGEST_PRODUCT = 6


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
    return matrices.at(self.entry(inner, (FIRST, at) if flat else (at, FIRST), scope), values)


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
    return [n._replace(bound=n.bound + bound) for n in made]


def _softmax(self: Expansion, vector: Term, places: Places, scope: Scope) -> Networks:
    below = raise_networks(_sum_of_exponentials(self, vector, scope), -1, self.workspace)
    return self.product(exponential(self.entry(vector, places, scope), self.workspace), renewed(below, self.workspace))


def _trace(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner = term.arguments[0]
    wire, bound = self.workspace.bind(self.size(inner.shape[0]))
    return [n._replace(bound=n.bound + bound) for n in self.entry(inner, (wire, wire), scope)]


def _inverse(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return _of_matrix(self, term.arguments[0], places, scope, matrices.inverse)


def _function(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    def make(networks: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
        return matrices.matrix_function(term.operation, networks, row, column, workspace)

    return _of_matrix(self, term.arguments[0], places, scope, make)


def _of_matrix(self: Expansion, inner: Term, places: Places, scope: Scope, make: matrices.MatrixMaker) -> Networks:
    networks, row, column = self.matrix(inner, scope)
    made = make(networks, row, column, self.workspace)
    return matrices.at(made, {row: places[0], column: places[1]})


def _pseudo_inverse(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner = term.arguments[0]
    if ONE in inner.shape:
        # A vector: x^T / (x^T x).
        at, _, bound = self.axes(inner.shape)
        squares = raise_networks(self.entry(inner, at, scope), 2, self.workspace)
        below = raise_networks([n._replace(bound=n.bound + bound) for n in squares], -1, self.workspace)
        return self.product(self.entry(inner, places[::-1], scope), renewed(below, self.workspace))
    return _function(self, term, places[::-1], scope)


def _determinant(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    return matrices.determinant(*self.matrix(term.arguments[0], scope), self.workspace)


def _matrix_power(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    base, exponent = term.arguments
    upper = self.scalar(exponent, scope)

    def make(networks: Networks, row: Wire, column: Wire, workspace: Workspace) -> Networks:
        return matrices.matrix_power(networks, upper, row, column, workspace)

    return _of_matrix(self, base, places, scope, make)


def _norm(self: Expansion, term: Term, places: Places, scope: Scope) -> Networks:
    inner, kind = term.arguments[0], term.parameters[0]
    vector = inner.is_scalar or ONE in inner.shape
    at, wires, bound = self.axes(inner.shape)
    entries = self.entry(inner, at, scope)
    if kind in ("2", "F", "fro") or (kind == "spectral" and vector):
        squares = raise_networks(entries, 2, self.workspace)
        return raise_networks([n._replace(bound=n.bound + bound) for n in squares], Fraction(1, 2), self.workspace)
    if kind == "1" and vector:
        # The matrix norm of this name is another one.
        sizes = entrywise("abs", [entries], self.workspace)
        return [n._replace(bound=n.bound + bound) for n in sizes]
    return matrices.opaque_norm(kind, entries, wires, self.workspace)


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
    """The body with the variable free, differentiated, and the variable's value put back."""
    if variable.operation != "symbol":
        raise Unproved("a derivative by what is not a symbol")
    name = variable.parameters[0]
    known = self.known(name)
    if not known <= FREE:
        raise Unproved(f"the derivative by the constrained symbol {name}")
    fresh = f"{name}@{scope.depth}"
    at, wires, _ = self.axes(variable.shape)
    # The entries vary independently: a symmetry holds again only when the value is put back.
    kept = known & {"positive", "nonnegative", "invertible"}
    free = Value(close([symbol_network(fresh, wires, kept, variable.order)], self.workspace, wires).form, ())
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


Rule: TypeAlias = Callable[[Expansion, Term, Places, Scope], Networks]
EXPAND: dict[str, Rule] = {
    "number": _number,
    "constant": _constant,
    "size": _size,
    "symbol": _symbol,
    "index": _index,
    "identity": _identity,
    "zeros": _zeros,
    "ones": _ones,
    "unit": _unit,
    "commutation": _commutation,
    "delta": _delta,
    "compare": _compare,
    "add": _add,
    "multiply": _multiply,
    "hadamard": _hadamard,
    "matmul": _contract,
    "contract": _contract,
    "kronecker": _kronecker,
    "rearrange": _rearrange,
    "inverse": _inverse,
    "det": _determinant,
    "trace": _trace,
    "adjugate": _function,
    "pseudo_inverse": _pseudo_inverse,
    "expm": _function,
    "logm": _function,
    "sqrtm": _function,
    "power": _power,
    "matrix_power": _matrix_power,
    "vec": _vec,
    "diag": _diag,
    "diagonal": _diagonal,
    "devec": _devec,
    "blocks": _blocks,
    "entry": _entry,
    "slice": _slice,
    "member": _member,
    "array": _array,
    "sum": _sum,
    "product": _product,
    "product_down": _product,
    "apply": _apply,
    "norm": _norm,
    "call": _call,
    "derivative": _derivative,
    "differential": _differential,
    "directional": _directional,
    "substitute": _substitute,
}
