"""Truth of `corpus/identities/cookbook_traces.md`."""

from truth.identity import claim

TRUTH = {
    # First order
    "cookbook-099": claim("X:nn", "gradient(tr, X)", "eye(n)", size="n", ones="ones(n, n)", variable="X"),
    "cookbook-100": claim(
        "X:mn A:nm", "gradient(lambda X: tr(X @ A), X)", "A.T",
        transpose="A",
        trace="tr(A) * eye(n)",
        factor="2 * A.T",
    ),
    "cookbook-101": claim(
        "A:pm X:mn B:np", "gradient(lambda X: tr(A @ X @ B), X)", "A.T @ B.T",
        order="B.T @ A.T",
        transpose="B @ A",
        sign="-A.T @ B.T",
    ),
    "cookbook-102": claim(
        "A:pn X:mn B:mp", "gradient(lambda X: tr(A @ X.T @ B), X)", "B @ A",
        order="A @ B",
        transpose="A.T @ B.T",
        factor="2 * B @ A",
    ),
    "cookbook-103": claim(
        "X:mn A:mn", "gradient(lambda X: tr(X.T @ A), X)", "A",
        transpose="A.T",
        variable="X",
        kept="X.T @ A",
    ),
    "cookbook-104": claim(
        "X:mn A:mn", "gradient(lambda X: tr(A @ X.T), X)", "A",
        transpose="A.T",
        sign="-A",
        both="A + A.T",
    ),
    "cookbook-105": claim(
        "A:mm X:nn", "gradient(lambda X: tr(kron(A, X)), X)", "tr(A) * eye(n)",
        lost_trace="kron(A, eye(n))",
        lost_identity="tr(A)",
        variable="tr(A) * X",
    ),
    # Second order
    "cookbook-106": claim(
        "X:nn", "gradient(lambda X: tr(X @ X), X)", "2 * X.T",
        transpose="2 * X",
        factor="X.T",
        trace="2 * tr(X) * eye(n)",
    ),
    "cookbook-107": claim(
        "X:nn B:nn", "gradient(lambda X: tr(X @ X @ B), X)", "(X @ B + B @ X).T",
        transpose="X @ B + B @ X",
        commuting="2 * (X @ B).T",
        sign="(X @ B - B @ X).T",
        partial_transpose="X.T @ B.T + B @ X",
    ),
    "cookbook-108": claim(
        "X:mn B:mm", "gradient(lambda X: tr(X.T @ B @ X), X)", "B @ X + B.T @ X",
        symmetric="2 * B @ X",
        order="X @ B + X @ B.T",
        sign="B @ X - B.T @ X",
        transpose="X.T @ B + X.T @ B.T",
    ),
    "cookbook-109": claim(
        "X:mn B:mm", "gradient(lambda X: tr(B @ X @ X.T), X)", "B @ X + B.T @ X",
        symmetric="2 * B.T @ X",
        factor="2 * (B @ X + B.T @ X)",
        lost_term="B @ X",
    ),
    "cookbook-110": claim(
        "X:mn B:mm", "gradient(lambda X: tr(X @ X.T @ B), X)", "B @ X + B.T @ X",
        symmetric="2 * B @ X",
        order="X @ B + B.T @ X",
        variable="B @ X.T + B.T @ X",
    ),
    "cookbook-111": claim(
        "X:mn B:nn", "gradient(lambda X: tr(X @ B @ X.T), X)", "X @ B.T + X @ B",
        symmetric="2 * X @ B",
        order="B.T @ X + B @ X",
        sign="X @ B.T - X @ B",
    ),
    "cookbook-112": claim(
        "X:mn B:nn", "gradient(lambda X: tr(B @ X.T @ X), X)", "X @ B.T + X @ B",
        symmetric="2 * X @ B.T",
        transpose="B @ X.T + B.T @ X.T",
        lost_term="X @ B",
    ),
    "cookbook-113": claim(
        "X:mn B:nn", "gradient(lambda X: tr(X.T @ X @ B), X)", "X @ B.T + X @ B",
        symmetric="2 * X @ B",
        weight="X @ (B.T @ B) + X @ B",
        factor="(X @ B.T + X @ B) / 2",
    ),
    "cookbook-114": claim(
        "A:nm X:mn B:nm", "gradient(lambda X: tr(A @ X @ B @ X), X)", "A.T @ X.T @ B.T + B.T @ X.T @ A.T",
        lost_term="2 * A.T @ X.T @ B.T",
        transpose="A @ X @ B + B @ X @ A",
        order="B.T @ X.T @ A.T",
        untransposed="A.T @ X @ B.T + B.T @ X @ A.T",
    ),
    "cookbook-115": claim(
        "X:mn", "gradient(lambda X: tr(X.T @ X), X)", "gradient(lambda X: tr(X @ X.T), X)", "2 * X",
        transpose="2 * X.T",
        factor="X",
        both="X + X.T",
    ),
    "cookbook-116": claim(
        "X:mn C:mm B:np", "gradient(lambda X: tr(B.T @ X.T @ C @ X @ B), X)", "C.T @ X @ B @ B.T + C @ X @ B @ B.T",
        symmetric="2 * C @ X @ B @ B.T",
        order="C.T @ X @ B.T @ B + C @ X @ B.T @ B",
        lost_factor="C.T @ X + C @ X",
    ),
    "cookbook-117": claim(
        "X:mn B:mm C:nn", "gradient(lambda X: tr(X.T @ B @ X @ C), X)", "B @ X @ C + B.T @ X @ C.T",
        symmetric="2 * B @ X @ C",
        crossed="B @ X @ C.T + B.T @ X @ C",
        lost_transpose="B @ X @ C + B.T @ X @ C",
        order="C @ X @ B + C.T @ X @ B.T",
    ),
    "cookbook-118": claim(
        "A:pm X:mn B:nn C:mp",
        "gradient(lambda X: tr(A @ X @ B @ X.T @ C), X)",
        "A.T @ C.T @ X @ B.T + C @ A @ X @ B",
        order="C.T @ A.T @ X @ B.T + C @ A @ X @ B",
        transpose="A.T @ C.T @ X @ B + C @ A @ X @ B",
        lost_term="2 * C @ A @ X @ B",
    ),
    "cookbook-119": claim(
        "A:pm X:mn B:nq C:pq",
        "gradient(lambda X: tr((A @ X @ B + C) @ (A @ X @ B + C).T), X)",
        "2 * A.T @ (A @ X @ B + C) @ B.T",
        factor="A.T @ (A @ X @ B + C) @ B.T",
        transpose="2 * A @ (A @ X @ B + C) @ B",
        order="2 * B.T @ (A @ X @ B + C) @ A.T",
        lost_term="2 * A.T @ A @ X @ B @ B.T",
    ),
    "cookbook-120": claim(
        "X:nn", "gradient(lambda X: tr(kron(X, X)), X)", "gradient(lambda X: tr(X) * tr(X), X)", "2 * tr(X) * eye(n)",
        factor="tr(X) * eye(n)",
        lost_identity="2 * tr(X)",
        lost_trace="2 * X.T",
    ),
    # Higher order
    "cookbook-121": claim(
        "X:nn k:int", "gradient(lambda X: tr(power(X, k)), X)", "k * power(X, k - 1).T",
        transpose="k * power(X, k - 1)",
        exponent="k * power(X, k).T",
        factor="(k - 1) * power(X, k - 1).T",
    ),
    "cookbook-122": claim(
        "A:nn X:nn k:int",
        "gradient(lambda X: tr(A @ power(X, k)), X)",
        "sum((power(X, r) @ A @ power(X, k - r - 1)).T for r in range(k))",
        transpose="sum(power(X, r) @ A @ power(X, k - r - 1) for r in range(k))",
        commuting="k * (A @ power(X, k - 1)).T",
        range="sum((power(X, r) @ A @ power(X, k - r - 1)).T for r in range(1, k))",
    ),
    "cookbook-123": claim(
        "X:mn C:mm B:np",
        "gradient(lambda X: tr(B.T @ X.T @ C @ X @ X.T @ C @ X @ B), X)",
        (
            "C @ X @ X.T @ C @ X @ B @ B.T + C.T @ X @ B @ B.T @ X.T @ C.T @ X + C @ X @ B @ B.T @ X.T @ C"
            " @ X + C.T @ X @ X.T @ C.T @ X @ B @ B.T"
        ),
        lost_term=(
            "C @ X @ X.T @ C @ X @ B @ B.T + C.T @ X @ B @ B.T @ X.T @ C.T @ X + C @ X @ B @ B.T @ X.T @ C"
            " @ X"
        ),
        symmetric="2 * C @ X @ X.T @ C @ X @ B @ B.T + 2 * C @ X @ B @ B.T @ X.T @ C @ X",
        factor="4 * C @ X @ X.T @ C @ X @ B @ B.T",
    ),
    # Other
    "cookbook-124": claim(
        "A:mn X:nn B:nm",
        "gradient(lambda X: tr(A @ inv(X) @ B), X)",
        "-(inv(X) @ B @ A @ inv(X)).T",
        "-inv(X).T @ A.T @ B.T @ inv(X).T",
        order="-inv(X).T @ B.T @ A.T @ inv(X).T",
        sign="inv(X).T @ A.T @ B.T @ inv(X).T",
        transpose="-inv(X) @ A.T @ B.T @ inv(X)",
    ),
    "cookbook-125": claim(
        "X:mn C:mm+sym A:nn m>n",
        "gradient(lambda X: tr(inv(X.T @ C @ X) @ A), X)",
        "-C @ X @ inv(X.T @ C @ X) @ (A + A.T) @ inv(X.T @ C @ X)",
        sign="C @ X @ inv(X.T @ C @ X) @ (A + A.T) @ inv(X.T @ C @ X)",
        symmetric="-2 * C @ X @ inv(X.T @ C @ X) @ A @ inv(X.T @ C @ X)",
        order="-inv(X.T @ C @ X) @ (A + A.T) @ inv(X.T @ C @ X) @ C @ X",
        lost_factor="-C @ X @ inv(X.T @ C @ X) @ (A + A.T)",
    ),
    "cookbook-126": claim(
        "X:mn C:mm+sym B:mm+sym m>n",
        "gradient(lambda X: tr(inv(X.T @ C @ X) @ (X.T @ B @ X)), X)",
        "-2 * C @ X @ inv(X.T @ C @ X) @ X.T @ B @ X @ inv(X.T @ C @ X) + 2 * B @ X @ inv(X.T @ C @ X)",
        lost_term="2 * B @ X @ inv(X.T @ C @ X)",
        sign="2 * C @ X @ inv(X.T @ C @ X) @ X.T @ B @ X @ inv(X.T @ C @ X) + 2 * B @ X @ inv(X.T @ C @ X)",
        cancelled="-2 * B @ X @ inv(X.T @ C @ X) + 2 * B @ X @ inv(X.T @ C @ X)",
    ),
    "cookbook-127": claim(
        "X:mn C:mm+sym B:mm+sym A:nn+sym m>n",
        "gradient(lambda X: tr(inv(A + X.T @ C @ X) @ (X.T @ B @ X)), X)",
        (
            "-2 * C @ X @ inv(A + X.T @ C @ X) @ X.T @ B @ X @ inv(A + X.T @ C @ X) + 2 * B @ X @ inv(A + X.T"
            " @ C @ X)"
        ),
        lost_term="2 * B @ X @ inv(A + X.T @ C @ X)",
        factor=(
            "-C @ X @ inv(A + X.T @ C @ X) @ X.T @ B @ X @ inv(A + X.T @ C @ X) + B @ X @ inv(A + X.T @ C"
            " @ X)"
        ),
    ),
    "cookbook-127-as-printed": claim(
        "X:mn C:mm+sym B:mm+sym A:nn m>n",
        "gradient(lambda X: tr(inv(A + X.T @ C @ X) @ (X.T @ B @ X)), X)",
        (
            "-2 * C @ X @ inv(A + X.T @ C @ X) @ X.T @ B @ X @ inv(A + X.T @ C @ X) + 2 * B @ X @ inv(A + X.T"
            " @ C @ X)"
        ),
    ),
    "cookbook-128": claim(
        "X:nn+small", "gradient(lambda X: tr(sinm(X)), X)", "cosm(X).T",
        sign="-cosm(X).T",
        trace="tr(cosm(X))",
        function="sinm(X).T",
    ),
}
