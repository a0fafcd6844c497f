"""Terms evaluated with NumPy and finite differences: slow, plain, and independent of the normal form."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from auditor.terms.dimension import Dimension
from auditor.terms.term import Index, Term, subterms
from auditor.terms.world import World

STEP = 2e-4
# Weights of a central difference with five points.
STENCIL = ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12))


@dataclass(frozen=True)
class Instance:
    """Sizes, values of symbols, perturbations (for differentials), and places of indices."""

    sizes: Mapping[str, int]
    values: Mapping[str, Any]
    world: World = field(default_factory=World)
    perturbations: Mapping[str, Any] = field(default_factory=dict)
    indices: Mapping[Index, int] = field(default_factory=dict)

    def size(self, dimension: Dimension) -> int:
        return dimension.value({**self.sizes, **self.world.fixed_sizes})

    def shape(self, term: Term) -> tuple[int, ...]:
        return tuple(map(self.size, term.shape))

    def bind(self, name: str, value: Any) -> Instance:
        return replace(self, values={**self.values, name: value})


def evaluate(term: Term, at: Instance) -> Any:
    """The value as an array of the term's shape; a scalar is a plain float."""
    value = np.asarray(EVALUATE[term.operation](term, at), dtype=float)
    return value.reshape(at.shape(term)) if term.shape else value.reshape(-1)[0]


def _each(term: Term, at: Instance) -> list[Any]:
    return [evaluate(argument, at) for argument in term.arguments]


def _symbol(term: Term, at: Instance) -> Any:
    name = term.parameters[0]
    if name in at.values:
        return at.values[name]
    return evaluate(at.world.definitions[name], at)


def _index(term: Term, at: Instance) -> Any:
    return at.indices[term.parameters[0]]


def _place(term: Term, at: Instance) -> int:
    place = round(float(evaluate(term, at))) - 1
    if place < 0:
        raise IndexError("places are counted from 1")
    return place


def _unit(term: Term, at: Instance) -> Any:
    value = np.zeros(at.shape(term)).reshape(-1)
    value[_place(term.arguments[0], at)] = 1
    return value


def _commutation(term: Term, at: Instance) -> Any:
    m, n = map(at.size, term.parameters)
    value = np.zeros((m * n, m * n))
    for i in range(m):
        for j in range(n):
            value[i * n + j, j * m + i] = 1
    return value


RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "!=": lambda a, b: a != b,
}


def _multiply(term: Term, at: Instance) -> Any:
    result: Any = 1.0
    for value in _each(term, at):
        result = result * value
    return result


def _contract(term: Term, at: Instance) -> Any:
    left, right = _each(term, at)
    return np.tensordot(left, right, axes=term.parameters[0] if term.operation == "contract" else 1)


def _rearrange(term: Term, at: Instance) -> Any:
    value = np.asarray(evaluate(term.arguments[0], at))
    sources = term.parameters[0]
    kept = [source for source in sources if source is not None]
    dropped = [axis for axis in range(value.ndim) if axis not in kept]
    value = np.transpose(value, (*kept, *dropped)).reshape([value.shape[axis] for axis in kept])
    return value.reshape([1 if s is None else value.shape[kept.index(s)] for s in sources])


def _diag(term: Term, at: Instance) -> Any:
    return np.diag(evaluate(term.arguments[0], at).reshape(-1))


def _blocks(term: Term, at: Instance) -> Any:
    rows, columns = term.parameters
    parts = [np.atleast_2d(part) for part in _each(term, at)]
    return np.block([parts[row * columns : (row + 1) * columns] for row in range(rows)])


def _entry(term: Term, at: Instance) -> Any:
    inner, *places = term.arguments
    return evaluate(inner, at)[
        tuple(_place(p, at) if s > 1 else 0 for p, s in zip(places, at.shape(inner), strict=True))
    ]


def _slice(term: Term, at: Instance) -> Any:
    inner, index = term.arguments
    return np.take(evaluate(inner, at), [_place(index, at)], axis=term.parameters[0])


def _array(term: Term, at: Instance) -> Any:
    shape = at.shape(term) or (1,) * len(term.parameters)
    value = np.zeros(shape)
    for spot in np.ndindex(*shape[: len(term.parameters)]):
        places = {index: at.size(index.lower) + k for index, k in zip(term.parameters, spot, strict=True)}
        value[spot] = evaluate(term.arguments[0], replace(at, indices={**at.indices, **places}))
    return value


def _over(term: Term, at: Instance) -> list[Any]:
    index: Index = term.parameters[0]
    span = range(at.size(index.lower), at.size(index.upper) + 1)
    return [evaluate(term.arguments[0], replace(at, indices={**at.indices, index: k})) for k in span]


def _sum(term: Term, at: Instance) -> Any:
    return sum(_over(term, at), np.zeros(at.shape(term)))


def _product(term: Term, at: Instance) -> Any:
    values = _over(term, at)
    if term.operation == "product_down":
        values.reverse()
    result = values[0] if values else 1.0
    for value in values[1:]:
        result = result @ value if term.shape else result * value
    return result


def _softmax(x: Any) -> Any:
    return np.exp(x) / np.exp(x).sum()


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "tan": np.tan, "sinh": np.sinh,
    "cosh": np.cosh, "tanh": np.tanh, "arctan": np.arctan, "arcsin": np.arcsin, "arccos": np.arccos, "abs": np.abs,
    "sign": np.sign, "relu": lambda x: np.maximum(x, 0), "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.log1p(np.exp(x)), "erf": np.vectorize(math.erf), "max": np.maximum, "min": np.minimum,
    "softmax": _softmax,
}  # fmt: skip


def _apply(term: Term, at: Instance) -> Any:
    return FUNCTIONS[term.parameters[0]](*_each(term, at))


def _norm(term: Term, at: Instance) -> Any:
    value = np.atleast_2d(evaluate(term.arguments[0], at))
    kind = term.parameters[0]
    if kind in ("2", "F"):
        return np.sqrt((value**2).sum())
    if kind == "1":
        return np.abs(value).sum()
    return np.linalg.norm(value, {"spectral": 2, "nuclear": "nuc", "inf": np.inf}[kind])


def _call(term: Term, at: Instance) -> Any:
    """Some smooth function: sines of random combinations, fixed by the name; primes are derivatives."""
    name, kind = term.parameters
    bare = name.rstrip("'")
    order = len(name) - len(bare)
    rng = np.random.default_rng(sum(map(ord, bare)))
    arguments = _each(term, at)
    if kind == "elementwise" or (term.is_scalar and all(a.is_scalar for a in term.arguments)):
        slopes = rng.uniform(0.5, 1.5, size=len(arguments))
        inside = sum(slope * argument for slope, argument in zip(slopes, arguments, strict=True))
        return np.sin(inside + 0.4 + order * np.pi / 2) * slopes[0] ** order
    flat = np.concatenate([np.atleast_1d(argument).reshape(-1) for argument in arguments])
    weights = rng.uniform(-1, 1, size=(int(np.prod(at.shape(term))), len(flat)))
    return np.sin(weights @ flat + 0.3) + 0.2 * (weights @ flat) ** 2


def _difference(body: Term, moved: Callable[[float], Instance]) -> Any:
    return sum(weight * np.asarray(evaluate(body, moved(k * STEP))) for k, weight in STENCIL) / STEP


def _depends(body: Term, name: str, at: Instance) -> bool:
    names = {term.parameters[0] for term in subterms(body) if term.operation == "symbol"}
    return name in names or any(_depends(at.world.definitions[d], name, at) for d in names if d in at.world.definitions)


def _along(body: Term, name: str, direction: Any, at: Instance) -> Any:
    if not _depends(body, name, at):
        return np.zeros(at.shape(body))
    start = _value(name, at)
    return _difference(body, lambda step: at.bind(name, start + step * direction))


def _value(name: str, at: Instance) -> Any:
    return at.values[name] if name in at.values else evaluate(at.world.definitions[name], at)


def _derivative(term: Term, at: Instance) -> Any:
    body, variable = term.arguments
    shape = at.shape(variable)
    columns = []
    for spot in np.ndindex(*shape):
        direction = np.zeros(shape)
        direction[spot] = 1
        columns.append(_along(body, variable.parameters[0], direction if shape else 1.0, at))
    return np.stack(columns, axis=-1).reshape((*at.shape(body), *shape))


def _directional(term: Term, at: Instance) -> Any:
    body, variable, direction = term.arguments
    return _along(body, variable.parameters[0], evaluate(direction, at), at)


def _differential(term: Term, at: Instance) -> Any:
    body = term.arguments[0]
    moving = {name: d for name, d in at.perturbations.items() if name in at.values and name not in at.world.constant}

    def moved(step: float) -> Instance:
        return replace(at, values={**at.values, **{name: at.values[name] + step * d for name, d in moving.items()}})

    return _difference(body, moved)


def _substitute(term: Term, at: Instance) -> Any:
    body, *bindings = term.arguments
    for symbol, value in zip(bindings[::2], bindings[1::2], strict=True):
        at = at.bind(symbol.parameters[0], evaluate(value, at))
    return evaluate(body, at)


def _turning(matrix: Any) -> Any:
    """[[cos A, -sin A], [sin A, cos A]]: the real form of exp(iA), by its power series."""
    unit = np.array([[0.0, -1.0], [1.0, 0.0]])
    return _expm(np.kron(unit, matrix))


def _expm(matrix: Any) -> Any:
    """By its series, of the matrix halved until it is small, and squared again."""
    halvings = max(0, math.ceil(math.log2(max(np.abs(matrix).sum(), 1e-300))) + 3)
    small, value = matrix / 2.0**halvings, np.eye(len(matrix))
    for order in range(18, 0, -1):
        value = np.eye(len(matrix)) + small @ value / order
    for _ in range(halvings):
        value = value @ value
    return value


def _matrix_power(matrix: Any, exponent: float) -> Any:
    """Whole powers, and half ones of symmetric matrices that are positive definite."""
    if abs(exponent - round(exponent)) < 1e-9:
        base = inverse_matrix(matrix) if exponent < 0 else matrix
        return np.linalg.matrix_power(base, abs(round(exponent)))
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(values**exponent) @ vectors.T


def inverse_matrix(matrix: Any) -> Any:
    """The inverse; LinAlgError for a matrix that is singular but for rounding."""
    if np.linalg.cond(matrix) > 1e8:
        raise np.linalg.LinAlgError
    return np.linalg.inv(matrix)


def _adjugate(matrix: Any) -> Any:
    return np.linalg.det(matrix) * np.linalg.inv(matrix)


def _unary(function: Callable[[Any], Any]) -> Callable[[Term, Instance], Any]:
    return lambda term, at: function(evaluate(term.arguments[0], at))


def _binary(function: Callable[[Any, Any], Any]) -> Callable[[Term, Instance], Any]:
    return lambda term, at: function(*_each(term, at))


EVALUATE: dict[str, Callable[[Term, Instance], Any]] = {
    "number": lambda term, at: float(term.parameters[0]),
    "constant": lambda term, at: {"pi": np.pi, "e": np.e}[term.parameters[0]],
    "size": lambda term, at: at.size(term.parameters[0]),
    "symbol": _symbol,
    "index": _index,
    "identity": lambda term, at: np.eye(at.size(term.shape[0])),
    "zeros": lambda term, at: np.zeros(at.shape(term)),
    "ones": lambda term, at: np.ones(at.shape(term)),
    "unit": _unit,
    "commutation": _commutation,
    "delta": _binary(lambda a, b: float(a == b)),
    "compare": lambda term, at: float(RELATIONS[term.parameters[0]](*_each(term, at))),
    "add": lambda term, at: sum(_each(term, at)),
    "multiply": _multiply,
    "hadamard": _multiply,
    "matmul": _contract,
    "contract": _contract,
    "kronecker": _binary(np.kron),
    "rearrange": _rearrange,
    "inverse": _unary(inverse_matrix),
    "det": _unary(np.linalg.det),
    "trace": _unary(np.trace),
    "adjugate": _unary(_adjugate),
    "pseudo_inverse": _unary(np.linalg.pinv),
    "expm": _unary(_expm),
    "sinm": _unary(lambda a: _turning(a)[len(a) :, : len(a)]),
    "cosm": _unary(lambda a: _turning(a)[: len(a), : len(a)]),
    "power": _binary(lambda a, b: np.power(a, b)),
    "matrix_power": _binary(lambda a, b: _matrix_power(a, float(b))),
    "vec": _unary(lambda a: a.reshape(-1, order="F")),
    "devec": lambda term, at: evaluate(term.arguments[0], at).reshape(at.shape(term), order="F"),
    "diag": _diag,
    "diagonal": _unary(np.diag),
    "blocks": _blocks,
    "entry": _entry,
    "slice": _slice,
    "member": lambda term, at: evaluate(term.arguments[0], at)[_place(term.arguments[1], at)],
    "array": _array,
    "sum": _sum,
    "product": _product,
    "product_down": _product,
    "apply": _apply,
    "norm": _norm,
    "call": _call,
    "derivative": _derivative,
    "differential": _differential,
    "directional": _directional,
    "substitute": _substitute,
}


# --- instances --------------------------------------------------------------------------------------------------


def draw(terms: tuple[Term, ...], world: World, seed: int, sizes: Mapping[str, int] | None = None) -> Instance:
    """Random values for all free symbols, within their properties; sizes are distinct small numbers."""
    rng = np.random.default_rng(seed)
    everything = [t for term in (*terms, *world.definitions.values()) for t in subterms(term)]
    names = sorted({name for term in everything for name in _size_names(term)})
    if sizes is None:
        order = rng.permutation(len(names))
        sizes = {name: 2 + int(k) for name, k in zip(names, order, strict=True)}
    at = Instance(sizes, {}, world)
    values: dict[str, Any] = {}
    perturbations: dict[str, Any] = {}
    for term in sorted((t for t in everything if t.operation == "symbol"), key=lambda t: t.parameters[0]):
        name = term.parameters[0]
        if name not in values and name not in world.definitions:
            known = world.properties.get(name, ())
            values[name] = random_value(rng, at.shape(term), known)
            linear = tuple(LINEAR[p] for p in known if p in LINEAR)
            perturbations[name] = random_value(rng, at.shape(term), linear)
    return Instance(sizes, values, world, perturbations)


def _size_names(term: Term) -> set[str]:
    found = {name for size in term.shape for name in size.symbols}
    for index in (*term.indices, *(p for p in term.parameters if isinstance(p, Index))):
        found |= {*index.lower.symbols, *index.upper.symbols}
    found |= {name for p in term.parameters if isinstance(p, Dimension) for name in p.symbols}
    return found


def random_value(rng: np.random.Generator, shape: tuple[int, ...], properties: tuple[str, ...]) -> Any:
    value = rng.uniform(-1.5, 1.5, size=shape)
    if {"idempotent", "symmetric"} <= set(properties):
        basis, _ = np.linalg.qr(value)
        return basis[:, : shape[0] - 1] @ basis[:, : shape[0] - 1].T
    for known in properties:
        value = MAKE[known](rng, value) if known in MAKE else value
    return value if shape else float(value)


def _orthogonal(rng: np.random.Generator, value: Any) -> Any:
    square, _ = np.linalg.qr(value)
    return square @ np.diag(rng.choice([-1.0, 1.0], size=square.shape[1]))


def _projection(rng: np.random.Generator, value: Any) -> Any:
    n = value.shape[0]
    basis = rng.normal(size=(n, n))
    kept = np.diag([1.0] * int(rng.integers(0, n + 1)) + [0.0] * n)[:n, :n]
    return basis @ kept @ np.linalg.inv(basis)


def _one_hot(rng: np.random.Generator, value: Any) -> Any:
    made = np.zeros(value.size)
    made[int(rng.integers(value.size))] = 1
    return made.reshape(value.shape)


def _reflection(rng: np.random.Generator, value: Any) -> Any:
    signs = rng.choice([-1.0, 1.0], size=len(value))
    basis, _ = np.linalg.qr(value)
    return basis @ np.diag(signs) @ basis.T


def _rotation(rng: np.random.Generator, value: Any) -> Any:
    basis = _orthogonal(rng, value)
    basis[:, 0] *= np.sign(np.linalg.det(basis))
    return basis


def _low_rank(rng: np.random.Generator, value: Any) -> Any:
    kept = int(rng.integers(0, min(value.shape)))
    return value[:, :kept] @ rng.normal(size=(kept, value.shape[1]))


# What a property of a symbol says of its perturbations.
LINEAR = {
    "symmetric": "symmetric", "positive definite": "symmetric", "skew-symmetric": "skew-symmetric",
    "diagonal": "diagonal", "lower triangular": "lower triangular", "upper triangular": "upper triangular",
}  # fmt: skip
MAKE: dict[str, Callable[[np.random.Generator, Any], Any]] = {
    "symmetric": lambda rng, a: (a + a.T) / 2,
    "skew-symmetric": lambda rng, a: a - a.T,
    "positive definite": lambda rng, a: a @ a.T + 0.3 * np.eye(len(a)),
    "positive": lambda rng, a: np.abs(a) + 0.1,
    "nonnegative": lambda rng, a: np.abs(a),
    "orthogonal": _orthogonal,
    "orthonormal columns": lambda rng, a: np.linalg.qr(a)[0],
    "special orthogonal": _rotation,
    "reflection": _reflection,
    "low rank": _low_rank,
    "lower triangular": lambda rng, a: np.tril(a),
    "upper triangular": lambda rng, a: np.triu(a),
    "diagonal": lambda rng, a: np.diag(np.diag(a)),
    "idempotent": _projection,
    "projection": _projection,
    "unit": lambda rng, a: a / np.sqrt((a**2).sum()),
    "one-hot": _one_hot,
    "stochastic": lambda rng, a: np.abs(a) / np.abs(a).sum(),
    "centred": lambda rng, a: a - a.mean(),
}


def agree(left: Term, right: Term, world: World, seed: int, sizes: Mapping[str, int] | None = None) -> bool | None:
    """Whether both sides have the same value at one random instance, for all places of free indices; None: no value."""
    at = draw((left, right), world, seed, sizes)
    free = sorted({*left.indices, *right.indices})
    spans = [range(at.size(index.lower), at.size(index.upper) + 1) for index in free]
    for spot in np.ndindex(*map(len, spans)):
        here = replace(at, indices={index: span[k] for index, span, k in zip(free, spans, spot, strict=True)})
        with np.errstate(all="ignore"):
            one, other = np.asarray(evaluate(left, here)), np.asarray(evaluate(right, here))
        if not (np.isfinite(one).all() and np.isfinite(other).all()):
            return None
        scale = max(1.0, np.abs(one).max(), np.abs(other).max())
        if np.abs(one - other).max() > 1e-6 * scale:
            return False
    return True
