"""Truth of `corpus/identities/cookbook_inverses.md`."""

from truth.identity import claim

TRUTH = {
    # Inverses
    "cookbook-059": claim(
        "Y:>nn x:",
        "derivative(lambda x: inv(Y(x)), x)",
        "-inv(Y(x)) @ derivative(Y, x) @ inv(Y(x))",
        sign="inv(Y(x)) @ derivative(Y, x) @ inv(Y(x))",
        order="-inv(Y(x)) @ inv(Y(x)) @ derivative(Y, x)",
        reciprocal="inv(derivative(Y, x))",
    ),
    "cookbook-060": claim(
        "X:nn",
        "table(lambda i, j, k, l: entry(inv, X, i, j)[k, l], n, n, n, n)",
        "table(lambda i, j, k, l: -inv(X)[k, i] * inv(X)[j, l], n, n, n, n)",
        sign="table(lambda i, j, k, l: inv(X)[k, i] * inv(X)[j, l], n, n, n, n)",
        index="table(lambda i, j, k, l: -inv(X)[k, j] * inv(X)[i, l], n, n, n, n)",
        crossed="table(lambda i, j, k, l: -inv(X)[i, k] * inv(X)[j, l], n, n, n, n)",
    ),
    "cookbook-061": claim(
        "X:nn a:n b:n",
        "gradient(lambda X: a.T @ inv(X) @ b, X)",
        "-inv(X).T @ a @ b.T @ inv(X).T",
        transpose="-inv(X) @ a @ b.T @ inv(X)",
        order="-inv(X).T @ b @ a.T @ inv(X).T",
        sign="inv(X).T @ a @ b.T @ inv(X).T",
        inner_product="-inv(X).T * (a.T @ b) @ inv(X).T",
    ),
    "cookbook-062": claim(
        "X:nn",
        "gradient(lambda X: det(inv(X)), X)",
        "-det(inv(X)) * inv(X).T",
        sign="det(inv(X)) * inv(X).T",
        square="-(det(inv(X)) ** 2) * inv(X).T",
        variable="-det(inv(X)) * X.T",
    ),
    "cookbook-063": claim(
        "A:mn X:nn B:nm",
        "gradient(lambda X: tr(A @ inv(X) @ B), X)",
        "-(inv(X) @ B @ A @ inv(X)).T",
        transpose="-inv(X) @ B @ A @ inv(X)",
        order="-(inv(X) @ A @ B @ inv(X)).T",
        sign="(inv(X) @ B @ A @ inv(X)).T",
    ),
    "cookbook-064": claim(
        "X:nn A:nn",
        "gradient(lambda X: tr(inv(X + A)), X)",
        "-(inv(X + A) @ inv(X + A)).T",
        exponent="-inv(X + A).T",
        transpose="-inv(X + A) @ inv(X + A)",
        split="-(inv(X) @ inv(X) + inv(A) @ inv(A)).T",
    ),
    # Eigenvalues
    "cookbook-065": claim(
        "X:nn+sym",
        "difference_gradient(lambda X: np.linalg.eigvals(X).sum().real, X)",
        "gradient(tr, X)",
        "eye(n)",
        size="n",
        variable="X",
    ),
    "cookbook-066": claim(
        "X:nn",
        "difference_gradient(lambda X: np.prod(np.linalg.eigvals(X)).real, X)",
        "gradient(det, X)",
        "det(X) * inv(X).T",
        transpose="det(X) * inv(X)",
        lost_factor="inv(X).T",
        lost_inverse="det(X) * X.T",
    ),
    "cookbook-067": claim(
        "A:nn+sym E:nn+sym",
        "difference(lambda A: eigenvalue(A, 1), A, E)",
        "eigenvector(A, 1).T @ E @ eigenvector(A, 1)",
        outer="eigenvector(A, 1) @ eigenvector(A, 1).T @ E",
        undifferentiated="eigenvector(A, 1).T @ A @ eigenvector(A, 1)",
        factor="2 * eigenvector(A, 1).T @ E @ eigenvector(A, 1)",
    ),
    "cookbook-068": claim(
        "A:nn+sym E:nn+sym",
        "difference(lambda A: eigenvector(A, 1), A, E)",
        "pseudo_inverse(eigenvalue(A, 1) * eye(n) - A) @ E @ eigenvector(A, 1)",
        sign="pseudo_inverse(A - eigenvalue(A, 1) * eye(n)) @ E @ eigenvector(A, 1)",
        lost_vector="pseudo_inverse(eigenvalue(A, 1) * eye(n) - A) @ E",
    ),
}
