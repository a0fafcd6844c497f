"""One mistake made everywhere in a formula: all transposes lost, all terms in the wrong order, a letter for another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.diagnosing.edits import Edit, Subject, is_derivative, is_operand
from auditor.diagnosing.trees import (
    Place,
    factor,
    inverts,
    mapped,
    number,
    product,
    raised,
    summed,
    turned,
    turns,
    unraised,
    unturned,
)
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Bars, Fence, Node, Number, Product, Scripts, Sum, Symbol


def everywhere(subject: Subject) -> Iterator[Edit]:
    """Edits that change all like parts of a formula together."""
    yield from _turned_atoms(subject)
    yield from _terms_in_order(subject)
    yield from _powers(subject)
    yield from _products(subject)
    yield from _replaced(subject)


def _edit(subject: Subject, code: str, node: Node, **fields: Node) -> Iterator[Edit]:
    if node != subject.root:
        yield Edit(code, node, subject.root.span, tuple(fields.items()), subject.root, node)


# --- transposes -----------------------------------------------------------------------------------------------------


def _turned_atoms(subject: Subject) -> Iterator[Edit]:
    """A factor that occurs several times transposed in all places; all factors transposed, or none."""
    counted: dict[Node, int] = {}
    for place in subject.places:
        if place.role in ("factor", "term", "body") and is_operand(place.node) and _is_atom(place.node):
            counted[place.node] = counted.get(place.node, 0) + 1
    for atom, count in counted.items():
        if count > 1:
            new = mapped(subject.root, lambda node, atom=atom: turned(node, subject.mark) if node == atom else None)  # type: ignore[misc]
            yield from _edit(subject, "E304" if turns(atom) else "E303", new, operand=atom)
    bare = mapped(subject.root, lambda node: unturned(node) if turns(node) else None)
    yield from _edit(subject, "E304", bare, operand=subject.root)
    for chosen in (_is_letter, inverts, lambda node: _is_letter(node) or inverts(node)):
        new = mapped(subject.root, lambda node, chosen=chosen: _turn(node, chosen, subject.mark))  # type: ignore[misc]
        yield from _edit(subject, "E303", new, operand=subject.root)
    swapped = mapped(subject.root, lambda node: _swap(node, subject.mark))
    yield from _edit(subject, "E305", swapped, written=subject.root, intended=swapped)


def _turn(node: Node, chosen: Callable[[Node], bool], mark: Node) -> Node | None:
    if turns(node):
        return node
    return turned(node, mark) if chosen(node) else node if isinstance(node, Scripts) else None


def _swap(node: Node, mark: Node) -> Node | None:
    if isinstance(node, Product) and len(node.factors) == 2 and any(map(turns, node.factors)):
        return product(tuple(turned(one, mark) for one in node.factors), node.operators, node.span)
    return None


def _is_letter(node: Node) -> bool:
    return isinstance(node, Symbol) and is_operand(node) and spell(node)[-1:].isalpha()


def _is_atom(node: Node) -> bool:
    return isinstance(strip(node), Symbol | Scripts | Fence) and not isinstance(strip(node), Number)


# --- orders ---------------------------------------------------------------------------------------------------------


def _terms_in_order(subject: Subject) -> Iterator[Edit]:
    """Every term, or every factor of a Kronecker product, turned round or with its first factor last."""
    for change in (_reversed, _rotated, _rotated_back):
        new = _of_terms(subject.root, change)
        if new is not None:
            yield from _edit(subject, "E306", new, first=subject.root, second=new)
    for place in subject.places:
        if isinstance(place.node, Sum) and place.role != "whole":
            for change in (_reversed, _rotated, _rotated_back):
                inner = _of_terms(place.node, change)
                if inner is not None:
                    yield from _edit(subject, "E306", place.put(inner), first=place.node, second=inner)


def _of_terms(node: Node, change: Callable[[tuple[Node, ...]], tuple[Node, ...]]) -> Node | None:
    if not isinstance(node, Sum) or len(node.terms) < 2:
        return None
    made = []
    for term in node.terms:
        found = strip(term)
        if isinstance(found, Product) and not any(found.operators):
            lead = [one for one in found.factors if isinstance(strip(one), Number)]
            rest = tuple(one for one in found.factors if not isinstance(strip(one), Number))
            factors = (*lead, *change(rest))
            made.append(product(factors, ("",) * (len(factors) - 1), found.span))
        else:
            made.append(term)
    return summed(node.signs, tuple(made), node.span)


def _reversed(factors: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(reversed(factors))


def _rotated(factors: tuple[Node, ...]) -> tuple[Node, ...]:
    return (*factors[1:], *factors[:1])


def _rotated_back(factors: tuple[Node, ...]) -> tuple[Node, ...]:
    return (*factors[-1:], *factors[:-1])


# --- powers ---------------------------------------------------------------------------------------------------------


def _powers(subject: Subject) -> Iterator[Edit]:
    """All norms squared or not, all inverses lost or put back, all exponents alike."""

    def squared(node: Node) -> Node | None:
        if isinstance(node, Scripts):
            base = node.base if isinstance(node.base, Bars) else None
            return raised(node, number(2, node.span)) if base is not None and node.sup is None else node
        return raised(node, number(2, node.span)) if isinstance(node, Bars) else None

    def plain(node: Node) -> Node | None:
        return unraised(node) if isinstance(node, Scripts) and isinstance(strip(node.sup), Number) else None

    def uninverted(node: Node) -> Node | None:
        return unraised(node) if isinstance(node, Scripts) and inverts(node) and not turns(node) else None

    for change in (squared, plain, uninverted):
        yield from _edit(subject, "E327", mapped(subject.root, change), base=subject.root)
    for letter in dict.fromkeys(place.node for place in subject.places if _is_letter(place.node)):
        minus = Sum(("-",), (Number("1", span=letter.span),), span=letter.span)

        def inverted(node: Node, letter: Node = letter, minus: Node = minus) -> Node | None:
            if isinstance(node, Scripts) or is_derivative(node):
                return node
            return raised(node, minus) if node == letter else None

        yield from _edit(subject, "E327", mapped(subject.root, inverted), base=letter)


# --- products -------------------------------------------------------------------------------------------------------


def _products(subject: Subject) -> Iterator[Edit]:
    """All products of one kind made products of another kind."""
    for old, new in (("", r"\odot"), (r"\odot", ""), (r"\otimes", ""), ("", r"\otimes")):

        def change(node: Node, old: str = old, new: str = new) -> Node | None:
            if isinstance(node, Product) and set(node.operators) == {old} and all(map(is_operand, node.factors)):
                return Product(node.factors, (new,) * len(node.operators), span=node.span)
            return None

        made = mapped(subject.root, change)
        yield from _edit(subject, "E321" if old == r"\odot" else "E331", made, written=subject.root, intended=made)


# --- letters --------------------------------------------------------------------------------------------------------


def _replaced(subject: Subject) -> Iterator[Edit]:
    """A letter made another factor wherever it stands."""
    own = dict.fromkeys(place.node for place in subject.places if _is_letter(place.node))
    for letter in own:
        for other in own:
            if other != letter:
                new = mapped(subject.root, lambda node, a=letter, b=other: b if node == a else a if node == b else None)  # type: ignore[misc]
                yield from _edit(subject, "E306", new, first=letter, second=other)
    for letter in own:
        for other in subject.atoms[:10]:
            if other != letter and letter not in _letters(other):
                stand_in = factor(other) if not isinstance(other, Product) else other
                new = _with(subject, letter, stand_in)
                yield from _edit(subject, "E330", new, written=letter, intended=other)


def _with(subject: Subject, letter: Node, other: Node) -> Node:
    changed = [place for place in subject.places if place.node == letter and place.role != "exponent"]
    if len(changed) < 2:
        return subject.root
    if isinstance(other, Symbol | Scripts | Fence):
        return mapped(subject.root, lambda node: other if node == letter else None)
    return mapped(subject.root, lambda node: Fence("(", ")", other, span=node.span) if node == letter else None)


def _letters(node: Node) -> set[Node]:
    return (
        {node, *(found for child in node.children for found in _letters(child))} if isinstance(node, Symbol) else set()
    )


def places_of(subject: Subject, role: str) -> list[Place]:
    return [place for place in subject.places if place.role == role]
