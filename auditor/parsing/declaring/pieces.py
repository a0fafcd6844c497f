"""What a text says of the rows, columns and entries of its letters, and of the factors of a decomposition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.parsing.declaring.sentences import Sentence
from auditor.parsing.declaring.vocabulary import CALLED, DECOMPOSITIONS, MEASURED
from auditor.parsing.declaring.words import Token
from auditor.parsing.extents import bare
from auditor.parsing.statements import Declaration, Statement, Written
from auditor.parsing.syntax import BigOperator, Node, Product, Scripts, Sum, Symbol

_MEASURED = frozenset(MEASURED.split())
_SUBJECTS = frozenset({"NAME", "MEMBER", "DEFINITION"})
_OWNING = frozenset({"whose", "its", "their", "with", "has", "have", "having", "containing", "contains"})
_FILLED = frozenset({"with", "having", "containing", "contains"})
_UNTIED = frozenset({"independent", "free", "unconstrained", "arbitrary", "unrelated"})  # entries that are just entries
_WINDOW = 8  # words of a predicate that are looked at


def pieces(sentence: Sentence, statements: tuple[Statement, ...]) -> Iterator[Declaration]:
    """Declarations of what is said of the parts of a letter: as "called …" where no property is known for it."""
    yield from _of_parts(sentence)
    yield from _of_factors(sentence, statements)


# Rows, columns, entries


def _of_parts(sentence: Sentence) -> Iterator[Declaration]:
    tokens = sentence.tokens
    for place, here in enumerate(tokens):
        counted = place > 0 and tokens[place - 1].type in ("NAME", "NUMBER", "DIMENSION")  # "m rows"
        single = here.entry is not None and here.entry.kind == "part"  # "each entry"
        if (here.type not in ("LINES", "ENTRIES") and not single) or counted:
            continue
        whole, owner = _whole(tokens, place), _owner(tokens, place)
        predicate = _predicate(tokens, place, whole)
        untied = here.type != "LINES" and any(token.text in _UNTIED for token in predicate)
        told = not untied and any(token.type == "PROPERTY" or token.text in _MEASURED for token in predicate)
        filled = whole is not None and owner is not None and any(t.text in _FILLED for t in tokens[:place][-3:])
        written = here.type == "ENTRIES" and _are_written(tokens[place + 1 :])  # "with components k(x_i, z)"
        for name in dict.fromkeys(id(token) for token in (whole if told else None, owner) if token is not None):
            token = next(token for token in (whole, owner) if token is not None and id(token) == name)
            if (told or filled or written) and token.mention:
                for fact in token.mention.facts:
                    words = (CALLED + here.text,)
                    yield Declaration(fact.subject, "", "", None, words, token.span, token.at)


def _are_written(behind: list[Token]) -> bool:
    """A formula follows, or "are" with one."""
    rest = behind[1:] if behind and behind[0].type == "VERB" else behind
    return bool(rest) and rest[0].type in ("FORMULA", "DEFINITION", "CALL")


def _whole(tokens: list[Token], place: int) -> Token | None:
    """X in "the rows of the matrix X"."""
    behind = tokens[place + 1 : place + 6]
    if not behind or behind[0].type != "OF":
        return None
    return next((token for token in behind[1:] if token.type in _SUBJECTS), None)


def _owner(tokens: list[Token], place: int) -> Token | None:
    """X in "X, whose rows", "X with columns"."""
    before = tokens[max(0, place - 3) : place]
    if not any(token.text in _OWNING for token in before):
        return None
    return next((token for token in reversed(tokens[:place]) if token.type in _SUBJECTS), None)


def _predicate(tokens: list[Token], place: int, whole: Token | None) -> list[Token]:
    """What follows in the clause; "the rows of X with mean zero" speaks of X in another way."""
    found: list[Token] = []
    for token in tokens[place + 1 : place + 1 + _WINDOW]:
        if token.type in ("STOP", "LEAD", "SEP") or (token.type == "WITH" and whole is not None):
            break
        found.append(token)
    return found


# Factors


def _of_factors(sentence: Sentence, statements: tuple[Statement, ...]) -> Iterator[Declaration]:
    """ "Let A = U S V^T be the singular value decomposition of A" says what U, S and V are."""
    words = " ".join(token.text.lower() for token in sentence.tokens)
    named = next((row for row in DECOMPOSITIONS if re.search(row[0], words)), None)
    if named is None:
        return
    for token in sentence.tokens:
        if token.type not in ("DEFINITION", "FORMULA") or token.at >= len(statements):
            continue
        statement = statements[token.at]
        right = statement.operands[-1]
        if [relation.symbol for relation in statement.relations] != ["="] or right is None:
            continue
        yield from _of_members(right, named[1], token)
        factors = _letters(right.syntax)
        known = named[1] if len(named[1]) == len(factors) else ()
        for number, (letter, transposed) in enumerate(factors):
            told = known[number] if known else f"{CALLED}factor"
            for one, other in (
                _MIRRORED if transposed and number == 0 else _CONJUGATING if _is_conjugated(right) else ()
            ):
                told = told.replace(one, other)
            if letter not in [earlier for earlier, _ in factors[:number]]:
                yield Declaration(letter, "", "", None, tuple(told.split(", ")), token.span, token.at)


def _of_members(operand: Written, known: tuple[str, ...], token: Token) -> Iterator[Declaration]:
    r"""`A = \sum_i \sigma_iu_iv_i^T`: numbers, and vectors that are orthonormal."""
    found = bare(operand.syntax)
    factors = tuple(map(bare, found.factors)) if isinstance(found, Product) else ()
    if not factors or not isinstance(factors[0], BigOperator) or factors[0].kind != "sum" or len(known) != 3:
        return
    letters = [factor for factor in factors[1:] if isinstance(factor, Scripts) and factor.sub is not None]
    if len(letters) != 3 or len(factors) != 4:
        return
    members = [replace(letter, sup=None) for letter in letters]
    kinds = [("scalar", tuple(word for word in known[1].split(", ") if word == "nonnegative"))]
    kinds += [("vector", ("orthonormal members",))] * (1 if members[1] == members[2] else 2)
    for letter, (kind, words) in zip(members, kinds, strict=False):
        yield Declaration(letter, "", kind, None, words, token.span, token.at)


_MIRRORED = (("lower triangular", "upper triangular"),)  # R^T R
_CONJUGATING = (("orthogonal", "invertible"),)  # P D P^{-1}


def _is_conjugated(operand: Written) -> bool:
    found = bare(operand.syntax)
    last = bare(found.factors[-1]) if isinstance(found, Product) else None
    power = bare(last.sup) if isinstance(last, Scripts) else None
    return isinstance(power, Sum) and power.signs == ("-",)


def _letters(node: Node | None) -> list[tuple[Node, bool]]:
    """The letters that are multiplied, each with whether it is written with a superscript."""
    found = bare(node)
    factors = found.factors if isinstance(found, Product) else ()
    letters: list[tuple[Node, bool]] = []
    for factor in map(bare, factors):
        base = bare(factor.base) if isinstance(factor, Scripts) else factor
        if isinstance(base, Symbol):
            letters.append((base, isinstance(factor, Scripts) and factor.sup is not None))
    return letters if len(letters) == len(factors) else []
