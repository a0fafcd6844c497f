"""The files that inputs stand for: folders, patterns, tables and single documents, in a fixed order and each once."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_DOCUMENTS = (
    ".md", ".markdown", ".mdx", ".qmd", ".rmd", ".tex", ".ltx", ".latex", ".txt", ".rst", ".org",
    ".ipynb", ".docx", ".html", ".htm", ".xhtml",
)  # fmt: skip
_LINES = (".jsonl", ".ndjson")
_PACKED = ("", ".gz", ".zst", ".bz2")
_TABLES = (".parquet", ".pq")
# What a run writes, where its output is one of its inputs too.
_OUTPUT = re.compile(r"(?:documents|steps)-\d{6,}\..*|summary\.html")


class Kind(StrEnum):
    DOCUMENT = "document"
    LINES = "JSON lines"
    PARQUET = "Parquet"


@dataclass(frozen=True, slots=True)
class File:
    """A file that is a document, or holds many."""

    path: str
    kind: Kind
    size: int


class NoInput(Exception):
    """An input that stands for nothing; the message says which, and why."""


def files(inputs: Sequence[str], but_not: Path) -> Iterator[File]:
    """The files of all inputs; of a folder, everything in it that may hold documents, but for what is in `but_not`.

    Raises NoInput where an input is neither a file nor a folder, nor a pattern of existing ones.
    """
    seen: set[str] = set()
    for given in inputs:
        for path in _named(given):
            if path.is_dir():
                for file in _inside(path, but_not.resolve()):
                    # Files of one folder differ; only several inputs can meet.
                    if len(inputs) == 1 or _new(file.path, seen):
                        yield file
            elif _new(str(path), seen):
                yield _file(path, given)


def total(found: Iterable[File]) -> tuple[int, int]:
    """How many files, and how many bytes."""
    count = size = 0
    for file in found:
        count, size = count + 1, size + file.size
    return count, size


def kind_of(path: str) -> Kind | None:
    """What a file's name says that it is; nothing where it says nothing that is known."""
    name = path.lower()
    if name.endswith(tuple(lines + packed for lines in _LINES for packed in _PACKED)):
        return Kind.LINES
    if name.endswith(_TABLES):
        return Kind.PARQUET
    return Kind.DOCUMENT if name.endswith(_DOCUMENTS) else None


def _named(given: str) -> list[Path]:
    if os.path.lexists(given):
        return [Path(given)]
    found = sorted(glob.glob(given, recursive=True))
    if not found:
        raise NoInput(f"{given}: no such file or folder")
    return [Path(path) for path in found]


def _new(path: str, seen: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in seen:
        return False
    seen.add(real)
    return True


def _file(path: Path, given: str) -> File:
    try:
        found = path.stat()
    except OSError as problem:
        raise NoInput(f"{given}: {problem.strerror}") from problem
    if not stat.S_ISREG(found.st_mode):
        raise NoInput(f"{given}: not a file")
    return File(str(path), kind_of(str(path)) or Kind.DOCUMENT, found.st_size)


def _inside(folder: Path, but_not: Path) -> Iterator[File]:
    for here, folders, names in os.walk(folder):
        written = Path(here).resolve() == but_not
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(here, name).resolve() != but_not
        )
        for name in sorted(names):
            path = os.path.join(here, name)
            passed_over = name.startswith(".") or (written and _OUTPUT.fullmatch(name))
            kind = None if passed_over else kind_of(name)
            size = _size(path) if kind else None
            if kind and size is not None:
                yield File(path, kind, size)


def _size(path: str) -> int | None:
    """The size of a regular file; a pipe or a device in a folder is none of ours."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None
