"""The right result, derived from the other side: a gradient, a Jacobian, a differential, an expanded product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.diagnosing.calculus import Calculus
from auditor.diagnosing.edits import Edit, Subject, is_operand
from auditor.diagnosing.trees import is_transpose, terms_of, turns
from auditor.elaborating.names import spell
from auditor.parsing.syntax import BigOperator, Node, Product, Scripts, Symbol, Word, walk
from auditor.terms import term as t
from auditor.terms.gradients import gradient
from auditor.terms.term import Term, differentiates, subterms

NEAR = 2  # letters by which a formula may differ from the right one and still be that one with a slip
MOST_LACKING = 5  # letters that may be lost, or too many, for a name
UNSOLVED = frozenset({"derivative", "differential", "directional"})


def right_result(calculus: Calculus) -> Node | None:
    """What the side that stays comes to, with all derivatives taken; None where that is not found.

    That it comes to nothing is told only of what the text calls constant: of the rest it may not say all.
    """
    if not differentiates(calculus.right):
        return None
    if calculus.body is not None and calculus.body.operation == "call":
        return None  # y'(x) for dy/dx: only another way to write the question
    term = _result(calculus)
    if term is None or term is calculus.right or not is_solved(term) or (_vanishes(term) and not calculus.is_constant):
        return None
    return calculus.node(term)


def _vanishes(term: Term) -> bool:
    return term.operation == "zeros" or (term.operation == "number" and not term.parameters[0])


def _result(calculus: Calculus) -> Term | None:
    """The gradient, in the author's groups where possible, else what the normal form is rebuilt to."""
    right, derivative = calculus.right, calculus.derivative
    if derivative is None:
        return calculus.simplest(right)
    if derivative.operation == "derivative":
        body, variable = derivative.arguments
        found = gradient(body, variable, calculus.world) if body.is_scalar and not body.indices else None
        if found is not None and found.shape == derivative.shape:
            return _around(right, derivative, found, calculus)
    return calculus.simplest(right)


def _around(right: Term, derivative: Term, found: Term, calculus: Calculus) -> Term | None:
    """The side with the derivative worked out."""
    if right is derivative:
        return found
    if right.operation == "rearrange" and right.arguments[0] is derivative and right.parameters[0] == (1, 0):
        return calculus.simplest(right) or t.transpose(found)
    return calculus.simplest(right)


def is_solved(term: Term) -> bool:
    """No derivative is left, except of unknown functions."""
    return all(
        sub.operation not in UNSOLVED or sub.arguments[0].operation in ("symbol", "call", "entry")
        for sub in subterms(term)
    )


# --- the right result as a suggestion --------------------------------------------------------------------------------


def near_result(subject: Subject) -> Iterator[Edit]:
    """The right result, where the formula is that result with a slip or two: so few letters differ."""
    calculus = subject.calculus
    if calculus is None or calculus.derivative is None:
        return
    for manner in calculus.manners():
        node = right_result(manner)
        if node is not None:
            yield from _if_near(subject, node)


def _if_near(subject: Subject, node: Node) -> Iterator[Edit]:
    own, wanted = _letters(subject.root), _letters(node)
    lost, extra = wanted - own, own - wanted
    if lost.total() > NEAR or extra.total() > NEAR or lost.total() + extra.total() > NEAR + 1:
        return
    if not own & wanted and wanted.total() > 1:
        return
    yield _named(subject, node, lost, extra)


def lacking(subject: Subject, node: Node) -> Edit | None:
    """What a formula lacks, or has too much of, beside the right result: factors of one kind only, and not many."""
    own, wanted = _letters(subject.root), _letters(node)
    lost, extra = wanted - own, own - wanted
    few = 0 < lost.total() + extra.total() <= MOST_LACKING
    if not few or (lost and extra) or not own or len(terms_of(node)) != len(terms_of(subject.root)):
        return None
    return _named(subject, node, lost, extra)


def _letters(node: Node) -> Counter[str]:
    """How often each letter stands in a formula, transposes and signs apart."""
    found: Counter[str] = Counter()
    marks = {id(inside.sup) for inside in walk(node) if isinstance(inside, Scripts) and is_transpose(inside.sup)}
    for inside in walk(node):
        if (
            isinstance(inside, Symbol | Word)
            and id(inside) not in marks
            and (is_operand(inside) or spell(inside) == "d")
        ):
            found[spell(inside)] += 1
        if isinstance(inside, Word | BigOperator):
            found[inside.name if isinstance(inside, Word) else inside.kind] += 1
    return found


def _named(subject: Subject, node: Node, lost: Counter[str], extra: Counter[str]) -> Edit:
    """The edit under the name that the difference suggests."""
    root, span = subject.root, subject.root.span
    calculus = subject.calculus
    assert calculus is not None
    letters = {spell(inside): inside for formula in (root, node) for inside in walk(formula)}
    letters.update({spell(pair.factors[0]): pair for formula in (root, node) for pair in applications(formula)})
    one = letters.get(next(iter(lost), ""), node)
    other = letters.get(next(iter(extra), ""), root)
    if not lost and not extra:
        return _rearranged(subject, node)
    if len(terms_of(node)) > len(terms_of(root)):
        body = calculus.node(calculus.body) if calculus.of_product else None
        fields = (("product", body),) if body is not None else (("term", node),)
        return Edit("E316" if body is not None else "E310", node, span, fields, root, node)
    if lost and extra:
        return Edit("E330", node, span, (("written", other), ("intended", one)), root, node)
    if lost:
        return Edit("E328", node, span, (("factor", one),), root, node)
    return Edit("E329", node, span, (("factor", other),), root, node)


def _rearranged(subject: Subject, node: Node) -> Edit:
    root, span = subject.root, subject.root.span
    mine, wanted = _count(root), _count(node)
    if mine < wanted:
        return Edit("E303", node, span, (("operand", root),), root, node)
    if mine > wanted:
        return Edit("E304", node, span, (("operand", root),), root, node)
    return Edit("E306", node, span, (("first", root), ("second", node)), root, node)


def applications(node: Node) -> Iterator[Product]:
    """Functions with their arguments."""
    for inside in walk(node):
        if isinstance(inside, Product):
            for head, argument in zip(inside.factors, inside.factors[1:], strict=False):
                if isinstance(head, Word):
                    yield Product((head, argument), ("",), span=head.span.cover(argument.span))


def _count(node: Node) -> int:
    return sum(isinstance(inside, Scripts) and turns(inside) for inside in walk(node))
