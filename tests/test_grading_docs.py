"""The page on grading: what it shows is what comes out."""

import csv
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from auditor.cli import app
from auditor.grading import grading
from auditor.grading.assessed import Assessed
from auditor.grading.assessing import assess
from auditor.grading.pool import Seen
from auditor.grading.reference import Assignment
from auditor.grading.rubric import read_rubric
from auditor.grading.submissions import Submission
from auditor.grading.worker import Setting
from auditor.reading import read

PAGE = (Path(__file__).parents[1] / "docs" / "grading.md").read_text(encoding="utf-8")
EXAMPLE = Path(__file__).parent / "homework" / "matrix_gradient"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "submissions").mkdir()
    for file in EXAMPLE.iterdir():
        to = tmp_path if file.stem in ("problem", "reference") else tmp_path / "submissions"
        if file.suffix != ".json":
            shutil.copy(file, to)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(grading, "assess_all", assess_here)
    return tmp_path


def assess_here(setting: Setting, submissions: Sequence[Submission], *, seen: Seen, **_: object) -> list[Assessed]:
    assert setting.problem is not None
    assignment = Assignment(read(setting.problem.source), read(setting.reference.source), setting.rubric)
    return [assess(assignment, submission) for submission in submissions]


def test_the_commands_print_what_the_page_shows(folder: Path) -> None:
    (command, *_), first, init, again = (block.split("\n") for block in blocks("console"))
    for number, shown in enumerate((first, init, again)):
        if number == 2:
            (folder / "marks" / "overrides.toml").write_text(blocks("toml")[1])
        assert shown[0] == command or number == 1
        arguments = shlex.split(shown[0].removeprefix("$ auditor "))
        assert CliRunner().invoke(app, arguments).stdout.split("\n") == shown[1:]
        if number == 0:
            assert (folder / "marks" / "gradebook.csv").read_text().splitlines() == blocks("csv")[0].splitlines()
    assert read_rubric((folder / "rubric.toml").read_text()).results == read_rubric(blocks("toml")[0]).results


def test_scores_go_into_the_export_of_a_course(tmp_path: Path) -> None:
    (tmp_path / "marks").mkdir()
    (tmp_path / "marks" / "gradebook.csv").write_text("name,file,score\nx,lovelaceada_12_345_hw.md,7.5\n")
    (tmp_path / "canvas.csv").write_text("Student,ID,Homework 3 (4711)\nPoints Possible,,10\nAda,12,\nBob,13,2\n")
    (example,) = blocks("python")
    subprocess.run([sys.executable, "-c", example], check=True, cwd=tmp_path, timeout=60)
    filled = list(csv.DictReader((tmp_path / "filled.csv").open()))
    assert [row["Homework 3 (4711)"] for row in filled] == ["10", "7.5", "2"]
