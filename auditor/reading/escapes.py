r"""Backslashes: doubled by a careful exporter, halved by Markdown, or eaten by a string literal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.reading.notation import COMMANDS, ROW_ENVIRONMENTS, base_name, words

Replacement = tuple[int, int, str]

_RUN = re.compile(r"\\+")
_NAMED = re.compile(r"[A-Za-z]+")
_BEGIN = re.compile(r"\\{1,2}(begin|end)\s*\{([A-Za-z]+\*?)\}")


def doubled_backslashes(characters: str, *, doubled: bool = False, rows: bool = False) -> Iterator[Replacement]:
    r"""`\\frac`, `\_`, `\\\\`: backslashes that were escaped once too often.

    Where all runs of backslashes are even and one of them begins a command, every run is halved. In a mixture only
    what is certain is undone.
    """
    if "\\" not in characters:
        return
    runs = list(_RUN.finditer(characters))
    named = [run for run in runs if len(run.group()) == 2 and _is_command(characters, run.end())]
    escaped_marks = _escaped_marks(characters)
    others = [run for run in runs if run.start() not in escaped_marks]
    tight = any(characters[run.end() : run.end() + 1].strip() for run in others)
    everywhere = all(len(run.group()) % 2 == 0 for run in others) and bool(named or (doubled and tight))
    if everywhere:
        for run in others:
            yield run.start(), run.end(), "\\" * (len(run.group()) // 2)
    else:
        yield from _mixed(characters, runs, named, rows)
    for start, mark in escaped_marks.items():
        yield start, start + 2, mark


def _mixed(characters: str, runs: list[re.Match[str]], named: list[re.Match[str]], rows: bool) -> Iterator[Replacement]:
    has_rows = rows or any(base_name(match[2]) in ROW_ENVIRONMENTS for match in _BEGIN.finditer(characters))
    for run in runs:
        follows = characters[run.end() : run.end() + 1]
        size = len(run.group())
        if size == 4:
            yield run.start(), run.end(), r"\\"
        elif size == 2 and not has_rows and (run in named or _braced(characters, run, follows)):
            yield run.start(), run.end(), "\\"


def _braced(characters: str, run: re.Match[str], brace: str) -> bool:
    r"""`\\{ … \\}` is a set; a row break before a group is followed by no such closer."""
    if brace == "{":
        return r"\\}" in characters[run.end() :]
    return brace == "}" and r"\\{" in characters[: run.start()]


def _is_command(characters: str, position: int) -> bool:
    name = _NAMED.match(characters, position)
    return name is not None and len(name.group()) > 1 and name.group() in COMMANDS


def _escaped_marks(characters: str) -> dict[int, str]:
    r"""`X\_{ij}`, `x\_i`, `\sum\_`: a literal underscore never stands before a group or behind a single letter."""
    certain: dict[int, str] = {}
    likely: dict[int, str] = {}
    for match in re.finditer(r"(?<!\\)\\([_*^])", characters):
        mark, before, after = (
            match[1],
            characters[max(0, match.start() - 60) : match.start()],
            characters[match.end() :][:1],
        )
        if mark == "^" and (not after or (after == "{" and re.search(r"[{A-Za-z]$", before) is None)):
            continue  # an accent
        if re.search(r"\\(?:text\w*|operatorname|mbox|mathtt|mathrm|label|ref)\*?\{[^{}]*$", before):
            continue
        named = re.search(r"[A-Za-z]{3,}$", before) and not re.search(r"\\[A-Za-z]+$", before)
        (likely if mark == "_" and named and after != "{" else certain)[match.start()] = mark
    return dict(sorted((certain | likely).items())) if certain else {}


# A control character, and the tail that it left of a command.
_EATEN = {
    "\t": "heta times tilde text textbf textrm textit tfrac to tau tanh tan top triangleq triangle tag trace tr",
    "\x08": "beta begin bar mathbf boldsymbol bm big Big bigg bigl bigr binom boxed bullet bmod bot bf breve",
    "\x0c": "frac forall flat fbox",
    "\r": "rho right rangle rvert rVert rfloor rceil rm Rightarrow rightarrow rank",
    "\n": "nabla neq nu not notin nonumber ne neg",
    "\x0b": "vec varepsilon varphi vdots vert vee varnothing vartheta",
    "\x07": "alpha approx ast arg argmin argmax aligned align",
    "\x1b": "",
}
_AMBIGUOUS = words("to tan tag tr top right rm rank not neg big bar begin text trace ne nu arg ast align tau")


def _tails(control: str, names: str) -> Iterator[tuple[str, str]]:
    first = {"\t": "t", "\x08": "b", "\x0c": "f", "\r": "r", "\n": "n", "\x0b": "v", "\x07": "a"}.get(control, "")
    for name in names.split():
        name = "t" + name if name == "heta" else name
        if name.startswith(first) and first:
            yield name[1:], name


_TAILS = {
    control: dict(sorted(_tails(control, names), key=lambda row: -len(row[0]))) for control, names in _EATEN.items()
}
_LOST = re.compile(
    "|".join(f"{re.escape(control)}(?:{'|'.join(tails)})(?![A-Za-z])" for control, tails in _TAILS.items() if tails)
)


def lost_escapes(characters: str) -> Iterator[Replacement]:
    r"""TAB + `heta`, form feed + `rac`: a string literal took the backslash and a letter for a control character."""
    for match in _LOST.finditer(characters):
        control, tail = match.group()[0], match.group()[1:]
        name = _TAILS[control][tail]
        follows = characters[match.end() : match.end() + 1]
        plain = control in "\t\r\n" and (name in _AMBIGUOUS or tail in ("o", "an", "r", "op", "u", "e"))
        if plain and not (follows and follows in "{_^(\\|)" and len(tail) > 1):
            continue
        if (
            control in "\n\r"
            and re.search(r"(?:^|[\n\r])[ \t]*$", characters[: match.start()][-40:])
            and name in _AMBIGUOUS
        ):
            continue
        yield match.start(), match.end(), "\\" + name


def lost_row_breaks(characters: str, *, rows: bool = False) -> Iterator[Replacement]:
    r"""A lone `\` at the end of a row, where Markdown took the other."""
    for start, end in _row_bodies(characters, rows):
        body = characters[start:end]
        if re.search(r"(?<!\\)\\\\(?!\\)", body):
            for match in re.finditer(r"(?<!\\)\\(?=[ \t]*[\r\n])", body):
                yield start + match.start(), start + match.end(), r"\\"
            continue
        breaks = [match.start() for match in re.finditer(r"(?<!\\)\\(?=\s|$)", body)]
        at_ends = [place for place in breaks if re.match(r"\\[ \t]*(?:[\r\n]|$)", body[place:])]
        chosen = at_ends or (breaks if _even_rows(body, breaks) else [])
        for place in chosen:
            yield start + place, start + place + 1, r"\\"


def _even_rows(body: str, breaks: list[int]) -> bool:
    """Cutting at these places gives rows of equally many cells."""
    if not breaks:
        return False
    cuts = [-1, *breaks, len(body)]
    cells = [body[cuts[index] + 1 : cuts[index + 1]].count("&") for index in range(len(cuts) - 1)]
    rows = [
        count
        for count, index in zip(cells, range(len(cells)), strict=True)
        if body[cuts[index] + 1 : cuts[index + 1]].strip()
    ]
    return len(rows) > 1 and len(set(rows)) == 1 and rows[0] > 0


def _row_bodies(characters: str, rows: bool) -> Iterator[tuple[int, int]]:
    """The insides of innermost environments with rows; of the whole where it is such a body."""
    if rows:
        yield 0, len(characters)
        return
    stack: list[tuple[str, int]] = []
    for match in _BEGIN.finditer(characters):
        if match[1] == "begin":
            stack.append((match[2], match.end()))
        elif stack:
            name, start = stack.pop()
            if base_name(name) in ROW_ENVIRONMENTS:
                yield start, match.start()
