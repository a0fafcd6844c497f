"""The formats that reports are rendered in; each is a module of its own, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.reporting.report import Report

WIDTH = 100


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    SARIF = "sarif"
    LATEX = "latex"


def render(
    reports: Sequence[Report],
    format: Format,
    *,
    collected: bool = False,
    colour: bool = False,
    width: int = WIDTH,
    explain_steps: bool = False,
) -> str:
    """The reports in one format; `collected` matters to JSON, `colour`, `width` and `explain_steps` to text."""
    match format:
        case Format.TEXT:
            from auditor.reporting import as_text

            return as_text.render(reports, colour=colour, width=width, explain_steps=explain_steps)
        case Format.JSON:
            from auditor.reporting import as_json

            return as_json.render(reports, collected=collected)
        case Format.MARKDOWN:
            from auditor.reporting import as_markdown

            return as_markdown.render(reports)
        case Format.HTML:
            from auditor.reporting import as_html

            return as_html.render(reports)
        case Format.SARIF:
            from auditor.reporting import as_sarif

            return as_sarif.render(reports)
        case Format.LATEX:
            from auditor.reporting import as_latex

            return as_latex.render(reports)
