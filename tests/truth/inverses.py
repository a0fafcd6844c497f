"""Truth of `corpus/identities/inverses.md`."""

from truth.identity import claim, left

TRUTH = {
    # Products and transposes
    "inverse-of-product": claim(
        "A:nn B:nn", "inv(A @ B)", "inv(B) @ inv(A)",
        order="inv(A) @ inv(B)",
        half="inv(B) @ A",
        transpose="inv(B).T @ inv(A).T",
    ),
    "inverse-of-transpose": claim("A:nn", "inv(A.T)", "inv(A).T", transpose="inv(A)", itself="A", sign="-inv(A).T"),
    "inverse-of-multiple": claim(
        "A:nn c:+pos", "inv(c * A)", "inv(A) / c",
        factor="c * inv(A)",
        power="inv(A) / c**n",
        matrix="A / c",
    ),
    "inverse-of-power": claim(
        "A:nn", "inv(A @ A)", "inv(A) @ inv(A)",
        exponent="inv(A)",
        gram="inv(A).T @ inv(A)",
        half="A @ inv(A @ A)",
    ),
    "adjugate": claim(
        "A:nn", "A @ adj(A)", "det(A) * eye(n)",
        lost_identity="det(A)",
        square="det(A) ** 2 * eye(n)",
        inverse="eye(n)",
    ),
    "adjugate-of-product": claim(
        "A:nn B:nn", "adj(A @ B)", "adj(B) @ adj(A)",
        order="adj(A) @ adj(B)",
        determinant="det(A @ B) * adj(B) @ adj(A)",
        sign="-adj(B) @ adj(A)",
    ),
    "two-by-two": claim(
        "a: b: c: d:", "inv(block([[a, b], [c, d]]))", "block([[d, -b], [-c, a]]) / (a * d - b * c)",
        unswapped="block([[a, -b], [-c, d]]) / (a * d - b * c)",
        sign="block([[d, b], [c, a]]) / (a * d - b * c)",
        transpose="block([[d, -c], [-b, a]]) / (a * d - b * c)",
        permanent="block([[d, -b], [-c, a]]) / (a * d + b * c)",
    ),
    # Sums
    "sum-of-inverses": claim(
        "A:nn B:nn", "inv(A) + inv(B)", "inv(A) @ (A + B) @ inv(B)",
        naive="inv(A + B)",
        sign="inv(A) @ (A - B) @ inv(B)",
        twice="inv(A) @ (A + B) @ inv(A)",
    ),
    "difference-of-inverses": claim(
        "A:nn B:nn", "inv(A) - inv(B)", "inv(A) @ (B - A) @ inv(B)",
        sign="inv(A) @ (A - B) @ inv(B)",
        naive="inv(A - B)",
        outside="(B - A) @ inv(A) @ inv(B)",
    ),
    "parallel-sum": claim(
        "A:nn B:nn", "A @ inv(A + B) @ B", "B @ inv(A + B) @ A",
        sum="A + B",
        transposed="A.T @ inv(A + B) @ B",
        order="inv(A + B) @ A @ B",
    ),
    "inverse-of-sum": claim(
        "A:nn B:nn", "inv(A + B)", "inv(A) - inv(A) @ inv(inv(A) + inv(B)) @ inv(A)",
        naive="inv(A) + inv(B)",
        sign="inv(A) + inv(A) @ inv(inv(A) + inv(B)) @ inv(A)",
        inner="inv(A) - inv(A) @ inv(A + B) @ inv(A)",
        last_factor="inv(A) - inv(A) @ inv(inv(A) + inv(B)) @ inv(B)",
    ),
    "identity-plus-inverse": claim(
        "A:nn", "inv(eye(n) + inv(A))", "A @ inv(A + eye(n))",
        naive="eye(n) + A",
        lost_factor="inv(A + eye(n))",
        inverse="inv(A) @ (A + eye(n))",
    ),
    "resolvent": claim(
        "A:nn s: t:",
        "inv(s * eye(n) - A) - inv(t * eye(n) - A)",
        "(t - s) * inv(s * eye(n) - A) @ inv(t * eye(n) - A)",
        sign="(s - t) * inv(s * eye(n) - A) @ inv(t * eye(n) - A)",
        lost_factor="inv(s * eye(n) - A) @ inv(t * eye(n) - A)",
        single="(t - s) * inv(s * eye(n) - A)",
    ),
    # Low rank
    "sherman-morrison": claim(
        "A:nn+pd u:n v:n", "inv(A + u @ v.T)", "inv(A) - inv(A) @ u @ v.T @ inv(A) / (1 + v.T @ inv(A) @ u)",
        sign="inv(A) + inv(A) @ u @ v.T @ inv(A) / (1 + v.T @ inv(A) @ u)",
        denominator="inv(A) - inv(A) @ u @ v.T @ inv(A) / (1 - v.T @ inv(A) @ u)",
        order="inv(A) - inv(A) @ v @ u.T @ inv(A) / (1 + v.T @ inv(A) @ u)",
        outer_denominator="inv(A) - inv(A) @ u @ v.T @ inv(A) / (1 + u @ v.T @ inv(A))",
    ),
    "identity-plus-rank-one": claim(
        "u:n v:n", "inv(eye(n) + u @ v.T)", "eye(n) - u @ v.T / (1 + v.T @ u)",
        sign="eye(n) + u @ v.T / (1 + v.T @ u)",
        numerator="eye(n) - (v.T @ u) / (1 + v.T @ u)",
        order="eye(n) - v @ u.T / (1 + v.T @ u)",
    ),
    "woodbury": claim(
        "A:nn+pd U:np C:pp V:pn",
        "inv(A + U @ C @ V)",
        "inv(A) - inv(A) @ U @ inv(inv(C) + V @ inv(A) @ U) @ V @ inv(A)",
        sign="inv(A) - inv(A) @ U @ inv(inv(C) - V @ inv(A) @ U) @ V @ inv(A)",
        lost_inverse="inv(A) - inv(A) @ U @ inv(C + V @ inv(A) @ U) @ V @ inv(A)",
        order="inv(A) - inv(A) @ U @ inv(inv(C) + U @ inv(A) @ V) @ V @ inv(A)",
        last_factor="inv(A) - inv(A) @ U @ inv(inv(C) + V @ inv(A) @ U) @ V",
    ),
    "woodbury-symmetric": claim(
        "B:np A:nn+pd s:+pos",
        "inv(A + s**2 * B @ B.T)",
        "inv(A) - inv(A) @ B @ inv(s**-2 * eye(p) + B.T @ inv(A) @ B) @ B.T @ inv(A)",
        exponent="inv(A) - inv(A) @ B @ inv(s**2 * eye(p) + B.T @ inv(A) @ B) @ B.T @ inv(A)",
        transpose="inv(A) - inv(A) @ B @ inv(s**-2 * eye(p) + B @ inv(A) @ B.T) @ B.T @ inv(A)",
        sign="inv(A) + inv(A) @ B @ inv(s**-2 * eye(p) + B.T @ inv(A) @ B) @ B.T @ inv(A)",
    ),
    "push-through": claim(
        "A:mn B:nm", "inv(eye(m) + A @ B) @ A", "A @ inv(eye(n) + B @ A)",
        unchanged="A @ inv(eye(m) + A @ B)",
        sign="A @ inv(eye(n) - B @ A)",
        other_factor="B @ inv(eye(m) + A @ B)",
    ),
    "ridge-duality": claim(
        "X:mn l:+pos", "inv(X.T @ X + l * eye(n)) @ X.T", "X.T @ inv(X @ X.T + l * eye(m))",
        gram="X.T @ inv(X.T @ X + l * eye(n))",
        identity="X.T @ inv(X @ X.T + l * eye(n))",
        factor="X.T @ inv(X @ X.T + l**2 * eye(m))",
        transpose="X @ inv(X @ X.T + l * eye(m))",
    ),
    "complement-of-resolvent": claim(
        "A:nn+pd", "eye(n) - inv(eye(n) + A)", "A @ inv(eye(n) + A)",
        sign="-A @ inv(eye(n) + A)",
        inverse="inv(A) @ inv(eye(n) + A)",
        naive="eye(n) - eye(n) - inv(A)",
    ),
    # Pseudo-inverses
    "pseudo-inverse-of-full-column-rank": claim(
        "A:mn m>n", "pseudo_inverse(A)", "inv(A.T @ A) @ A.T",
        order="A.T @ inv(A.T @ A)",
        lost_transpose="inv(A.T @ A) @ A",
        transpose="A.T",
    ),
    "left-inverse": claim(
        "A:mn m>n", "pseudo_inverse(A) @ A", "eye(n)",
        other_side=left("A @ pseudo_inverse(A)"),
        size="eye(m)",
        itself="A",
    ),
    "penrose": claim(
        "A:mn", "A @ pseudo_inverse(A) @ A", "A",
        inverse="pseudo_inverse(A)",
        twice=left("A @ pseudo_inverse(A) @ A @ A"),
        sign="-A",
    ),
    "hat-matrix": claim(
        "X:mn m>n", "power(X @ inv(X.T @ X) @ X.T, 2)", "X @ inv(X.T @ X) @ X.T",
        identity="eye(m)",
        factor="2 * X @ inv(X.T @ X) @ X.T",
        data="X @ inv(X.T @ X) @ X.T @ X",
    ),
    "trace-of-hat-matrix": claim("X:mn m>n", "tr(X @ inv(X.T @ X) @ X.T)", "n", size="m", one="1", matrix="eye(n)"),
}
