"""The same function in other engines: a Dask cluster on this machine, and Hugging Face's `datasets`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import stand_in
from batch_runs import results, write_lines

from auditor.batch import RESULTS, Settings, Stopped, audit_table, flow, fuse, progress, run, running, workers

WORKER = (sys.executable, str(Path(__file__).with_name("stand_in_process.py")), "worker")
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fuse, "COMMAND", stand_in.COMMAND)
    monkeypatch.setattr(flow, "PART", 5)
    for module in (running, workers):
        monkeypatch.setattr(module, "version", lambda: "1")
    fuse.close_idle()
    yield
    fuse.close_idle()


def awaited(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def process(*command: str, folder: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = subprocess.Popen(command, cwd=folder, env=os.environ | environment, **nowhere)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


HERE = ("--host", "127.0.0.1", "--no-dashboard")
ALONE = ("--no-nanny", "--nthreads", "1", "--memory-limit", "0")


@contextmanager
def cluster(folder: Path, count: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and its workers, each a process, on the loopback interface; the address and all of the processes."""
    pytest.importorskip("distributed", reason="the extra `batch` is not installed")
    found = folder / "scheduler.json"
    with ExitStack() as stack:
        command = (sys.executable, "-m", "distributed.cli.dask_scheduler", *HERE, "--port", "0")
        processes = [stack.enter_context(process(*command, "--scheduler-file", str(found), folder=folder))]
        awaited(found.exists)
        awaited(lambda: found.read_text().rstrip().endswith("}"))
        address = json.loads(found.read_text())["address"]
        for _ in range(count):
            processes.append(stack.enter_context(process(*WORKER, address, *HERE, *ALONE, folder=folder)))
        awaited(lambda: _workers(address) == count)
        yield address, processes


def _workers(address: str) -> int:
    from distributed import Client

    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        return len(client.nthreads())


@pytest.fixture
def source(tmp_path: Path) -> Callable[[dict[int, str]], Path]:
    def write(harm: dict[int, str]) -> Path:
        texts = [f"$a = {'ab'[number % 2]}$ {number} {harm.get(number, '')}" for number in range(40)]
        return write_lines(tmp_path / "in.jsonl", [{"text": text} for text in texts])

    return write


def test_a_cluster_that_loses_a_worker_comes_to_the_same(
    tmp_path: Path, source: Callable[[dict[int, str]], Path]
) -> None:
    killed = tmp_path / "killed"
    documents = source({20: f"orphan! {killed}", 30: "crash!"})
    with cluster(tmp_path, 2) as (address, processes):
        run(Settings((str(documents),), tmp_path / "out", scheduler=address))
        assert killed.exists()
        assert [one.poll() for one in processes].count(-signal.SIGKILL) == 1
    run(Settings((str(documents),), tmp_path / "here", workers=1))
    assert results(tmp_path / "out") == results(tmp_path / "here")


def test_a_run_goes_on_after_its_scheduler_died(
    tmp_path: Path, source: Callable[[dict[int, str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = source({})
    with cluster(tmp_path, 1) as (address, processes):
        taken = flow.Flow.take
        seen = iter(range(25))

        def take(self: flow.Flow, entry: object) -> None:
            if next(seen, None) is None and processes[0].poll() is None:
                os.kill(processes[0].pid, signal.SIGKILL)
                processes[0].wait()
            taken(self, entry)  # type: ignore[arg-type]

        monkeypatch.setattr(flow.Flow, "take", take)
        monkeypatch.setattr(workers, "_SCHEDULER_SECONDS", 3)
        with pytest.raises(Stopped, match=r"scheduler.* are done and kept"):
            run(Settings((str(documents),), tmp_path / "out", scheduler=address))
        monkeypatch.setattr(flow.Flow, "take", taken)
    again = run(Settings((str(documents),), tmp_path / "out", workers=1))
    assert again["run"]["audited"] < 40
    run(Settings((str(documents),), tmp_path / "here", workers=1))
    assert results(tmp_path / "out") == results(tmp_path / "here")


def test_no_scheduler_is_said(
    tmp_path: Path, source: Callable[[dict[int, str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_SCHEDULER_SECONDS", 1)
    with pytest.raises(Stopped, match="no scheduler answers at tcp://127"):
        run(Settings((str(source({})),), tmp_path / "out", scheduler="tcp://127.0.0.1:1"))


def test_a_worker_may_come_when_it_is_waited_for(
    tmp_path: Path, source: Callable[[dict[int, str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "_PATIENCE", 0.1)
    with ExitStack() as stack:
        address, _ = stack.enter_context(cluster(tmp_path, 0))
        waited = []

        class Waiting(progress.Silent):
            def show(self, done: int, reused: int, share: float, waits: bool) -> None:
                if waits and not waited:
                    waited.append(done)
                    stack.enter_context(process(*WORKER, address, *HERE, *ALONE, folder=tmp_path))

        found = run(Settings((str(source({})),), tmp_path / "out", scheduler=address), Waiting())
    assert waited == [0]
    assert found["run"]["audited"] == 40


def test_a_worker_without_the_program_is_said(tmp_path: Path, source: Callable[[dict[int, str]], Path]) -> None:
    """A package of the same name that is none stands in for one that is not installed."""
    (tmp_path / "auditor.py").write_text("")
    worker = (sys.executable, "-m", "distributed.cli.dask_worker")
    with cluster(tmp_path, 0) as (address, _), process(*worker, address, *HERE, *ALONE, folder=tmp_path):
        awaited(lambda: _workers(address) == 1)
        with pytest.raises(Stopped, match=r"the worker at tcp://.* cannot run auditor: No module named 'auditor"):
            run(Settings((str(source({})),), tmp_path / "out", scheduler=address))


# Hugging Face's datasets


@pytest.mark.parametrize("processes", [None, 2])
def test_a_data_set_is_mapped(tmp_path: Path, processes: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    datasets = pytest.importorskip("datasets", reason="Hugging Face's datasets is not installed")
    given = datasets.Dataset.from_dict({"id": list("abcde"), "text": ["$a = a$", "$a = b$", "crash!", "", "$a = x$"]})
    mapped = given.with_format("arrow").map(audit_table, batched=True, batch_size=2, num_proc=processes)
    found = mapped.with_format(None)
    assert found["status"][:] == ["audited", "audited", "crashed", "audited", "audited"]
    assert [verdicts["verified"] for verdicts in found["verdicts"]] == [1, 0, 0, 0, 0]
    assert found.column_names == RESULTS.names
