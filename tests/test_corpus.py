"""Every case of the corpus, through the whole auditor."""

from __future__ import annotations

import pytest
from bless import rendered
from cases import CORPUS, Case, cases
from comparison import differences, wrong

CASES = [case for file in sorted(CORPUS.glob("*/*.md")) for case in cases(file)]


def name(case: Case) -> str:
    return f"{case.file.stem}:{case.name}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_case(case: Case) -> None:
    auditor = pytest.importorskip("auditor.pipeline", reason="the pipeline cannot be imported yet")
    let = [word.strip() for word in case.attributes.get("let", "").split(";") if word.strip()]
    report = auditor.audit(case.text, name=case.file.name, layout=case.attributes.get("layout"), let=let)
    found = differences(case, report.to_dict())
    if "known-failure" in case.attributes:
        assert found, "the case is right now: take `known-failure` away"
        assert not wrong(case, report.to_dict())
        return
    assert not found, "\n".join(found)
    if case.rendered:
        assert rendered(report) == case.rendered
