"""Indices, their sums and the bounds of these."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from auditor.diagnosing.edits import Edit, Subject, spelling
from auditor.diagnosing.trees import Place, mapped, number, places, product, summed, times
from auditor.elaborating.names import strip
from auditor.elaborating.usage import index_parts
from auditor.parsing.syntax import BigOperator, Chain, Node, Number, Product, Scripts, Sequence, Sum, Symbol, walk


def swapped_index(subject: Subject) -> Iterator[Edit]:
    """Two indices of one letter exchanged: X_{ji} for X_{ij}, J^{ji} for J^{ij}."""
    for place in subject.places:
        if isinstance(place.node, Scripts):
            for script in ("sub", "sup"):
                parts = _listed(getattr(place.node, script))
                if len(parts) >= 2:
                    for k in range(len(parts) - 1):
                        if parts[k] != parts[k + 1]:
                            turned = (*parts[:k], parts[k + 1], parts[k], *parts[k + 2 :])
                            new = _with_indices(place.node, script, turned)
                            fields = (("first", parts[k]), ("second", parts[k + 1]))
                            yield Edit("E313", place.put(new), place.span, fields, place.node, new)


def exchanged_indices(subject: Subject) -> Iterator[Edit]:
    """Two index letters exchanged throughout: A_{jk}B_{ki} for A_{ik}B_{kj}."""
    pool = [part for part in _indices(subject) if any(part in _all_indices(place.node) for place in subject.places)]
    for k, one in enumerate(pool):
        for other in pool[k + 1 :]:
            new = _renamed(subject.root, {one: other, other: one})
            yield Edit("E313", new, subject.root.span, (("first", one), ("second", other)), subject.root, new)


def _all_indices(node: Node) -> tuple[Node, ...]:
    return _listed(node.sub) if isinstance(node, Scripts) and node.sub is not None else ()


def _renamed(root: Node, names: dict[Node, Node]) -> Node:
    """The formula with other letters in its subscripts."""

    def change(node: Node) -> Node | None:
        parts = _all_indices(node)
        if not isinstance(node, Scripts) or not set(parts) & set(names):
            return None
        inner = replace(node, base=mapped(node.base, change))
        return _with_indices(inner, "sub", tuple(names.get(part, part) for part in parts))

    return mapped(root, change)


def wrong_index(subject: Subject) -> Iterator[Edit]:
    """One index made another one."""
    pool = _indices(subject)
    for place in subject.places:
        if isinstance(place.node, Scripts) and place.node.sub is not None:
            parts = _listed(place.node.sub)
            for k, part in enumerate(parts):
                for other in pool:
                    if other != part and isinstance(part, Symbol | Number):
                        new = _with_indices(place.node, "sub", (*parts[:k], other, *parts[k + 1 :]))
                        fields = (("written", part), ("intended", other))
                        yield Edit("E332", place.put(new), place.span, fields, place.node, new)
                        if isinstance(place.node.sup, Number) and place.node.sup.text == "2":
                            pair = times(replace(place.node, sup=None), replace(new, sup=None))
                            yield Edit("E332", place.put(pair), place.span, fields, place.node, pair)


def _listed(node: Node | None) -> tuple[Node, ...]:
    found = strip(node)
    if isinstance(found, Product) and not any(found.operators):
        return found.factors
    return index_parts(node)


def _with_indices(node: Scripts, script: str, parts: tuple[Node, ...]) -> Scripts:
    old = strip(getattr(node, script))
    new: Node
    if isinstance(old, Sequence) and len(old.items) == len(parts):
        new = replace(old, items=parts)
    elif len(parts) == 1:
        new = parts[0]
    else:
        new = Product(parts, ("",) * (len(parts) - 1), span=node.span)
    return replace(node, sub=new) if script == "sub" else replace(node, sup=new)


def _indices(subject: Subject) -> tuple[Node, ...]:
    """The index letters of the formulas around."""
    found: dict[Node, None] = {}
    for formula in (subject.root, *subject.around):
        for node in walk(formula):
            if isinstance(node, Scripts) and node.sub is not None:
                found.update(dict.fromkeys(part for part in _listed(node.sub) if isinstance(part, Symbol)))
    return tuple(found)[:6]


# --- sums -----------------------------------------------------------------------------------------------------------


def lost_sum(subject: Subject) -> Iterator[Edit]:
    """A sum sign that stands around put before the whole or one term."""
    for operator in (*_operators(subject), *_unsummed(subject)):
        for place in subject.places:
            if place.role in ("whole", "term", "body"):
                new = product((operator, place.node), ("",), place.span)
                fields = (("index", _index_of(operator)),)
                yield Edit("E312", place.put(new), place.span, fields, place.node, new)


def _unsummed(subject: Subject) -> Iterator[BigOperator]:
    """Sums over the letters that stand twice as an index, and on no other side."""
    counted: dict[Node, int] = {}
    for place in subject.places:
        for part in _all_indices(place.node):
            counted[part] = counted.get(part, 0) + 1
    bound = {_index_of(found) for found in walk(subject.root) if isinstance(found, BigOperator)}
    others = {part for formula in subject.around for place in places(formula) for part in _all_indices(place.node)}
    for part, count in counted.items():
        if count > 1 and isinstance(part, Symbol) and part not in bound and part not in others:
            yield BigOperator("sum", lower=part, span=subject.root.span)


def repeated_index(subject: Subject) -> Iterator[Edit]:
    """A sum inside another one over the same letter: the inner one gets its own letter, with one of the factors."""
    for place in subject.places:
        if not isinstance(place.node, Product):
            continue
        node = place.node
        operators = [k for k, one in enumerate(node.factors) if isinstance(one, BigOperator) and one.kind == "sum"]
        for first, second in itertools.pairwise(operators):
            one, two = node.factors[first], node.factors[second]
            assert isinstance(one, BigOperator)
            assert isinstance(two, BigOperator)
            index = _index_of(one)
            if index != _index_of(two) or not isinstance(index, Symbol):
                continue
            fresh = replace(index, name=_unused(subject))
            other = mapped(two, lambda found, old=index, new=fresh: new if found == old else None)  # type: ignore[misc]
            for k in range(second + 1, len(node.factors)):
                changed = _renamed(node.factors[k], {index: fresh})
                if changed != node.factors[k]:
                    factors = (
                        *node.factors[:second],
                        other,
                        *node.factors[second + 1 : k],
                        changed,
                        *node.factors[k + 1 :],
                    )
                    new = Product(factors, node.operators, span=node.span)
                    yield Edit("E208", place.put(new), two.span, (("index", index),), node, new)


def _unused(subject: Subject) -> str:
    used = {spelling(inside) for formula in (subject.root, *subject.around) for inside in walk(formula)}
    return next((letter for letter in "jklpqrst" if letter not in used), "j")


def kept_sum(subject: Subject) -> Iterator[Edit]:
    """A sum that a derivative picks one term of: the sign goes, and its index becomes a free one."""
    pool = _indices(subject)
    for place in subject.places:
        if not isinstance(place.node, Product):
            continue
        node = place.node
        for k, one in enumerate(node.factors[:-1]):
            operator = strip(one)
            if not isinstance(operator, BigOperator) or operator.kind != "sum":
                continue
            index = _index_of(operator)
            signs = node.operators[1:] if k == 0 else node.operators[: k - 1] + node.operators[k:]
            rest = product(node.factors[:k] + node.factors[k + 1 :], signs, node.span)
            for other in pool:
                if other != index and isinstance(index, Node):
                    new = _renamed(rest, {index: other})
                    yield Edit("E329", place.put(new), one.span, (("factor", one),), node, new)


def extra_sum(subject: Subject) -> Iterator[Edit]:
    for place in subject.places:
        if isinstance(place.node, Product):
            for k, one in enumerate(place.node.factors[:-1]):
                if isinstance(strip(one), BigOperator):
                    node = place.node
                    signs = node.operators[1:] if k == 0 else node.operators[: k - 1] + node.operators[k:]
                    new = product(node.factors[:k] + node.factors[k + 1 :], signs, node.span)
                    yield Edit("E329", place.put(new), one.span, (("factor", one),), node, new)


def _operators(subject: Subject) -> tuple[BigOperator, ...]:
    found: dict[BigOperator, None] = {}
    for formula in (subject.root, *subject.around):
        for node in walk(formula):
            if isinstance(node, BigOperator) and node.kind == "sum":
                found.setdefault(node)
    return tuple(found)[:4]


def _index_of(operator: BigOperator) -> Node | str:
    lower = strip(operator.lower)
    if isinstance(lower, Chain) and lower.operands[0] is not None:
        return lower.operands[0]
    return lower if lower is not None else "the index"


def wrong_bound(subject: Subject) -> Iterator[Edit]:
    """A bound of a sum one more or one less, or one of the other sizes; two bounds exchanged."""
    yield from exchanged_bounds(subject)
    for place in subject.places:
        match place.node:
            case Product(factors=factors) as node:
                for k, one in enumerate(factors):
                    operator = strip(one)
                    if isinstance(operator, BigOperator):
                        yield from _bounds(place, node, k, operator, subject)


def exchanged_bounds(subject: Subject) -> Iterator[Edit]:
    """The upper bounds of two sums exchanged."""
    found = [one for one in walk(subject.root) if isinstance(one, BigOperator) and one.upper is not None]
    for k, one in enumerate(found):
        for other in found[k + 1 :]:
            if one.upper != other.upper:
                changes = {id(one): replace(one, upper=other.upper), id(other): replace(other, upper=one.upper)}
                new = mapped(subject.root, lambda node, changes=changes: changes.get(id(node)))  # type: ignore[misc]
                assert one.upper is not None
                assert other.upper is not None
                fields = (("written", one.upper), ("intended", other.upper))
                yield Edit("E333", new, one.span.cover(other.span), fields, subject.root, new)


def _bounds(place: Place, node: Product, k: int, operator: BigOperator, subject: Subject) -> Iterator[Edit]:
    for old, new in _moved(operator, subject):
        changed = product((*node.factors[:k], new, *node.factors[k + 1 :]), node.operators, node.span)
        yield Edit(
            "E333",
            place.put(changed),
            operator.span,
            (("written", old), ("intended", _bound(new, operator))),
            operator,
            new,
        )


def _bound(new: BigOperator, old: BigOperator) -> Node:
    if new.upper != old.upper and new.upper is not None:
        return new.upper
    lower = strip(new.lower)
    if isinstance(lower, Chain) and len(lower.operands) == 2 and lower.operands[1] is not None:
        return lower.operands[1]
    return lower if lower is not None else new


def _moved(operator: BigOperator, subject: Subject) -> Iterator[tuple[Node, BigOperator]]:
    lower, upper = strip(operator.lower), operator.upper
    if isinstance(lower, Chain) and len(lower.operands) == 2 and lower.operands[1] is not None:
        for first in _neighbours(lower.operands[1]):
            yield lower.operands[1], replace(operator, lower=replace(lower, operands=(lower.operands[0], first)))
    if upper is not None:
        for last in (*_neighbours(upper), *(Symbol(str(size), span=upper.span) for size in subject.sizes)):
            if last != upper:
                yield upper, replace(operator, upper=last)


def _neighbours(node: Node) -> Iterator[Node]:
    match strip(node):
        case Number(text=text) if text.isdigit():
            yield number(int(text) + 1, node.span)
            if int(text):
                yield number(int(text) - 1, node.span)
        case Sum(signs=("+", _), terms=(first, Number(text="1"))):
            yield first
        case None:
            return
        case _:
            one = number(1, node.span)
            yield summed(("+", "-"), (node, one), node.span)
            yield summed(("+", "+"), (node, one), node.span)
