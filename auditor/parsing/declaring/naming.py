"""Names given in words: "let $S$ be the matrix $X^TX$", "denote $X^TX$ by $S$", "we write $S$ for $X^TX$"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.parsing.declaring.sentences import Sentence
from auditor.parsing.declaring.words import Token
from auditor.parsing.statements import Declaration, Statement

NAMING = "naming"  # the kind of such a declaration; it stands at the statement that is the value

# A sentence as one letter a token: names N, formulas F, and the words that join them.
_FILLING = frozenset({"DETERMINER", "NOUN", "OTHER", "MODIFIER", "PROPERTY"})
_WORDS = {
    **dict.fromkeys(("denote", "abbreviate", "abbreviated", "abbreviating"), "d"),
    **dict.fromkeys(("write", "writing"), "w"),
    **dict.fromkeys(("denotes", "stands for", "designates", "represents"), "s"),
    **dict.fromkeys(("is", "be", "to be", "to denote"), "v"),
    "by": "b",
    "as": "b",
    "for": "r",
    "is denoted by": "i",
}
_LEADS = frozenset({"let", "clause"})
_PATTERNS = tuple(
    map(
        re.compile,
        (
            r"l(?P<name>N)[vd]n*(?P<value>F)(?![^.,l])",  # let S be the matrix X'X; where S is X'X
            r"(?P<name>N)sn*(?P<value>F)(?![^.,l])",  # S denotes X'X
            r"db(?P<name>N)n*(?P<value>F)(?![^.,l])",  # denote by S the matrix X'X
            r"dn*(?P<value>F)b(?P<name>N)(?![^.,l])",  # denote X'X by S
            r"w(?P<name>N)rn*(?P<value>F)(?![^.,l])",  # write S for X'X
            r"(?P<value>F)i(?P<name>N)(?![^.,l])",  # the matrix X'X is denoted by S
        ),
    )
)


def namings(sentence: Sentence, statements: tuple[Statement, ...]) -> Iterator[Declaration]:
    """A declaration of the kind `NAMING` for each letter that the words of a sentence give to a formula."""
    if sentence.asked:
        return
    letters = "".join(_letter(token, statements) for token in sentence.tokens)
    found: dict[int, Token] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(letters):
            found.setdefault(match.start("value"), sentence.tokens[match.start("name")])
    for place, name in sorted(found.items()):
        facts = name.mention.facts if name.mention else ()
        if len(facts) == 1:
            yield Declaration(facts[0].subject, "", NAMING, None, (), name.span, sentence.tokens[place].at)


def _letter(token: Token, statements: tuple[Statement, ...]) -> str:
    if token.type == "NAME":
        return "N"
    if token.type == "FORMULA":
        return "F" if _is_value(token, statements) else "?"
    if token.type == "LEAD" and token.text not in _WORDS:
        return "l" if token.note in _LEADS else "."
    if token.text in _WORDS:
        return _WORDS[token.text]
    return "n" if token.type in _FILLING else "," if token.type == "SEP" else "." if token.type == "STOP" else "?"


def _is_value(token: Token, statements: tuple[Statement, ...]) -> bool:
    """A formula of its own, without a relation."""
    statement = statements[token.at] if token.at < len(statements) else None
    if statement is None or statement.relations or len(statement.operands) != 1 or token.mention is None:
        return False
    operand = statement.operands[0]
    return operand is not None and operand.syntax is not None and statement.span == token.span
