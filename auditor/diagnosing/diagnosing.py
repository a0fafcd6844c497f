"""The stage itself: every flagged step gets a finding that names the mistake, and what would be right."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.deciding.deciding import Decided, holds
from auditor.deciding.inequalities import ORDERS
from auditor.deciding.verdict import Decision
from auditor.diagnosing import shapes
from auditor.diagnosing.blame import blamed
from auditor.diagnosing.conclusions import mended_conclusion, one_way
from auditor.diagnosing.edits import Edit, is_derivative
from auditor.diagnosing.entries import why_transposed
from auditor.diagnosing.mending import calculus_of, mended, moved_bound, sides_at_fault
from auditor.diagnosing.naming import by_letters, by_result, named
from auditor.diagnosing.notices import by_entries, noticed
from auditor.diagnosing.reasons import with_reason
from auditor.diagnosing.relations import mended_inequality, negated_form, right_relation
from auditor.diagnosing.results import right_result
from auditor.diagnosing.trying import Trial
from auditor.diagnosing.writing import spelled
from auditor.elaborating.derivatives import is_operator
from auditor.elaborating.elaboration import Side, Sort, TypedStep
from auditor.elaborating.steps import IMPLICATIONS
from auditor.findings import RULES, Finding, Label, Suggestion, finding
from auditor.parsing.statements import Written
from auditor.parsing.syntax import BigOperator, Node, walk
from auditor.progress import tell
from auditor.terms.term import subterms
from auditor.verdicts import Verdict

HEDGES = "(?:typically|usually|often|commonly|normally|mostly|in practice|generally)"
# A rule of differentiation was forgotten, or one for numbers was used: with the right one the right result comes out.
RULES_FORGOTTEN = frozenset({"E316", "E318", "E334"})
LOST = frozenset({"E310", "E328", "E329"})  # what a sum with a wrong bound seems to lack on the other side
WRONG_SHAPES = frozenset({"E204", "E205"})
LONGEST = 60  # characters of a formula that is quoted in a sentence
GENERAL = re.compile(r"\b(?:not|nor|need not be|non)[ -]?(?:necessarily |assumed |always )*symmetric", re.IGNORECASE)


def diagnose(decided: Decided) -> Decided:
    """The same verdicts, with findings that say more, and with the rule that each verified step uses."""
    diagnosis = _Diagnosis(decided)
    for number, step in enumerate(decided.elaboration.steps):
        diagnosis.step(number, step)
        tell("explaining", number + 1, len(decided.elaboration.steps))
    diagnosis.routes()
    elaboration = replace(decided.elaboration, findings=(*decided.elaboration.findings, *noticed(decided)))
    return replace(diagnosis.result, elaboration=elaboration)


class _Diagnosis:
    """One walk over the steps; what was found at a step may explain the one behind it."""

    def __init__(self, decided: Decided) -> None:
        self.decided = decided
        self.result = replace(decided, decisions=list(decided.decisions))
        self.edits: dict[int, Edit] = {}  # of right sides, by step
        self.explaining = {
            Sort.EQUATION: self.explained,
            Sort.INEQUALITY: self.explained_inequality,
            Sort.IMPLICATION: self.explained_implication,
        }

    def step(self, number: int, step: TypedStep) -> None:
        decision = self.decided.decisions[number]
        if decision.verdict is Verdict.VERIFIED:
            told = by_entries(step)
            decision = replace(decision, findings=(*decision.findings, told)) if told is not None else decision
            self.result.decisions[number] = with_reason(self.decided, number, decision)
            return
        if not decision.verdict.flagged or not decision.findings:
            return
        if decision.carried_forward and step.sort is not Sort.IMPLICATION:
            return
        explain = self.explaining.get(step.sort)
        if explain is None or (step.sort is not Sort.IMPLICATION and self.is_implied(step)):
            return
        try:
            explained = explain(number, step, decision)
            blame = tuple(blamed(self.decided, step, one) for one in explained.findings)
            self.result.decisions[number] = replace(explained, findings=blame)
        except Exception:  # an explanation that fails costs the explanation, never the verdict
            self.result.decisions[number] = decision

    def is_implied(self, step: TypedStep) -> bool:
        """The step is a premise or a conclusion: what is wrong with it is the implication's to say."""
        settled = self.decided.elaboration.settled
        if settled is None:
            return True
        relations = settled.reading.statements[step.statement].relations
        return any(relation.symbol in IMPLICATIONS for relation in relations)

    def explained(self, number: int, step: TypedStep, decision: Decision) -> Decision:
        if self.follows_from_mended(number, step, decision):
            return replace(decision, findings=(), carried_forward=True)
        old = decision.findings[0]
        clash = shapes.explained(step, old)
        for side in sides_at_fault(step):
            edit = mended(self.decided, number, side, clash is not None and not shapes.is_summed(step, clash, side))
            if edit is not None and side == "right" and edit.code in LOST:
                bound = moved_bound(self.decided, number)  # as slight, and nearer to what is written
                edit, side = (edit, side) if bound is None else (bound, "left")
            if edit is not None:
                if side == "right":
                    self.edits[number] = edit
                found = self.finding(number, step, clash or old, edit, side)
                return replace(decision, findings=(found, *decision.findings[1:]))
        found = clash or self.by_name(number, step, old)
        return replace(decision, findings=(self.with_result(number, found), *decision.findings[1:]))

    def explained_inequality(self, number: int, step: TypedStep, decision: Decision) -> Decision:
        """The relation that holds instead, or the slip on one side."""
        old = decision.findings[0]
        if decision.verdict is not Verdict.REFUTED or old.rule.code != "E323":
            return decision
        found = old
        slip = negated_form(self.decided, number)
        slip = mended_inequality(self.decided, number) if slip is None and self.is_ordered(number) else slip
        if slip is None and (other := right_relation(self.decided, number, step)) is not None:
            found = self.turned(step, old, other)
        elif (slip := slip or mended_inequality(self.decided, number)) is not None:
            found = self.finding(number, step, old, *slip)
        return replace(decision, findings=(found, *decision.findings[1:]))

    def is_ordered(self, number: int) -> bool:
        """The step stands in a chain of relations that all point the same way: none of them is easily turned."""
        steps = self.decided.elaboration.steps
        chain = self.decided.elaboration.chain_of(number) or (number,)
        signs = [steps[k].relation.symbol for k in chain if steps[k].sort is Sort.INEQUALITY]
        orders = {ORDERS[sign].swapped for sign in signs if sign in ORDERS}
        return len(signs) > 1 and len(orders) == 1

    def explained_implication(self, number: int, step: TypedStep, decision: Decision) -> Decision:
        """The one way in which it holds, or the slip in what it concludes."""
        old, found = decision.findings[0], decision.findings[0]
        if (sign := one_way(self.decided, number, step)) is not None:
            found = self.turned(step, old, sign)
        elif (slip := mended_conclusion(self.decided, number, step)) is not None:
            concluded, side, edit = slip
            other = self.decided.elaboration.steps[concluded]
            found = self.finding(concluded, other, old, edit, side)
            assert found.suggestion is not None
            found = replace(found, suggestion=whole(found.suggestion, other))
        return replace(decision, findings=(found, *decision.findings[1:]))

    def follows_from_mended(self, number: int, step: TypedStep, decision: Decision) -> bool:
        """The left side is the right side of the step before, whose mistake is reported there: put right, it fits."""
        before = self.before(number)
        if decision.verdict is not Verdict.REFUTED or before is None or before not in self.edits:
            return False
        earlier = self.decided.elaboration.steps[before]
        if earlier.left.term is None or step.right.term is None or earlier.left.term.shape != step.right.term.shape:
            return False
        return holds(self.decided, number, earlier.left.term, step.right.term)

    def before(self, number: int) -> int | None:
        """The step of the same chain that ends with this one's left side."""
        for chain in self.decided.elaboration.chains:
            if number in chain:
                place = chain.index(number)
                return chain[place - 1] if place else None
        return None

    # --- findings --------------------------------------------------------------------------------------------------

    def finding(self, number: int, step: TypedStep, old: Finding, edit: Edit, side: str) -> Finding:
        """What was wrong, at its place, with the mended line."""
        edited, kept = (step.right, step.left) if side == "right" else (step.left, step.right)
        author = tuple(one.written for one in (step.left, step.right) if one.written is not None)
        line = spelled(edit.node, author)
        if side == "left":
            line = f"{line} {step.relation.symbol} {kept.written.latex if kept.written is not None else ''}"
        assert edited.written is not None
        fields = (*filled(edit.fields, author), *old.fields)
        suggestion = Suggestion(line, "verified", edit.code, side)
        words = in_words(edit, author)
        if old.rule.code == "E301":
            return Finding(RULES[edit.code], edit.span, fields, old.labels, words, suggestion)
        message = RULES[edit.code].message.format_map(dict(fields))
        help_ = f"{message}: {words}" if words else message
        if old.rule.code == "E323" and words:
            help_ = words
        made = replace(with_help(old, help_), suggestion=suggestion)
        if old.rule.code in ("W401", "W402"):
            return self.conditional(number, step, made)
        where = edit.span if edit.span != old.span else None
        return made if where is None else replace(made, labels=(*old.labels, Label(where, message)))

    def turned(self, step: TypedStep, old: Finding, other: str) -> Finding:
        """The same two sides with another relation between them."""
        sides = [one.written.latex if one.written is not None else "" for one in (step.left, step.right)]
        suggestion = Suggestion(f"{sides[0]} {other} {sides[1]}", "verified", "E335", "relation")
        fields = (("written", step.relation.symbol), ("intended", other))
        return replace(old, rule=RULES["E335"], fields=(*fields, *old.fields), suggestion=suggestion)

    def conditional(self, number: int, step: TypedStep, found: Finding) -> Finding:
        """An assumption that the text denies, or a layout that the text does not keep to, is an error."""
        conditions = self.decided.decisions[number].conditions
        if found.rule.code == "W401" and self.is_denied(step) and conditions:
            symbol = conditions[0].removesuffix(" symmetric")
            return replace(found, rule=RULES["E319"], fields=(("symbol", symbol),))
        if found.rule.code == "W401" and self.is_hedged(step, conditions):
            return replace(found, rule=RULES["W403"])
        if found.rule.code == "W402" and (other := self.other_layout(number, step)) is not None:
            pair = [one.left.written.latex for one in (other, step) if one.left.written is not None]
            if len(pair) == 2:
                return replace(found, rule=RULES["E320"], fields=(("first", pair[0]), ("second", pair[1])))
        return found

    def is_hedged(self, step: TypedStep, conditions: tuple[str, ...]) -> bool:
        """The text says of a property that it usually holds."""
        settled = self.decided.elaboration.settled
        statements = settled.reading.statements if settled is not None else ()
        words = [condition.partition(" ")[2] for condition in conditions]
        hedged = [re.compile(rf"\b{HEDGES}[ ,]+{re.escape(word)}\b", re.IGNORECASE) for word in words if word]
        return any(form.search(statement.lead) for form in hedged for statement in statements[: step.statement + 1])

    def is_denied(self, step: TypedStep) -> bool:
        """The text says that a matrix need not be symmetric."""
        settled = self.decided.elaboration.settled
        statements = settled.reading.statements if settled is not None else ()
        return any(GENERAL.search(statement.lead) for statement in statements[: step.statement + 1])

    def other_layout(self, number: int, step: TypedStep) -> TypedStep | None:
        """Another step of the section that holds because of the layout in which this one fails."""
        keys = {key for key in step.consulted if key[0] == "layout"}
        for other, decision in zip(self.decided.elaboration.steps, self.decided.decisions, strict=True):
            same = other.section == step.section and keys & other.consulted and other.sort is Sort.EQUATION
            if other is not step and same and decision.verdict is Verdict.VERIFIED:
                return other
        return None

    def by_name(self, number: int, step: TypedStep, old: Finding) -> Finding:
        """A mistake that has a name, though no small edit puts it right."""
        if old.rule.code in ("W401", "W402"):
            return self.conditional(number, step, old)
        name = None
        if old.rule.code == "E301":
            name = named(self.decided, number) or by_result(calculus_of(self.decided, number, "right"), step)
            name = name or by_letters(self.decided, number)
        if name is None:
            return old
        author = tuple(one.written for one in (step.left, step.right) if one.written is not None)
        return replace(old, rule=RULES[name.code], fields=(*filled(name.fields, author), *old.fields))

    def with_result(self, number: int, found: Finding) -> Finding:
        """What the left side really comes to, where it is a derivative that can be worked out."""
        node = self.result_of(number)
        if node is None:
            return found
        step = self.decided.elaboration.steps[number]
        if found.rule.code in RULES_FORGOTTEN or (found.rule.code in WRONG_SHAPES and is_worked_out(step.right)):
            return replace(found, suggestion=Suggestion(spelled(node), "verified", found.rule.code, "right"))
        return with_help(found, f"the left side is {spelled(node)}")

    def result_of(self, number: int) -> Node | None:
        """What the left side of a step is, worked out and verified."""
        calculus = calculus_of(self.decided, number, "right")
        for manner in calculus.manners() if calculus is not None else ():
            node = right_result(manner)
            if node is not None and Trial(self.decided, number, "right").mends(node):
                return node
        return None

    # --- whole derivations -----------------------------------------------------------------------------------------

    def routes(self) -> None:
        """At the end of a way: a right conclusion by a wrong way, or what the right conclusion would be."""
        for drawn in self.result.conclusions:
            if drawn.decision.verdict.flagged and drawn.relation == "=":
                self.right_conclusion(drawn.steps)
            wrong = [k for k in drawn.steps if self.result.decisions[k].verdict.flagged]
            if drawn.route != "invalid" or drawn.decision.verdict is not Verdict.VERIFIED or not wrong:
                continue
            last = drawn.steps[-1]
            span = self.decided.elaboration.steps[last].relation.span
            note = replace(finding("W408", span, step=str(wrong[0] + 1)), help=self.transposed(last))
            decision = self.result.decisions[last]
            self.result.decisions[last] = replace(decision, findings=(*decision.findings, note))

    def transposed(self, last: int) -> str:
        """Why a transpose appears at the end of a way by indices."""
        side = self.decided.elaboration.steps[last].right
        settled_by_indices = any(
            "sum" in (sub.operation for sub in subterms(one.term))
            for chain in self.decided.elaboration.chains
            if last in chain
            for one in (self.decided.elaboration.steps[k].right for k in chain)
            if one.term is not None
        )
        syntax = side.written.syntax if side.written is not None else None
        return why_transposed(syntax) if settled_by_indices and syntax is not None else ""

    def right_conclusion(self, chain: tuple[int, ...]) -> None:
        """What a derivation that ends wrongly comes to, said at its last mistake."""
        last = next((k for k in reversed(chain) if self.result.decisions[k].findings), None)
        if last is None or chain[-1] == chain[0]:
            return
        right = self.right_end(chain)
        decision = self.result.decisions[last]
        found = decision.findings[0]
        if right and (found.suggestion is None or found.suggestion.latex != right or last != chain[-1]):
            told = with_help(found, f"the whole derivation comes to {right}")
            self.result.decisions[last] = replace(decision, findings=(told, *decision.findings[1:]))

    def right_end(self, chain: tuple[int, ...]) -> str:
        """The last formula of a chain with its slip undone, as if it stood right behind the first one; else the right
        result of the first one, where that is a derivative."""
        steps = self.decided.elaboration.steps
        joined = replace(steps[chain[-1]], left=steps[chain[0]].left)
        elaboration = replace(self.decided.elaboration, steps=(*steps[: chain[-1]], joined, *steps[chain[-1] + 1 :]))
        try:
            edit = mended(replace(self.decided, elaboration=elaboration), chain[-1], "right", narrow=True)
        except Exception:  # an explanation that fails costs the explanation
            edit = None
        if edit is not None:
            return spelled(
                edit.node, tuple(one.written for one in (joined.left, joined.right) if one.written is not None)
            )
        node = self.result_of(chain[0])
        return "" if node is None else spelled(node)


def whole(suggestion: Suggestion, step: TypedStep) -> Suggestion:
    """The suggestion for a side of a conclusion as the whole conclusion."""
    left = step.left.written.latex if step.left.written is not None else ""
    line = f"{left} {step.relation.symbol} {suggestion.latex}" if suggestion.side == "right" else suggestion.latex
    return replace(suggestion, latex=line, side="conclusion")


def is_worked_out(side: Side) -> bool:
    """The formula claims to be a result: no sums and no derivatives are left in it."""
    syntax = side.written.syntax if side.written is not None else None
    return syntax is not None and not any(
        isinstance(node, BigOperator) or is_derivative(node) or is_operator(node) for node in walk(syntax)
    )


def with_help(found: Finding, words: str) -> Finding:
    return replace(found, help=f"{found.help}; {words}" if found.help else words)


def filled(fields: tuple[tuple[str, Node | str], ...], author: tuple[Written, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value if isinstance(value, str) else spelled(value, author)) for name, value in fields)


def in_words(edit: Edit, author: tuple[Written, ...]) -> str:
    """What belongs where, if both can be quoted in a sentence."""
    if edit.intended is None:
        return ""
    intended = spelled(edit.intended, author)
    if len(intended) > LONGEST:
        return ""
    written = spelled(edit.written, author) if edit.written is not None else ""
    if not written or len(written) > LONGEST:
        return f"{intended} belongs here"
    return f"{intended} belongs in the place of {written}"
