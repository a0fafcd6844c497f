"""What kinds of equations and terms there are, and how a step is said to be undecided."""

from __future__ import annotations

import re

from auditor.deciding.facts import Equation
from auditor.deciding.verdict import Decision
from auditor.elaborating.elaboration import TypedStep
from auditor.findings import finding
from auditor.terms.term import Term, subterms
from auditor.verdicts import Evidence, Verdict

SURVIVED = re.compile(r"not refuted in (\d+) instances")  # what the judge says of an inequality it could not break


def is_point(equation: Equation) -> bool:
    return equation.left.operation == "symbol" and is_closed(equation.right)


def is_derivative(term: Term) -> bool:
    while term.operation in ("substitute", "rearrange", "entry"):
        term = term.arguments[0]
    return term.operation == "derivative"


def is_closed(term: Term) -> bool:
    """No letter stands in it."""
    return not any(sub.operation in ("symbol", "call", "size", "index") for sub in subterms(term))


def undecided(step: TypedStep, reason: str) -> Decision:
    span = step.relation.span
    if reason == "out of budget":
        return Decision(Verdict.UNKNOWN, Evidence(), (finding("N906", span, budget="one step"),))
    if survived := SURVIVED.fullmatch(reason):
        return Decision(Verdict.UNKNOWN, Evidence(), (finding("N909", span, instances=survived[1]),))
    return Decision(Verdict.UNKNOWN, Evidence(), (finding("N904", span, reason=reason),))
