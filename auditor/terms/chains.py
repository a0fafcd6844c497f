"""Cutting the network of a square matrix into pieces: factors of a matrix product, or of a Kronecker product."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.terms.dimension import ONE, Dimension
from auditor.terms.networks import (
    DELTA,
    ONE_NETWORK,
    Factor,
    Network,
    Networks,
    Workspace,
    components,
    placed,
    times,
    wires_in,
    without,
)
from auditor.terms.places import Place, Wire


@dataclass(frozen=True)
class Piece:
    """A square matrix between two wires; a diagonal one where they are the same."""

    network: Network
    row: Wire
    column: Wire

    @property
    def diagonal(self) -> bool:
        return self.row == self.column


@dataclass(frozen=True)
class Chain:
    """scalar · P1 · P2 ⋯ between row and column, with the wires in between."""

    scalar: Network
    pieces: tuple[Piece, ...]
    between: tuple[Wire, ...]


def diagonal_entries(terms: Networks, row: Wire, column: Wire) -> Networks | None:
    """The diagonal as a function of the row, where every network holds the delta of row and column."""
    entries = []
    for term in terms:
        ties = [k for k, f in enumerate(term.factors) if f.head is DELTA and set(f.legs) == {row, column}]
        if not ties:
            return None
        entries.extend(placed([without(term, ties[0])], {column: row}))
    return entries or None


def joins(network: Network, row: Wire, column: Wire) -> bool:
    """Row and column hang together; otherwise the matrix is plainly an outer product, of rank 1."""
    inside = [wires_in(part.factors) for part in components(network)]
    return any(row in wires and column in wires for wires in inside)


# --- matrix products --------------------------------------------------------------------------------------------


def cut(network: Network, row: Wire, column: Wire, size: Dimension) -> Chain | None:
    """The network as a chain of square pieces; None where it cannot be read so."""
    knots = [row, *_knots(network, row, column, size), column]
    places = {wire: k for k, wire in enumerate(knots)}
    inner = network._replace(bound=tuple(pair for pair in network.bound if pair[0] not in places))
    scalar = Network(network.coefficient, (), ())
    diagonals: dict[int, Network] = {}
    links: dict[int, Network] = {}
    for part in components(inner):
        if any(f.head is DELTA for f in part.factors):
            return None
        spots = sorted({places[wire] for wire in wires_in(part.factors) if wire in places})
        match spots:
            case []:
                scalar = times(scalar, part)
            case [k]:
                diagonals[k] = times(diagonals.get(k, ONE_NETWORK), part)
            case [k, following] if following == k + 1:
                links[k] = times(links.get(k, ONE_NETWORK), part)
            case _:
                return None
    if len(links) != len(knots) - 1:
        return None
    pieces: list[Piece] = []
    for k, wire in enumerate(knots):
        if k in diagonals:
            pieces.append(Piece(diagonals[k], wire, wire))
        if k in links:
            pieces.append(Piece(links[k], wire, knots[k + 1]))
    return Chain(scalar, tuple(pieces), tuple(knots[1:-1]))


def bottlenecks(network: Network, row: Wire, column: Wire, size: Dimension) -> list[Dimension]:
    """Ranges of other sizes that every way from row to column passes: the rank is at most each of them."""
    return [range_ for wire, range_ in network.bound if range_ != size and column not in _reachable(network, row, wire)]


def _knots(network: Network, row: Wire, column: Wire, size: Dimension) -> list[Wire]:
    """Bound wires of the full size that every way from row to column passes, in order."""
    found: list[tuple[int, Wire]] = []
    for wire, range_ in network.bound:
        if range_ == size:
            before = _reachable(network, row, wire)
            if column not in before:
                found.append((len(before), wire))
    return [wire for _, wire in sorted(found)]


def _reachable(network: Network, start: Wire, without: Wire) -> set[Wire]:
    """Wires that hang together with `start` by bound wires when `without` is taken away."""
    passable = {wire for wire, _ in network.bound} | {start}
    legs = [wires_in((factor,)) - {without} for factor in network.factors]
    seen = {start}
    grown = True
    while grown:
        grown = False
        for wires in legs:
            if not wires <= seen and wires & seen & passable:
                seen |= wires
                grown = True
    return seen


# --- Kronecker products -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SideBySide:
    """A Kronecker product: one square matrix (or diagonal one) for each digit of the row and of the column."""

    scalar: Network
    pieces: tuple[Piece, ...]
    sizes: tuple[Dimension, ...]
    frame: tuple[Factor, Factor]  # the deltas of row and column with their digits


def side_by_side(network: Network, row: Wire, column: Wire, workspace: Workspace) -> SideBySide | None:
    """The network as Kronecker product of square matrices; None where it is none."""
    ends: dict[Wire, tuple[Factor, Place]] = {}
    for factor in network.factors:
        for end, other in (factor.legs, factor.legs[::-1]) if factor.head is DELTA else ():
            if end in (row, column) and isinstance(end, int) and isinstance(other, Place):
                ends[end] = (factor, other)
    if set(ends) != {row, column}:
        return None
    rows, columns = (_digits(ends[end][1], workspace) for end in (row, column))
    if not rows or not columns or [size for _, size in rows] != [size for _, size in columns]:
        return None
    frame = (ends[row][0], ends[column][0])
    spot_of = {wire: k for pairs in (rows, columns) for k, (wire, _) in enumerate(pairs)}
    rest = tuple(factor for factor in network.factors if factor not in frame)
    scalar = Network(network.coefficient, (), ())
    matrices = [ONE_NETWORK] * len(rows)
    for part in components(Network(1, rest, tuple(pair for pair in network.bound if pair[0] not in spot_of))):
        spots = {spot_of[wire] for wire in wires_in(part.factors) if wire in spot_of}
        if len(spots) > 1 or any(f.head is DELTA for f in part.factors):
            return None
        if spots:
            spot = spots.pop()
            matrices[spot] = times(matrices[spot], part)
        else:
            scalar = times(scalar, part)
    if len({*(wire for wire, _ in rows)} & {*(wire for wire, _ in columns)} - _shared(rows, columns)) > 0:
        return None  # a wire that is one digit of the row and another of the column
    pieces = tuple(
        Piece(matrix, left, right) for matrix, (left, _), (right, _) in zip(matrices, rows, columns, strict=True)
    )
    return SideBySide(scalar, pieces, tuple(size for _, size in rows), frame)


def is_permutation(network: Network, row: Wire, column: Wire, workspace: Workspace) -> bool:
    """Nothing but one pair of digits for the row and the same wires in another order for the column."""
    if len(network.factors) != 2 or network.coefficient != 1:
        return False
    wires = []
    for end in (row, column):
        other = next(
            (f.legs[1 - f.legs.index(end)] for f in network.factors if f.head is DELTA and end in f.legs), None
        )
        found = _digits(other, workspace) if isinstance(other, Place) else []
        whole = ONE
        for _, size in found:
            whole = whole * size
        if not found or whole != workspace.ranges[end]:
            return False
        wires.append({wire for wire, _ in found})
    return wires[0] == wires[1] == {wire for wire, _ in network.bound}


def _shared(rows: list[tuple[Wire, Dimension]], columns: list[tuple[Wire, Dimension]]) -> set[Wire]:
    return {left for (left, _), (right, _) in zip(rows, columns, strict=True) if left == right}


def _digits(whole: Place, workspace: Workspace) -> list[tuple[Wire, Dimension]]:
    """Wires of a mixed-radix place, lowest first, with their ranges; empty where it is none."""
    if whole.offset.terms:
        return []
    left = {stride: wire for wire, stride in whole.strides}
    found: list[tuple[Wire, Dimension]] = []
    weight = ONE
    while weight in left:
        wire = left.pop(weight)
        found.append((wire, workspace.ranges[wire]))
        weight = weight * workspace.ranges[wire]
    return [] if left else found


def turned(networks: Networks, row: Wire, column: Wire) -> Networks:
    """Row and column exchanged."""
    return placed(networks, {row: column, column: row})
