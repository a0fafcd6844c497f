"""Truth of derivations: the sides of every claim, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from truth.identity import judge

_INLINE = re.compile(r"(?<!\$)\$(?!\$)[^$]*\$(?!\$)|_\{[^{}]*\}|\*\{[^{}]*\}")
Sides = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """The sides of a row's relations; "" first stands for the last side of the row before. No sides: a definition."""

    sides: Sides
    mutants: dict[str, Sides]


@dataclass(frozen=True)
class Derivation:
    specification: str
    rows: tuple[Row, ...]

    @property
    def mutants(self) -> set[str]:
        return {slip for row in self.rows for slip in row.mutants}

    def verdicts(self, slip: str = "") -> Iterator[list[str]]:
        """For each row, what is true of its relations, in the derivation or in one of its mutants."""
        before = ""
        for row in self.rows:
            sides = row.mutants.get(slip, row.sides)
            sides = tuple(side or before for side in sides)
            yield [judge(self.specification, one, other) for one, other in pairwise(sides)]
            before = sides[-1] if sides else before


def row(*sides: str, **mutants: Sides) -> Row:
    return Row(sides, {name.replace("_", "-"): spoilt for name, spoilt in mutants.items()})


def derivation(specification: str, *rows: Row) -> Derivation:
    return Derivation(specification, rows)


def claim_lines(text: str) -> list[int]:
    """The lines, from 1, that hold a claim: an equals sign outside the mathematics of a sentence and outside bounds."""
    return [number for number, line in enumerate(text.split("\n"), 1) if "=" in _INLINE.sub("", line)]
