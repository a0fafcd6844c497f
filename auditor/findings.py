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
    mistake: str = ""  # the code of the mistake that the edit undoes
    side: str = "right"  # what it edits: a side of the step, the "relation" between them, or a "conclusion"


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
        return self.rule.message.format_map(_Fields(self.fields))


class _Fields(dict[str, str]):
    """Facts by name; one that a call site forgot costs its words, never the report."""

    def __missing__(self, name: str) -> str:
        return "…"


# ruff: noqa: E501 (a table is read by rows)
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
    ("W114", "missing-bracket", "note", "a closing `{bracket}` is missing; it is read at the end of the formula"),
    ("E101", "double-script", "error", "a second {script} on the same base"),
    ("E201", "nonconforming-product", "error", "the product {left} · {right} does not conform: {left_shape} by {right_shape}"),
    ("E202", "nonconforming-sum", "error", "terms of different shape are added: {left} is {left_shape}, {right} is {right_shape}"),
    ("E203", "lost-derivative-indices", "error", "a matrix-valued derivative becomes a scalar: the free indices of {derivative} are lost"),
    ("E204", "scalar-equals-matrix", "error", "a scalar is equated with a matrix: {left} is {left_shape}, {right} is {right_shape}"),
    ("E205", "shape-mismatch", "error", "the two sides differ in shape: {left_shape} against {right_shape}"),
    ("E206", "lost-free-index", "error", "the free indices differ: {left_indices} on the left, {right_indices} on the right"),
    ("E207", "false-shape-claim", "error", "{operand} is {shape}, not {claimed}"),
    ("E208", "repeated-dummy-index", "error", "the summation index {index} is bound a second time inside its own sum"),
    ("E209", "contradicting-declarations", "error", "{symbol} is declared {first}, and again {second}"),
    ("E210", "index-out-of-range", "error", "the index {index} runs over {range}, but {symbol} has only {size} entries there"),
    ("E211", "nonsquare-argument", "error", "the {operation} needs a square matrix, and this one is {shape}"),
    ("E212", "scalar-plus-matrix", "error", "a scalar is added to a matrix: {left} is {left_shape}, {right} is {right_shape}"),
    ("E213", "argument-outside-domain", "error", "{function} takes {domain}, and its argument is {shape}"),
    ("E301", "unequal-sides", "error", "the two sides differ: {witness}"),
    ("E302", "lost-parentheses", "error", "parentheses are lost around {operand}"),
    ("E303", "dropped-transpose", "error", "a transpose is missing from {operand}"),
    ("E304", "extra-transpose", "error", "{operand} carries a transpose too many"),
    ("E305", "misplaced-transpose", "error", "the transpose stands on {written}, and belongs on {intended}"),
    ("E306", "swapped-order", "error", "the factors {first} and {second} stand in the wrong order, and they do not commute"),
    ("E307", "reversed-product", "error", "the factors of {product} run in the wrong order: a transpose or an inverse reverses them"),
    ("E308", "wrong-sign", "error", "the sign of {term} is wrong"),
    ("E309", "wrong-factor", "error", "the two sides differ by the constant factor {factor}"),
    ("E310", "lost-term", "error", "the term {term} is lost"),
    ("E311", "extra-term", "error", "the term {term} is one too many"),
    ("E312", "lost-sum", "error", "the sum over {index} is lost"),
    ("E313", "swapped-index", "error", "the indices {first} and {second} are exchanged"),
    ("E314", "scalar-for-matrix", "error", "{written} is a scalar where the matrix {intended} belongs"),
    ("E315", "lost-trace", "error", "the trace around {operand} is lost"),
    ("E316", "forgotten-product-rule", "error", "the derivative of the product {product} lacks a term: each factor is differentiated in turn"),
    ("E317", "forgotten-chain-rule", "error", "the derivative of the inner function {inner} is missing"),
    ("E318", "forgotten-quotient-rule", "error", "the derivative of the quotient {quotient} is not the quotient of derivatives"),
    ("E319", "symmetric-special-case", "error", "this is the rule for a symmetric {symbol}, and {symbol} is not declared symmetric"),
    ("E320", "mixed-layout", "error", "{first} follows one layout and {second} the other: no single layout makes both right"),
    ("E321", "elementwise-product", "error", "{written} multiplies entry by entry where the matrix product {intended} belongs"),
    ("E322", "inverse-of-sum", "error", "the {function} of the sum {operand} cannot be taken term by term"),
    ("E323", "false-inequality", "error", "the inequality fails: {witness}"),
    ("E324", "false-implication", "error", "the conclusion does not follow from {premise}: {witness}"),
    ("E325", "lost-root", "error", "a solution is lost: {root} satisfies the equation before, not the one after"),
    ("E326", "division-by-zero", "error", "this divides by {divisor}, which is zero"),
    ("E327", "wrong-exponent", "error", "the exponent of {base} is wrong"),
    ("E328", "lost-factor", "error", "the factor {factor} is lost"),
    ("E329", "extra-factor", "error", "the factor {factor} is one too many"),
    ("E330", "wrong-symbol", "error", "{written} stands where {intended} belongs"),
    ("E331", "wrong-operation", "error", "the operation is another one: {written} stands where {intended} belongs"),
    ("E332", "wrong-index", "error", "the index {written} stands where {intended} belongs"),
    ("E333", "wrong-bound", "error", "a bound of the sum is {written} where {intended} belongs"),
    ("E334", "scalar-rule", "error", "this holds for numbers, and not for matrices or vectors of other sizes: {witness}"),
    ("E335", "wrong-relation", "error", "the relation is another one: {written} stands where {intended} belongs"),
    ("E336", "wrong-value", "error", "the value is {intended}, not {written}"),
    ("W401", "unstated-assumption", "warning", "the step holds only where {condition}, which is not stated"),
    ("W402", "other-layout", "warning", "the step holds in the other layout: {condition}"),
    ("W403", "hedged-property", "warning", "the step holds only where {condition}, which the text states with a reservation"),
    ("W404", "ambiguous-notation", "note", "{notation} has more than one meaning; it is read as {reading}"),
    ("W405", "implicit-broadcast", "note", "{operand} is spread over {target}, and no sign says so"),
    ("W406", "identity-named-like-matrix", "note", "the subscript of {symbol} is a matrix here, not a size; {reading} is read"),
    ("W407", "reused-letter", "note", "{symbol} is {first} before, and {second} from here on"),
    ("W408", "broken-route", "note", "the conclusion holds, and step {step} on the way to it does not"),
    ("W409", "read-by-entries", "note", "{whole} is equated with its entry {entry}: the step is read entry by entry"),
    ("N101", "unclosed-delimiter", "note", "this delimiter of mathematics never closes; it is read as a character"),
    ("N901", "unread-mathematics", "note", "not read: {reason}"),
    ("N902", "unsupported-construct", "note", "no meaning is known here for {construct}"),
    ("N904", "undecided-step", "note", "not decided: {reason}"),
    ("N905", "oversized-expansion", "note", "the macro is not expanded here: its expansion has no end, or grows too large"),
    ("N906", "exhausted-budget", "note", "not decided within the budget of {budget}"),
    ("N909", "unrefuted-inequality", "note", "the inequality was not refuted in {instances} instances, which proves nothing"),
)  # fmt: skip

RULES: dict[str, Rule] = {
    code: Rule(code, name, Severity(severity), message) for code, name, severity, message in _ROWS
}


def finding(code: str, span: Span, *, help: str = "", labels: tuple[Label, ...] = (), **fields: str) -> Finding:
    """File a finding of kind `code` at `span`; `fields` fill the rule's message."""
    return Finding(RULES[code], span, tuple(fields.items()), labels, help)
