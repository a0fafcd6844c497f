"""The report as JSON, as `report.schema.json` describes it: key order is fixed, places are code points."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from auditor.findings import Finding
from auditor.reading.document import Repair
from auditor.source import Position, Source, Span
from auditor.verdicts import Conclusion, Counterexample, DeclaredSymbol, Evidence, LayoutChoice, Operand, Step

if TYPE_CHECKING:
    from auditor.reporting.report import Report

SCHEMA_VERSION = "1"


def render(reports: Sequence[Report], *, collected: bool = False) -> str:
    """One object for one report; `collected` reports stand under "reports". ASCII only, so that any stream takes it."""
    objects = [report.to_dict() for report in reports]
    whole = {"schema_version": SCHEMA_VERSION, "reports": objects} if collected or len(objects) != 1 else objects[0]
    return json.dumps(whole, indent=2, allow_nan=False) + "\n"


def as_object(report: Report) -> dict[str, Any]:
    """The report as dictionaries, lists, strings and numbers."""
    source = report.source
    return {
        "schema_version": SCHEMA_VERSION,
        "source": {"name": source.name, "sha256": source.sha256},
        "layout": {
            "scalar_by": _choice(report.layout.scalar_by),
            "vector_by_vector": _choice(report.layout.vector_by_vector),
        },
        "declarations": [_declaration(source, declared) for declared in report.declarations],
        "repairs": [_repair(source, repair) for repair in report.made_repairs],
        "findings": [finding(source, found) for found in report.loose_findings],
        "steps": [_step(source, step) for step in report.steps],
        "conclusions": [_conclusion(conclusion) for conclusion in report.conclusions],
        "summary": report.summary,
    }


def _span(source: Source, span: Span) -> dict[str, Any]:
    start, end = source.place(span)
    return {"start": _position(start), "end": _position(end)} | _part(start)


def _part(position: Position) -> dict[str, int | str]:
    """The cell of a notebook, the file that a document includes."""
    named = {"cell": position.cell, "file": position.file}
    return {name: value for name, value in named.items() if value is not None}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}


def _choice(choice: LayoutChoice) -> dict[str, str]:
    return {"value": choice.value, "origin": choice.origin}


def _declaration(source: Source, declared: DeclaredSymbol) -> dict[str, Any]:
    return {
        "symbol": declared.symbol,
        "shape": _shape(declared.shape),
        "properties": list(declared.properties),
        "origin": declared.origin,
        "scope": _span(source, declared.scope),
        "span": _span(source, declared.span) if declared.span else None,
    }


def _repair(source: Source, repair: Repair) -> dict[str, Any]:
    return {
        "span": _span(source, repair.span),
        "before": repair.before,
        "after": repair.after,
        "rule": repair.rule,
    }


def finding(source: Source, found: Finding) -> dict[str, Any]:
    suggestion = found.suggestion
    return {
        "code": found.rule.code,
        "name": found.rule.name,
        "severity": found.rule.severity.value,
        "message": found.message,
        "span": _span(source, found.span),
        "labels": [{"span": _span(source, label.span), "text": label.text} for label in found.labels],
        "help": found.help,
        "suggestion": {"latex": suggestion.latex, "verdict": suggestion.verdict} if suggestion else None,
    }


def _step(source: Source, step: Step) -> dict[str, Any]:
    sign, _ = source.place(step.relation.span)
    return {
        "id": step.id,
        "derivation": step.derivation,
        "stance": step.stance.value,
        "span": _span(source, step.span),
        "relation": {"symbol": step.relation.symbol, "line": sign.line, "column": sign.column} | _part(sign),
        "left": _operand(source, step.left),
        "right": _operand(source, step.right),
        "verdict": step.verdict.value,
        "conditions": list(step.conditions),
        "evidence": _evidence(step.evidence),
        "carried_forward": step.carried_forward,
        "findings": [finding(source, found) for found in step.findings],
    }


def _operand(source: Source, operand: Operand) -> dict[str, Any]:
    return {"latex": operand.latex, "shape": _shape(operand.shape), "span": _span(source, operand.span)}


def _shape(shape: tuple[str, ...] | None) -> list[str] | None:
    return None if shape is None else list(shape)


def _evidence(evidence: Evidence) -> dict[str, Any]:
    bound = evidence.error_bound
    return {
        "method": evidence.method.value,
        # A rational instance is a real one: readers know two fields.
        "field": "R" if evidence.field == "Q" else evidence.field,
        "draws": evidence.draws,
        # A bound that underflows is still no certainty.
        "error_bound": None if bound is None else max(bound, sys.float_info.min),
        "digits": evidence.digits,
        "sizes": [dict(sizes) for sizes in evidence.sizes],
        "sizes_covered": evidence.sizes_covered,
        "facts": list(evidence.facts),
        "counterexample": _counterexample(evidence.counterexample) if evidence.counterexample else None,
    }


def _counterexample(instance: Counterexample) -> dict[str, Any]:
    return {
        "sizes": dict(instance.sizes),
        "values": dict(instance.values),
        "left": instance.left,
        "right": instance.right,
        "entry": list(instance.entry),
        "indices": dict(instance.indices),
    }


def _conclusion(conclusion: Conclusion) -> dict[str, Any]:
    return {
        "derivation": conclusion.derivation,
        "relation": conclusion.relation,
        "first_step": conclusion.first_step,
        "last_step": conclusion.last_step,
        "left": conclusion.left,
        "right": conclusion.right,
        "verdict": conclusion.verdict.value,
        "route": conclusion.route,
    }
