"""Batches: documents by the million, on one machine or many. It needs the packages of the extra `batch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["RESULTS", "MissingExtra", "Settings", "Stopped", "audit_table", "run"]

if TYPE_CHECKING:
    from auditor.batch.running import Settings, Stopped, run
    from auditor.batch.schema import RESULTS
    from auditor.batch.tables import audit_table

_HOMES = {"RESULTS": "schema", "Settings": "running", "Stopped": "running", "audit_table": "tables", "run": "running"}


class MissingExtra(ImportError):
    """A package that only batches need is not installed; the message says how to get it."""


def __getattr__(name: str) -> Any:
    """Import on first use: the processes that audit need none of it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    try:
        value = globals()[name] = getattr(import_module(f"auditor.batch.{_HOMES[name]}"), name)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "auditor":
            raise
        raise MissingExtra(
            f"batches need the package {missing.name}, which is not installed: pip install 'auditor[batch]'"
        ) from missing
    return value
