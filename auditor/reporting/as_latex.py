r"""The report as an article to compile: steps as written, with notes beside them; TeX executes nothing of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from auditor.findings import Finding
from auditor.reading.characters import as_latex
from auditor.reporting import terminal, wording
from auditor.reporting.report import Report
from auditor.verdicts import Step, Verdict

_PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\usepackage{xcolor}
\usepackage[margin=2cm]{geometry}
\definecolor{held}{HTML}{1A7F37}
\definecolor{wrong}{HTML}{CF222E}
\definecolor{limited}{HTML}{8A6100}
\setlength{\parindent}{0pt}
\newcommand{\auditstep}[3]{%
  \begin{minipage}[t]{0.62\textwidth}\raggedright #1\end{minipage}\hfill
  \begin{minipage}[t]{0.34\textwidth}\raggedright\footnotesize\color{#2}#3\end{minipage}%
  \par\medskip}
\begin{document}
\sloppy
"""
_COLOURS = {
    Verdict.GIVEN: "held",
    Verdict.VERIFIED: "held",
    Verdict.CONDITIONAL: "limited",
    Verdict.REFUTED: "wrong",
    Verdict.ILL_FORMED: "wrong",
    Verdict.UNKNOWN: "limited",
}
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "`": "{`}", "'": "{'}", '"': "{\"}", "<": "{<}",
    ">": "{>}", "?": "{?}", "!": "{!}", "|": "{|}", "✓": r"\ensuremath{\checkmark}",
    "✗": r"\ensuremath{\times}",
}  # fmt: skip
_BREAKS_AFTER = frozenset("}=+-),")
# Commands of Unicode's mathematics that LaTeX and amssymb define.
_KNOWN = re.compile(r"\\(?!llbracket|rrbracket|triangleq)[A-Za-z]+|\\mathbb\{[A-Z]\}|\\mathcal\{[A-Z]\}")


def render(reports: Sequence[Report]) -> str:
    r"""ASCII throughout; a formula is shown as its source, so that no command of the document reaches TeX."""
    body = "".join(f"{line}\n" for report in reports for line in _lines(report))
    return f"{_PREAMBLE}{body}\\end{{document}}\n"


def _lines(report: Report) -> Iterator[str]:
    yield rf"\section*{{Audit of {code(report.source.name)}}}"
    yield escaped(wording.summary(report) if report.steps else wording.NOTHING_READ) + "."
    assumed = (f"{escaped(what)} ({escaped(origin)})" for what, origin in wording.assumptions(report))
    yield from _section("Assumed", _list(assumed))
    yield from _section("Steps", (_step(report, step) for step in report.steps))
    yield from _section("Also found", _list(_finding(found) for found in report.loose_findings))
    yield from _section("Conclusions", _list(_conclusions(report)))
    yield from _section("Repaired before reading", _list(_repairs(report)))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    body = list(lines)
    if body:
        yield rf"\subsection*{{{title}}}"
        yield from body


def _list(items: Iterable[str]) -> Iterator[str]:
    body = list(items)
    if body:
        yield r"\begin{itemize}"
        # The empty group keeps a bracket from starting an optional argument.
        yield from (rf"\item{{}} {item}" for item in body)
        yield r"\end{itemize}"


def _step(report: Report, step: Step) -> str:
    where = wording.line(report.source, step.relation.span)
    verdict = escaped(f"{wording.MARKS[step.verdict]} {wording.verdict_note(step)}")
    notes = [*map(_finding, step.findings), *map(escaped, wording.notes(step))]
    beside = r"\par ".join((rf"\textbf{{{verdict}}}", *notes))
    claim = rf"\textbf{{{step.id}}} ({where})\par {code(wording.formula(step))}"
    return rf"\auditstep{{{claim}}}{{{_COLOURS[step.verdict]}}}{{{beside}}}"


def _finding(found: Finding) -> str:
    helps = "".join(f"; help: {text}" for text in wording.helps(found, code, escaped))
    return f"{found.rule.code}: {wording.message(found, code, escaped)}{helps}"


def _conclusions(report: Report) -> Iterator[str]:
    for drawn in report.conclusions:
        ends = " ".join((drawn.left, drawn.relation, drawn.right))
        yield f"{code(ends)}: {escaped(wording.conclusion(drawn, report))}"


def _repairs(report: Report) -> Iterator[str]:
    for repair, lines in wording.grouped_repairs(report):
        yield f"{code(repair.before)} reads {code(repair.after)} ({repair.rule}, {escaped(lines)})"


def code(text: str) -> str:
    """The text letter by letter in typewriter type, with places at which a line may break."""
    return rf"\texttt{{{escaped(' '.join(text.split()) or '(nothing)')}}}"


def escaped(text: str) -> str:
    """The text letter by letter: no character of it means anything to TeX."""
    return "".join(map(_letter, terminal.printable(text)))


def _letter(character: str) -> str:
    safe = _ESCAPES.get(character, character)
    if not safe.isascii():
        latex = as_latex(character) or ""
        safe = rf"\ensuremath{{{latex}}}" if _KNOWN.fullmatch(latex) else f"U+{ord(character):04X}"
    return rf"{safe}\allowbreak{{}}" if character in _BREAKS_AFTER else safe
