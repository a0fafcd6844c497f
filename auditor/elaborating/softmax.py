"""The softmax of a vector, and of the rows or columns of a matrix."""

from __future__ import annotations

import re

from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.term import Term

_BY_COLUMNS = re.compile(r"column[- ]?wise|(?:each|every) column|along (?:the )?columns|per column", re.IGNORECASE)


def softmax(inside: Term, span: Span, scope: Scope) -> Term:
    """The exponentials divided by their sum; of a matrix row by row unless the text says otherwise."""
    exponentials = t.apply("exp", inside)
    if inside.order == 2 and ONE not in scope.shape(inside):
        return _of_lines(exponentials, scope)
    return t.multiply(t.power(total(exponentials, span), t.number(-1)), exponentials)


def _of_lines(positive: Term, scope: Scope) -> Term:
    rows, columns = positive.shape
    by_columns = _BY_COLUMNS.search(scope.context.reading.prose) is not None
    if scope.choose("softmax", "", ("columns", "rows") if by_columns else ("rows", "columns")) == "rows":
        sums = t.matmul(positive, t.ones((columns, ONE)))
        return t.matmul(t.diag(t.power(sums, t.number(-1))), positive)
    sums = t.matmul(t.transpose(positive), t.ones((rows, ONE)))
    return t.matmul(positive, t.diag(t.power(sums, t.number(-1))))


def total(vector: Term, span: Span) -> Term:
    """The sum of the entries of a vector."""
    if vector.order == 2 and vector.shape[1] == ONE:
        return t.matmul(t.transpose(t.ones(vector.shape)), vector)
    if vector.order == 2 and vector.shape[0] == ONE:
        return t.matmul(vector, t.transpose(t.ones(vector.shape)))
    raise unsupported(span, "this function of a matrix")
