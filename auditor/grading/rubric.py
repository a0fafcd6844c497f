"""The rubric: what earns marks, as the teacher writes it in TOML."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any


class RubricError(Exception):
    """A rubric that cannot be used; the message lists everything that is wrong with it, a line each."""


@dataclass(frozen=True)
class ResultItem:
    """A result that is asked for, as an equation: the quantity on the left, its value on the right."""

    name: str
    latex: str
    points: float
    final: bool = False
    required: bool = True  # False: an intermediate result, earned too by a right later one that rests on it


@dataclass(frozen=True)
class MethodItem:
    """A way of solving, recognised by words of the text or by pieces of its formulas."""

    name: str
    points: float
    words: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rubric:
    """Marks for results, for the derivation, for methods."""

    results: tuple[ResultItem, ...]
    methods: tuple[MethodItem, ...] = ()
    title: str = ""
    derivation: float = 4.0  # for the steps that lead to the results
    per_slip: float = 1.0  # what one slip costs, once
    # A slip that leaves less than this share of a result's work earns no follow-through for the result.
    least_work: float = 0.5

    @property
    def final(self) -> ResultItem | None:
        return next((item for item in self.results if item.final), None)

    @property
    def max_score(self) -> float:
        return self.derivation + sum(item.points for item in self.results) + sum(item.points for item in self.methods)


# --- reading --------------------------------------------------------------------------------------------------------

Check = Callable[[Any], str]  # what is wrong with a value, "" where nothing is


def _is_text(value: Any) -> str:
    return "" if isinstance(value, str) and value.strip() else "must be a text that is not empty"


def _is_any_text(value: Any) -> str:
    return "" if isinstance(value, str) else "must be a text"


def _is_flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


def _is_points(value: Any) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if number and math.isfinite(value) and 0 <= value <= 1e6 else "must be a number of at least 0"


def _is_share(value: Any) -> str:
    return "must be a number from 0 to 1" if _is_points(value) or value > 1 else ""


def _is_texts(value: Any) -> str:
    fine = isinstance(value, list) and all(not _is_text(item) for item in value)
    return "" if fine else "must be a list of texts"


def _is_tables(value: Any) -> str:
    fine = isinstance(value, list) and all(isinstance(item, dict) for item in value)
    return "" if fine else "must be written as [[tables]]"


def _is_table(value: Any) -> str:
    return "" if isinstance(value, dict) else "must be written as a [table]"


_TOP: Mapping[str, Check] = {
    "title": _is_any_text,
    "derivation": _is_table,
    "follow_through": _is_table,
    "result": _is_tables,
    "method": _is_tables,
}
_DERIVATION: Mapping[str, Check] = {"points": _is_points, "per_slip": _is_points}
_FOLLOW_THROUGH: Mapping[str, Check] = {"least_work": _is_share}
_RESULT: Mapping[str, Check] = {
    "name": _is_text,
    "latex": _is_text,
    "points": _is_points,
    "final": _is_flag,
    "required": _is_flag,
}
_METHOD: Mapping[str, Check] = {"name": _is_text, "points": _is_points, "words": _is_texts, "formulas": _is_texts}


def read_rubric(text: str) -> Rubric:
    """The rubric that a TOML text holds; raises RubricError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise RubricError(f"not TOML: {problem}") from None
    except RecursionError:
        raise RubricError("not TOML: nested too deeply") from None
    wrong = list(_complaints(data))
    if wrong:
        raise RubricError("\n".join(wrong))
    return _rubric(data)


def _complaints(data: Mapping[str, Any]) -> Iterator[str]:
    wrong = list(_wrong_with(data, "", _TOP, required=("result",)))
    yield from wrong
    for name, checks in (("derivation", _DERIVATION), ("follow_through", _FOLLOW_THROUGH)):
        if isinstance(data.get(name), dict):
            yield from _wrong_with(data[name], f"[{name}]", checks)
    for name, checks, required in (("result", _RESULT, ("latex", "points")), ("method", _METHOD, ("name", "points"))):
        tables = data.get(name, [])
        if not _is_tables(tables):
            for number, table in enumerate(tables, 1):
                yield from _wrong_with(table, f"{name} {number}", checks, required)
    if not wrong:
        yield from _wrong_together(data)


def _wrong_together(data: Mapping[str, Any]) -> Iterator[str]:
    results = [table for table in data["result"] if isinstance(table, dict)]
    if not results:
        yield "there is no [[result]]"
    if any(table.get("name") == "derivation" for table in (*results, *data.get("method", []))):
        yield '"derivation" is the name of the points for the steps'
    if sum(table.get("final") is True for table in results) > 1:
        yield "more than one result is final"
    names = [table["name"] for table in (*results, *data.get("method", [])) if isinstance(table.get("name"), str)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f'the name "{name}" is given twice'
    for number, table in enumerate(data.get("method", []), 1):
        if not table.get("words") and not table.get("formulas"):
            yield f"method {number}: neither words nor formulas say how it is recognised"


def _wrong_with(
    table: Mapping[str, Any], place: str, checks: Mapping[str, Check], required: tuple[str, ...] = ()
) -> Iterator[str]:
    before = f"{place}: " if place else ""
    for key, value in table.items():
        if key not in checks:
            near = get_close_matches(key, checks, 1)
            yield f'{before}"{key}" is not known here' + (f'; is "{near[0]}" meant?' if near else "")
        elif said := checks[key](value):
            yield f'{before}"{key}" {said}, and is {_shown(value)}'
    for key in required:
        if key not in table:
            yield f'{before}"{key}" is missing'


def _shown(value: Any) -> str:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _rubric(data: Mapping[str, Any]) -> Rubric:
    tables = data["result"]
    marked = any(table.get("final") for table in tables)
    results = tuple(
        ResultItem(
            name=table.get("name") or f"result {number}",
            latex=table["latex"],
            points=float(table["points"]),
            final=table.get("final", False) or (not marked and number == len(tables)),
            required=table.get("required", True),
        )
        for number, table in enumerate(tables, 1)
    )
    methods = tuple(
        MethodItem(
            table["name"], float(table["points"]), tuple(table.get("words", ())), tuple(table.get("formulas", ()))
        )
        for table in data.get("method", ())
    )
    derivation, follow = data.get("derivation", {}), data.get("follow_through", {})
    return Rubric(
        results,
        methods,
        data.get("title", ""),
        float(derivation.get("points", Rubric.derivation)),
        float(derivation.get("per_slip", Rubric.per_slip)),
        float(follow.get("least_work", Rubric.least_work)),
    )


# --- writing --------------------------------------------------------------------------------------------------------


@dataclass
class _Lines:
    written: list[str] = field(default_factory=list)

    def add(self, *lines: str) -> None:
        self.written.extend(lines)


def write_rubric(rubric: Rubric, source: str = "") -> str:
    """The rubric as commented TOML that reads back as the same rubric."""
    lines = _Lines()
    lines.add(f"# Marks for {_one_line(source)}." if source else "# Marks.")
    lines.add("# Change points, names and results freely; delete what you do not want to mark.", "")
    lines.add(f"title = {quoted(rubric.title)}", "")
    lines.add("# The steps that lead to the results. They earn all points where all results are reached; each slip")
    lines.add(
        "# costs `per_slip` once, however many later lines it spoils. What the auditor cannot decide costs nothing."
    )
    lines.add("[derivation]", f"points = {_number(rubric.derivation)}", f"per_slip = {_number(rubric.per_slip)}", "")
    lines.add("# A result that is wrong only because of an earlier slip earns its points all the same, unless the slip")
    lines.add("# leaves less than this share of the work that the result asks for.")
    lines.add("[follow_through]", f"least_work = {_number(rubric.least_work)}", "")
    lines.add("# The results: an equation each, the quantity on the left and its value on the right, in the letters of")
    lines.add(
        "# the problem. Any other form of the value is accepted where it is equal. `final` marks the final answer;"
    )
    lines.add("# `required = false` marks a result in between: a right later result earns it too.")
    for item in rubric.results:
        lines.add("[[result]]", f"name = {quoted(item.name)}", f"latex = {quoted(item.latex)}")
        lines.add(f"points = {_number(item.points)}")
        lines.add(*(["final = true"] if item.final else []), *([] if item.required else ["required = false"]), "")
    lines.add(
        "# Ways of solving that earn points of their own, where one of these words or formulas occurs; where none"
    )
    lines.add("# does, the teacher is asked.")
    for method in rubric.methods:
        lines.add("[[method]]", f"name = {quoted(method.name)}", f"points = {_number(method.points)}")
        lines.add(f"words = [{', '.join(map(quoted, method.words))}]")
        lines.add(f"formulas = [{', '.join(map(quoted, method.formulas))}]", "")
    if not rubric.methods:
        lines.add("# [[method]]", '# name = "differentials"', "# points = 1.0", "# words = ['differential']")
        lines.add(r"# formulas = ['\mathrm{d}f', 'df']", "")
    return "\n".join(lines.written)


def quoted(text: str) -> str:
    """A TOML string: literal where it can be, so that LaTeX keeps its backslashes."""
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _number(value: float) -> str:
    return str(float(value))


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
