r"""What writing terms is made of: how tightly an expression holds together, brackets, names and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from auditor.terms.dimension import Dimension
from auditor.terms.term import Term


class Level(IntEnum):
    """How tightly an expression holds together."""

    SUM = 0
    BIG = 1  # a sum or product sign, which swallows what follows
    OPERATOR = 2  # ⊙ and ⊗
    PRODUCT = 3
    CALL = 4  # a function with its argument
    POWER = 5  # carries a superscript already
    ATOM = 6


@dataclass(frozen=True)
class Written:
    text: str
    level: Level

    def at(self, level: Level) -> str:
        """The text, bracketed where it holds together less tightly than wanted."""
        return self.text if self.level >= level else bracketed(self.text)


# One writer for each operation, filled by `latex`.
WRITE: dict[str, Callable[[Term], Written]] = {}


def write(term: Term) -> Written:
    """The term by the writer of its operation; the name of the operation where there is none."""
    writer = WRITE.get(term.operation)
    if writer is not None:
        return writer(term)
    return function(rf"\operatorname{{{term.operation.replace('_', ' ')}}}", *term.arguments)


def bracketed(text: str) -> str:
    return rf"\left({text}\right)" if r"\frac" in text or r"\sum" in text or r"\begin" in text else f"({text})"


def function(name: str, *arguments: Term) -> Written:
    return Written(name + bracketed(",".join(write(argument).text for argument in arguments)), Level.CALL)


def name_text(name: str) -> str:
    """The spelling without the mark of a redeclared letter."""
    return name.partition("#")[0]


def rational(value: Fraction) -> Written:
    if value < 0:
        return Written("-" + rational(-value).text, Level.SUM)
    if value.denominator == 1:
        return Written(str(value.numerator), Level.ATOM)
    return Written(rf"\frac{{{value.numerator}}}{{{value.denominator}}}", Level.PRODUCT)


def size_text(dimension: Dimension) -> Written:
    pieces = []
    for monomial, count in sorted(dimension.terms, key=lambda term: (-len(term[0]), term[0])):
        powers = [
            name_text(name) if monomial.count(name) == 1 else f"{name_text(name)}^{{{monomial.count(name)}}}"
            for name in dict.fromkeys(monomial)
        ]
        factor = [] if abs(count) == 1 and powers else [str(abs(count))]
        pieces.append(("-" if count < 0 else "+", juxtaposed([*factor, *powers])))
    if not pieces:
        return Written("0", Level.ATOM)
    text = "".join(sign + piece for sign, piece in pieces).removeprefix("+")
    single = len(pieces) == 1 and pieces[0][0] == "+"
    atom = single and len(dimension.terms[0][0]) <= 1
    return Written(text, Level.ATOM if atom else Level.PRODUCT if single else Level.SUM)


def juxtaposed(factors: list[str]) -> str:
    """Factors side by side, apart where two would run together: a command and a letter, two numbers."""
    text = ""
    for factor in factors:
        command = text.rpartition("\\")[2]
        if text and ((("\\" in text) and command.isalpha() and factor[:1].isalpha()) or _both_digits(text, factor)):
            text += r"\cdot " if _both_digits(text, factor) else " "
        text += factor
    return text


def _both_digits(left: str, right: str) -> bool:
    return left[-1:].isdigit() and right[:1].isdigit()
