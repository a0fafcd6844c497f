"""How well mistakes are named and mended, over the mutants of the corpus.

`python benchmarks/diagnosis.py [--misses] [FILE…]`

For every mutant with a flagged step: does the finding name the slip that made it, is the original line (or an equal
one) the suggestion, and is the step verified when the suggestion is put into the document?
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from cases import CORPUS, Case, cases  # noqa: E402

from auditor.deciding.deciding import EQUAL_SIGNS  # noqa: E402
from auditor.elaborating.steps import IMPLICATIONS  # noqa: E402
from auditor.findings import Suggestion  # noqa: E402
from auditor.pipeline import audit  # noqa: E402
from auditor.reporting.report import Report  # noqa: E402
from auditor.verdicts import Step, Verdict  # noqa: E402

CLASH = {"E201", "E202", "E205", "E210", "E211"}  # what a wrong order or a lost transpose shows itself as in shapes
TRANSPOSE = CLASH | {"E334", "E303", "E304", "E305", "E320", "W402", "E306", "E307", "E313"}
ORDER = CLASH | {"E306", "E307", "E305", "E303", "E304", "W402", "E334"}
FACTOR = {"E309", "E327", "E328", "E329", "E316", "E310", "E334"}
TERM = {"E310", "E316", "E311", "E309"}
RULE = {"E316", "E317", "E318", "E328", "E329", "E331", "E334", "E203", "E204", "E205", "E206"}
# A scalar, an inner product or a trace in the place of a matrix: a clash of shapes, or a rule that holds for numbers.
SHAPE = {"E334", "E210", "E211", "E201", "E202", "E204", "E205", "E206", "E212", "E314", "E315"}
SYMBOL = {"E330", "E328", "E329"}
POWER = {"E327", "E309", "E334"}
# What each slip may be called. A slip that is not listed may have any name that puts the original line right.
NAMES: dict[str, set[str]] = {}
for names, codes in (
    ("sign plus wrong-sign lost-minus", {"E308", "E335"}),  # a sign turned turns an inequality round
    ("order swapped swapped-order reversed crossed unswapped other-factor paired", ORDER | {"E316", "E313"}),
    ("commuting one-side everywhere sandwich middle", ORDER),
    ("factor half doubled lost-factor twice multiple scaled", FACTOR),
    ("transpose lost-transpose untransposed transposed row layout numerator denominator other-layout", TRANSPOSE),
    ("lost-term lost-terms cross-term lost-constant lost-one cancelled single", TERM | {"W401", "E319"}),
    ("product blockwise", SHAPE),
    ("chain-rule undifferentiated product outer-lost inner-lost skipped power-rule form", RULE | {"E330"}),
    ("scalar-rule naive sum split both blockwise", RULE | {"E322", "E334", "E310"} | SHAPE),
    (
        "inner outer vector matrix scalar number first gradient norm norms free all row-sum lost-vector lost-matrix",
        SHAPE,
    ),
    (
        "lost-differential differential gram identity lost-identity outer-product kept kept-sum summed dummy entry",
        SHAPE,
    ),
    ("symmetric", {"W401", "E319", "E310", "E309", "E316"}),
    ("squared square exponent power roots root lost-square linear lost-inverse inverse reciprocal", POWER | {"E317"}),
    ("lost-trace trace determinant diagonal diagonals", {"E315", "E314", "E331", "E334", "E332", "E329"} | SHAPE),
    (
        "index lost-sum lost-delta indices own swapped-indices range",
        {"E312", "E313", "E332", "E333", "E206", "E210", "E328"},
    ),
    ("size sizes one zero ones constant minus-one two start", {"E309", "E314", "E330", "E336", "E308", "E310"} | SHAPE),
    ("digit half-line lower-bound bounds side angle infinity-below", {"E309", "E336", "E308", "E331", "E333", "E330"}),
    ("layout differentiated itself", TRANSPOSE | RULE),
    ("shadowed square-of-trace squares one-sum", {"E332", "E208", "E334", "E312"}),
    ("flipped strict strict-negative", {"E335"}),
    ("variable target weights logits argument mean residual other-weights", SYMBOL),
    ("lost-parentheses brackets", {"E302", "E309", "E328"} | SHAPE),
    ("ordinary entrywise matrix-product ordinary-product", {"E321", "E331"} | SHAPE),
    ("no-exponents joint block blocks", SHAPE),
    # Of several solutions one is concluded, or of two factors one is said to vanish: what is lost is a solution.
    ("lost-root wrong-root other-factor both-zero", {"E325"}),
):
    for name in names.split():
        NAMES[name] = NAMES.get(name, set()) | codes


RESULTS = ("the left side is ", "the whole derivation comes to ")


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant."""

    case: str
    slip: str
    step: str = ""
    finding: str = ""
    flagged: bool = False
    decidable: bool = False  # the original line is verified in the parent
    named: bool = False
    restored: bool = False
    suggested: bool = False
    suggestion: str = ""
    bad: bool = False
    equation: bool = True
    told: bool = False  # no suggestion, but the right result in words


def report_of(case: Case, text: str | None = None) -> Report:
    let = [word.strip() for word in case.attributes.get("let", "").split(";") if word.strip()]
    return audit(case.text if text is None else text, case.file.name, case.attributes.get("layout"), let)


def outcome(pair: tuple[Case, Case]) -> Outcome:
    """One mutant beside its parent."""
    parent, mutant = pair
    slip = mutant.name.rpartition("/")[2]
    name = f"{mutant.file.stem}:{mutant.name}"
    report = report_of(mutant)
    lines = {mark.line for mark in mutant.expectations}
    wrong = [step for step in report.steps if _line(report, step) in lines and step.verdict.flagged]
    if not wrong:
        return Outcome(name, slip)
    step = wrong[0]
    original = _twin(report_of(parent), report, step)
    decidable = original is not None and original.verdict is Verdict.VERIFIED
    found = step.findings[0] if step.findings else None
    suggestion = found.suggestion if found else None
    restored = suggestion is not None and original is not None and _restores(suggestion, step, original, parent)
    if suggestion is not None and step.relation.symbol in IMPLICATIONS:
        restored = _restores_implication(suggestion, report_of(parent), report, step)
    codes = {found.rule.code} if found else set()
    codes |= {suggestion.mistake} if suggestion else set()
    named = bool(codes & NAMES.get(slip, set())) or (restored and bool(suggestion and suggestion.mistake))
    return Outcome(
        name,
        slip,
        f"{step.verdict.value}: {step.left.latex} {step.relation.symbol} {step.right.latex}",
        f"{found.rule.code}: {found.message} ({found.help})" if found else "",
        True,
        decidable,
        named,
        restored,
        suggestion is not None,
        f"{suggestion.side} {suggestion.mistake} {suggestion.latex}" if suggestion else "",
        suggestion is not None and not _verifies(mutant, report, step, suggestion.latex, suggestion.side),
        step.relation.symbol in EQUAL_SIGNS,
        suggestion is None and found is not None and any(words in found.help for words in RESULTS),
    )


def _line(report: Report, step: Step) -> int:
    return report.source.position(step.relation.span.start).line


def _twin(parent: Report, report: Report, step: Step) -> Step | None:
    """The step of the parent in whose row the mutant's row stands, at the same place in it."""
    line = _line(report, step)
    mine = [other for other in report.steps if _line(report, other) == line]
    row = max((_line(parent, other) for other in parent.steps if _line(parent, other) <= line), default=0)
    own = [other for other in parent.steps if _line(parent, other) == row]
    place = mine.index(step)
    return own[place] if place < len(own) else None


def _restores(suggestion: Suggestion, step: Step, original: Step, case: Case) -> bool:
    """The suggestion edits the side that the slip changed: both lines are then verified against the same other side.

    Two bounds of one side need not be equal: of an inequality, the original bound or an equal one counts.
    """
    side = suggestion.side
    changed = [
        name
        for name, one, other in (("left", step.left, original.left), ("right", step.right, original.right))
        if "".join(one.latex.split()) != "".join(other.latex.split())
    ]
    if step.relation.symbol in EQUAL_SIGNS or side == "relation":
        return changed == ([] if side == "relation" else [side])
    own = original.right if side == "right" else original.left
    own_words = _edited(suggestion.latex, step, side)
    if changed != [side]:
        return False
    return _plain(own_words) == _plain(own.latex) or _equal(case, own_words, own.latex)


def _edited(latex: str, step: Step, side: str) -> str:
    """The formula for the side that a suggestion edits; one for the left side shows the relation and the right one."""
    return latex.removesuffix(f" {step.relation.symbol} {step.right.latex}") if side == "left" else latex


def _equal(case: Case, one: str, other: str) -> bool:
    """Both bounds are the same in the letters of the case: `2(a + b)` and `2a + 2b`."""
    steps = report_of(case, f"{case.text}\n\n$${one} = {other}$$\n").steps
    return steps[-1].verdict is Verdict.VERIFIED


def _restores_implication(suggestion: Suggestion, parent: Report, report: Report, step: Step) -> bool:
    """The original row: with the suggestion for its conclusion, or for the sign of the implication, it is the same."""
    line = _line(report, step)
    mine = [other for other in report.steps if _line(report, other) == line]
    row = max((_line(parent, other) for other in parent.steps if _line(parent, other) <= line), default=0)
    own = [other for other in parent.steps if _line(parent, other) == row]
    sides = [(one.left.latex, one.relation.symbol, one.right.latex) for one in own]
    mended = [(one.left.latex, one.relation.symbol, one.right.latex) for one in mine]
    place = mine.index(step)
    if suggestion.side == "relation":
        # The sign is all that changes: premises and conclusions are as they were.
        mended[place] = (*mended[place][:1], suggestion.latex.split()[-2], mended[place][2])
        return mended == sides
    mended[place] = sides[place]  # an implication stands between what its neighbours say
    return any(
        mended[:k] + mended[k + 1 :] == sides[:k] + sides[k + 1 :]
        and _plain(suggestion.latex) == _plain(" ".join(sides[k]))
        for k in range(place + 1, min(len(mended), len(sides)))
    )


def _plain(latex: str) -> str:
    """A formula without the blanks and brackets that do not matter."""
    return re.sub(r"\\left|\\right|\\,|[\s{}]", "", latex)


def _verifies(case: Case, report: Report, step: Step, latex: str, side: str) -> bool:
    """The step is verified once the suggestion stands in the document."""
    if side == "conclusion":
        return _verifies_conclusion(case, report, step, latex)
    span = step.span if side == "relation" else (step.right if side == "right" else step.left).span
    text = case.text[: span.start] + _edited(latex, step, side) + case.text[span.end :]
    again = report_of(case, text)
    place = report.steps.index(step)
    return place < len(again.steps) and again.steps[place].verdict is Verdict.VERIFIED


def _verifies_conclusion(case: Case, report: Report, step: Step, latex: str) -> bool:
    """The implication is verified with the suggestion for one of its conclusions."""
    place = report.steps.index(step)
    for conclusion in report.steps[place + 1 :]:
        if conclusion.left.latex in latex or conclusion.right.latex in latex:
            start, end = conclusion.left.span.start, conclusion.right.span.end
            again = report_of(case, f"{case.text[:start]}{latex}{case.text[end:]}").steps
            if place < len(again) and again[place].verdict is Verdict.VERIFIED:
                return True
    return False


def pairs(files: list[Path]) -> list[tuple[Case, Case]]:
    found = []
    for file in files:
        parents: dict[str, Case] = {}
        for case in cases(file):
            if (parent := case.attributes.get("mutant-of")) is None:
                parents[case.name] = case
            elif parent in parents:
                found.append((parents[parent], case))
    return found


def main(arguments: list[str]) -> None:
    misses = "--misses" in arguments
    files = [Path(name) for name in arguments if not name.startswith("--")] or sorted(CORPUS.glob("*/*.md"))
    with ProcessPoolExecutor() as pool:
        outcomes = list(pool.map(outcome, pairs(files), chunksize=8))
    flagged = [one for one in outcomes if one.flagged]
    decidable = [one for one in flagged if one.decidable]
    by_slip: dict[str, Counter[str]] = defaultdict(Counter)
    for one in flagged:
        by_slip[one.slip].update(
            {"mutants": 1, "named": one.named, "original": one.restored, "suggested": one.suggested, "bad": one.bad}
        )
    print(f"{'slip':24}{'mutants':>9}{'named':>9}{'original':>9}{'suggested':>10}{'bad':>6}")
    for slip, counts in sorted(by_slip.items(), key=lambda item: (-item[1]["mutants"], item[0])):
        shares = "".join(f"{counts[key] / counts['mutants']:9.0%}" for key in ("named", "original", "suggested"))
        print(f"{slip:24}{counts['mutants']:9}{shares} {counts['bad']:6}")
    equations = [one for one in flagged if one.equation]
    for title, group in (("all flagged", flagged), ("original verified", decidable), ("equations", equations)):
        print(
            f"{title}: {len(group)} of {len(outcomes)} mutants, named {share(group, 'named')}, "
            f"original first {share(group, 'restored')}, suggested {share(group, 'suggested')}, "
            f"else the right result {share(group, 'told')}, "
            f"suggestions that fail to verify: {sum(one.bad for one in group)}"
        )
    if misses:
        for one in flagged:
            facts = zip("DNOS", (one.decidable, one.named, one.restored, one.suggested), strict=True)
            marks = "".join(letter if fact else "-" for letter, fact in facts)
            print(f"{marks}{'!' if one.bad else ' '} {one.case} | {one.step} | {one.finding} | {one.suggestion}")


def share(group: list[Outcome], field: str) -> str:
    return f"{sum(getattr(one, field) for one in group) / max(1, len(group)):.1%}"


if __name__ == "__main__":
    main(sys.argv[1:])
