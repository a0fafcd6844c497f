"""Truth of `corpus/identities/cookbook_forms.md`."""

from truth.identity import claim

TRUTH = {
    # First order
    "cookbook-069": claim(
        "x:n a:n", "gradient(lambda x: x.T @ a, x)", "gradient(lambda x: a.T @ x, x)", "a",
        variable="x",
        transpose="a.T",
        factor="2 * a",
    ),
    "cookbook-070": claim(
        "a:m X:mn b:n", "gradient(lambda X: a.T @ X @ b, X)", "a @ b.T",
        order="b @ a.T",
        inner="a.T @ b",
        kept="a @ X @ b.T",
    ),
    "cookbook-071": claim(
        "a:n X:mn b:m", "gradient(lambda X: a.T @ X.T @ b, X)", "b @ a.T",
        order="a @ b.T",
        transpose="b.T @ a",
    ),
    "cookbook-072": claim(
        "a:n X:nn", "gradient(lambda X: a.T @ X @ a, X)", "gradient(lambda X: a.T @ X.T @ a, X)", "a @ a.T",
        inner="a.T @ a",
        factor="2 * a @ a.T",
        vector="2 * X @ a",
    ),
    "cookbook-073": claim(
        "X:mn", "entry(lambda X: X, X, 0, 1)", "single(0, 1, m, n)",
        number="1",
        transpose="single(1, 0, n, m)",
        all="ones(m, n)",
    ),
    "cookbook-074": claim(
        "X:mn A:np",
        "table(lambda i, j, k, l: entry(lambda X: X @ A, X, k, l)[i, j], m, p, m, n)",
        "table(lambda i, j, k, l: delta(i, k) * A[l, j], m, p, m, n)",
        "table(lambda i, j, k, l: (single(k, l, m, n) @ A)[i, j], m, p, m, n)",
        order="table(lambda i, j, k, l: (A @ single(k, l, m, n))[i, j], m, p, m, n)",
        transpose="table(lambda i, j, k, l: (single(k, l, m, n) @ A.T)[i, j], m, p, m, n)",
    ),
    "cookbook-075": claim(
        "X:mn A:mp",
        "table(lambda i, j, k, l: entry(lambda X: X.T @ A, X, k, l)[i, j], n, p, m, n)",
        "table(lambda i, j, k, l: delta(i, l) * A[k, j], n, p, m, n)",
        lost_delta="table(lambda i, j, k, l: A[k, j], n, p, m, n)",
        factor="table(lambda i, j, k, l: 2 * delta(i, l) * A[k, j], n, p, m, n)",
        sign="table(lambda i, j, k, l: -delta(i, l) * A[k, j], n, p, m, n)",
    ),
    # Second order
    "cookbook-076": claim(
        "X:mn",
        (
            "gradient(lambda X: sum(X[k, l]"
            " * X[r, s] for k in range(m) for l in range(n) for r in range(m) for s in range(n)), X)"
        ),
        "2 * total(X) * ones(m, n)",
        factor="total(X) * ones(m, n)",
        entry="2 * X",
        lost_sum="2 * ones(m, m) @ X",
    ),
    "cookbook-077": claim(
        "b:n X:mn c:n", "gradient(lambda X: b.T @ X.T @ X @ c, X)", "X @ (b @ c.T + c @ b.T)",
        lost_term="2 * X @ b @ c.T",
        order="(b @ c.T + c @ b.T) @ X",
        sign="X @ (b @ c.T - c @ b.T)",
        inner="2 * X * (b.T @ c)",
    ),
    "cookbook-078": claim(
        "B:mn x:n b:m C:mp D:pn d:p",
        "gradient(lambda x: (B @ x + b).T @ C @ (D @ x + d), x)",
        "B.T @ C @ (D @ x + d) + D.T @ C.T @ (B @ x + b)",
        transpose="B.T @ C @ (D @ x + d) + D.T @ C @ (B @ x + b)",
        lost_term="B.T @ C @ (D @ x + d)",
        sign="B.T @ C @ (D @ x + d) - D.T @ C.T @ (B @ x + b)",
        order="C @ (D @ x + d) @ B.T + C.T @ (B @ x + b) @ D.T",
    ),
    "cookbook-079": claim(
        "X:mn B:mm",
        "table(lambda i, j, k, l: entry(lambda X: X.T @ B @ X, X, i, j)[k, l], m, n, n, n)",
        (
            "table(lambda i, j, k, l: delta(l, j) * (X.T @ B)[k, i] + delta(k, j) * (B"
            " @ X)[i, l], m, n, n, n)"
        ),
        sign=(
            "table(lambda i, j, k, l: delta(l, j) * (X.T @ B)[k, i] - delta(k, j) * (B"
            " @ X)[i, l], m, n, n, n)"
        ),
        lost_term="table(lambda i, j, k, l: delta(l, j) * (X.T @ B)[k, i], m, n, n, n)",
        transpose=(
            "table(lambda i, j, k, l: delta(l, j) * (X.T @ B)[k, i] + delta(k, j) * (B.T"
            " @ X)[i, l], m, n, n, n)"
        ),
        crossed=(
            "table(lambda i, j, k, l: delta(k, j) * (X.T @ B)[k, i] + delta(l, j) * (B"
            " @ X)[i, l], m, n, n, n)"
        ),
    ),
    "cookbook-080": claim(
        "X:mn B:mm",
        "entry(lambda X: X.T @ B @ X, X, 0, 1)",
        "X.T @ B @ single(0, 1, m, n) + single(1, 0, n, m) @ B @ X",
        lost_term="2 * X.T @ B @ single(0, 1, m, n)",
        index="X.T @ B @ single(0, 1, m, n) + single(0, 1, m, n) @ B @ X",
        sign="X.T @ B @ single(0, 1, m, n) - single(1, 0, n, m) @ B @ X",
    ),
    "cookbook-081": claim(
        "x:n B:nn", "gradient(lambda x: x.T @ B @ x, x)", "(B + B.T) @ x",
        symmetric="2 * B @ x",
        transpose="x.T @ (B + B.T)",
        sign="(B - B.T) @ x",
        factor="2 * (B + B.T) @ x",
    ),
    "cookbook-082": claim(
        "b:n X:mn D:mm c:n", "gradient(lambda X: b.T @ X.T @ D @ X @ c, X)", "D.T @ X @ b @ c.T + D @ X @ c @ b.T",
        transpose="D @ X @ b @ c.T + D @ X @ c @ b.T",
        order="D.T @ X @ c @ b.T + D @ X @ b @ c.T",
        lost_term="D @ X @ c @ b.T",
        misplaced="D.T @ b @ X @ c.T + D @ X @ c @ b.T",
    ),
    "cookbook-083": claim(
        "X:mn b:n c:m D:mm",
        "gradient(lambda X: (X @ b + c).T @ D @ (X @ b + c), X)",
        "(D + D.T) @ (X @ b + c) @ b.T",
        symmetric="2 * D @ (X @ b + c) @ b.T",
        lost_factor="(D + D.T) @ (X @ b + c)",
        order="b.T @ (D + D.T) @ (X @ b + c)",
        lost_transpose="(D + D.T) @ (X @ b + c) @ b",
    ),
    "cookbook-084": claim(
        "x:m A:mn s:n W:mm+sym",
        "gradient(lambda s: (x - A @ s).T @ W @ (x - A @ s), s)",
        "-2 * A.T @ W @ (x - A @ s)",
        sign="2 * A.T @ W @ (x - A @ s)",
        transpose="-2 * A @ W @ (x - A @ s)",
        order="-2 * W @ A.T @ (x - A @ s)",
        chain_rule="-2 * W @ (x - A @ s)",
    ),
    "cookbook-084-unstated": claim(
        "x:m A:mn s:n W:mm", "gradient(lambda s: (x - A @ s).T @ W @ (x - A @ s), s)", "-2 * A.T @ W @ (x - A @ s)",
    ),
    "cookbook-085": claim(
        "x:n s:n W:nn+sym", "gradient(lambda x: (x - s).T @ W @ (x - s), x)", "2 * W @ (x - s)",
        sign="-2 * W @ (x - s)",
        factor="W @ (x - s)",
        lost_weight="2 * (x - s)",
    ),
    "cookbook-086": claim(
        "x:n s:n W:nn+sym", "gradient(lambda s: (x - s).T @ W @ (x - s), s)", "-2 * W @ (x - s)",
        sign="2 * W @ (x - s)",
        plus="-2 * W @ (x + s)",
        row="-2 * (x - s).T @ W",
    ),
    "cookbook-087": claim(
        "x:m A:mn s:n W:mm+sym", "gradient(lambda x: (x - A @ s).T @ W @ (x - A @ s), x)", "2 * W @ (x - A @ s)",
        sign="-2 * W @ (x - A @ s)",
        chain_rule="2 * A.T @ W @ (x - A @ s)",
        brackets="2 * W @ x - A @ s",
    ),
    "cookbook-088": claim(
        "x:m A:mn s:n W:mm+sym",
        "gradient(lambda A: (x - A @ s).T @ W @ (x - A @ s), A)",
        "-2 * W @ (x - A @ s) @ s.T",
        order="-2 * s.T @ W @ (x - A @ s)",
        sign="2 * W @ (x - A @ s) @ s.T",
        lost_factor="-2 * W @ (x - A @ s)",
        lost_transpose="-2 * W @ (x - A @ s) @ s",
    ),
    "cookbook-089": claim(
        "a: x:n b:n", "gradient(lambda x: (a - x.T @ b) ** 2, x)", "-2 * b * (a - x.T @ b)",
        sign="2 * b * (a - x.T @ b)",
        chain_rule="2 * (a - x.T @ b)",
        variable="-2 * x * (a - x.T @ b)",
    ),
    # Higher order
    "cookbook-090": claim(
        "X:nn k:int",
        "entry(lambda X: power(X, k), X, 0, 1)",
        "sum(power(X, r) @ single(0, 1, n, n) @ power(X, k - 1 - r) for r in range(k))",
        scalar_rule="k * power(X, k - 1) @ single(0, 1, n, n)",
        range="sum(power(X, r) @ single(0, 1, n, n) @ power(X, k - 1 - r) for r in range(1, k))",
        exponent="sum(power(X, r) @ single(0, 1, n, n) @ power(X, k - r) for r in range(k))",
    ),
    "cookbook-091": claim(
        "a:n X:nn b:n k:int",
        "gradient(lambda X: a.T @ power(X, k) @ b, X)",
        "sum(power(X, r).T @ a @ b.T @ power(X, k - 1 - r).T for r in range(k))",
        transpose="sum(power(X, r) @ a @ b.T @ power(X, k - 1 - r) for r in range(k))",
        order="sum(power(X, r).T @ b @ a.T @ power(X, k - 1 - r).T for r in range(k))",
        scalar_rule="k * power(X, k - 1).T @ a @ b.T",
    ),
    "cookbook-092": claim(
        "a:n X:nn b:n k:int",
        "gradient(lambda X: a.T @ power(X, k).T @ power(X, k) @ b, X)",
        "sum(power(X, r).T @ power(X, k) @ (b @ a.T + a @ b.T) @ power(X, k - 1 - r).T for r in range(k))",
        as_printed=(
            "sum(power(X, k - 1 - r) @ a @ b.T @ power(X, k).T @ power(X, r) + power(X, r).T @ power(X, k)"
            " @ a @ b.T @ power(X, k - 1 - r).T for r in range(k))"
        ),
        lost_term="sum(power(X, r).T @ power(X, k) @ a @ b.T @ power(X, k - 1 - r).T for r in range(k))",
    ),
    "cookbook-093": claim(
        "s:n>m r:n>p A:mp x:n",
        "gradient(lambda x: s(x).T @ A @ r(x), x)",
        "jacobian(s, x).T @ A @ r(x) + jacobian(r, x).T @ A.T @ s(x)",
        transpose="jacobian(s, x) @ A @ r(x) + jacobian(r, x) @ A.T @ s(x)",
        lost_term="jacobian(s, x).T @ A @ r(x)",
        lost_transpose="jacobian(s, x).T @ A @ r(x) + jacobian(r, x).T @ A @ s(x)",
        sign="jacobian(s, x).T @ A @ r(x) - jacobian(r, x).T @ A.T @ s(x)",
    ),
    "cookbook-094": claim(
        "A:mn B:nn x:n",
        "gradient(lambda x: (A @ x).T @ (A @ x) / ((B @ x).T @ (B @ x)), x)",
        "gradient(lambda x: x.T @ A.T @ A @ x / (x.T @ B.T @ B @ x), x)",
        transpose="gradient(lambda x: x.T @ A @ A.T @ x / (x.T @ B.T @ B @ x), x)",
        lost_transpose="gradient(lambda x: x.T @ A.T @ A @ x / (x.T @ B @ B @ x), x)",
        inverted="gradient(lambda x: x.T @ B.T @ B @ x / (x.T @ A.T @ A @ x), x)",
    ),
    "cookbook-095": claim(
        "A:mn B:nn x:n",
        "gradient(lambda x: x.T @ A.T @ A @ x / (x.T @ B.T @ B @ x), x)",
        (
            "2 * A.T @ A @ x / (x.T @ B.T @ B @ x) - 2 * (x.T @ A.T @ A @ x) * B.T @ B @ x / (x.T @ B.T @ B"
            " @ x) ** 2"
        ),
        as_printed=(
            "2 * A.T @ A @ x / (x.T @ B @ B @ x) - 2 * (x.T @ A.T @ A @ x) * B.T @ B @ x / (x.T @ B.T @ B"
            " @ x) ** 2"
        ),
        sign=(
            "2 * A.T @ A @ x / (x.T @ B.T @ B @ x) + 2 * (x.T @ A.T @ A @ x) * B.T @ B @ x / (x.T @ B.T @ B"
            " @ x) ** 2"
        ),
        lost_square=(
            "2 * A.T @ A @ x / (x.T @ B.T @ B @ x) - 2 * (x.T @ A.T @ A @ x) * B.T @ B @ x / (x.T @ B.T @ B"
            " @ x)"
        ),
        quotient="A.T @ A @ x / (B.T @ B @ x)",
    ),
    # Gradient and Hessian
    "cookbook-096": claim(
        "x:n A:nn b:n", "x.T @ A @ x + b.T @ x", "x.T @ A @ x + b.T @ x",
        lost_transpose="x.T @ A @ x + b @ x",
        vector="x.T @ A @ x + b",
    ),
    "cookbook-097": claim(
        "x:n A:nn b:n",
        "gradient(lambda x: x.T @ A @ x + b.T @ x, x)",
        "gradient(lambda x: x.T @ A @ x + b.T @ x, x)",
        "(A + A.T) @ x + b",
        symmetric="2 * A @ x + b",
        lost_term="(A + A.T) @ x",
        transpose="(A + A.T) @ x + b.T",
        undifferentiated="(A + A.T) @ x + b.T @ x",
    ),
    "cookbook-098": claim(
        "x:n A:nn b:n", "hessian(lambda x: x.T @ A @ x + b.T @ x, x)", "A + A.T",
        symmetric="2 * A",
        gradient="(A + A.T) @ x",
        lost_term="A",
    ),
}
