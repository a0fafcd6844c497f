"""What the parser hands on: statements in the order of the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from auditor.findings import Finding
from auditor.parsing.syntax import Node, mapped
from auditor.source import Span, Text
from auditor.verdicts import Relation, Stance


@dataclass(frozen=True)
class Written:
    """One operand as written: its text, its place, and its syntax or the finding that says why it was not read."""

    text: Text
    syntax: Node | None
    failure: Finding | None = None

    @property
    def span(self) -> Span:
        return self.text.span()

    @property
    def latex(self) -> str:
        """The operand on one line, after repairs and macro expansion."""
        return " ".join(self.text.characters.split())

    def rewritten(self, change: Callable[[Node], Node | None]) -> Written:
        """The formula with every part for which `change` gives another one replaced."""
        return self if self.syntax is None else replace(self, syntax=mapped(self.syntax, change))


PLACING = frozenset({r"\in", ":", r"\to", r"\mapsto", r"\sim"})  # relations that only say where something lies


@dataclass(frozen=True)
class Statement:
    r"""Operands joined by relations, in one piece of writing: a row, or a formula in a sentence.

    `operands` is one longer than `relations`; the first is None where the row begins with a relation, the last where it
    ends with one. Relation symbols are folded to one spelling each: `=`, `\ne`, `<`, `>`, `\le`, `\ge`, `\ll`, `\gg`,
    `\approx`, `\sim`, `\simeq`, `\cong`, `\equiv`, `\propto`, `:=` (also `\triangleq`, `\coloneqq`, `\doteq`, `=:`
    turned round is `=:`), `\in`, `\notin`, `\subset`, `\subseteq`, `\to` (function types and limits), `\mapsto`,
    `\gets` (assignment), `\implies` (also `\Rightarrow`, `=>`, `\Longrightarrow`, and a `\to`/`\rightarrow` that stands
    between equations), `\impliedby`, `\iff`, `\succ`, `\succeq`, `\prec`, `\preceq`, `\perp`, `:` between a
    name and a function type.

    A formula without a relation is a statement with one operand: prose declarations refer to such mentions.
    """

    operands: tuple[Written | None, ...]
    relations: tuple[Relation, ...]
    display: bool  # stands on its own line(s), not inside a sentence
    block: int  # the piece of mathematics that it begins in, by position in Document.pieces
    stance: Stance = Stance.ASSERTED
    # The statement (by position in Reading.statements) whose last operand is this one's missing first operand, if any.
    continues: int | None = None
    annotation: str = ""  # words beside the row: a comment column, `\text{for all } i`, a tag
    # Words directly before the mathematics in its sentence, at most some 80 characters: "the gradient of", "let".
    lead: str = ""
    aside: bool = False  # stands in a remark beside a row, as its justification
    opens_row: bool = True  # no other statement stands before it in its row
    alternative: bool = False  # "or" joins it to the statement before

    @property
    def relates(self) -> bool:
        """It says more of its letters than where they lie: more than `\\in`, `f: A \\to B` and `\\sim`."""
        return bool({relation.symbol for relation in self.relations} - PLACING)

    def rewritten(self, change: Callable[[Node], Node | None]) -> Statement:
        """The statement with every part of its formulas for which `change` gives another one replaced."""
        return replace(self, operands=tuple(operand and operand.rewritten(change) for operand in self.operands))

    @property
    def span(self) -> Span:
        spans = [operand.span for operand in self.operands if operand] + [relation.span for relation in self.relations]
        result = spans[0]
        for span in spans[1:]:
            result = result.cover(span)
        return result


@dataclass(frozen=True)
class Declaration:
    r"""A fact about a symbol stated in prose ("Let $A$ be a symmetric $n\times n$ matrix", "uppercase letters are
    matrices").

    `subject` is the symbol as syntax (`A`, `W^j`, `\mathbf x`), or None for a convention about a class, which
    `subject_class` then names: letters ("uppercase", "bold lowercase", "greek", …), "every matrix", "inverses".
    `kind` is "matrix", "vector", "scalar", "row vector", "function", "size", "index", "operation" or "". `shape` holds
    the dimensions as syntax: `(n, n)`, `(n,)`; None where not stated. `properties` are lower-case words of the field:
    "symmetric", "positive definite", "invertible", "orthogonal", "diagonal", "constant", "elementwise", "positive",
    "skew-symmetric", "idempotent", "unit", "integer", "full column rank", …; a comparison keeps its sign (`\ge 2`), and
    "hedged" marks what the author only believes. What a sign stands for has the kind "operation" ("hadamard product",
    "transpose"). A letter for the rows or columns of a matrix, on which it depends, has the kind "line"; one that words
    give to a formula has the kind "naming", and the formula is the statement at `position`.
    """

    subject: Node | None
    subject_class: str
    kind: str
    shape: tuple[Node, ...] | None
    properties: tuple[str, ...]
    span: Span
    position: int  # index into Reading.statements of the first statement after (or containing) it: scope starts here
    function: tuple[tuple[Node, ...], Node] | None = None  # domains and codomain of "f: R^n -> R", as syntax
    index_range: tuple[Node, Node] | None = None  # "for 1 <= j <= N-1"
    depends_on: tuple[Node, ...] = ()  # "K depends on p", "y is a function of x"
    constant_in: tuple[Node, ...] = ()  # "a does not depend on x"
    # Index of the first statement to which it no longer applies: "if A is symmetric, …" holds for its sentence only.
    until: int | None = None


@dataclass(frozen=True)
class LayoutStatement:
    """The text chooses a layout: "we use numerator layout", "the gradient is a column vector"."""

    axis: str  # "scalar_by" | "vector_by_vector"
    value: str  # "variable" | "transposed" | "numerator" | "denominator"
    span: Span
    position: int
    of_matrices: bool = False  # said of derivatives by matrices alone


@dataclass(frozen=True)
class Reading:
    """Everything that the document says, before any of it is given a meaning."""

    statements: tuple[Statement, ...]
    declarations: tuple[Declaration, ...]
    layouts: tuple[LayoutStatement, ...] = ()
    sections: tuple[int, ...] = ()  # statement positions at which a new section, answer or "now let" scope begins
    findings: tuple[Finding, ...] = ()
    prose: str = ""  # the words of the document, without its mathematics
