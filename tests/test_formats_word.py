"""Word documents, by way of pandoc: read where it is installed, a clear message where it is not."""

import io
import os
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import auditor
from auditor.cli import app
from auditor.decoding import Unreadable
from auditor.reading.formats import open_document, word

DEFLATED = zipfile.ZIP_DEFLATED


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name.replace("__", "/").replace("_xml", ".xml")), content, DEFLATED)
    return made.getvalue()


DOCUMENT = archive(word__document_xml=b"<w:document/>")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pandoc that says what it was asked and prints a formula."""
    program = tmp_path / "bin" / "pandoc"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\nprintf "%s " "$@" > "$(dirname "$0")/asked"\ncat > /dev/null\necho \'$2 + 2 = 5$\'\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


def saved(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def test_pandoc_makes_the_text_that_is_read(tmp_path: Path, stand_in: Path) -> None:
    report = auditor.audit_file(saved(tmp_path / "a.docx", DOCUMENT))
    assert [step.verdict.value for step in report.steps] == ["refuted"]
    asked = (stand_in.parent / "asked").read_text()
    assert "--sandbox" in asked
    assert "--from=docx" in asked


def test_a_word_document_by_any_name_is_recognised(tmp_path: Path, stand_in: Path) -> None:
    assert open_document(saved(tmp_path / "homework", DOCUMENT)).text == "$2 + 2 = 5$\n"


def test_without_pandoc_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = CliRunner().invoke(app, ["check", saved(tmp_path / "a.docx", DOCUMENT)])
    assert result.exit_code == 2
    assert "pandoc" in result.stderr
    assert "install" in result.stderr


def test_what_pandoc_says_is_passed_on(tmp_path: Path, stand_in: Path) -> None:
    stand_in.write_text("#!/bin/sh\necho 'cannot decode' >&2\nexit 63\n")
    with pytest.raises(Unreadable, match="pandoc could not read it: cannot decode"):
        open_document(saved(tmp_path / "a.docx", DOCUMENT))


def test_a_pandoc_that_hangs_is_given_up(tmp_path: Path, stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("pandoc", 60)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(Unreadable, match="did not finish"):
        open_document(saved(tmp_path / "a.docx", DOCUMENT))


@pytest.mark.parametrize(
    "data, said",
    [
        (b"plain text", "not a Word document"),
        (archive(other_xml=b"<a/>"), "not a Word document"),
        (DOCUMENT[:40], "not a Word document"),
        (archive(word__document_xml=b" " * (word.MOST_TEXT + 1)), "enormous"),
        (archive(word__document_xml=b"<a/>", **{f"p{n}": b"" for n in range(word.MOST_PARTS + 1)}), "enormous"),
    ],
    ids=["text", "other-archive", "cut-off", "long-part", "many-parts"],
)
def test_what_is_no_document_is_refused(tmp_path: Path, stand_in: Path, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        open_document(saved(tmp_path / "a.docx", data))


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path, stand_in: Path) -> None:
    data = bytearray(archive(word__document_xml=b" " * 5_000_000))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    with pytest.raises(Unreadable, match=r"damaged|enormous"):
        open_document(saved(tmp_path / "a.docx", bytes(data)))


def test_other_archives_and_pictures_are_named(tmp_path: Path) -> None:
    for name, data, said in (
        ("a.zip", archive(a=b"x"), "zip archive"),
        ("a.gz", b"\x1f\x8b\x08", "compressed archive"),
        ("a.pdf", b"%PDF-1.7 x", "PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word document"),
    ):
        with pytest.raises(Unreadable, match=said):
            open_document(saved(tmp_path / name, data))


def test_an_enormous_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(70_000_000)
    with pytest.raises(Unreadable, match="larger than 64 MB"):
        open_document(str(path))


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_a_real_document_goes_through_pandoc(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    markdown = "Let $A$ be an $n\\times n$ matrix.\n\n$$\\mathrm{tr}(A) = \\mathrm{tr}(A^T)$$\n"
    subprocess.run(["pandoc", "-o", str(path)], input=markdown, text=True, check=True)
    assert [step.verdict.value for step in auditor.audit_file(path).steps] == ["verified"]
