"""The grammar of declarations, looked for from any place in a sentence on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Tree, UnexpectedToken
from lark.lexer import Lexer

from auditor.parsing.declaring.sentences import Token


class _Tokens(Lexer):
    """Hands the parser the tokens that it is given."""

    def __init__(self, _: Any) -> None: ...

    def lex(self, data: Any) -> Iterator[Any]:
        return iter(data)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    path = Path(__file__).resolve().parents[3] / "grammars" / "declarations.lark"
    return Lark(
        path.read_text(), parser="lalr", lexer=_Tokens, start=["description", "declaration"], keep_all_tokens=True
    )


def longest(rule: str, tokens: list[Token], start: int) -> tuple[Tree | None, int]:
    """The longest stretch from `start` on that is a `rule`, and where it ends; (None, start) where there is none."""
    interactive = _parser().parse_interactive(start=rule)
    ends: list[int] = []
    place = start
    while place < len(tokens):
        if "$END" in interactive.choices():
            ends.append(place)
        if tokens[place].type not in interactive.choices():
            break
        try:
            interactive.feed_token(tokens[place])
        except UnexpectedToken:
            break
        place += 1
    else:
        ends.append(place)
    for end in reversed(ends):
        try:
            return _parsed(rule, tokens[start:end]), end
        except UnexpectedToken:
            continue
    return None, start


def _parsed(rule: str, tokens: list[Token]) -> Tree:
    interactive = _parser().parse_interactive(start=rule)
    for token in tokens:
        interactive.feed_token(token)
    return interactive.feed_eof()
