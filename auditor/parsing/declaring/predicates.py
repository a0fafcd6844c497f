"""Predicates: which of its subjects a clause describes, and whether it states a fact at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lark import Tree

from auditor.parsing.declaring.descriptions import SQUARE, Description
from auditor.parsing.declaring.sentences import Token
from auditor.parsing.declaring.subjects import Context, Item, Said, describe, items_of, tokens_of


def said_by(tree: Tree, context: Context) -> list[Said]:
    """What a `declaration` says, subject by subject, in the order of the text."""
    items: list[Item] = []
    clauses = [child for child in tree.children if isinstance(child, Tree)]
    for place, clause in enumerate(clauses):
        names = clause if clause.data == "names" else clause.children[0]
        own = items_of(names, context)
        items += own
        if clause.data == "clause":
            before = context.before if place == 0 else None
            after = context.after if place + 1 == len(clauses) else None
            _clause(clause, own, items, replace(context, before=before, after=after, gapped=place > 0))
    found = [said for item in items for said in item.said]
    found += [said for token in tokens_of(tree) for said in _inner_conditions(token)]
    return [said for said in found if not said.empty]


def _inner_conditions(token: Token) -> Iterator[Said]:
    """"Of order n >= 2" says something of n."""
    if isinstance(token.value, Description):
        for condition in token.value.conditions:
            for fact in condition.mention.facts if condition.mention else ():
                yield Said(fact.subject, condition, condition.span, properties=fact.properties)


def _clause(clause: Tree, own: list[Item], items: list[Item], context: Context) -> None:
    for child in clause.children[1:]:
        match child.data:
            case "apposition":
                _apposition(child, own, context)
            case "group":
                description = child.children[-1].value
                _apply([description], _group(description, items), child, context)
            case _:
                _predicate(child, own, context)


def _apposition(child: Tree, own: list[Item], context: Context) -> None:
    """"A, an n x n matrix, …": with the comma that closes it."""
    description = next(token.value for token in tokens_of(child) if token.type == "DESCRIPTION")
    closed = context.after is None or context.after.type in ("SEP", "STOP", "RPAR")
    closed = closed or any(token.type == "CLOSE" for token in tokens_of(child))
    if closed and (description.article == "a" or (not description.article and description.shape)):
        _apply([description], own if description.plural else own[-1:], child, context)


def _group(description: Description, items: list[Item]) -> list[Item]:
    """The subjects that "both …" or "all …" sums up."""
    subjects = [item for item in items if item.token.type in ("NAME", "MEMBER")]
    return subjects[-2:] if description.each == "both" else subjects


def _predicate(predicate: Tree, own: list[Item], context: Context) -> None:
    if context.mood in ("denied", "derived") or (context.asked and context.mood not in ("let", "clause", "condition")):
        return
    verb = next(iter(tokens_of(predicate)))
    if verb.text == "to be" and context.mood != "let":
        return
    if context.after is not None and context.after.entry is not None and context.after.type == "LEAD":
        if context.after.entry.note in ("condition", "denied"):
            return  # "is invertible if and only if …" is a theorem
    subjects = _subjects(predicate, own, context)
    if not subjects:
        return
    if predicate.data == "depending":
        _depend(predicate, subjects)
        return
    descriptions = [token.value for token in tokens_of(predicate) if token.type in ("DESCRIPTION", "PREFIX")]
    if predicate.data == "plain" and not _may_stand_alone(descriptions[0], subjects, context):
        return
    respective = any(token.type == "RESPECTIVELY" for token in tokens_of(predicate))
    for chosen, given in _paired(subjects, descriptions, respective):
        _apply(given, chosen, predicate, context)


# Which subjects

# What may stand before the subjects of a sentence; after other words they are the end of a longer phrase.
_OPENING = frozenset({"LEAD", "FOR", "WITH", "COLON", "LPAR", "STOP", "THAT", "EACH", "NEXT", "SEP", "GROUP"})
_FORMULAS = frozenset("NAME MEMBER MAPPING CONDITION RANGE CALL OPERATOR FORMULA DIMENSION NUMBER".split())


def _subjects(predicate: Tree, own: list[Item], context: Context) -> list[Item]:
    """The items that the predicate is about: verbs agree in number, and objects of prepositions are not subjects."""
    items = [item for item in own if not _side_condition(item, own)]
    if not items:
        return []
    if predicate.data in ("plain", "bracketed"):
        block = items[-1].token.block
        return [item for item in items if block is not None and item.token.block == block] or items[-1:]
    if predicate.data == "taken":
        return items[-1:] if context.mood == "let" else []
    if predicate.data == "glossed":
        opening = context.before is None or context.before.type in ("LEAD", "FOR", "WITH", "STOP", "COLON")
        return items if opening else []
    verb = next(token for token in tokens_of(predicate) if token.type in ("VERB", "HAVE", "LIES", "DEPEND"))
    singular = verb.type == "DEPEND" or (verb.entry is not None and verb.entry.note == "singular")
    before = context.before
    object_of = _governed(context.preceding) or before is not None and _takes_object(before) and not (before.type == "WITH" and verb.text == "being")
    if object_of or (before is not None and (before.type not in _OPENING or before.type in ("FOR", "WITH"))):
        cut = max((place for place, item in enumerate(items) if item.joined == ","), default=0)
        if object_of and not cut:
            return []
        items = items[cut:]
    return items[-1:] if singular else items


def _side_condition(item: Item, own: list[Item]) -> bool:
    r"""`m > n` after `X \in …`: said of the sizes, not a subject of the clause."""
    return item.token.type in ("CONDITION", "RANGE") and any(other.token.type == "MEMBER" for other in own)


def _governed(tokens: tuple[Token, ...]) -> bool:
    """Whether the words before a subject make it the object of a preposition ("the gradient of output variables y")."""
    place = len(tokens)
    while place and tokens[place - 1].type in ("OTHER", "MODIFIER", "DETERMINER"):
        place -= 1
    if place == len(tokens) or not place or not _takes_object(tokens[place - 1]):
        return False
    head = tokens[place - 2] if place > 1 else None
    named = head is not None and isinstance(head.value, Description) and head.value.kind in ("matrix", "vector", "scalar")
    return not named  # "the vector of outcome variables y" is y


def _takes_object(token: Token) -> bool:
    """Whether what follows a token is its object, or juxtaposed to it as a factor."""
    if token.type in _FORMULAS or token.type in ("OF", "IN", "BY", "WITH"):
        return True
    return token.entry is not None and token.entry.note == "preposition"


def _may_stand_alone(description: Description, subjects: list[Item], context: Context) -> bool:
    """Whether "A symmetric", without a verb, says something of A."""
    item, before = subjects[-1], context.before
    if item.token.type in ("MEMBER", "OPERATOR", "MAPPING") or any(said.member for said in item.said):
        return description.article != "the"
    if description.article == "the":
        return context.gapped or bool({"identity", "ones", "zero"} & set(description.properties))
    if description.noun_only:
        return before is not None and before.type == "DETERMINER" and before.text == "the"  # "the X matrix"
    return before is None or before.type in _OPENING or item.prefix is not None or bool(item.joined)


# What is said of them


def _paired(
    subjects: list[Item], descriptions: list[Description], respective: bool
) -> Iterator[tuple[list[Item], list[Description]]]:
    """Subjects with their descriptions: one by one where the text says "respectively" or lists as many sizes."""
    count = sum(len(item.said) for item in subjects)
    sized = [description for description in descriptions if description.shape is not None or description.extent]
    listed = len(sized) == count > 1 and len({(each.shape, each.extent) for each in sized}) > 1
    if (respective or listed) and len(descriptions) == count > 1:
        flat = [Item(item.token, item.prefix, item.joined, [said]) for item in subjects for said in item.said]
        for item, description in zip(flat, descriptions, strict=True):
            description.kind = description.kind or descriptions[-1].kind
            yield [item], [description]
    elif len(sized) <= 1:
        yield subjects, descriptions


def _apply(descriptions: list[Description], subjects: list[Item], tree: Tree, context: Context) -> None:
    spans = [token.span for token in tokens_of(tree) if token.type in ("DESCRIPTION", "PREFIX")]
    targets = [(item, said) for item in subjects for said in item.said]
    shapes = {said.shape for _, said in targets if said.member}
    spread = len(shapes) <= 1 or any(description.each for description in descriptions)
    for description in descriptions:
        for item, said in targets:
            if not spread and item is not subjects[-1] and SQUARE & set(description.properties):
                continue  # "Let X be m x n and A be n x n be symmetric": only what is square can be
            describe(said, description)
            said.span = said.token.span.cover(spans[-1])
            said.stated = said.stated or tree.data in ("being", "having", "lying", "taken")
            said.properties += ("hedged",) if context.mood == "hedged" else ()


def _depend(predicate: Tree, subjects: list[Item]) -> None:
    verb, *rest = tokens_of(predicate)
    note = verb.entry.note if verb.entry else ""
    others = tuple(fact.subject for token in rest if token.mention for fact in token.mention.facts)
    for said in (said for item in subjects for said in item.said):
        said.span, said.stated = said.token.span.cover(rest[-1].span), True
        if note == "independent":
            said.constant_in += others
            said.properties += ("constant",)
        else:
            said.depends_on += others
            said.kind = said.kind or ("function" if note == "function" else "")
