"""The process in which submissions are assessed one after another; whatever one of them does, only this process dies.

It reads pickled messages from its standard input and writes pickled answers to its standard output, each a length and
that many bytes: first the assignment, then submissions.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from auditor.grading.assessed import Assessed, Status
from auditor.grading.rubric import Rubric
from auditor.grading.submissions import Submission
from auditor.reading.formats import Opened

try:
    import resource
except ImportError:  # where there is none, memory has no limit
    resource = None  # type: ignore[assignment]

LENGTH = struct.Struct(">Q")
MOST_MEMORY = 3 << 30  # bytes of address space


@dataclass(frozen=True)
class Setting:
    """What submissions are assessed against."""

    problem: Opened | None
    reference: Opened
    rubric: Rubric


def main() -> None:
    """Answer messages until there are no more."""
    requests, answers = sys.stdin.buffer, _private_output()
    with suppress(ValueError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit()
    from auditor.grading.assessing import assess
    from auditor.grading.reference import Assignment
    from auditor.reading import read

    setting: Setting = receive(requests)
    problem = read(setting.problem.source) if setting.problem is not None else None
    assignment = Assignment(problem, read(setting.reference.source), setting.rubric)
    assignment.in_letters()
    send(answers, "ready")
    while (submission := receive(requests)) is not None:
        send(answers, _assessed(assess, assignment, submission))


def _assessed(assess: Any, assignment: Any, submission: Submission) -> Assessed:
    try:
        found: Assessed = assess(assignment, submission)
        return found
    except MemoryError:
        return Assessed(submission.name, submission.file, Status.OUT_OF_MEMORY, "it takes more memory than there is")
    except Exception as failure:
        said = " ".join(f"{type(failure).__name__}: {failure}".split())[:300]
        return Assessed(submission.name, submission.file, Status.FAILED, f"an internal failure: {said}")


def _private_output() -> IO[bytes]:
    """The stream of answers; what anybody prints goes elsewhere."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return answers


def _limit() -> None:
    if resource is not None:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def send(stream: IO[bytes], message: object) -> None:
    data = pickle.dumps(message)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message; None where there is none any more."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    return pickle.loads(data) if len(data) == length else None
