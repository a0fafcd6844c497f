"""Formulas: what a statement of the document can say in a declaration."""

from __future__ import annotations

from dataclasses import replace

from auditor.parsing.declaring.mentions import Fact, Mention
from auditor.parsing.declaring.relations import family, related
from auditor.parsing.declaring.symbols import is_name, names
from auditor.parsing.extents import bare, extents, is_dimension
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import Statement, Written
from auditor.parsing.syntax import Chain, Fence, Node, Product, Scripts, Sequence, Symbol
from auditor.source import Span


def mention_of(statement: Statement) -> Mention:
    """What a statement can say in a declaration."""
    mention = related(statement) if statement.relations else _single(statement.operands[0])
    return replace(mention, span=statement.span)


_OPERATORS = {
    r"\circ": r"\circ", r"\odot": r"\odot", r"\otimes": r"\otimes", r"\cdot": r"\cdot", r"\times": r"\times",
    "*": "*", r"\ast": "*", r"\star": r"\star", r"\oplus": r"\oplus", r"\bullet": r"\bullet", ":": ":",
    "'": "'", r"{}'": "'", r"\prime": "'", r"^\top": r"\top", r"\top": r"\top", r"^T": "T", r"{}^T": "T", r"{}^\top": r"\top",
    r"\intercal": r"\intercal", r"^\prime": "'", r"^{\top}": r"\top", r"^{T}": "T", r"\dagger": r"\dagger", r"\nabla": r"\nabla",
}  # fmt: skip


def _single(written: Written | None) -> Mention:
    if written is None:
        return Mention("FORMULA", Span(0, 0))
    span, node = written.span, bare(written.syntax)
    sign = _OPERATORS.get(written.latex.strip("$ .,;"))
    if sign is not None:
        symbol = Symbol(sign, span=span)
        return Mention("OPERATOR", span, (Fact(symbol),), None, symbol)
    sized = _sized(node)
    if sized is not None:
        return Mention("NAME", span, (sized,), None, node)
    collected = _collected(node)
    if collected is not None:
        return Mention("NAME", span, (collected,), None, node)
    listed = names(node)
    if listed:
        facts = (*(Fact(symbol) for symbol in listed), *family(node, listed))
        return Mention("NAME", span, facts, (node,) if node is not None and is_dimension(node) else None, node)
    return Mention(_role(node), span, _called(node), _sizes(node), node)


def _role(node: Node | None) -> str:
    sizes = _sizes(node)
    if sizes is not None and not isinstance(node, Fence):
        return "SIZE" if len(sizes) > 1 else "DIMENSION"
    if space_of(node) is not None and not isinstance(node, Fence):
        return "SPACE"
    match node:
        case Fence(open="(", body=Sequence()) if sizes:
            return "PAIR"
        case Product() if _called(node):
            return "CALL"
    return "FORMULA"


def _sizes(node: Node | None) -> tuple[Node, ...] | None:
    if isinstance(node, Fence) and node.open == "(" and isinstance(node.body, Sequence):
        return extents(node.body)
    match node:
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
