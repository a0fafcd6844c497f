r"""Extents: the sizes that `m \times n`, `(n+1) \times k` or `2n` state."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.parsing.syntax import (
    Annotated,
    Fence,
    Fraction,
    Group,
    Node,
    Number,
    Product,
    Scripts,
    Sequence,
    Sum,
    Symbol,
)
from auditor.source import Span


def extents(node: Node | None) -> tuple[Node, ...] | None:
    r"""The dimensions that `m \times n`, `m,n` or `2n` list; None for what cannot be dimensions."""
    node = bare(node)
    match node:
        case Sequence(items=items, separators=separators) if set(separators) <= {","}:
            parts = tuple(items)
        case Product(factors=factors, operators=operators) if r"\times" in operators:
            parts = tuple(_split(factors, operators))
        case None:
            return None
        case _:
            parts = (node,)
    stripped = tuple(part for part in map(_unbracketed, parts) if part is not None)
    return stripped if len(stripped) == len(parts) and all(map(is_dimension, stripped)) else None


def is_dimension(node: Node | None) -> bool:
    """Whether a formula can be a size: a letter, a whole number, or arithmetic of such."""
    match bare(node):
        case Number(text=text):
            return text.isdigit()
        case Symbol(name=name, style=style):
            return (
                style in ("", "roman", "calligraphic") and name not in _NO_SIZES and (name.isalpha() or name[0] == "\\")
            )
        case Scripts(base=base, primes=0, sup=sup):
            return is_dimension(base) and isinstance(bare(sup), Number | None) and not isinstance(bare(base), Fence)
        case Product(factors=factors, operators=operators):
            return set(operators) <= {"", r"\cdot", "*", "/"} and all(map(is_dimension, factors))
        case Sum(signs=signs, terms=terms):
            return bool(terms) and set(signs) <= {"+", "-"} and all(map(is_dimension, terms))
        case Fraction(numerator=numerator, denominator=denominator):
            return is_dimension(numerator) and is_dimension(denominator)
        case Fence(open="(", close=")", body=body):
            return is_dimension(body)
    return False


def bare(node: Node | None) -> Node | None:
    """The node without invisible braces, colours and boxes around it."""
    while isinstance(node, Group | Annotated):
        node = node.body
    return node


_NO_SIZES = frozenset({r"\partial", r"\nabla", r"\infty", r"\circ", r"\cdot", r"\top"})


def _split(factors: tuple[Node, ...], operators: tuple[str, ...]) -> Iterator[Node]:
    r"""The parts of a product between its `\times`."""
    start = 0
    for place, operator in enumerate((*operators, r"\times")):
        if operator == r"\times":
            yield product(factors[start : place + 1], operators[start:place])
            start = place + 1


def product(factors: tuple[Node, ...], operators: tuple[str, ...]) -> Node:
    return factors[0] if len(factors) == 1 else Product(factors, operators, span=span_of(factors))


def _unbracketed(node: Node) -> Node | None:
    inner = bare(node)
    return bare(inner.body) if isinstance(inner, Fence) and inner.open == "(" and inner.close == ")" else inner


def span_of(nodes: tuple[Node, ...] | list[Node]) -> Span:
    return nodes[0].span.cover(nodes[-1].span)
