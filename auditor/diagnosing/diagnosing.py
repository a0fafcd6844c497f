"""Name the mistake in every flagged step."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice

from auditor.deciding.deciding import Decided, world_at
from auditor.deciding.verdict import Decision
from auditor.diagnosing.calculus import Calculus
from auditor.diagnosing.edits import Edit, Subject, is_derivative
from auditor.diagnosing.mistakes import MISTAKES
from auditor.diagnosing.signs import multiplied, scaled
from auditor.diagnosing.trying import MOST_DOUBLED, Trial
from auditor.diagnosing.writing import spelled
from auditor.elaborating.derivatives import is_operator
from auditor.elaborating.elaboration import Sort, TypedStep
from auditor.findings import RULES, Finding, Suggestion
from auditor.parsing.syntax import Node, Number
from auditor.source import Span


def diagnose(decided: Decided) -> Decided:
    """The same verdicts, with findings that say more."""
    made = list(decided.decisions)
    for number, step in enumerate(decided.elaboration.steps):
        if made[number].verdict.flagged and not made[number].carried_forward and step.sort is Sort.EQUATION:
            made[number] = _explained(decided, number, step, made[number])
    return replace(decided, decisions=made)


def _explained(decided: Decided, number: int, step: TypedStep, decision: Decision) -> Decision:
    for side in ("right", "left"):
        found = _mended(decided, number, side)
        if found is not None:
            return replace(decision, findings=(_finding(found, step, decision, side),))
    return decision


def _subject(decided: Decided, number: int, side: str) -> Subject | None:
    step = decided.elaboration.steps[number]
    edited, other = (step.right, step.left) if side == "right" else (step.left, step.right)
    if edited.written is None or edited.written.syntax is None:
        return None
    chain = next((c for c in decided.elaboration.chains if number in c), (number,))
    steps = [decided.elaboration.steps[k] for k in chain]
    near: list[Node] = []
    for one in steps:
        for s in (one.left, one.right):
            if s.written is not None and s.written.syntax is not None and s.written is not edited.written and s.written is not other.written:
                near.append(s.written.syntax)
    sizes = dict.fromkeys(
        dimension
        for one in decided.elaboration.symbols
        for dimension in (one.shape or ())
        if dimension.name is not None and dimension.number is None
    )
    return Subject(
        edited.written.syntax,
        other.written.syntax if other.written is not None else None,
        tuple(near),
        (),
        tuple(sizes),
        frozenset(word.split(" ")[0] for word in decided.decisions[number].conditions if word.endswith("symmetric")),
        _calculus(decided, number, side, edited.written.span),
    )


def _calculus(decided: Decided, number: int, side: str, span: Span) -> Calculus | None:
    step = decided.elaboration.steps[number]
    kept, edited = (step.left, step.right) if side == "right" else (step.right, step.left)
    if kept.term is None or decided.judge is None:
        return None
    return Calculus(kept.term, edited.term, world_at(decided, number), decided.judge, span)


def _mended(decided: Decided, number: int, side: str) -> Edit | None:
    subject = _subject(decided, number, side)
    if subject is None:
        return None
    trial = Trial(decided, number, side)
    if trial.kept is None:
        return None
    if side == "left" and any(is_question(place.node) for place in subject.places):
        return None
    return _single(subject, trial) or _double(subject, trial)


def _single(subject: Subject, trial: Trial) -> Edit | None:
    """The first edit of the table that mends the step, or that does so together with a numerical factor."""
    if (found := _by_ratio(subject, trial)) is not None:
        return found
    multiples: list[tuple[Edit, Fraction]] = []
    for mistake in MISTAKES:
        if trial.side == "left" and not mistake.slight:
            continue
        for edit in islice(mistake.edits(subject), mistake.most):
            if trial.exhausted:
                return None
            if trial.mends(edit.node):
                return edit
            if trial.ratio is not None and mistake.slight:
                multiples.append((edit, trial.ratio))
    for edit, ratio in multiples[:4]:
        node = scaled(edit.node, ratio)
        if trial.mends(node):
            return replace(edit, node=node)
    return None


def _by_ratio(subject: Subject, trial: Trial) -> Edit | None:
    """The author's formula is the right one up to a sign or a factor."""
    trial.mends(subject.root)
    if trial.ratio is None:
        return None
    for node, factor in multiplied(subject.root, trial.ratio, trial.sizes):
        if trial.mends(node):
            code = "E308" if trial_sign(factor) else "E309"
            return Edit(code, node, subject.root.span, (("term", subject.root), ("factor", factor)), subject.root, node)
    return None


def _double(subject: Subject, trial: Trial) -> Edit | None:
    """Two slight edits together, where no single one mends the step."""
    slight = [mistake for mistake in MISTAKES if mistake.slight]
    if trial.side == "left":
        return None
    firsts = [edit for mistake in slight for edit in islice(mistake.edits(subject), 8)]
    for first in firsts[:24]:
        again = replace(subject, root=first.node)
        for mistake in slight:
            for second in islice(mistake.edits(again), 8):
                if trial.doubled >= MOST_DOUBLED:
                    return None
                trial.doubled += 1
                if trial.mends(second.node):
                    return replace(first, node=second.node)
    return None


def is_question(node: Node) -> bool:
    """A derivative or a differential: what is asked for, and no place for a mistake."""
    return is_derivative(node) or is_operator(node)


def trial_sign(factor: Node) -> bool:
    return isinstance(factor, Number) and factor.text == "-1"


def _finding(edit: Edit, step: TypedStep, decision: Decision, side: str) -> Finding:
    edited = step.right if side == "right" else step.left
    author = tuple(one.written for one in (step.left, step.right) if one.written is not None)
    fields = tuple((name, value if isinstance(value, str) else spelled(value, author)) for name, value in edit.fields)
    suggestion = Suggestion(spelled(edit.node, author), "verified", edit.code, side)
    old = decision.findings[0] if decision.findings else None
    assert edited.written is not None
    if old is not None and old.rule.code != "E301":
        named = RULES[edit.code].message.format_map(dict(fields))
        return replace(old, help=named, suggestion=suggestion)
    return Finding(RULES[edit.code], edit.span, fields, (), "", suggestion)
