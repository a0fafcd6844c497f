"""Each classic mistake is called by its name, and the line that it was made of holds again."""

import pytest

from auditor.findings import Finding
from auditor.pipeline import audit
from auditor.verdicts import Step, Verdict

LETTERS = (
    r"Let $A$ be an $m \times n$ matrix and $B$ an $n \times m$ matrix. Let $S$ and $T$ be invertible $n \times n$ "
    r"matrices. Let $x, z \in \mathbb{R}^n$ and $y \in \mathbb{R}^m$. Let $a$ and $b$ be positive numbers."
)

SLIPS = (
    ("E303", r"(AB)^T = B^TA", r"B^TA^T"),
    ("E304", r"\nabla_x (y^TAx) = (A^Ty)^T", r"A^Ty"),
    ("E307", r"(ST)^{-1} = S^{-1}T^{-1}", r"T^{-1}S^{-1}"),
    ("E306", r"(S + T)S = S^2 + ST", r"S^2 + TS"),
    ("E308", r"(a - b)^2 = a^2 + 2ab + b^2", r"a^2 - 2ab + b^2"),
    ("E309", r"\nabla_x (x^Tx) = x", r"2x"),
    ("E310", r"(a + b)^2 = a^2 + b^2", r"a^2 + b^2 + 2ab"),
    ("E302", r"a(a + b) = a a + b", r"a(a + b)"),
    ("E313", r"(AB)_{ij} = \sum_{k=1}^n A_{ki}B_{kj}", r"\sum_{k=1}^n A_{ik}B_{kj}"),
    ("E315", r"\sum_{i=1}^n S_{ii} = S", r"\operatorname{tr}(S)"),
    ("E317", r"\frac{d}{da} (a^2 + 1)^3 = 3(a^2 + 1)^2", r"2a \cdot 3(a^2 + 1)^2"),
    ("E330", r"\nabla_x (z^Tx) = x", r"z"),
    ("E328", r"\nabla_x \|x - z\|_2 = 2(x - z)", r"\frac{x - z}{\|x - z\|_2}"),
    ("E328", r"\sin(2a) = 2\sin a", r"2\sin a\cos a"),
    ("E331", r"\log\frac{a}{b} = \frac{\log a}{\log b}", r"\log a - \log b"),
    ("E329", r"\nabla_x (z^Tx) = z (b + a) x^Tz", r"z"),
    ("E327", r"(S \otimes T)^2 = S^4 \otimes T^4", r"S^2 \otimes T^2"),
    ("E318", r"\nabla_x \frac{x^TSx}{x^Tx} = \frac{Sx}{x}", r"\frac{(S + S^T)x}{x^Tx} - \frac{2x^TSx}{(x^Tx)^2}x"),
    ("E336", r"\int_0^1 a^2\,da = \frac{3}{7} + \frac{1}{5}", r"\frac{1}{3}"),
)


def wrong_step(formula: str) -> Step:
    report = audit(f"{LETTERS}\n\n$${formula}$$\n")
    return next(step for step in report.steps if step.verdict.flagged)


def names(found: Finding) -> set[str]:
    return {found.rule.code} | ({found.suggestion.mistake} if found.suggestion else set())


@pytest.mark.parametrize(("code", "formula", "right"), SLIPS, ids=[code for code, _, _ in SLIPS])
def test_a_slip_has_its_name_and_its_line(code: str, formula: str, right: str) -> None:
    found = wrong_step(formula).findings[0]
    assert code in names(found)
    assert found.suggestion is not None
    left = formula.partition(" = ")[0]
    for line in (right, found.suggestion.latex):
        (step,) = (step for step in audit(f"{LETTERS}\n\n$${left} = {line}$$\n").steps if step.relation.symbol == "=")
        assert step.verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("written", "right"),
    [(r"\|x + z\| \ge \|x\| + \|z\|", r"\|x + z\| \le \|x\| + \|z\|"), ("a^2 > 2ab - b^2", r"a^2 \ge 2ab - b^2")],
)
def test_an_inequality_that_points_the_wrong_way(written: str, right: str) -> None:
    found = wrong_step(written).findings[0]
    assert found.rule.code == "E335"
    assert found.suggestion is not None
    assert found.suggestion.latex == right


@pytest.mark.parametrize(("written", "right"), [(r"ab \le \frac{a^2 + b^2}{4}", "2"), (r"e^a \ge 1 + 2a", "1 + a")])
def test_a_suggested_bound_is_sharp(written: str, right: str) -> None:
    found = wrong_step(written).findings[0]
    assert found.suggestion is not None
    assert right in found.suggestion.latex


@pytest.mark.parametrize("formula", [r"S^2 = T + 3x x^T", r"x^TSx \ge 1 + b", r"\det(S + T) = \det(S)\,b + 7"])
def test_where_nothing_near_holds_nothing_is_suggested(formula: str) -> None:
    for found in wrong_step(formula).findings:
        assert found.suggestion is None


@pytest.mark.parametrize("formula", [r"ST = TS", r"ST - TS = 0", r"\operatorname{tr}(ST + TS) = 0"])
def test_a_suggestion_neither_cancels_nor_doubles_anything(formula: str) -> None:
    for found in wrong_step(formula).findings:
        if found.suggestion is not None:
            assert not {"ST - ST", "TS - TS"} & {found.suggestion.latex.partition(" =")[0]}
            assert "0 +" not in found.suggestion.latex


def test_a_run_of_transposed_factors_is_turned_round() -> None:
    letters = (
        r"Let $F = u^T W^N W^{N-1} \cdots W^1 x$ with $W^j \in \mathbb{R}^{n \times n}$ for $1 \le j \le N$, where "
        r"$u, x \in \mathbb{R}^n$. "
    )
    wrong = r"$$\left(W^N W^{N-1} \cdots W^1\right)^T = (W^N)^T (W^{N-1})^T \cdots (W^1)^T$$"
    steps = audit(letters + wrong).steps
    (found,) = (found for step in steps if step.verdict.flagged for found in step.findings)
    assert found.suggestion is not None
    assert found.suggestion.mistake == "E307"
    mended = rf"$$\left(W^N W^{{N-1}} \cdots W^1\right)^T = {found.suggestion.latex}$$"
    assert audit(letters + mended).steps[-1].verdict is Verdict.VERIFIED


def test_decimals_get_their_digits() -> None:
    found = wrong_step(r"\sqrt{2} \approx 1.424").findings[0]
    assert found.suggestion is not None
    assert found.suggestion.latex == "1.414"


def test_a_mistake_that_is_carried_forward_is_filed_once() -> None:
    text = r"\begin{align} (a - b)^2 &= a^2 + 2ab + b^2 \\ &= (a - b)^2 \end{align}"
    steps = audit(f"{LETTERS}\n\n{text}\n").steps
    assert [step.carried_forward for step in steps if step.verdict.flagged] == [False, True]


@pytest.mark.parametrize(
    "formula",
    [
        r"(AB)_{ij} = \sum_{k=1}^{m} A_{ik}B_{kj}",
        r"\frac{\partial x_i}{\partial x_j} = \delta_{ii}",
        r"\begin{pmatrix} S & T \\ 0 & S \end{pmatrix}^{-1} = \begin{pmatrix} S & T \\ 0 \end{pmatrix}",
        r"\sum_{i=1}^n \sum_{i=1}^n x_i z_i = (\sum_i x_i)^{x}",
        r"x_{n+1} = x_{0}",
    ],
)
def test_no_formula_breaks_the_search(formula: str) -> None:
    assert audit(f"{LETTERS}\n\n$${formula}$$\n").steps
