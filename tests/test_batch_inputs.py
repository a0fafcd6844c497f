"""Where documents come from: files of all kinds in a fixed order, and nothing lost for being broken."""

from __future__ import annotations

import bz2
import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from auditor.batch import streams
from auditor.batch.entries import Columns, Entry
from auditor.batch.inputs import Kind, NoInput, files
from auditor.batch.streams import Stream


def paths(folder: Path, *inputs: str) -> list[str]:
    found = files([str(folder / name) for name in inputs], but_not=folder / "out")
    return [str(Path(file.path).relative_to(folder)) for file in found]


def entries(path: Path, **columns: Any) -> list[Entry]:
    return list(Stream(files([str(path)], but_not=path / "out"), Columns(**columns)))


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")


# Which files


def test_a_folder_stands_for_the_documents_and_tables_in_it(tmp_path: Path) -> None:
    touch(tmp_path, "b.md", "a/z.tex", "a/y.jsonl.gz", "c.py", "picture.png", ".git/x.md", "out/documents-000000.jsonl")
    assert paths(tmp_path, "") == ["b.md", "a/y.jsonl.gz", "a/z.tex"]


def test_what_a_run_writes_is_no_input(tmp_path: Path) -> None:
    touch(
        tmp_path, "a.md", "documents-000000.jsonl", "steps-000000.parquet", "summary.html", "b/documents-000000.jsonl"
    )
    found = files([str(tmp_path)], but_not=tmp_path)
    assert [Path(file.path).relative_to(tmp_path).as_posix() for file in found] == ["a.md", "b/documents-000000.jsonl"]


def test_patterns_are_understood_and_files_count_once(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.md", "a/2.md", "b/3.md", "b/notes")
    assert paths(tmp_path, "*/*.md", "a", "b/notes") == ["a/1.md", "a/2.md", "b/3.md", "b/notes"]
    assert paths(tmp_path, "**/3.md") == ["b/3.md"]


def test_names_say_what_files_are(tmp_path: Path) -> None:
    touch(tmp_path, "a.jsonl.zst", "a.ndjson", "a.parquet", "a.odd")
    kinds = {"a.jsonl.zst": Kind.LINES, "a.ndjson": Kind.LINES, "a.parquet": Kind.PARQUET, "a.odd": Kind.DOCUMENT}
    found = files([str(tmp_path / name) for name in kinds], tmp_path / "out")
    assert [file.kind for file in found] == list(kinds.values())


def test_an_input_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoInput, match="no such file"):
        paths(tmp_path, "nowhere.md")
    with pytest.raises(NoInput, match="no such file"):
        paths(tmp_path, "*.md")


# Documents


def test_a_file_is_a_document_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"$a = b$\r\n")
    (entry,) = entries(path)
    assert (entry.place.id, entry.place.row, entry.file) == (str(path), None, b"$a = b$\r\n")


# Lines

RECORDS = [{"id": "one", "text": "$a = b$"}, {"text": "$b = c$", "id": 2}, {"text": "$c = d$"}]
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()


def compressed(ending: str, data: bytes) -> bytes:
    match ending:
        case ".gz":
            return gzip.compress(data)
        case ".bz2":
            return bz2.compress(data)
        case ".zst":
            return bytes(pa.Codec("zstd").compress(data))
    return data


@pytest.mark.parametrize("ending", ["", ".gz", ".bz2", ".zst"])
def test_lines_are_documents(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(compressed(ending, LINES))
    found = entries(path)
    assert [entry.text for entry in found] == ["$a = b$", "$b = c$", "$c = d$"]
    assert [entry.place.id for entry in found] == ["one", "2", f"{path}:3"]
    assert [entry.place.row for entry in found] == [1, 2, 3]


def test_members_of_a_compressed_file_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(LINES) + gzip.compress(LINES))
    assert len(entries(path)) == 6


def test_lines_go_over_the_borders_of_what_is_read_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_CHUNK", 7)
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINES.rstrip())
    assert [entry.text for entry in entries(path)] == ["$a = b$", "$b = c$", "$c = d$"]


@pytest.mark.parametrize("ending", ["", ".gz", ".bz2", ".zst"])
def test_how_much_is_read_grows_with_every_line(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(compressed(ending, LINES))
    stream = Stream(files([str(path)], tmp_path / "out"), Columns())
    read = [stream.read for _ in stream]
    assert 0 < read[0] < read[1] < read[2] <= path.stat().st_size
    assert read[0] < read[2] / 2


def test_a_line_that_is_broken_is_a_row_that_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_BYTES", 5000)
    monkeypatch.setattr(streams, "_CHUNK", 100)
    broken = [
        b"{", b'{"text": 3}', b'{"other": ""}', b'"text"', b'{"text": "\xff"}', b"[" * 4000,
        b'{"text": "' + b"a" * 6000 + b'"}',
    ]  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n\n".join([b'{"text": "$a = b$"}', *broken, b'{"text": "$c = d$"}']))
    first, *middle, last = entries(path)
    assert (first.text, last.text, last.place.row) == ("$a = b$", "$c = d$", 17)
    starts = [
        "not JSON", "neither a text", "no column 'text'", "not an object", "not JSON", "not JSON", "a line of more",
    ]  # fmt: skip
    assert [start for start, entry in zip(starts, middle, strict=True) if entry.problem.startswith(start)] == starts


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    texts = (sha256(str(number).encode()).hexdigest() * 3 for number in range(20_000))
    lines = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
    path.write_bytes(compressed(ending, lines)[:-2000])
    (tmp_path / "b.md").write_text("$a = b$")
    stream = Stream(files([str(path), str(tmp_path / "b.md")], tmp_path / "out"), Columns())
    *found, broken, after = stream
    assert len(found) > 1000
    assert not any(entry.problem for entry in found[:-1])
    assert "cannot be read from row" in broken.problem
    assert stream.problems == [f"{path}: {broken.problem}"]
    assert after.file == b"$a = b$"


def test_halves_of_characters_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "a\\ud800b \\ud83d\\ude00", "id": "\\udc00"}\n')
    (entry,) = entries(path)
    assert (entry.text, entry.place.id) == ("a\ufffdb \U0001f600", "\ufffd")


# Conversations


QUESTION = {"role": "user", "content": "q"}
IN_PARTS = {"role": "assistant", "content": [{"type": "text", "text": "$a = b$"}]}


@pytest.mark.parametrize(
    "record",
    [
        {"messages": [QUESTION, {"role": "assistant", "content": "$a = b$"}]},
        {"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "$a = b$"}]},
        {"text": [QUESTION, IN_PARTS]},
    ],
)
def test_of_a_conversation_the_answers_are_audited(tmp_path: Path, record: dict[str, Any]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record))
    (entry,) = entries(path)
    assert (entry.text, entry.preamble) == ("$a = b$", "q")


@pytest.mark.parametrize("messages", [[], ["$a = b$"], [{"role": "user", "content": "$a = b$"}], [None]])
def test_a_conversation_without_answers_is_no_document(tmp_path: Path, messages: list[Any]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"messages": messages}))
    (entry,) = entries(path)
    assert entry.problem


# Parquet


def test_rows_of_a_parquet_file_are_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    messages = [[{"role": "assistant", "content": f"$a = b_{number}$"}] for number in range(200)]
    pq.write_table(pa.table({"id": range(200), "messages": messages, "other": [None] * 200}), path, row_group_size=50)
    found = entries(path)
    assert [entry.text for entry in found] == [f"$a = b_{number}$" for number in range(200)]
    assert [entry.place.id for entry in found] == [str(number) for number in range(200)]


def test_a_parquet_file_without_texts_has_rows_that_say_so(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"other": [1, 2]}), path)
    assert [entry.problem for entry in entries(path)] == ["no column 'text'"] * 2


def test_a_truncated_parquet_file_is_a_row_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["$a = b$"] * 100}), path)
    path.write_bytes(path.read_bytes()[:-20])
    (entry,) = entries(path)
    assert "cannot be read from row 1 on" in entry.problem


def test_a_parquet_file_that_is_damaged_inside_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"$a = b_{number}$" * 50 for number in range(400)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=100, use_dictionary=False, compression="none")
    data = bytearray(path.read_bytes())
    page = pq.ParquetFile(path).metadata.row_group(3).column(0).data_page_offset
    data[page : page + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    *found, broken = entries(path)
    assert [entry.text for entry in found] == texts[: len(found)]
    assert len(found) >= 200
    assert "cannot be read from row" in broken.problem


# Digests


def test_a_result_depends_on_the_text_and_not_on_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n{"text": "a", "id": "x"}\n{"text": "b"}\n{"text": "a", "preamble": "b"}\n')
    digests = [entry.digest(b"scope") for entry in entries(path)]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3
    assert entries(path)[0].digest(b"other") != digests[0]


def test_labels_are_carried_along(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a", "right": true, "line": 3}\n{"text": "a"}\n')
    assert [entry.place.label for entry in entries(path, labels=("line",))] == ["3", None]
    assert entries(path, labels=("right", "line"))[0].place.label == '{"right": true, "line": 3}'
