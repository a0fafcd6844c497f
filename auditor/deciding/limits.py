"""What bounds the work on one claim, and how a judge says that it cannot decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class Undecided(Exception):
    """A judge gives up; the message is the reason, as a reader may see it."""


class OutOfBudget(Undecided):
    """The claim needs more operations than it may use."""


# What may go wrong where terms are given values at some point: the point says nothing then.
FAILURES = (Undecided, ArithmeticError, ValueError, LookupError, RecursionError, MemoryError)

LARGEST_ARRAY = 4_000_000


@dataclass(frozen=True)
class Budget:
    """How many array elements may be touched for one claim; balls and fractions count many times."""

    operations: int = 60_000_000


class Meter:
    """Counts the operations of one claim."""

    def __init__(self, budget: Budget) -> None:
        self.left = budget.operations
        self._floor = 0

    def spend(self, operations: int) -> None:
        self.left -= operations
        if self.left < self._floor:
            raise OutOfBudget("out of budget")

    def reserve(self, elements: int) -> None:
        """Refuse an array that is too large before memory is asked for it."""
        if elements > LARGEST_ARRAY:
            raise OutOfBudget("out of budget")

    @contextmanager
    def portion(self, share: int) -> Iterator[None]:
        """Inside, only one `share`-th of what is left may be spent."""
        outer, self._floor = self._floor, max(self._floor, self.left - max(1, self.left // share))
        try:
            yield
        finally:
            self._floor = outer
