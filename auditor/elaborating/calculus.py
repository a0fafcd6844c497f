r"""Limits and integrals: what they are taken over, and how far they reach.

The variable is bound: inside, it is a symbol of its own, so that nothing outside is meant by it. An integral without
bounds keeps its variable, as its value is a function of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.elaborating.evaluation import bound, bound_to, is_letter
from auditor.elaborating.names import is_atom, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.usage import is_differential_sign
from auditor.parsing.syntax import (
    BigOperator,
    Chain,
    Fraction,
    Group,
    Node,
    Number,
    Product,
    Scripts,
    Sum,
    Symbol,
    walk,
)
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.term import Term

Nodes = tuple[Node, ...]
Signs = tuple[str, ...]
ONE_SIDED = {r"\downarrow": "+", r"\searrow": "+", r"\uparrow": "-", r"\nearrow": "-"}


# --- limits ---------------------------------------------------------------------------------------------------------


def limit(operator: BigOperator, body: Node, scope: Scope) -> Term:
    r"""`\lim_{t \to a}` of the body."""
    letter, point, side = _approach(operator)
    variable = scope.term(letter)
    if variable.operation not in ("symbol", "size"):
        raise unsupported(operator.span, "this limit")
    inside = scope.term(body)
    where = bound(point, scope)
    if variable.operation == "size":
        return t.limit(inside, variable, where, side)
    if variable.shape and where.operation == "number" and where.parameters[0] == 0:
        where = t.zeros(scope.shape(variable))
    if not scope.unify_shapes(scope.shape(variable), scope.shape(where)):
        raise unsupported(operator.span, "a limit at a point of another shape")
    own = t.symbol(spell(letter) + t.BOUND, scope.shape(variable))
    return t.limit(bound_to(inside, variable, own, scope), own, where, side)


def variable_of(operator: BigOperator) -> str:
    r"""The spelling of the variable of a `\lim`; "" where it has none that is known."""
    match strip(operator.lower):
        case Chain(operands=(letter, _)) | Product(factors=(letter, _, _)) if letter is not None:
            return spell(letter)
    return ""


def _approach(operator: BigOperator) -> tuple[Node, Node, str]:
    match strip(operator.lower):
        case Chain(operands=(letter, point), relations=(r"\to",)) if letter is not None and point is not None:
            found = strip(point)
            if isinstance(found, Scripts) and found.sub is None and spell(found.sup) in ("+", "-"):
                return letter, found.base, spell(found.sup)
            return letter, point, ""
        case Product(factors=(letter, Symbol(name=arrow), point)) if arrow in ONE_SIDED:
            return letter, point, ONE_SIDED[arrow]
    raise unsupported(operator.span, "this limit")


# --- integrals ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Integrand:
    """What is integrated (None: 1), over which letter, and how many factors all that takes."""

    body: Node | None
    letter: Node
    length: int


def integral(operator: BigOperator, nodes: Nodes, signs: Signs, scope: Scope) -> tuple[Term, int]:
    r"""The integral whose sign stands before these factors, and how many of them it takes."""
    found = _integrand(nodes, signs)
    if found is None:
        raise unsupported(operator.span, r"\int without a differential")
    bounds = _bounds(operator, scope)
    if bounds is None and scope.context.chances.masses:
        from auditor.elaborating import expectations

        summed = expectations.over_cases(found.letter, _value(found, scope), scope)
        if summed is not None:
            return summed, found.length
    inside, variable, own = _over(found, operator.span, scope)
    if bounds is None:
        return t.antiderivative(inside, variable), found.length
    return t.integral(bound_to(inside, variable, own, scope), own, *bounds), found.length


def _bounds(operator: BigOperator, scope: Scope) -> tuple[Term, Term] | None:
    lower, upper = operator.lower, operator.upper
    if lower is None and upper is None:
        return None
    if lower is not None and upper is not None:
        found = bound(lower, scope), bound(upper, scope)
        if not any(scope.shape(one) for one in found):
            return found
    if upper is None and spell(lower) == r"\mathbb{R}":
        return t.negate(t.infinity()), t.infinity()
    raise unsupported(operator.span, "an integral over this region")


def _over(found: Integrand, span: Span, scope: Scope) -> tuple[Term, Term, Term]:
    """The integrand, its variable, and the name that the variable has where it is bound."""
    name = spell(found.letter)
    own = t.symbol(name + t.BOUND)
    if not is_letter(found.letter):
        raise unsupported(span, "an integral over this")
    variable = scope.term(found.letter)
    if variable.operation != "symbol":
        raise unsupported(span, "an integral over this")
    if not scope.shape(variable):
        return _value(found, scope), variable, own
    with scope.using({name: own}):
        return _value(found, scope), own, own


def _value(found: Integrand, scope: Scope) -> Term:
    return t.number(1) if found.body is None else scope.term(found.body)


def is_integral(node: Node | None) -> bool:
    found = strip(node)
    return isinstance(found, BigOperator) and found.kind == "int"


def _integrand(nodes: Nodes, signs: Signs) -> Integrand | None:
    """The factors up to the differential that belongs to an integral sign before them."""
    place = _closing(nodes)
    if place is None:
        return _of_sum(nodes)
    found = strip(nodes[place])
    if isinstance(found, Fraction):
        above = strip(found.numerator)
        assert isinstance(above, Product)
        inner = _integrand(above.factors, above.operators)
        assert inner is not None
        rest = inner.body if inner.body is not None else Number("1", span=above.span)
        quotient = Fraction(rest, found.denominator, span=found.span)
        return Integrand(_joined((*nodes[:place], quotient), signs), inner.letter, place + 1)
    letter = nodes[place + 1]
    if place == 0:
        return Integrand(_joined(nodes[2:], signs[2:]), letter, len(nodes))
    return Integrand(_joined(nodes[:place], signs), letter, place + 2)


def _closing(nodes: Nodes) -> int | None:
    """The place of the d, or of the fraction with one above, that closes an integral opened before these factors."""
    left = 1
    for place, node in enumerate(nodes):
        if is_integral(node):
            left += 1
        elif _differentiates(nodes, place):
            left -= 1
        if not left:
            return place
    return None


def _differentiates(nodes: Nodes, place: int) -> bool:
    found = strip(nodes[place])
    if isinstance(found, Fraction):
        above = strip(found.numerator)
        return isinstance(above, Product) and _closing(above.factors) is not None
    return is_differential_sign(found) and place + 1 < len(nodes) and is_letter(nodes[place + 1])


def _of_sum(nodes: Nodes) -> Integrand | None:
    """A sum whose last term ends in the differential: `x^2 + 1 \\, dx`."""
    total = strip(nodes[0]) if len(nodes) == 1 else None
    if not isinstance(total, Sum):
        return None
    last = strip(total.terms[-1])
    factors, signs = (last.factors, last.operators) if isinstance(last, Product) else ((total.terms[-1],), ())
    inner = _integrand(factors, signs)
    if inner is None or inner.length != len(factors):
        return None
    rest = inner.body if inner.body is not None else Number("1", span=total.terms[-1].span)
    body = Sum(total.signs, (*total.terms[:-1], rest), span=total.span)
    return Integrand(Group(body, span=total.span), inner.letter, 1)


def _joined(nodes: Nodes, signs: Signs) -> Node | None:
    if not nodes:
        return None
    if len(nodes) == 1:
        return nodes[0]
    return Product(nodes, signs[: len(nodes) - 1], span=nodes[0].span.cover(nodes[-1].span))


def reach(part: Node, later: Nodes) -> int:
    r"""How many of the terms behind it a `\lim` or `\int` takes in: those with its variable, those up to its d."""
    node = strip(part)
    factors = node.factors if isinstance(node, Product) else (node,) if node is not None else ()
    place = opening(factors)
    if place is None:
        return 0
    operator = strip(factors[place])
    assert isinstance(operator, BigOperator)
    if operator.kind == "int":
        return next((k for k in range(1, len(later) + 1) if _closes(factors[place + 1 :], later[:k])), 0)
    name = variable_of(operator)
    return max((k + 1 for k, term in enumerate(later) if _mentions(term, name)), default=0)


def opening(factors: Nodes) -> int | None:
    r"""The place of the first `\lim`, or of the first `\int` whose differential is not among the factors."""
    for place, factor in enumerate(factors):
        found = strip(factor)
        if isinstance(found, BigOperator) and found.kind == "lim":
            return place
        if is_integral(found) and _closing(factors[place + 1 :]) is None:
            return place
    return None


def _closes(own: Nodes, later: Nodes) -> bool:
    behind = [*own]
    for term in later:
        found = strip(term)
        behind += found.factors if isinstance(found, Product) else (term,)
    return _closing(tuple(behind)) is not None


def _mentions(node: Node, name: str) -> bool:
    return bool(name) and any(is_atom(part) and spell(part) == name for part in walk(node))
