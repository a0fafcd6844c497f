"""Sums of matrix products put together again: equal ones merged, common factors taken out greedily."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.latex import latex
from auditor.terms.term import (
    Term,
    add,
    hadamard,
    identity,
    inverse,
    matmul,
    multiply,
    number,
    power,
    transpose,
    zeros,
)


@dataclass(frozen=True)
class Summand:
    """number · scalars · matrices; each scalar with its exponent, the matrices from left to right."""

    number: Fraction
    scalars: tuple[tuple[Term, Fraction], ...] = ()
    matrices: tuple[Term, ...] = ()

    def times(self, factor: Fraction) -> Summand:
        return replace(self, number=self.number * factor)


def turn(term: Term) -> Term:
    """The transpose, carried inside products and without double transposes."""
    if term.is_scalar:
        return term
    match term.operation:
        case "rearrange" if term.parameters[0] == (1, 0):
            return term.arguments[0]
        case "identity" | "diag":
            return term
        case "matmul":
            left, right = term.arguments
            return matmul(turn(right), turn(left))
        case "add":
            return add(*map(turn, term.arguments))
        case "multiply":
            return multiply(*map(turn, term.arguments))
        case "hadamard":
            return hadamard(*map(turn, term.arguments))
    return transpose(term)


def inverted(term: Term) -> Term:
    """The inverse, with a transpose outside rather than inside."""
    if term.operation == "rearrange" and term.parameters[0] == (1, 0):
        return transpose(inverse(term.arguments[0]))
    return inverse(term)


def summand(term: Term) -> Summand:
    """A term taken apart into number, scalars and matrices."""
    made = Summand(Fraction(1))
    match term.operation:
        case "number":
            return Summand(term.parameters[0])
        case "multiply":
            for argument in term.arguments:
                made = joined(made, summand(argument))
            return made
        case "matmul" if not term.is_scalar:
            return joined(summand(term.arguments[0]), summand(term.arguments[1]))
        case "power" if term.is_scalar and term.arguments[1].operation == "number":
            base, exponent = term.arguments[0], term.arguments[1].parameters[0]
            if base.operation == "number" and base.parameters[0] and exponent.denominator == 1:
                return Summand(base.parameters[0] ** exponent.numerator)
            return Summand(Fraction(1), ((base, exponent),))
        case "identity":
            return made
        case _ if term.is_scalar:
            return Summand(Fraction(1), ((term, Fraction(1)),))
    return Summand(Fraction(1), (), (term,))


def joined(left: Summand, right: Summand) -> Summand:
    """A product; equal scalars come together."""
    exponents: dict[Term, Fraction] = dict(left.scalars)
    for scalar, exponent in right.scalars:
        exponents[scalar] = exponents.get(scalar, Fraction(0)) + exponent
    scalars = tuple((scalar, exponent) for scalar, exponent in exponents.items() if exponent)
    return Summand(left.number * right.number, scalars, left.matrices + right.matrices)


def assemble(summands: list[Summand], shape: Shape) -> Term:
    """The sum as one term; a summand without matrices stands for a multiple of the identity."""
    merged = _merged(summands)
    if not merged:
        return zeros(shape)
    outside, inside = _common(merged)
    if len(inside) == 1:
        return _term(joined(outside, inside[0]), shape)
    split = _best_factor(inside)
    if split is None or not shape:
        body = add(*(_term(one, shape) for one in _positive_first(inside)))
    else:
        body = _factored(inside, *split, shape)
    return _multiplied(outside, body)


def _merged(summands: list[Summand]) -> list[Summand]:
    total: dict[tuple[frozenset[tuple[Term, Fraction]], tuple[Term, ...]], Summand] = {}
    for one in summands:
        key = (frozenset(one.scalars), one.matrices)
        known = total.get(key)
        total[key] = one if known is None else replace(known, number=known.number + one.number)
    return [one for one in total.values() if one.number]


def _common(summands: list[Summand]) -> tuple[Summand, list[Summand]]:
    """Number and scalars that all summands share, and what is left."""
    numerator = gcd(*(abs(one.number.numerator) for one in summands))
    content = Fraction(numerator, lcm(*(one.number.denominator for one in summands)))
    if all(one.number < 0 for one in summands):
        content = -content
    shared = dict(summands[0].scalars)
    for one in summands[1:]:
        own = dict(one.scalars)
        shared = {s: min(e, own[s], key=abs) for s, e in shared.items() if s in own and e * own[s] > 0}
    undo = Summand(1 / content, tuple((scalar, -exponent) for scalar, exponent in shared.items()))
    return Summand(content, tuple(shared.items())), [joined(undo, one) for one in summands]


def _best_factor(summands: list[Summand]) -> tuple[Term, bool] | None:
    """The matrix that most summands begin (True) or end (False) with, if at least two do."""
    counts: Counter[tuple[Term, bool]] = Counter()
    for one in summands:
        if one.matrices:
            counts[one.matrices[0], True] += 1
            counts[one.matrices[-1], False] += 1
    best = max(counts.items(), key=lambda pair: pair[1], default=None)
    return best[0] if best is not None and best[1] > 1 else None


def _factored(summands: list[Summand], factor: Term, left: bool, shape: Shape) -> Term:
    spot = 0 if left else -1
    with_factor = [one for one in summands if one.matrices and one.matrices[spot] is factor]
    others = [one for one in summands if one not in with_factor]
    bare = [replace(one, matrices=one.matrices[1:] if left else one.matrices[:-1]) for one in with_factor]
    inner = _inner_shape(factor, left, shape)
    if any(not one.matrices for one in bare) and len(set(inner)) > 1:
        bare = []
    if not bare:
        return add(*(_term(one, shape) for one in _positive_first(summands)))
    body = assemble(bare, () if inner == (ONE, ONE) else inner)
    whole = matmul(factor, body) if left else matmul(body, factor)
    return whole if not others else add(whole, *_summands_of(assemble(others, shape)))


def _inner_shape(factor: Term, left: bool, shape: Shape) -> tuple[Dimension, Dimension]:
    rows, columns = shape
    return (factor.shape[1], columns) if left else (rows, factor.shape[0])


def _summands_of(term: Term) -> tuple[Term, ...]:
    return term.arguments if term.operation == "add" else (term,)


def _positive_first(summands: list[Summand]) -> list[Summand]:
    """A sum that does not begin with a minus, where it can."""
    first = next((k for k, one in enumerate(summands) if one.number > 0), 0)
    return [summands[first], *summands[:first], *summands[first + 1 :]]


def _multiplied(outside: Summand, body: Term) -> Term:
    scalars = _scalar_terms(outside)
    if not scalars:
        return body
    if body.operation == "multiply":
        return multiply(*scalars, *body.arguments)
    return multiply(*scalars, body)


def _scalar_terms(one: Summand) -> list[Term]:
    """Number and scalars as factors, short ones first."""
    made = [] if one.number == 1 else [number(one.number)]
    ordered = sorted(one.scalars, key=_place_in_product)
    made.extend(scalar if exponent == 1 else power(scalar, number(exponent)) for scalar, exponent in ordered)
    return made


def _place_in_product(scalar: tuple[Term, Fraction]) -> tuple[bool, bool, int, str]:
    """Sizes, then letters, then powers; short before long."""
    base, exponent = scalar
    text = latex(base)
    return base.operation != "size", exponent != 1, len(text), text


def _term(one: Summand, shape: Shape) -> Term:
    """One summand as a term."""
    factors = _scalar_terms(one)
    if one.matrices:
        product = one.matrices[0]
        for matrix in one.matrices[1:]:
            product = matmul(product, matrix)
        factors.append(product)
    elif shape:
        factors.append(identity(shape[0]))
    if len(factors) > 1 and factors[0] is number(1):
        factors = factors[1:]
    return multiply(*factors) if factors else number(1)
