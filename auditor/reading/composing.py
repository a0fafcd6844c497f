"""From a source to a document: cut, repair, expand. Every stage keeps the places of the original."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.findings import Finding, finding
from auditor.reading import bare as undelimited
from auditor.reading import katex, tex
from auditor.reading.document import Document, Mathematics, Prose, Repair
from auditor.reading.escapes import lost_escapes
from auditor.reading.macros import Macros, collect, expand, expand_displays
from auditor.reading.notation import DISPLAY_ENVIRONMENTS, INNER_ENVIRONMENTS, ROW_ENVIRONMENTS, base_name
from auditor.reading.repairs import FLATTENED_EVIDENCE, Edit, Manner, apply, repair
from auditor.reading.scanning import Region, environment_argument, scan
from auditor.reading.structure import breaks
from auditor.source import Source, Span, Text

_LINE_END = re.compile(r"\r\n|\n|\r")
_FENCES = re.compile(r"(?ms)^[ \t>]*(```+|~~~+)(?!\s*(?:math|latex|tex|katex)\b)[^\n`]*\n.*?^[ \t>]*\1|\\begin\{(verbatim|lstlisting|minted)\}.*?\\end\{\2\}")
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
    manner, parts, position = _manner(cut), [], 0
    original = document.source.text
    for region in cut.regions:
        if not region.mathematical or not len(cut.text.slice(*region.inner)):
            continue
        text, _ = _repaired(cut, region, manner)
        whole, inner = cut.text.span(region.start, region.end), cut.text.span(*region.inner)
        if whole.start < position:
            continue
        opener, closer = _CANONICAL.get(region.delimiter, ("", ""))
        if not opener:
            opener, closer = original[whole.start : inner.start], original[inner.end : whole.end]
        elif region.delimiter == "bare" and region.display:
            opener, closer = "$$", "$$"
        parts += (original[position : whole.start], opener, text.characters, closer)
        position = whole.end
    return "".join((*parts, original[position:]))


_CANONICAL = {"bare": ("$", "$"), "[": ("\\[", "\\]"), r"\(": ("\\(", "\\)"), r"\[": ("\\[", "\\]")}


# Cutting


def _cut(source: Source, *, expand_macros: bool = True) -> _Cut:
    text, repairs = _mended(source.whole())
    is_tex = tex.is_document(source)
    if is_tex:
        text = tex.without_comments(text)
    macros = Macros()
    if expand_macros and "\\" in text.characters:
        macros, text, _ = collect(text, [match.span() for match in _FENCES.finditer(text.characters)])
        text = expand_displays(text, macros)
    if is_tex:
        text = tex.body(text)
    scanned = scan(text.characters)
    structured = tex.is_structured(text.characters)
    regions = list(_with_bare(text.characters, scanned.regions, structured))
    regions = list(_joined(text.characters, regions))
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


def _with_bare(text: str, regions: list[Region], structured: bool) -> Iterator[Region]:
    """The delimited regions, and between them the formulas that nobody delimited."""
    tables = _table_lines(text)
    following = iter((*regions, None))
    current = next(following)
    for start, end in _lines(text, regions):
        inside: list[Region] = []
        while current is not None and current.start < end:
            if current.end > start:
                inside.append(current)
            yield_now, current = current, next(following)
            if yield_now.end <= start:
                yield yield_now
        if not structured:
            inside += _undelimited(text, start, end, inside, table=start in tables)
        yield from sorted(inside, key=lambda region: region.start)
    while current is not None:
        yield current
        current = next(following)


def _undelimited(text: str, start: int, end: int, inside: list[Region], *, table: bool) -> list[Region]:
    found: list[Region] = []
    alone = not any(region.mathematical for region in inside)
    position = start
    for stop, after in (*((max(region.start, start), region.end) for region in inside), (end, end)):
        for first, last in _cells(text, position, stop) if table else ((position, stop),):
            if first >= last or not text[first:last].strip():
                continue
            copies = list(katex.tripled(text, first, last)) if alone else []
            if copies:
                found += [Region(one, two, (three, four), "bare") for one, two, three, four in copies]
            else:
                found += undelimited.find(text, first, last, alone=alone)
        position = max(position, after)
    return found


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"(?:\\.|[^|\\])+", text[start:end]):
        yield start + match.start(), start + match.end()


def _table_lines(text: str) -> set[int]:
    """The offsets at which lines of Markdown tables begin."""
    if "|" not in text or "-|" not in text.replace(" ", "").replace(":", ""):
        return set()
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    lines = [text[a:b] for a, b in zip(starts, (*starts[1:], len(text)), strict=True)]
    found: set[int] = set()
    for index, line in enumerate(lines):
        if "|" in line and undelimited.is_table_rule(line.strip()):
            found.update(starts[max(index - 1, 0) : index + 1])
            for later in range(index + 1, len(lines)):
                if "|" not in lines[later]:
                    break
                found.add(starts[later])
    return found


def _lines(text: str, regions: list[Region]) -> Iterator[tuple[int, int]]:
    """Lines, joined where one leaves braces open or a region reaches over its end."""
    ends = [match.span() for match in _LINE_END.finditer(text)] + [(len(text), len(text))]
    start, joined = 0, 0
    reach = iter((*regions, None))
    region = next(reach)
    for stop, after in ends:
        while region is not None and region.end <= stop:
            region = next(reach)
        within = region is not None and region.start < stop < region.end
        line = text[start:stop]
        blank = not text[after : text.find("\n", after) if "\n" in text[after:] else None].strip() if not within else False
        opened = not within and joined < 40 and not blank and "\\" in line and _leaves_open(line)
        if (within or opened) and after < len(text):
            joined += opened
            continue
        yield start, stop
        start, joined = after, 0
    if start < len(text):
        yield start, len(text)


def _leaves_open(line: str) -> bool:
    return "$" not in line and undelimited.open_brackets(line) > 0


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
    return Manner(doubled=double > 2 and double > 10 * single, flattened=flattened, unescaped=unescaped)


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
    if region.delimiter == "bare" and (region.start, region.end) != region.inner:
        before = cut.text.characters[region.start : region.end]
        repairs.append(Repair(span, before, text.characters, "W106"))
    repairs.extend(made)
    delimiter = "bare" if region.delimiter == "[" else region.delimiter
    return Mathematics(text, span, region.display, delimiter, environment)


def _without_quote_marks(cut: _Cut, region: Region) -> Text:
    """The inside of a region, without the `>` of a block quote that each of its lines begins with."""
    text = cut.text.slice(*region.inner)
    characters = cut.text.characters
    line_start = max(characters.rfind("\n", 0, region.start), characters.rfind("\r", 0, region.start)) + 1
    if ">" not in characters[line_start : region.start + 4] or not re.match(r"[ \t]*>", characters[line_start:]):
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
    if match and base_name(match[1]) in DISPLAY_ENVIRONMENTS - INNER_ENVIRONMENTS and match[2].count("\\begin{" + match[1]) == 0:
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
