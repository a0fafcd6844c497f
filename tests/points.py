"""The same random point in every field, for the tests of the evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numeric_terms import Instance

from auditor.deciding.arithmetic import PRIMES, Field, Floats, Residues
from auditor.deciding.claims import Claim, Setting
from auditor.deciding.drawing import Point, Small, Spread, Style
from auditor.deciding.evaluating import Evaluation
from auditor.deciding.flint_arithmetic import Balls, Rationals, precision
from auditor.deciding.limits import Budget, Meter
from auditor.terms.term import Term
from auditor.terms.world import World

PRIME = PRIMES[0]
FIELDS: dict[str, Field] = {"Z/p": Residues(PRIME, 8), "Q": Rationals(), "R": Balls(), "float": Floats()}


def setting_of(term: Term, world: World, seed: int = 0) -> Setting:
    return Setting(Claim(term, term), world, seed, Meter(Budget(10**9)))


def point_of(
    term: Term, world: World, sizes: Mapping[str, int], draws: int = 2, style: Style | None = None, seed: int = 0
) -> Point:
    return setting_of(term, world, seed).point(dict(sizes), style or Small(3), draws)


def value_in(name: str, term: Term, world: World, point: Point) -> tuple[np.ndarray, np.ndarray, Evaluation]:
    """Values with axes (lead …, draws, tensor …), where they are defined, and the run."""
    run = setting_of(term, world).evaluation(FIELDS[name], point)
    with precision(256), np.errstate(all="ignore"):
        sides = run.sides(term, term)
    return sides.left, sides.valid, run


def plain(value: Any) -> float:
    """Of a residue's fraction, a fraction, a ball or a float."""
    if hasattr(value, "q"):
        return int(value.p) / int(value.q)
    return float(value)


def residue(value: Any) -> int:
    """A fraction modulo the prime."""
    fraction = Fraction(int(value.p), int(value.q))
    return fraction.numerator * pow(fraction.denominator, -1, PRIME) % PRIME


def floats(values: np.ndarray) -> np.ndarray:
    return np.vectorize(plain, otypes=[float])(values)


def instance_of(run: Evaluation, draw: int) -> Instance:
    """What the plain evaluator of the tests needs to know of one draw."""
    exact = Evaluation(FIELDS["Q"], run.world, run.point, Meter(Budget(10**9)))
    values, moves = {}, {}
    for name, shape in run.used.items():
        values[name] = _picked(exact.drawn(name, shape)[0], draw, shape)
        moves[name] = _picked(exact.perturbation(name, shape)[0], draw, shape)
    return Instance(dict(run.point.sizes), values, run.world, moves)


def _picked(values: np.ndarray, draw: int, shape: tuple[Any, ...]) -> Any:
    single = floats(np.asarray(values[draw if len(values) > 1 else 0]))
    return single if shape else float(single)


def spread_point(term: Term, world: World, sizes: Mapping[str, int], draws: int = 2, seed: int = 0) -> Point:
    return point_of(term, world, sizes, draws, Spread(), seed)
