"""The report as SARIF 2.1.0, for code hosts and editors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

import auditor
from auditor import rules
from auditor.findings import RULES, Finding, Rule, Severity
from auditor.reporting import wording
from auditor.reporting.report import Report, as_finding
from auditor.source import Source, Span
from auditor.verdicts import Stance, Step

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_INDEX = {code: index for index, code in enumerate(RULES)}


def render(reports: Sequence[Report]) -> str:
    """One log with one run over all documents."""
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": [_artifact(report.source) for report in reports],
        "results": [result for index, report in enumerate(reports) for result in _results(report, index)],
        "invocations": [{"executionSuccessful": True}],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, allow_nan=False) + "\n"


def _driver() -> dict[str, Any]:
    return {
        "name": "auditor",
        "semanticVersion": auditor.__version__,
        "rules": [_rule(rule) for rule in RULES.values()],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    page = rules.page(rule.code)
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": _message(page.summary),
        "help": _message(page.meaning),
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _artifact(source: Source) -> dict[str, Any]:
    return {"location": {"uri": _uri(source.name)}, "hashes": {"sha-256": source.sha256}}


def _uri(name: str) -> str:
    return quote(name.replace("\\", "/"), safe="/", errors="replace")


def _results(report: Report, index: int) -> Iterator[dict[str, Any]]:
    for found, step in report.all_findings:
        yield _result(report, index, found, step)
    for step in report.unexplained_steps:
        yield _about(report, index, step)
    for repair in report.made_repairs:
        yield _result(report, index, as_finding(repair), None)


def _result(report: Report, index: int, found: Finding, step: Step | None) -> dict[str, Any]:
    notes = list(wording.notes(step)) if step else []
    helps = [f"help: {text}" for text in wording.helps(found, str, str)]
    labels = [
        _location(report.source, index, label.span) | {"id": number, "message": _message(label.text)}
        for number, label in enumerate(found.labels, 1)
    ]
    return {
        "ruleId": found.rule.code,
        "ruleIndex": _INDEX[found.rule.code],
        "level": _level(found.rule.severity, step),
        "message": _message("; ".join([found.message, *notes, *helps])),
        "locations": [_location(report.source, index, found.span)],
        "relatedLocations": labels,
        "properties": _properties(step),
    }


def _about(report: Report, index: int, step: Step) -> dict[str, Any]:
    """A wrong step that no rule explains; its verdict stands in for the rule."""
    return {
        "level": _level(Severity.ERROR, step),
        "message": _message("; ".join([f"{step.verdict.value}: {wording.formula(step)}", *wording.notes(step)])),
        "locations": [_location(report.source, index, step.span)],
        "properties": _properties(step),
    }


def _level(severity: Severity, step: Step | None) -> str:
    """What is not asserted is not held against the author."""
    return severity.value if step is None or step.stance is Stance.ASSERTED else Severity.NOTE.value


def _properties(step: Step | None) -> dict[str, Any]:
    return {"step": step.id, "verdict": step.verdict.value} if step else {}


def _message(text: str) -> dict[str, str]:
    """A message that says just this: braces are doubled, and no bracket starts a link (SARIF 3.11.5 and 3.11.6)."""
    text = text.replace("{", "{{").replace("}", "}}")
    return {"text": _LINK.sub(r"\\[", text)}


_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def _location(source: Source, index: int, span: Span) -> dict[str, Any]:
    start, end = source.place(span)
    region = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": start.offset,
        "charLength": max(0, end.offset - start.offset),
    }
    artifact = {"uri": _uri(source.name), "index": index}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
