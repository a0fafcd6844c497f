"""Why a counterexample may not count: the text must admit the point, and it may say more than was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from auditor.elaborating.elaboration import Elaboration
from auditor.elaborating.names import plain
from auditor.terms.moments import CHANCES, MEAN, SPREAD, VALUES
from auditor.terms.term import BOUND, Term, is_zero, subterms
from auditor.terms.world import World


def doubt(
    left: Term, right: Term, elaboration: Elaboration, world: World, seen: Set[str], *, determined: bool = False
) -> str:
    """The first reason not to believe a counterexample to this step, in words; "" where there is none.

    `seen` are the names of the symbols in earlier steps; `determined` says that equations in force were put to use.
    """
    return next(_doubts(left, right, elaboration, world, seen, determined), "")


def _doubts(
    left: Term, right: Term, elaboration: Elaboration, world: World, seen: Set[str], determined: bool
) -> Iterator[str]:
    sides = [names_in(side, world.definitions) for side in (left, right)]
    for name in sorted(sides[0] | sides[1]):
        if name in elaboration.unread:
            yield f"the definition of {plain(name)} was not understood"
        if name in elaboration.restricted:
            yield f"the set in which {plain(name)} lies was not understood"
    if elaboration.choices.get(("D", "")) == "variable" and "D" in sides[0] | sides[1]:
        yield "D may stand for a derivative"
    for name in sorted(sides[0] | sides[1]):
        if _is_optimum(name, elaboration) and not determined:
            yield f"nothing says at which point {plain(name)} lies"
    if name := _unstated_law(sides):
        yield f"nothing says what the distribution of {plain(name)} is"
    if not BY_POWER_SERIES.search(elaboration.prose) and any(
        sub.operation in ("sinm", "cosm") for side in (left, right) for sub in subterms(side)
    ):
        yield "the function of a matrix may be meant entry by entry"
    if LINES.search(elaboration.prose):
        for member, whole in _lines(left, right, elaboration, world):
            yield f"the {member}s may be the columns or rows of {whole}"
    for made, by in () if determined else _implicit(left, right, elaboration.world):
        yield f"nothing says how {plain(made)} depends on {plain(by)}"
    varied = (_differentials(left), _differentials(right))
    for name in sorted(varied[0] ^ varied[1]) if all(varied) else ():
        if (definition := world.definitions.get(name)) is not None and definition.operation == "call":
            yield f"nothing says how {plain(name)} depends on the other letters"
    if is_zero(right) and _differentials(left) - set(world.definitions):
        yield "the equation may tie the differentials in it"
    for name in sorted(_unnamed_functions(left, right, elaboration)):
        yield f"nothing says what {plain(name)} is as a function"
    for name in new_letters(left, right, elaboration, world, seen):
        yield f"{plain(name)} appears here for the first time, and nothing says what it is"
    for side, other in ((left, sides[1]), (right, sides[0])):
        for name in sorted(_differentials(side) - other - set(world.definitions)):
            yield f"nothing says how {plain(name)} depends on the other letters"


OPTIMUM = re.compile(r"(?P<base>.+?)[_^]\{(?:\*|\\star|\\ast|opt|\\text\{opt\})\}")


def _is_optimum(name: str, elaboration: Elaboration) -> bool:
    """x^* beside a declared x, of which the text says nothing: a solution, and no arbitrary vector."""
    match = OPTIMUM.fullmatch(plain(name))
    stated = {one.symbol for one in elaboration.symbols if one.origin == "stated"}
    return match is not None and match["base"] in stated and plain(name) not in stated


# Words that say that a function of a matrix is not taken entry by entry.
BY_POWER_SERIES = re.compile(
    r"power series|matrix (?:sine|cosine|function)|functions? of (?:\w+ )?matri", re.IGNORECASE
)


LINES = re.compile(r"\b(?:columns?|rows?)\b", re.IGNORECASE)


def _lines(left: Term, right: Term, elaboration: Elaboration, world: World) -> Iterator[tuple[str, str]]:
    """Members x_i of a family beside a matrix X, in a text that speaks of columns or rows."""
    matrices = {one.symbol for one in elaboration.symbols if one.shape is not None and len(one.shape) == 2}
    stack, seen = [left, right], set[str]()
    while stack:
        for sub in subterms(stack.pop()):
            if sub.operation == "symbol" and (name := sub.parameters[0]) not in seen:
                seen.add(name)
                stack += [world.definitions[name]] if name in world.definitions else []
                whole = plain(name).upper()
                if sub.order == 3 and plain(name).islower() and whole in matrices:
                    yield plain(name), whole


def _implicit(left: Term, right: Term, world: World) -> Iterator[tuple[str, str]]:
    """Letters that are differentiated by others on one side alone, although nothing says what they are made of: z in
    dz/dθ."""
    for side, against in ((left, right), (right, left)):
        while side.operation == "rearrange":
            side = side.arguments[0]
        if side.operation == "derivative" and all(part.operation == "symbol" for part in side.arguments):
            one, other = (part.parameters[0] for part in side.arguments)
            definition = world.definitions.get(one)
            unsaid = one not in world.constant if definition is None else definition.operation == "call"
            if unsaid and one != other and one not in names_in(against, world.definitions):
                yield one, other


def new_letters(left: Term, right: Term, elaboration: Elaboration, world: World, seen: Set[str]) -> list[str]:
    """Letters on one side alone that the text has not used before, and of which it says nothing."""
    if _integrates(left, right):
        return []
    stated = {one.symbol for one in elaboration.symbols if one.origin not in ("inferred", "convention")}
    declared = {one.symbol for one in elaboration.symbols if one.origin != "inferred"} | elaboration.parameters
    sides = [names_in(side, world.definitions) for side in (left, right)]
    return [
        name
        for side, other in ((left, sides[1]), (right, sides[0]))
        for name in sorted(names_in(side, {}) - other - seen - set(world.definitions) - _replaced(side))
        if plain(name) not in (stated if _is_power_of(side, name) else declared) and not _is_made_here(name)
    ]


def _is_power_of(side: Term, name: str) -> bool:
    """`S^2 = …`: what a letter is that comes up in a law further on."""
    base = side.arguments[0] if side.operation == "power" else side
    return base.operation == "symbol" and base.parameters[0] == name


# Letters that stand for any function where the text does not say which.
GENERIC = frozenset("f g h u v w y z F G L J E V U r s a \\phi \\varphi \\psi \\sigma \\ell \\rho \\mathcal{L}".split())


def _unnamed_functions(left: Term, right: Term, elaboration: Elaboration) -> set[str]:
    """Unknown functions under names that usually mean a certain one: λ_max, J_0, Γ."""
    said = {one.symbol for one in elaboration.symbols if one.origin != "inferred"}
    return {
        name
        for side in (left, right)
        for sub in subterms(side)
        if sub.operation == "call" and plain(name := sub.parameters[0]) not in GENERIC and plain(name) not in said
    }


def _is_made_here(name: str) -> bool:
    """A symbol that elaboration made: a letter held fixed, a bound one, the variable of f'."""
    return name.endswith(("#held", BOUND)) or name.startswith(("t@", "u@", *OF_A_LAW))


OF_A_LAW = (VALUES, CHANCES, MEAN, SPREAD)


def _unstated_law(sides: list[frozenset[str]]) -> str:
    """A variable of whose law one side speaks, where the other side speaks of no variable: "E[x²] = 1" may be laid
    down."""
    random = [
        {name.removeprefix(of) for name in side for of in (VALUES, MEAN, SPREAD) if name.startswith(of)}
        for side in sides
    ]
    for here, there, other in ((random[0], random[1], sides[1]), (random[1], random[0], sides[0])):
        if here and not there and not here & other:
            return min(here)
    return ""


def _integrates(left: Term, right: Term) -> bool:
    """What appears first beside an integral without bounds is its constant."""
    return any(sub.operation == "antiderivative" for side in (left, right) for sub in subterms(side))


def names_in(term: Term, definitions: Mapping[str, Term]) -> frozenset[str]:
    """The symbols and unknown functions that a term involves, also through these definitions."""
    found: set[str] = set()
    stack = [term]
    while stack:
        for sub in subterms(stack.pop()):
            if sub.operation in ("symbol", "call") and sub.parameters[0] not in found:
                found.add(sub.parameters[0])
                if (definition := definitions.get(sub.parameters[0])) is not None:
                    stack.append(definition)
    return frozenset(found)


def _replaced(term: Term) -> set[str]:
    """The letters for which a value is put wherever they stand: t in d/dt f(x + tv) at t = 0."""
    replaced, free = set[str](), set[str]()
    stack = [term]
    while stack:
        sub = stack.pop()
        if sub.operation == "substitute":
            replaced |= {variable.parameters[0] for variable in sub.arguments[1::2] if variable.operation == "symbol"}
            stack += sub.arguments[2::2]
            continue
        free |= {sub.parameters[0]} if sub.operation == "symbol" else set()
        stack += sub.arguments
    return replaced - free


def _differentials(term: Term) -> set[str]:
    """Symbols of which the term holds the differential."""
    return {
        sub.arguments[0].parameters[0]
        for sub in subterms(term)
        if sub.operation == "differential" and sub.arguments[0].operation == "symbol"
    }
