"""Building terms from networks: each factor becomes an item between wires, and the wires are contracted.

Where that leads nowhere, the network is written with indices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from auditor.terms.assembling import Summand, assemble, joined, turn
from auditor.terms.contracting import Contraction, Item
from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.latex import latex
from auditor.terms.networks import DELTA, Factor, Form, Network, Unproved
from auditor.terms.places import Leg, Place, Wire
from auditor.terms.term import (
    Index,
    Term,
    add,
    apply,
    array,
    delta,
    diag,
    entry,
    index,
    make,
    multiply,
    number,
    ones,
    power,
    size,
    sum_,
)

INDEX_NAMES = "ijklpqrstuv"
# The term of a factor without its exponent: a scalar, a column along its wire, a matrix along its two wires.
FactorRule: TypeAlias = "Callable[[Work, Factor, list[Wire]], Term]"


@dataclass(frozen=True)
class Frame:
    """What the parameters of a form are: axes of a shape, and indices with terms of their own."""

    shape: Shape
    axes: tuple[Wire, ...]
    named: Mapping[Wire, Term]

    def axis(self, place: int) -> Wire | None:
        """The wire of one axis; None for an axis of size 1."""
        if place >= len(self.shape) or self.shape[place] == ONE:
            return None
        return self.axes[sum(1 for dimension in self.shape[:place] if dimension != ONE)]


class Rebuilder:
    """Puts forms together, with the symbols' terms and a rule for each kind of factor at hand."""

    def __init__(self, symbols: Mapping[str, Term], factors: Mapping[str, FactorRule]) -> None:
        self.symbols = symbols
        self.factors = factors

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


class Work:
    """One network on its way to a product of matrices."""

    def __init__(self, rebuilder: Rebuilder, network: Network, frame: Frame, ranges: Mapping[Wire, Dimension]) -> None:
        self.rebuilder = rebuilder
        self.frame = frame
        self.ranges = ranges
        self.bound = [wire for wire, _ in network.bound]
        self.number = Fraction(network.coefficient)
        self.scalars: dict[Term, Fraction] = {}
        self.items: list[Item] = []
        self.tied = False  # row and column are one by a delta
        for factor in network.factors:
            if factor.head is DELTA:
                self._add_delta(*factor.legs)
            else:
                self._add(factor)

    # --- factors ------------------------------------------------------------------------------------------------

    def _add(self, factor: Factor) -> None:
        wires = [leg for leg in factor.legs if not isinstance(leg, Place) and leg not in self.frame.named]
        if len(wires) > 2:
            raise Unproved("a factor with three legs")
        rule = self.rebuilder.factors.get(factor.head.kind)
        if rule is None:
            raise Unproved(f"a term for {factor.head.kind}")
        term = rule(self, factor, wires)
        exponent = Fraction(factor.exponent)
        if term.operation == "apply" and term.parameters[0] == "exp" and exponent != 1:
            term, exponent = apply("exp", multiply(number(exponent), *term.arguments)), Fraction(1)
        if not wires:
            self.scalars[term] = self.scalars.get(term, Fraction(0)) + exponent
            return
        item = Item((term,), wires[0], wires[1] if len(wires) == 2 else None)
        if exponent == 2 and all(wire in self.bound for wire in wires):
            self.items.append(replace(item))  # x twice: x^T x reads better than a sum of squares
        elif exponent != 1:
            item = replace(item, chain=(power(term, number(exponent)),))
        self.items.append(item)

    def _add_delta(self, left: Leg, right: Leg) -> None:
        named = self.frame.named
        if {left, right} == {self.frame.axis(0), self.frame.axis(1)}:
            self.tied = True
        elif isinstance(left, int) and isinstance(right, int) and left in named and right in named:
            self.scalars[delta(named[left], named[right])] = Fraction(1)
        else:
            for leg, other in ((left, right), (right, left)):
                if isinstance(leg, int) and leg in self.frame.axes:
                    self.items.append(Item((self.unit(other, self.ranges[leg]),), leg, None))
                    return
            raise Unproved("a delta with a shifted index")

    def place(self, leg: Leg) -> Term:
        """The index expression of a place that is fixed or named."""
        if not isinstance(leg, Place):
            if leg in self.frame.named:
                return self.frame.named[leg]
            raise Unproved("a place on a bound index")
        pieces, lowest = [], ONE
        for wire, stride in leg.strides:
            pieces.append(self.place(wire) if stride == ONE else multiply(size(stride), self.place(wire)))
            lowest = lowest - stride
        if (leg.offset + lowest).terms or not pieces:
            pieces.append(size(leg.offset + lowest))
        return add(*pieces)

    def unit(self, place: Leg, size_: Dimension) -> Term:
        return make("unit", (self.place(place),), (), (size_, ONE))

    def shape_of(self, wires: list[Wire]) -> Shape:
        """The shape of a scalar, a column or a matrix along wires."""
        sizes = tuple(self.ranges[wire] for wire in wires)
        return (*sizes, ONE) if len(sizes) == 1 else sizes

    # --- results ------------------------------------------------------------------------------------------------

    def summand(self) -> Summand:
        contraction = Contraction(self.items, self.scalars, self.bound, self.ranges)
        matrices = self._matrices(contraction.items) if contraction.run() else None
        if matrices is None:
            return self._with_indices()
        made = Summand(self.number)
        for scalar, exponent in contraction.scalars.items():
            made = joined(made, Summand(Fraction(1), ((scalar, exponent),)))
        return replace(made, matrices=matrices)

    def _matrices(self, items: list[Item]) -> tuple[Term, ...] | None:
        """The matrices of the product, from what is left on the axes; None where something else is left."""
        row, column = self.frame.axis(0), self.frame.axis(1)
        if not self.frame.axes:
            return ()
        if self.tied:
            vectors = [item for item in items if item.column is None]
            if len(vectors) != len(items) or len(items) > 1:
                return None
            return (diag(vectors[0].term),) if vectors else ()
        matrix = next((item for item in items if item.column is not None), None)
        before, after = (self._vector(items, wire, needed=matrix is None) for wire in (row, column))
        if matrix is None:
            turned = tuple(turn(m) for m in reversed(after.chain)) if after else ()
            return (*(before.chain if before else ()), *turned)
        chain = matrix.chain if matrix.row == row else matrix.turned().chain
        return (*((diag(before.term),) if before else ()), *chain, *((diag(after.term),) if after else ()))

    def _vector(self, items: list[Item], wire: Wire | None, *, needed: bool) -> Item | None:
        """The vector along an axis; ones where there is none but one is needed."""
        found = next((item for item in items if item.row == wire and item.column is None), None)
        if found is None and needed and wire is not None:
            return Item((ones((self.ranges[wire], ONE)),), wire, None)
        return found

    def _with_indices(self) -> Summand:
        """The network with indices written out."""
        taken = {place.parameters[0].name for place in self.frame.named.values()}
        names = iter(name for name in INDEX_NAMES if name not in taken)
        wires = dict.fromkeys(w for item in self.items for w in (item.row, item.column) if w is not None)
        running = {wire: Index(next(names), ONE, self.ranges[wire]) for wire in wires}
        entries = []
        for item in self.items:
            column = number(1) if item.column is None else index(running[item.column])
            entries.append(entry(item.term, index(running[item.row]), column))
        body = multiply(*entries)
        for wire in reversed(self.bound):
            body = sum_(body, running[wire])
        scalars = tuple(self.scalars.items())
        if not self.frame.axes:
            return joined(Summand(self.number, scalars), Summand(Fraction(1), ((body, Fraction(1)),)))
        if self.tied or len(self.frame.axes) == 1 or any(axis not in running for axis in self.frame.axes):
            raise Unproved("a network without a term")
        return Summand(self.number, scalars, (array(body, *(running[axis] for axis in self.frame.axes)),))
