r"""`J_F`, the Jacobian of a function F of a vector, with a row for each component of F."""

from __future__ import annotations

import re

from auditor.elaborating import functions
from auditor.elaborating.conforming import is_column
from auditor.elaborating.names import is_atom, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Node, Scripts
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.term import Term

LETTERS = frozenset({"J", r"\mathbf{J}", r"\mathcal{J}", r"\mathrm{J}"})
SPOKEN_OF = re.compile(r"\bjacobian", re.IGNORECASE)


def function_of(node: Node | None, scope: Scope) -> str | None:
    """F where a formula is `J_F` for a function F of the text; None for everything else."""
    match strip(node):
        case Scripts(base=base, sub=sub, sup=None, primes=0) if spell(base) in LETTERS and is_atom(sub):
            if functions.is_function(sub, scope) and SPOKEN_OF.search(scope.context.reading.prose):
                return functions.function_name(sub, scope)
    return None


def at_its_letter(name: str, span: Span, scope: Scope) -> Term:
    """`J_F` by itself: at the letter by which F was defined."""
    function = scope.functions.get(scope.name(name))
    if function is None or len(function.parameters) != 1 or not function.parameters[0]:
        raise unsupported(span, "a Jacobian without a point")
    return at(name, t.symbol(function.parameters[0], function.shapes[0]), span, scope)


def at(name: str, point: Term, span: Span, scope: Scope) -> Term:
    """`J_F(a)`."""
    shape = scope.shape(point)
    variable = t.symbol(f"t@{span.start}", shape)
    value = functions.value_at(name, (variable,), scope, span)
    if not is_column(shape) or not (is_column(scope.shape(value)) or not scope.shape(value)):
        raise unsupported(span, "a Jacobian of matrices")
    raw = t.derivative(value, variable)
    rows = t.rearrange(raw, (0, 2)) if scope.shape(value) else t.transpose(raw)
    return t.substitute(rows, variable, point)
