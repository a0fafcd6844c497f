"""Sentences: running text as words and the formulas between them, cut where a thought ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.parsing.declaring.lexicon import SKIPPED, Entry, entries, longest
from auditor.parsing.declaring.mentions import Mention, letter, mention_of, size, split
from auditor.parsing.statements import Statement
from auditor.parsing.syntax import Number
from auditor.reading.document import Document, Mathematics, Prose
from auditor.source import Span


@dataclass(slots=True)
class Token:
    """A phrase or a formula; `type` is its terminal in `declarations.lark`."""

    type: str
    text: str  # lower case for words
    span: Span
    at: int  # index of the first statement at or after this place
    entry: Entry | None = None
    mention: Mention | None = None
    glued: bool = False  # by a hyphen to what stands before
    value: object = None  # what a chunk of several tokens says
    opens_line: bool = False
    block: int | None = None  # of a formula: the piece of the document that it stands in


@dataclass
class Sentence:
    """A sentence with the range of statements that stand in it."""

    tokens: list[Token] = field(default_factory=list)
    first: int = 0
    last: int = 0
    asked: bool = False


_WORD = re.compile(
    r"""
    (?P<skip> <!--.*?--> | `[^`\n]{3,}` | (?<=\])\([^)\s]*\) | https?://\S+ | \\(?:begin|end|label|ref|cite|eqref)\s*\{[^}]*\}(?:\[[^\]]*\])?
        | \\[a-z]+(?![A-Za-z])(?=\s*\{) | \\\\ | [*_`"“”„{}~|\#]+ | (?<=\n)[ \t]*>+ )
  | (?P<item> \\item\b | (?:\A|(?<=\n))[ \t]*(?:[-*+•]|\d{1,2}[.)]|\#+)[ \t]+ )
  | (?P<paragraph> \n[ \t]*\n\s* )
  | (?P<word> e\.g\. | i\.e\.?  | w\.r\.t\.? | s\.t\.? | resp\. | etc\. | cf\. | vs\. | (?:p\.s\.d|s\.p\.d|i\.i\.d)\.?
        | \b(?:Eq|Fig|Sec|Thm|Prop|No|Dr|St|al)\.(?=\s) | [A-Za-z]+['’][a-z]{1,2}(?![A-Za-z]) )
  | (?P<formula> [A-Za-z]['’][A-Za-z'’]* | [A-Za-z0-9.]+(?:[*+/^=<>]+[A-Za-z0-9.()]+)+ | [A-Za-z0-9()]*[\^∂∇√∑∏∫≈][^\s,;]* )
  | (?P<size> \b[A-Za-z0-9]x[A-Za-z0-9]\b )
  | (?P<letters> [A-Za-z]+ )
  | (?P<greek> [α-ωΑ-Ω](?!\w) )
  | (?P<number> \d+(?:\.\d+)? )
  | (?P<hyphen> (?:(?<=[^\s-])|\A)(?:--?|–)(?=[^\s-]|\Z) )
  | (?P<dash> [-–—]+ )
  | (?P<stop> [.?!]+ )
  | (?P<times> × )
  | (?P<prime> (?<![^\s"“`(])['’](?![^\s"”`)]) )
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
_PROSE_IN_FORMULA = re.compile(r"(?:\\[a-z]+\s*\{)?\s*([A-Za-z]{4,})\s*\}?")


def sentences(document: Document, statements: tuple[Statement, ...]) -> Iterator[Sentence]:
    """The sentences of a document, in order; bracketed remarks follow the sentence that holds them."""
    for raw in _Cutter(document, statements).sentences():
        yield from _arranged(raw)


class _Cutter:
    """Walks over the pieces of a document and collects words and formulas until a sentence ends."""

    def __init__(self, document: Document, statements: tuple[Statement, ...]) -> None:
        self.document = document
        self.blocks: dict[int, list[int]] = {}
        for index, statement in enumerate(statements):
            self.blocks.setdefault(statement.block, []).append(index)
        self.statements = statements
        self.position = 0  # statements seen so far
        self.current = Sentence()
        self.glued = False  # a hyphen stands before the next word or formula
        self.ending = ""  # why the sentence may be over: "stop", "display", "paragraph"
        self.done: list[Sentence] = []

    def sentences(self) -> Iterator[Sentence]:
        for index, piece in enumerate(self.document.pieces):
            if isinstance(piece, Prose):
                self._prose(piece)
            else:
                self._formula(index, piece)
            yield from self.done
            self.done = []
        self._end()
        yield from self.done

    def _end(self, *, asked: bool = False) -> None:
        if self.current.tokens:
            self.current.last, self.current.asked = self.position, asked
            self.done.append(self.current)
        self.current = Sentence(first=self.position)
        self.ending = ""

    def _add(self, token: Token) -> None:
        token.glued, self.glued = self.glued, False
        self.current.tokens.append(token)

    def _prose(self, piece: Prose) -> None:
        text = piece.text
        starts, ends = text.starts, text.ends
        for match in _WORD.finditer(text.characters):
            kind, written = match.lastgroup, match.group()
            if kind == "skip":
                continue
            if kind == "hyphen":
                self.glued = True
                continue
            if kind == "paragraph":
                self.ending = self.ending or ("paragraph" if self.current.tokens else "")
                continue
            if kind == "item":
                self._end()
                continue
            if kind == "stop":
                if self._stops(text.characters, match.start(), match.end()):
                    self._end(asked="?" in written)
                continue
            span = Span(starts[match.start()], ends[match.end() - 1])
            self._word(kind or "", written, span)
            before = text.characters[max(0, match.start() - 24) : match.start()].rstrip(" \t")
            self.current.tokens[-1].opens_line = before.endswith("\n")

    @staticmethod
    def _stops(text: str, start: int, end: int) -> bool:
        following = text[end : end + 2].lstrip(" \"”')*_`")
        return not following or not following[0].islower() or text[start:end] in ("?", "!")

    def _word(self, kind: str, written: str, span: Span) -> None:
        self._settle(written)
        lower = written.lower().replace("’", "'")
        match kind:
            case "letters" if len(written) == 1:
                token = Token("LETTER", written, span, self.position, mention=letter(written, span))
            case "letters" if lower in _GREEK_WORDS:
                token = Token("LETTER", written, span, self.position, mention=letter("\\" + written, span))
            case "greek":
                token = Token("LETTER", written, span, self.position, mention=letter(written, span))
            case "letters" | "word":
                token = Token("WORD", lower, span, self.position)
            case "number":
                token = Token("NUMBER", written, span, self.position, mention=_part(written, span))
            case "size":
                parts = tuple(_part(written[at], Span(span.start + at, span.start + at + 1)) for at in (0, 2))
                token = Token("SIZE", written, span, self.position, mention=size(parts))
            case "times":
                token = Token("TIMES", written, span, self.position)
            case "dash":
                token = Token("DASH", written, span, self.position)
            case "formula":
                token = Token("FORMULA", written, span, self.position, mention=Mention("FORMULA", span))
            case "prime":
                mention = Mention("OPERATOR", span, letter("'", span).facts)
                token = Token("OPERATOR", written, span, self.position, mention=mention)
            case _:
                token = Token(_MARKS.get(written, "SIGN"), written, span, self.position)
        self._add(token)

    def _settle(self, following: str, *, display: bool = False) -> None:
        """Decide whether the sentence was over, now that the next word is known."""
        if not self.ending:
            return
        opens = following[:1].isupper() or following[:1] == "\\"
        if self.ending == "paragraph":
            if not display:
                self._end()
        elif opens and not display:
            first = self.current.first
            self._end()
            if following in ("Where", "With", "Here"):
                self.current.first = first
        self.ending = ""

    def _formula(self, index: int, piece: Mathematics) -> None:
        if self.ending == "paragraph" and not piece.display:
            self._end()
        self.ending = ""
        within = _PROSE_IN_FORMULA.fullmatch(piece.text.characters)
        found = self.blocks.get(index, [])
        if within and (within[1].lower(),) in entries() and not piece.display:
            self._add(Token("WORD", within[1].lower(), piece.span, self.position))
            self.position = found[-1] + 1 if found else self.position
            return
        for place, number in enumerate(found):
            if place:
                self._add(Token("SEP", ",", self.statements[number].span, number))
            for which, mention in enumerate(split(mention_of(self.statements[number]))):
                if which:
                    self._add(Token("SEP", ",", mention.span, number))
                self._add(Token(mention.role, "$", mention.span, number, mention=mention, block=index))
            self.position = number + 1
        if not found:
            self._add(Token("FORMULA", "$", piece.span, self.position, mention=Mention("FORMULA", piece.span)))
        over = piece.text.characters.rstrip(" }\\\n").endswith(".")
        self.ending = "stop" if over else "display" if piece.display else ""


def _part(written: str, span: Span) -> Mention:
    """A number or letter of prose as a size."""
    return letter(written, span) if written.isalpha() else Mention("DIMENSION", span, (), (Number(written, span=span),))


# Arranging a sentence's words into phrases


def _arranged(sentence: Sentence) -> Iterator[Sentence]:
    tokens = list(_with_sizes(_with_letters(list(_with_phrases(sentence.tokens)))))
    remarks: list[list[Token]] = []
    sentence.tokens = _without_remarks(tokens, remarks)
    yield sentence
    for remark in remarks:
        yield Sentence(remark, sentence.first, sentence.last, sentence.asked)


def _with_phrases(tokens: list[Token]) -> Iterator[Token]:
    """Words joined into the longest phrases that the lexicon knows."""
    table, lengths = entries(), longest()
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type not in ("WORD", "NUMBER"):
            yield token
            place += 1
            continue
        if token.text == "non" and place + 1 < len(tokens) and tokens[place + 1].glued:
            following = tokens[place + 1].text
            if ("non" + following,) not in table and ("non", following) not in table:
                yield Token("MODIFIER", "non-" + following, token.span.cover(tokens[place + 1].span), token.at)
                place += 2
                continue
        count = min(lengths.get(token.text, 1), len(tokens) - place)
        for length in range(count, 0, -1):
            words = tuple(
                part.text if part.type in ("WORD", "NUMBER") else part.text.lower() if part.type == "LETTER" else ""
                for part in tokens[place : place + length]
            )
            entry = table.get(words)
            if entry is not None and words[0] in SKIPPED and len(words) == 1:
                place += 1
                break
            if entry is not None:
                span = token.span.cover(tokens[place + length - 1].span)
                yield Token(entry.terminal, " ".join(words), span, token.at, entry, glued=token.glued)
                place += length
                break
        else:
            if token.type == "NUMBER":
                yield token
            else:
                token.type = "OTHER"
                yield token
            place += 1


_VERBS = frozenset({"VERB", "HAVE", "DEPEND", "LIES", "WRITTEN"})
_AFTER_LETTER = _VERBS | {"SEP", "STOP", "COLON", "RPAR"}


def _with_letters(tokens: list[Token]) -> list[Token]:
    """Single letters of prose as names, but for the article and the pronoun."""
    for place, token in enumerate(tokens):
        if token.type != "LETTER":
            continue
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        token.type = "NAME"
        if token.text in ("a", "A", "I") and not _is_symbol(token.text, before, after, token.opens_line):
            token.type = "CLOSED" if token.text == "I" else "DETERMINER"
            token.entry = Entry(token.type, note="a")
            token.mention = None
    return tokens


def _is_symbol(text: str, before: Token | None, after: Token | None, opens_line: bool) -> bool:
    follows = "" if after is None else after.type
    precedes = "" if before is None else before.type
    ended = after is None or follows in _AFTER_LETTER
    if text == "I":
        identity = before is not None and before.text in ("identity", "identity matrix")
        return identity or (after is not None and after.text in ("is", "the", "denotes", "be") and precedes != "")
    if text == "A" and before is not None and not opens_line and precedes not in ("COLON", "LPAR", "STOP", "DASH"):
        return True
    if follows in _VERBS:
        return True
    return ended and (precedes in ("NOUN", "FUNCTION", "SEP") or text == "A")


def _with_sizes(tokens: list[Token]) -> Iterator[Token]:
    """Sizes written in prose (`m x n`, `m`-by-`n`) and lengths before a noun (`n`-vector) as one token each."""
    place = 0
    while place < len(tokens):
        parts, end = _size_at(tokens, place)
        if len(parts) > 1:
            mention = size(parts)
            yield Token("SIZE", "size", mention.span, tokens[place].at, mention=mention)
            place = end
            continue
        token, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
        sizes = token.mention.sizes if token.mention else None
        if (
            sizes
            and len(sizes) == 1
            and after is not None
            and after.glued
            and after.type in ("NOUN", "DIMENSIONAL", "LINES")
        ):
            mention = Mention("LENGTH", token.span, (), sizes)
            if after.type == "DIMENSIONAL":
                yield Token("LENGTH", "length", token.span.cover(after.span), token.at, mention=mention)
                place += 2
                continue
            yield Token("LENGTH", "length", token.span, token.at, mention=mention)
        elif sizes and len(sizes) == 1 and after is not None and after.type == "DIMENSIONAL":
            mention = Mention("LENGTH", token.span, (), sizes)
            yield Token("LENGTH", "length", token.span.cover(after.span), token.at, mention=mention)
            place += 2
            continue
        else:
            yield token
        place += 1


def _size_at(tokens: list[Token], place: int) -> tuple[tuple[Mention, ...], int]:
    parts: list[Mention] = []
    while place < len(tokens):
        mention = tokens[place].mention
        if mention is None or not mention.sizes or len(mention.sizes) != 1 or mention.role not in ("NAME", "DIMENSION"):
            break
        parts.append(mention)
        place += 1
        between = tokens[place] if place + 1 < len(tokens) else None
        if between is None or not (
            between.type in ("TIMES", "BY") or (between.type == "NAME" and between.text in "xX")
        ):
            break
        if between.type == "BY" and not (_small(mention) and _small(tokens[place + 1].mention)):
            break
        following = tokens[place + 1].mention
        if following is None or not following.sizes or len(following.sizes) != 1:
            break
        place += 1
    return tuple(parts), place


def _small(mention: Mention | None) -> bool:
    """Whether what stands beside "by" is a size rather than a factor: a number or one of the usual letters."""
    if mention is None or not mention.sizes:
        return False
    name = getattr(mention.sizes[0], "name", "")
    return mention.role == "DIMENSION" or name in _SIZE_LETTERS


_SIZE_LETTERS = frozenset("mnpqrkdlsNMKDTLPQ")
# What may stand in brackets and still belong to the sentence.
_DESCRIPTIVE = frozenset(
    """DETERMINER PROPERTY NOUN FUNCTION SIZE LENGTH MODIFIER OTHER OF IN MEASURE SPACE DIMENSION NUMBER EACH SAME
    DIMENSIONAL LINES""".split()
)


def _without_remarks(tokens: list[Token], remarks: list[list[Token]]) -> list[Token]:
    """The sentence without bracketed remarks; brackets stay around a description that follows a name."""
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "RPAR":
            place += 1
            continue
        if token.type != "LPAR":
            kept.append(token)
            place += 1
            continue
        end = _closing(tokens, place)
        inside = tokens[place + 1 : end]
        before = kept[-1].type if kept else ""
        types = {item.type for item in inside}
        if before == "MEASURE" and types <= {"NAME", "SEP", "DIMENSION", "NUMBER"}:
            kept += tokens[place : end + 1]
        elif types <= {"PROPERTY", "MODIFIER", "EACH"} and inside:
            kept += inside
        elif types == {"SIZE"} and before in ("NOUN", "FUNCTION"):
            kept += inside
        elif types <= _DESCRIPTIVE and inside and before in ("NAME", "MEMBER", "MAPPING"):
            kept += tokens[place : end + 1]
        elif inside:
            remarks.append(inside)
        place = end + 1
    return kept


def _closing(tokens: list[Token], place: int) -> int:
    depth = 0
    for index in range(place, len(tokens)):
        depth += {"LPAR": 1, "RPAR": -1}.get(tokens[index].type, 0)
        if depth == 0:
            return index
    return len(tokens)
