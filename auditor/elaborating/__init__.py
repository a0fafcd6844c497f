"""Elaborating: from what was written to typed terms, under one consistent reading of the whole document."""

from auditor.elaborating.elaborate import elaborate
from auditor.elaborating.elaboration import Elaboration, Side, Sort, TypedStep

__all__ = ["Elaboration", "Side", "Sort", "TypedStep", "elaborate"]
