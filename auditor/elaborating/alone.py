"""Letters that name a family with an index and something else without one: the states $x_t$, and a state $x$.

Where the text says that all $x_t$ are vectors or matrices, the bare letter is a letter of its own, of the same kind
unless the text says otherwise. It is renamed before anything is given a meaning.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from auditor.elaborating.names import spell
from auditor.parsing.statements import Declaration, Reading
from auditor.parsing.syntax import Accent, Node, Scripts, Symbol, mapped, walk

MARK = "@alone"


def with_lone_letters(reading: Reading, families: Iterable[str]) -> Reading:
    """The reading in which bare letters that also name one of these families have names of their own."""
    shared = frozenset(families) & _bare(reading)
    if not shared:
        return reading

    def change(node: Node) -> Node | None:
        return _renamed(node, shared)

    def in_declaration(declaration: Declaration) -> Declaration:
        return replace(
            declaration,
            subject=declaration.subject and mapped(declaration.subject, change),
            depends_on=tuple(mapped(node, change) for node in declaration.depends_on),
        )

    return replace(
        reading,
        statements=tuple(statement.rewritten(change) for statement in reading.statements),
        declarations=tuple(map(in_declaration, reading.declarations)),
    )


def lone(spelling: str) -> str:
    """The name of a family's bare letter: `x@alone` for `x`, `\\hat{x@alone}` for `\\hat{x}`."""
    letter = spelling.rstrip("}")
    return letter + MARK + spelling[len(letter) :]


def _bare(reading: Reading) -> frozenset[str]:
    """The letters that stand without an index somewhere."""
    found: set[str] = set()
    for statement in reading.statements:
        for operand in statement.operands:
            if operand is not None and operand.syntax is not None:
                _note(operand.syntax, found)
    return frozenset(found)


def _note(node: Node, found: set[str]) -> None:
    indexed = {id(part.base) for part in walk(node) if isinstance(part, Scripts) and _has_index(part)}
    found.update(spell(part) for part in walk(node) if isinstance(part, Symbol | Accent) and id(part) not in indexed)


def _has_index(node: Scripts) -> bool:
    return node.sub is not None


def _renamed(node: Node, shared: Container[str]) -> Node | None:
    """The node with its letter renamed where it stands bare; a letter with a subscript stays as it is."""
    match node:
        case Scripts(sub=sub, base=Symbol() | Accent()) if sub is not None:
            sub, sup = (script and mapped(script, lambda part: _renamed(part, shared)) for script in (sub, node.sup))
            return replace(node, sub=sub, sup=sup)
        case Symbol(name=name) if spell(node) in shared:
            return replace(node, name=name + MARK)
        case Accent(body=Symbol(name=name) as body) if spell(node) in shared:
            return replace(node, body=replace(body, name=name + MARK))
        case Accent():
            return node
    return None
