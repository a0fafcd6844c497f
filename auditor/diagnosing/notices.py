"""What a reader should be told of the reading itself: how a sign was read, and letters that mean two things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from auditor.deciding.deciding import Decided
from auditor.diagnosing.writing import spelled
from auditor.elaborating.conforming import written_shape
from auditor.elaborating.elaboration import Elaboration, Inferred, TypedStep
from auditor.elaborating.names import spell
from auditor.elaborating.scope import Key
from auditor.findings import Finding, Label, finding
from auditor.parsing.statements import Declaration, Reading
from auditor.parsing.syntax import Node, Scripts, Symbol, walk
from auditor.source import Span

# Signs with several meanings that all fit by shape: how the sign is named, and what each reading is called.
NOTATIONS: Mapping[Key, tuple[str, Mapping[str, str]]] = {
    ("bars", ""): ("|·| around a matrix", {"determinant": "the determinant", "norm": "a norm"}),
    ("norm", ""): ("‖·‖ around a matrix", {"frobenius": "the Frobenius norm", "spectral": "the spectral norm"}),
    ("norm_2", ""): ("‖·‖₂ around a matrix", {"frobenius": "the Frobenius norm", "spectral": "the spectral norm"}),
}
SPREAD: Key = ("number plus vector", "")
WHOLE = frozenset({"integer", "natural", "index", "size", "positive integer"})  # properties of letters that count


def noticed(decided: Decided) -> tuple[Finding, ...]:
    """What is to be said of the document as a whole."""
    elaboration = decided.elaboration
    if elaboration.settled is None:
        return ()
    reading = elaboration.settled.reading
    return (
        *_ambiguous(elaboration),
        *_spread(elaboration),
        *_declared_twice(elaboration, reading),
        *_sizes_again(reading),
        *_identities(elaboration),
    )


def by_entries(step: TypedStep) -> Finding | None:
    """A matrix that is equated with an expression for its entries."""
    for whole, entry in ((step.left, step.right), (step.right, step.left)):
        if whole.term is None or entry.term is None or whole.written is None or entry.written is None:
            continue
        if whole.shape and not whole.term.shape and whole.term.indices and not entry.shape:
            return finding("W409", step.relation.span, whole=whole.written.latex, entry=entry.written.latex)
    return None


# --- signs -----------------------------------------------------------------------------------------------------------


def _chosen(elaboration: Elaboration, key: Key) -> tuple[str, TypedStep] | None:
    """The reading of a sign, with the first step that rests on it; None where no step does."""
    options = elaboration.asked.get(key, ())
    step = next((step for step in elaboration.steps if key in step.consulted), None)
    if len(options) < 2 or step is None:
        return None
    return elaboration.choices.get(key, options[0]), step


def _ambiguous(elaboration: Elaboration) -> Iterator[Finding]:
    for key, (notation, readings) in NOTATIONS.items():
        if (found := _chosen(elaboration, key)) is not None:
            option, step = found
            reading = readings.get(option, option)
            yield finding("W404", step.relation.span, notation=notation, reading=reading)


def _spread(elaboration: Elaboration) -> Iterator[Finding]:
    found = _chosen(elaboration, SPREAD)
    if found is not None and found[0] == "spread":
        yield finding("W405", found[1].relation.span, operand="a number", target="the entries of a vector")


# --- letters ---------------------------------------------------------------------------------------------------------


def _declared_twice(elaboration: Elaboration, reading: Reading) -> Iterator[Finding]:
    """One letter with two shapes: in one breath a contradiction, behind formulas a letter that is used again."""
    shapes = {(one.symbol, one.span): one for one in elaboration.symbols if one.origin == "stated" and one.shape}
    stated: dict[str, list[tuple[Declaration, Inferred]]] = {}
    for declaration in reading.declarations:
        if declaration.subject is None or declaration.shape is None or declaration.until is not None:
            continue
        known = shapes.get((spell(declaration.subject), declaration.span))
        if known is not None:
            stated.setdefault(known.symbol, []).append((declaration, known))
    for symbol, declared in stated.items():
        for (_, one), (last, other) in pairwise(declared):
            if one.shape == other.shape or one.span == other.span or one.shape is None or other.shape is None:
                continue
            if _section(reading, one.span) != _section(reading, other.span):
                continue
            first, second = written_shape(one.shape), written_shape(other.shape)
            if _apart(reading, one.span, other.span):
                yield finding("W407", last.span, symbol=symbol, first=first, second=second)
            else:
                labels = (Label(one.span, f"{symbol} is {first} here"),)
                yield finding("E209", last.span, labels=labels, symbol=symbol, first=first, second=second)


def _sizes_again(reading: Reading) -> Iterator[Finding]:
    """A letter that counts rows or columns, and is then declared to be any number."""
    counting: dict[str, Span] = {}
    for declaration in reading.declarations:
        symbol = spell(declaration.subject) if declaration.subject is not None else ""
        is_any_number = declaration.kind == "scalar" and not WHOLE & set(declaration.properties)
        counted = counting.get(symbol)
        if is_any_number and counted is not None and _apart(reading, counted, declaration.span):
            yield finding("W407", declaration.span, symbol=symbol, first="a size", second="a number")
            del counting[symbol]
        for size in declaration.shape or ():
            if isinstance(size, Symbol):
                counting.setdefault(spell(size), declaration.span)


def _apart(reading: Reading, one: Span, other: Span) -> bool:
    """A displayed relation stands between two places."""
    return any(
        statement.display and statement.relations and one.end <= statement.span.start < other.start
        for statement in reading.statements
    )


def _section(reading: Reading, span: Span) -> int:
    starts = [reading.statements[at].span.start for at in reading.sections if at < len(reading.statements)]
    return sum(start <= span.start for start in starts)


def _identities(elaboration: Elaboration) -> Iterator[Finding]:
    """`I_M` for a matrix M, where the identity of the size of M is meant."""
    told: set[str] = set()
    for step in elaboration.steps:
        for side in (step.left, step.right):
            if side.written is None or side.written.syntax is None or side.term is None:
                continue
            for node in walk(side.written.syntax):
                found = _named_like_matrix(node, step, elaboration, told)
                if found is not None:
                    yield found


def _named_like_matrix(node: Node, step: TypedStep, elaboration: Elaboration, told: set[str]) -> Finding | None:
    if not isinstance(node, Scripts) or node.sup is not None or not isinstance(node.sub, Symbol):
        return None
    name = spelled(node)
    if not isinstance(node.base, Symbol) or node.base.name != "I" or name in told or elaboration.settled is None:
        return None
    place = elaboration.settled.at(replace(step))
    matrix, identity = place.term(node.sub), place.term(node)
    if matrix is None or identity is None or len(matrix.shape) != 2 or matrix.is_scalar:
        return None
    told.add(name)
    return finding("W406", node.span, symbol=name, reading=f"I of {written_shape(identity.shape)}")
