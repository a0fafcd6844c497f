"""What a judge says of a claim, and what its refutations need."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.deciding.claims import Setting
from auditor.deciding.witness import Witness
from auditor.verdicts import Evidence, Method, Verdict


@dataclass(frozen=True)
class Judgement:
    """What a judge says: verified, refuted or unknown, with evidence and the reason in words."""

    outcome: Verdict
    evidence: Evidence
    reason: str


def verified(evidence: Evidence, reason: str) -> Judgement:
    return Judgement(Verdict.VERIFIED, evidence, reason)


def refuted(setting: Setting, found: Witness) -> Judgement:
    """Unless a declared property could save the claim."""
    if setting.unmodelled:
        return unknown(
            f"fails for values that need not be as declared: {', '.join(setting.unmodelled)}; property not modelled"
        )
    instance = found.counterexample
    evidence = Evidence(
        Method.COUNTEREXAMPLE, field=found.field, draws=1, sizes=(instance.sizes,), counterexample=instance
    )
    return Judgement(Verdict.REFUTED, evidence, "an instance separates the sides")


def unknown(reason: str) -> Judgement:
    return Judgement(Verdict.UNKNOWN, Evidence(), reason)
