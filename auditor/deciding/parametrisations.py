"""Rational maps from free parameters to the values with a property, over jets of any field.

Each takes the parameters, the stratum of every draw (which piece of the set to draw from, a rank for instance) and the
extent of the symbol, whose axes before the last two number the members of a family.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from auditor.deciding import matrices
from auditor.deciding.arithmetic import Array, Integers
from auditor.deciding.jets import Algebra, Jet, linear

Extent: TypeAlias = tuple[int, ...]
Build: TypeAlias = Callable[[Algebra, list[Jet], Integers, Extent], Jet]


def _ones(part: Array) -> Integers:
    return np.ones(part.shape[-2:], np.int64)


def plain(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return parts[0]


def negative(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.negate(parts[0])


def fraction(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """a / (a + b) for positive a and b."""
    return algebra.divide(parts[0], algebra.add(*parts), len(extent))


def symmetric(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    strict = linear(parts[0], lambda part: part * np.tril(_ones(part), -1))
    return algebra.add(lower(algebra, parts, stratum, extent), matrices.swap(strict))


def skew(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    strict = linear(parts[0], lambda part: part * np.tril(_ones(part), -1))
    return algebra.subtract(strict, matrices.swap(strict))


def lower(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.tril(_ones(part)))


def upper(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.triu(_ones(part)))


def diagonal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part[..., None] * np.eye(part.shape[-1], dtype=np.int64))


def rectangular_diagonal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """Numbers at the places (i, i) of a matrix that need not be square."""
    rows, columns = extent[-2:]
    ones = np.eye(rows, columns, dtype=np.int64)
    longer = -1 if columns >= rows else -2
    return linear(parts[0], lambda part: np.expand_dims(part, longer) * ones)


def diagonal_of_rank(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.multiply(diagonal(algebra, parts, stratum, extent), _first_columns(algebra, stratum, extent))


def definite(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """L Lᵀ for a triangle with positive diagonal."""
    factor = positive_lower(algebra, parts, stratum, extent)
    return algebra.matmul(factor, matrices.swap(factor))


def positive_lower(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """A triangle with positive diagonal."""
    strict = linear(parts[0], lambda part: part * np.tril(_ones(part), -1))
    return algebra.add(strict, diagonal(algebra, parts[1:], stratum, extent))


def positive_upper(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return matrices.swap(positive_lower(algebra, parts, stratum, extent))


def semidefinite(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    factor = algebra.multiply(parts[0], _first_columns(algebra, stratum, extent))
    return algebra.matmul(factor, matrices.swap(factor))


def strict_lower(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.tril(_ones(part), -1))


def strict_upper(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.triu(_ones(part), 1))


def with_unit_diagonal(build: Build) -> Build:
    return lambda algebra, parts, stratum, extent: algebra.add(
        build(algebra, parts, stratum, extent), matrices.identity(algebra, extent[-1])
    )


def tridiagonal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.tril(np.triu(_ones(part), -1), 1))


def conjugated(build: Build) -> Build:
    """T M T⁻¹ for a M that is built from the second parameter."""

    def conjugate(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
        inner = build(algebra, parts[1:], stratum, extent)
        inverse = matrices.inverse(algebra, parts[0], len(extent) - 2)
        return algebra.matmul(algebra.matmul(parts[0], inner), inverse)

    return conjugate


def normal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """Q D Qᵀ, where D has as many blocks [[a, b], [-b, a]] as the stratum says, and numbers on its other places."""
    size = extent[-1]
    row, column = np.arange(size)[:, None], np.arange(size)[None, :]
    paired = np.minimum(row, column) // 2 < stratum[:, None, None]
    twins = (row // 2 == column // 2) & (row != column) & paired
    first = np.where(paired, row // 2 * 2, row)  # the first of two rows says what stands in both
    lift = (1,) * (len(extent) - 2)
    pick = algebra.integers((first == column).astype(np.int64).reshape((-1, *lift, size, size)))
    signs = algebra.integers((twins * np.where(row < column, 1, -1)).reshape((-1, *lift, size, size)))
    middle = diagonal(algebra, [_rows(algebra, pick, parts[1])], stratum, extent)
    beside = algebra.multiply(signs, linear(_rows(algebra, pick, parts[2]), lambda part: part[..., None]))
    basis = rotation(algebra, parts, stratum, extent)
    return algebra.matmul(algebra.matmul(basis, algebra.add(middle, beside)), matrices.swap(basis))


def _rows(algebra: Algebra, matrix: Jet, vector: Jet) -> Jet:
    """Matrix times vector, along the last axis."""
    column = linear(vector, lambda part: part[..., None])
    return linear(algebra.matmul(matrix, column), lambda part: part[..., 0])


def unit_trace(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    excess = algebra.subtract(algebra.trace(parts[0]), algebra.number(1))
    share = algebra.multiply(algebra.number(Fraction(1, extent[-1])), excess)
    return algebra.subtract(parts[0], algebra.multiply(matrices.scaled(share), matrices.identity(algebra, extent[-1])))


def doubly_stochastic(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """Near the matrix with all entries 1/n, so that real ones have no negative entry."""
    centred = _centre(algebra, _centre(algebra, parts[0], -1), -2)
    small = algebra.multiply(algebra.number(Fraction(1, 256)), centred)
    return algebra.add(small, algebra.number(Fraction(1, extent[-1])))


def fixed(values: Callable[[Extent], Integers]) -> Build:
    return lambda algebra, parts, stratum, extent: algebra.integers(values(extent)[None])


def unit_matrix(extent: Extent) -> Integers:
    return np.broadcast_to(np.eye(extent[-1], dtype=np.int64), extent)


def binary(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """The binary digits of the stratum, then of a number mixed from it."""
    count = math.prod(extent)
    places = np.arange(count)
    digits = np.where(places < 6, stratum[:, None] >> np.minimum(places, 6), (stratum[:, None] * (2 * places + 1)) >> 3)
    return algebra.integers((digits & 1).reshape((-1, *extent)))


def opposite(build: Build) -> Build:
    return lambda algebra, parts, stratum, extent: algebra.negate(build(algebra, parts, stratum, extent))


def _first_columns(algebra: Algebra, rank: Integers, extent: Extent, size: int | None = None) -> Jet:
    """A row for each draw with `rank` ones first, then zeros."""
    row = (np.arange(size or extent[-1]) < rank[:, None]).astype(np.int64)
    return algebra.integers(row.reshape((len(rank),) + (1,) * (len(extent) - 1) + (-1,)))


def rotation(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """Cayley: (I - S)(I + S)⁻¹ for a skew S reaches almost all rotations."""
    generator = skew(algebra, parts, stratum, extent)
    identity = matrices.identity(algebra, generator[0].shape[-1])
    inverse = matrices.inverse(algebra, algebra.add(identity, generator), len(extent) - 2)
    return algebra.matmul(algebra.subtract(identity, generator), inverse)


def orthogonal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """A rotation, in one stratum with its first row reversed."""
    rotated = rotation(algebra, parts, stratum, extent)
    signs = np.ones((len(stratum), rotated[0].shape[-1]), np.int64)
    signs[:, 0] = 1 - 2 * stratum
    column = signs.reshape((len(stratum),) + (1,) * (len(extent) - 2) + (-1, 1))
    return algebra.multiply(algebra.integers(column), rotated)


def orthonormal_columns(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(orthogonal(algebra, parts, stratum, extent), lambda part: part[..., : extent[-1]])


def orthonormal_rows(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(orthogonal(algebra, parts, stratum, extent), lambda part: part[..., : extent[-2], :])


def orthonormal_members(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """A family of columns that are orthonormal, its first axis numbering them."""
    count, length = extent[-3], extent[-2]
    basis = orthogonal(algebra, parts, stratum, (*extent[:-3], length, length))
    return linear(basis, lambda part: part[..., :count, :, None])


def decreasing(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """The last number, and what each one before it exceeds its successor by."""
    gaps = linear(parts[0], lambda part: part[..., None])
    last = np.arange(extent[-1]) == extent[-1] - 1
    steps = algebra.add(
        algebra.multiply(gaps, algebra.integers((~last).astype(np.int64)[:, None])),
        algebra.multiply(
            linear(parts[1], lambda part: part[..., None, None]), algebra.integers(last.astype(np.int64)[:, None])
        ),
    )
    sums = algebra.integers(np.triu(np.ones((extent[-1], extent[-1]), np.int64))[None])
    return linear(algebra.matmul(sums, steps), lambda part: part[..., 0])


def projection(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    basis = rotation(algebra, parts, stratum, extent)
    return algebra.matmul(algebra.multiply(basis, _first_columns(algebra, stratum, extent)), matrices.swap(basis))


def idempotent(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """T diag(1, …, 1, 0, …, 0) T⁻¹."""
    masked = algebra.multiply(parts[0], _first_columns(algebra, stratum, extent))
    return algebra.matmul(masked, matrices.inverse(algebra, parts[0], len(extent) - 2))


def mirrored(build: Build) -> Build:
    """I - 2P."""

    def reflect(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
        double = algebra.multiply(algebra.number(2), build(algebra, parts, stratum, extent))
        return algebra.subtract(matrices.identity(algebra, extent[-1]), double)

    return reflect


def low_rank(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    masked = algebra.multiply(parts[0], _first_columns(algebra, stratum, extent, min(extent[-2:])))
    return algebra.matmul(masked, parts[1])


def unit(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """Stereographic: ±(2t, |t|² - 1) / (1 + |t|²)."""
    t, outer = parts[0], len(extent) - 2
    square = algebra.total(algebra.multiply(t, t), -1)
    scale = algebra.reciprocal(algebra.add(algebra.number(1), square), outer)
    last = np.arange(t[0].shape[-1] + 1) == t[0].shape[-1]
    padded = linear(t, lambda part: np.concatenate([part, algebra.field.zeros((*part.shape[:-1], 1))], axis=-1))
    height = linear(algebra.subtract(square, algebra.number(1)), lambda part: part[..., None])
    top = algebra.multiply(height, algebra.integers(last.astype(np.int64)))
    whole = algebra.add(algebra.multiply(algebra.number(2), padded), top)
    signs = algebra.integers((1 - 2 * stratum).reshape((-1,) + (1,) * (outer + 1)))
    column = algebra.multiply(signs, algebra.multiply(whole, linear(scale, lambda part: part[..., None])))
    return linear(column, lambda part: part.reshape((-1, *extent)))


def _sum_along(algebra: Algebra, jet: Jet, axis: int) -> Jet:
    return linear(algebra.total(jet, axis), lambda part: np.expand_dims(part, axis))


def entries_axis(extent: Extent) -> int:
    """The axis along which a vector has its entries; a matrix is taken row by row."""
    return -2 if len(extent) > 1 and extent[-1] == 1 else -1


def stochastic(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.divide(parts[0], _sum_along(algebra, parts[0], entries_axis(extent)), len(extent))


def column_stochastic(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.divide(parts[0], _sum_along(algebra, parts[0], -2), len(extent))


def _centre(algebra: Algebra, jet: Jet, axis: int) -> Jet:
    share = algebra.number(Fraction(1, jet[0].shape[axis]))
    return algebra.subtract(jet, algebra.multiply(share, _sum_along(algebra, jet, axis)))


def sums_to_one(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    axis = entries_axis(extent)
    return algebra.add(_centre(algebra, parts[0], axis), algebra.number(Fraction(1, extent[axis])))


def centred(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """A vector sums to 0; a data matrix does in every column."""
    return _centre(algebra, parts[0], entries_axis(extent) if 1 in extent[-2:] else -2)


def one_hot(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """The 1 of a vector stands at the stratum; the rows of a matrix shift it on."""
    axis = entries_axis(extent)
    length = extent[axis]
    others = np.arange(math.prod(extent) // length)
    places = (stratum[:, None] + others * (1 + stratum[:, None] // length)) % length
    rows = (np.arange(length) == places[..., None]).astype(np.int64)
    return algebra.integers(rows.reshape((len(stratum), *extent)))


def permutation(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    size = extent[-1]
    orders = np.stack([_order(int(number), size) for number in stratum])
    rows = (np.arange(size) == orders[..., None]).astype(np.int64)
    return algebra.integers(rows.reshape((len(stratum),) + (1,) * (len(extent) - 2) + (size, size)))


def _order(number: int, size: int) -> Integers:
    """The permutation with this number in the factorial number system."""
    left, places = list(range(size)), []
    for k in range(size, 0, -1):
        number, place = divmod(number, k)
        places.append(left.pop(place))
    return np.array(places, np.int64)


def outer(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.matmul(*parts)
