r"""Data: letters whose space follows without a verb ("points $x_1, \dots, x_N$ in $\mathbb{R}^d$"), and copies of one.

A list "$x_1, \dots, x_N$" beside a vector x is one of vectors of its kind, whatever the sentence says of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from auditor.parsing.declaring.descriptions import kind_of
from auditor.parsing.declaring.sentences import Sentence
from auditor.parsing.declaring.words import Token
from auditor.parsing.extents import bare
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import Declaration
from auditor.parsing.syntax import Dots, Node, Scripts
from auditor.parsing.syntax import Sequence as Listed

_SUBJECTS = frozenset({"NAME", "DEFINITION"})  # `x \sim p` as well
MEMBERS = "members"  # the kind of a declaration that a list stands for, until its letter is known


def data(sentence: Sentence) -> Iterator[Declaration]:
    """The letters with their spaces, and the lists."""
    tokens = sentence.tokens
    for place, here in enumerate(tokens):
        if here.type not in _SUBJECTS or here.mention is None:
            continue
        behind = [token.type for token in tokens[place + 1 : place + 3]]
        if behind == ["IN", "SPACE"] and not (place and tokens[place - 1].type in ("OF", "IN")):
            yield from _placed(here, tokens[place + 2])
        elif _is_aside(tokens, place):
            words = tokens[place + 1].entry.properties  # type: ignore[union-attr]
            for fact in here.mention.facts:
                yield Declaration(fact.subject, "", "", None, words, here.span, here.at)
        elif here.type == "NAME" and is_list(here) and here.mention.facts:
            yield Declaration(here.mention.facts[-1].subject, "", MEMBERS, None, (), here.span, here.at)


def _is_aside(tokens: list[Token], place: int) -> bool:
    """ "… subject to this, $S$ symmetric": a letter and its property between commas, or at the end."""
    around = [token.type for token in (*tokens[max(0, place - 1) : place], *tokens[place : place + 3])]
    linked = around in (["SEP", "NAME", "PROPERTY"], ["SEP", "NAME", "PROPERTY", "SEP"])
    return linked and tokens[place - 1].text == "," and tokens[place + 1].entry is not None


def _placed(here: Token, space: Token) -> Iterator[Declaration]:
    found = space_of(space.mention.node) if space.mention is not None and space.mention.node is not None else None
    for fact in here.mention.facts if here.mention is not None and found is not None else ():
        assert found is not None
        span = here.span.cover(space.span)
        yield Declaration(fact.subject, "", kind_of(found.shape), found.shape, (), span, here.at)


def is_list(token: Token) -> bool:
    r"""`x_1, \dots, x_N`."""
    node = bare(token.mention.node) if token.mention is not None else None
    return isinstance(node, Listed) and any(isinstance(item, Dots) for item in node.items)


def settled(declarations: Iterable[Declaration]) -> Iterator[Declaration]:
    """The declarations with each list as what is declared of its letter; without those of whose letter nothing is."""
    found = tuple(declarations)
    shaped = [one for one in found if one.kind != MEMBERS and one.shape]
    by_position: dict[int, list[Declaration]] = {}
    for one in found:
        by_position.setdefault(one.position, []).append(one)
    for one in found:
        if one.kind != MEMBERS:
            if not _is_said_otherwise(one, by_position[one.position]):
                yield one
        elif all(other.subject != one.subject for other in shaped):
            letter = _letter(one.subject)
            model = next((other for other in shaped if other.subject == letter), None)
            if model is not None:
                yield replace(one, kind=model.kind, shape=model.shape)


def _is_said_otherwise(one: Declaration, beside: Sequence[Declaration]) -> bool:
    """Whether another declaration at the place says all that this one says; of two that say the same, the first."""
    own = next(place for place, other in enumerate(beside) if other is one)
    return any(_says_as_much(other, one, place < own) for place, other in enumerate(beside) if place != own)


def _says_as_much(other: Declaration, one: Declaration, earlier: bool) -> bool:
    """Whether another declaration of the sentence says all that this one says; of two that say the same, the first."""
    if other.subject != one.subject or other.position != one.position or other.until != one.until:
        return False
    plain = one.kind in ("", other.kind) and not (one.function or one.index_range or one.depends_on or one.constant_in)
    if not plain or one.shape not in (None, other.shape) or not set(one.properties) <= set(other.properties):
        return False
    same = (one.kind, one.shape, set(one.properties)) == (other.kind, other.shape, set(other.properties))
    return earlier or not same


def _letter(member: Node | None) -> Node | None:
    return bare(member.base) if isinstance(member := bare(member), Scripts) else None
