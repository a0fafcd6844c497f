"""Evaluation of derivatives and substitutions: new levels of the jets, and new bindings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from auditor.deciding.arithmetic import Array
from auditor.deciding.frames import BindingFrame, DifferentialFrame, DirectionFrame, Frame, PartialFrame, Varied
from auditor.deciding.jets import Jet
from auditor.deciding.limits import Undecided
from auditor.terms.term import Term

if TYPE_CHECKING:
    from auditor.deciding.evaluating import Evaluation, Operation


def _name(variable: Term) -> str:
    if variable.operation != "symbol":
        raise Undecided("a derivative by something that is no symbol")
    return str(variable.parameters[0])


def _coefficient(run: Evaluation, value: Jet, bit: int, extent: tuple[int, ...]) -> Jet:
    """What stands at ε."""
    result = {levels ^ bit: part for levels, part in value.items() if levels & bit}
    if 0 not in result:
        result[0] = run.field.zeros((1, *extent))
    return result


def _derivative(run: Evaluation, term: Term, frame: Frame) -> Jet:
    """All directions of the variable at once, on a lead axis that becomes the last axes of the result."""
    body, variable = term.arguments
    inner = _partial_frame(run, variable, frame)
    assert inner.varied is not None
    value = run.evaluate(body, inner)
    inner.leave()
    extent, own = run.extent(body.shape), run.extent(variable.shape)
    result: Jet = {}
    for levels, part in value.items():
        if levels & inner.varied.bit:
            result[levels ^ inner.varied.bit] = _directions_last(part, inner.depth, body.order, own)
    if 0 not in result:
        result[0] = run.field.zeros((1, *extent, *own))
    if body.order + variable.order == term.order:
        return result
    shape = run.extent(term.shape)
    natural = body.order + variable.order
    return {levels: part.reshape(part.shape[: part.ndim - natural] + shape) for levels, part in result.items()}


def _directions_last(part: Array, depth: int, order: int, own: tuple[int, ...]) -> Array:
    if part.ndim != depth + 1 + order:
        raise Undecided("a derivative lost its directions")
    moved = np.moveaxis(part, 0, -1)
    if moved.shape[-1] != math.prod(own):
        moved = np.broadcast_to(moved, (*moved.shape[:-1], math.prod(own)))
    return moved.reshape(moved.shape[:-1] + own)


def _partial_frame(run: Evaluation, variable: Term, frame: Frame) -> PartialFrame:
    name = _name(variable)
    child = frame.children.get(("partial", name))
    if isinstance(child, PartialFrame):
        return child
    own = run.extent(variable.shape)
    count = math.prod(own)
    run.algebra.meter.reserve(count * count)
    units = np.eye(count, dtype=np.int64).reshape(count, *(1,) * (frame.depth + 1), *own)
    varied = Varied(name, 1 << frame.levels, run.algebra.integers(units))
    child = PartialFrame(frame, frame.depth + 1, frame.levels + 1, varied=varied)
    frame.children["partial", name] = child
    return child


def _differential(run: Evaluation, term: Term, frame: Frame) -> Jet:
    child = frame.children.get(("differential",))
    if not isinstance(child, DifferentialFrame):
        child = DifferentialFrame(frame, frame.depth, frame.levels + 1, bit=1 << frame.levels)
        frame.children["differential",] = child
    value = run.evaluate(term.arguments[0], child)
    child.leave()
    return _coefficient(run, value, child.bit, run.extent(term.shape))


def _directional(run: Evaluation, term: Term, frame: Frame) -> Jet:
    body, variable, direction = term.arguments
    varied = Varied(_name(variable), 1 << frame.levels, run.evaluate(direction, frame))
    inner = DirectionFrame(frame, frame.depth, frame.levels + 1, varied=varied)
    value = run.evaluate(body, inner)
    inner.leave()
    return _coefficient(run, value, varied.bit, run.extent(term.shape))


def _substitute(run: Evaluation, term: Term, frame: Frame) -> Jet:
    body, *bindings = term.arguments
    bound = {
        _name(symbol): run.evaluate(value, frame) for symbol, value in zip(bindings[::2], bindings[1::2], strict=True)
    }
    inner = BindingFrame(frame, frame.depth, frame.levels, bound=bound)
    value = run.evaluate(body, inner)
    inner.leave()
    return value


OPERATIONS: dict[str, Operation] = {
    "derivative": _derivative,
    "differential": _differential,
    "directional": _directional,
    "substitute": _substitute,
}
