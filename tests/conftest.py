"""Every report that any test makes is held against the published schema."""

from __future__ import annotations

from functools import wraps
from typing import Any

import jsonschema

import auditor.pipeline
from auditor.reporting import schema
from auditor.reporting.report import Report

_VALIDATOR = jsonschema.Draft202012Validator(schema.schema())
_audit = auditor.pipeline.audit


@wraps(_audit)
def _checked(*arguments: Any, **options: Any) -> Report:
    report = _audit(*arguments, **options)
    _VALIDATOR.validate(report.to_dict())
    return report


auditor.pipeline.audit = _checked
