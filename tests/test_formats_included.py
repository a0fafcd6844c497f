r"""LaTeX documents in several files: `\input` is followed inside the document's own folder tree and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import jsonschema
import pytest

import auditor
from auditor.reading.formats.opening import open_document
from auditor.reporting.schema import schema

HEAD = "\\documentclass{article}\n\\begin{document}\n"
PART = "Then\n\\[ a + b = b + a \\]\nand\n\\[ ab = 2ba. \\]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "paper"
    (inside / "parts").mkdir(parents=True)
    (inside / "parts" / "one.tex").write_text(PART, encoding="utf-8")
    (tmp_path / "secret.tex").write_text("\\[ s = 1 \\]", encoding="utf-8")
    return inside


def main(folder: Path, body: str) -> str:
    path = folder / "main.tex"
    path.write_text(
        f"{HEAD}Let $a, b$ be numbers.\n{body}\n\\[ b = b \\]\n\\end{{document}}\n",
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.parametrize(
    "command",
    [
        r"\input{parts/one}",
        r"\input{parts/one.tex}",
        r"\include{parts/one}",
        r"\input parts/one ",
        r"\input{./parts/../parts/one}",
    ],
)
def test_an_included_file_is_read_where_it_stands(folder: Path, command: str) -> None:
    report = auditor.audit_file(main(folder, command))
    assert [step.left.latex for step in report.steps] == ["a + b", "ab", "b"]
    assert [step.verdict.value for step in report.steps] == ["verified", "refuted", "verified"]


def test_places_are_those_of_the_files(folder: Path) -> None:
    report = auditor.audit_file(main(folder, r"\input{parts/one}"))
    starts = [report.source.place(step.span)[0] for step in report.steps]
    assert [(start.file, start.line, start.column) for start in starts] == [
        ("parts/one.tex", 2, 4),
        ("parts/one.tex", 4, 4),
        (None, 5, 4),
    ]
    for step, start in zip(report.steps, starts, strict=True):
        text = PART if start.file else (folder / "main.tex").read_text(encoding="utf-8")
        assert text[start.offset :].startswith(step.left.latex)
    shown = report.to_dict()
    jsonschema.validate(shown, schema())
    assert [step["span"].get("file") for step in shown["steps"]] == ["parts/one.tex", "parts/one.tex", None]


def test_files_include_files_from_the_folder_of_the_document(folder: Path) -> None:
    (folder / "parts" / "two.tex").write_text("\\input{parts/one}\n\\[ 1 = 1 \\]", encoding="utf-8")
    assert [step.left.latex for step in auditor.audit_file(main(folder, r"\input{parts/two}")).steps] == [
        "a + b",
        "ab",
        "1",
        "b",
    ]


@pytest.mark.parametrize(
    "name", ["../secret", "../secret.tex", "parts/../../secret", "/etc/hostname", "link", "linked/secret", "~/secret"]
)
def test_nothing_outside_the_folder_is_read(folder: Path, name: str) -> None:
    os.symlink(folder.parent / "secret.tex", folder / "link.tex")
    os.symlink(folder.parent, folder / "linked")
    opened = open_document(main(folder, rf"\input{{{name}}}"))
    assert "s = 1" not in opened.text
    assert "was not read" in opened.warning


def test_what_is_commented_out_is_not_read(folder: Path) -> None:
    opened = open_document(main(folder, "50\\% % \\input{parts/one}\n% \\input{../secret}"))
    assert "a + b" not in opened.text
    assert not opened.warning


def test_files_that_include_themselves_end(folder: Path) -> None:
    (folder / "parts" / "loop.tex").write_text("\\[ 1 = 1 \\]\\input{parts/loop}\\input{main}", encoding="utf-8")
    opened = open_document(main(folder, r"\input{parts/loop}"))
    assert opened.text.count("1 = 1") == 1
    assert "includes itself" in opened.warning


def test_files_that_multiply_end(folder: Path) -> None:
    for number in range(12):
        body = f"\\input{{parts/n{number + 1}}}" * 8
        (folder / "parts" / f"n{number}.tex").write_text(body, encoding="utf-8")
    assert "too many files" in open_document(main(folder, r"\input{parts/n0}")).warning


def test_a_missing_or_binary_file_is_named(folder: Path) -> None:
    (folder / "picture.tex").write_bytes(b"\x89PNG\0\1\2")
    warning = open_document(main(folder, r"\input{nowhere}\input{picture}\input{parts}")).warning
    assert warning.count("was not read") == 3
