"""Derivatives by a matrix whose structure ties its entries together, where the text lets them vary together.

Such a matrix X is a function of free variables Y. The derivative by X is then the one by Y: twice the free gradient off
the diagonal for a symmetric X (Matrix Cookbook, equation 138), the diagonal alone for a diagonal one (142).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from auditor.elaborating.problems import unsupported
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.replacing import depends
from auditor.terms.term import Term


@dataclass(frozen=True)
class Parametrisation:
    """X as a function of a free Y, and the Y at which it takes a given value."""

    of: Callable[[Term], Term]
    at: Callable[[Term], Term]


def _diagonal(matrix: Term) -> Term:
    return t.hadamard(matrix, t.identity(matrix.shape[0]))


def _half(matrix: Term) -> Term:
    return t.multiply(t.number(Fraction(1, 2)), matrix)


PARAMETRISATIONS = {
    "diagonal": Parametrisation(_diagonal, lambda x: x),
    "symmetric": Parametrisation(
        lambda y: t.add(y, t.transpose(y), t.negate(_diagonal(y))),
        lambda x: _half(t.add(x, _diagonal(x))),
    ),
    "skew-symmetric": Parametrisation(lambda y: t.add(y, t.negate(t.transpose(y))), _half),
}


def with_structure(value: Term, properties: tuple[str, ...]) -> tuple[Term, frozenset[str]]:
    """The value of an unknown function made to have the declared structure, and the properties that it then has."""
    for word in PARAMETRISATIONS:
        if word in properties and value.order == 2:
            return PARTS[word](value), frozenset([word])
    return value, frozenset()


def _behind(body: Term, definitions: Mapping[str, Term]) -> list[Term]:
    names = {sub.parameters[0] for sub in t.subterms(body) if sub.operation in ("symbol", "call")}
    return [definitions[name] for name in names if name in definitions]


PARTS: dict[str, Callable[[Term], Term]] = {
    "diagonal": _diagonal,
    "symmetric": lambda a: _half(t.add(a, t.transpose(a))),
    "skew-symmetric": lambda a: _half(t.add(a, t.negate(t.transpose(a)))),
}


def by_tied(
    body: Term, variable: Term, properties: tuple[str, ...], definitions: Mapping[str, Term], span: Span
) -> Term:
    """The derivative of a body by a matrix with tied entries. Raises Unsupported for other structures."""
    known = next((found for word, found in PARAMETRISATIONS.items() if word in properties), None)
    if known is None or "tied in part" in properties:
        raise unsupported(span, "a derivative by a matrix whose entries are tied in this way")
    name = variable.parameters[0]
    if any(depends(value, name, definitions) for value in _behind(body, definitions)):
        raise unsupported(span, "a derivative by a matrix with tied entries, through definitions")
    free = t.symbol(f"u@{span.start}", variable.shape)
    varied = t.derivative(t.substitute(body, variable, known.of(free)), free)
    return t.substitute(varied, free, known.at(variable))
