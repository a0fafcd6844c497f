"""The annotated LaTeX is compiled, where a TeX is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from specimens import every_verdict, hostile, nothing

from auditor.pipeline import audit
from auditor.reporting import as_latex
from auditor.reporting.report import Report

DERIVATIONS = Path(__file__).parents[1] / "corpus" / "derivations"
TEX = shutil.which("pdflatex")
PAYLOADS = (
    r"\write18{x} \end{document} \catcode`\%=12 % ^^5cinput \input{/etc/passwd}",
    "}}}{{{ $$ ## && __ ~~ \\\\ [x] ?` !` -- << >> '' \"",
    "∂×é⊗∈ℝ \u202e \ud800 \x00 ✓✗",
)


def compiled(report: Report, folder: Path) -> Path:
    """The page that TeX makes of a report; a complaint of TeX is an error here."""
    (folder / "report.tex").write_text(as_latex.render([report]), encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "report.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert run.returncode == 0, run.stdout.decode(errors="replace")[-2000:]
    return folder / "report.pdf"


@pytest.mark.skipif(TEX is None, reason="no pdflatex is installed")
@pytest.mark.parametrize("report", [every_verdict(), nothing(), *(hostile(text, text) for text in PAYLOADS)])
def test_any_report_compiles(report: Report, tmp_path: Path) -> None:
    assert compiled(report, tmp_path).stat().st_size > 0


@pytest.mark.skipif(TEX is None, reason="no pdflatex is installed")
def test_the_chat_answer_compiles(tmp_path: Path) -> None:
    text = (DERIVATIONS / "gradient_of_frobenius_loss.md").read_text(encoding="utf-8")
    assert compiled(audit(text, "answer.md"), tmp_path).stat().st_size > 0
