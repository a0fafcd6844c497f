"""Evaluation of powers, inverses, determinants, named and unknown functions, and norms."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from auditor.deciding import matrices
from auditor.deciding.arithmetic import Array
from auditor.deciding.frames import Frame
from auditor.deciding.functions import apply, maximum, primitive
from auditor.deciding.jets import Algebra, Jet, is_plain, join, linear, split
from auditor.deciding.limits import Undecided
from auditor.deciding.properties import closure
from auditor.deciding.tensors import as_matrix, widened
from auditor.deciding.unknown_functions import Argument, UnknownFunction
from auditor.terms.term import Term

if TYPE_CHECKING:
    from auditor.deciding.evaluating import Evaluation, Operation

HALF = Fraction(1, 2)
LARGEST_EXPONENT = 4096


def determinant(algebra: Algebra, matrix: Jet) -> Jet:
    return matrices.determinant(algebra, matrix)


# --- scalar and entrywise powers ----------------------------------------------------------------------------------


def _power(run: Evaluation, term: Term, frame: Frame) -> Jet:
    base, exponent = term.arguments
    whole = run.whole(exponent, frame)
    if whole is not None:
        if np.abs(whole).max() > LARGEST_EXPONENT:
            raise Undecided("an exponent is too large")
        return _whole_power(run, base, whole, term.order, frame)
    value = run.evaluate(base, frame)
    fraction = run.rational(exponent, frame)
    if fraction is not None:
        return run.algebra.fractional_power(value, fraction, term.order)
    variable = widened(run.evaluate(exponent, frame), term.order)
    return run.algebra.power(value, variable, term.order, lambda u: primitive(run.algebra, "log", u, term.order))


def _whole_power(run: Evaluation, base: Term, whole: np.ndarray, order: int, frame: Frame) -> Jet:
    distinct = sorted(set(whole.ravel().tolist()))
    if len(distinct) == 1:
        under_root = _radicand(run, base, frame)
        if under_root is not None and distinct[0] != 1:
            return _power_of_root(run, *under_root, distinct[0], order)
        return run.algebra.whole_power(run.evaluate(base, frame), distinct[0], order)
    value = run.evaluate(base, frame)
    powers = {exponent: run.algebra.whole_power(value, exponent, order) for exponent in distinct}
    return _selected(run, whole.reshape(whole.shape + (1,) * order), powers)


def _selected(run: Evaluation, choice: np.ndarray, cases: dict[int, Jet]) -> Jet:
    """For every place the case that `choice` names."""
    if _runs_along_first_axis(choice, cases):
        return _stacked(choice, cases)
    result: Jet = {}
    for number, case in cases.items():
        chosen = run.algebra.integers((choice == number).astype(np.int64))
        masked = run.algebra.multiply(chosen, case)
        result = run.algebra.add(result, masked) if result else masked
    return result


def _runs_along_first_axis(choice: np.ndarray, cases: dict[int, Jet]) -> bool:
    """Every place of the first axis has one case, and the cases do not have that axis."""
    first = next(iter(cases.values()))
    shapes = {part.ndim for case in cases.values() for part in case.values()}
    plain = choice.size == choice.shape[0] and shapes and max(shapes) < choice.ndim
    return bool(plain) and all(case.keys() == first.keys() for case in cases.values())


def _stacked(choice: np.ndarray, cases: dict[int, Jet]) -> Jet:
    chosen = [cases[int(number)] for number in choice.ravel()]
    like = np.empty((1,) * (choice.ndim - 1), np.bool_)
    return {levels: np.stack(np.broadcast_arrays(like, *(case[levels] for case in chosen))[1:]) for levels in chosen[0]}


def _radicand(run: Evaluation, base: Term, frame: Frame) -> tuple[Jet, Fraction] | None:
    """u and q where the term is u^q for a fraction q: whole powers of roots stay free of roots where they can."""
    match base.operation:
        case "apply" if base.parameters[0] == "sqrt":
            return run.evaluate(base.arguments[0], frame), HALF
        case "norm" if _is_euclidean(base):
            return _sum_of_squares(run, base, frame), HALF
        case "power":
            exponent = run.rational(base.arguments[1], frame)
            if exponent is not None and exponent.denominator != 1:
                return run.evaluate(base.arguments[0], frame), exponent
    return None


def _power_of_root(run: Evaluation, radicand: Jet, root: Fraction, exponent: int, order: int) -> Jet:
    """(u^q)^k = u^(qk) for positive u; a negative u has no root."""
    run.field.rooted = True
    if run.field.ordered:
        negative, undecided = run.field.step(run.field.negate(radicand[0]), order)
        run.algebra.report(undecided | ~run.field.vanishing(negative), order)
    together = root * exponent
    if together.denominator == 1:
        return run.algebra.whole_power(radicand, together.numerator, order)
    return run.algebra.fractional_power(radicand, together, order)


# --- matrices -----------------------------------------------------------------------------------------------------


def _on_matrix(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return as_matrix(run.evaluate(term.arguments[0], frame), term.arguments[0])


def _inverse(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return matrices.inverse(run.algebra, _on_matrix(run, term, frame))


def _det(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return matrices.determinant(run.algebra, _on_matrix(run, term, frame))


def _adjugate(run: Evaluation, term: Term, frame: Frame) -> Jet:
    value = matrices.adjugate_and_determinant(run.algebra, _on_matrix(run, term, frame))[0]
    return value if term.order else linear(value, lambda part: part[..., 0, 0])


def _pseudo_inverse(run: Evaluation, term: Term, frame: Frame) -> Jet:
    value = matrices.pseudo_inverse(run.algebra, _on_matrix(run, term, frame))
    return value if term.order else linear(value, lambda part: part[..., 0, 0])


def _matrix_power(run: Evaluation, term: Term, frame: Frame) -> Jet:
    base, exponent = term.arguments
    whole = run.whole(exponent, frame)
    if whole is None:
        return _fractional_matrix_power(run, term, frame)
    if np.abs(whole).max() > LARGEST_EXPONENT:
        raise Undecided("an exponent is too large")
    value = run.evaluate(base, frame)
    distinct = sorted(set(whole.ravel().tolist()))
    powers = {number: matrices.power(run.algebra, value, number) for number in distinct}
    if len(distinct) == 1:
        return powers[distinct[0]]
    return _selected(run, whole[..., None, None], powers)


def _fractional_matrix_power(run: Evaluation, term: Term, frame: Frame) -> Jet:
    base, exponent = term.arguments
    fraction = run.rational(exponent, frame)
    if fraction is None or fraction.denominator != 2:
        raise Undecided("this power of a matrix is not supported")
    root = _named_matrix_function(run, "sqrtm", run.evaluate(base, frame))
    return matrices.power(run.algebra, root, fraction.numerator)


def _named_matrix_function(run: Evaluation, name: str, value: Jet) -> Jet:
    if is_plain(value):
        part = value[0]
        run.algebra.meter.spend(part.size * part.shape[-1] * 4 * run.field.weight)
        result, outside = run.field.matrix_function(name, part)
        run.algebra.report(outside, 0)
        return {0: result}
    if name != "expm":
        raise Undecided(f"derivatives of {name} are not supported")
    return _exponential(run, value)


def _exponential(run: Evaluation, value: Jet) -> Jet:
    """exp of [[A, B], [0, A]] has the derivative of exp at A along B in its corner."""
    primal, tangent, bit = split(value)
    size = primal[0].shape[-1]
    doubled: Jet = {}
    for levels in sorted({*primal, *tangent}):
        a, b = (jet.get(levels, run.field.zeros((1, size, size))) for jet in (primal, tangent))
        stack = np.broadcast_shapes(a.shape, b.shape)
        a, b = np.broadcast_to(a, stack), np.broadcast_to(b, stack)
        below = np.concatenate([np.broadcast_to(run.field.zeros((1, size, size)), stack), a], axis=-1)
        doubled[levels] = np.concatenate([np.concatenate([a, b], axis=-1), below], axis=-2)
    whole = _named_matrix_function(run, "expm", doubled)
    corner = linear(whole, lambda part: part[..., :size, size:])
    return join(_named_matrix_function(run, "expm", primal), corner, bit)


def _trigonometric(run: Evaluation, name: str, value: Jet) -> Jet:
    """exp of [[0, -A], [A, 0]] is [[cos A, -sin A], [sin A, cos A]]."""
    size = value[0].shape[-1]

    def turned(part: Array) -> Array:
        nothing = np.broadcast_to(run.field.zeros((1, size, size)), part.shape)
        above = np.concatenate([nothing, run.field.negate(part)], axis=-1)
        return np.concatenate([above, np.concatenate([part, nothing], axis=-1)], axis=-2)

    whole = _named_matrix_function(run, "expm", linear(value, turned))
    rows = slice(0, size) if name == "cosm" else slice(size, None)
    return linear(whole, lambda part: part[..., rows, :size])


def _matrix_function(run: Evaluation, term: Term, frame: Frame) -> Jet:
    if term.is_scalar:
        name = {"expm": "exp", "logm": "log", "sqrtm": "sqrt", "sinm": "sin", "cosm": "cos"}[term.operation]
        return apply(run.algebra, name, 0, run.evaluate(term.arguments[0], frame))
    if term.operation in ("sinm", "cosm"):
        return _trigonometric(run, term.operation, run.evaluate(term.arguments[0], frame))
    return _named_matrix_function(run, term.operation, run.evaluate(term.arguments[0], frame))


# --- functions ----------------------------------------------------------------------------------------------------


def _apply(run: Evaluation, term: Term, frame: Frame) -> Jet:
    values = [widened(run.evaluate(argument, frame), term.order - argument.order) for argument in term.arguments]
    primed = term.parameters[0]
    name = primed.rstrip("'")
    if name == primed:
        return apply(run.algebra, name, term.order, *values)
    if len(values) != 1:
        raise Undecided("a prime on a function of several arguments")
    return _slope(run, name, term.order, values[0], len(primed) - len(name))


def _slope(run: Evaluation, name: str, order: int, argument: Jet, primes: int) -> Jet:
    """f'(u) entrywise, as the derivative of f(u + ε)."""
    above = max(argument).bit_length()
    moved = dict(argument)
    for level in range(primes):
        moved = run.algebra.add(
            moved, {1 << (above + level): run.field.integers(np.ones((1,) * argument[0].ndim, np.int64))}
        )
    value = apply(run.algebra, name, order, moved)
    mask = ((1 << primes) - 1) << above
    result = {levels ^ mask: part for levels, part in value.items() if levels & mask == mask}
    if 0 not in result:
        result[0] = run.field.zeros(argument[0].shape)
    return result


def _call(run: Evaluation, term: Term, frame: Frame) -> Jet:
    primed, kind = term.parameters
    name = primed.rstrip("'")
    known = closure(frozenset(run.world.properties.get(name, ())))
    primes = len(primed) - len(name)
    function = UnknownFunction(name, kind, "nonnegative" in known, run.algebra, run.point, primes)
    given = [Argument(run.evaluate(argument, frame), run.extent(argument.shape)) for argument in term.arguments]
    return function(given, run.extent(term.shape))


# --- norms --------------------------------------------------------------------------------------------------------


def _is_euclidean(term: Term) -> bool:
    kind, argument = term.parameters[0], term.arguments[0]
    return kind in ("2", "F", "fro") or (kind == "spectral" and _is_vector(argument))


def _is_vector(term: Term) -> bool:
    return term.order < 2 or any(dimension.number == 1 for dimension in term.shape)


def _entries(run: Evaluation, term: Term, frame: Frame) -> Jet:
    """All entries along one axis."""
    argument = term.arguments[0]
    value = run.evaluate(argument, frame)
    return linear(value, lambda part: part.reshape((*part.shape[: part.ndim - argument.order], -1)))


def _sum_of_squares(run: Evaluation, term: Term, frame: Frame) -> Jet:
    entries = _entries(run, term, frame)
    return run.algebra.total(run.algebra.multiply(entries, entries), -1)


def _norm(run: Evaluation, term: Term, frame: Frame) -> Jet:
    kind = term.parameters[0]
    if _is_euclidean(term):
        return run.algebra.fractional_power(_sum_of_squares(run, term, frame), HALF, 0)
    if kind in ("1", "inf", "max") and _is_vector(term.arguments[0]):
        sizes = apply(run.algebra, "abs", 1, _entries(run, term, frame))
        return run.algebra.total(sizes, -1) if kind == "1" else _largest(run, sizes)
    if kind in ("spectral", "nuclear"):
        return _of_singular_values(run, kind, run.evaluate(term.arguments[0], frame))
    raise Undecided(f"the norm {kind} of a matrix is not supported")


def _largest(run: Evaluation, entries: Jet) -> Jet:
    length = entries[0].shape[-1]
    columns = [linear(entries, lambda part, k=k: part[..., k]) for k in range(length)]  # type: ignore[misc]
    result = columns[0]
    for column in columns[1:]:
        result = maximum(run.algebra, 0, result, column)
    return result


def _of_singular_values(run: Evaluation, kind: str, matrix: Jet) -> Jet:
    if not is_plain(matrix):
        raise Undecided(f"derivatives of the {kind} norm are not supported")
    gram = run.algebra.matmul(matrices.swap(matrix), matrix)[0]
    value, outside = run.field.matrix_function(kind, gram)
    run.algebra.report(outside, 0)
    result: Array = value
    return {0: result}


OPERATIONS: dict[str, Operation] = {
    "power": _power,
    "inverse": _inverse,
    "det": _det,
    "adjugate": _adjugate,
    "pseudo_inverse": _pseudo_inverse,
    "matrix_power": _matrix_power,
    "expm": _matrix_function,
    "sinm": _matrix_function,
    "cosm": _matrix_function,
    "logm": _matrix_function,
    "sqrtm": _matrix_function,
    "apply": _apply,
    "call": _call,
    "norm": _norm,
}
