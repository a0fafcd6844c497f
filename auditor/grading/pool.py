"""Assessing many submissions at the same time, each within its time: one that never ends costs its own row only."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import auditor
from auditor.grading.assessed import Assessed, Status
from auditor.grading.submissions import Submission
from auditor.grading.worker import Setting, receive, send

COMMAND: tuple[str, ...] = (sys.executable, "-P", "-c", "from auditor.grading.worker import main; main()")
_STARTING_SECONDS = 120.0
_TRIES = 2  # a process may be killed for no fault of the submission

Seen = Callable[[Assessed], None]  # told of each submission as it is done


class CannotStart(Exception):
    """No process that assesses can be started; the message says why."""


def assess_all(
    setting: Setting, submissions: Sequence[Submission], *, jobs: int, seconds: float, seen: Seen
) -> list[Assessed]:
    """What is found in each submission, in their order."""
    own, children, lock = threading.local(), [], threading.Lock()

    def assessed(submission: Submission) -> Assessed:
        if not hasattr(own, "child"):
            own.child = _Child(setting, seconds)
            with lock:
                children.append(own.child)
        found: Assessed = own.child.assessed(submission)
        with lock:
            seen(found)
        return found

    with ThreadPoolExecutor(max(1, min(jobs, len(submissions) or 1)), "grading") as threads:
        futures: list[Future[Assessed]] = [threads.submit(assessed, submission) for submission in submissions]
        try:
            return [future.result() for future in futures]
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            for child in children:
                child.close()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Child:
    """A process that assesses one submission at a time; it is replaced whenever it is lost."""

    def __init__(self, setting: Setting, seconds: float) -> None:
        self.setting, self.seconds = setting, seconds
        self.process: subprocess.Popen[bytes] | None = None
        self.late = self.closed = False

    def assessed(self, submission: Submission) -> Assessed:
        """What is found in a submission; a row that says so where it takes too long or ends the process."""
        for _ in range(_TRIES):
            process = self._started()
            answer = self._asked(process, submission, self.seconds)
            if isinstance(answer, Assessed):
                return answer
            self._end()
            if self.late:
                said = f"it took longer than {self.seconds:g} seconds"
                return Assessed(submission.name, submission.file, Status.OUT_OF_TIME, said)
        return Assessed(submission.name, submission.file, Status.FAILED, "the process that read it was lost")

    def close(self) -> None:
        self.closed = True
        self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self.closed:
            raise CannotStart("grading was given up")
        if self.process is None or self.process.poll() is not None:
            self._end()
            try:
                self.process = subprocess.Popen(
                    COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(), start_new_session=True
                )
            except OSError as problem:
                raise CannotStart(f"no process can be started: {problem.strerror}") from problem
            if self._asked(self.process, self.setting, _STARTING_SECONDS) != "ready":
                self._end()
                raise CannotStart("the process that assesses submissions did not start")
        return self.process

    def _asked(self, process: subprocess.Popen[bytes], message: object, seconds: float) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        with self._at_most(process, seconds), suppress(OSError, ValueError, EOFError):
            send(process.stdin, message)
            return receive(process.stdout)
        return None

    @contextmanager
    def _at_most(self, process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
        """The process is killed when the time is over; that ends whatever is waited for."""
        self.late = False

        def end() -> None:
            self.late = True
            _kill(process)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started: a pandoc, say."""
    with suppress(OSError):
        if hasattr(os, "killpg") and process.poll() is None:
            import signal

            os.killpg(process.pid, signal.SIGKILL)
        process.kill()


def _environment() -> dict[str, str]:
    """One thread for each process, and the package that this process runs."""
    root = str(Path(auditor.__file__).parents[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return {**threads, **os.environ, "PYTHONPATH": paths}
