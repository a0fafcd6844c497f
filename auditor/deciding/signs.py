"""What is visibly positive: signs of scalars, of entries, and definiteness of matrices, read off how terms are made.

Every question is answered "yes" only; where the answer is not visible, it is "no".
"""

from __future__ import annotations

from collections.abc import Iterable

from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.properties import closure
from auditor.terms.term import Term
from auditor.terms.world import World

POSITIVE_FUNCTIONS = frozenset(["exp", "sigmoid", "softplus", "cosh"])
NONNEGATIVE_FUNCTIONS = frozenset(["abs", "relu", "sqrt", "step"])
ODD_FUNCTIONS = frozenset(["tanh", "sinh", "arctan", "erf", "sign", "arcsin"])
DEEPEST = 60
INJECTIVE = frozenset(["invertible", "full column rank", "orthonormal columns", "orthogonal", "positive definite"])


class Signs:
    """Signs in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.known: dict[tuple[str, Term], bool] = {}
        self.depth = 0

    # --- scalars --------------------------------------------------------------------------------------------------

    def nonnegative(self, term: Term) -> bool:
        """The scalar is at least 0, for all values that the world admits and for which it exists."""
        return self._remembered("nonnegative", term)

    def positive(self, term: Term) -> bool:
        return self._remembered("positive", term)

    def nonzero(self, term: Term) -> bool:
        return (
            self.positive(term)
            or self.positive(_negated(term))
            or (term.operation == "symbol" and "nonzero" in self.properties(term))
        )

    def _remembered(self, question: str, term: Term) -> bool:
        found = self.known.get((question, term))
        if found is None:
            self.known[question, term] = False  # while it is being asked
            self.depth += 1
            answer = getattr(self, f"_{question}")
            found = self.known[question, term] = self.depth <= DEEPEST and bool(answer(term))
            self.depth -= 1
        return found

    def properties(self, symbol: Term) -> frozenset[str]:
        return closure(tuple(self.world.properties.get(symbol.parameters[0], ())))

    def _positive(self, term: Term) -> bool:
        match term.operation:
            case "number":
                return bool(term.parameters[0] > 0)
            case "constant" | "factorial":
                return True
            case "size":
                return _least(term.parameters[0]) > 0
            case "index":
                return _least(term.parameters[0].lower) > 0
            case "symbol":
                return self._symbol(term, "positive")
            case "add":
                visibly = self.all_nonnegative(term.arguments) and any(map(self.positive, term.arguments))
                return visibly or self._reciprocal_complement(term)
            case "multiply":
                return self._product(term, strict=True)
            case "power":
                return self._power(*term.arguments, strict=True)
            case "apply":
                return self._function(term, strict=True)
            case "det":
                return self.definite(term.arguments[0])
            case "trace":
                return self._trace(term.arguments[0], strict=True)
            case "matmul":
                return self._form(term, strict=True)
            case "sum":
                return _least(term.parameters[0].size) > 0 and self.positive(term.arguments[0])
            case "product":
                return self.positive(term.arguments[0])
            case "entry":
                return self._entry(term, strict=True)
        return False

    def _nonnegative(self, term: Term) -> bool:
        if self.positive(term):
            return True
        match term.operation:
            case "number":
                return bool(term.parameters[0] >= 0)
            case "size":
                return _least(term.parameters[0]) >= 0
            case "index":
                return _least(term.parameters[0].lower) >= 0
            case "symbol":
                return self._symbol(term, "nonnegative")
            case "add":
                return self.all_nonnegative(term.arguments) or self._complement(term)
            case "multiply":
                return self._product(term, strict=False)
            case "power":
                return self._power(*term.arguments, strict=False)
            case "apply":
                return self._function(term, strict=False)
            case "norm" | "compare" | "delta" | "binomial":
                return True
            case "det":
                return self.semidefinite(term.arguments[0])
            case "trace":
                return self._trace(term.arguments[0], strict=False)
            case "matmul":
                return self._form(term, strict=False)
            case "contract":
                return not term.shape and term.arguments[0] is term.arguments[1]
            case "sum" | "product" | "series" | "limit":
                return self.nonnegative(term.arguments[0])
            case "integral":
                lower, upper = term.arguments[2:]
                return self.nonnegative(term.arguments[0]) and self._in_order(lower, upper)
            case "entry":
                return self._entry(term, strict=False)
            case "call":
                return bool(self.properties(term) & {"positive", "nonnegative"})
        return False

    def all_nonnegative(self, terms: Iterable[Term]) -> bool:
        return all(map(self.nonnegative, terms))

    def _symbol(self, term: Term, word: str) -> bool:
        definition = self.world.definitions.get(term.parameters[0])
        if definition is not None:
            return self.positive(definition) if word == "positive" else self.nonnegative(definition)
        known = self.properties(term)
        if f"{word} definite" in known:  # a matrix of order 1
            return True
        return word in known or (word == "nonnegative" and bool({"probability", "positive semidefinite"} & known))

    def _complement(self, term: Term) -> bool:
        """1 - p for a probability p."""
        if len(term.arguments) != 2:
            return False
        for one, other in (term.arguments, term.arguments[::-1]):
            inside = _negated(other)
            words = self.world.properties.get(inside.parameters[0], ()) if inside.operation == "symbol" else ()
            bounded = {"at most 1", "probability", r"\le 1"} & set(words)
            if one.operation == "number" and one.parameters[0] >= 1 and bounded:
                return True
        return False

    def _reciprocal_complement(self, term: Term) -> bool:
        """1 - 1/u for a u above 1."""
        if len(term.arguments) != 2:
            return False
        for one, other in (term.arguments, term.arguments[::-1]):
            inside = _negated(other)
            if one.operation == "number" and one.parameters[0] >= 1 and inside.operation == "power":
                base, exponent = inside.arguments
                reciprocal = exponent.operation == "number" and exponent.parameters[0] == -1
                if reciprocal and self.positive(_minus_one(base)):
                    return True
        return False

    def _in_order(self, lower: Term, upper: Term) -> bool:
        if upper.operation == "infinity" or _negated(lower).operation == "infinity":
            return True
        return self.nonnegative(t.subtract(upper, lower)) or (
            lower.operation == upper.operation == "number" and lower.parameters[0] <= upper.parameters[0]
        )

    def _product(self, term: Term, *, strict: bool) -> bool:
        """Positive factors apart, equal ones in pairs; an even number of negative ones."""
        holds = self.positive if strict else self.nonnegative
        minus = 0
        single: list[Term] = []
        for factor in term.arguments:
            if factor in single and not strict:
                single.remove(factor)
            elif not holds(factor):
                single.append(factor)
        for factor in single:
            if not holds(_negated(factor)):
                return False
            minus += 1
        return minus % 2 == 0

    def _power(self, base: Term, exponent: Term, *, strict: bool) -> bool:
        if self.positive(base):
            return True
        if exponent.operation == "number":
            value = exponent.parameters[0]
            if value < 0 and self.nonnegative(base):
                return True  # where it exists, the base is not 0
            if value.denominator != 1 or value % 2 == 0:
                return not strict or value <= 0 or self.nonzero(base)
        return not strict and self.nonnegative(base)

    def _function(self, term: Term, *, strict: bool) -> bool:
        name = term.parameters[0]
        holds = self.positive if strict else self.nonnegative
        if name in POSITIVE_FUNCTIONS:
            return True
        if name in NONNEGATIVE_FUNCTIONS:
            inner = self.positive if name == "relu" else self.nonzero
            return not strict or (name != "step" and inner(term.arguments[0]))
        if name in ODD_FUNCTIONS:
            return holds(term.arguments[0])
        if name == "log":
            return holds(_minus_one(term.arguments[0])) or _is_at_least(term.arguments[0], 1, strict)
        if name in ("max", "min"):
            return (any if name == "max" else all)(map(holds, term.arguments))
        return False

    def _trace(self, inside: Term, *, strict: bool) -> bool:
        """Of a semidefinite matrix, or of the product of two."""
        if (self.definite if strict else self.semidefinite)(inside):
            return True
        chain = chain_of(inside)
        halves = [(chain[:k], chain[k:]) for k in range(1, len(chain))]
        for first, second in halves:
            one, other = _joined(first), _joined(second)
            semidefinite = self.semidefinite(one) and self.semidefinite(other)
            if semidefinite and (not strict or (self.definite(one) and self.definite(other))):
                return True
        # tr(ABAᵀ…): the factors turn round in a circle.
        turns = [chain[k:] + chain[:k] for k in range(1, len(chain))]
        return any((self.definite if strict else self.semidefinite)(_joined(turned)) for turned in turns)

    def _form(self, term: Term, *, strict: bool) -> bool:
        """xᵀx, xᵀPx, a product of nonnegative entries."""
        chain = chain_of(term)
        if self._is_palindrome(chain, strict=strict):
            return True
        entrywise = self.entrywise_positive if strict else self.entrywise_nonnegative
        return all(map(entrywise, chain))

    def _entry(self, term: Term, *, strict: bool) -> bool:
        tensor, *places = term.arguments
        if (self.entrywise_positive if strict else self.entrywise_nonnegative)(tensor):
            return True
        diagonal = len(places) == 2 and places[0] is places[1]
        return diagonal and (self.definite if strict else self.semidefinite)(tensor)

    # --- entries --------------------------------------------------------------------------------------------------

    def entrywise_nonnegative(self, term: Term) -> bool:
        """All entries are at least 0."""
        if not term.shape:
            return self.nonnegative(term)
        match term.operation:
            case "ones" | "zeros" | "identity" | "unit":
                return True
            case "symbol":
                return bool(self.properties(term) & {"positive", "nonnegative", "stochastic", "probability"})
            case "add" | "multiply" | "matmul" | "hadamard" | "kronecker" | "rearrange" | "diag" | "diagonal" | "vec":
                return all(map(self.entrywise_nonnegative, term.arguments))
            case "slice" | "member" | "array":
                return self.entrywise_nonnegative(term.arguments[0])
            case "power":
                exponent = term.arguments[1]
                even = exponent.operation == "number" and exponent.parameters[0] % 2 == 0
                return even or self.entrywise_nonnegative(term.arguments[0])
            case "apply":
                return term.parameters[0] in POSITIVE_FUNCTIONS | NONNEGATIVE_FUNCTIONS
        return False

    def entrywise_positive(self, term: Term) -> bool:
        if not term.shape:
            return self.positive(term)
        match term.operation:
            case "ones":
                return True
            case "symbol":
                return "positive" in self.properties(term)
            case "apply":
                return term.parameters[0] in POSITIVE_FUNCTIONS
            case "rearrange" | "hadamard" | "multiply" | "matmul":
                return all(map(self.entrywise_positive, term.arguments))
            case "slice" | "member":
                return self.entrywise_positive(term.arguments[0])
        return False

    # --- matrices -------------------------------------------------------------------------------------------------

    def semidefinite(self, term: Term) -> bool:
        """The matrix is symmetric without negative eigenvalue."""
        return self._remembered("semidefinite", term)

    def definite(self, term: Term) -> bool:
        """The matrix is symmetric, and all its eigenvalues are positive."""
        return self._remembered("definite", term)

    def symmetric(self, term: Term) -> bool:
        return self._remembered("symmetric", term)

    def _definite(self, term: Term) -> bool:
        if not term.shape:
            return self.positive(term)
        match term.operation:
            case "identity":
                return True
            case "symbol":
                definition = self.world.definitions.get(term.parameters[0])
                if definition is not None:
                    return self.definite(definition)
                return "positive definite" in self.properties(term)
            case "add":
                return all(map(self.semidefinite, term.arguments)) and any(map(self.definite, term.arguments))
            case "multiply":
                return self._scaled(term, strict=True)
            case "matmul":
                return self._is_palindrome(chain_of(term), strict=True)
            case "inverse":
                return self.semidefinite(term.arguments[0])
            case "rearrange" | "sqrtm" | "kronecker" | "hadamard" | "adjugate":
                return all(map(self.definite, term.arguments))
            case "matrix_power":
                return self.definite(term.arguments[0])
            case "expm":
                return self.symmetric(term.arguments[0])
            case "diag":
                return self.entrywise_positive(term.arguments[0])
        return False

    def _semidefinite(self, term: Term) -> bool:
        if not term.shape:
            return self.nonnegative(term)
        if self.definite(term):
            return True
        match term.operation:
            case "zeros":
                return term.shape[0] == term.shape[1]
            case "symbol":
                definition = self.world.definitions.get(term.parameters[0])
                known = {"positive semidefinite", "orthogonal projection"}
                words = self.properties(term)
                idempotent = {"idempotent", "symmetric"} <= words
                return self.semidefinite(definition) if definition is not None else bool(known & words) or idempotent
            case "add":
                return all(map(self.semidefinite, term.arguments)) or self._rest_of_projection(term)
            case "multiply":
                return self._scaled(term, strict=False)
            case "matmul":
                return self._is_palindrome(chain_of(term), strict=False) or self.is_projection(term)
            case "rearrange" | "sqrtm" | "kronecker" | "hadamard" | "adjugate" | "pseudo_inverse":
                return all(map(self.semidefinite, term.arguments))
            case "matrix_power":
                return self._matrix_power(*term.arguments)
            case "diag":
                return self.entrywise_nonnegative(term.arguments[0])
            case "sum" | "integral" | "series":
                ordered = term.operation != "integral" or self._in_order(*term.arguments[2:])
                return ordered and self.semidefinite(term.arguments[0])
        return False

    def _scaled(self, term: Term, *, strict: bool) -> bool:
        scalars = [factor for factor in term.arguments if not factor.shape]
        (matrix,) = [factor for factor in term.arguments if factor.shape]
        scale = t.multiply(*scalars)
        if strict:
            return self.positive(scale) and self.definite(matrix)
        return self.nonnegative(scale) and self.semidefinite(matrix)

    def _matrix_power(self, base: Term, exponent: Term) -> bool:
        even = exponent.operation == "number" and exponent.parameters[0] % 2 == 0
        return self.semidefinite(base) or (even and self.symmetric(base))

    def _is_palindrome(self, chain: list[Term], *, strict: bool) -> bool:
        """BᵀB, BᵀPB for a semidefinite P; definite where B takes no vector to 0 and P is definite."""
        inner = list(chain)
        outside: list[Term] = []
        while len(inner) >= 2 and _are_transposes(inner[0], inner[-1], self):
            outside.append(inner[-1])
            inner = inner[1:-1]
        if not inner:
            # The middle is BᵀB for the last factor taken off, or the product of a symmetric matrix with itself.
            return bool(outside) and (not strict or all(map(self.injective, outside)))
        middle = _joined(inner)
        if len(inner) == len(chain) and len(chain) > 1:
            return False
        if not outside:
            return False
        fits = self.definite(middle) if strict else self.semidefinite(middle)
        return fits and (not strict or all(map(self.injective, outside)))

    def injective(self, term: Term) -> bool:
        """The matrix takes no vector but 0 to 0; a column is one that is not 0."""
        match term.operation:
            case "symbol":
                words = self.properties(term)
                column = term.order == 2 and term.shape[1] == ONE
                return bool(words & INJECTIVE) or (column and bool(words & {"nonzero", "unit", "positive"}))
            case "identity" | "inverse" | "expm":
                return True
            case "matmul" | "kronecker":
                return all(map(self.injective, term.arguments))
            case "rearrange":
                inside = term.arguments[0]
                square = inside.order == 2 and inside.shape[0] == inside.shape[1]
                full = inside.operation == "symbol" and "full row rank" in self.properties(inside)
                return full or (square and self.injective(inside))
            case "ones":
                return term.shape[1] == ONE
            case "blocks":
                return False
        return self.definite(term)

    def _rest_of_projection(self, term: Term) -> bool:
        """I - P for an orthogonal projection P."""
        if len(term.arguments) != 2:
            return False
        for one, other in (term.arguments, term.arguments[::-1]):
            if one.operation == "identity" and self.is_projection(_negated(other)):
                return True
        return False

    def is_projection(self, term: Term) -> bool:
        """A declared orthogonal projection, A(AᵀA)⁻¹Aᵀ, uuᵀ for a unit vector u, 11ᵀ/n."""
        match term.operation:
            case "symbol":
                definition = self.world.definitions.get(term.parameters[0])
                if definition is not None:
                    return self.is_projection(definition)
                words = self.properties(term)
                return "orthogonal projection" in words or {"idempotent", "symmetric"} <= words
            case "matmul":
                chain = chain_of(term)
                if len(chain) == 2 and _are_transposes(chain[0], chain[1], self):
                    return self._has_orthonormal_columns(chain[0])
                middle = chain[1] if len(chain) == 3 else None
                gram = chain_of(middle.arguments[0]) if middle is not None and middle.operation == "inverse" else []
                matches = len(gram) == 2 and gram[1] is chain[0] and gram[0] is chain[2]
                return matches and _are_transposes(gram[0], gram[1], self)
            case "multiply":
                return self._is_scaled_outer(term)
        return False

    def _has_orthonormal_columns(self, term: Term) -> bool:
        if term.operation != "symbol":
            return False
        words = self.properties(term)
        column = term.order == 2 and term.shape[1] == ONE
        return bool(words & {"orthonormal columns", "orthogonal"}) or (column and "unit" in words)

    def _is_scaled_outer(self, term: Term) -> bool:
        """vvᵀ divided by vᵀv."""
        outer = next((factor for factor in term.arguments if factor.shape), None)
        chain = chain_of(outer) if outer is not None else []
        if len(chain) != 2 or not _are_transposes(chain[0], chain[1], self) or chain[0].shape[1] != ONE:
            return False
        scalars = [factor for factor in term.arguments if not factor.shape]
        if len(scalars) != 1 or scalars[0].operation != "power":
            return False
        base, exponent = scalars[0].arguments
        square = t.size(chain[0].shape[0]) if chain[0].operation == "ones" else t.matmul(chain[1], chain[0])
        return exponent is t.number(-1) and base is square

    def _symmetric(self, term: Term) -> bool:
        if not term.shape:
            return True
        if len(term.shape) != 2 or term.shape[0] != term.shape[1]:
            return False
        match term.operation:
            case "identity" | "diag":
                return True
            case "zeros" | "ones":
                return term.shape[0] == term.shape[1]
            case "symbol":
                definition = self.world.definitions.get(term.parameters[0])
                return self.symmetric(definition) if definition is not None else "symmetric" in self.properties(term)
            case "add" | "inverse" | "rearrange" | "matrix_power" | "expm" | "sqrtm" | "hadamard" | "kronecker":
                matrices = [argument for argument in term.arguments if argument.shape]
                return all(map(self.symmetric, matrices))
            case "multiply":
                return all(self.symmetric(factor) for factor in term.arguments if factor.shape)
            case "matmul":
                chain = chain_of(term)
                while len(chain) >= 2 and _are_transposes(chain[0], chain[-1], self):
                    chain = chain[1:-1]
                return not chain or (len(chain) == 1 and self.symmetric(chain[0]))
        return False


def _negated(term: Term) -> Term:
    """-u, with signs taken together."""
    if term.operation == "number":
        return t.number(-term.parameters[0])
    if term.operation == "multiply":
        numbers = [factor.parameters[0] for factor in term.arguments if factor.operation == "number"]
        others = [factor for factor in term.arguments if factor.operation != "number"]
        if numbers and others:
            scale = -1
            for number in numbers:
                scale = scale * number
            return t.multiply(*others) if scale == 1 else t.multiply(t.number(scale), *others)
    if term.operation == "add":
        return t.add(*map(_negated, term.arguments))
    return t.negate(term)


def _least(dimension: Dimension) -> int:
    """The least value of a size polynomial, where every size is at least 1 and all its growth is upwards; else -1."""
    shifted = dimension.replace({name: Dimension.of(name) + ONE for name in dimension.symbols})
    if any(count < 0 for monomial, count in shifted.terms if monomial):
        return -1
    return dict(shifted.terms).get((), 0)


def _minus_one(term: Term) -> Term:
    """u - 1, with the numbers of a sum put together: e^x for 1 + e^x."""
    parts = term.arguments if term.operation == "add" else (term,)
    numbers = [part for part in parts if part.operation == "number"]
    rest = [part for part in parts if part.operation != "number"]
    left = sum((part.parameters[0] for part in numbers), start=-1)
    return t.add(*rest, *([t.number(left)] if left or not rest else []))


def _is_at_least(term: Term, bound: int, strict: bool) -> bool:
    return term.operation == "number" and (term.parameters[0] > bound or (not strict and term.parameters[0] == bound))


def chain_of(term: Term) -> list[Term]:
    """The factors of a matrix product in order; scalar factors are left out where they are positive by form."""
    if term.operation == "matmul":
        return [factor for argument in term.arguments for factor in chain_of(argument)]
    if term.operation == "rearrange" and term.parameters[0] == (1, 0) and term.arguments[0].operation == "matmul":
        return [transposed(factor) for factor in reversed(chain_of(term.arguments[0]))]
    if term.operation == "matrix_power" and term.arguments[1] is t.number(2):
        return [*chain_of(term.arguments[0]), *chain_of(term.arguments[0])]
    return [term]


def transposed(term: Term) -> Term:
    if term.operation == "rearrange" and term.parameters[0] == (1, 0):
        return term.arguments[0]
    if term.operation == "add":
        return t.add(*map(transposed, term.arguments))
    if term.operation == "multiply" and term.shape:
        return t.multiply(*(transposed(factor) if factor.shape else factor for factor in term.arguments))
    if term.operation == "matmul":
        return t.matmul(*(map(transposed, reversed(term.arguments))))
    if term.operation == "identity":
        return term
    return t.transpose(term)


def _joined(chain: list[Term]) -> Term:
    result = chain[0]
    for factor in chain[1:]:
        result = t.matmul(result, factor)
    return result


def _are_transposes(left: Term, right: Term, signs: Signs) -> bool:
    """Each is the other's transpose: by form, or because it is symmetric."""
    if not left.shape or not right.shape:
        return False
    if left is transposed(right) or right is transposed(left):
        return True
    return left is right and signs.symmetric(left)
