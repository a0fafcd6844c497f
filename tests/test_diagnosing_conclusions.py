"""Implications that fail, bounds that are too sharp, expectations taken apart: what is suggested, and that it holds."""

import pytest

from auditor.pipeline import audit
from auditor.verdicts import Verdict

LETTERS = (
    r"Let $A$ be an invertible $n \times n$ matrix, $X$ an $m \times n$ matrix with full column rank, $w, b \in "
    r"\mathbb{R}^n$, $y \in \mathbb{R}^m$, and let $s$ and $t$ be numbers."
)


def implication(formula: str) -> tuple[str, str]:
    """The suggestion for an implication that fails, and the mistake that it undoes."""
    steps = audit(f"{LETTERS}\n\n$${formula}$$\n").steps
    (step,) = (one for one in steps if one.relation.symbol in (r"\implies", r"\iff"))
    assert step.verdict in (Verdict.REFUTED, Verdict.ILL_FORMED)
    suggestion = step.findings[0].suggestion
    assert suggestion is not None
    return suggestion.latex, suggestion.mistake


@pytest.mark.parametrize(
    ("premise", "sign", "wrong", "right", "code"),
    [
        (r"Aw = b", r"\implies", r"w = -A^{-1}b", r"w = A^{-1}b", "E308"),
        (r"Aw = b", r"\implies", r"w = Ab", r"w = A^{-1}b", "E327"),
        (r"Aw = b", r"\implies", r"w = bA^{-1}", r"w = A^{-1}b", "E306"),
        (r"X^TXw = X^Ty", r"\implies", r"w = X^TXX^Ty", r"w = (X^TX)^{-1}X^Ty", "E327"),
        (r"st = 3t", r"\implies", r"s - 3 = 0", r"t(s - 3) = 0", "E328"),
    ],
)
def test_a_conclusion_that_does_not_follow_gets_the_one_that_does(
    premise: str, sign: str, wrong: str, right: str, code: str
) -> None:
    latex, mistake = implication(f"{premise} {sign} {wrong}")
    assert mistake == code
    assert "".join(latex.split()) in {"".join(right.split()), "(s-3)t=0"}
    steps = audit(f"{LETTERS}\n\n$${premise} {sign} {latex}$$\n").steps
    assert [step.verdict for step in steps][-2:] == [Verdict.VERIFIED] * 2


def test_an_implication_both_ways_that_holds_one_way() -> None:
    latex, mistake = implication(r"Xw = y \iff X^TXw = X^Ty")
    assert (latex, mistake) == (r"y \implies X^TXw", "E335")


@pytest.mark.parametrize("formula", [r"s^2 = t^2 \implies s = s", r"Aw = b \implies w = w + b"])
def test_no_conclusion_is_suggested_that_says_nothing(formula: str) -> None:
    for step in audit(f"{LETTERS}\n\n$${formula}$$\n").steps:
        for found in step.findings:
            if found.suggestion is not None:
                left, _, right = found.suggestion.latex.partition(" = ")
                assert left != right
                assert found.suggestion.latex != "Aw = b"


NUMBERS = r"Let $a$, $b$ and $\epsilon > 0$ be numbers, $M$ an $m \times n$ matrix and $x \in \mathbb{R}^n$."


@pytest.mark.parametrize(
    ("written", "right"),
    [
        (r"3ab \le a^2 + b^2", r"2ab \le a^2 + b^2"),
        (r"-M^TM \succeq 0", r"M^TM \succeq 0"),
        (r"M^TM - \epsilon I \succ 0", r"M^TM + \epsilon I \succ 0"),
        (r"e^a \ge 1 + 2a", "1 + a"),
    ],
)
def test_a_bound_is_mended_in_the_plainest_way(written: str, right: str) -> None:
    step = audit(f"{NUMBERS}\n\n$${written}$$\n").steps[-1]
    suggestion = step.findings[0].suggestion
    assert ("" if suggestion is None else "".join(suggestion.latex.split())) == "".join(right.split())


CHANCE = r"Let $X$ and $Y$ be independent random variables with finite variance."


@pytest.mark.parametrize(
    ("written", "right"),
    [
        (r"\operatorname{Var}(X) = (\mathbb{E}[X - \mathbb{E}[X]])^2", r"\mathbb{E}[(X - \mathbb{E}[X])^2]"),
        (r"\operatorname{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}[X^2]", r"\mathbb{E}[X^2] - \mathbb{E}[X]^2"),
    ],
)
def test_expectations_taken_apart(written: str, right: str) -> None:
    suggestion = audit(f"{CHANCE}\n\n$${written}$$\n").steps[-1].findings[0].suggestion
    assert suggestion is not None
    assert "".join(suggestion.latex.split()) == "".join(right.split())
