"""Parsing: from a document cut into prose and mathematics to statements and declarations."""

from auditor.parsing.composing import parse
from auditor.parsing.operands import operand
from auditor.parsing.statements import Declaration, LayoutStatement, Reading, Statement, Written

__all__ = ["Declaration", "LayoutStatement", "Reading", "Statement", "Written", "operand", "parse"]
