"""Damaged texts, odd characters, and whatever else comes out of a clipboard: an answer, and never an exception.

`benchmarks/hostile.py` does this for every prefix of every case, and with texts of megabytes.
"""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from cases import CORPUS, cases

import auditor
from auditor.decoding import Unreadable, decode
from auditor.parsing import parse
from auditor.reading import read
from auditor.source import Source
from auditor.verdicts import Verdict

FILES = sorted(CORPUS.glob("*/*.md"))
LINE_ENDS = ["\n", "\r\n", "\r"]
OTHER_ENDS = ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
DOCUMENT = ["Let $A$ and $B$ be $n\\times n$.", "", "$$ (AB)^T", "= B^TA^T $$", "", "so $A = A$"]


def spread(count: int) -> list[tuple[str, str]]:
    """Texts of the corpus, each cut at a place of its own or without one character."""
    chance, found = random.Random(1), []
    every = [case for file in FILES for case in cases(file)]
    for case in chance.sample(every, count):
        place = chance.randrange(len(case.text))
        found.append((case.text[:place], case.text[:place] + case.text[place + 1 :]))
    return found


@pytest.mark.parametrize("part", range(8))
def test_prefixes_and_deletions_are_read(part: int) -> None:
    for prefix, gap in spread(400)[part::8]:
        for text in (prefix, gap):
            parse(read(Source("x.md", text)))


@pytest.mark.parametrize("part", range(4))
def test_prefixes_and_deletions_are_audited(part: int) -> None:
    for prefix, gap in spread(24)[part::4]:
        for text in (prefix, gap):
            auditor.audit(text)


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_lines_may_end_in_any_way(end: str) -> None:
    text = end.join(DOCUMENT)
    report = auditor.audit(text)
    assert [step.verdict for step in report.steps] == [Verdict.VERIFIED] * 2
    for step in report.steps:
        assert text[step.span.start : step.span.end].strip()
        assert report.source.position(step.span.start).line in (3, 4, 6)


@pytest.mark.parametrize("end", OTHER_ENDS, ids=ascii)
def test_other_line_ends_do_no_harm(end: str) -> None:
    auditor.audit(end.join(DOCUMENT))


def test_nul_bytes_are_read_over() -> None:
    report = auditor.audit("$$ a\0 + b = b + a\0 $$\0")
    assert not any(step.verdict.flagged for step in report.steps)


def test_mixed_encodings_are_read_or_refused() -> None:
    chance = random.Random(2)
    for _ in range(60):
        data = bytes(chance.randrange(1, 256) for _ in range(80)) + "$é = é$ ".encode("latin-1") + "$Σ = Σ$".encode()
        try:
            text, warning = decode(data)
        except Unreadable:
            continue
        assert warning
        auditor.audit(text)


def test_random_characters_are_read() -> None:
    chance = random.Random(3)
    for _ in range(60):
        noise = "".join(
            chr(chance.choice((chance.randrange(1, 0x250), chance.randrange(1, 0x30000)))) for _ in range(120)
        )
        auditor.audit(f"{noise} $ {noise} = {noise} $")


LETTERS = "abcdefghijklmnopqrstuvwxyz"
DOUBLED = "".join(rf"\def\m{one}{{\m{other}\m{other}}}" for one, other in pairwise(LETTERS))
BOMBS = {
    "doubling": DOUBLED + r"\def\mz{x}$$ \ma = 1 $$",
    "endless": r"\def\a{\a\a}$$ \a = 1 $$",
    "mutual": r"\def\a{\b x}\def\b{\a y}$$ \a = 1 $$",
    "arguments": r"\newcommand{\a}[1]{#1#1#1#1}$$ " + r"\a{" * 30 + "x" + "}" * 30 + " = 1 $$",
    "aliases": r"\let\a\b\let\b\a" * 500 + r"$$ \a = 1 $$",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_macro_bombs_end_in_no_verdict(name: str) -> None:
    report = auditor.audit(BOMBS[name])
    assert all(step.verdict in (Verdict.UNKNOWN, Verdict.GIVEN) for step in report.steps)


@pytest.mark.parametrize(
    "opener, closer", [("(", ")"), ("{", "}"), (r"\frac{", "}{y}"), ("x^{", "}"), (r"\left(", r"\right)")]
)
def test_what_is_nested_thousands_deep_is_not_decided(opener: str, closer: str) -> None:
    report = auditor.audit(f"$$ {opener * 10_000}x{closer * 10_000} = x $$")
    assert all(step.verdict is Verdict.UNKNOWN for step in report.steps)


def test_a_file_of_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text("word " * 1_000_000, encoding="utf-8")
    with pytest.raises(Unreadable, match="too long"):
        auditor.audit_file(path)
