"""The files of the output, written whole or not at all: documents and steps, a part at a time."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from auditor.batch.entries import Place
from auditor.batch.rows import Row
from auditor.batch.schema import DOCUMENTS, STEPS

_UNFINISHED = ".unfinished"
_PART = re.compile(r"(?:documents|steps)-(\d{6,})\.(?:jsonl|parquet)")
_ROWS = 64  # documents that are written together


class Format(StrEnum):
    JSONL = "jsonl"
    PARQUET = "parquet"


def names(number: int, format: Format) -> tuple[str, str]:
    """The files of a part: documents, and steps."""
    return f"documents-{number:06}.{format.value}", f"steps-{number:06}.{format.value}"


def write_part(folder: Path, number: int, format: Format, rows: Iterable[tuple[Place, Row]]) -> dict[str, int]:
    """Write a part; its files with their sizes. Where that fails, no file of the part is there."""
    written = names(number, format)
    with ExitStack() as stack:
        documents, steps = (
            stack.enter_context(_Writing(stack.enter_context(whole(folder / name)), format, schema))
            for name, schema in zip(written, (DOCUMENTS, STEPS), strict=True)
        )
        for place, row in rows:
            where = {"id": place.id, "source": place.source, "row": place.row}
            kept = {name: value for name, value in row.items() if name != "steps"}
            documents.add(where | {"label": place.label} | kept)
            for step in row["steps"]:
                steps.add(where | step)
    return {name: (folder / name).stat().st_size for name in written}


def is_there(folder: Path, files: dict[str, int]) -> bool:
    """Whether files are there with these sizes."""
    with suppress(OSError):
        return all((folder / name).stat().st_size == size for name, size in files.items())
    return False


def remove_from(folder: Path, number: int) -> None:
    """Remove the files of a part and of all that come after it, in whatever format."""
    for path in folder.iterdir():
        found = _PART.fullmatch(path.name)
        if found and int(found[1]) >= number:
            path.unlink()


def clear_unfinished(folder: Path) -> None:
    """Remove what a run that was ended was about to write."""
    for path in folder.glob(f"*{_UNFINISHED}"):
        path.unlink()


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place when it is complete and on the disk."""
    unfinished = path.with_name(path.name + _UNFINISHED)
    try:
        with unfinished.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


class _Sink(Protocol):
    def add(self, rows: list[Row]) -> None: ...

    def close(self) -> None: ...


class _Writing:
    """Rows on their way to a file, a few at a time."""

    def __init__(self, stream: IO[bytes], format: Format, schema: pa.Schema) -> None:
        self._rows: list[Row] = []
        self._sink: _Sink = _Lines(stream, schema) if format is Format.JSONL else _Parquet(stream, schema)

    def __enter__(self) -> _Writing:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._sink.add(self._rows)
            self._sink.close()

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _ROWS:
            self._sink.add(self._rows)
            self._rows = []


class _Lines:
    def __init__(self, stream: IO[bytes], schema: pa.Schema) -> None:
        self._stream, self._names = stream, schema.names

    def add(self, rows: list[Row]) -> None:
        for row in rows:
            ordered: dict[str, Any] = {name: row[name] for name in self._names}
            self._stream.write(json.dumps(ordered, allow_nan=False).encode() + b"\n")

    def close(self) -> None:
        pass


class _Parquet:
    def __init__(self, stream: IO[bytes], schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = pq.ParquetWriter(stream, schema, compression="zstd")

    def add(self, rows: list[Row]) -> None:
        if rows:
            self._writer.write_table(pa.Table.from_pylist(rows, self._schema))

    def close(self) -> None:
        self._writer.close()
