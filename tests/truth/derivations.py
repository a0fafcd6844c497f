"""Truth of `corpus/derivations`: the sides of every claim, row by row; "" is the last side of the row before."""

from truth.derivation import derivation, row

TRUTH = {
    # gradient_of_frobenius_loss.md
    "chat-answer": derivation(
        "X:mn R:nn Y:mn",
        row(
            "gradient(lambda R: norm2(X @ R - Y) / m, R)",
            "gradient(lambda R: norm2(X @ R - Y) / m, R)",
            "2 / m * X.T @ (X @ R - Y)",
        ),
        row(),
        row(),
        row("norm2(X @ R - Y) / m", "sum((X @ R - Y)[i, j] ** 2 for i in range(m) for j in range(n)) / m"),
        row(
            "gradient(lambda R: norm2(X @ R - Y) / m, R)",
            "gradient(lambda R: sum((X @ R - Y)[i, j] ** 2 for i in range(m) for j in range(n)) / m, R)",
        ),
        row(
            "",
            (
                "sum(2 * (X @ R - Y)[i, j] * gradient(lambda R: (X"
                " @ R)[i, j], R) for i in range(m) for j in range(n)) / m"
            ),
        ),
        row(
            "",
            (
                "sum(2 * (X @ R - Y)[i, j] * gradient(lambda R: sum(X[i, k]"
                " * R[k, j] for k in range(n)), R) for i in range(m) for j in range(n)) / m"
            ),
        ),
        row(
            "",
            (
                "sum(2 * (X @ R - Y)[i, j] * sum(X[i, k]"
                " * gradient(lambda R: R[k, j], R) for k in range(n)) for i in range(m) for j in range(n)) / m"
            ),
        ),
        row(
            "",
            (
                "sum(2 * (X @ R - Y)[i, j] * sum(X[i, k]"
                " * delta(k, j) for k in range(n)) for i in range(m) for j in range(n)) / m"
            ),
        ),
        row("", "sum(2 * (X @ R - Y)[i, j] * X[i, j] for i in range(m) for j in range(n)) / m"),
        row("", "2 / m * sum(X[i, j] * (X @ R)[i, j] - Y[i, j] for i in range(m) for j in range(n))"),
        row("", "2 / m * X.T @ (X @ R - Y)"),
    ),
    # frobenius_loss_done_right.md
    "by-indices": derivation(
        "X:mn R:nq Y:mq",
        row(
            "norm2(X @ R - Y) / m",
            "sum((X @ R - Y)[i, j] ** 2 for i in range(m) for j in range(q)) / m",
            lost_square=(
                "norm2(X @ R - Y) / m",
                "total(X @ R - Y) / m",
            ),
            squares_apart=(
                "norm2(X @ R - Y) / m",
                "(norm2(X @ R) - norm2(Y)) / m",
            ),
        ),
        row(
            "table(lambda i, j, r, s: entry(lambda R: X @ R, R, r, s)[i, j], m, q, n, q)",
            (
                "table(lambda i, j, r, s: sum(X[i, k]"
                " * entry(lambda R: R, R, r, s)[k, j] for k in range(n)), m, q, n, q)"
            ),
        ),
        row(
            "",
            "table(lambda i, j, r, s: sum(X[i, k] * delta(k, r) * delta(j, s) for k in range(n)), m, q, n, q)",
            crossed_deltas=(
                "",
                "table(lambda i, j, r, s: sum(X[i, k] * delta(k, s) * delta(j, r) for k in range(n)), m, q, n, q)",
            ),
            lost_delta=(
                "",
                "table(lambda i, j, r, s: sum(X[i, k] * delta(k, r) for k in range(n)), m, q, n, q)",
            ),
        ),
        row(
            "",
            "table(lambda i, j, r, s: X[i, r] * delta(j, s), m, q, n, q)",
            crossed_deltas=(
                "",
                "table(lambda i, j, r, s: X[i, r] * delta(j, s), m, q, n, q)",
            ),
            lost_delta=(
                "",
                "table(lambda i, j, r, s: X[i, r] * delta(j, s), m, q, n, q)",
            ),
            wrong_index=(
                "",
                "table(lambda i, j, r, s: X[r, i] * delta(j, s), m, q, n, q)",
            ),
        ),
        row(
            "table(lambda r, s: entry(lambda R: norm2(X @ R - Y) / m, R, r, s), n, q)",
            (
                "table(lambda r, s: 2 / m * sum((X @ R - Y)[i, j] * entry(lambda R: X"
                " @ R, R, r, s)[i, j] for i in range(m) for j in range(q)), n, q)"
            ),
            lost_factor=(
                "table(lambda r, s: entry(lambda R: norm2(X @ R - Y) / m, R, r, s), n, q)",
                (
                    "table(lambda r, s: 1 / m * sum((X @ R - Y)[i, j] * entry(lambda R: X"
                    " @ R, R, r, s)[i, j] for i in range(m) for j in range(q)), n, q)"
                ),
            ),
        ),
        row(
            "",
            (
                "table(lambda r, s: 2 / m * sum((X @ R - Y)[i, j] * X[i, r]"
                " * delta(j, s) for i in range(m) for j in range(q)), n, q)"
            ),
            lost_factor=(
                "",
                (
                    "table(lambda r, s: 2 / m * sum((X @ R - Y)[i, j] * X[i, r]"
                    " * delta(j, s) for i in range(m) for j in range(q)), n, q)"
                ),
            ),
        ),
        row(
            "",
            "table(lambda r, s: 2 / m * sum(X[i, r] * (X @ R - Y)[i, s] for i in range(m)), n, q)",
            lost_parentheses=(
                "",
                "table(lambda r, s: 2 / m * sum(X[i, r] * (X @ R)[i, s] - Y[i, s] for i in range(m)), n, q)",
            ),
            kept_sum=(
                "",
                (
                    "table(lambda r, s: 2 / m * sum(X[i, r] * (X @ R"
                    " - Y)[i, j] for i in range(m) for j in range(q)), n, q)"
                ),
            ),
        ),
        row(
            "",
            "table(lambda r, s: 2 / m * (X.T @ (X @ R - Y))[r, s], n, q)",
            lost_parentheses=(
                "",
                "table(lambda r, s: 2 / m * (X.T @ (X @ R - Y))[r, s], n, q)",
            ),
            kept_sum=(
                "",
                "table(lambda r, s: 2 / m * (X.T @ (X @ R - Y))[r, s], n, q)",
            ),
            lost_transpose=(
                "",
                "table(lambda r, s: 2 / m * (X @ (X @ R - Y))[r, s], n, q)",
            ),
            swapped_indices=(
                "",
                "table(lambda r, s: 2 / m * (X.T @ (X @ R - Y))[s, r], n, q)",
            ),
        ),
        row(
            "gradient(lambda R: norm2(X @ R - Y) / m, R)",
            "2 / m * X.T @ (X @ R - Y)",
            half=(
                "gradient(lambda R: norm2(X @ R - Y) / m, R)",
                "1 / m * X.T @ (X @ R - Y)",
            ),
            swapped_order=(
                "gradient(lambda R: norm2(X @ R - Y) / m, R)",
                "2 / m * (X @ R - Y) @ X.T",
            ),
            wrong_sign=(
                "gradient(lambda R: norm2(X @ R - Y) / m, R)",
                "2 / m * X.T @ (Y - X @ R)",
            ),
            trace_of_gradient=(
                "gradient(lambda R: norm2(X @ R - Y) / m, R)",
                "2 / m * tr(X.T @ (X @ R - Y) @ R.T)",
            ),
        ),
    ),
    "by-differentials": derivation(
        "X:mn R:nq Y:mq F:nq",
        row(
            "norm2(X @ R - Y) / m",
            "tr((X @ R - Y).T @ (X @ R - Y)) / m",
            lost_transpose=(
                "norm2(X @ R - Y) / m",
                "tr((X @ R - Y) @ (X @ R - Y)) / m",
            ),
        ),
        row(
            "directional(lambda R: X @ R - Y, R, F)",
            "X @ F",
            undifferentiated=(
                "directional(lambda R: X @ R - Y, R, F)",
                "X @ F - Y",
            ),
        ),
        row(
            "directional(lambda R: norm2(X @ R - Y) / m, R, F)",
            "2 / m * tr((X @ R - Y).T @ X @ F)",
            lost_factor=(
                "directional(lambda R: norm2(X @ R - Y) / m, R, F)",
                "1 / m * tr((X @ R - Y).T @ X @ F)",
            ),
            lost_trace=(
                "directional(lambda R: norm2(X @ R - Y) / m, R, F)",
                "2 / m * (X @ R - Y).T @ X @ F",
            ),
        ),
        row(
            "",
            "2 / m * tr((X @ R - Y).T @ X @ F)",
            lost_factor=(
                "",
                "2 / m * tr((X @ R - Y).T @ X @ F)",
            ),
            lost_trace=(
                "",
                "2 / m * tr((X @ R - Y).T @ X @ F)",
            ),
            swapped_order=(
                "",
                "2 / m * tr(X @ (X @ R - Y).T @ F)",
            ),
        ),
        row(
            "gradient(lambda R: norm2(X @ R - Y) / m, R)",
            "2 / m * X.T @ (X @ R - Y)",
            half=(
                "gradient(lambda R: norm2(X @ R - Y) / m, R)",
                "1 / m * X.T @ (X @ R - Y)",
            ),
            other_layout=(
                "gradient(lambda R: norm2(X @ R - Y) / m, R)",
                "2 / m * (X @ R - Y).T @ X",
            ),
        ),
    ),
    # small_derivations.md
    "residual": derivation(
        "A:mn x:n b:m",
        row("norm2(A @ x - b)", "(A @ x - b).T @ (A @ x - b)"),
        row("", "x.T @ A.T @ A @ x - x.T @ A.T @ b - b.T @ A @ x + b.T @ b"),
        row("", "x.T @ A.T @ A @ x - 2 * b.T @ A @ x + b.T @ b"),
        row("gradient(lambda x: norm2(A @ x - b), x)", "2 * A.T @ A @ x - 2 * A.T @ b", "2 * A.T @ (A @ x - b)"),
    ),
    "residual-lost-transpose": derivation(
        "A:mn x:n b:m",
        row("norm2(A @ x - b)", "(A @ x - b).T @ (A @ x - b)"),
        row("", "x.T @ A.T @ A @ x - x.T @ A.T @ b - b.T @ A @ x + b.T @ b"),
        row("", "x.T @ A.T @ A @ x - 2 * b.T @ A @ x + b.T @ b"),
        row("gradient(lambda x: norm2(A @ x - b), x)", "2 * A.T @ A @ x - 2 * A @ b", "2 * A.T @ (A @ x - b)"),
    ),
    "quadratic-form": derivation(
        "A:nn x:n",
        row(
            "table(lambda k: entry(lambda x: x.T @ A @ x, x, k), n)",
            (
                "table(lambda k: entry(lambda x: sum(x[i, 0] * A[i, j]"
                " * x[j, 0] for i in range(n) for j in range(n)), x, k), n)"
            ),
        ),
        row(
            "",
            (
                "table(lambda k: sum(delta(i, k) * A[i, j] * x[j, 0] + x[i, 0] * A[i, j]"
                " * delta(j, k) for i in range(n) for j in range(n)), n)"
            ),
        ),
        row(
            "",
            ("table(lambda k: sum(A[k, j] * x[j, 0] for j in range(n)) + sum(x[i, 0] * A[i, k] for i in range(n)), n)"),
        ),
        row("", "table(lambda k: (A @ x)[k, 0] + (A.T @ x)[k, 0], n)"),
        row("gradient(lambda x: x.T @ A @ x, x)", "A @ x + A.T @ x", "(A + A.T) @ x"),
    ),
    "quadratic-form-silently-symmetric": derivation(
        "A:nn x:n",
        row(
            "table(lambda k: entry(lambda x: x.T @ A @ x, x, k), n)",
            (
                "table(lambda k: entry(lambda x: sum(x[i, 0] * A[i, j]"
                " * x[j, 0] for i in range(n) for j in range(n)), x, k), n)"
            ),
        ),
        row(
            "",
            (
                "table(lambda k: sum(delta(i, k) * A[i, j] * x[j, 0] + x[i, 0] * A[i, j]"
                " * delta(j, k) for i in range(n) for j in range(n)), n)"
            ),
        ),
        row(
            "",
            ("table(lambda k: sum(A[k, j] * x[j, 0] for j in range(n)) + sum(x[i, 0] * A[i, k] for i in range(n)), n)"),
        ),
        row("", "table(lambda k: (A @ x)[k, 0] + (A.T @ x)[k, 0], n)"),
        row("gradient(lambda x: x.T @ A @ x, x)", "A @ x + A.T @ x", "2 * A @ x"),
    ),
    "trace": derivation(
        "A:nm X:mn E:mn",
        row("directional(lambda X: tr(A @ X), X, E)", "tr(A @ E)"),
        row("gradient(lambda X: tr(A @ X), X)", "A.T"),
        row(
            "table(lambda k, l: entry(lambda X: tr(A @ X), X, k, l), m, n)",
            (
                "table(lambda k, l: entry(lambda X: sum(A[i, j]"
                " * X[j, i] for i in range(n) for j in range(m)), X, k, l), m, n)"
            ),
        ),
        row(
            "",
            ("table(lambda k, l: sum(A[i, j] * delta(j, k) * delta(i, l) for i in range(n) for j in range(m)), m, n)"),
        ),
        row("", "table(lambda k, l: A[l, k], m, n)"),
    ),
    "trace-wrong-index": derivation(
        "A:nm X:mn E:mn",
        row("directional(lambda X: tr(A @ X), X, E)", "tr(A @ E)"),
        row("gradient(lambda X: tr(A @ X), X)", "A.T"),
        row(
            "table(lambda k, l: entry(lambda X: tr(A @ X), X, k, l), m, n)",
            (
                "table(lambda k, l: entry(lambda X: sum(A[i, j]"
                " * X[j, i] for i in range(n) for j in range(m)), X, k, l), m, n)"
            ),
        ),
        row(
            "",
            ("table(lambda k, l: sum(A[i, j] * delta(j, k) * delta(i, l) for i in range(n) for j in range(m)), m, n)"),
        ),
        row("", "table(lambda k, l: A[k, l], m, n)"),
    ),
    "ridge": derivation(
        "X:mn w:n y:m l:+pos",
        row("norm2(y - X @ w) + l * norm2(w)", "y.T @ y - 2 * y.T @ X @ w + w.T @ X.T @ X @ w + l * w.T @ w"),
        row("", "y.T @ y - 2 * y.T @ X @ w + w.T @ (X.T @ X + l * eye(n)) @ w"),
        row("gradient(lambda w: norm2(y - X @ w) + l * norm2(w), w)", "-2 * X.T @ y + 2 * (X.T @ X + l * eye(n)) @ w"),
        row("", "2 * X.T @ (X @ w - y) + 2 * l * w"),
    ),
    "ridge-lost-factor": derivation(
        "X:mn w:n y:m l:+pos",
        row("norm2(y - X @ w) + l * norm2(w)", "y.T @ y - 2 * y.T @ X @ w + w.T @ X.T @ X @ w + l * w.T @ w"),
        row("", "y.T @ y - 2 * y.T @ X @ w + w.T @ (X.T @ X + l * eye(n)) @ w"),
        row("gradient(lambda w: norm2(y - X @ w) + l * norm2(w), w)", "-2 * X.T @ y + 2 * (X.T @ X + l * eye(n)) @ w"),
        row("", "2 * X.T @ (X @ w - y) + l * w"),
    ),
    "algebra": derivation(
        "A:nn B:nn",
        row("(A + B) @ (A - B) + 2 * B @ B", "A @ A - A @ B + B @ A - B @ B + 2 * B @ B"),
        row("", "A @ A - A @ B + B @ A + B @ B"),
        row("", "(A @ A @ inv(B) - A + B @ A @ inv(B) + B) @ B"),
    ),
    "algebra-silently-commuting": derivation(
        "A:nn B:nn",
        row("(A + B) @ (A - B) + 2 * B @ B", "A @ A - A @ B + B @ A - B @ B + 2 * B @ B"),
        row("", "A @ A + B @ B"),
        row("", "(A @ A @ inv(B) - A + B @ A @ inv(B) + B) @ B"),
    ),
    "transpose-of-product": derivation(
        "A:mn B:np",
        row("table(lambda i, j: (A @ B).T[i, j], p, m)", "table(lambda i, j: (A @ B)[j, i], p, m)"),
        row("", "table(lambda i, j: sum(A[j, k] * B[k, i] for k in range(n)), p, m)"),
        row("", "table(lambda i, j: sum(B.T[i, k] * A.T[k, j] for k in range(n)), p, m)"),
        row("", "table(lambda i, j: (B.T @ A.T)[i, j], p, m)"),
        row("(A @ B).T", "B.T @ A.T"),
    ),
    "transpose-of-product-unswapped": derivation(
        "A:mn B:np",
        row("table(lambda i, j: (A @ B).T[i, j], p, m)", "table(lambda i, j: (A @ B)[j, i], p, m)"),
        row("", "table(lambda i, j: sum(A[i, k] * B[k, j] for k in range(n)), p, m)"),
        row("", "table(lambda i, j: sum(B.T[i, k] * A.T[k, j] for k in range(n)), p, m)"),
        row("", "table(lambda i, j: (B.T @ A.T)[i, j], p, m)"),
        row("(A @ B).T", "B.T @ A.T"),
    ),
    "cyclic-trace": derivation(
        "A:mn B:nm",
        row("tr(A @ B)", "sum((A @ B)[i, i] for i in range(m))"),
        row("", "sum(A[i, j] * B[j, i] for i in range(m) for j in range(n))"),
        row("", "sum(B[j, i] * A[i, j] for j in range(n) for i in range(m))"),
        row("", "sum((B @ A)[j, j] for j in range(n))"),
        row("", "tr(B @ A)"),
    ),
    "cyclic-trace-wrong-range": derivation(
        "A:mn B:nm",
        row("tr(A @ B)", "sum((A @ B)[i, i] for i in range(m))"),
        row("", "sum(A[i, j] * B[j, i] for i in range(m) for j in range(n))"),
        row("", "sum(B[i, j] * A[i, j] for j in range(n) for i in range(m))"),
        row("", "sum((B @ A)[j, j] for j in range(n))"),
        row("", "tr(B @ A)"),
    ),
}
