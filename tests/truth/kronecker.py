"""Truth of `corpus/identities/kronecker.md`."""

from truth.identity import claim, left

TRUTH = {
    # Kronecker products
    "mixed-product": claim(
        "A:mn B:pq C:nr D:qs", "kron(A, B) @ kron(C, D)", "kron(A @ C, B @ D)",
        swapped="kron(A @ D, B @ C)",
        order="kron(B @ D, A @ C)",
        paired="kron(A @ B, C @ D)",
    ),
    "transpose": claim(
        "A:mn B:pq", "kron(A, B).T", "kron(A.T, B.T)",
        reversed="kron(B.T, A.T)",
        lost="kron(A, B.T)",
        sign="-kron(A.T, B.T)",
    ),
    "inverse": claim(
        "A:mm B:nn", "inv(kron(A, B))", "kron(inv(A), inv(B))",
        reversed="kron(inv(B), inv(A))",
        half="kron(inv(A), B)",
        transpose="kron(inv(A).T, inv(B).T)",
    ),
    "associative": claim(
        "A:mn B:pq C:nm", "kron(kron(A, B), C)", "kron(A, kron(B, C))",
        swapped="kron(A, kron(C, B))",
        factor="2 * kron(A, kron(B, C))",
    ),
    "distributive": claim(
        "A:mn B:mn C:pq", "kron(A + B, C)", "kron(A, C) + kron(B, C)",
        order="kron(C, A) + kron(C, B)",
        brackets="A + kron(B, C)",
        sign="kron(A, C) - kron(B, C)",
    ),
    "factored": claim(
        "A:mn B:pq", "kron(A, B)", "kron(A, eye(p)) @ kron(eye(n), B)",
        sizes="kron(A, eye(q)) @ kron(eye(m), B)",
        order="kron(eye(n), B) @ kron(A, eye(p))",
        sum="kron(A, eye(p)) + kron(eye(n), B)",
    ),
    "column-by-row": claim(
        "x:m y:n", "kron(x, y.T)", "x @ y.T",
        order="y @ x.T",
        column="kron(x, y)",
        inner="x.T @ y",
    ),
    "of-vectors-inner": claim(
        "a:m b:n c:m d:n", "kron(a, b).T @ kron(c, d)", "(a.T @ c) * (b.T @ d)",
        crossed="(a.T @ d) * (b.T @ c)",
        sum="a.T @ c + b.T @ d",
        outer="kron(a @ c.T, b @ d.T)",
    ),
    "power": claim(
        "A:mm B:nn", "power(kron(A, B), 2)", "kron(A @ A, B @ B)",
        fourth="kron(power(A, 4), power(B, 4))",
        half="kron(A @ A, B)",
        symmetric="power(kron(B, A), 2)",
    ),
    "norm": claim(
        "A:mn B:pq", "norm(kron(A, B))", "norm(A) * norm(B)",
        sum="norm(A) + norm(B)",
        squared="norm2(A) * norm2(B)",
        product="norm(A @ B)",
    ),
    "exponential-of-kronecker-sum": claim(
        "A:mm+small B:nn+small", "expm(kron(A, eye(n)) + kron(eye(m), B))", "kron(expm(A), expm(B))",
        product=left("expm(kron(A, B))"),
        order="kron(expm(B), expm(A))",
        sum="kron(expm(A), eye(n)) + kron(eye(m), expm(B))",
    ),
    # vec
    "vec-of-three": claim(
        "A:mn X:np B:pq", "vec(A @ X @ B)", "kron(B.T, A) @ vec(X)",
        order="kron(A, B.T) @ vec(X)",
        lost_transpose="kron(B, A) @ vec(X)",
        variable="kron(B.T, A) @ vec(X.T)",
        lost_vec="kron(B.T, A) @ X",
    ),
    "vec-of-left-product": claim(
        "A:mn X:np", "vec(A @ X)", "kron(eye(p), A) @ vec(X)",
        order="kron(A, eye(p)) @ vec(X)",
        transpose="kron(eye(p), A.T) @ vec(X)",
        size="kron(eye(n), A) @ vec(X)",
    ),
    "vec-of-right-product": claim(
        "X:mn B:np", "vec(X @ B)", "kron(B.T, eye(m)) @ vec(X)",
        lost_transpose="kron(B, eye(m)) @ vec(X)",
        order="kron(eye(m), B.T) @ vec(X)",
        size="kron(B.T, eye(n)) @ vec(X)",
    ),
    "vec-of-outer-product": claim(
        "a:m b:n", "vec(a @ b.T)", "kron(b, a)",
        order="kron(a, b)",
        row="kron(b.T, a)",
        sign="-kron(b, a)",
    ),
    "inner-product-of-vecs": claim(
        "A:mn B:mn", "vec(A).T @ vec(B)", "tr(A.T @ B)",
        lost_transpose="tr(A @ B)",
        matrix="A.T @ B",
        reversed="-tr(B.T @ A)",
    ),
    "trace-of-four": claim(
        "A:mn B:np C:pq D:qm", "tr(A @ B @ C @ D)", "vec(D.T).T @ kron(C.T, A) @ vec(B)",
        lost_transpose="vec(D).T @ kron(C.T, A) @ vec(B)",
        order="vec(D.T).T @ kron(A, C.T) @ vec(B)",
        plain="vec(D.T).T @ kron(C, A) @ vec(B)",
    ),
    "sylvester-equation": claim(
        "A:mm X:mn B:nn", "vec(A @ X + X @ B)", "(kron(eye(n), A) + kron(B.T, eye(m))) @ vec(X)",
        lost_transpose="(kron(eye(n), A) + kron(B, eye(m))) @ vec(X)",
        order="(kron(A, eye(n)) + kron(eye(m), B.T)) @ vec(X)",
        sign="(kron(eye(n), A) - kron(B.T, eye(m))) @ vec(X)",
    ),
    "jacobian-of-sandwich": claim(
        "A:mn X:np B:pq", "jacobian(lambda X: vec(A @ X @ B), X)", "kron(B.T, A)",
        order="kron(A, B.T)",
        lost_transpose="kron(B, A)",
        layout="kron(B, A.T)",
    ),
    "jacobian-of-inverse": claim(
        "X:nn", "jacobian(lambda X: vec(inv(X)), X)", "-kron(inv(X).T, inv(X))",
        sign="kron(inv(X).T, inv(X))",
        order="-kron(inv(X), inv(X).T)",
        transpose="-kron(inv(X), inv(X))",
    ),
    # Commutation matrices
    "commutation": claim(
        "A:mn", "commutation(m, n) @ vec(A)", "vec(A.T)",
        itself="vec(A)",
        indices=left("commutation(n, m) @ vec(A)"),
        row="vec(A).T",
    ),
    "commutation-transpose": claim(
        "", "commutation(m, n).T", "commutation(n, m)",
        itself="commutation(m, n)",
        identity="eye(m * n)",
        sign="-commutation(n, m)",
    ),
    "commutation-inverse": claim(
        "", "commutation(n, m) @ commutation(m, n)", "eye(m * n)",
        square=left("commutation(m, n) @ commutation(m, n)"),
        order="eye(m * m)",
        sign="-eye(m * n)",
    ),
    "commutation-swaps": claim(
        "A:mn B:pq", "commutation(p, m) @ kron(A, B) @ commutation(n, q)", "kron(B, A)",
        indices=left("commutation(m, p) @ kron(A, B) @ commutation(n, q)"),
        one_side=left("commutation(p, m) @ kron(A, B)"),
        unswapped="kron(A, B)",
    ),
    "commutation-trace": claim("", "tr(commutation(n, n))", "n", squared="n**2", zero="0", one="1"),
    "jacobian-of-gram": claim(
        "X:mn", "jacobian(lambda X: vec(X.T @ X), X)", "(eye(n * n) + commutation(n, n)) @ kron(eye(n), X.T)",
        lost_term="2 * kron(eye(n), X.T)",
        order="(eye(n * n) + commutation(n, n)) @ kron(X.T, eye(n))",
        sign="(eye(n * n) - commutation(n, n)) @ kron(eye(n), X.T)",
    ),
    "symmetriser": claim(
        "A:nn", "(eye(n * n) + commutation(n, n)) @ vec(A)", "vec(A + A.T)",
        symmetric="2 * vec(A)",
        sign="vec(A - A.T)",
        half="vec(A + A.T) / 2",
    ),
}
