"""The function from a table of documents to a table of results, and what a document can do to it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
import stand_in

from auditor.batch import RESULTS, audit_table, fuse, rows
from auditor.findings import RULES


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fuse, "COMMAND", stand_in.COMMAND)
    fuse.close_idle()
    yield
    fuse.close_idle()


def table(*texts: str | None) -> pa.Table:
    return pa.table({"id": [f"d{number}" for number in range(len(texts))], "text": pa.array(texts, pa.string())})


def statuses(result: pa.Table) -> list[str]:
    return result["status"].to_pylist()


def test_every_document_is_one_row_of_the_published_schema() -> None:
    result = audit_table(table("$a = a$ and\n$a = b$", "", "$a = x$"))
    assert result.schema == RESULTS
    assert result["id"].to_pylist() == ["d0", "d1", "d2"]
    first, empty, undecided = result.to_pylist()
    assert first["verdicts"] == {
        "steps": 2, "given": 0, "verified": 1, "conditional": 0, "refuted": 1, "ill-formed": 0, "unknown": 0,
    }  # fmt: skip
    assert (first["first_wrong_line"], first["first_wrong_step"], first["coverage"]) == (2, 2, 1.0)
    assert first["findings"] == [{"code": "E301", "count": 1}]
    assert first["funnel"] == {"rows": 2, "relations": 2, "read_whole": 2, "decided": 2}
    assert [step["verdict"] for step in first["steps"]] == ["verified", "refuted"]
    assert (empty["status"], empty["coverage"], empty["steps"]) == ("audited", None, [])
    assert undecided["funnel"] == {"rows": 1, "relations": 1, "read_whole": 1, "decided": 0}


def test_the_findings_that_say_that_something_was_not_read_exist() -> None:
    assert set(RULES) >= rows.UNREAD


def test_no_documents_give_no_rows() -> None:
    assert audit_table(table()).schema == RESULTS


def test_ids_and_names_of_columns_are_free() -> None:
    result = audit_table(pa.table({"answer": ["$a = b$"], "number": [7]}), text_column="answer", id_column="number")
    assert result["id"].to_pylist() == ["7"]
    assert audit_table(pa.table({"text": ["$a = b$"]}))["id"].to_pylist() == [None]
    with pytest.raises(KeyError, match="no column 'text'; there are answer"):
        audit_table(pa.table({"answer": ["$a = b$"]}))


def test_conversations_are_audited_where_the_assistant_speaks() -> None:
    messages = [
        {"role": "user", "content": "Is $a = b$?"},
        {"role": "assistant", "content": "Yes, $a = a$."},
        {"role": "user", "content": "Sure?"},
        {"role": "assistant", "content": "No, $a = c$."},
    ]
    for column in ("text", "messages"):
        (row,) = audit_table(pa.table({column: [messages]})).to_pylist()
        assert [step["right"] for step in row["steps"]] == ["a", "c"]


@pytest.mark.parametrize(
    ("harm", "status", "reason"),
    [
        ("fail!", "failed", "RuntimeError: the sky fell"),
        ("crash!", "crashed", "the process was ended by SIGSEGV"),
        ("die!", "crashed", "the process was ended by SIGKILL"),
        ("hang!", "out-of-time", "more than 0.5 seconds"),
        ("gorge!", "out-of-memory", "more than 256 MiB"),
        (None, "unreadable", "no text"),
    ],
)
def test_a_document_that_does_harm_is_a_row_that_says_so(harm: str | None, status: str, reason: str) -> None:
    before, after = "$a = b$", "$a = c$"
    budget = 0.5 if status == "out-of-time" else 60
    result = audit_table(table(before, harm, after), budget=budget, memory=1 << 28)
    assert statuses(result) == ["audited", status, "audited"]
    assert result["reason"].to_pylist()[1] == reason
    assert result["first_wrong_line"].to_pylist() == [1, None, 1]


def test_a_document_whose_process_was_killed_is_tried_again(tmp_path: Path) -> None:
    twice, once = (f"die! {tmp_path / 'one'} die! {tmp_path / 'two'}", f"crash! {tmp_path / 'three'}")
    result = audit_table(table(twice, once))
    assert statuses(result) == ["audited", "audited"]


def test_threads_have_processes_of_their_own() -> None:
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(statuses(audit_table(table("$a = a$"))))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["audited"]] * 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing can be forked")
def test_a_forked_process_leaves_its_parents_processes_alone() -> None:
    assert statuses(audit_table(table("$a = a$"))) == ["audited"]
    forked = os.fork()
    if not forked:
        fine = statuses(audit_table(table("$a = a$"))) == ["audited"]
        fuse.close_idle()
        os._exit(0 if fine else 1)
    _, status = os.waitpid(forked, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert statuses(audit_table(table("$a = a$"))) == ["audited"]


def test_what_cannot_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuse, "COMMAND", (stand_in.COMMAND[0], "-c", "raise SystemExit('no such luck')"))
    with pytest.raises(fuse.CannotStart, match="no such luck"):
        audit_table(table("$a = a$"))


def test_texts_that_no_file_can_hold_are_audited() -> None:
    hostile = "\x00 \u202e \U0001f600 " + "{" * 2000
    assert statuses(audit_table(table(hostile))) == ["audited"]
