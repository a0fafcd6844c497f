"""From normal forms back to matrix operations: chains of products, traces, outer products, diagonal factors."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.terms.building import Frame, Rebuilder
from auditor.terms.dimension import ONE
from auditor.terms.factor_terms import FACTORS
from auditor.terms.networks import Unproved
from auditor.terms.normal_form import NormalForm
from auditor.terms.term import Index, Term, add, index, size


def to_term(normal: NormalForm, symbols: Mapping[str, Term]) -> Term | None:
    """A term with this normal form, in matrix operations where possible; `symbols` are those that occur, by name.

    None where something in it has no term of its own, such as a third-order array.
    """
    count = sum(1 for dimension in normal.shape if dimension != ONE)
    running = [free for free in normal.indices if free.size != ONE]
    named = {count + k: _from_one(free) for k, free in enumerate(running)}
    try:
        return Rebuilder(symbols, FACTORS).form(normal.form, Frame(normal.shape, tuple(range(count)), named))
    except Unproved:
        return None


def _from_one(free: Index) -> Term:
    """The place of an index, counted from 1."""
    return index(free) if free.lower == ONE else add(index(free), size(ONE - free.lower))
