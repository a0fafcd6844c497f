"""The report's figures, and its JSON against the schema that ships with the package."""

import json
from dataclasses import replace

import jsonschema
import pytest
from specimens import COUNTEREXAMPLE, every_verdict, hostile, nothing

from auditor.findings import RULES
from auditor.reporting import as_json, schema
from auditor.reporting.report import Report
from auditor.source import Source, Span
from auditor.verdicts import Evidence, Method, Stance, Step, Verdict

VALIDATOR = jsonschema.Draft202012Validator(schema.schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("report", [every_verdict(), nothing(), nothing(""), hostile("\x1b[31m<b>\ud800")])
def test_every_report_satisfies_the_schema(report: Report) -> None:
    VALIDATOR.validate(report.to_dict())
    VALIDATOR.validate(json.loads(as_json.render([report])))
    VALIDATOR.validate(json.loads(as_json.render([report, report])))


def test_the_specimen_holds_every_verdict_and_severity() -> None:
    report = every_verdict()
    assert {step.verdict for step in report.steps} == set(Verdict)
    assert {found.rule.severity.value for found, _ in report.all_findings} == {"error", "warning", "note"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("steps", 0, "verdict"), "probably"),
        (("steps", 0, "stance"), "whispered"),
        (("steps", 0, "evidence", "method"), "guessed"),
        (("steps", 0, "evidence", "field"), "Q"),
        (("steps", 0, "evidence", "error_bound"), 0.0),
        (("steps", 0, "evidence", "sizes_covered"), "some"),
        (("steps", 0, "span", "start", "line"), 0),
        (("steps", 0, "more"), 1),
        (("layout", "scalar_by", "value"), "numerator"),
        (("layout", "vector_by_vector", "value"), "variable"),
        (("layout", "scalar_by", "origin"), "stated"),
        (("declarations", 0, "origin"), "declared"),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "code"), "X1"),
        (("conclusions", 0, "route"), "scenic"),
        (("schema_version",), "2"),
        (("summary", "probably"), 1),
    ],
)
def test_the_schema_is_closed(path: tuple[str | int, ...], value: object) -> None:
    report = every_verdict().to_dict()
    place = report
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(report)


def test_keys_stand_in_the_order_of_the_contract() -> None:
    report = every_verdict().to_dict()
    assert list(report) == [
        "schema_version", "source", "layout", "declarations", "repairs", "findings", "steps", "conclusions", "summary",
    ]  # fmt: skip
    assert list(report["steps"][0]) == [
        "id", "derivation", "stance", "span", "relation", "left", "right", "verdict", "conditions", "evidence",
        "carried_forward", "findings",
    ]  # fmt: skip
    assert list(report["steps"][0]["evidence"]) == [
        "method", "field", "draws", "error_bound", "digits", "sizes", "sizes_covered", "facts", "counterexample",
    ]  # fmt: skip
    assert list(report["summary"]) == ["steps", "given", "verified", "conditional", "refuted", "ill-formed", "unknown"]


def test_places_are_lines_and_columns_of_the_original() -> None:
    report = every_verdict()
    found = report.to_dict()["steps"][2]["findings"][0]
    start, end = found["span"]["start"], found["span"]["end"]
    assert report.source.text[start["offset"] : end["offset"]] == r"X_{ik}\delta_{kj}"
    assert report.source.line(start["line"])[start["column"] - 1 : end["column"] - 1] == r"X_{ik}\delta_{kj}"


@pytest.mark.parametrize(("text", "line", "column"), [("a\r\nb\rc\n\U0001d400x", 4, 2), ("a\u2028b\x0bc\x85x", 1, 7)])
def test_lines_end_at_three_signs_only_and_columns_count_code_points(text: str, line: int, column: int) -> None:
    place = text.index("x")
    step = replace(every_verdict().steps[0], span=Span(place, place + 1))
    start = Report(Source("a", text), steps=(step,)).to_dict()["steps"][0]["span"]["start"]
    assert (start["line"], start["column"], start["offset"]) == (line, column, place)


def test_summary_counts_every_step_once() -> None:
    report = every_verdict()
    counts = report.summary
    assert counts["steps"] == len(report.steps) == sum(count for verdict, count in counts.items() if verdict != "steps")


def one(verdict: Verdict, evidence: Evidence, stance: Stance = Stance.ASSERTED) -> Report:
    step: Step = replace(every_verdict().steps[0], verdict=verdict, evidence=evidence, stance=stance)
    return replace(nothing(every_verdict().source.text), steps=(step,))


@pytest.mark.parametrize(
    ("verdict", "method", "code", "strict_code"),
    [
        (Verdict.GIVEN, Method.NONE, 0, 0),
        (Verdict.VERIFIED, Method.IDENTICAL, 0, 0),
        (Verdict.VERIFIED, Method.PROVED, 0, 0),
        (Verdict.VERIFIED, Method.RULE, 0, 0),
        (Verdict.VERIFIED, Method.SAMPLED, 0, 1),
        (Verdict.VERIFIED, Method.SYMBOLIC, 0, 1),
        (Verdict.UNKNOWN, Method.NONE, 0, 1),
        (Verdict.CONDITIONAL, Method.PROVED, 1, 1),
        (Verdict.REFUTED, Method.COUNTEREXAMPLE, 1, 1),
        (Verdict.ILL_FORMED, Method.SHAPE, 1, 1),
    ],
)
def test_exit_codes(verdict: Verdict, method: Method, code: int, strict_code: int) -> None:
    report = one(verdict, Evidence(method))
    assert (report.exit_code(), report.exit_code(strict=True)) == (code, strict_code)


@pytest.mark.parametrize("stance", [Stance.ASKED, Stance.SUPPOSED, Stance.DENIED])
def test_only_asserted_steps_count(stance: Stance) -> None:
    assert one(Verdict.REFUTED, Evidence(Method.COUNTEREXAMPLE), stance).exit_code(strict=True) == 0


def test_proposed_repairs_are_findings_not_repairs() -> None:
    report = every_verdict().to_dict()
    assert [repair["rule"] for repair in report["repairs"]] == ["W101"]
    assert [found["code"] for found in report["findings"]] == ["E209", "W112"]


def test_a_bound_that_underflows_is_not_zero() -> None:
    report = one(Verdict.VERIFIED, Evidence(Method.SAMPLED, "Z/p", 40, 0.0))
    assert report.to_dict()["steps"][0]["evidence"]["error_bound"] > 0


def test_counterexamples_hold_sizes_values_and_both_sides() -> None:
    evidence = every_verdict().to_dict()["steps"][4]["evidence"]
    assert evidence["field"] == "R"
    assert evidence["counterexample"] == {
        "sizes": {"n": 2},
        "values": {"A": [["1", "0"], ["0", "1/2"]], "B": [["0", "1"], ["0", "0"]]},
        "left": COUNTEREXAMPLE.left,
        "right": COUNTEREXAMPLE.right,
        "entry": [2, 1],
        "indices": {},
    }


def test_several_reports_stand_under_one_key() -> None:
    together = json.loads(as_json.render([nothing()], collected=True))
    assert list(together) == ["schema_version", "reports"]
    assert json.loads(as_json.render([nothing()])) == together["reports"][0]


def test_rendering_is_deterministic() -> None:
    assert as_json.render([every_verdict()]) == as_json.render([every_verdict()])


def test_every_code_fits_the_schema() -> None:
    pattern = schema.schema()["$defs"]["finding"]["properties"]
    for rule in RULES.values():
        jsonschema.validate(rule.code, pattern["code"])
        jsonschema.validate(rule.name, pattern["name"])
