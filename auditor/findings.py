"""Findings: facts about a place in the document, filed by code; the prose stands in one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.source import Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: one table row here and one page `rules/<code>.md`."""

    code: str
    name: str  # kebab case, states the bad thing
    severity: Severity
    message: str  # str.format template over the finding's fields; one lower-case sentence, no full stop


@dataclass(frozen=True, slots=True)
class Label:
    """The other half of a conflict, or where a fact comes from."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An edit that makes the step hold, already judged."""

    latex: str
    verdict: str  # always "verified"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule met at a place; call sites file facts (`fields`), `message` makes the sentence."""

    rule: Rule
    span: Span
    fields: tuple[tuple[str, str], ...] = ()
    labels: tuple[Label, ...] = ()
    help: str = ""
    suggestion: Suggestion | None = None

    @property
    def message(self) -> str:
        return self.rule.message.format_map(dict(self.fields))


# One row a code. Letter: E wrong · W holds but breaks or assumes a convention (also: text repaired) · N not decided.
# Hundreds: 1 reading and syntax · 2 shapes and indices · 3 steps that do not hold · 4 conventions · 9 no verdict.
_ROWS = (
    ("W101", "emphasis-eaten-subscript", "note", "`{before}` reads `{after}`: Markdown took the underscore for emphasis"),
    ("W102", "eaten-norm-bar", "note", "`{before}` reads `{after}`: the backslash of the norm bar was lost"),
    ("W103", "escaped-backslash", "note", "`{before}` reads `{after}`: it was escaped once too often"),
    ("W104", "eaten-row-break", "note", "`{before}` reads `{after}`: one backslash of the row break was lost"),
    ("W105", "eaten-command", "note", "`{after}` is read where a control character stands: a string literal took the backslash"),
    ("W106", "repeated-formula", "note", "the formula stands here more than once, as shown and as TeX; `{after}` is read"),
    ("W107", "unicode-mathematics", "note", "`{before}` reads `{after}`"),
    ("W108", "invisible-character", "note", "an invisible character in the mathematics is passed over"),
    ("W109", "html-in-mathematics", "note", "`{before}` reads `{after}`: HTML stands in the mathematics"),
    ("W110", "typed-without-tex", "note", "`{before}` reads `{after}`"),
    ("W111", "misspelt-command", "note", "`{before}` reads `{after}`"),
    ("W112", "fallen-exponent", "note", "`{before}` may be the exponent `{after}`, fallen to the base line"),
    ("W113", "eaten-spacing", "note", "`{before}` reads `{after}`: the backslash of the space was lost"),
    ("E201", "nonconforming-product", "error", "the product {left} · {right} does not conform: {left_shape} by {right_shape}"),
    ("E202", "nonconforming-sum", "error", "terms of different shape are added: {left} is {left_shape}, {right} is {right_shape}"),
    ("E203", "lost-derivative-indices", "error", "a matrix-valued derivative becomes a scalar: the free indices of {derivative} are lost"),
    ("E204", "scalar-equals-matrix", "error", "a scalar is equated with a matrix: {left} is {left_shape}, {right} is {right_shape}"),
    ("E205", "shape-mismatch", "error", "the two sides differ in shape: {left_shape} against {right_shape}"),
    ("E206", "lost-free-index", "error", "the free indices differ: {left_indices} on the left, {right_indices} on the right"),
    ("E207", "false-shape-claim", "error", "{operand} is {shape}, not {claimed}"),
    ("E301", "unequal-sides", "error", "the two sides differ: {witness}"),
    ("E302", "lost-parentheses", "error", "parentheses are lost: {witness}"),
    ("N101", "unclosed-delimiter", "note", "this delimiter of mathematics never closes; it is read as a character"),
    ("N901", "unread-mathematics", "note", "not read: {reason}"),
    ("N902", "unsupported-construct", "note", "no meaning is known here for {construct}"),
    ("N903", "unknown-shape", "note", "no shape was found for {symbol}"),
    ("N904", "undecided-step", "note", "not decided: {reason}"),
    ("N905", "oversized-expansion", "note", "the macro is not expanded here: its expansion has no end, or grows too large"),
)  # fmt: skip

RULES: dict[str, Rule] = {
    code: Rule(code, name, Severity(severity), message) for code, name, severity, message in _ROWS
}


def finding(code: str, span: Span, *, help: str = "", labels: tuple[Label, ...] = (), **fields: str) -> Finding:
    """File a finding of kind `code` at `span`; `fields` fill the rule's message."""
    return Finding(RULES[code], span, tuple(fields.items()), labels, help)
