"""Deciding: one verdict for every step, under the definitions and the equations in force where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from auditor.deciding import (
    consequences,
    constructing,
    decompositions,
    facts,
    implicit,
    reservations,
    spectra,
    vanishing,
)
from auditor.deciding.assumptions import conditions
from auditor.deciding.constructed import Constructing
from auditor.deciding.doubts import doubt, names_in, new_letters
from auditor.deciding.facts import Claimed, Equation
from auditor.deciding.implying import Implying
from auditor.deciding.inequalities import ORDERS
from auditor.deciding.judging import Claim, Judgement, judge
from auditor.deciding.limits import Undecided
from auditor.deciding.numbers import is_decimal
from auditor.deciding.replay import numpy_snippet
from auditor.deciding.stating import is_closed, is_derivative, is_point, undecided
from auditor.deciding.trust import distrust, unsaid
from auditor.deciding.verdict import Concluded, Decision
from auditor.elaborating.definitions import INFERRING
from auditor.elaborating.elaboration import Elaboration, Sort, TypedStep
from auditor.elaborating.names import plain
from auditor.findings import Finding, finding
from auditor.progress import tell
from auditor.terms import moments
from auditor.terms import term as t
from auditor.terms.term import Term, differentiates, is_zero, subterms
from auditor.terms.world import World
from auditor.verdicts import Evidence, Method, Stance, Verdict

DIRECTIONS = {
    "=": "=", ":=": "=", r"\equiv": "=", r"\triangleq": "=", r"\le": r"\le", "<": "<", r"\ge": r"\ge", ">": ">",
}  # fmt: skip
FACTORISATION = ("factorisation", "")  # consulted by steps that speak of probabilities p(x)
# Judgements in which equations in force may be put to use: for one step of a short document; of a long one, for a step,
# for the whole, and for a step after that.
ATTEMPTS_IN_SHORT, ATTEMPTS, ATTEMPTS_OF_A_DOCUMENT, FEW = 2000, 24, 200, 3
SHORT = 40  # steps
EQUAL_SIGNS = frozenset({"=", ":=", r"\equiv", r"\triangleq", r"\doteq", "=:", r"\coloneqq"})


class Judge:
    """Judgements of one document, each made once: steps share terms, and readings share steps."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.made: dict[tuple[object, ...], Judgement] = {}
        self.short = True  # the document has few steps
        self.attempts = 0  # judgements made in putting equations in force to use

    def __call__(self, left: Term, right: Term, relation: str, world: World) -> Judgement:
        key = (left, right, relation, *_relevant(left, right, world))
        if key not in self.made:
            self.made[key] = judge(Claim(left, right, relation), world, self.seed)
        return self.made[key]

    def equal(self, left: Term, right: Term, world: World) -> bool:
        return self(left, right, "=", world).outcome is Verdict.VERIFIED

    @property
    def nearest(self) -> int:
        """How many equations in force are put to use together, the last ones before a claim."""
        return 8 if self.short or self.attempts < ATTEMPTS_OF_A_DOCUMENT else 2

    def sparing(self) -> facts.Equal:
        """The same, for the attempts of one step: after so many new judgements nothing is found equal any more."""
        left_over = ATTEMPTS if self.attempts < ATTEMPTS_OF_A_DOCUMENT else FEW
        left_over = ATTEMPTS_IN_SHORT if self.short else left_over

        def equal(left: Term, right: Term, world: World) -> bool:
            nonlocal left_over
            before = len(self.made)
            found = left_over > 0 and self.equal(left, right, world)
            made = len(self.made) - before
            left_over, self.attempts = left_over - made, self.attempts + made
            return found

        return equal


def _concerning(words: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    """Properties without a rank that the claim does not speak of: any matrix has some rank r."""
    return tuple(word for word in words if not word.startswith("rank ") or word.removeprefix("rank ") in names)


def _relevant(left: Term, right: Term, world: World) -> tuple[object, ...]:
    """What a judgement can depend on beside the terms: definitions and properties of the symbols in them."""
    found: dict[str, object] = {}
    stack = [left, right]
    while stack:
        for sub in subterms(stack.pop()):
            if sub.operation in ("symbol", "call"):
                name = sub.parameters[0]
                if name not in found:
                    definition = world.definitions.get(name)
                    found[name] = (definition, tuple(world.properties.get(name, ())), name in world.constant)
                    if definition is not None:
                        stack.append(definition)
    return (*sorted(found.items(), key=lambda item: item[0]), world.constraints, world.ordered_sizes)


def _symbols(term: Term, world: World) -> list[Term]:
    """All symbols that a term involves, also through definitions."""
    found: dict[str, Term] = {}
    stack = [term]
    while stack:
        for sub in subterms(stack.pop()):
            if sub.operation == "symbol" and sub.parameters[0] not in found:
                found[sub.parameters[0]] = sub
                if (definition := world.definitions.get(sub.parameters[0])) is not None:
                    stack.append(definition)
    return list(found.values())


@dataclass(eq=False)  # a document is itself alone: it may be the key of what is remembered of it
class Decided:
    """The verdicts on all steps of an elaboration."""

    elaboration: Elaboration
    decisions: list[Decision] = field(default_factory=list)
    conclusions: list[Concluded] = field(default_factory=list)
    judge: Judge | None = None  # that made them, with what it remembers

    @property
    def flagged(self) -> int:
        return sum(decision.verdict.flagged for decision in self.decisions)

    @property
    def undecided(self) -> int:
        return sum(decision.verdict is Verdict.UNKNOWN for decision in self.decisions)

    @property
    def verified(self) -> int:
        return sum(decision.verdict is Verdict.VERIFIED for decision in self.decisions)


def decide(elaboration: Elaboration, judge_: Judge) -> Decided:
    """Give every step its verdict, in order of the document."""
    judge_.short = len(elaboration.steps) <= SHORT
    return _Deciding(elaboration, judge_).run()


def holds(decided: Decided, number: int, left: Term, right: Term, relation: str | None = None) -> bool:
    """Whether a step would be verified with these terms for its sides, under the equations in force where it stands;
    with another relation between them, where one is given."""
    if decided.judge is None:
        return False
    step = decided.elaboration.steps[number]
    if relation is not None:
        step = replace(step, relation=replace(step.relation, symbol=relation))
    return _standing_at(decided, number).judged(number, step, left, right)[0].outcome is Verdict.VERIFIED


def draws(decided: Decided, number: int, changed: dict[int, TypedStep]) -> bool:
    """Whether an implication would be verified with other steps in the place of some, itself or its conclusions."""
    if decided.judge is None:
        return False
    steps = decided.elaboration.steps
    others = tuple(changed.get(place, step) for place, step in enumerate(steps))
    elsewhere = replace(decided, elaboration=replace(decided.elaboration, steps=others))
    return _standing_at(elsewhere, number).draws(number, others[number])


def _standing_at(decided: Decided, number: int) -> _Deciding:
    """What decides, with all that was laid down before a step."""
    assert decided.judge is not None
    deciding = _Deciding(decided.elaboration, decided.judge)
    for earlier, (step, decision) in enumerate(
        zip(decided.elaboration.steps[:number], decided.decisions, strict=False)
    ):
        deciding.remember(earlier, step, decision)
    deciding.result = decided
    return deciding


def replayed(decided: Decided) -> Iterator[tuple[int, str]]:
    """The counterexamples as NumPy programs, each with the number of its step, from 1."""
    for number, (step, decision) in enumerate(zip(decided.elaboration.steps, decided.decisions, strict=True)):
        found, left, right = decision.evidence.counterexample, step.left.term, step.right.term
        if found is None or left is None or right is None or decision.evidence.facts:
            continue
        try:
            yield number + 1, numpy_snippet(Claim(left, right, _relation(step)), world_at(decided, number), found)
        except (Undecided, KeyError):
            continue


def world_at(decided: Decided, number: int) -> World:
    """The world in which a step is judged."""
    assert decided.judge is not None
    return _Deciding(decided.elaboration, decided.judge).world(decided.elaboration.steps[number])


class _Deciding(Implying, Constructing):
    def __init__(self, elaboration: Elaboration, judge_: Judge) -> None:
        self.elaboration, self.judge = elaboration, judge_
        self.result = Decided(elaboration, judge=judge_)
        self.constraining = [step for step in elaboration.steps if step.constraints]
        self.given: list[Equation] = []
        self.wrong: dict[int, tuple[Term, Term]] = {}
        self.implied: dict[int, Decision] = {}  # conclusions of implications, decided with these
        self.drawn_from = {
            number: k
            for k, step in enumerate(elaboration.steps)
            if step.inference is not None
            for number in step.inference.premises
        }  # premises, and the implication that each is a premise of
        self.reported: set[Finding] = set()
        self.seen: set[str] = set()  # symbols of the steps so far

    def run(self) -> Decided:
        for number, step in enumerate(self.elaboration.steps):
            decision = self.decision(number, step)
            decision = self.once(decision)
            self.result.decisions.append(decision)
            self.remember(number, step, decision)
            tell("deciding", number + 1, len(self.elaboration.steps))
        for chain in self.elaboration.chains:
            if len(chain) > 1 and (concluded := self.conclusion(chain)) is not None:
                self.result.conclusions.append(concluded)
        return self.result

    def once(self, decision: Decision) -> Decision:
        """A mistake inside an operand is reported where it first stands, and carried forward from there."""
        fresh = tuple(found for found in decision.findings if found not in self.reported)
        carried = decision.verdict is Verdict.ILL_FORMED and len(fresh) < len(decision.findings)
        self.reported.update(decision.findings)
        return replace(decision, findings=fresh, carried_forward=decision.carried_forward or carried)

    def remember(self, number: int, step: TypedStep, decision: Decision) -> None:
        left, right = step.left.term, step.right.term
        if decision.verdict is not Verdict.UNKNOWN:
            for term in (left, right):
                self.seen |= names_in(term, {}) if term is not None else set()
        if left is None or right is None or step.relation.symbol not in EQUAL_SIGNS:
            return
        imposed = step.sort is Sort.IMPOSED and step.stance is not Stance.ASKED and not step.built_in
        if imposed and left is not right:
            self.given.append(Equation(left, right, number))
        if decision.verdict is Verdict.REFUTED:
            self.wrong[number] = (left, right)

    # --- by sort ---------------------------------------------------------------------------------------------------

    def decision(self, number: int, step: TypedStep) -> Decision:
        if number in self.implied:
            return self.implied[number]
        for side in (step.left, step.right):
            if side.problem is not None and step.sort is not Sort.IMPLICATION:
                verdict = Verdict.ILL_FORMED if side.ill_formed else Verdict.UNKNOWN
                method = Method.SHAPE if side.ill_formed else Method.NONE
                return Decision(verdict, Evidence(method), (side.problem,))
        match step.sort:
            case Sort.DEFINITION if step.claims:
                return undecided(step, "the text says what the new letter is the value of, which was not checked")
            case Sort.DEFINITION | Sort.IMPOSED:
                return Decision(Verdict.GIVEN)
            case Sort.SHAPE:
                return self.shape(step)
            case Sort.IMPLICATION:
                return self.implication(number, step)
            case Sort.OTHER:
                problem = step.problem or finding(
                    "N902", step.relation.span, construct=f"the relation {step.relation.symbol}"
                )
                return Decision(Verdict.UNKNOWN, Evidence(), (problem,))
        if step.problem is not None:
            return Decision(Verdict.ILL_FORMED, Evidence(Method.SHAPE), (step.problem,))
        if step.left.term is None or step.right.term is None:
            return undecided(step, "a side has no meaning")
        if step.sort is Sort.INEQUALITY and FACTORISATION in step.consulted:
            return undecided(step, "p may be a density, which bounds of probabilities do not hold of")
        return self.comparison(number, step, step.left.term, step.right.term)

    def world(self, step: TypedStep) -> World:
        """The world of the document, with what the step's derivation holds fixed under differentials."""
        world = self.elaboration.world
        if step.properties:
            added = {name: (*world.properties.get(name, ()), *words) for name, words in step.properties}
            world = replace(world, properties={**world.properties, **added})
        names = {sub.parameters[0] for side in (step.left, step.right) if side.term is not None
                 for sub in _symbols(side.term, world)}  # fmt: skip
        world = replace(world, constraints=self.constraints(step, names - set(world.definitions)))
        world = replace(world, properties={name: _concerning(words, names) for name, words in world.properties.items()})
        world = constructing.settled(world)
        if step.varying:
            world = replace(world, constant=world.constant | (names - step.varying - set(world.definitions)))
        if step.left.term is None or step.right.term is None:
            return world
        return spectra.known(step.left.term, step.right.term, world)

    def constraints(self, step: TypedStep, names: set[str]) -> tuple[tuple[Term, str, Term], ...]:
        """The inequalities laid down in the text, or in the section of a step, that concern a free letter of it."""
        found = []
        for other in self.constraining:
            if other.section in (0, step.section):
                for left, relation, right in other.constraints:
                    theirs = {sub.parameters[0] for side in (left, right)
                              for sub in _symbols(side, self.elaboration.world)}  # fmt: skip
                    if theirs & names:
                        found.append((left, relation, right))
        return tuple(dict.fromkeys(found))

    def shape(self, step: TypedStep) -> Decision:
        if step.fits is None:
            return undecided(step, "the shape is not known")
        if step.fits:
            return Decision(Verdict.VERIFIED, Evidence(Method.SHAPE, sizes_covered="all"))
        return Decision(Verdict.ILL_FORMED, Evidence(Method.SHAPE), (step.problem,) if step.problem else ())

    def comparison(self, number: int, step: TypedStep, left: Term, right: Term) -> Decision:
        judgement, claim = self.judged(number, step, left, right)
        if (judgement.outcome is Verdict.REFUTED or claim.used) and self.sets_to_zero(number, step, right):
            self.given.append(Equation(left, right, number))
            return Decision(Verdict.GIVEN)
        if judgement.outcome is Verdict.VERIFIED and step.supposes:
            found = finding("W401", step.relation.span, condition=step.supposes)
            return Decision(Verdict.CONDITIONAL, judgement.evidence, (found,), (step.supposes,))
        if judgement.outcome is Verdict.VERIFIED and (reason := self.emptiness(number, step, left, right, claim)):
            return undecided(step, reason)
        if judgement.outcome is Verdict.VERIFIED and (reason := distrust(left, right, self.elaboration, claim.world)):
            return undecided(step, reason)
        if judgement.outcome is not Verdict.VERIFIED and not claim.used and self.specifies(step, left, right):
            self.given.append(Equation(left, right, number))
        if judgement.outcome is Verdict.VERIFIED and self.names_solution(step, left, right):
            self.given.append(Equation(left, right, number))
        if judgement.outcome is not Verdict.REFUTED:
            return _decided(step, judgement, claim.used)
        if step.merged and not self.fails_at_equal_sizes(step, claim):
            return undecided(step, "it may hold where sizes are equal, as the text makes some")
        if (step.premise and step.place == 0 and not self.claims(number, left, right)) or self.is_to_be_solved(
            number, step
        ):
            return Decision(Verdict.GIVEN)
        if (solution := self.solution_behind(number, step)) is not None:
            equation = Equation(left, right, number)
            if self.is_solved(equation, *solution):
                self.given.append(equation)
                return Decision(Verdict.GIVEN)
            return undecided(step, "it may be an equation to be solved for a letter that follows")
        if step.indices_differ and _averages(left, right):
            return undecided(step, "it may be a law that all members have")
        if step.indices_differ:
            return Decision(Verdict.ILL_FORMED, judgement.evidence, (_lost_index(step, left, right),))
        if step.stationary and step.place == 0 and not claim.used and not is_derivative(left):
            return undecided(step, "it is drawn from a derivative that vanishes, which the text does not write out")
        if step.variant_of is not None and not claim.used:
            return undecided(step, "no equation that determines the left side was found")
        if _relation(step) == "=" and (held := conditions(claim.left, claim.right, claim.world, self.judge.equal)):
            found = finding("W401", step.relation.span, condition=" and ".join(held))
            return Decision(Verdict.CONDITIONAL, judgement.evidence, (found,), held)
        square = spectra.squared(claim.left, claim.right, claim.world)
        if square is not None and self.judge.equal(claim.left, claim.right, square):
            return undecided(step, "it holds where the singular vectors make square matrices, which is not said")
        if self.rounds(step, left, right):
            return undecided(step, "equal only within the digits that are shown")
        if self.is_system(step, left, right):
            self.given.append(Equation(left, right, number))
            return Decision(Verdict.GIVEN)
        if reason := self.open_question(number, step, left, right, claim):
            return undecided(step, reason)
        if _relation(step) in ORDERS and (reason := reservations.of_order(step, claim, self.in_force(number, step))):
            return undecided(step, reason)
        if _relation(step) in ("<", ">") and (reason := self.may_be_equal(step, claim)):
            return undecided(step, reason)
        if step.hedged:
            return undecided(step, "the text says what is usual, which need not hold of the symbols here")
        if reason := doubt(
            claim.left, claim.right, self.elaboration, claim.world, self.seen, determined=bool(claim.used)
        ):
            return undecided(step, reason)
        if reason := reservations.of_ties(claim, self.undecided_equations(number), self.in_force(number, step)):
            return undecided(step, reason)
        decision = _decided(step, judgement, claim.used)
        return replace(decision, carried_forward=self.is_carried(number, step, left, right))

    def emptiness(self, number: int, step: TypedStep, left: Term, right: Term, claim: Claimed) -> str:
        """Why a step that holds shows nothing: its sides vanish for want of a dependence, or under what is in force."""
        pair = unsaid(left, right, claim.world)
        written = is_zero(left) or is_zero(right)
        if _relation(step) != "=" or (pair is None and (written or not claim.used)):
            return ""
        if not all(is_zero(side) or self.vanishes(number, step, side) for side in (right, left)):
            return ""
        if pair is None:
            return "both sides vanish under the equations in force"
        if any(set(pair) <= equation.names({}) for equation in self.given):
            return f"the equations in force may say how {plain(pair[0])} depends on {plain(pair[1])}"
        return "" if written else f"nothing says how {plain(pair[0])} depends on {plain(pair[1])}, so both sides vanish"

    def vanishes(self, number: int, step: TypedStep, side: Term) -> bool:
        return self.judged(number, step, side, vanishing.zero_of(side))[0].outcome is Verdict.VERIFIED

    def undecided_equations(self, number: int) -> Iterator[tuple[Term, Term]]:
        """The equations before a step that were neither shown nor refuted."""
        for step, decision in zip(self.elaboration.steps[:number], self.result.decisions, strict=False):
            left, right = step.left.term, step.right.term
            if (
                decision.verdict is Verdict.UNKNOWN
                and _relation(step) == "="
                and left is not None
                and right is not None
            ):
                yield left, right

    def claims(self, number: int, left: Term, right: Term) -> bool:
        """What an equation before an implication says is inferred, or what a derivative is equal to: no condition."""
        lead = self.elaboration.steps[number].lead
        return INFERRING.search(lead) is not None or (differentiates(left) and not is_zero(right))

    def sets_to_zero(self, number: int, step: TypedStep, right: Term) -> bool:
        """`∇f(w) = 2Xᵀ(Xw - y) = 0`: the end of a chain that lays down where a derivative vanishes."""
        if _relation(step) != "=" or not is_zero(right):
            return False
        chain = self.elaboration.chain_of(number)
        first = self.elaboration.steps[chain[0]].left.term if chain and chain[-1] == number else None
        return len(chain) > 1 and first is not None and any(sub.operation == "derivative" for sub in subterms(first))

    def specifies(self, step: TypedStep, left: Term, right: Term) -> bool:
        """`u_t = -Lx_t`: the step may say what a free letter is, which then holds of what follows."""
        definitions, head = self.world(step).definitions, _headed_by(left)
        free = head is not None and head not in definitions and head not in names_in(right, definitions)
        return free and step.opens and _relation(step) == "=" and not is_closed(right)

    def names_solution(self, step: TypedStep, left: Term, right: Term) -> bool:
        """`K_* = PC'S^{-1}`, where the equation for K holds: what K_* stands for from there on."""
        definitions = self.world(step).definitions
        named = step.variant_of is not None and _relation(step) == "=" and left.operation == "symbol"
        return named and left.parameters[0] not in {*definitions, *names_in(right, definitions)}

    def is_system(self, step: TypedStep, left: Term, right: Term) -> bool:
        """`Ax = b` where nothing was said of x or b before: an equation to be solved, or a name for its left side."""
        world = self.world(step)
        if not step.opens or _relation(step) != "=" or right.operation != "symbol" or differentiates(left):
            return False
        free = right.parameters[0] not in {*world.definitions, *names_in(left, world.definitions)}
        return free and bool(new_letters(left, right, self.elaboration, world, self.seen))

    def open_question(self, number: int, step: TypedStep, left: Term, right: Term, claim: Claimed) -> str:
        """Why an equation that fails for some values may still not be a claim about all of them."""
        definitions = self.world(step).definitions
        head = _headed_by(left)
        free = head is not None and head not in definitions
        made = constructing.is_made(claim.world)
        determined = any(
            other.residual.shape == left.shape or (made and left in subterms(other.residual))
            for other in self.in_force(number, step)
            if other.claim in claim.used
        )
        claims_all = head in names_in(right, definitions) if free else True
        if not determined and not claims_all and not is_closed(right):
            return f"nothing determines {plain(head or '')}"
        if step.laid_down and not claim.used and (names_in(left, {}) | names_in(right, {})) - set(definitions):
            self.given.append(Equation(left, right, number))
            return "the words before it may lay it down as a condition"
        return ""

    def fails_at_equal_sizes(self, step: TypedStep, claim: Claimed) -> bool:
        """A claim fails where the sizes are equal that its section makes so."""
        merged = reservations.at_equal_sizes(claim, dict(step.merged))
        return self.judge(merged.left, merged.right, _relation(step), merged.world).outcome is Verdict.REFUTED

    def may_be_equal(self, step: TypedStep, claim: Claimed) -> str:
        """A strict inequality that holds but for points that the words before it may exclude."""
        weak = {"<": r"\le", ">": r"\ge"}[_relation(step)]
        if not reservations.excludes_points(self.lead_of_chain(step)):
            return ""
        found = self.judge(claim.left, claim.right, weak, claim.world)
        return "equal at points that the words before it may exclude" if found.outcome is Verdict.VERIFIED else ""

    def lead_of_chain(self, step: TypedStep) -> str:
        """The words before the chain in which a step stands."""
        number = self.elaboration.steps.index(step)
        chain = self.elaboration.chain_of(number) or (number,)
        return self.elaboration.steps[chain[0]].lead

    def rounds(self, step: TypedStep, left: Term, right: Term) -> bool:
        """An equals sign before or behind a decimal number that is right within its digits."""
        if _relation(step) != "=" or not (is_decimal(left) or is_decimal(right)):
            return False
        return self.judge(left, right, r"\approx", self.world(step)).outcome is Verdict.VERIFIED

    def judged(
        self, number: int, step: TypedStep, left: Term, right: Term, more: tuple[Equation, ...] = ()
    ) -> tuple[Judgement, Claimed]:
        """The judgement of a claim, with whatever form of a matrix that was decomposed decides it."""

        def judging(world: World) -> tuple[Judgement, Claimed]:
            other = type(self)(replace(self.elaboration, world=world), self.judge)
            other.result, other.given, other.seen = self.result, self.given, self.seen
            # What varies was found through the forms as they are written; in another form anything may.
            return other.judged_so(number, replace(step, varying=frozenset()), left, right, more)

        found = self.judged_so(number, step, left, right, more)
        if found[0].outcome is Verdict.VERIFIED:
            return found
        claim = Claimed(left, right, self.elaboration.world)
        return decompositions.judged(claim, self.elaboration, found, judging)

    def judged_so(
        self, number: int, step: TypedStep, left: Term, right: Term, more: tuple[Equation, ...] = ()
    ) -> tuple[Judgement, Claimed]:
        """The judgement of a claim by itself or, if it fails so, under the equations in force where it stands, and
        under more."""
        claim = Claimed(left, right, self.world(step))
        plain = self.with_pairing(claim, _relation(step))
        if plain.outcome is Verdict.VERIFIED or _relation(step) != "=":
            return plain, claim
        if plain.outcome is Verdict.UNKNOWN and vanishing.is_said_to_vanish(number, self.elaboration):
            sides = [self.judge(side, vanishing.zero_of(side), "=", claim.world) for side in (left, right)]
            if (zero := vanishing.both_vanish(sides)) is not None:
                return zero, claim
        equations = (*self.in_force(number, step), *more)
        bound = self.binding(number, equations, more, claim)
        if (constructed := self.constructed(bound, equations, claim)) is not None:
            return constructed
        if (differentiated := implicit.judged(claim, bound, self.judge.equal, self.judge.seed)) is not None:
            return differentiated
        under = replace(claim, left=self.as_base(step, left))
        equations = facts.relevant(equations, under)
        equations += facts.differentials(equations, under)
        near = equations[-self.judge.nearest :]
        equal = self.judge.sparing()
        for consequence in islice(facts.consequences(near, under, equal), ATTEMPTS_IN_SHORT):
            judgement = self.judge(consequence.left, consequence.right, "=", consequence.world)
            if judgement.outcome is Verdict.VERIFIED:
                return judgement, consequence
        unsolved = Judgement(Verdict.UNKNOWN, Evidence(), "the equations in force could not be solved")
        if not equations or not facts.concern(equations, under):
            return (unsolved if facts.bind_functions(bound, under) else plain), claim
        few = len(equations) <= self.judge.nearest
        regular = facts.put_in(equations, under, equal, everywhere=False) if few else None
        if regular is None:
            return unsolved, claim
        judgement = self.judge(regular.left, regular.right, "=", regular.world)
        return (judgement, regular) if judgement.outcome is not Verdict.VERIFIED else (unsolved, claim)

    # --- equations in force ----------------------------------------------------------------------------------------

    def in_force(self, number: int, step: TypedStep) -> tuple[Equation, ...]:
        """The equations laid down before a step, the last gradient's vanishing among them where the text says so."""
        given = [equation for equation in self.given if self.bears_on(equation, number, step)]
        given += self.points_behind(number)
        drawn = consequences.drawn_from(number, self.elaboration.steps, self.result.decisions)
        if drawn is not None and self.bears_on(drawn, number, step):
            given.append(drawn)
        if step.stationary or step.variant_of is not None:
            for earlier in range(min(number, len(self.result.decisions)) - 1, -1, -1):
                other = self.elaboration.steps[earlier]
                if other.sort is not Sort.EQUATION or other.left.term is None or other.right.term is None:
                    continue
                verdict = self.result.decisions[earlier].verdict
                if _is_gradient(other.left.term) and (verdict is Verdict.VERIFIED or verdict.flagged):
                    # Of a gradient that is worked out wrongly it is the right one that vanishes.
                    gradient = other.left.term if verdict.flagged else other.right.term
                    given.append(
                        Equation(gradient, t.zeros(gradient.shape) if gradient.shape else t.number(0), earlier)
                    )
                    break
        return tuple(given)

    def bears_on(self, equation: Equation, number: int, step: TypedStep) -> bool:
        """An equation in force that may be used for a step.

        A point such as x = 2 holds for what its sentence says of it. What a derivative is holds of all points, whatever
        equation singles some of them out; only what a letter is made of counts there, as in y = Mx or dy = M dx.
        """
        if is_point(equation):
            return _written(self.elaboration.steps[equation.claim]) in _squeezed(step.lead)
        if not self.says_a_derivative(number):
            return True
        made_of = equation.left.operation in ("symbol", "differential")
        return made_of and not self.elaboration.steps[equation.claim].model

    def says_a_derivative(self, number: int) -> bool:
        """The chain of the step begins with a derivative."""
        chain = self.elaboration.chain_of(number) or (number,)
        first = self.elaboration.steps[chain[0]].left.term
        return first is not None and is_derivative(first)

    def points_behind(self, number: int) -> list[Equation]:
        """`f'(x) = 0 for x = 2`: the point that is named behind a claim."""
        if number + 1 >= len(self.elaboration.steps):
            return []
        step, after = self.elaboration.steps[number : number + 2]
        if after.sort is not Sort.IMPOSED or after.left.term is None or after.right.term is None:
            return []
        equation = Equation(after.left.term, after.right.term, number + 1)
        return [equation] if is_point(equation) and _written(step) in _squeezed(after.lead) else []

    def as_base(self, step: TypedStep, left: Term) -> Term:
        """x^* is x where the equations in force hold."""
        if step.variant_of is None or left.operation != "symbol":
            return left
        return t.symbol(step.variant_of, left.shape)

    def is_carried(self, number: int, step: TypedStep, left: Term, right: Term) -> bool:
        """The step follows once the earlier wrong steps are taken for true."""
        earlier = {k: pair for k, pair in self.wrong.items() if k < number}
        if not earlier:
            return False
        return self.judge.equal(facts.following(left, earlier), right, self.world(step))

    # --- conclusions -----------------------------------------------------------------------------------------------

    def conclusion(self, chain: tuple[int, ...]) -> Concluded | None:
        """First operand against last, where the relations compose."""
        steps = [self.elaboration.steps[number] for number in chain]
        relation = composed([step.relation.symbol for step in steps])
        if relation is None:
            return None
        decisions = [self.result.decisions[number] for number in chain]
        left, right = steps[0].left, steps[-1].right
        found = self.between(left, right, relation, steps[0])
        if found.verdict.flagged and not any(decision.verdict.flagged for decision in decisions):
            found = Decision(Verdict.UNKNOWN)  # it rests on what the text lays down on the way
        return Concluded(chain, relation, found, route(decisions))

    def between(self, left: object, right: object, relation: str, step: TypedStep) -> Decision:
        one, other = left, right
        if one.problem is not None or other.problem is not None or one.term is None or other.term is None:  # type: ignore[attr-defined]
            broken = any(side.ill_formed for side in (one, other))  # type: ignore[attr-defined]
            return Decision(Verdict.ILL_FORMED if broken else Verdict.UNKNOWN)
        left_term, right_term = one.term, other.term  # type: ignore[attr-defined]
        if left_term.shape != right_term.shape:
            return Decision(Verdict.ILL_FORMED, Evidence(Method.SHAPE))
        world = self.world(step)
        found = _decided(step, self.judge(left_term, right_term, relation, world))
        if found.verdict is Verdict.VERIFIED and distrust(left_term, right_term, self.elaboration, world):
            return Decision(Verdict.UNKNOWN)
        return found


def composed(symbols: list[str]) -> str | None:
    """The relation between the ends of a chain: a = b < c ≤ d gives a < d; None where the signs do not compose."""
    directions = {DIRECTIONS.get(symbol) for symbol in symbols}
    if None in directions:
        return None
    for signs, strict in (({"=", "<", r"\le"}, "<"), ({"=", ">", r"\ge"}, ">")):
        if directions <= signs:
            if directions == {"="}:
                return "="
            return strict if strict in directions else {"<": r"\le", ">": r"\ge"}[strict]
    return None


def route(decisions: list[Decision]) -> str:
    if any(decision.verdict.flagged for decision in decisions):
        return "invalid"
    fine = all(decision.verdict in (Verdict.VERIFIED, Verdict.GIVEN) for decision in decisions)
    return "valid" if fine else "undecided"


def _headed_by(term: Term) -> str | None:
    """The letter that a side is, or of which it is a member or an entry."""
    while term.operation in ("entry", "member", "slice"):
        term = term.arguments[0]
    return str(term.parameters[0]) if term.operation == "symbol" else None


def _averages(left: Term, right: Term) -> bool:
    """An expectation stands in it: a sum over the values of a random letter, or its mean."""
    made = (moments.VALUES, moments.CHANCES, moments.MEAN, moments.SPREAD)
    return any(name.startswith(made) for side in (left, right) for name in names_in(side, {}))


def _written(step: TypedStep) -> str:
    """A step as its formula stands in a sentence, without spaces."""
    sides = (step.left.written, step.right.written)
    return _squeezed(step.relation.symbol.join(side.latex if side is not None else "" for side in sides))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_gradient(term: Term) -> bool:
    while term.operation in ("rearrange", "multiply"):
        term = term.arguments[-1]
    return term.operation == "derivative"


def _relation(step: TypedStep) -> str:
    return DIRECTIONS.get(step.relation.symbol, step.relation.symbol)


def _decided(step: TypedStep, judgement: Judgement, used: tuple[int, ...] = ()) -> Decision:
    evidence = replace(judgement.evidence, facts=used) if used else judgement.evidence
    match judgement.outcome:
        case Verdict.VERIFIED:
            return Decision(Verdict.VERIFIED, evidence)
        case Verdict.REFUTED:
            code = "E323" if DIRECTIONS.get(step.relation.symbol, step.relation.symbol) in ORDERS else "E301"
            return Decision(Verdict.REFUTED, evidence, (finding(code, step.relation.span, witness=_witness(evidence)),))
    return replace(undecided(step, judgement.reason), evidence=evidence)


def _witness(evidence: Evidence) -> str:
    found = evidence.counterexample
    if found is None:
        return "at a point that separates them"
    sizes = ", ".join(f"{name} = {value}" for name, value in found.sizes)
    return f"with {sizes} they are not equal" if sizes else "a counterexample separates them"


def _lost_index(step: TypedStep, left: Term, right: Term) -> Finding:
    names = [", ".join(index.name for index in side.indices) or "none" for side in (left, right)]
    return finding("E206", step.relation.span, left_indices=names[0], right_indices=names[1])
