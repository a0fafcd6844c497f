"""What varies under the differentials of a derivation, and which letters it holds fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from auditor.elaborating.context import Context
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.names import plain, plain_letter
from auditor.elaborating.scope import Function
from auditor.parsing.declaring.vocabulary import CALLED, DEFINED
from auditor.terms.term import Term, subterms

# Letters that by convention stand for what varies; all others are constants unless their differential is written.
VARIABLES = frozenset(["X", "Y", "Z", "U", "V", "W", "x", "y", "z", "u", "v", "w", r"\\theta", r"\\beta", r"\\Theta"])


def with_varying(
    steps: tuple[TypedStep, ...],
    chains: Iterable[Iterable[int]],
    definitions: Mapping[str, Term],
    functions: Mapping[str, Function],
    context: Context,
) -> tuple[TypedStep, ...]:
    """Each step with the free symbols that vary in its chain; none named means that all do.

    Letters whose differentials a chain writes vary. Where it writes those of defined letters only, as in
    dL = -2(g - y)ᵀdy, they vary through what they are made of. Of the other letters, one that usually varies is held
    fixed only where the text shows what the differential is taken in: by a derivative, or as the argument of f.
    """
    made = list(steps)
    known: dict[frozenset[int], frozenset[str]] = {}  # of the chains so far
    in_chain: dict[int, frozenset[int]] = {}
    for chain in chains:
        members = frozenset(chain)
        in_chain.update(dict.fromkeys(members, members))
    for number, step in enumerate(steps):
        members = in_chain.get(number) or frozenset([number])
        if members not in known:
            chain_steps = [steps[k] for k in members]
            written = frozenset(name for other in chain_steps for name in other.varying)
            varying = inputs(written, definitions)
            if varying and not _subject_is_clear(varying, written, chain_steps, definitions, functions, context):
                varying |= _usual_variables(chain_steps, definitions, context)
            known[members] = varying
        made[number] = replace(step, varying=known[members])
    return tuple(made)


def _subject_is_clear(
    varying: frozenset[str],
    written: frozenset[str],
    chain: list[TypedStep],
    definitions: Mapping[str, Term],
    functions: Mapping[str, Function],
    context: Context,
) -> bool:
    """The letters by which the text differentiates: in a derivative of the chain or next to it, or in df with f(x)."""
    spellings = {plain(name) for name in varying | written}
    members = {step.statement for step in chain}
    places = [place for _, place in context.usage.denominators if context.section(place) == chain[0].section]
    before = max((place for place in places if place < min(members)), default=-1)
    after = min((place for place in places if place > max(members)), default=-1)
    for near in ({before} | members, {after}):
        denominators = {below for below, place in context.usage.denominators if place in near}
        free = {below for below in denominators if below not in definitions}
        if free and free <= spellings:
            return True
    return any(_covers(varying, set(functions[name].parameters), context) for name in written if name in functions)


def _covers(varying: frozenset[str], parameters: set[str], context: Context) -> bool:
    """The variables of a function are written, up to letters that by convention do not vary: dℓ with dΣ for ℓ(μ, Σ)."""
    rest = parameters - varying
    return bool(parameters & varying) and not any(_varies(plain(name), context) for name in rest)


def _usual_variables(chain: list[TypedStep], definitions: Mapping[str, Term], context: Context) -> frozenset[str]:
    """Free letters of a chain that by convention vary, unless they are declared constant or with a property.

    What an unknown function depends on is its own matter: y = y(x, X) varies with x alone where only dx is written.
    """
    found: set[str] = set()
    known = {name: term for name, term in definitions.items() if term.operation != "call"}
    for step in chain:
        for side in (step.left, step.right):
            for sub in subterms(side.term) if side.term is not None else ():
                if sub.operation == "symbol":
                    found |= free_symbols(sub.parameters[0], known)
    return frozenset(name for name in found if name not in definitions and _varies(plain(name), context))


def _varies(spelling: str, context: Context) -> bool:
    letter = plain_letter(spelling)
    twins = {spelling, letter, rf"\mathbf{{{letter}}}"} if spelling in (letter, rf"\mathbf{{{letter}}}") else {spelling}
    words = {word for twin in twins for fact in context.known.get(twin, ()) for word in fact.properties}
    words = {word for word in words if not word.startswith((CALLED, DEFINED))}
    if "variable" in words:
        return True
    return letter in VARIABLES and not words


def inputs(written: Iterable[str], definitions: Mapping[str, Term]) -> frozenset[str]:
    """The free symbols behind the letters that are not themselves made of others among them."""
    names = set(written)
    through = {name: letters_behind(name, definitions) - {name} for name in names}
    first = {name for name in names if not (through[name] & names)}
    return frozenset(symbol for name in first for symbol in free_symbols(name, definitions))


def free_symbols(name: str, definitions: Mapping[str, Term]) -> frozenset[str]:
    """The undefined symbols that a symbol is made of; itself where it has no definition."""
    return frozenset(one for one in letters_behind(name, definitions) if one not in definitions)


def letters_behind(name: str, definitions: Mapping[str, Term]) -> set[str]:
    """The symbol, and all that its definition involves."""
    found: set[str] = set()
    stack = [name]
    while stack:
        current = stack.pop()
        if current in found:
            continue
        found.add(current)
        if (definition := definitions.get(current)) is not None:
            stack.extend(sub.parameters[0] for sub in subterms(definition) if sub.operation == "symbol")
    return found
