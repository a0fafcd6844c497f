"""O(h²) and o(h): letters that name no function but how small what is left out is."""

from __future__ import annotations

from auditor.elaborating.names import spell, strip
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Fence, Node, Scripts, Sequence
from auditor.terms import term as t
from auditor.terms.term import Term

LETTERS = {"O": "O", r"\mathcal{O}": "O", "o": "o", r"\mathcal{o}": "o"}


def is_remainder(head: Node | None, following: Node, scope: Scope) -> bool:
    """An O or o before a bracket, in a text that never uses the letter for anything else."""
    name, fence = spell(head), strip(following)
    if name not in LETTERS or isinstance(strip(head), Scripts):
        return False
    if not isinstance(fence, Fence) or fence.open not in ("(", r"\{") or isinstance(strip(fence.body), Sequence | None):
        return False
    usage = scope.context.usage.of(name)
    used = usage.by_itself or usage.transposed or usage.arities or usage.heads
    return not (used or scope.is_declared(name) or scope.name(name) in scope.definitions)


def remainder(head: Node, fence: Node, scope: Scope) -> Term:
    """The remainder that `O(…)` writes; its shape is a scalar's until it is added to something."""
    found = strip(fence)
    assert isinstance(found, Fence)
    return t.remainder(scope.term(found.body), LETTERS[spell(head)])
