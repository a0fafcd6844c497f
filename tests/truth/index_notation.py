"""Truth of `corpus/identities/index_notation.md`."""

from truth.identity import claim, left

TRUTH = {
    # Deltas and sums
    "delta-picks": claim(
        "a:n", "table(lambda i: sum(delta(i, j) * a[j, 0] for j in range(n)), n)", "table(lambda i: a[i, 0], n)",
        sum="table(lambda i: total(a), n)",
        size="table(lambda i: n * a[i, 0], n)",
        dummy="table(lambda i: a[(i + 1) % n, 0], n)",
    ),
    "delta-trace": claim("", "sum(delta(i, i) for i in range(n))", "n", one="1", squared="n**2"),
    "delta-double-sum": claim(
        "", "sum(delta(i, j) for i in range(n) for j in range(n))", "n",
        squared="n**2",
        one="1",
    ),
    "delta-chain": claim(
        "",
        "table(lambda i, k: sum(delta(i, j) * delta(j, k) for j in range(n)), n, n)",
        "table(lambda i, k: delta(i, k), n, n)",
        size="table(lambda i, k: n * delta(i, k), n, n)",
        one="table(lambda i, k: 1, n, n)",
    ),
    "delta-contracts-matrix": claim(
        "A:mn",
        "table(lambda i, j: sum(A[i, k] * delta(k, j) for k in range(n)), m, n)",
        "table(lambda i, j: A[i, j], m, n)",
        transposed="table(lambda i, j: A[j, i], m, n)",
        row_sum="table(lambda i, j: sum(A[i, k] for k in range(n)), m, n)",
    ),
    "product-of-sums": claim(
        "a:m b:n", "total(a) * total(b)", "sum(a[i, 0] * b[j, 0] for i in range(m) for j in range(n))",
        sum="sum(a[i, 0] + b[j, 0] for i in range(m) for j in range(n))",
        sizes="m * n * total(a) * total(b)",
    ),
    "square-of-sum": claim(
        "a:n b:n", "total(a) ** 2", "sum(a[i, 0] * a[j, 0] for i in range(n) for j in range(n))",
        diagonal="norm2(a)",
        shadowed="n * norm2(a)",
        half="2 * total(a) ** 2",
    ),
    "exchange-of-sums": claim(
        "A:mn", "total(A)", "sum(A[i, j] for j in range(n) for i in range(m))",
        ranges="sum(A[i, j] for j in range(m) for i in range(n))",
        sign="-total(A)",
        squared="norm2(A)",
    ),
    "symmetric-skew-contraction": claim(
        "S:nn+sym K:nn+skew", "frobenius(S, K)", "0",
        same=left("frobenius(S, S)"),
        one_sum=left("table(lambda i: sum(S[i, j] * K[i, j] for j in range(n)), n)"),
        squared=left("norm2(K)"),
    ),
    "sum-of-deviations": claim(
        "x:n", "sum((x[i, 0] - total(x) / n) ** 2 for i in range(n))", "norm2(x) - n * (total(x) / n) ** 2",
        factor="norm2(x) - (total(x) / n) ** 2",
        sign="norm2(x) + n * (total(x) / n) ** 2",
        double="norm2(x) - 2 * n * (total(x) / n) ** 2",
    ),
    "pairwise-differences": claim(
        "x:n",
        "sum((x[i, 0] - x[j, 0]) ** 2 for i in range(n) for j in range(n))",
        "2 * n * norm2(x) - 2 * total(x) ** 2",
        zero="0",
        size="2 * norm2(x) - 2 * total(x) ** 2",
        half="n * norm2(x) - total(x) ** 2",
    ),
    # Matrix products by entries
    "product-entry": claim(
        "A:mn B:np",
        "table(lambda i, j: (A @ B)[i, j], m, p)",
        "table(lambda i, j: sum(A[i, k] * B[k, j] for k in range(n)), m, p)",
        index="table(lambda i, j: sum(A[i, k] * B[j, k] for k in range(n)), m, p)",
        lost_sum="table(lambda i, j: A[i, 0] * B[0, j], m, p)",
        range="table(lambda i, j: sum(A[i, k] * B[k, j] for k in range(m)), m, p)",
        entrywise="table(lambda i, j: A[i, j] * B[i, j], m, p)",
    ),
    "three-factor-entry": claim(
        "A:mn B:np C:pq",
        "table(lambda i, l: (A @ B @ C)[i, l], m, q)",
        "table(lambda i, l: sum(A[i, j] * B[j, k] * C[k, l] for j in range(n) for k in range(p)), m, q)",
        index="table(lambda i, l: sum(A[i, j] * B[k, j] * C[k, l] for j in range(n) for k in range(p)), m, q)",
        lost_sum="table(lambda i, l: sum(A[i, j] * B[j, 0] * C[0, l] for j in range(n)), m, q)",
    ),
    "gram-entry": claim(
        "A:mn",
        "table(lambda i, j: (A.T @ A)[i, j], n, n)",
        "table(lambda i, j: sum(A[k, i] * A[k, j] for k in range(m)), n, n)",
        index="table(lambda i, j: sum(A[i, k] * A[j, k] for k in range(m)), n, n)",
        crossed="table(lambda i, j: sum(A[k, i] * A[j, k] for k in range(m)), n, n)",
        squared="table(lambda i, j: sum(A[k, i] ** 2 for k in range(m)), n, n)",
    ),
    "trace-of-product": claim(
        "A:mn B:nm", "tr(A @ B)", "sum(A[i, j] * B[j, i] for i in range(m) for j in range(n))",
        index="sum(A[i, j] * B[i, j] for i in range(m) for j in range(n))",
        diagonals="sum(A[i, i] * B[i, i] for i in range(m))",
        lost_sum="sum(A[i, 0] * B[0, i] for i in range(m))",
    ),
    "bilinear-form": claim(
        "x:m A:mn y:n", "x.T @ A @ y", "sum(x[i, 0] * A[i, j] * y[j, 0] for i in range(m) for j in range(n))",
        index="sum(x[i, 0] * A[j, i] * y[j, 0] for i in range(m) for j in range(n))",
        lost_vector="sum(x[i, 0] * A[i, j] for i in range(m) for j in range(n))",
        free="sum(x[0, 0] * A[0, j] * y[j, 0] for j in range(n))",
    ),
    "outer-product-entry": claim(
        "u:m v:n", "table(lambda i, j: (u @ v.T)[i, j], m, n)", "table(lambda i, j: u[i, 0] * v[j, 0], m, n)",
        swapped="table(lambda i, j: v[i, 0] * u[j, 0], m, n)",
        summed="table(lambda i, j: sum(u[i, 0] * v[i, 0] for i in range(m)), m, n)",
        sum="table(lambda i, j: u[i, 0] + v[j, 0], m, n)",
    ),
    # Derivatives by entries
    "vector-entry": claim(
        "x:n", "table(lambda i, j: entry(lambda x: x, x, j)[i, 0], n, n)", "table(lambda i, j: delta(i, j), n, n)",
        one="table(lambda i, j: 1.0, n, n)",
        zero="table(lambda i, j: 0.0, n, n)",
    ),
    "matrix-entry": claim(
        "X:mn",
        "table(lambda i, j, k, l: entry(lambda X: X, X, k, l)[i, j], m, n, m, n)",
        "table(lambda i, j, k, l: delta(i, k) * delta(j, l), m, n, m, n)",
        crossed="table(lambda i, j, k, l: delta(i, l) * delta(j, k), m, n, m, n)",
        own="table(lambda i, j, k, l: delta(i, j) * delta(k, l), m, n, m, n)",
        lost_delta="table(lambda i, j, k, l: delta(i, k), m, n, m, n)",
        sum="table(lambda i, j, k, l: delta(i, k) + delta(j, l), m, n, m, n)",
    ),
    "linear-map-entry": claim(
        "A:mn x:n",
        "table(lambda i, j: entry(lambda x: A @ x, x, j)[i, 0], m, n)",
        "table(lambda i, j: A[i, j], m, n)",
        transposed="table(lambda i, j: A[j, i], m, n)",
        row_sum="table(lambda i, j: sum(A[i, k] for k in range(n)), m, n)",
        kept="table(lambda i, j: A[i, j] * x[j, 0], m, n)",
    ),
    "sum-of-squares": claim(
        "x:n", "table(lambda i: entry(norm2, x, i), n)", "table(lambda i: 2 * x[i, 0], n)",
        dummy="table(lambda i: 2 * x[(i + 1) % n, 0], n)",
        kept_sum="table(lambda i: 2 * total(x), n)",
        factor="table(lambda i: x[i, 0], n)",
    ),
    "product-with-right-variable": claim(
        "X:mn R:np",
        "table(lambda i, j, k, l: entry(lambda R: X @ R, R, k, l)[i, j], m, p, n, p)",
        "table(lambda i, j, k, l: X[i, k] * delta(j, l), m, p, n, p)",
        lost_delta="table(lambda i, j, k, l: X[i, k], m, p, n, p)",
        index="table(lambda i, j, k, l: X[k, i] * delta(j, l), m, p, n, p)",
        wrong_delta="table(lambda i, j, k, l: X[i, j] * delta(k, l), m, p, n, p)",
        sign="table(lambda i, j, k, l: -X[i, k] * delta(j, l), m, p, n, p)",
    ),
    "product-with-left-variable": claim(
        "X:mn R:np",
        "table(lambda i, j, k, l: entry(lambda X: X @ R, X, k, l)[i, j], m, p, m, n)",
        "table(lambda i, j, k, l: delta(i, k) * R[l, j], m, p, m, n)",
        transposed="table(lambda i, j, k, l: delta(i, k) * R[j, l], m, p, m, n)",
        lost_delta="table(lambda i, j, k, l: R[l, j], m, p, m, n)",
        factor="table(lambda i, j, k, l: 2 * delta(i, k) * R[l, j], m, p, m, n)",
    ),
    "sandwich-entry": claim(
        "A:mn X:np B:pq",
        "table(lambda i, j, k, l: entry(lambda X: A @ X @ B, X, k, l)[i, j], m, q, n, p)",
        "table(lambda i, j, k, l: A[i, k] * B[l, j], m, q, n, p)",
        crossed="table(lambda i, j, k, l: A[i, l] * B[k, j], m, q, n, p)",
        transposed="table(lambda i, j, k, l: A[k, i] * B[j, l], m, q, n, p)",
        summed=(
            "table(lambda i, j, k, l: sum(A[i, r] for r in range(n))"
            " * sum(B[s, j] for s in range(p)), m, q, n, p)"
        ),
    ),
    "gram-derivative": claim(
        "X:mn",
        "table(lambda i, j, k, l: entry(lambda X: X.T @ X, X, k, l)[i, j], n, n, m, n)",
        "table(lambda i, j, k, l: delta(i, l) * X[k, j] + X[k, i] * delta(j, l), n, n, m, n)",
        lost_term="table(lambda i, j, k, l: 2 * delta(i, l) * X[k, j], n, n, m, n)",
        sign="table(lambda i, j, k, l: delta(i, l) * X[k, j] - X[k, i] * delta(j, l), n, n, m, n)",
        crossed="table(lambda i, j, k, l: delta(i, l) * X[k, i] + X[k, j] * delta(j, l), n, n, m, n)",
    ),
    "quadratic-form-entry": claim(
        "A:nn x:n",
        "table(lambda k: entry(lambda x: x.T @ A @ x, x, k), n)",
        "table(lambda k: sum((A[k, j] + A[j, k]) * x[j, 0] for j in range(n)), n)",
        symmetric="table(lambda k: 2 * sum(A[k, j] * x[j, 0] for j in range(n)), n)",
        lost_term="table(lambda k: sum(A[k, j] * x[j, 0] for j in range(n)), n)",
        dummy="table(lambda k: sum((A[(k + 1) % n, j] + A[j, (k + 1) % n]) * x[j, 0] for j in range(n)), n)",
    ),
    "frobenius-gradient-entry": claim(
        "X:mn R:np Y:mp",
        "table(lambda k, l: entry(lambda R: norm2(X @ R - Y), R, k, l), n, p)",
        "table(lambda k, l: 2 * sum(X[i, k] * (X @ R - Y)[i, l] for i in range(m)), n, p)",
        index="table(lambda k, l: 2 * sum(X[k, i] * (X @ R - Y)[i, l] for i in range(m)), n, p)",
        brackets="table(lambda k, l: 2 * sum(X[i, k] * (X @ R)[i, l] - Y[i, l] for i in range(m)), n, p)",
        all_summed=(
            "table(lambda k, l: 2 * sum(X[i, k] * (X @ R"
            " - Y)[i, j] for i in range(m) for j in range(p)), n, p)"
        ),
        factor="table(lambda k, l: sum(X[i, k] * (X @ R - Y)[i, l] for i in range(m)), n, p)",
    ),
    "log-sum-exp-entry": claim(
        "x:n", "table(lambda i: entry(logsumexp, x, i), n)", "table(lambda i: exp(x[i, 0]) / total(exp(x)), n)",
        chain_rule="table(lambda i: 1 / total(exp(x)), n)",
        one="table(lambda i: 1.0, n)",
        log="table(lambda i: x[i, 0] / total(x), n)",
    ),
    "levi-civita": claim(
        "",
        (
            "table(lambda i, j, l, h: sum((i - j) * (j - k) * (k - i) / 2 * (l - h) * (h - k) * (k"
            " - l) / 2 for k in range(3)), 3, 3, 3, 3)"
        ),
        "table(lambda i, j, l, h: delta(i, l) * delta(j, h) - delta(i, h) * delta(j, l), 3, 3, 3, 3)",
        sign="table(lambda i, j, l, h: delta(i, l) * delta(j, h) + delta(i, h) * delta(j, l), 3, 3, 3, 3)",
        lost_term="table(lambda i, j, l, h: delta(i, l) * delta(j, h), 3, 3, 3, 3)",
        swapped="table(lambda i, j, l, h: delta(i, h) * delta(j, l) - delta(i, l) * delta(j, h), 3, 3, 3, 3)",
    ),
}
