"""Batch runs as tests make and compare them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

DIFFERS = ("run", "timings")  # what a summary holds that differs from run to run


def write_lines(path: Path, records: list[Any]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def documents(folder: Path) -> list[dict[str, Any]]:
    """The rows of all documents without their timings, in the order of the files."""
    return [{name: value for name, value in row.items() if name != "seconds"} for row in _rows(folder, "documents")]


def steps(folder: Path) -> list[dict[str, Any]]:
    return _rows(folder, "steps")


def summary(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "summary.json").read_text())
    return {name: value for name, value in found.items() if name not in DIFFERS}


def results(folder: Path) -> tuple[Any, ...]:
    """Everything that a run must always come to."""
    assert (folder / "summary.html").exists()
    return documents(folder), steps(folder), summary(folder)


def _rows(folder: Path, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(folder.glob(f"{kind}-*")):
        if path.suffix == ".parquet":
            found += pq.read_table(path).to_pylist()
        else:
            found += [json.loads(line) for line in path.read_text().splitlines()]
    return found
