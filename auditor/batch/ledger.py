"""What is done, on disk: every result under what it depends on, and the parts of the output that are complete.

An SQLite file, so that whatever ends a run, a result is in it as a whole or not at all.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.batch.rows import Row
from auditor.batch.tally import Tally

NAME = "ledger.sqlite"
_FORMAT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS results (digest BLOB PRIMARY KEY, scope BLOB NOT NULL, row BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL, files TEXT NOT NULL, tally TEXT NOT NULL
);
"""


class Occupied(Exception):
    """Another run writes here, or what is here is no ledger; the message says which."""


@dataclass(frozen=True)
class Part:
    """A part of the output as it was written: what it was made of, its files with their sizes, and its figures."""

    number: int
    digest: bytes
    files: dict[str, int]
    tally: Tally


class Ledger:
    """The ledger of one output folder; only one run may have it open."""

    def __init__(self, folder: Path, scope: bytes) -> None:
        self._scope = scope
        self._file = sqlite3.connect(folder / NAME, timeout=0.5, isolation_level=None)
        try:
            self._open()
        except sqlite3.Error as problem:
            self._file.close()
            if "locked" in str(problem):
                raise Occupied("another run is writing there") from problem
            if isinstance(problem, sqlite3.OperationalError):
                raise
            raise Occupied(f"{NAME} is not a ledger of this program: {problem}") from problem

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __contains__(self, digest: bytes) -> bool:
        return self._file.execute("SELECT 1 FROM results WHERE digest = ?", (digest,)).fetchone() is not None

    def add(self, results: Iterable[tuple[bytes, Row]]) -> None:
        """Keep results; they are there when this returns, all of them or none."""
        packed = [(digest, self._scope, _packed(row)) for digest, row in results]
        self._file.execute("BEGIN IMMEDIATE")
        try:
            self._file.executemany("INSERT OR IGNORE INTO results VALUES (?, ?, ?)", packed)
            self._file.execute("COMMIT")
        except BaseException:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise

    def rows(self, digests: Iterable[bytes]) -> Iterator[Row]:
        """The results kept under digests, in their order."""
        for digest in digests:
            (row,) = self._file.execute("SELECT row FROM results WHERE digest = ?", (digest,)).fetchone()
            yield json.loads(zlib.decompress(row))

    def part(self, number: int) -> Part | None:
        found = self._file.execute("SELECT number, digest, files, tally FROM parts WHERE number = ?", (number,))
        return next((_part(*row) for row in found), None)

    def keep_part(self, part: Part) -> None:
        values = (part.number, part.digest, json.dumps(part.files), json.dumps(part.tally.to_dict()))
        self._file.execute("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)", values)

    def forget_parts_from(self, number: int) -> None:
        self._file.execute("DELETE FROM parts WHERE number >= ?", (number,))

    def forget_other_scopes(self) -> None:
        """Drop what other versions and options left."""
        self._file.execute("DELETE FROM results WHERE scope <> ?", (self._scope,))

    def _open(self) -> None:
        # Exclusive locking keeps the index of the log in this process's own memory; a full disk is an error then,
        # where memory that is mapped to a file would end the process.
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
            self._file.execute(f"PRAGMA {pragma}").fetchall()
        with closing(self._file.execute("PRAGMA user_version")) as found:
            (format,) = found.fetchone()
        if format not in (0, _FORMAT):
            raise sqlite3.DatabaseError("another format")
        self._file.executescript(_TABLES + f"PRAGMA user_version = {_FORMAT};")


def _part(number: int, digest: bytes, files: str, tally: str) -> Part:
    return Part(number, digest, json.loads(files), Tally.of_dict(json.loads(tally)))


def _packed(row: Row) -> bytes:
    found: Any = json.dumps(row, separators=(",", ":"))
    return zlib.compress(found.encode(), 6)
