"""Batches: documents by the million, on one machine or many. It needs the packages of the extra `batch`.

In reading order: `running` shows the whole way. Documents come in through `inputs` (which files), `streams` (what is in
them), `entries` (one document), `messages` and `labels`. `flow` hands them to `workers`, which run `tables` (a table
in, a table out), which has `fuse` (a process from outside) and `child` (from inside) audit each within its limits and
make a row of it (`rows`, `schema`). Results go into the `ledger`, and from there in order into `parts` of the output.
`tally` counts them, for `summary`, `page` and `plots`. `version` is what a result depends on besides its document.
"""

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
