r"""Undo what copying, Markdown, JSON and HTML did to a formula.

A repair is a row of `_PASSES`: a rule and a function that proposes edits to a text. Passes run in order, each on the
result of the one before; every edit is recorded with the place in the original, what stood there and what is read
instead. What cannot be certain is proposed only. A formula that is right comes out as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from auditor.reading.characters import (
    COMBINING,
    INVISIBLE,
    SPACES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    as_latex,
)
from auditor.reading.document import Repair
from auditor.reading.escapes import doubled_backslashes, lost_escapes, lost_row_breaks
from auditor.reading.notation import ASCII_GREEK, FUNCTIONS
from auditor.source import Span, Text


@dataclass(frozen=True)
class Manner:
    """What is known of the document a formula stands in: how it was written and damaged."""

    doubled: bool = False  # every backslash is written twice
    ascii: bool = False  # a formula without delimiters and without TeX
    flattened: bool = False  # superscripts fell to the base line: `K−1` is an inverse
    rows: bool = False  # the formula is the body of an environment with rows
    bare: bool = False  # a formula without delimiters
    unescaped: bool = False  # marks lost the backslash before them: `[ … ]` for a display, ` , ` for a thin space


@dataclass(frozen=True)
class Edit:
    """`characters[start:end]` becomes `after`."""

    start: int
    end: int
    after: str
    certain: bool = True


Pass = Callable[[str, Manner], Iterator[Edit]]


def repair(text: Text, manner: Manner = Manner()) -> tuple[Text, list[Repair]]:
    """The text with its damage undone, and every repair that was made or is proposed."""
    made: list[Repair] = []
    for rule, propose in _PASSES:
        edits = _disjoint(propose(text.characters, manner))
        made.extend(_record(text, edit, rule) for edit in edits)
        text = apply(text, [edit for edit in edits if edit.certain])
    return text, made


def apply(text: Text, edits: list[Edit]) -> Text:
    """The text with edits made; what is put in stands for what it replaces."""
    if not edits:
        return text
    parts, position = [], 0
    for edit in edits:
        parts.append(text.slice(position, edit.start))
        parts.append(_replacement(text, edit))
        position = edit.end
    parts.append(text.slice(position))
    return Text.join(parts)


def _replacement(text: Text, edit: Edit) -> Text:
    """Characters that the edit leaves alone at its head and tail keep their own places."""
    old, new = text.characters[edit.start : edit.end], edit.after
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    span = text.span(edit.start + head, edit.end - tail) if len(old) > head + tail else text.span(edit.start, edit.end)
    middle = Text.inserted(new[head : len(new) - tail], span)
    return Text.join(
        (text.slice(edit.start, edit.start + head), middle, text.slice(edit.end - tail, edit.end) if tail else _EMPTY)
    )


_EMPTY = Text("", (), ())


def _common(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _record(text: Text, edit: Edit, rule: str) -> Repair:
    span = text.span(edit.start, edit.end) if edit.end > edit.start else Span(*(2 * (text.span(edit.start).start,)))
    return Repair(span, text.characters[edit.start : edit.end], edit.after, rule, edit.certain)


def _disjoint(edits: Iterator[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


# What HTML and invisible characters leave behind

_ENTITIES = {
    "&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&thinsp;": " ",
    "&minus;": "-", "&times;": r"\times ", "&middot;": r"\cdot ", "&le;": r"\le ", "&ge;": r"\ge ", "&ne;": r"\ne ",
    "&#95;": "_", "&#42;": "*", "&#92;": "\\", "&prime;": "'", "&part;": r"\partial ", "&sum;": r"\sum ",
}  # fmt: skip


def invisible_characters(characters: str, manner: Manner = Manner()) -> Iterator[Edit]:
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
        if before.isspace() or before in "^({=+-,&_" or not after:
            continue
        command = after == "\\" and re.match(r"\\[A-Za-z]", characters[star + 1 :])
        proved = after == "{" or _GOVERNING.search(characters, max(0, star - 9), star) is not None
        if closes and openers and (proved or command and characters[openers[-1] - 1] != ")"):
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


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """Whether an underscore between these could open emphasis, and whether it could close it."""
    left = not after.isspace() and (after.isalnum() or not before.isalnum())
    right = not before.isspace() and (before.isalnum() or not after.isalnum())
    return left and (not right or not before.isalnum()), right and (not left or not after.isalnum())


# Bars

_BAR = re.compile(r"\\(?:left|right|[Bb]igg?[lrm]?)?\s*\\?\||\\[A-Za-z]+|\\.|[|{}()\[\]]|&|(?<!\\)\\\\", re.DOTALL)
_NORM_SUBSCRIPT = re.compile(r"\s*(?:\^\s*(?:\{[^{}]*\}|.)\s*)?_\s*(?:\{\s*(?:F|2|1|\\infty|\\text\{F\}|\\mathrm\{F\}|\*|p|2,1)\s*\}|[F21*](?![=A-Za-z]))")


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


# Unicode

_SCRIPTS = re.compile(f"[{''.join(map(re.escape, SUPERSCRIPTS))}]+|[{''.join(map(re.escape, SUBSCRIPTS))}]+")
_SIZES, _TIMES = r"(?<=[a-z0-9])x(?=[a-z0-9])", r" \\times "
_ACCENTED = re.compile(rf"(\\[A-Za-z]+|[A-Za-zα-ωΑ-Ω\U0001d400-\U0001d7ff])([{''.join(COMBINING)}])")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SUM_FOLLOWS = re.compile(r"\s*(?:_\s*\{?\s*\\?[a-z]+\s*[=∈,]|[ᵢⱼₖ]|_\s*\{?[a-z]\}?(?:\^\S+)?\s*\S|∂|\\frac|\\partial|[a-zA-Z]\w*_|\^\s*\{?[nNmMkK]\}?\s*[_a-z])")


def _scripts(characters: str, manner: Manner) -> Iterator[Edit]:
    """Super- and subscript characters, before any normalisation could lose them."""
    for match in _SCRIPTS.finditer(characters):
        table, mark = (SUPERSCRIPTS, "^") if match.group()[0] in SUPERSCRIPTS else (SUBSCRIPTS, "_")
        script = "".join(table[character] for character in match.group())
        yield Edit(*match.span(), f"{mark}{{{re.sub(_SIZES, _TIMES, script)}}}")
    for match in re.finditer(r"(?<![\^_{])\s*⊤(?!\})", characters):
        if re.search(r"[\w)\]}'|]$", characters[: match.start()][-1:]):
            yield Edit(*match.span(), r"^{\top}")


def _radicals(characters: str, manner: Manner) -> Iterator[Edit]:
    for match in re.finditer(r"√\s*(?:\(((?:[^()]|\([^()]*\))*)\)|\{([^{}]*)\}|([A-Za-z0-9\U0001d400-\U0001d7ff]+|[α-ω]))", characters):
        yield Edit(*match.span(), f"\\sqrt{{{match[1] or match[2] or match[3] or ''}}}")


def _accents(characters: str, manner: Manner) -> Iterator[Edit]:
    for match in _ACCENTED.finditer(characters):
        letter = as_latex(match[1]) or match[1] if len(match[1]) == 1 else match[1]
        yield Edit(*match.span(), f"\\{COMBINING[match[2]]}{{{letter}}}")


def _symbols(characters: str, manner: Manner) -> Iterator[Edit]:
    for match in _FOREIGN.finditer(characters):
        latex = as_latex(match.group())
        if match.group() == "Σ" and _SUM_FOLLOWS.match(characters, match.end()):
            latex = r"\sum"
        if latex is None:
            continue
        follows = characters[match.end() : match.end() + 1]
        spaced = re.search(r"\\[A-Za-z]+$", latex) and follows.isalpha() and as_latex(follows) is None
        spaced = spaced or (re.search(r"\\[A-Za-z]+$", latex) and (as_latex(follows) or "")[:1].isalpha() if follows else spaced)
        yield Edit(*match.span(), latex + (" " if spaced else ""))


# Notation without TeX

_ASCII = (
    (re.compile(r"(?<=[A-Za-z0-9)\]}'])\s*\^\s*\(?(-\s*[0-9A-Za-z]+)\)?"), lambda match: f"^{{{match[1].replace(' ', '')}}}"),
    (re.compile(r"\^\s*(\d{2,})"), lambda match: f"^{{{match[1]}}}"),
    (re.compile(r"_([A-Za-z0-9]{2,})(?![A-Za-z0-9{])"), lambda match: f"_{{{match[1]}}}"),
    (re.compile(r"(?<![<=>])<=>"), lambda match: r"\iff "),
    (re.compile(r"<="), lambda match: r"\le "),
    (re.compile(r">="), lambda match: r"\ge "),
    (re.compile(r"!="), lambda match: r"\ne "),
    (re.compile(r"~="), lambda match: r"\approx "),
    (re.compile(r"==+>|=>"), lambda match: r"\Rightarrow "),
    (re.compile(r"--?>"), lambda match: r"\to "),
    (re.compile(r"\.\*"), lambda match: r"\odot "),
    (re.compile(r"(?<![A-Za-z\\])sqrt\(([^()]*)\)"), lambda match: f"\\sqrt{{{match[1]}}}"),
    (re.compile(r"(?<![A-Za-z\\])(sum|prod|int)(?=_|\s)"), lambda match: "\\" + match[1]),
    (re.compile(r"(?<![A-Za-z\\])grad(?=\s*[_A-Za-z(\\])(?![A-Za-z])"), lambda match: r"\nabla"),
    (re.compile(r"(?<![A-Za-z\\_])(" + "|".join(sorted(ASCII_GREEK, key=len, reverse=True)) + r")(?![A-Za-z])"),
     lambda match: ASCII_GREEK[match[1]]),
)  # fmt: skip


def _ascii(characters: str, manner: Manner) -> Iterator[Edit]:
    """`A^-1`, `=>`, `lam`: mathematics typed without TeX."""
    if not manner.ascii:
        return
    for pattern, replace in _ASCII:
        for match in pattern.finditer(characters):
            yield Edit(*match.span(), replace(match))


def _flattened(characters: str, manner: Manner) -> Iterator[Edit]:
    """`K−1K′`: exponents that fell to the base line; certain where a one before a letter proves it in the document."""
    for match in re.finditer(r"(?<=[A-Za-z)′'])[−-]([1-9T])(?!\d)", characters):
        if manner.ascii and (manner.flattened or re.match(r"[A-Za-zα-ωΑ-Ω′)]", characters[match.end() : match.end() + 1])):
            yield Edit(*match.span(), f"^{{-{match[1]}}}", manner.flattened)


FLATTENED_EVIDENCE = re.compile(r"[A-Z]−1(?=[A-Zδ∂Δ])")

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


def _lost_escapes(characters: str, manner: Manner = Manner()) -> Iterator[Edit]:
    yield from (Edit(*edit) for edit in lost_escapes(characters))


def _row_breaks(characters: str, manner: Manner) -> Iterator[Edit]:
    yield from (Edit(*edit) for edit in lost_row_breaks(characters, rows=manner.rows))


def _spacing(characters: str, manner: Manner) -> Iterator[Edit]:
    r"""`A , dX`: nobody sets a space before a comma; it was `\,`."""
    if manner.unescaped:
        for match in re.finditer(r"(?<=\S)[ ]+([,;!])[ ]+(?=\S)", characters):
            yield Edit(match.start(1), match.end(1), "\\" + match[1])


def _names(characters: str, manner: Manner) -> Iterator[Edit]:
    """The word that an undelimited formula begins with, and the word `in` before a space of numbers."""
    if not manner.bare:
        return
    for match in re.finditer(r"(?<=\s)in(?=\s+(?:[RC]\^|\\mathbb))", characters):
        yield Edit(*match.span(), r"\in")
    for match in re.finditer(r"(?<=R\^)(?:\{([a-z0-9]+) ?x ?([a-z0-9]+)\}|\(([a-z0-9]+) ?x ?([a-z0-9]+)\)|([a-z0-9])x([a-z0-9])\b)", characters):
        sizes = [size for size in match.groups() if size]
        yield Edit(*match.span(), f"{{{sizes[0]} \\times {sizes[1]}}}")
    match = re.match(r"[A-Za-z]{3,}(?=\s*(?:=|:=|≈|≤|≥|\\approx|\\le|\\ge))", characters)
    if match and match.group() not in FUNCTIONS | ASCII_GREEK.keys() and match.group()[1:].islower():
        yield Edit(*match.span(), f"\\text{{{match.group()}}}")


_PASSES: tuple[tuple[str, Pass], ...] = (
    ("W108", invisible_characters),
    ("W105", _lost_escapes),
    ("W109", _entities),
    ("W103", _escapes),
    ("W101", _emphasis),
    ("W113", _spacing),
    ("W104", _row_breaks),
    ("W112", _flattened),
    ("W107", _scripts),
    ("W107", _accents),
    ("W107", _radicals),
    ("W107", _symbols),
    ("W110", _names),
    ("W110", _ascii),
    ("W111", _slips),
    ("W102", _norm_bars),
)
