"""Letters exchanged: the term that the product rule adds, two letters that changed places, derivatives of one order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction as Rational
from itertools import combinations, pairwise

from auditor.diagnosing.edits import Edit, Subject, is_derivative, is_operand
from auditor.diagnosing.signs import scaled
from auditor.diagnosing.trees import Place, added, is_transpose, mapped, turned, turns
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Accent, Fence, Matrix, Node, Number, Product, Scripts, Sum, Symbol, Word, walk

MOST_LETTERS = 4
SIZED = frozenset({"I", "1", "0"})  # letters whose subscript is a size


def mirrored_term(subject: Subject) -> Iterator[Edit]:
    """u∂v/∂x for ∂(uv)/∂x: the term in which the letters have changed their parts is added, or stands for a half."""
    if not any(is_derivative(place.node) for place in subject.places) and subject.calculus is None:
        return
    half = Rational(1, 2)
    for one, other in combinations(_letters(subject.root, subject.around), 2):
        for twin in _twins(subject, one, other):
            fields = (("product", twin),)
            for base, term in ((subject.root, twin), (scaled(subject.root, half), scaled(twin, half))):
                whole = added(base, "+", term)
                yield Edit("E316", whole, subject.root.span, fields, subject.root, whole)


def _twins(subject: Subject, one: Node, other: Node) -> Iterator[Node]:
    """The formula with two letters exchanged, also with the letters between them transposed; or with one replaced."""
    root = subject.root
    twin = _exchanged(root, one, other)
    if twin == root:
        return
    yield twin
    if isinstance(twin, Product):
        for k, factor in enumerate(twin.factors):
            if isinstance(factor, Symbol | Accent) and is_operand(factor) and factor not in (one, other):
                factors = (*twin.factors[:k], turned(factor, subject.mark), *twin.factors[k + 1 :])
                yield replace(twin, factors=factors)


def exchanged_letters(subject: Subject) -> Iterator[Edit]:
    """Two letters that changed places all over a part of the formula: vu^T for uv^T."""
    for place in subject.places:
        matrix = place.role == "factor" and isinstance(place.node, Matrix)
        if (matrix or place.role in ("whole", "term", "fraction", "body")) and not isinstance(place.node, Symbol):
            for one, other in (*combinations(_letters(place.node, ()), 2), *_counterparts(place.node)):
                new = _exchanged(place.node, one, other)
                if new != place.node:
                    fields = (("first", one), ("second", other))
                    yield Edit("E306", place.put(new), place.span, fields, place.node, new)


def _counterparts(node: Node) -> Iterator[tuple[Node, Node]]:
    """Two numbers in a sum, or two functions of one argument: 3 and 4 in `4x^3 - 3x`, tr and det."""
    terms = node.terms if isinstance(node, Sum) else ()
    first = dict.fromkeys(one for term in terms for one in walk(term) if isinstance(one, Number))
    words = dict.fromkeys(one for term in terms for one in walk(term) if isinstance(one, Word))
    yield from combinations(list(first)[:3], 2)
    yield from combinations(list(words)[:3], 2)


def _letters(node: Node, around: tuple[Node, ...]) -> list[Node]:
    """The letters of a formula and of those around it, transposes apart."""
    found: dict[Node, None] = {}
    for formula in (node, *around[:1]):
        marks = {id(one.sup) for one in walk(formula) if isinstance(one, Scripts) and is_transpose(one.sup)}
        for inside in walk(formula):
            if isinstance(inside, Symbol | Accent) and is_operand(inside) and id(inside) not in marks:
                found.setdefault(inside)
    return list(found)[:MOST_LETTERS]


def _exchanged(node: Node, one: Node, other: Node) -> Node:
    def change(part: Node) -> Node | None:
        if part == one:
            return replace(other, span=part.span)
        return replace(one, span=part.span) if part == other else None

    return mapped(node, change)


# --- primes and sizes ------------------------------------------------------------------------------------------------


def wrong_prime(subject: Subject) -> Iterator[Edit]:
    """f' for f'', and a prime on the wrong function."""
    heads = [place for place in subject.places if _is_function(place, subject)]
    for place in heads:
        count = place.node.primes if isinstance(place.node, Scripts) else 0
        for primes in (count + 1, count - 1):
            if primes >= 0:
                new = _primed(place.node, primes)
                yield Edit(
                    "E331", place.put(new), place.span, (("written", place.node), ("intended", new)), place.node, new
                )
    for one, other in combinations(heads, 2):
        first, second = (found.node.primes if isinstance(found.node, Scripts) else 0 for found in (one, other))
        if first != second:
            changes = {id(one.node): _primed(one.node, second), id(other.node): _primed(other.node, first)}
            root = mapped(subject.root, lambda part, changes=changes: changes.get(id(part)))  # type: ignore[misc]
            fields = (("written", one.node), ("intended", changes[id(one.node)]))
            yield Edit("E331", root, one.span, fields, one.node, changes[id(one.node)])


def _is_function(place: Place, subject: Subject) -> bool:
    """A letter with primes, or one that is applied where functions have primes."""
    node = place.node
    bare = node.base if isinstance(node, Scripts) and node.primes and node.sup is None and node.sub is None else node
    if not isinstance(bare, Symbol) or turns(bare) or place.role == "base":
        return False
    if bare is not node:
        return True
    outer = place.outer
    if not isinstance(outer, Product) or not any(
        one is node and isinstance(behind, Fence) for one, behind in pairwise(outer.factors)
    ):
        return False
    around = (one for formula in (subject.root, *subject.around) for one in walk(formula))
    return any(isinstance(one, Scripts) and one.primes for one in around)


def _primed(node: Node, primes: int) -> Node:
    base = node.base if isinstance(node, Scripts) else node
    return Scripts(base, primes=primes, span=node.span) if primes else base


def wrong_size(subject: Subject) -> Iterator[Edit]:
    """I_m for I_n."""
    for place in subject.places:
        node = place.node
        if not isinstance(node, Scripts) or node.sub is None or spell(node.base) not in SIZED:
            continue
        for size in subject.sizes:
            if str(size) != spell(strip(node.sub)):
                new = replace(node, sub=Symbol(str(size), span=node.sub.span))
                yield Edit("E330", place.put(new), place.span, (("written", node), ("intended", new)), node, new)
