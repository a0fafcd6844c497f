r"""When agreement at some sizes is agreement at all sizes.

A sum of networks of symbols, joined by contractions over full ranges, is determined at sizes that are at least the
number of distinct indices of each class in one network: then every network has an entry pattern with all its indices
different, which no other network of as many indices shows. Sizes that enter as numbers (1/m, tr I = n, Σ 1) are the
argument of a polynomial, and need one value more than its degree. Inverses, determinants, quotients of entries,
products over an index, fixed and shifted places are outside: [[A,B]²,C] = 0 holds at n = 2 and fails at n = 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.deciding.properties import GENERIC, closure
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term
from auditor.terms.world import World

# Properties that almost all members of a linear space have, or that cut out a linear space by tying entries in pairs.
_HARMLESS = GENERIC | frozenset(
    ["symmetric", "skew-symmetric", "positive definite", "positive semidefinite", "negative definite",
     "negative semidefinite", "positive", "nonnegative", "negative"]
)  # fmt: skip


_LEAVES = frozenset(["number", "constant", "delta", "compare", "index", "unit", "identity", "zeros", "ones", "size"])


@dataclass(frozen=True)
class Cover:
    """What sizes must satisfy; `complete` says whether they then stand for all sizes."""

    complete: bool
    least: dict[str, int]  # size -> its least value
    degrees: dict[str, int]  # size -> degree in which it enters as a number


@dataclass
class _Count:
    """Upper bounds for one network of a term, by class of index."""

    indices: Counter[str] = field(default_factory=Counter)  # free named indices not counted
    deltas: Counter[str] = field(default_factory=Counter)  # factors that may turn into a size when contracted
    above: Counter[str] = field(default_factory=Counter)  # degree in which a size is a factor
    below: Counter[Dimension] = field(default_factory=Counter)  # sizes by which is divided


def cover(left: Term, right: Term, world: World) -> Cover:
    """What the claim left = right asks of sizes."""
    counting = _Counting(world)
    sides = [counting.count(side, {}) for side in (left, right)]
    least: Counter[str] = Counter()
    for side, term in zip(sides, (left, right), strict=True):
        whole = side.indices + counting.classes(index.size for index in term.indices)
        for name, number in whole.items():
            least[name] = max(least[name], number)
    together = counting.sum_of(sides)
    return Cover(counting.complete, dict(least), {name: n for name, n in together.above.items() if n})


class _Counting:
    def __init__(self, world: World) -> None:
        self.world = world
        self.complete = True
        self._known: dict[Term, _Count] = {}
        self._unfolding: set[str] = set()

    def classes(self, dimensions: Iterable[Dimension]) -> Counter[str]:
        """How many axes of each class; anything but a plain size is outside of the theorem."""
        result: Counter[str] = Counter()
        for dimension in dimensions:
            if dimension.name is not None:
                result[dimension.name] += 1
            elif dimension.number is None:
                self.complete = False
        return result

    def count(self, term: Term, bound: dict[str, _Count]) -> _Count:
        found = self._known.get(term) if not bound else None
        if found is None:
            found = self._count(term, bound)
            if not bound:
                self._known[term] = found
        return found

    def _count(self, term: Term, bound: dict[str, _Count]) -> _Count:
        inner = [self.count(argument, bound) for argument in self._counted_arguments(term)]
        match term.operation:
            case leaf if leaf in _LEAVES:
                return self._leaf(term)
            case "symbol":
                return self._symbol(term, bound)
            case "add":
                return self.sum_of(inner)
            case "multiply":
                return _product(inner)
            case "hadamard":
                axes = self.classes(term.shape)
                return _less(_product(inner), *([axes] * (len(inner) - 1)))
            case "matmul" | "contract":
                number = term.parameters[0] if term.operation == "contract" else 1
                return self._contracted(_product(inner), self.classes(term.arguments[1].shape[:number]))
            case "trace":
                return self._contracted(inner[0], self.classes(term.arguments[0].shape[:1]))
            case "rearrange" | "differential":
                return inner[0]
            case "power" | "matrix_power":
                return self._power(term, inner[0])
            case "diag":
                return _Count(
                    inner[0].indices, inner[0].deltas + self.classes(term.shape[:1]), inner[0].above, inner[0].below
                )
            case "diagonal":
                return _less(inner[0], self.classes(term.shape[:1]))
            case "entry" | "slice" | "member":
                return self._entry(term, inner[0])
            case "array":
                added = self.classes(index.size for index in term.parameters)
                alike = self.classes(index.size for index in term.parameters if _lacks(term.arguments[0], index))
                for index in term.parameters:
                    self._check_range(index)
                return _product([inner[0], _Count(added, alike)])
            case "sum":
                return self._sum(term, inner[0])
            case "derivative":
                axes = self.classes(term.arguments[1].shape)
                return _product([inner[0], _Count(axes, axes)])
            case "directional":
                return _product(inner)
            case "substitute":
                return self._substitute(term, bound)
        self.complete = False
        return _product(inner)

    @staticmethod
    def _counted_arguments(term: Term) -> tuple[Term, ...]:
        match term.operation:
            case "entry" | "slice" | "member" | "derivative" | "power" | "matrix_power":
                return term.arguments[:1]
            case "directional":
                return (term.arguments[0], term.arguments[2])
            case "delta" | "compare" | "unit" | "substitute":
                return ()
        return term.arguments

    def _leaf(self, term: Term) -> _Count:
        match term.operation:
            case "size":
                dimension: Dimension = term.parameters[0]
                above = Counter({name: max(m.count(name) for m, _ in dimension.terms) for name in dimension.symbols})
                return _Count(above=above)
            case "identity":
                return _Count(self.classes(term.shape[:1]), self.classes(term.shape[:1]))
            case "ones":
                return _Count(self.classes(term.shape), self.classes(term.shape))
            case "zeros":
                return _Count(self.classes(term.shape))
            case "unit" | "delta":
                places = [self._plain(place) for place in term.arguments]
                return _Count(self.classes(term.shape[:1]), self._delta_classes(places))
            case "index":
                self.complete = False
                return _Count(above=Counter(dict.fromkeys(term.parameters[0].upper.symbols, 1)))
            case "constant" | "compare":
                self.complete = False
        return _Count()

    def _delta_classes(self, places: list[Index | None]) -> Counter[str]:
        return self.classes([places[0].size]) if places and places[0] is not None else Counter()

    def _plain(self, place: Term) -> Index | None:
        """The index where the place is just one that runs through a full range."""
        if place.operation != "index":
            self.complete = False
            return None
        index: Index = place.parameters[0]
        self._check_range(index)
        return index

    def _check_range(self, index: Index) -> None:
        if index.lower != ONE or (index.upper.name is None and index.upper.number is None):
            self.complete = False

    def _symbol(self, term: Term, bound: dict[str, _Count]) -> _Count:
        name = term.parameters[0]
        if name in bound:
            return bound[name]
        definition = self.world.definitions.get(name)
        if definition is not None:
            if name in self._unfolding:
                self.complete = False
                return _Count()
            self._unfolding.add(name)
            result = self.count(definition, bound)
            self._unfolding.discard(name)
            return result
        if not closure(frozenset(self.world.properties.get(name, ()))) <= _HARMLESS:
            self.complete = False
        return _Count(self.classes(term.shape))

    def _contracted(self, product: _Count, classes: Counter[str]) -> _Count:
        closed = classes & product.deltas
        return _Count(product.indices - classes, product.deltas, product.above + closed, product.below)

    def _entry(self, term: Term, tensor: _Count) -> _Count:
        axes = term.arguments[0].shape
        if term.operation == "slice":
            axes = (axes[term.parameters[0]],)
        places = [self._plain(place) for place in term.arguments[1:]]
        for place, axis in zip(places, axes, strict=False):
            if place is not None and place.upper != axis:
                self.complete = False
        return _less(tensor, self.classes(axes[: len(places)]))

    def _sum(self, term: Term, body: _Count) -> _Count:
        (index,) = term.parameters
        self._check_range(index)
        own = self.classes([index.upper]) if index.upper.name else Counter(dict.fromkeys(index.size.symbols, 1))
        grows = _lacks(term.arguments[0], index) or own & body.above  # as in 1 + 1 + … or 1 + 2 + …
        closed = own if grows else own & body.deltas
        return _Count(body.indices + own, body.deltas, body.above + closed, body.below)

    def _power(self, term: Term, base: _Count) -> _Count:
        exponent = term.arguments[1]
        if exponent.operation != "number" or exponent.parameters[0].denominator != 1:
            self.complete = False
            return base
        number = int(exponent.parameters[0])
        if number < 0 and term.arguments[0].operation == "size":
            return _Count(below=Counter({term.arguments[0].parameters[0]: -number}))
        if number < 0:
            self.complete = False
            return base
        raised = _product([base] * min(number, 12))
        if number > 12:
            self.complete = False
        if term.operation == "matrix_power":
            classes = self.classes(term.shape[:1])
            for _ in range(min(number, 12) - 1):
                raised = self._contracted(raised, classes)
        return raised

    def _substitute(self, term: Term, bound: dict[str, _Count]) -> _Count:
        body, *bindings = term.arguments
        inner = dict(bound)
        for symbol, value in zip(bindings[::2], bindings[1::2], strict=True):
            inner[symbol.parameters[0]] = self.count(value, bound)
        return self.count(body, inner)

    def sum_of(self, terms: list[_Count]) -> _Count:
        """Over a common denominator."""
        below: Counter[Dimension] = Counter()
        result = _Count(below=below)
        for term in terms:
            below |= term.below
            result.indices |= term.indices
            result.deltas |= term.deltas
        for term in terms:
            missing: Counter[str] = Counter()
            for dimension, number in (below - term.below).items():
                for name in dimension.symbols:
                    missing[name] += number * max(monomial.count(name) for monomial, _ in dimension.terms)
            result.above |= term.above + missing
        result.below = below
        return result


def _lacks(body: Term, index: Index) -> bool:
    """Multiplied out, a sum may have terms without the index: as many like ones as the index has values."""
    if index not in body.indices:
        return True
    match body.operation:
        case "add":
            return any(_lacks(term, index) for term in body.arguments)
        case "multiply" | "hadamard" | "kronecker" | "matmul" | "contract":
            return all(_lacks(factor, index) for factor in body.arguments)
        case "power" | "matrix_power" | "sum" | "array" | "rearrange" | "trace" | "diag" | "diagonal":
            return _lacks(body.arguments[0], index)
        case "derivative" | "directional" | "differential":
            return _lacks(body.arguments[0], index)
        case "entry" | "slice" | "member":
            named = any(index in place.indices for place in body.arguments[1:])
            return not named and _lacks(body.arguments[0], index)
    return body.operation not in _LEAVES


def _product(factors: list[_Count]) -> _Count:
    result = _Count()
    for factor in factors:
        result = _Count(
            result.indices + factor.indices,
            result.deltas + factor.deltas,
            result.above + factor.above,
            result.below + factor.below,
        )
    return result


def _less(count: _Count, *merged: Counter[str]) -> _Count:
    """Where axes coincide or are named, they are no longer counted."""
    indices = count.indices
    for classes in merged:
        indices = indices - classes
    return _Count(indices, count.deltas, count.above, count.below)
