"""What the words around a formula say: how it is put, what it goes on from, what leads up to it."""

import pytest
from trees import all_said, reading, said, statements

from auditor.verdicts import Stance

ASKED, SUPPOSED, DENIED, ASSERTED = Stance.ASKED, Stance.SUPPOSED, Stance.DENIED, Stance.ASSERTED
STANCES = {
    "plain": ("So we get $a = b$.", [ASSERTED]),
    "is it true": ("Is it true that $a = b$? I think so.", [ASKED]),
    "what is": ("Now then. What is $x = y$?", [ASKED]),
    "why does it hold": ("I wonder why does $AB = BA$ hold here.", [ASKED]),
    "directly before the mark": ("The derivative $x = 2y$?", [ASKED]),
    "title": ("# Gradient of $f = x^2$ in matrix form?\n\nWe have $c = d$.", [ASKED, ASSERTED]),
    "question before a display": ("Is the following correct?\n$$a = b$$", [ASKED]),
    "question mark on the sign": (r"So $a \overset{?}{=} b$ then.", [ASKED]),
    "question mark for the side": ("$$a = b = ?$$", [ASKED]),
    "question about something else": ("Since $a = b$, why is $c = d$?", [ASSERTED, ASKED]),
    "question that follows": ("I have the equation $a = b$, where X is a matrix, can you explain it?", [ASSERTED]),
    "suppose": ("Suppose $A = A^T$. Then $B = C$.", [SUPPOSED, ASSERTED]),
    "if then": ("If $A = A^T$, then $B = C$.", [SUPPOSED, ASSERTED]),
    "assume two": ("Assume that $A = B$ and $C = D$.", [SUPPOSED, SUPPOSED]),
    "under the assumption": ("Under the assumption that $a = b$ we get $c = d$.", [SUPPOSED, ASSERTED]),
    "condition behind": ("This holds if $a = b$.", [SUPPOSED]),
    "such that": ("Find $f$ such that $a = b$.", [ASSERTED, SUPPOSED]),
    "for a range": (r"For $1 \le j \le n$ we have $a = b$.", [SUPPOSED, ASSERTED]),
    "counterfactual": ("It is not. If it could, $a = b$.", [SUPPOSED]),
    "in the formula": (r"$$\text{if } a = b \text{ then } c = d$$", [SUPPOSED, ASSERTED]),
    "is wrong": ("The claim $a = b$ is wrong.", [DENIED]),
    "does not hold": ("But $a = b$ does not hold in general.", [DENIED]),
    "not true that": ("It is not true that $a = b$.", [DENIED]),
    "cannot be": ("The answer cannot be $a = b$.", [DENIED]),
    "let": ("Let $x = y$.", [ASSERTED]),
    "why as a reason": ("That is why $a = b$.", [ASSERTED]),
    "if within another sentence": ("If $f$ acts entrywise, we have $z = f$.", [SUPPOSED, ASSERTED]),
}


@pytest.mark.parametrize(("text", "stances"), STANCES.values(), ids=STANCES)
def test_stance(text: str, stances: list[Stance]) -> None:
    assert [statement.stance for statement in statements("Some words.\n\n" * (text[0] != "#") + text)] == stances


GOES_ON = {
    "rows of one display": (r"\begin{align} a &= b \\ &= c \\ &= d \end{align}", [None, 0, 1]),
    "displays": ("$$a = b$$\n\nand so\n\n$$= c$$", [None, 0]),
    "bare lines": ("\\frac{1}{2} a\n\nI expand it\n\n= \\frac{1}{2} b\n= \\frac{1}{2} c", [None, 0, 1]),
    "over a mention": ("$$a = b$$ so with some $c$ in mind we get\n$$= d$$", [None, None, 0]),
    "from the mention directly before": ("$$a = b$$ The second derivative $c$\n$$= d$$", [None, None, 1]),
    "inline lines": ("$a$\n\n$= b$\n\n$= c$", [None, 0, 1]),
    "not where words name the left side": ("$$a = b$$\nThe gradient of it is\n$$= c$$", [None, None]),
    "where words point back": ("$$a = b$$\nThis is\n$$= c$$", [None, 0]),
    "not into an answer": ("$$a = b$$\n\nAnswer.\n\n$$= c$$", [None, None]),
    "into the next step": ("$$a = b$$\n\n**Step 2**\n\n$$= c$$", [None, 0]),
    "nothing before": ("$$= c$$", [None]),
    "behind a remark": (
        r"\begin{align} a &= b & & \text{from } x = y \\ &= c \end{align}",
        [None, None, 0],
    ),
}


@pytest.mark.parametrize(("text", "sources"), GOES_ON.values(), ids=GOES_ON)
def test_a_row_that_begins_with_a_relation_goes_on_from(text: str, sources: list[int | None]) -> None:
    assert [statement.continues for statement in statements(text)] == sources


def test_a_relation_at_the_end_of_a_display_counts_once_at_the_later_place() -> None:
    text = "$$a = b =$$\n$$= c$$"
    first, second = statements(text)
    assert said(first) == "a = b"
    assert said(second) == "∅ = c"
    assert second.relations[0].span.start == text.rindex("=")


def test_a_relation_at_the_end_of_a_display_is_continued_by_the_next() -> None:
    assert all_said("$$a = b =$$\n$$c + d$$") == ["a = b = c + d"]
    assert all_said("$$a = b =$$\nand we stop here. But now\n$$c + d$$") == ["a = b = ∅", "c + d"]


def test_an_arrow_over_a_break_between_equations_is_an_implication() -> None:
    assert all_said(r"$$a = b \rightarrow$$" + "\n" + "$$c = d$$") == [r"a = b \implies c = d"]
    assert all_said(r"\begin{align} a &= b \\ \to\; c &= d \end{align}") == ["a = b", r"∅ \implies c = d"]


def test_the_words_before_lead_up_to_a_formula() -> None:
    found = statements("This is one sentence. Then the gradient of $f$ by $x$ is $$g = 2x.$$ And that is all of $y$.")
    assert [statement.lead for statement in found] == [
        "Then the gradient of",
        "Then the gradient of $f$ by",
        "Then the gradient of $f$ by $x$ is",
        "And that is all of",
    ]


def test_the_words_before_are_cut_to_a_length() -> None:
    (statement,) = statements(f"So {'very ' * 40}far from $x = y$.")
    assert statement.lead.endswith("very far from")
    assert len(statement.lead) <= 80


def test_abbreviations_end_no_sentence() -> None:
    _, second = statements("We use $a$, e.g. the product $b$.")
    assert second.lead == "We use $a$, e.g. the product"


def test_a_document_without_mathematics_says_nothing() -> None:
    found = reading("Nothing but words.\n\n* and * a list\n")
    assert found.statements == ()
    assert found.findings == ()
