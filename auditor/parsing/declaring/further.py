"""What a text says of its letters beyond what declarations model: "B is the inverse of A", "commuting matrices".

Such a letter is not free. What is said of it is kept as the property "called …", which no drawn value has, so that no
counterexample with an arbitrary value refutes a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.parsing.declaring.sentences import Sentence
from auditor.parsing.declaring.vocabulary import CALLED, RELATING, RELATIONAL, SPECIAL
from auditor.parsing.declaring.words import Token
from auditor.parsing.statements import Declaration

_SPECIAL = frozenset(SPECIAL.split())
_RELATIONAL = frozenset(RELATIONAL.split())
_RELATING = frozenset(RELATING.split())
_SUBJECTS = frozenset({"NAME", "MEMBER", "MAPPING", "CALL"})
_VERBS = frozenset({"VERB", "HAVE"})
_ENDS = frozenset({"STOP", "COLON", "LEAD"})
_GENERAL = frozenset({"constant", "integer", "complex", "real", "square", "zero", "ones", "identity"})
_OF_A_DISTRIBUTION = re.compile(r"covariance|variance|dispersion|precision|deviation|probabilit")
_RELATIVE = frozenset({"of", "onto", "on", "along", "to", "for"})
_DENYING = frozenset({"not", "never", "no", "without", "nor", "neither"})
_OWNERS = frozenset({"its", "their"})
_BETWEEN = frozenset({"NOUN", "FUNCTION", "SIZE", "LENGTH", "PROPERTY", "MODIFIER", "OTHER"})
_ARTICLES = frozenset({"DETERMINER", "MODIFIER"})
_REACH = 5  # words from "the inverse" to the letter that it is of


def further(sentence: Sentence) -> Iterator[Declaration]:
    """A declaration for each letter of which a sentence says such a word."""
    tokens, mood = sentence.tokens, ""
    for place, here in enumerate(tokens):
        mood = here.note if here.type == "LEAD" else mood
        if mood == "denied":
            return
        if not _tells(tokens, place):
            continue
        until = sentence.last if mood == "condition" else None
        names = {id(name): name for name in (*_before(tokens, place), *_behind(tokens, place))}
        for name in names.values():
            if name.type == "CALL" and not mood:
                continue  # a claim about a function
            for fact in name.mention.facts if name.mention else ():
                words = (CALLED + here.text,)
                yield Declaration(fact.subject, "", "", None, words, name.span, name.at, until=until)


def _tells(tokens: list[Token], place: int) -> bool:
    """Whether the word at a place speaks of what a letter is: by itself, or with the letter that it is relative to."""
    here = tokens[place]
    if here.mention is not None:
        return False
    if here.text in _SPECIAL:
        return here.type != "NOUN" or _is_linked(tokens, place)
    behind = tokens[place + 1 : place + 1 + _REACH]
    if here.text in _RELATING:
        return bool(behind) and behind[0].mention is not None
    if _is_specific(here, tokens[place + 1 : place + 3 + _REACH]):
        return True
    operation = here.entry is not None and here.entry.kind == "operation"
    if here.text not in _RELATIONAL and not operation:
        return False
    if place and tokens[place - 1].text in _OWNERS:
        return True
    while behind and behind[0].type in ("NOUN", "OTHER", "MODIFIER"):  # "the inverse matrix of A"
        behind = behind[1:]
    linked = bool(behind) and (behind[0].type == "ARGUMENT_OF" or behind[0].note == "preposition")
    return linked and any(token.mention is not None for token in behind)


def _is_linked(tokens: list[Token], place: int) -> bool:
    """ "The matrix of eigenvectors": what the noun names is not the letter itself."""
    return place > 0 and (tokens[place - 1].type in ("OF", "ARGUMENT_OF") or tokens[place - 1].text in _OWNERS)


def _is_specific(here: Token, behind: list[Token]) -> bool:
    """ "The projection onto the columns of X", "the Gram matrix of X" are no others; "of order n" says only a size."""
    properties = here.entry.properties if here.entry is not None and here.type == "NOUN" else ()
    general = set(properties) <= _GENERAL or _OF_A_DISTRIBUTION.search(here.text) is not None
    if general or not behind or behind[0].text not in _RELATIVE:
        return False
    kinds = {token.type for token in behind}
    return not kinds & {"MEASURE", "SPACE", "SIZE", "DIMENSION"} and bool(kinds & {*_SUBJECTS, "FORMULA"})


def _before(tokens: list[Token], place: int) -> list[Token]:
    """The subjects of the clause that the word ends: A and B in "A and B are matrices that commute"."""
    start = place
    while start and tokens[start - 1].type not in _ENDS and tokens[start - 1].type not in _SUBJECTS:
        start -= 1
    if not start or tokens[start - 1].type not in _SUBJECTS:
        return []
    between = tokens[start:place]
    if any(token.text in _DENYING for token in between):
        return []
    described = len(between) - next((k for k, t in enumerate(reversed(between)) if t.type not in _ARTICLES), 0)
    if between and between[described - 1].type == "FORMULA":
        return []  # "A and e^A its matrix exponential"
    if any(token.type == "SEP" for token in between) and between[0].type not in _VERBS:
        return []
    return _listed(tokens, start - 1)


def _listed(tokens: list[Token], last: int) -> list[Token]:
    """The names of a list that ends at a place."""
    found = [tokens[last]]
    while last >= 2 and tokens[last - 1].type == "SEP" and tokens[last - 2].type in _SUBJECTS:
        last -= 2
        if last and (tokens[last - 1].note == "preposition" or tokens[last - 1].type == "ARGUMENT_OF"):
            break  # "the covariance of X and S the root of it"
        found.append(tokens[last])
    return found


def _behind(tokens: list[Token], place: int) -> list[Token]:
    """The letters that the word describes: A and B in "commuting matrices A and B"."""
    if tokens[place].text not in _SPECIAL:
        return []
    end = place + 1
    while end < len(tokens) and tokens[end].type in _BETWEEN:
        end += 1
    found: list[Token] = []
    while end < len(tokens) and tokens[end].type in _SUBJECTS:
        found.append(tokens[end])
        end += 2 if end + 1 < len(tokens) and tokens[end + 1].type == "SEP" else 1
    return found
