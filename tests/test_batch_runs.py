"""Batch runs: the same results whatever the workers, nothing audited twice, and what the output looks like."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stand_in
from batch_runs import documents, results, steps, summary, write_lines

from auditor.batch import Settings, Stopped, flow, fuse, run, running
from auditor.batch.entries import Columns
from auditor.batch.parts import Format
from auditor.batch.schema import DOCUMENTS, STEPS

WRONG = "$a = a$\n\n$c = d$\n$d = e$"
TEXTS = ["$a = a$", "$a = b$\n$b = b$", "no mathematics", "$a = x$", "fail!", WRONG, "$a = a$"] * 3
Run = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuse, "COMMAND", stand_in.COMMAND)
    monkeypatch.setattr(flow, "PART", 5)
    monkeypatch.setattr(running, "version", lambda: "1")


@pytest.fixture
def audit(tmp_path: Path) -> Run:
    """Run over the inputs into `out`, or another folder."""

    def go(*inputs: Path, output: str = "out", **settings: Any) -> dict[str, Any]:
        return run(Settings(tuple(map(str, inputs)), tmp_path / output, **{"workers": 1} | settings))

    return go


def lines(folder: Path, texts: list[str] = TEXTS) -> Path:
    return write_lines(folder / "in.jsonl", [{"text": text} for text in texts])


def test_every_document_is_in_the_output_once_and_in_order(tmp_path: Path, audit: Run) -> None:
    source = lines(tmp_path)
    found = audit(source)
    assert [row["row"] for row in documents(tmp_path / "out")] == list(range(1, 22))
    assert [row["id"] for row in documents(tmp_path / "out")] == [f"{source}:{row}" for row in range(1, 22)]
    assert found["documents"] == 21
    assert found["statuses"] == {
        "audited": 18, "unreadable": 0, "failed": 3, "crashed": 0, "out-of-time": 0, "out-of-memory": 0,
    }  # fmt: skip
    assert found["verdicts"] == {
        "steps": 24, "given": 0, "verified": 12, "conditional": 0, "refuted": 9, "ill-formed": 0, "unknown": 3,
    }  # fmt: skip
    assert found["documents_with_a_wrong_step"] == 6
    assert found["funnel"] == {"rows": 24, "relations": 24, "read_whole": 24, "decided": 21}
    assert len(steps(tmp_path / "out")) == 24
    written = sorted(path.name for path in (tmp_path / "out").glob("steps*"))
    assert written == [f"steps-00000{number}.jsonl" for number in range(5)]


def test_results_do_not_depend_on_the_number_of_workers(tmp_path: Path, audit: Run) -> None:
    source = lines(tmp_path)
    audit(source, output="one")
    audit(source, output="three", workers=3)
    assert results(tmp_path / "one") == results(tmp_path / "three")


def test_parquet_holds_the_same_as_json_lines(tmp_path: Path, audit: Run) -> None:
    source = lines(tmp_path)
    audit(source, output="lines")
    audit(source, output="tables", format=Format.PARQUET)
    assert documents(tmp_path / "lines") == documents(tmp_path / "tables")
    assert steps(tmp_path / "lines") == steps(tmp_path / "tables")
    assert pq.read_schema(tmp_path / "tables" / "documents-000000.parquet").equals(DOCUMENTS)
    assert pq.read_schema(tmp_path / "tables" / "steps-000000.parquet").equals(STEPS)


def test_what_is_done_is_not_done_again(tmp_path: Path, audit: Run) -> None:
    source = lines(tmp_path)
    first = audit(source)
    # Equal texts are audited once, unless they were under way at the same time.
    assert first["run"]["audited"] + first["run"]["reused"] == 21
    before = results(tmp_path / "out")
    again = audit(source)
    assert again["run"]["audited"] == 0
    assert results(tmp_path / "out") == before


def test_only_what_changed_is_audited_again(tmp_path: Path, audit: Run) -> None:
    texts = [f"$a = b{number}$" for number in range(17)]
    audit(lines(tmp_path, texts))
    changed = ["$n = m$", *texts[:3], "$p = q$", *texts[4:16]]
    again = audit(lines(tmp_path, changed))
    assert again["run"]["audited"] == 2
    assert [row["right"] for row in steps(tmp_path / "out")] == [text[5:-1] for text in changed]
    audit(lines(tmp_path, changed), output="fresh")
    assert results(tmp_path / "out") == results(tmp_path / "fresh")


def test_fewer_documents_leave_nothing_of_the_others(tmp_path: Path, audit: Run) -> None:
    audit(lines(tmp_path))
    again = audit(lines(tmp_path, TEXTS[:7]))
    assert again["run"]["audited"] == 0
    assert [row["row"] for row in documents(tmp_path / "out")] == list(range(1, 8))


def test_other_options_and_other_versions_audit_anew(
    tmp_path: Path, audit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path, ["$a = b$", "$b = c$"])
    audit(source)
    assert audit(source, budget=7.0)["run"]["audited"] == 2
    assert audit(source, budget=7.0)["run"]["audited"] == 0
    monkeypatch.setattr(running, "version", lambda: "2")
    assert audit(source, budget=7.0)["run"]["audited"] == 2


def test_another_format_takes_the_place_of_the_first(tmp_path: Path, audit: Run) -> None:
    source = lines(tmp_path)
    audit(source)
    again = audit(source, format=Format.PARQUET)
    assert again["run"]["audited"] == 0
    assert {path.suffix for path in (tmp_path / "out").glob("documents*")} == {".parquet"}
    assert len(documents(tmp_path / "out")) == 21


@pytest.mark.parametrize("damage", ["removed", "cut"])
def test_parts_that_are_damaged_are_written_again(tmp_path: Path, audit: Run, damage: str) -> None:
    source = lines(tmp_path)
    audit(source, format=Format.PARQUET)
    before, victim = results(tmp_path / "out"), tmp_path / "out" / "documents-000001.parquet"
    if damage == "cut":
        victim.write_bytes(victim.read_bytes()[:-50])
    else:
        victim.unlink()
    assert audit(source, format=Format.PARQUET)["run"]["audited"] == 0
    assert results(tmp_path / "out") == before


def test_parts_without_a_ledger_are_replaced(tmp_path: Path, audit: Run) -> None:
    audit(lines(tmp_path))
    (tmp_path / "out" / "ledger.sqlite").unlink()
    audit(lines(tmp_path, TEXTS[:7]))
    assert len(documents(tmp_path / "out")) == 7


def test_documents_in_folders(tmp_path: Path, audit: Run) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b.md").write_text("$a = b$")
    (folder / "a.md").write_bytes(b"\xff\xfe\x00")
    (folder / "c.jsonl").write_text('{"text": "$a = a$"}\n{')
    audit(folder, output="in/out")
    rows = documents(folder / "out")
    assert [(row["id"], row["status"]) for row in rows] == [
        (str(folder / "a.md"), "unreadable"),
        (str(folder / "b.md"), "audited"),
        (f"{folder / 'c.jsonl'}:1", "audited"),
        (f"{folder / 'c.jsonl'}:2", "unreadable"),
    ]
    assert audit(folder, output="in/out")["run"]["audited"] == 0


def test_a_truncated_table_among_the_inputs_costs_only_itself(tmp_path: Path, audit: Run) -> None:
    good = lines(tmp_path)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and then nothing")
    found = audit(broken, good)
    assert len(found["problems"]) == 1
    assert documents(tmp_path / "out")[0]["status"] == "unreadable"
    broken.unlink()
    audit(good, output="alone")
    assert documents(tmp_path / "out")[1:] == documents(tmp_path / "alone")


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, audit: Run) -> None:
    from auditor.batch.ledger import Ledger

    (tmp_path / "out").mkdir()
    with Ledger(tmp_path / "out", b""), pytest.raises(Stopped, match="another run is writing there"):
        audit(lines(tmp_path))


def test_what_is_no_ledger_is_left_alone(tmp_path: Path, audit: Run) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "ledger.sqlite").write_text("a shopping list " * 100)
    with pytest.raises(Stopped, match="not a ledger"):
        audit(lines(tmp_path))
    assert (tmp_path / "out" / "ledger.sqlite").read_text().startswith("a shopping list")


def test_nothing_to_audit_is_said(tmp_path: Path, audit: Run) -> None:
    with pytest.raises(Stopped, match="nothing to audit"):
        audit(tmp_path)
    with pytest.raises(Stopped, match="no such file"):
        audit(tmp_path / "nowhere")
    assert not (tmp_path / "out").exists()


def test_no_documents_make_an_empty_summary(tmp_path: Path, audit: Run) -> None:
    assert audit(lines(tmp_path, []))["documents"] == 0
    assert results(tmp_path / "out")[:2] == ([], [])


# Labels


def test_verdicts_are_held_against_labels(tmp_path: Path, audit: Run) -> None:
    labelled = [
        ("$a = b$", False), ("$a = a$", True), ("$a = b$\n$c = d$", [1, 2]), ("$a = a$\n$c = d$", 1), ("$a = a$", [1]),
        ("$a = b$", "correct"), ("$a = x$", 1), ("$a = a$", "perhaps"), ("$a = a$", -1), ("$a = b$", None),
    ]  # fmt: skip
    source = write_lines(tmp_path / "in.jsonl", [{"text": text, "truth": label} for text, label in labelled])
    audit(source, columns=Columns(labels=("truth",)))
    assert summary(tmp_path / "out")["labels"] == {
        "wrong": 5,
        "right": 3,
        "not_understood": 1,
        "caught": 3,
        "false_alarms": 1,
        "let_pass": 1,
        "precision": 0.75,
        "recall": 0.6,
        "false_alarm_rate": round(1 / 3, 6),
        "first_error_accuracy": 0.25,
        "line_precision": 1.0,
        "line_recall": round(2 / 3, 6),
    }
    assert documents(tmp_path / "out")[2]["label"] == "[1, 2]"


# The page


def test_the_page_shows_every_plot_and_loads_nothing(tmp_path: Path, audit: Run) -> None:
    source = write_lines(tmp_path / "in.jsonl", [{"text": text, "ok": True} for text in TEXTS])
    audit(source, columns=Columns(labels=("ok",)))
    page = (tmp_path / "out" / "summary.html").read_text()
    for title in ("Verdicts", "Findings by code", "Rows of mathematics", "Seconds", "Measures", "Documents"):
        assert f'aria-label="{title}"' in page
    assert "http:" not in page
    assert "https:" not in page
    assert "src=" not in page


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</svg><svg onload=alert(1)>",
    "&lt;b&gt; \u202e",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_a_document_says_is_markup(tmp_path: Path, audit: Run, payload: str) -> None:
    record = {"id": payload, "text": f"$a = b$ {payload}", "label": payload, payload: payload}
    source = write_lines(tmp_path / "a <b>&.jsonl", [record])
    (tmp_path / "broken <i>.parquet").write_bytes(b"PAR1")
    audit(source, tmp_path / "broken <i>.parquet", columns=Columns(labels=("label",)))
    page = (tmp_path / "out" / "summary.html").read_text()
    assert payload not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert page.count("<script") == 0
    assert json.loads((tmp_path / "out" / "documents-000000.jsonl").read_text().splitlines()[0])["id"] == payload
