"""Dimensions as they are written: `n`, `m+n`, `2n`, `n^2`, `mn`, `N-1`, `d_k`."""

from __future__ import annotations

from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Accent, Fence, Node, Number, Product, Scripts, Sum, Symbol, Word
from auditor.terms.dimension import ONE, ZERO, Dimension


def dimension_of(node: Node | None) -> Dimension | None:
    """The dimension that a formula writes, or None where it is not one."""
    match strip(node):
        case Number(text=text) if text.isdigit():
            return Dimension.of(int(text))
        case Symbol() | Accent() | Word() as letter:
            return _named(letter)
        case Scripts(sup=sup, sub=None, primes=0, base=base) if sup is not None:
            exponent, dimension = strip(sup), dimension_of(base)
            if isinstance(exponent, Number) and exponent.text.isdigit() and dimension is not None:
                return dimension ** int(exponent.text)
            return None
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


def _product(parts: list[Dimension | None]) -> Dimension | None:
    total = ONE
    for part in parts:
        if part is None:
            return None
        total = total * part
    return total


def _sum(signs: tuple[str, ...], parts: list[Dimension | None]) -> Dimension | None:
    total = ZERO
    for sign, part in zip(signs, parts, strict=True):
        if part is None:
            return None
        total = total + part if sign == "+" else total - part
    return total
