"""The harness behind the truth tables: it refuses what mathematics refuses, and it tells right from wrong."""

from __future__ import annotations

import numpy as np
import pytest
from truth.arrays import array
from truth.calculus import derivative, gradient, hessian, jacobian
from truth.identity import judge, savers, transposed
from truth.instances import instances

ROW, COLUMN = array(np.ones((1, 3))), array(np.ones((3, 1)))


@pytest.mark.parametrize(
    "made", [lambda: ROW + COLUMN, lambda: COLUMN + 1, lambda: ROW * ROW, lambda: 1 / ROW, lambda: COLUMN @ COLUMN]
)
def test_arrays_do_not_broadcast(made) -> None:
    with pytest.raises(ValueError, match=r"of|by|mismatch"):
        made()


def test_a_single_entry_is_a_number() -> None:
    assert np.shape(ROW @ COLUMN) == ()
    assert (ROW @ COLUMN) * ROW @ COLUMN == 9


def test_derivatives_are_exact() -> None:
    x = array(np.array([[1.0], [2.0], [3.0]]))
    plain = np.asarray(x)
    assert np.allclose(np.asarray(gradient(lambda x: x.T @ x, x)), 2 * plain, atol=0)
    assert np.allclose(np.asarray(jacobian(lambda x: (x.T @ x) * x, x)), 14 * np.eye(3) + 2 * plain @ plain.T)
    assert np.allclose(
        np.asarray(hessian(lambda x: (x.T @ x) ** 2, x)), 56 * np.eye(3) + 8 * plain @ plain.T, atol=1e-7
    )
    assert np.isclose(derivative(np.sin, 0.3), np.cos(0.3), rtol=1e-15)


def test_different_letters_are_different_sizes() -> None:
    for instance in instances("A:mn x:n S:nn+sym m>n"):
        sizes = [instance[letter] for letter in "mnpq"]
        assert len(set(sizes)) == 4
        assert instance["m"] > instance["n"]
        assert instance["A"].shape == (instance["m"], instance["n"])
        assert np.array_equal(instance["S"], instance["S"].T)


def test_judgements() -> None:
    assert judge("A:mn B:nm", "tr(A @ B)", "tr(B @ A)") == "holds"
    assert judge("A:nn B:nn", "A @ B", "B @ A") == "refuted"
    assert judge("A:mn B:nm", "A @ B", "B @ A") == "ill-formed"
    assert judge("A:mn", "A[0, 0]", "A[n, 0] + A[0, m]") == "ill-formed"
    with np.errstate(all="ignore"), pytest.raises(ArithmeticError):
        judge("x:", "log(0 * x)", "x")


def test_assumptions_that_would_save_a_claim() -> None:
    assert savers("A:nn x:n", "A.T @ x", "A @ x") == [("A", "sym"), ("A", "diag")]
    assert savers("A:nn", "tr(A @ A)", "-tr(A)") == []
    assert transposed("a:n x:n", "gradient(lambda x: a.T @ x, x)", "a.T")
