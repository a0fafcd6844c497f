"""One figure for a text, for training loops: bounded in time, silent about nothing, and never an exception."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from typing import Any

from auditor.batch.child import Request
from auditor.batch.fuse import CannotStart, borrowed
from auditor.batch.messages import NoText, text_of
from auditor.batch.rows import Row, Status

# What a step is worth; one that was not decided, or where nothing was to be checked, is worth nothing that is known.
WORTH = {"verified": 1.0, "conditional": 0.5, "refuted": 0.0, "ill-formed": 0.0}


@dataclass(frozen=True)
class Score:
    """What a text is worth: that of its weakest asserted step, where this is known.

    `value` is 1 where every step is verified, 0 where one is refuted or ill-formed, 0.5 where one holds only under an
    assumption that is not stated. It is None where that could not be decided, and `reason` says why: an undecided step
    leaves the value open, except where another one is wrong anyway.
    """

    value: float | None
    reason: str = ""
    steps: tuple[float | None, ...] = ()  # one for each asserted step: None where undecided, or nothing to check
    first_wrong_line: int | None = None
    coverage: float | None = None  # of all steps, the share that is decided
    seconds: float = 0.0

    @property
    def share(self) -> float | None:
        """What the decided steps are worth on average; None where there are none."""
        known = [worth for worth in self.steps if worth is not None]
        return sum(known) / len(known) if known else None


def score(text: Any, *, preamble: str = "", budget: float = 10.0, memory: int = 1 << 30) -> Score:
    """Score a text, or a list of messages of which the assistant's are meant; `preamble` is read before it.

    The text is audited in another process, which is ended after `budget` seconds, or where it takes more than `memory`
    bytes. Threads and forked processes may call this at the same time; as many audits run at once as there are cores,
    and the budget counts from when one begins.
    """
    started = time.monotonic()
    try:
        document, before = text_of(text)
        request = Request("<text>", document, preamble or before, None, float(budget), memory)
        with _turns, borrowed() as fuse:
            return of_row(fuse.audit(request))
    except (NoText, CannotStart) as problem:
        return Score(None, str(problem), seconds=time.monotonic() - started)
    except Exception as failure:  # a training loop goes on, whatever it was
        return Score(None, f"{type(failure).__name__}: {failure}", seconds=time.monotonic() - started)


def of_row(row: Row) -> Score:
    """The score that the row of a document comes to."""
    asserted = [step for step in row["steps"] if step["stance"] == "asserted"]
    value, reason = _value([step["verdict"] for step in asserted])
    if row["status"] != Status.AUDITED:
        value, reason = None, f"{row['status']}: {row['reason']}"
    steps = tuple(WORTH.get(step["verdict"]) for step in asserted)
    return Score(value, reason, steps, row["first_wrong_line"], row["coverage"], row["seconds"])


def _value(verdicts: list[str]) -> tuple[float | None, str]:
    known = [WORTH[verdict] for verdict in verdicts if verdict in WORTH]
    undecided = verdicts.count("unknown")
    if 0.0 in known:
        return 0.0, ""
    if undecided:
        return None, f"{undecided} of {len(verdicts)} steps not decided"
    if known:
        return min(known), ""
    return None, "nothing to check" if verdicts else "no mathematics was read"


# As many at once as there are cores; a forked process counts anew.
_turns = threading.BoundedSemaphore(os.cpu_count() or 1)


def _count_anew() -> None:
    global _turns
    _turns = threading.BoundedSemaphore(os.cpu_count() or 1)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_count_anew)
