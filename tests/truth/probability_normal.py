"""Truth of `corpus/identities/probability_normal.md`, by Gauss's rule for normal variables."""

from truth.identity import both, claim, left

NUMBER = "u:+large s:+pos"
LAW = "u:n S:nn+pd"
POINT = f"x:n {LAW}"
TWO = "u:n S:nn+pd m0:n T:nn+pd"
FORM = "((x - u).T @ inv(S) @ (x - u))"
DENSITY = "density(x, u, S)"
LOG = "log_density(x, u, S)"
KL = "divergence((u, S), (m0, T))"
STANDARD = "divergence((u, S), (zeros(n, 1), eye(n)))"
NUMBERS = "u: s:+pos m0: t:+pos"
UNIVARIATE = "divergence((u, s**2), (m0, t**2))"
PAIR = "p:n+prob q:n+prob"
P, Q = "np.asarray(p)", "np.asarray(q)"
DIVERGENCE = f"float(({P} * np.log({P} / {Q})).sum())"
REVERSED = f"float(({Q} * np.log({Q} / {P})).sum())"
ENTROPY = f"float(-({P} * np.log({P})).sum())"
CROSS = f"float(-({P} * np.log({Q})).sum())"
SAMPLE = "y:m u: s:+pos"

TRUTH = {
    "fourth-moment-of-standard": claim(
        "",
        "normal(lambda z: z**4, 0.0, 1.0)",
        "3",
        one="1",
        two="2",
        third=both("normal(lambda z: z**3, 0.0, 1.0)", "1"),
    ),
    "fourth-moment": claim(
        NUMBER,
        "normal(lambda x: x**4, u, s**2)",
        "u**4 + 6 * u**2 * s**2 + 3 * s**4",
        factor="u**4 + 3 * u**2 * s**2 + 3 * s**4",
        one="u**4 + 6 * u**2 * s**2 + s**4",
        lost_term="u**4 + 3 * s**4",
    ),
    "third-moment": claim(
        NUMBER,
        "normal(lambda x: x**3, u, s**2)",
        "u**3 + 3 * u * s**2",
        lost_term="u**3",
        factor="u**3 + u * s**2",
        power="u**3 + 3 * u**2 * s",
    ),
    "variance-of-square": claim(
        NUMBER,
        "spread(lambda x: x**2, u, s**2)",
        "2 * s**4 + 4 * u**2 * s**2",
        centred="2 * s**4",
        factor="3 * s**4 + 4 * u**2 * s**2",
        half="2 * s**4 + 2 * u**2 * s**2",
    ),
    "variance-of-quadratic-form": claim(
        "A:nn+sym",
        "spread(lambda z: z.T @ A @ z, zeros(n, 1), eye(n))",
        "2 * tr(A @ A)",
        factor="tr(A @ A)",
        squared="2 * tr(A) ** 2",
        trace="2 * tr(A)",
    ),
    "product-of-quadratic-forms": claim(
        "S:nn+pd A:nn+sym B:nn+sym",
        "normal(lambda x: (x.T @ A @ x) * (x.T @ B @ x), zeros(n, 1), S)",
        "tr(A @ S) * tr(B @ S) + 2 * tr(A @ S @ B @ S)",
        lost_term="tr(A @ S) * tr(B @ S)",
        factor="tr(A @ S) * tr(B @ S) + tr(A @ S @ B @ S)",
        order="tr(A @ S) * tr(B @ S) + 2 * tr(A @ B @ S @ S)",
    ),
    "fourth-order-matrix": claim(
        "A:nn",
        "normal(lambda z: z @ (z.T @ A @ z) @ z.T, zeros(n, 1), eye(n))",
        "A + A.T + tr(A) * eye(n)",
        symmetric="2 * A + tr(A) * eye(n)",
        lost_trace="A + A.T",
        lost_identity="A + A.T + tr(A)",
    ),
    "cubic-covariance": claim(
        f"{LAW} A:nn+sym b:n",
        "spread(lambda x: x.T @ A @ x, u, S, lambda x: b.T @ x)",
        "2 * u.T @ A @ S @ b",
        factor="u.T @ A @ S @ b",
        order="2 * u.T @ S @ A @ b",
        zero="0",
    ),
    "reparametrised": claim(
        "u:n L:nm",
        "spread(lambda z: u + L @ z, zeros(m, 1), eye(m))",
        "L @ L.T",
        order="L.T @ L",
        shift="L @ L.T + u @ u.T",
        sign="-L @ L.T",
    ),
    "squared-length": claim(
        "",
        "spread(norm2, zeros(n, 1), eye(n))",
        "2 * n",
        mean="n",
        square="n**2 + 1",
        third="3 * n",
    ),
    "log-density": claim(
        POINT,
        f"log({DENSITY})",
        f"-n / 2 * log(2 * pi) - log(det(S)) / 2 - {FORM} / 2",
        sign=f"-n / 2 * log(2 * pi) + log(det(S)) / 2 - {FORM} / 2",
        lost_inverse="-n / 2 * log(2 * pi) - log(det(S)) / 2 - ((x - u).T @ S @ (x - u)) / 2",
        lost_size=f"-log(2 * pi) / 2 - log(det(S)) / 2 - {FORM} / 2",
    ),
    "density": claim(
        "x:n+small u:n+small S:nn+pd",
        DENSITY,
        f"exp(-{FORM} / 2) / sqrt((2 * pi) ** n * det(S))",
        sign=f"exp({FORM} / 2) / sqrt((2 * pi) ** n * det(S))",
        lost_root=f"exp(-{FORM} / 2) / ((2 * pi) ** n * det(S))",
        lost_power=f"exp(-{FORM} / 2) / sqrt(2 * pi * det(S))",
    ),
    "univariate-density": claim(
        "x: u: s:+pos",
        "density(x, u, s**2)",
        "exp(-((x - u) ** 2) / (2 * s**2)) / (sqrt(2 * pi) * s)",
        lost_square="exp(-((x - u) ** 2) / (2 * s)) / (sqrt(2 * pi) * s)",
        sign="exp((x - u) ** 2 / (2 * s**2)) / (sqrt(2 * pi) * s)",
        variance="exp(-((x - u) ** 2) / (2 * s**2)) / (sqrt(2 * pi) * s**2)",
    ),
    "score": claim(
        POINT,
        "gradient(lambda x: log_density(x, u, S), x)",
        "inv(S) @ (u - x)",
        sign="inv(S) @ (x - u)",
        factor="inv(S) @ (u - x) / 2",
        lost_inverse="S @ (u - x)",
    ),
    "log-likelihood-of-sample": claim(
        f"X:mn {LAW}",
        "gradient(lambda u: sum(log_density(X[[i], :].T, u, S) for i in range(m)), u)",
        "inv(S) @ sum(X[[i], :].T - u for i in range(m))",
        sign="-inv(S) @ sum(X[[i], :].T - u for i in range(m))",
        lost_size="inv(S) @ (sum(X[[i], :].T for i in range(m)) - u)",
        factor="2 * inv(S) @ sum(X[[i], :].T - u for i in range(m))",
    ),
    "log-of-likelihood": claim(
        SAMPLE,
        "log(np.prod([density(float(v), u, s**2) for v in np.asarray(y).ravel()]))",
        "-m / 2 * log(2 * pi * s**2) - norm2(y - u * ones(m)) / (2 * s**2)",
        lost_size="-log(2 * pi * s**2) / 2 - norm2(y - u * ones(m)) / (2 * s**2)",
        sign="-m / 2 * log(2 * pi * s**2) + norm2(y - u * ones(m)) / (2 * s**2)",
        deviation="-m / 2 * log(2 * pi * s) - norm2(y - u * ones(m)) / (2 * s**2)",
    ),
    "fisher-information": claim(
        LAW,
        "normal(lambda x: inv(S) @ (x - u) @ (x - u).T @ inv(S), u, S)",
        "inv(S)",
        lost_inverse="S",
        square="inv(S) @ inv(S)",
        sign="-inv(S)",
    ),
    "expected-log-density": claim(
        TWO,
        "normal(lambda x: log_density(x, u, S), m0, T)",
        "log_density(m0, u, S) - tr(inv(S) @ T) / 2",
        sign="log_density(m0, u, S) + tr(inv(S) @ T) / 2",
        lost_term="log_density(m0, u, S)",
        factor="log_density(m0, u, S) - tr(inv(S) @ T)",
    ),
    "entropy-of-normal": claim(
        LAW,
        "entropy(u, S)",
        "log(det(2 * pi * np.e * S)) / 2",
        lost_e="log(det(2 * pi * S)) / 2",
        factor="log(det(2 * pi * np.e * S))",
        sign="-log(det(2 * pi * np.e * S)) / 2",
    ),
    "entropy-sign": claim(
        LAW,
        "entropy(u, S)",
        "n / 2 * (1 + log(2 * pi)) + log(det(S)) / 2",
        lost_one="n / 2 * log(2 * pi) + log(det(S)) / 2",
        sign="n / 2 * (1 + log(2 * pi)) - log(det(S)) / 2",
        factor="n / 2 * (1 + log(2 * pi)) + log(det(S))",
    ),
    "divergence": claim(
        TWO,
        KL,
        "(tr(inv(T) @ S) + (m0 - u).T @ inv(T) @ (m0 - u) - n + log(det(T) / det(S))) / 2",
        swapped="(tr(inv(S) @ T) + (m0 - u).T @ inv(S) @ (m0 - u) - n + log(det(S) / det(T))) / 2",
        quotient="(tr(inv(T) @ S) + (m0 - u).T @ inv(T) @ (m0 - u) - n + log(det(S) / det(T))) / 2",
        lost_size="(tr(inv(T) @ S) + (m0 - u).T @ inv(T) @ (m0 - u) + log(det(T) / det(S))) / 2",
    ),
    "divergence-from-standard": claim(
        LAW,
        STANDARD,
        "(tr(S) + u.T @ u - n - log(det(S))) / 2",
        sign="(tr(S) + u.T @ u - n + log(det(S))) / 2",
        lost_mean="(tr(S) - n - log(det(S))) / 2",
        one="(tr(S) + u.T @ u - 1 - log(det(S))) / 2",
    ),
    "univariate-divergence": claim(
        NUMBERS,
        UNIVARIATE,
        "log(t / s) + (s**2 + (u - m0) ** 2) / (2 * t**2) - 1 / 2",
        quotient="log(s / t) + (s**2 + (u - m0) ** 2) / (2 * t**2) - 1 / 2",
        constant="log(t / s) + (s**2 + (u - m0) ** 2) / (2 * t**2)",
        swapped="log(t / s) + (t**2 + (u - m0) ** 2) / (2 * s**2) - 1 / 2",
    ),
    "divergence-of-shifted": claim(
        "u:n m0:n S:nn+pd",
        "divergence((u, S), (m0, S))",
        "(u - m0).T @ inv(S) @ (u - m0) / 2",
        factor="(u - m0).T @ inv(S) @ (u - m0)",
        lost_inverse="(u - m0).T @ S @ (u - m0) / 2",
        plus="(u + m0).T @ inv(S) @ (u + m0) / 2",
    ),
    "divergence-gradient": claim(
        "u:n m0:n S:nn+pd",
        "gradient(lambda u: divergence((u, S), (m0, eye(n))), u)",
        "u - m0",
        sign="m0 - u",
        inverse="inv(S) @ (u - m0)",
        factor="(u - m0) / 2",
    ),
    "divergence-of-vectors": claim(
        PAIR,
        f"{CROSS} - {ENTROPY}",
        DIVERGENCE,
        swapped=REVERSED,
        quotient=f"-{DIVERGENCE}",
        weight=f"-{REVERSED}",
    ),
    "cross-entropy": claim(
        PAIR,
        CROSS,
        f"{ENTROPY} + {DIVERGENCE}",
        sign=f"{ENTROPY} - {DIVERGENCE}",
        letter=f"{ENTROPY.replace('(p)', '(q)')} + {DIVERGENCE}",
        swapped=f"{ENTROPY} + {REVERSED}",
    ),
    "entropy-of-vector": claim(
        "p:n+prob",
        f"log(n) - {ENTROPY}",
        f"float(({P} * np.log(n * {P})).sum())",
        sign=left(f"log(n) + {ENTROPY}"),
        lost_size=f"float(({P} * np.log({P})).sum())",
        quotient=f"float(({P} * np.log({P} / n)).sum())",
    ),
}
