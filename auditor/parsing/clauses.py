r"""Clauses: what a row says. Its cells are put together to statements, conditions and remarks.

A comma separates equations, items of a list, or a condition from what it restricts; a wide space or a column does too;
words say which. The rules are in `_Row.place`, one branch for each kind of cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.parsing.cells import Cell, cells
from auditor.parsing.commands import CONDITION_WORDS, REASON_WORDS, STATEMENT_RELATIONS
from auditor.parsing.nesting import resolved
from auditor.parsing.tokens import Token, depths

ORDER = frozenset({"<", ">", "\\le", "\\ge", "\\ne", "\\ll", "\\gg"})
_INDEX_LETTERS = frozenset("ijklmnpqrst")
# Relations that do not make an equation of what they join.
_ARROWS = frozenset({"\\to", "\\gets", "\\mapsto", ":", "\\leftrightarrow"})


@dataclass
class Clause:
    """Operands as tokens, and the relations between them; either end may be empty."""

    operands: list[list[Token]] = field(default_factory=lambda: [[]])
    relations: list[Token] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lead: str = ""
    aside: bool = False  # stands in a remark beside the row
    interrupted: bool = False  # words stand behind the last relation
    asked: bool = False  # ends with a question mark, or its relation wears one
    alternative: bool = False  # "or" joins it to the clause before

    def append(self, tokens: Sequence[Token]) -> None:
        for token, depth in zip(tokens, depths(tokens), strict=True):
            if depth or token.kind != "REL":
                self.operands[-1].append(token)
            elif self.relations and not self.operands[-1] and self.interrupted and len(self.operands) > 1:
                self.relations[-1] = token  # `= (by symmetry) =` is one relation
            else:
                self.relations.append(token)
                self.operands.append([])
            self.asked = self.asked or token.note == "asked"
            self.interrupted = False

    @property
    def is_empty(self) -> bool:
        return not self.relations and not self.operands[0]

    @property
    def is_open(self) -> bool:
        """Something must follow: the clause ends with a relation or an operator."""
        last = self.operands[-1]
        return (bool(self.relations) and not last) or (bool(last) and last[-1].kind in ("OP", "SIGN"))

    @property
    def is_equation(self) -> bool:
        return any(token.value not in _ARROWS and token.value not in ("\\in", "\\notin") for token in self.relations)


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The clauses of one row, in order."""
    found = _Row(cells(resolved(tokens))).run()
    for clause in found:
        _read_function_type(clause)
        _read_arrows(clause)
        _drop_pointer(clause)
    return found


class _Row:
    """The clauses made so far, the last of them still growing, and list items whose place is not yet known."""

    def __init__(self, parts: list[Cell]) -> None:
        self.cells = parts
        self.done: list[Clause] = []
        self.current = Clause()
        self.waiting: list[Cell] = []
        self.condition = False  # what follows a comma still belongs to the condition noted last

    def run(self) -> list[Clause]:
        for number, cell in enumerate(self.cells):
            if cell.tokens:
                self.place(cell, self.relates(number))
            elif cell.cut.note:
                self.settle_waiting()
                self.note(cell.cut.note)
            following = self.cells[number + 1] if number + 1 < len(self.cells) else None
            self.current.asked = self.current.asked or (following is not None and following.cut.asks)
        self.settle_waiting()
        self.done.append(self.current)
        return [clause for clause in self.done if not clause.is_empty or clause.notes]

    def relates(self, number: int) -> bool:
        """The cell holds a relation, or the next column goes on with one."""
        following = self.cells[number + 1] if number + 1 < len(self.cells) else None
        goes_on = following is not None and following.first == "REL" and not _splits(following)
        return bool(self.cells[number].relations) or goes_on

    def place(self, cell: Cell, relates: bool) -> None:
        cut, current = cell.cut, self.current
        attached = current.is_open or cell.first in ("OP", "SIGN")
        goes_on = cell.first == "REL" or (attached and not cut.commas and not cut.stop)
        if self.condition and (cut.comma or cell.first == "REL") and not (relates and cell.first != "REL"):
            self.note(("," if cut.comma else "") + " " + cell.latex, tight=True)
        elif cut.words and not current.is_empty and not goes_on:
            self.after_words(cell, relates)
        elif current.is_empty and not self.waiting:
            self.begin(cell)
        elif goes_on and not self.waiting:
            if cut.note:
                self.note(cut.note)
            current.append(cell.tokens)
        elif cut.stop:
            self.split(cell)
        elif cut.comma or cut.semicolon:
            self.after_comma(cell, relates)
        elif cut.wide:
            self.after_space(cell, relates)
        else:
            self.after_column(cell, relates)

    # The kinds of cuts

    def begin(self, cell: Cell) -> None:
        self.current.lead = " ".join(cell.cut.words)
        self.current.notes.extend(cell.cut.tags)
        self.condition = False
        if cell.first != "PREFIX":
            self.current.append(cell.tokens)
            return
        level = depths(cell.tokens)
        colon = next((k for k, token in enumerate(cell.tokens) if level[k] == 0 and token.value == ":"), None)
        if colon is None and self.cells[-1] is not cell:
            self.note(cell.latex)  # `\forall x, …`
        elif colon is None:
            self.current.append(cell.tokens)
        else:
            self.note(Cell(cell.tokens[:colon]).latex)
            self.current.append(cell.tokens[colon + 1 :])

    def after_words(self, cell: Cell, relates: bool) -> None:
        words = " ".join(cell.cut.words)
        self.settle_waiting()
        if relates and not _restricts(words):
            self.note(words)
            self.split(cell, aside=_justifies(words))
        else:
            self.note(f"{words} {cell.latex}")
            self.condition = True

    def after_comma(self, cell: Cell, relates: bool) -> None:
        current = self.current
        if current.is_equation and _is_condition(cell):
            self.settle_waiting()
            self.note(cell.latex)
            self.condition = True
        elif not relates and not current.relations and not cell.cut.semicolon:
            self.list(cell)
        elif not relates and cell.cut.wide and _is_whole_bracket(cell.tokens):
            self.note(cell.latex)
        elif not relates:
            self.waiting.append(cell)
        elif not current.relations and not cell.cut.semicolon:
            self.list(cell)
        elif self.waiting and all(item.first == "DOTS" and len(item.tokens) == 1 for item in self.waiting):
            self.waiting = []  # `x_1 = 1, …, x_n = n`
            self.note(r"\dots")
            self.split(cell)
        elif self.waiting and not self.belongs_to_current(cell):
            items, self.waiting = self.waiting, []
            self.split(items[0])
            for item in (*items[1:], cell):
                self.list(item)
        else:
            self.settle_waiting()
            self.split(cell)

    def after_space(self, cell: Cell, relates: bool) -> None:
        if _is_label(cell) or cell.first == "PREFIX" or (self.current.is_equation and _is_condition(cell)):
            self.note(cell.latex)
            self.condition = cell.first == "PREFIX" or bool(cell.relations)
        elif relates or not self.current.relations:
            self.settle_waiting()
            self.split(cell)
        elif self.before_words(cell) or _is_whole_bracket(cell.tokens):
            self.note(cell.latex)
        else:
            self.current.append(cell.tokens)

    def before_words(self, cell: Cell) -> bool:
        r"""The cell is the subject of a remark: `\quad I \text{ is the identity}`."""
        following = next((two for one, two in pairwise(self.cells) if one is cell), None)
        return following is not None and bool(following.cut.words) and not following.tokens

    def after_column(self, cell: Cell, relates: bool) -> None:
        if _is_label(cell):
            self.note(cell.latex)
        elif relates and self.current.relations:
            self.split(cell)
        else:
            self.current.append(cell.tokens)

    # What is done with a cell

    def split(self, cell: Cell, *, aside: bool = False) -> None:
        self.done.append(self.current)
        aside = aside and bool(self.current.relations)
        self.current = Clause(aside=aside, alternative=cell.cut.alternative)
        self.begin(cell)

    def list(self, cell: Cell) -> None:
        self.current.append([*(cell.cut.commas or [_comma(cell.tokens[0])]), *cell.tokens])

    def settle_waiting(self) -> None:
        for cell in self.waiting:
            self.list(cell)
        self.waiting = []

    def belongs_to_current(self, cell: Cell) -> bool:
        """`i = 1, …, n, j = 1`: the items between two equations are the first one's where dots show it."""
        relations = cell.relations
        if relations and relations[0].value == "\\in":
            return False
        return any(token.kind == "DOTS" for item in self.waiting for token in item.tokens)

    def note(self, words: str, *, tight: bool = False) -> None:
        notes = self.current.notes
        if tight and notes:
            notes[-1] += words
        else:
            notes.append(words)
        self.current.interrupted = True


def _splits(cell: Cell) -> bool:
    return cell.cut.comma or cell.cut.semicolon or cell.cut.stop or bool(cell.cut.words)


def _comma(token: Token) -> Token:
    """The comma that a word like "and" stands for."""
    return Token("SEP", ",", token.text, token.start, token.start)


def _restricts(words: str) -> bool:
    """Whether what the words announce restricts what stands before them."""
    last = re.findall(r"[a-z]+", words.lower())[-1:]
    return bool(last) and last[0] in CONDITION_WORDS


def _justifies(words: str) -> bool:
    """Whether the words give the reason for what stands before them, as a remark beside it."""
    first = re.findall(r"[a-z]+", words.lower())[:1]
    return bool(first) and first[0] in REASON_WORDS


def _is_condition(cell: Cell) -> bool:
    r"""`i = 1`, …; `i \\ne j`, `1 \\le j \\le N`, `x > 0`, `k \\in \\{1, 2\\}`: says of what the equation holds."""
    relations = [token.value for token in cell.relations]
    if cell.first == "PREFIX":
        return True
    if not relations or not all(token.kind in _SIMPLE for token in cell.tokens) or len(cell.tokens) > 24:
        return False
    if set(relations) <= ORDER:
        return True
    first = cell.tokens[0]
    is_index = first.kind == "SYMBOL" and first.value in _INDEX_LETTERS and first.style == ""
    if relations == ["\\in"]:
        target = cell.tokens[-1]
        return is_index and (target.kind == "RPAR" or target.value in ("N", "Z", "I", "S"))
    return is_index and relations == ["="] and cell.tokens[1].kind == "REL" and _counts(cell.tokens[2:])


def _counts(tokens: Sequence[Token]) -> bool:
    """`1`, `N - 1`, `2k`: where an index stands; `A x - b` is a value of a letter."""
    products = any(one.kind == two.kind == "SYMBOL" for one, two in pairwise(tokens))
    return len(tokens) <= 4 and not products


_SIMPLE = frozenset("SYMBOL NUMBER REL SUB SUP LBRACE RBRACE SIGN DOTS PRIME SEP LPAR RPAR OP".split())


def _is_label(cell: Cell) -> bool:
    """`(1)`, `(2.3)`, `(*)`, `… (4)`: the number of an equation."""
    tokens = cell.tokens[1:] if cell.first == "DOTS" else cell.tokens
    if len(tokens) < 3 or tokens[0].kind != "LPAR" or tokens[-1].kind != "RPAR" or len(tokens) > 6:
        return False
    return all(
        token.kind in ("NUMBER", "PRIME", "PERIOD") or token.value in "*abcdefi\\star\\dagger" for token in tokens[1:-1]
    )


def _is_whole_bracket(tokens: Sequence[Token]) -> bool:
    level = depths(tokens)
    return tokens[0].kind == "LPAR" and tokens[-1].kind == "RPAR" and all(depth > 0 for depth in level[1:-1])


# Signs whose meaning shows only in the whole clause


def _read_function_type(clause: Clause) -> None:
    r"""`f: A \\to B` relates a name to a function type; elsewhere the colon is a product."""
    values = [token.value for token in clause.relations]
    if not values or not (values[0] == "\\to" or "\\mapsto" in values[:2]):
        return
    left = clause.operands[0]
    level = depths(left)
    colons = [k for k, token in enumerate(left) if level[k] == 0 and token.value == ":"]
    if not colons or not left[: colons[0]] or not _is_name(left[: colons[0]]):
        return
    colon = colons[0]
    clause.operands[:1] = [left[:colon], left[colon + 1 :]]
    clause.relations.insert(0, left[colon].becomes("REL", ":"))


def _is_name(tokens: Sequence[Token]) -> bool:
    level = depths(tokens)
    allowed = ("SYMBOL", "WORD", "SUB", "SUP", "PRIME", "SEP", "ACCENT", "LBRACE", "LSTYLE", "RBRACE")
    letters = sum(depth == 0 and token.kind in ("SYMBOL", "WORD") for token, depth in zip(tokens, level, strict=True))
    return letters <= 4 and all(depth > 0 or token.kind in allowed for token, depth in zip(tokens, level, strict=True))


def _read_arrows(clause: Clause) -> None:
    """An arrow between equations is an implication."""
    values = [token.value for token in clause.relations]
    for place, token in enumerate(clause.relations):
        if token.value != "\\to":
            continue
        before = any(is_equation_sign(value) for value in values[:place])
        after = any(is_equation_sign(value) for value in values[place + 1 :])
        headless = not clause.operands[0] and place == 0
        endless = not clause.operands[-1] and place == len(values) - 1
        if (before or headless) and (after or endless):
            clause.relations[place] = token.becomes("REL", "\\implies", token.note)


def _drop_pointer(clause: Clause) -> None:
    r"""`\gets \text{the i-th entry}` points at a place in the formula."""
    if len(clause.relations) > 1 and clause.relations[-1].value in ("\\gets", "\\to"):
        words = clause.operands[-1]
        if words and all(token.kind == "PROSE" for token in words):
            clause.notes.extend(token.value for token in words)
            clause.relations.pop()
            clause.operands.pop()


def is_equation_sign(value: str) -> bool:
    """A relation that makes a claim of its two sides, not one between claims and no arrow."""
    return value not in _ARROWS and value not in STATEMENT_RELATIONS
