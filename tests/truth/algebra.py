"""Matrix functions for the truth tables; all of them accept complex input, so that complex steps can pass through."""

from __future__ import annotations

from typing import Any

import numpy as np

from truth.arrays import array


def tr(a: Any) -> Any:
    _square(a)
    return np.trace(np.asarray(a)) if np.size(a) > 1 else a


def det(a: Any) -> Any:
    _square(a)
    return np.linalg.det(np.asarray(a)) if np.size(a) > 1 else a


def logabsdet(a: Any) -> Any:
    """log |det a|, analytic on either side of zero."""
    return np.log(det(a) ** 2) / 2


def inv(a: Any) -> Any:
    _square(a)
    return array(np.linalg.inv(np.asarray(a))) if np.size(a) > 1 else 1 / a


def pinv(a: Any) -> Any:
    """Pseudo-inverse of a matrix of full column or full row rank (analytic, unlike NumPy's)."""
    return inv(a.T @ a) @ a.T if a.shape[0] >= a.shape[1] else a.T @ inv(a @ a.T)


def pseudo_inverse(a: Any) -> Any:
    """Pseudo-inverse of a real matrix of any rank."""
    return array(np.linalg.pinv(np.asarray(a), rcond=1e-9))


def eigenvalue(a: Any, i: int) -> Any:
    """The i-th eigenvalue of a real symmetric matrix, in ascending order, counted from zero."""
    return np.linalg.eigvalsh(np.asarray(a))[i]


def eigenvector(a: Any, i: int) -> Any:
    """The unit eigenvector that belongs to `eigenvalue(a, i)`, its largest entry positive."""
    column = np.linalg.eigh(np.asarray(a))[1][:, [i]]
    return array(column * np.sign(column[np.argmax(np.abs(column))]))


def singular_values(a: Any) -> Any:
    """In descending order."""
    return np.linalg.svd(np.asarray(a), compute_uv=False)


def truncated(a: Any, rank: int) -> Any:
    """The first terms of the singular value decomposition."""
    left, values, right = np.linalg.svd(np.asarray(a), full_matrices=False)
    return array(left[:, :rank] @ np.diag(values[:rank]) @ right[:rank])


def sqrtm(a: Any) -> Any:
    """The root of a positive definite matrix."""
    values, basis = np.linalg.eigh(np.asarray(a))
    return array(basis @ np.diag(np.sqrt(values)) @ basis.T)


def near(a: Any, value: float) -> Any:
    """The eigenvalue of a matrix that is nearest to a number."""
    values = np.linalg.eigvals(np.asarray(a))
    return values[np.argmin(np.abs(values - value))].real


def only_root(*coefficients: float) -> Any:
    """The real root of a polynomial with one, highest power first."""
    roots = np.roots(coefficients)
    return roots[np.argmin(np.abs(roots.imag))].real


def adj(a: Any) -> Any:
    return det(a) * inv(a)


def power(a: Any, exponent: int) -> Any:
    _square(a)
    return array(np.linalg.matrix_power(np.asarray(a), exponent))


def eye(n: int) -> Any:
    return array(np.eye(n))


def ones(n: int, m: int = 1) -> Any:
    return array(np.ones((n, m)))


def zeros(n: int, m: int = 1) -> Any:
    return array(np.zeros((n, m)))


def unit(i: int, n: int) -> Any:
    """The i-th unit column, counted from zero."""
    return array(np.eye(n)[:, [i]])


def single(i: int, j: int, m: int, n: int) -> Any:
    """The m×n matrix with a one at (i, j), counted from zero."""
    return unit(i, m) @ unit(j, n).T


def delta(i: int, j: int) -> float:
    return float(i == j)


def kron(a: Any, b: Any) -> Any:
    return array(np.kron(np.asarray(a), np.asarray(b)))


def kron_sum(a: Any, b: Any) -> Any:
    return kron(a, np.eye(b.shape[0])) + kron(np.eye(a.shape[0]), b)


def hadamard(a: Any, b: Any) -> Any:
    left, right = np.asarray(a), np.asarray(b)
    if left.shape != right.shape:
        raise ValueError(f"entrywise product of {left.shape} and {right.shape}")
    return array(left * right)


def quotient(a: Any, b: Any) -> Any:
    """Entrywise quotient."""
    return hadamard(a, array(1 / np.asarray(b)))


def vec(a: Any) -> Any:
    return array(np.asarray(a).reshape(-1, 1, order="F"))


def commutation(m: int, n: int) -> Any:
    """The matrix K with K vec(A) = vec(Aᵀ) for every m×n matrix A."""
    return summation(kron(single(i, j, m, n), single(j, i, n, m)) for i in range(m) for j in range(n))


def diag(a: Any) -> Any:
    """A diagonal matrix from a column; the column of diagonal entries from a square matrix."""
    plain = np.asarray(a)
    if plain.shape[1] == 1:
        return array(np.diag(plain[:, 0]))
    _square(a)
    return array(np.diag(plain).reshape(-1, 1))


def block(rows: list[list[Any]]) -> Any:
    return array(np.block([[np.asarray(cell) for cell in row] for row in rows]))


def norm2(a: Any) -> Any:
    """Sum of squared entries."""
    return np.sum(np.asarray(a) ** 2)


def norm(a: Any) -> Any:
    """Euclidean or Frobenius norm."""
    return np.sqrt(norm2(a))


def summation(terms: Any) -> Any:
    """The sum of numbers or of matrices of one shape; of nothing: 0."""
    terms = list(terms)
    result = terms[0] if terms else 0.0
    for term in terms[1:]:
        result = result + term
    return result


def total(a: Any) -> Any:
    """Sum of all entries."""
    return np.sum(np.asarray(a))


def frobenius(a: Any, b: Any) -> Any:
    """Frobenius inner product A : B."""
    return total(hadamard(a, b))


def cross(a: Any, b: Any) -> Any:
    return array(np.cross(np.asarray(a)[:, 0], np.asarray(b)[:, 0]).reshape(-1, 1))


def each(function: Any, a: Any) -> Any:
    """An entrywise function."""
    return array(function(np.asarray(a)))


def sigmoid(a: Any) -> Any:
    return array(1 / (1 + np.exp(-np.asarray(a))))


def softmax(a: Any) -> Any:
    weights = np.exp(np.asarray(a))
    return array(weights / weights.sum())


def rows_softmax(a: Any) -> Any:
    """The softmax of every row."""
    weights = np.exp(np.asarray(a))
    return array(weights / weights.sum(axis=1, keepdims=True))


def logsumexp(a: Any) -> Any:
    return np.log(np.sum(np.exp(np.asarray(a))))


def softplus(a: Any) -> Any:
    return array(np.log(1 + np.exp(np.asarray(a))))


def expm(a: Any) -> Any:
    """Matrix exponential: scaled Taylor series, squared back."""
    _square(a)
    return power(_series(np.asarray(a) / 32, lambda k: 1.0), 32)


def sinm(a: Any) -> Any:
    _square(a)
    return array(_series(np.asarray(a), lambda k: (0.0, 1.0, 0.0, -1.0)[k % 4]))


def cosm(a: Any) -> Any:
    _square(a)
    return array(_series(np.asarray(a), lambda k: (1.0, 0.0, -1.0, 0.0)[k % 4]))


def _series(a: np.ndarray, coefficient: Any) -> np.ndarray:
    term = np.eye(a.shape[0]) + 0 * a
    result = coefficient(0) * term
    for k in range(1, 40):
        term = term @ a / k
        result = result + coefficient(k) * term
    return result


def _square(a: Any) -> None:
    if np.size(a) > 1 and (np.ndim(a) != 2 or a.shape[0] != a.shape[1]):
        raise ValueError(f"needs a square matrix, not {np.shape(a)}")
