"""How far an audit has come, for whoever wants to watch: stages tell, and nothing depends on what is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO

LONG = 30  # steps of a document that takes long enough to be watched
WIDTH = 24

Watcher = Callable[[str, int, int], None]
_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def tell(stage: str, done: int, total: int) -> None:
    """A stage has done so many of its steps."""
    watcher = _watcher.get()
    if watcher is not None and total >= LONG:
        watcher(stage, done, total)


@contextmanager
def watched(stream: TextIO | None = None) -> Iterator[None]:
    """A bar on a terminal while a long document is audited; it is wiped away in the end, and a pipe sees none."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield
        return
    bar = _Bar(stream)
    token = _watcher.set(bar)
    try:
        yield
    finally:
        _watcher.reset(token)
        bar.wipe()


class _Bar:
    """One line that is written over."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.shown = stream, ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        filled = WIDTH * done // total
        line = f"{stage} [{'#' * filled}{'.' * (WIDTH - filled)}] {done} of {total} steps"
        if line != self.shown:
            self.stream.write(f"\r{line.ljust(len(self.shown))}")
            self.stream.flush()
            self.shown = line

    def wipe(self) -> None:
        if self.shown:
            self.stream.write(f"\r{' ' * len(self.shown)}\r")
            self.stream.flush()
