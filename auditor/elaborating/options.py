"""Declarations and layouts given by option: `X: m x n, symmetric`, `numerator`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.elaborating.context import Known
from auditor.terms.dimension import ONE, Dimension, Shape

LAYOUTS = {
    "numerator": {"scalar_by": "transposed", "vector_by_vector": "numerator"},
    "denominator": {"scalar_by": "variable", "vector_by_vector": "denominator"},
}
_DECLARATION = re.compile(r"\s*(?P<names>[^:]+?)\s*:\s*(?P<facts>.+?)\s*")
_SHAPE = re.compile(r"(?P<first>[\w{}\\]+)\s*(?:x|×|\*|by|\\times)\s*(?P<second>[\w{}\\]+)")


def declarations(let: Iterable[str]) -> tuple[Known, ...]:
    """The facts that options state; raises ValueError for one that cannot be read."""
    return tuple(fact for written in let for fact in _facts(written))


def _facts(written: str) -> Iterable[Known]:
    match = _DECLARATION.fullmatch(written)
    if match is None:
        raise ValueError(f"not a declaration: {written!r}; write for example 'X: m x n, symmetric'")
    shape: Shape | None = None
    kind = ""
    properties: list[str] = []
    for part in (part.strip() for part in match["facts"].split(",")):
        if (found := _SHAPE.fullmatch(part)) is not None:
            shape = _shape(found["first"], found["second"])
        elif part == "scalar":
            shape, kind = (), "scalar"
        elif (vector := re.fullmatch(r"(?:vector of length )?([\w{}]+)(?:-vector)?", part)) and "vector" in part:
            shape = (_dimension(vector[1]), ONE)
        elif part:
            properties.append(part)
    if shape is not None:
        kind = "scalar" if not shape else "column" if shape[1] == ONE else "row" if shape[0] == ONE else "matrix"
    for name in (name.strip() for name in match["names"].split(",")):
        yield Known(name, 0, kind, shape, tuple(properties), None, "option")


def _shape(first: str, second: str) -> Shape:
    shape = (_dimension(first), _dimension(second))
    return () if shape == (ONE, ONE) else shape


def _dimension(text: str) -> Dimension:
    return Dimension.of(int(text)) if text.isdigit() else Dimension.of(text)


def layouts(layout: str | None) -> dict[str, str]:
    """The two choices that a layout named by option fixes; raises ValueError for another name."""
    if layout is None:
        return {}
    if layout not in LAYOUTS:
        raise ValueError(f"unknown layout: {layout!r}; it is one of {', '.join(LAYOUTS)}")
    return dict(LAYOUTS[layout])
