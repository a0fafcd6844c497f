"""Evaluation of series and limits: partial sums and values far out, with what they leave out as uncertainty.

Where terms shrink at least as fast as a geometric sequence, the rest of a series is bounded by one. Other series are
accelerated (Levin's u-transform), and limits are read off points ever closer; the errors of both are estimates, and
the evaluation is marked as such.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from auditor.deciding.arithmetic import Array, Mask
from auditor.deciding.frames import Frame, IndexFrame
from auditor.deciding.jets import Jet, linear
from auditor.deciding.limits import Undecided
from auditor.deciding.quadrature import along_nodes, blurred, evaluated, is_infinite, node_frame, with_axis
from auditor.terms.term import Term

if TYPE_CHECKING:
    from auditor.deciding.evaluating import Evaluation, Operation

TERMS = 160
LAST = 20  # terms from whose decrease the rest is judged
BITS = 140  # to which a geometric rest must have shrunk
RATIO = 0.75
ORDERS = (36, 40)  # of the transform, in terms used
# Powers of two, the last three of which a limit is read off; floating point only looks for the domain.
FARTHEST = {("R", True): 40, ("R", False): 40, ("float", True): 9, ("float", False): 28}
EVERY = {"R": 4, "float": 2}


# --- series -------------------------------------------------------------------------------------------------------


def _series(run: Evaluation, term: Term, frame: Frame) -> Jet:
    if run.field.name not in ("R", "float"):
        raise Undecided("a series has no exact value")
    run.numerical = True
    (index,), body = term.parameters, term.arguments[0]
    start = run.dimension(index.lower, frame)
    if start.size != 1:
        raise Undecided("a series whose start depends on an index")
    running = along_nodes(int(start.ravel()[0]) + np.arange(TERMS), frame.depth + 1)
    inner = IndexFrame(frame, frame.depth + 1, frame.levels, index=index, running=running)
    value = run.evaluate(body, inner)
    inner.leave()
    parts = {levels: _all_terms(part, inner, body.order) for levels, part in value.items()}
    return {levels: _summed(run, part, frame, body.order) for levels, part in parts.items()}


def _all_terms(part: Array, inner: Frame, order: int) -> Array:
    full = with_axis(part, inner.depth + 1 + order)
    return np.broadcast_to(full, (TERMS, *full.shape[1:]))


def _summed(run: Evaluation, terms: Array, frame: Frame, order: int) -> Array:
    sizes = np.abs(terms)
    if order:
        sizes = np.add.reduce(sizes, axis=tuple(range(-order, 0)))
    total = run.field.total(terms, 0)
    rest = sizes[-1].reshape(sizes[-1].shape + (1,) * order) * (1 / (1 - RATIO))
    bounded = blurred(run.field, total, total + rest)
    geometric = _shrinks_geometrically(sizes)
    if geometric.all():
        return bounded
    if order or not (_shrinks(sizes) & ~geometric).any():
        frame.flag(~geometric)
        return bounded
    run.estimated = True
    frame.flag(~(geometric | _shrinks(sizes)))
    coarse, fine = (_transformed(run, terms, count) for count in ORDERS)
    return np.where(geometric, bounded, blurred(run.field, fine, fine + (fine - coarse) * 8))


def _shrinks_geometrically(sizes: Array) -> Mask:
    """The last terms fall by a constant factor, and are negligible."""
    logarithms = _logarithms(sizes)
    last, before, largest = logarithms[-1], logarithms[-1 - LAST], logarithms.max(axis=0)
    falling = last - np.where(np.isfinite(before), before, 0.0) <= LAST * np.log2(RATIO)
    return np.asarray((last == -np.inf) | (falling & (last <= largest - BITS)), np.bool_)


def _shrinks(sizes: Array) -> Mask:
    """The terms tend to 0 as far as that can be seen."""
    return np.asarray(_logarithms(sizes[-1]) < _logarithms(sizes[TERMS // 4]) - 0.5, np.bool_)


def _logarithms(values: Array) -> Array:
    """Binary logarithms, also of numbers that are too small for floating point."""
    if values.dtype == object:
        from auditor.deciding.flint_arithmetic import logarithms

        return logarithms(values)
    return np.log2(np.where(np.isfinite(values), values, np.inf))


def _transformed(run: Evaluation, terms: Array, count: int) -> Array:
    """The limit that the first partial sums suggest; 0 terms among them leave it open."""
    zero = run.field.number(Fraction(0))
    above, below, partial = zero, zero, zero
    for place in range(count + 1):
        partial = partial + terms[place]
        weight = (-1) ** place * comb(count, place) * Fraction(place + 1, count + 1) ** (count - 1) / (place + 1)
        share = run.field.multiply(run.field.number(weight), run.field.reciprocal(terms[place]))
        above, below = above + share * partial, below + share
    return run.field.multiply(above, run.field.reciprocal(below))


# --- limits -------------------------------------------------------------------------------------------------------


def _limit(run: Evaluation, term: Term, frame: Frame) -> Jet:
    body, variable, point = term.arguments
    if variable.operation != "symbol" or variable.shape or run.field.name not in ("R", "float"):
        raise Undecided("this limit is not settled by expansion")
    run.numerical = run.estimated = True
    name, sides = variable.parameters[0], {"": (1, -1), "+": (1,), "-": (-1,)}[term.parameters[0]]
    infinite = is_infinite(point)
    farthest, every = FARTHEST[run.field.name, bool(infinite)], EVERY[run.field.name]
    powers = [Fraction(2) ** power for power in range(farthest - 2 * every, farthest + 1, every)]
    values = []
    for sign in (infinite,) if infinite else sides:
        steps = [sign * (power if infinite else 1 / power) for power in powers]
        nodes: Jet = {0: along_nodes(np.concatenate([run.field.number(step) for step in steps]), frame.depth + 1)}
        at = nodes if infinite else run.algebra.add(run.evaluate(point, frame), nodes)
        inner = node_frame(run, frame, name, at)
        value = evaluated(run, body, inner)
        if inner.undefined is not None:
            frame.flag(inner.last())
        values.append(linear(value, lambda part: _extrapolated(run, part)))
    first = values[0]
    if len(values) == 1:
        return first
    zero = run.field.zeros((1,) * (frame.depth + 1 + body.order))
    return {levels: blurred(run.field, part, values[1].get(levels, zero)) for levels, part in first.items()}


def _extrapolated(run: Evaluation, values: Array) -> Array:
    """From three values at distances that shrink by one factor: as if the distance entered linearly."""
    ratio = Fraction(2) ** EVERY[run.field.name]
    first, last = (after + (after - before) * run.field.number(1 / (ratio - 1)) for before, after in pairwise(values))
    return blurred(run.field, last, last + (last - first) * 3)


OPERATIONS: dict[str, Operation] = {"series": _series, "limit": _limit}
