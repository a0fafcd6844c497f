"""Sums and products whose shapes must conform: every check of shapes stands here."""

from __future__ import annotations

from auditor.elaborating.names import written
from auditor.elaborating.problems import IllFormed, ill_formed
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Node
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Shape
from auditor.terms.term import Term

# The formulas that two terms were written as, for the message where they clash.
Pair = tuple[Node | None, Node | None]


def written_shape(shape: Shape) -> str:
    """A shape as people say it: `m×n`, `scalar`. Unknown sizes get their names once all are known."""
    return "×".join(str(dimension) for dimension in shape) if shape else "scalar"


def is_zero(term: Term) -> bool:
    """The literal 0, which stands for the zero of any shape."""
    return term.operation == "number" and term.parameters[0] == 0


def matched(left: Term, right: Term, scope: Scope) -> tuple[Term, Term] | None:
    """Two terms of one shape, a literal 0 or a remainder taking the other's; None where their shapes clash."""
    left, right = _shaped_remainder(left, right, scope), _shaped_remainder(right, left, scope)
    if is_zero(left) and right.shape:
        return t.zeros(scope.shape(right)), right
    if is_zero(right) and left.shape:
        return left, t.zeros(scope.shape(left))
    return (left, right) if scope.unify_shapes(scope.shape(left), scope.shape(right)) else None


def _shaped_remainder(term: Term, other: Term, scope: Scope) -> Term:
    """O(h²) shaped like what it stands beside."""
    if term.shape or not other.shape:
        return term
    if term.operation == "remainder":
        return t.remainder(term.arguments[0], term.parameters[0], scope.shape(other))
    if term.operation == "multiply" and term.arguments[-1].operation == "remainder":
        return t.multiply(*term.arguments[:-1], _shaped_remainder(term.arguments[-1], other, scope))
    return term


def add(left: Term, right: Term, scope: Scope, span: Span, nodes: Pair) -> Term:
    """The sum of two terms; IllFormed where their shapes differ."""
    pair = matched(left, right, scope) or _spread(left, right, scope)
    if pair is None:
        left_shape, right_shape = scope.shape(left), scope.shape(right)
        code = "E212" if not left_shape or not right_shape else "E202"
        raise clash(code, span, nodes, left_shape, right_shape)
    return t.add(*pair)


def _spread(left: Term, right: Term, scope: Scope) -> tuple[Term, Term] | None:
    """`1 - s` for a vector s, in texts that compute entry by entry: the number stands for a vector of that number."""
    for number, vector, flipped in ((left, right, False), (right, left, True)):
        if not (scope.context.usage.entrywise or _is_made_by_entries(vector)):
            continue
        if _is_number(number) and is_vector(scope.shape(vector)):
            if scope.choose("number plus vector", "", ("clash", "spread")) != "spread":
                return None
            spread = t.multiply(number, t.ones(scope.shape(vector)))
            return (vector, spread) if flipped else (spread, vector)
    return None


def _is_made_by_entries(term: Term) -> bool:
    """A function of numbers is taken of a vector in it."""
    return any(sub.operation == "apply" and sub.shape for sub in t.subterms(term))


def _is_number(term: Term) -> bool:
    if term.operation == "multiply":
        return all(map(_is_number, term.arguments))
    return term.operation == "number"


def multiply(left: Term, right: Term, scope: Scope, span: Span, nodes: Pair) -> Term:
    r"""The product as juxtaposition means it: of scalars, a scalar multiple, or a matrix product.

    In `M \cdot 0` the 0 is the vector that fits, so that the product is a 0 that takes whatever shape fits.
    """
    if is_zero(right):
        return right
    left_shape, right_shape = scope.shape(left), scope.shape(right)
    if not left_shape or not right_shape:
        return t.multiply(left, right)
    if scope.unify(left_shape[-1], right_shape[0]):
        return t.matmul(left, right)
    raise clash("E201", span, nodes, left_shape, right_shape)


def dot(left: Term, right: Term, scope: Scope, span: Span, nodes: Pair) -> Term:
    r"""`a \cdot b`: the inner product of two columns or two rows, else as juxtaposition."""
    left_shape, right_shape = scope.shape(left), scope.shape(right)
    if is_vector(left_shape) and is_vector(right_shape) and scope.unify_shapes(left_shape, right_shape):
        return inner(left, right)
    return multiply(left, right, scope, span, nodes)


def hadamard(left: Term, right: Term, scope: Scope, span: Span, nodes: Pair) -> Term:
    """The entrywise product; IllFormed where the shapes differ."""
    if not left.shape or not right.shape:
        return t.multiply(left, right)
    if scope.unify_shapes(scope.shape(left), scope.shape(right)):
        return t.hadamard(left, right)
    raise clash("E202", span, nodes, scope.shape(left), scope.shape(right))


def frobenius(left: Term, right: Term, scope: Scope, span: Span, nodes: Pair) -> Term:
    """`A:B`, ⟨A, B⟩: the sum of products of entries."""
    if not left.shape and not right.shape:
        return t.multiply(left, right)
    if left.shape and right.shape and scope.unify_shapes(scope.shape(left), scope.shape(right)):
        return inner(left, right)
    if is_row(scope.shape(left)) and is_column(scope.shape(right)):  # a gradient as a row, applied to a direction
        return multiply(left, right, scope, span, nodes)
    raise clash("E202", span, nodes, scope.shape(left), scope.shape(right))


def inner(left: Term, right: Term) -> Term:
    """The sum of products of entries of two terms of one shape."""
    if not left.shape:
        return t.multiply(left, right)
    if left.order == 2 and left.shape[1] == ONE:
        return t.matmul(t.transpose(left), right)
    if left.order == 2 and left.shape[0] == ONE:
        return t.matmul(left, t.transpose(right))
    if left.order == 2:
        return t.trace(t.matmul(t.transpose(left), right))
    return t.contract(left, right, left.order)


def squared_norm(term: Term) -> Term:
    return inner(term, term)


def is_vector(shape: Shape) -> bool:
    return len(shape) == 2 and (shape[0] == ONE or shape[1] == ONE)


def is_column(shape: Shape) -> bool:
    return len(shape) == 2 and shape[1] == ONE


def is_row(shape: Shape) -> bool:
    return len(shape) == 2 and shape[0] == ONE


def square(term: Term, scope: Scope, span: Span, operation: str) -> Term:
    """The term, made to be a square matrix or a scalar; IllFormed where it cannot be."""
    shape = scope.shape(term)
    if shape and (len(shape) != 2 or not scope.unify(shape[0], shape[1])):
        raise ill_formed("E211", span, operation=operation, shape=written_shape(shape))
    return term


def clash(code: str, span: Span, nodes: Pair, left: Shape, right: Shape) -> IllFormed:
    return ill_formed(
        code,
        span,
        left=written(nodes[0]),
        right=written(nodes[1]),
        left_shape=written_shape(left),
        right_shape=written_shape(right),
    )
