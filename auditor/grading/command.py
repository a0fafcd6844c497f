"""What `auditor grade` does, and what it says on the way."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.grading.grades import points
from auditor.grading.grading import Outcome, Unusable, grade, prepare
from auditor.grading.pool import CannotStart, cores
from auditor.grading.progress import Progress
from auditor.grading.rubric import write_rubric
from auditor.grading.submissions import collect
from auditor.reporting.terminal import printable

__all__ = ["Unusable", "run", "write_rubric_for"]

RUBRIC = "rubric.toml"


def run(
    paths: Sequence[Path],
    reference: Path,
    problem: Path | None,
    rubric: Path | None,
    output: Path,
    overrides: Path | None,
    jobs: int | None,
    seconds: float,
) -> list[str]:
    """Grade, and say in a few lines what came of it; raises Unusable and OSError."""
    given = {path.resolve() for path in (reference, problem, rubric) if path is not None}
    submissions = [one for one in collect(paths) if one.path.resolve() not in given]
    if not submissions:
        raise Unusable("there is no submission in what was given")
    prepared = prepare(reference, problem, rubric)
    for warning in prepared.warnings:
        _warn(warning)
    try:
        with Progress(len(submissions)) as progress:
            outcome = grade(
                prepared,
                submissions,
                output,
                jobs=jobs or cores(),
                seconds=seconds,
                overrides=overrides,
                seen=progress.seen,
            )
    except CannotStart as problem_:
        raise Unusable(str(problem_)) from None
    for warning in outcome.warnings:
        _warn(warning)
    return [*_table(outcome), *_changed(outcome), f"written to {output}"]


def _table(outcome: Outcome) -> list[str]:
    rows: list[tuple[str, ...]] = [("name", "score", "final answer", "wrong", "to look at")]
    for one in outcome.grades:
        score = "" if one.score is None else f"{points(one.score)}/{points(one.max_score)}"
        final = one.final_answer.value if one.graded else one.assessed.status.value
        rows.append((one.name, score, final, _lines(one.wrong_lines), _lines(one.undecided_lines)))
    rows = [tuple(map(printable, row)) for row in rows]
    wide = [max(len(row[column]) for row in rows) for column in range(5)]
    return ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows]


def _lines(lines: Sequence[int]) -> str:
    return " ".join(map(str, lines))


def _changed(outcome: Outcome) -> list[str]:
    if outcome.changed is None:
        return []
    if not outcome.changed:
        return ["", "nothing changed since the last grading"]
    return ["", "changed since the last grading:", *(f"  {printable(line)}" for line in outcome.changed)]


def _warn(message: str) -> None:
    print(printable(f"auditor: {message}"), file=sys.stderr)


def write_rubric_for(reference: Path, problem: Path | None, rubric: Path | None, output: Path | None) -> list[str]:
    """Write a rubric that the reference suggests; raises Unusable, also where there is a file already."""
    path = rubric if rubric is not None else (output or Path()) / RUBRIC
    if path.exists():
        raise Unusable(f"{path}: it exists already; delete it, or name another file with --rubric")
    prepared = prepare(reference, problem)
    for warning in prepared.warnings:
        _warn(warning)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_rubric(prepared.setting.rubric, reference.name), encoding="utf-8")
    return [f"written to {path}"]
