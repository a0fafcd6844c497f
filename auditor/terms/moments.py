r"""Expectations as terms.

A random variable of which nothing is known takes finitely many values, with probabilities that are free: an identity
that holds for all such variables holds for all distributions for which its expectations exist, and a counterexample is
a distribution. A variable of which the mean μ and the covariance C are known has

    E[f(x)] = f(μ) + ½ C:∂∂f(μ) + …

for polynomials f: up to degree two for any distribution, and with all further powers of ½ C:∂∂ for a normal one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term

VALUES, CHANCES, CASE = "values of ", "probabilities of ", "case of "
MEAN, SPREAD = "mean of ", "covariance of "  # where they are not stated
Degrees = frozenset[tuple[int, ...]]
CAP = 8  # of degrees


# --- finitely many values -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A random variable in one of the cases that an index numbers."""

    variable: Term  # the symbol
    index: Index
    value: Term  # in the case of the index


def length(variable: Term) -> Dimension:
    """The number of entries."""
    count = ONE
    for axis in variable.shape:
        count = count * axis
    return count


def raw_value(variable: Term, index: Index) -> Term:
    """The value in the case of the index, of a variable whose mean is free."""
    name, place = VALUES + variable.parameters[0], t.index(index)
    if variable.is_scalar:
        return t.entry(t.symbol(name, (index.upper, ONE)), place, t.number(1))
    return t.member(t.symbol(name, (index.upper, *variable.shape)), place)


def summed(body: Term, indices: Sequence[Index]) -> Term:
    for index in reversed(indices):
        body = t.sum_(body, index)
    return body


def in_cases(body: Term, cases: Sequence[Case]) -> Term:
    """The body with each variable at its value."""
    bindings = [part for case in cases for part in (case.variable, case.value)]
    return t.substitute(body, *bindings) if bindings else body


# --- known moments --------------------------------------------------------------------------------------------------


def averaged(body: Term, variable: Term, mean: Term, covariance: Term, degree: int) -> Term:
    """E of a body that is a polynomial of this degree in the variable; `covariance` has the variable's axes twice."""
    total, power = [body], body
    for order in range(1, degree // 2 + 1):
        second = t.derivative(t.derivative(power, variable), variable)
        axes = 2 * variable.order
        spread = t.contract(second, covariance, axes) if axes else t.multiply(covariance, second)
        power = t.multiply(t.number(f"1/{2 * order}"), spread)
        total.append(power)
    return t.substitute(t.add(*total), variable, mean)


# --- degrees --------------------------------------------------------------------------------------------------------

CONSTANT: Degrees = frozenset()
_PRODUCTS = frozenset(["multiply", "hadamard", "matmul", "contract", "kronecker"])
_LINEAR = frozenset(
    ["rearrange", "trace", "vec", "devec", "diag", "diagonal", "entry", "slice", "member", "array", "sum"]
)


def degrees(term: Term, names: Sequence[str], definitions: Mapping[str, Term]) -> Degrees | None:
    """The degrees in the named symbols of the monomials that a term may have; None where it is no polynomial."""
    return _Degrees(tuple(names), definitions).of(term, {})


def occurs(term: Term, name: str, definitions: Mapping[str, Term]) -> bool:
    """Whether the value of a term depends on a symbol, also through definitions; what a term binds does not count."""
    found = _Degrees((name,), definitions).of(term, {})
    return found is None or any(degree[0] for degree in found)


class _Degrees:
    def __init__(self, names: tuple[str, ...], definitions: Mapping[str, Term]) -> None:
        self.names, self.definitions = names, definitions
        self.zero: Degrees = frozenset([(0,) * len(names)])
        self.unfolding: set[str] = set()
        self.known: dict[Term, Degrees | None] = {}

    def of(self, term: Term, bound: Mapping[str, Degrees | None]) -> Degrees | None:
        if bound:
            return self._of(term, bound)
        if term not in self.known:
            self.known[term] = self._of(term, bound)
        return self.known[term]

    def _of(self, term: Term, bound: Mapping[str, Degrees | None]) -> Degrees | None:
        match term.operation:
            case "symbol":
                return self._symbol(term.parameters[0], bound)
            case "substitute":
                body, *bindings = term.arguments
                inner = dict(bound)
                for symbol, value in zip(bindings[::2], bindings[1::2], strict=True):
                    inner[symbol.parameters[0]] = self.of(value, bound)
                return self.of(body, inner)
            case "derivative" if term.arguments[1].operation == "symbol":
                return self.of(term.arguments[0], bound)
        parts = [self.of(argument, bound) for argument in term.arguments]
        if all(part == self.zero for part in parts):
            return self.zero
        if any(part is None for part in parts):
            return None
        return self._combined(term, [part for part in parts if part is not None])

    def _combined(self, term: Term, parts: list[Degrees]) -> Degrees | None:
        if term.operation in ("add", "blocks"):
            return frozenset().union(*parts)
        if term.operation in _PRODUCTS:
            return self._product(parts)
        if term.operation in _LINEAR and all(part == self.zero for part in parts[1:]):
            return parts[0]
        if term.operation in ("power", "matrix_power") and term.arguments[1].operation == "number":
            exponent = term.arguments[1].parameters[0]
            if exponent.denominator == 1 and 0 < exponent <= CAP:
                return self._product([parts[0]] * int(exponent))
        return None

    def _product(self, parts: list[Degrees]) -> Degrees | None:
        total = self.zero
        for part in parts:
            total = frozenset(tuple(a + b for a, b in zip(x, y, strict=True)) for x in total for y in part)
            if any(sum(degree) > CAP for degree in total):
                return None
        return total

    def _symbol(self, name: str, bound: Mapping[str, Degrees | None]) -> Degrees | None:
        if name in bound:
            return bound[name]
        if name in self.names:
            return frozenset([tuple(int(name == other) for other in self.names)])
        definition = self.definitions.get(name)
        if definition is None or name in self.unfolding:
            return self.zero
        self.unfolding.add(name)
        try:
            return self.of(definition, bound)
        finally:
            self.unfolding.discard(name)
