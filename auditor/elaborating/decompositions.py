"""Decompositions: `C = UΛU^T` for a matrix that is defined already gives it a second form, and takes nothing back."""

from __future__ import annotations

import re

from auditor.elaborating.scope import Scope
from auditor.elaborating.usage import letters_in
from auditor.parsing.syntax import Node

_NAMED = r"(?:decompos(?:ition|ed?|ing)|factori[sz](?:ation|ed?|ing)|diagonali[sz](?:ation|ed?|ing)|svd)\b"
BEFORE = re.compile(rf"\b\w*{_NAMED}[^.]*$", re.IGNORECASE)
BEHIND = re.compile(rf"\W*(?:be|is|denotes?|for)\b[^.$]*\b\w*{_NAMED}", re.IGNORECASE)


def decomposes(right: Node, scope: Scope) -> bool:
    """The words around an equation call it a decomposition, and its right side brings letters up."""
    statements = scope.context.reading.statements
    statement = statements[scope.position]
    behind = statements[scope.position + 1].lead if scope.position + 1 < len(statements) else ""
    if BEFORE.search(statement.lead) is None and BEHIND.match(behind.rpartition("$")[2]) is None:
        return False
    related = (
        scope.context.usage.written[place]
        for place, earlier in enumerate(statements[: scope.position])
        if earlier.relates
    )
    return bool(letters_in(right) - frozenset().union(*related))
