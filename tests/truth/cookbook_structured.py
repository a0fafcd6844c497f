"""Truth of `corpus/identities/cookbook_structured.md`."""

from truth.identity import claim

TRUTH = {
    # Norms
    "cookbook-129": claim(
        "x:n a:n",
        "gradient(lambda x: norm(x - a), x)",
        "(x - a) / norm(x - a)",
        squared="2 * (x - a)",
        exponent="(x - a) / norm2(x - a)",
        factor="(x - a) / (2 * norm(x - a))",
        scalar="1",
    ),
    "cookbook-130": claim(
        "x:n a:n",
        "jacobian(lambda x: (x - a) / norm(x - a), x)",
        "eye(n) / norm(x - a) - (x - a) @ (x - a).T / norm(x - a) ** 3",
        sign="eye(n) / norm(x - a) + (x - a) @ (x - a).T / norm(x - a) ** 3",
        exponent="eye(n) / norm(x - a) - (x - a) @ (x - a).T / norm(x - a) ** 2",
        inner="eye(n) / norm(x - a) - (x - a).T @ (x - a) / norm(x - a) ** 3",
        lost_term="eye(n) / norm(x - a)",
    ),
    "cookbook-131": claim(
        "x:n",
        "gradient(norm2, x)",
        "gradient(lambda x: x.T @ x, x)",
        "2 * x",
        norm="2 * norm(x)",
        factor="x",
        transpose="2 * x.T",
    ),
    "cookbook-132": claim(
        "X:mn",
        "gradient(norm2, X)",
        "gradient(lambda X: tr(X @ X.T), X)",
        "2 * X",
        transpose="2 * X.T",
        norm="2 * norm(X)",
        factor="X",
    ),
    # Structure and the chain rule
    "cookbook-133": claim(
        "f:nn> A:nn+sym",
        "tied_gradient(f, A)[0, 1]",
        (
            "sum(gradient(f, A)[k, l] * (single(0, 1, n, n)"
            " + single(1, 0, n, n))[k, l] for k in range(n) for l in range(n))"
        ),
        "tr(gradient(f, A).T @ (single(0, 1, n, n) + single(1, 0, n, n)))",
        lost_trace="gradient(f, A).T @ (single(0, 1, n, n) + single(1, 0, n, n))",
        sign="-tr(gradient(f, A).T @ (single(0, 1, n, n) + single(1, 0, n, n)))",
    ),
    "cookbook-134": claim(
        "T:nn+upper",
        "block([[entry(lambda T: T + T.T - hadamard(T, eye(n)), T, i, j) for i, j in ((0, 1), (0, 0))]])",
        (
            "block([[single(i, j, n, n) + single(j, i, n, n) - single(i, j, n, n)"
            " @ single(i, j, n, n) for i, j in ((0, 1), (0, 0))]])"
        ),
        free="block([[single(i, j, n, n) for i, j in ((0, 1), (0, 0))]])",
        lost_term="block([[single(i, j, n, n) + single(j, i, n, n) for i, j in ((0, 1), (0, 0))]])",
        sign=(
            "block([[single(i, j, n, n) + single(j, i, n, n) + single(i, j, n, n)"
            " @ single(i, j, n, n) for i, j in ((0, 1), (0, 0))]])"
        ),
    ),
    "cookbook-135": claim(
        "f:mn>pq g:pq> X:mn",
        "gradient(lambda X: g(f(X)), X)",
        "gradient(lambda X: g(f(X)), X)",
        argument="gradient(lambda X: g(X), X)",
        order="gradient(lambda X: f(g(X)), X)",
    ),
    "cookbook-136": claim(
        "f:mn>pq g:pq> X:mn",
        "gradient(lambda X: g(f(X)), X)",
        (
            "table(lambda i, j: sum(gradient(g, f(X))[k, l]"
            " * entry(f, X, i, j)[k, l] for k in range(p) for l in range(q)), m, n)"
        ),
        lost_sum=("table(lambda i, j: sum(gradient(g, f(X))[k, 0] * entry(f, X, i, j)[k, 0] for k in range(p)), m, n)"),
        lost_factor="table(lambda i, j: total(entry(f, X, i, j)), m, n)",
        sign="table(lambda i, j: -frobenius(gradient(g, f(X)), entry(f, X, i, j)), m, n)",
    ),
    "cookbook-137": claim(
        "f:mn>pq g:pq> X:mn",
        "gradient(lambda X: g(f(X)), X)",
        "table(lambda i, j: tr(gradient(g, f(X)).T @ entry(f, X, i, j)), m, n)",
        transpose="table(lambda i, j: tr(gradient(g, f(X)) @ entry(f, X, i, j)), m, n)",
        lost_trace="gradient(g, f(X)).T @ entry(f, X, 0, 1)",
        factor="table(lambda i, j: 2 * frobenius(gradient(g, f(X)), entry(f, X, i, j)), m, n)",
    ),
    # Symmetric, diagonal and Toeplitz matrices
    "cookbook-138": claim(
        "f:nn> A:nn+sym",
        "tied_gradient(f, A)",
        "gradient(f, A) + gradient(f, A).T - hadamard(gradient(f, A), eye(n))",
        lost_term="gradient(f, A) + gradient(f, A).T",
        free="gradient(f, A)",
        sign="gradient(f, A) + gradient(f, A).T + hadamard(gradient(f, A), eye(n))",
    ),
    "cookbook-139": claim(
        "A:nn X:nn+sym",
        "tied_gradient(lambda X: tr(A @ X), X)",
        "A + A.T - hadamard(A, eye(n))",
        lost_term="A + A.T",
        free="A.T",
        sign="A + A.T + hadamard(A, eye(n))",
        ordinary_product="A + A.T - A @ eye(n)",
    ),
    "cookbook-140": claim(
        "X:nn+sym",
        "tied_gradient(det, X)",
        "det(X) * (2 * inv(X) - hadamard(inv(X), eye(n)))",
        free="det(X) * inv(X)",
        lost_term="2 * det(X) * inv(X)",
        brackets="2 * det(X) * inv(X) - hadamard(inv(X), eye(n))",
    ),
    "cookbook-141": claim(
        "X:nn+pd",
        "tied_gradient(logabsdet, X)",
        "2 * inv(X) - hadamard(inv(X), eye(n))",
        free="inv(X)",
        lost_term="2 * inv(X)",
        order="2 * inv(X) - inv(hadamard(X, eye(n)))",
    ),
    "cookbook-142": claim(
        "A:nn D:nn+diag",
        "diag(gradient(lambda v: tr(A @ diag(v)), diag(D)))",
        "hadamard(A, eye(n))",
        free="A.T",
        trace="tr(A) * eye(n)",
        ordinary_product="A @ eye(n)",
    ),
    "cookbook-143": claim(
        "A:33 T:33",
        "table(lambda i, j: directional(lambda T: tr(A @ T), T, array(np.eye(3, k=j - i))), 3, 3)",
        "table(lambda i, j: sum(A[s, r] for r in range(3) for s in range(3) if r - s == i - j), 3, 3)",
        transpose="table(lambda i, j: sum(A[r, s] for r in range(3) for s in range(3) if r - s == i - j), 3, 3)",
        free="A.T",
    ),
    "cookbook-144": claim(
        "A:33 T:33+sym",
        (
            "table(lambda i, j: directional(lambda T: tr(A @ T), T, array(np.eye(3, k=j - i) + np.eye(3, k=i"
            " - j) * (i != j))), 3, 3)"
        ),
        ("table(lambda i, j: sum(A[s, r] for r in range(3) for s in range(3) if abs(r - s) == abs(i - j)), 3, 3)"),
        lost_term=(
            "table(lambda i, j: sum(A[s, r] for r in range(3) for s in range(3) if abs(r - s) == abs(i - j))"
            " * (1 + (i == j)), 3, 3)"
        ),
        free="table(lambda i, j: sum(A[s, r] for r in range(3) for s in range(3) if r - s == i - j), 3, 3)",
    ),
}
