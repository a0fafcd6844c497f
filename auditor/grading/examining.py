"""A document examined behind the problem that it solves: what the problem declares and defines holds in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property

from auditor.deciding.deciding import Decided
from auditor.deciding.doubts import names_in
from auditor.deciding.readings import decide_readings
from auditor.deciding.verdict import Decision
from auditor.diagnosing import diagnose
from auditor.elaborating.context import Known
from auditor.elaborating.elaboration import Elaboration, TypedStep
from auditor.elaborating.names import plain
from auditor.grading.renaming import renamed
from auditor.parsing import Reading, parse
from auditor.parsing.statements import Statement
from auditor.parsing.syntax import Node
from auditor.reading.document import Document
from auditor.reading.joining import joined, start_of_second
from auditor.reporting.assembling import assemble
from auditor.reporting.report import Report
from auditor.reporting.trimming import trimmed
from auditor.source import Span
from auditor.terms.dimension import Dimension, Shape
from auditor.terms.term import BOUND, Term
from auditor.verdicts import Stance

_WANTED = re.compile(r"\b(?:solve|find|determine|compute|show)\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Examined:
    """A document with the problem before it, decided as one."""

    document: Document
    reading: Reading
    decided: Decided

    @property
    def elaboration(self) -> Elaboration:
        return self.decided.elaboration

    @property
    def steps(self) -> tuple[TypedStep, ...]:
        return self.decided.elaboration.steps

    @property
    def decisions(self) -> list[Decision]:
        return self.decided.decisions

    @cached_property
    def start(self) -> int:
        """Where the document itself begins in the joined text."""
        return start_of_second(self.document)

    @cached_property
    def own(self) -> tuple[int, ...]:
        """The numbers of the document's own steps."""
        return tuple(k for k, step in enumerate(self.steps) if step.relation.span.start >= self.start)

    @cached_property
    def chain_of(self) -> dict[int, tuple[int, ...]]:
        """The chain that each step belongs to."""
        return {number: chain for chain in self.elaboration.chains for number in chain}

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """The shapes of all letters, by internal name."""
        settled = self.elaboration.settled
        if settled is None:
            return {}
        names = dict(settled.names)
        resolve = settled.scope.resolve
        return {
            key.split(" ")[0]: tuple(dimension.replace(names) for dimension in resolve(shape))
            for key, shape in settled.scope.shapes.items()
        }

    @cached_property
    def report(self) -> Report:
        """The report on the document alone; its steps are `own`, in order."""
        return trimmed(assemble(self.document, self.reading, self.decided), self.start)

    def explained(self, carried: Set[int]) -> Examined:
        """The same with the mistake named in every wrong step, save those that only carry an earlier one forward."""
        decisions = [
            replace(decision, carried_forward=True) if decision.verdict.flagged and number in carried else decision
            for number, decision in enumerate(self.decisions)
        ]
        return replace(self, decided=diagnose(replace(self.decided, decisions=decisions)))

    def line(self, span: Span) -> int:
        """The line in the document's own file."""
        return self.document.source.place(span)[0].line


def examine(
    document: Document,
    problem: Document | None = None,
    *,
    names: Mapping[str, Node] | None = None,
    throughout: bool = False,
    extra: Iterable[Known] = (),
) -> Examined:
    """Audit a document behind the problem, with letters of the problem under other names, `throughout` or in it alone.

    `extra` are declarations that override the text.
    """
    seed = int(document.source.sha256[:8], 16)
    if problem is not None:
        document = joined(problem, document)
    reading = parse(document)
    if names:
        reading = renamed(
            reading, names, before=len(document.source.text) + 1 if throughout else start_of_second(document)
        )
    if problem is not None:
        reading = _asked(reading, start_of_second(document))
    decided = decide_readings(reading, extra, {}, seed=seed)
    return Examined(document, reading, decided)


def _asked(reading: Reading, before: int) -> Reading:
    """A gradient that the problem wants to be set to zero is not zero all the time."""

    def heard(statement: Statement) -> Statement:
        last = statement.operands[-1]
        zero = last is not None and last.latex in ("0", r"\mathbf{0}", r"\mathbf 0", r"\vec{0}")
        wanted = zero and statement.span.start < before and _WANTED.search(statement.lead) is not None
        return replace(statement, stance=Stance.ASKED) if wanted else statement

    return replace(reading, statements=tuple(map(heard, reading.statements)))


def unexplained(term: Term, examined: Examined) -> frozenset[str]:
    """Letters of a term of which the text does not say what they are."""
    elaboration = examined.elaboration
    known = {one.symbol for one in elaboration.symbols if one.origin != "inferred"}
    definitions = elaboration.world.definitions
    return frozenset(
        name
        for name in names_in(term, definitions)
        if name in elaboration.unread
        or not (name in definitions or plain(name) in known or name.endswith((BOUND, "#held")) or "@" in name)
    )


def in_one_size(examined: Examined) -> tuple[Known, ...]:
    """What the text declares, with all sizes the same: what does not conform may then still be followed."""
    settled = examined.elaboration.settled
    if settled is None:
        return ()
    same = Dimension.of("n")

    def alike(shape: Shape | None) -> Shape | None:
        return None if shape is None else tuple(same if size.symbols else size for size in shape)

    return tuple(
        replace(
            facts[0],
            shape=alike(facts[0].shape),
            codomain=alike(facts[0].codomain),
            domains=tuple(map(alike, facts[0].domains)),
            since=0,
            until=None,
        )
        for facts in settled.scope.context.known.values()
        if facts and (facts[0].shape is not None or facts[0].codomain is not None)
    )
