"""Rows, relations and remarks: which statements a display or a sentence makes."""

import pytest
from trees import all_said, failures, reading, said, statements

ROWS = {
    "chain": ("$$a = b = c$$", ["a = b = c"]),
    "rows that begin with a relation": (
        r"\begin{align} a &= b \\ &= c \\ &\le d \end{align}",
        ["a = b", "∅ = c", r"∅ \le d"],
    ),
    "two equations in one row": (r"\begin{align} a &= b & c &= d \end{align}", ["a = b", "c = d"]),
    "array of equations": (r"$$\begin{array}{rcl} a &=& b \\ &=& c \end{array}$$", ["a = b", "∅ = c"]),
    "system in a brace": (r"$$\left\{\begin{array}{l} a = b \\ c = d \end{array}\right.$$", ["a = b", "c = d"]),
    "commas": (r"$$P = MM^T, Q = P-I, f=tr(QQ^T)$$", ["P = MM^T", "Q = P-I", "f = tr(QQ^T)"]),
    "wide space": (r"$$a = b \qquad c = d$$", ["a = b", "c = d"]),
    "word between": (r"$$a = b \quad\text{and}\quad c = d$$", ["a = b", "c = d"]),
    "full stop": (r"$$a = b. \quad c = d.$$", ["a = b", "c = d"]),
    "implication": (r"$$a = b \implies c = d$$", [r"a = b \implies c = d"]),
    "arrow between equations": (r"$$y = Mx \rightarrow dy = M dx$$", [r"y = Mx \implies dy = M dx"]),
    "arrow after a space": (
        r"$$f = xy \quad\rightarrow\quad g = y \quad h = x$$",
        [r"f = xy \implies g = y", "h = x"],
    ),
    "function type": (r"$f: A \to B$", [r"f : A \to B"]),
    "mapping": (r"$f : x \mapsto x^2$", [r"f : x \mapsto x^2"]),
    "limit": (r"$x_n \to 0$", [r"x_n \to 0"]),
    "product with a colon": (r"$A:B = B:A$", ["A:B = B:A"]),
    "list of names": (r"$X, Y \in \mathbb{R}^n$", [r"X, Y \in \mathbb{R}^n"]),
    "lists of names": (r"$x, y \in F, A\in M$", [r"x, y \in F", r"A \in M"]),
    "list on the right": (r"$i = 1, \ldots, n$", [r"i = 1, \ldots, n"]),
    "equations with dots": (r"$x_1 = 1, \ldots, x_n = n$", ["x_1 = 1", "x_n = n"]),
    "list between equations": (r"$a = 1, b, c = 2$", ["a = 1", "b, c = 2"]),
    "sum over rows": (r"$$f = a + b + \\ c + d$$", ["f = a + b + c + d"]),
    "sum over aligned rows": (r"\begin{align} f &= a \\ &\quad + b \\ &= c \end{align}", ["f = a + b", "∅ = c"]),
    "product over rows": (r"$$f = a \\ \cdot b$$", [r"f = a \cdot b"]),
    "equation that begins with a minus": (r"\begin{align} a &= b \\ -c &= d \end{align}", ["a = b", "-c = d"]),
    "bracket over rows": (r"$$f = \Big[ a + \\ b \Big] + \\ c$$", [r"f = \Big[ a + b \Big] + c"]),
    "broken pair of brackets": (
        r"\begin{align} f &= \left( a + b \right. \\ &\quad \left. + c \right) \end{align}",
        [r"f = \left( a + b + c \right)"],
    ),
    "forgotten bracket stays in its row": (
        r"\begin{align} f &= 2(a + b \\ &= c \end{align}",
        ["f = 2(a + b", "∅ = c"],
    ),
    "relation at the end of a row": (r"$$a = \\ b$$", ["a = b"]),
    "relation repeated over a row break": (r"$$a = \\ = b$$", ["a", "∅ = b"]),
    "box": (r"$$\boxed{a = b}$$", ["a = b"]),
    "box around the right side": (r"$$a = \boxed{b}$$", [r"a = \boxed{b}"]),
    "braces around all": ("${a = b}$", ["a = b"]),
    "braces around a relation": ("$a {=} b$", ["a = b"]),
    "bold all through": (r"$\mathbf{y = Xb}$", ["y = Xb"]),
    "definition behind": (r"$a = b, \text{ where } b = c$", ["a = b", "b = c"]),
    "labelled relation": (r"$a \overset{(1)}{=} b \stackrel{def}{=} c$", ["a = b := c"]),
    "negated relation": (r"$a \not= b \not\in C$", [r"a \ne b \notin C"]),
    "spellings": (r"$a \leqslant b \geq c \triangleq d \Rightarrow e$", [r"a \le b \ge c := d \implies e"]),
    "relations inside": (r"$\sum_{i=1}^n \{x : x > 0\} P(X = 1) = 1$", [r"\sum_{i=1}^n \{x : x > 0\} P(X = 1) = 1"]),
    "aligned part of a formula": (
        r"$$\begin{aligned} a &= b \\ &= c \end{aligned} = d$$",
        ["a = b", "∅ = c = d"],
    ),
    "constraint": (r"$$\min_x f(x) \quad\text{s.t.}\quad Ax = b$$", [r"\min_x f(x)", "Ax = b"]),
    "mention": (r"$\mathbf{x}$", [r"\mathbf{x}"]),
    "operator spoken of": (r"where $\otimes$ is the product and $=$ a sign", [r"\otimes", "="]),
    "name in words": (r"$\text{new loss} = a$", [r"\text{new loss} = a"]),
    "value in words": (r"$a = \text{constant}$", [r"a = \text{constant}"]),
    "relation with a remark between": (r"$a = (\text{by symmetry}) = b$", ["a = b"]),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_statements(text: str, expected: list[str]) -> None:
    assert all_said(text) == expected


REMARKS = {
    "comment column": (r"\begin{align} a &= b && \text{(mean)} \end{align}", ["a = b"], "(mean)"),
    "condition": (r"$a = b \text{ for all } i, j$", ["a = b"], "for all i, j"),
    "condition after a comma": (r"$a_{ij} = 0, \ i \ne j$", ["a_{ij} = 0"], r"i \ne j"),
    "range": (r"$$a_i = b_i, \quad i = 1, \ldots, n$$", ["a_i = b_i"], r"i = 1, \ldots, n"),
    "range in brackets": (r"$$a_i = b_i, \qquad (i = 1, \ldots, n)$$", ["a_i = b_i"], r"(i = 1, \ldots, n)"),
    "quantifier": (r"$a_i = b_i \quad \forall i \in S$", ["a_i = b_i"], r"\forall i \in S"),
    "quantifier before": (r"$\forall k, a_k := b_k$", ["a_k := b_k"], r"\forall k"),
    "tag": (r"$$a = b \tag{1}$$", ["a = b"], "(1)"),
    "number": (r"$$a = b \quad (1)$$", ["a = b"], "(1)"),
    "words in brackets": (r"$a = b \text{ (Euler)}$", ["a = b"], "(Euler)"),
    "words on": (r"$a = b \text{ by (3)}$ ", ["a = b"], "by (3)"),
    "words before the next relation": (r"$a = b \text{ by (3) } = c$", ["a = b = c"], "by (3)"),
    "pointer": (r"$a = b \gets \text{here}$", ["a = b"], "here"),
    "words of an unknown command": (r"$a = b \remark{see the notes above}$", ["a = b"], "see the notes above"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "annotation"), REMARKS.values(), ids=REMARKS)
def test_what_stands_beside_a_row_is_no_operand(text: str, expected: list[str], annotation: str) -> None:
    found = statements(text)
    assert [said(statement) for statement in found] == expected
    assert found[0].annotation == annotation


def test_a_claim_in_a_comment_column_is_a_statement_of_its_own() -> None:
    text = r"""\begin{align}
    f &= \mathrm{tr}(ABC) && \text{from e.g. 1, } \mathrm{tr}(ABC) = \mathrm{tr}(BCA) \\
      &\quad + g \\
      &= h
    \end{align}"""
    main, aside, last = statements(text)
    assert said(main) == r"f = \mathrm{tr}(ABC) + g"
    assert said(aside) == r"\mathrm{tr}(ABC) = \mathrm{tr}(BCA)"
    assert (main.display, aside.display, last.display) == (True, False, True)
    assert aside.lead == "from e.g. 1"
    assert last.continues == 0


def test_relations_know_their_line_and_column() -> None:
    text = "\n$$a = b \\\\\n  \\stackrel{(1)}{\\le} c$$\n"
    relations = [relation for statement in statements(text) for relation in statement.relations]
    assert [text[relation.span.start : relation.span.end] for relation in relations] == ["=", r"\le"]


def test_relations_that_a_macro_puts_in_stand_where_the_macro_was_used() -> None:
    text = "\\newcommand{\\eqq}[2]{#1 = #2}\n$$\\eqq{a}{b}$$"
    (statement,) = statements(text)
    assert said(statement) == "a = b"
    assert statement.relations[0].span.start >= text.index("$$")


def test_one_operand_that_cannot_be_read_leaves_the_others() -> None:
    (statement,) = statements(r"$a = x^2^3 = b$")
    assert said(statement) == "a = ‽x^2^3 = b"
    failure = statement.operands[1].failure if statement.operands[1] else None
    assert failure is not None
    assert failure.rule.code == "E101"


def test_one_row_that_cannot_be_read_leaves_the_others() -> None:
    assert all_said(r"\begin{align} a &= b \\ c &= { \\ d &= e \end{align}") == ["a = b", "c = ‽{", "d = e"]


def test_a_bracket_forgotten_at_the_end_is_put_in_and_reported() -> None:
    found = reading("$f = 2(a + b$")
    assert failures(found) == ["W114"]
    assert found.statements[0].operands[1] is not None
    assert found.statements[0].operands[1].syntax is not None


def test_blocks_are_pieces_of_the_document() -> None:
    found = statements("Let $A$ and $B$ be given.\n$$A = B \\\\ C = D$$")
    assert [statement.block for statement in found] == [1, 3, 5, 5]


def test_displays_stand_on_lines_of_their_own() -> None:
    found = statements("So $a=b$ holds.\n\n$c = d$\n\n- $e = f$,\n\n$$g = h$$")
    assert [statement.display for statement in found] == [False, True, True, True]


def test_sections_begin_at_breaks() -> None:
    found = reading("# One\n$a$ and $b$\n\nAnswer.\n$c$ and $d$\n\n# Empty\n")
    assert found.sections == (0, 2)
