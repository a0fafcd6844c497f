"""How much of real mathematics is read: rows → relations found → read whole → typed, and the time a row
takes. A row is typed where no construct of it is without a meaning; it is elaborated by itself, without its document.

Usage: python benchmarks/reading.py ROWS [--failures]

ROWS holds one JSON object a line with the row under `latex`.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from auditor.elaborating import elaborate
from auditor.parsing import Reading, parse
from auditor.reading import read
from auditor.source import Source

T = TypeVar("T")
_RELATION = re.compile(
    r"[=<>]|\\(?:leq?|geq?|neq?|approx|equiv|sim|propto|in|to|rightarrow|implies|leftarrow|triangleq)(?![a-zA-Z])"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("rows", type=Path)
    arguments.add_argument("--failures", action="store_true", help="print every row that is not read whole, and why")
    options = arguments.parse_args()
    rows = [json.loads(line)["latex"] for line in options.rows.read_text(encoding="utf-8").splitlines() if line.strip()]
    parse(read(Source("warm-up", "$$a = b$$")))
    counts: Counter[str] = Counter(rows=len(rows))
    reasons: Counter[str] = Counter()
    reading_seconds = parsing_seconds = 0.0
    for row in rows:
        source = Source("row", f"$$\n{row}\n$$\n")
        document, seconds = _timed(lambda source=source: read(source))
        reading_seconds += seconds
        result, seconds = _timed(lambda document=document: parse(document))
        parsing_seconds += seconds
        problems = _problems(result)
        found = any(statement.relations for statement in result.statements)
        counts["relations found"] += found or not _RELATION.search(row)
        counts["read whole"] += not problems
        counts["typed"] += not problems and not _unknown_constructs(result)
        reasons.update(re.sub(r"`.*`", "`…`", problem) for problem in problems[:1])
        if problems and options.failures:
            print(f"{problems[0]}\n    {row}")
    for name in ("rows", "relations found", "read whole", "typed"):
        print(f"{name:16} {counts[name]:5}  {counts[name] / max(1, len(rows)):6.1%}")
    reading, parsing = (seconds / len(rows) * 1000 for seconds in (reading_seconds, parsing_seconds))
    print(f"reading {reading:.2f} ms a row, parsing {parsing:.2f} ms a row")
    for reason, count in reasons.most_common():
        print(f"{count:5}  {reason}")


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    """What comes out, and the seconds of the processor that it takes, the least of three."""
    times = []
    for _ in range(3):
        started = time.process_time()
        made = work()
        times.append(time.process_time() - started)
    return made, min(times)


def _unknown_constructs(result: Reading) -> list[str]:
    """What of a row has no meaning."""
    found = (
        problem for step in elaborate(result).steps for problem in (step.problem, step.left.problem, step.right.problem)
    )
    return [problem.message for problem in found if problem is not None and problem.rule.code == "N902"]


def _problems(result: Reading) -> list[str]:
    """Why the row was not read whole; a repair counts against it."""
    failures = [
        operand.failure.message
        for statement in result.statements
        for operand in statement.operands
        if operand is not None and operand.failure is not None
    ]
    repairs = [found.message for found in result.findings]
    return failures + repairs + ([] if result.statements else ["nothing was found"])


if __name__ == "__main__":
    main()
