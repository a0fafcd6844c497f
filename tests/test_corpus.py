"""Every case of the corpus, through the whole auditor; its counterexamples are run as the programs that it prints."""

from __future__ import annotations

import numpy as np
import pytest
from bless import rendered
from cases import CORPUS, Case, cases
from comparison import differences, wrong

from auditor import pipeline

CASES = [case for file in sorted(CORPUS.glob("*/*.md")) for case in cases(file)]


def name(case: Case) -> str:
    return f"{case.file.stem}:{case.name}"


def shows_a_difference(program: str) -> bool:
    """Whether the sides that a program computes are apart; one of an order shows so by a margin or a form."""
    scope: dict[str, object] = {}
    exec(program, scope)
    left, right = (np.asarray(scope[side], float) for side in ("left", "right"))
    return "margin" in program or "quadratic form" in program or bool(np.abs(left - right).max() > 1e-9)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_case(case: Case) -> None:
    let = [word.strip() for word in case.attributes.get("let", "").split(";") if word.strip()]
    audited = pipeline.audited(case.text, name=case.file.name, layout=case.attributes.get("layout"), let=let)
    report = audited.report()
    for step, program in audited.counterexamples().items():
        assert shows_a_difference(program), f"step {step}:\n{program}"
    found = differences(case, report.to_dict())
    if "known-failure" in case.attributes:
        assert found, "the case is right now: take `known-failure` away"
        assert not wrong(case, report.to_dict())
        return
    assert not found, "\n".join(found)
    if case.rendered:
        assert rendered(report) == case.rendered
