"""Reporting: the report of an audit and its renderings, one module each; all output to people is written here."""
