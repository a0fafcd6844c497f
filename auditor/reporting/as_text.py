"""The report as a compiler would print it: assumptions, a table of steps, findings with excerpts, conclusions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from auditor.findings import Finding, Severity
from auditor.reading.document import Repair
from auditor.reporting import evidence, terminal, wording
from auditor.reporting.excerpt import Mark, excerpt
from auditor.reporting.rendering import WIDTH
from auditor.reporting.report import Report
from auditor.reporting.terminal import Line, columns, shortened
from auditor.verdicts import Conclusion, Operand, Step, Verdict

_TONES = {
    Verdict.GIVEN: "faint",
    Verdict.VERIFIED: "right",
    Verdict.CONDITIONAL: "limited",
    Verdict.REFUTED: "wrong",
    Verdict.ILL_FORMED: "wrong",
    Verdict.UNKNOWN: "limited",
}
_BLANK: Line = ()


def render(reports: Sequence[Report], *, colour: bool = False, width: int = WIDTH, explain_steps: bool = False) -> str:
    """The reports one after the other; plain text is at most about `width` columns wide."""
    parts = [terminal.painted(_lines(report, width, explain_steps), colour=colour) for report in reports]
    return "\n".join(parts)


def _lines(report: Report, width: int, explain_steps: bool) -> Iterator[Line]:
    yield (("strong", report.source.name),)
    yield from _assumptions(report)
    yield from _table(report, width)
    if explain_steps:
        for step in report.steps:
            yield from _explained(report, step, width)
    yield from _findings(report, width)
    yield from _conclusions(report, width)
    yield from _repairs(report, width)
    yield _BLANK
    yield (("strong", wording.summary(report) if report.steps else wording.NOTHING_READ),)


def _assumptions(report: Report) -> Iterator[Line]:
    assumed = list(wording.assumptions(report))
    if assumed:
        yield _BLANK
        yield (("strong", "assumed"),)
    for what, origin in assumed:
        yield f"  {what}  ", ("faint", f"({origin})")


# The table of all steps


def _table(report: Report, width: int) -> Iterator[Line]:
    if not report.steps:
        return
    places = [wording.place(report.source, step.relation.span) for step in report.steps]
    verdicts = [f"{wording.MARKS[step.verdict]} {wording.verdict_note(step)}" for step in report.steps]
    reasons = [shortened(_reason(step), 32) for step in report.steps]
    ids = [str(step.id) for step in report.steps]
    wide = [max(map(columns, column)) for column in (ids, places, verdicts, reasons)]
    room = max(24, width - sum(wide) - 10)
    yield _BLANK
    yield (("strong", "steps"),)
    previous: Step | None = None
    for step, number, place, verdict, reason in zip(report.steps, ids, places, verdicts, reasons, strict=True):
        written = _formula(step, previous, room)
        tone = _TONES[step.verdict]
        yield (
            ("faint", f"  {_pad(number, wide[0], right=True)}  {_pad(place, wide[1], right=True)}  "),
            (tone, _pad(verdict, wide[2])),
            f"  {_pad(written, room) if reason else written}  ",
            ("faint", reason),
        )
        previous = step


def _formula(step: Step, previous: Step | None, room: int) -> str:
    """The step in little room; a row that goes on from the one before begins with its relation."""
    symbol = step.relation.symbol
    room -= columns(symbol) + 2
    if previous and previous.derivation == step.derivation and previous.right.span == step.left.span:
        return f"{symbol} {shortened(step.right.latex, room)}"
    left = shortened(step.left.latex, max(room // 2, room - columns(step.right.latex)))
    return f"{left} {symbol} {shortened(step.right.latex, room - columns(left))}"


def _reason(step: Step) -> str:
    """The codes of what is wrong or undecided, else the kind of evidence."""
    undecided = step.verdict is Verdict.UNKNOWN
    codes = [f.rule.code for f in step.findings if undecided or f.rule.severity is not Severity.NOTE]
    return ", ".join(dict.fromkeys(codes)) or evidence.brief(step)


def _pad(text: str, room: int, *, right: bool = False) -> str:
    space = " " * (room - columns(text))
    return space + text if right else text + space


# Findings


def _findings(report: Report, width: int) -> Iterator[Line]:
    for found, step in _blocks(report):
        yield _BLANK
        yield from _block(report, found, step, width)


def _blocks(report: Report) -> Iterator[tuple[Finding | None, Step | None]]:
    """Findings in order of the document; a wrong step that no finding explains stands for itself."""
    blocks: list[tuple[int, Finding | None, Step | None]] = [
        (found.span.start, found, step) for found, step in report.all_findings
    ]
    blocks += [(step.span.start, None, step) for step in report.unexplained_steps]
    for _, found, step in sorted(blocks, key=lambda block: block[0]):
        yield found, step


def _block(report: Report, found: Finding | None, step: Step | None, width: int) -> Iterator[Line]:
    span = found.span if found else step.span if step else report.source.whole().span()
    marks = [Mark(span, primary=True)]
    if found:
        severity, text = found.rule.severity.value, found.message
        yield (severity, f"{severity}[{found.rule.code}]"), ("strong", f": {text}")
        marks += [Mark(label.span, label.text) for label in found.labels]
    elif step:
        yield ("error", step.verdict.value), ("strong", f": {shortened(wording.formula(step), width - 14)}")
    lines, gutter = excerpt(report.source, marks, width=width)
    where = f"{report.source.name}:{wording.place(report.source, span)}"
    behind = f", step {step.id}, {wording.verdict_note(step)}" if step else ""
    yield ("gutter", " " * gutter + "--> "), where, behind
    yield from lines
    yield from _remarks(found, step, gutter, width)


def _remarks(found: Finding | None, step: Step | None, gutter: int, width: int) -> Iterator[Line]:
    if step and (found is None or found is _spokesman(step)):
        for note in wording.notes(step):
            yield from _remark("note", note, gutter, width)
    if found:
        for text in wording.helps(found, str, str):
            yield from _remark("help", text, gutter, width)


def _spokesman(step: Step) -> Finding | None:
    """The finding that carries the evidence of its step."""
    return next((found for found in step.findings if found.rule.severity is Severity.ERROR), step.findings[0])


def _remark(kind: str, text: str, gutter: int, width: int) -> Iterator[Line]:
    head = f"{' ' * gutter} = "
    wrapped = textwrap.wrap(
        terminal.printable(" ".join(text.split())),
        width=max(40, width - len(head) - len(kind) - 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for number, part in enumerate(wrapped):
        if number == 0:
            yield ("gutter", head), (kind, f"{kind}: "), part
        else:
            yield (" " * (len(head) + len(kind) + 2) + part,)


# Every step in full


def _explained(report: Report, step: Step, width: int) -> Iterator[Line]:
    yield _BLANK
    yield (
        ("strong", f"step {step.id}"),
        f", {report.source.name}:{wording.place(report.source, step.relation.span)}: ",
        (_TONES[step.verdict], wording.verdict_note(step)),
    )
    yield from _operand("left ", step.left, width)
    yield (f"  {step.relation.symbol}",)
    yield from _operand("right", step.right, width)
    for note in wording.notes(step):
        yield from _remark("note", note, 1, width)
    if step.evidence.counterexample:
        yield from ((f"    {line}",) for line in evidence.as_numpy(step.evidence.counterexample).splitlines())


def _operand(side: str, operand: Operand, width: int) -> Iterator[Line]:
    room = max(24, width - 32)
    yield (
        ("faint", f"  {side}  "),
        _pad(shortened(operand.latex, room), room),
        ("faint", f"  {evidence.shape(operand.shape)}"),
    )


# What follows the findings


def _conclusions(report: Report, width: int) -> Iterator[Line]:
    if report.conclusions:
        yield _BLANK
        yield (("strong", "conclusions"),)
    for drawn in report.conclusions:
        yield (_TONES[drawn.verdict], f"  {wording.MARKS[drawn.verdict]} "), _ends(drawn, width - 4)
        yield (f"    {wording.conclusion(drawn, report)}",)


def _ends(drawn: Conclusion, room: int) -> str:
    room = (room - columns(drawn.relation) - 2) // 2
    return f"{shortened(drawn.left, room)} {drawn.relation} {shortened(drawn.right, room)}"


def _repairs(report: Report, width: int) -> Iterator[Line]:
    if report.made_repairs:
        yield _BLANK
        yield (("strong", "repaired"),)
    for repair, lines in wording.grouped_repairs(report):
        yield (f"  {_repair(repair, width)}  ", ("faint", f"({lines})"))


def _repair(repair: Repair, width: int) -> str:
    before, after = shortened(repair.before, width // 3), shortened(repair.after, width // 3)
    return f"{repair.rule}  {before or '(nothing)'} → {after or '(nothing)'}"
