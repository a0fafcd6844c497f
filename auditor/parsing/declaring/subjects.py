"""Subjects: the symbols that a declaration is about, and what formulas and descriptions say of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from auditor.parsing.declaring.descriptions import FIELDS, Description, is_small, kind_of
from auditor.parsing.declaring.matching import Match
from auditor.parsing.declaring.mentions import Fact, FunctionType
from auditor.parsing.declaring.symbols import is_differential
from auditor.parsing.declaring.vocabulary import CALLED
from auditor.parsing.declaring.words import Token
from auditor.parsing.syntax import Node, Symbol
from auditor.source import Span


@dataclass(frozen=True)
class Context:
    """What stands around a declaration in its sentence."""

    mood: str = ""  # of the last lead word before it: "let", "clause", "condition", "denied", "derived", "hedged" or ""
    lead: str = ""  # that word
    preceding: tuple[Token, ...] = ()  # a few tokens before it
    after: Token | None = None
    asked: bool = False
    listed: bool = False  # of a formula behind others in a list
    gapped: bool = False  # a further clause, which may lack its verb: "A is the mean and B the variance"

    @property
    def before(self) -> Token | None:
        return self.preceding[-1] if self.preceding else None


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


def items_of(names: Match, context: Context) -> list[Item]:
    """The subjects of a clause, with what their own formulas and the nouns before them say."""
    items: list[Item] = []
    joined, prefix = "", None
    collected = len(names.parts) == 1 and context.before is not None and context.before.type == "OF"
    for part in names.parts:
        tokens = (part,) if isinstance(part, Token) else tuple(part.tokens)
        if isinstance(part, Token):
            joined = part.text
            continue
        own = tokens[0].description
        if own is not None:  # "the set of symmetric matrices S" is no matrix
            prefix = None if collected and own.plural else own
        elif prefix is not None and not prefix.plural:
            prefix = None
        own_context = replace(context, listed=context.listed or bool(joined))
        items.append(Item(tokens[-1], prefix, joined, said_of(tokens[-1], prefix, own_context)))
    return items


def said_of(token: Token, prefix: Description | None, context: Context) -> list[Said]:
    """What a formula and the noun phrase before it say of the symbols that it names."""
    mention = token.mention
    if mention is None:
        return []
    said = [_from_fact(fact, token, context) for fact in mention.facts]
    if token.type in ("FORMULA", "DIMENSION") and mention.node is not None:
        said = [Said(mention.node, token, token.span)]
    equation = token.type == "DEFINITION" and prefix is not None and "identity" in prefix.properties
    if prefix is not None and context.mood != "denied" and not equation:  # "the identity A = B" is no matrix
        kept = prefix if context.mood != "derived" else prefix.without_properties()
        for one in said:
            describe_subject(one, kept)
    return said


def _from_fact(fact: Fact, token: Token, context: Context) -> Said:
    said = Said(fact.subject, token, token.span)
    if context.mood == "denied" or (token.type == "CONDITION" and not _conditions_hold(context)):
        return said
    said.shape, said.properties, said.function = fact.shape, fact.properties, fact.function
    said.index_range, said.depends_on = fact.index_range, fact.depends_on
    said.member = True
    if fact.space is not None:
        said.shape = fact.space.shape
        said.properties = fact.space.properties + FIELDS.get(fact.space.field, ())
        said.kind = "index" if fact.space.index_range else kind_of(fact.space.shape)
    elif fact.function is not None:
        said.kind = "function"
    elif token.type == "RANGE":
        said.kind = "index"
    elif fact.shape is not None:
        said.kind = kind_of(fact.shape)
    else:
        said.member = False
    return said


def _conditions_hold(context: Context) -> bool:
    """Whether a bare comparison states a condition here, rather than a result."""
    joined = context.before is not None and context.before.type in ("NEXT", "SEP", "PREFIX")
    presented = any(token.text.lower() in PRESENTING for token in context.preceding)  # "a fixed point $\\tau > 0$"
    chosen = context.before is not None and context.before.text.lower() in CHOOSING
    introduced = joined or presented or chosen or context.listed or context.gapped
    return context.mood in ("let", "clause", "condition", "hedged") or (context.mood == "" and introduced)


CHOOSING = frozenset({"use", "using", "take", "choose", "fix", "pick", "need", "require", "requires", "want", "allow"})
PRESENTING = frozenset({"a", "an", "some", "any", "every", "each"})


# What a description says of a subject


def describe_subject(said: Said, description: Description) -> None:
    """Add a description to what is said of a subject, as far as it can apply to such a subject."""
    role = said.token.type
    if role in ("FORMULA", "DIMENSION"):
        _describe_compound(said, description)
    elif description.kind == "operation":
        _describe_sign(said, description)
    elif role == "OPERATOR":
        if "elementwise" in description.properties:
            said.kind, said.properties = "operation", ("hadamard product",)
    elif role == "DEFINITION":
        if description.kind != "function":
            _describe_symbol(said, description.beside_definition())
    elif role != "CALL" or description.kind == "function":
        _describe_symbol(said, description)
    elif said.token.mention and said.token.mention.node and description.settled(small=is_small(said.subject))[0]:
        said.subject = said.token.mention.node  # the value of u at x is a vector: u depends on x
        _describe_symbol(said, description)


def _describe_symbol(said: Said, description: Description) -> None:
    kind, shape = description.settled(small=is_small(said.subject))
    said.kind = kind or said.kind
    said.shape = shape if shape is not None and said.shape is None else said.shape
    said.properties += tuple(word for word in description.properties if _fits(word, said))
    said.properties += tuple(CALLED + word for word in description.properties if _concerns_others(word, said))
    said.properties += description.full_rank(said.shape)
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


def _concerns_others(word: str, said: Said) -> bool:
    """Orthogonal vectors are so to others."""
    return word in ("orthogonal", "orthonormal") and not _fits(word, said)


def _describe_sign(said: Said, description: Description) -> None:
    letter = isinstance(said.subject, Symbol) and said.subject.name in ("T", "H")
    if said.token.type == "OPERATOR" or letter or _LETTERED.intersection(description.properties):
        said.kind, said.properties = "operation", description.properties


# Fixed quantities that a letter with indices stands for.
_LETTERED = frozenset({"kronecker delta", "commutation matrix", "duplication matrix"})


def _describe_compound(said: Said, description: Description) -> None:
    r"""`X + A` can be assumed invertible, `dA` symmetric, `e^A` explained; nothing else of it is a declaration."""
    if description.kind == "operation":
        said.kind, said.properties = "operation", description.properties
    elif is_differential(said.subject):
        said.properties += description.properties
    elif "invertible" in description.properties:
        said.properties += ("invertible",)
