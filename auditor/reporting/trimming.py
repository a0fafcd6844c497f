"""The report on a document that was read behind another one: what belongs to the other one is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from auditor.findings import Finding
from auditor.reporting.report import Report
from auditor.verdicts import Conclusion, DeclaredSymbol, Evidence, Step


def trimmed(report: Report, start: int) -> Report:
    """What the report says of the text from `start` on; steps and derivations are numbered anew."""
    kept = [step for step in report.steps if step.relation.span.start >= start]
    ids = {step.id: number for number, step in enumerate(kept, 1)}
    derivations = {number: place for place, number in enumerate(dict.fromkeys(step.derivation for step in kept), 1)}
    return replace(
        report,
        declarations=tuple(_declared(symbol, start) for symbol in report.declarations),
        repairs=tuple(repair for repair in report.repairs if repair.span.start >= start),
        findings=_findings(report.findings, start),
        steps=tuple(_step(step, ids, derivations, start) for step in kept),
        conclusions=tuple(
            _conclusion(drawn, ids, derivations) for drawn in report.conclusions if drawn.first_step in ids
        ),
    )


def _declared(symbol: DeclaredSymbol, start: int) -> DeclaredSymbol:
    if symbol.span is None or symbol.span.start >= start:
        return symbol
    return replace(symbol, span=None)


def _findings(findings: Iterable[Finding], start: int) -> tuple[Finding, ...]:
    """The findings on what is kept; labels that point before it go."""
    return tuple(
        replace(found, labels=tuple(label for label in found.labels if label.span.start >= start))
        for found in findings
        if found.span.start >= start
    )


def _step(step: Step, ids: dict[int, int], derivations: dict[int, int], start: int) -> Step:
    return replace(
        step,
        id=ids[step.id],
        derivation=derivations[step.derivation],
        evidence=_evidence(step.evidence, ids),
        findings=_findings(step.findings, start),
    )


def _evidence(evidence: Evidence, ids: dict[int, int]) -> Evidence:
    return replace(evidence, facts=tuple(ids[number] for number in evidence.facts if number in ids))


def _conclusion(drawn: Conclusion, ids: dict[int, int], derivations: dict[int, int]) -> Conclusion:
    first, last = ids[drawn.first_step], ids[drawn.last_step]
    return replace(drawn, derivation=derivations[drawn.derivation], first_step=first, last_step=last)
