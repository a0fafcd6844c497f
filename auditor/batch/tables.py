"""A table of documents in, a table of results out: the one function that every engine runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from auditor.batch.child import Request
from auditor.batch.entries import Columns, Entry, Place, of_row
from auditor.batch.fuse import Fuse, borrowed
from auditor.batch.rows import Row, Status, without_audit
from auditor.batch.schema import RESULTS

# The column that holds whole files, where documents come so; a table of one's own has no column of that name.
FILE = "auditor.file"
SECONDS = 60.0
MEMORY = 1 << 30


@dataclass(frozen=True)
class Limits:
    """What a document may take: seconds, and bytes beyond what an idle process holds."""

    seconds: float = SECONDS
    memory: int = MEMORY


def audit_table(
    table: pa.Table,
    *,
    text_column: str = "text",
    id_column: str = "id",
    preamble_column: str = "preamble",
    budget: float = SECONDS,
    memory: int = MEMORY,
) -> pa.Table:
    """Audit every row of a table: a table with the schema `RESULTS`, one row for each and in the same order.

    `text_column` holds the documents, as text or as message lists; the columns for ids, and for texts to be read
    before the documents, need not be there. A document takes no longer than `budget` seconds and no more than
    `memory` bytes beyond what an idle process holds; one that crashes, hangs or eats memory is a row that says so.
    Raises KeyError where there is no column of texts.
    """
    with borrowed() as fuse:
        return audited(table, fuse, Limits(budget, memory), Columns(text_column, id_column, preamble_column))


def audited(table: pa.Table, fuse: Fuse, limits: Limits, columns: Columns) -> pa.Table:
    """`audit_table` in a given process."""
    if not set(columns.texts) & set(table.column_names):
        raise KeyError(f"no column {columns.text!r}; there are {', '.join(table.column_names)}")
    rows = [{"id": id} | _row(entry, fuse, limits) for id, entry in _entries(table, columns)]
    return pa.Table.from_pylist(rows, RESULTS)


def _row(entry: Entry, fuse: Fuse, limits: Limits) -> Row:
    if entry.problem:
        return without_audit(Status.UNREADABLE, entry.problem)
    request = Request(entry.place.id, entry.text, entry.preamble, entry.file, limits.seconds, limits.memory)
    return fuse.audit(request)


def _entries(table: pa.Table, columns: Columns) -> Iterator[tuple[str | None, Entry]]:
    """The documents of a table, each with its id where it has one."""
    wanted = table.select([name for name in (*columns.wanted, FILE) if name in table.column_names])
    number = 0
    for batch in wanted.to_batches(max_chunksize=64):
        for record in batch.to_pylist():
            number += 1
            entry = of_row(record, "<table>", number, columns) if record.get(FILE) is None else _file(record, columns)
            yield None if record.get(columns.id) is None else entry.place.id, entry


def _file(record: Row, columns: Columns) -> Entry:
    name = record[columns.id]
    return Entry(Place(name, name), file=record[FILE])
