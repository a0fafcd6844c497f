"""The text report: what it must say, in the terms that it always uses."""

import re
from dataclasses import replace

import pytest
from specimens import EXACT, every_verdict, nothing

from auditor.findings import finding
from auditor.reporting import as_markdown, as_text, evidence, wording
from auditor.reporting.report import Report
from auditor.reporting.terminal import columns, shortened, wants_colour
from auditor.source import Span
from auditor.verdicts import Conclusion, Counterexample, Evidence, Method, Verdict


def text(report: Report, **options: bool | int) -> str:
    return as_text.render([report], **options)  # type: ignore[arg-type]


def test_findings_look_like_a_compilers() -> None:
    assert r"""
error[E203]: a matrix-valued derivative becomes a scalar: the free indices of d/dR are lost
 --> answer.md:8:27, step 3, ill-formed
  |
7 | \frac{dL}{dR} = \frac{1}{m}\sum_{k=1}^n X_{ik}\frac{d}{dR}(R_{kj})
  |                                               -------------------- n×n matrix, one for each k, j
8 | = \frac{1}{m}\sum_{k=1}^n X_{ik}\delta_{kj}
  |                           ^^^^^^^^^^^^^^^^^
  = note: by shape: n×n matrix on the left, scalar on the right
  = help: keep the free indices of the derivative
""" in text(every_verdict())


def test_every_step_stands_in_the_table_with_its_line() -> None:
    table = text(every_verdict()).split("steps\n")[1].split("\n\n")[0].splitlines()
    lines = [5, 7, 8, 9, 11, 11, 13, 13, 13]
    assert [tuple(map(int, re.findall(r"\d+", row)[:2])) for row in table] == list(enumerate(lines, 1))
    assert [row.split()[3] for row in table] == [step.verdict.value for step in every_verdict().steps]


def test_a_row_that_goes_on_begins_with_its_relation() -> None:
    assert re.search(r"ill-formed +=", text(every_verdict()))


@pytest.mark.parametrize(
    "said",
    [
        "the derivative of a scalar is shaped like its variable  (inferred)",
        "X: m×n matrix  (stated, line 1)",
        "A: invertible n×n matrix  (set by option)",
        "t: unknown shape  (by convention)",
        "counterexample: n=2, A=[[1,0],[0,1/2]], B=[[0,1],[0,0]] gives left",
        "help: B^TA^T (verified)",
        "right result by an invalid route",
        "W101  *{i=1} → _{i=1}  (line 5)",
        "unknown (asked)",
        "ill-formed (carried forward)",
        "holds with C symmetric",
        "9 steps: 3 verified, 1 given, 1 conditional, 1 refuted, 2 ill-formed, 1 unknown",
    ],
)
def test_it_says(said: str) -> None:
    assert said in text(every_verdict())


def test_nothing_read_is_said() -> None:
    assert wording.NOTHING_READ in text(nothing())
    assert wording.NOTHING_READ in text(nothing(""))


def test_a_wrong_step_without_a_finding_is_still_shown() -> None:
    report = every_verdict()
    bare = replace(report, steps=tuple(replace(step, findings=()) for step in report.steps))
    assert "refuted: (AB)^T = A^TB^T" in text(bare)
    assert "counterexample: n=2" in text(bare)


def test_a_fact_that_was_forgotten_costs_its_words_only() -> None:
    report = replace(nothing(), findings=(finding("E309", Span(0, 4)),))
    assert "the two sides differ by the constant factor …" in text(report)
    assert "constant factor `…`" in as_markdown.render([report])


def test_evidence_of_every_step_on_request() -> None:
    shown = text(every_verdict(), explain_steps=True)
    assert "agrees on 6 exact draws modulo p (error bound 4e-41), sizes drawn m=3, n=4; m=5, n=2" in shown
    assert "A = np.array([[1,0],[0,1/2]])" in shown
    assert "agrees on" not in text(every_verdict())


def test_valid_steps_from_a_wrong_start() -> None:
    report = every_verdict()
    steps = tuple(
        replace(step, derivation=1, verdict=Verdict.REFUTED if step.id == 1 else Verdict.VERIFIED, findings=())
        for step in report.steps[:3]
    )
    drawn = Conclusion(1, "=", 1, 3, "a", "b", Verdict.REFUTED, "invalid")
    wrong = replace(report, steps=steps, conclusions=(drawn,))
    assert "valid steps from a wrong start, the result is wrong" in text(wrong)
    late = replace(wrong, steps=(*steps[:2], replace(steps[2], verdict=Verdict.REFUTED)))
    assert "wrong start" not in text(late)


def test_plain_rows_fit_the_width() -> None:
    assert max(columns(row) for row in text(every_verdict(), width=100).splitlines()) <= 100


def test_several_reports_follow_each_other() -> None:
    both = as_text.render([every_verdict(), nothing()])
    assert both == text(every_verdict()) + "\n" + text(nothing())


# Evidence


def with_evidence(found: Evidence, verdict: Verdict = Verdict.VERIFIED) -> str:
    return evidence.describe(replace(every_verdict().steps[1], evidence=found, verdict=verdict))


def test_what_agrees_is_never_called_proved() -> None:
    for found in (EXACT, Evidence(Method.SAMPLED, "R", 32, digits=40)):
        assert "agrees" in with_evidence(found)
        assert "proved" not in with_evidence(found)
    assert with_evidence(Evidence(Method.PROVED, sizes_covered="all")) == "proved for all sizes"
    assert with_evidence(Evidence(Method.SAMPLED, "R", 32, digits=40)) == "agrees at 32 real points to 40 digits"


def test_an_inequality_that_survives_is_not_called_right() -> None:
    said = with_evidence(Evidence(Method.SAMPLED, "R", 400), Verdict.UNKNOWN)
    assert said == "not refuted in 400 instances"


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "unknown"), (1e-40, "1e-40"), (1.01e-40, "2e-40"), (9.5e-7, "1e-06"), (0.0, "below 1e-300")],
)
def test_bounds_are_rounded_up(value: float | None, said: str) -> None:
    assert evidence.bound(value) == said


@pytest.mark.parametrize(
    ("axes", "said"),
    [
        (None, "unknown shape"),
        ((), "scalar"),
        (("n",), "n-vector"),
        (("n", "1"), "n×1 matrix"),
        (("n + 1", "m"), "(n + 1)×m matrix"),
        (("m", "n", "m", "n"), "m×n×m×n array"),
    ],
)
def test_shapes_in_words(axes: tuple[str, ...] | None, said: str) -> None:
    assert evidence.shape(axes) == said


def test_a_counterexample_is_a_numpy_session() -> None:
    instance = Counterexample(
        (("n", 2),), ((r"\hat{A}", [["1", "1/2"]]), ("x'", "3"), ("2", "1")), ["1"], ["2"], (1,), (("i", 1),)
    )
    names: dict[str, object] = {}
    exec(evidence.as_numpy(instance), names)
    assert names["n"] == 2
    assert names["hat_A"].tolist() == [[1.0, 0.5]]  # type: ignore[attr-defined]
    assert names["x_prime"] == 3


# Colour


@pytest.mark.parametrize(
    ("is_terminal", "environment", "coloured"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "0"}, False),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals(is_terminal: bool, environment: dict[str, str], coloured: bool) -> None:
    assert wants_colour(is_terminal, environment) is coloured


def test_colour_changes_nothing_but_colour() -> None:
    coloured = text(every_verdict(), colour=True)
    assert "\x1b[1;31merror[E203]\x1b[0m" in coloured
    assert re.sub(r"[ ]+\n", "\n", re.sub(r"\x1b\[[0-9;]*m", "", coloured)) == text(every_verdict())


@pytest.mark.parametrize("room", range(4, 40))
def test_shortening_keeps_both_ends_in_the_room(room: int) -> None:
    for long in (r"\frac{1}{2}\left(A + B\right)", "漢字" * 20, "x\u0302" * 30):
        short = shortened(long, room)
        assert columns(short) <= room
        assert short == long or "…" in short
