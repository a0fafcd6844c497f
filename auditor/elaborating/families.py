"""Families numbered by superscripts: W^j for j = 1, …, N-1, where the text multiplies them with dots."""

from __future__ import annotations

from auditor.elaborating import indices
from auditor.elaborating.context import Known
from auditor.elaborating.names import spell
from auditor.elaborating.scope import Scope
from auditor.elaborating.sizes import dimension_of
from auditor.elaborating.usage import index_parts
from auditor.elaborating.vocabulary import TRANSPOSES
from auditor.parsing.syntax import Scripts
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Term


def member(node: Scripts, scope: Scope) -> Term | None:
    """W^m as a member of the family W; None where the superscript is something else, or names a letter of its own."""
    name, superscript = spell(node.base), spell(node.sup)
    if name not in scope.context.usage.families or node.sub is not None or superscript in ("", *TRANSPOSES):
        return None
    if _is_another(scope.known(f"{name}^{{{superscript}}}"), superscript, _general(name, scope), scope):
        return None
    if dimension_of(node.sup) is None and superscript not in scope.bound:
        return None
    place = indices.index_term(node.sup, scope)
    family = _family(name, scope)
    indices.check_range(place, family.shape[0], scope, node.span, name)
    return t.member(family, place)


def line(node: Scripts, scope: Scope) -> Term | None:
    """x_i as a row or column of X, where the text says so."""
    found, parts = scope.context.lines.get(spell(node.base)), index_parts(node.sub)
    if found is None or len(parts) != 1 or not indices.is_index(parts[0], scope):
        return None
    matrix = scope.symbol(found.matrix)
    if len(scope.shape(matrix)) != 2:
        return None
    place = indices.index_term(parts[0], scope)
    indices.check_range(place, scope.shape(matrix)[found.axis], scope, node.span, found.matrix)
    taken = t.slice_(matrix, place, found.axis)
    if found.axis:
        return taken
    upright = found.transposed or scope.choose("row", spell(node.base), ("column", "row")) == "column"
    return t.transpose(taken) if upright else taken


def _is_another(own: Known | None, superscript: str, family: Known | None, scope: Scope) -> bool:
    """What is said of W^N is not what is said of all W^j: a vector among matrices."""
    if own is None or own is family or _run(superscript, own, scope) is not None:
        return False
    return family is None or (own.shape is not None and own.shape != family.shape)


def _family(name: str, scope: Scope) -> Term:
    general, own = _general(name, scope), scope.name(name)
    first, rows, columns = (scope.unknown(f"{own}.{axis}") for axis in range(3))
    if general is None or general.shape is None or len(general.shape) != 2:
        return t.symbol(own, scope.resolve((first, rows, columns)))
    run = _run(_superscript(general.spelling, name), general, scope)
    count = run[1] if run is not None and run[0] == ONE else first
    return t.symbol(own, scope.resolve((count, *general.shape)))


def _general(name: str, scope: Scope) -> Known | None:
    """What is said of W^j for all j."""
    for spelling in scope.context.known:
        known = scope.known(spelling) if spelling.startswith(f"{name}^{{") else None
        if known is not None and _run(_superscript(spelling, name), known, scope) is not None:
            return known
    return None


def _run(superscript: str, known: Known, scope: Scope) -> tuple[Dimension, Dimension] | None:
    """The numbers of the members that a remark is about: its own, or those that its index runs through."""
    index = scope.known(superscript)
    return known.run or (index.run if index is not None else None)


def _superscript(spelling: str, name: str) -> str:
    return spelling.removeprefix(f"{name}^{{").removesuffix("}")
