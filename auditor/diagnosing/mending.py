"""The search for the smallest edit of the table that makes a step hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from auditor.deciding.deciding import Decided, world_at
from auditor.diagnosing.calculus import Calculus
from auditor.diagnosing.edits import Edit, Subject, is_derivative
from auditor.diagnosing.indices import wrong_bound
from auditor.diagnosing.manners import Shown, shown_by
from auditor.diagnosing.mistakes import MISTAKES, Mistake
from auditor.diagnosing.satisfying import Satisfying
from auditor.diagnosing.signs import multiplied, scaled
from auditor.diagnosing.trying import MOST_DOUBLED, Trial
from auditor.diagnosing.values import is_number, right_value
from auditor.elaborating.derivatives import is_operator
from auditor.elaborating.elaboration import Side, Sort, TypedStep
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import BigOperator, Node, Number, Symbol, walk
from auditor.terms.dimension import Dimension
from auditor.terms.term import differentiates

MOST_MULTIPLES = 6
MOST_EXPLAINED = 12  # edits of one mistake, where the clash of shapes is explained without them
FEW = 6
LEFT = frozenset({"wrong bound", "sum for product", "mistaken function", "wrong factor", "lost trace"})
NUMERICAL = frozenset({"wrong factor", "extra factor"})  # that are tried where no values help
MOST_UNDER_EQUATIONS = 24  # judged
RESTATING = frozenset({"E310", "E328", "E329", "E330"})  # edits that may put together anything
APPROXIMATE = frozenset({r"\approx", r"\simeq", r"\cong"})
MOST_EQUATIONS = 4  # in force, of which points are looked for
MOST_BOUNDS = 12
AROUND = 4  # operands of the chain, and formulas of the section, that may lend a letter


def mended(decided: Decided, number: int, side: str, narrow: bool = False) -> Edit | None:
    """The first edit of one side of a step, smallest first, that makes it verified; None where none is found.

    A narrow search is for where it is explained already what turned a matrix into a number: only what is slight or may
    undo that is tried, and less of it.
    """
    subject = subject_of(decided, number, side)
    if subject is None or (side == "left" and any(_is_question(place.node) for place in subject.places)):
        return None
    if decided.elaboration.steps[number].relation.symbol in APPROXIMATE:
        return right_value(subject, Trial(decided, number, side, screened=False)) if side == "right" else None
    trial = Trial(decided, number, side)
    if trial.kept is None:
        return None
    subject = replace(subject, is_number=trial.is_number)
    edit = _by_ratio(subject, trial)
    if edit is None and side == "right" and is_number(subject.root):
        edit = right_value(subject, trial)
    step = decided.elaboration.steps[number]
    if side == "left" and step.left.ill_formed and not step.right.ill_formed:
        return edit or _single(subject, trial, list(MISTAKES))  # no other side can be at fault
    vanishing = side == "left" and sides_at_fault(step)[0] == "left"
    edit = edit or _single(subject, trial, _mistakes(side, narrow, vanishing))
    if edit is None and side == "right":
        edit = right_value(subject, trial)
    if edit is None and side == "right" and not narrow:
        edit = _double(subject, trial)
    if edit is None and trial.under_equations:
        edit = _under_equations(
            subject, Trial(decided, number, side, screened=False, satisfying=in_force(decided, number))
        )
    return edit


def moved_bound(decided: Decided, number: int) -> Edit | None:
    """A bound of a sum on the left side that is one too high or too low, which makes the step hold."""
    subject = subject_of(decided, number, "left")
    if subject is None or any(_is_question(place.node) for place in subject.places):
        return None
    if not any(isinstance(part, BigOperator) and part.lower is not None for part in walk(subject.root)):
        return None
    trial = Trial(decided, number, "left")
    edits = islice(wrong_bound(subject), MOST_BOUNDS) if trial.kept is not None else ()
    return next((edit for edit in edits if trial.mends(edit.node)), None)


def _by_ratio(subject: Subject, trial: Trial) -> Edit | None:
    """The author's formula is the right one up to a sign or a factor."""
    trial.mends(subject.root)
    if trial.ratio is None:
        return None
    for node, factor in multiplied(subject.root, trial.ratio, trial.sizes):
        if trial.mends(node):
            code = "E308" if isinstance(factor, Number) and factor.text == "-1" else "E309"
            fields = (("term", subject.root),) if code == "E308" else (("factor", factor),)
            return Edit(code, node, subject.root.span, fields, subject.root, node)
    return None


def _mistakes(side: str, narrow: bool, vanishing: bool) -> list[Mistake]:
    if side == "left":
        return [one for one in MISTAKES if one.slight or one.name in LEFT or (vanishing and one.reshapes)]
    if not narrow:
        return list(MISTAKES)
    kept = [mistake for mistake in MISTAKES if mistake.slight or mistake.reshapes]
    return [replace(mistake, most=min(mistake.most, MOST_EXPLAINED)) for mistake in kept]


def _single(subject: Subject, trial: Trial, mistakes: list[Mistake]) -> Edit | None:
    """The first edit of the table that mends the step, or that does so together with a numerical factor."""
    multiples: list[tuple[Edit, Fraction]] = []
    for mistake in mistakes:
        for edit in islice(mistake.edits(subject), mistake.most):
            if trial.exhausted:
                return None
            if trial.mends(edit.node) and not _restates(edit, subject):
                return edit
            if trial.ratio is not None:
                multiples.append((edit, trial.ratio))
    for edit, ratio in multiples[:MOST_MULTIPLES]:
        scaled_edit = replace(edit, node=scaled(edit.node, ratio), intended=None)
        if not _restates(scaled_edit, subject) and trial.mends(scaled_edit.node):
            return scaled_edit
    return None


def _under_equations(subject: Subject, trial: Trial) -> Edit | None:
    """An edit that mends the step where equations in force tell what letters are.

    Values at any points know nothing of these. Where points are found at which the equations hold, they say which edits
    are worth a judge; else only the slightest edits are tried.
    """
    for mistake in MISTAKES:
        few = mistake.most if trial.satisfying else FEW if mistake.slight or mistake.name in NUMERICAL else 0
        for edit in islice(mistake.edits(subject), few):
            if trial.exhausted or trial.judged >= MOST_UNDER_EQUATIONS:
                return None
            if trial.mends(edit.node) and not _restates(edit, subject):
                return edit
    return None


def in_force(decided: Decided, number: int) -> Satisfying | None:
    """Points at which the equations laid down before a step hold; they say nothing of derivatives."""
    assert decided.judge is not None
    sides = (decided.elaboration.steps[number].left, decided.elaboration.steps[number].right)
    if differentiates(*(side.term for side in sides if side.term is not None)):
        return None
    pairs = [
        (step.left.term, step.right.term)
        for step in decided.elaboration.steps[:number]
        if step.sort is Sort.IMPOSED and step.relation.symbol == "=" and step.left.term and step.right.term
    ]
    found = Satisfying(tuple(pairs[-MOST_EQUATIONS:]), world_at(decided, number), decided.judge.seed)
    return found if found.runs else None


def _restates(edit: Edit, subject: Subject) -> bool:
    """The other side, put together from parts of it: that always holds, and tells nobody what went wrong."""
    return edit.node == subject.other and edit.code in RESTATING


def _double(subject: Subject, trial: Trial) -> Edit | None:
    """Two slight edits together, where no single one mends the step."""
    slight = [mistake for mistake in MISTAKES if mistake.slight]
    firsts = [edit for mistake in slight for edit in islice(mistake.edits(subject), 8)]
    for first in firsts[:24]:
        again = replace(subject, root=first.node)
        for mistake in slight:
            for second in islice(mistake.edits(again), 8):
                if trial.doubled >= MOST_DOUBLED or trial.exhausted:
                    return None
                trial.doubled += 1
                if trial.mends(second.node):
                    return replace(first, node=second.node, intended=None)
    return None


def sides_at_fault(step: TypedStep) -> tuple[str, str]:
    """The sides, the likelier one first: what is said to be 0 is, and then the formula for it has the slip."""
    right, left = syntax_of(step.right), syntax_of(step.left)
    vanishes = right is not None and spell(strip(right)) in ("0", r"\mathbf{0}", r"\mathbf 0")
    if vanishes and left is not None and not any(isinstance(part, BigOperator) for part in walk(left)):
        return "left", "right"
    return "right", "left"


def _is_question(node: Node) -> bool:
    """A derivative or a differential: what is asked for, and no place for a mistake."""
    return is_derivative(node) or is_operator(node)


# --- what an edit may draw on ----------------------------------------------------------------------------------------


def subject_of(decided: Decided, number: int, side: str) -> Subject | None:
    """One side of a step with what stands around it; None where it was not read."""
    step = decided.elaboration.steps[number]
    edited, other = (step.right, step.left) if side == "right" else (step.left, step.right)
    root = syntax_of(edited)
    if root is None or edited.written is None:
        return None
    chain = decided.elaboration.chain_of(number) or (number,)
    operands = dict.fromkeys(
        (one.written for k in chain for one in (decided.elaboration.steps[k].left, decided.elaboration.steps[k].right)),
    )
    near = [
        one.syntax
        for one in operands
        if one is not None and one.syntax is not None and one is not edited.written and one is not other.written
    ]
    sizes = dict.fromkeys(
        dimension
        for one in decided.elaboration.symbols
        for dimension in (one.shape or ())
        if dimension.name is not None and dimension.number is None
    )
    formulas = [one.syntax for one in operands if one is not None and one.syntax is not None]
    sizes.update(dict.fromkeys(Dimension.of(name) for formula in formulas for name in bounds(formula)))
    conditions = decided.decisions[number].conditions
    return Subject(
        root=root,
        other=syntax_of(other),
        near=tuple(near[:AROUND]),
        sizes=tuple(sizes),
        symmetric=frozenset(word.split(" ")[0] for word in conditions if word.endswith(" symmetric")),
        calculus=calculus_of(decided, number, side),
    )


def calculus_of(decided: Decided, number: int, side: str) -> Calculus | None:
    """The terms of a step, the given side being at fault; None where the other one has no meaning."""
    step = decided.elaboration.steps[number]
    kept, edited = (step.left, step.right) if side == "right" else (step.right, step.left)
    if kept.term is None or decided.judge is None or edited.written is None:
        return None
    near = [syntax for side in (edited, kept) if (syntax := syntax_of(side)) is not None]
    manner = shown_by(near).manner(_shown_in(decided))
    return Calculus(kept.term, edited.term, world_at(decided, number), decided.judge, edited.written.span, manner)


@lru_cache(maxsize=1)
def _shown_in(decided: Decided) -> Shown:
    """What all formulas of the document show; asked for again at each of its mistakes."""
    sides = (syntax_of(side) for one in decided.elaboration.steps for side in (one.left, one.right))
    return shown_by(syntax for syntax in sides if syntax is not None)


def syntax_of(side: Side) -> Node | None:
    return None if side.written is None else side.written.syntax


def bounds(formula: Node) -> Iterator[str]:
    """The letters up to which sums and products run."""
    for part in walk(formula):
        if isinstance(part, BigOperator) and isinstance(strip(part.upper), Symbol) and spell(part.upper) != r"\infty":
            yield spell(part.upper)
