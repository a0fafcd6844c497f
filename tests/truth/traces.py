"""Truth of `corpus/identities/traces.md`."""

from truth.identity import claim, left

TRUTH = {
    "cyclic-two": claim(
        "A:mn B:nm", "tr(A @ B)", "tr(B @ A)",
        sign="-tr(B @ A)",
        transpose="tr(A.T @ B)",
        lost_trace="B @ A",
        product_of_traces="tr(A) * tr(B)",
    ),
    "cyclic-three": claim(
        "A:mn B:np C:pm", "tr(A @ B @ C)", "tr(B @ C @ A)", "tr(C @ A @ B)",
        swapped="tr(C @ B @ A)",
        lost_factor="tr(C @ A)",
    ),
    "not-cyclic-three": claim(
        "A:nn B:nn C:nn", "tr(A @ B @ C)", "tr(C.T @ B.T @ A.T)",
        swapped="tr(A @ C @ B)",
        transposed_in_order="tr(A.T @ B.T @ C.T)",
        lost_transpose="tr(C.T @ B.T @ A)",
    ),
    "transpose": claim("A:nn", "tr(A.T)", "tr(A)", sign="-tr(A)", diagonal="diag(A)", inverse="tr(inv(A))"),
    "linear": claim(
        "A:nn B:nn a: b:", "tr(a * A + b * B)", "a * tr(A) + b * tr(B)",
        size="n * (a * tr(A) + b * tr(B))",
        brackets="a * tr(A) + b * B",
        product="a * b * tr(A) * tr(B)",
    ),
    "identity": claim("", "tr(eye(n))", "n", one="1", squared="n**2", determinant="det(eye(n))"),
    "outer-product": claim(
        "a:n b:n", "tr(a @ b.T)", "b.T @ a",
        outer="b @ a.T",
        sign="-b.T @ a",
        norms="norm(a) * norm(b)",
    ),
    "quadratic-form": claim(
        "A:nn x:n", "x.T @ A @ x", "tr(A @ x @ x.T)",
        lost_trace="A @ x @ x.T",
        split="tr(A) * (x.T @ x)",
        order="tr(x @ A @ x.T)",
    ),
    "frobenius-inner-product": claim(
        "A:mn B:mn", "tr(A.T @ B)", "sum(A[i, j] * B[i, j] for i in range(m) for j in range(n))",
        index="sum(A[i, j] * B[j, i] for i in range(m) for j in range(n))",
        squared="sum(A[i, j] ** 2 for i in range(m) for j in range(n))",
        lost_transpose=left("tr(A @ B)"),
    ),
    "frobenius-norm": claim(
        "A:mn", "tr(A @ A.T)", "norm2(A)",
        root="norm(A)",
        squared_trace="tr(A) ** 2",
        lost_transpose=left("tr(A @ A)"),
    ),
    "of-square": claim(
        "A:nn", "tr(A @ A)", "sum(A[i, j] * A[j, i] for i in range(n) for j in range(n))",
        squares="sum(A[i, j] ** 2 for i in range(n) for j in range(n))",
        diagonal="sum(A[i, i] ** 2 for i in range(n))",
        square_of_trace="tr(A) ** 2",
    ),
    "similar": claim(
        "A:nn P:nn", "tr(inv(P) @ A @ P)", "tr(A)",
        inverse_lost="tr(A) * tr(P) ** 2",
        transpose=left("tr(P.T @ A @ P)"),
        matrix="A",
    ),
    "commutator": claim(
        "A:nn B:nn", "tr(A @ B - B @ A)", "0.0",
        plus=left("tr(A @ B + B @ A)"),
        lost_trace=left("A @ B - B @ A"),
        transpose=left("tr(A @ B - B.T @ A)"),
    ),
    "symmetric-against-skew": claim(
        "S:nn+sym K:nn+skew", "tr(S @ K)", "0.0",
        both_symmetric=left("tr(S @ S)"),
        matrix=left("S @ K"),
        square=left("tr(S @ K @ K)"),
    ),
    "of-kronecker-product": claim(
        "A:mm B:nn", "tr(kron(A, B))", "tr(A) * tr(B)",
        sum="tr(A) + tr(B)",
        sizes="n * tr(A) + m * tr(B)",
        product="tr(A @ B)",
    ),
    "shifted-entrywise-product": claim(
        "A:mn B:mn C:mn", "tr(A.T @ hadamard(B, C))", "tr(hadamard(A, B).T @ C)",
        lost_transpose="tr(hadamard(A, B) @ C)",
        ordinary="tr((A @ B).T @ C)",
        sum="tr((A + B).T @ C)",
    ),
    "of-projection": claim("Q:np+orth n>p", "tr(Q @ Q.T)", "p", outer_size="n", squared="p**2", one="1"),
}
