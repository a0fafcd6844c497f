"""Inequalities that fail: the relation that holds instead, or the slip on one side."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from auditor.deciding.bounding import Bound, Proving
from auditor.deciding.deciding import Decided, holds, world_at
from auditor.deciding.inequalities import ORDERS, Order
from auditor.deciding.screening import NEAR
from auditor.diagnosing.bounds import slips
from auditor.diagnosing.edits import Edit
from auditor.diagnosing.mending import subject_of
from auditor.diagnosing.trees import length
from auditor.diagnosing.trying import Trial
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.names import spell
from auditor.parsing.syntax import Node, Sum
from auditor.terms import term as t
from auditor.terms.term import is_zero

# What may hold where a relation does not: without strictness, then the other way round.
INSTEAD = {
    "<": (r"\le", ">", r"\ge"), ">": (r"\ge", "<", r"\le"), r"\le": (r"\ge",), r"\ge": (r"\le",),
    r"\prec": (r"\preceq", r"\succ", r"\succeq"), r"\succ": (r"\succeq", r"\prec", r"\preceq"),
    r"\preceq": (r"\succeq",), r"\succeq": (r"\preceq",),
}  # fmt: skip
MOST = 40  # edits of one inequality that are proved or not
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


def negated_form(decided: Decided, number: int) -> tuple[Edit, str] | None:
    r"""`-X \succeq 0`: a form with a minus in front, which is one sign too many where the form itself is as claimed."""
    subject = subject_of(decided, number, "left")
    if subject is None or spell(subject.other) != "0" or not isinstance(subject.root, Sum):
        return None
    if subject.root.signs != ("-",):
        return None
    term = subject.root.terms[0]
    edit = Edit("E308", term, subject.root.span, (("term", term),), subject.root, term)
    return (edit, "left") if Trial(decided, number, "left", screened=False).mends(term) else None


def mended_inequality(decided: Decided, number: int) -> tuple[Edit, str] | None:
    """The plainest slight edit of one side under which the inequality is proved, and is no weaker than it need be."""
    order = ORDERS.get(decided.elaboration.steps[number].relation.symbol)
    proving = Proving(world_at(decided, number))  # one for all edits, so that its budget is the step's
    found: list[tuple[int, int, Edit, Trial]] = []
    for side in ("right", "left") if order is not None else ():
        subject = subject_of(decided, number, side)
        if subject is None or spell(subject.root) == "0":
            continue
        trial = Trial(decided, number, side, screened=False)
        subject = replace(subject, is_number=trial.is_number)
        own = length(subject.root)
        found += [(rank, length(edit.node) - own, edit, trial) for rank, edit in slips(subject)]
    tried = 0
    for _, _, edit, trial in sorted(found, key=lambda one: one[:2]):
        if order is None or tried >= MOST:
            break
        if not _may_hold(trial, edit.node, order):
            continue
        tried += 1
        if _is_tight(trial, edit, order, proving) and trial.mends(edit.node):
            return edit, trial.side
    return None


def _may_hold(trial: Trial, node: Node, order: Order) -> bool:
    """Whether no value at a few points breaks the inequality with the formula on the edited side."""
    found = trial.pair(node)
    if found is None:
        return False
    kept, new = found
    if kept.shape:
        return True
    values = trial.screen(kept).values(new)
    if values is None:
        return True
    one, other = values
    smaller, larger = (one, other) if (trial.side == "right") == order.swapped else (other, one)
    return bool((smaller <= larger + NEAR * (1 + abs(larger))).all())


def _is_tight(trial: Trial, edit: Edit, order: Order, proving: Proving) -> bool:
    """A theorem proves the inequality with the formula on the edited side, and none proves it with a bit less room."""
    found = trial.pair(edit.node)
    if found is None:
        return False
    left, right = found if trial.side == "right" else found[::-1]
    lower, upper = (left, right) if order.swapped else (right, left)
    room = SLACK if upper is found[1] else 1 / SLACK
    closer = t.multiply(t.number(room), found[1])
    tight = (lower, closer) if upper is found[1] else (closer, upper)
    if is_zero(found[0]) or is_zero(found[1]):
        return True  # of a multiple of nothing there is no less
    if proving.names(Bound(lower, upper, order.strict, order.loewner)) is None:
        return False
    return proving.names(Bound(*tight, order.strict, order.loewner)) is None
