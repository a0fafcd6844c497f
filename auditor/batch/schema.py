"""The published schema of batch results, as Arrow types."""

from __future__ import annotations

import pyarrow as pa

from auditor.batch.rows import FUNNEL, VERDICTS

_FINDING = pa.struct(
    [
        ("code", pa.string()),
        ("name", pa.string()),
        ("severity", pa.string()),
        ("line", pa.int32()),
        ("message", pa.string()),
    ]
)
_STEP = [
    ("step", pa.int32()),
    ("derivation", pa.int32()),
    ("line", pa.int32()),
    ("column", pa.int32()),
    ("stance", pa.string()),
    ("relation", pa.string()),
    ("left", pa.string()),
    ("right", pa.string()),
    ("verdict", pa.string()),
    ("method", pa.string()),
    ("conditions", pa.list_(pa.string())),
    ("carried_forward", pa.bool_()),
    ("findings", pa.list_(_FINDING)),
]
_AUDIT = [
    ("status", pa.string()),
    ("reason", pa.string()),
    ("verdicts", pa.struct([(name, pa.int32()) for name in VERDICTS])),
    ("first_wrong_line", pa.int32()),
    ("first_wrong_step", pa.int32()),
    ("findings", pa.list_(pa.struct([("code", pa.string()), ("count", pa.int32())]))),
    ("coverage", pa.float64()),
    ("funnel", pa.struct([(name, pa.int32()) for name in FUNNEL])),
    ("seconds", pa.float64()),
]
# Where a document comes from: its file, and its row there, from 1; a file that is a document has no rows.
_PLACE = [("id", pa.string()), ("source", pa.string()), ("row", pa.int64())]

# What `audit_table` makes of a table: one row for each of its rows, in the same order.
RESULTS: pa.Schema = pa.schema([("id", pa.string()), *_AUDIT, ("steps", pa.list_(pa.struct(_STEP)))])
# The files of a batch run; `label` is what the label columns hold, as JSON.
DOCUMENTS: pa.Schema = pa.schema([*_PLACE, ("label", pa.string()), *_AUDIT])
STEPS: pa.Schema = pa.schema([*_PLACE, *_STEP])
