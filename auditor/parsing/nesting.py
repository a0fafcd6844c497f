r"""Brackets and bars: what pairs with what, and what a bar, a colon or a lone operator is in its place.

Two kinds of brackets are told apart. Braces, environments and `\left … \right` must close where TeX wants it; round and
square brackets are the author's, may reach over several rows, and may be forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.parsing.bars import LEFT_BARS, RIGHT_BARS, barred
from auditor.parsing.commands import PARTNERS
from auditor.parsing.tokens import BEGINS_OPERAND, CHANGES, CLOSERS, ENDS_OPERAND, OPENERS, Token

_SEARCH_LIMIT = 64


# Brackets that TeX must see closed only behind `\\left`, and those that it always must.
_SIZED = frozenset("LPAR RPAR BAR LBAR RBAR LNORM RNORM REVAL".split())
_SIDES = {"left": 1, "right": -1}
_BRACKETS = _SIZED | CHANGES.keys()


def hard(token: Token) -> int:
    """1 for a token that opens what TeX must see closed, -1 for one that closes it, else 0."""
    if token.kind in _SIZED:
        return _SIDES.get(token.note, 0)
    return CHANGES.get(token.kind, 0)


def paired(tokens: Sequence[Token]) -> tuple[list[Token], list[int]]:
    """The tokens with braces, environments and `\\left … \\right` paired, and the partner of each (-1: none).

    What has no partner becomes an ERROR; bars within `\\left … \\right` become brackets.
    """
    result = list(tokens)
    partners = [-1] * len(result)
    stack: list[int] = []
    for place, token in enumerate(result):
        way = hard(token) if token.kind in _BRACKETS else 0
        if way > 0:
            stack.append(place)
        elif way < 0:
            depth = next(
                (k for k in range(1, min(len(stack), _SEARCH_LIMIT) + 1) if _fits(result[stack[-k]], token)), 0
            )
            if depth == 0:
                result[place] = _unpaired(token)
                continue
            for stray in stack[len(stack) - depth + 1 :]:
                result[stray] = _unpaired(result[stray])
            opener = stack[-depth]
            del stack[-depth:]
            partners[place], partners[opener] = opener, place
            result[opener], result[place] = _as_pair(result[opener], token)
    for stray in stack:
        result[stray] = _unpaired(result[stray])
    return result, partners


def _fits(opener: Token, closer: Token) -> bool:
    match closer.kind:
        case "RBRACE":
            return opener.kind in ("LBRACE", "LSTYLE") or (opener.kind == "BEGIN" and opener.note == "braced")
        case "END":
            return opener.kind == "BEGIN" and opener.note != "braced" and opener.value == closer.value
        case "RROOT":
            return opener.kind == "ROOT"
    if opener.note != "left":
        return False
    if "BAR" in (opener.kind, closer.kind):
        return (opener.value == closer.value) or (opener.value == "" and closer.value == "|")
    return True


def _as_pair(opener: Token, closer: Token) -> tuple[Token, Token]:
    if closer.kind == "RBRACE" and opener.kind == "BEGIN":
        return opener, closer.becomes("END", opener.value)
    if closer.kind != "BAR":
        return opener, closer
    if opener.value == "":
        return opener, closer.becomes("REVAL", note="right")
    return opener.becomes(LEFT_BARS[opener.value], note="left"), closer.becomes(RIGHT_BARS[closer.value], note="right")


def _unpaired(token: Token) -> Token:
    way = "closes nothing" if hard(token) < 0 else "is never closed"
    return token.becomes("ERROR", note=f"`{token.written}` {way}")


def balance(tokens: Sequence[Token]) -> tuple[int, int]:
    """How many round and square brackets the tokens close without opening, and open without closing."""
    closed = opened = depth = 0
    for token in tokens:
        if hard(token):
            depth += hard(token)
        elif depth == 0 and token.kind == "LPAR":
            opened += 1
        elif depth == 0 and token.kind == "RPAR":
            closed, opened = (closed, opened - 1) if opened else (closed + 1, 0)
    return closed, opened


def resolved(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of one row as the grammar knows them: every bar, colon and lone sign is what it is in its place."""
    return _Settling(barred(_bracketed(list(tokens)))).run()


_PAIRING = OPENERS | CLOSERS | {"SEP", "REL"}


def _bracketed(tokens: list[Token]) -> list[Token]:
    """Round, square and angle brackets paired; an opener without a closer becomes UNCLOSED, a closer an ERROR."""
    stack: list[tuple[int, list[int]]] = []  # the opener's place; the places of commas directly inside
    angles: list[list[tuple[int, int]]] = [[]]  # per level: `<` that may be a bracket, with the commas before it
    commas: list[int] = [0]
    for place, token in enumerate(tokens):
        if token.kind not in _PAIRING:
            continue
        if token.kind in OPENERS:
            stack.append((place, []))
            commas.append(0)
            angles.append([])
        elif token.kind in CLOSERS:
            while stack and not hard(tokens[stack[-1][0]]) and hard(token):
                opener = stack.pop()[0]
                tokens[opener] = tokens[opener].becomes("UNCLOSED", note=f"`{tokens[opener].written}` is never closed")
                commas.pop()
                angles.pop()
            if (
                not stack
                or (hard(tokens[stack[-1][0]]) and not hard(token))
                or not _closes(tokens[stack[-1][0]], token, commas[-1])
            ):
                tokens[place] = token.becomes("ERROR", note=f"`{token.written}` closes nothing that was opened")
                continue
            stack.pop()
            commas.pop()
            angles.pop()
        elif token.kind == "SEP" and token.value == ",":
            commas[-1] += 1
        elif token.kind == "REL":
            _angle(tokens, place, angles[-1], commas[-1])
    for opener, _ in stack:
        if not hard(tokens[opener]):
            tokens[opener] = tokens[opener].becomes("UNCLOSED", note=f"`{tokens[opener].written}` is never closed")
    return tokens


def _closes(opener: Token, closer: Token, commas: int) -> bool:
    """Whether brackets fit: alike, or the ends of a half-open interval, or one of them invisible."""
    if opener.kind != "LPAR" or closer.kind != "RPAR":
        return True
    if "" in (opener.value, closer.value) or PARTNERS.get(opener.value) == closer.value:
        return True
    return commas == 1 and opener.value in "([" and closer.value in ")]"


def _angle(tokens: list[Token], place: int, open_angles: list[tuple[int, int]], commas: int) -> None:
    """`<x, y>` typed with the signs of comparison: a pair with a comma inside, where no comparison can stand."""
    token, before = tokens[place], tokens[place - 1].kind if place else ""
    if token.value == "<" and before not in ENDS_OPERAND:
        open_angles.append((place, commas))
    elif token.value == ">" and open_angles and open_angles[-1][1] < commas and before in ENDS_OPERAND:
        opener, _ = open_angles.pop()
        tokens[opener] = tokens[opener].becomes("LPAR", "\\langle")
        tokens[place] = token.becomes("RPAR", "\\rangle")
    else:
        open_angles.clear()


# Everything else that depends on its neighbours

_STARTS = OPENERS | {"SEP", "AMP", "ROW"}
_STOPS = CLOSERS | {"SEP", "AMP", "ROW"}


_UNSETTLED = frozenset("SUB SUP BANG OP SIGN REL PERIOD QUAD SEP ROW AMP".split())  # what `settle` has rules for
_EVENTFUL = _UNSETTLED | OPENERS | CLOSERS


class _Settling:
    """One pass over a row: what is dropped, and what a sign means where it has nothing to act on."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.out: list[Token] = []
        self.open: list[Token] = []
        self.script = [False]

    def run(self) -> list[Token]:
        skip = -1
        for place, token in enumerate(self.tokens):
            if place == skip:
                continue
            if token.kind not in _EVENTFUL:
                self.out.append(token)
                continue
            following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
            if token.kind == "LBRACE" and token.note == "" and following is not None and following.kind == "RBRACE":
                skip = place + 1  # `{}` only keeps signs apart
                continue
            kept = self.settle(token, following) if token.kind in _UNSETTLED else token
            if kept is None:
                continue
            self.out.append(kept)
            if kept.kind in OPENERS:
                self.open.append(kept)
                self.script.append(self.script[-1] or kept.note == "script")
            elif kept.kind in CLOSERS and self.open:
                self.open.pop()
                self.script.pop()
        return self.out

    def settle(self, token: Token, following: Token | None) -> Token | None:
        before = self.out[-1].kind if self.out else ""
        after = following.kind if following else ""
        inside = self.open[-1] if self.open else None
        match token.kind:
            case "SUB" | "SUP" if before not in ENDS_OPERAND:
                return token.becomes("PRE" + token.kind)
            case "BANG" if before not in ENDS_OPERAND:
                return token.becomes("ERROR", note="`!` stands behind nothing")
            case "OP" | "SIGN":
                return self.sign(token, before, after, inside)
            case "REL" if inside is not None and inside.note == "script" and before in _STARTS and after in _STOPS:
                return token.becomes("SYMBOL")  # `V^{\\perp}`
            case "PERIOD":
                return self.period(token, following, inside)
            case "QUAD" if inside is not None:
                return None
            case "SEP" if inside is not None and inside.kind == "BEGIN" and after in ("AMP", "ROW", "END"):
                return None  # the comma that ends a cell
            case "ROW" if inside is not None and inside.kind != "BEGIN":
                return None
            case "AMP" if inside is not None and inside.kind in ("LPAR", "LBAR", "LNORM"):
                return None
        return token

    def sign(self, token: Token, before: str, after: str, inside: Token | None) -> Token:
        if token.value == ":" and inside is not None and inside.value == "\\{":
            return token.becomes("SEP")
        first = before in _STARTS if inside else before in ("", "SEP")
        last = after in _STOPS if inside else after in ("", "SEP")
        if token.value == ":" and inside is None and last and not first:
            return token.becomes("PERIOD")  # the colon of the sentence around
        if first and last:  # an operator by itself is spoken of, not used
            return token.becomes("SYMBOL")
        if self.script[-1] and inside is not None and ((token.kind == "OP" and first) or last):
            return token.becomes("SYMBOL")  # `A_{:,j}`, `X^{\circ 2}`, `0^{+}`
        return token

    def period(self, token: Token, following: Token | None, inside: Token | None) -> Token | None:
        before = self.out[-1] if self.out else None
        if before is not None and following is not None and _multiplies(before, token, following):
            return token.becomes("OP", "\\cdot")
        if inside is None or following is None or token.value != ".":
            return token
        if inside.kind == "LPAR" and following.kind in _STOPS and self.out[-1].kind in _STARTS:
            return token.becomes("SYMBOL", "\\cdot")  # `K(x, .)`: any argument
        return None if following.kind in _STOPS else token


def _multiplies(before: Token, point: Token, following: Token) -> bool:
    """`y_1.z` with nothing between: a low dot, no full stop."""
    touching = before.end == point.start and point.end == following.start
    return touching and before.kind in ENDS_OPERAND and following.kind in BEGINS_OPERAND
