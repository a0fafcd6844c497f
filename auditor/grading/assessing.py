"""Assessing one submission: read, audited behind the problem, compared with the reference, its steps marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from auditor.decoding import Unreadable
from auditor.elaborating.elaboration import Sort
from auditor.findings import Finding, Severity
from auditor.grading import assessed as plain
from auditor.grading.answering import Answer
from auditor.grading.assessed import Assessed, Standing, Status
from auditor.grading.charging import Mark, Marked, charges
from auditor.grading.comparing import Value
from auditor.grading.examining import Examined, examine, in_one_size
from auditor.grading.lettering import Lettering, relettered
from auditor.grading.likeness import alike, signs
from auditor.grading.reference import Assignment
from auditor.grading.rubric import MethodItem
from auditor.grading.submissions import Submission
from auditor.grading.working import work
from auditor.parsing.statements import Statement
from auditor.reading import read
from auditor.reading.document import Document
from auditor.reading.formats import open_document
from auditor.reporting import as_json, wording
from auditor.reporting.excerpt import Mark as Underline
from auditor.reporting.excerpt import excerpt
from auditor.terms.term import Term
from auditor.verdicts import Stance, Verdict
from auditor.verdicts import Step as Reported

NEAR = 0.5  # likeness of two formulas, for one to be a slip away from the other
_WIDTH = 100
_ENGLISH = frozenset(
    "the of and is to we that for with by so then let in as which this it are be from hence where".split()
)
_MOST_REMARKS = 8


def assess(assignment: Assignment, submission: Submission) -> Assessed:
    """What is found in a submission; a file that cannot be read, or holds nothing, is a status and no failure."""
    try:
        opened = open_document(str(submission.path))
    except Unreadable as problem:
        return Assessed(submission.name, submission.file, Status.UNREADABLE, str(problem))
    if not opened.text.strip():
        return Assessed(submission.name, submission.file, Status.EMPTY, "the submission is empty")
    remarks = [opened.warning] if opened.warning else []
    document = read(opened.source)
    lettering = relettered(assignment, document)
    examined = lettering.examined
    if not examined.own and not any(answer.value for answer in lettering.answers):
        said = "; ".join(("no mathematics was read in it", *_language(opened.text)))
        return Assessed(submission.name, submission.file, Status.NOT_READ, said)
    remarks += _language(opened.text)
    return _assessed(assignment, submission, document, lettering, remarks)


def _assessed(
    assignment: Assignment, submission: Submission, document: Document, lettering: Lettering, remarks: list[str]
) -> Assessed:
    found = _Assessing(assignment, document, lettering)
    return Assessed(
        submission.name,
        submission.file,
        steps=found.steps(),
        answers=tuple(found.answer(answer) for answer in found.answers),
        methods=tuple(found.recognises(method) for method in assignment.rubric.methods),
        derived=found.is_derived(),
        letters=lettering.letters,
        remarks=tuple(remarks + list(found.remarks()))[:_MOST_REMARKS],
    )


class _Assessing:
    def __init__(self, assignment: Assignment, document: Document, lettering: Lettering) -> None:
        self.assignment, self.document = assignment, document
        self.answers, self.comparison = lettering.answers, lettering.comparison
        examined, loosened = lettering.examined, None
        if any(examined.decisions[number].verdict is Verdict.ILL_FORMED for number in examined.own):
            loosened = examine(document, assignment.problem, names=lettering.names, extra=in_one_size(examined))
        self.marks = charges(self.comparison, self.answers, loosened)
        self.examined = examined.explained({k for k, marked in self.marks.items() if marked.mark is not Mark.WRONG})
        self.ids = {number: step.id for number, step in zip(self.examined.own, self.examined.report.steps, strict=True)}

    # --- steps ---------------------------------------------------------------------------------------------------

    def steps(self) -> tuple[plain.Step, ...]:
        reported = dict(zip(self.examined.own, self.examined.report.steps, strict=True))
        return tuple(_step(self.examined, reported[number], self.marks[number]) for number in self.examined.own)

    def is_derived(self) -> bool:
        """There is a step beside the final answer and what merely repeats the problem."""
        problem = {_relation(self.examined, k) for k in range(len(self.examined.steps)) if k not in self.examined.own}
        final = {answer.step for answer in self.answers if answer.result.item.final}
        return any(
            number not in final
            and self.marks[number].mark is not Mark.ASIDE
            and self.examined.steps[number].sort is not Sort.SHAPE
            and _relation(self.examined, number) not in problem
            for number in self.examined.own
        )

    # --- answers -------------------------------------------------------------------------------------------------

    def answer(self, answer: Answer) -> plain.Answer:
        name = answer.result.item.name
        if answer.value is None:
            return plain.Answer(name, Standing.MISSING)
        standing = self.standing(answer)
        written = answer.side.written if answer.side is not None else None
        return plain.Answer(
            name,
            standing,
            value=written.latex if written is not None else "",
            line=self.examined.line(written.span) if written is not None else None,
            steps=tuple(self.ids[number] for number in answer.chain if number in self.ids),
            trivial=answer.value is Value.DIFFERENT and self.is_trivial(answer),
            near=standing is Standing.WRONG and self.is_near(answer),
        )

    def standing(self, answer: Answer) -> Standing:
        """The answer judged both ways: by itself, and given the slips before it."""
        if answer.value is Value.EQUAL:
            return Standing.RIGHT
        mark = self.marks[answer.step].mark if answer.step is not None else Mark.UNDECIDED
        match mark:
            case Mark.WRONG:
                return Standing.WRONG
            case Mark.CARRIED:
                return Standing.GIVEN_SLIP
            case Mark.RIGHT if answer.value is Value.OPEN:
                verified = answer.step is not None and self.examined.decisions[answer.step].verdict is Verdict.VERIFIED
                return Standing.RIGHT if verified and answer.by_name else Standing.UNDECIDED
            case Mark.RIGHT if any(self.marks[number].mark in (Mark.WRONG, Mark.CARRIED) for number in answer.chain):
                return Standing.GIVEN_SLIP
        trivial = answer.value is Value.DIFFERENT and self.is_trivial(answer)
        return Standing.WRONG if trivial else Standing.UNDECIDED

    def is_trivial(self, answer: Answer) -> bool:
        """Little is left of the work that the result asks for."""
        asked, side = answer.result.right, answer.side
        if side is None or asked.written is None:
            return False
        if side.term is None or asked.term is None:
            given = len(signs(side.written.latex)) if side.written is not None else 0
            return given < self.assignment.rubric.least_work * len(signs(asked.written.latex))
        wanted = work(asked.term, self.own_notation(self.comparison.reference.examined))
        done = work(side.term, self.own_notation(self.examined))
        return done < self.assignment.rubric.least_work * wanted

    def own_notation(self, examined: Examined) -> dict[str, Term]:
        """What letters stand for that the problem does not know."""
        definitions = examined.elaboration.world.definitions
        return {name: term for name, term in definitions.items() if name not in self.comparison.reference.shared}

    def is_near(self, answer: Answer) -> bool:
        """A small edit makes the value right, or it looks much like the right one."""
        wrong = [number for number in answer.chain if self.marks[number].mark is Mark.WRONG]
        findings = [found for number in wrong for found in self.examined.decisions[number].findings]
        if any(found.suggestion is not None for found in findings):
            return True
        one, other = answer.side, answer.result.right
        if one is None or one.written is None or other.written is None:
            return False
        return alike(one.written.latex, other.written.latex) >= NEAR

    # --- the rest ------------------------------------------------------------------------------------------------

    def recognises(self, method: MethodItem) -> bool:
        words = self.document.source.text.casefold()
        if any(re.search(rf"\b{re.escape(word.casefold())}", words) for word in method.words):
            return True
        wanted = [signs(formula) for formula in method.formulas]
        written = [
            signs(operand.latex) for statement in self._statements() for operand in statement.operands if operand
        ]
        return any(_contains(operand, formula) for formula in wanted if formula for operand in written)

    def _statements(self) -> Iterator[Statement]:
        for statement in self.examined.reading.statements:
            if statement.span.start >= self.examined.start:
                yield statement

    def remarks(self) -> Iterator[str]:
        """What the teacher should know of the reading."""
        for found in self.examined.report.loose_findings:
            if found.rule.code == "N101":
                yield f"line {self.examined.line(found.span)}: {found.message}"


def _step(examined: Examined, step: Reported, marked: Marked) -> plain.Step:
    source = examined.report.source
    start, _ = source.place(step.relation.span)
    charged = marked.mark in (Mark.WRONG, Mark.CARRIED, Mark.UNDECIDED)
    findings = step.findings if charged else ()
    shown = findings[0].span if findings else step.span
    lines, _ = excerpt(source, [Underline(shown, primary=True)], width=_WIDTH) if charged else ([], 0)
    return plain.Step(
        step.id,
        start.line,
        start.cell,
        step.left.latex,
        step.relation.symbol,
        step.right.latex,
        step.verdict.value,
        marked.mark if step.stance is Stance.ASSERTED else Mark.ASIDE,
        marked.reason,
        tuple(as_json.finding(source, found) for found in findings),
        tuple("".join(piece if isinstance(piece, str) else piece[1] for piece in line) for line in lines),
        tuple(_pieces(found) for found in findings if found.rule.severity is not Severity.NOTE),
    )


def _pieces(found: Finding) -> tuple[plain.Piece, ...]:
    pieces: list[plain.Piece] = []

    def kept(text: str, *, quoted: bool) -> str:
        pieces.append(plain.Piece(text, quoted))
        return text

    wording.message(found, partial(kept, quoted=True), partial(kept, quoted=False))
    return tuple(piece for piece in pieces if piece.text)


def _relation(examined: Examined, number: int) -> tuple[str, ...]:
    step = examined.steps[number]
    sides = (step.left.written, step.right.written)
    return tuple(" ".join(signs(side.latex)) if side is not None else "" for side in sides)


def _contains(signs_: list[str], part: list[str]) -> bool:
    return any(signs_[start : start + len(part)] == part for start in range(len(signs_) - len(part) + 1))


def _language(text: str) -> list[str]:
    """A remark where the words are not English ones: then nothing that they say was understood."""
    prose = re.sub(r"\$[^$]*\$|\\[A-Za-z]+", " ", text)
    words = re.findall(r"[^\W\d_]{2,}", prose.casefold())
    if len(words) < 20 or sum(word in _ENGLISH for word in words) >= 0.04 * len(words):
        return []
    return ["its words are not English, and were not understood"]
