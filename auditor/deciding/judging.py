"""Judging a claim: the judges in turn, cheapest first. The verdict is minted here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auditor.deciding import balls, exact, inequalities, witness
from auditor.deciding.claims import Claim, Setting
from auditor.deciding.limits import Budget, Meter, Undecided
from auditor.deciding.sizes import as_evidence, plan
from auditor.terms.term import Term
from auditor.terms.world import World
from auditor.verdicts import Counterexample, Evidence, Method, Verdict

__all__ = ["Budget", "Claim", "Judgement", "judge"]
