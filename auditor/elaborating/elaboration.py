"""What elaboration hands on: steps with typed sides, and the world in which they are to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from auditor.elaborating.scope import Key
from auditor.findings import Finding
from auditor.parsing.statements import Written
from auditor.source import Span
from auditor.terms.dimension import Dimension, Shape
from auditor.terms.term import Term
from auditor.terms.world import World
from auditor.verdicts import Relation, Stance

if TYPE_CHECKING:
    from auditor.elaborating.restating import Settled


class Sort(StrEnum):
    """What kind of step a step makes, which is how it is decided."""

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


Constraint: TypeAlias = tuple[Term, str, Term]  # left, relation, right of an inequality that is laid down


@dataclass(frozen=True)
class Inference:
    """What an implication draws from what: the steps before and behind its sign, by number."""

    premises: tuple[int, ...]
    conclusions: tuple[int, ...]
    either: bool = False  # of the conclusions one holds: `x = a or x = -a`


@dataclass(frozen=True)
class TypedStep:
    """One relation with its two sides; the unit that gets a verdict."""

    statement: int  # position in Reading.statements
    place: int  # which relation of the statement
    sort: Sort
    relation: Relation
    left: Side
    right: Side
    stance: Stance
    problem: Finding | None = None  # a clash between the two sides
    fits: bool | None = None  # of a shape step: whether it is true
    consulted: frozenset[Key] = frozenset()
    indices_differ: bool = False  # the free indices of the two sides are not the same
    merged: tuple[tuple[str, Dimension], ...] = ()  # sizes that its section makes equal to others
    variant_of: str | None = None  # x where the left side is x^*, a solution for x
    premise: bool = False  # what an implication starts from
    stationary: bool = False  # the words before it set the last gradient to zero
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of symbols, by remarks that hold here only
    varying: frozenset[str] = frozenset()  # internal names whose differentials the chain writes; none: all vary
    supposes: str = ""  # an unusual reading of a sign, without which the step has no meaning
    lead: str = ""  # the words and formulas directly before its statement
    model: bool = False  # the equation models data, which do not vary with its parameters
    opens: bool = False  # it begins a chain, and no word such as "hence" stands before it
    laid_down: bool = False  # "where", "subject to": words before a condition
    claims: bool = False  # of a definition: the words before it say what the value is the value of
    hedged: bool = False  # the words before it say what is usual: "is typically"
    built_in: bool = False  # an imposed equation that the letters satisfy by what they mean here: the law of a variable
    constraints: tuple[Constraint, ...] = ()  # inequalities that an imposed one lays down
    section: int = 0  # the section of the document it stands in
    inference: Inference | None = None  # of an implication


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

    steps: tuple[TypedStep, ...]
    chains: tuple[tuple[int, ...], ...]  # runs of steps whose operands are chained
    world: World
    symbols: tuple[Inferred, ...] = ()
    layouts: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # axis -> (value, origin)
    choices: Mapping[Key, str] = field(default_factory=dict)
    asked: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unread: frozenset[str] = frozenset()  # internal names of letters whose definitions were not understood
    restricted: frozenset[str] = frozenset()  # names that lie in a set of which nothing is known
    same: Mapping[str, str] = field(default_factory=dict)  # names of what a decomposition gives a second form
    parameters: frozenset[str] = frozenset()  # letters that laws of random ones explain, or that stand for all
    prose: str = ""  # the words of the document
    settled: Settled | None = field(default=None, compare=False, repr=False)  # to give further formulas a meaning

    def chain_of(self, number: int) -> tuple[int, ...]:
        """The steps of the chain in which a step stands; none where it stands in none."""
        return next((chain for chain in self.chains if number in chain), ())
