"""The world in which terms have values: what is known of the symbols beside their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.terms.dimension import Dimension
from auditor.terms.term import Term


@dataclass(frozen=True)
class World:
    """Properties, definitions and constraints in force for a step.

    A defined symbol has the value of its defining term, evaluated with whatever is bound at that moment: under
    ∂/∂M of y := Mx the definition is followed, under ∂/∂y the symbol y itself varies. A symbol without a definition is
    free: its value is drawn at random within its properties. All symbols not in `constant` are perturbed by
    `differential`.
    """

    # symbol -> "symmetric", "skew-symmetric", "positive definite", "positive semidefinite", "orthogonal", "diagonal",
    # "lower triangular", "upper triangular", "idempotent", "projection", "invertible", "positive", "nonnegative",
    # "unit", "integer", "stochastic", "one-hot", "full column rank", "full row rank", …
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: Mapping[str, Term] = field(default_factory=dict)
    constant: frozenset[str] = frozenset()
    # Pairs (smaller, larger) of dimensions with smaller <= larger, as stated or needed.
    ordered_sizes: tuple[tuple[Dimension, Dimension], ...] = ()
    # Inequalities that the text lays down: (left, relation, right).
    constraints: tuple[tuple[Term, str, Term], ...] = ()
    # Sizes whose value the text fixes, e.g. a trace in dimension 3.
    fixed_sizes: Mapping[str, int] = field(default_factory=dict)
