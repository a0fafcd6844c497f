"""The command `batch`: its options, what it says and where, and its exit codes."""

from __future__ import annotations

import builtins
import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import stand_in
from batch_runs import documents, summary, write_lines
from typer.testing import CliRunner, Result

from auditor.batch import flow, fuse, progress, running
from auditor.cli import app

PROGRAM = (sys.executable, str(Path(__file__).with_name("stand_in_process.py")), "batch")


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuse, "COMMAND", stand_in.COMMAND)
    monkeypatch.setattr(running, "version", lambda: "1")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    records = [
        {"name": "one", "answer": "$a = b$", "question": "q", "right": False, "line": 1},
        {"name": "two", "answer": "$a = a$", "question": "q", "right": True, "line": 0},
    ]
    return write_lines(tmp_path / "in.jsonl", records)


def batch(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["batch", *map(str, arguments)])


def test_columns_and_labels_are_options(tmp_path: Path, source: Path) -> None:
    names = ("--text-column", "answer", "--id-column", "name", "--preamble-column", "question")
    labels = ("--label-column", "right", "--label-column", "line")
    done = batch(source, "--output", tmp_path / "out", *names, *labels, "--workers", "2", "--budget", "5")
    assert done.exit_code == 0
    assert [row["id"] for row in documents(tmp_path / "out")] == ["one", "two"]
    assert summary(tmp_path / "out")["labels"]["precision"] == 1.0
    assert done.stdout.startswith("2 documents (0 known before), 2 steps; in 1 a step is wrong\n")
    assert str(tmp_path / "out" / "summary.html") in done.stdout
    assert batch(source, "--output", tmp_path / "out", *names, *labels, "--budget", "5").stdout.startswith(
        "2 documents (2 known before)"
    )


def test_rows_are_written_as_parquet(tmp_path: Path, source: Path) -> None:
    assert batch(source, "--output", tmp_path / "out", "--text-column", "answer", "--format", "parquet").exit_code == 0
    assert (tmp_path / "out" / "documents-000000.parquet").exists()


@pytest.mark.parametrize(
    "arguments", [("--workers", "0"), ("--budget", "0"), ("--format", "xml"), ("--memory", "none"), ()]
)
def test_bad_usage_is_2(tmp_path: Path, source: Path, arguments: tuple[str, ...]) -> None:
    output = ("--output", tmp_path / "out") if arguments else ()
    assert batch(source, *output, *arguments).exit_code == 2


def test_an_input_that_is_not_there_is_2(tmp_path: Path) -> None:
    done = batch(tmp_path / "nowhere.jsonl", "--output", tmp_path / "out")
    assert done.exit_code == 2
    assert "no such file or folder" in done.stderr


def test_an_input_that_breaks_off_is_2_and_said(tmp_path: Path, source: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1")
    done = batch(broken, source, "--output", tmp_path / "out", "--text-column", "answer")
    assert done.exit_code == 2
    assert f"auditor: {broken}: cannot be read from row 1 on" in done.stderr
    assert len(documents(tmp_path / "out")) == 3


def test_an_output_that_cannot_be_written_is_2(source: Path) -> None:
    done = batch(source, "--output", source / "below")
    assert done.exit_code == 2
    assert done.stderr == f"auditor: {source / 'below'}: not a directory\n"


def test_a_missing_package_is_said(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "pyarrow":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return imported(name, *rest)

    for name in [name for name in sys.modules if name.startswith(("auditor.batch", "pyarrow"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    done = batch(source, "--output", tmp_path / "out")
    assert done.exit_code == 2
    assert "pip install 'auditor[batch]'" in done.stderr


def test_an_interrupted_run_says_that_it_can_go_on(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(flow.Flow, "finish", interrupted)
        done = batch(source, "--output", tmp_path / "out", "--text-column", "answer")
    assert done.exit_code == 130
    assert "the same command goes on from there" in done.stderr
    assert batch(source, "--output", tmp_path / "out", "--text-column", "answer").exit_code == 0


# Progress


def test_a_log_gets_plain_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    with progress.shown() as shown:
        for seconds, done, reused, share in ((5, 600, 500, 0.1), (25, 1500, 500, 0.4), (26, 1600, 500, 0.5)):
            clock[0] = seconds
            shown.show(done, reused, share, waits=False)
        clock[0] = 40
        shown.show(1600, 500, 0.5, waits=True)
    assert capsys.readouterr().err == (
        "1,500 documents, 40%, 40.0 a second, 0:40 left\n1,600 documents, 50%, waiting for a worker\n"
    )


def screen(terminal: int) -> str:
    """What is shown on a terminal until nobody writes to it any more."""
    shown = b""
    with suppress(OSError):
        while more := os.read(terminal, 1 << 16):
            shown += more
    os.close(terminal)
    return shown.decode()


def test_a_terminal_gets_a_bar(tmp_path: Path, source: Path) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    command = [*PROGRAM, str(source), "--output", str(tmp_path / "out"), "--text-column", "answer"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment, text=True) as process:
        os.close(theirs)
        shown = screen(ours)
        said = process.communicate()[0]
    assert process.returncode == 0
    assert "2 documents" in shown
    assert "100%" in shown
    assert "\x1b" not in said
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["documents"] == 2


def test_durations_are_told_in_hours_and_minutes() -> None:
    assert [progress.duration(seconds) for seconds in (0.4, 61, 7509.2)] == ["0:00", "1:01", "2:05:09"]
