r"""From parts to nodes: one function for each rule of `grammars/latex.lark`, named like the rule.

A function gets the tokens and nodes that the rule put together, in order, and returns a node of `syntax`. What the
grammar takes but no reader would (a sum of nothing, two superscripts) is refused here with a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from auditor.findings import Finding, finding
from auditor.parsing.commands import LIMIT_OPERATORS
from auditor.parsing.syntax import (
    Accent,
    Annotated,
    Bars,
    BigOperator,
    Binomial,
    Chain,
    Dots,
    Evaluation,
    Factorial,
    Fence,
    Fraction,
    Group,
    Matrix,
    Negated,
    Node,
    Number,
    Prescript,
    Product,
    Prose,
    Root,
    Scripts,
    Sequence as Sequenced,
    Sum,
    Symbol,
    Word,
)
from auditor.parsing.tokens import Token
from auditor.source import Span

Part: TypeAlias = "Node | Token"
Parts: TypeAlias = "list[Part]"


class Unread(Exception):
    """A formula that is no mathematics; the finding says where it stops being so."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.message)
        self.finding = found


def unread(reason: str, span: Span) -> Unread:
    return Unread(finding("N901", span, reason=reason))


# Single tokens


def symbol(parts: Parts) -> Node:
    token = _token(parts[0])
    return Symbol(token.value, token.style, token.note != "unknown", span=token.span)


def number(parts: Parts) -> Node:
    return Number(_token(parts[0]).value, span=parts[0].span)


def word(parts: Parts) -> Node:
    return Word(_token(parts[0]).value, span=parts[0].span)


def prose(parts: Parts) -> Node:
    return Prose(_token(parts[0]).value, span=parts[0].span)


def dots(parts: Parts) -> Node:
    return Dots(_token(parts[0]).value, span=parts[0].span)


# Lists, relations, sums, products


def sequence(parts: Parts) -> Node:
    return Sequenced(tuple(_nodes(parts)), tuple(token.value for token in _tokens(parts)), span=_span(parts))


def chain(parts: Parts) -> Node:
    operands: list[Node | None] = []
    relations: list[str] = []
    for part in parts:
        if isinstance(part, Token):
            if len(operands) == len(relations):
                operands.append(None)
            relations.append(part.value)
        else:
            operands.append(governing(part))
    if len(operands) == len(relations):
        operands.append(None)
    return Chain(tuple(operands), tuple(relations), span=_span(parts))


def sum(parts: Parts) -> Node:
    signs, terms = ["+"], [_node(parts[0])]
    if isinstance(terms[0], Sum) and len(terms[0].terms) == 1:  # the sign it begins with
        signs, terms = list(terms[0].signs), list(terms[0].terms)
    for sign, term in zip(_tokens(parts), _nodes(parts[1:]), strict=True):
        if sign.value != "+" and _ends_with_big_operator(terms[-1]):  # `\sum_i -x_i`: the sign belongs to the summand
            terms[-1] = _governing_signed(terms[-1], sign, term)
            continue
        signs.append(sign.value)
        terms.append(term)
    governing(terms[-1])
    if len(terms) == 1 and not isinstance(parts[0], Sum):
        return terms[0]
    return Sum(tuple(signs), tuple(map(governing, terms)), span=_span(parts))


def _ends_with_big_operator(term: Node) -> bool:
    return isinstance(term, BigOperator) or (isinstance(term, Product) and isinstance(term.factors[-1], BigOperator))


def _governing_signed(term: Node, sign: Token, summand: Node) -> Node:
    factors = term.factors if isinstance(term, Product) else (term,)
    operators = term.operators if isinstance(term, Product) else ()
    negative = signed([sign, summand])
    return Product((*factors, negative), (*operators, ""), span=term.span.cover(negative.span))


def signed(parts: Parts) -> Node:
    return Sum((_token(parts[0]).value,), (_node(parts[1]),), span=_span(parts))


def product(parts: Parts) -> Node:
    factors: list[Node] = []
    operators: list[str] = []
    operator, sign = "", None
    for part in parts:
        if isinstance(part, Token) and part.kind == "SIGN":
            sign = part
        elif isinstance(part, Token):
            operator = part.value
        else:
            if factors:
                _check_operator(factors[-1], operator)
                operators.append(operator)
            factors.append(part if sign is None else signed([sign, part]))
            operator, sign = "", None
    if is_unscripted(factors[-1], "\\partial") or isinstance(factors[-1], Prescript):
        governing(factors[-1])
    return _visible(factors, operators, _span(parts))


def _visible(factors: list[Node], operators: list[str], span: Span) -> Node:
    r"""The product without what only labels the space beside it: `\underbrace{\phantom{x}}_{n}`, `\left. … \right\} n`."""
    kept: list[tuple[str, Node]] = []
    label = False
    for operator, factor in zip(("", *operators), factors, strict=True):
        if label and operator == "":
            label = False
        elif _is_brace(factor):
            label = True
        elif not (isinstance(factor, Annotated) and _is_empty(factor.body)):
            kept.append((operator, factor))
    if not kept:
        return factors[0]
    if len(kept) == 1:
        return kept[0][1]
    return Product(tuple(factor for _, factor in kept), tuple(operator for operator, _ in kept[1:]), span=span)


def _is_brace(node: Node) -> bool:
    """A brace that nothing stands in but empty rows: it marks the height of what it stands beside."""
    if not isinstance(node, Fence) or "" not in (node.open, node.close) or not isinstance(node.body, Matrix):
        return False
    return all(cell is None for row in node.body.rows for cell in row)


def _check_operator(before: Node, operator: str) -> None:
    if operator and isinstance(before, BigOperator):
        raise unread("the sign of a sum, product or limit governs nothing", before.span)
    if operator not in ("", "/") and is_unscripted(before, "\\partial"):
        raise unread("`\\partial` has nothing to act on", before.span)


def governing(node: Node) -> Node:
    r"""The node itself, unless it ends with a bare `\sum` or `\partial` that has nothing to its right."""
    last: Node | None = node
    while isinstance(last, Product | Sum):
        last = last.factors[-1] if isinstance(last, Product) else last.terms[-1]
    if isinstance(last, BigOperator):
        raise unread("the sign of a sum, product or limit governs nothing", last.span)
    if is_unscripted(last, "\\partial"):
        raise unread("`\\partial` has nothing to act on", last.span)
    if isinstance(last, Prescript):
        raise unread("this script hangs on nothing", last.span)
    return node


def is_unscripted(node: Node, name: str) -> bool:
    """A letter of that name, at most with an exponent."""
    if isinstance(node, Scripts) and node.sub is None:
        node = node.base
    return isinstance(node, Symbol) and node.name == name and node.style == ""


def factorial(parts: Parts) -> Node:
    return Factorial(governing(_node(parts[0])), span=_span(parts))


def negated(parts: Parts) -> Node:
    return Negated(_token(parts[0]).value, _node(parts[1]), span=_span(parts))


# Scripts


def scripts(parts: Parts) -> Node:
    base = _node(parts[0])
    hung = _Hung(parts[1:])
    if isinstance(base, Annotated) and base.label is None:
        base = _labelled(base, hung)
    if hung.sub is None and hung.sup is None and hung.primes == 0:
        return base
    return Scripts(base, hung.sub, hung.sup, hung.primes, hung.sup_first, span=_span(parts))


class _Hung:
    """The scripts behind a base, each at most once."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.sub: Node | None = None
        self.sup: Node | None = None
        self.primes = 0
        self.sup_first = False
        parts = list(parts)
        while parts:
            mark = _token(parts.pop(0))
            if mark.kind == "PRIME":
                self.primes += len(mark.value)
                continue
            script = _node(parts.pop(0))
            if isinstance(script, Group) and script.body is None:
                continue
            which = "sub" if mark.kind.endswith("SUB") else "sup"
            if getattr(self, which) is not None:
                name = "subscript" if which == "sub" else "superscript"
                raise Unread(finding("E101", mark.span.cover(script.span), script=name))
            self.sup_first = self.sup_first or (which == "sup" and self.sub is None)
            setattr(self, which, bare(script))
        self.sup_first = self.sup_first and self.sub is not None


def _labelled(base: Annotated, hung: _Hung) -> Node:
    r"""`\underbrace{x}_{label}`: the script is the label."""
    which = {"under": "sub", "over": "sup"}.get(base.kind.removesuffix("brace").removesuffix("bracket"), "")
    label = getattr(hung, which) if which else None
    if label is None:
        return base
    setattr(hung, which, None)
    return Annotated(base.kind, base.body, label, span=base.span.cover(label.span))


def prescript(parts: Parts) -> Node:
    hung = _Hung(parts)
    if hung.primes or (hung.sub is None and hung.sup is None):
        raise unread("this script hangs on nothing", _span(parts))
    return Prescript(hung.sub, hung.sup, span=_span(parts))


def big_operator(parts: Parts) -> Node:
    hung = _Hung(parts[1:])
    if hung.primes:
        raise unread("a prime on the sign of a sum", _span(parts))
    return BigOperator(_token(parts[0]).value, hung.sub, hung.sup, span=_span(parts))


def limit_operator(parts: Parts) -> Node:
    hung = _Hung(parts[1:])
    name = Word(_token(parts[0]).value, span=parts[0].span)
    if hung.sub is not None and not hung.primes:
        return BigOperator(name.name, hung.sub, hung.sup, span=_span(parts))
    return Scripts(name, hung.sub, hung.sup, hung.primes, span=_span(parts)) if len(parts) > 1 else name


def evaluation(parts: Parts) -> Node:
    hung = _Hung(parts[1:])
    if hung.sub is None and hung.sup is None:
        raise unread("this bar has no partner", _span(parts))
    return Evaluation(None, hung.sub, hung.sup, span=_span(parts))


def evaluated(parts: Parts) -> Node:
    hung = _Hung(parts[3:])
    return Evaluation(_node(parts[1]), hung.sub, hung.sup, span=_span(parts))


# Brackets


def fence(parts: Parts) -> Node:
    opener, closer = _token(parts[0]).value, _token(parts[-1]).value
    body = governing(_node(parts[1])) if len(parts) == 3 else None
    if opener == closer == "":
        return Group(body, span=_span(parts))
    return Fence(opener, closer, body, span=_span(parts))


def bars(parts: Parts) -> Node:
    return Bars(_token(parts[0]).kind == "LNORM", governing(_node(parts[1])), span=_span(parts))


def group(parts: Parts) -> Node:
    return Group(_node(parts[1]) if len(parts) == 3 else None, span=_span(parts))


def styled(parts: Parts) -> Node:
    body = _node(parts[1])
    if isinstance(body, Product | Sum | Chain | Sequenced | Scripts | BigOperator):
        return Group(body, span=_span(parts))
    return body


def matrix(parts: Parts) -> Node:
    rows: list[list[Node | None]] = [[None]]
    for part in parts[1:-1]:
        if isinstance(part, Node):
            rows[-1][-1] = part
        elif part.kind == "AMP":
            rows[-1].append(None)
        else:
            rows.append([None])
    if len(rows) > 1 and rows[-1] == [None]:  # behind the last row break
        rows.pop()
    return Matrix(_token(parts[0]).value, tuple(map(tuple, rows)), span=_span(parts))


# Commands with arguments


def fraction(parts: Parts) -> Node:
    numerator, denominator = bare(_node(parts[1])), bare(_node(parts[2]))
    if isinstance(numerator, BigOperator):
        governing(numerator)
    return Fraction(numerator, governing(denominator), span=_span(parts))


def binomial(parts: Parts) -> Node:
    return Binomial(bare(_node(parts[1])), bare(_node(parts[2])), span=_span(parts))


def infix(parts: Parts) -> Node:
    above, below = _node(parts[1]), _node(parts[3])
    match _token(parts[2]).value:
        case "over":
            return Fraction(above, governing(below), span=_span(parts))
        case "choose":
            return Binomial(above, below, span=_span(parts))
    return Matrix("substack", ((above,), (below,)), span=_span(parts))


def root(parts: Parts) -> Node:
    degree = _node(parts[1]) if len(parts) == 4 else None
    return Root(governing(bare(_node(parts[-1]))), degree, span=_span(parts))


def accent(parts: Parts) -> Node:
    return Accent(_token(parts[0]).value, governing(bare(_node(parts[1]))), span=_span(parts))


def annotated(parts: Parts) -> Node:
    body = _node(parts[1])
    return Annotated(_token(parts[0]).value, body if _is_empty(body) else bare(body), span=_span(parts))


def stacked(parts: Parts) -> Node:
    r"""`\underset{x}{\max}` is a bound, any other stack a label."""
    kind, label, body = _token(parts[0]).value, bare(_node(parts[1])), bare(_node(parts[2]))
    if kind == "underset" and isinstance(body, Word) and body.name in LIMIT_OPERATORS:
        return BigOperator(body.name, label, span=_span(parts))
    if isinstance(body, BigOperator):
        lower, upper = (label, body.upper) if kind == "underset" else (body.lower, label)
        return BigOperator(body.kind, lower, upper, span=_span(parts))
    return Annotated(kind, body, label, span=_span(parts))


def bare(node: Node) -> Node:
    """What stands in the braces of an argument."""
    if not isinstance(node, Group):
        return node
    if node.body is None:
        raise unread("an argument is empty", node.span)
    return node.body


def _is_empty(node: Node) -> bool:
    return isinstance(node, Group) and node.body is None


# Parts


def _token(part: Part) -> Token:
    assert isinstance(part, Token)
    return part


def _node(part: Part) -> Node:
    assert isinstance(part, Node)
    return part


def _tokens(parts: Sequence[Part]) -> list[Token]:
    return [part for part in parts if isinstance(part, Token)]


def _nodes(parts: Sequence[Part]) -> list[Node]:
    return [part for part in parts if isinstance(part, Node)]


def _span(parts: Sequence[Part]) -> Span:
    """The place of all parts together; macros may have put them in another order."""
    start, end = parts[0].span.start, parts[0].span.end
    for part in parts[1:]:
        span = part.span
        if span.start < start:
            start = span.start
        if span.end > end:
            end = span.end
    return Span(start, end)


BUILDERS: dict[str, Callable[[Parts], Node]] = {
    function.__name__: function
    for function in (
        symbol, number, word, prose, dots, sequence, chain, sum, signed, product, factorial, negated, scripts, prescript,
        big_operator, limit_operator, evaluation, evaluated, fence, bars, group, styled, matrix, fraction, binomial,
        infix, root, accent, annotated, stacked,
    )
}  # fmt: skip
