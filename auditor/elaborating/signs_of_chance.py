r"""How chance is written: the signs of expectations, laws and probabilities, and the letters that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from auditor.elaborating.names import bare_letter, is_atom, spell, strip
from auditor.elaborating.usage import index_like, index_parts
from auditor.elaborating.vocabulary import TRANSPOSES
from auditor.parsing.statements import Statement
from auditor.parsing.syntax import Chain, Dots, Fence, Node, Number, Product, Scripts, Sequence, Symbol, Word, walk

EXPECTATIONS = frozenset([r"\mathbb{E}"])
# Letters that may mean something else: an expectation before a square bracket, in a text that speaks of chance.
LOOSE_EXPECTATIONS = frozenset(["E", r"\mathbf{E}", r"\mathsf{E}", r"\mathcal{E}"])
VARIANCES = frozenset(["Var", "var", r"\mathbb{V}", "Varx"])
COVARIANCES = frozenset(["Cov", "cov"])
ENTROPIES = frozenset(["H", r"\mathbb{H}", r"\mathcal{H}", r"\mathrm{H}"])
NORMALS = frozenset([r"\mathcal{N}", "N", "Normal", r"\mathsf{N}", r"\mathrm{N}"])
BARS = frozenset([r"\mid", "|"])
MASSES = frozenset(["p", "q"])


def sign_of(node: Node | None) -> str:
    """The letter or word of an expectation, variance or covariance sign, scripts taken off."""
    found = strip(node)
    base = strip(found.base) if isinstance(found, Scripts) else found
    return spell(base) if isinstance(base, Symbol | Word) else ""


def takes_expectations(tree: Node) -> bool:
    """Whether a formula holds an expectation, a variance or a divergence."""
    return any(speaks(node) for node in walk(tree))


def speaks(node: Node, finite: frozenset[str] = frozenset()) -> bool:
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
                for head, behind in pairwise(factors)
            )
            return measured or bool(normal_parameters(node))
    return False


def normal_parameters(node: Node | None) -> tuple[Node, ...]:
    r"""What stands in the bracket of `\mathcal N(\mu, \Sigma)` or `\mathcal N(x \mid \mu, \Sigma)`."""
    match node:
        case Product(factors=(head, behind)) if spell(head) in NORMALS and isinstance(fence := strip(behind), Fence):
            body = strip(fence.body)
            if isinstance(body, Sequence) and len(body.items) in (2, 3):
                return body.items
    return ()


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


def applied_masses(trees: Iterable[Node], names: Iterable[str]) -> Iterator[tuple[str, Sequence]]:
    known = set(names)
    for tree in trees:
        for head, behind in _pairs(tree):
            listed = mass_letters(head, behind)
            if listed is not None and spell(head) in known:
                yield spell(head), listed


def bodies(tree: Node) -> Iterator[Node | None]:
    for head, fence in operations(tree):
        if sign_of(head):
            yield strip(fence.body)


def operations(tree: Node) -> Iterator[tuple[Node, Fence]]:
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


def averaged(tree: Node) -> Iterator[tuple[str, Node]]:
    """Letters that stand alone under an expectation, or in its subscript."""
    for head, fence in operations(tree):
        if sign_of(head) in LOOSE_EXPECTATIONS and fence.open != "[":
            continue
        body = strip(fence.body)
        for item in body.items if isinstance(body, Sequence) else (body,):
            letters = {spell(bare_letter(letter)): letter for letter in letters_in(item)}
            if len(letters) == 1:
                yield next(iter(letters.items()))
    for node in walk(tree):
        if isinstance(node, Scripts) and sign_of(node) in EXPECTATIONS | LOOSE_EXPECTATIONS:
            yield from ((spell(bare_letter(letter)), letter) for letter in subscript_letters(node.sub))


def followed_laws(tree: Node) -> Iterator[tuple[str, str]]:
    r"""q and x in `\\mathbb{E}_{x \\sim q}`."""
    for node in walk(tree):
        if isinstance(node, Scripts) and sign_of(node) in EXPECTATIONS | LOOSE_EXPECTATIONS:
            match strip(node.sub):
                case Chain(operands=(letter, law), relations=(r"\sim",)) if is_atom(letter):
                    yield spell(law) or "?", spell(letter)


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


def letters_in(node: Node | None) -> list[Node]:
    """The letters of a formula, with their index subscripts; functions that are applied are left out."""
    found: list[Node] = []
    stack = [strip(node)]
    while stack:
        here = strip(stack.pop())
        match here:
            case None | Number() | Word():
                continue
            case Scripts(base=base, sub=sub, sup=sup) if is_atom(base):
                found.append(Scripts(base, sub, span=here.span) if sub is not None and indexed(sub) else base)
                if sup is not None and spell(sup) not in TRANSPOSES and not isinstance(strip(sup), Number):
                    found.extend(letters_in(sup))
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


def indexed(sub: Node) -> bool:
    return all(index_like(part) and not isinstance(strip(part), Number) for part in index_parts(sub))


def is_letter(node: Node | None) -> bool:
    found = strip(node)
    if isinstance(found, Scripts):
        return is_atom(found.base) and found.sup is None and found.sub is not None and indexed(found.sub)
    return found is not None and is_atom(found)


def listed(node: Node) -> tuple[Node, ...]:
    found = strip(node)
    items: Iterable[Node] = found.items if isinstance(found, Sequence) else (node,)
    return tuple(item for item in items if not isinstance(strip(item), Dots))


def trees_of(statement: Statement) -> Iterator[Node]:
    for operand in statement.operands:
        if operand is not None and operand.syntax is not None:
            yield operand.syntax
