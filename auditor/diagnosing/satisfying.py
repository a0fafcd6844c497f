"""Points at which premises hold: what is drawn from these can be ruled out there, and never in."""

from __future__ import annotations

import numpy as np

from auditor.deciding import witness
from auditor.deciding.evaluating import Evaluation
from auditor.deciding.falsifying import Pair, satisfying
from auditor.deciding.limits import FAILURES
from auditor.terms.term import Term, differentiates
from auditor.terms.world import World


class Satisfying:
    """Instances of premises, drawn once, for many conclusions."""

    def __init__(self, premises: tuple[Pair, ...], world: World, seed: int) -> None:
        self.runs: tuple[Evaluation, ...] = tuple(satisfying(premises, world, seed)) if premises else ()

    def may_hold(self, left: Term, right: Term) -> bool:
        """Whether no instance of the premises tells the two sides apart; a value says nothing of a derivative."""
        if differentiates(left, right):
            return True
        return not any(_differ(run, left, right) for run in self.runs)


def _differ(run: Evaluation, left: Term, right: Term) -> bool:
    try:
        with np.errstate(all="ignore"):
            return bool(witness.differ(run.branch().sides(left, right)).any())
    except FAILURES:
        return False
