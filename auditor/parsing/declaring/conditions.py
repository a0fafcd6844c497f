"""Conditions: what comparisons and equations such as `A = A^T` say of a symbol."""

from __future__ import annotations

from auditor.parsing.declaring.mentions import Fact, Mention
from auditor.parsing.declaring.symbols import is_name, names
from auditor.parsing.extents import bare
from auditor.parsing.statements import Statement, Written
from auditor.parsing.syntax import Accent, Bars, Node, Number, Scripts, Sum, Symbol

_FLIPPED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", r"\ne": r"\ne", r"\succ": r"\prec", r"\succeq": r"\preceq",
            r"\prec": r"\succ", r"\preceq": r"\succeq", r"\gg": r"\ll", r"\ll": r"\gg"}  # fmt: skip
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
# Equations that say a property, as (left, right) with the symbol written A.
EQUATIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("A", "A^T"): ("symmetric",),
    ("A^T", "A"): ("symmetric",),
    ("A", "-A^T"): ("skew-symmetric",),
    ("A^T", "-A"): ("skew-symmetric",),
    ("A^2", "A"): ("idempotent",),
    ("A", "A^2"): ("idempotent",),
    ("|A|", "1"): ("unit",),
}


def condition(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    if relations == ("=",):
        properties = EQUATIONS.get(equation(*nodes))
        subject = _inner(nodes[0])
        if not properties or subject is None:
            return None
        return Mention("CONDITION", statement.span, (Fact(subject, properties=properties),), None, subject)
    if not set(relations) <= set(_FLIPPED):
        return None
    facts: list[Fact] = []
    operands = tuple(zip(nodes, statement.operands, strict=True))
    for relation, (left, said), (right, other) in zip(relations, operands, operands[1:], strict=False):
        subjects = names(left)
        if subjects:
            facts += [Fact(subject, properties=_compared(relation, right, other)) for subject in subjects]
        elif names(right):
            facts += [
                Fact(subject, properties=_compared(_FLIPPED[relation], left, said)) for subject in names(right) or ()
            ]
        else:
            return None
    sizes = names(nodes[0])
    return Mention("CONDITION", statement.span, tuple(facts), sizes if sizes and len(sizes) == 1 else None, nodes[0])


def _compared(relation: str, right: Node | None, written: Written | None) -> tuple[str, ...]:
    r"""`> 0` is "positive"; other bounds keep their sign: `\ge 2`."""
    if is_zero(right) and relation in _AGAINST_ZERO:
        return _AGAINST_ZERO[relation]
    return (f"{relation} {written.latex}",) if written is not None else ()


def is_zero(node: Node | None) -> bool:
    match node:
        case Number(text="0") | Symbol(name="0"):
            return True
        case Accent(body=body):
            return is_zero(bare(body))
    return False


def equation(left: Node | None, right: Node | None) -> tuple[str, str]:
    """Both sides of an equation about one symbol, with that symbol written A."""
    inner = _inner(left)
    return (_shaped(left, inner), _shaped(right, inner)) if inner is not None else ("", "")


def _inner(node: Node | None) -> Node | None:
    match node:
        case Scripts(base=base, sub=None):
            return base if is_name(base) and not is_name(node) else node if is_name(node) else None
        case Bars(double=True, body=body) if is_name(body):
            return bare(body)
    return node if is_name(node) else None


def _shaped(node: Node | None, inner: Node | None) -> str:
    if node is not None and node == inner:
        return "A"
    match node:
        case Scripts(base=base, sub=None, sup=sup, primes=0) if base == inner:
            match bare(sup):
                case Symbol(name="T" | r"\top" | r"\intercal"):
                    return "A^T"
                case Number(text="2"):
                    return "A^2"
        case Scripts(base=base, sub=None, sup=None, primes=1) if base == inner:
            return "A^T"
        case Sum(signs=("-",), terms=(term,)):
            return "-" + _shaped(bare(term), inner)
        case Bars(double=True, body=body) if bare(body) == inner:
            return "|A|"
        case Number(text=text):
            return text
    return ""
