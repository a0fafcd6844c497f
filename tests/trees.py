"""Short ways to write surface syntax in tests, and to read a formula or a document."""

from __future__ import annotations

from auditor.parsing import Reading, Statement, Written, operand, parse
from auditor.parsing import syntax as s
from auditor.reading import read
from auditor.source import Source, Span, Text

AT = Span(0, 0)


def sym(name: str, style: str = "") -> s.Symbol:
    return s.Symbol(name, style, span=AT)


def num(text: str | int) -> s.Number:
    return s.Number(str(text), span=AT)


def word(name: str) -> s.Word:
    return s.Word(name, span=AT)


def node(part: s.Node | str | int) -> s.Node:
    """A letter, a command, or digits, for short."""
    if isinstance(part, s.Node):
        return part
    return num(part) if isinstance(part, int) else sym(part)


def prod(*parts: s.Node | str | int, by: tuple[str, ...] | None = None) -> s.Product:
    factors = tuple(map(node, parts))
    return s.Product(factors, by or ("",) * (len(factors) - 1), span=AT)


def add(*parts: s.Node | str | int, signs: str | tuple[str, ...] | None = None) -> s.Sum:
    return s.Sum(tuple(signs or "+" * len(parts)), tuple(map(node, parts)), span=AT)


def scripts(
    base: s.Node | str | int,
    sub: s.Node | str | int | None = None,
    sup: s.Node | str | int | None = None,
    primes: int = 0,
    *,
    sup_first: bool = False,
) -> s.Scripts:
    below, above = (None if part is None else node(part) for part in (sub, sup))
    return s.Scripts(node(base), below, above, primes, sup_first, span=AT)


def frac(above: s.Node | str | int, below: s.Node | str | int) -> s.Fraction:
    return s.Fraction(node(above), node(below), span=AT)


def fence(body: s.Node | str | int | None, brackets: str = "()") -> s.Fence:
    opener, closer = {"{}": ("\\{", "\\}"), "<>": ("\\langle", "\\rangle")}.get(brackets, tuple(brackets))
    return s.Fence(opener, closer, None if body is None else node(body), span=AT)


def seq(*items: s.Node | str | int, by: tuple[str, ...] | None = None) -> s.Sequence:
    return s.Sequence(tuple(map(node, items)), by or (",",) * (len(items) - 1), span=AT)


def chain(*parts: s.Node | str | int | None) -> s.Chain:
    """Operands and relations by turns."""
    operands = tuple(None if part is None else node(part) for part in parts[::2])
    return s.Chain(operands, tuple(str(part) for part in parts[1::2]), span=AT)


def bars(body: s.Node | str | int, *, double: bool = False) -> s.Bars:
    return s.Bars(double, node(body), span=AT)


def group(body: s.Node | str | int | None) -> s.Group:
    return s.Group(None if body is None else node(body), span=AT)


def big(kind: str, lower: s.Node | str | None = None, upper: s.Node | str | None = None) -> s.BigOperator:
    below, above = (None if part is None else node(part) for part in (lower, upper))
    return s.BigOperator(kind, below, above, span=AT)


def formula(latex: str) -> Written:
    return operand(Text.original(latex, 0))


def reading(text: str, name: str = "x.md") -> Reading:
    return parse(read(Source(name, text)))


def statements(text: str) -> tuple[Statement, ...]:
    return reading(text).statements


def said(statement: Statement) -> str:
    """The statement as operands and relations in one line; ∅ for an operand that is not there, ‽ for one not read."""
    parts: list[str] = []
    for place, one in enumerate(statement.operands):
        parts.append("∅" if one is None else one.latex if one.syntax is not None else f"‽{one.latex}")
        if place < len(statement.relations):
            parts.append(statement.relations[place].symbol)
    return " ".join(parts)


def all_said(text: str) -> list[str]:
    return [said(statement) for statement in statements(text)]


def failures(found: Reading) -> list[str]:
    """The codes of whatever kept the reading from being whole."""
    unread = [
        one.failure.rule.code
        for statement in found.statements
        for one in statement.operands
        if one is not None and one.failure is not None
    ]
    return unread + [repair.rule.code for repair in found.findings]
