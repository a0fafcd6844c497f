"""What an undeclared letter may be, most likely first: the conventions of the field as soft evidence."""

from __future__ import annotations

import re

from auditor.elaborating.context import Context
from auditor.elaborating.names import letter_class, plain_letter
from auditor.elaborating.usage import Usage
from auditor.elaborating.vocabulary import (
    COUNTS,
    MATRIX_GREEK,
    MATRIX_WORDS,
    SCALAR_LETTERS,
    VECTOR_GREEK,
    VECTOR_LETTERS,
)
from auditor.terms.dimension import ONE

SCALAR, COLUMN, MATRIX, FAMILY, ROW, TENSOR = "scalar", "column", "matrix", "family of columns", "row", "tensor"


def kind_options(spelling: str, position: int, context: Context, *, stated: bool = True) -> tuple[str, ...]:
    """The kinds that a letter without a stated shape may have, in the order in which they are tried; `stated` is false
    for a letter of which the text says nothing, although it says something of another one with its name."""
    usage = context.usage.of(spelling)
    known = context.of(spelling, position) if stated else None
    if known is not None and known.indexed and known.kind in MEMBERS:
        return (MEMBERS[known.kind],)
    if known is not None and known.kind:
        return _declared_options(known.kind, usage)
    if known is not None and "constant" in known.properties and not (usage.transposed or usage.arities):
        options = _shapes_of_use(spelling, usage, context)
        return (
            (SCALAR, *(kind for kind in options if kind != SCALAR))
            if letter_class(spelling) == "lowercase"
            else options
        )
    if spelling.partition("_")[0] in context.partitioned and "_" in spelling:
        return (MATRIX, COLUMN, SCALAR) if _may_be_matrix(plain_letter(spelling)) else (COLUMN, SCALAR, MATRIX)
    if usage.arities:
        return _indexed_options(spelling, usage, context)
    if known is not None and MATRIX_WORDS & set(known.properties) and _may_be_matrix(spelling):
        return ("square", SCALAR)
    if (like := _kind_of_base(spelling, position, context)) is not None:
        return (like, *(kind for kind in _shapes_of_use(spelling, usage, context) if kind != like))
    by_class = context.classes.get(letter_class(spelling))
    if by_class:
        return (by_class, *(kind for kind in _shapes_of_use(spelling, usage, context) if kind != by_class))
    return _shapes_of_use(spelling, usage, context)


# x_* and \hat x beside a declared x are most likely of its kind.
_VARIANT = re.compile(
    r"(?P<base>.*)(?:_\{(?:\*|\\star|\\ast|\+)\}|\^\{(?:\*|\\star|\([^()]*\))\})"
    r"|\\(?:hat|tilde)\{(?P<inner>.*)\}"
)


def _kind_of_base(spelling: str, position: int, context: Context) -> str | None:
    match = _VARIANT.fullmatch(spelling)
    fact = context.of(match["base"] or match["inner"], position) if match else None
    if fact is None or not fact.shape or fact.indexed or fact.kind not in (COLUMN, ROW, MATRIX):
        return None
    return fact.kind


# What a letter is whose indexed letters are declared: v where "v_i is a vector".
MEMBERS = {COLUMN: FAMILY, MATRIX: "family of matrices"}


def _may_be_matrix(spelling: str) -> bool:
    return _is_upper(spelling) or plain_letter(spelling) in MATRIX_GREEK


def _declared_options(kind: str, usage: Usage) -> tuple[str, ...]:
    if kind == "matrix":
        return (MATRIX, "square")
    if kind == "function":
        return (SCALAR, COLUMN, MATRIX)
    if kind in ("size", "index"):
        return (SCALAR,)
    return (kind,)


def _indexed_options(spelling: str, usage: Usage, context: Context) -> tuple[str, ...]:
    order = max(usage.arities)
    if order == 1:
        if _may_be_matrix(spelling):
            return (FAMILY_OF_MATRICES, COLUMN, FAMILY)
        multiplied = any(plain_letter(name) not in COUNTS and name not in context.sizes for name in usage.multiplied)
        return (FAMILY, COLUMN) if usage.transposed or multiplied else (COLUMN, FAMILY)  # W x_t
    if order == 2:
        return (MATRIX, "family of families")
    return (TENSOR,)


def _is_bold(context: Context) -> bool:
    """The text sets its vectors and matrices in bold: a plain Greek letter is more likely a number."""
    return any(letter_class(letter).startswith("bold") for letter in context.usage.letters)


def _speaks_of_vectors(context: Context) -> bool:
    """The text transposes, or multiplies a letter by what it says to be a matrix: `Ax = b`."""
    if context.usage.vectors or any(usage.multiplied for usage in context.usage.letters.values()):
        return True
    return any(
        plain_letter(spelling) in VECTOR_LETTERS - SCALAR_LETTERS and any(_is_matrix(name, context) for name in behind)
        for spelling, usage in context.usage.letters.items()
        if (behind := usage.behind) and not usage.ahead
    )


def _is_matrix(spelling: str, context: Context) -> bool:
    """The text says somewhere that a letter is a matrix."""
    return any(
        fact.kind == "matrix" or (fact.shape is not None and len(fact.shape) == 2 and ONE not in fact.shape)
        or MATRIX_WORDS & set(fact.properties)
        for fact in context.known.get(spelling, ())
    )  # fmt: skip


def _scales(usage: Usage) -> bool:
    """A letter that stands before matrices and never behind one, untransposed, as a number does."""
    return usage.ahead and not usage.behind and not usage.transposed


FAMILY_OF_MATRICES = "family of matrices"


def _shapes_of_use(spelling: str, usage: Usage, context: Context) -> tuple[str, ...]:
    operated = usage.transposed or usage.inverted or spelling in context.blocks
    match letter_class(spelling):
        case "uppercase" if plain_letter(spelling) in ("L", "J", "E") and not operated:
            options: tuple[str, ...] = (SCALAR, MATRIX, COLUMN)
        case "uppercase" if plain_letter(spelling) in COUNTS and not operated and not context.usage.vectors:
            options = (SCALAR, MATRIX, COLUMN)
        case "bold uppercase" | "uppercase":
            options = (MATRIX, COLUMN, SCALAR) if usage.transposed else (MATRIX, SCALAR, COLUMN)
        case "bold lowercase" | "bold greek":
            options = (COLUMN, ROW, SCALAR)
        case "greek" if plain_letter(spelling) in MATRIX_GREEK:
            options = (MATRIX, SCALAR, COLUMN)
        case "greek":
            vector = spelling in VECTOR_GREEK and context.usage.vectors and not _is_bold(context)
            vector = vector and spelling not in context.usage.evaluated  # at a number
            options = (COLUMN, SCALAR, MATRIX) if vector else (SCALAR, COLUMN, MATRIX)
        case _:
            plain = plain_letter(spelling)
            vector = plain in VECTOR_LETTERS - SCALAR_LETTERS and _speaks_of_vectors(context) and not _scales(usage)
            options = (COLUMN, SCALAR, ROW, MATRIX) if vector else (SCALAR, COLUMN, MATRIX)
    if usage.inverted and MATRIX in options:
        options = tuple("square" if kind == MATRIX else kind for kind in options)
    if usage.transposed:
        options = (*(kind for kind in options if kind != SCALAR), SCALAR)
    return options


def strangeness(kind: str, options: tuple[str, ...], usage: Usage) -> float:
    """How many misfits a kind must mend to be worth believing; a transposed letter is hardly a scalar or a row."""
    rank = options.index(kind)
    if rank and usage.transposed and options[0] == COLUMN:
        rank += 1
    return STRANGENESS[min(rank, len(STRANGENESS) - 1)]


# One misfit weighs 1. The second option is taken where it mends one, the third where it mends two.
STRANGENESS = (0.0, 0.4, 1.2, 1.6, 2.2)


def _is_upper(spelling: str) -> bool:
    return letter_class(spelling).endswith("uppercase")
