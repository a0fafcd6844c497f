r"""Mathematics typed or pasted without TeX: Unicode signs and scripts, ASCII notation, exponents that fell.

Each function proposes edits that turn one kind of it into LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.reading.characters import COMBINING, SUBSCRIPTS, SUPERSCRIPTS, as_latex
from auditor.reading.edits import Edit, Manner
from auditor.reading.notation import ASCII_GREEK, FUNCTIONS

# Unicode

_SCRIPTS = re.compile(f"[{''.join(map(re.escape, SUPERSCRIPTS))}]+|[{''.join(map(re.escape, SUBSCRIPTS))}]+")
_SIZES, _TIMES = r"(?<=[a-z0-9])x(?=[a-z0-9])", r" \\times "
_ACCENTED = re.compile(rf"(\\[A-Za-z]+|[A-Za-zα-ωΑ-Ω\U0001d400-\U0001d7ff])([{''.join(COMBINING)}])")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SUM_FOLLOWS = re.compile(
    r"\s*(?:_\s*\{?\s*\\?[a-z]+\s*[=∈,]|_\s*\{?[a-z]\}?(?:\^\S+)?\s*\S|∂|\\frac|\\partial|\^\s*\{?[nNmMkK]\}?\s*[_a-z])"
)
_SUMMAND = re.compile(r"[^=<>≤≥∈&,\^_Σ]{0,12}_\{?[ijklmnr]")  # what follows depends on an index


def scripts(characters: str, manner: Manner) -> Iterator[Edit]:
    """Super- and subscript characters, before any normalisation could lose them."""
    for match in _SCRIPTS.finditer(characters):
        table, mark = (SUPERSCRIPTS, "^") if match.group()[0] in SUPERSCRIPTS else (SUBSCRIPTS, "_")
        script = "".join(table[character] for character in match.group())
        yield Edit(*match.span(), f"{mark}{{{re.sub(_SIZES, _TIMES, script)}}}")
    for match in re.finditer(r"(?<![\^_{])\s*⊤(?!\})", characters):
        if re.search(r"[\w)\]}'|]$", characters[: match.start()][-1:]):
            yield Edit(*match.span(), r"^{\top}")


def radicals(characters: str, manner: Manner) -> Iterator[Edit]:
    for match in re.finditer(
        r"√\s*(?:\(((?:[^()]|\([^()]*\))*)\)|\{([^{}]*)\}|([A-Za-z0-9\U0001d400-\U0001d7ff]+|[α-ω]))", characters
    ):
        yield Edit(*match.span(), f"\\sqrt{{{match[1] or match[2] or match[3] or ''}}}")


def accents(characters: str, manner: Manner) -> Iterator[Edit]:
    for match in _ACCENTED.finditer(characters):
        letter = as_latex(match[1]) or match[1] if len(match[1]) == 1 else match[1]
        yield Edit(*match.span(), f"\\{COMBINING[match[2]]}{{{letter}}}")


def symbols(characters: str, manner: Manner) -> Iterator[Edit]:
    for match in _FOREIGN.finditer(characters):
        latex = as_latex(match.group())
        if match.group() == "Σ" and _is_sum(characters, match.start()):
            latex = r"\sum"
        if latex is None:
            continue
        follows = characters[match.end() : match.end() + 1]
        spaced = re.search(r"\\[A-Za-z]+$", latex) and follows.isalpha() and as_latex(follows) is None
        spaced = spaced or (
            re.search(r"\\[A-Za-z]+$", latex) and (as_latex(follows) or "")[:1].isalpha() if follows else spaced
        )
        yield Edit(*match.span(), latex + (" " if spaced else ""))


def _is_sum(characters: str, place: int) -> bool:
    """Σ with bounds, or before a term with an index, is the sign of a sum; between letters it is a matrix."""
    if _SUM_FOLLOWS.match(characters, place + 1):
        return True
    factor = re.search(r"(?:[A-Za-z)}\]']|\\[a-z]+ ?)$", characters[max(0, place - 12) : place])
    return factor is None and _SUMMAND.match(characters, place + 1) is not None


# Notation without TeX

_ASCII = (
    (re.compile(r"(?<=[A-Za-z0-9)\]}'])\s*\^\s*\(?(-\s*[0-9A-Za-z]+)\)?"),
     lambda match: f"^{{{match[1].replace(' ', '')}}}"),
    (re.compile(r"\^\s*(\d{2,})"), lambda match: f"^{{{match[1]}}}"),
    (re.compile(r"_([A-Za-z0-9]{2,})(?![A-Za-z0-9{])"), lambda match: f"_{{{match[1]}}}"),
    (re.compile(r"(?<![<=>])<=>"), lambda match: r"\iff "),
    (re.compile(r"<="), lambda match: r"\le "),
    (re.compile(r">="), lambda match: r"\ge "),
    (re.compile(r"!="), lambda match: r"\ne "),
    (re.compile(r"~="), lambda match: r"\approx "),
    (re.compile(r"==+>|=>"), lambda match: r"\Rightarrow "),
    (re.compile(r"--?>"), lambda match: r"\to "),
    (re.compile(r"\.\*"), lambda match: r"\odot "),
    (re.compile(r"(?<![A-Za-z\\])sqrt\(([^()]*)\)"), lambda match: f"\\sqrt{{{match[1]}}}"),
    (re.compile(r"(?<![A-Za-z\\])(sum|prod|int)(?=_|\s)"), lambda match: "\\" + match[1]),
    (re.compile(r"(?<![A-Za-z\\])grad(?=\s*[_A-Za-z(\\])(?![A-Za-z])"), lambda match: r"\nabla"),
    (re.compile(r"(?<![A-Za-z\\_])(" + "|".join(sorted(ASCII_GREEK, key=len, reverse=True)) + r")(?![A-Za-z])"),
     lambda match: ASCII_GREEK[match[1]]),
)  # fmt: skip


def ascii_notation(characters: str, manner: Manner) -> Iterator[Edit]:
    """`A^-1`, `=>`, `lam`: mathematics typed without TeX."""
    if not manner.ascii:
        return
    for pattern, replace in _ASCII:
        for match in pattern.finditer(characters):
            yield Edit(*match.span(), replace(match))


def flattened(characters: str, manner: Manner) -> Iterator[Edit]:
    """`K−1K′`: exponents that fell to the base line; certain where a one before a letter proves it in the document."""
    for match in re.finditer(r"(?<=[A-Za-z)′'])[−-]([1-9T])(?!\d)", characters):
        if manner.ascii and (
            manner.flattened or re.match(r"[A-Za-zα-ωΑ-Ω′)]", characters[match.end() : match.end() + 1])
        ):
            yield Edit(*match.span(), f"^{{-{match[1]}}}", manner.flattened)


FLATTENED_EVIDENCE = re.compile(r"[A-Z]−1(?=[A-Zδ∂Δ])")


def names(characters: str, manner: Manner) -> Iterator[Edit]:
    """The word that an undelimited formula begins with, and the word `in` before a space of numbers."""
    if not manner.bare:
        return
    for match in re.finditer(r"(?<=\s)in(?=\s+(?:[RC]\^|\\mathbb))", characters):
        yield Edit(*match.span(), r"\in")
    for match in re.finditer(
        r"(?<=R\^)(?:\{([a-z0-9]+) ?x ?([a-z0-9]+)\}|\(([a-z0-9]+) ?x ?([a-z0-9]+)\)|([a-z0-9])x([a-z0-9])\b)",
        characters,
    ):
        sizes = [size for size in match.groups() if size]
        yield Edit(*match.span(), f"{{{sizes[0]} \\times {sizes[1]}}}")
    word = re.match(r"[A-Za-z]{3,}(?=\s*(?:=|:=|≈|≤|≥|\\approx|\\le|\\ge))", characters)
    if word and word.group() not in FUNCTIONS | ASCII_GREEK.keys() and word.group()[1:].islower():
        yield Edit(*word.span(), f"\\text{{{word.group()}}}")
