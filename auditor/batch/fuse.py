"""Auditing a document within its time and memory, whatever it does: a process does the work that can be lost."""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

import auditor
from auditor.batch.child import Request, receive, row_of, send
from auditor.batch.rows import Row, Status, without_audit

COMMAND: tuple[str, ...] = (sys.executable, "-P", "-c", "from auditor.batch.child import main; main()")
STARTING_SECONDS = 120.0
# A document whose process dies is tried again: the process may have been killed for no fault of the document.
_TRIES = 2
_TRIES_IF_KILLED = 5
_KILLED = {signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)}


class CannotStart(Exception):
    """No process in which anything could be audited; the message says why."""


class Abandoned(Exception):
    """The audit was given up from outside."""


class Fuse:
    """A process that audits one document at a time; it is replaced whenever it is lost. For one thread at a time."""

    def __init__(self) -> None:
        self._child: _Child | None = None
        self._abandoned = False

    def audit(self, request: Request) -> Row:
        """The document's row; never raises for the document's sake, and takes no longer than the request allows."""
        left, died = request.seconds, 0
        while not self._abandoned:
            child = self._started()
            if self._abandoned:
                break
            begun = time.monotonic()
            row = child.ask(replace(request, seconds=left))
            spent = time.monotonic() - begun
            if row is not None:
                if child.done:
                    self.close()
                return row
            self.close()
            left, died = left - spent, died + 1
            if child.late or left <= 0:
                return without_audit(Status.OUT_OF_TIME, f"more than {request.seconds:g} seconds", request.seconds)
            if died >= (_TRIES_IF_KILLED if child.was_killed else _TRIES):
                return without_audit(Status.CRASHED, child.last_words, request.seconds - left)
        self.close()
        raise Abandoned

    def abandon(self) -> None:
        """End whatever goes on, from another thread; `audit` raises Abandoned."""
        self._abandoned = True
        if child := self._child:
            child.kill()

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None

    def let_go(self) -> None:
        """Drop the process without ending it: it belongs to the process that this one was forked from."""
        if self._child is not None:
            self._child.let_go()
            self._child = None

    def _started(self) -> _Child:
        if self._child is None or not self._child.alive:
            self.close()
            self._child = _Child()
        return self._child


class _Child:
    """The running process, seen from outside."""

    def __init__(self) -> None:
        self.late = False
        self.done = False  # it has given its last answer
        try:
            self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
            self._process = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=_environment(),
                start_new_session=True,  # a key pressed at the terminal is not for it, and what it starts ends with it
            )
        except OSError as problem:
            raise CannotStart(f"no process that audits can be started: {problem.strerror}") from problem
        assert self._process.stdin
        assert self._process.stdout
        self._requests, self._answers = self._process.stdin, self._process.stdout
        with self._at_most(STARTING_SECONDS):
            ready = receive(self._answers)
        if not ready:
            said = self._said()
            self.close()
            raise CannotStart(f"the process that audits did not start: {said or self.last_words}")

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: Request) -> Row | None:
        """The document's row, or nothing where the process is lost over it."""
        with self._at_most(request.seconds), suppress(OSError, ValueError, KeyError, TypeError):
            send(self._requests, pickle.dumps(request))
            if answer := receive(self._answers):
                row, self.done = row_of(answer)
                self.done = self.done or self.late
                return row
        return None

    @property
    def was_killed(self) -> bool:
        """Something else ended it."""
        return -(self._process.returncode or 0) in _KILLED

    @property
    def last_words(self) -> str:
        code = self._process.returncode
        if code is None or code >= 0:
            return f"the process ended with exit code {code}"
        try:
            return f"the process was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"the process was ended by signal {-code}"

    def close(self) -> None:
        self.kill()
        self._process.wait()
        self.let_go()

    def let_go(self) -> None:
        for stream in (self._requests, self._answers):
            with suppress(OSError):
                stream.close()
        self._errors.close()

    @contextmanager
    def _at_most(self, seconds: float) -> Iterator[None]:
        """The process is killed when the time is over; that ends whatever is waited for."""
        timer = threading.Timer(seconds, self._kill_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill_late(self) -> None:
        self.late = True
        self.kill()

    def kill(self) -> None:
        with suppress(OSError):
            if hasattr(os, "killpg") and self.alive:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()

    def _said(self) -> str:
        """The last line that the process wrote to its standard error."""
        self._errors.seek(0)
        lines = self._errors.read()[-4000:].decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _environment() -> dict[str, str]:
    """One thread for each process, and the package that this process runs."""
    root = str(Path(auditor.__file__).parents[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    return (
        {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        | os.environ
        | {"PYTHONPATH": paths}
    )


# One fuse for each piece of work that goes on at the same time; they are used again


class _Idle:
    """Fuses that nobody uses just now. A forked process begins without: what it inherits is not its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.fuses: list[Fuse] = []
        self.all: weakref.WeakSet[Fuse] = weakref.WeakSet()

    def forget(self) -> None:
        for fuse in list(self.all):
            fuse.let_go()
        self.lock, self.fuses, self.all = threading.Lock(), [], weakref.WeakSet()


_IDLE = _Idle()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.forget)


@contextmanager
def borrowed() -> Iterator[Fuse]:
    """A fuse for the time being, warm where there is one."""
    with _IDLE.lock:
        fuse = _IDLE.fuses.pop() if _IDLE.fuses else Fuse()
        _IDLE.all.add(fuse)
    try:
        yield fuse
    except BaseException:
        fuse.close()
        raise
    with _IDLE.lock:
        _IDLE.fuses.append(fuse)


def close_idle() -> None:
    """End the processes that nobody uses just now."""
    with _IDLE.lock:
        fuses, _IDLE.fuses = _IDLE.fuses, []
    for fuse in fuses:
        fuse.close()


atexit.register(close_idle)
