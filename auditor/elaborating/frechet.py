r"""Fréchet derivatives: `DF(X)[H]`, the derivative of F at X along H, which needs no layout."""

from __future__ import annotations

from auditor.elaborating import functions
from auditor.elaborating.names import strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Fence, Node
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.term import Term

LENGTH = 4  # D, F, (X), [H]


def is_applied(nodes: tuple[Node, ...], signs: tuple[str, ...], scope: Scope) -> bool:
    """Whether factors that begin with the D of a derivative go on with a function, its argument and a direction."""
    if len(nodes) < LENGTH or any(signs[: LENGTH - 1]):
        return False
    argument, direction = strip(nodes[2]), strip(nodes[3])
    if not isinstance(argument, Fence) or not isinstance(direction, Fence) or direction.body is None:
        return False
    return argument.open == "(" and direction.open in ("[", "(") and functions.takes_argument(nodes[1], nodes[2], scope)


def applied(nodes: tuple[Node, ...], span: Span, scope: Scope) -> Term:
    """The derivative of the function at its argument, along the direction in the last brackets."""
    point, direction = strip(nodes[2]), strip(nodes[3])
    assert isinstance(point, Fence)
    assert isinstance(direction, Fence)
    name = functions.function_name(nodes[1], scope)
    at, change = scope.term(point.body), scope.term(direction.body)
    if name is None or not scope.unify_shapes(scope.shape(at), scope.shape(change)):
        raise unsupported(span, "a derivative along something of another shape")
    variable = t.symbol(f"t@{span.start}", scope.shape(at))
    along = t.directional(functions.value_at(name, (variable,), scope, span), variable, change)
    return t.substitute(along, variable, at)
