"""Conventions: what a text says of classes of letters, of all inverses, of signs, and of the sizes of its matrices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.parsing.declaring.descriptions import is_small
from auditor.parsing.declaring.matching import Match
from auditor.parsing.declaring.subjects import Context, Said
from auditor.parsing.declaring.words import Token
from auditor.parsing.statements import Declaration
from auditor.parsing.syntax import Node, Symbol
from auditor.source import Span


def letter_convention(match: Match) -> Iterator[Declaration]:
    """ "Uppercase letters are matrices", "vectors are denoted by bold letters"."""
    tokens = list(match.tokens)
    letters = next(token for token in tokens if token.type == "LETTERS")
    for description in (token.description for token in tokens if token.description):
        if description.names_a_kind:
            words = sorted(set(letters.text.split()), key=_ORDER.index)
            yield Declaration(None, " ".join(words), description.kind, None, (), _span(tokens), tokens[0].at)


def letter_classes(said: Sequence[Said], position: int) -> Iterator[Declaration]:
    r""" "$x$, $\mathbf x$ and $\mathbf X$ denote scalar, vector and matrix": one letter in several dresses stands for
    all."""
    letters = [one.subject for one in said if isinstance(one.subject, Symbol) and one.subject.name.isascii()]
    classes = {(letter.style, letter.name.isupper()) for letter in letters}
    alike = len({letter.name.lower() for letter in letters}) == 1 and len(letters) == len(said) == len(classes) > 1
    if not alike or any(one.kind not in ("scalar", "vector", "matrix") or one.shape is not None for one in said):
        return
    for letter, one in zip(letters, said, strict=True):
        case = "uppercase" if letter.name.isupper() else "lowercase"
        name = f"{letter.style} {case}" if letter.style not in ("", "roman") else case
        yield Declaration(None, name, one.kind, None, (), one.span, position)


# A class of letters is named by weight or alphabet first, then by case.
_ORDER = ("bold", "sans", "calligraphic", "latin", "uppercase", "lowercase", "greek")


def generality(match: Match, context: Context) -> Iterator[Declaration]:
    """ "All matrices are square": what is said of everything of a kind."""
    tokens = list(match.tokens)
    about, told = (token.description for token in tokens if token.description)
    if about.each != "all" or not about.kind or about.properties or context.mood in ("denied", "derived", "condition"):
        return
    kind, shape = told.settled(small=False)
    if told.properties or shape is not None:
        yield Declaration(None, f"every {about.kind}", kind, shape, told.properties, _span(tokens), tokens[0].at)


def notation(match: Match, lead: str) -> Iterator[Declaration]:
    """ "The transpose is denoted by '", "we write ' for the transpose"."""
    tokens = list(match.tokens)
    if not any(token.type in ("WRITTEN", "OPERATOR") for token in tokens) and lead not in (
        "denote",
        "write",
        "writing",
    ):
        return
    description = next(token.description for token in tokens if token.description)
    sign = next(token for token in reversed(tokens) if token.mention is not None)
    if description.kind != "operation" or sign.mention is None:
        return
    subject = sign.mention.facts[0].subject if sign.mention.facts else sign.mention.node
    if subject is not None:
        yield Declaration(subject, "", "operation", None, description.properties, _span(tokens), tokens[0].at)


def inverses(match: Match) -> Iterator[Declaration]:
    """ "All inverses are assumed to exist"."""
    tokens = list(match.tokens)
    if not any(token.text in ("not", "never", "no") for token in tokens):
        yield Declaration(None, "inverses", "", None, ("exist",), _span(tokens), tokens[0].at)


def extents_of(match: Match) -> Iterator[Declaration]:
    """ "m and n are the dimensions of A", "the size of A is m x n"."""
    tokens = list(match.tokens)
    measure = next(place for place, token in enumerate(tokens) if token.type == "MEASURE")
    verb = next(place for place, token in enumerate(tokens) if token.type == "VERB")
    named = next(token for token in tokens[measure:] if token.type in ("NAME", "MEMBER"))
    if named.mention is None or not named.mention.facts:
        return
    sizes = tuple(size for token in (tokens[:verb] if verb < measure else tokens[verb:]) for size in _sizes(token))
    subject = named.mention.facts[0].subject
    shape = _shape(subject, sizes, tokens[measure].note)
    if shape is not None:
        kind = {1: "vector", 2: "matrix"}.get(len(shape), "")
        yield Declaration(subject, "", kind, shape, (), _span(tokens), tokens[0].at)
    for size in sizes if verb < measure else ():
        yield Declaration(size, "", "size", None, ("integer", "positive"), _span(tokens), tokens[0].at)


def _sizes(token: Token) -> tuple[Node, ...]:
    if token.description is not None:
        return token.description.shape or ()
    if token.mention is None:
        return ()
    if token.type in ("NAME", "CONDITION") and token.mention.facts:
        return tuple(fact.subject for fact in token.mention.facts)
    return token.mention.sizes or ()


def _shape(subject: Node, sizes: tuple[Node, ...], measure: str) -> tuple[Node, ...] | None:
    if measure in ("rows", "columns", "rank"):
        return None
    if len(sizes) == 2:
        return sizes
    if len(sizes) == 1 and measure == "order":
        return (sizes[0], sizes[0])
    return sizes if len(sizes) == 1 and (measure == "length" or is_small(subject)) else None


def _span(tokens: list[Token]) -> Span:
    return tokens[0].span.cover(tokens[-1].span)
