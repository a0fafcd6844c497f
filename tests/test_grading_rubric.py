"""Rubrics and overrides: what they mean, and what is said where they are wrong."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.grading.assessed import Standing
from auditor.grading.charging import Mark
from auditor.grading.overrides import TEMPLATE, OverridesError, read_overrides
from auditor.grading.proposing import proposed
from auditor.grading.reference import Assignment
from auditor.grading.rubric import (
    MethodItem,
    ResultItem,
    Rubric,
    RubricError,
    quoted,
    read_rubric,
    write_rubric,
)
from auditor.reading import read
from auditor.reading.document import Document
from auditor.source import Source

SMALL = "[[result]]\nlatex = 'x = 1'\npoints = 2\n"


def document(text: str) -> Document:
    return read(Source("text.md", text))


# Reading


def test_a_small_rubric_is_filled_up() -> None:
    rubric = read_rubric(SMALL)
    (result,) = rubric.results
    assert (result.name, result.points, result.final, result.required) == ("result 1", 2.0, True, True)
    assert rubric.max_score == rubric.derivation + 2


def test_the_last_result_is_final_unless_another_one_says_so() -> None:
    text = SMALL + "final = true\n" + SMALL
    assert [item.final for item in read_rubric(text).results] == [True, False]
    assert [item.final for item in read_rubric(SMALL + SMALL).results] == [False, True]


@pytest.mark.parametrize(
    "text, said",
    [
        ("", '"result" is missing'),
        ("result = []", "there is no [[result]]"),
        ("[[result]]\nlatex = 'x'", 'result 1: "points" is missing'),
        ("[[result]]\npoints = 1", 'result 1: "latex" is missing'),
        (SMALL + "pionts = 3", '"pionts" is not known here; is "points" meant?'),
        (SMALL.replace("2", "'two'"), '"points" must be a number of at least 0, and is "two"'),
        (SMALL.replace("2", "-1"), "at least 0"),
        (SMALL.replace("2", "nan"), "at least 0"),
        (SMALL.replace("2", "true"), "at least 0"),
        (SMALL + "final = 1", '"final" must be true or false, and is 1'),
        (SMALL + "final = true\n" + SMALL + "final = true", "more than one result is final"),
        (SMALL + "name = 'a'\n" + SMALL + "name = 'a'", 'the name "a" is given twice'),
        (SMALL + "name = 'derivation'", "is the name of the points for the steps"),
        ("derivation = 4\n" + SMALL, '"derivation" must be written as a [table]'),
        ("result = 3", '"result" must be written as [[tables]]'),
        (SMALL + "[derivation]\nper_slip = 'x'", '[derivation]: "per_slip" must be a number'),
        (SMALL + "[follow_through]\nleast_work = 2", "from 0 to 1"),
        (SMALL + "[[method]]\nname = 'm'\npoints = 1", "neither words nor formulas"),
        (SMALL + "[[method]]\nname = 'm'\npoints = 1\nwords = 'w'", "must be a list of texts"),
        ("[[result", "not TOML"),
        ("a = " + "[" * 100_000, "not TOML"),
    ],
)
def test_mistakes_are_named(text: str, said: str) -> None:
    with pytest.raises(RubricError) as wrong:
        read_rubric(text)
    assert said in str(wrong.value)


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(RubricError) as wrong:
        read_rubric("tilte = 'x'\n[[result]]\npoints = 'many'\n")
    assert len(str(wrong.value).split("\n")) == 3


# Writing

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text.strip())
POINTS = st.floats(0, 1000, allow_nan=False)


@given(TEXTS)
def test_any_text_can_be_written_as_toml(text: str) -> None:
    assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}


@given(title=TEXTS, latex=TEXTS, points=POINTS, per_slip=POINTS, words=st.lists(TEXTS, min_size=1), source=st.text())
def test_what_is_written_reads_back(
    title: str, latex: str, points: float, per_slip: float, words: list[str], source: str
) -> None:
    results = (
        ResultItem("first", latex, points, required=False),
        ResultItem("last", latex, points, final=True),
    )
    methods = (MethodItem("way", points, tuple(words), (latex,)),)
    rubric = Rubric(results, methods, title, points, per_slip)
    assert read_rubric(write_rubric(rubric, source)) == rubric


def test_latex_keeps_its_backslashes() -> None:
    assert quoted(r"\frac{a}{b}") == r"'\frac{a}{b}'"
    assert r"\\sigma'" in quoted(r"\sigma'")


# A rubric that nobody wrote

PROBLEM = r"""# Trace
Let $A$ be an $n \times n$ matrix and $f(X) = \operatorname{tr}(AX)$ for $X \in \mathbb{R}^{n\times n}$.
Find $\nabla f(X)$ and $c = f(I)$.
"""
REFERENCE = r"""With $M = A^T$ we have
$$\nabla f(X) = M$$
$$\nabla f(X) = A^T .$$
Because $A^{TT} = A$, finally
$$c = \operatorname{tr}(A) .$$
"""


def test_each_quantity_is_proposed_once_with_its_last_value() -> None:
    rubric = proposed(document(PROBLEM), document(REFERENCE))
    assert [item.latex for item in rubric.results] == [r"\nabla f(X) = A^T", r"c = \operatorname{tr}(A)"]
    assert [item.final for item in rubric.results] == [False, True]
    assert rubric.max_score == 10
    assert rubric.title == "Trace"


def test_a_rubric_without_an_equation_is_refused() -> None:
    rubric = Rubric((ResultItem("it", "just words", 1.0, final=True),))
    with pytest.raises(RubricError, match="no equation"):
        Assignment(document(PROBLEM), document(REFERENCE), rubric).in_letters()


# Overrides


def test_overrides_say_what_the_teacher_decides() -> None:
    text = '["a.b"]\nscore = 3\nfinal_answer = "right"\nnote = "well"\n["a.b".lines]\n4 = "carried"\n'
    text += '["a.b".results]\nfinal = "wrong"\n["a.b".points]\nderivation = 1.5\n'
    override = read_overrides(text)["a.b"]
    assert override.score == 3
    assert override.final_answer is Standing.RIGHT
    assert override.lines == {4: Mark.CARRIED}
    assert override.standings == {"final": Standing.WRONG}
    assert override.points == {"derivation": 1.5}
    assert override.words == (
        "derivation: 1.5 points",
        "final: wrong",
        "line 4: carried",
        "final answer: right",
        "score: 3",
    )


def test_the_template_decides_nothing() -> None:
    assert read_overrides(TEMPLATE) == {}


@pytest.mark.parametrize(
    "text, said",
    [
        ("a = 3", '"a" is not written as ["a"]'),
        ("[a]\nscroe = 3", '"scroe" is not known here; is "score" meant?'),
        ("[a]\nscore = 'x'", '"score" must be a number'),
        ("[a]\nnote = 3", '"note" must be a text'),
        ("[a]\nfinal_answer = 'fine'", '"final_answer" is one of right'),
        ("[a]\nlines = 3", '"lines" must be a table'),
        ("[a.lines]\nx = 'right'", '"x" is no line number'),
        ("[a.lines]\n3 = 'good'", "line 3 is one of right"),
        ("[a.points]\nq = -2", 'the points of "q"'),
        ("[a.results]\nq = 'good'", '"q" is one of right'),
        ("[", "not TOML"),
    ],
)
def test_mistakes_in_overrides_are_named(text: str, said: str) -> None:
    with pytest.raises(OverridesError) as wrong:
        read_overrides(text)
    assert said in str(wrong.value)
