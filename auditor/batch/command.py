"""What the command `batch` does, but for reading its arguments and printing what it has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.exit_codes import ExitCode

_INTERRUPTED = 130


@dataclass(frozen=True)
class Said:
    """What goes to standard output and to standard error, and the exit code."""

    code: int
    lines: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def run(
    inputs: Sequence[str],
    output: Path,
    columns: tuple[str, str, str, tuple[str, ...]],
    workers: int | None,
    scheduler: str | None,
    budget: float,
    memory: int,
    format: str,
) -> Said:
    """Run the batch. Wrong steps are what it is there to find: the exit code tells whether all could be read."""
    from auditor.batch import MissingExtra

    try:
        from auditor.batch import Settings, Stopped
        from auditor.batch import run as run_batch
        from auditor.batch.entries import Columns
        from auditor.batch.parts import Format
        from auditor.batch.progress import shown
    except MissingExtra as missing:
        return Said(ExitCode.USAGE, errors=(str(missing),))
    settings = Settings(tuple(inputs), output, Columns(*columns), workers, scheduler, budget, memory, Format(format))
    try:
        with shown() as progress:
            summary = run_batch(settings, progress)
    except Stopped as problem:
        return Said(ExitCode.USAGE, errors=(str(problem),))
    except KeyboardInterrupt:
        return Said(_INTERRUPTED, errors=("stopped; what is done is kept, and the same command goes on from there",))
    code = ExitCode.USAGE if summary["problems"] else ExitCode.NOTHING_WRONG
    return Said(code, _lines(summary, output), tuple(summary["problems"]))


def _lines(summary: dict[str, Any], output: Path) -> tuple[str, ...]:
    run = summary["run"]
    left = {name: count for name, count in summary["statuses"].items() if count and name != "audited"}
    odd = "".join(f", {count:,} {name}" for name, count in left.items())
    return (
        f"{summary['documents']:,} documents ({run['reused']:,} known before{odd}),"
        f" {summary['verdicts']['steps']:,} steps; in {summary['documents_with_a_wrong_step']:,} a step is wrong",
        f"{output / 'summary.html'}",
    )
