"""Choosing numbers for the sizes of a claim."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from auditor.deciding.covering import Cover
from auditor.deciding.features import Features
from auditor.deciding.properties import closure
from auditor.terms.dimension import Dimension
from auditor.terms.term import Term
from auditor.terms.world import World

Sizes = dict[str, int]
USUAL = 3  # assignments, where they do not stand for all sizes
MOST = 8
SPARE = 6
LARGE = 6  # one size at least, where matrices are inverted
LARGEST = 9
LONG = 3  # factors of a product of matrices that tell its order


@dataclass(frozen=True)
class Plan:
    """Assignments of sizes to try, the needed ones first; more follow in case that some have no point in the domain."""

    assignments: tuple[Sizes, ...]
    needed: int  # 0 where too few are possible for the degree in which a size enters
    covered: str  # "all" | "drawn"
    large: bool = False  # is a large size asked for, because something is inverted?
    turned: tuple[str, ...] = ()  # sizes that must be met both even and odd

    def satisfied(self, good: list[Sizes], telling: list[Sizes]) -> bool:
        """Were enough assignments good, a large one among them? `telling` are those at which not everything is 0."""
        if self.large and not any(max(sizes.values()) >= LARGE for sizes in good):
            return False
        return len(good) >= self.needed > 0 and self.turns(telling)

    def turns(self, telling: list[Sizes]) -> bool:
        """(-1)ⁿ is seen only where both sides are not 0, which det(XᵀY) is for half of all shapes."""
        return not telling or all(both_parities(name, telling) for name in self.turned)


@dataclass(frozen=True)
class Rules:
    """Which assignments are admissible."""

    names: tuple[str, ...]  # free sizes
    fixed: Sizes
    positive: tuple[Dimension, ...]  # axes: at least 1
    ordered: tuple[tuple[Dimension, Dimension], ...]

    def admit(self, sizes: Mapping[str, int]) -> bool:
        """Does everything that is settled so far fit?"""
        for dimension in self.positive:
            if all(name in sizes for name in dimension.symbols) and dimension.value(sizes) < 1:
                return False
        for smaller, larger in self.ordered:
            known = all(name in sizes for name in (*smaller.symbols, *larger.symbols))
            if known and smaller.value(sizes) > larger.value(sizes):
                return False
        return True


def rules(features: Features, world: World) -> Rules:
    """What the claim, its declarations and the shapes of symbols with properties ask of sizes."""
    ordered = list(world.ordered_sizes)
    for name, shape in features.symbols.items():
        known = closure(frozenset(world.properties.get(name, ())))
        if len(shape) >= 2 and known & {"full column rank", "orthonormal columns"}:
            ordered.append((shape[-1], shape[-2]))
        if len(shape) >= 3 and "orthonormal members" in known:
            ordered.append((shape[-3], shape[-2]))
        if len(shape) >= 2 and known & {"full row rank", "orthonormal rows"}:
            ordered.append((shape[-2], shape[-1]))
    sizes = set(features.sizes)
    usable = tuple((a, b) for a, b in ordered if sizes.issuperset((*a.symbols, *b.symbols)))
    fixed = {name: number for name, number in world.fixed_sizes.items() if name in sizes}
    shaped = tuple(dimension for dimension in features.dimensions if sizes.issuperset(dimension.symbols))
    return Rules(tuple(name for name in features.sizes if name not in fixed), fixed, shaped, usable)


def assign(limits: Rules, targets: Mapping[str, int], least: Mapping[str, int], *, floor: int = 2) -> Sizes | None:
    """An admissible assignment close to the targets, with distinct sizes if there is one."""
    for distinct in (True, False):
        tries = itertools.count()
        names = sorted(limits.names, key=lambda name: (-targets[name], name))
        found = _search(limits, names, dict(limits.fixed), targets, least, floor, distinct, tries)
        if found is not None:
            return found
    return None


def _search(
    limits: Rules,
    left: list[str],
    chosen: Sizes,
    targets: Mapping[str, int],
    least: Mapping[str, int],
    floor: int,
    distinct: bool,
    tries: Iterator[int],
) -> Sizes | None:
    if not left:
        return dict(sorted(chosen.items()))
    name, *rest = left
    lowest = max(floor, least.get(name, 0))
    candidates = sorted(range(lowest, max(LARGEST, lowest) + 1), key=lambda value: (abs(value - targets[name]), value))
    for value in candidates:
        if distinct and value in chosen.values():
            continue
        if next(tries) > 2000:
            return None
        chosen[name] = value
        if limits.admit(chosen):
            found = _search(limits, rest, chosen, targets, least, floor, distinct, tries)
            if found is not None:
                return found
        del chosen[name]
    return None


def plan(features: Features, cover: Cover, limits: Rules) -> Plan:
    """Sizes that stand for all where that can be had cheaply, else usual ones."""
    if cover.complete and not features.counts:
        grid = _grid(cover, limits)
        if grid is not None:
            return Plan(tuple(grid), len(grid), "all")
    return _usual(features, cover, limits)


def _grid(cover: Cover, limits: Rules) -> list[Sizes] | None:
    """Every size at least as large as the cover asks, with one value more than its degree."""
    least = {name: max(2, cover.least.get(name, 0)) for name in limits.names}
    if any(value > 7 for value in least.values()):
        return None
    start = assign(limits, least, least)
    if start is None:
        return None
    ranges = [range(start[name], start[name] + 1 + cover.degrees.get(name, 0)) for name in limits.names]
    count = 1
    for values in ranges:
        count *= len(values)
    if count > USUAL + 1:
        return None
    grid = [
        dict(sorted({**limits.fixed, **dict(zip(limits.names, values, strict=True))}.items()))
        for values in itertools.product(*ranges)
    ]
    return grid if all(limits.admit(sizes) for sizes in grid) else None


_PATTERNS: tuple[Callable[[int, int], int], ...] = (
    lambda place, count: 2 + place,
    lambda place, count: 1 + count - place,
    lambda place, count: 2 + (place + 1) % count if count > 1 else 4,
    lambda place, count: 3 + (2 * place) % (count + 1),
    lambda place, count: 2 + (count - place) % (count + 1),
)


def _usual(features: Features, cover: Cover, limits: Rules) -> Plan:
    """Until there are enough assignments, and enough values of every size that enters as a number."""
    values = {name: 1 + cover.degrees.get(name, 0) for name in limits.names}
    least = 1 if not limits.names and not features.counts else USUAL
    inverted = [name for name in limits.names if name in features.inverted]
    large = bool(inverted)
    found = _with_long_runs(features, limits)
    needed: int | None = None
    for attempt in range(4 * MOST):
        sizes = assign(limits, _targets(features, limits.names, attempt), {})
        if sizes is None:
            break
        sizes = _with_counts(features, sizes, attempt)
        if sizes not in found:
            found.append(sizes)
        enough = all(len({other[name] for other in found}) >= number for name, number in values.items())
        enough = enough and all(both_parities(name, found) for name in inverted)
        if needed is None and enough and len(found) >= least:
            needed = len(found)
        if needed is not None and len(found) >= needed + SPARE:
            break
    if needed is None and len(found) < least:
        needed = len(found)  # the constraints admit no more
    turned = tuple(name for name in inverted if both_parities(name, found))
    return Plan(tuple(found), needed or 0, "drawn", large, turned)


def telling(trials: list[tuple[Sizes, frozenset[Term]]]) -> list[Sizes]:
    """Sizes at which no more determinants are 0 than are so at all of them."""
    always = frozenset.intersection(*(flat for _, flat in trials)) if trials else frozenset()
    return [sizes for sizes, flat in trials if flat <= always]


def both_parities(name: str, found: list[Sizes]) -> bool:
    """det(-A) = det(A) is true of half of all sizes."""
    return len({sizes[name] % 2 for sizes in found}) == 2


def _with_long_runs(features: Features, limits: Rules) -> list[Sizes]:
    """Sizes at which a product of matrices has factors enough for their order to show: each product, then all."""
    long = [(index.lower + Dimension.of(LONG - 1), index.upper) for index in features.runs]
    found: list[Sizes] = []
    for asked in (*((run,) for run in long), tuple(long)):
        stricter = replace(limits, ordered=(*limits.ordered, *asked))
        sizes = assign(stricter, _targets(features, limits.names, 0), {}) if asked else None
        if sizes is not None and sizes not in found:
            found.append(_with_counts(features, sizes, 0))
    return found


def _targets(features: Features, names: tuple[str, ...], attempt: int) -> Sizes:
    """A different order of sizes each time; one size is large in the second where something is inverted."""
    pattern = _PATTERNS[attempt % len(_PATTERNS)]
    lift = attempt // len(_PATTERNS)
    targets = {name: min(pattern(place, len(names)), 5) + lift for place, name in enumerate(names)}
    inverted = [name for name in names if name in features.inverted]
    if inverted and attempt in (1, 4):
        # The other way round in case that the first is singular.
        targets = {name: 2 + place if attempt == 1 else LARGE + 1 for place, name in enumerate(names)}
        targets[inverted[0]] = LARGE
    return targets


_COUNTS = (2, 3, 5, 4, 1, 6, 7, 0)


def _with_counts(features: Features, sizes: Sizes, attempt: int) -> Sizes:
    """Symbols that count get a number of their own; one that is named like a size is that size."""
    numbers = {
        name: sizes.get(name, _COUNTS[(attempt + place) % len(_COUNTS)]) for place, name in enumerate(features.counts)
    }
    return dict(sorted({**sizes, **numbers}.items()))


def small(features: Features, limits: Rules) -> list[Sizes]:
    """Admissible assignments, the smallest first."""
    names = (
        *limits.names,
        *(name for name in features.counts if name not in limits.names and name not in limits.fixed),
    )
    highest = 4 if len(names) <= 3 else 3 if len(names) <= 5 else 2
    ranges = [range(0 if name not in limits.names else 1, highest + 1) for name in names]
    boxes = itertools.product(*ranges) if len(names) <= 8 else ((value,) * len(names) for value in (1, 2, 3))
    candidates = [dict(sorted({**limits.fixed, **dict(zip(names, values, strict=True))}.items())) for values in boxes]
    admitted = [sizes for sizes in candidates if limits.admit(sizes)]
    if not admitted:
        general = assign(limits, dict.fromkeys(limits.names, 2), {}, floor=1)
        admitted = [] if general is None else [_with_counts(features, general, 0)]
    return sorted(
        admitted, key=lambda sizes: (max(sizes.values(), default=0), sum(sizes.values()), tuple(sizes.values()))
    )


def as_evidence(sizes: Sizes) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(sizes.items()))


def condition(good: list[Sizes], bad: list[Sizes]) -> str:
    """What tells sizes with a point in the domain from sizes without, where one comparison does."""
    if not good or not bad:
        return ""
    names = sorted(good[0])
    for a, b in itertools.permutations(names, 2):
        if all(sizes[a] >= sizes[b] for sizes in good) and all(sizes[a] < sizes[b] for sizes in bad):
            return f"{a} >= {b}"
    return "sizes at which every inverse exists"


def bound(degree: int, prime: int, draws: int) -> float:
    """Chance that a false identity of that degree passes so many independent draws."""
    return max(float(Fraction(min(degree, prime), prime)) ** draws, 1e-300) if degree else 0.0
