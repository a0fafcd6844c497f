"""What stands on the two sides of an implication: all equations of its row, and those of the row it goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from auditor.elaborating.elaboration import Inference, Sort, TypedStep
from auditor.parsing.statements import Statement


def joined(steps: Sequence[TypedStep], statements: Sequence[Statement]) -> tuple[TypedStep, ...]:
    """The steps, with its premises and conclusions put to every implication."""
    rows = _Rows(steps, statements)
    return tuple(
        replace(step, inference=rows.inference(number)) if step.sort is Sort.IMPLICATION else step
        for number, step in enumerate(steps)
    )


class _Rows:
    def __init__(self, steps: Sequence[TypedStep], statements: Sequence[Statement]) -> None:
        self.steps, self.statements = steps, statements
        self.of: dict[int, list[int]] = {}  # the steps of each statement
        for number, step in enumerate(steps):
            self.of.setdefault(step.statement, []).append(number)

    def inference(self, number: int) -> Inference:
        step = self.steps[number]
        own = self.of[step.statement]
        before = self._last(own[: own.index(number)])
        after = self._first(own[own.index(number) + 1 :])
        statements = [step.statement]
        if own.index(number) + 1 + len(after) == len(own):
            for position in range(step.statement + 1, len(self.statements)):
                if self.statements[position].opens_row:
                    break
                part = self._first(self.of.get(position, []))
                after += part
                statements.append(position)
                if len(part) < len(self.of.get(position, [])):
                    break
        alternatives = [self.statements[position].alternative for position in statements[1:]]
        return Inference(tuple(self._premises(step, before)), tuple(after), bool(alternatives) and all(alternatives))

    def _premises(self, step: TypedStep, before: list[int]) -> list[int]:
        """The equations before the sign in its row; of a row that begins with it, those at the end of the row above."""
        position = step.statement
        if not before:
            if step.place or (source := self.statements[position].continues) is None:
                return before
            position = source
            before = self._last(self.of.get(position, []))
        while len(before) == len(self.of.get(position, [])) or position == step.statement:
            if self.statements[position].opens_row or position == 0:
                break
            position -= 1
            before = self._last(self.of.get(position, [])) + before
            if any(self.steps[number].sort is Sort.IMPLICATION for number in self.of.get(position, [])):
                break
        return before

    def _first(self, numbers: Sequence[int]) -> list[int]:
        return list(takewhile(lambda number: self.steps[number].sort is not Sort.IMPLICATION, numbers))

    def _last(self, numbers: Sequence[int]) -> list[int]:
        return self._first(numbers[::-1])[::-1]
