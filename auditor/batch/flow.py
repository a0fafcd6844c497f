"""Documents on their way from the input through the workers into the parts of the output."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import astuple, dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from auditor.batch.entries import Entry, Place
from auditor.batch.ledger import Ledger, Part
from auditor.batch.parts import Format, is_there, remove_from, write_part
from auditor.batch.rows import Row, Status, without_audit
from auditor.batch.tables import FILE
from auditor.batch.tally import Tally
from auditor.batch.workers import NoWorkers, Workers, is_gone, is_lost

PART = 1000  # documents in a part of the output
_BATCH = 8  # documents that a worker is handed at a time, at most
_BATCH_SIZE = 1 << 20  # and how much text
_WAITING = 64 * PART  # documents that may wait for one before them
_LOSSES = 10  # how often a batch may lose its worker
_PATIENCE = 10.0
_TABLE = pa.schema([("id", pa.string()), ("text", pa.string()), ("preamble", pa.string()), (FILE, pa.binary())])


@dataclass(frozen=True, slots=True)
class _Record:
    """What is remembered of a document until its part is written."""

    place: Place
    digest: bytes


class Flow:
    """Takes documents in; results go into the ledger as they come, and into parts in the order of the input."""

    def __init__(self, folder: Path, format: Format, ledger: Ledger, workers: Workers, scope: bytes) -> None:
        self.tally = Tally()
        self.parts = 0
        self.audited = self.reused = 0
        self.waits = False  # nobody is there to audit anything just now
        self.watch: Callable[[], None] = lambda: None  # called whenever something is done, and now and then
        self._folder, self._format, self._ledger, self._workers, self._scope = folder, format, ledger, workers, scope
        self._records: deque[_Record] = deque()  # those of which no part is written, in the order of the input
        self._batch: list[tuple[bytes, Entry]] = []
        self._full = 1  # documents that make a batch
        self._missing: set[bytes] = set()  # digests that are in the batch or with a worker
        self._with_workers: dict[Future[pa.Table], tuple[list[tuple[bytes, Entry]], int]] = {}

    @property
    def done(self) -> int:
        return self.audited + self.reused

    @property
    def taken(self) -> int:
        return self.tally.documents + len(self._records)

    def take(self, entry: Entry) -> None:
        """Take a document in; waits where the workers are behind."""
        digest = entry.digest(self._scope)
        self._records.append(_Record(entry.place, digest))
        if digest in self._missing or digest in self._ledger:
            self.reused += 1
        elif entry.problem:
            self._ledger.add([(digest, without_audit(Status.UNREADABLE, entry.problem))])
            self.audited += 1
        else:
            self._missing.add(digest)
            self._batch.append((digest, entry))
            if len(self._batch) >= self._full or sum(entry.size for _, entry in self._batch) >= _BATCH_SIZE:
                self._hand_out()
        if len(self._records) >= PART:
            self._write_parts(PART)
            self.watch()
        while len(self._records) > _WAITING and self._with_workers:
            self._collect()

    def finish(self) -> None:
        """Wait for what is under way, and write the last part."""
        self._hand_out()
        while self._with_workers:
            self._collect()
        self._write_parts(1)
        self._ledger.forget_parts_from(self.parts)
        remove_from(self._folder, self.parts)

    def _hand_out(self) -> None:
        if self._batch:
            while len(self._with_workers) >= 2 * (slots := max(1, self._workers.slots())):
                self._collect()
            # The first batches are small, so that a few documents are shared out as well.
            self._full = min(_BATCH, 1 + self.audited // (8 * slots))
            batch, self._batch = self._batch, []
            self._submit(batch, 0)

    def _submit(self, batch: list[tuple[bytes, Entry]], losses: int) -> None:
        rows = [
            {"id": entry.place.source, "text": entry.text, "preamble": entry.preamble, FILE: entry.file}
            for _, entry in batch
        ]
        self._with_workers[self._workers.submit(pa.Table.from_pylist(rows, _TABLE))] = batch, losses

    def _collect(self) -> None:
        """Wait for a worker, and keep what it brings."""
        brought, _ = wait(self._with_workers, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
        self.waits = not self._workers.slots()
        for future in brought:
            batch, losses = self._with_workers.pop(future)
            failure = CancelledError() if future.cancelled() else future.exception()
            if failure is not None:
                self._mend(failure, batch, losses)
                continue
            rows = future.result().drop_columns("id").to_pylist()
            digests = [digest for digest, _ in batch]
            self._ledger.add(zip(digests, rows, strict=True))
            self._missing.difference_update(digests)
            self.audited += len(rows)
        self._write_parts(PART)
        self.watch()

    def _mend(self, failure: BaseException, batch: list[tuple[bytes, Entry]], losses: int) -> None:
        if is_gone(failure):
            raise NoWorkers("the scheduler is gone") from failure
        if not is_lost(failure):
            raise failure
        if losses >= _LOSSES:
            raise NoWorkers(
                f"{_LOSSES} workers died of the same documents, from {batch[0][1].place.id} on"
            ) from failure
        self._submit(batch, losses + 1)

    # The parts of the output

    def _write_parts(self, least: int) -> None:
        """Write the parts whose documents are all done; `least` documents make one."""
        while len(self._records) >= least:
            records = list(islice(self._records, PART))
            if any(record.digest in self._missing for record in records):
                return
            self._write_part(records)
            for _ in records:
                self._records.popleft()

    def _write_part(self, records: list[_Record]) -> None:
        digest = self._digest(records)
        part = self._ledger.part(self.parts)
        if part is None or part.digest != digest or not is_there(self._folder, part.files):
            # What follows was made of other documents, or of these in other places.
            self._ledger.forget_parts_from(self.parts)
            remove_from(self._folder, self.parts)
            part = self._written(records, digest)
            self._ledger.keep_part(part)
        self.tally.add(part.tally)
        self.parts += 1

    def _written(self, records: list[_Record], digest: bytes) -> Part:
        tally = Tally()

        def rows() -> Iterator[tuple[Place, Row]]:
            found = self._ledger.rows(record.digest for record in records)
            for record, row in zip(records, found, strict=True):
                tally.count(record.place, row)
                yield record.place, row

        files = write_part(self._folder, self.parts, self._format, rows())
        return Part(self.parts, digest, files, tally)

    def _digest(self, records: list[_Record]) -> bytes:
        found = hashlib.sha256(self._format.value.encode())
        for record in records:
            found.update(json.dumps(astuple(record.place)).encode() + record.digest)
        return found.digest()
