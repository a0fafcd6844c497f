"""Letters bound together by equations in force, made by construction: `Av = λv`, `QᵀQ = I`, a decomposition of A.

Equations that say no more than a property become that property. A matrix of which eigenvectors or singular vectors are
named gets a definition by these and by a free rest, so that every matrix that satisfies the equations is reached and
none that does not: then a claim is judged by itself, and differentials move along the set of what is admissible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from auditor.deciding.facts import Equal, Equation
from auditor.deciding.screening import Screen
from auditor.deciding.signs import Signs
from auditor.terms import term as t
from auditor.terms.dimension import ONE
from auditor.terms.properties import closure
from auditor.terms.term import Term, subterms
from auditor.terms.world import World

# What ends the names of letters that a constructed matrix is made with.
REST, BASIS, LEFT, RIGHT, VECTOR = MARKS = ("@rest", "@basis", "@left", "@right", "@vector")
SATISFYING = "called satisf"  # begins what is known of a letter of which the text says that it satisfies an equation
# Properties of a matrix with a named eigenvector that its construction can have.
_BUILT = frozenset({"symmetric", "positive definite", "positive semidefinite", "invertible"})
_OF_EIGENVALUE = {"positive definite": "positive", "positive semidefinite": "nonnegative", "invertible": "nonzero"}
_SAYING_NOTHING = frozenset({"square", "real", "matrix", "eigenvalue", "eigenvector", "singular value"})


@dataclass(frozen=True)
class Built:
    """A world in which some of the equations hold by construction, and the others."""

    world: World
    rest: tuple[Equation, ...]
    used: tuple[int, ...] = ()


def built(equations: tuple[Equation, ...], world: World, equal: Equal) -> Built:
    """The world with all that can be constructed."""
    made = Built(world, equations)
    for step in (_with_properties, _with_singular_vectors, _with_eigenvectors):
        made = step(made, equal)
    return made


# --- equations that are properties --------------------------------------------------------------------------------


def _one(term: Term) -> Term:
    return t.number(1)


def _gram(symbol: Term) -> Term:
    return t.matmul(t.transpose(symbol), symbol)


def _outer(symbol: Term) -> Term:
    return t.matmul(symbol, t.transpose(symbol))


def _square_of(symbol: Term) -> Term:
    return t.matmul(symbol, symbol)


def _itself(symbol: Term) -> Term:
    return symbol


def _unit(axis: int) -> Callable[[Term], Term]:
    return lambda symbol: t.identity(symbol.shape[axis])


def _norm(symbol: Term) -> Term:
    return t.power(_gram(symbol), t.number("1/2"))


# kind of letter: what is equal to what, and the property that says so.
_SAID: tuple[tuple[str, Callable[[Term], Term], Callable[[Term], Term], str], ...] = (
    ("column", _gram, _one, "unit"),
    ("column", _norm, _one, "unit"),
    ("matrix", _gram, _unit(1), "orthonormal columns"),
    ("matrix", _outer, _unit(0), "orthonormal rows"),
    ("square", _square_of, _itself, "idempotent"),
    ("square", _square_of, _unit(0), "involutory"),
    ("square", t.transpose, _itself, "symmetric"),
    ("square", t.transpose, t.negate, "skew-symmetric"),
)


def _kinds(symbol: Term) -> frozenset[str]:
    if symbol.order != 2:
        return frozenset()
    if symbol.shape[1] == ONE:
        return frozenset({"column"})
    return frozenset({"matrix", "square"} if symbol.shape[0] == symbol.shape[1] else {"matrix"})


def _with_properties(made: Built, equal: Equal) -> Built:
    properties = dict(made.world.properties)
    rest: list[Equation] = []
    used: list[int] = []
    for equation in made.rest:
        found = next(_said(equation, made.world, equal), None)
        if found is None:
            rest.append(equation)
            continue
        name, word = found
        told = (one for one in properties.get(name, ()) if not one.startswith(SATISFYING))
        properties[name] = (*told, word)
        used.append(equation.claim)
    return Built(replace(made.world, properties=properties), tuple(rest), (*made.used, *used))


def _said(equation: Equation, world: World, equal: Equal) -> Iterator[tuple[str, str]]:
    """The property of a free letter that the equation says it has."""
    symbols = _letters(equation)
    if len(symbols) != 1 or symbols[0].parameters[0] in world.definitions:
        return
    symbol = symbols[0]
    if symbol.order == 3 and _is_orthonormal(equation, symbol):
        yield symbol.parameters[0], "orthonormal members"
    for kind, left, right, word in _SAID:
        if kind not in _kinds(symbol) or left(symbol).shape != equation.left.shape:
            continue
        one, other = left(symbol), right(symbol)
        if (one, other) in ((equation.left, equation.right), (equation.right, equation.left)) or (
            kind != "column" and _is_multiple(equation, t.subtract(one, other), world, equal)
        ):
            yield symbol.parameters[0], word


def _is_orthonormal(equation: Equation, family: Term) -> bool:
    """`v_iᵀv_j = δ_ij`."""
    product, delta = equation.left, equation.right
    if product.operation != "matmul" or delta.operation != "delta" or len(set(delta.arguments)) != 2:
        return False
    one, other = (t.member(family, place) for place in delta.arguments)
    return product in (t.matmul(t.transpose(one), other), t.matmul(t.transpose(other), one))


def _letters(equation: Equation) -> list[Term]:
    parts = dict.fromkeys(sub for side in (equation.left, equation.right) for sub in subterms(side))
    return [part for part in parts if part.operation == "symbol"]


def _is_multiple(equation: Equation, residual: Term, world: World, equal: Equal) -> bool:
    """The equation says that the residual is 0."""
    if equation.residual.shape != residual.shape:
        return False
    screen = Screen(equation.residual, world, 1)
    for factor in (1, -1, 2, -2):
        multiple = t.multiply(t.number(factor), residual)
        if screen.compare(multiple).may_equal and equal(equation.residual, multiple, world):
            return True
    return False


# --- eigenvectors -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """`Av = λv`, or `Aᵀu = λu` where `left`."""

    matrix: Term
    value: Term
    vector: Term
    left: bool
    claim: int


def _with_eigenvectors(made: Built, equal: Equal) -> Built:
    pairs = [pair for equation in made.rest for pair in _pair(equation, made.world, equal)]
    for matrix in dict.fromkeys(pair.matrix for pair in pairs):
        own = [pair for pair in pairs if pair.matrix is matrix]
        if (world := eigenmatrix(matrix, own, made.world)) is not None:
            claims = {pair.claim for pair in own}
            rest = tuple(equation for equation in made.rest if equation.claim not in claims)
            made = Built(world, rest, (*made.used, *claims))
    return made


def _pair(equation: Equation, world: World, equal: Equal) -> Iterator[Pair]:
    letters = _letters(equation)
    matrices = [one for one in letters if "square" in _kinds(one) and _is_open(one, world)]
    vectors = [one for one in letters if "column" in _kinds(one) and _is_open(one, world)]
    values = [one for one in letters if not one.shape and _is_open(one, world)]
    if len(matrices) != 1 or len(vectors) != 1 or len(values) != 1:
        return
    matrix, vector, value = matrices[0], vectors[0], values[0]
    bare = _without_calls(world, letters)
    scaled = t.multiply(value, vector)
    for left in (False, True):
        product = t.matmul(t.transpose(matrix) if left else matrix, vector)
        for residual in (t.subtract(product, scaled), t.transpose(t.subtract(product, scaled))):
            if _is_multiple(equation, residual, bare, equal):
                yield Pair(matrix, value, vector, left, equation.claim)
                return


def _is_open(symbol: Term, world: World) -> bool:
    """Without a definition, or only said to depend on something."""
    definition = world.definitions.get(symbol.parameters[0])
    return definition is None or definition.operation == "call"


def _without_calls(world: World, symbols: list[Term]) -> World:
    """The world in which letters are free that were only said to depend on others."""
    names = {one.parameters[0] for one in symbols if _is_open(one, world)}
    kept = {name: value for name, value in world.definitions.items() if name not in names}
    return replace(world, definitions=kept)


def _known(symbol: Term, world: World) -> frozenset[str]:
    known = closure(tuple(world.properties.get(symbol.parameters[0], ()))) - _SAYING_NOTHING
    return frozenset(word for word in known if " of " not in word)


def eigenmatrix(matrix: Term, pairs: list[Pair], world: World) -> World | None:
    """The world in which a matrix has an eigenvalue and eigenvectors; None where its properties do not allow that."""
    known = _known(matrix, world)
    if known - _BUILT or len({(pair.value, pair.left) for pair in pairs}) != len(pairs):
        return None
    value = pairs[0].value
    right = [pair.vector for pair in pairs if not pair.left]
    left = [pair.vector for pair in pairs if pair.left]
    if len(right) != 1 or len(left) > 1 or any(pair.value is not value for pair in pairs):
        return None
    if left and "symmetric" in known:
        return None
    covector = left[0] if left else right[0]
    scale = t.power(t.matmul(t.transpose(covector), right[0]), t.number(-1))
    onto = t.multiply(scale, t.matmul(right[0], t.transpose(covector)))
    beside = t.subtract(t.identity(matrix.shape[0]), onto)
    free = t.symbol(matrix.parameters[0] + REST, matrix.shape)
    two_sided = bool(left) or "symmetric" in known
    rest = t.matmul(t.matmul(beside, free), beside) if two_sided else t.matmul(free, beside)
    words = tuple(_OF_EIGENVALUE[word] for word in sorted(known & _OF_EIGENVALUE.keys()))
    world = _with_definition(matrix, t.add(t.multiply(value, onto), rest), world, [value, *right, *left, free])
    properties = {
        **world.properties,
        free.parameters[0]: tuple(world.properties.get(matrix.parameters[0], ())),
        value.parameters[0]: (*_words(value, world), *words),
        matrix.parameters[0]: (),
        **{one.parameters[0]: (*_words(one, world), "nonzero") for one in (*right, *left)},
    }
    return replace(world, properties=properties)


def _words(symbol: Term, world: World) -> tuple[str, ...]:
    said = world.properties.get(symbol.parameters[0], ())
    return tuple(
        word for word in said if word not in _SAYING_NOTHING and " of " not in word and not word.startswith(SATISFYING)
    )


def _with_definition(matrix: Term, value: Term, world: World, letters: list[Term]) -> World:
    """The world with the matrix made of letters all of which vary with it."""
    world = _without_calls(world, letters)
    moving = {one.parameters[0] for one in (*letters, matrix)}
    definitions = {**world.definitions, matrix.parameters[0]: value}
    return replace(world, definitions=definitions, constant=world.constant - moving)


# --- singular vectors ---------------------------------------------------------------------------------------------


def _with_singular_vectors(made: Built, equal: Equal) -> Built:
    """`Av = σu` and `Aᵀu = σv` for unit vectors."""
    halves = [half for equation in made.rest for half in _half(equation, made.world, equal)]
    for right in (half for half in halves if not half.mirrored):
        left = next((half for half in halves if half.mirrored and half.letters == right.letters), None)
        if left is None or not _are_unit(right, made.world) or _known(right.matrix, made.world) - {"invertible"}:
            continue
        claims = {right.claim, left.claim}
        rest = tuple(equation for equation in made.rest if equation.claim not in claims)
        return Built(_singular(right, made.world), rest, (*made.used, *claims))
    return made


@dataclass(frozen=True)
class Half:
    """`Av = σu`, or `Aᵀu = σv` where `mirrored`."""

    matrix: Term
    value: Term
    left: Term
    right: Term
    mirrored: bool
    claim: int

    @property
    def letters(self) -> tuple[Term, ...]:
        return self.matrix, self.value, self.left, self.right


def _half(equation: Equation, world: World, equal: Equal) -> Iterator[Half]:
    letters = [one for one in _letters(equation) if _is_open(one, world)]
    matrices = [one for one in letters if "matrix" in _kinds(one)]
    vectors = [one for one in letters if "column" in _kinds(one)]
    values = [one for one in letters if not one.shape]
    if len(matrices) != 1 or len(vectors) != 2 or len(values) != 1:
        return
    matrix, value, bare = matrices[0], values[0], _without_calls(world, letters)
    for left, right in (vectors, vectors[::-1]):
        if (left.shape[0], right.shape[0]) != matrix.shape:
            continue
        sides = t.subtract(t.matmul(matrix, right), t.multiply(value, left))
        other = t.subtract(t.matmul(t.transpose(matrix), left), t.multiply(value, right))
        for residual, mirrored in ((sides, False), (other, True)):
            if _is_multiple(equation, residual, bare, equal):
                yield Half(matrix, value, left, right, mirrored, equation.claim)


def _are_unit(half: Half, world: World) -> bool:
    return all("unit" in _known(vector, world) for vector in (half.left, half.right))


def _singular(half: Half, world: World) -> World:
    rows, columns = half.matrix.shape
    free = t.symbol(half.matrix.parameters[0] + REST, half.matrix.shape)
    before = t.subtract(t.identity(rows), _outer(half.left))
    behind = t.subtract(t.identity(columns), _outer(half.right))
    first = t.multiply(half.value, t.matmul(half.left, t.transpose(half.right)))
    value = t.add(first, t.matmul(t.matmul(before, free), behind))
    world = _with_definition(half.matrix, value, world, [half.value, half.left, half.right, free])
    properties = {
        **world.properties,
        half.matrix.parameters[0]: (),
        half.value.parameters[0]: _words(half.value, world),
    }
    return replace(world, properties=properties)


# --- decompositions -----------------------------------------------------------------------------------------------

_INHERITED = {"positive definite": "positive definite", "positive semidefinite": "positive semidefinite"}
_ASKED: dict[str, Callable[[Signs, Term], bool]] = {
    "symmetric": Signs.symmetric, "positive definite": Signs.definite, "positive semidefinite": Signs.semidefinite,
}  # fmt: skip


def settled(world: World) -> World:
    """The world with what is declared of defined matrices put to their factors, or left out where it is visible."""
    for name, value in world.definitions.items():
        told = world.properties.get(name, ())
        if value.order != 2 or not told:
            continue
        if (middle := _conjugated(value, world)) is not None:
            inherited = _INHERITED
            if (numbers := _on_diagonal(middle, world)) is not None:
                middle, inherited = numbers, _OF_EIGENVALUE
            words = tuple(inherited[word] for word in sorted(closure(tuple(told)) & inherited.keys()))
            own = (*(one for one in world.properties.get(middle, ()) if one not in _SAYING_NOTHING), *words)
            world = replace(world, properties={**world.properties, middle: own})
        signs = Signs(world)
        kept = tuple(word for word in told if not _is_visible(word, value, signs))
        if kept != tuple(told):
            world = replace(world, properties={**world.properties, name: kept})
    return world


def _conjugated(value: Term, world: World) -> str | None:
    """The letter in the middle of QΛQᵀ or PΛP⁻¹, diagonal."""
    if value.operation != "matmul" or value.arguments[0].operation != "matmul":
        return None
    (first, middle), last = value.arguments[0].arguments, value.arguments[1]
    if middle.operation != "symbol" or first.operation != "symbol":
        return None
    if middle.parameters[0] in world.definitions and _on_diagonal(middle.parameters[0], world) is None:
        return None
    known, outer = (closure(tuple(world.properties.get(one.parameters[0], ()))) for one in (middle, first))
    turned = last is t.inverse(first) or (last is t.transpose(first) and "orthogonal" in outer)
    diagonal = "diagonal" in known or middle.parameters[0] in world.definitions
    return str(middle.parameters[0]) if turned and diagonal else None


def _on_diagonal(name: str, world: World) -> str | None:
    """λ where the matrix is defined as diag(λ_1, …, λ_n)."""
    value = world.definitions.get(name)
    if value is None or value.operation != "diag":
        return None
    parts = list(subterms(value))
    plainly = {"diag", "rearrange", "array", "entry", "symbol", "index", "number"}
    letters = [str(part.parameters[0]) for part in parts if part.operation == "symbol"]
    free = len(letters) == 1 and letters[0] not in world.definitions
    return letters[0] if free and {part.operation for part in parts} <= plainly else None


def _is_visible(word: str, value: Term, signs: Signs) -> bool:
    return any(word == asked and sees(signs, value) for asked, sees in _ASKED.items())


def is_made(world: World) -> bool:
    """Some matrix of the world is made of its eigenvectors or singular vectors."""
    values = (sub for value in world.definitions.values() for sub in subterms(value))
    return any(sub.operation == "symbol" and sub.parameters[0].endswith(MARKS) for sub in values)


# --- derivatives by what is constructed ---------------------------------------------------------------------------


def paired(left: Term, right: Term, world: World) -> tuple[Term, Term, Term | None] | None:
    """`∂y/∂A = G` for a constructed A as `dy = tr(Gᵀ dA)`; with G itself where A, and so G, is to be symmetric."""
    for one, gradient in ((left, right), (right, left)):
        turned = one.operation == "rearrange" and one is t.transpose(one.arguments[0])
        inner = one.arguments[0] if turned else one
        if inner.operation != "derivative" or inner.arguments[1].operation != "symbol" or inner.arguments[0].shape:
            continue
        body, matrix = inner.arguments
        definition = world.definitions.get(matrix.parameters[0])
        name = matrix.parameters[0]
        parts = {} if definition is None else {sub.parameters[0]: None for sub in subterms(definition)
                                               if sub.operation == "symbol"}  # fmt: skip
        if not any(f"{name}{mark}" in parts for mark in MARKS):
            continue
        shaped = t.transpose(gradient) if turned else gradient
        product = t.trace(t.matmul(t.transpose(shaped), t.differential(matrix)))
        told = (closure(tuple(world.properties.get(f"{name}{mark}", ()))) for mark in MARKS)
        return t.differential(body), product, shaped if any({"symmetric", "orthogonal"} & one for one in told) else None
    return None
