"""Functions of numbers at vectors and matrices: entry by entry."""

from __future__ import annotations

from collections.abc import Callable

from auditor.elaborating.scope import Scope
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Shape
from auditor.terms.term import Index, Term


def entry_by_entry(value: Callable[[Term], Term], argument: Term, shape: Shape, span: Span) -> Term:
    """The value of a function of numbers at every entry of an argument of this shape."""
    wide = [axis for axis, size in enumerate(shape) if size != ONE]
    over = [Index(f"{letter}@{span.start}", ONE, shape[axis]) for letter, axis in zip("ijkl", wide, strict=False)]
    places: list[Term] = [t.number(1)] * len(shape)
    for axis, index in zip(wide, over, strict=True):
        places[axis] = t.index(index)
    axes = iter(range(len(wide)))
    whole = t.array(value(t.entry(argument, *places)), *over)
    return t.rearrange(whole, tuple(None if size == ONE else next(axes) for size in shape))


def is_of_numbers(name: str, shape: Shape, scope: Scope) -> bool:
    """A function that the text defines for one number, which stands before a vector, or a matrix where the text
    multiplies entry by entry."""
    function = scope.functions.get(scope.name(name))
    if function is None or len(function.shapes) != 1 or scope.resolve(function.shapes[0]) or not shape:
        return False
    matrix = len([size for size in shape if size != ONE]) > 1
    return len(shape) == 2 and (not matrix or scope.context.usage.entrywise)
