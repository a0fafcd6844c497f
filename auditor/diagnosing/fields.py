"""Derivatives of letters that depend on the variable: the link of the chain rule, each factor of a product in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.diagnosing.edits import Edit, Subject, is_derivative, is_operand
from auditor.diagnosing.trees import covering, factor, product, summed, times, turns, unturned, without
from auditor.diagnosing.writing import parsed, spelled
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Accent, Fence, Fraction, Node, Number, Product, Scripts, Sum, Symbol, walk

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


# --- powers of a matrix ----------------------------------------------------------------------------------------------


def power_rule_for_numbers(subject: Subject) -> Iterator[Edit]:
    """kX^{k-1}M for the sum of X^iMX^{k-1-i}: the power rule for a matrix that need not commute with what is beside."""
    index = next(letter for letter in "ijlrs" if letter not in {spell(part) for part in walk(subject.root)})
    for place in subject.places:
        if not isinstance(place.node, Product):
            continue
        for k, one in enumerate(place.node.factors):
            found = _power_less_one(one)
            beside = (*place.node.factors[:k], *place.node.factors[k + 1 :])
            if found is None or not beside:
                continue
            base, exponent, closing = found
            middle = "".join(f" {spelled(other)}" for other in beside if other != exponent)
            powers = (f"({base}^{{{index}}}){closing}", f"({base}^{{{spelled(exponent)}-1-{index}}}){closing}")
            around = parsed(f"{powers[0]}{middle} {powers[1]}" if middle else f"{powers[0]} {powers[1]}", place.span)
            if around is None:
                continue
            whole = _without_factor(place.put(around), exponent)
            new = parsed(rf"\sum_{{{index}=0}}^{{{spelled(exponent)}-1}} {spelled(whole)}", subject.root.span)
            if new is not None:
                yield Edit("E334", new, one.span, (), subject.root, new)


def _power_less_one(node: Node) -> tuple[str, Node, str] | None:
    """X, k and the mark of the transpose for X^{k-1} or (X^{k-1})^T."""
    found, closing = strip(node), ""
    if isinstance(found, Scripts) and turns(found) and found.sup is not None:
        closing = f"^{{{spelled(found.sup)}}}"
        inside = strip(unturned(found))
        found = strip(inside.body) if isinstance(inside, Fence) else inside
    match found:
        case Scripts(base=base, sup=Sum(signs=("+", "-"), terms=(Symbol() as exponent, Number(text="1")))):
            return spelled(base), exponent, closing
    return None


def _without_factor(node: Node, letter: Node) -> Node:
    """The formula without a letter that stands as a factor of the whole."""
    if isinstance(node, Product) and letter in node.factors:
        return without(node, node.factors.index(letter), node.factors.index(letter) + 1) or node
    return node
