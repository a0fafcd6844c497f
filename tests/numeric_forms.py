"""Normal forms evaluated wire by wire: a normal form must have the value of the term that it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from numeric_terms import FUNCTIONS, RELATIONS, Instance, _call, _expm, _matrix_power, inverse_matrix

from auditor.terms import term as make
from auditor.terms.calls import Signature
from auditor.terms.networks import Form, Head
from auditor.terms.normal_form import NormalForm
from auditor.terms.places import Leg, Place


class NoValue(Exception):
    """Something that is not evaluated here."""


@dataclass
class Evaluation:
    """Values of forms at one instance; the same head at the same places is evaluated once."""

    at: Instance
    known: dict[Any, float] = field(default_factory=dict)
    arrays: dict[Any, Any] = field(default_factory=dict)

    def normal(self, normal: NormalForm) -> Any:
        """The value as an array over the axes and the free indices, without those of size 1."""
        return self.form(normal.form)

    def form(self, form: Form) -> Any:
        """The whole array of a form."""
        if form not in self.arrays:
            sizes = [self.at.size(size) for size in form.ranges]
            value = np.zeros(sizes)
            for spot in np.ndindex(*sizes):
                value[spot] = self.entry(form, spot)
            self.arrays[form] = value
        return self.arrays[form]

    def entry(self, form: Form, places: tuple[int, ...]) -> float:
        key = (form, places)
        if key not in self.known:
            self.known[key] = sum(self._network(network, places) for network in form.networks)
        return self.known[key]

    def _network(self, network: Any, places: tuple[int, ...]) -> float:
        found = 0.0
        spans = [range(max(0, self.at.size(size))) for _, size in network.bound]
        for spot in product(*spans):
            values = {**dict(enumerate(places)), **{w: k for (w, _), k in zip(network.bound, spot, strict=True)}}
            value = float(network.coefficient)
            for factor in network.factors:
                legs = tuple(self._leg(leg, values) for leg in factor.legs)
                base = self._head(factor.head, legs)
                value *= float(np.power(np.float64(base), float(factor.exponent)))
            found += value
        return found

    def _leg(self, leg: Leg, values: dict[int, int]) -> int:
        if not isinstance(leg, Place):
            return values[leg]
        return self.at.size(leg.offset) + sum(self.at.size(stride) * values[wire] for wire, stride in leg.strides)

    def _head(self, head: Head, legs: tuple[int, ...]) -> float:
        key = (head, legs)
        if key not in self.known:
            if head.kind not in HEADS:
                raise NoValue(head.kind)
            self.known[key] = float(HEADS[head.kind](self, head, legs))
        return self.known[key]

    def matrix(self, form: Form, shared: tuple[int, ...]) -> Any:
        """The matrix of a form's first two parameters."""
        rows, columns = (self.at.size(size) for size in form.ranges[:2])
        return np.array([[self.entry(form, (i, j, *shared)) for j in range(columns)] for i in range(rows)])


def _symbol(self: Evaluation, head: Head, legs: tuple[int, ...]) -> Any:
    values = self.at.values if head.kind == "symbol" else self.at.perturbations
    if head.kind == "differential" and head.name in self.at.world.constant:
        return 0.0
    return np.asarray(values[head.name]).reshape([k for k in np.shape(values[head.name]) if k != 1] or ())[legs]


def _inverse(self: Evaluation, head: Head, legs: tuple[int, ...]) -> Any:
    return inverse_matrix(self.matrix(head.inner[0], legs[2:]))[legs[:2]]


def _matrix_function(self: Evaluation, head: Head, legs: tuple[int, ...]) -> Any:
    matrix = self.matrix(head.inner[0], legs[2:])
    made = {"expm": _expm, "sqrtm": lambda a: _matrix_power(a, 0.5), "pseudo_inverse": lambda a: np.linalg.pinv(a).T}
    if head.name not in made:
        raise NoValue(head.name)
    return made[head.name](matrix)[legs[:2]]


def _power(self: Evaluation, head: Head, legs: tuple[int, ...]) -> Any:
    return np.power(*(np.float64(self.entry(inner, legs)) for inner in head.inner))


def _product(self: Evaluation, head: Head, legs: tuple[int, ...]) -> Any:
    span = range(self.at.size(head.inner[0].ranges[0]))
    return np.prod([self.entry(head.inner[0], (k, *legs)) for k in span])


def _scalar_call(self: Evaluation, head: Head, legs: tuple[int, ...]) -> Any:
    signature: Signature = head.name
    if signature.kind != "scalar" or (signature.taken and len(signature.arguments) > 1):
        raise NoValue("a function of several arguments")
    arguments = tuple(make.symbol(f"argument {k}") for k in range(len(head.inner)))
    name = signature.name + "'" * len(signature.taken)
    inside = Instance({}, {f"argument {k}": self.entry(inner, legs) for k, inner in enumerate(head.inner)})
    return _call(make.call(name, arguments, (), "elementwise"), inside)


def _norm(self: Evaluation, head: Head, legs: tuple[int, ...]) -> Any:
    kind, axes = head.name
    if axes != 2:
        raise NoValue("norm of a vector")
    return np.linalg.norm(self.matrix(head.inner[0], legs), {"spectral": 2, "nuclear": "nuc"}[kind])


HEADS: dict[str, Callable[[Evaluation, Head, tuple[int, ...]], Any]] = {
    "symbol": _symbol,
    "differential": _symbol,
    "size": lambda self, head, legs: self.at.sizes[head.name],
    "count": lambda self, head, legs: max(0, self.at.size(head.name)),
    "prime": lambda self, head, legs: head.name,
    "constant": lambda self, head, legs: {"pi": np.pi, "e": np.e}[head.name],
    "delta": lambda self, head, legs: float(legs[0] == legs[1]),
    "position": lambda self, head, legs: legs[0],
    "sum": lambda self, head, legs: self.entry(head.inner[0], legs),
    "abs": lambda self, head, legs: abs(self.entry(head.inner[0], legs)),
    "apply": lambda self, head, legs: FUNCTIONS[head.name](*(np.float64(self.entry(f, legs)) for f in head.inner)),
    "compare": lambda self, head, legs: float(RELATIONS[head.name](self.entry(head.inner[0], legs), 0.0)),
    "power": _power,
    "inverse": _inverse,
    "det": lambda self, head, legs: np.linalg.det(self.matrix(head.inner[0], legs)),
    "matrix function": _matrix_function,
    "matrix power": lambda self, head, legs: _matrix_power(
        self.matrix(head.inner[0], legs[2:]), self.entry(head.inner[1], ())
    )[legs[:2]],
    "norm": _norm,
    "product": _product,
    "call": _scalar_call,
}
