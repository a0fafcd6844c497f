"""From decided steps to the report: places, wording, numbering."""

from __future__ import annotations

from auditor.deciding.deciding import Decided
from auditor.elaborating.elaboration import Inferred, Side, TypedStep
from auditor.parsing.statements import Reading
from auditor.reading.document import Document
from auditor.reporting.report import Report
from auditor.source import Span
from auditor.terms.dimension import Shape
from auditor.verdicts import Conclusion, DeclaredSymbol, Layout, LayoutChoice, Operand, Step


def assemble(document: Document, reading: Reading, decided: Decided) -> Report:
    """The report on a document."""
    derivations = _derivations(decided)
    steps = tuple(
        _step(number, step, decided, derivations[number]) for number, step in enumerate(decided.elaboration.steps)
    )
    return Report(
        source=document.source,
        layout=_layout(decided),
        declarations=tuple(_declared(symbol, document) for symbol in decided.elaboration.symbols),
        repairs=document.repairs,
        findings=(*document.findings, *reading.findings, *decided.elaboration.findings),
        steps=steps,
        conclusions=tuple(_conclusions(decided, steps)),
    )


def _derivations(decided: Decided) -> dict[int, int]:
    """The number of the derivation that each step belongs to, counted in order of the document."""
    chain_of = {number: chain for chain in decided.elaboration.chains for number in chain}
    found: dict[int, int] = {}
    numbers: dict[tuple[int, ...], int] = {}
    count = 0
    for number in range(len(decided.elaboration.steps)):
        chain = chain_of.get(number, (number,))
        if chain not in numbers:
            count += 1
            numbers[chain] = count
        found[number] = numbers[chain]
    return found


def _step(number: int, step: TypedStep, decided: Decided, derivation: int) -> Step:
    decision = decided.decisions[number]
    left, right = _operand(step.left, step.relation.span), _operand(step.right, step.relation.span)
    span = left.span.cover(step.relation.span).cover(right.span)
    return Step(
        id=number + 1,
        derivation=derivation,
        stance=step.stance,
        span=span,
        relation=step.relation,
        left=left,
        right=right,
        verdict=decision.verdict,
        evidence=decision.evidence,
        conditions=decision.conditions,
        carried_forward=decision.carried_forward,
        findings=decision.findings,
    )


def _operand(side: Side, where: Span) -> Operand:
    if side.written is None:
        return Operand("", where, None)
    return Operand(side.written.latex, side.written.span, written_axes(side.shape))


def written_axes(shape: Shape | None) -> tuple[str, ...] | None:
    return None if shape is None else tuple(str(dimension) for dimension in shape)


def _layout(decided: Decided) -> Layout:
    layouts = decided.elaboration.layouts
    return Layout(
        LayoutChoice(*layouts.get("scalar_by", ("none", "default"))),
        LayoutChoice(*layouts.get("vector_by_vector", ("none", "default"))),
    )


def _declared(symbol: Inferred, document: Document) -> DeclaredSymbol:
    whole = Span(0, len(document.source.text))
    span = symbol.span if symbol.origin == "stated" else None
    return DeclaredSymbol(symbol.symbol, written_axes(symbol.shape), symbol.properties, symbol.origin, whole, span)


def _conclusions(decided: Decided, steps: tuple[Step, ...]) -> list[Conclusion]:
    found = []
    for concluded in decided.conclusions:
        first, last = steps[concluded.steps[0]], steps[concluded.steps[-1]]
        found.append(
            Conclusion(
                derivation=first.derivation,
                relation=concluded.relation,
                first_step=first.id,
                last_step=last.id,
                left=first.left.latex,
                right=last.right.latex,
                verdict=concluded.decision.verdict,
                route=concluded.route,
                evidence=concluded.decision.evidence,
            )
        )
    return found
