r"""Vertical bars: which opens, which closes, which evaluates, and which only stands between two things.

A bar looks the same on both sides. What stands before it, which bars are open, and how many are still to come decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.parsing.tokens import CLOSERS, ENDS_OPERAND, OPENERS, Token

LEFT_BARS = {"|": "LBAR", "\\|": "LNORM"}
RIGHT_BARS = {"|": "RBAR", "\\|": "RNORM"}


def barred(tokens: list[Token]) -> list[Token]:
    """Bars read as brackets, as evaluation, or as a separator; each stretch between separators is settled by itself."""
    if not any(token.kind == "BAR" for token in tokens):
        return tokens
    splits: dict[int, tuple[Token, Token]] = {}
    levels: list[list[int]] = [[]]
    for place, token in enumerate(tokens):
        if token.kind == "BAR":
            levels[-1].append(place)
        elif token.kind in OPENERS:
            levels.append([])
        elif token.kind in CLOSERS and len(levels) > 1:
            _settle(tokens, levels.pop(), splits)
        elif token.kind in ("REL", "SEP", "AMP", "ROW", "PERIOD"):
            _settle(tokens, levels[-1], splits)
            levels[-1] = []
    for level in levels:
        _settle(tokens, level, splits)
    return [one for place, token in enumerate(tokens) for one in splits.get(place, (token,))]


def _settle(tokens: list[Token], bars: list[int], splits: dict[int, tuple[Token, Token]]) -> None:
    opened: list[int] = []
    left = {"|": 0, "\\|": 0}
    for place in bars:
        left[tokens[place].value] += 1
    for place in bars:
        token = tokens[place]
        after_operand = _after_operand(tokens, place, opened)
        top = tokens[opened[-1]].value if opened else ""
        if after_operand and token.note != "open" and top == token.value:
            tokens[place] = token.becomes(RIGHT_BARS[token.value])
            opener = opened.pop()
            tokens[opener] = _opening(tokens[opener])
        elif after_operand and token.note != "open" and opened and _split(tokens, place, opened, splits):
            pass
        elif token.note == "open" or not after_operand:
            opened.append(place)
        elif token.value == "|" and _kind(tokens, place + 1) in ("SUB", "SUP"):
            tokens[place] = token.becomes("EVAL")
        elif token.note in ("", "literal") and left[token.value] % 2 == 0:
            opened.append(place)
        elif token.note == "close" and token.value == "|":
            tokens[place] = token.becomes("EVAL")
        else:
            tokens[place] = token.becomes("SEP", "\\mid" if token.value == "|" else token.value)
        left[token.value] -= 1
    for place in opened:
        tokens[place] = tokens[place].becomes("ERROR", note=f"the bar `{tokens[place].written}` has no partner")


def _opening(token: Token) -> Token:
    return token.becomes(LEFT_BARS[token.value])


def _split(tokens: list[Token], place: int, opened: list[int], splits: dict[int, tuple[Token, Token]]) -> bool:
    """`||a|-|b||` and `|a||b|`: two bars that were taken for a double one, told by what they must close."""
    token, top = tokens[place], tokens[opened[-1]]
    if token.value == "|" and top.note == "literal":
        opener = opened[-1]
        outer, inner = _halves(top)
        splits[opener] = (outer.becomes("LBAR"), inner.becomes("LBAR"))
        tokens[opener] = outer  # still open, as a single bar
        tokens[place] = token.becomes("RBAR")
        return True
    if token.note != "literal" or top.value != "|":
        return False
    first, second = _halves(token)
    opener = opened.pop()
    _open(tokens, opener, splits)
    if opened and tokens[opened[-1]].value == "|":
        _open(tokens, opened.pop(), splits)
        splits[place] = (first.becomes("RBAR"), second.becomes("RBAR"))
        tokens[place] = second.becomes("RBAR")
        return True
    splits[place] = (first.becomes("RBAR"), second.becomes("LBAR"))
    tokens[place] = second.becomes("BAR", "|")
    opened.append(place)
    return True


def _open(tokens: list[Token], place: int, splits: dict[int, tuple[Token, Token]]) -> None:
    if place not in splits:
        tokens[place] = _opening(tokens[place])


def _halves(token: Token) -> tuple[Token, Token]:
    middle = token.start + 1
    return (
        Token("BAR", "|", token.text, token.start, middle),
        Token("BAR", "|", token.text, middle, token.end),
    )


def _after_operand(tokens: list[Token], place: int, opened: list[int]) -> bool:
    before = tokens[place - 1] if place else None
    if before is None:
        return False
    lone = before.kind == "OP" and bool(opened) and opened[-1] == place - 2
    if lone and tokens[place - 2].value == tokens[place].value:  # `|·|` stands for any argument
        tokens[place - 1] = before.becomes("SYMBOL")
        return True
    return before.kind in ENDS_OPERAND


def _kind(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].kind if place < len(tokens) else ""
