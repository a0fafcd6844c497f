"""Where the arguments of a declared function lie, and what is said of one that lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.elaborating.conforming import written_shape
from auditor.elaborating.problems import ill_formed
from auditor.elaborating.scope import Scope
from auditor.findings import Label
from auditor.source import Span
from auditor.terms.dimension import ONE, Shape
from auditor.terms.term import Term


def check(function: str, arguments: Sequence[Term], scope: Scope, span: Span) -> None:
    """Raise IllFormed for an argument of another shape than the type of its function says.

    A function of numbers may be meant entry by entry of a matrix; between matrices the shapes have to agree.
    """
    known = scope.known(function)
    for argument, domain in zip(arguments, known.domains if known is not None else (), strict=False):
        shape, taken = scope.shape(argument), scope.resolve(domain or ())
        if not shape or not taken or any(size.unknown for size in (*shape, *taken)):
            continue
        if not scope.unify_shapes(shape, taken):
            labels = [
                Label(place, f"{name} is {written_shape(size)} here") for name, size, place in _stated(argument, scope)
            ]
            if known is not None and known.span is not None:
                labels.insert(0, Label(known.span, f"{function} takes {_kind(taken)} here"))
            fields = {"function": function, "domain": _kind(taken), "shape": written_shape(shape)}
            raise ill_formed("E213", span, labels=tuple(labels), **fields)


def _stated(argument: Term, scope: Scope) -> list[tuple[str, Shape, Span]]:
    """Of an argument that is a letter, where its shape is stated."""
    known = scope.known(argument.parameters[0]) if argument.operation == "symbol" else None
    if known is None or known.span is None or known.shape is None:
        return []
    return [(known.spelling, known.shape, known.span)]


def _kind(shape: Shape) -> str:
    return f"{written_shape(shape)} {'vectors' if ONE in shape else 'matrices'}"
