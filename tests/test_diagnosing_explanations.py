"""What is said beside the verdicts: why a step is right, what the right result is, how the text was read."""

from pathlib import Path

import pytest

from auditor.deciding.readings import decide_readings
from auditor.diagnosing.mending import subject_of
from auditor.diagnosing.mistakes import MISTAKES
from auditor.diagnosing.trying import MOST_TRIED, OF_A_JUDGE, WORK, Trial
from auditor.parsing import parse
from auditor.pipeline import audit
from auditor.reading import read
from auditor.source import Source
from auditor.verdicts import Verdict

CORPUS = Path(__file__).parents[1] / "corpus"
LETTERS = r"Let $A$, $B$ be $n \times n$ matrices, $A$ invertible, and let $x, y \in \mathbb{R}^n$ and $a > 0$."


def codes(text: str) -> list[str]:
    return [found.rule.code for found, _ in audit(text).all_findings]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (r"\nabla_x (x^TBx) = (B + B^T)x", "product rule"),
        (r"\frac{\partial}{\partial A} \operatorname{tr}(AB) = B^T", "tr(AX)"),
        (r"\operatorname{tr}(AB) = \operatorname{tr}(BA)", "cyclic"),
        (r"(AB)^T = B^TA^T", "(AB)ᵀ"),
        (r"x^TBy = y^TB^Tx", "a scalar equals its transpose"),
        (r"(AB)_{ij} = \sum_{k=1}^n A_{ik}B_{kj}", "by entries"),
        (r"A^{-1}AB = B", "inverse"),
        (r"(A^T)^{-1} = (A^{-1})^T", "a transpose"),
        (r"\frac{d}{da} \log(a^2 + 1) = \frac{2a}{a^2 + 1}", "chain rule"),
    ],
)
def test_a_right_step_says_its_rule(formula: str, words: str) -> None:
    step = audit(f"{LETTERS}\n\n$${formula}$$\n").steps[-1]
    assert step.verdict is Verdict.VERIFIED
    assert words in step.evidence.note


def test_a_conclusion_says_how_it_follows() -> None:
    steps = audit(f"{LETTERS}\n\n$$Ax = y \\implies x = A^{{-1}}y$$\n").steps
    assert [step.evidence.note for step in steps if step.relation.symbol == r"\implies"] == [
        "rule: the premise, solved for the letter on the left of the conclusion"
    ]


def test_a_definition_is_named() -> None:
    step = audit("Let $x \\in \\mathbb{R}^n$ and $f = x^Tx$.\n\n$$f = \\sum_{i=1}^n x_i^2$$\n").steps[-1]
    assert step.evidence.note == "rule: definition of f"


def test_the_rules_behind_the_chat_answer() -> None:
    text = (CORPUS / "derivations" / "gradient_of_frobenius_loss.md").read_text(encoding="utf-8")
    rules = [step.evidence.note.removeprefix("rule: ") for step in audit(text).steps if step.evidence.note]
    assert [rules[0], *rules[2:7]] == [
        "definition of L",
        "definition of the norm",
        "definition of L",
        "definition of L",
        "a derivative is taken term by term, and by the chain rule in each term",
        "definition of the matrix product by entries",
    ]


def test_a_wrong_gradient_gets_the_right_one() -> None:
    step = audit(f"{LETTERS}\n\n$$\\nabla_x (\\|Bx - y\\|^2) = x$$\n").steps[-1]
    (found,) = step.findings
    assert found.suggestion is None
    right = found.help.partition("the left side is ")[2]
    assert audit(f"{LETTERS}\n\n$$\\nabla_x (\\|Bx - y\\|^2) = {right}$$\n").steps[-1].verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (r"\begin{align} (x+1)^3 - (x-1)^3 &= 6x^2 - 2 \\ &= 2(3x^2 - 1) \end{align}", "2(3x^2 + 1)"),
        (
            r"With $\sigma(t) = \frac{1}{1+e^{-t}}$ we have "
            r"\begin{align} \sigma'(t) &= \frac{-e^{-t}}{(1+e^{-t})^2} \\ &= \sigma(t)(\sigma(t) - 1) \end{align}",
            r"\sigma(t)(1 - \sigma(t))",
        ),
    ],
)
def test_a_derivation_that_ends_wrongly_gets_its_right_end(text: str, right: str) -> None:
    helps = [found.help for step in audit(text).steps for found in step.findings]
    assert any(f"the whole derivation comes to {right}" in words for words in helps)


def test_of_a_gradient_that_is_wrong_the_right_one_vanishes() -> None:
    text = (
        r"Let $X \in \mathbb{R}^{n\times d}$, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$, $L(w) = \|Xw - y\|^2$. Then "
        r"$$\nabla L(w) = X^T(Xw - y).$$ Setting the gradient to zero, $X^TXw = X^Ty$."
    )
    assert [step.verdict for step in audit(text).steps[-2:]] == [Verdict.REFUTED, Verdict.VERIFIED]


def test_that_a_derivative_is_nothing_is_not_told() -> None:
    text = r"Let $\lambda \in \mathbb{R}$ and $v \in \mathbb{R}^n$, and $A \in \mathbb{R}^{n\times n}$."
    text += r" $$d\lambda = v v^T dA$$"
    for step in audit(text).steps:
        assert all(found.suggestion is None and "is 0" not in found.help for found in step.findings)


def test_the_chat_answer_is_explained() -> None:
    """Where δ came from, what the sums did, which parentheses are lost, why X is transposed, and that the end holds."""
    text = (CORPUS / "derivations" / "gradient_of_frobenius_loss.md").read_text(encoding="utf-8")
    report = audit(text)
    said = [(found.rule.code, f"{found.message} {found.help}") for found, _ in report.all_findings]
    assert [code for code, _ in said] == ["E203", "E302", "E204", "W408"]
    words = dict(said)
    assert r"\partial R_{kj}/\partial R_{pq} = \delta_{kp}\delta_{jq}" in words["E203"]
    assert "(XR)_{ij} - Y_{ij}" in words["E302"]
    assert "the sums over i and j turned a matrix into a scalar" in words["E204"]
    assert r"\sum_i X_{ip}((XR)_{iq} - Y_{iq})" in words["W408"]
    assert report.conclusions[-1].verdict is Verdict.VERIFIED
    assert report.conclusions[-1].route == "invalid"


# How the text was read


def test_one_breath_with_two_shapes_is_a_contradiction() -> None:
    text = "Let $A$ be an $m \\times n$ matrix, and let $A$ be an $n \\times m$ matrix.\n\n$$A = A$$\n"
    assert codes(text) == ["E209"]


def test_a_letter_used_again_behind_formulas_is_a_note() -> None:
    text = (
        "Let $A$ be an $m \\times n$ matrix.\n\n$$A + A = 2A$$\n\nLet $A$ be a $p \\times p$ matrix.\n\n$$A - A = 0$$\n"
    )
    assert codes(text) == ["W407"]


def test_other_letters_are_no_contradiction() -> None:
    assert codes("Let $A$ be an $m \\times n$ matrix and $B$ an $n \\times m$ matrix.\n\n$$(AB)^T = B^TA^T$$\n") == []


def test_bars_are_read_in_one_way_and_it_is_said_once() -> None:
    text = f"{LETTERS}\n\n$$|AB| = |A|\\,|B|$$\n\n$$|A^T| = |A|$$\n"
    assert codes(text) == ["W404"]


# Budgets


def test_the_search_is_counted_and_ends() -> None:
    long = " + ".join(f"x^TB^{{{k}}}y" for k in range(2, 30))
    source = Source("text", f"{LETTERS}\n\n$$x^TBy = {long}$$\n")
    decided = decide_readings(parse(read(source)), (), {}, seed=1)
    number = len(decided.decisions) - 1
    assert decided.decisions[number].verdict is Verdict.REFUTED
    subject = subject_of(decided, number, "right")
    assert subject is not None
    trial = Trial(decided, number, "right")
    for mistake in MISTAKES:
        for edit in mistake.edits(subject):
            if trial.exhausted:
                break
            trial.mends(edit.node)
    assert trial.exhausted
    assert trial.tried <= MOST_TRIED
    assert (trial.tried + trial.judged * OF_A_JUDGE - OF_A_JUDGE - 1) * trial.size <= WORK


def test_the_same_text_is_explained_in_the_same_words() -> None:
    text = f"{LETTERS}\n\n$$(AB)^T = A^TB^T$$\n\n$$\\nabla_x(x^TBx) = 2Bx$$\n"
    assert audit(text).to_dict() == audit(text).to_dict()
