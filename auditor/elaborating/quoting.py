"""Rules that a text quotes, such as tr(ABC) = tr(BCA): their letters may be other ones than the document's."""

from __future__ import annotations

import re

from auditor.elaborating.scope import Scope

_RULE = re.compile(
    r"\b(?:rule|identity|property|formula|fact|lemma|theorem|recall|using|uses?|from|since|because|by|general\w*|know\w*)\b[^.]*$",
    re.IGNORECASE,
)

# Before a display, only words that name a rule: "using" and "from" lead up to any equation there.
_NAMED = re.compile(r"\b(?:rule|identity|property|formula|fact|lemma|theorem|recall|general\w*)\b[^.]*$", re.IGNORECASE)
# The sentence says itself what its letters are; a long formula before a display may.
_DECLARES = re.compile(r"\$[^$]*\\in\b[^$]*\$")
_MAY_DECLARE = re.compile(r"\$(?:[^$]*\\in\b[^$]*|…)\$")


def rule_at(position: int, scope: Scope) -> int | None:
    """The statement at which the rule begins that a statement is, or goes on with; None where it is none.

    A rule stands in the comment column of a row, behind words such as "using", or is about letters of which the
    text says nothing.
    """
    scope.quoted = None
    statements = scope.context.reading.statements
    while (before := statements[position].continues) is not None:
        position = before
    statement = statements[position]
    if not statement.relations:
        return None
    words, declares = (_NAMED, _MAY_DECLARE) if statement.display else (_RULE, _DECLARES)
    if statement.aside or (words.search(statement.lead) and not declares.search(statement.lead)):
        return position
    counting = scope.context.sizes | scope.context.usage.bound
    letters = scope.context.usage.written[position] - counting
    return None if any(_is_known(letter, scope) for letter in letters) else position


def _is_known(letter: str, scope: Scope) -> bool:
    """The text says what a letter stands for."""
    name = scope.name(letter)
    return scope.known(letter) is not None or name in scope.definitions or name in scope.functions
