"""The traps of the corpus are false and its odd truths are true, by a computation without the auditor."""

from __future__ import annotations

from itertools import pairwise

import pytest
from cases import CORPUS, cases
from truth.hostile import CONVENTIONS, TRAPS, TRUTHS
from truth.identity import Identity, judge
from truth.trap import Trap

HOSTILE = sorted((CORPUS / "hostile").glob("*.md"))
TABLES = {"must_not_verify": TRAPS, "must_not_refute": TRUTHS}


@pytest.mark.parametrize("kind", TABLES)
def test_case_files_and_truth_table_name_the_same_claims(kind: str) -> None:
    names = [case.name for file in HOSTILE if file.stem.startswith(kind) for case in cases(file)]
    assert len(names) == len(set(names))
    assert set(TABLES[kind]) <= set(names)
    assert set(names) - set(TABLES[kind]) <= set(CONVENTIONS)


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_something_separates_the_sides_of_a_trap(trap: Trap) -> None:
    assert trap.sprung()


@pytest.mark.parametrize("truth", TRUTHS.values(), ids=TRUTHS)
def test_an_odd_truth_is_true(truth: Identity) -> None:
    for one, other in pairwise(truth.sides):
        assert judge(truth.specification, one, other, draws=8) == "holds"
