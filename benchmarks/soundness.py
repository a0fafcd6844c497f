"""Random claims against plain floating point: does the judge ever verify what is false or refute what is true?

    python benchmarks/soundness.py [seed] [claims]

A random term is rewritten by steps that keep its value and by slips that do not; the judge's verdict is then compared
with an evaluation of both sides by NumPy and finite differences (`tests/numeric_terms.py`). What points to a wrong
verdict is printed in full.
"""

from __future__ import annotations

import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import numeric_terms  # noqa: E402

from auditor.deciding import judging  # noqa: E402
from auditor.deciding.judging import Claim, judge  # noqa: E402
from auditor.terms import term as t  # noqa: E402
from auditor.terms.dimension import ONE, Dimension, Shape  # noqa: E402
from auditor.terms.term import Index, Term, subterms  # noqa: E402
from auditor.terms.world import World  # noqa: E402
from auditor.verdicts import Verdict  # noqa: E402

m, n = Dimension.of("m"), Dimension.of("n")
i = Index("i", ONE, n)
SQUARE, COLUMN, ROW, NUMBER = (n, n), (n, ONE), (ONE, n), ()
PROPERTIES = (
    "",
    "",
    "",
    "symmetric",
    "skew-symmetric",
    "positive definite",
    "orthogonal",
    "diagonal",
    "lower triangular",
)
FUNCTIONS = ("exp", "tanh", "sin", "abs", "relu", "sqrt", "log", "sigmoid")
DRAWS = 6


class Claims:
    """A stream of random claims; each knows whether only steps that keep the value were taken."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.real = False

    def __iter__(self) -> Iterator[tuple[Term, Term, World, bool]]:
        while True:
            self.real = self.random.random() < 0.5
            left = self.term(self.random.choice((NUMBER, SQUARE, COLUMN)), self.random.choice((2, 3, 3, 4)))
            right, kept = left, True
            for _ in range(self.random.choice((1, 1, 2))):
                right, same = self.rewritten(right)
                kept = kept and same
            if left is not right:
                drawn = {name: self.random.choice(PROPERTIES) for name in "AB"}
                yield left, right, World({name: (word,) for name, word in drawn.items() if word}), kept

    # --- terms

    def leaf(self, shape: Shape) -> Term:
        choose = self.random.choice
        matrix, vector = t.symbol(choose("XY"), (m, n)), t.symbol(choose("xy"), COLUMN)
        match shape:
            case ():
                return choose([t.symbol("a"), t.symbol("b"), t.number(self.random.randint(-3, 3)), t.size(n)])
            case (first, second) if first == second == n:
                return choose([t.symbol("A", shape), t.symbol("B", shape), t.identity(n)])
            case (first, second) if second == ONE:
                return vector
            case (first, second) if first == ONE:
                return t.transpose(vector)
        return matrix if shape == (m, n) else t.transpose(matrix)

    def term(self, shape: Shape, depth: int) -> Term:
        if not depth:
            return self.leaf(shape)
        chance = self.random.random()
        if chance < 0.25:
            return t.add(self.term(shape, depth - 1), self.term(shape, depth - 1))
        if chance < 0.35:
            return t.multiply(self.term(NUMBER, depth - 1), self.term(shape, depth - 1))
        makers = {NUMBER: self.numbers, SQUARE: self.squares, COLUMN: self.columns}.get(shape)
        made = self.random.choice(makers())(depth - 1) if makers else None
        return made if made is not None else self.leaf(shape)

    def numbers(self) -> list[Callable[[int], Term]]:
        y = t.entry(t.symbol("y", COLUMN), t.index(i), t.number(1))
        rational: list[Callable[[int], Term]] = [
            lambda d: t.trace(self.term(SQUARE, d)),
            lambda d: t.matmul(self.term(ROW, d), self.term(COLUMN, d)),
            lambda d: t.determinant(self.term(SQUARE, d)),
            lambda d: t.power(self.term(NUMBER, d), t.number(self.random.choice((2, 3, -1)))),
            lambda d: t.sum_(t.multiply(t.entry(self.term(COLUMN, d), t.index(i), t.number(1)), y), i),
            lambda d: t.entry(self.term(SQUARE, d), t.number(1), t.number(2)),
            lambda d: t.derivative(self.term(NUMBER, d), t.symbol("a")),
        ]
        transcendental: list[Callable[[int], Term]] = [
            lambda d: t.apply(self.random.choice(FUNCTIONS), self.term(NUMBER, d)),
            lambda d: t.apply("max", self.term(NUMBER, d), self.term(NUMBER, d)),
            lambda d: t.make("norm", (self.term(COLUMN, d),), ("2",)),
        ]
        return rational + transcendental if self.real else rational

    def squares(self) -> list[Callable[[int], Term]]:
        return [
            lambda d: t.matmul(self.term(SQUARE, d), self.term(SQUARE, d)),
            lambda d: t.transpose(self.term(SQUARE, d)),
            lambda d: t.inverse(self.term(SQUARE, d)),
            lambda d: t.matmul(self.term((n, m), d), self.term((m, n), d)),
            lambda d: t.derivative(self.term(NUMBER, d), t.symbol("A", SQUARE)),
            lambda d: t.diag(self.term(COLUMN, d)),
            lambda d: t.hadamard(self.term(SQUARE, d), self.term(SQUARE, d)),
        ]

    def columns(self) -> list[Callable[[int], Term]]:
        return [
            lambda d: t.matmul(self.term(SQUARE, d), self.term(COLUMN, d)),
            lambda d: t.derivative(self.term(NUMBER, d), t.symbol("x", COLUMN)),
            lambda d: t.diagonal(self.term(SQUARE, d)),
            lambda d: t.apply("exp" if self.real else "abs", self.term(COLUMN, d)) if self.real else self.leaf(COLUMN),
        ]

    # --- steps and slips

    def rewritten(self, term: Term) -> tuple[Term, bool]:
        places = list(subterms(term))
        self.random.shuffle(places)
        for place in places:
            options = [option for option in _options(place) if option[0].shape == place.shape]
            if options:
                new, same = self.random.choice(options)
                replaced = _replaced(term, place, new, {})
                if all(
                    part.arguments[1].operation == "symbol"
                    for part in subterms(replaced)
                    if part.operation == "derivative"
                ):
                    return replaced, same
        return term, True


def _options(term: Term) -> Iterator[tuple[Term, bool]]:
    """What may stand in a term's place, and whether that keeps the value."""
    match term.operation, term.arguments:
        case "matmul", (left, right) if left.shape == right.shape == SQUARE:
            yield t.transpose(t.matmul(t.transpose(right), t.transpose(left))), True
            yield t.matmul(right, left), False
        case "trace", (inner,):
            yield t.trace(t.transpose(inner)), True
        case "det", (inner,):
            yield t.determinant(t.transpose(inner)), True
            yield t.trace(inner), False
        case "inverse", (inner,):
            yield t.transpose(t.inverse(t.transpose(inner))), True
            yield t.transpose(t.inverse(inner)), False
        case "add", (left, right):
            yield t.add(right, left), True
            yield t.subtract(left, right), False
        case "power", (base, exponent):
            yield t.multiply(base, t.power(base, t.subtract(exponent, t.number(1)))), True
            yield t.power(base, t.add(exponent, t.number(1))), False
        case "rearrange", (inner,):
            yield inner, False
        case "symbol", ():
            yield t.transpose(term), False
        case "number", ():
            yield t.number(term.parameters[0] + 1), False
        case "derivative", _:
            yield t.multiply(t.number(2), term), False
        case "apply", (inner,):
            yield from _function_options(term.parameters[0], inner)


def _function_options(name: str, u: Term) -> Iterator[tuple[Term, bool]]:
    half, one = t.number("1/2"), t.number(1)
    match name:
        case "exp":
            yield t.power(t.apply("exp", t.multiply(half, u)), t.number(2)), True
        case "tanh":
            yield t.negate(t.apply("tanh", t.negate(u))), True
        case "abs":
            yield t.apply("max", u, t.negate(u)), True
            yield u, False
        case "relu" if u.is_scalar:
            yield t.multiply(half, t.add(u, t.apply("abs", u))), True
            yield t.apply("abs", u), False
        case "sqrt":
            yield t.power(u, half), True
        case "sigmoid" if u.is_scalar:
            yield t.subtract(one, t.apply("sigmoid", t.negate(u))), True


def _replaced(term: Term, old: Term, new: Term, known: dict[Term, Term]) -> Term:
    if term is old:
        return new
    if term not in known:
        arguments = tuple(_replaced(argument, old, new, known) for argument in term.arguments)
        same = all(a is b for a, b in zip(arguments, term.arguments, strict=True))
        known[term] = term if same else t.make(term.operation, arguments, term.parameters, term.shape)
    return known[term]


def distance(left: Term, right: Term, world: World) -> float | None:
    """Largest relative difference over some draws; None where no draw has a value."""
    found: list[float] = []
    for seed in range(DRAWS):
        try:
            at = numeric_terms.draw((left, right), world, seed, {"m": 4, "n": 2 + seed % 2})
            a, b = (np.asarray(numeric_terms.evaluate(side, at), float) for side in (left, right))
        except (ArithmeticError, LookupError, np.linalg.LinAlgError):
            continue
        if np.isfinite(a).all() and np.isfinite(b).all():
            found.append(float(np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max(), 1e-9)))
    return max(found, default=None)


def main(seed: int, count: int) -> None:
    warnings.simplefilter("ignore")
    judging._normal_forms_coincide = lambda setting: False  # the numerical judges alone
    tally: Counter[str] = Counter()
    times: list[float] = []
    for number, (left, right, world, kept) in zip(range(count), Claims(seed), strict=False):
        start = time.process_time()
        found = judge(Claim(left, right), world, number)
        times.append(1000 * (time.process_time() - start))
        tally[found.outcome.value] += 1
        apart = distance(left, right, world) if found.outcome is not Verdict.UNKNOWN else None
        wrongly_verified = found.outcome is Verdict.VERIFIED and apart is not None and apart > 1e-4
        wrongly_refuted = found.outcome is Verdict.REFUTED and kept
        if wrongly_verified or wrongly_refuted:
            tally["suspicious"] += 1
            print(f"{number}: {found.outcome.value}, {apart}, {dict(world.properties)}, {found.evidence.note}")
            print(f"  {left}\n  {right}")
    times.sort()
    print(dict(tally))
    shown = (times[len(times) // 2], times[len(times) * 9 // 10], times[-1])
    print("milliseconds: median {:.1f}, 90% {:.1f}, most {:.1f}".format(*shown))


if __name__ == "__main__":
    main(*(int(argument) for argument in (*sys.argv[1:], *("0", "500")[len(sys.argv) - 1 :])))
