"""What a text says of random variables: which letters are random, their means and covariances, independence.

Each fact is a declaration of the kind "chance"; its property names the fact, `depends_on` holds what it mentions:
the mean, the covariance, the letters that a letter is independent of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.parsing.declaring.sentences import Sentence
from auditor.parsing.declaring.words import Token
from auditor.parsing.statements import Declaration
from auditor.parsing.syntax import Node, Number

_SUBJECTS = frozenset({"NAME", "MEMBER"})
_VERBS = frozenset({"VERB", "HAVE", "DEPEND"})

# The fact, and the words of a clause that state it of its subjects.
_STATED = (
    ("random variable", re.compile(r"\brandom variables?\b")),
    ("random", re.compile(r"\brandom\b|\bgaussian\b|\bnoise\b|\bdistributed\b|\bi\.?i\.?d\b|\buncorrelated\b")),
    ("random", re.compile(r"\bstandard normal\b|\bnormal (?:random|vector|variable)|\bmultivariate normal\b")),
    ("normal", re.compile(r"\bgaussian\b|\bnormally\b|\bstandard normal\b|\bmultivariate normal\b|\bnormal random\b")),
    ("iid", re.compile(r"\bi\.?i\.?d\b|\bindependent samples\b|\bindependent and identically\b")),
    ("uncorrelated", re.compile(r"\buncorrelated\b")),
    ("opaque", re.compile(r"\bindependent (?:entries|components|coordinates|rows|columns)\b|\bconditionally\b")),
    ("opaque", re.compile(r"\bsame (?:distribution|law)\b|\bequal in distribution\b|\bcop(?:y|ies)\b")),
    ("opaque", re.compile(r"(?<!independent and )\bidentically\b|\bexchangeable\b|\btruncated\b|\bmixture\b")),
    ("opaque", re.compile(r"\b(?:discrete|uniform\w*|poisson|exponential\w*|bernoulli|binomial\w*|symmetric about)\b")),
)
_INDEPENDENT = re.compile(r"\bindependent\b|\bindependently\b|\bi\.?i\.?d\b")
_NOT_OF_CHANCE = re.compile(
    r"\blinearly\b|\bnot\b|\bnon\b|\bconditionally\b"
    r"|\bindependent (?:entries|components|coordinates|rows|columns|variable)"
)
# Numbers that words state: (fact, words, value).
_VALUES = (
    (
        "mean",
        re.compile(r"\bzero mean\b|\bmean zero\b|\bcentred random\b|\bcentered random\b|\bstandard normal\b"),
        "0",
    ),
    ("covariance", re.compile(r"\bunit (?:co)?variance\b|\bidentity covariance\b|\bstandard normal\b"), "1"),
)
# What is named right behind these words: (fact, words).
_NAMED = (
    ("mean", re.compile(r"\b(?:mean|means|expectation|expected value)(?: vector)?(?: of)? \$(\d+)\b")),
    ("covariance", re.compile(r"(?<!cross )\b(?:covariance|dispersion)(?: matrix)? \$(\d+)\b")),
    ("covariance", re.compile(r"\b(?:common )?variance \$(\d+)\b")),
    ("deviation", re.compile(r"\bstandard deviation \$(\d+)\b")),
)
# Means of data are no expectations.
_OF_DATA = re.compile(r"\b(?:columns?|rows?|entries|features?|data)\b(?! vector)")


@dataclass(frozen=True)
class _Clause:
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The words, with $3 for the formula that is the third token."""
        return " ".join(f"${k}" if token.mention else token.text for k, token in enumerate(self.tokens))

    def node(self, number: str) -> Node | None:
        mention = self.tokens[int(number)].mention
        return mention.node or (mention.sizes[0] if mention.sizes else None) if mention is not None else None


def chances(sentence: Sentence) -> Iterator[Declaration]:
    """The facts of a sentence, clause by clause."""
    if sentence.asked:
        return
    since = sentence.first if any(token.note in ("let", "condition") for token in sentence.tokens) else 0
    for clause in _clauses(sentence.tokens):
        for fact in _facts(clause):
            yield replace(fact, position=since) if fact.properties == ("independent",) else fact


def _clauses(tokens: list[Token]) -> Iterator[_Clause]:
    """Cut at "let", "where", …, and before a subject with a verb of its own."""
    start = 0
    for place, here in enumerate(tokens):
        opens = place and tokens[place - 1].type == "SEP" and _has_verb(tokens, place)
        if here.type in ("LEAD", "STOP") or (opens and here.type in _SUBJECTS):
            if place > start:
                yield _Clause(tuple(tokens[start:place]))
            start = place
    yield _Clause(tuple(tokens[start:]))


def _has_verb(tokens: list[Token], place: int) -> bool:
    """Behind the one formula at a place stands a verb; a list of subjects stays together."""
    listed = place >= 2 and tokens[place - 2].type in _SUBJECTS and tokens[place - 1].type == "SEP"
    shares = listed and not any(token.type in _VERBS for token in tokens[:place])
    return not shares and place + 1 < len(tokens) and tokens[place + 1].type in _VERBS


def _facts(clause: _Clause) -> Iterator[Declaration]:
    text = clause.text
    named = [(fact, match[1]) for fact, pattern in _NAMED for match in pattern.finditer(text)]
    parameters = {number for _, number in named}
    subjects = [
        (fact.subject, token)
        for number, token in enumerate(clause.tokens)
        if token.type in _SUBJECTS and token.mention is not None and str(number) not in parameters
        for fact in token.mention.facts
    ]
    if not subjects:
        return
    together = _leading(clause, subjects)
    for word, pattern in _STATED:
        if pattern.search(text):
            yield from (_declared(node, token, word) for node, token in together)
    if not _OF_DATA.search(text):
        yield from _numbers(clause, named, together)
    if _INDEPENDENT.search(text) and not _NOT_OF_CHANCE.search(text):
        nodes = tuple(dict.fromkeys(node for node, _ in subjects))
        yield from (_declared(node, token, "independent", nodes) for node, token in subjects)


def _numbers(
    clause: _Clause, named: list[tuple[str, str]], subjects: list[tuple[Node, Token]]
) -> Iterator[Declaration]:
    for fact, number in named:
        value = clause.node(number)
        if value is not None:
            yield from (_declared(node, token, fact, (value,)) for node, token in subjects)
    for fact, pattern, digits in _VALUES:
        if pattern.search(clause.text):
            for node, token in subjects:
                yield _declared(node, token, fact, (Number(digits, span=token.span),))


def _leading(clause: _Clause, subjects: list[tuple[Node, Token]]) -> list[tuple[Node, Token]]:
    """The first subjects, up to the verb or the words behind them."""
    found: list[tuple[Node, Token]] = []
    last = -1
    for number, token in enumerate(clause.tokens):
        here = [pair for pair in subjects if pair[1] is token]
        if here and last >= 0 and any(between.type != "SEP" for between in clause.tokens[last + 1 : number]):
            break
        if here:
            found, last = [*found, *here], number
    return found


def _declared(node: Node, token: Token, word: str, others: tuple[Node, ...] = ()) -> Declaration:
    return Declaration(node, "", CHANCE, None, (word,), token.span, token.at, depends_on=others)


CHANCE = "chance"
