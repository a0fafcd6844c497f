"""Sections that begin afresh: they define an earlier letter anew, and with it what the letters around it stand for."""

from __future__ import annotations

from auditor.elaborating.names import plain
from auditor.elaborating.scope import Scope
from auditor.elaborating.usage import statement_letters
from auditor.elaborating.varying import letters_behind


def renewing(scope: Scope) -> dict[int, frozenset[str]]:
    """The sections that define an earlier letter anew, each with the letters that keep their meaning in it.

    Those are the letters that were defined before and are used without a new definition, and whatever they are made of:
    to take one of these for another letter would cut a definition off from its variables. A letter once found to begin
    afresh in a section does so for good, so that looking again comes to an end.
    """
    starts = sorted(scope.renewed | set(scope.renewing))
    found: dict[int, frozenset[str]] = {}
    for start, end in zip(starts, (*starts[1:], len(scope.context.reading.statements)), strict=False):
        used: set[str] = set()
        for statement in scope.context.reading.statements[start:end]:
            used |= statement_letters(statement)
        new = {plain(name) for name, place in scope.defined_at.items() if start <= place < end}
        new |= {name for name, places in scope.redefined.items() if any(start <= place < end for place in places)}
        old = {name for name, place in scope.defined_at.items() if place < start and plain(name) in used - new}
        kept = {plain(letter) for name in old for letter in letters_behind(name, scope.definitions)}
        found[start] = frozenset(kept - new) & scope.renewing.get(start, frozenset(kept))
    return found
