"""Case files: the documents of `corpus/` with expectations as marks, which are blanked out so that places stay true.

%%% name                     starts a case; attributes before the first case belong to all, `%%%%` is a heading
%% key: value                an attribute: layout, let, mutant-of, known-failure[/slip], never, conclusion, note
... = ...  %~ refuted E301 "substring"            the step of this row; alone on a line: of the next row
... = ... = ...  %~ 2: ill-formed or conditional  its second step; either verdict is right
...  %~ shape (m, n)         the shape of the step's left operand
%- slip: ... %~ refuted      a row that replaces the case's own row above it in the mutant `name/slip`
%> ...                       the rendered report, the only thing that `bless.py` rewrites
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

KNOWN_FAILURE, CORPUS = "known-failure", Path(__file__).parents[1] / "corpus"
_VERDICT = r"(?:verified|given|conditional|refuted|ill-formed|unknown)\b"
_MARK = re.compile(
    rf"(?<!\\)%~ +(?:(?P<relation>\d+): *)?(?:(?P<verdicts>{_VERDICT}(?: or {_VERDICT})*)|shape \((?P<shape>[^)]*)\))"
    r'(?: +(?P<code>[EWN]\d{3})\b)?(?: +"(?P<substring>[^"]*)")?[ \t]*(?=%~|$)',
    re.MULTILINE,
)
_STRAY = re.compile(r"(?<!\\)%~.*")
_ATTRIBUTE = re.compile(r"^%% ([\w/-]+):[ \t]*(.*)$", re.MULTILINE)
_SLIP = re.compile(r"%- ([\w-]+):[ \t]*")


@dataclass(frozen=True)
class Expectation:
    """What must come out of one step, given by its line in the case's text and its number on that line, from 1."""

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
        family = _family(title[3:].strip(), body.split("\n"), file, line + 1) if title[3:4] != "%" else ()
        found += [replace(case, attributes={**common, **case.attributes}) for case in family]
        line += part.count("\n")
    return found


def _family(name: str, rows: list[str], file: Path, line: int) -> Iterator[Case]:
    """A case and then its mutants; all rows of one slip belong to one mutant."""
    slips = {number: found for number, row in enumerate(rows) if (found := _SLIP.match(row))}
    plain = [" " * len(row) if number in slips else row for number, row in enumerate(rows)]
    yield _case(name, plain, file, line)
    for slip in dict.fromkeys(found[1] for found in slips.values()):
        mutant = [*plain]
        for number in (number for number, found in slips.items() if found[1] == slip):
            above = max(set(range(number)) - set(slips))
            mutant[above] = " " * len(plain[above])
            mutant[number] = " " * slips[number].end() + rows[number][slips[number].end() :]
        case = _case(f"{name}/{slip}", mutant, file, line)
        own = {key.removesuffix(f"/{slip}"): value for key, value in case.attributes.items() if key != KNOWN_FAILURE}
        yield replace(case, attributes={**own, "mutant-of": name})


def _case(name: str, rows: list[str], file: Path, line: int) -> Case:
    marks = [_expectation(mark, rows, at) for at, row in enumerate(rows) for mark in _MARK.finditer(row)]
    rendered = tuple(row[2:].removeprefix(" ") for row in rows if row.startswith("%>"))
    kept = "\n".join(" " * len(row) if _ATTRIBUTE.match(row) or row.startswith("%>") else row for row in rows)
    text = _MARK.sub(lambda mark: " " * len(mark[0]), kept)
    if stray := _STRAY.search(text):
        raise ValueError(f"{file.name}, {name}: a mark that cannot be read: {stray[0]}")
    return Case(name, text, dict(_ATTRIBUTE.findall("\n".join(rows))), tuple(marks), rendered, file, line)


def _expectation(mark: re.Match[str], rows: list[str], at: int) -> Expectation:
    alone = (number for number in range(at, len(rows)) if _STRAY.sub("", rows[number]).strip())
    verdicts = tuple(mark["verdicts"].split(" or ")) if mark["verdicts"] else ()
    shape = None if mark["shape"] is None else tuple(re.findall(r"[^\s,]+", mark["shape"]))
    place = next(alone, at) + 1, int(mark["relation"] or 1)
    return Expectation(*place, verdicts, shape, mark["code"], mark["substring"])
