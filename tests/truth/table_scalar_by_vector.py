"""Truth of `corpus/identities/table_scalar_by_vector.md`."""

from truth.identity import claim

TRUTH = {
    "constant-numerator": claim(
        "a: x:n", "gradient(lambda x: a * (1 + 0 * (x.T @ x)), x).T", "zeros(n).T",
        number="a",
        variable="x.T",
    ),
    "constant-denominator": claim(
        "a: x:n", "gradient(lambda x: a * (1 + 0 * (x.T @ x)), x)", "zeros(n)",
        one="ones(n)",
        variable="a * x",
    ),
    "scaled-numerator": claim(
        "a: u:n> x:n", "gradient(lambda x: a * u(x), x).T", "a * gradient(u, x).T",
        lost_factor="gradient(u, x).T",
        layout="a * gradient(u, x)",
    ),
    "sum-rule-denominator": claim(
        "u:n> v:n> x:n", "gradient(lambda x: u(x) + v(x), x)", "gradient(u, x) + gradient(v, x)",
        sign="gradient(u, x) - gradient(v, x)",
        product="gradient(u, x) @ gradient(v, x)",
    ),
    "product-rule-numerator": claim(
        "u:n> v:n> x:n", "gradient(lambda x: u(x) * v(x), x).T", "u(x) * gradient(v, x).T + v(x) * gradient(u, x).T",
        swapped="u(x) * gradient(u, x).T + v(x) * gradient(v, x).T",
        lost_term="u(x) * gradient(v, x).T",
        sign="u(x) * gradient(v, x).T - v(x) * gradient(u, x).T",
    ),
    "product-rule-denominator": claim(
        "u:n> v:n> x:n", "gradient(lambda x: u(x) * v(x), x)", "u(x) * gradient(v, x) + v(x) * gradient(u, x)",
        undifferentiated="u(x) * v(x) + v(x) * gradient(u, x)",
        product="gradient(u, x) @ gradient(v, x)",
    ),
    "chain-rule-numerator": claim(
        "u:n> g:> x:n", "gradient(lambda x: g(u(x)), x).T", "derivative(g, u(x)) * gradient(u, x).T",
        outer="derivative(g, u(x))",
        inner="gradient(u, x).T",
        undifferentiated="g(u(x)) * gradient(u, x).T",
    ),
    "double-chain-rule-denominator": claim(
        "u:n> g:> f:> x:n",
        "gradient(lambda x: f(g(u(x))), x)",
        "derivative(f, g(u(x))) * derivative(g, u(x)) * gradient(u, x)",
        skipped="derivative(f, g(u(x))) * gradient(u, x)",
        layout="derivative(f, g(u(x))) * derivative(g, u(x)) * gradient(u, x).T",
    ),
    "dot-product-numerator": claim(
        "u:n>m v:n>m x:n",
        "gradient(lambda x: u(x).T @ v(x), x).T",
        "u(x).T @ jacobian(v, x) + v(x).T @ jacobian(u, x)",
        layout="jacobian(u, x) @ v(x) + jacobian(v, x) @ u(x)",
        lost_term="2 * u(x).T @ jacobian(v, x)",
        swapped="u(x).T @ jacobian(u, x) + v(x).T @ jacobian(v, x)",
    ),
    "dot-product-denominator": claim(
        "u:n>m v:n>m x:n",
        "gradient(lambda x: u(x).T @ v(x), x)",
        "jacobian(u, x).T @ v(x) + jacobian(v, x).T @ u(x)",
        sign="jacobian(u, x).T @ v(x) - jacobian(v, x).T @ u(x)",
        order="v(x) @ jacobian(u, x).T + u(x) @ jacobian(v, x).T",
        square="2 * jacobian(u, x).T @ u(x)",
    ),
    "bilinear-numerator": claim(
        "u:n>m A:mp v:n>p x:n",
        "gradient(lambda x: u(x).T @ A @ v(x), x).T",
        "u(x).T @ A @ jacobian(v, x) + v(x).T @ A.T @ jacobian(u, x)",
        lost_transpose="u(x).T @ A @ jacobian(v, x) + v(x).T @ A @ jacobian(u, x)",
        lost_term="u(x).T @ A @ jacobian(v, x)",
    ),
    "bilinear-denominator": claim(
        "u:n>m A:mp v:n>p x:n",
        "gradient(lambda x: u(x).T @ A @ v(x), x)",
        "jacobian(u, x).T @ A @ v(x) + jacobian(v, x).T @ A.T @ u(x)",
        crossed="jacobian(v, x).T @ A @ v(x) + jacobian(u, x).T @ A.T @ u(x)",
        sign="jacobian(u, x).T @ A @ v(x) - jacobian(v, x).T @ A.T @ u(x)",
    ),
    "linear-form-numerator": claim("a:n x:n", "gradient(lambda x: a.T @ x, x).T", "a.T", layout="a", variable="x.T"),
    "linear-form-denominator": claim(
        "a:n x:n", "gradient(lambda x: a.T @ x, x)", "gradient(lambda x: x.T @ a, x)", "a",
        layout="a.T",
        norm="a.T @ a",
    ),
    "bilinear-form-numerator": claim(
        "b:m A:mn x:n", "gradient(lambda x: b.T @ A @ x, x).T", "b.T @ A",
        layout="A.T @ b",
        order="A @ b.T",
    ),
    "bilinear-form-denominator": claim(
        "b:m A:mn x:n", "gradient(lambda x: b.T @ A @ x, x)", "A.T @ b",
        layout="b.T @ A",
        lost_transpose="A @ b",
    ),
    "quadratic-form-numerator": claim(
        "A:nn x:n", "gradient(lambda x: x.T @ A @ x, x).T", "x.T @ (A + A.T)",
        layout="(A + A.T) @ x",
        symmetric="2 * x.T @ A",
        lost_term="x.T @ A",
    ),
    "quadratic-form-denominator": claim(
        "A:nn x:n", "gradient(lambda x: x.T @ A @ x, x)", "(A + A.T) @ x",
        layout="x.T @ (A + A.T)",
        symmetric="2 * A @ x",
        order="x @ (A + A.T)",
    ),
    "symmetric-quadratic-form-numerator": claim(
        "A:nn+sym x:n", "gradient(lambda x: x.T @ A @ x, x).T", "2 * x.T @ A",
        factor="x.T @ A",
        layout="2 * A @ x",
    ),
    "symmetric-quadratic-form-denominator": claim(
        "A:nn+sym x:n", "gradient(lambda x: x.T @ A @ x, x)", "2 * A @ x",
        inner="2 * x.T @ A @ x",
        lost_matrix="2 * x",
    ),
    "second-derivative-numerator": claim(
        "A:nn x:n", "hessian(lambda x: x.T @ A @ x, x)", "A + A.T",
        symmetric="2 * A",
        first="(A + A.T) @ x",
    ),
    "symmetric-second-derivative-denominator": claim(
        "A:nn+sym x:n", "hessian(lambda x: x.T @ A @ x, x)", "2 * A",
        factor="A",
        trace="2 * tr(A)",
        identity="2 * eye(n)",
    ),
    "squared-length-numerator": claim(
        "x:n", "gradient(norm2, x).T", "gradient(lambda x: x.T @ x, x).T", "2 * x.T",
        layout="2 * x",
        factor="x.T",
    ),
    "squared-length-denominator": claim("x:n", "gradient(norm2, x)", "2 * x", layout="2 * x.T", norm="2 * norm(x)"),
    "constant-dot-field-numerator": claim(
        "a:m u:n>m x:n", "gradient(lambda x: a.T @ u(x), x).T", "a.T @ jacobian(u, x)",
        layout="jacobian(u, x) @ a",
        chain_rule="a.T",
    ),
    "constant-dot-field-denominator": claim(
        "a:m u:n>m x:n", "gradient(lambda x: a.T @ u(x), x)", "jacobian(u, x).T @ a",
        order="a @ jacobian(u, x).T",
        field="jacobian(u, x).T @ u(x)",
    ),
    "rank-one-form-numerator": claim(
        "a:n b:n x:n", "gradient(lambda x: a.T @ x @ x.T @ b, x).T", "x.T @ (a @ b.T + b @ a.T)",
        layout="(a @ b.T + b @ a.T) @ x",
        lost_term="2 * x.T @ a @ b.T",
        inner="2 * x.T * (a.T @ b)",
    ),
    "rank-one-form-denominator": claim(
        "a:n b:n x:n", "gradient(lambda x: a.T @ x @ x.T @ b, x)", "(a @ b.T + b @ a.T) @ x",
        sign="(a @ b.T - b @ a.T) @ x",
        inner="2 * (a.T @ b) * x",
    ),
    "two-affine-factors-numerator": claim(
        "A:mn x:n b:m C:mp D:pn e:p",
        "gradient(lambda x: (A @ x + b).T @ C @ (D @ x + e), x).T",
        "(D @ x + e).T @ C.T @ A + (A @ x + b).T @ C @ D",
        layout="D.T @ C.T @ (A @ x + b) + A.T @ C @ (D @ x + e)",
        lost_transpose="(D @ x + e).T @ C @ A + (A @ x + b).T @ C @ D",
        lost_shift="(D @ x).T @ C.T @ A + (A @ x).T @ C @ D",
    ),
    "two-affine-factors-denominator": claim(
        "A:mn x:n b:m C:mp D:pn e:p",
        "gradient(lambda x: (A @ x + b).T @ C @ (D @ x + e), x)",
        "D.T @ C.T @ (A @ x + b) + A.T @ C @ (D @ x + e)",
        crossed="A.T @ C.T @ (A @ x + b) + D.T @ C @ (D @ x + e)",
        sign="D.T @ C.T @ (A @ x + b) - A.T @ C @ (D @ x + e)",
    ),
    "distance-numerator": claim(
        "x:n a:n", "gradient(lambda x: norm(x - a), x).T", "(x - a).T / norm(x - a)",
        layout="(x - a) / norm(x - a)",
        sign="(a - x).T / norm(x - a)",
    ),
    "distance-denominator": claim(
        "x:n a:n", "gradient(lambda x: norm(x - a), x)", "(x - a) / norm(x - a)",
        layout="(x - a).T / norm(x - a)",
        exponent="(x - a) / norm2(x - a)",
    ),
}
