"""How each letter is used across the document: the soft evidence for what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.elaborating.names import is_atom, letter_of, spell, strip
from auditor.elaborating.vocabulary import TRANSPOSES, USUAL_INDICES
from auditor.parsing.statements import Reading
from auditor.parsing.syntax import (
    BigOperator,
    Chain,
    Fence,
    Fraction,
    Node,
    Number,
    Product,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    walk,
)


@dataclass
class Usage:
    """What was seen of one letter (by canonical spelling, scripts taken off)."""

    bare: int = 0
    arities: set[int] = field(default_factory=set)  # numbers of index-like subscripts
    labels: set[str] = field(default_factory=set)  # subscripts that cannot be indices
    transposed: bool = False
    inverted: bool = False
    applied: int = 0  # stands before a round bracket
    heads: int = 0  # f(x) = …: stands before a bracket at the head of an equation
    exponents: set[str] = field(default_factory=set)  # other superscripts, as spelled


@dataclass
class UsageTable:
    letters: dict[str, Usage] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)  # index names bound by some sum or product
    vectors: bool = False  # the document speaks of vectors or matrices at all
    transposes: bool = False  # ^T or its spellings occur
    order: list[str] = field(default_factory=list)  # letters by first occurrence

    def of(self, name: str) -> Usage:
        if name not in self.letters:
            self.letters[name] = Usage()
            self.order.append(name)
        return self.letters[name]


def index_parts(node: Node | None) -> tuple[Node, ...]:
    """The index expressions that a subscript lists: `ij`, `i,j`, `i+1`, `12` gives one part (the number 12)."""
    node = strip(node)
    match node:
        case None:
            return ()
        case Sequence(items=items):
            return tuple(part for item in items for part in index_parts(item))
        case Product(factors=factors, operators=operators) if not any(operators):
            if isinstance(strip(factors[0]), Number) and len(factors) == 2:
                return (node,)  # 2k
            return tuple(part for factor in factors for part in index_parts(factor))
    return (node,)


def index_like(node: Node | None, bound: Iterable[str] = ()) -> bool:
    """Whether a subscript part can be an index: a usual index letter, a bound one, a number, or i+1."""
    match strip(node):
        case Symbol(name=name, style=style):
            return name in bound or (style == "" and name in USUAL_INDICES)
        case Number(text=text):
            return text.isdigit()
        case Sum(terms=terms):
            return all(index_like(term, bound) for term in terms)
        case Scripts(base=base, primes=primes, sub=None, sup=None) if primes:
            return index_like(base, bound)
        case Product(factors=factors):
            return all(index_like(factor, bound) for factor in factors)
    return False


def survey(reading: Reading) -> UsageTable:
    """One walk over all formulas."""
    table = UsageTable()
    trees = [
        (operand.syntax, position, place, statement)
        for position, statement in enumerate(reading.statements)
        for place, operand in enumerate(statement.operands)
        if operand is not None and operand.syntax is not None
    ]
    for tree, *_ in trees:
        _note_bound(tree, table)
    for tree, _, place, statement in trees:
        _note(tree, table)
        match tree:
            case Product(factors=(head, Fence(open="("))) if place == 0 and statement.relations and is_atom(head):
                table.of(spell(head)).heads += 1
    return table


def _note_bound(tree: Node, table: UsageTable) -> None:
    for node in walk(tree):
        match node:
            case BigOperator(kind="sum" | "prod", lower=lower) if lower is not None:
                subject = strip(lower)
                if isinstance(subject, Chain):
                    subject = strip(subject.operands[0])
                for part in index_parts(subject):
                    if isinstance(part, Symbol):
                        table.bound.add(part.name)


def _note(tree: Node, table: UsageTable) -> None:
    stack: list[Node] = [tree]
    while stack:
        node = stack.pop()
        match node:
            case Scripts(base=base) if is_atom(base):
                _note_scripts(node, table)
                stack.extend(child for child in (node.sup,) if child is not None)
                continue
            case Symbol() if is_atom(node):
                table.of(spell(node)).bare += 1
            case node if is_atom(node):
                table.of(spell(node)).bare += 1
                continue
            case Product(factors=factors, operators=operators):
                for head, following, operator in zip(factors, factors[1:], operators, strict=False):
                    if operator == "" and isinstance(following, Fence) and following.open == "(":
                        letter = head.base if isinstance(head, Scripts) else head
                        if is_atom(letter):
                            table.of(spell(letter)).applied += 1
            case Scripts(sup=sup) if spell(sup) in TRANSPOSES:
                table.transposes = table.vectors = True
        stack.extend(reversed(list(node.children())))


def _note_scripts(node: Scripts, table: UsageTable) -> None:
    usage = table.of(spell(node.base))
    parts = index_parts(node.sub)
    if not parts:
        usage.bare += 1
    elif all(index_like(part, table.bound) for part in parts):
        if not all(isinstance(part, Number) for part in parts):
            usage.arities.add(len(parts))
    else:
        usage.labels.add(spell(node.sub))
    superscript = spell(node.sup)
    if superscript in TRANSPOSES:
        usage.transposed = table.transposes = table.vectors = True
    elif superscript == "-1":
        usage.inverted = True
    elif superscript:
        usage.exponents.add(superscript)
    if node.primes:
        usage.exponents.add("'")


def derivative_letters(tree: Node) -> tuple[tuple[str, str], ...]:
    """Pairs (numerator letter, denominator letter) of the derivatives ∂a/∂b in a formula."""
    pairs = []
    for node in walk(tree):
        match node:
            case Fraction(numerator=top, denominator=bottom):
                above, below = differential_body(top), differential_body(bottom)
                if above is not None and below is not None and (first := letter_of(above)):
                    second = letter_of(below)
                    pairs.append((spell_letter(above), spell_letter(below)) if second else (spell(first), ""))
    return tuple(pairs)


def spell_letter(node: Node | None) -> str:
    """The canonical spelling of a letter with its accent, scripts taken off."""
    node = strip(node)
    return spell_letter(node.base) if isinstance(node, Scripts) else spell(node)


def differential_body(node: Node | None) -> Node | None:
    """x in ∂x, dx: what stands behind the sign of a derivative, where the formula is just that."""
    match strip(node):
        case Product(factors=(sign, body), operators=("",)) if is_derivative_sign(sign):
            return strip(body)
        case Product(factors=(sign, *rest), operators=operators) if is_derivative_sign(sign) and not any(operators):
            return strip(rest[0]) if len(rest) == 1 else None
    return None


def is_derivative_sign(node: Node | None) -> bool:
    r"""`\partial`, `d`, `\mathrm d`, also squared."""
    match strip(node):
        case Symbol(name="d" | r"\partial" | "δ" | r"\delta" | "∂"):
            return True
        case Scripts(base=base, sub=None, primes=0):
            return is_derivative_sign(base)
    return False
