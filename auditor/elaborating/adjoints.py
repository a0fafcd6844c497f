r"""Adjoints: where a text writes `\bar O = \partial L/\partial O`, every other `\bar V` is a derivative of L as well.

Such letters are written out before anything is given a meaning, so that what is said of them is a claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.elaborating.names import is_atom, spell, strip
from auditor.elaborating.usage import Survey
from auditor.parsing.statements import Reading, Statement
from auditor.parsing.syntax import Accent, Fraction, Node, Product, Scripts, Symbol

DIFFERENTIALS = frozenset({r"\partial", "d", r"\mathrm{d}"})


@dataclass(frozen=True)
class Adjoint:
    """A manner of writing derivatives of L: under an accent, or as a letter numbered like the variable."""

    statement: int
    model: Fraction  # the derivative as the text writes it
    letter: Node | None = None  # z where `\delta_2` is the derivative by `z_2`


def with_adjoints(reading: Reading, usage: Survey) -> Reading:
    """The reading in which letters that mark derivatives are written as such."""
    declared = {spell(one.subject) for one in reading.declarations if one.subject is not None}
    declared |= {spell(one.operands[0].syntax) for one in reading.statements if one.operands[0] and _places(one)}
    marks = {
        mark: one
        for number, statement in enumerate(reading.statements)
        for mark, one in _defined(statement, number)
        if mark not in declared
    }
    if not marks:
        return reading
    told = declared | {spell(one.operands[0].syntax) for one in reading.statements if one.operands[0] and _names(one)}

    def written_out(node: Node) -> Node | None:
        match node:
            case Accent(kind=accent, body=body) if accent in marks and spell(node) not in declared:
                return _derivative(marks[accent].model, body) if usage.letters.get(spell(body)) else None
            case Scripts(base=base) if (mark := marks.get(spell(base))) and mark.letter and spell(node) not in told:
                return _derivative(mark.model, replace(node, base=mark.letter)) if _is_numbered(node) else None
        return None

    defining = {mark.statement for mark in marks.values()}
    statements = tuple(
        one if number in defining else one.rewritten(written_out) for number, one in enumerate(reading.statements)
    )
    return replace(reading, statements=statements)


def introduces(statement: Statement) -> bool:
    """Whether a statement says of a mark that it stands for derivatives."""
    return any(_defined(statement, 0))


def _defined(statement: Statement, number: int) -> Iterator[tuple[str, Adjoint]]:
    r"""The mark and the derivative of `\bar O = \partial L/\partial O`, or of `\delta_2 = \partial L/\partial z_2`."""
    if not _equates(statement):
        return
    left, right = (operand.syntax if operand is not None else None for operand in statement.operands[:2])
    for one, other in ((strip(left), _fraction(right)), (strip(right), _fraction(left))):
        variable = _behind_sign(other.denominator) if other is not None else None
        if other is None or variable is None or _behind_sign(other.numerator) is None:
            continue
        match one, strip(variable):
            case Accent(kind=kind, body=body), _ if spell(variable) == spell(body):
                yield kind, Adjoint(number, other)
            case Scripts(base=base), Scripts(base=letter) as by if is_atom(base) and _is_numbered(by):
                if replace(by, base=base, span=one.span) == one and spell(base) != spell(letter):
                    yield spell(base), Adjoint(number, other, letter)


def _equates(statement: Statement) -> bool:
    return bool(statement.relations) and statement.relations[0].symbol in ("=", ":=", r"\equiv")


def _places(statement: Statement) -> bool:
    r"""`y \in \mathbb{R}^n`: the text says by itself what the letter is."""
    return bool(statement.relations) and statement.relations[0].symbol == r"\in"


def _names(statement: Statement) -> bool:
    """The statement says itself of which letter its left side is the derivative."""
    return (
        _equates(statement)
        and statement.operands[1] is not None
        and _fraction(statement.operands[1].syntax) is not None
    )


def _is_numbered(node: Scripts) -> bool:
    """`z_2`, `z^{(2)}`, `z^{[2]}`: with nothing but a number."""
    marks = "".join(spell(script) for script in (node.sub, node.sup))
    return not node.primes and (node.sub is None or node.sup is None) and marks.strip("()[]{}").isdigit()


def _fraction(node: Node | None) -> Fraction | None:
    r"""`\frac{\partial L}{\partial O}` and `\partial L/\partial O` as a fraction."""
    match strip(node):
        case Fraction() as found:
            return found
        case Product(factors=(sign, above, other, below), operators=("", "/", "")) as found:
            numerator = Product((sign, above), ("",), span=found.span)
            return Fraction(numerator, Product((other, below), ("",), span=found.span), span=found.span)
    return None


def _behind_sign(node: Node) -> Node | None:
    match strip(node):
        case Product(factors=(Symbol() as sign, letter), operators=("",)) if spell(sign) in DIFFERENTIALS:
            return letter if is_atom(letter) or isinstance(letter, Scripts) else None
    return None


def _derivative(model: Fraction, variable: Node) -> Fraction:
    below = strip(model.denominator)
    assert isinstance(below, Product)
    denominator = replace(below, factors=(below.factors[0], variable), span=variable.span)
    return Fraction(replace(model.numerator, span=variable.span), denominator, span=variable.span)
