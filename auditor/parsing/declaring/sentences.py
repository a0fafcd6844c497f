"""Sentences: running text as words and the formulas between them, cut where a thought ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.parsing.declaring.formulas import mention_of
from auditor.parsing.declaring.lexicon import entries
from auditor.parsing.declaring.mentions import Mention, split
from auditor.parsing.declaring.phrases import arranged, without_remarks
from auditor.parsing.declaring.words import Token, token, words
from auditor.parsing.statements import Statement
from auditor.reading.document import Document, Mathematics, Prose


@dataclass
class Sentence:
    """A sentence: its tokens, and the range of the statements that stand in it."""

    tokens: list[Token] = field(default_factory=list)
    first: int = 0
    last: int = 0
    asked: bool = False


def sentences(document: Document, statements: tuple[Statement, ...]) -> Iterator[Sentence]:
    """The sentences of a document, in order; bracketed remarks follow the sentence that holds them."""
    for sentence in _Cutter(document, statements).cut():
        tokens, remarks = without_remarks(arranged(sentence.tokens))
        for part in (*_lines(tokens), *remarks):
            yield Sentence(part, sentence.first, sentence.last, sentence.asked)


def _lines(tokens: list[Token]) -> Iterator[list[Token]]:
    """Lines such as "A: a matrix" stand for themselves."""
    start = 0
    for place, here in enumerate(tokens):
        after = tokens[place + 1].type if place + 1 < len(tokens) else ""
        if place > start and here.opens_line and after in ("COLON", "DASH"):
            yield tokens[start:place]
            start = place
    yield tokens[start:]


# Words inside a formula ($scalar$, $\mathbf{vector}$), and ordinals ($i^{th}$).
_WORD_IN_FORMULA = re.compile(r"(?:\\[a-z]+\s*\{)?\s*([A-Za-z]{4,})\s*\}?")
_ORDINAL = re.compile(r"[A-Za-z0-9+-]+\s*\^\s*\{?\s*(?:\\[a-z]+\s*\{)?\s*(?:th|st|nd|rd)\b.*")


class _Cutter:
    """Walks over the pieces of a document and collects words and formulas until a sentence ends."""

    def __init__(self, document: Document, statements: tuple[Statement, ...]) -> None:
        self.document = document
        self.statements = statements
        self.blocks: dict[int, list[int]] = {}
        for index, statement in enumerate(statements):
            self.blocks.setdefault(statement.block, []).append(index)
        self.breaks = list(reversed(document.breaks))
        self.position = 0  # statements seen so far
        self.sentence = Sentence()
        self.done: list[Sentence] = []
        self.glued = False  # a hyphen stands before the next word or formula
        self.line_open = True
        self.heading = False
        self.ending = ""  # why the sentence may be over: "stop", "display", "paragraph"

    def cut(self) -> Iterator[Sentence]:
        for index, piece in enumerate(self.document.pieces):
            if isinstance(piece, Prose):
                self._prose(piece)
            else:
                self._mathematics(index, piece)
            yield from self.done
            self.done = []
        self._end()
        yield from self.done

    def _end(self, *, asked: bool = False) -> None:
        if self.sentence.tokens:
            self.sentence.last, self.sentence.asked = self.position, asked
            self.done.append(self.sentence)
        self.sentence = Sentence(first=self.position)
        self.ending = ""

    def _add(self, added: Token, opens_line: bool) -> None:
        added.glued, self.glued = self.glued, False
        added.opens_line = opens_line
        self.sentence.tokens.append(added)

    def _broken(self, start: int) -> None:
        """A section or an answer begins: so does a sentence."""
        while self.breaks and self.breaks[-1] <= start:
            self.breaks.pop()
            self._end()

    def _prose(self, piece: Prose) -> None:
        for kind, written, span, opens_line in words(piece.text):
            match kind:
                case "hyphen":
                    self.glued = True
                case "line" | "paragraph" if self.heading:
                    self.heading = False
                    self._end()
                case "line":
                    pass
                case "paragraph":
                    self.ending = self.ending or ("paragraph" if self.sentence.tokens else "")
                case "item" | "heading":
                    self.heading = kind == "heading"
                    self._end()
                case "stop":
                    self._end(asked="?" in written)
                case _:
                    self._broken(span.start)
                    self._settle(written)
                    self._add(token(kind, written, span, self.position), opens_line or self.line_open)
            self.line_open = False
        tail = piece.text.characters.rstrip(" \t")
        self.line_open = tail.endswith("\n") or (self.line_open and not tail)

    def _settle(self, following: str) -> None:
        """Decide whether the sentence was over, now that the next word is known."""
        if self.ending == "paragraph":
            self._end()
        elif self.ending and (following[:1].isupper() or following[:1] == "\\"):
            first = self.sentence.first
            self._end()
            if following in ("Where", "With", "Here"):  # goes on to explain the display before it
                self.sentence.first = first
        self.ending = ""

    def _mathematics(self, index: int, piece: Mathematics) -> None:
        self._broken(piece.span.start)
        if self.ending == "paragraph" and not piece.display:
            self._end()
        opens_line, self.line_open = self.line_open, False
        found = self.blocks.get(index, [])
        word = _WORD_IN_FORMULA.fullmatch(piece.text.characters)
        if word and (word[1].lower(),) in entries() and not piece.display:
            self._add(Token("WORD", word[1].lower(), piece.span, self.position), opens_line)
        elif not found:
            self._add(
                Token("FORMULA", "$", piece.span, self.position, mention=Mention("FORMULA", piece.span)), opens_line
            )
        else:
            for place, number in enumerate(found):
                self._statement(number, index, opens_line and not place, separated=place > 0)
        self.position = found[-1] + 1 if found else self.position
        over = piece.text.characters.rstrip(" }\\\n").endswith(".")
        self.ending = "stop" if over else "display" if piece.display else ""

    def _statement(self, number: int, block: int, opens_line: bool, *, separated: bool) -> None:
        statement = self.statements[number]
        first = statement.operands[0]
        if first is not None and not statement.relations and _ORDINAL.fullmatch(first.latex):
            self._add(Token("MODIFIER", "ordinal", statement.span, number), opens_line)
            return
        for mention in split(mention_of(statement)):
            if separated:
                self._add(Token("SEP", ",", mention.span, number), opens_line=False)
            self._add(Token(mention.role, "$", mention.span, number, mention=mention, block=block), opens_line)
            separated = True
