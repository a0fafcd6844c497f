"""Damaged and hostile texts: does anything fail, hang, or take memory without bound?

    python benchmarks/hostile.py [--every 1] [--audited 50] [--deletions 20] [--only NAME]

Texts made to hurt are audited: deep nesting, macro bombs, a line of megabytes, NUL bytes, mixed encodings, random
characters. Then single characters are deleted at random places of every case of the corpus, `--deletions` of them; and
every prefix of every case is read and parsed (`--every 3`: every third). One text in `--audited` of these is audited as
a whole. The longest time of a processor is printed of each, and whatever raised an exception or took more than `LIMIT`
seconds in full.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from cases import CORPUS, cases  # noqa: E402

from auditor.decoding import MOST_CHARACTERS, Unreadable, decode  # noqa: E402
from auditor.parsing import parse  # noqa: E402
from auditor.pipeline import audit  # noqa: E402
from auditor.reading import normalize, read  # noqa: E402
from auditor.source import Source  # noqa: E402

LIMIT = 60
SLOW = 2
DEEP = 10_000
SIGNS = r"\{}[]()^_&$%#~ =+-*/|'<>,.:;!?`" + "\n\t" + "".join(map(chr, range(0x370, 0x3FF))) + "∑∂∇×ᵀ²₁−\u200b\ufeff😀"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DOUBLED = "".join(rf"\def\m{one}{{\m{other}\m{other}}}" for one, other in pairwise(LETTERS))
BOMBS = {
    "doubling": DOUBLED + r"\def\mz{x}$$ \ma = \ma $$",
    "endless": r"\def\a{\a\a}$$ \a = \a $$",
    "mutual": r"\def\a{\b x}\def\b{\a y}$$ \a = \b $$",
    "arguments": r"\newcommand{\a}[1]{#1#1#1#1}$$ " + r"\a{" * 40 + "x" + "}" * 40 + " = x $$",
    "redefined": r"\let\a\b\let\b\a" * 1000 + r"$$ \a = \b $$",
}  # fmt: skip
NESTED = {
    "braces": ("{", "x", "}"),
    "brackets": ("(", "x", ")"),
    "sized": (r"\left(", "x", r"\right)"),
    "fractions": (r"\frac{", "x", "}{y}"),
    "scripts": ("x^{", "y", "}"),
    "subscripts": ("x_{", "y", "}"),
    "roots": (r"\sqrt{", "x", "}"),
    "environments": (r"\begin{matrix}", "x", r"\end{matrix}"),
    "text": (r"\text{", "x", "}"),
    "sums": (r"\sum_{i=", "1", "}^n"),
    "transposes": ("(", "X", ")^T"),
    "inverses": ("(A+", "B", ")^{-1}"),
    "derivatives": (r"\frac{d}{dx}(", "x", ")"),
    "quotes": ("> ", "$$x=x$$", ""),
    "lists": ("- ", "$x=x$", ""),
    "fences": ("```\n", "$x=x$", "\n```"),
}


def made() -> Iterator[tuple[str, str]]:
    """Texts made to hurt."""
    for name, (before, inside, after) in NESTED.items():
        deep = before * DEEP + inside + after * DEEP
        yield f"{DEEP} deep {name}", f"$$ {deep} = {deep} $$"
        yield f"{DEEP} open {name}", f"$$ {before * DEEP}"
        yield f"{DEEP} deep bare {name}", deep
    yield from BOMBS.items()
    line = MOST_CHARACTERS  # a longer file is refused
    yield "a line of words", "word " * (line // 5)
    yield "a line of one word", "x" * line
    yield "a line of mathematics", "$$" + "a + " * (line // 4) + "a$$"
    yield "a line of relations", "$$" + "a = " * (line // 4) + "a$$"
    yield "a line of dollars", "$" * line
    yield "a line of braces", "{" * line
    yield "a line of backslashes", "\\" * line
    yield "NUL bytes", "$$ a\0 = a $$\0\0\n" * 100
    for end in ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"):
        yield f"lines ended by {end!r}", end.join(["Let $A$ be a matrix.", "", "$$ A", "= A", "$$", "- b", "$a=a$"])
    chance = random.Random(0)
    for number in range(300):
        yield f"random signs {number}", "".join(chance.choices(SIGNS + "abxyXY012", k=400))
        yield f"random characters {number}", "".join(chr(chance.randrange(1, 0xD800)) for _ in range(400))
        data = bytes(chance.randrange(256) for _ in range(400)) + "$é=é$".encode("latin-1") + "$Σ=Σ$".encode()
        with suppress(Unreadable):
            yield f"random bytes {number}", decode(data)[0]


def prefixes(every: int) -> Iterator[tuple[str, str]]:
    for name, text in documents():
        for end in range(0, len(text) + 1, every):
            yield f"{name}, {end} characters", text[:end]


def deletions(count: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(0)
    for name, text in documents():
        for _ in range(count):
            place = chance.randrange(max(1, len(text)))
            yield f"{name}, without character {place}", text[:place] + text[place + 1 :]


def documents() -> Iterator[tuple[str, str]]:
    for file in sorted(CORPUS.glob("*/*.md")):
        for case in cases(file):
            yield f"{file.stem}:{case.name}", case.text


class Slow(Exception):
    """Not done in time."""


def _stop(*_: Any) -> None:
    raise Slow


def tried(work: Callable[[str], object], name: str, text: str) -> float:
    """Seconds; what goes wrong is printed."""
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        work(text)
    except Slow:
        print(f"{name}: not done after {LIMIT} s", flush=True)
    except Exception:
        print(f"{name}: {traceback.format_exc()[-600:]}\n{text[:300]!r}", flush=True)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def read_only(text: str) -> None:
    document = read(Source("hostile.md", text))
    parse(document)


def everything(text: str) -> None:
    audit(text, name="hostile.md")
    normalize(read(Source("hostile.tex", text)))


def run(title: str, texts: Iterator[tuple[str, str]], audited: int) -> None:
    count, longest, seen = 0, (0.0, ""), set[int]()
    for name, text in texts:
        if (key := hash(text)) in seen:
            continue
        seen.add(key)
        seconds = tried(everything if count % audited == 0 else read_only, name, text)
        longest = max(longest, (seconds, name))
        if seconds > SLOW:
            print(f"{name}: {seconds:.1f} s", flush=True)
        count += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{title}: {count} texts, longest {longest[0]:.2f} s ({longest[1]}), memory {memory:.0f} MB", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--every", type=int, default=1)
    arguments.add_argument("--audited", type=int, default=50)
    arguments.add_argument("--deletions", type=int, default=20)
    arguments.add_argument("--only", choices=("made", "prefixes", "deletions"))
    options = arguments.parse_args()
    signal.signal(signal.SIGVTALRM, _stop)
    parts = {
        "made": lambda: run("made to hurt", made(), 1),
        "deletions": lambda: run("deletions", deletions(options.deletions), options.audited),
        "prefixes": lambda: run("prefixes", prefixes(options.every), options.audited),
    }
    for name, part in parts.items():
        if options.only in (None, name):
            part()


if __name__ == "__main__":
    main()
