r"""LaTeX documents: what of a `.tex` file is content.

Comments, the preamble and whatever follows `\end{document}` are not; the definitions of the preamble are read before it
is cut off. Theorem environments, sections and lists are prose.
"""

from __future__ import annotations

import re

from auditor.source import Source, Text

_DOCUMENT = re.compile(r"\\documentclass|\\begin\s*\{document\}")
_STRUCTURE = re.compile(
    r"(?m:^[ \t]*\\(?:(?:sub)*section\*?\s*\{|item\b|chapter\*?\s*\{|paragraph\s*\{|begin\s*\{(?:enumerate|itemize"
    r"|description|theorem|lemma|proof|proposition|corollary|example|solution|problem|exercise|abstract|center)\}))"
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\r\n]*(?:(?:\r\n|\r|\n)[ \t]*(?=\S))?")
_VERBATIM = re.compile(r"\\begin\{(verbatim|lstlisting|minted)\}.*?\\end\{\1\}", re.DOTALL)


def is_document(source: Source) -> bool:
    """The source is a LaTeX file, in which `%` begins a comment."""
    return source.name.lower().endswith((".tex", ".ltx", ".latex")) or bool(_DOCUMENT.search(source.text))


def is_structured(text: str) -> bool:
    """The text is set with LaTeX's sections and lists: its author delimits every formula."""
    return bool(_STRUCTURE.search(text) or _DOCUMENT.search(text))


def without_comments(text: Text) -> Text:
    """The text without its comments; a comment takes its line end with it, as TeX reads it."""
    if "%" not in text.characters:
        return text
    verbatim = [match.span() for match in _VERBATIM.finditer(text.characters)]
    parts, position = [], 0
    for match in _COMMENT.finditer(text.characters):
        start = match.end(1)
        if any(first <= start < last for first, last in verbatim):
            continue
        parts.append(text.slice(position, start))
        position = match.end()
        alone = not text.characters[:start].rpartition("\n")[2].strip()
        if not alone and text.characters[start:position].rstrip(" \t").endswith(("\n", "\r")):
            parts.append(text.slice(position - 1, position))
    parts.append(text.slice(position))
    return Text.join(parts)


def body(text: Text) -> Text:
    r"""What stands between `\begin{document}` and `\end{document}`, or everything."""
    begin = re.search(r"\\begin\s*\{document\}", text.characters)
    end = re.search(r"\\end\s*\{document\}", text.characters)
    return text.slice(begin.end() if begin else 0, end.start() if end else None)
