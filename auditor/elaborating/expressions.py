"""From surface syntax to core terms: one case per construct; what a construct means stands in the module it names."""

from __future__ import annotations

from fractions import Fraction as Rational

from auditor.elaborating import (
    arrays,
    derivatives,
    dotted_sums,
    evaluation,
    functions,
    implied_sums,
    letters,
    named_derivatives,
    products,
    sums,
)
from auditor.elaborating.conforming import add, frobenius, is_column, is_row, square, squared_norm
from auditor.elaborating.names import spell, strip, written
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.vocabulary import TRANSPOSES
from auditor.parsing.syntax import (
    Accent,
    Annotated,
    Bars,
    BigOperator,
    Binomial,
    Evaluation,
    Factorial,
    Fence,
    Fraction,
    Group,
    Matrix,
    Node,
    Number,
    Product,
    Root,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
)
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.term import Term

NOWHERE = Span(0, 0)


def _stands_for_ones(scope: Scope) -> bool:
    return scope.choose("1", "", ("number", "ones")) == "ones"


def elaborate(node: Node | None, scope: Scope) -> Term:
    """The core term that a formula means in a scope.

    Raises Problem: IllFormed where no reading of its shapes and indices fits, Unsupported where nothing is known of it.
    """
    match node:
        case None:
            raise unsupported(NOWHERE, "an empty formula")
        case Product() | Scripts() | Fraction() if scope.context.sums_implied and (
            names := implied_sums.repeated(node, scope)
        ):
            return implied_sums.summed(node, names, scope)
        case Number(text="1", span=span) if scope.context.usage.one_is_a_vector and _stands_for_ones(scope):
            return letters.ones(span, scope)
        case Number(text=text):
            return t.decimal(text.replace("{,}", "").replace(",", ""))
        case Group(body=body) | Annotated(body=body):
            return elaborate(body, scope)
        case Scripts(base=Bars() as bars, sub=sub, sup=sup) if sub is not None or sup is not None:
            return _norm_with_scripts(bars, node, scope)
        case Scripts(base=Fence(open="[", close="]", body=body), sub=sub, sup=sup) if (
            body is not None and sub is not None and sup is not None and evaluation.spans_bounds(node, scope)
        ):
            return evaluation.between(body, sub, sup, node.span, scope)
        case Scripts(base=base, sup=sup) if sup is not None and spell(sup) in ("'", r"\prime") and strip(base) is None:
            raise unsupported(node.span, "a prime on nothing")
        case Scripts(base=Fence(open="(", body=Sequence() as items) as base, sub=None, primes=0, sup=sup) if spell(
            sup
        ) in TRANSPOSES and arrays.is_plain_list(items):
            return letters.transposed(arrays.listed(base, scope, lying=True), scope, node.span)
        case Scripts() if (found := named_derivatives.named(node, scope)) is not None:
            return named_derivatives.by_itself(found, node.span, scope)
        case Symbol() | Accent() | Scripts():
            return letters.letter_term(node, scope)
        case Word(name=name):
            return functions.word(name, node, scope)
        case Sum():
            return _sum(node, scope)
        case Product():
            return products.product(node, scope)
        case Fraction():
            return derivatives.fraction(node, scope)
        case Root(radicand=radicand, degree=degree):
            return _root(radicand, degree, node.span, scope)
        case Fence():
            return _fence(node, scope)
        case Bars():
            return _bars(node, None, scope)
        case Matrix():
            return arrays.matrix(node, scope)
        case Evaluation(body=body) if body is not None:
            return evaluation.evaluated(body, node, scope)
        case Binomial() | Factorial():
            return functions.combinatorial(node, scope)
        case BigOperator(kind=kind):
            raise unsupported(node.span, f"\\{kind} without a body")
    raise unsupported(node.span, written(node))


def _sum(node: Sum, scope: Scope) -> Term:
    """Signed terms; an index that an earlier \\sum binds reaches into later terms that use it."""
    if dotted_sums.has_dots(node):
        return _sum_with_dots(node, scope)
    total: Term | None = None
    first: Node | None = None
    for sign, part, rest in sums.reaches(node, scope):
        term = elaborate(part, scope) if not rest else sums.over_sum(part, rest, scope)
        if sign not in ("+", "-"):
            raise unsupported(node.span, sign)
        term = t.negate(term) if sign == "-" else term
        if total is None:
            total, first = term, part
        else:
            total = add(total, term, scope, node.span, (first, part))
    if total is None:
        raise unsupported(node.span, "an empty sum")
    return total


def _sum_with_dots(node: Sum, scope: Scope) -> Term:
    before, total, behind = dotted_sums.parted(node, scope)
    for sign, part in (*before, *behind):
        term = elaborate(part, scope)
        total = add(total, t.negate(term) if sign == "-" else term, scope, node.span, (node, part))
    return total


def _root(radicand: Node, degree: Node | None, span: Span, scope: Scope) -> Term:
    inside = elaborate(radicand, scope)
    order = t.number(2) if degree is None else elaborate(degree, scope)
    if order.operation != "number" or order.parameters[0] == 0:
        raise unsupported(span, "this root")
    if not scope.shape(inside):
        return t.power(inside, t.number(1 / order.parameters[0]))
    if is_column(inside.shape) or is_row(inside.shape):
        return t.power(inside, t.number(1 / order.parameters[0]))  # entry by entry
    return t.make("sqrtm", (square(inside, scope, span, "root"),), shape=inside.shape)


def _fence(node: Fence, scope: Scope) -> Term:
    match node.open, node.close:
        case r"\langle", r"\rangle":
            return _inner_product(node, scope)
        case "[", "]" if isinstance(strip(node.body), Sequence):
            return arrays.listed(node, scope)
        case "(", ")" if isinstance(strip(node.body), Sequence):
            return arrays.listed(node, scope)
        case (r"\lfloor", _) | (r"\lceil", _):
            return t.apply("floor" if node.open == r"\lfloor" else "ceil", elaborate(node.body, scope))
        case r"\{", r"\}":
            return elaborate(node.body, scope)
    return elaborate(node.body, scope)


def _inner_product(node: Fence, scope: Scope) -> Term:
    """⟨a, b⟩."""
    body = strip(node.body)
    if not isinstance(body, Sequence) or len(body.items) != 2:
        raise unsupported(node.span, "these angle brackets")
    left, right = (elaborate(item, scope) for item in body.items)
    return frobenius(left, right, scope, node.span, (body.items[0], body.items[1]))


# --- bars -----------------------------------------------------------------------------------------------------------


def _norm_with_scripts(bars: Bars, node: Scripts, scope: Scope) -> Term:
    value = _bars(bars, node.sub, scope)
    if node.sup is None:
        return value
    return letters.raised_to(value, elaborate(node.sup, scope), scope, node.span)


def _bars(node: Bars, sub: Node | None, scope: Scope) -> Term:
    """|x|, |A|, ‖x‖, ‖A‖_F: absolute value, determinant or norm, by shape and by choice."""
    inside = elaborate(node.body, scope)
    shape = scope.shape(inside)
    label = spell(sub)
    if not shape:
        return t.apply("abs", inside)
    vector = is_column(shape) or is_row(shape)
    if not node.double and not label and not vector:
        reading = scope.choose("bars", "", ("determinant", "norm"))
        if reading == "determinant":
            return t.determinant(square(inside, scope, node.span, "determinant"))
    return _norm(inside, label, vector=vector, span=node.span, scope=scope)


def _norm(inside: Term, label: str, *, vector: bool, span: Span, scope: Scope) -> Term:
    match label.replace(r"\ell_{", "").rstrip("}"):
        case "F" | "Fro" | "fro" | "HS":
            return euclidean(inside)
        case "" if not vector:
            reading = scope.choose("norm", "", ("frobenius", "spectral"))
            return euclidean(inside) if reading == "frobenius" else t.make("norm", (inside,), ("spectral",))
        case "" | "2" if vector:
            return euclidean(inside)
        case "2":
            reading = scope.choose("norm_2", "", _readings_of_norm_2(scope))
            return euclidean(inside) if reading == "frobenius" else t.make("norm", (inside,), ("spectral",))
        case "*":
            return t.make("norm", (inside,), ("nuclear",))
        case "1" | "\\infty" as kind if vector:
            return t.make("norm", (inside,), ("1" if kind == "1" else "inf",))
    weight = _weight(label, inside, scope)
    if weight is not None and vector:
        return t.power(t.matmul(t.matmul(t.transpose(inside), weight), inside), t.number(Rational(1, 2)))
    raise unsupported(span, f"the norm with subscript {label}")


def _readings_of_norm_2(scope: Scope) -> tuple[str, ...]:
    r"""‖A‖_2 is loose writing for the Frobenius norm only where the text neither says so otherwise nor writes ‖A‖_F."""
    said = " ".join(scope.context.operations.get("_{2}", ()))
    if "spectral" in said or scope.context.usage.frobenius:
        return ("spectral",)
    return ("frobenius", "spectral") if "frobenius" in said.lower() else ("spectral", "frobenius")


def _weight(label: str, inside: Term, scope: Scope) -> Term | None:
    """‖x‖_W = √(xᵀWx) where W is a square matrix that fits."""
    if not label or not scope.is_declared(label):
        return None
    weight = scope.symbol(label)
    fits = len(weight.shape) == 2 and scope.unify_shapes(scope.shape(weight), (inside.shape[0], inside.shape[0]))
    return weight if fits else None


def euclidean(inside: Term) -> Term:
    """The root of the sum of squared entries."""
    return t.power(squared_norm(inside), t.number(Rational(1, 2)))
