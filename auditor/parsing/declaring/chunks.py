"""Chunks: each description in a sentence as one token, and its commas told apart by what they introduce."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.parsing.declaring.descriptions import Description, describe
from auditor.parsing.declaring.matching import longest
from auditor.parsing.declaring.sentences import Token

ATOMS = frozenset("NAME MEMBER MAPPING CONDITION RANGE CALL DEFINITION OPERATOR FORMULA DIMENSION".split())
_OPENS_DESCRIPTION = frozenset(
    """DETERMINER PROPERTY NOUN FUNCTION LENGTH SIZE IN OF SPACE WITH MEASURE SAME THAT COUNT MODIFIER EACH NAME NUMBER
    DIMENSION""".split()
)
OPENS_DECLARATION = ATOMS | {"PREFIX", "LETTERS", "DESCRIPTION", "INVERSES", "DETERMINER", "MEASURE"}


def chunked(tokens: list[Token]) -> list[Token]:
    """The tokens with each description as one."""
    result: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        description, end = None, place
        if token.type in _OPENS_DESCRIPTION and _may_describe(tokens, place):
            description, end = _description(tokens, place)
        if description is None:
            result.append(token)
            place += 1
            continue
        kind = "PREFIX" if end < len(tokens) and tokens[end].type in ATOMS else "DESCRIPTION"
        text = " ".join(part.text for part in tokens[place:end])
        span = token.span.cover(tokens[end - 1].span)
        result.append(Token(kind, text, span, token.at, value=description))
        place = end
    return _with_letter_classes(result)


def _may_describe(tokens: list[Token], place: int) -> bool:
    """Whether a formula, which describes only as part of "m rows and n columns", can open a description here."""
    if tokens[place].type not in ("NAME", "NUMBER", "DIMENSION"):
        return True
    return place + 1 < len(tokens) and tokens[place + 1].type in ("LINES", "ENTRIES")


def _description(tokens: list[Token], place: int) -> tuple[Description | None, int]:
    tree, end = longest("description", tokens, place)
    if tree is None:
        return None, place
    description = describe(tree)
    follows = tokens[end].type if end < len(tokens) else ""
    modifies = follows in ("OTHER", "NOUN", "FUNCTION", "MODIFIER") and (
        description.ends_in_noun or (description.article and not description.nouns)
    )
    if modifies or follows == "SIGN" or description.modifiers > 3:
        return None, place
    return description, end


# Words that tell a kind of letter only beside others that do.
_PLAIN_CASES = {"small": "lowercase", "large": "uppercase", "normal": "", "plain": "", "regular": "", "light": "", "ordinary": ""}


def _with_letter_classes(tokens: list[Token]) -> list[Token]:
    """"bold uppercase letters", "small letters in bold font" as one token."""
    result: list[Token] = []
    place = 0
    while place < len(tokens):
        end, notes = _letter_class(tokens, place)
        if end == place:
            result.append(tokens[place])
            place += 1
            continue
        more, further = _letter_class(tokens, end + 1) if end < len(tokens) and tokens[end].type in ("IN", "WITH") else (end + 1, [])
        if more > end + 1:
            end, notes = more, notes + further
        first, last = tokens[place], tokens[end - 1]
        result.append(Token("LETTERS", "letters", first.span.cover(last.span), first.at, value=" ".join(notes)))
        place = end
    return result


def _letter_class(tokens: list[Token], place: int) -> tuple[int, list[str]]:
    """Where a class of letters that begins here ends, and what it says of them."""
    end, notes, certain = place, [], False
    while end < len(tokens) and (tokens[end].type in ("CASE", "LETTERS") or tokens[end].text in _PLAIN_CASES):
        entry = tokens[end].entry
        certain = certain or tokens[end].type in ("CASE", "LETTERS")
        notes.append(_PLAIN_CASES.get(tokens[end].text, entry.note if entry else ""))
        end += 1
    notes = [note for note in notes if note]
    return (end, notes) if certain and (notes or end > place + 1) else (place, [])


_VERBS = frozenset({"VERB", "HAVE", "LIES"})


def joined(tokens: list[Token]) -> list[Token]:
    """Commas and "and", told apart by what they introduce; "which" before a verb is no more than a comma."""
    result: list[Token] = []
    tokens = list(_without_relatives(tokens))
    for place, token in enumerate(tokens):
        if token.type != "SEP":
            result.append(token)
            continue
        before, following = tokens[place - 1] if place else None, tokens[place + 1] if place + 1 < len(tokens) else None
        if following is None or following.type == "SEP":
            continue
        if following.type in _VERBS and before is not None and before.type in ("DESCRIPTION", "CONDITION"):
            if before.type == "DESCRIPTION":  # "A, an n x n matrix, is …"
                result.append(Token("CLOSE", ",", token.span, token.at))
            continue
        kind = "SEP"
        if following.type in ATOMS or following.type == "PREFIX":
            kind = "NEXT"
        elif following.type == "DESCRIPTION":
            kind = "GROUP" if following.value.each else "MORE"
        only_comma = token.text == "," and not (place and tokens[place - 1].type == "SEP")
        result.append(Token(kind, "," if only_comma else "and", token.span, token.at))
    return result


def _without_relatives(tokens: list[Token]) -> Iterator[Token]:
    """"A, which is symmetric": the relative clause says it of A."""
    skip = 0
    for place, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        named = bool(place) and tokens[place - 1].type in ("NAME", "MEMBER")
        following = [item.type for item in tokens[place : place + 3]]
        if named and following[:2] in ([("THAT"), each] for each in _VERBS):
            continue
        if named and len(following) == 3 and following[:2] == ["SEP", "THAT"] and following[2] in _VERBS:
            skip = 1
            continue
        yield token
