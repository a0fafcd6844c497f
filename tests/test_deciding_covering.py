"""When agreement at the drawn sizes is agreement at all sizes, and how sizes are chosen."""

from __future__ import annotations

import pytest

from auditor.deciding.claims import Claim, Setting
from auditor.deciding.covering import cover
from auditor.deciding.limits import Budget, Meter
from auditor.deciding.sizes import LARGE, USUAL, Plan, plan, small
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term
from auditor.terms.world import World

m, n, k = map(Dimension.of, "mnk")
A, B, C = (t.symbol(name, (n, n)) for name in "ABC")
X, Y = t.symbol("X", (m, n)), t.symbol("Y", (m, n))
x = t.symbol("x", (n, ONE))
i, j = Index("i", ONE, n), Index("j", ONE, n)
short, late = Index("i", ONE, n - ONE), Index("i", Dimension.of(2), n)
xi = t.entry(x, t.index(i), t.number(1))
zero = t.number(0)


def choose(left: Term, right: Term, world: World | None = None) -> Plan:
    setting = Setting(Claim(left, right), world or World(), 0, Meter(Budget()))
    return plan(setting.features, setting.cover, setting.rules)


def test_networks_need_as_many_places_as_indices() -> None:
    found = cover(t.trace(t.matmul(t.matmul(A, B), C)), zero, World())
    assert found.complete
    assert found.least == {"n": 3}
    assert found.degrees == {}


def test_sizes_are_at_least_as_large_as_the_theorem_asks() -> None:
    chosen = choose(t.trace(t.matmul(t.matmul(A, B), C)), t.trace(t.matmul(t.matmul(C, A), B)))
    assert chosen.covered == "all"
    assert all(sizes["n"] >= 3 for sizes in chosen.assignments)


def test_the_trace_of_the_identity_is_a_number() -> None:
    trace = t.trace(t.identity(n))
    found = cover(t.power(trace, t.number(2)), zero, World())
    assert found.degrees == {"n": 2}
    chosen = choose(t.power(trace, t.number(2)), zero)
    assert len({sizes["n"] for sizes in chosen.assignments[: chosen.needed]}) >= 3


def test_sums_over_nothing_but_the_index_are_numbers() -> None:
    assert cover(t.sum_(t.number(1), i), zero, World()).degrees == {"n": 1}
    assert cover(t.sum_(t.index(i), i), zero, World()).degrees == {"n": 2}
    assert cover(t.sum_(t.power(t.index(i), t.number(2)), i), zero, World()).degrees == {"n": 3}
    assert cover(t.sum_(xi, i), zero, World()).degrees == {}


def test_a_sum_some_terms_of_which_lack_the_index_grows_with_it() -> None:
    alpha = t.symbol("a")
    assert cover(t.sum_(t.add(xi, alpha), i), zero, World()).degrees == {"n": 1}
    assert cover(t.sum_(t.power(t.add(xi, alpha), t.number(2)), i), zero, World()).degrees == {"n": 1}
    assert cover(t.sum_(t.multiply(xi, t.add(xi, alpha)), i), zero, World()).degrees == {}


def test_sums_of_deltas_are_numbers() -> None:
    delta = t.delta(t.index(i), t.index(j))
    assert cover(t.sum_(t.sum_(delta, i), j), zero, World()).degrees["n"] >= 1


def test_dividing_both_sides_by_a_size_takes_one_value_of_it() -> None:
    share = t.power(t.size(m), t.number(-1))
    gradient = t.derivative(t.multiply(share, t.trace(t.matmul(t.transpose(X), X))), X)
    found = cover(gradient, t.multiply(t.number(2), share, X), World())
    assert found.complete
    assert found.degrees == {}
    assert cover(t.multiply(share, X), X, World()).degrees == {"m": 1}


def test_a_contracted_derivative_may_give_a_size() -> None:
    divergence = t.trace(t.rearrange(t.derivative(x, x), (0, 2)))
    assert cover(divergence, zero, World()).degrees == {"n": 1}


OUTSIDE = {
    "inverse": t.inverse(A),
    "determinant": t.determinant(A),
    "quotient of entries": t.sum_(t.power(xi, t.number(-1)), i),
    "product": t.product(xi, i),
    "fixed place": t.entry(x, t.number(1), t.number(1)),
    "shifted place": t.sum_(t.entry(x, t.add(t.index(short), t.number(1)), t.number(1)), short),
    "part of a range": t.sum_(t.entry(x, t.index(late), t.number(1)), late),
    "bracket": t.sum_(t.multiply(xi, t.compare(t.index(i), "<", t.number(2))), i),
    "fused axes": t.vec(X),
    "exponential": t.apply("exp", x),
    "unknown function": t.call("f", (x,), ()),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_outside_of_the_theorem_is_said_to_be(name: str) -> None:
    term = OUTSIDE[name]
    assert not cover(term, term, World()).complete
    assert choose(term, term).covered == "drawn"


def test_properties_that_cut_out_more_than_a_linear_space_are_outside() -> None:
    claim = t.matmul(A, A), A
    assert cover(*claim, World(properties={"A": ("symmetric",)})).complete
    assert not cover(*claim, World(properties={"A": ("projection",)})).complete


def test_definitions_are_followed() -> None:
    world = World(definitions={"A": t.matmul(t.transpose(X), X)})
    assert cover(t.trace(A), zero, world).least == {"m": 1, "n": 1}


def test_inverses_take_several_sizes_and_a_large_one() -> None:
    chosen = choose(t.inverse(A), t.inverse(A))
    assert chosen.large
    assert chosen.needed >= USUAL
    assert any(max(sizes.values()) >= LARGE for sizes in chosen.assignments)
    values = [sizes["n"] for sizes in chosen.assignments[: chosen.needed]]
    assert len(set(values)) == len(values)


def test_sizes_differ_from_each_other() -> None:
    W = t.symbol("W", (n, k))
    product = t.matmul(X, W)
    for sizes in choose(t.inverse(t.matmul(product, t.transpose(product))), t.identity(m)).assignments:
        assert len(set(sizes.values())) == 3


def test_stated_orders_and_fixed_sizes_hold() -> None:
    world = World(ordered_sizes=((n, m),), fixed_sizes={"n": 3})
    for sizes in choose(t.inverse(t.matmul(t.transpose(X), X)), t.identity(n), world).assignments:
        assert sizes["n"] == 3
        assert sizes["m"] >= 3


def test_full_column_rank_orders_sizes() -> None:
    world = World(properties={"X": ("full column rank",)})
    for sizes in choose(t.inverse(t.matmul(t.transpose(X), X)), t.identity(n), world).assignments:
        assert sizes["m"] >= sizes["n"]


def test_compound_axes_are_never_empty() -> None:
    short = t.symbol("v", (n - Dimension.of(3), ONE))
    setting = Setting(Claim(short, short), World(), 0, Meter(Budget()))
    assert all(sizes["n"] >= 4 for sizes in small(setting.features, setting.rules))


def test_small_sizes_come_first() -> None:
    setting = Setting(Claim(X, Y), World(), 0, Meter(Budget()))
    assert small(setting.features, setting.rules)[0] == {"m": 1, "n": 1}


def test_the_size_that_names_an_index_is_no_size() -> None:
    below = Index("l", ONE, Dimension.of("i"))
    triangle = t.sum_(t.sum_(t.entry(A, t.index(i), t.index(below)), below), i)
    setting = Setting(Claim(triangle, zero), World(), 0, Meter(Budget()))
    assert setting.features.sizes == ("n",)
    assert setting.features.dependent == {"i"}
