"""Equations in force, put to use: solved for a symbol, or recognised inside a claim that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

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


def multiples(equation: Equation, left: Term, right: Term) -> Iterator[tuple[Term, Term]]:
    """Comparisons each of which shows that `left = right` is a multiple of the equation, or of its transpose."""
    residual = equation.residual
    claimed = left if _is_zero(right) else t.subtract(left, right)
    forms = [residual]
    if residual.order == 2:
        forms.append(t.transpose(residual))
    for form in forms:
        if form.shape != claimed.shape:
            continue
        for factor in MULTIPLES:
            yield claimed, t.multiply(t.number(factor), form)


def with_solutions(
    equations: tuple[Equation, ...], world: World, equal: Equal, claimed: tuple[Term, ...]
) -> World | None:
    """The world in which the equations hold: each one solved for a symbol of its own; None where that cannot be done."""
    solved = world
    for equation in equations:
        found = isolated(equation, solved) or linear_solution(equation, solved, equal, claimed)
        if found is None:
            return None
        name, value = found
        solved = replace(solved, definitions={**solved.definitions, name: value})
    return solved


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


def linear_solution(
    equation: Equation, world: World, equal: Equal, claimed: tuple[Term, ...]
) -> tuple[str, Term] | None:
    """A free symbol in which the equation is linear with a coefficient that is certainly invertible, and its value.

    The residual r is affine in x, so x = -J⁻¹ r(0). Where the coefficient is not known to be invertible, a claim that
    writes its inverse supposes it to be; any other claim would be checked on the regular case alone.
    """
    residual = equation.residual
    for variable in _candidates(residual, world):
        if (found := _solved(residual, variable, world, equal, claimed)) is not None:
            return variable.parameters[0], found
    return None


def _candidates(residual: Term, world: World) -> Iterator[Term]:
    """Free symbols with as many entries as the equation has."""
    for sub in t.subterms(residual):
        if sub.operation == "symbol" and is_free(sub, world) and sub.shape == residual.shape and sub.order <= 2:
            yield sub


def _solved(residual: Term, variable: Term, world: World, equal: Equal, claimed: tuple[Term, ...]) -> Term | None:
    zero = t.zeros(variable.shape)
    start = t.substitute(residual, variable, zero)
    if not variable.shape:
        slope = t.substitute(t.derivative(residual, variable), variable, zero)
        affine = t.add(start, t.multiply(slope, variable))
        if not equal(residual, affine, world):
            return None
        return t.multiply(t.number(-1), t.power(slope, t.number(-1)), start)
    if variable.shape[1] != ONE:
        return None
    raw = t.substitute(t.derivative(residual, variable), variable, zero)
    slope = t.rearrange(raw, (0, 2))
    if not equal(residual, t.add(start, t.matmul(slope, variable)), world):
        return None
    if not _certainly_invertible(slope, world, equal, claimed):
        return None
    return t.negate(t.matmul(t.inverse(slope), start))


def _certainly_invertible(slope: Term, world: World, equal: Equal, claimed: tuple[Term, ...]) -> bool:
    """The coefficient is, up to a constant, a matrix declared invertible or one whose inverse the claim writes."""
    regular = [
        t.symbol(name, slope.shape)
        for name, properties in world.properties.items()
        if set(properties) & {"invertible", "positive definite", "orthogonal", "nonsingular"}
    ]
    regular += [sub.arguments[0] for term in claimed for sub in t.subterms(term) if sub.operation == "inverse"]
    for matrix in regular:
        if matrix.shape != slope.shape:
            continue
        for factor in MULTIPLES:
            if equal(slope, t.multiply(t.number(factor), matrix), world):
                return True
    return False


def rewritten(term: Term, wrong: Mapping[int, tuple[Term, Term]]) -> Term:
    """The term with the left sides of earlier wrong claims replaced by what they were claimed to be."""
    for left, right in wrong.values():
        if left.shape == right.shape:
            term = replace_subterm(term, left, right)
    return term


def size_of(term: Term) -> Dimension:
    total = ONE
    for dimension in term.shape:
        total = total * dimension
    return total
