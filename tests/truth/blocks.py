"""Truth of `corpus/identities/blocks.md`."""

from truth.identity import claim

TRUTH = {
    "product-of-blocks": claim(
        "A:mn B:mp C:nq D:pq",
        "block([[A, B]]) @ block([[C], [D]])",
        "A @ C + B @ D",
        crossed="A @ D + B @ C",
        block="block([[A @ C, B @ D]])",
        sign="A @ C - B @ D",
    ),
    "outer-product-of-blocks": claim(
        "A:mn B:pn",
        "block([[A], [B]]) @ block([[A.T, B.T]])",
        "block([[A @ A.T, A @ B.T], [B @ A.T, B @ B.T]])",
        inner="A.T @ A + B.T @ B",
        sign="block([[A @ A.T, -A @ B.T], [-B @ A.T, B @ B.T]])",
        crossed="block([[A @ A.T, B @ A.T], [A @ B.T, B @ B.T]])",
    ),
    "transpose": claim(
        "A:mn B:mp C:qn D:qp",
        "block([[A, B], [C, D]]).T",
        "block([[A.T, C.T], [B.T, D.T]])",
        unmoved="block([[A.T, B.T], [C.T, D.T]])",
        untransposed="block([[A, C], [B, D]])",
        sign="block([[A.T, -C.T], [B.T, D.T]])",
    ),
    "block-diagonal-inverse": claim(
        "A:mm D:nn",
        "inv(block([[A, zeros(m, n)], [zeros(n, m), D]]))",
        "block([[inv(A), zeros(m, n)], [zeros(n, m), inv(D)]])",
        swapped="block([[inv(D), zeros(n, m)], [zeros(m, n), inv(A)]])",
        half="block([[inv(A), zeros(m, n)], [zeros(n, m), D]])",
        transpose="block([[inv(A).T, zeros(m, n)], [zeros(n, m), inv(D)]])",
    ),
    "block-triangular-inverse": claim(
        "A:mm B:mn D:nn",
        "inv(block([[A, B], [zeros(n, m), D]]))",
        "block([[inv(A), -inv(A) @ B @ inv(D)], [zeros(n, m), inv(D)]])",
        sign="block([[inv(A), inv(A) @ B @ inv(D)], [zeros(n, m), inv(D)]])",
        order="block([[inv(A), -inv(D) @ B @ inv(A)], [zeros(n, m), inv(D)]])",
        blockwise="block([[inv(A), -B], [zeros(n, m), inv(D)]])",
    ),
    "block-triangular-determinant": claim(
        "A:mm B:mn D:nn",
        "det(block([[A, B], [zeros(n, m), D]]))",
        "det(A) * det(D)",
        sum="det(A) + det(D)",
        product="det(A @ D)",
        sign="-det(A) * det(D)",
    ),
    "schur-determinant": claim(
        "A:mm B:mn C:nm D:nn",
        "det(block([[A, B], [C, D]]))",
        "det(A) * det(D - C @ inv(A) @ B)",
        sign="det(A) * det(D + C @ inv(A) @ B)",
        order="det(A) * det(D - B @ inv(A) @ C)",
        scalar_rule="det(A) * det(D) - det(B) * det(C)",
        lost_inverse="det(A) * det(D - C @ A @ B)",
    ),
    "schur-inverse-corner": claim(
        "A:mm B:mn C:nm D:nn",
        "inv(block([[A, B], [C, D]]))",
        (
            "(lambda V, S: block([[V + V @ B @ S @ C @ V, -V @ B @ S], [-S @ C @ V, S]]))(inv(A), inv(D - C"
            " @ inv(A) @ B))"
        ),
        sign=(
            "(lambda V, S: block([[V - V @ B @ S @ C @ V, -V @ B @ S], [-S @ C @ V, S]]))(inv(A), inv(D - C"
            " @ inv(A) @ B))"
        ),
        lost_minus=(
            "(lambda V, S: block([[V + V @ B @ S @ C @ V, V @ B @ S], [-S @ C @ V, S]]))(inv(A), inv(D - C"
            " @ inv(A) @ B))"
        ),
        blockwise="block([[inv(A), inv(B)], [inv(C), inv(D)]])",
    ),
    "block-factorisation": claim(
        "A:mm B:mn C:nm D:nn",
        "block([[A, B], [C, D]])",
        (
            "block([[eye(m), zeros(m, n)], [C @ inv(A), eye(n)]]) @ block([[A, zeros(m, n)], [zeros(n, m), D"
            " - C @ inv(A) @ B]]) @ block([[eye(m), inv(A) @ B], [zeros(n, m), eye(n)]])"
        ),
        order=(
            "block([[eye(m), zeros(m, n)], [inv(A) @ C, eye(n)]]) @ block([[A, zeros(m, n)], [zeros(n, m), D"
            " - C @ inv(A) @ B]]) @ block([[eye(m), inv(A) @ B], [zeros(n, m), eye(n)]])"
        ),
        middle=(
            "block([[eye(m), zeros(m, n)], [C @ inv(A), eye(n)]])"
            " @ block([[A, zeros(m, n)], [zeros(n, m), D]]) @ block([[eye(m), inv(A)"
            " @ B], [zeros(n, m), eye(n)]])"
        ),
        sign=(
            "block([[eye(m), zeros(m, n)], [-C @ inv(A), eye(n)]]) @ block([[A, zeros(m, n)], [zeros(n, m), D"
            " - C @ inv(A) @ B]]) @ block([[eye(m), inv(A) @ B], [zeros(n, m), eye(n)]])"
        ),
    ),
    "block-quadratic-form": claim(
        "x:m y:n A:mm B:mn D:nn",
        "block([[x], [y]]).T @ block([[A, B], [B.T, D]]) @ block([[x], [y]])",
        "x.T @ A @ x + 2 * x.T @ B @ y + y.T @ D @ y",
        factor="x.T @ A @ x + x.T @ B @ y + y.T @ D @ y",
        order="x.T @ A @ x + 2 * y.T @ B @ x + y.T @ D @ y",
        lost_term="x.T @ A @ x + y.T @ D @ y",
    ),
    "block-trace": claim(
        "A:mm B:mn C:nm D:nn",
        "tr(block([[A, B], [C, D]]))",
        "tr(A) + tr(D)",
        product="tr(A) * tr(D)",
        all="tr(A) + tr(B) + tr(C) + tr(D)",
        difference="tr(A) - tr(D)",
    ),
    "stacked-norm": claim(
        "A:mn B:pn",
        "norm2(block([[A], [B]]))",
        "norm2(A) + norm2(B)",
        cross_term="(norm(A) + norm(B)) ** 2",
        sum="norm2(A + B)",
        roots="norm(A) + norm(B)",
    ),
}
