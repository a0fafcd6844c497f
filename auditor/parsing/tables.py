"""The parse table of a grammar: built by lark, kept as JSON in the user's cache so that later runs need not build it.

A cached table is data, never code, and is used only if its checksum fits. Whatever goes wrong with the cache (no home,
no right to write, another process at work, half a file), the table is built as if there were none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FORMAT = 1  # raised whenever a table is laid out differently


@dataclass(frozen=True, slots=True)
class Production:
    """A rule of the grammar: what it makes, of how many parts, and by which function."""

    name: str
    size: int
    action: str  # the builder's name; "" passes the only part on, "_" hands all parts to the rule above


@dataclass(frozen=True, slots=True)
class Table:
    """An LALR(1) table. A state maps a terminal to the state shifted to (n ≥ 0) or the rule reduced by (-1 - n), and a
    nonterminal to the state that follows it."""

    states: tuple[dict[str, int], ...]
    productions: tuple[Production, ...]
    start: int
    end: int


@cache
def table(grammar: str) -> Table:
    """The table of `grammars/<grammar>.lark`, from the cache where possible."""
    text = grammar_path(grammar).read_text(encoding="utf-8")
    digest = hashlib.sha256(f"{_FORMAT}\n{text}".encode()).hexdigest()
    place = _cache_place(f"{grammar}-{digest[:16]}.json")
    data = _stored(place) if place else None
    if data is None:
        data = build(text)
        if place:
            _store(place, data)
    return from_data(data)


def from_data(data: dict[str, Any]) -> Table:
    """The table that `build` made, or the cache kept."""
    productions = tuple(Production(*row) for row in data["productions"])
    return Table(tuple(data["states"]), productions, data["start"], data["end"])


def grammar_path(name: str) -> Path:
    """Where a grammar stands: inside the package where it was installed from a wheel, else beside it."""
    package = Path(__file__).resolve().parent.parent
    places = [package / "grammars", package.parent / "grammars"]
    for place in places:
        if (path := place / f"{name}.lark").is_file():
            return path
    raise FileNotFoundError(f"no grammar {name}.lark in {' or '.join(map(str, places))}")


def build(grammar: str) -> dict[str, Any]:
    """The table of a grammar as plain data; a grammar with a conflict is refused."""
    from lark import Lark
    from lark.lexer import Lexer
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(Lexer):
        """Tokens come from our own lexer; lark is told so that it makes none."""

        def __init__(self, configuration: object) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Any: ...

    parser = Lark(grammar, parser="lalr", lexer=NoLexer, strict=True)
    analysed = parser.parser.parser._parse_table
    numbers = {rule: number for number, rule in enumerate(parser.rules)}
    (start,), (end,) = analysed.start_states.values(), analysed.end_states.values()
    names = _numbered(start, analysed.states, Shift)
    states = [
        {
            symbol: names[goal] if action is Shift else -1 - numbers[goal]
            for symbol, (action, goal) in sorted(analysed.states[state].items(), key=lambda entry: entry[0])
        }
        for state in names
    ]
    productions = [[rule.origin.name, len(rule.expansion), _action(rule)] for rule in parser.rules]
    return {"states": states, "productions": productions, "start": names[start], "end": names[end]}


def _numbered(start: int, states: Any, shift: Any) -> dict[int, int]:
    """The states in the order in which they are reached, so that a table does not depend on how lark numbers them."""
    names = {start: 0}
    for state in (queue := [start]):
        for _, (action, goal) in sorted(states[state].items(), key=lambda entry: entry[0]):
            if action is shift and goal not in names:
                names[goal] = len(names)
                queue.append(goal)
    return names


def _action(rule: Any) -> str:
    if rule.alias:
        return str(rule.alias)
    if rule.origin.name.startswith("_"):
        return "_"
    return "" if rule.options.expand1 and len(rule.expansion) == 1 else str(rule.origin.name)


# The cache


def _cache_place(name: str) -> Path | None:
    """A file in a directory that only this user can write to; None where there is no such place."""
    try:
        base = os.environ.get("XDG_CACHE_HOME")
        folder = (Path(base) if base else Path.home() / ".cache") / "auditor"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            return None
    except (OSError, RuntimeError):
        return None
    return folder / name


def _stored(place: Path) -> dict[str, Any] | None:
    try:
        checksum, _, body = place.read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != checksum:
            return None
        data = json.loads(body)
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _store(place: Path, data: dict[str, Any]) -> None:
    """Written beside its place and moved there in one step, so that no other process sees half of it."""
    import tempfile

    body = json.dumps(data, separators=(",", ":")).encode()
    with contextlib.suppress(OSError):
        handle, written = tempfile.mkstemp(dir=place.parent, prefix=place.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            os.replace(written, place)
        except OSError:
            os.unlink(written)
            raise
