"""Every mark in the corpus of derivations says what is true, by a computation without the auditor."""

from __future__ import annotations

import pytest
from cases import CORPUS, Case, cases
from truth.derivation import claim_lines
from truth.derivations import TRUTH

CASES = {case.name: case for file in sorted((CORPUS / "derivations").glob("*.md")) for case in cases(file)}


def test_case_files_and_truth_table_name_the_same_derivations() -> None:
    assert set(TRUTH) | {f"{name}/{slip}" for name, row in TRUTH.items() for slip in row.mutants} == set(CASES)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_marks_say_what_is_true(case: Case) -> None:
    name, _, slip = case.name.partition("/")
    truth = list(TRUTH[name].verdicts(slip))
    lines = claim_lines(case.text)
    assert len(lines) == len(truth)
    marks = {(mark.line, mark.relation): mark.verdicts for mark in case.expectations}
    for line, row in zip(lines, truth, strict=True):
        for relation, found in enumerate(row, 1):
            marked = marks.pop((line, relation), ("holds",))
            assert found in marked or (found, marked) == ("refuted", ("conditional",)), (
                f"line {line}.{relation}: {found}"
            )
    assert not marks
