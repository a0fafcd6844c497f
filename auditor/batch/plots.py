"""Plots as inline SVG: bars, drawn here, so that a page needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from auditor.reporting.terminal import columns, printable, shortened

_WIDTH, _ROW, _BAR = 720, 26, 16
_LABELS, _FIGURES = 250, 130  # room on the left, and on the right
_COLUMNS = 34  # of a label, in its room


@dataclass(frozen=True)
class Bar:
    """One row of a plot; `tone` is the name of a colour of the page, `figure` what is written behind the bar."""

    label: str
    value: float
    figure: str
    tone: str = "note"


def bars(title: str, rows: Sequence[Bar], full: float = 0) -> str:
    """Horizontal bars from a common start; the longest fills the room, or one of value `full` would."""
    full = full or max((row.value for row in rows), default=0) or 1
    room = _WIDTH - _LABELS - _FIGURES
    body = "".join(_bar(row, number * _ROW, room * row.value / full) for number, row in enumerate(rows))
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {len(rows) * _ROW}" width="{_WIDTH}" aria-label="{text(title)}">\n'
        f"{body}</svg>\n"
    )


def text(written: str) -> str:
    """Text as a page shows it: nothing in it is markup, and nothing hides or turns it round."""
    return escape(printable(written))


def _bar(row: Bar, top: int, length: float) -> str:
    middle = f'y="{top + _ROW / 2:g}" dominant-baseline="central"'
    label = shortened(row.label, _COLUMNS)
    # A font may be wider than it was taken to be: a long label is set closer, and does not run into its bar.
    fit = f' textLength="{_LABELS - 16}" lengthAdjust="spacingAndGlyphs"' if columns(label) > _COLUMNS - 2 else ""
    return (
        f"<g><title>{text(f'{row.label}: {row.figure}')}</title>"
        f'<text x="{_LABELS - 10}" {middle} text-anchor="end"{fit}>{text(label)}</text>'
        f'<rect x="{_LABELS}" y="{top + (_ROW - _BAR) / 2:g}" width="{max(length, 1 if row.value else 0):.1f}"'
        f' height="{_BAR}" rx="2" fill="var(--{row.tone})"/>'
        f'<text x="{_LABELS + length + 8:.1f}" {middle}>{text(row.figure)}</text></g>\n'
    )
