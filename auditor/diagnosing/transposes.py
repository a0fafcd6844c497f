"""Transposes: lost, one too many, on the wrong factor."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.diagnosing.edits import Edit, Subject, is_operand
from auditor.diagnosing.trees import Place, places, turned, turns, unturned
from auditor.elaborating.names import strip
from auditor.parsing.syntax import Bars, Node, Number, Product, Sum

ROLES = frozenset({"factor", "term", "whole", "body", "cell", "fraction"})


def _may_turn(place: Place, subject: Subject) -> bool:
    """Something that may be a matrix: no number, no entry with a row and a column."""
    found = strip(place.node)
    if place.role not in ROLES or not is_operand(place.node) or isinstance(found, Number | Bars):
        return False
    if subject.is_number(place.node):
        return False
    return place.role == "whole" or not isinstance(found, Sum | Product)


def extra_transpose(subject: Subject) -> Iterator[Edit]:
    for place in subject.places:
        if place.role in ROLES and turns(place.node):
            new = unturned(place.node)
            yield Edit("E304", place.put(new), place.span, (("operand", new),), place.node, new)


def dropped_transpose(subject: Subject) -> Iterator[Edit]:
    for place in subject.places:
        if _may_turn(place, subject) and not turns(place.node):
            new = turned(place.node, subject.mark)
            yield Edit("E303", place.put(new), place.span, (("operand", place.node),), place.node, new)


def misplaced_transpose(subject: Subject) -> Iterator[Edit]:
    """A transpose taken from one factor and put on another, anywhere in the formula."""
    marked = [k for k, place in enumerate(subject.places) if place.role in ROLES and turns(place.node)]
    bare = [
        k
        for k, place in enumerate(subject.places)
        if _may_turn(place, subject) and place.role != "whole" and not turns(place.node)
    ]
    for source in marked:
        for target in sorted(bare, key=lambda k: (abs(k - source), k)):
            one, other = subject.places[source].node, subject.places[target].node
            found = _moved(subject, source, target) if unturned(one) != other else None  # A^T and A: the order is wrong
            if found is not None:
                fields = (("written", one), ("intended", other))
                yield Edit("E305", found, subject.places[source].span, fields)


def _moved(subject: Subject, source: int, target: int) -> Node | None:
    """Both changes together; None where one of the places lies inside the other."""
    one, other = subject.places[source], subject.places[target]
    return exchanged(subject.root, {id(one.node): unturned(one.node), id(other.node): turned(other.node, subject.mark)})


def exchanged(root: Node, changes: dict[int, Node]) -> Node | None:
    """The formula with several parts replaced, each given by identity; None where one lies inside another."""
    for _ in range(len(changes)):
        found = next((place for place in places(root) if id(place.node) in changes), None)
        if found is None:
            return None
        new = changes.pop(id(found.node))
        root = found.put(new)
    return root
