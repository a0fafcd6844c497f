"""Formulas that nobody delimited are cut exactly out of the sentences they stand in."""

import pytest

from auditor.reading import Mathematics, read
from auditor.source import Source

LINES = {
    r"The loss function L(X, Y) = \frac{1}{m}|XR - Y|_F^2 with respect to R.": [
        r"L(X, Y) = \frac{1}{m}\|XR - Y\|_F^2"
    ],
    r"= \frac{2}{m} X^T(XR - Y)": [r"= \frac{2}{m} X^T(XR - Y)"],
    r"L(W) = \frac{1}{2} x, where W \in \mathbb{R}^{m} and X, Y \in \mathbb{R}^{n},": [
        r"L(W) = \frac{1}{2} x", r"W \in \mathbb{R}^{m}", r"X, Y \in \mathbb{R}^{n}",
    ],
    "Write E = WX - Y. The loss is small.": ["E = WX - Y"],
    "What is \\delta_{ij} and why X^T?": [r"\delta_{ij}", "X^T"],
    "let r = Ax - b. chain rule:": ["r = Ax - b"],
    "grad f = 0 gives": [r"\nabla f = 0"],
    "=(y'- w'X')(y-Xw)": ["=(y'- w'X')(y-Xw)"],
    "=-2y'Xw + X'(Xw)": ["=-2y'Xw + X'(Xw)"],
    "(y-Xw)'(y-Xw)": ["(y-Xw)'(y-Xw)"],
    "the gradient of x'x=2x, so I expect": ["x'x=2x"],
    "x = (A W A + lam I)^(-1) b": [r"x = (A W A + \lambda I)^{-1} b"],
    "- A = B": ["A = B"],
    "2. x^T A x = y": ["x^T A x = y"],
    "(1) y = Ax": ["y = Ax"],
    "> y = Ax": ["y = Ax"],
    "y = Ax (7)": ["y = Ax"],
    "the optimum (where A = B) is": ["A = B"],
    "then ( X \\in \\mathbb{R}^{n} ) holds": [r"X \in \mathbb{R}^{n}"],
    "d² = (x − μ)ᵀ Σ⁻¹ (x − μ), where": [r"d^{2} = (x - \mu)^{T} \Sigma^{-1} (x - \mu)"],
    "‖Ax‖₂² = xᵀAᵀAx": [r"\|Ax\|_{2}^{2} = x^{T}A^{T}Ax"],
    "If A^-1 exists, x = A^-1 b => y <= 2": ["A^{-1}", r"x = A^{-1} b \Rightarrow  y \le  2"],
    "where x in R^n and A in R^{m x n}": [r"x \in R^n", r"A \in R^{m \times n}"],
    "The loss = \\frac{1}{2} x^2 is": [r"\text{loss} = \frac{1}{2} x^2"],
    "the norm |A|_F is": [r"\|A\|_F"],
    "We don't know whether it's A = B; I'm sure.": ["A = B"],
    "δK−1δp=−K−1δKδpK−1 and K−1K=I": [r"\delta K^{-1}\delta p=-K^{-1}\delta K\delta pK^{-1}", "K^{-1}K=I"],
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_the_formula_is_cut_out_of_the_line(line: str) -> None:
    document = read(Source("x.md", f"Some words.\n\n{line}\n"))
    assert [piece.text.characters for piece in document.pieces if isinstance(piece, Mathematics)] == LINES[line]


def test_a_formula_over_several_lines_is_one() -> None:
    text = "Then\n\nA = \\begin{bmatrix}\n1 & 2 \\\\\n3 & 4\n\\end{bmatrix} x\n\nholds.\n"
    found = [piece for piece in read(Source("x.md", text)).pieces if isinstance(piece, Mathematics)]
    assert [piece.text.characters for piece in found] == [text[6:-9].strip()]
    assert found[0].display


def test_a_line_of_its_own_is_displayed_and_a_formula_in_a_sentence_is_not() -> None:
    document = read(Source("x.md", "x = \\frac12 y\n\nHence x = \\frac12 y holds.\n"))
    assert [piece.display for piece in document.pieces if isinstance(piece, Mathematics)] == [True, False]
