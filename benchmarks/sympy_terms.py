"""Typed terms as SymPy's own expressions, so that its algebra can be tried without its reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy

from auditor.terms.dimension import Dimension
from auditor.terms.term import Index, Term


class NotExpressible(ValueError):
    """SymPy has no such thing."""


class Converter:
    """`properties` are those of the world; a symmetric matrix is its own transpose."""

    def __init__(self, properties: Mapping[str, tuple[str, ...]]) -> None:
        self.properties = properties
        self.indices: dict[Index, sympy.Symbol] = {}

    def __call__(self, term: Term) -> Any:
        made = OPERATIONS.get(term.operation)
        if made is None:
            raise NotExpressible(term.operation)
        return made(self, term)

    def each(self, term: Term) -> list[Any]:
        return [self(argument) for argument in term.arguments]

    def size(self, dimension: Dimension) -> Any:
        total = sympy.Integer(0)
        for monomial, count in dimension.terms:
            names = [sympy.Symbol(name, integer=True, positive=True) for name in monomial]
            total += sympy.Mul(sympy.Rational(Fraction(count).numerator, Fraction(count).denominator), *names)
        return total

    def shape(self, term: Term) -> list[Any]:
        if len(term.shape) != 2:
            raise NotExpressible("more than two axes")
        return [self.size(dimension) for dimension in term.shape]


def _symbol(self: Converter, term: Term) -> Any:
    name, words = term.parameters[0], self.properties.get(term.parameters[0], ())
    if term.is_scalar:
        return sympy.Symbol(name, real=True, positive=True if "positive" in words else None)
    return sympy.MatrixSymbol(name, *self.shape(term))


def _add(self: Converter, term: Term) -> Any:
    return (sympy.MatAdd if term.shape else sympy.Add)(*self.each(term))


def _multiply(self: Converter, term: Term) -> Any:
    parts = sorted(self.each(term), key=lambda part: bool(getattr(part, "is_Matrix", False)))
    return sympy.MatMul(*parts) if term.shape else sympy.Mul(*parts)


def _matmul(self: Converter, term: Term) -> Any:
    left, right = self.each(term)
    made = sympy.MatMul(left, right)
    return made if term.shape else made[0, 0] if made.shape != (1, 1) else sympy.Trace(made)


def _rearrange(self: Converter, term: Term) -> Any:
    inner = term.arguments[0]
    if inner.operation == "derivative" and term.parameters[0] in ((0, 2), (2, 0)):
        # Of a column by a column, which SymPy lays out by the variable.
        body, variable = inner.arguments
        made = self(body).doit().diff(self(variable))
        return sympy.Transpose(made) if term.parameters[0] == (0, 2) else made
    if term.parameters[0] != (1, 0):
        raise NotExpressible("axes")
    words = self.properties.get(inner.parameters[0], ()) if inner.operation == "symbol" else ()
    if {"symmetric", "positive definite", "diagonal", "positive semidefinite"} & set(words):
        return self(inner)
    return sympy.Transpose(self(inner))


def _power(self: Converter, term: Term) -> Any:
    base, exponent = self.each(term)
    return sympy.HadamardPower(base, exponent) if term.shape else sympy.Pow(base, exponent)


def _apply(self: Converter, term: Term) -> Any:
    named = {"arctan": sympy.atan, "arcsin": sympy.asin, "abs": sympy.Abs, "max": sympy.Max, "min": sympy.Min}
    name = term.parameters[0]
    function = named.get(name) or getattr(sympy, name, None)
    if not isinstance(function, sympy.FunctionClass):
        raise NotExpressible(name)
    if not term.shape:
        return function(*self.each(term))
    return self(term.arguments[0]).applyfunc(function)


def _norm(self: Converter, term: Term) -> Any:
    if term.parameters[0] not in ("2", "F"):
        raise NotExpressible("norm")
    inner = self(term.arguments[0])
    return sympy.sqrt(sympy.Trace(sympy.Transpose(inner) * inner))


def _derivative(self: Converter, term: Term) -> Any:
    body, variable = term.arguments
    if not body.is_scalar and not variable.is_scalar:
        raise NotExpressible("the derivative of a matrix")
    return self(body).doit().diff(self(variable))


def _entry(self: Converter, term: Term) -> Any:
    inner, *places = self.each(term)
    return inner[tuple(place - 1 for place in places)]


def _index(self: Converter, term: Term) -> Any:
    return self.indices.setdefault(term.parameters[0], sympy.Symbol(term.parameters[0].name, integer=True))


def _over(made: Callable[..., Any]) -> Callable[[Converter, Term], Any]:
    def convert(self: Converter, term: Term) -> Any:
        if term.shape:
            raise NotExpressible("a sum of matrices")
        index: Index = term.parameters[0]
        name = self.indices.setdefault(index, sympy.Symbol(index.name, integer=True))
        return made(self(term.arguments[0]), (name, self.size(index.lower), self.size(index.upper)))

    return convert


def _limit(self: Converter, term: Term) -> Any:
    return sympy.limit(*self.each(term), term.parameters[0] or "+-")


def _integral(self: Converter, term: Term) -> Any:
    body, variable, lower, upper = self.each(term)
    return sympy.integrate(body, (variable, lower, upper))


def _series(self: Converter, term: Term) -> Any:
    index: Index = term.parameters[0]
    name = self.indices.setdefault(index, sympy.Symbol(index.name, integer=True))
    return sympy.Sum(self(term.arguments[0]), (name, self.size(index.lower), sympy.oo))


def _of(made: Callable[..., Any]) -> Callable[[Converter, Term], Any]:
    return lambda self, term: made(*self.each(term))


OPERATIONS: dict[str, Callable[[Converter, Term], Any]] = {
    "number": lambda self, term: sympy.Rational(term.parameters[0].numerator, term.parameters[0].denominator),
    "constant": lambda self, term: {"pi": sympy.pi, "e": sympy.E}[term.parameters[0]],
    "size": lambda self, term: self.size(term.parameters[0]),
    "symbol": _symbol,
    "index": _index,
    "identity": lambda self, term: sympy.Identity(self.size(term.shape[0])),
    "zeros": lambda self, term: sympy.ZeroMatrix(*self.shape(term)),
    "ones": lambda self, term: sympy.OneMatrix(*self.shape(term)),
    "add": _add,
    "multiply": _multiply,
    "matmul": _matmul,
    "rearrange": _rearrange,
    "inverse": _of(sympy.Inverse),
    "det": _of(sympy.Determinant),
    "trace": _of(sympy.Trace),
    "hadamard": _of(sympy.HadamardProduct),
    "kronecker": _of(sympy.KroneckerProduct),
    "power": _power,
    "matrix_power": _of(sympy.MatPow),
    "diag": _of(sympy.DiagMatrix),
    "diagonal": _of(sympy.DiagonalMatrix),
    "apply": _apply,
    "norm": _norm,
    "derivative": _derivative,
    "entry": _entry,
    "delta": _of(sympy.KroneckerDelta),
    "infinity": lambda self, term: sympy.oo,
    "limit": _limit,
    "integral": _integral,
    "series": _series,
    "sum": _over(sympy.Sum),
    "product": _over(sympy.Product),
}
