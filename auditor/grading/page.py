"""A page of HTML that loads nothing: its frame, and text made harmless. Whatever a student wrote goes through here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from auditor.reporting import terminal
from auditor.reporting.mathml import mathml, relation

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MOST_OF_A_FORMULA = 2_000


def page(title: str, body: str) -> str:
    """The whole page; its policy forbids scripts, and that anything be loaded."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>\n{_styles()}</style>\n</head>\n"
        f'<body class="audit-page">\n<div class="audit">\n{body}</div>\n</body>\n</html>\n'
    )


def _styles() -> str:
    report = files("auditor.reporting").joinpath("report.css").read_text(encoding="utf-8")
    return report + files("auditor.grading").joinpath("grading.css").read_text(encoding="utf-8")


def text(written: str) -> str:
    """Text as a page shows it: nothing in it is markup, and nothing hides or turns it round."""
    return escape(terminal.printable(written))


def code(written: str) -> str:
    return f"<code>{text(written)}</code>"


def formula(latex: str) -> str:
    """A formula as it looks; as it is written where it is very long."""
    return mathml(latex) if len(latex) <= _MOST_OF_A_FORMULA else code(latex)


def equation(left: str, sign: str, right: str) -> str:
    return f"{formula(left) if left else ''} {relation(sign)} {formula(right)}"


def name(written: str) -> str:
    """The name of an item, which may be a formula."""
    return formula(written) if any(mark in written for mark in "\\^_") else text(written)


def section(title: str, body: str) -> str:
    return f"<section>\n<h2>{text(title)}</h2>\n{body}</section>\n" if body else ""


def listed(items: Iterable[str]) -> str:
    """A list of items that are markup already."""
    body = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<ul>\n{body}</ul>\n" if body else ""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are markup already."""
    top = "".join(f'<th scope="col">{text(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
