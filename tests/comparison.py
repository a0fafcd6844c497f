"""A report against the expectations of its case."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from cases import Case, Expectation

SILENT = ("verified", "given")
FLAGGED = ("refuted", "ill-formed", "conditional")
IMPLICATIONS = (r"\implies", r"\impliedby", r"\iff")
Place = tuple[int, int]  # the line of the case's text and the number of the relation on it, both from 1
Steps = dict[Place, dict[str, Any]]


def differences(case: Case, report: dict[str, Any]) -> list[str]:
    """Every way in which the report is not what the case expects; empty where it is."""
    steps, marks = _steps(report), _marks(case)
    if "never" in case.attributes:
        return _forbidden(case, steps)
    found = [f"{_place(case, place)}: no step here" for place in marks if place not in steps]
    for place, step in steps.items():
        found += [f"{_place(case, place)}: {text}" for text in _of_step(step, marks.get(place, []))]
    found += [f"{case.file.name}: {text}" for text in _unexpected(report["findings"])]
    return found + _of_conclusions(case, report)


def wrong(case: Case, report: dict[str, Any]) -> list[str]:
    """The differences that are worse than a missing feature: a wrong step let pass, or a right one called wrong."""
    steps, marks = _steps(report), _marks(case)
    if "never" in case.attributes:
        return _forbidden(case, steps)
    found = []
    for place, step in steps.items():
        expected = {verdict for mark in marks.get(place, []) for verdict in mark.verdicts} or set(SILENT)
        passed = step["verdict"] in SILENT and expected.isdisjoint(SILENT)
        accused = step["verdict"] in FLAGGED and expected.isdisjoint(FLAGGED)
        if passed or accused:
            found.append(f"{_place(case, place)}: {step['verdict']}, which is false")
    return found


def _steps(report: dict[str, Any]) -> Steps:
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for step in report["steps"]:
        lines[step["relation"]["line"]].append(step)
    return {
        (line, number): step
        for line, there in sorted(lines.items())
        for number, step in enumerate(sorted(there, key=lambda step: step["relation"]["column"]), 1)
    }


def _marks(case: Case) -> dict[Place, list[Expectation]]:
    marks: dict[Place, list[Expectation]] = defaultdict(list)
    for mark in case.expectations:
        marks[mark.line, mark.relation].append(mark)
    return dict(marks)


def _of_step(step: dict[str, Any], marks: list[Expectation]) -> list[str]:
    verdicts = next((mark.verdicts for mark in marks if mark.verdicts), SILENT)
    found = [] if step["verdict"] in verdicts else [f"{step['verdict']} instead of {' or '.join(verdicts)}"]
    if set(verdicts) <= set(SILENT):
        found += _unexpected(step["findings"])
    for mark in marks:
        if mark.code and mark.code not in [finding["code"] for finding in step["findings"]]:
            found.append(f"{mark.code} is not filed")
        if mark.code:
            found += _unexpected([finding for finding in step["findings"] if finding["code"] != mark.code])
        if mark.substring and mark.substring not in _words(step):
            found.append(f"“{mark.substring}” is not said")
        if mark.shape is not None and (step["left"]["shape"] is None or tuple(step["left"]["shape"]) != mark.shape):
            found.append(f"shape {step['left']['shape']} instead of {mark.shape}")
    return found


def _unexpected(findings: list[dict[str, Any]]) -> list[str]:
    """Findings that must not be there; notes are no matter."""
    return [f"unexpected {one['code']}: {one['message']}" for one in findings if one["severity"] != "note"]


def _words(step: dict[str, Any]) -> str:
    """Everything that the report says of a step."""
    words = list(step["conditions"])
    for finding in step["findings"]:
        words += [finding["message"], finding.get("help") or "", (finding.get("suggestion") or {}).get("latex", "")]
        words += [label["text"] for label in finding.get("labels", ())]
    return "\n".join(words)


def _of_conclusions(case: Case, report: dict[str, Any]) -> list[str]:
    """`conclusion: verified by an invalid route`: some chain of the case ends so."""
    wanted = case.attributes.get("conclusion")
    drawn = [f"{one['verdict']} by an {one['route']} route" for one in report["conclusions"]]
    drawn = [one.replace("an valid", "a valid") for one in drawn]
    return [f"{case.file.name}: no conclusion is {wanted}, only {drawn}"] if wanted and wanted not in drawn else []


def _forbidden(case: Case, steps: Steps) -> list[str]:
    """`never: ...` speaks of the claims: the steps on rows of displayed mathematics.

    Of an implication, the implication is the claim; its premise is given.
    """
    never, rows, found = case.attributes["never"].split(", "), case.text.split("\n"), []
    for place, step in steps.items():
        if not rows[place[0] - 1].lstrip().startswith("$$") or step["verdict"] not in never:
            continue
        beside = [other["relation"]["symbol"] for (line, _), other in steps.items() if line == place[0]]
        implied = any(symbol in IMPLICATIONS for symbol in beside)
        if implied and step["relation"]["symbol"] not in IMPLICATIONS and step["verdict"] == "given":
            continue
        found.append(f"{_place(case, place)}: {step['verdict']} must never come out here")
    return found


def _place(case: Case, place: Place) -> str:
    return f"{case.file.name}:{case.line + place[0] - 1}.{place[1]}"
