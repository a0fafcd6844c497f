"""Judging a claim: the judges in turn, cheapest first. The verdict is minted here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from auditor.deciding import balls, bounding, calculus, closed_forms, domains, exact, inequalities, numbers, witness
from auditor.deciding.claims import Claim, Setting
from auditor.deciding.judgement import Judgement, refuted, unknown, verified
from auditor.deciding.limits import Budget, Meter, OutOfBudget, Undecided
from auditor.deciding.sizes import Plan, Sizes, as_evidence, plan
from auditor.terms.replacing import depends, mapped
from auditor.terms.term import Term, is_zero, number, subterms, zeros
from auditor.terms.world import World
from auditor.verdicts import Evidence, Method, Verdict

DEFINED_IN_TURN = 4  # letters that are defined by one another

__all__ = ["Budget", "Claim", "Judgement", "judge"]


def judge(claim: Claim, world: World, seed: int = 0, budget: Budget = Budget()) -> Judgement:  # noqa: B008
    """Judge one claim. Never raises: what goes wrong inside is `unknown` with a reason. Same input, same answer."""
    try:
        return _judge(Setting(claim, world, seed, Meter(budget)))
    except Undecided as reason:
        return unknown(str(reason))
    except RecursionError:
        return unknown("nested too deeply")
    except MemoryError:
        return unknown("out of budget")
    except Exception as error:
        return unknown(f"internal error: {type(error).__name__}: {error}")


def _judge(setting: Setting) -> Judgement:
    claim = setting.claim
    if claim.left.shape != claim.right.shape:
        return unknown("the sides have different shapes")
    if calculus.occurs(setting):
        claims = calculus.reduced(setting, _vanishes(setting))
        if claims != [setting]:
            integrated = "antiderivative" in setting.features.operations
            return _all_of(_within_domain(one, _judge(one), under_derivatives=integrated) for one in claims)
    if claim.relation in ("=", r"\equiv"):
        return _within_domain(setting, _equality(setting))
    if claim.relation in (r"\ne", r"\neq", "≠"):
        return _difference(setting)
    if claim.relation in (r"\approx", "≈", r"\simeq", r"\cong"):
        return _approximation(setting)
    if claim.relation in inequalities.ORDERS:
        return _inequality(setting)
    return unknown(f"the relation {claim.relation} is not supported")


def _vanishes(setting: Setting) -> Callable[[Term], bool | None]:
    """Whether a term is 0 for all values of its symbols, as far as judges can tell."""

    def decide(term: Term) -> bool | None:
        zero = number(0) if term.is_scalar else zeros(term.shape)
        try:
            found = _judge(replace(setting, claim=Claim(term, zero))).outcome
        except OutOfBudget:
            raise
        except Undecided:
            return None
        return {Verdict.VERIFIED: True, Verdict.REFUTED: False}.get(found)

    return decide


def _within_domain(setting: Setting, judgement: Judgement, *, under_derivatives: bool = False) -> Judgement:
    """What holds where both sides have values is not verified where the text admits values for which one has none."""
    if judgement.outcome is not Verdict.VERIFIED or setting.claim.relation != "=":
        return judgement
    reason = domains.lost(setting, also_under_derivatives=under_derivatives)
    return unknown(reason) if reason else judgement


def _all_of(judgements: Iterable[Judgement]) -> Judgement:
    """The first that fails, else the first that is not decided, else the one with the least proof."""
    made: list[Judgement] = []
    for judgement in judgements:
        if judgement.outcome is Verdict.REFUTED:
            return judgement
        made.append(judgement)
    undecided = [one for one in made if one.outcome is Verdict.UNKNOWN]
    sampled = [one for one in made if one.evidence.method is Method.SAMPLED]
    return (undecided or sampled or made)[0]


# --- equality -----------------------------------------------------------------------------------------------------


def _equality(setting: Setting) -> Judgement:
    proved = _proved(setting)
    if proved is not None:
        return proved
    if setting.features.closed and not calculus.occurs(setting):
        return _numbers(setting)
    return _sampled(setting)


def _proved(setting: Setting) -> Judgement | None:
    claim = setting.claim
    if claim.left is claim.right:
        return verified(Evidence(Method.IDENTICAL), "both sides are the same term")
    if _normal_forms_coincide(setting):
        if _differentiates_to_nothing(setting):
            return unknown("nothing here depends on what is differentiated by")
        proved = verified(Evidence(Method.PROVED, sizes_covered="all"), "the normal forms coincide")
        return _unless_kinks_differ(setting, proved)
    return None


def _differentiates_to_nothing(setting: Setting) -> bool:
    """No derivative here is by something on which its body depends: a letter was probably not understood."""
    claim, definitions = setting.claim, setting.world.definitions
    derivatives = [
        part
        for side in (claim.left, claim.right)
        for part in subterms(side)
        if part.operation in ("derivative", "directional") and part.arguments[1].operation == "symbol"
    ]
    if not derivatives or _zero_was_meant(setting):
        return False
    return not any(depends(part.arguments[0], part.arguments[1].parameters[0], definitions) for part in derivatives)


def _unless_kinks_differ(setting: Setting, judgement: Judgement) -> Judgement:
    """An equality of sides with kinks may hold everywhere but at them: |x| at 0, [x < y] at x = y."""
    if not setting.features.branching:
        return judgement
    usual = plan(setting.features, setting.cover, setting.rules).assignments[:1]
    return _at_kinks(setting, list(usual)) or judgement


def _normal_forms_coincide(setting: Setting) -> bool:
    """Whatever goes wrong there, the other judges still have their say."""
    try:
        from auditor.terms.normal_form import equal
    except ImportError:
        return False
    try:
        return bool(equal(setting.claim.left, setting.claim.right, setting.world))
    except Exception:
        return False


def _opaquely(setting: Setting) -> Judgement | None:
    """What holds whatever the defined symbols are holds of those that are defined.

    Not of derivatives by a variable: without its definition a symbol would depend on none.
    """
    if not setting.features.operations.isdisjoint(("derivative", "directional", "substitute")):
        return None
    bare = replace(setting, world=replace(setting.world, definitions={}))
    if setting.world.definitions and _normal_forms_coincide(bare):
        return verified(Evidence(Method.PROVED, sizes_covered="all"), "the normal forms coincide")
    return None


def _sampled(setting: Setting) -> Judgement:
    loose = setting.loosened
    choice = plan(loose.features, loose.cover, loose.rules)
    if not choice.assignments:
        return unknown("no sizes satisfy what is stated of them")
    result = _exactly(loose, choice)
    if result is not None and result.agreed:
        agreed = _agreed_exactly(loose, result, choice.covered)
        if agreed is not None:
            return agreed
    if result is not None and not result.atoms:
        return _not_agreed(setting, choice, result)
    return _by_balls(setting)


def _exactly(setting: Setting, choice: Plan) -> exact.ExactResult | None:
    """None where the claim holds something that has no residues."""
    try:
        return exact.sample(setting, choice)
    except OutOfBudget:
        raise
    except Undecided:
        return None


def _agreed_exactly(setting: Setting, result: exact.ExactResult, covered: str) -> Judgement | None:
    if result.vanishing and not _zero_was_meant(setting):
        return _opaquely(setting) or unknown("both sides vanish at every draw, which proves nothing")
    notes = []
    if result.atoms:
        try:
            if not balls.exhibit(setting):
                return None
        except OutOfBudget:
            raise
        except Undecided as reason:
            return unknown(str(reason))
        names = ", ".join(sorted(result.atoms))
        notes.append(
            f"holds for all functions with the derivatives of {names}; a real point inside the domain was exhibited"
        )
    if result.condition:
        notes.append(f"at sizes with {result.condition}" if ">=" in result.condition else f"at {result.condition}")
    if result.partial:
        notes.append(f"only some kinds of values of {', '.join(result.partial)} lie in the domain")
    bounds = [trial.error_bound for trial in result.agreeing]
    known = [number for number in bounds if number is not None]
    draws = sum(trial.draws for trial in result.agreeing)
    evidence = Evidence(
        Method.SAMPLED,
        field="Z/p",
        draws=draws,
        error_bound=max(known) if len(known) == len(bounds) else None,
        sizes=tuple(as_evidence(trial.sizes) for trial in result.agreeing),
        sizes_covered=covered,
        note="; ".join(notes),
    )
    return verified(evidence, f"agrees on {draws} exact draws")


def _zero_was_meant(setting: Setting) -> bool:
    return any(is_zero(side) for side in (setting.claim.left, setting.claim.right))


def _not_agreed(setting: Setting, choice: Plan, result: exact.ExactResult) -> Judgement:
    differing = result.differing
    if differing is not None:
        if setting.loosened is not setting and exact.sample(setting, choice).agreed:
            return unknown("holds for orthogonal projections, not for all idempotent matrices")
        found = witness.search(setting, differing.sizes, rational=True)
        return (
            refuted(setting, found)
            if found
            else unknown("differs modulo a prime, but no fraction was found that shows it")
        )
    if any(trial.outcome is exact.Outcome.LARGE for trial in result.trials):
        return unknown("out of budget")
    if not result.agreeing:
        return unknown("no point lies in the domain of both sides")
    return unknown("agrees wherever it was tried, but too few sizes could be tried")


def _by_balls(setting: Setting) -> Judgement:
    result = balls.sample(setting.loosened)
    if result.estimated:
        return closed_forms.judge(setting)
    if result.differing is not None:
        found = witness.search(setting, result.differing, rational=False)
        return refuted(setting, found) if found else unknown("differs at a real point, but no simple one was found")
    kinks = _at_kinks(setting, result.sizes) if result.branches else None
    if kinks is not None:
        return kinks
    if not result.turns:
        return unknown("agrees wherever it was tried, but too few sizes could be tried")
    if not result.agreed:
        return unknown(f"agrees to {result.digits} digits only")
    if result.vanishing and not _zero_was_meant(setting):
        return _opaquely(setting) or unknown("both sides vanish at every point, which proves nothing")
    evidence = Evidence(
        Method.SAMPLED,
        field="R",
        draws=result.points,
        digits=result.digits,
        sizes=tuple(as_evidence(sizes) for sizes in result.sizes),
        sizes_covered="drawn",
    )
    return verified(evidence, f"agrees to {result.digits} digits at {result.points} real points")


def _at_kinks(setting: Setting, among: list[Sizes]) -> Judgement | None:
    """Random points never hit |x| at 0 or x = y; small whole numbers do."""
    found = witness.search_among(setting, among, rational=False)
    return None if found is None else refuted(setting, found)


# --- other relations ----------------------------------------------------------------------------------------------


def _difference(setting: Setting) -> Judgement:
    """L ≠ R is refuted where L = R was proved or sampled, at any point inside the domain."""
    if setting.features.closed and setting.claim.left is not setting.claim.right:
        return _numbers(setting)
    equal = _equality(setting)
    if equal.outcome is not Verdict.VERIFIED or equal.evidence.field == "R":
        return unknown("that the sides differ everywhere was not shown")
    found = witness.coincidence(setting)
    return refuted(setting, found) if found else unknown("the sides are equal, but no instance was found")


def _inequality(setting: Setting) -> Judgement:
    if setting.features.closed and not inequalities.ORDERS[setting.claim.relation].loewner:
        return _numbers(setting)
    ruled = _by_rule(setting)
    if ruled is not None:
        return ruled
    attempt = inequalities.search(setting)
    if attempt.witness is not None:
        return refuted(setting, attempt.witness)
    return unknown(f"not refuted in {attempt.instances} instances")


def _by_rule(setting: Setting) -> Judgement | None:
    """Proofs by theorems; a look at some instances guards against a theorem that was misapplied."""
    claim, order = setting.claim, inequalities.ORDERS[setting.claim.relation]
    lower, upper = (claim.left, claim.right) if order.swapped else (claim.right, claim.left)
    names = None
    for unfolded in (False, True):
        one, other = (_unfolded(side, setting.world) if unfolded else side for side in (lower, upper))
        names = names or bounding.Proving(setting.world).names(bounding.Bound(one, other, order.strict, order.loewner))
    if names is None or (not setting.unmodelled and not setting.told and inequalities.glance(setting)):
        return None
    note = ", ".join(dict.fromkeys(names)) or "both sides are equal"
    return verified(Evidence(Method.RULE, sizes_covered="all", note=note), f"by {note}")


def _unfolded(term: Term, world: World) -> Term:
    """The term with what its letters are defined to be, where nothing is differentiated."""
    if any(sub.operation in ("derivative", "directional", "differential", "substitute") for sub in subterms(term)):
        return term
    for _ in range(DEFINED_IN_TURN):
        term = mapped(term, lambda sub: world.definitions.get(sub.parameters[0]) if sub.operation == "symbol" else None)
    return term


def _approximation(setting: Setting) -> Judgement:
    if setting.features.closed:
        return _numbers(setting)
    equal = _equality(setting)
    return equal if equal.outcome is Verdict.VERIFIED else unknown("an approximation between variable quantities")


def _numbers(setting: Setting) -> Judgement:
    """Nothing varies: evaluate and compare."""
    comparison = numbers.compare(setting)
    if comparison.holds is None:
        return unknown(comparison.reason)
    if not comparison.holds:
        assert comparison.witness is not None
        return refuted(setting, comparison.witness)
    method = Method.SAMPLED if comparison.digits is not None else Method.PROVED
    return verified(Evidence(method, field=comparison.field, draws=1, digits=comparison.digits), comparison.reason)
