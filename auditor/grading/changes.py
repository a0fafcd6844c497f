"""What a grading changed against the one before it in the same folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from auditor.grading import as_json
from auditor.grading.grades import Grade, points

_COMPARED = ("status", "score", "final_answer", "wrong_lines", "carried_lines", "undecided_lines")


def previous(path: Path) -> dict[str, Mapping[str, Any]] | None:
    """The submissions of an earlier grading by name; None where there is none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {row["name"]: row for row in data["submissions"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def changes(before: Mapping[str, Mapping[str, Any]], grades: Sequence[Grade]) -> Iterator[str]:
    """One line for each submission that comes out otherwise than before."""
    for grade in grades:
        row = as_json.submission(grade)
        old = before.get(grade.name)
        if old is None:
            yield f"{grade.name}: new, {_shown(row['score'])}"
            continue
        different = [key for key in _COMPARED if old.get(key) != row[key]]
        if different:
            said = (f"{key} {_shown(old.get(key))} → {_shown(row[key])}" for key in different)
            yield f"{grade.name}: {', '.join(said)}"
    names = {grade.name for grade in grades}
    yield from (f"{name}: not graded any more" for name in before if name not in names)


def _shown(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "none"
    if isinstance(value, int | float):
        return points(float(value))
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)
