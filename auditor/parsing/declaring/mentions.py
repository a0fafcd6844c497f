"""Mentions: the formulas of running text, by what they can say in a declaration."""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.parsing.extents import bare, extents, is_dimension
from auditor.parsing.spaces import Space, space_of
from auditor.parsing.statements import Statement, Written
from auditor.parsing.syntax import (
    Accent,
    Bars,
    Chain,
    Dots,
    Fence,
    Node,
    Number,
    Product,
    Prose,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
)
from auditor.source import Span

FunctionType = tuple[tuple[Node, ...], Node]


@dataclass(frozen=True)
class Fact:
    """What a formula alone says of a symbol."""

    subject: Node
    space: Space | None = None
    shape: tuple[Node, ...] | None = None
    properties: tuple[str, ...] = ()
    function: FunctionType | None = None
    index_range: tuple[Node, Node] | None = None
    depends_on: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Mention:
    r"""A formula in a sentence.

    `role` is its terminal in `declarations.lark`: NAME (`A`, `x_1, x_2`), MEMBER (`x \in \mathbb{R}^n`), MAPPING
    (`f: A \to B`), CONDITION (`\lambda > 0`), RANGE (`1 \le i \le n`), CALL (`f(x)`), DEFINITION (`P = XX^T`), OPERATOR (`\odot`), SIZE
    (`m \times n`), PAIR (`(m, n)`), SPACE (`\mathbb{R}^n`), DIMENSION (`n - 1`, `3`) or FORMULA (anything else).
    `facts` name the subjects, in order, with what the formula says of each.
    """

    role: str
    span: Span
    facts: tuple[Fact, ...] = ()
    sizes: tuple[Node, ...] | None = None  # of SIZE and PAIR; of whatever can be a dimension
    node: Node | None = None


def mention_of(statement: Statement) -> Mention:
    """What a statement can say in a declaration."""
    mention = _related(statement) if statement.relations else _single(statement.operands[0])
    return replace(mention, span=statement.span)


def split(mention: Mention) -> tuple[Mention, ...]:
    """A list of symbols as one mention each."""
    node = bare(mention.node)
    if mention.role != "NAME" or not isinstance(node, Sequence) or any(isinstance(item, Dots) for item in node.items):
        return (mention,)
    return tuple(
        Mention("NAME", fact.subject.span, (fact,), (fact.subject,) if is_dimension(fact.subject) else None, fact.subject)
        for fact in mention.facts
    )


def letter(name: str, span: Span) -> Mention:
    """The mention of a letter that stands undelimited in prose."""
    symbol = Symbol(name, span=span)
    return Mention("NAME", span, (Fact(symbol),), (symbol,), symbol)


def size(parts: tuple[Mention, ...]) -> Mention:
    """The mention of a size written in prose: `m by n`."""
    nodes = tuple(node for part in parts for node in part.sizes or ())
    return Mention("SIZE", parts[0].span.cover(parts[-1].span), (), nodes)


def names(node: Node | None) -> tuple[Node, ...] | None:
    """The symbols that a formula lists; None where it is anything but a list of symbols."""
    node = bare(node)
    if isinstance(node, Sequence):
        listed = [names(item) for item in node.items if not isinstance(item, Dots)]
        if any(item is None for item in listed) or not set(node.separators) <= {",", ";"}:
            return None
        return tuple(symbol for item in listed for symbol in item or ())
    return (node,) if node is not None and is_name(node) else None


def is_name(node: Node | None) -> bool:
    r"""Whether a formula names one thing: a letter, with accents, labels and indices, but no power or transpose."""
    match bare(node):
        case Symbol(name=name, style=style):
            field = style == "blackboard" and name in "RCNZQFK"
            lettered = name.isalpha() or name.startswith("\\") or (name in ("0", "1") and style != "")
            return not field and name not in _SIGNS and lettered
        case Accent(body=body):
            return is_name(body)
        case Word(name=name):
            return name in _NAMED_WORDS
        case Scripts(base=base, sub=sub, sup=sup, primes=primes):
            return is_name(base) and primes <= 1 and _is_label(sup, base) and not isinstance(bare(sub), Chain)
    return False


def _is_label(superscript: Node | None, base: Node) -> bool:
    """Whether a superscript can be a label rather than an operation."""
    base = bare(base) or base
    if isinstance(base, Symbol) and base.name == "e":
        return superscript is None
    match bare(superscript):
        case None:
            return True
        case Symbol(name=name):
            return name not in _OPERATIONS
        case Word() | Prose():
            return True
        case Fence(open="(" | "[" | r"\{"):
            return True
        case Sum(signs=signs):
            return signs[0] != "-" and signs != ()
        case Product(factors=factors, operators=operators):
            return not any(operators) and all(isinstance(factor, Symbol) for factor in factors)
    return False


# Symbols that are no names.
_SIGNS = frozenset(
    r"""\partial \nabla \infty \circ \odot \otimes \cdot \times \ast \star \bullet \oplus \top \intercal \prime \dagger
    \forall \exists \emptyset \mathbb \cdots \ldots \int \sum \prod \mid \Re \Im""".split()
)
_OPERATIONS = frozenset(r"T H \top \intercal \dagger \prime t + - \circ \odot \otimes".split())
_NAMED_WORDS = frozenset("Cov Var SE MSE RSS SSE loss err".split())
_OPERATORS = {
    r"\circ": r"\circ", r"\odot": r"\odot", r"\otimes": r"\otimes", r"\cdot": r"\cdot", r"\times": r"\times",
    "*": "*", r"\ast": "*", r"\star": r"\star", r"\oplus": r"\oplus", r"\bullet": r"\bullet", ":": ":",
    "'": "'", r"{}'": "'", r"\prime": "'", r"^\top": r"\top", r"\top": r"\top", r"^T": "T", r"{}^T": "T", r"{}^\top": r"\top",
    r"\intercal": r"\intercal", r"^\prime": "'", r"^{\top}": r"\top", r"^{T}": "T", r"\dagger": r"\dagger", r"\nabla": r"\nabla",
}  # fmt: skip


# One operand


def _single(written: Written | None) -> Mention:
    if written is None:
        return Mention("FORMULA", Span(0, 0))
    span, node = written.span, bare(written.syntax)
    sign = _OPERATORS.get(written.latex.strip("$ .,;"))
    if sign is not None:
        symbol = Symbol(sign, span=span)
        return Mention("OPERATOR", span, (Fact(symbol),), None, symbol)
    sized = _sized(node)
    if sized is not None:
        return Mention("NAME", span, (sized,), None, node)
    collected = _collected(node)
    if collected is not None:
        return Mention("NAME", span, (collected,), None, node)
    listed = names(node)
    if listed:
        facts = (*(Fact(symbol) for symbol in listed), *_family(node, listed))
        return Mention("NAME", span, facts, (node,) if node is not None and is_dimension(node) else None, node)
    return Mention(_role(node), span, _called(node), _sizes(node), node)


def _role(node: Node | None) -> str:
    sizes = _sizes(node)
    if sizes is not None and not isinstance(node, Fence):
        return "SIZE" if len(sizes) > 1 else "DIMENSION"
    if space_of(node) is not None and not isinstance(node, Fence):
        return "SPACE"
    match node:
        case Fence(open="(", body=Sequence()) if sizes:
            return "PAIR"
        case Product() if _called(node):
            return "CALL"
    return "FORMULA"


def _sizes(node: Node | None) -> tuple[Node, ...] | None:
    if isinstance(node, Fence) and node.open == "(" and isinstance(node.body, Sequence):
        return extents(node.body)
    match node:
        case Product(operators=operators) if r"\times" in operators:
            return extents(node)
        case Sequence() | Fence():
            return None
    return (node,) if node is not None and is_dimension(node) else None


def _sized(node: Node | None) -> Fact | None:
    r"""`A_{m \times n}`: a symbol with its shape as subscript."""
    match node:
        case Scripts(base=base, sub=sub, sup=None, primes=0) if is_name(base) and isinstance(bare(sub), Product):
            sizes = extents(sub)
            return Fact(base, shape=sizes) if sizes and len(sizes) > 1 else None
    return None


def _collected(node: Node | None) -> Fact | None:
    r"""`\{x_i\}_{i=1}^n`: what a family is made of."""
    match node:
        case Scripts(base=base, sub=sub, sup=high, primes=0):
            match bare(base), bare(sub):
                case (Fence(open=r"\{", body=body), Chain(operands=(_, low), relations=("=",))) if is_name(body):
                    bounds = (low, high) if low is not None and high is not None else None
                    return Fact(bare(body) or base, index_range=bounds)
    return None


def _called(node: Node | None) -> tuple[Fact, ...]:
    """`f(x)`: the function's name."""
    match node:
        case Product(factors=(head, Fence(open="(", close=")")), operators=("",)) if is_name(head):
            return (Fact(head),)
    return ()


def _family(node: Node | None, listed: tuple[Node, ...]) -> tuple[Fact, ...]:
    r"""`x_1, \dots, x_n` speaks of every x_i."""
    match node, listed:
        case Sequence(items=items), (Scripts(base=base, sub=low, sup=None), *_, Scripts(base=same, sub=high, sup=None)):
            dotted = any(isinstance(item, Dots) for item in items)
            if base == same and dotted and high is not None and isinstance(low, Number) and low.text in ("0", "1"):
                index = Symbol("k" if high == Symbol("i", span=high.span) else "i", span=base.span)
                return (Fact(Scripts(base, index, span=node.span), index_range=(low, high)),)
    return ()


# Related operands


def _related(statement: Statement) -> Mention:
    relations = tuple(relation.symbol for relation in statement.relations)
    nodes = tuple(bare(operand.syntax) if operand else None for operand in statement.operands)
    for form in (_membership, _mapping, _range, _condition, _definition):
        mention = form(statement, relations, nodes)
        if mention is not None:
            return mention
    return Mention("FORMULA", statement.span)


def _membership(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    if relations[-1] != r"\in":
        return None
    space = space_of(nodes[-1])
    properties: tuple[str, ...] = ()
    subjects = _members(nodes[0])
    match relations:
        case ("=", r"\in"):  # A = A^T \in S
            properties = _EQUATIONS.get(_equation(nodes[0], nodes[1]), ())
            if not properties:
                return None
        case (r"\ne", r"\in") if _zero(nodes[0]):
            subjects, properties = names(nodes[1]), ("nonzero",)
        case (r"\in",):
            pass
        case _:
            return None
    if subjects is None:
        return _zipped(statement, nodes) if len(relations) == 1 else None
    if space is None:
        return Mention("NAME", statement.span, tuple(map(Fact, subjects)), None, nodes[0])
    told = replace(space, properties=tuple(dict.fromkeys((*space.properties, *properties))))
    facts = [Fact(subject, told, index_range=space.index_range) for subject in subjects]
    facts += [replace(fact, space=told) for fact in _family(nodes[0], subjects)]
    return Mention("MEMBER", statement.span, tuple(facts), None, nodes[0])


def _members(node: Node | None) -> tuple[Node, ...] | None:
    """The symbols of which a membership speaks; differentials in a list (`y, dy`) have the shape of their variables."""
    if isinstance(node, Sequence):
        listed = tuple(item for item in node.items if not is_differential(item))
        if len(listed) == 1:
            return names(listed[0])
        if listed and len(listed) < len(node.items):
            return names(Sequence(listed, (",",) * (len(listed) - 1), span=node.span))
    return names(node)


def is_differential(node: Node | None) -> bool:
    """`dA`: the differential of a symbol."""
    match bare(node):
        case Product(factors=(Symbol(name="d"), body), operators=("",)):
            return is_name(body)
    return False


def _zipped(statement: Statement, nodes: tuple[Node | None, ...]) -> Mention | None:
    r"""`(x, y) \in \mathbb{R}^n \times \mathbb{R}^m`."""
    match nodes:
        case (Fence(body=Sequence(items=left)), Product(factors=right, operators=operators)):
            spaces = [space_of(factor) for factor in right]
            if len(left) == len(right) and set(operators) == {r"\times"} and all(spaces) and all(map(is_name, left)):
                facts = tuple(Fact(subject, space) for subject, space in zip(left, spaces, strict=True))
                return Mention("MEMBER", statement.span, facts, None, nodes[0])
    return None


def _mapping(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    match relations, nodes:
        case ((":", r"\to"), (left, domain, codomain)):
            pass
        case ((r"\to",), (Product(factors=(left, *rest), operators=(":", *operators)), codomain)):
            domain = rest[0] if len(rest) == 1 else Product(tuple(rest), tuple(operators), span=statement.span)
        case _:
            return None
    subjects = names(left)
    if not subjects or domain is None or codomain is None:
        return None
    function = (_domains(domain), codomain)
    return Mention("MAPPING", statement.span, tuple(Fact(each, function=function) for each in subjects), None, left)


def _domains(node: Node) -> tuple[Node, ...]:
    match node:
        case Product(factors=factors, operators=operators) if set(operators) == {r"\times"}:
            return factors
    return (node,)


def _range(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    match relations, nodes:
        case (("=",), (left, Sequence(items=(low, *_, Dots(), high)))):
            pass
        case (("=",), (left, Product(factors=(low, high), operators=(":",)))):
            pass
        case ((r"\le" | "<" as first, r"\le" | "<" as second), (low, left, high)) if _index_like(low, left, high):
            low = _next(low) if first == "<" else low
            high = _previous(high) if second == "<" else high
        case _:
            return None
    subjects = names(left)
    if not subjects or low is None or high is None or not is_dimension(low) or not is_dimension(high):
        return None
    facts = tuple(Fact(subject, index_range=(low, high)) for subject in subjects)
    return Mention("RANGE", statement.span, facts, None, left)


def _index_like(low: Node | None, left: Node | None, high: Node | None) -> bool:
    """Whether `low <= left <= high` bounds an index: a small letter from a whole number on, not within [0, 1]."""
    listed = names(left) or ()
    letters = all(
        isinstance(item, Symbol) and item.style == "" and item.name in "abcdefghijklmnopqrsuv" for item in listed
    )
    within = isinstance(high, Number) and high.text in ("0", "1")
    return bool(listed) and letters and isinstance(low, Number) and low.text.isdigit() and not within


def _next(node: Node | None) -> Node | None:
    return Number(str(int(node.text) + 1), span=node.span) if isinstance(node, Number) else None


def _previous(node: Node | None) -> Node | None:
    if isinstance(node, Number):
        return Number(str(int(node.text) - 1), span=node.span)
    return None if node is None else Sum(("+", "-"), (node, Number("1", span=node.span)), span=node.span)


def _definition(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    """`P = XX^T`, and `A = A(t)`, which says on what A depends."""
    if relations[0] not in ("=", ":=") or nodes[0] is None or not is_name(nodes[0]):
        return None
    match nodes[1]:
        case Product(factors=(head, Fence(open="(", body=body)), operators=("",)) if head == nodes[0] and len(nodes) == 2:
            arguments = names(body) or ()
            return Mention("NAME", statement.span, (Fact(nodes[0], depends_on=arguments),), None, nodes[0])
    return Mention("DEFINITION", statement.span, (Fact(nodes[0]),), None, nodes[0])


# Conditions

_FLIPPED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", r"\ne": r"\ne", r"\succ": r"\prec", r"\succeq": r"\preceq",
            r"\prec": r"\succ", r"\preceq": r"\succeq", r"\gg": r"\ll", r"\ll": r"\gg"}  # fmt: skip
_AGAINST_ZERO = {
    ">": ("positive",),
    r"\gg": ("positive",),
    r"\ge": ("nonnegative",),
    "<": ("negative",),
    r"\le": ("nonpositive",),
    r"\ne": ("nonzero",),
    r"\succ": ("symmetric", "positive definite"),
    r"\succeq": ("symmetric", "positive semidefinite"),
    r"\prec": ("symmetric", "negative definite"),
    r"\preceq": ("symmetric", "negative semidefinite"),
}
# Equations that say a property, as (left, right) with the symbol written A.
_EQUATIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("A", "A^T"): ("symmetric",),
    ("A^T", "A"): ("symmetric",),
    ("A", "-A^T"): ("skew-symmetric",),
    ("A^T", "-A"): ("skew-symmetric",),
    ("A^2", "A"): ("idempotent",),
    ("A", "A^2"): ("idempotent",),
    ("|A|", "1"): ("unit",),
}


def _condition(statement: Statement, relations: tuple[str, ...], nodes: tuple[Node | None, ...]) -> Mention | None:
    if relations == ("=",):
        properties = _EQUATIONS.get(_equation(*nodes))
        subject = _inner(nodes[0])
        if not properties or subject is None:
            return None
        return Mention("CONDITION", statement.span, (Fact(subject, properties=properties),), None, subject)
    if not set(relations) <= set(_FLIPPED):
        return None
    facts: list[Fact] = []
    operands = tuple(zip(nodes, statement.operands, strict=True))
    for relation, (left, said), (right, other) in zip(relations, operands, operands[1:], strict=False):
        subjects = names(left)
        if subjects:
            facts += [Fact(subject, properties=_compared(relation, right, other)) for subject in subjects]
        elif names(right):
            facts += [
                Fact(subject, properties=_compared(_FLIPPED[relation], left, said)) for subject in names(right) or ()
            ]
        else:
            return None
    sizes = names(nodes[0])
    return Mention("CONDITION", statement.span, tuple(facts), sizes if sizes and len(sizes) == 1 else None, nodes[0])


def _compared(relation: str, right: Node | None, written: Written | None) -> tuple[str, ...]:
    r"""`> 0` is "positive"; other bounds keep their sign: `\ge 2`."""
    if _zero(right) and relation in _AGAINST_ZERO:
        return _AGAINST_ZERO[relation]
    return (f"{relation} {written.latex}",) if written is not None else ()


def _zero(node: Node | None) -> bool:
    match node:
        case Number(text="0") | Symbol(name="0"):
            return True
        case Accent(body=body):
            return _zero(bare(body))
    return False


def _equation(left: Node | None, right: Node | None) -> tuple[str, str]:
    """Both sides of an equation about one symbol, with that symbol written A."""
    inner = _inner(left)
    return (_shaped(left, inner), _shaped(right, inner)) if inner is not None else ("", "")


def _inner(node: Node | None) -> Node | None:
    match node:
        case Scripts(base=base, sub=None):
            return base if is_name(base) and not is_name(node) else node if is_name(node) else None
        case Bars(double=True, body=body) if is_name(body):
            return bare(body)
    return node if is_name(node) else None


def _shaped(node: Node | None, inner: Node | None) -> str:
    if node is not None and node == inner:
        return "A"
    match node:
        case Scripts(base=base, sub=None, sup=sup, primes=0) if base == inner:
            match bare(sup):
                case Symbol(name="T" | r"\top" | r"\intercal"):
                    return "A^T"
                case Number(text="2"):
                    return "A^2"
        case Scripts(base=base, sub=None, sup=None, primes=1) if base == inner:
            return "A^T"
        case Sum(signs=("-",), terms=(term,)):
            return "-" + _shaped(bare(term), inner)
        case Bars(double=True, body=body) if bare(body) == inner:
            return "|A|"
        case Number(text=text):
            return text
    return ""
