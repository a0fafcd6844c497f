"""Predicates: which of its subjects a clause describes, and whether it states a fact at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.parsing.declaring.descriptions import SQUARE, Description, is_small
from auditor.parsing.declaring.matching import Match
from auditor.parsing.declaring.subjects import Context, Item, Said, describe_subject, items_of, said_of
from auditor.parsing.declaring.words import Token


def said_by(declaration: Match, context: Context) -> list[Said]:
    """What a `declaration` says, subject by subject, in the order of the text."""
    items: list[Item] = []
    clauses = [part for part in declaration.parts if isinstance(part, Match)]
    for place, clause in enumerate(clauses):
        names, *rest = (clause,) if clause.rule == "names" else clause.matches
        own = items_of(names, replace(context, listed=place > 0))
        if place == 0 and context.lead == "let":
            _share(own)
        items += own
        preceding = context.preceding if place == 0 else ()
        after = context.after if place + 1 == len(clauses) else None
        inner = replace(context, preceding=preceding, after=after, gapped=place > 0)
        for part in rest:
            _clause_part(part, own, items, inner)
    found = [said for item in items for said in item.said]
    found += [said for clause in clauses for said in _argument(clause, context)]
    found += [said for token in declaration.tokens for said in _inner_conditions(token)]
    return [said for said in found if not said.empty]


def _share(items: list[Item]) -> None:
    r""" "Let $A$, $B \in S$" says it of both, where both are capitals or both are not."""
    member = next((item for item in items if item.token.type == "MEMBER"), None)
    if member is None or len(member.said) != 1 or not member.said[0].member:
        return
    model = member.said[0]
    for item in items[: items.index(member)]:
        for said in item.said:
            alike = item.token.type == "NAME" and said.empty and is_small(said.subject) == is_small(model.subject)
            if alike:
                said.kind, said.shape, said.properties, said.member = model.kind, model.shape, model.properties, True


def _tokens(piece: Match | Token) -> Iterator[Token]:
    if isinstance(piece, Token):
        yield piece
    else:
        yield from piece.tokens


def _inner_conditions(token: Token) -> Iterator[Said]:
    """ "Of order n >= 2" says something of n, "of the same length n as x" of x."""
    if token.description and token.description.same_as and token.description.extent:
        kind, shape = token.description.settled(small=is_small(token.description.same_as))
        yield Said(token.description.same_as, token, token.span, kind, shape)
    for condition in token.description.conditions if token.description else ():
        for fact in condition.mention.facts if condition.mention else ():
            yield Said(fact.subject, condition, condition.span, properties=fact.properties)


def _argument(part: Match, context: Context) -> Iterator[Said]:
    """ "U depends on the m x n matrix X" says what X is."""
    if part.rule in ("tail", "depending"):
        *_, name = part.tokens
        prefix = next((token.description for token in part.tokens if token.type == "PREFIX"), None)
        yield from said_of(name, prefix, context)
    for inner in part.matches:
        yield from _argument(inner, context)


def _clause_part(part: Match, own: list[Item], items: list[Item], context: Context) -> None:
    tail = next((inner for inner in part.matches if inner.rule == "tail"), None)
    own_tokens = (token for piece in part.parts if piece is not tail for token in _tokens(piece))
    descriptions = [token.description for token in own_tokens if token.description is not None]
    match part.rule:
        case "apposition":
            if _is_apposition(part, descriptions[0], context):
                _apply(descriptions, own if descriptions[0].plural else own[-1:], part, context)
        case "group":
            _apply(descriptions, _summed_up(descriptions[0], items), part, context)
        case _ if _states(part, context):
            _predicate(part, descriptions, own, context)


def _is_apposition(part: Match, description: Description, context: Context) -> bool:
    """ "A, an n x n matrix, …": with the comma that closes it."""
    closed = context.after is None or context.after.type in ("SEP", "STOP", "RPAR")
    closed = closed or any(token.type == "CLOSE" for token in part.tokens)
    return closed and (description.article == "a" or (not description.article and description.shape is not None))


def _summed_up(description: Description, items: list[Item]) -> list[Item]:
    """The subjects that "both …" or "all …" sums up."""
    subjects = [item for item in items if item.token.type in ("NAME", "MEMBER")]
    return subjects[-2:] if description.each == "both" else subjects


def _states(predicate: Match, context: Context) -> bool:
    """Whether a predicate states a fact here, rather than a claim, a question or a theorem."""
    if context.mood in ("denied", "derived") or (context.asked and context.mood not in ("let", "clause", "condition")):
        return False
    verb = next(predicate.tokens).text
    if (verb == "to be" and context.mood != "let") or (verb == "were" and context.mood == "condition"):
        return False
    after = context.after  # "is invertible if and only if …" is a theorem
    return not (after is not None and after.type == "LEAD" and after.note in ("condition", "denied"))


def _predicate(predicate: Match, descriptions: list[Description], own: list[Item], context: Context) -> None:
    subjects = _subjects(predicate, own, context)
    if not subjects:
        return
    if predicate.rule == "depending":
        _depend(predicate, subjects)
    elif predicate.rule == "mapping":
        _map(predicate, subjects)
    elif predicate.rule != "plain" or _may_stand_alone(descriptions[0], subjects[-1], context):
        respective = any(token.type == "RESPECTIVELY" for token in predicate.tokens)
        for chosen, given in _paired(subjects, descriptions, respective):
            _apply(given, chosen, predicate, context)
        for tail in (part for part in predicate.matches if part.rule == "tail"):
            _depend(tail, subjects)


# Which subjects

# What may stand before the subjects of a sentence; after other words they are the end of a longer phrase.
_OPENING = frozenset({"LEAD", "FOR", "WITH", "COLON", "LPAR", "STOP", "THAT", "EACH", "NEXT", "SEP", "GROUP"})
_FORMULAS = frozenset("NAME MEMBER MAPPING CONDITION RANGE CALL OPERATOR FORMULA DIMENSION NUMBER".split())


def _subjects(predicate: Match, own: list[Item], context: Context) -> list[Item]:
    """The items that the predicate is about: verbs agree in number, and objects of prepositions are not subjects."""
    items = [item for item in own if not _is_side_condition(item, own)]
    before = context.before
    match predicate.rule:
        case "plain" | "bracketed":
            block = items[-1].token.block if items else None
            return [item for item in items if block is not None and item.token.block == block] or items[-1:]
        case "taken":
            return items[-1:] if context.mood == "let" else []
        case "glossed":
            return items if before is None or before.type in ("LEAD", "FOR", "WITH", "STOP", "COLON") else []
    verb = next(token for token in predicate.tokens if token.type in _PREDICATE_VERBS)
    governed = _is_object(context.preceding, verb)
    if governed or (before is not None and not _opens(before)):
        # "With respect to x, A and B are constant": a comma ends what the preposition governs.
        cut = max((place for place, item in enumerate(items) if item.joined == ","), default=0)
        if governed and not cut:
            return []
        items = items[cut:]
    several = verb.text.split()[0] in _PLURAL if verb.type in ("DEPEND", "MAPS") else verb.note != "singular"
    several = several or any(token.type == "EACH" for token in predicate.tokens)
    return items if several else items[-1:]


# First words of verbs that take several subjects: "depend on", "do not depend on", "are independent of".
_PLURAL = frozenset({"depend", "do", "don't", "are", "map", "take"})
_PREDICATE_VERBS = frozenset({"VERB", "HAVE", "LIES", "DEPEND", "MAPS"})


def _opens(token: Token) -> bool:
    """Whether all that is listed behind a token can be the subject: not behind "for each"."""
    return token.type in _OPENING and token.type not in ("FOR", "WITH") and token.text not in ("each", "all")


def _is_side_condition(item: Item, own: list[Item]) -> bool:
    r"""`m > n` after `X \in …`: said of the sizes, not a subject of the clause."""
    return item.token.type in ("CONDITION", "RANGE") and any(other.token.type == "MEMBER" for other in own)


def _is_object(preceding: tuple[Token, ...], verb: Token) -> bool:
    """Whether the words before a subject make it part of a longer phrase: "the gradient of output variables y"."""
    if not preceding:
        return False
    place = len(preceding) - 1
    if _takes_object(preceding[place]):
        return not (preceding[place].type == "WITH" and verb.text in ("being", "having"))
    while place >= 0 and preceding[place].type in ("OTHER", "MODIFIER", "DETERMINER"):
        place -= 1
    if place < 0 or place == len(preceding) - 1 or not _takes_object(preceding[place]):
        return False
    head = preceding[place - 1].description if place else None
    return head is None or head.kind not in ("matrix", "vector", "scalar")  # "the vector of outcomes y" is y


def _takes_object(token: Token) -> bool:
    """Whether what follows a token is its object, or juxtaposed to it as a factor."""
    return token.type in _FORMULAS or token.type in ("OF", "IN", "BY", "WITH") or token.note == "preposition"


# What there is only one of: "the identity", "the logistic function".
_DEFINITE = frozenset({"identity", "ones", "zero", "sigmoid", "softplus", "relu", "tanh"})


def _may_stand_alone(description: Description, item: Item, context: Context) -> bool:
    """Whether "A symmetric", without a verb, says something of A."""
    before = context.before
    if item.token.type in ("MEMBER", "OPERATOR", "MAPPING") or any(said.member for said in item.said):
        return description.article != "the"
    if description.article == "the":
        return context.gapped or bool(_DEFINITE & set(description.properties))
    if description.noun_only:
        return before is not None and before.text == "the"  # "the X matrix"
    return before is None or before.type in _OPENING or item.prefix is not None


# What is said of them


def _paired(
    subjects: list[Item], descriptions: list[Description], respective: bool
) -> Iterator[tuple[list[Item], list[Description]]]:
    """Subjects with their descriptions: one by one where the text says "respectively" or lists as many sizes."""
    count = sum(len(item.said) for item in subjects)
    sized = [description for description in descriptions if description.shape is not None or description.extent]
    listed = len(sized) == count and len({(each.shape, each.extent) for each in sized}) > 1
    listed = listed or len({each.kind for each in descriptions if each.kind}) == count
    if (respective or listed) and len(descriptions) == count > 1:
        single = [replace(item, said=[said]) for item in subjects for said in item.said]
        for item, description in zip(single, descriptions, strict=True):
            yield [item], [replace(description, kind=description.kind or descriptions[-1].kind)]
    elif len(sized) <= 1:
        yield subjects, descriptions


def _apply(descriptions: list[Description], subjects: list[Item], part: Match, context: Context) -> None:
    last = [token.span for token in part.tokens if token.description is not None][-1]
    targets = [(item, said) for item in subjects for said in item.said]
    shapes = {said.shape for _, said in targets if said.member}
    spread = len(shapes) <= 1 or any(description.each for description in descriptions)
    for description in descriptions:
        for item, said in targets:
            if not spread and item is not subjects[-1] and SQUARE & set(description.properties):
                continue  # "Let X be m x n and A be n x n be symmetric": only what is square can be
            if item.token.type == "CALL" and not context.mood:
                continue  # "f(x) is a scalar" is a claim
            describe_subject(said, description)
            said.span = said.token.span.cover(last)
            said.stated = said.stated or part.rule in ("being", "having", "lying", "taken")
            said.properties += ("hedged",) if context.mood == "hedged" else ()


def _map(predicate: Match, subjects: list[Item]) -> None:
    """ "F maps S to T"."""
    domain, codomain = (token.mention.node for token in predicate.tokens if token.type == "SPACE" and token.mention)
    for said in (said for item in subjects for said in item.said):
        if domain is not None and codomain is not None:
            said.kind, said.function, said.stated = "function", ((domain,), codomain), True


def _depend(predicate: Match, subjects: list[Item]) -> None:
    *before, name = predicate.tokens
    verb = next(token for token in before if token.type in ("DEPEND", "ARGUMENT_OF"))
    others = tuple(fact.subject for fact in name.mention.facts) if name.mention else ()
    for said in (said for item in subjects for said in item.said):
        said.span, said.stated = said.token.span.cover(name.span), True
        if verb.note == "independent":
            said.constant_in += others
            said.properties += ("constant",)
        else:
            said.depends_on += others
            said.kind = said.kind or ("function" if verb.note == "function" else "")
