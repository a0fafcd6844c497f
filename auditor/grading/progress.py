"""How far a grading is: a bar on a terminal, now and then a line in a log."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TextIO

from auditor.grading.assessed import Assessed, Status
from auditor.reporting.terminal import printable, shortened

_WIDTH = 30
_ROOM = 30


class Progress:
    """Counts submissions; use as a context, so that the bar is gone in the end."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total, self.done = total, 0
        self.stream = stream if stream is not None else sys.stderr
        self.on_terminal = self.stream.isatty()

    def __enter__(self) -> Progress:
        self._draw("")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.on_terminal:
            self.stream.write("\r\x1b[2K")
            self.stream.flush()

    def seen(self, assessed: Assessed) -> None:
        """One submission more is done."""
        self.done += 1
        if assessed.status not in (Status.GRADED, Status.EMPTY):
            self._say(f"{assessed.name}: {assessed.status.value}: {assessed.note}")
        self._draw(assessed.name)

    def _draw(self, name: str) -> None:
        if self.on_terminal:
            filled = _WIDTH * self.done // max(1, self.total)
            bar = "█" * filled + "░" * (_WIDTH - filled)
            self.stream.write(f"\r\x1b[2K{bar} {self.done}/{self.total} {shortened(name, _ROOM)}")
            self.stream.flush()
        elif self.done and self.done * 10 // self.total > (self.done - 1) * 10 // self.total:
            self._say(f"graded {self.done} of {self.total}")

    def _say(self, message: str) -> None:
        self.stream.write(("\r\x1b[2K" if self.on_terminal else "") + printable(message) + "\n")
        self.stream.flush()
