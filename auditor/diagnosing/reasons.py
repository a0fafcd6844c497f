"""Why a right step is right: the rule that leads from one side to the other, in one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from auditor.deciding.deciding import Decided
from auditor.deciding.verdict import Decision
from auditor.elaborating.elaboration import Side, Sort, TypedStep
from auditor.elaborating.names import plain
from auditor.parsing.syntax import Bars, walk
from auditor.terms.replacing import depends
from auditor.terms.term import Term, subterms
from auditor.terms.world import World
from auditor.verdicts import Method

# ruff: noqa: E501 (a table is read by rows)
CALCULUS = frozenset({"derivative", "differential", "directional"})
SUMS = frozenset({"sum", "series"})
PRODUCTS = frozenset({"multiply", "matmul", "hadamard", "kronecker", "contract"})
LINEAR = frozenset({"sum", "multiply", "add"})
FUNCTIONS = frozenset(
    {"apply", "call", "expm", "logm", "sinm", "cosm", "power", "norm", "det", "inverse", "matrix_power"}
)


@dataclass(frozen=True)
class Sides:
    """The two sides of a step that holds, and what occurs in them."""

    left: Term
    right: Term
    world: World
    norms: tuple[bool, bool] = (False, False)  # whether either side is written with the bars of a norm

    @cached_property
    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        return _counted(self.left), _counted(self.right)

    def has(self, *operations: str) -> bool:
        """One of these operations occurs on either side."""
        return any(name in side for side in self.counts for name in operations)

    def only_one_has(self, *operations: str) -> bool:
        """One of these operations occurs on one side, and none of them on the other."""
        held = [any(name in side for name in operations) for side in self.counts]
        return held[0] != held[1]

    def differ_in(self, operation: str) -> bool:
        return self.counts[0].get(operation, 0) != self.counts[1].get(operation, 0)

    @property
    def norm_written_out(self) -> bool:
        return self.norms[0] != self.norms[1]

    @cached_property
    def differentiated(self) -> Sides | None:
        """What stands under the same derivative, at the same place, on both sides."""
        left, right = self.left, self.right
        while left.operation in LINEAR and (pair := _one_difference(left, right)) is not None:
            left, right = pair
        if left.operation not in CALCULUS or left.operation != right.operation:
            return None
        if left.arguments[1:] != right.arguments[1:]:
            return None
        return replace(self, left=left.arguments[0], right=right.arguments[0])

    @cached_property
    def defined(self) -> str:
        """A letter that stands on one side for what the other one writes out."""
        names = [
            {str(sub.parameters[0]) for sub in subterms(side) if sub.operation == "symbol"}
            & set(self.world.definitions)
            for side in (self.left, self.right)
        ]
        return next(iter(sorted(names[0] ^ names[1])), "")

    @cached_property
    def derivative(self) -> Term | None:
        """A derivative that stands on one side alone."""
        left, right = ({sub for sub in subterms(one) if sub.operation in CALCULUS} for one in (self.left, self.right))
        found = sorted((left - right) or (right - left), key=str)
        return max(found, key=lambda one: len(list(subterms(one))), default=None)

    def varies(self, term: Term) -> bool:
        if self.derivative is None or self.derivative.operation == "differential":
            return any(sub.operation == "symbol" for sub in subterms(term))
        return depends(term, str(self.derivative.arguments[1].parameters[0]), self.world.definitions)

    @cached_property
    def body(self) -> Term | None:
        """What is differentiated, through the definition of a letter."""
        if self.derivative is None:
            return None
        body = self.derivative.arguments[0]
        while body.operation == "symbol" and body.parameters[0] in self.world.definitions:
            body = self.world.definitions[body.parameters[0]]
        return body

    def of(self, *operations: str) -> bool:
        """One of these operations occurs in what is differentiated, around something that varies."""
        body = self.body
        return body is not None and any(
            sub.operation in operations and any(map(self.varies, sub.arguments)) for sub in subterms(body)
        )

    @cached_property
    def of_product(self) -> bool:
        body = self.body
        return body is not None and any(
            sub.operation in PRODUCTS and sum(map(self.varies, sub.arguments)) > 1 for sub in subterms(body)
        )


def _one_difference(left: Term, right: Term) -> tuple[Term, Term] | None:
    """The only arguments in which two terms of one operation differ."""
    if left.operation != right.operation or left.parameters != right.parameters:
        return None
    if len(left.arguments) != len(right.arguments):
        return None
    pairs = [(one, other) for one, other in zip(left.arguments, right.arguments, strict=True) if one is not other]
    return pairs[0] if len(pairs) == 1 else None


def _counted(term: Term) -> dict[str, int]:
    found: dict[str, int] = {}
    for sub in subterms(term):
        found[sub.operation] = found.get(sub.operation, 0) + 1
    return found


Holds = Callable[[Sides], bool]

# The first row that applies gives the reason; a rule of differentiation goes before the algebra that tidies up after it.
CALCULUS_RULES: tuple[tuple[Holds, str], ...] = (
    (lambda s: s.body is not None and s.body.operation == "entry", "the derivative of an entry by its matrix is a product of Kronecker deltas"),
    (lambda s: s.of(*SUMS) and _stays(s) and s.differ_in("power"), "a derivative is taken term by term, and by the chain rule in each term"),
    (lambda s: s.of(*SUMS) and _stays(s), "a derivative is taken term by term: it is linear"),
    (lambda s: s.of("trace"), "d tr(AX) = tr(A dX), and the factor of dX is the gradient"),
    (lambda s: s.of("det"), "d det X = det X · tr(X⁻¹ dX)"),
    (lambda s: s.of("inverse"), "d(X⁻¹) = −X⁻¹ dX X⁻¹"),
    (lambda s: s.of("norm"), "a norm is the root of an inner product, and the chain rule"),
    (lambda s: s.of_product and s.of(*FUNCTIONS), "chain rule and product rule"),
    (lambda s: s.of_product, "product rule: each factor is differentiated in turn"),
    (lambda s: s.of(*FUNCTIONS), "chain rule: the outer derivative times the inner one"),
    (lambda s: s.body is not None, "a derivative is linear, and constants have the derivative 0"),
)  # fmt: skip

ALGEBRA: tuple[tuple[Holds, str], ...] = (
    (lambda s: bool(s.defined), "definition of {defined}"),
    (lambda s: s.norm_written_out and not s.only_one_has("inverse"), "definition of the norm"),
    (lambda s: s.only_one_has("integral", "antiderivative"), "fundamental theorem of calculus"),
    (lambda s: s.only_one_has("limit"), "the value of the limit"),
    (lambda s: s.only_one_has("series"), "the value of the series"),
    (lambda s: s.only_one_has("norm"), "definition of the norm"),
    (lambda s: s.only_one_has("vec", "commutation") or s.differ_in("vec"), "vec(AXB) = (Bᵀ ⊗ A) vec(X)"),
    (lambda s: s.differ_in("kronecker"), "rules of the Kronecker product: (A ⊗ B)(C ⊗ D) = AC ⊗ BD"),
    (lambda s: s.differ_in("det"), "the determinant of a product is the product of the determinants"),
    (lambda s: s.only_one_has("trace") and s.only_one_has("entry"), "the trace is the sum of the diagonal entries"),
    (lambda s: s.only_one_has("entry", "slice") and s.has("matmul", "rearrange"), "definition of the matrix operations by entries"),
    (lambda s: s.only_one_has("trace"), "a scalar is its own trace"),
    (lambda s: s.has("trace"), "the trace is linear and cyclic, and is the same for the transpose"),
    (lambda s: s.has("entry") and s.differ_in("matmul"), "definition of the matrix product by entries"),
    (lambda s: s.differ_in("delta"), "a Kronecker delta picks one term of its sum"),
    (lambda s: s.has(*SUMS), "rules of sums: constants are taken out, and the order of summation is free"),
    (lambda s: s.differ_in("inverse"), "an inverse beside its matrix is the identity, and (AB)⁻¹ = B⁻¹A⁻¹"),
    (lambda s: all("inverse" in side for side in s.counts) and not s.has("add"), "the inverse of a product, a transpose or a multiple is made of theirs: (AB)⁻¹ = B⁻¹A⁻¹, (Aᵀ)⁻¹ = (A⁻¹)ᵀ"),
    (lambda s: s.left.is_scalar and s.differ_in("rearrange"), "a scalar equals its transpose"),
    (lambda s: s.differ_in("rearrange"), "(AB)ᵀ = BᵀAᵀ"),
    (lambda s: s.has("apply"), "laws of the functions in it"),
    (lambda s: s.has("matmul", "hadamard"), "products are expanded and terms collected, in the order in which the factors stand"),
)  # fmt: skip


def _stays(sides: Sides) -> bool:
    """Both sides still hold a derivative, and a sum."""
    return all(CALCULUS & set(side) and SUMS & set(side) for side in sides.counts)


def with_reason(decided: Decided, number: int, decision: Decision) -> Decision:
    """The decision on a step that holds, with the rule behind it where the evidence does not say one yet."""
    step = decided.elaboration.steps[number]
    if step.sort is Sort.IMPLICATION and not decision.evidence.note:
        return replace(decision, evidence=replace(decision.evidence, note=f"rule: {_drawn(decided, step)}"))
    proved = decision.evidence.method in (Method.PROVED, Method.SAMPLED, Method.SYMBOLIC)
    if not proved or decision.evidence.note or step.left.term is None or step.right.term is None:
        return decision
    norms = has_norm(step.left), has_norm(step.right)
    reason = reason_for(Sides(step.left.term, step.right.term, decided.elaboration.world, norms))
    return replace(decision, evidence=replace(decision.evidence, note=f"rule: {reason}"))


def _drawn(decided: Decided, step: TypedStep) -> str:
    """Why a conclusion follows: its premises are put into it, or solved for the letter that it is about."""
    assert step.inference is not None
    steps = decided.elaboration.steps
    letters = [side.term.operation == "symbol" for one in step.inference.conclusions
               if (side := steps[one].left).term is not None]  # fmt: skip
    if len(letters) == len(step.inference.conclusions) and all(letters):
        return "the premise, solved for the letter on the left of the conclusion"
    return "the conclusion holds wherever the premise does"


def has_norm(side: Side) -> bool:
    """The formula is written with double bars."""
    syntax = side.written.syntax if side.written is not None else None
    return syntax is not None and any(isinstance(node, Bars) and node.double for node in walk(syntax))


def reason_for(sides: Sides) -> str:
    """The rule that leads from one side to the other, as far as their forms tell."""
    if sides.differentiated is not None:
        return reason_for(sides.differentiated)
    rows = (*CALCULUS_RULES, *ALGEBRA) if sides.derivative is not None else ALGEBRA
    found = next((words for applies, words in rows if applies(sides)), "terms are expanded and collected")
    return found.format(defined=plain(sides.defined)) if "{" in found else found
