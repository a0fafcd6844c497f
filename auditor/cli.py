"""The commands. What a command needs is imported when it runs: start-up is part of every answer."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import auditor
from auditor.exit_codes import ExitCode
from auditor.reporting.rendering import WIDTH, Format, render
from auditor.reporting.terminal import painted, printable, wants_colour

if TYPE_CHECKING:
    from auditor.reading.formats import Opened
    from auditor.reporting.report import Report

app = typer.Typer(
    name="auditor",
    help="Audit mathematical derivations written in LaTeX: every step gets one verdict, with evidence.",
    epilog="Exit codes: 0 nothing wrong found, 1 a wrong step, 2 usage or an unreadable file, 3 internal failure.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_WIDEST = 160
_NARROWEST = 60
_LET = re.compile(r"\s*[^:\s][^:]*:\s*\S")

File = Annotated[str, typer.Argument(metavar="FILE", help="A document, or - for standard input.")]


class LayoutName(StrEnum):
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


class TableFormat(StrEnum):
    JSONL = "jsonl"
    PARQUET = "parquet"


def main() -> None:
    """Run the command line; whatever goes wrong unforeseen is one line and exit code 3."""
    try:
        app()
    except Exception as failure:
        _complain_of(failure)
        sys.exit(ExitCode.FAILURE)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"auditor {auditor.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Documents, or - for standard input.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="How to print the report.")] = Format.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file instead.")] = None,
    layout: Annotated[
        LayoutName | None, typer.Option("--layout", help="Layout of derivatives, where the text does not say.")
    ] = None,
    let: Annotated[
        list[str] | None, typer.Option("--let", metavar='"X: m x n, symmetric"', help="Declare a symbol; repeatable.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Count steps without a proof as wrong.")] = False,
    explain_steps: Annotated[bool, typer.Option("--explain-steps", help="Show the evidence of every step.")] = False,
) -> None:
    """Audit documents and print a report."""
    declared = tuple(let or ())
    for declaration in declared:
        if not _LET.match(declaration):
            raise typer.BadParameter(f'"{printable(declaration)}" is not of the form "X: m x n, symmetric"')
    reports: list[Report] = []
    codes = [ExitCode.NOTHING_WRONG]
    for number, file in enumerate(files, 1):
        _progress(number, len(files), file)
        report = _audited(file, layout.value if layout else None, declared, codes)
        if report is not None:
            reports.append(report)
            codes.append(ExitCode(report.exit_code(strict)))
    if reports or len(files) > 1:
        on_terminal = output is None and sys.stdout.isatty()
        rendered = render(
            reports,
            format,
            collected=len(files) > 1,
            colour=output is None and wants_colour(on_terminal, os.environ),
            width=_width(on_terminal),
            explain_steps=explain_steps,
        )
        _write(rendered, output)
    raise typer.Exit(max(codes))


def _audited(file: str, layout: str | None, let: tuple[str, ...], codes: list[ExitCode]) -> Report | None:
    """The report on a file; where there is none, the reason is said and its exit code is added."""
    document = _opened(file, codes)
    if document is None:
        return None
    try:
        from auditor.pipeline import audit
        from auditor.progress import watched

        with watched():
            return audit(document.text, name=document.name, layout=layout, let=let, origin=document.origin)
    except Exception as failure:
        _complain_of(failure, file)
        codes.append(ExitCode.FAILURE)
        return None


@app.command()
def explain(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="A code or a name, such as E203.")] = None,
    all_pages: Annotated[bool, typer.Option("--all", help="Print every page.")] = False,
) -> None:
    """Explain a finding, or list all kinds of findings."""
    from auditor import rules
    from auditor.findings import RULES

    if all_pages:
        text = "\n".join(rules.page(known).text for known in sorted(RULES))
    elif code is None:
        wide = max(len(rule.name) for rule in RULES.values())
        listed = ((RULES[known], rules.page(known).summary) for known in sorted(RULES))
        text = "".join(f"{rule.code}  {rule.name:<{wide}}  {summary}\n" for rule, summary in listed)
    else:
        known = {rule.name: rule.code for rule in RULES.values()} | {one: one for one in RULES}
        found = known.get(code.upper()) or known.get(code.lower())
        if found is None:
            _refuse(f'there is no finding "{printable(code)}"; auditor explain lists them')
        text = rules.page(found).text
    _write(painted(((line,) for line in text.split("\n")[:-1]), colour=False), None)


@app.command()
def normalize(
    file: File,
    diff: Annotated[bool, typer.Option("--diff", help="Print what changes instead of the whole text.")] = False,
) -> None:
    """Print a document with its mathematics repaired and delimited; the repairs are listed on standard error."""
    from auditor.reading import normalize as normalized
    from auditor.reading import read
    from auditor.reporting import wording
    from auditor.reporting.report import Report

    codes: list[ExitCode] = []
    opened = _opened(file, codes)
    if opened is None:
        raise typer.Exit(max(codes))
    document = read(opened.source)
    text = normalized(document)
    if diff:
        text = _difference(opened.text, text, opened.name)
    # To a terminal nothing goes that it would obey; to a pipe the text goes as it is.
    _write(painted(((line,) for line in text.splitlines()), colour=False) if sys.stdout.isatty() else text, None)
    for repair, lines in wording.grouped_repairs(Report(document.source, repairs=document.repairs)):
        _say(f"{repair.rule} {lines}: {repair.before or '(nothing)'} reads {repair.after or '(nothing)'}")


@app.command()
def replay(
    file: File,
    step: Annotated[int, typer.Argument(metavar="STEP", help="The number of a refuted step.")],
) -> None:
    """Print a NumPy program that shows the counterexample to a step."""
    from auditor.pipeline import audited

    codes: list[ExitCode] = []
    opened = _opened(file, codes)
    if opened is None:
        raise typer.Exit(max(codes))
    programs = audited(opened.text, name=opened.name, origin=opened.origin).counterexamples()
    if step not in programs:
        known = ", ".join(map(str, programs)) or "none"
        _refuse(f"there is no counterexample to replay for step {step}; steps that have one: {known}")
    _write(programs[step], None)


def _difference(before: str, after: str, name: str) -> str:
    from difflib import unified_diff

    lines = unified_diff(before.splitlines(), after.splitlines(), name, f"{name} (repaired)", lineterm="")
    return "".join(f"{line}\n" for line in lines)


@app.command()
def batch(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT…", help="Folders, patterns, documents, .jsonl(.gz, .zst), .parquet.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the results.")],
    text_column: Annotated[str, typer.Option(help="The texts, or lists of messages.")] = "text",
    id_column: Annotated[str, typer.Option(help="What to call the documents.")] = "id",
    preamble_column: Annotated[str, typer.Option(help="What to read before them, such as the problem.")] = "preamble",
    label_column: Annotated[
        list[str] | None, typer.Option(help="Right or wrong, or the lines that are wrong; repeatable.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; by default one for each core.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Work on a Dask cluster, such as tcp://host:8786.")
    ] = None,
    budget: Annotated[float, typer.Option(min=0.01, metavar="SECONDS", help="Time for one document.")] = 60.0,
    memory: Annotated[int, typer.Option(min=1, metavar="MIB", help="Memory for one document.")] = 1024,
    format: Annotated[TableFormat, typer.Option("--format", "-f", help="How to write the rows.")] = TableFormat.JSONL,
) -> None:
    """Audit many documents; the same command goes on where an earlier one was ended."""
    from auditor.batch import command

    columns = (text_column, id_column, preamble_column, tuple(label_column or ()))
    said = command.run(inputs, output, columns, workers, scheduler, budget, memory << 20, format.value)
    for line in said.errors:
        _say(f"auditor: {line}")
    for line in said.lines:
        typer.echo(printable(line))
    raise typer.Exit(said.code)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the JSON report."""
    from auditor.reporting.schema import text

    _write(text(), None)


@app.command()
def grade(
    submissions: Annotated[
        list[Path] | None, typer.Argument(metavar="SUBMISSION…", help="Students' files, or folders of them.")
    ] = None,
    reference: Annotated[Path | None, typer.Option("--reference", help="The reference solution; required.")] = None,
    problem: Annotated[Path | None, typer.Option("--problem", help="The problem: what it declares holds.")] = None,
    rubric: Annotated[Path | None, typer.Option("--rubric", help="Marks in TOML; proposed if not given.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The folder for marks and feedback.")] = None,
    overrides: Annotated[
        Path | None,
        typer.Option("--overrides", help="The teacher's decisions; overrides.toml in the folder by default."),
    ] = None,
    init: Annotated[bool, typer.Option("--init", help="Write a rubric from the reference solution, and stop.")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Submissions at the same time.")] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="The most that one submission may take.")] = 60.0,
) -> None:
    """Grade submissions against a reference solution: marks, a gradebook, and feedback for each student."""
    from auditor.grading import command

    if reference is None:
        raise typer.BadParameter("the reference solution is missing: --reference reference.md")
    if not init and (not submissions or output is None):
        raise typer.BadParameter("what is graded, and where the marks go, is missing: SUBMISSION… --output DIR")
    try:
        if init:
            lines = command.write_rubric_for(reference, problem, rubric, output)
        else:
            lines = command.run(
                submissions or [], reference, problem, rubric, output or Path(), overrides, jobs, seconds
            )
    except command.Unusable as wrong:
        for line in str(wrong).split("\n"):
            _say(f"auditor: {line}")
        raise typer.Exit(ExitCode.USAGE) from None
    except OSError as wrong:
        _refuse(f"{wrong.filename or output}: {wrong.strerror}")
    _write(painted(((line,) for line in lines), colour=False), None)


# Reading, writing, complaining


def _opened(file: str, codes: list[ExitCode]) -> Opened | None:
    from auditor.decoding import Unreadable
    from auditor.reading.formats import open_document

    try:
        opened = open_document(file)
    except Unreadable as problem:
        _say(f"auditor: {file}: {problem}")
        codes.append(ExitCode.USAGE)
        return None
    if opened.warning:
        _say(f"auditor: {file}: {opened.warning}")
    return opened


def _write(text: str, output: Path | None) -> None:
    """Write to a file, or to standard output; a reader that goes away is no mistake."""
    if output is not None:
        try:
            output.write_bytes(text.encode("utf-8", "backslashreplace"))
        except OSError as problem:
            _refuse(f"{output}: {problem.strerror}")
        return
    encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
    try:
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # What is still buffered must not fail again when the interpreter shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _width(on_terminal: bool) -> int:
    if not on_terminal:
        return WIDTH
    from shutil import get_terminal_size

    return min(_WIDEST, max(_NARROWEST, get_terminal_size((WIDTH, 24)).columns))


def _progress(number: int, count: int, file: str) -> None:
    if count > 1 and sys.stderr.isatty():
        _say(f"auditing {number} of {count}: {file}")


def _say(message: str) -> None:
    print(printable(message), file=sys.stderr)


def _refuse(message: str) -> NoReturn:
    _say(f"auditor: {message}")
    raise typer.Exit(ExitCode.USAGE)


def _complain_of(failure: Exception, file: str = "") -> None:
    """One line on an internal failure; the traceback only where AUDITOR_DEBUG asks for it."""
    if os.environ.get("AUDITOR_DEBUG", "0") not in ("", "0"):
        from traceback import print_exception

        print_exception(failure)
    where = f" in {file}" if file else ""
    said = " ".join(f"{type(failure).__name__}: {failure}".split())
    _say(f"auditor: internal failure{where}: {said} (AUDITOR_DEBUG=1 shows the traceback)")
