r"""Entries: the layout that a formula such as `J_{ij} = \partial f_i / \partial x_j` defines."""

from __future__ import annotations

from auditor.parsing.extents import bare
from auditor.parsing.syntax import Fence, Fraction, Node, Number, Product, Scripts, Sequence, Symbol, Word

Indexed = tuple[Node, tuple[Node, ...]]  # a letter with its indices


def entry_layout(left: Node | None, right: Node | None) -> tuple[str, str] | None:
    r"""Axis and value of the layout in which `left`, an entry of a derivative, is the partial derivative `right`.

    `(\partial f/\partial x)_{ij} = \partial f_i/\partial x_j` is numerator layout; so is it for a `J`. For a scalar f,
    `(\partial f/\partial X)_{ij} = \partial f/\partial X_{ij}` is shaped like its variable. None for anything else.
    """
    left = bare(left)
    parts = _derivative(right)
    if parts is None or not isinstance(left, Scripts) or left.sup is not None or left.primes:
        return None
    indices, whole = _indices(left.sub), _inside(left.base)
    (top, above), (bottom, below) = parts
    if len(indices) != 2 or indices[0] == indices[1]:
        return None
    same = _is_whole(whole, top, bottom)
    if len(above) == len(below) == 1 and (same or _is_jacobian(whole)):
        order = (above[0], below[0])
        return (
            ("vector_by_vector", "numerator" if order == indices else "denominator") if _both(order, indices) else None
        )
    if not above and same and _both(below, indices):
        return "scalar_by", "variable" if below == indices else "transposed"
    return None


def _both(these: tuple[Node, ...], those: tuple[Node, ...]) -> bool:
    return these in (those, those[::-1])


def _is_jacobian(node: Node | None) -> bool:
    return isinstance(node, Symbol | Word) and node.name in ("J", "Jac", "Jacobian", "DF", "Df")


def _is_whole(whole: Node | None, top: Node, bottom: Node) -> bool:
    """Whether a derivative without indices is that of the same letters."""
    parts = _derivative(whole)
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


def _derivative(node: Node | None) -> tuple[Indexed, Indexed] | None:
    r"""Numerator and denominator of `\partial f_i / \partial x_j`."""
    match bare(node):
        case Fraction(numerator=numerator, denominator=denominator):
            top, bottom = _differentiated(bare(numerator)), _differentiated(bare(denominator))
        case Product(factors=(first, above, second, below), operators=("", "/", "")):
            top = _differentiated(Product((first, above), ("",), span=first.span))
            bottom = _differentiated(Product((second, below), ("",), span=second.span))
        case _:
            return None
    return (top, bottom) if top and bottom else None


def _differentiated(node: Node | None) -> Indexed | None:
    match node:
        case Product(factors=(Symbol(name=r"\partial" | "d"), body), operators=("",)):
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
