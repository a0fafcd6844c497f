"""Which letters of a document are random, and what is stated of their laws: gathered once, before any elaboration.

A document speaks of chance where it takes an expectation, a variance or a covariance, or lets a letter follow a
distribution; in any other one no letter is random, whatever its words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from auditor.elaborating.names import bare_letter, is_atom, plain_letter, spell, strip
from auditor.elaborating.usage import index_like, index_parts
from auditor.elaborating.vocabulary import MATRIX_GREEK, TRANSPOSES
from auditor.parsing.declaring.chances import CHANCE
from auditor.parsing.statements import Declaration, Reading, Statement
from auditor.parsing.syntax import Chain, Dots, Fence, Node, Number, Product, Scripts, Sequence, Symbol, Word, walk
from auditor.verdicts import Stance

EXPECTATIONS = frozenset([r"\mathbb{E}"])
# Letters that may mean something else: an expectation before a square bracket, in a text that speaks of chance.
LOOSE_EXPECTATIONS = frozenset(["E", r"\mathbf{E}", r"\mathsf{E}", r"\mathcal{E}"])
VARIANCES = frozenset(["Var", "var", r"\mathbb{V}", "Varx"])
COVARIANCES = frozenset(["Cov", "cov"])
ENTROPIES = frozenset(["H", r"\mathbb{H}", r"\mathcal{H}", r"\mathrm{H}"])
NORMALS = frozenset([r"\mathcal{N}", "N", "Normal", r"\mathsf{N}", r"\mathrm{N}"])
BARS = frozenset([r"\mid", "|"])
EXPECTING = re.compile(r"\bexpect(?:ed|ation)|\brandom\b|\bdistribut|\bvariances?\b|\bcovariances?\b", re.IGNORECASE)
OTHER_FUNCTIONS = re.compile(r"\bpolynomials?\b", re.IGNORECASE)  # p(x) need not be a probability


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
            case "mean" | "covariance" | "deviation" | "second":
                before = getattr(self, word)
                if before is not None and before != node:
                    return replace(self, opaque=True)
                return replace(self, **{word: node})
        return self


@dataclass(frozen=True)
class Chances:
    """Everything that a document states of chance."""

    laws: Mapping[str, Law] = field(default_factory=dict)  # by letter
    apart: frozenset[frozenset[str]] = frozenset()  # pairs of independent letters
    uncorrelated: frozenset[frozenset[str]] = frozenset()
    laid: frozenset[tuple[int, int]] = frozenset()  # (statement, relation) of equations that state a law
    premises: frozenset[tuple[int, int]] = frozenset()  # those of them that laws of single letters cannot hold
    normals: Mapping[str, tuple[Node, Node]] = field(default_factory=dict)  # p where p = N(μ, Σ): its parameters
    finite: frozenset[str] = frozenset()  # letters for vectors of probabilities
    masses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # p, q in p(x), q(x, y): the letters they are of
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

    def independent(self, one: str, other: str) -> bool:
        return frozenset((one, other)) in self.apart

    def component(self, letter: str, among: Iterable[str]) -> tuple[str, ...]:
        """The letters that may depend on a letter, itself among them, sorted."""
        found, fresh, others = {letter}, [letter], tuple(among)
        while fresh:
            here = fresh.pop()
            for other in others:
                if other not in found and not self.independent(here, other):
                    found.add(other)
                    fresh.append(other)
        return tuple(sorted(found))


def gather(reading: Reading) -> Chances:
    """The laws that the text and its formulas state."""
    trees = [tree for statement in reading.statements for tree in _trees(statement)]
    finite = frozenset(_vectors(reading))
    masses = {} if OTHER_FUNCTIONS.search(reading.prose) else _masses(reading)
    spoken = any(_speaks(node, finite) for tree in trees for node in walk(tree))
    spoken = spoken or any(BARS & set(fence.separators) for _, fence in _applied_masses(trees, masses))
    told = any(one.kind == CHANCE and "random" in one.properties for one in reading.declarations)
    spoken = spoken or (told and (bool(masses) or any(True for tree in trees for _ in _operations(tree))))
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
        for letter, node in _averaged(tree):
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
        for body in _bodies(tree)
    )
    return Chances(
        collecting.laws,
        frozenset(collecting.apart),
        frozenset(collecting.uncorrelated),
        frozenset(collecting.laid),
        frozenset(collecting.premises),
        dict(_named_normals(reading)),
        finite,
        masses,
        frozenset(law for tree in trees for law, _ in _followed_laws(tree)),
        given,
        collecting.made,
        speaks=True,
    )


MASSES = frozenset(["p", "q"])


def mass_letters(head: Node | None, behind: Node | None) -> Sequence | None:
    """x and y in `p(x, y)`, `p(x \\mid y)`, as a list; None where this is no probability of letters."""
    fence = strip(behind)
    fence = strip(fence.base) if isinstance(fence, Scripts) else fence
    if not isinstance(strip(head), Symbol) or spell(head) not in MASSES or not isinstance(fence, Fence):
        return None
    body = strip(fence.body)
    if body is None or fence.open != "(":
        return None
    listed = body if isinstance(body, Sequence) else Sequence((body,), (), span=body.span)
    plain = all(isinstance(strip(item), Symbol) for item in listed.items)
    return listed if plain and set(listed.separators) <= BARS | {","} else None


def _pairs(tree: Node) -> Iterator[tuple[Node, Node]]:
    for node in walk(tree):
        if isinstance(node, Product):
            yield from zip(node.factors, node.factors[1:], strict=False)


def _applied_masses(trees: Iterable[Node], names: Iterable[str]) -> Iterator[tuple[str, Sequence]]:
    known = set(names)
    for tree in trees:
        for head, behind in _pairs(tree):
            listed = mass_letters(head, behind)
            if listed is not None and spell(head) in known:
                yield spell(head), listed


def _masses(reading: Reading) -> dict[str, tuple[str, ...]]:
    """The probabilities p(x), q(x, y) that no equation gives by a formula of another kind."""
    trees = [tree for statement in reading.statements for tree in _trees(statement)]
    found: dict[str, list[str]] = {}
    for name, listed in _applied_masses(trees, MASSES):
        found.setdefault(name, []).extend(spell(item) for item in listed.items)
    for statement in reading.statements:
        operands = [operand.syntax for operand in statement.operands if operand is not None and operand.syntax]
        if any(relation.symbol not in ("=", ":=", r"\equiv", r"\propto") for relation in statement.relations):
            continue
        match [strip(operand) for operand in operands]:
            case [Product(factors=(head, behind)), right] if mass_letters(head, behind) and right is not None:
                if not any(True for _ in _applied_masses([right], MASSES)) and not any(True for _ in _operations(right)):
                    found.pop(spell(head), None)
    followed = [pair for tree in trees for pair in _followed_laws(tree)]
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


def sign_of(node: Node | None) -> str:
    """The letter or word of an expectation, variance or covariance sign, scripts taken off."""
    found = strip(node)
    base = strip(found.base) if isinstance(found, Scripts) else found
    return spell(base) if isinstance(base, Symbol | Word) else ""


def _trees(statement: Statement) -> Iterator[Node]:
    for operand in statement.operands:
        if operand is not None and operand.syntax is not None:
            yield operand.syntax


def takes_expectations(tree: Node) -> bool:
    """Whether a formula holds an expectation, a variance or a divergence."""
    return any(_speaks(node) for node in walk(tree))


def _speaks(node: Node, finite: frozenset[str] = frozenset()) -> bool:
    match node:
        case Symbol(name="E" | "V", style="blackboard"):
            return True
        case Word(name=name):
            return name in VARIANCES | COVARIANCES | {"E", "KL"}
        case Scripts(base=Symbol(name="D"), sub=sub):
            return spell(sub) == "KL"
        case Product(factors=factors):
            measured = any(
                spell(head) in ENTROPIES and isinstance(fence := strip(behind), Fence) and spell(fence.body) in finite
                for head, behind in zip(factors, factors[1:], strict=False)
            )
            return measured or bool(normal_parameters(node))
    return False


def _follows(statement: Statement) -> bool:
    return any(relation.symbol == r"\sim" for relation in statement.relations) and _normal_arguments(statement) != ()


def _normal_arguments(statement: Statement) -> tuple[Node, ...]:
    """μ and Σ of `x \\sim \\mathcal N(\\mu, \\Sigma)`."""
    last = statement.operands[-1]
    found = normal_parameters(strip(last.syntax) if last is not None else None)
    return found if len(found) == 2 else ()


def normal_parameters(node: Node | None) -> tuple[Node, ...]:
    r"""What stands in the bracket of `\mathcal N(\mu, \Sigma)` or `\mathcal N(x \mid \mu, \Sigma)`."""
    match node:
        case Product(factors=(head, fence)) if spell(head) in NORMALS and isinstance(fence := strip(fence), Fence):
            body = strip(fence.body)
            if isinstance(body, Sequence) and len(body.items) in (2, 3):
                return body.items
    return ()


def _bodies(tree: Node) -> Iterator[Node | None]:
    for head, fence in _operations(tree):
        if sign_of(head):
            yield strip(fence.body)


def _operations(tree: Node) -> Iterator[tuple[Node, Fence]]:
    """Each expectation, variance and covariance sign with the bracket behind it."""
    for node in walk(tree):
        if not isinstance(node, Product):
            continue
        for head, behind in zip(node.factors, node.factors[1:], strict=False):
            fence = strip(behind)
            if isinstance(fence, Scripts):
                fence = strip(fence.base)
            signs = EXPECTATIONS | LOOSE_EXPECTATIONS | VARIANCES | COVARIANCES
            if sign_of(head) in signs and isinstance(fence, Fence):
                yield head, fence


def _made_of_others(reading: Reading) -> Iterator[str]:
    """Letters for which the text gives a formula: y in y = Ax + b."""
    for statement in reading.statements:
        pairs = zip(statement.operands, statement.relations, strict=False)
        for operand, relation in pairs:
            if operand is not None and relation.symbol in ("=", ":=", r"\equiv") and _is_letter(operand.syntax):
                yield spell(bare_letter(operand.syntax))


def _averaged(tree: Node) -> Iterator[tuple[str, Node]]:
    """Letters that stand alone under an expectation, or in its subscript."""
    for head, fence in _operations(tree):
        if sign_of(head) in LOOSE_EXPECTATIONS and fence.open != "[":
            continue
        body = strip(fence.body)
        for item in body.items if isinstance(body, Sequence) else (body,):
            letters = {spell(bare_letter(letter)): letter for letter in _letters(item)}
            if len(letters) == 1:
                yield next(iter(letters.items()))
    for node in walk(tree):
        if isinstance(node, Scripts) and sign_of(node) in EXPECTATIONS | LOOSE_EXPECTATIONS:
            yield from ((spell(bare_letter(letter)), letter) for letter in subscript_letters(node.sub))


def _followed_laws(tree: Node) -> Iterator[tuple[str, str]]:
    r"""q and x in `\\mathbb{E}_{x \\sim q}`."""
    for node in walk(tree):
        if isinstance(node, Scripts) and sign_of(node) in EXPECTATIONS | LOOSE_EXPECTATIONS:
            match strip(node.sub):
                case Chain(operands=(letter, law), relations=(r"\sim",)) if is_atom(letter):
                    yield spell(law) or "?", spell(letter)


def mentions(chances: Chances, body: Node | None) -> bool:
    """Whether a formula holds a random letter, or one that the text makes of others."""
    names = {spell(bare_letter(letter)) for letter in _letters(body)}
    return bool(names & (chances.laws.keys() | chances.made))


def subscript_letters(sub: Node | None) -> tuple[Node, ...]:
    """The letters that the subscript of an expectation names: x in `x \\sim p`, `x`, `p(x)`."""
    match strip(sub):
        case Chain(operands=(letters, *_), relations=(r"\sim", *_)):
            return subscript_letters(letters)
        case Sequence(items=items):
            return tuple(letter for item in items for letter in subscript_letters(item))
        case Symbol() | Scripts() as letter if is_atom(bare_letter(letter)):
            return (letter,)
    return ()


def _letters(node: Node | None) -> list[Node]:
    """The letters of a formula, with their index subscripts; functions that are applied are left out."""
    found: list[Node] = []
    stack = [strip(node)]
    while stack:
        here = strip(stack.pop())
        match here:
            case None | Number() | Word():
                continue
            case Scripts(base=base, sub=sub, sup=sup) if is_atom(base):
                found.append(Scripts(base, sub, span=here.span) if sub is not None and _indexed(sub) else base)
                if sup is not None and spell(sup) not in TRANSPOSES and not isinstance(strip(sup), Number):
                    found.extend(_letters(sup))
            case Product(factors=factors):
                for place, factor in enumerate(factors):
                    applied = place + 1 < len(factors) and _is_applied(factor, factors[place + 1])
                    stack.extend(() if applied else (factor,))
            case node_ if is_atom(node_):
                found.append(node_)
            case _:
                stack.extend(here.children)
    return found


def _is_applied(head: Node, behind: Node) -> bool:
    fence = strip(behind)
    return isinstance(fence, Fence) and fence.open == "(" and is_atom(head) and spell(head) in "f g h u \\phi \\psi"


def _indexed(sub: Node) -> bool:
    return all(index_like(part) and not isinstance(strip(part), Number) for part in index_parts(sub))


class _Collecting:
    def __init__(self) -> None:
        self.laws: dict[str, Law] = {}
        self.apart: set[frozenset[str]] = set()
        self.uncorrelated: set[frozenset[str]] = set()
        self.laid: set[tuple[int, int]] = set()
        self.premises: set[tuple[int, int]] = set()
        self.made: frozenset[str] = frozenset()

    def note(self, letter: str, node: Node, word: str = "random", value: Node | None = None) -> None:
        law = self.laws.get(letter, Law())
        found = strip(node)
        if isinstance(found, Scripts) and found.sub is not None and not law.subscripts and _indexed(found.sub):
            law = replace(law, subscripts=index_parts(found.sub))
        self.laws[letter] = law.with_fact(word, value)

    def declared(self, declaration: Declaration) -> None:
        if declaration.kind != CHANCE or declaration.subject is None:
            return
        letter, word = spell(bare_letter(declaration.subject)), declaration.properties[0]
        others = [spell(bare_letter(other)) for other in declaration.depends_on]
        if word == "independent":
            pairs = {frozenset((letter, other)) for other in others if other != letter}
            self.apart |= pairs
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
            names = [[spell(bare_letter(letter)) for letter in _listed(operand)] for operand in operands]
            if len(names) == 2 and all(map(all, names)):
                self.apart |= {frozenset((one, other)) for one in names[0] for other in names[1]}
                self.laid |= {(position, place) for place in range(len(statement.relations))}
            return
        if symbols != {r"\sim"} or len(operands) != 2:
            return
        self.laid.add((position, 0))
        parameters = _normal_arguments(statement)
        subjects = _listed(operands[0])
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
        if any(_speaks(node) for node in walk(right.syntax)) or any(True for _ in _operations(right.syntax)):
            return
        found = _moment(left.syntax)
        if found is None:
            return
        letter, subject, word = found
        law = self.laws.get(letter)
        if word == "cross" and (letter == spell(bare_letter(subject)) or self.made & {letter, spell(bare_letter(subject))}):
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
    if sign in VARIANCES | COVARIANCES and _is_letter(body):
        return spell(bare_letter(body)), body, "covariance"  # type: ignore[return-value]
    if sign in EXPECTATIONS | LOOSE_EXPECTATIONS:
        if _is_letter(body):
            return spell(bare_letter(body)), body, "mean"  # type: ignore[return-value]
        return _second(body)
    if sign in COVARIANCES and isinstance(body, Sequence) and len(body.items) == 2 and all(map(_is_letter, body.items)):
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
        case Product(factors=(one, other)) if _is_letter(one) and _is_letter(other):
            return spell(bare_letter(one)), other, "cross"
    return None


def _is_letter(node: Node | None) -> bool:
    found = strip(node)
    if isinstance(found, Scripts):
        return is_atom(found.base) and found.sup is None and found.sub is not None and _indexed(found.sub)
    return found is not None and is_atom(found)


def _listed(node: Node) -> tuple[Node, ...]:
    found = strip(node)
    items: Iterable[Node] = found.items if isinstance(found, Sequence) else (node,)
    return tuple(item for item in items if not isinstance(strip(item), Dots))


# --- what kind of thing a letter is ---------------------------------------------------------------------------------


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
