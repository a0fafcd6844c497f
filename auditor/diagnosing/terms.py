"""Terms and factors that are lost or one too many, and letters that stand where others belong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.diagnosing.edits import Edit, Subject, is_derivative, is_operand
from auditor.diagnosing.trees import (
    Place,
    added,
    factor,
    inverse_of,
    number,
    places,
    product,
    summed,
    terms_of,
    turned,
    turns,
    without,
)
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import (
    Accent,
    BigOperator,
    Fence,
    Fraction,
    Node,
    Number,
    Product,
    Scripts,
    Sum,
    Symbol,
    Word,
    walk,
)
from auditor.source import Span

# --- terms ----------------------------------------------------------------------------------------------------------


def extra_term(subject: Subject) -> Iterator[Edit]:
    for place in subject.places:
        if isinstance(place.node, Sum) and len(place.node.terms) > 1:
            for k, term in enumerate(place.node.terms):
                signs, terms = _left_out(place.node, k)
                new = summed(signs, terms, place.node.span)
                yield Edit("E311", place.put(new), term.span, (("term", term),), place.node, new)


def _left_out(node: Sum, k: int) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    signs, terms = node.signs[:k] + node.signs[k + 1 :], node.terms[:k] + node.terms[k + 1 :]
    return signs, terms


def lost_term(subject: Subject) -> Iterator[Edit]:
    """A term put back: one of the formulas around, the twin of one that is there, or a plain 1 or I."""
    if spell(subject.root) == "0":
        return
    for sign, term in _terms_around(subject):
        for place in subject.places:
            if place.role in ("whole", "body", "cell") and not (place.role == "whole" and place.node == term):
                yield _with_term(place, sign, term)
    for place in subject.places:
        if place.role in ("whole", "body", "cell", "fraction"):
            for term in _twins(place.node, subject):
                yield _with_term(place, "+", term)
                yield _with_term(place, "-", term)
    for place in subject.places:
        if place.role in ("whole", "body", "fraction", "cell"):
            for unit in (number(1, place.span), Symbol("I", span=place.span)):
                for sign in "+-":
                    yield _with_term(place, sign, unit)
                yield Edit(
                    "E310", place.put(summed(("+", "-"), (unit, place.node), place.span)), place.span,
                    (("term", unit),), place.node, unit,
                )  # fmt: skip

    for atom in (*subject.letters[:4], *subject.atoms[:6]):
        for sign in "-+":
            yield _with_term(subject.places[0], sign, atom)


def _with_term(place: Place, sign: str, term: Node) -> Edit:
    end = Span(place.span.end, place.span.end)
    new = added(place.node, sign, term)
    return Edit("E310", place.put(new), place.span, (("term", summed((sign,), (term,), end)),), place.node, new)


def _terms_around(subject: Subject) -> Iterator[tuple[str, Node]]:
    """Terms of sums around that this formula lacks."""
    own = {term for place in subject.places for _, term in terms_of(place.node)}
    seen: set[tuple[str, Node]] = set()
    for formula in subject.around:
        for place in places(formula):
            if isinstance(place.node, Sum):
                for sign, term in terms_of(place.node):
                    if term not in own and (sign, term) not in seen:
                        seen.add((sign, term))
                        yield sign, term


def _twins(node: Node, subject: Subject) -> Iterator[Node]:
    """Terms like those of the formula: transposed as a whole, or with a factor transposed, or turned round."""
    mark = subject.mark
    for _, term in terms_of(node):
        found = strip(term)
        if subject.is_number(term) and not isinstance(found, Product):
            continue
        if isinstance(found, Product):
            for k, one in enumerate(found.factors):
                if is_operand(one) and not subject.is_number(one):
                    changed = (*found.factors[:k], turned(one, mark), *found.factors[k + 1 :])
                    yield product(changed, found.operators, found.span)
            yield product(tuple(reversed(found.factors)), found.operators, found.span)
        if is_operand(term) and not isinstance(found, Number):
            yield turned(term, mark)


def symmetric_case(subject: Subject) -> Iterator[Edit]:
    """`2A` made `(A + A^T)`: what a rule for symmetric matrices leaves out."""
    if not subject.symmetric:
        return
    for place in subject.places:
        node = place.node
        if not isinstance(node, Product):
            continue
        for k, one in enumerate(node.factors):
            name = spell(one.base) if isinstance(one, Scripts) else spell(one)
            if name not in subject.symmetric:
                continue
            both = Fence("(", ")", summed(("+", "+"), (one, turned(one, subject.mark)), one.span), span=one.span)
            fields = (("symbol", one),)
            with_both = (*node.factors[:k], both, *node.factors[k + 1 :])
            for rest, signs in _without_two(with_both, node.operators):
                yield Edit("E319", place.put(product(rest, signs, node.span)), one.span, fields, one, both)
            yield Edit(
                "E319", place.put(product(with_both, node.operators, node.span)), one.span, fields, one, both
            )  # fmt: skip
    if not isinstance(subject.root, Sum):
        for term in _twins(subject.root, subject):
            for whole in (added(subject.root, "+", term), *_halved(subject.root, term)):
                yield Edit("E319", whole, subject.root.span, (("symbol", _first(subject)),), subject.root, whole)


def _first(subject: Subject) -> Node:
    return Symbol(sorted(subject.symmetric)[0] if subject.symmetric else "A", span=subject.root.span)


def _without_two(
    factors: tuple[Node, ...], signs: tuple[str, ...]
) -> Iterator[tuple[tuple[Node, ...], tuple[str, ...]]]:
    for k, one in enumerate(factors):
        if isinstance(strip(one), Number) and spell(one) == "2" and len(factors) > 1:
            yield factors[:k] + factors[k + 1 :], signs[1:] if k == 0 else signs[: k - 1] + signs[k:]


def _halved(node: Node, term: Node) -> Iterator[Node]:
    """`2X` made `X + X'` for a twin X' of it."""
    from fractions import Fraction as Rational

    from auditor.diagnosing.signs import scaled

    yield added(scaled(node, Rational(1, 2)), "+", scaled(term, Rational(1, 2)))


# --- factors --------------------------------------------------------------------------------------------------------


def extra_factor(subject: Subject) -> Iterator[Edit]:
    for place in subject.places:
        match place.node:
            case Product(factors=factors) as node:
                for k, one in enumerate(factors):
                    if is_operand(one) and not isinstance(strip(one), Number):
                        new = without(node, k, k + 1)
                        if new is not None:
                            yield Edit("E329", place.put(new), one.span, (("factor", one),), node, new)
            case Fraction(numerator=above, denominator=below) as node if not is_derivative(node):
                yield Edit("E329", place.put(above), below.span, (("factor", below),), node, above)


def lost_factor(subject: Subject) -> Iterator[Edit]:
    """A factor put back that stands around: as it is, transposed, or inverted; beside the whole formula first."""
    pool = _pool(subject)
    whole = [place for place in subject.places if place.role == "whole"]
    inside = [place for place in subject.places if place.role in ("term", "factor", "body", "cell", "fraction")]
    for places_ in (whole, inside):
        for one in pool:
            for place in places_:
                for new, span in _inserted(place, one):
                    code = "E314" if spell(one) == "I" else "E328"
                    fields = (("factor", one),) if code == "E328" else (("written", place.node), ("intended", new))
                    yield Edit(code, place.put(new), span, fields, place.node, new)


def _pool(subject: Subject) -> list[Node]:
    found: dict[Node, None] = {}
    atoms = list(subject.atoms)
    if any(place.role == "whole" for place in subject.places):
        atoms.append(Symbol("I", span=subject.root.span))
    for one in atoms:
        found.setdefault(one)
    for one in atoms:
        if not isinstance(one, Number) and spell(one) != "I":
            found.setdefault(turned(one, subject.mark))
    for one in atoms:
        if isinstance(one, Symbol | Fence):
            found.setdefault(inverse_of(one))
    pool = list(found)[:24]
    return [*list(_indexed(subject))[:4], *pool[:12], *list(_applied_to_letters(subject))[:4], *pool[12:]]


def _indexed(subject: Subject) -> Iterator[Node]:
    """Letters that only the formulas around have, with the indices that sums of this one run over."""
    own = {node for node in walk(subject.root) if isinstance(node, Symbol)}
    indices = dict.fromkeys(
        name
        for node in walk(subject.root)
        if isinstance(node, BigOperator) and node.kind == "sum" and node.lower is not None
        for name in walk(node.lower)
        if isinstance(name, Symbol) and name.name.isalpha() and name.name.islower()
    )
    for letter in subject.letters:
        if isinstance(letter, Symbol) and letter not in own and not subject.is_number(letter):
            for index in reversed(indices):
                yield Scripts(letter, sub=index, span=letter.span)


def _applied_to_letters(subject: Subject) -> Iterator[Node]:
    """Determinants, traces and norms of the letters around, of the kinds that stand around."""
    words = dict.fromkeys(
        one for formula in (subject.root, *subject.around) for one in walk(formula) if isinstance(one, Word)
    )
    named = [one for one in words if one.name in ("det", "tr", "Tr")]
    if not named and any(spell(one) == r"\operatorname{adj}" for one in words):
        named = [Word("det", span=subject.root.span)]
    for word in named:
        for letter in subject.letters:
            if isinstance(letter, Symbol) and letter.name.isupper() and not subject.is_number(letter):
                yield Product((word, Fence("(", ")", letter, span=letter.span)), ("",), span=letter.span)


def _inserted(place: Place, one: Node) -> Iterator[tuple[Node, Span]]:
    """The factor put between the factors of a product, or beside what is none."""
    match place.node:
        case Product(factors=factors, operators=operators) as node:
            for k in range(len(factors) + 1):
                if k and _takes(factors[k - 1]):
                    continue
                if k < len(factors) and isinstance(strip(factors[k]), Number):
                    continue
                signs = ("", *operators) if k == 0 else (*operators[:k], "", *operators[k:])
                new = product((*factors[:k], one, *factors[k:]), signs[: len(factors)], node.span)
                at = factors[k].span.start if k < len(factors) else node.span.end
                yield new, Span(at, at)
        case Sum() if place.role not in ("whole", "body"):
            return
        case node if place.role != "factor" and is_operand(node):
            for pair in ((one, factor(node)), (factor(node), one)):
                yield product(pair, ("",), node.span), node.span


def _takes(node: Node) -> bool:
    found = strip(node)
    if isinstance(found, Scripts):
        found = strip(found.base)
    return isinstance(found, Word)


# --- letters --------------------------------------------------------------------------------------------------------


def wrong_symbol(subject: Subject) -> Iterator[Edit]:
    """A letter made another one of those around; a constant made 0, 1 or I."""
    for place in subject.places:
        node = place.node
        if isinstance(node, Symbol | Accent) and is_operand(node) and place.role != "exponent":
            for letter in subject.letters[:10]:
                if letter != node:
                    new = replace(letter, span=node.span)
                    yield _letter(place, new)
    for place in subject.places:
        if place.role in ("whole", "term", "cell", "body") and isinstance(strip(place.node), Number | Symbol):
            for constant in (number(0, place.span), number(1, place.span), Symbol("I", span=place.span)):
                if constant != place.node:
                    yield _letter(place, constant)
            for size in subject.sizes:
                yield _letter(place, Symbol(str(size), span=place.span))


def _letter(place: Place, new: Node) -> Edit:
    matrix = spell(new) == "I"
    fields = (("written", place.node), ("intended", new))
    return Edit("E314" if matrix else "E330", place.put(new), place.span, fields, place.node, new)


def wrong_factor_around(subject: Subject) -> Iterator[Edit]:
    """A factor made another one of those that stand around."""
    atoms = [one for one in subject.atoms if not isinstance(one, Symbol)]
    for place in subject.places:
        if place.role in ("factor", "term", "body", "fraction") and is_operand(place.node):
            if isinstance(strip(place.node), Number | Sum | Product) or turns(place.node):
                continue
            for one in atoms[:10]:
                if one != place.node:
                    yield _letter(place, replace(one, span=place.span))
