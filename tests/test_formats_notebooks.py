"""Jupyter notebooks: what is read of them, where it stands, and what is refused."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner

import auditor
from auditor.cli import app
from auditor.decoding import Unreadable
from auditor.reading.formats import open_document
from auditor.reporting import schema


def markdown(*lines: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": [f"{line}\n" for line in lines]}


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": list(outputs), "execution_count": 1}


def shown(**data: Any) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {name.replace("_", "/"): value for name, value in data.items()}}


def written(path: Path, *cells: Any, **more: Any) -> str:
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more))
    return str(path)


LETTERS = r"Let $A \in \mathbb{R}^{n \times n}$ and $x \in \mathbb{R}^n$."


@pytest.fixture
def notebook(tmp_path: Path) -> str:
    return written(
        tmp_path / "solution.ipynb",
        markdown("# Solution", "", LETTERS),
        code("x = 1\ny = 2 * x  # $A = 0$"),
        markdown("Then", "", r"$$\nabla (x^T A x) = (A + A^T) x$$", "", r"$$\nabla (x^T A x) = (A - A^T) x$$"),
    )


def test_markdown_cells_are_read_and_code_is_not(notebook: str) -> None:
    report = auditor.audit_file(notebook)
    assert [step.left.latex for step in report.steps] == ["A", "x", r"\nabla (x^T A x)", r"\nabla (x^T A x)"]
    assert [step.verdict.value for step in report.steps[2:]] == ["verified", "refuted"]


def test_places_are_counted_within_the_cell(notebook: str) -> None:
    report = auditor.audit_file(notebook).to_dict()
    wrong = report["steps"][3]
    assert wrong["span"]["cell"] == 3
    assert wrong["relation"] == {"symbol": "=", "line": 5, "column": 20, "cell": 3}
    lines = ["Then", "", r"$$\nabla (x^T A x) = (A + A^T) x$$", "", r"$$\nabla (x^T A x) = (A - A^T) x$$"]
    source = "\n".join(lines)
    start, end = (wrong["right"]["span"][side]["offset"] for side in ("start", "end"))
    assert source[start:end] == "(A - A^T) x"
    assert report["steps"][0]["span"]["cell"] == 1
    jsonschema.validate(report, json.loads(schema.text()))


@pytest.mark.parametrize("format", ["text", "markdown", "html", "latex", "sarif"])
def test_every_format_names_the_cell(notebook: str, format: str) -> None:
    result = CliRunner().invoke(app, ["check", notebook, "--format", format])
    assert result.exit_code == 1
    assert "cell 3" in result.stdout or format == "sarif"


def test_an_excerpt_is_numbered_like_the_cell(notebook: str) -> None:
    result = CliRunner().invoke(app, ["check", notebook])
    assert "solution.ipynb:cell 3:5:" in result.stdout
    assert r"5 | $$\nabla (x^T A x) = (A - A^T) x$$" in result.stdout


def test_the_checksum_is_that_of_the_file(notebook: str) -> None:
    from hashlib import sha256

    assert auditor.audit_file(notebook).source.sha256 == sha256(Path(notebook).read_bytes()).hexdigest()


def test_formulas_among_the_outputs_count(tmp_path: Path) -> None:
    latex = shown(text_plain="x**2 == y", text_latex=[r"$\displaystyle ", "2 + 2 = 5$"])
    report = auditor.audit_file(written(tmp_path / "a.ipynb", markdown("No formula."), code("f()", latex)))
    (step,) = report.to_dict()["steps"]
    assert step["verdict"] == "refuted"
    assert step["span"]["cell"] == 2


def test_older_notebooks_keep_their_cells_in_worksheets(tmp_path: Path) -> None:
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": [markdown("$2 + 2 = 5$")]}]}))
    assert [step.verdict.value for step in auditor.audit_file(path).steps] == ["refuted"]


@pytest.mark.parametrize(
    "text, said",
    [
        ("{", "not a notebook"),
        ("[]", "no cells"),
        ('{"nbformat": 4, "cells": 7}', "no cells"),
        ('{"cells": ' + "[" * 200_000 + "]" * 200_000 + "}", "nested too deeply"),
        ('{"cells": [' + "{}," * 20_000 + "{}]}", "more than 10000 cells"),
        ('{"cells": [{"n": ' + "9" * 100_000 + "}]}", "not a notebook"),
    ],
)
def test_what_is_no_notebook_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.ipynb"
    path.write_text(text)
    with pytest.raises(Unreadable, match=said):
        open_document(str(path))
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_notebook_bomb_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "bomb.ipynb", *[markdown("$a = b$ " * 20_000)] * 20)
    with pytest.raises(Unreadable, match="too long"):
        open_document(path)


@pytest.mark.parametrize(
    "cell", [None, 7, {}, {"cell_type": "markdown"}, {"cell_type": "markdown", "source": [1, None]}, code("", {})]
)
def test_damaged_cells_say_nothing(tmp_path: Path, cell: Any) -> None:
    assert open_document(written(tmp_path / "a.ipynb", cell, markdown("$a = a$"))).text.strip() == "$a = a$"


def test_normalize_prints_the_text_that_is_read(notebook: str) -> None:
    result = CliRunner().invoke(app, ["normalize", notebook])
    assert result.exit_code == 0
    assert result.stdout.startswith("# Solution")
    assert "2 * x" not in result.stdout


def test_a_notebook_from_standard_input_is_recognised(notebook: str) -> None:
    result = CliRunner().invoke(app, ["check", "-", "--format", "json"], input=Path(notebook).read_bytes())
    assert json.loads(result.stdout)["steps"][3]["span"]["cell"] == 3
