"""Number fields as array arithmetic: residues modulo a prime, and floating point for finding candidates.

Every array has the layout [lead axes …, draws, tensor axes …]; a lead or draw axis on which nothing depends has
length 1, or is missing at the front. `flint_arithmetic` holds the exact rationals and the balls.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from hashlib import blake2b
from typing import Any

import numpy as np

from auditor.deciding.limits import Undecided

# What numpy.typing calls NDArray, without the time that its import takes.
Array = np.ndarray[tuple[Any, ...], np.dtype[Any]]
Mask = np.ndarray[tuple[Any, ...], np.dtype[np.bool_]]
Integers = np.ndarray[tuple[Any, ...], np.dtype[np.int64]]
Words = np.ndarray[tuple[Any, ...], np.dtype[np.uint64]]

# The largest primes below 2^29: 31 products of two residues add up without leaving 64 bits.
PRIMES = (536870909, 536870879, 536870869, 536870849, 536870839, 536870837, 536870819, 536870813)
TERMS_PER_CHUNK = 31


class Field:
    """Arithmetic on arrays of one kind of number; this class works wherever the operators of the numbers do."""

    name: str
    weight = 1  # operations that one array element counts for
    ordered = True
    rooted = False  # was a power of a root taken without the root?

    def number(self, value: Fraction) -> Array:
        """The constant, as an array that broadcasts with every other."""
        raise NotImplementedError

    def integers(self, values: Integers) -> Array:
        return self.quotients(values, 1)

    def quotients(self, numerators: Integers, denominator: int) -> Array:
        """The fractions with one common denominator."""
        raise NotImplementedError

    def zeros(self, shape: tuple[int, ...]) -> Array:
        return self.integers(np.zeros(shape, np.int64))

    def observe(self, values: Array) -> None:
        """Told the value of every node; for fields that keep account of something."""

    def add(self, left: Array, right: Array) -> Array:
        return left + right

    def negate(self, values: Array) -> Array:
        return -values

    def multiply(self, left: Array, right: Array) -> Array:
        return left * right

    def matmul(self, left: Array, right: Array) -> Array:
        return np.matmul(left, right)

    def total(self, values: Array, axis: int) -> Array:
        return np.add.reduce(values, axis=axis)

    def vanishing(self, values: Array) -> Mask:
        """Where a value is 0 or cannot be told from 0."""
        raise NotImplementedError

    def uncertain(self, values: Array) -> Mask:
        """Where `vanishing` does not mean that the value is 0."""
        return nowhere(values)

    def reciprocal(self, values: Array) -> Array:
        """Entrywise 1/v; anything where `vanishing`."""
        raise NotImplementedError

    def step(self, values: Array, order: int) -> tuple[Array, Mask]:
        """1 where positive, else 0; and where that cannot be told. `order` counts tensor axes, here and below."""
        raise NotImplementedError

    def equal(self, left: Array, right: Array, order: int) -> tuple[Array, Mask]:
        """1 where equal, else 0; and where that cannot be told."""
        raise NotImplementedError

    def constant(self, name: str) -> Array:
        """`pi` or `e`."""
        raise Undecided(f"{name} is not a rational number")

    def function(self, name: str, values: Array, order: int) -> tuple[Array, Mask]:
        """A transcendental function entrywise, and where it has no value."""
        raise Undecided(f"{name} has no rational values")

    def power(self, base: Array, exponent: Array | Fraction, order: int) -> tuple[Array, Mask]:
        """A power that is no whole power, for positive bases, and where it has no value."""
        raise Undecided("a root has no rational value")

    def matrix_function(self, name: str, values: Array) -> tuple[Array, Mask]:
        """expm, logm, sqrtm of the last two axes."""
        raise Undecided(f"{name} is not supported here")


class Residues(Field):
    """Integers modulo a prime.

    A transcendental function is a random function of its residue, different in every draw, that obeys only laws which
    the true one obeys everywhere (exp(-u) exp(u) = 1, cos is even, …). What holds for all such functions holds for the
    true ones; what fails may still be true.
    """

    name = "Z/p"
    ordered = False

    def __init__(self, prime: int, draws: int = 1, seed: int = 0) -> None:
        self.prime = prime
        self.keys = mix(np.arange(draws, dtype=np.uint64) + np.uint64(seed & 0xFFFFFFFF) * np.uint64(draws + 1))
        self.atoms: set[str] = set()  # the functions that were replaced by random ones
        self.looked_up = 0  # how many values of theirs were asked for

    def number(self, value: Fraction) -> Array:
        if value.denominator % self.prime == 0:
            raise Undecided("a denominator is divisible by the prime of the draw")
        residue = value.numerator % self.prime * pow(value.denominator, -1, self.prime) % self.prime
        return np.array([residue], np.int64)

    def quotients(self, numerators: Integers, denominator: int) -> Array:
        values = numerators % self.prime
        return values if denominator == 1 else values * pow(denominator, -1, self.prime) % self.prime

    def add(self, left: Array, right: Array) -> Array:
        return (left + right) % self.prime

    def negate(self, values: Array) -> Array:
        return -values % self.prime

    def multiply(self, left: Array, right: Array) -> Array:
        return left * right % self.prime

    def matmul(self, left: Array, right: Array) -> Array:
        length = left.shape[-1]
        if length <= TERMS_PER_CHUNK:
            return np.matmul(left, right) % self.prime
        result: Array | None = None
        for start in range(0, length, TERMS_PER_CHUNK):
            chunk = slice(start, start + TERMS_PER_CHUNK)
            part = np.matmul(left[..., chunk], right[..., chunk, :]) % self.prime
            result = part if result is None else (result + part) % self.prime
        assert result is not None
        return result

    def total(self, values: Array, axis: int) -> Array:
        return np.add.reduce(values, axis=axis) % self.prime

    def vanishing(self, values: Array) -> Mask:
        return np.equal(values, 0)

    def reciprocal(self, values: Array) -> Array:
        if values.size <= 128:
            inverses = [pow(value, -1, self.prime) if value else 1 for value in values.ravel().tolist()]
            return np.array(inverses, np.int64).reshape(values.shape)
        return self._raise(values, self.prime - 2)

    def _raise(self, values: Array, exponent: int) -> Array:
        result = np.ones_like(values)
        while exponent:
            if exponent & 1:
                result = result * values % self.prime
            values = values * values % self.prime
            exponent >>= 1
        return result

    def step(self, values: Array, order: int) -> tuple[Array, Mask]:
        return np.where(values == 0, 0, self._random("step", order, values)), nowhere(values)

    def equal(self, left: Array, right: Array, order: int) -> tuple[Array, Mask]:
        difference = (left - right) % self.prime
        smaller = np.minimum(difference, self.prime - difference)
        return np.where(difference == 0, 1, self._random("equal", order, smaller)), nowhere(difference)

    def constant(self, name: str) -> Array:
        return self._random(name, 0, np.zeros(1, np.int64))

    def function(self, name: str, values: Array, order: int) -> tuple[Array, Mask]:
        mirrored = values > self.prime // 2
        smaller = np.where(mirrored, self.prime - values, values)
        match name:
            case "exp":  # exp(-u) = 1 / exp(u)
                result = self._random(name, order, smaller)
                result = np.where(mirrored, self.reciprocal(result), result)
            case "cos":
                result = self._random(name, order, smaller)
            case "sin" | "arctan" | "arcsin" | "erf":
                result = self._random(name, order, smaller)
                result = np.where(mirrored, self.prime - result, result)
            case _:
                result = self._random(name, order, values)
        if name in _ANCHORS:
            at, value = _ANCHORS[name]
            result = np.where(values == at, value, result)
        return result, self.vanishing(values) if name == "log" else nowhere(values)

    def power(self, base: Array, exponent: Array | Fraction, order: int) -> tuple[Array, Mask]:
        """u^(k + f) is u^k times a random function of u, for every fraction f in (0, 1) another one."""
        undefined = self.vanishing(base)
        if isinstance(exponent, Fraction):
            whole = exponent.numerator // exponent.denominator
            root = self._random(f"root {exponent - whole}", order, base)
            power = self._raise(base if whole >= 0 else self.reciprocal(base), abs(whole))
            result = np.where(base == 1, 1, root * power % self.prime)
        else:
            result = self._random("power", order, base, exponent)
        return result, undefined

    def _random(self, name: str, order: int, *arguments: Array) -> Array:
        """A random nonzero residue for each argument; equal arguments give equal values within a draw."""
        self.atoms.add(name)
        words: Words = (self.keys ^ word(name)).reshape((-1,) + (1,) * order)
        for argument in arguments:
            words = mix(words) ^ argument.astype(np.uint64)
        words = mix(words)
        self.looked_up += words.size
        return (words % np.uint64(self.prime - 1)).astype(np.int64) + 1


_ANCHORS = {
    "exp": (0, 1),
    "log": (1, 0),
    "sin": (0, 0),
    "cos": (0, 1),
    "arctan": (0, 0),
    "arcsin": (0, 0),
    "erf": (0, 0),
}


class Floats(Field):
    """Floating point: finds points inside the domain and candidates for counterexamples, and decides nothing."""

    name = "float"
    near = 1e-9

    def number(self, value: Fraction) -> Array:
        return np.array([value.numerator / value.denominator])

    def quotients(self, numerators: Integers, denominator: int) -> Array:
        return numerators / denominator

    def vanishing(self, values: Array) -> Mask:
        return ~(np.abs(values) > 1e-12)

    def uncertain(self, values: Array) -> Mask:
        return (np.abs(values) < self.near) & (values != 0)

    def reciprocal(self, values: Array) -> Array:
        return 1.0 / np.where(values == 0, 1.0, values)

    def step(self, values: Array, order: int) -> tuple[Array, Mask]:
        return np.where(values > 0, 1.0, 0.0), self.uncertain(values)

    def equal(self, left: Array, right: Array, order: int) -> tuple[Array, Mask]:
        difference = left - right
        return np.where(difference == 0, 1.0, 0.0), self.uncertain(difference)

    def constant(self, name: str) -> Array:
        return np.array([{"pi": np.pi, "e": np.e}[name]])

    def function(self, name: str, values: Array, order: int) -> tuple[Array, Mask]:
        outside = _OUTSIDE[name](values) if name in _OUTSIDE else nowhere(values)
        return _FLOAT_FUNCTIONS[name](np.where(outside, 0.5, values)), outside

    def power(self, base: Array, exponent: Array | Fraction, order: int) -> tuple[Array, Mask]:
        numeric = float(exponent) if isinstance(exponent, Fraction) else exponent
        outside = ~((base > 0) | ((base == 0) & (np.asarray(numeric) > 0)))
        return np.power(np.where(outside, 1.0, base), numeric), np.broadcast_to(outside, np.shape(base))

    def matrix_function(self, name: str, values: Array) -> tuple[Array, Mask]:
        """Through the eigenvectors, which is good enough for a candidate."""
        values = np.where(np.isfinite(values).all(axis=(-1, -2), keepdims=True), values, np.eye(values.shape[-1]))
        if name == "expm":
            return _exponential(values), nowhere(values[..., 0, 0])
        if name in ("spectral", "nuclear"):
            singular = np.sqrt(np.maximum(np.linalg.eigvalsh(values), 0.0))
            norm = singular.max(-1) if name == "spectral" else singular.sum(-1)
            return norm, nowhere(norm)
        roots, vectors = np.linalg.eig(values.astype(complex))
        mapped = {"logm": np.log, "sqrtm": np.sqrt}[name](roots)
        try:
            result = np.real(np.matmul(vectors * mapped[..., None, :], np.linalg.inv(vectors)))
        except np.linalg.LinAlgError as error:
            raise Undecided(f"{name} of a matrix without a basis of eigenvectors") from error
        cut = (np.abs(roots.imag) < self.near) & (roots.real <= 0)
        return result, np.any(cut, -1)


def _exponential(values: Array) -> Array:
    """Scaled down, summed up, squared again."""
    size = float(np.abs(values).max(initial=0.0)) * values.shape[-1]
    halvings = max(0, int(np.ceil(np.log2(size))) + 1) if 0 < size < 1e300 else 0
    small = values / 2.0**halvings
    result = term = np.broadcast_to(np.eye(values.shape[-1]), values.shape)
    for k in range(1, 19):
        term = np.matmul(term, small) / k
        result = result + term
    for _ in range(halvings):
        result = np.matmul(result, result)
    return result


def _erf(values: Array) -> Array:
    from math import erf

    return np.vectorize(erf, otypes=[float])(values)


_FLOAT_FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "arctan": np.arctan, "arcsin": np.arcsin, "erf": _erf,
}  # fmt: skip
_OUTSIDE: dict[str, Callable[[Array], Mask]] = {
    "log": lambda values: ~(values > 0),
    "arcsin": lambda values: ~(np.abs(values) <= 1),
}


def any_along(mask: Mask, axes: tuple[int, ...] | int) -> Mask:
    """Like `any`, but always an array."""
    return np.asarray(mask.any(axis=axes), np.bool_)


def nowhere(values: Array) -> Mask:
    return np.zeros((1,) * values.ndim, np.bool_)


def word(text: str) -> np.uint64:
    """A number for a text."""
    return np.uint64(int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little"))


_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_GAMMA = np.uint64(0x9E3779B97F4A7C15)


def mix(words: Words) -> Words:
    """A well mixed word for each word (the finaliser of the SplitMix64 generator)."""
    words = words + _GAMMA
    words = (words ^ (words >> np.uint64(30))) * _FIRST
    words = (words ^ (words >> np.uint64(27))) * _SECOND
    return words ^ (words >> np.uint64(31))
