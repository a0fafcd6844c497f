"""Truth of `corpus/identities/probability_discrete.md`: all probabilities at once, as arrays. `J` is a joint law."""

from truth.identity import both, claim, left

JOINT = "J:pq+prob"  # of x and y
J = "np.asarray(J)"
PX, PY = f"{J}.sum(axis=1, keepdims=True)", f"{J}.sum(axis=0, keepdims=True)"
X_GIVEN_Y, Y_GIVEN_X = f"({J} / {PY})", f"({J} / {PX})"
TRIPLE = "J:345+prob"  # of x, y and z
PYZ, PZ = f"{J}.sum(axis=0, keepdims=True)", f"{J}.sum(axis=(0, 1), keepdims=True)"
VALUES = "w:s+prob X:s"
W, V = "np.asarray(w)", "np.asarray(X)"
CENTRED = f"({V} - mean(w, lambda x: x, X))"
TWO_LAWS = "u:s+prob v:s+prob f:s"
P, Q, F = "np.asarray(u)", "np.asarray(v)", "np.asarray(f)"
KL = f"float(({P} * np.log({P} / {Q})).sum())"
# Observed x along the first axis, latent z along the second, with weights v of q(z).
LATENT = "J:pq+prob v:q+prob"
QZ = "np.asarray(v).ravel()"
BOUND = f"({QZ} * np.log({J} / {QZ})).sum(axis=1)"
TO_POSTERIOR = f"({QZ} * np.log({QZ} / {Y_GIVEN_X})).sum(axis=1)"
TO_PRIOR = f"({QZ} * np.log({QZ} / {PY})).sum()"
LIKELIHOOD = f"({QZ} * np.log({X_GIVEN_Y})).sum(axis=1)"
ENTROPY = f"-({QZ} * np.log({QZ})).sum()"
EVIDENCE = f"np.log({J}.sum(axis=1))"

TRUTH = {
    "bayes": claim(
        JOINT,
        f"{X_GIVEN_Y} * {PY}",
        f"{Y_GIVEN_X} * {PX}",
        swapped=both(f"{X_GIVEN_Y} * {PX}", f"{Y_GIVEN_X} * {PY}"),
        lost=Y_GIVEN_X,
        square=f"{Y_GIVEN_X} * {PX} ** 2",
    ),
    "marginal": claim(
        JOINT,
        f"({X_GIVEN_Y} * {PY}).sum(axis=1, keepdims=True) + 0 * {J}",
        f"{PX} + 0 * {J}",
        letter=left(f"{PY} + 0 * {J}"),
        lost_weight=left(f"{X_GIVEN_Y}.sum(axis=1, keepdims=True) + 0 * {J}"),
        condition=left(f"({Y_GIVEN_X} * {PY}).sum(axis=1, keepdims=True) + 0 * {J}"),
    ),
    "posterior": claim(
        JOINT,
        X_GIVEN_Y,
        f"{Y_GIVEN_X} * {PX} / ({Y_GIVEN_X} * {PX}).sum(axis=0, keepdims=True)",
        evidence=f"{Y_GIVEN_X} * {PX} / ({Y_GIVEN_X} * {PX}).sum(axis=1, keepdims=True)",
        likelihood=f"{X_GIVEN_Y} * {PX} / ({Y_GIVEN_X} * {PX}).sum(axis=0, keepdims=True)",
    ),
    "adds-up": claim(
        JOINT,
        f"{X_GIVEN_Y}.sum(axis=0, keepdims=True) + 0 * {J}",
        f"1 + 0 * {J}",
        condition=left(f"{X_GIVEN_Y}.sum(axis=1, keepdims=True) + 0 * {J}"),
        joint=left(f"{PY} + 0 * {J}"),
    ),
    "chain-of-three": claim(
        TRIPLE,
        f"{J} / {PZ}",
        f"{J} / {PYZ} * {PYZ} / {PZ}",
        order=f"{J} / {PYZ} * ({PYZ} / {J}.sum(axis=(0, 2), keepdims=True))",
        marginal=f"{J} / {PYZ} * {PYZ}",
    ),
    "expectation-by-probabilities": claim(
        VALUES,
        "mean(w, lambda x: x**2, X) - mean(w, lambda x: x, X) ** 2",
        f"float(({W} * {CENTRED} ** 2).sum())",
        lost_weight=f"float(({CENTRED} ** 2).sum())",
        lost_square=f"float(({W} * {CENTRED}).sum())",
        square=f"float(({W} ** 2 * {CENTRED} ** 2).sum())",
    ),
    "importance-weights": claim(
        TWO_LAWS,
        f"float(({P} * {F}).sum())",
        f"float(({Q} * ({P} / {Q}) * {F}).sum())",
        upside_down=f"float(({Q} * ({Q} / {P}) * {F}).sum())",
        lost_weight=f"float(({Q} * {F}).sum())",
        law=f"float(({P} * ({P} / {Q}) * {F}).sum())",
    ),
    "divergence-as-expectation": claim(
        TWO_LAWS,
        f"float(({P} * (np.log({P}) - np.log({Q}))).sum())",
        KL,
        swapped=f"float(({Q} * np.log({Q} / {P})).sum())",
        sign=f"-{KL}",
        law=left(f"float(({Q} * (np.log({P}) - np.log({Q}))).sum())"),
    ),
    "evidence": claim(
        LATENT,
        EVIDENCE,
        f"{BOUND} + {TO_POSTERIOR}",
        sign=f"{BOUND} - {TO_POSTERIOR}",
        prior=f"{BOUND} + {TO_PRIOR}",
        bound=BOUND,
    ),
    "bound-in-two-parts": claim(
        LATENT,
        BOUND,
        f"{LIKELIHOOD} - {TO_PRIOR}",
        sign=f"{LIKELIHOOD} + {TO_PRIOR}",
        posterior=f"{LIKELIHOOD} - {TO_POSTERIOR}",
        entropy=f"{LIKELIHOOD} + {ENTROPY}",
    ),
}
