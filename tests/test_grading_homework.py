"""Homework sets come out as a careful human grader marks them; three have submissions of every kind."""

import json
from functools import cache
from pathlib import Path

import pytest

from auditor.grading.assessing import assess
from auditor.grading.grades import Grade
from auditor.grading.grading import prepare
from auditor.grading.marking import mark
from auditor.grading.reference import Assignment
from auditor.grading.submissions import Submission
from auditor.reading import read

HOMEWORK = Path(__file__).parent / "homework"
SETS = {folder.name: json.loads((folder / "truth.json").read_text()) for folder in sorted(HOMEWORK.iterdir())}
CASES = [(name, file) for name, files in SETS.items() for file in files]
COMPLETE = ("matrix_gradient", "scalar_calculus", "two_layer_network")
LEFT = {  # what a grader asks the teacher about
    ("matrix_gradient", "trivialised.md"),
    ("scalar_calculus", "trivialised.md"),
    ("critical_points", "gamma.md"),  # a list of zeros, and the gamma function
    ("lagrange_multiplier", "wrong_order.md"),  # a quotient by what has no meaning
}


@cache
def assignment(name: str) -> Assignment:
    folder = HOMEWORK / name
    rubric = folder / "rubric.toml"
    setting = prepare(folder / "reference.md", folder / "problem.md", rubric if rubric.exists() else None).setting
    assert setting.problem is not None
    return Assignment(read(setting.problem.source), read(setting.reference.source), setting.rubric)


@cache
def grade(name: str, file: str) -> Grade:
    given = assignment(name)
    return mark(given.rubric, assess(given, Submission(Path(file).stem, HOMEWORK / name / file)))


@pytest.mark.parametrize("name, file", CASES)
def test_a_submission_is_marked_as_a_careful_grader_marks_it(name: str, file: str) -> None:
    found = grade(name, file)
    assert {
        "wrong_lines": list(found.wrong_lines),  # each slip charged once
        "carried_lines": list(found.carried_lines),  # what follows from a slip is not charged
        "final_answer": found.final_answer.value,
        "score": found.score,
    } == SETS[name][file]
    assert not found.undecided_lines or (name, file) in LEFT


@pytest.mark.parametrize("name", SETS)
def test_the_reference_holds_and_earns_everything(name: str) -> None:
    given = assignment(name)
    found = mark(given.rubric, assess(given, Submission("reference", HOMEWORK / name / "reference.md")))
    assert not found.wrong_lines
    assert found.score == found.max_score
    assert found.final_answer.value == "right"


@pytest.mark.parametrize("name", COMPLETE)
def test_every_set_has_submissions_of_every_kind(name: str) -> None:
    files = {Path(file).stem for file in SETS[name]}
    assert len(files) >= 8
    assert {"other_letters", "one_slip", "two_slips", "answer_only", "blank", "chat", "wrong_route"} <= files


def test_other_letters_are_named_for_the_teacher() -> None:
    assert grade("matrix_gradient", "other_letters.md").assessed.letters == (("C", "B"), ("P", "X"), ("S", "A"))
    assert grade("two_layer_network", "other_letters.md").assessed.letters == (("U", "W_{1}"), ("V", "W_{2}"))
    assert grade("matrix_gradient", "plain.md").assessed.letters == ()


def test_a_slip_that_makes_the_rest_trivial_earns_no_follow_through() -> None:
    for name in ("matrix_gradient", "scalar_calculus"):
        found = grade(name, "trivialised.md")
        assert all(item.points == 0 for item in found.items)


def test_one_slip_costs_the_same_wherever_it_stands() -> None:
    early, late = grade("two_layer_network", "one_slip.md"), grade("two_layer_network", "notebook.ipynb")
    assert early.score == late.score


def test_a_notebook_is_graded_by_cell() -> None:
    (slip,) = grade("two_layer_network", "notebook.ipynb").slips
    assert (slip.cell, slip.line) == (3, 2)
    assert slip.excerpt
