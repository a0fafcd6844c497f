"""What the text says of its letters, by letter and position: the declarations in force."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from auditor.elaborating.adjoints import with_adjoints
from auditor.elaborating.alone import lone, with_lone_letters
from auditor.elaborating.chances import Chances, kinds
from auditor.elaborating.conventions import implies_sums
from auditor.elaborating.gathering import gather
from auditor.elaborating.iterates import iterated
from auditor.elaborating.names import bare_letter, letter_class, plain_letter, spell, strip
from auditor.elaborating.partitions import cells_of_blocks, partitioned
from auditor.elaborating.roles import with_roles_apart
from auditor.elaborating.sizes import dimension_of, size_names
from auditor.elaborating.usage import Survey, index_like, index_parts, is_letter, survey
from auditor.elaborating.vocabulary import HERMITIANS, MATRIX_WORDS
from auditor.parsing.declaring.chances import CHANCE
from auditor.parsing.declaring.naming import NAMING
from auditor.parsing.declaring.vocabulary import ARBITRARY, CALLED
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import Declaration, LayoutStatement, Reading
from auditor.parsing.syntax import Fence, Node, Product, Scripts, Sequence
from auditor.source import Span
from auditor.terms.dimension import ONE, ZERO, Dimension, Shape

KIND_OF_ORDER = {0: "scalar", 1: "column", 2: "matrix"}
ALIASES = {"vector": "column", "row vector": "row", "column vector": "column"}


@dataclass(frozen=True)
class Known:
    """What is stated of one letter from a statement on."""

    spelling: str
    since: int
    kind: str  # "scalar" | "column" | "row" | "matrix" | "tensor" | "function" | "size" | "index" | ""
    shape: Shape | None
    properties: tuple[str, ...] = ()
    span: Span | None = None
    origin: str = "stated"  # "stated" | "option" | "convention"
    indexed: int = 0  # x_i is a vector: the letter is a family with this many index subscripts
    domains: tuple[Shape | None, ...] = ()  # of a function
    codomain: Shape | None = None
    run: tuple[Dimension, Dimension] | None = None  # "for 1 <= j <= N-1": the members of a family
    arguments: tuple[str, ...] = ()  # x in "u(x) is a vector": what the letter depends on
    constant_in: tuple[str, ...] = ()  # x in "a does not depend on x"
    until: int | None = None  # the first statement to which a passing remark no longer applies

    def refined(self, later: Known) -> Known:
        """Both facts together, where they agree on the shape."""
        properties = tuple(dict.fromkeys((*self.properties, *later.properties)))
        shaped = self if self.shape is not None else later  # `b_i > 0` speaks of the entries of a vector b
        return replace(
            self,
            kind=self.kind or later.kind,
            shape=shaped.shape,
            properties=properties,
            indexed=self.indexed or later.indexed if shaped.shape is None else shaped.indexed,
            domains=self.domains or later.domains,
            codomain=self.codomain if self.codomain is not None else later.codomain,
            run=self.run or later.run,
            arguments=self.arguments or later.arguments,
            constant_in=self.constant_in + later.constant_in,
        )

    def contradicts(self, later: Known) -> bool:
        """The shapes, or the kinds, cannot both hold."""
        if self.shape is not None and later.shape is not None:
            return self.shape != later.shape
        kinds = {self.kind, later.kind} - {"", "function", "tensor"}
        return len(kinds) > 1 and not kinds <= {"matrix", "square"}


@dataclass(frozen=True)
class Line:
    """Of which matrix an indexed letter is a row or a column."""

    matrix: str
    axis: int  # 0 for rows, 1 for columns
    transposed: bool  # x_i^T is the line, so that x_i is a column vector


@dataclass(frozen=True)
class Context:
    """Declarations, conventions and usage of a document; never changed by elaboration."""

    reading: Reading
    usage: Survey
    known: Mapping[str, tuple[Known, ...]]
    remarks: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)  # what holds for a few statements only
    classes: Mapping[str, str] = field(default_factory=dict)  # "uppercase" -> "matrix"
    operations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # notations named in words: `K_{mn}`, `X^+`
    lines: Mapping[str, Line] = field(default_factory=dict)  # x -> X where x_i is a row or column of X
    sizes: frozenset[str] = frozenset()
    orders: tuple[tuple[Dimension, Dimension], ...] = ()  # pairs of sizes, the first at most the second
    partitioned: frozenset[str] = frozenset()  # letters written as arrays of their own blocks, Σ_{11}, Σ_{12}, …
    blocks: frozenset[str] = frozenset()  # letters that stand together in an array, A, B, C, D
    layouts: tuple[LayoutStatement, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)  # axis -> layout value given by option
    chances: Chances = field(default_factory=Chances)  # which letters are random
    named: Mapping[int, Node] = field(default_factory=dict)  # place of a value -> the letter that words give it
    sums_implied: bool = False  # repeated indices are summed without a sign

    def of(self, spelling: str, position: int) -> Known | None:
        """What is stated of a letter at a statement; what is stated later holds before, where nothing else does."""
        facts = self.known.get(spelling, ())
        current = next((fact for fact in reversed(facts) if fact.since <= position), None)
        lasting = current or (facts[0] if facts else None)
        remark = self.remark(spelling, position)
        if remark is None:
            return lasting
        return remark if lasting is None or lasting.contradicts(remark) else lasting.refined(remark)

    def remark(self, spelling: str, position: int) -> Known | None:
        """What a passing remark says of a letter at a statement."""
        for fact in self.remarks.get(spelling, ()):
            if fact.since <= position and (fact.until is None or position < fact.until):
                return fact
            if fact.kind == "function" and self.section(fact.since) == self.section(position):
                return fact  # what kind of function f is, said a line after f(x)
        return None

    def epoch(self, spelling: str, position: int) -> int:
        """Which of a letter's contradicting declarations is in force: 1, 2, …"""
        return max(1, sum(fact.since <= position for fact in self.known.get(spelling, ())))

    def section(self, position: int) -> int:
        """The start of the section in which a statement stands."""
        sections = self.reading.sections
        place = bisect_right(sections, position)
        return sections[place - 1] if place else 0

    def layout(self, axis: str, position: int) -> LayoutStatement | None:
        """The layout stated for an axis of choice, as of a statement; a statement further on holds too."""
        stated = [one for one in self.layouts if one.axis == axis]
        before = [one for one in stated if one.position <= position]
        return before[-1] if before else stated[0] if stated else None

    def is_constant(self, spelling: str, position: int) -> bool:
        """The text says that a letter does not vary."""
        fact = self.of(spelling, position)
        return fact is not None and ("constant" in fact.properties or bool(fact.constant_in))

    def has(self, spelling: str, position: int, *properties: str) -> bool:
        fact = self.of(spelling, position)
        return fact is not None and any(name in fact.properties for name in properties)


def build(reading: Reading, extra: Iterable[Known] = (), options: Mapping[str, str] | None = None) -> Context:
    """Gather what a reading states; `extra` are declarations given by option, which override the text."""
    usage = survey(reading)
    apart = with_adjoints(with_roles_apart(reading, usage), usage)
    if apart is not reading:
        reading, usage = apart, survey(apart)
    families = {fact.spelling: fact for fact in _family_facts(reading)}
    names = iterated(reading)
    copies = {fact.spelling: fact for fact in _iterates(reading, names) if fact.spelling not in families}
    families |= copies
    shared = families.keys() | _matrices_with_one_index(reading, usage) | _undeclared_iterates(reading, usage, names)
    told_apart = with_lone_letters(reading, shared | _accented(shared, usage))
    if told_apart is not reading:
        reading, usage = told_apart, survey(told_apart)
    chances = gather(reading)
    operations = {spell(d.subject): d.properties for d in reading.declarations if d.kind == "operation" and d.subject}
    stated = [fact for declaration in reading.declarations for fact in _facts(declaration)]
    stated += [fact for fact in _memberships(reading) if not any(_says_more(one, fact) for one in stated)]
    stated = list(_without_words_of_members(stated))
    stated += copies.values()
    said = {fact.spelling for fact in stated}
    members = ((lone(name), fact) for name, fact in families.items() if usage.letters.get(lone(name)))
    stated += [replace(fact, spelling=name, indexed=0) for name, fact in members if name not in said]
    lines = {spell(d.subject): _line(d) for d in reading.declarations if d.kind == "line"}
    classes = {d.subject_class: ALIASES.get(d.kind, d.kind) for d in reading.declarations if d.subject_class}
    remarks: dict[str, tuple[Known, ...]] = {}
    for fact in stated:
        if fact.until is not None:
            remarks[fact.spelling] = (*remarks.get(fact.spelling, ()), fact)
    stated = [fact for fact in stated if fact.until is None]
    known: dict[str, tuple[Known, ...]] = {}
    for fact in sorted(stated, key=lambda fact: fact.since):
        known[fact.spelling] = _with(known.get(fact.spelling, ()), fact, reading.sections)
    _note_chances(known, chances, usage)
    _note_covariances(known, chances)
    for fact in extra:
        known[fact.spelling] = (fact,)
    classes = _by_style(known) | classes
    usage.entrywise |= any("elementwise" in fact.properties for facts in known.values() for fact in facts)
    sizes = set(usage.sizes)
    for declaration in reading.declarations:
        if declaration.kind == "operation" and isinstance(subject := strip(declaration.subject), Scripts):
            commutes = "commutation" in " ".join(declaration.properties)
            sizes.update(name for part in index_parts(subject.sub) if commutes for name in size_names(part))
    for facts in known.values():
        for fact in facts:
            sizes.update(name for shape in (fact.shape, fact.codomain, *fact.domains) for name in _symbols(shape))
            sizes.update(name for dimension in fact.run or () for name in dimension.symbols)
            sizes.update({fact.spelling} if fact.kind == "size" else ())
    orders = (*_orders_of_letters(known), *_orders_of_statements(reading, sizes))
    return Context(
        reading,
        usage,
        known,
        remarks,
        classes,
        operations,
        lines,
        frozenset(sizes),
        orders,
        partitioned(reading, usage),
        cells_of_blocks(reading),
        reading.layouts,
        options or {},
        chances,
        {d.position: d.subject for d in reading.declarations if d.kind == NAMING and d.subject},
        implies_sums(reading.prose),
    )


# Words that say something else of random letters than of others: zero mean, normal, independent.
OF_OTHERS = frozenset({"centred", "independent", "normal", "unit"})


def _note_chances(known: dict[str, tuple[Known, ...]], chances: Chances, usage: Survey) -> None:
    """What the laws of random letters say of their kinds, where nothing else does."""
    for letter in chances.laws:
        for fact in known.get(letter, ()):
            words = tuple(word for word in fact.properties if word not in OF_OTHERS and not word.startswith(CALLED))
            known[letter] = tuple(replace(one, properties=words) if one is fact else one for one in known[letter])
    for letter, kind, indexed, of in kinds(chances, not usage.vectors):
        facts, owner = known.get(letter, ()), known.get(of, ())
        if any(fact.shape is not None or (fact.kind and not owner) for fact in facts):
            continue
        words = facts[0].properties if facts else ()
        if indexed and kind == "scalar":  # all of them together
            known[letter] = (Known(letter, 0, "column", None, words, origin="convention"),)
            continue
        shape = _shape_by_variable(kind, owner[0].shape if owner else None)
        if shape is None and any(fact.kind for fact in facts):
            continue
        known[letter] = (Known(letter, 0, kind, shape, words, origin="convention", indexed=int(indexed)),)


def _note_covariances(known: dict[str, tuple[Known, ...]], chances: Chances) -> None:
    """A letter for a covariance matrix is symmetric, and positive semidefinite."""
    for law in chances.laws.values():
        if not is_letter(law.covariance):
            continue
        facts = known.get(spell(law.covariance), ())
        known[spell(law.covariance)] = tuple(
            replace(fact, properties=tuple(dict.fromkeys((*fact.properties, "symmetric", "positive semidefinite"))))
            if fact.kind == "matrix" else fact
            for fact in facts
        )  # fmt: skip


def _shape_by_variable(kind: str, shape: Shape | None) -> Shape | None:
    """The shape of a mean or a covariance, of a variable of the given shape."""
    if shape is None or len(shape) != 2 or shape[1] != ONE:
        return None
    return (shape[0], shape[0]) if kind == "matrix" else shape


def _orders_of_letters(known: Mapping[str, tuple[Known, ...]]) -> Iterator[tuple[Dimension, Dimension]]:
    """What properties say of sizes: "m is at least n", the full column rank of an m×n matrix."""
    for spelling, facts in known.items():
        for fact in facts:
            for word in fact.properties:
                sign, _, other = word.partition(" ")
                if sign in SIGNS and other:
                    that = Dimension.of(int(other)) if other.isdigit() else Dimension.of(other)
                    yield _ordered(Dimension.of(spelling), sign, that)
                elif fact.shape is not None and len(fact.shape) == 2 and word in RANKS:
                    yield fact.shape[::-1] if RANKS[word] == "columns" else fact.shape


def _orders_of_statements(reading: Reading, sizes: Container[str]) -> Iterator[tuple[Dimension, Dimension]]:
    r"""`1 \le m \le N-1`."""
    for statement in reading.statements:
        dimensions = [dimension_of(operand.syntax) if operand is not None else None for operand in statement.operands]
        pairs = zip(dimensions, statement.relations, dimensions[1:], strict=False)
        for left, relation, right in pairs:
            if left is None or right is None or relation.symbol not in SIGNS:
                continue
            if all(name in sizes for name in (*left.symbols, *right.symbols)):
                yield _ordered(left, relation.symbol, right)


def _ordered(this: Dimension, sign: str, that: Dimension) -> tuple[Dimension, Dimension]:
    more = ONE if sign in ("<", ">") else ZERO
    return (that + more, this) if sign in (">", r"\ge") else (this + more, that)


SIGNS = frozenset({"<", ">", r"\le", r"\ge"})
RANKS = {
    "full column rank": "columns",
    "orthonormal columns": "columns",
    "full row rank": "rows",
    "orthonormal rows": "rows",
}


def _by_style(known: Mapping[str, tuple[Known, ...]]) -> dict[str, str]:
    """Conventions by style: plain letters are scalars in a text that declares a plain scalar and a bold vector."""
    kinds: dict[str, set[str]] = {}
    for spelling, facts in known.items():
        kinds.setdefault(letter_class(spelling), set()).update(fact.kind for fact in facts if fact.kind)
    plain_scalar = kinds.get("lowercase") == {"scalar"} and kinds.get("bold lowercase") == {"column"}
    return {"lowercase": "scalar", "bold lowercase": "column", "bold uppercase": "matrix"} if plain_scalar else {}


def _symbols(shape: Shape | None) -> tuple[str, ...]:
    return tuple(name for dimension in shape or () for name in dimension.symbols)


def _with(facts: tuple[Known, ...], later: Known, sections: tuple[int, ...]) -> tuple[Known, ...]:
    """A further fact joins the last one; where the two contradict each other, a new epoch begins with its section."""
    said = frozenset(later.properties) - {ARBITRARY}
    afresh = ARBITRARY in later.properties and facts and not said.issuperset(facts[-1].properties)
    later = replace(later, properties=tuple(word for word in later.properties if word != ARBITRARY))
    if not facts:
        return (later,)
    if afresh or facts[-1].contradicts(later):
        start = max((start for start in sections if facts[-1].since < start <= later.since), default=later.since)
        return (*facts, replace(later, since=start))
    return (*facts[:-1], facts[-1].refined(later))


# Words for what an operator over the reals does.
_TRANSPOSING = frozenset({"adjoint", "transpose", "conjugate transpose", "hermitian transpose", "hermitian conjugate"})


def _names_a_transpose(subject: Node | None, declaration: Declaration) -> bool:
    """ "Let A^* be the adjoint of A": a sign for the transpose, and no letter of its own."""
    if not isinstance(subject, Scripts) or subject.sub is not None or spell(subject.sup) not in HERMITIANS:
        return False
    words = {word.removeprefix(CALLED) for word in declaration.properties}
    return bool(words) and words <= _TRANSPOSING and declaration.shape is None


def _facts(declaration: Declaration) -> Iterable[Known]:
    if declaration.subject is None or declaration.kind in ("operation", "line", CHANCE, NAMING):
        return
    subject = strip(declaration.subject)
    if _names_a_transpose(subject, declaration):
        return
    applied = _applied(subject)
    shape = shape_of(declaration.shape, declaration.kind)
    kind = ALIASES.get(declaration.kind, declaration.kind)
    if shape is not None and kind in ("", "vector", "column", "matrix", "row"):
        kind = _kind_of(shape, kind)
    domains: tuple[tuple[Dimension, ...] | None, ...] = ()
    codomain = None
    if declaration.function is not None:
        kind = "function"
        domains = tuple(_space_shape(domain) for domain in declaration.function[0])
        codomain = _space_shape(declaration.function[1])
    yield Known(
        spelling=applied[0] if applied is not None else spell_subject(subject),
        since=declaration.position,
        kind=kind,
        shape=shape,
        properties=declaration.properties,
        span=declaration.span,
        indexed=_index_subscripts(subject),
        domains=domains,
        codomain=codomain,
        run=_run(declaration),
        arguments=(applied[1] if applied is not None else ()) or tuple(map(spell, declaration.depends_on)),
        constant_in=tuple(map(spell, declaration.constant_in)),
        until=declaration.until,
    )


OF_VECTORS = ("unit", "eigenvector", "orthonormal")


def _without_words_of_members(facts: list[Known]) -> Iterator[Known]:
    """Beside a vector u, what is said of vectors u_j is said of other letters."""
    vectors = {fact.spelling for fact in facts if fact.shape is not None and fact.kind == "column" and not fact.indexed}
    for fact in facts:
        if fact.indexed and fact.shape is None and fact.spelling in vectors:
            fact = replace(fact, properties=tuple(word for word in fact.properties if not word.startswith(OF_VECTORS)))
        yield fact


def _family_facts(reading: Reading) -> Iterator[Known]:
    """What is said of all members of families of vectors or matrices."""
    declared = (fact for declaration in reading.declarations for fact in _facts(declaration))
    for fact in (*declared, *_memberships(reading)):
        if fact.indexed and fact.shape and fact.kind != "function":
            yield fact


def _iterates(reading: Reading, names: Set[str]) -> Iterator[Known]:
    """The families of the iterates of letters that are declared as vectors."""
    declared = (fact for declaration in reading.declarations for fact in _facts(declaration))
    for fact in (*declared, *_memberships(reading)) if names else ():
        if fact.spelling in names and not fact.indexed and fact.shape and fact.shape[1:] == (ONE,):
            yield replace(fact, indexed=1, since=0)


def _undeclared_iterates(reading: Reading, usage: Survey, names: Set[str]) -> set[str]:
    """Letters of which nothing is said, that stand behind a matrix as x_k and elsewhere as x."""
    said = {spell_subject(declaration.subject) for declaration in reading.declarations if declaration.subject}
    return {name for name in names - said if usage.of(name).alone and usage.of(name).multiplied}


def _accented(families: Set[str], usage: Survey) -> set[str]:
    r"""The letters of families under an accent, also with an index: \hat\mu_k, where all \mu_k are vectors."""
    return {
        name
        for name, letter in usage.letters.items()
        if letter.arities and letter.alone and name not in families and plain_letter(name) in families
    }


def _matrices_with_one_index(reading: Reading, usage: Survey) -> set[str]:
    """The upper-case letters with one index of which nothing is said without it: P_t, and a P beside it."""
    facts = [fact for declaration in reading.declarations for fact in _facts(declaration) if not fact.indexed]
    facts += _memberships(reading)
    shaped = {fact.spelling for fact in facts if fact.shape is not None or fact.kind == "function"}
    matrices = {fact.spelling for fact in facts if fact.kind == "matrix" or MATRIX_WORDS & set(fact.properties)}
    return {
        name
        for name, letter in usage.letters.items()
        if letter.arities == {1} and letter.alone and letter_class(name).endswith("uppercase") and not letter.heads
        if name in usage.matrix_members or (name not in shaped and (letter.inverted or name in matrices))
    }


def _line(declaration: Declaration) -> Line:
    transposed = "transposed" in declaration.properties
    return Line(spell(declaration.depends_on[0]), 0 if "row" in declaration.properties else 1, transposed)


def _says_more(one: Known, fact: Known) -> bool:
    return one.spelling == fact.spelling and one.shape is not None and one.since == fact.since


def _memberships(reading: Reading) -> Iterator[Known]:
    """Letters of which a formula says `\\in` a space, also as `u(x)`, or as a list."""
    for position, statement in enumerate(reading.statements):
        if [relation.symbol for relation in statement.relations] != [r"\in"]:
            continue
        left, right = statement.operands
        space = space_of(right.syntax) if right is not None and right.syntax is not None else None
        if space is None or left is None or left.syntax is None:
            continue
        shape = shape_of(space.shape, "")
        items = strip(left.syntax)
        for item in items.items if isinstance(items, Sequence) else (left.syntax,):
            found = _applied(item)
            if shape is not None and found is not None:
                name, arguments = found
                yield Known(
                    name, position, _kind_of(shape, ""), shape, space.properties, statement.span, arguments=arguments
                )


def _applied(node: Node | None) -> tuple[str, tuple[str, ...]] | None:
    """A letter, or a letter applied to letters: its name, and what it is applied to."""
    found = strip(node)
    if is_letter(found) and not _index_subscripts(found):
        return spell(found), ()
    if isinstance(found, Product) and len(found.factors) == 2 and isinstance(fence := strip(found.factors[1]), Fence):
        body = strip(fence.body)
        arguments = body.items if isinstance(body, Sequence) else (body,)
        if is_letter(found.factors[0]) and fence.open == "(" and all(map(is_letter, arguments)):
            return spell(found.factors[0]), tuple(spell(argument) for argument in arguments)
    return None


def _space_shape(node: Node) -> Shape | None:
    space = space_of(node)
    return shape_of(space.shape, "") if space is not None else None


def _run(declaration: Declaration) -> tuple[Dimension, Dimension] | None:
    if declaration.index_range is None:
        return None
    first, last = (dimension_of(bound) for bound in declaration.index_range)
    return (first, last) if first is not None and last is not None else None


def spell_subject(subject: Node | None) -> str:
    """The name under which a declared symbol is known: `x` for the family `x_i`, `W_{1}` with its label."""
    if _index_subscripts(subject):
        return spell(bare_letter(subject))
    return spell(subject)


def _index_subscripts(subject: Node | None) -> int:
    match strip(subject):
        case Scripts(sub=sub) if sub is not None:
            parts = index_parts(sub)
            symbolic = [part for part in parts if not spell(part).isdigit()]
            return len(parts) if symbolic and all(index_like(part) for part in parts) else 0
    return 0


def shape_of(axes: tuple[Node, ...] | None, kind: str) -> Shape | None:
    """The shape that written axes mean: `(n,)` is a column (or a row where the text says so), `()` a scalar."""
    if axes is None:
        return {"scalar": ()}.get(kind)
    dimensions = [dimension_of(axis) for axis in axes]
    if any(dimension is None for dimension in dimensions):
        return None
    shape = tuple(dimension for dimension in dimensions if dimension is not None)
    if len(shape) == 1:
        shape = (ONE, shape[0]) if kind == "row vector" else (shape[0], ONE)
    return () if shape == (ONE, ONE) else shape


def _kind_of(shape: Shape, kind: str) -> str:
    if not shape:
        return "scalar"
    if len(shape) > 2:
        return "tensor"
    if shape[1] == ONE:
        return "column"
    return "row" if shape[0] == ONE else "matrix"
