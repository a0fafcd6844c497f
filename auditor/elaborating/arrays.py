"""Matrices written out: literals, block matrices, lists in brackets."""

from __future__ import annotations

from auditor.elaborating import dotted, piecewise
from auditor.elaborating.conforming import is_zero
from auditor.elaborating.names import strip
from auditor.elaborating.problems import ill_formed, unsupported
from auditor.elaborating.scope import Scope, span_key
from auditor.parsing.syntax import Fence, Matrix, Node, Sequence
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, ZERO, Dimension
from auditor.terms.term import Term

DETERMINANTS = frozenset(["vmatrix"])


def matrix(node: Matrix, scope: Scope) -> Term:
    """A matrix literal or block matrix."""
    if node.environment in piecewise.ENVIRONMENTS:
        return piecewise.piecewise(node, scope)
    if node.environment == "substack":
        raise unsupported(node.span, f"the environment {node.environment}")
    rows = tuple(row for row in node.rows if any(cell is not None for cell in row))
    if any(dotted.has_dots(row) for row in rows):
        made = dotted.array(rows, node.span, scope)
    else:
        made = _blocks(rows, node.span, scope)
    return t.determinant(made) if node.environment in DETERMINANTS else made


def listed(node: Fence, scope: Scope, *, lying: bool = False) -> Term:
    r"""`[a, b, c]` is a row of blocks; `(a, b, c)` a column of scalars, and a row before a transpose; `;` begins a new
    row."""
    body = strip(node.body)
    assert isinstance(body, Sequence)
    if dotted.has_dots(body.items):
        return _listed_with_dots(node, body, scope)
    rows: list[list[Node]] = [[body.items[0]]]
    for separator, item in zip(body.separators, body.items[1:], strict=True):
        if separator == ";":
            rows.append([item])
        elif separator == ",":
            rows[-1].append(item)
        else:
            raise unsupported(node.span, "these brackets")
    if node.open == "[" and len(rows) == 1 and (found := _commutator(rows[0], scope)) is not None:
        return found
    if node.open == "(" and len(rows) == 1 and not lying:
        return _blocks(tuple((item,) for item in rows[0]), node.span, scope)
    return _blocks(tuple(tuple(row) for row in rows), node.span, scope)


def is_plain_list(body: Sequence) -> bool:
    """Items between commas, without dots."""
    return set(body.separators) == {","} and not dotted.has_dots(body.items)


def _listed_with_dots(node: Fence, body: Sequence, scope: Scope) -> Term:
    r"""`[f(1), \dots, f(n)]` is a row, `(f(1), \dots, f(n))` a column or a row."""
    if set(body.separators) == {";"}:
        return dotted.one_upon_another(body.items, node.span, scope)
    if set(body.separators) != {","}:
        raise unsupported(node.span, "these brackets")
    if node.open == "(" and scope.choose("tuple", "", ("column", "row")) == "column":
        return dotted.one_upon_another(body.items, node.span, scope)
    return dotted.side_by_side(body.items, node.span, scope)


def _commutator(items: list[Node], scope: Scope) -> Term | None:
    """[A, B] = AB - BA, where the text reads so."""
    if len(items) != 2:
        return None
    one, other = (scope.term(item) for item in items)
    if scope.context.usage.commutators and one.order == other.order == 2:
        square_shape = (scope.shape(one)[0], scope.shape(one)[0])
        if scope.unify_shapes(scope.shape(one), square_shape) and scope.unify_shapes(scope.shape(other), square_shape):
            return t.subtract(t.matmul(one, other), t.matmul(other, one))
    if scope.context.usage.commutators:
        raise unsupported(items[0].span, "a commutator of what is not known to be square matrices")
    square = one.order == 2 and scope.shape(one)[0] == scope.shape(one)[1] and scope.shape(one) == scope.shape(other)
    if not square or scope.choose("[A, B]", "", ("blocks", "commutator")) == "blocks":
        return None
    return t.subtract(t.matmul(one, other), t.matmul(other, one))


def _blocks(rows: tuple[tuple[Node | None, ...], ...], span: Span, scope: Scope) -> Term:
    if not rows or len({len(row) for row in rows}) != 1:
        raise ill_formed("E202", span, left="a row", right="a row", left_shape="one length", right_shape="another")
    cells = [[scope.term(cell) for cell in row] for row in rows]
    columns = zip(*cells, strict=True)
    heights = [_common(row, 0, span, scope) or _open(cells, 0, i, span, scope) for i, row in enumerate(cells)]
    widths = [
        _common(list(column), 1, span, scope) or _open(cells, 1, j, span, scope) for j, column in enumerate(columns)
    ]
    filled = tuple(
        tuple(_filled(cell, (heights[i], widths[j])) for j, cell in enumerate(row)) for i, row in enumerate(cells)
    )
    shape = (sum(heights, start=ZERO), sum(widths, start=ZERO))
    return t.blocks(filled, shape)


def _common(cells: list[Term], axis: int, span: Span, scope: Scope) -> Dimension | None:
    """The height of a row of blocks, or the width of a column: a 0 takes what the others have; None for zeros alone."""
    found: Dimension | None = None
    for cell in cells:
        if is_zero(cell):
            continue
        shape = scope.shape(cell) or (ONE, ONE)
        if len(shape) != 2:
            raise unsupported(span, "a tensor as a block")
        if found is not None and not scope.unify(found, shape[axis]):
            raise ill_formed(
                "E202", span, left="a block", right="a block", left_shape=str(found), right_shape=str(shape[axis])
            )
        found = shape[axis]
    return found


def _open(cells: list[list[Term]], axis: int, place: int, span: Span, scope: Scope) -> Dimension:
    """The size of a row or a column of zeros alone: open beside blocks that are wider than 1 there, else 1."""
    wide = any(scope.shape(cell) and scope.shape(cell)[axis] != ONE for row in cells for cell in row)
    return scope.unknown(f"{span_key(span)}.{axis}.{place}") if wide else ONE


def _filled(cell: Term, shape: tuple[Dimension, Dimension]) -> Term:
    return t.zeros(shape) if is_zero(cell) and shape != (ONE, ONE) else cell
