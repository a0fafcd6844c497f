"""Matrices of which the text names the eigenvalues, eigenvectors or singular values, made from these.

A = Q diag(λ) Qᵀ for a symmetric A, P diag(λ) P⁻¹ for another one, U diag(σ) Vᵀ for singular values: the letters stay
free, within what is said of them, and the matrix gets a definition.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from auditor.deciding import constructing
from auditor.deciding.constructing import BASIS, LEFT, RIGHT, VECTOR
from auditor.deciding.doubts import names_in
from auditor.terms import term as t
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.properties import closure
from auditor.terms.term import Index, Term, subterms
from auditor.terms.world import World

_OF_EIGENVALUES = {"positive definite": "positive", "positive semidefinite": "nonnegative"}
# Said of eigenvalues and eigenvectors that are named as such; distinct are almost all.
_SHOWN = frozenset(["eigenvalue", "eigenvector", "singular value", "called orthonormal", "called distinct"])
_BUILT = frozenset({"symmetric", "positive definite", "positive semidefinite", "invertible", "square", "real"})
# What is true of matrices with real eigenvalues is not true of all where one of these occurs.
_NOT_ANALYTIC = frozenset({"norm", "compare", "sqrtm", "pseudo_inverse"})
_NOT_ANALYTIC_FUNCTIONS = frozenset({"abs", "sign", "max", "min", "relu", "step", "sqrt"})


@dataclass(frozen=True)
class Spectrum:
    """The letters for the eigenvalues (or singular values) and eigenvectors of a matrix."""

    matrix: str
    values: str = ""
    vectors: str = ""
    singular: bool = False


THIN_OR_SQUARE = "thin or square"  # said of singular vectors where the text does not say which


def squared(left: Term, right: Term, world: World) -> World | None:
    """The world in which singular vectors make square matrices; None where the claim has none that may be either."""
    found = world
    for part in dict.fromkeys(sub for side in _reached(left, right, world) for sub in subterms(side)):
        if part.operation != "symbol":
            continue
        name = part.parameters[0]
        if THIN_OR_SQUARE in world.properties.get(name, ()) or name.endswith((LEFT, RIGHT)):
            found = _as_many(part.shape[0], part.shape[1], found)
    return None if found is world else found


def known(left: Term, right: Term, world: World) -> World:
    """The world of a claim with every matrix made of which it names the spectrum."""
    names = names_in(left, world.definitions) | names_in(right, world.definitions)
    symbols = {sub.parameters[0]: sub for side in _reached(left, right, world) for sub in subterms(side)
               if sub.operation == "symbol"}  # fmt: skip
    for spectrum in _spectra(world):
        used = {name for name in names if name == spectrum.values or name.startswith(f"{spectrum.values}_")}
        used |= {name for name in names if spectrum.vectors and name.partition("_")[0] == spectrum.vectors}
        if used:
            world = _made(spectrum, symbols, left, right, world)
    return world


def _reached(left: Term, right: Term, world: World) -> list[Term]:
    names = names_in(left, world.definitions) | names_in(right, world.definitions)
    return [left, right, *(world.definitions[name] for name in sorted(names) if name in world.definitions)]


def _spectra(world: World) -> list[Spectrum]:
    found: dict[tuple[str, bool], Spectrum] = {}
    for name, words in world.properties.items():
        if "_{" in name:
            continue
        for word in words:
            for kind in ("eigenvalue", "eigenvector", "singular value"):
                if word.startswith(f"{kind} of "):
                    owner = word.removeprefix(f"{kind} of ")
                    key = owner, kind == "singular value"
                    before = found.get(key, Spectrum(owner, singular=key[1]))
                    vectors = kind == "eigenvector"
                    found[key] = replace(before, vectors=name) if vectors else replace(before, values=name)
    return list(found.values())


def _made(spectrum: Spectrum, symbols: dict[str, Term], left: Term, right: Term, world: World) -> World:
    matrix = symbols.get(spectrum.matrix)
    told = closure(tuple(world.properties.get(spectrum.matrix, ())))
    if matrix is None or matrix.order != 2 or not spectrum.values or told - _BUILT:
        return world
    single = symbols.get(spectrum.values)
    if single is not None and not single.shape and not spectrum.singular:
        return _with_eigenvalue(matrix, single, symbols.get(spectrum.vectors), world)
    values = symbols.get(spectrum.values) or t.symbol(spectrum.values, (_count(matrix, spectrum, world),))
    if values.order != 1:
        return world
    made = _with_members(values, spectrum, symbols, world)
    made = _as_many(values.shape[0], _count(matrix, spectrum, world, values.shape[0]), made)
    if spectrum.matrix in world.definitions:
        return _by_definition(spectrum, matrix, values, symbols, made)
    if spectrum.singular:
        return _singular(matrix, values, made)
    if matrix.shape[0] != matrix.shape[1]:
        return world
    if (vectors := _vectors(spectrum, values, symbols)) is not None:
        return _with_vectors(matrix, values, vectors, made) if "symmetric" in told else world
    if "symmetric" not in told and not _analytic(left, right, world):
        return world
    return _diagonalised(matrix, values, "symmetric" in told, made)


def _with_eigenvalue(matrix: Term, value: Term, vector: Term | None, world: World) -> World:
    """A matrix of which one eigenvalue is named, perhaps with its eigenvector."""
    column = vector if vector is not None else t.symbol(matrix.parameters[0] + VECTOR, (matrix.shape[0], ONE))
    if column.shape != (matrix.shape[0], ONE) or matrix.parameters[0] in world.definitions:
        return world
    pair = constructing.Pair(matrix, value, column, left=False, claim=-1)
    return constructing.eigenmatrix(matrix, [pair], world) or world


def _count(matrix: Term, spectrum: Spectrum, world: World, usual: Dimension | None = None) -> Dimension:
    """How many numbers are listed: n in λ_1, …, λ_n; else as many as is usual, or as the matrix has columns."""
    lists = [word.removeprefix("list of ") for word in world.properties.get(spectrum.values, ())
             if word.startswith("list of ")]  # fmt: skip
    last = next((label for label in lists if label.isalpha()), None)
    return (usual or matrix.shape[1]) if last is None else Dimension.of(last)


def _analytic(left: Term, right: Term, world: World) -> bool:
    parts = [part for side in _reached(left, right, world) for part in subterms(side)]
    return not any(
        part.operation in _NOT_ANALYTIC or (part.operation == "apply" and part.parameters[0] in _NOT_ANALYTIC_FUNCTIONS)
        for part in parts
    )


def _with_members(values: Term, spectrum: Spectrum, symbols: dict[str, Term], world: World) -> World:
    """λ_1 and λ_n as members of the family of all λ_i."""
    definitions = dict(world.definitions)
    properties = dict(world.properties)
    vectors = _vectors(spectrum, values, symbols)
    for name in symbols:
        base, _, label = name.partition("_")
        if not label or name in definitions:
            continue
        place = label.strip("{}")
        number = t.number(int(place)) if place.isdigit() else t.size(Dimension.of(place))
        if base == spectrum.values and not symbols[name].shape:
            definitions[name], properties[name] = t.entry(values, number), ()
        elif base == spectrum.vectors and vectors is not None and symbols[name].shape == vectors.shape[1:]:
            definitions[name], properties[name] = t.member(vectors, number), ()
    return replace(world, definitions=definitions, properties=properties)


def _vectors(spectrum: Spectrum, values: Term, symbols: dict[str, Term]) -> Term | None:
    """The family of eigenvectors, of which perhaps only some members stand in the claim."""
    if not spectrum.vectors or (found := symbols.get(spectrum.vectors)) is not None:
        return found if spectrum.vectors else None
    member = next((one for name, one in symbols.items() if name.startswith(f"{spectrum.vectors}_")), None)
    return None if member is None else t.symbol(spectrum.vectors, (values.shape[0], *member.shape))


def _words(name: str, told: frozenset[str], world: World, *, singular: bool = False) -> tuple[str, ...]:
    said = (word for word in world.properties.get(name, ()) if " of " not in word)
    plain = tuple(word for word in said if word not in _SHOWN)
    signs = tuple(_OF_EIGENVALUES[word] for word in sorted(told & _OF_EIGENVALUES.keys()))
    return (*plain, *signs, *(("nonnegative",) if singular else ()))


def _of_vectors(name: str, world: World) -> tuple[str, ...]:
    return tuple(word for word in _words(name, frozenset(), world) if word not in ("nonzero", "unit"))


def _as_many(one: Dimension, other: Dimension, world: World) -> World:
    if one == other:
        return world
    return replace(world, ordered_sizes=(*world.ordered_sizes, (one, other), (other, one)))


def _defined(matrix: Term, value: Term, words: dict[str, tuple[str, ...]], world: World) -> World:
    name = matrix.parameters[0]
    return replace(
        world,
        definitions={**world.definitions, name: value},
        properties={**world.properties, name: (), **words},
        constant=world.constant - {name, *words},
    )


def _diagonal(values: Term) -> Term:
    """diag(λ) for a list of numbers."""
    one, other = (Index(f"{mark}@spectrum", Dimension.of(1), values.shape[0]) for mark in ("i", "j"))
    places = t.index(one), t.index(other)
    return t.array(t.multiply(t.delta(*places), t.entry(values, places[0])), one, other)


def _diagonalised(matrix: Term, values: Term, symmetric: bool, world: World) -> World:
    told = closure(tuple(world.properties.get(matrix.parameters[0], ())))
    basis = t.symbol(matrix.parameters[0] + BASIS, (matrix.shape[0], values.shape[0]))
    back = t.transpose(basis) if symmetric else t.inverse(basis)
    value = t.matmul(t.matmul(basis, _diagonal(values)), back)
    words = {
        basis.parameters[0]: ("orthogonal",) if symmetric else ("invertible",),
        values.parameters[0]: _words(values.parameters[0], told, world),
    }
    return _defined(matrix, value, words, _as_many(matrix.shape[0], values.shape[0], world))


def _with_vectors(matrix: Term, values: Term, vectors: Term, world: World) -> World:
    """Σ λ_i v_i v_iᵀ for orthonormal eigenvectors."""
    name = vectors.parameters[0]
    if "orthonormal members" not in world.properties.get(name, ()) or vectors.order != 3:
        return world
    told = closure(tuple(world.properties.get(matrix.parameters[0], ())))
    words = {
        name: _of_vectors(name, world),
        values.parameters[0]: _words(values.parameters[0], told, world),
    }
    world = _as_many(vectors.shape[0], vectors.shape[1], _as_many(matrix.shape[0], values.shape[0], world))
    return _defined(matrix, _sum_of_outer(values, vectors), words, world)


def _sum_of_outer(values: Term, vectors: Term) -> Term:
    index = Index("i@spectrum", Dimension.of(1), values.shape[0])
    vector = t.member(vectors, t.index(index))
    outer = t.matmul(vector, t.transpose(vector))
    return t.sum_(t.multiply(t.entry(values, t.index(index)), outer), index)


def _singular(matrix: Term, values: Term, world: World) -> World:
    left, right = (
        t.symbol(matrix.parameters[0] + side, (size, values.shape[0]))
        for side, size in zip((LEFT, RIGHT), matrix.shape, strict=True)
    )
    value = t.matmul(t.matmul(left, _diagonal(values)), t.transpose(right))
    words = {
        left.parameters[0]: ("orthonormal columns",),
        right.parameters[0]: ("orthonormal columns",),
        values.parameters[0]: _words(values.parameters[0], frozenset(), world, singular=True),
    }
    return _defined(matrix, value, words, world)


def _by_definition(spectrum: Spectrum, matrix: Term, values: Term, symbols: dict[str, Term], world: World) -> World:
    """What is said of the letters of a definition that shows that they are the spectrum: Σ λ_i v_i v_iᵀ."""
    vectors = _vectors(spectrum, values, symbols)
    if vectors is None or vectors.order != 3 or "orthonormal members" not in world.properties.get(spectrum.vectors, ()):
        return world
    from auditor.terms.normal_form import equal

    definition = world.definitions[spectrum.matrix]
    bare = replace(world, definitions={k: v for k, v in world.definitions.items() if k != spectrum.matrix})
    if not equal(definition, _sum_of_outer(values, vectors), bare):
        return world
    told = closure(tuple(world.properties.get(spectrum.matrix, ())))
    words = {
        spectrum.vectors: _of_vectors(spectrum.vectors, world),
        spectrum.values: _words(spectrum.values, told, world),
    }
    world = _as_many(vectors.shape[0], vectors.shape[1], world)
    return _defined(matrix, definition, words, world)
