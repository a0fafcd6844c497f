"""Letters that a text differentiates without defining them: unknown functions of what they are differentiated by."""

from __future__ import annotations

from auditor.elaborating.letters import owner_of_letter, square_is_a_symbol
from auditor.elaborating.scope import Scope
from auditor.elaborating.structured import with_structure
from auditor.elaborating.vocabulary import ACTIVATIONS
from auditor.terms import term as t
from auditor.terms.replacing import depends
from auditor.terms.term import Term

Pairs = dict[str, dict[str, None]]  # numerators, each with its denominators, by internal name


def introduce(scope: Scope) -> None:
    """Define every undefined numerator of a derivative as an unknown function of its denominators.

    Of the denominators only those count that no other denominator is made of: an objective that is differentiated by
    predictions and by weights depends on the weights through the predictions.
    """
    symbols: dict[str, Term] = {}
    pairs: Pairs = {}
    scope.quoted = None
    for above, below, position in scope.context.usage.derivatives:
        scope.position = position
        above, below = owner_of_letter(above, scope) if above else "", owner_of_letter(below, scope)
        if square_is_a_symbol(below, scope):
            below += "^{2}"
        if above and above != below and _is_undefined(above, scope) and _varies(below, scope):
            names = scope.name(above), scope.name(below)
            symbols.update(zip(names, (scope.symbol(above), scope.symbol(below)), strict=True))
            pairs.setdefault(names[0], {})[names[1]] = None
    for above, arguments in _applications(scope).items():
        if _is_undefined(above, scope):
            name = scope.name(above)
            symbols[name] = scope.symbol(above)
            symbols.update((scope.name(below), scope.symbol(below)) for below in arguments)
            pairs[name] = dict.fromkeys(map(scope.name, arguments))
    for name in _inner_first(pairs):
        variables = [symbols[below] for below in pairs[name]]
        last = [
            one for one in variables if not any(_made_of(other, one, scope) for other in variables if other is not one)
        ]
        if last:
            value = t.call(name, tuple(last), scope.shape(symbols[name]))
            known = scope.known(name)
            value, had = with_structure(value, known.properties if known is not None else ())
            scope.definitions[name] = value
            scope.structured[name] = had


def _applications(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Letters that stand by themselves for what they are as functions: u where the text writes u(x) too."""
    scope.position = len(scope.context.reading.statements)
    found = {
        name: letters
        for name, letters in scope.context.usage.applications.items()
        if letters and name not in letters and scope.context.usage.of(name).by_itself and _may_be_function(name, scope)
    }
    for spelling, facts in scope.context.known.items():
        for fact in facts:
            if fact.arguments:
                found[spelling] = fact.arguments
    return found


def _may_be_function(spelling: str, scope: Scope) -> bool:
    """Not the d of a differential, a named function or an activation."""
    known = scope.known(spelling)
    entrywise = spelling in ACTIVATIONS or (known is not None and "elementwise" in known.properties)
    return spelling != "d" and not (len(spelling) > 1 and spelling.isalpha()) and not entrywise


def _inner_first(pairs: Pairs) -> list[str]:
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
    if scope.name(spelling) in scope.definitions or scope.context.is_constant(spelling, scope.position):
        return False
    return spelling not in scope.context.sizes


def _varies(spelling: str, scope: Scope) -> bool:
    return spelling not in scope.context.sizes and not scope.context.is_constant(spelling, scope.position)


def _made_of(whole: Term, part: Term, scope: Scope) -> bool:
    """Whether a variable is defined through another one."""
    definition = scope.definitions.get(whole.parameters[0]) if whole.operation == "symbol" else None
    return (
        definition is not None
        and part.operation == "symbol"
        and depends(definition, part.parameters[0], scope.definitions)
    )
