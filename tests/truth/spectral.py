"""Truth of `corpus/identities/spectral.md`."""

from truth.identity import both, claim, left

GENERAL, SYMMETRIC = "P:nn l:n+large", "A:nn+sym"
MOVED = "A:nn+sym E:nn+sym"


def general(body: str) -> str:
    """A side in a matrix A with the eigenvector v, the left eigenvector u and the eigenvalue k."""
    return f"(lambda A, v, u, k: {body})(P @ diag(l) @ inv(P), P[:, [0]], 2 * inv(P).T[:, [0]], l[0, 0])"


def symmetric(body: str) -> str:
    """A side in the unit eigenvector v of a symmetric A and its eigenvalue k."""
    return f"(lambda v, k: {body})(eigenvector(A, 0), eigenvalue(A, 0))"


def moved(body: str) -> str:
    """A side in the same and in their differentials dv and dk, A being moved by E."""
    return (
        f"(lambda v, k, dv, dk: {body})(eigenvector(A, 0), eigenvalue(A, 0),"
        " difference(lambda A: eigenvector(A, 0), A, E, 1e-4), difference(lambda A: eigenvalue(A, 0), A, E, 1e-4))"
    )


def listed(body: str) -> str:
    """A side in the list w of the eigenvalues of a symmetric A, and the matrix V of their eigenvectors."""
    return f"(lambda w, V: {body})(*np.linalg.eigh(np.asarray(A)))"


def singular(body: str) -> str:
    """A side in the largest singular value s of A and its unit vectors u and v."""
    return (
        f"(lambda U, S, V: (lambda u, s, v: {body})(array(U[:, [0]]), S[0], array(V[[0], :].T)))"
        "(*np.linalg.svd(np.asarray(A)))"
    )


TRUTH = {
    # Eigenvalues and eigenvectors
    "eigenvalue-of-power": claim(
        GENERAL,
        general("power(A, 3) @ v"),
        general("k**3 * v"),
        power=general("k**2 * v"),
        factor=general("3 * k * v"),
        lost=general("k * v"),
    ),
    "eigenvalue-of-inverse": claim(
        GENERAL, general("inv(A) @ v"), general("v / k"), lost_inverse=general("k * v"), sign=general("-v / k")
    ),
    "shifted-eigenvalue": claim(
        GENERAL + " c:+large",
        general("(A + c * eye(n)) @ v"),
        general("(k + c) * v"),
        sign=general("(k - c) * v"),
        product=general("c * k * v"),
    ),
    "eigenvalue-as-quotient": claim(
        SYMMETRIC,
        symmetric("k"),
        symmetric("((3 * v).T @ A @ (3 * v)) / ((3 * v).T @ (3 * v))"),
        inverted=symmetric("((3 * v).T @ (3 * v)) / ((3 * v).T @ A @ (3 * v))"),
        squared=symmetric("((3 * v).T @ A @ A @ (3 * v)) / ((3 * v).T @ (3 * v))"),
        norm=symmetric("((3 * v).T @ A @ (3 * v)) / norm(3 * v)"),
    ),
    "eigenvalue-with-unit-vector": claim(
        SYMMETRIC,
        symmetric("k"),
        symmetric("v.T @ A @ v"),
        outer=symmetric("A @ v @ v.T"),
        factor=symmetric("2 * v.T @ A @ v"),
        square=symmetric("v.T @ A @ A @ v"),
    ),
    "deflation": claim(
        SYMMETRIC,
        symmetric("(A - k * v @ v.T) @ v"),
        "zeros(n)",
        sign=left(symmetric("(A + k * v @ v.T) @ v")),
        inner=left(symmetric("(A - k * (v.T @ v)) @ v")),
        lost=left(symmetric("(A - v @ v.T) @ v")),
    ),
    "characteristic-polynomial": claim(
        GENERAL,
        general("det(A - k * eye(n))"),
        "0",
        sign=left(general("det(A + k * eye(n))")),
        lost=left(general("det(A - eye(n))")),
        inverse=left(general("det(eye(n) - k * A)")),
    ),
    "trace-is-sum": claim(
        SYMMETRIC,
        "tr(A)",
        listed("w.sum()"),
        product=listed("w.prod()"),
        squares=listed("(w**2).sum()"),
        mean=listed("w.mean()"),
    ),
    "determinant-is-product": claim(
        "P:nn l:n+large",
        "det(P @ diag(l) @ inv(P))",
        "np.prod(np.asarray(l))",
        sum="total(l)",
        square="np.prod(np.asarray(l)) ** 2",
        sign="-np.prod(np.asarray(l))",
    ),
    "norm-by-eigenvalues": claim(
        SYMMETRIC,
        "norm2(A)",
        listed("(w**2).sum()"),
        squared_sum=listed("w.sum() ** 2"),
        root=left("norm(A)"),
        first_power=listed("w.sum()"),
    ),
    "log-determinant-by-eigenvalues": claim(
        "A:nn+pd",
        "log(det(A))",
        listed("np.log(w).sum()"),
        order=listed("np.log(w.sum())"),
        trace=listed("w.sum()"),
    ),
    "trace-of-inverse-by-eigenvalues": claim(
        "A:nn+pd",
        "tr(inv(A))",
        listed("(1 / w).sum()"),
        inverted_sum=listed("1 / w.sum()"),
        lost_inverse=listed("w.sum()"),
    ),
    "trace-of-exponential-by-eigenvalues": claim(
        SYMMETRIC,
        "tr(expm(A))",
        listed("np.exp(w).sum()"),
        order=listed("np.exp(w.sum())"),
        product=listed("np.exp(w).prod()"),
    ),
    "regularised-determinant": claim(
        "A:nn+sym t:+large",
        "det(eye(n) + t * A)",
        listed("(1 + t * w).prod()"),
        factor=listed("1 + t * w.prod()"),
        moved=listed("(t + w).prod()"),
    ),
    "spectral-theorem": claim(
        SYMMETRIC,
        "inv(A)",
        listed("array(V @ np.diag(1 / w) @ V.T)"),
        lost_inverse=listed("array(V @ np.diag(w) @ V.T)"),
        inner=listed("(1 / w).sum()"),
        squared=listed("array(V @ np.diag(1 / w**2) @ V.T)"),
    ),
    "member-of-the-spectrum": claim(
        SYMMETRIC,
        symmetric("A @ v"),
        symmetric("k * v"),
        squared=symmetric("k**2 * v"),
        sign=symmetric("-k * v"),
    ),
    # Derivatives of eigenvalues and eigenvectors
    "eigenvalue-gradient": claim(
        SYMMETRIC,
        symmetric("difference_gradient(lambda A: near(A, k), A)"),
        symmetric("v @ v.T"),
        inner=symmetric("v.T @ v"),
        factor=symmetric("2 * v @ v.T"),
        value=symmetric("k * v @ v.T"),
    ),
    "eigenvalue-differential": claim(
        MOVED,
        moved("dk"),
        moved("v.T @ E @ v"),
        undifferentiated=moved("v.T @ A @ v"),
        sign=moved("-v.T @ E @ v"),
        outer=moved("v @ v.T @ E"),
    ),
    "eigenvalue-differential-of-general-matrix": claim(
        GENERAL + " E:nn",
        general("difference(lambda A: near(A, k), A, E, 1e-5)"),
        general("(u.T @ E @ v) / (u.T @ v)"),
        right_only=general("(v.T @ E @ v) / (v.T @ v)"),
        scale=general("u.T @ E @ v"),
        swapped=general("(v.T @ E @ u) / (u.T @ v)"),
    ),
    "eigenvector-differential": claim(
        MOVED,
        moved("dv"),
        moved("pseudo_inverse(k * eye(n) - A) @ E @ v"),
        sign=moved("pseudo_inverse(A - k * eye(n)) @ E @ v"),
        lost_vector=moved("pseudo_inverse(k * eye(n) - A) @ E"),
        inverse=moved("inv(A) @ E @ v"),
    ),
    "perturbation-of-the-equation": claim(
        MOVED,
        moved("(A - k * eye(n)) @ dv"),
        moved("(dk * eye(n) - E) @ v"),
        sign=moved("(E - dk * eye(n)) @ v"),
        lost_term=moved("-E @ v"),
    ),
    "unit-vector-differential": claim(
        MOVED,
        moved("round(v.T @ dv, 7)"),
        "0",
        outer=both(moved("v @ dv.T"), "zeros(n, n)"),
        other=left(moved("v.T @ A @ dv - dv.T @ dv - 1")),
    ),
    "singular-value-differential": claim(
        "A:mn E:mn",
        "difference(lambda A: singular_values(A)[0], A, E, 1e-4)",
        singular("u.T @ E @ v"),
        swapped=singular("v.T @ E @ u"),
        sign=singular("-u.T @ E @ v"),
        value=singular("s * u.T @ E @ v"),
    ),
    "singular-value-gradient": claim(
        "A:mn",
        "difference_gradient(lambda A: singular_values(A)[0], A)",
        singular("u @ v.T"),
        transpose=singular("v @ u.T"),
        factor=singular("2 * u @ v.T"),
    ),
    "rayleigh-gradient": claim(
        "A:nn+sym x:n",
        "gradient(lambda x: (x.T @ A @ x) / (x.T @ x), x)",
        "2 / (x.T @ x) * (A @ x - (x.T @ A @ x) / (x.T @ x) * x)",
        factor="1 / (x.T @ x) * (A @ x - (x.T @ A @ x) / (x.T @ x) * x)",
        sign="2 / (x.T @ x) * (A @ x + (x.T @ A @ x) / (x.T @ x) * x)",
        lost_term="2 / (x.T @ x) * A @ x",
    ),
    # Decompositions
    "eigendecomposition-power": claim(
        "Q:33+orth L:33+diag",
        "power(Q @ L @ Q.T, 4)",
        "Q @ power(L, 4) @ Q.T",
        inside="power(Q, 4) @ power(L, 4) @ power(Q.T, 4)",
        factor="4 * Q @ L @ Q.T",
        order="Q.T @ power(L, 4) @ Q",
    ),
    "eigendecomposition-inverse": claim(
        "Q:nn+orth L:nn+pos+diag",
        "inv(Q @ L @ Q.T)",
        "Q @ inv(L) @ Q.T",
        lost_inverse="Q @ L @ Q.T",
        order="Q.T @ inv(L) @ Q",
    ),
    "square-root-by-eigendecomposition": claim(
        "Q:nn+orth L:nn+pos+diag",
        "sqrtm(Q @ L @ Q.T)",
        "Q @ sqrtm(L) @ Q.T",
        lost_root="Q @ L @ Q.T",
        half="Q @ L @ Q.T / 2",
    ),
    "exponential-by-eigendecomposition": claim(
        "P:nn L:nn+diag",
        "expm(P @ L @ inv(P))",
        "P @ expm(L) @ inv(P)",
        transpose="P @ expm(L) @ P.T",
        all="expm(P) @ expm(L) @ expm(inv(P))",
    ),
    "columns-are-eigenvectors": claim(
        "Q:33+orth L:33+diag", "Q @ L @ Q.T @ Q", "Q @ L", order="L @ Q", transpose="Q.T @ L"
    ),
    "gram-by-singular-values": claim(
        "A:mp U:mn+orth L:nn+pos+diag V:pn+orth m>n p>n",
        "(U @ L @ V.T).T @ (U @ L @ V.T)",
        "V @ L.T @ L @ V.T",
        left="U @ L.T @ L @ U.T",
        first="V @ L @ V.T",
    ),
    "pseudo-inverse-by-singular-values": claim(
        "U:mn+orth L:nn+pos+diag V:pn+orth m>n p>n",
        "pseudo_inverse(U @ L @ V.T)",
        "V @ inv(L) @ U.T",
        order="U @ inv(L) @ V.T",
        lost_inverse="V @ L @ U.T",
    ),
    "norm-by-singular-values": claim(
        "A:mn",
        "norm2(A)",
        "(singular_values(A) ** 2).sum()",
        first_power="singular_values(A).sum()",
        squared_sum="singular_values(A).sum() ** 2",
        root=both("norm(A)", "singular_values(A).sum()"),
    ),
    "spectral-norm-is-largest": claim(
        "A:mn",
        "np.linalg.norm(np.asarray(A), 2)",
        "singular_values(A)[0]",
        last="singular_values(A)[-1]",
        square="singular_values(A)[0] ** 2",
    ),
    "nuclear-norm": claim(
        "A:mn",
        "np.linalg.norm(np.asarray(A), 'nuc')",
        "singular_values(A).sum()",
        squares="(singular_values(A) ** 2).sum()",
        root="np.sqrt((singular_values(A) ** 2).sum())",
    ),
    "truncation-error": claim(
        "A:mn",
        "norm2(A - truncated(A, 1))",
        "(singular_values(A)[1:] ** 2).sum()",
        first_power="singular_values(A)[1:].sum()",
        kept="singular_values(A)[0] ** 2",
    ),
    "cholesky-log-determinant": claim(
        "A:nn+pd",
        "log(det(A))",
        "2 * np.log(np.diag(np.linalg.cholesky(np.asarray(A)))).sum()",
        factor="np.log(np.diag(np.linalg.cholesky(np.asarray(A)))).sum()",
        order="2 * np.log(np.diag(np.linalg.cholesky(np.asarray(A))).sum())",
    ),
    "cholesky-solve": claim(
        "A:nn+pd b:n",
        "b.T @ inv(A) @ b",
        "norm2(inv(np.linalg.cholesky(np.asarray(A))) @ b)",
        transpose="norm2(inv(np.linalg.cholesky(np.asarray(A))).T @ b)",
        not_square="norm(inv(np.linalg.cholesky(np.asarray(A))) @ b)",
    ),
    # Projections and pseudo-inverses
    "projection-onto-columns": claim(
        "X:mn m>n",
        "power(X @ inv(X.T @ X) @ X.T, 2)",
        "X @ inv(X.T @ X) @ X.T",
        identity="eye(m)",
        factor="2 * X @ inv(X.T @ X) @ X.T",
    ),
    "trace-of-projection": claim("X:mn m>n", "tr(X @ inv(X.T @ X) @ X.T)", "n", rows="m", rest="m - n"),
    "projection-by-orthonormal-basis": claim(
        "Q:mn+orth m>n", "power(Q @ Q.T, 2)", "Q @ Q.T", identity="eye(m)", swapped="Q.T @ Q"
    ),
    "complementary-projections": claim(
        "P:nn+proj", "P @ (eye(n) - P)", "zeros(n, n)", sign=left("P @ (eye(n) + P)"), other="P"
    ),
    "lengths-under-orthogonal-matrix": claim(
        "Q:mn+orth x:n m>n", "norm(Q @ x)", "norm(x)", transpose=left("norm(Q.T @ x)"), factor="n * norm(x)"
    ),
    "penrose-first": claim("A:mn", "A @ pseudo_inverse(A) @ A", "A", inverse="eye(m)", other="2 * A"),
    "penrose-third": claim(
        "A:mn m>n",
        "(A @ pseudo_inverse(A)).T",
        "A @ pseudo_inverse(A)",
        swapped="pseudo_inverse(A) @ A",
        inverse="eye(m)",
    ),
    "pseudo-inverse-full-column-rank": claim(
        "A:mn m>n",
        "pseudo_inverse(A)",
        "inv(A.T @ A) @ A.T",
        order="A.T @ inv(A.T @ A)",
        lost_transpose="inv(A.T @ A) @ A",
        sign="-inv(A.T @ A) @ A.T",
    ),
    "pseudo-inverse-full-row-rank": claim(
        "A:mn n>m",
        "pseudo_inverse(A)",
        "A.T @ inv(A @ A.T)",
        order="inv(A @ A.T) @ A.T",
        factor="2 * A.T @ inv(A @ A.T)",
    ),
    # Functions of matrices
    "square-root-squared": claim("A:nn+pd", "sqrtm(A) @ sqrtm(A)", "A", squared="A @ A", half="A / 2"),
    "square-root-differential": claim(
        "S:nn+pd E:nn+sym",
        "directional(lambda S: S @ S, S, E)",
        "S @ E + E @ S",
        commuting="2 * S @ E",
        sign="S @ E - E @ S",
    ),
    "determinant-of-exponential": claim(
        "A:nn", "det(expm(A))", "exp(tr(A))", determinant="exp(det(A))", lost="tr(expm(A))"
    ),
    "derivative-of-exponential": claim(
        "A:nn t:",
        "derivative(lambda t: expm(t * A), t)",
        "A @ expm(t * A)",
        lost_factor="expm(t * A)",
        power="t * A @ expm(t * A)",
    ),
    "inverse-of-exponential": claim("A:nn", "inv(expm(A))", "expm(-A)", inside="expm(inv(A))", sign="-expm(A)"),
    "exponential-of-skew-matrix": claim(
        "K:nn+skew", "expm(K).T @ expm(K)", "eye(n)", double="2 * eye(n)", zero="zeros(n, n)"
    ),
    # Implicit functions
    "implicit-inverse": claim(
        "X:nn E:nn",
        "directional(inv, X, E)",
        "-inv(X) @ E @ inv(X)",
        sign="inv(X) @ E @ inv(X)",
        order="-inv(X) @ inv(X) @ E",
    ),
    "implicit-circle": claim(
        "x:+large y:+pos",
        "derivative(lambda t: sqrt(x**2 + y**2 - t**2), x)",
        "-x / y",
        inverted="-y / x",
        sign="x / y",
    ),
    "implicit-cubic": claim(
        "x:+pos y:+pos",
        "difference(lambda t: only_root(1, 0, t, -(x * y + y**3)), x, 1.0)",
        "-y / (x + 3 * y**2)",
        lost_term="-y / (3 * y**2)",
        sign="y / (x + 3 * y**2)",
        factor="-y / (x + y**2)",
    ),
}
