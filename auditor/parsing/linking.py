"""What a row that begins with a relation goes on from, and which of two repeated relations counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.parsing.clauses import is_equation_sign
from auditor.parsing.statements import Statement
from auditor.verdicts import Relation

# Words before a row that name its left side themselves: "the gradient is", "I expect for the gradient of".
_NAMES_LEFT_SIDE = re.compile(r"\b(?:is|are|of|equals|be|for)\s*:?\s*$", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"(?:^|[,;(]|\b(?:and|so|thus|hence|then|therefore))\s*(?:this|that|which|it|these|i\.e\.)\W+(?:\w+\s*){0,3}:?\s*$"
    r"|\b(?:expression|above|latter|former|right[- ]hand side|rhs)\b[^.,;]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Placed:
    """A statement with what linking must know of its place."""

    statement: Statement
    opens_row: bool  # stands first in its row, and no words of the row before it
    adjacent: bool  # nothing but blanks and marks between this piece of mathematics and the one before


def linked(placed: Sequence[Placed], breaks: Sequence[int]) -> list[Statement]:
    """The statements with `continues` set, and with repeated or dangling relations settled; nothing goes on across a
    break."""
    result: list[Statement] = []
    for one in placed:
        statement = one.statement
        if statement.relations and statement.operands[0] is None:
            source = _source(statement, one, result, breaks)
            if source is not None:
                result[source], statement = _counted_once(result[source], replace(statement, continues=source))
        elif result and _dangles(result[-1]) and one.opens_row and one.adjacent and statement.display:
            source = len(result) - 1
            relation = result[source].relations[-1]
            result[source] = _without_last(result[source])
            operands, relations = (None, *statement.operands), (relation, *statement.relations)
            statement = replace(statement, operands=operands, relations=relations, continues=source)
        result.append(_with_implications(statement, result))
    return result


def _source(statement: Statement, one: Placed, earlier: Sequence[Statement], breaks: Sequence[int]) -> int | None:
    """The statement whose last operand this row takes over."""
    if not earlier:
        return None
    last = len(earlier) - 1
    if earlier[last].block == statement.block:
        return next((k for k in range(last, -1, -1) if not _is_aside(earlier, k, statement)), None)
    if one.adjacent:
        return last
    lead = statement.lead
    if _NAMES_LEFT_SIDE.search(lead) and not _REFERS_BACK.search(lead):
        return None
    for place in range(last, -1, -1):
        candidate = earlier[place]
        if candidate.display:
            crossed = any(candidate.span.start < mark <= statement.span.start for mark in breaks)
            return None if crossed else place
    return None


def _is_aside(earlier: Sequence[Statement], place: int, statement: Statement) -> bool:
    """A claim in a remark beside a row of the same display."""
    candidate = earlier[place]
    return candidate.block == statement.block and statement.display and not candidate.display


def _dangles(statement: Statement) -> bool:
    return bool(statement.relations) and statement.operands[-1] is None


def _counted_once(earlier: Statement, statement: Statement) -> tuple[Statement, Statement]:
    """A relation repeated over the break counts at its later place."""
    if _dangles(earlier) and len(earlier.operands) > 1:
        dangling, leading = earlier.relations[-1], statement.relations[0]
        if dangling.symbol == leading.symbol or dangling.symbol in ("\\to", "\\implies"):
            return _without_last(earlier), statement
    return earlier, statement


def _without_last(statement: Statement) -> Statement:
    return replace(statement, operands=statement.operands[:-1], relations=statement.relations[:-1])


def _with_implications(statement: Statement, earlier: Sequence[Statement]) -> Statement:
    """An arrow at the head of a row that goes on from an equation is an implication."""
    if statement.continues is None or not statement.relations or statement.relations[0].symbol != "\\to":
        return statement
    source = earlier[statement.continues]
    rest = any(is_equation_sign(relation.symbol) for relation in statement.relations[1:])
    before = any(is_equation_sign(relation.symbol) for relation in source.relations)
    if not (rest or before):
        return statement
    first = Relation("\\implies", statement.relations[0].span)
    return replace(statement, relations=(first, *statement.relations[1:]))
