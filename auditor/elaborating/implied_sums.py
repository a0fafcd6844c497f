"""Sums that nobody writes: where the text says so, an index that occurs twice in a product is summed over."""

from __future__ import annotations

from collections import Counter

from auditor.elaborating import sums
from auditor.elaborating.names import spell, strip
from auditor.elaborating.scope import Scope
from auditor.elaborating.usage import bound_names, index_like, index_parts
from auditor.parsing.syntax import Bars, BigOperator, Fence, Fraction, Node, Product, Scripts, Sum, Symbol
from auditor.terms import term as t
from auditor.terms.term import Term


def repeated(node: Node, scope: Scope) -> tuple[str, ...]:
    """The indices over which a product, or one letter with its indices, is summed without a sign for it."""
    taken = {*scope.bound, *scope.context.sizes}
    return tuple(name for name, count in _counted(node).items() if count == 2 and name not in taken)


def summed(node: Node, names: tuple[str, ...], scope: Scope) -> Term:
    """The sum over these indices, each over the whole axis on which it stands."""
    indices = [sums.open_index(name, node.span, scope) for name in names]
    with scope.binding(*indices):
        result = scope.term(node)
    for index in reversed(indices):
        result = t.sum_(result, scope.resolved(index))
    return result


def _counted(node: Node | None) -> Counter[str]:
    """How often each index occurs where it is not bound already; brackets close over what repeats inside them."""
    match strip(node):
        case Scripts(base=base, sub=sub):
            own = Counter(spell(part) for part in index_parts(sub) if isinstance(part, Symbol) and index_like(part))
            return own + _counted(base)
        case Fence(body=body) | Bars(body=body):
            return _single(_counted(body))
        case Sum(terms=terms):
            return _largest([_single(_counted(term)) for term in terms])
        case Fraction(numerator=above, denominator=below):
            return _counted(above) + _counted(below)
        case Product(factors=factors):
            total = sum(map(_counted, factors), Counter())
            operators = [found for factor in factors if isinstance(found := strip(factor), BigOperator)]
            return _without(total, {name for one in operators for name in bound_names(one.lower)})
    return Counter()


def _single(counts: Counter[str]) -> Counter[str]:
    return Counter({name: count for name, count in counts.items() if count != 2})


def _largest(counts: list[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total |= one
    return total


def _without(counts: Counter[str], names: set[str]) -> Counter[str]:
    return Counter({name: count for name, count in counts.items() if name not in names})
