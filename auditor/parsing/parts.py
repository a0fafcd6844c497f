"""What the parser puts together: tokens and nodes, and what may not be made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from auditor.findings import Finding, finding
from auditor.parsing.syntax import BigOperator, Group, Node, Prescript, Product, Scripts, Sum, Symbol
from auditor.parsing.tokens import Token
from auditor.source import Span

Part: TypeAlias = "Node | Token"
Parts: TypeAlias = "list[Part]"


class Unread(Exception):
    """A formula that is no mathematics; the finding says where it stops being so."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.message)
        self.finding = found


def unread(reason: str, span: Span) -> Unread:
    return Unread(finding("N901", span, reason=reason))


def token(part: Part) -> Token:
    assert isinstance(part, Token)
    return part


def node(part: Part) -> Node:
    assert isinstance(part, Node)
    return part


def tokens(parts: Sequence[Part]) -> list[Token]:
    return [part for part in parts if isinstance(part, Token)]


def nodes(parts: Sequence[Part]) -> list[Node]:
    return [part for part in parts if isinstance(part, Node)]


def whole(parts: Sequence[Part]) -> Span:
    """The place of all parts together; macros may have put them in another order."""
    first = parts[0].span
    if len(parts) == 1:
        return first
    start, end = first.start, first.end
    for part in parts[1:]:
        span = part.span
        if span.start < start:
            start = span.start
        if span.end > end:
            end = span.end
    return Span(start, end)


# What may not be


def governing(node: Node) -> Node:
    r"""The node itself, unless it ends with a bare `\sum` or `\partial` that has nothing to its right."""
    last = node
    while isinstance(last, Product | Sum):
        last = last.factors[-1] if isinstance(last, Product) else last.terms[-1]
    if isinstance(last, BigOperator):
        raise unread("the sign of a sum, product or limit governs nothing", last.span)
    if is_unscripted(last, "\\partial"):
        raise unread("`\\partial` has nothing to act on", last.span)
    if isinstance(last, Prescript):
        raise unread("this script hangs on nothing", last.span)
    return node


def is_unscripted(node: Node, name: str) -> bool:
    """A letter of that name, at most with an exponent."""
    if isinstance(node, Scripts) and node.sub is None:
        node = node.base
    return isinstance(node, Symbol) and node.name == name and node.style == ""


def bare(node: Node) -> Node:
    """What stands in the braces of an argument."""
    if not isinstance(node, Group):
        return node
    if node.body is None:
        raise unread("an argument is empty", node.span)
    return node.body


def is_empty(node: Node) -> bool:
    return isinstance(node, Group) and node.body is None
