"""The submissions: which files they are, and what each is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENDINGS = frozenset(
    {".md", ".markdown", ".txt", ".tex", ".ltx", ".latex", ".ipynb", ".html", ".htm", ".xhtml", ".docx"}
)
UNREAD = frozenset(".pdf .doc .odt .rtf .pages .zip .jpg .jpeg .png .heic".split())  # handed in, and cannot be read


@dataclass(frozen=True)
class Submission:
    """One student's file."""

    name: str  # of the file, without its ending; with its folder where two are called the same
    path: Path
    folder: Path | None = None  # the one that was given, if it was one

    @property
    def file(self) -> str:
        """The file, with the folders below the one that was given."""
        return (self.path.relative_to(self.folder) if self.folder is not None else Path(self.path.name)).as_posix()


def collect(paths: Iterable[Path]) -> tuple[Submission, ...]:
    """The submissions among files and folders, each file once; of a folder, all documents in it, in order of name."""
    folders: dict[Path, Path | None] = {}
    for path in paths:
        for file in _files(path):
            folders.setdefault(file, path if file != path else None)
    stems = Counter(file.stem.casefold() for file in folders)
    named = [(file.stem if stems[file.stem.casefold()] == 1 else _with_folder(file), file) for file in folders]
    taken: Counter[str] = Counter()
    found = []
    for name, file in named:
        taken[name.casefold()] += 1
        count = taken[name.casefold()]
        found.append(Submission(name if count == 1 else f"{name} ({count})", file, folders[file]))
    return tuple(found)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith((".", "__MACOSX")) for part in file.relative_to(path).parts)
        if file.suffix.lower() in ENDINGS | UNREAD and not hidden and file.is_file():
            yield file


def _with_folder(file: Path) -> str:
    folder = file.resolve().parent.name
    return f"{folder}-{file.stem}" if folder else file.stem


def file_names(names: Iterable[str]) -> dict[str, str]:
    """A name for a file of each submission, safe on every system and different for each."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        safe = re.sub(r"[^\w.() -]", "_", name).strip(" .")[:100] or "_"
        count = 2
        chosen = safe
        while chosen.casefold() in taken:
            chosen, count = f"{safe}-{count}", count + 1
        taken.add(chosen.casefold())
        found[name] = chosen
    return found
