"""Truth of `corpus/identities/table_vector_by_vector.md`."""

from truth.identity import claim

TRUTH = {
    "constant-numerator": claim(
        "a:m x:n", "jacobian(lambda x: a * (1 + 0 * (x.T @ x)), x)", "zeros(m, n)",
        itself="a",
        identity="eye(m)",
    ),
    "constant-denominator": claim(
        "a:m x:n", "jacobian(lambda x: a * (1 + 0 * (x.T @ x)), x).T", "zeros(n, m)",
        itself="a",
        outer="x @ a.T",
    ),
    "itself-numerator": claim("x:n", "jacobian(lambda x: x, x)", "eye(n)", number="1", ones="ones(n, n)"),
    "itself-denominator": claim("x:n", "jacobian(lambda x: x, x).T", "eye(n)", vector="ones(n)", size="n"),
    "linear-map-numerator": claim(
        "A:mn x:n", "jacobian(lambda x: A @ x, x)", "A",
        layout="A.T",
        factor="2 * A",
        kept="A @ x",
    ),
    "linear-map-denominator": claim("A:mn x:n", "jacobian(lambda x: A @ x, x).T", "A.T", layout="A", sign="-A.T"),
    "row-times-matrix-numerator": claim(
        "A:nm x:n", "jacobian(lambda x: x.T @ A, x)", "A.T",
        layout="A",
        vector="A.T @ x",
    ),
    "row-times-matrix-denominator": claim(
        "A:nm x:n", "jacobian(lambda x: x.T @ A, x).T", "A",
        layout="A.T",
        gram="A.T @ A",
    ),
    "scaled-numerator": claim(
        "u:n>m x:n a:", "jacobian(lambda x: a * u(x), x)", "a * jacobian(u, x)",
        lost_factor="jacobian(u, x)",
        undifferentiated="a * u(x)",
    ),
    "scaled-denominator": claim(
        "u:n>m x:n a:", "jacobian(lambda x: a * u(x), x).T", "a * jacobian(u, x).T",
        squared="a**2 * jacobian(u, x).T",
        undifferentiated="a * u(x).T",
    ),
    "scalar-field-times-constant-numerator": claim(
        "v:n> a:m x:n", "jacobian(lambda x: v(x) * a, x)", "a @ gradient(v, x).T",
        layout="gradient(v, x) @ a.T",
        undifferentiated="v(x) * a",
    ),
    "scalar-field-times-constant-denominator": claim(
        "v:n> a:m x:n", "jacobian(lambda x: v(x) * a, x).T", "gradient(v, x) @ a.T",
        order="a.T @ gradient(v, x)",
        lost_transpose="gradient(v, x) @ a",
    ),
    "product-rule-numerator": claim(
        "v:n> u:n>m x:n", "jacobian(lambda x: v(x) * u(x), x)", "v(x) * jacobian(u, x) + u(x) @ gradient(v, x).T",
        lost_term="v(x) * jacobian(u, x)",
        sign="v(x) * jacobian(u, x) - u(x) @ gradient(v, x).T",
        order="v(x) * jacobian(u, x) + gradient(v, x).T @ u(x)",
    ),
    "product-rule-denominator": claim(
        "v:n> u:n>m x:n", "jacobian(lambda x: v(x) * u(x), x).T", "v(x) * jacobian(u, x).T + gradient(v, x) @ u(x).T",
        lost_transpose="v(x) * jacobian(u, x).T + gradient(v, x) @ u(x)",
        doubled="2 * v(x) * jacobian(u, x).T",
    ),
    "matrix-times-field-numerator": claim(
        "A:pm u:n>m x:n", "jacobian(lambda x: A @ u(x), x)", "A @ jacobian(u, x)",
        layout="jacobian(u, x) @ A.T",
        chain_rule="A",
    ),
    "matrix-times-field-denominator": claim(
        "A:pm u:n>m x:n", "jacobian(lambda x: A @ u(x), x).T", "jacobian(u, x).T @ A.T",
        order="A.T @ jacobian(u, x).T",
        lost_transpose="jacobian(u, x).T @ A",
    ),
    "sum-rule-numerator": claim(
        "u:n>m v:n>m x:n", "jacobian(lambda x: u(x) + v(x), x)", "jacobian(u, x) + jacobian(v, x)",
        sign="jacobian(u, x) - jacobian(v, x)",
        product="jacobian(u, x) @ jacobian(v, x)",
        lost_term="jacobian(u, x)",
    ),
    "sum-rule-denominator": claim(
        "u:n>m v:n>m x:n", "jacobian(lambda x: u(x) + v(x), x).T", "jacobian(u, x).T + jacobian(v, x).T",
        transpose="jacobian(u, x).T + jacobian(v, x)",
        factor="2 * jacobian(u, x).T + jacobian(v, x).T",
    ),
    "chain-rule-numerator": claim(
        "u:n>m g:m>p x:n", "jacobian(lambda x: g(u(x)), x)", "jacobian(g, u(x)) @ jacobian(u, x)",
        layout="jacobian(u, x) @ jacobian(g, u(x))",
        inner_lost="jacobian(g, u(x))",
    ),
    "chain-rule-denominator": claim(
        "u:n>m g:m>p x:n", "jacobian(lambda x: g(u(x)), x).T", "jacobian(u, x).T @ jacobian(g, u(x)).T",
        layout="jacobian(g, u(x)).T @ jacobian(u, x).T",
        outer_lost="jacobian(u, x).T",
    ),
    "double-chain-rule-numerator": claim(
        "u:n>m g:m>p f:p>q x:n",
        "jacobian(lambda x: f(g(u(x))), x)",
        "jacobian(f, g(u(x))) @ jacobian(g, u(x)) @ jacobian(u, x)",
        order="jacobian(f, g(u(x))) @ jacobian(u, x) @ jacobian(g, u(x))",
        skipped="jacobian(f, g(u(x))) @ jacobian(u, x)",
    ),
    "double-chain-rule-denominator": claim(
        "u:n>m g:m>p f:p>q x:n",
        "jacobian(lambda x: f(g(u(x))), x).T",
        "jacobian(u, x).T @ jacobian(g, u(x)).T @ jacobian(f, g(u(x))).T",
        order="jacobian(g, u(x)).T @ jacobian(u, x).T @ jacobian(f, g(u(x))).T",
        sign="-jacobian(u, x).T @ jacobian(g, u(x)).T @ jacobian(f, g(u(x))).T",
    ),
}
