"""Truth of `corpus/identities/table_by_scalar.md`."""

from truth.identity import claim

TRUTH = {
    # Vectors
    "constant-vector": claim(
        "a:m x:",
        "derivative(lambda x: a * (1 + 0 * x), x)",
        "zeros(m)",
        itself="a",
        scaled="x * a",
    ),
    "scaled-vector": claim(
        "a: u:>m x:",
        "derivative(lambda x: a * u(x), x)",
        "a * derivative(u, x)",
        lost_factor="derivative(u, x)",
        undifferentiated="a * u(x)",
        layout="a * derivative(u, x).T",
    ),
    "mapped-vector-numerator": claim(
        "A:pm u:>m x:",
        "derivative(lambda x: A @ u(x), x)",
        "A @ derivative(u, x)",
        layout="derivative(u, x) @ A.T",
        order="derivative(u, x) @ A",
    ),
    "mapped-vector-denominator": claim(
        "A:pm u:>m x:",
        "derivative(lambda x: A @ u(x), x).T",
        "derivative(u, x).T @ A.T",
        layout="A @ derivative(u, x).T",
        lost_transpose="derivative(u, x).T @ A",
    ),
    "transposed-vector": claim(
        "u:>m x:",
        "derivative(lambda x: u(x).T, x)",
        "derivative(u, x).T",
        sign="-derivative(u, x).T",
        undifferentiated="u(x).T",
    ),
    "vector-sum": claim(
        "u:>m v:>m x:",
        "derivative(lambda x: u(x) + v(x), x)",
        "derivative(u, x) + derivative(v, x)",
        sign="derivative(u, x) - derivative(v, x)",
        inner="derivative(u, x).T @ derivative(v, x)",
    ),
    "cross-product": claim(
        "u:>3 v:>3 x:",
        "derivative(lambda x: cross(u(x), v(x)), x)",
        "cross(derivative(u, x), v(x)) + cross(u(x), derivative(v, x))",
        order="cross(v(x), derivative(u, x)) + cross(u(x), derivative(v, x))",
        lost_term="cross(derivative(u, x), v(x))",
        sign="cross(derivative(u, x), v(x)) - cross(u(x), derivative(v, x))",
    ),
    "vector-chain-rule-numerator": claim(
        "u:>m g:m>p x:",
        "derivative(lambda x: g(u(x)), x)",
        "jacobian(g, u(x)) @ derivative(u, x)",
        layout="derivative(u, x) @ jacobian(g, u(x))",
        inner_lost="jacobian(g, u(x))",
    ),
    "vector-chain-rule-denominator": claim(
        "u:>m g:m>p x:",
        "derivative(lambda x: g(u(x)), x).T",
        "derivative(u, x).T @ jacobian(g, u(x)).T",
        layout="jacobian(g, u(x)).T @ derivative(u, x).T",
        sign="-derivative(u, x).T @ jacobian(g, u(x)).T",
    ),
    "vector-double-chain-rule-numerator": claim(
        "u:>m g:m>p f:p>q x:",
        "derivative(lambda x: f(g(u(x))), x)",
        "jacobian(f, g(u(x))) @ jacobian(g, u(x)) @ derivative(u, x)",
        order="jacobian(g, u(x)) @ jacobian(f, g(u(x))) @ derivative(u, x)",
        skipped="jacobian(f, g(u(x))) @ derivative(u, x)",
    ),
    "matrix-times-vector-numerator": claim(
        "U:>pm v:>m x:",
        "derivative(lambda x: U(x) @ v(x), x)",
        "derivative(U, x) @ v(x) + U(x) @ derivative(v, x)",
        order="v(x) @ derivative(U, x) + U(x) @ derivative(v, x)",
        product="derivative(U, x) @ derivative(v, x)",
        lost_term="U(x) @ derivative(v, x)",
    ),
    # Matrices
    "scaled-matrix": claim(
        "a: U:>mn x:",
        "derivative(lambda x: a * U(x), x)",
        "a * derivative(U, x)",
        undifferentiated="a * U(x)",
        squared="a**2 * derivative(U, x)",
    ),
    "sandwiched-matrix": claim(
        "A:pm U:>mn B:nq x:",
        "derivative(lambda x: A @ U(x) @ B, x)",
        "A @ derivative(U, x) @ B",
        order="B @ derivative(U, x) @ A",
        transpose="A.T @ derivative(U, x) @ B.T",
        sign="-A @ derivative(U, x) @ B",
    ),
    "matrix-sum": claim(
        "U:>mn V:>mn x:",
        "derivative(lambda x: U(x) + V(x), x)",
        "derivative(U, x) + derivative(V, x)",
        transpose="derivative(U, x) + derivative(V, x).T",
        factor="derivative(U, x) + 2 * derivative(V, x)",
    ),
    "matrix-product": claim(
        "U:>mn V:>np x:",
        "derivative(lambda x: U(x) @ V(x), x)",
        "U(x) @ derivative(V, x) + derivative(U, x) @ V(x)",
        order="U(x) @ derivative(V, x) + V(x) @ derivative(U, x)",
        sign="U(x) @ derivative(V, x) - derivative(U, x) @ V(x)",
        product="derivative(U, x) @ derivative(V, x)",
    ),
    "kronecker-product": claim(
        "U:>mn V:>pq x:",
        "derivative(lambda x: kron(U(x), V(x)), x)",
        "kron(U(x), derivative(V, x)) + kron(derivative(U, x), V(x))",
        order="kron(derivative(V, x), U(x)) + kron(derivative(U, x), V(x))",
        product="kron(derivative(U, x), derivative(V, x))",
    ),
    "entrywise-product": claim(
        "U:>mn V:>mn x:",
        "derivative(lambda x: hadamard(U(x), V(x)), x)",
        "hadamard(U(x), derivative(V, x)) + hadamard(derivative(U, x), V(x))",
        lost_term="2 * hadamard(U(x), derivative(V, x))",
        ordinary="U(x) @ derivative(V, x) + derivative(U, x) @ V(x)",
    ),
    "matrix-inverse": claim(
        "U:>nn x:",
        "derivative(lambda x: inv(U(x)), x)",
        "-inv(U(x)) @ derivative(U, x) @ inv(U(x))",
        sign="inv(U(x)) @ derivative(U, x) @ inv(U(x))",
        lost_inverse="-U(x) @ derivative(U, x) @ U(x)",
        scalar_rule="-derivative(U, x) @ inv(U(x)) @ inv(U(x))",
    ),
    "second-derivative-of-inverse": claim(
        "A:nn B:nn C:nn D:nn x: y:",
        ("difference(lambda y: derivative(lambda x: inv(A + x * B + sin(y) * C + x * y**2 * D), x), y, 1.0)"),
        (
            "(lambda V, P, Q, R: V @ (P @ V @ Q - R + Q @ V @ P) @ V)(inv(A + x * B + sin(y) * C + x * y**2"
            " * D), B + y**2 * D, cos(y) * C + 2 * x * y * D, 2 * y * D)"
        ),
        sign=(
            "(lambda V, P, Q, R: V @ (P @ V @ Q + R + Q @ V @ P) @ V)(inv(A + x * B + sin(y) * C + x * y**2"
            " * D), B + y**2 * D, cos(y) * C + 2 * x * y * D, 2 * y * D)"
        ),
        lost_term="(lambda V, R: -V @ R @ V)(inv(A + x * B + sin(y) * C + x * y**2 * D), 2 * y * D)",
        doubled=(
            "(lambda V, P, Q, R: V @ (2 * P @ V @ Q - R) @ V)(inv(A + x * B + sin(y) * C + x * y**2 * D), B"
            " + y**2 * D, cos(y) * C + 2 * x * y * D, 2 * y * D)"
        ),
    ),
    "function-of-scaled-matrix": claim(
        "A:nn+small x:",
        "derivative(lambda x: sinm(x * A), x)",
        "A @ cosm(x * A)",
        "cosm(x * A) @ A",
        sign="-cosm(x * A) @ A",
        chain_rule="cosm(x * A)",
    ),
    "matrix-exponential": claim(
        "A:nn+small x:",
        "derivative(lambda x: expm(x * A), x)",
        "A @ expm(x * A)",
        "expm(x * A) @ A",
        chain_rule="expm(x * A)",
        variable="x * expm(x * A)",
        transpose="expm(x * A) @ A.T",
    ),
    # Numbers
    "chain-through-vector-numerator": claim(
        "u:>m g:m> x:",
        "derivative(lambda x: g(u(x)), x)",
        "gradient(g, u(x)).T @ derivative(u, x)",
        order="derivative(u, x) @ gradient(g, u(x)).T",
        inner_lost="gradient(g, u(x)).T",
        sign="-gradient(g, u(x)).T @ derivative(u, x)",
    ),
    "chain-through-vector-denominator": claim(
        "u:>m g:m> x:",
        "derivative(lambda x: g(u(x)), x)",
        "derivative(u, x).T @ gradient(g, u(x))",
        order="gradient(g, u(x)) @ derivative(u, x).T",
        factor="m * derivative(u, x).T @ gradient(g, u(x))",
    ),
    "dot-product": claim(
        "u:>m v:>m x:",
        "derivative(lambda x: u(x).T @ v(x), x)",
        "u(x).T @ derivative(v, x) + derivative(u, x).T @ v(x)",
        sign="u(x).T @ derivative(v, x) - derivative(u, x).T @ v(x)",
        product="derivative(u, x).T @ derivative(v, x)",
        doubled="2 * u(x).T @ derivative(v, x)",
    ),
    "determinant": claim(
        "U:>nn x:",
        "derivative(lambda x: det(U(x)), x)",
        "det(U(x)) * tr(inv(U(x)) @ derivative(U, x))",
        determinant="det(U(x)) * det(inv(U(x)) @ derivative(U, x))",
        naive="det(derivative(U, x))",
        lost_factor="tr(inv(U(x)) @ derivative(U, x))",
    ),
    "log-determinant": claim(
        "U:>nn x:",
        "derivative(lambda x: logabsdet(U(x)), x)",
        "tr(inv(U(x)) @ derivative(U, x))",
        factor="det(U(x)) * tr(inv(U(x)) @ derivative(U, x))",
        lost_trace="inv(U(x)) @ derivative(U, x)",
        transpose="tr(inv(U(x)).T @ derivative(U, x))",
    ),
    "second-derivative-of-determinant": claim(
        "U:>nn x:",
        "second(lambda x: det(U(x)), x)",
        (
            "det(U(x)) * (tr(inv(U(x)) @ second(U, x)) + tr(inv(U(x)) @ derivative(U, x)) ** 2"
            " - tr(power(inv(U(x)) @ derivative(U, x), 2)))"
        ),
        cancelled="det(U(x)) * tr(inv(U(x)) @ second(U, x))",
        sign=(
            "det(U(x)) * (tr(inv(U(x)) @ second(U, x)) - tr(inv(U(x)) @ derivative(U, x)) ** 2"
            " - tr(power(inv(U(x)) @ derivative(U, x), 2)))"
        ),
    ),
    "chain-through-matrix-numerator": claim(
        "U:>mn g:mn> x:",
        "derivative(lambda x: g(U(x)), x)",
        "tr(gradient(g, U(x)).T @ derivative(U, x))",
        layout="tr(gradient(g, U(x)) @ derivative(U, x))",
        lost_trace="gradient(g, U(x)).T @ derivative(U, x)",
    ),
    "chain-through-matrix-denominator": claim(
        "U:>mn g:mn> x:",
        "derivative(lambda x: g(U(x)), x)",
        "tr(gradient(g, U(x)).T @ derivative(U, x))",
        layout="tr(gradient(g, U(x)) @ derivative(U, x))",
        sign="-frobenius(gradient(g, U(x)), derivative(U, x))",
    ),
    "trace-of-function": claim(
        "A:nn+small x:",
        "derivative(lambda x: tr(sinm(x * A)), x)",
        "tr(A @ cosm(x * A))",
        chain_rule="tr(cosm(x * A))",
        lost_trace="A @ cosm(x * A)",
        split="tr(A) * tr(cosm(x * A))",
    ),
    "trace-of-exponential": claim(
        "A:nn+small x:",
        "derivative(lambda x: tr(expm(x * A)), x)",
        "tr(A @ expm(x * A))",
        exponent="tr(A) * exp(x * tr(A))",
        variable="x * tr(expm(x * A))",
    ),
}
