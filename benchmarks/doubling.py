"""Every verified equation of a document, with its right side doubled: none may be verified or given any more.

    python benchmarks/doubling.py DOCUMENT…

A side that is zero stays out. What slips through is printed with its line; the last line counts.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from auditor.pipeline import audited
from auditor.verdicts import Verdict

PASSING = (Verdict.VERIFIED, Verdict.GIVEN)


def doubled(text: str) -> list[tuple[int, int, str]]:
    """The line and the offset of each verified equation, and the document with its right side doubled."""
    found = audited(text)
    made = []
    for step, decision in zip(found.decided.elaboration.steps, found.decided.decisions, strict=True):
        right = step.right.written
        if decision.verdict is not Verdict.VERIFIED or step.relation.symbol != "=" or right is None:
            continue
        if right.latex.strip() == "0":
            continue
        span = right.span
        changed = f"{text[: span.start]}2({text[span.start : span.end]}){text[span.end :]}"
        start = step.relation.span.start
        made.append((text.count("\n", 0, start) + 1, start, changed))
    return made


def main(names: list[str]) -> None:
    total: Counter[str] = Counter()
    for name in names:
        text = Path(name).read_text(encoding="utf-8")
        for line, start, changed in doubled(text):
            verdicts = [step.verdict for step in audited(changed).report().steps if step.relation.span.start == start]
            verdict = verdicts[0] if verdicts else None
            total[verdict.value if verdict is not None else "no step"] += 1
            if verdict in PASSING:
                print(f"{name}:{line}: {verdict}: {changed[start - 30 : start + 60]!r}", flush=True)
    print(dict(total))


if __name__ == "__main__":
    main(sys.argv[1:])
