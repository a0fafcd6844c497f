"""What an edit is, and what the makers of edits know of the formula they work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from auditor.diagnosing.calculus import Calculus
from auditor.diagnosing.trees import Place, is_transpose, places
from auditor.elaborating.derivatives import derivation, is_operator
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import (
    Accent,
    Bars,
    BigOperator,
    Dots,
    Fence,
    Fraction,
    Node,
    Number,
    Prescript,
    Product,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
    walk,
)
from auditor.source import Span
from auditor.terms.dimension import Dimension


@dataclass(frozen=True)
class Edit:
    """A formula with one small thing changed, and what that is: `code` names the mistake that the change undoes."""

    code: str
    node: Node  # the whole formula, edited
    span: Span  # the part of the author's formula that changes
    fields: tuple[tuple[str, Node | str], ...] = ()  # of the rule's message
    written: Node | None = None  # the part that changes, before …
    intended: Node | None = None  # … and after; None where something is only left out or put in
    help: str = ""


@dataclass(frozen=True)
class Subject:
    """A formula that something is wrong with, and what stands around it."""

    root: Node
    other: Node | None = None  # the other side of its step
    near: tuple[Node, ...] = ()  # other operands of its chain
    sizes: tuple[Dimension, ...] = ()
    symmetric: frozenset[str] = field(default_factory=frozenset)  # letters of which the step supposes symmetry
    calculus: Calculus | None = None
    is_number: Callable[[Node], bool] = lambda node: False  # whether a formula is known to be a scalar

    @cached_property
    def places(self) -> tuple[Place, ...]:
        return tuple(places(self.root))

    @cached_property
    def around(self) -> tuple[Node, ...]:
        """The formulas around it, the nearest first."""
        return tuple(node for node in (self.other, *self.near) if node is not None)

    @cached_property
    def mark(self) -> Node:
        """How the author writes a transpose."""
        for formula in (self.root, *self.around):
            for node in walk(formula):
                if isinstance(node, Scripts) and node.sup is not None and is_transpose(node.sup):
                    return node.sup
                if isinstance(node, Scripts) and node.primes == 1:
                    return Symbol("'", span=node.span)
        return Symbol("T", span=self.root.span)

    @cached_property
    def atoms(self) -> tuple[Node, ...]:
        """What stands as a factor here and around: letters, brackets, derivatives, functions with their arguments."""
        found: dict[Node, None] = {}
        for formula in (self.root, *self.around):
            for place in places(formula):
                if place.role in _LENDING and _is_atom(place.node) and _is_lent(place.node):
                    found.setdefault(place.node)
                found.update(dict.fromkeys(_applied(place.node)))
        for formula in self.around:
            for place in places(formula):
                found.update(dict.fromkeys(_differentiated(place.node)))
        return tuple(found)

    @cached_property
    def letters(self) -> tuple[Node, ...]:
        """The bare letters of the formulas around, and then of the section."""
        found: dict[Node, None] = {}
        for formula in (self.root, *self.around):
            for node in walk(formula):
                if isinstance(node, Symbol | Accent) and is_operand(node):
                    found.setdefault(node)
        return tuple(found)


Maker = Callable[[Subject], Iterator[Edit]]

_LENDING = ("factor", "term", "whole", "base", "body")  # roles of the parts that another formula may need
_SIGNS = frozenset([r"\partial", r"\nabla", r"\infty", "d", "'", "T", r"\top", r"\delta"])


def is_operand(node: Node) -> bool:
    """The formula has a value of its own, as \\sum, d/dX, \\log or a dot have not."""
    found = strip(node)
    match found:
        case None | BigOperator() | Word() | Dots() | Prescript() | Sequence():
            return False
        case Scripts(base=base) if isinstance(strip(base), Word | BigOperator):
            return False
        case Symbol(name=name):
            return name not in _SIGNS
        case Scripts(base=Symbol(name=r"\partial" | r"\nabla" | "d")):
            return False
    return not is_operator(node)


def _is_lent(node: Node) -> bool:
    return is_operand(node) and not isinstance(strip(node), Number | Sum)


def _is_atom(node: Node) -> bool:
    match strip(node):
        case Symbol() | Accent() | Scripts() | Bars():
            return True
        case Fence(body=body):
            return body is not None and not isinstance(body, Sequence)
        case Fraction(numerator=above, denominator=below):
            return derivation(above, below) is not None or not isinstance(strip(above), Number)
    return False


def _applied(node: Node) -> Iterator[Node]:
    """Functions with their arguments, such as `\\det(X)`, in a product."""
    if isinstance(node, Product):
        for head, argument in zip(node.factors, node.factors[1:], strict=False):
            if isinstance(strip(head), Word) and isinstance(strip(argument), Fence | Symbol):
                yield Product((head, argument), ("",), span=head.span.cover(argument.span))


def _differentiated(node: Node) -> Iterator[Node]:
    """The letters in the numerator of a derivative, and the links of the chain rule for a function of a function."""
    if not is_derivative(node):
        return
    found = strip(node)
    assert isinstance(found, Fraction)
    yield from links(found)
    for part in walk(found.numerator):
        if isinstance(part, Bars):
            yield part
        yield from _applied(part)
        if isinstance(part, Symbol | Accent) and is_operand(part):
            yield part


def links(node: Fraction) -> Iterator[Node]:
    """∂f(g)/∂g, ∂g(u)/∂u and ∂u/∂x for ∂f(g(u))/∂x."""
    if not isinstance(node.numerator, Product) or not isinstance(node.denominator, Product):
        return
    sign, *rest = node.numerator.factors
    while len(rest) == 2 and isinstance(rest[1], Fence) and rest[1].body is not None:
        body = rest[1].body
        inner = list(body.factors) if isinstance(body, Product) else [body]
        head = inner[0]
        short = replace(rest[1], body=head)
        above = Product((sign, rest[0], short), ("", ""), span=node.span)
        yield Fraction(above, Product((sign, head), ("",), span=node.span), span=node.span)
        rest = inner
    if len(rest) == 1:
        yield replace(node, numerator=Product((sign, rest[0]), ("",), span=node.span))


def is_derivative(node: Node) -> bool:
    """A quotient such as \\frac{\\partial f}{\\partial x}."""
    found = strip(node)
    return isinstance(found, Fraction) and derivation(found.numerator, found.denominator) is not None


def is_word(node: Node, *names: str) -> bool:
    found = strip(node)
    return isinstance(found, Word) and (not names or found.name in names)


def spelling(node: Node) -> str:
    return spell(node)
