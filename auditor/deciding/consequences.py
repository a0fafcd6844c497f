"""What a text goes on from: the equation that holds at a stationary point, in the steps that are drawn from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.deciding.facts import Equation
from auditor.deciding.verdict import Decision
from auditor.elaborating.elaboration import Sort, TypedStep
from auditor.verdicts import Verdict

# No words, or words that draw a conclusion.
_GOING_ON = re.compile(
    r"^\W*$|\b(?:so|hence|thus|therefore|then|consequently|solving|which|i\.e|that is|it follows)\b[^.;$]*$",
    re.IGNORECASE,
)


def drawn_from(number: int, steps: Sequence[TypedStep], decisions: Sequence[Decision]) -> Equation | None:
    """The equation of the last stationary point, where the steps from there on each go on from the one before."""
    step = steps[number]
    for earlier in range(min(number, len(decisions)) - 1, -1, -1):
        before = steps[earlier]
        goes_on = step.place == 0 and _GOING_ON.search(step.lead) is not None and step.section == before.section
        holds = before.sort is Sort.EQUATION and decisions[earlier].verdict is Verdict.VERIFIED
        if not goes_on or not holds or before.left.term is None or before.right.term is None:
            return None
        if before.stationary:
            return Equation(before.left.term, before.right.term, earlier)
        step = before
    return None
