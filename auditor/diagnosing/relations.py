"""Inequalities that fail: the relation that holds instead, or the slip on one side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from auditor.deciding.deciding import Decided, holds
from auditor.diagnosing import orders, signs, terms
from auditor.diagnosing.edits import Edit, Maker, Subject
from auditor.diagnosing.mending import subject_of
from auditor.diagnosing.trying import Trial
from auditor.elaborating.elaboration import TypedStep
from auditor.parsing.syntax import Node, Sum

# What may hold where a relation does not: without strictness, then the other way round.
INSTEAD = {
    "<": (r"\le", ">", r"\ge"), ">": (r"\ge", "<", r"\le"), r"\le": (r"\ge",), r"\ge": (r"\le",),
    r"\prec": (r"\preceq", r"\succ", r"\succeq"), r"\succ": (r"\succeq", r"\prec", r"\preceq"),
    r"\preceq": (r"\succeq",), r"\succeq": (r"\preceq",),
}  # fmt: skip
# Few and slight: almost any inequality holds once a side is made large enough, and that would help nobody.
SLIPS: tuple[tuple[Maker, int], ...] = (
    (signs.wrong_sign, 8),
    (orders.lost_parentheses, 4),
    (signs.wrong_factor, 8),
    (terms.lost_factor, 8),
)
MOST = 16  # edits judged: no values rule them out before


def right_relation(decided: Decided, number: int, step: TypedStep) -> str | None:
    """The relation that holds between the two sides, where it is a near one."""
    left, right = step.left.term, step.right.term
    if left is None or right is None:
        return None
    for other in INSTEAD.get(step.relation.symbol, ()):
        if holds(decided, number, left, right, other):
            return other
    return None


def mended_inequality(decided: Decided, number: int) -> tuple[Edit, str] | None:
    """The first slight edit of one side under which the inequality is proved, and the side."""
    for side in ("right", "left"):
        subject = subject_of(decided, number, side)
        if subject is None:
            continue
        trial = Trial(decided, number, side, equation=False)
        subject = replace(subject, is_number=trial.is_number)
        for edit in islice(_slips(subject), MOST):
            if trial.mends(edit.node):
                return edit, side
    return None


def _slips(subject: Subject) -> Iterator[Edit]:
    for maker, most in SLIPS:
        for edit in islice(maker(subject), most):
            if edit.code != "E308" or _is_minus(edit.written):
                yield edit


def _is_minus(node: Node | None) -> bool:
    """A term that was taken away; the other way round a side would only be made negative."""
    return isinstance(node, Sum) and node.signs == ("-",)
