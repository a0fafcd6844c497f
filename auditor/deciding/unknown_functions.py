"""Unknown functions: random but fixed polynomials, of a degree that no claim about low orders can mistake.

One scalar argument, an entrywise or a matrix function: c₀ + c₁u + … + c₈u⁸. Anything else: a sum of eighth powers of
random affine forms in all entries of all arguments, with more forms than there are entries.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.deciding import matrices
from auditor.deciding.drawing import Point, Sign
from auditor.deciding.jets import Algebra, Jet, linear
from auditor.deciding.limits import Undecided

DEGREE = 8
Extent = tuple[int, ...]


@dataclass(frozen=True)
class Argument:
    """A value and its axes."""

    value: Jet
    extent: Extent

    def reshaped(self, extent: Extent) -> Jet:
        order = len(self.extent)
        return linear(self.value, lambda part: part.reshape(part.shape[: part.ndim - order] + extent))


@dataclass(frozen=True)
class UnknownFunction:
    """A function of that name, the same wherever it is evaluated at the same point; primes mean its derivatives."""

    name: str  # without primes
    kind: str  # "general" | "elementwise" | "matrix"
    positive: bool
    algebra: Algebra
    point: Point
    primes: int = 0

    def __call__(self, arguments: Sequence[Argument], extent: Extent) -> Jet:
        single = len(arguments) == 1
        scalar = single and (self.kind == "elementwise" or (not extent and math.prod(arguments[0].extent) == 1))
        if self.primes and not scalar:
            raise Undecided("a prime on a function that is not one of a scalar")
        if self.kind == "matrix" and extent:
            if not single or len(arguments[0].extent) != 2:
                raise Undecided("an unknown matrix function of several arguments is not supported")
            return self._of_matrix(arguments[0].value)
        if self.kind == "elementwise" and not single:
            return self._entrywise(arguments, len(extent))
        if scalar:
            argument = arguments[0].value if self.kind == "elementwise" else arguments[0].reshaped(())
            return self._polynomial(argument, len(extent))
        return self._general(arguments, extent)

    def _draw(self, part: str, shape: Extent, sign: Sign = Sign.ANY) -> Jet:
        """Coefficients with axes (draws, *shape)."""
        self.algebra.meter.reserve(self.point.draws * math.prod(shape))
        numbers = self.point.numbers(f"{self.name}()/{part}", shape, sign)
        return {0: self.algebra.field.quotients(numbers, self.point.denominator)}

    def _polynomial(self, argument: Jet, order: int) -> Jet:
        coefficients = linear(self._draw("c", (DEGREE + 1,)), lambda part: part.reshape(part.shape + (1,) * order))
        if self.primes and self.positive:
            raise Undecided("a prime on a positive function")
        result = self._term(coefficients, DEGREE)
        for k in range(DEGREE - 1, self.primes - 1, -1):
            result = self.algebra.add(self.algebra.multiply(result, argument), self._term(coefficients, k))
        if self.positive:
            result = self.algebra.add(self.algebra.multiply(result, result), self.algebra.number(1))
        return result

    def _term(self, coefficients: Jet, k: int) -> Jet:
        """The coefficient of u^k, differentiated as often as there are primes."""
        coefficient = linear(coefficients, lambda part: part[:, k])
        return self.algebra.multiply(self.algebra.number(math.perm(k, self.primes)), coefficient)

    def _of_matrix(self, matrix: Jet) -> Jet:
        unit = matrices.identity(self.algebra, matrix[0].shape[-1])
        coefficients = linear(self._draw("c", (DEGREE + 1,)), lambda part: part[..., None, None])
        result: Jet | None = None
        for k in range(DEGREE, -1, -1):
            coefficient = linear(coefficients, lambda part, k=k: part[:, k])  # type: ignore[misc]
            constant = self.algebra.multiply(coefficient, unit)
            result = constant if result is None else self.algebra.add(self.algebra.matmul(result, matrix), constant)
        assert result is not None
        return result

    def _entrywise(self, arguments: Sequence[Argument], order: int) -> Jet:
        width = len(arguments) + 2
        shape = (1,) * order + (width,)
        hidden = linear(self._draw("b", (width,)), lambda part: part.reshape((-1, *shape)))
        for k, argument in enumerate(arguments):
            weights = linear(self._draw(f"W{k}", (width,)), lambda part: part.reshape((-1, *shape)))
            column = linear(argument.value, lambda part: part[..., None])
            hidden = self.algebra.add(hidden, self.algebra.multiply(column, weights))
        mixing = linear(self._mixing(1, width), lambda part: part.reshape((-1, *shape)))
        return self.algebra.total(
            self.algebra.multiply(self.algebra.whole_power(hidden, DEGREE, order + 1), mixing), -1
        )

    def _general(self, arguments: Sequence[Argument], extent: Extent) -> Jet:
        """C (W x + b)⁸ for the column x of all entries."""
        inputs = sum(math.prod(argument.extent) for argument in arguments)
        weights, start = self._draw("W", (inputs + 2, inputs)), 0
        hidden = self._draw("b", (inputs + 2, 1))
        for argument in arguments:
            end = start + math.prod(argument.extent)
            columns = linear(weights, lambda part, start=start, end=end: part[..., start:end])  # type: ignore[misc]
            hidden = self.algebra.add(hidden, self.algebra.matmul(columns, argument.reshaped((end - start, 1))))
            start = end
        raised = self.algebra.whole_power(hidden, DEGREE, 2)
        flat = self.algebra.matmul(self._mixing(math.prod(extent), inputs + 2), raised)
        return linear(flat, lambda part: part.reshape(part.shape[:-2] + extent))

    def _mixing(self, outputs: int, width: int) -> Jet:
        return self._draw("C", (outputs, width), Sign.POSITIVE if self.positive else Sign.ANY)
