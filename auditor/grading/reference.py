"""The problem with its reference solution: the results that a rubric asks for, with their meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.elaborating.elaboration import Side
from auditor.elaborating.names import spell
from auditor.grading.bridging import letters_of
from auditor.grading.examining import Examined, examine, unexplained
from auditor.grading.rubric import ResultItem, Rubric, RubricError
from auditor.parsing.syntax import Node
from auditor.reading import read
from auditor.reading.document import Document
from auditor.source import Source
from auditor.terms.term import Term, subterms


@dataclass(frozen=True, eq=False)
class Result:
    """A result of the reference: the quantity, and its value."""

    item: ResultItem
    left: Side
    right: Side
    variant_of: str | None = None  # x where the quantity is x^*, a solution for x

    @property
    def letter(self) -> str | None:
        """The internal name of the quantity where it is a letter."""
        term = self.left.term
        return term.parameters[0] if term is not None and term.operation == "symbol" else None


@dataclass(frozen=True, eq=False)
class Reference:
    """What submissions are compared with, in the letters of one of them."""

    examined: Examined
    results: tuple[Result, ...]
    shared: frozenset[str]  # internal names of the problem's letters, and of those that stand for results
    sought: frozenset[str] = frozenset()  # letters that the problem leaves free and asks for, as the x of f(x)

    def is_unclear(self, term: Term) -> bool:
        """Neither the problem nor the reference says what a letter in a term is."""
        return any(name.rstrip("'") not in self.shared for name in unexplained(term, self.examined))

    @property
    def known(self) -> dict[str, Term]:
        """Values of letters that the problem asks for."""
        definitions = self.examined.elaboration.world.definitions
        return {
            result.letter: result.right.term
            for result in self.results
            if result.letter is not None and result.right.term is not None and result.letter not in definitions
        }


@dataclass
class Assignment:
    """The problem and the reference as read, and the rubric: everything that submissions have in common."""

    problem: Document | None
    reference: Document
    rubric: Rubric
    made: dict[tuple[tuple[str, str], ...], Reference] = field(default_factory=dict)

    def in_letters(self, names: Mapping[str, Node] | None = None) -> Reference:
        """The reference with letters of the problem under other names; made once for each choice of names."""
        key = tuple(sorted((old, spell(new)) for old, new in (names or {}).items()))
        if key not in self.made:
            self.made[key] = _reference(self, names or {})
        return self.made[key]


def _reference(assignment: Assignment, names: Mapping[str, Node]) -> Reference:
    document, starts = _with_results(assignment.reference, assignment.rubric)
    examined = examine(document, assignment.problem, names=names, throughout=True)
    free: frozenset[str] = frozenset()
    if assignment.problem is not None:
        given = examine(nothing(), assignment.problem, names=names)
        shared, free = letters_of(given), _free(given)
    else:  # the letters that the reference takes for granted are those of everybody
        shared = letters_of(examined) - set(examined.elaboration.world.definitions)
    results = tuple(_results(examined, starts, assignment.rubric))
    letters = frozenset(result.letter for result in results if result.letter is not None)
    return Reference(examined, results, shared | letters, letters & free)


def _free(problem: Examined) -> frozenset[str]:
    """Letters without a value of which the problem defines functions."""
    definitions = problem.elaboration.world.definitions
    found = {sub.parameters[0] for term in definitions.values() for sub in subterms(term) if sub.operation == "symbol"}
    return frozenset(found - set(definitions))


def nothing() -> Document:
    """An empty document, to examine a problem by itself."""
    return read(Source("", ""))


def _with_results(reference: Document, rubric: Rubric) -> tuple[Document, tuple[int, ...]]:
    """The reference with the rubric's results as its last lines, and where each of them begins."""
    text = reference.source.text.rstrip() + "\n\n"
    starts = []
    for item in rubric.results:
        starts.append(len(text))
        text += f"$$\n{item.latex.strip()}\n$$\n\n"
    return read(Source(reference.source.name, text)), (*starts, len(text))


def _results(examined: Examined, starts: tuple[int, ...], rubric: Rubric) -> Iterator[Result]:
    for number, item in enumerate(rubric.results):
        first, last = (place + examined.start for place in starts[number : number + 2])
        steps = [
            examined.steps[k]
            for k in examined.own
            if first <= examined.steps[k].relation.span.start < last
            and examined.steps[k].relation.symbol in ("=", ":=")
        ]
        if not steps:
            raise RubricError(f'{item.name}: no equation was read in "{item.latex}"')
        yield Result(item, steps[0].left, steps[-1].right, steps[0].variant_of)
