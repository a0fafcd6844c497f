"""Declarations: what running text says of symbols ("Let A be a symmetric n x n matrix")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lark import Tree

from auditor.parsing.declaring.chunks import OPENS_DECLARATION, chunked, joined
from auditor.parsing.declaring.conventions import conventions, extent_declarations, generalities, inverses, notations
from auditor.parsing.declaring.matching import longest
from auditor.parsing.declaring.predicates import Context, said_by
from auditor.parsing.declaring.sentences import Sentence, sentences
from auditor.parsing.declaring.subjects import Said
from auditor.parsing.layouts import layouts
from auditor.parsing.statements import Declaration, LayoutStatement, Statement
from auditor.parsing.syntax import Node, Symbol, walk
from auditor.reading.document import Document


def find(
    document: Document, statements: tuple[Statement, ...]
) -> tuple[tuple[Declaration, ...], tuple[LayoutStatement, ...]]:
    """The declarations and the layout statements of a document, in the order of the text."""
    found: list[Declaration] = []
    finder = _Finder(statements)
    running = tuple(sentences(document, statements))
    for sentence in running:
        found += finder.declared(sentence)
    return tuple(sorted(found, key=lambda made: made.span.start)), layouts(running, statements)


@dataclass
class _Finder:
    """Goes through the sentences in order; knows which symbols came up before."""

    statements: tuple[Statement, ...]
    shapes: list[tuple[Node, tuple[Node, ...], int]] = field(default_factory=list)  # with the sentence's first statement
    first_seen: dict[tuple[str, str], int] | None = None

    def declared(self, sentence: Sentence) -> Iterator[Declaration]:
        tokens = joined(chunked(sentence.tokens))
        context = Context(asked=sentence.asked)
        lead, place = "", 0
        while place < len(tokens):
            token = tokens[place]
            if token.type in ("LEAD", "FOR", "WITH") and token.entry is not None:
                context.mood, lead = token.entry.note, token.text
                place += 1
                continue
            if token.type == "STOP":
                context.mood = lead = ""
            tree, end = None, place
            if token.type in OPENS_DECLARATION:
                tree, end = longest("declaration", tokens, place)
            if tree is None:
                place += 1
                continue
            context.before = tokens[place - 1] if place else None
            context.preceding = tuple(tokens[max(0, place - 6) : place])
            context.after = tokens[end] if end < len(tokens) else None
            yield from self._from_tree(tree, sentence, context, lead)
            if context.mood == "denied":
                context.mood = ""
            place = end

    def _from_tree(self, tree: Tree, sentence: Sentence, context: Context, lead: str) -> Iterator[Declaration]:
        match tree.data:
            case "convention":
                yield from conventions(tree)
            case "inverses":
                yield from inverses(tree)
            case "general":
                yield from generalities(tree, context)
            case "notation":
                yield from notations(tree)
            case "extents" | "extent_of":
                yield from extent_declarations(tree)
            case _:
                for said in said_by(tree, context):
                    if self._admissible(said, context):
                        yield self._declaration(said, sentence, context, lead)

    def _admissible(self, said: Said, context: Context) -> bool:
        """A membership that the text infers is a claim about a symbol known before, and a declaration of a new one."""
        return not (context.mood == "derived" and said.member and self._known(said.subject, said.token.at))

    def _declaration(self, said: Said, sentence: Sentence, context: Context, lead: str) -> Declaration:
        trailing = context.mood in ("clause", "condition")
        position, until = (sentence.first if trailing else said.token.at), None
        aside = context.mood == "condition" or (lead == "for" and _only_qualifies(said))
        hypothetical = context.mood == "condition" and (said.token.type == "CONDITION" or sentence.asked)
        if hypothetical or (aside and self._known(said.subject, said.token.at)):
            until = sentence.last
        shape = said.shape if said.shape is not None else self._same_shape(said, sentence)
        if shape is not None:
            self.shapes.append((said.subject, shape, sentence.first))
        return Declaration(
            said.subject,
            "",
            said.kind,
            shape,
            tuple(dict.fromkeys(said.properties)),
            said.span,
            position,
            said.function,
            said.index_range,
            said.depends_on,
            said.constant_in,
            until,
        )

    def _same_shape(self, said: Said, sentence: Sentence) -> tuple[Node, ...] | None:
        """The shape of the symbol that "of the same size (as A)" points to."""
        if not said.same:
            return None
        for subject, shape, first in reversed(self.shapes):
            if subject == said.same_as or (said.same_as is None and first == sentence.first):
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


def _only_qualifies(said: Said) -> bool:
    """ "for symmetric A": a property alone, of a symbol that was introduced before."""
    return not said.member and not said.stated and said.shape is None and not said.kind and bool(said.properties)
