"""Dimensions: polynomials with integer coefficients over size symbols, and the variables that inference solves for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

# A product of size symbols, sorted, with repetition: n^2 m is ("m", "n", "n"); the empty product is 1.
Monomial = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Dimension:
    """A size such as 3, n, mn + 1. Names that begin with "?" are unknowns of inference, all others are rigid."""

    terms: tuple[tuple[Monomial, int], ...]  # sorted, coefficients never 0; () is the number 0
    symbols: tuple[str, ...] = field(init=False, compare=False, repr=False)  # all size symbols that occur, sorted
    is_open: bool = field(init=False, compare=False, repr=False)  # an unknown of inference occurs

    def __post_init__(self) -> None:
        match self.terms:
            case () | (((), _),):
                symbols: tuple[str, ...] = ()
            case (((name,), _),):
                symbols = (name,)
            case terms:
                symbols = tuple(sorted({name for monomial, _ in terms for name in monomial}))
        object.__setattr__(self, "symbols", symbols)
        object.__setattr__(self, "is_open", any(name[0] == "?" for name in symbols))

    @classmethod
    def of(cls, value: int | str) -> Dimension:
        if isinstance(value, str):
            return cls((((value,), 1),))
        return cls((((), value),) if value else ())

    @classmethod
    def _collect(cls, counted: dict[Monomial, int]) -> Dimension:
        return cls(tuple(sorted((monomial, count) for monomial, count in counted.items() if count)))

    def __add__(self, other: Dimension) -> Dimension:
        counted = dict(self.terms)
        for monomial, count in other.terms:
            counted[monomial] = counted.get(monomial, 0) + count
        return self._collect(counted)

    def __neg__(self) -> Dimension:
        return Dimension(tuple((monomial, -count) for monomial, count in self.terms))

    def __sub__(self, other: Dimension) -> Dimension:
        return self + -other

    def __mul__(self, other: Dimension) -> Dimension:
        counted: dict[Monomial, int] = {}
        for left, first in self.terms:
            for right, second in other.terms:
                monomial = tuple(sorted(left + right))
                counted[monomial] = counted.get(monomial, 0) + first * second
        return self._collect(counted)

    def __pow__(self, exponent: int) -> Dimension:
        result = ONE
        for _ in range(exponent):
            result = result * self
        return result

    @property
    def number(self) -> int | None:
        """The value where the dimension is a plain number."""
        match self.terms:
            case ():
                return 0
            case (((), count),):
                return count
        return None

    @property
    def name(self) -> str | None:
        """The size symbol where the dimension is just one."""
        match self.terms:
            case (((name,), 1),):
                return name
        return None

    @property
    def unknown(self) -> bool:
        """Just one unknown of inference."""
        return self.name is not None and self.name.startswith("?")

    def value(self, sizes: Mapping[str, int]) -> int:
        """The number that it is when each size symbol has the given value."""
        total = 0
        for monomial, count in self.terms:
            for name in monomial:
                count *= sizes[name]
            total += count
        return total

    def replace(self, solved: Mapping[str, Dimension]) -> Dimension:
        """Put dimensions in place of symbols."""
        if not any(name in solved for name in self.symbols):
            return self
        if self.name is not None:
            return solved[self.name]
        total = ZERO
        for monomial, count in self.terms:
            product = Dimension.of(count)
            for name in monomial:
                product = product * solved.get(name, Dimension.of(name))
            total = total + product
        return total

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        written = ""
        # Larger monomials first, numbers last: mn + n - 1.
        for monomial, count in sorted(self.terms, key=lambda term: (-len(term[0]), term[0])):
            powers = "".join(
                name if monomial.count(name) == 1 else f"{name}^{monomial.count(name)}"
                for name in dict.fromkeys(monomial)
            )
            factor = "" if abs(count) == 1 and powers else str(abs(count))
            sign = " - " if count < 0 else " + "
            written += (sign if written else "-" if count < 0 else "") + factor + powers
        return written


ZERO = Dimension.of(0)
ONE = Dimension.of(1)
Shape = tuple[Dimension, ...]


class Unifier:
    """Solutions of the unknowns; `unify` adds one equation and says whether it can hold.

    Rigid symbols stay apart: m = n is refused. An equation that does not pin one unknown down yet (mk = ?a ?b) waits
    in `pending` and is tried again whenever something is learnt.
    """

    def __init__(self) -> None:
        self.solved: dict[str, Dimension] = {}
        self.pending: list[tuple[Dimension, Dimension]] = []
        self.count = 0

    def fresh(self, hint: str = "") -> Dimension:
        """A new unknown."""
        self.count += 1
        return Dimension.of(f"?{hint}{self.count}")

    def resolve(self, dimension: Dimension) -> Dimension:
        """What is known of a dimension so far."""
        while dimension.is_open:
            known = dimension.replace(self.solved)
            if known is dimension:
                break
            dimension = known
        return dimension

    def unify(self, left: Dimension, right: Dimension) -> bool:
        """Let the two be equal; False (and nothing learnt) where they cannot be."""
        left, right = self.resolve(left), self.resolve(right)
        if left == right:
            return True
        difference = left - right
        unknowns = [name for name in difference.symbols if name.startswith("?")]
        if not unknowns:
            return False
        for name in unknowns:
            solution = _isolate(difference, name)
            if solution is not None:
                self.solved[name] = solution
                return self._settle()
        if any(_is_impossible(difference, name) for name in unknowns):
            return False
        self.pending.append((left, right))
        return True

    def _settle(self) -> bool:
        waiting, self.pending = self.pending, []
        return all(self.unify(left, right) for left, right in waiting)

    def mark(self) -> tuple[dict[str, Dimension], list[tuple[Dimension, Dimension]]]:
        """A state to come back to."""
        return dict(self.solved), list(self.pending)

    def restore(self, state: tuple[dict[str, Dimension], list[tuple[Dimension, Dimension]]]) -> None:
        self.solved, self.pending = dict(state[0]), list(state[1])


def _isolate(difference: Dimension, name: str) -> Dimension | None:
    """The dimension that `name` must be for `difference` to vanish, where that is one linear or monomial step."""
    with_name = [(monomial, count) for monomial, count in difference.terms if name in monomial]
    rest = Dimension(tuple(term for term in difference.terms if name not in term[0]))
    if len(with_name) != 1:
        return None
    monomial, count = with_name[0]
    if monomial.count(name) != 1:
        return None
    cofactor = list(monomial)
    cofactor.remove(name)
    quotient = divide(-rest, tuple(cofactor), count)
    return None if quotient is None or name in quotient.symbols else quotient


def _is_impossible(difference: Dimension, name: str) -> bool:
    """1 = ?·m, m² = ?·n: no size for `?` makes it true for all m and n."""
    with_name = [monomial for monomial, _ in difference.terms if name in monomial]
    rest = [monomial for monomial, _ in difference.terms if name not in monomial]
    if len(with_name) != 1 or any(symbol.startswith("?") for monomial in rest for symbol in monomial):
        return False
    cofactor = [symbol for symbol in with_name[0] if not symbol.startswith("?")]
    return any(monomial.count(symbol) < cofactor.count(symbol) for monomial in rest for symbol in cofactor)


def divide(dimension: Dimension, monomial: Monomial, count: int = 1) -> Dimension | None:
    """Exact quotient by `count * monomial`, or None."""
    result: dict[Monomial, int] = {}
    for product, number in dimension.terms:
        left = list(product)
        for name in monomial:
            if name not in left:
                return None
            left.remove(name)
        share = Fraction(number, count)
        if share.denominator != 1:
            return None
        result[tuple(left)] = int(share)
    if not dimension.terms:
        return None  # a size is never 0
    return Dimension._collect(result)
