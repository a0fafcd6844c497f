"""How far a run is: a bar on a terminal, now and then a line in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from auditor.reporting.terminal import printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_SECONDS_BETWEEN_LINES = 10.0
_WAITING = "waiting for a worker"


class Progress(Protocol):
    def show(self, done: int, reused: int, share: float, waits: bool) -> None:
        """So many documents are done, of which so many were before; `share` of the input is behind.

        `waits` says that nobody is there to audit the others just now.
        """


class Silent:
    def show(self, done: int, reused: int, share: float, waits: bool) -> None:
        pass


@contextmanager
def shown() -> Iterator[Progress]:
    """Progress on standard error, as suits what that is."""
    if not sys.stderr.isatty() or find_spec("rich") is None:
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _OnTerminal(bar)


class _Rate:
    """Documents that were audited, each second so far."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def of(self, done: int, reused: int) -> str:
        return f"{(done - reused) / max(time.monotonic() - self.start, 1e-9):.1f} a second"


class _OnTerminal:
    def __init__(self, bar: Bar) -> None:
        self._bar, self._rate = bar, _Rate()
        self._task: TaskID = bar.add_task("starting", total=1.0)

    def show(self, done: int, reused: int, share: float, waits: bool) -> None:
        said = f"{done:,} documents, {_WAITING if waits else self._rate.of(done, reused)}"
        self._bar.update(self._task, completed=share, description=said)


class _Lines:
    def __init__(self) -> None:
        self._rate, self._next = _Rate(), time.monotonic() + _SECONDS_BETWEEN_LINES
        # Documents that were done before go by at once: how long the others take is counted from the last of them.
        self._reused, self._since, self._behind = 0, time.monotonic(), 0.0

    def show(self, done: int, reused: int, share: float, waits: bool) -> None:
        now = time.monotonic()
        if reused > self._reused:
            self._reused, self._since, self._behind = reused, now, share
        if now < self._next:
            return
        self._next = now + _SECONDS_BETWEEN_LINES
        new = share - self._behind
        left = f", {duration((now - self._since) * (1 - share) / new)} left" if new > 0 else ""
        said = f"{done:,} documents, {share:.0%}, {_WAITING if waits else self._rate.of(done, reused) + left}"
        print(printable(said), file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """`2:05:09`, `0:42`."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
