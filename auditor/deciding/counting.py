"""Evaluation of factorials and binomial coefficients of whole numbers."""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial
from typing import TYPE_CHECKING

import numpy as np

from auditor.deciding.frames import Frame
from auditor.deciding.jets import Jet
from auditor.deciding.limits import Undecided
from auditor.terms.term import Term

if TYPE_CHECKING:
    from auditor.deciding.evaluating import Evaluation, Operation

LARGEST = 400


def _factorial(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return _tabled(run, term, frame, factorial)


def _binomial(run: Evaluation, term: Term, frame: Frame) -> Jet:
    return _tabled(run, term, frame, comb)


def _tabled(run: Evaluation, term: Term, frame: Frame, function) -> Jet:  # type: ignore[no-untyped-def]
    """A function of whole numbers that are not negative, and small enough to be counted up to."""
    wholes = [run.whole(argument, frame) for argument in term.arguments]
    known = [whole for whole in wholes if whole is not None]
    if len(known) != len(wholes):
        raise Undecided(f"the {term.operation} of what is no whole number")
    places = np.broadcast_arrays(*known)
    negative = np.logical_or.reduce([place < 0 for place in places])
    run.algebra.report(negative, 0)
    if max(int(place.max()) for place in places) > LARGEST:
        raise Undecided(f"the {term.operation} of a large number")
    rows = np.stack([np.where(negative, 0, place).ravel() for place in places], axis=1)
    distinct, where = np.unique(rows, axis=0, return_inverse=True)
    table = np.concatenate([run.field.number(Fraction(function(*map(int, row)))) for row in distinct])
    return {0: table[where.ravel()].reshape(places[0].shape)}


OPERATIONS: dict[str, Operation] = {"factorial": _factorial, "binomial": _binomial}
