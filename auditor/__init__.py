"""Audits mathematical derivations written in LaTeX: every step gets one verdict, with evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Report", "Score", "audit", "audit_file", "score"]

if TYPE_CHECKING:
    from auditor.pipeline import audit, audit_file
    from auditor.reporting.report import Report
    from auditor.scoring import Score, score

_HOMES = {
    "Report": "auditor.reporting.report",
    "Score": "auditor.scoring",
    "audit": "auditor.pipeline",
    "audit_file": "auditor.pipeline",
    "score": "auditor.scoring",
}


def __getattr__(name: str) -> Any:
    """Import on first use: the command line starts without the engine."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
