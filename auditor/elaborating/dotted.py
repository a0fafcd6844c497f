r"""Arrays with dots: rows and columns that go on by a rule, matrices that do in both directions, diagonals.

A run of blocks f(1), …, f(n) side by side is Σ_i e_iᵀ ⊗ f(i), and one upon another Σ_i e_i ⊗ f(i).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from auditor.elaborating.ellipses import GENERAL, Run, run_of
from auditor.elaborating.names import strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope, span_key
from auditor.parsing.syntax import Dots, Node, Number, Product, Scripts, Sequence, Symbol
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, ZERO
from auditor.terms.term import Index, Term

Row = tuple[Node | None, ...]
ROW = "κ"  # the index of rows, beside that of columns


def array(rows: tuple[Row, ...], span: Span, scope: Scope) -> Term:
    """A matrix some of whose cells are dots. Raises Unsupported where no rule is seen."""
    if len({len(row) for row in rows}) != 1:
        raise unsupported(span, "a matrix with dots")
    rows = tuple(tuple(_digits_apart(cell) for cell in row) for row in rows)
    if _is_diagonal(rows):
        return _diagonal([row[place] for place, row in enumerate(rows)], span, scope)
    kept_columns = [place for place in range(len(rows[0])) if not _only_dots([row[place] for row in rows])]
    kept_rows = [row for row in rows if not _only_dots(row)]
    if len(kept_rows) == len(rows):
        return _stacked([side_by_side(row, span, scope) for row in rows], span, scope)
    if len(kept_columns) == len(rows[0]):
        columns = [one_upon_another(tuple(row[place] for row in rows), span, scope) for place in kept_columns]
        return _beside(columns, span, scope)
    return _in_both_directions(rows, span, scope)


def side_by_side(cells: Row, span: Span, scope: Scope) -> Term:
    """`[f(1), …, f(n)]`: blocks from left to right."""
    return _beside(_parts(cells, 1, span, scope), span, scope)


def one_upon_another(cells: Row, span: Span, scope: Scope) -> Term:
    """Blocks from top to bottom."""
    return _stacked(_parts(cells, 0, span, scope), span, scope)


def _parts(cells: Row, axis: int, span: Span, scope: Scope) -> list[Term]:
    """The blocks along an axis, those around dots as one."""
    if any(cell is None for cell in cells):
        raise unsupported(span, "a matrix with dots and gaps")
    items = tuple(part for cell in cells if cell is not None for part in _dots_apart(cell))
    if not any(isinstance(strip(item), Dots) for item in items):
        return [scope.term(item) for item in items]
    run = run_of(items, span)
    before = [scope.term(item) for item in items[: run.start]]
    after = [scope.term(item) for item in items[run.end :]]
    return [*before, _run(run, axis, span, scope), *after]


def _run(run: Run, axis: int, span: Span, scope: Scope) -> Term:
    if run.down:
        raise unsupported(span, "an array that counts down")
    index = run.index()
    with scope.binding(index):
        member, index = scope.term(run.member), scope.resolved(index)
    return _along(member, index, axis, span)


def _along(member: Term, index: Index, axis: int, span: Span) -> Term:
    """The members for all values of an index, one after another along an axis."""
    if member.order not in (0, 2):
        raise unsupported(span, "a tensor as a block")
    if not member.shape and index.lower == ONE:
        column = t.rearrange(t.array(member, index), (0, None))
        return column if axis == 0 else t.transpose(column)
    unit = _unit(index)
    return t.sum_(t.kronecker(unit if axis == 0 else t.transpose(unit), member), index)


def _unit(index: Index) -> Term:
    length = index.upper - index.lower + ONE
    place = t.index(index)
    if index.lower != ONE:
        place = t.add(place, t.size(ONE - index.lower))
    return t.make("unit", (place,), shape=(length, ONE))


def _stacked(parts: list[Term], span: Span, scope: Scope) -> Term:
    return _joined(parts, 0, span, scope)


def _beside(parts: list[Term], span: Span, scope: Scope) -> Term:
    return _joined(parts, 1, span, scope)


def _joined(parts: list[Term], axis: int, span: Span, scope: Scope) -> Term:
    if len(parts) == 1:
        return parts[0]
    shapes = [scope.shape(part) or (ONE, ONE) for part in parts]
    across = 1 - axis
    if any(len(shape) != 2 or not scope.unify(shape[across], shapes[0][across]) for shape in shapes):
        raise unsupported(span, "blocks of different sizes around dots")
    length = sum((shape[axis] for shape in shapes), start=ZERO)
    whole = (length, shapes[0][1]) if axis == 0 else (shapes[0][0], length)
    rows = tuple((part,) for part in parts) if axis == 0 else (tuple(parts),)
    return t.blocks(rows, whole)


def _in_both_directions(rows: tuple[Row, ...], span: Span, scope: Scope) -> Term:
    """Each row goes on by a rule, and the rows do."""
    listed = tuple(
        Dots("vdots", span=span)
        if _only_dots(row)
        else Sequence(_without_gaps(row, span), (",",) * (len(row) - 1), span=span)
        for row in rows
    )
    run = run_of(listed, span)
    if run.down:
        raise unsupported(span, "an array that counts down")
    outer = replace(run.index(), name=ROW)
    with scope.binding(outer):
        body = _renamed(run.member)
        assert isinstance(body, Sequence)
        member, outer = side_by_side(body.items, span, scope), scope.resolved(outer)
    made = _along(member, outer, 0, span)
    before, after = ([side_by_side(row, span, scope) for row in part] for part in (rows[: run.start], rows[run.end :]))
    return _stacked([*before, made, *after], span, scope)


def _without_gaps(row: Row, span: Span) -> tuple[Node, ...]:
    if any(cell is None for cell in row):
        raise unsupported(span, "a matrix with dots and gaps")
    return tuple(cell for cell in row if cell is not None)


# --- diagonals ------------------------------------------------------------------------------------------------------


def _is_diagonal(rows: tuple[Row, ...]) -> bool:
    """Dots on the diagonal, and nothing, zeros or dots beside it."""
    if len(rows) < 2 or len(rows) != len(rows[0]):
        return False
    on = [row[place] for place, row in enumerate(rows)]
    off = [cell for place, row in enumerate(rows) for column, cell in enumerate(row) if column != place]
    plain = all(cell is None or _is_zero(cell) or isinstance(strip(cell), Dots) for cell in off)
    return plain and any(isinstance(strip(cell), Dots) for cell in on) and not any(map(_is_zero, on))


def _is_zero(cell: Node | None) -> bool:
    found = strip(cell)
    return isinstance(found, Number) and found.text == "0"


def _diagonal(cells: list[Node | None], span: Span, scope: Scope) -> Term:
    items = _without_gaps(tuple(cells), span)
    plain = [item for item in items if not isinstance(strip(item), Dots)]
    if all(item == plain[0] for item in plain):
        value = scope.term(plain[0])
        if value.shape:
            raise unsupported(span, "equal blocks on a diagonal with dots")
        return t.multiply(value, t.identity(scope.unknown(f"{span_key(span)}.diagonal")))
    run = run_of(items, span)
    if run.down or run.start or run.end != len(items):
        raise unsupported(span, "a diagonal with dots")
    index = run.index()
    with scope.binding(index):
        member, index = scope.term(run.member), scope.resolved(index)
    if not member.shape:
        return t.diag(_along(member, index, 0, span))
    unit = _unit(index)
    return t.sum_(t.kronecker(t.matmul(unit, t.transpose(unit)), member), index)


# --- syntax ---------------------------------------------------------------------------------------------------------


def _only_dots(cells: Row | list[Node | None]) -> bool:
    found = [strip(cell) for cell in cells if cell is not None]
    return bool(found) and all(isinstance(cell, Dots) for cell in found)


def _dots_apart(cell: Node) -> tuple[Node, ...]:
    r"""`\dots x_n` without a comma: the dots, and what follows them."""
    match strip(cell):
        case Product(factors=(Dots() as dots, *rest), operators=operators):
            return (dots, _product(tuple(rest), operators[1:]))
        case Product(factors=(*rest, Dots() as dots), operators=operators):
            return (_product(tuple(rest), operators[:-1]), dots)
    return (cell,)


def _product(factors: tuple[Node, ...], operators: tuple[str, ...]) -> Node:
    if len(factors) == 1:
        return factors[0]
    return Product(factors, operators, span=factors[0].span.cover(factors[-1].span))


def has_dots(cells: Row) -> bool:
    """Whether some cell is dots, or begins or ends with them."""
    return any(isinstance(strip(part), Dots) for cell in cells if cell is not None for part in _dots_apart(cell))


def _digits_apart(cell: Node | None) -> Node | None:
    """`a_{12}` in an array with dots has two indices."""
    return None if cell is None else _changed(cell, _two_digits)


def _two_digits(node: Node) -> Node | None:
    match node:
        case Scripts(sub=sub) if isinstance(number := strip(sub), Number) and len(number.text) == 2:
            if number.text.isdigit():
                digits = tuple(replace(number, text=digit) for digit in number.text)
                return replace(node, sub=Product(digits, ("",), span=number.span))
    return None


def _renamed(node: Node) -> Node:
    """The member of a run of rows, with an index of its own."""
    return _changed(
        node, lambda one: replace(one, name=ROW) if isinstance(one, Symbol) and one.name == GENERAL else None
    )


def _changed(node: Node, change: Callable[[Node], Node | None]) -> Node:
    found = change(node)
    if found is not None:
        return found
    parts: dict[str, Any] = {}
    for item in fields(node):
        value = getattr(node, item.name)
        if isinstance(value, Node):
            parts[item.name] = _changed(value, change)
        elif isinstance(value, tuple) and any(isinstance(one, Node) for one in value):
            parts[item.name] = tuple(_changed(one, change) if isinstance(one, Node) else one for one in value)
    return replace(node, **parts) if parts else node
