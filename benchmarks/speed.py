"""Where the time goes: a pasted answer, a step, a long document, and the start from the shell.

    python benchmarks/speed.py [DOCUMENT…]

Without documents the chat answer of the corpus and the derivation done right are taken. Times are the best of five.
The medians are over the steps of a sample of the corpus, by stage, of processor time, the best of three.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from cases import CORPUS, cases  # noqa: E402

import auditor  # noqa: E402
from auditor.deciding.deciding import Judge, decide  # noqa: E402
from auditor.elaborating import elaborate  # noqa: E402
from auditor.parsing import parse  # noqa: E402
from auditor.reading import read  # noqa: E402
from auditor.source import Source  # noqa: E402

DERIVATIONS = CORPUS / "derivations"
SAMPLE = 300
DOCUMENTS = [DERIVATIONS / "gradient_of_frobenius_loss.md", DERIVATIONS / "frobenius_loss_done_right.md"]
FLOOR = "import lark, numpy, typer"
ROW = r"$$ \operatorname{tr}(A_{%d}B) = \operatorname{tr}(BA_{%d}) $$" + "\n"


def best(work: Callable[[], object], rounds: int = 5) -> float:
    """The least of some times, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def shell(*arguments: str) -> float:
    """The time of a run of Python that finds its modules compiled, as those of an installed package are."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    with tempfile.TemporaryDirectory() as compiled:
        environment["PYTHONPYCACHEPREFIX"] = compiled
        subprocess.run(command, capture_output=True, check=False, env=environment)
        return best(lambda: subprocess.run(command, capture_output=True, check=False, env=environment))


def long_document(rows: int) -> str:
    """Rows of a trace identity, each with words around it."""
    words = "The trace does not change when a product is turned round, so that in the next row as well\n"
    return "Let $B$ be $n\\times m$ and let all $A_k$ be $m\\times n$.\n" + "".join(
        words + ROW % (k, k) for k in range(1, rows + 1)
    )


def stages(text: str) -> tuple[int, list[float]]:
    """How many steps, and the milliseconds of reading and parsing, of elaborating, and of deciding."""
    source = Source("case", text)
    times = []
    for _ in range(3):
        marks = [time.process_time()]
        reading = parse(read(source))
        marks.append(time.process_time())
        elaboration = elaborate(reading)
        marks.append(time.process_time())
        decide(elaboration, Judge(0))
        marks.append(time.process_time())
        times.append([1000 * (after - before) for before, after in pairwise(marks)])
    return len(elaboration.steps), [min(column) for column in zip(*times, strict=True)]


def over_the_corpus() -> None:
    every = [case for file in sorted(CORPUS.glob("*/*.md")) for case in cases(file)]
    found = [stages(case.text) for case in random.Random(0).sample(every, SAMPLE)]
    steps = [[part / count for part in parts] for count, parts in found if count for _ in range(count)]
    parts = [median(column) for column in zip(*steps, strict=True)]
    print("median ms a step: reading {:.1f}, elaborating {:.1f}, deciding {:.1f}".format(*parts))
    print(f"altogether: median {median(map(sum, steps)):.1f} ms a step, {len(steps)} steps of {SAMPLE} cases")


def main() -> None:
    auditor.audit("$$ a + b = b + a $$")
    for path in map(Path, sys.argv[1:]) if len(sys.argv) > 1 else DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        steps = len(auditor.audit(text).steps)
        seconds = best(lambda text=text: auditor.audit(text))  # type: ignore[misc]
        print(f"{path.name}: {1000 * seconds:.0f} ms, {steps} steps, {1000 * seconds / max(steps, 1):.1f} ms a step")
    over_the_corpus()
    floor = shell("-c", FLOOR)
    check = shell("-m", "auditor", "check", str(DOCUMENTS[0]))
    print(f"from the shell: {check:.2f} s, {check / floor:.1f} times `{FLOOR}` ({floor:.2f} s)")
    for rows in (50, 500):
        text = long_document(rows)
        print(f"{rows} relations, {len(text)} characters: {best(lambda text=text: auditor.audit(text), 1):.2f} s")  # type: ignore[misc]
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
