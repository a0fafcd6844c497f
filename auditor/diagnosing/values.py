"""A side that is one value: what the other side comes to, where that is a known number or a multiple of a letter."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.diagnosing.edits import Edit, Subject, is_operand
from auditor.diagnosing.signs import scaled
from auditor.diagnosing.trees import raised
from auditor.diagnosing.trying import Trial
from auditor.diagnosing.writing import parsed
from auditor.parsing.syntax import BigOperator, Fraction, Node, Number, Sum, Symbol, Word, walk

CONSTANTS = ("0", "1", r"\pi", r"\pi^2", "e", r"\ln 2", r"\sqrt{\pi}", r"\sqrt{2\pi}", r"\sqrt{2}")
LONGEST = 9  # parts of a formula that is still a plain value
LETTERS = 4


def right_value(subject: Subject, trial: Trial) -> Edit | None:
    """The value that belongs where another one stands: a number, or a simple multiple of a constant or letter."""
    if not _is_value(subject.root):
        return None
    number = subject.root.terms[0] if isinstance(subject.root, Sum) and len(subject.root.terms) == 1 else subject.root
    decimal = trial.decimal(number.text) if isinstance(number, Number) else None
    if decimal is not None:
        shown = parsed(decimal, subject.root.span) or subject.root
        return _edit(subject, shown) if trial.mends(shown) else None
    calculus = subject.calculus
    may_vanish = calculus is None or calculus.derivative is None or calculus.is_constant
    for node in _values(subject) if trial.screened else ():
        if trial.exhausted:
            return None
        if node == subject.other or (not may_vanish and node == parsed("0", node.span)):
            continue
        if trial.mends(node):
            return _edit(subject, node)
        if trial.ratio is not None and trial.mends(multiple := scaled(node, trial.ratio)):
            return _edit(subject, multiple)
        if trial.judged and not trial.screens_apart:
            return None  # no values tell formulas apart here, and every one would need a judge
    return None


def _edit(subject: Subject, node: Node) -> Edit:
    fields = (("written", subject.root), ("intended", node))
    return Edit("E336", node, subject.root.span, fields, subject.root, node)


def is_number(node: Node) -> bool:
    """No letters stand in it, and no functions."""
    return all(isinstance(part, Number | Fraction | Sum) for part in walk(node))


def _is_value(node: Node) -> bool:
    """A number or a letter with little around it, no function of the letters around."""
    parts = list(walk(node))
    letters = {part for part in parts if isinstance(part, Symbol) and is_operand(part)}
    if isinstance(node, Sum) and len(node.terms) > 1 and letters:
        return False
    return len(parts) <= LONGEST and len(letters) <= 1 and not any(isinstance(part, BigOperator) for part in parts)


def _values(subject: Subject) -> Iterator[Node]:
    span = subject.root.span
    for text in CONSTANTS:
        node = parsed(text, span)
        if node is not None:
            yield node
    for letter in subject.letters[:LETTERS]:
        if not isinstance(letter, Word):
            yield letter
            yield raised(letter, Number("2", span=span))
