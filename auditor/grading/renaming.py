"""Letters under other names: the problem's formulas and declarations rewritten in the letters of a submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from auditor.elaborating.names import spell
from auditor.parsing.statements import Declaration, Reading, Statement, Written
from auditor.parsing.syntax import Node, Scripts

N = TypeVar("N")


def renamed(reading: Reading, names: Mapping[str, Node], *, before: int) -> Reading:
    """The reading with letters replaced in all that stands before an offset; `names` is by spelling."""
    statements = tuple(
        _statement(statement, names) if statement.span.start < before else statement for statement in reading.statements
    )
    declarations = tuple(
        _declaration(declaration, names) if declaration.span.start < before else declaration
        for declaration in reading.declarations
    )
    return replace(reading, statements=statements, declarations=declarations)


def _statement(statement: Statement, names: Mapping[str, Node]) -> Statement:
    return replace(statement, operands=tuple(operand and _written(operand, names) for operand in statement.operands))


def _written(operand: Written, names: Mapping[str, Node]) -> Written:
    return operand if operand.syntax is None else replace(operand, syntax=node_in(operand.syntax, names))


def _declaration(declaration: Declaration, names: Mapping[str, Node]) -> Declaration:
    return replace(
        declaration,
        subject=_in(declaration.subject, names),
        shape=_in(declaration.shape, names),
        function=_in(declaration.function, names),
        index_range=_in(declaration.index_range, names),
        depends_on=_in(declaration.depends_on, names),
        constant_in=_in(declaration.constant_in, names),
    )


def node_in(node: Node, names: Mapping[str, Node]) -> Node:
    """A formula in other letters: the outermost part that bears a name is replaced whole."""
    new = names.get(spell(node))
    if new is not None:
        return replace(new, span=node.span)
    if isinstance(node, Scripts) and node.sub is not None and (node.sup is not None or node.primes):
        labelled = names.get(spell(Scripts(node.base, node.sub, None, 0, span=node.span)))
        if labelled is not None:
            return _scripted(labelled, node, _in(node.sup, names))
    changes: dict[str, Any] = {}
    for field in fields(node):
        old = getattr(node, field.name)
        made = _in(old, names)
        if made is not old:
            changes[field.name] = made
    return replace(node, **changes) if changes else node


def _scripted(new: Node, old: Scripts, sup: Node | None) -> Node:
    """Another letter with the superscript and the primes of one that has a label."""
    if isinstance(new, Scripts) and new.sup is None and not new.primes:
        return replace(new, sup=sup, primes=old.primes, span=old.span)
    return Scripts(new, None, sup, old.primes, span=old.span)


def _in(value: N, names: Mapping[str, Node]) -> N:
    if isinstance(value, Node):
        return node_in(value, names)  # type: ignore[return-value]
    if isinstance(value, tuple):
        made = tuple(_in(item, names) for item in value)
        return made if any(one is not other for one, other in zip(made, value, strict=True)) else value  # type: ignore[return-value]
    return value
