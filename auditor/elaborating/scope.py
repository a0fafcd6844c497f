"""The state of inference while formulas are given their meaning: shapes, readings chosen, indices in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from auditor.elaborating.context import Context, Known
from auditor.elaborating.kinds import FAMILY, FAMILY_OF_MATRICES, kind_options
from auditor.parsing.syntax import Node
from auditor.source import Span
from auditor.terms.dimension import ONE, ZERO, Dimension, Shape, Unifier
from auditor.terms.term import Index, Term, symbol

# A choice of reading: (notation, what it is about), e.g. ("kind", "x"), ("bars", "A"), ("prime", "").
Key = tuple[str, str]


@dataclass(frozen=True)
class Function:
    """A function that the text defines, f(x) = body: names of the parameters and the defining term."""

    parameters: tuple[str, ...]
    shapes: tuple[Shape, ...]
    body: Term


@dataclass
class Scope:
    """Everything that elaboration consults; one per attempt at a consistent reading of the document."""

    context: Context
    elaborate: Callable[[Node | None, Scope], Term]
    choices: Mapping[Key, str] = field(default_factory=dict)
    unifier: Unifier = field(default_factory=Unifier)
    shapes: dict[str, Shape] = field(default_factory=dict)  # by internal name and kind
    definitions: dict[str, Term] = field(default_factory=dict)  # internal name -> defining term
    functions: dict[str, Function] = field(default_factory=dict)
    signatures: dict[str, tuple[Shape, ...]] = field(default_factory=dict)  # shapes of an unknown function's arguments
    redefined: dict[str, list[int]] = field(default_factory=dict)  # spelling -> statements that define it anew
    anew: dict[str, int] = field(default_factory=dict)  # letters of later sections, of which nothing earlier is said
    same: dict[str, str] = field(default_factory=dict)  # what a decomposition gives a second form, and the first one
    # Starts of sections that define an earlier letter anew, each with the letters that keep their meaning in it.
    renewing: dict[int, frozenset[str]] = field(default_factory=dict)
    renewed: set[int] = field(default_factory=set)  # sections found to do so
    defined_at: dict[str, int] = field(default_factory=dict)  # internal name -> statement that defines it
    asked: dict[Key, tuple[str, ...]] = field(default_factory=dict)  # choices consulted, with their options
    consulted: set[Key] = field(default_factory=set)  # those of the statement at hand
    implied: dict[str, tuple[str, ...]] = field(default_factory=dict)  # properties that a notation supposes
    structured: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # properties that an unknown function's values have
    unread: dict[str, None] = field(default_factory=dict)  # internal names whose definitions have no meaning here
    restricted: dict[str, None] = field(default_factory=dict)  # names that lie in a set of which nothing is known
    models: dict[str, Term] = field(default_factory=dict)  # observed letters, and the models that produced them
    behind: dict[str, frozenset[Key]] = field(default_factory=dict)  # choices on which a definition rests
    ranges: list[tuple[Dimension, Dimension, Dimension]] = field(default_factory=list)  # upper + shift <= axis
    free: dict[str, Index] = field(default_factory=dict)
    bound: dict[str, Index] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()  # arguments of the function at hand, for ∇f without a subscript
    position: int = 0
    local: Mapping[str, Term] = field(default_factory=dict)  # letters bound inside a formula
    quoted: int | None = None  # the statement that begins the rule at hand, whose letters may be its own
    inferring: bool = True  # the first pass, in which nothing is final

    def term(self, node: Node | None) -> Term:
        """The meaning of a formula here; Problem where it has none."""
        return self.elaborate(node, self)

    def choose(self, notation: str, subject: str, options: tuple[str, ...]) -> str:
        """The reading in force of a notation or symbol; what was asked is remembered, for the search to vary."""
        key = (notation, subject)
        if len(options) > 1:
            self.asked[key] = options
            self.consulted.add(key)
        chosen = self.choices.get(key, options[0])
        return chosen if chosen in options else options[0]

    def branch(self, choices: Mapping[Key, str]) -> Scope:
        """A copy to try other readings in: what it learns does not come back."""
        unifier = Unifier()
        unifier.restore(self.unifier.mark())
        return replace(
            self,
            choices=choices,
            unifier=unifier,
            shapes=dict(self.shapes),
            definitions=dict(self.definitions),
            functions=dict(self.functions),
            signatures=dict(self.signatures),
            redefined={name: list(places) for name, places in self.redefined.items()},
            anew=dict(self.anew),
            same=dict(self.same),
            defined_at=dict(self.defined_at),
            unread=dict(self.unread),
            asked=dict(self.asked),
            consulted=set(),
            ranges=[],
            free={},
            bound={},
        )

    # --- shapes ------------------------------------------------------------------------------------------------

    def unknown(self, origin: str) -> Dimension:
        """The unknown size with this origin: the same one whenever it is asked for."""
        return self.unifier.resolve(Dimension.of("?" + origin))

    def unify(self, left: Dimension, right: Dimension) -> bool:
        return self.unifier.unify(left, right)

    def unify_shapes(self, left: Shape, right: Shape) -> bool:
        """Let two shapes be one; nothing is learnt where they cannot be."""
        if len(left) != len(right):
            return False
        state = self.unifier.mark()
        if all(self.unify(one, other) for one, other in zip(left, right, strict=True)):
            return True
        self.unifier.restore(state)
        return False

    def resolve(self, shape: Shape) -> Shape:
        solved = tuple(self.unifier.resolve(dimension) for dimension in shape)
        return () if solved == (ONE, ONE) else solved

    def shape(self, term: Term) -> Shape:
        """The shape of a term with all that has been learnt since it was made."""
        return self.resolve(term.shape)

    # --- symbols -----------------------------------------------------------------------------------------------

    def name(self, spelling: str) -> str:
        """The internal name of a letter here: a letter declared or defined anew carries a suffix."""
        epoch = self.context.epoch(spelling, self.position)
        epoch += sum(position <= self.position for position in self.redefined.get(spelling, ()))
        name = spelling if epoch == 1 else f"{spelling}#{epoch}"
        if self.stated_elsewhere(spelling):
            return f"{name}@{self.context.section(self.position)}"
        remark = self.context.remark(spelling, self.position)
        if remark is not None and remark.shape is not None:
            return f"{name}@{remark.since}"  # "for a p×q matrix X": a letter of that sentence
        if self.quoted is not None and self.choose("letters", str(self.quoted), ("document", "own")) == "own":
            return f"{spelling}@{self.quoted}"
        section = self.fresh_section(spelling)
        return name if section is None else f"{name}@{section}"

    def stated_elsewhere(self, spelling: str) -> bool:
        """What a later section states of a letter may be said of another one."""
        facts = self.context.known.get(spelling, ())
        section = self.context.section(self.position)
        if not facts or facts[0].since <= self.position or self.context.section(facts[0].since) == section:
            return False
        if self.context.remark(spelling, self.position) is not None:
            return False
        return self.choose("stated later", f"{spelling}@{section}", ("holds", "of another")) == "of another"

    def fresh_section(self, spelling: str) -> int | None:
        """The section that uses this letter afresh, where one does: only sections that define a letter anew may."""
        known = self.known(spelling)
        if (known is not None and known.shape is not None) or spelling in self.context.sizes:
            return None
        for section in sorted(self.renewing, reverse=True):
            if section > self.position or spelling in self.renewing[section]:
                continue
            if self.choose("section", str(section), ("afresh", "continued")) == "afresh":
                return section
        return None

    def known(self, spelling: str) -> Known | None:
        if self.quoted is not None and self.choices.get(("letters", str(self.quoted))) == "own":
            return None
        if self.stated_elsewhere(spelling):
            return None
        found = self.context.of(spelling, self.position)
        anew = self.anew.get(spelling, self.position + 1)
        return None if found is not None and found.since < anew <= self.position else found

    def is_declared(self, spelling: str) -> bool:
        known = self.known(spelling)
        return known is not None and (known.shape is not None or bool(known.kind))

    @contextmanager
    def using(self, local: Mapping[str, Term]) -> Iterator[None]:
        """Letters that mean something of their own inside a part of a formula."""
        outer, self.local = self.local, {**self.local, **local}
        try:
            yield
        finally:
            self.local = outer

    def symbol(self, spelling: str) -> Term:
        """The symbol with this spelling, with the best shape known so far."""
        if spelling in self.local:
            return self.local[spelling]
        name = self.name(spelling)
        return symbol(name, self.resolve(self.shape_of(spelling)))

    def shape_of(self, spelling: str) -> Shape:
        name, kind = self.name(spelling), self.kind(spelling)
        key = f"{name} {kind}"
        if key not in self.shapes:
            declared = self._declared_shape(spelling, name)
            self.shapes[key] = self._template(kind, name) if declared is None else declared
        return self.shapes[key]

    def kind(self, spelling: str) -> str:
        """scalar, column, matrix, …: as declared, defined or chosen."""
        known = self.known(spelling)
        if known is not None and not known.indexed and (known.shape is not None or known.codomain is not None):
            return "declared"
        defined = self.definitions.get(self.name(spelling))
        if defined is not None:
            return f"as defined {len(self.resolve(defined.shape))}"
        options = kind_options(spelling, self.position, self.context, stated=not self.stated_elsewhere(spelling))
        return self.choose("kind", self.name(spelling), options)

    def _declared_shape(self, spelling: str, name: str) -> Shape | None:
        known = self.known(spelling)
        if known is not None and known.shape is not None:
            return tuple(self.unknown(f"{name}.{n}") for n in range(known.indexed)) + known.shape
        if known is not None and known.codomain is not None:
            return known.codomain
        defined = self.definitions.get(name)
        return defined.shape if defined is not None else None

    def _template(self, kind: str, name: str) -> Shape:
        first, second, third = (self.unknown(f"{name}.{axis}") for axis in range(3))
        match kind:
            case "column":
                return (first, ONE)
            case "row":
                return (ONE, first)
            case "matrix":
                return (first, second)
            case "square":
                return (first, first)
            case kind if kind == FAMILY:
                return (first, second, ONE)
            case kind if kind == FAMILY_OF_MATRICES or kind == "tensor":
                return (first, second, third)
            case "family of families":
                return (first, second, third, ONE)
        return ()

    # --- indices -----------------------------------------------------------------------------------------------

    def index(self, name: str) -> Index:
        """The index in force: the innermost bound one, else free in this statement."""
        if name in self.bound:
            return self.resolved(self.bound[name])
        if name not in self.free:
            self.free[name] = Index(name, ONE, self.unknown(f"{name}@{self.position}"))
        return self.resolved(self.free[name])

    def resolved(self, index: Index) -> Index:
        return Index(index.name, self.unifier.resolve(index.lower), self.unifier.resolve(index.upper))

    @contextmanager
    def binding(self, *indices: Index) -> Iterator[None]:
        """Index names bound while a body is elaborated."""
        outer = dict(self.bound)
        self.bound.update((index.name, index) for index in indices)
        try:
            yield
        finally:
            self.bound = outer

    def fits(self, index: Index, shift: Dimension, dimension: Dimension) -> bool:
        """Whether `index + shift` can stay inside an axis; what cannot be told yet is settled after the first pass."""
        index = self.resolved(index)
        reach, dimension = index.upper + shift, self.unifier.resolve(dimension)
        if any(name in self.bound or name in self.free for name in reach.symbols):
            return True  # bounds that depend on another index are checked where values are drawn
        gap = dimension - reach
        if gap.number is not None:
            return gap.number >= 0
        if any(name.startswith("?") for name in gap.symbols):
            self.ranges.append((index.upper, shift, dimension))
            return True
        slack = ((gap - (larger - smaller)).number for smaller, larger in self.context.orders)
        return any(number is not None and number >= 0 for number in slack)

    def run_apart(self, left: Dimension, right: Dimension) -> bool:
        """Two indices certainly run over axes of different lengths, by their ranges or by the axes they stand on."""
        one, other = self._axes_of(left), self._axes_of(right)
        return bool(one and other) and one.isdisjoint(other)

    def _axes_of(self, upper: Dimension) -> set[Dimension]:
        if not upper.unknown:
            return {upper}
        asked = {self.unifier.resolve(axis) for run, shift, axis in self.ranges if run == upper and shift == ZERO}
        return {axis for axis in asked if not axis.unknown}

    def settle(self) -> None:
        """Ranges of indices and axes that nothing else determined become each other's."""
        ranges = dict.fromkeys(self.ranges)
        for lengthen in (True, False, True):
            for upper, _, dimension in ranges:
                upper, dimension = self.unifier.resolve(upper), self.unifier.resolve(dimension)
                if dimension.unknown and not upper.unknown and lengthen:
                    self.unify(dimension, self._extreme(ranges, dimension, largest=True))
                elif upper.unknown and not lengthen:
                    self.unify(upper, self._extreme(ranges, upper, largest=False))

    def _extreme(
        self, ranges: Iterable[tuple[Dimension, Dimension, Dimension]], unknown: Dimension, *, largest: bool
    ) -> Dimension:
        """The longest reach asked of an axis, or the shortest axis that an index runs over."""
        best: Dimension | None = None
        for upper, shift, dimension in ranges:
            upper, dimension = self.unifier.resolve(upper), self.unifier.resolve(dimension)
            if (dimension if largest else upper) != unknown:
                continue
            candidate = upper + shift if largest else dimension - shift
            if unknown.name in candidate.symbols:
                continue
            gap = None if best is None else (candidate - best).number
            if best is None or (gap is not None and (gap > 0) == largest):
                best = candidate
        return best if best is not None else unknown


def span_key(span: Span) -> str:
    """A name for something that is anonymous in the text, by its place."""
    return f"{span.start}:{span.end}"
