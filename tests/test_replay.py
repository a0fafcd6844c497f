"""The counterexamples of the corpus, run as the NumPy programs that the auditor prints."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cases import CORPUS, Case, cases
from typer.testing import CliRunner

from auditor.cli import app
from auditor.pipeline import counterexamples

FILES = sorted(CORPUS.glob("*/*.md"))


def refuted(file: Path) -> list[Case]:
    """Cases of a file with a step that is marked as refuted."""
    return [case for case in cases(file) if any("refuted" in mark.verdicts for mark in case.expectations)]


@pytest.mark.parametrize("file", [file for file in FILES if refuted(file)], ids=lambda file: file.stem)
def test_programs_show_that_their_claims_fail(file: Path) -> None:
    for case in refuted(file):
        for step, program in counterexamples(case.text, layout=case.attributes.get("layout")).items():
            scope: dict[str, object] = {}
            exec(program, scope)
            left, right = (np.asarray(scope[side], float) for side in ("left", "right"))
            # That an order fails is shown by a margin or a form, and at its edge the sides are equal.
            ordered = "margin" in program or "quadratic form" in program
            assert ordered or np.abs(left - right).max() > 1e-9, f"{case.name}, step {step}"


def test_the_command_prints_a_program(tmp_path: Path) -> None:
    file = tmp_path / "wrong.md"
    file.write_text("Let $A$ and $B$ be square of order $n$.\n$$ (A+B)^2 = A^2+2AB+B^2 $$\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["replay", str(file), "1"])
    assert done.exit_code == 0
    scope: dict[str, object] = {}
    exec(done.stdout, scope)
    assert np.abs(np.asarray(scope["left"], float) - np.asarray(scope["right"], float)).max() > 0.5


def test_a_step_without_a_counterexample_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "right.md"
    file.write_text("$$ a + b = b + a $$\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["replay", str(file), "1"]).exit_code == 2
