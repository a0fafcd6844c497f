r"""Sums with dots: `x_1 + x_2 + \cdots + x_n`, `1 + 2 + \cdots + n`."""

from __future__ import annotations

from auditor.elaborating.ellipses import run_of
from auditor.elaborating.names import strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Dots, Node, Sum
from auditor.terms import term as t
from auditor.terms.term import Term

Parts = list[tuple[str, Node]]


def has_dots(node: Sum) -> bool:
    return any(isinstance(strip(term), Dots) for term in node.terms)


def parted(node: Sum, scope: Scope) -> tuple[Parts, Term, Parts]:
    """The terms before the run that dots go through, the sum of that run, and the terms behind it.

    Raises Unsupported where no rule is seen, or where signs change within the run.
    """
    parts = list(zip(node.signs, node.terms, strict=True))
    run = run_of(node.terms, node.span)
    signs = {sign for sign, _ in parts[run.start : run.end]}
    if len(signs) != 1 or not signs <= {"+", "-"}:
        raise unsupported(node.span, "dots between terms of different signs")
    with scope.binding(run.index()):
        body, index = scope.term(run.member), scope.resolved(run.index())
    total = t.sum_(body, index)
    return parts[: run.start], total if signs == {"+"} else t.negate(total), parts[run.end :]
