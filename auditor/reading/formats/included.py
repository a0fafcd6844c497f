r"""LaTeX documents in several files: `\input` and `\include` within the folder of the document and below it.

Nothing outside that folder is opened, whatever the path or a link says; what is not read stays in the text as a command
and is named in a warning.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from auditor.decoding import MOST_CHARACTERS, Unreadable, decode
from auditor.source import Position, Source

MOST_FILES = 200
DEEPEST = 15
_INCLUDE = re.compile(r"\\(?:input|include|subfile)(?:\s*\{([^{}\n]+)\}|\s+([\w./-]+))")
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%")


@dataclass(frozen=True)
class Stretch:
    """A piece of one file; `file` is None for the document itself."""

    file: str | None
    source: Source
    start: int  # in the file
    text: str


@dataclass(frozen=True)
class Files:
    """A document and what it includes, as one text."""

    text: str
    stretches: tuple[Stretch, ...]

    def place(self, start: int, end: int) -> tuple[Position, Position]:
        """Counted in the file in which the stretch begins; what goes on in another file ends with it."""
        number = max(0, bisect_right(self._starts, start) - 1)
        stretch, base = self.stretches[number], self._starts[number]
        within = (min(offset - base, len(stretch.text)) for offset in (start, end))
        first, last = (stretch.source.position(stretch.start + offset) for offset in within)
        return _in_file(first, stretch.file), _in_file(last, stretch.file)

    @cached_property
    def _starts(self) -> list[int]:
        starts, reached = [], 0
        for stretch in self.stretches:
            starts.append(reached)
            reached += len(stretch.text)
        return starts


def _in_file(position: Position, file: str | None) -> Position:
    return Position(position.line, position.column, position.offset, file=file)


def converted(path: str, text: str, warning: str = "") -> tuple[str, str, Files | None]:
    """The text with what it includes, a warning, and the places; no places where nothing is included."""
    if not _INCLUDE.search(text):
        return text, warning, None
    reader = _Reader(Path(path).resolve().parent)
    stretches = tuple(reader.stretches(None, text, (Path(path).resolve(),)))
    whole = "".join(stretch.text for stretch in stretches)
    said = "; ".join(dict.fromkeys(filter(None, (warning, *reader.refused))))
    return whole, said, Files(text, stretches)


@dataclass
class _Reader:
    """Follows the commands of one document. `root` is the folder that nothing is read outside of."""

    root: Path
    refused: list[str] = field(default_factory=list)
    files: int = 0
    characters: int = 0

    def stretches(self, file: str | None, text: str, stack: tuple[Path, ...]) -> Iterator[Stretch]:
        source, position = Source(file or "", text), 0
        for match in _INCLUDE.finditer(text):
            line = max(text.rfind(end, 0, match.start()) for end in "\r\n") + 1
            if _COMMENT.search(text, line, match.start()):
                continue
            inside = self.opened((match[1] or match[2]).strip(), stack)
            if inside is None:
                continue
            path, included = inside
            yield Stretch(file, source, position, text[position : match.start()])
            yield from self.stretches(path.relative_to(self.root).as_posix(), included, (*stack, path))
            position = match.end()
        yield Stretch(file, source, position, text[position:])

    def opened(self, name: str, stack: tuple[Path, ...]) -> tuple[Path, str] | None:
        """The file that a command names and its text; None, with a warning, where it is not to be read."""
        try:
            path = self.found(name)
            reason = self.reason(path, stack)
            text = "" if reason else decode(path.read_bytes())[0]
        except (OSError, ValueError, Unreadable):
            reason = "it cannot be read"
        if reason:
            self.refused.append(f"\\input{{{name}}} was not read: {reason}")
            return None
        self.files += 1
        self.characters += len(text)
        return path, text

    def reason(self, path: Path, stack: tuple[Path, ...]) -> str:
        """Why a file is not to be read, or nothing."""
        if not path.is_relative_to(self.root):
            return "outside the document's folder"
        if path in stack:
            return "it includes itself"
        if self.files >= MOST_FILES or len(stack) > DEEPEST:
            return "too many files"
        if not path.is_file():
            return "there is no such file"
        too_long = self.characters + path.stat().st_size > MOST_CHARACTERS
        return "too long" if too_long else ""

    def found(self, name: str) -> Path:
        """TeX adds `.tex` to a name; links are followed, so that what they lead to is judged."""
        plain = (self.root / name).resolve()
        with_ending = (self.root / f"{name}.tex").resolve()
        return with_ending if with_ending.is_relative_to(self.root) and with_ending.is_file() else plain
