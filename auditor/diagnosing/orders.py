"""The order of factors: two exchanged, one moved, a whole product reversed; parentheses that are lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.diagnosing.edits import Edit, Subject, is_operand
from auditor.diagnosing.runs import backwards
from auditor.diagnosing.transposes import exchanged
from auditor.diagnosing.trees import Place, covering, fenced, inverts, product, summed, times, turns, with_run
from auditor.elaborating.names import strip
from auditor.parsing.syntax import Dots, Fraction, Node, Number, Product, Scripts, Sum, Word

LONGEST = 7  # factors of a product whose orders are tried


def reversed_product(subject: Subject) -> Iterator[Edit]:
    """A run of transposed or inverted factors the other way round, dots between them staying dots."""
    for place in subject.places:
        if isinstance(place.node, Product):
            factors = place.node.factors
            for start, end in _runs(place.node):
                run = factors[start:end]
                turned = backwards(run) if _turns_round(run) else None
                if turned is not None:
                    yield _rearranged(place, start, turned, "E307", (("product", _row(run)),))


def _turns_round(run: tuple[Node, ...]) -> bool:
    """The factors are what a transpose or an inverse of a product leaves; dots stand only between two of them."""
    ends = not any(isinstance(strip(one), Dots) for one in (run[0], run[-1]))
    return ends and all(turns(one) or inverts(one) or isinstance(strip(one), Dots) for one in run)


def swapped_order(subject: Subject) -> Iterator[Edit]:
    """Two factors of a product exchanged, or one of them moved."""
    for place in subject.places:
        if not isinstance(place.node, Product) or len(place.node.factors) > LONGEST:
            continue
        factors = place.node.factors
        movable = [k for k, factor in enumerate(factors) if _moves(factors, k)]
        for distance in range(1, len(factors)):
            for first in movable:
                if (second := first + distance) in movable and factors[first] != factors[second]:
                    run = (factors[second], *factors[first + 1 : second], factors[first])
                    fields = (("first", factors[first]), ("second", factors[second]))
                    yield _rearranged(place, first, run, "E306", fields)
        for start, end in _runs(place.node):
            if end - start > 2 and all(k in movable for k in range(start, end)):
                run = factors[start:end]
                fields = (("first", run[0]), ("second", run[-1]))
                yield _rearranged(place, start, (*run[1:], run[0]), "E306", fields)
                yield _rearranged(place, start, (run[-1], *run[:-1]), "E306", fields)


def crossed_factors(subject: Subject) -> Iterator[Edit]:
    """Two factors of different terms or parts exchanged, two letters, or two exponents."""
    roles = ({"exponent"}, {"base"}, {"cell"}, {"factor", "term", "body", "cell", "fraction"})
    for wanted in roles:
        found = [place for place in subject.places if place.role in wanted and _crosses(place)][:12]
        for k, one in enumerate(found):
            for other in found[k + 1 :]:
                beside = one.outer is other.outer and isinstance(one.outer, Product)
                if one.node == other.node or beside:
                    continue
                root = exchanged(subject.root, {id(one.node): replace(other.node), id(other.node): replace(one.node)})
                if root is not None:
                    fields = (("first", one.node), ("second", other.node))
                    yield Edit("E306", root, one.span, fields, one.node, other.node)


def _crosses(place: Place) -> bool:
    found = strip(place.node)
    return is_operand(place.node) and not isinstance(found, Sum | Product) and (
        place.role in ("exponent", "cell") or not isinstance(found, Number)
    )  # fmt: skip


def _rearranged(
    place: Place, start: int, run: tuple[Node, ...], code: str, fields: tuple[tuple[str, Node | str], ...]
) -> Edit:
    node = place.node
    assert isinstance(node, Product)
    before = node.factors[start : start + len(run)]
    return Edit(code, place.put(with_run(node, start, run)), covering(before), fields, _row(before), _row(run))


def _row(factors: tuple[Node, ...]) -> Node:
    return product(factors, ("",) * (len(factors) - 1), covering(factors))


def _runs(node: Product) -> Iterator[tuple[int, int]]:
    """Stretches of two factors or more that stand side by side, the longest first."""
    count = len(node.factors)
    for length in range(count, 1, -1):
        for start in range(count - length + 1):
            if not any(node.operators[start : start + length - 1]):
                yield start, start + length


def _moves(factors: tuple[Node, ...], k: int) -> bool:
    """A factor that means the same in another place: no number, no sign, no argument of a function before it."""
    if not is_operand(factors[k]) or isinstance(strip(factors[k]), Number):
        return False
    return not (k and _takes(factors[k - 1]))


def _takes(node: Node) -> bool:
    found = strip(node)
    if isinstance(found, Scripts):
        found = strip(found.base)
    return isinstance(found, Word)


# --- parentheses ----------------------------------------------------------------------------------------------------


def lost_parentheses(subject: Subject) -> Iterator[Edit]:
    """Brackets around several terms behind a factor, around terms behind a minus, around factors under an exponent."""
    for place in subject.places:
        match place.node:
            case Sum():
                yield from _around_terms(place)
            case Product():
                yield from _around_factors(place)


def _around_terms(place: Place) -> Iterator[Edit]:
    node = place.node
    assert isinstance(node, Sum)
    count = len(node.terms)
    for first in range(count - 1):
        for last in range(first + 1, count):
            yield from _grouped(place, node, first, last)


def _grouped(place: Place, node: Sum, first: int, last: int) -> Iterator[Edit]:
    """Terms first to last put in one bracket, which takes over what stands before the first."""
    term = strip(node.terms[first])
    heads: list[tuple[tuple[Node, ...], Node]] = []
    if isinstance(term, Product):
        for cut in range(len(term.factors) - 1, 0, -1):
            if not term.operators[cut - 1]:
                tail = product(term.factors[cut:], term.operators[cut:], covering(term.factors[cut:]))
                heads.append((term.factors[:cut], tail))
    if node.signs[first] == "-":
        heads.append(((), node.terms[first]))
    for head, tail in heads:
        body = summed(("+", *node.signs[first + 1 : last + 1]), (tail, *node.terms[first + 1 : last + 1]), tail.span)
        bracket = fenced(_placed(body, covering([tail, *node.terms[first + 1 : last + 1]])))
        new = times(*head, bracket) if head else bracket
        terms = (*node.terms[:first], new, *node.terms[last + 1 :])
        signs = (*node.signs[: first + 1], *node.signs[last + 1 :])
        root = place.put(_sum(signs, terms, node))
        yield Edit("E302", root, bracket.span, (("operand", body),), None, bracket)


def _sum(signs: tuple[str, ...], terms: tuple[Node, ...], node: Sum) -> Node:
    if len(terms) == 1 and signs[0] == "+":
        return terms[0]
    return Sum(signs, terms, span=node.span)


def _placed(node: Node, span: object) -> Node:
    return replace(node, span=span)  # type: ignore[arg-type]


def _around_factors(place: Place) -> Iterator[Edit]:
    """`AB^T` for `(AB)^T`."""
    node = place.node
    assert isinstance(node, Product)
    for k, last in enumerate(node.factors):
        found = strip(last)
        if not isinstance(found, Scripts) or found.sub is not None or k == 0:
            continue
        if found.sup is None and not found.primes:
            continue
        for start in range(k - 1, -1, -1):
            if node.operators[start]:
                break
            inside = _row((*node.factors[start:k], found.base))
            new = replace(found, base=fenced(inside), span=inside.span.cover(found.span))
            signs = (*node.operators[:start], *node.operators[k:])
            factors = (*node.factors[:start], new, *node.factors[k + 1 :])
            yield Edit(
                "E302", place.put(product(factors, signs, node.span)), inside.span, (("operand", inside),), None, new
            )


def is_fraction(node: Node) -> bool:
    return isinstance(strip(node), Fraction)
