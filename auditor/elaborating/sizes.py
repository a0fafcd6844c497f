"""Dimensions as they are written: `n`, `m+n`, `2n`, `n^2`, `mn`, `N-1`, `d_k`."""

from __future__ import annotations

from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Accent, Fence, Node, Number, Product, Scripts, Sum, Symbol, Word
from auditor.terms.dimension import ONE, ZERO, Dimension

# Sizes that people write are short; a longer "size" is some other formula, and multiplying it out could take forever.
DIGITS = 9
EXPONENTS = tuple(str(exponent) for exponent in range(10))
TERMS = 64


def dimension_of(node: Node | None) -> Dimension | None:
    """The dimension that a formula writes, or None where it is not one."""
    match strip(node):
        case Number(text=text) if text.isdigit() and len(text) <= DIGITS:
            return Dimension.of(int(text))
        case Symbol() | Accent() | Word() as letter:
            return _named(letter)
        case Scripts(sup=sup, sub=None, primes=0, base=base) if sup is not None:
            return _power(dimension_of(base), strip(sup))
        case Scripts() as letter:
            return _named(letter)
        case Fence(body=body):
            return dimension_of(body)
        case Product(factors=factors, operators=operators) if set(operators) <= {"", "*", r"\cdot"}:
            return _product([dimension_of(factor) for factor in factors])
        case Sum(signs=signs, terms=terms) if set(signs) <= {"+", "-"}:
            return _sum(signs, [dimension_of(term) for term in terms])
    return None


def size_names(node: Node | None) -> tuple[str, ...]:
    """The size symbols of a written dimension."""
    dimension = dimension_of(node)
    return dimension.symbols if dimension is not None else ()


def _named(letter: Node) -> Dimension | None:
    name = spell(letter)
    return Dimension.of(name) if name and name != r"\infty" and not name.startswith("?") else None


def _power(base: Dimension | None, exponent: Node | None) -> Dimension | None:
    if not isinstance(exponent, Number) or exponent.text not in EXPONENTS:
        return None
    return _product([base] * int(exponent.text))


def _product(parts: list[Dimension | None]) -> Dimension | None:
    total = ONE
    for part in parts:
        if part is None:
            return None
        total = total * part
        if len(total.terms) > TERMS:
            return None
    return total


def _sum(signs: tuple[str, ...], parts: list[Dimension | None]) -> Dimension | None:
    total = ZERO
    for sign, part in zip(signs, parts, strict=True):
        if part is None:
            return None
        total = total + part if sign == "+" else total - part
    return total
