"""Derivatives: the rules of matrix calculus are proved, slips are not, and finite differences agree with both."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pytest
from numeric_terms import agree, draw, evaluate
from term_notation import (
    D,
    Expression,
    adj,
    along,
    at,
    column,
    commutation,
    constant,
    d,
    det,
    diag,
    exp,
    expm,
    eye,
    fn,
    had,
    hessian,
    inv,
    ix,
    jacobian,
    kron,
    kronecker_delta,
    let,
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
    unknown,
    vec,
    zero,
)

from auditor.terms.dimension import ONE
from auditor.terms.gradients import gradient
from auditor.terms.normal_form import equal
from auditor.terms.term import subterms
from auditor.terms.world import World

A, B, C, S = (matrix(name, n, n) for name in "ABCS")
X, Y = matrix("X", m, n), matrix("Y", m, q)
R, L = matrix("R", n, q), matrix("L", p, m)
E, P = matrix("E", m, m), matrix("P", m, n)
a, b, x, y = (column(name, n) for name in "abxy")
u, v, w = column("u", m), column("v", m), column("w", q)
s, t = scalar("s"), scalar("t")
i, j, k, l = ix("i", n), ix("j", n), ix("k", n), ix("l", n)
HALF = Fraction(1, 2)
N, M = num(n), num(m)
PI = constant("pi")
TALL = {"m": 5, "n": 3, "p": 2, "q": 4}
ONES = one(n)
SOFTMAX = exp(x) / (ONES.T @ exp(x))
SIGMOID = fn("sigmoid", X @ x)
RESIDUAL = X @ R - Y
GRAM = X.T @ E @ X


def world(constant: str = "", **properties: str) -> World:
    return World(
        {name: tuple(words.split(", ")) for name, words in properties.items()}, {}, frozenset(constant.split())
    )


@dataclass(frozen=True)
class Case:
    left: Expression
    right: Expression
    wrong: tuple[Expression, ...] = ()
    world: World = field(default_factory=World)
    sizes: dict[str, int] | None = None


SYMMETRIC = world(E="symmetric", A="symmetric")
GRADIENTS: dict[str, tuple[Expression, Expression, Expression, tuple[Expression, ...], World]] = {
    # body, variable, gradient, slips, world
    "a^T x": (x.T @ a, x, a, (x, -a), World()),
    "a^T X b": (u.T @ X @ b, X, u @ b.T, (X, 2 * (u @ b.T)), World()),
    "b^T X^T u": (b.T @ X.T @ u, X, u @ b.T, (X,), World()),
    "a^T S a": (a.T @ S @ a, S, a @ a.T, (S, 2 * (a @ a.T)), World()),
    "x^T B x": (x.T @ B @ x, x, (B + B.T) @ x, (2 * (B @ x), 2 * (B.T @ x), (B - B.T) @ x), World()),
    "x^T A x, symmetric": (x.T @ A @ x, x, 2 * (A @ x), (A @ x,), SYMMETRIC),
    "b^T X^T X c": (a.T @ X.T @ X @ b, X, X @ (a @ b.T + b @ a.T), (2 * (X @ a @ b.T), X @ (a @ b.T)), World()),
    "two affine maps": (
        (X @ x + u).T @ E @ (P @ x + v),
        x,
        X.T @ E @ (P @ x + v) + P.T @ E.T @ (X @ x + u),
        (X.T @ E @ (P @ x + v) + P.T @ E @ (X @ x + u), X.T @ E @ (P @ x + v)),
        World(),
    ),
    "b^T X^T D X c": (
        a.T @ X.T @ E @ X @ b,
        X,
        E.T @ X @ a @ b.T + E @ X @ b @ a.T,
        (E @ X @ a @ b.T + E.T @ X @ b @ a.T,),
        World(),
    ),
    "weighted residual": (
        (X @ b + u).T @ E @ (X @ b + u),
        X,
        (E + E.T) @ (X @ b + u) @ b.T,
        (2 * (E @ (X @ b + u) @ b.T), (E + E.T) @ (X @ b) @ b.T),
        World(),
    ),
    "weighted least squares": (
        (u - X @ x).T @ E @ (u - X @ x),
        x,
        -2 * (X.T @ E @ (u - X @ x)),
        (2 * (X.T @ E @ (u - X @ x)), -2 * (X.T @ (u - X @ x))),
        SYMMETRIC,
    ),
    "weighted least squares, by the matrix": (
        (u - X @ x).T @ E @ (u - X @ x),
        X,
        -2 * (E @ (u - X @ x) @ x.T),
        (-2 * ((u - X @ x) @ x.T), 2 * (E @ (u - X @ x) @ x.T)),
        SYMMETRIC,
    ),
    "tr X": (tr(S), S, eye(n), (S, 2 * eye(n)), World()),
    "tr XA": (tr(S @ A), S, A.T, (A, S), World()),
    "tr AXB": (tr(L @ X @ matrix("K", n, p)), X, L.T @ matrix("K", n, p).T, (X, -(L.T @ matrix("K", n, p).T)), World()),
    "tr AX^TB": (tr(P.T @ X), X, P, (X, 2 * P), World()),
    "tr X^2": (tr(S @ S), S, 2 * S.T, (2 * S, S.T), World()),
    "tr X^2 B": (tr(S @ S @ B), S, (S @ B + B @ S).T, (S @ B + B @ S, 2 * (S @ B).T), World()),
    "tr X^T B X": (tr(X.T @ E @ X), X, (E + E.T) @ X, (2 * (E @ X), E @ X), World()),
    "tr X B X^T": (tr(X @ B @ X.T), X, X @ B.T + X @ B, (2 * (X @ B), X @ B), World()),
    "tr AXBX": (
        tr(A @ S @ B @ S),
        S,
        A.T @ S.T @ B.T + B.T @ S.T @ A.T,
        (A.T @ S.T @ B.T, A @ S @ B + B @ S @ A),
        World(),
    ),
    "tr B^T X^T C X B": (
        tr(R.T @ X.T @ E @ X @ R),
        X,
        E.T @ X @ R @ R.T + E @ X @ R @ R.T,
        (2 * (E @ X @ R @ R.T),),
        World(),
    ),
    "tr AXBX^TC": (
        tr(E @ X @ B @ X.T @ matrix("F", m, m)),
        X,
        E.T @ matrix("F", m, m).T @ X @ B.T + matrix("F", m, m) @ E @ X @ B,
        (E.T @ X @ B.T @ B.T, matrix("F", m, m) @ E @ X @ B),
        World(),
    ),
    "(AXB + C)": (
        tr((L @ X @ R - matrix("C2", p, q)).T @ (L @ X @ R - matrix("C2", p, q))),
        X,
        2 * (L.T @ (L @ X @ R - matrix("C2", p, q)) @ R.T),
        (L.T @ (L @ X @ R - matrix("C2", p, q)) @ R.T, 2 * (L.T @ (L @ X @ R + matrix("C2", p, q)) @ R.T)),
        World(),
    ),
    "tr X kron X": (tr(kron(S, S)), S, 2 * tr(S) * eye(n), (tr(S) * eye(n), 2 * S.T), World()),
    "tr A kron X": (tr(kron(A, S)), S, tr(A) * eye(n), (A, N * eye(n)), World()),
    "tr X^4": (tr(S**4), S, 4 * ((S**3).T), (4 * (S**3), 3 * ((S**3).T)), World()),
    "tr A X^3": (tr(A @ S**3), S, (S @ S @ A + S @ A @ S + A @ S @ S).T, (3 * (S @ S @ A).T,), World()),
    "linear regression": (
        (1 / M) * tr(RESIDUAL.T @ RESIDUAL),
        R,
        (2 / M) * (X.T @ RESIDUAL),
        ((1 / M) * (X.T @ RESIDUAL), (2 / M) * (X.T @ (RESIDUAL + 2 * Y)), (2 / N) * (X.T @ RESIDUAL)),
        World(),
    ),
    "ridge": (
        HALF * norm(X @ x - u) ** 2 + HALF * (s * (x.T @ x)),
        x,
        X.T @ (X @ x - u) + s * x,
        (X.T @ (X @ x - u), X.T @ (X @ x - u) + 2 * (s * x)),
        World(),
    ),
    "(MM^T - I)^2": (
        tr((X @ X.T - eye(m)) @ (X @ X.T - eye(m)).T),
        X,
        4 * ((X @ X.T - eye(m)) @ X),
        (2 * ((X @ X.T - eye(m)) @ X), 4 * X),
        World(),
    ),
    "det X": (det(S), S, det(S) * inv(S).T, (det(S) * inv(S), inv(S).T, det(S) * S.T), World()),
    "det X by adjugate": (det(S), S, adj(S).T, (adj(S),), World()),
    "det AXB": (
        det(A @ S @ B),
        S,
        det(A @ S @ B) * inv(S).T,
        (det(S) * inv(S).T, det(A @ S @ B) * inv(A @ S @ B).T),
        World(),
    ),
    "det X^T A X, square": (
        det(S.T @ A @ S),
        S,
        2 * det(S.T @ A @ S) * inv(S).T,
        (det(S.T @ A @ S) * inv(S).T,),
        World(),
    ),
    "det X^T A X, symmetric": (
        det(GRAM),
        X,
        2 * det(GRAM) * (E @ X @ inv(GRAM)),
        (det(GRAM) * (E @ X @ inv(GRAM)), 2 * (E @ X @ inv(GRAM))),
        SYMMETRIC,
    ),
    "det X^T A X": (
        det(GRAM),
        X,
        det(GRAM) * (E @ X @ inv(GRAM) + E.T @ X @ inv(X.T @ E.T @ X)),
        (2 * det(GRAM) * (E @ X @ inv(GRAM)),),
        World(),
    ),
    "log det X^T X": (log(det(X.T @ X)), X, 2 * (X @ inv(X.T @ X)), (X @ inv(X.T @ X), 2 * X), World()),
    "log det X^T X by the pseudo-inverse": (
        log(det(X.T @ X)),
        X,
        2 * pinv(X).T,
        (pinv(X).T,),
        world(X="full column rank"),
    ),
    "log abs det": (log(fn("abs", det(S))), S, inv(S).T, (inv(S), fn("abs", det(S)) * inv(S).T), World()),
    "det X^3": (det(S**3), S, 3 * det(S**3) * inv(S).T, (3 * (det(S) ** 2) * inv(S).T, det(S**3) * inv(S).T), World()),
    "log det, Gaussian": (
        s * log(det(S)) - s * tr(A @ S),
        S,
        s * (inv(S) - A),
        (s * (A - inv(S)), s * (S - A), inv(S) - A),
        world(S="positive definite", A="symmetric"),
    ),
    "a^T X^{-1} b": (
        a.T @ inv(S) @ b,
        S,
        -(inv(S).T @ a @ b.T @ inv(S).T),
        (inv(S).T @ a @ b.T @ inv(S).T, -(inv(S) @ a @ b.T @ inv(S))),
        World(),
    ),
    "det X^{-1}": (det(inv(S)), S, -(det(inv(S)) * inv(S).T), (det(inv(S)) * inv(S).T, -(det(S) * inv(S).T)), World()),
    "tr A X^{-1} B": (
        tr(A @ inv(S) @ B),
        S,
        -((inv(S) @ B @ A @ inv(S)).T),
        (-(inv(S) @ B @ A @ inv(S)), -((inv(S) @ A @ B @ inv(S)).T)),
        World(),
    ),
    "tr (X + A)^{-1}": (
        tr(inv(S + A)),
        S,
        -((inv(S + A) @ inv(S + A)).T),
        (-(inv(S + A) @ inv(S + A)), -(inv(S + A).T)),
        World(),
    ),
    "tr (X^T C X)^{-1} A": (
        tr(inv(GRAM) @ A),
        X,
        -(E @ X @ inv(GRAM) @ (A + A.T) @ inv(GRAM)),
        (-(E @ X @ inv(GRAM) @ A @ inv(GRAM)), E @ X @ inv(GRAM) @ (A + A.T) @ inv(GRAM)),
        world(E="symmetric"),
    ),
    "norm": (norm(x - a), x, (x - a) / norm(x - a), (x - a, 2 * (x - a), (x - a) / norm(x - a) ** 2), World()),
    "norm squared": (norm(x) ** 2, x, 2 * x, (x, 2 * x / norm(x)), World()),
    "Frobenius norm": (norm(X, "F"), X, X / norm(X, "F"), (2 * X, X / (2 * norm(X, "F"))), World()),
    "Frobenius norm squared": (norm(X, "F") ** 2, X, 2 * X, (X,), World()),
    "one-norm": (norm(x - a, "1"), x, fn("sign", x - a), (x - a, fn("abs", x - a)), World()),
    "Rayleigh quotient": (
        (x.T @ B @ x) / (x.T @ x),
        x,
        ((B + B.T) @ x - 2 * ((x.T @ B @ x) / (x.T @ x)) * x) / (x.T @ x),
        (((B + B.T) @ x + 2 * ((x.T @ B @ x) / (x.T @ x)) * x) / (x.T @ x), ((B + B.T) @ x) / (x.T @ x)),
        World(),
    ),
    "quotient of linear forms": (
        (a.T @ x) / (b.T @ x),
        x,
        (a * (b.T @ x) - b * (a.T @ x)) / (b.T @ x) ** 2,
        ((a * (b.T @ x) + b * (a.T @ x)) / (b.T @ x) ** 2, (a * (b.T @ x) - b * (a.T @ x)) / (b.T @ x)),
        World(),
    ),
    "tr A(X o B)": (tr(A @ had(S, B)), S, had(A.T, B), (had(A, B), A.T @ B.T), World()),
    "hadamard square": (ONES.T @ power(x - a, 2), x, 2 * (x - a), (x - a, 2 * power(x - a, 2)), World()),
    "log-sum-exp": (log(ONES.T @ exp(x)), x, SOFTMAX, (exp(x), 1 / (ONES.T @ exp(x)) * ONES), World()),
    "cross-entropy": (-(y.T @ log(SOFTMAX)), x, SOFTMAX - y, (y - SOFTMAX, SOFTMAX), world(y="one-hot")),
    "cross-entropy, probabilities": (-(y.T @ log(SOFTMAX)), x, SOFTMAX - y, (SOFTMAX + y,), world(y="stochastic")),
    "cross-entropy, any weights": (-(y.T @ log(SOFTMAX)), x, (ONES.T @ y) * SOFTMAX - y, (SOFTMAX - y,), World()),
    "logistic loss": (
        -(u.T @ log(SIGMOID) + (one(m) - u).T @ log(one(m) - SIGMOID)),
        x,
        X.T @ (SIGMOID - u),
        (X.T @ (u - SIGMOID), X.T @ SIGMOID),
        World(),
    ),
    "entropy": (total(x[at(i)] * log(x[at(i)]), i), x, log(x) + ONES, (log(x), log(x) - ONES), world(x="positive")),
    "Gaussian": (
        exp(-HALF * (x.T @ A @ x)),
        x,
        -(exp(-HALF * (x.T @ A @ x)) * (A @ x)),
        (exp(-HALF * (x.T @ A @ x)) * (A @ x), -(A @ x)),
        SYMMETRIC,
    ),
    "one layer": (
        u.T @ fn("tanh", X @ x),
        X,
        had(u, one(m) - power(fn("tanh", X @ x), 2)) @ x.T,
        (had(u, fn("tanh", X @ x)) @ x.T, u @ x.T),
        World(),
    ),
    "one layer, any activation": (
        u.T @ unknown("f", X @ x, entrywise=True),
        X,
        had(u, unknown("f'", X @ x, entrywise=True)) @ x.T,
        (had(u, unknown("f", X @ x, entrywise=True)) @ x.T,),
        World(),
    ),
    "rectifier": (ONES.T @ fn("relu", x), x, HALF * (ONES + fn("sign", x)), (fn("sign", x), fn("relu", x)), World()),
    "product of entries": (
        product(x[at(i)], i),
        x,
        product(x[at(i)], i) * power(x, -1),
        (power(x, -1), product(x[at(i)], i) * x),
        World(),
    ),
    "sum of squares by index": (total((x[at(i)] - y[at(i)]) ** 2, i), x, 2 * (x - y), (2 * (y - x), x - y), World()),
    "residuals by rows": (
        total(((X @ x)[at(ix("i", m))] - u[at(ix("i", m))]) ** 2, ix("i", m)),
        x,
        2 * (X.T @ (X @ x - u)),
        (2 * (X.T @ (X @ x)), X.T @ (X @ x - u)),
        World(),
    ),
    "power rule": (s * t**3, t, 3 * (s * t**2), (s * t**2, 3 * (s * t**3)), World()),
    "symbolic power": (t ** num(n), t, N * t ** (N - 1), (t ** (N - 1), N * t**N), World()),
    "exponential tower": (
        exp(s * t**2),
        t,
        2 * (s * t) * exp(s * t**2),
        (exp(s * t**2), s * t * exp(s * t**2)),
        World(),
    ),
    "a^x": (s**t, t, log(s) * s**t, (s**t, t * s ** (t - 1)), world(s="positive")),
    "tangent": (fn("tan", t), t, 1 / fn("cos", t) ** 2, (1 / fn("cos", t), fn("sin", t) ** 2), World()),
    "inverse functions": (
        fn("arctan", t) + fn("arcsin", t),
        t,
        1 / (1 + t**2) + 1 / fn("sqrt", 1 - t**2),
        (1 / (1 + t**2), 1 / (1 - t**2)),
        World(),
    ),
    "hyperbolic": (fn("sinh", t) * fn("cosh", t), t, fn("cosh", 2 * t), (fn("sinh", 2 * t), fn("cosh", t)), World()),
    "softplus": (fn("softplus", t), t, fn("sigmoid", t), (1 - fn("sigmoid", t), fn("softplus", t)), World()),
    "error function": (fn("erf", t), t, 2 * exp(-(t**2)) * fn("sqrt", 1 / PI), (exp(-(t**2)), exp(t**2)), World()),
    "matrix exponential": (
        tr(B @ expm(t * A)),
        t,
        tr(B @ A @ expm(t * A)),
        (tr(B @ expm(t * A)), tr(A @ expm(t * A))),
        World(),
    ),
}

DERIVATIVES: dict[str, Case] = {
    **{
        f"gradient of {name}": Case(D(body, variable), result, wrong, known, TALL)
        for name, (body, variable, result, wrong, known) in GRADIENTS.items()
    },
    # Jacobians and Hessians
    "Jacobian of A x": Case(jacobian(X @ x, x), X, (2 * X,)),
    "Jacobian of x": Case(jacobian(x, x), eye(n), (2 * eye(n),)),
    "Jacobian of x x^T a": Case(
        jacobian(x @ x.T @ a, x), (x.T @ a) * eye(n) + x @ a.T, ((x.T @ a) * eye(n) + a @ x.T, 2 * (x @ a.T))
    ),
    "Jacobian of the unit vector": Case(
        jacobian((x - a) / norm(x - a), x),
        eye(n) / norm(x - a) - ((x - a) @ (x - a).T) / norm(x - a) ** 3,
        (eye(n) / norm(x - a), eye(n) / norm(x - a) + ((x - a) @ (x - a).T) / norm(x - a) ** 3),
    ),
    "Jacobian of softmax": Case(
        jacobian(SOFTMAX, x), diag(SOFTMAX) - SOFTMAX @ SOFTMAX.T, (diag(SOFTMAX), SOFTMAX @ SOFTMAX.T)
    ),
    "Jacobian of an entrywise function": Case(
        jacobian(unknown("f", x, entrywise=True), x),
        diag(unknown("f'", x, entrywise=True)),
        (diag(unknown("f", x, entrywise=True)),),
    ),
    "Jacobian of a hadamard product": Case(
        jacobian(had(x, X.T @ (X @ x)), x), diag(X.T @ (X @ x)) + diag(x) @ X.T @ X, (diag(x) @ X.T @ X,)
    ),
    "Jacobian of a square": Case(jacobian(power(x - a, 2), x), 2 * diag(x - a), (diag(x - a),)),
    "Hessian of a quadratic form": Case(hessian(x.T @ B @ x, x), B + B.T, (2 * B, B)),
    "Hessian of log-sum-exp": Case(
        hessian(log(ONES.T @ exp(x)), x), diag(SOFTMAX) - SOFTMAX @ SOFTMAX.T, (diag(SOFTMAX),)
    ),
    "Hessian of the logistic loss": Case(
        hessian(one(m).T @ fn("softplus", X @ x), x),
        X.T @ diag(had(SIGMOID, one(m) - SIGMOID)) @ X,
        (X.T @ diag(SIGMOID) @ X, -(X.T @ diag(had(SIGMOID, one(m) - SIGMOID)) @ X)),
    ),
    "Hessian of the norm": Case(hessian(norm(x), x), eye(n) / norm(x) - (x @ x.T) / norm(x) ** 3, (eye(n) / norm(x),)),
    # Entries
    "entry of a linear map": Case(
        D((S @ A)[at(i), at(j)], S)[at(k), at(l)],
        kronecker_delta(at(i), at(k)) * A[at(l), at(j)],
        (kronecker_delta(at(i), at(l)) * A[at(k), at(j)], A[at(l), at(j)]),
    ),
    "entry of a transposed map": Case(
        D((S.T @ A)[at(i), at(j)], S)[at(k), at(l)],
        kronecker_delta(at(i), at(l)) * A[at(k), at(j)],
        (kronecker_delta(at(i), at(k)) * A[at(l), at(j)],),
    ),
    "entry by entry": Case(
        D(S, S)[at(i), at(j), at(k), at(l)],
        kronecker_delta(at(i), at(k)) * kronecker_delta(at(j), at(l)),
        (kronecker_delta(at(i), at(l)) * kronecker_delta(at(j), at(k)),),
    ),
    "square of the sum of entries": Case(
        D((ONES.T @ S @ ONES) ** 2, S)[at(i), at(j)], 2 * (ONES.T @ S @ ONES), (ONES.T @ S @ ONES,)
    ),
    "entry of X^T B X": Case(
        D((S.T @ B @ S)[at(k), at(l)], S)[at(i), at(j)],
        kronecker_delta(at(l), at(j)) * (S.T @ B)[at(k), at(i)] + kronecker_delta(at(k), at(j)) * (B @ S)[at(i), at(l)],
        (
            kronecker_delta(at(l), at(j)) * (S.T @ B)[at(k), at(i)],
            kronecker_delta(at(l), at(i)) * (S.T @ B)[at(k), at(j)],
        ),
    ),
    "entry of an inverse": Case(
        D(inv(S)[at(k), at(l)], S)[at(i), at(j)],
        -(inv(S)[at(k), at(i)] * inv(S)[at(j), at(l)]),
        (-(inv(S)[at(i), at(k)] * inv(S)[at(j), at(l)]), inv(S)[at(k), at(i)] * inv(S)[at(j), at(l)]),
    ),
    "one weight of a layer": Case(
        D(u.T @ fn("tanh", X @ x), X)[at(ix("i", m)), at(j)],
        u[at(ix("i", m))] * (1 - fn("tanh", (X @ x)[at(ix("i", m))]) ** 2) * x[at(j)],
        (u[at(ix("i", m))] * x[at(j)], u[at(ix("i", m))] * (1 - fn("tanh", (X @ x)[at(ix("i", m))])) * x[at(j)]),
    ),
    # Differentials
    "d of a constant": Case(d(A @ x), A @ d(x), (d(A) @ x, A @ x), world("A")),
    "d of a product": Case(d(A @ B), d(A) @ B + A @ d(B), (d(A) @ d(B), d(B) @ A + A @ d(B))),
    "d of a hadamard product": Case(d(had(A, B)), had(d(A), B) + had(A, d(B)), (had(d(A), d(B)), had(d(A), B))),
    "d of a Kronecker product": Case(
        d(kron(A, E)), kron(d(A), E) + kron(A, d(E)), (kron(d(A), E) + kron(d(E), A), kron(d(A), E))
    ),
    "d of an inverse": Case(d(inv(A)), -(inv(A) @ d(A) @ inv(A)), (inv(A) @ d(A) @ inv(A), -(inv(A) @ inv(A) @ d(A)))),
    "d of a determinant": Case(d(det(A)), det(A) * tr(inv(A) @ d(A)), (tr(inv(A) @ d(A)), det(A) * tr(A @ d(A)))),
    "d of a determinant, adjugate": Case(d(det(A)), tr(adj(A) @ d(A)), (tr(adj(A).T @ d(A)),)),
    "d of log det": Case(d(log(det(A))), tr(inv(A) @ d(A)), (tr(inv(A).T @ d(A)), tr(d(A)))),
    "d of a Gram matrix": Case(d(X.T @ X), d(X).T @ X + X.T @ d(X), (2 * (X.T @ d(X)), d(X).T @ X)),
    "d of a squared norm": Case(d(x.T @ x), 2 * (x.T @ d(x)), (x.T @ d(x), d(x).T @ d(x))),
    "d of vec": Case(vec(d(E @ X @ A)), kron(A.T, E) @ vec(d(X)), (kron(A, E) @ vec(d(X)),), world("E A")),
    "d of vec of a Gram matrix": Case(
        vec(d(X.T @ X)),
        (eye(n * n) + commutation(n, n)) @ kron(eye(n), X.T) @ vec(d(X)),
        (2 * (kron(eye(n), X.T) @ vec(d(X))), (eye(n * n) - commutation(n, n)) @ kron(eye(n), X.T) @ vec(d(X))),
    ),
    "second differential": Case(
        d(d(x.T @ A @ x)), 2 * (d(x).T @ A @ d(x)), (d(x).T @ A @ d(x), num(0)), world("A", A="symmetric")
    ),
    "d of a symmetric matrix": Case(d(A).T, d(A), (-d(A),), world(A="symmetric")),
    # Directions and substitution
    "direction": Case(along(x.T @ A @ x, x, y), y.T @ (A + A.T) @ x, (2 * (y.T @ A @ x), y.T @ A @ y)),
    "direction in a Gram matrix": Case(along(X @ X.T, X, P), P @ X.T + X @ P.T, (2 * (X @ P.T), P @ P.T)),
    "direction as a limit": Case(
        let(D(let((X @ x).T @ (X @ x), x, x + t * y), t), t, 0),
        2 * ((X @ y).T @ (X @ x)),
        ((X @ y).T @ (X @ x), (X @ y).T @ (X @ y)),
    ),
    "derivative at a point": Case(
        let(D(unknown("f", t), t), t, s**2), unknown("f'", s**2), (unknown("f", s**2), 2 * s * unknown("f'", s**2))
    ),
    "chain rule": Case(
        D(unknown("f", s * t**2), t),
        2 * (s * t) * unknown("f'", s * t**2),
        (unknown("f'", s * t**2), 2 * (s * t) * unknown("f", s * t**2)),
    ),
    "gradient of an unknown function": Case(
        D(unknown("g", X @ x), x),
        X.T @ let(D(unknown("g", v), v), v, X @ x),
        (2 * (X.T @ let(D(unknown("g", v), v), v, X @ x)),),
    ),
    "mixed derivatives commute": Case(
        D(D(unknown("h", s, t), s), t), D(D(unknown("h", s, t), t), s), (D(D(unknown("h", s, t), t), t) + 1,)
    ),
    "mean of a sum": Case(D((ONES.T @ x) / N, x), ONES / N, (ONES, x / N)),
    "unit vector along the derivative": Case(D(x[at(i)], x), unit(at(i), n), (ONES, x)),
}

SLIPS = [(name, wrong) for name, case in DERIVATIVES.items() for wrong in case.wrong]


def values(left: Expression, right: Expression, case: Case) -> set[bool | None]:
    found: set[bool | None] = set()
    for seed in range(6):
        try:
            found.add(agree(left.term, right.term, case.world, seed, case.sizes))
        except np.linalg.LinAlgError:
            found.add(None)
    return found


@pytest.mark.parametrize("name", DERIVATIVES)
def test_rule_is_proved(name: str) -> None:
    case = DERIVATIVES[name]
    seen = values(case.left, case.right, case)
    assert True in seen
    assert False not in seen
    assert equal(case.left.term, case.right.term, case.world)


@pytest.mark.parametrize(("name", "wrong"), SLIPS, ids=[f"{name} {number}" for number, (name, _) in enumerate(SLIPS)])
def test_slip_is_not_proved(name: str, wrong: Expression) -> None:
    case = DERIVATIVES[name]
    assert False in values(case.left, wrong, case)
    assert not equal(case.left.term, wrong.term, case.world)


@pytest.mark.parametrize("name", GRADIENTS)
def test_gradient_comes_as_a_term(name: str) -> None:
    body, variable, _, _, known = GRADIENTS[name]
    found = gradient(body.term, variable.term, known)
    assert found is not None
    assert found.shape == variable.term.shape
    assert not any(part.operation == "derivative" for part in subterms(found))
    case = Case(D(body, variable), Expression(found), (), known, TALL)
    seen = values(case.left, case.right, case)
    assert True in seen
    assert False not in seen


def test_definitions_are_followed() -> None:
    """L = (u − y)^T (u − y) with y = X x: by X through y, by y itself not further."""
    z = column("z", m)
    loss = scalar("L")
    known = World(definitions={"z": (X @ x).term, "L": ((u - z).T @ (u - z)).term})
    assert equal(D(loss, X).term, (-2 * ((u - z) @ x.T)).term, known)
    assert equal(D(loss, z).term, (-2 * (u - z)).term, known)
    assert equal(D(loss, x).term, (-2 * (X.T @ (u - z))).term, known)
    assert equal(d(z).term, (d(X) @ x + X @ d(x)).term, known)
    assert not equal(D(loss, X).term, zero(m, n).term, known)
    chained = World(definitions={**known.definitions, "t": (loss * 3).term})
    assert equal(D(t, z).term, (-6 * (u - z)).term, chained)
    assert equal(D(t, loss).term, num(3).term, chained)


def test_nothing_is_claimed_of_constrained_variables() -> None:
    known = world(A="orthogonal", x="unit")
    assert not equal(D(tr(A.T @ A), A).term, (2 * A).term, known)
    assert not equal(D(tr(A.T @ A), A).term, zero(n, n).term, known)
    assert not equal(d(A.T @ A).term, (d(A).T @ A + A.T @ d(A)).term, known)
    assert not equal(D(x.T @ x, x).term, zero(n, ONE).term, known)


def test_derivative_by_a_symmetric_matrix_is_by_independent_entries() -> None:
    known = world(S="symmetric")
    assert equal(D(tr(A @ S), S).term, A.T.term, known)
    assert not equal(D(tr(A @ S), S).term, (A + A.T - diag(diag(A))).term, known)


def test_nested_derivatives_keep_their_variables_apart() -> None:
    inner = let(D(s * t**2, t), t, s)  # 2 s · s
    assert equal(D(inner, s).term, (4 * s).term, World())
    assert equal(D(let(D(s * t, t), s, t**3), t).term, (3 * t**2).term, World())


def test_finite_differences_see_what_the_terms_mean() -> None:
    """The evaluator itself, on a derivative known by hand."""
    at_point = draw((x.term, A.term), World(), 3, {"n": 3})
    value = evaluate(D(x.T @ A @ x, x).term, at_point)
    matrix_value, vector = at_point.values["A"], at_point.values["x"]
    assert np.allclose(value, (matrix_value + matrix_value.T) @ vector)
