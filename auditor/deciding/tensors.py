"""Evaluation of the operations that only combine and rearrange entries."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from auditor.deciding import matrices
from auditor.deciding.arithmetic import Array
from auditor.deciding.frames import Frame, GuardFrame
from auditor.deciding.jets import Jet, linear
from auditor.deciding.limits import Undecided
from auditor.terms.dimension import ONE, Shape
from auditor.terms.term import Term, subterms

if TYPE_CHECKING:
    from auditor.deciding.evaluating import Evaluation, Operation


def conform(run: Evaluation, jet: Jet, natural: int, shape: Shape) -> Jet:
    """Give the last `natural` axes the shape that the term says: a 1×1 matrix is a scalar."""
    if natural == len(shape):
        return jet
    extent = run.extent(shape)
    return linear(jet, lambda part: part.reshape(part.shape[: part.ndim - natural] + extent))


def widened(jet: Jet, order: int) -> Jet:
    """A scalar that broadcasts against tensors with so many axes."""
    return linear(jet, lambda part: part.reshape(part.shape + (1,) * order)) if order else jet


def arguments(run: Evaluation, term: Term, frame: Frame) -> list[Jet]:
    return [run.evaluate(argument, frame) for argument in term.arguments]


def as_matrix(jet: Jet, term: Term) -> Jet:
    """A scalar as a 1×1 matrix."""
    return widened(jet, 2) if term.is_scalar else jet


# --- constants ----------------------------------------------------------------------------------------------------


def _number(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return run.algebra.number(term.parameters[0])


def _constant(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return {0: run.field.constant(term.parameters[0])}


def _size(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return run.algebra.integers(run.dimension(term.parameters[0], frame))


def _symbol(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return run.symbol(term.parameters[0], term.shape, frame)


def _identity(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return matrices.identity(run.algebra, run.extent(term.shape)[0])


def _zeros(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return {0: run.field.zeros((1, *run.extent(term.shape)))}


def _ones(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return run.algebra.integers(np.ones((1, *run.extent(term.shape)), np.int64))


def _commutation(run: Evaluation, term: Term, frame: Frame) -> Jet:
    """K vec(A) = vec(Aᵀ) for A m×n, column-major."""
    m, n = (dimension.value(run.point.sizes) for dimension in term.parameters)
    places = np.arange(m * n).reshape(n, m).T.ravel()  # vec(Aᵀ) read from the places of vec(A)
    return run.algebra.integers((places[:, None] == np.arange(m * n)).astype(np.int64)[None])


# --- sums and products --------------------------------------------------------------------------------------------


def _add(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return run.algebra.add(*arguments(run, term, frame))


def _multiply(run: Evaluation, term: Term, frame: Frame) -> Jet:
    brackets = [factor for factor in term.arguments if _is_bracket(factor)]
    others = [factor for factor in term.arguments if not _is_bracket(factor)]
    if brackets and any(_may_lack_values(factor) for factor in others):
        return _guarded(run, term, brackets, others, frame)
    return _product(run, term.arguments, term.order, frame)


def _product(run: Evaluation, factors: tuple[Term, ...] | list[Term], order: int, frame: Frame) -> Jet:
    """Scalars first, then the tensor."""
    scalar: Jet | None = None
    tensor: Jet | None = None
    for factor in factors:
        value = run.evaluate(factor, frame)
        if factor.is_scalar:
            scalar = value if scalar is None else run.algebra.multiply(scalar, value)
        elif tensor is None:
            tensor = value
        else:
            raise Undecided("a product of several tensors")
    if tensor is None:
        assert scalar is not None
        return scalar
    return tensor if scalar is None else run.algebra.multiply(widened(scalar, order), tensor)


def _is_bracket(term: Term) -> bool:
    """A delta or comparison of index expressions: exactly 0 or 1."""
    return term.operation in ("delta", "compare") and all(
        part.operation in ("index", "number", "size", "add", "multiply")
        for argument in term.arguments
        for part in subterms(argument)
    )


def _may_lack_values(term: Term) -> bool:
    return any(
        part.operation in ("power", "inverse", "apply", "matrix_power", "pseudo_inverse", "norm")
        or (
            part.operation in ("entry", "slice", "member")
            and any(place.operation != "index" for place in part.arguments[1:])
        )
        for part in subterms(term)
    )


def _guarded(run: Evaluation, term: Term, brackets: list[Term], others: list[Term], frame: Frame) -> Jet:
    """What stands beside a bracket need have a value only where the bracket is 1."""
    bracket = _product(run, brackets, 0, frame)
    mask = ~run.field.vanishing(bracket[0])
    inner = GuardFrame(frame, frame.depth, frame.levels, mask=mask)
    value = _product(run, others, term.order, inner)
    inner.leave()
    zero = run.field.zeros((1,) * (1 + term.order))
    wide = mask.reshape(mask.shape + (1,) * term.order)
    return linear(value, lambda part: np.where(wide, part, zero))


def _hadamard(run: Evaluation, term: Term, frame: Frame) -> Jet:
    values = arguments(run, term, frame)
    result = values[0]
    for value in values[1:]:
        result = run.algebra.multiply(result, value)
    return result


def _matmul(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return _contracted(run, term, frame, 1)


def _contract(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return _contracted(run, term, frame, term.parameters[0])


def _contracted(run: Evaluation, term: Term, frame: Frame, count: int) -> Jet:
    left, right = term.arguments
    first, second = arguments(run, term, frame)
    if left.order == right.order == 2 and count == 1:
        return conform(run, run.algebra.matmul(first, second), 2, term.shape)
    length = math.prod(run.extent(right.shape[:count]))
    before, after = run.extent(left.shape[: left.order - count]), run.extent(right.shape[count:])
    rows = linear(first, lambda part: part.reshape((*part.shape[: part.ndim - left.order], -1, length)))
    columns = linear(second, lambda part: part.reshape((*part.shape[: part.ndim - right.order], length, -1)))
    product = run.algebra.matmul(rows, columns)
    shaped = linear(product, lambda part: part.reshape(part.shape[:-2] + before + after))
    return conform(run, shaped, len(before) + len(after), term.shape)


def _kronecker(run: Evaluation, term: Term, frame: Frame) -> Jet:
    left, right = arguments(run, term, frame)
    product = run.algebra.multiply(
        linear(left, lambda part: part[..., :, None, :, None]), linear(right, lambda part: part[..., None, :, None, :])
    )
    extent = run.extent(tuple(a * b for a, b in zip(*(argument.shape for argument in term.arguments), strict=True)))
    return conform(run, linear(product, lambda part: part.reshape(part.shape[:-4] + extent)), 2, term.shape)


def _trace(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return run.algebra.trace(run.evaluate(term.arguments[0], frame))


# --- rearrangements -----------------------------------------------------------------------------------------------


def _rearrange(run: Evaluation, term: Term, frame: Frame) -> Jet:
    argument = term.arguments[0]
    sources: tuple[int | None, ...] = term.parameters[0]
    kept = [source for source in sources if source is not None]
    order = argument.order

    def move(part: Array) -> Array:
        lead = part.ndim - order
        dropped = [axis for axis in range(order) if axis not in kept]
        moved = part.transpose(*range(lead), *(lead + axis for axis in kept), *(lead + axis for axis in dropped))
        slots = iter(part.shape[lead + axis] for axis in kept)
        return moved.reshape(part.shape[:lead] + tuple(1 if source is None else next(slots) for source in sources))

    return conform(run, linear(run.evaluate(argument, frame), move), len(sources), term.shape)


def _vec(run: Evaluation, term: Term, frame: Frame) -> Jet:
    value = run.evaluate(term.arguments[0], frame)
    return linear(value, lambda part: part.swapaxes(-1, -2).reshape((*part.shape[:-2], -1, 1)))


def _devec(run: Evaluation, term: Term, frame: Frame) -> Jet:
    argument = term.arguments[0]
    rows, columns = run.extent(term.shape) if term.shape else (1, 1)

    def fold(part: Array) -> Array:
        return part.reshape((*part.shape[: part.ndim - argument.order], columns, rows)).swapaxes(-1, -2)

    return conform(run, linear(run.evaluate(argument, frame), fold), 2, term.shape)


def _diag(run: Evaluation, term: Term, frame: Frame) -> Jet:
    value = as_matrix(run.evaluate(term.arguments[0], frame), term.arguments[0])

    def spread(part: Array) -> Array:
        entries = part.reshape((*part.shape[:-2], -1))
        return entries[..., None] * np.eye(entries.shape[-1], dtype=np.int64)

    return conform(run, linear(value, spread), 2, term.shape)


def _diagonal(run: Evaluation, term: Term, frame: Frame) -> Jet:
    value = as_matrix(run.evaluate(term.arguments[0], frame), term.arguments[0])
    column = linear(value, lambda part: np.diagonal(part, axis1=-2, axis2=-1)[..., None])
    return conform(run, column, 2, term.shape)


def _blocks(run: Evaluation, term: Term, frame: Frame) -> Jet:
    rows, columns = term.parameters
    values = [as_matrix(run.evaluate(block, frame), block) for block in term.arguments]
    extents = [run.extent(block.shape or (ONE, ONE)) for block in term.arguments]
    result: Jet = {}
    for levels in sorted({level for value in values for level in value}):
        parts = [
            value.get(levels, run.field.zeros((1, *extent))) for value, extent in zip(values, extents, strict=True)
        ]
        stack = np.broadcast_shapes(*(part.shape[:-2] for part in parts))
        wide = [np.broadcast_to(part, stack + part.shape[-2:]) for part in parts]
        strips = [np.concatenate(wide[row * columns : (row + 1) * columns], axis=-1) for row in range(rows)]
        result[levels] = np.concatenate(strips, axis=-2)
    return conform(run, result, 2, term.shape)


OPERATIONS: dict[str, Operation] = {
    "number": _number,
    "constant": _constant,
    "size": _size,
    "symbol": _symbol,
    "identity": _identity,
    "zeros": _zeros,
    "ones": _ones,
    "commutation": _commutation,
    "add": _add,
    "multiply": _multiply,
    "hadamard": _hadamard,
    "matmul": _matmul,
    "contract": _contract,
    "kronecker": _kronecker,
    "trace": _trace,
    "rearrange": _rearrange,
    "vec": _vec,
    "devec": _devec,
    "diag": _diag,
    "diagonal": _diagonal,
    "blocks": _blocks,
}
