"""What only the meaning of a step tells: the terms that one side lacks, and the rules of differentiation behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from auditor.deciding.deciding import Judge
from auditor.diagnosing.manners import Manner
from auditor.diagnosing.writing import parsed
from auditor.parsing.syntax import Node
from auditor.source import Span
from auditor.terms import term as t
from auditor.terms.gradients import gradient
from auditor.terms.latex import latex
from auditor.terms.normal_form import normal_form
from auditor.terms.rebuild import to_term
from auditor.terms.replacing import depends
from auditor.terms.term import Term, subterms
from auditor.terms.world import World

LONGEST = 160  # characters of a formula that is still of help
INNER = frozenset(
    {"apply", "power", "call", "inverse", "matrix_power", "det", "expm", "logm", "sinm", "cosm", "trace", "norm"}
)


@dataclass(frozen=True, eq=False)
class Calculus:
    """The two sides of a step as terms: the one at fault, and what it should equal."""

    right: Term  # what the formula at fault should equal
    wrong: Term | None  # what it means, where it means something
    world: World
    judge: Judge
    span: Span
    manner: Manner = field(default_factory=Manner)
    with_powers: bool = False  # powers of e are written where the author does so

    # --- what is differentiated -----------------------------------------------------------------------------------

    @cached_property
    def derivative(self) -> Term | None:
        """The outermost derivative or differential on the right side of things."""
        term = self.right
        while True:
            if term.operation in ("derivative", "differential", "directional"):
                return term
            if term.operation in ("rearrange", "multiply", "devec", "vec", "entry"):
                term = term.arguments[-1] if term.operation == "multiply" else term.arguments[0]
                continue
            return None

    @cached_property
    def body(self) -> Term | None:
        """What is differentiated, through the definition of a letter."""
        if self.derivative is None:
            return None
        body = self.derivative.arguments[0]
        while body.operation == "symbol" and body.parameters[0] in self.world.definitions:
            body = self.world.definitions[body.parameters[0]]
        return body

    @property
    def variable(self) -> Term | None:
        if self.derivative is None or self.derivative.operation == "differential":
            return None
        return self.derivative.arguments[1]

    @property
    def is_constant(self) -> bool:
        """The text says that what is differentiated depends on nothing."""
        body = self.body
        return body is not None and body.operation == "symbol" and str(body.parameters[0]) in self.world.constant

    def varies(self, term: Term) -> bool:
        if self.variable is None:
            return self.derivative is not None
        return depends(term, str(self.variable.parameters[0]), self.world.definitions)

    @property
    def of_product(self) -> bool:
        """Several factors vary in what is differentiated."""
        body = self.body
        if body is None:
            return False
        products = ("multiply", "matmul", "hadamard", "kronecker", "contract")
        return any(sub.operation in products and sum(map(self.varies, sub.arguments)) > 1 for sub in subterms(body))

    def differentiated(self, term: Term) -> Term | None:
        """The derivative of another term in the same way, written without a derivative where that can be."""
        if self.variable is None:
            return t.differential(term)
        if term is self.variable:
            return None
        raw = t.derivative(term, self.variable)
        if term.is_scalar and not term.indices and (found := gradient(term, self.variable, self.world)) is not None:
            return found
        return self.simplest(raw) or raw

    # --- formulas --------------------------------------------------------------------------------------------------

    def simplest(self, term: Term) -> Term | None:
        """An equal term in matrix operations, found by way of the normal form."""
        normal = normal_form(term, self.world)
        return None if normal is None else to_term(normal, self.symbols)

    @cached_property
    def symbols(self) -> dict[str, Term]:
        sides = [self.right, *self.world.definitions.values()]
        if self.wrong is not None:
            sides.append(self.wrong)
        return {sub.parameters[0]: sub for side in sides for sub in subterms(side) if sub.operation == "symbol"}

    def node(self, term: Term | None) -> Node | None:
        """The term as a formula in the author's letters."""
        if term is None:
            return None
        text = latex(term)
        node = parsed(text, self.span) if len(text) <= LONGEST else None
        manner = self.manner if self.with_powers else replace(self.manner, powers_of_e=False)
        return None if node is None else manner.put(node)

    def manners(self) -> Iterator[Calculus]:
        """With the author's powers of e, which may not be read where x is a vector, and without."""
        if self.manner.powers_of_e:
            yield replace(self, with_powers=True)
        yield self

    # --- what is missing -------------------------------------------------------------------------------------------

    def missing(self, present: Term) -> Node | None:
        """The terms that a formula lacks, where it has all its own rightly and lacks fewer than there are."""
        if present.shape != self.right.shape:
            return None
        forms = [normal_form(one, self.world) for one in (self.right, present, t.subtract(self.right, present))]
        if any(form is None for form in forms):
            return None
        whole, own, lacking = (len(form.form.networks) for form in forms if form is not None)
        if not (0 < own < whole and lacking == whole - own):
            return None
        return self.node(self.simplest(t.subtract(self.right, present)))

    def inner(self) -> Iterator[tuple[Node, Node]]:
        """Inner functions in what is differentiated, each with its derivative."""
        body = self.body
        if body is None:
            return
        seen: set[Term] = set()
        for sub in reversed(list(subterms(body))):
            if sub.operation not in INNER:
                continue
            inside = sub.arguments[0]
            if inside in seen or inside is self.variable or not self.varies(inside):
                continue
            seen.add(inside)
            one, two = self.node(inside), self.node(self.differentiated(inside))
            if one is not None and two is not None:
                yield one, two

    def equal(self, left: Term, right: Term) -> bool:
        return left.shape == right.shape and self.judge.equal(left, right, self.world)

    def quotient(self) -> tuple[Term, Term] | None:
        """Numerator and denominator of what is differentiated, where both vary."""
        body = self.body
        if body is None or self.variable is None or body.operation != "multiply":
            return None
        below = [one for one in body.arguments if one.operation == "power" and _is_reciprocal(one) and self.varies(one)]
        above = [one for one in body.arguments if one not in below]
        if len(below) != 1 or not above:
            return None
        numerator = t.multiply(*above)
        return (numerator, below[0].arguments[0]) if self.varies(numerator) else None

    def factors(self) -> tuple[Term, Term] | None:
        """The two factors of what is differentiated, where both vary."""
        body = self.body
        if body is None or len(body.arguments) != 2:
            return None
        if body.operation not in ("multiply", "matmul", "hadamard", "kronecker"):
            return None
        left, right = body.arguments
        return (left, right) if self.varies(left) and self.varies(right) else None


def _is_reciprocal(term: Term) -> bool:
    exponent = term.arguments[1]
    return exponent.operation == "number" and exponent.parameters[0] == -1
