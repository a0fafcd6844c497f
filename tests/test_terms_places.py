"""Places along an axis: equations and digits say just what the numbers say."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.terms.dimension import ONE, ZERO, Dimension
from auditor.terms.places import (
    FIRST,
    Leg,
    Place,
    bounds,
    compose,
    digits,
    equations,
    fits,
    never_negative,
    parts,
    place,
    put,
    shift,
)

m, n = Dimension.of("m"), Dimension.of("n")
RANGES = {0: m, 1: n, 2: n, 3: m, 4: m * n, 5: n - ONE}
SIZES = ({"m": 2, "n": 3}, {"m": 3, "n": 1}, {"m": 1, "n": 2})
STRIDES = (ONE, n, m, n + ONE, Dimension.of(2))
legs = st.builds(
    place,
    st.sampled_from([ZERO, ONE, n, m]),
    st.lists(st.tuples(st.sampled_from(sorted(RANGES)), st.sampled_from(STRIDES)), max_size=3),
)


def value(leg: Leg, wires: dict[int, int], sizes: dict[str, int]) -> int:
    whole = parts(leg)
    return whole.offset.value(sizes) + sum(stride.value(sizes) * wires[wire] for wire, stride in whole.strides)


def settings_of(sizes: dict[str, int]) -> list[dict[int, int]]:
    spans = [range(max(0, size.value(sizes))) for size in RANGES.values()]
    return [dict(zip(RANGES, spot, strict=True)) for spot in product(*spans)]


@given(legs, legs)
def test_equations_hold_exactly_where_places_coincide(left: Leg, right: Leg) -> None:
    found = equations(left, right, RANGES)
    for sizes in SIZES:
        for wires in settings_of(sizes):
            same = value(left, wires, sizes) == value(right, wires, sizes)
            holds = found is not None and all(value(zero, wires, sizes) == 0 for zero in found)
            assert same == holds


@given(legs)
def test_bounds_enclose(leg: Leg) -> None:
    ends = bounds(leg, RANGES)
    for sizes in SIZES:
        for wires in settings_of(sizes):
            if ends is not None:
                assert ends[0].value(sizes) <= value(leg, wires, sizes) <= ends[1].value(sizes)
            if fits(leg, m * n, RANGES):
                assert 0 <= value(leg, wires, sizes) < sizes["m"] * sizes["n"]


@given(legs, st.sampled_from([(m, n), (n, m), (m, n, n), (n,), (ONE, m)]))
def test_digits_compose_to_the_place(leg: Leg, radix: tuple[Dimension, ...]) -> None:
    found = digits(leg, radix, RANGES)
    if found is None:
        return
    for sizes in SIZES:
        for wires in settings_of(sizes):
            whole = compose(zip(found, radix, strict=True))
            assert value(whole, wires, sizes) == value(leg, wires, sizes)
            for digit, size in zip(found[1:], radix[1:], strict=True):
                assert 0 <= value(digit, wires, sizes) < size.value(sizes)


@given(legs, legs)
def test_putting_and_shifting(leg: Leg, other: Leg) -> None:
    for sizes in SIZES[:1]:
        for wires in settings_of(sizes):
            moved = {**wires, 0: value(other, wires, sizes)}
            assert value(put(leg, {0: other}), wires, sizes) == value(leg, moved, sizes)
            assert value(shift(leg, n), wires, sizes) == value(leg, wires, sizes) + sizes["n"]


def test_a_pair_comes_apart() -> None:
    left, right = compose([(0, m), (1, n)]), compose([(3, m), (2, n)])
    found = equations(left, right, RANGES)
    assert found is not None
    assert sorted(zero.strides for zero in found) == [((0, ONE), (3, -ONE)), ((1, ONE), (2, -ONE))]


@pytest.mark.parametrize(("leg", "expected"), [(3, 3), (FIRST, FIRST), (Place(ONE, ()), Place(ONE, ()))])
def test_simple_legs_stay_simple(leg: Leg, expected: Leg) -> None:
    whole = parts(leg)
    assert place(whole.offset, whole.strides) == expected


def test_blocks_are_disjoint() -> None:
    assert equations(0, place(m, [(1, ONE)]), {**RANGES, 0: m}) is None
    assert equations(Place(ZERO, ()), Place(n, ()), RANGES) is None


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [(n, True), (n - ONE, True), (n - Dimension.of(2), False), (m * n - n, True), (m - n, False), (ZERO, True)],
)
def test_never_negative(dimension: Dimension, expected: bool) -> None:
    assert never_negative(dimension) is expected
