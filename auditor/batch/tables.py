"""A table of documents in, a table of results out: the one function that every engine runs."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from auditor.batch.child import Request
from auditor.batch.fuse import Fuse, borrowed
from auditor.batch.rows import Row, Status, without_audit
from auditor.batch.schema import RESULTS

# The column that holds whole files, where documents come so; a table of one's own has no column of that name.
FILE = "auditor.file"
SECONDS = 60.0
MEMORY = 1 << 30


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
        return audited(table, fuse, text_column, id_column, preamble_column, budget, memory)


def audited(
    table: pa.Table,
    fuse: Fuse,
    text_column: str = "text",
    id_column: str = "id",
    preamble_column: str = "preamble",
    budget: float = SECONDS,
    memory: int = MEMORY,
) -> pa.Table:
    """`audit_table` in a given process."""
    if text_column not in table.column_names:
        raise KeyError(f"no column {text_column!r}; there are {', '.join(table.column_names)}")
    rows = []
    for id, request in _requests(table, text_column, id_column, preamble_column, budget, memory):
        rows.append({"id": id} | (request if isinstance(request, dict) else fuse.audit(request)))
    return pa.Table.from_pylist(rows, RESULTS)


def _requests(
    table: pa.Table, text_column: str, id_column: str, preamble_column: str, budget: float, memory: int
) -> Iterator[tuple[str | None, Request | Row]]:
    from auditor.batch.messages import NoText, text_of

    columns = {"text": text_column, "id": id_column, "preamble": preamble_column, "file": FILE}
    for batch in table.select([c for c in columns.values() if c in table.column_names]).to_batches(max_chunksize=64):
        for row in batch.to_pylist():
            id, data = row.get(id_column), row.get(FILE)
            name = "<text>" if id is None else str(id)
            try:
                text, before = ("", "") if data is not None else text_of(row[text_column])
            except NoText as problem:
                yield id if id is None else name, without_audit(Status.UNREADABLE, str(problem))
                continue
            preamble = row.get(preamble_column)
            before = preamble if isinstance(preamble, str) else before
            yield id if id is None else name, Request(name, text, before, data, budget, memory)
