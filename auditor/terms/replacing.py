"""Walking and rewriting terms: dependence on a symbol, replacing subterms, putting in what was learnt of sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.term import Index, Term, make, subterms


def rebuilt(term: Term, arguments: tuple[Term, ...]) -> Term:
    """The same operation on other arguments of the same shapes."""
    if arguments == term.arguments:
        return term
    return make(term.operation, arguments, term.parameters, term.shape, term.indices)


def mapped(term: Term, change: Callable[[Term], Term | None]) -> Term:
    """The term with every subterm for which `change` gives another one replaced, outermost first."""
    done: dict[int, Term] = {}
    stack: list[tuple[Term, bool]] = [(term, False)]
    while stack:
        current, ready = stack.pop()
        if id(current) in done:
            continue
        if ready:
            done[id(current)] = rebuilt(current, tuple(done[id(argument)] for argument in current.arguments))
            continue
        changed = change(current)
        if changed is not None:
            done[id(current)] = changed
            continue
        stack.append((current, True))
        stack.extend((argument, False) for argument in current.arguments)
    return done[id(term)]


def replace_subterm(term: Term, old: Term, new: Term) -> Term:
    """The term with `new` wherever `old` stands; the term itself where it nowhere does."""
    return mapped(term, lambda sub: new if sub is old else None)


def with_value(term: Term, variable: Term, value: Term, definitions: Mapping[str, Term]) -> Term:
    """The term at variable = value: derivatives are taken first, definitions followed."""
    name = variable.parameters[0]
    defined = [part.parameters[0] for part in subterms(term) if part.operation == "symbol"]
    if any(other in definitions and depends(definitions[other], name, definitions) for other in defined):
        return make("substitute", (term, variable, value), shape=term.shape)

    def change(sub: Term) -> Term | None:
        if sub is variable:
            return value
        if sub.operation not in ("derivative", "directional", "substitute"):
            return None
        if not depends(sub, name, definitions):
            return sub
        if sub.operation == "substitute" and not depends(sub.arguments[0], name, definitions):
            return None
        return make("substitute", (sub, variable, value), shape=sub.shape)

    return mapped(term, change)


def depends(term: Term, name: str, definitions: Mapping[str, Term]) -> bool:
    """Whether the value of a term involves a symbol, also through the definitions of others."""
    seen: set[str] = set()
    stack = [term]
    while stack:
        for sub in subterms(stack.pop()):
            if sub.operation != "symbol":
                continue
            found = sub.parameters[0]
            if found == name:
                return True
            if found in definitions and found not in seen:
                seen.add(found)
                stack.append(definitions[found])
    return False


def with_sizes(term: Term, resolve: Callable[[Dimension], Dimension]) -> Term:
    """The term with every size in it replaced by what is known of it."""
    done: dict[int, Term] = {}
    for current in subterms(term):
        arguments = tuple(done[id(argument)] for argument in current.arguments)
        parameters = tuple(_resolved(parameter, resolve) for parameter in current.parameters)
        shape = tuple(resolve(dimension) for dimension in current.shape)
        indices = tuple(_resolved(index, resolve) for index in current.indices)
        done[id(current)] = _made(current, arguments, parameters, shape, indices)
    return done[id(term)]


def _resolved(parameter: Any, resolve: Callable[[Dimension], Dimension]) -> Any:
    match parameter:
        case Dimension():
            return resolve(parameter)
        case Index(name=name, lower=lower, upper=upper):
            return Index(name, resolve(lower), resolve(upper))
    return parameter


def _made(
    term: Term, arguments: tuple[Term, ...], parameters: tuple[Any, ...], shape: Shape, indices: tuple[Index, ...]
) -> Term:
    if term.operation == "identity" and shape == (ONE, ONE):
        return make("number", parameters=(1,))
    return make(term.operation, arguments, parameters, shape, tuple(sorted(indices)))
