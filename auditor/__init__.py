"""Audits mathematical derivations written in LaTeX: every step gets one verdict, with evidence."""

__version__ = "0.1.0"
