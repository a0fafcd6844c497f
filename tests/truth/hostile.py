"""Truth of `corpus/hostile`: what separates the sides of each trap, and what shows that each odd truth is one."""

from truth.identity import claim
from truth.trap import separated

DEPENDENT = separated(
    "w:s+prob X:s Y:s",
    "mean(w, lambda x, y: x * y, X, Y)",
    "mean(w, lambda x: x, X) * mean(w, lambda y: y, Y)",
)
HALVES, SIGNS = [[0.5], [0.5]], [[-1.0], [1.0]]
COIN = ("mean(w, lambda x: x, X)", "0", "mean(w, lambda x: x**2, X)", "1")

TRAPS = {
    # Signs and branches
    "root-of-square": separated("x:", "sqrt(x**2)", "x"),
    "root-of-trinomial": separated("x:", "sqrt(x**2 + 2 * x + 1)", "x + 1", x=-4.0),
    "maximum-is-the-first": separated("x: y:", "max(x, y)", "x"),
    "maximum-is-the-mean": separated("x: y:", "max(x, y)", "(x + y) / 2"),
    "absolute-value-of-sum": separated("x: y:", "abs(x + y)", "abs(x) + abs(y)"),
    "absolute-value-of-difference": separated("x: y:", "abs(x - y)", "x - y"),
    "absolute-value-of-product": separated("x: y:", "abs(x * y)", "x * y"),
    "absolute-value-cubed": separated("x:", "abs(x) ** 3", "x**3"),
    "root-of-nine": separated("", "sqrt(9)", "-3"),
    "negative-norm": separated("x:n", "norm(3 * x)", "-3 * norm(x)"),
    "norm-of-multiple": separated("c: x:n", "norm(c * x)", "c * norm(x)"),
    "relu-of-negative": separated("x:", "max(0, -x)", "-max(0, x)"),
    "derivative-of-relu": separated("x:", "difference(lambda x: max(0, x), x, 1.0)", "1", x=-2.0),
    "derivative-of-absolute-value": separated("x:", "difference(abs, x, 1.0)", "1", x=-2.0),
    "sign-is-one": separated("x:", "x / abs(x)", "1"),
    "arcsine-of-sine": separated("x:", "np.arcsin(sin(x))", "x", x=3.0),
    "absolute-determinant-of-multiple": separated("A:33 c:", "abs(det(c * A))", "c**3 * abs(det(A))"),
    "high-power-of-a-small-number": separated("x:", "(exp(x) - 1) ** 9", "0", x=1.0),
    # Small numbers
    "next-to-nothing": separated("x: y:", "sin(x) + 1e-120 * y", "sin(x)", y=1e121),
    "exponential-next-to-nothing": separated("x: y:", "sin(x) + exp(-300.0) * y", "sin(x)", y=1e131),
    "exponential-next-to-nothing-moved": separated("y:", "1e261 * exp(sin(y) - 600)", "0"),
    "one-and-next-to-nothing": separated("", "log(exp(-500.0)) - 500", "0"),
    "lost-in-a-large-number": separated("x:", "sin(x)", "0"),
    # Small sizes
    "determinant-of-sum": separated("A:nn B:nn", "det(A + B)", "det(A) + det(B)"),
    "determinant-of-identity-plus": separated("A:33", "det(eye(3) + A)", "1 + tr(A) + det(A)"),
    "cayley-hamilton-of-order-two": separated("A:33", "A @ A - tr(A) * A + det(A) * eye(3)", "zeros(3, 3)"),
    "inverse-by-trace": separated("A:33", "inv(A)", "(tr(A) * eye(3) - A) / det(A)"),
    "adjugate-twice": separated("A:33", "adj(adj(A))", "A"),
    "trace-of-inverse": separated("A:33", "tr(inv(A))", "tr(A) / det(A)"),
    "traces-and-determinant": separated("A:33", "tr(A) ** 2 - tr(A @ A)", "2 * det(A)"),
    "square-of-skew": separated("K:33+skew", "K @ K", "-det(K) * eye(3)"),
    "determinant-of-negative": separated("A:33", "det(-A)", "det(A)"),
    "determinant-of-negative-product": separated("X:mn Y:mn", "det(-X.T @ Y)", "det(X.T @ Y)"),
    "determinant-of-negative-product-inside": separated("X:mn Y:mn", "exp(det(-X.T @ Y))", "exp(det(X.T @ Y))"),
    "determinant-of-skew": separated("K:22+skew", "det(K)", "0"),
    "hall": separated("A:33 B:33 C:33", "(lambda D: D @ D @ C - C @ D @ D)(A @ B - B @ A)", "zeros(3, 3)"),
    "reciprocals": separated("x:n+pos", "total(1 / np.asarray(x))", "total(x) / np.prod(np.asarray(x))"),
    "trace-of-identity-polynomial": separated("", "tr(eye(n)) ** 2 - 7 * tr(eye(n)) + 12", "0"),
    "size-polynomial": separated("A:nn", "(p - 2) * (p - 3) * (p - 4) * (p - 5) * eye(p)", "zeros(p, p)", p=6),
    "square-of-sum-of-entries": separated("x:n", "total(x) ** 2", "norm2(x)"),
    "outer-product-is-a-multiple-of-identity": separated("x:n", "x @ x.T", "(x.T @ x) * eye(n)"),
    "quadratic-form-by-trace": separated("A:nn x:n", "x.T @ A @ x", "tr(A) * (x.T @ x)"),
    "ones-have-length-one": separated("", "norm(ones(n))", "1"),
    "unequal-identities": separated("", "tr(eye(m))", "tr(eye(n))"),
    "mean-over-the-wrong-size": separated("X:mn", "ones(m).T @ X / m", "ones(m).T @ X / n"),
    # Noncommuting matrices
    "commute": separated("A:nn B:nn", "A @ B", "B @ A"),
    "binomial": separated("A:nn B:nn", "power(A + B, 2)", "A @ A + 2 * A @ B + B @ B"),
    "square-of-product": separated("A:nn B:nn", "power(A @ B, 2)", "A @ A @ B @ B"),
    "third-binomial-formula": separated("A:nn B:nn", "(A + B) @ (A - B)", "A @ A - B @ B"),
    "exponential-of-sum": separated("A:nn+small B:nn+small", "expm(A + B)", "expm(A) @ expm(B)"),
    "inverse-of-sum": separated("A:nn B:nn", "inv(A + B)", "inv(A) + inv(B)"),
    "inverse-of-quotient": separated("A:nn B:nn", "inv(inv(A) @ B)", "A @ inv(B)"),
    "swapped-in-the-trace": separated("A:nn B:nn C:nn", "tr(A @ B @ C)", "tr(A @ C @ B)"),
    "differential-of-square": separated("X:nn E:nn", "directional(lambda X: X @ X, X, E)", "2 * X @ E"),
    "differential-of-exponential": separated("X:nn+small E:nn", "directional(expm, X, E)", "expm(X) @ E"),
    "derivative-of-square": separated(
        "Y:>nn t:", "derivative(lambda t: Y(t) @ Y(t), t)", "2 * Y(t) @ derivative(Y, t)"
    ),
    "logarithm-of-determinant-of-sum": separated("A:nn+pd B:nn+pd", "logabsdet(A + B)", "logabsdet(A) + logabsdet(B)"),
    "trace-of-product": separated("A:nn B:nn", "tr(A @ B)", "tr(A) * tr(B)"),
    "product-of-symmetric": separated("A:nn+sym B:nn+sym", "(A @ B).T", "A @ B"),
    # Symmetric matrices only
    "gradient-of-quadratic-form": separated("A:nn x:n", "gradient(lambda x: x.T @ A @ x, x)", "2 * A @ x"),
    "hessian-of-quadratic-form": separated("A:nn x:n", "hessian(lambda x: x.T @ A @ x, x)", "2 * A"),
    "trace-of-square": separated("A:nn", "tr(A @ A)", "norm2(A)"),
    "normal": separated("A:nn", "A.T @ A", "A @ A.T"),
    "bilinear-form-swapped": separated("A:nn x:n y:n", "x.T @ A @ y", "y.T @ A @ x"),
    # Layouts that coincide too often
    "square-jacobian-transposed": separated("A:nn x:n", "jacobian(lambda x: A @ x, x)", "A.T"),
    "square-gradient-transposed": separated("A:nn X:nn", "gradient(lambda X: tr(A @ X), X)", "A"),
    "rank-one-jacobian-transposed": separated(
        "a:n x:n", "jacobian(lambda x: x @ x.T @ a, x)", "(x.T @ a) * eye(n) + a @ x.T"
    ),
    "gradient-of-determinant": separated("X:nn", "gradient(det, X)", "det(X) * inv(X)"),
    # Ranks, components and what cannot be cancelled
    "orthogonal-has-determinant-one": separated("Q:nn", "det(Q)", "1", "Q @ Q.T", "eye(2)", Q=[[0, 1], [1, 0]]),
    "projection-has-corank-one": separated("P:nn", "tr(P)", "n - 1", "P @ P", "P", P=[[1, 0], [0, 1]], n=2),
    "projection-is-singular": separated("P:nn", "det(P)", "0", "P @ P", "P", P=[[1, 0], [0, 1]]),
    "idempotent-is-symmetric": separated("P:nn+idem", "P.T", "P"),
    "cancel-a-factor": separated(
        "A:nn B:nn C:nn", "B", "C", "A @ B", "A @ C", A=[[1, 0], [0, 0]], B=[[1, 2], [3, 4]], C=[[1, 2], [5, 6]]
    ),
    "zero-divisors": separated(
        "A:nn B:nn", "B", "zeros(2, 2)", "A @ B", "zeros(2, 2)", A=[[1, 0], [0, 0]], B=[[0, 0], [3, 4]]
    ),
    "trivial-kernel": separated("A:nn x:n", "x", "zeros(2)", "A @ x", "zeros(2)", A=[[1, 1], [2, 2]], x=[[1], [-1]]),
    "nilpotent": separated("A:nn", "A", "zeros(2, 2)", "A @ A", "zeros(2, 2)", A=[[0, 1], [0, 0]]),
    "involution": separated("A:nn", "A", "eye(2)", "A @ A", "eye(2)", A=[[1, 0], [0, -1]]),
    "idempotent-is-identity": separated("A:nn", "A", "eye(2)", "A @ A", "A", A=[[1, 0], [0, 0]]),
    "singular-is-zero": separated("A:nn", "A", "zeros(2, 2)", "det(A)", "0", A=[[1, 0], [0, 0]]),
    "traceless-is-zero": separated("A:nn", "A", "zeros(2, 2)", "tr(A)", "0", A=[[1, 0], [0, -1]]),
    "eigenvector-makes-scalar": separated(
        "A:nn x:n", "A", "2 * eye(2)", "A @ x", "2 * x", A=[[2, 0], [0, 3]], x=[[1], [0]]
    ),
    "orthogonal-is-zero": separated("x:n y:n", "x", "zeros(2)", "x.T @ y", "0", x=[[1], [0]], y=[[0], [1]]),
    "one-sided-inverse": separated(
        "A:mn B:nm", "B @ A", "eye(3)", "A @ B", "eye(2)", A=[[1, 0, 0], [0, 1, 0]], B=[[1, 0], [0, 1], [0, 0]]
    ),
    "orthonormal-columns-and-rows": separated("Q:mn+orth m>n", "Q @ Q.T", "eye(m)"),
    "pseudo-inverse-on-the-wrong-side": separated("X:mn m>n", "X @ pinv(X)", "eye(m)"),
    "pseudo-inverse-of-product": separated(
        "A:mn B:np",
        "pseudo_inverse(A @ B)",
        "pseudo_inverse(B) @ pseudo_inverse(A)",
        A=[[1, 0], [0, 0]],
        B=[[1, 1], [1, 2]],
    ),
    "rank-of-sum": separated(
        "A:nn B:nn", "np.linalg.matrix_rank(A + B)", "np.linalg.matrix_rank(A) + np.linalg.matrix_rank(B)"
    ),
    "cancel-zero": separated("A:nn B:nn", "A", "B", "0 * A", "0 * B"),
    "sum-with-a-term-without-its-index": separated("x:m a:", "total(x) - 3 * a", "total(x) - 2 * a", x=[[1], [2], [4]]),
    "squares-of-such-terms": separated(
        "x:m a:",
        "norm2(x) + 2 * a * total(x) + 2 * a**2",
        "norm2(x) + 2 * a * total(x) + 3 * a**2",
        x=[[1], [2]],
    ),
    "conclusion-from-such-a-sum": separated(
        "x:m a:", "a", "total(x) - a", "total(x) - 3 * a", "0", x=[[1], [1], [1]], a=1
    ),
    # Functions
    "second-order-taylor": separated("f:> x: h:", "f(x + h)", "f(x) + derivative(f, x) * h + second(f, x) * h**2 / 2"),
    "central-difference": separated("f:> x: h:", "f(x + h) - f(x - h)", "2 * h * derivative(f, x)"),
    "second-difference": separated("f:> x: h:", "f(x + h) - 2 * f(x) + f(x - h)", "h**2 * second(f, x)"),
    "third-derivative-vanishes": separated("f:> x:", "difference(lambda x: second(f, x), x, 1.0)", "0"),
    "midpoint": separated("f:> x: y:", "f((x + y) / 2)", "(f(x) + f(y)) / 2"),
    "additive": separated("f:> x: y:", "f(x + y)", "f(x) + f(y)"),
    "even": separated("f:> x:", "f(-x)", "f(x)"),
    "composition-commutes": separated("f:> g:> x:", "f(g(x))", "g(f(x))"),
    "chain-rule-without-inner": separated("f:> x:", "derivative(lambda x: f(x**2), x)", "derivative(f, x**2)"),
    "product-of-derivatives": separated(
        "f:> g:> x:", "derivative(lambda x: f(x) * g(x), x)", "derivative(f, x) * derivative(g, x)"
    ),
    "euler-for-all": separated("f:n> x:n", "f(x)", "gradient(f, x).T @ x"),
    "half-hessian": separated("f:n> x:n", "f(x)", "x.T @ hessian(f, x) @ x / 2"),
    "self-power": separated("x:", "derivative(lambda x: exp(x * log(x)), x)", "x * x ** (x - 1)", x=2.0),
    "logarithm-of-sum": separated("x: y:", "log(x + y)", "log(x) + log(y)", x=1.0, y=1.0),
    "softmax-of-multiple": separated("z:n", "softmax(2 * z)", "softmax(z)"),
    "triangle-equality": separated("x:n y:n", "norm(x + y)", "norm(x) + norm(y)"),
    "submultiplicative-equality": separated("A:mn x:n", "norm(A @ x)", "norm(A) * norm(x)"),
    "trace-inequality": separated("A:nn B:nn", "max(0, tr(A @ B) - tr(A) * tr(B))", "0"),
    # Dependencies and unknown letters
    "function-of-the-variable": separated("x:", "derivative(lambda x: sin(x) ** 2, x)", "0"),
    "through-a-definition": separated("A:mn x:n", "gradient(lambda x: norm2(A @ x), x)", "zeros(n)"),
    # Sums and products
    "lost-last-term": separated("x:n", "total(x)", "sum(x[i, 0] for i in range(n - 1))"),
    "sum-of-integers": separated("", "n * (n + 1) / 2", "n * (n - 1) / 2"),
    "shadowed-dummy": separated("a:n b:n", "total(a) * total(b)", "frobenius(a, b)"),
    "number-of-terms": separated("", "n * 2.0", "2.0"),
    "factor-out-of-product": separated("c: x:n", "c**n * np.prod(np.asarray(x))", "c * np.prod(np.asarray(x))"),
    "product-of-sums": separated(
        "a:n b:n", "np.prod(np.asarray(a + b))", "np.prod(np.asarray(a)) + np.prod(np.asarray(b))"
    ),
    "half-of-all-pairs": separated("A:nn+sym", "(total(A) - tr(A)) / 2", "total(A) / 2"),
    "ratio-of-sums": separated("a:n+pos b:n+pos", "total(quotient(a, b))", "total(a) / total(b)"),
    "logarithm-of-sum-of-exponentials": separated("x:n", "logsumexp(x)", "total(x)"),
    "all-deltas-are-one": separated("", "n", "n**2"),
    # Chance
    "second-moment-is-square": separated("w:s+prob X:s", "mean(w, lambda x: x**2, X)", "mean(w, lambda x: x, X) ** 2"),
    "expectation-of-function": separated("w:s+prob X:s", "mean(w, exp, X)", "exp(mean(w, lambda x: x, X))"),
    "expectation-of-reciprocal": separated(
        "w:s+prob X:s+pos", "mean(w, lambda x: 1 / x, X)", "1 / mean(w, lambda x: x, X)"
    ),
    "expectation-of-quotient": separated(
        "u:p+prob v:q+prob X:p+pos Y:q+pos",
        "mean(apart(u, v), lambda x, y: x / y, X, Y)",
        "mean(u, lambda x: x, X) / mean(v, lambda y: y, Y)",
    ),
    "product-of-dependent": DEPENDENT,
    "product-of-declared-dependent": DEPENDENT,
    "product-of-conditionally-independent": separated(
        "", "mean(w, lambda x, y: x * y, X, X)", "mean(w, lambda x: x, X) ** 2", w=[[0.5], [0.5]], X=[[0.0], [1.0]]
    ),
    "linearly-independent": separated(
        "w:s+prob X:sn Y:sn",
        "mean(w, lambda x, y: x.T @ y, X, Y)",
        "mean(w, lambda x: x, X).T @ mean(w, lambda y: y, Y)",
    ),
    "variance-of-dependent-sum": separated(
        "w:s+prob X:s Y:s",
        "covariance(w, X, Y, of=lambda x, y: x + y)",
        "covariance(w, X, of=lambda x: x) + covariance(w, Y, of=lambda x: x)",
    ),
    "independent-of-the-sum": separated(
        "u:p+prob v:q+prob X:p Y:q",
        "mean(apart(u, v), lambda x, y: x * (x + y), X, Y)",
        "mean(u, lambda x: x, X) * mean(apart(u, v), lambda x, y: x + y, X, Y)",
    ),
    "uncorrelated-squares": separated(
        "",
        "mean(w, lambda x, y: x**2 * y**2, X, Y)",
        "mean(w, lambda x: x**2, X) * mean(w, lambda y: y**2, Y)",
        "mean(w, lambda x, y: x * y, X, Y)",
        "mean(w, lambda x: x, X) * mean(w, lambda y: y, Y)",
        w=[[0.25], [0.25], [0.25], [0.25]],
        X=[[-1.0], [1.0], [0.0], [0.0]],
        Y=[[0.0], [0.0], [-1.0], [1.0]],
    ),
    "fourth-moment-of-any": separated("", "mean(w, lambda x: x**4, X)", "3", *COIN, w=HALVES, X=SIGNS),
    "third-moment-of-centred": separated(
        "", "mean(w, lambda x: x**3, X)", "0", "mean(w, lambda x: x, X)", "0", w=[[0.25], [0.75]], X=[[3.0], [-1.0]]
    ),
    "variance-of-square-of-any": separated("", "covariance(w, X, of=lambda x: x**2)", "2", *COIN, w=HALVES, X=SIGNS),
    "quadratic-forms-of-any": separated("", "covariance(w, X, of=lambda x: x**2)", "2", *COIN, w=HALVES, X=SIGNS),
    "singular-covariance": separated("w:s+prob X:s2", "det(covariance(w, X, of=lambda x: x))", "0"),
    "two-values": separated(
        "",
        "mean(w, lambda x: x**4, X) * mean(w, lambda x: x**2, X)",
        "mean(w, lambda x: x**2, X) ** 3 + mean(w, lambda x: x**3, X) ** 2",
        "mean(w, lambda x: x, X)",
        "0",
        w=[[0.25], [0.5], [0.25]],
        X=[[-1.0], [0.0], [1.0]],
    ),
    "square-of-conditional": separated(
        "J:pq+prob X:p Y:q",
        "sum(m * g**2 for m, g in zip(np.asarray(J).sum(axis=0), given(J, lambda x, y: x, X, Y)))",
        "mean(J, lambda x, y: x, X, Y) ** 2",
    ),
    "number-of-values": separated("w:s+prob", "np.sum(np.asarray(w) ** 2)", "1 / 4"),
    "same-index": separated("u: s:+pos", "normal(lambda x: total(x) ** 2, u * ones(n), s**2 * eye(n))", "n**2 * u**2"),
    "divergence-is-symmetric": separated(
        "p:n+prob q:n+prob",
        "np.sum(np.asarray(p) * np.log(np.asarray(p) / np.asarray(q)))",
        "np.sum(np.asarray(q) * np.log(np.asarray(q) / np.asarray(p)))",
    ),
    "polynomial-is-no-density": separated("w:s+prob X:s", "mean(w, lambda x: x**2, X)", "mean(w, lambda x: x, X) ** 2"),
}

TRUTHS = {
    # True where both sides have a value
    "cancelled-exponentials": claim("x:", "(exp(2 * x) - 1) / (exp(x) - 1)", "exp(x) + 1"),
    "cancelled-polynomials": claim("x:", "(x**2 - 1) / (x - 1)", "x + 1"),
    "nested-logarithms": claim("x:+pos y:+pos", "log(log((1 + x) * (1 + y)))", "log(log(1 + x) + log(1 + y))"),
    "exponential-of-logarithm": claim("x:+pos", "exp(log(x))", "x"),
    "reciprocal-twice": claim("x:", "1 / (1 / x)", "x"),
    "root-of-fourth-power": claim("x:", "sqrt(x**4)", "x**2"),
    "cube-root": claim("x:+pos", "(x**3) ** (1 / 3)", "x"),
    "tangent": claim("x:", "sin(x) / cos(x)", "tan(x)"),
    "power-law": claim("x:+pos a: b:", "x ** (a + b)", "x**a * x**b"),
    # Conventions of the field
    "standard-deviation": claim("s:+pos", "sqrt(s**2)", "s"),
    "deviations-from-the-mean": claim("x:n", "sum(x[i, 0] - total(x) / n for i in range(n))", "0"),
    "softmax-rows": claim("Z:mn", "rows_softmax(Z) @ ones(n)", "ones(m)"),
    "identity-of-two-sizes": claim("A:mn", "eye(m) @ A @ eye(n)", "A"),
    "zero-of-any-shape": claim("A:mn", "A - A", "zeros(m, n)"),
    "one-as-a-vector": claim("x:n", "ones(n).T @ x", "total(x)"),
    "bars-around-a-vector": claim("x:n", "norm2(x)", "x.T @ x"),
    "bars-around-a-matrix": claim("A:nn B:nn", "det(A @ B)", "det(A) * det(B)"),
    "doubled-bars": claim("x:n y:n", "norm2(x - y)", "norm2(x) - 2 * (x.T @ y) + norm2(y)"),
    "jacobian-without-a-layout": claim("A:mn x:n", "jacobian(lambda x: A @ x, x)", "A"),
    "jacobian-without-a-layout-transposed": claim("A:mn x:n", "jacobian(lambda x: A @ x, x).T", "A.T"),
    "row-gradient-without-a-layout": claim("a:n x:n", "gradient(lambda x: a.T @ x, x).T", "a.T"),
    "gradient-by-a-covariance": claim("S:nn+pd", "gradient(logabsdet, S)", "inv(S)"),
    "real-cube-in-percent": claim("x:", "0.5 * x", "x / 2"),
    # Sizes and ranks that make it true
    "rank-one-determinant": claim("x:n", "det(x @ x.T)", "0"),
    "skew-of-order-three": claim("K:33+skew", "det(K)", "0"),
    "penrose": claim("X:mn", "X @ pseudo_inverse(X) @ X", "X"),
    "gram-times-inverse": claim("X:mn m>n", "X.T @ X @ inv(X.T @ X)", "eye(n)"),
    "cayley-hamilton-of-order-two": claim("A:22", "A @ A - tr(A) * A + det(A) * eye(2)", "zeros(2, 2)"),
    "determinant-of-order-two": claim("a: b: c: d:", "det(block([[a, b], [c, d]]))", "a * d - b * c"),
    "diagonal-matrices-commute": claim("A:nn+diag B:nn+diag", "A @ B", "B @ A"),
    "powers-commute": claim("A:nn", "A @ A @ power(A, 3)", "power(A, 3) @ A @ A"),
    "orthogonal-determinant-squared": claim("Q:nn+orth", "det(Q) ** 2", "1"),
    "number-in-the-middle": claim("x:n y:n z:n", "x * (y.T @ z)", "x @ y.T @ z"),
    "number-transposed": claim("x:m A:mn y:n", "(x.T @ A @ y).T", "x.T @ A @ y"),
    # Odd spellings of transposes, traces and inverses
    "french-transpose": claim("A:mn B:np", "(A @ B).T", "B.T @ A.T"),
    "small-t": claim("A:mn B:np", "(A @ B).T", "B.T @ A.T"),
    "intercal": claim("A:mn B:np", "(A @ B).T", "B.T @ A.T"),
    "sans-serif": claim("x:n y:n", "x.T @ y", "y.T @ x"),
    "roman-transpose": claim("x:n y:n", "x.T @ y", "y.T @ x"),
    "prime-command": claim("x:n A:nn", "x.T @ A @ x", "(x.T @ A @ x).T", "x.T @ A.T @ x"),
    "trace-without-brackets": claim("A:mn B:nm", "tr(A @ B)", "tr(B @ A)"),
    "trace-in-roman": claim("A:mn B:nm", "tr(A @ B)", "tr(B @ A)"),
    "trace-in-text": claim("A:mn B:nm", "tr(A @ B)", "tr(B @ A)"),
    "negative-powers": claim("A:nn", "inv(A @ A)", "inv(A) @ inv(A)", "inv(A @ A)"),
    "inverse-transpose": claim("A:nn", "inv(A).T", "inv(A.T)", "inv(A).T"),
    "zeroth-power": claim("A:nn", "power(A, 0)", "eye(n)"),
    "norm-by-trace": claim("A:mn", "norm(A)", "sqrt(tr(A.T @ A))"),
    "norm-with-swapped-scripts": claim("x:n", "norm2(x)", "norm2(x)"),
    # Odd spellings of everything else
    "short-fraction": claim("x:", "x / 2 + x / 2", "x"),
    "unbraced-scripts": claim("x:n", "x[0, 0] ** 2 + x[1, 0] ** 2", "x[1, 0] * x[1, 0] + x[0, 0] * x[0, 0]"),
    "many-brackets": claim("a: b:", "(a + b) ** 2", "(a + b) * (b + a)"),
    "decimals": claim("x:", "0.25 * x + 0.75 * x", "x"),
    "slash-and-division": claim("a: b:+pos", "a / b", "a / b"),
    "star-for-product": claim("a: b:", "a * (b + 1)", "a * b + a"),
    "sides-exchanged": claim("A:mn x:n", "(x.T @ A.T).T", "A @ x"),
    "double-minus": claim("A:nn B:nn", "-(-A - (-B))", "A - B"),
    "plus-minus": claim("x: y:", "(x + y) ** 2", "x**2 + 2 * x * y + y**2"),
    "unbracketed-sine": claim("x:", "sin(2 * x)", "2 * sin(x) * cos(x)"),
    "squared-functions": claim("x:", "sin(x) ** 2 + cos(x) ** 2", "1"),
    "hyperbolic": claim("x:", "cosh(x) ** 2 - sinh(x) ** 2", "1"),
    "hyperbolic-tangent": claim("x:", "tanh(x)", "(1 - exp(-2 * x)) / (1 + exp(-2 * x))"),
    "logarithm-without-brackets": claim("x:+pos y:+pos", "log(x * y)", "log(x) + log(y)"),
    "other-base": claim("", "np.log2(8)", "3"),
    "small-constants": claim("", "log(np.e) + exp(0) - 1", "1"),
    "binomial-coefficient": claim("", "n * (n - 1) / 2", "sum(i for i in range(n))"),
    "sum-without-upper-limit": claim("a:n b:n", "total(a) * total(b)", "total(a @ b.T)"),
    "same-dummy-twice": claim("a:n b:n", "total(a) * total(b)", "total(a @ b.T)"),
    "sum-with-inequality": claim("a:n", "total(a)", "sum(a[k, 0] for k in range(n))"),
    "shifted-index": claim("a:n", "sum(a[i, 0] for i in range(n))", "total(a)"),
    "telescope": claim("a:n", "sum(a[i + 1, 0] - a[i, 0] for i in range(n - 1))", "a[n - 1, 0] - a[0, 0]"),
    "product-of-exponentials": claim("x:n", "np.prod(np.asarray(exp(x)))", "exp(total(x))"),
    "sum-of-integers": claim("", "sum(i for i in range(n + 1))", "n * (n + 1) / 2"),
    "dots": claim("", "sum(i for i in range(n + 1))", "n * (n + 1) / 2"),
    "relu-difference": claim("x:", "max(0, x) - max(0, -x)", "x"),
    "absolute-value-as-maximum": claim("x:", "abs(x)", "max(x, -x)", "sqrt(x**2)"),
    "maximum-by-absolute-value": claim("x: y:", "max(x, y)", "(x + y + abs(x - y)) / 2"),
    "cases": claim("x:", "abs(x)", "x if x >= 0 else -x"),
    "limit": claim("x:", "derivative(lambda x: x**2, x)", "2 * x"),
    "roman-d": claim("x:", "derivative(lambda x: x**3, x)", "3 * x**2"),
    "slashed-derivative": claim("x:", "derivative(lambda x: x**2 + 1, x)", "2 * x"),
    "primed-function": claim("x:", "derivative(lambda x: x * sin(x), x)", "sin(x) + x * cos(x)"),
    "diagonal-times-ones": claim("x:n", "diag(x) @ ones(n)", "x"),
    "cauchy-schwarz": claim("x:n y:n", "max(0, abs(x.T @ y) - norm(x) * norm(y))", "0"),
    "gram-form-is-nonnegative": claim("X:mn v:n", "min(0, v.T @ X.T @ X @ v)", "0"),
    "logarithm-below-its-tangent": claim("x:+pos", "max(0, log(x) - x + 1)", "0"),
    "mean-inequality": claim("a:+pos b:+pos", "max(0, sqrt(a * b) - (a + b) / 2)", "0"),
    "triangle-inequality": claim("x:n y:n", "max(0, norm(x + y) - norm(x) - norm(y))", "0"),
    "one-law": claim(
        "u:p+prob X:p",
        "covariance(apart(u, u), X, X, of=lambda x, y: x - y)",
        "2 * covariance(u, X, of=lambda x: x)",
    ),
    "different-indices": claim("u: s:+pos", "normal(lambda x: x[0, 0] * x[1, 0], u * ones(n), s**2 * eye(n))", "u**2"),
    "different-indices-behind": claim(
        "u: s:+pos", "spread(lambda x: x[0, 0], u * ones(n), s**2 * eye(n), lambda x: x[1, 0])", "0"
    ),
    "random-orthogonal-matrix": claim("Q:nn+orth", "Q @ Q.T", "Q.T @ Q"),
    "indicator": claim("w:2+prob", "float(np.asarray(w)[1, 0]) * 1**2", "float(np.asarray(w)[1, 0])"),
    "symmetric-law": claim(
        "v:", "mean(array(np.full((2, 1), 0.5)), lambda x: x**3, array(np.array([[v], [-v]])))", "0"
    ),
    "poisson": claim(
        "l:+pos",
        "sum(k**2 * l**k * exp(-l) / fac(k) for k in range(60)) - l**2",
        "sum(k * l**k * exp(-l) / fac(k) for k in range(60))",
    ),
    "random-direction": claim("u:n+unit", "u.T @ u", "1"),
    "conditionally-independent": claim(
        "u:p+prob v:q+prob X:p Y:q",
        "mean(apart(u, v), lambda x, y: x * y, X, Y)",
        "mean(u, lambda x: x, X) * mean(v, lambda y: y, Y)",
    ),
    "matrix-of-errors": claim("E:nn A:nn", "tr(E @ A)", "tr(A @ E)"),
    "orthogonal-noise": claim(
        "u:p+prob v:q+prob X:p Y:q",
        "mean(apart(u, v), lambda x, y: (x + y - mean(v, lambda t: t, Y)) ** 2, X, Y)",
        "mean(u, lambda x: x**2, X) + covariance(v, Y, of=lambda y: y)",
    ),
    "observed-and-expected": claim("X:mn b:n y:m", "gradient(lambda b: norm2(y - X @ b), b)", "-2 * X.T @ (y - X @ b)"),
}

# What no computation shows: the reason why the verdict is what the case file says.
CONVENTIONS = {
    "logarithm-of-minus-one": "the left side has no real value",
    "logarithm-of-difference": "there is no point at which both sides have a value",
    "undefined-loss": "the loss is undefined: it may depend on the weights",
    "undefined-prediction": "the prediction is undefined: it may depend on the parameters",
    "unknown-operator": "nothing is known of the operator",
    "unknown-named-operator": "nothing is known of the operator",
    "unknown-binary-operation": "nothing is known of the operation",
    "expectation-of-square": "false unless the variance is zero",
    "variance-of-sum": "false unless the covariance is zero",
    "bayes": "one letter stands for four densities; both products are the joint density",
    "rounded": "a rounded decimal, right within its digits",
    "rounded-pi": "a rounded decimal, right within its digits",
    "markov-chain": "what a Markov chain is",
    "normalised": "it may be how the variable is scaled",
    "bounded-density": "nothing is known of the density",
    "empty-sum": "an empty sum is zero",
    "integral": "an integral, done by hand",
    "fundamental-theorem": "the fundamental theorem of calculus",
}
