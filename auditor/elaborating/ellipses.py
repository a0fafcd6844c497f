r"""Lists and products with dots: `x_1, \dots, x_n` as a general member and the range that it runs over."""

from __future__ import annotations

from dataclasses import fields, replace

from auditor.elaborating.names import strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.sizes import dimension_of
from auditor.parsing.syntax import Dots, Node, Number, Sequence, Sum, Symbol
from auditor.source import Span
from auditor.terms.dimension import ONE, Dimension

GENERAL = "ι"  # the index that dots stand for: no author writes it


def general(body: Sequence, span: Span) -> tuple[Node, str, Dimension, Dimension]:
    """The member in general, its index, and the first and last value; Unsupported where no rule is seen."""
    items = [strip(item) for item in body.items]
    places = [k for k, item in enumerate(items) if isinstance(item, Dots)]
    if len(places) != 1 or places[0] == 0 or places[0] == len(items) - 1:
        raise unsupported(span, "these dots")
    first, last = items[0], items[-1]
    if first is None or last is None:
        raise unsupported(span, "these dots")
    found = _differences(first, last)
    starts, ends = {_value(one) for one, _ in found}, {_value(other) for _, other in found}
    if len(starts) != 1 or len(ends) != 1 or None in starts or None in ends:
        raise unsupported(span, "these dots")
    start, end = starts.pop(), ends.pop()
    assert start is not None
    assert end is not None
    member = _generalized(first, last)
    for step, item in enumerate(items[1 : places[0]], start=1):
        if item is None or _instance(member, start + Dimension.of(step)) != _canonical(item):
            raise unsupported(span, "these dots")
    return member, GENERAL, start, end


def _value(node: Node) -> Dimension | None:
    return dimension_of(node)


def _is_number(node: Node) -> bool:
    """`1`, `n`, `n-1`: what a place in a list is counted by."""
    parts = node.terms if isinstance(node, Sum) else (node,)
    return all(isinstance(strip(part), Number | Symbol) for part in parts)


def _differences(one: Node, other: Node) -> list[tuple[Node, Node]]:
    """The places at which two formulas of one form differ."""
    if one == other:
        return []
    if type(one) is not type(other) or _is_number(one):
        return [(one, other)]
    mine, others = one.children, other.children
    if len(mine) != len(others) or not mine:
        return [(one, other)]
    return [pair for left, right in zip(mine, others, strict=True) for pair in _differences(left, right)]


def _generalized(one: Node, other: Node) -> Node:
    """The first formula with the general index where the two differ."""
    if one == other:
        return one
    if type(one) is not type(other) or _is_number(one) or not one.children:
        return Symbol(GENERAL, span=one.span)
    changes = {}
    for item in fields(one):
        mine, others = getattr(one, item.name), getattr(other, item.name)
        if isinstance(mine, Node) and isinstance(others, Node):
            changes[item.name] = _generalized(mine, others)
        elif isinstance(mine, tuple) and mine and isinstance(mine[0], Node):
            changes[item.name] = tuple(_generalized(a, b) for a, b in zip(mine, others, strict=True))
    return replace(one, **changes)


def _instance(member: Node, value: Dimension) -> object:
    """The general member at a value, in a form that can be compared."""
    return _canonical(member, value)


def _canonical(node: Node, value: Dimension | None = None) -> object:
    if isinstance(node, Symbol) and node.name == GENERAL and value is not None:
        return ("dimension", value)
    if isinstance(node, Number | Sum) and _is_number(node) and (dimension := dimension_of(node)) is not None:
        return ("dimension", dimension)
    return (type(node).__name__, *(_canonical(child, value) for child in node.children), *_plain(node))


def _plain(node: Node) -> tuple[object, ...]:
    return tuple(
        getattr(node, item.name)
        for item in fields(node)
        if isinstance(getattr(node, item.name), str | int) and item.compare
    )


def first_is_one(start: Dimension) -> bool:
    return start == ONE
