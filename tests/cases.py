"""Case files: the documents of `corpus/` with expectations as marks, which are blanked out so that places stay true.

%%%% a heading between cases
%%% name                     starts a case; attributes that stand before the first case belong to all of the file
%% key: value                an attribute: layout, let, mutant-of, known-failure, never, note, ...
... = ...  %~ refuted E301 "substring"            the step of this row; alone on a line: of the next row
... = ... = ...  %~ 2: ill-formed or conditional  its second step; either verdict is right
...  %~ shape (m, n)         the shape of the step's left operand
%- slip: ... %~ refuted      a row that takes the place of the case's own row above it in the mutant `name/slip`
%> ...                       the rendered report, the only thing that `bless.py` rewrites
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
_VERDICT = r"(?:verified|given|conditional|refuted|ill-formed|unknown)\b"
_MARK = re.compile(
    rf"(?<!\\)%~ +(?:(?P<relation>\d+): *)?(?:(?P<verdicts>{_VERDICT}(?: or {_VERDICT})*)|shape \((?P<shape>[^)]*)\))"
    r'(?: +(?P<code>[EWN]\d{3})\b)?(?: +"(?P<substring>[^"]*)")?[ \t]*(?=%~|$)',
    re.MULTILINE,
)
_STRAY = re.compile(r"(?<!\\)%~.*")
_ATTRIBUTE = re.compile(r"%% ([\w-]+):[ \t]*(.*)$", re.MULTILINE)
_VARIANT = re.compile(r"%- ([\w-]+):[ \t]*")


@dataclass(frozen=True)
class Expectation:
    """What a mark says of one step: the line of the case's text and the relation on it, and what must come out."""

    line: int
    relation: int
    verdicts: tuple[str, ...]
    shape: tuple[str, ...] | None
    code: str | None
    substring: str | None


@dataclass(frozen=True)
class Case:
    """A document to audit; the first line of `text` is line `line` of `file`."""

    name: str
    text: str
    attributes: dict[str, str]
    expectations: tuple[Expectation, ...]
    rendered: tuple[str, ...]
    file: Path
    line: int


def cases(file: Path) -> list[Case]:
    """The cases of a file in order, each followed by the mutants written into it."""
    head, *parts = re.split(r"(?m)^(?=%%%)", file.read_text(encoding="utf-8"))
    common, line, found = dict(_ATTRIBUTE.findall(head)), head.count("\n") + 1, []
    for part in parts:
        title, _, body = part.partition("\n")
        if not title.startswith("%%%%"):
            for case in _family(title.removeprefix("%%%").strip(), body, file, line + 1):
                found.append(replace(case, attributes={**common, **case.attributes}))
        line += part.count("\n")
    return found


def _family(name: str, body: str, file: Path, line: int) -> Iterator[Case]:
    """A case and then its mutants; the rows of one slip all belong to one mutant."""
    rows = body.split("\n")
    slips = {number: found for number, row in enumerate(rows) if (found := _VARIANT.match(row))}
    plain = [" " * len(row) if number in slips else row for number, row in enumerate(rows)]
    yield _case(name, plain, file, line)
    for slip in dict.fromkeys(found[1] for found in slips.values()):
        mutant = [*plain]
        for number in (number for number, found in slips.items() if found[1] == slip):
            above = max(set(range(number)) - set(slips))
            mutant[above] = " " * len(plain[above])
            mutant[number] = " " * slips[number].end() + rows[number][slips[number].end() :]
        case = _case(f"{name}/{slip}", mutant, file, line)
        yield replace(case, attributes={**case.attributes, "mutant-of": name})


def _case(name: str, rows: list[str], file: Path, line: int) -> Case:
    expectations = [
        Expectation(_marked(rows, number), int(mark["relation"] or 1), _split(mark["verdicts"], " or ") or (),
                    _split(mark["shape"], ","), mark["code"], mark["substring"])
        for number, row in enumerate(rows) for mark in _MARK.finditer(row)
    ]  # fmt: skip
    rendered = tuple(row[2:].removeprefix(" ") for row in rows if row.startswith("%>"))
    kept = [" " * len(row) if _ATTRIBUTE.match(row) or row.startswith("%>") else row for row in rows]
    text = _MARK.sub(lambda mark: " " * len(mark[0]), "\n".join(kept))
    if stray := _STRAY.search(text):
        raise ValueError(f"{file.name}, {name}: a mark that cannot be read: {stray[0]}")
    return Case(name, text, dict(_ATTRIBUTE.findall("\n".join(rows))), tuple(expectations), rendered, file, line)


def _marked(rows: list[str], number: int) -> int:
    """The line, from 1, that a mark on row `number` speaks of."""
    while not _STRAY.sub("", rows[number]).strip() and number + 1 < len(rows):
        number += 1
    return number + 1


def _split(words: str | None, separator: str) -> tuple[str, ...] | None:
    return None if words is None else tuple(word.strip() for word in words.split(separator) if word.strip())
