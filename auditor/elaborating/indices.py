"""Subscripts as indices: index expressions, entries, slices, members of families, Kronecker deltas."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.elaborating.conforming import is_column, is_row
from auditor.elaborating.names import spell, strip
from auditor.elaborating.problems import IllFormed, ill_formed, unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.usage import index_like, index_parts
from auditor.parsing.syntax import Fence, Node, Number, Product, Scripts, Sum, Symbol
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, ZERO, Dimension, Shape
from auditor.terms.term import Index, Term


def is_index(node: Node | None, scope: Scope) -> bool:
    """Whether a part of a subscript can be an index here: by its letter, by a sum that binds it, or as a size."""
    node = strip(node)
    sizes = scope.context.sizes
    if isinstance(node, Symbol) and spell(node) in sizes and spell(node) not in scope.bound:
        return True
    if isinstance(node, Sum) and all(isinstance(t_, Number) or spell(t_) in sizes for t_ in map(strip, node.terms)):
        return True
    return index_like(node, {*scope.bound, *scope.free, *scope.context.usage.bound})


def index_term(node: Node | None, scope: Scope) -> Term:
    """The value of an index expression: i, i+1, 2, N-1."""
    match strip(node):
        case Number(text=text) if text.isdigit():
            return t.number(text)
        case Symbol() | Scripts() as letter:
            return _named(letter, scope)
        case Fence(body=body):
            return index_term(body, scope)
        case Sum(signs=signs, terms=terms) if set(signs) <= {"+", "-"}:
            parts = [index_term(term, scope) for term in terms]
            return t.add(*(part if sign == "+" else t.negate(part) for sign, part in zip(signs, parts, strict=True)))
        case Product(factors=(Number(text=text), letter), operators=("",)):
            return t.multiply(t.number(text), index_term(letter, scope))
    span = node.span if node is not None else Span(0, 0)
    raise unsupported(span, "this index")


def _named(letter: Node, scope: Scope) -> Term:
    name = spell(letter)
    if name in scope.context.sizes and name not in scope.bound and name not in scope.free:
        return t.size(Dimension.of(name))
    return t.index(scope.index(name))


def reach(term: Term) -> tuple[Index | None, Dimension] | None:
    """An index expression as (index, shift), the index None for a fixed place; None where it is more than that."""
    match term.operation:
        case "number":
            return None, Dimension.of(int(term.parameters[0]))
        case "size":
            return None, term.parameters[0]
        case "index":
            return term.parameters[0], ZERO
        case "multiply" if all(argument.operation in ("number", "size") for argument in term.arguments):
            total = ONE
            for argument in term.arguments:
                total = total * (reach(argument) or (None, ONE))[1]
            return None, total
        case "add":
            found: Index | None = None
            shift = ZERO
            for argument in term.arguments:
                part = reach(argument)
                if part is None or (part[0] is not None and found is not None):
                    return None
                found, shift = part[0] or found, shift + part[1]
            return found, shift
    return None


def check_range(place: Term, dimension: Dimension, scope: Scope, span: Span, name: str) -> None:
    """IllFormed where an index certainly leaves the axis it is used on."""
    part = reach(place)
    if part is None:
        return
    index, shift = part
    if index is None:
        gap = (scope.unifier.resolve(dimension) - shift).number
        if gap is not None and gap < 0:
            raise _out_of_range(str(shift), str(shift), dimension, span, name)
    elif not scope.fits(index, shift, dimension):
        if index.name in scope.free and _is_given_run(index.name, scope):
            raise unsupported(span, f"an index {index.name} that runs through a part of an axis")
        run = f"1, …, {scope.resolved(index).upper}"
        raise _out_of_range(index.name, run, scope.unifier.resolve(dimension), span, name)


def _is_given_run(name: str, scope: Scope) -> bool:
    r"""`\lambda_j = s_j^2, \quad j = 1, \dots, r`: the text says through which numbers the free index runs."""
    statements = scope.context.reading.statements
    here, behind = statements[scope.position], statements[scope.position + 1 : scope.position + 2]
    first = [one.operands[0] for one in behind if one.relations and (not one.display or one.block == here.block)]
    letters = [spell(one.syntax) for one in first if one is not None and one.syntax is not None]
    said = rf"(?<![\\A-Za-z]){re.escape(name)}\s*(?:=|\\in|\\le)"
    return name in letters or re.search(said, here.annotation) is not None


def _check_member(place: Term, count: Dimension, scope: Scope, span: Span, name: str) -> None:
    """Where the text does not say how many members a family has, none of them is one too many."""
    try:
        check_range(place, count, scope, span, name)
    except IllFormed as problem:
        known = scope.known(name)
        if known is not None and known.run is None:
            raise unsupported(span, f"the members of {name}, numbered otherwise elsewhere") from problem
        raise


def _out_of_range(index: str, run: str, size: Dimension, span: Span, name: str) -> IllFormed:
    return ill_formed("E210", span, index=index, range=run, symbol=name, size=str(size).lstrip("?"))


def indexed(base: Term, sub: Node, scope: Scope, span: Span, name: str) -> Term:
    """The entry, slice or family member of a tensor that a subscript names."""
    parts = index_parts(sub)
    shape = scope.shape(base)
    places = [index_term(part, scope) for part in _single_digits(parts, shape)]
    if not shape:
        raise unsupported(span, f"an entry of the scalar {name}")
    if len(places) > len(shape):
        raise unsupported(span, f"{len(places)} indices on {name}")
    while len(shape) > 2 and places:
        _check_member(places[0], shape[0], scope, span, name)
        base, shape, places = t.member(base, places[0]), shape[1:], places[1:]
    if not places:
        return base
    if len(places) == 1 and len(shape) == 2:
        return _single(base, places[0], scope, span, name)
    for place, dimension in zip(places, shape, strict=True):
        check_range(place, dimension, scope, span, name)
    return t.entry(base, *places)


def _single_digits(parts: tuple[Node, ...], shape: Shape) -> tuple[Node, ...]:
    """`A_{21}` is the entry (2, 1) of a matrix that has fewer than 21 rows or columns."""
    match parts:
        case (Number(text=text) as number,) if len(shape) == 2 and ONE not in shape and len(text) == 2:
            known = [dimension.number for dimension in shape]
            if text.isdigit() and "0" not in text and all(size is None or size < 10 for size in known):
                return tuple(replace(number, text=digit) for digit in text)
    return parts


def _single(base: Term, place: Term, scope: Scope, span: Span, name: str) -> Term:
    """One index on a vector is an entry; on a matrix it is a column or a row, as the text has it."""
    shape = scope.shape(base)
    if is_column(shape):
        check_range(place, shape[0], scope, span, name)
        return t.entry(base, place, t.number(1))
    if is_row(shape):
        check_range(place, shape[1], scope, span, name)
        return t.entry(base, t.number(1), place)
    axis = 1 if scope.choose("slice", name, ("column", "row")) == "column" else 0
    check_range(place, shape[axis], scope, span, name)
    return t.slice_(base, place, axis)


def delta(sub: Node, scope: Scope) -> Term | None:
    """δ_ij, where the subscript lists two indices."""
    parts = index_parts(sub)
    if len(parts) != 2 or not all(is_index(part, scope) or isinstance(strip(part), Symbol) for part in parts):
        return None
    first, second = (index_term(part, scope) for part in parts)
    _same_run(first, second, scope)
    return t.delta(first, second)


def _same_run(first: Term, second: Term, scope: Scope) -> None:
    """The indices of a δ belong to one axis: a free one without a range takes the other's."""
    one, other = reach(first), reach(second)
    if one and other and one[0] is not None and other[0] is not None and one[1] == other[1] == ZERO:
        left, right = scope.resolved(one[0]).upper, scope.resolved(other[0]).upper
        if (left.unknown or right.unknown) and not scope.run_apart(left, right):
            scope.unify(left, right)
