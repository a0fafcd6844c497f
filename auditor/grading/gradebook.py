"""The gradebook: a row a student, in columns that course systems can import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from auditor.grading.grades import Grade, points
from auditor.grading.rubric import Rubric

FIXED = ("name", "file", "status", "score", "max_score", "percent", "final_answer", "slips")
LINES = ("wrong_lines", "carried_lines", "undecided_lines", "needs_teacher", "note")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def render(grades: Sequence[Grade], rubric: Rubric) -> str:
    """The file `gradebook.csv`: UTF-8, commas, CRLF as the format asks for."""
    names = [item.name for item in rubric.results]
    names += ["derivation"] if rubric.derivation else []
    names += [method.name for method in rubric.methods]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([*FIXED, *map(_safe, names), *LINES])
    for grade in grades:
        writer.writerow(_row(grade, names))
    return written.getvalue()


def _row(grade: Grade, names: Sequence[str]) -> list[str]:
    earned = {item.name: points(item.points) for item in grade.items}
    score, best = grade.score, grade.max_score
    percent = "" if score is None or not best else points(100 * score / best)
    return [
        _safe(grade.name),
        _safe(grade.assessed.file),
        grade.assessed.status.value,
        "" if score is None else points(score),
        points(best),
        percent,
        grade.final_answer.value,
        str(len(grade.slips)),
        *(earned.get(name, "") for name in names),
        _listed(grade.wrong_lines),
        _listed(grade.carried_lines),
        _listed(grade.undecided_lines),
        "yes" if grade.needs_teacher else "no",
        _safe("; ".join(filter(None, (grade.assessed.note, grade.note)))),
    ]


def _listed(lines: Iterable[int]) -> str:
    return " ".join(map(str, lines))


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "".join(character if character.isprintable() else " " for character in text)
    return f"'{text}" if text.startswith(_FORMULA) else text
