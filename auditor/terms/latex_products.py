r"""Products as people write them: `\frac{2}{m}X^\top(XR-Y)`, numbers in front, divisors below the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from auditor.terms.term import Term
from auditor.terms.writing import Level, Written, bracketed, juxtaposed, write


@dataclass
class Product:
    """A product taken apart: a rational number, scalars above and below the line, matrices in order."""

    number: Fraction = Fraction(1)
    above: list[Term] = field(default_factory=list)
    below: list[tuple[Term, Fraction]] = field(default_factory=list)  # with their exponents
    matrices: list[Term] = field(default_factory=list)


def _collect(term: Term, into: Product) -> None:
    match term.operation:
        case "number":
            into.number *= term.parameters[0]
        case "multiply":
            for argument in term.arguments:
                _collect(argument, into)
        case "matmul" if not term.is_scalar:
            for argument in term.arguments:
                _collect(argument, into)
        case "power" if term.is_scalar and _negative(term.arguments[1]) is not None:
            base, exponent = term.arguments[0], term.arguments[1].parameters[0]
            if base.operation == "number" and base.parameters[0] and exponent.denominator == 1:
                into.number *= base.parameters[0] ** exponent.numerator
            else:
                into.below.append((base, -exponent))
        case _ if term.is_scalar:
            into.above.append(term)
        case _:
            into.matrices.append(term)


def _negative(exponent: Term) -> Fraction | None:
    if exponent.operation == "number" and exponent.parameters[0] < 0:
        return exponent.parameters[0]
    return None


def write_product(term: Term) -> Written:
    """A scalar multiple, a matrix product, an inner product, a quotient."""
    if term.operation == "matmul" and term.is_scalar:
        return Written(juxtaposed(_matrix_texts(_chain(term))), Level.PRODUCT)
    parts = Product()
    _collect(term, parts)
    if not parts.number:
        return Written("0", Level.ATOM)
    sign = "-" if parts.number < 0 else ""
    scalars = sorted(parts.above, key=lambda scalar: scalar.operation in BIG_SIGNS)
    over = _above_the_line(scalars, parts)
    texts = _front(over, parts)
    beside = [scalar for scalar in scalars if scalar not in over]
    if beside:
        texts += map(_beside, beside if parts.matrices else beside[:-1])
        texts += [] if parts.matrices else [_last(beside[-1], alone=not texts)]
    texts += _matrix_texts(parts.matrices, alone=not texts)
    return Written(sign + juxtaposed(texts or ["1"]), Level.SUM if sign else _level(texts or ["1"]))


def _front(over: list[Term], parts: Product) -> list[str]:
    """The number, or the fraction, that a product begins with."""
    number = abs(parts.number)
    above = [str(number.numerator)] if number.numerator > 1 else []
    below = [str(number.denominator)] if number.denominator > 1 else []
    if not below and not parts.below:
        return above
    alone = len(parts.below) + len(below) == 1
    below += [_below(base, exponent, alone=alone) for base, exponent in parts.below]
    above += [write(over[0]).text] if len(over) == 1 and not above else map(_beside, over)
    return [rf"\frac{{{juxtaposed(above or ['1'])}}}{{{juxtaposed(below)}}}"]


def _above_the_line(scalars: list[Term], parts: Product) -> list[Term]:
    """What stands over a denominator: single letters over single letters, everything over something longer."""
    if parts.matrices or any(scalar.operation in BIG_SIGNS for scalar in scalars):
        return []
    letters = [scalar for scalar in scalars if scalar.operation in ("symbol", "size", "constant", "index")]
    if len(scalars) == 1 and parts.below and write(scalars[0]).level == Level.SUM:
        return scalars
    if all(write(base).level == Level.ATOM for base, _ in parts.below):
        return letters if parts.below or (parts.number.denominator > 1 and len(scalars) > 1) else []
    return scalars


BIG_SIGNS = ("sum", "product", "product_down")


def _level(texts: list[str]) -> Level:
    return Level.BIG if texts[-1].startswith((r"\sum", r"\prod")) else Level.PRODUCT


def _below(base: Term, exponent: Fraction, *, alone: bool) -> str:
    if exponent == 1:
        return write(base).text if alone else _beside(base)
    if exponent == Fraction(1, 2):
        return rf"\sqrt{{{write(base).text}}}"
    return f"{write(base).at(Level.ATOM)}^{{{exponent_text(exponent)}}}"


def exponent_text(value: Fraction) -> str:
    """A number in an exponent: 3/2 stays on one line."""
    return str(value)


def _beside(scalar: Term) -> str:
    """A scalar that other factors stand next to."""
    written = write(scalar)
    return bracketed(written.text) if scalar.operation == "matmul" else written.at(Level.PRODUCT)


def _last(scalar: Term, *, alone: bool) -> str:
    """A scalar at the end of a product, where a sum sign and an inner product need no brackets."""
    if alone or scalar.operation in ("matmul", *BIG_SIGNS):
        return write(scalar).at(Level.BIG)
    return _beside(scalar)


def _chain(term: Term) -> list[Term]:
    """The matrices of a product, from left to right."""
    if term.operation == "matmul":
        return [matrix for argument in term.arguments for matrix in _chain(argument)]
    return [term]


def _matrix_texts(matrices: list[Term], *, alone: bool = False) -> list[str]:
    if len(matrices) == 1 and alone:
        return [write(matrices[0]).at(Level.BIG)]
    texts = []
    for number, matrix in enumerate(matrices):
        last = number == len(matrices) - 1
        written = write(matrix)
        texts.append(written.text if last and written.level == Level.BIG else written.at(Level.PRODUCT))
    return texts
