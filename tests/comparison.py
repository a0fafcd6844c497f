"""A report against the expectations of its case."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from cases import Case, Expectation

SILENT = ("verified", "given")
FLAGGED = ("refuted", "ill-formed", "conditional")
Steps = dict[tuple[int, int], dict[str, Any]]


def differences(case: Case, report: dict[str, Any]) -> list[str]:
    """Every way in which the report is not what the case expects; empty where it is."""
    steps, marks = _placed(report), _marks(case)
    if "never" in case.attributes:
        return _forbidden(case, steps)
    found = [f"{_place(case, *place)}: no step here" for place in marks if place not in steps]
    for place, step in steps.items():
        wanted = marks.get(place, [])
        found += [f"{_place(case, *place)}: {text}" for text in _of_step(step, wanted)]
    loud = [finding for finding in report["findings"] if finding["severity"] != "note"]
    return found + [f"{case.file.name}: {finding['code']} {finding['message']}" for finding in loud]


def wrong(case: Case, report: dict[str, Any]) -> list[str]:
    """The differences that are worse than a missing feature: a wrong step let pass, or a right one called wrong."""
    steps, marks = _placed(report), _marks(case)
    found = _forbidden(case, steps)
    for place, step in steps.items() if "never" not in case.attributes else ():
        verdicts = {verdict for mark in marks.get(place, []) for verdict in mark.verdicts} or set(SILENT)
        passed = step["verdict"] in SILENT and verdicts.isdisjoint(SILENT)
        accused = step["verdict"] in FLAGGED and verdicts.isdisjoint(FLAGGED)
        if passed or accused:
            found.append(f"{_place(case, *place)}: {step['verdict']}, which is false")
    return found


def _placed(report: dict[str, Any]) -> Steps:
    """The steps by line and by number of the relation on it."""
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for step in report["steps"]:
        lines[step["relation"]["line"]].append(step)
    return {
        (line, number): step
        for line, there in sorted(lines.items())
        for number, step in enumerate(sorted(there, key=lambda step: step["relation"]["column"]), 1)
    }


def _marks(case: Case) -> dict[tuple[int, int], list[Expectation]]:
    marks: dict[tuple[int, int], list[Expectation]] = defaultdict(list)
    for mark in case.expectations:
        marks[mark.line, mark.relation].append(mark)
    return dict(marks)


def _of_step(step: dict[str, Any], marks: list[Expectation]) -> list[str]:
    judged = [mark for mark in marks if mark.verdicts]
    verdicts = judged[0].verdicts if judged else SILENT
    found = [] if step["verdict"] in verdicts else [f"{step['verdict']} instead of {' or '.join(verdicts)}"]
    loud = [finding for finding in step["findings"] if finding["severity"] != "note"]
    if set(verdicts) <= set(SILENT):
        found += [f"unexpected {finding['code']}: {finding['message']}" for finding in loud]
    for mark in marks:
        codes = [finding["code"] for finding in step["findings"]]
        if mark.code and mark.code not in codes:
            found.append(f"no {mark.code}, only {codes}")
        if mark.code:
            found += [f"unexpected {other['code']}: {other['message']}" for other in loud if other["code"] != mark.code]
        if mark.substring and mark.substring not in _words(step):
            found.append(f"“{mark.substring}” is not said")
        if mark.shape is not None and tuple(step["left"]["shape"] or ()) != mark.shape:
            found.append(f"shape {step['left']['shape']} instead of {mark.shape}")
    return found


def _words(step: dict[str, Any]) -> str:
    """Everything that the report says of a step."""
    words = list(step["conditions"])
    for finding in step["findings"]:
        words += [finding["message"], finding.get("help") or "", (finding.get("suggestion") or {}).get("latex", "")]
        words += [label["text"] for label in finding.get("labels", ())]
    return "\n".join(words)


def _forbidden(case: Case, steps: Steps) -> list[str]:
    """`never: ...` speaks of the claims: the steps on rows of displayed mathematics."""
    never = case.attributes.get("never", "").split(", ")
    rows = case.text.split("\n")
    return [
        f"{_place(case, *place)}: {step['verdict']} must never come out here"
        for place, step in steps.items()
        if step["verdict"] in never and rows[place[0] - 1].lstrip().startswith(("$$", r"\["))
    ]


def _place(case: Case, line: int, relation: int) -> str:
    return f"{case.file.name}:{case.line + line - 1}.{relation}"
