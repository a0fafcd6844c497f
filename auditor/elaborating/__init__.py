"""Elaborating: from what was written to typed terms, under one consistent reading of the whole document."""

from auditor.elaborating.elaborate import elaborate
from auditor.elaborating.elaboration import Claim, Elaboration, Side, Sort

__all__ = ["Claim", "Elaboration", "Side", "Sort", "elaborate"]
