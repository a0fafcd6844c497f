"""A difference cut along its ranges: a range that is a small number into its values, a block axis into its blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from auditor.terms.dimension import ONE, ZERO, Dimension
from auditor.terms.networks import Bound, Form, Network, Networks, Workspace, replace_wires
from auditor.terms.places import Leg, Place, Wire, never_negative, parts, place, wires_of
from auditor.terms.simplifying import normalise

LARGEST_RANGE = 4
MOST_CASES = 64
MOST_PIECES = 6


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


def complete_sums(difference: Form, workspace: Workspace) -> Iterator[list[Form]]:
    """Sums from the second (or third, …) term on completed: Σ_{i≥2} f(i) = Σ_{i≥1} f(i) − f(1)."""
    legs, parameters = [], []
    for size in difference.ranges:
        leg, wires = _piece(ZERO, size, workspace)
        legs.append(leg)
        parameters.extend(wires)
    networks: Networks = []
    changed = False
    for network in workspace.instance(difference, legs):
        completed = _completed(network, workspace)
        changed = changed or completed is not None
        networks.extend([network] if completed is None else completed)
    if changed:
        yield [normalise(networks, parameters, workspace)]


def _completed(network: Network, workspace: Workspace) -> Networks | None:
    """The network with one bound wire running from the start; None where none has an offset of its own."""
    for wire, size in network.bound:
        legs = {leg for factor in network.factors for leg in factor.legs if wire in wires_of(leg)}
        whole = parts(next(iter(legs)))
        skipped = whole.offset.number
        if len(legs) > 1 or whole.strides != ((wire, ONE),) or skipped is None or not 0 < skipped <= LARGEST_RANGE:
            continue
        if not never_negative(size):
            continue
        (leg,) = legs
        rest = tuple(pair for pair in network.bound if pair[0] != wire)
        longer, bound = workspace.bind(size + whole.offset)
        found = [_with_leg(network, leg, longer, rest + bound)]
        for number in range(skipped):
            one = _with_leg(network, leg, place(Dimension.of(number), ()), rest)
            found.append(one._replace(coefficient=-one.coefficient))
        return found
    return None


def _with_leg(network: Network, old: Leg, new: Leg, bound: Bound) -> Network:
    factors = (f._replace(legs=tuple(new if leg == old else leg for leg in f.legs)) for f in network.factors)
    return Network(network.coefficient, tuple(factors), bound)


Pieces = tuple[tuple[Dimension, Dimension], ...]  # offset and size of each


def _piece(offset: Dimension, size: Dimension, workspace: Workspace) -> tuple[Leg, list[Wire]]:
    wire = workspace.wire(size)
    if isinstance(wire, Place):
        return place(offset, ()), []
    return place(offset, ((wire, ONE),)), [wire]


def _pieces(difference: Form) -> dict[Dimension, Pieces]:
    """For each range that can be cut, the pieces."""
    found: dict[Dimension, Pieces] = {}
    lengths: dict[Dimension, list[Dimension]] = {}  # of the intervals that legs run through, by where they start
    sizes = dict.fromkeys(difference.ranges)
    for network in difference.networks:
        ranges = {**dict(enumerate(difference.ranges)), **dict(network.bound)}
        sizes.update(dict.fromkeys(ranges.values()))
        for leg in (leg for factor in network.factors for leg in factor.legs):
            whole = parts(leg)
            match whole.strides:
                case ():
                    lengths.setdefault(whole.offset, []).append(ONE)
                case ((wire, stride),) if stride == ONE:
                    lengths.setdefault(whole.offset, []).append(ranges[wire])
    for size in sizes:
        if size.number is not None and size.number <= LARGEST_RANGE:
            found[size] = tuple((Dimension.of(value), ONE) for value in range(size.number))
        else:
            tiled = _tiled(ZERO, size, lengths)
            if tiled is not None and len(tiled) > 1:
                found[size] = tiled
    return found


def _tiled(
    here: Dimension, size: Dimension, lengths: dict[Dimension, list[Dimension]], depth: int = 0
) -> Pieces | None:
    """Intervals one after the other that cover the range from here on, shorter ones first."""
    if here == size:
        return ()
    if depth == MOST_PIECES:
        return None
    # The whole range itself comes last.
    for length in sorted(dict.fromkeys(lengths.get(here, ())), key=lambda length: here + length == size):
        if never_negative(length) and never_negative(size - here - length):
            rest = _tiled(here + length, size, lengths, depth + 1)
            if rest is not None:
                return ((here, length), *rest)
    return None


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
