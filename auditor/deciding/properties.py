"""What is known of symbols: which construction draws a value with given properties, and which properties have none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from auditor.deciding.constructions import CONSTRUCTIONS, Construction
from auditor.deciding.drawing import Sign
from auditor.deciding.parametrisations import Extent

SYNONYMS = {
    "skew symmetric": "skew-symmetric", "antisymmetric": "skew-symmetric", "skew": "skew-symmetric",
    "spd": "positive definite", "psd": "positive semidefinite",
    "positive-definite": "positive definite", "positive-semidefinite": "positive semidefinite",
    "positive semi-definite": "positive semidefinite", "negative semi-definite": "negative semidefinite",
    "semi-orthogonal": "orthonormal columns", "semiorthogonal": "orthonormal columns", "unitary": "orthogonal",
    "rotation": "special orthogonal", "orthogonal projection": "projection", "projector": "projection",
    "normalized": "unit", "normalised": "unit", "unit vector": "unit", "unit norm": "unit",
    "nonsingular": "invertible", "non-singular": "invertible", "regular": "invertible",
    "simplex": "stochastic", "probability vector": "stochastic", "row stochastic": "stochastic",
    "sum to one": "sums to one", "centered": "centred", "one hot": "one-hot",
    "standard deviation": "positive", "variance": "nonnegative", "non-negative": "nonnegative", "non-zero": "nonzero",
    "natural": "integer", "nonnegative integer": "integer", "triangular": "lower triangular",
    "linearly independent columns": "full column rank", "linearly independent rows": "full row rank",
    "self-adjoint": "symmetric", "Hermitian": "symmetric", "hermitian": "symmetric",
    "orthonormal": "orthonormal columns",
    "singular": "low rank", "rank 1": "rank one", "sum-to-one": "sums to one", "diagonalisable": "diagonalizable",
}  # fmt: skip

# Say nothing about the value that its shape does not say already.
NEUTRAL = frozenset(
    ["real", "square", "constant", "finite", "differentiable", "twice differentiable", "smooth", "continuous", "vector",
     "matrix", "scalar", "variable", "elementwise", "real-valued", "scalar-valued", "vector-valued", "matrix-valued",
     "tied", "thin or square"]
)  # fmt: skip
# Hold for almost all values of whatever else is known; a draw without them is outside the domain.
GENERIC = frozenset(["invertible", "nonzero", "full rank", "full column rank", "full row rank", "independent"])
UNEQUAL = r"\ne "  # before the number that a scalar is not
SIGNS = {"positive": Sign.POSITIVE, "nonnegative": Sign.NONNEGATIVE, "integer": Sign.COUNT}

_IMPLICATIONS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(given.split(", ")), frozenset(follows.split(", ")))
    for given, follows in (
        ("positive definite", "positive semidefinite, invertible"),
        ("negative definite", "negative semidefinite, invertible"),
        ("positive semidefinite, invertible", "positive definite"),
        ("negative semidefinite, invertible", "negative definite"),
        ("positive semidefinite", "symmetric"),
        ("negative semidefinite", "symmetric"),
        ("projection", "idempotent, positive semidefinite"),
        ("idempotent, symmetric", "projection"),
        ("diagonal", "symmetric, lower triangular, upper triangular"),
        ("lower triangular, upper triangular", "diagonal"),
        ("lower triangular, symmetric", "diagonal"),
        ("upper triangular, symmetric", "diagonal"),
        ("special orthogonal", "orthogonal"),
        ("orthogonal", "orthonormal columns, orthonormal rows, invertible"),
        ("reflection", "orthogonal, symmetric, involutory"),
        ("orthogonal, symmetric", "reflection"),
        ("permutation", "orthogonal"),
        ("stochastic", "sums to one, nonnegative"),
        ("sums to one, nonnegative", "stochastic"),
        ("one-hot", "stochastic"),
        ("probability", "nonnegative, at most 1"),
        ("nonnegative, at most 1", "probability"),
        ("positive", "nonnegative, nonzero"),
        ("nonpositive, nonnegative", "zero"),
        ("binary", "nonnegative"),
        ("doubly stochastic", "stochastic, column stochastic"),
        ("stochastic, column stochastic", "doubly stochastic"),
        ("negative", "nonzero"),
        ("unit", "nonzero"),
    )
)


@lru_cache(maxsize=4096)
def closure(properties: frozenset[str]) -> frozenset[str]:
    """All properties that follow, in their usual names, without those that say nothing."""
    known = {SYNONYMS.get(name, name) for name in properties} - NEUTRAL
    before = -1
    while len(known) != before:
        before = len(known)
        for given, follows in _IMPLICATIONS:
            if given <= known:
                known |= follows
    return frozenset(known)


@dataclass(frozen=True)
class Manner:
    """How a symbol is drawn."""

    construction: Construction
    sign: Sign
    required: frozenset[str]  # generic properties that a draw may still lack
    unmodelled: tuple[str, ...]  # known properties that the values need not have

    def strata(self, extent: Extent) -> int:
        return self.construction.strata(extent)


@lru_cache(maxsize=4096)
def manner(properties: tuple[str, ...], extent: Extent) -> Manner:
    """The construction whose values are just those with the properties; else one for fewer of them."""
    known = closure(frozenset(properties))
    generic = frozenset(word for word in known if word in GENERIC or word.startswith(UNEQUAL))
    structural = known - generic
    signs = structural & SIGNS.keys()
    best: tuple[int, Construction, Sign, frozenset[str]] | None = None
    for construction in CONSTRUCTIONS:
        if not construction.fits(extent):
            continue
        own = closure(frozenset(construction.properties.split(", ")) - {""}) - GENERIC
        covered, sign = own & structural, Sign.ANY
        if own <= structural and construction.signed and signs:
            sign = next(SIGNS[name] for name in ("integer", "positive", "nonnegative") if name in signs)
            covered = covered | signs
        if own <= structural and (best is None or len(covered) > best[0]):
            best = (len(covered), construction, sign, structural - covered)
    assert best is not None  # the plain construction always fits
    _, construction, sign, missing = best
    if sign is Sign.ANY and "nonzero" in generic:
        sign = Sign.NONZERO if not extent else Sign.ANY
    return Manner(construction, sign, generic, tuple(sorted(missing)))
