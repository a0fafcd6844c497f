r"""Spaces: what a set such as `\mathbb{R}^{m\times n}` says of its members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from auditor.parsing.extents import bare, extents, is_dimension, product, span_of
from auditor.parsing.syntax import (
    Accent,
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


@dataclass(frozen=True)
class Space:
    r"""What membership in a set says: the shape (`()` for numbers), properties in the words of `Declaration`, the
    field, and for `\{1,\dots,n\}` the range."""

    shape: tuple[Node, ...]
    properties: tuple[str, ...] = ()
    field: str = "real"  # "real" | "complex" | "integer" | "boolean"
    index_range: tuple[Node, Node] | None = None


def space_of(node: Node | None) -> Space | None:
    """The space that a formula names; None for anything else, and for products of spaces."""
    node = bare(node)
    match node:
        case Product(factors=factors, operators=operators) if set(operators) & _MINUS:
            return _without(factors, operators)
        case Scripts(base=base, sub=None, sup=sup, primes=0) if isinstance(bare(base), Fence):
            entries, sizes = space_of(base), extents(sup)
            return replace(entries, shape=sizes) if entries and sizes and not entries.index_range else None
        case Product() | Word() | Symbol() | Scripts():
            return _named(node)
        case Fence():
            return _bracketed(node)
        case Accent(kind="overline" | "bar", body=Sequence(items=(low, high))):
            return Space((), (), "integer", (low, high))
    return None


_MINUS = frozenset({r"\setminus", r"\backslash"})

# Fields by letter; the alphabets in which the letter stands for the field.
_BLACKBOARD = frozenset({"blackboard", "bold", "roman", "sans"})
_FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "R": ("real", ()),
    "C": ("complex", ()),
    "N": ("integer", ("positive",)),
    "Z": ("integer", ()),
    "Q": ("real", ("rational",)),
    "F": ("real", ()),
    "K": ("real", ()),
}
# `+` and its like on a field: what they make of the entries.
_MARKS: dict[str, tuple[str, ...]] = {
    "+": ("nonnegative",),  # below; above, `\mathbb{R}^+`, it is "+^"
    "++": ("positive",),
    r"\ge0": ("nonnegative",),
    r"\geq0": ("nonnegative",),
    ">0": ("positive",),
    r"\ne0": ("nonzero",),
    "*": ("nonzero",),
    r"\ast": ("nonzero",),
    r"\times": ("nonzero",),
    "sym": ("symmetric",),
    "skew": ("skew-symmetric",),
    "0": ("nonnegative",),
    "+^": ("positive",),
    "0^": (),
}

Dimensions = tuple[Node, ...]


def _square(sizes: Dimensions) -> Dimensions | None:
    return sizes * 2 if len(sizes) == 1 else None


def _rectangle(sizes: Dimensions) -> Dimensions | None:
    if len(sizes) == 1 and isinstance(sizes[0], Product) and len(sizes[0].factors) == 2:
        return tuple(sizes[0].factors)  # M_{mn}
    return _square(sizes) if len(sizes) == 1 else sizes if len(sizes) == 2 else None


def _line(sizes: Dimensions) -> Dimensions | None:
    return sizes if len(sizes) == 1 else None


def _simplex(sizes: Dimensions) -> Dimensions | None:
    r"""`\Delta^{n-1}` holds vectors of n entries; `\Delta_n` and `\Delta^n` are read as n entries too."""
    match sizes:
        case (Sum(signs=(_, "-"), terms=(size, Number(text="1"))),):
            return (size,)
        case (_,):
            return sizes
    return None


@dataclass(frozen=True)
class _Family:
    """A family of spaces written as a name with sizes: how sizes make the shape, and what its members are."""

    shape: Callable[[Dimensions], Dimensions | None]
    properties: tuple[str, ...] = ()
    styles: frozenset[str] = frozenset({"", "roman", "calligraphic", "blackboard", "bold", "sans", "fraktur", "word"})


_UPRIGHT = frozenset({"", "roman", "sans", "word"})
_SCRIPTED = frozenset({"calligraphic", "blackboard", "bold", "roman", "sans"})
# Families that a plain or scripted name with an argument, index or exponent denotes.
_FAMILIES: dict[str, _Family] = {
    "M": _Family(_rectangle),
    "Mat": _Family(_rectangle),
    "GL": _Family(_square, ("invertible",)),
    "SL": _Family(_square, ("invertible", "determinant one")),
    "O": _Family(_square, ("orthogonal",), _UPRIGHT),  # a calligraphic O is an order of growth
    "SO": _Family(_square, ("special orthogonal",), _UPRIGHT),
    "U": _Family(_square, ("unitary",), _UPRIGHT),
    "SU": _Family(_square, ("unitary", "determinant one"), _UPRIGHT),
    "S": _Family(_square, ("symmetric",)),
    "Sym": _Family(_square, ("symmetric",)),
    "Symm": _Family(_square, ("symmetric",)),
    "Skew": _Family(_square, ("skew-symmetric",)),
    "SPD": _Family(_square, ("symmetric", "positive definite")),
    "PSD": _Family(_square, ("symmetric", "positive semidefinite")),
    "St": _Family(lambda sizes: sizes if len(sizes) == 2 else None, ("orthonormal columns",)),
    r"\Delta": _Family(_simplex, ("stochastic",)),
    "so": _Family(_square, ("skew-symmetric",)),
}
_CONES = {"+": ("positive semidefinite",), "++": ("positive definite",)}


@dataclass(frozen=True)
class _Name:
    r"""A space's name taken apart: `\mathbb{R}`, `^{n}`, `_{+}`, `(…)`."""

    letters: str
    style: str
    sub: Node | None
    sup: Node | None
    arguments: tuple[Node, ...] | None


def _named(node: Node) -> Space | None:
    name = _taken_apart(node)
    if name is None:
        return None
    field = _field(name)
    if field is not None and name.letters in ("R", "C", "F", "K") and _field_argument(name):
        return _power(field, replace(name, arguments=None))
    if field is not None and name.arguments is None:
        return _power(field, name)
    if name.letters not in _FAMILIES and _field_argument(name) and name.sup is not None:
        return _power(_field_argument(name) or ("real", ()), replace(name, arguments=None))  # F^n(R)
    return _member_of_family(name)


def _taken_apart(node: Node) -> _Name | None:
    factors: tuple[Node, ...] = (node,)
    if isinstance(node, Product):
        if any(node.operators):
            return None
        factors = node.factors
    arguments: tuple[Node, ...] | None = None
    last = bare(factors[-1])
    if len(factors) > 1 and isinstance(last, Fence):
        if last.open not in ("(", "[") or last.body is None:
            return None
        factors, arguments = factors[:-1], _items(last.body)
    letters, style, sub, sup = "", "", None, None
    for factor in factors:
        factor = bare(factor) or factor
        if isinstance(factor, Scripts) and factor is bare(factors[-1]) and not factor.primes:
            sub, sup, factor = factor.sub, factor.sup, bare(factor.base) or factor
            if isinstance(factor, Scripts) and not factor.primes:  # {R^n}_+
                sub, sup, factor = sub or factor.sub, sup or factor.sup, bare(factor.base) or factor
        match factor:
            case Symbol(name=letter, style=own) if own == style or not letters:
                letters, style = letters + letter, own
            case Word(name=letter):
                letters, style = letters + letter, "word"
            case _:
                return None
    return _Name(letters, style, bare(sub), bare(sup), arguments)


def _items(body: Node) -> tuple[Node, ...]:
    return body.items if isinstance(body, Sequence) else (body,)


def _field(name: _Name) -> tuple[str, tuple[str, ...]] | None:
    if name.letters in (r"\Re", "ℝ"):
        return _FIELDS["R"]
    if name.letters not in _FIELDS:
        return None
    plain = name.letters == "R" and name.style == ""  # "x \in R^n", as typed in haste
    return _FIELDS[name.letters] if plain or name.style in _BLACKBOARD else None


def _field_argument(name: _Name) -> tuple[str, tuple[str, ...]] | None:
    """The field in `M_n(\\mathbb{R})`."""
    if not name.arguments:
        return None
    last = _taken_apart(bare(name.arguments[-1]) or name.arguments[-1])
    return _field(last) if last and last.sub is None and last.sup is None else None


def _power(field: tuple[str, tuple[str, ...]], name: _Name) -> Space | None:
    kind, properties = field
    shape: Dimensions = ()
    for script, above in ((name.sub, False), (name.sup, True)):
        if script is None:
            continue
        mark = _MARKS.get(_mark(script) + "^" * above, _MARKS.get(_mark(script)))
        if mark is not None:
            properties = tuple(word for word in properties if word != "positive") + mark
            continue
        sizes = extents(script)
        if sizes is None or shape or not above:
            return None
        shape = sizes
    return Space(shape, properties, kind)


def _member_of_family(name: _Name) -> Space | None:
    family = _FAMILIES.get(name.letters)
    if family is None or name.style not in family.styles:
        return None
    field = _field_argument(name) or ("real", ())
    given = list(name.arguments or ())
    if name.arguments and _field_argument(name):
        given.pop()
    explicit = bool(name.arguments)
    if len(name.letters) == 1 and not explicit and name.style not in _SCRIPTED:
        marked = any(_mark(script) in _CONES for script in (name.sub, name.sup) if script)
        if name.letters != "S" or not (marked or _is_sphere(name)):
            return None
    properties: tuple[str, ...] = family.properties
    sizes = extents(Sequence(tuple(given), (",",) * (len(given) - 1), span=span_of(given))) if given else ()
    for script in (name.sub, name.sup):
        if script is None:
            continue
        if "symmetric" in properties and _mark(script) in _CONES:
            properties += _CONES[_mark(script)]
            continue
        own = extents(script)
        if own is None or sizes:
            return None
        sizes = own
    if not sizes:
        return None
    if _is_sphere(name):
        return Space(_simplex(sizes) or sizes, ("unit",))
    shape = family.shape(sizes)
    return Space(shape, properties + field[1], field[0]) if shape else None


def _is_sphere(name: _Name) -> bool:
    """S^{n-1}, the unit sphere of n-space."""
    sizes = extents(name.sup) or ()
    return name.letters == "S" and name.sub is None and len(sizes) == 1 and _simplex(sizes) != sizes


def _bracketed(fence: Fence) -> Space | None:
    r"""Intervals, `\{0,1\}`, `\{1,\dots,n\}` and `[n]`."""
    items = _items(fence.body) if fence.body is not None else ()
    written = tuple(_written(item) for item in items)
    match fence.open, written, fence.close:
        case r"\{", ("0", "1"), r"\}":
            return Space((), (), "boolean")
        case r"\{", ("-1", "1" | "+1") | ("+1" | "1", "-1"), r"\}":
            return Space((), ("sign",), "integer")
        case r"\{", _, r"\}" if len(items) >= 3 and isinstance(items[-2], Dots):
            return Space((), (), "integer", (items[0], items[-1]))
        case "[", (_,), "]" if is_dimension(items[0]):
            one = Number("1", span=Span(fence.span.start, items[0].span.start))
            return Space((), (), "integer", (one, items[0]))
        case (("[" | "(" | "]"), (low, high), ("]" | ")" | "[")):
            return Space((), _interval(fence.open, low, high))
    return None


def _interval(opening: str, low: str, high: str) -> tuple[str, ...]:
    closed = opening == "["
    if low == "0" and high in (r"\infty", r"+\infty"):
        return ("nonnegative",) if closed else ("positive",)
    if low == "0" and high == "1":
        return ("nonnegative", "at most 1") if closed else ("positive", "at most 1")
    if low == "0":
        return ("nonnegative",) if closed else ("positive",)
    return ()


def _without(factors: tuple[Node, ...], operators: tuple[str, ...]) -> Space | None:
    r"""`\mathbb{R}^n \setminus \{0\}`."""
    cut = next(place for place, operator in enumerate(operators) if operator in _MINUS)
    space = space_of(product(factors[: cut + 1], operators[:cut]))
    rest = bare(factors[cut + 1]) if cut + 2 == len(factors) else None
    if space is None:
        return None
    match rest:
        case Fence(open=r"\{", body=body) if body is not None and _written(body) in ("0", r"\mathbf{0}", r"\vec{0}"):
            return replace(space, properties=(*space.properties, "nonzero"))
    return space


def _mark(node: Node | None) -> str:
    """The text of a script that is a mark: `+`, `++`, `>0`, `sym`."""
    match bare(node):
        case Symbol(name=name) | Word(name=name) | Prose(text=name):
            return name.strip()
        case Number(text=text):
            return text
        case Sum(signs=signs, terms=terms):
            return "".join(signs) + "".join(map(_mark, terms))
        case Chain(operands=(None, right), relations=(relation,)):
            return relation + _mark(right)
        case Product(factors=factors, operators=operators) if not any(operators):
            return "".join(map(_mark, factors))
        case Sequence(items=(first, *_)):
            return _mark(first)
    return ""


def _written(node: Node) -> str:
    match bare(node):
        case Symbol(name=name, style=style):
            return rf"\mathbf{{{name}}}" if style == "bold" else name
        case Number(text=text):
            return text
        case Sum(signs=(sign,), terms=(term,)):
            return sign + _written(term)
        case Accent(kind=kind, body=body):
            return rf"\{kind}{{{_written(body)}}}"
    return "?"
