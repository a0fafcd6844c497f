"""Opening a file: what kind it is, whether it is small enough to read, and the text that it holds."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath

from auditor.decoding import MOST_CHARACTERS, Unreadable, decode
from auditor.source import Origin, Source

STANDARD_INPUT = "-"
MOST_BYTES = 64_000_000  # of a file of any kind: notebooks and web pages carry pictures

# What a file begins with, and what to say of it.
_SIGNATURES = (
    (b"%PDF-", "a PDF, which keeps no formulas; hand in what it was made from"),
    (b"\xd0\xcf\x11\xe0", "an old Word document; save it as .docx"),
    (b"\x1f\x8b", "a compressed archive; unpack it first"),
    (b"BZh", "a compressed archive; unpack it first"),
    (b"\xfd7zXZ\0", "a compressed archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive; unpack it first"),
    (b"Rar!\x1a\x07", "a compressed archive; unpack it first"),
    (b"\x89PNG", "a picture, in which nothing can be read"),
    (b"\xff\xd8\xff", "a picture, in which nothing can be read"),
    (b"GIF8", "a picture, in which nothing can be read"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NOTEBOOK = re.compile(r'\s*\{(?=[\s\S]*"nbformat")')
_WEB_PAGE = re.compile(r"\ufeff?\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Opened:
    """A document's name and text, and what had to be guessed on the way."""

    name: str
    text: str
    warning: str = ""
    origin: Origin | None = None

    @property
    def source(self) -> Source:
        return Source(self.name, self.text, self.origin)


def open_document(path: str) -> Opened:
    """Read a file of any supported kind, or standard input for `-`; raises Unreadable."""
    return opened(path, _bytes(path))


def opened(path: str, data: bytes) -> Opened:
    """What a file of that name holds; raises Unreadable."""
    name = "<stdin>" if path == STANDARD_INPUT else path
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"not a text file: {what}")
    ending = PurePath(path).suffix.lower()
    if data.startswith(_ZIP) or ending == ".docx":
        return _limited(_packed(name, data, ending))
    text, warning = decode(data)
    return _limited(_converted(name, text, warning, ending))


def _bytes(path: str) -> bytes:
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        raise Unreadable(getattr(problem, "strerror", None) or str(problem)) from problem
    if len(data) > MOST_BYTES:
        raise Unreadable(f"larger than {MOST_BYTES // 1_000_000} MB")
    return data


def _packed(name: str, data: bytes, ending: str) -> Opened:
    from auditor.reading.formats import word

    if ending != ".docx" and not word.is_document(data):
        raise Unreadable("not a text file: a zip archive; unpack it first")
    return Opened(name, word.markdown(data))


def _converted(name: str, text: str, warning: str, ending: str) -> Opened:
    """The text of a notebook, a web page or a LaTeX document with its parts; any other text is read as it is."""
    if ending == ".ipynb" or (not ending and _NOTEBOOK.match(text)):
        from auditor.reading.formats import notebooks

        return Opened(name, *notebooks.converted(text, warning))
    if ending in (".html", ".htm", ".xhtml") or (not ending and _WEB_PAGE.match(text)):
        from auditor.reading.formats import web_pages

        return Opened(name, *web_pages.converted(text, warning))
    if ending in (".tex", ".ltx", ".latex"):
        from auditor.reading.formats import included

        return Opened(name, *included.converted(name, text, warning))
    return Opened(name, text, warning)


def _limited(opened: Opened) -> Opened:
    if len(opened.text) > MOST_CHARACTERS:
        raise Unreadable(f"too long to be a derivation: more than {MOST_CHARACTERS // 1_000_000} million characters")
    return opened
