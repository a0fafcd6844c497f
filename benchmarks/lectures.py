"""Ten lectures, right ones and with planted slips: which right steps are flagged, and which slips are caught.

    python benchmarks/lectures.py [--right] [FILE…]

For each text the verdicts on its right steps are counted, those that are wrongly flagged with their lines, and for each
planted slip whether its line is flagged. `--right` leaves the slips out. A text takes some seconds to a minute.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from cases import Case, cases

import auditor
from auditor.reporting.report import Report

FLAGGED = ("refuted", "ill-formed")


def audited(case: Case) -> Report:
    return auditor.audit(case.text, name=case.file.name)


def lines(report: Report) -> list[int]:
    """The lines of the flagged steps."""
    flagged = (step for step in report.steps if step.verdict.value in FLAGGED and not step.carried_forward)
    return [report.source.position(step.relation.span.start).line for step in flagged]


def main(arguments: list[str]) -> None:
    names = [Path(name) for name in arguments if not name.startswith("--")]
    files = names or sorted((Path(__file__).parent / "lectures").glob("*.md"))
    total: Counter[str] = Counter()
    caught = planted = 0
    for file in files:
        right, *slips = cases(file)
        started = time.process_time()
        report = audited(right)
        spent = time.process_time() - started
        verdicts = Counter(step.verdict.value for step in report.steps)
        total += verdicts
        alarms = lines(report)
        print(f"{file.stem}: {dict(verdicts)}, flagged at lines {alarms}, {spent:.1f} s", flush=True)
        for slip in [] if "--right" in arguments else slips:
            found = [line for line in lines(audited(slip)) if line not in alarms]
            planted, caught = planted + 1, caught + bool(found)
            print(f"  {slip.name}: {'caught at ' + str(found) if found else 'missed'}", flush=True)
    print(f"steps {dict(total)}; slips caught {caught}/{planted}")


if __name__ == "__main__":
    main(sys.argv[1:])
