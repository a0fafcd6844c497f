"""Layout statements: how a text says that it arranges derivatives, in words or by the entries of a Jacobian."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from auditor.parsing.declaring.entries import entry_layout
from auditor.parsing.declaring.sentences import Sentence
from auditor.parsing.declaring.words import Token
from auditor.parsing.extents import bare
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import LayoutStatement, Statement
from auditor.parsing.syntax import Fence, Fraction, Node, Product, Scripts, Symbol
from auditor.source import Span

Choice = tuple[str, str]  # axis and value
Found = tuple[tuple[Choice, ...], int, int]  # what is chosen, and where the line says it

NUMERATOR: tuple[Choice, ...] = (("vector_by_vector", "numerator"), ("scalar_by", "transposed"))
DENOMINATOR: tuple[Choice, ...] = (("vector_by_vector", "denominator"), ("scalar_by", "variable"))
VARIABLE: tuple[Choice, ...] = (("scalar_by", "variable"),)
TRANSPOSED: tuple[Choice, ...] = (("scalar_by", "transposed"),)


def layouts(sentences: Iterable[Sentence], statements: tuple[Statement, ...]) -> tuple[LayoutStatement, ...]:
    """The layout statements of a document in the order of the text."""
    spaces = _spaces(statements)
    worded = [made for sentence in sentences for made in _in_words(sentence, spaces)]
    by_entries = [made for made in _by_entries(statements) if not _contradicts(made, worded)]
    return tuple(sorted((*worded, *by_entries), key=lambda made: (made.span.start, made.axis)))


def _by_entries(statements: tuple[Statement, ...]) -> Iterator[LayoutStatement]:
    r"""`(\frac{\partial f}{\partial x})_{ij} = \frac{\partial f_i}{\partial x_j}` and its like."""
    for position, statement in enumerate(statements):
        if statement.relations and statement.relations[0].symbol in ("=", ":=", r"\equiv"):
            left, right = statement.operands[:2]
            choice = entry_layout(left.syntax, right.syntax) if left and right else None
            if choice is not None and left and right:
                yield LayoutStatement(*choice, left.span.cover(right.span), position)


def _spaces(statements: tuple[Statement, ...]) -> dict[str, Node]:
    r"""The length of each vector that the text puts into a space: m for `s(x) \in \mathbb{R}^m`."""
    found: dict[str, Node] = {}
    for statement in statements:
        operands = [operand.syntax if operand is not None else None for operand in statement.operands]
        for left, relation, right in zip(operands, statement.relations, operands[1:], strict=False):
            space = space_of(right) if relation.symbol == r"\in" and right is not None else None
            letter = _letter(left)
            if space is not None and len(space.shape) == 1 and letter:
                found[letter] = space.shape[0]
    return found


def _letter(node: Node | None) -> str:
    """s in `s` and `s(x)`."""
    match bare(node):
        case Symbol(name=name, style=style):
            return f"{style} {name}"
        case Product(factors=(head, Fence())):
            return _letter(head)
    return ""


def _contradicts(made: LayoutStatement, worded: list[LayoutStatement]) -> bool:
    """An entry formula that disagrees with what the text says of its layout is a claim, not a definition."""
    before = [other for other in worded if other.axis == made.axis and other.span.start <= made.span.start]
    return bool(before) and before[-1].value != made.value


# A sentence as a line of text


@dataclass(frozen=True)
class _Line:
    """A sentence as a line of words in small letters, its formulas as marks: `⟨SIZE:3⟩` is the token 3."""

    text: str
    ends: tuple[int, ...]
    tokens: tuple[Token, ...]

    def first(self, start: int) -> Token:
        return next(token for token, end in zip(self.tokens, self.ends, strict=True) if end > start)

    def span(self, start: int, end: int) -> Span:
        """The part of the document that a part of the line stands for."""
        return self.first(start).span.cover(self.first(end - 1).span)

    def sizes(self, index: str) -> tuple[Node, ...] | None:
        mention = self.tokens[int(index)].mention
        return mention.sizes if mention else None


def _line(sentence: Sentence) -> _Line:
    parts, ends, place = [], [], 0
    for index, token in enumerate(sentence.tokens):
        written = _mark(token, index)
        place += len(written)
        parts.append(written)
        ends.append(place)
        place += 1
    return _Line(" ".join(parts), tuple(ends), tuple(sentence.tokens))


def _mark(token: Token, index: int) -> str:
    if token.mention is None:
        return token.text.lower().replace("n't", " n't")
    if token.type in ("NAME", "SIZE", "SPACE"):
        return f"⟨{token.type}:{index}⟩"
    if _begins_with_nabla(token.mention.node):
        return "∇"
    return f"⟨PRIMED:{index}⟩" if _is_primed(token.mention.node) else f"⟨OTHER:{index}⟩"


def _begins_with_nabla(node: Node | None) -> bool:
    match bare(node):
        case Symbol(name=r"\nabla"):
            return True
        case Scripts(base=base):
            return _begins_with_nabla(base)
        case Product(factors=(first, *_)):
            return _begins_with_nabla(first)
    return False


def _is_primed(node: Node | None) -> bool:
    """`F'`, `F'(z)`."""
    match bare(node):
        case Product(factors=(Scripts(primes=1), Fence()), operators=("",)) | Scripts(primes=1):
            return True
    return False


# What a line says

_KINDS = r"(?:layout|convention|notation|form|formulation|style)"
_NAMED = re.compile(
    rf"\b(?:(?P<numerator>numerator {_KINDS}|jacobian (?:layout|formulation))"
    rf"|(?P<denominator>denominator {_KINDS}|(?:hessian|gradient) (?:layout|formulation)))\b"
)
_LAYOUT_IS = re.compile(
    r"\blayout(?: convention)?(?: is|:| ,)(?: the)? (?:(?P<numerator>numerator)|(?P<denominator>denominator))\b"
)
# What stands before a layout that the text uses, and behind it.
_TAKES = re.compile(
    r"(?:\b(?:use|uses|using|used|adopt|adopts|adopting|adopted|follow|follows|following|employ|employs|employing|choose"
    r"|chose|chosen|choosing|assume|assumes|assuming|stick to|sticking to|stick with|prefer|take|taking|keep to|work in"
    r"|working in|works in|written in|stated in|given in|expressed in|computed in|this is|here in|throughout in|are in"
    r"|is in|convention is|layout is)|(?:^|[,:;]) ?(?:in|under|with))"
    r"(?: the| a| an| so called| standard| usual| common)*$"
)
_IS_TAKEN = re.compile(
    rf"^(?: {_KINDS})*(?: (?:is|are|will be))? (?:used|adopted|assumed|followed|employed|throughout)\b"
)
# Words by which a layout is compared with, denied, supposed, or somebody else's.
_ASIDE = re.compile(
    r"\b(?:not|n't|never|than|opposed|instead|rather|unlike|contrast|versus|vs\.?|avoid|either|neither|nor|whether|differs?"
    r"|can|could|may|might|would|if|when|unless|some|many|most|others?|authors|people|books|texts|wikipedia|they)\b"
)
_DOUBTFUL = re.compile(
    r"\b(?:not|n't|never|so|hence|thus|therefore|then|why|instead|rather|unlike|would|could|might|may|if|transpose\w*)\b"
)
_DERIVATIVE = r"(?P<of>gradients?|derivatives?|∇)(?P<between>(?: [^ ]+){0,14}?)"
_ROW_OR_COLUMN = re.compile(
    rf"(?<!of ){_DERIVATIVE} (?:is|are|be|as|being|gives|yields|becomes)(?: (?:always|defined|taken|treated|considered"
    r"|written|given|represented|regarded|understood|to|be|as)){0,3}"
    r" (?:a |an |the )?(?P<kind>column|row)(?: vectors?|s)?\b"
)
_SAME_SHAPE = re.compile(
    rf"{_DERIVATIVE} (?:has|have|with|of|in|takes|take|matches|match)(?: exactly)?(?: a| an| the)?(?: same)?"
    r" (?:shape|size|dimension|format)s? (?:as|of)(?: the| its| their)?(?: \w+)?"
    r" ?(?:⟨NAME:\d+⟩|variables?|parameters?|arguments?|weights?|denominator|inputs?)"
)
_SHAPED_LIKE = re.compile(
    rf"{_DERIVATIVE}(?: (?:is|are|be|being|always|then))* shaped (?:like|as|exactly like)(?: the| its| their)?(?: \w+)?"
    r" ?(?:⟨(?:NAME|OTHER):(?P<formula>\d+)⟩|variables?|parameters?|arguments?|weights?|matrix|denominator|inputs?)"
)
_IN_SPACE = re.compile(
    r"(?:gradients?|derivatives?|∇)(?: [^ ]+){0,4}? (?:lies in|lives in|is in|is an element of|belongs to)"
    r" ⟨SPACE:(\d+)⟩"
)
_BY_MATRIX = re.compile(
    r"⟨SIZE:(\d+)⟩ matrix ⟨NAME:\d+⟩(?: [^ ]+){0,3}? derivatives? of (?:a |the )?(?:scalar|real)(?: [^ ]+){0,8}?"
    r" (?:is|as|are)(?: an| a| the)? ⟨SIZE:(\d+)⟩ matrix"
)
_JACOBIAN = re.compile(
    r"⟨SIZE:(\d+)⟩ jacobian|jacobian(?: [^ ]+){0,4}? (?:is|as|of size|has size)(?: an| a| the| of size)? ⟨SIZE:(\d+)⟩"
    r"|⟨PRIMED:\d+⟩ (?:is|as)(?: an| a| the)? ⟨SIZE:(\d+)⟩ matrix"
)
_SIZED_JACOBIAN = re.compile(
    r"⟨OTHER:(?P<formula>\d+)⟩ (?:is|as)(?: an| a| the)? ⟨SIZE:(?P<sizes>\d+)⟩ (?:jacobian|matrix)"
)
# Where one clause ends and another one begins.
_JOINING = r"(?: and| while| whereas| but)"
_CLAUSE_OF_GRADIENTS = re.compile(rf";|,{_JOINING} |,(?= (?:the )?gradients? )")
_CLAUSE_OF_JACOBIANS = re.compile(rf";|,?{_JOINING}(?: the| for| a)? jacobians? |,(?: the| for)? jacobians? ")
_LINE_OF_JACOBIAN = re.compile(
    r"\bjacobians?(?: [^ ,;]+){0,6}? (?:has|have|with|contains?) (?:a|one) (?P<kind>row|column)"
    r" (?:for (?:each|every)|per) (?:component|entry|output|function|element|equation)"
)
_SUBJECTS = re.compile("layout|formulation|numerator|denominator|gradient|derivative|jacobian")


def _in_words(sentence: Sentence, spaces: Mapping[str, Node]) -> Iterator[LayoutStatement]:
    spoken_of = any(
        _SUBJECTS.search(token.text) or token.text.startswith(("column", "row")) for token in sentence.tokens
    )
    mapped = any(token.type == "MAPPING" for token in sentence.tokens)
    if sentence.asked or not (spoken_of or mapped):
        return
    line = _line(sentence)
    for choices, start, end in (
        *_named(line),
        *_rows_and_columns(line),
        *_shapes(line),
        *_by_matrix(line),
        *_jacobians(line),
        *_sized_jacobians(line, spaces),
    ):
        of_matrices = "matrix" in line.text and "vector" not in line.text
        for axis, value in choices:
            yield LayoutStatement(axis, value, line.span(start, end), line.first(start).at, of_matrices)


def _named(line: _Line) -> Iterator[Found]:
    """ "We use numerator layout": the one that the text says it uses, not the one that it compares with."""
    found: dict[str, Found] = {}
    for match in _LAYOUT_IS.finditer(line.text):
        if not _ASIDE.search(line.text[: match.start()]):
            found[match.lastgroup or ""] = (_CHOICES[match.lastgroup or ""], match.start(), match.end())
    for match in _NAMED.finditer(line.text):
        before, after = line.text[: match.start()].rstrip(), line.text[match.end() :]
        words = re.split(r"[;:]", before)[-1].split()
        taken = bool(_TAKES.search(before) or _IS_TAKEN.match(after)) or len(line.tokens) <= 5
        if taken and not _ASIDE.search(" ".join(words[-9:])):
            choices = _CHOICES[match.lastgroup or ""]
            if "jacobian" in " ".join(words[-4:]) or re.match(r" (?:layout )?jacobian", after):
                choices = choices[:1]  # said of Jacobians alone
            found.setdefault(match.lastgroup or "", (choices, match.start(), match.end()))
    if len(found) == 1:
        yield from found.values()


_CHOICES = {"numerator": NUMERATOR, "denominator": DENOMINATOR}


def _is_doubtful(line: _Line, match: re.Match[str]) -> bool:
    before = " ".join(line.text[: match.start()].split()[-3:])
    return bool(_DOUBTFUL.search(match["between"]) or _DOUBTFUL.search(before))


def _rows_and_columns(line: _Line) -> Iterator[Found]:
    """ "The gradient is a column vector", "the derivative of a scalar by a column vector is a row vector"."""
    for match in _ROW_OR_COLUMN.finditer(line.text):
        of_other = re.search(r"\brow vectors?\b|^ of (?:a |the )?(?:vector|matrix)", match["between"])
        of_scalar = not match["of"].startswith("derivative") or "scalar" in match["between"]
        if of_scalar and not of_other and not _is_doubtful(line, match):
            yield VARIABLE if match["kind"] == "column" else TRANSPOSED, match.start(), match.end()


def _shapes(line: _Line) -> Iterator[Found]:
    """ "Gradients have the shape of X", "the gradient lies in R^n"."""
    for match in _SAME_SHAPE.finditer(line.text):
        if not _is_of_other(line, match) and not _is_doubtful(line, match):
            yield VARIABLE, match.start(), match.end()
    for match in _SHAPED_LIKE.finditer(line.text):
        if not _is_of_other(line, match) and not _is_doubtful(line, match):
            transposed = match["formula"] is not None and _is_transposed(line.tokens[int(match["formula"])])
            yield TRANSPOSED if transposed else VARIABLE, match.start(), match.end()
    for match in _IN_SPACE.finditer(line.text):
        if _is_of_other(line, match):
            continue
        mention = line.tokens[int(match[1])].mention
        space = space_of(mention.node) if mention else None
        if space is not None and len(space.shape) == 1:
            yield VARIABLE, match.start(), match.end()


def _is_of_other(line: _Line, match: re.Match[str]) -> bool:
    """The clause speaks of transposes or Jacobians, too."""
    before = [cut.end() for cut in _CLAUSE_OF_GRADIENTS.finditer(line.text, 0, match.start())]
    after = _CLAUSE_OF_JACOBIANS.search(line.text, match.end())
    clause = line.text[before[-1] if before else 0 : after.start() if after else len(line.text)]
    return bool(re.search(r"transpose|jacobian", clause))


def _is_transposed(token: Token) -> bool:
    match bare(token.mention.node if token.mention is not None else None):
        case Scripts(sup=sup) if isinstance(letter := bare(sup), Symbol):
            return letter.name in ("T", r"\top", r"\intercal")
    return False


def _by_matrix(line: _Line) -> Iterator[Found]:
    """ "For a p x q matrix X the derivative of a scalar is the q x p matrix …"."""
    for match in _BY_MATRIX.finditer(line.text):
        own, given = line.sizes(match[1]), line.sizes(match[2])
        if own and given and own[0] != own[-1] and given in (own, own[::-1]):
            yield VARIABLE if given == own else TRANSPOSED, match.start(), match.end()


def _jacobians(line: _Line) -> Iterator[Found]:
    """ "For f: R^n -> R^m we use the m x n Jacobian", "F'(z) is a q x p matrix", "a row for each component"."""
    for match in _LINE_OF_JACOBIAN.finditer(line.text):
        yield (NUMERATOR if match["kind"] == "row" else DENOMINATOR)[:1], match.start(), match.end()
    mapped = next((sizes for token in line.tokens if (sizes := _mapped(token)) is not None), None)
    for match in _JACOBIAN.finditer(line.text) if mapped and mapped[0] != mapped[1] else ():
        given = line.sizes(next(group for group in match.groups() if group))
        if given in (mapped, mapped[::-1] if mapped else None):
            yield (DENOMINATOR if given == mapped else NUMERATOR)[:1], match.start(), match.end()


def _sized_jacobians(line: _Line, spaces: Mapping[str, Node]) -> Iterator[Found]:
    """ "∂s/∂x is the m x n Jacobian" of an s in R^m by an x in R^n."""
    for match in _SIZED_JACOBIAN.finditer(line.text):
        mention, given = line.tokens[int(match["formula"])].mention, line.sizes(match["sizes"])
        derivative = bare(mention.node) if mention is not None else None
        if not isinstance(derivative, Fraction) or given is None:
            continue
        top, bottom = (_differentiated(part) for part in (derivative.numerator, derivative.denominator))
        own = spaces.get(top), spaces.get(bottom)
        if None not in own and own[0] != own[1] and given in (own, own[::-1]):
            yield (NUMERATOR if given == own else DENOMINATOR)[:1], match.start(), match.end()


def _differentiated(node: Node | None) -> str:
    """s in ∂s."""
    match bare(node):
        case Product(factors=(_, variable)):
            return _letter(variable)
    return ""


def _mapped(token: Token) -> tuple[Node, ...] | None:
    """(n, m) for f: R^n -> R^m."""
    function = token.mention.facts[0].function if token.mention and token.mention.facts else None
    if function is None or len(function[0]) != 1:
        return None
    spaces = [space for space in (space_of(function[0][0]), space_of(function[1])) if space and len(space.shape) == 1]
    return tuple(space.shape[0] for space in spaces) if len(spaces) == 2 else None
