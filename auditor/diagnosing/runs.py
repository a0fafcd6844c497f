"""Products with dots turned round: the factors that stand for a run are written from its other end."""

from __future__ import annotations

from auditor.diagnosing.kinds import altered
from auditor.diagnosing.transposes import exchanged
from auditor.diagnosing.trees import number
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
    for (old, new), (_, place) in zip(altered(first, second), altered(first, last), strict=False):
        start, following, end = _offset(old), _offset(new), _offset(place)
        if start is not None and following is not None and end is not None and start[0] == following[0]:
            index = _index(end[0], end[1] - (following[1] - start[1]), place)
            return exchanged(last, {id(place): index})
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
