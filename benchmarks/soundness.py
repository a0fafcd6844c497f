"""Random claims against plain floating point: does a judge ever verify what is false or refute what is true?

    python benchmarks/soundness.py [SEED] [CLAIMS]

The claims come from `claims.py`. Each is judged as it is and, where that gives a proof, by sampling as well. What is
verified is held against NumPy and finite differences (`tests/numeric_terms.py`) at several sizes; what is refuted must
not have been made by laws alone, and its counterexample must separate the sides in NumPy too. What points to a wrong
verdict is printed in full, with the seed and the number that make it again.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import numeric_terms  # noqa: E402
from claims import Claims, Made  # noqa: E402
from numeric_terms import Instance  # noqa: E402
from rewrites import TWO  # noqa: E402

from auditor.deciding import judging  # noqa: E402
from auditor.deciding.judgement import Judgement  # noqa: E402
from auditor.deciding.judging import Claim, judge  # noqa: E402
from auditor.terms.term import Term, subterms  # noqa: E402
from auditor.verdicts import Counterexample, Method, Verdict  # noqa: E402

# The last one only for proofs: what is sampled is claimed of sizes from 2 on.
SIZES = ({"m": 4, "n": 2}, {"m": 4, "n": 3}, {"m": 2, "n": 3}, {"m": 3, "n": 2}, {"m": 2, "n": 1})
DRAWS = 10
FAR = 1e-4  # a relative difference that is not rounding, of derivatives by finite differences
CLOSE = 1e-9
LARGE = 1e8  # beyond which rounding is too much
NO_VALUE = (ArithmeticError, LookupError, ValueError, np.linalg.LinAlgError)


@contextmanager
def without_proofs() -> Iterator[None]:
    usual = judging._normal_forms_coincide
    judging._normal_forms_coincide = lambda setting: False
    try:
        yield
    finally:
        judging._normal_forms_coincide = usual


def values(terms: tuple[Term, ...], made: Made, *, every: bool) -> Iterator[list[np.ndarray]]:
    """The values of the terms at some random points where all have one."""
    derived = max(map(_order, terms)) > 0
    for seed in range(DRAWS):
        sizes = {**SIZES[seed % (len(SIZES) if every else len(SIZES) - 1)], **made.world.fixed_sizes}
        try:
            at = numeric_terms.draw((*terms, made.left, made.right), made.world, seed, sizes)
            found = [np.asarray(numeric_terms.evaluate(term, at), float) for term in terms]
            steady = not derived or all(map(_near, found, _with_other_steps(terms, at)))
        except NO_VALUE:
            continue
        if steady and all(np.isfinite(value).all() and np.abs(value).max() < LARGE for value in found):
            yield found


def _with_other_steps(terms: tuple[Term, ...], at: Instance) -> list[np.ndarray]:
    """The values by wider differences: those that then change a lot are rounding."""
    usual = numeric_terms.STEP
    numeric_terms.STEP = 3 * usual
    try:
        return [np.asarray(numeric_terms.evaluate(term, at), float) for term in terms]
    finally:
        numeric_terms.STEP = usual


def _near(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.isfinite(other).all()) and _difference(one, other) < FAR / 10


def apart(made: Made, method: Method) -> float | None:
    """How far the sides are seen to differ, relative to their size; None where NumPy cannot tell."""
    if not is_comparable(made):
        return None
    if made.gap is not None:
        return max((float(np.abs(value).max()) for (value,) in values((made.gap,), made, every=False)), default=None)
    second = any(part is TWO for side in (made.left, made.right) for part in subterms(side))  # entries that need it
    found = values((made.left, made.right), made, every=method is Method.PROVED and not second)
    return max((_difference(left, right) for left, right in found), default=None)


def _difference(left: np.ndarray, right: np.ndarray) -> float:
    return float(np.abs(left - right).max() / max(np.abs(left).max(), np.abs(right).max(), 1.0))


def guard_kinks() -> None:
    """In NumPy what is 0 but for rounding has no sign."""
    usual = numeric_terms.FUNCTIONS["sign"]
    numeric_terms.FUNCTIONS["sign"] = lambda value: usual(_away_from_zero(value))
    for sign, relation in list(numeric_terms.RELATIONS.items()):
        numeric_terms.RELATIONS[sign] = lambda a, b, relation=relation: relation(_away_from_zero(a - b), 0)


def _away_from_zero(value: np.ndarray | float) -> np.ndarray | float:
    if np.any(np.abs(value) < CLOSE) and np.any(value):
        raise ArithmeticError("at a kink")
    return value


def is_comparable(made: Made) -> bool:
    """Whether finite differences along straight lines are what is meant, and not too many within each other."""
    parts = [part for side in (made.left, made.right) for part in subterms(side)]
    moved = any(part.operation == "differential" for part in parts)
    curved = any(word not in numeric_terms.LINEAR for words in made.world.properties.values() for word in words)
    return not (moved and curved) and max(map(_order, (made.left, made.right))) <= 2


def _order(term: Term) -> int:
    """How many derivatives stand within each other."""
    known: dict[Term, int] = {}
    for part in subterms(term):
        within = max((known[argument] for argument in part.arguments), default=0)
        known[part] = within + (part.operation in ("derivative", "directional", "differential"))
    return known[term]


def separated(made: Made, shown: Counterexample) -> bool | None:
    """Whether NumPy sees the difference at the counterexample; None where it cannot tell."""
    known = {name: np.vectorize(float_of)(np.array(value)) for name, value in shown.values}
    moves = {name[1:]: value for name, value in known.items() if name[0] == "d" and name[1:] in known}
    shown_apart = _difference(*(np.vectorize(float_of)(np.array(side)) for side in (shown.left, shown.right)))
    if made.gap is not None or "f" in known or not is_comparable(made) or shown_apart < CLOSE:
        return None
    plain = {name: value if value.ndim else float(value) for name, value in known.items() if name[0] != "d"}
    at = Instance({"m": 1, "n": 1, **dict(shown.sizes), **made.world.fixed_sizes}, plain, made.world, moves)
    try:
        left, right = (np.asarray(numeric_terms.evaluate(side, at), float) for side in (made.left, made.right))
    except NO_VALUE:
        return None
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return None
    return _difference(left, right) > CLOSE


def float_of(text: str) -> float:
    above, _, below = str(text).partition("/")
    return float(above) / float(below or 1)


def suspicion(made: Made, found: Judgement, distance: float | None) -> str:
    """Why a verdict looks wrong, or nothing."""
    if found.outcome is Verdict.VERIFIED and distance is not None and distance > FAR:
        return f"verified, but apart by {distance:.1e}" + ("; or a law is wrong" if made.kept else "")
    if found.outcome is Verdict.REFUTED and made.kept:
        return "refuted, but made by laws"
    shown = found.evidence.counterexample
    if found.outcome is Verdict.REFUTED and shown is not None and separated(made, shown) is False:
        return "refuted by an instance at which NumPy sees no difference"
    return ""


def judgements(made: Made, seed: int) -> Iterator[tuple[str, Judgement]]:
    claim = Claim(made.left, made.right)
    whole = judge(claim, made.world, seed)
    yield "judged", whole
    if whole.evidence.method is Method.PROVED:
        with without_proofs():
            yield "without proof", judge(claim, made.world, seed)


def main(seed: int, count: int) -> None:
    warnings.simplefilter("ignore")
    guard_kinks()
    tally: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    times: list[float] = []
    for number, made in enumerate(islice(Claims(seed), count)):
        kinds.update({part.operation for side in (made.left, made.right) for part in subterms(side)})
        origin = "equal" if made.kept else "slight" if made.gap is not None else "spoilt"
        start = time.process_time()
        for way, found in judgements(made, number):
            tally[f"{origin} {found.outcome.value}, {way}"] += 1
            tally["internal errors"] += found.reason.startswith("internal error")
            distance = apart(made, found.evidence.method) if found.outcome is Verdict.VERIFIED else None
            tally["verified, of which NumPy can say nothing"] += found.outcome is Verdict.VERIFIED and distance is None
            if why := suspicion(made, found, distance):
                tally["suspicious"] += 1
                print(f"seed {seed}, claim {number}, {way}: {why}; {dict(made.world.properties)}, {found.evidence}")
                print(f"  {made.left}\n  {made.right}\n  {dict(made.world.definitions)}", flush=True)
        times.append(1000 * (time.process_time() - start))
    times.sort()
    for name, number in sorted(tally.items()):
        print(f"{number:7}  {name}")
    print("nodes of each kind:", ", ".join(f"{name} {number}" for name, number in kinds.most_common()))
    shown = (times[len(times) // 2], times[len(times) * 9 // 10], times[-1])
    print("milliseconds: median {:.1f}, 90% {:.1f}, most {:.1f}".format(*shown))


if __name__ == "__main__":
    main(*(int(argument) for argument in (*sys.argv[1:], *("0", "500")[len(sys.argv) - 1 :])))
