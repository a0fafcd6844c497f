"""How time and memory grow with the length of a document: once, ten times and a hundred times the same text.

    python benchmarks/growth.py [DOCUMENT] [--times 1 10 100]

The chat answer of the corpus is taken without DOCUMENT. Each length runs in a process of its own, so that the memory is
its own; times are of the processor, the least of three for the shortest.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

ANSWER = ROOT / "corpus" / "derivations" / "gradient_of_frobenius_loss.md"


def measured(text: str, rounds: int) -> dict[str, float]:
    from auditor.parsing import parse
    from auditor.pipeline import audit
    from auditor.reading import read
    from auditor.source import Source

    audit("$$ a + b = b + a $$")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    source = Source("growth.md", text)
    document = read(source)
    return {
        "characters": len(text),
        "reading": least(lambda: read(source), rounds),
        "parsing": least(lambda: parse(document), rounds),
        "all": least(lambda: audit(text), rounds),
        "steps": len(audit(text).steps) if rounds > 1 else 0,
        "memory": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
    }


def least(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("document", type=Path, nargs="?", default=ANSWER)
    arguments.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    arguments.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    text = options.document.read_text(encoding="utf-8") + "\n\n"
    if options.measure:
        print(json.dumps(measured(text * options.measure, 3 if options.measure == 1 else 1)))
        return
    print("| length | characters | reading, s | parsing, s | all, s | memory, MB |")
    for times in options.times:
        command = [sys.executable, __file__, str(options.document), "--measure", str(times)]
        found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        print(
            f"| {times} × | {found['characters']} | {found['reading']:.3f} | {found['parsing']:.3f} "
            f"| {found['all']:.2f} | {found['memory']:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
