"""What the teacher decides otherwise, in a small TOML file that no grading ever writes over."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from auditor.grading.assessed import Standing
from auditor.grading.charging import Mark
from auditor.grading.grades import points as shown

FILE = "overrides.toml"
TEMPLATE = """\
# What you decide otherwise. Grading reads this file and never changes it.
#
# ["s1"]                       # the name of a submission, as in gradebook.csv
# score = 7.5                  # the total, whatever the items say
# final_answer = "right"       # right, right-given-slip, wrong, missing or undecided
# note = "See me about (b)."   # printed in the feedback
#
# ["s1".points]                # the points of single items, by name
# "derivation" = 3
#
# ["s1".results]               # how a result stands: then the rubric decides the points
# "final answer" = "right-given-slip"
#
# ["s1".lines]                 # what a line counts for: right, wrong, carried or undecided
# 7 = "right"
"""


class OverridesError(Exception):
    """A file of overrides that cannot be used; the message lists everything that is wrong with it, a line each."""


@dataclass(frozen=True)
class Override:
    """The teacher's word on one submission."""

    score: float | None = None
    final_answer: Standing | None = None
    note: str = ""
    points: Mapping[str, float] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    lines: Mapping[int, Mark] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """What was decided, a phrase each."""
        found = [f"{name}: {shown(value)} points" for name, value in self.points.items()]
        found += [f"{name}: {standing.value}" for name, standing in self.standings.items()]
        found += [f"line {line}: {mark.value}" for line, mark in sorted(self.lines.items())]
        found += [f"final answer: {self.final_answer.value}"] if self.final_answer else []
        found += [f"score: {shown(self.score)}"] if self.score is not None else []
        return tuple(found)


NOTHING = Override()
_KEYS = ("score", "final_answer", "note", "points", "results", "lines")
_STANDINGS = {standing.value: standing for standing in Standing}
_MARKS = {mark.value: mark for mark in Mark if mark is not Mark.ASIDE}


def read_overrides(text: str) -> dict[str, Override]:
    """The overrides by name of submission; raises OverridesError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise OverridesError(f"not TOML: {problem}") from None
    except RecursionError:
        raise OverridesError("not TOML: nested too deeply") from None
    wrong = [said for name, table in data.items() for said in _complaints(name, table)]
    if wrong:
        raise OverridesError("\n".join(wrong))
    return {name: _override(table) for name, table in data.items()}


def _complaints(name: str, table: Any) -> Iterator[str]:
    if not isinstance(table, dict):
        yield f'"{name}" is not written as ["{name}"]'
        return
    for key, value in table.items():
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            yield f'{name}: "{key}" is not known here' + (f'; is "{near[0]}" meant?' if near else "")
        else:
            yield from (f"{name}: {said}" for said in _wrong_with(key, value))


def _wrong_with(key: str, value: Any) -> Iterator[str]:
    match key:
        case "score" if not _is_number(value):
            yield f'"score" must be a number of at least 0, and is {value!r}'
        case "note" if not isinstance(value, str):
            yield '"note" must be a text'
        case "final_answer" if value not in _STANDINGS:
            yield f'"final_answer" is one of {", ".join(_STANDINGS)}, and not {value!r}'
        case "points" | "results" | "lines" if not isinstance(value, dict):
            yield f'"{key}" must be a table'
        case "points":
            for name, one in value.items():
                if not _is_number(one):
                    yield f'the points of "{name}" must be a number of at least 0'
        case "results":
            for name, one in value.items():
                if one not in _STANDINGS:
                    yield f'"{name}" is one of {", ".join(_STANDINGS)}, and not {one!r}'
        case "lines":
            for line, one in value.items():
                if not line.isdecimal():
                    yield f'"{line}" is no line number'
                if one not in _MARKS:
                    yield f"line {line} is one of {', '.join(_MARKS)}, and not {one!r}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1e6


def _override(table: Mapping[str, Any]) -> Override:
    standing = table.get("final_answer")
    return Override(
        score=float(table["score"]) if "score" in table else None,
        final_answer=_STANDINGS[standing] if standing is not None else None,
        note=table.get("note", ""),
        points={name: float(value) for name, value in table.get("points", {}).items()},
        standings={name: _STANDINGS[value] for name, value in table.get("results", {}).items()},
        lines={int(line): _MARKS[value] for line, value in table.get("lines", {}).items()},
    )
