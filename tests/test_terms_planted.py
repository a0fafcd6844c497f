"""Wrong rules are planted one by one: each then proves something false, and sampling refutes it.

The normal form with its symbolic derivatives, and sampling with its dual numbers, share no rule of algebra. So each
judges the other: whatever a wrong rule of one would let pass is caught by the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pytest
from term_notation import (
    D,
    Expression,
    adj,
    along,
    at,
    column,
    commutation,
    det,
    devec,
    diag,
    exp,
    expm,
    eye,
    fn,
    had,
    inv,
    ix,
    kron,
    log,
    m,
    matrix,
    n,
    norm,
    power,
    product,
    q,
    scalar,
    tr,
    unknown,
    vec,
)
from test_terms_derivatives import GRADIENTS

from auditor.deciding import judging
from auditor.deciding.judging import Claim, judge
from auditor.terms import elementary, expanding_derivatives, rewriting, variation
from auditor.terms import properties as words
from auditor.terms import term as t
from auditor.terms.elementary import slope
from auditor.terms.gradients import PASS, gradient
from auditor.terms.matrices import axis, inverse
from auditor.terms.networks import ONE_NETWORK, placed, scale, single
from auditor.terms.normal_form import equal
from auditor.terms.operations import EXPAND
from auditor.terms.powers import absolute, raise_networks
from auditor.terms.simplifying import collected
from auditor.terms.term import Term, subterms
from auditor.terms.variation import VARY, Variation
from auditor.terms.world import World
from auditor.verdicts import Verdict

A, B, C, S = (matrix(name, n, n) for name in "ABCS")
X, R = matrix("X", m, n), matrix("R", n, q)
a, x, y = (column(name, n) for name in "axy")
s, u = scalar("s"), scalar("u")
HALF = Fraction(1, 2)

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Planted:
    """A wrong rule, and false claims, one of which at least it proves."""

    plant: Plant
    claims: tuple[tuple[Expression, Expression], ...]
    world: World = field(default_factory=World)


def planted(plant: Plant, left: Expression, *rights: Expression, **properties: str) -> Planted:
    known = World({name: (word.replace("_", " "),) for name, word in properties.items()})
    return Planted(plant, tuple((left, right) for right in rights), known)


# --- ways to plant ----------------------------------------------------------------------------------------------


def law(operation: str, other: Callable[[Term], Term | None]) -> Plant:
    """Terms of this operation are expanded as what the wrong law makes of them."""
    usual = dict(EXPAND)

    def expand(self: Any, term: Term, places: Any, scope: Any) -> Any:
        changed = other(term) or term
        return usual[changed.operation](self, changed, places, scope)

    return lambda monkeypatch: monkeypatch.setitem(EXPAND, operation, expand)


def of(operation: str, other: Callable[..., Term]) -> Callable[[Term], Term | None]:
    """A law about terms whose argument is made by this operation."""

    def changed(term: Term) -> Term | None:
        inner = term.arguments[0]
        return other(term, *inner.arguments) if inner.operation == operation else None

    return changed


def entry(table: dict[Any, Any], name: str, value: Any) -> Plant:
    return lambda monkeypatch: monkeypatch.setitem(table, name, value)


def attribute(module: Any, name: str, value: Any) -> Plant:
    return lambda monkeypatch: monkeypatch.setattr(module, name, value)


def follows(word: str, *others: str) -> Plant:
    """A property that does not follow."""

    def plant(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(words.FOLLOWS, word, others)
        words.closure.cache_clear()

    return plant


@pytest.fixture(autouse=True)
def _forgotten() -> Any:
    yield
    words.closure.cache_clear()


# --- wrong normal forms -----------------------------------------------------------------------------------------


def each(operation: str) -> Callable[[Term], Term | None]:
    """f(a + b) = f(a) + f(b)."""

    def apart(term: Term) -> Term | None:
        inner, *rest = term.arguments
        if inner.operation != operation:
            return None
        parts = (t.make(term.operation, (part, *rest), term.parameters, term.shape) for part in inner.arguments)
        return t.add(*parts)

    return apart


def exponentials_added(argument: Any, workspace: Any) -> Any:
    usual = elementary.exponential
    return [network for part in collected(argument, workspace) for network in usual([part], workspace)]


def logarithms_added(argument: Any, workspace: Any) -> Any:
    usual = elementary.logarithm
    return [network for part in collected(argument, workspace) for network in usual([part], workspace)]


def matmul_turned(term: Term) -> Term | None:
    left, right = term.arguments
    return t.matmul(right, left) if left.shape == right.shape and repr(left) > repr(right) else None


def pinched(term: Term) -> Term | None:
    left, right = term.arguments
    return right if left.operation == "diag" else None


def mixed(term: Term) -> Term | None:
    """(A ⊗ B)(C ⊗ D) = AD ⊗ BC."""
    left, right = term.arguments
    if left.operation != "kronecker" or right.operation != "kronecker":
        return None
    (one_, two), (three, four) = left.arguments, right.arguments
    return t.kronecker(t.matmul(one_, four), t.matmul(two, three))


def column_of_product(term: Term) -> Term | None:
    """vec(AXB) = (B ⊗ A) vec X."""
    outer = term.arguments[0]
    if outer.operation != "matmul" or outer.arguments[0].operation != "matmul":
        return None
    left, middle = outer.arguments[0].arguments
    return t.matmul(t.kronecker(outer.arguments[1], left), t.vec(middle))


def third_moved(term: Term) -> Term | None:
    """tr(ABC) = tr(ACB)."""
    outer = term.arguments[0]
    if outer.operation != "matmul" or outer.arguments[0].operation != "matmul":
        return None
    (first, second), third = outer.arguments[0].arguments, outer.arguments[1]
    return t.trace(t.matmul(t.matmul(first, third), second)) if repr(second) < repr(third) else None


def kronecker_turned(term: Term) -> Term | None:
    left, right = term.arguments
    return t.kronecker(right, left) if repr(left) < repr(right) else None


NORMAL_FORMS = {
    "products commute": planted(law("matmul", matmul_turned), A @ B, B @ A),
    "transposed in order": planted(
        law("rearrange", of("matmul", lambda _, l, r: t.matmul(t.transpose(l), t.transpose(r)))), (A @ B).T, A.T @ B.T
    ),
    "transposes are dropped": planted(law("rearrange", lambda term: term.arguments[0]), S.T, S),
    "traces of three commute": planted(law("trace", third_moved), tr(A @ B @ C), tr(A @ C @ B)),
    "trace of a product is a product": planted(
        law("trace", of("matmul", lambda _, l, r: t.multiply(t.trace(l), t.trace(r)))), tr(A @ B), tr(A) * tr(B)
    ),
    "determinant of a sum": planted(law("det", each("add")), det(A + B), det(A) + det(B)),
    "determinant of a multiple": planted(
        law("det", of("multiply", lambda _, c, inner: t.multiply(c, t.determinant(inner)))), det(s * A), s * det(A)
    ),
    "determinant of an inverse": planted(
        law("det", of("inverse", lambda _, inner: t.determinant(inner))), det(inv(A)), det(A)
    ),
    "inverse of a sum": planted(law("inverse", each("add")), inv(A + B), inv(A) + inv(B)),
    "inverse in order": planted(
        law("inverse", of("matmul", lambda _, l, r: t.matmul(t.inverse(l), t.inverse(r)))),
        inv(A @ B),
        inv(A) @ inv(B),
    ),
    "inverse of a multiple": planted(
        law("inverse", of("multiply", lambda _, c, inner: t.multiply(c, t.inverse(inner)))), inv(s * A), s * inv(A)
    ),
    "Kronecker products commute": planted(
        law("kronecker", kronecker_turned), kron(A, B), kron(B, A)
    ),
    "mixed product": planted(
        law("matmul", mixed), kron(A, B) @ kron(C, S), kron(A @ S, B @ C)
    ),
    "trace of a Kronecker product": planted(
        law("trace", of("kronecker", lambda _, l, r: t.add(t.trace(l), t.trace(r)))), tr(kron(A, B)), tr(A) + tr(B)
    ),
    "vec of a product": planted(law("vec", column_of_product), vec(A @ S @ B), kron(B, A) @ vec(S)),
    "vec by rows": planted(
        law("vec", lambda term: t.vec(t.transpose(term.arguments[0]))), devec(vec(A), n, n), A.T
    ),
    "commutation is nothing": planted(
        law("commutation", lambda term: t.identity(n * n)), commutation(n, n) @ vec(A), vec(A)
    ),
    "Hadamard as a product": planted(
        law("hadamard", lambda term: t.matmul(*term.arguments)), had(A, B), A @ B
    ),
    "diagonal of a product": planted(
        law("diagonal", of("matmul", lambda _, l, r: t.hadamard(t.diagonal(l), t.diagonal(r)))),
        diag(A @ B),
        had(diag(A), diag(B)),
    ),
    "diagonal matrices are ones": planted(law("matmul", pinched), diag(x) @ A, A),
    "square of a sum": planted(law("power", each("add")), (s + u) ** 2, s**2 + u**2),
    "entrywise square is a matrix square": planted(
        law("power", lambda term: t.matrix_power(*term.arguments) if term.order else None), power(A, 2), A**2
    ),
    "root of a square": planted(law("apply", of("power", lambda _, base, exponent: base)), fn("sqrt", s**2), s),
    "norm without root": planted(
        law("norm", lambda term: t.matmul(t.transpose(term.arguments[0]), term.arguments[0])), norm(x), x.T @ x
    ),
    "norm of a sum": planted(law("norm", each("add")), norm(x + y), norm(x) + norm(y)),
    "adjugate is the inverse": planted(law("adjugate", lambda term: t.inverse(*term.arguments)), adj(A), inv(A)),
    "exponential of a sum of matrices": planted(
        law(
            "expm",
            of("add", lambda term, l, r: t.matmul(*(t.make("expm", (part,), (), term.shape) for part in (l, r)))),
        ),
        expm(A + B),
        expm(A) @ expm(B),
    ),
    "exponential of a sum of numbers": planted(
        entry(elementary.MEANT, "exp", exponentials_added), exp(s + u), exp(s) + exp(u)
    ),
    "logarithm of a sum": planted(entry(elementary.MEANT, "log", logarithms_added), log(s + u), log(s) + log(u)),
    "rectifier is the absolute value": planted(
        entry(elementary.MEANT, "relu", absolute), fn("relu", s), fn("abs", s)
    ),
    "absolute value is dropped": planted(
        entry(elementary.MEANT, "abs", lambda argument, workspace: argument), fn("abs", s * u), s * u
    ),
    "tangent upside down": planted(
        entry(elementary.MEANT, "tan", elementary._ratio("cos", "sin")), fn("tan", s), fn("cos", s) / fn("sin", s)
    ),
    "sine is even": planted(
        attribute(elementary, "EVEN", elementary.EVEN | {"sin"}), fn("sin", -s), fn("sin", s)
    ),
    "hyperbolic tangent is 1 at 0": planted(entry(elementary.AT_ZERO, "tanh", 1), fn("tanh", s - s), 1 + 0 * s),
    "hyperbolic sine without its half": planted(
        entry(elementary.UNFOLDED, "sinh", lambda z, workspace: elementary._exponentials(1, -1, z, workspace)),
        fn("sinh", s),
        exp(s) - exp(-s),
    ),
    "orthonormal columns are orthonormal rows": planted(
        entry(rewriting.ISOMETRIES, "orthonormal columns", (0, 1)), X @ X.T, eye(m), X="orthonormal_columns"
    ),
    "skew is symmetric": planted(follows("skew-symmetric", "symmetric"), A.T, A, A="skew-symmetric"),
    "idempotent is orthogonal": planted(follows("idempotent", "orthogonal"), A.T @ A, eye(n), A="idempotent"),
    "positive is a unit": planted(follows("positive", "unit"), (x.T @ x) * s, s, x="positive"),
}  # fmt: skip


# --- wrong derivatives ------------------------------------------------------------------------------------------

_of, _lowered = Variation.of, variation._lowered


def first_only(self: Variation, networks: Any) -> Any:
    """The product rule without its second term."""
    found: list[Any] = []
    for network in networks:
        for number, factor in enumerate(network.factors):
            if self.concerned(factor.head.symbols):
                change = self._factor(factor.head, factor.legs)
                found.extend(self.workspace.product([_lowered(network, number)], change))
                break
    return found


def without_exponent(network: Any, number: int) -> Any:
    return _lowered(network, number)._replace(coefficient=network.coefficient)


def signless(self: Variation, head: Any, legs: Any) -> Any:
    return scale(variation._inverse(self, head, legs), -1)


def turned_inverse(self: Variation, head: Any, legs: Any) -> Any:
    return variation._inverse(self, head, (legs[1], legs[0], *legs[2:]))


def untransposed(self: Variation, head: Any, legs: Any) -> Any:
    """d det M = det M tr(M^{-T} dM)."""
    workspace = self.workspace
    size = head.inner[0].ranges[0]
    row, column_, first, second = (axis(size, workspace) for _ in range(4))
    inside = self.of(workspace.instance(head.inner[0], (row, column_, *legs)))
    inverted = inverse(workspace.instance(head.inner[0], (first, second, *legs)), first, second, workspace)
    inverted = placed(workspace.renewed(inverted), {first: row, second: column_})
    frame = single(head, legs)._replace(bound=((row, size), (column_, size)))
    return workspace.product(workspace.product(inside, inverted), [frame])


def without_determinant(self: Variation, head: Any, legs: Any) -> Any:
    return self.workspace.product(variation._determinant(self, head, legs), [single(head, legs, -1)])


def outer_only(self: Variation, head: Any, legs: Any) -> Any:
    return slope(head, legs, self.workspace)


def inner_only(self: Variation, head: Any, legs: Any) -> Any:
    return self.of(self.workspace.instance(head.inner[0], legs))


def turned_target(networks: Any, name: str, targets: Any, workspace: Any) -> Any:
    return variation.partial_derivative(networks, name, targets[::-1], workspace)


def turned_direction(networks: Any, name: str, direction: Any, workspace: Any) -> Any:
    return variation.directional_derivative(networks, name, lambda legs: direction(legs[::-1]), workspace)


def slope_of(name: str, made: Callable[[Any, Any, Any], Any]) -> Plant:
    return entry(elementary.SLOPES, name, made)


def itself(argument: Any, whole: Any, workspace: Any) -> Any:
    return [whole]


PRODUCT = product(x[at(ix("i", n))], ix("i", n))
SIN, TANH, SIGMOID = fn("sin", s), fn("tanh", s), fn("sigmoid", s)
DERIVATIVES = {
    "product rule without its second term": planted(
        attribute(Variation, "of", first_only), D(x.T @ B @ x, x), B @ x, B.T @ x
    ),
    "power rule without the exponent": planted(attribute(variation, "_lowered", without_exponent), D(s**3, s), s**2),
    "inverse without its sign": planted(
        entry(VARY, "inverse", signless), D(tr(inv(S)), S), (inv(S) @ inv(S)).T
    ),
    "inverse transposed": planted(
        entry(VARY, "inverse", turned_inverse), D(tr(A @ inv(S)), S), -((inv(S) @ A.T @ inv(S)).T)
    ),
    "determinant without transpose": planted(entry(VARY, "det", untransposed), D(det(S), S), det(S) * inv(S)),
    "determinant without itself": planted(entry(VARY, "det", without_determinant), D(det(S), S), inv(S).T),
    "exponents stand still": planted(
        entry(VARY, "power", lambda self, head, legs: []), D(s**u, u), 0 * s
    ),
    "products over an index doubled": planted(
        entry(VARY, "product", lambda self, head, legs: scale(variation._product(self, head, legs), 2)),
        D(PRODUCT, x),
        2 * PRODUCT * power(x, -1),
    ),
    "chain rule without the inner derivative": planted(
        entry(VARY, "apply", outer_only), D(fn("sin", s * u), s), fn("cos", s * u)
    ),
    "chain rule without the outer derivative": planted(entry(VARY, "apply", inner_only), D(fn("sin", s * u), s), u),
    "unknown function doubled": planted(
        entry(VARY, "call", lambda self, head, legs: scale(variation._call(self, head, legs), 2)),
        D(unknown("f", s), s),
        2 * unknown("f'", s),
    ),
    "exponential of a matrix stands still": planted(
        entry(VARY, "matrix function", lambda self, head, legs: []), D(tr(B @ expm(s * A)), s), 0 * s
    ),
    "gradient transposed": planted(
        attribute(expanding_derivatives, "partial_derivative", turned_target), D(tr(A @ S), S), A
    ),
    "direction transposed": planted(
        attribute(expanding_derivatives, "directional_derivative", turned_direction),
        along(tr(A @ S), S, B),
        tr(A @ B.T),
    ),
    "slope of exp": planted(slope_of("exp", lambda _, f, w: [ONE_NETWORK]), D(exp(s), s), 1 + 0 * s),
    "slope of log": planted(slope_of("log", lambda z, _, w: z), D(log(s), s), s),
    "slope of sin": planted(slope_of("sin", elementary._plain("cos", -1)), D(SIN, s), -fn("cos", s)),
    "slope of cos": planted(slope_of("cos", elementary._plain("sin")), D(fn("cos", s), s), SIN),
    "slope of sinh": planted(slope_of("sinh", elementary._plain("cosh", -1)), D(fn("sinh", s), s), -fn("cosh", s)),
    "slope of cosh": planted(slope_of("cosh", elementary._plain("sinh", -1)), D(fn("cosh", s), s), -fn("sinh", s)),
    "slope of tanh": planted(
        slope_of("tanh", lambda _, f, w: [ONE_NETWORK, *scale([f], -1)]), D(TANH, s), 1 - TANH
    ),
    "slope of sigmoid": planted(slope_of("sigmoid", itself), D(SIGMOID, s), SIGMOID),
    "slope of softplus": planted(slope_of("softplus", itself), D(fn("softplus", s), s), fn("softplus", s)),
    "slope of arctan": planted(
        slope_of("arctan", lambda z, _, w: raise_networks([ONE_NETWORK, *z], -1, w)), D(fn("arctan", s), s), 1 / (1 + s)
    ),
    "slope of erf": planted(
        slope_of("erf", lambda z, _, w: elementary.exponential(scale(raise_networks(z, 2, w), -1), w)),
        D(fn("erf", s), s),
        exp(-(s**2)),
    ),
    "slope of the absolute value": planted(
        attribute(elementary, "_sign", lambda argument, workspace: [ONE_NETWORK]), D(fn("abs", s), s), 1 + 0 * s
    ),
}  # fmt: skip
PLANTED = {**NORMAL_FORMS, **DERIVATIVES}


def sampled(left: Term, right: Term, world: World, monkeypatch: pytest.MonkeyPatch) -> Verdict:
    """What sampling says alone."""
    monkeypatch.setattr(judging, "_normal_forms_coincide", lambda setting: False)
    return judge(Claim(left, right), world).outcome


def test_there_are_many() -> None:
    assert len(PLANTED) >= 60


@pytest.mark.parametrize("name", PLANTED)
def test_a_wrong_rule_is_caught_by_sampling(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = PLANTED[name]
    terms = [(left.term, right.term) for left, right in rule.claims]
    assert not any(equal(left, right, rule.world) for left, right in terms)
    rule.plant(monkeypatch)
    proved = [(left, right) for left, right in terms if equal(left, right, rule.world)]
    assert proved
    for left, right in proved:
        assert sampled(left, right, rule.world, monkeypatch) is Verdict.REFUTED


@pytest.mark.parametrize("name", GRADIENTS)
def test_every_symbolic_gradient_is_confirmed_by_dual_numbers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body, variable, _, slips, known = GRADIENTS[name]
    found = gradient(body.term, variable.term, known)
    assert found is not None
    wanted, known = D(body, variable).term, replace(known, ordered_sizes=((n, m),))
    assert sampled(found, wanted, known, monkeypatch) is Verdict.VERIFIED
    for slip in slips:
        assert sampled(slip.term, wanted, known, monkeypatch) is not Verdict.VERIFIED


@pytest.mark.parametrize("operation", PASS)
def test_no_gradient_comes_from_a_wrong_cotangent(operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = PASS[operation]
    doubled = lambda term, cotangent: ((part, t.multiply(t.number(2), g)) for part, g in usual(term, cotangent))  # noqa: E731
    monkeypatch.setitem(PASS, operation, doubled)
    concerned = [row for row in GRADIENTS.values() if any(p.operation == operation for p in subterms(row[0].term))]
    for body, variable, _, _, known in concerned[:3]:
        found = gradient(body.term, variable.term, known)
        assert found is None or equal(found, D(body, variable).term, known)
