"""The JSON Schema that every JSON report satisfies."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def text() -> str:
    """The schema as it ships with the package (draft 2020-12)."""
    return files("auditor.reporting").joinpath("report.schema.json").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The schema as an object."""
    return json.loads(text())
