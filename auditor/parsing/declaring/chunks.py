"""Chunks: each description in a sentence as one token, and its commas told apart by what they introduce."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.parsing.declaring.descriptions import Description, describe
from auditor.parsing.declaring.matching import longest
from auditor.parsing.declaring.vocabulary import PLAIN_CASES
from auditor.parsing.declaring.words import Token

# Formulas that can be subjects.
ATOMS = frozenset("NAME MEMBER MAPPING CONDITION RANGE CALL DEFINITION OPERATOR FORMULA DIMENSION".split())
OPENS_DECLARATION = ATOMS | {"PREFIX", "LETTERS", "DESCRIPTION", "INVERSES", "DETERMINER", "MEASURE"}
_OPENS_DESCRIPTION = frozenset(
    """EACH DETERMINER PROPERTY NOUN FUNCTION LENGTH SIZE IN OF SPACE WITH MEASURE SAME THAT COUNT MODIFIER""".split()
)
_SIZES = frozenset({"NAME", "NUMBER", "DIMENSION"})


def chunks(tokens: list[Token]) -> list[Token]:
    """The tokens as `declaration` of the grammar takes them."""
    return list(
        _with_separators(list(_without_relatives(list(_with_letter_classes(list(_with_descriptions(tokens)))))))
    )


# Descriptions


def _with_descriptions(tokens: list[Token]) -> Iterator[Token]:
    """The tokens with each description as one: PREFIX before a formula, DESCRIPTION elsewhere."""
    place = 0
    while place < len(tokens):
        here = tokens[place]
        description, end = _description(tokens, place) if _may_describe(tokens, place) else (None, place)
        if description is None:
            yield here
            place += 1
            continue
        leads = end < len(tokens) and tokens[end].type in ATOMS and here.type not in ("OF", "IN", "WITH", "THAT")
        kind = "PREFIX" if leads else "DESCRIPTION"
        text = " ".join(part.text for part in tokens[place:end])
        yield Token(kind, text, here.span.cover(tokens[end - 1].span), here.at, description=description)
        place = end


def _may_describe(tokens: list[Token], place: int) -> bool:
    """Whether a description can begin here; with a formula only in "m rows and n columns"."""
    if tokens[place].type in _SIZES:
        return place + 1 < len(tokens) and tokens[place + 1].type in ("LINES", "ENTRIES")
    mapped = place > 0 and tokens[place - 1].type in ("MAPS", "INTO")  # "f maps S to T"
    told = place > 0 and tokens[place].type == "OTHER" and tokens[place - 1].type == "VERB"  # "be commuting matrices"
    return (tokens[place].type in _OPENS_DESCRIPTION or told) and not mapped


def _description(tokens: list[Token], place: int) -> tuple[Description | None, int]:
    match, end = longest("description", tokens, place)
    if match is None:
        return None, place
    description = describe(match)
    follows = tokens[end].type if end < len(tokens) else ""
    # "a matrix product", "a symmetric part": what was found only modifies another noun.
    modifies = follows in ("OTHER", "NOUN", "FUNCTION", "MODIFIER") and (
        description.ends_in_noun or (description.article and not description.nouns)
    )
    if modifies or follows == "SIGN" or description.strangers > 3:
        return None, place
    return description, end


# Classes of letters


def _with_letter_classes(tokens: list[Token]) -> Iterator[Token]:
    """ "Bold uppercase letters", "small letters in bold font" as one token, with the classes as its text."""
    place = 0
    while place < len(tokens):
        end, notes = _letter_class(tokens, place)
        if end == place:
            yield tokens[place]
            place += 1
            continue
        if end + 1 < len(tokens) and tokens[end].type in ("IN", "WITH"):
            further, more = _letter_class(tokens, end + 1)
            end, notes = (further, notes + more) if further > end + 1 else (end, notes)
        first, last = tokens[place], tokens[end - 1]
        yield Token("LETTERS", " ".join(notes), first.span.cover(last.span), first.at)
        place = end


def _letter_class(tokens: list[Token], place: int) -> tuple[int, list[str]]:
    """Where a class of letters that begins here ends, and what it says of them."""
    end, notes, certain = place, [], False
    while end < len(tokens) and (tokens[end].type in ("CASE", "LETTERS") or tokens[end].text in PLAIN_CASES):
        certain = certain or tokens[end].type in ("CASE", "LETTERS")
        notes.append(PLAIN_CASES.get(tokens[end].text, tokens[end].note))
        end += 1
    notes = [note for note in notes if note]
    return (end, notes) if certain and (notes or end > place + 1) else (place, [])


# Between clauses

_VERBS = frozenset({"VERB", "HAVE", "LIES"})


def _without_relatives(tokens: list[Token]) -> Iterator[Token]:
    """ "A, which is symmetric" says it of A like "A is symmetric"."""
    place = 0
    while place < len(tokens):
        named = place > 0 and tokens[place - 1].type in ("NAME", "MEMBER")
        types = [following.type for following in tokens[place : place + 3]]
        relative = types[1:] if types[0] == "SEP" else types
        skipped = len(types) - len(relative) + 1
        if named and len(relative) > 1 and relative[0] == "THAT" and relative[1] in _VERBS:
            place += skipped
            continue
        yield tokens[place]
        place += 1


def _with_separators(tokens: list[Token]) -> Iterator[Token]:
    """Commas and "and" by what they introduce: NEXT a further subject, MORE a further description, GROUP one of all
    subjects; CLOSE ends an apposition before its verb. The text is "," for a comma without "and"."""
    for place, here in enumerate(tokens):
        if here.type != "SEP":
            yield here
            continue
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if after is None or after.type in ("SEP", "RESPECTIVELY"):
            continue
        if after.type in _VERBS and before is not None and before.type in ("DESCRIPTION", "CONDITION"):
            if before.type == "DESCRIPTION":  # "A, an n x n matrix, is …"; but "X, m > n, has …"
                yield Token("CLOSE", ",", here.span, here.at)
            continue
        kind = "SEP"
        if after.type in ATOMS or after.type == "PREFIX":
            kind = "NEXT"
        elif after.description is not None:
            kind = "GROUP" if after.description.each else "MORE"
        comma = here.text == "," and (before is None or before.type != "SEP")
        yield Token(kind, "," if comma else "and", here.span, here.at)
