r"""Undo what copying, Markdown, JSON and HTML did to a formula.

A repair is a row of `_PASSES`: a rule and a function that proposes edits to a text. Passes run in order, each on the
result of the one before; every edit is recorded with the place in the original, what stood there and what is read
instead. What cannot be certain is proposed only. A formula that is right comes out as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from auditor.reading import plain
from auditor.reading.characters import INVISIBLE, SPACES
from auditor.reading.document import Repair
from auditor.reading.edits import Edit, Manner, apply, disjoint, record
from auditor.reading.escapes import doubled_backslashes, lost_escapes, lost_row_breaks
from auditor.reading.notation import words
from auditor.source import Text

Pass = Callable[[str, Manner], Iterator[Edit]]
_UNKNOWN = Manner()


def repair(text: Text, manner: Manner = _UNKNOWN) -> tuple[Text, list[Repair]]:
    """The text with its damage undone, and every repair that was made or is proposed."""
    made: list[Repair] = []
    for rule, propose in _PASSES:
        edits = disjoint(propose(text.characters, manner))
        made.extend(record(text, edit, rule) for edit in edits)
        text = apply(text, [edit for edit in edits if edit.certain])
    return text, made


# What HTML and invisible characters leave behind

_ENTITIES = {
    "&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&thinsp;": " ",
    "&minus;": "-", "&times;": r"\times ", "&middot;": r"\cdot ", "&le;": r"\le ", "&ge;": r"\ge ", "&ne;": r"\ne ",
    "&#95;": "_", "&#42;": "*", "&#92;": "\\", "&prime;": "'", "&part;": r"\partial ", "&sum;": r"\sum ",
}  # fmt: skip


def invisible_characters(characters: str, manner: Manner) -> Iterator[Edit]:
    """Zero-width characters, and spaces of odd width."""
    for match in _INVISIBLE.finditer(characters):
        yield Edit(*match.span(), "".join(" " for character in match.group() if character in SPACES))


_INVISIBLE = re.compile("[" + "".join(sorted(INVISIBLE | SPACES)) + "]+")


def _entities(characters: str, manner: Manner) -> Iterator[Edit]:
    for match in re.finditer(r"&#?[A-Za-z0-9]{2,6};", characters):
        if match.group() in _ENTITIES:
            yield Edit(*match.span(), _ENTITIES[match.group()])
    for match in re.finditer(r"<(/?em|/?i)>(?=\{|[A-Za-z0-9])", characters):
        yield Edit(*match.span(), "_")
    for match in re.finditer(r"<br\s*/?>|</?(?:p|div|span)\b[^<>]*>", characters):
        yield Edit(*match.span(), " ")
    for tag, mark in (("sub", "_"), ("sup", "^")):
        for match in re.finditer(rf"<{tag}>([^<>]*)</{tag}>", characters):
            yield Edit(*match.span(), f"{mark}{{{match[1]}}}")


# Markdown emphasis

_STAR = re.compile(r"(?<![*\\])\*(?![*\s])")


def _emphasis(characters: str, manner: Manner) -> Iterator[Edit]:
    r"""`\sum*{i}`, `X*{ij}`, `|A|*F`: underscores that Markdown took in pairs for emphasis.

    Markdown's own rule is run backwards: an underscore opens emphasis only behind punctuation, and closes it only where
    no letter follows a letter, so that `a*b` is never damage. A star before a brace is damage by itself; another one
    where it makes a pair.
    """
    openers: list[int] = []
    for star in (match.start() for match in _STAR.finditer(characters) if match.start()):
        before, after = characters[star - 1], characters[star + 1 : star + 2]
        opens, closes = _flanks(before, after)
        if before.isspace() or before in "^({=+-,&_" or not after or _takes_star(characters, star, manner):
            continue
        command = after == "\\" and re.match(r"\\[A-Za-z]", characters[star + 1 :])
        proved = after == "{" or _GOVERNING.search(characters, max(0, star - 9), star) is not None
        if closes and openers and (proved or (command and characters[openers[-1] - 1] != ")")):
            yield from (Edit(place, place + 1, "_") for place in (openers.pop(), star))
            continue
        if proved:
            yield Edit(star, star + 1, "_")
        if opens and before in ")]}|'" and (not closes or proved or command):
            openers.append(star)
    for match in _BARE_BOUNDS.finditer(characters):
        yield Edit(*match.span(), f"{match[1]}_{match[2]}")
    for match in re.finditer(r"(?<![\\*])(\\?\|)\*([F12])(?![A-Za-z0-9])(?!\s*[A-Za-z(])", characters):
        yield Edit(*match.span(), f"{match[1]}_{match[2]}")


_GOVERNING = re.compile(r"\\(?:partial|nabla|sum|prod|int|max|min|lim|sup|inf)$")  # no product begins so
_BARE_BOUNDS = re.compile(r"(\\(?:sum|prod|bigcup|bigcap|lim|max|min|int))(\{[^{}]*(?:=|\\in|\\to)[^{}]*\})")


_STARRED = words("operatorname operatornamewithlimits hspace vspace tag DeclareMathOperator norm Norm abs Abs inner vb")


def _takes_star(characters: str, star: int, manner: Manner) -> bool:
    r"""`\operatorname*{argmin}`, `\norm*{x}`: the star belongs to the command."""
    command = re.search(r"\\([A-Za-z]+)$", characters[max(0, star - 30) : star])
    return command is not None and (command[1] in _STARRED or command[1] in manner.starred)


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """Whether an underscore between these could open emphasis, and whether it could close it."""
    left = not after.isspace() and (after.isalnum() or not before.isalnum())
    right = not before.isspace() and (before.isalnum() or not after.isalnum())
    return left and (not right or not before.isalnum()), right and (not left or not after.isalnum())


# Bars

_BAR = re.compile(r"\\(?:left|right|[Bb]igg?[lrm]?)?\s*\\?\||\\[A-Za-z]+|\\.|[|{}()\[\]]|&|(?<!\\)\\\\", re.DOTALL)
_NORM_SUBSCRIPT = re.compile(
    r"\s*(?:\^\s*(?:\{[^{}]*\}|.)\s*)?_\s*(?:\{\s*(?:F|2|1|\\infty|\\text\{F\}|\\mathrm\{F\}|\*|p|2,1)\s*\}|[F21*](?![=A-Za-z]))"
)


def _norm_bars(characters: str, manner: Manner) -> Iterator[Edit]:
    r"""`|A|_F`: bars that lost their backslash, proved by the subscript of a norm."""
    if "|" not in characters:
        return
    open_bars: list[list[tuple[int, int]]] = [[]]
    for match in _BAR.finditer(characters):
        token = match.group()
        if token in "{([":
            open_bars.append([])
        elif token in "})]":
            open_bars = open_bars[:-1] or [[]]
        elif token == "|" or token in (r"\left|", r"\right|"):
            if characters[match.end() : match.end() + 1] == "|" or characters[match.start() - 1 : match.start()] == "|":
                continue
            subscript = _NORM_SUBSCRIPT.match(characters, match.end())
            level = open_bars[-1]
            if level and subscript and level[-1][1] < match.start():
                end = level.pop()[1]
                yield Edit(end - 1, end, r"\|")
                yield Edit(match.end() - 1, match.end(), r"\|")
            elif level:
                level.pop()
            else:
                level.append(match.span())


# Slips of typing that TeX would not forgive

_SLIPS = (
    (re.compile(r"\\lang(?![A-Za-z])"), r"\langle"),
    (re.compile(r"\\rang(?![A-Za-z])"), r"\rangle"),
    (re.compile(r"\\bold\s*(?=\{|[A-Za-z](?![A-Za-z]))"), r"\mathbf"),
    (re.compile(r"\\left\{"), r"\left\{"),
    (re.compile(r"\\right\}(?!\s*\\right)"), r"\right\}"),
    (re.compile(r"\\operatorname\*?\s*(?=[A-Za-z](?:[^A-Za-z]|$))"), r"\operatorname"),
)


def _slips(characters: str, manner: Manner) -> Iterator[Edit]:
    for pattern, after in _SLIPS[:5]:
        for match in pattern.finditer(characters):
            yield Edit(*match.span(), after)


def _escapes(characters: str, manner: Manner) -> Iterator[Edit]:
    yield from (Edit(*edit) for edit in doubled_backslashes(characters, doubled=manner.doubled, rows=manner.rows))


def _lost_escapes(characters: str, manner: Manner) -> Iterator[Edit]:
    yield from (Edit(*edit) for edit in lost_escapes(characters))


def _row_breaks(characters: str, manner: Manner) -> Iterator[Edit]:
    yield from (Edit(*edit) for edit in lost_row_breaks(characters, rows=manner.rows))


def _spacing(characters: str, manner: Manner) -> Iterator[Edit]:
    r"""`A , dX`: nobody sets a space before a comma; it was `\,`."""
    if manner.unescaped:
        for match in re.finditer(r"(?<=\S)[ ]+([,;!])[ ]+(?=\S)", characters):
            yield Edit(match.start(1), match.end(1), "\\" + match[1])


_PASSES: tuple[tuple[str, Pass], ...] = (
    ("W108", invisible_characters),
    ("W105", _lost_escapes),
    ("W109", _entities),
    ("W103", _escapes),
    ("W101", _emphasis),
    ("W113", _spacing),
    ("W104", _row_breaks),
    ("W112", plain.flattened),
    ("W107", plain.scripts),
    ("W107", plain.accents),
    ("W107", plain.radicals),
    ("W107", plain.symbols),
    ("W110", plain.names),
    ("W110", plain.ascii_notation),
    ("W111", _slips),
    ("W102", _norm_bars),
)
