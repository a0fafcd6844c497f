"""The report as one self-contained HTML page, and as the fragment that a notebook shows."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from auditor.findings import Finding
from auditor.reporting import evidence, terminal, wording
from auditor.reporting.excerpt import Mark, excerpt
from auditor.reporting.mathml import mathml, relation
from auditor.reporting.rendering import WIDTH
from auditor.reporting.report import Report
from auditor.reporting.terminal import Line
from auditor.verdicts import Step, Verdict


def render(reports: Sequence[Report]) -> str:
    """One page for all reports; it loads nothing, and its policy forbids that anything be loaded."""
    names = ", ".join(report.source.name for report in reports)
    articles = "".join(_article(report, f"r{number}-") for number, report in enumerate(reports, 1))
    script = _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Audit of {_text(names)}</title>\n<style>\n{_asset('report.css')}</style>\n</head>\n"
        f'<body class="audit-page">\n<div class="audit">\n{_controls(reports)}<main>\n{articles}</main>\n'
        f"{_FOOTER}</div>\n"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def fragment(report: Report) -> str:
    """The report without page and script, for notebooks."""
    return f'<div class="audit">\n<style>\n{_asset("report.css")}</style>\n{_article(report, "")}</div>\n'


_FOOTER = (
    "<footer><p>Keys: <kbd>j</kbd> and <kbd>k</kbd> go through the steps, <kbd>n</kbd> and <kbd>p</kbd> through"
    " those that are wrong.</p></footer>\n"
)


def _asset(name: str) -> str:
    return files("auditor.reporting").joinpath(name).read_text(encoding="utf-8")


def _text(text: str) -> str:
    """Text as a page shows it: nothing in it is markup, and nothing hides or turns it round."""
    return escape(terminal.printable(text))


def _code(text: str) -> str:
    return f"<code>{_text(text) or '(nothing)'}</code>"


def _typeset(latex: str) -> str:
    """A formula to look at, and its code to copy; the code alone where it cannot be read."""
    shown = mathml(latex)
    return f'<span class="formula">{shown}</span> {_code(latex)}' if shown.startswith("<math") else _code(latex)


def _controls(reports: Sequence[Report]) -> str:
    counts = {verdict: sum(report.summary[verdict.value] for report in reports) for verdict in Verdict}
    buttons = "".join(
        f'<button type="button" data-shows="{verdict.value}" aria-pressed="true" data-verdict="{verdict.value}">'
        f'<span class="mark">{wording.MARKS[verdict]}</span> {verdict.value} {count}</button>\n'
        for verdict, count in counts.items()
        if count
    )
    theme = '<button type="button" class="theme">theme: auto</button>\n'
    return f'<nav class="controls" aria-label="Verdicts shown">\n{buttons}{theme}</nav>\n'


def _article(report: Report, prefix: str) -> str:
    said = f"{wording.summary(report)}." if report.steps else f"{wording.NOTHING_READ}."
    parts = (
        _section("Assumed", _list(_assumed(what, origin) for what, origin in wording.assumptions(report))),
        _section("Steps", _steps(report, prefix)),
        _section("Also found", "".join(_finding(report, found) for found in report.loose_findings)),
        _section("Conclusions", _list(_conclusions(report))),
        _section("Repaired before reading", _list(_repairs(report))),
    )
    title = f"<h1>Audit of {_code(report.source.name)}</h1>\n<p>{_text(said)}</p>\n"
    return f"<article>\n{title}{''.join(parts)}</article>\n"


def _section(title: str, body: str) -> str:
    return f"<section>\n<h2>{title}</h2>\n{body}</section>\n" if body else ""


def _list(items: Iterable[str]) -> str:
    body = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<ul>\n{body}</ul>\n" if body else ""


def _assumed(what: str, origin: str) -> str:
    return f'{_text(what)} <span class="faint">({_text(origin)})</span>'


def _steps(report: Report, prefix: str) -> str:
    body = "".join(_step(report, step, prefix) for step in report.steps)
    return f'<ol class="steps">\n{body}</ol>\n' if body else ""


def _step(report: Report, step: Step, prefix: str) -> str:
    name = f"{prefix}step-{step.id}"
    where = wording.line(report.source, step.relation.span)
    findings = "".join(_finding(report, found) for found in step.findings)
    return (
        f'<li class="step" id="{name}" data-verdict="{step.verdict.value}" tabindex="-1">\n<div class="claim">'
        f'<a href="#{name}">{step.id}</a> <span class="formula">{_formula(step)}</span> '
        f'<span class="verdict">{wording.MARKS[step.verdict]} {_text(wording.verdict_note(step))}</span> '
        f'<span class="place">{where}</span></div>\n{findings}{_evidence(step)}</li>\n'
    )


def _formula(step: Step) -> str:
    return f"{mathml(step.left.latex)} {relation(step.relation.symbol)} {mathml(step.right.latex)}"


def _finding(report: Report, found: Finding) -> str:
    marks = [Mark(found.span, primary=True), *(Mark(label.span, label.text) for label in found.labels)]
    lines, _ = excerpt(report.source, marks, width=WIDTH)
    said = wording.message(found, _code, _text)
    helps = "".join(f'<p class="help">help: {text}</p>' for text in wording.helps(found, _typeset, _text))
    severity = found.rule.severity.value
    return (
        f'<div class="finding {severity}"><p class="said"><b>{severity} {found.rule.code}</b> {said}</p>'
        f"<pre>{_excerpt(lines)}</pre>{helps}</div>\n"
    )


def _excerpt(lines: Iterable[Line]) -> str:
    return "\n".join("".join(_piece(piece) for piece in line) for line in lines)


def _piece(piece: str | tuple[str, str]) -> str:
    return _text(piece) if isinstance(piece, str) else f'<span class="{piece[0]}">{_text(piece[1])}</span>'


def _evidence(step: Step) -> str:
    sides = (("left", step.left), ("right", step.right))
    shown = [f"{side}: {_code(one.latex)}, {_text(evidence.shape(one.shape))}" for side, one in sides]
    notes = [_text(note) for note in wording.notes(step)]
    instance = step.evidence.counterexample
    replay = (
        f"<pre>{_excerpt((line,) for line in evidence.as_numpy(instance).splitlines())}</pre>\n" if instance else ""
    )
    return f"<details><summary>{notes[0]}</summary>\n{_list(shown + notes[1:])}{replay}</details>\n"


def _conclusions(report: Report) -> Iterator[str]:
    for drawn in report.conclusions:
        ends = f"{mathml(drawn.left)} {relation(drawn.relation)} {mathml(drawn.right)}"
        mark = f'<span class="mark" data-verdict="{drawn.verdict.value}">{wording.MARKS[drawn.verdict]}</span>'
        yield f"{mark} {ends}: {_text(wording.conclusion(drawn, report))}"


def _repairs(report: Report) -> Iterator[str]:
    for repair, lines in wording.grouped_repairs(report):
        where = f'<span class="faint">({repair.rule}, {_text(lines)})</span>'
        yield f"{_code(repair.before)} reads {_code(repair.after)} {where}"
