"""Symbols: which formulas name one thing, and which list several."""

from __future__ import annotations

from auditor.parsing.extents import bare
from auditor.parsing.syntax import (
    Accent,
    Chain,
    Dots,
    Fence,
    Node,
    Product,
    Prose,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
)


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


def is_differential(node: Node | None) -> bool:
    """`dA`: the differential of a symbol."""
    match bare(node):
        case Product(factors=(Symbol(name="d"), body), operators=("",)):
            return is_name(body)
    return False


# Symbols that are no names.
_SIGNS = frozenset(
    r"""\partial \nabla \infty \circ \odot \otimes \cdot \times \ast \star \bullet \oplus \top \intercal \prime \dagger
    \forall \exists \emptyset \mathbb \cdots \ldots \int \sum \prod \mid \Re \Im""".split()
)
_OPERATIONS = frozenset(r"T H \top \intercal \dagger \prime t + - \circ \odot \otimes".split())
_NAMED_WORDS = frozenset("Cov Var SE MSE RSS SSE loss err".split())
