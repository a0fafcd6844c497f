"""Equations in force, put to use: solved for a symbol, or recognised inside a claim that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import product

from auditor.deciding.doubts import names_in
from auditor.deciding.screening import Screen
from auditor.deciding.signs import Signs
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.normal_form import normal_form
from auditor.terms.properties import closure
from auditor.terms.rebuild import to_term
from auditor.terms.replacing import depends, replace_subterm
from auditor.terms.term import Term, is_zero
from auditor.terms.world import World

# Decides whether two terms are equal in a world: True only where that is verified.
Equal = Callable[[Term, Term, World], bool]
MULTIPLES = (1, -1, 2, -2, "1/2", "-1/2", 4, "1/4", "-4", "-1/4")


@dataclass(frozen=True)
class Equation:
    """An equation in force and the claim that states it."""

    left: Term
    right: Term
    claim: int

    @property
    def residual(self) -> Term:
        """What the equation says is zero."""
        return self.left if is_zero(self.right) else t.subtract(self.left, self.right)

    def names(self, definitions: Mapping[str, Term]) -> frozenset[str]:
        """The symbols and unknown functions of both sides, also through these definitions."""
        return names_in(self.left, definitions) | names_in(self.right, definitions)


@dataclass(frozen=True)
class Claimed:
    """A claim as it stands once equations in force are put to use, and the claims that state those."""

    left: Term
    right: Term
    world: World
    used: tuple[int, ...] = ()


def consequences(equations: tuple[Equation, ...], claim: Claimed, equal: Equal) -> Iterator[Claimed]:
    """Claims each of which, if it holds, shows that the claim at hand follows from equations in force."""
    equations = _usable(equations)
    for equation in reversed(equations):
        for one, other in _multiples(equation, claim.left, claim.right, claim.world):
            yield Claimed(one, other, claim.world, (equation.claim,))
    for chosen in dict.fromkeys((equations[-1:], equations)):
        if (solved := put_in(chosen, claim, equal)) is not None:
            yield solved


def put_in(equations: tuple[Equation, ...], claim: Claimed, equal: Equal, *, everywhere: bool = True) -> Claimed | None:
    """The claim where all the equations hold, each one solved for something; None where that cannot be done.

    With `everywhere` false it stands for the points at which coefficients are invertible, enough to refute it.
    """
    solved = claim
    for place, equation in enumerate(equations):
        found = _with(equation, solved, equal, everywhere=everywhere, first=place == 0)
        if found is not None:
            solved = found if found is solved else replace(found, used=(*solved.used, equation.claim))
        elif not everywhere:
            return None
    return solved if solved.used else None


def _with(equation: Equation, claim: Claimed, equal: Equal, *, everywhere: bool, first: bool) -> Claimed | None:
    """The claim with one more equation put to use."""
    if equation.left.operation in PUT_IN:
        return _replaced(equation, claim, everywhere=everywhere)
    if (identified := _identified(equation, claim)) is not None:
        return identified
    if not first and equal(equation.left, equation.right, claim.world):
        return claim  # it follows from those before it
    found = isolated(equation, claim.world, everywhere) or _linear_solution(equation, claim, equal, everywhere)
    if found is None:
        return None
    return replace(claim, world=_with_value(claim.world, *found))


# The value of an unknown function, or a member of a family: put in wherever it stands.
PUT_IN = frozenset({"call", "member", "entry"})


def _replaced(equation: Equation, claim: Claimed, *, everywhere: bool) -> Claimed | None:
    """The claim with a value put in; to refute it, nothing else of the same family may stand in it."""
    value = equation.left, equation.right
    left, right = (replace_subterm(side, *value) for side in (claim.left, claim.right))
    of = equation.left.arguments[0] if equation.left.operation != "call" else None
    if of is not None and not everywhere and any(of in t.subterms(side) for side in (left, right)):
        return None
    return replace(claim, left=left, right=right)


def relevant(equations: tuple[Equation, ...], claim: Claimed) -> tuple[Equation, ...]:
    """The equations that speak, directly or through others, of a free letter of the claim."""
    definitions = claim.world.definitions

    def free(*terms: Term) -> frozenset[str]:
        return frozenset().union(*(names_in(term, definitions) for term in terms)) - set(definitions)

    reached = free(claim.left, claim.right)
    waiting = {equation: free(equation.left, equation.right) for equation in equations}
    chosen: set[Equation] = set()
    while found := {equation for equation, names in waiting.items() if names & reached}:
        chosen |= found
        reached = reached.union(*(waiting.pop(equation) for equation in found))
    return tuple(equation for equation in equations if equation in chosen)


COSTLY = frozenset({"series", "limit", "integral", "antiderivative"})


def _usable(equations: tuple[Equation, ...]) -> tuple[Equation, ...]:
    """The equations without what takes long to evaluate."""
    plain = (e for e in equations if not any(sub.operation in COSTLY for sub in t.subterms(e.residual)))
    return tuple(plain)


def _with_value(world: World, name: str, value: Term) -> World:
    """The world in which a letter has that value; what it is besides is no longer known of it."""
    properties = {other: words for other, words in world.properties.items() if other != name}
    return replace(world, definitions={**world.definitions, name: value}, properties=properties)


def _identified(equation: Equation, claim: Claimed) -> Claimed | None:
    """The claim with the derivatives of y read off dy = …dx; None where y stands in it in another way too."""
    left, right = equation.left, equation.right
    if left.operation != "differential" or left.arguments[0].operation != "symbol":
        return None
    varied = {sub.arguments[0] for sub in t.subterms(right) if sub.operation == "differential"}
    if len(varied) != 1 or (variable := next(iter(varied))).operation != "symbol":
        return None
    value, step = left.arguments[0], t.symbol(f"{variable.parameters[0]}#step", variable.shape)
    linear = replace_subterm(right, t.differential(variable), step)
    origin = t.zeros(variable.shape) if variable.shape else t.number(0)
    found = (t.derivative(value, variable), t.substitute(t.derivative(linear, step), step, origin))
    one, other = (replace_subterm(replace_subterm(side, *found), left, right) for side in (claim.left, claim.right))
    if value.parameters[0] in names_in(one, {}) | names_in(other, {}):
        return None
    return replace(claim, left=one, right=other)


def differentials(equations: tuple[Equation, ...], claim: Claimed) -> tuple[Equation, ...]:
    """What follows from equations between variables for their differentials, where the claim speaks of those."""
    if not any(sub.operation == "differential" for side in (claim.left, claim.right) for sub in t.subterms(side)):
        return ()
    found = (Equation(t.differential(e.left), t.differential(e.right), e.claim) for e in equations if _varies(e))
    return tuple(found)


def _varies(equation: Equation) -> bool:
    operations = {sub.operation for side in (equation.left, equation.right) for sub in t.subterms(side)}
    return "symbol" in operations and not operations & {"differential", "derivative", "call", "member"}


def concern(equations: tuple[Equation, ...], claim: Claimed) -> bool:
    """Whether equations speak of a free letter of a claim: then no point outside them refutes it."""
    definitions = claim.world.definitions
    own = names_in(claim.left, definitions) | names_in(claim.right, definitions)
    theirs = {name for equation in equations for name in names_in(equation.residual, definitions)}
    return bool((own & theirs) - set(definitions))


def bind_functions(equations: tuple[Equation, ...], claim: Claimed) -> bool:
    """Whether equations speak of a letter of the claim that is else only known to depend on others."""
    definitions = claim.world.definitions
    own = names_in(claim.left, definitions) | names_in(claim.right, definitions)
    theirs = {name for equation in equations for name in names_in(equation.residual, definitions)}
    return any(name in definitions and definitions[name].operation == "call" for name in own & theirs)


def _factors(term: Term, world: World) -> Iterator[Term]:
    """Scalars that are never 0 by which an equation may have been multiplied: numbers, and what is in it."""
    for factor in MULTIPLES:
        yield t.number(factor)
    for scalar in t.subterms(term):
        positive = scalar.operation == "symbol" and {"positive", "nonzero"} & set(
            world.properties.get(scalar.parameters[0], ())
        )
        if not scalar.shape and (scalar.operation == "size" or positive):
            for factor in (1, -1, 2, -2, "1/2", "-1/2"):
                yield t.multiply(t.number(factor), scalar)
                yield t.multiply(t.number(factor), t.power(scalar, t.number(-1)))


def _multiples(equation: Equation, left: Term, right: Term, world: World) -> Iterator[tuple[Term, Term]]:
    """Comparisons each of which shows that `left = right` is a multiple of the equation, or of its transpose."""
    residual = equation.residual
    claimed = left if is_zero(right) else t.subtract(left, right)
    forms = [residual]
    if residual.order == 2:
        forms.append(t.transpose(residual))
    if residual.order == 2 and not claimed.shape:
        forms += _contracted(residual, claimed)
    for form in forms:
        if form.shape == claimed.shape:
            scaled = (t.multiply(factor, form) for factor in _factors(form, world))
            yield from ((claimed, one) for one in _likely(claimed, scaled, world))


def _contracted(residual: Term, claimed: Term) -> list[Term]:
    """Scalars that vanish with a vector or a square matrix: its product with a letter of the same shape, its trace."""
    if residual.shape[0] == residual.shape[1]:
        return [t.trace(residual)]
    if ONE not in residual.shape:
        return []
    column = residual if residual.shape[1] == ONE else t.transpose(residual)
    letters = dict.fromkeys(sub for term in (claimed, residual) for sub in t.subterms(term))
    fitting = [one for one in letters if one.operation == "symbol" and one.shape == column.shape]
    return [t.matmul(t.transpose(letter), column) for letter in fitting]


def unsquared(equation: Equation) -> Equation:
    """What vanishes where its norm does, or the trace of its Gram matrix, or a power of one of these."""
    if not is_zero(equation.right):
        return equation
    term = equation.left
    while True:
        match term.operation:
            case "power" if term.arguments[1].operation == "number" and term.arguments[1].parameters[0] > 0:
                term = term.arguments[0]
            case "norm":
                term = term.arguments[0]
            case "apply" if term.parameters[0] in ("abs", "sqrt"):
                term = term.arguments[0]
            case "trace" if (inner := _gram(term.arguments[0])) is not None:
                term = inner
            case "matmul" if not term.shape and (inner := _gram(term)) is not None:
                term = inner
            case _:
                break
    zero = t.zeros(term.shape) if term.shape else t.number(0)
    return equation if term is equation.left else replace(equation, left=term, right=zero)


def _gram(term: Term) -> Term | None:
    """X where the term is XᵀX."""
    if term.operation != "matmul":
        return None
    left, right = term.arguments
    return right if left is t.transpose(right) else None


# What undoes an operation: of s, where that of s is known.
_UNDONE: dict[str, Callable[[Term, Term], Term]] = {
    "vec": lambda letter, value: t.devec(value, letter.shape),
    "inverse": lambda letter, value: t.inverse(value),
}
_UNDOING = {"exp": "log", "log": "exp"}


def _undone(one: Term, other: Term, everywhere: bool) -> tuple[Term, Term]:
    """`sᵀ = V`, `vec s = v`, `log s = v`: s and its value; of √s = v, what it must be."""
    inner = one.arguments[0] if one.arguments else one
    if inner.operation != "symbol":
        return one, other
    if one.operation in _UNDONE:
        return inner, _UNDONE[one.operation](inner, other)
    if one.operation == "apply" and one.parameters[0] in _UNDOING:
        return inner, t.apply(_UNDOING[one.parameters[0]], other)
    if everywhere and one.operation == "apply" and one.parameters[0] == "sqrt":
        return inner, t.power(other, t.number(2))
    if one is t.transpose(inner):
        return inner, t.transpose(other)
    return one, other


def isolated(equation: Equation, world: World, everywhere: bool = False) -> tuple[str, Term] | None:
    """A free symbol that one side of the equation is or, where that is asked, has for a term, and its value."""
    for loose in (False, True) if everywhere else (False,):
        for one, other in _apart(equation, everywhere):
            if (
                one.operation == "symbol"
                and is_free(one, world, loose)
                and not depends(other, one.parameters[0], world.definitions)
            ):
                return one.parameters[0], other
    return None


def _apart(equation: Equation, everywhere: bool) -> Iterator[tuple[Term, Term]]:
    """What stands alone on a side, and what is equal to it; then each term of a sum."""
    sides = ((equation.left, equation.right), (equation.right, equation.left))
    for one, other in sides:
        yield _undone(one, other, everywhere)
    for one, other in sides if everywhere else ():
        terms = list(_terms(one))
        for place, term in enumerate(terms):
            if len(terms) > 1:
                yield term, t.subtract(other, t.add(*terms[:place], *terms[place + 1 :]))


def _terms(side: Term) -> Iterator[Term]:
    if side.operation == "add":
        for term in side.arguments:
            yield from _terms(term)
    else:
        yield side


def is_free(symbol: Term, world: World, loose: bool = False) -> bool:
    """A symbol without a definition and without a property that a solved value might break.

    What is shown of all values is true of those with the property too: where that is asked, any symbol is free.
    """
    name = symbol.parameters[0]
    return name not in world.definitions and (loose or not world.properties.get(name))


def _linear_solution(equation: Equation, claim: Claimed, equal: Equal, everywhere: bool) -> tuple[str, Term] | None:
    """A free symbol in which the equation is linear with a coefficient that is certainly invertible, and its value.

    The residual r is affine in x, so x = -J⁻¹ r(0). Where the coefficient is not known to be invertible, a claim that
    writes its inverse supposes it to be; any other claim would be checked on the regular case alone.
    """
    residual = equation.residual
    for variable in _candidates(residual, claim.world, everywhere):
        found = _solved(residual, variable, claim, equal, everywhere)
        if found is not None:
            return variable.parameters[0], found
    return None


def _candidates(residual: Term, world: World, loose: bool) -> Iterator[Term]:
    """Free symbols with as many entries as the equation has; those inside definitions and with properties last."""
    inside = [
        world.definitions[name] for name in sorted(names_in(residual, world.definitions) & set(world.definitions))
    ]
    fitting = [
        sub
        for sub in dict.fromkeys(sub for term in (residual, *inside) for sub in t.subterms(term))
        if sub.operation == "symbol" and sub.order <= 2 and sub.shape in (residual.shape, residual.shape[::-1])
    ]
    yield from (sub for sub in fitting if is_free(sub, world))
    if loose:
        yield from (sub for sub in fitting if not is_free(sub, world) and is_free(sub, world, loose))


def _solved(residual: Term, variable: Term, claim: Claimed, equal: Equal, everywhere: bool) -> Term | None:
    world = claim.world
    if residual.shape != variable.shape:  # xᵀA = bᵀ
        residual = t.transpose(residual)
    zero = t.zeros(variable.shape)
    start = t.substitute(residual, variable, zero)
    if not Screen(residual, world, 1).has_value(start) or equal(residual, start, world):
        return None  # the letter is inverted, is bound, or drops out
    if not variable.shape:
        slope = t.substitute(t.derivative(residual, variable), variable, zero)
        affine = t.add(start, t.multiply(slope, variable))
        if not equal(residual, affine, world):
            return None
        if everywhere and not _never_zero(slope, world, equal, (claim.left, claim.right)):
            return None
        return t.multiply(t.number(-1), t.power(slope, t.number(-1)), start)
    if variable.shape[1] != ONE:
        return _solved_for_matrix(residual, start, variable, claim, equal)
    raw = t.substitute(t.derivative(residual, variable), variable, zero)
    slope = t.rearrange(raw, (0, 2))
    if not equal(residual, t.add(start, t.matmul(slope, variable)), world):
        return None
    if everywhere and not _certainly_invertible(slope, world, equal, (claim.left, claim.right)):
        return None
    return t.negate(t.matmul(t.inverse(slope), start))


MATRICES = 9  # that may stand beside the letter that is solved for


def _solved_for_matrix(residual: Term, start: Term, variable: Term, claim: Claimed, equal: Equal) -> Term | None:
    """X where the residual is r(0) + cMXN for matrices M and N that are certainly invertible, or missing."""
    screen = Screen(residual, claim.world, 1)
    change = Screen(t.subtract(residual, start), claim.world, 1)
    inside = names_in(residual, claim.world.definitions)
    left, right = (
        [None, *(one for one in dict.fromkeys(_regular(claim.world, (claim.left, claim.right, residual), side))
                 if names_in(one, {}) <= inside)][:MATRICES]
        for side in variable.shape
    )  # fmt: skip
    for one, other in sorted(product(left, right), key=lambda pair: sum(matrix is not None for matrix in pair)):
        if one is None and other is None and len(left) + len(right) > 2:
            continue
        moved = _between(one, variable, other)
        if not change.proportional(moved):
            continue
        for factor in _factors(residual, claim.world):
            affine = t.add(start, t.multiply(factor, moved))
            if screen.compare(affine).may_equal and equal(residual, affine, claim.world):
                solution = _between(_inverted(one), start, _inverted(other))
                return t.multiply(t.number(-1), t.power(factor, t.number(-1)), solution)
    return None


def _between(left: Term | None, middle: Term, right: Term | None) -> Term:
    product_ = middle if left is None else t.matmul(left, middle)
    return product_ if right is None else t.matmul(product_, right)


def _inverted(matrix: Term | None) -> Term | None:
    return None if matrix is None else t.inverse(matrix)


def _never_zero(slope: Term, world: World, equal: Equal, claimed: tuple[Term, ...]) -> bool:
    """The coefficient is visibly not 0, or is what the claim divides by, up to a constant."""
    slope = _written_out(slope, world)
    if Signs(world).nonzero(slope) or (slope.operation == "number" and slope.parameters[0] != 0):
        return True
    scaled = (t.multiply(factor, divisor) for divisor in _divisors(world, claimed) for factor in _factors(slope, world))
    return any(equal(slope, one, world) for one in _likely(slope, scaled, world))


def _written_out(term: Term, world: World) -> Term:
    """The term without derivatives, where they can be taken."""
    form = normal_form(term, world)
    parts = (sub for one in _with_definitions((term,), world) for sub in t.subterms(one))
    symbols = {sub.parameters[0]: sub for sub in parts if sub.operation == "symbol"}
    return term if form is None else to_term(form, symbols) or term


def _divisors(world: World, claimed: tuple[Term, ...]) -> Iterator[Term]:
    """Scalars that are not 0: declared so, positive, or divided by in the claim."""
    signs = Signs(world)
    yield t.number(1)
    symbols = [t.symbol(name) for name, words in world.properties.items() if words]
    yield from (symbol for symbol in symbols if signs.nonzero(symbol))
    for term in _with_definitions(claimed, world):
        for sub in t.subterms(term):
            if sub.operation == "power" and signs.positive(t.negate(sub.arguments[1])):
                yield sub.arguments[0]


def _certainly_invertible(slope: Term, world: World, equal: Equal, claimed: tuple[Term, ...]) -> bool:
    """The coefficient is, up to a constant, a matrix declared invertible or one whose inverse the claim is made of."""
    if Signs(world).definite(slope):
        return True
    scaled = (
        t.multiply(factor, matrix)
        for matrix in dict.fromkeys(_regular(world, (*claimed, slope), slope.shape[0]))
        for factor in _factors(slope, world)
    )
    return any(equal(slope, one, world) for one in _likely(slope, scaled, world))


def _likely(fixed: Term, candidates: Iterable[Term], world: World) -> Iterator[Term]:
    """The candidates that no few values tell from a term: the others need no judge."""
    screen = Screen(fixed, world, 1)
    return (one for one in candidates if screen.compare(one).may_equal)


def _regular(world: World, claimed: tuple[Term, ...], side: Dimension) -> Iterator[Term]:
    """Matrices of a size that are invertible: declared or visibly so, or inverted by the claim; also transposed."""
    square = (side, side)
    yield t.identity(side)
    for name, properties in world.properties.items():
        if closure(tuple(properties)) & REGULAR:
            yield t.symbol(name, square)
            yield t.transpose(t.symbol(name, square))
        elif (rank := closure(tuple(properties))) & RANKS.keys():
            yield from _grams(name, rank, claimed, side)
    signs = Signs(world)
    for term in _with_definitions(claimed, world):
        for sub in t.subterms(term):
            if sub.operation == "inverse" and sub.shape == square:
                yield sub.arguments[0]
                yield sub
            elif sub.shape == square and sub.operation in ("add", "matmul", "multiply") and signs.definite(sub):
                yield sub


REGULAR = frozenset({"invertible", "positive definite", "negative definite", "orthogonal", "nonsingular"})
# Ranks that make one of the two Gram matrices invertible.
RANKS = {"full column rank": 1, "full row rank": 0, "orthonormal columns": 1}


def _grams(name: str, rank: Set[str], claimed: tuple[Term, ...], side: Dimension) -> Iterator[Term]:
    """XᵀX for an X of full column rank, XXᵀ for one of full row rank."""
    for symbol in dict.fromkeys(sub for term in claimed for sub in t.subterms(term)):
        if symbol.operation == "symbol" and symbol.parameters[0] == name and symbol.order == 2:
            for word, axis in RANKS.items():
                if word in rank and symbol.shape[axis] == side:
                    pair = (t.transpose(symbol), symbol) if axis else (symbol, t.transpose(symbol))
                    yield t.matmul(*pair)


def _with_definitions(claimed: tuple[Term, ...], world: World) -> list[Term]:
    """Terms, and the definitions of the letters in them."""
    names = dict.fromkeys(name for term in claimed for name in sorted(names_in(term, world.definitions)))
    return [*claimed, *(world.definitions[name] for name in names if name in world.definitions)]


def following(term: Term, wrong: Mapping[int, tuple[Term, Term]]) -> Term:
    """The term with the left sides of earlier wrong claims replaced by what they were claimed to be."""
    for left, right in wrong.values():
        if left.shape == right.shape:
            term = replace_subterm(term, left, right)
    return term
