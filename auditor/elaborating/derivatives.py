r"""Derivatives in every notation: ∂f/∂X, d/dx, ∇_x, ∇², D_M g(A), f'(x), and what each one's value is shaped like."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.elaborating import functions, letters
from auditor.elaborating.conforming import multiply
from auditor.elaborating.entrywise import entry_by_entry, is_of_numbers
from auditor.elaborating.layouts import arranged, hessian
from auditor.elaborating.names import bare_letter, is_atom, plain, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.structured import by_tied
from auditor.elaborating.usage import differential_body, is_derivative_sign, is_differential_sign
from auditor.elaborating.vocabulary import FUNCTION_LETTERS, TRANSPOSES
from auditor.parsing.syntax import (
    BigOperator,
    Evaluation,
    Fence,
    Fraction,
    Node,
    Number,
    Product,
    Scripts,
    Sequence,
    Symbol,
    Word,
)
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.replacing import depends, replace_subterm
from auditor.terms.term import Term


@dataclass(frozen=True)
class Derivation:
    """A derivative as written: how often, of what (None: of what follows), by what."""

    order: int
    body: Node | None
    variables: tuple[Node, ...]
    partial: bool  # ∂ rather than d


NABLAS = frozenset([r"\nabla", r"\mathbf{\nabla}", "grad", "Grad"])

# --- recognising ----------------------------------------------------------------------------------------------------


def derivation(above: Node, below: Node) -> Derivation | None:
    """The derivative that a numerator and a denominator write, or None where they are a plain quotient."""
    top = strip(above)
    variables = _variables(below, squared=_power(top) > 1 or (isinstance(top, Product) and _power(top.factors[0]) > 1))
    if variables is None:
        return None
    if is_derivative_sign(top):
        return Derivation(_order(top, variables), None, variables, _is_partial(top))
    if isinstance(top, Product) and is_derivative_sign(top.factors[0]):
        sign = top.factors[0]
        if not isinstance(strip(sign), Symbol | Scripts | Word) or _is_delta(sign) != _is_delta_below(below):
            return None
        rest = top.factors[1:]
        body = rest[0] if len(rest) == 1 else Product(rest, top.operators[1:], span=top.span)
        return Derivation(_order(sign, variables), body, variables, _is_partial(sign))
    return None


def _order(sign: Node | None, variables: tuple[Node, ...]) -> int:
    power = _power(sign)
    return power if power > 1 else len(variables)


def _power(sign: Node | None) -> int:
    """2 in ∂²."""
    found = strip(sign)
    if isinstance(found, Scripts) and isinstance(power := strip(found.sup), Number) and power.text.isdigit():
        return int(power.text)
    return 1


def _is_partial(sign: Node | None) -> bool:
    return spell(bare_letter(sign)) == r"\partial"


def _is_delta(sign: Node | None) -> bool:
    return spell(bare_letter(sign)) == r"\delta"


def _is_delta_below(below: Node) -> bool:
    found = strip(below)
    return isinstance(found, Product) and _is_delta(found.factors[0])


def _variables(below: Node, *, squared: bool = False) -> tuple[Node, ...] | None:
    r"""x in ∂x; x, x^T in ∂x∂x^T; vec X in ∂ vec X. In ∂²f/∂x² (`squared`) x twice; in ∂f/∂σ² the variable is σ²."""
    found = strip(below)
    if not isinstance(found, Product) or not is_derivative_sign(found.factors[0]):
        return None
    groups: list[list[Node]] = []
    for factor in found.factors:
        if is_derivative_sign(factor):
            groups.append([])
        elif groups:
            groups[-1].append(factor)
    if any(not group for group in groups):
        return None
    nodes = [_joined(group) for group in groups]
    return _repeated(nodes[0]) if squared and len(nodes) == 1 else tuple(nodes)


def _joined(group: list[Node]) -> Node:
    if len(group) == 1:
        return group[0]
    return Product(tuple(group), ("",) * (len(group) - 1), span=group[0].span.cover(group[-1].span))


def _repeated(node: Node) -> tuple[Node, ...]:
    """x, x for x²."""
    found = strip(node)
    if isinstance(found, Scripts) and (times := _power(found)) > 1:
        base = Scripts(found.base, found.sub, None, found.primes, span=found.span) if found.sub else found.base
        return (base,) * times
    return (node,)


def is_operator(head: Node, scope: Scope | None = None) -> bool:
    r"""d/dX, ∇, ∇_x, ∂_x, D_x standing before what they differentiate; `D_{ii}` is an entry of a D of the text."""
    node = strip(head)
    match node:
        case Fraction(numerator=above, denominator=below):
            found = derivation(above, below)
            return found is not None and found.body is None
        case Symbol(name=r"\nabla") | Word(name="grad" | "Grad"):
            return True
        case Scripts(base=base, sub=sub) if _is_nabla(base):
            return True
        case Scripts(base=base, sub=sub) if sub is not None:
            sign = spell(base)
            return node.sup is None and (sign == r"\partial" or (sign == "D" and not is_letter_of_the_text("D", scope)))
    return False


def is_letter_of_the_text(spelling: str, scope: Scope | None) -> bool:
    """What the text declares or defines is no sign of a derivative."""
    return scope is not None and (scope.is_declared(spelling) or spelling in scope.definitions)


def _is_nabla(node: Node | None) -> bool:
    return spell(node) in NABLAS


def operator_name(head: Node) -> str:
    node = strip(head)
    return "d/dx" if isinstance(node, Fraction) else r"\nabla" if _is_nabla(bare_letter(node)) else "D"


def binds_tightly(head: Node, following: Node, scope: Scope) -> bool:
    r"""∇ takes the next atom, `∇f(x)^T v`, but for a coefficient or a constant vector, `∇_x v^T f(x)`; d/dx takes the
    rest of its term, except a bracket without scripts."""
    first = strip(following)
    if isinstance(first, Number) or (isinstance(first, Fraction) and isinstance(strip(first.numerator), Number)):
        return False
    if operator_name(head) != "d/dx":
        return not _is_constant_row(head, first, scope)
    return isinstance(first, Fence)


def _is_constant_row(head: Node, first: Node | None, scope: Scope) -> bool:
    r"""`v^T` behind `\nabla_x`: a vector or matrix of which nothing says that it depends on x."""
    node = strip(head)
    if not isinstance(node, Scripts) or node.sub is None or not isinstance(first, Scripts):
        return False
    letter = strip(first.base)
    if letter is None or spell(first.sup) not in TRANSPOSES or not is_atom(letter):
        return False
    if spell(letter) == spell(node.sub) or functions.is_function(letter, scope):
        return False
    value = scope.term(letter)
    return value.operation == "symbol" and bool(value.shape) and value.parameters[0] not in scope.definitions


def slashed(nodes: tuple[Node, ...], signs: tuple[str, ...], place: int) -> tuple[int, Node, Node, int] | None:
    r"""`∂ f / ∂ Q` around the slash at `place`: (start, numerator, denominator, end) in the factors."""
    start = next((k for k in range(place, -1, -1) if is_derivative_sign(nodes[k])), None)
    if start is None:
        merged = strip(nodes[place])
        below = strip(nodes[place + 1])
        if differential_body(merged) is not None and _variables(nodes[place + 1]) is not None and below is not None:
            return place, nodes[place], nodes[place + 1], place + 2
        return None
    if not is_derivative_sign(nodes[place + 1]) or place + 2 >= len(nodes):
        below = nodes[place + 1]
        if _variables(below) is None:
            return None
        end = place + 2
    else:
        below = Product(nodes[place + 1 : place + 3], ("",), span=nodes[place + 1].span.cover(nodes[place + 2].span))
        end = place + 3
    above_nodes = nodes[start : place + 1]
    above = (
        above_nodes[0]
        if len(above_nodes) == 1
        else Product(above_nodes, signs[start:place], span=above_nodes[0].span.cover(above_nodes[-1].span))
    )
    return start, above, below, end


# --- meaning --------------------------------------------------------------------------------------------------------


def fraction(node: Fraction, scope: Scope) -> Term:
    """A fraction: a derivative, or a quotient."""
    if (inside := _sum_of_derivatives(node)) is not None:
        return scope.term(inside)
    found = derivation(node.numerator, node.denominator)
    if found is None or (not found.partial and not _differentiates(node, scope)):
        from auditor.elaborating.products import divide

        return divide(scope.term(node.numerator), scope.term(node.denominator), scope, node.span)
    if found.body is None:
        raise unsupported(node.span, "a derivative of nothing")
    return by_variables(found.body, found, scope, node.span)


def _sum_of_derivatives(node: Fraction) -> Node | None:
    r"""`\frac{\sum\partial(…)}{\partial m}`: the sum of the derivatives."""
    match strip(node.numerator):
        case Product(factors=(BigOperator() | Scripts(base=BigOperator()) as operator, *rest), operators=operators) if (
            rest and is_derivative_sign(rest[0])
        ):
            above = rest[0] if len(rest) == 1 else Product(tuple(rest), operators[1:], span=node.numerator.span)
            derivative = Fraction(above, node.denominator, span=node.span)
            return Product((operator, derivative), ("",), span=node.span)
    return None


def _differentiates(node: Fraction, scope: Scope) -> bool:
    """d in a fraction is a derivative unless d is a variable of the text."""
    return not (scope.is_declared("d") and scope.choose("d/d", "", ("variable", "derivative")) == "variable")


def quotient(above: Node, below: Node, scope: Scope) -> Term:
    """A derivative written with a slash."""
    return fraction(Fraction(above, below, span=above.span.cover(below.span)), scope)


def apply(head: Node, body: Node, scope: Scope) -> Term:
    """A derivative operator applied to a formula."""
    node = strip(head)
    span = head.span.cover(body.span)
    inner = strip(body)
    if isinstance(inner, Product) and isinstance(bar := strip(inner.factors[-1]), Evaluation) and bar.body is None:
        from auditor.elaborating.evaluation import evaluated

        shorter = inner.factors[:-1]
        rest = shorter[0] if len(shorter) == 1 else Product(shorter, inner.operators[:-1], span=inner.span)
        return evaluated(Product((head, rest), ("",), span=span), bar, scope)
    if isinstance(node, Fraction):
        found = derivation(node.numerator, node.denominator)
        assert found is not None
        return by_variables(body, found, scope, span)
    if _is_nabla(bare_letter(node)):
        return nabla(node, body, scope, span)
    assert isinstance(node, Scripts)
    return directional(node, body, scope, span)


def by_variables(body: Node, found: Derivation, scope: Scope, span: Span) -> Term:
    """∂^k body / ∂x∂y…"""
    variables = [variable_term(node, scope) for node in found.variables]
    value = scope.term(body)
    if len(variables) == 1:
        result = (partial_or_total if found.partial else differentiated)(value, variables[0], scope, span)
    elif len(variables) == 2 and not value.shape:
        result = _second(value, variables, scope, span)
    elif all(not variable.shape for variable in variables):
        result = value
        for variable in reversed(variables):
            result = differentiated(result, variable, scope, span)
    else:
        raise unsupported(span, "this derivative of higher order")
    return result


def variable_term(node: Node, scope: Scope) -> Term:
    """The variable by which one differentiates: a symbol, an entry, vec of a symbol, a transpose of one.

    `\\nabla_u` where the text writes only `u_T` means the labelled letter, if there is just one.
    """
    if is_atom(node) and (labelled := _only_labelled(spell(node), scope)) is not None:
        return scope.symbol(labelled)
    return scope.term(node)


def _only_labelled(name: str, scope: Scope) -> str | None:
    usage = scope.context.usage.of(name)
    if usage.bare > usage.as_variable or len(usage.labels) != 1 or scope.is_declared(name):
        return None
    return f"{name}_{{{next(iter(usage.labels))}}}"


def partial_or_total(value: Term, variable: Term, scope: Scope, span: Span) -> Term:
    """∂z/∂x where z := … y … and y depends on x too: through y (total) or with y held fixed (explicit)."""
    name = value.parameters[0] if value.operation == "symbol" else None
    root = _root_symbol(value)
    if name is None and root is not None:
        name = root.parameters[0]
    definition = scope.definitions.get(name) if name else None
    base = _root_symbol(variable)
    if definition is None or base is None or not _has_two_paths(definition, base.parameters[0], scope):
        return differentiated(value, variable, scope, span)
    options = ("total", "explicit")
    if (plain(name or ""), plain(base.parameters[0])) in scope.context.usage.totals:
        options = ("explicit", "total")  # beside d, ∂ means something else
    reading = scope.choose("partial", f"{name}|{base.parameters[0]}", options)
    if reading == "total" or root is None:
        return differentiated(value, variable, scope, span)
    frozen, bindings = _frozen(definition, base.parameters[0], scope)
    body_term = replace_subterm(value, root, frozen)
    return t.substitute(differentiated(body_term, variable, scope, span), *bindings)


def _root_symbol(term: Term) -> Term | None:
    """The symbol of which a term is an entry, a transpose, a vec."""
    while term.operation in ("entry", "member", "slice", "rearrange", "vec"):
        term = term.arguments[0]
    return term if term.operation == "symbol" else None


def _has_two_paths(definition: Term, variable: str, scope: Scope) -> bool:
    """The variable stands in the definition, and another letter there is made of it."""
    return depends(definition, variable, {}) and any(
        name != variable and depends(t.symbol(name), variable, scope.definitions)
        for name in defined_symbols(definition, scope)
    )


def defined_symbols(term: Term, scope: Scope) -> tuple[str, ...]:
    """The symbols in a term that have definitions of their own."""
    names = {sub.parameters[0]: None for sub in t.subterms(term) if sub.operation == "symbol"}
    return tuple(name for name in names if name in scope.definitions)


def _frozen(definition: Term, variable: str, scope: Scope) -> tuple[Term, tuple[Term, ...]]:
    """The definition with every other defined symbol held fixed under a name of its own."""
    bindings: list[Term] = []
    for sub in list(t.subterms(definition)):
        if sub.operation == "symbol" and sub.parameters[0] in scope.definitions and sub.parameters[0] != variable:
            held = t.symbol(sub.parameters[0] + "#held", sub.shape)
            definition = replace_subterm(definition, sub, held)
            bindings += (held, sub)
    return definition, tuple(bindings)


def differentiated(body: Term, variable: Term, scope: Scope, span: Span) -> Term:
    """The derivative of a term by a variable, arranged by the layout in force."""
    raw, variable_shape = raw_derivative(body, variable, scope, span)
    return arranged(raw, scope.shape(body), variable_shape, scope)


def raw_derivative(body: Term, variable: Term, scope: Scope, span: Span) -> tuple[Term, tuple]:
    """All partial derivatives with the axes of the body first, and the shape of the variable."""
    shape = scope.shape(variable)
    match variable.operation:
        case "symbol":
            return _by_symbol(body, variable, scope, span), shape
        case "entry" if (root := _root_symbol(variable.arguments[0])) is not None and variable.arguments[0] is root:
            whole = _by_symbol(body, root, scope, span)
            return _entries_of_last(whole, body, variable.arguments[1:], scope), ()
        case "member" if (root := variable.arguments[0]).operation == "symbol":
            return _by_member(body, root, variable, scope, span), shape
        case "index" | "size" | "number":
            raise unsupported(span, "a derivative by a whole number")
    return _by_expression(body, variable, scope, span), shape


def _by_symbol(body: Term, variable: Term, scope: Scope, span: Span) -> Term:
    name = variable.parameters[0]
    known = scope.known(name)
    if known is not None and "tied" in known.properties:
        return by_tied(body, variable, known.properties, scope.definitions, span)
    definition = scope.definitions.get(name)
    if definition is not None and not depends(body, name, scope.definitions):
        alias = _alias(definition)
        if alias is not None:
            return _by_expression(body, definition, scope, span)
        exposed = _exposed(body, variable, definition, scope)
        if exposed is not None:
            return t.derivative(exposed, variable)
    return t.derivative(body, variable)


def _alias(definition: Term) -> Term | None:
    """x := vec(X), y := Aᵀ: another arrangement of a symbol's entries."""
    inside = definition
    while inside.operation in ("vec", "rearrange", "devec"):
        inside = inside.arguments[0]
    return inside if inside is not definition and inside.operation == "symbol" else None


def _exposed(body: Term, variable: Term, definition: Term, scope: Scope) -> Term | None:
    """The body with the variable's definition, wherever it stands written out, replaced by the variable."""
    unfolded = body
    for _ in range(6):
        found = replace_subterm(unfolded, definition, variable)
        if found is not unfolded:
            return found
        names = [name for name in defined_symbols(unfolded, scope) if name != variable.parameters[0]]
        if not names:
            return None
        for name in names:
            own = next(sub for sub in t.subterms(unfolded) if sub.operation == "symbol" and sub.parameters[0] == name)
            unfolded = replace_subterm(unfolded, own, scope.definitions[name])
    return None


def _entries_of_last(whole: Term, body: Term, places: tuple[Term, ...], scope: Scope) -> Term:
    """Fix the axes of the variable: the derivative by one entry, shaped like the body."""
    if not body.shape:
        return t.entry(whole, *places)
    result = whole
    for axis, place in enumerate(places):
        result = t.slice_(result, place, body.order + axis)
    return t.rearrange(result, tuple(range(body.order)))


def _by_member(body: Term, family: Term, member: Term, scope: Scope, span: Span) -> Term:
    """By one member of a family: the derivative by the whole family, at that member."""
    whole = t.derivative(body, family)
    taken = t.slice_(whole, member.arguments[1], body.order)
    axes = tuple(range(body.order)) + tuple(range(body.order + 1, whole.order))
    return t.rearrange(taken, axes)


def _by_expression(body: Term, variable: Term, scope: Scope, span: Span) -> Term:
    """By vec(M), xᵀ, or a larger expression u that occurs in the body: a fresh variable in its place."""
    fresh = t.symbol(f"u@{span.start}", scope.shape(variable))
    inverse = _inverted(variable, fresh)
    if inverse is not None:
        root, value = inverse
        return t.substitute(t.derivative(t.substitute(body, root, value), fresh), fresh, variable)
    exposed = replace_subterm(body, variable, fresh)
    if exposed is body:
        raise unsupported(span, "a derivative by an expression")
    if any(
        sub.operation == "symbol" and depends(exposed, sub.parameters[0], scope.definitions)
        for sub in t.subterms(variable)
    ):
        raise unsupported(span, "a derivative by an expression on whose parts the rest depends as well")
    return t.substitute(t.derivative(exposed, fresh), fresh, variable)


def _inverted(variable: Term, value: Term) -> tuple[Term, Term] | None:
    """The symbol inside vec(M), Mᵀ, … and what it is in terms of the whole: M = devec(u)."""
    match variable.operation:
        case "symbol":
            return variable, value
        case "vec":
            inside = variable.arguments[0]
            return _inverted(inside, t.devec(value, inside.shape))
        case "rearrange" if variable.parameters[0] == (1, 0):
            return _inverted(variable.arguments[0], t.transpose(value))
    return None


def _second(value: Term, variables: list[Term], scope: Scope, span: Span) -> Term:
    """∂²f/∂x∂y of a scalar f: the entry, or the matrix with rows by x and columns by y."""
    first, second = variables
    inner, inner_shape = raw_derivative(value, second, scope, span)
    outer, outer_shape = raw_derivative(inner, first, scope, span)
    return hessian(outer, outer_shape, inner_shape, span)


# --- ∇ --------------------------------------------------------------------------------------------------------------


def nabla(node: Node | None, body: Node, scope: Scope, span: Span) -> Term:
    """∇f, ∇_x f, ∇²f: always shaped like the variable."""
    sub = node.sub if isinstance(node, Scripts) else None
    order = _order(node, (body,)) if isinstance(node, Scripts) and node.sup is not None else 1
    inside, outer = _applied_scripts(body, scope)
    if sub is None and order <= 2 and (found := _gradient_at(inside, order, scope, span)) is not None:
        return letters._scripted(found, outer, scope, outer.sub) if outer is not None else found
    value = scope.term(inside)
    if order == 2:
        rows, columns = _two_variables(sub, inside, value, scope, span)
        inner, shape = raw_derivative(value, columns, scope, span)
        second, across = raw_derivative(inner, rows, scope, span)
        result = hessian(second, shape, across, span)
    elif order == 1:
        raw, shape = raw_derivative(value, _nabla_variable(sub, inside, value, scope, span), scope, span)
        result = raw if not value.shape else arranged(raw, scope.shape(value), shape, scope)
    else:
        raise unsupported(span, "a power of ∇")
    return letters._scripted(result, outer, scope, outer.sub) if outer is not None else result


def _two_variables(sub: Node | None, body: Node, value: Term, scope: Scope, span: Span) -> tuple[Term, Term]:
    r"""Both letters of `\nabla^2_{w\theta} f`, or one twice."""
    match strip(sub):
        case Product(factors=(one, other), operators=("",)) | Sequence(items=(one, other)):
            first, second = (_nabla_variable(part, body, value, scope, span) for part in (one, other))
            return first, second
    variable = _nabla_variable(sub, body, value, scope, span)
    return variable, variable


def _gradient_at(body: Node, order: int, scope: Scope, span: Span) -> Term | None:
    """∇f(x+th), ∇²f(x_0): of f, at a point that is not its own variable; None where that is not what is written."""
    found = strip(body)
    if not isinstance(found, Product) or len(found.factors) != 2:
        return None
    head, fence = found.factors[0], strip(found.factors[1])
    name = functions.function_name(head, scope)
    if name is None or not isinstance(fence, Fence) or isinstance(strip(fence.body), Sequence):
        return None
    if isinstance(strip(head), Scripts) or not functions.takes_argument(head, fence, scope):
        return None
    point = scope.term(fence.body)
    function = scope.functions.get(scope.name(name))
    if point.operation == "symbol" and (function is None or point.parameters[0] in function.parameters):
        return None
    variable = t.symbol(f"t@{span.start}", scope.shape(point))
    value = functions.value_at(name, (variable,), scope, span)
    raw, shape = t.derivative(value, variable), scope.shape(variable)
    if order == 2:
        return t.substitute(hessian(t.derivative(raw, variable), shape, shape, span), variable, point)
    gradient = raw if not value.shape else arranged(raw, scope.shape(value), shape, scope)
    return t.substitute(gradient, variable, point)


def _applied_scripts(body: Node, scope: Scope) -> tuple[Node, Scripts | None]:
    """In `∇f(x)^T` the transpose belongs to the gradient."""
    found = strip(body)
    if not isinstance(found, Product) or len(found.factors) != 2:
        return body, None
    last = strip(found.factors[-1])
    if (
        isinstance(last, Scripts)
        and isinstance(strip(last.base), Fence)
        and functions.takes_argument(found.factors[0], last, scope)
    ):
        inner = Product((*found.factors[:-1], last.base), found.operators, span=found.span)
        return inner, last
    return body, None


def _nabla_variable(sub: Node | None, body: Node, value: Term, scope: Scope, span: Span) -> Term:
    if sub is not None:
        return variable_term(sub, scope)
    names = _arguments(body, value, scope)
    if len(names) == 1:
        return scope.symbol(names[0])
    raise unsupported(span, "∇ without a variable")


def _arguments(body: Node, value: Term, scope: Scope) -> tuple[str, ...]:
    """The variables of which ∇f without a subscript speaks: f's arguments, else the vector variables in the text."""
    found = strip(body)
    head = found.factors[0] if isinstance(found, Product) else found
    name = functions.function_name(head, scope)
    function = scope.functions.get(scope.name(name)) if name else None
    if function is not None:
        return tuple(parameter.split("#")[0] for parameter in function.parameters)
    if (letter := functions.only_argument(found, scope)) is not None:
        return (letter,)
    if value.operation == "call":
        return tuple(a.parameters[0].split("#")[0] for a in value.arguments if a.operation == "symbol")
    declared = {parameter for function in scope.functions.values() for parameter in function.parameters}
    declared |= {below for _, below, _ in scope.context.usage.derivatives} | scope.context.usage.gradients
    inside = {sub.parameters[0] for sub in t.subterms(value) if sub.operation == "symbol"}
    inside |= {n for d in inside & set(scope.definitions) for n in free_names(scope.definitions[d])}
    if names := tuple(sorted(declared & inside)):
        return tuple(name.split("#")[0] for name in names)
    unknowns = [
        name
        for name in sorted(inside)
        if name.split("#")[0] in ("x", r"\mathbf{x}", "w", r"\mathbf{w}", r"\theta", r"\beta")
    ]
    return tuple(name.split("#")[0] for name in unknowns[:1])


def free_names(term: Term) -> set[str]:
    return {sub.parameters[0] for sub in t.subterms(term) if sub.operation == "symbol"}


# --- Jacobians by name ----------------------------------------------------------------------------------------------


def is_jacobian(head: Node | None, following: Node, scope: Scope) -> bool:
    """`D F(X)`, `\\operatorname{D} f(x)`: D before a function letter, unless D is a letter of the text."""
    node = strip(head)
    if not isinstance(node, Symbol | Word) or spell(node) != "D" or is_letter_of_the_text("D", scope):
        return False
    name = functions.function_name(following, scope)
    known = name is not None and (functions.is_function(following, scope) or name in FUNCTION_LETTERS)
    return known and scope.choose("D", "", ("derivative", "variable")) == "derivative"


def jacobian(body: Node, scope: Scope, span: Span) -> Term:
    """∂ vec F(X) / ∂ (vec X)ᵀ for the one argument of F."""
    if (found := _at_point(body, scope)) is not None:
        name, point = found
        fresh = t.symbol(f"t@{span.start}", scope.shape(point))
        value = functions.value_at(name, (fresh,), scope, span)
        return t.substitute(_by_vec(value, fresh, scope, span), fresh, point)
    value = scope.term(body)
    names = _arguments(body, value, scope)
    if len(names) != 1:
        raise unsupported(span, "D without a variable")
    return _by_vec(value, scope.symbol(names[0]), scope, span)


def _by_vec(value: Term, variable: Term, scope: Scope, span: Span) -> Term:
    raw, shape = raw_derivative(t.vec(value), t.vec(variable), scope, span)
    if not shape:
        return raw
    return t.transpose(raw) if not value.shape else t.rearrange(raw, (0, 2))


def _at_point(body: Node, scope: Scope) -> tuple[str, Term] | None:
    """F and P(M) in `F(P(M))`: a function, and a point that is no letter."""
    found = strip(body)
    if not isinstance(found, Product) or len(found.factors) != 2:
        return None
    fence, name = strip(found.factors[1]), functions.function_name(found.factors[0], scope)
    if name is None or not isinstance(fence, Fence) or fence.open != "(" or isinstance(strip(fence.body), Sequence):
        return None
    point = scope.term(fence.body)
    return None if point.operation == "symbol" else (name, point)


# --- directional derivatives, primes --------------------------------------------------------------------------------


def is_applied_along(head: Node, following: Node) -> bool:
    r"""`\frac{\partial y}{\partial M}[dM]`: a derivative applied to a differential in square brackets."""
    fraction, bracket = strip(head), strip(following)
    if not isinstance(fraction, Fraction) or not isinstance(bracket, Fence) or bracket.open != "[":
        return False
    found = derivation(fraction.numerator, fraction.denominator)
    direction = strip(bracket.body)
    if found is None or found.body is None or len(found.variables) != 1 or not isinstance(direction, Product):
        return False
    return is_differential_sign(direction.factors[0])


def along(head: Node, following: Node, scope: Scope) -> Term:
    """The derivative of the numerator along the direction in brackets, whatever the layout."""
    fraction, bracket = strip(head), strip(following)
    assert isinstance(fraction, Fraction)
    assert isinstance(bracket, Fence)
    found = derivation(fraction.numerator, fraction.denominator)
    assert found is not None
    assert found.body is not None
    variable, direction = variable_term(found.variables[0], scope), scope.term(bracket.body)
    span = head.span.cover(following.span)
    if variable.operation != "symbol" or not scope.unify_shapes(scope.shape(variable), scope.shape(direction)):
        return multiply(scope.term(head), direction, scope, span, (head, following))
    return t.directional(scope.term(found.body), variable, direction)


def directional(node: Scripts, body: Node, scope: Scope, span: Span) -> Term:
    r"""D_M g(A), ∂_v f(x): along a direction at a point; D_x f, ∂_x f: by a variable."""
    assert node.sub is not None
    found = strip(body)
    subject = scope.term(node.sub)
    if isinstance(found, Product) and len(found.factors) == 2:
        head, argument = found.factors
        name = functions.function_name(head, scope)
        function = scope.functions.get(scope.name(name)) if name else None
        if name and function is not None and len(function.parameters) == 1 and isinstance(strip(argument), Fence):
            parameter = t.symbol(function.parameters[0], scope.resolve(function.shapes[0]))
            if subject is parameter or (
                spell(node.base) == "D" and subject.operation == "symbol" and subject.parameters == parameter.parameters
            ):
                given = scope.term(argument)
                if given is parameter:
                    return differentiated(scope.symbol(name), parameter, scope, span)
                return t.directional(scope.symbol(name), parameter, given)
            if scope.unify_shapes(scope.shape(subject), scope.shape(parameter)) and subject is not parameter:
                along = t.directional(scope.symbol(name), parameter, subject)
                point = scope.term(argument)
                return along if point is parameter else t.substitute(along, parameter, point)
    value = scope.term(body)
    if subject.operation == "symbol" and depends(value, subject.parameters[0], scope.definitions):
        return differentiated(value, subject, scope, span)
    raise unsupported(span, "this directional derivative")


def derivative_of_function(name: str, argument: Term, primes: int, scope: Scope, span: Span) -> Term:
    """f'(a): the derivative of f at a; entry by entry where f acts so."""
    fresh_shape = scope.shape(argument)
    if is_of_numbers(name, fresh_shape, scope):

        def at(entry: Term) -> Term:
            return derivative_of_function(name, entry, primes, scope, span)

        return entry_by_entry(at, argument, fresh_shape, span)
    variable = t.symbol(f"t@{span.start}", fresh_shape)
    value = functions.value_at(name, (variable,), scope, span)
    if _is_elementwise(value):
        scalar = t.symbol(f"t@{span.start}", ())
        return _elementwise_derivative(value, scalar, argument, primes)
    result = value
    for _ in range(primes):
        if fresh_shape and result is not value:
            raise unsupported(span, "a second derivative by a vector")
        raw = t.derivative(result, variable)
        result = _row_of(raw, scope.shape(result), fresh_shape, scope)
    return t.substitute(result, variable, argument)


def _row_of(raw: Term, body_shape: tuple, variable_shape: tuple, scope: Scope) -> Term:
    """f'(x) of a function of a column is the Jacobian: a row for a scalar f."""
    if not variable_shape:
        return raw
    if not body_shape:
        return t.transpose(raw) if scope.choose("f'", "", ("row", "gradient")) == "row" else raw
    return arranged(raw, body_shape, variable_shape, scope)


def _is_elementwise(value: Term) -> bool:
    return (value.operation == "call" and value.parameters[1] == "elementwise") or value.operation == "apply"


def _elementwise_derivative(value: Term, scalar: Term, argument: Term, primes: int) -> Term:
    name = value.parameters[0]
    if value.operation == "apply":
        marked = t.apply(name + "'" * primes, argument)
        return marked
    return t.call(name + "'" * primes, (argument,), argument.shape, "elementwise")


# --- chain rule as a product ----------------------------------------------------------------------------------------


def chained(left: Term, right: Term, scope: Scope) -> Term | None:
    """∂a/∂u · ∂u/∂b contracted over the axes of u, where the second factor has three axes or more."""
    inner = _derivative_inside(right, scope)
    if inner is None or sum(size != ONE for size in scope.shape(inner)) < 3:
        return None
    middle, last = inner.arguments
    outer = _derivative_inside(left, scope)
    if outer is not None and _same(outer.arguments[1], middle):
        raw = t.contract(outer, inner, middle.order) if middle.shape else t.multiply(outer, inner)
        return arranged(raw, scope.shape(outer.arguments[0]), scope.shape(last), scope)
    shape = scope.shape(middle)
    if middle.shape and (scope.shape(left) == shape or scope.shape(left) == shape[::-1]):
        factor = left if scope.shape(left) == shape else t.transpose(left)
        return arranged(t.contract(factor, inner, middle.order), (), scope.shape(last), scope)
    return None


def _same(one: Term, other: Term) -> bool:
    return one is other or (one.operation == other.operation == "symbol" and one.parameters == other.parameters)


def _derivative_inside(term: Term, scope: Scope) -> Term | None:
    """The derivative of which a term is an arrangement, also through the definition of a symbol."""
    for _ in range(4):
        if term.operation == "derivative":
            return term
        if term.operation == "rearrange":
            term = term.arguments[0]
        elif term.operation == "symbol" and term.parameters[0] in scope.definitions:
            term = scope.definitions[term.parameters[0]]
        else:
            return None
    return None
