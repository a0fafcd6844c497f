"""Layout statements: which layout a text says that it uses, and when it only speaks of one."""

from __future__ import annotations

import pytest

from auditor.parsing import parse
from auditor.reading import read
from auditor.source import Source

BOTH_NUMERATOR = {("vector_by_vector", "numerator"), ("scalar_by", "transposed")}
BOTH_DENOMINATOR = {("vector_by_vector", "denominator"), ("scalar_by", "variable")}
NUMERATOR = {("vector_by_vector", "numerator")}
DENOMINATOR = {("vector_by_vector", "denominator")}
VARIABLE = {("scalar_by", "variable")}
TRANSPOSED = {("scalar_by", "transposed")}

STATED: list[tuple[str, set[tuple[str, str]]]] = [
    ("We use numerator layout.", BOTH_NUMERATOR),
    ("We use the numerator-layout convention throughout.", BOTH_NUMERATOR),
    ("This derivation will use *numerator* notation, which is more intuitive than *denominator* notation.",
     BOTH_NUMERATOR),
    ("Denominator layout is used throughout.", BOTH_DENOMINATOR),
    ("All derivatives are in denominator layout.", BOTH_DENOMINATOR),
    ("We follow the denominator layout as opposed to the numerator layout.", BOTH_DENOMINATOR),
    ("In what follows (numerator layout) the order of factors matters.", BOTH_NUMERATOR),
    ("The layout convention is numerator.", BOTH_NUMERATOR),
    (r"Here we use ***numerator layout***; for a $p\times q$ matrix $\mathbf{X}$ the derivative of a scalar "
     r"$\frac{dy}{d\mathbf{X}}$ is the $q\times p$ matrix.", BOTH_NUMERATOR),
    (r"For a $p\times q$ matrix $X$ the derivative of a scalar is the $p\times q$ matrix of its entries.", VARIABLE),
    (r"With the numerator-layout Jacobian $J$ we get this.", NUMERATOR),
    ("Jacobians use the numerator layout.", NUMERATOR),
    (r"For $f: \mathbb{R}^n \to \mathbb{R}^m$ we use the $m \times n$ Jacobian.", NUMERATOR),
    (r"For $f: \mathbb{R}^n \to \mathbb{R}^m$ the Jacobian is an $n \times m$ matrix.", DENOMINATOR),
    (r"If $F:\mathbb R^p \to \mathbb R^q$ is differentiable at $z$, then $F'(z)$ is a $q \times p$ matrix.", NUMERATOR),
    (r"We use the Jacobian $J_{ij} = \partial f_i/\partial x_j$.", NUMERATOR),
    (r"$\left(\frac{\partial y}{\partial x}\right)_{ij} = \frac{\partial y_i}{\partial x_j}$", NUMERATOR),
    (r"$\left[\frac{\partial \mathbf{y}}{\partial \mathbf{x}}\right]_{i,j} := \frac{\partial y_j}{\partial x_i}$",
     DENOMINATOR),
    (r"$\left(\frac{\partial f}{\partial X}\right)_{ij} = \frac{\partial f}{\partial X_{ij}}$", VARIABLE),
    (r"$\left(\frac{\partial f}{\partial X}\right)_{ij} = \frac{\partial f}{\partial X_{ji}}$", TRANSPOSED),
    ("The gradient is a column vector.", VARIABLE),
    ("Gradients are row vectors in this course.", TRANSPOSED),
    (r"With the convention that the gradient is a column vector, $\nabla f(w) = 2w$.", VARIABLE),
    (r"We want $\nabla_w J$ as a column vector.", VARIABLE),
    (r"Compute the gradient $\nabla f(x)$ as a column vector.", VARIABLE),
    ("The derivative of a scalar by a column vector is a row vector.", TRANSPOSED),
    ("The derivative of a scalar with respect to a vector is a column vector.", VARIABLE),
    ("gradients have the shape of $X$.", VARIABLE),
    ("The derivative of a scalar with respect to $X$ has the shape of $X$.", VARIABLE),
    (r"We arrange the derivatives in an $n \times m$ matrix of the same shape as $W$.", VARIABLE),
    ("The gradient of the loss has the same dimensions as the weights.", VARIABLE),
    (r"The gradient $\nabla f(x)$ lies in $\mathbb{R}^n$.", VARIABLE),
]  # fmt: skip

UNSTATED = [
    "Note that this is not the denominator layout.",
    "There are two conventions: numerator layout and denominator layout.",
    "Some authors use denominator layout.",
    "If you used denominator layout, the result would be transposed.",
    "Should I use numerator layout?",
    r"The gradient used in optimization, with the same shape as $M$, is its transpose in denominator layout.",
    "So the gradient is a row vector, which is wrong.",
    "The gradient is not a row vector.",
    "Why is the gradient a column vector?",
    "The derivative of a vector by a scalar is a column vector.",
    "The vector $x$ is a column vector.",
    r"Let $\mathbf{x}$ be a column vector and $f$ a function.",
    "The numerator is positive.",
    r"The Jacobian is an $m \times n$ matrix.",
    r"For $f: \mathbb{R}^n \to \mathbb{R}^n$ we use the $n \times n$ Jacobian.",
    r"$A_{ij} = \frac{\partial f_i}{\partial x_j}$",
    r"$H_{ij} = \frac{\partial^2 f}{\partial x_i \partial x_j}$",
    r"$\frac{\partial f_i}{\partial x_j} = W_{ij}$",
]


def stated(text: str) -> set[tuple[str, str]]:
    return {(made.axis, made.value) for made in parse(read(Source("text.md", text))).layouts}


@pytest.mark.parametrize(("text", "choices"), STATED)
def test_a_sentence_states_a_layout(text: str, choices: set[tuple[str, str]]) -> None:
    assert stated(text) == choices


@pytest.mark.parametrize("text", UNSTATED)
def test_a_sentence_states_no_layout(text: str) -> None:
    assert stated(text) == set()


def test_an_entry_formula_that_contradicts_the_words_is_a_claim() -> None:
    text = r"We use numerator layout. Then $(\frac{\partial y}{\partial x})_{ij} = \frac{\partial y_j}{\partial x_i}$."
    assert stated(text) == BOTH_NUMERATOR


def test_a_layout_has_its_place_in_the_text() -> None:
    text = "First $a = b$. Now we use denominator layout. Then $c = d$."
    layouts = parse(read(Source("text.md", text))).layouts
    assert {made.position for made in layouts} == {1}
    assert {text[made.span.start : made.span.end] for made in layouts} == {"denominator layout"}
