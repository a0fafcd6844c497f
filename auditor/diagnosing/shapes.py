"""Clashes of shapes in words: indices of a derivative that are lost, sums that turn a matrix into a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.diagnosing.edits import is_derivative
from auditor.diagnosing.writing import spelled
from auditor.elaborating.conforming import written_shape
from auditor.elaborating.derivatives import is_operator
from auditor.elaborating.elaboration import Side, TypedStep
from auditor.elaborating.names import spell
from auditor.elaborating.usage import bound_names
from auditor.findings import RULES, Finding, Label
from auditor.parsing.statements import Written
from auditor.parsing.syntax import BigOperator, Node, Scripts, walk
from auditor.source import Span
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.latex import latex
from auditor.terms.term import Term, subterms

LETTERS = "pqrstuvwabcdefgh"


def explained(step: TypedStep, found: Finding) -> Finding | None:
    """The clash between the two sides of a step, where indices or sums account for it; None where they do not."""
    if found is not step.problem or found.rule.code != "E204":
        return None
    return _lost_derivative_indices(step, found) or _summed_away(step, found)


def is_summed(step: TypedStep, clash: Finding, side: str) -> bool:
    """Whether the clash is that sums made a number of this side, so that something may have been lost in them."""
    return clash.rule.code == "E204" and not (step.right if side == "right" else step.left).shape


# --- indices of a derivative ----------------------------------------------------------------------------------------


def _lost_derivative_indices(step: TypedStep, found: Finding) -> Finding | None:
    """d/dR of an entry is a matrix; the right side puts a number in its place."""
    left, right = step.left, step.right
    if left.term is None or right.term is None or not left.shape or right.shape or _derivatives(right.term):
        return None
    wanted = [
        one for one in _derivatives(left.term) if one.arguments[0].indices and one.arguments[1].shape == left.shape
    ]
    place = _operator(left)
    if not wanted or place is None or left.written is None or right.written is None:
        return None
    operator, whole = place
    author = (left.written, right.written)
    return replace(
        found,
        rule=RULES["E203"],
        span=_delta_of(right.written) or right.written.span,
        fields=(("derivative", spelled(operator, author)),),
        labels=_labels(left, whole, right),
        help=_rule_in_words(wanted[0]),
    )


def _derivatives(term: Term) -> list[Term]:
    return [sub for sub in subterms(term) if sub.operation == "derivative" and sub.arguments[1].shape]


def _operator(side: Side) -> tuple[Node, Node] | None:
    """The sign of the derivative in a formula, and all that it belongs to."""
    syntax = side.written.syntax if side.written is not None else None
    for node in walk(syntax) if syntax is not None else ():
        if is_operator(node) or is_derivative(node):
            return node, node
    return None


def _delta_of(written: Written) -> Span | None:
    for node in walk(written.syntax) if written.syntax is not None else ():
        if isinstance(node, Scripts) and spell(node.base) == r"\delta":
            return node.span
    return None


def _labels(left: Side, derivative: Node, right: Side) -> tuple[Label, ...]:
    assert right.written is not None
    delta = _delta_of(right.written)
    made = [Label(derivative.span, f"{a_matrix(left.shape or ())} for each entry that it is taken of")]
    if delta is not None:
        made.append(Label(delta, "a number"))
    return tuple(made)


def _rule_in_words(derivative: Term) -> str:
    """∂R_{kj}/∂R_{pq} = δ_{kp}δ_{jq}, where an entry of the variable itself is differentiated."""
    body, variable = derivative.arguments
    entry = next(
        (sub for sub in subterms(body) if sub.operation == "entry" and sub.arguments[0] is variable and sub.indices),
        None,
    )
    name = latex(variable)
    size = a_matrix(variable.shape)
    if entry is None:
        return f"the derivative of an entry by {name} is {size}, with an entry for each entry of {name}"
    used = {index.name for index in entry.indices}
    fresh = [letter for letter in LETTERS if letter not in used and letter != name][: variable.order]
    old = [latex(place) for place in entry.arguments[1:]]
    pairs = [(one, new) for one, new, axis in zip(old, fresh, variable.shape, strict=False) if str(axis) != "1"]
    below = "".join(new for _, new in pairs)
    above = "".join(one for one, _ in pairs)
    deltas = "".join(rf"\delta_{{{one}{new}}}" for one, new in pairs)
    return (
        rf"\partial {name}_{{{above}}}/\partial {name}_{{{below}}} = {deltas}: the derivative of an entry of {name} by "
        f"{name} is {size}, with one entry for each {', '.join(below)}, and not one number"
    )


# --- sums -----------------------------------------------------------------------------------------------------------


def _summed_away(step: TypedStep, found: Finding) -> Finding | None:
    """The sums of one side bind all its indices, so that it is a number, and the other side is a matrix."""
    for number, matrix, where in ((step.left, step.right, "left"), (step.right, step.left, "right")):
        if number.shape or not matrix.shape or number.written is None or matrix.written is None:
            continue
        names = list(dict.fromkeys(_summed(number)))
        if not names:
            continue
        sums = (
            f"the sum over {names[0]}" if len(names) == 1 else f"the sums over {', '.join(names[:-1])} and {names[-1]}"
        )
        other = "right" if where == "left" else "left"
        words = (
            f"{sums} turned a matrix into a scalar: no index is left free on the {where} side, and the {other} side is "
            f"{a_matrix(matrix.shape)}, with {_indices(matrix.shape)}"
        )
        label = Label(number.written.span, "a scalar: all its indices are summed over")
        return replace(found, help=words, labels=(label, Label(matrix.written.span, a_matrix(matrix.shape))))
    return None


def _summed(side: Side) -> Iterator[str]:
    syntax = side.written.syntax if side.written is not None else None
    for node in walk(syntax) if syntax is not None else ():
        if isinstance(node, BigOperator) and node.kind == "sum":
            yield from bound_names(node.lower)


def a_matrix(shape: tuple[Dimension, ...]) -> str:
    """`an n×n matrix`, `a p×1 vector`."""
    text = written_shape(shape)
    article = "an" if text[:1] in "aefhilmnorsx8" else "a"
    return f"{article} {text} {'vector' if ONE in shape else 'matrix' if len(shape) == 2 else 'array'}"


def _indices(shape: tuple[object, ...]) -> str:
    count = sum(str(size) != "1" for size in shape)
    return "one index" if count == 1 else f"{count} indices"
