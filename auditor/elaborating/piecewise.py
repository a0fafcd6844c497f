r"""`cases`: values each under its condition, as sums of values times Iverson brackets."""

from __future__ import annotations

import re

from auditor.elaborating.names import strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Annotated, Chain, Matrix, Node, Product, Prose, Sequence
from auditor.terms import term as t
from auditor.terms.term import Term

ENVIRONMENTS = frozenset({"cases", "dcases", "rcases"})
SIGNS = {"=": "=", r"\ne": "!=", "<": "<", ">": ">", r"\le": "<=", r"\ge": ">="}
ELSE = re.compile(r"\W*(?:otherwise|else|elsewhere|in all other cases)\W*", re.IGNORECASE)


def piecewise(node: Matrix, scope: Scope) -> Term:
    """The value of the first row whose condition holds; 0 where none does. Scalars only."""
    total: Term = t.number(0)
    for row in reversed(node.rows):
        value_node, condition_node = _parts(row, node)
        value = scope.term(value_node)
        if value.shape:
            raise unsupported(value_node.span, "cases of matrices")
        condition = _condition(condition_node, scope)
        total = value if condition is None else _chosen(condition, value, total)
    return total


def _chosen(condition: Term, value: Term, other: Term) -> Term:
    return t.add(t.multiply(condition, value), t.multiply(t.subtract(t.number(1), condition), other))


def _parts(row: tuple[Node | None, ...], whole: Matrix) -> tuple[Node, Node]:
    """The value and the condition, in two cells or in one behind a comma."""
    cells = [cell for cell in row if cell is not None]
    if len(cells) == 1 and isinstance(items := strip(cells[0]), Sequence) and set(items.separators) <= {","}:
        cells = list(items.items)
    if len(cells) != 2:
        raise unsupported(whole.span, "cases without conditions")
    return cells[0], cells[1]


def _condition(node: Node, scope: Scope) -> Term | None:
    """1 where the condition holds; None for "otherwise"."""
    match strip(node):
        case Prose(text=text) if ELSE.fullmatch(text):
            return None
        case Annotated(body=body) if body is not None:
            return _condition(body, scope)
        case Chain(operands=operands, relations=relations) if set(relations) <= SIGNS.keys() and None not in operands:
            sides = [scope.term(_without_words(operand)) for operand in operands if operand is not None]
            if any(side.shape for side in sides):
                raise unsupported(node.span, "a condition on matrices")
            pairs = zip(sides, relations, sides[1:], strict=False)
            return t.multiply(*(t.compare(left, SIGNS[sign], right) for left, sign, right in pairs))
    raise unsupported(node.span, "this condition")


def _without_words(node: Node) -> Node:
    r"""`\text{if } x`: x."""
    match strip(node):
        case Product(factors=(Prose(), *rest), operators=operators) if rest:
            if len(rest) == 1:
                return rest[0]
            return Product(tuple(rest), operators[1:], span=rest[0].span.cover(rest[-1].span))
    return node
