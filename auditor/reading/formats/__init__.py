"""Documents of every kind: whatever a file is, what is read of it is text with Markdown's and TeX's marks."""

from auditor.reading.formats.opening import STANDARD_INPUT, Opened, open_document

__all__ = ["STANDARD_INPUT", "Opened", "open_document"]
