r"""Rows: a piece of mathematics cut at its row breaks, and put together again where one row goes on in the next.

Layout is undone here: `aligned` and its like, `\boxed` around an equation, `{=}`. What a row says is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.parsing.commands import LAYOUTS, MATRICES, PROSE_WORDS
from auditor.parsing.lexing import lex
from auditor.parsing.nesting import balance, hard, paired
from auditor.parsing.tokens import ENDS_OPERAND, LAYOUT, Token
from auditor.source import Text

_LOOK_AHEAD = 40  # rows that one bracket may reach over
_JOIN_LIMIT = 200  # rows that one sum may reach over


@dataclass(frozen=True)
class Row:
    """One row: its tokens with braces paired, and the piece of the document that it begins in."""

    tokens: tuple[Token, ...]
    piece: int
    aligned: bool = False  # stands in an environment of aligned rows, where a row without a sign goes on as a product
    opens_piece: bool = True


def rows(text: Text, piece: int, environment: str = "") -> list[Row]:
    """The rows of one piece of mathematics, not yet joined."""
    tokens, partners = paired(lex(text))
    cut = _Cut(tokens, partners)
    found = [row for row in cut.run() if any(token.kind not in ("AMP", "QUAD") for token in row)]
    aligned = environment.rstrip("*") in LAYOUTS or cut.aligned
    return [Row(tuple(row), piece, aligned, opens_piece=not number) for number, row in enumerate(found)]


def joined(parts: Sequence[Row]) -> list[Row]:
    """The rows with those made one that only together say something: a sum, product or bracket over several rows."""
    result: list[Row] = []
    number = 0
    while number < len(parts):
        row = parts[number]
        number += 1
        limit = min(len(parts), number + _JOIN_LIMIT)
        while number < limit and (reach := _reach(row, parts, number)):
            for following in parts[number : number + reach]:
                row = replace(row, tokens=_fused(row.tokens, _inner(following.tokens)))
            number += reach
        result.append(row)
    return result


# Cutting


class _Cut:
    """One walk over the tokens at the outermost level; whatever keeps its brackets is stepped over."""

    def __init__(self, tokens: list[Token], partners: list[int]) -> None:
        self.tokens, self.partners = tokens, partners
        self.dropped = self.wrappers()
        self.aligned = False

    def run(self) -> Iterator[list[Token]]:
        row: list[Token] = []
        place = 0
        while place < len(self.tokens):
            token, partner = self.tokens[place], self.partners[place]
            if place in self.dropped:
                place += 1
            elif token.kind == "ROW":
                yield row
                row, place = [], place + 1
            elif token.kind == "BEGIN" and token.value in LAYOUTS and partner > place:
                self.aligned = True
                self.dropped |= {place, partner}
            elif token.kind in ("LBRACE", "LSTYLE") and token.note == "" and self.dissolves(place):
                self.dropped |= {place, partner}
            elif token.kind == "BOX" and place + 1 < len(self.tokens) and self.dissolves(place + 1):
                self.dropped |= {place, place + 1, self.partners[place + 1]}
            elif partner > place:
                row.extend(self.tokens[place : partner + 1])
                place = partner + 1
            else:
                row.append(token)
                place += 1
        yield row

    def dissolves(self, place: int) -> bool:
        """Braces around an equation or a relation sign, with nothing hanging on them."""
        partner = self.partners[place]
        if self.tokens[place].kind not in ("LBRACE", "LSTYLE") or partner < 0:
            return False
        following = self.tokens[partner + 1].kind if partner + 1 < len(self.tokens) else ""
        return following not in ("SUB", "SUP", "PRIME") and self.relates(place, partner)

    def relates(self, start: int, stop: int) -> bool:
        """A relation stands directly between these places, and every bracket opened there is closed there."""
        direct: list[Token] = []
        place = start + 1
        while place < stop:
            direct.append(self.tokens[place])
            place = max(self.partners[place], place) + 1
        soft = [token for token in direct if not hard(token)]
        return any(token.kind == "REL" for token in direct) and balance(soft) == (0, 0)

    def wrappers(self) -> set[int]:
        r"""The brackets of an array of equations that is all there is, as in `\left\{ \begin{array} … \right.`"""
        kept = [place for place, token in enumerate(self.tokens) if token.kind not in ("QUAD", "PERIOD", "AMP", "TAG")]
        if not kept:
            return set()
        first, last = kept[0], kept[-1]
        around: set[int] = set()
        if self.tokens[first].kind == "LPAR" and self.tokens[first].note == "left" and self.partners[first] == last:
            if "" not in (self.tokens[first].value, self.tokens[last].value) or len(kept) < 4:
                return set()
            around = {first, last}
            first, last = kept[1], kept[-2]
        whole = self.tokens[first].kind == "BEGIN" and self.partners[first] == last
        if not whole or self.tokens[first].value not in MATRICES or not self.relates(first, last):
            return set()
        return around | {first, last}


# Joining


def _reach(row: Row, parts: Sequence[Row], number: int) -> int:
    """How many of the following rows belong to this one."""
    following = parts[number]
    before, after = content(row.tokens[: remark(row.tokens)]), content(following.tokens)
    if not before or not after or _is_words(following.tokens):
        return 0
    if starts_with(after, "REL"):
        return 0
    if before[-1].kind in ("SIGN", "OP") and len(before) > 1:
        return 1
    if before[-1].kind == "REL":
        return 1
    if _goes_on_with_sign(row, following, after):
        return 1
    if _broken_pair(before, after):
        return 1
    if opened := balance(row.tokens)[1]:
        return _closing(opened, parts, number)
    if following.opens_piece or not following.aligned:
        return 0
    set_in = following.tokens[0].kind in ("AMP", "QUAD")
    goes_on = set_in and has_relation(row.tokens) and not has_relation(following.tokens)
    return int(goes_on and before[-1].kind in ENDS_OPERAND and after[0].kind != "PROSE")


def _goes_on_with_sign(row: Row, following: Row, after: Sequence[Token]) -> bool:
    """A row that begins with a sign: a summand of the row above, unless it is an equation of its own with a minus."""
    if after[0].kind not in ("SIGN", "OP") or len(after) == 1:
        return False
    if not has_relation(following.tokens):
        return has_relation(row.tokens) or not following.opens_piece
    return after[0].value != "-" or following.tokens[0].kind == "AMP"


def _broken_pair(before: Sequence[Token], after: Sequence[Token]) -> bool:
    r"""`\left( … \right.` at the end of a row and `\left. … \right)` at the beginning of the next."""
    ends = before[-1].kind == "RPAR" and before[-1].value == "" and before[-1].note == "right"
    return ends and after[0].kind == "LPAR" and after[0].value == "" and after[0].note == "left"


def _closing(opened: int, parts: Sequence[Row], number: int) -> int:
    """How many rows it takes until the brackets are closed; 0 where a row with a relation of its own comes before."""
    for count, row in enumerate(parts[number : number + _LOOK_AHEAD], 1):
        if starts_with(content(row.tokens), "REL"):
            return 0
        closes, opens = balance(row.tokens)
        opened = max(opened - closes, 0) + opens
        if opened == 0:
            return count
    return 0


def _fused(before: tuple[Token, ...], after: tuple[Token, ...]) -> tuple[Token, ...]:
    """The two rows as one; a remark beside the first comes to stand behind the second."""
    end = remark(before)
    before, beside = before[:end], before[end:]
    first, second = content(before), content(after)
    if first and second and _broken_pair(first, second):
        last = before.index(first[-1])
        return before[:last] + before[last + 1 :] + tuple(token for token in after if token is not second[0]) + beside
    return before + after + beside


def _inner(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without the alignment that they begin with."""
    start = next((place for place, token in enumerate(tokens) if token.kind not in ("AMP", "QUAD")), len(tokens))
    return tokens[start:]


# What a row begins with, ends with and holds


def content(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without layout, and without words at the end, which stand beside the row."""
    kept = [token for token in tokens if token.kind not in LAYOUT]
    while kept and kept[-1].kind in ("PROSE", "PERIOD") and len(kept) > 1:
        kept.pop()
    return kept


def remark(tokens: Sequence[Token]) -> int:
    r"""Where a column of words beside the row begins: `&& \text{by (3)}`; the end where there is none."""
    depth, start = 0, len(tokens)
    for place, token in enumerate(tokens):
        depth += hard(token)
        if depth == 0 and token.kind in ("AMP", "QUAD", "SEP", "PERIOD"):
            start = min(start, place)
        elif depth == 0 and token.kind == "PROSE" and start < place and has_relation(tokens[:start]):
            return start
        elif token.kind != "TAG":
            start = len(tokens)
    return len(tokens)


def starts_with(tokens: Sequence[Token], kind: str) -> bool:
    """What the row begins with, words before it aside."""
    first = next((token for token in tokens if token.kind != "PROSE"), None)
    return first is not None and first.kind == kind


def has_relation(tokens: Sequence[Token]) -> bool:
    """A relation stands at the outermost level."""
    depth = 0
    for token in tokens:
        if hard(token):
            depth += hard(token)
        elif token.kind in ("LPAR", "RPAR"):
            depth = max(depth + (1 if token.kind == "LPAR" else -1), 0)
        elif token.kind == "REL" and depth == 0:
            return True
    return False


def _is_words(tokens: Sequence[Token]) -> bool:
    """The row holds nothing but words, or begins with a word that begins a sentence of its own."""
    first = next((token for token in tokens if token.kind not in LAYOUT), None)
    if first is None or first.kind != "PROSE":
        return False
    return first.value.split(" ")[0].lower() in PROSE_WORDS or all(
        token.kind in LAYOUT | {"PROSE", "PERIOD", "SEP"} for token in tokens
    )
