"""Rules of differentiation that were forgotten: product, quotient and chain rule, a factor left undifferentiated."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction as Rational

from auditor.diagnosing.calculus import Calculus
from auditor.diagnosing.edits import Edit, Subject, is_derivative, is_operand, links
from auditor.diagnosing.signs import scaled
from auditor.diagnosing.trees import added, factor, fenced, places, product, summed, with_term
from auditor.elaborating.names import strip
from auditor.parsing.syntax import Fraction, Node, Number, Product, Scripts, Sum, Symbol
from auditor.terms import term as t
from auditor.terms.term import Term


def missing_terms(subject: Subject) -> Iterator[Edit]:
    """The terms that the whole formula lacks, all others being right; of a product, what the product rule adds.

    A term that stands there twice may stand for two: 2AB for AB + BA.
    """
    calculus = subject.calculus
    if calculus is None or calculus.wrong is None:
        return
    for root, present in _presents(subject.root, calculus.wrong):
        missing = calculus.missing(present)
        if missing is None:
            continue
        whole = added(root, "+", missing)
        body = calculus.node(calculus.body) if calculus.of_product else None
        fields = (("product", body),) if body is not None else (("term", missing),)
        yield Edit("E310" if body is None else "E316", whole, subject.root.span, fields, subject.root, whole)


def _presents(root: Node, term: Term) -> Iterator[tuple[Node, Term]]:
    """The formula, and the formula with the whole or one term halved, each with its meaning."""
    half = Rational(1, 2)
    yield root, term
    yield scaled(root, half), t.multiply(t.number(half), term)
    if isinstance(root, Sum) and term.operation == "add" and len(root.terms) == len(term.arguments) > 1:
        for k, part in enumerate(term.arguments):
            parts = (*term.arguments[:k], t.multiply(t.number(half), part), *term.arguments[k + 1 :])
            yield with_term(root, k, scaled(root.terms[k], half)), t.add(*parts)


def forgotten_quotient_rule(subject: Subject) -> Iterator[Edit]:
    """u'/v' for (u/v)'."""
    calculus = subject.calculus
    pair = calculus.quotient() if calculus is not None else None
    if calculus is None or pair is None or calculus.wrong is None or not all(one.is_scalar for one in pair):
        return
    above, below = pair
    du, dv = (calculus.differentiated(one) or t.number(1) for one in pair)
    if not dv.is_scalar or not calculus.equal(calculus.wrong, t.multiply(t.power(dv, t.number(-1)), du)):
        return
    nodes = [calculus.node(one) for one in (above, below, du, dv)]
    if any(one is None for one in nodes):
        return
    u, v, du_, dv_ = (one for one in nodes if one is not None)
    numerator = summed(("+", "-"), (_row(du_, v), _row(u, dv_)), subject.root.span)
    squared = Scripts(fenced(v), sup=Number("2", span=v.span), span=v.span)
    whole = Fraction(numerator, squared, span=subject.root.span)
    quotient = Fraction(u, v, span=subject.root.span)
    yield Edit("E318", whole, subject.root.span, (("quotient", quotient),), subject.root, whole)


def forgotten_product_rule(subject: Subject) -> Iterator[Edit]:
    """u'v' for (uv)', or one of the two terms taken twice, or crossed."""
    calculus = subject.calculus
    pair = calculus.factors() if calculus is not None else None
    if calculus is None or pair is None:
        return
    one, two = pair
    d_one, d_two = ((calculus.differentiated(part) or t.number(1)) for part in pair)
    body = calculus.body
    assert body is not None
    try:
        rule = t.add(_like(body, d_one, two), _like(body, one, d_two))
    except (IndexError, ValueError):
        return
    node = calculus.node(rule)
    name = calculus.node(body)
    if node is not None and name is not None and _mentions_derivative(subject):
        yield Edit("E316", node, subject.root.span, (("product", name),), subject.root, node)


def _mentions_derivative(subject: Subject) -> bool:
    """The formula shows that something in it was differentiated."""
    for place in subject.places:
        found = strip(place.node)
        if is_derivative(place.node) or (isinstance(found, Symbol) and found.name == "d"):
            return True
        if isinstance(found, Scripts) and found.primes:
            return True
    return False


def _like(body: Term, left: Term, right: Term) -> Term:
    match body.operation:
        case "multiply":
            return t.multiply(left, right)
        case "matmul":
            return t.matmul(left, right)
        case "hadamard":
            return t.hadamard(left, right)
    return t.kronecker(left, right)


def forgotten_chain_rule(subject: Subject) -> Iterator[Edit]:
    """The derivative of an inner function put to the whole or to one term."""
    calculus = subject.calculus
    if calculus is None:
        return
    for inner, slope in calculus.inner():
        for place in subject.places:
            if place.role in ("whole", "term"):
                for new in _with_factor(place.node, slope):
                    yield Edit("E317", place.put(new), place.span, (("inner", inner),), place.node, new)


def _with_factor(node: Node, one: Node) -> Iterator[Node]:
    if isinstance(node, Sum) and node.signs == ("-",):
        for new in _with_factor(node.terms[0], one):
            yield summed(("-",), (new,), node.span)
        return
    yield _row(one, node)
    yield _row(node, one)
    if isinstance(node, Product):
        for k in range(1, len(node.factors)):
            signs = (*node.operators[:k], "", *node.operators[k:])
            yield product((*node.factors[:k], factor(one), *node.factors[k:]), signs[: len(node.factors)], node.span)


def _row(*factors: Node) -> Node:
    return product(tuple(map(factor, factors)), ("",) * (len(factors) - 1), factors[0].span)


def undifferentiated(subject: Subject) -> Iterator[Edit]:
    """A factor or term made its derivative or differential, and the other way round."""
    calculus = subject.calculus
    if calculus is None or calculus.derivative is None:
        return
    for place in subject.places:
        if place.role not in ("whole", "term", "factor", "body") or not is_operand(place.node):
            continue
        found = strip(place.node)
        if isinstance(found, Number | Sum | Product) or (isinstance(found, Scripts) and place.role == "base"):
            continue
        for new in _derived(subject, calculus, place.node):
            yield Edit("E317", place.put(new), place.span, (("inner", place.node),), place.node, new)
    yield from _links(subject)
    for place in subject.places:
        if isinstance(place.node, Product):
            for k, one in enumerate(place.node.factors[:-1]):
                if isinstance(strip(one), Symbol) and strip(one) == Symbol("d", span=one.span):
                    rest = (*place.node.factors[:k], *place.node.factors[k + 1 :])
                    signs = (*place.node.operators[:k], *place.node.operators[k + 1 :])
                    new = product(rest, signs, place.span)
                    fields = (("factor", product((one, place.node.factors[k + 1]), ("",), one.span)),)
                    yield Edit("E329", place.put(new), one.span, fields, place.node, new)


def _links(subject: Subject) -> Iterator[Edit]:
    """g(u) made ∂g(u)/∂u, where ∂g(u)/∂x is wanted."""
    chain = [link for formula in subject.around for place in places(formula) if is_derivative(place.node)
             for link in links(place.node) if isinstance(link, Fraction)]  # type: ignore[arg-type] # fmt: skip
    for place in subject.places:
        if not isinstance(place.node, Product):
            continue
        for k, pair in enumerate(zip(place.node.factors, place.node.factors[1:], strict=False)):
            for link in chain:
                if isinstance(link.numerator, Product) and link.numerator.factors[1:] == pair:
                    factors = (*place.node.factors[:k], link, *place.node.factors[k + 2 :])
                    signs = (*place.node.operators[:k], *place.node.operators[k + 1 :])
                    new = product(factors, signs, place.span)
                    span = pair[0].span.cover(pair[1].span)
                    yield Edit("E317", place.put(new), span, (("inner", pair[1]),), place.node, new)


def _derived(subject: Subject, calculus: Calculus, node: Node) -> Iterator[Node]:
    span = node.span
    if calculus.variable is None:
        pair = product((Symbol("d", span=span), fenced(node) if not isinstance(node, Symbol) else node), ("",), span)
        yield fenced(pair)
        return
    for sign in (r"\partial", "d"):
        below = calculus.node(calculus.variable)
        if below is None:
            return
        head = Symbol(sign, span=span)
        above = product((head, node), ("",), span)
        yield Fraction(above, product((head, below), ("",), span), span=span)
