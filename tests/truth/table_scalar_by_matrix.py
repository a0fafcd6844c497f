"""Truth of `corpus/identities/table_scalar_by_matrix.md`."""

from truth.identity import claim

TRUTH = {
    "scaled-numerator": claim(
        "a: u:mn> X:mn", "gradient(lambda X: a * u(X), X).T", "a * gradient(u, X).T",
        lost_factor="gradient(u, X).T",
        undifferentiated="a * u(X)",
    ),
    "scaled-denominator": claim(
        "a: u:mn> X:mn", "gradient(lambda X: a * u(X), X)", "a * gradient(u, X)",
        squared="a**2 * gradient(u, X)",
        transpose="a * gradient(u, X).T",
    ),
    "product-rule-numerator": claim(
        "u:mn> v:mn> X:mn",
        "gradient(lambda X: u(X) * v(X), X).T",
        "u(X) * gradient(v, X).T + v(X) * gradient(u, X).T",
        swapped="u(X) * gradient(u, X).T + v(X) * gradient(v, X).T",
        product="gradient(u, X).T @ gradient(v, X).T",
    ),
    "product-rule-denominator": claim(
        "u:mn> v:mn> X:mn", "gradient(lambda X: u(X) * v(X), X)", "u(X) * gradient(v, X) + v(X) * gradient(u, X)",
        sign="u(X) * gradient(v, X) - v(X) * gradient(u, X)",
        transpose="u(X) * gradient(v, X) + v(X) * gradient(u, X).T",
    ),
    "chain-rule-numerator": claim(
        "u:mn> g:> X:mn", "gradient(lambda X: g(u(X)), X).T", "derivative(g, u(X)) * gradient(u, X).T",
        outer="derivative(g, u(X))",
        undifferentiated="g(u(X)) * gradient(u, X).T",
    ),
    "chain-rule-denominator": claim(
        "u:mn> g:> X:mn", "gradient(lambda X: g(u(X)), X)", "derivative(g, u(X)) * gradient(u, X)",
        inner="gradient(u, X)",
        squared="derivative(g, u(X)) ** 2 * gradient(u, X)",
    ),
    "bilinear-form-numerator": claim(
        "a:m X:mn b:n", "gradient(lambda X: a.T @ X @ b, X).T", "b @ a.T",
        layout="a @ b.T",
        inner="b.T @ a",
    ),
    "bilinear-form-denominator": claim(
        "a:m X:mn b:n", "gradient(lambda X: a.T @ X @ b, X)", "a @ b.T",
        layout="b @ a.T",
        kept="a @ X @ b.T",
    ),
    "transposed-bilinear-form-numerator": claim(
        "a:n X:mn b:m", "gradient(lambda X: a.T @ X.T @ b, X).T", "a @ b.T",
        layout="b @ a.T",
        sign="-a @ b.T",
    ),
    "transposed-bilinear-form-denominator": claim(
        "a:n X:mn b:m", "gradient(lambda X: a.T @ X.T @ b, X)", "b @ a.T",
        layout="a @ b.T",
        factor="2 * b @ a.T",
    ),
    "affine-quadratic-numerator": claim(
        "X:mn a:n b:m C:mm",
        "gradient(lambda X: (X @ a + b).T @ C @ (X @ a + b), X).T",
        "((C + C.T) @ (X @ a + b) @ a.T).T",
        layout="(C + C.T) @ (X @ a + b) @ a.T",
        lost_shift="((C + C.T) @ X @ a @ a.T).T",
    ),
    "affine-quadratic-denominator": claim(
        "X:mn a:n b:m C:mm",
        "gradient(lambda X: (X @ a + b).T @ C @ (X @ a + b), X)",
        "(C + C.T) @ (X @ a + b) @ a.T",
        symmetric="2 * C @ (X @ a + b) @ a.T",
        lost_factor="(C + C.T) @ (X @ a + b)",
    ),
    "two-images-numerator": claim(
        "X:mn a:n b:n C:mm",
        "gradient(lambda X: (X @ a).T @ C @ (X @ b), X).T",
        "(C @ X @ b @ a.T + C.T @ X @ a @ b.T).T",
        layout="C @ X @ b @ a.T + C.T @ X @ a @ b.T",
        lost_term="2 * (C @ X @ b @ a.T).T",
    ),
    "two-images-denominator": claim(
        "X:mn a:n b:n C:mm", "gradient(lambda X: (X @ a).T @ C @ (X @ b), X)", "C @ X @ b @ a.T + C.T @ X @ a @ b.T",
        lost_transpose="C @ X @ b @ a.T + C @ X @ a @ b.T",
        order="b @ a.T @ C @ X + a @ b.T @ C.T @ X",
    ),
    "trace-numerator": claim("X:nn", "gradient(lambda X: tr(X), X).T", "eye(n)", size="n", variable="X.T"),
    "trace-denominator": claim(
        "X:nn", "gradient(lambda X: tr(X), X)", "eye(n)",
        ones="ones(n, n)",
        factor="n * eye(n)",
    ),
    "trace-of-product-numerator": claim(
        "A:nm X:mn", "gradient(lambda X: tr(A @ X), X).T", "A",
        layout="A.T",
        sign="-A",
    ),
    "trace-of-product-denominator": claim(
        "A:nm X:mn", "gradient(lambda X: tr(A @ X), X)", "A.T",
        layout="A",
        product="A.T @ X",
    ),
    "trace-with-transpose-numerator": claim(
        "A:mn X:mn", "gradient(lambda X: tr(A @ X.T), X).T", "A.T",
        layout="A",
        factor="2 * A.T",
    ),
    "trace-with-transpose-denominator": claim(
        "A:mn X:mn", "gradient(lambda X: tr(A @ X.T), X)", "A",
        layout="A.T",
        variable="A @ X.T",
    ),
    "trace-of-quadratic-numerator": claim(
        "X:mn A:mm", "gradient(lambda X: tr(X.T @ A @ X), X).T", "X.T @ (A + A.T)",
        layout="(A + A.T) @ X",
        symmetric="2 * X.T @ A",
        sign="X.T @ (A - A.T)",
    ),
    "trace-of-quadratic-denominator": claim(
        "X:mn A:mm", "gradient(lambda X: tr(X.T @ A @ X), X)", "(A + A.T) @ X",
        layout="X.T @ (A + A.T)",
        lost_term="A @ X",
    ),
    "trace-with-inverse-numerator": claim(
        "X:nn A:nn", "gradient(lambda X: tr(inv(X) @ A), X).T", "-inv(X) @ A @ inv(X)",
        sign="inv(X) @ A @ inv(X)",
        order="-inv(X) @ inv(X) @ A",
    ),
    "trace-with-inverse-denominator": claim(
        "X:nn A:nn", "gradient(lambda X: tr(inv(X) @ A), X)", "-inv(X).T @ A.T @ inv(X).T",
        layout="-inv(X) @ A @ inv(X)",
        lost_transpose="-inv(X).T @ A @ inv(X).T",
    ),
    "trace-of-sandwich-numerator": claim(
        "A:pm X:mn B:np", "gradient(lambda X: tr(A @ X @ B), X).T", "B @ A",
        layout="A.T @ B.T",
        order="A @ B",
    ),
    "trace-of-sandwich-denominator": claim(
        "A:pm X:mn B:np", "gradient(lambda X: tr(A @ X @ B), X)", "A.T @ B.T",
        layout="B @ A",
        order="B.T @ A.T",
    ),
    "trace-of-long-product-numerator": claim(
        "A:pm X:mn B:nn C:mp",
        "gradient(lambda X: tr(A @ X @ B @ X.T @ C), X).T",
        "B @ X.T @ C @ A + B.T @ X.T @ A.T @ C.T",
        lost_term="B @ X.T @ C @ A",
        order="B @ X.T @ A @ C + B.T @ X.T @ A.T @ C.T",
    ),
    "trace-of-long-product-denominator": claim(
        "A:pm X:mn B:nn C:mp",
        "gradient(lambda X: tr(A @ X @ B @ X.T @ C), X)",
        "A.T @ C.T @ X @ B.T + C @ A @ X @ B",
        layout="B @ X.T @ C @ A + B.T @ X.T @ A.T @ C.T",
        sign="A.T @ C.T @ X @ B.T - C @ A @ X @ B",
    ),
    "trace-of-power-numerator": claim(
        "X:nn k:int", "gradient(lambda X: tr(power(X, k)), X).T", "k * power(X, k - 1)",
        factor="power(X, k - 1)",
        exponent="k * power(X, k)",
    ),
    "trace-of-power-denominator": claim(
        "X:nn k:int", "gradient(lambda X: tr(power(X, k)), X)", "k * power(X, k - 1).T",
        layout="k * power(X, k - 1)",
        trace="k * tr(power(X, k - 1))",
    ),
    "trace-with-power-numerator": claim(
        "A:nn X:nn k:int",
        "gradient(lambda X: tr(A @ power(X, k)), X).T",
        "sum(power(X, i) @ A @ power(X, k - i - 1) for i in range(k))",
        commuting="k * A @ power(X, k - 1)",
        range="sum(power(X, i) @ A @ power(X, k - i - 1) for i in range(1, k))",
    ),
    "trace-with-power-denominator": claim(
        "A:nn X:nn k:int",
        "gradient(lambda X: tr(A @ power(X, k)), X)",
        "sum((power(X, i) @ A @ power(X, k - i - 1)).T for i in range(k))",
        exponent="sum((power(X, i) @ A @ power(X, k - i)).T for i in range(k))",
        lost_matrix="sum(power(X, k - 1).T for i in range(k))",
    ),
    "trace-of-exponential-numerator": claim(
        "X:nn+small", "gradient(lambda X: tr(expm(X)), X).T", "expm(X)",
        trace="tr(expm(X))",
        power_rule="X @ expm(X)",
    ),
    "trace-of-exponential-denominator": claim(
        "X:nn+small", "gradient(lambda X: tr(expm(X)), X)", "expm(X).T",
        layout="expm(X)",
        sign="-expm(X).T",
    ),
    "trace-of-sine-numerator": claim(
        "X:nn+small", "gradient(lambda X: tr(sinm(X)), X).T", "cosm(X)",
        sign="-cosm(X)",
        function="sinm(X)",
    ),
    "trace-of-sine-denominator": claim(
        "X:nn+small", "gradient(lambda X: tr(sinm(X)), X)", "cosm(X).T",
        layout="cosm(X)",
        trace="tr(cosm(X))",
    ),
    "determinant-numerator": claim(
        "X:nn", "gradient(lambda X: det(X), X).T", "det(X) * inv(X)",
        lost_factor="inv(X)",
        variable="det(X) * X",
    ),
    "determinant-denominator": claim(
        "X:nn", "gradient(lambda X: det(X), X)", "det(X) * inv(X).T",
        layout="det(X) * inv(X)",
        sign="-det(X) * inv(X).T",
    ),
    "log-of-scaled-determinant-numerator": claim(
        "X:nn a:+pos", "gradient(lambda X: logabsdet(a * X), X).T", "inv(X)",
        factor="a * inv(X)",
        power="a**n * inv(X)",
    ),
    "log-of-scaled-determinant-denominator": claim(
        "X:nn a:+pos", "gradient(lambda X: logabsdet(a * X), X)", "inv(X).T",
        layout="inv(X)",
        reciprocal="inv(X).T / a",
    ),
    "determinant-of-product-numerator": claim(
        "A:nn X:nn B:nn", "gradient(lambda X: det(A @ X @ B), X).T", "det(A @ X @ B) * inv(X)",
        inverse="det(A @ X @ B) * inv(A @ X @ B)",
        lost_factors="det(X) * inv(X)",
    ),
    "determinant-of-product-denominator": claim(
        "A:nn X:nn B:nn", "gradient(lambda X: det(A @ X @ B), X)", "det(A @ X @ B) * inv(X).T",
        layout="det(A @ X @ B) * inv(X)",
        sandwich="det(A @ X @ B) * A.T @ inv(X).T @ B.T",
    ),
    "determinant-of-power-numerator": claim(
        "X:nn k:int", "gradient(lambda X: det(power(X, k)), X).T", "k * det(power(X, k)) * inv(X)",
        factor="det(power(X, k)) * inv(X)",
        exponent="k * det(power(X, k - 1)) * inv(X)",
    ),
    "determinant-of-power-denominator": claim(
        "X:nn k:int", "gradient(lambda X: det(power(X, k)), X)", "k * det(power(X, k)) * inv(X).T",
        layout="k * det(power(X, k)) * inv(X)",
        power="k * det(power(X, k)) * inv(power(X, k)).T",
    ),
    "log-determinant-of-gram-numerator": claim(
        "X:mn m>n", "gradient(lambda X: logabsdet(X.T @ X), X).T", "2 * pinv(X)",
        factor="pinv(X)",
        layout="2 * pinv(X).T",
    ),
    "log-determinant-of-gram-denominator": claim(
        "X:mn m>n", "gradient(lambda X: logabsdet(X.T @ X), X)", "2 * pinv(X).T",
        layout="2 * pinv(X)",
        sign="-2 * pinv(X).T",
    ),
    "determinant-of-square-form-numerator": claim(
        "X:nn A:nn", "gradient(lambda X: det(X.T @ A @ X), X).T", "2 * det(X.T @ A @ X) * inv(X)",
        factor="det(X.T @ A @ X) * inv(X)",
        lost_determinant="2 * inv(X)",
    ),
    "determinant-of-square-form-denominator": claim(
        "X:nn A:nn", "gradient(lambda X: det(X.T @ A @ X), X)", "2 * det(X.T @ A @ X) * inv(X).T",
        layout="2 * det(X.T @ A @ X) * inv(X)",
        matrix="2 * det(X.T @ A @ X) * A @ X",
    ),
    "determinant-of-symmetric-form-numerator": claim(
        "X:mn A:mm+sym m>n",
        "gradient(lambda X: det(X.T @ A @ X), X).T",
        "2 * det(X.T @ A @ X) * inv(X.T @ A @ X) @ X.T @ A",
        factor="det(X.T @ A @ X) * inv(X.T @ A @ X) @ X.T @ A",
        order="2 * det(X.T @ A @ X) * X.T @ A @ inv(X.T @ A @ X)",
    ),
    "determinant-of-symmetric-form-denominator": claim(
        "X:mn A:mm+sym m>n",
        "gradient(lambda X: det(X.T @ A @ X), X)",
        "2 * det(X.T @ A @ X) * A @ X @ inv(X.T @ A @ X)",
        layout="2 * det(X.T @ A @ X) * inv(X.T @ A @ X) @ X.T @ A",
        lost_inverse="2 * det(X.T @ A @ X) * A @ X",
    ),
    "determinant-of-form-numerator": claim(
        "X:mn A:mm m>n",
        "gradient(lambda X: det(X.T @ A @ X), X).T",
        "det(X.T @ A @ X) * (inv(X.T @ A @ X) @ X.T @ A + inv(X.T @ A.T @ X) @ X.T @ A.T)",
        lost_term="det(X.T @ A @ X) * inv(X.T @ A @ X) @ X.T @ A",
    ),
    "determinant-of-form-denominator": claim(
        "X:mn A:mm m>n",
        "gradient(lambda X: det(X.T @ A @ X), X)",
        "det(X.T @ A @ X) * (A @ X @ inv(X.T @ A @ X) + A.T @ X @ inv(X.T @ A.T @ X))",
        symmetric="2 * det(X.T @ A @ X) * A @ X @ inv(X.T @ A @ X)",
    ),
    "chain-through-matrix-numerator": claim(
        "U:mn>pq g:pq> X:mn", "entry(lambda X: g(U(X)), X, 0, 1)", "tr(gradient(g, U(X)).T @ entry(U, X, 0, 1))",
        layout="tr(gradient(g, U(X)) @ entry(U, X, 0, 1))",
        lost_trace="gradient(g, U(X)).T @ entry(U, X, 0, 1)",
    ),
    "chain-through-matrix-denominator": claim(
        "U:mn>pq g:pq> X:mn", "entry(lambda X: g(U(X)), X, 0, 1)", "tr(gradient(g, U(X)).T @ entry(U, X, 0, 1))",
        layout="tr(gradient(g, U(X)) @ entry(U, X, 0, 1))",
        factor="2 * tr(gradient(g, U(X)).T @ entry(U, X, 0, 1))",
    ),
    "by-the-pseudo-inverse-numerator": claim(
        "P:nm m>n", "gradient(lambda P: logabsdet(pinv(P).T @ pinv(P)), P).T", "-2 * pinv(P)",
        layout="-2 * pinv(P).T",
        sign="2 * pinv(P)",
    ),
    "by-the-pseudo-inverse-denominator": claim(
        "P:nm m>n", "gradient(lambda P: logabsdet(pinv(P).T @ pinv(P)), P)", "-2 * pinv(P).T",
        layout="-2 * pinv(P)",
        factor="-pinv(P).T",
    ),
}
