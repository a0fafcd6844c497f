"""The grammar of declarations, looked for from any place in a sentence on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.parsing.declaring.words import Token
from auditor.parsing.tables import Table, table


@dataclass(frozen=True)
class Match:
    """A stretch of tokens that a rule of `declarations.lark` describes."""

    rule: str
    parts: tuple[Match | Token, ...]

    @property
    def matches(self) -> tuple[Match, ...]:
        """The parts that rules describe."""
        return tuple(part for part in self.parts if isinstance(part, Match))

    @property
    def tokens(self) -> Iterator[Token]:
        """The tokens of the stretch, in order."""
        for part in self.parts:
            if isinstance(part, Match):
                yield from part.tokens
            else:
                yield part


# The terminal that asks for a rule: the grammar has one start symbol, and looks for one of these.
_MARKERS = {"description": "DESCRIBE", "declaration": "DECLARE"}


def longest(rule: str, tokens: list[Token], start: int) -> tuple[Match | None, int]:
    """The longest stretch from `start` on that is a `rule`, and where it ends; (None, start) where there is none."""
    grammar = table("declarations")
    stack, end = [grammar.start], 0
    _advance(grammar, stack, _MARKERS[rule])
    for place in range(start, len(tokens)):
        if not _advance(grammar, stack, tokens[place].type):
            break
        if _advance(grammar, list(stack), "$END"):
            end = place + 1
    return (_built(grammar, rule, tokens[start:end]), end) if end else (None, start)


def _advance(grammar: Table, stack: list[int], terminal: str) -> bool:
    """Whether a terminal can follow; if so, `stack` is the state behind it."""
    while True:
        goal = grammar.states[stack[-1]].get(terminal)
        if goal is None:
            return False
        if goal >= 0:
            stack.append(goal)
            return True
        production = grammar.productions[-1 - goal]
        del stack[len(stack) - production.size :]
        stack.append(grammar.states[stack[-1]][production.name])
        if terminal == "$END" and stack[-1] == grammar.end:
            return True


def _built(grammar: Table, rule: str, tokens: list[Token]) -> Match:
    stack: list[int] = [grammar.start]
    parts: list[list[Match | Token]] = []
    marker = Token(_MARKERS[rule], "", tokens[0].span, tokens[0].at)
    for token in (marker, *tokens, Token("$END", "", tokens[-1].span, tokens[-1].at)):
        while (goal := grammar.states[stack[-1]][token.type]) < 0:
            production = grammar.productions[-1 - goal]
            split = len(parts) - production.size
            inner = [part for made in parts[split:] for part in made]
            whole = inner if production.action in ("", "_") else [Match(production.action, tuple(inner))]
            del parts[split:], stack[len(stack) - production.size :]
            parts.append(whole)
            stack.append(grammar.states[stack[-1]][production.name])
            if stack[-1] == grammar.end:
                top = parts[0][0]
                assert isinstance(top, Match)
                found = top.parts[1]
                assert isinstance(found, Match)
                return found
        stack.append(goal)
        parts.append([token])
    raise AssertionError("the stretch was found to end here")
