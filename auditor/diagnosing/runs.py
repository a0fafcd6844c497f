"""Products with dots turned round: the factors that stand for a run are written from its other end."""

from __future__ import annotations

from auditor.diagnosing.kinds import altered
from auditor.diagnosing.trees import mapped, number
from auditor.elaborating.names import strip
from auditor.parsing.syntax import Dots, Node, Number, Sum, Symbol

Offset = tuple[Symbol | None, int]  # `N-2` is N and -2, `3` is nothing and 3


def backwards(factors: tuple[Node, ...]) -> tuple[Node, ...] | None:
    """`A_1 A_2 ⋯ A_n` as `A_n A_{n-1} ⋯ A_1`, any other product in the reverse order; None where no rule is seen."""
    dots = [place for place, one in enumerate(factors) if isinstance(strip(one), Dots)]
    if not dots:
        return tuple(reversed(factors))
    if len(dots) > 1 or dots[0] in (0, len(factors) - 1):
        return None
    before, after = factors[: dots[0]], factors[dots[0] + 1 :]
    if len(after) > 1:
        return (*reversed(after), factors[dots[0]], *reversed(before[-1:]), *reversed(before[:-1]))
    if len(before) < 2:
        return None
    following = _following(before[-2], before[-1], after[0])
    return None if following is None else (after[0], following, factors[dots[0]], *reversed(before[:-1]))


def _following(first: Node, second: Node, last: Node) -> Node | None:
    """What stands before the last factor of a run that begins with these two."""
    for depth, (old, new) in enumerate(altered(first, second)):
        start, next_ = _offset(old), _offset(new)
        if start is None or next_ is None or start[0] != next_[0]:
            continue
        ends = [pair for pair in altered(first, last)][depth : depth + 1]
        end = _offset(ends[0][1]) if ends else None
        if end is None:
            return None
        place, index = ends[0][1], _index(end[0], end[1] - (next_[1] - start[1]), ends[0][1])
        return mapped(last, lambda node: index if node is place else None)
    return None


def _offset(node: Node) -> Offset | None:
    match strip(node):
        case Number(text=text) if text.isdigit():
            return None, int(text)
        case Symbol() as letter:
            return letter, 0
        case Sum(signs=("+", sign), terms=(Symbol() as letter, Number(text=text))) if text.isdigit():
            return letter, int(text) if sign == "+" else -int(text)
    return None


def _index(letter: Symbol | None, offset: int, place: Node) -> Node:
    if letter is None:
        return number(offset, place.span)
    if not offset:
        return letter
    sign = "+" if offset > 0 else "-"
    return Sum(("+", sign), (letter, number(abs(offset), place.span)), span=place.span)
