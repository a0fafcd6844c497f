"""Truth of `corpus/identities/matrix_differentials.md`."""

from truth.identity import claim

TRUTH = {
    "gram": claim(
        "X:mn E:mn", "directional(lambda X: X.T @ X, X, E)", "E.T @ X + X.T @ E",
        doubled="2 * X.T @ E",
        order="X @ E.T + E @ X.T",
        sign="E.T @ X - X.T @ E",
    ),
    "quadratic-form": claim(
        "A:nn x:n e:n", "directional(lambda x: x.T @ A @ x, x, e)", "x.T @ (A + A.T) @ e",
        symmetric="2 * x.T @ A @ e",
        order="(A + A.T) @ x @ e",
        lost_term="x.T @ A @ e",
        lost_differential="x.T @ (A + A.T)",
    ),
    "trace-of-quadratic": claim(
        "A:mm X:mn E:mn", "directional(lambda X: tr(X.T @ A @ X), X, E)", "tr(X.T @ (A + A.T) @ E)",
        symmetric="2 * tr(X.T @ A @ E)",
        lost_transpose="tr(X @ (A + A.T) @ E)",
        lost_trace="X.T @ (A + A.T) @ E",
    ),
    "squared-norm": claim(
        "x:n e:n", "directional(norm2, x, e)", "2 * x.T @ e",
        scalar_rule="2 * norm(x) * e",
        factor="x.T @ e",
        lost_transpose="2 * x @ e",
    ),
    "norm": claim(
        "x:n e:n", "directional(norm, x, e)", "x.T @ e / norm(x)",
        squared="2 * x.T @ e",
        norm_of_differential="norm(e)",
        exponent="x.T @ e / norm2(x)",
    ),
    "log-determinant-of-gram": claim(
        "X:mn E:mn m>n", "directional(lambda X: logabsdet(X.T @ X), X, E)", "2 * tr(inv(X.T @ X) @ X.T @ E)",
        factor="tr(inv(X.T @ X) @ X.T @ E)",
        order="2 * tr(X.T @ inv(X.T @ X) @ E)",
        lost_transpose="2 * tr(inv(X.T @ X) @ X @ E)",
    ),
    "product-of-three": claim(
        "X:mn Y:np Z:pq E:mn F:np G:pq",
        "derivative(lambda t: (X + t * E) @ (Y + t * F) @ (Z + t * G), 0.0)",
        "E @ Y @ Z + X @ F @ Z + X @ Y @ G",
        lost_term="E @ Y @ Z + X @ Y @ G",
        sign="E @ Y @ Z - X @ F @ Z + X @ Y @ G",
        order="E @ Y @ Z + F @ X @ Z + G @ X @ Y",
    ),
    "inverse-in-the-middle": claim(
        "A:mn X:nn B:np E:nn", "directional(lambda X: A @ inv(X) @ B, X, E)", "-A @ inv(X) @ E @ inv(X) @ B",
        sign="A @ inv(X) @ E @ inv(X) @ B",
        order="-A @ inv(X) @ inv(X) @ E @ B",
        lost_factor="-inv(X) @ E @ inv(X)",
    ),
    "inner-product-of-functions": claim(
        "f:n>m g:n>m x:n e:n",
        "directional(lambda x: f(x).T @ g(x), x, e)",
        "g(x).T @ directional(f, x, e) + f(x).T @ directional(g, x, e)",
        swapped="f(x).T @ directional(f, x, e) + g(x).T @ directional(g, x, e)",
        sign="g(x).T @ directional(f, x, e) - f(x).T @ directional(g, x, e)",
        lost_term="f(x).T @ directional(g, x, e)",
    ),
    "exponential-of-quadratic-form": claim(
        "A:nn x:n e:n", "directional(lambda x: exp(x.T @ A @ x), x, e)", "exp(x.T @ A @ x) * x.T @ (A + A.T) @ e",
        chain_rule="exp(x.T @ A @ x) * e",
        symmetric="2 * exp(x.T @ A @ x) * x.T @ A @ e",
        lost_factor="x.T @ (A + A.T) @ e",
    ),
    "second-of-quadratic-form": claim(
        "A:nn x:n e:n", "second(lambda t: (x + t * e).T @ A @ (x + t * e), 0.0)", "2 * e.T @ A @ e",
        factor="e.T @ A @ e",
        first="2 * x.T @ A @ e",
        outer="2 * A @ e @ e.T",
    ),
    "second-of-inverse": claim(
        "X:nn E:nn", "second(lambda t: inv(X + t * E), 0.0)", "2 * inv(X) @ E @ inv(X) @ E @ inv(X)",
        factor="inv(X) @ E @ inv(X) @ E @ inv(X)",
        sign="-2 * inv(X) @ E @ inv(X) @ E @ inv(X)",
        scalar_rule="2 * power(inv(X), 3) @ E @ E",
    ),
    "second-of-log-determinant": claim(
        "X:nn E:nn", "second(lambda t: logabsdet(X + t * E), 0.0)", "-tr(inv(X) @ E @ inv(X) @ E)",
        sign="tr(inv(X) @ E @ inv(X) @ E)",
        split="-(tr(inv(X) @ E) ** 2)",
        commuting="-tr(inv(X) @ inv(X) @ E @ E)",
    ),
}
