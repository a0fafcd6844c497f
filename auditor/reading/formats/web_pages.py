r"""Web pages: their visible text, with every formula as the TeX that it was made from.

KaTeX and MathJax keep the TeX beside what they show: as an annotation of MathML, in a script, in an attribute. What is
shown is then left out. Where a page holds nothing but MathML, the MathML is put into TeX. Formulas that no script has
touched yet (`$…$`, `\(…\)`) stand in the text as they are.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from html.parser import HTMLParser

from auditor.decoding import MOST_CHARACTERS, Unreadable
from auditor.reading.formats import mathml
from auditor.source import Position, Source

DEPTH_LIMIT = 2_000

Attributes = dict[str, str]

_HIDDEN = frozenset("title style template noscript svg canvas iframe object button select textarea nav".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    "p div section article main header footer aside ul ol li dl dt dd table tr blockquote pre figure form fieldset"
    " h1 h2 h3 h4 h5 h6 hr br address details summary body".split()
)
_CELLS = frozenset({"td", "th"})
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_EMPHASIS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_SCRIPTS = {"sup": "^{", "sub": "_{"}
# What a program shows instead of the TeX that stands beside it.
_SHOWN = frozenset(
    ["katex-html", "mathjax_preview", "mathjax", "mathjax_display", "mathjax_svg", "mathjax_chtml", "mathjax_error",
     "mwe-math-fallback-image-inline", "mwe-math-fallback-image-display", "sr-only", "visually-hidden"]
)  # fmt: skip
_TEX_SCRIPT = re.compile(r"math/tex\b", re.IGNORECASE)
_FORMULA_IMAGE = re.compile(r"\\[A-Za-z]|[\^_=]")
_BLANKS = re.compile(r"[ \t\f]*(?:\r\n|\n|\r)[ \t\f\r\n]*")


@dataclass(frozen=True)
class Page:
    """A page's file, and where in it each character of the text that is read comes from."""

    text: str
    starts: array[int]
    ends: array[int]

    def place(self, start: int, end: int) -> tuple[Position, Position]:
        first = self.starts[start] if start < len(self.starts) else len(self.text)
        last = self.ends[end - 1] if start < end else first
        return self._file.position(first), self._file.position(max(first, last))

    @cached_property
    def _file(self) -> Source:
        return Source("", self.text)


def converted(text: str, warning: str = "") -> tuple[str, str, Page]:
    """The text of a page, a warning, and the places of its characters."""
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    reader.finish()
    return "".join(reader.written.characters), warning, Page(text, reader.written.starts, reader.written.ends)


@dataclass
class _Written:
    """Characters with their places in the file."""

    characters: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))

    def add(self, characters: str, start: int, end: int) -> None:
        """Characters that all stand for the same stretch of the file."""
        self.extend(characters)
        self.starts.extend([start] * len(characters))
        self.ends.extend([end] * len(characters))

    def keep(self, characters: str, start: int) -> None:
        """Characters as they stand in the file from `start` on."""
        self.extend(characters)
        self.starts.extend(range(start, start + len(characters)))
        self.ends.extend(range(start + 1, start + len(characters) + 1))

    def extend(self, characters: str) -> None:
        if len(self.characters) + len(characters) > MOST_CHARACTERS:
            raise Unreadable(
                f"too long to be a derivation: more than {MOST_CHARACTERS // 1_000_000} million characters"
            )
        self.characters.extend(characters)

    def ends_with(self, tail: str) -> bool:
        return "".join(self.characters[-len(tail) :]) == tail


@dataclass
class _Element:
    """An open element and what it does to the text inside."""

    tag: str
    hidden: bool = False
    preformatted: bool = False
    display: bool = False  # a formula inside stands by itself
    closing: str = ""  # written where it ends


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.written = _Written()
        self.stack: list[_Element] = []
        self.hidden = 0  # open elements whose content is not shown
        self.preformatted = 0
        self.formula: mathml.Formula | None = None  # the MathML that is open
        self.tex: tuple[str, int] | None = None  # a script of TeX that is open: its delimiter, and where it begins

    # --- places --------------------------------------------------------------------------------------------------

    def here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def tag_end(self) -> int:
        return self.here() + len(self.get_starttag_text() or "")

    # --- elements ------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        start, end = self.here(), self.tag_end()
        if self.formula is not None:
            self.formula.open(tag, given, end)
            return
        if tag == "math" and not self.hidden:
            display = given.get("display", "") == "block" or any(element.display for element in self.stack)
            self.formula = mathml.Formula(display, start, end)
            return
        if len(self.stack) < DEPTH_LIMIT:
            self.enter(tag, given, start, end)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self.formula is not None:
            self.handle_starttag(tag, attributes)
            self.formula.close(tag)
        else:
            self.handle_starttag(tag, attributes)
            if tag not in _VOID:
                self.handle_endtag(tag)

    def enter(self, tag: str, given: Attributes, start: int, end: int) -> None:
        classes = set(given.get("class", "").lower().split())
        element = _Element(tag)
        if tag == "script":
            element.hidden = True
            if not self.hidden and _TEX_SCRIPT.match(given.get("type", "")):
                delimiter = "$$" if "mode=display" in given["type"].replace(" ", "") else "$"
                self.tex = delimiter, end
        elif tag in _HIDDEN or classes & _SHOWN or "hidden" in given or "mjx-assistive-mml" in classes:
            element.hidden = True
        if not (self.hidden or element.hidden):
            self.begin(element, given, classes, start, end)
        if tag in _VOID:
            return
        self.stack.append(element)
        self.hidden += element.hidden
        self.preformatted += element.preformatted

    def begin(self, element: _Element, given: Attributes, classes: set[str], start: int, end: int) -> None:
        """What a visible element writes before its content."""
        tag = element.tag
        if tag in _BLOCKS:
            self.break_line(start, end, paragraph=tag not in ("br", "tr", "li", "dt", "dd"))
        if tag in _HEADINGS:
            self.written.add(_HEADINGS[tag], start, end)
        elif tag == "hr":
            self.written.add("---\n\n", start, end)
        elif tag == "li":
            self.written.add("- ", start, end)
        elif tag in _CELLS:
            self.written.add(" ", start, end)
        elif tag in _EMPHASIS:
            self.written.add(_EMPHASIS[tag], start, end)
            element.closing = _EMPHASIS[tag]
        elif tag in _SCRIPTS:
            self.written.add(_SCRIPTS[tag], start, end)
            element.closing = "}"
        elif tag == "pre":
            element.preformatted = True
            if not classes & {"language-latex", "language-tex", "language-math", "math"}:
                self.written.add("```\n", start, end)
                element.closing = "\n```\n\n"
        elif tag == "code" and not self.preformatted:
            self.written.add("`", start, end)
            element.closing = "`"
        elif tag == "img":
            self.picture(given, start, end)
        elif tag in ("mjx-container", "mjx-math") or "data-latex" in given or "data-tex" in given:
            self.attribute(element, given, start, end)
        element.display = element.display or bool(classes & {"katex-display", "mathjax_display", "math-display"})

    def picture(self, given: Attributes, start: int, end: int) -> None:
        r"""A formula drawn as a picture says its TeX in `alt`."""
        alt = given.get("alt", "")
        if _FORMULA_IMAGE.search(alt):
            inner = re.sub(r"^\s*(?:\$\$?|\\[(\[])|(?:\$\$?|\\[)\]])\s*$", "", alt)
            self.written.add(f"${' '.join(inner.split())}$", start, end)

    def attribute(self, element: _Element, given: Attributes, start: int, end: int) -> None:
        """MathJax and some sites keep the TeX of a formula in an attribute of the element that shows it."""
        element.display = given.get("display", "") in ("true", "block")
        latex = given.get("data-latex") or given.get("data-tex") or ""
        if latex and not self.inside_formula():
            delimiter = "$$" if element.display or any(outer.display for outer in self.stack) else "$"
            self.written.add(f"{delimiter}{latex}{delimiter}", start, end)
            element.hidden = True

    def inside_formula(self) -> bool:
        return bool(self.stack) and self.stack[-1].hidden

    def handle_endtag(self, tag: str) -> None:
        start = self.here()
        if self.formula is not None:
            if tag == "math":
                self.end_formula(start)
            else:
                self.formula.close(tag)
            return
        if self.tex is not None and tag == "script":
            self.end_script(start)
        depth = next((k for k in range(len(self.stack) - 1, -1, -1) if self.stack[k].tag == tag), None)
        if depth is None:
            return
        while len(self.stack) > depth:
            self.leave(self.stack.pop(), start)

    def leave(self, element: _Element, start: int) -> None:
        self.hidden -= element.hidden
        self.preformatted -= element.preformatted
        if self.hidden or element.hidden:
            return
        if element.closing:
            self.written.add(element.closing, start, start + 1)
        if element.tag in _BLOCKS:
            self.break_line(start, start + 1, paragraph=element.tag not in ("tr", "li", "dt", "dd"))

    # --- formulas ------------------------------------------------------------------------------------------------

    def end_script(self, end: int) -> None:
        assert self.tex is not None
        delimiter, start = self.tex
        self.tex = None
        self.set_formula(delimiter, self.text[start:end], start)

    def end_formula(self, end: int) -> None:
        formula, self.formula = self.formula, None
        assert formula is not None
        delimiter = "$$" if formula.display else "$"
        if formula.annotation is not None:
            self.written.add(delimiter, formula.start, formula.start + 1)
            self.write_entities(self.text[formula.annotation[0] : formula.annotation[1]], formula.annotation[0])
            self.written.add(delimiter, end - 1, end)
        elif latex := formula.latex():
            self.written.add(f"{delimiter}{latex}{delimiter}", formula.start, end)

    def set_formula(self, delimiter: str, latex: str, start: int) -> None:
        """TeX that stands in the file as it is."""
        latex = re.sub(r"\A\s*<!\[CDATA\[|\]\]>\s*\Z|\A\s*% <!\[CDATA\[|% \]\]>\s*\Z", lambda m: " " * len(m[0]), latex)
        self.written.add(delimiter, start, start + 1)
        self.written.keep(latex, start)
        self.written.add(delimiter, start + len(latex), start + len(latex) + 1)

    def write_entities(self, characters: str, start: int) -> None:
        position = 0
        for match in re.finditer(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);", characters):
            self.written.keep(characters[position : match.start()], start + position)
            self.written.add(unescape(match.group()), start + match.start(), start + match.end())
            position = match.end()
        self.written.keep(characters[position:], start + position)

    # --- text ----------------------------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        start = self.here()
        if self.formula is not None:
            self.formula.data(data, start)
        elif not self.hidden:
            self.write(data, start)

    def handle_entityref(self, name: str) -> None:
        self.reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.reference(f"&#{name}")

    def reference(self, written: str) -> None:
        start = self.here()
        end = start + len(written)
        end += self.text.startswith(";", end)
        character = unescape(written + ";")
        if self.formula is not None:
            self.formula.data(character, start, end)
        elif not self.hidden:
            self.written.add(character.replace("\u00a0", " "), start, end)

    def write(self, data: str, start: int) -> None:
        """Running text: a line that ends in the file goes on; blank lines inside a paragraph say nothing."""
        if self.preformatted:
            self.written.keep(data, start)
            return
        position = 0
        for match in _BLANKS.finditer(data):
            self.written.keep(data[position : match.start()], start + position)
            if self.written.characters and self.written.characters[-1] != "\n":
                self.written.add("\n", start + match.start(), start + match.end())
            position = match.end()
        self.written.keep(data[position:], start + position)

    def break_line(self, start: int, end: int, *, paragraph: bool) -> None:
        if not self.written.characters:
            return
        while self.written.characters and self.written.characters[-1] in " \t":
            self.written.characters.pop()
            self.written.starts.pop()
            self.written.ends.pop()
        wanted = "\n\n" if paragraph else "\n"
        missing = 0 if self.written.ends_with(wanted) else 2 if paragraph and not self.written.ends_with("\n") else 1
        self.written.add("\n" * missing, start, end)

    def finish(self) -> None:
        """What the page leaves open ends with it."""
        if self.formula is not None:
            self.end_formula(len(self.text))
        if self.tex is not None:
            self.end_script(len(self.text))
        while self.stack:
            self.leave(self.stack.pop(), len(self.text))
