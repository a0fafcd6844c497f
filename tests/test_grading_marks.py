"""From what was found to marks: one slip costs once, what is open costs nothing, and the teacher has the last word."""

from dataclasses import replace

import pytest

from auditor.grading.assessed import Answer, Assessed, Standing, Status, Step
from auditor.grading.charging import Mark
from auditor.grading.grades import Grade, points
from auditor.grading.marking import mark
from auditor.grading.overrides import Override
from auditor.grading.rubric import MethodItem, ResultItem, Rubric

RUBRIC = Rubric((ResultItem("part", "a = b", 2.0), ResultItem("end", "c = d", 4.0, final=True)))


def step(id: int, mark: Mark = Mark.RIGHT) -> Step:
    return Step(id, id, None, "a", "=", "b", "refuted" if mark is Mark.WRONG else "verified", mark)


def assessed(*steps: Step, part: Standing = Standing.RIGHT, end: Standing = Standing.RIGHT, **more: bool) -> Assessed:
    answers = (Answer("part", part, "b", 1, (1,), **more), Answer("end", end, "d", 3, (3,), **more))
    return Assessed("s", "s.md", steps=steps or (step(1), step(2), step(3)), answers=answers, derived=True)


def earned(grade: Grade) -> dict[str, float]:
    return {item.name: item.points for item in grade.items}


def test_everything_right_earns_everything() -> None:
    grade = mark(RUBRIC, assessed())
    assert grade.score == grade.max_score == 10
    assert grade.final_answer is Standing.RIGHT
    assert not grade.needs_teacher


def test_one_slip_that_spoils_everything_costs_once() -> None:
    found = assessed(
        step(1, Mark.WRONG), step(2, Mark.CARRIED), step(3, Mark.CARRIED), part=Standing.RIGHT, end=Standing.GIVEN_SLIP
    )
    grade = mark(RUBRIC, found)
    assert grade.score == 9
    assert (grade.wrong_lines, grade.carried_lines) == ((1,), (2, 3))


def test_a_slip_in_the_line_of_a_result_costs_the_result_and_no_more() -> None:
    found = assessed(step(1), step(2), step(3, Mark.WRONG), end=Standing.WRONG, near=True)
    assert earned(mark(RUBRIC, found)) == {"part": 2, "end": 3, "derivation": 4}


def test_a_result_that_is_far_off_earns_nothing() -> None:
    found = assessed(step(1), step(2), step(3, Mark.WRONG), end=Standing.WRONG)
    assert earned(mark(RUBRIC, found))["end"] == 0


def test_no_follow_through_where_a_slip_leaves_nothing_to_do() -> None:
    found = assessed(step(1, Mark.WRONG), part=Standing.GIVEN_SLIP, end=Standing.GIVEN_SLIP, trivial=True)
    assert mark(RUBRIC, found).score == 0


def test_what_is_not_decided_costs_nothing_and_is_listed() -> None:
    found = assessed(step(1), step(2, Mark.UNDECIDED), step(3), end=Standing.UNDECIDED)
    grade = mark(RUBRIC, found)
    assert grade.score == 10
    assert grade.undecided_lines == (2,)
    assert grade.needs_teacher


def test_an_answer_alone_earns_no_points_for_steps() -> None:
    found = replace(assessed(step(3), part=Standing.MISSING), derived=False)
    assert mark(RUBRIC, found).score == 4


def test_steps_earn_as_much_as_they_reach() -> None:
    found = assessed(end=Standing.MISSING)
    assert earned(mark(RUBRIC, found)) == {"part": 2, "end": 0, "derivation": pytest.approx(1.33, abs=0.01)}


def test_a_right_later_result_earns_one_in_between() -> None:
    rubric = replace(RUBRIC, results=(replace(RUBRIC.results[0], required=False), RUBRIC.results[1]))
    assert mark(rubric, assessed(part=Standing.MISSING)).score == 10
    assert earned(mark(rubric, assessed(part=Standing.MISSING, end=Standing.WRONG)))["part"] == 0


def test_marks_never_fall_below_zero() -> None:
    slips = [step(number, Mark.WRONG) for number in range(1, 9)]
    grade = mark(RUBRIC, assessed(*slips, end=Standing.WRONG))
    assert all(item.points >= 0 for item in grade.items)


def test_methods_count_where_they_are_recognised() -> None:
    rubric = replace(RUBRIC, methods=(MethodItem("way", 2.0, ("word",)), MethodItem("other", 1.0, ("word",))))
    grade = mark(rubric, replace(assessed(), methods=(True, False)))
    assert earned(grade)["way"] == 2
    assert earned(grade)["other"] == 0
    assert grade.needs_teacher


@pytest.mark.parametrize("status", [status for status in Status if status not in (Status.GRADED, Status.EMPTY)])
def test_what_could_not_be_read_has_no_score(status: Status) -> None:
    grade = mark(RUBRIC, Assessed("s", "s.md", status, "why"))
    assert grade.score is None
    assert grade.needs_teacher


def test_an_empty_submission_scores_nothing() -> None:
    grade = mark(RUBRIC, Assessed("s", "s.md", Status.EMPTY))
    assert (grade.score, grade.final_answer) == (0, Standing.MISSING)


# The teacher's word


def test_a_line_that_the_teacher_accepts_costs_nothing() -> None:
    found = assessed(step(1), step(2, Mark.WRONG), step(3))
    assert mark(RUBRIC, found).score == 9
    grade = mark(RUBRIC, found, Override(lines={2: Mark.RIGHT}))
    assert grade.score == 10
    assert not grade.wrong_lines


def test_the_teacher_decides_results_points_and_the_total() -> None:
    assert mark(RUBRIC, assessed(), Override(standings={"end": Standing.MISSING})).final_answer is Standing.MISSING
    assert earned(mark(RUBRIC, assessed(), Override(points={"derivation": 1.0})))["derivation"] == 1
    grade = mark(RUBRIC, assessed(), Override(score=7.25, final_answer=Standing.WRONG, note="see me"))
    assert (grade.score, grade.final_answer, grade.note) == (7.25, Standing.WRONG, "see me")


def test_the_teacher_marks_what_could_not_be_read() -> None:
    grade = mark(RUBRIC, Assessed("s", "s.md", Status.UNREADABLE, "a PDF"), Override(score=6))
    assert grade.score == 6
    assert not grade.needs_teacher


@pytest.mark.parametrize("value, shown", [(3.0, "3"), (2.5, "2.5"), (1.25, "1.25"), (0.0, "0"), (10.0, "10")])
def test_points_are_printed_short(value: float, shown: str) -> None:
    assert points(value) == shown
