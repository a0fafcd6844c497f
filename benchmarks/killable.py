"""A function in a process of its own, which is ended when an answer takes too long; used on other people's programs."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

START = 60.0  # seconds that the imports may take


@dataclass(frozen=True)
class Answer:
    """What came back, how long it took in the process, and what went wrong if nothing came back."""

    value: Any
    seconds: float
    failure: str = ""


class Killable:
    """`make` is called once in the process and gives the function; both must be known by name to pickle."""

    def __init__(self, make: Callable[[], Callable[[Any], Any]], limit: float) -> None:
        self.make = make
        self.limit = limit
        self.process: Any = None
        self.pipe: Any = None

    def __call__(self, question: Any) -> Answer:
        if self.process is None:
            self._start()
        self.pipe.send(question)
        if not self.pipe.poll(self.limit):
            self.close()
            return Answer(None, self.limit, "time is up")
        try:
            return self.pipe.recv()
        except EOFError:
            self.close()
            return Answer(None, 0.0, "the process died")

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(self.make, theirs), daemon=True)
        self.process.start()
        theirs.close()
        if not self.pipe.poll(START):
            self.close()
            raise SystemExit("the process did not start")
        ready = self.pipe.recv()
        if ready != "ready":
            self.close()
            raise SystemExit(ready)

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.pipe.close()
        self.process = None


def _serve(make: Callable[[], Callable[[Any], Any]], pipe: Connection) -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        function = make()
    except ImportError as missing:
        pipe.send(f"{missing}; install the extra: pip install 'auditor[peers]'")
        return
    pipe.send("ready")
    with suppress(EOFError):
        while True:
            question = pipe.recv()
            start = time.process_time()
            try:
                value, failure = function(question), ""
            except Exception as error:
                value, failure = None, f"{type(error).__name__}: {str(error)[:200]}"
            pipe.send(Answer(value, time.process_time() - start, failure))
