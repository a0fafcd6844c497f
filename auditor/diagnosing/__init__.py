"""Diagnosing: what went wrong in a flagged step. It explains verdicts and cannot change one."""

from auditor.diagnosing.diagnosing import diagnose

__all__ = ["diagnose"]
