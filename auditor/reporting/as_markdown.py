"""The report as Markdown, to paste back where the derivation came from: lists only, no table, no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.findings import Finding
from auditor.reporting import terminal, wording
from auditor.reporting.report import Report
from auditor.verdicts import Step

_PLAIN = re.compile(r"[A-Za-z0-9 ×,.()'ᵀ-]*")
_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")
_LIST_SIGN = re.compile(r"^(\s*\d*)([-+=.)])")
# Punctuation that starts nothing inside a sentence.
_HARMLESS = frozenset("'\",.;:()/=+-%?")


def render(reports: Sequence[Report]) -> str:
    return "\n".join("".join(f"{line}\n" for line in _lines(report)) for report in reports)


def _lines(report: Report) -> Iterator[str]:
    yield f"## Audit of {code(report.source.name)}"
    yield ""
    yield wording.summary(report) + "." if report.steps else sentence(wording.NOTHING_READ)
    yield from _section(
        "Assumed", (f"- {escaped(what)} ({escaped(origin)})" for what, origin in wording.assumptions(report))
    )
    yield from _section("Steps", (line for step in report.steps for line in _step(report, step)))
    yield from _section("Also found", (f"- {_place(report, f)}{_finding(f)}" for f in report.loose_findings))
    yield from _section("Conclusions", _conclusions(report))
    yield from _section("Repaired before reading", _repairs(report))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    body = list(lines)
    if body:
        yield from ("", f"### {title}", "", *body)


def _step(report: Report, step: Step) -> Iterator[str]:
    where = wording.line(report.source, step.relation.span)
    verdict = escaped(wording.verdict_note(step))
    mark = escaped(wording.MARKS[step.verdict])
    yield f"- {mark} **Step {step.id}** ({where}), {verdict}: {code(wording.formula(step))}"
    for found in step.findings:
        yield f"  - {_finding(found)}"
    yield from (f"  - {escaped(note)}" for note in wording.notes(step))


def _finding(found: Finding) -> str:
    said = wording.message(found, field, escaped)
    helps = "".join(f"; help: {text}" for text in wording.helps(found, field, escaped))
    return f"{found.rule.severity.value} {found.rule.code}: {said}{helps}"


def _place(report: Report, found: Finding) -> str:
    return f"{wording.line(report.source, found.span)}: "


def _conclusions(report: Report) -> Iterator[str]:
    for drawn in report.conclusions:
        ends = " ".join((drawn.left, drawn.relation, drawn.right))
        yield f"- {code(ends)}: {wording.conclusion(drawn, report)}"


def _repairs(report: Report) -> Iterator[str]:
    for repair, lines in wording.grouped_repairs(report):
        yield f"- {code(repair.before)} reads {code(repair.after)} ({repair.rule}, {lines})"


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def field(text: str) -> str:
    """What stands in a sentence: words as words, anything else as code."""
    return text if _PLAIN.fullmatch(text) else code(text)


def code(text: str) -> str:
    """A code span in which the text stands as it is, on one line, whatever it holds."""
    text = terminal.printable(" ".join(text.split()))
    if not text:
        return "(nothing)"
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def escaped(text: str) -> str:
    """Words in which nothing is taken for markup."""
    text = terminal.printable(text)
    text = _MARKUP.sub(lambda match: match[0] if match[0] in _HARMLESS else "\\" + match[0], text)
    return _LIST_SIGN.sub(r"\1\\\2", text)
