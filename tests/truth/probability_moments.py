"""Truth of `corpus/identities/probability_moments.md`, for normal variables with the moments that are stated."""

from truth.identity import both, claim

LAW = "u:n S:nn+pd"
SAMPLE = "u: s:"
MEAN_OF_SAMPLE = "(lambda x: total(x) / n)"
OF_SAMPLE = "u * ones(n), s**2 * eye(n)"
# Samples of vectors, stacked: their covariance has a block for each.
STACK = "u:n S:nn+pd"
STACKED = "kron(eye(m), S)"
BAR = "kron(ones(m).T / m, eye(n))"
MODEL = "X:mn b:n s: m>n"
HAT = "inv(X.T @ X) @ X.T"
OBSERVED = "u:n P:nn+pd R:mm+pd H:mn"
BOTH = "block([[P, zeros(n, m)], [zeros(m, n), R]])"

TRUTH = {
    "second-moment": claim(
        LAW,
        "normal(lambda x: x @ x.T, u, S)",
        "S + u @ u.T",
        sign="S - u @ u.T",
        inner="S + u.T @ u",
        lost_mean="S",
    ),
    "quadratic-form-of-moments": claim(
        f"{LAW} A:nn",
        "normal(lambda x: x.T @ A @ x, u, S)",
        "tr(A @ S) + u.T @ A @ u",
        lost_mean="tr(A @ S)",
        lost_trace="A @ S + u.T @ A @ u",
        sign="tr(A @ S) - u.T @ A @ u",
        split="tr(A) * tr(S) + u.T @ A @ u",
    ),
    "squared-norm": claim(
        LAW,
        "normal(norm2, u, S)",
        "tr(S) + norm2(u)",
        determinant="det(S) + norm2(u)",
        lost_square="tr(S) + norm(u)",
        lost_mean="tr(S)",
    ),
    "affine-image": claim(
        f"{LAW} A:mn b:m",
        "normal(lambda x: (A @ x + b) @ (A @ x + b).T, u, S)",
        "A @ S @ A.T + (A @ u + b) @ (A @ u + b).T",
        lost_mean="A @ S @ A.T",
        order="A.T @ S @ A + (A @ u + b) @ (A @ u + b).T",
        lost_shift="A @ S @ A.T + A @ u @ u.T @ A.T + b @ b.T",
    ),
    "whitening": claim(
        "u:n L:nn",
        "spread(lambda x: inv(L) @ (x - u), u, L @ L.T)",
        "eye(n)",
        lost_inverse=both("spread(lambda x: L @ (x - u), u, L @ L.T)", "eye(n)"),
        transposed=both("spread(lambda x: inv(L).T @ (x - u), u, L @ L.T)", "eye(n)"),
        sign="-eye(n)",
    ),
    "mahalanobis": claim(
        LAW,
        "normal(lambda x: (x - u).T @ inv(S) @ (x - u), u, S)",
        "n",
        one="1",
        lost_inverse=both("normal(lambda x: (x - u).T @ S @ (x - u), u, S)", "n"),
        trace="tr(S)",
    ),
    "variance-of-projection": claim(
        "S:nn+pd w:n",
        "spread(lambda x: w.T @ x, zeros(n, 1), S)",
        "w.T @ S @ w",
        outer="w @ S @ w.T",
        norm="norm2(S @ w)",
        factor="2 * w.T @ S @ w",
    ),
    "reconstruction-error": claim(
        "S:nn+pd w:n+unit",
        "normal(lambda x: norm2(x - w @ (w.T @ x)), zeros(n, 1), S)",
        "tr(S) - w.T @ S @ w",
        sign="tr(S) + w.T @ S @ w",
        lost_term="tr(S)",
        factor="tr(S) - 2 * w.T @ S @ w",
    ),
    "mean-of-sample": claim(SAMPLE, f"normal({MEAN_OF_SAMPLE}, {OF_SAMPLE})", "u", sum="n * u", quotient="u / n"),
    "variance-of-mean": claim(
        "u: s:+pos",
        f"spread({MEAN_OF_SAMPLE}, {OF_SAMPLE})",
        "s**2 / n",
        lost_size="s**2",
        square="s**2 / n**2",
        deviation="s / sqrt(n)",
    ),
    "unbiased-variance": claim(
        SAMPLE,
        f"normal(lambda x: norm2(x - {MEAN_OF_SAMPLE}(x) * ones(n)), {OF_SAMPLE})",
        "(n - 1) * s**2",
        biased="n * s**2",
        plus="(n + 1) * s**2",
        deviation="(n - 1) * s",
    ),
    "second-moment-of-mean": claim(
        SAMPLE,
        f"normal(lambda x: {MEAN_OF_SAMPLE}(x) ** 2, {OF_SAMPLE})",
        "u**2 + s**2 / n",
        lost_size="u**2 + s**2",
        jensen="u**2",
        sign="u**2 - s**2 / n",
    ),
    "covariance-of-mean-vector": claim(
        STACK,
        f"{BAR} @ {STACKED} @ {BAR}.T",
        "S / m",
        lost_size="S",
        size="S / n",
        square="S / m**2",
    ),
    "scatter-matrix": claim(
        STACK,
        f"sum((kron(eye(m)[[i], :], eye(n)) - {BAR}) @ ({STACKED} + kron(ones(m), u) @ kron(ones(m), u).T)"
        f" @ (kron(eye(m)[[i], :], eye(n)) - {BAR}).T for i in range(m))",
        "(m - 1) * S",
        biased="m * S",
        size="(n - 1) * S",
        trace="(m - 1) * tr(S)",
    ),
    "least-squares-is-unbiased": claim(MODEL, f"{HAT} @ (X @ b)", "b", image="X @ b", sign="-b", gram="X.T @ X @ b"),
    "least-squares-covariance": claim(
        "X:mn s:+pos m>n",
        f"{HAT} @ (s**2 * eye(m)) @ ({HAT}).T",
        "s**2 * inv(X.T @ X)",
        lost_inverse="s**2 * X.T @ X",
        outer="s**2 * inv(X @ X.T + eye(m))",
        deviation="s * inv(X.T @ X)",
    ),
    "residual-sum-of-squares": claim(
        "X:mn b:n s: m>n",
        f"normal(lambda e: norm2(X @ b + e - X @ {HAT} @ (X @ b + e)), zeros(m, 1), s**2 * eye(m))",
        "(m - n) * s**2",
        biased="m * s**2",
        fitted="n * s**2",
        plus="(m + n) * s**2",
    ),
    "ridge-bias": claim(
        "X:mn b:n l:+pos",
        "inv(X.T @ X + l * eye(n)) @ X.T @ X @ b - b",
        "-l * inv(X.T @ X + l * eye(n)) @ b",
        sign="l * inv(X.T @ X + l * eye(n)) @ b",
        lost_factor="-inv(X.T @ X + l * eye(n)) @ b",
        zero="zeros(n, 1)",
    ),
    "linear-observation": claim(
        OBSERVED,
        f"beside(H, eye(m)) @ {BOTH} @ beside(H, eye(m)).T",
        "H @ P @ H.T + R",
        lost_noise="H @ P @ H.T",
        order="H.T @ P @ H + R",
        sign="H @ P @ H.T - R",
    ),
    "state-and-observation": claim(
        OBSERVED,
        f"beside(eye(n), zeros(n, m)) @ {BOTH} @ beside(H, eye(m)).T",
        "P @ H.T",
        transposed="H @ P",
        noise="P @ H.T + R",
        sign="-P @ H.T",
    ),
    "updated-covariance": claim(
        f"{OBSERVED} K:nm",
        f"beside(eye(n) - K @ H, -K) @ {BOTH} @ beside(eye(n) - K @ H, -K).T",
        "(eye(n) - K @ H) @ P @ (eye(n) - K @ H).T + K @ R @ K.T",
        lost_noise="(eye(n) - K @ H) @ P @ (eye(n) - K @ H).T",
        sign="(eye(n) - K @ H) @ P @ (eye(n) - K @ H).T - K @ R @ K.T",
        order="(eye(n) - K @ H).T @ P @ (eye(n) - K @ H) + K @ R @ K.T",
    ),
    "uncorrelated-sum": claim(
        "S:nn+pd T:nn+pd",
        "beside(eye(n), eye(n)) @ block([[S, zeros(n, n)], [zeros(n, n), T]]) @ beside(eye(n), eye(n)).T",
        "S + T",
        sign=both(
            "beside(eye(n), -eye(n)) @ block([[S, zeros(n, n)], [zeros(n, n), T]]) @ beside(eye(n), -eye(n)).T", "S - T"
        ),
        factor="2 * S",
    ),
    "random-unit-direction": claim(
        "A:nn",
        "normal(lambda v: v.T @ A @ v, zeros(n, 1), eye(n))",
        "tr(A)",
        determinant="det(A)",
        factor="n * tr(A)",
        sign="-tr(A)",
    ),
}
