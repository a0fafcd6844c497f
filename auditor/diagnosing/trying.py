"""Trying edits: a formula in the place of one side of a step, given its meaning, screened, and judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction as Rational
from itertools import pairwise

from auditor.deciding.deciding import Decided, holds, world_at
from auditor.deciding.screening import Screen
from auditor.diagnosing.kinds import Kinds
from auditor.diagnosing.satisfying import Satisfying
from auditor.diagnosing.trees import length
from auditor.diagnosing.writing import parsed, spelled
from auditor.elaborating.elaboration import Sort
from auditor.elaborating.names import spell, strip
from auditor.elaborating.restating import Restating
from auditor.parsing.syntax import Fraction, Node, Number, Product, Sum, Symbol, Word, walk
from auditor.terms import term as t
from auditor.terms.term import Term

# What the search for one side may cost, in parts of formulas that are given a meaning; a judge costs as much as many.
WORK = 22_000
OF_A_JUDGE = 40  # times the parts of the formula
MOST_TRIED = 900
MOST_DOUBLED = 120


@dataclass
class Trial:
    """One side of a step under repair; the other one stays."""

    decided: Decided
    number: int
    side: str  # "left" | "right": the one that is edited
    screened: bool = True  # values at a few points tell first which edits are worth a judge
    satisfying: Satisfying | None = None  # points at which the equations in force, or the premises, hold
    tried: int = 0
    doubled: int = 0
    judged: int = 0
    screens_apart: bool = False  # some formula was ruled out by its values
    seen: set[Term] = field(default_factory=set)
    screens: dict[Term, Screen] = field(default_factory=dict)
    ratio: Rational | None = None  # of the side that stays to the formula tried last, where it is simple
    sizes: dict[str, int] = field(default_factory=dict)  # those at which ratios are measured
    numbers: dict[int, tuple[Node, bool]] = field(default_factory=dict)  # parts, and whether they are scalars

    def __post_init__(self) -> None:
        step = self.decided.elaboration.steps[self.number]
        settled = self.decided.elaboration.settled
        assert settled is not None
        self.restating: Restating = settled.at(step)
        kept, edited = (step.left, step.right) if self.side == "right" else (step.right, step.left)
        syntax = kept.written.syntax if kept.written is not None else None
        # What free indices run through, and of what shape a 0 is, may have been learnt from the side at fault.
        is_open = bool(self.restating.free) or spell(syntax) == "0"
        self.kept: Term | Node | None = syntax if is_open and syntax is not None else kept.term
        self.written: Term | None = edited.term
        own = edited.written.syntax if edited.written is not None else None
        self.size = length(own) if own is not None else 1  # of the formula as it was written
        is_letter = syntax is None or isinstance(syntax, Symbol | Number)
        held = own is not None and any(part == syntax for part in walk(own))
        self.other: Node | None = None if is_letter or held else syntax
        self.world = world_at(self.decided, self.number)
        self.kinds = Kinds(self.restating, own) if own is not None else None

    @property
    def exhausted(self) -> bool:
        return self.tried >= MOST_TRIED or (self.tried + self.judged * OF_A_JUDGE) * self.size >= WORK

    @property
    def under_equations(self) -> bool:
        """Equations are laid down before the step."""
        return any(step.sort is Sort.IMPOSED and step.left.term is not None and step.right.term is not None
                   for step in self.decided.elaboration.steps[: self.number])  # fmt: skip

    def pair(self, node: Node) -> tuple[Term, Term] | None:
        """Both sides with the formula in the place of the edited one: what stays, what is new."""
        if self.kept is None:
            return None
        if self.side == "right":
            return self.restating.equated(self.kept, node)
        found = self.restating.equated(node, self.kept)
        return None if found is None else (found[1], found[0])

    def _pair(self, node: Node) -> tuple[Term, Term] | None:
        """The same, where an edited formula may be stranger than any that is written; that only costs the edit."""
        try:
            return self.pair(node)
        except Exception:
            return None

    def mends(self, node: Node) -> bool:
        """Whether the step is verified with the formula in the place of the edited side."""
        self.tried += 1
        self.ratio = None
        if self.kinds is not None and self.kinds.rules_out(node):
            return False
        found = self._pair(node)
        if self.kinds is not None and node is self.kinds.root:
            self.kinds.fits = found is not None
        if found is None:
            return False
        kept, new = found
        if new in self.seen:
            return False
        self.seen.add(new)
        if self.screened and not self.may_equal(kept, new):
            return False
        return self._holds(node, found)

    def may_follow(self, kept: Term, new: Term) -> bool:
        """Whether no point at which what is given holds tells the two sides apart."""
        return self.satisfying is None or self.satisfying.may_hold(kept, new)

    def may_equal(self, kept: Term, new: Term) -> bool:
        """Whether no value at a few points tells the two sides apart."""
        while kept.operation == "antiderivative":  # functions with the same derivative, whatever their constants
            body, variable = kept.arguments
            kept, new = body, t.derivative(new, variable)
        compared = self.screen(kept).compare(new)
        self.ratio = compared.ratio
        self.screens_apart = self.screens_apart or not compared.may_equal
        return compared.may_equal

    def _holds(self, node: Node, meant: tuple[Term, Term]) -> bool:
        """Whether the step holds with the formula as it would be written: what is shown is what was judged."""
        again = parsed(spelled(node), node.span)
        if again is None or is_odd(again) or self._restates(again):
            return False
        found = meant if again == node else self._pair(again)
        if found is None or not self.may_follow(*found):
            return False
        self.judged += 1
        left, right = found if self.side == "right" else found[::-1]
        return self._judged(left, right)

    def _judged(self, left: Term, right: Term) -> bool:
        return holds(self.decided, self.number, left, right)

    def _restates(self, node: Node) -> bool:
        """The whole other side was put into the formula, which is easily made right so, and that helps nobody."""
        if self.other is None or node == self.other:
            return False
        return any(part == self.other or _holds_run(part, self.other) for part in walk(node))

    def decimal(self, text: str) -> str | None:
        """The value of the side that stays, with as many digits as this decimal number shows."""
        whole, point, digits = text.partition(".")
        if not point or not isinstance(self.kept, Term):
            return None
        value = self.screen(self.kept).value()
        return None if value is None or not whole.isdigit() else f"{value:.{len(digits)}f}"

    def is_number(self, node: Node) -> bool:
        """Whether a formula is known to be a scalar where the step stands."""
        if id(node) not in self.numbers:  # a node stays alive with what is known of it
            self.numbers[id(node)] = node, self._is_number(node)
        return self.numbers[id(node)][1]

    def _is_number(self, node: Node) -> bool:
        try:
            term = self.restating.term(node)
        except Exception:
            return False
        return term is not None and term.is_scalar

    def screen(self, kept: Term) -> Screen:
        found = self.screens.get(kept)
        if found is None:
            found = self.screens[kept] = Screen(kept, self.world, 1)
        self.sizes = found.point
        return found


def _holds_run(node: Node, other: Node) -> bool:
    """A product has all factors of another one side by side, and more."""
    if not isinstance(node, Product) or not isinstance(other, Product) or len(node.factors) <= len(other.factors):
        return False
    length = len(other.factors)
    return any(node.factors[k : k + length] == other.factors for k in range(len(node.factors) - length + 1))


def is_odd(node: Node) -> bool:
    """A term is added and taken away again, a factor is divided by itself, a function stands twice: nobody meant to
    write that."""
    for part in walk(node):
        if isinstance(part, Product) and any(
            isinstance(one, Word) and one == other for one, other in pairwise(part.factors)
        ):
            return True
        if isinstance(part, Fraction) and _cancels(part):
            return True
        if isinstance(part, Sum):
            signed = set(zip(part.signs, part.terms, strict=True))
            if any(("-", term) in signed for sign, term in signed if sign == "+"):
                return True
    return False


def _cancels(node: Fraction) -> bool:
    """Nothing is divided, or a factor by itself."""
    above, below = strip(node.numerator), strip(node.denominator)
    factors = above.factors if isinstance(above, Product) and not any(above.operators) else (above,)
    return below in factors or (isinstance(above, Number) and above.text == "0")
