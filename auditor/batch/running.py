"""A batch run: the inputs through the workers into the output, and the summary at the end."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from auditor.batch import parts, summary
from auditor.batch.entries import Columns
from auditor.batch.flow import Flow
from auditor.batch.fuse import CannotStart
from auditor.batch.inputs import NoInput, files, total
from auditor.batch.ledger import Ledger, Occupied
from auditor.batch.parts import Format
from auditor.batch.progress import Progress, Silent
from auditor.batch.streams import Stream
from auditor.batch.tables import MEMORY, SECONDS, Limits
from auditor.batch.version import version
from auditor.batch.workers import NoWorkers, Workers, cluster, local


class Stopped(Exception):
    """The run cannot begin or go on; the message says why, and what is done is kept."""


@dataclass(frozen=True)
class Settings:
    """What to audit, where the results go, and how the work is done."""

    inputs: tuple[str, ...]
    output: Path
    columns: Columns = field(default_factory=Columns)
    workers: int | None = None
    scheduler: str | None = None
    budget: float = SECONDS
    memory: int = MEMORY
    format: Format = Format.JSONL

    @property
    def scope(self) -> bytes:
        """What every result depends on besides its document."""
        return hashlib.sha256(json.dumps([version(), self.budget, self.memory]).encode()).digest()[:16]


def run(settings: Settings, progress: Progress | None = None) -> dict[str, Any]:
    """Audit the inputs and return the summary; what earlier runs did to the same output is not done again.

    Raises Stopped where the run cannot begin or go on. Whatever ends it, running it again goes on from there.
    """
    started, flow = time.monotonic(), None
    try:
        count, size = total(files(settings.inputs, settings.output))
        if not count:
            raise Stopped("nothing to audit: no documents in what was given")
        settings.output.mkdir(parents=True, exist_ok=True)
        with Ledger(settings.output, settings.scope) as ledger:
            parts.clear_unfinished(settings.output)
            summary.remove(settings.output)
            with _workers(settings) as workers:
                flow = Flow(settings.output, settings.format, ledger, workers, settings.scope)
                stream = Stream(files(settings.inputs, settings.output), settings.columns)
                _pump(stream, flow, size, progress or Silent())
            ledger.forget_other_scopes()
        found = _summary(settings, flow, stream, time.monotonic() - started)
        summary.write(settings.output, found)
        return found
    except NoInput as problem:
        raise Stopped(str(problem)) from problem
    except (OSError, sqlite3.Error, Occupied) as problem:
        raise Stopped(f"{settings.output}: {_said(problem)}{_kept(flow)}") from problem
    except (NoWorkers, CannotStart) as problem:
        raise Stopped(f"{problem}{_kept(flow)}") from problem


def _workers(settings: Settings) -> AbstractContextManager[Workers]:
    limits = Limits(settings.budget, settings.memory)
    return cluster(settings.scheduler, limits) if settings.scheduler else local(settings.workers, limits)


def _pump(stream: Stream, flow: Flow, size: int, progress: Progress) -> None:
    def show() -> None:
        # Documents are read ahead of the workers: of what is read, count the share that is done.
        share = stream.read / max(1, size) * flow.done / max(1, flow.taken)
        progress.show(flow.done, flow.reused, min(1.0, share), flow.waits)

    flow.watch = show
    for entry in stream:
        flow.take(entry)
    flow.finish()
    show()


def _said(problem: Exception) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror.lower()
    return str(problem)


def _kept(flow: Flow | None) -> str:
    if flow is None:
        return ""
    return f"; {flow.done:,} documents are done and kept, and the same command goes on from there"


def _summary(settings: Settings, flow: Flow, stream: Stream, seconds: float) -> dict[str, Any]:
    return summary.of(
        flow.tally,
        head={
            "auditor": version(),
            "inputs": list(settings.inputs),
            "options": {"budget": settings.budget, "memory": settings.memory, "columns": asdict(settings.columns)},
            "format": settings.format.value,
            "parts": flow.parts,
            "problems": stream.problems,
        },
        run={"audited": flow.audited, "reused": flow.reused, "seconds": round(seconds, 3)},
    )
