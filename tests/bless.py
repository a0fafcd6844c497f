"""Write today's rendered reports into the `%>` lines of case files: `python tests/bless.py corpus/spec/*.md`.

Nothing else is touched, verdicts least of all; only cases that show a report already get a new one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from cases import Case, cases


def rendered(report: Any) -> tuple[str, ...]:
    """The report as lines of plain text."""
    from auditor.reporting import as_text

    return tuple(line.rstrip() for line in as_text.render([report]).rstrip().split("\n"))


def blessed(text: str, reports: dict[int, tuple[str, ...]]) -> str:
    """The case file with the rendered lines of each case replaced; cases go by the number of their first line."""
    lines, case, shown = [], 0, False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("%%%"):
            case, shown = number + 1, False
        if not line.startswith("%>"):
            lines.append(line)
        elif not shown:
            lines += [f"%> {row}".rstrip() for row in reports[case]]
            shown = True
    return "\n".join(lines)


def report(case: Case) -> tuple[str, ...]:
    import auditor

    return rendered(auditor.audit(case.text, name=case.file.name, layout=case.attributes.get("layout")))


def main() -> None:
    for file in map(Path, sys.argv[1:]):
        reports = {case.line: report(case) for case in cases(file) if case.rendered}
        file.write_text(blessed(file.read_text(encoding="utf-8"), reports), encoding="utf-8")


if __name__ == "__main__":
    main()
