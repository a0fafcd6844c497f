"""Surface syntax taken apart and put together again: the places in a formula, and new formulas that need no thought
about brackets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from auditor.elaborating.derivatives import derivation
from auditor.elaborating.names import spell, strip
from auditor.elaborating.vocabulary import TRANSPOSES
from auditor.parsing import syntax
from auditor.parsing.syntax import (
    Accent,
    Annotated,
    Bars,
    Binomial,
    Fence,
    Fraction,
    Group,
    Matrix,
    Node,
    Number,
    Product,
    Root,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
    walk,
)
from auditor.source import Span

Put = Callable[[Node], Node]


@dataclass(frozen=True)
class Place:
    """A part of a formula, and the formula with something else put there."""

    node: Node
    put: Put
    role: str  # "whole" | "term" | "factor" | "body" | "base" | "exponent" | "fraction" | "cell"
    outer: Node | None = None  # what it stands directly in

    @property
    def span(self) -> Span:
        return self.node.span


def places(root: Node) -> Iterator[Place]:
    """The parts of a formula that are formulas themselves, outside first; subscripts, bounds and d/dX are none."""
    yield from _inside(Place(root, lambda node: node, "whole"))


def _inside(place: Place) -> Iterator[Place]:
    yield place
    for part, put, role in _parts(place.node):
        outer, inner = place.put, put
        yield from _inside(Place(part, lambda node, outer=outer, inner=inner: outer(inner(node)), role, place.node))  # type: ignore[misc]


def _parts(node: Node) -> Iterator[tuple[Node, Put, str]]:
    match node:
        case Sum(terms=terms):
            for k, term in enumerate(terms):
                yield term, lambda new, k=k: with_term(node, k, new), "term"  # type: ignore[misc]
        case Product(factors=factors):
            for k, factor in enumerate(factors):
                yield factor, lambda new, k=k: with_factor(node, k, new), "factor"  # type: ignore[misc]
        case Fraction(numerator=above, denominator=below) if derivation(above, below) is None:
            yield above, lambda new: replace(node, numerator=unfenced(new)), "fraction"
            yield below, lambda new: replace(node, denominator=unfenced(new)), "fraction"
        case Scripts(base=base, sup=sup):
            yield base, lambda new: replace(node, base=atom(new)), "base"
            if sup is not None and not is_label(sup):
                yield sup, lambda new: replace(node, sup=new), "exponent"
        case Fence(body=body) if body is not None and not isinstance(body, Sequence):
            yield body, lambda new: replace(node, body=new), "body"
        case Bars(body=body) | Group(body=Node() as body) | Annotated(body=body) | Accent(body=body) if not isinstance(
            node, Accent
        ):
            yield body, lambda new: replace(node, body=new), "body"
        case Root(radicand=radicand):
            yield radicand, lambda new: replace(node, radicand=unfenced(new)), "body"
        case Binomial():
            return
        case Matrix(rows=rows):
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell is not None:
                        yield cell, lambda new, i=i, j=j: with_cell(node, i, j, new), "cell"  # type: ignore[misc]


def with_term(node: Sum, place: int, new: Node) -> Node:
    return summed(node.signs, (*node.terms[:place], new, *node.terms[place + 1 :]), node.span)


def with_factor(node: Product, place: int, new: Node) -> Node:
    return product((*node.factors[:place], new, *node.factors[place + 1 :]), node.operators, node.span)


def with_cell(node: Matrix, row: int, column: int, new: Node) -> Node:
    cells = (*node.rows[row][:column], new, *node.rows[row][column + 1 :])
    return replace(node, rows=(*node.rows[:row], cells, *node.rows[row + 1 :]))


def mapped(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The formula with every part for which `change` gives another one replaced, outside first; what is put in must be
    able to stand wherever it comes to stand."""
    return syntax.mapped(node, change, _renewed)


def _renewed(node: Node, **fresh: Any) -> Node:
    if isinstance(node, Scripts):
        fresh["base"] = atom(fresh["base"])
    return replace(node, **fresh)


# --- new formulas ---------------------------------------------------------------------------------------------------


def number(text: str | int, span: Span) -> Node:
    return Number(str(text), span=span)


def fenced(node: Node) -> Node:
    """The formula in round brackets."""
    return node if isinstance(node, Fence) and node.open == "(" else Fence("(", ")", node, span=node.span)


def unfenced(node: Node) -> Node:
    """The formula without round brackets around all of it, where braces hold it together."""
    match node:
        case Fence(open="(", close=")", body=Node() as body) if not isinstance(body, Sequence):
            return body
    return node


def atom(node: Node) -> Node:
    """The formula as something that scripts can hang on."""
    match node:
        case Symbol() | Fence() | Word() | Group() | Accent() | Bars() | Number():
            return node
    return fenced(node)


def factor(node: Node) -> Node:
    """The formula as something that can stand in a product."""
    return fenced(node) if isinstance(node, Sum) else node


def product(factors: tuple[Node, ...], operators: tuple[str, ...], span: Span) -> Node:
    """A product of formulas, flat where they are products themselves."""
    made: list[Node] = []
    signs: list[str] = []
    for place, one in enumerate(factors):
        if place:
            signs.append(operators[place - 1])
        beside = operators[max(0, place - 1) : place + 1]
        if isinstance(one, Product) and not any(beside) and not any(one.operators):
            made += one.factors
            signs += one.operators
        elif isinstance(one, Product) and (any(beside) or any(one.operators)):
            made.append(fenced(one))
        else:
            made.append(factor(one))
    return made[0] if len(made) == 1 else Product(tuple(made), tuple(signs), span=span)


def times(*factors: Node) -> Node:
    """Factors side by side; a factor 1 is left out."""
    kept = [one for one in factors if not (isinstance(one, Number) and one.text == "1")] or [factors[-1]]
    return product(tuple(kept), ("",) * (len(kept) - 1), covering(kept))


def length(node: Node) -> int:
    """How many parts a formula has."""
    return sum(1 for _ in walk(node))


def covering(nodes: tuple[Node, ...] | list[Node]) -> Span:
    span = nodes[0].span
    for node in nodes[1:]:
        span = span.cover(node.span)
    return span


def without(node: Product, start: int, end: int) -> Node | None:
    """The product without factors[start:end]; None where nothing is left."""
    factors = (*node.factors[:start], *node.factors[end:])
    if not factors:
        return None
    kept = node.operators[:start] + node.operators[end:] if end < len(node.factors) else node.operators[: start - 1]
    return product(factors, kept[: len(factors) - 1], node.span)


def with_run(node: Product, start: int, run: tuple[Node, ...]) -> Node:
    """The product with other factors in the place of as many."""
    return product((*node.factors[:start], *run, *node.factors[start + len(run) :]), node.operators, node.span)


def summed(signs: tuple[str, ...], terms: tuple[Node, ...], span: Span) -> Node:
    """Signed terms; a single one with a plus is itself."""
    made: list[tuple[str, Node]] = []
    for sign, term in zip(signs, terms, strict=True):
        match sign, term:
            case ("+", Sum(signs=inner, terms=parts)):
                made += zip(inner, parts, strict=True)
            case ("-", Sum(signs=(only,), terms=(part,))):
                made.append(("+" if only == "-" else "-", part))
            case _:
                made.append((sign, fenced(term) if isinstance(term, Sum) else term))
    if len(made) == 1 and made[0][0] == "+":
        return made[0][1]
    return Sum(tuple(sign for sign, _ in made), tuple(term for _, term in made), span=span)


def added(node: Node, sign: str, term: Node) -> Node:
    """The formula with a term behind it."""
    return summed(("+", sign), (node, term), node.span)


def negated(node: Node) -> Node:
    """The formula with the other sign: a difference turned round, else a minus in front."""
    match node:
        case Sum(signs=(sign,), terms=(term,)):
            return term if sign == "-" else summed(("-",), (term,), node.span)
        case Sum(signs=("+", "-"), terms=(one, two)):
            return summed(("+", "-"), (two, one), node.span)
        case Sum(signs=("-", "+"), terms=(one, two)):
            return summed(("+", "-"), (one, two), node.span)
        case Fraction(numerator=Sum(signs=("-",), terms=(above,))) if (
            derivation(node.numerator, node.denominator) is None
        ):
            return replace(node, numerator=above)
    if isinstance(node, Product) and (turned_round := _with_difference_turned(node)) is not None:
        return turned_round
    return summed(("-",), (factor(node),), node.span)


def _with_difference_turned(node: Product) -> Node | None:
    """A^T(b - c) as A^T(c - b), where a factor is a difference in round brackets, and surely no argument."""
    for place, one in enumerate(node.factors):
        before = node.factors[place - 1] if place else None
        if before is not None and not (
            isinstance(before, Fence | Number | Fraction) or (isinstance(before, Scripts) and is_transpose(before.sup))
        ):
            continue
        match one:
            case Fence(open="(", close=")", body=Sum(signs=("+", "-"), terms=(first, second)) as body):
                body = replace(body, terms=(second, first))
                return with_factor(node, place, replace(one, body=body))
    return None


def terms_of(node: Node) -> tuple[tuple[str, Node], ...]:
    """The signed terms that a formula is the sum of."""
    found = strip(node)
    if isinstance(found, Sum):
        return tuple(zip(found.signs, found.terms, strict=True))
    return (("+", node),)


def factors_of(node: Node) -> tuple[Node, ...]:
    found = strip(node)
    return found.factors if isinstance(found, Product) else (node,)


# --- superscripts ---------------------------------------------------------------------------------------------------


def is_label(sup: Node) -> bool:
    """A superscript that is no formula: a transpose, a star."""
    return is_transpose(sup) or spell(sup) in ("*", r"\ast", r"\star", r"\dagger", "+", "H", r"\prime")


def is_transpose(sup: Node | None) -> bool:
    return sup is not None and spell(sup) in TRANSPOSES


def turns(node: Node) -> bool:
    """The formula ends with a transpose: A^T, A', A^{-T}."""
    found = strip(node)
    if not isinstance(found, Scripts):
        return False
    return found.primes == 1 or is_transpose(found.sup) or _is_inverse_transpose(found.sup)


def _is_inverse_transpose(sup: Node | None) -> bool:
    found = strip(sup)
    return isinstance(found, Sum) and found.signs == ("-",) and is_transpose(found.terms[0])


def inverts(node: Node) -> bool:
    """The formula ends with an inverse: A^{-1}, A^{-T}."""
    found = strip(node)
    return isinstance(found, Scripts) and spell(found.sup).startswith("-")


def turned(node: Node, mark: Node) -> Node:
    """The transpose of a formula, in the spelling of `mark` (a superscript, or a prime)."""
    if turns(node):
        return unturned(node)
    span = node.span
    match node:
        case Scripts(sup=None, primes=0):
            return _marked(node, mark)
        case Scripts(sup=sup) if spell(sup) == "-1" and not _is_prime(mark):
            return replace(node, sup=Sum(("-",), (mark,), span=span))
    return _marked(Scripts(atom(node), span=span), mark)


def _marked(node: Scripts, mark: Node) -> Node:
    return replace(node, primes=1) if _is_prime(mark) else replace(node, sup=mark)


def _is_prime(mark: Node) -> bool:
    return isinstance(mark, Symbol) and mark.name == "'"


def unturned(node: Node) -> Node:
    """A formula without the transpose that it ends with."""
    found = strip(node)
    assert isinstance(found, Scripts)
    if _is_inverse_transpose(found.sup):
        return replace(found, sup=Sum(("-",), (Number("1", span=found.span),), span=found.span))
    if found.primes == 1:
        return _plain(replace(found, primes=0))
    return _plain(replace(found, sup=None))


def _plain(node: Scripts) -> Node:
    return node if node.sub is not None or node.sup is not None or node.primes else node.base


def raised(node: Node, exponent: Node) -> Node:
    """A power of a formula."""
    match node:
        case Scripts(sup=None, primes=0):
            return replace(node, sup=exponent)
    return Scripts(atom(node), sup=exponent, span=node.span)


def inverse_of(node: Node) -> Node:
    return raised(node, Sum(("-",), (Number("1", span=node.span),), span=node.span))


def unraised(node: Scripts) -> Node:
    """A formula without its superscript."""
    return _plain(replace(node, sup=None))
