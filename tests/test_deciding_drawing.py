"""Drawn values have their properties, in every field; all kinds of values are met; differentials stay among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from points import FIELDS, PRIME, setting_of

from auditor.deciding.constructions import CONSTRUCTIONS
from auditor.deciding.drawing import Extreme, Small, Spread, Style, Uniform
from auditor.deciding.evaluating import Evaluation
from auditor.deciding.properties import closure, manner
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.world import World

n, m = Dimension.of("n"), Dimension.of("m")
SIZES = {"n": 4, "m": 2}
SQUARE, TALL, WIDE, COLUMN, NUMBER = (n, n), (n, m), (m, n), (n, ONE), ()


def drawn(properties: tuple[str, ...], shape: Shape, field: str, style: Style, draws: int = 20) -> Evaluation:
    symbol = t.symbol("S", shape)
    world = World(properties={"S": properties})
    setting = setting_of(symbol, world)
    return setting.evaluation(FIELDS[field], setting.point(SIZES, style, draws))


def values(properties: tuple[str, ...], shape: Shape, field: str = "Q", style: Style | None = None) -> np.ndarray:
    run = drawn(properties, shape, field, style or Small(3))
    result = run.drawn("S", shape)[0]
    lacking = run.root.undefined if run.root.undefined is not None else np.zeros(len(result), bool)
    assert not lacking.all()
    return result[~np.broadcast_to(lacking, len(result))]


def T(a: np.ndarray) -> np.ndarray:
    return a.swapaxes(-1, -2)


def unit(size: int) -> np.ndarray:
    return np.eye(size, dtype=np.int64)


def off(mask: Callable[[np.ndarray], np.ndarray]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda a: a - a * mask(np.ones(a.shape[-2:], np.int64))


def det(a: np.ndarray) -> np.ndarray:
    """By permutations, for any numbers."""
    from itertools import permutations

    size = a.shape[-1]
    total: Any = 0
    for order in permutations(range(size)):
        sign = np.linalg.det(np.eye(size)[list(order)]).round().astype(int)
        product: Any = int(sign)
        for row, column in enumerate(order):
            product = product * a[..., row, column]
        total = total + product
    return np.asarray(total)


def label(part: Any) -> str:
    return part if isinstance(part, str) else f"order {len(part)}"


# What must vanish, by property and shape: polynomial equations, so that they make sense in every field.
EQUATIONS: dict[tuple[str, Shape], Callable[[np.ndarray], np.ndarray]] = {
    ("symmetric", SQUARE): lambda a: a - T(a),
    ("skew-symmetric", SQUARE): lambda a: a + T(a),
    ("positive definite", SQUARE): lambda a: a - T(a),
    ("positive semidefinite", SQUARE): lambda a: a - T(a),
    ("negative definite", SQUARE): lambda a: a - T(a),
    ("orthogonal", SQUARE): lambda a: a @ T(a) - unit(4),
    ("special orthogonal", SQUARE): lambda a: det(a) - 1,
    ("orthonormal columns", TALL): lambda a: T(a) @ a - unit(2),
    ("orthonormal rows", WIDE): lambda a: a @ T(a) - unit(2),
    ("projection", SQUARE): lambda a: np.concatenate([a @ a - a, a - T(a)]),
    ("idempotent", SQUARE): lambda a: a @ a - a,
    ("reflection", SQUARE): lambda a: np.concatenate([a @ a - unit(4), a - T(a)]),
    ("involutory", SQUARE): lambda a: a @ a - unit(4),
    ("nilpotent", SQUARE): lambda a: a @ a @ a @ a,
    ("normal", SQUARE): lambda a: a @ T(a) - T(a) @ a,
    ("diagonal", SQUARE): lambda a: a * (1 - unit(4)),
    ("lower triangular", SQUARE): off(np.tril),
    ("upper triangular", SQUARE): off(np.triu),
    ("tridiagonal", SQUARE): off(lambda ones: np.tril(np.triu(ones, -1), 1)),
    ("singular", SQUARE): det,
    ("rank one", SQUARE): lambda a: a[..., 0, 0] * a[..., 1, 1] - a[..., 0, 1] * a[..., 1, 0],
    ("unit trace", SQUARE): lambda a: np.trace(a, axis1=-2, axis2=-1) - 1,
    ("unit", COLUMN): lambda a: T(a) @ a - 1,
    ("stochastic", COLUMN): lambda a: a.sum(-2) - 1,
    ("stochastic", WIDE): lambda a: a.sum(-1) - 1,
    ("column stochastic", WIDE): lambda a: a.sum(-2) - 1,
    ("doubly stochastic", SQUARE): lambda a: np.concatenate([a.sum(-1) - 1, a.sum(-2) - 1]),
    ("sums to one", COLUMN): lambda a: a.sum(-2) - 1,
    ("centred", COLUMN): lambda a: a.sum(-2),
    ("centred", TALL): lambda a: a.sum(-2),
    ("one-hot", COLUMN): lambda a: np.concatenate([a * (a - 1), a * 0 + a.sum(-2, keepdims=True) - 1]),
    ("permutation", SQUARE): lambda a: np.concatenate([a @ T(a) - unit(4), a * (a - 1)]),
    ("binary", COLUMN): lambda a: a * (a - 1),
    ("identity", SQUARE): lambda a: a - unit(4),
    ("zero", TALL): lambda a: a,
    ("ones", COLUMN): lambda a: a - 1,
}


@pytest.mark.parametrize(("name", "shape"), EQUATIONS, ids=label)
@pytest.mark.parametrize("field", ["Q", "Z/p"])
def test_values_have_their_property(name: str, shape: Shape, field: str) -> None:
    result = values((name,), shape, field, Small(3) if field == "Q" else Uniform(PRIME))
    if field == "Z/p":
        result = result.astype(object)  # whole numbers without bound: the equation holds modulo the prime
    residual = EQUATIONS[name, shape](result)
    assert not np.any(residual % PRIME if field == "Z/p" else residual != 0)


INEQUALITIES: dict[tuple[str, Shape], Callable[[np.ndarray], bool]] = {
    ("positive", COLUMN): lambda a: bool((a > 0).all()),
    ("standard deviation", NUMBER): lambda a: bool((a > 0).all()),
    ("nonnegative", TALL): lambda a: bool((a >= 0).all()),
    ("negative", NUMBER): lambda a: bool((a < 0).all()),
    ("nonpositive", COLUMN): lambda a: bool((a <= 0).all()),
    ("nonzero", NUMBER): lambda a: bool((a != 0).all()),
    ("probability", NUMBER): lambda a: bool(((a > 0) & (a < 1)).all()),
    ("stochastic", WIDE): lambda a: bool((a > 0).all()),
    ("doubly stochastic", SQUARE): lambda a: bool((a >= 0).all()),
    ("positive definite", SQUARE): lambda a: bool((np.linalg.eigvalsh(a) > 0).all()),
    ("positive semidefinite", SQUARE): lambda a: bool((np.linalg.eigvalsh(a) > -1e-9).all()),
    ("negative definite", SQUARE): lambda a: bool((np.linalg.eigvalsh(a) < 0).all()),
    ("invertible", SQUARE): lambda a: bool((np.abs(np.linalg.det(a)) > 1e-9).all()),
    ("full column rank", TALL): lambda a: bool((np.linalg.matrix_rank(a) == 2).all()),
    ("integer", NUMBER): lambda a: bool((a == a.round()).all() and (a >= 0).all()),
}


@pytest.mark.parametrize(("name", "shape"), INEQUALITIES, ids=label)
@pytest.mark.parametrize("style", [Small(3), Spread(), Extreme()], ids=lambda style: type(style).__name__)
def test_real_values_satisfy_their_inequalities(name: str, shape: Shape, style: Style) -> None:
    if name == "doubly stochastic" and isinstance(style, Extreme):
        pytest.skip("entries of every size leave the range of this construction")
    exact = values((name,), shape, "Q", style)
    assert INEQUALITIES[name, shape](np.vectorize(lambda q: int(q.p) / int(q.q), otypes=[float])(exact))


def ranks(properties: tuple[str, ...], shape: Shape) -> set[int]:
    symbol = t.symbol("S", shape)
    setting = setting_of(symbol, World(properties={"S": properties}))
    run = setting.evaluation(FIELDS["float"], setting.point(SIZES, Spread(), 40))
    return {int(rank) for rank in np.linalg.matrix_rank(run.drawn("S", shape)[0], tol=1e-6)}


@pytest.mark.parametrize("name", ["projection", "idempotent", "positive semidefinite"])
def test_every_rank_is_met(name: str) -> None:
    assert ranks((name,), SQUARE) == {0, 1, 2, 3, 4}


def test_singular_matrices_have_every_lower_rank() -> None:
    assert ranks(("singular",), SQUARE) == {0, 1, 2, 3}


def test_both_components_of_the_orthogonal_group_are_met() -> None:
    determinants = {int(det(a)) for a in values(("orthogonal",), SQUARE)}
    assert determinants == {1, -1}


def test_every_place_of_a_one_hot_vector_is_met() -> None:
    assert {tuple(a[:, 0]) for a in values(("one-hot",), COLUMN).tolist() for a in [np.array(a, object)]} == {
        tuple(int(k == place) for k in range(4)) for place in range(4)
    }


def test_several_symbols_go_through_all_combinations() -> None:
    P, Q = t.symbol("P", SQUARE), t.symbol("Q", SQUARE)
    world = World(properties={"P": ("projection",), "Q": ("orthogonal",)})
    setting = setting_of(t.matmul(P, Q), world)
    point = setting.point(SIZES, Small(), 10)
    assert {*zip(point.stratum("P").tolist(), point.stratum("Q").tolist(), strict=True)} == {
        (rank, side) for rank in range(5) for side in range(2)
    }


TANGENTS: dict[tuple[str, Shape], Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    ("symmetric", SQUARE): lambda a, d: d - T(d),
    ("orthogonal", SQUARE): lambda a, d: T(a) @ d + T(d) @ a,
    ("projection", SQUARE): lambda a, d: a @ d + d @ a - d,
    ("idempotent", SQUARE): lambda a, d: a @ d + d @ a - d,
    ("unit", COLUMN): lambda a, d: T(a) @ d,
    ("stochastic", COLUMN): lambda a, d: d.sum(-2),
    ("positive definite", SQUARE): lambda a, d: d - T(d),
    ("diagonal", SQUARE): lambda a, d: d * (1 - unit(4)),
    ("one-hot", COLUMN): lambda a, d: d,
    ("integer", NUMBER): lambda a, d: d,
}


@pytest.mark.parametrize(("name", "shape"), TANGENTS, ids=label)
def test_differentials_move_along_the_admissible_values(name: str, shape: Shape) -> None:
    run = drawn((name,), shape, "Q", Small(3))
    value, move = run.drawn("S", shape)[0], run.perturbation("S", shape)[0]
    inside = slice(None) if run.root.undefined is None else ~run.root.undefined
    value, move = value[inside], (move[inside] if len(move) > 1 else move)
    assert not np.any(TANGENTS[name, shape](value, move) != 0)
    assert name in ("one-hot", "integer") or np.any(move != 0)


def test_members_of_a_family_have_the_property_one_by_one() -> None:
    family = values(("orthogonal",), (m, n, n))
    assert family.shape[1:] == (2, 4, 4)
    assert not np.any(family @ T(family) - unit(4) != 0)


def test_properties_follow_from_each_other() -> None:
    assert closure(frozenset(["symmetric", "idempotent"])) >= {"projection", "positive semidefinite"}
    assert closure(frozenset(["lower triangular", "upper triangular"])) >= {"diagonal", "symmetric"}
    assert closure(frozenset(["spd"])) == closure(frozenset(["positive definite"]))


def test_a_property_without_a_construction_is_named() -> None:
    assert manner(("Toeplitz",), (3, 3)).unmodelled == ("Toeplitz",)
    assert manner(("symmetric", "Toeplitz"), (3, 3)).unmodelled == ("Toeplitz",)
    assert manner(("symmetric",), (3, 2)).unmodelled == ("symmetric",)
    assert manner(("real", "square", "invertible"), (3, 3)).unmodelled == ()


@pytest.mark.parametrize("construction", CONSTRUCTIONS, ids=lambda construction: construction.properties or "none")
def test_a_construction_is_chosen_for_just_its_own_properties(construction: Any) -> None:
    extent = next(e for e in ((3, 3), (4, 2), (2, 4), (4, 1), (3,), (2, 4, 1), ()) if construction.fits(e))
    if construction.properties in ("orthonormal columns", "orthonormal rows"):
        extent = (4, 2) if "columns" in construction.properties else (2, 4)
    if construction.properties == "unit":
        extent = (4, 1)
    own = tuple(construction.properties.split(", ")) if construction.properties else ()
    chosen = manner(own, extent)
    assert chosen.construction is construction
    assert chosen.unmodelled == ()


def test_the_same_tag_always_gives_the_same_numbers() -> None:
    setting = setting_of(t.symbol("S", SQUARE), World())
    first, second = (setting.point(SIZES, Uniform(PRIME), 5) for _ in range(2))
    second.numbers("other", (3,))
    np.testing.assert_array_equal(first.numbers("S/0", (4, 4)), second.numbers("S/0", (4, 4)))
    assert (first.numbers("S/0", (4, 4)) != first.numbers("T/0", (4, 4))).any()
