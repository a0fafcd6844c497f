"""The whole way of a grading: problem, reference, rubric and submissions in; a folder of marks and feedback out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.decoding import Unreadable
from auditor.grading import as_json, feedback, gradebook, summary
from auditor.grading.assessed import Assessed
from auditor.grading.changes import changes, previous
from auditor.grading.examining import examine
from auditor.grading.grades import Grade
from auditor.grading.marking import mark
from auditor.grading.overrides import FILE, TEMPLATE, Override, OverridesError, read_overrides
from auditor.grading.pool import assess_all
from auditor.grading.proposing import proposed
from auditor.grading.reference import Assignment
from auditor.grading.rubric import Rubric, RubricError, read_rubric
from auditor.grading.submissions import Submission, file_names
from auditor.grading.worker import Setting
from auditor.reading import read
from auditor.reading.formats import Opened, open_document


class Unusable(Exception):
    """What the teacher gave cannot be graded with; the message says why, a line each."""


@dataclass(frozen=True)
class Prepared:
    """What submissions are graded against."""

    setting: Setting
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A grading: the marks, and what they changed."""

    grades: tuple[Grade, ...]
    changed: tuple[str, ...] | None  # None where nothing was graded before
    warnings: tuple[str, ...] = ()


def prepare(reference: Path, problem: Path | None = None, rubric: Path | None = None) -> Prepared:
    """Read the assignment, and propose a rubric where none is given; raises Unusable."""
    solution = _opened(reference)
    task = _opened(problem) if problem is not None else None
    documents = (read(task.source) if task is not None else None, read(solution.source))
    try:
        chosen = _rubric(rubric) if rubric is not None else proposed(*documents)
        if not chosen.results:
            raise RubricError("no result was found in the reference: write a rubric that names them")
        assignment = Assignment(*documents, chosen)
        assignment.in_letters()
    except RubricError as problem_:
        where = rubric if rubric is not None else reference
        raise Unusable("\n".join(f"{where}: {line}" for line in str(problem_).split("\n"))) from None
    return Prepared(Setting(task, solution, chosen), tuple(_doubts(assignment, reference)))


def _rubric(path: Path) -> Rubric:
    try:
        return read_rubric(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise RubricError(getattr(problem, "strerror", None) or "not a text file") from None


def _opened(path: Path) -> Opened:
    try:
        opened = open_document(str(path))
    except Unreadable as problem:
        raise Unusable(f"{path}: {problem}") from None
    if not opened.text.strip():
        raise Unusable(f"{path}: it is empty")
    return replace(opened, name=path.name)


def _doubts(assignment: Assignment, path: Path) -> Iterator[str]:
    """What of the reference does not hold or was not understood: the teacher should know before the students do."""
    examined = examine(assignment.reference, assignment.problem)
    flagged = [k for k in examined.own if examined.decisions[k].verdict.flagged]
    for line in dict.fromkeys(examined.line(examined.steps[k].relation.span) for k in flagged):
        yield f"{path}: line {line} of the reference does not hold as it is read"
    for result in assignment.in_letters().results:
        problem = result.right.problem or result.left.problem
        if result.right.term is None:
            why = f": {problem.message}" if problem is not None else ""
            yield f'{path}: "{result.item.latex}" was not understood, and answers to it are left to you{why}'


def grade(
    prepared: Prepared,
    submissions: Sequence[Submission],
    output: Path,
    *,
    jobs: int,
    seconds: float,
    overrides: Path | None = None,
    seen: Callable[[Assessed], None] = lambda _: None,
) -> Outcome:
    """Grade submissions into a folder; raises Unusable and OSError."""
    decided = _overrides(overrides if overrides is not None else output / FILE, required=overrides is not None)
    before = previous(output / "grades.json")
    found = assess_all(prepared.setting, submissions, jobs=jobs, seconds=seconds, seen=seen)
    rubric = prepared.setting.rubric
    grades = tuple(mark(rubric, one, decided.get(one.name, Override())) for one in found)
    _write(output, grades, prepared.setting)
    names = {one.name for one in found}
    unknown = tuple(f"there is no submission {name} to override" for name in decided if name not in names)
    changed = None if before is None else tuple(changes(before, grades))
    return Outcome(grades, changed, unknown)


def _overrides(path: Path, *, required: bool) -> Mapping[str, Override]:
    if not required and not path.exists():
        return {}
    try:
        return read_overrides(path.read_text(encoding="utf-8-sig"))
    except OverridesError as problem:
        raise Unusable("\n".join(f"{path}: {line}" for line in str(problem).split("\n"))) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise Unusable(f"{path}: {getattr(problem, 'strerror', None) or 'not a text file'}") from None


def _write(output: Path, grades: Sequence[Grade], setting: Setting) -> None:
    files = file_names(one.name for one in grades)
    (output / "feedback").mkdir(parents=True, exist_ok=True)
    checksums = {"reference": setting.reference.source.sha256}
    if setting.problem is not None:
        checksums["problem"] = setting.problem.source.sha256
    _save(output / "grades.json", as_json.render(grades, setting.rubric, checksums))
    _save(output / "gradebook.csv", gradebook.render(grades, setting.rubric))
    _save(output / "summary.html", summary.render(grades, setting.rubric, files))
    for one in grades:
        _save(output / "feedback" / f"{files[one.name]}.html", feedback.as_html(one, setting.rubric))
        _save(output / "feedback" / f"{files[one.name]}.md", feedback.as_markdown(one, setting.rubric))
    if not (output / FILE).exists():
        _save(output / FILE, TEMPLATE)


def _save(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "backslashreplace"))
