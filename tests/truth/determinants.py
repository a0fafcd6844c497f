"""Truth of `corpus/identities/determinants.md`."""

from truth.identity import claim, left

TRUTH = {
    "product": claim(
        "A:nn B:nn", "det(A @ B)", "det(A) * det(B)",
        sum="det(A) + det(B)",
        sign="-det(A) * det(B)",
        matrix="det(A) * B",
    ),
    "product-order": claim(
        "A:nn B:nn", "det(A @ B)", "det(B @ A)",
        inverse="det(inv(A) @ B)",
        sum="det(A + B)",
        squared="det(B @ A) ** 2",
    ),
    "transpose": claim("A:nn", "det(A.T)", "det(A)", sign="-det(A)", reciprocal="1 / det(A)", trace="tr(A)"),
    "multiple": claim(
        "A:nn c:+pos", "det(c * A)", "c**n * det(A)",
        exponent="c * det(A)",
        size="n * c * det(A)",
        power="c**n * det(A) ** n",
    ),
    "negative": claim(
        "A:nn", "det(-A)", "(-1) ** n * det(A)",
        odd="(-1) ** (n + 1) * det(A)",
        size="-n * det(A)",
        absolute="det(A) ** 2",
    ),
    "inverse": claim("A:nn", "det(inv(A))", "1 / det(A)", itself="det(A)", sign="-1 / det(A)", matrix="inv(A)"),
    "power": claim(
        "A:nn k:int", "det(power(A, k))", "det(A) ** k",
        factor="k * det(A)",
        size="det(A) ** (k + n)",
        exponent="det(A) ** (k - 1)",
    ),
    "similar": claim(
        "A:nn P:nn", "det(inv(P) @ A @ P)", "det(A)",
        congruent=left("det(P.T @ A @ P)"),
        trace="tr(A)",
        matrix="A",
    ),
    "gram": claim("A:nn", "det(A.T @ A)", "det(A) ** 2", linear="det(A)", one="1", sign="-(det(A) ** 2)"),
    "orthogonal": claim("Q:nn+orth", "det(Q) ** 2", "1.0", size="n", zero="0", identity="eye(n)"),
    "rank-one-update-of-identity": claim(
        "u:n v:n", "det(eye(n) + u @ v.T)", "1 + v.T @ u",
        sign="1 - v.T @ u",
        outer="1 + u @ v.T",
        lost_one="v.T @ u",
        norms="1 + (u.T @ u) * (v.T @ v)",
    ),
    "determinant-lemma": claim(
        "A:nn u:n v:n", "det(A + u @ v.T)", "(1 + v.T @ inv(A) @ u) * det(A)",
        lost_inverse="(1 + v.T @ A @ u) * det(A)",
        sign="(1 - v.T @ inv(A) @ u) * det(A)",
        order="(1 + u.T @ inv(A) @ v) * det(A)",
        brackets="1 + v.T @ inv(A) @ u * det(A)",
    ),
    "sylvester": claim(
        "A:mn B:nm", "det(eye(m) + A @ B)", "det(eye(n) + B @ A)",
        sign="det(eye(n) - B @ A)",
        size="det(eye(m) + B @ A)",
        split="1 + det(A @ B)",
    ),
    "low-rank-update": claim(
        "A:nn U:np V:np", "det(A + U @ V.T)", "det(A) * det(eye(p) + V.T @ inv(A) @ U)",
        order="det(A) * det(eye(p) + V @ inv(A) @ U.T)",
        sign="det(A) * det(eye(p) - V.T @ inv(A) @ U)",
        lost_factor="det(eye(p) + V.T @ inv(A) @ U)",
    ),
    "kronecker": claim(
        "A:mm B:nn", "det(kron(A, B))", "det(A) ** n * det(B) ** m",
        swapped="det(A) ** m * det(B) ** n",
        no_exponents="det(A) * det(B)",
        joint="det(A) ** (m * n) * det(B) ** (m * n)",
    ),
    "exponential": claim(
        "A:nn", "det(expm(A))", "exp(tr(A))",
        determinant="exp(det(A))",
        matrix="expm(A)",
        trace="tr(expm(A))",
    ),
    "adjugate": claim(
        "A:nn", "det(adj(A))", "det(A) ** (n - 1)",
        exponent="det(A) ** n",
        reciprocal="det(A) ** (1 - n)",
        inverse="1 / det(A)",
    ),
    "characteristic-polynomial-two": claim(
        "A:22 t:", "det(t * eye(2) - A)", "t**2 - tr(A) * t + det(A)",
        sign="t**2 + tr(A) * t + det(A)",
        swapped="t**2 - det(A) * t + tr(A)",
        lost_term="t**2 - tr(A) * t",
    ),
    "log-of-product": claim(
        "A:nn+pd B:nn+pd", "logabsdet(A @ B)", "logabsdet(A) + logabsdet(B)",
        product="logabsdet(A) * logabsdet(B)",
        sum=left("logabsdet(A + B)"),
        sign="logabsdet(A) - logabsdet(B)",
    ),
    "log-of-inverse": claim(
        "A:nn+pd", "logabsdet(inv(A))", "-logabsdet(A)",
        sign="logabsdet(A)",
        reciprocal="1 / logabsdet(A)",
        size="-n * logabsdet(A)",
    ),
}
