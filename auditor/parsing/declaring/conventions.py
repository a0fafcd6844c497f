"""Conventions: what a text says of classes of letters, of inverses, and of the sizes of its matrices."""

from __future__ import annotations

from collections.abc import Iterator

from lark import Tree

from auditor.parsing.declaring.descriptions import Description, is_small
from auditor.parsing.declaring.sentences import Token
from auditor.parsing.declaring.subjects import Context, tokens_of
from auditor.parsing.statements import Declaration
from auditor.parsing.syntax import Node
from auditor.source import Span


def conventions(tree: Tree) -> Iterator[Declaration]:
    """ "Uppercase letters are matrices", "vectors are denoted by bold letters"."""
    tokens = [child for child in tree.children if isinstance(child, Token)]
    letters = next(token for token in tokens if token.type == "LETTERS")
    described = next(token for token in tokens if token.type == "DESCRIPTION")
    description = described.value
    if isinstance(description, Description) and description.bare_plural:
        span = _span(tokens)
        yield Declaration(None, letter_class(str(letters.value)), description.kind, None, (), span, tokens[0].at)


def letter_class(written: str) -> str:
    """The name of a class of letters: alphabet or weight first, then case."""
    words = written.split()
    return " ".join(dict.fromkeys(sorted(words, key=_ORDER.index)))


_ORDER = ["bold", "sans", "calligraphic", "latin", "uppercase", "lowercase", "greek"]


def generalities(tree: Tree, context: Context) -> Iterator[Declaration]:
    """"All matrices are square": what is said of everything of a kind."""
    tokens = list(tokens_of(tree))
    about, told = (token.value for token in tokens if token.type == "DESCRIPTION")
    if about.each != "all" or not about.kind or about.properties or context.mood in ("denied", "derived", "condition"):
        return
    kind, shape = told.settled(small=False)
    if told.properties or shape is not None:
        yield Declaration(None, f"every {about.kind}", kind, shape, told.properties, _span(tokens), tokens[0].at)


def notations(tree: Tree) -> Iterator[Declaration]:
    """"The transpose is denoted by '", "we write ' for the transpose"."""
    tokens = list(tokens_of(tree))
    description = next(token.value for token in tokens if token.type == "DESCRIPTION")
    sign = next(token for token in tokens if token.type in ("OPERATOR", "FORMULA", "DIMENSION"))
    if description.kind != "operation" or sign.mention is None:
        return
    subject = sign.mention.facts[0].subject if sign.mention.facts else sign.mention.node
    if subject is not None:
        yield Declaration(subject, "", "operation", None, description.properties, _span(tokens), tokens[0].at)


def inverses(tree: Tree) -> Iterator[Declaration]:
    """ "All inverses are assumed to exist"."""
    tokens = list(tokens_of(tree))
    if any(token.text in ("not", "n't", "never", "no") for token in tokens):
        return
    yield Declaration(None, "inverses", "", None, ("exist",), _span(tokens), tokens[0].at)


def extent_declarations(tree: Tree) -> Iterator[Declaration]:
    """ "m and n are the dimensions of A", "the size of A is m x n"."""
    tokens = list(tokens_of(tree))
    measure = next(place for place, token in enumerate(tokens) if token.type == "MEASURE")
    verb = next(place for place, token in enumerate(tokens) if token.type == "VERB")
    named = next(token for token in tokens[measure:] if token.type in ("NAME", "MEMBER"))
    given = tokens[:verb] if verb < measure else tokens[verb:]
    sizes = tuple(size for token in given for size in _sizes(token))
    if named.mention is None or not named.mention.facts:
        return
    subject = named.mention.facts[0].subject
    note = tokens[measure].entry.note if tokens[measure].entry else ""
    shape = _shape(subject, sizes, note)
    span = _span(tokens)
    if shape is not None:
        kind = {1: "vector", 2: "matrix"}.get(len(shape), "")
        yield Declaration(subject, "", kind, shape, (), span, tokens[0].at)
    if verb < measure:
        for size in sizes:
            yield Declaration(size, "", "size", None, ("integer", "positive"), span, tokens[0].at)


def _sizes(token: Token) -> tuple[Node, ...]:
    if isinstance(token.value, Description):
        return token.value.shape or ()
    if token.mention is None:
        return ()
    if token.type in ("NAME", "CONDITION") and token.mention.facts:
        return tuple(fact.subject for fact in token.mention.facts)
    return token.mention.sizes or ()


def _shape(subject: Node, sizes: tuple[Node, ...], note: str) -> tuple[Node, ...] | None:
    if note in ("rows", "columns"):
        return None
    if len(sizes) == 2:
        return sizes
    if len(sizes) == 1 and note == "order":
        return (sizes[0], sizes[0])
    return sizes if len(sizes) == 1 and (note == "length" or is_small(subject)) else None


def _span(tokens: list[Token]) -> Span:
    return tokens[0].span.cover(tokens[-1].span)
