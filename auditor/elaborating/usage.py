"""How each letter is used across the document: the soft evidence for what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.elaborating.ellipses import run_of
from auditor.elaborating.names import bare_letter, is_atom, letter_class, spell, strip
from auditor.elaborating.problems import Problem
from auditor.elaborating.sizes import size_names
from auditor.elaborating.vocabulary import TRANSPOSES, USUAL_INDICES
from auditor.parsing.statements import Reading, Statement
from auditor.parsing.syntax import (
    Bars,
    BigOperator,
    Chain,
    Dots,
    Evaluation,
    Fence,
    Fraction,
    Node,
    Number,
    Product,
    Prose,
    Scripts,
    Sequence,
    Sum,
    Symbol,
    Word,
    walk,
)


@dataclass
class Usage:
    """What was seen of one letter (by canonical spelling, scripts taken off)."""

    first: int  # the statement in which it occurs first
    bare: int = 0
    alone: int = 0  # without any script
    as_variable: int = 0  # how often bare only as what a derivative is taken by
    arities: set[int] = field(default_factory=set)  # numbers of index-like subscripts
    labels: set[str] = field(default_factory=set)  # subscripts that cannot be indices
    numbers: set[str] = field(default_factory=set)  # subscripts that are numbers
    transposed: bool = False
    inverted: bool = False
    applied: int = 0  # stands before a round bracket
    heads: int = 0  # f(x) = …: stands before a bracket at the head of an equation
    exponents: set[str] = field(default_factory=set)  # other superscripts, as spelled
    behind: set[str] = field(default_factory=set)  # upper-case letters directly before it in a product, as in Ax
    multiplied: set[str] = field(default_factory=set)  # such letters before it with an index, as in W x_t
    doubled: bool = False  # stands behind the number 2, as in 2π
    ahead: bool = False  # stands directly before an upper-case letter, as in aX

    @property
    def by_itself(self) -> bool:
        """The letter stands without scripts and without arguments."""
        return self.alone > self.applied


@dataclass
class Survey:
    """Everything that one walk over the formulas tells."""

    letters: dict[str, Usage] = field(default_factory=dict)
    applications: dict[str, tuple[str, ...]] = field(default_factory=dict)  # u in u(x) -> letters it is applied to
    entries: dict[str, str] = field(default_factory=dict)  # a -> A where the text writes A = (a_{ij})
    bound: set[str] = field(default_factory=set)  # index names bound by some sum or product
    sizes: set[str] = field(default_factory=set)  # names that stand as dimensions: bounds of sums, exponents of ℝ
    # (numerator letter, denominator letter, statement); the numerator is "" where it is more than a letter
    derivatives: list[tuple[str, str, int]] = field(default_factory=list)
    differentials: set[str] = field(default_factory=set)  # letters x of which dx stands somewhere
    denominators: list[tuple[str, int]] = field(default_factory=list)  # letters differentiated by, with the statement
    totals: set[tuple[str, str]] = field(default_factory=set)  # (z, x) where dz/dx stands somewhere
    gradients: set[str] = field(default_factory=set)  # letters x of which ∇_x stands somewhere
    integrated: set[str] = field(default_factory=set)  # letters x of which dx stands in a formula with an integral
    squares: set[str] = field(default_factory=set)  # letters s whose square is a symbol of its own: ∂f/∂s^2, s^2 := …
    written: list[frozenset[str]] = field(default_factory=list)  # by statement: its letters
    varied: list[frozenset[str]] = field(default_factory=list)  # by statement: letters x of which it writes dx
    one_is_a_vector: bool = False  # 1^T stands somewhere
    evaluated: set[str] = field(default_factory=set)  # letters x with |_{x = a number}
    values: dict[str, set[str]] = field(default_factory=dict)  # f -> letters U for which the text writes U = f(…)
    scripted: Counter[str] = field(default_factory=Counter)  # how often each letter with scripts stands
    headed: Counter[str] = field(default_factory=Counter)  # how often it stands before a round bracket
    heads_of_letters: set[str] = field(default_factory=set)  # letters with scripts before a lone letter in brackets
    commutators: bool = False  # [X, Y] = XY - YX stands somewhere
    variations: int = 0  # how often δ stands before a letter, as in δx
    primed_functions: set[str] = field(default_factory=set)  # f where f'(x) occurs
    matrix_members: set[str] = field(default_factory=set)  # S where S_t is inverted, or equated with a product like CPD
    families: set[str] = field(default_factory=set)  # W where W^{N-1} … W^1 occurs: numbered by superscripts
    superscripts: dict[str, list[Node]] = field(default_factory=dict)  # by letter, all but transposes
    euler: bool = False  # ln occurs, or e bounds an integral
    frobenius: bool = False  # ‖A‖_F occurs
    entrywise: bool = False  # ⊙, ∘ or an entrywise function occurs
    vecs: bool = False  # the vec operator occurs
    of_differentials: set[int] = field(default_factory=set)  # statements of which each term holds a differential
    vectors: bool = False  # the document speaks of vectors or matrices at all
    transposes: bool = False  # ^T or one of its spellings occurs
    primes_after_brackets: bool = False  # (…)' occurs

    def of(self, name: str, position: int = 0) -> Usage:
        """The usage of a letter; a letter never seen has an empty one."""
        return self.letters.setdefault(name, Usage(position))


def survey(reading: Reading) -> Survey:
    """One walk over all formulas."""
    found = Survey(
        written=[frozenset(statement_letters(statement)) for statement in reading.statements],
        varied=[frozenset(_differentials_in(statement)) for statement in reading.statements],
    )
    trees = list(_trees(reading))
    for _, _, tree in trees:
        _note_bound(tree, found)
    for position, statement in enumerate(reading.statements):
        _note_matrix_members(statement, found)
        if _is_of_differentials(statement):
            found.of_differentials.add(position)
    for position, place, tree in trees:
        _note_uses(tree, position, found)
        _note_integrals(tree, found)
        statement = reading.statements[position]
        if place and (before := statement.operands[place - 1]) is not None:
            named = entries_named(before.syntax, tree)
            found.entries.update([named] if named is not None else [])
            found.commutators |= _is_commutator(before.syntax, tree)
        match tree:
            case Scripts(base=base, sup=Number(text="2")) if place == 0 and statement.relations and is_atom(base):
                found.squares.add(spell(base))
            case Product(factors=(head, Fence(open="("))) if place == 0 and statement.relations and is_atom(head):
                found.of(spell(head), position).heads += 1
            case Product(factors=(head, Fence(open="("))) if place and is_atom(head):
                before = statement.operands[place - 1]
                if before is not None and before.syntax is not None and is_atom(before.syntax):
                    found.values.setdefault(spell(head), set()).add(spell(before.syntax))
    for _, _, tree in trees:
        if isinstance(tree, Scripts):  # a whole operand: the letter is spoken of
            found.scripted[spell(tree)] -= 1
    found.families |= {name for name in _numbered_above(reading) if not _stands_alone(name, reading)}
    for family in found.families:
        for superscript in found.superscripts.get(family, ()):
            found.sizes.update(set(size_names(superscript)) - found.bound)
    return found


def _numbered_above(reading: Reading) -> Iterator[str]:
    r"""W where the text puts `W^j`, or `W^1, W^2, W^3`, into a space."""
    for statement in reading.statements:
        left = statement.operands[0]
        if left is None or not any(relation.symbol == r"\in" for relation in statement.relations):
            continue
        node = strip(left.syntax)
        items = node.items if isinstance(node, Sequence) else (node,)
        scripts = [item for item in map(strip, items) if isinstance(item, Scripts) and item.sub is None and item.sup]
        numbers = {spell(one.sup) for one in scripts}
        general = len(numbers) == 1 and numbers <= USUAL_INDICES
        listed = len(numbers) > 1 and all(number.isdigit() for number in numbers)
        names = {spell(one.base) for one in scripts if is_atom(one.base)}
        if len(scripts) == len(items) and len(names) == 1 and (general or listed):
            yield names.pop()


def _stands_alone(name: str, reading: Reading) -> bool:
    """The letter occurs without a superscript."""
    nodes = [node for _, _, tree in _trees(reading) for node in walk(tree)]
    numbered = sum(isinstance(node, Scripts) and node.sup is not None and spell(node.base) == name for node in nodes)
    return sum(is_atom(node) and spell(node) == name for node in nodes) > numbered


def _trees(reading: Reading) -> Iterator[tuple[int, int, Node]]:
    for position, statement in enumerate(reading.statements):
        for place, operand in enumerate(statement.operands):
            if operand is not None and operand.syntax is not None:
                yield position, place, operand.syntax


def _note_integrals(tree: Node, found: Survey) -> None:
    nodes = list(walk(tree))
    if any(isinstance(node, BigOperator) and node.kind == "int" for node in nodes):
        for node in nodes:
            if isinstance(node, Product):
                pairs = zip(node.factors, node.factors[1:], strict=False)
                found.integrated.update(spell(letter) for sign, letter in pairs if is_differential_sign(sign))


def index_parts(node: Node | None) -> tuple[Node, ...]:
    """The index expressions that a subscript lists: `ij`, `i,j`, `i+1`, `12` gives one part (the number 12)."""
    node = strip(node)
    match node:
        case None:
            return ()
        case Sequence(separators=separators) if set(separators) & {"|", r"\mid"}:
            return ()  # x_{t|s}: a label
        case Sequence(items=items):
            return tuple(part for item in items for part in index_parts(item))
        case Product(factors=factors, operators=operators) if not any(operators):
            if isinstance(strip(factors[0]), Number) and len(factors) == 2:
                return (node,)  # 2k
            return tuple(part for factor in factors for part in index_parts(factor))
    return (node,)


def entries_named(whole: Node | None, written: Node | None) -> tuple[str, str] | None:
    """(a, A) in `A = (a_{ij})`."""
    fence = strip(written)
    entry = strip(fence.body) if isinstance(fence, Fence) else None
    if not isinstance(entry, Scripts) or entry.sup is not None or not is_atom(entry.base) or not is_letter(whole):
        return None
    parts = index_parts(entry.sub)
    named = len(parts) in (1, 2) and all(isinstance(part, Symbol) and index_like(part) for part in parts)
    return (spell(entry.base), spell(whole)) if named and spell(entry.base) != spell(whole) else None


def _is_commutator(bracket: Node | None, value: Node) -> bool:
    """`[X, Y] = XY - YX`."""
    match strip(bracket), strip(value):
        case (
            Fence(open="[", close="]", body=Sequence(items=(one, other))),
            Sum(signs=("" | "+", "-"), terms=(Product(factors=first), Product(factors=second))),
        ):
            pair = (spell(one), spell(other))
            return tuple(map(spell, first)) == pair and tuple(map(spell, second)) == pair[::-1]
    return False


def is_one(node: Node | None) -> bool:
    """The number 1, which some texts write for the vector of ones."""
    return isinstance(node, Number) and node.text == "1"


def index_like(node: Node | None, bound: Container[str] = ()) -> bool:
    """Whether a subscript part can be an index: a usual index letter, a bound one, a number, or i+1."""
    match strip(node):
        case Symbol(name=name, style=style):
            return name in bound or (style == "" and name in USUAL_INDICES)
        case Number(text=text):
            return text.isdigit()
        case Sum(terms=terms):
            plain = all(index_like(term, bound) or isinstance(strip(term), Symbol) for term in terms)
            return plain and any(index_like(term, bound) for term in terms if not isinstance(strip(term), Number))
        case Scripts(base=base, primes=primes, sub=None, sup=None) if primes:
            return index_like(base, bound)
        case Product(factors=factors):
            return all(index_like(factor, bound) for factor in factors)
    return False


def bound_names(lower: Node | None) -> tuple[str, ...]:
    """The indices that the bounds under a sum or product introduce: `i=1`, `i,j`, `i \\ne j`, `i \\in S`."""
    node = strip(lower)
    match node:
        case Chain(operands=operands):
            return tuple(name for operand in operands[:1] for name in bound_names(operand))
        case Sequence(items=items):
            return tuple(name for item in items for name in bound_names(item))
        case Product(factors=factors):
            return tuple(name for factor in factors for name in bound_names(factor))
        case Symbol(name=name):
            return (name,)
        case Scripts(primes=primes, sub=None, sup=None) if primes:
            return (spell(node),)
    return ()


def _last_numbers(node: Sum) -> frozenset[str]:
    r"""n in `1 + 2 + \cdots + n`."""
    if not any(isinstance(strip(term), Dots) for term in node.terms):
        return frozenset()
    try:
        return frozenset(run_of(node.terms, node.span).last.symbols)
    except Problem:
        return frozenset()


def _note_bound(tree: Node, found: Survey) -> None:
    for node in walk(tree):
        if isinstance(node, Sum):
            found.sizes.update(_last_numbers(node))
        if isinstance(node, Scripts) and is_one(node.base) and spell(node.sup) in TRANSPOSES:
            found.one_is_a_vector = found.vectors = True
        match node:
            case BigOperator(kind="sum" | "prod", lower=lower, upper=upper):
                found.bound.update(bound_names(lower))
                found.sizes.update(size_names(upper))
                if isinstance(lower, Chain) and len(lower.operands) == 3:
                    found.sizes.update(size_names(lower.operands[-1]))
            case Scripts(base=Symbol(style="blackboard", name="R" | "C" | "F" | "N"), sup=sup) if sup is not None:
                for part in axes_of(sup):
                    found.sizes.update(size_names(part))


def axes_of(node: Node | None) -> tuple[Node, ...]:
    r"""The sizes in `m\times n`."""
    match strip(node):
        case Product(factors=factors, operators=operators) if r"\times" in operators:
            parts: list[list[Node]] = [[factors[0]]]
            for operator, factor in zip(operators, factors[1:], strict=True):
                parts.append([factor]) if operator == r"\times" else parts[-1].append(factor)
            return tuple(
                p[0] if len(p) == 1 else Product(tuple(p), ("",) * (len(p) - 1), span=p[0].span) for p in parts
            )
        case None:
            return ()
        case one:
            return (one,)


def _note_uses(tree: Node, position: int, found: Survey) -> None:
    stack: list[Node] = [tree]
    while stack:
        node = stack.pop()
        found.euler |= any(spell(bound) == "e" for bound in _bounds(node))
        match node:
            case Scripts(base=Symbol(name=r"\nabla"), sub=sub) if sub is not None:
                found.gradients.add(spell(bare_letter(sub)))
                found.denominators.append((spell(bare_letter(sub)), position))
                if is_atom(sub):
                    found.of(spell(sub), position).as_variable += 1
            case Scripts(base=base) if is_atom(base):
                _note_scripts(node, position, found)
                stack.extend(child for child in (node.sup,) if child is not None)
                continue
            case Prose():
                continue
            case Word(name="ln"):
                found.euler = True
            case Word(name="vec" | "Vec"):
                found.vecs = found.vectors = True
            case node if is_atom(node):
                usage = found.of(spell(node), position)
                usage.bare, usage.alone = usage.bare + 1, usage.alone + 1
                continue
            case Product():
                _note_product(node, position, found)
            case Evaluation(sub=Chain(operands=(point, value), relations=("=",))) if isinstance(strip(value), Number):
                found.evaluated.add(spell(point))
            case Fraction(numerator=above, denominator=below):
                _note_derivative(above, below, position, found)
            case Scripts(sup=sup, base=base, primes=primes):
                found.frobenius |= isinstance(base, Bars) and spell(node.sub) in ("F", "Fro", "fro")
                if isinstance(inner := strip(base), Scripts) and is_atom(inner.base):
                    _note_outer_scripts(inner, spell(sup), position, found)
                if spell(sup) in TRANSPOSES:
                    found.transposes = found.vectors = True
                if primes and isinstance(strip(base), Fence):
                    found.primes_after_brackets = True
        stack.extend(reversed(node.children))


def _bounds(node: Node) -> tuple[Node, ...]:
    """The bounds of an integral."""
    found: tuple[Node | None, ...] = ()
    match node:
        case BigOperator(kind=kind, lower=lower, upper=upper) if "int" in kind:
            found = (lower, upper)
        case Evaluation(sub=lower, sup=upper):
            found = (lower, upper)
        case Scripts(base=Fence(open="["), sub=lower, sup=upper):
            found = (lower, upper)
    return tuple(one for one in found if one is not None)


def _note_dots(node: Product, found: Survey) -> None:
    """Letters on both sides of dots that carry different superscripts number a family by them."""
    for before, dots, after in zip(node.factors, node.factors[1:], node.factors[2:], strict=False):
        if isinstance(dots, Dots):
            one, other = (
                {spell(inside.base): inside.sup for inside in walk(side) if isinstance(inside, Scripts)}
                for side in (before, after)
            )
            for name in one.keys() & other.keys():
                if one[name] is not None and other[name] is not None and one[name] != other[name]:
                    found.families.add(name)


def _note_slashes(node: Product, position: int, found: Survey) -> None:
    r"""`\partial L/\partial Y`."""
    for place, sign in enumerate(node.operators):
        around = node.factors[max(place - 1, 0) : place + 3]
        if sign == "/" and len(around) == 4 and is_derivative_sign(around[0]) and is_derivative_sign(around[2]):
            above, below = (Product(part, ("",), span=part[0].span) for part in (around[:2], around[2:]))
            _note_derivative(above, below, position, found)


def _note_neighbours(node: Product, position: int, found: Survey) -> None:
    """Which lower-case letters stand behind a matrix, as in `Ax` or `A^{-1}b`, and which before one, as in `aX`."""
    for head, following, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
        before, after = _letter_of_factor(head), _letter_of_factor(following)
        if not operator and (pair := _multiplied_member(head, following)) is not None:
            found.of(pair[1], position).multiplied.add(pair[0])
        if not operator and after is not None and isinstance(strip(head), Number) and spell(head) == "2":
            found.of(after, position).doubled |= is_atom(strip(following))
        if operator or before is None or after is None:
            continue
        if letter_class(before).endswith("uppercase"):
            found.of(after, position).behind.add(before)
        elif letter_class(after).endswith("uppercase") and is_atom(strip(head)):
            found.of(before, position).ahead = True


def _multiplied_member(head: Node, following: Node) -> tuple[str, str] | None:
    """W and x in `W x_t`, also in `W_f x_t` and `P_s x_t`; not in `w_{ij} x_j` or `X_i y_i`."""
    match strip(head), strip(following):
        case _, Scripts(base=letter, sub=index, sup=None, primes=0) if index is not None and is_atom(letter):
            matrix, own = bare_letter(head), strip(head)
            scripts = own.sub if isinstance(own, Scripts) else None
            capital = is_atom(matrix) and letter_class(spell(matrix)).endswith("uppercase")
            parts = index_parts(scripts) if scripts is not None else ()
            if capital and len(parts) < 2 and len(index_parts(index)) == 1 and spell(scripts) != spell(index):
                return spell(matrix), spell(letter)
    return None


def _letter_of_factor(node: Node) -> str | None:
    """A for A, A^{-1} and A^T; x for x."""
    match strip(node):
        case Scripts(base=base, sub=None) if is_atom(base):
            return spell(base)
        case found if is_atom(found):
            return spell(found)
    return None


def _note_product(node: Product, position: int, found: Survey) -> None:
    _note_dots(node, found)
    _note_slashes(node, position, found)
    found.euler |= any(  # the constants of the normal distribution's entropy
        spell(one) == r"\pi" and spell(other) == "e" for one, other in zip(node.factors, node.factors[1:], strict=False)
    )
    _note_neighbours(node, position, found)
    found.entrywise |= bool({r"\odot", r"\circ"} & set(node.operators))
    for head, following, operator in zip(node.factors, node.factors[1:], node.operators, strict=False):
        if operator:
            continue
        following = _transposed_point(following) or following
        if isinstance(following, Fence) and following.open == "(":
            letter = head.base if isinstance(head, Scripts) else head
            if isinstance(head, Scripts) and head.primes and is_atom(letter):
                found.primed_functions.add(spell(letter))
            if isinstance(head, Scripts) and is_atom(letter):
                found.headed[spell(head)] += 1
                found.heads_of_letters |= {spell(letter)} if is_letter(following.body) else set()
            if is_atom(letter):
                found.of(spell(letter), position).applied += 1
                _note_application(head, following, found)
        if spell(head) == r"\delta" and bare_letter(following) is not None and is_atom(bare_letter(following)):
            found.variations += 1
        if is_differential_sign(head):
            found.differentials.add(spell(bare_letter(following)))


def _transposed_point(node: Node) -> Fence | None:
    """(x) in f(x)^T, where x is a letter: the transpose is that of the value."""
    match node:
        case Scripts(base=Fence(body=body) as fence, sup=sup, sub=None) if spell(sup) in TRANSPOSES and is_letter(body):
            return fence
    return None


def _note_application(head: Node, fence: Fence, found: Survey) -> None:
    """u(x), applied to letters alone: what u depends on, unless it is applied to others elsewhere."""
    body = strip(fence.body)
    arguments = body.items if isinstance(body, Sequence) else (body,)
    if (isinstance(head, Scripts) and (head.primes or head.sup is not None)) or not all(map(is_letter, arguments)):
        return
    name, letters = spell(head), tuple(spell(argument) for argument in arguments)
    if found.applications.setdefault(name, letters) != letters:
        found.applications[name] = ()


def is_letter(node: Node | None) -> bool:
    """A letter, with or without labels."""
    found = strip(node)
    return is_atom(found) or (isinstance(found, Scripts) and is_atom(found.base) and found.sup is None)


def _is_of_differentials(statement: Statement) -> bool:
    """Each term of each side holds one: `d log det A = tr(A^{-1} dA)`."""
    operands = [operand.syntax for operand in statement.operands if operand is not None and operand.syntax is not None]
    terms = [term for operand in operands for term in _terms(operand) if spell(term) != "0"]
    return bool(statement.relations) and all(any(map(_holds_differential, walk(term))) for term in terms)


def _terms(node: Node) -> tuple[Node, ...]:
    found = strip(node)
    return found.terms if isinstance(found, Sum) else (node,)


def _holds_differential(node: Node) -> bool:
    """`dX`, `d(X^{-1})`, `d\\log x`."""
    if not isinstance(node, Product):
        return False
    pairs = zip(node.factors, node.factors[1:], node.operators, strict=False)
    return any(
        is_differential_sign(bare_letter(head)) and not sign and not isinstance(strip(after), Number)
        for head, after, sign in pairs
    )


def _note_matrix_members(statement: Statement, found: Survey) -> None:
    """Upper-case letters whose indexed letter is a matrix: `S_t^{-1}`, `S_t = C P_t C^T + R`."""
    operands = [operand.syntax for operand in statement.operands if operand is not None and operand.syntax is not None]
    for node in (inside for operand in operands for inside in walk(operand)):
        if isinstance(node, Scripts) and _is_member(node) and spell(node.sup).startswith("-1"):
            found.matrix_members.add(spell(node.base))
    for left, right in pairwise(operands):
        head = strip(left)
        if isinstance(head, Scripts) and _is_member(head) and head.sup is None and _multiplies_matrices(right):
            found.matrix_members.add(spell(head.base))


def _is_member(node: Scripts) -> bool:
    """An upper-case letter with one letter for its index."""
    parts = index_parts(node.sub)
    named = is_atom(node.base) and letter_class(spell(node.base)).endswith("uppercase")
    return named and len(parts) == 1 and isinstance(strip(parts[0]), Symbol) and index_like(parts[0])


def _multiplies_matrices(node: Node) -> bool:
    """Two upper-case letters stand side by side."""
    for part in walk(node):
        if isinstance(part, Product):
            letters = [spell(bare_letter(factor)) for factor in part.factors]
            upper = [bool(letter) and letter_class(letter).endswith("uppercase") for letter in letters]
            if any(one and other for one, other in pairwise(upper)):
                return True
    return False


def _note_scripts(node: Scripts, position: int, found: Survey) -> None:
    usage = found.of(spell(node.base), position)
    found.scripted[spell(node)] += 1
    parts = index_parts(node.sub)
    named = usage
    if not parts:
        usage.bare += 1
    elif all(index_like(part, found.bound) for part in parts):
        if all(isinstance(strip(part), Number) for part in parts):
            usage.numbers.add(spell(node.sub))
            named = found.of(f"{spell(node.base)}_{{{spell(node.sub)}}}", position)
        else:
            usage.arities.add(len(parts))
    else:
        usage.labels.add(spell(node.sub))
        named = found.of(f"{spell(node.base)}_{{{spell(node.sub)}}}", position)
        named.bare += 1
    if node.sup is not None:
        if spell(node.sup) not in TRANSPOSES:
            found.superscripts.setdefault(spell(node.base), []).append(node.sup)
        _note_superscript(spell(node.sup), named, found)
    if node.primes:
        named.exponents.add("'")


def _note_superscript(superscript: str, usage: Usage, found: Survey) -> None:
    if superscript in TRANSPOSES:
        usage.transposed = found.transposes = found.vectors = True
    elif superscript.startswith("-1") and not superscript[2:3].isdigit():
        usage.inverted = True
    else:
        usage.exponents.add(superscript or "?")


def _note_outer_scripts(inner: Scripts, superscript: str, position: int, found: Survey) -> None:
    """`{X_T}^T`: the superscript is the labelled letter's."""
    if inner.sub is not None and superscript:
        _note_superscript(superscript, found.of(f"{spell(inner.base)}_{{{spell(inner.sub)}}}", position), found)


def _note_derivative(above: Node, below: Node, position: int, found: Survey) -> None:
    numerator, denominator = differential_body(above), differential_body(below)
    squared = strip(denominator)
    if isinstance(squared, Scripts) and spell(squared.sup) == "2" and not _is_second(above) and is_atom(squared.base):
        found.squares.add(spell(squared.base))
    if denominator is not None:
        found.denominators.append((spell(_inside_bracket(denominator)), position))
    if denominator is not None and is_atom(denominator):
        found.of(spell(denominator), position).as_variable += 1
    if numerator is not None and denominator is not None:
        letter = bare_letter(numerator)
        above_name = spell(letter) if is_atom(letter) else ""
        found.derivatives.append((above_name, spell(bare_letter(denominator)), position))
        if is_differential_sign(_sign_of(above)):
            found.totals.add((above_name, spell(bare_letter(denominator))))


def _sign_of(above: Node) -> Node:
    """The d or ∂ of a numerator."""
    found = strip(above)
    return found.factors[0] if isinstance(found, Product) else above


def _is_second(above: Node) -> bool:
    """∂²f in the numerator."""
    found = strip(above)
    sign = found.factors[0] if isinstance(found, Product) else found
    return isinstance(strip(sign), Scripts)


def differential_body(node: Node | None) -> Node | None:
    """x in ∂x, dx: what stands behind the sign of a derivative, where the formula is just that."""
    match strip(node):
        case Product(factors=(sign, body), operators=("",)) if is_derivative_sign(sign):
            return strip(body)
    return None


def is_differential_sign(node: Node | None) -> bool:
    r"""`d`, `\mathrm d`."""
    match strip(node):
        case Symbol(name="d", style="" | "roman" | "sans") | Word(name="d"):
            return True
    return False


def is_derivative_sign(node: Node | None) -> bool:
    r"""`\partial`, `d`, `\mathrm d`, also with a power: `\partial^2`."""
    match strip(node):
        case Symbol(name=r"\partial" | r"\delta"):
            return True
        case Scripts(base=base, sub=None, primes=0):
            return is_derivative_sign(base)
        case other:
            return is_differential_sign(other)


def _differentials_in(statement: Statement) -> set[str]:
    """The letters x of which a statement writes dx (not only d of something larger)."""
    found: set[str] = set()
    bound: set[str] = set()  # by evaluation bars: letters of their own
    for operand in statement.operands:
        if operand is None or operand.syntax is None:
            continue
        for node in walk(operand.syntax):
            if isinstance(node, Evaluation):
                bound |= {spell(strip(item.operands[0])) for item in walk(node.sub or node) if isinstance(item, Chain)}
            if isinstance(node, Product):
                for sign, following in zip(node.factors, node.factors[1:], strict=False):
                    letter = _inside_bracket(following)
                    if (is_differential_sign(sign) or spell(sign) == r"\delta") and letter is not None:
                        found.add(spell(letter))
    return found - bound


def _inside_bracket(node: Node | None) -> Node | None:
    """The letter in `x`, `x_i`, `(X)`, `X^T`."""
    found = strip(node)
    if isinstance(found, Scripts):
        return _inside_bracket(found.base) if not is_atom(found.base) or found.sub is None else found
    if isinstance(found, Fence):
        return _inside_bracket(found.body)
    return found if is_atom(found) else None


def statement_letters(statement: Statement) -> set[str]:
    """The letters of a statement, by canonical spelling; labelled ones with and without their labels."""
    syntaxes = (operand.syntax for operand in statement.operands if operand is not None)
    return {name for syntax in syntaxes if syntax is not None for name in letters_in(syntax)}


def letters_in(tree: Node) -> set[str]:
    """The letters of a formula, by canonical spelling, labelled ones also with their labels; indices are no letters."""
    found: set[str] = set()
    stack = [tree]
    while stack:
        node = stack.pop()
        if is_atom(node):
            found.add(spell(node))
        elif isinstance(node, Scripts) and is_atom(node.base):
            found.add(spell(node.base))
            found.add(spell(Scripts(node.base, node.sub, None, 0, span=node.span)))
            found.add(spell(node))
            if node.sup is not None and spell(node.sup) not in TRANSPOSES:
                stack.append(node.sup)
        else:
            stack.extend(node.children)
    return found
