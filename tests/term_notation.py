"""Terms written as Python expressions: `A.T @ (A @ x - b)` instead of nested constructors."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from auditor.terms import term as make
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term

m, n, p, q = map(Dimension.of, "mnpq")


@dataclass(frozen=True, eq=False)
class Expression:
    """A term with operators: @ is the matrix product, * multiplies by a scalar, ** is a (matrix) power."""

    term: Term

    def __add__(self, other: Operand) -> Expression:
        return Expression(make.add(self.term, lift(other)))

    def __radd__(self, other: Operand) -> Expression:
        return Expression(make.add(lift(other), self.term))

    def __sub__(self, other: Operand) -> Expression:
        return Expression(make.subtract(self.term, lift(other)))

    def __rsub__(self, other: Operand) -> Expression:
        return Expression(make.subtract(lift(other), self.term))

    def __neg__(self) -> Expression:
        return Expression(make.negate(self.term))

    def __matmul__(self, other: Expression) -> Expression:
        return Expression(make.matmul(self.term, other.term))

    def __mul__(self, other: Operand) -> Expression:
        return Expression(make.multiply(self.term, lift(other)))

    def __rmul__(self, other: Operand) -> Expression:
        return Expression(make.multiply(lift(other), self.term))

    def __truediv__(self, other: Operand) -> Expression:
        return Expression(make.multiply(self.term, make.power(lift(other), make.number(-1))))

    def __rtruediv__(self, other: Operand) -> Expression:
        return Expression(make.multiply(lift(other), make.power(self.term, make.number(-1))))

    def __pow__(self, exponent: Operand) -> Expression:
        power = make.power if self.term.is_scalar else make.matrix_power
        return Expression(power(self.term, lift(exponent)))

    def __getitem__(self, places: Operand | tuple[Operand, ...]) -> Expression:
        """An entry; one place will do for a column."""
        at = places if isinstance(places, tuple) else (places, 1)
        return Expression(make.entry(self.term, *map(lift, at)))

    @property
    def T(self) -> Expression:
        return Expression(make.transpose(self.term))


Operand = Expression | int | Fraction | str | Dimension


def lift(value: Operand) -> Term:
    if isinstance(value, Expression):
        return value.term
    return make.size(value) if isinstance(value, Dimension) else make.number(value)


def num(value: int | Fraction | str | Dimension) -> Expression:
    """A number, or a size as a number."""
    return Expression(lift(value))


def constant(name: str) -> Expression:
    return Expression(make.make("constant", (), (name,)))


def scalar(name: str) -> Expression:
    return Expression(make.symbol(name))


def column(name: str, size: Dimension) -> Expression:
    return Expression(make.symbol(name, (size, ONE)))


def matrix(name: str, rows: Dimension, columns: Dimension) -> Expression:
    return Expression(make.symbol(name, (rows, columns)))


def eye(size: Dimension) -> Expression:
    return Expression(make.identity(size))


def one(size: Dimension) -> Expression:
    return Expression(make.ones((size, ONE)))


def zero(rows: Dimension, columns: Dimension) -> Expression:
    return Expression(make.zeros((rows, columns)))


def unit(place: Operand, size: Dimension) -> Expression:
    return Expression(make.make("unit", (lift(place),), (), (size, ONE)))


def tr(a: Expression) -> Expression:
    return Expression(make.trace(a.term))


def det(a: Expression) -> Expression:
    return Expression(make.determinant(a.term))


def inv(a: Expression) -> Expression:
    return Expression(make.inverse(a.term))


def pinv(a: Expression) -> Expression:
    return Expression(make.make("pseudo_inverse", (a.term,), (), a.term.shape[::-1]))


def expm(a: Expression) -> Expression:
    return Expression(make.make("expm", (a.term,), (), a.term.shape))


def adj(a: Expression) -> Expression:
    return Expression(make.make("adjugate", (a.term,), (), a.term.shape))


def diag(a: Expression) -> Expression:
    return Expression((make.diag if ONE in a.term.shape else make.diagonal)(a.term))


def had(*factors: Expression) -> Expression:
    return Expression(make.hadamard(*(factor.term for factor in factors)))


def kron(a: Expression, b: Expression) -> Expression:
    return Expression(make.kronecker(a.term, b.term))


def vec(a: Expression) -> Expression:
    return Expression(make.vec(a.term))


def devec(a: Expression, rows: Dimension, columns: Dimension) -> Expression:
    return Expression(make.devec(a.term, (rows, columns)))


def commutation(rows: Dimension, columns: Dimension) -> Expression:
    return Expression(make.make("commutation", (), (rows, columns), (rows * columns, rows * columns)))


def power(a: Expression, exponent: Operand) -> Expression:
    """Entrywise."""
    return Expression(make.power(a.term, lift(exponent)))


def norm(a: Expression, kind: str = "2") -> Expression:
    return Expression(make.make("norm", (a.term,), (kind,)))


def fn(name: str, *arguments: Operand) -> Expression:
    return Expression(make.apply(name, *map(lift, arguments)))


def log(a: Operand) -> Expression:
    return fn("log", a)


def exp(a: Operand) -> Expression:
    return fn("exp", a)


def unknown(name: str, *arguments: Expression, entrywise: bool = False) -> Expression:
    """A function without a formula: a scalar, or one value for each entry."""
    terms = tuple(argument.term for argument in arguments)
    if entrywise:
        return Expression(make.call(name, terms, terms[0].shape, "elementwise"))
    return Expression(make.call(name, terms, ()))


def ix(name: str, upper: Dimension, lower: Dimension = ONE) -> Index:
    return Index(name, lower, upper)


def at(index: Index) -> Expression:
    return Expression(make.index(index))


def total(body: Expression, *over: Index) -> Expression:
    term = body.term
    for index in reversed(over):
        term = make.sum_(term, index)
    return Expression(term)


def product(body: Expression, over: Index) -> Expression:
    return Expression(make.product(body.term, over))


def kronecker_delta(a: Operand, b: Operand) -> Expression:
    return Expression(make.delta(lift(a), lift(b)))


def array(body: Expression, *over: Index) -> Expression:
    return Expression(make.array(body.term, *over))


def blocks(*rows: tuple[Expression, ...], shape: tuple[Dimension, Dimension]) -> Expression:
    return Expression(make.blocks(tuple(tuple(block.term for block in row) for row in rows), shape))


def D(body: Expression, variable: Expression) -> Expression:
    """∂body/∂variable as it comes: axes of the body, then axes of the variable."""
    return Expression(make.derivative(body.term, variable.term))


def jacobian(body: Expression, variable: Expression) -> Expression:
    """∂body/∂variable of two columns, as a matrix in numerator layout."""
    return Expression(make.rearrange(make.derivative(body.term, variable.term), (0, 2)))


def hessian(body: Expression, variable: Expression) -> Expression:
    return jacobian(D(body, variable), variable)


def d(body: Expression) -> Expression:
    return Expression(make.differential(body.term))


def along(body: Expression, variable: Expression, direction: Expression) -> Expression:
    return Expression(make.directional(body.term, variable.term, direction.term))


def let(body: Expression, variable: Expression, value: Operand) -> Expression:
    return Expression(make.substitute(body.term, variable.term, lift(value)))
