"""Which declarations exclude each other where shapes clash: no fewer than it takes, each with its place."""

from __future__ import annotations

from dataclasses import replace

from auditor.deciding.deciding import Decided
from auditor.elaborating.conforming import written_shape
from auditor.elaborating.context import Known
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.restating import Restating, Settled
from auditor.elaborating.usage import letters_in
from auditor.findings import Finding, Label
from auditor.parsing.syntax import Node
from auditor.terms.dimension import ONE, Dimension, Shape

CLASHES = frozenset({"E201", "E202", "E204", "E205", "E211", "E212"})
MOST = 8  # letters whose declarations are looked at


def blamed(decided: Decided, step: TypedStep, found: Finding) -> Finding:
    """The finding, with a label for each declaration without which the two sides would fit."""
    settled = decided.elaboration.settled
    if settled is None or found.rule.code not in CLASHES:
        return found
    sides = [side.written.syntax if side.written is not None else None for side in (step.left, step.right)]
    left, right = sides
    if left is None or right is None:
        return found
    declared = _declared((left, right), settled, step)
    if len(declared) > MOST or _fit((left, right), frozenset(), settled, step):
        return found
    free: frozenset[str] = frozenset()
    said = " ".join(value for _, value in found.fields)
    for spelling in sorted(declared, key=lambda spelling: spelling in said):  # what the message speaks of stays
        if not _fit((left, right), free | {spelling}, settled, step):
            free |= {spelling}
    told = {label.span for label in found.labels}
    labels = [
        Label(known.span, f"{spelling} is {written_shape(known.shape)} here")
        for spelling, known in declared.items()
        if spelling not in free and known.span is not None and known.shape is not None and known.span not in told
    ]
    return replace(found, labels=(*found.labels, *labels))


def _declared(sides: tuple[Node, Node], settled: Settled, step: TypedStep) -> dict[str, Known]:
    """The letters in the two sides of which the text states the shape, in the order of the alphabet."""
    scope = settled.at(step).scope
    found: dict[str, Known] = {}
    for spelling in sorted(letters_in(sides[0]) | letters_in(sides[1])):
        known = scope.known(spelling)
        if known is not None and known.shape and known.span is not None and known.origin == "stated":
            found[spelling] = known
    return found


def _fit(sides: tuple[Node, Node], free: frozenset[str], settled: Settled, step: TypedStep) -> bool:
    """Whether the two sides make an equation once the sizes of some letters are open."""
    place = settled.at(step)
    for spelling in free:
        _open(spelling, place)
    return place.equated(*sides) is not None


def _open(spelling: str, place: Restating) -> None:
    scope = place.scope
    name = scope.name(spelling)
    scope.shapes[f"{name} {scope.kind(spelling)}"] = _opened(name, scope.shape_of(spelling))


def _opened(name: str, shape: Shape) -> Shape:
    """The shape with every size open; a column stays a column."""
    return tuple(size if size == ONE else Dimension.of(f"?{name}.open.{axis}") for axis, size in enumerate(shape))
