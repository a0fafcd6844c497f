"""Evaluation of integrals: quadrature over the values of the integrand, where covering balls show it to be bounded.

A proper integral is split unevenly and taken by Gauss's rule with two numbers of nodes; the distance between the two
is the radius of the result. Unbounded ranges, and integrands without a value at an end, are taken by the double
exponential rule, whose error is estimated only: the evaluation is marked as such and proves nothing by itself.
Derivatives, through the bounds as well, are those of the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from auditor.deciding.arithmetic import Array, Field, Floats, Mask
from auditor.deciding.frames import BindingFrame, Frame
from auditor.deciding.jets import Jet, linear
from auditor.deciding.limits import Undecided
from auditor.terms.term import Term, subterms

if TYPE_CHECKING:
    from auditor.deciding.evaluating import Evaluation, Operation

CUTS = (Fraction(0), Fraction(29, 100), Fraction(62, 100), Fraction(1))  # uneven, so that no symmetry hides a pole
NODES = (24, 40)
CELLS = (12, 96)  # balls that cover the range, in turn until the integrand is bounded on all of them
REACH, STEP = Fraction(4), Fraction(1, 32)  # of the double exponential rule
COVERED = Fraction(6, 5)  # up to some 10; farther out balls grow too wide to tell anything
ENDLESS_CELLS = (64, 512)
FAR_NODES = 60  # from the middle of an endless rule on


@dataclass(slots=True, eq=False)
class NodeFrame(BindingFrame):
    """The variable of an integral, a series or a limit at all its nodes, along a lead axis of its own."""

    def leave(self) -> None:
        if self.undefined is not None and self.parent is not None:
            self.parent.flag(self.at_any_node())

    def last(self) -> Mask:
        """Where something has no value at the last node."""
        assert self.undefined is not None
        return self.undefined[-1] if self.undefined.ndim == self.depth + 1 else self.undefined

    def at_any_node(self) -> Mask:
        """Where something has no value at one node at least."""
        assert self.undefined is not None
        mask = self.undefined
        return np.asarray(mask.any(axis=0), np.bool_) if mask.ndim == self.depth + 1 else mask


@dataclass(frozen=True)
class Rule:
    """Places in (0, 1) or (0, ∞) and the weights of two rules, the second one the better."""

    places: Array
    coarse: Array
    fine: Array
    endless: bool = False


def node_frame(run: Evaluation, frame: Frame, name: str, value: Jet) -> NodeFrame:
    """A scope in which the symbol has the values of a jet whose first axis numbers the nodes."""
    return NodeFrame(frame, frame.depth + 1, frame.levels, bound={name: value})


def along_nodes(values: Array, depth: int, order: int = 0) -> Array:
    """Numbers, one for each node, so that they broadcast with arrays of a frame of that depth."""
    return values.reshape((-1,) + (1,) * (depth + order))


def evaluated(run: Evaluation, body: Term, inner: NodeFrame) -> Jet:
    """The body at all nodes, each part with the axis of the nodes."""
    value = run.evaluate(body, inner)
    full = linear(value, lambda part: with_axis(part, inner.depth + 1 + body.order))
    if isinstance(run.field, Floats):  # far out numbers overflow, where what they stand for is negligible
        return linear(full, lambda part: np.where(np.isfinite(part), part, 0.0))
    return full


def with_axis(part: Array, axes: int) -> Array:
    return part.reshape((1,) * (axes - part.ndim) + part.shape)


def weighted(run: Evaluation, value: Jet, weights: Array, depth: int, order: int) -> Jet:
    """The sum over the nodes of value times weight."""
    column = along_nodes(weights, depth, order)
    return linear(value, lambda part: run.field.total(run.field.multiply(part, column), 0))


# --- the operation ------------------------------------------------------------------------------------------------


def _integral(run: Evaluation, term: Term, frame: Frame) -> Jet:
    if run.field.name not in ("R", "float"):
        raise Undecided("an integral has no exact value")
    run.numerical = True
    body, variable, lower, upper = term.arguments
    name = str(variable.parameters[0])
    ends = [is_infinite(end) for end in (lower, upper)]
    if ends == [0, 0]:
        return _proper(run, body, name, run.evaluate(lower, frame), run.evaluate(upper, frame), frame)
    zero = run.algebra.number(0)
    if ends == [-1, 1]:
        down, up = (_half_line(run, body, name, zero, sign, frame) for sign in (-1, 1))
        return run.algebra.add(down, up)
    if ends == [0, 1]:
        return _half_line(run, body, name, run.evaluate(lower, frame), 1, frame)
    if ends == [-1, 0]:
        return _half_line(run, body, name, run.evaluate(upper, frame), -1, frame)
    raise Undecided("bounds of an integral in this order")


def is_infinite(term: Term) -> int:
    """1 and -1 for ∞ and -∞, 0 for what is finite."""
    if all(part.operation != "infinity" for part in subterms(term)):
        return 0
    signs = [part for part in subterms(term) if part.operation == "number" and part.parameters[0] < 0]
    return -1 if len(signs) % 2 else 1


def _proper(run: Evaluation, body: Term, name: str, lower: Jet, upper: Jet, frame: Frame) -> Jet:
    span = run.algebra.subtract(upper, lower)

    def at(share: Jet) -> Jet:
        return run.algebra.add(lower, run.algebra.multiply(span, share))

    ordered = not isinstance(run.field, Floats)
    bad = _unbounded(run, body, name, at, frame, _proper_covers()) if ordered else None
    if bad is not None and bad[1:-1].any():
        frame.flag(np.asarray(bad[1:-1].any(axis=0)))
    if bad is not None and (bad[0] | bad[-1]).any():
        run.estimated = True
        rule = _double_exponential(run.field, half_line=False)
    else:
        rule = _gauss(run.field)
    inner = node_frame(run, frame, name, at({0: along_nodes(rule.places, frame.depth + 1)}))
    value = _at_nodes(run, body, inner, rule)
    total = _between_rules(run, value, rule, inner, body.order)
    return run.algebra.multiply(_widened(span, body.order), total)


def _at_nodes(run: Evaluation, body: Term, inner: NodeFrame, rule: Rule) -> Jet:
    """The integrand at the nodes of a rule; far out in an endless one, what is out of reach counts as nothing."""
    value = evaluated(run, body, inner)
    mask = inner.undefined
    if rule.endless and mask is not None and mask.ndim == inner.depth + 1:
        far = along_nodes(np.abs(np.arange(len(rule.fine)) - len(rule.fine) // 2) > FAR_NODES, inner.depth)
        gone = (mask & far).reshape(mask.shape + (1,) * body.order)
        zero = run.field.zeros((1,) * (inner.depth + 1 + body.order))
        value = linear(value, lambda part: np.where(gone, zero, part))
        inner.undefined = mask & ~far
    inner.leave()
    return value


def _widened(jet: Jet, order: int) -> Jet:
    return linear(jet, lambda part: part.reshape(part.shape + (1,) * order)) if order else jet


def _between_rules(run: Evaluation, value: Jet, rule: Rule, inner: NodeFrame, order: int) -> Jet:
    """The value of the better rule, as uncertain as the two are apart, and as what an endless rule is cut off at."""
    coarse = weighted(run, value, rule.coarse, inner.depth, order)
    fine = weighted(run, value, rule.fine, inner.depth, order)
    result = {levels: blurred(run.field, part, coarse[levels]) for levels, part in fine.items()}
    if rule.endless and not isinstance(run.field, Floats):
        for levels, part in value.items():
            for end in (0, -1):
                rest = part[end] * (rule.fine[end] * 8)
                result[levels] = blurred(run.field, result[levels], result[levels] + rest)
    return result


def blurred(numbers: Field, values: Array, others: Array) -> Array:
    """Values with the distance to others added to their radius."""
    if isinstance(numbers, Floats):
        return values
    from auditor.deciding.flint_arithmetic import with_radius

    return with_radius(values, values - others)


def _unbounded(
    run: Evaluation, body: Term, name: str, at: Callable[[Jet], Jet], frame: Frame, covers: Iterator[Array]
) -> Mask:
    """For each of the last covering cells, where the integrand may have no value or no bound on it."""
    bad: Mask = np.zeros((1, 1), np.bool_)
    for cover in covers:
        bad = _without_bound(run, body, name, at({0: along_nodes(cover, frame.depth + 1)}), frame, len(cover))
        if not bad.any():
            break
    return bad


def _proper_covers() -> Iterator[Array]:
    from auditor.deciding.flint_arithmetic import cells

    return (cells(Fraction(0), Fraction(1), count) for count in CELLS)


def _endless_covers() -> Iterator[Array]:
    from auditor.deciding.flint_arithmetic import double_exponential_cells

    return (double_exponential_cells(-REACH, COVERED, count) for count in ENDLESS_CELLS)


def _without_bound(run: Evaluation, body: Term, name: str, value: Jet, frame: Frame, count: int) -> Mask:
    from auditor.deciding.flint_arithmetic import unlimited

    inner = node_frame(run, frame, name, {0: value[0]})
    found = evaluated(run, body, inner)[0]
    bad: Mask = unlimited(found)
    if body.order:
        bad = np.asarray(bad.any(axis=tuple(range(-body.order, 0))), np.bool_)
    if inner.undefined is not None:
        bad = bad | with_axis(inner.undefined, inner.depth + 1)
    return np.broadcast_to(bad, (count, *bad.shape[1:]))


def _half_line(run: Evaluation, body: Term, name: str, end: Jet, sign: int, frame: Frame) -> Jet:
    """From the end to ∞ (or from -∞ to it): the variable is end ± a double exponential."""
    run.estimated = True
    signed = run.algebra.number(sign)

    def at(distance: Jet) -> Jet:
        return run.algebra.add(end, run.algebra.multiply(signed, distance))

    rule = _double_exponential(run.field, half_line=True)
    if not isinstance(run.field, Floats):
        bad = _unbounded(run, body, name, at, frame, _endless_covers())
        if bad[1:-1].any():
            frame.flag(np.asarray(bad[1:-1].any(axis=0)))
    inner = node_frame(run, frame, name, at({0: along_nodes(rule.places, frame.depth + 1)}))
    value = _at_nodes(run, body, inner, rule)
    return _between_rules(run, value, rule, inner, body.order)


# --- rules --------------------------------------------------------------------------------------------------------


def _gauss(numbers: Field) -> Rule:
    return _gauss_floats() if isinstance(numbers, Floats) else _gauss_balls(_precision())


@lru_cache(maxsize=1)
def _gauss_floats() -> Rule:
    return _pieces([np.polynomial.legendre.leggauss(count) for count in NODES], float)


@lru_cache(maxsize=4)
def _gauss_balls(bits: int) -> Rule:
    from auditor.deciding.flint_arithmetic import legendre, real

    return _pieces([legendre(count) for count in NODES], real)


def _precision() -> int:
    from auditor.deciding.flint_arithmetic import working_precision

    return working_precision()


def _pieces(rules: list[tuple[Array, Array]], number: Callable[[Fraction], Any]) -> Rule:
    """Rules for [-1, 1] carried over to each piece of [0, 1]."""
    places, weights = [], []
    for which, (nodes, own) in enumerate(rules):
        for start, end in pairwise(CUTS):
            half = number((end - start) / 2)
            places.append((nodes + 1) * half + number(start))
            weights.append((which, own * half))
    zero = number(Fraction(0))
    coarse = np.concatenate([part if which == 0 else part * zero for which, part in weights])
    fine = np.concatenate([part if which == 1 else part * zero for which, part in weights])
    return Rule(np.concatenate(places), coarse, fine)


def _double_exponential(numbers: Field, *, half_line: bool) -> Rule:
    if isinstance(numbers, Floats):
        return _double_exponential_floats(half_line)
    from auditor.deciding.flint_arithmetic import double_exponential

    return Rule(*double_exponential(REACH, STEP, half_line=half_line), endless=True)


@lru_cache(maxsize=2)
def _double_exponential_floats(half_line: bool) -> Rule:
    count = int(REACH / STEP)
    steps = np.arange(-count, count + 1) * float(STEP)
    inner = np.pi / 2 * np.sinh(steps)
    slope = np.pi / 2 * np.cosh(steps)
    places = np.exp(inner) if half_line else 1 / (1 + np.exp(-2 * inner))
    weights = slope * places if half_line else 2 * slope * places / (1 + np.exp(2 * inner))
    even = np.arange(len(steps)) % 2 == 0
    return Rule(places, np.where(even, 2 * float(STEP) * weights, 0.0), float(STEP) * weights, endless=True)


OPERATIONS: dict[str, Operation] = {"integral": _integral}
