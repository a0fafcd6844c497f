"""Judge of inequalities by proof: what is visibly not negative, named theorems, and chains of monotone steps.

A side is replaced by a bound that a theorem gives for it, or for a part on which it depends monotonically, until the
rest is visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from auditor.deciding import squares
from auditor.deciding.conditions import Conditions
from auditor.deciding.matching import Binding, Matcher, instance
from auditor.deciding.signs import Signs
from auditor.deciding.theorems import Theorem, relevant
from auditor.terms import term as t
from auditor.terms.normal_form import equal as proved_equal
from auditor.terms.normal_form import normal_form
from auditor.terms.rebuild import to_term
from auditor.terms.term import Term, make, subterms
from auditor.terms.world import World

DEEPEST = 2
MOST_COMPARISONS = 150
MOST_ATTEMPTS = 400
PRODUCTS = "products and sums of what is not negative"
SQUARES = "sum of squares"
SEMIDEFINITE = "sums and congruences of semidefinite matrices"
INCREASING = frozenset(
    ["exp", "log", "tanh", "sigmoid", "softplus", "relu", "max", "min", "arctan", "sinh", "erf", "sqrt"]
)
ON_POSITIVE = frozenset(["log", "sqrt"])

Names = tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """lower ≤ upper, or <; of matrices in the Loewner order."""

    lower: Term
    upper: Term
    strict: bool
    loewner: bool


@dataclass(frozen=True)
class Place:
    """A part on which a term depends monotonically; `admits` says what may stand there instead."""

    part: Term
    increasing: bool
    rebuild: Callable[[Term], Term]
    admits: Callable[[Term], bool]


class Proving:
    """Proofs in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.signs = Signs(world)
        self.conditions = Conditions(world, self.signs)
        self.compared: dict[tuple[Term, Term], bool] = {}
        self.attempts = 0
        self.failed: set[tuple[Bound, int]] = set()

    def names(self, bound: Bound) -> Names | None:
        """The theorems that prove a bound, or None."""
        return self.prove(bound, DEEPEST)

    def prove(self, bound: Bound, depth: int) -> Names | None:
        self.attempts += 1
        if self.attempts > MOST_ATTEMPTS or (bound, depth) in self.failed:
            return None
        found = self.plainly(bound)
        if found is None and depth:
            found = self.by_theorems(bound, depth)
        if found is None:
            self.failed.add((bound, depth))
        return found

    def equal(self, left: Term, right: Term) -> bool:
        if left is right:
            return True
        if left.shape != right.shape or set(left.indices) != set(right.indices):
            return False
        key = (left, right)
        if key not in self.compared:
            if len(self.compared) >= MOST_COMPARISONS:
                return False
            self.compared[key] = proved_equal(left, right, self.world)
        return self.compared[key]

    # --- what is visible ------------------------------------------------------------------------------------------

    def plainly(self, bound: Bound) -> Names | None:
        if bound.loewner and bound.lower.shape:
            return self.definite(bound)
        if not bound.strict and self.equal(bound.lower, bound.upper):
            return ()
        margin = _collected(t.subtract(bound.upper, bound.lower))
        if (self.signs.positive if bound.strict else self.signs.nonnegative)(margin):
            return (PRODUCTS,)
        if not bound.strict and squares.is_sum_of_squares(margin, self.signs):
            return (SQUARES,)
        return self.peeled(bound)

    def definite(self, bound: Bound) -> Names | None:
        margin = _collected(t.subtract(bound.upper, bound.lower))
        for candidate in (margin, self.simplified(margin)):
            if candidate is not None:
                holds = self.signs.definite if bound.strict else self.signs.semidefinite
                if holds(candidate):
                    return (SEMIDEFINITE,)
        return None

    def simplified(self, term: Term) -> Term | None:
        """The term again, from its normal form."""
        form = normal_form(term, self.world)
        if form is None:
            return None
        symbols = {part.parameters[0]: part for part in _all_symbols(term, self.world)}
        return to_term(form, symbols)

    def peeled(self, bound: Bound) -> Names | None:
        """Both sides are one increasing function of something, or have a positive factor in common."""
        lower, upper = bound.lower, bound.upper
        match lower.operation, upper.operation:
            case "apply", "apply" if lower.parameters == upper.parameters and len(lower.arguments) == 1:
                if lower.parameters[0] in INCREASING - {"relu", "max", "min"}:
                    return self.plainly(replace(bound, lower=lower.arguments[0], upper=upper.arguments[0]))
            case "power", "power" if lower.arguments[1] is upper.arguments[1]:
                bases = lower.arguments[0], upper.arguments[0]
                if self.signs.positive(lower.arguments[1]) and all(map(self.signs.nonnegative, bases)):
                    return self.plainly(replace(bound, lower=bases[0], upper=bases[1]))
            case "multiply", "multiply":
                return self.without_common_factors(bound)
        return None

    def without_common_factors(self, bound: Bound) -> Names | None:
        left, right = _factors(bound.lower), _factors(bound.upper)
        common = [factor for factor in left if factor in right]
        holds = self.signs.positive if bound.strict else self.signs.nonnegative
        if not common or not all(map(holds, common)):
            return None
        for factor in common:
            if factor in left and factor in right:
                left.remove(factor)
                right.remove(factor)
        inner = replace(bound, lower=_multiplied(left), upper=_multiplied(right))
        return self.plainly(inner)

    # --- theorems -------------------------------------------------------------------------------------------------

    def by_theorems(self, bound: Bound, depth: int) -> Names | None:
        moved = _moved(bound)
        for theorem in relevant(bound.lower, bound.upper, loewner=bound.loewner):
            found = self.by_theorem(theorem, bound, depth)
            if found is None and moved != bound:
                found = self.by_theorem(_moved_theorem(theorem), moved, depth)
            if found is not None:
                return found
        return None

    def by_theorem(self, theorem: Theorem, bound: Bound, depth: int) -> Names | None:
        if theorem.loewner != (bound.loewner and bool(bound.lower.shape)):
            return None
        for lower, upper, strict in self.steps(theorem, bound):
            rest = replace(bound, lower=lower, upper=upper, strict=bound.strict and not strict)
            found = self.prove(rest, depth - 1)
            if found is not None:
                return (theorem.name, *found)
        return None

    def steps(self, theorem: Theorem, bound: Bound) -> Iterator[tuple[Term, Term, bool]]:
        """What is left to prove after the theorem was used once, and whether it was a strict step."""
        for place in self.places(bound.lower):
            for new in self.replacements(theorem, place, upward=True):
                yield place.rebuild(new), bound.upper, theorem.strict and place.part is bound.lower
        for place in self.places(bound.upper):
            for new in self.replacements(theorem, place, upward=False):
                yield bound.lower, place.rebuild(new), theorem.strict and place.part is bound.upper

    def replacements(self, theorem: Theorem, place: Place, *, upward: bool) -> Iterator[Term]:
        """Bounds of a part: from above where the whole is to grow, from below where it is to shrink."""
        from_above = upward == place.increasing
        pattern, other = (theorem.lower, theorem.upper) if from_above else (theorem.upper, theorem.lower)
        matcher = Matcher(self.equal)
        for binding in matcher.match(pattern, place.part, Binding()):
            new = instance(other, binding)
            fits = new is not None and new.shape == place.part.shape
            if new is not None and fits and self.conditions.hold(theorem, binding) and place.admits(new):
                yield new

    # --- monotone places ------------------------------------------------------------------------------------------

    def places(self, term: Term) -> Iterator[Place]:
        """Parts on which a scalar depends monotonically, itself first."""
        yield Place(term, True, lambda new: new, lambda new: True)
        if term.shape:
            return
        for number, inner, increasing, admits in self.inner_places(term):
            for place in self.places(inner):
                yield Place(
                    place.part,
                    place.increasing == increasing,
                    _rebuilding(term, number, place.rebuild),
                    _both(place, admits),
                )

    def inner_places(self, term: Term) -> Iterator[tuple[int, Term, bool, Callable[[Term], bool]]]:
        """Arguments with the direction in which the term depends on them."""
        match term.operation:
            case "add":
                for number, argument in enumerate(term.arguments):
                    yield number, argument, True, _anything
            case "multiply":
                for number, factor in enumerate(term.arguments):
                    others = t.multiply(*(other for other in term.arguments if other is not factor))
                    if len(term.arguments) > 1 and others is not factor:
                        if self.signs.nonnegative(others):
                            yield number, factor, True, _anything
                        elif self.signs.nonnegative(t.negate(others)):
                            yield number, factor, False, _anything
            case "power" if term.arguments[1].operation == "number":
                base, exponent = term.arguments[0], term.arguments[1].parameters[0]
                if exponent.denominator == 1 and exponent % 2 == 1 and exponent > 0:
                    yield 0, base, True, _anything
                elif exponent > 0 and self.signs.nonnegative(base):
                    yield 0, base, True, self.signs.nonnegative
                elif exponent < 0 and self.signs.positive(base):
                    yield 0, base, False, self.signs.positive
            case "apply" if term.parameters[0] in INCREASING:
                admits = self.signs.positive if term.parameters[0] in ON_POSITIVE else _anything
                if term.parameters[0] not in ON_POSITIVE or self.signs.positive(term.arguments[0]):
                    for number, argument in enumerate(term.arguments):
                        yield number, argument, True, admits
            case "sum":
                yield 0, term.arguments[0], True, _anything


def _anything(term: Term) -> bool:
    return True


def _both(place: Place, admits: Callable[[Term], bool]) -> Callable[[Term], bool]:
    return lambda new: place.admits(new) and admits(place.rebuild(new))


def _rebuilding(term: Term, number: int, inner: Callable[[Term], Term]) -> Callable[[Term], Term]:
    def rebuild(new: Term) -> Term:
        arguments = tuple(inner(new) if k == number else argument for k, argument in enumerate(term.arguments))
        return make(term.operation, arguments, term.parameters, term.shape, term.indices)

    return rebuild


# --- sums and products put in order -------------------------------------------------------------------------------


def _terms(term: Term, scale: int = 1) -> Iterator[tuple[int, Term]]:
    """The terms of a sum, each with its sign."""
    if term.operation == "add":
        for argument in term.arguments:
            yield from _terms(argument, scale)
    elif term.operation == "multiply" and (inner := _after_minus(term)) is not None:
        yield from _terms(inner, -scale)
    elif term.operation == "number" and term.parameters[0] < 0:
        yield -scale, t.number(-term.parameters[0])
    else:
        yield scale, term


def _after_minus(term: Term) -> Term | None:
    """u for -u."""
    minus = t.number(-1)
    if minus not in term.arguments:
        return None
    rest = list(term.arguments)
    rest.remove(minus)
    return t.multiply(*rest) if rest else None


def _collected(margin: Term) -> Term:
    """Without terms that cancel each other."""
    counted: dict[Term, int] = {}
    for sign, term in _terms(margin):
        if term.operation != "zeros" and not (term.operation == "number" and term.parameters[0] == 0):
            counted[term] = counted.get(term, 0) + sign
    kept = [_times(count, term) for term, count in counted.items() if count]
    if not kept:
        return t.zeros(margin.shape) if margin.shape else t.number(0)
    return t.add(*kept)


def _times(count: int, term: Term) -> Term:
    return term if count == 1 else t.multiply(t.number(count), term)


def _moved(bound: Bound) -> Bound:
    """With everything that is subtracted on the other side."""
    lower, upper = _sides(bound.lower, bound.upper)
    return replace(bound, lower=lower, upper=upper)


def _moved_theorem(theorem: Theorem) -> Theorem:
    lower, upper = _sides(theorem.lower, theorem.upper)
    return replace(theorem, lower=lower, upper=upper)


def _sides(lower: Term, upper: Term) -> tuple[Term, Term]:
    parts: tuple[list[Term], list[Term]] = ([], [])
    for sign, term in _terms(_collected(t.subtract(upper, lower))):
        parts[sign > 0].append(term)
    zero = t.zeros(lower.shape) if lower.shape else t.number(0)
    below, above = (t.add(*side) if side else zero for side in parts)
    return below, above


def _factors(term: Term) -> list[Term]:
    if term.operation != "multiply":
        return [term]
    return [factor for argument in term.arguments for factor in _factors(argument)]


def _multiplied(factors: list[Term]) -> Term:
    return t.multiply(*factors) if factors else t.number(1)


def _all_symbols(term: Term, world: World) -> Iterator[Term]:
    seen: set[str] = set()
    stack = [term]
    while stack:
        for part in subterms(stack.pop()):
            if part.operation == "symbol" and part.parameters[0] not in seen:
                seen.add(part.parameters[0])
                yield part
                if (definition := world.definitions.get(part.parameters[0])) is not None:
                    stack.append(definition)
