"""From networks back to matrix operations: chains of products, traces, outer products, diagonal and Hadamard factors.

Each factor of a network becomes an item, a matrix product between a row wire and a column wire (or a column with one wire).
Wires that two items share are contracted, vectors first; what hangs on one wire only becomes a diagonal matrix. Where
that leads nowhere, the network is written with indices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from auditor.terms.assembling import Summand, assemble, inverted, joined, turn
from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.latex import latex
from auditor.terms.networks import DELTA, Factor, Form, Network, Unproved
from auditor.terms.normal_form import NormalForm
from auditor.terms.places import Leg, Place, Wire
from auditor.terms.term import (
    Index,
    Term,
    add,
    apply,
    array,
    call,
    compare,
    delta,
    determinant,
    diag,
    diagonal,
    differential,
    entry,
    hadamard,
    index,
    make,
    matmul,
    matrix_power,
    multiply,
    number,
    ones,
    power,
    product,
    size,
    slice_,
    sum_,
    trace,
)

INDEX_NAMES = "ijklpqrstuv"


def to_term(normal: NormalForm, symbols: Mapping[str, Term]) -> Term | None:
    """A term with this normal form, in matrix operations where possible; `symbols` are those that occur, by name.

    None where something in it has no term of its own, such as a third-order array.
    """
    axes = [axis for axis, dimension in enumerate(normal.shape) if dimension != ONE]
    try:
        rebuilder = Rebuilder(symbols)
        count = len(axes)
        named: dict[Wire, Term] = {
            count + k: index(i) for k, i in enumerate(i for i in normal.indices if i.size != ONE)
        }
        return rebuilder.form(normal.form, Frame(normal.shape, tuple(range(count)), named))
    except Unproved:
        return None


@dataclass(frozen=True)
class Frame:
    """What the parameters of a form are: axes of a shape, and indices with terms of their own."""

    shape: Shape
    axes: tuple[Wire, ...]
    named: Mapping[Wire, Term]

    @property
    def row(self) -> Wire | None:
        return self._axis(0)

    @property
    def column(self) -> Wire | None:
        return self._axis(1)

    def _axis(self, place: int) -> Wire | None:
        wires = iter(self.axes)
        for position, dimension in enumerate(self.shape):
            wire = None if dimension == ONE else next(wires)
            if position == place:
                return wire
        return None


@dataclass(frozen=True)
class Item:
    """A product of matrices between two wires; no column wire for a vector."""

    chain: tuple[Term, ...]
    row: Wire
    column: Wire | None

    def turned(self) -> Item:
        assert self.column is not None
        return Item(tuple(turn(matrix) for matrix in reversed(self.chain)), self.column, self.row)

    @property
    def term(self) -> Term:
        made = self.chain[0]
        for matrix in self.chain[1:]:
            made = matmul(made, matrix)
        return made


class Rebuilder:
    """Puts forms together, with the symbols' terms at hand."""

    def __init__(self, symbols: Mapping[str, Term]) -> None:
        self.symbols = symbols

    def form(self, form: Form, frame: Frame) -> Term:
        """The form as a term of the frame's shape."""
        if len(frame.shape) > 2:
            raise Unproved("an array of order three or more")
        made = []
        for network in form.networks:
            ranges = {**dict(enumerate(form.ranges)), **dict(network.bound)}
            made.append(Work(self, network, frame, ranges).summand())
        made.sort(key=lambda one: (len(one.matrices), latex(assemble([one], frame.shape))))
        return assemble(made, frame.shape)

    def inner(self, form: Form, shape: Shape, axes: int, legs: tuple[Leg, ...], named: Mapping[Wire, Term]) -> Term:
        """An inner form whose last parameters are named indices."""
        fixed: dict[Wire, Term] = {}
        for position, leg in enumerate(legs):
            if isinstance(leg, Place) or leg not in named:
                raise Unproved("a function of an index")
            fixed[axes + position] = named[leg]
        return self.form(form, Frame(shape, tuple(range(axes)), fixed))


class Work:
    """One network on its way to a product of matrices."""

    def __init__(self, rebuilder: Rebuilder, network: Network, frame: Frame, ranges: Mapping[Wire, Dimension]) -> None:
        self.rebuilder = rebuilder
        self.frame = frame
        self.ranges = dict(ranges)
        self.bound = [wire for wire, _ in network.bound]
        self.scalars: dict[Term, Fraction] = {}
        self.items: list[Item] = []
        self.same: tuple[Wire, Wire] | None = None  # row and column tied by a delta
        self.number = Fraction(network.coefficient)
        for factor in network.factors:
            self._add(factor)

    # --- factors ------------------------------------------------------------------------------------------------

    def _add(self, factor: Factor) -> None:
        named = self.frame.named
        if factor.head is DELTA:
            self._add_delta(factor)
            return
        wires = [leg for leg in factor.legs if not isinstance(leg, Place) and leg not in named]
        if len(wires) > 2:
            raise Unproved("a factor with three legs")
        term = self._factor(factor, wires)
        exponent = Fraction(factor.exponent)
        if not wires:
            self.scalars[term] = self.scalars.get(term, Fraction(0)) + exponent
            return
        item = Item((term,), wires[0], wires[1] if len(wires) == 2 else None)
        if exponent == 2 and all(wire in self.bound for wire in wires):
            self.items.append(replace(item))  # x twice: x^T x reads better than a sum of squares
        elif exponent != 1:
            item = replace(item, chain=(power(term, number(exponent)),))
        self.items.append(item)

    def _add_delta(self, factor: Factor) -> None:
        left, right = factor.legs
        if {left, right} == {self.frame.row, self.frame.column}:
            assert isinstance(left, int)
            assert isinstance(right, int)
            self.same = (left, right)
            return
        if isinstance(left, int) and isinstance(right, int) and {left, right} <= set(self.frame.named):
            term = delta(self.frame.named[left], self.frame.named[right])
            self.scalars[term] = Fraction(1)
            return
        for leg, other in ((left, right), (right, left)):
            if isinstance(leg, int) and leg in self.frame.axes:
                column = make("unit", (self._place(other),), (), (self.ranges[leg], ONE))
                self.items.append(Item((column,), leg, None))
                return
        raise Unproved("a delta with a shifted index")

    def _place(self, leg: Leg) -> Term:
        """The index expression of a place that is fixed or named."""
        if not isinstance(leg, Place):
            if leg in self.frame.named:
                return self.frame.named[leg]
            raise Unproved("a place on a bound index")
        pieces = [self._place(w) if s == ONE else multiply(size(s), self._place(w)) for w, s in leg.strides]
        lower = leg.offset + ONE - Dimension.of(len(leg.strides))
        if lower.terms or not pieces:
            pieces.append(size(lower))
        return add(*pieces)

    def _factor(self, factor: Factor, wires: list[Wire]) -> Term:
        """The factor, without its exponent, as a scalar, a column along its wire, or a matrix along its two wires."""
        make_term = FACTORS.get(factor.head.kind)
        if make_term is None:
            raise Unproved(f"a term for {factor.head.kind}")
        return make_term(self, factor, wires)

    def symbol(self, factor: Factor, wires: list[Wire]) -> Term:
        base = self.rebuilder.symbols.get(factor.head.name)
        if base is None:
            raise Unproved("a symbol that is not known")
        if factor.head.kind == "differential":
            base = differential(base)
        legs = iter(factor.legs)
        along: list[Leg | None] = [None if dimension == ONE else next(legs) for dimension in base.shape]
        fixed = [leg is None or isinstance(leg, Place) or leg in self.frame.named for leg in along]
        if not base.shape:
            return base
        if base.order != 2:
            raise Unproved("a family of matrices")
        if all(fixed):
            return entry(base, *(number(1) if leg is None else self._place(leg) for leg in along))
        for axis, leg in enumerate(along):
            if leg is not None and fixed[axis]:
                base = slice_(base, self._place(leg), axis)
        return turn(base) if base.shape[0] == ONE else base

    def shape_of(self, wires: list[Wire]) -> Shape:
        return tuple(self.ranges[wire] for wire in wires) if len(wires) != 1 else (self.ranges[wires[0]], ONE)

    def argument(self, factor: Factor, wires: list[Wire], which: int = 0) -> Term:
        """An inner form of an entrywise function, along the wires."""
        form = factor.head.inner[which]
        fixed = {k: self.frame.named[leg] for k, leg in enumerate(factor.legs) if leg in self.frame.named}  # type: ignore[index]
        axes = tuple(k for k, leg in enumerate(factor.legs) if leg in wires)
        return self.rebuilder.form(form, Frame(self.shape_of(wires), axes, fixed))

    def matrix(self, factor: Factor, wires: list[Wire]) -> tuple[Term, bool]:
        """The matrix inside an inverse or the like, and whether both its axes are open."""
        form = factor.head.inner[0]
        shape = (form.ranges[0], form.ranges[1])
        made = self.rebuilder.inner(form, shape, 2, factor.legs[factor.head.axes :], self.frame.named)
        return made, len(wires) == 2

    # --- contraction --------------------------------------------------------------------------------------------

    def summand(self) -> Summand:
        items, scalars = list(self.items), dict(self.scalars)
        try:
            self._contract()
            matrices = self._result()
        except _Stuck:
            self.items, self.scalars = items, scalars
            return self._with_indices()
        made = Summand(self.number)
        for scalar, exponent in self.scalars.items():
            made = joined(made, Summand(Fraction(1), ((scalar, exponent),)))
        return replace(made, matrices=matrices)

    def _uses(self, wire: Wire) -> list[Item]:
        return [item for item in self.items if wire in (item.row, item.column)]

    def _contract(self) -> None:
        while self._merge_parallel() or any(
            step() for step in (self._vectors, self._single, self._matrices, self._diag)
        ):
            pass
        if any(wire in (item.row, item.column) for item in self.items for wire in self.bound):
            raise _Stuck

    def _merge_parallel(self) -> bool:
        """Items on the same wires are multiplied entry by entry; a matrix with one wire twice becomes its diagonal."""
        for place, item in enumerate(self.items):
            if item.column == item.row:
                if item.row in self.bound and len(self._uses(item.row)) == 1:
                    self._drop(item)
                    self._scalar(trace(item.term))
                else:
                    self.items[place] = Item((diagonal(item.term),), item.row, None)
                return True
            for other in self.items[place + 1 :]:
                wires = {item.row, item.column} - {None}
                if {other.row, other.column} - {None} == wires and not self._contracts(wires):
                    second = other if other.row == item.row else other.turned()
                    self._drop(other)
                    self.items[place] = Item((hadamard(item.term, second.term),), item.row, item.column)
                    return True
        return False

    def _contracts(self, wires: set[Wire | None]) -> bool:
        """Two items on these wires, and nothing else, make an inner product."""
        return all(wire in self.bound and len(self._uses(wire)) == 2 for wire in wires if wire is not None)

    def _vectors(self) -> bool:
        """A vector against the only other item on its wire."""
        for wire in self.bound:
            uses = self._uses(wire)
            vectors = [item for item in uses if item.column is None]
            if len(uses) != 2 or not vectors:
                continue
            first = vectors[0]
            other = uses[1] if uses[0] is first else uses[0]
            self._drop(first, other)
            if other.column is None:
                self._scalar(_inner_product(first, other))
            else:
                matrix = other if other.column == wire else other.turned()
                self.items.append(Item((*matrix.chain, *first.chain), matrix.row, None))
            return True
        return False

    def _single(self) -> bool:
        """A wire on one item only is summed against ones."""
        for wire in self.bound:
            uses = self._uses(wire)
            if len(uses) == 1 and uses[0].column != uses[0].row:
                item = uses[0]
                self._drop(item)
                summed = ones((self.ranges[wire], ONE))
                if item.column is None:
                    self._scalar(matmul(turn(summed), item.term))
                else:
                    matrix = item if item.column == wire else item.turned()
                    self.items.append(Item((*matrix.chain, summed), matrix.row, None))
                return True
        return False

    def _matrices(self) -> bool:
        for wire in self.bound:
            uses = self._uses(wire)
            if len(uses) == 2 and all(item.column is not None for item in uses):
                left, right = uses
                if left.row == wire:
                    left, right = (right, left) if right.column == wire else (left.turned(), right)
                if right.row != wire:
                    right = right.turned()
                self._drop(*uses)
                self.items.append(Item(left.chain + right.chain, left.row, right.column))
                return True
        return False

    def _diag(self) -> bool:
        """A vector between two matrices becomes a diagonal matrix."""
        for wire in self.bound:
            uses = self._uses(wire)
            vectors = [item for item in uses if item.column is None]
            if len(uses) == 3 and len(vectors) == 1:
                vector, one = vectors[0], next(item for item in uses if item.column is not None)
                self._drop(vector, one)
                matrix = one if one.row == wire else one.turned()
                self.items.append(Item((diag(vector.term), *matrix.chain), wire, matrix.column))
                return True
        return False

    def _drop(self, *items: Item) -> None:
        self.items = [item for item in self.items if not any(item is gone for gone in items)]

    def _scalar(self, term: Term) -> None:
        self.scalars[term] = self.scalars.get(term, Fraction(0)) + 1

    # --- results ------------------------------------------------------------------------------------------------

    def _result(self) -> tuple[Term, ...]:
        """The matrices of the product, from what is left on the axes of the frame."""
        row, column = self.frame.row, self.frame.column
        if not self.frame.axes:
            return ()
        if self.same is not None:
            wire = min(self.same)
            own = [item for item in self.items if item.row == wire and item.column is None]
            if len(own) != len(self.items):
                raise _Stuck
            return (diag(own[0].term),) if own else ()
        if column is None or row is None:
            wire = row if row is not None else column
            assert wire is not None
            chain = self.items[0].chain if self.items else (ones((self.ranges[wire], ONE)),)
            return chain if row is not None else tuple(turn(matrix) for matrix in reversed(chain))
        matrix = next((item for item in self.items if item.column is not None), None)
        before = next((item for item in self.items if item.row == row and item.column is None), None)
        after = next((item for item in self.items if item.row == column and item.column is None), None)
        if matrix is None:
            left = before.chain if before else (ones((self.ranges[row], ONE)),)
            right = after.chain if after else (ones((self.ranges[column], ONE)),)
            return (*left, *(turn(m) for m in reversed(right)))
        chain = matrix.chain if matrix.row == row else matrix.turned().chain
        return (*((diag(before.term),) if before else ()), *chain, *((diag(after.term),) if after else ()))

    def _with_indices(self) -> Summand:
        """The network with indices written out."""
        names = iter(name for name in INDEX_NAMES if name not in self._taken())
        places: dict[Wire, Index] = {}
        for item in self.items:
            for wire in (item.row, item.column):
                if wire is not None and wire not in places:
                    places[wire] = Index(next(names), ONE, self.ranges[wire])
        entries = []
        for item in self.items:
            column = number(1) if item.column is None else index(places[item.column])
            entries.append(entry(item.term, index(places[item.row]), column))
        body = multiply(*entries)
        for wire in reversed(self.bound):
            body = sum_(body, places[wire])
        scalars = tuple(self.scalars.items())
        if not self.frame.axes:
            return joined(Summand(self.number, scalars), Summand(Fraction(1), ((body, Fraction(1)),)))
        if self.same is not None or any(axis not in places for axis in self.frame.axes):
            raise Unproved("a network without a term")
        made = array(body, *(places[axis] for axis in self.frame.axes))
        if len(self.frame.axes) == 1:
            raise Unproved("a column of sums")
        return Summand(self.number, scalars, (made,))

    def _taken(self) -> set[str]:
        return {place.parameters[0].name for place in self.frame.named.values() if place.operation == "index"}


class _Stuck(Exception):
    """No product of matrices."""


def _inner_product(first: Item, second: Item) -> Term:
    """u^T v or v^T u, whichever has fewer transposes."""
    ways = [_dotted(first, second), _dotted(second, first)]
    return min(ways, key=lambda term: (latex(term).count("top"), latex(term)))


def _dotted(first: Item, second: Item) -> Term:
    if first.chain == second.chain and len(first.chain) == 1:
        return matmul(turn(first.term), second.term)
    made = None
    for matrix in (*(turn(m) for m in reversed(first.chain)), *second.chain):
        made = matrix if made is None else matmul(made, matrix)
    assert made is not None
    return made


# --- one function for each kind of head -------------------------------------------------------------------------


def _size(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    return size(Dimension.of(factor.head.name))


def _entrywise(name: str | None) -> object:
    def write(self: Work, factor: Factor, wires: list[Wire]) -> Term:
        return apply(name or factor.head.name, self.argument(factor, wires))

    return write


def _sum(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    return self.argument(factor, wires)


def _power(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    if wires:
        raise Unproved("an entrywise symbolic power")
    return power(self.argument(factor, wires), self.argument(factor, wires, 1))


def _compare(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    if wires:
        raise Unproved("an entrywise comparison")
    return compare(self.argument(factor, wires), factor.head.name, number(0))


def _inverse(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    inner, whole = self.matrix(factor, wires)
    made = inverted(inner)
    if not whole:
        raise Unproved("an entry of an inverse")
    return made


def _determinant(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    inner, _ = self.matrix(factor, wires)
    return determinant(turn(inner) if inner.operation == "rearrange" else inner)


def _matrix_function(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    inner, whole = self.matrix(factor, wires)
    if not whole:
        raise Unproved("an entry of a function of a matrix")
    made = make(factor.head.name, (inner,), (), inner.shape)
    return (
        turn(make("pseudo_inverse", (inner,), (), inner.shape[::-1])) if factor.head.name == "pseudo_inverse" else made
    )


def _matrix_power(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    inner, whole = self.matrix(replace_inner(factor), wires)
    if not whole:
        raise Unproved("an entry of a power of a matrix")
    return matrix_power(inner, self.rebuilder.form(factor.head.inner[1], Frame((), (), {})))


def replace_inner(factor: Factor) -> Factor:
    return factor


def _norm(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    kind, axes = factor.head.name
    if axes != 2 or factor.legs:
        raise Unproved("this norm")
    form = factor.head.inner[0]
    inner = self.rebuilder.form(form, Frame((form.ranges[0], form.ranges[1]), (0, 1), {}))
    return make("norm", (inner,), (kind,))


def _call(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    signature = factor.head.name
    if signature.kind != "scalar" or (signature.taken and len(signature.arguments) != 1):
        raise Unproved("a derivative of an unknown function")
    arguments = tuple(self.argument(factor, wires, k) for k in range(len(signature.arguments)))
    name = signature.name + "'" * len(signature.taken)
    return call(name, arguments, self.shape_of(wires), "elementwise" if wires or signature.taken else "general")


def _product(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    if wires or factor.legs:
        raise Unproved("a product that depends on an index")
    form = factor.head.inner[0]
    over = Index("i", ONE, form.ranges[0])
    return product(self.rebuilder.form(form, Frame((), (), {0: index(over)})), over)


def _position(self: Work, factor: Factor, wires: list[Wire]) -> Term:
    if wires:
        raise Unproved("the number of a bound index")
    return add(self.frame.named[factor.legs[0]], number(-1))  # type: ignore[index]


FACTORS = {
    "symbol": Work.symbol,
    "differential": Work.symbol,
    "size": _size,
    "prime": lambda self, factor, wires: number(factor.head.name),
    "constant": lambda self, factor, wires: make("constant", (), (factor.head.name,)),
    "position": _position,
    "apply": _entrywise(None),
    "abs": _entrywise("abs"),
    "sum": _sum,
    "power": _power,
    "compare": _compare,
    "inverse": _inverse,
    "det": _determinant,
    "matrix function": _matrix_function,
    "matrix power": _matrix_power,
    "norm": _norm,
    "call": _call,
    "product": _product,
}
