"""What the field's words say of a symbol, as far as proofs use them: synonyms, and what follows from what.

A plain "projection" may be oblique, so it is only idempotent here.
"""

from __future__ import annotations

from functools import cache

SYNONYMS = {
    "skew symmetric": "skew-symmetric", "antisymmetric": "skew-symmetric", "skew": "skew-symmetric",
    "spd": "positive definite", "psd": "positive semidefinite",
    "positive-definite": "positive definite", "positive-semidefinite": "positive semidefinite",
    "positive semi-definite": "positive semidefinite", "negative semi-definite": "negative semidefinite",
    "semi-orthogonal": "orthonormal columns", "orthonormal": "orthonormal columns", "unitary": "orthogonal",
    "rotation": "special orthogonal", "orthogonal projection": "orthogonal projection",
    "normalized": "unit", "normalised": "unit", "unit vector": "unit", "unit norm": "unit",
    "nonsingular": "invertible", "non-singular": "invertible", "regular": "invertible",
    "simplex": "stochastic", "probability vector": "stochastic", "sum to one": "sums to one",
    "sum-to-one": "sums to one", "centered": "centred", "one hot": "one-hot",
    "standard deviation": "positive", "variance": "nonnegative", "non-negative": "nonnegative",
    "natural": "integer", "nonnegative integer": "integer", "projector": "projection",
    "linearly independent columns": "full column rank", "linearly independent rows": "full row rank",
    "self-adjoint": "symmetric", "Hermitian": "symmetric", "hermitian": "symmetric",
}  # fmt: skip

FOLLOWS = {
    "positive definite": ("positive semidefinite", "invertible"),
    "negative definite": ("negative semidefinite", "invertible"),
    "positive semidefinite": ("symmetric",),
    "negative semidefinite": ("symmetric",),
    "orthogonal projection": ("projection", "symmetric"),
    "projection": ("idempotent",),
    "diagonal": ("symmetric",),
    "special orthogonal": ("orthogonal",),
    "permutation": ("orthogonal",),
    "reflection": ("orthogonal", "symmetric"),
    "orthogonal": ("invertible",),
    "one-hot": ("stochastic",),
    "stochastic": ("sums to one", "nonnegative"),
    "positive": ("nonnegative",),
}

# Properties under which the entries (of the upper triangle, where symmetric) still vary freely.
FREE = frozenset(
    {"symmetric", "positive", "nonnegative", "positive definite", "positive semidefinite", "negative definite",
     "negative semidefinite", "invertible", "nonzero", "full rank", "full column rank", "full row rank", "constant",
     "real", "square", "finite", "differentiable", "smooth", "continuous", "vector", "matrix", "scalar", "variable"}
)  # fmt: skip
# Properties that bind the entries by linear equations, which a differential satisfies as well.
LINEAR = frozenset({"symmetric", "skew-symmetric", "diagonal"})


@cache
def closure(words: tuple[str, ...]) -> frozenset[str]:
    """The words in their usual names, with all that follows from them."""
    waiting = [SYNONYMS.get(word, word) for word in words]
    known: set[str] = set()
    while waiting:
        word = waiting.pop()
        if word not in known:
            known.add(word)
            waiting.extend(FOLLOWS.get(word, ()))
    return frozenset(known)
