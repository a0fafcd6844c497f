"""Spaces: what membership in a set says of its members."""

from __future__ import annotations

import pytest

from auditor.parsing import operand
from auditor.parsing.extents import extents
from auditor.parsing.spaces import Space, space_of
from auditor.parsing.syntax import Node
from auditor.source import Text


def space(latex: str) -> Space | None:
    return space_of(operand(Text.original(latex, 0)).syntax)


def sizes(latex: str, nodes: tuple[Node, ...]) -> tuple[str, ...]:
    return tuple(latex[node.span.start : node.span.end] for node in nodes)


SHAPES: list[tuple[str, tuple[str, ...]]] = [
    (r"\mathbb{R}", ()),
    (r"\mathbb{R}^n", ("n",)),
    (r"{\Bbb R}^n", ("n",)),
    (r"\mathbf{R}^n", ("n",)),
    (r"R^{m \times n}", ("m", "n")),
    (r"\mathbb R^{m\times n}", ("m", "n")),
    (r"\mathbb{R}^{n,m}", ("n", "m")),
    (r"\mathbb{R}^{1\times m}", ("1", "m")),
    (r"\mathbb{R}^{m \times n \times k}", ("m", "n", "k")),
    (r"\mathbb{R}^{mn}", ("mn",)),
    (r"\mathbb{R}^{n^2}", ("n^2",)),
    (r"\mathbb{R}^{(m+n)\times n}", ("m+n", "n")),
    (r"\mathbb{R}^{2n \times (p+1)}", ("2n", "p+1")),
    (r"\mathbb{R}^{d_{1} \times d_{2}}", ("d_{1}", "d_{2}")),
    (r"\mathbb{C}^{n\times n}", ("n", "n")),
    (r"\mathbb{F}^n", ("n",)),
    (r"M_{m\times n}(\mathbb{R})", ("m", "n")),
    (r"\mathcal{M}_{n\times m}(\mathbb R)", ("n", "m")),
    (r"\mathcal{M}_{n\times m}", ("n", "m")),
    (r"M_{mn}(\mathbb{F})", ("m", "n")),
    (r"M_n(\mathbb{R})", ("n", "n")),
    (r"F^n(\mathbb R)", ("n",)),
    (r"\mathbb{S}^n", ("n", "n")),
    (r"\mathrm{Sym}(n)", ("n", "n")),
    (r"GL(n)", ("n", "n")),
    (r"GL_n(\mathbb{R})", ("n", "n")),
    (r"O(n)", ("n", "n")),
    (r"\mathrm{St}(n,p)", ("n", "p")),
    (r"\{0,1\}^n", ("n",)),
    (r"[0,1]^n", ("n",)),
    (r"\Delta^{n-1}", ("n",)),
    (r"\mathbb{S}^{n-1}", ("n",)),
    (r"\mathbb{R}^n\setminus\{0\}", ("n",)),
    (r"(0,\infty)", ()),
]

PROPERTIES: list[tuple[str, tuple[str, ...]]] = [
    (r"\mathbb{R}_+", ("nonnegative",)),
    (r"\mathbb{R}^+", ("positive",)),
    (r"\mathbb{R}_{++}^n", ("positive",)),
    (r"\mathbb{R}_{>0}", ("positive",)),
    (r"\mathbb{R}_{\ge 0}", ("nonnegative",)),
    (r"\mathbb{N}", ("positive",)),
    (r"\mathbb{N}_0", ("nonnegative",)),
    (r"(0,\infty)", ("positive",)),
    (r"\mathbb{R}^n\setminus\{0\}", ("nonzero",)),
    (r"\mathbb{S}^n_{++}", ("symmetric", "positive definite")),
    (r"\mathcal S^n_+", ("symmetric", "positive semidefinite")),
    (r"S^n_{+}", ("symmetric", "positive semidefinite")),
    (r"SO(n)", ("special orthogonal",)),
    (r"GL(n,\mathbb R)", ("invertible",)),
    (r"\Delta_n", ("stochastic",)),
    (r"\mathbb{S}^{n-1}", ("unit",)),
]

NO_SPACES = ["A", "M", r"C^1", r"\mathcal{X}", r"\mathcal{O}(n)", r"\mathbb{R}^m\times\mathbb{R}^n", "f(x)", "S", "x^n"]


@pytest.mark.parametrize(("latex", "shape"), SHAPES)
def test_a_space_has_a_shape(latex: str, shape: tuple[str, ...]) -> None:
    found = space(latex)
    assert found is not None
    assert sizes(latex, found.shape) == shape


@pytest.mark.parametrize(("latex", "properties"), PROPERTIES)
def test_a_space_has_properties(latex: str, properties: tuple[str, ...]) -> None:
    found = space(latex)
    assert found is not None
    assert found.properties == properties


@pytest.mark.parametrize("latex", NO_SPACES)
def test_other_formulas_are_no_spaces(latex: str) -> None:
    assert space(latex) is None


@pytest.mark.parametrize(
    ("latex", "field"),
    [(r"\mathbb{Z}", "integer"), (r"\mathbb{C}^n", "complex"), (r"\{0,1\}", "boolean"), ("R", "real")],
)
def test_a_space_has_a_field(latex: str, field: str) -> None:
    found = space(latex)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize("latex", [r"\{1,\dots,n\}", r"\{1, 2, \ldots, n\}", r"[n]"])
def test_a_set_of_whole_numbers_is_a_range(latex: str) -> None:
    found = space(latex)
    assert found is not None
    assert found.index_range is not None
    low, high = found.index_range
    assert low == operand(Text.original("1", 0)).syntax
    assert high == operand(Text.original("n", 0)).syntax


@pytest.mark.parametrize(
    ("latex", "listed"),
    [(r"m\times n", ("m", "n")), ("m, n", ("m", "n")), ("2n", ("2n",)), (r"(n+1)\times k", ("n+1", "k"))],
)
def test_extents_are_listed(latex: str, listed: tuple[str, ...]) -> None:
    found = extents(operand(Text.original(latex, 0)).syntax)
    assert found is not None
    assert sizes(latex, found) == listed


@pytest.mark.parametrize("latex", [r"A^T", r"\frac{\partial f}{\partial x}", "x = 1", "0.5", r"\infty"])
def test_other_formulas_have_no_extents(latex: str) -> None:
    assert extents(operand(Text.original(latex, 0)).syntax) is None
