"""A difference cut along its ranges: a range that is a small number into its values, a block axis into its blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from auditor.terms.dimension import ONE, ZERO, Dimension
from auditor.terms.networks import DELTA, Bound, Form, Network, Networks, Workspace, replace_wires
from auditor.terms.places import Leg, Place, Wire, parts, place
from auditor.terms.simplifying import normalise

LARGEST_RANGE = 4
MOST_CASES = 64


def split_ranges(difference: Form, workspace: Workspace) -> Iterator[list[Form]]:
    """All parameters and bound wires of one range cut in pieces, all such ranges at once."""
    pieces = _pieces(difference)
    if not pieces:
        return
    choices = [pieces.get(size, ((ZERO, size),)) for size in difference.ranges]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST_CASES:
        return
    cases = []
    for chosen in product(*choices):
        legs, parameters = [], []
        for offset, size in chosen:
            leg, wires = _piece(offset, size, workspace)
            legs.append(leg)
            parameters.extend(wires)
        networks: Networks = []
        for network in workspace.instance(difference, legs):
            networks.extend(_cut_bound(network, pieces, workspace))
        cases.append(normalise(networks, parameters, workspace))
    yield cases


Pieces = tuple[tuple[Dimension, Dimension], ...]  # offset and size of each


def _piece(offset: Dimension, size: Dimension, workspace: Workspace) -> tuple[Leg, list[Wire]]:
    wire = workspace.wire(size)
    if isinstance(wire, Place):
        return place(offset, ()), []
    return place(offset, ((wire, ONE),)), [wire]


def _pieces(difference: Form) -> dict[Dimension, Pieces]:
    """For each range that can be cut, the pieces."""
    found: dict[Dimension, Pieces] = {}
    intervals: dict[Dimension, dict[Dimension, Dimension]] = {}
    for network in difference.networks:
        ranges = {**dict(enumerate(difference.ranges)), **dict(network.bound)}
        for size in ranges.values():
            if size.number is not None and size.number <= LARGEST_RANGE:
                found[size] = tuple((Dimension.of(value), ONE) for value in range(size.number))
        for factor in network.factors:
            if factor.head is DELTA:
                _note(factor.legs, ranges, intervals)
    for size, starts in intervals.items():
        tiled = _tiled(size, starts)
        if tiled and size not in found:
            found[size] = tiled
    return found


def _note(
    legs: tuple[Leg, ...], ranges: dict[Wire, Dimension], intervals: dict[Dimension, dict[Dimension, Dimension]]
) -> None:
    """A delta between a wire and a part of its range."""
    for wire, other in (legs, legs[::-1]):
        if isinstance(wire, Place):
            continue
        whole, starts = parts(other), intervals.setdefault(ranges[wire], {})
        match whole.strides:
            case ():
                starts[whole.offset] = ONE
            case ((inner, stride),) if stride == ONE and ranges[inner] != ranges[wire]:
                starts[whole.offset] = ranges[inner]


def _tiled(size: Dimension, starts: dict[Dimension, Dimension]) -> Pieces | None:
    """The intervals one after the other, where they cover the range."""
    found = []
    here = ZERO
    while here != size and here in starts:
        found.append((here, starts[here]))
        here = here + starts[here]
        if len(found) > len(starts):
            return None
    return tuple(found) if here == size else None


def _cut_bound(network: Network, pieces: dict[Dimension, Pieces], workspace: Workspace) -> Networks:
    """The network summed over the pieces of its bound wires."""
    cut = [(wire, pieces[size]) for wire, size in network.bound if size in pieces]
    if not cut:
        return [network]
    kept = tuple(pair for pair in network.bound if pair[1] not in pieces)
    found = []
    count = 1
    for _, choices in cut:
        count *= len(choices)
    workspace.spend(count)
    for chosen in product(*(choices for _, choices in cut)):
        values: dict[Wire, Leg] = {}
        bound: Bound = kept
        for (wire, _), (offset, size) in zip(cut, chosen, strict=True):
            leg, wires = _piece(offset, size, workspace)
            values[wire] = leg
            bound = (*bound, *((made, size) for made in wires))
        found.append(Network(network.coefficient, replace_wires(network.factors, values), bound))
    return found
