"""Truth of `corpus/identities/cookbook_determinants.md`."""

from truth.identity import claim, left

TRUTH = {
    # General form
    "cookbook-046": claim(
        "Y:>nn x:",
        "derivative(lambda x: det(Y(x)), x)",
        "det(Y(x)) * tr(inv(Y(x)) @ derivative(Y, x))",
        lost_factor="tr(inv(Y(x)) @ derivative(Y, x))",
        lost_trace="det(Y(x)) * inv(Y(x)) @ derivative(Y, x)",
        lost_inverse="det(Y(x)) * tr(Y(x) @ derivative(Y, x))",
    ),
    "cookbook-047": claim(
        "X:nn",
        "gradient(det, X) @ X.T",
        "eye(n) * det(X)",
        lost_delta="ones(n, n) * det(X)",
        factor="n * eye(n) * det(X)",
        index=left("gradient(det, X) @ X"),
    ),
    "cookbook-048": claim(
        "Y:>nn x:",
        "second(lambda x: det(Y(x)), x)",
        (
            "det(Y(x)) * (tr(inv(Y(x)) @ second(Y, x)) + tr(inv(Y(x)) @ derivative(Y, x)) ** 2"
            " - tr(power(inv(Y(x)) @ derivative(Y, x), 2)))"
        ),
        sign=(
            "det(Y(x)) * (tr(inv(Y(x)) @ second(Y, x)) + tr(inv(Y(x)) @ derivative(Y, x)) ** 2"
            " + tr(power(inv(Y(x)) @ derivative(Y, x), 2)))"
        ),
        lost_term="det(Y(x)) * tr(inv(Y(x)) @ second(Y, x))",
    ),
    # Linear forms
    "cookbook-049": claim(
        "X:nn",
        "gradient(det, X)",
        "det(X) * inv(X).T",
        transpose="det(X) * inv(X)",
        lost_factor="inv(X).T",
        sign="-det(X) * inv(X).T",
        trace="det(X) * tr(inv(X))",
    ),
    "cookbook-050": claim(
        "X:nn",
        "X @ gradient(det, X).T",
        "eye(n) * det(X)",
        square="eye(n) * det(X) ** 2",
        entry="X * det(X)",
    ),
    "cookbook-051": claim(
        "A:nn X:nn B:nn",
        "gradient(lambda X: det(A @ X @ B), X)",
        "det(A @ X @ B) * inv(X).T",
        "det(A @ X @ B) * inv(X.T)",
        transpose="det(A @ X @ B) * inv(X)",
        chain_rule="det(A @ X @ B) * inv(A @ X.T @ B)",
    ),
    # Square forms
    "cookbook-052": claim(
        "X:nn A:nn",
        "gradient(lambda X: det(X.T @ A @ X), X)",
        "2 * det(X.T @ A @ X) * inv(X).T",
        factor="det(X.T @ A @ X) * inv(X).T",
        transpose="2 * det(X.T @ A @ X) * inv(X)",
        lost_factor="2 * inv(X).T",
    ),
    "cookbook-053": claim(
        "X:mn A:mm+sym m>n",
        "gradient(lambda X: det(X.T @ A @ X), X)",
        "2 * det(X.T @ A @ X) * A @ X @ inv(X.T @ A @ X)",
        order="2 * det(X.T @ A @ X) * inv(X.T @ A @ X) @ A @ X",
        factor="det(X.T @ A @ X) * A @ X @ inv(X.T @ A @ X)",
        lost_matrix="2 * det(X.T @ A @ X) * X @ inv(X.T @ A @ X)",
        lost_inverse="2 * det(X.T @ A @ X) * A @ X",
    ),
    "cookbook-053-unstated": claim(
        "X:mn A:mm m>n",
        "gradient(lambda X: det(X.T @ A @ X), X)",
        "2 * det(X.T @ A @ X) * A @ X @ inv(X.T @ A @ X)",
    ),
    "cookbook-054": claim(
        "X:mn A:mm m>n",
        "gradient(lambda X: det(X.T @ A @ X), X)",
        "det(X.T @ A @ X) * (A @ X @ inv(X.T @ A @ X) + A.T @ X @ inv(X.T @ A.T @ X))",
        transpose="det(X.T @ A @ X) * (A @ X @ inv(X.T @ A @ X) + A.T @ X @ inv(X.T @ A @ X))",
        sign="det(X.T @ A @ X) * (A @ X @ inv(X.T @ A @ X) - A.T @ X @ inv(X.T @ A.T @ X))",
        lost_factor="A @ X @ inv(X.T @ A @ X) + A.T @ X @ inv(X.T @ A.T @ X)",
    ),
    # Other forms
    "cookbook-055": claim(
        "X:mn m>n",
        "gradient(lambda X: logabsdet(X.T @ X), X)",
        "2 * pinv(X).T",
        transpose="2 * pinv(X)",
        factor="pinv(X).T",
        gram="2 * inv(X.T @ X)",
    ),
    "cookbook-056": claim(
        "P:nm m>n",
        "gradient(lambda P: logabsdet(pinv(P).T @ pinv(P)), P)",
        "-2 * pinv(P).T",
        sign="2 * pinv(P).T",
        transpose="-2 * pinv(P)",
        pseudo_inverse="-2 * P",
    ),
    "cookbook-057": claim(
        "X:nn",
        "gradient(logabsdet, X)",
        "inv(X).T",
        "inv(X.T)",
        transpose="inv(X)",
        squared="inv(X.T @ X)",
    ),
    "cookbook-058": claim(
        "X:nn k:int",
        "gradient(lambda X: det(power(X, k)), X)",
        "k * det(power(X, k)) * inv(X).T",
        factor="det(power(X, k)) * inv(X).T",
        exponent="k * det(power(X, k - 1)) * inv(X).T",
        scalar_rule="k * det(X) ** (k - 1)",
    ),
}
