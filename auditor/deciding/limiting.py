r"""Limits as terms without limits, where expansion at the point settles them.

The limit of N/D for N and D that are analytic at the point is the quotient of their first derivatives there that do
not vanish identically. Sums, products and continuous functions of terms that have limits have limits. What varies
without end is replaced by the reciprocal of what tends to 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import factorial

from auditor.deciding.quadrature import is_infinite
from auditor.terms import term as t
from auditor.terms.replacing import depends, mapped, rebuilt, with_value
from auditor.terms.term import Term, subterms

Vanishes = Callable[[Term], "bool | None"]  # whether a term is identically 0; None where that is not known
HIGHEST = 6  # order of an expansion
SMALL = "s" + t.BOUND  # the name of what tends to 0

# Linear in each argument, so that scalar denominators can be taken out of them.
MULTILINEAR = frozenset(["multiply", "matmul", "hadamard", "contract", "kronecker"])
LINEAR = frozenset(["rearrange", "trace", "vec", "diag", "diagonal", "devec"])
SMOOTH = frozenset(["exp", "sin", "cos", "arctan", "erf", "sinh", "cosh", "tanh", "sigmoid", "softplus"])
CONTINUOUS = SMOOTH | frozenset(["abs", "relu", "max", "min"])
# Analytic wherever their argument is not 0 (and, for logarithms and roots, positive).
AWAY_FROM_ZERO = frozenset(["log", "sqrt", "abs", "relu", "sign"])
ANALYTIC = MULTILINEAR | LINEAR | frozenset(
    ["add", "number", "constant", "size", "symbol", "index", "identity", "zeros", "ones", "unit", "delta", "entry",
     "slice", "member", "array", "sum", "product", "product_down", "blocks", "det", "adjugate", "expm", "sinm", "cosm",
     "call", "commutation", "substitute", "derivative", "directional"]
)  # fmt: skip


@dataclass(frozen=True)
class Quotient:
    """A term over a scalar denominator, both analytic at the point."""

    above: Term
    below: Term


class Unresolved(Exception):
    """The limit is not settled by expansion."""


def resolved(limit: Term, definitions: Mapping[str, Term], vanishes: Vanishes) -> Term | None:
    """The value of a limit as a term; None where it is not settled here."""
    body, variable, point = limit.arguments
    try:
        return Limiting(definitions, vanishes, limit.parameters[0]).at(body, variable, point)
    except Unresolved:
        return None


class Limiting:
    def __init__(self, definitions: Mapping[str, Term], vanishes: Vanishes, side: str) -> None:
        self.definitions, self.vanishes, self.side = definitions, vanishes, side
        self.small = t.symbol(SMALL)

    def at(self, body: Term, variable: Term, point: Term) -> Term:
        infinite = is_infinite(point)
        if infinite:
            reciprocal = t.power(self.small, t.number(-1))
            self.side = "+"
            body = self.replaced(body, variable, reciprocal if infinite > 0 else t.negate(reciprocal))
            return self.limit(_with_single_powers(body))
        if variable.operation != "symbol":
            raise Unresolved
        if variable.shape:
            return self.by_continuity(body, variable, point)
        shift = self.small if _is_zero(point) else t.add(point, self.small)
        return self.limit(self.replaced(body, variable, shift))

    def replaced(self, body: Term, variable: Term, value: Term) -> Term:
        """The body at another value of its variable."""
        if variable.operation == "size":
            return _with_size(body, variable, value)
        return with_value(body, variable, value, self.definitions)

    def varies(self, term: Term) -> bool:
        return depends(term, SMALL, self.definitions)

    def value(self, term: Term) -> Term:
        """The term at the point."""
        return t.substitute(term, self.small, t.number(0)) if self.varies(term) else term

    def by_continuity(self, body: Term, variable: Term, point: Term) -> Term:
        """The limit as a vector tends to a point, where the body is continuous there."""
        name = variable.parameters[0]
        for part in subterms(body):
            continuous = part.operation in ANALYTIC or (part.operation == "apply" and part.parameters[0] in CONTINUOUS)
            if depends(part, name, self.definitions) and not continuous and not self.has_value(part, variable, point):
                raise Unresolved
        return t.substitute(body, variable, point)

    def has_value(self, part: Term, variable: Term, point: Term) -> bool:
        """A power, an inverse or a logarithm whose argument does not vanish at the point."""
        if part.operation not in ("power", "inverse", "apply"):
            return False
        inside = part.arguments[0]
        if part.operation == "inverse":
            inside = t.determinant(inside)
        return not inside.shape and self.vanishes(t.substitute(inside, variable, point)) is False

    # --- continuity -------------------------------------------------------------------------------------------------

    def limit(self, term: Term) -> Term:
        """The limit as what is small tends to 0."""
        if not self.varies(term):
            return term
        try:
            return self.of_parts(term)
        except Unresolved:
            return self.of_quotient(self.quotient(term))

    def of_parts(self, term: Term) -> Term:
        match term.operation:
            case "symbol":
                return t.number(0)
            case "add" | "multiply" | "matmul" | "hadamard" | "rearrange" | "trace" | "contract":
                return rebuilt(term, tuple(self.limit(argument) for argument in term.arguments))
            case "apply" if term.parameters[0] in CONTINUOUS:
                return rebuilt(term, tuple(self.limit(argument) for argument in term.arguments))
            case "apply" if term.parameters[0] in AWAY_FROM_ZERO:
                return rebuilt(term, (self.nonzero(self.limit(term.arguments[0])),))
            case "power":
                return self.of_power(*term.arguments)
        if not self.is_analytic(term):
            raise Unresolved
        return self.value(term)

    def nonzero(self, term: Term) -> Term:
        if term.shape or self.vanishes(term) is not False:
            raise Unresolved
        return term

    def of_power(self, base: Term, exponent: Term) -> Term:
        if self.varies(exponent):
            if base.shape:
                raise Unresolved
            return self.limit(t.apply("exp", t.multiply(exponent, t.apply("log", base))))
        whole = _whole(exponent)
        inside = self.limit(base)
        if whole is None or whole < 0:
            inside = self.nonzero(inside)
        return t.power(inside, exponent)

    # --- expansion --------------------------------------------------------------------------------------------------

    def is_analytic(self, term: Term) -> bool:
        """The term has a convergent expansion at the point for almost all values of everything else."""
        for part in subterms(term):
            if not self.varies(part):
                continue
            match part.operation:
                case "apply" if part.parameters[0] in SMOOTH:
                    continue
                case "apply" if part.parameters[0] in AWAY_FROM_ZERO:
                    if self.vanishes(self.value(part.arguments[0])) is not False:
                        return False
                case "power":
                    if not self.is_analytic_power(*part.arguments):
                        return False
                case "inverse":
                    if self.vanishes(t.determinant(self.value(part.arguments[0]))) is not False:
                        return False
                case operation if operation not in ANALYTIC:
                    return False
        return True

    def is_analytic_power(self, base: Term, exponent: Term) -> bool:
        whole = _whole(exponent)
        if whole is not None and whole >= 0:
            return True
        return not base.shape and self.vanishes(self.value(base)) is False

    def quotient(self, term: Term) -> Quotient:
        """The term over one denominator."""
        if not self.varies(term) or self.is_analytic(term):
            return Quotient(term, t.number(1))
        match term.operation:
            case "add":
                return self.sum_of([self.quotient(argument) for argument in term.arguments])
            case operation if operation in MULTILINEAR or operation in LINEAR:
                parts = [self.quotient(argument) for argument in term.arguments]
                above = rebuilt(term, tuple(part.above for part in parts))
                return Quotient(above, _product([part.below for part in parts]))
            case "power" if (whole := _whole(term.arguments[1])) is not None and not term.shape:
                part = self.quotient(term.arguments[0])
                above, below = (part.above, part.below) if whole > 0 else (part.below, part.above)
                exponent = t.number(abs(whole))
                return Quotient(t.power(above, exponent), t.power(below, exponent))
        raise Unresolved

    def sum_of(self, parts: list[Quotient]) -> Quotient:
        below = list(dict.fromkeys(part.below for part in parts if not _is_one(part.below)))
        above = [_times(_product([other for other in below if other is not part.below]), part.above) for part in parts]
        return Quotient(t.add(*above), _product(below))

    def of_quotient(self, quotient: Quotient) -> Term:
        above, below = quotient.above, quotient.below
        for order in range(HIGHEST + 1):
            last = self.coefficient(below, order)
            gone = self.vanishes(last)
            if gone is None:
                raise Unresolved
            if not gone:
                return _times(t.power(last, t.number(-1)), self.coefficient(above, order))
            if self.vanishes(self.coefficient(above, order)) is not True:
                raise Unresolved
        raise Unresolved

    def coefficient(self, term: Term, order: int) -> Term:
        """Of s^order in the expansion."""
        return coefficient(term, self.small, order) if self.varies(term) or not order else _zero(term)


def coefficient(term: Term, variable: Term, order: int) -> Term:
    """Of variable^order in the expansion of a term at 0."""
    for _ in range(order):
        term = t.derivative(term, variable)
    value = t.substitute(term, variable, t.number(0))
    return value if order < 2 else t.multiply(t.power(t.number(factorial(order)), t.number(-1)), value)


def _zero(term: Term) -> Term:
    return t.zeros(term.shape) if term.shape else t.number(0)


def _is_zero(term: Term) -> bool:
    return term.operation == "number" and term.parameters[0] == 0


def _is_one(term: Term) -> bool:
    return term.operation == "number" and term.parameters[0] == 1


def _whole(exponent: Term) -> int | None:
    if exponent.operation == "number" and exponent.parameters[0].denominator == 1:
        return int(exponent.parameters[0])
    return None


def _product(factors: list[Term]) -> Term:
    kept = [factor for factor in factors if not _is_one(factor)]
    return t.multiply(*kept) if kept else t.number(1)


def _times(scalar: Term, term: Term) -> Term:
    return term if _is_one(scalar) else t.multiply(scalar, term)


def _with_single_powers(term: Term) -> Term:
    """(s^p)^q as s^(pq), for whole p and q."""
    done: dict[Term, Term] = {}
    for part in subterms(term):
        made = rebuilt(part, tuple(done[argument] for argument in part.arguments))
        if made.operation == "power" and made.arguments[0].operation == "power" and not made.shape:
            (base, inner), outer = made.arguments[0].arguments, made.arguments[1]
            first, second = _whole(inner), _whole(outer)
            if first is not None and second is not None:
                made = base if first * second == 1 else t.power(base, t.number(first * second))
        done[part] = made
    return done[term]


def _with_size(body: Term, size: Term, value: Term) -> Term:
    """A size that only counts, in no shape and no range, at another value."""
    name = size.parameters[0].name
    for part in subterms(body):
        dimensions = [*part.shape, *(d for index in part.indices for d in (index.lower, index.upper))]
        if name is None or any(name in dimension.symbols for dimension in dimensions):
            raise Unresolved
        if part.operation == "size" and part is not size and name in part.parameters[0].symbols:
            raise Unresolved
        if part.operation in ("sum", "product", "product_down", "series", "call"):
            raise Unresolved
    return mapped(body, lambda sub: value if sub is size else None)
