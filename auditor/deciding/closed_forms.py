"""Judge of scalar calculus by closed forms: what SymPy finds, confirmed by values computed here.

Estimates of series, limits and improper integrals prove nothing by themselves; nor does SymPy. Equal closed forms
verify a claim where the estimates agree at points of the common domain. Closed forms and estimates that agree with each
other while the two sides stay apart refute it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import log10
from typing import Any

import numpy as np

from auditor.deciding import balls, instances
from auditor.deciding.arithmetic import any_along
from auditor.deciding.claims import Setting
from auditor.deciding.drawing import Point
from auditor.deciding.evaluating import Evaluation, Sides
from auditor.deciding.judgement import Judgement, refuted, unknown, verified
from auditor.deciding.limits import Undecided
from auditor.deciding.sizes import as_evidence
from auditor.deciding.symbolic import Answer, Question, ask
from auditor.deciding.trees import Trees
from auditor.deciding.witness import Witness
from auditor.verdicts import Evidence, Method

POINTS = 5
CONFIRMING = 3  # of them that must confirm, where there are as many
AGREE, APART = 1e-8, 1e-6  # relative distances
FEWEST_DIGITS, MOST_DIGITS = 8, 60


@dataclass(frozen=True)
class Estimates:
    """Both sides at some points of their common domain."""

    run: Evaluation
    exact: Evaluation
    sides: Sides
    draws: tuple[int, ...]

    def values(self, draw: int) -> tuple[Any, Any]:
        return self.sides.left[draw], self.sides.right[draw]


def judge(setting: Setting) -> Judgement:
    """Undecided where the sides are no scalars, or hold what no closed form is looked for in."""
    claim = setting.claim
    if claim.left.shape or claim.left.indices or claim.right.indices:
        raise Undecided("no closed form is looked for in matrices")
    trees = Trees(setting.world)
    left, right = trees.of(claim.left), trees.of(claim.right)
    estimates = _estimates(setting)
    points = [_named(setting, estimates, draw) for draw in estimates.draws]
    answer = ask(Question(left, right, trees.assumptions, points))
    if answer is None:
        return unknown("SymPy finds no closed form")
    return _weighed(setting, estimates, answer)


def confirms(setting: Setting) -> bool:
    """SymPy's values of both sides are those estimated here, wherever both sides have values."""
    trees = Trees(setting.world)
    left, right = trees.of(setting.claim.left), trees.of(setting.claim.right)
    estimates = _estimates(setting)
    answer = ask(Question(left, right, trees.assumptions, [_named(setting, estimates, k) for k in estimates.draws]))
    return (
        answer is not None
        and bool(estimates.draws)
        and all(
            _close(own, claimed)
            for draw, values in zip(estimates.draws, answer.values, strict=True)
            for own, claimed in zip(estimates.values(draw), values, strict=True)
        )
    )


def _estimates(setting: Setting) -> Estimates:
    from auditor.deciding.flint_arithmetic import Balls, Rationals, precision

    point = balls.some_points(setting, POINTS)
    with precision(balls.BITS):
        run = setting.evaluation(Balls(), point)
        sides = run.sides(setting.claim.left, setting.claim.right)
    valid = any_along(sides.valid, tuple(range(sides.valid.ndim - 1)))
    return Estimates(run, setting.evaluation(Rationals(), point), sides, tuple(np.flatnonzero(valid).tolist()))


def _named(setting: Setting, estimates: Estimates, draw: int) -> dict[str, Fraction]:
    """The values of all symbols and sizes, by the names that they have in trees."""
    point: Point = estimates.run.point
    named = {f"size {name}": Fraction(number) for name, number in point.sizes.items()}
    named |= {name: Fraction(number) for name, number in point.wholes.items()}
    for name, shape in estimates.run.used.items():
        values = estimates.exact.drawn(name, shape)[0]
        value = values[draw if len(values) > 1 else 0]
        named[name] = Fraction(int(value.p), int(value.q))
    return named


def _weighed(setting: Setting, estimates: Estimates, answer: Answer) -> Judgement:
    confirmed, digits = 0, []
    for draw, claimed in zip(estimates.draws, answer.values, strict=True):
        own = estimates.values(draw)
        close = [_close(value, decimal) for value, decimal in zip(own, claimed, strict=True)]
        if not all(close):
            continue
        confirmed += 1
        if _are_apart(*own):
            return _refuted(setting, estimates, draw)
        digits.append(_digits(*own))
    if answer.equal is not True:
        return unknown("SymPy finds no closed form that decides it")
    if confirmed < min(CONFIRMING, len(estimates.draws)) or not confirmed or min(digits) < FEWEST_DIGITS:
        return unknown("SymPy finds the sides equal, but the numbers do not confirm it")
    evidence = Evidence(
        Method.SYMBOLIC, field="R", draws=confirmed, digits=min(digits), sizes_covered="drawn",
        sizes=(as_evidence({name: estimates.run.point.sizes[name] for name in setting.features.sizes}),),
        note=f"both sides are {answer.closed[0]} in closed form" if len(answer.closed[0]) <= 60 else "",
    )  # fmt: skip
    return verified(evidence, f"equal in closed form, confirmed to {min(digits)} digits at {confirmed} points")


def _close(own: Any, decimal: str | None) -> bool:
    """The estimate is good, and SymPy's value is the same."""
    import flint

    if decimal is None or not own.is_finite():
        return False
    other = flint.arb(decimal)
    scale = max(1.0, abs(float(other.mid())))
    return bool(own.rad() < AGREE * scale) and bool(abs(own.mid() - other.mid()) < AGREE * scale)


def _are_apart(left: Any, right: Any) -> bool:
    scale = max(1.0, abs(float(left.mid())), abs(float(right.mid())))
    return bool(abs(left - right) > APART * scale)


def _digits(left: Any, right: Any) -> int:
    """To which the two agree, estimates taken for what they are."""
    scale = max(1.0, abs(float(left.mid())), abs(float(right.mid())))
    distance = float((left - right).abs_upper()) / scale
    return min(MOST_DIGITS, int(-log10(distance))) if distance else MOST_DIGITS


def _refuted(setting: Setting, estimates: Estimates, draw: int) -> Judgement:
    from auditor.deciding.flint_arithmetic import decimal, precision

    single = estimates.run.point.pick([draw])
    with precision(balls.BITS):
        run = setting.evaluation(type(estimates.run.field)(), single)
        sides = run.sides(setting.claim.left, setting.claim.right)
        exact = setting.evaluation(type(estimates.exact.field)(), single)
        found = instances.pack(setting, run, exact, sides, ((0,), ()), decimal)
    return refuted(setting, Witness(found, "R"))
