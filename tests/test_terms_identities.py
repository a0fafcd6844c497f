"""Identities of matrix algebra: the true ones are proved, one slip away none is; NumPy has the last word on both."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pytest
from numeric_terms import agree
from term_notation import (
    Expression,
    adj,
    array,
    at,
    blocks,
    column,
    commutation,
    det,
    devec,
    diag,
    exp,
    expm,
    eye,
    fn,
    had,
    inv,
    ix,
    kron,
    kronecker_delta,
    log,
    m,
    matrix,
    n,
    norm,
    num,
    one,
    p,
    pinv,
    power,
    product,
    q,
    scalar,
    total,
    tr,
    unit,
    vec,
    zero,
)

from auditor.terms.dimension import ONE, Dimension
from auditor.terms.normal_form import equal, normal_form
from auditor.terms.world import World

A, B, C = (matrix(name, n, n) for name in "ABC")
E, F = (matrix(name, m, m) for name in "EF")
X, Y = (matrix(name, m, n) for name in "XY")
U, V, G = matrix("U", n, p), matrix("V", p, n), matrix("G", p, p)
a, b, x, y = (column(name, n) for name in "abxy")
u, v = column("u", m), column("v", m)
s, t, r = map(scalar, "str")
i, j, k = ix("i", n), ix("j", n), ix("k", n)
i1, i2 = ix("i", n - ONE), ix("i", n, Dimension.of(2))
N = num(n)
HALF = Fraction(1, 2)
TWO = Dimension.of(2)
TALL = {"m": 5, "n": 3, "p": 2, "q": 4}


def world(**properties: str) -> World:
    return World(properties={name: tuple(words.split(", ")) for name, words in properties.items()})


@dataclass(frozen=True)
class Case:
    left: Expression
    right: Expression
    wrong: tuple[Expression, ...] = ()
    world: World = field(default_factory=World)
    sizes: dict[str, int] | None = None


def ridge(z: Expression, size: Dimension) -> Expression:
    return z + s * eye(size)


HAT = X @ inv(X.T @ X) @ X.T
SOFTMAX = exp(x) / (one(n).T @ exp(x))
BLOCK = blocks((E, X), (X.T, A), shape=(m + n, m + n))

CASES: dict[str, Case] = {
    # Products, transposes, traces
    "transpose of a product": Case((A @ B).T, B.T @ A.T, (A.T @ B.T, B @ A, A @ B)),
    "distributive": Case(
        (A + B) @ (A - B), A @ A - A @ B + B @ A - B @ B, (A @ A - B @ B, A @ A - A @ B - B @ A - B @ B)
    ),
    "square of a sum": Case((A + B) ** 2, A**2 + A @ B + B @ A + B**2, (A**2 + 2 * (A @ B) + B**2, A**2 + B**2)),
    "cyclic trace": Case(tr(A @ B @ C), tr(C @ A @ B), (tr(A @ C @ B), tr(B.T @ A @ C), tr(A) * tr(B @ C))),
    "trace of a transpose": Case(tr(A.T @ B), tr(B.T @ A), (tr(A @ B), tr(A) * tr(B))),
    "trace of an outer product": Case(tr(x @ y.T), y.T @ x, (x.T @ x, N * (y.T @ x))),
    "trace of the identity": Case(tr(eye(n)), N, (num(m), num(1))),
    "trace squared": Case(tr(eye(n)) ** 2, N * N, (N, 7 * N - 12)),
    "quadratic form": Case(
        x.T @ A @ x, HALF * (x.T @ (A + A.T) @ x), (x.T @ (A + A.T) @ x, HALF * (x.T @ (A - A.T) @ x))
    ),
    "commutators": Case(
        (A @ B - B @ A) @ C - C @ (A @ B - B @ A),
        A @ B @ C - B @ A @ C - C @ A @ B + C @ B @ A,
        (A @ B @ C - B @ A @ C - C @ A @ B - C @ B @ A,),
    ),
    "commutator has no trace": Case(tr(A @ B - B @ A), tr(A) - tr(A), (tr(A @ A.T),)),
    "associative with a scalar": Case(s * (A @ x), A @ (s * x), (A @ x, s * s * (A @ x))),
    "least squares expanded": Case(
        (X @ x - u).T @ (X @ x - u),
        x.T @ X.T @ X @ x - 2 * (u.T @ X @ x) + u.T @ u,
        (
            x.T @ X.T @ X @ x - u.T @ X @ x + u.T @ u,
            x.T @ X.T @ X @ x + u.T @ u,
            x.T @ X.T @ X @ x - 2 * (u.T @ X @ x) - u.T @ u,
        ),
    ),
    "frobenius": Case(norm(X, "F") ** 2, tr(X.T @ X), (tr(X.T @ Y), norm(X, "F"))),
    "parallelogram": Case(
        norm(x + y) ** 2 + norm(x - y) ** 2, 2 * norm(x) ** 2 + 2 * norm(y) ** 2, (norm(x) ** 2 + norm(y) ** 2,)
    ),
    "polarisation": Case(norm(x + y) ** 2 - norm(x - y) ** 2, 4 * (x.T @ y), (2 * (x.T @ y), x.T @ y)),
    # Inverses and determinants
    "inverse": Case(A @ inv(A), eye(n), (A, A @ A)),
    "inverse of a product": Case(inv(A @ B), inv(B) @ inv(A), (inv(A) @ inv(B), inv(B @ A))),
    "inverse of a transpose": Case(inv(A.T), inv(A).T, (inv(A), A.T)),
    "inverse of a multiple": Case(inv(s * A), inv(A) / s, (s * inv(A), inv(A))),
    "inverse of an inverse": Case(inv(inv(A)), A, (A.T, inv(A))),
    "inverse of a sum, cancelled": Case(inv(A + B) @ (A + B), eye(n), ((inv(A) + inv(B)) @ (A + B),)),
    "difference of inverses": Case(inv(A) - inv(B), inv(A) @ (B - A) @ inv(B), (inv(A) @ (A - B) @ inv(B), inv(A - B))),
    "sum of inverses": Case(inv(A) + inv(B), inv(A) @ (A + B) @ inv(B), (inv(A + B), inv(A) @ (A + B))),
    "inverse of a diagonal": Case(inv(diag(x)), diag(power(x, -1)), (diag(x), diag(power(x, -2)))),
    "power and inverse": Case((A**-2) @ (A**3), A, (A**2, eye(n))),
    "Woodbury": Case(
        inv(A + U @ G @ V),
        inv(A) - inv(A) @ U @ inv(inv(G) + V @ inv(A) @ U) @ V @ inv(A),
        (
            inv(A) - inv(A) @ U @ inv(G + V @ inv(A) @ U) @ V @ inv(A),
            inv(A) + inv(A) @ U @ inv(inv(G) + V @ inv(A) @ U) @ V @ inv(A),
            inv(A) - inv(A) @ U @ inv(inv(G) - V @ inv(A) @ U) @ V @ inv(A),
        ),
    ),
    "Sherman-Morrison": Case(
        inv(A + x @ y.T),
        inv(A) - (inv(A) @ x @ y.T @ inv(A)) / (1 + y.T @ inv(A) @ x),
        (
            inv(A) - (inv(A) @ x @ y.T @ inv(A)) / (1 - y.T @ inv(A) @ x),
            inv(A) + (inv(A) @ x @ y.T @ inv(A)) / (1 + y.T @ inv(A) @ x),
        ),
    ),
    "push through": Case(inv(eye(n) + U @ V) @ U, U @ inv(eye(p) + V @ U), (U @ inv(eye(p) - V @ U), U)),
    "ridge, two ways": Case(
        inv(ridge(X.T @ X, n)) @ X.T, X.T @ inv(ridge(X @ X.T, m)), (X.T @ inv(X @ X.T - s * eye(m)), X.T)
    ),
    "hat matrix is idempotent": Case(HAT @ HAT, HAT, (eye(m), 2 * HAT), sizes=TALL),
    "hat matrix is symmetric": Case(HAT.T, HAT, (-HAT,), sizes=TALL),
    "trace of the hat matrix": Case(tr(HAT), N, (num(m),), sizes=TALL),
    "residual maker": Case((eye(m) - HAT) @ X, zero(m, n), (X,), sizes=TALL),
    "normal equations": Case(X.T @ X @ inv(X.T @ X), eye(n), (X.T @ X,), sizes=TALL),
    "determinant of a product": Case(det(A @ B), det(A) * det(B), (det(A) + det(B), det(A))),
    "determinant of a multiple": Case(det(s * A), (s**N) * det(A), (s * det(A), (s ** num(m)) * det(A))),
    "determinant of a transpose": Case(det(A.T), det(A), (-det(A),)),
    "determinant of an inverse": Case(det(inv(A)), 1 / det(A), (det(A), -(1 / det(A)))),
    "determinant of a power": Case(det(A**3), det(A) ** 3, (3 * det(A), det(A) ** 2)),
    "determinant of a diagonal": Case(det(diag(x)), product(x[at(i)], i), (total(x[at(i)], i),)),
    "similar matrices": Case(det(inv(B) @ A @ B), det(A), (det(B), det(A) * det(B) ** 2)),
    "determinant, not additive": Case(det(A + B), det(B + A), (det(A) + det(B),)),
    "adjugate": Case(A @ adj(A), det(A) * eye(n), (eye(n), det(A) * A)),
    "determinant of the adjugate": Case(det(adj(A)), det(A) ** (N - 1), (det(A) ** N,), sizes={"n": 3}),
    "exponential of a trace": Case(det(expm(A)), exp(tr(A)), (exp(det(A)), exp(-tr(A)))),
    "exponentials of multiples": Case(expm(s * A) @ expm(t * A), expm((s + t) * A), (expm(s * t * A), expm(s * A))),
    "exponential against its inverse": Case(expm(A) @ expm(-A), eye(n), (expm(A),)),
    "exponentials that do not commute": Case(expm(A) @ expm(A), expm(2 * A), (expm(A) @ expm(B), expm(A + B))),
    "symbolic matrix powers": Case((A**N) @ (A**2) @ inv(A @ A), A**N, (A**2,), sizes={"n": 3}),
    "square root of a matrix": Case((G**HALF) @ (G**HALF), G, (G**HALF, G @ G), world(G="positive definite"), {"p": 3}),
    "norm by a square root": Case(
        norm((G**HALF) @ V @ x) ** 2, x.T @ V.T @ G @ V @ x, (x.T @ V.T @ V @ x,), world(G="positive definite")
    ),
    "inverse of an exponential": Case(inv(expm(A)), expm(-A), (expm(A),)),
    # Hadamard, diag, vec, Kronecker
    "hadamard commutes": Case(had(A, B), had(B, A), (A @ B, had(A, B.T))),
    "hadamard with a diagonal": Case(had(x, y), diag(x) @ y, (x, diag(x) @ x)),
    "diagonal scaling": Case(diag(x) @ A @ diag(y), had(A, x @ y.T), (had(A, y @ x.T), diag(y) @ A @ diag(x))),
    "diagonal of a product": Case(diag(A @ B.T), had(A, B) @ one(n), (had(A, B.T) @ one(n), had(A, B).T @ one(n))),
    "trace of a hadamard product": Case(tr(X.T @ had(X, Y)), tr(had(X, X).T @ Y), (tr(X.T @ Y), tr(had(Y, Y).T @ X))),
    "quadratic form of a hadamard product": Case(
        x.T @ had(A, B) @ y, tr(diag(x) @ A @ diag(y) @ B.T), (tr(diag(x) @ A @ diag(y) @ B), tr(A @ diag(y) @ B.T))
    ),
    "vec of a product": Case(vec(E @ X @ A), kron(A.T, E) @ vec(X), (kron(A, E) @ vec(X), kron(A.T, E.T) @ vec(X))),
    "vec, one factor": Case(
        vec(X @ A), kron(A.T, eye(m)) @ vec(X), (kron(A, eye(m)) @ vec(X), kron(eye(n), E) @ vec(X))
    ),
    "vec of an outer product": Case(vec(u @ x.T), kron(x, u), (kron(u, x),)),
    "vec and trace": Case(vec(X).T @ vec(Y), tr(X.T @ Y), (tr(X.T @ X),)),
    "vec of a hadamard product": Case(vec(had(X, Y)), diag(vec(X)) @ vec(Y), (vec(X), diag(vec(X)) @ vec(X))),
    "devec": Case(devec(kron(x, u), m, n), u @ x.T, (2 * (u @ x.T),)),
    "mixed product": Case(
        kron(A, E) @ kron(B, F), kron(A @ B, E @ F), (kron(B @ A, E @ F), kron(A @ B, F @ E), kron(A @ B, E))
    ),
    "transpose of a Kronecker product": Case(kron(A, E).T, kron(A.T, E.T), (kron(A.T, E), kron(E, A))),
    "inverse of a Kronecker product": Case(inv(kron(A, E)), kron(inv(A), inv(E)), (kron(inv(E), inv(A)),)),
    "trace of a Kronecker product": Case(tr(kron(A, E)), tr(A) * tr(E), (tr(A) + tr(E),)),
    "determinant of a Kronecker product": Case(
        det(kron(A, E)),
        (det(A) ** num(m)) * (det(E) ** N),
        ((det(A) ** N) * (det(E) ** num(m)), det(A) * det(E)),
        sizes={"m": 2, "n": 3},
    ),
    "Kronecker product in two steps": Case(
        kron(A, E), kron(A, eye(m)) @ kron(eye(n), E), (kron(eye(n), E), kron(E, A))
    ),
    "commutation of vec": Case(commutation(m, n) @ vec(X), vec(X.T), (vec(X), commutation(n, m) @ vec(X))),
    "commutation is orthogonal": Case(commutation(m, n).T @ commutation(m, n), eye(m * n), (commutation(m, n),)),
    "commutation transposed": Case(commutation(m, n).T, commutation(n, m), (commutation(m, n),)),
    "commutation of a Kronecker product": Case(
        commutation(m, n) @ kron(A, E) @ commutation(n, m), kron(E, A), (kron(A, E),)
    ),
    # Blocks
    "block times block": Case(
        BLOCK @ blocks((u,), (x,), shape=(m + n, ONE)),
        blocks((E @ u + X @ x,), (X.T @ u + A @ x,), shape=(m + n, ONE)),
        (
            blocks((E @ u,), (A @ x,), shape=(m + n, ONE)),
            blocks((E @ u - X @ x,), (X.T @ u + A @ x,), shape=(m + n, ONE)),
        ),
    ),
    "block transpose": Case(BLOCK.T, blocks((E.T, X), (X.T, A.T), shape=(m + n, m + n)), (BLOCK,)),
    "block trace": Case(tr(BLOCK), tr(E) + tr(A), (tr(E), tr(E) - tr(A))),
    "block identity": Case(
        blocks((eye(m), zero(m, n)), (zero(n, m), eye(n)), shape=(m + n, m + n)), eye(m + n), (2 * eye(m + n),)
    ),
    "block elimination": Case(
        blocks((eye(m), zero(m, n)), (-(X.T @ inv(E)), eye(n)), shape=(m + n, m + n)) @ BLOCK,
        blocks((E, X), (zero(n, m), A - X.T @ inv(E) @ X), shape=(m + n, m + n)),
        (blocks((E, X), (zero(n, m), A + X.T @ inv(E) @ X), shape=(m + n, m + n)),),
    ),
    "a 2 by 2 product": Case(
        blocks((s, t), (r, s), shape=(TWO, TWO)) @ blocks((t,), (r,), shape=(TWO, ONE)),
        blocks((s * t + t * r,), (2 * (r * s) + r * t - r * s,), shape=(TWO, ONE)),
        (blocks((s * t + r,), (r * t + s * r,), shape=(TWO, ONE)),),
    ),
    # Indices
    "sum over a delta": Case(total(kronecker_delta(at(i), at(j)) * x[at(j)], j), x[at(i)], (x[at(j)], 2 * x[at(i)])),
    "diagonal of delta": Case(total(kronecker_delta(at(i), at(i)), i), N, (num(1),)),
    "double sum of delta": Case(total(kronecker_delta(at(i), at(j)), i, j), N, (N**2, N * 2)),
    "entry of a product": Case(
        (A @ B)[at(i), at(j)],
        total(A[at(i), at(k)] * B[at(k), at(j)], k),
        (
            total(A[at(i), at(k)] * B[at(j), at(k)], k),
            total(A[at(k), at(i)] * B[at(k), at(j)], k),
            A[at(i), at(j)] * B[at(i), at(j)],
        ),
    ),
    "product of sums": Case(
        total(x[at(i)] * y[at(j)], i, j), total(x[at(i)], i) * total(y[at(i)], i), (total(x[at(i)] * y[at(i)], i),)
    ),
    "constant summed": Case(total(s * one(n)[at(i)], i), N * s, (s, num(m) * s)),
    "array of entries": Case(array(A[at(j), at(i)], i, j), A.T, (A,)),
    "deviations from the mean": Case(total(x[at(i)] - (one(n).T @ x) / N, i), num(0), (total(x[at(i)], i),)),
    "variance": Case(
        total((x[at(i)] - s) ** 2, i),
        x.T @ x - 2 * s * (one(n).T @ x) + N * s**2,
        (x.T @ x - 2 * s * (one(n).T @ x) + s**2, x.T @ x - N * s**2),
    ),
    "a sum without its first term": Case(
        total(x[at(i2)], i2), total(x[at(i)], i) - x[1], (total(x[at(i)], i), total(x[at(i)], i) - x[2])
    ),
    "a sum and its last term": Case(
        total(x[at(i1)] ** 2, i1) + x[N] ** 2, x.T @ x, (x.T @ x + x[N], x.T @ x - x[1] ** 2)
    ),
    "differences telescope": Case(total(x[at(i1) + 1] - x[at(i1)], i1), x[N] - x[1], (x[1] - x[N], x[N])),
    "selection by a unit vector": Case(unit(at(i), n).T @ A @ unit(at(j), n), A[at(i), at(j)], (A[at(j), at(i)],)),
    "identity from unit vectors": Case(total(unit(at(i), n) @ unit(at(i), n).T, i), eye(n), (one(n) @ one(n).T,)),
    "shifted sum": Case(
        total(x[at(i1) + 1] * y[at(i1)], i1), total(y[at(i1)] * x[at(i1) + 1], i1), (total(x[at(i1)] * y[at(i1)], i1),)
    ),
    # Functions of scalars
    "exponential law": Case(exp(s + t), exp(s) * exp(t), (exp(s) + exp(t), exp(s * t))),
    "exponential of a multiple": Case(exp(3 * s), exp(s) ** 3, (3 * exp(s),)),
    "log of an exponential": Case(log(exp(s + t)), s + t, (s * t,)),
    "log of a product": Case(log(s * t), log(s) + log(t), (log(s) * log(t),), world(s="positive", t="positive")),
    "log of a quotient": Case(log(s / t), log(s) - log(t), (log(s) + log(t),), world(s="positive", t="positive")),
    "log of a square": Case(log(s**2), 2 * log(fn("abs", s)), (log(s), log(fn("abs", s)) ** 2)),
    "log det of a product": Case(
        log(det(A @ B)),
        log(det(A)) + log(det(B)),
        (log(det(A)) * log(det(B)),),
        world(A="positive definite", B="positive definite"),
    ),
    "log det of an inverse": Case(log(det(inv(A))), -log(det(A)), (log(det(A)),), world(A="positive definite")),
    "root of a square": Case(fn("sqrt", s**2), fn("abs", s), (s, -s)),
    "root of a positive square": Case(fn("sqrt", s**2), s, (-s,), world(s="positive")),
    "roots of numbers": Case(fn("sqrt", 8) * fn("sqrt", Fraction(1, 2)), 2 * num(1), (fn("sqrt", 2) * 1, 4 * num(1))),
    "root times root": Case(fn("sqrt", s) * fn("sqrt", s), s, (s**2,), world(s="positive")),
    "norm of a multiple": Case(norm(3 * x), 3 * norm(x), (-3 * norm(x), 9 * norm(x))),
    "norm of a scaled vector": Case(norm(s * x), fn("abs", s) * norm(x), (s * norm(x),)),
    "norm squared": Case(norm(x) * norm(x), x.T @ x, (norm(x),)),
    "norm divided": Case((x.T @ x) / norm(x), norm(x), (norm(x) ** 2,)),
    "unit vector made": Case(norm(x / norm(x)), num(1), (norm(x),)),
    "fractions": Case(1 / (s - 1) - 1 / (s + 1), 2 / (s**2 - 1), (1 / (s**2 - 1), 2 / (s**2 + 1), 2 * s / (s**2 - 1))),
    "partial fractions": Case(s / (s + t) + t / (s + t), num(1), (s / t,)),
    "quotient cancelled": Case((s**2 - t**2) / (s - t), s + t, (s - t, s**2 + t**2)),
    "symbolic power": Case((s**N) * s, s ** (N + 1), (s**N, s ** (2 * N))),
    "sigmoid": Case(fn("sigmoid", s), 1 / (1 + exp(-s)), (1 / (1 + exp(s)), exp(-s) / (1 + exp(-s)))),
    "sigmoid reflected": Case(fn("sigmoid", -s), 1 - fn("sigmoid", s), (fn("sigmoid", s), -fn("sigmoid", s))),
    "tanh by sigmoid": Case(
        fn("tanh", s), 2 * fn("sigmoid", 2 * s) - 1, (2 * fn("sigmoid", s) - 1, fn("sigmoid", 2 * s))
    ),
    "hyperbolic": Case(fn("cosh", s) ** 2 - fn("sinh", s) ** 2, num(1), (fn("cosh", 2 * s),)),
    "trigonometric": Case(fn("sin", s) ** 2 + fn("cos", s) ** 2, num(1), (fn("sin", s) + fn("cos", s),)),
    "odd and even": Case(fn("sin", -s) * fn("cos", -s), -(fn("sin", s) * fn("cos", s)), (fn("sin", s) * fn("cos", s),)),
    "relu": Case(fn("relu", s) - fn("relu", -s), s, (fn("abs", s),)),
    "maximum": Case(fn("max", s, t), fn("max", t, s), (fn("min", s, t), s)),
    "maximum and minimum": Case(fn("max", s, t) + fn("min", s, t), s + t, (s - t,)),
    "softmax sums to one": Case(one(n).T @ SOFTMAX, num(1), (one(n).T @ exp(x),)),
    "softmax is shift invariant": Case(
        SOFTMAX, exp(x + s * one(n)) / (one(n).T @ exp(x + s * one(n))), (exp(x + s * one(n)) / (one(n).T @ exp(x)),)
    ),
    "log-softmax": Case(
        fn("log", SOFTMAX), x - log(one(n).T @ exp(x)) * one(n), (x - log(one(n).T @ exp(x)) * exp(x), x)
    ),
    # Declared properties
    "symmetric": Case(A.T, A, (-A,), world(A="symmetric")),
    "symmetric product": Case((A @ B).T, B @ A, (A @ B,), world(A="symmetric", B="symmetric")),
    "skew form": Case(x.T @ A @ x, num(0), (x.T @ x,), world(A="skew-symmetric")),
    "skew trace": Case(tr(A @ B), num(0), (tr(A @ A),), world(A="skew-symmetric", B="symmetric")),
    "orthogonal": Case(A.T @ A, eye(n), (A @ A,), world(A="orthogonal")),
    "orthogonal norm": Case(norm(A @ x), norm(x), (x.T @ x,), world(A="orthogonal")),
    "orthogonal determinant": Case(det(A) ** 2, num(1), (det(A),), world(A="orthogonal")),
    "orthogonal inverse": Case(inv(A @ B), B.T @ A.T, (A.T @ B.T,), world(A="orthogonal", B="orthogonal")),
    "orthonormal columns": Case(X.T @ X, eye(n), (X.T @ Y,), world(X="orthonormal columns"), TALL),
    "idempotent": Case(A @ A @ A, A, (eye(n), 3 * A), world(A="idempotent")),
    "complementary projection": Case(
        (eye(n) - A) @ (eye(n) - A), eye(n) - A, (eye(n), eye(n) + A), world(A="idempotent")
    ),
    "projection, trace": Case(tr(A @ A), tr(A), (N - 1,), world(A="projection")),
    "Householder inverse": Case(
        inv(eye(n) - 2 * (x @ x.T)) @ (eye(n) - 2 * (x @ x.T)), eye(n), (2 * eye(n),), world(x="unit")
    ),
    "inverse beside an idempotent": Case(inv(eye(n) + A) @ (eye(n) + A), eye(n), (A,), world(A="idempotent")),
    "Householder": Case(
        (eye(n) - 2 * (x @ x.T)) @ (eye(n) - 2 * (x @ x.T)), eye(n), (eye(n) - 4 * (x @ x.T), -eye(n)), world(x="unit")
    ),
    "diagonal commute": Case(A @ B, B @ A, (A @ A,), world(A="diagonal", B="diagonal")),
    "one-hot": Case(had(x, x), x, (one(n),), world(x="one-hot")),
    "probabilities": Case(one(n).T @ x, num(1), (x.T @ x,), world(x="stochastic")),
    "pseudo-inverse": Case(pinv(X), inv(X.T @ X) @ X.T, (2 * pinv(X), X.T), world(X="full column rank"), TALL),
    "left inverse": Case(pinv(X) @ X, eye(n), (2 * eye(n),), world(X="full column rank"), TALL),
}

SLIPS = [(name, wrong) for name, case in CASES.items() for wrong in case.wrong]


def values(left: Expression, right: Expression, case: Case) -> set[bool | None]:
    found: set[bool | None] = set()
    for seed in range(5):
        try:
            found.add(agree(left.term, right.term, case.world, seed, case.sizes))
        except np.linalg.LinAlgError:
            found.add(None)
    return found


@pytest.mark.parametrize("name", CASES)
def test_true_identity_is_proved(name: str) -> None:
    case = CASES[name]
    seen = values(case.left, case.right, case)
    assert True in seen
    assert False not in seen
    assert equal(case.left.term, case.right.term, case.world)
    assert equal(case.right.term, case.left.term, case.world)


@pytest.mark.parametrize(("name", "wrong"), SLIPS, ids=[f"{name} {k}" for k, (name, _) in enumerate(SLIPS)])
def test_slip_is_not_proved(name: str, wrong: Expression) -> None:
    case = CASES[name]
    assert False in values(case.left, wrong, case)
    assert not equal(case.left.term, wrong.term, case.world)


def test_there_are_many_slips() -> None:
    assert len(SLIPS) >= 60


@pytest.mark.parametrize("name", CASES)
def test_normal_forms_that_coincide_prove(name: str) -> None:
    case = CASES[name]
    forms = [normal_form(side.term, case.world) for side in (case.left, case.right)]
    assert None not in forms
    for wrong in case.wrong:
        assert normal_form(wrong.term, case.world) != forms[0]


@pytest.mark.parametrize(
    ("left", "right", "known"),
    [
        (fn("sqrt", s**2), s, World()),
        (fn("max", s, t), s, World()),
        (fn("abs", s + t), fn("abs", s) + fn("abs", t), World()),
        (fn("sqrt", 9), num(-3), World()),
        (log(num(-1)), num(0), World()),
        (log(s - t), log(t - s), World()),
        ((exp(s) - 1) ** 9, num(0), World()),
        (det(A), num(1), world(A="orthogonal")),
        (tr(A), N - 1, world(A="projection")),
        (log(det(A + B)), log(det(A)) + log(det(B)), World()),
        (tr(A @ B), tr(A) * tr(B), World()),
        (N**2 - 7 * N + 12, num(0), World()),
        (total(1 / x[at(i)], i), total(x[at(i)], i) / product(x[at(i)], i), World()),
        (log(s * t), log(s) + log(t), World()),
        (log(det(A @ B)), log(det(A)) + log(det(B)), World()),
        (1 / (s - s), num(1), World()),
        (fn("sqrt", num(-1)) * fn("sqrt", num(-1)), num(-1), World()),
        (A @ B @ A, A, World()),
        (X.T @ X, eye(n), World()),
        # Each side asks for an order of the sizes that the other denies.
        (pinv(X), X.T @ inv(X @ X.T), world(X="full column rank")),
        (inv(X.T @ X) @ X.T, X.T @ inv(X @ X.T), World()),
        (X @ X.T @ inv(X @ X.T), eye(m), world(X="full column rank")),
        (log(det(X.T @ X)) - log(det(X @ X.T)) + log(det(X @ X.T)), log(det(X.T @ X)), World()),
        (inv(A) @ A, eye(n), world(A="idempotent")),
        # The row of B is also an index of the inverse: B^T B does not stand next to it.
        (had(inv(B.T @ B + C), B).T @ B, eye(n) - inv(B.T @ B + C) @ C, World()),
        (
            total(inv(B.T @ B + C)[at(i), at(j)] * B[at(i), at(j)] * B[at(i), at(k)], i, j),
            total(kronecker_delta(at(i), at(k)) - (inv(B.T @ B + C) @ C)[at(i), at(k)], i),
            World(),
        ),
        (had(inv(B.T @ B + C), B) @ B.T, eye(n) - inv(B.T @ B + C) @ C, World()),
        (inv(x @ x.T) @ x @ x.T, eye(n), World()),
        # Matrices that are singular whatever the values are.
        (inv(eye(m) - HAT) @ (eye(m) - HAT), eye(m), World()),
        (inv(eye(n) - one(n) @ one(n).T / N) @ (eye(n) - one(n) @ one(n).T / N), eye(n), World()),
        (inv(eye(n) - x @ x.T) @ (eye(n) - x @ x.T), eye(n), world(x="unit")),
        (inv(eye(n) - A) @ (eye(n) - A), eye(n), world(A="idempotent")),
        (det(eye(m) - HAT) / det(eye(m) - HAT), num(1), World()),
        (matrix("K", q, q) @ matrix("L", q, q), matrix("L", q, q) @ matrix("K", q, q), World()),
    ],
)
def test_traps(left: Expression, right: Expression, known: World) -> None:
    assert not equal(left.term, right.term, known)
