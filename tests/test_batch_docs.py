"""The examples of the page on batches run as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "batch.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    if "datasets" in EXAMPLES[number]:
        pytest.importorskip("datasets", reason="Hugging Face's datasets is not installed")
    subprocess.run([sys.executable, "-c", EXAMPLES[number]], check=True, cwd=tmp_path, timeout=120)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 4
