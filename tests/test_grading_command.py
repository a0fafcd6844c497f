"""The command: files in, a folder of marks out; whatever one submission is, the others are graded."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from auditor.cli import app
from auditor.grading import grading, pool
from auditor.grading.assessed import Assessed, Status
from auditor.grading.assessing import assess
from auditor.grading.pool import Seen
from auditor.grading.progress import Progress
from auditor.grading.reference import Assignment
from auditor.grading.submissions import Submission, collect, file_names
from auditor.grading.worker import Setting
from auditor.reading import read

PROBLEM = r"Let $A$ be an $n\times n$ matrix and $x \in \mathbb{R}^n$. Compute the gradient of $f(x) = x^TAx$." + "\n"
REFERENCE = r"$$\nabla f(x) = (A + A^T)x$$" + "\n"
RIGHT = "By the product rule\n$$\\nabla f(x) = Ax + A^Tx = (A + A^T)x$$\n"
WRONG = "By the product rule\n$$\\nabla f(x) = Ax + Ax$$\n"


@pytest.fixture
def processes() -> None:
    """Asks for submissions to be assessed in processes of their own, as the command does."""


@pytest.fixture(autouse=True)
def nearby(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Submissions are assessed in this process, which starts quicker; tests of the processes ask for those."""
    if "processes" in request.fixturenames:
        return

    def assess_here(setting: Setting, submissions: Sequence[Submission], *, seen: Seen, **_: object) -> list[Assessed]:
        problem = read(setting.problem.source) if setting.problem else None
        assignment = Assignment(problem, read(setting.reference.source), setting.rubric)
        found = [assess(assignment, submission) for submission in submissions]
        for one in found:
            seen(one)
        return found

    monkeypatch.setattr(grading, "assess_all", assess_here)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("problem.md", PROBLEM), ("reference.md", REFERENCE)):
        (tmp_path / name).write_text(text)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "right.md").write_text(RIGHT)
    (tmp_path / "work" / "wrong.md").write_text(WRONG)
    return tmp_path


def run(folder: Path, *more: str, submissions: str = "work") -> Result:
    arguments = ["grade", str(folder / submissions), "--reference", str(folder / "reference.md")]
    arguments += ["--problem", str(folder / "problem.md"), "--output", str(folder / "out"), *more]
    return CliRunner().invoke(app, arguments)


def grades(folder: Path) -> dict[str, dict]:
    data = json.loads((folder / "out" / "grades.json").read_text())
    return {row["name"]: row for row in data["submissions"]}


def test_a_folder_is_graded(folder: Path, processes: None) -> None:
    result = run(folder)
    assert result.exit_code == 0, result.stderr
    found = grades(folder)
    assert list(found) == ["right", "wrong"]
    assert found["right"]["score"] == found["right"]["max_score"]
    assert (found["right"]["wrong_lines"], found["right"]["final_answer"]) == ([], "right")
    assert (found["wrong"]["wrong_lines"], found["wrong"]["final_answer"]) == ([2], "wrong")
    written = {path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*") if path.is_file()}
    assert written == {
        "grades.json",
        "gradebook.csv",
        "summary.html",
        "overrides.toml",
        *(f"feedback/{name}.{kind}" for name in ("right", "wrong") for kind in ("html", "md")),
    }


def test_grading_again_gives_the_same_bytes_and_says_so(folder: Path) -> None:
    run(folder)
    before = {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()}
    result = run(folder)
    assert "nothing changed" in result.stdout
    assert {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()} == before


def test_the_teachers_word_survives_grading_again(folder: Path) -> None:
    run(folder)
    overrides = folder / "out" / "overrides.toml"
    overrides.write_text('[wrong]\nscore = 5.5\nnote = "We talked about it."\n')
    result = run(folder)
    assert "wrong: score" in result.stdout
    assert grades(folder)["wrong"]["score"] == 5.5
    assert "We talked about it." in (folder / "out" / "feedback" / "wrong.html").read_text()
    run(folder)
    assert grades(folder)["wrong"]["score"] == 5.5
    assert overrides.read_text().startswith("[wrong]")


def test_an_override_of_nobody_is_named(folder: Path) -> None:
    (folder / "mine.toml").write_text("[somebody]\nscore = 1\n")
    assert "no submission somebody" in run(folder, "--overrides", str(folder / "mine.toml")).stderr


@pytest.mark.parametrize(
    "name, data, status",
    [
        ("a.md", b"", "empty"),
        ("a.md", b" \n\n", "empty"),
        ("a.md", b"\x00\x01\x02", "unreadable"),
        ("a.pdf", b"%PDF-1.7", "unreadable"),
        ("a.docx", b"no document", "unreadable"),
        ("a.ipynb", b"{", "unreadable"),
        ("a.txt", b"I did not do it.", "no mathematics"),
        ("a.md", b"x" * 3_000_000, "unreadable"),
        ("a.txt", "Das weiß ich leider nicht.".encode("latin-1"), "no mathematics"),
    ],
)
def test_a_bad_submission_is_a_row_that_says_so(folder: Path, name: str, data: bytes, status: str) -> None:
    (folder / "work" / name).write_bytes(data)
    arguments = ["grade", *(str(folder / "work" / one) for one in (name, "right.md"))]
    arguments += ["--reference", str(folder / "reference.md"), "--problem", str(folder / "problem.md")]
    result = CliRunner().invoke(app, [*arguments, "--output", str(folder / "out")])
    assert result.exit_code == 0
    found = grades(folder)
    assert found["a"]["status"] == status
    assert found["a"]["note"]
    assert found["right"]["final_answer"] == "right"
    assert (folder / "out" / "feedback" / "a.html").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_one_that_never_ends_costs_its_own_row_only(folder: Path, processes: None) -> None:
    os.mkfifo(folder / "work" / "endless.md")
    files = [str(folder / "work" / name) for name in ("endless.md", "right.md", "wrong.md")]
    arguments = ["grade", *files, "--reference", str(folder / "reference.md"), "--jobs", "1", "--seconds", "1"]
    result = CliRunner().invoke(
        app, [*arguments, "--problem", str(folder / "problem.md"), "--output", str(folder / "out")]
    )
    assert result.exit_code == 0
    assert {name: row["status"] for name, row in grades(folder).items()} == {
        "endless": "out of time",
        "right": "graded",
        "wrong": "graded",
    }
    assert "endless: out of time" in result.stderr


def test_prose_in_another_language_is_remarked_on(folder: Path) -> None:
    text = "Wir leiten die Funktion nach dem Vektor ab und fassen dann die beiden Summanden zusammen, wie wir es im "
    text += "letzten Blatt schon einmal gemacht haben:\n$$\\nabla f(x) = (A + A^T)x$$\n"
    (folder / "work" / "deutsch.md").write_text(text)
    run(folder)
    row = grades(folder)["deutsch"]
    assert row["final_answer"] == "right"
    assert any("not English" in remark for remark in row["remarks"])


def test_a_crash_costs_its_own_row_only(folder: Path, processes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    crashing = "import os, auditor.grading.assessing as a, auditor.grading.worker as w\n"
    crashing += "whole = a.assess\n"
    crashing += "def assess(assignment, submission):\n"
    crashing += "    if submission.name == 'right': os._exit(7)\n"
    crashing += "    if submission.name == 'wrong': raise RuntimeError('the sky\\nfell')\n"
    crashing += "    return whole(assignment, submission)\n"
    crashing += "a.assess = assess\nw.main()\n"
    monkeypatch.setattr(pool, "COMMAND", (sys.executable, "-c", crashing))
    (folder / "work" / "sound.md").write_text(RIGHT)
    assert run(folder, "--jobs", "1").exit_code == 0
    found = grades(folder)
    assert {name: row["status"] for name, row in found.items()} == {
        "right": "failed",
        "sound": "graded",
        "wrong": "failed",
    }
    assert "the sky fell" in found["wrong"]["note"]


# The rubric


def test_init_writes_a_rubric_that_can_be_graded_with(folder: Path) -> None:
    rubric = folder / "rubric.toml"
    arguments = ["grade", "--init", "--reference", str(folder / "reference.md"), "--rubric", str(rubric)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert "#" in rubric.read_text()
    rubric.write_text(rubric.read_text().replace("points = 4.0", "points = 14.0"))
    assert run(folder, "--rubric", str(rubric)).exit_code == 0
    assert grades(folder)["right"]["max_score"] == 20
    assert CliRunner().invoke(app, arguments).exit_code == 2  # a rubric is never written over


def test_a_method_is_recognised_by_its_words(folder: Path) -> None:
    rubric = "[derivation]\npoints = 0\n[[result]]\nlatex = '\\nabla f(x) = (A + A^T)x'\npoints = 1\n"
    rubric += "[[method]]\nname = 'rule'\npoints = 2\nwords = ['product rule']\n"
    rubric += "[[method]]\nname = 'split'\npoints = 2\nformulas = ['Ax + A^Tx']\n"
    (folder / "rubric.toml").write_text(rubric)
    run(folder, "--rubric", str(folder / "rubric.toml"))
    assert [item["points"] for item in grades(folder)["right"]["items"]] == [1, 2, 2]
    assert [item["points"] for item in grades(folder)["wrong"]["items"]] == [0, 2, 0]


@pytest.mark.parametrize(
    "file, text, said",
    [
        ("rubric.toml", "[[result]]\npoints = 1", '"latex" is missing'),
        ("rubric.toml", "[[result]]\nlatex = 'words'\npoints = 1", "no equation was read"),
        ("reference.md", "", "it is empty"),
        ("reference.md", "no formula at all", "no result was found"),
        ("problem.md", "\0", "not a text file"),
        ("out/overrides.toml", "[", "not TOML"),
    ],
)
def test_what_the_teacher_gave_wrong_is_named(folder: Path, file: str, text: str, said: str) -> None:
    (folder / "out").mkdir(exist_ok=True)
    (folder / file).write_text(text)
    more = ["--rubric", str(folder / "rubric.toml")] if file == "rubric.toml" else []
    result = run(folder, *more)
    assert result.exit_code == 2
    assert said in result.stderr
    assert Path(file).name in result.stderr


def test_a_reference_that_does_not_hold_is_remarked_on(folder: Path) -> None:
    (folder / "reference.md").write_text("$$\\nabla f(x) = (A - A^T)x$$\n")
    assert "line 1 of the reference does not hold" in run(folder).stderr


def test_usage(folder: Path) -> None:
    assert CliRunner().invoke(app, ["grade", "a.md"]).exit_code == 2
    assert CliRunner().invoke(app, ["grade", "--reference", "r.md"]).exit_code == 2
    assert run(folder, submissions="nothing").exit_code == 0  # one row that says that it cannot be read


# Names


def test_submissions_are_named_by_their_files(tmp_path: Path) -> None:
    for name in ("a/hw.md", "b/hw.md", "c.tex", "d.exe", ".hidden.md", "__MACOSX/x.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [one.name for one in collect([tmp_path, tmp_path / "c.tex"])] == ["a-hw", "b-hw", "c"]
    assert [one.file for one in collect([tmp_path])] == ["a/hw.md", "b/hw.md", "c.tex"]
    assert [one.file for one in collect([tmp_path / "d.exe"])] == ["d.exe"]


def test_what_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    for name in ("s1.pdf", "s2.jpg", "truth.json", "rubric.toml"):
        (tmp_path / name).write_text("x")
    assert [one.name for one in collect([tmp_path])] == ["s1", "s2"]


def test_files_for_any_name_are_safe_and_different() -> None:
    names = ["../../x", "a/b", "a:b", "A_B", "", "con\n", "s1"]
    found = file_names(names)
    assert len({file.casefold() for file in found.values()}) == len(names)
    assert not any(set(file) & set('/\\:\n<>"') or file.startswith(".") for file in found.values())
    assert found["s1"] == "s1"


class Terminal:
    """A stream that is a terminal."""

    def __init__(self) -> None:
        self.written = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.written += text

    def flush(self) -> None:
        pass


def test_a_bar_goes_along_on_a_terminal() -> None:
    terminal = Terminal()
    with Progress(2, terminal) as progress:  # type: ignore[arg-type]
        progress.seen(Assessed("s1", "s1.md"))
        progress.seen(Assessed("s2\x1b[2J", "s2.md", Status.UNREADABLE, "why"))
    assert "1/2" in terminal.written
    assert "2/2" in terminal.written
    assert "\x1b[2J" not in terminal.written
