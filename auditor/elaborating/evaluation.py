r"""Values of formulas at given places: evaluation bars, `F |_{x=a}`, and differences between bounds, `[F]_a^b`."""

from __future__ import annotations

from auditor.elaborating.conforming import is_zero
from auditor.elaborating.names import is_atom, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.usage import index_like
from auditor.parsing.syntax import Chain, Evaluation, Node, Scripts, Sequence, Sum, Symbol, walk
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.replacing import with_value
from auditor.terms.term import Term


def evaluated(body: Node, bar: Evaluation, scope: Scope) -> Term:
    """`… |_{x=a}`: the body with x bound to a; a letter of another shape elsewhere is the bar's own here."""
    if bar.sup is not None:
        if bar.sub is None:
            raise unsupported(bar.span, "this evaluation bar")
        return between(body, bar.sub, bar.sup, bar.span, scope)
    sub = strip(bar.sub)
    bindings = [_binding(item, bar, scope) for item in (sub.items if isinstance(sub, Sequence) else (sub,))]
    values = [scope.term(value) for _, value in bindings]
    local: dict[str, Term] = {}
    pairs: list[Term] = []
    for (letter, _), value in zip(bindings, values, strict=True):
        variable = scope.term(letter)
        if variable.operation != "symbol":
            raise unsupported(bar.span, "this evaluation bar")
        if is_zero(value) and variable.shape:
            value = t.zeros(scope.shape(variable))
        if not scope.unify_shapes(scope.shape(variable), scope.shape(value)):
            variable = local[spell(letter)] = t.symbol(f"{spell(letter)}|", scope.shape(value))
        pairs += (variable, value)
    with scope.using(local):
        inside = scope.term(body)
    for variable, value in zip(pairs[::2], pairs[1::2], strict=True):
        inside = bound_to(inside, variable, value, scope)
    return inside


def bound_to(term: Term, variable: Term, value: Term, scope: Scope) -> Term:
    """The term at variable = value."""
    return with_value(term, variable, value, scope.definitions)


def _binding(item: Node | None, bar: Evaluation, scope: Scope) -> tuple[Node, Node]:
    match strip(item):
        case Chain(operands=(left, right), relations=("=",)) if left is not None and right is not None:
            return left, right
    raise unsupported(bar.span, "this evaluation bar")


# --- between bounds -------------------------------------------------------------------------------------------------


def between(body: Node, sub: Node, sup: Node, span: Span, scope: Scope) -> Term:
    """`[F]_a^b`, `F |_{x=a}^{x=b}`: the value at the upper bound less that at the lower one."""
    letter, lower = _place(sub)
    other, upper = _place(sup)
    name = letter or other or _integrated(body, scope)
    if not name:
        raise unsupported(span, "values between bounds of an unknown variable")
    variable = scope.symbol(name)
    own = {} if not scope.shape(variable) else {name: t.symbol(name + t.BOUND)}
    variable = own.get(name, variable)
    with scope.using(own):
        inside = scope.term(body)
    first, last = (_at(inside, variable, bound(end, scope), scope) for end in (lower, upper))
    return t.subtract(last, first)


def _place(node: Node) -> tuple[str, Node]:
    match strip(node):
        case Chain(operands=(letter, value), relations=("=",)) if letter is not None and value is not None:
            return spell(letter), value
    return "", node


def _integrated(body: Node, scope: Scope) -> str:
    """The letter that the text integrates over and the formula holds."""
    inside = {spell(part): None for part in walk(body) if is_letter(part)}
    found = [name for name in inside if name in scope.context.usage.integrated] or list(inside)
    return found[0] if len(found) == 1 else ""


def is_letter(node: Node | None) -> bool:
    """A letter, with or without a subscript."""
    node = strip(node)
    return is_atom(node) or (isinstance(node, Scripts) and is_atom(node.base) and node.sup is None and not node.primes)


def bound(node: Node, scope: Scope) -> Term:
    """A bound, or the point of a limit, which may be ∞ or -∞."""
    match strip(node):
        case Symbol(name=r"\infty"):
            return t.infinity()
        case Sum(signs=(sign,), terms=(inner,)) if spell(inner) == r"\infty" and sign in ("+", "-"):
            return t.infinity() if sign == "+" else t.negate(t.infinity())
    return scope.term(node)


def _at(inside: Term, variable: Term, value: Term, scope: Scope) -> Term:
    """The value at a place; at ∞ a limit."""
    if any(part.operation == "infinity" for part in t.subterms(value)):
        own = t.symbol(variable.parameters[0] + t.BOUND)
        return t.limit(bound_to(inside, variable, own, scope), own, value)
    return bound_to(inside, variable, value, scope)


def spans_bounds(node: Scripts, scope: Scope) -> bool:
    """`[F]_a^b` in a text with integrals; `[F]_{x=a}^{x=b}`, unlike the list `[x_i]_{i=1}^n`."""
    if node.sub is None or node.sup is None:
        return False
    if scope.context.usage.integrated:
        return True
    match strip(node.sub):
        case Chain(operands=(letter, _), relations=("=",)):
            return is_atom(letter) and not index_like(letter)
    return False
