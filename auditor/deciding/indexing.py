"""Evaluation of everything that has to do with named indices: they are lead axes of the arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from auditor.deciding.arithmetic import Array, Integers, Mask
from auditor.deciding.frames import Frame, IndexFrame
from auditor.deciding.functions import step
from auditor.deciding.jets import Jet, linear
from auditor.deciding.limits import Undecided
from auditor.terms.term import Term

if TYPE_CHECKING:
    from auditor.deciding.evaluating import Evaluation, Operation


def _index(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return run.algebra.integers(run.running(term.parameters[0], frame))


# --- brackets -----------------------------------------------------------------------------------------------------


def _place(run: Evaluation, term: Term, frame: Frame) -> Integers:
    """The value of an index expression along the lead axes."""
    value = run.whole(term, frame)
    if value is None:
        raise Undecided("an index is not a whole number")
    return value


def _delta(run: Evaluation, term: Term, frame: Frame) -> Jet:
    left, right = (_place(run, argument, frame) for argument in term.arguments)
    return run.algebra.integers((left == right).astype(np.int64))


_SPELLINGS = {
    "<": "<", r"\lt": "<", ">": ">", r"\gt": ">", "=": "=", "==": "=", "!=": "≠", r"\ne": "≠", r"\neq": "≠", "≠": "≠",
    "<=": "≤", r"\le": "≤", r"\leq": "≤", "≤": "≤", ">=": "≥", r"\ge": "≥", r"\geq": "≥", "≥": "≥",
}  # fmt: skip


def _compare(run: Evaluation, term: Term, frame: Frame) -> Jet:
    relation = _SPELLINGS.get(term.parameters[0])
    if relation is None:
        raise Undecided(f"the relation {term.parameters[0]} is not supported in a bracket")
    left, right = (run.whole(argument, frame) for argument in term.arguments)
    if left is not None and right is not None:
        return run.algebra.integers(_COMPARED[relation](left, right).astype(np.int64))
    return _compare_values(run, term, relation, frame)


_COMPARED = {
    "<": np.less, ">": np.greater, "≤": np.less_equal, "≥": np.greater_equal, "=": np.equal, "≠": np.not_equal,
}  # fmt: skip


def _compare_values(run: Evaluation, term: Term, relation: str, frame: Frame) -> Jet:
    """[a ≤ b] is 1 - [a - b > 0], so that opposite brackets add up to 1 in every field."""
    algebra = run.algebra
    left, right = (run.evaluate(argument, frame) for argument in term.arguments)
    if relation in "=≠":
        bracket, undecided = run.field.equal(left[0], right[0], 0)
        algebra.report(undecided, 0)
        result: Jet = {0: bracket}
        return result if relation == "=" else algebra.subtract(algebra.number(1), result)
    if relation in "<≥":
        left, right = right, left
    above = step(algebra, algebra.subtract(left, right), 0)
    return above if relation in "<>" else algebra.subtract(algebra.number(1), above)


# --- entries ------------------------------------------------------------------------------------------------------


def _report_outside(run: Evaluation, place: Integers, length: int) -> Integers:
    """Places outside the range have no value; the array needs some place all the same."""
    outside = (place < 1) | (place > length)
    run.algebra.report(outside, 0)
    return np.clip(place - 1, 0, length - 1)


def gather(part: Array, place: Integers, order: int, axis: int) -> Array:
    """Entries at places (counted from 0, along the lead axes) of one of the last `order` axes, which is dropped."""
    if place.size == 1:
        return part.take(int(place.ravel()[0]), axis=axis - order)
    moved = np.moveaxis(part, axis - order, -1)
    rest = order - 1
    depth = max(moved.ndim - rest - 1, place.ndim)
    stack = moved.reshape((1,) * (depth - (moved.ndim - rest - 1)) + moved.shape)
    places = place.reshape((1,) * (depth - place.ndim) + place.shape + (1,) * (rest + 1))
    return np.take_along_axis(stack, places, axis=-1)[..., 0]


def _entry(run: Evaluation, term: Term, frame: Frame) -> Jet:
    tensor = term.arguments[0]
    value = run.evaluate(tensor, frame)
    extent = run.extent(tensor.shape)
    flat: Integers = np.zeros(1, np.int64)
    for place, length in zip(term.arguments[1:], extent, strict=True):
        flat = flat * length + _report_outside(run, _place(run, place, frame), length)
    order = tensor.order
    run.algebra.meter.spend(flat.size * value[0].shape[value[0].ndim - order - 1])

    def pick(part: Array) -> Array:
        entries = part.reshape((*part.shape[: part.ndim - order], -1))
        if entries.ndim == 2 and flat.size > 1:  # no lead axes of its own: one look-up for all index values
            return entries.T[flat[..., 0]]
        return gather(entries, flat, 1, 0)

    return linear(value, pick)


def _slice(run: Evaluation, term: Term, frame: Frame) -> Jet:
    tensor, where = term.arguments
    (axis,) = term.parameters
    length = run.extent(tensor.shape)[axis]
    value = run.evaluate(tensor, frame)
    place = _report_outside(run, _place(run, where, frame), length)
    kept = linear(value, lambda part: np.expand_dims(gather(part, place, tensor.order, axis), axis - tensor.order))
    if term.order == tensor.order:
        return kept
    return linear(kept, lambda part: part.reshape(part.shape[: part.ndim - tensor.order]))


def _member(run: Evaluation, term: Term, frame: Frame) -> Jet:
    family, where = term.arguments
    value = run.evaluate(family, frame)
    place = _report_outside(run, _place(run, where, frame), run.extent(family.shape)[0])
    chosen = linear(value, lambda part: gather(part, place, family.order, 0))
    natural, extent = family.order - 1, run.extent(term.shape)
    if natural == term.order:
        return chosen
    return linear(chosen, lambda part: part.reshape(part.shape[: part.ndim - natural] + extent))


def _unit(run: Evaluation, term: Term, frame: Frame) -> Jet:
    length = run.extent(term.shape)[0] if term.shape else 1
    place = _place(run, term.arguments[0], frame)
    _report_outside(run, place, length)
    column = (place[..., None] == np.arange(1, length + 1)).astype(np.int64)
    return run.algebra.integers(column.reshape(place.shape + run.extent(term.shape)))


def _array(run: Evaluation, term: Term, frame: Frame) -> Jet:
    """The entries of the body along new tensor axes."""
    body = term.arguments[0]
    frames: list[IndexFrame] = []
    scope = frame
    for index in term.parameters:
        inner = run.index_frame(index, scope)
        if inner.within is not None:
            raise Undecided("the rows of an array have different lengths")
        frames.append(inner)
        scope = inner
    value = run.evaluate(body, scope)
    for inner in reversed(frames):
        inner.leave()
    lengths = tuple(_length(inner) for inner in frames)
    count, order, depth = len(frames), body.order, scope.depth

    def turn(part: Array) -> Array:
        full = part.reshape((1,) * (depth + 1 + order - part.ndim) + part.shape)
        wide = np.broadcast_to(full, tuple(reversed(lengths)) + full.shape[count:])
        own = range(count - 1, -1, -1)  # the last index has the first axis
        rest = range(count, wide.ndim - order)
        return wide.transpose(*rest, *own, *range(wide.ndim - order, wide.ndim))

    shaped = linear(value, turn)
    natural, extent = count + order, run.extent(term.shape)
    if natural == term.order:
        return shaped
    return linear(shaped, lambda part: part.reshape(part.shape[: part.ndim - natural] + extent))


# --- sums and products over an index ------------------------------------------------------------------------------


def _length(frame: IndexFrame) -> int:
    assert frame.running is not None
    return int(frame.running.shape[0])


def _wide(mask: Mask, order: int) -> Mask:
    return mask.reshape(mask.shape + (1,) * order)


def _sum(run: Evaluation, term: Term, frame: Frame) -> Jet:
    (index,) = term.parameters
    body = term.arguments[0]
    inner = run.index_frame(index, frame)
    if not _length(inner):
        return {0: run.field.zeros((1, *run.extent(term.shape)))}
    value = run.evaluate(body, inner)
    inner.leave()
    return {levels: _total(run, part, inner, body.order) for levels, part in value.items()}


def _total(run: Evaluation, part: Array, inner: IndexFrame, order: int) -> Array:
    length = _length(inner)
    own = part.ndim == inner.depth + 1 + order  # does it have the index's axis?
    if own and part.shape[0] == length:
        if inner.within is not None:
            part = np.where(_wide(inner.within, order), part, run.field.zeros((1,) * part.ndim))
        run.algebra.meter.spend(part.size * run.field.weight)
        return run.field.total(part, 0)
    if own:
        part = part[0]
    count = np.array([length], np.int64) if inner.within is None else inner.within.sum(axis=0)
    return run.field.multiply(run.field.integers(count.reshape(count.shape + (1,) * order)), part)


def _product(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return _multiplied(run, term, frame, down=False)


def _product_down(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return _multiplied(run, term, frame, down=True)


def _multiplied(run: Evaluation, term: Term, frame: Frame, *, down: bool) -> Jet:
    """Factor by factor; a factor outside the range, and an empty product, are the identity."""
    (index,) = term.parameters
    body = term.arguments[0]
    if body.order not in (0, 2):
        raise Undecided("a product of tensors that are no matrices")
    inner = run.index_frame(index, frame)
    length = _length(inner)
    extent = run.extent(term.shape)
    unit = run.algebra.integers(np.eye(extent[0], dtype=np.int64)[None] if extent else np.ones(1, np.int64))
    if not length:
        return unit
    if extent and extent[0] != extent[1]:
        raise Undecided("a product over an index of matrices that are not square")
    value = run.evaluate(body, inner)
    inner.leave()
    multiply = run.algebra.matmul if extent else run.algebra.multiply
    result: Jet | None = None
    for k in range(length - 1, -1, -1) if down else range(length):
        factor = linear(value, lambda part, k=k: _at(part, inner, body.order, k))  # type: ignore[misc]
        if inner.within is not None:
            factor = _where(run, _wide(inner.within[k], body.order), factor, unit)
        result = factor if result is None else multiply(result, factor)
    assert result is not None
    return result


def _at(part: Array, inner: IndexFrame, order: int, k: int) -> Array:
    if part.ndim < inner.depth + 1 + order:
        return part
    return part[k] if part.shape[0] > 1 else part[0]


def _where(run: Evaluation, mask: Mask, chosen: Jet, other: Jet) -> Jet:
    zero = run.field.zeros((1,) * (chosen[0].ndim))
    return {levels: np.where(mask, part, other.get(levels, zero)) for levels, part in chosen.items()}


OPERATIONS: dict[str, Operation] = {
    "index": _index,
    "delta": _delta,
    "compare": _compare,
    "entry": _entry,
    "slice": _slice,
    "member": _member,
    "unit": _unit,
    "array": _array,
    "sum": _sum,
    "product": _product,
    "product_down": _product_down,
}
