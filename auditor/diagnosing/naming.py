"""Names for mistakes that no small edit undoes: rules that hold for numbers only, functions taken term by term."""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.deciding.deciding import Decided, world_at
from auditor.deciding.judging import Claim, judge
from auditor.diagnosing.calculus import Calculus
from auditor.diagnosing.mending import subject_of
from auditor.diagnosing.results import lacking, right_result
from auditor.diagnosing.trees import terms_of
from auditor.elaborating.elaboration import TypedStep
from auditor.elaborating.names import strip
from auditor.parsing.syntax import Bars, Fence, Fraction, Node, Number, Product, Scripts, Sequence, Sum, Word
from auditor.terms.term import Term, subterms
from auditor.verdicts import Verdict

WORDS = {
    "det": "determinant", "log": "logarithm", "ln": "logarithm", "exp": "exponential", "sin": "sine", "cos": "cosine",
}  # fmt: skip
ADDITIVE = frozenset({"tr", "Tr", "trace", "Trace", "vec", "diag"})


@dataclass(frozen=True)
class Name:
    """A mistake by its code, with what the message says of it."""

    code: str
    fields: tuple[tuple[str, Node | str], ...]


def named(decided: Decided, number: int) -> Name | None:
    """What kind of mistake a refuted step makes, where that shows without a mended line."""
    step = decided.elaboration.steps[number]
    sides = [one.written.syntax for one in (step.left, step.right) if one.written is not None]
    nodes = [node for node in sides if node is not None]
    if len(nodes) == 2:
        for one, other in (nodes, reversed(nodes)):
            found = _term_by_term(one, other)
            if found is not None:
                return found
    left, right = step.left.term, step.right.term
    if left is not None and right is not None and holds_for_numbers(decided, number, left, right):
        return Name("E334", ())  # the witness stands in the finding already
    return None


# --- functions taken term by term -----------------------------------------------------------------------------------


def _term_by_term(whole: Node, parts: Node) -> Name | None:
    """f(a + b) = f(a) + f(b) for a function that does not take sums apart."""
    applied = _application(whole)
    if applied is None:
        return None
    function, inside = applied
    found = strip(parts)
    if not isinstance(found, Sum) or not isinstance(inside, Sum) or len(found.terms) != len(inside.terms):
        return None
    values = [_application(term) for term in found.terms]
    if all(value is not None and value[0] == function for value in values):
        arguments = [strip(value[1]) for value in values if value is not None]
        if arguments == [strip(term) for term in inside.terms]:
            return Name("E322", (("function", function), ("operand", inside)))
    return None


def _application(node: Node) -> tuple[str, Node] | None:
    """The name of the function that a formula applies, and what it is applied to."""
    match strip(node):
        case Scripts(base=base, sup=Node() as sup) if not isinstance(strip(base), Word | Bars):
            name = "inverse" if _is_minus_one(sup) else "power"
            return name, _inner(base)
        case Fraction(numerator=Number(text="1"), denominator=below):
            return "reciprocal", _inner(below)
        case Bars(body=body):
            return "norm", body
        case Scripts(base=Bars(body=body)):
            return "norm", body
        case Product(factors=(*words, argument), operators=operators) if words and not any(operators):
            names = [found.name for one in words if isinstance(found := strip(one), Word)]
            if len(names) == len(words) and not ADDITIVE & set(names):
                return " of the ".join(WORDS.get(name, name) for name in names), _inner(argument)
    return None


def _inner(node: Node) -> Node:
    found = strip(node)
    if isinstance(found, Fence) and found.body is not None and not isinstance(found.body, Sequence):
        return found.body
    return found if found is not None else node


def _is_minus_one(sup: Node) -> bool:
    match strip(sup):
        case Sum(signs=("-",), terms=(Number(text="1"),)):
            return True
    return False


# --- rules for numbers ----------------------------------------------------------------------------------------------


def holds_for_numbers(decided: Decided, number: int, left: Term, right: Term) -> bool:
    """The step is verified where every matrix and vector has one entry."""
    sizes = {name for term in (left, right) for sub in subterms(term) for size in sub.shape for name in size.symbols}
    if not sizes or decided.judge is None:
        return False
    world = world_at(decided, number)
    small = replace(world, fixed_sizes={**world.fixed_sizes, **dict.fromkeys(sorted(sizes), 1)})
    return judge(Claim(left, right), small, decided.judge.seed).outcome is Verdict.VERIFIED


# --- rules of differentiation ---------------------------------------------------------------------------------------


def by_result(calculus: Calculus | None, step: TypedStep) -> Name | None:
    """What the right derivative shows: a rule for a quotient that was not used, terms of a product rule that lack."""
    root = step.right.written.syntax if step.right.written is not None else None
    if calculus is None or root is None or calculus.wrong is None or (body := calculus.node(calculus.body)) is None:
        return None
    if calculus.quotient() is not None and isinstance(strip(root), Fraction):
        return Name("E318", (("quotient", body),))
    right = right_result(calculus)
    if right is None or not calculus.of_product or len(terms_of(right)) <= len(terms_of(root)):
        return None
    return Name("E316", (("product", body),))


def by_letters(decided: Decided, number: int) -> Name | None:
    """What the right result has more, or less, than the right side: a factor that is lost, or one too many."""
    subject = subject_of(decided, number, "right")
    if subject is None or subject.calculus is None:
        return None
    for manner in subject.calculus.manners():
        node = right_result(manner)
        edit = lacking(subject, node) if node is not None else None
        if edit is not None:
            return Name(edit.code, edit.fields)
    return None
