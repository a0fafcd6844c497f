"""Author macros are expanded with their places kept."""

import pytest

from auditor.reading import Mathematics, Prose, read
from auditor.source import Source


def formulas(text: str) -> list[str]:
    found = (piece.text.characters for piece in read(Source("x.md", text)).pieces if isinstance(piece, Mathematics))
    return [" ".join(characters.split()) for characters in found]


CASES = {
    "def": (r"$\def\p{\partial}\def\grad#1#2{\frac{\p #1}{\p #2}}$ $\grad gx$", [r"\frac{\partial g}{\partial x}"]),
    "newcommand": (r"\newcommand{\pd}[2]{\frac{#1}{#2}} $\pd{a}{\pd{b}{c}}$", [r"\frac{a}{\frac{b}{c}}"]),
    "optional": (r"\newcommand{\d}[2][x]{d#2/d#1} $\d{f}+\d[y]{g}$", ["df/dx+dg/dy"]),
    "operator": (r"\DeclareMathOperator{\tr}{Tr} $\tr A$", [r"\operatorname{Tr} A"]),
    "let": (r"\let\old\vec \renewcommand{\vec}[1]{\old{\mathbf{#1}}} $\vec{x}$", [r"\vec{\mathbf{x}}"]),
    "delimited": (r"\def\at(#1){|_{#1}} $f\at(x+1)$", ["f|_{x+1}"]),
    "paired": (r"\DeclarePairedDelimiter{\n}{\|}{\|} $\n*{x}$", [r"\| x\|"]),
    "later wins": (r"\def\a{x} $\a$ \def\a{y} $\a$", ["x", "y"]),
    "defined below": (r"$\a$ \def\a{x}", ["x"]),
    "usual": (r"$\R^n, \norm{x}, A^\T, A\T, \pdv{f}{x}, \dv{x}$", [
        r"\mathbb{R}^n, \lVert x\rVert, A^{\top}, A^{\top}, \frac{\partial f}{\partial x}, \frac{d}{d x}"]),
    "the document's own wins": (r"\def\R{Q} $\R$", ["Q"]),
    "environment": (r"\newenvironment{eq}{\begin{align}}{\end{align}}\begin{eq} x=1 \end{eq}", ["x=1"]),
    "displays": ("\\newcommand{\\al}[1]{\\begin{align*} #1 \\end{align*}}\nNow\n\\al{\n z &= x\n}\nso", ["z &= x"]),
    "halves of a display": (r"\def\be{\begin{equation}}\def\ee{\end{equation}} a \be x=y \ee b", ["x=y"]),
    "only definitions": (r"$\def\a{b}$", []),
    "only definitions, then more": (r"$\def\a{b}$ and $\a$", ["b"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_macros_are_expanded(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text", [r"\def\a{\a\a} $\a$", r"\def\a{\b\b}\def\b{\a\a} $\a$", r"\def\a#1{\a{\a{#1}}}$\a x$"]
)
def test_expansion_ends(text: str) -> None:
    assert len(formulas(text)) == 1


def test_expansion_that_explodes_is_reported() -> None:
    text = r"\def\a#1{#1#1#1#1#1#1#1#1#1#1}$\a{\a{\a{\a{\a{\a{x}}}}}}$"
    document = read(Source("x.md", text))
    assert "N905" in [found.rule.code for found in document.findings]


def test_arguments_keep_their_places_and_prose_stays_prose() -> None:
    text = r"\newcommand{\al}[1]{\begin{align*} #1 \end{align*}}Note that \al{z = x}so \textbf{it} is."
    document = read(Source("x.md", text))
    formula = next(piece for piece in document.pieces if isinstance(piece, Mathematics))
    assert [text[start] for start in formula.text.starts] == list("z = x")
    assert (formula.environment, text[formula.span.start : formula.span.end]) == ("align*", r"\al{z = x}")
    prose = "".join(piece.text.characters for piece in document.pieces if isinstance(piece, Prose))
    assert prose == r"Note that so \textbf{it} is."
