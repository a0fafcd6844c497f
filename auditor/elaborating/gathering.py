"""Gathers what words and formulas state of random letters, once, before any elaboration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.elaborating.chances import Chances, Law
from auditor.elaborating.names import bare_letter, is_atom, spell, strip
from auditor.elaborating.signs_of_chance import (
    BARS,
    COVARIANCES,
    EXPECTATIONS,
    LOOSE_EXPECTATIONS,
    MASSES,
    VARIANCES,
    applied_masses,
    averaged,
    bodies,
    followed_laws,
    indexed,
    is_letter,
    listed,
    mass_letters,
    normal_parameters,
    operations,
    sign_of,
    speaks,
    trees_of,
)
from auditor.elaborating.usage import index_parts
from auditor.elaborating.vocabulary import TRANSPOSES
from auditor.parsing.declaring.chances import CHANCE
from auditor.parsing.statements import Declaration, Reading, Statement
from auditor.parsing.syntax import Fence, Node, Number, Product, Scripts, Sequence, Symbol, walk
from auditor.verdicts import Stance

OTHER_FUNCTIONS = re.compile(r"\bpolynomials?\b", re.IGNORECASE)  # p(x) need not be a probability


def gather(reading: Reading) -> Chances:
    """The laws that the text and its formulas state."""
    trees = [tree for statement in reading.statements for tree in trees_of(statement)]
    finite = frozenset(_vectors(reading))
    masses = {} if OTHER_FUNCTIONS.search(reading.prose) else _masses(reading)
    spoken = any(speaks(node, finite) for tree in trees for node in walk(tree))
    spoken = spoken or any(BARS & set(fence.separators) for _, fence in applied_masses(trees, masses))
    told = any(one.kind == CHANCE and "random" in one.properties for one in reading.declarations)
    spoken = spoken or (told and (bool(masses) or any(True for tree in trees for _ in operations(tree))))
    masses = masses if spoken else {}
    if not spoken and not any(map(_follows, reading.statements)):
        return Chances()
    collecting = _Collecting()
    for declaration in reading.declarations:
        collecting.declared(declaration)
    for position, statement in enumerate(reading.statements):
        collecting.followed(statement, position)
    collecting.made = frozenset(_made_of_others(reading))
    for tree in trees:
        for letter, node in averaged(tree):
            if letter not in collecting.made:
                collecting.note(letter, node)
    for name in masses:
        for letter in masses[name]:
            collecting.note(letter, Symbol(letter, span=reading.statements[0].span))
    for position, statement in enumerate(reading.statements):
        collecting.stated(statement, position)
    given = bool(masses) or any(
        body is not None and isinstance(body, Sequence) and BARS & set(body.separators)
        for tree in trees
        for body in bodies(tree)
    )
    return Chances(
        collecting.laws,
        dict(collecting.apart),
        frozenset(collecting.uncorrelated),
        frozenset(collecting.laid),
        frozenset(collecting.premises),
        dict(_named_normals(reading)),
        finite,
        masses,
        frozenset(law for tree in trees for law, _ in followed_laws(tree)),
        given,
        collecting.made,
        speaks=True,
    )


def _masses(reading: Reading) -> dict[str, tuple[str, ...]]:
    """The probabilities p(x), q(x, y) that no equation gives by a formula of another kind."""
    trees = [tree for statement in reading.statements for tree in trees_of(statement)]
    found: dict[str, list[str]] = {}
    for name, items in applied_masses(trees, MASSES):
        found.setdefault(name, []).extend(spell(item) for item in items.items)
    for statement in reading.statements:
        operands = [operand.syntax for operand in statement.operands if operand is not None and operand.syntax]
        if any(relation.symbol not in ("=", ":=", r"\equiv", r"\propto") for relation in statement.relations):
            continue
        match [strip(operand) for operand in operands]:
            case [Product(factors=(head, behind)), right] if mass_letters(head, behind) and right is not None:
                if not any(True for _ in applied_masses([right], MASSES)) and not any(True for _ in operations(right)):
                    found.pop(spell(head), None)
    followed = [pair for tree in trees for pair in followed_laws(tree)]
    if len({law for law, _ in followed}) > 1:
        for law, letter in followed:
            if law in MASSES:
                found.setdefault(law, []).append(letter)
    return {name: tuple(sorted(set(letters))) for name, letters in found.items()}


def _named_normals(reading: Reading) -> Iterator[tuple[str, tuple[Node, Node]]]:
    r"""`p = \mathcal{N}(\mu, \Sigma)`, `p(x) = \mathcal{N}(x \mid \mu, \Sigma)`."""
    for statement in reading.statements:
        if len(statement.operands) != 2 or statement.relations[0].symbol not in ("=", ":=", r"\equiv"):
            continue
        left, right = (strip(operand.syntax) if operand is not None else None for operand in statement.operands)
        parameters = normal_parameters(right)
        match left:
            case Product(factors=(head, fence)) if isinstance(strip(fence), Fence):
                left = strip(head)
        if parameters and left is not None and is_atom(bare_letter(left)):
            yield spell(left), (parameters[-2], parameters[-1])


def _vectors(reading: Reading) -> Iterator[str]:
    """Letters said to be probability vectors, or distributions of which the text writes the entries."""
    for declaration in reading.declarations:
        if "stochastic" in declaration.properties and declaration.subject is not None:
            yield spell(bare_letter(declaration.subject))


def _follows(statement: Statement) -> bool:
    return any(relation.symbol == r"\sim" for relation in statement.relations) and _normal_arguments(statement) != ()


def _normal_arguments(statement: Statement) -> tuple[Node, ...]:
    """μ and Σ of `x \\sim \\mathcal N(\\mu, \\Sigma)`."""
    last = statement.operands[-1]
    found = normal_parameters(strip(last.syntax) if last is not None else None)
    return found if len(found) == 2 else ()


def _made_of_others(reading: Reading) -> Iterator[str]:
    """Letters for which the text gives a formula: y in y = Ax + b."""
    for statement in reading.statements:
        pairs = zip(statement.operands, statement.relations, strict=False)
        for operand, relation in pairs:
            found = strip(operand.syntax) if operand is not None else None
            if isinstance(found, Scripts) and spell(found.sup) == "2":  # `S^2 = …`
                found = replace(found, sup=None) if found.sub is not None else found.base
            if relation.symbol in ("=", ":=", r"\equiv") and is_letter(found):
                yield spell(bare_letter(found))


class _Collecting:
    def __init__(self) -> None:
        self.laws: dict[str, Law] = {}
        self.apart: dict[frozenset[str], int] = {}
        self.uncorrelated: set[frozenset[str]] = set()
        self.laid: set[tuple[int, int]] = set()
        self.premises: set[tuple[int, int]] = set()
        self.made: frozenset[str] = frozenset()

    def note(self, letter: str, node: Node, word: str = "random", value: Node | None = None) -> None:
        law = self.laws.get(letter, Law())
        found = strip(node)
        if isinstance(found, Scripts) and found.sub is not None and not law.subscripts and indexed(found.sub):
            law = replace(law, subscripts=index_parts(found.sub))
        self.laws[letter] = law.with_fact(word, value)

    def declared(self, declaration: Declaration) -> None:
        if declaration.kind != CHANCE or declaration.subject is None:
            return
        letter, word = spell(bare_letter(declaration.subject)), declaration.properties[0]
        others = [spell(bare_letter(other)) for other in declaration.depends_on]
        if word == "independent":
            pairs = {frozenset((letter, other)) for other in others if other != letter}
            members = {node for node in declaration.depends_on if spell(bare_letter(node)) == letter}
            if len(members) > 1:  # X_1, …, X_n
                pairs.add(frozenset((letter,)))
            for pair in pairs:
                self.apart[pair] = min(declaration.position, self.apart.get(pair, declaration.position))
        elif word in ("mean", "covariance", "deviation"):
            self.note(letter, declaration.subject, word, declaration.depends_on[0])
        else:
            self.note(letter, declaration.subject, word)
        if word == "iid" and not self.laws[letter].subscripts:  # "X and Y are i.i.d.": of one law
            self.note(letter, declaration.subject, "opaque")
        if word == "uncorrelated":
            others = [name for name, law in self.laws.items() if name != letter and law is not None]
            self.uncorrelated |= {frozenset((letter, other)) for other in others}

    def followed(self, statement: Statement, position: int) -> None:
        r"""`x \sim \mathcal N(\mu, \Sigma)`, `X \perp Y`."""
        symbols = {relation.symbol for relation in statement.relations}
        operands = [operand.syntax for operand in statement.operands if operand is not None and operand.syntax]
        if symbols == {r"\perp"}:
            names = [[spell(bare_letter(letter)) for letter in listed(operand)] for operand in operands]
            if len(names) == 2 and all(map(all, names)):
                self.apart.update(dict.fromkeys((frozenset((one, other)) for one in names[0] for other in names[1]), 0))
                self.laid |= {(position, place) for place in range(len(statement.relations))}
            return
        if symbols != {r"\sim"} or len(operands) != 2:
            return
        self.laid.add((position, 0))
        parameters = _normal_arguments(statement)
        subjects = listed(operands[0])
        conditional = isinstance(strip(operands[0]), Sequence) and BARS & set(strip(operands[0]).separators)  # type: ignore[union-attr]
        for subject in subjects:
            letter = bare_letter(subject)
            if letter is None or not is_atom(letter):
                continue
            self.note(spell(letter), subject, "opaque" if conditional else "random")
            if conditional:
                continue
            if len(subjects) > 1:
                self.note(spell(letter), subject, "iid")
            if parameters:
                self.note(spell(letter), subject, "normal")
                self.note(spell(letter), subject, "mean", parameters[0])
                self.note(spell(letter), subject, "covariance", parameters[1])
            elif not isinstance(strip(operands[1]), Symbol):
                self.note(spell(letter), subject, "opaque")

    def stated(self, statement: Statement, position: int) -> None:
        """`E[x] = μ` of a letter whose mean is not known otherwise, with no expectation on the right."""
        if not statement.relations or statement.stance in (Stance.ASKED, Stance.DENIED):
            return
        left = statement.operands[0]
        right = statement.operands[1] if len(statement.operands) > 1 else None
        if len(statement.relations) != 1 or statement.relations[0].symbol not in ("=", ":=", r"\equiv"):
            return
        if left is None or right is None or left.syntax is None or right.syntax is None:
            return
        if any(speaks(node) for node in walk(right.syntax)) or any(True for _ in operations(right.syntax)):
            return
        found = _moment(left.syntax)
        if found is None:
            return
        letter, subject, word = found
        law = self.laws.get(letter)
        if word == "cross" and (
            letter == spell(bare_letter(subject)) or self.made & {letter, spell(bare_letter(subject))}
        ):
            return
        if word == "cross":
            self.laid.add((position, 0))
            self.premises.add((position, 0))
            for one in (letter, spell(bare_letter(subject))):
                if one in self.laws:
                    self.note(one, subject, "opaque")
            return
        if law is None or letter in self.made or getattr(law, word) is not None or _determined(law, word):
            return
        self.note(letter, subject, word, right.syntax)
        self.laid.add((position, 0))


def _determined(law: Law, word: str) -> bool:
    """Other facts say already what the moment is."""
    if word == "covariance":
        return law.deviation is not None or law.second is not None
    return word == "second" and (law.covariance is not None or law.deviation is not None)


def _moment(node: Node) -> tuple[str, Node, str] | None:
    """The letter, and which moment of it a formula is."""
    found = strip(node)
    if not isinstance(found, Product) or len(found.factors) != 2:
        return None
    head, fence = found.factors[0], strip(found.factors[1])
    if not isinstance(fence, Fence) or (isinstance(strip(head), Scripts) and strip(head).sub is not None):  # type: ignore[union-attr]
        return None
    sign, body = sign_of(head), strip(fence.body)
    if sign in VARIANCES | COVARIANCES and is_letter(body):
        return spell(bare_letter(body)), body, "covariance"  # type: ignore[return-value]
    if sign in EXPECTATIONS | LOOSE_EXPECTATIONS:
        if is_letter(body):
            return spell(bare_letter(body)), body, "mean"  # type: ignore[return-value]
        return _second(body)
    if sign in COVARIANCES and isinstance(body, Sequence) and len(body.items) == 2 and all(map(is_letter, body.items)):
        return spell(bare_letter(body.items[0])), body.items[1], "cross"
    return None


def _second(body: Node | None) -> tuple[str, Node, str] | None:
    r"""`xx^T`, `x^2`, and `xy`."""
    match body:
        case Scripts(base=base, sub=None, sup=Number(text="2")) if is_atom(base):
            return spell(base), base, "second"
        case Product(factors=(one, Scripts(base=other, sub=None, sup=sup))) if spell(sup) in TRANSPOSES:
            if is_atom(one) and is_atom(other):
                return spell(one), other, "second" if spell(one) == spell(other) else "cross"
        case Product(factors=(one, other)) if is_letter(one) and is_letter(other):
            return spell(bare_letter(one)), other, "cross"
    return None
