"""Formulas: what a statement of the document can say in a declaration."""

from __future__ import annotations

from dataclasses import replace

from auditor.parsing.declaring.mentions import Fact, Mention
from auditor.parsing.declaring.relations import family, related
from auditor.parsing.declaring.symbols import is_name, names
from auditor.parsing.extents import bare, extents, is_dimension
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import Statement, Written
from auditor.parsing.syntax import Chain, Dots, Fence, Node, Number, Product, Scripts, Sequence, Symbol
from auditor.source import Span


def mention_of(statement: Statement) -> Mention:
    """What a statement can say in a declaration."""
    span = statement.span
    first = statement.operands[0]
    if statement.relations:
        return _in_order(statement, span) or related(statement, span)
    return _single(first, span) if first is not None else Mention("FORMULA", span)


# The order in which numbers are listed by the signs between them, and what the number at the end says of each.
_ORDERS: tuple[tuple[frozenset[str], str, dict[str, str]], ...] = (
    (frozenset({r"\ge", ">"}), "in decreasing order", {r"\ge": "nonnegative", ">": "positive"}),
    (frozenset({r"\le", "<"}), "in increasing order", {}),
)


def _in_order(statement: Statement, span: Span) -> Mention | None:
    r"""`\lambda_1 \ge \dots \ge \lambda_n > 0`: a list that says in which order its members are."""
    signs = [relation.symbol for relation in statement.relations]
    items = [bare(operand.syntax) if operand is not None else None for operand in statement.operands]
    known = tuple(item for item in items if item is not None)
    row = next((row for row in _ORDERS if set(signs) <= row[0]), None)
    if row is None or not any(isinstance(item, Dots) for item in known) or len(known) != len(items):
        return None
    _, told, ends = row
    words: tuple[str, ...] = (told,)
    if isinstance(known[-1], Number):
        if known[-1].text != "0" or signs[-1] not in ends:
            return None
        known, words = known[:-1], (told, ends[signs[-1]])
    listed = Sequence(known, (",",) * (len(known) - 1), span=span)
    if (letters := names(listed)) is None or not (members := family(listed, letters)):
        return None
    facts = (*(Fact(letter) for letter in letters), *(replace(fact, properties=words) for fact in members))
    return Mention("NAME", span, facts, None, listed)


# Signs of operations, as people write them when they explain them.
_SIGNS = {
    **{sign: sign for sign in r"\circ \odot \otimes \cdot \times \star \oplus \bullet \top \intercal \dagger".split()},
    **dict.fromkeys(("*", r"\ast"), "*"),
    **dict.fromkeys(("'", "{}'", r"\prime", r"^\prime"), "'"),
    **dict.fromkeys(("^T", "{}^T", "^{T}"), "T"),
    **dict.fromkeys((r"^\top", r"{}^\top", r"^{\top}"), r"\top"),
    ":": ":",
}


def _single(written: Written, span: Span) -> Mention:
    node = bare(written.syntax)
    sign = _SIGNS.get(written.latex)
    if sign is not None:
        symbol = Symbol(sign, span=span)
        return Mention("OPERATOR", span, (Fact(symbol),), None, symbol)
    told = _sized(node) or _collected(node)
    if told is not None:
        return Mention("NAME", span, (told,), None, node)
    listed = names(node)
    if listed:
        facts = (*(Fact(symbol) for symbol in listed), *family(node, listed))
        return Mention("NAME", span, facts, (node,) if node is not None and is_dimension(node) else None, node)
    sizes, called = _sizes(node), _called(node)
    return Mention(_role(node, sizes, called), span, called, sizes, node)


def _role(node: Node | None, sizes: tuple[Node, ...] | None, called: tuple[Fact, ...]) -> str:
    if isinstance(node, Fence):
        return "PAIR" if sizes else "FORMULA"
    if space_of(node) is not None:
        return "SPACE"
    if called:
        return "CALL"
    if sizes is not None:
        return "SIZE" if len(sizes) > 1 else "DIMENSION"
    return "FORMULA"


def _sizes(node: Node | None) -> tuple[Node, ...] | None:
    match node:
        case Fence(open="(", body=Sequence() as pair):
            return extents(pair)
        case Product(operators=operators) if r"\times" in operators:
            return extents(node)
        case Sequence() | Fence():
            return None
    return (node,) if node is not None and is_dimension(node) else None


def _sized(node: Node | None) -> Fact | None:
    r"""`A_{m \times n}`: a symbol with its shape as subscript."""
    match node:
        case Scripts(base=base, sub=sub, sup=None, primes=0) if is_name(base) and isinstance(bare(sub), Product):
            sizes = extents(sub)
            return Fact(base, shape=sizes) if sizes and len(sizes) > 1 else None
    return None


def _collected(node: Node | None) -> Fact | None:
    r"""`\{x_i\}_{i=1}^n`: what a family is made of."""
    match node:
        case Scripts(base=base, sub=sub, sup=high, primes=0):
            match bare(base), bare(sub):
                case (Fence(open=r"\{", body=body), Chain(operands=(_, low), relations=("=",))) if is_name(body):
                    bounds = (low, high) if low is not None and high is not None else None
                    return Fact(bare(body) or base, index_range=bounds)
    return None


def _called(node: Node | None) -> tuple[Fact, ...]:
    """`f(x)`: the function's name."""
    match node:
        case Product(factors=(head, Fence(open="(", close=")")), operators=("",)) if is_name(head):
            return (Fact(head),)
    return ()
