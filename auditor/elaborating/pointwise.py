r"""Functions made of functions: `(f + g)(x)`, `(fg)'(x)`, `(f/g)'(x)`, `(f \circ g)'(x)`.

Sums, products and quotients of functions are taken point by point; a prime differentiates the function so made. Where
`f` is a function, `f^{-1}(x)` is its inverse and `f^2(x)` a power whose kind only the text's author knows: no products.
"""

from __future__ import annotations

from auditor.elaborating import functions
from auditor.elaborating.names import is_atom, letter_class, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Function, Scope
from auditor.elaborating.vocabulary import FUNCTION_LETTERS
from auditor.parsing.syntax import Fence, Fraction, Node, Number, Product, Scripts, Sequence, Sum, walk
from auditor.terms import term as t
from auditor.terms.term import Term

SIGNS = frozenset({"", r"\cdot", r"\times", "/", r"\circ"})  # between functions


def is_bare_function(node: Node | None, scope: Scope) -> bool:
    """A function without its argument; a letter that is usual for functions, where the text applies it elsewhere."""
    found = strip(node)
    base = strip(found.base) if isinstance(found, Scripts) and found.primes else found
    if base is None or not is_atom(base):
        return False
    if functions.is_function(base, scope):
        return True
    usage = scope.context.usage.of(spell(base))
    usual = spell(base) in FUNCTION_LETTERS and usage.applied > 0 and not usage.transposed
    return usual and _may_be_number(base, scope)


def takes_argument(head: Node, following: Node, scope: Scope) -> bool:
    """Whether a bracket follows a function made of functions, or a power of one."""
    argument = strip(following)
    if not isinstance(argument, Fence) or argument.open != "(" or isinstance(strip(argument.body), Sequence):
        return False
    found = strip(head)
    if isinstance(found, Scripts) and found.sup is not None and not found.primes and found.sub is None:
        capital = letter_class(spell(found.base)).endswith("uppercase")  # K^{-1}(y - m), of a matrix of kernels
        return _is_count(found.sup) and not capital and is_bare_function(found.base, scope)
    body = _inside(head)
    return body is not None and is_made_of_functions(body, scope)


def is_made_of_functions(node: Node, scope: Scope) -> bool:
    """Functions without arguments, put together."""
    return any(is_bare_function(one, scope) for one in walk(node)) and _combines(node, scope)


def define(name: str, node: Node, scope: Scope) -> None:
    """Note that `h = fg` defines a function, where h stands before an argument elsewhere."""
    usage = scope.context.usage.of(name)
    if not usage.applied or not is_made_of_functions(node, scope):
        return
    if usage.alone > 1:
        raise unsupported(node.span, "a function that stands with its argument and without")
    variable = t.symbol(f"t@{node.span.start}", ())
    internal = scope.name(name)
    scope.definitions[internal] = _number(node, variable, scope)
    scope.functions[internal] = Function((variable.parameters[0],), ((),), scope.definitions[internal])


def applied(head: Node, following: Node, scope: Scope) -> Term:
    """The value, at what stands in the bracket."""
    return _value(head, scope.term(following), scope)


def _inside(head: Node) -> Node | None:
    """What stands in the bracket of `(…)` or `(…)'`."""
    found = strip(head)
    if isinstance(found, Scripts) and found.sub is None and found.sup is None:
        found = strip(found.base)
    return strip(found.body) if isinstance(found, Fence) and found.open == "(" else None


def _is_count(power: Node) -> bool:
    """`-1`, `2`, …"""
    found = strip(power)
    return isinstance(found.terms[0] if isinstance(found, Sum) and len(found.terms) == 1 else found, Number)


def _combines(node: Node | None, scope: Scope) -> bool:
    """Nothing but functions, numbers and scalar factors, joined by what joins functions point by point."""
    match found := strip(node):
        case None:
            return False
        case Number():
            return True
        case Fence(open="(", body=body) if not isinstance(body, Sequence):
            return _combines(body, scope)
        case Scripts(sub=None, sup=None, base=base):
            return _combines(base, scope)
        case Fraction(numerator=above, denominator=below):
            return _combines(above, scope) and _combines(below, scope)
        case Sum(terms=terms):
            return all(_combines(term, scope) for term in terms)
        case Product(factors=factors, operators=operators):
            return set(operators) <= SIGNS and all(_combines(factor, scope) for factor in factors)
        case _:
            return is_atom(found) and (_is_function(found, scope) or _may_be_number(found, scope))


def _is_function(letter: Node, scope: Scope) -> bool:
    """Beside a function, any letter that the text applies to something is one."""
    return is_bare_function(letter, scope) or scope.context.usage.of(spell(letter)).applied > 0


def _may_be_number(letter: Node, scope: Scope) -> bool:
    known = scope.known(spell(letter))
    return known is None or (not known.shape and known.kind in ("", "scalar"))


def _value(node: Node, at: Term, scope: Scope) -> Term:
    """What a function made of functions has for its value."""
    found = strip(node)
    assert found is not None
    if is_atom(found) and _is_function(found, scope):
        return functions.value_at(spell(found), (at,), scope, found.span)
    match found:
        case Fence(body=body) if body is not None:
            return _value(body, at, scope)
        case Scripts(base=base, primes=primes) if primes and found.sup is None:
            return _derived(base, primes, at, scope)
        case Scripts():
            raise unsupported(found.span, "a power or an inverse of a function")
        case Fraction(numerator=above, denominator=below):
            return t.multiply(_number(above, at, scope), t.power(_number(below, at, scope), t.number(-1)))
        case Sum(signs=signs, terms=terms):
            values = [_number(term, at, scope) for term in terms]
            return t.add(*(t.negate(one) if sign == "-" else one for sign, one in zip(signs, values, strict=True)))
        case Product():
            return _product(found, at, scope)
        case _:
            return scope.term(found)


def _product(node: Product, at: Term, scope: Scope) -> Term:
    if r"\circ" in node.operators:
        if set(node.operators) != {r"\circ"}:
            raise unsupported(node.span, "this composition")
        for factor in reversed(node.factors):
            at = _value(factor, at, scope)
        return at
    values = [_number(factor, at, scope) for factor in node.factors]
    signs = ("", *node.operators)
    return t.multiply(
        *(t.power(one, t.number(-1)) if sign == "/" else one for sign, one in zip(signs, values, strict=True))
    )


def _number(node: Node, at: Term, scope: Scope) -> Term:
    value = _value(node, at, scope)
    if scope.shape(value) and not scope.unify_shapes(scope.shape(value), ()):
        raise unsupported(node.span, "a combination of functions whose values are no numbers")
    return value


def _derived(node: Node, primes: int, at: Term, scope: Scope) -> Term:
    found = strip(node)
    if is_atom(found):
        return functions.derived(spell(found), (at,), primes, scope, node.span)
    if scope.shape(at):
        raise unsupported(node.span, "a derivative of a combination of functions of a vector")
    variable = t.symbol(f"t@{node.span.start}", ())
    value = _number(node, variable, scope)
    for _ in range(primes):
        value = t.derivative(value, variable)
    return t.substitute(value, variable, at)
