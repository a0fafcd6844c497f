"""Sums and products over indices: their bounds, how far they reach, evaluation bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.elaborating import calculus, expectations, indices
from auditor.elaborating.names import spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.sizes import dimension_of
from auditor.elaborating.usage import bound_names, index_parts
from auditor.parsing.syntax import (
    BigOperator,
    Chain,
    Group,
    Node,
    Number,
    Product,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    walk,
)
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.replacing import mapped
from auditor.terms.term import Index, Term

Part = tuple[str, Node]


# --- how far a sum reaches over further terms -----------------------------------------------------------------------


def reaches(node: Sum, scope: Scope) -> Iterator[tuple[str, Node, tuple[Part, ...]]]:
    r"""The terms of a sum, each with the later terms that its \sum takes in because they use its index."""
    parts = list(zip(node.signs, node.terms, strict=True))
    while parts:
        sign, part = parts.pop(0)
        operator = _trailing_operator(part)
        last = calculus.reach(part, tuple(term for _, term in parts))
        taken: tuple[Part, ...] = tuple(parts[:last])
        parts = parts[last:]
        if operator is not None and not taken:
            names = {name for name in _dummies(operator, part) if name not in scope.bound}
            last = max((k + 1 for k, (_, later) in enumerate(parts) if _uses(later, names)), default=0)
            taken, parts = tuple(parts[:last]), parts[last:]
        yield sign, part, taken


def _trailing_operator(part: Node) -> BigOperator | None:
    """The last sum sign that stands open in a term."""
    node = strip(part)
    factors = node.factors if isinstance(node, Product) else (node,)
    for factor in reversed(factors):
        if isinstance(found := strip(factor), BigOperator) and found.kind == "sum":
            return found
    return None


def _dummies(operator: BigOperator, part: Node) -> tuple[str, ...]:
    if operator.lower is not None:
        return bound_names(operator.lower)
    return repeated_indices(part)


def repeated_indices(node: Node) -> tuple[str, ...]:
    """Index letters that occur twice or more as subscripts: what a sum sign without bounds sums over.

    In a sum of several terms these are the letters that each of them repeats, if there are such.
    """
    if isinstance(terms := strip(node), Sum):
        first, *others = (repeated_indices(term) for term in terms.terms)
        if common := tuple(name for name in first if all(name in other for other in others)):
            return common
    counted: dict[str, int] = {}
    for inside in walk(node):
        if isinstance(inside, Scripts) and inside.sub is not None:
            for part in index_parts(inside.sub):
                if isinstance(part, Symbol):
                    counted[spell(part)] = counted.get(spell(part), 0) + 1
    return tuple(name for name, count in counted.items() if count > 1)


def _uses(node: Node, names: set[str]) -> bool:
    """A term uses an index freely: as a subscript, without a sum of its own that binds it."""
    own: set[str] = set()
    for inside in walk(node):
        if isinstance(inside, BigOperator):
            own.update(bound_names(inside.lower))
    return any(
        isinstance(part, Symbol) and spell(part) in names - own
        for inside in walk(node)
        if isinstance(inside, Scripts) and inside.sub is not None
        for part in index_parts(inside.sub)
    )


def over_sum(part: Node, rest: tuple[Part, ...], scope: Scope) -> Term:
    """The term with further terms put under its sum sign."""
    node = strip(part)
    assert isinstance(node, Product)
    place = calculus.opening(node.factors)
    if place is None:
        place = max(k for k, factor in enumerate(node.factors) if isinstance(strip(factor), BigOperator))
    tail_factors, tail_signs = node.factors[place + 1 :], node.operators[place + 1 :]
    span = tail_factors[0].span.cover(rest[-1][1].span)
    tail = tail_factors[0] if len(tail_factors) == 1 else Product(tail_factors, tail_signs, span=span)
    body = Sum(("+", *(sign for sign, _ in rest)), (tail, *(later for _, later in rest)), span=span)
    factors = (*node.factors[: place + 1], Group(body, span=span))
    return scope.term(Product(factors, node.operators[: place + 1], span=node.span.cover(span)))


# --- bounds ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bounds:
    """What a sum runs over: indices, and conditions among them."""

    indices: tuple[Index, ...]
    conditions: tuple[tuple[Node, str, Node], ...] = ()


def big_operator(node: Node, body: Node, scope: Scope) -> Term:
    """A sum or product over an index; other operators have no meaning here yet."""
    operator = strip(node)
    assert isinstance(operator, BigOperator)
    if operator.kind == "lim":
        return calculus.limit(operator, body, scope)
    if operator.kind not in ("sum", "prod"):
        raise unsupported(operator.span, f"\\{operator.kind}")
    if is_endless(operator):
        return _series(operator, body, scope)
    if operator.kind == "sum" and operator.upper is None and (found := _over_values(operator, body, scope)) is not None:
        return found
    bounds = _bounds(operator, body, scope)
    with scope.binding(*bounds.indices):
        inside = scope.term(body)
        guards = [_guard(condition, scope) for condition in bounds.conditions]
    result = inside
    if operator.kind == "sum":
        for guard in guards:
            result = t.multiply(guard, result)
        for index in reversed(bounds.indices):
            result = t.sum_(result, scope.resolved(index))
        return result
    if guards:
        raise unsupported(operator.span, "a product over a condition")
    for index in reversed(bounds.indices):
        result = t.product(result, scope.resolved(index))
    return result


def _over_values(operator: BigOperator, body: Node, scope: Scope) -> Term | None:
    r"""`\sum_x p(x) f(x)`, `\sum_{x, y}`: over the values of random letters."""
    lower = strip(operator.lower)
    letters = lower.items if isinstance(lower, Sequence) else (lower,)
    if not scope.context.chances.masses or any(spell(one) not in scope.context.chances.laws for one in letters):
        return None
    result: Term | None = scope.term(body)
    for letter in letters:
        result = expectations.over_cases(letter, result, scope) if result is not None else None
    return result


def is_endless(operator: BigOperator) -> bool:
    r"""A sum to ∞: `\sum_{k=0}^\infty`, `\sum_{k \ge 0}`."""
    lower = strip(operator.lower)
    if spell(operator.upper) == r"\infty":
        return True
    if operator.upper is not None or not isinstance(lower, Chain) or lower.relations != (r"\ge",):
        return False
    return isinstance(strip(lower.operands[1]), Number)


def _series(operator: BigOperator, body: Node, scope: Scope) -> Term:
    match strip(operator.lower):
        case Chain(operands=(letter, first), relations=("=" | r"\ge",)) if letter is not None and first is not None:
            names, downward = bound_names(letter), spell(first) == r"-\infty"
            start = ONE if downward else dimension_of(first)
            if len(names) == 1 and start is not None and operator.kind == "sum":
                index = Index(names[0], start, t.ENDLESS)
                upward = _summed(body, index, scope)
                if not downward:
                    return upward
                below = mapped(upward, lambda sub: t.negate(sub) if sub is t.index(index) else None)
                with scope.using({index.name: t.number(0)}):
                    return t.add(below, scope.term(body), upward)
    raise unsupported(operator.span, "this infinite sum or product")


def _summed(body: Node, index: Index, scope: Scope) -> Term:
    with scope.binding(index):
        return t.series(scope.term(body), index.name, index.lower)


def _guard(condition: tuple[Node, str, Node], scope: Scope) -> Term:
    left, sign, right = condition
    return t.compare(
        indices.index_term(left, scope),
        {r"\ne": "!=", r"\le": "<=", r"\ge": ">="}.get(sign, sign),
        indices.index_term(right, scope),
    )


def _bounds(operator: BigOperator, body: Node, scope: Scope) -> Bounds:
    lower, upper = strip(operator.lower), operator.upper
    last = dimension_of(upper) if upper is not None else None
    if upper is not None and last is None:
        raise unsupported(upper.span, "this upper bound")
    match lower:
        case None:
            names = repeated_indices(body)
            if not names:
                raise unsupported(operator.span, "a sum without an index")
            return Bounds(tuple(open_index(name, operator.span, scope) for name in names))
        case Chain(operands=(left, right), relations=("=",)) if left is not None:
            first = dimension_of(right)
            if first is None:
                raise unsupported(operator.span, "this lower bound")
            names = bound_names(left)
            return Bounds(tuple(Index(name, first, last or _end(name, operator.span, scope)) for name in names))
        case Chain(operands=(first_node, middle, last_node), relations=(r"\le" | "<" as one, r"\le" | "<" as two)):
            first, end = dimension_of(first_node), dimension_of(last_node)
            if first is None or end is None:
                raise unsupported(operator.span, "these bounds")
            first = first + ONE if one == "<" else first
            end = end - ONE if two == "<" else end
            return Bounds(tuple(Index(name, first, end) for name in bound_names(middle)))
        case Chain(operands=(left, right), relations=(r"\ne" | "<" | ">" | r"\le" | r"\ge" as sign,)):
            if left is None or right is None:
                raise unsupported(operator.span, "these bounds")
            fresh = [
                n for n in (*bound_names(left), *_own_names(right)) if n not in scope.bound and n not in scope.free
            ]
            fresh = list(dict.fromkeys(fresh)) or list(bound_names(left))
            indices_ = tuple(_index(name, last, operator.span, scope) for name in fresh)
            return Bounds(indices_, ((left, sign, right),))
        case Sequence(items=items):
            return _several(items, operator, last, scope)
        case Symbol() | Product() | Scripts():
            return Bounds(tuple(_index(name, last, operator.span, scope) for name in bound_names(lower)))
    raise unsupported(operator.span, "these bounds")


def _several(items: tuple[Node, ...], operator: BigOperator, last: Dimension | None, scope: Scope) -> Bounds:
    r"""`i,j`, `i,j=1`, `i=1, j=1`, `j, j \ne i`."""
    first = ONE
    names: list[str] = []
    conditions: list[tuple[Node, str, Node]] = []
    for item in map(strip, items):
        if isinstance(item, Chain) and item.relations == ("=",):
            first = dimension_of(item.operands[1]) or ONE
            names.extend(bound_names(item.operands[0]))
        elif isinstance(item, Chain) and len(item.operands) == 2 and None not in item.operands:
            conditions.append((item.operands[0], item.relations[0], item.operands[1]))  # type: ignore[arg-type]
        else:
            names.extend(bound_names(item))
    run = tuple(Index(name, first, last or _end(name, operator.span, scope)) for name in dict.fromkeys(names))
    return Bounds(run, tuple(conditions))


def _own_names(node: Node) -> tuple[str, ...]:
    return () if isinstance(strip(node), Number) else bound_names(node)


def _index(name: str, last: Dimension | None, span: Span, scope: Scope) -> Index:
    return Index(name, ONE, last) if last is not None else open_index(name, span, scope)


def open_index(name: str, span: Span, scope: Scope) -> Index:
    """An index that runs over whatever axis it is used on."""
    return Index(name, ONE, _end(name, span, scope))


def _end(name: str, span: Span, scope: Scope) -> Dimension:
    """The end of a range that is not written: whatever axis the index is used on."""
    return scope.unknown(f"{name}@{span.start}")
