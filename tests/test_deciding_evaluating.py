"""Every operation of the term table, in every field, against a plain evaluation with NumPy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numeric_terms import evaluate
from points import floats, instance_of, point_of, residue, spread_point, value_in

from auditor.deciding.flint_arithmetic import precision
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term
from auditor.terms.world import World

m, n, k = map(Dimension.of, "mnk")
SIZES = {"m": 2, "n": 3, "k": 4}
A, B = t.symbol("A", (n, n)), t.symbol("B", (n, n))
X, Y, Z = t.symbol("X", (m, n)), t.symbol("Y", (n, k)), t.symbol("Z", (m, n))
x, y = t.symbol("x", (n, ONE)), t.symbol("y", (n, ONE))
a, b, c = t.symbol("a"), t.symbol("b"), t.symbol("c")
W = t.symbol("W", (k, n, n))
i, j = Index("i", ONE, n), Index("j", ONE, n)
p = Index("p", ONE, k)
inner = Index("l", ONE, Dimension.of("i"))
nothing = Index("r", Dimension.of(2), ONE)
I, J, P, L, N = map(t.index, (i, j, p, inner, nothing))
one = t.number(1)
xi, xj, aij = t.entry(x, I, one), t.entry(x, J, one), t.entry(A, I, J)
shifted = t.identity(n)


def _shift(matrix: Term, by: int = 9) -> Term:
    """Invertible at small points."""
    return t.add(matrix, t.multiply(t.number(by), shifted))


RATIONAL: dict[str, Term] = {
    "number": t.multiply(t.number("2/3"), a),
    "size": t.multiply(t.size(n * m + ONE), a),
    "identity": t.add(A, t.identity(n)),
    "zeros": t.add(X, t.zeros((m, n))),
    "ones": t.matmul(X, t.ones((n, ONE))),
    "unit": t.matmul(A, t.make("unit", (I,), (), (n, ONE))),
    "commutation": t.matmul(t.make("commutation", (), (m, n), (m * n, m * n)), t.vec(X)),
    "delta": t.sum_(t.sum_(t.multiply(t.delta(I, J), aij), i), j),
    "bracket of indices": t.sum_(t.sum_(t.multiply(t.compare(I, "<", J), aij), i), j),
    "add": t.add(X, Z, X),
    "multiply": t.multiply(a, t.number(3), X, b),
    "hadamard": t.hadamard(X, Z, X),
    "matmul": t.matmul(t.transpose(X), t.matmul(X, Y)),
    "inner product": t.matmul(t.transpose(x), y),
    "outer product": t.matmul(x, t.transpose(y)),
    "contract": t.contract(W, t.matmul(x, t.transpose(y)), 2),
    "contract one axis": t.contract(W, Y, 1),
    "kronecker": t.kronecker(X, Y),
    "kronecker of vectors": t.kronecker(x, t.transpose(y)),
    "transpose": t.transpose(X),
    "permuted axes": t.rearrange(W, (2, 0, 1)),
    "inserted axis": t.rearrange(X, (0, None, 1)),
    "dropped axis": t.rearrange(x, (0,)),
    "trace": t.trace(t.matmul(A, B)),
    "determinant": t.determinant(A),
    "singular determinant": t.determinant(t.matmul(x, t.transpose(x))),
    "inverse": t.inverse(_shift(A)),
    "adjugate": t.make("adjugate", (_shift(A),), (), (n, n)),
    "pseudo-inverse": t.make("pseudo_inverse", (t.transpose(t.add(X, t.ones((m, n)))),), (), (m, n)),
    "power": t.power(a, t.number(3)),
    "power of a size": t.power(a, t.size(n)),
    "negative power": t.power(t.add(t.power(a, t.number(2)), one), t.number(-2)),
    "entrywise power": t.power(X, t.number(2)),
    "power by an index": t.sum_(t.power(a, t.subtract(I, one)), i),
    "matrix power": t.matrix_power(A, t.number(3)),
    "zeroth matrix power": t.matrix_power(A, t.number(0)),
    "inverse matrix power": t.matrix_power(_shift(A), t.number(-2)),
    "matrix power by an index": t.sum_(t.matrix_power(A, t.subtract(I, one)), i),
    "vec": t.vec(X),
    "devec": t.devec(t.vec(X), (m, n)),
    "diag": t.diag(x),
    "diag of a row": t.diag(t.transpose(x)),
    "diagonal": t.diagonal(A),
    "blocks": t.blocks(((A, Y), (t.transpose(Y), t.identity(k))), (n + k, n + k)),
    "blocks of scalars": t.blocks(((a, b), (one, c)), (Dimension.of(2), Dimension.of(2))),
    "entry": t.entry(X, t.number(2), t.number(3)),
    "entry at indices": t.multiply(aij, xj),
    "row": t.slice_(X, t.number(2), 0),
    "column at an index": t.slice_(X, J, 1),
    "member": t.matmul(t.member(W, t.number(2)), x),
    "member at an index": t.sum_(t.member(W, P), p),
    "array": t.array(t.multiply(aij, xi), i, j),
    "array of columns": t.array(t.slice_(A, J, 1), j),
    "array over a sum": t.array(t.sum_(t.multiply(aij, xj), j), i),
    "sum": t.sum_(t.multiply(xi, aij), i),
    "sum without its index": t.sum_(a, i),
    "empty sum": t.sum_(t.entry(x, N, one), nothing),
    "product": t.product(t.add(xi, I), i),
    "product of matrices": t.product(t.member(W, P), p),
    "falling product": t.product(t.member(W, P), p, down=True),
    "index as a number": t.sum_(t.multiply(I, xi), i),
    "shared name of an index": t.multiply(
        t.sum_(xi, i), t.sum_(t.entry(Y, t.index(j), t.index(Index("i", ONE, k))), Index("i", ONE, k))
    ),
    "substitute": t.substitute(t.matmul(t.transpose(x), t.matmul(A, x)), x, t.matmul(B, y)),
    "substitute under a sum": t.sum_(t.substitute(t.sum_(t.multiply(xi, a), i), a, aij), i),
    "derivative": t.derivative(t.matmul(t.transpose(x), t.matmul(A, x)), x),
    "derivative of a matrix": t.derivative(t.matmul(X, Y), Y),
    "derivative of an inverse": t.derivative(t.inverse(_shift(A)), A),
    "derivative of a determinant": t.derivative(t.determinant(A), A),
    "derivative of a singular determinant": t.derivative(t.determinant(t.matmul(x, t.transpose(x))), x),
    "derivative of an adjugate": t.derivative(t.make("adjugate", (_shift(A),), (), (n, n)), A),
    "derivative of a pseudo-inverse": t.derivative(
        t.make("pseudo_inverse", (t.add(X, t.blocks(((t.identity(m), t.ones((m, n - m))),), (m, n))),), (), (n, m)), X
    ),
    "derivative of a power": t.derivative(t.matrix_power(A, t.number(3)), A),
    "derivative of entries": t.entry(t.derivative(t.sum_(t.multiply(aij, t.power(xj, t.number(2))), j), x), J, one),
    "derivative of a product over an index": t.derivative(t.product(xi, i), x),
    "derivative of blocks": t.derivative(t.blocks(((x, A),), (n, n + ONE)), x),
    "Hessian": t.derivative(t.derivative(t.power(t.matmul(t.transpose(x), t.matmul(A, x)), t.number(2)), x), x),
    "Hessian of a determinant": t.derivative(t.derivative(t.determinant(A), A), A),
    "Hessian of an inverse": t.derivative(t.derivative(t.trace(t.inverse(_shift(A))), A), A),
    "mixed derivative": t.derivative(
        t.derivative(t.trace(t.matmul(t.matmul(X, Y), t.transpose(t.matmul(Z, Y)))), X), Y
    ),
    "derivative at a point": t.substitute(t.derivative(t.matmul(t.transpose(x), x), x), x, t.matmul(A, y)),
    "differential": t.differential(t.matmul(t.transpose(X), X)),
    "differential of an inverse": t.differential(t.inverse(_shift(A))),
    "second differential": t.differential(t.differential(t.matmul(t.transpose(x), t.matmul(A, x)))),
    "differential of a derivative": t.differential(t.derivative(t.matmul(t.transpose(x), t.matmul(A, x)), x)),
    "directional": t.directional(t.matmul(X, t.transpose(X)), X, Z),
    "second directional": t.directional(t.directional(t.determinant(A), A, B), A, t.transpose(B)),
    "directional along itself": t.directional(t.matmul(A, A), A, A),
}

REAL: dict[str, Term] = {
    name: t.apply(name, X)
    for name in ("exp sin cos tanh sinh cosh arctan sigmoid softplus erf abs sign relu").split()
} | {
    "log": t.apply("log", t.add(one, t.power(a, t.number(2)))),
    "sqrt": t.apply("sqrt", t.add(one, t.power(a, t.number(2)))),
    "arcsin": t.apply("arcsin", t.multiply(t.number("1/2"), t.apply("sin", a))),
    "arccos": t.apply("arccos", t.multiply(t.number("1/2"), t.apply("sin", a))),
    "tan": t.apply("tan", a),
    "max": t.apply("max", X, Z),
    "min": t.apply("min", a, b),
    "pi": t.multiply(t.make("constant", (), ("pi",)), a),
    "root": t.power(t.add(one, t.matmul(t.transpose(x), x)), t.number("3/2")),
    "general power": t.power(t.add(one, t.power(a, t.number(2))), b),
    "norm": t.make("norm", (x,), ("2",)),
    "square of a norm": t.power(t.make("norm", (x,), ("2",)), t.number(2)),
    "sum norm": t.make("norm", (x,), ("1",)),
    "largest entry": t.make("norm", (x,), ("inf",)),
    "spectral norm": t.make("norm", (X,), ("spectral",)),
    "nuclear norm": t.make("norm", (X,), ("nuclear",)),
    "exponential": t.make("expm", (A,), (), (n, n)),
    "sine of a matrix": t.make("sinm", (A,), (), (n, n)),
    "cosine of a matrix": t.make("cosm", (A,), (), (n, n)),
    "derivative of a sine": t.derivative(t.trace(t.make("sinm", (A,), (), (n, n))), A),
    "bracket": t.compare(a, "<", b),
    "derivative of exp": t.derivative(t.apply("exp", t.matmul(t.transpose(x), t.matmul(A, x))), x),
    "derivative of tanh": t.derivative(t.apply("tanh", t.matmul(A, x)), x),
    "derivative of erf": t.derivative(t.apply("erf", a), a),
    "derivative of arcsin": t.derivative(t.apply("arcsin", t.multiply(t.number("1/3"), t.apply("sin", a))), a),
    "derivative of abs": t.derivative(t.apply("abs", x), x),
    "derivative of max": t.derivative(t.apply("max", a, b), b),
    "derivative of a norm": t.derivative(t.make("norm", (x,), ("2",)), x),
    "Hessian of a norm": t.derivative(t.derivative(t.make("norm", (x,), ("2",)), x), x),
    "derivative of a general power": t.derivative(t.power(t.add(one, t.power(a, t.number(2))), t.multiply(a, b)), a),
    "derivative of an exponential": t.derivative(t.trace(t.make("expm", (A,), (), (n, n))), A),
    "Hessian of log-sum-exp": t.derivative(t.derivative(t.apply("log", t.sum_(t.apply("exp", xi), i)), x), x),
    "differential of a sigmoid": t.differential(t.apply("sigmoid", t.matmul(A, x))),
}  # fmt: skip
# Second differences of the plain evaluator are less exact.
ROUGH = 2e-5


def expected(term: Term, run: Any, draw: int, lead: tuple[int, ...]) -> Any:
    """By NumPy, at the given places of the free indices (the last index has the first lead axis)."""
    at = instance_of(run, draw)
    frames = run.free_frames(term, term)
    indices = {
        frame.index: int(frame.running.ravel()[place]) for frame, place in zip(frames, reversed(lead), strict=True)
    }
    return evaluate(term, replace(at, indices=indices))


def agrees(term: Term, values: np.ndarray, valid: np.ndarray, run: Any, tolerance: float = 1e-6) -> None:
    assert valid.any()
    for place in np.argwhere(valid).tolist():
        *lead, draw = place
        found, wanted = floats(np.asarray(values[tuple(place)])), expected(term, run, draw, tuple(lead))
        np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=tolerance * (1 + np.abs(wanted).max()))


@pytest.mark.parametrize("name", RATIONAL)
def test_rational_operations(name: str) -> None:
    term = RATIONAL[name]
    point = point_of(term, World(), SIZES)
    exact, valid, run = value_in("Q", term, World(), point)
    agrees(term, exact, valid, run, ROUGH if "Hessian" in name or "second" in name or "mixed" in name else 1e-6)
    residues, also_valid, _ = value_in("Z/p", term, World(), point)
    assert np.array_equal(valid, also_valid)
    wanted = np.vectorize(residue, otypes=[np.int64])(exact)
    np.testing.assert_array_equal(residues[valid], wanted[valid])
    balls, _, _ = value_in("R", term, World(), point)
    pairs = zip(balls[valid].flat, exact[valid].flat, strict=True)
    with precision(300):
        assert all((ball - fraction).contains(0) for ball, fraction in pairs)


@pytest.mark.parametrize("name", REAL)
def test_real_operations(name: str) -> None:
    term = REAL[name]
    point = spread_point(term, World(), SIZES)
    balls, valid, run = value_in("R", term, World(), point)
    agrees(term, balls, valid, run, ROUGH if "Hessian" in name else 1e-6)
    approximate, _, _ = value_in("float", term, World(), point)
    np.testing.assert_allclose(floats(approximate[valid]), floats(balls[valid]), rtol=1e-7, atol=1e-9)


# --- what the plain evaluator of the tests does not know ------------------------------------------------------------


def single(term: Term, world: World | None = None, sizes: dict[str, int] | None = None) -> tuple[Any, Any, Any]:
    """Exact values at one draw, the validity, and the values of the symbols as floats."""
    point = point_of(term, world or World(), sizes or SIZES, 1)
    values, valid, run = value_in("Q", term, world or World(), point)
    return floats(values), valid, instance_of(run, 0).values


def test_a_sum_may_run_up_to_an_enclosing_index() -> None:
    values, _, at = single(t.sum_(t.sum_(t.entry(A, I, L), inner), i))
    assert values == sum(at["A"][r, s] for r in range(3) for s in range(r + 1))


def test_a_product_may_run_up_to_a_free_index() -> None:
    values, _, at = single(t.multiply(xi, t.product(t.entry(x, L, one), inner)))
    for place in range(3):
        assert values[place] == at["x"][place] * np.prod(at["x"][: place + 1])


def test_falling_products_of_matrices_outside_their_range_are_the_identity() -> None:
    above = Index("q", Dimension.of("i") + ONE, k)
    values, _, at = single(t.multiply(xi, t.product(t.member(W, t.index(above)), above, down=True)))
    for place in range(3):
        wanted = np.eye(3)
        for member in range(place + 1, 4):
            wanted = at["W"][member] @ wanted
        np.testing.assert_array_equal(values[place, 0], at["x"][place] * wanted)


def test_an_empty_product_of_matrices_is_the_identity() -> None:
    values, _, _ = single(t.subtract(t.product(t.member(W, N), nothing), t.identity(n)))
    assert not values.any()


def test_indices_of_one_name_are_kept_apart() -> None:
    wide = Index("i", ONE, k)
    values, _, at = single(t.sum_(t.multiply(xi, t.sum_(t.entry(Y, one, t.index(wide)), wide)), i))
    assert values == at["x"].sum() * at["Y"][0].sum()


def test_a_bound_value_is_not_captured_by_an_inner_sum_over_the_same_index() -> None:
    body = t.sum_(t.multiply(xi, a), i)
    values, _, at = single(t.sum_(t.substitute(body, a, t.entry(y, I, one)), i))
    assert values == at["x"].sum() * at["y"].sum()


def test_total_derivatives_follow_definitions_and_stop_at_the_variable() -> None:
    loss = t.matmul(t.transpose(y), y)
    world = World(definitions={"y": t.matmul(A, x)})
    by_matrix, _, at = single(t.derivative(loss, A), world)
    np.testing.assert_allclose(by_matrix[0], 2 * at["A"] @ at["x"] @ at["x"].T)
    by_defined, _, at = single(t.derivative(loss, y), world)
    np.testing.assert_allclose(by_defined[0], 2 * at["A"] @ at["x"])


def test_definitions_are_evaluated_with_what_is_bound() -> None:
    world = World(definitions={"f": t.matmul(t.transpose(x), x)})
    values, _, at = single(t.substitute(t.symbol("f"), x, t.multiply(t.number(2), y)), world)
    assert values[0] == 4 * (at["y"] ** 2).sum()


def test_constants_do_not_move_in_a_differential() -> None:
    moved = t.subtract(t.differential(t.matmul(A, x)), t.matmul(A, t.differential(x)))
    values, _, _ = single(moved, World(constant=frozenset("A")))
    assert not values.any()


def test_a_bracket_guards_what_has_no_value() -> None:
    apart = t.power(t.add(I, t.negate(J)), t.number(-1))
    term = t.sum_(t.sum_(t.multiply(t.compare(I, "!=", J), apart, apart), j), i)
    values, valid, _ = single(term)
    assert valid.all()
    assert values[0] == pytest.approx(4 * 1 + 2 / 4)
    unguarded = t.sum_(t.sum_(t.multiply(apart, apart), j), i)
    assert not single(unguarded)[1].any()


def test_places_outside_their_range_have_no_value() -> None:
    short = Index("i", ONE, n - ONE)
    assert not single(t.sum_(t.entry(x, t.add(I, one), one), i))[1].any()
    assert single(t.sum_(t.entry(x, t.add(t.index(short), one), one), short))[1].all()


@pytest.mark.parametrize("kind", ["general", "elementwise", "matrix"])
def test_unknown_functions_are_the_same_wherever_they_stand(kind: str) -> None:
    first = t.call("f", (t.matmul(A, B),), (n, n), kind)
    values, _, _ = single(t.subtract(first, t.substitute(t.call("f", (A,), (n, n), kind), A, t.matmul(A, B))))
    assert not values.any()


def test_an_unknown_matrix_function_commutes_with_its_argument() -> None:
    value = t.call("f", (A,), (n, n), "matrix")
    assert not single(t.subtract(t.matmul(A, value), t.matmul(value, A)))[0].any()


def test_primes_are_derivatives() -> None:
    primed = t.call("f''", (a,), (), "general")
    twice = t.derivative(t.derivative(t.call("f", (a,), ()), a), a)
    assert not single(t.subtract(primed, twice))[0].any()
    entrywise = t.call("f'", (x,), (n, ONE), "elementwise")
    jacobian = t.derivative(t.call("f", (x,), (n, ONE), "elementwise"), x)
    assert not single(t.subtract(t.rearrange(jacobian, (0, 2)), t.diag(entrywise)))[0].any()


def test_derivatives_of_named_functions_may_be_written_with_primes() -> None:
    term = t.subtract(t.apply("tanh'", a), t.subtract(one, t.power(t.apply("tanh", a), t.number(2))))
    balls, valid, _ = value_in("R", term, World(), spread_point(term, World(), SIZES))
    assert valid.all()
    assert all(abs(float(ball)) < 1e-60 for ball in balls.ravel())
