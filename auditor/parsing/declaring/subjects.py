"""Subjects: the symbols that a declaration is about, and what formulas and descriptions say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lark import Tree

from auditor.parsing.declaring.descriptions import FIELDS, Description, is_small, kind_of
from auditor.parsing.declaring.mentions import Fact, FunctionType, is_differential
from auditor.parsing.declaring.sentences import Token
from auditor.parsing.syntax import Node, Symbol
from auditor.source import Span


@dataclass
class Context:
    """What stands around a declaration in its sentence."""

    mood: str = ""  # of the last lead word before it: "let", "clause", "condition", "denied", "derived", "hedged" or ""
    before: Token | None = None
    after: Token | None = None
    preceding: tuple[Token, ...] = ()  # the tokens before it, `before` the last of them
    asked: bool = False
    gapped: bool = False  # a further clause, which may lack its verb: "A is the mean and B the variance"


@dataclass
class Said:
    """All that a declaration says of one subject."""

    subject: Node
    token: Token
    span: Span
    kind: str = ""
    shape: tuple[Node, ...] | None = None
    properties: tuple[str, ...] = ()
    function: FunctionType | None = None
    index_range: tuple[Node, Node] | None = None
    depends_on: tuple[Node, ...] = ()
    constant_in: tuple[Node, ...] = ()
    member: bool = False  # said by a formula of its own
    stated: bool = False  # said by a verb
    same: bool = False  # "of the same size", as `same_as` where that is named
    same_as: Node | None = None

    @property
    def empty(self) -> bool:
        ranged = self.index_range if self.member else None
        dependent = self.depends_on if self.stated else ()
        told = (self.kind, self.properties, self.function, ranged, dependent, self.constant_in)
        return self.shape is None and not any(told)


@dataclass
class Item:
    """One formula among the subjects of a clause, with the noun phrase before it."""

    token: Token
    prefix: Description | None
    joined: str = ""  # how it is joined to the item before it: "," or "and"
    said: list[Said] = field(default_factory=list)


def items_of(names: Tree, context: Context) -> list[Item]:
    """The subjects of a clause, with what their own formulas and the nouns before them say."""
    items: list[Item] = []
    joined, prefix = "", None
    for child in names.children:
        if not isinstance(child, Tree):
            joined = child.text
            continue
        token = child.children[-1].children[0]
        own = child.children[0].value if len(child.children) > 1 else None
        if own is not None:
            prefix = own
        elif prefix is not None and not prefix.plural:
            prefix = None
        items.append(_item(token, prefix, joined, context))
    _share(items)
    return items


def _item(token: Token, prefix: Description | None, joined: str, context: Context) -> Item:
    item = Item(token, prefix, joined)
    facts = token.mention.facts if token.mention else ()
    item.said = [_from_fact(fact, token, context) for fact in facts]
    if token.type in ("FORMULA", "DIMENSION") and token.mention and token.mention.node is not None:
        item.said = [Said(token.mention.node, token, token.span)]
    if prefix is not None and context.mood != "denied":
        kept = prefix if context.mood != "derived" else prefix.without_properties()
        for said in item.said:
            describe(said, kept)
    return item


def _from_fact(fact: Fact, token: Token, context: Context) -> Said:
    said = Said(fact.subject, token, token.span)
    if context.mood == "denied" or (token.type == "CONDITION" and not _conditions_hold(context)):
        return said
    said.shape, said.properties, said.function = fact.shape, fact.properties, fact.function
    said.index_range, said.depends_on = fact.index_range, fact.depends_on
    if fact.space is not None:
        said.member = True
        said.shape = fact.space.shape
        said.properties = fact.space.properties + FIELDS.get(fact.space.field, ())
        said.kind = "index" if fact.space.index_range else kind_of(fact.space.shape)
    elif fact.function is not None:
        said.kind, said.member = "function", True
    elif token.type == "RANGE":
        said.kind, said.member = "index", True
    elif fact.shape is not None:
        said.kind, said.member = kind_of(fact.shape), True
    return said


def _conditions_hold(context: Context) -> bool:
    """Whether a bare comparison states a condition here, rather than a result."""
    joined = context.before is not None and context.before.type in ("NEXT", "SEP", "PREFIX")
    return context.mood in ("let", "clause", "condition", "hedged") or (context.mood == "" and joined)


def _share(items: list[Item]) -> None:
    r"""In one formula, "x, y \in S" may have been cut at its comma: the names before share the membership."""
    for item, following in zip(reversed(items[:-1]), reversed(items[1:]), strict=True):
        same_formula = following.joined == "," and following.token.type == "MEMBER" and item.token.type == "NAME"
        close = item.token.block is not None and item.token.block == following.token.block
        if not (same_formula and close and following.said and all(said.empty for said in item.said)):
            continue
        for said in item.said:
            model = following.said[0]
            said.kind, said.shape, said.properties, said.member = model.kind, model.shape, model.properties, True


# What a description says of a subject


def describe(said: Said, description: Description) -> None:
    """Add a description to what is said of a subject, as far as it can apply to such a subject."""
    role = said.token.type
    if role in ("FORMULA", "DIMENSION"):
        _describe_compound(said, description)
        return
    if description.kind == "operation":
        _describe_sign(said, description)
        return
    if role == "OPERATOR":
        if "elementwise" in description.properties:
            said.kind, said.properties = "operation", ("hadamard product",)
        return
    if role == "CALL" and description.kind != "function":
        return
    if role == "DEFINITION":  # its properties follow from the definition, or are claims about it
        description = description.without_properties()
    kind, shape = description.settled(is_small(said.subject))
    rank = description.full_rank(shape or said.shape)
    said.kind = kind or said.kind
    said.shape = shape if shape is not None and said.shape is None else said.shape
    said.properties += tuple(word for word in description.properties if _fits(word, said)) + rank
    said.same, said.same_as = said.same or description.same, said.same_as or description.same_as
    said.depends_on += description.depends_on
    said.constant_in += description.constant_in
    if "elementwise" in said.properties and not said.kind:
        said.kind = "function"


def _fits(word: str, said: Said) -> bool:
    """Whether a property can be meant of the subject: orthogonal vectors are so to each other, not by themselves."""
    vector = said.kind in ("vector", "row vector") or (is_small(said.subject) and said.kind != "matrix")
    if word in ("orthogonal", "orthonormal", "normal", "orthonormal columns"):
        return not vector
    if word in ("invertible", "singular", "symmetric", "diagonal", "unit"):
        return said.kind != "function"
    return word != "real-valued" or said.kind == "function"


def _describe_sign(said: Said, description: Description) -> None:
    sign = said.subject
    letter = isinstance(sign, Symbol) and sign.name in ("T", "H")
    delta = "kronecker delta" in description.properties
    if said.token.type == "OPERATOR" or letter or delta:
        said.kind, said.properties = "operation", description.properties


def _describe_compound(said: Said, description: Description) -> None:
    r"""`X + A` can be assumed invertible, `dA` symmetric, `e^A` explained; nothing else of it is a declaration."""
    if description.kind == "operation":
        said.kind, said.properties = "operation", description.properties
    elif is_differential(said.subject):
        said.properties += description.properties
    elif "invertible" in description.properties:
        said.properties += ("invertible",)


def tokens_of(tree: Tree) -> Iterator[Token]:
    """The tokens of a parsed stretch, in order."""
    for child in tree.children:
        if isinstance(child, Tree):
            yield from tokens_of(child)
        else:
            yield child
