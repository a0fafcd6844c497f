r"""Densities, divergences and entropies: `\mathcal{N}(x \mid \mu, \Sigma)`, `KL(p \| q)`, `H(p)`.

A density is the exponential of its logarithm, so that the logarithm of one, or of a product of several, is a quadratic
polynomial again. The distributions that are compared are normal ones, written out or named, or vectors of
probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.elaborating import expectations
from auditor.elaborating.conforming import is_column
from auditor.elaborating.names import spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.signs_of_chance import BARS, ENTROPIES, NORMALS, mass_letters, normal_parameters, sign_of
from auditor.parsing.syntax import Chain, Fence, Node, Product, Sequence, Symbol
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.term import Index, Term

DIVERGENCES = frozenset(["KL", "D_{KL}", r"\mathbb{KL}", "KLD", r"\mathrm{KL}"])
PARALLEL = frozenset([r"\|", r"\parallel", r"\mid", r"\Vert", "|"])
HALF = t.number("1/2")


# --- densities ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Normal:
    """N(mean, spread): the spread is a covariance matrix, or the variance of a number."""

    mean: Term
    spread: Term

    def log_density(self, point: Term) -> Term:
        """-½ (k log 2π + log det Σ + (x - μ)ᵀΣ⁻¹(x - μ))."""
        gap = t.subtract(point, self.mean)
        form = t.matmul(t.matmul(t.transpose(gap), t.inverse(self.spread)), gap)
        return t.multiply(t.number("-1/2"), t.add(self.volume(), form))

    def volume(self) -> Term:
        """k log 2π + log det Σ."""
        count = t.size(self.mean.shape[0]) if self.mean.shape else t.number(1)
        circle = t.apply("log", t.multiply(t.number(2), t.make("constant", parameters=("pi",))))
        return t.add(t.multiply(count, circle), t.apply("log", t.determinant(self.spread)))

    def entropy(self) -> Term:
        count = t.size(self.mean.shape[0]) if self.mean.shape else t.number(1)
        return t.multiply(HALF, t.add(self.volume(), count))

    def divergence(self, other: Normal) -> Term:
        """KL(self ‖ other)."""
        gap = t.subtract(other.mean, self.mean)
        inverse = t.inverse(other.spread)
        count = t.size(self.mean.shape[0]) if self.mean.shape else t.number(1)
        volumes = t.subtract(t.apply("log", t.determinant(other.spread)), t.apply("log", t.determinant(self.spread)))
        form = t.matmul(t.matmul(t.transpose(gap), inverse), gap)
        return t.multiply(HALF, t.add(t.trace(t.matmul(inverse, self.spread)), form, t.negate(count), volumes))


def is_density(head: Node, following: Node) -> bool:
    r"""`\mathcal{N}(x \mid \mu, \Sigma)`, `N(x; \mu, \Sigma)`."""
    fence = strip(following)
    if sign_of(head) not in NORMALS or not isinstance(fence, Fence):
        return False
    body = strip(fence.body)
    if not isinstance(body, Sequence) or len(body.items) != 3:
        return False
    return body.separators[0] in BARS | {";"} and body.separators[1] == ","


def density(fence: Node, scope: Scope) -> Term:
    found = strip(fence)
    assert isinstance(found, Fence)
    body = strip(found.body)
    assert isinstance(body, Sequence)
    point = scope.term(body.items[0])
    law = normal(body.items[1], body.items[2], found.span, scope, like=point)
    return t.apply("exp", law.log_density(point))


def normal(mean: Node, spread: Node, span: Span, scope: Scope, like: Term | None = None) -> Normal:
    """The normal distribution with these parameters; `like` is a term of the shape of its variable."""
    first, second = scope.term(mean), scope.term(spread)
    zero = first.operation == "number" and first.parameters[0] == 0
    if zero and like is not None:
        first = t.zeros(scope.shape(like))
    elif zero and scope.shape(second):
        first = t.zeros((second.shape[0], ONE))
    shape = scope.shape(first)
    if (shape and not is_column(shape)) or (
        like is not None and not scope.unify_shapes(scope.shape(like), scope.shape(first))
    ):
        raise unsupported(span, "a normal distribution with this mean")
    if not scope.unify_shapes(scope.shape(second), (shape[0], shape[0]) if shape else ()):
        raise unsupported(span, "a normal distribution with a covariance of another shape")
    if second.operation == "symbol" and second.parameters[0] not in scope.definitions:
        words = ("symmetric", "positive definite") if second.shape else ("positive",)
        before = scope.implied.get(second.parameters[0], ())
        scope.implied[second.parameters[0]] = tuple(dict.fromkeys((*before, *words)))
    return Normal(first, second)


def log_of(term: Term, scope: Scope) -> Term | None:
    """The logarithm of a density, or of a product of densities; None for any other term."""
    match term.operation:
        case "apply" if term.parameters == ("exp",):
            return term.arguments[0]
        case "multiply" if not term.shape:
            parts = [log_of(argument, scope) for argument in term.arguments]
            found = [part for part in parts if part is not None]
            return t.add(*found) if len(found) == len(parts) else None
        case "product" if not term.shape:
            inside = log_of(term.arguments[0], scope)
            return None if inside is None else t.sum_(inside, term.parameters[0])
        case "symbol" if term.parameters[0] in scope.definitions:
            return log_of(scope.definitions[term.parameters[0]], scope)
        case "substitute":
            body, *bindings = term.arguments
            inside = log_of(body, scope)
            return None if inside is None else t.substitute(inside, *bindings)
    return None


# --- divergences and entropies --------------------------------------------------------------------------------------


def is_measure(head: Node, following: Node, scope: Scope) -> bool:
    """Whether a sign before a bracket is a divergence of two distributions, or the entropy of one."""
    fence = strip(following)
    if not scope.context.chances.speaks or not isinstance(fence, Fence) or fence.open not in ("(", "["):
        return False
    name, body = spell(head), strip(fence.body)
    if scope.is_declared(name) or scope.name(name) in scope.definitions:
        return False
    if name in DIVERGENCES:
        return len(_compared(body)) == 2
    return name in ENTROPIES and body is not None and _is_distribution(body, scope)


def gives_value(head: Node, following: Node, scope: Scope) -> bool:
    """Whether a sign before a bracket has a value of its own here, so that no equation defines it."""
    return is_density(head, following) or is_measure(head, following, scope)


def measure(head: Node, fence: Node, scope: Scope) -> Term:
    """The value of a divergence or an entropy."""
    found = strip(fence)
    assert isinstance(found, Fence)
    parts = _compared(strip(found.body)) if spell(head) in DIVERGENCES else (found.body,)
    laws = [distribution(part, scope, found.span) for part in parts]
    if len(laws) == 1:
        return laws[0].entropy()
    one, other = laws
    if isinstance(one, Normal) and isinstance(other, Normal):
        if not scope.unify_shapes(scope.shape(one.mean), scope.shape(other.mean)):
            raise unsupported(found.span, "the divergence of distributions of different sizes")
        return one.divergence(other)
    if isinstance(one, Finite) and isinstance(other, Finite):
        if not scope.unify_shapes(scope.shape(one.weights), scope.shape(other.weights)):
            raise unsupported(found.span, "the divergence of distributions of different sizes")
        return one.divergence(other)
    if isinstance(one, Mass) and isinstance(other, Mass) and set(one.letters) == set(other.letters):
        return one.divergence(other)
    raise unsupported(found.span, "the divergence of distributions of different kinds")


@dataclass(frozen=True)
class Finite:
    """Probabilities as the entries of a column."""

    weights: Term

    def _mean(self, quotient: Term, index: Index) -> Term:
        """The expectation of a logarithm."""
        return t.sum_(t.multiply(_entry(self.weights, index), t.apply("log", quotient)), index)

    def entropy(self) -> Term:
        index = Index("i", ONE, self.weights.shape[0])
        return t.negate(self._mean(_entry(self.weights, index), index))

    def divergence(self, other: Finite) -> Term:
        index = Index("i", ONE, self.weights.shape[0])
        below = t.power(_entry(other.weights, index), t.number(-1))
        return self._mean(t.multiply(_entry(self.weights, index), below), index)


def _entry(column: Term, index: Index) -> Term:
    return t.entry(column, t.index(index), t.number(1))


@dataclass(frozen=True)
class Mass:
    """Probabilities p(x) of the cases of some letters."""

    chance: Term
    letters: tuple[Node, ...]
    scope: Scope

    def _mean(self, logarithm: Term) -> Term:
        total: Term = t.multiply(self.chance, logarithm)
        for letter in self.letters:
            summed = expectations.over_cases(letter, total, self.scope)
            assert summed is not None
            total = summed
        return total

    def entropy(self) -> Term:
        return t.negate(self._mean(t.apply("log", self.chance)))

    def divergence(self, other: Mass) -> Term:
        return self._mean(t.apply("log", t.multiply(self.chance, t.power(other.chance, t.number(-1)))))


def _mass(node: Node | None, scope: Scope) -> Mass | None:
    """The probabilities that a formula such as `q(z)`, `p(z \\mid x)` or `q` stands for."""
    chances = scope.context.chances
    if isinstance(node, Symbol) and spell(node) in chances.masses:
        letters = tuple(Symbol(name, span=node.span) for name in chances.masses[spell(node)])
        body = letters[0] if len(letters) == 1 else Sequence(letters, (",",) * (len(letters) - 1), span=node.span)
        node = Product((node, Fence("(", ")", body, span=node.span)), ("",), span=node.span)
    if not isinstance(node, Product) or len(node.factors) != 2 or not expectations.is_mass(*node.factors, scope):
        return None
    listed = mass_letters(*node.factors)
    assert listed is not None
    return Mass(expectations.mass(*node.factors, scope), expectations.split_at_bar(listed)[0], scope)


def distribution(node: Node | None, scope: Scope, span: Span) -> Normal | Finite | Mass:
    """What a formula for a distribution stands for."""
    found = strip(node)
    if (mass := _mass(found, scope)) is not None:
        return mass
    if (parameters := _normal_parameters(found)) is not None:
        return normal(*parameters, span, scope)
    name = spell(found)
    if name in scope.context.chances.normals:
        return normal(*scope.context.chances.normals[name], span, scope)
    if name in scope.context.chances.finite:
        weights = scope.symbol(name)
        if is_column(scope.shape(weights)):
            return Finite(weights)
    raise unsupported(span, f"the distribution {name}" if name else "this distribution")


def _is_distribution(node: Node, scope: Scope) -> bool:
    chances, name = scope.context.chances, spell(node)
    known = name in chances.normals or name in chances.finite or name in chances.masses
    applied = isinstance(node, Product) and len(node.factors) == 2 and expectations.is_mass(*node.factors, scope)
    return known or applied or _normal_parameters(node) is not None


def _normal_parameters(node: Node | None) -> tuple[Node, Node] | None:
    found = normal_parameters(node)
    return (found[0], found[1]) if len(found) == 2 else None


def _compared(body: Node | None) -> tuple[Node, ...]:
    """p and q in `p \\| q`."""
    match body:
        case Sequence(items=(one, other), separators=(separator,)) if separator in PARALLEL | {","}:
            return (one, other)
        case Chain(operands=(one, other), relations=(relation,)) if one is not None and other is not None:
            return (one, other) if relation in PARALLEL else ()
        case Sequence(items=items) if len(items) > 2:
            return ()
    return ()
