"""Relations: memberships, function types, ranges and definitions among the formulas of a text."""

from __future__ import annotations

from dataclasses import replace

from auditor.parsing.declaring.conditions import COMPARISONS, compared, is_zero, stated_by_equation
from auditor.parsing.declaring.mentions import Fact, Mention
from auditor.parsing.declaring.symbols import is_differential, is_name, names
from auditor.parsing.extents import bare, is_dimension
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import Statement
from auditor.parsing.syntax import Dots, Fence, Node, Number, Product, Scripts, Sequence, Sum, Symbol
from auditor.source import Span

Nodes = tuple[Node | None, ...]


def related(statement: Statement, span: Span) -> Mention:
    """What a statement with relations can say in a declaration."""
    relations = tuple(relation.symbol for relation in statement.relations)
    nodes: Nodes = tuple(bare(operand.syntax) if operand else None for operand in statement.operands)
    mention: Mention | None = None
    if relations[-1] == r"\in":
        mention = _membership(relations, nodes, span)
    elif r"\to" in relations or r"\mapsto" in relations:
        mention = _mapping(relations, nodes, span)
    elif relations[0] in ("=", ":=", r"\sim"):
        mention = _range(relations, nodes, span) or _equation(relations, nodes, span)
    elif COMPARISONS.issuperset(relations):
        mention = _range(relations, nodes, span)
        if mention is None and (facts := compared(relations, nodes, statement.operands)):
            sizes = names(nodes[0])
            mention = Mention("CONDITION", span, facts, sizes if sizes and len(sizes) == 1 else None, nodes[0])
    return mention or Mention("FORMULA", span)


# Memberships


def _membership(relations: tuple[str, ...], nodes: Nodes, span: Span) -> Mention | None:
    properties: tuple[str, ...] = ()
    subjects = _members(nodes[0])
    match relations:
        case (r"\in",):
            pass
        case ("=", r"\in"):  # A = A^T \in S
            properties = stated_by_equation(nodes[0], nodes[1])
            if not properties:
                return None
        case (r"\ne", r"\in") if is_zero(nodes[0]):
            subjects, properties = names(nodes[1]), ("nonzero",)
        case (":", r"\ni", r"\mapsto", r"\in"):  # f: R^n \ni x \mapsto Ax \in R^m
            return _function(nodes[0], nodes[1], nodes[-1], span)
        case _:
            return None
    space = space_of(nodes[-1])
    if subjects is None:
        return _zipped(nodes, span) if len(relations) == 1 else None
    # "x_i \in [1, m]" speaks of places or values, not of what x is.
    loose = isinstance(nodes[-1], Fence) and space is not None and not space.index_range
    if space is None or (loose and any(isinstance(subject, Scripts) for subject in subjects)):
        return Mention("NAME", span, tuple(map(Fact, subjects)), None, nodes[0])
    if properties:
        space = replace(space, properties=tuple(dict.fromkeys((*space.properties, *properties))))
    facts = [Fact(subject, space, index_range=space.index_range) for subject in subjects]
    facts += [replace(fact, space=space) for fact in family(nodes[0], subjects)]
    return Mention("MEMBER", span, tuple(facts), None, nodes[0])


def _members(node: Node | None) -> tuple[Node, ...] | None:
    """The symbols of which a membership speaks; differentials in a list (`y, dy`) have the shape of their variables."""
    if isinstance(node, Sequence):
        listed = tuple(item for item in node.items if not is_differential(item))
        if len(listed) == 1:
            return names(listed[0])
        if listed and len(listed) < len(node.items):
            return names(Sequence(listed, (",",) * (len(listed) - 1), span=node.span))
    return names(node)


def _zipped(nodes: Nodes, span: Span) -> Mention | None:
    r"""`(x, y) \in \mathbb{R}^n \times \mathbb{R}^m`."""
    match nodes:
        case (Fence(body=Sequence(items=left)), Product(factors=right, operators=operators)):
            spaces = [space_of(factor) for factor in right]
            if len(left) == len(right) and set(operators) == {r"\times"} and all(spaces) and all(map(is_name, left)):
                facts = tuple(Fact(subject, space) for subject, space in zip(left, spaces, strict=True))
                return Mention("MEMBER", span, facts, None, nodes[0])
    return None


def family(node: Node | None, listed: tuple[Node, ...]) -> tuple[Fact, ...]:
    r"""`x_1, \dots, x_n` speaks of every x_i."""
    match node, listed:
        case Sequence(items=items), (Scripts(base=base, sub=low, sup=None), *_, Scripts(base=same, sub=high, sup=None)):
            dotted = any(isinstance(item, Dots) for item in items)
            if base == same and dotted and high is not None and isinstance(low, Number) and low.text in ("0", "1"):
                index = Symbol("k" if high == Symbol("i", span=high.span) else "i", span=base.span)
                return (Fact(Scripts(base, index, span=node.span), index_range=(low, high)),)
    return ()


# Function types


def _mapping(relations: tuple[str, ...], nodes: Nodes, span: Span) -> Mention | None:
    match relations, nodes:
        case ((":", r"\to"), (left, domain, codomain)):
            return _function(left, domain, codomain, span)
        case ((r"\to",), (Product(factors=(left, *rest), operators=(":", *operators)), codomain)):
            domain = rest[0] if len(rest) == 1 else Product(tuple(rest), tuple(operators), span=span)
            return _function(left, domain, codomain, span)
    return None


def _function(left: Node | None, domain: Node | None, codomain: Node | None, span: Span) -> Mention | None:
    subjects = names(left)
    if not subjects or domain is None or codomain is None:
        return None
    match domain:
        case Product(factors=factors, operators=operators) if set(operators) == {r"\times"}:
            domains = factors
        case _:
            domains = (domain,)
    facts = tuple(Fact(subject, function=(domains, codomain)) for subject in subjects)
    return Mention("MAPPING", span, facts, None, left)


# Ranges


def _range(relations: tuple[str, ...], nodes: Nodes, span: Span) -> Mention | None:
    match relations, nodes:
        case (("=",), (left, Sequence(items=(low, *_, Dots(), high)))):
            pass
        case (("=",), (left, Product(factors=(low, high), operators=(":",)))):
            pass
        case ((r"\le" | "<" as first, r"\le" | "<" as second), (low, left, high)) if _index_like(low, left, high):
            low = _next(low) if first == "<" else low
            high = _previous(high) if second == "<" else high
        case _:
            return None
    subjects = names(left)
    if not subjects or low is None or high is None or not is_dimension(low) or not is_dimension(high):
        return None
    return Mention("RANGE", span, tuple(Fact(subject, index_range=(low, high)) for subject in subjects), None, left)


_INDEX_LETTERS = frozenset("abcdefghijklmnopqrsuv")


def _index_like(low: Node | None, left: Node | None, high: Node | None) -> bool:
    """Whether `low <= left <= high` bounds an index: a small letter from a whole number on, not within [0, 1]."""
    listed = names(left) or ()
    letters = all(isinstance(item, Symbol) and item.style == "" and item.name in _INDEX_LETTERS for item in listed)
    within = isinstance(high, Number) and high.text in ("0", "1")
    return bool(listed) and letters and isinstance(low, Number) and low.text.isdigit() and not within


def _next(node: Node | None) -> Node | None:
    return Number(str(int(node.text) + 1), span=node.span) if isinstance(node, Number) else None


def _previous(node: Node | None) -> Node | None:
    if isinstance(node, Number) and node.text.isdigit():
        return Number(str(int(node.text) - 1), span=node.span)
    return None if node is None else Sum(("+", "-"), (node, Number("1", span=node.span)), span=node.span)


# Equations


def _equation(relations: tuple[str, ...], nodes: Nodes, span: Span) -> Mention | None:
    """`A = A^T` states a property; `P = XX^T` defines P; `A = A(t)` says on what A depends."""
    left = nodes[0]
    properties = stated_by_equation(left, nodes[1]) if relations == ("=",) else ()
    if properties:
        subject = next(node for node in (left, *(left.children if left else ())) if node is not None and is_name(node))
        return Mention("CONDITION", span, (Fact(subject, properties=properties),), None, subject)
    if left is None or not is_name(left):
        return None
    match nodes[1:]:
        case (Product(factors=(head, Fence(open="(", body=body)), operators=("",)),) if head == left:
            return Mention("NAME", span, (Fact(left, depends_on=names(body) or ()),), None, left)
    return Mention("DEFINITION", span, (Fact(left),), None, left)
