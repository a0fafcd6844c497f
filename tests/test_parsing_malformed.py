"""What is no mathematics must not be read as if it were, and nothing may break the parser."""

import pytest
from trees import failures, formula

from auditor.parsing import Reading, parse
from auditor.parsing import syntax as s
from auditor.reading import read
from auditor.reading.document import Document, Mathematics
from auditor.source import Source, Text


def parsed(row: str) -> Reading:
    """A row as it stands, without the repairs of reading."""
    text = Text.original(row, 0)
    return parse(Document(Source("row", row), (Mathematics(text, text.span(), True, "$$"),)))


NONSENSE = r"""
\partial\partial=\nabla
A^{}_=
\sum=\sum
\frac{a}
\frac{}{b} = c
\frac{a}{\partial} = x
x^2^3
x_1_2
x_= = y
x^< = y
a__b
a^^b
x^
_
^2 = ^3
(a]
[a)
\{a)
a)(b
a + b)
f(x = 2
((a = b
\left( a
\left( a \right
\left. a \right. \right)
\left[ a \right| = b
\left \alpha x \right) = y
x \right) = y
{a
a}
x^{2
a^{b = c
a + = b
a = = b
a = b + *
a +
\cdot a
a \cdot
a \cdot = b
a \otimes \otimes b
a / / b = c
2 = \times 3
a , , b = c
(a, ) = b
(, a) = b
|a
|a = b
\|a\| = \|b
\|a|
\middle| a = b
\sqrt
\sqrt[3]{} = x
\hat = x
\hat{} = x
\mathbf
\mathrm{} = x
\operatorname{} x
\binom{n} = k
\genfrac{a}{b} = c
\text{abc = d
\underbrace{}{} =
\begin{bmatrix} a
\begin{bmatrix} a \end{pmatrix}
a \end{bmatrix}
\begin{foo} a \end{foo}
a = \begin{pmatrix} 1 & 2 \\ 3 & \end{bmatrix}
\foo{a} = b
a = \foo{b}{c}
a \foo{} b = c
\sum_{i} = 1
\sum \cdot x = y
a \sum + b = c
\int = 0
\lim_{x \to 0} = 1
(\partial) = x
x + \nabla = y
\nabla = \partial
! = a
a!! = b
'x = y
\not a = b
\over b = a
# a = b
a @ b = c
$ a = b
& & = &
""".strip().splitlines()


@pytest.mark.parametrize("row", NONSENSE)
def test_nonsense_is_not_read_whole(row: str) -> None:
    assert failures(parsed(row))


def test_what_is_not_read_points_at_the_token() -> None:
    failure = formula(r"a + \foo{b} + c").failure
    assert failure is not None
    assert failure.rule.code == "N901"
    assert (failure.span.start, failure.span.end) == (4, 11)


DEEP = 10_000
HOSTILE = {
    "braces": "{" * DEEP + "x" + "}" * DEEP,
    "round brackets": "(" * DEEP + "x" + ")" * DEEP,
    "sized brackets": r"\left(" * DEEP + "x" + r"\right)" * DEEP,
    "fractions": r"\frac{" * DEEP + "x" + "}{y}" * DEEP,
    "arguments": r"\frac" * DEEP + "x",
    "scripts": "x^{" * DEEP + "}" * DEEP,
    "accents": r"\hat " * DEEP + "x",
    "signs": "-" * DEEP + "x",
    "quantifiers": r"\neg " * DEEP + "x",
    "environments": r"\begin{matrix}" * DEEP + r"\end{matrix}" * DEEP,
    "boxes": r"\boxed{" * DEEP + "a=b" + "}" * DEEP,
    "open braces": "{" * DEEP,
    "open brackets": "(" * DEEP,
    "open commands": r"\text{" * DEEP,
    "open unknown commands": r"\foo{" * DEEP,
    "closing": ")]}" * DEEP,
    "bars": "|" * DEEP,
    "nothing": "\0" * DEEP,
    "ampersands": "&" * DEEP,
    "roots": r"\sqrt[" * DEEP,
    "angles": "<a," * DEEP + ">" * DEEP,
}


@pytest.mark.parametrize("row", HOSTILE.values(), ids=HOSTILE)
def test_depth_and_damage_end_in_a_finding(row: str) -> None:
    found = parsed(row)
    assert failures(found) or not found.statements
    for statement in found.statements:
        for operand in statement.operands:
            if operand is not None and operand.syntax is not None:
                assert repr(operand.syntax)


LONG = {
    "sum": "a+" * 5000 + "a",
    "product": "a " * 5000,
    "chain": "a=" * 2000 + "a",
    "rows": r"a &= b \\ " * 1000,
    "sum over rows": r"+ a \\ " * 1000,
    "list": "a," * 5000 + "a",
    "norms": r"\|a\|" * 2000,
}


@pytest.mark.parametrize("row", LONG.values(), ids=LONG)
def test_long_rows_are_read(row: str) -> None:
    assert failures(parsed(row)) == []


def test_a_line_of_megabytes_is_one_finding() -> None:
    found = parsed("a+" * 2_500_000)
    assert failures(found) == ["N901"]


def test_the_deepest_tree_can_be_walked() -> None:
    depth = 20
    tree = formula("(" * depth + "x" + ")" * depth).syntax
    assert tree is not None
    assert sum(isinstance(node, s.Fence) for node in s.walk(tree)) == depth


def test_a_document_of_noise_is_read() -> None:
    noise = "".join(chr(code) for code in range(1, 0x2FF)) * 5
    parse(read(Source("x.md", f"$$ {noise} = {noise[::-1]} $$ and $ {noise} $")))
