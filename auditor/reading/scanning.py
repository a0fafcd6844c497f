r"""Find delimited mathematics, and what is not content, with exact offsets.

One pass from left to right over the characters: whatever opens first wins, and what it encloses is not scanned again.
No Markdown parser is run, because mathematics is full of its marks. Every search is bounded, so that a delimiter that
never closes costs little and swallows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.reading.notation import DISPLAY_ENVIRONMENTS, ENVIRONMENT_ARGUMENT, VERBATIM_ENVIRONMENTS, base_name


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the document: `start` to `end` with its delimiters, `inner` without them."""

    start: int
    end: int
    inner: tuple[int, int]
    delimiter: str  # as in Mathematics; "skip": not content; "verbatim": prose in which nothing is mathematics
    display: bool = False
    environment: str = ""

    @property
    def mathematical(self) -> bool:
        return self.delimiter not in ("skip", "verbatim")


@dataclass
class Scan:
    """The regions of a text in order, and the places of delimiters that never close."""

    regions: list[Region] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)


PARAGRAPH_END = re.compile(r"(?:\r\n|\n|\r)[ \t>]*(?=\r\n|\n|\r|\Z)")
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_OPENER = re.compile(
    r"""
    (?P<fence>(?:^|(?<=\n)|(?<=\r))[ \t>]*(?:[-*+][ ]+)?(?:```+|~~~+)[^\n\r`]*)
  | (?P<code>(?<!\$)`+)
  | (?P<comment><!--)
  | (?P<html><(?:script|style|pre|code)\b[^>]*>)
  | (?P<link>\]\([^)\s]*\)|<?\bhttps?://[^\s)>\]"']+)
  | (?P<directive>(?:^|(?<=\n)|(?<=\r))[ \t]*\.\.[ ]math::)
  | (?P<ticked>\$`)
  | (?P<double>\$\$)
  | (?P<environment>\\{1,2}begin[ ]*\{(?P<name>[A-Za-z]+\*?)\})
  | (?P<tag>\[(?P<bbcode>latex|tex|math|imath)\])
  | (?P<paren>\\{1,2}\()
  | (?P<bracket>\\{1,2}\[)
  | (?P<lone>(?:^|(?<=\n)|(?<=\r))[ \t>]*(?:[-*+][ ]+)?\[(?=[ \t]*(?:\n|\r)|[ \t]+\S))
  | (?P<escape>\\[\\$`%&#_{}])
  | (?P<dollar>\$)
    """,
    re.VERBOSE,
)
_CURRENCY = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:[KMBk]\b|million|billion|USD|dollars)?(?:[\s,.;:!?)/–-]|$)")
_PROSE_WORD = re.compile(r"(?<![\\A-Za-z{_^])[A-Za-z]{3,}(?![A-Za-z(}])")
_TEXT_GROUP = re.compile(r"\\(?:text\w*|mbox|hbox|mathrm|textrm|intertext|tag\*?)\s*\{")
_DISPLAY_LIMIT = 20_000


def scan(text: str) -> Scan:
    """Cut out everything that is delimited; the gaps between the regions are running text."""
    return _Scanner(text).run()


def next_paragraph_end(text: str, start: int) -> int:
    match = PARAGRAPH_END.search(text, start)
    return match.start() if match else len(text)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found = Scan()
        self.absent: set[str] = set()  # closers known not to occur any more
        self.limit = -1  # the end of the paragraph last asked for

    def run(self) -> Scan:
        position = 0
        while match := _OPENER.search(self.text, position):
            regions = self.open(match)
            if regions is None:
                position = match.end()
                continue
            self.found.regions.extend(regions)
            position = max(regions[-1].end if regions else 0, match.end())
        return self.found

    def open(self, match: re.Match[str]) -> list[Region] | None:
        """The regions that begin at this opener; None where it opens nothing."""
        start, end, text = match.start(), match.end(), match.group()
        match match.lastgroup:
            case "fence":
                return self.fence(match)
            case "code":
                return self.code(start, text)
            case "comment":
                close = self.find("-->", end)
                return [Region(start, close + 3, (end, close), "skip")] if close >= 0 else None
            case "html":
                close = self.find(f"</{text[1:].split('>')[0].split()[0]}>", end)
                return [Region(start, close, (end, close), "skip")] if close >= 0 else None
            case "link":
                return [Region(start, end, (start, end), "verbatim")]
            case "directive":
                return [self.directive(start, end)]
            case "ticked":
                return self.until("`$", start, end, "$`", display=False, paragraph=True)
            case "double":
                return self.double(start)
            case "paren":
                return self.until(text[:-1] + ")", start, end, r"\(", display=False, paragraph=True)
            case "bracket":
                return self.bracket(start, end, text)
            case "lone":
                return self.lone(start, end)
            case "dollar":
                return self.dollar(start)
            case "tag":
                return self.until(f"[/{match['bbcode']}]", start, end, f"[{match['bbcode']}]", display=False)
            case "environment":
                return self.environment(match)
        return None

    # Searches

    def find(self, closer: str, start: int) -> int:
        if closer in self.absent:
            return -1
        place = self.text.find(closer, start)
        if place < 0:
            self.absent.add(closer)
        return place

    def paragraph_end(self, start: int) -> int:
        if not start <= self.limit:
            self.limit = next_paragraph_end(self.text, start)
        return self.limit

    def until(
        self, closer: str, start: int, inner: int, delimiter: str, *, display: bool = True, paragraph: bool = False
    ) -> list[Region] | None:
        close = self.find(closer, inner)
        too_far = paragraph and close > self.paragraph_end(inner)
        if close < 0 or too_far or not self.reads_as_display(inner, close):
            self.found.unclosed.append(start)
            return None
        return [Region(start, close + len(closer), (inner, close), delimiter, display)]

    def reads_as_display(self, start: int, end: int) -> bool:
        """A display may hold blank lines, but no paragraph of prose and no heading."""
        if end - start > _DISPLAY_LIMIT:
            return False
        end_of_first = self.paragraph_end(start)
        if end_of_first >= end:
            return True
        paragraphs = PARAGRAPH_END.split(self.text[end_of_first:end])
        return not any(_is_prose(paragraph) for paragraph in paragraphs)

    # Delimiters

    def double(self, start: int) -> list[Region] | None:
        inner = start + 2
        if self.text.startswith("$$", inner):  # `$$$$` holds nothing
            return [Region(start, start + 4, (inner, inner), "skip")]
        return self.until("$$", start, inner, "$$")

    def bracket(self, start: int, inner: int, text: str) -> list[Region] | None:
        closer = text[:-1] + "]"
        if re.compile(r"[ \t]*-?[\d.]+[ ]*(?:pt|em|ex|mm|cm|in|mu)[ ]*\]").match(self.text, inner):
            return None  # a line break with its skip
        if re.compile(r"[\w ,.;-]{0,30}\\?\](?:\(|\\?\()").match(self.text, inner):
            return None  # a Markdown link or citation with its bracket escaped
        return self.until(closer, start, inner, r"\[")

    def lone(self, start: int, inner: int) -> list[Region] | None:
        """`[ … ]` on lines of its own: a chat copy that lost the backslashes."""
        start = inner - 1
        stop = self.paragraph_end(inner)
        close = _matching_bracket(self.text, inner, min(stop, inner + 4000))
        if close < 0 or not re.compile(r"[ \t]*[.,;]?[ \t]*(?:\r|\n|\Z)").match(self.text, close + 1):
            return None
        body = self.text[inner:close]
        if not re.search(r"\\[A-Za-z]|[=^_≈≤≥∈]", body) or len(_PROSE_WORD.findall(_without_text(body))) > 4:
            return None
        return [Region(start, close + 1, (inner, close), "[", display=True)]

    def dollar(self, start: int) -> list[Region] | None:
        r"""`$…$` within a paragraph; an amount of money is none."""
        close = self.closing_dollar(start + 1)
        if close is None:
            amount = _CURRENCY.match(self.text, start + 1)
            if not amount and re.match(r"[^\s$.,;:)!?'\"]", self.text[start + 1 : start + 2]):
                self.found.unclosed.append(start)
            return None
        inner = self.text[start + 1 : close]
        if _is_money(inner, self.text[close + 1 : close + 2]) or _is_sentence(inner):
            return None
        return [Region(start, close + 1, (start + 1, close), "$")]

    def closing_dollar(self, start: int) -> int | None:
        stop, position = self.paragraph_end(start), start
        token = re.compile(_TEXT_GROUP.pattern + r"|\\.|\$", re.DOTALL)
        while (match := token.search(self.text, position, stop)) is not None:
            if match.group() == "$":
                return match.start()
            position = match.end()
            if match.group().endswith("{") and len(match.group()) > 2:
                group_end = _group_end(self.text, position, stop)
                dollars = self.text.count("$", position, group_end) if group_end else 1
                position = group_end or position if dollars % 2 == 0 else position
        return None

    def code(self, start: int, ticks: str) -> list[Region] | None:
        stop = self.paragraph_end(start + len(ticks))
        closer = re.compile(rf"(?<!`){ticks}(?!`)").search(self.text, start + len(ticks), stop)
        return [Region(start, closer.end(), (start, closer.end()), "verbatim")] if closer else None

    def fence(self, match: re.Match[str]) -> list[Region] | None:
        opener = re.search(r"```+|~~~+", match.group())
        assert opener is not None
        marks, language = opener.group(), match.group()[opener.end() :].strip().strip("{}.").lower().split(" ")[0]
        key = "fence" + marks
        if key in self.absent:
            return None
        closing = re.compile(rf"[\r\n][ \t>]*{re.escape(marks)}+[ \t]*(?=[\r\n]|\Z)").search(self.text, match.end())
        if closing is None:
            self.absent.add(key)
            return None
        if language not in ("math", "latex", "tex", "katex"):
            return [Region(match.start(), closing.end(), (match.end(), closing.start()), "skip")]
        return list(self.fenced_mathematics(match.start(), closing.end(), match.end(), closing.start()))

    def fenced_mathematics(self, start: int, end: int, inner: int, close: int) -> Iterator[Region]:
        """A fence of TeX holds delimited mathematics with prose, or one formula a paragraph."""
        inside = scan(self.text[inner:close])
        self.found.unclosed.extend(inner + place for place in inside.unclosed)
        delimited = [region for region in inside.regions if region.mathematical]
        if delimited:
            for region in inside.regions:
                yield _moved(region, inner)
            yield Region(close, end, (close, end), "skip")
            return
        position = inner
        while position < close:
            stop = min(next_paragraph_end(self.text, position), close)
            if self.text[position:stop].strip():
                yield Region(max(position, start if position == inner else 0), stop, (position, stop), "fence", True)
            position = stop + 1
        yield Region(close, end, (close, end), "skip")

    def directive(self, start: int, inner: int) -> Region:
        """reStructuredText: the rest of the line and the indented block below."""
        block = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)(?:[ \t]+[^\r\n]*(?:\r\n|\n|\r|\Z)|[ \t]*(?:\r\n|\n|\r))*")
        match = block.match(self.text, inner)
        end = match.end() if match else inner
        body = self.text[inner:end]
        options = re.match(r"[ \t]*(?:\r\n|\n|\r)(?:[ \t]+:[a-z]+:[^\r\n]*(?:\r\n|\n|\r))+", body)
        begin = inner + (options.end() if options else 0)
        return Region(start, end, (begin, end), "math::", display=True)

    def environment(self, match: re.Match[str]) -> list[Region] | None:
        name = match["name"]
        if base_name(name) in VERBATIM_ENVIRONMENTS:
            stop = self.find(rf"\end{{{name}}}", match.end())
            return [Region(match.start(), stop + len(name) + 6, (match.end(), stop), "skip")] if stop >= 0 else None
        if base_name(name) not in DISPLAY_ENVIRONMENTS:
            return None
        inner = match.end() + environment_argument(self.text[match.end() : match.end() + 200], name)
        close = self.environment_end(name, match.end())
        if close is None:
            self.found.unclosed.append(match.start())
            stop = self.paragraph_end(match.end())
            return [Region(match.start(), stop, (inner, stop), "environment", True, name)]
        display = base_name(name) != "math"
        return [Region(match.start(), close.end(), (inner, close.start()), "environment", display, name)]

    def environment_end(self, name: str, start: int) -> re.Match[str] | None:
        if name in self.absent:
            return None
        depth = 1
        for found in re.compile(rf"\\{{1,2}}(begin|end)[ ]*\{{{re.escape(name)}\}}").finditer(self.text, start):
            depth += 1 if found[1] == "begin" else -1
            if depth == 0:
                return found if self.reads_as_display(start, found.start()) else None
        self.absent.add(name)
        other = re.compile(rf"\\{{1,2}}end[ ]*\{{{re.escape(base_name(name))}\*?\}}")
        return other.search(self.text, start, self.paragraph_end(start))


def environment_argument(text: str, name: str) -> int:
    """The length of an environment's own arguments at the head of its body."""
    match = re.match(r"\[[tbc]\]", text)
    length = match.end() if match else 0
    if base_name(name) in ENVIRONMENT_ARGUMENT:
        match = re.compile(r"(?:\[[^\]]*\])?\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}").match(text, length)
        length = match.end() if match else length
    return length


def _moved(region: Region, by: int) -> Region:
    inner = (region.inner[0] + by, region.inner[1] + by)
    return Region(region.start + by, region.end + by, inner, region.delimiter, region.display, region.environment)


def _group_end(text: str, start: int, stop: int) -> int | None:
    """The place behind the brace that closes a group opened just before `start`."""
    depth = 1
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, start, stop):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return None


def _matching_bracket(text: str, start: int, stop: int) -> int:
    depth = 1
    for match in re.compile(r"\\.|[\[\]]", re.DOTALL).finditer(text, start, stop):
        depth += {"[": 1, "]": -1}.get(match.group(), 0)
        if depth == 0:
            return match.start()
    return -1


def _without_text(body: str) -> str:
    return re.sub(r"\\(?:text\w*|mbox|operatorname\*?|mathrm|begin|end)\s*\{[^{}]*\}", " ", body)


def _is_money(inner: str, after: str) -> bool:
    """`5 and ` between dollars: a number, then words; the second dollar begins another amount."""
    amount = _CURRENCY.match(inner)
    if amount is None:
        return False
    rest = inner[amount.end() :]
    return after.isdigit() or bool(_PROSE_WORD.search(rest)) or (not rest.strip() and inner[-1:].isspace())


def _is_sentence(inner: str) -> bool:
    """Words and no mathematics: the dollars belong to something else."""
    words = _PROSE_WORD.findall(_without_text(inner))
    return (len(words) >= 4 and not re.search(r"\\[A-Za-z]|[=^_]", inner)) or (len(words) >= 8 and " " in inner.strip())


def _is_prose(paragraph: str) -> bool:
    """A paragraph of words, a heading or a list: it cannot stand inside a display."""
    stripped = paragraph.strip()
    if re.match(r"#{1,6} |[-*+] |\d+\. ", stripped):
        return True
    body = _without_text(stripped)
    words, commands = len(_PROSE_WORD.findall(body)), len(re.findall(r"\\[A-Za-z]+|[=^_&]", body))
    return words >= 3 and words > commands
