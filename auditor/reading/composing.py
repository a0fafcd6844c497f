"""From a source to a document: cut, repair, expand. Every stage keeps the places of the original."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.findings import Finding, finding
from auditor.reading import tex
from auditor.reading.definitions import Macros, collect
from auditor.reading.document import Document, Mathematics, Prose, Repair
from auditor.reading.edits import Edit, Manner, apply
from auditor.reading.escapes import lost_escapes
from auditor.reading.lines import with_undelimited
from auditor.reading.macros import expand, expand_displays
from auditor.reading.notation import DISPLAY_ENVIRONMENTS, INNER_ENVIRONMENTS, ROW_ENVIRONMENTS, base_name
from auditor.reading.plain import FLATTENED_EVIDENCE
from auditor.reading.repairs import repair
from auditor.reading.scanning import Region, environment_argument, scan
from auditor.reading.structure import breaks
from auditor.source import Source, Span, Text

_FENCES = re.compile(
    r"(?ms)^[ \t>]*(```+|~~~+)(?!\s*(?:math|latex|tex|katex)\b)[^\n`]*\n.*?^[ \t>]*\1"
    r"|\\begin\{(verbatim|lstlisting|minted)\}.*?\\end\{\2\}"
)
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060-\u2064\ufeff\u00ad]+")
_BETWEEN = re.compile(r"[ \t]*(?:=|≈|≤|≥|:=|≡|∈|<|>|⇒|⟹|\\(?:le|ge|approx|equiv|in|implies|Rightarrow)\s)[ \t]*")
_SENTENCE_MARKS = " \t\r\n.,;:"


@dataclass(frozen=True)
class _Cut:
    """A document cut into regions, before repair."""

    text: Text
    regions: tuple[Region, ...]
    macros: Macros
    repairs: tuple[Repair, ...]
    findings: tuple[Finding, ...]
    structured: bool


def read(source: Source) -> Document:
    """Cut a document into prose and repaired, macro-free mathematics; any text can be read."""
    cut = _cut(source)
    manner = _manner(cut)
    pieces: list[Prose | Mathematics] = []
    repairs = list(cut.repairs)
    position = 0
    for region in cut.regions:
        if region.delimiter == "verbatim":
            continue
        pieces.extend(_prose(cut.text, position, region.start))
        position = region.end
        if region.mathematical and (mathematics := _mathematics(cut, region, manner, repairs, pieces)):
            pieces.append(mathematics)
    pieces.extend(_prose(cut.text, position, len(cut.text)))
    overflow = tuple(finding("N905", span) for span in cut.macros.overflow)
    covered = [(region.start, region.end) for region in cut.regions]
    return Document(
        source,
        tuple(_in_order(pieces)),
        tuple(sorted(repairs, key=lambda made: (made.span.start, made.span.end, made.rule))),
        cut.findings + overflow,
        breaks(cut.text, covered),
    )


def normalize(document: Document) -> str:
    """The whole document with its mathematics repaired: prose and macros as they were, every formula delimited."""
    cut = _cut(document.source, expand_macros=False)
    manner, position = _manner(cut), 0
    parts: list[str] = []
    original = document.source.text
    for region in cut.regions:
        if not region.mathematical or not len(cut.text.slice(*region.inner)):
            continue
        text, _ = _repaired(cut, region, manner)
        characters = text.characters.replace("\n", "\n> ") if _quoted(cut, region) else text.characters
        whole, inner = cut.text.span(region.start, region.end), cut.text.span(*region.inner)
        if whole.start < position:
            continue
        opener, closer = _CANONICAL.get(region.delimiter, ("", ""))
        if not opener:
            opener = original[whole.start : inner.start].replace("\\\\begin", "\\begin")
            closer = original[inner.end : whole.end].replace("\\\\end", "\\end")
        elif region.delimiter == "bare" and region.display:
            opener, closer = "$$", "$$"
        parts += (original[position : whole.start], opener, characters, closer)
        position = whole.end
    return "".join((*parts, original[position:]))


_CANONICAL = {
    "bare": ("$", "$"),
    "copies": ("$", "$"),
    "[": ("\\[", "\\]"),
    r"\(": ("\\(", "\\)"),
    r"\[": ("\\[", "\\]"),
}


# Cutting


def _cut(source: Source, *, expand_macros: bool = True) -> _Cut:
    text, repairs = _mended(source.whole())
    is_tex = tex.is_document(source)
    if is_tex:
        text = tex.without_comments(text)
    macros = Macros()
    if "\\" in text.characters:
        macros, rest, _ = collect(text, [match.span() for match in _FENCES.finditer(text.characters)])
        text = expand_displays(rest, macros) if expand_macros else text
    if is_tex:
        text = tex.body(text)
    scanned = scan(text.characters)
    structured = tex.is_structured(text.characters)
    regions = list(with_undelimited(text.characters, scanned.regions, structured))
    regions = list(_joined(text.characters, [_opened(text.characters, region, scanned.unclosed) for region in regions]))
    unclosed = tuple(finding("N101", text.span(place, place + 1)) for place in scanned.unclosed if place < len(text))
    return _Cut(text, tuple(regions), macros, tuple(repairs), unclosed, structured)


def _mended(text: Text) -> tuple[Text, list[Repair]]:
    """What would mislead the scanner: zero-width characters, and commands that a string literal ate."""
    made: list[Repair] = []
    edits = [Edit(*match.span(), "") for match in _ZERO_WIDTH.finditer(text.characters)]
    made += [Repair(text.span(e.start, e.end), text.characters[e.start : e.end], "", "W108") for e in edits]
    text = apply(text, edits)
    edits = [Edit(*edit) for edit in lost_escapes(text.characters)]
    made += [Repair(text.span(e.start, e.end), text.characters[e.start : e.end], e.after, "W105") for e in edits]
    return apply(text, edits), made


def _joined(text: str, regions: list[Region]) -> Iterator[Region]:
    """`$a$ = $b$`: two formulas and the relation between them are one."""
    pending: Region | None = None
    for region in regions:
        if pending and _continues(text, pending, region):
            pending = replace(pending, end=region.end, inner=(pending.inner[0], region.inner[1]))
            continue
        if pending:
            yield pending
        pending = region
    if pending:
        yield pending


def _opened(text: str, region: Region, unclosed: list[int]) -> Region:
    """An undelimited formula together with the delimiter before it that never closes."""
    head = re.search(r"(?:\$\$?|\\{1,2}[(\[])\s*$", text[max(0, region.start - 8) : region.start])
    if region.delimiter != "bare" or head is None:
        return region
    start = region.start - len(head.group())
    return replace(region, start=start) if start in unclosed else region


def _continues(text: str, one: Region, two: Region) -> bool:
    inline = one.delimiter == two.delimiter and one.delimiter in ("$", r"\(", "$`") and not (one.display or two.display)
    return inline and _BETWEEN.fullmatch(text, one.end, two.start) is not None


# Pieces


def _manner(cut: _Cut) -> Manner:
    """How the whole document was written, judged from all its formulas."""
    text = cut.text.characters
    inside = [text[region.inner[0] : region.inner[1]] for region in cut.regions if region.mathematical]
    double = sum(len(re.findall(r"(?<!\\)\\\\[A-Za-z]{2,}", part)) for part in inside)
    single = sum(len(re.findall(r"(?<!\\)\\[A-Za-z]{2,}", part)) for part in inside)
    bare_ones = [text[r.start : r.end] for r in cut.regions if r.delimiter == "bare"]
    flattened = any(FLATTENED_EVIDENCE.search(part) and "^" not in part for part in bare_ones)
    unescaped = any(region.delimiter == "[" for region in cut.regions)
    starred = frozenset(name for name, found in cut.macros.by_name.items() if found[-1].spec[:1] == ("s",))
    doubled = double > 2 and double > 10 * single
    return Manner(doubled=doubled, flattened=flattened, unescaped=unescaped, starred=starred)


def _repaired(cut: _Cut, region: Region, manner: Manner) -> tuple[Text, list[Repair]]:
    text = _without_quote_marks(cut, region)
    text = _without_inner_delimiters(text, region)
    plain = region.delimiter == "bare" and not re.search(r"\\[A-Za-z]|[_^]\{", text.characters)
    rows = base_name(region.environment) in ROW_ENVIRONMENTS
    opened = cut.text.characters[region.start : region.inner[0]]
    doubled = manner.doubled or opened.startswith("\\\\")
    bare = region.delimiter in ("bare", "[")
    unescaped = manner.unescaped and bare
    return repair(text, replace(manner, ascii=plain, rows=rows, doubled=doubled, bare=bare, unescaped=unescaped))


def _mathematics(
    cut: _Cut, region: Region, manner: Manner, repairs: list[Repair], pieces: list[Prose | Mathematics]
) -> Mathematics | None:
    text, made = _repaired(cut, region, manner)
    text = expand(text, cut.macros)
    text, environment = _unwrapped(text) if not region.environment else (text, region.environment)
    text = _stripped(text)
    if not text.characters.strip(_SENTENCE_MARKS):
        return None
    span = cut.text.span(region.start, region.end)
    if region.delimiter == "copies":
        before = cut.text.characters[region.start : region.end]
        repairs.append(Repair(span, before, text.characters, "W106"))
    repairs.extend(made)
    delimiter = "bare" if region.delimiter in ("[", "copies") else region.delimiter
    return Mathematics(text, span, region.display, delimiter, environment)


def _quoted(cut: _Cut, region: Region) -> bool:
    """The region begins on a line of a block quote."""
    characters = cut.text.characters
    line_start = max(characters.rfind("\n", 0, region.start), characters.rfind("\r", 0, region.start)) + 1
    return characters[line_start : region.start + 1].lstrip(" \t").startswith(">")


def _without_quote_marks(cut: _Cut, region: Region) -> Text:
    """The inside of a region, without the `>` of a block quote that each of its lines begins with."""
    text = cut.text.slice(*region.inner)
    if not _quoted(cut, region):
        return text
    edits = [Edit(*match.span(1), "") for match in re.finditer(r"[\r\n]([ \t]*>[ \t>]*)", text.characters)]
    return apply(text, edits)


def _without_inner_delimiters(text: Text, region: Region) -> Text:
    """Two formulas joined at a relation: the dollars between them go."""
    if region.delimiter not in ("$", r"\(", "$`") or not re.search(r"(?<!\\)\$|\\\)", text.characters):
        return text
    pattern = {"$": r"(?<!\\)\$", r"\(": r"\\[()]", "$`": r"\$`|`\$"}[region.delimiter]
    depth, edits = 0, []
    for match in re.finditer(rf"\\(?:text\w*|mbox)\s*\{{[^{{}}]*\}}|{pattern}", text.characters):
        if len(match.group()) <= 2 and depth == 0:
            edits.append(Edit(*match.span(), ""))
    return apply(text, edits)


_WRAPPER = re.compile(r"\s*\\begin\s*\{([A-Za-z]+\*?)\}(.*)\\end\s*\{\1\}\s*[.,;]?\s*", re.DOTALL)
_EQALIGN = re.compile(r"\s*\\(eqalign|eqalignno|displaylines|leqalignno)\s*\{(.*)\}\s*[.,;]?\s*", re.DOTALL)


def _unwrapped(text: Text) -> tuple[Text, str]:
    """A display that holds one alignment and nothing else: its body, and the alignment's name."""
    match = _WRAPPER.fullmatch(text.characters)
    if (
        match
        and base_name(match[1]) in DISPLAY_ENVIRONMENTS - INNER_ENVIRONMENTS
        and match[2].count("\\begin{" + match[1]) == 0
    ):
        start = match.start(2) + environment_argument(match[2], match[1])
        return text.slice(start, match.end(2)), match[1]
    match = _EQALIGN.fullmatch(text.characters)
    if match and _is_one_group(match[2]):
        return text.slice(*match.span(2)), match[1]
    return text, ""


def _is_one_group(body: str) -> bool:
    depth = 0
    for match in re.finditer(r"\\.|[{}]", body, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth < 0:
            return False
    return True


def _stripped(text: Text) -> Text:
    start = len(text.characters) - len(text.characters.lstrip())
    end = len(text.characters.rstrip())
    return text.slice(start, max(start, end))


def _prose(text: Text, start: int, end: int) -> Iterator[Prose]:
    """The words between two places; what a macro put in is no part of the document."""
    if start < end:
        kept = text.slice(start, end)
        if any(b - a != 1 for a, b in zip(kept.starts, kept.ends, strict=True)):
            kept = Text.join(kept.slice(k, k + 1) for k in range(len(kept)) if kept.ends[k] - kept.starts[k] == 1)
        if len(kept):
            yield Prose(kept)


def _in_order(pieces: list[Prose | Mathematics]) -> Iterator[Prose | Mathematics]:
    """The pieces with spans that do not overlap, also where one macro made several."""
    reached = 0
    for piece in pieces:
        if isinstance(piece, Prose):
            kept = [k for k, start in enumerate(piece.text.starts) if start >= reached]
            if not kept:
                continue
            piece = Prose(piece.text.slice(kept[0]))
            reached = max(reached, piece.text.span().end)
        else:
            span = Span(max(piece.span.start, reached), max(piece.span.end, reached))
            piece = replace(piece, span=span)
            reached = span.end
        yield piece
