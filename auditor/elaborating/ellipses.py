r"""Lists and products with dots: `x_1, \dots, x_n` as a general member and the range that it runs over."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from auditor.elaborating.names import strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.sizes import dimension_of
from auditor.parsing.syntax import Dots, Node, Number, Product, Scripts, Sequence, Sum, Symbol
from auditor.source import Span
from auditor.terms.dimension import Dimension
from auditor.terms.term import Index

GENERAL = "ι"  # the index that dots stand for: no author writes it


@dataclass(frozen=True)
class Run:
    """The items around dots that follow one rule: `items[start:end]`, dots included."""

    start: int
    end: int
    member: Node  # the item in general, a function of GENERAL
    first: Dimension
    last: Dimension
    down: bool  # the numbers fall from left to right

    def index(self) -> Index:
        lower, upper = (self.last, self.first) if self.down else (self.first, self.last)
        return Index(GENERAL, lower, upper)


def run_of(items: tuple[Node, ...], span: Span) -> Run:
    """The run around the only dots among items; Unsupported where no rule is seen, or no direction."""
    items = tuple(strip(item) or item for item in items)
    places = [k for k, item in enumerate(items) if isinstance(item, Dots)]
    if len(places) != 1 or places[0] == 0 or places[0] == len(items) - 1:
        raise unsupported(span, "these dots")
    place = places[0]
    items = tuple(_with_digits_apart(item, items[place + 1]) for item in items)
    before, after = items[place - 1], items[place + 1]
    pairs = _differences(before, after)
    starts, ends = {_value(one) for one, _ in pairs}, {_value(other) for _, other in pairs}
    if len(starts) != 1 or len(ends) != 1 or None in starts or None in ends:
        raise unsupported(span, "these dots")
    first, last = starts.pop(), ends.pop()
    assert first is not None
    assert last is not None
    member = _generalized(before, after)
    start = place - 1
    step = 0
    while start and (found := _step_before(items[start - 1], member, first, step)):
        step, start, first = found, start - 1, first - Dimension.of(found)
    down = step < 0 if step else _falls(first, last)
    if down is None or _goes_by_other_steps(items, start, first) or (not step and _is_multiple(first, last)):
        raise unsupported(span, "these dots")
    return Run(start, place + 2, member, first, last, down)


def _goes_by_other_steps(items: tuple[Node, ...], start: int, first: Dimension) -> bool:
    r"""`2 + 4 + \cdots + 2n`: the item before the run has its form, and another number than the one before."""
    pairs = _differences(items[start - 1], items[start]) if start else []
    for one, other in pairs:
        before, after = _value(one), _value(other)
        if before is None or after != first or (after - before).number in (1, -1):
            return False
    return bool(pairs)


def _is_multiple(first: Dimension, last: Dimension) -> bool:
    r"""`2 + \cdots + 2n`: nothing says by which steps the numbers go on."""
    counted = any((last - Dimension.of(name)).number is not None for name in last.symbols)
    return first.number not in (None, 0, 1) and last.number is None and not counted


def _with_digits_apart(item: Node, last: Node) -> Node:
    """`a_{11}` beside `a_{nn}`: two indices."""
    match item, last:
        case Scripts(sub=Number(text=digits) as number), Scripts(sub=Product(factors=factors, operators=operators)):
            if len(digits) == len(factors) > 1 and digits.isdigit() and not any(operators):
                return replace(
                    item, sub=Product(tuple(replace(number, text=d) for d in digits), operators, span=number.span)
                )
    return item


def _step_before(item: Node, member: Node, first: Dimension, step: int) -> int:
    """By how much the numbers go on from an item before the run to the run: 1, -1, or 0 where it is none of it."""
    for one in (1, -1) if not step else (step,):
        if _canonical(item) == _canonical(member, first - Dimension.of(one)):
            return one
    return 0


def _falls(first: Dimension, last: Dimension) -> bool | None:
    """Whether a run from one number to another falls: `n, …, 1` does."""
    if (gap := (last - first).number) is not None:
        return gap < 0
    if first.number is not None or last.number is not None:
        return first.number is None
    return None


def general(body: Sequence, span: Span) -> tuple[Node, Index]:
    """The member of a list with dots in general, and its index; Unsupported where no rule is seen for all of it."""
    run = run_of(body.items, span)
    if run.start or run.end != len(body.items) or run.down:
        raise unsupported(span, "these dots")
    return run.member, run.index()


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
    changes: dict[str, Any] = {}
    for item in fields(one):
        mine, others = getattr(one, item.name), getattr(other, item.name)
        if isinstance(mine, Node) and isinstance(others, Node):
            changes[item.name] = _generalized(mine, others)
        elif isinstance(mine, tuple) and mine and isinstance(mine[0], Node):
            changes[item.name] = tuple(_generalized(a, b) for a, b in zip(mine, others, strict=True))
    return replace(one, **changes)


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
