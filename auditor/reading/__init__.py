"""Reading: from a source to a document cut into prose and mathematics, with exact places and recorded repairs."""

from auditor.reading.composing import normalize, read
from auditor.reading.document import Document, Mathematics, Prose, Repair

__all__ = ["Document", "Mathematics", "Prose", "Repair", "normalize", "read"]
