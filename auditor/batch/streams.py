"""The documents of files, one after another: no file is ever held as a whole, and no row is lost for being broken."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from auditor.batch.entries import Columns, Entry, Place, of_row
from auditor.batch.inputs import File, Kind
from auditor.reading.formats.opening import MOST_BYTES

_ROWS = 64
_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}
_CHUNK = 1 << 20


class Stream:
    """The documents of all files; `read` counts the bytes of input behind them, `problems` holds what went wrong."""

    def __init__(self, files: Iterable[File], columns: Columns) -> None:
        self.read = 0
        self.problems: list[str] = []
        self._files, self._columns = files, columns

    def __iter__(self) -> Iterator[Entry]:
        before = 0
        for file in self._files:
            yield from self._entries(file, before)
            before += file.size
            self.read = before

    def _entries(self, file: File, before: int) -> Iterator[Entry]:
        def seen(share: float) -> None:
            self.read = before + min(file.size, int(share))

        match file.kind:
            case Kind.DOCUMENT:
                yield _document(file)
            case Kind.LINES:
                yield from self._said(file, _lines(file, self._columns, seen))
            case Kind.PARQUET:
                yield from self._said(file, _parquet(file, self._columns, seen))

    def _said(self, file: File, entries: Iterator[Entry]) -> Iterator[Entry]:
        """What breaks a table off is a row of its own, and said at the end."""
        row = 0
        try:
            for entry in entries:
                row = entry.place.row or row
                yield entry
        except (OSError, EOFError, pa.ArrowException) as problem:
            reason = " ".join(str(problem).split()) or type(problem).__name__
            said = f"cannot be read from row {row + 1} on: {reason}"
            self.problems.append(f"{file.path}: {said}")
            yield Entry(Place(f"{file.path}:{row + 1}", file.path, row + 1), problem=said)


def _document(file: File) -> Entry:
    place = Place(file.path, file.path)
    try:
        with open(file.path, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as problem:
        return Entry(place, problem=problem.strerror or str(problem))
    if len(data) > MOST_BYTES:
        return Entry(place, problem=f"larger than {MOST_BYTES // 1_000_000} MB")
    return Entry(place, file=data)


# JSON lines


def _lines(file: File, columns: Columns, seen: Callable[[float], None]) -> Iterator[Entry]:
    ending = next((ending for ending in _COMPRESSIONS if file.path.lower().endswith(ending)), "")
    with open(file.path, "rb") as raw:
        stream = pa.CompressedInputStream(raw, _COMPRESSIONS[ending]) if ending else raw
        for row, (line, place) in enumerate(_broken(stream, raw.tell), 1):
            seen(place)
            if line is None:
                yield _failed(file, row, f"a line of more than {MOST_BYTES // 1_000_000} MB")
            elif line.strip():
                yield _line(file, row, line, columns)


def _broken(stream: IO[bytes], tell: Callable[[], int]) -> Iterator[tuple[bytes | None, float]]:
    """The lines of a stream, each with the place in the file where it ends, as `tell` counts that.

    Nothing stands for a line that is too long to be held.
    """
    held = bytearray()
    too_long = False
    place = float(tell())
    while chunk := stream.read(_CHUNK):
        a_byte = (tell() - place) / len(chunk)
        *ended, rest = chunk.split(b"\n")
        for end in ended:
            held += end
            place += a_byte * (len(end) + 1)
            yield None if too_long else bytes(held), place
            held.clear()
            too_long = False
        held += rest
        place = float(tell())
        if len(held) > MOST_BYTES:
            too_long = True
            held.clear()
    if held or too_long:
        yield None if too_long else bytes(held), place


def _line(file: File, row: int, line: bytes, columns: Columns) -> Entry:
    try:
        record: Any = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode())
    except RecursionError:
        return _failed(file, row, "not JSON that can be read: nested too deeply")
    except ValueError as problem:
        return _failed(file, row, f"not JSON: {problem}")
    return of_row(record, file.path, row, columns)


def _failed(file: File, row: int, problem: str) -> Entry:
    return Entry(Place(f"{file.path}:{row}", file.path, row), problem=problem)


# Parquet


def _parquet(file: File, columns: Columns, seen: Callable[[float], None]) -> Iterator[Entry]:
    with pq.ParquetFile(file.path) as table:
        names = [name for name in columns.wanted if name in table.schema_arrow.names]
        row, count = 0, max(1, table.metadata.num_rows)
        for batch in table.iter_batches(_ROWS, columns=names):
            for record in batch.to_pylist():
                row += 1
                seen(file.size * row / count)
                yield of_row(record, file.path, row, columns)
