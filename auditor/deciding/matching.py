"""Matching: the ways in which a term is an instance of a pattern whose symbols and sizes may stand for anything.

Sums and products of scalars match in any order, chains of matrix products in any grouping. A letter with an index, aᵢ
inside a sum over i, stands for any expression in that index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from auditor.deciding.signs import chain_of, transposed
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term, make, subterms

Equal = Callable[[Term, Term], bool]
WIDEST = 6  # arguments of a sum or product that are permuted


@dataclass(frozen=True)
class Entry:
    """What aᵢ stands for: an expression in an index."""

    body: Term
    index: Index


@dataclass(frozen=True)
class Binding:
    """What the symbols, sizes, functions and indices of a pattern stand for."""

    symbols: Mapping[str, Term] = field(default_factory=dict)
    sizes: Mapping[str, Dimension] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    indices: Mapping[str, Index] = field(default_factory=dict)


@dataclass
class Matcher:
    """Finds bindings; `equal` tells whether two terms mean the same, and every step costs one of `left`."""

    equal: Equal
    left: int = 20_000

    def match(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        self.left -= 1
        if self.left < 0:
            return
        match pattern.operation:
            case "symbol":
                yield from self.symbol(pattern, term, binding)
            case "size":
                yield from self.size(pattern, term, binding)
            case "add" | "multiply":
                yield from self.unordered(pattern, term, binding)
            case "matmul":
                yield from self.chain(pattern, term, binding)
            case "rearrange" if pattern.parameters[0] == (1, 0):
                if term.order == 2:
                    yield from self.match(pattern.arguments[0], transposed(term), binding)
            case "index":
                yield from self.index(pattern, term, binding)
            case "entry" if self.is_running(pattern, binding):
                yield from self.entry(pattern, term, binding)
            case "sum" | "product" if term.operation == pattern.operation:
                yield from self.over_index(pattern, term, binding)
            case "call" if term.operation == "call":
                yield from self.call(pattern, term, binding)
            case "number":
                if term.operation == "number" and term.parameters[0] == pattern.parameters[0]:
                    yield binding
            case operation if operation == term.operation and len(pattern.arguments) == len(term.arguments):
                if pattern.parameters == term.parameters or operation in ("identity", "ones", "zeros"):
                    for found in self.shapes(pattern, term, binding):
                        yield from self.ordered(pattern.arguments, term.arguments, found)

    def ordered(self, patterns: tuple[Term, ...], terms: tuple[Term, ...], binding: Binding) -> Iterator[Binding]:
        if not patterns:
            yield binding
            return
        for found in self.match(patterns[0], terms[0], binding):
            yield from self.ordered(patterns[1:], terms[1:], found)

    # --- letters --------------------------------------------------------------------------------------------------

    def symbol(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        name = pattern.parameters[0]
        bound = binding.symbols.get(name)
        if bound is not None:
            if bound is term or (bound.shape == term.shape and self.equal(bound, term)):
                yield binding
            return
        for found in self.shapes(pattern, term, binding):
            yield replace(found, symbols={**found.symbols, name: term})

    def shapes(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        """The sizes of the pattern take those of the term; a vector is no scalar."""
        if len(pattern.shape) != len(term.shape):
            return
        sizes = dict(binding.sizes)
        for own, other in zip(pattern.shape, term.shape, strict=True):
            if own.name is None:
                if own != other:
                    return
            elif other == ONE or sizes.setdefault(own.name, other) != other:
                return
        yield replace(binding, sizes=sizes)

    def size(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        name = pattern.parameters[0].name
        value = term.parameters[0] if term.operation == "size" else _whole(term)
        if name is None or value is None:
            return
        if binding.sizes.get(name, value) == value:
            yield replace(binding, sizes={**binding.sizes, name: value})

    # --- sums, products, chains -----------------------------------------------------------------------------------

    def unordered(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        """Each part of the pattern matches one part of the term; one letter may take all that is left over."""
        if term.operation != pattern.operation and not (pattern.operation == "multiply" and term.operation != "add"):
            return
        patterns, terms = _parts(pattern), _parts_of(term, pattern.operation)
        if len(terms) > WIDEST:
            return
        yield from self.assigned(sorted(patterns, key=_generality), terms, pattern.operation, binding)

    def assigned(self, patterns: list[Term], terms: list[Term], operation: str, binding: Binding) -> Iterator[Binding]:
        if not patterns:
            if not terms:
                yield binding
            return
        first, *rest = patterns
        if not rest and len(terms) > 1 and first.operation in ("symbol", "rearrange"):
            yield from self.match(first, _together(operation, terms), binding)
            return
        for place, term in enumerate(terms):
            others = terms[:place] + terms[place + 1 :]
            for found in self.match(first, term, binding):
                yield from self.assigned(rest, others, operation, found)

    def chain(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        if len(pattern.shape) != len(term.shape):
            return
        patterns, factors = chain_of(pattern), chain_of(term)
        yield from self.grouped(patterns, factors, binding)
        if not term.shape:  # a scalar is its own transpose
            yield from self.grouped(patterns, [transposed(factor) for factor in reversed(factors)], binding)

    def grouped(self, patterns: list[Term], factors: list[Term], binding: Binding) -> Iterator[Binding]:
        if not patterns:
            if not factors:
                yield binding
            return
        first, *rest = patterns
        for length in range(1, len(factors) - len(rest) + 1):
            for found in self.match(first, _product(factors[:length]), binding):
                yield from self.grouped(rest, factors[length:], found)

    # --- sums over indices, functions -----------------------------------------------------------------------------

    def over_index(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        own, other = pattern.parameters[0], term.parameters[0]
        upper = own.upper.name
        if upper is None or own.lower != ONE:
            return
        size = other.size
        if binding.sizes.get(upper, size) != size:
            return
        inner = replace(binding, sizes={**binding.sizes, upper: size}, indices={**binding.indices, own.name: other})
        for found in self.match(pattern.arguments[0], term.arguments[0], inner):
            left = {name: index for name, index in found.indices.items() if name != own.name}
            yield replace(found, indices=left)

    def is_running(self, pattern: Term, binding: Binding) -> bool:
        """aᵢ for a sequence a and the index of a sum around it."""
        sequence, place = pattern.arguments[:2]
        plain = sequence.operation == "symbol" and sequence.shape[-1] == ONE
        return plain and place.operation == "index" and place.parameters[0].name in binding.indices

    def index(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        """The index of a sum around it, or any place where the pattern's index stands free."""
        name = pattern.parameters[0].name
        if name in binding.indices:
            if term is t.index(binding.indices[name]):
                yield binding
        elif binding.symbols.get(_free(name), term) is term:
            yield replace(binding, symbols={**binding.symbols, _free(name): term})

    def entry(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        if term.shape:
            return
        name = pattern.arguments[0].parameters[0]
        index = binding.indices[pattern.arguments[1].parameters[0].name]
        known = binding.entries.get(name)
        if known is None:
            yield replace(binding, entries={**binding.entries, name: Entry(term, index)})
        elif reindexed(known.body, known.index, index) is term or self.equal(
            reindexed(known.body, known.index, index), term
        ):
            yield binding

    def call(self, pattern: Term, term: Term, binding: Binding) -> Iterator[Binding]:
        name, other = pattern.parameters[0], term.parameters[0]
        if binding.functions.get(name, other) != other or len(pattern.arguments) != len(term.arguments):
            return
        inner = replace(binding, functions={**binding.functions, name: other})
        for found in self.shapes(pattern, term, inner):
            yield from self.ordered(pattern.arguments, term.arguments, found)


def _free(index: str) -> str:
    """The key under which what a free index stands for is kept among the symbols."""
    return f"index {index}"


def instance(pattern: Term, binding: Binding) -> Term | None:
    """The pattern with everything put in; None where a symbol of it stands for nothing yet."""
    try:
        return _instance(pattern, binding)
    except KeyError:
        return None


def _instance(pattern: Term, binding: Binding) -> Term:
    match pattern.operation:
        case "symbol":
            return binding.symbols[pattern.parameters[0]]
        case "size":
            return t.size(_sized(pattern.parameters[0], binding))
        case "index":
            name = pattern.parameters[0].name
            return t.index(binding.indices[name]) if name in binding.indices else binding.symbols[_free(name)]
        case "entry" if pattern.arguments[0].operation == "symbol" and (
            pattern.arguments[0].parameters[0] in binding.entries
        ):
            entry = binding.entries[pattern.arguments[0].parameters[0]]
            name = pattern.arguments[1].parameters[0].name
            return reindexed(entry.body, entry.index, binding.indices[name])
        case "sum" | "product":
            return _instance_over_index(pattern, binding)
    arguments = tuple(_instance(argument, binding) for argument in pattern.arguments)
    parameters = pattern.parameters
    if pattern.operation == "call":
        parameters = (binding.functions[parameters[0]], *parameters[1:])
    shape = tuple(_sized(dimension, binding) for dimension in pattern.shape)
    match pattern.operation:
        case "rearrange" if parameters[0] == (1, 0):
            return transposed(arguments[0])
        case "matmul":
            return t.matmul(*arguments)
        case "multiply":
            return t.multiply(*arguments)
    return make(pattern.operation, arguments, parameters, shape)


def _instance_over_index(pattern: Term, binding: Binding) -> Term:
    own = pattern.parameters[0]
    entries = [entry for name, entry in binding.entries.items() if _occurs(name, pattern)]
    run = entries[0].index if entries else Index(own.name, own.lower, _sized(own.upper, binding))
    inner = replace(binding, indices={**binding.indices, own.name: run})
    body = _instance(pattern.arguments[0], inner)
    return t.sum_(body, run) if pattern.operation == "sum" else t.product(body, run)


def _occurs(name: str, pattern: Term) -> bool:
    return any(part.operation == "symbol" and part.parameters[0] == name for part in subterms(pattern))


def _sized(dimension: Dimension, binding: Binding) -> Dimension:
    missing = [name for name in dimension.symbols if name not in binding.sizes]
    if missing:
        raise KeyError(missing[0])
    return dimension.replace(dict(binding.sizes))


def reindexed(term: Term, old: Index, new: Index) -> Term:
    """The term with another index in the place of one."""
    if old == new:
        return term
    done: dict[Term, Term] = {}
    for part in subterms(term):
        if part.operation == "index" and part.parameters[0] == old:
            done[part] = t.index(new)
            continue
        arguments = tuple(done[argument] for argument in part.arguments)
        indices = tuple(sorted(new if index == old else index for index in part.indices))
        done[part] = make(part.operation, arguments, part.parameters, part.shape, indices)
    return done[term]


def _whole(term: Term) -> Dimension | None:
    if term.operation == "number" and term.parameters[0].denominator == 1 and term.parameters[0] > 0:
        return Dimension.of(int(term.parameters[0]))
    return None


def _parts(term: Term) -> list[Term]:
    return _parts_of(term, term.operation)


def _parts_of(term: Term, operation: str) -> list[Term]:
    """The arguments of nested sums or products."""
    if term.operation != operation:
        return [term]
    return [part for argument in term.arguments for part in _parts_of(argument, operation)]


def _generality(pattern: Term) -> tuple[int, int]:
    """Letters come last, as they match anything."""
    letter = pattern.operation == "symbol" or (
        pattern.operation == "rearrange" and pattern.arguments[0].operation == "symbol"
    )
    return (letter, -sum(1 for _ in subterms(pattern)))


def _together(operation: str, terms: list[Term]) -> Term:
    return t.add(*terms) if operation == "add" else t.multiply(*terms)


def _product(factors: list[Term]) -> Term:
    result = factors[0]
    for factor in factors[1:]:
        result = t.matmul(result, factor)
    return result
