"""Where mathematics stands in a document, and what is none."""

import pytest

from auditor.reading import Mathematics, normalize, read
from auditor.source import Source


def formulas(text: str, name: str = "x.md") -> list[str]:
    return [piece.text.characters for piece in read(Source(name, text)).pieces if isinstance(piece, Mathematics)]


def codes(text: str) -> list[str]:
    return [found.rule.code for found in read(Source("x.md", text)).findings]


DELIMITED = {
    "dollar": ("so $a=b$ holds", ["a=b"]),
    "spaces inside": (r"so $ a=b $ holds", ["a=b"]),
    "display": ("so\n$$\na=b\n$$\n", ["a=b"]),
    "many on one line": ("x $$a=b$$ y $$c=d$$ z", ["a=b", "c=d"]),
    "round": (r"so \(a=b\) holds", ["a=b"]),
    "square": (r"so \[a=b\] holds", ["a=b"]),
    "doubled round": (r"so \\(a\\le b\\) holds", [r"a\le b"]),
    "doubled square": ("\\\\[\na=b\n\\\\]", ["a=b"]),
    "lost backslash": ("so\n\n[\nx = \\frac{1}{2} y\n]\n", [r"x = \frac{1}{2} y"]),
    "lost backslash on one line": ("so\n\n[ x = \\frac{1}{2} y ]\n", [r"x = \frac{1}{2} y"]),
    "ticks": ("so $`a=b`$ holds", ["a=b"]),
    "fence": ("```math\na=b\n```\n", ["a=b"]),
    "fence of latex": ("```latex\n\\begin{align}a&=b\\end{align}\n```\n", ["a&=b"]),
    "directive": ("so\n\n.. math::\n\n   a = b\n\nrest", ["a = b"]),
    "bulletin board": ("so [latex]a=b[/latex] holds", ["a=b"]),
    "quote": ("> so\n> $$\n> a = b \\\\\n> c = d\n> $$\n", ["a = b \\\\\nc = d"]),
    "text within": (r"$x = 1 \text{ if $y$ is } 2$", [r"x = 1 \text{ if $y$ is } 2"]),
    "relation between": ("so $a$ = $b$ holds", ["a = b"]),
    "list item": ("- $a=b$,\n* **$c=d$**\n", ["a=b", "c=d"]),
    "table": ("| n | v |\n|---|---|\n| g | $a=b$ |\n", ["a=b"]),
}


@pytest.mark.parametrize(("text", "expected"), DELIMITED.values(), ids=DELIMITED)
def test_delimited_mathematics_is_found(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


NOTHING = {
    "money": "it costs $5 and $10, or $1,000 to $2,000.",
    "code": "run `a = b` and\n```python\nx = $y$ # a^2\n```\n",
    "comment": "a <!-- $x=y$ \\frac{1}{2} --> b",
    "address": "see https://a.org/x_i=y^2?z=$q and [this](http://b.org/a=b)",
    "escaped": r"a \$5 bill, \$x\$",
    "words": "The rank-one case - see section 2.1 (or 3) - isn't hard; it's e.g. a/b testing.",
    "key and value": "set axis=0 and batch_size=32, then call f(x) or np.sum(x).",
    "source code": "import numpy as np\nx = np.linalg.solve(A, b)\nfor i in range(3): y = x",
    "text commands": "\\section{Intro}\n\\textbf{Note} that \\emph{this} is text.\\\\\n",
    "counts": "96 Views Asked by At\n\n1\n\nThere are 1 best solutions below\n\n4\n",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_is_no_mathematics_is_left_alone(text: str) -> None:
    assert formulas(text) == []


def test_a_wrapper_is_named_and_stripped_and_an_inner_environment_stays() -> None:
    pieces = [
        piece
        for piece in read(
            Source(
                "x.md",
                r"""\begin{align*} a &= b \end{align*} $$\begin{gather} c \end{gather}$$ $$\eqalign{ d &= e \cr }$$
$$\begin{aligned} f &= g \end{aligned}$$ \begin{alignat}{2} h &= i \end{alignat}""",
            )
        ).pieces
        if isinstance(piece, Mathematics)
    ]
    assert [(piece.environment, piece.text.characters) for piece in pieces] == [
        ("align*", "a &= b"),
        ("gather", "c"),
        ("eqalign", r"d &= e \cr"),
        ("", r"\begin{aligned} f &= g \end{aligned}"),
        ("alignat", "h &= i"),
    ]


UNCLOSED = {
    "dollar": ("an open $x + here.\n\nThen $a=b$ holds.", ["a=b"]),
    "double": ("an open $$ x\n\nWords that follow here and go on.\n\nThen $$a=b$$ holds.", ["a=b"]),
    "bracket": ("an open \\[ x\n\nWords that follow here and go on.\n\nThen \\[a=b\\] holds.", ["a=b"]),
    "environment": ("\\begin{align} c &= d\n\nThen $a=b$ holds.", ["c &= d", "a=b"]),
}


@pytest.mark.parametrize(("text", "expected"), UNCLOSED.values(), ids=UNCLOSED)
def test_a_delimiter_that_never_closes_swallows_nothing(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected
    assert codes(text) == ["N101"]


def test_places_are_exact_where_nothing_was_damaged() -> None:
    text = "Let $A$ be\n$$\\begin{align}\n x &= y \\\\\n &= z\n\\end{align}$$\nand x^T A x = \\frac{1}{2} y here"
    source = Source("x.md", text)
    for piece in read(source).pieces:
        traced = piece.text
        for index, start in enumerate(traced.starts):
            assert text[start] == traced.characters[index]
            assert traced.ends[index] == start + 1


def test_breaks_are_headings_rules_answers_and_turns() -> None:
    text = (
        "# One\na\n---\nAnswer\nb\n\nAnswer. First c\n**User:** d\n\n**Step 1**\ne ## Two $x$ f\n"
        "The Answer of the book: 3\n```\n# no\n```\n\\section{S}\n"
    )
    source = Source("x.md", text)
    places = [source.line(source.position(place).line)[:8] for place in read(source).breaks]
    assert places == ["# One", "---", "Answer", "Answer. ", "**User:*", "**Step 1", "e ## Two", "\\section"]


def test_a_latex_document_has_comments_a_preamble_and_an_end() -> None:
    text = r"""\documentclass{article} % $no$
\newcommand{\R}{\mathbb{R}}\def\be{\begin{equation}}\def\ee{\end{equation}}
\begin{document}
\begin{theorem} Let $A \in \R^n$. % $no$
\end{theorem}
\be x = 50\% y % no
 + z \ee
\begin{verbatim} $no$ \end{verbatim}
\item We have x = y by assumption.
\end{document} $no$"""
    found = formulas(text, "a.tex")
    assert found[0] == r"A \in \mathbb{R}^n"
    assert found[1].split() == ["x", "=", r"50\%", "y", "+", "z"]
    assert len(found) == 2


def test_normalizing_repairs_and_delimits_and_has_nothing_left_to_do() -> None:
    text = "The loss\n\n|A|*F = \\sum*{i=1}^m a_i\n\nwhere x² = y. \\newcommand{\\R}{\\mathbb R} $\\R$\n"
    text += "> $$\n> x = y\n> $$\n"
    once = normalize(read(Source("x.md", text)))
    assert "$$\\|A\\|_F = \\sum_{i=1}^m a_i$$" in once
    assert "$x^{2} = y$. \\newcommand{\\R}{\\mathbb R} $\\R$\n> $$\n> x = y\n> $$" in once
    assert normalize(read(Source("x.md", once))) == once
    assert formulas(once) == formulas(text)
