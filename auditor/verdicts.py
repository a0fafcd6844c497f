"""What the auditor says of a step: stances, verdicts and the evidence behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from auditor.findings import Finding
from auditor.source import Span


class Stance(StrEnum):
    """How the author puts a claim; only asserted steps count for exit codes and marks."""

    ASSERTED = "asserted"
    ASKED = "asked"
    SUPPOSED = "supposed"
    DENIED = "denied"


class Verdict(StrEnum):
    """Exactly one per step; DESIGN calls these strings a contract."""

    GIVEN = "given"
    VERIFIED = "verified"
    CONDITIONAL = "conditional"
    REFUTED = "refuted"
    ILL_FORMED = "ill-formed"
    UNKNOWN = "unknown"

    @property
    def flagged(self) -> bool:
        """The step is wrong as it stands."""
        return self in (Verdict.CONDITIONAL, Verdict.REFUTED, Verdict.ILL_FORMED)


class Method(StrEnum):
    """How a verdict was reached."""

    IDENTICAL = "identical"
    PROVED = "proved"
    SAMPLED = "sampled"
    RULE = "rule"
    SYMBOLIC = "symbolic"
    SHAPE = "shape"
    COUNTEREXAMPLE = "counterexample"
    NONE = "none"


# A value in a counterexample: an integer or fraction as a string, or nested lists of them.
Numbers: TypeAlias = "str | list[Numbers]"


@dataclass(frozen=True)
class Counterexample:
    """A concrete instance that separates the two sides; replayable by hand or with NumPy."""

    sizes: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, Numbers], ...]
    left: Numbers
    right: Numbers
    entry: tuple[int, ...]  # 1-based place of the first entry that differs; () for scalars
    # Where the sides hold free indices, the index values at which they differ, e.g. (("i", 1), ("j", 2)).
    indices: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """Why a verdict holds, in replayable figures."""

    method: Method = Method.NONE
    field: str | None = None  # "Z/p", "Q" or "R"
    draws: int = 0
    error_bound: float | None = None  # chance that a false identity passes all draws; exact sampling only
    digits: int | None = None  # ball sampling only
    sizes: tuple[tuple[tuple[str, int], ...], ...] = ()
    sizes_covered: str | None = None  # "all" | "drawn" | None
    facts: tuple[int, ...] = ()  # ids of steps used
    counterexample: Counterexample | None = None
    note: str = ""


@dataclass(frozen=True)
class Operand:
    """One side of a relation, as written."""

    latex: str
    span: Span
    shape: tuple[str, ...] | None  # None where unknown or where the operand is a proposition


@dataclass(frozen=True)
class Relation:
    """A relation sign and its place in the original."""

    symbol: str
    span: Span


@dataclass(frozen=True)
class Step:
    """One relation with its operands and the verdict on it."""

    id: int
    derivation: int
    stance: Stance
    span: Span
    relation: Relation
    left: Operand
    right: Operand
    verdict: Verdict
    evidence: Evidence = Evidence()
    conditions: tuple[str, ...] = ()
    carried_forward: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Conclusion:
    """First operand of a chain against its last."""

    derivation: int
    relation: str
    first_step: int
    last_step: int
    left: str
    right: str
    verdict: Verdict
    route: str  # "valid" | "invalid" | "undecided"
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True)
class LayoutChoice:
    """One of the two choices of layout, and where it comes from."""

    # scalar_by: "variable" | "transposed" · vector_by_vector: "numerator" | "denominator" · both: "mixed" | "none"
    value: str = "none"
    origin: str = "default"  # "declared" | "option" | "inferred" | "default"


@dataclass(frozen=True)
class Layout:
    """How derivatives are laid out, for the whole document; "mixed" where its sections choose differently."""

    scalar_by: LayoutChoice = LayoutChoice()
    vector_by_vector: LayoutChoice = LayoutChoice()


@dataclass(frozen=True)
class DeclaredSymbol:
    """What a symbol was taken to be, in a stretch of the document."""

    symbol: str  # as the author wrote it
    shape: tuple[str, ...] | None  # None where it stayed unknown
    properties: tuple[str, ...]
    origin: str  # "stated" | "inferred" | "option" | "convention"
    scope: Span
    span: Span | None  # where that is said, or the first use; None where no place in the document says it
