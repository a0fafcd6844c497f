"""From what was found in a submission to marks, by the rubric and by what the teacher decided.

Results earn their points where they are right, and where they are right given an earlier slip; the slip itself costs
once, where it stands. A slip that leaves little of the work of a result earns no follow-through for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.grading.assessed import Answer, Assessed, Standing, Status
from auditor.grading.charging import Mark
from auditor.grading.grades import Grade, Item, points
from auditor.grading.overrides import NOTHING, Override
from auditor.grading.rubric import ResultItem, Rubric

_REACHED = frozenset({Standing.RIGHT, Standing.GIVEN_SLIP, Standing.WRONG, Standing.UNDECIDED})
_NOTHING_FOUND = {Status.EMPTY: Standing.MISSING}


def mark(rubric: Rubric, assessed: Assessed, override: Override = NOTHING) -> Grade:
    """The grade of a submission."""
    assessed = _corrected(assessed, override)
    if assessed.status is not Status.GRADED:
        return _ungraded(rubric, assessed, override)
    items = tuple(_overridden(item, override) for item in _items(rubric, assessed))
    score = round(sum(item.points for item in items), 2)
    final = rubric.final
    standing = next((a.standing for a in assessed.answers if final and a.name == final.name), Standing.MISSING)
    return _decided(Grade(assessed, items, score, rubric.max_score, standing, override.words, override.note), override)


def _ungraded(rubric: Rubric, assessed: Assessed, override: Override) -> Grade:
    score = 0.0 if assessed.status is Status.EMPTY else None
    standing = _NOTHING_FOUND.get(assessed.status, Standing.UNDECIDED)
    return _decided(Grade(assessed, (), score, rubric.max_score, standing, override.words, override.note), override)


def _decided(grade: Grade, override: Override) -> Grade:
    """The grade with the total and the standing that the teacher gives."""
    if override.score is not None:
        grade = replace(grade, score=round(override.score, 2))
    if override.final_answer is not None:
        grade = replace(grade, final_answer=override.final_answer)
    return grade


def _corrected(assessed: Assessed, override: Override) -> Assessed:
    """What was found, with the teacher's word on lines and results."""
    steps = tuple(
        replace(step, mark=override.lines[step.line], reason="the teacher's decision")
        if step.line in override.lines and step.mark is not Mark.ASIDE
        else step
        for step in assessed.steps
    )
    answers = tuple(
        replace(answer, standing=override.standings.get(answer.name, answer.standing)) for answer in assessed.answers
    )
    return replace(assessed, steps=steps, answers=answers)


def _overridden(item: Item, override: Override) -> Item:
    if item.name not in override.points:
        return item
    return replace(item, points=override.points[item.name], reason="the teacher's decision", overridden=True)


# --- items ----------------------------------------------------------------------------------------------------------


def _items(rubric: Rubric, assessed: Assessed) -> Iterator[Item]:
    answers = {answer.name: answer for answer in assessed.answers}
    reached: dict[str, bool] = {}
    paid: set[int] = set()  # wrong steps that cost a result already
    for number, item in enumerate(rubric.results):
        answer = answers.get(item.name, Answer(item.name, Standing.MISSING))
        later = [answers[other.name] for other in rubric.results[number + 1 :] if other.name in answers]
        yield _result(rubric, item, answer, assessed, later, paid)
        if answer.standing is Standing.WRONG:
            paid |= {*answer.steps[-1:]}
        reached[item.name] = answer.standing in _REACHED and not answer.trivial
    if rubric.derivation:
        yield _derivation(rubric, assessed, reached)
    for method, recognised in zip(rubric.methods, assessed.methods, strict=False):
        yield Item(
            "method",
            method.name,
            method.points if recognised else 0.0,
            method.points,
            "recognised" if recognised else "not recognised; the teacher may award it",
            Standing.RIGHT if recognised else Standing.UNDECIDED,
        )


def _result(
    rubric: Rubric, item: ResultItem, answer: Answer, assessed: Assessed, later: list[Answer], paid: set[int]
) -> Item:
    earned, reason = _earned(rubric, item, answer, assessed, later, paid)
    return Item("result", item.name, round(earned, 2), item.points, reason, answer.standing, answer.value, answer.line)


def _earned(
    rubric: Rubric, item: ResultItem, answer: Answer, assessed: Assessed, later: list[Answer], paid: set[int]
) -> tuple[float, str]:
    match answer.standing:
        case Standing.RIGHT:
            return item.points, "right"
        case Standing.GIVEN_SLIP if answer.trivial:
            return 0.0, "follows from an earlier slip that leaves little of the work: no follow-through"
        case Standing.GIVEN_SLIP:
            return item.points, "right, given the earlier slip, which is not charged again"
        case Standing.UNDECIDED:
            return item.points, "not decided; counted as right until the teacher has looked"
        case Standing.WRONG if answer.near and paid & {*answer.steps[-1:]} and not answer.trivial:
            return item.points, "wrong by a slip that is charged above"
        case Standing.WRONG if answer.near and assessed.derived and not answer.trivial:
            return max(0.0, item.points - rubric.per_slip), "wrong by a slip in this line"
        case Standing.WRONG:
            return 0.0, "wrong"
    implied = assessed.derived and any(one.standing is Standing.RIGHT for one in later)
    if not item.required and implied:
        return item.points, "not written down; a later right result rests on it"
    return 0.0, "not found"


def _derivation(rubric: Rubric, assessed: Assessed, reached: dict[str, bool]) -> Item:
    """Points for the steps: as much of them as there are results that they reach, less what slips cost."""
    if not assessed.derived:
        return Item("derivation", "derivation", 0.0, rubric.derivation, "no steps are shown")
    weights = {item.name: item.points for item in rubric.results if item.required or reached[item.name]}
    whole = sum(weights.values())
    share = sum(weight for name, weight in weights.items() if reached[name]) / whole if whole else 1.0
    slips = len(_charged_here(assessed))
    earned = max(0.0, rubric.derivation * share - rubric.per_slip * slips)
    said = [f"{slips} {'slip' if slips == 1 else 'slips'}"] if slips else ["no slip of its own"]
    if share < 1:
        said.append(f"it reaches {points(100 * share)}% of what is asked for")
    return Item("derivation", "derivation", round(earned, 2), rubric.derivation, "; ".join(said))


def _charged_here(assessed: Assessed) -> list[int]:
    """Slips that cost no result already: one slip costs once."""
    paid = {answer.steps[-1] for answer in assessed.answers if answer.standing is Standing.WRONG and len(answer.steps)}
    return [step.id for step in assessed.steps if step.mark is Mark.WRONG and step.id not in paid]
