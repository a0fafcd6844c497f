"""The grades as JSON: one object for the class, the same bytes for the same input."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from auditor.grading.grades import Grade, Item
from auditor.grading.rubric import Rubric

SCHEMA_VERSION = "1"


def render(grades: Sequence[Grade], rubric: Rubric, checksums: dict[str, str]) -> str:
    """The file `grades.json`; `checksums` are those of the texts that the grading rests on."""
    whole = {
        "schema_version": SCHEMA_VERSION,
        "title": rubric.title,
        "max_score": rubric.max_score,
        "checksums": checksums,
        "submissions": [submission(grade) for grade in grades],
    }
    return json.dumps(whole, indent=1, allow_nan=False) + "\n"


def submission(grade: Grade) -> dict[str, Any]:
    assessed = grade.assessed
    return {
        "name": assessed.name,
        "file": assessed.file,
        "status": assessed.status.value,
        "note": assessed.note,
        "score": grade.score,
        "max_score": grade.max_score,
        "final_answer": grade.final_answer.value,
        "wrong_lines": list(grade.wrong_lines),
        "carried_lines": list(grade.carried_lines),
        "undecided_lines": list(grade.undecided_lines),
        "items": [_item(item) for item in grade.items],
        "letters": [{"theirs": theirs, "problem": problem} for theirs, problem in assessed.letters],
        "overrides": list(grade.overridden),
        "remarks": list(assessed.remarks),
        "steps": [
            {
                "id": step.id,
                "line": step.line,
                **({} if step.cell is None else {"cell": step.cell}),
                "left": step.left,
                "relation": step.relation,
                "right": step.right,
                "verdict": step.verdict,
                "mark": step.mark.value,
                "reason": step.reason,
            }
            for step in assessed.steps
        ],
        "findings": [
            {"step": step.id, "line": step.line, "mark": step.mark.value, **found}
            for step in assessed.steps
            for found in step.findings
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "name": item.name,
        "points": item.points,
        "out_of": item.out_of,
        "standing": item.standing.value if item.standing is not None else None,
        "reason": item.reason,
        "value": item.value,
        "line": item.line,
        "overridden": item.overridden,
    }
