"""Surface syntax as MathML: every construct has an element, and every letter is escaped."""

import inspect
from xml.etree import ElementTree

import pytest

from auditor.parsing import syntax
from auditor.parsing.syntax import (
    Accent,
    Annotated,
    Bars,
    BigOperator,
    Binomial,
    Chain,
    Dots,
    Evaluation,
    Factorial,
    Fence,
    Fraction,
    Group,
    Matrix,
    Negated,
    Node,
    Number,
    Prescript,
    Product,
    Prose,
    Root,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
)
from auditor.reporting.glyphs import character, styled
from auditor.reporting.mathml import mathml, presentation, relation
from auditor.source import Span

HERE = Span(0, 0)


def symbol(name: str, style: str = "") -> Symbol:
    return Symbol(name, style, span=HERE)


A, B, I = symbol("A"), symbol("B"), symbol("i")
TWO = Number("2", span=HERE)

CASES: list[tuple[Node, str]] = [
    (TWO, "<mn>2</mn>"),
    (A, "<mi>A</mi>"),
    (symbol("x", "bold"), "<mi>𝐱</mi>"),
    (symbol("R", "blackboard"), "<mi>ℝ</mi>"),
    (symbol("d", "roman"), '<mi mathvariant="normal">d</mi>'),
    (symbol(r"\alpha"), "<mi>α</mi>"),
    (symbol(r"\Sigma"), '<mi mathvariant="normal">Σ</mi>'),
    (symbol(r"\nabla"), '<mi mathvariant="normal">∇</mi>'),
    (symbol(r"\bw"), "<mi>bw</mi>"),
    (Word("tr", span=HERE), "<mi>tr</mi>"),
    (Prose("if", span=HERE), "<mtext>\u00a0if\u00a0</mtext>"),
    (Accent("hat", A, span=HERE), '<mover accent="true"><mi>A</mi><mo>^</mo></mover>'),
    (
        Accent("underline", A, span=HERE),
        '<munder accentunder="true"><mi>A</mi><mo stretchy="true">_</mo></munder>',
    ),
    (Scripts(A, sub=I, span=HERE), "<msub><mi>A</mi><mi>i</mi></msub>"),
    (Scripts(A, sup=TWO, span=HERE), "<msup><mi>A</mi><mn>2</mn></msup>"),
    (Scripts(A, sub=I, sup=TWO, span=HERE), "<msubsup><mi>A</mi><mi>i</mi><mn>2</mn></msubsup>"),
    (Scripts(A, primes=2, span=HERE), "<msup><mi>A</mi><mo>′′</mo></msup>"),
    (Scripts(A, sup=TWO, primes=1, span=HERE), "<msup><mi>A</mi><mrow><mo>′</mo><mn>2</mn></mrow></msup>"),
    (Prescript(sub=I, span=HERE), "<msub><mrow></mrow><mi>i</mi></msub>"),
    (Fraction(A, TWO, span=HERE), "<mfrac><mi>A</mi><mn>2</mn></mfrac>"),
    (Root(A, span=HERE), "<msqrt><mi>A</mi></msqrt>"),
    (Root(A, TWO, span=HERE), "<mroot><mi>A</mi><mn>2</mn></mroot>"),
    (Group(A, span=HERE), "<mi>A</mi>"),
    (Group(None, span=HERE), "<mrow></mrow>"),
    (Factorial(A, span=HERE), "<mrow><mi>A</mi><mo>!</mo></mrow>"),
    (Dots("cdots", span=HERE), "<mo>⋯</mo>"),
    (Product((A, B), ("",), span=HERE), "<mrow><mi>A</mi><mi>B</mi></mrow>"),
    (Product((A, B), (r"\otimes",), span=HERE), "<mrow><mi>A</mi><mo>⊗</mo><mi>B</mi></mrow>"),
    (
        Product((Word("tr", span=HERE), A), ("",), span=HERE),
        '<mrow><mi>tr</mi><mspace width="0.17em"></mspace><mi>A</mi></mrow>',
    ),
    (Sum(("+", "-"), (A, B), span=HERE), "<mrow><mi>A</mi><mo>−</mo><mi>B</mi></mrow>"),
    (Sum(("-",), (A,), span=HERE), '<mrow><mo form="prefix">−</mo><mi>A</mi></mrow>'),
    (Sum(("+",), (A,), span=HERE), '<mrow><mo form="prefix">+</mo><mi>A</mi></mrow>'),
    (Sequence((A, B), (",",), span=HERE), "<mrow><mi>A</mi><mo>,</mo><mi>B</mi></mrow>"),
    (Chain((I, TWO), ("=",), span=HERE), "<mrow><mi>i</mi><mo>=</mo><mn>2</mn></mrow>"),
    (Chain((None, TWO), (r"\le",), span=HERE), "<mrow><mo>≤</mo><mn>2</mn></mrow>"),
    (Negated("forall", I, span=HERE), '<mrow><mo form="prefix">∀</mo><mi>i</mi></mrow>'),
    (BigOperator("sum", I, TWO, span=HERE), "<munderover><mo>∑</mo><mi>i</mi><mn>2</mn></munderover>"),
    (BigOperator("int", I, None, span=HERE), "<msub><mo>∫</mo><mi>i</mi></msub>"),
    (BigOperator("argmin", I, None, span=HERE), "<munder><mo>arg min</mo><mi>i</mi></munder>"),
    (BigOperator("max", span=HERE), "<mo>max</mo>"),
    (Annotated("phantom", A, span=HERE), "<mphantom><mi>A</mi></mphantom>"),
    (Annotated("color", A, B, span=HERE), "<mi>A</mi>"),
    (Annotated("underset", A, B, span=HERE), "<munder><mi>A</mi><mi>B</mi></munder>"),
    (
        Annotated("underbrace", A, B, span=HERE),
        '<munder><munder><mi>A</mi><mo stretchy="true">⏟</mo></munder><mi>B</mi></munder>',
    ),
]


@pytest.mark.parametrize(("node", "expected"), CASES)
def test_constructs(node: Node, expected: str) -> None:
    assert presentation(node) == expected


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (Fence("(", ")", A, span=HERE), "(A)"),
        (Fence(r"\{", r"\rangle", A, span=HERE), "{A⟩"),
        (Fence("", "]", None, span=HERE), "]"),
        (Bars(True, A, span=HERE), "‖A‖"),
        (Bars(False, A, span=HERE), "|A|"),
        (Binomial(A, TWO, span=HERE), "(A2)"),
        (Evaluation(A, sub=TWO, span=HERE), "A|2"),
        (Matrix("bmatrix", ((A, None), (B, TWO)), span=HERE), "[AB2]"),
        (Matrix("cases", ((A,), (B,)), span=HERE), "{AB"),
        (Matrix("array", ((A,),), span=HERE), "A"),
    ],
)
def test_brackets(node: Node, shown: str) -> None:
    assert words(ElementTree.fromstring(presentation(node))) == shown


def test_matrices_are_tables() -> None:
    table = ElementTree.fromstring(presentation(Matrix("pmatrix", ((A, B), (I, None)), span=HERE))).find("mtable")
    assert table is not None
    assert [len(row) for row in table] == [2, 2]


def test_every_construct_has_an_element() -> None:
    constructs = {
        name
        for name, kind in inspect.getmembers(syntax, inspect.isclass)
        if issubclass(kind, Node) and kind is not Node
    }
    tried = {type(node).__name__ for node, _ in CASES} | {"Fence", "Bars", "Binomial", "Evaluation", "Matrix"}
    assert tried == constructs


@pytest.mark.parametrize(
    "node",
    [
        symbol("<b>"),
        Word("</math><script>", span=HERE),
        Prose("<!-- & -->", span=HERE),
        Number("1<2", span=HERE),
        Fence("<", '">', A, span=HERE),
        Accent("<x>", A, span=HERE),
        BigOperator("<sum>", span=HERE),
        Annotated('boxed" onload="x', A, B, span=HERE),
        Matrix("<pmatrix>", ((A,),), span=HERE),
        Product((A, B), ("<",), span=HERE),
        Negated("<q>", A, span=HERE),
        Dots("<dots>", span=HERE),
        Prose("\x1b[31m\x00", span=HERE),
    ],
)
def test_nothing_is_markup_that_was_not_meant(node: Node) -> None:
    element = ElementTree.fromstring(presentation(node))
    assert all(part.tag.startswith("m") for part in element.iter())
    assert all("onload" not in part.attrib for part in element.iter())


def test_formulas_are_read_and_shown() -> None:
    shown = ElementTree.fromstring(mathml(r"\frac{1}{2}A^T"))
    assert [part.tag for part in shown.iter()] == ["math", "mrow", "mfrac", "mn", "mn", "msup", "mi", "mi"]


@pytest.mark.parametrize("latex", ["a ) <b>", r"\frac{", "", "&&"])
def test_what_cannot_be_read_stands_as_code(latex: str) -> None:
    shown = ElementTree.fromstring(mathml(latex))
    assert (shown.tag, shown.text or "") == ("code", latex)


def test_relations_stand_alone() -> None:
    assert relation(r"\implies") == "<math><mo>⟹</mo></math>"
    assert relation("<") == "<math><mo>&lt;</mo></math>"


@pytest.mark.parametrize(
    ("letter", "style", "shown"),
    [("L", "calligraphic", "ℒ"), ("C", "fraktur", "ℭ"), ("1", "bold", "𝟏"), ("β", "bold", "𝛃"), ("é", "bold", "é")],
)
def test_alphabets(letter: str, style: str, shown: str) -> None:
    assert styled(letter, style) == shown


def test_commands_have_characters() -> None:
    assert [character(command) for command in (r"\le", r"\cdot", r"\top", ":=", "+")] == ["≤", "·", "⊤", "≔", "+"]
