"""Matrix operations over jets that need more than sums and products of entries, exact also at singular matrices."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from auditor.deciding.arithmetic import Array
from auditor.deciding.jets import Algebra, Jet, is_plain, join, linear, split
from auditor.deciding.limits import Undecided


def swap(jet: Jet) -> Jet:
    """Transpose of the last two axes."""
    return linear(jet, lambda part: part.swapaxes(-1, -2))


def identity(algebra: Algebra, size: int) -> Jet:
    return algebra.integers(np.eye(size, dtype=np.int64)[None])


def scaled(scalar: Jet) -> Jet:
    """A scalar as a 1×1 matrix that broadcasts against matrices."""
    return linear(scalar, lambda part: part[..., None, None])


def adjugate_and_determinant(algebra: Algebra, matrix: Jet) -> tuple[Jet, Jet]:
    """Faddeev–LeVerrier: divides by 1, …, n only, so that singular matrices and jets are no exception."""
    size = matrix[0].shape[-1]
    if matrix[0].shape[-2] != size:
        raise Undecided("a determinant or inverse of a matrix that is not square")
    unit = identity(algebra, size)
    adjugate, coefficient = unit, algebra.number(1)
    product = matrix
    for k in range(1, size + 1):
        if k > 1:
            adjugate = algebra.add(product, algebra.multiply(scaled(coefficient), unit))
            product = algebra.matmul(matrix, adjugate)
        coefficient = algebra.multiply(algebra.number(Fraction(-1, k)), algebra.trace(product))
    if size % 2 == 0:
        return algebra.negate(adjugate), coefficient
    return adjugate, algebra.negate(coefficient)


def determinant(algebra: Algebra, matrix: Jet) -> Jet:
    """d det A = tr(adj(A) dA)."""
    if is_plain(matrix):
        return adjugate_and_determinant(algebra, matrix)[1]
    primal, tangent, bit = split(matrix)
    adjugate, value = adjugate_and_determinant(algebra, primal)
    turned = linear(swap(adjugate), lambda part: part.reshape((*part.shape[:-2], -1, 1)))
    flat = linear(tangent, lambda part: part.reshape((*part.shape[:-2], 1, -1)))
    change = linear(algebra.matmul(flat, turned), lambda part: part[..., 0, 0])
    return join(value, change, bit)


def inverse(algebra: Algebra, matrix: Jet, outer: int = 0) -> Jet:
    """d A⁻¹ = -A⁻¹ dA A⁻¹; `outer` tensor axes stand before those of the matrix."""
    if is_plain(matrix):
        adjugate, value = adjugate_and_determinant(algebra, matrix)
        return algebra.multiply(adjugate, scaled(algebra.reciprocal(value, outer)))
    primal, tangent, bit = split(matrix)
    value = inverse(algebra, primal, outer)
    change = algebra.negate(algebra.matmul(algebra.matmul(value, tangent), value))
    return join(value, change, bit)


def power(algebra: Algebra, matrix: Jet, exponent: int) -> Jet:
    """A whole power; the power 0 is the identity."""
    if exponent < 0:
        return power(algebra, inverse(algebra, matrix), -exponent)
    result: Jet | None = None
    square = matrix
    while exponent:
        if exponent & 1:
            result = square if result is None else algebra.matmul(result, square)
        exponent >>= 1
        if exponent:
            square = algebra.matmul(square, square)
    return identity(algebra, matrix[0].shape[-1]) if result is None else result


def pseudo_inverse(algebra: Algebra, matrix: Jet) -> Jet:
    """Moore–Penrose inverse; its derivative exists only where the rank is full (Golub & Pereyra 1973)."""
    if is_plain(matrix):
        return {0: _decell(algebra, matrix)[0]}
    primal, tangent, bit = split(matrix)
    rows, columns = primal[0].shape[-2:]
    value = pseudo_inverse(algebra, primal)
    algebra.report(_decell(algebra, {0: primal[0]})[1] < min(rows, columns), 0)
    turned = swap(tangent)
    change = algebra.negate(_chain(algebra, value, tangent, value))
    left = algebra.subtract(identity(algebra, rows), algebra.matmul(primal, value))
    right = algebra.subtract(identity(algebra, columns), algebra.matmul(value, primal))
    change = algebra.add(change, _chain(algebra, value, swap(value), turned, left))
    change = algebra.add(change, _chain(algebra, right, turned, swap(value), value))
    return join(value, change, bit)


def _chain(algebra: Algebra, *factors: Jet) -> Jet:
    result = factors[0]
    for factor in factors[1:]:
        result = algebra.matmul(result, factor)
    return result


def _decell(algebra: Algebra, matrix: Jet) -> tuple[Array, Array]:
    """The pseudo-inverse and the rank, from the last coefficient that does not vanish (Decell 1965)."""
    turned = swap(matrix)
    gram = algebra.matmul(matrix, turned)
    size = gram[0].shape[-1]
    unit = identity(algebra, size)
    auxiliary, product = unit, gram
    best = {0: algebra.field.zeros(turned[0].shape)}
    rank = np.zeros(gram[0].shape[:-2], np.int64)
    for k in range(1, size + 1):
        coefficient = algebra.multiply(algebra.number(Fraction(-1, k)), algebra.trace(product))
        vanishing = algebra.field.vanishing(coefficient[0])
        algebra.report(algebra.field.uncertain(coefficient[0]), 0)
        safe = {0: np.where(vanishing, algebra.field.number(Fraction(1)), coefficient[0])}
        factor = algebra.negate({0: algebra.field.reciprocal(safe[0])})
        candidate = algebra.multiply(scaled(factor), algebra.matmul(turned, auxiliary))
        best = {0: np.where(vanishing[..., None, None], best[0], candidate[0])}
        rank = np.where(vanishing, rank, k)
        auxiliary = algebra.add(product, algebra.multiply(scaled(coefficient), unit))
        product = algebra.matmul(gram, auxiliary)
    return best[0], rank
