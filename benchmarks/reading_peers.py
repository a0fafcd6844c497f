"""The readers of LaTeX that Python has, side by side on the same rows: accepted, without a visible defect, time.

    python benchmarks/reading_peers.py ROWS [--limit 10] [--examples]

ROWS holds one JSON object a line with the row under `latex`. The readers are SymPy's `parse_latex` with both backends,
latex2sympy2_extended (which Math-Verify reads with), and this one; the others come with `pip install 'auditor[peers]'`.
Each reads in a process of its own, which is ended after `--limit` seconds a row.

A reader accepts a row where it gives an answer without an error; this one, where the row is read whole. A defect is
what can be seen without understanding the mathematics, of every reader by the same tests: a letter, a number, a prime
or a relation of the row that is not in the answer, ᵀ that became an exponent, a product of matrices whose factors may
change places. A row without a defect may still be misread. Times are of the processor and without imports.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from killable import Answer, Killable  # noqa: E402

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau phi chi psi omega"
    " Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega".split()
)
_WORDS = re.compile(
    r"\\(?:begin|end)\s*\{[^{}]*\}(?:\[\w*\])?(?:\{[lcr| ]*\})?"
    r"|\\(?:text\w*|mbox|label|tag|operatorname\*?|math(?:rm|sf|bb|cal)|[hv]space|color|ref|\w*comment)"
    r"\s*(?:\[[^\]]*\])?\s*\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\\phantom\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
    r"|\\genfrac\{\}\{\}\{\w*\}\{\d\}"
    r"|\\\\\s*\[[^\]]*\]"  # the distance between two rows
    r"|(?<![a-zA-Z\\])(?:tr|Tr|ln|KL|if|[a-zA-Z]{3,})(?![a-zA-Z])"  # a word or a product of letters
)
_TRANSPOSED = re.compile(r"\^\s*\{?\s*(?:T(?![a-zA-Z])|\\top|\\intercal|\\mathsf\s*\{?T|\\mathrm\s*\{?T|\\prime)\s*\}?")
_LETTER = re.compile(r"\\([a-zA-Z]+)|([a-zA-Z])")
_NUMBER = re.compile(r"\d")
_RELATION = re.compile(
    r"[<>:]?=|<|>|\\(?:leq?|geq?|neq?|approx|equiv|sim|propto|in|to|rightarrow|triangleq)(?![a-zA-Z])"
)
_MATRIX = r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{[A-Za-z]\}|(?<![a-zA-Z\\])[A-Z](?![a-zA-Z(]))"
_SIDE_BY_SIDE = re.compile(rf"{_MATRIX}\s*{_MATRIX}")
AMBIGUOUS = frozenset("deiT")  # differentials, Euler's number, the imaginary unit, transposes


@dataclass(frozen=True)
class Seen:
    """What an answer holds, as far as defects go."""

    letters: frozenset[str]
    numbers: frozenset[str]
    relations: int
    primes: bool
    flaws: tuple[str, ...] = field(default=())


# --- the readers, each made in its own process ------------------------------------------------------------------


def auditor() -> Callable[[str], Seen]:
    from auditor.parsing import parse
    from auditor.parsing.printing import latex
    from auditor.reading import read
    from auditor.source import Source

    def seen(row: str) -> Seen:
        found = parse(read(Source("row", f"$$\n{row}\n$$\n")))
        operands = [operand for statement in found.statements for operand in statement.operands if operand is not None]
        if not found.statements or found.findings or any(operand.failure for operand in operands):
            raise ValueError("not read whole")
        text = " ".join(latex(operand.syntax) for operand in operands if operand.syntax is not None)
        text += " ".join(statement.annotation for statement in found.statements)
        relations = sum(len(statement.relations) for statement in found.statements)
        inside = len(_RELATION.findall(text))
        return Seen(
            letters_of(text), frozenset(_NUMBER.findall(text)), relations + inside, "'" in text or "prime" in text
        )

    seen("a = b")
    return seen


def antlr() -> Callable[[str], Seen]:
    from sympy.parsing.latex import parse_latex

    parse_latex("a", backend="antlr")
    return lambda row: of_sympy(parse_latex(row, backend="antlr"))


def lark() -> Callable[[str], Seen]:
    from sympy.parsing.latex import parse_latex

    parse_latex("a", backend="lark")
    return lambda row: of_sympy(parse_latex(row, backend="lark"))


def latex2sympy() -> Callable[[str], Seen]:
    from latex2sympy2_extended import latex2sympy

    latex2sympy("a")
    return lambda row: of_sympy(latex2sympy(row))


READERS = {
    "SymPy parse_latex, Lark": lark,
    "SymPy parse_latex, ANTLR": antlr,
    "latex2sympy2_extended": latex2sympy,
    "auditor": auditor,
}


def of_sympy(answer: Any) -> Seen:
    import sympy

    if answer is None or not isinstance(answer, sympy.Basic | sympy.matrices.MatrixBase):
        raise ValueError(f"an answer of {type(answer).__name__}")
    text = sympy.srepr(answer)
    if type(answer).__name__ == "Tree" or "_ambig" in text:
        raise ValueError("several readings")
    names = " ".join(re.findall(r"'([^']*)'", text.replace('"', "'")))
    exponents = [power.exp for power in sympy.preorder_traversal(answer) if isinstance(power, sympy.Pow)]
    flaws = (
        ["a transpose became a power"]
        if any({"T", "t", "top"} & set(map(str, e.free_symbols)) for e in exponents)
        else []
    )
    if all(symbol.is_commutative for symbol in answer.free_symbols):
        flaws.append("commutes")
    relations = sum(isinstance(part, sympy.core.relational.Relational) for part in sympy.preorder_traversal(answer))
    numbers = frozenset(_NUMBER.findall(text))
    return Seen(letters_of(names), numbers, relations, "'" in text.replace("('", "").replace("')", ""), tuple(flaws))


# --- defects ----------------------------------------------------------------------------------------------------


def letters_of(text: str) -> frozenset[str]:
    """Letters and Greek names, single; what stands in words is left out."""
    found = set()
    for command, letter in _LETTER.findall(_WORDS.sub(" ", text)):
        if command:
            found |= {command.replace("var", "")} & set(GREEK)
        else:
            found.add(letter)
    for name in GREEK:
        if re.search(rf"(?<![a-zA-Z\\]){name}(?![a-zA-Z])", text):
            found.add(name)
    return frozenset(found)


def defects(row: str, seen: Seen) -> Iterator[str]:
    plain = _TRANSPOSED.sub(" ", _WORDS.sub(" ", row))
    if letters_of(plain) - seen.letters - AMBIGUOUS:
        yield "a letter is lost"
    if set(_NUMBER.findall(plain)) - seen.numbers - {"0", "1", "2"}:
        yield "a number is lost"
    if len(_RELATION.findall(plain)) > seen.relations:
        yield "a relation is lost"
    if "'" in plain and not seen.primes:
        yield "a prime is lost"
    if _TRANSPOSED.search(row) and "a transpose became a power" in seen.flaws:
        yield "a transpose became a power"
    if _SIDE_BY_SIDE.search(plain) and "commutes" in seen.flaws:
        yield "matrices commute"


def report(name: str, make: Callable[[], Callable[[str], Seen]], rows: list[str], limit: float, examples: bool) -> None:
    reader = Killable(make, limit)
    accepted = clean = 0
    times: list[float] = []
    found: Counter[str] = Counter()
    for row in rows:
        answer: Answer = reader(row)
        times.append(1000 * answer.seconds)
        found["time is up"] += answer.failure == "time is up"
        if answer.value is None:
            continue
        accepted += 1
        flaws = list(defects(row, answer.value))
        clean += not flaws
        found.update(flaws)
        if examples and flaws:
            print(f"    {flaws}: {row[:150]}")
    reader.close()
    share = len(rows) / 100
    mean = sum(times) / len(times)
    print(
        f"| {name:26} | {accepted:4} ({accepted / share:4.1f} %) | {clean:4} ({clean / share:4.1f} %) "
        f"| {mean:6.2f} | {median(times):6.2f} |",
        flush=True,
    )
    print(f"    {dict(found.most_common())}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("rows", type=Path)
    arguments.add_argument("--limit", type=float, default=10.0, help="seconds that a row may take")
    arguments.add_argument("--examples", action="store_true", help="print the rows with a defect")
    arguments.add_argument("--only", help="a part of the name of the readers to run")
    options = arguments.parse_args()
    rows = [json.loads(line)["latex"] for line in options.rows.read_text(encoding="utf-8").splitlines() if line.strip()]
    print(f"{len(rows)} rows\n| reader | accepted | without a visible defect | ms a row, mean | median |")
    for name, make in READERS.items():
        if not options.only or options.only in name:
            report(name, make, rows, options.limit, options.examples)


if __name__ == "__main__":
    main()
