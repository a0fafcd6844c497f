"""Readings that shapes cannot settle: a flagged step is tried under the others, and flagged only if none saves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.deciding.deciding import Decided, Judge, decide
from auditor.elaborating import elaborate
from auditor.elaborating.context import Known
from auditor.elaborating.scope import Key
from auditor.parsing.statements import Reading

# Choices that shapes, declarations and consistency settle; the verdict on a step is no reason to change them.
SETTLED_BY_SHAPE = frozenset({"kind", "section", "stated layout"})
TRIALS = 24


def decide_readings(reading: Reading, extra: Iterable[Known], options: Mapping[str, str], seed: int) -> Decided:
    """Decide a document under the reading that fits best and, of those, flags least."""
    judge = Judge(seed)
    extra = tuple(extra)
    best = decide(elaborate(reading, extra, options), judge)
    trials = 0
    tried: set[tuple[tuple[Key, str], ...]] = set()
    improved = True
    while improved and best.flagged and trials < TRIALS:
        improved = False
        for change in _changes(best):
            choices = {**best.elaboration.choices, **change}
            mark = tuple(sorted(choices.items()))
            if mark in tried or trials >= TRIALS:
                continue
            tried.add(mark)
            trials += 1
            candidate = decide(elaborate(reading, extra, options, choices), judge)
            if _better(candidate, best):
                best, improved = candidate, True
                break
    return best


def _better(candidate: Decided, best: Decided) -> bool:
    """Fewer steps flagged, and none verified for it that was given or undecided less."""
    return candidate.flagged < best.flagged and candidate.verified >= best.verified


def _changes(decided: Decided) -> Iterable[dict[Key, str]]:
    weight: dict[Key, int] = {}
    for step, decision in zip(decided.elaboration.steps, decided.decisions, strict=True):
        if decision.verdict.flagged:
            for key in step.consulted:
                if key[0] not in SETTLED_BY_SHAPE:
                    weight[key] = weight.get(key, 0) + 1
    for key in sorted(weight, key=lambda key: (-weight[key], key)):
        options = decided.elaboration.asked.get(key, ())
        chosen = decided.elaboration.choices.get(key, options[0] if options else "")
        for option in options:
            if option != chosen:
                yield {key: option}
