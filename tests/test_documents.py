"""What the documents of the project claim of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from known_failures import HEADING, LIMITS, listed

import auditor
from auditor.reporting import as_text

ROOT = Path(__file__).parents[1]
DEMO = "corpus/derivations/gradient_of_frobenius_loss.md"


def test_the_readme_shows_the_real_output() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = next(block for block in re.findall(r"```\n(.*?)```", readme, re.DOTALL) if block.startswith("steps"))
    report = auditor.audit((ROOT / DEMO).read_text(encoding="utf-8"), name=DEMO)
    lines = iter(line.rstrip() for line in as_text.render([report]).split("\n"))
    for line in shown.splitlines():
        if line != "[…]":
            assert any(found == line for found in lines), line


def test_the_limits_list_the_known_failures() -> None:
    text = LIMITS.read_text(encoding="utf-8")
    assert HEADING in text
    missing = [line for line in listed().splitlines() if line and line not in text]
    assert not missing, "run `python tests/known_failures.py`"


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "docs/batch.md", "docs/grading.md", "corpus/README.md"]
)
def test_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if "://" not in target:
            assert ((ROOT / document).parent / target).exists(), target


def test_every_room_of_the_reading_order_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    order = readme.partition("## Reading the source")[2]
    rooms = {path.name for path in (ROOT / "auditor").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert all(f"auditor/{room}/" in order for room in rooms)
