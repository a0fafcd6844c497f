r"""Core terms: what a formula means once every shape, index and reading is settled.

A term has ordered axes (`shape`) and free named indices (`indices`). A scalar has no axes; every vector is a column
(n, 1) or a row (1, n); a product that comes out 1×1 is a scalar, so the shape (1, 1) never occurs. Terms are hash-consed: two
terms with the same meaning-bearing parts are the same object, so `is` and `==` agree and caches may use identity.

| operation      | arguments            | parameters        | meaning |
|----------------|----------------------|-------------------|---------|
| number         |                      | Fraction, decimals | a rational constant; the decimals that it was written with, where 0 is the last |
| constant       |                      | "pi", "e"         | a transcendental constant |
| size           |                      | Dimension         | a dimension used as a number |
| symbol         |                      | name              | a variable; its definition and properties stand in the World |
| index          |                      | Index             | the value of a named index |
| identity       |                      |                   | shape (n, n) |
| zeros, ones    |                      |                   | any shape |
| unit           | index expression     |                   | e_i, shape (n, 1) |
| commutation    |                      | m, n              | K_mn vec(A) = vec(A^T) for A m×n |
| delta          | two index expressions|                   | Kronecker delta |
| compare        | two scalars          | "<", "=", …       | Iverson bracket: 1 or 0 |
| add            | same shape, two or more |                | |
| multiply       | scalars and at most one tensor |         | scalar multiples |
| hadamard       | same shape           |                   | entrywise product |
| matmul         | a, b                 |                   | last axis of a with first axis of b |
| contract       | a, b                 | count             | the last `count` axes of a with the first `count` of b, in order |
| kronecker      | two matrices         |                   | |
| rearrange      | a                    | sources           | result axis k is axis sources[k] of a, or a new axis of size 1 where None |
| inverse, det, trace, adjugate, pseudo_inverse, expm, logm, sqrtm, sinm, cosm | square matrix | | |
| power          | base, exponent       |                   | scalar power; entrywise where the base has axes |
| matrix_power   | matrix, exponent     |                   | exponent a scalar term |
| vec, diag, diagonal | a               |                   | column-major vec (mn, 1); (n,1)→(n,n); (n,n)→(n,1) |
| devec          | column               |                   | to `shape`, column-major |
| blocks         | blocks row by row    | rows, columns     | block matrix or matrix literal (scalars are 1×1 blocks) |
| entry          | a, index expressions, one per axis |     | a scalar |
| slice          | a, index expression  | axis              | fixes one axis, which stays with size 1 |
| member         | a, index expression  |                   | fixes the first axis and drops it (families such as W^j) |
| array          | body                 | indices           | new leading axes from free indices: the matrix with these entries |
| sum, product   | body                 | Index             | over a named index; a product of matrices multiplies left to right |
| product_down   | body                 | Index             | a product of matrices with the index falling from left to right |
| apply          | scalars or tensors   | name              | named function, entrywise: exp, log, tanh, max, … |
| norm           | a                    | kind              | "2", "spectral", "nuclear", "1", "inf" where not expressed by other operations |
| call           | arguments            | name, kind        | an unknown function; kind "general" | "elementwise" | "matrix" |
| derivative     | body, symbol         |                   | axes of the body, then axes of the symbol, unit axes kept |
| differential   | body                 |                   | directional derivative along independent perturbations of all variables |
| directional    | body, symbol, direction |                | derivative of the body along `direction` in the symbol |
| substitute     | body, symbol, value, … |                 | the body with the symbols bound to the values |
| infinity       |                      |                   | +∞; only as the point of a limit or a bound of an integral |
| limit          | body, variable, point | "", "+", "-"     | as the variable (a symbol or a size, bound here) tends to the point |
| integral       | body, symbol, lower, upper |             | over the symbol, bound here |
| antiderivative | body, symbol         |                   | some function of the symbol with this derivative |
| series         | body                 | Index             | over all whole numbers from the index's lower bound on; its upper one is ENDLESS |
| factorial      | a                    |                   | of a whole number |
| binomial       | n, k                 |                   | the coefficient n over k, of whole numbers |
| remainder      | scale                | "O", "o"          | an unnamed function that stays below a multiple, every multiple, of the scale |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from weakref import WeakValueDictionary

from auditor.terms.dimension import ONE, Dimension, Shape


@dataclass(frozen=True, slots=True, order=True)
class Index:
    """A named index and the whole numbers that it runs through, both ends included."""

    name: str
    lower: Dimension
    upper: Dimension

    @property
    def size(self) -> Dimension:
        return self.upper - self.lower + ONE


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Term:
    """A node of the term graph; make terms with the constructors below, never directly."""

    operation: str
    arguments: tuple[Term, ...]
    parameters: tuple[Any, ...]
    shape: Shape
    indices: tuple[Index, ...]  # free ones, sorted by name

    @property
    def order(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def is_scalar(self) -> bool:
        return not self.shape

    def __repr__(self) -> str:
        inside = [*map(str, self.parameters), *map(repr, self.arguments)]
        return f"{self.operation}({', '.join(inside)})" if inside else self.operation


ENDLESS = Dimension.of(r"\infty")  # where a series ends
BOUND = "|"  # ends the names of symbols that an operation binds and that stand nowhere else

_TERMS: WeakValueDictionary[tuple[Any, ...], Term] = WeakValueDictionary()


def make(
    operation: str,
    arguments: tuple[Term, ...] = (),
    parameters: tuple[Any, ...] = (),
    shape: Shape = (),
    indices: tuple[Index, ...] | None = None,
) -> Term:
    """The one term with these parts. Free indices are those of the arguments unless given."""
    if len(shape) == 2 and shape[0] == ONE and shape[1] == ONE:
        shape = ()
    if indices is None:
        indices = merge_indices(arguments)
    key = (operation, tuple(map(id, arguments)), parameters, shape, indices)
    found = _TERMS.get(key)
    if found is None:
        found = Term(operation, arguments, parameters, shape, indices)
        _TERMS[key] = found
    return found


def merge_indices(terms: tuple[Term, ...]) -> tuple[Index, ...]:
    """The free indices of several terms together."""
    return tuple(sorted({index for term in terms for index in term.indices}))


def is_zero(term: Term) -> bool:
    """The number 0, or an array of zeros."""
    return term.operation == "zeros" or (term.operation == "number" and term.parameters[0] == 0)


def differentiates(*terms: Term) -> bool:
    """A derivative or a differential stands in one of them."""
    changes = ("derivative", "differential", "directional")
    return any(sub.operation in changes for term in terms for sub in subterms(term))


def subterms(term: Term) -> Iterator[Term]:
    """Every distinct term inside, arguments before what is made of them."""
    seen: set[int] = set()
    stack = [(term, False)]
    while stack:
        current, ready = stack.pop()
        if ready:
            yield current
        elif id(current) not in seen:
            seen.add(id(current))
            stack.append((current, True))
            stack.extend((argument, False) for argument in reversed(current.arguments))


# --- constructors -----------------------------------------------------------------------------------------------


def number(value: int | str | Fraction) -> Term:
    return make("number", parameters=(Fraction(value),))


def decimal(digits: str) -> Term:
    """A number as it is written in decimals: 1.40 says more than 1.4 where numbers are rounded."""
    value, places = Fraction(digits), len(digits.partition(".")[2])
    return make("number", parameters=(value, places)) if places and digits.endswith("0") else number(value)


def size(dimension: Dimension) -> Term:
    """A dimension as a number, `m` in 1/m."""
    return number(dimension.number) if dimension.number is not None else make("size", parameters=(dimension,))


def symbol(name: str, shape: Shape = ()) -> Term:
    return make("symbol", parameters=(name,), shape=shape)


def index(of: Index) -> Term:
    return make("index", parameters=(of,), indices=(of,))


def identity(n: Dimension) -> Term:
    return number(1) if n == ONE else make("identity", shape=(n, n))


def zeros(shape: Shape) -> Term:
    return make("zeros", shape=shape) if shape else number(0)


def ones(shape: Shape) -> Term:
    return make("ones", shape=shape) if shape else number(1)


def add(*terms: Term) -> Term:
    """A sum of terms of one shape."""
    return terms[0] if len(terms) == 1 else make("add", terms, shape=terms[0].shape)


def multiply(*factors: Term) -> Term:
    """A product of scalars and at most one tensor."""
    if len(factors) == 1:
        return factors[0]
    shape = next((factor.shape for factor in factors if factor.shape), ())
    return make("multiply", factors, shape=shape)


def negate(term: Term) -> Term:
    return multiply(number(-1), term)


def subtract(left: Term, right: Term) -> Term:
    return add(left, negate(right))


def hadamard(*factors: Term) -> Term:
    return factors[0] if len(factors) == 1 else make("hadamard", factors, shape=factors[0].shape)


def matmul(left: Term, right: Term) -> Term:
    """Matrix product; a scalar on either side multiplies."""
    if left.is_scalar or right.is_scalar:
        return multiply(left, right)
    return make("matmul", (left, right), shape=left.shape[:-1] + right.shape[1:])


def contract(left: Term, right: Term, count: int) -> Term:
    """The last `count` axes of left against the first `count` axes of right."""
    shape = left.shape[: left.order - count] + right.shape[count:]
    return make("contract", (left, right), (count,), shape)


def kronecker(left: Term, right: Term) -> Term:
    """Kronecker product of two matrices; a scalar multiplies."""
    if left.is_scalar or right.is_scalar:
        return multiply(left, right)
    return make("kronecker", (left, right), shape=tuple(a * b for a, b in zip(left.shape, right.shape, strict=True)))


def rearrange(term: Term, sources: tuple[int | None, ...]) -> Term:
    """Permute, drop (size 1 only) or insert (None) axes."""
    if sources == tuple(range(term.order)):
        return term
    shape = tuple(ONE if source is None else term.shape[source] for source in sources)
    return make("rearrange", (term,), (sources,), shape)


def transpose(term: Term) -> Term:
    return term if term.is_scalar else rearrange(term, (1, 0))


def inverse(term: Term) -> Term:
    return power(term, number(-1)) if term.is_scalar else make("inverse", (term,), shape=term.shape)


def determinant(term: Term) -> Term:
    return term if term.is_scalar else make("det", (term,))


def trace(term: Term) -> Term:
    return term if term.is_scalar else make("trace", (term,))


def power(base: Term, exponent: Term) -> Term:
    """Scalar power, entrywise on a tensor."""
    return make("power", (base, exponent), shape=base.shape)


def matrix_power(base: Term, exponent: Term) -> Term:
    return power(base, exponent) if base.is_scalar else make("matrix_power", (base, exponent), shape=base.shape)


def vec(term: Term) -> Term:
    """Column-major vectorisation."""
    if term.is_scalar:
        return term
    return make("vec", (term,), shape=(term.shape[0] * term.shape[1], ONE))


def devec(term: Term, shape: Shape) -> Term:
    return make("devec", (term,), shape=shape)


def diag(term: Term) -> Term:
    """The diagonal matrix of a column or row."""
    size_ = term.shape[0] if term.shape[1] == ONE else term.shape[1]
    return make("diag", (term,), shape=(size_, size_))


def diagonal(term: Term) -> Term:
    """The column of diagonal entries."""
    return make("diagonal", (term,), shape=(term.shape[0], ONE))


def blocks(rows: tuple[tuple[Term, ...], ...], shape: Shape) -> Term:
    """A block matrix; every row has as many blocks as the first."""
    arguments = tuple(block for row in rows for block in row)
    return make("blocks", arguments, (len(rows), len(rows[0])), shape)


def entry(term: Term, *places: Term) -> Term:
    """One entry, 1-based, one index expression per axis."""
    return term if term.is_scalar else make("entry", (term, *places))


def slice_(term: Term, place: Term, axis: int) -> Term:
    """Row or column: the axis is fixed and stays with size 1."""
    shape = (*term.shape[:axis], ONE, *term.shape[axis + 1 :])
    return make("slice", (term, place), (axis,), shape)


def member(term: Term, place: Term) -> Term:
    """One member of a family whose first axis numbers the members."""
    return make("member", (term, place), shape=term.shape[1:])


def array(body: Term, *over: Index) -> Term:
    """The tensor whose entries `body` gives as a function of the indices, which become leading axes."""
    left = tuple(index for index in body.indices if index not in over)
    return make("array", (body,), over, tuple(index.size for index in over) + body.shape, left)


def sum_(body: Term, over: Index) -> Term:
    return make("sum", (body,), (over,), body.shape, tuple(index for index in body.indices if index != over))


def product(body: Term, over: Index, *, down: bool = False) -> Term:
    """The product over an index; for matrices from left to right, with a falling index where `down`."""
    operation = "product_down" if down else "product"
    return make(operation, (body,), (over,), body.shape, tuple(index for index in body.indices if index != over))


def delta(left: Term, right: Term) -> Term:
    return make("delta", (left, right))


def compare(left: Term, relation: str, right: Term) -> Term:
    """1 where the relation holds, else 0."""
    return make("compare", (left, right), (relation,))


def apply(name: str, *arguments: Term) -> Term:
    """A named function, entrywise."""
    shape = next((argument.shape for argument in arguments if argument.shape), ())
    return make("apply", arguments, (name,), shape)


def call(name: str, arguments: tuple[Term, ...], shape: Shape, kind: str = "general") -> Term:
    """An unknown function of its arguments with values of the given shape."""
    return make("call", arguments, (name, kind), shape)


def derivative(body: Term, variable: Term) -> Term:
    """All partial derivatives: axes of the body, then axes of the variable (a symbol), unit axes kept."""
    return make("derivative", (body, variable), shape=body.shape + variable.shape)


def differential(body: Term) -> Term:
    return make("differential", (body,), shape=body.shape)


def directional(body: Term, variable: Term, direction: Term) -> Term:
    """The derivative of the body in `variable` along `direction` (same shape as the variable)."""
    return make("directional", (body, variable, direction), shape=body.shape)


def substitute(body: Term, *bindings: Term) -> Term:
    """The body with symbols bound to values: symbol, value, symbol, value, …"""
    return make("substitute", (body, *bindings), shape=body.shape)


# --- calculus -----------------------------------------------------------------------------------------------------


def infinity() -> Term:
    return make("infinity")


def limit(body: Term, variable: Term, point: Term, side: str = "") -> Term:
    """The limit of the body as the variable tends to the point; `side` is "+" or "-" where it does so from one side."""
    return make("limit", (body, variable, point), (side,), body.shape)


def integral(body: Term, variable: Term, lower: Term, upper: Term) -> Term:
    return make("integral", (body, variable, lower, upper), shape=body.shape)


def antiderivative(body: Term, variable: Term) -> Term:
    return make("antiderivative", (body, variable), shape=body.shape)


def series(body: Term, name: str, lower: Dimension) -> Term:
    """The sum over an index of this name from a number on without end."""
    over = Index(name, lower, ENDLESS)
    return make("series", (body,), (over,), body.shape, tuple(index for index in body.indices if index != over))


def remainder(scale: Term, kind: str, shape: Shape = ()) -> Term:
    """O(scale) or o(scale), shaped like what it is added to."""
    return make("remainder", (scale,), (kind,), shape)
