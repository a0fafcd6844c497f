"""Judge: exact sampling modulo primes, for claims that are rational in their symbols and in unknown functions."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from auditor.deciding.arithmetic import PRIMES, Mask, Residues, any_along
from auditor.deciding.claims import Setting
from auditor.deciding.degrees import degree
from auditor.deciding.drawing import Point, Uniform
from auditor.deciding.limits import OutOfBudget
from auditor.deciding.sizes import Plan, Sizes, bound, condition, telling
from auditor.terms.term import Term

DRAWS = 4
DRAWS_PER_STRATUM = 2
MOST_DRAWS = 64


class Outcome(Enum):
    AGREE = "agree"
    DIFFER = "differ"
    VOID = "void"  # no draw inside the domain of both sides
    LARGE = "large"  # costs too much


@dataclass(frozen=True)
class Trial:
    """One assignment of sizes."""

    sizes: Sizes
    outcome: Outcome
    draws: int = 0
    error_bound: float | None = None
    vanishing: bool = False  # both sides are 0 in all draws
    flat: frozenset[Term] = frozenset()  # determinants that are 0 in all draws
    atoms: frozenset[str] = frozenset()  # functions that were treated as unknown ones
    partial: tuple[str, ...] = ()  # symbols of whose values only some kinds lie in the domain


@dataclass
class ExactResult:
    """All assignments tried."""

    trials: list[Trial] = field(default_factory=list)
    agreed: bool = False

    @property
    def differing(self) -> Trial | None:
        return next((trial for trial in self.trials if trial.outcome is Outcome.DIFFER), None)

    @property
    def agreeing(self) -> list[Trial]:
        return [trial for trial in self.trials if trial.outcome is Outcome.AGREE]

    @property
    def telling(self) -> list[Sizes]:
        """Sizes at which the sides are not 0, nor any determinant in them that is not so at all sizes."""
        return telling([(trial.sizes, trial.flat) for trial in self.agreeing if not trial.vanishing])

    @property
    def atoms(self) -> frozenset[str]:
        return frozenset().union(*(trial.atoms for trial in self.trials))

    @property
    def vanishing(self) -> bool:
        return all(trial.vanishing for trial in self.agreeing)

    @property
    def partial(self) -> list[str]:
        """Symbols of whose values only some kinds (of one rank, say) lie in the domain."""
        return sorted({name for trial in self.agreeing for name in trial.partial})

    @property
    def condition(self) -> str:
        void = [trial.sizes for trial in self.trials if trial.outcome is Outcome.VOID]
        return condition([trial.sizes for trial in self.agreeing], void)


def sample(setting: Setting, plan: Plan) -> ExactResult:
    """Try assignments until enough agree, or one differs; those without a point in the domain are skipped."""
    result = ExactResult()
    for number, sizes in enumerate(plan.assignments):
        trial = _within_budget(setting, sizes, number)
        result.trials.append(trial)
        if trial.outcome is Outcome.DIFFER:
            return result
        if plan.satisfied([good.sizes for good in result.agreeing], result.telling):
            break
    result.agreed = 0 < plan.needed <= len(result.agreeing) and plan.turns(result.telling)
    return result


def _within_budget(setting: Setting, sizes: Sizes, number: int) -> Trial:
    try:
        with setting.meter.portion(4):
            return _try(setting, sizes, number)
    except OutOfBudget:
        return Trial(sizes, Outcome.LARGE)


def _try(setting: Setting, sizes: Sizes, number: int) -> Trial:
    prime = PRIMES[(setting.seed + number) % len(PRIMES)]
    strata = setting.strata(sizes)
    kinds = math.prod(strata.values())
    random = bool(setting.features.symbols or setting.features.functions)
    draws = min(MOST_DRAWS, max(DRAWS, DRAWS_PER_STRATUM * kinds)) if random else 1
    residues = Residues(prime, draws, setting.seed + number)
    point = setting.point(sizes, Uniform(prime), draws)
    run = setting.evaluation(residues, point)
    sides = run.sides(setting.claim.left, setting.claim.right)
    tensor = tuple(range(-sides.order, 0))
    different = np.not_equal(sides.left, sides.right).any(axis=tensor)
    if (different & sides.valid).any():
        return Trial(sizes, Outcome.DIFFER, draws, atoms=frozenset(residues.atoms))
    lead = tuple(range(sides.valid.ndim - 1))
    counting = any_along(sides.valid, lead)
    if not counting.any():
        return Trial(sizes, Outcome.VOID)
    nonzero = (sides.left != 0).any(axis=tensor) | (sides.right != 0).any(axis=tensor)
    atoms = residues.atoms | ({"root"} if residues.rooted else set())
    return Trial(
        sizes,
        Outcome.AGREE,
        int(counting.sum()),
        _error_bound(setting, sizes, residues, counting, kinds),
        not (nonzero & sides.valid).any(),
        frozenset(run.flat),
        frozenset(atoms),
        _partly_met(point, strata, counting) if kinds <= draws else (),
    )


def _partly_met(point: Point, strata: dict[str, int], counting: Mask) -> tuple[str, ...]:
    return tuple(name for name, count in strata.items() if len(set(point.stratum(name)[counting].tolist())) < count)


def _error_bound(setting: Setting, sizes: Sizes, residues: Residues, counting: Mask, kinds: int) -> float | None:
    """(d/p)^k, where k is the least number of draws in a stratum that has a point at all."""
    draws = len(counting)
    if kinds > draws:
        return None
    per_stratum = np.bincount(np.arange(draws) % kinds, counting, kinds)
    least = int(per_stratum[per_stratum > 0].min())
    total = degree(setting.claim.left, setting.claim.right, setting.world, sizes)
    # Two different arguments of a random function may coincide by chance.
    pairs = (residues.looked_up // draws) ** 2 // 2
    return bound(total * (1 + pairs), residues.prime, least)
