r"""Expectations, variances and covariances: `\mathbb{E}[f(x)]`, `E[X \mid Y]`, `\operatorname{Cov}(x, y)`.

Which letters are random, and what is known of them, stands in `chances`; what an expectation is as a term, in
`terms.moments`. Letters under a condition stay free: they are put in their cases by the expectation around them, or,
at the edge of a formula, on both sides at once (`closed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.elaborating import laws, letters
from auditor.elaborating.chances import EXPECTING, mentions
from auditor.elaborating.conforming import is_column, is_row
from auditor.elaborating.laws import DEPENDENCE
from auditor.elaborating.names import bare_letter, plain, spell, strip
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.elaborating.signs_of_chance import (
    BARS,
    COVARIANCES,
    EXPECTATIONS,
    LOOSE_EXPECTATIONS,
    VARIANCES,
    mass_letters,
    sign_of,
    subscript_letters,
)
from auditor.parsing.syntax import Chain, Fence, Node, Product, Scripts, Symbol, Word
from auditor.parsing.syntax import Sequence as Listed
from auditor.source import Span
from auditor.terms import moments
from auditor.terms import term as t
from auditor.terms.term import Term, subterms

CAP_OF_NORMAL = 6  # degree of polynomials in a normal variable
CAP_OF_OTHERS = 2
FACTORISATION = "factorisation"  # whether probabilities of several letters may be products: never chosen, but noted


# --- notation -------------------------------------------------------------------------------------------------------


def is_operator(head: Node, following: Node, scope: Scope) -> bool:
    """Whether a sign before a formula takes its expectation, variance or covariance."""
    chances = scope.context.chances
    sign, behind = sign_of(head), strip(following)
    if not chances.speaks or not sign or scope.is_declared(sign) or _is_defined(sign, scope):
        return False
    fence = strip(behind.base) if isinstance(behind, Scripts) else behind
    bracket = fence.open if isinstance(fence, Fence) else ""
    if sign in EXPECTATIONS:
        return True
    if sign in VARIANCES | COVARIANCES:
        return bracket in ("(", "[", r"\{") or isinstance(strip(head), Word)
    if sign in LOOSE_EXPECTATIONS:
        if scope.name(sign) in scope.functions or not mentions(
            chances, fence.body if isinstance(fence, Fence) else None
        ):
            return False
        certain = isinstance(strip(head), Word) or EXPECTING.search(scope.context.reading.prose) is not None
        return bracket == "[" or (bracket in ("(", r"\{") and certain)
    return False


def _is_defined(sign: str, scope: Scope) -> bool:
    """The text says what the letter is; being an unknown function of something says nothing."""
    definition = scope.definitions.get(scope.name(sign))
    return definition is not None and definition.operation != "call"


def applied(head: Node, argument: Node, scope: Scope) -> Term:
    """The sign with what it is applied to; scripts on the bracket belong to the value."""
    found = strip(argument)
    scripts = found if isinstance(found, Scripts) and isinstance(strip(found.base), Fence) else None
    inside = strip(scripts.base) if scripts is not None else found
    body = inside.body if isinstance(inside, Fence) else argument
    value = _value(head, body, head.span.cover(argument.span), scope)
    return value if scripts is None else letters._scripted(value, scripts, scope, scripts.sub)


def _value(head: Node, body: Node | None, span: Span, scope: Scope) -> Term:
    items, given = _parts(body)
    sign, scripts = sign_of(head), strip(head)
    sub = scripts.sub if isinstance(scripts, Scripts) else None
    if isinstance(scripts, Scripts) and (scripts.sup is not None or scripts.primes):
        raise unsupported(span, "a power of the sign of an expectation")
    over, under, behind = _subscript(sub, span, scope)
    held = frozenset(_held((*given, *behind), span, scope))
    terms = [scope.term(item) for item in items]
    average = _Average(scope, span, over, held, under)
    if len(terms) == 1 and sign in VARIANCES | COVARIANCES:
        return _covariance(terms[0], terms[0], average)
    if len(terms) == 2 and sign in COVARIANCES:
        return _covariance(terms[0], terms[1], average)
    if len(terms) == 1:
        return average(terms[0])
    raise unsupported(span, "an expectation of several formulas")


def _parts(body: Node | None) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What stands before and behind the bar of a condition."""
    found = strip(body)
    return split_at_bar(found) if isinstance(found, Listed) else (((body,) if body is not None else ()), ())


def split_at_bar(found: Listed) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    bar = next((k for k, separator in enumerate(found.separators) if separator in BARS), None)
    if bar is None:
        return found.items, ()
    return found.items[: bar + 1], found.items[bar + 1 :]


def _subscript(sub: Node | None, span: Span, scope: Scope) -> tuple[frozenset[str] | None, str, tuple[Node, ...]]:
    """The letters that a subscript averages over (None: all), the law that it names, and the letters it holds fixed."""
    chances = scope.context.chances
    if sub is None:
        return None, "", ()
    found = strip(sub)
    law = strip(found.operands[-1]) if isinstance(found, Chain) and found.relations == (r"\sim",) else found
    if isinstance(law, Product) and len(law.factors) == 2:
        listed = mass_letters(*law.factors)
        if listed is not None and spell(law.factors[0]) in chances.masses:
            before, after = split_at_bar(listed)
            return frozenset(map(spell, before)), chances.law_of(spell(law.factors[0])), after
    if isinstance(law, Symbol) and spell(law) in chances.masses:
        letters_ = subscript_letters(sub) if isinstance(found, Chain) else ()
        over = frozenset(map(spell, letters_)) or frozenset(chances.masses[spell(law)])
        return over, chances.law_of(spell(law)), ()
    names = {letters.owner_of_letter(spell(bare_letter(letter)), scope) for letter in subscript_letters(sub)}
    if not names or any(name not in chances.laws for name in names):
        raise unsupported(span, "an expectation with this subscript")
    if isinstance(found, Chain) and len(chances.followed) > 1:
        raise unsupported(span, "expectations under several laws")
    return frozenset(names), "", ()


def _held(given: Iterable[Node], span: Span, scope: Scope) -> Iterable[str]:
    for item in given:
        name = spell(strip(item))
        if not name or not isinstance(strip(item), Symbol):
            raise unsupported(span, "an expectation under this condition")
        if name in scope.context.chances.laws and scope.name(name) not in scope.definitions:
            yield name
        elif scope.name(name) in scope.definitions or name in scope.models:
            raise unsupported(span, f"an expectation given {name}, which is made of other random letters")


def _covariance(left: Term, right: Term, average: _Average) -> Term:
    """E[f gᵀ] - E[f] E[g]ᵀ."""
    scope = average.scope
    for side in (left, right):
        shape = scope.shape(side)
        if shape and not is_column(shape):
            raise unsupported(
                average.span, "the covariance of a row" if is_row(shape) else "the covariance of a matrix"
            )
    first, second = average(left), average(right)
    product = average(t.matmul(left, t.transpose(right)))
    return t.subtract(product, t.matmul(first, t.transpose(second)))


# --- averaging ------------------------------------------------------------------------------------------------------


class _Average:
    """Takes expectations over some letters, or all random ones, with others held fixed."""

    def __init__(self, scope: Scope, span: Span, over: frozenset[str] | None, held: frozenset[str], under: str) -> None:
        self.scope, self.span, self.over, self.held, self.under = scope, span, over, held, under

    def __call__(self, body: Term) -> Term:
        scope = self.scope
        body = laws.with_models(body, scope)
        names = [name for name in laws.random_letters(scope) if self.varies(body, name)]
        averaged = [name for name in names if name not in self.held and (self.over is None or name in self.over)]
        if not averaged:
            self.check_constant(body, names)
            return body
        known = [name for name in averaged if laws.has_moments(name, scope) or self.needs_mean_alone(body, name)]
        for name in averaged:
            self.check_joint(body, name, known)
        result = body
        for name in known:
            result = self.by_moments(result, body, name)
        return self.by_cases(result, [name for name in averaged if name not in known])

    def varies(self, body: Term, name: str) -> bool:
        internal = self.scope.name(name)
        case = moments.CASE + internal
        return any(index.name == case for index in body.indices) or moments.occurs(
            body, internal, self.scope.definitions
        )

    def needs_mean_alone(self, body: Term, name: str) -> bool:
        """The body is linear in a letter with a stated mean, and no letter that may depend on it stands beside it."""
        scope = self.scope
        if not laws.has_mean(name, scope) or any(index.name.startswith(moments.CASE) for index in body.indices):
            return False
        others = [
            other
            for other in scope.context.chances.component(name, laws.random_letters(scope), scope.position)
            if other != name and self.varies(body, other)
        ]
        found = moments.degrees(body, (scope.name(name),), scope.definitions)
        return not others and found is not None and max(degree[0] for degree in found) <= 1

    def check_constant(self, body: Term, names: Sequence[str]) -> None:
        """A body in which nothing is random, in a text that does not say so of its letters."""
        letters_ = {plain(sub.parameters[0]) for sub in subterms(body) if sub.operation == "symbol"}
        made = (moments.VALUES, moments.CHANCES, moments.MEAN, moments.SPREAD)
        undeclared = {
            name for name in letters_ if not self.scope.known(name) and not name.startswith(made) and name not in names
        }
        free = {sub.parameters[0] for sub in subterms(body) if sub.operation == "symbol"}
        doubtful = {name for name in free if not self.scope.context.is_constant(plain(name), self.scope.position)}
        if free and doubtful == free and not any(name.startswith(made) for name in free):
            self.scope.restricted.update(dict.fromkeys(free))  # why take its expectation, if it is not random?
            raise unsupported(self.span, "an expectation in which no letter is known to be random")
        if undeclared and not names and not any(sub.operation == "sum" for sub in subterms(body)):
            raise unsupported(self.span, "an expectation in which no letter is known to be random")

    def check_joint(self, body: Term, name: str, known: Sequence[str]) -> None:
        """Products of dependent letters have no known expectation where one of them is known by its moments alone."""
        scope, chances = self.scope, self.scope.context.chances
        for other in chances.component(name, laws.random_letters(scope), scope.position):
            if other == name or not self.varies(body, other):
                continue
            if not (laws.has_moments(name, scope) or laws.has_moments(other, scope)):
                continue
            found = moments.degrees(body, (scope.name(name), scope.name(other)), scope.definitions)
            mixed = None if found is None else [pair for pair in found if pair[0] and pair[1]]
            fine = frozenset((name, other)) in chances.uncorrelated and other not in self.held
            if mixed is None or (mixed and not (fine and all(sum(pair) <= 2 for pair in mixed))):
                raise unsupported(self.span, f"an expectation of {name} with {other}, of unknown joint distribution")
            if other in self.held:
                raise unsupported(self.span, f"an expectation of {name} given {other}, of unknown joint distribution")

    def by_moments(self, result: Term, body: Term, name: str) -> Term:
        scope = self.scope
        found = moments.degrees(body, (scope.name(name),), scope.definitions)
        if found is None:
            raise unsupported(self.span, f"the expectation of this function of {name}, of which two moments are known")
        degree = max(pair[0] for pair in found)
        if degree > (CAP_OF_NORMAL if laws.is_normal(name, scope) else CAP_OF_OTHERS):
            raise unsupported(self.span, f"a moment of {name} of order {degree}")
        even = all(pair[0] in (0, 2) for pair in found)
        variable, mean, covariance = laws.moments_of(name, self.span, scope, even=even, linear=degree <= 1)
        return moments.averaged(result, variable, mean, covariance, degree)

    def by_cases(self, body: Term, names: Sequence[str]) -> Term:
        left = list(names)
        while left:
            together = laws.joint(left[0], self.scope, self.under)
            inner = [name for name in left if name in together.letters]
            left = [name for name in left if name not in inner]
            self.check_free(body, inner, together)
            body = together.average(body, inner, [name for name in together.letters if name in self.held])
        return body

    def check_free(self, body: Term, inner: Sequence[str], together: laws.Joint) -> None:
        """No letter that is neither averaged over nor held has a case in the body already."""
        cases = {index.name for index in body.indices}
        for name in together.letters:
            if name not in inner and name not in self.held and moments.CASE + self.scope.name(name) in cases:
                raise unsupported(self.span, f"an expectation over {inner[0]} beside a condition on {name}")


# --- probabilities --------------------------------------------------------------------------------------------------


def is_mass(head: Node, following: Node, scope: Scope) -> bool:
    """Whether p(x, y) is the probability of values of random letters."""
    chances, name = scope.context.chances, spell(head)
    if name not in chances.masses or scope.is_declared(name):
        return False
    listed = mass_letters(head, following)
    return listed is not None and all(spell(item) in chances.laws for item in listed.items)


def mass(head: Node, following: Node, scope: Scope) -> Term:
    """p(x | y): the probabilities of the cases at hand, over those of the cases that the condition leaves."""
    listed = mass_letters(head, following)
    assert listed is not None
    before, after = (tuple(map(spell, part)) for part in split_at_bar(listed))
    under = scope.context.chances.law_of(spell(head))
    scope.choose(FACTORISATION, "", DEPENDENCE)
    factors: list[Term] = []
    left = list(before)
    while left:
        together = laws.joint(left[0], scope, under)
        inner = [name for name in left if name in together.letters]
        left = [name for name in left if name not in inner]
        factors.append(together.probability(inner, [name for name in after if name in together.letters]))
    value, found = t.multiply(*factors), strip(following)
    return letters._scripted(value, found, scope, found.sub) if isinstance(found, Scripts) else value


def over_cases(letter: Node | None, body: Term, scope: Scope) -> Term | None:
    r"""`\sum_x`, `\int … dx` over the values of a random letter; None for other letters."""
    name, chances = spell(letter), scope.context.chances
    if not chances.masses or name not in chances.laws or laws.has_moments(name, scope):
        return None
    if name not in laws.random_letters(scope):
        return None
    case = laws.joint(name, scope).case(name)
    return t.sum_(moments.in_cases(body, [case]), case.index)


# --- at the edge of a formula ---------------------------------------------------------------------------------------


def closed(left: Term, right: Term, scope: Scope) -> tuple[Term, Term]:
    """Both sides with the letters under conditions in the cases that the conditions speak of."""
    names = {index.name for side in (left, right) for index in side.indices if index.name.startswith(moments.CASE)}
    for name in sorted(names):
        letter = name.removeprefix(moments.CASE)
        case = laws.joint(letter, scope).case(letter)
        left, right = (moments.in_cases(side, [case]) for side in (left, right))
    return left, right


def is_case(name: str) -> bool:
    """Whether an index numbers the cases of a random variable."""
    return name.startswith(moments.CASE)
