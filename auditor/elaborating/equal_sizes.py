"""`Let $m = n$`: sizes that the text makes equal, after which nothing is ill-formed for telling them apart."""

from __future__ import annotations

from dataclasses import replace

from auditor.elaborating.context import Context
from auditor.elaborating.elaboration import Side, TypedStep
from auditor.elaborating.names import spell, strip
from auditor.findings import Finding, finding
from auditor.parsing.statements import Statement, Written
from auditor.parsing.syntax import Symbol


def makes_sizes_equal(statement: Statement, place: int, context: Context) -> bool:
    """The relation stands between two letters that are both axes of declared shapes."""
    names = [_letter(operand) for operand in statement.operands[place : place + 2]]
    axes = _axes(context)
    return statement.relations[place].symbol == "=" and all(name in axes for name in names) and names[0] != names[1]


def with_equal_sizes(step: TypedStep) -> TypedStep:
    """The step, in a section that makes sizes equal: what does not fit may fit there."""
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
