"""The problem with its reference solution: the results that a rubric asks for, with their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from auditor.deciding.doubts import names_in
from auditor.elaborating.elaboration import Side, Sort, TypedStep
from auditor.elaborating.names import spell
from auditor.elaborating.steps import is_zero_side, quotes
from auditor.grading.bridging import letters_of
from auditor.grading.examining import Examined, examine
from auditor.grading.likeness import signs
from auditor.grading.rubric import ResultItem, Rubric, RubricError
from auditor.parsing.syntax import Node
from auditor.reading import read
from auditor.reading.document import Document
from auditor.source import Source
from auditor.terms.term import Term
from auditor.verdicts import Stance

MOST_RESULTS = 8  # of a rubric that nobody wrote
_SHARE_OF_RESULTS = 6.0
_MOST_SIGNS = 24  # of something that can be a quantity
_TOP = frozenset({"rearrange", "multiply", "entry", "slice", "member"})


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
    shared: frozenset[str]  # internal names of the problem's letters

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
    if assignment.problem is not None:
        shared = letters_of(examine(_nothing(), assignment.problem, names=names))
    else:  # the letters that the reference takes for granted are those of everybody
        shared = letters_of(examined) - set(examined.elaboration.world.definitions)
    results = tuple(_results(examined, starts, assignment.rubric))
    shared |= {result.letter for result in results if result.letter is not None}
    return Reference(examined, results, shared)


def _nothing() -> Document:
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


# --- a rubric that nobody wrote -------------------------------------------------------------------------------------


def proposed(problem: Document | None, reference: Document) -> Rubric:
    """The rubric that the reference solution suggests: each quantity for which it states a value."""
    examined = examine(reference, problem)
    given = examine(_nothing(), problem) if problem is not None else None
    found: dict[str, tuple[str, str]] = {}
    solved_for: set[str] = set()
    for chain in _chains(examined):
        steps = [examined.steps[k] for k in chain]
        statement = examined.reading.statements[steps[0].statement]
        if quotes(statement) and not statement.display:
            continue
        if (named := _quantity(steps, given)) is not None:
            found.pop(named[0], None)
            found[named[0]] = named[1:]
            solved_for.add(steps[0].variant_of or "")
    if not found and (last := _last(examined)) is not None:
        found[""] = last
    results = [named for key, named in found.items() if key not in solved_for][-MOST_RESULTS:]
    weights = [1.0] * (len(results) - 1) + [2.0]
    return Rubric(
        title=_title(problem if problem is not None else reference),
        results=tuple(
            ResultItem(
                name=left,
                latex=f"{left} = {right}",
                points=round(4 * _SHARE_OF_RESULTS * weight / sum(weights)) / 4,
                final=number == len(results) - 1,
            )
            for number, ((left, right), weight) in enumerate(zip(results, weights, strict=True))
        ),
    )


def _title(document: Document) -> str:
    """The first heading."""
    match = re.search(r"(?m)^#{1,6}[ \t]+(\S[^\r\n]*)$|\\(?:title|section)\*?\{([^{}]+)\}", document.source.text)
    return " ".join((match[1] or match[2]).split())[:100] if match else ""


def _chains(examined: Examined) -> Iterator[tuple[int, ...]]:
    own = set(examined.own)
    for chain in examined.elaboration.chains:
        steps = [examined.steps[k] for k in chain]
        if set(chain) <= own and all(step.relation.symbol in ("=", ":=") for step in steps):
            yield chain


def _quantity(steps: list[TypedStep], given: Examined | None) -> tuple[str, str, str] | None:
    """A name for the quantity that a chain gives a value for, its LaTeX and that of the value."""
    left, right = steps[0].left, steps[-1].right
    if left.written is None or right.written is None or left.written.syntax is None:
        return None
    if any(step.stance is not Stance.ASSERTED for step in steps) or (right.term and is_zero_side(right.term)):
        return None
    shown = left.written.latex, right.written.latex
    if left.term is None:  # not understood: a quantity if it looks like one
        short = len(signs(left.written.latex)) <= _MOST_SIGNS and steps[0].sort is not Sort.DEFINITION
        return (spell(left.written.syntax) or left.written.latex, *shown) if short else None
    if not _is_quantity(left.term):
        return None
    if left.term.operation != "symbol":
        return repr(left.term), *shown
    letter = left.term.parameters[0]
    if right.term is None or letter in names_in(right.term, {}) or not _is_asked(letter, steps[0], given):
        return None
    return letter, *shown


def _is_asked(letter: str, step: TypedStep, given: Examined | None) -> bool:
    """A letter of the problem's without a value, or a solution for one; where there is no problem, any result."""
    if given is None:
        return step.sort is not Sort.DEFINITION
    return step.variant_of is not None or letter in letters_of(given) - set(given.elaboration.world.definitions)


def _is_quantity(term: Term) -> bool:
    """A letter, a derivative, or a value of a function: not a formula made of several."""
    while term.operation in _TOP:
        tensors = [argument for argument in term.arguments if argument.operation != "number"]
        if term.operation == "multiply" and len(tensors) != 1:
            return False
        term = tensors[0] if term.operation == "multiply" else term.arguments[0]
    return term.operation in ("symbol", "derivative", "call", "det", "trace", "substitute", "integral", "limit")


def _last(examined: Examined) -> tuple[str, str] | None:
    for chain in reversed(list(_chains(examined))):
        left, right = examined.steps[chain[0]].left, examined.steps[chain[-1]].right
        if left.written is not None and right.written is not None:
            return left.written.latex, right.written.latex
    return None
