"""A counterexample as a self-contained NumPy program that anyone can run.

Derivatives are central differences of fourth order, so the program agrees with the exact values to about six digits.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.deciding.claims import Claim
from auditor.deciding.features import features
from auditor.deciding.inequalities import ORDERS
from auditor.deciding.limits import Undecided
from auditor.deciding.numpy_code import Writer, identifier
from auditor.deciding.properties import closure
from auditor.terms.term import Term, subterms
from auditor.terms.world import World
from auditor.verdicts import Counterexample, Numbers

VARIATIONS = frozenset(["derivative", "differential", "directional", "substitute"])

LOOK_UP = '''
def of(name, at):
    """The value of a symbol: bound, else defined; moved where a derivative moves it."""
    value = at[name] if name in at else DEFINITIONS[name](at)
    return value + at.get("+" + name, 0)
'''
HELPERS = {
    "number": """
def number(array):
    return np.asarray(array).reshape(-1)[0]
""",
    "adjugate": """
def adjugate(A):
    n = len(A)
    minors = [[np.linalg.det(np.delete(np.delete(A, i, 0), j, 1)) for j in range(n)] for i in range(n)]
    return np.array([[(-1) ** (i + j) * minors[j][i] for j in range(n)] for i in range(n)])
""",
    "matrix_function": """
def matrix_function(function, A):
    roots, vectors = np.linalg.eig(np.asarray(A, complex))
    return np.real(vectors @ np.diag(function(roots)) @ np.linalg.inv(vectors))
""",
    "commutation": """
def commutation(m, n):
    K = np.zeros((m * n, m * n))
    for i in range(m):
        for j in range(n):
            K[i * n + j, j * m + i] = 1
    return K
""",
    "bound": """
def bound(at, values):
    return {key: value for key, value in at.items() if key.removeprefix("+") not in values} | values
""",
    "along": '''
def along(function, at, directions, step=1e-3):
    """The derivative of the function along a direction in each of some symbols, by central differences."""
    def moved(t):
        return at | {"+" + name: at.get("+" + name, 0) + t * value for name, value in directions.items()}
    near = np.asarray(function(moved(step))) - np.asarray(function(moved(-step)))
    far = np.asarray(function(moved(2 * step))) - np.asarray(function(moved(-2 * step)))
    return (8 * near - far) / (12 * step)
''',
    "derivative": '''
def derivative(function, at, name, shape):
    """All partial derivatives; the directions come last."""
    units = np.eye(math.prod(shape)).reshape((-1, *shape))
    return np.stack([along(function, at, {name: unit}) for unit in units], axis=-1)
''',
    "differential": """
def differential(function, at):
    return along(function, at, PERTURBATIONS)
""",
}
# Helpers that use others, which come first.
NEEDS = {"derivative": ("along",), "differential": ("along",)}


BINDING = frozenset({"substitute", "limit", "integral"})  # these bind the letter behind their body


def _bound(claim: Claim) -> set[str]:
    """The letters that take their values inside the claim."""
    letters: list[Term] = []
    for sub in (sub for side in (claim.left, claim.right) for sub in subterms(side) if sub.operation in BINDING):
        letters += sub.arguments[1::2] if sub.operation == "substitute" else sub.arguments[1:2]
    return {one.parameters[0] for one in letters if one.operation == "symbol"}


def numpy_snippet(claim: Claim, world: World, counterexample: Counterexample) -> str:
    """A program that computes both sides at the counterexample, prints them and shows that the claim fails.

    Raises Undecided for the few operations that have no NumPy expression, and where the counterexample has no value
    for a letter: it may use another of several forms that the text gives a matrix.
    """
    found = features(claim.left, claim.right, world)
    values = dict(counterexample.values)
    valued = {*values, *found.definitions, *_bound(claim)}
    if any(name not in valued for name in found.symbols):
        raise Undecided("a letter has no value")
    varying = bool(found.definitions) or not VARIATIONS.isdisjoint(found.operations)
    functions = {name: f"function_{identifier(name)}" for name in found.functions}
    names = _names([name for name in values if name not in found.functions])
    sizes = dict(counterexample.sizes)
    sizes |= {name: int(str(values[name])) for name in found.counts if name in values and name not in sizes}
    writer = Writer(sizes, names, varying, functions)
    definitions = {name: writer.write(world.definitions[name]) for name in found.definitions}
    left, right = writer.write(claim.left), writer.write(claim.right)
    lines = ["import functools", "import math", "", "import numpy as np", ""]
    lines += [f"# {name} = {number}" for name, number in counterexample.sizes]
    lines += [_helper(name) for name in _in_order(writer.helpers)]
    lines += [
        _function(functions[name], values[name], _is_positive(name, world))
        for name in found.functions
        if name in values
    ]
    lines += [f"{identifier(name)} = {place}" for name, place in counterexample.indices]
    symbols = {name: value for name, value in values.items() if name not in found.functions}
    if varying:
        lines += _look_up(symbols, definitions, found.symbols)
    else:
        lines += [f"{names[name]} = {_literal(value)}" for name, value in symbols.items()]
    lines += [
        f"left = {left}",
        f"right = {right}",
        'print("left =", left, sep="\\n")',
        'print("right =", right, sep="\\n")',
    ]
    lines += _verdict(claim, names, symbols)
    return "\n".join(lines) + "\n"


def _names(symbols: list[str]) -> dict[str, str]:
    """Different Python names for different symbols."""
    names: dict[str, str] = {}
    for symbol in symbols:
        name = identifier(symbol)
        while name in names.values():
            name += "_"
        names[symbol] = name
    return names


def _literal(value: Numbers) -> str:
    if isinstance(value, str):
        return _fraction(value)
    return f"np.array({_nested(value)}, float)"


def _nested(value: Numbers) -> str:
    return _fraction(value) if isinstance(value, str) else "[" + ", ".join(map(_nested, value)) + "]"


def _fraction(value: str) -> str:
    return value.replace("/", " / ")


def _in_order(helpers: set[str]) -> list[str]:
    needed = helpers | {other for name in helpers for other in NEEDS.get(name, ())}
    return [name for name in HELPERS if name in needed]


def _helper(name: str) -> str:
    return HELPERS[name].lstrip("\n")


def _look_up(symbols: dict[str, Numbers], definitions: dict[str, str], free: Mapping[str, object]) -> list[str]:
    moving = {name: value for name in free if (value := symbols.get(f"d{name}")) is not None and f"d{name}" not in free}
    entries = ", ".join(f"{name!r}: {_literal(value)}" for name, value in symbols.items())
    moves = ", ".join(f"{name!r}: {_literal(value)}" for name, value in moving.items())
    defined = ", ".join(f"{name!r}: lambda at: {code}" for name, code in definitions.items())
    return [
        LOOK_UP.lstrip("\n"),
        f"DEFINITIONS = {{{defined}}}",
        f"PERTURBATIONS = {{{moves}}}",
        f"at = {{{entries}}}",
    ]


def _is_positive(name: str, world: World) -> bool:
    return "nonnegative" in closure(frozenset(world.properties.get(name, ())))


def _function(name: str, coefficients: Numbers, positive: bool) -> str:
    """An unknown function as the polynomial that it was taken for."""
    if isinstance(coefficients, str):
        raise Undecided("a function without coefficients")
    if all(isinstance(coefficient, str) for coefficient in coefficients):
        tail = "value * value + 1" if positive else "value"
        return (
            f"def {name}(u, shape, matrix=False):\n"
            f"    coefficients = {_nested(coefficients)}\n"
            "    power = np.linalg.matrix_power if matrix else np.power\n"
            "    value = sum(c * power(np.reshape(u, shape), k) for k, c in enumerate(coefficients))\n"
            f"    return {tail}\n"
        )
    if len(coefficients) != 3:
        raise Undecided("an unknown function of this kind has no NumPy expression")
    weights, shift, mixing = (_literal(part) for part in coefficients)
    return (
        f"def {name}(*arguments, shape):\n"
        "    x = np.concatenate([np.reshape(argument, (-1, 1)) for argument in arguments])\n"
        f"    value = {mixing} @ ({weights} @ x + {shift}) ** 8\n"
        "    return value.reshape(shape) if shape else value[0, 0]\n"
    )


def _verdict(claim: Claim, names: dict[str, str], symbols: dict[str, Numbers]) -> list[str]:
    order = ORDERS.get(claim.relation)
    if order is None and claim.relation in (r"\ne", r"\neq", "≠"):
        return ['print("largest difference:", np.abs(np.asarray(left) - right).max(), "- the sides are equal")']
    if order is None:
        return ['print("largest difference:", np.abs(np.asarray(left) - right).max())']
    wanted = "positive" if order.strict else "at least 0"
    margin = "right - left" if order.swapped else "left - right"
    shape = claim.left.shape
    if order.loewner and len(shape) == 2 and shape[0] == shape[1]:
        name, value = list(symbols.items())[-1]
        return [
            f"direction = {_literal(value)}",
            f'print("{name}: the quadratic form is", (direction.T @ ({margin}) @ direction)[0, 0])',
        ]
    return [f'print("least margin:", np.min({margin}), "- wanted: {wanted}")']
