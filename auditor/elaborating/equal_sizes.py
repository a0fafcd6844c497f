"""`Let $m = n$`: sizes that the text makes equal, after which nothing is ill-formed for telling them apart."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.elaborating.context import Context
from auditor.elaborating.elaboration import Side, TypedStep
from auditor.elaborating.names import spell, strip
from auditor.findings import Finding, finding
from auditor.parsing.statements import Statement, Written
from auditor.parsing.syntax import Number, Symbol
from auditor.terms.dimension import ONE, Dimension

# Words before a size that a passage takes.
TAKING = re.compile(r"\b(?:let|if|when|for|with|where|so that|take|set|suppose|assume|case)\b[^.;$]*$", re.IGNORECASE)
Merged = tuple[str, Dimension]  # a size, and what it is equal to


def made_equal(statement: Statement, place: int, context: Context) -> Merged | None:
    """The relation stands between two letters that are both axes of declared shapes, or says that one of them is 1."""
    names = [_letter(operand) for operand in statement.operands[place : place + 2]]
    axes = _axes(context)
    if statement.relations[place].symbol != "=" or names[0] not in axes or names[0] == names[1]:
        return None
    if names[1] in axes:
        return names[0], Dimension.of(names[1])
    single = _is_one(statement.operands[place + 1]) and not statement.display
    return (names[0], ONE) if single and TAKING.search(statement.lead) else None


def _is_one(operand: Written | None) -> bool:
    found = strip(operand.syntax) if operand is not None and operand.syntax is not None else None
    return isinstance(found, Number) and found.text == "1"


def with_equal_sizes(step: TypedStep, merged: tuple[Merged, ...]) -> TypedStep:
    """The step, in a section that makes sizes equal: what does not fit may fit there."""
    step = replace(step, merged=merged)
    if step.problem is not None and step.problem.rule.code.startswith("E"):
        return replace(step, left=_unread(step.left, step.problem), problem=None)
    return replace(step, left=_softened(step.left), right=_softened(step.right))


def _letter(operand: Written | None) -> str:
    found = strip(operand.syntax) if operand is not None and operand.syntax is not None else None
    return spell(found) if isinstance(found, Symbol) else ""


def _axes(context: Context) -> set[str]:
    shapes = (fact.shape for facts in context.known.values() for fact in facts if fact.shape is not None)
    return {name for shape in shapes for axis in shape for name in axis.symbols}


def _softened(side: Side) -> Side:
    return _unread(side, side.problem) if side.ill_formed and side.problem is not None else side


def _unread(side: Side, problem: Finding) -> Side:
    reason = "shapes that fit only where sizes are equal, as the text makes some"
    return replace(side, problem=finding("N902", problem.span, construct=reason), ill_formed=False)
