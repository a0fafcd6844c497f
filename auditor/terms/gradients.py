"""The gradient of a scalar, found from the outside in on the term itself, so that it keeps the author's groups.

Each operation passes a cotangent to its arguments: for f(A B), A gets G B^T and B gets A^T G. What comes out is checked
against the derivative by normal form; where this way does not lead through, the networks are put together again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeAlias

from auditor.terms.assembling import Summand, assemble, inverted, summand, turn
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.latex import latex
from auditor.terms.networks import Unproved
from auditor.terms.normal_form import equal, normal_form
from auditor.terms.rebuild import to_term
from auditor.terms.term import (
    Term,
    add,
    apply,
    call,
    derivative,
    determinant,
    devec,
    diag,
    diagonal,
    hadamard,
    identity,
    make,
    matmul,
    multiply,
    negate,
    number,
    ones,
    power,
    subterms,
    sum_,
    trace,
    transpose,
    vec,
)
from auditor.terms.world import World

HALF = Fraction(1, 2)


def gradient(body: Term, variable: Term, world: World) -> Term | None:
    """The derivative of a scalar by a symbol, shaped like the symbol, in matrix operations; None where none is found.

    Whatever is returned is proved equal to `derivative(body, variable)`.
    """
    if not body.is_scalar or body.indices:
        return None
    wanted = derivative(body, variable)
    found = [attempt(body, variable, world) for attempt in (_by_cotangents, _by_networks)]
    shaped = [term for term in found if term is not None and term.shape == variable.shape]
    for term in sorted(shaped, key=lambda term: len(latex(term))):
        if equal(term, wanted, world):
            return term
    return None


def _by_cotangents(body: Term, variable: Term, world: World) -> Term | None:
    try:
        summands = [summand(piece) for piece in Pullback(variable, world).through(body, number(1))]
    except Unproved:
        return None
    return assemble(_without_repeats(summands, variable, world), variable.shape)


def _by_networks(body: Term, variable: Term, world: World) -> Term | None:
    normal = normal_form(derivative(body, variable), world)
    if normal is None:
        return None
    known = [t for term in (body, variable, *world.definitions.values()) for t in subterms(term)]
    return to_term(normal, {t.parameters[0]: t for t in known if t.operation == "symbol"})


def _without_repeats(summands: list[Summand], variable: Term, world: World) -> list[Summand]:
    """Summands that are equal though written differently, such as E and E^{TT}, or A x and A^T x for symmetric A."""
    kept: dict[object, Summand] = {}
    for number_, one in enumerate(summands):
        plain = Summand(Fraction(1), one.scalars, one.matrices)
        normal = normal_form(assemble([plain], variable.shape), world)
        key: object = number_ if normal is None or not normal.form.networks else normal
        known = kept.get(key)
        kept[key] = one if known is None else known.times((known.number + one.number) / known.number) \
            if known.number + one.number else Summand(Fraction(0))  # fmt: skip
    return [one for one in kept.values() if one.number]


# --- cotangents -------------------------------------------------------------------------------------------------

Passed: TypeAlias = "Iterator[tuple[Term, Term]]"


class Pullback:
    """Carries a cotangent down to a symbol, along every way that leads there."""

    def __init__(self, variable: Term, world: World) -> None:
        self.variable = variable
        self.world = world
        self.depends: dict[Term, bool] = {}

    def through(self, term: Term, cotangent: Term) -> Iterator[Term]:
        """The contributions of all occurrences of the symbol in the term."""
        if term is self.variable:
            yield cotangent
            return
        if not self.concerned(term):
            return
        if term.operation == "symbol":
            yield from self.through(self.world.definitions[term.parameters[0]], cotangent)
            return
        passes = PASS.get(term.operation)
        if passes is None:
            raise Unproved(f"the cotangent of {term.operation}")
        if term.operation == "sum":
            index = term.parameters[0]
            yield from (sum_(piece, index) for piece in self.through(term.arguments[0], cotangent))
            return
        for argument, passed in passes(term, cotangent):
            if self.concerned(argument):
                yield from self.through(argument, passed)

    def concerned(self, term: Term) -> bool:
        """Whether the term depends on the symbol, also by definitions."""
        known = self.depends.get(term)
        if known is None:
            self.depends[term] = False
            definition = None
            if term.operation == "symbol":
                definition = self.world.definitions.get(term.parameters[0])
            below = (definition,) if definition is not None else term.arguments
            known = self.depends[term] = term is self.variable or any(map(self.concerned, below))
        return known


def _product(left: Term, right: Term) -> Term:
    """A matrix product, with identities left out."""
    if left.operation == "identity":
        return right
    if right.operation == "identity":
        return left
    if left.operation == "multiply" and left.arguments[-1].operation == "identity" and not right.is_scalar:
        return multiply(*left.arguments[:-1], right)
    if left is number(1):
        return right
    return left if right is number(1) else matmul(left, right)


def _scaled(scalar: Term, term: Term) -> Term:
    return term if scalar is number(1) else scalar if term is number(1) else multiply(scalar, term)


def _inner(left: Term, right: Term) -> Term:
    """The inner product of two terms of one shape."""
    if left.is_scalar:
        return _scaled(left, right)
    if left.shape[1] == ONE:
        return matmul(turn(left), right)
    return matmul(left, turn(right)) if left.shape[0] == ONE else trace(matmul(turn(left), right))


def _add(term: Term, cotangent: Term) -> Passed:
    for argument in term.arguments:
        yield argument, cotangent


def _multiply(term: Term, cotangent: Term) -> Passed:
    for place, argument in enumerate(term.arguments):
        others = (*term.arguments[:place], *term.arguments[place + 1 :])
        rest = multiply(*others) if others else number(1)
        if argument.is_scalar and not term.is_scalar:
            yield argument, _inner(cotangent, rest)
        else:
            yield argument, _scaled(rest, cotangent)


def _matmul(term: Term, cotangent: Term) -> Passed:
    left, right = term.arguments
    yield left, _product(cotangent, turn(right))
    yield right, _product(turn(left), cotangent)


def _hadamard(term: Term, cotangent: Term) -> Passed:
    for place, argument in enumerate(term.arguments):
        yield argument, _against(cotangent, *term.arguments[:place], *term.arguments[place + 1 :])


def _rearrange(term: Term, cotangent: Term) -> Passed:
    if term.parameters[0] != (1, 0):
        raise Unproved("the cotangent of a rearrangement")
    yield term.arguments[0], turn(cotangent)


def _trace(term: Term, cotangent: Term) -> Passed:
    inner = term.arguments[0]
    if inner.operation == "matmul":
        # tr(A B): A gets B^T and B gets A^T.
        left, right = inner.arguments
        yield left, _scaled(cotangent, turn(right))
        yield right, _scaled(cotangent, turn(left))
    else:
        yield inner, _scaled(cotangent, identity(inner.shape[0]))


def _inverse(term: Term, cotangent: Term) -> Passed:
    turned = transpose(inverted(term.arguments[0]))
    yield term.arguments[0], negate(_product(_product(turned, cotangent), turned))


def _determinant(term: Term, cotangent: Term) -> Passed:
    inner = term.arguments[0]
    yield inner, _scaled(cotangent, multiply(determinant(inner), turn(inverted(inner))))


def _power(term: Term, cotangent: Term) -> Passed:
    base, exponent = term.arguments
    if exponent.operation != "number":
        raise Unproved("the cotangent of a power")
    count: Fraction = exponent.parameters[0]
    if base.operation == "det" and base.arguments[0].shape:
        inner = base.arguments[0]
        yield inner, _scaled(cotangent, multiply(exponent, term, turn(inverted(inner))))
        return
    lower = number(1) if count == 1 else base if count == 2 else power(base, number(count - 1))
    yield base, _entrywise(cotangent, lower, exponent)


def _entrywise(cotangent: Term, slope: Term, factor: Term | None = None) -> Term:
    """The cotangent times a slope, entry by entry."""
    made = _scaled(slope, cotangent) if slope.is_scalar else _against(cotangent, slope)
    return made if factor is None else _scaled(factor, made)


def _against(*factors: Term) -> Term:
    """An entrywise product, flat and without ones."""
    flat = [part for factor in factors for part in (factor.arguments if factor.operation == "hadamard" else (factor,))]
    kept = [part for part in flat if part.operation != "ones"]
    return hadamard(*kept) if kept else factors[0]


def _apply(term: Term, cotangent: Term) -> Passed:
    slope = SLOPES.get(term.parameters[0])
    if slope is None or len(term.arguments) != 1:
        raise Unproved(f"the cotangent of {term.parameters[0]}")
    inner = term.arguments[0]
    if term.parameters[0] == "log" and inner.operation == "det" and not inner.arguments[0].is_scalar:
        yield inner.arguments[0], _scaled(cotangent, turn(inverted(inner.arguments[0])))
        return
    yield inner, _entrywise(cotangent, slope(inner))


def _one(like: Term) -> Term:
    return ones(like.shape)


SLOPES: dict[str, Callable[[Term], Term]] = {
    "exp": lambda x: apply("exp", x),
    "log": lambda x: power(x, number(-1)),
    "sqrt": lambda x: multiply(number(HALF), power(x, number(-HALF))),
    "sin": lambda x: apply("cos", x),
    "cos": lambda x: negate(apply("sin", x)),
    "sinh": lambda x: apply("cosh", x),
    "cosh": lambda x: apply("sinh", x),
    "tanh": lambda x: add(_one(x), negate(power(apply("tanh", x), number(2)))),
    "sigmoid": lambda x: (
        hadamard(apply("sigmoid", x), add(_one(x), negate(apply("sigmoid", x))))
        if x.shape
        else multiply(apply("sigmoid", x), add(_one(x), negate(apply("sigmoid", x))))
    ),
    "softplus": lambda x: apply("sigmoid", x),
    "abs": lambda x: apply("sign", x),
    "arctan": lambda x: power(add(_one(x), power(x, number(2))), number(-1)),
}


def _call(term: Term, cotangent: Term) -> Passed:
    name, kind = term.parameters
    scalar = kind == "elementwise" or (term.is_scalar and all(argument.is_scalar for argument in term.arguments))
    if not scalar or len(term.arguments) != 1:
        raise Unproved("the cotangent of an unknown function")
    inner = term.arguments[0]
    yield inner, _entrywise(cotangent, call(name + "'", (inner,), term.shape, "elementwise"))


def _norm(term: Term, cotangent: Term) -> Passed:
    inner = term.arguments[0]
    kind = term.parameters[0]
    vector = inner.is_scalar or ONE in inner.shape
    if kind == "F" or (kind == "2" and vector):
        yield inner, _scaled(cotangent, multiply(power(term, number(-1)), inner))
    elif kind == "1" and vector:
        yield inner, _scaled(cotangent, apply("sign", inner))
    else:
        raise Unproved("the cotangent of a norm")


def _entry(term: Term, cotangent: Term) -> Passed:
    inner, *places = term.arguments
    if inner.order != 2:
        raise Unproved("the cotangent of an entry")
    rows, columns = inner.shape
    row = unit_vector(places[0], rows)
    column = unit_vector(places[1], columns)
    outer = row if columns == ONE else turn(column) if rows == ONE else matmul(row, turn(column))
    yield inner, _scaled(cotangent, outer)


def unit_vector(place: Term, size: Dimension) -> Term:
    return make("unit", (place,), (), (size, ONE))


PASS: dict[str, Callable[[Term, Term], Passed]] = {
    "add": _add,
    "multiply": _multiply,
    "matmul": _matmul,
    "hadamard": _hadamard,
    "rearrange": _rearrange,
    "trace": _trace,
    "inverse": _inverse,
    "det": _determinant,
    "power": _power,
    "apply": _apply,
    "call": _call,
    "norm": _norm,
    "vec": lambda term, g: iter([(term.arguments[0], devec(g, term.arguments[0].shape))]),
    "devec": lambda term, g: iter([(term.arguments[0], vec(g))]),
    "diag": lambda term, g: iter([(term.arguments[0], diagonal(g))]),
    "diagonal": lambda term, g: iter([(term.arguments[0], diag(g))]),
    "entry": _entry,
    "sum": lambda term, g: iter([(term.arguments[0], g)]),
}
