"""Derivatives as an author takes them who has a wrong derivative of a function in mind: s' = s(1 + s), say.

The derivative of G(w), made of values s(u) of the function, is then that of G with s(v) + r(v)(u - v) in the place of
s(u), at v = u: the value is right, and the derivative is the author's r.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.terms import term as t
from auditor.terms.replacing import depends, mapped, replace_subterm
from auditor.terms.term import Term, subterms

_HELD = "#held"  # ends the name of a letter that a derivative passes over


@dataclass(frozen=True)
class OwnRule:
    """What an author takes for the derivative of a function of one number."""

    function: Term  # its symbol
    variable: Term
    derivative: Term  # in the variable

    def differentiated(self, body: Term, variable: Term, definitions: Mapping[str, Term]) -> Term | None:
        """The derivative of a body by a letter under this rule; None where the function is not in it."""
        name = self.function.parameters[0]
        held = t.symbol(variable.parameters[0] + _HELD, variable.shape)

        def change(sub: Term) -> Term | None:
            if sub.operation == "symbol" and sub is not self.function:
                meant = definitions.get(sub.parameters[0])
                involved = meant is not None and depends(meant, name, definitions)
                return mapped(meant, change) if meant is not None and involved else None
            if sub.operation != "substitute" or sub.arguments[:2] != (self.function, self.variable):
                return None
            point = sub.arguments[2]
            fixed = replace_subterm(point, variable, held)
            value = t.substitute(self.function, self.variable, fixed)
            slope = t.substitute(self.derivative, self.variable, fixed)
            return t.add(value, t.multiply(slope, t.subtract(point, fixed)))

        changed = mapped(body, change)
        return None if changed is body else t.substitute(t.derivative(changed, variable), held, variable)


def own_rule(left: Term, right: Term) -> OwnRule | None:
    """The rule that a claim f'(t) = … lays down."""
    if left.operation != "substitute" or left.shape or left.arguments[2].operation != "symbol":
        return None
    inner = left.arguments[0]
    if inner.operation != "derivative" or inner.arguments[0].operation != "substitute":
        return None
    function, variable = inner.arguments[0].arguments[:2]
    if function.operation != "symbol" or left.arguments[2] is not variable:
        return None
    return OwnRule(function, variable, right)


def outermost_derivative(term: Term) -> Term | None:
    """The derivative that a claim is about, laid out in any way."""
    return next((sub for sub in reversed(list(subterms(term))) if sub.operation == "derivative"), None)
