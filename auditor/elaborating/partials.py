r"""Partial derivatives by a subscript: `f_x`, `f_{xy}`, `u_t(0, t)` of a function of x, y or t.

A subscript is a derivative where the text gives the function these letters for its arguments, all of them numbers, and
does not speak of chance, where `p_x` is a law.
"""

from __future__ import annotations

from auditor.elaborating import functions
from auditor.elaborating.names import is_atom, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.parsing.syntax import Fence, Fraction, Node, Product, Scripts, Symbol
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.term import Term


def is_partial(node: Node | None, scope: Scope) -> bool:
    """Whether a letter with a subscript is a derivative of a function by the letters in it."""
    return _variables(node, scope) is not None


def takes_argument(head: Node, following: Node, scope: Scope) -> bool:
    """Whether a bracket says where such a derivative is taken."""
    argument = strip(following)
    return isinstance(argument, Fence) and argument.open == "(" and is_partial(head, scope)


def partial(node: Node, scope: Scope) -> Term:
    """The derivative, at the arguments by which the function is given."""
    found, variables = strip(node), _variables(node, scope)
    assert isinstance(found, Scripts)
    assert variables is not None
    written: Node = found.base
    for variable in variables:
        written = _by(written, variable, node.span)
    return scope.term(written)


def partial_at(head: Node, following: Node, scope: Scope) -> Term:
    """The derivative at the arguments in a bracket."""
    value, arguments = partial(head, scope), functions.arguments_in(following, scope)
    parameters = _parameters(spell(strip(head).base), scope)  # type: ignore[union-attr]
    if len(parameters) != len(arguments):
        raise unsupported(head.span, f"a derivative with {len(arguments)} arguments")
    pairs = zip(parameters, arguments, strict=True)
    return t.substitute(value, *(term for name, one in pairs for term in (t.symbol(scope.name(name), ()), one)))


def _by(node: Node, variable: Symbol, span: Span) -> Node:
    sign = Symbol(r"\partial", span=span)
    below = Product((sign, variable), ("",), span=span)
    if is_atom(node):
        return Fraction(Product((sign, node), ("",), span=span), below, span=span)
    return Product((Fraction(sign, below, span=span), node), ("",), span=span)


def _variables(node: Node | None, scope: Scope) -> tuple[Symbol, ...] | None:
    found = strip(node)
    if not isinstance(found, Scripts) or found.sup is not None or found.primes or not is_atom(found.base):
        return None
    letters, name = _letters(found.sub), spell(found.base)
    if not letters or scope.context.chances.speaks or scope.known(spell(found)) is not None:
        return None
    parameters = _parameters(name, scope)
    return letters if {spell(letter) for letter in letters} <= set(parameters) else None


def _letters(sub: Node | None) -> tuple[Symbol, ...]:
    match strip(sub):
        case Symbol() as letter:
            return (letter,)
        case Product(factors=factors, operators=operators) if not any(operators):
            letters = tuple(one for one in factors if isinstance(one, Symbol))
            return letters if len(letters) == len(factors) else ()
    return ()


def _parameters(name: str, scope: Scope) -> tuple[str, ...]:
    """The letters that a function is of, where all are numbers."""
    function = scope.functions.get(scope.name(name))
    if function is None or any(function.shapes):
        return ()
    letters = scope.context.usage.applications.get(name, ())
    return letters if tuple(map(scope.name, letters)) == function.parameters else ()
