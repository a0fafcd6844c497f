"""Functions: named ones (`tr`, `log`, `vec`, `softmax`), letters applied to arguments, differentials of letters."""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import replace
from functools import partial
from math import comb, factorial

from auditor.elaborating import distributions, domains, expectations, letters
from auditor.elaborating.conforming import is_column, is_row, matched, square
from auditor.elaborating.context import Known
from auditor.elaborating.entrywise import entry_by_entry, is_of_numbers
from auditor.elaborating.names import bare_letter, is_atom, letter_class, spell, strip, written
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Function, Scope
from auditor.elaborating.softmax import softmax, total
from auditor.elaborating.usage import index_parts, is_differential_sign
from auditor.elaborating.vocabulary import (
    ACTIVATIONS,
    COMPOSED_FUNCTIONS,
    FUNCTION_LETTERS,
    MATRIX_FUNCTIONS,
    OBJECTIVES,
    OPAQUE_WORDS,
    SCALAR_FUNCTIONS,
    TRANSPOSES,
)
from auditor.parsing.syntax import (
    Accent,
    Bars,
    Binomial,
    Dots,
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
    Symbol,
    Word,
)
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.term import Index, Term

NAMED_FUNCTIONS = frozenset({"sigmoid", "softplus", "relu", "tanh"})  # what words may say that a letter stands for
KNOWN_WORDS = {*MATRIX_FUNCTIONS, *SCALAR_FUNCTIONS, *COMPOSED_FUNCTIONS}


# --- words ----------------------------------------------------------------------------------------------------------


def word(name: str, node: Node, scope: Scope) -> Term:
    """A word that stands without an argument: a symbol with a long name."""
    if name in KNOWN_WORDS and not scope.is_declared(name):
        raise unsupported(node.span, f"{name} without an argument")
    if name in OPAQUE_WORDS and not scope.is_declared(name):
        raise unsupported(node.span, name)
    return letters.letter_term(node, scope)


def word_of(node: Node | None) -> str | None:
    """The function word at the head, under scripts: `log` in `\\log^2`."""
    found = strip(node)
    if isinstance(found, Scripts):
        found = strip(found.base)
    if isinstance(found, Word) and (found.name in KNOWN_WORDS or found.name in OPAQUE_WORDS):
        return found.name
    return None


def is_word_function(node: Node | None) -> bool:
    return word_of(node) is not None


def argument_length(nodes: Many[Node], signs: Many[str], head: Node, scope: Scope) -> int:
    """How many factors behind a function word are its argument: a bracket, or all letters up to the next sign."""
    first = strip(nodes[0])
    base = strip(first.base) if isinstance(first, Scripts) else first
    if isinstance(base, Fence):
        return 1
    if len(nodes) > 1 and _takes_bracket(nodes[0], nodes[1], scope):
        return 2
    if is_word_function(first):
        return 1 + (argument_length(nodes[1:], signs[1:], first, scope) if len(nodes) > 1 and first else 0)
    length = 1
    while length < len(nodes) and not signs[length - 1] and _goes_on(nodes[length], nodes[length - 1], scope):
        length += 1
    return length


def _takes_bracket(head: Node, behind: Node, scope: Scope) -> bool:
    """An expectation, a density or a probability with the bracket behind it."""
    found = strip(behind)
    fenced = isinstance(strip(found.base) if isinstance(found, Scripts) else found, Fence)
    return fenced and (
        expectations.is_operator(head, behind, scope)
        or expectations.is_mass(head, behind, scope)
        or distributions.gives_value(head, behind, scope)
    )


def _goes_on(node: Node, before: Node, scope: Scope) -> bool:
    """Letters and numbers go on with the argument; a bracket does only behind a function letter."""
    found = strip(node)
    base = strip(found.base) if isinstance(found, Scripts) else found
    if isinstance(base, Fence):
        return takes_argument(before, node, scope)
    return isinstance(
        base, Symbol | Accent | Number | Group | Fraction | Bars | Root | Matrix
    ) and not is_word_function(found)


def applied_word(head: Node, argument: Node, scope: Scope) -> Term:
    """A function word with its argument; scripts on the argument's bracket, or on the word, apply to the value."""
    name = word_of(head)
    assert name is not None
    if name in OPAQUE_WORDS:
        raise unsupported(head.span, name)
    inside, outer = _peeled(argument)
    value = _value(name, inside, head.span.cover(argument.span), scope)
    if isinstance(scripts := strip(head), Scripts):
        if scripts.primes:
            value = _derived_word(name, scripts.primes, inside, head.span, scope)
        if scripts.sub is not None:
            if name != "log":
                raise unsupported(head.span, written(head))
            value = t.multiply(value, t.power(_value("log", scripts.sub, head.span, scope), t.number(-1)))
        outer = (replace(scripts, sub=None, primes=0, base=argument), *outer) if scripts.sup is not None else outer
    for scripts in outer:
        value = _power_of_entries(name, value, scripts, scope) or letters._scripted(value, scripts, scope, scripts.sub)
    return value


def _power_of_entries(name: str, value: Term, scripts: Scripts, scope: Scope) -> Term | None:
    r"""`\tanh^2(x)` of a vector, where the function acts entry by entry: so does the power."""
    shape, power = scope.shape(value), strip(scripts.sup)
    if name not in SCALAR_FUNCTIONS or not isinstance(power, Number) or scripts.sub is not None or scripts.primes:
        return None
    return t.power(value, scope.term(power)) if is_column(shape) or is_row(shape) else None


def _derived_word(name: str, primes: int, inside: Node, span: Span, scope: Scope) -> Term:
    r"""`\tanh'(t)`: the derivative of a function word at a number."""
    if name not in SCALAR_FUNCTIONS:
        raise unsupported(span, f"{name} with a prime")
    point, variable = scope.term(inside), t.symbol(f"t@{span.start}", ())
    value = t.apply(SCALAR_FUNCTIONS[name], variable)
    for _ in range(primes):
        value = t.derivative(value, variable)
    shape = scope.shape(point)
    at = partial(t.substitute, value, variable)
    return entry_by_entry(at, point, shape, span) if shape else at(point)


def _peeled(argument: Node) -> tuple[Node, tuple[Scripts, ...]]:
    """`(x)^2` behind a function: the bracket, and the scripts that belong to the value."""
    found = strip(argument)
    if isinstance(found, Scripts) and isinstance(strip(found.base), Fence):
        return found.base, (found,)
    return argument, ()


def _value(name: str, argument: Node, span: Span, scope: Scope) -> Term:
    if name in COMPOSED_FUNCTIONS:
        return _composed(name, argument, span, scope)
    fence = strip(argument)
    if name in ("diag", "Diag") and isinstance(fence, Fence) and isinstance(strip(fence.body), Sequence):
        return _diagonal_of_list(strip(fence.body), span, scope)  # type: ignore[arg-type]
    if name in ("max", "min"):
        return _extreme(name, fence, span, scope)
    inside = scope.term(argument)
    if name in SCALAR_FUNCTIONS:
        return _entrywise(SCALAR_FUNCTIONS[name], inside, span, scope)
    return matrix_function(MATRIX_FUNCTIONS[name], inside, span, scope)


# Functions that a square matrix has by their power series, with the operation that they name.
BY_POWER_SERIES = {"sin": "sinm", "cos": "cosm"}


def _entrywise(name: str, inside: Term, span: Span, scope: Scope) -> Term:
    shape = scope.shape(inside)
    if name == "exp" and len(shape) == 2 and not (is_column(shape) or is_row(shape)):
        reading = scope.choose("exp of a matrix", "", ("matrix", "entrywise"))
        if reading == "matrix":
            return letters.exponential(inside, scope, span)
    matrix = len(shape) == 2 and not (is_column(shape) or is_row(shape))
    if name == "log" and matrix and scope.choose("log of a matrix", "", ("matrix", "entrywise")) == "matrix":
        return t.make("logm", (square(inside, scope, span, "logarithm"),), shape=inside.shape)
    if (
        matrix
        and name not in ("exp", "log", "sqrt", "abs", "relu", "sign", "sigmoid")
        and not scope.context.usage.entrywise
    ):
        if name not in BY_POWER_SERIES or shape[0] != shape[1]:
            raise unsupported(span, f"{name} of a matrix")
        return t.make(BY_POWER_SERIES[name], (square(inside, scope, span, name),), shape=inside.shape)
    if name == "sqrt":
        return t.power(inside, t.number("1/2"))
    if name == "log" and (logarithm := distributions.log_of(inside, scope)) is not None:
        return logarithm
    return t.apply(name, inside)


def matrix_function(operation: str, inside: Term, span: Span, scope: Scope) -> Term:
    """tr, det, vec, diag, … of a term."""
    shape = scope.shape(inside)
    match operation:
        case "trace":
            return t.trace(square(inside, scope, span, "trace"))
        case "det":
            return t.determinant(square(inside, scope, span, "determinant"))
        case "vec":
            return t.vec(inside) if len(shape) <= 2 else _no(span, "vec of a tensor")
        case "diag" if is_column(shape) or is_row(shape):
            return t.diag(inside)
        case "diag" | "diagonal" if len(shape) == 2:
            return t.diagonal(square(inside, scope, span, "diagonal"))
        case "inverse":
            return t.inverse(square(inside, scope, span, "inverse"))
        case "sym" | "skew" if len(shape) == 2:
            square(inside, scope, span, operation)
            other = t.transpose(inside) if operation == "sym" else t.negate(t.transpose(inside))
            return t.multiply(t.number("1/2"), t.add(inside, other))
        case "total" if len(shape) == 2:
            return t.matmul(t.matmul(t.transpose(t.ones((shape[0], ONE))), inside), t.ones((shape[1], ONE)))
        case "adjugate" | "expm" | "logm":
            return t.make(operation, (square(inside, scope, span, operation),), shape=inside.shape)
        case "pseudo_inverse" if len(shape) == 2:
            return t.make("pseudo_inverse", (inside,), shape=(inside.shape[1], inside.shape[0]))
        case "devec":
            return _devec(inside, span, scope)
        case _ if not shape:
            return inside
    return _no(span, operation)


def _extreme(name: str, argument: Node | None, span: Span, scope: Scope) -> Term:
    """max(a, b, …): the larger of scalars, or entry by entry; a 0 takes the others' shape."""
    body = strip(argument.body) if isinstance(argument, Fence) else None
    if not isinstance(body, Sequence) or len(body.items) < 2:
        raise unsupported(span, f"{name} of this")
    total = scope.term(body.items[0])
    for item in body.items[1:]:
        pair = matched(total, scope.term(item), scope)
        if pair is None:
            raise unsupported(span, f"{name} of different shapes")
        total = t.apply(name, *pair)
    return total


def _no(span: Span, construct: str) -> Term:
    raise unsupported(span, construct)


def _devec(inside: Term, span: Span, scope: Scope) -> Term:
    """The matrix whose vec is given; its shape must be known from what it is equated with."""
    shape = scope.shape(inside)
    if len(shape) != 2 or not (is_column(shape) or is_row(shape)):
        return _no(span, "devec")
    rows, columns = scope.unknown(f"devec@{span.start}.0"), scope.unknown(f"devec@{span.start}.1")
    long = shape[0] if is_column(shape) else shape[1]
    scope.unify(long, rows * columns)
    if is_row(shape):  # numerator layout: a row of derivatives by vec(M) becomes the transpose of M's shape
        return t.transpose(t.devec(t.transpose(inside), (columns, rows)))
    return t.devec(inside, (rows, columns))


def _diagonal_of_list(body: Sequence, span: Span, scope: Scope) -> Term:
    r"""`diag(a, b, c)`, and `diag(p_1(1-p_1), \dots, p_m(1-p_m))`."""
    if any(isinstance(strip(item), Dots) for item in body.items):
        entry, index = ellipsis(body, span, scope)
        column = t.rearrange(t.array(entry, index), (0, None))
        return t.diag(column)
    cells = tuple((scope.term(item),) for item in body.items)
    return t.diag(t.blocks(cells, (Dimension.of(len(cells)), ONE)))


def ellipsis(body: Sequence, span: Span, scope: Scope) -> tuple[Term, Index]:
    """A list `f(1), f(2), …, f(n)` as its general entry and the index that it runs over."""
    from auditor.elaborating.ellipses import general

    general_node, index = general(body, span)
    with scope.binding(index):
        return scope.term(general_node), scope.resolved(index)


# --- functions made of others ---------------------------------------------------------------------------------------


def _composed(name: str, argument: Node, span: Span, scope: Scope) -> Term:
    match name:
        case "softmax":
            return softmax(scope.term(argument), span, scope)
        case "logsumexp" | "LSE" | "lse":
            return t.apply("log", total(t.apply("exp", scope.term(argument)), span))
        case "CE":
            body = strip(argument)
            pair = strip(body.body) if isinstance(body, Fence) else None
            if isinstance(pair, Sequence) and len(pair.items) == 2:
                target, predicted = (scope.term(item) for item in pair.items)
                if target.operation == "symbol":  # by convention a distribution over the classes
                    scope.implied.setdefault(target.parameters[0], ("sums to one",))
                if target.shape and scope.unify_shapes(scope.shape(target), scope.shape(predicted)):
                    return t.negate(total(t.hadamard(target, t.apply("log", predicted)), span))
    raise unsupported(span, name)


def combinatorial(node: Node, scope: Scope) -> Term:
    match node:
        case Factorial(body=body):
            inside = scope.term(body)
            value = inside.parameters[0] if inside.operation == "number" else None
            if value is not None and value.denominator == 1 and 0 <= value <= 50:
                return t.number(factorial(int(value)))
            if value is None and not inside.shape:
                return t.make("factorial", (_counted(inside, scope),))
        case Binomial(upper=upper, lower=lower):
            above, below = scope.term(upper), scope.term(lower)
            if above.operation == below.operation == "number":
                a, b = above.parameters[0], below.parameters[0]
                if a.denominator == b.denominator == 1 and 0 <= b <= a <= 200:
                    return t.number(comb(int(a), int(b)))
            elif not above.shape and not below.shape:
                return t.make("binomial", (_counted(above, scope), _counted(below, scope)))
    raise unsupported(node.span, written(node))


def _counted(term: Term, scope: Scope) -> Term:
    """What a factorial is taken of: its letters are whole numbers."""
    for sub in t.subterms(term):
        if sub.operation == "symbol":
            scope.implied.setdefault(sub.parameters[0], ("integer",))
    return term


# --- letters applied to arguments -----------------------------------------------------------------------------------


def function_name(head: Node | None, scope: Scope) -> str | None:
    """The name of a letter that could be a function, its labels included."""
    found = strip(head)
    if isinstance(found, Scripts) and is_atom(found.base):
        if _is_always_applied(found, scope):
            return spell(found)
        if found.sup is not None and letters.label_of(found, scope) == spell(found.base) and found.sub is None:
            return None  # f^2(x), A^T(…)
        parts = index_parts(found.sub)
        return (
            letters.label_of(found, scope)
            if not parts or letters._labels_by_subscript(found, scope)
            else spell(found.base)
        )
    return spell(found) if is_atom(found) and not is_word_function(found) else None


def is_function(head: Node | None, scope: Scope) -> bool:
    name = function_name(head, scope)
    if name is None:
        return False
    known = scope.known(name)
    return scope.name(name) in scope.functions or (known is not None and known.kind == "function")


def only_argument(application: Node | None, scope: Scope) -> str | None:
    """x in `f(x)` for a function f of one argument whose type the text declares."""
    found = strip(application)
    if not isinstance(found, Product) or len(found.factors) != 2 or not is_function(found.factors[0], scope):
        return None
    fence, known = strip(found.factors[1]), scope.known(function_name(found.factors[0], scope) or "")
    single = known is not None and len(known.domains) == 1
    return spell(fence.body) if single and isinstance(fence, Fence) and is_atom(fence.body) else None


def composition(head: Node | None, following: Node) -> tuple[Node, ...]:
    r"""F and P in `(F \circ P)(x)`; nothing where another thing is written."""
    body = strip(found.body) if isinstance(found := strip(head), Fence) and found.open == "(" else None
    argument = strip(following)
    if not isinstance(body, Product) or r"\circ" not in body.operators:
        return ()
    return body.factors if isinstance(argument, Fence) and argument.open == "(" else ()


def composed(head: Node, following: Node, scope: Scope) -> Term:
    """The value of a composition of functions of one argument."""
    names = [function_name(part, scope) if is_function(part, scope) else None for part in composition(head, following)]
    if None in names:
        raise unsupported(head.span.cover(following.span), "this composition")
    value = scope.term(following)
    for name in filter(None, reversed(names)):
        value = value_at(name, (value,), scope, head.span)
    return value


def takes_argument(head: Node | None, following: Node, scope: Scope) -> bool:
    """Whether `head(…)` is an application rather than a product."""
    found = strip(following)
    fence = strip(found.base) if isinstance(found, Scripts) else found
    if not isinstance(fence, Fence) or fence.open not in ("(",) or fence.body is None:
        return False
    name = function_name(head, scope)
    if name is None or name in scope.bound or is_differential_sign(head):
        return False
    if name in scope.context.sizes and not scope.context.usage.of(name).heads:
        return False
    options = _application_options(name, head, fence, scope)
    return scope.choose("application", scope.name(name), options) == "application"


def _may_be_argument(body: Node | None, known: Known) -> bool:
    """A letter, or an application of the letter on which the function depends."""
    found = strip(body)
    head = found.factors[0] if isinstance(found, Product) else None
    return is_atom(found) or (head is not None and spell(head) in known.arguments)


def _is_always_applied(head: Node | None, scope: Scope) -> bool:
    r"""`\lambda_{\max}(A + B)`, `h_\theta(x)`, `J_0(2x)`: a letter with scripts that only stands before brackets.

    Before a sum in brackets an index is rather that of a factor, as in x_i(y_i - z), unless a lone letter stands in
    such brackets elsewhere, as in T_n(x).
    """
    found = strip(head)
    if not isinstance(found, Scripts) or found.primes or not is_atom(found.base):
        return False
    usage, name = scope.context.usage, spell(found)
    if found.sup is not None and not (isinstance(strip(found.sup), Symbol) and spell(found.sup).startswith("\\")):
        return False  # A^T(…), f^2(x)
    if spell(found.sup) in TRANSPOSES:
        return False
    known = scope.known(name)
    if usage.headed[name] < usage.scripted[name] or (known is not None and known.shape):
        return False
    base = scope.known(spell(found.base))
    if base is not None and base.shape:
        return False
    parts = index_parts(found.sub)
    labelled = not parts or letters._labels_by_subscript(found, scope)
    return labelled or spell(found.base) in usage.heads_of_letters


# Said of matrices and never of functions.
OF_NUMBERS = frozenset({"positive", "nonnegative", "negative", "nonzero", "standard deviation", "variance", "integer"})
OF_MATRICES = frozenset({"symmetric", "skew-symmetric", "idempotent", "orthogonal", "invertible", "positive definite"})


def _application_options(name: str, head: Node | None, fence: Fence, scope: Scope) -> tuple[str, ...]:
    application, product = ("application", "product"), ("product", "application")
    known = scope.known(name)
    if is_function(head, scope) or (name in FUNCTION_LETTERS and _is_derivative_at(head, fence, scope)):
        return ("application",)
    if known is not None and OF_MATRICES & set(known.properties) and not known.domains:
        return ("product",)
    if known is not None and len(known.arguments) == 1 and _may_be_argument(fence.body, known):
        return application  # "u depends on x", or u(x) is declared
    if isinstance(strip(fence.body), Sequence):
        return ("application",)
    if _is_always_applied(head, scope):
        return application
    usage = scope.context.usage.of(name)
    if name in scope.context.usage.primed_functions:
        return product if letters.is_variable(name, scope) else application
    if known is not None and (known.shape is not None or known.kind in ("matrix", "column", "row", "scalar")):
        if usage.heads and not usage.bare:
            return application
        # A declared matrix may depend on a letter, as X(t) does; it takes no formula for an argument.
        return product if not known.shape or is_atom(strip(fence.body)) else ("product",)
    if usage.heads or (usage.applied and not usage.by_itself and not usage.arities):
        return application
    if (known is not None and OF_NUMBERS & set(known.properties)) or usage.as_variable:
        return product
    if name in FUNCTION_LETTERS or name in OBJECTIVES:
        matrix_like = letter_class(name).endswith("uppercase") and (usage.transposed or usage.inverted)
        return (
            product
            if matrix_like or (usage.bare > usage.applied and letter_class(name) == "uppercase")
            else application
        )
    return product


def _is_derivative_at(head: Node | None, fence: Fence, scope: Scope) -> bool:
    """`h'(x)`: a letter in brackets behind a prime is no factor."""
    found = strip(head)
    if not isinstance(found, Scripts) or not found.primes or found.sup is not None:
        return False
    return is_atom(strip(fence.body)) and not letters._prime_is_label(found, scope)


def applied(head: Node, nodes: Many[Node], scope: Scope) -> Term:
    """f(a, b), f'(x), f_i(x), with scripts on the bracket applied to the value."""
    found = strip(nodes[0])
    outer: Scripts | None = None
    if isinstance(found, Scripts):
        outer, found = found, strip(found.base)
    assert isinstance(found, Fence)
    value = call(head, found, scope)
    if outer is not None:
        value = letters._scripted(value, outer, scope, outer.sub)
    return value


def call(head: Node, fence: Fence, scope: Scope) -> Term:
    """The value of a letter applied to the arguments in a bracket."""
    name = function_name(head, scope)
    assert name is not None
    body = strip(fence.body)
    if isinstance(body, Sequence) and r"\mid" in body.separators and scope.name(name) not in scope.functions:
        raise unsupported(fence.span, f"{name} under a condition")
    arguments = arguments_in(fence, scope)
    scripts = strip(head) if isinstance(strip(head), Scripts) else None
    primes = scripts.primes if isinstance(scripts, Scripts) and not letters._prime_is_label(scripts, scope) else 0
    value = (
        derived(name, arguments, primes, scope, head.span) if primes else value_at(name, arguments, scope, head.span)
    )
    if name == spell(head):
        return value
    if isinstance(scripts, Scripts) and scripts.sub is not None and not letters._labels_by_subscript(scripts, scope):
        from auditor.elaborating.indices import indexed

        value = indexed(value, scripts.sub, scope, head.span, name)
    return value


def arguments_in(fence: Node, scope: Scope) -> tuple[Term, ...]:
    """What stands between the brackets of an application."""
    found = strip(fence)
    body = strip(found.body) if isinstance(found, Fence) else found
    return tuple(scope.term(item) for item in (body.items if isinstance(body, Sequence) else (body,)))


def value_at(name: str, arguments: tuple[Term, ...], scope: Scope, span: Span) -> Term:
    """f(a): by its definition, where the text defines it, else a value of an unknown function."""
    internal = scope.name(name)
    function = scope.functions.get(internal)
    if function is not None:
        shape = scope.shape(arguments[0]) if len(arguments) == 1 else ()
        if is_of_numbers(name, shape, scope):
            at = partial(_at_a_number, name, function, scope, span)
            return entry_by_entry(at, arguments[0], shape, span)
        return _by_definition(name, function, arguments, scope, span)
    domains.check(name, arguments, scope, span)
    defined = scope.definitions.get(internal)
    unknown = defined is not None and defined.operation == "call" and defined.parameters[0] == internal
    if defined is not None and unknown and len(arguments) == len(defined.arguments) and arguments != defined.arguments:
        return t.make("call", arguments, defined.parameters, defined.shape)
    if defined is not None and all(argument.operation in ("symbol", "index") for argument in arguments):
        return scope.symbol(name)  # y(x) for the y that is defined through x
    return unknown_value(name, arguments, scope, span)


def _at_a_number(name: str, function: Function, scope: Scope, span: Span, argument: Term) -> Term:
    return _by_definition(name, function, (argument,), scope, span)


def _by_definition(name: str, function: Function, arguments: tuple[Term, ...], scope: Scope, span: Span) -> Term:
    if len(arguments) != len(function.parameters):
        raise unsupported(span, f"{name} with {len(arguments)} arguments")
    bindings: list[Term] = []
    for parameter, shape, argument in zip(function.parameters, function.shapes, arguments, strict=True):
        variable = t.symbol(parameter, scope.resolve(shape))
        if argument.operation == "symbol" and argument.parameters[0] == parameter:
            continue
        if not scope.unify_shapes(scope.shape(variable), scope.shape(argument)):
            if argument.operation != "number" or argument.parameters[0] != 0:
                raise unsupported(span, f"{name} at an argument of another shape")
            argument = t.zeros(scope.shape(variable))
        bindings += (t.symbol(parameter, scope.shape(variable)), argument)
    own = scope.symbol(name)
    return t.substitute(own, *bindings) if bindings else own


def unknown_value(name: str, arguments: tuple[Term, ...], scope: Scope, span: Span) -> Term:
    """A value of a function of which only the name, and perhaps the type, is known."""
    known = scope.known(name)
    internal = scope.name(name)
    if known is not None and known.domains:
        for argument, domain in zip(arguments, known.domains, strict=False):
            if domain is not None and not scope.unify_shapes(scope.shape(argument), domain):
                raise unsupported(span, f"{name} at an argument of another shape than declared")
    _check_signature(name, internal, arguments, scope, span)
    if known is not None and known.codomain is not None:
        return t.call(internal, arguments, known.codomain)
    if known is not None and known.shape is not None and len(known.arguments) == len(arguments):
        return t.call(internal, arguments, scope.shape(scope.symbol(name)))
    elementwise = known is not None and "elementwise" in known.properties
    if elementwise and len(arguments) == 1:
        return elementwise_value(name, arguments[0], scope)
    if len(arguments) == 1 and (name in ACTIVATIONS or arguments[0].shape):
        return _value_of_kind(name, arguments, scope)
    return t.call(internal, arguments, _value_shape(name, scope))


def _check_signature(name: str, internal: str, arguments: tuple[Term, ...], scope: Scope, span: Span) -> None:
    """One function takes arguments of one shape; one that acts entry by entry takes any."""
    known = scope.known(name)
    if name in ACTIVATIONS or (known is not None and "elementwise" in known.properties):
        return
    shapes = scope.signatures.setdefault(internal, tuple(scope.shape(argument) for argument in arguments))
    fits = len(shapes) == len(arguments) and all(
        scope.unify_shapes(shape, scope.shape(argument))
        or (not scope.shape(argument) and argument.operation == "number")
        for shape, argument in zip(map(scope.resolve, shapes), arguments, strict=True)
    )
    if not fits and scope.choose("value", internal, ("scalar",)) != "elementwise":
        raise unsupported(span, f"{name} at arguments of different shapes")


def _value_of_kind(name: str, arguments: tuple[Term, ...], scope: Scope) -> Term:
    """An unknown function of one argument: scalar-valued, entry by entry, or vector-valued."""
    internal = scope.name(name)
    if name in ACTIVATIONS and not scope.shape(arguments[0]):
        return elementwise_value(name, arguments[0], scope)
    if name in ACTIVATIONS:
        options: tuple[str, ...] = ("elementwise", "scalar")
    elif name in OBJECTIVES or letter_class(name).endswith("uppercase"):
        options = ("scalar", "elementwise", "matrix")
    elif is_column(scope.shape(arguments[0])):
        options = ("scalar", "elementwise", "column")
    else:
        options = ("scalar", "elementwise", "column", "matrix")
    if _has_matrix_values(name, scope):
        options = ("matrix", *(option for option in options if option != "matrix"))
    match scope.choose("value", internal, options):
        case "elementwise":
            return elementwise_value(name, arguments[0], scope)
        case "scalar":
            return t.call(internal, arguments, ())
        case "column":
            return t.call(internal, arguments, (scope.unknown(f"{internal}().0"), ONE))
    return t.call(internal, arguments, (scope.unknown(f"{internal}().0"), scope.unknown(f"{internal}().1")))


def _has_matrix_values(name: str, scope: Scope) -> bool:
    """Whether the text writes U = f(…) with a declared matrix U."""
    known = (scope.known(letter) for letter in scope.context.usage.values.get(name, ()))
    return any(
        one is not None and one.shape is not None and len(one.shape) == 2 and ONE not in one.shape for one in known
    )


def elementwise_value(name: str, argument: Term, scope: Scope) -> Term:
    """An activation function, entry by entry: unknown, or the logistic one where the text needs that."""
    known = scope.known(name)
    named = next((word for word in (known.properties if known else ()) if word in NAMED_FUNCTIONS), None)
    if named is not None:
        return t.apply(named, argument)
    logistic = name in (r"\sigma", r"\mathbf{\sigma}")
    if logistic and scope.choose("activation", name, ("unknown", "sigmoid")) == "sigmoid":
        return t.apply("sigmoid", argument)
    return t.call(scope.name(name), (argument,), scope.shape(argument), "elementwise")


def _value_shape(name: str, scope: Scope) -> Shape:
    kind = scope.choose("kind", scope.name(name), ("scalar", "column", "matrix"))
    first, second = scope.unknown(f"{scope.name(name)}().0"), scope.unknown(f"{scope.name(name)}().1")
    return {"scalar": (), "column": (first, ONE), "matrix": (first, second)}[kind]


def derived(name: str, arguments: tuple[Term, ...], primes: int, scope: Scope, span: Span) -> Term:
    """f'(a), f''(a): the derivative of f by its one argument, at a."""
    from auditor.elaborating.derivatives import derivative_of_function

    if len(arguments) != 1:
        raise unsupported(span, "a prime on a function of several arguments")
    return derivative_of_function(name, arguments[0], primes, scope, span)


# --- differentials --------------------------------------------------------------------------------------------------


def is_differential(sign: Node, following: Node, scope: Scope) -> bool:
    """Whether `d` before a formula is the differential rather than a variable of that name."""
    found = strip(following)
    base = strip(found.base) if isinstance(found, Scripts) else found
    if isinstance(base, Number) or not isinstance(
        base, Symbol | Accent | Fence | Word | Bars | Fraction | Group | Product
    ):
        return False
    plain = bare_letter(sign)
    if spell(plain) == r"\partial":  # ∂X in a text that takes no derivative by anything
        return not scope.context.usage.denominators
    if spell(plain) == r"\delta":
        usage = scope.context.usage
        always = usage.of(r"\delta").alone == usage.variations and not usage.of(r"\delta").arities
        return (
            always
            and not scope.is_declared(r"\delta")
            and scope.choose("δ", "", ("variation", "variable")) == "variation"
        )
    if isinstance(plain, Symbol) and plain.style == "roman":
        return True
    named = scope.is_declared("d") or scope.name("d") in scope.definitions or "d" in scope.context.sizes
    known = scope.known("d")
    counts = known is None or known.kind != "scalar" or "d" in scope.context.sizes
    here = scope.position in scope.context.usage.of_differentials or _is_varied(following, scope)
    if named and counts and here:
        return scope.choose("d", str(scope.position), ("differential", "variable")) == "differential"
    if scope.is_declared("d") or scope.name("d") in scope.definitions:
        return scope.choose("d", "", ("variable", "differential")) == "differential"
    if "d" in scope.context.sizes or scope.context.usage.of("d").transposed:
        return scope.choose("d", "", ("variable", "differential")) == "differential"
    return True


def _is_varied(following: Node, scope: Scope) -> bool:
    """A statement in which each term holds a differential writes that of the letter."""
    usage, letter = scope.context.usage, spell(bare_letter(following))
    return any(letter in usage.varied[position] for position in usage.of_differentials)


def differential(sign: Node, body: Node, scope: Scope, span: Span) -> Term:
    """dX: the differential; or, in texts on backpropagation, the gradient of the one objective by X."""
    letter = spell(bare_letter(body))
    objectives = [above for above, below, _ in scope.context.usage.derivatives if below == letter and above]
    if (
        objectives
        and differential_order(sign) == 1
        and len(set(objectives)) == 1
        and not scope.is_declared(objectives[0])
    ):
        readings = (
            ("differential", "gradient")
            if scope.context.usage.differentials - {letter}
            else ("gradient", "differential")
        )
        if scope.choose("dx", "", readings) == "gradient":
            from auditor.elaborating.derivatives import differentiated

            return differentiated(scope.symbol(objectives[0]), scope.term(body), scope, span)
    term = scope.term(body)
    for _ in range(differential_order(sign)):
        term = t.differential(term)
    return term


def differential_order(sign: Node) -> int:
    """2 in d²."""
    found = strip(sign)
    if isinstance(found, Scripts) and isinstance(power := strip(found.sup), Number) and power.text.isdigit():
        return int(power.text)
    return 1
