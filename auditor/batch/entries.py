"""One document of the input: where it stands, what is to be audited, and what is already known of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from auditor.batch.messages import NoText, encodable, text_of

# Where conversations stand when there is no column of texts.
_CONVERSATIONS = ("messages", "conversations", "conversation")


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns of a table of documents; all but that of the texts may be missing."""

    text: str = "text"
    id: str = "id"
    preamble: str = "preamble"
    labels: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns that may hold the documents: the first that a table has does."""
        return (self.text, *_CONVERSATIONS)

    @property
    def wanted(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.texts, self.id, self.preamble, *self.labels)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document comes from, and what is known of it beforehand."""

    id: str
    source: str
    row: int | None = None  # counted from 1; none where the file is the document
    label: str | None = None  # what the label columns hold, as JSON


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to audit, as text or as a file's bytes; `problem` says why there is neither."""

    place: Place
    text: str = ""
    preamble: str = ""
    file: bytes | None = None
    problem: str = ""

    @property
    def size(self) -> int:
        return len(self.text) + len(self.preamble) + len(self.file or b"")

    def digest(self, scope: bytes) -> bytes:
        """What the result depends on, the place not among it; `scope` stands for version and options."""
        kind = PurePath(self.place.source).suffix.lower() if self.file is not None else ""
        found = hashlib.sha256(scope)
        for part in (kind.encode(), self.problem.encode(), self.text.encode(), self.preamble.encode()):
            found.update(len(part).to_bytes(8, "big") + part)
        found.update(self.file or b"")
        return found.digest()[:16]


def of_row(record: Any, source: str, row: int, columns: Columns) -> Entry:
    """The document that a row of a table holds."""
    if not isinstance(record, Mapping):
        return Entry(Place(f"{source}:{row}", source, row), problem="not an object with columns")
    id = record.get(columns.id)
    named = id if isinstance(id, str) else f"{source}:{row}" if id is None else json.dumps(id, default=str)
    place = Place(encodable(named), source, row, _label(record, columns.labels))
    try:
        text, before = text_of(_text(record, columns))
    except NoText as problem:
        return Entry(place, problem=str(problem))
    preamble = record.get(columns.preamble)
    return Entry(place, text, encodable(preamble) if isinstance(preamble, str) else before)


def _text(record: Mapping[str, Any], columns: Columns) -> Any:
    for name in columns.texts:
        if name in record:
            return record[name]
    raise NoText(f"no column {columns.text!r}")


def _label(record: Mapping[str, Any], columns: tuple[str, ...]) -> str | None:
    """One label as its value, several as an object; missing ones are no labels."""
    found = {name: record[name] for name in columns if record.get(name) is not None}
    if not found:
        return None
    return json.dumps(next(iter(found.values())) if len(columns) == 1 else found, default=str)
