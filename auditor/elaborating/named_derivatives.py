r"""Derivatives with names of their own: the Jacobian `J_F` of a vector function, `f^{(k)}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.elaborating import functions
from auditor.elaborating.conforming import is_column
from auditor.elaborating.names import is_atom, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Fence, Node, Number, Scripts
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.term import Term

JACOBIANS = frozenset({"J", r"\mathbf{J}", r"\mathcal{J}", r"\mathrm{J}"})
_JACOBIAN = re.compile(r"\bjacobian", re.IGNORECASE)
_DERIVATIVE = re.compile(r"\bderivative", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """Of which function a letter with scripts is a derivative."""

    function: str
    order: int = 1
    jacobian: bool = False


def named(node: Node | None, scope: Scope) -> Named | None:
    """What a letter with scripts is the derivative of; None for everything else.

    Words of the text have to speak of such derivatives.
    """
    match strip(node):
        case Scripts(base=base, sub=sub, sup=None, primes=0) if spell(base) in JACOBIANS and is_atom(sub):
            if functions.is_function(sub, scope) and _speaks(_JACOBIAN, scope):
                return Named(functions.function_name(sub, scope) or "", jacobian=True)
        case Scripts(base=base, sub=None, sup=sup, primes=0) if is_atom(base) and functions.is_function(base, scope):
            order = _order(sup)
            return Named(spell(base), order=order) if order and _speaks(_DERIVATIVE, scope) else None
    return None


def _speaks(words: re.Pattern[str], scope: Scope) -> bool:
    return words.search(scope.context.reading.prose) is not None


def _order(sup: Node | None) -> int:
    """k in `f^{(k)}`; 0 for another superscript."""
    match strip(sup):
        case Fence(open="(", body=body) if isinstance(number := strip(body), Number) and number.text.isdigit():
            return int(number.text)
    return 0


# --- values ---------------------------------------------------------------------------------------------------------


def by_itself(found: Named, span: Span, scope: Scope) -> Term:
    """The derivative at the letters with which its function was defined."""
    function = scope.functions.get(scope.name(found.function))
    if function is None or not all(function.parameters):
        raise unsupported(span, "a derivative without a point")
    letters = zip(function.parameters, function.shapes, strict=True)
    return at(found, tuple(t.symbol(name, scope.resolve(shape)) for name, shape in letters), span, scope)


def at(found: Named, point: tuple[Term, ...], span: Span, scope: Scope) -> Term:
    """The derivative at a point."""
    if len(point) != 1:
        raise unsupported(span, "this derivative of several arguments")
    if not found.jacobian:
        return functions.derived(found.function, point, found.order, scope, span)
    return _jacobian(found.function, point[0], span, scope)


def _jacobian(name: str, point: Term, span: Span, scope: Scope) -> Term:
    """A row for each component."""
    shape = scope.shape(point)
    variable = t.symbol(f"t@{span.start}", shape)
    value = functions.value_at(name, (variable,), scope, span)
    if not is_column(shape) or not (is_column(scope.shape(value)) or not scope.shape(value)):
        raise unsupported(span, "a Jacobian of matrices")
    raw = t.derivative(value, variable)
    rows = t.rearrange(raw, (0, 2)) if scope.shape(value) else t.transpose(raw)
    return t.substitute(rows, variable, point)
