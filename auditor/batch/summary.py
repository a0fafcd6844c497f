"""The summary of a batch: its figures as JSON, and as a page with plots."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from auditor.batch import page
from auditor.batch.parts import whole
from auditor.batch.rows import FUNNEL, VERDICTS, Status
from auditor.batch.tally import Tally
from auditor.findings import RULES

SCHEMA_VERSION = "1"
_JSON, _PAGE = "summary.json", "summary.html"


def of(tally: Tally, head: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """The summary as an object. What differs from run to run stands under `run` and `timings`, and nowhere else."""
    return {
        "schema_version": SCHEMA_VERSION,
        **head,
        "documents": tally.documents,
        "statuses": {status.value: tally.statuses[status] for status in Status},
        "documents_with_a_wrong_step": tally.wrong,
        "verdicts": {"steps": tally.steps} | {name: tally.verdicts[name] for name in VERDICTS[1:]},
        "findings": [
            {"code": code, "name": RULES[code].name if code in RULES else "", "count": count}
            for code, count in sorted(tally.findings.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "funnel": {name: tally.funnel[name] for name in FUNNEL},
        "labels": _measures(tally) if tally.labels else None,
        "run": run | {"documents_per_second": _ratio(run["audited"], run["seconds"])},
        "timings": {
            "seconds": round(tally.seconds, 3),
            "slowest": [{"id": id, "seconds": round(seconds, 3)} for seconds, id in tally.slowest],
        },
    }


def write(folder: Path, summary: dict[str, Any]) -> None:
    with whole(folder / _PAGE) as stream:
        stream.write(page.render(summary).encode("utf-8", "backslashreplace"))
    with whole(folder / _JSON) as stream:
        stream.write(json.dumps(summary, indent=2, allow_nan=False).encode() + b"\n")


def remove(folder: Path) -> None:
    """A folder has a summary only of what is complete."""
    for name in (_JSON, _PAGE):
        with suppress(FileNotFoundError):
            (folder / name).unlink()


def _measures(tally: Tally) -> dict[str, Any]:
    """How the verdicts compare with the labels; a measure of nothing is none."""
    counts = tally.labels
    flagged = counts["caught"] + counts["false alarms"]
    measures = {
        "wrong": counts["wrong"],
        "right": counts["right"],
        "not_understood": counts["not understood"],
        "caught": counts["caught"],
        "false_alarms": counts["false alarms"],
        "let_pass": counts["passed"],
        "precision": _ratio(counts["caught"], flagged),
        "recall": _ratio(counts["caught"], counts["wrong"]),
        "false_alarm_rate": _ratio(counts["false alarms"], counts["right"]),
        "first_error_accuracy": _ratio(counts["first error right"], counts["located"]),
    }
    if counts["wrong lines"] or counts["flagged lines"]:
        measures["line_precision"] = _ratio(counts["wrong lines caught"], counts["flagged lines"])
        measures["line_recall"] = _ratio(counts["wrong lines caught"], counts["wrong lines"])
    return measures


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 6) if whole else None
