r"""Iterates: the vectors $w_0, w_1, \dots$ of a recursion for a vector that the text declares without an index.

`w_{t+1} = w_t - \eta g` with $w \in \mathbb{R}^n$ is about vectors like w, and not about its entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.elaborating.names import is_atom, spell, strip
from auditor.parsing.statements import Reading, Statement
from auditor.parsing.syntax import Node, Number, Scripts, Sum, walk


def iterated(reading: Reading) -> set[str]:
    """The letters that some equation gives for t + 1 by those for t."""
    return {name for statement in reading.statements for name in _recursive(statement)}


def _recursive(statement: Statement) -> Iterator[str]:
    left = statement.operands[0]
    found = strip(left.syntax) if left is not None else None
    if not statement.relations or statement.relations[0].symbol not in ("=", ":=", r"\leftarrow", r"\gets"):
        return
    if not isinstance(found, Scripts) or found.sup is not None or not is_atom(found.base):
        return
    count = _before(found.sub)
    for operand in statement.operands[1:]:
        for node in walk(operand.syntax) if count and operand is not None and operand.syntax is not None else ():
            if isinstance(node, Scripts) and spell(node.base) == spell(found.base) and spell(node.sub) == count:
                yield spell(found.base)


def _before(index: Node | None) -> str:
    """t for t + 1."""
    match strip(index):
        case Sum(signs=("+", "+"), terms=(count, Number(text="1"))):
            return spell(count)
    return ""
