"""Counterexamples: certified, small, inside the domain, and replayable as NumPy programs."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from numeric_terms import Instance, evaluate

from auditor.deciding.judging import Claim, judge
from auditor.deciding.replay import numpy_snippet
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term
from auditor.terms.world import World
from auditor.verdicts import Counterexample, Numbers, Verdict

m, n, k = map(Dimension.of, "mnk")
A, B, Q = (t.symbol(name, (n, n)) for name in "ABQ")
X, R, Y = t.symbol("X", (m, n)), t.symbol("R", (n, k)), t.symbol("Y", (m, k))
W = t.symbol("W^{j}", (k, n, n))
x, y, M = t.symbol("x", (n, ONE)), t.symbol("y", (m, ONE)), t.symbol("M", (m, n))
a, b, h, u = (t.symbol(name) for name in "abhu")
i, j = Index("i", ONE, n), Index("j", ONE, n)
p = Index("p", ONE, k)
xi, xj = (t.entry(x, t.index(index), t.number(1)) for index in (i, j))
T, mm, num = t.transpose, t.matmul, t.number
residual = t.subtract(mm(X, R), Y)
f = t.call("f", (u,), ())


def at(function: Term, point: Term) -> Term:
    return t.substitute(function, u, point)


def expm(matrix: Term) -> Term:
    return t.make("expm", (matrix,), (), (n, n))


unit = t.make("unit", (t.index(i),), (), (n, ONE))
FALSE: dict[str, tuple[Term, Term, str, World]] = {
    "commutation": (mm(A, B), mm(B, A), "=", World()),
    "inverse of a sum": (t.inverse(t.add(A, B)), t.add(t.inverse(A), t.inverse(B)), "=", World()),
    "lost factor": (t.derivative(t.trace(mm(T(residual), residual)), R), mm(T(X), residual), "=", World()),
    "lost transpose": (t.derivative(mm(T(x), mm(A, x)), x), t.multiply(num(2), mm(A, x)), "=", World()),
    "determinant": (t.determinant(Q), num(1), "=", World({"Q": ("orthogonal",)})),
    "adjugate": (t.make("adjugate", (A,), (), (n, n)), T(A), "=", World()),
    "pseudo-inverse": (t.make("pseudo_inverse", (X,), (), (n, m)), T(X), "=", World()),
    "vec": (t.vec(A), t.vec(T(A)), "=", World()),
    "commutation matrix": (t.make("commutation", (), (n, n), (n * n, n * n)), t.identity(n * n), "=", World()),
    "kronecker": (t.kronecker(A, B), t.kronecker(B, A), "=", World()),
    "hadamard": (t.hadamard(A, B), mm(A, B), "=", World()),
    "blocks": (
        t.determinant(t.blocks(((A, B), (B, A)), (n + n, n + n))), t.power(t.determinant(A), num(2)), "=", World(),
    ),
    "entries": (t.entry(A, t.index(i), t.index(j)), t.entry(A, t.index(j), t.index(i)), "=", World()),
    "delta": (t.entry(t.derivative(xi, x), t.index(j), num(1)), num(1), "=", World()),
    "array": (t.array(t.multiply(xi, xj), i, j), t.identity(n), "=", World()),
    "sum of squares": (t.sum_(t.power(xi, num(2)), i), t.power(t.sum_(xi, i), num(2)), "=", World()),
    "order of a product": (
        t.product(t.member(W, t.index(p)), p), t.product(t.member(W, t.index(p)), p, down=True), "=", World(),
    ),
    "slices": (t.slice_(A, num(1), 0), T(t.slice_(A, num(1), 1)), "=", World()),
    "unit vectors": (mm(A, unit), unit, "=", World()),
    "differential": (t.differential(mm(T(X), X)), t.multiply(num(2), mm(T(X), t.differential(X))), "=", World()),
    "directional": (t.directional(t.matrix_power(A, num(2)), A, B), t.multiply(num(2), mm(A, B)), "=", World()),
    "expansion": (
        at(f, t.add(a, h)),
        t.add(at(f, a), t.multiply(at(t.derivative(f, u), a), h),
              t.multiply(num("1/2"), at(t.derivative(t.derivative(f, u), u), a), t.power(h, num(2)))),
        "=", World(),
    ),
    "unknown loss": (t.derivative(t.call("L", (A,), ()), A), t.zeros((n, n)), "=", World()),
    "unknown matrix function": (
        t.call("F", (mm(A, B),), (n, n), "matrix"), t.call("F", (mm(B, A),), (n, n), "matrix"), "=", World(),
    ),
    "unknown entrywise function": (
        t.call("s", (x,), (n, ONE), "elementwise"), t.multiply(num(2), t.call("s", (x,), (n, ONE), "elementwise")),
        "=", World(),
    ),
    "unknown function of several arguments": (t.call("g", (x, a), (n, ONE)), x, "=", World()),
    "definition": (
        t.derivative(mm(T(y), y), M), mm(y, T(x)), "=", World(definitions={"y": mm(M, x)}),
    ),
    "exponential": (t.apply("exp", t.add(a, b)), t.add(t.apply("exp", a), t.apply("exp", b)), "=", World()),
    "root": (t.apply("sqrt", t.power(a, num(2))), a, "=", World()),
    "norm": (t.make("norm", (x,), ("2",)), t.make("norm", (x,), ("1",)), "=", World()),
    "softplus": (t.apply("softplus", a), t.apply("relu", a), "=", World()),
    "matrix exponential": (expm(t.add(A, B)), mm(expm(A), expm(B)), "=", World()),
    "bracket": (t.compare(a, "<", b), t.compare(a, "<=", b), "=", World()),
    "power of a count": (t.power(a, t.symbol("q")), t.multiply(t.symbol("q"), a), "=", World({"q": ("integer",)})),
    "inequality": (t.multiply(num(3), a, b), t.add(t.power(a, num(2)), t.power(b, num(2))), r"\le", World()),
    "strict inequality": (t.power(a, num(2)), num(0), ">", World()),
    "order of matrices": (A, t.zeros((n, n)), r"\succeq", World({"A": ("symmetric",)})),
    "inequation": (t.trace(mm(A, B)), t.trace(mm(B, A)), r"\ne", World()),
    "numbers": (t.apply("sqrt", num(9)), num(-3), "=", World()),
}  # fmt: skip


def refuted(name: str) -> tuple[Claim, World, Counterexample]:
    left, right, relation, world = FALSE[name]
    claim = Claim(left, right, relation)
    found = judge(claim, world)
    assert found.outcome is Verdict.REFUTED
    assert found.evidence.counterexample is not None
    return claim, world, found.evidence.counterexample


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout


def test_every_snippet_runs_and_shows_that_the_claim_fails() -> None:
    """All programs in one process, each in a namespace of its own."""
    programs = {name: numpy_snippet(*refuted(name)) for name in FALSE}
    joined = "import numpy as np\nprograms = " + repr(programs) + "\n"
    joined += (
        "for name, program in programs.items():\n"
        "    scope = {}\n"
        "    exec(program, scope)\n"
        "    difference = float(np.abs(np.asarray(scope['left'], float) - scope['right']).max())\n"
        "    print('#', name, difference, sep='|')\n"
    )
    shown = [line.split("|")[1:] for line in run(joined).splitlines() if line.startswith("#|")]
    differences = {name: float(difference) for name, difference in shown}
    assert differences.keys() == FALSE.keys()
    equal = {"inequation", "strict inequality"}
    assert all((difference > 1e-3) != (name in equal) for name, difference in differences.items())


def test_a_snippet_stands_alone() -> None:
    printed = run(numpy_snippet(*refuted("lost factor")))
    assert "left =" in printed
    assert "right =" in printed
    assert "largest difference" in printed


def numbers(value: Numbers) -> np.ndarray:
    return np.vectorize(lambda text: float(Fraction(text)), otypes=[float])(np.array(value, object))


# The plain evaluator takes unknown functions to be others, and adjugates from inverses.
PLAIN = sorted(FALSE.keys() - {
    "adjugate", "expansion", "unknown loss", "unknown matrix function", "unknown entrywise function",
    "unknown function of several arguments", "order of matrices", "matrix exponential",
})  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_the_sides_have_the_values_that_are_shown(name: str) -> None:
    claim, world, shown = refuted(name)
    values = {
        symbol: numbers(value) if isinstance(value, list) else float(Fraction(value)) for symbol, value in shown.values
    }
    moves = {symbol: values[f"d{symbol}"] for symbol in values if f"d{symbol}" in values}
    free = {index: dict(shown.indices)[index.name] for index in {*claim.left.indices, *claim.right.indices}}
    point = Instance(dict(shown.sizes), values, world, moves, free)
    for side, value in ((claim.left, shown.left), (claim.right, shown.right)):
        np.testing.assert_allclose(np.asarray(evaluate(side, point)), numbers(value), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", sorted(FALSE))
def test_the_entry_that_differs_is_named(name: str) -> None:
    claim, _, shown = refuted(name)
    if claim.relation != "=":
        return
    left, right = numbers(shown.left), numbers(shown.right)
    place = tuple(axis - 1 for axis in shown.entry)
    assert left[place] != right[place]
    earlier = [other for other in np.ndindex(left.shape) if other < place]
    assert all(left[other] == right[other] for other in earlier)


SMALLEST = {
    "commutation": {"n": 2}, "inverse of a sum": {"n": 1}, "lost factor": {"k": 1, "m": 1, "n": 1},
    "lost transpose": {"n": 2}, "determinant": {"n": 1}, "sum of squares": {"n": 2}, "vec": {"n": 2},
}  # fmt: skip


@pytest.mark.parametrize("name", SMALLEST)
def test_sizes_are_the_smallest_that_separate_the_sides(name: str) -> None:
    assert dict(refuted(name)[2].sizes) == SMALLEST[name]


@pytest.mark.parametrize(
    "name", ["commutation", "lost transpose", "sum of squares", "hadamard", "inequality", "differential"]
)
def test_numbers_are_small(name: str) -> None:
    shown = refuted(name)[2]
    for _, value in shown.values:
        assert np.abs(numbers(value)).max() <= 1
        assert (numbers(value) == numbers(value).round()).all()


def test_exact_witnesses_are_fractions_and_others_decimals() -> None:
    assert judge(Claim(*FALSE["commutation"][:2]), World()).evidence.field == "Q"
    assert judge(Claim(*FALSE["exponential"][:2]), World()).evidence.field == "R"


def test_a_witness_lies_inside_the_domain() -> None:
    claim = Claim(t.multiply(a, t.power(a, num(-1))), num(2))
    shown = judge(claim, World()).evidence.counterexample
    assert shown is not None
    assert dict(shown.values)["a"] != "0"


def test_a_witness_keeps_generic_properties() -> None:
    claim = Claim(t.determinant(A), num(0))
    shown = judge(claim, World({"A": ("invertible",)})).evidence.counterexample
    assert shown is not None
    assert np.linalg.det(numbers(dict(shown.values)["A"])) != 0
    positive = judge(Claim(a, t.power(a, num(2))), World({"a": ("positive",)})).evidence.counterexample
    assert positive is not None
    assert Fraction(str(dict(positive.values)["a"])) > 0


def test_a_certified_direction_belongs_to_an_order_of_matrices() -> None:
    _, _, shown = refuted("order of matrices")
    direction = numbers(dict(shown.values)["v"])
    assert (direction.T @ (numbers(shown.left) - numbers(shown.right)) @ direction).item() < 0
