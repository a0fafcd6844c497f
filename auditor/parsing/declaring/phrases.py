"""Phrases: the words of a sentence joined into what the lexicon knows, with its letters, sizes and remarks found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor.parsing.declaring.lexicon import Entry, entries, is_skipped, longest_phrases
from auditor.parsing.declaring.mentions import Mention, size
from auditor.parsing.declaring.words import Token
from auditor.parsing.syntax import Node, Symbol


def arranged(tokens: list[Token]) -> list[Token]:
    """The tokens of a sentence by their terminals."""
    return list(_with_products(list(_with_sizes(_with_letters(_with_counts(list(_with_phrases(tokens))))))))


# Words to phrases


def _with_phrases(tokens: list[Token]) -> Iterator[Token]:
    """Words joined into the longest phrases that the lexicon knows; other words are OTHER."""
    following = [*(token.text for token in tokens[1:]), ""]
    tokens = [token for token, after in zip(tokens, following, strict=True) if not is_skipped(token.text, after)]
    place = 0
    while place < len(tokens):
        first = tokens[place]
        if first.type not in ("WORD", "NUMBER"):
            yield first
            place += 1
            continue
        entry, length = _phrase(tokens, place)
        place += length
        if entry is None:
            first.type = "NUMBER" if first.type == "NUMBER" else "OTHER"
            yield first
        else:
            span = first.span.cover(tokens[place - 1].span)
            text = " ".join(part.text for part in tokens[place - length : place])
            yield Token(entry.terminal, text, span, first.at, entry, glued=first.glued, opens_line=first.opens_line)


def _phrase(tokens: list[Token], place: int) -> tuple[Entry | None, int]:
    """The entry of the longest phrase from `place` on, and its number of words."""
    table = entries()
    count = min(longest_phrases().get(tokens[place].text, 0), len(tokens) - place)
    words = tuple(_word(part) for part in tokens[place : place + count])
    for length in range(count, 0, -1):
        entry = table.get(words[:length])
        if entry is not None:
            return entry, length
    negated = tokens[place].text == "non" and place + 1 < len(tokens) and tokens[place + 1].glued
    return (Entry("MODIFIER"), 2) if negated else (None, 1)  # "non-commuting"


def _word(token: Token) -> str:
    return token.text.lower() if token.type in ("WORD", "NUMBER", "LETTER") else ""


def _with_counts(tokens: list[Token]) -> list[Token]:
    """ "The number of samples" as one token; "of" after a function introduces its argument, as "f maps S to T" does."""
    result: list[Token] = []
    for place, here in enumerate(tokens):
        before = result[-1] if result else None
        if before is not None and before.type == "COUNT" and here.type in ("OTHER", "MODIFIER", "NOUN"):
            before.span = before.span.cover(here.span)
            continue
        if before is not None and before.type == "FUNCTION" and here.type == "OF":
            sized = place + 1 < len(tokens) and tokens[place + 1].type in ("MEASURE", "SPACE", "SIZE")
            here.type = "OF" if sized else "ARGUMENT_OF"
        result.append(here)
    for name, here in pairwise(result):
        if here.text == "having" and name.type in ("NAME", "MEMBER"):
            here.type, here.entry = "HAVE", Entry("HAVE", note="plural")
    for place, (verb, domain, into) in enumerate(zip(result, result[1:], result[2:], strict=False)):
        if domain.type == "SPACE" and verb.text in _MAPS and into.text in _INTO and place:
            verb.type, into.type = "MAPS", "INTO"
    return result


_MAPS = frozenset({"map", "maps", "mapping", "maps from", "map from", "takes", "take"})
_INTO = frozenset({"to", "into", "onto"})


# Letters

_VERBS = frozenset({"VERB", "HAVE", "DEPEND", "LIES", "WRITTEN"})
_AFTER_SYMBOL = _VERBS | {"SEP", "STOP", "COLON", "RPAR"}


def _with_letters(tokens: list[Token]) -> list[Token]:
    """Single letters of prose as names, but for the article and the pronoun."""
    for place, here in enumerate(tokens):
        if here.type != "LETTER":
            continue
        here.type = "NAME"
        if here.text in ("a", "A", "I") and not _is_symbol(tokens, place):
            here.type = "CLOSED" if here.text == "I" else "DETERMINER"
            here.entry, here.mention = Entry(here.type, note="a"), None
    return tokens


def _is_symbol(tokens: list[Token], place: int) -> bool:
    """Whether `a`, `A` or `I` is a symbol: by the verb behind it, the noun before it, or a capital within a line."""
    here = tokens[place]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if here.text == "I":
        named = before is not None and before.text in ("identity", "identity matrix")
        return named or (before is not None and after is not None and after.text in ("is", "the", "denotes", "be"))
    if after is not None and after.type in _VERBS:
        return True
    inside = before is not None and not here.opens_line and before.type not in ("COLON", "LPAR", "STOP", "DASH")
    if here.text == "A" and inside:
        return True
    listed = before is not None and before.type in ("NOUN", "FUNCTION", "SEP")
    return after.type in _AFTER_SYMBOL if after is not None else listed or here.text == "A"


# Sizes

_ORDINALS = frozenset({"th", "st", "nd", "rd"})
_SIZE_LETTERS = frozenset("mnpqrkdlsNMKDTLPQ")


def _with_sizes(tokens: list[Token]) -> Iterator[Token]:
    """Sizes in prose (`m x n`), lengths before a noun (`n`-vector) and ordinals (`i`-th) as one token each."""
    place = 0
    while place < len(tokens):
        here, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
        parts, end = _size_at(tokens, place)
        made: Token | None = None
        if place and here.type == "MEASURE" and (found := _measured(tokens, place)):
            made, end = found, place + 2
        elif len(parts) > 1:
            mention = size(parts)
            made = Token("SIZE", "size", mention.span, here.at, mention=mention)
        elif parts and after is not None and (after.glued or after.type == "DIMENSIONAL"):
            made, end = _length(here, after, place)
        elif parts and place and tokens[place - 1].type == "DETERMINER" and _usual_size(_single_size(parts[0])):
            made, end = _unmarked_size(tokens, place)
        yield made or here
        place = end if made else place + 1


def _measured(tokens: list[Token], place: int) -> Token | None:
    """ "The same length n as": a measure with its value."""
    before, here, *after = tokens[place - 1 : place + 3]
    types = (before.type, *(token.type for token in after))
    if types != ("SAME", "NAME", "AS") or after[0].mention is None or _single_size(after[0].mention) is None:
        return None
    mention = Mention("LENGTH", after[0].span, (), after[0].mention.sizes)
    return Token("MEASURE", here.text, here.span.cover(after[0].span), here.at, here.entry, mention=mention)


def _length(here: Token, after: Token, place: int) -> tuple[Token | None, int]:
    span = here.span.cover(after.span)
    if after.text in _ORDINALS:
        return Token("MODIFIER", "ordinal", span, here.at), place + 2
    mention = Mention("LENGTH", here.span, (), here.mention.sizes if here.mention else None)
    if after.type == "DIMENSIONAL":
        return Token("LENGTH", "length", span, here.at, mention=mention), place + 2
    if after.type in ("NOUN", "LINES"):
        return Token("LENGTH", "length", here.span, here.at, mention=mention), place + 1
    if after.type in ("OTHER", "FUNCTION"):  # "x-axis", "D-function"
        return Token("OTHER", "compound", span, here.at), place + 2
    return None, place


def _unmarked_size(tokens: list[Token], place: int) -> tuple[Token | None, int]:
    """ "An n vector", "an m, n matrix": sizes between an article and a noun."""
    here, *following = tokens[place : place + 4]
    types = [token.type for token in following]
    if types[:1] == ["NOUN"] and following[0].entry and following[0].entry.kind == "vector":
        mention = Mention("LENGTH", here.span, (), here.mention.sizes if here.mention else None)
        return Token("LENGTH", "length", here.span, here.at, mention=mention), place + 1
    listed = types[:2] == ["SEP", "NAME"] and here.block is not None and here.block == following[1].block
    if listed and types[2:] in (["NOUN"], ["PROPERTY"]) and here.mention and following[1].mention:
        mention = size((here.mention, following[1].mention))
        return Token("SIZE", "size", mention.span, here.at, mention=mention), place + 3
    return None, place


def _size_at(tokens: list[Token], place: int) -> tuple[tuple[Mention, ...], int]:
    """The sizes joined by "x" or "by" from `place` on, one or more, and where they end; none where there is no size."""
    parts: list[Mention] = []
    while place < len(tokens):
        mention = tokens[place].mention
        if mention is None or _single_size(mention) is None:
            break
        parts.append(mention)
        place += 1
        if place + 1 >= len(tokens) or not _joins_sizes(tokens[place], mention, tokens[place + 1].mention):
            break
        place += 1
    return tuple(parts), place


def _joins_sizes(between: Token, left: Mention, right: Mention | None) -> bool:
    if right is None or _single_size(right) is None:
        return False
    usual = all(_usual_size(_single_size(mention)) for mention in (left, right))
    if between.type == "BY":  # "multiply A by B" states no size
        return usual
    small = all(
        not isinstance(node := _single_size(mention), Symbol) or node.name.islower() for mention in (left, right)
    )
    return between.type == "TIMES" or (between.type == "NAME" and between.text in "xX" and (usual or small))


def _single_size(mention: Mention) -> Node | None:
    single = mention.sizes is not None and len(mention.sizes) == 1 and mention.role in ("NAME", "DIMENSION")
    return mention.sizes[0] if single and mention.sizes else None


def _usual_size(node: Node | None) -> bool:
    return not isinstance(node, Symbol) or node.name in _SIZE_LETTERS


def _with_products(tokens: list[Token]) -> Iterator[Token]:
    """Letters side by side in prose as a formula: the product A B is neither A nor B."""
    place = 0
    while place < len(tokens):
        end = place
        while end < len(tokens) and tokens[end].type == "NAME" and tokens[end].block is None:
            end += 1
        if end - place < 2:
            yield tokens[place]
            place += 1
            continue
        span = tokens[place].span.cover(tokens[end - 1].span)
        yield Token("FORMULA", "$", span, tokens[place].at, mention=Mention("FORMULA", span))
        place = end


# Brackets

# What may stand in brackets and still belong to the sentence.
_DESCRIPTIVE = frozenset(
    """DETERMINER PROPERTY NOUN FUNCTION SIZE LENGTH MODIFIER OTHER OF IN MEASURE SPACE DIMENSION NUMBER EACH SAME
    DIMENSIONAL LINES""".split()
)


def without_remarks(tokens: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The sentence without its bracketed remarks, and these; brackets stay around a description behind a name."""
    kept: list[Token] = []
    remarks: list[list[Token]] = []
    place = 0
    while place < len(tokens):
        here = tokens[place]
        place += 1
        if here.type == "LPAR":
            end = _closing(tokens, place)
            inside = tokens[place:end]
            before = kept[-1].type if kept else ""
            types = {item.type for item in inside}
            if _described(before, types):
                kept += [here, *inside, *tokens[end : end + 1]]
            elif _belongs(before, types):
                kept += inside
            elif inside:
                remarks.append(inside)
            place = end + 1
        elif here.type != "RPAR":
            kept.append(here)
    return kept, remarks


def _described(before: str, types: set[str]) -> bool:
    """ "Of size (m, n)", "A (an m x n matrix)"."""
    if before == "MEASURE":
        return types <= {"NAME", "SEP", "DIMENSION", "NUMBER"}
    return before in ("NAME", "MEMBER", "MAPPING") and bool(types) and types <= _DESCRIPTIVE and types != {"NUMBER"}


def _belongs(before: str, types: set[str]) -> bool:
    """ "A (real) matrix", "a vector (n x 1)"."""
    return bool(types) and (
        types <= {"PROPERTY", "MODIFIER", "EACH"} or (types == {"SIZE"} and before in ("NOUN", "FUNCTION"))
    )


def _closing(tokens: list[Token], place: int) -> int:
    """Where the bracket that was opened before `place` closes."""
    depth = 1
    for index in range(place, len(tokens)):
        depth += {"LPAR": 1, "RPAR": -1}.get(tokens[index].type, 0)
        if depth == 0:
            return index
    return len(tokens)
