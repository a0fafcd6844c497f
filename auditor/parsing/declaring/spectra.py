"""Whose eigenvalues, eigenvectors and singular values letters are: "A with eigenvalues λ_1, …, λ_n"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.parsing.declaring.sentences import Sentence
from auditor.parsing.declaring.symbols import is_name
from auditor.parsing.declaring.words import Token
from auditor.parsing.printing import latex
from auditor.parsing.statements import Declaration
from auditor.parsing.syntax import Node

_SPECTRA = ("eigenvalue", "eigenvector", "singular value")
_LETTERS = frozenset({"NAME", "CONDITION"})
_OWNERS = frozenset({"NAME", "MEMBER", "DEFINITION"})
_HAVING = frozenset({"with", "has", "have", "having", "whose", "its", "by"})
_BETWEEN = frozenset({"DETERMINER", "PROPERTY", "NOUN", "MODIFIER", "SIZE", "OTHER"})
OF = " of "  # between what a letter is and the letter that it belongs to, in a property


def spectra(sentence: Sentence) -> Iterator[Declaration]:
    """A property such as "eigenvalue of A" for each letter of which a sentence says so."""
    tokens = sentence.tokens
    for place, here in enumerate(tokens):
        word = next((word for word in _SPECTRA if here.text in (word, f"{word}s") or here.text.endswith(f" {word}")
                     or here.text.endswith(f" {word}s")), None)  # fmt: skip
        if word is None or here.mention is not None:
            continue
        letters = _letters(tokens, place)
        owner = _owner(tokens, place, letters)
        if letters is None or owner is None:
            continue
        orthonormal = _are_orthonormal(tokens, place)
        for fact in letters.mention.facts if letters.mention else ():
            words = [f"{word}{OF}{latex(owner)}"]
            words += ["orthonormal members"] if orthonormal else []
            words += [f"list{OF}{latex(fact.index_range[1])}"] if fact.index_range else []
            until = sentence.last if _is_conditional(tokens[:place]) else None
            yield Declaration(fact.subject, "", "", None, tuple(words), letters.span, letters.at, until=until)


def _is_conditional(before: list[Token]) -> bool:
    """ "It vanishes when u is an eigenvector": the last word that governs what follows makes it a condition."""
    leads = [token.note for token in before if token.type == "LEAD"]
    return bool(leads) and leads[-1] in ("condition", "denied")


def _are_orthonormal(tokens: list[Token], place: int) -> bool:
    """Said so, or unit vectors of distinct eigenvalues: of a symmetric matrix these are orthonormal."""
    before = tokens[place - 1].text if place else ""
    unit = before in ("unit", "normalized", "normalised") or tokens[place].text.startswith(("unit ", "normali"))
    return before == "orthonormal" or (unit and any(token.text == "distinct" for token in tokens[:place]))


def _letters(tokens: list[Token], place: int) -> Token | None:
    """The letters named behind the noun, else those before "are the eigenvalues"."""
    if place + 1 < len(tokens) and tokens[place + 1].type in _LETTERS and tokens[place + 1].mention:
        return tokens[place + 1]
    before = place - 1
    while before >= 0 and tokens[before].type in ("DETERMINER", "PROPERTY", "MODIFIER"):
        before -= 1
    if before < 1 or tokens[before].type != "VERB":
        return None
    return tokens[before - 1] if tokens[before - 1].type in _LETTERS and tokens[before - 1].mention else None


def _owner(tokens: list[Token], place: int, letters: Token | None) -> Node | None:
    """The matrix behind "of", else the letter that has them."""
    behind = place + 1
    if behind < len(tokens) and tokens[behind] is letters:
        behind += 1
    if behind < len(tokens) and tokens[behind].text == "of":
        behind += 1
        while behind < len(tokens) and tokens[behind].type in _BETWEEN:
            behind += 1
        return _named(tokens[behind]) if behind < len(tokens) else None
    having = next((k for k in range(place - 1, -1, -1) if tokens[k].text in _HAVING), None)
    if having is None:
        return None
    owners = (tokens[k] for k in range(having - 1, -1, -1)
              if tokens[k].type in _OWNERS and tokens[k] is not letters and not _is_size(tokens, k)
              and not (k and tokens[k - 1].text.rstrip("s").endswith(_SPECTRA)))  # fmt: skip
    return next((named for owner in owners if (named := _named(owner)) is not None), None)


def _is_size(tokens: list[Token], place: int) -> bool:
    """n in "of order n"."""
    return place > 0 and tokens[place - 1].type == "MEASURE"


def _named(token: Token) -> Node | None:
    facts = token.mention.facts if token.mention and token.type in _OWNERS else ()
    return facts[0].subject if len(facts) == 1 and is_name(facts[0].subject) else None
