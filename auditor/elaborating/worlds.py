"""The world of a document: properties and definitions for the judges, symbols and layouts for the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from auditor.elaborating.context import SIGNS, Context
from auditor.elaborating.elaboration import Inferred, TypedStep
from auditor.elaborating.layouts import AXES
from auditor.elaborating.names import plain
from auditor.elaborating.scope import Scope
from auditor.parsing.declaring.vocabulary import CALLED, DEFINED
from auditor.source import Span
from auditor.terms.dimension import Dimension
from auditor.terms.term import Term
from auditor.terms.world import World

# Words that say what kind of thing a letter is, and nothing about its value.
DESCRIPTIONS = frozenset(
    ["elementwise", "scalar-valued", "vector-valued", "matrix-valued",
     "constant", "differentiable", "smooth", "arbitrary",
     "hadamard product", "kronecker product", "transpose", "commutation", "identity", "matrix exponential", "hedged",
     "single entry",
     "sigmoid", "softplus", "relu", "tanh"]
)  # fmt: skip


def describes(word: str) -> bool:
    return word in DESCRIPTIONS or word.partition(" ")[0] in (*SIGNS, r"\\ne")


SPARE = ("n", "m", "p", "q", "r", "s", "k", "l", "d", "h")


def final_names(scope: Scope) -> dict[str, Dimension]:
    """Readable names for the sizes that nothing determined."""
    taken = set(scope.context.sizes) | set(scope.context.usage.letters)
    open_sizes: dict[str, None] = {}
    for shape in scope.shapes.values():
        for dimension in scope.resolve(shape):
            open_sizes.update(dict.fromkeys(name for name in dimension.symbols if name.startswith("?")))
    names: dict[str, Dimension] = {}
    spare = iter([name for name in SPARE if name not in taken])
    for name in open_sizes:
        names[name] = Dimension.of(next(spare, f"n_{len(names)}"))
    return names


def world_of(context: Context, scope: Scope, definitions: Mapping[str, Term], steps: tuple[TypedStep, ...]) -> World:
    properties: dict[str, tuple[str, ...]] = {}
    constant: set[str] = set()
    varied = {below for below, _ in context.usage.denominators} | context.usage.gradients
    for spelling, facts in context.known.items():
        for epoch, fact in enumerate(facts, start=1):
            name = spelling if epoch == 1 else f"{spelling}#{epoch}"
            defined = name in definitions and definitions[name].operation != "call"
            free = defined or spelling in varied  # what is said beside a definition follows from it
            told = (word for word in fact.properties if not (free and word.startswith(CALLED)))
            told = (word.removeprefix(DEFINED) for word in told if not (defined and word.startswith(DEFINED)))
            properties[name] = _without_roles(word for word in told if not describes(word))
            if "constant" in fact.properties or fact.constant_in:
                constant.add(name)
    for name, words in _told_in_sections(scope):
        properties[name] = (*properties.get(name, ()), *words)
    for later, earlier in scope.same.items():
        properties[later] = (*properties.get(earlier, ()), *properties.get(later, ()))
    for name, had in scope.structured.items():
        properties[name] = tuple(word for word in properties.get(name, ()) if word not in had)
    for name, words in scope.implied.items():
        properties[name] = (*properties.get(name, ()), *words)
    return World(
        properties=properties,
        definitions=dict(definitions),
        constant=frozenset(constant),
        ordered_sizes=context.orders,
    )


def _without_roles(words: Iterable[str]) -> tuple[str, ...]:
    """Without "called factor" where the text says what kind of factor it is."""
    told = tuple(words)
    known = {word for word in told if word in FACTORS}
    return tuple(word for word in told if not known or word != f"{CALLED}factor")


def _told_in_sections(scope: Scope) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of letters that a section uses afresh, what is said of them from there on."""
    names = dict.fromkeys(key.split(" ")[0] for key in scope.shapes)
    for name in names:
        spelling, _, start = name.rpartition("@")
        if spelling and start.isdigit() and name not in scope.definitions:
            for fact in scope.context.known.get(spelling, ()):
                if fact.since >= int(start):
                    yield name, tuple(word for word in fact.properties if not describes(word))


FACTORS = frozenset(
    {"orthogonal", "orthonormal columns", "orthonormal rows", "diagonal", "lower triangular", "upper triangular"}
)  # kinds of factors in decompositions


def symbols(scope: Scope, names: Mapping[str, Dimension]) -> tuple[Inferred, ...]:
    """Every letter with what is known of it, declared or inferred."""
    whole = Span(0, 0)
    found: dict[str, Inferred] = {}
    for spelling, facts in scope.context.known.items():
        for fact in facts:
            shape = fact.shape
            told = tuple(word for word in fact.properties if not word.startswith(DEFINED))
            if shape is None and not told and fact.kind not in ("scalar", "size"):
                continue
            span = fact.span or whole
            found.setdefault(
                f"{spelling}@{fact.since}", Inferred(plain(spelling), shape, told, fact.origin, span, span)
            )
    stated = {one.symbol for one in found.values() if one.shape is not None}
    for key, shape in scope.shapes.items():
        name = key.split(" ")[0].split("#")[0]
        if name in stated or name.startswith(("u@", "t@")):
            continue
        name = plain(name)
        resolved = tuple(dimension.replace(dict(names)) for dimension in scope.resolve(shape))
        found[name] = Inferred(name, resolved, (), "inferred", whole, whole)
    return tuple(found.values())


def layouts(scope: Scope) -> dict[str, tuple[str, str]]:
    """The value and the origin of each choice of layout."""
    result: dict[str, tuple[str, str]] = {}
    for axis, options in AXES.items():
        stated = next((one for one in scope.context.layouts if one.axis == axis), None)
        if axis in scope.context.options:
            result[axis] = (scope.context.options[axis], "option")
        elif stated is not None:
            result[axis] = (scope.choices.get(("stated layout", axis), stated.value), "declared")
        elif ("layout", axis) in scope.choices:
            result[axis] = (scope.choices["layout", axis], "inferred")
        elif ("layout", axis) in scope.asked:
            result[axis] = (options[0], "default")
        else:
            result[axis] = ("none", "default")
    return result
