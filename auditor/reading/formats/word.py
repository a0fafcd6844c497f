"""Word documents, which pandoc makes Markdown of; an archive that would unpack to something enormous is refused."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile

from auditor.decoding import Unreadable

PANDOC = "pandoc"
# No smart quotes, no marks of pandoc's own for scripts, no wrapping: what is read next is close to what was typed.
_MARKDOWN = "markdown-smart-superscript-subscript-simple_tables-multiline_tables-grid_tables"
_COMMAND = ("--sandbox", "--from=docx", f"--to={_MARKDOWN}", "--wrap=none")
_MEMORY = ("+RTS", "-M768m", "-RTS")
_SECONDS = 60
MOST_UNPACKED = 200_000_000
MOST_TEXT = 40_000_000  # of a part that is text; pictures may be larger
MOST_PARTS = 5_000
_DOCUMENT = "word/document.xml"


def is_document(data: bytes) -> bool:
    """The archive is a Word document, whatever it is called."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _DOCUMENT in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return False


def markdown(data: bytes) -> str:
    """The document as Markdown with its formulas in LaTeX; raises Unreadable."""
    _examine(data)
    program = shutil.which(PANDOC)
    if program is None:
        raise Unreadable(
            "Word documents are read with the help of pandoc, which is not installed:"
            " install it (https://pandoc.org), or save the document as text"
        )
    try:
        done = subprocess.run(
            [program, *_COMMAND, *_MEMORY], input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(f"pandoc did not finish within {_SECONDS} seconds") from None
    except OSError as problem:
        raise Unreadable(f"pandoc could not be run: {problem.strerror}") from None
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:200]
        raise Unreadable(f"pandoc could not read it: {said or f'exit code {done.returncode}'}")
    return done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")


def _examine(data: bytes) -> None:
    """Refuse what is no Word document, and what says of itself that it is enormous, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        raise Unreadable("not a Word document") from None
    if _DOCUMENT not in {part.filename for part in parts}:
        raise Unreadable("not a Word document")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("the document is protected by a password")
    texts = [part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or sum(texts) > MOST_TEXT:
        raise Unreadable("the document would unpack to something enormous")
    _unpack(data, parts)


def _unpack(data: bytes, parts: list[zipfile.ZipInfo]) -> None:
    """An archive may lie about the sizes of its parts: count what really comes out of those that pandoc reads."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in parts:
                with archive.open(part) as stream:
                    while chunk := stream.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise Unreadable("the document would unpack to something enormous")
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as problem:
        raise Unreadable(f"the document is damaged: {problem}") from None
