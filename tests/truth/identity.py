"""What a truth table says of a case: sides as Python expressions over random instances, and how they are tried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

from truth import algebra, analysis, calculus, chance
from truth.arrays import array
from truth.instances import instances

AGREE = 1e-6
DIFFER = 1e-3
ROUNDING = 1e-8
# What an author may have left unsaid of a square matrix, a column or a number; the first is by far the commonest.
SYMMETRIC = "sym"
HYPOTHESES = {"square": (SYMMETRIC, "diag", "orth", "idem"), "column": ("unit", "sum1"), "number": ()}
# What a side may use beside the names of its instance.
NAMES = {**vars(chance), **vars(algebra), **vars(calculus), **vars(analysis)}
NAMES |= {"array": array, "np": np, "sum": algebra.summation}
NAMES |= {
    name: getattr(np, name)
    for name in (
        "exp",
        "log",
        "sqrt",
        "sin",
        "cos",
        "tan",
        "tanh",
        "cosh",
        "sinh",
        "arctan",
        "arcsin",
        "pi",
        "inf",
    )
}
Instance = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """A claim with its last or its first side spoilt; the other sides are the parent's."""

    right: str | None = None
    left: str | None = None


@dataclass(frozen=True)
class Identity:
    """The sides of a claim over the instances of a specification (see `instances`), and its mutants by name."""

    specification: str
    sides: tuple[str, ...]
    mutants: Mapping[str, Mutant]
    relation: str = "="  # or "<=", where each side is at most the next

    def judged(self, one: str, other: str) -> str:
        """What is true of one relation of the claim, or of a mutant's."""
        return (judge if self.relation == "=" else judge_bound)(self.specification, one, other)

    def spoilt(self, name: str) -> tuple[str, ...]:
        """The sides of a mutant."""
        mutant = self.mutants[name]
        return (mutant.left or self.sides[0], *self.sides[1:-1], mutant.right or self.sides[-1])


def claim(specification: str, *sides: str, **mutants: str | Mutant) -> Identity:
    """A row of a truth table. A mutant given as a string spoils the last side; `lost_term` is the slip `lost-term`."""
    rows = {name.replace("_", "-"): Mutant(row) if isinstance(row, str) else row for name, row in mutants.items()}
    return Identity(specification, sides, rows)


def bound(specification: str, *sides: str, **mutants: str | Mutant) -> Identity:
    """A row of a truth table for an inequality: the smaller side first, whichever way it is written."""
    return replace(claim(specification, *sides, **mutants), relation="<=")


def left(side: str) -> Mutant:
    """A mutant with the first side spoilt."""
    return Mutant(left=side)


def both(one: str, other: str) -> Mutant:
    """A mutant with the first and the last side spoilt."""
    return Mutant(left=one, right=other)


@cache
def compiled(side: str) -> CodeType:
    return compile(side, side, "eval")


def evaluate(side: str, instance: Instance) -> Any:
    return eval(compiled(side), {**NAMES, **instance})


def distance(one: Any, other: Any) -> float:
    """Largest difference of entries, relative to the largest entry; ValueError where the shapes differ.

    Differences at the level of rounding count as none, so that a sum that cancels equals zero.
    """
    a, b = np.asarray(one), np.asarray(other)
    if a.shape != b.shape and not a.size == b.size == 1:
        raise ValueError(f"{a.shape} equated with {b.shape}")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ArithmeticError("a value outside the domain")
    gap, scale = np.abs(a - b).max(), max(np.abs(a).max(), np.abs(b).max())
    return float(gap / scale) if gap > ROUNDING else 0.0


def judge(specification: str, one: str, other: str, draws: int = 3) -> str:
    """`holds`, `refuted` or `ill-formed`, the same at every draw; anything between raises AssertionError.

    What has no meaning at some sizes (an index beyond its axis) is ill-formed, whatever it is at others.
    """
    verdicts = {_judged(one, other, instance) for instance in instances(specification, draws)}
    if verdicts == {"refuted", "ill-formed"}:
        return "ill-formed"
    assert len(verdicts) == 1, f"{one} = {other} over {specification}: {sorted(verdicts)}"
    return verdicts.pop()


def judge_bound(specification: str, one: str, other: str, draws: int = 60) -> str:
    """`holds` where one side is at most the other at every draw, `refuted` where some draw exceeds it clearly."""
    try:
        pairs = [(evaluate(one, instance), evaluate(other, instance)) for instance in instances(specification, draws)]
        excess = [float((lower - upper) / max(1.0, abs(lower), abs(upper))) for lower, upper in pairs]
    except (ValueError, TypeError):
        return "ill-formed"
    assert max(excess) < ROUNDING or max(excess) > DIFFER, f"{one} <= {other}: {max(excess)}"
    return "holds" if max(excess) < ROUNDING else "refuted"


def _judged(one: str, other: str, instance: Instance) -> str:
    try:
        found = distance(evaluate(one, instance), evaluate(other, instance))
    except (ValueError, IndexError):
        return "ill-formed"
    assert found < AGREE or found > DIFFER, f"{one} = {other}: {found}"
    return "holds" if found < AGREE else "refuted"


def savers(specification: str, one: str, other: str) -> list[tuple[str, str]]:
    """The single hypotheses, as (symbol, property), under which a false claim would hold."""
    result = []
    for name, kind in re.findall(r"(\w+):(\S*)", specification):
        letters = kind.split("+")[0]
        square, column = len(letters) == 2 and letters[0] == letters[1], len(letters) == 1
        if ">" in kind or not (square or column):
            continue
        for hypothesis in HYPOTHESES["square" if square else "column"]:
            stronger = specification.replace(f"{name}:{kind}", f"{name}:{kind}+{hypothesis}")
            if holds(stronger, one, other):
                result.append((name, hypothesis))
    return result


def holds(specification: str, one: str, other: str) -> bool:
    """The claim holds at every draw and says more than 0 = 0; many draws, as signs may agree by chance."""
    drawn = instances(specification, 8)
    try:
        with np.errstate(all="ignore"):
            if not all(_judged(one, other, instance) == "holds" for instance in drawn):
                return False
            return any(np.abs(np.asarray(evaluate(one, instance))).max() > ROUNDING for instance in drawn)
    except (AssertionError, ArithmeticError, np.linalg.LinAlgError):
        return False


def transposed(specification: str, one: str, other: str) -> bool:
    """The claim holds in the other layout."""
    return holds(specification, one, f"array(np.asarray({other}).T)")
