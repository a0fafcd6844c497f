"""Verdicts on single claims: what must not pass, what must not be accused, and what each judge says."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from auditor.deciding import judging
from auditor.deciding.judging import Budget, Claim, Judgement, judge
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.term import Index, Term
from auditor.terms.world import World
from auditor.verdicts import Method, Verdict

m, n, k = map(Dimension.of, "mnk")
A, B, C = (t.symbol(name, (n, n)) for name in "ABC")
P, Q, S = (t.symbol(name, (n, n)) for name in "PQS")
X, R, Y = t.symbol("X", (m, n)), t.symbol("R", (n, k)), t.symbol("Y", (m, k))
x, y = t.symbol("x", (n, ONE)), t.symbol("y", (n, ONE))
a, b, h, s = (t.symbol(name) for name in ("a", "b", "h", "\\sigma"))
i, j = Index("i", ONE, n), Index("j", ONE, n)
xi, yi = (t.entry(vector, t.index(i), t.number(1)) for vector in (x, y))
I = t.identity(n)
T, inv, det, tr = t.transpose, t.inverse, t.determinant, t.trace


def num(value: int | str) -> Term:
    return t.number(value)


def mm(*factors: Term) -> Term:
    result = factors[0]
    for factor in factors[1:]:
        result = t.matmul(result, factor)
    return result


def exp(u: Term) -> Term:
    return t.apply("exp", u)


def log(u: Term) -> Term:
    return t.apply("log", u)


def sqrt(u: Term) -> Term:
    return t.apply("sqrt", u)


def norm(u: Term) -> Term:
    return t.make("norm", (u,), ("2",))


def at(function: Term, variable: Term, point: Term) -> Term:
    return t.substitute(function, variable, point)


def f(u: Term) -> Term:
    return t.call("f", (u,), ())


u = t.symbol("u")
slope, bend = t.derivative(f(u), u), t.derivative(t.derivative(f(u), u), u)
mean = t.multiply(t.power(t.size(n), num(-1)), t.sum_(xi, i))
softmax = t.multiply(t.power(t.sum_(exp(xi), i), num(-1)), exp(x))
pseudo = t.make("pseudo_inverse", (X,), (), (n, m))
residual = t.subtract(mm(X, R), Y)
order = tr(I)

MUST_NOT_VERIFY: dict[str, tuple[Term, Term, World]] = {
    "root of a square": (sqrt(t.power(a, num(2))), a, World()),
    "maximum": (t.apply("max", a, b), a, World()),
    "triangle equality": (t.apply("abs", t.add(a, b)), t.add(t.apply("abs", a), t.apply("abs", b)), World()),
    "negative root": (sqrt(num(9)), num(-3), World()),
    "negative factor of a norm": (norm(t.multiply(num(3), x)), t.multiply(num(-3), norm(x)), World()),
    "logarithm of a negative number": (log(num(-1)), num(0), World()),
    "logarithms without a common domain": (log(t.subtract(a, b)), log(t.subtract(b, a)), World()),
    "high power": (t.power(t.subtract(exp(a), num(1)), num(9)), num(0), World()),
    "determinant of an orthogonal matrix": (det(Q), num(1), World({"Q": ("orthogonal",)})),
    "rank of a projection": (tr(P), t.subtract(t.size(n), num(1)), World({"P": ("projection",)})),
    "second-order expansion": (
        f(t.add(a, h)),
        t.add(f(a), t.multiply(at(slope, u, a), h), t.multiply(num("1/2"), at(bend, u, a), t.power(h, num(2)))),
        World(),
    ),
    "derivative of an unknown loss": (t.derivative(t.call("L", (A,), ()), A), t.zeros((n, n)), World()),
    "polynomial in the size": (
        t.add(t.power(order, num(2)), t.multiply(num(-7), order), num(12)), num(0), World(),
    ),
    "sum of reciprocals": (
        t.sum_(t.power(xi, num(-1)), i), t.multiply(t.sum_(xi, i), t.power(t.product(xi, i), num(-1))), World(),
    ),
    "commutation": (mm(A, B), mm(B, A), World()),
    "inverse of a sum": (inv(t.add(A, B)), t.add(inv(A), inv(B)), World()),
    "logarithm of the determinant of a sum": (log(det(t.add(A, B))), t.add(log(det(A)), log(det(B))), World()),
    "trace of a product": (tr(mm(A, B)), t.multiply(tr(A), tr(B)), World()),
    "Hall's identity in order 3": (
        mm(t.matrix_power(t.subtract(mm(A, B), mm(B, A)), num(2)), C),
        mm(C, t.matrix_power(t.subtract(mm(A, B), mm(B, A)), num(2))),
        World(),
    ),
    "gradient of a symmetric form": (t.derivative(mm(T(x), A, x), x), t.multiply(num(2), mm(A, x)), World()),
    "differential of a Gram matrix": (
        t.differential(mm(T(X), X)), t.multiply(num(2), mm(T(X), t.differential(X))), World(),
    ),
    "closed and open bracket": (t.compare(a, "<", b), t.compare(a, "<=", b), World()),
    "sign at zero": (
        t.apply("sign", a), t.subtract(t.multiply(num(2), t.compare(a, ">", num(0))), num(1)), World(),
    ),
    "unequal kinds of projections": (P, T(P), World({"P": ("projection",)})),
    "singular matrix": (det(A), num(1), World({"A": ("singular",)})),
    "cancelled differential": (t.differential(mm(T(x), x)), num(0), World()),
    "unknown functions of one form": (f(a), t.call("g", (a,), ()), World()),
    "cube root of a cube": (t.power(t.power(a, num(2)), num("1/2")), a, World()),
}  # fmt: skip

MUST_NOT_REFUTE: dict[str, tuple[Term, Term, World]] = {
    "quotient of exponentials": (
        t.multiply(t.subtract(exp(t.multiply(num(2), a)), num(1)), t.power(t.subtract(exp(a), num(1)), num(-1))),
        t.add(exp(a), num(1)),
        World(),
    ),
    "standard deviation": (sqrt(t.power(s, num(2))), s, World({"\\sigma": ("standard deviation",)})),
    "deviations from the mean": (
        t.sum_(t.subtract(xi, t.symbol("m")), i), num(0), World(definitions={"m": mean}),
    ),
    "Gram determinant": (det(mm(x, T(x))), num(0), World()),
    "odd skew-symmetric": (
        det(t.symbol("K", (Dimension.of(3),) * 2)), num(0), World({"K": ("skew-symmetric",)}),
    ),
    "pseudo-inverse": (mm(X, pseudo, X), X, World()),
    "pseudo-inverse of every rank": (
        mm(A, t.make("pseudo_inverse", (A,), (), (n, n)), A), A, World({"A": ("singular",)}),
    ),
    "logarithm of a logarithm": (
        log(log(t.multiply(a, b))), log(t.add(log(a), log(b))), World(),
    ),
    "softmax sums to one": (t.sum_(t.entry(softmax, t.index(j), num(1)), j), num(1), World()),
    "projection onto columns": (mm(T(X), X, inv(mm(T(X), X))), I, World({"X": ("full column rank",)})),
    "projection onto columns without a word": (mm(T(X), X, inv(mm(T(X), X))), I, World()),
    "square of the determinant": (t.power(det(Q), num(2)), num(1), World({"Q": ("orthogonal",)})),
    "reflection": (
        mm(S, S), I, World({"x": ("unit",)}, {"S": t.subtract(I, t.multiply(num(2), mm(x, T(x))))}),
    ),
}  # fmt: skip

TRUE: dict[str, tuple[Term, Term, World]] = {
    "least squares": (
        t.derivative(t.multiply(t.power(t.size(m), num(-1)), tr(mm(T(residual), residual))), R),
        t.multiply(num(2), t.power(t.size(m), num(-1)), mm(T(X), residual)),
        World(),
    ),
    "softmax Jacobian": (
        t.rearrange(t.derivative(softmax, x), (0, 2)), t.subtract(t.diag(softmax), mm(softmax, T(softmax))), World(),
    ),
    "log determinant": (t.derivative(log(det(A)), A), T(inv(A)), World()),
    "gradient of a norm": (t.derivative(norm(x), x), t.multiply(t.power(norm(x), num(-1)), x), World()),
    "square of a norm": (t.power(norm(x), num(2)), mm(T(x), x), World()),
    "exponential of a sum": (exp(t.add(a, b)), t.multiply(exp(a), exp(b)), World()),
    "hyperbolic": (
        t.subtract(t.power(t.apply("cosh", a), num(2)), t.power(t.apply("sinh", a), num(2))), num(1), World(),
    ),
    "derivative of relu": (t.derivative(t.apply("relu", a), a), t.compare(a, ">", num(0)), World()),
    "relu": (t.apply("relu", a), t.apply("max", a, num(0)), World()),
    "absolute value": (t.apply("abs", a), t.apply("max", a, t.negate(a)), World()),
    "chain rule": (
        t.derivative(f(t.power(a, num(2))), a), t.multiply(num(2), a, at(slope, u, t.power(a, num(2)))), World(),
    ),
    "total derivative": (
        t.derivative(mm(T(y), y), x), t.multiply(num(2), mm(T(A), A, x)), World(definitions={"y": mm(A, x)}),
    ),
    "derivative that stops": (
        t.derivative(mm(T(y), y), y), t.multiply(num(2), y), World(definitions={"y": mm(A, x)}),
    ),
    "orthogonal differential": (
        t.add(mm(T(Q), t.differential(Q)), mm(T(t.differential(Q)), Q)), t.zeros((n, n)), World({"Q": ("orthogonal",)}),
    ),
    "determinant of an exponential": (det(t.make("expm", (A,), (), (n, n))), exp(tr(A)), World()),
    "sum of squares": (
        t.sum_(t.power(t.index(i), num(2)), i),
        t.multiply(num("1/6"), t.size(n), t.add(t.size(n), num(1)), t.add(t.multiply(num(2), t.size(n)), num(1))),
        World(),
    ),
    "power of a matrix": (
        t.derivative(tr(t.matrix_power(A, t.symbol("p"))), A),
        t.multiply(t.symbol("p"), T(t.matrix_power(A, t.subtract(t.symbol("p"), num(1))))),
        World({"p": ("integer",)}),
    ),
}  # fmt: skip


@pytest.fixture(params=["all judges", "numerical judges"])
def judges(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once with proofs by normal form, once without."""
    if request.param == "numerical judges":
        monkeypatch.setattr(judging, "_normal_forms_coincide", lambda setting: False)
    return str(request.param)


@pytest.fixture
def numerical(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_normal_forms_coincide", lambda setting: False)


@pytest.mark.parametrize("name", MUST_NOT_VERIFY)
def test_what_is_false_is_never_verified(name: str, judges: str) -> None:
    left, right, world = MUST_NOT_VERIFY[name]
    for seed in range(3):
        assert judge(Claim(left, right), world, seed).outcome is not Verdict.VERIFIED


WITHOUT_WITNESS = {
    "logarithm of a negative number", "logarithms without a common domain", "unequal kinds of projections",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MUST_NOT_VERIFY.keys() - WITHOUT_WITNESS))
def test_what_is_false_is_refuted_with_an_instance(name: str) -> None:
    left, right, world = MUST_NOT_VERIFY[name]
    found = judge(Claim(left, right), world)
    assert found.outcome is Verdict.REFUTED
    assert found.evidence.method is Method.COUNTEREXAMPLE
    assert found.evidence.counterexample is not None


@pytest.mark.parametrize("name", sorted(WITHOUT_WITNESS))
def test_what_has_no_meaning_or_two_is_unknown(name: str) -> None:
    left, right, world = MUST_NOT_VERIFY[name]
    found = judge(Claim(left, right), world)
    assert found.outcome is Verdict.UNKNOWN
    assert found.reason


@pytest.mark.parametrize("name", MUST_NOT_REFUTE)
def test_what_is_true_is_verified_and_never_refuted(name: str, judges: str) -> None:
    left, right, world = MUST_NOT_REFUTE[name]
    for seed in range(3):
        assert judge(Claim(left, right), world, seed).outcome is Verdict.VERIFIED


@pytest.mark.parametrize("name", TRUE)
def test_identities_are_verified(name: str, judges: str) -> None:
    left, right, world = TRUE[name]
    assert judge(Claim(left, right), world).outcome is Verdict.VERIFIED


@pytest.mark.parametrize("name", sorted(TRUE))
def test_doubled_identities_are_refuted(name: str, numerical: None) -> None:
    left, right, world = TRUE[name]
    doubled = t.add(t.multiply(num(2), right), t.ones(right.shape))
    assert judge(Claim(left, doubled), world).outcome is Verdict.REFUTED


# --- evidence -------------------------------------------------------------------------------------------------------


def test_identical_terms() -> None:
    assert judge(Claim(mm(A, B), mm(A, B)), World()).evidence.method is Method.IDENTICAL


def test_exact_sampling_prints_an_error_bound(numerical: None) -> None:
    found = judge(Claim(tr(mm(A, B)), tr(mm(B, A))), World()).evidence
    assert (found.method, found.field, found.sizes_covered) == (Method.SAMPLED, "Z/p", "all")
    assert found.error_bound is not None
    assert 0 < found.error_bound < 1e-9
    assert found.draws >= 4
    assert found.sizes


def test_inverses_are_sampled_at_three_sizes_one_of_them_large(numerical: None) -> None:
    found = judge(Claim(inv(mm(A, B)), mm(inv(B), inv(A))), World()).evidence
    assert found.sizes_covered == "drawn"
    assert len(found.sizes) >= 3
    assert max(number for sizes in found.sizes for _, number in sizes) >= 6


def test_balls_print_digits_and_points(numerical: None) -> None:
    left, right, world = TRUE["exponential of a sum"]
    found = judge(Claim(left, right), world).evidence
    assert (found.method, found.field, found.error_bound) == (Method.SAMPLED, "R", None)
    assert found.digits is not None
    assert found.digits >= 40
    assert found.draws >= 32


def test_a_singular_pivot_flips_the_sizes_and_is_noted(numerical: None) -> None:
    left, right, world = MUST_NOT_REFUTE["projection onto columns without a word"]
    found = judge(Claim(left, right), world).evidence
    assert "m >= n" in found.note
    assert all(dict(sizes)["m"] >= dict(sizes)["n"] for sizes in found.sizes)


def test_functions_treated_as_unknown_ones_are_named(numerical: None) -> None:
    left, right, world = TRUE["softmax Jacobian"]
    found = judge(Claim(left, right), world).evidence
    assert found.field == "Z/p"
    assert "exp" in found.note


def test_a_domain_that_only_some_projections_reach_is_noted(numerical: None) -> None:
    found = judge(Claim(inv(P), P), World({"P": ("projection", "symmetric")}))
    assert found.outcome is Verdict.VERIFIED
    assert "P" in found.evidence.note


def test_sides_that_vanish_prove_nothing(numerical: None) -> None:
    empty = t.subtract(tr(mm(A, B)), tr(mm(B, A)))
    other = t.subtract(mm(T(x), y), mm(T(y), x))
    assert judge(Claim(empty, other), World()).outcome is Verdict.UNKNOWN
    assert judge(Claim(empty, num(0)), World()).outcome is Verdict.VERIFIED


def test_an_unmodelled_property_forbids_a_refutation() -> None:
    world = World({"A": ("Toeplitz",)})
    assert judge(Claim(mm(A, B), mm(B, A)), world).outcome is Verdict.UNKNOWN
    assert judge(Claim(tr(mm(A, B)), tr(mm(B, A))), world).outcome is Verdict.VERIFIED


def test_a_property_of_a_defined_symbol_forbids_a_refutation() -> None:
    world = World({"S": ("diagonal",)}, definitions={"S": mm(A, B)})
    assert judge(Claim(S, T(S)), world).outcome is Verdict.UNKNOWN


def test_too_many_kinks_are_not_decided_by_points(numerical: None) -> None:
    many = [t.apply("abs", t.symbol(f"a{place}")) for place in range(8)]
    left = t.apply("exp", t.add(*many))
    product = t.multiply(*map(exp, many))
    found = judge(Claim(left, product), World())
    assert found.outcome is Verdict.UNKNOWN
    assert "kinks" in found.reason


# --- other relations ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "relation", "right", "outcome"),
    [
        (num(2), "<", num(3), Verdict.VERIFIED),
        (num(3), "<", num(3), Verdict.REFUTED),
        (num(3), r"\le", num(3), Verdict.VERIFIED),
        (sqrt(num(2)), ">", num("1.41"), Verdict.VERIFIED),
        (sqrt(num(2)), ">", num("1.42"), Verdict.REFUTED),
        (sqrt(num(9)), "=", num(3), Verdict.VERIFIED),
        (num("1/3"), "=", num("0.33"), Verdict.REFUTED),
        (num("1/3"), r"\approx", num("0.33"), Verdict.VERIFIED),
        (num("1/3"), r"\approx", num("0.35"), Verdict.REFUTED),
        (t.make("constant", (), ("pi",)), r"\approx", num("3.1416"), Verdict.VERIFIED),
        (exp(num(0)), "=", num(1), Verdict.VERIFIED),
        (exp(num(1)), "=", num("2.718281828459045"), Verdict.REFUTED),
        (num(2), r"\ne", num(3), Verdict.VERIFIED),
        (num(2), r"\ne", t.add(num(1), num(1)), Verdict.REFUTED),
        (t.power(num(0), num(-1)), "=", num(0), Verdict.UNKNOWN),
        (mm(A, B), r"\ne", mm(B, A), Verdict.UNKNOWN),
        (tr(mm(A, B)), r"\ne", tr(mm(B, A)), Verdict.REFUTED),
        (t.multiply(num(2), a, b), r"\le", t.add(t.power(a, num(2)), t.power(b, num(2))), Verdict.VERIFIED),
        (t.multiply(num(3), a, b), r"\le", t.add(t.power(a, num(2)), t.power(b, num(2))), Verdict.REFUTED),
        (t.power(a, num(2)), ">", num(0), Verdict.REFUTED),
        (t.power(a, num(2)), r"\ge", num(0), Verdict.VERIFIED),
        (exp(a), ">", t.add(num(1), a), Verdict.REFUTED),
        (exp(a), r"\ge", t.add(num(1), a), Verdict.VERIFIED),
        (mm(T(X), X), r"\succeq", t.zeros((n, n)), Verdict.VERIFIED),
        (mm(T(X), X), r"\succ", t.zeros((n, n)), Verdict.REFUTED),
        (I, r"\succeq", mm(x, T(x)), Verdict.REFUTED),
        (t.zeros((n, n)), r"\preceq", t.negate(mm(T(X), X)), Verdict.REFUTED),
        (norm(t.add(x, y)), r"\ge", t.add(norm(x), norm(y)), Verdict.REFUTED),
        (a, "~", b, Verdict.UNKNOWN),
    ],
)  # fmt: skip
def test_relations(left: Term, relation: str, right: Term, outcome: Verdict) -> None:
    assert judge(Claim(left, right, relation), World()).outcome is outcome


def test_a_positive_definite_matrix_has_positive_forms() -> None:
    form = mm(T(x), S, x)
    assert judge(Claim(form, num(0), r"\ge"), World({"S": ("positive definite",)})).outcome is Verdict.VERIFIED
    assert judge(Claim(form, num(0), r"\ge"), World({"S": ("symmetric",)})).outcome is Verdict.REFUTED


def test_an_inequality_says_in_how_many_instances_it_held() -> None:
    found = judge(Claim(t.add(exp(a), exp(t.negate(a))), t.add(num(2), t.power(a, num(2))), r"\ge"), World())
    assert "not refuted in" in found.reason


# --- totality -------------------------------------------------------------------------------------------------------


def test_nothing_is_raised_on_terms_without_meaning() -> None:
    odd = [
        t.matmul(X, X),
        t.make("inverse", (X,), (), (m, n)),
        t.apply("no such function", a),
        t.make("no such operation", (a,)),
        t.entry(x, a, num(1)),
        t.index(i),
        t.make("logm", (A,), (), (n, n)),
        t.derivative(t.make("logm", (A,), (), (n, n)), A),
        t.power(a, num(10**9)),
        t.derivative(a, t.add(a, b)),
        t.make("norm", (X,), ("1",)),
    ]
    for term in odd:
        other = t.symbol("other", term.shape)
        found = judge(Claim(term, other), World())
        assert found.outcome in (Verdict.UNKNOWN, Verdict.REFUTED)
        assert found.reason
        assert "internal" not in found.reason


def test_different_shapes_are_not_compared() -> None:
    assert judge(Claim(x, T(x)), World()).outcome is Verdict.UNKNOWN


def test_a_definition_that_runs_in_a_circle_is_unknown() -> None:
    world = World(definitions={"a": t.add(b, num(1)), "b": t.add(a, num(1))})
    assert judge(Claim(a, num(0)), world).outcome is Verdict.UNKNOWN


def test_sizes_that_cannot_be_are_unknown() -> None:
    world = World(ordered_sizes=((n + ONE, m), (m, n)))
    assert judge(Claim(mm(T(X), X), I), world).outcome is Verdict.UNKNOWN


def test_the_budget_ends_in_unknown(numerical: None) -> None:
    left, right, world = TRUE["softmax Jacobian"]
    found = judge(Claim(left, right), world, budget=Budget(20_000))
    assert found.outcome is Verdict.UNKNOWN
    assert found.reason == "out of budget"


def test_huge_sizes_end_in_unknown(numerical: None) -> None:
    world = World(fixed_sizes={"n": 100_000})
    found = judge(Claim(mm(A, B), mm(B, A)), world)
    assert found.outcome is Verdict.UNKNOWN
    assert found.reason == "out of budget"


def test_very_deep_terms_end_in_unknown() -> None:
    deep = a
    for _ in range(5000):
        deep = t.apply("sin", deep)
    assert judge(Claim(deep, b), World()).outcome is Verdict.UNKNOWN


ALL = {**MUST_NOT_VERIFY, **MUST_NOT_REFUTE, **TRUE}


def test_the_same_claim_gets_the_same_judgement() -> None:
    for left, right, world in ALL.values():
        assert judge(Claim(left, right), world, 7) == judge(Claim(left, right), world, 7)


def test_threads_do_not_disturb_each_other() -> None:
    names = [
        "root of a square",
        "exponential of a sum",
        "hyperbolic",
        "determinant of an orthogonal matrix",
        "log determinant",
    ]
    expected = {name: judge(Claim(*ALL[name][:2]), ALL[name][2]) for name in names}
    found: list[tuple[str, Judgement]] = []

    def work(order: list[str]) -> None:
        for name in order:
            found.append((name, judge(Claim(*ALL[name][:2]), ALL[name][2])))

    threads = [threading.Thread(target=work, args=(names[k:] + names[:k],)) for k in range(len(names))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(names) ** 2
    assert all(judgement == expected[name] for name, judgement in found)


def test_the_precision_of_the_process_is_left_alone() -> None:
    import flint

    before = flint.ctx.prec
    judge(Claim(*TRUE["hyperbolic"][:2]), World())
    assert flint.ctx.prec == before


def test_judgements_are_plain_values() -> None:
    found = judge(Claim(mm(A, B), mm(B, A)), World())
    assert replace(found) == found
