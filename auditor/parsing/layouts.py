"""Layout statements: how a text says that it arranges derivatives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.parsing.declaring.sentences import Sentence
from auditor.parsing.declaring.words import Token
from auditor.parsing.extents import bare
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import LayoutStatement, Statement
from auditor.parsing.syntax import Fence, Fraction, Node, Number, Product, Scripts, Sequence, Symbol, Word
from auditor.source import Span

Choice = tuple[str, str]  # axis and value

NUMERATOR: tuple[Choice, ...] = (("vector_by_vector", "numerator"), ("scalar_by", "transposed"))
DENOMINATOR: tuple[Choice, ...] = (("vector_by_vector", "denominator"), ("scalar_by", "variable"))
VARIABLE: tuple[Choice, ...] = (("scalar_by", "variable"),)
TRANSPOSED: tuple[Choice, ...] = (("scalar_by", "transposed"),)


def layouts(sentences: Iterable[Sentence], statements: tuple[Statement, ...]) -> tuple[LayoutStatement, ...]:
    """The layout statements of a document in the order of the text: those in words, and definitions by entries."""
    worded = [made for sentence in sentences for made in _in_sentence(sentence)]
    defined = [made for made in _definitions(statements) if not _contradicts(made, worded)]
    return tuple(sorted((*worded, *defined), key=lambda made: (made.span.start, made.axis)))


def _contradicts(made: LayoutStatement, worded: list[LayoutStatement]) -> bool:
    """An entry formula that disagrees with what the text says of its layout is a claim, not a definition."""
    before = [other for other in worded if other.axis == made.axis and other.span.start <= made.span.start]
    return bool(before) and before[-1].value != made.value


# In words

_NAME = r"(?:(numerator|jacobian)|(denominator|hessian|gradient))(?: (?:layout|convention|notation|form|formulation|style|ordering))+"
_LAYOUT = re.compile(
    rf"\b(?:(numerator) (?:layout|convention|notation|form|formulation|style)|(jacobian) (?:layout|formulation)"
    rf"|(denominator) (?:layout|convention|notation|form|formulation|style)|(hessian|gradient) (?:layout|formulation))"
)
_TAKEN = re.compile(
    r"(?:\b(?:use|uses|using|used|adopt|adopts|adopting|adopted|follow|follows|following|employ|employs|employing|choose"
    r"|chose|chosen|choosing|assume|assumes|assuming|stick to|sticking to|stick with|prefer|take|taking|keep to|work in"
    r"|working in|works in|written in|stated in|given in|expressed in|computed in|this is|here in|throughout in|are in"
    r"|is in|convention is|layout is)|(?:^|[,:;]) ?(?:in|under|with))(?: the| a| an| so called| standard| usual| common)*$"
)
_LAYOUT_IS = re.compile(r"\blayout(?: convention)?(?: is|:| ,)(?: the)? (?:(numerator)|(denominator))\b")
_SO_TAKEN = re.compile(
    r"^(?: (?:layout|convention|notation))*(?: (?:is|are|will be))? (?:used|adopted|assumed|followed|employed|throughout)\b"
)
_ASIDE = re.compile(
    r"\b(?:not|n't|never|than|opposed|instead|rather|unlike|contrast|versus|vs\.?|avoid|either|neither|nor|whether|differs?"
    r"|can|could|may|might|would|if|when|unless|some|many|most|others?|authors|people|books|texts|wikipedia|they)\b"
)
_DERIVATIVE = r"(?:gradients?|derivatives?|∇)"
_ROW_OR_COLUMN = re.compile(
    rf"(?<!of ){_DERIVATIVE}(?P<between>(?: [^ ]+){{0,14}}?)"
    r" (?:is|are|be|as|being|gives|yields|becomes)(?: (?:always|defined|taken|treated|considered|written|given|represented"
    r"|regarded|understood|to|be|as)){0,3} (?:a |an |the )?(?P<kind>column|row)(?: vectors?|s)?\b"
)
_SAME_SHAPE = re.compile(
    rf"{_DERIVATIVE}(?P<between>(?: [^ ]+){{0,14}}?) (?:has|have|with|of|in|takes|take|matches|match)(?: exactly)?(?: a| an| the)?"
    r"(?P<same> same)? (?:shape|shapes|size|sizes|dimension|dimensions|format)"
    r" (?:as|of)(?: the| its| their)?(?: \w+)? ?(?P<what>⟨NAME:\d+⟩|variables?|parameters?|arguments?|weights?|denominator|inputs?)"
)
_IN_SPACE = re.compile(
    rf"{_DERIVATIVE}(?: [^ ]+){{0,4}}? (?:lies in|lives in|is in|is an element of|belongs to) ⟨SPACE:(\d+)⟩"
)
_BY_MATRIX = re.compile(
    r"⟨SIZE:(\d+)⟩ matrix ⟨NAME:\d+⟩(?: [^ ]+){0,3}? derivatives? of (?:a |the )?(?:scalar|real)(?: [^ ]+){0,8}?"
    r" (?:is|as|are)(?: an| a| the)? ⟨SIZE:(\d+)⟩ matrix"
)
_JACOBIAN_SIZE = re.compile(
    r"⟨SIZE:(\d+)⟩ jacobian|jacobian(?: [^ ]+){0,4}? (?:is|as|of size|has size)(?: an| a| the| of size)? ⟨SIZE:(\d+)⟩"
)
_PRIME_SIZE = re.compile(r"⟨PRIMED:\d+⟩ (?:is|as)(?: an| a| the)? ⟨SIZE:(\d+)⟩ matrix")
_DOUBTFUL = re.compile(
    r"\b(?:not|n't|never|so|hence|thus|therefore|then|why|instead|rather|unlike|would|could|might|may|if|transpose\w*)\b"
)


@dataclass(frozen=True)
class _Line:
    """A sentence as a line of text, with the formula behind each mark."""

    text: str
    starts: tuple[int, ...]
    tokens: tuple[Token, ...]
    at: int

    def span(self, start: int, end: int) -> Span:
        inside = [
            token.span
            for token, place in zip(self.tokens, self.starts, strict=True)
            if place < end and place + 1 > start - len(token.text)
        ]
        inside = [span for span in inside if span.end > span.start]
        return inside[0].cover(inside[-1])


def _line(sentence: Sentence) -> _Line:
    parts, starts, place = [], [], 0
    for index, token in enumerate(sentence.tokens):
        written = _mark(token, index)
        parts.append(written)
        starts.append(place)
        place += len(written) + 1
    return _Line(" ".join(parts), tuple(starts), tuple(sentence.tokens), sentence.first)


def _mark(token: Token, index: int) -> str:
    node = token.mention.node if token.mention else None
    if token.type in ("NAME", "SIZE", "SPACE", "MAPPING"):
        return f"⟨{token.type}:{index}⟩"
    if token.mention is not None:
        if _has_nabla(node):
            return "∇"
        return f"⟨PRIMED:{index}⟩" if _primed(node) else f"⟨OTHER:{index}⟩"
    return token.text.replace("n't", " n't")


def _in_sentence(sentence: Sentence) -> Iterator[LayoutStatement]:
    if sentence.asked or not any(_SPEAKS.search(token.text) for token in sentence.tokens):
        return
    line = _line(sentence)
    for choices, start, end in (*_named(line), *_rows_and_columns(line), *_shapes(line), *_sized(line)):
        span = line.span(start, end)
        at = next((token.at for token in line.tokens if token.span.start >= span.start), line.at)
        for axis, value in choices:
            yield LayoutStatement(axis, value, span, at)


_SPEAKS = re.compile("layout|numerator|denominator|gradient|derivative|[Jj]acobian|formulation|^\\$$")


def _named(line: _Line) -> Iterator[tuple[tuple[Choice, ...], int, int]]:
    """ "We use numerator layout": the one that the text says it uses, not the one that it compares with."""
    found: dict[str, tuple[int, int, bool]] = {}
    text = line.text.lower()
    for match in _LAYOUT_IS.finditer(text):
        found["numerator" if match[1] else "denominator"] = (match.start(), match.end(), False)
    for match in _LAYOUT.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :]
        clause = re.split(r"[;:]", before)[-1]
        taken = bool(_TAKEN.search(before)) or bool(_SO_TAKEN.match(after)) or len(text.split()) <= 5
        if not taken or _ASIDE.search(" ".join(clause.split()[-9:])):
            continue
        jacobian = "jacobian" in " ".join(clause.split()[-4:]) or bool(re.match(r" (?:layout )?jacobian", after))
        numerator = bool(match[1] or match[2])
        found.setdefault("numerator" if numerator else "denominator", (match.start(), match.end(), jacobian))
    if len(found) == 1:
        ((name, (start, end, jacobian)),) = found.items()
        choices = NUMERATOR if name == "numerator" else DENOMINATOR
        yield choices[:1] if jacobian else choices, start, end


def _rows_and_columns(line: _Line) -> Iterator[tuple[tuple[Choice, ...], int, int]]:
    for match in _ROW_OR_COLUMN.finditer(line.text.lower().replace("⟨name", "⟨NAME")):
        between, before = match["between"], line.text[: match.start()].lower()
        if _DOUBTFUL.search(between) or _DOUBTFUL.search(" ".join(before.split()[-3:])):
            continue
        if re.search(r"\brow vectors?\b", between) or re.search(
            r"derivatives? of (?:a |the )?(?:vector|matrix)", match.group()
        ):
            continue
        if match.group().startswith("derivative") and "scalar" not in between:
            continue
        yield VARIABLE if match["kind"] == "column" else TRANSPOSED, match.start(), match.end()


def _shapes(line: _Line) -> Iterator[tuple[tuple[Choice, ...], int, int]]:
    if re.search(r"transpose|jacobian", line.text, re.IGNORECASE):
        return
    for match in _SAME_SHAPE.finditer(line.text):
        if not _DOUBTFUL.search(match["between"]) and not _DOUBTFUL.search(
            " ".join(line.text[: match.start()].split()[-3:])
        ):
            yield VARIABLE, match.start(), match.end()
    for match in _IN_SPACE.finditer(line.text):
        mention = line.tokens[int(match[1])].mention
        space = space_of(mention.node) if mention else None
        if space is not None and len(space.shape) == 1:
            yield VARIABLE, match.start(), match.end()


def _sized(line: _Line) -> Iterator[tuple[tuple[Choice, ...], int, int]]:
    """Sizes: of the derivative of a scalar by a p x q matrix, and of the Jacobian of f: R^n -> R^m."""
    for match in _BY_MATRIX.finditer(line.text):
        own, given = _size(line, match[1]), _size(line, match[2])
        if own and given and own[0] != own[-1]:
            if given == own:
                yield VARIABLE, match.start(), match.end()
            elif given == own[::-1]:
                yield TRANSPOSED, match.start(), match.end()
    mapping = next((token for token in line.tokens if token.type == "MAPPING"), None)
    sizes = _mapped(mapping)
    for pattern in (_JACOBIAN_SIZE, _PRIME_SIZE):
        for match in pattern.finditer(line.text.replace("Jacobian", "jacobian")):
            given = _size(line, next(group for group in match.groups() if group))
            if sizes is None or given is None or sizes[0] == sizes[1]:
                continue
            if given == sizes[::-1]:
                yield NUMERATOR[:1], match.start(), match.end()
            elif given == sizes:
                yield DENOMINATOR[:1], match.start(), match.end()


def _size(line: _Line, index: str) -> tuple[Node, ...] | None:
    mention = line.tokens[int(index)].mention
    return mention.sizes if mention else None


def _mapped(token: Token | None) -> tuple[Node, ...] | None:
    """(n, m) for f: R^n -> R^m."""
    if token is None or token.mention is None or not token.mention.facts or token.mention.facts[0].function is None:
        return None
    domains, codomain = token.mention.facts[0].function
    spaces = (space_of(domains[0]), space_of(codomain))
    if len(domains) != 1 or any(space is None or len(space.shape) != 1 for space in spaces):
        return None
    return tuple(space.shape[0] for space in spaces if space is not None)


# By entries


def _definitions(statements: tuple[Statement, ...]) -> Iterator[LayoutStatement]:
    r"""`(\frac{\partial f}{\partial x})_{ij} = \frac{\partial f_i}{\partial x_j}` and its like."""
    for position, statement in enumerate(statements):
        if not statement.relations or statement.relations[0].symbol not in ("=", ":=", r"\equiv"):
            continue
        left, right = statement.operands[0], statement.operands[1]
        if left is None or right is None:
            continue
        choice = _entry_layout(bare(left.syntax), bare(right.syntax))
        if choice is not None:
            yield LayoutStatement(*choice, left.span.cover(right.span), position)


def _entry_layout(left: Node | None, right: Node | None) -> Choice | None:
    indices, of_jacobian = _entry(left)
    parts = _derivative(right)
    if len(indices) != 2 or indices[0] == indices[1] or parts is None:
        return None
    (top, above), (bottom, below) = parts
    if len(above) == len(below) == 1 and (of_jacobian or _is_derivative_of(left, top, bottom)):
        if (above[0], below[0]) == indices:
            return "vector_by_vector", "numerator"
        if (below[0], above[0]) == indices:
            return "vector_by_vector", "denominator"
    if not above and len(below) == 2 and _is_derivative_of(left, top, bottom):
        return "scalar_by", "variable" if below == indices else "transposed"
    return None


def _entry(node: Node | None) -> tuple[tuple[Node, ...], bool]:
    """The two indices of `(…)_{ij}`, and whether what stands inside is called a Jacobian."""
    match node:
        case Scripts(base=base, sub=sub, sup=None, primes=0):
            inner = _inside(base)
            return _indices(sub), isinstance(inner, Symbol | Word) and inner.name in (
                "J",
                "Jac",
                "Jacobian",
                "DF",
                "Df",
            )
    return (), False


def _is_derivative_of(left: Node | None, top: Node, bottom: Node) -> bool:
    if not isinstance(left, Scripts):
        return False
    parts = _derivative(_inside(left.base))
    if parts is None:
        return False
    (own_top, above), (own_bottom, below) = parts
    return not above and not below and _letter(own_top) == _letter(top) and _letter(own_bottom) == _letter(bottom)


def _letter(node: Node) -> str:
    """The letter without its style: entries of a bold vector are seldom bold."""
    return node.name if isinstance(node, Symbol) else ""


def _inside(node: Node | None) -> Node | None:
    node = bare(node)
    return bare(node.body) if isinstance(node, Fence) else node


def _derivative(node: Node | None) -> tuple[tuple[Node, tuple[Node, ...]], tuple[Node, tuple[Node, ...]]] | None:
    r"""Numerator and denominator of `\partial f_i / \partial x_j`, each as its letter and its indices."""
    match bare(node):
        case Fraction(numerator=numerator, denominator=denominator):
            top, bottom = _differentiated(bare(numerator)), _differentiated(bare(denominator))
        case Product(factors=(first, above, second, below), operators=("", "/", "")):
            top = _differentiated(Product((first, above), ("",), span=first.span))
            bottom = _differentiated(Product((second, below), ("",), span=second.span))
        case _:
            return None
    return (top, bottom) if top and bottom else None


def _differentiated(node: Node | None) -> tuple[Node, tuple[Node, ...]] | None:
    match node:
        case Product(factors=(Symbol(name=r"\partial" | "d" | "∂"), body), operators=("",)):
            match bare(body):
                case Scripts(base=base, sub=sub, sup=None) if sub is not None:
                    return bare(base) or base, _indices(sub)
                case Node() as inner:
                    return inner, ()
    return None


def _indices(node: Node | None) -> tuple[Node, ...]:
    match bare(node):
        case Sequence(items=items):
            return items
        case Product(factors=factors, operators=operators) if not any(operators):
            return factors
        case Symbol() | Number() as single:
            return (single,)
    return ()


def _has_nabla(node: Node | None) -> bool:
    match bare(node):
        case Symbol(name=r"\nabla"):
            return True
        case Scripts(base=base):
            return _has_nabla(base)
        case Product(factors=(first, *_)):
            return _has_nabla(first)
    return False


def _primed(node: Node | None) -> bool:
    """`F'(z)`."""
    match bare(node):
        case Product(factors=(Scripts(primes=1), Fence()), operators=("",)) | Scripts(primes=1):
            return True
    return False
