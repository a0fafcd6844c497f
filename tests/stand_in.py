"""What stands in for the audit in tests of batches: it knows `$a = b$`, and some words that do harm.

As a program it is the process that audits; `STAND_IN` is the command.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from auditor.batch import child
from auditor.findings import finding
from auditor.reporting.report import Report
from auditor.source import Source, Span
from auditor.verdicts import Evidence, Method, Operand, Relation, Stance, Step, Verdict

COMMAND = (sys.executable, __file__)
_STEP = re.compile(r"\$(\w+) (=) (\w+)\$")
_HARM = re.compile(r"(\w+)!(?: (\S+))?")


def audit(text: str, name: str = "", preamble: str = "", origin: Any = None) -> Report:
    """A step for each `$a = b$`: right where a is b, undecided where b is `x`, else wrong."""
    for harm in _HARM.finditer(text):
        _do(harm[1], harm[2])
    return Report(Source(name, text, origin), steps=tuple(_step(*pair) for pair in enumerate(_STEP.finditer(text), 1)))


def _step(number: int, found: re.Match[str]) -> Step:
    left, sign, right = (Span(*found.span(group)) for group in (1, 2, 3))
    verdict, evidence = Verdict.VERIFIED, Evidence(Method.PROVED)
    findings = ()
    if found[3] == "x":
        verdict, evidence = Verdict.UNKNOWN, Evidence()
        findings = (finding("N904", sign, reason="nothing is known of x"),)
    elif found[1] != found[3]:
        verdict, evidence = Verdict.REFUTED, Evidence(Method.COUNTEREXAMPLE)
        findings = (finding("E301", sign, witness=f"{found[1]} against {found[3]}"),)
    return Step(
        number, number, Stance.ASSERTED, Span(*found.span()), Relation("=", sign),
        Operand(found[1], left, ()), Operand(found[3], right, ()), verdict, evidence, findings=findings,
    )  # fmt: skip


def _do(harm: str, marker: str | None) -> None:
    """Harm with a marker is done once: the marker is a file that is there afterwards."""
    if marker is not None and Path(marker).exists():
        return
    if marker is not None:
        Path(marker).touch()
    match harm:
        case "fail":
            raise RuntimeError("the sky\nfell")
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            _hang()
        case "gorge":
            held = [bytearray(1 << 24)]
            while True:
                held.append(bytearray(1 << 24))
        case "die":  # as if killed from outside
            os.kill(os.getpid(), signal.SIGKILL)
        case "interrupt":  # as if a key was pressed where the batch runs, over a document without an end
            os.kill(os.getppid(), signal.SIGINT)
            _hang()
        case "orphan":  # the process that asks is killed
            os.kill(os.getppid(), signal.SIGKILL)


def _hang() -> NoReturn:
    while True:
        pass


if __name__ == "__main__":
    child.main(audit)
