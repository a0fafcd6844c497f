"""Rules that a text quotes, such as tr(ABC) = tr(BCA): their letters may be other ones than the document's."""

from __future__ import annotations

import re

from auditor.elaborating.scope import Scope

_RULE = re.compile(
    r"\b(?:rule|identity|property|formula|fact|lemma|theorem|recall|using|uses?|from|since|because|by|general\w*|know\w*)\b[^.]*$",
    re.IGNORECASE,
)


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
    if statement.aside or _RULE.search(statement.lead):
        return position
    counting = scope.context.sizes | scope.context.usage.bound
    letters = scope.context.usage.written[position] - counting
    return None if any(_is_known(letter, scope) for letter in letters) else position


def _is_known(letter: str, scope: Scope) -> bool:
    """The text says what a letter stands for."""
    name = scope.name(letter)
    return scope.known(letter) is not None or name in scope.definitions or name in scope.functions
