r"""Cells: a row cut at commas, wide spaces, columns and words, with what stands at each cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.parsing.commands import ALTERNATIVE_WORDS, JOINING_WORDS, PROSE_WORDS
from auditor.parsing.tokens import ENDS_OPERAND, Token, depths, text_of

_TAG = re.compile(r"\\tag\*?\s*\{(.*)\}", re.DOTALL)


@dataclass
class Cut:
    """What stands between two cells."""

    commas: list[Token] = field(default_factory=list)  # and semicolons
    joins: bool = False  # a word like "and" that joins the items of a list
    alternative: bool = False  # that word is "or"
    stop: bool = False  # a full stop
    asks: bool = False  # a question mark
    wide: bool = False  # a wide space, or an empty column
    columns: int = 0
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def comma(self) -> bool:
        return self.joins or any(mark.value == "," for mark in self.commas)

    @property
    def semicolon(self) -> bool:
        return any(mark.value == ";" for mark in self.commas)

    @property
    def note(self) -> str:
        return " ".join((*self.words, *self.tags))


@dataclass
class Cell:
    """Tokens without a cut at the outermost level, and the cut before them."""

    tokens: list[Token] = field(default_factory=list)
    cut: Cut = field(default_factory=Cut)

    @property
    def first(self) -> str:
        """The kind of the first token."""
        return self.tokens[0].kind if self.tokens else ""

    @property
    def relations(self) -> list[Token]:
        return [token for token, depth in zip(self.tokens, depths(self.tokens), strict=True)
                if depth == 0 and token.kind == "REL"]  # fmt: skip

    @property
    def latex(self) -> str:
        return " ".join(text_of(self.tokens).characters.split()) if self.tokens else ""


def cells(tokens: Sequence[Token]) -> list[Cell]:
    """The cells of a row; the last may be empty, where words end the row."""
    level = depths(tokens)
    result = [Cell()]
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if level[place] or token.kind not in _CUTTING:
            result[-1].tokens.append(token)
            place += 1
            continue
        length, words = _words_at(tokens, level, place)
        if length == 0 and not _is_cut(token):
            if token.kind == "PREFIX" and result[-1].tokens and _quantifies(result[-1].tokens[-1]):
                result.append(Cell(cut=Cut(wide=True)))
            result[-1].tokens.append(token)
            place += 1
            continue
        if result[-1].tokens:
            result.append(Cell())
        _note(result[-1].cut, token, words)
        place += length or 1
    return result


_CUTTING = frozenset("PROSE LPAR LBRACE AMP QUAD PERIOD TAG SEP PREFIX".split())  # what can begin or be a cut


def _quantifies(before: Token) -> bool:
    r"""`x > 0 \\forall x`: a quantifier behind a formula says of what it holds."""
    return before.kind in ENDS_OPERAND


def _is_cut(token: Token) -> bool:
    return token.kind in ("AMP", "QUAD", "PERIOD", "TAG") or (token.kind == "SEP" and token.value in ",;")


def _note(cut: Cut, token: Token, words: str) -> None:
    if words:
        words = words.strip(" .,;:") or words
        if words.lower() in JOINING_WORDS:
            cut.joins = True
            cut.alternative = words.lower() in ALTERNATIVE_WORDS
        else:
            cut.words.append(words)
        return
    match token.kind:
        case "AMP":
            cut.columns += 1
            cut.wide = cut.wide or cut.columns > 1
        case "QUAD":
            cut.wide = True
        case "PERIOD":
            cut.stop = True
            cut.asks = token.value == "?"
        case "TAG":
            cut.tags.append(_TAG.sub(r"(\1)", token.value))
        case _:
            cut.commas.append(token)


def _words_at(tokens: Sequence[Token], level: Sequence[int], place: int) -> tuple[int, str]:
    """How many tokens from here on are words beside the row, and the words; 0 where they are (part of) an operand."""
    length = _length_of_words(tokens, level, place)
    if length == 0:
        return 0, ""
    before = _neighbour(tokens, place - 1, -1)
    after = _neighbour(tokens, place + length, 1)
    bracketed = tokens[place].kind == "LPAR"
    words = text_of(tokens[place : place + length]).characters if bracketed else _prose(tokens[place : place + length])
    opens_sentence = words.split(" ")[0].lower() in PROSE_WORDS
    if bracketed:
        return (length, words) if before not in ("", "OP", "SIGN") and after in ("", "REL") else (0, "")
    if before == "REL" and after in ("", "REL") and not (opens_sentence and after == "REL"):
        return 0, ""  # `= \text{constant}`
    if opens_sentence:
        return length, words
    named = before in ("REL", "OP", "SIGN", "") and after in ("REL", "OP", "SIGN")  # `\text{new loss} = …`
    factor = before in ("OP", "SIGN") or (after in ("OP", "SIGN") and before == "REL")
    return (0, "") if named or factor else (length, words)


def _length_of_words(tokens: Sequence[Token], level: Sequence[int], place: int) -> int:
    kind = tokens[place].kind
    if kind not in ("PROSE", "LPAR", "LBRACE") or tokens[place].note in ("argument", "script"):
        return 0
    if kind == "PROSE":
        return 1
    stop = place + 1
    while stop < len(tokens) and level[stop] > level[place]:
        stop += 1
    inner = tokens[place + 1 : stop]
    if kind == "LBRACE":
        return stop - place + 1 if inner and all(token.kind == "PROSE" for token in inner) else 0
    first = next((token for token in inner if token.kind not in ("LBRACE", "LSTYLE")), None)
    return stop - place + 1 if first is not None and first.kind == "PROSE" else 0


def _prose(tokens: Sequence[Token]) -> str:
    return " ".join(token.value for token in tokens if token.kind == "PROSE")


def _neighbour(tokens: Sequence[Token], place: int, step: int) -> str:
    """The kind of the nearest token in that direction, across alignment; "" at the end of the row or a cut."""
    while 0 <= place < len(tokens):
        kind = tokens[place].kind
        if kind == "AMP" or (kind == "QUAD" and step < 0):
            place += step
            continue
        return "" if _is_cut(tokens[place]) else kind
    return ""
