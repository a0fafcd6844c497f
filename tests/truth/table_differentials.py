"""Truth of `corpus/identities/table_differentials.md`."""

from truth.identity import claim

TRUTH = {
    # Differentials
    "trace": claim("X:nn E:nn", "directional(tr, X, E)", "tr(E)", lost_trace="E", identity="tr(eye(n)) * E"),
    "determinant": claim(
        "X:nn E:nn",
        "directional(det, X, E)",
        "det(X) * tr(inv(X) @ E)",
        "tr(adj(X) @ E)",
        factor="det(X) * tr(adj(X) @ E)",
        lost_trace="adj(X) @ E",
    ),
    "log-determinant": claim(
        "X:nn E:nn",
        "directional(logabsdet, X, E)",
        "tr(inv(X) @ E)",
        inverse="tr(X @ E)",
        reciprocal="directional(det, X, E) / tr(X)",
    ),
    "constant": claim(
        "A:mn",
        "derivative(lambda t: A * (1 + 0 * t), 0.0)",
        "zeros(m, n)",
        itself="A",
        ones="ones(m, n)",
    ),
    "multiple": claim(
        "a: X:mn E:mn",
        "directional(lambda X: a * X, X, E)",
        "a * E",
        lost_factor="E",
        inverse="E / a",
    ),
    "sum": claim(
        "X:mn Y:mn E:mn F:mn",
        "derivative(lambda t: X + t * E + Y + t * F, 0.0)",
        "E + F",
        half="(E + F) / 2",
        transpose="E + F.T",
    ),
    "product": claim(
        "X:mn Y:np E:mn F:np",
        "derivative(lambda t: (X + t * E) @ (Y + t * F), 0.0)",
        "E @ Y + X @ F",
        lost_term="X @ F",
        order="Y @ E + X @ F",
        crossed="E @ F + X @ Y",
    ),
    "kronecker-product": claim(
        "X:mn Y:pq E:mn F:pq",
        "derivative(lambda t: kron(X + t * E, Y + t * F), 0.0)",
        "kron(E, Y) + kron(X, F)",
        product="kron(E, F)",
        order="kron(Y, E) + kron(F, X)",
    ),
    "entrywise-product": claim(
        "X:mn Y:mn E:mn F:mn",
        "derivative(lambda t: hadamard(X + t * E, Y + t * F), 0.0)",
        "hadamard(E, Y) + hadamard(X, F)",
        product="hadamard(E, F)",
        swapped="hadamard(E, X) + hadamard(Y, F)",
    ),
    "transpose": claim("X:mn E:mn", "directional(lambda X: X.T, X, E)", "E.T", lost_transpose="E", factor="2 * E.T"),
    "inverse": claim(
        "X:nn E:nn",
        "directional(inv, X, E)",
        "-inv(X) @ E @ inv(X)",
        lost_factor="-inv(X) @ E",
        sign="inv(X) @ E @ inv(X)",
    ),
    "power": claim(
        "X:nn E:nn k:int",
        "directional(lambda X: power(X, k), X, E)",
        "sum(power(X, i) @ E @ power(X, k - i - 1) for i in range(k))",
        commuting="k * power(X, k - 1) @ E",
        range="sum(power(X, i) @ E @ power(X, k - i - 1) for i in range(1, k))",
        exponent="sum(power(X, i) @ E @ power(X, k - i) for i in range(k))",
    ),
    "function-of-a-diagonalisable-matrix": claim(
        "X:nn+sym E:nn",
        "directional(expm, X, E)",
        (
            "sum((exp(eigenvalue(X, i)) if i == j else (exp(eigenvalue(X, i))"
            " - exp(eigenvalue(X, j))) / (eigenvalue(X, i) - eigenvalue(X, j))) * eigenvector(X, i)"
            " @ eigenvector(X, i).T @ E @ eigenvector(X, j)"
            " @ eigenvector(X, j).T for i in range(n) for j in range(n))"
        ),
        commuting="expm(X) @ E",
        lost_terms=(
            "sum(exp(eigenvalue(X, i)) * eigenvector(X, i) @ eigenvector(X, i).T @ E @ eigenvector(X, i)"
            " @ eigenvector(X, i).T for i in range(n))"
        ),
    ),
    # Derivatives read off differentials
    "row-from-differential": claim(
        "a:n x:n E:n",
        "gradient(lambda x: a.T @ x, x).T",
        "a.T",
        layout="a",
        differential="a.T @ E",
    ),
    "column-from-differential": claim(
        "a:n x:n",
        "gradient(lambda x: a.T @ x, x)",
        "a",
        layout="a.T",
        outer="a @ a.T",
    ),
    "matrix-from-trace-numerator": claim(
        "A:nm X:mn",
        "gradient(lambda X: tr(A @ X), X).T",
        "A",
        layout="A.T",
        trace="tr(A.T @ A) * A",
    ),
    "matrix-from-trace-denominator": claim(
        "A:nm X:mn",
        "gradient(lambda X: tr(A @ X), X)",
        "A.T",
        layout="A",
        sign="-A.T",
    ),
    "jacobian-from-differential": claim(
        "A:mn x:n",
        "jacobian(lambda x: A @ x, x)",
        "A",
        layout="A.T",
        factor="A / 2",
    ),
}
