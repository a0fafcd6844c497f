"""Letters that the words of a text give to a formula: "let $S$ be the matrix $X^TX$"."""

from __future__ import annotations

from auditor.elaborating import definitions, letters
from auditor.elaborating.elaboration import Side
from auditor.elaborating.problems import Problem
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Node


def define(letter: Node, value: Side, scope: Scope) -> list[str]:
    """Define a letter by the formula that stands at the statement at hand; its internal name, if that was possible."""
    subject = definitions.subject_of(letter, scope)
    if value.written is None or value.written.syntax is None or subject is None or subject.form != "symbol":
        return []
    if subject.spelling in letters.IDENTITIES or subject.spelling in scope.context.sizes:
        return []
    if definitions.is_within(subject, value.written.syntax):
        return []
    definitions.begin_anew(subject, value.written.syntax, scope)
    name = scope.name(subject.spelling)
    if value.term is None:
        scope.unread[name] = None
        return []
    try:
        definitions.register(subject, value.term, scope)
    except Problem:
        scope.unread[name] = None
        return []
    scope.unread.pop(name, None)
    return [name]
