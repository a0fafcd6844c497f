"""The lexicon: phrases of running text with their part in the grammar of declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from auditor.parsing.declaring import vocabulary

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means: its terminal in `declarations.lark`, the kind of thing that it names, and properties."""

    terminal: str
    kind: str = ""
    properties: tuple[str, ...] = ()
    plural: bool = False
    note: str = (
        ""  # the phrase's role within its terminal: number of a verb, mood of a lead, kind of article or measure
    )


@cache
def entries() -> dict[Phrase, Entry]:
    """All phrases, by their words in lower case."""
    table: dict[Phrase, Entry] = {}
    for rows in (_plain_words(), _nouns(), _operations(), _properties(), _leads(), _verbs(), _grammar_words()):
        table.update(rows)
    return table


@cache
def longest_phrases() -> dict[str, int]:
    """The number of words in the longest phrase that begins with a word."""
    table: dict[str, int] = {}
    for words in entries():
        table[words[0]] = max(table.get(words[0], 1), len(words))
    return table


SKIPPED = frozenset(vocabulary.SKIPPED.split())
# Adverbs that say "not always" of a property, but nothing of a way of writing.
_OFTEN = frozenset({"usually", "typically", "generally", "often", "normally"})
_WRITTEN = frozenset(vocabulary.WRITTEN.split())


def is_skipped(word: str, following: str) -> bool:
    """Whether a sentence declares the same without this word."""
    return word in SKIPPED or (word in _OFTEN and following in _WRITTEN)


Rows = Iterator[tuple[Phrase, Entry]]


def _plain_words() -> Rows:
    prepositions = vocabulary.PREPOSITIONS.split()
    for word in (*vocabulary.CLOSED.split(), *SKIPPED, *prepositions):
        yield (word,), Entry("CLOSED", note="preposition" if word in prepositions else "")
    for word in vocabulary.MODIFIERS.split():
        yield (word,), Entry("MODIFIER")
    for word, note in vocabulary.ARTICLES.items():
        yield (word,), Entry("DETERMINER", note=note)


def _nouns() -> Rows:
    for phrases, said in _rows(vocabulary.NOUNS):
        singular, _, plural = phrases.partition("/")
        kind, *properties = [word.strip() for word in said.split(",")]
        terminal = "FUNCTION" if kind == "function" else "NOUN"
        told = tuple(word for word in properties if word)
        for phrase in _phrases(singular):
            yield phrase, Entry(terminal, kind, told)
            if not plural:
                yield (*phrase[:-1], phrase[-1] + "s"), Entry(terminal, kind, told, plural=True)
        for phrase in _phrases(plural):
            yield phrase, Entry(terminal, kind, told, plural=True)


def _operations() -> Rows:
    for phrases, operation in _rows(vocabulary.OPERATIONS):
        for phrase in _phrases(phrases):
            yield phrase, Entry("NOUN", "operation", (operation,))


def _properties() -> Rows:
    for phrases, said in _rows(vocabulary.PROPERTIES):
        for phrase in _phrases(phrases):
            yield phrase, Entry("PROPERTY", "", tuple(word.strip() for word in said.split(",")))


def _leads() -> Rows:
    for mood, words in vocabulary.LEADS.items():
        for word in words.split():
            yield tuple(word.split("_")), Entry("LEAD", note=mood)


def _verbs() -> Rows:
    for be in ("is", "are", "be", "being", "was", "were"):
        note = "singular" if be in ("is", "was") else "plural"
        yield (be,), Entry("VERB", note=note)
        for participle in vocabulary.TAKEN.split():
            words = (be, *participle.split("_"))
            for phrase in (words, (*words, "to", "be"), (*words, "as")):
                yield phrase, Entry("VERB", note=note)
        yield from _passives(be, note)
        for rest in ("in", "an element of", "elements of"):
            yield (be, *rest.split()), Entry("LIES", note=note)
        for rest in ("independent of", "constant with respect to", "constant w.r.t.", "constant in"):
            yield (be, *rest.split()), Entry("DEPEND", note="independent")
        for rest in ("a function of", "functions of"):
            yield (be, *rest.split()), Entry("DEPEND", note="function")
        yield (be, "dependent", "on"), Entry("DEPEND", note="depends")


def _passives(be: str, note: str) -> Rows:
    """ "Are written in", "will be denoted by"."""
    for written in vocabulary.WRITTEN.split():
        for preposition in ("by", "in", "with", "as", "using"):
            words = (be, written, preposition)
            yield words, Entry("WRITTEN", note=note)
            if be == "be":
                yield ("will", *words), Entry("WRITTEN", note=note)


def _grammar_words() -> Rows:
    for row in vocabulary.GRAMMAR_WORDS.replace("\n", "|").split("|"):
        words = row.split()
        place = next((place for place, word in enumerate(words) if word.isupper() and place), 0)
        if place:
            yield tuple(words[:place]), Entry(words[place], note=" ".join(words[place + 1 :]))
    for phrase, note in vocabulary.MEASURES.items():
        yield tuple(phrase.split()), Entry("MEASURE", note=note)
    for phrase, note in vocabulary.CASES.items():
        yield tuple(phrase.split()), Entry("CASE", note=note)
    for word in vocabulary.LETTERS.split():
        yield (word,), Entry("LETTERS")


def _rows(table: str) -> Iterator[tuple[str, str]]:
    """Phrases and what they say, row by row; a line behind `|`, `/` or `=` goes on with its row."""
    row = ""
    for line in table.strip().splitlines():
        row = f"{row} {line.strip()}".strip()
        if not row.endswith(("|", "/", "=")):
            phrases, _, said = row.rpartition("=")
            yield phrases.strip(), said.strip()
            row = ""


def _phrases(alternatives: str) -> Iterator[Phrase]:
    for phrase in alternatives.split("|"):
        if phrase.strip():
            yield tuple(phrase.split())
