"""Truth of `corpus/identities/matrix_algebra.md`."""

from truth.identity import claim, left

TRUTH = {
    "transpose-of-product": claim(
        "A:mn B:np", "(A @ B).T", "B.T @ A.T",
        order="A.T @ B.T",
        lost_transpose="B.T @ A",
        sign="-B.T @ A.T",
    ),
    "transpose-of-three": claim(
        "A:mn B:np C:pq", "(A @ B @ C).T", "C.T @ B.T @ A.T",
        order="A.T @ B.T @ C.T",
        partial="C.T @ (A @ B)",
        pair="(B @ C).T @ A",
    ),
    "square-of-sum": claim(
        "A:nn B:nn", "power(A + B, 2)", "A @ A + A @ B + B @ A + B @ B",
        commuting="A @ A + 2 * A @ B + B @ B",
        lost_terms="A @ A + B @ B",
        sign="A @ A - A @ B - B @ A + B @ B",
    ),
    "sum-times-difference": claim(
        "A:nn B:nn", "(A + B) @ (A - B)", "A @ A - A @ B + B @ A - B @ B",
        commuting="A @ A - B @ B",
        sign="A @ A + A @ B - B @ A - B @ B",
        scalar="tr(A @ A - B @ B)",
    ),
    "commutes-with-identity": claim(
        "A:nn", "(A + eye(n)) @ (A - eye(n))", "A @ A - eye(n)",
        sign="A @ A + eye(n)",
        cross_term="A @ A + 2 * A - eye(n)",
        scalar="A @ A - A",
    ),
    "gram-is-symmetric": claim(
        "A:mn", "(A.T @ A).T", "A.T @ A",
        other_gram="A @ A.T",
        sign="-A.T @ A",
        reversed="A @ A",
    ),
    "symmetric-and-skew-part": claim(
        "A:nn", "A", "(A + A.T) / 2 + (A - A.T) / 2",
        sign="(A + A.T) / 2 - (A - A.T) / 2",
        factor="(A + A.T) + (A - A.T)",
        half="(A + A.T) / 2",
    ),
    "commutator-antisymmetric": claim(
        "A:nn B:nn", "A @ B - B @ A", "-(B @ A - A @ B)",
        sign="B @ A - A @ B",
        zero="zeros(n, n)",
        doubled="2 * A @ B",
    ),
    "jacobi": claim(
        "A:nn B:nn C:nn",
        "(lambda b: b(A, b(B, C)) + b(B, b(C, A)) + b(C, b(A, B)))(lambda x, y: x @ y - y @ x)",
        "zeros(n, n)",
        order=left("(lambda b: b(A, b(B, C)) + b(B, b(A, C)) + b(C, b(A, B)))(lambda x, y: x @ y - y @ x)"),
        lost_term=left("(lambda b: b(A, b(B, C)) + b(B, b(C, A)))(lambda x, y: x @ y - y @ x)"),
    ),
    "projection-complement": claim(
        "P:nn+proj", "power(eye(n) - P, 2)", "eye(n) - P",
        other="P",
        sign="eye(n) + P",
        expanded="eye(n) - 2 * P",
    ),
    "projection-annihilates": claim(
        "P:nn+idem", "P @ (eye(n) - P)", "zeros(n, n)",
        plus=left("P @ (eye(n) + P)"),
        transpose=left("P.T @ (eye(n) - P)"),
        projection="P",
    ),
    "reflection": claim(
        "v:n+unit", "power(eye(n) - 2 * v @ v.T, 2)", "eye(n)",
        factor=left("power(eye(n) - v @ v.T, 2)"),
        inner=left("power(eye(n) - 2 * v.T @ v, 2)"),
        idempotent="eye(n) - 2 * v @ v.T",
    ),
    "orthogonal-inverse": claim(
        "Q:nn+orth", "Q @ Q.T", "eye(n)",
        transpose="Q.T",
        determinant="det(Q)",
        sign="-eye(n)",
    ),
    "orthonormal-columns": claim(
        "Q:mn+orth m>n", "Q.T @ Q", "eye(n)",
        other_side=left("Q @ Q.T"),
        size="eye(m)",
        sign="-eye(n)",
    ),
    "conjugated-power": claim(
        "A:nn P:nn k:int", "power(P @ A @ inv(P), k)", "P @ power(A, k) @ inv(P)",
        everywhere="power(P, k) @ power(A, k) @ inv(power(P, k))",
        cancelled="power(A, k)",
        order="inv(P) @ power(A, k) @ P",
    ),
    "geometric-sum": claim(
        "A:nn k:int", "(eye(n) - A) @ sum(power(A, j) for j in range(k))", "eye(n) - power(A, k)",
        exponent="eye(n) - power(A, k - 1)",
        sign="eye(n) + power(A, k)",
        range=left("(eye(n) - A) @ sum(power(A, j) for j in range(1, k + 1))"),
    ),
    "centring-matrix": claim(
        "", "(eye(n) - ones(n) @ ones(n).T / n) @ ones(n)", "zeros(n)",
        ones="ones(n)",
        size="n * ones(n)",
        plus=left("(eye(n) + ones(n) @ ones(n).T / n) @ ones(n)"),
    ),
    "rank-one-square": claim(
        "a:n b:n", "power(a @ b.T, 2)", "(b.T @ a) * a @ b.T",
        norms="(a.T @ a) * (b.T @ b)",
        order="(b.T @ a) * b @ a.T",
        lost_factor="a @ b.T",
        swapped="b @ a.T @ a @ b.T",
    ),
}
