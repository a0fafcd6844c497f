"""The grammar of declarations, looked for from any place in a sentence on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.parsing.declaring.words import Token
from auditor.parsing.tables import Table, table
from auditor.source import Span


@dataclass(frozen=True, slots=True)
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


def longest(rule: str, tokens: list[Token], start: int) -> tuple[Match | None, int]:
    """The longest stretch from `start` on that is a `rule`, and where it ends; (None, start) where there is none.

    The tokens are read with the LALR table; wherever the stretch could end, the state is kept, and the last one that
    does end there wins.
    """
    grammar = table("declarations")
    reader = _Reader(grammar, [grammar.start], [])
    reader.take(_MARKERS[rule])
    ends: list[tuple[_Reader, int]] = []
    for place in range(start, min(len(tokens), start + _REACH[rule])):
        if not reader.take(tokens[place]):
            break
        if "$END" in grammar.states[reader.states[-1]]:
            ends.append((reader.copy(), place + 1))
    for kept, end in reversed(ends):
        found = kept.finish()
        if found is not None:
            return found, end
    return None, start


_NOWHERE = Span(0, 0)
# The terminal that asks for a rule: the grammar has one start symbol, and looks for one of these.
_MARKERS = {
    "description": Token("DESCRIBE", "", _NOWHERE, 0),
    "declaration": Token("DECLARE", "", _NOWHERE, 0),
}
# Nobody describes anything in more words; without a limit, word salad would take quadratic time.
_REACH = {"description": 40, "declaration": 300}
_END = Token("$END", "", _NOWHERE, 0)


@dataclass(slots=True)
class _Reader:
    """The stacks of an LALR parse: states, and for each state but the first the parts that led to it."""

    grammar: Table
    states: list[int]
    parts: list[tuple[Match | Token, ...]]

    def copy(self) -> _Reader:
        return _Reader(self.grammar, self.states[:], self.parts[:])

    def take(self, token: Token) -> bool:
        """Read one token; False where it cannot follow."""
        while True:
            goal = self.grammar.states[self.states[-1]].get(token.type)
            if goal is None:
                return False
            if goal >= 0:
                self.states.append(goal)
                self.parts.append((token,))
                return True
            self._reduce(-1 - goal)
            if token is _END and self.states[-1] == self.grammar.end:
                return True

    def finish(self) -> Match | None:
        """What was read as a whole, without the marker; None where it is not whole."""
        if not self.take(_END):
            return None
        top = self.parts[0][0]
        return top.matches[0] if isinstance(top, Match) else None

    def _reduce(self, rule: int) -> None:
        production = self.grammar.productions[rule]
        split = len(self.parts) - production.size
        if production.size == 1:
            inner = self.parts[split]
        else:
            inner = tuple(part for made in self.parts[split:] for part in made)
        del self.parts[split:], self.states[split + 1 :]
        self.parts.append(inner if production.action in ("", "_") else (Match(production.action, inner),))
        self.states.append(self.grammar.states[self.states[-1]][production.name])
