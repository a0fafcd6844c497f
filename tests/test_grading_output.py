"""What a grading writes: the same bytes every time, and whatever a student wrote harmless."""

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from auditor.findings import RULES
from auditor.grading import as_json, changes, feedback, gradebook, summary
from auditor.grading.assessed import Answer, Assessed, Piece, Standing, Status, Step
from auditor.grading.charging import Mark
from auditor.grading.grades import Grade
from auditor.grading.marking import mark
from auditor.grading.rubric import ResultItem, Rubric
from auditor.grading.submissions import file_names

RUBRIC = Rubric((ResultItem(r"\nabla f", r"\nabla f = 2x", 6.0, final=True),), title="Set 1")
HOSTILE = [
    "<script>alert(1)</script>",
    "</pre><img src=x onerror=alert(1)>",
    "`````[x](javascript:alert(1))",
    "=cmd|' /C calc'!A0",
    "\x1b[31m\u202e\u0000",
    '"><svg onload=alert(1)>',
]


def finding(text: str) -> dict[str, object]:
    return {
        "code": "E303",
        "name": "dropped-transpose",
        "severity": "error",
        "message": text,
        "help": text,
        "span": {},
        "labels": [],
        "suggestion": {"latex": text, "verdict": "verified"},
    }


def words(text: str) -> tuple[Piece, ...]:
    return Piece("a transpose is missing from "), Piece(text, quoted=True)


def grade(text: str = "A x", name: str = "s1", mark_: Mark = Mark.WRONG) -> Grade:
    steps = (
        Step(1, 3, None, text, "=", text, "refuted", mark_, text, (finding(text),), (text, text), (words(text),)),
        Step(2, 4, 2, text, "=", text, "refuted", Mark.CARRIED),
        Step(3, 5, None, text, "=", text, "unknown", Mark.UNDECIDED, "", (finding(text),)),
    )
    answers = (Answer(r"\nabla f", Standing.GIVEN_SLIP, text, 4, (2,)),)
    found = Assessed(
        name, f"{text}.md", steps=steps, answers=answers, derived=True, letters=((text, "x"),), remarks=(text,)
    )
    return mark(RUBRIC, found)


class Page(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)


@pytest.mark.parametrize("text", HOSTILE)
def test_pages_show_what_was_written_and_obey_none_of_it(text: str) -> None:
    graded = grade(text, text)
    for written in (feedback.as_html(graded, RUBRIC), summary.render([graded], RUBRIC, file_names([text]))):
        page = Page(written)
        assert not page.tags & {"script", "img", "iframe", "object", "link", "form"}
        assert not any(name.startswith("on") for name, _ in page.attributes)
        assert not any((value or "").startswith("javascript") for _, value in page.attributes)
        assert "default-src 'none'" in written
        assert "\x1b" not in written
        assert "\u202e" not in written


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_holds_no_markup_of_a_student(text: str) -> None:
    written = feedback.as_markdown(grade(text, text), RUBRIC)
    outside = "".join(part for line in written.split("\n") for part in _outside_code(line))
    assert "<script" not in outside.replace(r"\<", "")
    assert "](" not in outside.replace(r"\]", "")


def _outside_code(line: str) -> list[str]:
    import re

    return re.split(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", line)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text: str) -> None:
    rows = list(csv.reader(io.StringIO(gradebook.render([grade(text, text)], RUBRIC))))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_gradebook_has_a_row_a_student() -> None:
    grades = [grade(), mark(RUBRIC, Assessed("s2", "s2.pdf", Status.UNREADABLE, "a PDF"))]
    rows = list(csv.DictReader(io.StringIO(gradebook.render(grades, RUBRIC))))
    assert [(row["name"], row["status"], row["score"], row["percent"]) for row in rows] == [
        ("s1", "graded", "9", "90"),
        ("s2", "unreadable", "", ""),
    ]
    assert rows[0]["wrong_lines"] == "3"
    assert rows[0]["carried_lines"] == "4"
    assert rows[0]["final_answer"] == "right-given-slip"
    assert rows[1]["note"] == "a PDF"


def test_grades_are_json_with_the_agreed_names() -> None:
    data = json.loads(as_json.render([grade()], RUBRIC, {"reference": "0"}))
    (row,) = data["submissions"]
    assert row["name"] == "s1"
    assert row["file"] == "A x.md"
    assert (row["wrong_lines"], row["carried_lines"], row["undecided_lines"]) == ([3], [4], [5])
    assert (row["final_answer"], row["score"], row["max_score"]) == ("right-given-slip", 9, 10)
    assert [(found["line"], found["code"], found["mark"]) for found in row["findings"]] == [
        (3, "E303", "wrong"),
        (5, "E303", "undecided"),
    ]


def test_feedback_says_what_to_look_at_again() -> None:
    written = feedback.as_markdown(grade("A^TA x"), RUBRIC)
    assert "**9 of 10 points**" in written
    assert "line 3" in written
    assert "cell 2, line 4" in written
    assert written.index("To look at again") < written.index("What follows from that") < written.index("Not decided")


def test_the_summary_counts_slips_and_groups_those_that_are_the_same() -> None:
    grades = [grade(name="s1"), grade(name="s2"), grade("B y", name="s3"), grade(name="s4", mark_=Mark.RIGHT)]
    written = summary.render(grades, RUBRIC, file_names(one.name for one in grades))
    assert RULES["E303"].name.replace("-", " ") + ": 3" in written
    shared = written[written.index("The same slip at the same step") : written.index("<h2>Submissions")]
    assert "feedback/s1.html" in shared
    assert "feedback/s2.html" in shared
    assert "feedback/s3.html" not in shared
    assert "4 submissions; mean" in written
    assert "<svg" in written


def test_the_distribution_counts_every_score_once() -> None:
    scores = [0.0, 0.4, 5.0, 9.99, 10.0]
    grades = [Grade(Assessed(str(k), ""), (), score, 10.0, Standing.RIGHT) for k, score in enumerate(scores)]
    label = summary.distribution(grades, RUBRIC).split('aria-label="')[1].split('"')[0]
    assert label == "Scores from 0 to 10: 2, 0, 0, 0, 0, 1, 0, 0, 0, 2"
    assert summary.distribution([], RUBRIC) == ""


def test_a_summary_of_nothing_is_a_page() -> None:
    assert "0 submissions" in summary.render([], RUBRIC, {})


def test_what_changed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "grades.json"
    path.write_text(as_json.render([grade(), grade(name="gone")], RUBRIC, {}))
    before = changes.previous(path)
    assert before is not None
    assert list(changes.changes(before, [grade(), grade(name="gone")])) == []
    said = list(changes.changes(before, [grade(mark_=Mark.RIGHT), grade(name="new")]))
    assert said[0] == "s1: score 9 → 10, wrong_lines [3] → []"
    assert said[1:] == ["new: new, 9", "gone: not graded any more"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"submissions": 3}', '{"submissions": [{}]}', "[" * 100_000])
def test_grades_that_cannot_be_read_are_no_grades(tmp_path: Path, text: str) -> None:
    path = tmp_path / "grades.json"
    path.write_text(text)
    assert changes.previous(path) is None
    assert changes.previous(tmp_path / "none.json") is None
