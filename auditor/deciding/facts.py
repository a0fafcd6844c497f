"""Equations in force, put to use: solved for a symbol, or recognised inside a claim that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from auditor.deciding.doubts import names_in
from auditor.deciding.screening import Screen
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.replacing import depends, replace_subterm
from auditor.terms.term import Term
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
        return self.left if _is_zero(self.right) else t.subtract(self.left, self.right)


def _is_zero(term: Term) -> bool:
    return term.operation == "zeros" or (term.operation == "number" and term.parameters[0] == 0)


@dataclass(frozen=True)
class Claimed:
    """A claim as it stands once equations in force are put to use, and the claims that state those."""

    left: Term
    right: Term
    world: World
    used: tuple[int, ...] = ()


def consequences(equations: tuple[Equation, ...], claim: Claimed, equal: Equal) -> Iterator[Claimed]:
    """Claims each of which, if it holds, shows that the claim at hand follows from equations in force."""
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
    found = isolated(equation, claim.world) or _linear_solution(equation, claim, equal, everywhere)
    if found is None:
        return None
    name, value = found
    definitions = {**claim.world.definitions, name: value}
    return replace(claim, world=replace(claim.world, definitions=definitions))


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


def concern(equations: tuple[Equation, ...], claim: Claimed) -> bool:
    """Whether equations speak of a free letter of a claim: then no point outside them refutes it."""
    definitions = claim.world.definitions
    own = names_in(claim.left, definitions) | names_in(claim.right, definitions)
    theirs = {name for equation in equations for name in names_in(equation.residual, definitions)}
    return bool((own & theirs) - set(definitions))


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
    claimed = left if _is_zero(right) else t.subtract(left, right)
    forms = [residual]
    if residual.order == 2:
        forms.append(t.transpose(residual))
    for form in forms:
        if form.shape == claimed.shape:
            scaled = (t.multiply(factor, form) for factor in _factors(form, world))
            yield from ((claimed, one) for one in _likely(claimed, scaled, world))


def isolated(equation: Equation, world: World) -> tuple[str, Term] | None:
    """A free symbol that one side of the equation is, and its value."""
    for one, other in ((equation.left, equation.right), (equation.right, equation.left)):
        if (
            one.operation == "symbol"
            and is_free(one, world)
            and not depends(other, one.parameters[0], world.definitions)
        ):
            return one.parameters[0], other
    return None


def is_free(symbol: Term, world: World) -> bool:
    """A symbol without a definition and without a property that a solved value might break."""
    name = symbol.parameters[0]
    return name not in world.definitions and not world.properties.get(name)


def _linear_solution(equation: Equation, claim: Claimed, equal: Equal, everywhere: bool) -> tuple[str, Term] | None:
    """A free symbol in which the equation is linear with a coefficient that is certainly invertible, and its value.

    The residual r is affine in x, so x = -J⁻¹ r(0). Where the coefficient is not known to be invertible, a claim that
    writes its inverse supposes it to be; any other claim would be checked on the regular case alone.
    """
    residual = equation.residual
    for variable in _candidates(residual, claim.world):
        found = _solved(residual, variable, claim, equal, everywhere)
        if found is not None:
            return variable.parameters[0], found
    return None


def _candidates(residual: Term, world: World) -> Iterator[Term]:
    """Free symbols with as many entries as the equation has; those inside definitions last."""
    inside = [
        world.definitions[name] for name in sorted(names_in(residual, world.definitions) & set(world.definitions))
    ]
    for sub in dict.fromkeys(sub for term in (residual, *inside) for sub in t.subterms(term)):
        if sub.operation == "symbol" and is_free(sub, world) and sub.shape == residual.shape and sub.order <= 2:
            yield sub


def _solved(residual: Term, variable: Term, claim: Claimed, equal: Equal, everywhere: bool) -> Term | None:
    world = claim.world
    zero = t.zeros(variable.shape)
    start = t.substitute(residual, variable, zero)
    if equal(residual, start, world):
        return None  # the letter is bound in it, or drops out
    if not variable.shape:
        slope = t.substitute(t.derivative(residual, variable), variable, zero)
        affine = t.add(start, t.multiply(slope, variable))
        if not equal(residual, affine, world):
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


def _solved_for_matrix(residual: Term, start: Term, variable: Term, claim: Claimed, equal: Equal) -> Term | None:
    """X where the residual is r(0) + cMX or r(0) + cXM for a matrix M that is certainly invertible."""
    screen = Screen(residual, claim.world, 1)
    for axis, side in enumerate(variable.shape):
        for matrix in _regular(claim.world, (claim.left, claim.right), side):
            product = t.matmul(variable, matrix) if axis else t.matmul(matrix, variable)
            for factor in _factors(residual, claim.world):
                affine = t.add(start, t.multiply(factor, product))
                if screen.compare(affine).may_equal and equal(residual, affine, claim.world):
                    inverse = t.inverse(matrix)
                    solution = t.matmul(start, inverse) if axis else t.matmul(inverse, start)
                    return t.multiply(t.number(-1), t.power(factor, t.number(-1)), solution)
    return None


def _certainly_invertible(slope: Term, world: World, equal: Equal, claimed: tuple[Term, ...]) -> bool:
    """The coefficient is, up to a constant, a matrix declared invertible or one whose inverse the claim is made of."""
    scaled = (
        t.multiply(factor, matrix)
        for matrix in _regular(world, claimed, slope.shape[0])
        for factor in _factors(slope, world)
    )
    return any(equal(slope, one, world) for one in _likely(slope, scaled, world))


def _likely(fixed: Term, candidates: Iterable[Term], world: World) -> Iterator[Term]:
    """The candidates that no few values tell from a term: the others need no judge."""
    screen = Screen(fixed, world, 1)
    return (one for one in candidates if screen.compare(one).may_equal)


def _regular(world: World, claimed: tuple[Term, ...], side: Dimension) -> Iterator[Term]:
    """Matrices of a size that are invertible: declared so, or inverted by the claim."""
    for name, properties in world.properties.items():
        if set(properties) & {"invertible", "positive definite", "orthogonal", "nonsingular"}:
            yield t.symbol(name, (side, side))
    terms = [*claimed, *(world.definitions[name] for term in claimed for name in names_in(term, world.definitions)
                         if name in world.definitions)]  # fmt: skip
    for term in terms:
        for sub in t.subterms(term):
            if sub.operation == "inverse" and sub.shape == (side, side):
                yield sub.arguments[0]


def following(term: Term, wrong: Mapping[int, tuple[Term, Term]]) -> Term:
    """The term with the left sides of earlier wrong claims replaced by what they were claimed to be."""
    for left, right in wrong.values():
        if left.shape == right.shape:
            term = replace_subterm(term, left, right)
    return term
