"""Undelimited mathematics of a whole document: the lines and table cells between what is delimited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.reading import bare, katex
from auditor.reading.scanning import Region

_LINE_END = re.compile(r"\r\n|\n|\r")


def with_undelimited(text: str, regions: list[Region], structured: bool) -> Iterator[Region]:
    """The delimited regions, and between them the formulas that nobody delimited."""
    tables = _table_lines(text)
    following = iter((*regions, None))
    current = next(following)
    for start, end in _lines(text, regions):
        inside: list[Region] = []
        while current is not None and current.start < end:
            if current.end > start:
                inside.append(current)
            yield_now, current = current, next(following)
            if yield_now.end <= start:
                yield yield_now
        if not structured:
            inside += _undelimited(text, start, end, inside, table=start in tables)
        yield from sorted(inside, key=lambda region: region.start)
    while current is not None:
        yield current
        current = next(following)


def _undelimited(text: str, start: int, end: int, inside: list[Region], *, table: bool) -> list[Region]:
    found: list[Region] = []
    alone = not any(region.mathematical for region in inside)
    position = start
    for stop, after in (*((max(region.start, start), region.end) for region in inside), (end, end)):
        for first, last in _cells(text, position, stop) if table else ((position, stop),):
            if first >= last or not text[first:last].strip():
                continue
            copies = list(katex.tripled(text, first, last)) if alone else []
            if copies:
                found += [Region(one, two, (three, four), "copies") for one, two, three, four in copies]
            else:
                formulas = bare.find(text, first, last, alone=alone)
                found += (replace(formula, display=formula.display and not table) for formula in formulas)
        position = max(position, after)
    return found


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"(?:\\.|[^|\\])+", text[start:end]):
        yield start + match.start(), start + match.end()


def _table_lines(text: str) -> set[int]:
    """The offsets at which lines of Markdown tables begin."""
    if "|" not in text or "-|" not in text.replace(" ", "").replace(":", ""):
        return set()
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    lines = [text[a:b] for a, b in zip(starts, (*starts[1:], len(text)), strict=True)]
    found: set[int] = set()
    for index, line in enumerate(lines):
        if "|" in line and bare.is_table_rule(line.strip()):
            found.update(starts[max(index - 1, 0) : index + 1])
            for later in range(index + 1, len(lines)):
                if "|" not in lines[later]:
                    break
                found.add(starts[later])
    return found


def _lines(text: str, regions: list[Region]) -> Iterator[tuple[int, int]]:
    """Lines, joined where one leaves braces open or a region reaches over its end."""
    ends = [match.span() for match in _LINE_END.finditer(text)] + [(len(text), len(text))]
    start, joined = 0, 0
    reach = iter((*regions, None))
    region = next(reach)
    for stop, after in ends:
        while region is not None and region.end <= stop:
            region = next(reach)
        within = region is not None and region.start < stop < region.end
        line = text[start:stop]
        blank = (
            not text[after : text.find("\n", after) if "\n" in text[after:] else None].strip() if not within else False
        )
        opened = not within and joined < 40 and not blank and "\\" in line and _leaves_open(line)
        if (within or opened) and after < len(text):
            joined += opened
            continue
        yield start, stop
        start, joined = after, 0
    if start < len(text):
        yield start, len(text)


def _leaves_open(line: str) -> bool:
    return "$" not in line and bare.open_brackets(line) > 0
