"""Mentions: a formula in running text, by what it can say in a declaration."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.parsing.extents import bare, is_dimension
from auditor.parsing.spaces import Space
from auditor.parsing.syntax import Dots, Node, Number, Sequence, Symbol
from auditor.source import Span

FunctionType = tuple[tuple[Node, ...], Node]


@dataclass(frozen=True)
class Fact:
    """What a formula alone says of a symbol."""

    subject: Node
    space: Space | None = None
    shape: tuple[Node, ...] | None = None
    properties: tuple[str, ...] = ()
    function: FunctionType | None = None
    index_range: tuple[Node, Node] | None = None
    depends_on: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Mention:
    r"""A formula in a sentence.

    `role` is its terminal in `declarations.lark`: NAME (`A`, `x_1, x_2`), MEMBER (`x \in \mathbb{R}^n`), MAPPING
    (`f: A \to B`), CONDITION (`\lambda > 0`), RANGE (`1 \le i \le n`), CALL (`f(x)`), DEFINITION (`P = XX^T`), OPERATOR
    (`\odot`), SIZE
    (`m \times n`), PAIR (`(m, n)`), SPACE (`\mathbb{R}^n`), DIMENSION (`n - 1`, `3`) or FORMULA (anything else).
    `facts` name the subjects, in order, with what the formula says of each.
    """

    role: str
    span: Span
    facts: tuple[Fact, ...] = ()
    sizes: tuple[Node, ...] | None = None  # of SIZE and PAIR; of whatever can be a dimension
    node: Node | None = None


def split(mention: Mention) -> tuple[Mention, ...]:
    """A list of symbols as one mention each."""
    node = bare(mention.node)
    if mention.role != "NAME" or not isinstance(node, Sequence) or any(isinstance(item, Dots) for item in node.items):
        return (mention,)
    return tuple(
        Mention(
            "NAME", fact.subject.span, (fact,), (fact.subject,) if is_dimension(fact.subject) else None, fact.subject
        )
        for fact in mention.facts
    )


def letter(name: str, span: Span) -> Mention:
    """The mention of a letter that stands undelimited in prose."""
    symbol = Symbol(name, span=span)
    return Mention("NAME", span, (Fact(symbol),), (symbol,), symbol)


def number(text: str, span: Span) -> Mention:
    """The mention of a number that stands in prose."""
    return Mention("DIMENSION", span, (), (Number(text, span=span),))


def size(parts: tuple[Mention, ...]) -> Mention:
    """The mention of a size written in prose: `m by n`."""
    nodes = tuple(node for part in parts for node in part.sizes or ())
    return Mention("SIZE", parts[0].span.cover(parts[-1].span), (), nodes)
