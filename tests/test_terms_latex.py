"""Terms in LaTeX, as people would write them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from term_notation import (
    D,
    Expression,
    along,
    array,
    at,
    blocks,
    column,
    commutation,
    d,
    det,
    diag,
    exp,
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
    scalar,
    total,
    tr,
    unit,
    unknown,
    vec,
    zero,
)

from auditor.terms.gradients import gradient
from auditor.terms.latex import latex
from auditor.terms.term import compare, member, number, slice_, symbol
from auditor.terms.world import World

A, B = matrix("A", n, n), matrix("B", n, n)
X, R, Y = matrix("X", m, n), matrix("R", n, p), matrix("Y", m, p)
W = matrix("W_{1}", n, n)
x, y, bold = column("x", n), column("y", n), column(r"\mathbf{x}", n)
b = column("b", m)
s, t = scalar(r"\lambda"), scalar("t")
i, j = ix("i", n), ix("j", n)
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ((2 / num(m)) * (X.T @ (X @ R - Y)), r"\frac{2}{m}X^\top(XR-Y)"),
        (tr(A @ B), r"\operatorname{tr}(AB)"),
        (norm(x), r"\|x\|_2"),
        (norm(x) ** 2, r"\|x\|_2^{2}"),
        (norm(A, "F"), r"\|A\|_F"),
        (x.T @ x, r"x^\top x"),
        (inv(A), "A^{-1}"),
        (inv(A).T, r"A^{-\top}"),
        (inv(A.T), r"A^{-\top}"),
        (inv(A + B), "(A+B)^{-1}"),
        (inv(A @ B), "(AB)^{-1}"),
        ((A @ B).T, r"(AB)^\top"),
        (A.T @ B.T, r"A^\top B^\top"),
        (A**3, "A^{3}"),
        (pinv(X), "X^{+}"),
        (A[at(i), at(j)], "A_{ij}"),
        (A[at(i), at(j) + 1], "A_{i,j+1}"),
        (x[at(i)], "x_{i}"),
        (W[at(i), 2], "(W_{1})_{i2}"),
        ((A @ B)[at(i), at(j)], "(AB)_{ij}"),
        (total(x[at(i)] ** 2, i), r"\sum_{i=1}^{n} x_{i}^{2}"),
        (total(x[at(i)] + y[at(i)], i), r"\sum_{i=1}^{n} (x_{i}+y_{i})"),
        ((1 / num(n)) * total(x[at(i)], i), r"\frac{1}{n}\sum_{i=1}^{n} x_{i}"),
        (total(x[at(i)], i) * s, r"\lambda\sum_{i=1}^{n} x_{i}"),
        (product(x[at(i)], i), r"\prod_{i=1}^{n} x_{i}"),
        (had(A, B), r"A \odot B"),
        (had(A @ B, B), r"(AB) \odot B"),
        (A @ had(A, B), r"A(A \odot B)"),
        (kron(A.T, eye(n)), r"A^\top \otimes I"),
        (unknown("f'", x, entrywise=True), "f'(x)"),
        (D(unknown("f", x), x), r"\frac{\partial f}{\partial x}"),
        (D(tr(A @ B), A), r"\frac{\partial}{\partial A}\operatorname{tr}(AB)"),
        (D(x.T @ A @ x, x), r"\frac{\partial}{\partial x}(x^\top Ax)"),
        (D(A @ B, A)[at(i), at(j), at(i), at(j)], r"\frac{\partial (AB)_{ij}}{\partial A_{ij}}"),
        (HALF * (x.T @ A @ x), r"\frac{1}{2}x^\top Ax"),
        ((x.T @ A @ x) / (x.T @ x), r"\frac{x^\top Ax}{x^\top x}"),
        ((x.T @ bold) * A, r"(x^\top\mathbf{x})A"),
        (A - 2 * B, "A-2B"),
        (-(A + B), "-(A+B)"),
        (A @ -B, "-AB"),
        (A - (B - A), "A-(B-A)"),
        (s * eye(n), r"\lambda I"),
        (s * bold, r"\lambda\mathbf{x}"),
        (s * (s - t), r"\lambda(\lambda-t)"),
        ((s + t) ** 2, r"(\lambda+t)^{2}"),
        ((s - t) / s, r"\frac{\lambda-t}{\lambda}"),
        (2 * s / (3 * t), r"\frac{2\lambda}{3t}"),
        (1 / t**2, r"\frac{1}{t^{2}}"),
        (1 / fn("sqrt", t), r"\frac{1}{\sqrt{t}}"),
        (0 * t, "0"),
        (num(6) * 7, "42"),
        (log(det(A)), r"\log\det(A)"),
        (exp(-HALF * (x.T @ x)), r"\exp\left(-\frac{1}{2}x^\top x\right)"),
        (fn("abs", s), r"|\lambda|"),
        (fn("sigmoid", x), r"\sigma(x)"),
        (power(x, 2), r"x^{\circ 2}"),
        (diag(x) @ A, r"\operatorname{diag}(x)A"),
        (vec(A), r"\operatorname{vec}(A)"),
        (commutation(m, n), "K_{mn}"),
        (one(n).T @ x, r"\mathbf{1}^\top x"),
        (unit(at(i), n), "e_{i}"),
        (kronecker_delta(at(i), at(j)), r"\delta_{ij}"),
        (d(X), "dX"),
        (d(bold), r"d\mathbf{x}"),
        (d(X.T @ X), r"d(X^\top X)"),
        (along(x.T @ x, x, y), r"D_{x}(x^\top x)[y]"),
        (array(A[at(j), at(i)], i, j), r"\left[A_{ji}\right]_{ij}"),
        (blocks((A, x), (x.T, s), shape=(n + m, n + m)), r"\begin{bmatrix}A & x \\ x^\top & \lambda\end{bmatrix}"),
        (scalar("t#2") * 2, "2t"),
        (num(m * n + n) * x, "(mn+n)x"),
        (zero(m, n), "0"),
        (Expression(slice_(A.term, number(1), 0)), "A_{1:}"),
        (Expression(member(symbol("W", (p, n, n)), number(2))), "W^{2}"),
        (Expression(compare(s.term, "<=", t.term)), r"\mathbb{1}[\lambda \le t]"),
    ],
)
def test_terms_read_well(expression: Expression, expected: str) -> None:
    assert latex(expression.term) == expected


@pytest.mark.parametrize(
    ("body", "variable", "expected"),
    [
        ((1 / num(m)) * norm(X @ R - Y, "F") ** 2, R, r"\frac{2}{m}X^\top(XR-Y)"),
        (tr((X @ R - Y).T @ (X @ R - Y)), X, r"2(XR-Y)R^\top"),
        (total(((X @ x)[at(ix("j", m))] - b[at(ix("j", m))]) ** 2, ix("j", m)), x, r"2X^\top(Xx-b)"),
        (norm(X @ x - b), x, r"\frac{1}{\|Xx-b\|_2}X^\top(Xx-b)"),
        (x.T @ A @ x, x, r"(A+A^\top)x"),
        (x.T @ A @ x, A, r"xx^\top"),
        (log(det(A)), A, r"A^{-\top}"),
        (tr(inv(A)), A, r"-A^{-\top}A^{-\top}"),
        (s * t**3, t, r"3\lambda t^{2}"),
        (HALF * norm(X @ x - b) ** 2 + HALF * (s * (x.T @ x)), x, r"X^\top(Xx-b)+\lambda x"),
        (tr((X @ X.T - eye(m)) @ (X @ X.T - eye(m)).T), X, r"4(XX^\top-I)X"),
        (b.T @ unknown("f", X @ x, entrywise=True), X, r"(b \odot f'(Xx))x^\top"),
        (log(one(n).T @ exp(x)), x, r"\frac{1}{\mathbf{1}^\top\exp(x)}\exp(x)"),
    ],
)
def test_gradients_read_well(body: Expression, variable: Expression, expected: str) -> None:
    found = gradient(body.term, variable.term, World())
    assert found is not None
    assert latex(found) == expected


def test_symmetry_shortens_gradients() -> None:
    found = gradient((x.T @ A @ x).term, x.term, World(properties={"A": ("symmetric",)}))
    assert found is not None
    assert latex(found) == "2Ax"


def test_no_gradient_of_a_matrix() -> None:
    assert gradient((X.T @ X).term, X.term, World()) is None
