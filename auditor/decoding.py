"""From a file's bytes to text: offsets later count code points of what this hands on, so nothing is translated."""

from __future__ import annotations

import codecs
import re

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_CHARACTERS = 2_000_000  # of a document: many times the longest derivation

# Bytes that no text holds. The bell, backspace, tab, feeds and escape are left out: eaten commands leave them behind.
_BINARY = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f\x7f]")


class Unreadable(Exception):
    """A file that is no text, or cannot be opened; the message says why, in a few words."""


def decode(data: bytes) -> tuple[str, str]:
    """The text that the bytes hold, and a warning where the encoding is a guess; raises Unreadable for other data."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8" or b"\0" in data or _BINARY.search(data):
            raise Unreadable("not a text file") from None
        return _western(data)
    if "\0" in text:
        raise Unreadable("not a text file: it holds NUL characters")
    return text, ""


def _western(data: bytes) -> tuple[str, str]:
    for encoding in ("cp1252", "latin-1"):
        try:
            return data.decode(encoding), f"not UTF-8: read as {encoding}"
        except UnicodeDecodeError:
            continue
    raise Unreadable("not a text file")
