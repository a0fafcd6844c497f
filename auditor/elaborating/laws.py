"""The laws of random letters as terms: their cases and probabilities, or their means and covariances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.elaborating import letters
from auditor.elaborating.chances import Law
from auditor.elaborating.conforming import is_column
from auditor.elaborating.names import spell
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.worlds import describes
from auditor.parsing.syntax import Node, Number
from auditor.source import Span
from auditor.terms import moments
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.moments import CASE, CHANCES, MEAN, SPREAD, Case
from auditor.terms.term import Index, Term

SPARE_CASES = Dimension.of("cases")  # beside one for each entry; a size like any other, of which no value is special
MOST_JOINT = 4
OF_CHANCES = ("stochastic", "positive")
# Random letters may depend on each other unless the text says that they do not; a step that fails may assume it.
DEPENDENCE = ("possible", "independent")


def random_letters(scope: Scope) -> tuple[str, ...]:
    """The letters that are random here, without those that are made of others or said to be constant."""
    context = scope.context
    found = []
    for spelling, law in context.chances.laws.items():
        name = letters.owner_of_letter(spelling, scope)
        if scope.name(name) in scope.definitions or name in scope.models or name in scope.context.sizes:
            continue
        if law == Law() and context.is_constant(name, scope.position):
            continue
        found.append(name)
    return tuple(dict.fromkeys(found))


def with_models(body: Term, scope: Scope) -> Term:
    """The body with observed letters written out as the model that produced them: y = Xβ + ε."""
    for spelling, value in scope.models.items():
        name = scope.name(spelling)
        if moments.occurs(body, name, scope.definitions):
            body = t.substitute(body, t.symbol(name, scope.shape(value)), value)
    return body


def _law(name: str, scope: Scope) -> Law:
    return scope.context.chances.laws.get(name, Law())


def variable_of(name: str, scope: Scope) -> Term:
    return t.symbol(scope.name(name), scope.shape(scope.symbol(name)))


# --- known moments --------------------------------------------------------------------------------------------------


def is_normal(name: str, scope: Scope) -> bool:
    return _law(name, scope).normal


def has_moments(name: str, scope: Scope) -> bool:
    """The letter is known by its mean and covariance, which settle what is asked of polynomials in it."""
    law = _law(name, scope)
    spread = any(node is not None for node in (law.covariance, law.deviation, law.second))
    uncorrelated = any(name in pair for pair in scope.context.chances.uncorrelated)
    return spread or law.normal or uncorrelated or (law.iid and bool(law.subscripts))


def has_mean(name: str, scope: Scope) -> bool:
    law = _law(name, scope)
    return law.mean is not None and not law.subscripts


def moments_of(
    name: str, span: Span, scope: Scope, *, even: bool = False, linear: bool = False
) -> tuple[Term, Term, Term]:
    """The variable, its mean, and its covariance with the axes of the variable twice.

    For `even` polynomials of degree two the second moment does for both where it alone is stated; for `linear` ones
    the covariance is not asked for.
    """
    law, variable = _law(name, scope), variable_of(name, scope)
    if even and law.second is not None and law.mean is None and law.covariance is None and law.deviation is None:
        law = replace(law, mean=Number("0", span=span), covariance=law.second, second=None)
    shape = scope.shape(variable)
    if law.opaque:
        restrict(name, scope)
    if law.subscripts and shape:
        return _of_family(name, law, variable, span, scope)
    mean = _mean(name, law, shape, span, scope)
    if linear:
        return variable, mean, t.number(0)
    spread = _spread(name, law, shape, mean, span, scope)
    return variable, mean, spread if not shape else t.rearrange(spread, (0, None, 1, None))


def restrict(name: str, scope: Scope) -> None:
    """More is said of the letter than was understood: no counterexample with it counts."""
    internal = scope.name(name)
    for prefix in ("", moments.VALUES, CHANCES, MEAN, SPREAD):
        scope.restricted[prefix + internal] = None


def _mean(name: str, law: Law, shape: tuple[Dimension, ...], span: Span, scope: Scope) -> Term:
    if law.mean is None:
        return t.symbol(MEAN + scope.name(name), shape)
    return _fitted(law.mean, shape, span, scope)


def _fitted(node: Node, shape: tuple[Dimension, ...], span: Span, scope: Scope) -> Term:
    """A stated mean in the shape of its variable."""
    term = scope.term(node)
    if term.operation == "number" and term.parameters[0] == 0:
        return t.zeros(shape)
    if not scope.unify_shapes(scope.shape(term), shape):
        raise unsupported(span, "a mean of another shape than its variable")
    return term


def _spread(name: str, law: Law, shape: tuple[Dimension, ...], mean: Term, span: Span, scope: Scope) -> Term:
    """The covariance matrix of a column, the variance of a number."""
    if shape and not is_column(shape):
        raise unsupported(span, f"the covariance of {name}, which is no vector")
    square = (shape[0], shape[0]) if shape else ()
    if law.deviation is not None:
        return t.power(_spread_term(law.deviation, (), span, scope), t.number(2))
    if law.covariance is not None:
        return _spread_term(law.covariance, square, span, scope)
    if law.second is not None:
        second = _spread_term(law.second, square, span, scope)
        if law.mean is None:
            restrict(name, scope)
        return t.subtract(second, t.matmul(mean, t.transpose(mean)))
    fresh = t.symbol(SPREAD + scope.name(name), square)
    _imply(fresh, scope)
    return fresh


def _spread_term(node: Node, shape: tuple[Dimension, ...], span: Span, scope: Scope) -> Term:
    term = scope.term(node)
    if shape and term.operation == "number" and term.parameters[0] == 1:
        return t.identity(shape[0])
    if not scope.unify_shapes(scope.shape(term), shape):
        raise unsupported(span, "a covariance of another shape than its variable asks for")
    _imply(term, scope)
    return term


def _imply(term: Term, scope: Scope) -> None:
    """A letter for a covariance is one."""
    if term.operation == "symbol" and term.parameters[0] not in scope.definitions:
        words = ("symmetric", "positive semidefinite") if scope.shape(term) else ("nonnegative",)
        before = scope.implied.get(term.parameters[0], ())
        scope.implied[term.parameters[0]] = tuple(dict.fromkeys((*before, *words)))


def _of_family(name: str, law: Law, variable: Term, span: Span, scope: Scope) -> tuple[Term, Term, Term]:
    """Members with one law, uncorrelated with each other where they are independent."""
    shape = scope.shape(variable)
    inner = shape[1:] if len(shape) == 3 else ()
    if len(shape) == 2 and shape[1] != ONE:
        raise unsupported(span, f"the moments of {name}")
    if not (law.iid or scope.context.chances.independent(name, name, scope.position)):
        raise unsupported(span, f"moments of {name}, whose members may depend on each other")
    first, second = (Index(spell(law.subscripts[0]) + mark, ONE, shape[0]) for mark in ("", "'"))
    with scope.binding(first):
        mean = _mean(name, law, inner, span, scope)
        spread = _spread(name, law, inner, mean, span, scope)
    if any(index.name == first.name for index in spread.indices):
        raise unsupported(span, f"members of {name} with different covariances")
    means = t.array(mean, first)
    mixed = t.array(t.multiply(t.delta(t.index(first), t.index(second)), spread), first, second)
    if inner:
        return variable, means, t.rearrange(mixed, (0, 2, None, 1, 3, None))
    return variable, t.rearrange(means, (0, None)), t.rearrange(mixed, (0, None, 1, None))


# --- cases ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Joint:
    """Letters that may depend on each other, each with its cases, and the probabilities of all combinations."""

    letters: tuple[str, ...]
    cases: tuple[Case, ...]
    weight: Term  # of one combination; adds up to 1 only where `normed`
    normed: bool

    def case(self, name: str) -> Case:
        return self.cases[self.letters.index(name)]

    def probability(self, inner: Sequence[str], held: Sequence[str]) -> Term:
        """Of the cases of some letters, given those of others."""
        kept = {self.case(name).index for name in held}
        named = kept | {self.case(name).index for name in inner}
        all_ = list(dict.fromkeys(case.index for case in self.cases))
        above = moments.summed(self.weight, [index for index in all_ if index not in named])
        if self.normed and not held:
            return above
        below = moments.summed(self.weight, [index for index in all_ if index not in kept])
        return t.multiply(t.power(below, t.number(-1)), above)

    def average(self, body: Term, inner: Sequence[str], held: Sequence[str]) -> Term:
        """E of the body over some letters, given others."""
        kept = {self.case(name).index for name in held}
        running = list(dict.fromkeys(case.index for case in self.cases if case.index not in kept))
        placed = moments.in_cases(body, [self.case(name) for name in inner])
        total = moments.summed(t.multiply(self.weight, placed), running)
        if self.normed and not held:
            return total
        return t.multiply(t.power(moments.summed(self.weight, running), t.number(-1)), total)


def joint(name: str, scope: Scope, under: str = "") -> Joint:
    """The joint law of a letter and all letters that may depend on it, each with cases of its own where the text
    takes conditions on letters, else with the cases in common; `under` names one of several laws."""
    chances = scope.context.chances
    among = [one for one in random_letters(scope) if not under or one in chances.masses.get(under, (name,))]
    members = chances.component(name, among, scope.position) if not under else tuple(sorted({*among, name}))
    if not under and len(members) > 1 and scope.choose("dependence", "", DEPENDENCE) == "independent":
        members = (name,)
    if under and any(has_moments(one, scope) or has_mean(one, scope) for one in members):
        raise unsupported(Span(0, 0), f"a second law of {name}")
    members = tuple(one for one in members if not has_moments(one, scope))
    if name not in members:
        raise unsupported(Span(0, 0), f"the probabilities of {name}, of which two moments are known")
    for one in members:  # by itself, as it would be if it were independent of the others
        scope.implied[CHANCES + scope.name(one)] = OF_CHANCES
    variables = [variable_of(one, scope) for one in members]
    together = ", ".join(scope.name(one) for one in members)
    label = together + (f" under {under}" if under else "")
    if len(members) > 1 and chances.conditional:
        if len(members) > MOST_JOINT:
            raise unsupported(Span(0, 0), "a joint distribution of this many letters")
        indices = [Index(CASE + v.parameters[0], ONE, moments.length(v) + SPARE_CASES) for v in variables]
        weights = t.symbol(CHANCES + label, tuple(index.upper for index in indices))
        scope.implied[weights.parameters[0]] = ("positive",)
        weight = t.entry(weights, *map(t.index, indices))
    else:
        count = sum((moments.length(v) for v in variables), SPARE_CASES)
        indices = [Index(CASE + together, ONE, count)] * len(members)
        weights = t.symbol(CHANCES + label, (count, ONE))
        scope.implied[weights.parameters[0]] = OF_CHANCES
        weight = t.entry(weights, t.index(indices[0]), t.number(1))
    made = Joint(
        members,
        tuple(Case(v, index, moments.raw_value(v, index)) for v, index in zip(variables, indices, strict=True)),
        weight,
        len(members) == 1 or not chances.conditional,
    )
    return _with_means(made, scope)


SIGNS = frozenset({"positive", "nonnegative"})


def _keeps_properties(name: str, case: Case, law: Law, scope: Scope) -> bool:
    """Whether the values have the properties that the text says of the letter; signs of numbers can be had."""
    known = scope.known(name)
    words = {word for word in known.properties if not describes(word)} if known is not None else set()
    if words and words <= SIGNS and not scope.shape(case.variable) and law.mean is None:
        scope.implied[moments.VALUES + case.variable.parameters[0]] = tuple(sorted(words))
        return True
    return not words


def _with_means(made: Joint, scope: Scope) -> Joint:
    """Letters with a stated mean keep to it: their values are moved by the mean that they would have."""
    cases = []
    for name, case in zip(made.letters, made.cases, strict=True):
        law, value = _law(name, scope), case.value
        if law.opaque or not _keeps_properties(name, case, law, scope):
            restrict(name, scope)
        if law.mean is not None:
            shape = scope.shape(case.variable)
            stated = _fitted(law.mean, shape, Span(0, 0), scope)
            drawn = Joint(made.letters, made.cases, made.weight, made.normed).average(value, [], [])
            value = t.add(value, stated, t.negate(drawn))
        cases.append(Case(case.variable, case.index, value))
    return Joint(made.letters, tuple(cases), made.weight, made.normed)
