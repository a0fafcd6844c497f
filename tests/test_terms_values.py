"""Normal forms keep the value: also where indices are joined almost, but not quite, as a rewriting rule wants them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numeric_forms import Evaluation, NoValue
from numeric_terms import draw, evaluate
from term_notation import (
    Expression,
    at,
    column,
    diag,
    exp,
    expm,
    eye,
    fn,
    had,
    inv,
    ix,
    m,
    matrix,
    n,
    one,
    power,
    scalar,
    total,
)
from test_terms_properties import polynomial

from auditor.terms.dimension import ONE
from auditor.terms.normal_form import normal_form
from auditor.terms.term import Term
from auditor.terms.world import World

A, B, C, Q, P, G = (matrix(name, n, n) for name in "ABCQPG")
X = matrix("X", m, n)
x, y, u, h = (column(name, n) for name in "xyuh")
s = scalar("s")
WORLD = World(
    properties={
        "Q": ("orthogonal",),
        "P": ("idempotent",),
        "u": ("unit",),
        "h": ("one-hot",),
        "G": ("positive definite",),
        "A": ("skew-symmetric",),
    }
)
# Factors with the indices that they carry: what is written here does cancel.
PATTERNS: list[list[tuple[Expression, str]]] = [
    [(inv(B.T @ B + C), "ab"), (B, "kb"), (B, "kc")],
    [(inv(B.T @ B + C), "ca"), (B, "kb"), (B, "kc")],
    [(inv(B + C), "ab"), (B, "bc")],
    [(inv(B @ G + C), "ab"), (B, "bk"), (G, "kc")],
    [(inv(X.T @ X), "ab"), (X, "ub"), (X, "uc")],
    [(inv(X.T @ X + s * eye(n)), "ab"), (X, "ub"), (X, "uc")],
    [(inv(B @ diag(x) @ G + C), "ab"), (B, "bk"), (x, "k"), (G, "kc")],
    [(inv(x @ y.T + B), "ab"), (x, "b"), (y, "c")],
    [(power(x + y, -1), "i"), (x, "i")],
    [(power(had(x, x) + y, -2), "i"), (x, "i"), (x, "i")],
    [(power(B @ one(n) + y, -1), "i"), (B, "ik")],
    [(exp(x) / (one(n).T @ exp(x)), "i"), (exp(x), "k")],
    [(x / fn("sqrt", x.T @ x), "i"), (x, "k"), (x, "k")],
    [(Q, "kb"), (Q, "kc")],
    [(Q, "bk"), (Q, "ck")],
    [(P, "bk"), (P, "kc")],
    [(u, "k"), (u, "k")],
    [(h, "k"), (h, "k"), (x, "i")],
    [(A, "ij"), (x, "i"), (x, "j")],
    [(expm(B), "bk"), (expm(-B), "kc")],
    [(expm(B), "bk"), (expm(s * B), "kc")],
    [(fn("sign", x + y), "i"), (fn("abs", x + y), "i")],
    [(fn("sign", x), "i"), (x, "i")],
]
LETTERS = "abckij"
INDICES = {**{letter: ix(letter, n) for letter in LETTERS}, "u": ix("u", m)}


@st.composite
def near_miss(draw_) -> Term:  # type: ignore[no-untyped-def]
    """Factors of a pattern, some others, and a few indices exchanged; most indices summed."""
    factors = list(draw_(st.sampled_from(PATTERNS)))
    for _ in range(draw_(st.integers(0, 3))):
        extra = draw_(st.sampled_from([(x, 1), (y, 1), (B, 2), (C, 2)]))
        factors.append((extra[0], "".join(draw_(st.sampled_from(LETTERS)) for _ in range(extra[1]))))
    for _ in range(draw_(st.integers(0, 2))):
        place = draw_(st.integers(0, len(factors) - 1))
        factor, letters = factors[place]
        spot = draw_(st.integers(0, len(letters) - 1))
        if letters[spot] != "u":
            changed = letters[:spot] + draw_(st.sampled_from(LETTERS)) + letters[spot + 1 :]
            factors[place] = (factor, changed)
    body: Expression | None = None
    for factor, letters in draw_(st.permutations(factors)):
        one_entry = (
            factor[tuple(at(INDICES[letter]) for letter in letters)]
            if len(letters) > 1
            else factor[at(INDICES[letters])]
        )
        body = one_entry if body is None else body * one_entry
    assert body is not None
    used = sorted({letter for _, letters in factors for letter in letters})
    free = draw_(st.sets(st.sampled_from(used), max_size=1))
    return total(body, *(INDICES[letter] for letter in used if letter not in free)).term


def difference(term: Term, world: World, seed: int) -> float:
    """Relative difference of a term and its normal form at one instance; 0 where there is no value."""
    normal = normal_form(term, world)
    if normal is None:
        return 0.0
    place = draw((term,), world, seed)
    spans = [range(place.size(index.lower), place.size(index.upper) + 1) for index in term.indices]
    dimensions = [*term.shape, *(index.size for index in term.indices)]
    wanted = np.zeros([*(len(span) for span in spans), *place.shape(term)])
    try:
        with np.errstate(all="ignore"):
            found = Evaluation(place).normal(normal)
            for spot in np.ndindex(*map(len, spans)):
                chosen = {index: span[k] for index, span, k in zip(term.indices, spans, spot, strict=True)}
                wanted[spot] = evaluate(term, replace(place, indices=chosen))
    except (NoValue, np.linalg.LinAlgError):
        return 0.0
    wanted = np.moveaxis(wanted, range(len(spans)), range(wanted.ndim - len(spans), wanted.ndim))
    wanted = wanted.reshape([k for k, size in zip(wanted.shape, dimensions, strict=True) if size != ONE])
    if not (np.isfinite(wanted).all() and np.isfinite(found).all()):
        return 0.0
    scale = max(1.0, np.abs(wanted).max(initial=0), np.abs(found).max(initial=0))
    return float(np.abs(wanted - found).max(initial=0) / scale)


@settings(max_examples=250, deadline=None)
@given(near_miss(), st.integers(0, 20))
def test_near_misses_keep_their_value(term: Term, seed: int) -> None:
    assert difference(term, WORLD, seed) < 1e-5


@settings(max_examples=80, deadline=None)
@given(polynomial(), st.integers(0, 20))
def test_polynomials_keep_their_value(term: Term, seed: int) -> None:
    assert difference(term, World(), seed) < 1e-6


def test_patterns_do_cancel() -> None:
    """The patterns are patterns: their normal forms are shorter."""
    for pattern in PATTERNS:
        body = None
        for factor, letters in pattern:
            places = tuple(at(INDICES[letter]) for letter in letters)
            entry = factor[places] if len(places) > 1 else factor[places[0]]
            body = entry if body is None else body * entry
        assert body is not None
        summed = {letter for _, letters in pattern for letter in letters if letter not in "aci"}
        if pattern[0][1] == "ca":
            summed = {"c", "k"}
        term = total(body, *(INDICES[letter] for letter in sorted(summed))).term
        normal = normal_form(term, WORLD)
        assert normal is not None
        assert difference(term, WORLD, 3) < 1e-6
