"""Truth of `corpus/identities/cookbook_differentials.md`."""

from truth.identity import claim

TRUTH = {
    "cookbook-033": claim(
        "A:mn", "derivative(lambda t: A * (1 + 0 * t), 0.0)", "zeros(m, n)",
        itself="A",
        identity="eye(n)",
    ),
    "cookbook-034": claim(
        "X:mn a: E:mn", "directional(lambda X: a * X, X, E)", "a * E",
        factor="E",
        undifferentiated="a * X",
        transpose="a * E.T",
    ),
    "cookbook-035": claim(
        "X:mn Y:mn E:mn F:mn", "derivative(lambda t: X + t * E + (Y + t * F), 0.0)", "E + F",
        sign="E - F",
        product="E @ F",
        lost_term="E",
    ),
    "cookbook-036": claim(
        "X:nn E:nn", "directional(tr, X, E)", "tr(E)",
        lost_trace="E",
        undifferentiated="tr(X)",
        cyclic="tr(X @ E)",
    ),
    "cookbook-037": claim(
        "X:mn Y:np E:mn F:np", "derivative(lambda t: (X + t * E) @ (Y + t * F), 0.0)", "E @ Y + X @ F",
        order="E @ Y + F @ X",
        sign="E @ Y - X @ F",
        product="E @ F",
    ),
    "cookbook-038": claim(
        "X:mn Y:mn E:mn F:mn",
        "derivative(lambda t: hadamard(X + t * E, Y + t * F), 0.0)",
        "hadamard(E, Y) + hadamard(X, F)",
        sign="hadamard(E, Y) - hadamard(X, F)",
        doubled="2 * hadamard(E, Y)",
        matrix_product="E @ Y + X @ F",
    ),
    "cookbook-039": claim(
        "X:mn Y:pq E:mn F:pq", "derivative(lambda t: kron(X + t * E, Y + t * F), 0.0)", "kron(E, Y) + kron(X, F)",
        order="kron(Y, E) + kron(X, F)",
        sign="kron(E, Y) - kron(X, F)",
        matrix_product="E @ Y + X @ F",
    ),
    "cookbook-040": claim(
        "X:nn E:nn", "directional(inv, X, E)", "-inv(X) @ E @ inv(X)",
        sign="inv(X) @ E @ inv(X)",
        order="-inv(X) @ inv(X) @ E",
        inverse_of_differential="-inv(E)",
        transpose="-inv(X).T @ E @ inv(X).T",
    ),
    "cookbook-041": claim(
        "X:nn E:nn", "directional(det, X, E)", "tr(adj(X) @ E)",
        transpose="tr(adj(X).T @ E)",
        lost_trace="adj(X) @ E",
        inverse="tr(inv(X) @ E)",
    ),
    "cookbook-042": claim(
        "X:nn E:nn", "directional(det, X, E)", "det(X) * tr(inv(X) @ E)",
        lost_factor="tr(inv(X) @ E)",
        lost_trace="det(X) * inv(X) @ E",
        inverse="det(X) * tr(X @ E)",
    ),
    "cookbook-043": claim(
        "X:nn+pd E:nn", "directional(logabsdet, X, E)", "tr(inv(X) @ E)",
        factor="det(X) * tr(inv(X) @ E)",
        determinant="det(inv(X) @ E)",
        sign="-tr(inv(X) @ E)",
    ),
    "cookbook-044": claim("X:mn E:mn", "directional(lambda X: X.T, X, E)", "E.T", transpose="E", sign="-E.T"),
    "cookbook-045": claim("X:mn E:mn", "directional(lambda X: X.T, X, E)", "E.T", transpose="E", sign="-E.T"),
}
