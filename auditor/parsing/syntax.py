"""Surface syntax: mathematics as it was written, one frozen dataclass per construct.

The tree is flat on purpose. Juxtaposition, `f(...)`, the reach of a sum or of `d/dX`, and whether a superscript is a
power, a transpose or a label stay open here; `elaborating` settles them with the symbol table in hand. Two nodes are
equal when they say the same, wherever they stand: spans take no part in comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from auditor.source import Span


@dataclass(frozen=True)
class Node:
    """A construct and its place in the original document."""

    span: Span = field(compare=False, repr=False, kw_only=True)

    @cached_property
    def children(self) -> tuple[Node, ...]:
        """The constructs directly inside this one, in order of writing."""
        return tuple(node for item in fields(self) for node in _nodes(getattr(self, item.name)))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything inside it, outside first."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))


def mapped(node: Node, change: Callable[[Node], Node | None], renew: Callable[..., Node] = replace) -> Node:
    """The formula with every part for which `change` gives another one replaced, outside first; `renew` puts a node
    together again from its fresh parts."""
    changed = change(node)
    if changed is not None:
        return changed
    fresh = {
        item.name: _mapped(getattr(node, item.name), change, renew) for item in fields(node) if item.name != "span"
    }
    return node if all(fresh[name] is getattr(node, name) for name in fresh) else renew(node, **fresh)


def _mapped(value: Any, change: Callable[[Node], Node | None], renew: Callable[..., Node]) -> Any:
    if isinstance(value, Node):
        return mapped(value, change, renew)
    if isinstance(value, tuple):
        made = tuple(_mapped(item, change, renew) for item in value)
        return value if all(one is other for one, other in zip(made, value, strict=True)) else made
    return value


@dataclass(frozen=True)
class Number(Node):
    """`2`, `0.5`, `1{,}000` as digits with an optional point."""

    text: str


@dataclass(frozen=True)
class Symbol(Node):
    r"""One letter or symbol-like command: name `X`, `\alpha`, `\ell`, `\partial`, `\nabla`, `\infty`; `style` is the
    alphabet as one of "", "bold", "blackboard", "calligraphic", "fraktur", "sans", "roman", "typewriter".
    `\mathbf{X}`, `\bm X`, `\boldsymbol{X}` and the Unicode bold letter are all Symbol("X", "bold"). An unknown command
    that stands where a letter could is a Symbol of its own name (with the backslash) and `known` False."""

    name: str
    style: str = ""
    known: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Word(Node):
    r"""A multi-letter name written as one: `\operatorname{tr}`, `\mathrm{Var}`, `\log`, `\det`, `\max`, `\text{diag}`
    (text that stands as a function or a name), `\bmod`; bare ASCII words of the built-in table (`tr`, `vec`)."""

    name: str


@dataclass(frozen=True)
class Prose(Node):
    r"""`\text{if } i \neq j` and its like: words inside mathematics that are not a name."""

    text: str


@dataclass(frozen=True)
class Accent(Node):
    r"""`\hat x`, `\bar x`, `\tilde A`, `\dot x`, `\vec x`, `\overline{z}`, `\underline{x}`; kind without backslash,
    wide forms folded ("widehat" is "hat")."""

    kind: str
    body: Node


@dataclass(frozen=True)
class Scripts(Node):
    r"""`base_{sub}^{sup}` and primes: `A^T`, `x_i`, `f''`, `W^{(l)}_{ij}`. Prime marks are counted in `primes`, whether
    written `'` or `^\prime`. `A_{ij}^{-1}` and `A^{-1}_{ij}` differ in meaning at times: `sup_first` tells which."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    primes: int = 0
    sup_first: bool = False


@dataclass(frozen=True)
class Prescript(Node):
    r"""Scripts that hang on nothing to their left: `{}_{k}A`, `^\top` at the head of a group."""

    sub: Node | None = None
    sup: Node | None = None


@dataclass(frozen=True)
class Fraction(Node):
    r"""`\frac{a}{b}`, `\tfrac12`, `a \over b`. A slash is an operator in a Product, not a Fraction."""

    numerator: Node
    denominator: Node


@dataclass(frozen=True)
class Binomial(Node):
    upper: Node
    lower: Node


@dataclass(frozen=True)
class Root(Node):
    r"""`\sqrt{x}`, `\sqrt[3]{x}`."""

    radicand: Node
    degree: Node | None = None


@dataclass(frozen=True)
class Group(Node):
    """Braces that TeX does not show: `{...}`. An empty group has body None."""

    body: Node | None


@dataclass(frozen=True)
class Fence(Node):
    r"""Visible brackets, sizes folded: open and close are one of `(` `)` `[` `]` `\{` `\}` `\langle` `\rangle`
    `\lfloor` `\rfloor` `\lceil` `\rceil` `\llbracket` `\rrbracket`, or "" for `\left.`. `body` is a Sequence where
    there are commas or semicolons (or `\mid`, as in `p(x | y)`), None for `()`."""

    open: str
    close: str
    body: Node | None


@dataclass(frozen=True)
class Bars(Node):
    r"""`|x|`, `\|x\|`, `\lVert x \rVert`, `||x||`; double tells norms from single bars."""

    double: bool
    body: Node


@dataclass(frozen=True)
class Evaluation(Node):
    r"""An evaluation bar with its scripts, standing as the last factor of what it evaluates: `f(x) \big|_{x=0}`,
    `\left. f \right|_{a}^{b}` (then `body` is the delimited part; else None: everything before it in its term)."""

    body: Node | None
    sub: Node | None = None
    sup: Node | None = None


@dataclass(frozen=True)
class BigOperator(Node):
    r"""`\sum`, `\prod`, `\int`, `\lim`, `\max_x`, `\min`, `\argmin`, `\sup`: the sign with its bounds; what it governs
    stands to its right in the Product. kind without backslash ("sum", "prod", "int", "lim", "max", "argmin" …).
    `\log`, `\det`, `\tr` are Words, not BigOperators."""

    kind: str
    lower: Node | None = None
    upper: Node | None = None


@dataclass(frozen=True)
class Matrix(Node):
    r"""`matrix`, `pmatrix`, `bmatrix`, `vmatrix`, `array`, `smallmatrix`, `cases`, `\pmatrix{..\cr..}`,
    `\substack`: rows of cells, a missing cell is None. `environment` is the name without star ("array" too)."""

    environment: str
    rows: tuple[tuple[Node | None, ...], ...]


@dataclass(frozen=True)
class Dots(Node):
    r"""`\dots`, `\cdots`, `...`, `\vdots`, `\ddots`: kind is one of "dots", "cdots", "vdots", "ddots"."""

    kind: str


@dataclass(frozen=True)
class Annotated(Node):
    r"""`\underbrace{x}_{label}`, `\overset{a}{x}`, `\underset`, `\overbrace`, `\boxed{x}`, `\cancel{x}` …: kind without
    backslash; the label says something about the body and is no operand. Colour and phantoms are spacing:
    `\color{red}{x}` is a Group."""

    kind: str
    body: Node
    label: Node | None = None


@dataclass(frozen=True)
class Factorial(Node):
    body: Node


@dataclass(frozen=True)
class Product(Node):
    r"""Two or more factors in a row, unresolved. `operators[k]` stands between factors k and k+1: "" for juxtaposition,
    or `\cdot`, `\times`, `*`, `/`, `:`, `\otimes`, `\odot`, `\circ`, `\oplus`, `\wedge`, `\bullet`, `\star`, `\div`,
    `\mid` … spellings folded to one (Unicode `·` is `\cdot`, `⊗` is `\otimes`, `\ast` is `*`)."""

    factors: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True)
class Sum(Node):
    r"""Signed terms: `signs[k]` stands before `terms[k]`, one of "+", "-", `\pm`, `\mp`; a missing first sign is "+"
    only together with further terms or where a sign was written: `-x` is Sum(("-",), (x,))."""

    signs: tuple[str, ...]
    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Sequence(Node):
    r"""Items with separators between them: `a, b; c` or `x \mid y`."""

    items: tuple[Node, ...]
    separators: tuple[str, ...]


@dataclass(frozen=True)
class Chain(Node):
    r"""Relations inside brackets, bounds, sets and labels: `i=1`, `i<j`, `x \in S`. `relations` are folded spellings
    as in `Statement`; None stands for a missing operand at either end."""

    operands: tuple[Node | None, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Negated(Node):
    r"""`\neg`, `\forall i`, `\exists x`: quantifier or connective prefix; kind without backslash."""

    kind: str
    body: Node
