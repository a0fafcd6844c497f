"""Laws of functions, quotients and norms misremembered, and what was lost or taken twice beside a derivative."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.diagnosing.edits import Edit, Subject, is_derivative, is_operand
from auditor.diagnosing.trees import (
    Place,
    covering,
    fenced,
    inverse_of,
    mapped,
    number,
    product,
    raised,
    summed,
    without,
)
from auditor.elaborating.names import strip
from auditor.parsing.syntax import Bars, Fence, Fraction, Node, Number, Product, Scripts, Sum, Symbol, Word, walk

# What a function comes with where it is differentiated, or where its argument is doubled.
PARTNERS = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh"}
LONGEST = 3  # factors that are one too many together
MOST_DIVISORS = 10


def lost_divisor(subject: Subject) -> Iterator[Edit]:
    """The whole or a term divided by a norm, its square, or a scalar of those around."""
    for below in _divisors(subject):
        for place in subject.places:
            if place.role in ("whole", "term", "body") and is_operand(place.node) and not isinstance(place.node, Fence):
                new = _divided(place.node, below)
                yield Edit("E328", place.put(new), place.span, (("factor", _reciprocal(below)),), place.node, new)


def _divisors(subject: Subject) -> list[Node]:
    found: dict[Node, None] = {}
    norms = [part for formula in (subject.root, *subject.around) for part in walk(formula) if isinstance(part, Bars)]
    for one in (*norms, *subject.atoms):
        bars = one.base if isinstance(one, Scripts) else one
        if isinstance(bars, Bars):
            found.setdefault(_unsquared(one))
            found.setdefault(_squared(_unsquared(one)))
        elif isinstance(strip(one), Symbol | Scripts) and subject.is_number(one):
            found.setdefault(one)
    return list(found)[:MOST_DIVISORS]


def _unsquared(node: Node) -> Node:
    if not isinstance(node, Scripts):
        return node
    return replace(node, sup=None) if node.sub is not None else node.base


def _squared(node: Node) -> Node:
    return raised(node, number(2, node.span))


def _divided(node: Node, below: Node) -> Node:
    if isinstance(node, Sum) and node.signs == ("-",):
        return summed(("-",), (_divided(node.terms[0], below),), node.span)
    return Fraction(node, below, span=node.span)


def _reciprocal(below: Node) -> Node:
    return Fraction(number(1, below.span), below, span=below.span)


def extra_factors(subject: Subject) -> Iterator[Edit]:
    """Two or three factors side by side that are too many: an inner derivative that was taken already."""
    for place in subject.places:
        if not isinstance(place.node, Product):
            continue
        factors = place.node.factors
        for length in range(2, min(LONGEST, len(factors) - 1) + 1):
            for start in range(len(factors) - length + 1):
                run = factors[start : start + length]
                new = without(place.node, start, start + length)
                if new is not None and is_operand(run[-1]) and not isinstance(strip(run[0]), Number):
                    row = product(run, place.node.operators[start : start + length - 1], covering(run))
                    yield Edit("E329", place.put(new), row.span, (("factor", row),), place.node, new)


def inverted_run(subject: Subject) -> Iterator[Edit]:
    """X^TXX^Ty made (X^TX)^{-1}X^Ty: the inverse of two or three factors side by side is lost."""
    for place in subject.places:
        if not isinstance(place.node, Product) or any(place.node.operators):
            continue
        factors = place.node.factors
        for length in range(2, min(LONGEST, len(factors)) + 1):
            for start in range(len(factors) - length + 1):
                run = factors[start : start + length]
                if not all(is_operand(one) and not isinstance(strip(one), Number) for one in run):
                    continue
                row = product(run, ("",) * (length - 1), covering(run))
                new = inverse_of(fenced(row))
                whole = product(
                    (*factors[:start], new, *factors[start + length :]), ("",) * (len(factors) - length), place.span
                )
                yield Edit("E327", place.put(whole), row.span, (("base", row),), row, new)


def inner_letter(subject: Subject) -> Iterator[Edit]:
    """A product in brackets made one of its factors: the inverse of AXB for that of X."""
    for place in subject.places:
        match place.node:
            case Fence(body=Product(factors=factors)) as bracket:
                for one in factors:
                    if is_operand(one) and not isinstance(strip(one), Number):
                        new = one if isinstance(one, Symbol | Fence) else replace(bracket, body=one)
                        fields = (("written", bracket), ("intended", new))
                        yield Edit("E330", place.put(new), place.span, fields, bracket, new)


def lost_partner(subject: Subject) -> Iterator[Edit]:
    r"""`\sin x` made `\sin x\cos x`, and `\sin^2 x` too."""
    for place in subject.places:
        node = place.node
        if not isinstance(node, Product):
            continue
        for k, (head, argument) in enumerate(zip(node.factors, node.factors[1:], strict=False)):
            base = strip(head.base) if isinstance(head, Scripts) else strip(head)
            if not isinstance(base, Word) or base.name not in PARTNERS:
                continue
            squared = isinstance(head, Scripts) and isinstance(strip(head.sup), Number)
            if isinstance(head, Scripts) and not squared:
                continue
            partner = replace(base, name=PARTNERS[base.name])
            factors = (*node.factors[:k], base, argument, partner, argument, *node.factors[k + 2 :])
            signs = (*node.operators[:k], "", "", "", *node.operators[k + 1 :])
            new = Product(factors, signs[: len(factors) - 1], span=node.span)
            other = Product((partner, argument), ("",), span=head.span)
            code = "E331" if squared else "E328"
            fields = (("written", node), ("intended", new)) if squared else (("factor", other),)
            yield Edit(code, place.put(new), head.span, fields, node, new)


def quotient_for_difference(subject: Subject) -> Iterator[Edit]:
    """`f(a)/f(b)` made `f(a) - f(b)`, and a product of two made their sum, or the other way round."""
    for place in subject.places:
        match place.node:
            case Fraction(numerator=above, denominator=below) as node if not is_derivative(node) and not isinstance(
                strip(above), Number
            ):
                yield _operation(place, summed(("+", "-"), (above, below), place.span))
            case Sum(signs=("+", "-"), terms=(one, two)):
                yield _operation(place, Fraction(one, two, span=place.span))


def _operation(place: Place, new: Node) -> Edit:
    return Edit("E331", place.put(new), place.span, (("written", place.node), ("intended", new)), place.node, new)


def exponents_alike(subject: Subject) -> Iterator[Edit]:
    """One exponent made another one of those around wherever it stands."""
    own = dict.fromkeys(place.node for place in subject.places if place.role == "exponent")
    around = dict.fromkeys(
        strip(part.sup)
        for formula in subject.around
        for part in _scripts(formula)
        if part.sup is not None and isinstance(strip(part.sup), Number | Symbol)
    )
    for old in own:
        for other in around:
            if other is not None and other != strip(old):
                new = mapped(subject.root, lambda node, old=old, other=other: _with_exponent(node, old, other))  # type: ignore[misc]
                yield Edit("E327", new, subject.root.span, (("base", subject.root),), subject.root, new)


def _scripts(formula: Node) -> Iterator[Scripts]:
    for node in walk(formula):
        if isinstance(node, Scripts):
            yield node


def _with_exponent(node: Node, old: Node, other: Node) -> Node | None:
    if isinstance(node, Scripts) and node.sup == old:
        base = mapped(node.base, lambda inside: _with_exponent(inside, old, other))
        return replace(node, base=base, sup=other)
    return None


def power_of_sum(subject: Subject) -> Iterator[Edit]:
    """(a + b)^2 made a^2 + b^2, where the terms have no mixed products."""
    for place in subject.places:
        match place.node:
            case Scripts(base=Fence(body=Sum(signs=signs, terms=terms)), sup=Number() as sup) as node:
                new = summed(signs, tuple(raised(term, sup) for term in terms), node.span)
                yield Edit("E311", place.put(new), node.span, (("term", node),), node, new)


def nothing_or_unit(subject: Subject) -> Iterator[Edit]:
    """The whole made 0, or the identity: what is left where everything cancels."""
    root = subject.root
    for constant in (number(0, root.span), Symbol("I", span=root.span), number(1, root.span)):
        if not isinstance(strip(root), Number | Symbol):
            yield Edit("E330", constant, root.span, (("written", root), ("intended", constant)), root, constant)
