"""Signs, numerical factors, exponents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction as Rational

from auditor.diagnosing.edits import Edit, Subject, is_derivative, is_operand
from auditor.diagnosing.trees import (
    Place,
    fenced,
    inverse_of,
    inverts,
    negated,
    number,
    places,
    product,
    raised,
    summed,
    times,
    turns,
    unraised,
    with_factor,
)
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Fence, Fraction, Node, Number, Product, Root, Scripts, Sequence, Sum, Symbol, Word
from auditor.source import Span
from auditor.terms.dimension import Dimension

FACTORS = tuple(map(Rational, ("2", "1/2", "4", "1/4", "3", "1/3", "-2", "-1/2")))


# --- signs ----------------------------------------------------------------------------------------------------------


def wrong_sign(subject: Subject) -> Iterator[Edit]:
    """A sign turned: of one term, of the whole, of an exponent or an argument, of a cell."""
    for place in subject.places:
        if isinstance(place.node, Sum) and place.role != "exponent":
            yield from _of_terms(place)
    for place in subject.places:
        if place.role in ("whole", "exponent", "cell", "body") or (
            place.role == "factor" and isinstance(strip(place.node), Fence)
        ):
            inside = place.node
            if isinstance(inside, Fence) and isinstance(inside.body, Sum):
                new: Node = replace(inside, body=negated(inside.body))
            elif isinstance(inside, Fence):
                continue
            else:
                new = negated(inside)
            if place.role == "exponent" and isinstance(new, Number) and new.text == "1":
                continue  # an inverse too many, and no sign
            yield Edit("E308", place.put(new), place.span, (("term", place.node),), place.node, new)


def _of_terms(place: Place) -> Iterator[Edit]:
    node = place.node
    assert isinstance(node, Sum)
    for k, sign in sorted(enumerate(node.signs), key=lambda pair: pair == (0, "+")):  # a new minus in front last
        if sign in ("+", "-"):
            other = "-" if sign == "+" else "+"
            new = summed((*node.signs[:k], other, *node.signs[k + 1 :]), node.terms, node.span)
            before = summed((sign,), (node.terms[k],), node.terms[k].span)
            after = summed((other,), (node.terms[k],), node.terms[k].span)
            yield Edit("E308", place.put(new), node.terms[k].span, (("term", node.terms[k]),), before, after)


# --- factors --------------------------------------------------------------------------------------------------------


def wrong_factor(subject: Subject) -> Iterator[Edit]:
    """A numerical factor of the whole or of one term made another one, put in or taken away."""
    for factor in FACTORS:
        for place in subject.places:
            if place.role in ("whole", "term") or (place.role in ("body", "cell") and not isinstance(place.node, Sum)):
                yield _scaled(place, factor)
    yield from _number_replaced(subject)
    for place in subject.places:
        if place.role in ("whole", "term"):
            yield from _by_sizes(place, subject.sizes)


def _scaled(place: Place, factor: Rational) -> Edit:
    new = scaled(place.node, factor)
    shown = rational(abs(factor), place.span)
    return Edit("E309", place.put(new), place.span, (("factor", shown),), place.node, new)


def scaled(node: Node, factor: Rational) -> Node:
    """The formula times a number, which is drawn into the number that it begins with."""
    if factor < 0:
        return negated(scaled(node, -factor))
    match node:
        case Sum(signs=(sign,), terms=(term,)):
            return summed((sign,), (scaled(term, factor),), node.span)
        case Number(text=text) if _is_whole(text):
            return rational(int(text) * factor, node.span)
        case Product(factors=(Number(text=text), *rest), operators=("" | r"\cdot", *signs)) if _is_whole(text):
            tail = product(tuple(rest), tuple(signs), node.span)
            return times(rational(int(text) * factor, node.factors[0].span), tail)
        case Fraction() if (found := _scaled_fraction(node, factor)) is not None:
            return found
        case Product(factors=(Fraction() as first, *_)) if (found := _scaled_fraction(first, factor)) is not None:
            if isinstance(found, Number) and found.text == "1":
                return product(node.factors[1:], node.operators[1:], node.span)
            return with_factor(node, 0, found)
    return times(
        rational(factor, Span(node.span.start, node.span.start)), fenced(node) if isinstance(node, Sum) else node
    )


def multiplied(node: Node, ratio: Rational, sizes: Mapping[str, int]) -> Iterator[tuple[Node, Node]]:
    """The formula times a number, or times a size that is this number where it was measured; and the factor."""
    for name, value in sizes.items():
        letter = Symbol(name, span=node.span)
        if ratio == value:
            yield times(letter, node), letter
        if ratio * value == 1:
            factor = Fraction(number(1, node.span), letter, span=node.span)
            shorter = next(_without_letter(node, name), None)
            yield shorter if shorter is not None else times(factor, node), factor
    yield scaled(node, ratio), rational(ratio, node.span)


def _scaled_fraction(node: Fraction, factor: Rational) -> Node | None:
    """A fraction whose number above or below takes the factor in."""
    above, upper = _leading(node.numerator)
    below, lower = _leading(node.denominator)
    value = Rational(above, below) * factor
    if (above, below) == (1, 1) and value.denominator != 1:
        return None
    top = _with_leading(value.numerator, upper, node.numerator.span)
    bottom = _with_leading(value.denominator, lower, node.denominator.span)
    if isinstance(bottom, Number) and bottom.text == "1":
        return top
    return replace(node, numerator=top, denominator=bottom)


def _leading(node: Node) -> tuple[int, Node | None]:
    """The number that a formula begins with, and the rest of it."""
    match node:
        case Number(text=text) if _is_whole(text):
            return int(text), None
        case Product(factors=(Number(text=text), *rest), operators=("" | r"\cdot", *signs)) if _is_whole(text):
            return int(text), product(tuple(rest), tuple(signs), node.span)
    return 1, node


def _with_leading(value: int, rest: Node | None, span: Span) -> Node:
    if rest is None:
        return number(value, span)
    return rest if value == 1 else times(number(value, span), rest)


def rational(value: Rational, span: Span) -> Node:
    if value < 0:
        return number(value.numerator, span) if value.denominator == 1 else negated(rational(-value, span))
    if value.denominator == 1:
        return number(value.numerator, span)
    return Fraction(number(value.numerator, span), number(value.denominator, span), span=span)


def _is_whole(text: str) -> bool:
    return text.isdigit() and text != "0"


def _number_replaced(subject: Subject) -> Iterator[Edit]:
    """A number that stands alone made another one, a size, or the zero or one that it should be."""
    for place in subject.places:
        node = place.node
        if (
            isinstance(node, Number)
            and _is_whole(node.text)
            and place.role in ("whole", "term", "body", "cell", "fraction")
        ):
            for value in dict.fromkeys((1, 2, int(node.text) + 1, max(1, int(node.text) - 1))):
                if value != int(node.text):
                    new = number(value, node.span)
                    yield Edit("E309", place.put(new), place.span, (("factor", new),), node, new)


def _by_sizes(place: Place, sizes: tuple[Dimension, ...]) -> Iterator[Edit]:
    for size in sizes:
        letter = Symbol(str(size), span=place.span)
        for new in (
            times(letter, place.node),
            times(Fraction(number(1, place.span), letter, span=place.span), place.node),
        ):
            yield Edit("E309", place.put(new), place.span, (("factor", letter),), place.node, new)
        for shorter in _without_letter(place.node, str(size)):
            yield Edit("E309", place.put(shorter), place.span, (("factor", letter),), place.node, shorter)


def _without_letter(node: Node, name: str) -> Iterator[Node]:
    """The formula without a factor that is this letter."""
    match node:
        case Product(factors=factors, operators=operators):
            for k, factor in enumerate(factors):
                if spell(factor) == name and len(factors) > 1:
                    kept = factors[:k] + factors[k + 1 :]
                    signs = operators[1:] if k == 0 else operators[: k - 1] + operators[k:]
                    yield product(kept, signs, node.span)
                for inner in _without_letter(factor, name) if isinstance(factor, Fraction) else ():
                    yield with_factor(node, k, inner)
        case Fraction(numerator=above, denominator=below):
            if spell(below) == name:
                yield above
            if spell(above) == name:
                yield replace(node, numerator=number(1, above.span))
        case Symbol() if spell(node) == name:
            yield number(1, node.span)


# --- exponents ------------------------------------------------------------------------------------------------------


def wrong_exponent(subject: Subject) -> Iterator[Edit]:
    """An exponent put in, taken away, one more or less; an inverse lost or one too many."""
    for place in subject.places:
        match place.node:
            case Scripts(base=base, sup=Node() as sup) as node if not turns(node) or inverts(node):
                for new in _with_exponents(node, sup):
                    yield Edit("E327", place.put(new), place.span, (("base", base),), node, new)
    for place in subject.places:
        if place.role in ("factor", "term", "whole", "body", "fraction", "cell") and _takes_exponent(place.node):
            two = number(2, place.span)
            for new in (raised(place.node, two), inverse_of(place.node)):
                yield Edit("E327", place.put(new), place.span, (("base", place.node),), place.node, new)
    for place in subject.places:
        yield from _fractions_and_roots(place)


def factor_for_exponent(subject: Subject) -> Iterator[Edit]:
    """A letter that multiplies where it should be the exponent, and one that is missing as the exponent."""
    for place in subject.places:
        match place.node:
            case Product(factors=(Symbol() as letter, *rest), operators=("", *signs)):
                base = product(tuple(rest), tuple(signs), place.span)
                new = raised(base, letter)
                yield Edit("E327", place.put(new), place.span, (("base", base),), place.node, new)
    letters = [Symbol(str(size), span=subject.root.span) for size in subject.sizes]
    letters += [place.node for place in subject.places if place.role == "exponent" and isinstance(place.node, Symbol)]
    for formula in subject.around:
        letters += [one.node for one in places(formula) if one.role == "exponent" and isinstance(one.node, Symbol)]
    for letter in dict.fromkeys(letters):
        for place in subject.places:
            if place.role in ("factor", "term", "whole") and is_operand(place.node):
                if isinstance(place.node, Scripts) and place.node.sup is not None:
                    new = replace(place.node, sup=letter)
                elif isinstance(place.node, Product | Sum | Number | Fraction):
                    continue
                else:
                    new = raised(place.node, letter)
                yield Edit("E327", place.put(new), place.span, (("base", place.node),), place.node, new)


def _takes_exponent(node: Node) -> bool:
    found = strip(node)
    if isinstance(found, Scripts):
        return found.sup is None and not found.primes
    if isinstance(found, Word):
        return found.name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "det", "tr", "Tr")
    return is_operand(node) and not isinstance(found, Number | Sum | Product | Fraction | Sequence)


def _with_exponents(node: Scripts, sup: Node) -> Iterator[Node]:
    inside = strip(sup)
    assert inside is not None
    match inside:
        case Number(text=text) if text.isdigit():
            value = int(text)
            for other in dict.fromkeys((value - 1, value + 1, 2 * value, value // 2, 1)):
                if other != value and other > 0:
                    yield unraised(node) if other == 1 else replace(node, sup=number(other, sup.span))
            yield replace(node, sup=summed(("-",), (inside,), sup.span))
        case Sum(signs=("-",), terms=(Number(text=text),)):
            yield unraised(node) if text == "1" else replace(node, sup=number(text, sup.span))
            yield replace(node, sup=summed(("-",), (number(2 if text == "1" else 1, sup.span),), sup.span))
        case Sum(signs=("-",), terms=(mark,)):
            yield replace(node, sup=mark)
            yield unraised(node)
        case Fraction(numerator=above, denominator=below):
            yield unraised(node)
            yield replace(node, sup=summed(("-",), (inside,), sup.span))
            yield replace(node, sup=replace(inside, numerator=below, denominator=above))
        case _:
            one = number(1, sup.span)
            yield replace(node, sup=summed(("+", "-"), (inside, one), sup.span))
            yield replace(node, sup=summed(("+", "+"), (inside, one), sup.span))
            yield from _shorter_exponents(node, inside)
            yield unraised(node)


def _shorter_exponents(node: Scripts, sup: Node) -> Iterator[Node]:
    """An exponent without one of its terms."""
    if isinstance(sup, Sum) and len(sup.terms) > 1:
        for k in range(len(sup.terms)):
            rest = summed(sup.signs[:k] + sup.signs[k + 1 :], sup.terms[:k] + sup.terms[k + 1 :], sup.span)
            yield replace(node, sup=rest)


def _fractions_and_roots(place: Place) -> Iterator[Edit]:
    match place.node:
        case Fraction(numerator=above, denominator=below) if is_operand(place.node) and not is_derivative(place.node):
            turned = replace(place.node, numerator=below, denominator=above)
            yield Edit("E327", place.put(turned), place.span, (("base", place.node),), place.node, turned)
            if isinstance(strip(above), Number):
                yield Edit("E327", place.put(below), place.span, (("base", below),), place.node, below)
        case Root(radicand=radicand):
            yield Edit("E327", place.put(radicand), place.span, (("base", radicand),), place.node, radicand)
        case node if (
            place.role in ("whole", "term", "factor") and is_operand(node) and not isinstance(strip(node), Number)
        ):
            if place.role == "whole" or isinstance(strip(node), Fence | Scripts):
                root = Root(node, span=node.span)
                yield Edit("E327", place.put(root), place.span, (("base", node),), node, root)
                below = Fraction(number(1, node.span), node, span=node.span)
                yield Edit("E327", place.put(below), place.span, (("base", node),), node, below)
