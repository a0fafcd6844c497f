"""Relations: memberships, function types, ranges, definitions and conditions among the formulas of a text."""

from __future__ import annotations

from dataclasses import replace

from auditor.parsing.declaring.conditions import EQUATIONS, condition, equation, is_zero
from auditor.parsing.declaring.mentions import Fact, Mention
from auditor.parsing.declaring.symbols import is_differential, is_name, names
from auditor.parsing.extents import bare, is_dimension
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import Statement
from auditor.parsing.syntax import Dots, Fence, Node, Number, Product, Scripts, Sequence, Sum, Symbol


def related(statement: Statement) -> Mention:
    relations = tuple(relation.symbol for relation in statement.relations)
    nodes = tuple(bare(operand.syntax) if operand else None for operand in statement.operands)
    for form in (_membership, _mapping, _range, condition, _definition):
        mention = form(statement, relations, nodes)
        if mention is not None:
            return mention
    return Mention("FORMULA", statement.span)


def _membership(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    if relations[-1] != r"\in":
        return None
    space = space_of(nodes[-1])
    properties: tuple[str, ...] = ()
    subjects = _members(nodes[0])
    match relations:
        case ("=", r"\in"):  # A = A^T \in S
            properties = EQUATIONS.get(equation(nodes[0], nodes[1]), ())
            if not properties:
                return None
        case (r"\ne", r"\in") if is_zero(nodes[0]):
            subjects, properties = names(nodes[1]), ("nonzero",)
        case (r"\in",):
            pass
        case _:
            return None
    if subjects is None:
        return _zipped(statement, nodes) if len(relations) == 1 else None
    if space is None:
        return Mention("NAME", statement.span, tuple(map(Fact, subjects)), None, nodes[0])
    told = replace(space, properties=tuple(dict.fromkeys((*space.properties, *properties))))
    facts = [Fact(subject, told, index_range=space.index_range) for subject in subjects]
    facts += [replace(fact, space=told) for fact in family(nodes[0], subjects)]
    return Mention("MEMBER", statement.span, tuple(facts), None, nodes[0])


def _members(node: Node | None) -> tuple[Node, ...] | None:
    """The symbols of which a membership speaks; differentials in a list (`y, dy`) have the shape of their variables."""
    if isinstance(node, Sequence):
        listed = tuple(item for item in node.items if not is_differential(item))
        if len(listed) == 1:
            return names(listed[0])
        if listed and len(listed) < len(node.items):
            return names(Sequence(listed, (",",) * (len(listed) - 1), span=node.span))
    return names(node)


def _zipped(statement: Statement, nodes: tuple[Node | None, ...]) -> Mention | None:
    r"""`(x, y) \in \mathbb{R}^n \times \mathbb{R}^m`."""
    match nodes:
        case (Fence(body=Sequence(items=left)), Product(factors=right, operators=operators)):
            spaces = [space_of(factor) for factor in right]
            if len(left) == len(right) and set(operators) == {r"\times"} and all(spaces) and all(map(is_name, left)):
                facts = tuple(Fact(subject, space) for subject, space in zip(left, spaces, strict=True))
                return Mention("MEMBER", statement.span, facts, None, nodes[0])
    return None


def _mapping(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    match relations, nodes:
        case ((":", r"\to"), (left, domain, codomain)):
            pass
        case ((r"\to",), (Product(factors=(left, *rest), operators=(":", *operators)), codomain)):
            domain = rest[0] if len(rest) == 1 else Product(tuple(rest), tuple(operators), span=statement.span)
        case _:
            return None
    subjects = names(left)
    if not subjects or domain is None or codomain is None:
        return None
    function = (_domains(domain), codomain)
    return Mention("MAPPING", statement.span, tuple(Fact(each, function=function) for each in subjects), None, left)


def _domains(node: Node) -> tuple[Node, ...]:
    match node:
        case Product(factors=factors, operators=operators) if set(operators) == {r"\times"}:
            return factors
    return (node,)


def _range(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
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
    facts = tuple(Fact(subject, index_range=(low, high)) for subject in subjects)
    return Mention("RANGE", statement.span, facts, None, left)


def _index_like(low: Node | None, left: Node | None, high: Node | None) -> bool:
    """Whether `low <= left <= high` bounds an index: a small letter from a whole number on, not within [0, 1]."""
    listed = names(left) or ()
    letters = all(
        isinstance(item, Symbol) and item.style == "" and item.name in "abcdefghijklmnopqrsuv" for item in listed
    )
    within = isinstance(high, Number) and high.text in ("0", "1")
    return bool(listed) and letters and isinstance(low, Number) and low.text.isdigit() and not within


def _next(node: Node | None) -> Node | None:
    return Number(str(int(node.text) + 1), span=node.span) if isinstance(node, Number) else None


def _previous(node: Node | None) -> Node | None:
    if isinstance(node, Number):
        return Number(str(int(node.text) - 1), span=node.span)
    return None if node is None else Sum(("+", "-"), (node, Number("1", span=node.span)), span=node.span)


def _definition(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    """`P = XX^T`, and `A = A(t)`, which says on what A depends."""
    if relations[0] not in ("=", ":=") or nodes[0] is None or not is_name(nodes[0]):
        return None
    match nodes[1]:
        case Product(factors=(head, Fence(open="(", body=body)), operators=("",)) if (
            head == nodes[0] and len(nodes) == 2
        ):
            arguments = names(body) or ()
            return Mention("NAME", statement.span, (Fact(nodes[0], depends_on=arguments),), None, nodes[0])
    return Mention("DEFINITION", statement.span, (Fact(nodes[0]),), None, nodes[0])


def family(node: Node | None, listed: tuple[Node, ...]) -> tuple[Fact, ...]:
    r"""`x_1, \dots, x_n` speaks of every x_i."""
    match node, listed:
        case Sequence(items=items), (Scripts(base=base, sub=low, sup=None), *_, Scripts(base=same, sub=high, sup=None)):
            dotted = any(isinstance(item, Dots) for item in items)
            if base == same and dotted and high is not None and isinstance(low, Number) and low.text in ("0", "1"):
                index = Symbol("k" if high == Symbol("i", span=high.span) else "i", span=base.span)
                return (Fact(Scripts(base, index, span=node.span), index_range=(low, high)),)
    return ()
