"""Truth of `corpus/identities/norms.md`."""

from truth.identity import claim, left

TRUTH = {
    # Expansions
    "difference": claim(
        "x:n y:n", "norm2(x - y)", "norm2(x) - 2 * x.T @ y + norm2(y)",
        naive="norm2(x) - norm2(y)",
        sign="norm2(x) + 2 * x.T @ y + norm2(y)",
        outer="norm2(x) - 2 * x @ y.T + norm2(y)",
        factor="norm2(x) - x.T @ y + norm2(y)",
    ),
    "parallelogram": claim(
        "x:n y:n", "norm2(x + y) + norm2(x - y)", "2 * norm2(x) + 2 * norm2(y)",
        factor="norm2(x) + norm2(y)",
        cross_term="4 * x.T @ y",
        roots="2 * norm(x) + 2 * norm(y)",
    ),
    "polarisation": claim(
        "x:n y:n", "(norm2(x + y) - norm2(x - y)) / 4", "x.T @ y",
        factor="4 * x.T @ y",
        outer="x @ y.T",
        plus=left("(norm2(x + y) + norm2(x - y)) / 4"),
    ),
    "homogeneous-squared": claim(
        "x:n c:", "norm2(c * x)", "c**2 * norm2(x)",
        linear="c * norm2(x)",
        sign="-(c**2) * norm2(x)",
        vector="c**2 * x",
    ),
    "orthogonal-invariance": claim(
        "Q:nn+orth x:n", "norm(Q @ x)", "norm(x)",
        product="norm(Q) * norm(x)",
        squared="norm2(x)",
        vector="Q @ x",
    ),
    "frobenius-expansion": claim(
        "A:mn B:mn", "norm2(A + B)", "norm2(A) + 2 * tr(A.T @ B) + norm2(B)",
        lost_term="norm2(A) + norm2(B)",
        lost_transpose="norm2(A) + 2 * tr(A @ B) + norm2(B)",
        lost_trace="norm2(A) + 2 * A.T @ B + norm2(B)",
        factor="norm2(A) + tr(A.T @ B) + norm2(B)",
    ),
    "rank-one": claim(
        "x:m y:n", "norm(x @ y.T)", "norm(x) * norm(y)",
        sum="norm(x) + norm(y)",
        inner="norm(x.T @ y)",
        squared="norm2(x) * norm2(y)",
    ),
    "gram-norm": claim(
        "A:mn", "norm(A.T @ A)", "norm(A @ A.T)",
        squared="norm2(A)",
        factor="2 * norm(A @ A.T)",
        unlike="norm(A @ A)",
    ),
    # Gradients
    "gradient-of-squared-norm": claim(
        "x:n", "gradient(norm2, x)", "2 * x",
        row="2 * x.T",
        norm="2 * norm(x)",
        factor="x",
    ),
    "gradient-of-norm": claim(
        "x:n", "gradient(norm, x)", "x / norm(x)",
        squared="2 * x",
        reciprocal="1 / norm(x)",
        exponent="x / norm2(x)",
    ),
    "gradient-of-fourth-power": claim(
        "x:n", "gradient(lambda x: norm2(x) ** 2, x)", "4 * norm2(x) * x",
        scalar_rule="4 * norm(x) ** 3",
        chain_rule="2 * norm2(x)",
        factor="2 * norm2(x) * x",
    ),
    "gradient-of-residual-norm": claim(
        "A:mn x:n b:m", "gradient(lambda x: norm(A @ x - b), x)", "A.T @ (A @ x - b) / norm(A @ x - b)",
        chain_rule="(A @ x - b) / norm(A @ x - b)",
        squared="2 * A.T @ (A @ x - b)",
        lost_transpose="A @ (A @ x - b) / norm(A @ x - b)",
    ),
    "gradient-of-frobenius-norm": claim(
        "X:mn", "gradient(norm, X)", "X / norm(X)",
        transpose="X.T / norm(X)",
        squared="2 * X",
        factor="X / (2 * norm(X))",
    ),
    "gradient-of-log-norm": claim(
        "x:n", "gradient(lambda x: log(norm2(x)) / 2, x)", "x / norm2(x)",
        exponent="x / norm(x)",
        chain_rule="1 / norm(x)",
        factor="2 * x / norm2(x)",
    ),
    "gradient-of-matrix-residual": claim(
        "A:mn X:np B:mp", "gradient(lambda X: norm2(A @ X - B), X)", "2 * A.T @ (A @ X - B)",
        order="2 * (A @ X - B) @ A.T",
        lost_transpose="2 * A @ (A @ X - B)",
        chain_rule="2 * (A @ X - B)",
        sign="-2 * A.T @ (A @ X - B)",
    ),
    "gradient-of-right-residual": claim(
        "X:mn A:np B:mp", "gradient(lambda X: norm2(X @ A - B), X)", "2 * (X @ A - B) @ A.T",
        order="2 * A.T @ (X @ A - B)",
        lost_transpose="2 * (X @ A - B) @ A",
        factor="(X @ A - B) @ A.T",
    ),
}
