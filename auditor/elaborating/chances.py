"""Which letters of a document are random, and what is stated of their laws.

A document speaks of chance where it takes an expectation, a variance or a covariance, or lets a letter follow a
distribution; in any other one no letter is random, whatever its words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from auditor.elaborating.names import bare_letter, is_atom, plain_letter, spell, strip
from auditor.elaborating.signs_of_chance import letters_in
from auditor.elaborating.vocabulary import MATRIX_GREEK
from auditor.parsing.syntax import Node, Number, walk

EXPECTING = re.compile(r"\bexpect(?:ed|ation)|\brandom\b|\bdistribut|\bvariances?\b|\bcovariances?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Law:
    """What is stated of the distribution of one letter; the nodes are formulas of the document."""

    subscripts: tuple[Node, ...] = ()  # i of x_i, where the letter is a family
    mean: Node | None = None
    covariance: Node | None = None  # the variance of a number
    deviation: Node | None = None  # its root
    second: Node | None = None  # E[x x^T]
    normal: bool = False
    iid: bool = False
    variable: bool = False  # called a random variable
    opaque: bool = False  # more is said of it than was understood

    def with_fact(self, word: str, node: Node | None) -> Law:
        """The law with one more fact; one that contradicts an earlier one makes it opaque."""
        match word:
            case "normal":
                return replace(self, normal=True)
            case "iid":
                return replace(self, iid=True)
            case "random variable":
                return replace(self, variable=True)
            case "opaque":
                return replace(self, opaque=True)
        before = getattr(self, word, node)
        if before not in (None, node):
            return replace(self, opaque=True)
        match word:
            case "mean":
                return replace(self, mean=node)
            case "covariance":
                return replace(self, covariance=node)
            case "deviation":
                return replace(self, deviation=node)
            case "second":
                return replace(self, second=node)
        return self


@dataclass(frozen=True)
class Chances:
    """Everything that a document states of chance."""

    laws: Mapping[str, Law] = field(default_factory=dict)  # by letter
    apart: Mapping[frozenset[str], int] = field(default_factory=dict)  # pairs of independent letters: from where on
    uncorrelated: frozenset[frozenset[str]] = frozenset()
    laid: frozenset[tuple[int, int]] = frozenset()  # (statement, relation) of equations that state a law
    premises: frozenset[tuple[int, int]] = frozenset()  # those of them that laws of single letters cannot hold
    normals: Mapping[str, tuple[Node, Node]] = field(default_factory=dict)  # p where p = N(μ, Σ): its parameters
    finite: frozenset[str] = frozenset()  # letters for vectors of probabilities
    masses: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # p, q in p(x), q(x, y): the letters they are of
    followed: frozenset[str] = frozenset()  # q in `x \\sim q` under an expectation
    conditional: bool = False  # some expectation is taken under a condition
    made: frozenset[str] = frozenset()  # letters for which the text gives a formula
    speaks: bool = False  # the document speaks of chance at all

    def law_of(self, name: str) -> str:
        """The name of the law of a sign p in p(x): "" where it is the one by which expectations are taken."""
        main = "p" if "p" in self.masses else next(iter(self.masses), "")
        return "" if name == main else name

    @property
    def parameters(self) -> frozenset[str]:
        """The letters of which laws are made, and the random ones: the text says what all of them are."""
        nodes = [node for law in self.laws.values() for node in (law.mean, law.covariance, law.deviation, law.second)]
        nodes += [node for pair in self.normals.values() for node in pair]
        letters = {spell(inside) for node in nodes if node is not None for inside in walk(node) if is_atom(inside)}
        return frozenset(letters | self.laws.keys())

    def independent(self, one: str, other: str, position: int) -> bool:
        since = self.apart.get(frozenset((one, other)))
        return since is not None and since <= position

    def component(self, letter: str, among: Iterable[str], position: int) -> tuple[str, ...]:
        """The letters that may depend on a letter at a statement, itself among them, sorted."""
        found, fresh, others = {letter}, [letter], tuple(among)
        while fresh:
            here = fresh.pop()
            for other in others:
                if other not in found and not self.independent(here, other, position):
                    found.add(other)
                    fresh.append(other)
        return tuple(sorted(found))


def mentions(chances: Chances, body: Node | None) -> bool:
    """Whether a formula holds a random letter, or one that the text makes of others."""
    names = {spell(bare_letter(letter)) for letter in letters_in(body)}
    return bool(names & (chances.laws.keys() | chances.made))


def kinds(chances: Chances, uppercase_numbers: bool) -> Iterator[tuple[str, str, bool, str]]:
    """Letters, what they are by what is said of laws, whether that is said of their members; and of a mean or a
    covariance, whose it is."""
    for letter, law in chances.laws.items():
        kind = _kind(law) or ("scalar" if uppercase_numbers and letter.isupper() and len(letter) == 1 else "")
        if not kind:
            continue
        yield letter, kind, bool(law.subscripts), ""
        if law.mean is not None and is_atom(law.mean):
            yield spell(law.mean), kind, False, letter
        if law.covariance is not None and is_atom(law.covariance) and plain_letter(spell(law.covariance)) != "I":
            yield spell(law.covariance), "scalar" if kind == "scalar" else "matrix", False, letter


def _kind(law: Law) -> str:
    """A number, or a column of them."""
    if law.deviation is not None:
        return "scalar"
    for node in (law.covariance, law.second):
        if node is None or (isinstance(found := strip(node), Number) and found.text == "0"):
            continue
        names = [spell(inside) for inside in walk(node) if is_atom(inside)]
        if any(plain_letter(name).isupper() or plain_letter(name) in MATRIX_GREEK for name in names):
            return "column"
        return "" if isinstance(found, Number) and not law.variable and law.mean is None else "scalar"
    return "scalar" if law.variable else ""
