"""Damage is undone exactly, and what is right is left alone."""

import pytest

from auditor.reading.edits import Manner
from auditor.reading.repairs import repair
from auditor.source import Text

CLEAN = r"""\frac{d}{dR}L(R) = \frac{2}{m} X^{T}(XR - Y)
\sum_{i=1}^m \sum_{j=1}^n |(XR)_{ij} - Y_{ij}|^2
\|A\|_F = \sqrt{\sum_{i=1}^m \sum_{j=1}^n |a_{ij}|^2}
\frac{\partial (WX)_{ij}}{\partial W_{kl}} = \sum_{r=1}^m \frac{\partial W_{ir}}{\partial W_{kl}}X_{rj}
= \sum_{r=1}^m \delta_{ik}\delta_{rl}X_{rj}
\nabla_w J(w) = 2X^T(Xw - y) + 2\lambda w
x^* = (A^TA)^{-1}A^Tb, \quad \mathbf{x}_0 \in \mathbb{R}^{n}
\begin{bmatrix} a & b \\ c & d \end{bmatrix}^{-1} = \frac{1}{ad - bc} \begin{bmatrix} d & -b \\ -c & a \end{bmatrix}
\begin{aligned} x &= y \\ &= \alpha \end{aligned}
\operatorname{vec}(AXB) = (B^T \otimes A)\operatorname{vec}(X)
\mathbf{u}_i^\top \mathbf{v}_{j} + \mathbf{w}_{k}, \quad \left\{ x \mid \|x\|_2 \le 1 \right\}
f(x)\big|_{x=0}, \quad p(x|y)_{i}, \quad |x| + |y|, \quad \det|A|
\Delta t * v, \quad a*b, \quad (a+b)*(c+d), \quad x^{*}, \quad x^*_i
\text{if } x_i = 0, \quad \text{my\_name}, \quad \mathrm{softmax}(z)_{ij}
\|\mathbf{x}_{t} - \mathbf{x}^*\|^2 \le \mathbf{L}_{f} \|\mathbf{x}_{0}\|
= E_{\boldsymbol{x}_0 \sim q} \left[ p_\theta(\boldsymbol{x}_0 \mid \boldsymbol{x}_1) \right]
\left(\mathbf{M}_1\right)_{ij} = \prod_{k \ne i} \mathbf{A}_{k}, \quad \max_{x} \min_{y} g(x, y)
D_\mathbf{M} g(\mathbf{A})=&\ \frac{d}{d\epsilon} g(\mathbf{M}+\epsilon \mathbf{A}) \\ =&\ 0
y'y - 2y'Xw + w'X'Xw
\underbrace{f'(w)}_{1 \times n} = \underbrace{g'(h(w))}_{1 \times m} \underbrace{h'(w)}_{m \times n}
\{1, 2\} \subset \{ x : x > 0 \}
\operatorname*{argmin}_{x} \norm*{x}, \quad A \backslash b, \quad 50\%, \quad \& \#""".splitlines()


def mended(text: str, manner: Manner | None = None) -> str:
    return repair(Text.original(text, 0), manner or Manner())[0].characters


@pytest.mark.parametrize("row", CLEAN)
def test_what_is_right_is_left_alone(row: str) -> None:
    assert mended(row) == row
    assert [made for made in repair(Text.original(row, 0))[1] if made.applied] == []


def emphasized(row: str) -> str:
    """The row after Markdown took its underscores for emphasis, by the rules of CommonMark."""
    out, openers = list(row), []
    for place, character in enumerate(row):
        if character != "_":
            continue
        before, after = (row[place - 1] if place else " "), (row[place + 1 : place + 2] or " ")
        word_before, word_after = before.isalnum(), after.isalnum()
        left = not after.isspace() and (word_after or not word_before)
        right = not before.isspace() and (word_before or not word_after)
        if right and (not left or not word_after) and openers:
            out[openers.pop()] = out[place] = "*"
        elif left and (not right or not word_before):
            openers.append(place)
    return "".join(out)


DAMAGE = {
    "emphasis": emphasized,
    "escaped underscores": lambda row: row.replace("_", r"\_"),
    "doubled backslashes": lambda row: row.replace("\\", "\\\\"),
    "doubled and escaped": lambda row: row.replace("\\", "\\\\").replace("_", r"\_"),
    "html": lambda row: row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
    "zero width": lambda row: row.replace("=", "\u200b=\u200b"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_undone(kind: str) -> None:
    rows = [row for row in CLEAN if DAMAGE[kind](row) != row and r"\_" not in row]
    assert len(rows) >= 1
    assert [row for row in rows if mended(DAMAGE[kind](row)) != row] == []


CASES = {
    r"|A|*F = \sum*{i} a_i": r"\|A\|_F = \sum_{i} a_i",
    r"\frac{1}{m}| X R -Y|_{F}^{2}": r"\frac{1}{m}\| X R -Y\|_{F}^{2}",
    r"|Ax|_2^2 + |x|": r"\|Ax\|_2^2 + |x|",
    r"\sum<em>{i} X</em>{ij}": r"\sum_{i} X_{ij}",
    r"\sum{i=1}^n x_i": r"\sum_{i=1}^n x_i",
    r"\begin{aligned} a &= b \\\\ &= c \end{aligned}": r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    "\\begin{split} a &= b \\\n &= c \\\n \\end{split}": "\\begin{split} a &= b \\\\\n &= c \\\\\n \\end{split}",
    r"\begin{bmatrix} a & b \ c & d \end{bmatrix}": r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}",
    "\theta + \x0crac{1}{2} \x08eta": r"\theta + \frac{1}{2} \beta",
    r"\lang x, y \rang, \bold {V}, \left{ x \right}": r"\langle x, y \rangle, \mathbf{V}, \left\{ x \right\}",
    "A⁻¹xᵢⱼ + x² − 𝐗ᵀ⊗ℝ": r"A^{-1}x_{ij} + x^{2} - \mathbf{X}^{T}\otimes\mathbb{R}",
    "∂f/∂x + ‖x‖ · ŷ": r"\partial f/\partial x + \|x\| \cdot \hat{y}",
    "Σ_{i} x_i, Σm_{ik}, UΣV^T, (x)Σ^{-1}": r"\sum_{i} x_i, \sum m_{ik}, U\Sigma V^T, (x)\Sigma^{-1}",
    "√(a+b) + √2, x̂": r"\sqrt{a+b} + \sqrt{2}, \hat{x}",
    "a &lt; b<br>c": "a < b c",
}


@pytest.mark.parametrize("damaged", CASES)
def test_single_repairs(damaged: str) -> None:
    assert mended(damaged) == CASES[damaged]


def test_a_repair_names_its_place_and_rule() -> None:
    _, made = repair(Text.original("ab X*{ij}", 100))
    assert [(one.span.start, one.before, one.after, one.rule, one.applied) for one in made] == [
        (104, "*", "_", "W101", True)
    ]


def test_fallen_exponents_are_only_proposed_without_proof() -> None:
    text, made = repair(Text.original("y = K−1a", 0), Manner(ascii=True))
    assert text.characters == "y = K-1a"
    assert [(one.after, one.applied) for one in made if one.rule == "W112"] == [("^{-1}", False)]
