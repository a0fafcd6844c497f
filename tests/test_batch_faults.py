"""Batch runs that are ended at any point, and what they come to when the same command is given again."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import stand_in
from batch_runs import results, write_lines

from auditor.batch import Settings, Stopped, child, flow, run, running
from auditor.batch.entries import Columns
from auditor.batch.ledger import Ledger
from auditor.batch.parts import Format
from auditor.batch.schema import RESULTS
from auditor.batch.tables import Limits, audited
from auditor.batch.workers import Workers

TEXTS = ["$a = a$", "$a = b$\n$b = b$", "no mathematics", "$a = x$", "$a = a$\n\n$c = d$\n$d = e$"]
PATIENCE = 120
PROGRAM = (sys.executable, str(Path(__file__).with_name("stand_in_process.py")))


def lines(folder: Path, count: int = 17) -> Path:
    records = [{"id": str(number), "text": f"{TEXTS[number % 5]} {number}"} for number in range(count)]
    return write_lines(folder / "in.jsonl", records)


# Ended between any two things that it writes


class Here:
    """Audits in this very process, in place of one that could be lost."""

    def audit(self, request: Any) -> dict[str, Any]:
        from auditor.batch.rows import of_report
        from auditor.reading.document import Document

        report = stand_in.audit(request.text, request.name)
        return of_report(report, Document(report.source, ()), 0.0)


@contextmanager
def at_once(_: Settings) -> Iterator[Workers]:
    def submit(table: pa.Table) -> Future[pa.Table]:
        done: Future[pa.Table] = Future()
        done.set_result(audited(table, Here(), Limits(), Columns()))  # type: ignore[arg-type]
        return done

    yield Workers(submit, lambda: 2)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_workers", at_once)
    monkeypatch.setattr(running, "version", lambda: "1")
    monkeypatch.setattr(flow, "PART", 5)


def dies_at(number: int, act: Callable[[], object]) -> bool:
    """Whether a forked process that does something is killed at the nth time that it is about to write, or has."""
    forked = os.fork()
    if not forked:
        with suppress(BaseException):
            left = iter(range(number))

            def around(wrapped: Callable[..., Any]) -> Callable[..., Any]:
                def wrapper(*arguments: Any) -> Any:
                    _tick(left)
                    done = wrapped(*arguments)
                    _tick(left)
                    return done

                return wrapper

            os.fsync = around(os.fsync)
            Path.replace = around(Path.replace)  # type: ignore[method-assign]
            Path.unlink = around(Path.unlink)  # type: ignore[method-assign]
            for name in ("add", "keep_part", "forget_parts_from", "forget_other_scopes"):
                setattr(Ledger, name, around(getattr(Ledger, name)))
            act()
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(forked, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (0, -signal.SIGKILL)
    return ended != 0


def _tick(left: Iterator[int]) -> None:
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("format", list(Format))
@pytest.mark.parametrize("before", ["nothing", "another input"])
def test_a_run_killed_at_every_point_comes_to_the_same(tmp_path: Path, format: Format, before: str) -> None:
    if before == "another input":
        other = write_lines(tmp_path / "other.jsonl", [{"text": text} for text in TEXTS * 5])
        run(Settings((str(other),), tmp_path / "out", format=Format.JSONL))
    source = lines(tmp_path)
    settings = Settings((str(source),), tmp_path / "out", format=format)
    kills = 0
    while dies_at(kills, lambda: run(settings)):
        kills += 1
        assert kills < 200
    assert kills > 5
    run(Settings((str(source),), tmp_path / "undisturbed", format=format))
    assert results(tmp_path / "out") == results(tmp_path / "undisturbed")
    assert not list((tmp_path / "out").glob("*.unfinished"))


# Processes that are killed


def batch(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [*PROGRAM, "batch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, **options)


def test_the_coordinator_killed_five_times_comes_to_the_same(tmp_path: Path) -> None:
    """Five documents kill the process that runs the batch, each once."""
    texts = [f"{TEXTS[number % 5]} {number}" for number in range(25)]
    killers = {number: f"orphan! {tmp_path / f'killed-{number}'}" for number in (0, 6, 12, 13, 24)}
    records = [{"text": f"{text} {killers.get(number, '')}"} for number, text in enumerate(texts)]
    source = write_lines(tmp_path / "in.jsonl", records)
    ended = [batch(source, "--output", tmp_path / "out", "--workers", 2).returncode for _ in range(6)]
    # Two workers may meet two of these documents at the same time.
    assert ended[0] == -signal.SIGKILL
    assert ended[-1] == 0
    assert len(list(tmp_path.glob("killed-*"))) == 5
    assert batch(source, "--output", tmp_path / "undisturbed", "--workers", 1).returncode == 0
    assert results(tmp_path / "out") == results(tmp_path / "undisturbed")


def test_workers_killed_at_random_change_nothing(tmp_path: Path) -> None:
    texts = [f"{TEXTS[number % 5]} {number}" for number in range(20)]
    deaths = [f"die! {tmp_path / f'death-{number}'}" if number % 3 == 1 else "" for number in range(20)]
    source = write_lines(
        tmp_path / "in.jsonl", [{"text": f"{text} {death}"} for text, death in zip(texts, deaths, strict=True)]
    )
    assert batch(source, "--output", tmp_path / "out", "--workers", 2).returncode == 0
    assert len(list(tmp_path.glob("death-*"))) == 7
    assert batch(source, "--output", tmp_path / "undisturbed").returncode == 0
    assert results(tmp_path / "out") == results(tmp_path / "undisturbed")


def test_documents_that_do_harm_are_rows_among_the_others(tmp_path: Path) -> None:
    texts = ["$a = b$", "crash!", "hang!", "$b = c$", "gorge!", "fail!", "$c = d$"]
    source = write_lines(tmp_path / "in.jsonl", [{"text": text} for text in texts])
    done = batch(source, "--output", tmp_path / "out", "--workers", 2, "--budget", 2, "--memory", 256)
    assert done.returncode == 0
    statuses = [row["status"] for row in results(tmp_path / "out")[0]]
    assert statuses == ["audited", "crashed", "out-of-time", "audited", "out-of-memory", "failed", "audited"]
    assert "1 out-of-time" in done.stdout


def test_an_interrupted_run_ends_at_once_and_goes_on(tmp_path: Path) -> None:
    texts = ["$a = b$", f"interrupt! {tmp_path / 'interrupted'}", "$b = c$"]
    source = write_lines(tmp_path / "in.jsonl", [{"text": text} for text in texts])
    command = (source, "--output", tmp_path / "out", "--workers", 2, "--budget", 1000)
    stopped = batch(*command)
    assert stopped.returncode == 130
    assert "the same command goes on from there" in stopped.stderr
    assert batch(*command).returncode == 0
    assert [row["status"] for row in results(tmp_path / "out")[0]] == ["audited"] * 3


def test_a_document_without_an_end_does_not_outlive_its_run() -> None:
    with subprocess.Popen(stand_in.COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert child.receive(process.stdout) == b"ready"
        child.send(process.stdin, pickle.dumps(child.Request("hangs", "hang!", seconds=1000)))
        process.stdin.close()  # as the end of the process that asked would
        assert process.wait(PATIENCE) == 1


def test_a_document_that_lets_nothing_else_run_is_stopped_by_the_kernel() -> None:
    forked = os.fork()
    if not forked:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        with child.Alarm(0.05):
            while True:
                pass
    _, status = os.waitpid(forked, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGALRM


# Output that cannot be written


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("size", ["68k", "120k", "160k"])
def test_a_full_disk_keeps_what_is_done(tmp_path: Path, size: str) -> None:
    source = lines(tmp_path, 400)
    with small_disk(tmp_path / "disk", size) as disk:
        settings = Settings((str(source),), disk / "out")
        with pytest.raises(Stopped, match=r"full|space") as stopped:
            run(settings)
        assert str(disk / "out") in str(stopped.value)
        subprocess.run(["mount", "-o", "remount,size=10m", disk], check=True)
        again = run(settings)
        assert again["run"]["audited"] + again["run"]["reused"] == 400
        run(Settings((str(source),), tmp_path / "undisturbed"))
        assert results(disk / "out") == results(tmp_path / "undisturbed")


@pytest.mark.usefixtures("here")
def test_a_quota_keeps_what_is_done(tmp_path: Path) -> None:
    """A limit on the size of a file stands in for a full disk, where none can be mounted."""
    source = lines(tmp_path, 400)
    settings = Settings((str(source),), tmp_path / "out")
    forked = os.fork()
    if not forked:
        with suppress(BaseException):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
            try:
                run(settings)
            except Stopped as stopped:
                os._exit(0 if "are done and kept" in str(stopped) else 2)
        os._exit(1)
    _, status = os.waitpid(forked, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert run(settings)["run"]["reused"] > 0
    run(Settings((str(source),), tmp_path / "undisturbed"))
    assert results(tmp_path / "out") == results(tmp_path / "undisturbed")


@pytest.mark.usefixtures("here")
def test_an_output_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    source = lines(tmp_path)
    with pytest.raises(Stopped, match="exists"):
        run(Settings((str(source),), source))
    with pytest.raises(Stopped, match="not a directory"):
        run(Settings((str(source),), source / "below"))


# The schema that all of this rests on


def test_results_of_a_worker_have_the_published_schema() -> None:
    table = pa.table({"text": ["$a = b$"]})
    assert audited(table, Here(), Limits(), Columns()).schema == RESULTS  # type: ignore[arg-type]
