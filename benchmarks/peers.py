"""SymPy, Math-Verify and this program on the same steps: what is right, what is wrong, and how long it takes.

    python benchmarks/peers.py [--steps 400] [--limit 10] [--seed 0]

The steps are equations of `corpus/identities`, half of them true and half with one plausible slip, drawn at random with
a seed; their truth is established by the test suite without any of these programs. All are asked whether the two sides
are equal:

- SymPy by `simplify(left - right)`, derivatives being taken by `diff`; once from what its own reader (`parse_latex`,
  ANTLR) makes of the two sides, and once from our typed terms, so that it is not blamed for its reader;
- Math-Verify by `verify(parse(left), parse(right))`, each side in dollar signs, as its documentation has it;
- this program by its verdict on the step, with the sentence before it that declares the symbols, and without diagnosis.

Only this program distinguishes "not equal" from "not decided". For the others a difference that does not vanish, or
False, counts as "not equal"; an exception, and a step that takes longer than `--limit` seconds, as no answer. A silent
zero is a derivative that SymPy makes 0 though it is not. Each runs in a process that can be ended; the times are of the
processor, without imports. The other programs come with `pip install 'auditor[peers]'`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from cases import CORPUS, Case, cases  # noqa: E402
from killable import Killable  # noqa: E402

FLAGGED = {"refuted", "ill-formed", "conditional"}


@dataclass(frozen=True)
class Question:
    """A step as a document, and its two sides."""

    name: str
    text: str
    layout: str | None
    left: str
    right: str
    true: bool


# --- the programs, each made in its own process; True, False or None for no answer, and whether a zero was silent ----

Answered = tuple[bool | None, bool]


def auditor_() -> Callable[[Question], Answered]:
    from auditor.deciding.readings import decide_readings
    from auditor.elaborating.options import layouts
    from auditor.parsing import parse
    from auditor.reading import read
    from auditor.source import Source
    from auditor.verdicts import Verdict

    def answer(question: Question) -> Answered:
        reading = parse(read(Source("step", question.text)))
        verdict = decide_readings(reading, (), layouts(question.layout), seed=0).decisions[0].verdict
        return (True if verdict is Verdict.VERIFIED else False if verdict.flagged else None), False

    return answer


def sympy_by_latex() -> Callable[[Question], Answered]:
    import sympy
    from sympy.parsing.latex import parse_latex

    parse_latex("a")

    def answer(question: Question) -> Answered:
        left, right = (parse_latex(side, backend="antlr") for side in (question.left, question.right))
        return _vanishes(sympy, left.doit(), right.doit()), False

    return answer


def sympy_by_terms() -> Callable[[Question], Answered]:
    import sympy
    from sympy_terms import Converter

    from auditor.elaborating import elaborate
    from auditor.elaborating.options import layouts
    from auditor.parsing import parse
    from auditor.reading import read
    from auditor.source import Source
    from auditor.terms.term import subterms

    def answer(question: Question) -> Answered:
        found = elaborate(parse(read(Source("step", question.text))), (), layouts(question.layout))
        step = found.steps[0]
        if step.left.term is None or step.right.term is None:
            return None, False  # of no shape, so that there is nothing to ask SymPy
        convert = Converter(found.world.properties)
        derivatives = [part for part in subterms(step.left.term) if part.operation == "derivative"]
        silent = (
            question.true
            and any(_is_zero(convert(part)) for part in derivatives)
            and not _is_zero(convert(step.right.term))
        )
        return _vanishes(sympy, convert(step.left.term), convert(step.right.term)), silent

    return answer


def _is_zero(value: Any) -> bool:
    return value == 0 or bool(getattr(value, "is_ZeroMatrix", False))


def _vanishes(sympy: Any, left: Any, right: Any) -> bool:
    difference = sympy.simplify((left - right).doit())
    return _is_zero(difference) or _is_zero(getattr(difference, "doit", lambda: difference)())


def math_verify_() -> Callable[[Question], Answered]:
    from math_verify import parse, verify

    def answer(question: Question) -> Answered:
        sides = [parse(f"${side}$", parsing_timeout=None) for side in (question.left, question.right)]
        if not all(sides):
            return None, False
        return bool(verify(*sides, timeout_seconds=None, raise_on_error=True)), False

    return answer


PROGRAMS = {
    "SymPy, its own reader": sympy_by_latex,
    "SymPy, from our terms": sympy_by_terms,
    "Math-Verify": math_verify_,
    "auditor": auditor_,
}


# --- the steps --------------------------------------------------------------------------------------------------


def questions(seed: int, count: int) -> list[Question]:
    from auditor.pipeline import audit

    every = [case for file in sorted((CORPUS / "identities").glob("*.md")) for case in cases(file)]
    shuffled = random.Random(seed).sample(every, len(every))
    wanted = {True: count // 2, False: count - count // 2}
    found = []
    for case in shuffled:
        truth = _truth(case)
        if truth is None or not wanted[truth]:
            continue
        steps = audit(case.text, layout=case.attributes.get("layout")).steps
        if len(steps) != 1 or steps[0].relation.symbol != "=":
            continue
        wanted[truth] -= 1
        sides = steps[0].left.latex, steps[0].right.latex
        found.append(Question(case.name, case.text, case.attributes.get("layout"), *sides, truth))
    return found


def _truth(case: Case) -> bool | None:
    verdicts = {word for mark in case.expectations for word in mark.verdicts}
    if "mutant-of" in case.attributes:
        return False if verdicts and verdicts <= FLAGGED else None
    return True if not verdicts or verdicts == {"verified"} else None


# --- the table --------------------------------------------------------------------------------------------------


def report(name: str, make: Callable[[], Callable[[Question], Answered]], asked: list[Question], limit: float) -> None:
    program = Killable(make, limit)
    tally: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    times = []
    for question in asked:
        answer = program(question)
        said, silent = answer.value or (None, False)
        times.append(1000 * answer.seconds)
        tally[f"{question.true} {said}"] += 1
        tally["silent"] += silent
        failures[answer.failure.partition(":")[0]] += bool(answer.failure)
    program.close()
    true, false = (sum(question.true is truth for question in asked) for truth in (True, False))
    print(
        f"| {name:22} | {tally['True True']:3} of {true} | {tally['False False']:3} of {false} "
        f"| {tally['False True']:3} | {tally['True False']:3} | {tally['True None'] + tally['False None']:3} "
        f"| {tally['silent']:3} | {median(times):7.1f} | {sum(times) / len(times):7.1f} |",
        flush=True,
    )
    print(f"    {dict(failures.most_common(6))}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--steps", type=int, default=400)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--limit", type=float, default=10.0, help="seconds that a step may take")
    arguments.add_argument("--only", help="a part of the name of the programs to run")
    options = arguments.parse_args()
    asked = questions(options.seed, options.steps)
    print("| program | true found equal | false found unequal | false called equal | true called unequal |", end="")
    print(" no answer | silent zeros | ms a step, median | mean |")
    for name, make in PROGRAMS.items():
        if not options.only or options.only in name:
            report(name, make, asked, options.limit)


if __name__ == "__main__":
    main()
