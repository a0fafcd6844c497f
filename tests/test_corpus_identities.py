"""Every identity of the corpus holds and every mutant of it fails, by a computation without the auditor."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise

import pytest
from cases import CORPUS, Case, cases
from truth.identity import SYMMETRIC, Identity, savers
from truth.implication import Implication

FILES = sorted((CORPUS / "identities").glob("*.md"))
CASES = {(file.stem, case.name): case for file in FILES for case in cases(file)}
TRUTH: dict[str, dict[str, Identity | Implication]] = {
    file.stem: import_module(f"truth.{file.stem}").TRUTH for file in FILES
}
FAMILIES = [(topic, name) for topic, name in CASES if "/" not in name]


def test_case_files_and_truth_tables_name_the_same_claims() -> None:
    rows = {(topic, name) for topic, table in TRUTH.items() for name in table}
    mutants = {(topic, f"{name}/{slip}") for topic, name in rows for slip in TRUTH[topic][name].mutants}
    assert rows | mutants == set(CASES)


def test_names_are_used_once() -> None:
    names = [(file.stem, case.name) for file in FILES for case in cases(file)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("topic", "name"), FAMILIES, ids="-".join)
def test_marks_say_what_is_true(topic: str, name: str) -> None:
    row = TRUTH[topic][name]
    if isinstance(row, Implication):
        check_implication(topic, name, row)
        return
    check(CASES[topic, name], row, row.sides)
    for slip in row.mutants:
        mutant = CASES[topic, f"{name}/{slip}"]
        assert mutant.expectations, f"{mutant.name} is not marked"
        check(mutant, row, row.spoilt(slip))


def check(case: Case, row: Identity, sides: tuple[str, ...]) -> None:
    """The marks of a case, whose only row of mathematics with relations is its claim, against the truth."""
    marks = {mark.relation: mark.verdicts for mark in case.expectations}
    assert max(marks, default=0) < len(sides)
    for relation, (one, other) in enumerate(pairwise(sides), 1):
        truth, marked = row.judged(one, other), marks.get(relation)
        if marked is None:
            assert truth == "holds", f"{case.name}, relation {relation}: {truth}"
        elif marked == ("conditional",):
            assert truth == "refuted"
            assert savers(row.specification, one, other), f"{case.name}: no hypothesis saves it"
        else:
            assert truth in marked, f"{case.name}: {truth}"
            equal = row.relation == "="
            saved = [name for name, kind in savers(row.specification, one, other) if kind == SYMMETRIC] if equal else []
            assert "conditional" in marked or not saved, f"{case.name}: true for symmetric {saved}"


def check_implication(topic: str, name: str, row: Implication) -> None:
    """The marks of an implication: relation 1 is its premise, 2 its sign, and the others are its conclusion."""
    assert not CASES[topic, name].expectations
    assert row.truth() == "holds"
    for slip, wrong in row.mutants.items():
        marks = {mark.relation: mark.verdicts for mark in CASES[topic, f"{name}/{slip}"].expectations}
        truth = row.spoilt(slip)
        assert truth in ("refuted", "ill-formed")
        concluded = () if wrong.backward else range(3, 3 + len(wrong.conclusion))
        assert marks == dict.fromkeys((2, *concluded), (truth,)), f"{name}/{slip}: {truth}"
