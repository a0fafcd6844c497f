"""One document read behind another one: what the first declares and defines holds in the second."""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.findings import Finding, Label
from auditor.reading.document import Document, Mathematics, Prose, Repair
from auditor.source import Position, Source, Span, Text

_BETWEEN = "\n\n"


@dataclass(frozen=True)
class Behind:
    """The second of two joined documents: places are counted in it alone."""

    first: Source
    second: Source
    start: int  # of the second document in the joined text

    @property
    def text(self) -> str:
        return self.second.text if self.second.origin is None else self.second.origin.text

    def place(self, start: int, end: int) -> tuple[Position, Position]:
        if start < self.start:
            length = len(self.first.text)
            return self.first.place(Span(min(start, length), min(end, length)))
        return self.second.place(Span(start - self.start, end - self.start))


def joined(first: Document, second: Document) -> Document:
    """Both documents as one, with the second's name; its places are those of the second document in its own file."""
    start = len(first.source.text) + len(_BETWEEN)
    text = first.source.text + _BETWEEN + second.source.text
    source = Source(second.source.name, text, Behind(first.source, second.source, start))
    return Document(
        source,
        (*first.pieces, *(_piece(piece, start) for piece in second.pieces)),
        (*first.repairs, *(_repair(repair, start) for repair in second.repairs)),
        (*first.findings, *(_finding(found, start) for found in second.findings)),
        (*first.breaks, *(place + start for place in second.breaks)),
    )


def start_of_second(document: Document) -> int:
    """Where the second document begins in the text of a joined one; 0 in one that is not joined."""
    origin = document.source.origin
    return origin.start if isinstance(origin, Behind) else 0


def _span(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _text(text: Text, by: int) -> Text:
    return Text(text.characters, tuple(k + by for k in text.starts), tuple(k + by for k in text.ends))


def _piece(piece: Prose | Mathematics, by: int) -> Prose | Mathematics:
    if isinstance(piece, Prose):
        return Prose(_text(piece.text, by))
    return replace(piece, text=_text(piece.text, by), span=_span(piece.span, by))


def _repair(repair: Repair, by: int) -> Repair:
    return replace(repair, span=_span(repair.span, by))


def _finding(found: Finding, by: int) -> Finding:
    labels = tuple(Label(_span(label.span, by), label.text) for label in found.labels)
    return replace(found, span=_span(found.span, by), labels=labels)
