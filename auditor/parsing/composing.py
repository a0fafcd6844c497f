"""From a document to what it says: pieces to rows, rows to clauses, clauses to statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.findings import Finding
from auditor.parsing.clauses import ORDER, Clause, clauses
from auditor.parsing.linking import Placed, linked
from auditor.parsing.operands import LENGTH_LIMIT, missing, spoken_of, written
from auditor.parsing.prose import Surroundings, stance, surroundings
from auditor.parsing.rows import Row, joined, rows
from auditor.parsing.statements import Declaration, LayoutStatement, Reading, Statement, Written
from auditor.parsing.tokens import Token
from auditor.reading.document import Document, Mathematics, Prose
from auditor.source import LINE_END, Span
from auditor.verdicts import Relation, Stance

_MARKS = re.compile(r"[\s.,;:>*_|•+-]*")
_STEP = re.compile(r"[\s>#*_]*(?:step|part)\b|[\s>#*_]*\(?[a-z0-9]{1,2}\)", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|for (?:all|any|every|each|some)|when|whenever|where|while|unless)$", re.IGNORECASE)
_SUPPOSITIONS = re.compile(r"\b(?:suppose|assume|assuming|if)\b", re.IGNORECASE)


def parse(document: Document) -> Reading:
    """Everything that the document says; total on any document."""
    findings: list[Finding] = []
    placed = list(_placed(document, findings))
    statements = tuple(linked(placed, _turns(document)))
    declarations, layouts = _declarations(document, statements)
    prose = " ".join(piece.text.characters for piece in document.pieces if isinstance(piece, Prose))
    return Reading(statements, declarations, layouts, _sections(document, statements), tuple(findings), prose)


def _declarations(
    document: Document, statements: tuple[Statement, ...]
) -> tuple[tuple[Declaration, ...], tuple[LayoutStatement, ...]]:
    from auditor.parsing import declarations  # only now: it takes lark along

    return declarations.find(document, statements)


def _turns(document: Document) -> list[int]:
    """The breaks that no formula goes on across: not a heading that only numbers the steps of one derivation."""
    source = document.source
    return [place for place in document.breaks if not _STEP.match(source.line(source.position(place).line))]


def _sections(document: Document, statements: Sequence[Statement]) -> tuple[int, ...]:
    starts = [statement.span.start for statement in statements]
    found = (next((k for k, start in enumerate(starts) if start >= place), None) for place in document.breaks)
    return tuple(dict.fromkeys(k for k in found if k is not None))


# Statements, piece by piece


def _placed(document: Document, findings: list[Finding]) -> Iterator[Placed]:
    pieces = document.pieces
    for group in _groups(document):
        around = {number: surroundings(pieces, number) for number in group}
        for row in joined([row for number in group for row in _rows(document, number)]):
            piece = _mathematics(document, row.piece)
            manner = _Manner(row, piece.display or _is_alone(document, piece), around[row.piece])
            adjacent = row.opens_piece and _is_adjacent(pieces, row.piece)
            for number, statement in enumerate(manner.statements(findings)):
                placed = replace(statement, opens_row=number == 0)
                yield Placed(placed, opens_row=number == 0, adjacent=adjacent)


def _groups(document: Document) -> Iterator[list[int]]:
    """Pieces whose rows may go on in one another: displays with only blanks between them; any other piece by itself."""
    group: list[int] = []
    for number, piece in enumerate(document.pieces):
        if isinstance(piece, Mathematics):
            if group and not (piece.display and _mathematics(document, group[-1]).display):
                yield group
                group = []
            group.append(number)
        elif group and piece.text.characters.strip():
            yield group
            group = []
    if group:
        yield group


def _mathematics(document: Document, number: int) -> Mathematics:
    piece = document.pieces[number]
    assert isinstance(piece, Mathematics)
    return piece


def _rows(document: Document, number: int) -> list[Row]:
    piece = _mathematics(document, number)
    if len(piece.text) <= LENGTH_LIMIT:
        return rows(piece.text, number, piece.environment)
    return [Row((Token("ERROR", "", piece.text, 0, len(piece.text), note="the formula is too long"),), number)]


MOST_MARKS = 40  # characters beside an inline formula that is alone on its line


def _is_alone(document: Document, piece: Mathematics) -> bool:
    """An inline formula that is all there is on its line."""
    text = document.source.text
    first, last = max(0, piece.span.start - MOST_MARKS), piece.span.end + MOST_MARKS
    before, after = LINE_END.split(text[first : piece.span.start]), LINE_END.split(text[piece.span.end : last])
    if (first and len(before) == 1) or (last < len(text) and len(after) == 1):
        return False
    around = before[-1] + after[0]
    return len(around) < MOST_MARKS and _MARKS.fullmatch(around) is not None


def _is_adjacent(pieces: Sequence[Prose | Mathematics], number: int) -> bool:
    """Nothing but blanks and punctuation between this formula and the one before."""
    before = pieces[number - 1] if number else None
    return before is not None and (isinstance(before, Mathematics) or bool(_MARKS.fullmatch(before.text.characters)))


@dataclass(frozen=True)
class _Manner:
    """A row and the way in which it is put."""

    row: Row
    display: bool
    around: Surroundings

    def statements(self, findings: list[Finding]) -> Iterator[Statement]:
        first = True
        for clause in clauses(self.row.tokens):
            statement = self.statement(clause, findings)
            if statement is not None:
                lead = self.around.lead if first and self.row.opens_piece else ""
                yield replace(statement, lead=" ".join(filter(None, (lead, clause.lead))))
                first = False

    def statement(self, clause: Clause, findings: list[Finding]) -> Statement | None:
        operands: list[Written | None] = []
        for place, tokens in enumerate(clause.operands):
            if tokens:
                operands.append(written(tokens, findings, related=bool(clause.relations)))
            else:
                outer = place in (0, len(clause.operands) - 1)
                operands.append(None if outer else missing(clause.relations[place]))
        relations = tuple(Relation(token.value, _sign_span(token)) for token in clause.relations)
        if not any(operands) and not relations:
            return None
        if not any(operands):  # a sign by itself: spoken of in a sentence, lost in a display
            lost = len(self.row.tokens) > 1
            operands = [None, missing(clause.relations[0])] if lost else [spoken_of(clause.relations[0])]
            relations = relations[:1] if lost else ()
        annotation = " ".join(" ".join(clause.notes).split())
        display = self.display and not clause.aside
        return Statement(
            tuple(operands),
            relations,
            display,
            self.row.piece,
            self.stance(clause),
            annotation=annotation,
            aside=clause.aside,
            alternative=clause.alternative,
        )

    def stance(self, clause: Clause) -> Stance:
        if clause.asked:
            return Stance.ASKED
        if _SUPPOSITIONS.search(clause.lead) or (_restricts(clause) and _FOR.search(self.around.lead)):
            return Stance.SUPPOSED
        return Stance.ASSERTED if clause.aside else stance(self.around)


def _restricts(clause: Clause) -> bool:
    """An inequality, or a value for one letter: behind "for" it says of what a claim holds."""
    values = [token.value for token in clause.relations]
    return bool(values) and (set(values) <= ORDER or (values == ["="] and len(clause.operands[0]) == 1))


def _sign_span(token: Token) -> Span:
    """The place of the sign itself, not of the label above it."""
    if token.note not in ("labelled", "asked"):
        return token.span
    sign = re.search(r"(:?=|[<>]|\\[A-Za-z]+)\s*\}?$", token.written)
    start = token.start + sign.start() if sign else token.start
    end = start + len(sign[1]) if sign else token.end
    return token.text.span(start, end)
