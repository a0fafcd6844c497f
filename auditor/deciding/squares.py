"""Sums of squares: polynomials with rational coefficients that are seen not to be negative.

A scalar is expanded into monomials of parts that are taken as they are. Inner products ⟨x, y⟩ (xᵀy, xᵀPy for a
semidefinite P, tr(AᵀB), Σᵢ aᵢbᵢ) count as products of two parts, so that a semidefinite matrix of coefficients makes a
sum of squared norms. Parts that are not negative count as squares.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from auditor.deciding.signs import Signs, chain_of, transposed
from auditor.terms import term as t
from auditor.terms.term import Index, Term, subterms

# (part, exponent) in a fixed order; a part is a scalar term, or one side of an inner product with its metric.
Part: TypeAlias = "tuple[Any, ...]"
Monomial: TypeAlias = "tuple[tuple[Part, Fraction], ...]"
Polynomial: TypeAlias = "dict[Monomial, Fraction]"
ONE: Monomial = ()
LARGEST = 120  # monomials
HIGHEST = 6  # whole powers that are expanded
MOST_SQUARES = 14


class TooLarge(Exception):
    """The expansion is not worth it."""


def is_sum_of_squares(margin: Term, signs: Signs) -> bool:
    """The scalar is seen not to be negative, wherever it exists."""
    try:
        expansion = Expansion(signs)
        expansion.note_squares(margin)
        return _is_sum_of_squares(expansion.of(margin), expansion)
    except TooLarge:
        return False


class Expansion:
    """Expands scalars into polynomials; parts are numbered in the order in which they are met."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.numbers: dict[Part, int] = {}
        self.squared: set[Term] = set()  # vectors and matrices whose squared norms occur

    def note_squares(self, margin: Term) -> None:
        """Of xᵀAᵀb it is to be known whether it is ⟨Ax, b⟩ or ⟨x, Aᵀb⟩."""
        for term in subterms(margin):
            if term.operation == "matmul" and not term.shape:
                chain = chain_of(term)
                left, right = _halves(chain, len(chain) // 2)
                if left is right:
                    self.squared.update(inside for inside, _ in self.linear(right))

    def of(self, term: Term) -> Polynomial:
        match term.operation:
            case "number":
                return {ONE: term.parameters[0]} if term.parameters[0] else {}
            case "add":
                return _sum([self.of(argument) for argument in term.arguments])
            case "multiply":
                result: Polynomial = {ONE: Fraction(1)}
                for argument in term.arguments:
                    result = self.product(result, self.of(argument))
                return result
            case "power":
                return self.power(*term.arguments)
            case "matmul":
                return self.inner_product(term)
            case "trace":
                return self.frobenius(term)
            case "sum":
                return self.over_index(term)
        return self.single(term)

    def single(self, term: Term) -> Polynomial:
        return {((self.part("scalar", term), Fraction(1)),): Fraction(1)}

    def part(self, *part: Any) -> Part:
        self.numbers.setdefault(part, len(self.numbers))
        return part

    def is_nonnegative(self, part: Part) -> bool:
        if part[0] == "scalar":
            return self.signs.nonnegative(part[1])
        return part[0] == "inner" and part[1] == part[2]

    # --- products and powers --------------------------------------------------------------------------------------

    def product(self, left: Polynomial, right: Polynomial) -> Polynomial:
        if len(left) * len(right) > LARGEST:
            raise TooLarge
        return _sum([{self.times(one, other): a * b} for one, a in left.items() for other, b in right.items()])

    def times(self, left: Monomial, right: Monomial) -> Monomial:
        if _has_sides(left) and _has_sides(right):
            left, right = self.closed(left), self.closed(right)
        together = dict(left)
        for part, exponent in right:
            together[part] = together.get(part, Fraction(0)) + exponent
        kept = [(part, exponent) for part, exponent in together.items() if exponent]
        return tuple(sorted(kept, key=lambda item: self.numbers[item[0]]))

    def closed(self, monomial: Monomial) -> Monomial:
        """With its inner product taken as one part: the product of two inner products is not one of four vectors."""
        sides = [part for part, exponent in monomial for _ in range(int(exponent)) if part[0] == "side"]
        rest = [(part, exponent) for part, exponent in monomial if part[0] != "side"]
        if not sides:
            return monomial
        first, second = sorted(sides, key=lambda side: self.numbers[side])
        inner = self.part("inner", first, second)
        return tuple(sorted([*rest, (inner, Fraction(1))], key=lambda item: self.numbers[item[0]]))

    def power(self, base: Term, exponent: Term) -> Polynomial:
        if exponent.operation != "number":
            return self.single(t.power(base, exponent))
        value: Fraction = exponent.parameters[0]
        if value.denominator == 1 and 0 <= value <= HIGHEST:
            even = value % 2 == 0
            if even and base.operation == "apply" and base.parameters[0] == "abs":
                base = base.arguments[0]
            result: Polynomial = {ONE: Fraction(1)}
            inside = self.of(base)
            for _ in range(int(value)):
                result = self.product(result, inside)
            return result
        inside = self.of(base)
        if len(inside) == 1 and (raised := self.raised(*next(iter(inside.items())), value)) is not None:
            return raised
        return self.single(t.power(base, exponent))

    def raised(self, monomial: Monomial, coefficient: Fraction, exponent: Fraction) -> Polynomial | None:
        """A power of a monomial whose parts are not negative."""
        monomial = self.closed(monomial)
        root = _power(coefficient, exponent)
        if root is None or not all(self.is_nonnegative(part) for part, _ in monomial):
            return None
        return {tuple((part, own * exponent) for part, own in monomial): root}

    # --- inner products -------------------------------------------------------------------------------------------

    def inner_product(self, term: Term) -> Polynomial:
        chain = chain_of(term)
        for place in range(1, len(chain) - 1):
            if self.signs.semidefinite(chain[place]) and chain[place].operation != "identity":
                left = _joined([transposed(factor) for factor in reversed(chain[:place])])
                return self.bilinear(left, _joined(chain[place + 1 :]), chain[place])
        splits = [_halves(chain, place) for place in range(1, len(chain))]
        equal = [pair for pair in splits if pair[0] is pair[1]]
        known = [pair for pair in splits if all(self._is_squared(side) for side in pair)]
        return self.bilinear(*(equal or known or splits)[0], None)

    def _is_squared(self, side: Term) -> bool:
        return all(inside in self.squared for inside, _ in self.linear(side))

    def frobenius(self, term: Term) -> Polynomial:
        inside = term.arguments[0]
        match inside.operation:
            case "add":
                return _sum([self.of(t.trace(argument)) for argument in inside.arguments])
            case "multiply":
                scalars = [factor for factor in inside.arguments if not factor.shape]
                (matrix,) = [factor for factor in inside.arguments if factor.shape]
                return self.product(self.of(t.multiply(*scalars)), self.of(t.trace(matrix)))
        chain = chain_of(inside)
        if len(chain) < 2:
            return self.single(term)
        if len(chain) == 3 and self.signs.semidefinite(chain[1]):
            return self.bilinear(transposed(chain[0]), chain[2], chain[1])
        return self.bilinear(transposed(chain[0]), _joined(chain[1:]), None)

    def bilinear(self, left: Term, right: Term, metric: Term | None) -> Polynomial:
        terms: list[Polynomial] = []
        for one, scale in self.linear(left):
            for other, factor in self.linear(right):
                sides = self.part("side", one, metric), self.part("side", other, metric)
                pair = self.times(((sides[0], Fraction(1)),), ())
                both = _joined_sides(pair, sides[1], self.numbers)
                terms.append(self.product(self.product(scale, factor), {both: Fraction(1)}))
        return _sum(terms)

    def linear(self, term: Term) -> list[tuple[Term, Polynomial]]:
        """A vector or matrix as a combination of others."""
        one: Polynomial = {ONE: Fraction(1)}
        match term.operation:
            case "add":
                return [found for argument in term.arguments for found in self.linear(argument)]
            case "multiply":
                scalars = [factor for factor in term.arguments if not factor.shape]
                (tensor,) = [factor for factor in term.arguments if factor.shape]
                scale = self.of(t.multiply(*scalars)) if scalars else one
                return [(inside, self.product(scale, factor)) for inside, factor in self.linear(tensor)]
            case "matmul":
                head, last = term.arguments
                return [(t.matmul(head, inside), factor) for inside, factor in self.linear(last)]
        return [(term, one)]

    def over_index(self, term: Term) -> Polynomial:
        """Σᵢ aᵢbᵢ; what does not depend on the index comes before the sum."""
        index, total = term.parameters[0], []
        for monomial, coefficient in self.of(term.arguments[0]).items():
            inside = [(part, exponent) for part, exponent in monomial if _runs(part, index)]
            outside = tuple(item for item in monomial if item not in inside)
            if any(part[0] != "scalar" for part, _ in inside) or _has_sides(outside):
                return self.single(term)
            sides = [part[1] for part, exponent in inside for _ in range(int(exponent))]
            if len(sides) != 2 or any(exponent.denominator != 1 or exponent < 0 for _, exponent in inside):
                return self.single(term)
            first, second = (self.part("side", side, index) for side in sides)
            both = _joined_sides(((first, Fraction(1)),), second, self.numbers)
            total.append({self.times(outside, both): coefficient})
        return _sum(total)


def _has_sides(monomial: Monomial) -> bool:
    return any(part[0] == "side" for part, _ in monomial)


def _joined_sides(monomial: Monomial, side: Part, numbers: dict[Part, int]) -> Monomial:
    together = dict(monomial)
    together[side] = together.get(side, Fraction(0)) + 1
    return tuple(sorted(together.items(), key=lambda item: numbers[item[0]]))


def _runs(part: Part, index: Index) -> bool:
    """A term of the part, or of one of its sides, has the index."""
    return any(
        _runs(inside, index)
        if isinstance(inside, tuple)
        else isinstance(inside, Term)
        and any(sub.operation == "index" and sub.parameters[0] == index for sub in subterms(inside))
        for inside in part
    )


def _halves(chain: list[Term], place: int) -> tuple[Term, Term]:
    """The two sides of the inner product that a chain of factors is, cut at a place."""
    return _joined([transposed(factor) for factor in reversed(chain[:place])]), _joined(chain[place:])


def _joined(chain: list[Term]) -> Term:
    result = chain[0]
    for factor in chain[1:]:
        result = t.matmul(result, factor)
    return result


def _sum(polynomials: list[Polynomial]) -> Polynomial:
    result: Polynomial = {}
    for polynomial in polynomials:
        for monomial, coefficient in polynomial.items():
            result[monomial] = result.get(monomial, Fraction(0)) + coefficient
    if len(result) > LARGEST:
        raise TooLarge
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def _power(value: Fraction, exponent: Fraction) -> Fraction | None:
    """An exact power, or None."""
    if exponent.denominator == 1:
        return value**exponent.numerator
    if value == 1:
        return value
    if exponent.denominator != 2 or value < 0:
        return None
    above, below = _root(value.numerator), _root(value.denominator)
    return None if above is None or below is None else Fraction(above, below) ** exponent.numerator


def _root(value: int) -> int | None:
    from math import isqrt

    return isqrt(value) if isqrt(value) ** 2 == value else None


# --- semidefinite matrices of coefficients ------------------------------------------------------------------------


@dataclass(frozen=True)
class Gram:
    """The polynomial as bᵀGb for a column b of monomials."""

    basis: list[Monomial]
    matrix: list[list[Fraction]]


def _is_sum_of_squares(polynomial: Polynomial, expansion: Expansion) -> bool:
    gram = _gram(polynomial, expansion)
    return gram is not None and is_semidefinite(gram.matrix)


def _gram(polynomial: Polynomial, expansion: Expansion) -> Gram | None:
    roots = {
        monomial: root
        for monomial, coefficient in polynomial.items()
        if coefficient > 0 and (root := _square_root(monomial, expansion)) is not None
    }
    basis = list(roots.values())
    if len(basis) > MOST_SQUARES:
        return None
    matrix = [[Fraction(0)] * len(basis) for _ in basis]
    places: dict[Monomial, list[tuple[int, int]]] = {}
    for i, one in enumerate(basis):
        for j in range(i):
            if (product := _times(one, basis[j], expansion)) is not None:
                places.setdefault(product, []).append((i, j))
    for monomial, coefficient in polynomial.items():
        if monomial in roots:
            place = basis.index(roots[monomial])
            matrix[place][place] += coefficient
            continue
        found = places.get(monomial, [])
        if not found:
            return None
        for i, j in found:
            matrix[i][j] += coefficient / (2 * len(found))
            matrix[j][i] += coefficient / (2 * len(found))
    return Gram(basis, matrix)


def _square_root(monomial: Monomial, expansion: Expansion) -> Monomial | None:
    halves = [(part, exponent / 2) for part, exponent in monomial]
    if all(half.denominator == 1 or expansion.is_nonnegative(part) for part, half in halves):
        return tuple(halves)
    return None


def _times(left: Monomial, right: Monomial, expansion: Expansion) -> Monomial | None:
    """None where one factor has one side of an inner product and the other has none."""
    sides = [[part for part, _ in monomial if part[0] == "side"] for monomial in (left, right)]
    if len(sides[0]) != len(sides[1]) or any(len(own) > 1 for own in sides):
        return None
    if sides[0] and sides[0][0][2] is not sides[1][0][2] and sides[0][0][2] != sides[1][0][2]:
        return None
    together = dict(left)
    for part, exponent in right:
        together[part] = together.get(part, Fraction(0)) + exponent
    kept = [(part, exponent) for part, exponent in together.items() if exponent]
    return tuple(sorted(kept, key=lambda item: expansion.numbers[item[0]]))


def is_semidefinite(matrix: list[list[Fraction]]) -> bool:
    """By elimination, exactly."""
    rows = [list(row) for row in matrix]
    for k in range(len(rows)):
        pivot = rows[k][k]
        if pivot < 0:
            return False
        if pivot == 0:
            if any(rows[k][j] for j in range(k + 1, len(rows))):
                return False
            continue
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / pivot
            for j in range(k, len(rows)):
                rows[i][j] -= factor * rows[k][j]
    return True
