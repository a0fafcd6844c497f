"""What holds of parsing for any text whatever."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from trees import formula

from auditor.parsing import parse
from auditor.parsing.commands import QUIET, QUIET_ARGUMENTS, SWITCHES, TEXTS, WIDE_SPACES
from auditor.parsing.lexing import lex
from auditor.parsing.printing import latex
from auditor.reading import read
from auditor.reading.document import Document, Mathematics
from auditor.source import Source, Text

FRAGMENTS = r"""
a b x X A_i x^2 x_{ij} A^T A^{-1} f'' \alpha \Sigma \mathbf{x} \mathbf{ab} \bm y \mathbb{R}^n \hat{x} \bar\theta
\vec{v} \partial \nabla \frac12 \frac{a}{b} \frac{\partial f}{\partial x} \sqrt{x} \sqrt[3]{y} \binom{n}{k} {a\over b}
\sum_{i=1}^n \sum \prod_k \int_0^1 \lim_{x\to0} \max \max_x \argmin \operatorname{tr} \operatorname*{argmin}_x tr
vec(X) \log \text{if} \text{diag} \text{for all $i$} \mathrm{Var} \mathrm{d} {\rm tr} 1 2 0.5 1{,}000 ( ) [ ] \{ \}
\left( \right) \left[ \right] \left. \right| \big( \big) | | \| \| || \langle \rangle \mid \Big|_{x=0} { } _ ^ _{k}
^{\top} ' ! , ; : . ... \ldots \cdots + - \pm \cdot \times \otimes \odot * / = \le \in \to \implies := < >
\stackrel{a}{=} \overset{b}{x} \not= & \\ \\[2pt] \quad \, \; ~ \begin{bmatrix} \end{bmatrix} \begin{aligned}
\end{aligned} \begin{cases} \end{cases} \underbrace{x}_{n} \boxed{ \color{red} \phantom{x} \label{eq} \tag{1} \foo
\foo{x} \forall \neg \circ \substack{i\\j} % $ \mathbf \frac \hat \sqrt \text{ é 漢 ∑ 😀 \_ \% " ? \rm \bf \displaystyle
\limits {}
""".split()
ROWS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=2)), max_size=25).map(" ".join)
TIGHT = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)
FORMULAS = st.recursive(
    st.sampled_from(
        r"""a b x X 1 2 0.5 \alpha \mathbf{x} \mathbb{R} \mathrm{d} \operatorname{tr} \log \text{diag} \dots \nabla
        \foo""".split()
    ),
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("{} + {}".format, inner, inner),
        st.builds("-{}".format, inner),
        st.builds(r"{} \cdot {}".format, inner, inner),
        st.builds(r"{} : {}".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds("({}, {})".format, inner, inner),
        st.builds("[{}]".format, inner),
        st.builds("|{}|".format, inner),
        st.builds(r"\|{}\|_2".format, inner),
        st.builds("p({} | {})".format, inner, inner),
        st.builds(r"\{{ {} : {} > 0 \}}".format, inner, inner),
        st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
        st.builds(r"\sqrt{{{}}}".format, inner),
        st.builds(r"\hat{{{}}}".format, inner),
        st.builds("{{{}}}_{{{}}}".format, inner, inner),
        st.builds("{{{}}}^{{{}}}_k".format, inner, inner),
        st.builds("x_{{{} = {}}}".format, inner, inner),
        st.builds(r"\sum_{{i = {}}}^{{{}}} x_i".format, inner, inner),
        st.builds(r"\begin{{bmatrix}} {} & {} \\ & {} \end{{bmatrix}}".format, inner, inner, inner),
        st.builds(r"\underbrace{{{}}}_{{{}}}".format, inner, inner),
        st.builds(r"\overset{{{}}}{{{}}}".format, inner, inner),
        st.builds(r"\left. {} \right|_{{x = {}}}".format, inner, inner),
        st.builds(r"{} \text{{ if }} {}".format, inner, inner),
        st.builds("f'({})".format, inner),
        st.builds("{}!".format, inner),
    ),
    max_leaves=12,
)

_QUIET_COMMANDS = "|".join(sorted({*QUIET, *SWITCHES, *QUIET_ARGUMENTS, *TEXTS, *WIDE_SPACES}, key=len, reverse=True))
_ARGUMENT = r"\s*(?:\[[^\]]*\])?\s*\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*\})*\}"
_PASSED_OVER = re.compile(
    rf"(?:\s|~|\u00a0|\u200b|%[^\n\r]*|\\[,;:!>/\-\s]|\\(?:big|Big|bigg|Bigg)[lrm]?\s*\.?|\\(?:{_QUIET_COMMANDS})\*?(?:{_ARGUMENT})*)*",
    re.DOTALL,
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(ROWS, TIGHT))
@example(r"\mathbf \mathbf")
@example(r"\text{ }x\text{,}")
def test_every_character_stands_in_a_token_or_is_spacing(row: str) -> None:
    reached = 0
    for token in lex(Text.original(row, 0)):
        assert reached <= token.start <= token.end
        gap = row[reached : token.start]
        assert _PASSED_OVER.fullmatch(gap), gap
        reached = token.end
    assert _PASSED_OVER.fullmatch(row[reached:]), row[reached:]


@settings(max_examples=500, deadline=None)
@given(FORMULAS)
def test_a_formula_is_read_and_printed_and_read_back(row: str) -> None:
    written = formula(row)
    if written.syntax is not None:
        printed = latex(written.syntax)
        assert formula(printed).syntax == written.syntax, printed


@settings(max_examples=500, deadline=None)
@given(st.one_of(ROWS, TIGHT))
def test_any_row_is_parsed_and_what_was_read_is_printed_and_read_back(row: str) -> None:
    text = Text.original(row, 3)
    found = parse(Document(Source("row", "   " + row), (Mathematics(text, text.span(), True, "$$"),)))
    for position, statement in enumerate(found.statements):
        assert len(statement.operands) == len(statement.relations) + 1
        assert statement.continues is None or statement.continues < position
        for relation in statement.relations:
            assert 3 <= relation.span.start < relation.span.end <= 3 + len(row)
        for operand in statement.operands:
            if operand is not None and operand.syntax is not None:
                assert 3 <= operand.syntax.span.start <= operand.syntax.span.end <= 3 + len(row)
                assert formula(latex(operand.syntax)).syntax == operand.syntax
            elif operand is not None:
                assert operand.failure is not None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*FRAGMENTS, "\n", "$", "$$", "words", "so that", "?", "# x"]), max_size=40).map(" ".join)
)
def test_any_document_is_parsed(text: str) -> None:
    parse(read(Source("x.md", text)))


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_arbitrary_characters_never_fail(text: str) -> None:
    parse(read(Source("x.md", f"$${text}$$ {text}")))
    formula(text)
