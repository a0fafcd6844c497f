"""Declarations: what running text says of symbols ("Let A be a symmetric n x n matrix").

Each sentence becomes a row of words and formulas (`declaring.sentences`), its noun phrases become one token each
(`declaring.chunks`), and the grammar `declarations.lark` is looked for from any place on; the rest is skipped. The mood
of the last lead word ("let", "if", "hence") decides whether what was found is a declaration, a claim, or neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from auditor.parsing.declaring.chances import chances
from auditor.parsing.declaring.chunks import ATOMS, OPENS_DECLARATION, chunks
from auditor.parsing.declaring.conventions import (
    extents_of,
    generality,
    inverses,
    letter_classes,
    letter_convention,
    notation,
)
from auditor.parsing.declaring.data import data, settled
from auditor.parsing.declaring.further import further
from auditor.parsing.declaring.lines import lines
from auditor.parsing.declaring.matching import Match, longest
from auditor.parsing.declaring.naming import namings
from auditor.parsing.declaring.pieces import pieces
from auditor.parsing.declaring.predicates import said_by
from auditor.parsing.declaring.sentences import Sentence, sentences
from auditor.parsing.declaring.spectra import spectra
from auditor.parsing.declaring.subjects import Context, Said
from auditor.parsing.declaring.vocabulary import ARBITRARY
from auditor.parsing.declaring.words import Token
from auditor.parsing.layouts import layouts
from auditor.parsing.statements import Declaration, LayoutStatement, Statement
from auditor.parsing.syntax import Node, Scripts, Symbol, walk
from auditor.reading.document import Document


def find(
    document: Document, statements: tuple[Statement, ...]
) -> tuple[tuple[Declaration, ...], tuple[LayoutStatement, ...]]:
    """The declarations and the layout statements of a document, in the order of the text.

    A declaration that explains what stands before it in its sentence ("where A is symmetric") is in force from the
    sentence's first statement on; one under a condition ("if A is symmetric") or beside a claim ("for symmetric A")
    only within its sentence, unless it is the first to speak of the symbol.
    """
    running = tuple(sentences(document, statements))
    finder = _Finder(statements)
    found = settled(made for sentence in running for made in finder.declared(sentence))
    return tuple(sorted(found, key=lambda made: made.span.start)), layouts(running, statements)


# Entries that a structure ties together vary together: this changes what a derivative by the matrix is.
_TIED = re.compile(
    r"one variable|(?:moves?|vary|varies|change|changes) [^.]*together|only its diagonal|not independent"
)
_FREE = re.compile(r"treats? [^.]*(?:free|independent)")  # another derivative sign of the text does not tie them
_STRUCTURES = {
    "symmetric",
    "skew-symmetric",
    "diagonal",
    "toeplitz",
    "circulant",
    "lower triangular",
    "upper triangular",
}


def _tied(said: Said, sentence: Sentence) -> tuple[str, ...]:
    words = " ".join(token.text for token in sentence.tokens)
    if _STRUCTURES.isdisjoint(said.properties) or not _TIED.search(words):
        return ()
    return ("tied", "tied in part") if _FREE.search(words) else ("tied",)


_GENERALITY = frozenset({"arbitrary", "general", "generic"})


def _general(match: Match, sentence: Sentence) -> tuple[str, ...]:
    """ "An arbitrary matrix": nothing that was said of the letter before holds of it any more."""
    words = [token for token in sentence.tokens if token.text in _GENERALITY]
    spans = [token.span for token in match.tokens] if words else []
    inside = any(spans[0].start <= word.span.start <= spans[-1].end for word in words)
    return (ARBITRARY,) if inside else ()


# E_{ij} and J^{ij}, "with a single one at (i, j)".
_SINGLE = re.compile(r"\bsingle (?:one|1|nonzero|non zero|entry)|\bonly (?:nonzero|non zero)|\b(?:one|1) (?:at|in)\b")


def _single_entry(said: Said, sentence: Sentence) -> tuple[str, ...]:
    indexed = isinstance(said.subject, Scripts) and said.kind == "matrix"
    words = " ".join(token.text.replace("-", " ") for token in sentence.tokens)
    return ("single entry",) if indexed and _SINGLE.search(words) else ()


# Without one of these a sentence declares nothing.
_SUBJECTS = ATOMS | {"LETTERS", "CASE", "INVERSES", "EACH"}
_SILENT = {"FORMULA", "SEP"}  # by themselves they say nothing of a symbol


@dataclass
class _Finder:
    """Goes through the sentences in order; knows which symbols came up before, and their shapes."""

    statements: tuple[Statement, ...]
    shapes: list[tuple[Node, tuple[Node, ...], Sentence]] = field(default_factory=list)
    first_seen: dict[tuple[str, str], int] | None = None
    before: list[Token] = field(default_factory=list)  # the tokens of the last sentence

    def declared(self, sentence: Sentence) -> Iterator[Declaration]:
        types = {token.type for token in sentence.tokens}
        if types <= _SILENT or _SUBJECTS.isdisjoint(types):
            return
        tokens = chunks(sentence.tokens)
        yield from lines(tokens, self.before)
        self.before = tokens
        yield from further(sentence)
        yield from pieces(sentence, self.statements)
        yield from chances(sentence)
        yield from data(sentence)
        yield from spectra(sentence)
        yield from namings(sentence, self.statements)
        mood, lead, place = "", "", 0
        while place < len(tokens):
            here = tokens[place]
            if here.type in ("LEAD", "FOR", "WITH"):
                mood, lead = here.note, here.text
            elif here.text == "denote":
                mood, lead = "let", here.text
            elif here.type == "STOP":
                mood = lead = ""
            match, end = longest("declaration", tokens, place) if here.type in OPENS_DECLARATION else (None, place)
            if match is None:
                place += 1
                continue
            preceding = tuple(tokens[max(0, place - 6) : place])
            after = tokens[end] if end < len(tokens) else None
            yield from self._made(match, sentence, Context(mood, lead, preceding, after, sentence.asked))
            mood = "" if mood == "denied" else mood
            place = end

    def _made(self, match: Match, sentence: Sentence, context: Context) -> Iterator[Declaration]:
        match match.rule:
            case "convention":
                yield from letter_convention(match)
            case "inverses":
                yield from inverses(match)
            case "general":
                yield from generality(match, context)
            case "notation":
                yield from notation(match, context.lead)
            case "extents" | "extent_of":
                yield from extents_of(match)
            case _:
                found = said_by(match, context)
                yield from letter_classes(found, sentence.first)
                general = _general(match, sentence)
                for said in found:
                    if self._admissible(said, context):
                        made = self._declaration(said, sentence, context)
                        yield replace(made, properties=(*made.properties, *general)) if said.kind else made

    def _admissible(self, said: Said, context: Context) -> bool:
        """A membership that the text infers is a claim about a symbol known before, and a declaration of a new one."""
        return not (context.mood == "derived" and said.member and self._known(said.subject, said.token.at))

    def _declaration(self, said: Said, sentence: Sentence, context: Context) -> Declaration:
        shape = said.shape if said.shape is not None else self._same_shape(said, sentence)
        if shape is not None:
            self.shapes.append((said.subject, shape, sentence))
        return Declaration(
            said.subject,
            "",
            said.kind,
            shape,
            tuple(dict.fromkeys((*said.properties, *_tied(said, sentence), *_single_entry(said, sentence)))),
            said.span,
            sentence.first if context.mood in ("clause", "condition") else said.token.at,
            said.function,
            said.index_range,
            tuple(dict.fromkeys(said.depends_on)),
            tuple(dict.fromkeys(said.constant_in)),
            sentence.last if self._is_aside(said, sentence, context) else None,
        )

    def _is_aside(self, said: Said, sentence: Sentence, context: Context) -> bool:
        """Whether what is said holds for its sentence only."""
        if context.mood == "condition" and (said.token.type == "CONDITION" or sentence.asked):
            return True
        qualifies = not (said.member or said.stated or said.kind) and said.shape is None and bool(said.properties)
        if context.mood == "condition" or (context.lead == "for" and qualifies):
            return self._known(said.subject, said.token.at)
        return False

    def _same_shape(self, said: Said, sentence: Sentence) -> tuple[Node, ...] | None:
        """The shape of the symbol that "of the same size (as A)" points to."""
        for subject, shape, place in reversed(self.shapes) if said.same else ():
            if subject == said.same_as or (said.same_as is None and place is sentence):
                return shape
        return None

    def _known(self, subject: Node, before: int) -> bool:
        """Whether the letter of a symbol occurs in a statement before the given one."""
        if self.first_seen is None:
            self.first_seen = {}
            for index, statement in enumerate(self.statements):
                for operand in statement.operands:
                    for node in walk(operand.syntax) if operand and operand.syntax else ():
                        if isinstance(node, Symbol):
                            self.first_seen.setdefault((node.name, node.style), index)
        letter = next((node for node in walk(subject) if isinstance(node, Symbol)), None)
        return letter is not None and self.first_seen.get((letter.name, letter.style), before) < before
