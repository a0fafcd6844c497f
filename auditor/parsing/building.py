r"""From parts to nodes: one function for each rule of `grammars/latex.lark`, named like the rule.

A function gets the tokens and nodes that the rule put together, in order, and returns a node of `syntax`. What the
grammar takes but no reader would (a sum of nothing, two superscripts) is refused here with a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor.findings import finding
from auditor.parsing.commands import LIMIT_OPERATORS
from auditor.parsing.parts import (
    Part,
    Parts,
    Unread,
    bare,
    governing,
    is_empty,
    is_unscripted,
    node,
    nodes,
    token,
    tokens,
    unread,
    whole,
)
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
    Sum,
    Symbol,
    Word,
)
from auditor.parsing.syntax import (
    Sequence as Sequenced,
)
from auditor.parsing.tokens import Token
from auditor.source import Span

# Single tokens


def symbol(parts: Parts) -> Node:
    letter = token(parts[0])
    return Symbol(letter.value, letter.style, letter.note != "unknown", span=letter.span)


def number(parts: Parts) -> Node:
    return Number(token(parts[0]).value, span=parts[0].span)


def word(parts: Parts) -> Node:
    return Word(token(parts[0]).value, span=parts[0].span)


def prose(parts: Parts) -> Node:
    return Prose(token(parts[0]).value, span=parts[0].span)


def dots(parts: Parts) -> Node:
    return Dots(token(parts[0]).value, span=parts[0].span)


# Lists, relations, sums, products


def sequence(parts: Parts) -> Node:
    return Sequenced(tuple(nodes(parts)), tuple(mark.value for mark in tokens(parts)), span=whole(parts))


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
    return Chain(tuple(operands), tuple(relations), span=whole(parts))


def sum(parts: Parts) -> Node:
    signs, terms = ["+"], [node(parts[0])]
    if isinstance(terms[0], Sum) and len(terms[0].terms) == 1:  # the sign it begins with
        signs, terms = list(terms[0].signs), list(terms[0].terms)
    for sign, term in zip(tokens(parts), nodes(parts[1:]), strict=True):
        if sign.value != "+" and _ends_with_big_operator(terms[-1]):  # `\sum_i -x_i`: the sign belongs to the summand
            terms[-1] = _governing_signed(terms[-1], sign, term)
            continue
        signs.append(sign.value)
        terms.append(term)
    governing(terms[-1])
    if len(terms) == 1 and not isinstance(parts[0], Sum):
        return terms[0]
    return Sum(tuple(signs), tuple(map(governing, terms)), span=whole(parts))


def _ends_with_big_operator(term: Node) -> bool:
    return isinstance(term, BigOperator) or (isinstance(term, Product) and isinstance(term.factors[-1], BigOperator))


def _governing_signed(term: Node, sign: Token, summand: Node) -> Node:
    factors = term.factors if isinstance(term, Product) else (term,)
    operators = term.operators if isinstance(term, Product) else ()
    negative = signed([sign, summand])
    return Product((*factors, negative), (*operators, ""), span=term.span.cover(negative.span))


def signed(parts: Parts) -> Node:
    return Sum((token(parts[0]).value,), (node(parts[1]),), span=whole(parts))


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
                _check_operator(factors[-1], operator, part)
                operators.append(operator)
            factors.append(part if sign is None else signed([sign, part]))
            operator, sign = "", None
    if is_unscripted(factors[-1], "\\partial") or isinstance(factors[-1], Prescript):
        governing(factors[-1])
    return _visible(factors, operators, whole(parts))


def _visible(factors: list[Node], operators: list[str], span: Span) -> Node:
    r"""The product without what only labels the space beside it, as an empty brace and its label do."""
    kept: list[tuple[str, Node]] = []
    label = False
    for operator, factor in zip(("", *operators), factors, strict=True):
        if label and operator == "":
            label = False
        elif _is_brace(factor):
            label = True
        elif not (isinstance(factor, Annotated) and is_empty(factor.body)):
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


def _check_operator(before: Node, operator: str, after: Node) -> None:
    if operator and isinstance(before, BigOperator):
        raise unread("the sign of a sum, product or limit governs nothing", before.span)
    if operator not in ("", "/") and is_unscripted(before, "\\partial"):
        raise unread("`\\partial` has nothing to act on", before.span)
    if operator == "" and isinstance(after, Prescript):
        raise unread("this script hangs on nothing", after.span)


def factorial(parts: Parts) -> Node:
    return Factorial(governing(node(parts[0])), span=whole(parts))


def negated(parts: Parts) -> Node:
    return Negated(token(parts[0]).value, node(parts[1]), span=whole(parts))


# Scripts


def scripts(parts: Parts) -> Node:
    base = node(parts[0])
    hung = _Hung(parts[1:])
    if isinstance(base, Annotated) and base.label is None:
        base = _labelled(base, hung)
    if hung.sub is None and hung.sup is None and hung.primes == 0:
        return base
    return Scripts(base, hung.sub, hung.sup, hung.primes, hung.sup_first, span=whole(parts))


class _Hung:
    """The scripts behind a base, each at most once."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.sub: Node | None = None
        self.sup: Node | None = None
        self.primes = 0
        self.sup_first = False
        parts = list(parts)
        while parts:
            mark = token(parts.pop(0))
            if mark.kind == "PRIME":
                self.primes += len(mark.value)
                continue
            script = node(parts.pop(0))
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
        raise unread("this script hangs on nothing", whole(parts))
    return Prescript(hung.sub, hung.sup, span=whole(parts))


def big_operator(parts: Parts) -> Node:
    hung = _Hung(parts[1:])
    if hung.primes:
        raise unread("a prime on the sign of a sum", whole(parts))
    return BigOperator(token(parts[0]).value, hung.sub, hung.sup, span=whole(parts))


def limit_operator(parts: Parts) -> Node:
    hung = _Hung(parts[1:])
    name = Word(token(parts[0]).value, span=parts[0].span)
    if hung.sub is not None and not hung.primes:
        return BigOperator(name.name, hung.sub, hung.sup, span=whole(parts))
    if hung.sub is None and hung.sup is None and hung.primes == 0:
        return name
    return Scripts(name, hung.sub, hung.sup, hung.primes, hung.sup_first, span=whole(parts))


def evaluation(parts: Parts) -> Node:
    hung = _Hung(parts[1:])
    if hung.sub is None and hung.sup is None:
        raise unread("this bar has no partner", whole(parts))
    return Evaluation(None, hung.sub, hung.sup, span=whole(parts))


def evaluated(parts: Parts) -> Node:
    hung = _Hung(parts[3:])
    return Evaluation(node(parts[1]), hung.sub, hung.sup, span=whole(parts))


# Brackets


def fence(parts: Parts) -> Node:
    opener, closer = token(parts[0]).value, token(parts[-1]).value
    body = governing(node(parts[1])) if len(parts) == 3 else None
    if opener == closer == "":
        return Group(body, span=whole(parts))
    return Fence(opener, closer, body, span=whole(parts))


def bars(parts: Parts) -> Node:
    return Bars(token(parts[0]).kind == "LNORM", governing(node(parts[1])), span=whole(parts))


def group(parts: Parts) -> Node:
    return Group(node(parts[1]) if len(parts) == 3 else None, span=whole(parts))


def styled(parts: Parts) -> Node:
    body = node(parts[1])
    if isinstance(body, Product | Sum | Chain | Sequenced | Scripts | BigOperator):
        return Group(body, span=whole(parts))
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
    return Matrix(token(parts[0]).value, tuple(map(tuple, rows)), span=whole(parts))


# Commands with arguments


def fraction(parts: Parts) -> Node:
    numerator, denominator = bare(node(parts[1])), bare(node(parts[2]))
    if isinstance(numerator, BigOperator):
        governing(numerator)
    return Fraction(numerator, governing(denominator), span=whole(parts))


def binomial(parts: Parts) -> Node:
    return Binomial(bare(node(parts[1])), bare(node(parts[2])), span=whole(parts))


def infix(parts: Parts) -> Node:
    above, below = node(parts[1]), node(parts[3])
    match token(parts[2]).value:
        case "over":
            return Fraction(above, governing(below), span=whole(parts))
        case "choose":
            return Binomial(above, below, span=whole(parts))
    return Matrix("substack", ((above,), (below,)), span=whole(parts))


def root(parts: Parts) -> Node:
    degree = node(parts[1]) if len(parts) == 4 else None
    return Root(governing(bare(node(parts[-1]))), degree, span=whole(parts))


def accent(parts: Parts) -> Node:
    return Accent(token(parts[0]).value, governing(bare(node(parts[1]))), span=whole(parts))


def annotated(parts: Parts) -> Node:
    body = node(parts[1])
    return Annotated(token(parts[0]).value, body if is_empty(body) else bare(body), span=whole(parts))


def stacked(parts: Parts) -> Node:
    r"""`\underset{x}{\max}` is a bound, any other stack a label."""
    kind, label, body = token(parts[0]).value, bare(node(parts[1])), bare(node(parts[2]))
    if kind == "underset" and isinstance(body, Word) and body.name in LIMIT_OPERATORS:
        return BigOperator(body.name, label, span=whole(parts))
    if isinstance(body, BigOperator):
        lower, upper = (label, body.upper) if kind == "underset" else (body.lower, label)
        return BigOperator(body.kind, lower, upper, span=whole(parts))
    return Annotated(kind, body, label, span=whole(parts))


BUILDERS: dict[str, Callable[[Parts], Node]] = {
    function.__name__: function
    for function in (
        symbol, number, word, prose, dots, sequence, chain, sum, signed, product, factorial, negated, scripts,
        prescript, big_operator, limit_operator, evaluation, evaluated, fence, bars, group, styled, matrix, fraction,
        binomial, infix, root, accent, annotated, stacked,
    )
}  # fmt: skip
