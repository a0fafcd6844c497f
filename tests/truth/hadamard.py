"""Truth of `corpus/identities/hadamard.md`."""

from truth.identity import claim

TRUTH = {
    "commutative": claim(
        "A:mn B:mn", "hadamard(A, B)", "hadamard(B, A)",
        transpose="hadamard(B.T, A.T)",
        sign="-hadamard(B, A)",
        ordinary="A @ B",
    ),
    "transpose": claim(
        "A:mn B:mn", "hadamard(A, B).T", "hadamard(A.T, B.T)",
        half="hadamard(A.T, B)",
        untransposed="hadamard(A, B)",
        ordinary="B.T @ A.T",
    ),
    "diagonal-times-vector": claim(
        "x:n y:n", "diag(x) @ y", "hadamard(x, y)",
        inner="x.T @ y",
        outer="x @ y.T",
        diagonal="diag(x) @ diag(y)",
    ),
    "two-sided-scaling": claim(
        "x:m A:mn y:n", "diag(x) @ A @ diag(y)", "hadamard(x @ y.T, A)",
        order="hadamard(y @ x.T, A)",
        ordinary="(x @ y.T) @ A",
        inner="(x.T @ y) * A",
    ),
    "weighted-bilinear-form": claim(
        "x:m A:mn B:mn y:n", "x.T @ hadamard(A, B) @ y", "tr(diag(x) @ A @ diag(y) @ B.T)",
        lost_transpose="tr(diag(x) @ A @ diag(y) @ B)",
        swapped="tr(diag(y) @ A @ diag(x) @ B.T)",
        lost_trace="diag(x) @ A @ diag(y) @ B.T",
    ),
    "row-sums": claim(
        "A:mn B:mn", "hadamard(A, B) @ ones(n)", "diag(A @ B.T)",
        other_gram="diag(A.T @ B)",
        trace="tr(A @ B.T)",
        lost_transpose="diag(A @ B)",
    ),
    "grand-sum": claim(
        "A:mn B:mn", "ones(m).T @ hadamard(A, B) @ ones(n)", "tr(A.T @ B)",
        lost_transpose="tr(A @ B)",
        entries="A.T @ B",
        ordinary="ones(n).T @ A.T @ B @ ones(n)",
    ),
    "with-identity": claim(
        "A:nn", "hadamard(A, eye(n))", "diag(diag(A))",
        itself="A",
        trace="tr(A)",
        vector="diag(A)",
    ),
    "with-kronecker": claim(
        "A:mn B:pq C:mn D:pq", "hadamard(kron(A, B), kron(C, D))", "kron(hadamard(A, C), hadamard(B, D))",
        crossed="kron(hadamard(A, D), hadamard(B, C))",
        order="kron(hadamard(B, D), hadamard(A, C))",
        ordinary="kron(A @ C, B @ D)",
    ),
    "of-rank-ones": claim(
        "a:m b:n c:m d:n", "hadamard(a @ b.T, c @ d.T)", "hadamard(a, c) @ hadamard(b, d).T",
        order="hadamard(b, d) @ hadamard(a, c).T",
        inner="(a.T @ c) * (b.T @ d)",
        crossed="hadamard(a, d) @ hadamard(b, c).T",
    ),
    "vec": claim(
        "A:mn B:mn", "vec(hadamard(A, B))", "hadamard(vec(A), vec(B))",
        inner="vec(A).T @ vec(B)",
        transposed="hadamard(vec(A), vec(B.T))",
        kronecker="kron(vec(A), vec(B))",
    ),
    "gradient-of-weighted-sum": claim(
        "A:mn X:mn", "gradient(lambda X: total(hadamard(A, X)), X)", "A",
        variable="hadamard(A, X)",
        ones="ones(m, n)",
        transpose="A.T",
    ),
    "gradient-of-trace": claim(
        "A:nm B:mn X:mn", "gradient(lambda X: tr(A @ hadamard(X, B)), X)", "hadamard(A.T, B)",
        lost_transpose="hadamard(A, B)",
        ordinary="A.T @ B.T",
        lost_factor="A.T",
    ),
    "gradient-of-squares": claim(
        "A:mn X:mn", "gradient(lambda X: norm2(hadamard(A, X)), X)", "2 * hadamard(hadamard(A, A), X)",
        single="2 * hadamard(A, X)",
        ordinary="2 * A.T @ A @ X",
        factor="hadamard(hadamard(A, A), X)",
    ),
    "jacobian": claim(
        "x:n y:n", "jacobian(lambda x: hadamard(x, y), x)", "diag(y)",
        vector="y",
        variable="diag(x)",
        identity="eye(n)",
    ),
}
