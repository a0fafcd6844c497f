"""Products: which factor is an operator, a function or a differential, how far it reaches, what the rest comes to.

A product is first cut at operators that take everything to their right (sums, d/dX), then at the loosest infix signs
(`:`, ⊗, ⊙), and what is left is folded from left to right.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import is_

from auditor.elaborating import (
    calculus,
    composed_derivatives,
    derivatives,
    distributions,
    evaluation,
    expectations,
    frechet,
    functions,
    named_derivatives,
    partials,
    pointwise,
    remainders,
    sums,
)
from auditor.elaborating.conforming import Pair, dot, frobenius, hadamard, multiply, square
from auditor.elaborating.ellipses import run_of
from auditor.elaborating.names import letter_class, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.usage import is_differential_sign
from auditor.parsing.syntax import (
    Accent,
    BigOperator,
    Dots,
    Evaluation,
    Fence,
    Node,
    Number,
    Product,
    Scripts,
    walk,
)
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.term import Term

LOOSE = ((":",), (r"\otimes",), (r"\odot", r"\circ", r"\oslash"))  # loosest first


PRODUCTS = "products that begin with it"  # of factors that a formula has, kept by a node


@dataclass(frozen=True)
class Factors:
    """Part of a product: factors and the signs between them."""

    nodes: tuple[Node, ...]
    signs: tuple[str, ...]  # one fewer

    def __len__(self) -> int:
        return len(self.nodes)

    def cut(self, start: int, end: int | None = None) -> Factors:
        nodes = self.nodes[start:end]
        return Factors(nodes, self.signs[start : start + max(0, len(nodes) - 1)])

    @property
    def span(self) -> Span:
        return self.nodes[0].span.cover(self.nodes[-1].span)

    @property
    def node(self) -> Node:
        """The part as a formula of its own."""
        return self.nodes[0] if len(self.nodes) == 1 else self._product()

    def _product(self) -> Product:
        """The same product for the same factors, so that what is remembered of it is found again."""
        kept = self.nodes[0].__dict__.setdefault(PRODUCTS, {})
        key = (*map(id, self.nodes), *self.signs)
        found = kept.get(key)
        if isinstance(found, Product) and all(map(is_, found.factors, self.nodes)):
            return found
        kept[key] = made = Product(self.nodes, self.signs, span=self.span)
        return made


def product(node: Product, scope: Scope) -> Term:
    """The meaning of factors in a row."""
    return of_factors(Factors(node.factors, node.operators), scope)


def of_factors(factors: Factors, scope: Scope) -> Term:
    if len(factors) == 1:
        return scope.term(factors.nodes[0])
    if isinstance(last := strip(factors.nodes[-1]), Evaluation) and last.body is None:
        return evaluation.evaluated(factors.cut(0, -1).node, last, scope)
    if (found := _slashed_derivative(factors, scope)) is not None:
        return found
    if r"\circ" in factors.signs and (cuts := composed_derivatives.places(factors.nodes, factors.signs, scope)):
        matrices = composed_derivatives.are_matrices(factors.nodes, scope)
        join = composed_derivatives.multiplied if matrices else composed_derivatives.composed
        return join(_between(factors, cuts, scope), scope, factors.span)
    if any(isinstance(strip(node), Dots) for node in factors.nodes):
        return _with_dots(factors, scope)
    for place, head in enumerate(factors.nodes):
        if _is_function_of_sum(head, factors, place):
            made = functions.applied_word(head, factors.cut(place + 1).node, scope)
            return _around(factors, place, len(factors), made, scope)
        if _reaches_right(head, factors, place, scope):
            return _with_operator(factors, place, scope)
    if (joined := _joins_functions(factors, scope)) is not None:
        raise unsupported(factors.span, joined)
    for signs in LOOSE:
        if any(sign in signs for sign in factors.signs) and not _composes(factors, signs, scope):
            return _split(factors, signs, scope)
    return _fold(factors, scope)


def _between(factors: Factors, cuts: tuple[int, ...], scope: Scope) -> list[Term]:
    """The meanings of the parts of a product that is cut at some of its signs."""
    ends = (*(cut + 1 for cut in cuts), len(factors))
    return [of_factors(factors.cut(start, end), scope) for start, end in zip((0, *ends), ends, strict=False)]


def _derivatives_in(head: Node, scope: Scope) -> list[Term]:
    """The derivatives that `(D_P F \\circ D_M P)` composes."""
    body = composed_derivatives.factors_of(head)
    cuts = composed_derivatives.places(body.factors, body.operators, scope) if body is not None else ()
    return _between(Factors(body.factors, body.operators), cuts, scope) if body is not None and cuts else []


FUNCTION_SIGNS = {r"\circ": "a composition without an argument", "*": "a convolution"}


def _joins_functions(factors: Factors, scope: Scope) -> str | None:
    r"""`f \circ g`, `f * g` of functions that stand without arguments."""
    for place, sign in enumerate(factors.signs):
        if sign in FUNCTION_SIGNS:
            left, right = factors.nodes[place : place + 2]
            if pointwise.is_bare_function(left, scope) and pointwise.is_bare_function(right, scope):
                return FUNCTION_SIGNS[sign]
    return None


def _with_dots(factors: Factors, scope: Scope) -> Term:
    r"""`W^{N-1} \cdots W^1 x`, `n(n-1)\cdots 1`: a product over an index among the factors around it."""
    run = run_of(factors.nodes, factors.span)
    index = run.index()
    with scope.binding(index):
        body, index = scope.term(run.member), scope.resolved(index)
    if body.shape:
        square(body, scope, factors.span, "product")
    return _around(factors, run.start, run.end, t.product(body, index, down=run.down), scope)


# --- operators that take what stands to their right -----------------------------------------------------------------


def _reaches_right(head: Node, factors: Factors, place: int, scope: Scope) -> bool:
    if place == len(factors) - 1:
        return False
    node = strip(head)
    base = strip(node.base) if isinstance(node, Scripts) else node
    if isinstance(base, BigOperator):
        return True
    return derivatives.is_operator(head, scope) and not distributions.gives_value(head, factors.nodes[place + 1], scope)


def _is_function_of_sum(head: Node, factors: Factors, place: int) -> bool:
    r"""`\log\sum_k e^{z_k}`: the function takes the sum, which takes all that follows."""
    if place == len(factors) - 1 or factors.signs[place] or not functions.is_word_function(head):
        return False
    following = strip(factors.nodes[place + 1])
    return isinstance(following, BigOperator) and following.kind in ("sum", "prod")


def _with_operator(factors: Factors, place: int, scope: Scope) -> Term:
    """Left factors times what the operator makes of its body (and what a short reach leaves over)."""
    head = factors.nodes[place]
    rest = factors.cut(place + 1)
    node = strip(head)
    base = strip(node.base) if isinstance(node, Scripts) else node
    if isinstance(base, BigOperator) and base.kind == "int":
        made, length = calculus.integral(base, rest.nodes, rest.signs, scope)
        left_over = rest.cut(length) if length < len(rest) else None
    elif isinstance(base, BigOperator):
        made, left_over = sums.big_operator(node if node is not None else head, rest.node, scope), None
    else:
        made, left_over = _derivative(head, rest, scope)
    result, nodes = made, (head, rest.node)
    if left_over is not None:
        sign = rest.signs[len(rest) - len(left_over) - 1]
        result = _apply_sign(sign, result, of_factors(left_over, scope), scope, factors.span, nodes)
    if place == 0:
        return result
    left = of_factors(factors.cut(0, place), scope)
    return _apply_sign(
        factors.signs[place - 1], left, result, scope, factors.span, (factors.cut(0, place).node, nodes[0])
    )


def _derivative(head: Node, rest: Factors, scope: Scope) -> tuple[Term, Factors | None]:
    """The operator applied to its body; a bracket or an applied function right behind it may be all of the body."""
    reach = _atom_length(rest, 0, scope)
    if reach < len(rest):
        tight = derivatives.binds_tightly(head, rest.nodes[0], scope)
        reading = scope.choose(
            "reach", derivatives.operator_name(head), ("atom", "term") if tight else ("term", "atom")
        )
        if reading == "atom":
            return derivatives.apply(head, rest.cut(0, reach).node, scope), rest.cut(reach)
    return derivatives.apply(head, rest.node, scope), None


def _slashed_derivative(factors: Factors, scope: Scope) -> Term | None:
    r"""`∂f/∂Q`, `df/dx`, `∂(…)/∂M` written with a slash."""
    for place, sign in enumerate(factors.signs):
        if sign != "/":
            continue
        found = derivatives.slashed(factors.nodes, factors.signs, place)
        if found is None:
            continue
        start, above, below, end = found
        made = derivatives.quotient(above, below, scope)
        return _around(factors, start, end, made, scope)
    return None


def _around(factors: Factors, start: int, end: int, made: Term, scope: Scope) -> Term:
    """The product with factors[start:end] replaced by a term."""
    nodes = (factors.cut(0, max(start, 1)).node, factors.cut(start, end).node)
    result = made
    if start:
        left = of_factors(factors.cut(0, start), scope)
        result = _apply_sign(factors.signs[start - 1], left, made, scope, factors.span, nodes)
    if end < len(factors):
        right = of_factors(factors.cut(end), scope)
        result = _apply_sign(factors.signs[end - 1], result, right, scope, factors.span, nodes)
    return result


# --- loose infix signs ----------------------------------------------------------------------------------------------


def _composes(factors: Factors, signs: tuple[str, ...], scope: Scope) -> bool:
    """`f \\circ g`: composition of functions rather than an entrywise product."""
    if r"\circ" not in signs or r"\circ" not in factors.signs:
        return False
    place = factors.signs.index(r"\circ")
    return functions.is_function(factors.nodes[place], scope) and functions.is_function(factors.nodes[place + 1], scope)


def _split(factors: Factors, signs: tuple[str, ...], scope: Scope) -> Term:
    """Cut at the last of the signs, so that chains associate to the left."""
    place = max(k for k, sign in enumerate(factors.signs) if sign in signs)
    left, right = factors.cut(0, place + 1), factors.cut(place + 1)
    nodes = (left.node, right.node)
    one, two = of_factors(left, scope), of_factors(right, scope)
    return _apply_sign(factors.signs[place], one, two, scope, factors.span, nodes)


def _apply_sign(sign: str, left: Term, right: Term, scope: Scope, span: Span, nodes: Pair) -> Term:
    match sign:
        case "" | "*":
            return contracted(left, right, scope, span, nodes)
        case r"\cdot" | r"\bullet":
            return dot(left, right, scope, span, nodes)
        case r"\times":
            return _times(left, right, scope, span, nodes)
        case ":":
            return frobenius(left, right, scope, span, nodes)
        case r"\otimes":
            return kronecker(left, right, scope, span)
        case r"\odot" | r"\circ":
            return hadamard(left, right, scope, span, nodes)
        case r"\oslash":
            return hadamard(left, t.power(right, t.number(-1)), scope, span, nodes)
        case "/" | r"\div":
            return divide(left, right, scope, span)
    raise unsupported(span, f"the sign {sign}")


def contracted(left: Term, right: Term, scope: Scope, span: Span, nodes: Pair) -> Term:
    """Juxtaposition; factors of a chain rule with a derivative of three axes are contracted over what they share."""
    chained = derivatives.chained(left, right, scope) if right.order > 2 else None
    return multiply(left, right, scope, span, nodes) if chained is None else chained


def _times(left: Term, right: Term, scope: Scope, span: Span, nodes: Pair) -> Term:
    numbers = any(side.operation in ("number", "size", "constant", "multiply", "power") for side in (left, right))
    matrices = all(len(shape := scope.shape(side)) == 2 and ONE not in shape for side in (left, right))
    if _is_vector(nodes[0]) and _is_vector(nodes[1]):
        raise unsupported(span, r"the cross product")
    if not ((numbers and not (left.shape and right.shape)) or (matrices and left.shape[-1] == right.shape[0])):
        raise unsupported(span, r"the cross product")
    return multiply(left, right, scope, span, nodes)


def _is_vector(node: Node | None) -> bool:
    """A letter in bold or under an arrow is in it."""
    return any(
        letter_class(spell(part)).startswith("bold") or (isinstance(part, Accent) and part.kind == "vec")
        for part in (walk(node) if node is not None else ())
    )


def kronecker(left: Term, right: Term, scope: Scope, span: Span) -> Term:
    if left.order > 2 or right.order > 2:
        raise unsupported(span, "the Kronecker product of tensors")
    return t.kronecker(left, right)


def divide(left: Term, right: Term, scope: Scope, span: Span) -> Term:
    """A quotient by a scalar, or entry by entry of two terms of one shape."""
    if not scope.shape(right):
        return (
            t.multiply(t.power(right, t.number(-1)), left)
            if left.operation != "number" or left.parameters[0] != 1
            else t.power(right, t.number(-1))
        )
    if (
        left.shape
        and scope.unify_shapes(scope.shape(left), scope.shape(right))
        and scope.choose("entrywise quotient", "", ("no", "yes")) == "yes"
    ):
        return t.hadamard(left, t.power(right, t.number(-1)))
    raise unsupported(span, "a quotient by a matrix")


# --- the rest: left to right ----------------------------------------------------------------------------------------


def _fold(factors: Factors, scope: Scope) -> Term:
    total: Term | None = None
    place, sign = 0, ""
    while place < len(factors):
        length = _atom_length(factors, place, scope)
        part = factors.cut(place, place + length)
        term = _atom(part, scope)
        if total is None:
            total = term
        else:
            total = _apply_sign(sign, total, term, scope, factors.span, (factors.cut(0, place).node, part.node))
        place += length
        sign = factors.signs[place - 1] if place - 1 < len(factors.signs) else ""
    assert total is not None
    return total


def _atom_length(factors: Factors, place: int, scope: Scope) -> int:
    """How many factors from here on make one: `f` `(x)`, `d` `X`, `\\log` `x`, `\\nabla` `f` `(x)`."""
    left = len(factors) - place
    if left == 1:
        return 1
    head, following = factors.nodes[place], factors.nodes[place + 1]
    sign = factors.signs[place]
    if sign:
        return 1
    if distributions.gives_value(head, following, scope) or expectations.is_mass(head, following, scope):
        return 2
    if expectations.is_operator(head, following, scope):
        return 1 + functions.argument_length(factors.nodes[place + 1 :], factors.signs[place + 1 :], head, scope)
    if _may_differentiate(head) and functions.is_differential(head, following, scope):
        return 1 + _atom_length(factors, place + 1, scope)
    if derivatives.is_applied_along(head, following):
        return 2
    if isinstance(strip(following), Fence) and named_derivatives.named(head, scope) is not None:
        return 2
    differentiates = derivatives.is_jacobian(head, following, scope)
    if differentiates and frechet.is_applied(factors.nodes[place:], factors.signs[place:], scope):
        return frechet.LENGTH
    if differentiates or derivatives.is_operator(head, scope):
        return 1 + _atom_length(factors, place + 1, scope)
    if functions.is_word_function(head):
        return 1 + functions.argument_length(factors.nodes[place + 1 :], factors.signs[place + 1 :], head, scope)
    if remainders.is_remainder(head, following, scope):
        return 2
    if _applies_composition(head, following, scope) or pointwise.takes_argument(head, following, scope):
        return 2
    if partials.takes_argument(head, following, scope):
        return 2
    if functions.takes_argument(head, following, scope):
        return 2
    return 1


def _applies_composition(head: Node, following: Node, scope: Scope) -> bool:
    r"""`(F \circ P)(x)`, also of derivatives, which are maps; `(A \circ B)(C + D)` is a product of matrices."""
    parts = functions.composition(head, following)
    return any(functions.is_function(part, scope) or derivatives.is_operator(part, scope) for part in parts)


def _may_differentiate(head: Node) -> bool:
    found = strip(head)
    if isinstance(found, Scripts) and found.sub is None and not found.primes and isinstance(strip(found.sup), Number):
        found = strip(found.base)  # d²
    return is_differential_sign(found) or spell(found) in (r"\delta", r"\partial")


def _atom(part: Factors, scope: Scope) -> Term:
    if len(part) == 1:
        return scope.term(part.nodes[0])
    head, rest = part.nodes[0], part.cut(1)
    if distributions.is_density(head, part.nodes[1]):
        return distributions.density(part.nodes[1], scope)
    if distributions.is_measure(head, part.nodes[1], scope):
        return distributions.measure(head, part.nodes[1], scope)
    if expectations.is_mass(head, part.nodes[1], scope):
        return expectations.mass(head, part.nodes[1], scope)
    if expectations.is_operator(head, part.nodes[1], scope):
        return expectations.applied(head, rest.node, scope)
    if _may_differentiate(head) and functions.is_differential(head, part.nodes[1], scope):
        return functions.differential(head, rest.node, scope, part.span)
    if derivatives.is_applied_along(head, part.nodes[1]):
        return derivatives.along(head, part.nodes[1], scope)
    if derivatives.is_operator(head, scope):
        return derivatives.apply(head, rest.node, scope)
    if derivatives.is_jacobian(head, part.nodes[1], scope):
        if frechet.is_applied(part.nodes, part.signs, scope):
            return frechet.applied(part.nodes, part.span, scope)
        return derivatives.jacobian(rest.node, scope, part.span)
    if (found := named_derivatives.named(head, scope)) is not None:
        return named_derivatives.at(found, functions.arguments_in(part.nodes[1], scope), part.span, scope)
    if _applies_composition(head, part.nodes[1], scope):
        if (maps := _derivatives_in(head, scope)) and len(points := functions.arguments_in(part.nodes[1], scope)) == 1:
            return composed_derivatives.along(maps, points[0], scope, part.span)
        return functions.composed(head, part.nodes[1], scope)
    if partials.takes_argument(head, part.nodes[1], scope):
        return partials.partial_at(head, part.nodes[1], scope)
    if pointwise.takes_argument(head, part.nodes[1], scope):
        return pointwise.applied(head, part.nodes[1], scope)
    if functions.is_word_function(head):
        return functions.applied_word(head, rest.node, scope)
    if remainders.is_remainder(head, part.nodes[1], scope):
        return remainders.remainder(head, part.nodes[1], scope)
    return functions.applied(head, part.nodes[1:], scope)
