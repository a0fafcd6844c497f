"""What formulas say: each construct by the tree that it must give."""

import pytest
from trees import AT, add, bars, big, chain, fence, formula, frac, group, node, num, prod, scripts, seq, sym, word

from auditor.parsing import syntax as s
from auditor.parsing.syntax import Node

X, Y, A, B, T = map(sym, "xyABT")
DOTS = s.Dots("dots", span=AT)


def accent(kind: str, body: Node | str) -> s.Accent:
    return s.Accent(kind, node(body), span=AT)


def matrix(environment: str, *rows: tuple[Node | str | int | None, ...]) -> s.Matrix:
    cells = tuple(tuple(None if cell is None else node(cell) for cell in row) for row in rows)
    return s.Matrix(environment, cells, span=AT)


def labelled(kind: str, body: Node | str, label: Node | str | None = None) -> s.Annotated:
    return s.Annotated(kind, node(body), None if label is None else node(label), span=AT)


SINGLE_TOKEN_ARGUMENTS = {
    r"\frac12": frac(1, 2),
    r"\frac1{x}": frac(1, X),
    r"\frac{1}2x": prod(frac(1, 2), X),
    r"\frac ab": frac("a", "b"),
    r"\frac\alpha\beta": frac(r"\alpha", r"\beta"),
    r"\frac\partial{\partial x}": frac(r"\partial", prod(r"\partial", X)),
    r"x_12": prod(scripts(X, 1), 2),
    r"x^2y": prod(scripts(X, None, 2), Y),
    r"x^10": prod(scripts(X, None, 1), 0),
    r"x_ij": prod(scripts(X, "i"), "j"),
    r"\sqrt2x": prod(s.Root(num(2), span=AT), X),
    r"\bar xy": prod(accent("bar", "x"), Y),
    r"\mathbf xy": prod(sym("x", "bold"), Y),
    r"x^\frac12": scripts(X, None, frac(1, 2)),
    r"x^\mathrm{T}": scripts(X, None, sym("T", "roman")),
    r"\hat\theta_i": scripts(accent("hat", r"\theta"), "i"),
    r"A^T y": prod(scripts(A, None, T), Y),
    r"\binom nk": s.Binomial(sym("n"), sym("k"), span=AT),
}
SCRIPTS = {
    "f''": scripts("f", primes=2),
    r"f^{\prime\prime}": scripts("f", primes=2),
    r"f^\prime": scripts("f", primes=1),
    r"f^{'}": scripts("f", primes=1),
    "x'_i": scripts(X, "i", primes=1),
    r"A^{-1}_{kl}": scripts(A, prod("k", "l"), add(1, signs="-"), sup_first=True),
    r"A_{kl}^{-1}": scripts(A, prod("k", "l"), add(1, signs="-")),
    r"W^{(l)}_{ij}": scripts("W", prod("i", "j"), fence("l"), sup_first=True),
    r"{X_T}^T": scripts(group(scripts("X", T)), None, T),
    r"A_{:,j}": scripts(A, seq(":", "j")),
    r"A_{i:}": scripts(A, prod("i", ":")),
    r"x_{1:n}": scripts(X, prod(1, "n", by=(":",))),
    r"X^{\circ 2}": scripts("X", None, prod(r"\circ", 2)),
    r"A^*": scripts(A, None, "*"),
    r"A^{+}": scripts(A, None, "+"),
    r"V^\perp": scripts("V", None, r"\perp"),
    r"V^{\perp}": scripts("V", None, r"\perp"),
    r"\mathbb{R}_{\ge 0}": scripts(sym("R", "blackboard"), chain(None, r"\ge", 0)),
    r"{}_{k}A": prod(s.Prescript(sym("k"), span=AT), A),
    r"A^{}_{ij}": scripts(A, prod("i", "j")),
    r"x_{\max}": scripts(X, word("max")),
    r"x_{max}": scripts(X, word("max")),
    r"x_{\text{train}}": scripts(X, word("train")),
    r"(X'X)^{-1}": scripts(fence(prod(scripts("X", primes=1), "X")), None, add(1, signs="-")),
}
WORDS = {
    "tr(AB)": prod(word("tr"), fence(prod(A, B))),
    "vec(A)": prod(word("vec"), fence(A)),
    "dtr(A)": prod("d", word("tr"), fence(A)),
    "xyz": prod(X, Y, "z"),
    r"\operatorname{Tr} A": prod(word("Tr"), A),
    r"\mathrm{Var}(x)": prod(word("Var"), fence(X)),
    r"\text{softmax}(x)": prod(word("softmax"), fence(X)),
    r"{\rm Tr}(A)": prod(word("Tr"), fence(A)),
    r"\rm tr(A)": prod(word("tr"), fence(sym("A", "roman"))),
    r"\mathrm{d}x": prod(sym("d", "roman"), X),
    r"\mathrm{dX}": group(prod(sym("d", "roman"), sym("X", "roman"))),
    r"\log x": prod(word("log"), X),
    r"\vec(X)": prod(word("vec"), fence("X")),
    r"\vec x": accent("vec", "x"),
    r"\text{if } x": prod(s.Prose("if", span=AT), X),
    r"adv\_x + 1": add(word("adv_x"), 1),
    "E[X]": prod("E", fence("X", "[]")),
    r"\operatorname*{argmin}_x f": prod(big("argmin", X), "f"),
    r"\arg\min_x f": prod(big("argmin", X), "f"),
    r"\underset{x}{\max} f": prod(big("max", X), "f"),
    r"\max(0, x)": prod(word("max"), fence(seq(0, X))),
    r"\mathop{\rm argmax}_x f": prod(big("argmax", X), "f"),
}
STYLES = {
    r"\mathbf{X}": sym("X", "bold"),
    r"\bm X": sym("X", "bold"),
    r"\boldsymbol{\Sigma}": sym(r"\Sigma", "bold"),
    r"{\bf x}": group(sym("x", "bold")),
    r"\mathbf{ab}": group(prod(sym("a", "bold"), sym("b", "bold"))),
    r"\hat{\mathbf{y}}": accent("hat", sym("y", "bold")),
    r"\bm{\hat{y}}": accent("hat", sym("y", "bold")),
    r"\mathbf 1": sym("1", "bold"),
    r"\mathbf{0}_n": scripts(sym("0", "bold"), "n"),
    r"\mathbb R^n": scripts(sym("R", "blackboard"), None, "n"),
    r"\Bbb R": sym("R", "blackboard"),
    r"\cal L": sym("L", "calligraphic"),
    r"\mathcal{N}(0,1)": prod(sym("N", "calligraphic"), fence(seq(0, 1))),
    r"A^{\sf T}": scripts(A, None, sym("T", "sans")),
    r"\mathbf{x_i}": group(scripts(sym("x", "bold"), sym("i", "bold"))),
    r"\mathbf{2x}": group(prod(2, sym("x", "bold"))),
}
BRACKETS = {
    "|x|": bars(X),
    r"\|x\|_2^2": scripts(bars(X, double=True), 2, 2),
    "||x||": bars(X, double=True),
    r"\left|x\right|": bars(X),
    r"\lVert x \rVert": bars(X, double=True),
    r"\vert x\vert": bars(X),
    "2|x|": prod(2, bars(X)),
    "|x||y|": prod(bars(X), bars(Y)),
    "||x|-|y||": bars(add(bars(X), bars(Y), signs="+-")),
    r"\|A\|\cdot\|B\|": prod(bars(A, double=True), bars(B, double=True), by=(r"\cdot",)),
    r"\|\cdot\|_F": scripts(bars(r"\cdot", double=True), "F"),
    "p(x|y)": prod("p", fence(seq(X, Y, by=(r"\mid",)))),
    r"p(x \mid y, z)": prod("p", fence(seq(X, Y, "z", by=(r"\mid", ",")))),
    r"D(p \| q)": prod("D", fence(seq("p", "q", by=(r"\|",)))),
    "D(p||q)": prod("D", fence(seq("p", "q", by=(r"\|",)))),
    "p(|x|)": prod("p", fence(bars(X))),
    r"\{x : x > 0\}": fence(seq(X, chain(X, ">", 0), by=(":",)), "{}"),
    r"\{x | x > 0\}": fence(seq(X, chain(X, ">", 0), by=(r"\mid",)), "{}"),
    r"\left( a \right)": fence("a"),
    r"\big(a\big)": fence("a"),
    r"\left\{ a \right.": s.Fence(r"\{", "", sym("a"), span=AT),
    "[0,1)": fence(seq(0, 1), "[)"),
    r"\langle x, y\rangle": fence(seq(X, Y), "<>"),
    "<x, y>": fence(seq(X, Y), "<>"),
    "f()": prod("f", fence(None)),
    r"f(\cdot, x)": prod("f", fence(seq(r"\cdot", X))),
    "K(x, .)": prod("K", fence(seq(X, r"\cdot"))),
    r"f(x)\Big|_{x=0}": prod("f", fence(X), s.Evaluation(None, chain(X, "=", 0), span=AT)),
    r"\left. f \right|_a^b": s.Evaluation(sym("f"), sym("a"), sym("b"), span=AT),
    r"f\rvert_{0}": prod("f", s.Evaluation(None, num(0), span=AT)),
    r"|f|\big|_0": prod(bars("f"), s.Evaluation(None, num(0), span=AT)),
}
SUMS_AND_PRODUCTS = {
    "a+b": add("a", "b"),
    "-x": add(X, signs="-"),
    "+x": add(X, signs="+"),
    "-a+b": add("a", "b", signs="-+"),
    "a - -b": add("a", add("b", signs="-"), signs="+-"),
    r"a \pm b": add("a", "b", signs=("+", r"\pm")),
    r"2 \cdot -3": prod(2, add(3, signs="-"), by=(r"\cdot",)),
    r"A \otimes B": prod(A, B, by=(r"\otimes",)),
    r"A \odot B": prod(A, B, by=(r"\odot",)),
    "A:B": prod(A, B, by=(":",)),
    "A*B": prod(A, B, by=("*",)),
    "a/b": prod("a", "b", by=("/",)),
    "A .* B": prod(A, B, by=(r"\odot",)),
    r"y_1.\frac12": prod(scripts(Y, 1), frac(1, 2), by=(r"\cdot",)),
    r"\sum_{i=1}^n x_i": prod(big("sum", chain("i", "=", 1), "n"), scripts(X, "i")),
    r"\sum\limits_i x": prod(big("sum", "i"), X),
    r"\sum_i -x_i": prod(big("sum", "i"), add(scripts(X, "i"), signs="-")),
    r"a + \sum_i -x": add("a", prod(big("sum", "i"), add(X, signs="-"))),
    r"\sum_{\substack{i\\j}} x": prod(big("sum", matrix("substack", ("i",), ("j",))), X),
    r"\int_0^1 x\,dx": prod(big("int", num(0), num(1)), X, "d", X),
    r"\lim_{t \to 0} t": prod(big("lim", chain("t", r"\to", 0)), "t"),
    "a ... b": prod("a", DOTS, "b"),
    r"a \cdots b": prod("a", s.Dots("cdots", span=AT), "b"),
    "n!": s.Factorial(sym("n"), span=AT),
    r"\forall x": s.Negated("forall", X, span=AT),
    r"\nabla^2 f": prod(scripts(r"\nabla", None, 2), "f"),
    r"\frac{\partial f}{\partial x}": frac(prod(r"\partial", "f"), prod(r"\partial", X)),
    r"\partial P/\partial M": prod(r"\partial", "P", r"\partial", "M", by=("", "/", "")),
    "{a \\over b}": frac("a", "b"),
    "{n \\choose k}": s.Binomial(sym("n"), sym("k"), span=AT),
    r"\sqrt[3]{x}": s.Root(X, num(3), span=AT),
    "0.5x": prod(num("0.5"), X),
    "1{,}000": num("1000"),
    "0{,}5": num("0.5"),
    "α": sym("α"),
}
MATRICES = {
    r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}": matrix("bmatrix", ("a", "b"), ("c", "d")),
    r"\begin{bmatrix} a & \\ & d \\ \end{bmatrix}": matrix("bmatrix", ("a", None), (None, "d")),
    r"\pmatrix{a & b\cr c & d\cr}": matrix("pmatrix", ("a", "b"), ("c", "d")),
    r"\left[\begin{array}{c|c} a & b \\[0.5em] \hline c & d \end{array}\right]": fence(
        matrix("array", ("a", "b"), ("c", "d")), "[]"
    ),
    r"\begin{pmatrix} a \\ \vdots \\ z \end{pmatrix}": matrix("pmatrix", ("a",), (s.Dots("vdots", span=AT),), ("z",)),
    r"\cases{a, & x > 0 \cr b}": matrix("cases", ("a", chain(X, ">", 0)), ("b",)),
    r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}^T A": prod(scripts(matrix("bmatrix", (1,), (2,)), None, T), A),
}
ANNOTATIONS = {
    r"\underbrace{x}_{n}": labelled("underbrace", X, "n"),
    r"\underbrace{x}_{=y}": labelled("underbrace", X, chain(None, "=", Y)),
    r"\overbrace{x}^{m}": labelled("overbrace", X, "m"),
    r"\underbrace{x}_{n}^2": scripts(labelled("underbrace", X, "n"), None, 2),
    r"\overset{a}{x}": labelled("overset", X, "a"),
    r"\stackrel{a}{x}": labelled("overset", X, "a"),
    r"\boxed{x}": labelled("boxed", X),
    r"\fbox{$x+y$}": labelled("boxed", add(X, Y)),
    r"\cancel{x} y": prod(labelled("cancel", X), Y),
    r"\color{red}{x} y": prod(group(X), Y),
    r"\color{red} x y": prod(X, Y),
    r"\textcolor{red}{x}": group(X),
    r"x \phantom{y} z": prod(X, "z"),
    r"a \underbrace{\phantom{x}}_{n}": sym("a"),
    r"a \left. \begin{array}{c} \\ \\ \end{array} \right\} m": sym("a"),
    r"x \label{eq:1} \nonumber": X,
    "x % what follows is a comment\n y": prod(X, Y),
}
GROUPS = (SINGLE_TOKEN_ARGUMENTS, SCRIPTS, WORDS, STYLES, BRACKETS, SUMS_AND_PRODUCTS, MATRICES, ANNOTATIONS)
FORMULAS = {latex: tree for table in GROUPS for latex, tree in table.items()}


@pytest.mark.parametrize(("latex", "tree"), FORMULAS.items(), ids=FORMULAS)
def test_a_formula_says(latex: str, tree: Node) -> None:
    written = formula(latex)
    assert written.failure is None
    assert written.syntax == tree


def test_an_unknown_command_is_a_letter_and_says_so() -> None:
    tree = formula(r"\bw + 1").syntax
    assert isinstance(tree, s.Sum)
    assert tree.terms[0] == sym(r"\bw")
    assert isinstance(tree.terms[0], s.Symbol)
    assert not tree.terms[0].known


def test_every_node_knows_its_place() -> None:
    latex = r"\frac{a}{b} + \mathbf{x}_i^2"
    tree = formula(latex).syntax
    assert isinstance(tree, s.Sum)
    written = {type(part).__name__: latex[part.span.start : part.span.end] for part in s.walk(tree)}
    assert written["Sum"] == latex
    assert written["Fraction"] == r"\frac{a}{b}"
    assert written["Scripts"] == r"\mathbf{x}_i^2"
    assert written["Number"] == "2"
