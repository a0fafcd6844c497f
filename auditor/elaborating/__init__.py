"""Elaborating: from what was written to typed terms, under one consistent reading of the whole document."""

from auditor.elaborating.elaborate import elaborate
from auditor.elaborating.elaboration import TypedStep, Elaboration, Side, Sort

__all__ = ["TypedStep", "Elaboration", "Side", "Sort", "elaborate"]
