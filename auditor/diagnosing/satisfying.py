"""Points at which premises hold: what is drawn from these can be ruled out there, and never in."""

from __future__ import annotations

import numpy as np

from auditor.deciding import witness
from auditor.deciding.evaluating import Evaluation
from auditor.deciding.falsifying import Pair, satisfying
from auditor.deciding.limits import Undecided
from auditor.terms.term import Term, subterms
from auditor.terms.world import World

CALCULUS = frozenset({"derivative", "differential", "directional"})
FAILURES = (Undecided, ArithmeticError, ValueError, LookupError, RecursionError, MemoryError)


class Satisfying:
    """Instances of premises, drawn once, for many conclusions."""

    def __init__(self, premises: tuple[Pair, ...], world: World, seed: int) -> None:
        self.runs: tuple[Evaluation, ...] = tuple(satisfying(premises, world, seed)) if premises else ()

    def may_hold(self, left: Term, right: Term) -> bool:
        """Whether no instance of the premises tells the two sides apart; a value says nothing of a derivative."""
        if any(sub.operation in CALCULUS for side in (left, right) for sub in subterms(side)):
            return True
        return not any(_differ(run, left, right) for run in self.runs)


def _differ(run: Evaluation, left: Term, right: Term) -> bool:
    try:
        with np.errstate(all="ignore"):
            return bool(witness.differ(run.branch().sides(left, right)).any())
    except FAILURES:
        return False
