"""The report as SARIF 2.1.0, for code hosts and editors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

import auditor
from auditor import rules
from auditor.findings import RULES, Finding, Rule, Severity
from auditor.reporting import evidence, wording
from auditor.reporting.report import WRONG, Report, as_finding
from auditor.source import Source, Span
from auditor.verdicts import Stance, Step

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# A wrong step that no rule explains is reported under the rule that says least.
UNEXPLAINED = "E301"

_INDEX = {code: index for index, code in enumerate(RULES)}


def render(reports: Sequence[Report]) -> str:
    """One log with one run over all documents."""
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": [_artifact(report.source) for report in reports],
        "results": [result for index, report in enumerate(reports) for result in _results(report, index)],
        "invocations": [{"executionSuccessful": True, "exitCode": _exit_code(reports)}],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, allow_nan=False) + "\n"


def _exit_code(reports: Sequence[Report]) -> int:
    return WRONG if any(report.exit_code() == WRONG for report in reports) else 0


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
        "shortDescription": {"text": page.summary},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _artifact(source: Source) -> dict[str, Any]:
    return {
        "location": {"uri": _uri(source.name)},
        "hashes": {"sha-256": source.sha256},
    }


def _uri(name: str) -> str:
    return quote(name.replace("\\", "/"), safe="/", errors="replace")


def _results(report: Report, index: int) -> Iterator[dict[str, Any]]:
    for found, step in report.all_findings:
        yield _result(report, index, found, step)
    for step in report.steps:
        if step.verdict.flagged and not step.findings and not step.carried_forward:
            bare = Finding(RULES[UNEXPLAINED], step.span, (("witness", evidence.describe(step)),))
            yield _result(report, index, bare, step)
    for repair in report.made_repairs:
        yield _result(report, index, as_finding(repair), None)


def _result(report: Report, index: int, found: Finding, step: Step | None) -> dict[str, Any]:
    asserted = step is None or step.stance is Stance.ASSERTED
    notes = list(wording.notes(step)) if step else []
    helps = [f"help: {text}" for text in wording.helps(found)]
    return {
        "ruleId": found.rule.code,
        "ruleIndex": _INDEX[found.rule.code],
        "level": found.rule.severity.value if asserted else Severity.NOTE.value,
        "message": {"text": "; ".join([found.message, *notes, *helps])},
        "locations": [_location(report.source, index, found.span)],
        "relatedLocations": [
            _location(report.source, index, label.span) | {"id": number, "message": {"text": label.text}}
            for number, label in enumerate(found.labels, 1)
        ],
        "properties": {"step": step.id, "verdict": step.verdict.value} if step else {},
    }


def _location(source: Source, index: int, span: Span) -> dict[str, Any]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(source.name), "index": index},
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
                "charOffset": span.start,
                "charLength": span.end - span.start,
            },
        }
    }
