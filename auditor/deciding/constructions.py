"""Which construction makes the values with given properties.

Parameters are what is drawn, so that a differential moves along the set of admissible values. A set that falls into
several pieces (both components of the orthogonal group, projections of every rank) has strata; draws go through all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from auditor.deciding import parametrisations as maps
from auditor.deciding.drawing import Sign
from auditor.deciding.parametrisations import Build, Extent

Block: TypeAlias = tuple[Extent, Sign]


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


def _same(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, sign)]


def _along_diagonal(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent[:-1], sign)]


def _shorter(extent: Extent, sign: Sign) -> list[Block]:
    return [((*extent[:-2], min(extent[-2:])), sign)]


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


def _members(extent: Extent, sign: Sign) -> list[Block]:
    return [((*extent[:-3], extent[-2], extent[-2]), Sign.ANY)]


def _gaps(extent: Extent, sign: Sign) -> list[Block]:
    return [(extent, Sign.POSITIVE), (extent[:-1], sign)]


def _none(extent: Extent, sign: Sign) -> list[Block]:
    return []


def _two(extent: Extent) -> int:
    return 2


def _ranks(extent: Extent) -> int:
    return min(extent[-2:]) + 1


def _lower_ranks(extent: Extent) -> int:
    return max(1, min(extent[-2:]))


def _places(extent: Extent) -> int:
    return extent[maps.entries_axis(extent)]


def _orders(extent: Extent) -> int:
    return math.factorial(extent[-1])


def _square(extent: Extent) -> bool:
    return len(extent) >= 2 and extent[-1] == extent[-2]


def _matrix(extent: Extent) -> bool:
    return len(extent) >= 2


def _vector(extent: Extent) -> bool:
    return len(extent) >= 2 and 1 in extent[-2:]


def _columns(extent: Extent) -> bool:
    return len(extent) >= 3 and extent[-1] == 1 and extent[-3] <= extent[-2]


def _listed(extent: Extent) -> bool:
    return len(extent) == 1


def _long(extent: Extent) -> bool:
    return len(extent) >= 2 and extent[-2] >= extent[-1]


def _broad(extent: Extent) -> bool:
    return len(extent) >= 2 and extent[-2] <= extent[-1]


CONSTRUCTIONS: tuple[Construction, ...] = (
    Construction("", maps.plain, _same, signed=True),
    Construction("negative", maps.negative, _positive),
    Construction("nonpositive", maps.negative, lambda extent, sign: [(extent, Sign.NONNEGATIVE)]),
    Construction("binary", maps.binary, _none, lambda extent: 2 ** min(6, math.prod(extent)), discrete=True),
    Construction("zero", maps.fixed(lambda extent: np.zeros(extent, np.int64)), _none, discrete=True),
    Construction("ones", maps.fixed(lambda extent: np.ones(extent, np.int64)), _none, discrete=True),
    Construction("identity", maps.fixed(maps.unit_matrix), _none, fits=lambda extent: _square(extent), discrete=True),
    Construction("probability", maps.fraction, _two_positive),
    Construction("symmetric", maps.symmetric, _same, fits=_square, signed=True),
    Construction("skew-symmetric", maps.skew, _same, fits=_square),
    Construction("lower triangular", maps.lower, _same, fits=_square, signed=True),
    Construction("upper triangular", maps.upper, _same, fits=_square, signed=True),
    Construction("lower triangular, zero diagonal", maps.strict_lower, _same, fits=_square),
    Construction("upper triangular, zero diagonal", maps.strict_upper, _same, fits=_square),
    Construction("lower triangular, unit diagonal", maps.with_unit_diagonal(maps.strict_lower), _same, fits=_square),
    Construction("upper triangular, unit diagonal", maps.with_unit_diagonal(maps.strict_upper), _same, fits=_square),
    Construction("lower triangular, positive diagonal", maps.positive_lower, _triangle, fits=_square),
    Construction("upper triangular, positive diagonal", maps.positive_upper, _triangle, fits=_square),
    Construction("tridiagonal", maps.tridiagonal, _same, fits=_square, signed=True),
    Construction("nilpotent", maps.conjugated(maps.strict_upper), _conjugation, fits=_square),
    Construction("diagonalizable", maps.conjugated(maps.diagonal), _diagonal_conjugation, fits=_square),
    Construction("normal", maps.normal, _normal_blocks, lambda extent: extent[-1] // 2 + 1, _square),
    Construction("unit trace", maps.unit_trace, _same, fits=_square),
    Construction("diagonal", maps.diagonal, _along_diagonal, fits=_square, signed=True),
    Construction("rectangular diagonal", maps.rectangular_diagonal, _shorter, fits=_matrix, signed=True),
    Construction("diagonal, positive definite", maps.diagonal, _positive_diagonal, fits=_square),
    Construction("diagonal, positive semidefinite", maps.diagonal_of_rank, _positive_diagonal, _ranks, _square),
    Construction("positive definite", maps.definite, _triangle, fits=_square),
    Construction("positive semidefinite", maps.semidefinite, _same, _ranks, _square),
    Construction("negative definite", maps.opposite(maps.definite), _triangle, fits=_square),
    Construction("negative semidefinite", maps.opposite(maps.semidefinite), _same, _ranks, _square),
    Construction("orthogonal", maps.orthogonal, _same, _two, _square),
    Construction("special orthogonal", maps.rotation, _same, fits=_square),
    Construction("orthonormal columns", maps.orthonormal_columns, _tall, _two, _long),
    Construction("orthonormal rows", maps.orthonormal_rows, _wide, _two, _broad),
    Construction("orthonormal members", maps.orthonormal_members, _members, _two, _columns),
    Construction("in decreasing order", maps.decreasing, _gaps, fits=_listed, signed=True),
    Construction("projection", maps.projection, _same, _ranks, _square),
    Construction("idempotent", maps.idempotent, _same, _ranks, _square),
    Construction("reflection", maps.mirrored(maps.projection), _same, _ranks, _square),
    Construction("involutory", maps.mirrored(maps.idempotent), _same, _ranks, _square),
    Construction("low rank", maps.low_rank, _factors, _lower_ranks, _matrix),
    Construction("rank one", maps.outer, _column_and_row, fits=_matrix),
    Construction("unit", maps.unit, _sphere, _two, _vector),
    Construction("stochastic", maps.stochastic, _positive, fits=_matrix),
    Construction("stochastic, positive", maps.stochastic, _positive, fits=_matrix),
    Construction("column stochastic", maps.column_stochastic, _positive, fits=_matrix),
    Construction("doubly stochastic", maps.doubly_stochastic, _same, fits=_square),
    Construction("sums to one", maps.sums_to_one, _same, fits=_matrix),
    Construction("centred", maps.centred, _same, fits=_matrix),
    Construction("one-hot", maps.one_hot, _none, _places, _matrix, discrete=True),
    Construction("permutation", maps.permutation, _none, _orders, _square, discrete=True),
)
