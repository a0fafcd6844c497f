"""From statements to steps: each relation with two typed sides, definitions taken into the scope on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, TypeAlias

from auditor.elaborating import definitions, derivatives, expectations, naming, partitions, pointwise
from auditor.elaborating.conforming import is_zero, matched, written_shape
from auditor.elaborating.context import Known, shape_of
from auditor.elaborating.elaboration import Constraint, Side, Sort, TypedStep
from auditor.elaborating.equal_sizes import Merged, made_equal, with_equal_sizes
from auditor.elaborating.names import bare_letter, plain, spell, strip, written
from auditor.elaborating.normalisations import normalised
from auditor.elaborating.problems import IllFormed, Problem
from auditor.elaborating.quoting import rule_at
from auditor.elaborating.scope import Scope
from auditor.elaborating.sizes import dimension_of
from auditor.elaborating.usage import index_parts, is_letter
from auditor.elaborating.worlds import describes
from auditor.findings import Finding, finding
from auditor.parsing.spaces import space_of
from auditor.parsing.statements import Statement, Written
from auditor.parsing.syntax import Accent, Dots, Fence, Node, Number, Product, Scripts, Sequence, Sum, walk
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Shape
from auditor.terms.term import Index, Term, subterms
from auditor.verdicts import Stance

IMPLICATIONS = frozenset({r"\implies", r"\impliedby", r"\iff"})
EQUALITIES = frozenset({"=", *definitions.DEFINING, "=:", r"\approx", r"\simeq", r"\cong"})
INEQUALITIES = frozenset({"<", ">", r"\le", r"\ge", r"\ne", r"\ll", r"\gg", r"\succ", r"\succeq", r"\prec", r"\preceq"})
MEMBERSHIPS = frozenset({r"\in"})
TYPES = frozenset({":", r"\to", r"\mapsto"})
# Words before a formula that is about what others do, not about the symbols at hand.
HEDGES = re.compile(r"\b(?:typically|usually|often|commonly|sometimes|elsewhere)\W*$", re.IGNORECASE)
# Words before a condition on what was introduced.
LAYING = re.compile(
    r"\b(?:where|with|such that|subject to|satisf(?:ying|y|ies)|obeys?|under the constraint|constraint)(?: that)?\W*$"
    r"|\b(?:where|with|such that|subject to|satisfying)\b[^.;]*\$[^$]*\$\s*(?:,|and|,\s*and)\s*$"
    r"|\bequations?\b[^.;$]*\b(?:reads?|is|are)\W*$"
    r"|\blet\b[^.;]*\b(?:roots?|solutions?|inverse|eigenvectors?|fixed point)\b[^.;$]*(?:\$[^$]*\$[^.;$]*)?,\s*$",
    re.IGNORECASE,
)
NOISE = frozenset([r"\varepsilon", r"\epsilon"])
NOISE_OF_A_MODEL = frozenset([r"\eta", r"\xi", "e", "u"])
# Words before a model of data: y is observed, and does not vary with the parameters that are looked for.
MODEL = re.compile(r"\bmodel(?:s|led|ed)?\b[^.;]*$", re.IGNORECASE)
DERIVATIVE_SIGNS = re.compile(r"\\(?:nabla|partial)\b|\bd\b")
# Words that say what a new letter is the value of.
RESULTS = re.compile(
    r"\b(?:gradient|derivative|hessian|jacobian|transpose|inverse|determinant|differential|integral|antiderivative|limit)"
    r"\b[^.;:]*\b(?:is|becomes|equals|reads|are)(?: then| thus| therefore| given by| now| just| simply)*\W*$",
    re.IGNORECASE,
)
# … right before it: "gives the Hessian $H = 2A$".
RESULT = re.compile(
    r"\b(?:gradient|derivative|hessian|jacobian)(?: (?:vector|matrix))?(?: of \S+| with respect to \S+)?\s*:?\s*$",
    re.IGNORECASE,
)
# Of a matrix that equals its transpose.
SYMMETRIC = ("symmetric", "positive definite", "positive semidefinite", "negative definite")
Make: TypeAlias = Callable[..., TypedStep]


@dataclass
class Pass:
    """One walk over all statements: their steps, in order."""

    scope: Scope
    steps: list[TypedStep] = field(default_factory=list)
    sides: dict[int, Side] = field(default_factory=dict)  # last side of each statement
    frees: dict[int, dict[str, Index]] = field(default_factory=dict)
    chains: list[list[int]] = field(default_factory=list)
    chain_of: dict[int, list[int]] = field(default_factory=dict)  # statement -> the chain its last operand ends
    # Sections in which the text has made sizes equal, with these.
    equal_sizes: dict[int, tuple[Merged, ...]] = field(default_factory=dict)
    defined: list[str] = field(default_factory=list)  # what the statement at hand defines

    def run(self, positions: Iterable[int] | None = None) -> None:
        """Walk over all statements, or over some of them with the sides of the others as they are."""
        statements = self.scope.context.reading.statements
        for position in range(len(statements)) if positions is None else positions:
            statement = statements[position]
            self.stand(position)
            before = statement.continues
            self.scope.free = dict(self.frees.get(before, {})) if before is not None else {}
            self.statement(statement, position)
            self.frees[position] = self.scope.free

    def statement(self, statement: Statement, position: int) -> None:
        before = self.sides.get(statement.continues) if statement.continues is not None else None
        sides = _Sides(statement, self.scope, before)
        first = len(self.steps)
        self.defined = []
        for place, relation in enumerate(statement.relations):
            if relation.symbol in IMPLICATIONS:
                self.steps.append(self.implication(statement, position, place))
                continue
            self.steps.append(self.step(statement, position, place, sides))
        if (letter := self.scope.context.named.get(position)) is not None:
            self.defined += naming.define(letter, sides.typed(0), self.scope)
        consulted = frozenset(self.scope.consulted)
        for name in self.defined:
            self.scope.behind[name] = consulted
        stationary = definitions.STATIONARY.search(definitions.lead_before(self.scope)) is not None
        section = self.scope.context.section(position)
        differentials = frozenset(map(self.scope.name, self.scope.context.usage.varied[position]))
        for k in range(first, len(self.steps)):
            merged = self.equal_sizes.get(section)
            step = self.steps[k] if merged is None else with_equal_sizes(self.steps[k], merged)
            self.steps[k] = replace(
                step,
                consulted=consulted,
                stationary=stationary,
                section=section,
                varying=differentials,
                properties=self.remarks(position),
            )
        self.link(statement, position, first)
        if statement.operands:
            self.sides[position] = sides.last()

    def stand(self, position: int) -> None:
        """Go to a statement."""
        self.scope.position = position
        self.scope.consulted = set()
        self.scope.quoted = rule_at(position, self.scope)

    def remarks(self, position: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Properties of symbols that hold at this statement and not in the whole text."""
        context = self.scope.context
        found = {name: context.remark(name, position) for name in context.remarks}
        return tuple(
            (self.scope.name(name), tuple(word for word in fact.properties if not describes(word)))
            for name, fact in found.items()
            if fact is not None
        )

    # --- chains ----------------------------------------------------------------------------------------------------

    def link(self, statement: Statement, position: int, first: int) -> None:
        """Chain the steps whose operands follow one another."""
        chain = self.chain_of.get(statement.continues, []) if statement.continues is not None else []
        for k in range(first, len(self.steps)):
            step = self.steps[k]
            if step.sort is Sort.IMPLICATION:
                chain = []
                continue
            if not chain:
                self.chains.append(chain)
            chain.append(k)
        self.chain_of[position] = chain

    def goes_on(self, statement: Statement, position: int, place: int) -> bool:
        """What follows is drawn from the equation: `$f'(x) = 0$ gives $x = 1$`, or an arrow to it."""
        if place + 1 < len(statement.relations):
            return statement.relations[place + 1].symbol in IMPLICATIONS
        after = self.scope.context.reading.statements[position + 1 : position + 2]
        return any(GIVING.match(other.lead.rpartition("$")[2]) is not None for other in after)

    # --- single steps ---------------------------------------------------------------------------------------------

    def step(self, statement: Statement, position: int, place: int, sides: _Sides) -> TypedStep:
        relation = statement.relations[place]
        symbol = relation.symbol

        def make(sort: Sort, left: Side, right: Side, **more: Any) -> TypedStep:
            hedged = HEDGES.search(statement.lead) is not None
            first = place == 0 and statement.continues is None
            marks = {
                "hedged": hedged,
                "opens": first and definitions.INFERRING.search(statement.lead) is None,
                "laid_down": first and LAYING.search(statement.lead) is not None,
                "lead": statement.lead if place == 0 else "",
                **more,
            }
            return TypedStep(position, place, sort, relation, left, right, statement.stance, **marks)

        if symbol in TYPES or (symbol not in EQUALITIES and self.states_law(position, place)):
            return make(Sort.IMPOSED, sides.untyped(place), sides.untyped(place + 1))
        if symbol in MEMBERSHIPS:
            return self.membership(statement, place, sides, make)
        if symbol in INEQUALITIES:
            return self.inequality(statement, place, sides, make)
        if symbol not in EQUALITIES:
            left, right = sides.untyped(place), sides.untyped(place + 1)
            problem = finding("N902", relation.span, construct=f"the relation {symbol}")
            return make(Sort.OTHER, left, right, problem=problem)
        if (merged := made_equal(statement, place, self.scope.context)) is not None:
            section = self.scope.context.section(position)
            self.equal_sizes[section] = (*self.equal_sizes.get(section, ()), merged)
            return make(Sort.IMPOSED, sides.untyped(place), sides.untyped(place + 1))
        if _runs(statement, place):
            return make(Sort.IMPOSED, sides.untyped(place), sides.untyped(place + 1))
        recursive = self.recursive(statement, place)
        if recursive is not None and not recursive.indexed:
            left, right = sides.untyped(place), sides.untyped(place + 1)
            return make(
                Sort.OTHER, left, right, problem=finding("N902", relation.span, construct="a recursion of vectors")
            )
        if (subject := self.subject(statement, place)) is not None:
            return self.definition(subject, place, sides, make)
        if definitions.says_dependence(statement, place) or definitions.names_entries(statement, place):
            return make(Sort.IMPOSED, sides.untyped(place), sides.untyped(place + 1))
        left, right = sides.typed(place), sides.typed(place + 1)
        imposed = (
            _imposes(statement, place, left, right)
            or definitions.is_functional(statement, place, self.scope)
            or _makes_letters_equal(statement)
            or self.states_law(position, place)
            or (recursive is not None and self.begins_recursion(recursive, statement, place))
            or (_vanishes(left, right) and self.goes_on(statement, position, place))
        )
        imposed = imposed or (symbol == "=" and place == 0 and self.normalises(left, right))
        sort = Sort.IMPOSED if imposed else Sort.EQUATION
        left, right, more = equated(left, right, relation.span, self.scope)
        if (apart := self.indices_apart(statement, position)) is not None and more.get("problem") is None:
            left, right = (_guarded(side, apart) for side in (left, right))
            more = {**more, "indices_differ": False}
        if more.get("problem") is not None and sort is Sort.IMPOSED:
            sort = Sort.EQUATION
        premise = any(relation.symbol in IMPLICATIONS for relation in statement.relations[place + 1 :])
        chances = self.scope.context.chances
        built_in = (position, place) in chances.laid - chances.premises
        more = {**more, "premise": premise, "built_in": built_in}
        return make(sort, left, right, variant_of=self.variant(statement, place), **more)

    def indices_apart(self, statement: Statement, position: int) -> Term | None:
        r"""1 where the free indices i and j differ, of an equation beside or behind which stands `i \ne j`; else 0."""
        after = self.scope.context.reading.statements[position + 1 : position + 2]
        match = UNEQUAL_INDICES.fullmatch(statement.annotation)
        names = match.groups() if match else ()
        if not names and after and [one.symbol for one in after[0].relations] == [r"\ne"]:
            joined = not after[0].display and CONDITIONED.search(after[0].lead) is not None
            operands = [spell(one.syntax) if one is not None else "" for one in after[0].operands]
            names = tuple(operands) if joined and not statement.display else ()
        before = self.scope.context.reading.statements[max(position - 1, 0) : position]
        if not names and before and statement.display and [one.symbol for one in before[0].relations] == [r"\ne"]:
            operands = [spell(one.syntax) if one is not None else "" for one in before[0].operands]
            names = tuple(operands) if APART.search(statement.lead) is not None else ()
        if len(names) != 2 or any(name not in self.scope.free for name in names):
            return None
        one, other = (t.index(self.scope.index(name)) for name in names)
        return t.compare(one, "!=", other)

    def states_law(self, position: int, place: int) -> bool:
        r"""`x \sim p`, `\mathbb{E}[x] = \mu`: what the distribution of a letter is."""
        return (position, place) in self.scope.context.chances.laid

    def normalises(self, left: Side, right: Side) -> bool:
        """`W^TW = I` for a W that nothing has defined so far, of which it is then known."""
        if left.term is None or right.term is None or (found := normalised(left.term, right.term)) is None:
            return False
        name, word = found
        known = self.scope.known(plain(name))
        if self.scope.defined_at.get(name, self.scope.position) < self.scope.position or (
            known is not None and word in known.properties
        ):
            return False
        if word:
            self.scope.implied[name] = (*self.scope.implied.get(name, ()), word)
        else:
            self.scope.restricted[name] = None
        return True

    def variant(self, statement: Statement, place: int) -> str | None:
        """The internal name of x where the left side is x^*, a solution for x."""
        operand = statement.operands[place]
        subject = definitions.subject_of(operand.syntax, self.scope) if operand is not None else None
        base = definitions.is_variant(subject, self.scope) if subject is not None else None
        return self.scope.name(base) if base is not None else None

    def subject(self, statement: Statement, place: int) -> definitions.Subject | None:
        if definitions.says_dependence(statement, place) or definitions.names_entries(statement, place):
            return None
        symbols = [relation.symbol for relation in statement.relations]
        if symbols[place] == "=" and r"\iff" in symbols:
            return None  # of two equations that are said to mean the same, neither introduces a letter
        opens = place == 0 or symbols[place - 1] in IMPLICATIONS or _names_values(statement)
        return definitions.defines(statement, place, self.scope) if opens else None

    def is_solution(self, name: str, value: Term) -> bool:
        """`so $x = 2$`: a number for the x of f(x), which does not hold from there on; `at $x = 2$` does."""
        statement = self.scope.context.reading.statements[self.scope.position]
        if any(sub.operation == "symbol" for sub in subterms(value)) or PLACING.search(statement.lead):
            return False
        return any(name in function.parameters for function in self.scope.functions.values())

    def definition(self, subject: definitions.Subject, place: int, sides: _Sides, make: Make) -> TypedStep:
        written = sides.statement.operands[place + 1]
        definitions.begin_anew(subject, written.syntax if written is not None else None, self.scope)
        right = sides.typed(place + 1)
        name = self.scope.name(subject.spelling)
        value = right.term
        if value is None:
            self.scope.unread[name] = None
            self.define_by_a_later_operand(subject, place, sides)
            return make(Sort.DEFINITION, sides.untyped(place), right)
        lead = self.scope.context.reading.statements[self.scope.position].lead
        if subject.form == "symbol" and _has_noise(value, lead):
            left, right, more = equated(sides.typed(place), right, subject.node.span, self.scope)
            if more.get("problem") is None:
                self.scope.models[subject.spelling] = value
                return make(Sort.IMPOSED, left, right, model=True)
        if self.is_solution(name, value):
            said = finding("N902", subject.node.span, construct=f"a value for the variable {subject.spelling}")
            return make(Sort.OTHER, sides.untyped(place), right, problem=said)
        if subject.form == "symbol" and any(
            sub.operation == "symbol" and sub.parameters[0] == name for sub in subterms(value)
        ):  # A written out by its own entries
            left, right, more = equated(sides.typed(place), right, subject.node.span, self.scope)
            return make(Sort.EQUATION, left, right, **more)
        try:
            if subject.form == "symbol" and definitions.is_of_another(subject, value, self.scope):
                definitions.forget(subject, self.scope)
                name = self.scope.name(subject.spelling)
            definitions.register(subject, value, self.scope)
            if subject.form == "symbol" and right.written is not None and right.written.syntax is not None:
                pointwise.define(subject.spelling, right.written.syntax, self.scope)
            self.defined.append(name)
            self.tie_blocks(subject, value)
            self.scope.unread.pop(name, None)
        except IllFormed as problem:
            return make(Sort.EQUATION, sides.typed(place), right, problem=problem.finding)
        except Problem as problem:
            self.scope.unread[name] = None
            return make(Sort.OTHER, sides.untyped(place), right, problem=problem.finding)
        return make(Sort.DEFINITION, sides.typed(place), right, claims=self.claims(subject, place))

    def define_by_a_later_operand(self, subject: definitions.Subject, place: int, sides: _Sides) -> None:
        r"""F in `F = \log p(y) = -y^2/2`, where what stands in the middle has no meaning here."""
        rest = range(place + 1, len(sides.statement.relations))
        equal = all(sides.statement.relations[later].symbol == "=" for later in rest)
        values = [sides.typed(later + 1).term for later in rest] if equal and subject.form == "symbol" else []
        for value in values:
            if value is not None:
                with suppress(Problem):
                    definitions.register(subject, value, self.scope)
                    self.scope.unread.pop(self.scope.name(subject.spelling), None)
                return

    def tie_blocks(self, subject: definitions.Subject, value: Term) -> None:
        """What is said of a whole, written in blocks, said of the blocks."""
        if self.scope.context.has(subject.spelling, self.scope.position, *SYMMETRIC):
            self.scope.definitions.update(partitions.ties(value))
            self.scope.implied.update(dict.fromkeys(partitions.diagonal_blocks(value), ("symmetric",)))

    def recursive(self, statement: Statement, place: int) -> Known | None:
        """What is known of the vectors x in `x_{t+1} = Ax_t`; of a vector x, x_t is then a member and no entry."""
        left, right = (
            operand.syntax if operand is not None else None for operand in statement.operands[place : place + 2]
        )
        match strip(left):
            case Scripts(base=base, sub=sub) if isinstance(strip(sub), Sum) and right is not None:
                known = self.scope.known(spell(base))
                others = (node for node in walk(right) if isinstance(node, Scripts))
                if known is not None and known.shape and any(o.base == base and o.sub != sub for o in others):
                    return known
        return None

    def begins_recursion(self, known: Known, statement: Statement, place: int) -> bool:
        """The first equation of its kind for a letter says what the recursion is, unless it is inferred."""
        if place or definitions.INFERRING.search(statement.lead):
            return False
        before = self.scope.context.reading.statements[: self.scope.position]
        found = (self.recursive(one, 0) for one in before if one.relations)
        return not any(one is not None and one.spelling == known.spelling for one in found)

    def claims(self, subject: definitions.Subject, place: int) -> bool:
        """The words before a new letter say what its value is the value of: "the gradient is g = …"; or it is x-dot."""
        statement = self.scope.context.reading.statements[self.scope.position]
        right = statement.operands[place + 1]
        worked_out = right is not None and not DERIVATIVE_SIGNS.search(right.latex)  # "the gradient $g = \\nabla f$"
        results = RESULTS.search(statement.lead) or (worked_out and RESULT.search(statement.lead))
        if place == 0 and statement.continues is None and results:
            return True
        match subject.node:
            case Accent(kind="dot" | "ddot", body=body):
                return self.scope.name(spell(strip(body))) in self.scope.definitions
        return False

    def membership(self, statement: Statement, place: int, sides: _Sides, make: Make) -> TypedStep:
        right = sides.untyped(place + 1)
        node = statement.operands[place + 1]
        space = space_of(node.syntax) if node is not None and node.syntax is not None else None
        listed = (item for item in _listed(statement.operands[place]) if not isinstance(strip(item), Dots))
        subjects = [_without_arguments(subject) for subject in listed]
        if space is None or _is_listed_set(node):
            for subject in subjects:
                self.scope.restricted[self.scope.name(spell(bare_letter(subject)))] = None
        if space is None:
            return make(Sort.IMPOSED if subjects else Sort.OTHER, sides.untyped(place), right)
        claimed = shape_of(space.shape, "")
        if subjects and all(self.declared_here(subject, claimed) for subject in subjects):
            return make(Sort.IMPOSED, sides.typed(place) if len(subjects) == 1 else sides.untyped(place), right)
        if len(subjects) > 1:
            return self.memberships(statement, place, sides, subjects, claimed, make)
        left = sides.typed(place)
        if left.term is None or claimed is None:
            return make(Sort.SHAPE, left, right)
        shape = self.scope.shape(left.term)
        fits = _same_axes(shape, claimed, self.scope)
        problem = None
        if not fits and left.written is not None:
            problem = _outside(statement.relations[place].span, left.written.latex, shape, claimed)
        return make(Sort.SHAPE, left, replace(right, shape=claimed), fits=fits, problem=problem)

    def memberships(
        self, statement: Statement, place: int, sides: _Sides, subjects: list[Node], claimed: Shape | None, make: Make
    ) -> TypedStep:
        r"""`y, dy \in \mathbb{R}^m`: what the letters do not introduce is checked one by one."""
        left, right = sides.untyped(place), sides.untyped(place + 1)
        checked = [subject for subject in subjects if not self.declared_here(subject, claimed)]
        shapes = []
        for subject in checked:
            try:
                shapes.append(self.scope.shape(self.scope.term(subject)))
            except Problem as unread:
                return make(Sort.SHAPE, replace(left, problem=unread.finding), right)
        if claimed is None:
            return make(Sort.SHAPE, left, right)
        wrong = [
            (subject, shape)
            for subject, shape in zip(checked, shapes, strict=True)
            if not _same_axes(shape, claimed, self.scope)
        ]
        problem = (
            _outside(statement.relations[place].span, written(wrong[0][0]), wrong[0][1], claimed) if wrong else None
        )
        return make(Sort.SHAPE, left, replace(right, shape=claimed), fits=not wrong, problem=problem)

    def declared_here(self, subject: Node, claimed: Shape | None) -> bool:
        """The membership introduces its letter, or repeats what is declared."""
        found = definitions.subject_of(subject, self.scope)
        if found is None or definitions.is_defined(found, self.scope):
            return False
        known = self.scope.known(found.spelling)
        return known is None or claimed is None or known.shape in (None, claimed)

    def inequality(self, statement: Statement, place: int, sides: _Sides, make: Make) -> TypedStep:
        if not statement.display and _lists_in_order(statement):
            return make(Sort.IMPOSED, sides.untyped(place), sides.untyped(place + 1))
        left, right = sides.typed(place), sides.typed(place + 1)
        operand = statement.operands[place]
        subject = operand.syntax if operand is not None else None
        symbol = statement.relations[place].symbol
        if self.is_about_sizes(statement):
            return make(Sort.IMPOSED, sides.untyped(place), sides.untyped(place + 1))
        if subject is not None and self.is_condition(subject, statement, place):
            listed = [replace(side, problem=None, ill_formed=False) for side in (left, right)]  # `a, b > 0`
            return make(Sort.IMPOSED, *listed, constraints=self.constraints(statement, place))
        left, right, more = equated(left, right, statement.relations[place].span, self.scope)
        among = not (place or statement.display) and LISTING.search(statement.lead) is not None
        laid_down = among or _is_laid_down(statement, place) or statement.stance is Stance.SUPPOSED
        if more.get("problem") is None and left.term and right.term and laid_down:
            return make(Sort.IMPOSED, left, right, constraints=((left.term, symbol, right.term),))
        return make(Sort.INEQUALITY, left, right, **more) if symbol else make(Sort.OTHER, left, right)

    def constraints(self, statement: Statement, place: int) -> tuple[Constraint, ...]:
        """What an imposed inequality asks of each of its letters; a sign of a letter is a property of it."""
        lefts, rights = _listed(statement.operands[place]), _listed(statement.operands[place + 1])
        found: list[Constraint] = []
        for one, other in product(lefts, rights):
            try:
                left, right = self.scope.term(one), self.scope.term(other)
            except Problem:
                continue
            signs = any(is_zero_side(term) for term in (left, right))
            if not signs and self.scope.unify_shapes(self.scope.shape(left), self.scope.shape(right)):
                found.append((left, statement.relations[place].symbol, right))
        return tuple(found)

    def is_condition(self, subject: Node, statement: Statement, place: int) -> bool:
        """`m \\ge n`, `\\lambda > 0`, `0 < q < 1`: a condition on sizes, or on a letter that is not made of others."""
        operands = [
            operand.syntax for operand in statement.operands if operand is not None and operand.syntax is not None
        ]
        items = [item for operand in operands for item in _items(operand)]
        letters = [item for item in items if not _is_number(item)]
        subjects = [definitions.subject_of(item, self.scope) for item in letters]
        if any(found is None or definitions.is_defined(found, self.scope) for found in subjects):
            return False
        concluded = definitions.INFERRING.search(statement.lead) or definitions.CONCLUDING.search(
            statement.lead.rpartition("$,")[2]
        )
        return not concluded and (len(letters) == 1 or not statement.display)

    def is_about_sizes(self, statement: Statement) -> bool:
        r"""`1 \le m \le N-1`: which sizes and indices the text is about."""
        operands = [operand.syntax if operand is not None else None for operand in statement.operands]
        dimensions = [dimension_of(item) for node in operands if node is not None for item in _items(node)]
        return all(size is not None and all(map(self.counts, size.symbols)) for size in dimensions)

    def counts(self, spelling: str) -> bool:
        """A size, or an index."""
        known = self.scope.known(spelling)
        return spelling in self.scope.context.sizes or (known is not None and known.kind == "index")

    def implication(self, statement: Statement, position: int, place: int) -> TypedStep:
        """`P ⟹ Q`: the equation before the sign and the one after it."""
        left = Side(_joined(statement, place, before=True))
        right = Side(_joined(statement, place, before=False))
        return TypedStep(position, place, Sort.IMPLICATION, statement.relations[place], left, right, statement.stance)


def _names_values(statement: Statement) -> bool:
    """`with $a = c = 1$`: letters that all get the value at the end."""
    *letters, value = (operand.syntax if operand is not None else None for operand in statement.operands)
    symbols = {relation.symbol for relation in statement.relations}
    return symbols == {"="} and all(map(is_letter, letters)) and value is not None and _is_number(value)


def _makes_letters_equal(statement: Statement) -> bool:
    r"""`Let $\Sigma_1 = \Sigma_2 = \Gamma$`: letters that are all one."""
    letters = [operand.syntax if operand is not None else None for operand in statement.operands]
    introduced = re.search(r"\b(?:let|suppose|assume|put|set|if)\b[^.;]*$", statement.lead, re.IGNORECASE) is not None
    equal = {relation.symbol for relation in statement.relations} == {"="}
    return introduced and equal and len(letters) > 2 and all(map(is_letter, letters))


# `i \\ne j` beside an equation, and the words before it.
UNEQUAL_INDICES = re.compile(
    r"[\s(]*(?:for\b|if\b|when\b|whenever\b|with\b)?\s*([a-z])\s*(?:\\neq?\b|≠)\s*([a-z])[\s).,]*"
)
APART = re.compile(r"\b(?:for|if|when|whenever|with)\b[^.;$]*\$[^$]*\\neq?\b[^$]*\$[^.;$]*$")
CONDITIONED = re.compile(r"\b(?:for|if|when|whenever|with|for all)\W*$")


def _guarded(side: Side, condition: Term) -> Side:
    """The side where the condition holds, 0 elsewhere."""
    return side if side.term is None else replace(side, term=t.multiply(condition, side.term))


def _runs(statement: Statement, place: int) -> bool:
    r"""`i = 1, \dots, n`: through which numbers an index runs."""
    items = _listed(statement.operands[place + 1])
    numbers = [item for item in items if not isinstance(strip(item), Dots)]
    counted = all(dimension_of(item) is not None for item in numbers)
    return 1 < len(numbers) < len(items) and counted and all(map(is_letter, _listed(statement.operands[place])))


def _lists_in_order(statement: Statement) -> bool:
    r"""`\lambda_1 \ge \dots \ge \lambda_n` in running text: numbers, and the order in which they are listed."""
    items = [strip(operand.syntax) if operand is not None else None for operand in statement.operands]
    bases = {spell(item.base) for item in items if isinstance(item, Scripts)}
    others = [item for item in items if not isinstance(item, Scripts)]
    return len(bases) == 1 and bool(others) and all(isinstance(item, Dots | Number) for item in others)


def _is_laid_down(statement: Statement, place: int) -> bool:
    """A relation of running text that the words before it make a condition: "with", "such that"."""
    opens = place == 0 and statement.continues is None and not statement.display
    return opens and LAYING_DOWN.search(statement.lead.rstrip(" ,")) is not None


LAYING_DOWN = re.compile(
    r"\b(?:with|such that|s\.t\.|subject to|provided(?: that)?|assum(?:e|ing)(?: that)?|suppos(?:e|ing)(?: that)?"
    r"|satisf(?:y|ies|ying)|whenever|as long as)$",
    re.IGNORECASE,
)


def _is_number(node: Node) -> bool:
    found = strip(node)
    return isinstance(found, Number) or (
        isinstance(found, Sum) and all(isinstance(strip(t), Number) for t in found.terms)
    )


def _imposes(statement: Statement, place: int, left: Side, right: Side) -> bool:
    """The text lays the equation down: supposed, or introduced as a condition to be met."""
    zero = right.term is not None and is_zero_side(right.term)
    if not zero and left.term is not None and any(sub.operation == "derivative" for sub in subterms(left.term)):
        return False  # what a derivative is equal to is no condition, unless that is zero
    if statement.stance is Stance.SUPPOSED or (not left.ill_formed and _is_laid_down(statement, place)):
        return True
    if not (place or statement.display or statement.continues is not None) and POINTING.search(statement.lead):
        return left.term is not None and left.term.operation == "symbol"
    lead = statement.lead
    inline = not (statement.display or statement.continues is not None or left.ill_formed)
    if inline and (LISTING.search(lead) if not place else zero and LETTING.match(lead)):
        return True
    if inline and LETTING.fullmatch(lead):
        return True
    imposing = definitions.IMPOSING.search(lead)
    if place or statement.continues is not None or imposing is None or definitions.INFERRING.search(lead):
        return False
    return zero or any(word in lead.lower() for word in CONDITIONS)


# A sentence that lays down one thing after the other: "Let $A$ be symmetric, $Av = \\lambda v$ and".
LISTING = re.compile(
    r"^\W*(?:let|suppose|assume|consider)\b[^.;:]*\$[^.;:]*\$"
    r"[^$.;:]*(?:,|\b(?:and|with|where|satisfying|satisfy|satisfies|such that|also))\s*$",
    re.IGNORECASE,
)
LETTING = re.compile(r"\W*(?:let|given)\b\s*", re.IGNORECASE)
# Words before a point at which something is said.
POINTING = re.compile(r"(?:^|\s)(?:at|for|when)\W*$", re.IGNORECASE)
# Words before a value at which the text goes on.
PLACING = re.compile(
    r"\b(?:let|put|set|setting|at|when|if|take|choose|suppose|assume|substitut\w+|plug\w*|evaluat\w+)\b[^$]*$"
    r"|^\W*(?:\(\w+\))?\s*for\b[^$]*$",
    re.IGNORECASE,
)


def _vanishes(left: Side, right: Side) -> bool:
    """A derivative is zero."""
    if left.term is None or right.term is None or not is_zero_side(right.term):
        return False
    return any(sub.operation == "derivative" for sub in subterms(left.term))


# Words behind an equation of which the next one is a consequence.
GIVING = re.compile(r",?\s*(?:gives?|means?|yields?|implies|leads? to|is equivalent to|results? in)\b")

# Words before an equation that is to hold, rather than one that does.
CONDITIONS = (
    "suppos", "assum", "subject to", "s.t", "such that", "constraint", "given that", "solve", "consider", "system",
    "solution of", "solution to",
)  # fmt: skip


def is_zero_side(term: Term) -> bool:
    return is_zero(term) or term.operation == "zeros"


def _items(node: Node) -> tuple[Node, ...]:
    found = strip(node)
    return found.items if isinstance(found, Sequence) else (node,)


def _is_listed_set(operand: Written | None) -> bool:
    r"""`\{0, 1\}`."""
    found = strip(operand.syntax) if operand is not None else None
    return isinstance(found, Fence) and found.open == r"\{"


def _has_noise(value: Term, lead: str) -> bool:
    r"""`X\beta + \varepsilon`: what is equal to it was observed."""
    letters = {plain(sub.parameters[0]) for sub in subterms(value) if sub.operation == "symbol"}
    return value.operation == "add" and bool(letters & NOISE or (letters & NOISE_OF_A_MODEL and MODEL.search(lead)))


def _outside(span: Span, operand: str, shape: Shape, claimed: Shape) -> Finding:
    return finding("E207", span, operand=operand, shape=written_shape(shape), claimed=written_shape(claimed))


def _listed(operand: Written | None) -> tuple[Node, ...]:
    if operand is None or operand.syntax is None:
        return ()
    return _items(operand.syntax)


def _without_arguments(node: Node) -> Node:
    """u for u(x)."""
    found = strip(node)
    if isinstance(found, Product) and len(found.factors) == 2 and isinstance(strip(found.factors[1]), Fence):
        return found.factors[0]
    return node


def _same_axes(shape: Shape, claimed: Shape, scope: Scope) -> bool:
    """Shapes agree up to axes of size one."""
    one = tuple(d for d in shape if d != ONE)
    other = tuple(d for d in claimed if d != ONE)
    if len(shape) == len(claimed):
        return scope.unify_shapes(shape, claimed)
    return len(one) == len(other) and all(scope.unify(a, b) for a, b in zip(one, other, strict=True))


# --- sides ----------------------------------------------------------------------------------------------------------


class _Sides:
    """The operands of a statement, each elaborated once and only when asked for."""

    def __init__(self, statement: Statement, scope: Scope, before: Side | None) -> None:
        self.statement, self.scope, self.before = statement, scope, before
        self.made: dict[int, Side] = {}

    def untyped(self, place: int) -> Side:
        if place in self.made:
            return self.made[place]
        operand = self.statement.operands[place]
        if operand is None:
            return self.before if place == 0 and self.before is not None else Side(None)
        return Side(operand, problem=operand.failure)

    def typed(self, place: int) -> Side:
        if place not in self.made:
            self.made[place] = self._typed(place)
        return self.made[place]

    def last(self) -> Side:
        place = len(self.statement.operands) - 1
        while place >= 0 and self.statement.operands[place] is None:
            place -= 1
        if place < 0:
            return self.before or Side(None)
        types = {relation.symbol for relation in self.statement.relations} & (MEMBERSHIPS | TYPES)
        return self.untyped(place) if types else self.typed(place)

    def _typed(self, place: int) -> Side:
        operand = self.statement.operands[place]
        if operand is None:
            return self.untyped(place)
        if operand.syntax is None:
            return Side(operand, problem=operand.failure)
        if place == 0 and _GRADIENT_OF.search(self.statement.lead) and self.takes_gradient():
            return elaborated(operand, self.scope, lambda node: derivatives.nabla(None, node, self.scope, node.span))
        return elaborated(operand, self.scope)

    def takes_gradient(self) -> bool:
        """In "the gradient of x'x = 2x" the words belong to the left side."""
        readings = ("value", "gradient")
        return self.scope.choose("gradient of", str(self.scope.position), readings) == "gradient"


_GRADIENT_OF = re.compile(r"\b(?:gradient|derivative)\s+of\s*(?:the\s+)?$", re.IGNORECASE)


def elaborated(operand: Written, scope: Scope, meaning: Callable[[Node], Term] | None = None) -> Side:
    """An operand with its meaning, or with what stopped it."""
    state = scope.unifier.mark()
    assert operand.syntax is not None
    try:
        term = (meaning or scope.term)(operand.syntax)
    except Problem as problem:
        scope.unifier.restore(state)
        placed = _placed(problem.finding, operand.span)
        return Side(operand, problem=placed, ill_formed=isinstance(problem, IllFormed))
    except RecursionError:
        return Side(operand, problem=finding("N902", operand.span, construct="a formula nested this deeply"))
    return Side(operand, term, scope.shape(term))


def _placed(found: Finding, span: Span) -> Finding:
    return replace(found, span=span) if found.span == Span(0, 0) else found


# --- putting two sides together -------------------------------------------------------------------------------------


def equated(left: Side, right: Side, span: Span, scope: Scope) -> tuple[Side, Side, dict[str, object]]:
    """Both sides in one shape, read by entries where one is a matrix and the other its general entry."""
    if left.term is None or right.term is None:
        return left, right, {}
    pair = matched(left.term, right.term, scope)
    if pair is None:
        pair = _by_entries(left, right, scope)
    supposes = ""
    if pair is None and (pair := _of_fourth_order(left.term, right.term, scope)) is not None:
        supposes = "I is the identity of fourth order"
    if pair is None:
        return left, right, {"problem": _clash(left, right, span, scope)}
    pair = expectations.closed(*pair, scope)
    left = replace(left, term=pair[0], shape=scope.shape(left.term))
    right = replace(right, term=pair[1], shape=scope.shape(right.term))
    names = {index.name for index in pair[0].indices} ^ {index.name for index in pair[1].indices}
    literal = any(side.operation in ("number", "zeros", "constant") for side in pair)
    names = {name for name in names if not expectations.is_case(name)}
    differ = bool(names - _indices_in_labels(pair)) and not literal
    return left, right, {"indices_differ": differ, "supposes": supposes}


def _indices_in_labels(pair: tuple[Term, Term]) -> set[str]:
    r"""The letters in labels such as `P_{t|t-1}` and `\\varphi_k`, which number the letter that has it."""
    names = (sub.parameters[0] for side in pair for sub in subterms(side) if sub.operation in ("symbol", "call"))
    return {letter for name in names for letter in re.findall(r"[A-Za-z]", name.partition("_")[2])}


def _of_fourth_order(left: Term, right: Term, scope: Scope) -> tuple[Term, Term] | None:
    """∂Q/∂P = I: the identity that takes a matrix to itself, which has four axes."""
    for whole, identity in ((left, right), (right, left)):
        shape = scope.shape(whole)
        if identity.operation == "identity" and len(shape) == 4 and shape[:2] == shape[2:]:
            matrix = t.symbol("X@identity", shape[:2])
            fourth = t.derivative(matrix, matrix)
            return (whole, fourth) if whole is left else (fourth, whole)
    return None


def _by_entries(left: Side, right: Side, scope: Scope) -> tuple[Term, Term] | None:
    """∂P/∂M = (an expression in i, j, x, y): the general entry of what stands on the other side."""
    assert left.term is not None
    assert right.term is not None
    if left.term.shape and not right.term.shape:
        entry = _entry_of(left.term, right.term, _order_of_writing(right), scope)
        return None if entry is None else (entry, right.term)
    if right.term.shape and not left.term.shape:
        entry = _entry_of(right.term, left.term, _order_of_writing(left), scope)
        return None if entry is None else (left.term, entry)
    return None


def _order_of_writing(side: Side) -> dict[str, int]:
    """The place of each letter of a formula among those of its subscripts; of `[a_{ji}]`, in the alphabet."""
    syntax = side.written.syntax if side.written is not None else None
    scripts = (node for node in walk(syntax) if isinstance(node, Scripts)) if syntax is not None else ()
    names = dict.fromkeys(spell(part) for node in scripts for part in index_parts(node.sub))
    if isinstance(strip(syntax), Fence):
        names = dict.fromkeys(sorted(names))
    return {name: place for place, name in enumerate(names)}


def _entry_of(whole: Term, entry: Term, order: Mapping[str, int], scope: Scope) -> Term | None:
    own = {index.name for index in whole.indices}
    free = [index for index in scope.free.values() if index.name in {i.name for i in entry.indices} - own]
    free.sort(key=lambda index: order.get(index.name, len(order)))
    shape = scope.shape(whole)
    if len(free) != len(shape) or len(shape) < 2 or any(dimension == ONE for dimension in shape):
        return None
    places = [scope.resolved(index) for index in free]
    if not all(scope.unify(index.upper, dimension) for index, dimension in zip(places, shape, strict=True)):
        return None
    return t.entry(whole, *(t.index(scope.resolved(index)) for index in free))


def _clash(left: Side, right: Side, span: Span, scope: Scope) -> Finding:
    assert left.term is not None
    assert right.term is not None
    shapes = scope.shape(left.term), scope.shape(right.term)
    left_shape, right_shape = (written_shape(shape) for shape in shapes)
    if shapes[0] and shapes[1]:
        return finding("E205", span, left_shape=left_shape, right_shape=right_shape)
    return finding(
        "E204",
        span,
        left=left.written.latex if left.written else "",
        right=right.written.latex if right.written else "",
        left_shape=left_shape,
        right_shape=right_shape,
    )


def _joined(statement: Statement, place: int, *, before: bool) -> Written | None:
    """The equation on one side of an implication, as written."""
    chosen = statement.operands[place] if before else statement.operands[place + 1]
    return chosen
