"""What batches cost: documents a second with one and two workers, memory, and the share of the machinery in it.

    python benchmarks/batch.py [--documents 1000] [--keep FOLDER]
    python benchmarks/batch.py --documents 10000 --write FILE

The documents are the cases of the corpus and their mutants, mixed, each with the lines that are wrong in it, over and
over with a sentence that makes them differ. The floor is `audit` in a bare loop over the same texts in one process, and
the overhead is what a run with one worker takes beyond that, as processor time and on the clock. Documents without
mathematics show what the machinery takes of each. `--write` writes the documents for a run of one's own.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from cases import CORPUS, Case, cases  # noqa: E402

_FLAGGED = {"refuted", "ill-formed", "conditional"}
_BARE_LOOP = """
import json, sys, time
from auditor.pipeline import audit
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
audit("$$A = A$$")
started = time.perf_counter()
for text in texts:
    audit(text)
print(time.perf_counter() - started)
"""


@dataclass(frozen=True)
class Measured:
    """Seconds on the clock and of processors, and the most memory of the first process and of any other, in MB.

    `others` is how many processors other programs had: where that is much, what the clock says means little.
    """

    wall: float
    cpu: float
    others: float
    own: float
    other: float
    said: str


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--documents", type=int, default=1000)
    arguments.add_argument("--keep", type=Path, help="where the documents and the results are left")
    arguments.add_argument("--write", type=Path, metavar="FILE", help="only write the documents")
    options = arguments.parse_args()
    if options.write:
        written(options.write, options.documents)
        return
    with tempfile.TemporaryDirectory() as temporary:
        report(options.keep or Path(temporary), options.documents)


def report(folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    whole, quarter = written(folder / "whole.jsonl", number), written(folder / "quarter.jsonl", number // 4)
    floor = measured("-c", _BARE_LOOP, str(whole))
    loop = float(floor.said)
    print(f"bare loop       {number / loop:7.1f} a second, {floor.cpu / number * 1000:6.1f} ms of a processor each")
    found = {workers: batch(whole, folder / f"out-{workers}", workers) for workers in (1, 2)}
    for workers, run in found.items():
        print(
            f"{workers} worker{'s' if workers > 1 else ' '}       {number / run.wall:7.1f} documents a second,"
            f" {run.cpu / number * 1000:6.1f} ms of a processor each; {run.own:.0f} MB and {run.other:.0f} MB a worker"
        )
    small = batch(quarter, folder / "out-quarter", 2)
    print(f"a quarter of it {small.own:7.0f} MB and {small.other:.0f} MB a worker")
    again = batch(whole, folder / "out-2", 2)
    print(f"once more       {number / again.wall:7.1f} documents a second, all known before")
    empty = batch(without_mathematics(folder / "empty.jsonl", number), folder / "out-empty", 1)
    print(
        f"no mathematics  {number / empty.wall:7.1f} documents a second,"
        f" {empty.cpu / number * 1000:6.1f} ms of a processor each"
    )
    cpu, wall = found[1].cpu / floor.cpu - 1, found[1].wall / loop - 1
    print(f"overhead        {cpu:7.1%} of processor time, {wall:.1%} on the clock")
    print(f"scaling         {found[1].wall / found[2].wall:7.2f} from one worker to two")
    summary = json.loads((folder / "out-2" / "summary.json").read_text(encoding="utf-8"))
    print(f"against labels  {json.dumps(summary['labels'])}")
    others = max(run.others for run in (floor, *found.values()))
    print(f"other programs  {others:7.2f} processors at the most, while this was measured")
    same = all((folder / "out-1" / path.name).read_bytes() == path.read_bytes() for path in folder.glob("out-2/steps*"))
    print(f"steps of one and of two workers are {'the same' if same else 'NOT THE SAME'}")


def written(path: Path, number: int) -> Path:
    """A file of labelled documents."""
    with path.open("w", encoding="utf-8") as stream:
        for case, nth in islice(variants(), number):
            text = case.text if not nth else f"{case.text}\n\nThis is copy number {nth}.\n"
            record = {"id": f"{case.file.stem}:{case.name}:{nth}", "text": text, "wrong": wrong_lines(case)}
            stream.write(json.dumps(record) + "\n")
    return path


def without_mathematics(path: Path, number: int) -> Path:
    lines = (json.dumps({"text": f"This is document number {nth}."}) for nth in range(number))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def variants() -> Iterator[tuple[Case, int]]:
    # What a case expects under options of its own says nothing of a run without them.
    every = (case for file in sorted(CORPUS.glob("*/*.md")) for case in cases(file))
    known = [case for case in every if not {"never", "layout", "let"} & set(case.attributes)]
    random.Random(0).shuffle(known)
    for nth in count():
        yield from ((case, nth) for case in known)


def wrong_lines(case: Case) -> list[int]:
    marks = (mark for mark in case.expectations if mark.verdicts)
    return sorted({mark.line for mark in marks if set(mark.verdicts) <= _FLAGGED})


def batch(source: Path, output: Path, workers: int) -> Measured:
    main = "import sys; from auditor.cli import main; main()"
    options = ("--output", str(output), "--label-column", "wrong", "--workers", str(workers))
    return measured("-c", main, "batch", str(source), *options)


def measured(*arguments: str) -> Measured:
    """Run Python, and look at its memory and that of the processes below it now and then."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    busy = processors()
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, stderr=errors, cwd=ROOT, text=True)
    own = other = 0
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            own = max(own, watched.memory_info().rss)
            other = max([other, *(below.memory_info().rss for below in watched.children(recursive=True))])
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.2)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        errors.seek(0)
        raise SystemExit(f"{arguments[0]} ended with {process.returncode}:\n{errors.read()[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert process.stdout
    others = max(0.0, processors() - busy - cpu) / wall
    return Measured(wall, cpu, others, own / 1e6, other / 1e6, process.stdout.read().strip())


def processors() -> float:
    """Seconds of work that all processors have done so far."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)


if __name__ == "__main__":
    main()
