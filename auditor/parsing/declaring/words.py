"""Words: the tokens of running text, one regular expression over the prose between formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.parsing.declaring.lexicon import Entry
from auditor.parsing.declaring.mentions import Mention, letter, number, size
from auditor.reading.characters import as_latex
from auditor.source import Span, Text

if TYPE_CHECKING:
    from auditor.parsing.declaring.descriptions import Description


@dataclass(slots=True)
class Token:
    """A word, a phrase or a formula; `type` is its terminal in `declarations.lark` once phrases are found."""

    type: str
    text: str  # words in lower case
    span: Span
    at: int  # index of the first statement at or after this place
    entry: Entry | None = None
    mention: Mention | None = None
    description: Description | None = None  # of PREFIX and DESCRIPTION
    glued: bool = False  # by a hyphen to what stands before
    opens_line: bool = False
    block: int | None = None  # of a formula: the piece of the document that it stands in

    @property
    def note(self) -> str:
        return self.entry.note if self.entry else ""


def words(text: Text) -> Iterator[tuple[str, str, Span, bool]]:
    """Kind, characters, place and whether it opens a line, for each word and mark of a stretch of prose.

    Kinds that are no tokens: "hyphen" glues two words, "paragraph", "item", "heading" and "stop" end a sentence,
    "line" is the end of a line.
    """
    characters, starts, ends = text.characters, text.starts, text.ends
    fresh = False
    for match in _WORD.finditer(characters):
        kind = match.lastgroup
        if kind == "skip":
            continue
        if kind == "stop" and not _ends_sentence(characters, match.start(), match.end()):
            continue
        yield kind or "", match.group(), Span(starts[match.start()], ends[match.end() - 1]), fresh
        fresh = kind in ("line", "paragraph", "item", "heading")


def token(kind: str, written: str, span: Span, at: int) -> Token:
    """The token of a word or mark."""
    lower = written.lower().replace("’", "'")
    match kind:
        case "letters" if len(written) == 1:
            return Token("LETTER", written, span, at, mention=letter(written, span))
        case "letters" if lower in _GREEK_WORDS:
            return Token("LETTER", written, span, at, mention=letter("\\" + written, span))
        case "greek":
            return Token("LETTER", written, span, at, mention=letter(as_latex(written) or written, span))
        case "letters" | "word":
            return Token("WORD", lower, span, at)
        case "number":
            return Token("NUMBER", written, span, at, mention=number(written, span))
        case "size":
            return Token("SIZE", written, span, at, mention=_compact_size(written, span))
        case "formula":
            return Token("FORMULA", written, span, at, mention=Mention("FORMULA", span))
        case "operator":
            sign = letter("'" if written == "’" else as_latex(written) or written, span)
            return Token("OPERATOR", written, span, at, mention=Mention("OPERATOR", span, sign.facts))
        case "times" | "dash":
            return Token(kind.upper(), written, span, at)
    return Token(_MARKS.get(written, "SIGN"), written, span, at)


_WORD = re.compile(
    r"""
    (?P<skip> <!--.*?--> | `(?!\s)[^`\n]{3,}(?<!\s)` | (?<=\])\([^)\s]*\) | https?://\S+
        | \\(?:begin|end|label|ref|cite|eqref)\s*\{[^}]*\}(?:\[[^\]]*\])? | \\[a-z]+(?![A-Za-z])(?=\s*\{) | \\\\
        | [_`"“”„{}~|]+ | \*+(?![\s*]) | (?<=[^\s*])\*+ | (?<=\n)[ \t]*>+ )
  | (?P<heading> (?:\A|(?<=\n))[ \t]*\#+[ \t]+ | \\(?:sub)*section\*?\b )
  | (?P<item> \\item\b | (?:\A|(?<=\n))[ \t]*(?:[-*+•]|\d{1,2}[.)]|\(?[A-Za-z0-9]{1,2}\))[ \t]+ )
  | (?P<paragraph> \n[ \t]*\n\s* )
  | (?P<line> \n )
  | (?P<word> e\.g\. | i\.e\.?  | w\.r\.t\.? | s\.t\.? | resp\. | etc\. | cf\. | vs\. | (?:p\.s\.d|s\.p\.d|i\.i\.d)\.?
        | \b(?:Eq|Fig|Sec|Thm|Prop|No|Dr|St|al)\.(?=\s) | [A-Za-z]+['’][a-z]{1,2}(?![A-Za-z]) )
  | (?P<formula> [A-Za-z]['’][A-Za-z'’]* | [A-Za-z0-9.]+(?:[*+/^=<>]+[A-Za-z0-9.()]+)+
        | [A-Za-z0-9()]*[\^∂∇√∑∏∫≈][^\s,;]* )
  | (?P<size> \b[A-Za-z0-9]x[A-Za-z0-9]\b )
  | (?P<letters> [A-Za-z]+ )
  | (?P<greek> [α-ωΑ-Ω](?!\w) )
  | (?P<number> \d+(?:\.\d+)? )
  | (?P<hyphen> (?:(?<=[^\s-])|\A)(?:--?|–)(?=[^\s-]|\Z) )
  | (?P<dash> [-–—]+ )
  | (?P<stop> (?<!\()[.?!]+ )
  | (?P<times> × )
  | (?P<operator> (?<![^\s"“`(])['’](?![^\s"”`)]) | (?<=\s)[*∘⊙⊗](?=\s) )
  | (?P<mark> [,;:()&] )
  | (?P<sign> [+/=<>≤≥≠^%\[\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
_GREEK_WORDS = frozenset(
    """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi
    omega""".split()
)
_MARKS = {",": "SEP", "&": "SEP", ";": "STOP", ":": "COLON", "(": "LPAR", ")": "RPAR"}


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """A full stop before a small letter belongs to an abbreviation."""
    following = text[end : end + 2].lstrip(" \"”')*_`")
    return not following or not following[0].islower() or text[start:end] in ("?", "!")


def _compact_size(written: str, span: Span) -> Mention:
    """`nxn`."""
    places = (Span(span.start, span.start + 1), Span(span.end - 1, span.end))
    parts = zip((written[0], written[2]), places, strict=True)
    return size(tuple(letter(part, place) if part.isalpha() else number(part, place) for part, place in parts))
