"""The reader of case files, the comparison with a report, and what holds of every case of the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bless import blessed
from cases import CORPUS, Case, Expectation, cases
from comparison import differences, wrong

WRITTEN = r"""# A file of cases
Words that belong to no case.

%% layout: denominator

%%% right
Let $A$ be $m\times n$.
$$ A = A $$  %~ shape (m, n)

%%%% A heading

%%% wrong
%% note: a slip
%% layout: numerator
Half of it, $50\%~$ or so. % a comment
%~ refuted E301 "two"

$$ A = 2A $$
$$ A = A = 3A $$  %~ 2: ill-formed or conditional
%- sign: $$ A = A = -A $$  %~ 2: refuted
A = A  %~ 1: given %~ 2: verified
%- sign: A = -A  %~ refuted
%> one
%> two
"""


@pytest.fixture
def read(tmp_path: Path) -> list[Case]:
    file = tmp_path / "x.md"
    file.write_text(WRITTEN, encoding="utf-8")
    return cases(file)


def test_cases_have_names_places_and_attributes(read: list[Case]) -> None:
    assert [case.name for case in read] == ["right", "wrong", "wrong/sign"]
    assert [case.line for case in read] == [7, 13, 13]
    assert [case.attributes.get("layout") for case in read] == ["denominator", "numerator", "numerator"]
    assert read[1].attributes["note"] == "a slip"
    assert read[2].attributes["mutant-of"] == "wrong"


def test_blanked_marks_leave_places_true(read: list[Case]) -> None:
    for case in read:
        for number, row in enumerate(case.text.rstrip("\n").split("\n")):
            original = WRITTEN.split("\n")[case.line - 1 + number]
            assert len(row) == len(original)
            assert all(new in (old, " ") for new, old in zip(row, original, strict=True))


def test_marks_speak_of_steps(read: list[Case]) -> None:
    right, wrong, mutant = read
    assert right.expectations == (Expectation(2, 1, (), ("m", "n"), None, None),)
    assert wrong.expectations == (
        Expectation(6, 1, ("refuted",), None, "E301", "two"),
        Expectation(7, 2, ("ill-formed", "conditional"), None, None, None),
        Expectation(9, 1, ("given",), None, None, None),
        Expectation(9, 2, ("verified",), None, None, None),
    )
    assert [mark.line for mark in mutant.expectations] == [6, 8, 10]


def test_percent_signs_of_the_text_are_no_marks(read: list[Case]) -> None:
    assert r"Half of it, $50\%~$ or so. % a comment" in read[1].text
    assert "%~ " not in read[1].text


def test_rows_of_a_slip_take_the_place_of_those_above(read: list[Case]) -> None:
    rows = [row.strip() for row in read[2].text.split("\n") if row.strip()]
    assert rows[1:] == ["$$ A = 2A $$", "$$ A = A = -A $$", "A = -A"]


def test_rendered_lines_are_kept_apart(read: list[Case]) -> None:
    assert read[1].rendered == ("one", "two")
    assert "one" not in read[1].text


def test_a_mark_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("%%% a\n$$ A = B $$  %~ refutted\n", encoding="utf-8")
    with pytest.raises(ValueError, match="refutted"):
        cases(file)


def test_blessing_rewrites_rendered_lines_alone() -> None:
    after = blessed(WRITTEN, {13: ("three",)})
    assert after == WRITTEN.replace("%> one\n%> two\n", "%> three\n")


def step(line: int, verdict: str, column: int = 6, **others: Any) -> dict[str, Any]:
    relation = {"symbol": "=", "line": line, "column": column}
    shape = {"shape": ["m", "n"]}
    return {"relation": relation, "verdict": verdict, "findings": [], "conditions": [], "left": shape, **others}


def report(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"steps": list(steps), "findings": [], "conclusions": []}


ERROR = {"code": "E301", "severity": "error", "message": "they differ by two"}
WARNING = {"code": "W401", "severity": "warning", "message": "a convention is assumed"}
NOTE = {"code": "W103", "severity": "note", "message": "repaired"}


def test_silence_wants_a_verified_step(read: list[Case]) -> None:
    assert differences(read[0], report(step(2, "verified"))) == []
    assert differences(read[0], report(step(2, "given", findings=[NOTE]))) == []
    assert differences(read[0], report(step(2, "unknown"))) == ["x.md:8.1: unknown instead of verified or given"]
    assert differences(read[0], report(step(2, "verified", findings=[WARNING])))
    assert differences(read[0], report()) == ["x.md:8.1: no step here"]
    assert differences(read[0], report(step(2, "verified", left={"shape": []})))


def test_findings_of_a_marked_step_are_exact(read: list[Case]) -> None:
    rest = [step(7, "verified"), step(7, "ill-formed", 10), step(9, "given", 3), step(9, "verified", 7)]
    assert differences(read[1], report(step(6, "refuted", findings=[ERROR]), *rest)) == []
    assert differences(read[1], report(step(6, "refuted", findings=[ERROR, WARNING]), *rest))
    assert differences(read[1], report(step(6, "refuted"), *rest)) == [
        "x.md:18.1: E301 is not filed",
        "x.md:18.1: “two” is not said",
    ]


def test_findings_beside_the_steps_are_unexpected(read: list[Case]) -> None:
    assert differences(read[0], {**report(step(2, "verified")), "findings": [ERROR]})
    assert differences(read[0], {**report(step(2, "verified")), "findings": [NOTE]}) == []


def test_undecided_is_not_wrong(read: list[Case]) -> None:
    assert wrong(read[0], report(step(2, "unknown"))) == []
    assert wrong(read[0], report(step(2, "refuted")))
    assert wrong(read[1], report(step(6, "unknown"))) == []
    assert wrong(read[1], report(step(6, "conditional"))) == []
    assert wrong(read[1], report(step(6, "given")))


def test_what_must_never_come_out(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("%% never: verified, given\n%%% a\nLet $A = B$.\n$$ A = 0 \\implies B = 0 $$\n", encoding="utf-8")
    (case,) = cases(file)
    premise, conclusion = step(2, "given", 6), step(2, "unknown", 20)
    implied = {"relation": {"symbol": r"\implies", "line": 2, "column": 10}}
    assert differences(case, report(step(1, "given"), premise, {**step(2, "unknown"), **implied}, conclusion)) == []
    assert differences(case, report(step(1, "given"), premise, {**step(2, "given"), **implied}, conclusion))
    assert differences(case, report(step(2, "verified")))


FILES = sorted(CORPUS.glob("*/*.md"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_mutants_of_the_corpus(file: Path) -> None:
    """A mutant differs from its parent only in marked rows, and no marked row of it is to be verified."""
    found = {case.name: case for case in cases(file)}
    for case in found.values():
        if "mutant-of" not in case.attributes:
            continue
        parent = found[case.attributes["mutant-of"]]
        marked = {case.text.split("\n")[mark.line - 1].strip() for mark in case.expectations}
        own = [row.strip() for row in case.text.split("\n") if row.strip()]
        old = [row.strip() for row in parent.text.split("\n") if row.strip()]
        assert marked
        assert len(own) == len(old)
        assert all(new in marked for new, was in zip(own, old, strict=True) if new != was)
        assert not {"verified", "given"} & {verdict for mark in case.expectations for verdict in mark.verdicts}
