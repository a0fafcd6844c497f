"""The commands: exit codes, what goes to which stream, and files that cannot be read."""

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest
from specimens import every_verdict, nothing
from typer.testing import CliRunner, Result

import auditor
from auditor.cli import app
from auditor.findings import RULES
from auditor.reporting import schema
from auditor.reporting.rendering import Format
from auditor.reporting.report import Report
from auditor.source import Source
from auditor.verdicts import Stance

RIGHT = "right.md"


class Asked:
    """What the pipeline was asked, and what it answers: wrong for a file whose text says so."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, str | None, tuple[str, ...]]] = []

    def audit(
        self, text: str, name: str = "", layout: str | None = None, let: tuple[str, ...] = (), origin: object = None
    ) -> Report:
        self.calls.append((text, name, layout, let))
        if "crash" in text:
            raise RuntimeError("the sky\nfell")
        if "wrong" in text:
            return replace(every_verdict(), source=Source(name, every_verdict().source.text))
        if "asked" in text:
            steps = tuple(replace(step, stance=Stance.ASKED) for step in every_verdict().steps)
            return replace(every_verdict(), steps=steps)
        return nothing(text, name)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    stand_in, asked = ModuleType("auditor.pipeline"), Asked()
    stand_in.audit = asked.audit  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "auditor.pipeline", stand_in)
    return asked


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=text)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    texts = {"right": "fine", "wrong": "wrong", "asked": "asked", "crash": "crash", "empty": ""}
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text)
    return {name: str(tmp_path / f"{name}.md") for name in texts}


# Exit codes


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["right"], 0), (["asked"], 0), (["empty"], 0), (["wrong"], 1), (["crash"], 3), (["right", "wrong"], 1),
        (["wrong", "right"], 1), (["wrong", "crash", "right"], 3),
    ],
)  # fmt: skip
def test_exit_codes(files: dict[str, str], names: list[str], code: int) -> None:
    assert run("check", *(files[name] for name in names)).exit_code == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"], ["check", "--nope", "x"], ["check", "x", "--format", "yaml"], ["check", "x", "--layout", "mixed"],
        ["check", "x", "--let", "no colon"], ["check", "x", "--let", ": m"], ["nope"], ["explain", "E999"],
        ["explain", "../E201"], ["normalize"],
    ],
)  # fmt: skip
def test_bad_usage_is_two(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


@pytest.mark.usefixtures("asked")
def test_missing_files_and_directories_are_two_and_say_so(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.md", tmp_path):
        result = run("check", str(path), "--format", "json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert str(path) in result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("asked")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_forbidden_files_are_two(tmp_path: Path) -> None:
    path = tmp_path / "secret.md"
    path.write_text("x")
    path.chmod(stat.S_IWUSR)
    assert run("check", str(path)).exit_code == 2


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("command", ["check", "normalize"])
def test_an_unreadable_file_does_not_hide_the_others(command: str, files: dict[str, str], tmp_path: Path) -> None:
    if command == "check":
        result = run("check", str(tmp_path / "missing"), files["wrong"], "--format", "json")
        assert result.exit_code == 2
        assert len(json.loads(result.stdout)["reports"]) == 1
    else:
        assert run("normalize", str(tmp_path / "missing")).exit_code == 2


# Streams


def test_json_and_nothing_else_goes_to_standard_output(asked: Asked, files: dict[str, str]) -> None:
    validator = jsonschema.Draft202012Validator(schema.schema())
    single = json.loads(run("check", files["wrong"], "--format", "json").stdout)
    several = json.loads(run("check", files["wrong"], files["crash"], files["right"], "--format", "json").stdout)
    assert list(several) == ["schema_version", "reports"]
    assert several["reports"][0] == single
    assert len(several["reports"]) == 2
    validator.validate(single)
    validator.validate(several)


@pytest.mark.usefixtures("asked")
def test_an_internal_failure_is_one_line(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDITOR_DEBUG", raising=False)
    result = run("check", files["crash"])
    assert result.stderr.count("\n") == 1
    assert "RuntimeError: the sky fell" in result.stderr
    monkeypatch.setenv("AUDITOR_DEBUG", "1")
    assert "Traceback" in run("check", files["crash"]).stderr


def test_standard_input_is_a_document(asked: Asked) -> None:
    assert run("check", "-", text="wrong").exit_code == 1
    assert asked.calls[0][:2] == ("wrong", "<stdin>")


def test_options_reach_the_pipeline(asked: Asked, files: dict[str, str]) -> None:
    run("check", files["right"], "--layout", "numerator", "--let", "X: m x n", "--let", "A: n x n, symmetric")
    assert asked.calls == [("fine", files["right"], "numerator", ("X: m x n", "A: n x n, symmetric"))]


@pytest.mark.usefixtures("asked")
def test_strict_and_explained_steps(files: dict[str, str]) -> None:
    assert run("check", files["asked"], "--strict").exit_code == 0
    assert "agrees on 6 exact draws" in run("check", files["wrong"], "--explain-steps").stdout


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("format", Format)
def test_a_file_holds_what_would_be_printed(format: Format, files: dict[str, str], tmp_path: Path) -> None:
    target = tmp_path / "report"
    printed = run("check", files["wrong"], "--format", format.value)
    result = run("check", files["wrong"], "--format", format.value, "--output", str(target))
    assert (result.exit_code, result.stdout) == (1, "")
    assert target.read_bytes() == printed.stdout_bytes


@pytest.mark.usefixtures("asked")
def test_an_output_that_cannot_be_written_is_two(files: dict[str, str], tmp_path: Path) -> None:
    assert run("check", files["right"], "--output", str(tmp_path / "no" / "where")).exit_code == 2


@pytest.mark.usefixtures("asked")
def test_colour_is_for_terminals(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in run("check", files["wrong"]).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror" in run("check", files["wrong"]).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check", files["wrong"]).stdout


# Encodings


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [
        ("é ∂\r\nx".encode(), "é ∂\r\nx", False),
        (b"\xef\xbb\xbfx", "x", False),
        ("é∂".encode("utf-16"), "é∂", False),
        (b"\xfe\xff" + "é∂".encode("utf-16-be"), "é∂", False),
        ("é∂".encode("utf-32"), "é∂", False),
        (b"caf\xe9 \x93x\x94", "café “x”", True),
        (b"\x81\xe9", "\x81é", True),
        (b"\x0crac \x08eta \x1b[0m", "\x0crac \x08eta \x1b[0m", False),
        (b"", "", False),
    ],
)
def test_encodings(asked: Asked, tmp_path: Path, data: bytes, text: str, warned: bool) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    result = run("check", str(path))
    assert result.exit_code == 0
    assert asked.calls[0][0] == text
    assert bool(result.stderr) is warned


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("data", [b"a\0b", b"\x89PNG\r\n\x1a\n\x00\xff", b"\xff\x01\x02", b"\xff\xfe\x00"])
def test_binary_files_are_two(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(data)
    result = run("check", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not a text file" in result.stderr


@pytest.mark.usefixtures("asked")
def test_file_names_are_printed_harmlessly(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "\x1b[31mmissing"))
    assert "\x1b" not in result.stderr


# The other commands


def test_version() -> None:
    assert run("--version").stdout == f"auditor {auditor.__version__}\n"


def test_schema() -> None:
    assert json.loads(run("schema").stdout) == schema.schema()


def test_explain_lists_every_code_with_its_summary() -> None:
    rows = run("explain").stdout.splitlines()
    assert [row.split()[0] for row in rows] == sorted(RULES)
    assert all(row.split()[1] == RULES[row.split()[0]].name and row.endswith(".") for row in rows)


@pytest.mark.parametrize("name", ["E203", "e203", "lost-derivative-indices"])
def test_explain_prints_a_page(name: str) -> None:
    assert run("explain", name).stdout.startswith("# E203 lost-derivative-indices\n")


def test_explain_all_prints_every_page() -> None:
    printed = run("explain", "--all").stdout
    assert all(f"# {code} {rule.name}\n" in printed for code, rule in RULES.items())


def test_normalize_prints_the_repaired_text_and_lists_repairs_elsewhere() -> None:
    result = run("normalize", "-", text=r"Then $\sum*{i} x_i = 0$.")
    assert result.stdout == r"Then $\sum_{i} x_i = 0$."
    assert result.stderr == "W101 line 1: * reads _\n"


def test_normalize_shows_what_changes() -> None:
    result = run("normalize", "-", "--diff", text="a\n$\\sum*{i} x_i = 0$\n")
    assert "-$\\sum*{i} x_i = 0$\n+$\\sum_{i} x_i = 0$\n" in result.stdout


# The real command


def spawn(*arguments: str, **options: object) -> "subprocess.Popen[bytes]":
    code = "import sys; from auditor.cli import main; sys.argv[0] = 'auditor'; main()"
    return subprocess.Popen([sys.executable, "-c", code, *arguments], **options)  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    process = spawn("explain", "--all", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 0


def test_output_does_not_depend_on_the_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    process = spawn("explain", "W107", stdout=subprocess.PIPE, env=environment)
    assert "`≤`" in process.communicate()[0].decode()


def test_starting_up_loads_no_heavy_package() -> None:
    code = (
        "import sys, auditor.cli; print([name for name in ('sympy', 'numpy', 'lark', 'flint') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"
