"""Conditions: what comparisons, and equations such as `A = A^T`, say of a symbol."""

from __future__ import annotations

from auditor.parsing.declaring.mentions import Fact
from auditor.parsing.declaring.symbols import is_name, names
from auditor.parsing.extents import bare
from auditor.parsing.statements import Written
from auditor.parsing.syntax import Accent, Bars, Node, Number, Scripts, Sum, Symbol

_FLIPPED = {
    "<": ">",
    r"\le": r"\ge",
    r"\ll": r"\gg",
    r"\prec": r"\succ",
    r"\preceq": r"\succeq",
    r"\ne": r"\ne",
}
_FLIPPED |= {right: left for left, right in _FLIPPED.items()}
COMPARISONS = frozenset(_FLIPPED)
_AGAINST_ZERO = {
    ">": ("positive",),
    r"\gg": ("positive",),
    r"\ge": ("nonnegative",),
    "<": ("negative",),
    r"\le": ("nonpositive",),
    r"\ne": ("nonzero",),
    r"\succ": ("symmetric", "positive definite"),
    r"\succeq": ("symmetric", "positive semidefinite"),
    r"\prec": ("symmetric", "negative definite"),
    r"\preceq": ("symmetric", "negative semidefinite"),
}
# Equations that state a property, with the symbol written A.
_EQUATIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("A", "A^T"): ("symmetric",),
    ("A^T", "A"): ("symmetric",),
    ("A", "-A^T"): ("skew-symmetric",),
    ("A^T", "-A"): ("skew-symmetric",),
    ("A^2", "A"): ("idempotent",),
    ("A", "A^2"): ("idempotent",),
    ("|A|", "1"): ("unit",),
}


def compared(
    relations: tuple[str, ...], nodes: tuple[Node | None, ...], written: tuple[Written | None, ...]
) -> tuple[Fact, ...]:
    """What a chain of comparisons says of the symbols in it; nothing where a link has no symbol on either side."""
    facts: list[Fact] = []
    for place, relation in enumerate(relations):
        left, right = names(nodes[place]), names(nodes[place + 1])
        if not left and not right:
            return ()
        if left:
            told = _bound(relation, nodes[place + 1], written[place + 1])
        else:
            told = _bound(_FLIPPED[relation], nodes[place], written[place])
        facts += [Fact(subject, properties=told) for subject in left or right or ()]
    return tuple(facts)


def _bound(relation: str, node: Node | None, written: Written | None) -> tuple[str, ...]:
    r"""`> 0` is "positive"; other bounds keep their sign: `\ge 2`."""
    if is_zero(node):
        return _AGAINST_ZERO.get(relation, ())
    return (f"{relation} {written.latex}",) if written is not None else ()


def is_zero(node: Node | None) -> bool:
    """`0`, `\\mathbf 0`, `\\vec 0`."""
    match node:
        case Number(text="0") | Symbol(name="0"):
            return True
        case Accent(body=body):
            return is_zero(bare(body))
    return False


def stated_by_equation(left: Node | None, right: Node | None) -> tuple[str, ...]:
    """The properties that an equation about a single symbol states."""
    symbol = _symbol_in(left)
    if symbol is None:
        return ()
    return _EQUATIONS.get((_pattern(left, symbol), _pattern(right, symbol)), ())


def _symbol_in(node: Node | None) -> Node | None:
    match node:
        case Scripts(base=base, sub=None) if not is_name(node):
            return base if is_name(base) else None
        case Bars(double=True, body=body):
            return bare(body) if is_name(body) else None
    return node if is_name(node) else None


def _pattern(node: Node | None, symbol: Node) -> str:
    """A side of an equation with its symbol written A; "" for what no pattern needs."""
    if node == symbol:
        return "A"
    match node:
        case Scripts(base=base, sub=None, sup=sup, primes=0) if base == symbol:
            match bare(sup):
                case Symbol(name="T" | r"\top" | r"\intercal"):
                    return "A^T"
                case Number(text="2"):
                    return "A^2"
        case Scripts(base=base, sub=None, sup=None, primes=1) if base == symbol:
            return "A^T"
        case Sum(signs=("-",), terms=(term,)):
            return "-" + _pattern(bare(term), symbol)
        case Bars(double=True, body=body) if bare(body) == symbol:
            return "|A|"
        case Number(text=text):
            return text
    return ""
