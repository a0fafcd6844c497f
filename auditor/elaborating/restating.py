"""A formula put in the place of an operand gets its meaning under the readings that are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from auditor.elaborating.elaboration import Side, TypedStep
from auditor.elaborating.problems import Problem
from auditor.elaborating.scope import Key, Scope
from auditor.elaborating.steps import Pass, equated
from auditor.parsing.statements import Reading
from auditor.parsing.syntax import Node
from auditor.source import Span
from auditor.terms.dimension import ONE, Dimension, Shape
from auditor.terms.replacing import with_sizes
from auditor.terms.term import Index, Term


@dataclass(frozen=True, eq=False)
class Settled:
    """The scope in which a finished elaboration left the document."""

    scope: Scope
    names: Mapping[str, Dimension]  # what the sizes that nothing determined are called
    frees: Mapping[int, dict[str, Index]]  # the free indices of each statement

    @property
    def reading(self) -> Reading:
        return self.scope.context.reading

    def at(self, step: TypedStep, choices: Mapping[Key, str] = MappingProxyType({})) -> Restating:
        """The place of a step, where formulas may be given a meaning, also under some other choices of readings."""
        return Restating(self, step, choices)


Range = tuple[Dimension, Dimension, Dimension]
Kind = tuple[Shape, frozenset[str]]  # the shape of a formula, and its free indices


@dataclass(frozen=True, eq=False)
class Context:
    """What is bound around a part of a formula."""

    bound: dict[str, Index]
    local: Mapping[str, Term]
    parameters: tuple[str, ...]


class Restating:
    """Gives formulas a meaning where a step stands. Nothing is learnt from them: every size that the document knows is
    rigid by now, so that no formula fits because it makes two of them one."""

    def __init__(self, settled: Settled, step: TypedStep, choices: Mapping[Key, str] = MappingProxyType({})) -> None:
        self.step = step
        self.scope = settled.scope.branch({**settled.scope.choices, **choices})
        for name, dimension in settled.names.items():
            self.scope.unifier.unify(Dimension.of(name), dimension)
        self.scope.shapes = {key: self.scope.resolve(shape) for key, shape in self.scope.shapes.items()}
        Pass(self.scope).stand(step.statement)
        self.free = dict(settled.frees.get(step.statement, {}))
        self._forget_ranges()
        self._elaborate = self.scope.elaborate
        self.scope.elaborate = self._remembered
        self.meanings: dict[tuple[object, ...], tuple[Node, Term | Problem, list[Range]]] = {}
        self.scope.free = dict(self.free)
        self.known = self._learnt()
        self.contexts: dict[int, Context] | None = None  # where the parts of a formula stand, while it is elaborated

    def _forget_ranges(self) -> None:
        """What free indices run through was learnt from the formulas that are now to be others."""
        for name in self.free:
            open_range = f"?{name}@{self.step.statement}"
            if open_range in self.scope.unifier.solved:
                del self.scope.unifier.solved[open_range]
            self.free[name] = Index(name, ONE, Dimension.of(open_range))

    def _learnt(self) -> tuple[int, int, int]:
        """How much inference knows: it only ever learns more."""
        unifier = self.scope.unifier
        return len(unifier.solved), len(unifier.pending), len(self.scope.free)

    def _remembered(self, node: Node | None, scope: Scope) -> Term:
        """The meaning of a part, from memory where it cannot depend on what was learnt: edited formulas share parts."""
        if node is not None and self.contexts is not None:
            self.contexts.setdefault(id(node), Context(dict(scope.bound), scope.local, scope.parameters))
        if node is None or self._learnt() != self.known:
            return self._elaborate(node, scope)
        # A node stays alive with its meaning, so that no other one can take its identity.
        key = (id(node), tuple(scope.bound.items()), tuple(scope.local.items()), scope.parameters)
        if key in self.meanings:
            _, found, ranges = self.meanings[key]
            scope.ranges += ranges
            if isinstance(found, Problem):
                raise found
            return found
        before = len(scope.ranges)
        try:
            term = self._elaborate(node, scope)
        except Problem as problem:
            if self._learnt() == self.known:
                self.meanings[key] = node, problem, scope.ranges[before:]
            raise
        if self._learnt() == self.known:
            self.meanings[key] = node, term, scope.ranges[before:]
        return term

    def side(self, node: Node) -> Side:
        """What a formula means here, or why it means nothing; the sizes in it are still to be settled by `equated`."""
        self.scope.free = dict(self.free)
        try:
            term = self.scope.term(node)
        except Problem as problem:
            return Side(None, problem=problem.finding)
        except RecursionError:
            return Side(None)
        return Side(None, term, self.scope.shape(term))

    def equated(self, left: Node | Term, right: Node | Term) -> tuple[Term, Term] | None:
        """Two formulas as the sides of one equation; None where one has no meaning or they do not conform."""
        state = self.scope.unifier.mark()
        self.scope.ranges = []
        try:
            return self._equated(left, right)
        finally:
            self.scope.unifier.restore(state)

    def _equated(self, left: Node | Term, right: Node | Term) -> tuple[Term, Term] | None:
        sides = [self.side(one) if isinstance(one, Node) else Side(None, one, one.shape) for one in (left, right)]
        if any(side.term is None for side in sides):
            return None
        first, second, more = equated(sides[0], sides[1], Span(0, 0), self.scope)
        if any(more.get(key) for key in ("problem", "indices_differ", "supposes")):
            return None
        if first.term is None or second.term is None:
            return None
        self.scope.settle()
        return self._settled(first.term), self._settled(second.term)

    def term(self, node: Node) -> Term | None:
        """The meaning of a formula that stands by itself."""
        state = self.scope.unifier.mark()
        try:
            found = self.side(node).term
            return None if found is None else self._settled(found)
        finally:
            self.scope.unifier.restore(state)

    def contexts_in(self, node: Node) -> dict[int, Context]:
        """What is bound around those parts of a formula that have a meaning of their own, by identity."""
        found: dict[int, Context] = {}
        self.contexts = found
        self.meanings.clear()  # what is remembered would not be visited
        try:
            self.term(node)
        finally:
            self.contexts = None
        return found

    def kind(self, node: Node, context: Context) -> Kind | None:
        """The kind of a formula that stands where these are bound; None where it has no meaning there."""
        scope = self.scope
        state, around = scope.unifier.mark(), (scope.bound, scope.local, scope.parameters)
        scope.bound, scope.local, scope.parameters = dict(context.bound), context.local, context.parameters
        try:
            found = self.side(node)
        finally:
            scope.bound, scope.local, scope.parameters = around
            scope.unifier.restore(state)
        if found.term is None or found.shape is None:
            return None
        return found.shape, frozenset(index.name for index in found.term.indices)

    def _settled(self, term: Term) -> Term:
        return with_sizes(term, self.scope.unifier.resolve)


def restated(step: TypedStep, left: Term, right: Term) -> TypedStep:
    """The step with other terms for its sides."""
    return replace(
        step,
        left=replace(step.left, term=left, shape=left.shape, problem=None, ill_formed=False),
        right=replace(step.right, term=right, shape=right.shape, problem=None, ill_formed=False),
        problem=None,
        indices_differ=False,
    )
