"""Error carried forward: whether a step follows from what the same author wrote before it, right or wrong.

What an author believes after a wrong step L = R is that R is L. A later step follows from that where it holds with R in
the place of L, where it is off by just what L = R is off by (or the derivative of it), or where it solves the author's
own equations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.deciding import facts
from auditor.deciding.deciding import Judge, world_at
from auditor.deciding.doubts import names_in
from auditor.deciding.facts import Claimed, Equation
from auditor.deciding.screening import Screen
from auditor.elaborating.elaboration import Sort, TypedStep
from auditor.grading.answering import EQUALS
from auditor.grading.comparing import entries, with_definitions
from auditor.grading.examining import Examined
from auditor.grading.own_rules import outermost_derivative, own_rule
from auditor.grading.working import is_zero
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.replacing import depends, replace_subterm, with_value
from auditor.terms.term import Term, subterms
from auditor.terms.world import World

_MULTIPLES = (1, 2, "1/2", -1)
_MOST_EQUATIONS = 4  # of the author's own, put to use together
_MOST_BELIEFS = 12


@dataclass
class Beliefs:
    """What an author has laid down so far in a document."""

    examined: Examined
    wrong: list[int] = field(default_factory=list)  # steps that do not hold, whosever fault that is
    stated: list[int] = field(default_factory=list)  # equations to be solved, not identities
    quantities: Mapping[int, Term] = field(
        default_factory=dict
    )  # what a step's left side stands for, where it is a name
    seeking: bool = False  # the problem asks for a solution: a gradient is there to be set to zero

    @property
    def steps(self) -> tuple[TypedStep, ...]:
        return self.examined.steps

    @property
    def judge(self) -> Judge:
        judge = self.examined.decided.judge
        assert judge is not None
        return judge

    def follow(self, number: int) -> bool:
        """Whether a step follows from what stands before it."""
        sides = self.sides(number)
        if sides is None:
            return False
        world = world_at(self.examined.decided, number)
        return (
            self._by_putting_in(number, *sides, world)
            or self._by_error(number, *sides, world)
            or self._by_solving(number, *sides, world)
            or self._by_putting_to_the_test(number, *sides, world)
            or self._by_own_rule(number, *sides, world)
        )

    def contradict(self, number: int) -> bool:
        """Whether a step is wrong where the author's own equations hold, which could be solved for that."""
        sides, equations = self.sides(number), self.equations(number)
        if sides is None or not equations:
            return False
        claim = Claimed(*self._as_base(number, sides), world_at(self.examined.decided, number))
        solved = facts.put_in(equations[-1:], claim, self.judge.equal, everywhere=False)
        if solved is None:
            return False
        put_in = {*solved.world.definitions} - {*claim.world.definitions}
        letters = names_in(claim.left, claim.world.definitions) | names_in(claim.right, claim.world.definitions)
        if not put_in & letters:
            return False  # the equations say nothing of it
        return self.judge(solved.left, solved.right, "=", solved.world).outcome.flagged

    def sides(self, number: int) -> tuple[Term, Term] | None:
        """The sides of a step; what a name stands for in the place of the name."""
        step = self.steps[number]
        left, right = self.quantities.get(number, step.left.term), step.right.term
        if left is None or right is None or step.relation.symbol not in EQUALS:
            return None
        if left.shape != right.shape and is_zero(right):
            right = t.zeros(left.shape)
        return (left, right) if left.shape == right.shape else None

    # --- L = R puts R in the place of L --------------------------------------------------------------------------

    def _by_putting_in(self, number: int, left: Term, right: Term, world: World) -> bool:
        if self._by_inserting(number, left, right, world):
            return True
        for pairs in self._replacements(number):
            one, other = left, right
            for old, new in pairs:
                one = replace_subterm(one, old, new)
            if one is left:
                continue
            if self.judge.equal(one, other, world):
                return True
            for old, new in pairs:
                other = replace_subterm(other, old, new)
            if other is not right and self.judge.equal(one, other, world):
                return True
        return False

    def _by_inserting(self, number: int, left: Term, right: Term, world: World) -> bool:
        """A claim f'(x) = … about every x is used at one: f'(0) = …"""
        places = [(sub, sub.arguments[-1]) for sub in subterms(left) if sub.operation == "substitute"]
        for claimed, value in (pair for k in self.wrong if k < number and (pair := self.sides(k)) is not None):
            for variable in _variables(claimed):
                for sub, point in places:
                    if variable.shape != point.shape or variable is point or sub.shape != claimed.shape:
                        continue
                    if self.judge.equal(with_value(claimed, variable, point, {}), sub, world):
                        used = replace_subterm(left, sub, with_value(value, variable, point, world.definitions))
                        if self.judge.equal(used, right, world):
                            return True
        return False

    def _replacements(self, number: int) -> Iterator[list[tuple[Term, Term]]]:
        """Ways of putting in what was claimed: step by step, and the start of each chain for its end."""
        near = [k for k in self.wrong if k < number][-_MOST_BELIEFS:]
        single = [pair for k in near if (pair := self.sides(k)) is not None]
        chained = []
        for k in near:
            head = self.examined.chain_of.get(k, (k,))[0]
            first, last = self.sides(head), self.sides(k)
            if head != k and first is not None and last is not None and first[0].shape == last[1].shape:
                chained.append((first[0], last[1]))
        for pairs in (single, chained[::-1], chained[-1:], single[-1:]):
            if pairs:
                yield pairs

    # --- the same error ------------------------------------------------------------------------------------------

    def _by_error(self, number: int, left: Term, right: Term, world: World) -> bool:
        chain = set(self.examined.chain_of.get(number, (number,)))
        found = {k: pair for k in self.wrong if k < number and k not in chain and (pair := self.sides(k)) is not None}
        earlier = list(found.values())
        if not earlier:
            return False
        error = t.subtract(right, left)
        screen = Screen(error, world, 1)
        variables = _variables(left)
        errors = [t.subtract(two, one) for one, two in earlier[-_MOST_BELIEFS:]]
        pulled = list(_pulled_back(earlier[-_MOST_BELIEFS:], left, world))
        for candidate in (*pulled, *self._errors(errors, error, variables)):
            for factor in _MULTIPLES:
                scaled = candidate if factor == 1 else t.multiply(t.number(factor), candidate)
                if screen.compare(scaled).may_equal and self.judge.equal(error, scaled, world):
                    return True
        return any(
            self.judge.equal(made, t.subtract(two, one), world_at(self.examined.decided, k))
            for variable in variables
            if (made := _differential_of(error, variable)) is not None
            for k, (one, two) in reversed(found.items())
            if one.shape == made.shape and _holds_differential(two)
        )

    def _errors(self, errors: list[Term], like: Term, variables: list[Term]) -> Iterator[Term]:
        """The errors so far, and what they become under differentiation, in the shape of another one."""
        alike = [form for error in reversed(errors) for form in _forms(error, like)]
        yield from alike
        for variable in variables:
            for error in reversed(errors):
                if not any(sub is variable for sub in subterms(error)):
                    continue
                yield from _forms(t.derivative(error, variable), like)
        if _holds_differential(like):
            yield from (form for error in reversed(errors) for form in _forms(t.differential(error), like))
        if len(alike) > 1:
            yield t.add(*alike)

    def _by_own_rule(self, number: int, left: Term, right: Term, world: World) -> bool:
        """The derivative of a function that was taken wrongly before is taken so again."""
        rules = [rule for k in self.wrong if k < number and (pair := self.sides(k)) and (rule := own_rule(*pair))]
        asked = outermost_derivative(left) if rules else None
        if asked is None:
            return False
        bodies = [asked.arguments[0], *self._own_values(number, asked.arguments[0])]
        for rule in rules:
            for body in bodies:
                taken = rule.differentiated(body, asked.arguments[1], world.definitions)
                if taken is not None and self.judge.equal(replace_subterm(left, asked, taken), right, world):
                    return True
        return False

    def _own_values(self, number: int, quantity: Term) -> Iterator[Term]:
        """What the author said a quantity is."""
        for k in self.examined.own:
            sides = self.sides(k) if k < number else None
            head = self.sides(self.examined.chain_of.get(k, (k,))[0])
            if sides is not None and head is not None and head[0] is quantity:
                yield sides[1]

    # --- the author's own equations ------------------------------------------------------------------------------

    def _by_solving(self, number: int, left: Term, right: Term, world: World) -> bool:
        equations = self.equations(number)
        claim = Claimed(*self._as_base(number, (left, right)), world)
        together = (*equations, *self._conditions(number))
        for chosen in (*((equation,) for equation in reversed(equations)), equations, together):
            for consequence in facts.consequences(chosen, claim, self.judge.equal) if chosen else ():
                if self.judge.equal(consequence.left, consequence.right, consequence.world):
                    return True
        return False

    def _by_putting_to_the_test(self, number: int, left: Term, right: Term, world: World) -> bool:
        """x = 3 solves the author's last equation: that holds for 3, and does not hold for every x."""
        letter, value = self._as_base(number, (left, right))
        if letter.operation != "symbol" or letter.parameters[0] in names_in(value, world.definitions):
            return False
        others = [equation for equation in self.equations(number) if equation.left is not letter]  # not its other roots
        for equation in others[-1:]:
            concerned = letter.parameters[0] in names_in(equation.residual, world.definitions)
            solved = with_definitions(world, {letter.parameters[0]: value})
            if concerned and self.judge.equal(equation.left, equation.right, solved):
                return not self.judge.equal(equation.left, equation.right, world)
        return False

    def equations(self, number: int) -> tuple[Equation, ...]:
        """The equations that the author laid down before a step, with what is wrong in them."""
        found = []
        for k in self.stated:
            if k >= number or (sides := self.sides(k)) is None:
                continue
            one, other = self._as_base(k, sides)
            for pairs in self._replacements(k):
                for old, new in pairs:
                    one = replace_subterm(one, old, new)
            found.append(Equation(one, other, k))
        if (gradient := self._own_gradient(number)) is not None:
            found.insert(0, gradient)
        return tuple(found[-_MOST_EQUATIONS:])

    def _conditions(self, number: int) -> Iterator[Equation]:
        """The equations that the problem imposes, such as c^Tx = 1."""
        for k in range(len(self.steps)):
            sides = self.sides(k) if k not in self.examined.own and is_condition(self.steps[k]) else None
            if sides is not None and not is_gradient(sides[0]):
                yield Equation(*self._as_base(number, sides), k)

    def _own_gradient(self, number: int) -> Equation | None:
        """The author's last gradient set to zero, where the text says so or asks for a stationary point."""
        step = self.steps[number]
        if not (self.seeking or step.stationary or step.variant_of is not None or any(k < number for k in self.stated)):
            return None
        for k in reversed(self.examined.own):
            sides = self.sides(k) if k < number else None
            if sides is None or is_zero(sides[1]):
                continue
            head = self.sides(self.examined.chain_of.get(k, (k,))[0])
            if head is not None and is_gradient(head[0]) and head[0].shape == sides[1].shape:
                return Equation(sides[1], t.zeros(sides[1].shape) if sides[1].shape else t.number(0), k)
        return None

    def _as_base(self, number: int, sides: tuple[Term, Term]) -> tuple[Term, Term]:
        """x for x^*, wherever it stands."""
        for step in self.steps:
            term = step.left.term
            if step.variant_of is not None and term is not None and term.operation == "symbol":
                base = t.symbol(step.variant_of, term.shape)
                sides = (replace_subterm(sides[0], term, base), replace_subterm(sides[1], term, base))
        return sides


def _pulled_back(earlier: list[tuple[Term, Term]], left: Term, world: World) -> Iterator[Term]:
    """The error of a derivative by an intermediate quantity y, taken on to the letters that y is made of."""
    asked = _derivative(left)
    for one, two in reversed(earlier if asked is not None else []):
        known = _derivative(one)
        if asked is None or known is None or known.arguments[0] is not asked.arguments[0]:
            continue
        variable, error = asked.arguments[1], t.subtract(two, one)
        if one.shape != known.arguments[1].shape or left.shape != variable.shape:
            continue
        for middle in _middles(known.arguments[1], variable, world):
            jacobian = t.derivative(middle, variable)
            yield t.contract(error, jacobian, middle.order) if middle.order else t.multiply(error, jacobian)


def _middles(given: Term, variable: Term, world: World) -> Iterator[Term]:
    """Intermediate quantities by which the derivative is that by a given letter: itself, or z = Wx + b for b."""
    if given is variable or given.operation != "symbol":
        return
    if given.parameters[0] in world.definitions:
        yield given
        return
    for name, definition in world.definitions.items():
        shifted = definition.shape == given.shape and any(part is given for part in _summands(definition))
        if shifted and depends(definition, variable.parameters[0], world.definitions):
            yield t.symbol(name, definition.shape)


def _summands(term: Term) -> tuple[Term, ...]:
    return term.arguments if term.operation == "add" else (term,)


def _derivative(term: Term) -> Term | None:
    """The derivative that a term is, laid out in any way."""
    while term.operation == "rearrange":
        term = term.arguments[0]
    return term if term.operation == "derivative" else None


def _differential_of(gradient: Term, variable: Term) -> Term | None:
    """What a gradient adds to the differential: ⟨G, dX⟩."""
    if gradient.shape != variable.shape:
        return None
    moved = t.differential(variable)
    return t.multiply(gradient, moved) if not gradient.shape else t.contract(gradient, moved, gradient.order)


def _holds_differential(term: Term) -> bool:
    return any(sub.operation == "differential" for sub in subterms(term))


def _variables(term: Term) -> list[Term]:
    """What a term is differentiated by; f'(x) is the derivative in a letter for which x is put in."""
    found = [sub.arguments[1] for sub in subterms(term) if sub.operation in ("derivative", "directional")]
    found += [value for sub in subterms(term) if sub.operation == "substitute" for value in sub.arguments[2::2]]
    return list(dict.fromkeys(variable for variable in found if variable.operation == "symbol"))


def _forms(error: Term, like: Term) -> Iterator[Term]:
    """An error in the shape of another one: transposed, without unit axes, as its general entry or the reverse."""
    if error.shape == like.shape:
        yield error
    wide = tuple(axis for axis, size in enumerate(error.shape) if size != ONE)
    wanted = tuple(size for size in like.shape if size != ONE)
    for order in (wide, wide[::-1]):
        if error.shape != like.shape and tuple(error.shape[axis] for axis in order) == wanted and len(wide) < 3:
            axes = iter(order)
            yield t.rearrange(error, tuple(None if size == ONE else next(axes) for size in like.shape))
        if len(wide) < 2:
            break
    if like.shape and not error.shape and error.indices:
        yield from _arrays(error, like)
    if error.shape and not like.shape and like.indices:
        yield from entries(error, like)


def _arrays(entry: Term, like: Term) -> Iterator[Term]:
    """The whole whose general entry is given, shaped like another one."""
    wide = tuple(size for size in like.shape if size != ONE)
    free = tuple(index for index in entry.indices if index not in like.indices)
    for chosen in (free, free[::-1]):
        if tuple(index.upper for index in chosen) == wide:
            axes = iter(range(len(wide)))
            whole = t.array(entry, *chosen)
            yield t.rearrange(whole, tuple(None if size == ONE else next(axes) for size in like.shape))
        if len(free) < 2:
            break


def is_gradient(term: Term) -> bool:
    """A derivative of a scalar, laid out in any way."""
    while term.operation in ("rearrange", "multiply") or _is_at_a_letter(term):
        term = term.arguments[0 if term.operation == "substitute" else -1]
    return term.operation == "derivative" and not term.arguments[0].shape


def _is_at_a_letter(term: Term) -> bool:
    """f'(x), which is a derivative at x; f'(0) is a number."""
    return term.operation == "substitute" and term.arguments[-1].operation == "symbol"


def is_condition(step: TypedStep) -> bool:
    """The step is an equation that the text lays down, to be solved."""
    return step.sort is Sort.IMPOSED and step.relation.symbol in EQUALS
