"""Jupyter notebooks: their Markdown cells and the formulas among their outputs; code is no mathematics."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from auditor.decoding import Unreadable
from auditor.source import Position, Source

MOST_CELLS = 10_000
_BETWEEN = "\n\n"
_FORMULA = "text/latex"  # the kind of output that is a formula, and the kind of raw cell that is LaTeX


@dataclass(frozen=True)
class Cells:
    """A notebook file, and where the text of its cells stands in the text that is read."""

    text: str
    read: str
    starts: tuple[int, ...]  # in `read`, of each stretch that comes from one cell
    numbers: tuple[int, ...]  # the cell that it comes from, 1-based; all cells are counted

    def place(self, start: int, end: int) -> tuple[Position, Position]:
        """Counted within the cell; a stretch that goes over several cells is counted in the text that is read."""
        stretch = self._stretch(start)
        if not self.numbers or stretch != self._stretch(max(start, end - 1)):
            return self._joined.position(start), self._joined.position(end)
        first, last = self._within(stretch, start), self._within(stretch, end)
        return first, last

    def _stretch(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _within(self, stretch: int, offset: int) -> Position:
        start = self.starts[stretch]
        whole, base = self._joined.position(offset), self._joined.position(start)
        return Position(whole.line - base.line + 1, whole.column, max(0, offset - start), self.numbers[stretch])

    @cached_property
    def _joined(self) -> Source:
        return Source("", self.read)


def converted(text: str, warning: str = "") -> tuple[str, str, Cells]:
    """The text of a notebook, a warning, and the places of its cells; raises Unreadable for what is no notebook."""
    parts: list[str] = []
    starts: list[int] = []
    numbers: list[int] = []
    length = 0
    for number, written in _texts(_cells(text)):
        parts += [written, _BETWEEN]
        starts.append(length)
        numbers.append(number)
        length += len(written) + len(_BETWEEN)
    read = "".join(parts[:-1])
    return read, warning, Cells(text, read, tuple(starts), tuple(numbers))


def _cells(text: str) -> list[Any]:
    try:
        notebook = json.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise Unreadable("not a notebook: its JSON is nested too deeply") from None
    except ValueError as problem:
        raise Unreadable(f"not a notebook: {problem}") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict):  # format 3 keeps them in worksheets
        sheets = notebook.get("worksheets")
        sheets = [sheet for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
        cells = [cell for sheet in sheets for cell in _list(sheet.get("cells"))] if sheets else None
    if not isinstance(cells, list):
        raise Unreadable("not a notebook: it has no cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"more than {MOST_CELLS} cells")
    return cells


def _texts(cells: list[Any]) -> Iterator[tuple[int, str]]:
    """What is read of each cell, with the cell's number."""
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict):
            continue
        match cell.get("cell_type"):
            case "markdown" | "heading":
                yield number, _text(cell.get("source"))
            case "raw" if _FORMULA in (_mime_type(cell), "text/" + _mime_type(cell)):
                yield number, _text(cell.get("source"))
            case "code":
                yield from ((number, formula) for formula in _formulas(cell.get("outputs")))


def _formulas(outputs: Any) -> Iterator[str]:
    for output in _list(outputs):
        data = output.get("data") if isinstance(output, dict) else None
        if isinstance(data, dict) and (formula := _text(data.get(_FORMULA)).strip()):
            yield formula


def _mime_type(cell: dict[str, Any]) -> str:
    metadata = cell.get("metadata")
    if not isinstance(metadata, dict):
        return ""
    return str(metadata.get("raw_mimetype") or metadata.get("format") or "")


def _text(source: Any) -> str:
    """Notebooks keep text as one string or as a list of lines."""
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
