"""Truth of `corpus/identities/probability.md`: variables with finitely many values, all probabilities generic.

`w` holds probabilities, `X` and `Y` tables of values, a row each; `J` and `K` are joint probabilities.
"""

from truth.identity import both, claim, left

AFFINE = "w:s+prob X:sn A:mn b:m"
ONE = "w:s+prob X:s"
PAIR = "w:s+prob X:s Y:s"
VECTORS = "w:s+prob X:sn Y:sn"
IDLE = "lambda x: x"
EX, EY = "mean(w, lambda x, y: x, X, Y)", "mean(w, lambda x, y: y, X, Y)"
VX, VY = "covariance(w, X, Y, of=lambda x, y: x)", "covariance(w, X, Y, of=lambda x, y: y)"
CXY = "covariance(w, X, Y, of=lambda x, y: x, to=lambda x, y: y)"
CYX = "covariance(w, X, Y, of=lambda x, y: y, to=lambda x, y: x)"
# Independent ones.
APART = "u:p+prob v:q+prob X:p Y:q+large"
VECTORS_APART = "u:3+prob v:4+prob X:3n Y:4n"
AX, AY = "mean(u, lambda x: x, X)", "mean(v, lambda y: y, Y)"
AVX, AVY = "covariance(u, X, of=lambda x: x)", "covariance(v, Y, of=lambda y: y)"
# Conditions.
JOINT = "J:pq+prob X:p Y:q"
GIVEN = "given(J, lambda x, y: x, X, Y)"
JX, JY = "mean(J, lambda x, y: x, X, Y)", "mean(J, lambda x, y: y, X, Y)"
JVX = "covariance(J, X, Y, of=lambda x, y: x)"
# E[X|Y], E[X²|Y] and the probabilities of Y, as lists.
MARGINAL = "np.asarray(J).sum(axis=0)"
SQUARES = "given(J, lambda x, y: x * x, X, Y)"
YS = "list(np.asarray(Y).ravel())"
WITHIN = f"sum(m * (s - g * g) for m, s, g in zip({MARGINAL}, {SQUARES}, {GIVEN}))"
BETWEEN = f"(sum(m * g * g for m, g in zip({MARGINAL}, {GIVEN})) - {JX} ** 2)"
TRIPLE = "J:345+prob X:3 Y:4 Z:5"
TX = "given(J, lambda x, y, z: x, X, Y, Z)"
TY = "given(J, lambda x, y, z: y, X, Y, Z)"
TXY = "given(J, lambda x, y, z: x * y, X, Y, Z)"
ZS = "np.asarray(J).sum(axis=(0, 1))"
TWITHIN = f"sum(m * (c - a * b) for m, c, a, b in zip({ZS}, {TXY}, {TX}, {TY}))"
TBETWEEN = (
    f"(sum(m * a * b for m, a, b in zip({ZS}, {TX}, {TY}))"
    " - mean(J, lambda x, y, z: x, X, Y, Z) * mean(J, lambda x, y, z: y, X, Y, Z))"
)
QUADRATIC = "w:s+prob X:sn A:nn"
COV = "covariance(w, X, of=lambda x: x)"
MEAN = "mean(w, lambda x: x, X)"
MOMENT = "mean(w, lambda x: x @ x.T, X)"

TRUTH = {
    "linear": claim(
        AFFINE,
        "mean(w, lambda x: A @ x + b, X)",
        f"A @ {MEAN} + b",
        lost_constant=f"A @ {MEAN}",
        order=f"{MEAN} @ A + b",
        sign=f"A @ {MEAN} - b",
    ),
    "linear-combination": claim(
        f"{PAIR} a: b:",
        "mean(w, lambda x, y: a * x + b * y, X, Y)",
        f"a * {EX} + b * {EY}",
        swapped=f"b * {EX} + a * {EY}",
        sign=f"a * {EX} - b * {EY}",
        lost_factor=f"{EX} + b * {EY}",
    ),
    "mean-of-trace": claim(
        "w:s+prob X:snm A:mn",
        "mean(w, lambda x: tr(A @ x), X)",
        f"tr(A @ {MEAN})",
        split=f"tr({MEAN} @ {MEAN}.T)",
        lost_trace=f"A @ {MEAN}",
        sign=f"-tr(A @ {MEAN})",
    ),
    "mean-of-transpose": claim(
        "w:s+prob X:smn", "mean(w, lambda x: x.T, X)", f"{MEAN}.T", lost_transpose=MEAN, sign=f"-{MEAN}.T"
    ),
    "variance-by-second-moment": claim(
        ONE,
        f"mean(w, lambda x: (x - {MEAN}) ** 2, X)",
        f"mean(w, lambda x: x**2, X) - {MEAN} ** 2",
        sign=f"mean(w, lambda x: x**2, X) + {MEAN} ** 2",
        lost_square=f"mean(w, lambda x: x**2, X) - {MEAN}",
        lost_mean="mean(w, lambda x: x**2, X)",
    ),
    "variance-centred": claim(
        ONE,
        COV,
        f"mean(w, lambda x: (x - {MEAN}) ** 2, X)",
        plus=f"mean(w, lambda x: (x + {MEAN}) ** 2, X)",
        half=f"mean(w, lambda x: (x - {MEAN}) ** 2, X) / 2",
        outside="0",
    ),
    "variance-of-affine": claim(
        f"{ONE} a: b:",
        "covariance(w, X, of=lambda x: a * x + b)",
        f"a**2 * {COV}",
        lost_square=f"a * {COV}",
        shift=f"a**2 * {COV} + b",
        both=f"a**2 * {COV} + b**2",
    ),
    "variance-of-sum": claim(
        PAIR,
        "covariance(w, X, Y, of=lambda x, y: x + y)",
        f"{VX} + {VY} + 2 * {CXY}",
        lost_term=f"{VX} + {VY}",
        factor=f"{VX} + {VY} + {CXY}",
        sign=f"{VX} + {VY} - 2 * {CXY}",
    ),
    "variance-of-difference": claim(
        PAIR,
        "covariance(w, X, Y, of=lambda x, y: x - y)",
        f"{VX} + {VY} - 2 * {CXY}",
        minus=f"{VX} - {VY} - 2 * {CXY}",
        sign=f"{VX} + {VY} + 2 * {CXY}",
        lost_term=f"{VX} + {VY}",
    ),
    "covariance-by-product": claim(
        PAIR,
        f"mean(w, lambda x, y: (x - {EX}) * (y - {EY}), X, Y)",
        f"mean(w, lambda x, y: x * y, X, Y) - {EX} * {EY}",
        sign=f"mean(w, lambda x, y: x * y, X, Y) + {EX} * {EY}",
        lost_term="mean(w, lambda x, y: x * y, X, Y)",
        variance=f"mean(w, lambda x, y: x * x, X, Y) - {EX} * {EY}",
    ),
    "covariance-is-bilinear": claim(
        "w:s+prob X:s Y:s Z:s a: b:",
        "covariance(w, X, Y, Z, of=lambda x, y, z: a * x + b * y, to=lambda x, y, z: z)",
        "a * covariance(w, X, Z, of=lambda x, z: x, to=lambda x, z: z)"
        " + b * covariance(w, Y, Z, of=lambda x, z: x, to=lambda x, z: z)",
        swapped="b * covariance(w, X, Z, of=lambda x, z: x, to=lambda x, z: z)"
        " + a * covariance(w, Y, Z, of=lambda x, z: x, to=lambda x, z: z)",
        squares="a**2 * covariance(w, X, Z, of=lambda x, z: x, to=lambda x, z: z)"
        " + b**2 * covariance(w, Y, Z, of=lambda x, z: x, to=lambda x, z: z)",
        letter="a * covariance(w, X, Z, of=lambda x, z: x, to=lambda x, z: z)"
        " + b * covariance(w, X, Y, of=lambda x, z: x, to=lambda x, z: z)",
    ),
    "covariance-of-image": claim(
        AFFINE,
        "covariance(w, X, of=lambda x: A @ x + b)",
        f"A @ {COV} @ A.T",
        order=f"A.T @ {COV} @ A",
        one_side=f"A @ {COV}",
        shift=f"A @ {COV} @ A.T + b @ b.T",
        moment=f"A @ {MOMENT} @ A.T",
    ),
    "cross-covariance-of-images": claim(
        "w:s+prob X:sn Y:sp A:mn B:qp",
        "covariance(w, X, Y, of=lambda x, y: A @ x, to=lambda x, y: B @ y)",
        f"A @ {CXY} @ B.T",
        lost_transpose=f"A @ {CXY} @ B",
        swapped=f"A @ {CYX} @ B.T",
        sign=f"-A @ {CXY} @ B.T",
    ),
    "covariance-matrix-by-moments": claim(
        "w:s+prob X:sn",
        f"mean(w, lambda x: (x - {MEAN}) @ (x - {MEAN}).T, X)",
        f"{MOMENT} - {MEAN} @ {MEAN}.T",
        inner=f"{MOMENT} - {MEAN}.T @ {MEAN}",
        sign=f"{MOMENT} + {MEAN} @ {MEAN}.T",
        lost_mean=MOMENT,
    ),
    "cross-covariance-transposed": claim("w:s+prob X:sn Y:sm", CXY, f"{CYX}.T", lost_transpose=CYX, sign=f"-{CYX}.T"),
    "covariance-of-sum": claim(
        VECTORS,
        "covariance(w, X, Y, of=lambda x, y: x + y)",
        f"{VX} + {CXY} + {CYX} + {VY}",
        twice=f"{VX} + 2 * {CXY} + {VY}",
        lost_term=f"{VX} + {CXY} + {VY}",
        sign=f"{VX} + {CXY} - {CYX} + {VY}",
    ),
    "distance-to-a-point": claim(
        "w:s+prob X:sn a:n",
        "mean(w, lambda x: norm2(x - a), X)",
        f"mean(w, lambda x: norm2(x - {MEAN}), X) + norm2({MEAN} - a)",
        sign=f"mean(w, lambda x: norm2(x - {MEAN}), X) - norm2({MEAN} - a)",
        lost_term=f"mean(w, lambda x: norm2(x - {MEAN}), X)",
        plus=f"mean(w, lambda x: norm2(x - {MEAN}), X) + norm2({MEAN} + a)",
    ),
    "total-variance-is-a-trace": claim(
        "w:s+prob X:sn",
        f"mean(w, lambda x: norm2(x - {MEAN}), X)",
        f"tr({COV})",
        lost_trace=COV,
        moment=f"tr({MOMENT})",
        factor=f"n * tr({COV})",
    ),
    "quadratic-form": claim(
        QUADRATIC,
        "mean(w, lambda x: x.T @ A @ x, X)",
        f"tr(A @ {COV}) + {MEAN}.T @ A @ {MEAN}",
        sign=f"tr(A @ {COV}) - {MEAN}.T @ A @ {MEAN}",
        lost_mean=f"tr(A @ {COV})",
        jensen=f"{MEAN}.T @ A @ {MEAN}",
    ),
    "bias-and-variance": claim(
        f"{ONE} t:",
        "mean(w, lambda x: (x - t) ** 2, X)",
        f"{COV} + ({MEAN} - t) ** 2",
        lost_square=f"{COV} + {MEAN} - t",
        sign=f"{COV} - ({MEAN} - t) ** 2",
        lost_bias=COV,
    ),
    "product-of-independent": claim(
        APART,
        "mean(apart(u, v), lambda x, y: x * y, X, Y)",
        f"{AX} * {AY}",
        sum=f"{AX} + {AY}",
        square=f"{AX} ** 2",
        variance=f"{AX} * {AY} + {AVX}",
    ),
    "variance-of-independent-sum": claim(
        f"{APART} a: b:",
        "covariance(apart(u, v), X, Y, of=lambda x, y: a * x + b * y)",
        f"a**2 * {AVX} + b**2 * {AVY}",
        lost_squares=f"a * {AVX} + b * {AVY}",
        cross=f"a**2 * {AVX} + b**2 * {AVY} + 2 * a * b * {AX} * {AY}",
        sign=both("covariance(apart(u, v), X, Y, of=lambda x, y: a * x - b * y)", f"a**2 * {AVX} - b**2 * {AVY}"),
    ),
    "variance-of-product": claim(
        APART,
        "covariance(apart(u, v), X, Y, of=lambda x, y: x * y)",
        f"{AVX} * {AVY} + {AVX} * {AY} ** 2 + {AVY} * {AX} ** 2",
        lost_terms=f"{AVX} * {AVY}",
        lost_one=f"{AVX} * {AVY} + {AVX} * {AY} ** 2",
        swapped=f"{AVX} * {AVY} + {AVX} * {AX} ** 2 + {AVY} * {AY} ** 2",
    ),
    "outer-product-of-independent": claim(
        "u:3+prob v:4+prob X:3n Y:4m",
        "mean(apart(u, v), lambda x, y: x @ y.T, X, Y)",
        f"{AX} @ {AY}.T",
        inner=f"{AX}.T @ {AY}",
        swapped=f"{AY} @ {AX}.T",
        sign=f"-{AX} @ {AY}.T",
    ),
    "distance-of-independent": claim(
        VECTORS_APART,
        "mean(apart(u, v), lambda x, y: norm2(x - y), X, Y)",
        f"mean(u, norm2, X) + mean(v, norm2, Y) - 2 * {AX}.T @ {AY}",
        lost_term="mean(u, norm2, X) + mean(v, norm2, Y)",
        sign=f"mean(u, norm2, X) + mean(v, norm2, Y) + 2 * {AX}.T @ {AY}",
        factor=f"mean(u, norm2, X) + mean(v, norm2, Y) - {AX}.T @ {AY}",
    ),
    "quadratic-form-in-two": claim(
        f"{VECTORS_APART} A:nn",
        "mean(apart(u, v), lambda x, y: (x.T @ A @ y) ** 2, X, Y)",
        "tr(A.T @ mean(u, lambda x: x @ x.T, X) @ A @ mean(v, lambda y: y @ y.T, Y))",
        swapped="tr(A.T @ mean(v, lambda y: y @ y.T, Y) @ A @ mean(u, lambda x: x @ x.T, X))",
        means=f"({AX}.T @ A @ {AY}) ** 2",
        covariances=f"tr(A.T @ {AVX} @ A @ {AVY})",
    ),
    "tower": claim(
        JOINT,
        f"sum(m * g for m, g in zip({MARGINAL}, {GIVEN}))",
        JX,
        letter=JY,
        square=both(f"sum(m * g**2 for m, g in zip({MARGINAL}, {GIVEN}))", "mean(J, lambda x, y: x**2, X, Y)"),
        sign=f"-{JX}",
    ),
    "law-of-total-variance": claim(
        JOINT, JVX, f"{WITHIN} + {BETWEEN}", first=WITHIN, second=BETWEEN, sign=f"{WITHIN} - {BETWEEN}"
    ),
    "what-is-known-comes-out": claim(
        JOINT,
        "given(J, lambda x, y: x * y, X, Y)",
        f"[y * g for y, g in zip({YS}, {GIVEN})]",
        unconditional=f"[y * {JX} for y in {YS}]",
        mean=f"[{JY} * g for g in {GIVEN}]",
        wrong_letter=f"[float(np.asarray(X)[0, 0]) * g for g in {GIVEN}]",
    ),
    "product-by-condition": claim(
        JOINT,
        "mean(J, lambda x, y: x * y, X, Y)",
        f"sum(m * y * g for m, y, g in zip({MARGINAL}, {YS}, {GIVEN}))",
        letter=f"sum(m * g * g for m, g in zip({MARGINAL}, {GIVEN}))",
        split=f"{JY} * {JX}",
    ),
    "residual-is-orthogonal": claim(
        JOINT,
        f"mean(J, lambda x, y: x * y, X, Y) - sum(m * y * g for m, y, g in zip({MARGINAL}, {YS}, {GIVEN}))",
        "0",
        letter=left(f"mean(J, lambda x, y: x * x, X, Y) - sum(m * g * g for m, g in zip({MARGINAL}, {GIVEN}))"),
        plus=left(f"mean(J, lambda x, y: x * y, X, Y) + sum(m * y * g for m, y, g in zip({MARGINAL}, {YS}, {GIVEN}))"),
    ),
    "condition-on-an-independent-one": claim(
        "u:p+prob v:q+prob X:p Y:q",
        "given(apart(u, v), lambda x, y: x, X, Y)",
        f"[{AX} for _ in {YS}]",
        letter=f"[{AY} for _ in {YS}]",
        sign=f"[-{AX} for _ in {YS}]",
    ),
    "conditional-covariance": claim(
        TRIPLE,
        "covariance(J, X, Y, Z, of=lambda x, y, z: x, to=lambda x, y, z: y)",
        f"{TWITHIN} + {TBETWEEN}",
        lost_term=TWITHIN,
        sign=f"{TWITHIN} - {TBETWEEN}",
    ),
    "best-constant": claim(
        f"{ONE} c:",
        "derivative(lambda c: mean(w, lambda x: (x - c) ** 2, X), c)",
        f"2 * (c - {MEAN})",
        sign=f"2 * ({MEAN} - c)",
        factor=f"c - {MEAN}",
    ),
    "expected-loss-gradient": claim(
        "w:s+prob X:sn Y:s t:n",
        "gradient(lambda t: mean(w, lambda x, y: (t.T @ x - y) ** 2, X, Y), t)",
        f"2 * {MOMENT} @ t - 2 * mean(w, lambda x, y: y * x, X, Y)",
        sign=f"2 * {MOMENT} @ t + 2 * mean(w, lambda x, y: y * x, X, Y)",
        factor=f"{MOMENT} @ t - mean(w, lambda x, y: y * x, X, Y)",
        means=f"2 * {MOMENT} @ t - 2 * mean(w, lambda y: y, Y) * {MEAN}",
    ),
    "centred-variable": claim(
        "w:s+prob X:sn",
        COV,
        f"mean(w, lambda x: (x - {MEAN}) @ (x - {MEAN}).T, X)",
        sign=f"-mean(w, lambda x: (x - {MEAN}) @ (x - {MEAN}).T, X)",
        inner=f"mean(w, lambda x: (x - {MEAN}).T @ (x - {MEAN}), X)",
    ),
}
