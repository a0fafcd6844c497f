"""What elaboration hands on: steps with typed sides, and the world in which they are to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor.elaborating.scope import Key
from auditor.findings import Finding
from auditor.parsing.statements import Written
from auditor.source import Span
from auditor.terms.dimension import Shape
from auditor.terms.term import Term
from auditor.terms.world import World
from auditor.verdicts import Relation, Stance


class Sort(StrEnum):
    """What kind of claim a step makes, which is how it is decided."""

    DEFINITION = "definition"  # the first introduction of the left symbol: nothing to check but the shape
    IMPOSED = "imposed"  # an equation or property that the text lays down
    SHAPE = "shape"  # A ∈ ℝ^{m×n}
    EQUATION = "equation"
    INEQUALITY = "inequality"
    IMPLICATION = "implication"
    OTHER = "other"  # a relation of which nothing is known


@dataclass(frozen=True)
class Side:
    """An operand with its meaning, or with the finding that says why it has none."""

    written: Written | None
    term: Term | None = None
    shape: Shape | None = None
    problem: Finding | None = None
    ill_formed: bool = False  # the problem is the author's, not the auditor's


@dataclass(frozen=True)
class Claim:
    """One relation with its two sides; the unit that gets a verdict."""

    statement: int  # position in Reading.statements
    place: int  # which relation of the statement
    sort: Sort
    relation: Relation
    left: Side
    right: Side
    stance: Stance
    problem: Finding | None = None  # a clash between the two sides
    fits: bool | None = None  # of a shape claim: whether it is true
    premise: int | None = None  # of an implication: index of the claim before it; of a conclusion, of its premise
    premises: tuple[int, ...] = ()
    consulted: frozenset[Key] = frozenset()
    indices_differ: bool = False
    alias: str | None = None  # x^* read as x where the equations imposed on x hold


@dataclass(frozen=True)
class Fact:
    """An equation in force from a claim on."""

    kind: str  # "given" | "claim"
    claim: int
    left: Term
    right: Term


@dataclass(frozen=True)
class Inferred:
    """What is known of a symbol in the end, for the report."""

    symbol: str
    shape: Shape | None
    properties: tuple[str, ...]
    origin: str  # "stated" | "inferred" | "option" | "convention"
    scope: Span
    span: Span


@dataclass(frozen=True)
class Elaboration:
    """A document with a meaning: one consistent reading of all its formulas."""

    claims: tuple[Claim, ...]
    chains: tuple[tuple[int, ...], ...]  # runs of claims whose operands are chained
    world: World
    facts: tuple[Fact, ...] = ()
    symbols: tuple[Inferred, ...] = ()
    layouts: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # axis -> (value, origin)
    choices: Mapping[Key, str] = field(default_factory=dict)
    asked: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
