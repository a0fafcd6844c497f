r"""Matrices written in blocks: which letters are blocks, and what a symmetric whole says of them.

$\Sigma = \begin{pmatrix}\Sigma_{11} & \Sigma_{12}\\ \Sigma_{21} & \Sigma_{22}\end{pmatrix}$ names blocks where the
text speaks of blocks or treats them as matrices, and entries elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from auditor.elaborating.names import is_atom, letter_class, plain_letter, spell, strip
from auditor.elaborating.usage import Survey
from auditor.elaborating.vocabulary import MATRIX_GREEK
from auditor.parsing.statements import Reading
from auditor.parsing.syntax import Matrix, Node, Scripts, Symbol, walk
from auditor.terms import term as t
from auditor.terms.term import Term

SPEAKS_OF_BLOCKS = re.compile(r"\b(?:blocks?|blockwise|partition\w*|sub-?matri(?:x|ces)|Schur)\b", re.IGNORECASE)


def partitioned(reading: Reading, usage: Survey) -> frozenset[str]:
    """The letters that the text writes as arrays of their own blocks."""
    spoken = SPEAKS_OF_BLOCKS.search(reading.prose) is not None
    found = set()
    for name, cells in _arrays(reading):
        own = [cell for cell in cells if isinstance(cell, Scripts) and spell(cell.base) == name]
        if len(own) < 2 or not names_a_matrix(name):
            continue
        labelled = (usage.letters.get(f"{name}_{{{spell(cell.sub)}}}") for cell in own)
        if spoken or any(letter is not None and (letter.transposed or letter.inverted) for letter in labelled):
            found.add(name)
    if found and spoken:
        found |= {name for name, cells in _arrays(reading) if all(_is_part_of(cell, name) for cell in cells)}
    return frozenset(found)


def cells_of_blocks(reading: Reading) -> frozenset[str]:
    """The upper-case letters that stand in one array: A, B, C, D."""
    found: set[str] = set()
    for operand in _operands(reading):
        for node in walk(operand):
            if isinstance(node, Matrix):
                letters = {
                    spell(cell) for cell in _cells(node) if isinstance(cell, Symbol) and names_a_matrix(spell(cell))
                }
                found |= letters if len(letters) > 1 else set()
    return frozenset(found)


def names_a_matrix(name: str) -> bool:
    return letter_class(name).endswith("uppercase") or plain_letter(name) in MATRIX_GREEK


def diagonal_blocks(value: Term) -> Iterator[str]:
    """The symbols on the diagonal of a block matrix."""
    if value.operation == "blocks":
        for place in range(min(value.parameters)):
            cell = value.arguments[place * (value.parameters[1] + 1)]
            if cell.operation == "symbol" and cell.shape:
                yield cell.parameters[0]


def ties(value: Term) -> dict[str, Term]:
    """What a symmetric whole says of its blocks: those below the diagonal are the transposes of those above."""
    if value.operation != "blocks" or value.shape[0] != value.shape[1]:
        return {}
    places = product(range(value.parameters[0]), range(value.parameters[1]))
    cells = dict(zip(places, value.arguments, strict=True))
    found = {}
    for (row, column), cell in cells.items():
        above = cells.get((column, row))
        if row > column and above is not None and cell.operation == above.operation == "symbol" and cell is not above:
            found[cell.parameters[0]] = t.transpose(above)
    return found


def _arrays(reading: Reading) -> Iterator[tuple[str, list[Node | None]]]:
    r"""The letters that are equated with an array, each with the cells."""
    for statement in reading.statements:
        for left, right in zip(statement.operands, statement.operands[1:], strict=False):
            if left is None or right is None or right.syntax is None or not is_atom(left.syntax):
                continue
            if isinstance(array := strip(right.syntax), Matrix):
                yield spell(left.syntax), _cells(array)


def _operands(reading: Reading) -> Iterator[Node]:
    for statement in reading.statements:
        for operand in statement.operands:
            if operand is not None and operand.syntax is not None:
                yield operand.syntax


def _cells(array: Matrix) -> list[Node | None]:
    return [strip(cell) for row in array.rows for cell in row]


def _is_part_of(cell: Node | None, name: str) -> bool:
    return isinstance(cell, Scripts) and cell.sub is not None and spell(cell.base) == name
