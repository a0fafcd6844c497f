"""The value of a term at a batch of random points, in any field, with all derivatives that it asks for."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from auditor.deciding import counting, indexing, powers, quadrature, tensors, unending, variations
from auditor.deciding.arithmetic import Array, Field, Integers, Mask
from auditor.deciding.drawing import Point, Sign
from auditor.deciding.frames import (
    BindingFrame,
    DifferentialFrame,
    DirectionFrame,
    Frame,
    IndexFrame,
    PartialFrame,
    Varied,
)
from auditor.deciding.jets import Algebra, Jet, linear
from auditor.deciding.limits import Meter, Undecided
from auditor.deciding.properties import UNEQUAL, Manner, manner
from auditor.terms.dimension import Dimension, Shape
from auditor.terms.term import Index, Term
from auditor.terms.world import World

LARGEST_WHOLE = 2**30  # two of them may be multiplied in 64 bits
FLAT = frozenset(["det", "adjugate"])
OVERHEAD = 1000  # what one operation costs besides its array elements
Operation: TypeAlias = Callable[["Evaluation", Term, Frame], Jet]
OPERATIONS: dict[str, Operation] = {
    **tensors.OPERATIONS,
    **indexing.OPERATIONS,
    **powers.OPERATIONS,
    **variations.OPERATIONS,
    **counting.OPERATIONS,
    **quadrature.OPERATIONS,
    **unending.OPERATIONS,
}


@dataclass(frozen=True)
class Sides:
    """Both sides of a claim, and the lead axes and draws at which both have a value."""

    left: Array
    right: Array
    valid: Mask
    order: int

    @property
    def draws(self) -> int:
        return int(self.valid.shape[-1])


class Evaluation:
    """Evaluates terms at one point in one field. `dependent` names the indices that occur in the bounds of others."""

    def __init__(
        self, field: Field, world: World, point: Point, meter: Meter, dependent: frozenset[str] = frozenset()
    ) -> None:
        self.field = field
        self.world = world
        self.point = point
        self.dependent = dependent
        self.root = Frame()
        self.current = self.root
        self.algebra = Algebra(field, meter, lambda mask: self.current.flag(mask))
        self.used: dict[str, Shape] = {}  # symbols that were drawn
        self.perturbed: set[str] = set()  # those that a differential moved
        self.numerical = False  # some value was found by quadrature or as a partial sum
        self.estimated = False  # and the bound on its error is an estimate
        self.flat: set[Term] = set()  # determinants that are 0 in all draws
        self._symbols: dict[tuple[str, tuple[int, ...]], Jet] = {}
        self._unfolding: set[str] = set()

    # --- entry points

    def branch(self) -> Evaluation:
        """Another one at the same point that knows the values found so far, and keeps to itself what it finds."""
        made = Evaluation(self.field, self.world, self.point, self.algebra.meter, self.dependent)
        made.root.values.update(self.root.values)
        made.root.undefined = self.root.undefined
        made._symbols = self._symbols
        return made

    def sides(self, left: Term, right: Term) -> Sides:
        """Values of two terms of one shape; free indices run through their ranges on the lead axes."""
        frames = self.free_frames(left, right)
        frame = frames[-1] if frames else self.root
        values = [self.evaluate(term, frame)[0] for term in (left, right)]
        defined: Mask = np.ones((1,), np.bool_)
        for scope in frame.outward():
            if scope.undefined is not None:
                defined = defined & ~scope.undefined
        for inner in frames:
            if inner.within is not None:
                defined = defined & inner.within
        order = left.order
        stacks = [value.shape[: value.ndim - order] for value in values]
        lead = np.broadcast_shapes(*stacks, defined.shape, (self.point.draws,))
        extent = self.extent(left.shape)
        self.algebra.meter.reserve(math.prod(lead) * math.prod(extent))
        first, second = (np.broadcast_to(value, lead + extent) for value in values)
        return Sides(first, second, np.broadcast_to(defined, lead), order)

    def free_frames(self, left: Term, right: Term) -> list[IndexFrame]:
        """The scopes of the free indices, from the outermost on; the last has the first lead axis."""
        frames: list[IndexFrame] = []
        for free in sorted({*left.indices, *right.indices}, key=lambda index: _bound_last(index, left, right)):
            inner = self.index_frame(free, frames[-1] if frames else self.root)
            if inner.running is None or not inner.running.size:
                raise Undecided(f"the index {free.name} has nothing to run through")
            frames.append(inner)
        return frames

    def evaluate(self, term: Term, frame: Frame) -> Jet:
        """The jet of the term, remembered in the outermost frame in which it means the same."""
        while isinstance(frame, IndexFrame) and frame.index is not None and frame.parent is not None:
            if frame.index in term.indices or frame.index.name in self.dependent:
                break
            frame = frame.parent
        found = frame.values.get(term)
        if found is None:
            operation = OPERATIONS.get(term.operation)
            if operation is None:
                raise Undecided(f"the operation {term.operation} is not supported")
            self.algebra.meter.spend(OVERHEAD)
            outer, self.current = self.current, frame
            found = operation(self, term, frame)
            self.current = outer
            frame.values[term] = found
            self.field.observe(found[0])
            if term.operation in FLAT and not np.not_equal(found[0], 0).any():
                self.flat.add(term)
        return found

    # --- sizes and whole numbers

    def extent(self, shape: Shape) -> tuple[int, ...]:
        """The axes as numbers."""
        extent = tuple(dimension.value(self.point.sizes) for dimension in shape)
        self.algebra.meter.reserve(math.prod(extent))
        return extent

    def dimension(self, dimension: Dimension, frame: Frame) -> Integers:
        """A dimension, which may name enclosing indices, along the lead axes."""
        total = np.zeros(1, np.int64)
        for monomial, count in dimension.terms:
            product = np.array([count], np.int64)
            for name in monomial:
                product = product * self._named(name, frame)
            total = total + product
        return total

    def _named(self, name: str, frame: Frame) -> Integers:
        for scope in frame.outward():
            if isinstance(scope, IndexFrame) and scope.index is not None and scope.index.name == name:
                assert scope.running is not None
                return scope.running
        if name in self.point.sizes:
            return np.array([self.point.sizes[name]], np.int64)
        raise Undecided(f"the size {name} is not known")

    def running(self, index: Index, frame: Frame) -> Integers:
        """The values of an index along its axis."""
        for scope in frame.outward():
            if isinstance(scope, IndexFrame) and scope.index == index:
                assert scope.running is not None
                return scope.running
        raise Undecided(f"the index {index.name} has no range here")

    def whole(self, term: Term, frame: Frame) -> Integers | None:
        """The value of a term that is a whole number in every draw, along the lead axes; else None."""
        match term.operation:
            case "number":
                value: Fraction = term.parameters[0]
                fits = value.denominator == 1 and abs(value.numerator) <= LARGEST_WHOLE
                return np.array([value.numerator], np.int64) if fits else None
            case "size":
                return self.dimension(term.parameters[0], frame)
            case "index":
                return self.running(term.parameters[0], frame)
            case "symbol":
                return self._whole_symbol(term.parameters[0], frame)
            case "add" | "multiply":
                combined: Integers | None = None
                for argument in term.arguments:
                    part = self.whole(argument, frame)
                    if part is None:
                        return None
                    if combined is None:
                        combined = part
                    else:
                        combined = combined + part if term.operation == "add" else combined * part
                    if np.abs(combined).max() > LARGEST_WHOLE:
                        return None
                return combined
            case "power":
                base, exponent = (self.whole(argument, frame) for argument in term.arguments)
                if base is None or exponent is None or (exponent < 0).any():
                    return None
                largest = max(2, int(np.abs(base).max()))
                if int(exponent.max()) * math.log2(largest) > math.log2(LARGEST_WHOLE):
                    return None
                return np.asarray(base**exponent)
        return None

    def _whole_symbol(self, name: str, frame: Frame) -> Integers | None:
        for scope in frame.outward():
            match scope:
                case BindingFrame(bound=bound) if name in bound:
                    return None
                case PartialFrame(varied=varied) | DirectionFrame(varied=varied) if varied and varied.name == name:
                    return None
        if name in self.point.wholes:
            return np.array([self.point.wholes[name]], np.int64)
        definition = self.world.definitions.get(name)
        return None if definition is None else self.whole(definition, frame)

    def rational(self, term: Term, frame: Frame) -> Fraction | None:
        """The value of a term that is one fraction at the whole point; else None."""
        whole = self.whole(term, frame)
        if whole is not None:
            return Fraction(int(whole.ravel()[0])) if whole.size == 1 else None
        if term.operation == "number":
            return Fraction(term.parameters[0])
        if term.operation not in ("add", "multiply", "power"):
            return None
        parts = [self.rational(argument, frame) for argument in term.arguments]
        known = [part for part in parts if part is not None]
        if len(known) != len(parts):
            return None
        if term.operation == "power":
            base, exponent = known
            simple = exponent.denominator == 1 and abs(exponent) <= 20 and (base != 0 or exponent >= 0)
            return base**exponent.numerator if simple else None
        result = known[0]
        for part in known[1:]:
            result = result + part if term.operation == "add" else result * part
        return result

    # --- frames

    def index_frame(self, index: Index, frame: Frame) -> IndexFrame:
        """The scope in which an index runs through its range; shared by all sums over it in the same frame."""
        child = frame.children.get(("index", index))
        if isinstance(child, IndexFrame):
            return child
        lower, upper = self.dimension(index.lower, frame), self.dimension(index.upper, frame)
        self.algebra.meter.reserve(int(upper.max()) - int(lower.min()))
        values = np.arange(lower.min(), upper.max() + 1, dtype=np.int64)
        running = values.reshape((-1,) + (1,) * (frame.depth + 1))
        cut = lower.size > 1 or upper.size > 1
        within = (running >= lower) & (running <= upper) if cut else None
        child = IndexFrame(frame, frame.depth + 1, frame.levels, index=index, running=running, within=within)
        frame.children["index", index] = child
        return child

    # --- symbols

    def symbol(self, name: str, shape: Shape, frame: Frame) -> Jet:
        """The value bound to a symbol, else its definition's, else the drawn one; moving where it is varied."""
        moves: list[Varied] = []
        perturbed: list[int] = []
        base: Jet | None = None
        for scope in frame.outward():
            match scope:
                case PartialFrame(varied=varied) | DirectionFrame(varied=varied) if varied and varied.name == name:
                    moves.append(varied)
                case DifferentialFrame(bit=bit):
                    perturbed.append(bit)
                case BindingFrame(bound=bound) if name in bound:
                    base = bound[name]
                    for bit in perturbed:
                        base = self._moved(base, bit, self.perturbation(name, shape))
                    break
        if base is None and name in self.world.definitions:
            base = self._unfold(name, frame)
        if base is None:
            base = self.drawn(name, shape, tuple(perturbed))
        for varied in moves:
            base = self._moved(base, varied.bit, varied.seed)
        return base

    def _unfold(self, name: str, frame: Frame) -> Jet:
        if name in self._unfolding:
            raise Undecided(f"{name} is defined by itself")
        self._unfolding.add(name)
        try:
            return self.evaluate(self.world.definitions[name], frame)
        finally:
            self._unfolding.discard(name)

    def _moved(self, base: Jet, bit: int, seed: Jet) -> Jet:
        shifted = {levels | bit: part for levels, part in seed.items()}
        return self.algebra.add(base, shifted)

    def manner(self, name: str, extent: tuple[int, ...]) -> Manner:
        return manner(tuple(self.world.properties.get(name, ())), extent)

    def drawn(self, name: str, shape: Shape, perturbed: tuple[int, ...] = ()) -> Jet:
        """The random value of a free symbol, moving at the given levels."""
        found = self._symbols.get((name, perturbed))
        if found is None:
            found = self._symbols[name, perturbed] = self._construct(name, self.extent(shape), perturbed)
            self.used[name] = shape
            if perturbed and len(found) > 1:
                self.perturbed.add(name)
        return found

    def perturbation(self, name: str, shape: Shape) -> Jet:
        """What a differential adds to the symbol."""
        moving = self.drawn(name, shape, (1,))
        return {0: moving[1]} if 1 in moving else {0: self.field.zeros((1, *self.extent(shape)))}

    def _construct(self, name: str, extent: tuple[int, ...], perturbed: tuple[int, ...]) -> Jet:
        if name in self.point.wholes and not extent:
            return self.algebra.integers(np.array([self.point.wholes[name]], np.int64))
        how = self.manner(name, extent)
        construction = how.construction
        fixed = construction.discrete or how.sign is Sign.COUNT or name in self.world.constant
        parts: list[Jet] = []
        for number, (block, sign) in enumerate(construction.blocks(extent, how.sign)):
            part = {0: self._parameters(f"{name}/{number}", block, sign)}
            for bit in () if fixed else perturbed:
                part[bit] = self._parameters(f"d{name}/{number}", block, Sign.ANY)
            parts.append(part)
        value = construction.build(self.algebra, parts, self.point.stratum(name), extent)
        self._require(value, how, extent)
        return value

    def _parameters(self, tag: str, block: tuple[int, ...], sign: Sign) -> Array:
        self.algebra.meter.reserve(self.point.draws * math.prod(block))
        return self.field.quotients(self.point.numbers(tag, block, sign), self.point.denominator)

    def _require(self, value: Jet, how: Manner, extent: tuple[int, ...]) -> None:
        """A draw without a property that almost all values have is outside the domain; residues are generic anyway."""
        if not how.required or not self.field.ordered:
            return
        plain = {0: value[0]}
        zero = self.field.vanishing(value[0])
        if "nonzero" in how.required:
            self.algebra.report(np.asarray(zero.all(axis=tuple(range(-len(extent), 0)))), 0)
        for word in () if extent else how.required:
            if word.startswith(UNEQUAL) and word.removeprefix(UNEQUAL).lstrip("-").isdigit():
                other = self.field.number(Fraction(int(word.removeprefix(UNEQUAL))))
                self.algebra.report(self.field.vanishing(value[0] - other), 0)
        if len(extent) == 2 and how.required & {"invertible", "full rank", "full column rank", "full row rank"}:
            turned = linear(plain, lambda part: part.swapaxes(-1, -2))
            long = extent[0] >= extent[1]
            gram = self.algebra.matmul(turned, plain) if long else self.algebra.matmul(plain, turned)
            self.algebra.report(self.field.vanishing(powers.determinant(self.algebra, gram)[0]), 0)


def _bound_last(index: Index, left: Term, right: Term) -> tuple[int, str]:
    """Indices whose bounds name other indices come after them."""
    names = {other.name for other in (*left.indices, *right.indices)}
    return (len(names & {*index.lower.symbols, *index.upper.symbols}), index.name)
