"""Inequalities that fail: the relation that holds instead, or the slip on one side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from auditor.deciding.bounding import Bound, Proving
from auditor.deciding.deciding import Decided, holds, world_at
from auditor.deciding.inequalities import ORDERS, Order
from auditor.diagnosing import signs
from auditor.diagnosing.edits import Edit, Maker, Subject
from auditor.diagnosing.mending import subject_of
from auditor.diagnosing.trying import Trial
from auditor.elaborating.conforming import is_zero
from auditor.elaborating.elaboration import TypedStep
from auditor.parsing.syntax import Node, Sum, walk
from auditor.terms import term as t

# What may hold where a relation does not: without strictness, then the other way round.
INSTEAD = {
    "<": (r"\le", ">", r"\ge"), ">": (r"\ge", "<", r"\le"), r"\le": (r"\ge",), r"\ge": (r"\le",),
    r"\prec": (r"\preceq", r"\succ", r"\succeq"), r"\succ": (r"\succeq", r"\prec", r"\preceq"),
    r"\preceq": (r"\succeq",), r"\succeq": (r"\preceq",),
}  # fmt: skip
# Few and slight: almost any inequality holds once a side is made large enough, and that would help nobody.
SLIPS: tuple[tuple[Maker, int], ...] = (
    (signs.wrong_sign, 8),
    (signs.wrong_factor, 16),
    (signs.wrong_exponent, 16),
)
MOST = 36
SLACK = Fraction(9, 10)  # a bound that is proved with this much less is no sharp one


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
    """The first slight edit of one side under which the inequality is proved, and is no weaker than it need be."""
    order = ORDERS.get(decided.elaboration.steps[number].relation.symbol)
    proving = Proving(world_at(decided, number))  # one for all edits, so that its budget is the step's
    for side in ("right", "left") if order is not None else ():
        subject = subject_of(decided, number, side)
        if subject is None:
            continue
        trial = Trial(decided, number, side, screened=False)
        subject = replace(subject, is_number=trial.is_number)
        for edit in islice(_slips(subject), MOST):
            if order is not None and _is_tight(trial, edit.node, order, proving) and trial.mends(edit.node):
                return edit, side
    return None


def _is_tight(trial: Trial, node: Node, order: Order, proving: Proving) -> bool:
    """A theorem proves the inequality with the formula on the edited side, and none proves it with a bit less room."""
    found = trial.pair(node)
    if found is None:
        return False
    left, right = found if trial.side == "right" else found[::-1]
    lower, upper = (left, right) if order.swapped else (right, left)
    room = SLACK if upper is found[1] else 1 / SLACK
    closer = t.multiply(t.number(room), found[1])
    tight = (lower, closer) if upper is found[1] else (closer, upper)
    if proving.names(Bound(lower, upper, order.strict, order.loewner)) is None:
        return False
    zero = is_zero(found[0])
    return zero or proving.names(Bound(*tight, order.strict, order.loewner)) is None


def _slips(subject: Subject) -> Iterator[Edit]:
    for maker, most in SLIPS:
        edits = sorted(islice(maker(subject), most), key=lambda edit: _length(edit.node))  # the plainest first
        for edit in edits:
            if edit.code == "E309" or (edit.code == "E308" and _is_minus(edit.written)) or _is_lower(edit):
                yield edit


def _is_lower(edit: Edit) -> bool:
    """An exponent that is left out or made a smaller one: what a bound loses when a square slips in."""
    if edit.code != "E327" or edit.written is None or edit.intended is None:
        return False
    return _length(edit.intended) < _length(edit.written)


def _length(node: Node) -> int:
    return sum(1 for _ in walk(node))


def _is_minus(node: Node | None) -> bool:
    """A term that was taken away; the other way round a side would only be made negative."""
    return isinstance(node, Sum) and node.signs == ("-",)
