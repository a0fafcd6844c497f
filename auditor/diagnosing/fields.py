"""Derivatives of letters that depend on the variable: the link of the chain rule, each factor of a product in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.diagnosing.edits import Edit, Subject, is_derivative, is_operand
from auditor.diagnosing.trees import covering, factor, product, summed, times
from auditor.elaborating.names import strip
from auditor.parsing.syntax import Accent, Fraction, Node, Product, Symbol, walk

MOST_LETTERS = 4


def missing_link(subject: Subject) -> Iterator[Edit]:
    """∂u/∂x put to a term, where a function of u was differentiated by x as if by u."""
    own = {part for part in walk(subject.root) if is_derivative(part)}
    for link, letter in _links(subject):
        if link in own:
            continue
        for place in subject.places:
            if place.role in ("whole", "term"):
                for new in (times(factor(place.node), link), times(link, factor(place.node))):
                    yield Edit("E317", place.put(new), place.span, (("inner", letter),), place.node, new)


def _links(subject: Subject) -> Iterator[tuple[Node, Node]]:
    """∂u/∂x for the letters u of a numerator, each with its letter."""
    for formula in subject.around[:1]:
        for node in walk(formula):
            found = strip(node)
            if not isinstance(found, Fraction) or not is_derivative(found) or not isinstance(found.numerator, Product):
                continue
            sign = found.numerator.factors[0]
            letters = dict.fromkeys(
                part
                for body in found.numerator.factors[1:]
                for part in walk(body)
                if isinstance(part, Symbol | Accent) and is_operand(part)
            )
            for letter in list(letters)[:MOST_LETTERS]:
                yield replace(found, numerator=Product((sign, letter), ("",), span=found.numerator.span)), letter


def product_of_derivatives(subject: Subject) -> Iterator[Edit]:
    """u'v' for (uv)': one factor is differentiated in each term, and the other one stays."""
    for place in subject.places:
        node = place.node
        if not isinstance(node, Product):
            continue
        bodies = {k: body for k, one in enumerate(node.factors) if (body := _body(one)) is not None}
        if len(bodies) != 2:
            continue
        rows = tuple(
            product((*node.factors[:k], body, *node.factors[k + 1 :]), node.operators, node.span)
            for k, body in bodies.items()
        )
        new = summed(("+", "+"), rows, node.span)
        whole = times(*bodies.values())
        yield Edit("E316", place.put(new), covering(node.factors), (("product", whole),), node, new)


def _body(node: Node) -> Node | None:
    """What a derivative in a product is taken of."""
    found = strip(node)
    if not isinstance(found, Fraction) or not is_derivative(found) or not isinstance(found.numerator, Product):
        return None
    rest = found.numerator.factors[1:]
    return rest[0] if len(rest) == 1 else product(rest, ("",) * (len(rest) - 1), found.span)
