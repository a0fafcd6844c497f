"""Where the time goes: a pasted answer, a step, a long document, and the start from the shell.

    python benchmarks/speed.py [DOCUMENT…]

Without documents the chat answer of the corpus and the derivation done right are taken. Times are the best of five.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import auditor

DERIVATIONS = Path(__file__).parents[1] / "corpus" / "derivations"
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


def main() -> None:
    auditor.audit("$$ a + b = b + a $$")
    for path in map(Path, sys.argv[1:]) if len(sys.argv) > 1 else DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        steps = len(auditor.audit(text).steps)
        seconds = best(lambda text=text: auditor.audit(text))  # type: ignore[misc]
        print(f"{path.name}: {1000 * seconds:.0f} ms, {steps} steps, {1000 * seconds / max(steps, 1):.1f} ms a step")
    floor = shell("-c", FLOOR)
    check = shell("-m", "auditor", "check", str(DOCUMENTS[0]))
    print(f"from the shell: {check:.2f} s, {check / floor:.1f} times `{FLOOR}` ({floor:.2f} s)")
    for rows in (50, 500):
        text = long_document(rows)
        print(f"{rows} relations, {len(text)} characters: {best(lambda text=text: auditor.audit(text), 1):.2f} s")  # type: ignore[misc]
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
