"""The summary as one page that loads nothing, and whose policy forbids that anything be loaded."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from auditor.batch.plots import Bar, bars, text
from auditor.batch.progress import duration

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = ".audit svg { max-width: 100%; height: auto; font-size: 14px; fill: currentcolor; }\n"
_TONES = {"given": "right", "verified": "right", "refuted": "wrong", "ill-formed": "wrong", "audited": "right"}
_FUNNEL = {
    "rows": "rows of mathematics",
    "relations": "with a relation found",
    "read_whole": "read as a whole",
    "decided": "decided",
}
_MEASURES = {
    "precision": "precision: of the documents flagged, those that are wrong",
    "recall": "recall: of the wrong documents, those that are flagged",
    "false_alarm_rate": "false alarms: of the right documents, those that are flagged",
    "first_error_accuracy": "first error: of the wrong documents, those whose first wrong line is found",
    "line_precision": "precision by lines: of the lines flagged, those that are wrong",
    "line_recall": "recall by lines: of the wrong lines, those that are flagged",
}
_MOST_FINDINGS = 30

Summary = dict[str, Any]


def render(summary: Summary) -> str:
    """The page."""
    sections = "".join(f"<section>\n<h2>{title}</h2>\n{body}</section>\n" for title, body in _sections(summary) if body)
    style = files("auditor.reporting").joinpath("report.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Audit of {summary['documents']:,} documents</title>\n<style>\n{style}{_STYLE}</style>\n</head>\n"
        f'<body class="audit-page">\n<div class="audit">\n<main>\n{_head(summary)}{sections}</main>\n</div>\n'
        "</body>\n</html>\n"
    )


def _head(summary: Summary) -> str:
    names = ", ".join(f"<code>{text(name)}</code>" for name in summary["inputs"])
    run = summary["run"]
    wrong = summary["documents_with_a_wrong_step"]
    said = (
        f"{summary['documents']:,} documents with {summary['verdicts']['steps']:,} steps;"
        f" in {wrong:,} of them a step is wrong."
    )
    rate = run["documents_per_second"]
    took = f" {rate:,.1f} a second." if rate else ""
    ran = f"{run['audited']:,} audited in {duration(run['seconds'])}, {run['reused']:,} known before.{took}"
    return f'<h1>Audit of {names}</h1>\n<p>{said}</p>\n<p class="faint">auditor {text(summary["auditor"])}. {ran}</p>\n'


def _sections(summary: Summary) -> list[tuple[str, str]]:
    return [
        ("Problems", _list(summary["problems"])),
        ("Verdicts", _verdicts(summary)),
        ("Against the labels", _labels(summary["labels"])),
        ("Findings", _findings(summary["findings"])),
        ("How far the reading came", _funnel(summary["funnel"])),
        ("Documents", _statuses(summary)),
        ("Slowest documents", _slowest(summary["timings"]["slowest"])),
    ]


def _list(items: list[str]) -> str:
    return "<ul>\n" + "".join(f"<li>{text(item)}</li>\n" for item in items) + "</ul>\n" if items else ""


def _verdicts(summary: Summary) -> str:
    counts = {name: count for name, count in summary["verdicts"].items() if name != "steps"}
    return _counted("Verdicts", counts, summary["verdicts"]["steps"], lambda name: _TONES.get(name, "limited"))


def _statuses(summary: Summary) -> str:
    counts = {name: count for name, count in summary["statuses"].items() if count}
    return _counted("Documents", counts, summary["documents"], lambda name: _TONES.get(name, "wrong"))


def _counted(title: str, counts: dict[str, int], whole: int, tone: Callable[[str], str]) -> str:
    rows = [Bar(name, count, _share(count, whole), tone(name)) for name, count in counts.items()]
    return bars(title, rows) if whole else ""


def _findings(findings: list[dict[str, Any]]) -> str:
    rows = [_finding(found) for found in findings[:_MOST_FINDINGS]]
    more = len(findings) - len(rows)
    rest = f'<p class="faint">and {more} more kinds in summary.json</p>\n' if more else ""
    return bars("Findings by code", rows) + rest if rows else ""


def _finding(found: dict[str, Any]) -> Bar:
    code, count = found["code"], found["count"]
    return Bar(f"{code} {found['name']}", count, f"{count:,}", {"E": "wrong", "W": "limited"}.get(code[0], "note"))


def _funnel(funnel: dict[str, int]) -> str:
    rows = [Bar(said, funnel[name], _share(funnel[name], funnel["rows"])) for name, said in _FUNNEL.items()]
    return bars("Rows of mathematics", rows) if funnel["rows"] else ""


def _slowest(slowest: list[dict[str, Any]]) -> str:
    rows = [Bar(one["id"], one["seconds"], f"{one['seconds']:.3f} s") for one in slowest]
    return bars("Seconds", rows) if rows else ""


def _labels(labels: dict[str, Any] | None) -> str:
    if labels is None:
        return ""
    rows = [
        Bar(said.partition(":")[0], labels[name], f"{labels[name]:.1%}", "wrong" if "alarm" in name else "right")
        for name, said in _MEASURES.items()
        if labels.get(name) is not None
    ]
    words = _list([said for name, said in _MEASURES.items() if labels.get(name) is not None])
    said = (
        f"<p>{labels['wrong']:,} documents are labelled wrong: {labels['caught']:,} are flagged, and in"
        f" {labels['let_pass']:,} every step was let pass. {labels['right']:,} are labelled right:"
        f" {labels['false_alarms']:,} are flagged.</p>\n"
    )
    odd = labels["not_understood"]
    note = f'<p class="faint">{odd:,} labels are not understood.</p>\n' if odd else ""
    return said + (bars("Measures", rows, full=1.0) if rows else "") + words + note


def _share(count: int, whole: int) -> str:
    return f"{count:,} ({count / whole:.1%})" if whole else f"{count:,}"
