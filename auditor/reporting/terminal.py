"""What reaches a terminal: characters made harmless and measured in columns, and colour where it is wanted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeAlias

# A line is made of words, plain or with a style; nothing else decides what is printed.
Piece: TypeAlias = "str | tuple[str, str]"
Line: TypeAlias = "tuple[Piece, ...]"

STYLES = {
    "strong": "1",
    "faint": "2",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "help": "1;32",
    "right": "32",
    "wrong": "31",
    "limited": "33",
    "gutter": "1;34",
}
TAB = "    "

_UNPLAIN = re.compile(r"[^\x20-\x7e]")
# Characters that steer a terminal or a reader's eye, and those that no encoding can hold.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def wants_colour(is_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Whether to colour: NO_COLOR wins over FORCE_COLOR, which wins over what the stream is."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_terminal and environment.get("TERM") != "dumb"


def painted(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as text; whatever stands in a piece is made printable, so only this function writes escape codes."""
    return "".join("".join(_piece(piece, colour) for piece in line).rstrip() + "\n" for line in lines)


def _piece(piece: Piece, colour: bool) -> str:
    if isinstance(piece, str):
        return printable(piece)
    style, text = piece
    return f"\x1b[{STYLES[style]}m{printable(text)}\x1b[0m" if colour and text else printable(text)


def printable(text: str) -> str:
    """The text without anything that a terminal would obey."""
    return _UNPLAIN.sub(lambda match: shown(match.group()), text)


@cache
def shown(character: str) -> str:
    r"""A character as it may be printed: `ESC` as `␛`, a tab as spaces, what is invisible as `<U+202E>`."""
    if character == "\t":
        return TAB
    if character < "\x20":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "␡"
    return f"<U+{ord(character):04X}>" if unicodedata.category(character) in _HIDDEN else character


def columns(text: str) -> int:
    """The columns that a text takes, as printed."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(columns_of, text))


@cache
def columns_of(character: str) -> int:
    printed = shown(character)
    if len(printed) > 1:
        return len(printed)
    if unicodedata.category(printed) in ("Mn", "Me") or "\u1160" <= printed <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(printed) in "WF" else 1


def shortened(text: str, room: int) -> str:
    """The text in at most `room` columns, its middle left out where it is longer."""
    text = printable(" ".join(text.split()))
    if columns(text) <= room:
        return text
    head, tail = (room - 1) * 2 // 3, room - 1 - (room - 1) * 2 // 3
    return f"{cut(text, head).rstrip()}…{cut_left(text, tail).lstrip()}"


def cut(text: str, room: int) -> str:
    """The longest beginning of the text that fits."""
    used = 0
    for place, character in enumerate(text):
        used += columns_of(character)
        if used > room:
            return text[:place]
    return text


def cut_left(text: str, room: int) -> str:
    """The longest end of the text that fits."""
    used = 0
    for place in range(len(text) - 1, -1, -1):
        used += columns_of(text[place])
        if used > room:
            return text[place + 1 :]
    return text
