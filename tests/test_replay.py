"""The command that prints a counterexample as a NumPy program; those of the corpus are run in `test_corpus`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from auditor.cli import app


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
