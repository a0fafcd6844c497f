"""Letters that a text differentiates without defining them: unknown functions of what they are differentiated by."""

from __future__ import annotations

from auditor.elaborating.scope import Scope
from auditor.terms import term as t
from auditor.terms.replacing import depends
from auditor.terms.term import Term


def introduce(scope: Scope) -> None:
    """Define every undefined numerator of a derivative as an unknown function of its denominators.

    Of the denominators only those count that no other denominator is made of: an objective that is differentiated by
    predictions and by weights depends on the weights through the predictions.
    """
    pairs: dict[str, list[str]] = {}
    for above, below in scope.context.usage.derivatives:
        if above and below and above != below:
            pairs.setdefault(above, []).append(below)
    for above in _inner_first(pairs):
        if not _is_undefined(above, scope):
            continue
        variables = [scope.symbol(name) for name in dict.fromkeys(pairs[above]) if _varies(name, scope)]
        last = [
            one for one in variables if not any(_made_of(other, one, scope) for other in variables if other is not one)
        ]
        if last:
            name = scope.name(above)
            scope.definitions[name] = t.call(name + "()", tuple(last), scope.resolve(scope.shape_of(above)))


def _inner_first(pairs: dict[str, list[str]]) -> list[str]:
    """Numerators that are denominators of others come first, so that chains of unknown functions nest."""
    done: list[str] = []

    def visit(name: str, path: frozenset[str]) -> None:
        if name in done or name in path:
            return
        for below in pairs.get(name, ()):
            if below in pairs:
                visit(below, path | {name})
        done.append(name)

    for name in pairs:
        visit(name, frozenset())
    return done


def _is_undefined(spelling: str, scope: Scope) -> bool:
    if scope.name(spelling) in scope.definitions or scope.context.has(spelling, scope.position, "constant"):
        return False
    return spelling not in scope.context.sizes


def _varies(spelling: str, scope: Scope) -> bool:
    return spelling not in scope.context.sizes and not scope.context.has(spelling, scope.position, "constant")


def _made_of(whole: Term, part: Term, scope: Scope) -> bool:
    """Whether a variable is defined through another one."""
    definition = scope.definitions.get(whole.parameters[0]) if whole.operation == "symbol" else None
    return (
        definition is not None
        and part.operation == "symbol"
        and depends(definition, part.parameters[0], scope.definitions)
    )
