"""The process in which documents are audited one after another; whatever it does, only this process dies of it.

It reads requests from its standard input and writes answers to its standard output, each a length and that many bytes:
requests are pickled, answers are JSON. It ends when its input does, also in the middle of a document.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from auditor.batch.rows import Row, Status, of_report, without_audit

if TYPE_CHECKING:
    from auditor.reporting.report import Report

try:
    import resource
except ImportError:  # where there is none, memory has no limit
    resource = None  # type: ignore[assignment]

LENGTH = struct.Struct(">I")
# How long after its time a document is stopped from within: only where nothing else could stop it.
GRACE = 5.0
# A process that has grown by this much is replaced before the next document.
GROWTH = 400_000_000
_WARM_UP = "Let $A$ and $B$ be $n\\times n$ matrices.\n$$ (AB)^T = B^T A^T $$\n$$ \\det(AB) = \\det(BA) $$\n"

Audit = Callable[..., "Report"]


@dataclass(frozen=True)
class Request:
    """A document to audit; `data` in place of `text` where it is a file that has yet to be opened."""

    name: str
    text: str = ""
    preamble: str = ""
    data: bytes | None = None
    seconds: float = 60.0
    memory: int = 1 << 30  # bytes that the audit may take beyond what the process holds before


def main(audit: Audit | None = None) -> None:
    """Answer requests until there are no more."""
    _settle()
    requests, answers = sys.stdin.buffer, _private_output()
    _end_with(requests)
    if audit is None:
        from auditor.pipeline import audit as the_audit

        audit = the_audit
        audit(_WARM_UP)
    start = _resident()
    send(answers, b"ready")
    while frame := receive(requests):
        request: Request = pickle.loads(frame)
        row = _answered(audit, request)
        # What runs out of memory, or has taken much, leaves the next document less.
        last = row["status"] == Status.OUT_OF_MEMORY or _resident() - start > GROWTH
        send(answers, json.dumps({"row": row, "last": last}).encode())
        if last:
            return


def send(stream: IO[bytes], data: bytes) -> None:
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """The next message; empty where there is none any more, or only a part of one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else b""


def _answered(audit: Audit, request: Request) -> Row:
    started = time.perf_counter()
    try:
        with Alarm(request.seconds + GRACE):
            row = _audited(audit, request, started)
    except MemoryError:
        return without_audit(Status.OUT_OF_MEMORY, f"more than {request.memory >> 20} MiB", _since(started))
    except Exception as failure:
        said = " ".join(f"{type(failure).__name__}: {failure}".split())[:500]
        return without_audit(Status.FAILED, said, _since(started))
    return row


def _audited(audit: Audit, request: Request, started: float) -> Row:
    from auditor.decoding import Unreadable
    from auditor.reading import read
    from auditor.source import Source

    text, origin = request.text, None
    if request.data is not None:
        from auditor.reading.formats.opening import opened

        try:
            document = opened(request.name, request.data)
        except Unreadable as problem:
            return without_audit(Status.UNREADABLE, str(problem), _since(started))
        text, origin = document.text, document.origin
    with _MemoryLimit(request.memory):
        report = audit(text, name=request.name, preamble=request.preamble, origin=origin)
        return of_report(report, read(Source(request.name, text, origin)), _since(started))


def _since(started: float) -> float:
    return time.perf_counter() - started


# What the process may take and may disturb


def _settle() -> None:
    """No core dumps, and the end of a run is no concern of this process: it ends when its input does."""
    with suppress(ValueError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if resource is not None:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _end_with(requests: IO[bytes]) -> None:
    """Once nobody is there who could ask, this process ends, whatever it is doing."""
    if hasattr(select, "poll"):
        hung_up = select.poll()
        hung_up.register(requests, 0)

        def wait() -> None:
            hung_up.poll()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()


def _private_output() -> IO[bytes]:
    """The stream of answers; what an audit prints goes elsewhere."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return answers


class Alarm:
    """The kernel ends this process where the time is over and nobody else has done so."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


class _MemoryLimit:
    """What is asked for beyond the limit is refused with a MemoryError."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._before: tuple[int, int] | None = None

    def __enter__(self) -> None:
        used = _mapped()
        if resource is not None and used:
            self._before = resource.getrlimit(resource.RLIMIT_AS)
            hard = self._before[1]
            wanted = used + self._memory
            resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            resource.setrlimit(resource.RLIMIT_AS, self._before)


def _mapped() -> int:
    """Bytes of address space in use; 0 where the system does not say."""
    return _statm(0)


def _resident() -> int:
    """Bytes of memory in use; 0 where the system does not say."""
    return _statm(1)


def _statm(field: int) -> int:
    try:
        with open("/proc/self/statm", "rb") as figures:
            return int(figures.read().split()[field]) * _page_size()
    except (OSError, ValueError, IndexError):
        return 0


def _page_size() -> int:
    return os.sysconf("SC_PAGE_SIZE")


def row_of(answer: bytes) -> tuple[Row, bool]:
    """The row that an answer holds, and whether it was the process's last; raises ValueError for anything else."""
    answered: dict[str, Any] = json.loads(answer)
    return answered["row"], answered["last"]


if __name__ == "__main__":
    main()
