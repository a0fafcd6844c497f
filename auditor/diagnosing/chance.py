"""Expectations, variances and densities: one that is lost, one taken apart, one in the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from auditor.diagnosing.edits import Edit, Subject
from auditor.diagnosing.trees import Place, added, factor, fenced, mapped, number, product, summed, terms_of
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Fence, Node, Number, Product, Scripts, Sequence, Sum, Symbol, Word, walk
from auditor.source import Span

MOMENTS = frozenset({"Var", "Cov", "H", "KL"})
DENSITIES = frozenset({"p", "q", "P"})
MOST_LENT = 10
MOST_MEANS = 3


@dataclass(frozen=True)
class Application:
    """E[X], Var(X) or p(x | y), where it stands in a product."""

    head: Node
    argument: Fence
    power: Node | None = None  # of the brackets, as in E[X]^2

    @property
    def node(self) -> Product:
        behind = self.argument if self.power is None else Scripts(self.argument, sup=self.power, span=self.span)
        return Product((self.head, behind), ("",), span=self.span)

    @property
    def span(self) -> Span:
        return self.head.span.cover(self.argument.span)

    @property
    def is_mean(self) -> bool:
        base = strip(self.head.base) if isinstance(self.head, Scripts) else self.head
        return isinstance(base, Symbol)


def _applied(head: Node, behind: Node) -> Application | None:
    base = strip(head.base) if isinstance(head, Scripts) else strip(head)
    power = behind.sup if isinstance(behind, Scripts) and isinstance(behind.base, Fence) else None
    argument = behind.base if power is not None and isinstance(behind, Scripts) else behind
    if not isinstance(argument, Fence) or argument.body is None:
        return None
    match base:
        case Symbol(name="E") if argument.open == "[":
            return Application(head, argument, power)
        case Word(name=name) if name in MOMENTS:
            return Application(head, argument, power)
        case Symbol(name=name) if name in DENSITIES and argument.open == "(":
            return Application(head, argument, power)
    return None


def _in_product(node: Node) -> Iterator[tuple[int, Application]]:
    if isinstance(node, Product):
        for k, (head, behind) in enumerate(pairwise(node.factors)):
            found = _applied(head, behind)
            if found is not None:
                yield k, found


def _around(subject: Subject) -> list[Application]:
    """Those of the formulas around and of this one, each once."""
    found = dict.fromkeys(
        one for formula in (*subject.around, subject.root) for node in walk(formula) for _, one in _in_product(node)
    )
    return list(found)


def _put(node: Product, k: int, new: tuple[Node, ...]) -> Node:
    """The product with other factors in the place of an application's two."""
    factors = (*node.factors[:k], *new, *node.factors[k + 2 :])
    signs = (*node.operators[:k], *([""] * (len(new) - 1)), *node.operators[k + 1 :])
    return product(factors, signs[: len(factors) - 1], node.span)


# --- lost -----------------------------------------------------------------------------------------------------------


def lost_application(subject: Subject) -> Iterator[Edit]:
    """An expectation, a variance or a density put beside the whole or a term, or added to it."""
    lent = [one.node for one in _lent(subject)]
    for place in subject.places:
        if place.role in ("whole", "term", "body"):
            for one in lent[:MOST_LENT]:
                yield from _beside(place, one)
    for term in (*lent[:MOST_LENT], *_pairs(_lent(subject), subject.mark)):
        for sign in "+-":
            whole = added(subject.root, sign, term)
            after = summed((sign,), (term,), term.span)
            yield Edit("E310", whole, subject.root.span, (("term", term),), subject.root, after)


def _pairs(lent: list[Application], mark: Node) -> Iterator[Node]:
    """E[X]E[Y] and E[x]E[x]^T: what the moments about the means have beside those about 0."""
    means = [one for one in lent if one.is_mean and one.power is None and isinstance(strip(one.argument.body), Symbol)]
    for one, other in combinations(means[:MOST_MEANS], 2):
        yield product((*one.node.factors, *other.node.factors), ("",) * 3, one.span)
    for one in means[:MOST_MEANS]:
        yield product((*one.node.factors, *replace(one, power=mark).node.factors), ("",) * 3, one.span)


def _beside(place: Place, one: Node) -> Iterator[Edit]:
    if isinstance(place.node, Sum) and place.role == "body":
        return
    rows = [product((factor(place.node), one), ("",), place.span)]
    if isinstance(place.node, Product) and strip(place.node.factors[0]) != strip(one):
        rows.append(product((one, factor(place.node)), ("",), place.span))
        first = [k for k, _ in _in_product(place.node)]
        rows += [_inserted(place.node, k, one) for k in first if k]
    for new in rows:
        yield Edit("E328", place.put(new), place.span, (("factor", one),), place.node, new)


def _inserted(node: Product, k: int, one: Node) -> Node:
    signs = (*node.operators[:k], "", *node.operators[k:])
    return product((*node.factors[:k], one, *node.factors[k:]), signs[: len(node.factors)], node.span)


def _lent(subject: Subject) -> list[Application]:
    """What stands around, and the same of the other letters around."""
    own = _around(subject)
    arguments = list(dict.fromkeys(one.argument.body for one in own if isinstance(strip(one.argument.body), Symbol)))
    for node in (part for one in own for part in walk(one.argument)):
        if isinstance(node, Symbol) and node not in arguments:
            arguments.append(node)
    others = (
        replace(one, argument=replace(one.argument, body=argument), power=None)
        for one in own
        for argument in arguments
        if not isinstance(one.argument.body, Sequence) and spell(argument) not in DENSITIES
    )
    found = list(dict.fromkeys((*own, *others)))
    squares = (replace(one, power=number(2, one.span)) for one in found if one.is_mean and one.power is None)
    return list(dict.fromkeys((*found, *squares)))


# --- another one ----------------------------------------------------------------------------------------------------


def wrong_application(subject: Subject) -> Iterator[Edit]:
    """A moment of another letter or of another kind, a joint density for a conditional one."""
    lent = _lent(subject)
    for place in subject.places:
        for k, one in _in_product(place.node):
            for other in (*_conditioned(one, subject), *lent):
                if other != one and other.power == one.power:
                    edit = _changed(place, k, one, other.node.factors)
                    if edit.node != subject.other:  # the other side again tells nobody anything
                        yield edit


def _changed(place: Place, k: int, one: Application, new: tuple[Node, ...]) -> Edit:
    assert isinstance(place.node, Product)
    intended = product(new, ("",) * (len(new) - 1), one.span)
    fields = (("written", one.node), ("intended", intended))
    return Edit("E331", place.put(_put(place.node, k, new)), one.span, fields, one.node, intended)


def _conditioned(one: Application, subject: Subject) -> Iterator[Application]:
    """p(x | y) as p(y | x), p(x, y), p(x) and p(y); p(x) as what it is given the letters around."""
    body = strip(one.argument.body)
    items: tuple[Node, ...] = body.items if isinstance(body, Sequence) else (body,) if body is not None else ()
    if len(items) == 1:
        letters = dict.fromkeys(
            item
            for other in _around(subject)
            for item in (other.argument.body.items if isinstance(other.argument.body, Sequence) else ())
        )
        pairs = [(items[0], letter) for letter in letters if letter != items[0]]
        if one.is_mean:
            pairs = [(items[0], letter) for letter in _conditions(subject)] or pairs
        yield from (_of(one, pair, (r"\mid",)) for pair in pairs)
        return
    if isinstance(body, Sequence) and len(items) == 2:
        first, second = items
        yield _of(one, (second, first), body.separators)
        for mark in (r"\mid", ","):
            if mark != body.separators[0]:
                yield _of(one, (first, second), (mark,))
        yield from (replace(one, argument=replace(one.argument, body=item)) for item in items)
    elif isinstance(body, Sequence):
        yield _of(one, items, (*body.separators[:-1], r"\mid" if body.separators[-1] == "," else ","))


def _conditions(subject: Subject) -> list[Node]:
    """What stands behind a bar around."""
    return [
        body.items[-1]
        for one in _around(subject)
        if isinstance(body := one.argument.body, Sequence) and body.separators[-1] == r"\mid"
    ]


def _of(one: Application, items: tuple[Node, ...], separators: tuple[str, ...]) -> Application:
    return replace(one, argument=replace(one.argument, body=Sequence(items, separators, span=one.argument.span)))


# --- taken apart ----------------------------------------------------------------------------------------------------


def split_expectation(subject: Subject) -> Iterator[Edit]:
    """E[X]E[Y] made E[XY], E[X]^2 made E[X^2], and the other way round."""
    for place in subject.places:
        means = [(k, one) for k, one in _in_product(place.node) if one.is_mean and one.argument.open == "["]
        for (k, one), (other_k, other) in pairwise(means):
            if other_k == k + 2 and one.power is None and other.power is None and one.head == other.head:
                assert isinstance(place.node, Product)
                joint = product(_factors(one, other), ("",), one.span)
                merged = replace(one, argument=replace(one.argument, body=joint)).node
                short = replace(place.node, factors=(*place.node.factors[:k], *place.node.factors[k + 2 :]),
                                operators=(*place.node.operators[:k], *place.node.operators[k + 2 :]))  # fmt: skip
                new = _put(short, k, merged.factors)
                fields = (("function", one.head), ("operand", joint))
                yield Edit("E322", place.put(new), one.span.cover(other.span), fields, place.node, new)
        for k, one in means:
            for other in _squared(one):
                yield _power(place, k, one, other)
    for place in subject.places:
        match place.node:
            case Scripts(base=Fence(body=Product() as body), sup=Number() as sup) as node:
                for k, one in list(_in_product(body))[:1]:
                    if k == 0 and len(body.factors) == 2 and one.argument.body is not None and one.is_mean:
                        inside = Scripts(fenced(one.argument.body), sup=sup, span=one.argument.span)
                        new = replace(one, argument=replace(one.argument, body=inside)).node
                        yield Edit("E327", place.put(new), node.span, (("base", node.base),), node, new)


def _factors(one: Application, other: Application) -> tuple[Node, ...]:
    assert one.argument.body is not None
    assert other.argument.body is not None
    return factor(one.argument.body), factor(other.argument.body)


def _squared(one: Application) -> Iterator[Application]:
    body = one.argument.body
    if one.power is not None and body is not None:
        base = body if isinstance(body, Symbol) else fenced(body)
        inside = Scripts(base, sup=one.power, span=one.span)
        yield replace(one, argument=replace(one.argument, body=inside), power=None)
    elif isinstance(body, Scripts) and isinstance(body.sup, Number) and body.sub is None:
        yield replace(one, argument=replace(one.argument, body=body.base), power=body.sup)


def _power(place: Place, k: int, one: Application, other: Application) -> Edit:
    assert isinstance(place.node, Product)
    new = _put(place.node, k, other.node.factors)
    return Edit("E327", place.put(new), one.span, (("base", one.node),), one.node, other.node)


# --- terms ----------------------------------------------------------------------------------------------------------


def is_of_chance(subject: Subject) -> bool:
    return bool(_around(subject))


def letters_exchanged(subject: Subject) -> Iterator[Edit]:
    """Var(X)E[Y]^2 + … also with X and Y exchanged: a term that has its twin."""
    if not is_of_chance(subject):
        return
    bodies = dict.fromkeys(
        one.argument.body for one in _around(subject) if isinstance(strip(one.argument.body), Symbol)
    )
    letters = [body for body in bodies if body is not None]
    for first, second in ((one, other) for k, one in enumerate(letters) for other in letters[k + 1 :]):
        for _, term in terms_of(subject.root):
            twin = _exchanged(term, first, second)
            if twin != term:
                whole = added(subject.root, "+", twin)
                yield Edit("E310", whole, subject.root.span, (("term", twin),), subject.root, twin)


def _exchanged(node: Node, one: Node, other: Node) -> Node:
    return mapped(node, lambda part: other if part == one else one if part == other else None)
