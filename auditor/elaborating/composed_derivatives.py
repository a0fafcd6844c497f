r"""Derivatives as linear maps, one after the other: `D_P F \circ D_M P`, which is the chain rule."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.elaborating import derivatives, named_derivatives
from auditor.elaborating.layouts import arranged
from auditor.elaborating.names import spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.usage import is_derivative_sign
from auditor.parsing.syntax import Fence, Fraction, Node, Number, Product, Scripts
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import Shape
from auditor.terms.term import Term


def places(nodes: Sequence[Node], signs: Sequence[str], scope: Scope) -> tuple[int, ...]:
    r"""The places of the `\circ` in a product that composes derivatives; none where it does something else."""
    cuts = tuple(place for place, sign in enumerate(signs) if sign == r"\circ")
    kinds = {_kind(nodes[start:], scope) for start in (0, *(cut + 1 for cut in cuts))} if cuts else {""}
    return cuts if len(kinds) == 1 and kinds != {""} else ()


def are_matrices(nodes: Sequence[Node], scope: Scope) -> bool:
    """Whether a product begins with a Jacobian, `DF(x)` or `J_F(x)`, rather than with `D_x F` or `\\partial F`."""
    return _kind(nodes, scope) == "matrix"


def _kind(nodes: Sequence[Node], scope: Scope) -> str:
    """What stands first, behind numbers: a derivative as a map or as a matrix; not ∇, whose values are neither."""
    place = next((k for k, node in enumerate(nodes) if not isinstance(strip(node), Number)), 0)
    head = strip(nodes[place])
    match head:
        case Fraction(numerator=above, denominator=below):
            written = derivatives.derivation(above, below)
            return "map" if written is not None and is_derivative_sign(_first(above)) else ""
        case Scripts(base=base) if spell(base) in ("D", r"\partial"):
            return "map" if derivatives.is_operator(nodes[place], scope) else ""
    if len(nodes) > place + 1 and derivatives.is_jacobian(head, nodes[place + 1], scope):
        return "matrix"
    return "matrix" if (found := named_derivatives.named(head, scope)) is not None and found.jacobian else ""


def _first(node: Node) -> Node:
    found = strip(node)
    return found.factors[0] if isinstance(found, Product) else node


def composed(terms: Sequence[Term], scope: Scope, span: Span) -> Term:
    """The derivative of the composition of maps, arranged by the layout in force."""
    raws = [found for term in terms if (found := _raw(term)) is not None]
    if len(raws) < len(terms):
        raise unsupported(span, "this composition of derivatives")
    total, outer = raws[0]
    variable = outer.arguments[1]
    for raw, inner in raws[1:]:
        total = _contracted(total, raw, scope.shape(variable), scope.shape(inner.arguments[0]), scope, span)
        variable = inner.arguments[1]
    return arranged(total, scope.shape(outer.arguments[0]), scope.shape(variable), scope)


def along(terms: Sequence[Term], direction: Term, scope: Scope, span: Span) -> Term:
    """The composition applied to a direction."""
    result = direction
    for term in reversed(terms):
        found = _raw(term)
        if found is None:
            raise unsupported(span, "this composition of derivatives")
        raw, derivative = found
        shape = scope.shape(derivative.arguments[1])
        result = _contracted(raw, result, shape, scope.shape(result), scope, span)
    return result


def _contracted(left: Term, right: Term, own: Shape, other: Shape, scope: Scope, span: Span) -> Term:
    """Two maps, the second first: the last axes of one against the first of the other."""
    if not scope.unify_shapes(own, other):
        raise unsupported(span, "a composition of derivatives that do not fit")
    return t.contract(left, right, len(own)) if own else t.multiply(left, right)


def multiplied(terms: Sequence[Term], scope: Scope, span: Span) -> Term:
    """Jacobians as matrices."""
    total = terms[0]
    for term in terms[1:]:
        if len(total.shape) != 2 or len(term.shape) != 2 or not scope.unify(total.shape[1], term.shape[0]):
            raise unsupported(span, "a composition of derivatives that do not fit")
        total = t.matmul(total, term)
    return total


def _raw(term: Term) -> tuple[Term, Term] | None:
    """The partial derivatives behind an arrangement, at their point, and the derivative that they are of."""
    match term.operation:
        case "derivative":
            return term, term
        case "rearrange":
            return _raw(term.arguments[0])
        case "multiply" if term.arguments[0].operation == "number" and len(term.arguments) == 2:
            found = _raw(term.arguments[1])
            return None if found is None else (t.multiply(term.arguments[0], found[0]), found[1])
        case "substitute" if (found := _raw(term.arguments[0])) is not None:
            return t.substitute(found[0], *term.arguments[1:]), found[1]
    return None


def factors_of(head: Node) -> Product | None:
    """The product inside brackets."""
    fence = strip(head)
    body = strip(fence.body) if isinstance(fence, Fence) and fence.open == "(" else None
    return body if isinstance(body, Product) else None
