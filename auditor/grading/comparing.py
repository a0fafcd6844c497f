"""Values of a submission against values of the reference, as the problem's letters have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cached_property
from itertools import permutations

from auditor.deciding.deciding import Judge
from auditor.grading.bridging import Bridge
from auditor.grading.examining import Examined, unexplained
from auditor.grading.reference import Reference, Result
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.replacing import replace_subterm
from auditor.terms.term import Term, subterms
from auditor.terms.world import World
from auditor.verdicts import Verdict

_MOST_INDICES = 4


class Value(StrEnum):
    """How a value stands to the reference's."""

    EQUAL = "equal"
    DIFFERENT = "different"
    OPEN = "open"  # that was not decided


class Comparison:
    """Compares what a submission says with what the reference says."""

    def __init__(self, home: Examined, reference: Reference) -> None:
        self.home, self.reference = home, reference
        self.bridge = Bridge(home, reference.examined, reference.shared)
        judge = home.decided.judge
        self.judge = judge if judge is not None else Judge(0)

    @property
    def world(self) -> World:
        return self.bridge.world

    @cached_property
    def solved(self) -> World:
        """The world in which the letters that the problem asks for have their right values."""
        known = {name: self.bridge.term(term) for name, term in self.reference.known.items()}
        for result in self.reference.results:
            if result.variant_of is not None and result.right.term is not None:
                base = self.bridge.term(t.symbol(result.variant_of, result.right.term.shape))
                known[base.parameters[0]] = self.bridge.term(result.right.term)
        free = {name: term for name, term in known.items() if not _involves(term, frozenset(known))}
        return with_definitions(self.world, free)

    def value(self, term: Term, result: Result, *, fixed: bool = False) -> Value:
        """A value against that of a result; its general entry is the same laid out otherwise, and so is its transpose
        where the layout is not fixed."""
        if result.right.term is None:
            return Value.OPEN
        if result.left.term is not None and result.left.term.operation == "antiderivative":
            return self._antiderivative(term, self.bridge.term(result.left.term))
        unclear = self.is_unclear(term) or self.reference.is_unclear(result.right.term)
        found = Value.OPEN if unclear else Value.DIFFERENT
        there = self.bridge.term(result.right.term)
        for form in self._forms(there, term, result):
            if fixed and form.shape and form is not there:
                continue
            match self.judge(term, form, "=", self.world).outcome:
                case Verdict.VERIFIED:
                    return Value.EQUAL
                case Verdict.UNKNOWN:
                    found = Value.OPEN
        return found

    def _antiderivative(self, term: Term, there: Term) -> Value:
        """Antiderivatives are the same up to a constant."""
        match self.judge(there, term, "=", self.world).outcome:
            case Verdict.VERIFIED:
                return Value.EQUAL
            case Verdict.UNKNOWN:
                return Value.OPEN
        return Value.DIFFERENT

    def is_unclear(self, term: Term) -> bool:
        """A letter in a term is nobody's: the submission does not say what it is, or was not understood."""
        return any(name.rstrip("'") not in self.reference.shared for name in unexplained(term, self.home))

    def quantity(self, term: Term, result: Result) -> bool:
        """Whether a term is the quantity that a result is about."""
        if result.left.term is None:
            return False
        there = self.bridge.term(result.left.term)
        if term is there or self._with_values(there) is self._with_values(term):
            return True
        if there.indices and not there.shape:
            return any(form is term for form in self._forms(there, term, result))
        if not (_differentiates(term) and _differentiates(there)):
            return False
        return any(self.judge.equal(term, form, self.world) for form in self._forms(there, term, result))

    def _with_values(self, term: Term) -> Term:
        """f(e) for f(x^*) where x^* = e is asked for."""
        for name, value in self.reference.known.items():
            here = self.bridge.term(value)
            term = replace_subterm(term, self.bridge.term(t.symbol(name, value.shape)), here)
        return term

    def _forms(self, there: Term, here: Term, result: Result) -> Iterator[Term]:
        """What the reference's term looks like where it is laid out like a term of the submission."""
        if there.shape == here.shape and (there.shape or not here.indices):
            yield there
        elif there.order == 2 and there.shape[::-1] == here.shape and _lays_out(result):
            yield t.transpose(there)
        elif there.shape and not here.shape and 0 < len(here.indices) <= _MOST_INDICES:
            yield from entries(there, here)
        elif there.indices and not there.shape and not here.shape and len(there.indices) == len(here.indices):
            yield from entries(t.array(there, *there.indices), here)


def entries(whole: Term, entry: Term) -> Iterator[Term]:
    """The general entry of a whole, in the free indices of an entry; unit axes need none."""
    wide = [axis for axis, size in enumerate(whole.shape) if size != ONE]
    free = [index for index in entry.indices if index not in whole.indices]
    if len(free) != len(wide):
        return
    for chosen in permutations(free):
        if all(index.upper == whole.shape[axis] for index, axis in zip(chosen, wide, strict=True)):
            places: list[Term] = [t.number(1)] * whole.order
            for index, axis in zip(chosen, wide, strict=True):
                places[axis] = t.index(index)
            yield t.entry(whole, *places)


def _lays_out(result: Result) -> bool:
    """The quantity is a derivative, which may be laid out in two ways."""
    return result.left.term is not None and _differentiates(result.left.term)


def _differentiates(term: Term) -> bool:
    return any(sub.operation in ("derivative", "directional") for sub in subterms(term))


def _involves(term: Term, names: frozenset[str]) -> bool:
    return any(sub.operation == "symbol" and sub.parameters[0] in names for sub in subterms(term))


def with_definitions(world: World, definitions: dict[str, Term]) -> World:
    """The world in which letters have these values, whatever was declared of them."""
    properties = {name: words for name, words in world.properties.items() if name not in definitions}
    return replace(world, properties=properties, definitions={**world.definitions, **definitions})
