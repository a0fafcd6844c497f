"""Layout: how the partial derivatives of a derivative are arranged, by declaration, option, or what fits the text."""

from __future__ import annotations

from auditor.elaborating.conforming import is_row, is_vector
from auditor.elaborating.problems import unsupported
from auditor.elaborating.scope import Scope
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Shape
from auditor.terms.term import Term

# "mixed": a row by a column vector, yet shaped like the variable by a matrix.
AXES = {"scalar_by": ("variable", "transposed", "mixed"), "vector_by_vector": ("numerator", "denominator")}


def layout(axis: str, scope: Scope) -> str:
    """The layout in force for one of the two choices."""
    options = AXES[axis]
    given = scope.context.options.get(axis)
    stated = scope.context.layout(axis, scope.position)
    value = given or (stated.value if stated is not None else None)
    if value is None:
        return _here(axis, scope.choose("layout", axis, options), options, scope)
    if given is None and stated is not None and stated.of_matrices and value == "variable":
        readings = ("variable", "mixed")  # nothing is said of derivatives by vectors
        return _here(axis, scope.choose("layout", axis, readings), readings, scope)
    return scope.choose("stated layout", axis, (value, *(option for option in options if option != value)))


def _here(axis: str, usual: str, options: tuple[str, ...], scope: Scope) -> str:
    """The layout of this section, which need not be that of the others."""
    section = scope.context.section(scope.position)
    if not section:
        return usual
    readings = (usual, *(option for option in options if option != usual))
    return scope.choose("layout of a section", f"{axis}@{section}", readings)


def arranged(raw: Term, body: Shape, variable: Shape, scope: Scope) -> Term:
    """The derivative with its axes in the order that the layout asks for.

    `raw` has the axes of the body, then those of the variable. Scalar by anything: shaped like the variable, or its
    transpose. Vector by vector: a matrix. A transposed body or variable (∂y/∂xᵀ, ∂yᵀ/∂x) settles the order by itself.
    Everything else keeps one axis for each that is not of size one, in this order.
    """
    if not variable:
        return _by_scalar(raw, body, scope)
    if not body:
        if len(variable) != 2:
            return raw
        chosen = layout("scalar_by", scope)
        flips = chosen == "transposed" or (chosen == "mixed" and is_vector(variable))
        return t.rearrange(raw, (1, 0)) if flips else raw
    if is_vector(body) and is_vector(variable):
        return _jacobian(raw, body, variable, scope)
    return _tensor(raw, body, variable, scope)


def _by_scalar(raw: Term, body: Shape, scope: Scope) -> Term:
    """The derivative by a scalar is shaped like the body; of a vector in a stated denominator layout, transposed."""
    stated = scope.context.options.get("vector_by_vector") or scope.context.layout("vector_by_vector", scope.position)
    if stated is None or not is_vector(body):
        return raw
    return t.rearrange(raw, (1, 0)) if layout("vector_by_vector", scope) == "denominator" else raw


def _jacobian(raw: Term, body: Shape, variable: Shape, scope: Scope) -> Term:
    of_body = 1 if is_row(body) else 0
    of_variable = 3 if is_row(variable) else 2
    if is_row(body) != is_row(variable) and _is_explicit(scope):
        return t.rearrange(raw, (of_variable, of_body) if is_row(body) else (of_body, of_variable))
    numerator = layout("vector_by_vector", scope) == "numerator"
    return t.rearrange(raw, (of_body, of_variable) if numerator else (of_variable, of_body))


def _is_explicit(scope: Scope) -> bool:
    """∂yᵀ/∂x and ∂y/∂xᵀ show their layout by the transpose, unless the stated one arranges rows like columns."""
    stated = scope.context.layout("vector_by_vector", scope.position) or scope.context.options.get("vector_by_vector")
    if stated:
        return scope.choose("stated layout", "row by column", ("as a column", "explicit")) == "explicit"
    return scope.choose("row by column", "", ("explicit", "as a column")) == "explicit"


def _tensor(raw: Term, body: Shape, variable: Shape, scope: Scope) -> Term:
    own = [axis for axis, size in enumerate(body) if size != ONE or len(body) > 2]
    others = [len(body) + axis for axis, size in enumerate(variable) if size != ONE or len(variable) > 2]
    if len(others) == 2 and layout("scalar_by", scope) == "transposed":
        others.reverse()
    return t.rearrange(raw, (*own, *others))


def hessian(raw: Term, first: Shape, second: Shape, span: Span) -> Term:
    """Second derivatives of a scalar: by two scalars, by two vectors (rows by the first), or a mixture.

    `raw` has the axes of the variable differentiated first (`second`), then those of `first`.
    """
    if not first and not second:
        return raw
    if len(first) > 2 or len(second) > 2 or (first and not is_vector(first)) or (second and not is_vector(second)):
        raise unsupported(span, "a second derivative by a matrix")
    of_second = [axis for axis, size in enumerate(second) if size != ONE]
    of_first = [len(second) + axis for axis, size in enumerate(first) if size != ONE]
    if not of_first or not of_second:
        return raw
    return t.rearrange(raw, (of_first[0], of_second[0]))
