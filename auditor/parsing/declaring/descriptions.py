"""Descriptions: what a noun phrase such as "a real symmetric n x n matrix of full rank" says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lark import Tree

from auditor.parsing.declaring.lexicon import Entry
from auditor.parsing.declaring.sentences import Token
from auditor.parsing.spaces import space_of
from auditor.parsing.syntax import Node, Number, Symbol


@dataclass
class Description:
    """What a phrase says of the things that it is about; `extent` is a single size whose meaning depends on the kind."""

    kind: str = ""
    shape: tuple[Node, ...] | None = None
    extent: Node | None = None
    measure: str = ""  # how `extent` was given: "order", "size", "length"
    properties: tuple[str, ...] = ()
    article: str = ""  # "the", "a" or ""
    plural: bool = False
    each: str = ""  # begins with "both", "all" or "each"
    same: bool = False  # "of the same size"
    same_as: Node | None = None
    depends_on: tuple[Node, ...] = ()
    constant_in: tuple[Node, ...] = ()
    rank: Node | None = None
    ends_in_noun: bool = False
    nouns: int = 0
    modifiers: int = 0
    valued: list[str] = field(default_factory=list)
    conditions: tuple[Token, ...] = ()  # "of order n >= 2" says something of n as well

    @property
    def bare_plural(self) -> bool:
        """Just "matrices", "a vector": what a convention about letters speaks of."""
        return (self.plural or self.article == "a") and not self.properties and self.shape is None and self.extent is None and bool(self.kind)

    @property
    def noun_only(self) -> bool:
        """Just "matrix": a kind without anything else."""
        return bool(self.kind) and not (self.properties or self.article or self.shape is not None or self.extent)

    def full_rank(self, shape: tuple[Node, ...] | None) -> tuple[str, ...]:
        """"An n x p matrix of rank p" has full column rank."""
        if self.rank is None or shape is None or len(shape) != 2 or shape[0] == shape[1]:
            return ()
        return {shape[1]: ("full column rank",), shape[0]: ("full row rank",)}.get(self.rank, ())

    def without_properties(self) -> Description:
        """Only kind and sizes."""
        return Description(self.kind, self.shape, self.extent, self.measure)

    def settled(self, small: bool) -> tuple[str, tuple[Node, ...] | None]:
        """Kind and shape for a subject; `small` tells a small letter, which may be a vector, from a capital."""
        kind, shape = self.kind, self.shape
        if shape is None and self.extent is not None:
            kind, shape = self._extended(small)
        if shape is not None and len(shape) == 2 and kind == "vector":
            kind, shape = _as_vector(shape)
        if not kind and shape is not None:
            kind = kind_of(shape)
        return kind, shape

    def _extended(self, small: bool) -> tuple[str, tuple[Node, ...] | None]:
        size = self.extent
        assert size is not None
        square = self.kind == "matrix" or self.measure == "order" or bool(SQUARE & set(self.properties))
        if self.kind == "vector" or (not self.kind and small and not square):
            return "vector", (size,)
        if self.kind == "row vector":
            return self.kind, (Number("1", span=size.span), size)
        if square and not (self.kind == "matrix" and self.measure == "length"):
            return "matrix", (size, size)
        return self.kind, None


# Properties that only a square matrix has.
SQUARE = frozenset(
    {
        "symmetric",
        "skew-symmetric",
        "hermitian",
        "positive definite",
        "positive semidefinite",
        "negative definite",
        "negative semidefinite",
        "indefinite",
        "invertible",
        "singular",
        "unitary",
        "idempotent",
        "involutory",
        "nilpotent",
        "square",
        "tridiagonal",
        "permutation",
        "projection",
        "identity",
    }
)


def kind_of(shape: tuple[Node, ...]) -> str:
    """The kind that a shape alone tells; "" for columns and rows written as matrices, and for higher orders."""
    if len(shape) == 2:
        return "" if any(_is_one(size) for size in shape) else "matrix"
    return {0: "scalar", 1: "vector"}.get(len(shape), "")


def _as_vector(shape: tuple[Node, ...]) -> tuple[str, tuple[Node, ...] | None]:
    """An m x 1 vector has m entries, a 1 x n vector is a row; anything else called a vector has no known shape."""
    if _is_one(shape[1]):
        return "vector", shape[:1]
    return ("row vector", shape) if _is_one(shape[0]) else ("", None)


def _is_one(size: Node) -> bool:
    return isinstance(size, Number) and size.text == "1"


def describe(tree: Tree) -> Description:
    """The meaning of a `description`."""
    description = Description()
    for child in tree.children:
        if isinstance(child, Token) and child.type == "EACH":
            description.each = child.text
        elif isinstance(child, Token):
            description.article = child.entry.note if child.entry else ""
        else:
            _part(child, description)
    if description.valued and description.kind == "function":
        description.properties += tuple(f"{noun}-valued" for noun in description.valued)
    elif description.valued and not description.kind:
        description.kind = description.valued[-1]
    description.properties = tuple(dict.fromkeys(description.properties))
    return description


def _part(tree: Tree, description: Description) -> None:
    tokens = list(_tokens(tree))
    description.ends_in_noun = False
    match tree.data:
        case "modified":
            first = tokens[0]
            description.modifiers += first.type == "OTHER"
            _part(tree.children[1], description)
        case "property":
            description.properties += _entry(tokens[0]).properties
        case "noun":
            _noun(tokens[0], description)
        case "function":
            _noun(tokens[0], description)
            description.depends_on += tuple(_subjects(tokens[1:]))
        case "length":
            size = _only(tokens[0])
            if not (isinstance(size, Number) and size.text == "1"):  # "1-dimensional" speaks of an array's order
                description.extent, description.measure = size, "dimension"
        case "size":
            description.shape = tokens[0].mention.sizes if tokens[0].mention else None
        case "space":
            _space(tokens[-1], description)
        case "measure":
            _measure(tokens, description)
        case "same":
            description.same = True
            description.same_as = next(_subjects(tokens), None)
        case "lines":
            _lines(tokens, description)
        case "dependence":
            independent = any(token.entry and token.entry.note == "independent" for token in tokens)
            subjects = tuple(_subjects(tokens))
            if independent:
                description.constant_in += subjects
                description.properties += ("constant",)
            else:
                description.depends_on += subjects
        case "count":
            description.kind, description.properties = "size", (*description.properties, "integer", "positive")


def _noun(token: Token, description: Description) -> None:
    entry = _entry(token)
    description.nouns += 1
    description.ends_in_noun = True
    description.plural = entry.plural
    description.properties += entry.properties
    if entry.kind == "part":  # "the vector component x": a number
        description.kind, description.shape, description.extent, description.properties = "", None, None, ()
        return
    if entry.kind and description.kind in ("matrix", "vector", "scalar") and entry.kind == "function":
        description.valued.append(description.kind)
    description.kind = entry.kind or description.kind


def _space(token: Token, description: Description) -> None:
    space = space_of(token.mention.node) if token.mention else None
    if space is None:
        return
    description.shape = space.shape
    description.properties += space.properties + FIELDS.get(space.field, ())
    description.kind = description.kind or kind_of(space.shape)


# What a field other than the reals says of the members.
FIELDS: dict[str, tuple[str, ...]] = {"complex": ("complex",), "integer": ("integer",), "boolean": ("boolean",)}


def _measure(tokens: list[Token], description: Description) -> None:
    note = next((_entry(token).note for token in tokens if token.type == "MEASURE"), "size")
    sizes = tuple(size for token in tokens if token.mention for size in token.mention.sizes or ())
    description.conditions += tuple(token for token in tokens if token.type == "CONDITION")
    if note == "rank":
        description.rank = sizes[0] if len(sizes) == 1 else None
    elif len(sizes) == 1:
        description.extent, description.measure = sizes[0], note
    elif len(sizes) > 1:
        description.shape = sizes


def _lines(tokens: list[Token], description: Description) -> None:
    sizes = [token.mention.sizes[0] for token in tokens if token.mention and token.mention.sizes]
    words = [token for token in tokens if token.type in ("LINES", "ENTRIES")]
    if len(words) == 1 and sizes:
        description.extent, description.measure = sizes[0], "length"
        description.kind = description.kind or "vector"
    elif len(words) == 2 and len(sizes) == 2 and {_entry(word).kind for word in words} == {"row", "column"}:
        rows_first = _entry(words[0]).kind == "row"
        description.shape = (sizes[0], sizes[1]) if rows_first else (sizes[1], sizes[0])


def _tokens(tree: Tree) -> Iterator[Token]:
    for child in tree.children:
        if isinstance(child, Tree):
            yield from _tokens(child)
        else:
            yield child


def _subjects(tokens: list[Token]) -> Iterator[Node]:
    for token in tokens:
        if token.mention and token.type in ("NAME", "MEMBER"):
            yield from (fact.subject for fact in token.mention.facts)


def _only(token: Token) -> Node | None:
    return token.mention.sizes[0] if token.mention and token.mention.sizes else None


def _entry(token: Token) -> Entry:
    assert token.entry is not None
    return token.entry


def is_small(node: Node | None) -> bool:
    """Whether a symbol is written with a small letter."""
    while node is not None and not isinstance(node, Symbol):
        node = next(node.children(), None)
    if node is None:
        return False
    name = node.name.lstrip("\\")
    return name[:1].islower()
