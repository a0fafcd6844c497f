"""The rooms in a row: the same input gives the same bytes, and no input gives a traceback."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from cases import CORPUS, Case, cases

import auditor

SAMPLE = ["derivations/gradient_of_frobenius_loss.md", "hostile/must_not_refute.md"]


def printed(file: Path, hash_seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "auditor", "check", str(file), "--format", "json"]
    return subprocess.run(command, capture_output=True, env=environment, check=False).stdout


@pytest.mark.parametrize("name", SAMPLE)
def test_the_same_input_gives_the_same_bytes(name: str) -> None:
    first, second = (printed(CORPUS / name, seed) for seed in ("1", "2"))
    assert first
    assert first == second


SLIPS = [case for file in sorted(CORPUS.glob("derivations/*.md")) for case in cases(file)][:6]


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case.name)
def test_damaged_documents_give_reports(case: Case) -> None:
    """Characters are dropped, doubled and swapped: whatever comes out is a report that accounts for every step."""
    text = case.text
    chance = random.Random(case.name)
    at = chance.randrange(len(text))
    for damaged in (text[:at], text[:at] + text[at + 1 :], text[:at] + chance.choice("{}$\\&^_|") + text[at:]):
        report = auditor.audit(damaged, name="damaged.md").to_dict()
        assert sum(report["summary"][verdict] for verdict in VERDICTS) == report["summary"]["steps"]


VERDICTS = ("given", "verified", "conditional", "refuted", "ill-formed", "unknown")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\r\n",
        "no mathematics at all",
        "$$",
        "$$ = = = $$",
        r"$$ \frac{}{} = \sqrt{} $$",
        r"$$ \sum_{i=1}^n = \prod $$",
        r"$$ x^{9999999999} = n^{99999999} $$",
        r"Let $A \in \mathbb{R}^{99999999999 \times n}$. $$ A = A $$",
        r"Let $A \in \mathbb{R}^{(a+b+c+d)^9 \times (a+b)(c+d)(e+f)(g+h)(k+l)}$. $$ A = A $$",
        "$$ " + "(" * 3000 + "x" + ")" * 3000 + " = x $$",
        "$$ x = " + "+".join(f"x_{{{k}}}" for k in range(400)) + " $$",
        "$$ \x00 = \ufffd $$",
        r"\def\x{\x\x}$$\x = \x$$",
        r"$$ 10^{10^{10^{10}}} = 1 $$",
        r"$$ 99999999999! = 1 $$",
        r"$$ A^{100000} = B $$ for square $A$, $B$.",
        r"$$ \det(A^{999}) = \det(A)^{999} $$ Let $A$ be $n\times n$.",
    ],
)  # fmt: skip
def test_odd_documents_give_reports(text: str) -> None:
    assert auditor.audit(text).to_dict()["steps"] is not None
