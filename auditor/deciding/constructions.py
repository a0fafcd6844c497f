"""Values with properties, made by rational maps from free parameters.

Parameters are what is drawn, so that a differential moves along the set of admissible values. A set that falls into
several pieces (both components of the orthogonal group, projections of every rank) has strata; draws go through all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from auditor.deciding import matrices
from auditor.deciding.arithmetic import Array, Integers
from auditor.deciding.drawing import Sign
from auditor.deciding.jets import Algebra, Jet, linear

Extent: TypeAlias = tuple[int, ...]  # of the symbol; axes before the last two number the members of a family
Block: TypeAlias = tuple[Extent, Sign]
Build: TypeAlias = Callable[[Algebra, list[Jet], Integers, Extent], Jet]  # parameters, stratum of each draw, extent


@dataclass(frozen=True)
class Construction:
    """How values with one set of properties are made."""

    properties: str
    build: Build
    blocks: Callable[[Extent, Sign], list[Block]]
    strata: Callable[[Extent], int] = lambda extent: 1
    fits: Callable[[Extent], bool] = lambda extent: True
    signed: bool = False  # may also be given entries of one sign
    discrete: bool = False  # a differential does not move it


def _ones(part: Array) -> Integers:
    return np.ones(part.shape[-2:], np.int64)


def _plain(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return parts[0]


def _negative(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.negate(parts[0])


def _fraction(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """a / (a + b) for positive a and b."""
    return algebra.divide(parts[0], algebra.add(*parts), len(extent))


def _symmetric(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    lower = _lower(algebra, parts, stratum, extent)
    strict = linear(parts[0], lambda part: part * np.tril(_ones(part), -1))
    return algebra.add(lower, matrices.swap(strict))


def _skew(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    strict = linear(parts[0], lambda part: part * np.tril(_ones(part), -1))
    return algebra.subtract(strict, matrices.swap(strict))


def _lower(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.tril(_ones(part)))


def _upper(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.triu(_ones(part)))


def _diagonal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part[..., None] * np.eye(part.shape[-1], dtype=np.int64))


def _diagonal_of_rank(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.multiply(_diagonal(algebra, parts, stratum, extent), _first_columns(algebra, stratum, extent))


def _definite(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """L Lᵀ for a triangle with positive diagonal."""
    strict = linear(parts[0], lambda part: part * np.tril(_ones(part), -1))
    factor = algebra.add(strict, _diagonal(algebra, parts[1:], stratum, extent))
    return algebra.matmul(factor, matrices.swap(factor))


def _semidefinite(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    factor = algebra.multiply(parts[0], _first_columns(algebra, stratum, extent))
    return algebra.matmul(factor, matrices.swap(factor))


def _strict_lower(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.tril(_ones(part), -1))


def _strict_upper(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.triu(_ones(part), 1))


def _with_unit_diagonal(build: Build) -> Build:
    return lambda algebra, parts, stratum, extent: algebra.add(
        build(algebra, parts, stratum, extent), matrices.identity(algebra, extent[-1])
    )


def _tridiagonal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(parts[0], lambda part: part * np.tril(np.triu(_ones(part), -1), 1))


def _conjugated(build: Build) -> Build:
    """T M T⁻¹ for a M that is built from the second parameter."""

    def conjugate(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
        inner = build(algebra, parts[1:], stratum, extent)
        inverse = matrices.inverse(algebra, parts[0], len(extent) - 2)
        return algebra.matmul(algebra.matmul(parts[0], inner), inverse)

    return conjugate


def _normal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """Q D Qᵀ, where D has as many blocks [[a, b], [-b, a]] as the stratum says, and numbers on its other places."""
    size = extent[-1]
    row, column = np.arange(size)[:, None], np.arange(size)[None, :]
    paired = np.minimum(row, column) // 2 < stratum[:, None, None]
    twins = (row // 2 == column // 2) & (row != column) & paired
    first = np.where(paired, row // 2 * 2, row)  # the first of two rows says what stands in both
    lift = (1,) * (len(extent) - 2)
    pick = algebra.integers((first == column).astype(np.int64).reshape((-1, *lift, size, size)))
    signs = algebra.integers((twins * np.where(row < column, 1, -1)).reshape((-1, *lift, size, size)))
    diagonal = _diagonal(algebra, [_rows(algebra, pick, parts[1])], stratum, extent)
    beside = algebra.multiply(signs, linear(_rows(algebra, pick, parts[2]), lambda part: part[..., None]))
    basis = _rotation(algebra, parts, stratum, extent)
    return algebra.matmul(algebra.matmul(basis, algebra.add(diagonal, beside)), matrices.swap(basis))


def _rows(algebra: Algebra, matrix: Jet, vector: Jet) -> Jet:
    """Matrix times vector, along the last axis."""
    column = linear(vector, lambda part: part[..., None])
    return linear(algebra.matmul(matrix, column), lambda part: part[..., 0])


def _unit_trace(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    excess = algebra.subtract(algebra.trace(parts[0]), algebra.number(1))
    share = algebra.multiply(algebra.number(Fraction(1, extent[-1])), excess)
    return algebra.subtract(parts[0], algebra.multiply(matrices.scaled(share), matrices.identity(algebra, extent[-1])))


def _doubly_stochastic(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """Near the matrix with all entries 1/n, so that real ones have no negative entry."""
    centred = _centre(algebra, _centre(algebra, parts[0], -1), -2)
    small = algebra.multiply(algebra.number(Fraction(1, 256)), centred)
    return algebra.add(small, algebra.number(Fraction(1, extent[-1])))


def _fixed(values: Callable[[Extent], Integers]) -> Build:
    return lambda algebra, parts, stratum, extent: algebra.integers(values(extent)[None])


def _unit_matrix(extent: Extent) -> Integers:
    return np.broadcast_to(np.eye(extent[-1], dtype=np.int64), extent)


def _binary(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """The binary digits of the stratum, then of a number mixed from it."""
    count = math.prod(extent)
    places = np.arange(count)
    digits = np.where(places < 6, stratum[:, None] >> np.minimum(places, 6), (stratum[:, None] * (2 * places + 1)) >> 3)
    return algebra.integers((digits & 1).reshape((-1, *extent)))


def _opposite(build: Build) -> Build:
    return lambda algebra, parts, stratum, extent: algebra.negate(build(algebra, parts, stratum, extent))


def _first_columns(algebra: Algebra, rank: Integers, extent: Extent, size: int | None = None) -> Jet:
    """A row for each draw with `rank` ones first, then zeros."""
    row = (np.arange(size or extent[-1]) < rank[:, None]).astype(np.int64)
    return algebra.integers(row.reshape((len(rank),) + (1,) * (len(extent) - 1) + (-1,)))


def _rotation(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """Cayley: (I - S)(I + S)⁻¹ for a skew S reaches almost all rotations."""
    skew = _skew(algebra, parts, stratum, extent)
    unit = matrices.identity(algebra, skew[0].shape[-1])
    inverse = matrices.inverse(algebra, algebra.add(unit, skew), len(extent) - 2)
    return algebra.matmul(algebra.subtract(unit, skew), inverse)


def _orthogonal(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """A rotation, in one stratum with its first row reversed."""
    rotation = _rotation(algebra, parts, stratum, extent)
    signs = np.ones((len(stratum), rotation[0].shape[-1]), np.int64)
    signs[:, 0] = 1 - 2 * stratum
    column = signs.reshape((len(stratum),) + (1,) * (len(extent) - 2) + (-1, 1))
    return algebra.multiply(algebra.integers(column), rotation)


def _orthonormal_columns(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(_orthogonal(algebra, parts, stratum, extent), lambda part: part[..., : extent[-1]])


def _orthonormal_rows(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return linear(_orthogonal(algebra, parts, stratum, extent), lambda part: part[..., : extent[-2], :])


def _projection(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    basis = _rotation(algebra, parts, stratum, extent)
    return algebra.matmul(algebra.multiply(basis, _first_columns(algebra, stratum, extent)), matrices.swap(basis))


def _idempotent(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """T diag(1, …, 1, 0, …, 0) T⁻¹."""
    masked = algebra.multiply(parts[0], _first_columns(algebra, stratum, extent))
    return algebra.matmul(masked, matrices.inverse(algebra, parts[0], len(extent) - 2))


def _mirrored(build: Build) -> Build:
    """I - 2P."""

    def reflect(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
        double = algebra.multiply(algebra.number(2), build(algebra, parts, stratum, extent))
        return algebra.subtract(matrices.identity(algebra, extent[-1]), double)

    return reflect


def _low_rank(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    masked = algebra.multiply(parts[0], _first_columns(algebra, stratum, extent, min(extent[-2:])))
    return algebra.matmul(masked, parts[1])


def _unit(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
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


def _entries_axis(extent: Extent) -> int:
    """The axis along which a vector has its entries; a matrix is taken row by row."""
    return -2 if len(extent) > 1 and extent[-1] == 1 else -1


def _stochastic(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.divide(parts[0], _sum_along(algebra, parts[0], _entries_axis(extent)), len(extent))


def _column_stochastic(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.divide(parts[0], _sum_along(algebra, parts[0], -2), len(extent))


def _centre(algebra: Algebra, jet: Jet, axis: int) -> Jet:
    share = algebra.number(Fraction(1, jet[0].shape[axis]))
    return algebra.subtract(jet, algebra.multiply(share, _sum_along(algebra, jet, axis)))


def _sums_to_one(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    axis = _entries_axis(extent)
    return algebra.add(_centre(algebra, parts[0], axis), algebra.number(Fraction(1, extent[axis])))


def _centred(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """A vector sums to 0; a data matrix does in every column."""
    return _centre(algebra, parts[0], _entries_axis(extent) if 1 in extent[-2:] else -2)


def _one_hot(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    """The 1 of a vector stands at the stratum; the rows of a matrix shift it on."""
    axis = _entries_axis(extent)
    length = extent[axis]
    others = np.arange(math.prod(extent) // length)
    places = (stratum[:, None] + others * (1 + stratum[:, None] // length)) % length
    rows = (np.arange(length) == places[..., None]).astype(np.int64)
    return algebra.integers(rows.reshape((len(stratum), *extent)))


def _permutation(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
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


# --- the table ----------------------------------------------------------------------------------------------------


def _same(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, sign)]


def _along_diagonal(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent[:-1], sign)]


def _positive_diagonal(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent[:-1], Sign.POSITIVE)]


def _triangle(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, Sign.ANY), (extent[:-1], Sign.POSITIVE)]


def _positive(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, Sign.POSITIVE)]


def _two_positive(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, Sign.POSITIVE), (extent, Sign.POSITIVE)]


def _tall(extent: Extent, sign: Sign) -> list[Block]:
    return [((*extent[:-2], extent[-2], extent[-2]), Sign.ANY)]


def _wide(extent: Extent, sign: Sign) -> list[Block]:
    return [((*extent[:-2], extent[-1], extent[-1]), Sign.ANY)]


def _conjugation(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, Sign.ANY), (extent, Sign.ANY)]


def _diagonal_conjugation(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, Sign.ANY), (extent[:-1], Sign.ANY)]


def _normal_blocks(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, Sign.ANY), (extent[:-1], Sign.ANY), (extent[:-1], Sign.ANY)]


def _column_and_row(extent: Extent, sign: Sign) -> list[Block]:
    return [((*extent[:-1], 1), Sign.ANY), ((*extent[:-2], 1, extent[-1]), Sign.ANY)]


def _factors(extent: Extent, sign: Sign) -> list[Block]:
    inner = min(extent[-2:])
    return [((*extent[:-2], extent[-2], inner), Sign.ANY), ((*extent[:-2], inner, extent[-1]), Sign.ANY)]


def _sphere(extent: Extent, sign: Sign) -> list[Block]:
    return [((*extent[:-2], math.prod(extent[-2:]) - 1), Sign.ANY)]


def _none(extent: Extent, sign: Sign) -> list[Block]:
    return []


def _outer(algebra: Algebra, parts: list[Jet], stratum: Integers, extent: Extent) -> Jet:
    return algebra.matmul(*parts)


def _two(extent: Extent) -> int:
    return 2


def _ranks(extent: Extent) -> int:
    return min(extent[-2:]) + 1


def _lower_ranks(extent: Extent) -> int:
    return max(1, min(extent[-2:]))


def _square(extent: Extent) -> bool:
    return len(extent) >= 2 and extent[-1] == extent[-2]


def _matrix(extent: Extent) -> bool:
    return len(extent) >= 2


def _vector(extent: Extent) -> bool:
    return len(extent) >= 2 and 1 in extent[-2:]


def _long(extent: Extent) -> bool:
    return len(extent) >= 2 and extent[-2] >= extent[-1]


def _broad(extent: Extent) -> bool:
    return len(extent) >= 2 and extent[-2] <= extent[-1]


CONSTRUCTIONS: tuple[Construction, ...] = (
    Construction("", _plain, _same, signed=True),
    Construction("negative", _negative, _positive),
    Construction("nonpositive", _negative, lambda extent, sign: [(extent, Sign.NONNEGATIVE)]),
    Construction("binary", _binary, _none, lambda extent: 2 ** min(6, math.prod(extent)), discrete=True),
    Construction("zero", _fixed(lambda extent: np.zeros(extent, np.int64)), _none, discrete=True),
    Construction("ones", _fixed(lambda extent: np.ones(extent, np.int64)), _none, discrete=True),
    Construction("identity", _fixed(_unit_matrix), _none, fits=lambda extent: _square(extent), discrete=True),
    Construction("probability", _fraction, _two_positive),
    Construction("symmetric", _symmetric, _same, fits=_square, signed=True),
    Construction("skew-symmetric", _skew, _same, fits=_square),
    Construction("lower triangular", _lower, _same, fits=_square, signed=True),
    Construction("upper triangular", _upper, _same, fits=_square, signed=True),
    Construction("lower triangular, zero diagonal", _strict_lower, _same, fits=_square),
    Construction("upper triangular, zero diagonal", _strict_upper, _same, fits=_square),
    Construction("lower triangular, unit diagonal", _with_unit_diagonal(_strict_lower), _same, fits=_square),
    Construction("upper triangular, unit diagonal", _with_unit_diagonal(_strict_upper), _same, fits=_square),
    Construction("tridiagonal", _tridiagonal, _same, fits=_square, signed=True),
    Construction("nilpotent", _conjugated(_strict_upper), _conjugation, fits=_square),
    Construction("diagonalizable", _conjugated(_diagonal), _diagonal_conjugation, fits=_square),
    Construction("normal", _normal, _normal_blocks, lambda extent: extent[-1] // 2 + 1, _square),
    Construction("unit trace", _unit_trace, _same, fits=_square),
    Construction("diagonal", _diagonal, _along_diagonal, fits=_square, signed=True),
    Construction("diagonal, positive definite", _diagonal, _positive_diagonal, fits=_square),
    Construction("diagonal, positive semidefinite", _diagonal_of_rank, _positive_diagonal, _ranks, _square),
    Construction("positive definite", _definite, _triangle, fits=_square),
    Construction("positive semidefinite", _semidefinite, _same, _ranks, _square),
    Construction("negative definite", _opposite(_definite), _triangle, fits=_square),
    Construction("negative semidefinite", _opposite(_semidefinite), _same, _ranks, _square),
    Construction("orthogonal", _orthogonal, _same, _two, _square),
    Construction("special orthogonal", _rotation, _same, fits=_square),
    Construction("orthonormal columns", _orthonormal_columns, _tall, _two, _long),
    Construction("orthonormal rows", _orthonormal_rows, _wide, _two, _broad),
    Construction("projection", _projection, _same, _ranks, _square),
    Construction("idempotent", _idempotent, _same, _ranks, _square),
    Construction("reflection", _mirrored(_projection), _same, _ranks, _square),
    Construction("involutory", _mirrored(_idempotent), _same, _ranks, _square),
    Construction("low rank", _low_rank, _factors, _lower_ranks, _matrix),
    Construction("rank one", _outer, _column_and_row, fits=_matrix),
    Construction("unit", _unit, _sphere, _two, _vector),
    Construction("stochastic", _stochastic, _positive, fits=_matrix),
    Construction("column stochastic", _column_stochastic, _positive, fits=_matrix),
    Construction("doubly stochastic", _doubly_stochastic, _same, fits=_square),
    Construction("sums to one", _sums_to_one, _same, fits=_matrix),
    Construction("centred", _centred, _same, fits=_matrix),
    Construction("one-hot", _one_hot, _none, lambda extent: extent[_entries_axis(extent)], _matrix, discrete=True),
    Construction("permutation", _permutation, _none, lambda extent: math.factorial(extent[-1]), _square, discrete=True),
)
