"""What occurs in a claim: its sizes, symbols, indices and operations, definitions followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.deciding.properties import closure
from auditor.terms.dimension import Dimension, Shape
from auditor.terms.term import BOUND, ENDLESS, Index, Term, subterms
from auditor.terms.world import World

BRANCHING = frozenset(["abs", "sign", "relu", "step", "max", "min"])
SINGULAR = frozenset(["inverse", "pseudo_inverse", "matrix_power", "det", "adjugate"])


@dataclass(frozen=True)
class Features:
    """Everything that choosing sizes, draws and judges depends on."""

    operations: frozenset[str]
    symbols: dict[str, Shape]  # without a definition
    definitions: tuple[str, ...]  # those that are used
    functions: tuple[str, ...]  # unknown ones
    dimensions: tuple[Dimension, ...]  # of axes
    sizes: tuple[str, ...]
    counts: tuple[str, ...]  # symbols that are whole numbers and stand in exponents or as indices
    dependent: frozenset[str]  # indices that bound others
    inverted: tuple[str, ...]  # sizes of inverses and determinants
    runs: tuple[Index, ...]  # of products of matrices, whose order matters
    branching: bool  # absolute values, brackets and the like

    @property
    def closed(self) -> bool:
        """Nothing varies: the claim is about numbers."""
        return not (self.symbols or self.functions or self.sizes)


def features(left: Term, right: Term, world: World) -> Features:
    """What occurs in either side."""
    terms = list(dict.fromkeys(_reachable(left, right, world)))
    symbols: dict[str, Shape] = {}
    dimensions: dict[Dimension, None] = {}
    indices: dict[Index, None] = {}
    named: dict[str, None] = {}
    counting: dict[str, None] = {}
    inverted: dict[str, None] = {}
    runs: dict[Index, None] = {}
    for term in terms:
        dimensions.update(dict.fromkeys(term.shape))
        indices.update(dict.fromkeys(term.indices))
        match term.operation:
            case "symbol" if term.parameters[0] not in world.definitions and not term.parameters[0].endswith(BOUND):
                symbols[term.parameters[0]] = term.shape
            case "size":
                named.update(dict.fromkeys(term.parameters[0].symbols))
            case "commutation":
                dimensions.update(dict.fromkeys(term.parameters))
            case "factorial" | "binomial":
                counting.update(dict.fromkeys(name for argument in term.arguments for name in _symbols(argument)))
            case "sum" | "product" | "product_down" | "array":
                indices.update(dict.fromkeys(term.parameters))
                if term.order > 1 and term.operation in ("product", "product_down"):
                    runs[term.parameters[0]] = None
            case "power" | "matrix_power":
                counting.update(dict.fromkeys(_symbols(term.arguments[1])))
            case "entry" | "slice" | "member" | "unit" | "delta" | "compare":
                places = term.arguments if term.operation in ("unit", "delta", "compare") else term.arguments[1:]
                counting.update(dict.fromkeys(name for place in places for name in _symbols(place)))
        if term.operation in SINGULAR:
            inverted.update(dict.fromkeys(name for d in term.arguments[0].shape for name in d.symbols))
    for index in indices:
        named.update(dict.fromkeys((*index.lower.symbols, *index.upper.symbols)))
    named.pop(ENDLESS.symbols[0], None)
    running = {index.name for index in indices}
    shaped = dict.fromkeys(name for dimension in dimensions for name in dimension.symbols)
    sizes = sorted({*shaped, *(name for name in named if name not in running)})
    counts = sorted(name for name in counting if name in symbols and _is_count(name, symbols, world, sizes))
    return Features(
        operations=frozenset(term.operation for term in terms),
        symbols=dict(sorted(symbols.items())),
        definitions=tuple(sorted(_used(terms, world))),
        functions=tuple(sorted({term.parameters[0].rstrip("'") for term in terms if term.operation == "call"})),
        dimensions=tuple(sorted(dimensions)),
        sizes=tuple(sizes),
        counts=tuple(counts),
        dependent=frozenset(running & {*named}),
        inverted=tuple(sorted(inverted)),
        runs=tuple(sorted(runs)),
        branching=any(_branches(term) for term in terms),
    )


def _reachable(left: Term, right: Term, world: World) -> Iterator[Term]:
    """Subterms of both sides and of the definitions that they lead to."""
    waiting, followed = [left, right], set[str]()
    while waiting:
        for term in subterms(waiting.pop()):
            yield term
            if (
                term.operation == "symbol"
                and (name := term.parameters[0]) in world.definitions
                and name not in followed
            ):
                followed.add(name)
                waiting.append(world.definitions[name])


def _branches(term: Term) -> bool:
    name = term.parameters[0] if term.parameters else None
    return (
        term.operation == "compare"
        or (term.operation == "apply" and name in BRANCHING)
        or (term.operation == "norm" and name in ("1", "inf", "max"))
    )


def _used(terms: list[Term], world: World) -> set[str]:
    names = {term.parameters[0] for term in terms if term.operation == "symbol"}
    return {name for name in names if name in world.definitions}


def _symbols(term: Term) -> list[str]:
    return [part.parameters[0] for part in subterms(term) if part.operation == "symbol"]


def _is_count(name: str, symbols: dict[str, Shape], world: World, sizes: list[str]) -> bool:
    return not symbols[name] and (name in sizes or "integer" in closure(frozenset(world.properties.get(name, ()))))
