"""Matrix products between wires, contracted one wire after the other: vectors first, then matrices, then diagonals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from auditor.terms.assembling import turn
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.latex import latex
from auditor.terms.places import Wire
from auditor.terms.term import Term, diag, diagonal, hadamard, matmul, ones, trace


@dataclass(frozen=True)
class Item:
    """A product of matrices between a row wire and a column wire; no column wire for a column vector."""

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


class Contraction:
    """Items with wires to be summed; scalars are what has come out without wires, with exponents."""

    def __init__(
        self,
        items: Sequence[Item],
        scalars: Mapping[Term, Fraction],
        bound: Sequence[Wire],
        ranges: Mapping[Wire, Dimension],
    ) -> None:
        self.items = list(items)
        self.scalars = dict(scalars)
        self.bound = bound
        self.ranges = ranges

    def run(self) -> bool:
        """Whether all bound wires could be contracted."""
        steps = (self._square, self._parallel, self._vectors, self._single, self._matrices, self._diagonal)
        while any(step() for step in steps):
            pass
        return not any(self._uses(wire) for wire in self.bound)

    def _uses(self, wire: Wire) -> list[Item]:
        return [item for item in self.items if wire in (item.row, item.column)]

    def _drop(self, *gone: Item) -> None:
        self.items = [item for item in self.items if not any(item is other for other in gone)]

    def _scalar(self, term: Term) -> None:
        self.scalars[term] = self.scalars.get(term, Fraction(0)) + 1

    def _square(self) -> bool:
        """A matrix with one wire at both ends: its trace, or its diagonal."""
        for item in self.items:
            if item.column == item.row:
                self._drop(item)
                if item.row in self.bound and not self._uses(item.row):
                    self._scalar(trace(item.term))
                else:
                    self.items.append(Item((diagonal(item.term),), item.row, None))
                return True
        return False

    def _parallel(self) -> bool:
        """Items on the same wires are multiplied entry by entry, unless they make an inner product."""
        for place, item in enumerate(self.items):
            wires = {item.row, item.column} - {None}
            if all(wire in self.bound and len(self._uses(wire)) == 2 for wire in wires if wire is not None):
                continue
            for other in self.items[place + 1 :]:
                if {other.row, other.column} - {None} == wires:
                    second = other if other.row == item.row else other.turned()
                    self._drop(other)
                    self.items[place] = Item((hadamard(item.term, second.term),), item.row, item.column)
                    return True
        return False

    def _vectors(self) -> bool:
        """A vector against the only other item on its wire."""
        for wire in self.bound:
            uses = self._uses(wire)
            vectors = [item for item in uses if item.column is None]
            if len(uses) == 2 and vectors:
                vector = vectors[0]
                other = uses[1] if uses[0] is vector else uses[0]
                self._drop(*uses)
                if other.column is None:
                    self._scalar(inner_product(vector, other))
                else:
                    matrix = other if other.column == wire else other.turned()
                    self.items.append(Item((*matrix.chain, *vector.chain), matrix.row, None))
                return True
        return False

    def _single(self) -> bool:
        """A wire on one item only is summed against ones."""
        for wire in self.bound:
            uses = self._uses(wire)
            if len(uses) == 1:
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
        """Two matrices, and nothing else, on one wire."""
        for wire in self.bound:
            uses = self._uses(wire)
            if len(uses) == 2:
                left, right = uses
                if left.row == wire:
                    left, right = (right, left) if right.column == wire else (left.turned(), right)
                right = right if right.row == wire else right.turned()
                self._drop(*uses)
                self.items.append(Item(left.chain + right.chain, left.row, right.column))
                return True
        return False

    def _diagonal(self) -> bool:
        """A vector between two matrices becomes a diagonal matrix."""
        for wire in self.bound:
            uses = self._uses(wire)
            vectors = [item for item in uses if item.column is None]
            if len(uses) == 3 and len(vectors) == 1:
                matrix = next(item for item in uses if item.column is not None)
                self._drop(vectors[0], matrix)
                matrix = matrix if matrix.row == wire else matrix.turned()
                self.items.append(Item((diag(vectors[0].term), *matrix.chain), wire, matrix.column))
                return True
        return False


def inner_product(first: Item, second: Item) -> Term:
    """u^T v or v^T u, whichever has fewer transposes."""
    ways = [_dotted(first, second), _dotted(second, first)]
    return min(ways, key=lambda term: (latex(term).count("top"), latex(term)))


def _dotted(first: Item, second: Item) -> Term:
    chain = (*(turn(matrix) for matrix in reversed(first.chain)), *second.chain)
    made = chain[0]
    for matrix in chain[1:]:
        made = matmul(made, matrix)
    return made
