"""One page per finding code, and the loader that cuts a page into its parts.

A page is `CODE.md`: a heading `# CODE name`, a summary, and the sections "What it means", "Example", "Mended" and
"Limits". "Example" holds one fenced `document` that produces exactly this code; where a mistake cannot come alone, a
line "Besides it: E310, E311." names what else is found. "Mended" holds one that produces nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SECTIONS = ("What it means", "Example", "Mended", "Limits")

_DOCUMENT = re.compile(r"^```document\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_BESIDES = re.compile(r"^Besides it: ([EWN0-9, ]+)\.$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """What a rule means, with a document that breaks it and the same document mended."""

    text: str  # the whole page, Markdown
    title: str
    summary: str
    meaning: str
    example: str
    mended: str
    limits: str
    besides: frozenset[str]  # codes that the example cannot help producing as well


@cache
def page(code: str) -> Page:
    """The page of a code; KeyError where there is none, ValueError where a part of it is missing."""
    path = files("auditor.rules").joinpath(f"{code}.md")
    if not re.fullmatch(r"[A-Z]\d{3}", code) or not path.is_file():
        raise KeyError(code)
    # Documents may hold any line end: nothing is translated.
    text = path.read_bytes().decode("utf-8")
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    parts = dict(section.split("\n", 1) for section in sections)
    if tuple(parts) != SECTIONS:
        raise ValueError(f"{code}.md has the sections {', '.join(parts)} instead of {', '.join(SECTIONS)}")
    meaning, example, mended, limits = parts.values()
    title, summary = head.split("\n", 1)
    besides = _BESIDES.search(example)
    return Page(
        text,
        title.removeprefix("# "),
        " ".join(summary.split()),
        meaning.strip(),
        _document(code, example),
        _document(code, mended),
        limits.strip(),
        frozenset(besides[1].split(", ") if besides else ()),
    )


def _document(code: str, section: str) -> str:
    match = _DOCUMENT.search(section)
    if match is None:
        raise ValueError(f"{code}.md has a section without a fenced document")
    return match[1]
