"""Descriptions: what a noun phrase such as "a real symmetric n x n matrix of full rank" says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.parsing.declaring.matching import Match
from auditor.parsing.declaring.vocabulary import DEFINED
from auditor.parsing.declaring.words import Token
from auditor.parsing.printing import latex
from auditor.parsing.spaces import space_of
from auditor.parsing.syntax import Node, Number, Symbol

Shape = tuple[Node, ...]


@dataclass(frozen=True)
class Description:
    """What a phrase says of the things that it is about."""

    kind: str = ""
    shape: Shape | None = None
    extent: Node | None = None  # a single size, whose meaning depends on the kind
    measure: str = ""  # how `extent` was given: "order", "size", "length", "dimension"
    rank: Node | None = None
    properties: tuple[str, ...] = ()
    same: bool = False  # "of the same size", as `same_as` where that is named
    same_as: Node | None = None
    depends_on: tuple[Node, ...] = ()
    constant_in: tuple[Node, ...] = ()
    conditions: tuple[Token, ...] = ()  # "of order n >= 2" says something of n as well
    article: str = ""  # "the", "this", "a" or ""
    each: str = ""  # "both", "all" or "each" at its head
    plural: bool = False
    nouns: int = 0
    strangers: int = 0  # words that the lexicon does not know
    ends_in_noun: bool = False

    @property
    def names_a_kind(self) -> bool:
        """Just "matrices", "a vector": what a convention about letters speaks of."""
        return bool(self.kind) and (self.plural or self.article == "a") and not self._detailed

    @property
    def noun_only(self) -> bool:
        """Just "matrix": a kind without anything else."""
        return bool(self.kind) and not (self.article or self._detailed)

    @property
    def _detailed(self) -> bool:
        return bool(self.properties) or self.shape is not None or self.extent is not None

    def without_properties(self) -> Description:
        """Only kind and sizes."""
        return Description(self.kind, self.shape, self.extent, self.measure)

    def beside_definition(self) -> Description:
        """Kind and sizes; the properties follow from the definition, and count only where that is not understood."""
        words = tuple(DEFINED + word for word in self.properties)
        return replace(self.without_properties(), properties=words)

    def settled(self, *, small: bool) -> tuple[str, Shape | None]:
        """Kind and shape for a subject; `small` tells a small letter, which may be a vector, from a capital."""
        kind, shape = self.kind, self.shape
        if kind == "matrix" and shape is not None and len(shape) == 1:
            shape = shape * 2  # "a projection in R^n" maps it into itself
        if shape is None and self.extent is not None:
            kind, shape = self._extended(self.extent, small)
        if shape is not None and len(shape) == 2 and kind == "vector":
            kind, shape = _as_vector(shape)
        return kind or (kind_of(shape) if shape is not None else ""), shape

    def _extended(self, size: Node, small: bool) -> tuple[str, Shape | None]:
        square = self.kind == "matrix" or self.measure == "order" or bool(SQUARE & set(self.properties))
        if self.kind == "vector" or (not self.kind and small and not square):
            return "vector", (size,)
        if self.kind == "row vector":
            return self.kind, (Number("1", span=size.span), size)
        if square and self.kind in ("", "matrix") and self.measure != "length":
            return "matrix", (size, size)
        return self.kind, None

    def full_rank(self, shape: Shape | None) -> tuple[str, ...]:
        """ "An n x p matrix of rank p" has full column rank; another rank is kept with its letter or number."""
        if self.rank is None:
            return ()
        if shape is not None and len(shape) == 2 and self.rank in shape:
            full = "full column rank" if self.rank == shape[1] else "full row rank"
            return (full,) if shape[0] != shape[1] else ("invertible",)
        return (f"rank {latex(self.rank)}",)


# Properties that only a square matrix has.
SQUARE = frozenset(
    property_.strip()
    for property_ in """
    symmetric, skew-symmetric, hermitian, positive definite, positive semidefinite, negative definite,
    negative semidefinite, indefinite, invertible, singular, unitary, idempotent, involutory, nilpotent, square,
    tridiagonal, permutation, projection, identity
    """.split(",")
)
# What a field other than the reals says of the members of a space.
FIELDS: dict[str, tuple[str, ...]] = {"complex": ("complex",), "integer": ("integer",), "boolean": ("boolean",)}


def kind_of(shape: Shape) -> str:
    """The kind that a shape alone tells; "" for columns and rows written as matrices, and for higher orders."""
    if len(shape) == 2:
        return "" if any(_is_one(size) for size in shape) else "matrix"
    return {0: "scalar", 1: "vector"}.get(len(shape), "")


def is_small(node: Node | None) -> bool:
    """Whether a symbol is written with a small letter."""
    while node is not None and not isinstance(node, Symbol):
        node = next(iter(node.children), None)
    return node is not None and node.name.lstrip("\\")[:1].islower()


def _as_vector(shape: Shape) -> tuple[str, Shape | None]:
    """An m x 1 vector has m entries, a 1 x n vector is a row; anything else called a vector has no known shape."""
    if _is_one(shape[1]):
        return "vector", shape[:1]
    return ("row vector", shape) if _is_one(shape[0]) else ("", None)


def _is_one(size: Node | None) -> bool:
    return isinstance(size, Number) and size.text == "1"


# From a parsed phrase


def describe(match: Match) -> Description:
    """The meaning of a `description` of the grammar."""
    description = Description()
    for part in match.parts:
        description = _joined(description, _part(part) if isinstance(part, Match) else _opening(part))
    return description


def _opening(token: Token) -> Description:
    """ "both", "all"; "the", "a"."""
    return Description(each=token.text) if token.type == "EACH" else Description(article=token.note)


def _joined(left: Description, right: Description) -> Description:
    """Two parts of one phrase: the later noun is its head, all else adds up."""
    named = left.kind if left.nouns and not right.nouns else ""  # "a projection in R^n" is no vector
    kind, properties, shape, extent = (
        named or right.kind or left.kind,
        left.properties + right.properties,
        right.shape,
        right.extent,
    )
    if right.kind == "function" and left.kind in ("matrix", "vector", "scalar"):
        properties += (f"{left.kind}-valued",)
    if right.kind == "part":  # "the vector component x": a number
        kind, properties, left = "", (), replace(left, shape=None, extent=None)
    return Description(
        kind,
        shape if shape is not None else left.shape,
        extent or left.extent,
        right.measure or left.measure,
        right.rank or left.rank,
        properties,
        left.same or right.same,
        left.same_as or right.same_as,
        left.depends_on + right.depends_on,
        left.constant_in + right.constant_in,
        left.conditions + right.conditions,
        left.article or right.article,
        left.each or right.each,
        right.plural if right.nouns else left.plural,
        left.nouns + right.nouns,
        left.strangers + right.strangers,
        right.ends_in_noun,
    )


def _part(match: Match) -> Description:
    tokens = list(match.tokens)
    first = tokens[0]
    match match.rule:
        case "modified":
            inner = _part(match.matches[0])
            return replace(inner, strangers=inner.strangers + (first.type == "OTHER"))
        case "property":
            return Description(properties=first.entry.properties if first.entry else ())
        case "noun":
            return _noun(first)
        case "function":
            return replace(_noun(first), depends_on=tuple(_subjects(tokens[1:])))
        case "length":
            size = _size(first)  # "1-dimensional" speaks of the order of an array
            return Description() if _is_one(size) else Description(extent=size, measure="dimension")
        case "size":
            return Description(shape=first.mention.sizes if first.mention else None)
        case "space":
            return _space(tokens[-1])
        case "measure":
            return _measured(tokens)
        case "same":
            return _same_size(tokens)
        case "lines":
            return _lines(tokens)
        case "dependence":
            return _dependence(tokens)
        case "count":
            return Description("size", properties=("integer", "positive"))
    return Description()


def _noun(token: Token) -> Description:
    entry = token.entry
    if entry is None:
        return Description()
    return Description(entry.kind, properties=entry.properties, plural=entry.plural, nouns=1, ends_in_noun=True)


def _space(token: Token) -> Description:
    space = space_of(token.mention.node) if token.mention else None
    if space is None:
        return Description()
    return Description(kind_of(space.shape), space.shape, properties=space.properties + FIELDS.get(space.field, ()))


def _measured(tokens: list[Token]) -> Description:
    note = next((token.note for token in tokens if token.type == "MEASURE"), "size")
    sizes = tuple(size for token in tokens if token.mention for size in token.mention.sizes or ())
    conditions = tuple(token for token in tokens if token.type == "CONDITION")
    if len(sizes) > 1:
        return Description(shape=sizes)
    if not sizes:
        return Description()
    return (
        Description(rank=sizes[0])
        if note == "rank"
        else Description(extent=sizes[0], measure=note, conditions=conditions)
    )


def _same_size(tokens: list[Token]) -> Description:
    """ "Of the same length (n) as x"."""
    measure = next(token for token in tokens if token.type == "MEASURE")
    other = next(_subjects([token for token in tokens if token is not measure]), None)
    return Description(same=True, same_as=other, extent=_size(measure), measure=measure.note)


def _lines(tokens: list[Token]) -> Description:
    """ "m rows and n columns", "n entries"."""
    sizes = tuple(size for token in tokens if (size := _size(token)) is not None)
    lines = tuple(token.note for token in tokens if token.type in ("LINES", "ENTRIES"))
    if len(lines) == 1:
        return Description(extent=sizes[0], measure="length") if sizes else Description()
    if len(sizes) == 2 and set(lines) == {"row", "column"}:
        return Description(shape=sizes if lines[0] == "row" else sizes[::-1])
    return Description()


def _dependence(tokens: list[Token]) -> Description:
    subjects = tuple(_subjects(tokens))
    if any(token.note == "independent" for token in tokens):
        return Description(properties=("constant",), constant_in=subjects)
    return Description(depends_on=subjects)


def _subjects(tokens: list[Token]) -> Iterator[Node]:
    for token in tokens:
        if token.mention and token.type in ("NAME", "MEMBER"):
            yield from (fact.subject for fact in token.mention.facts)


def _size(token: Token) -> Node | None:
    return token.mention.sizes[0] if token.mention and token.mention.sizes else None
