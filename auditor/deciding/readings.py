"""Readings that shapes cannot settle: a flagged step is tried under the others, and flagged only if none saves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from auditor.deciding.deciding import FACTORISATION, Decided, Judge, decide, holds
from auditor.elaborating import elaborate
from auditor.elaborating.context import Known
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.scope import Key
from auditor.elaborating.signs_of_chance import takes_expectations
from auditor.findings import finding
from auditor.parsing.statements import Reading
from auditor.verdicts import Evidence, Verdict

# Notations of which every reading may fit by shape. All other choices are settled by shapes, declarations and
# consistency: the verdict on a step is no reason to change them.
OPEN_TO_VERDICTS = frozenset(
    [
        "bars",
        "norm",
        "norm_2",
        "partial",
        "activation",
        "reach",
        "exp of a matrix",
        "log of a matrix",
        "f'",
        "slice",
        "prime",
        "dx",
        "gradient of",
        "e_i",
    ]
)
TRIALS = 24  # of other readings, for a short document
STEPS_TRIED = 600  # in all trials together


def _trials(decided: Decided) -> int:
    return max(4, min(TRIALS, STEPS_TRIED // max(1, len(decided.decisions))))


def decide_readings(reading: Reading, extra: Iterable[Known], options: Mapping[str, str], seed: int) -> Decided:
    """Decide a document under the reading that fits best and, of those, flags least."""
    judge = Judge(seed)
    extra = tuple(extra)
    best = decide(elaborate(reading, extra, options), judge)
    trials = 0
    tried: set[tuple[tuple[Key, str], ...]] = set()
    improved = True
    allowed = _trials(best)
    while improved and best.flagged and trials < allowed:
        improved = False
        for change in _changes(best):
            choices = {**best.elaboration.choices, **change}
            mark = tuple(sorted(choices.items()))
            if mark in tried or trials >= allowed:
                continue
            tried.add(mark)
            trials += 1
            candidate = decide(elaborate(reading, extra, options, choices), judge)
            if _better(candidate, best):
                best, improved = candidate, True
                break
    return with_other_layouts(best)


def with_other_layouts(decided: Decided) -> Decided:
    """A flagged step that holds in the other layout is conditional on it: a layout is chosen for the whole text. So is
    one that holds of independent letters, where the text does not say that they are."""
    for number, decision in enumerate(decided.decisions):
        if not decision.verdict.flagged:
            continue
        step = decided.elaboration.steps[number]
        others = _other_layouts(step, decided)
        option = next((option for key, option in others if _holds(number, key, option, decided)), None)
        if option == "independent" and FACTORISATION in step.consulted and not _takes_expectations(step):
            found = finding("N904", step.relation.span, reason="it may be how the text lets probabilities factor")
            decided.decisions[number] = replace(
                decision, verdict=Verdict.UNKNOWN, evidence=Evidence(), findings=(found,)
            )
        elif option is not None:
            condition = LAYOUT_CONDITIONS[option]
            code = "W401" if option == "independent" else "W402"
            found = finding(code, step.relation.span, condition=condition)
            decided.decisions[number] = replace(
                decision, verdict=Verdict.CONDITIONAL, findings=(found,), conditions=(condition,)
            )
    return decided


def _takes_expectations(step: TypedStep) -> bool:
    written = [side.written for side in (step.left, step.right)]
    return any(one is not None and one.syntax is not None and takes_expectations(one.syntax) for one in written)


def _other_layouts(step: TypedStep, decided: Decided) -> Iterator[tuple[Key, str]]:
    for key, options in sorted(decided.elaboration.asked.items()):
        if key[0] in LAYOUTS and key in step.consulted:
            chosen = decided.elaboration.choices.get(key, options[0])
            yield from ((key, option) for option in options if option != chosen)


def _holds(number: int, key: Key, option: str, decided: Decided) -> bool:
    """Whether a step holds under another choice for one notation."""
    step, settled = decided.elaboration.steps[number], decided.elaboration.settled
    left, right = (side.written.syntax if side.written is not None else None for side in (step.left, step.right))
    if settled is None or left is None or right is None:
        return False
    pair = settled.at(step, {key: option}).equated(left, right)
    return pair is not None and holds(decided, number, *pair)


LAYOUTS = frozenset({"layout", "stated layout", "layout of a section", "dependence"})
LAYOUT_CONDITIONS = {
    "independent": "the random letters are independent",
    "variable": "the derivative of a scalar is shaped like the variable",
    "transposed": "the derivative of a scalar is shaped like the transpose of the variable (numerator layout)",
    "mixed": "the derivative of a scalar by a vector is a row, and by a matrix shaped like the matrix",
    "numerator": "vectors are differentiated by vectors in numerator layout",
    "denominator": "vectors are differentiated by vectors in denominator layout",
    "explicit": "the derivative of a row by a column has the rows of the column and the columns of the row",
    "as a column": "the derivative of a row by a column is arranged like that of a column",
}


def _better(candidate: Decided, best: Decided) -> bool:
    """Fewer steps flagged, because they hold: a step that merely cannot be decided any more speaks for no reading."""
    saved = candidate.flagged < best.flagged and candidate.verified >= best.verified
    return saved and candidate.flagged + candidate.undecided < best.flagged + best.undecided


def _changes(decided: Decided) -> Iterable[dict[Key, str]]:
    weight: dict[Key, int] = {}
    for step, decision in zip(decided.elaboration.steps, decided.decisions, strict=True):
        if decision.verdict.flagged:
            for key in step.consulted:
                if key[0] in OPEN_TO_VERDICTS:
                    weight[key] = weight.get(key, 0) + 1
    for key in sorted(weight, key=lambda key: (-weight[key], key)):
        options = decided.elaboration.asked.get(key, ())
        chosen = decided.elaboration.choices.get(key, options[0] if options else "")
        for option in options:
            if option != chosen:
                yield {key: option}
