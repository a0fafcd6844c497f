"""Random points: whole numbers for every parameter of every symbol, the same for every field that evaluates them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

import numpy as np

from auditor.deciding.arithmetic import Integers, mix, word


class Sign(Enum):
    """What the entries of a parameter may be."""

    ANY = "any"
    NONZERO = "nonzero"
    POSITIVE = "positive"
    NONNEGATIVE = "nonnegative"
    COUNT = "count"  # 0, 1, 2, …

    def admits(self, number: int) -> bool:
        match self:
            case Sign.POSITIVE:
                return number > 0
            case Sign.NONNEGATIVE | Sign.COUNT:
                return number >= 0
            case Sign.NONZERO:
                return number != 0
        return True


@dataclass(frozen=True)
class Uniform:
    """Uniform residues modulo a prime."""

    prime: int
    denominator = 1

    def numbers(self, words: Integers, sign: Sign) -> Integers:
        if sign in (Sign.ANY, Sign.NONNEGATIVE, Sign.COUNT):
            return words % self.prime
        return words % (self.prime - 1) + 1


# Largest numerators of the draws in turn: near 0, usual, and far out.
_REACH = np.array([40, 13, 24, 4, 64, 24, 9, 32], np.int64)


@dataclass(frozen=True)
class Spread:
    """Real points: sixteenths of several magnitudes, every other draw without negative numbers."""

    denominator = 16

    def numbers(self, words: Integers, sign: Sign) -> Integers:
        draws = np.arange(len(words)).reshape((-1,) + (1,) * (words.ndim - 1))
        reach = _REACH[draws // 2 % len(_REACH)]
        if sign is Sign.COUNT:
            return words % 5 * self.denominator
        positive = 1 + words % reach
        if sign in (Sign.POSITIVE, Sign.NONNEGATIVE):
            return positive
        return np.where((draws % 2 == 1) | (words // 1024 % 2 == 0), positive, -positive)


@dataclass(frozen=True)
class Small:
    """Small whole numbers, zeros and ones first, growing with the draws."""

    largest: int = 4
    denominator = 1

    def numbers(self, words: Integers, sign: Sign) -> Integers:
        draws = np.arange(len(words)).reshape((-1,) + (1,) * (words.ndim - 1))
        reach = 1 + draws * self.largest // len(words)
        match sign:
            case Sign.POSITIVE:
                return 1 + words % reach
            case Sign.NONNEGATIVE | Sign.COUNT:
                return words % (reach + 1)
            case Sign.NONZERO:
                return (1 + words % reach) * np.where(words // 1024 % 2 == 0, 1, -1)
        return words % (2 * reach + 1) - reach


@dataclass(frozen=True)
class Extreme:
    """Powers of two of very different magnitude, and zeros."""

    denominator = 1024

    def numbers(self, words: Integers, sign: Sign) -> Integers:
        if sign is Sign.COUNT:
            return words % 5 * self.denominator
        powers = np.left_shift(np.int64(1), words % 21)
        if sign is Sign.POSITIVE:
            return powers
        powers = np.where(words // 64 % 4 == 0, 0, powers) if sign is not Sign.NONZERO else powers
        return powers if sign is Sign.NONNEGATIVE else np.where(words // 1024 % 2 == 0, powers, -powers)


@dataclass(frozen=True)
class Whole:
    """Whole numbers near 0; where `sparse`, half of them 0."""

    reach: int
    sparse: bool
    denominator = 1

    def numbers(self, words: Integers, sign: Sign) -> Integers:
        drawn = words % (2 * self.reach + 1) - self.reach
        if sign in (Sign.POSITIVE, Sign.NONNEGATIVE, Sign.COUNT):
            drawn = np.abs(drawn)
        if sign in (Sign.POSITIVE, Sign.NONZERO):
            return np.where(drawn == 0, 1, drawn)
        return np.where(words // 1024 % 2 == 0, 0, drawn) if self.sparse else drawn


Style: TypeAlias = Uniform | Spread | Small | Extreme | Whole


@dataclass(frozen=True)
class Point:
    """A batch of draws at one choice of sizes. What is drawn under a tag is remembered, and may be edited."""

    sizes: Mapping[str, int]
    style: Style
    draws: int
    seed: int = 0
    strata: Mapping[str, int] = field(default_factory=dict)  # symbol -> number of kinds of values, all to be met
    wholes: Mapping[str, int] = field(default_factory=dict)  # symbols that are counts
    drawn: dict[str, Integers] = field(default_factory=dict)
    signs: dict[str, Sign] = field(default_factory=dict)

    @property
    def denominator(self) -> int:
        return self.style.denominator

    def numbers(self, tag: str, shape: tuple[int, ...], sign: Sign = Sign.ANY) -> Integers:
        """Numerators with axes (draws, *shape)."""
        if tag not in self.drawn:
            self.drawn[tag] = self.style.numbers(self._words(tag, (self.draws, *shape)), sign)
            self.signs[tag] = sign
        return self.drawn[tag]

    def stratum(self, name: str) -> Integers:
        """Which kind of value the symbol takes in each draw: together the symbols go through all combinations."""
        tag = f"{name}#"
        if tag not in self.drawn:
            before = math.prod(count for other, count in self.strata.items() if other < name)
            turns = np.arange(self.draws) // before if before < self.draws else self._words(tag, (self.draws,))
            self.drawn[tag] = turns % self.strata.get(name, 1)
        return self.drawn[tag]

    def pick(self, places: list[int]) -> Point:
        """Only these draws; with repetition where a place stands twice."""
        drawn = {tag: numbers[places] for tag, numbers in self.drawn.items()}
        return replace(self, draws=len(places), drawn=drawn, signs=dict(self.signs))

    def _words(self, tag: str, shape: tuple[int, ...]) -> Integers:
        words = mix(mix(word(f"{self.seed} {tag}") + np.arange(math.prod(shape), dtype=np.uint64)))
        return (words >> np.uint64(2)).astype(np.int64).reshape(shape)
