"""Random instances from a one-line specification.

`"A:mn S:nn+sym x:n t: k:int u:n>m"` names a matrix, a symmetric matrix, a column, a number, an exponent and a smooth
map from n-vectors to m-vectors. One letter is one size; different letters never get the same size. A relation
between sizes is written `m>n`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from truth.arrays import array

SIZES = ((2, 3, 4, 5, 6, 7), (5, 2, 3, 6, 4, 7), (3, 5, 6, 2, 7, 4), (4, 6, 2, 3, 5, 7))
LETTERS = "nmpqrs"


@cache
def instances(specification: str, draws: int = 3) -> tuple[dict[str, Any], ...]:
    """As many instances as asked for; the same specification always gives the same ones."""
    seed = np.random.default_rng(zlib.crc32(specification.encode()))
    items = [item for item in specification.split() if ":" in item]
    orders = [item for item in specification.split() if ":" not in item]
    return tuple(_instance(items, _sizes(orders, draw), seed) for draw in range(draws))


def _sizes(orders: list[str], draw: int) -> dict[str, int]:
    sizes = dict(zip(LETTERS, SIZES[draw % len(SIZES)], strict=True))
    for order in orders:
        large, small = order.split(">")
        if sizes[large] < sizes[small]:
            sizes[large], sizes[small] = sizes[small], sizes[large]
    return sizes


def _instance(items: list[str], sizes: dict[str, int], random: np.random.Generator) -> dict[str, Any]:
    result: dict[str, Any] = dict(sizes)
    for item in items:
        name, kind = item.split(":")
        if ">" in kind:
            source, target = (_shape(part, sizes) for part in kind.split(">"))
            result[name] = _smooth_map(source, target, random)
        elif kind == "int":
            result[name] = int(random.integers(2, 5))
        else:
            letters, *properties = kind.split("+")
            result[name] = _value(_shape(letters, sizes), properties, random)
    return result


def _shape(letters: str, sizes: dict[str, int]) -> tuple[int, ...]:
    axes = tuple(int(letter) if letter.isdigit() else sizes[letter] for letter in letters)
    return (*axes, 1) if len(axes) == 1 else axes


def _value(shape: tuple[int, ...], properties: list[str], random: np.random.Generator) -> Any:
    value = np.asarray(random.normal(size=shape))
    for name in properties:
        value = PROPERTIES[name](value, random)
    return array(value)


def _smooth_map(source: tuple[int, ...], target: tuple[int, ...], random: np.random.Generator) -> Callable[[Any], Any]:
    """A generic smooth map: sines of a random linear map, mixed by another."""
    inner = random.normal(size=(4, int(np.prod(source))))
    shift = random.normal(size=(4, 1))
    outer = random.normal(size=(int(np.prod(target)), 4))

    def apply(point: Any) -> Any:
        plain = np.asarray(point)
        if plain.size != np.prod(source):
            raise ValueError(f"map of {source} at {plain.shape}")
        hidden = inner @ plain.reshape(-1, 1) + shift
        return array((outer @ (np.sin(hidden) + hidden**3 / 30)).reshape(target) if target else outer @ np.sin(hidden))

    return apply


def _orthogonal(a: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return np.linalg.qr(a)[0] * random.choice([-1.0, 1.0], size=(1, a.shape[1]))


def _projection(a: np.ndarray, random: np.random.Generator) -> np.ndarray:
    q = np.linalg.qr(a[:, : max(1, a.shape[1] // 2)])[0]
    return q @ q.T


def _idempotent(a: np.ndarray, random: np.random.Generator) -> np.ndarray:
    rank = max(1, a.shape[1] // 2)
    left, right = a[:, :rank], random.normal(size=a.shape)[:rank]
    return left @ np.linalg.inv(right @ left) @ right


def _one_hot(a: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return (a == a.max()).astype(float)


PROPERTIES: dict[str, Callable[[np.ndarray, np.random.Generator], np.ndarray]] = {
    "sym": lambda a, random: (a + a.T) / 2,
    "skew": lambda a, random: (a - a.T) / 2,
    "pd": lambda a, random: a @ a.T + np.eye(len(a)),
    "diag": lambda a, random: np.diag(np.diag(a)),
    "upper": lambda a, random: np.triu(a),
    "orth": _orthogonal,
    "proj": _projection,
    "idem": _idempotent,
    "unit": lambda a, random: a / np.linalg.norm(a),
    "pos": lambda a, random: np.abs(a) + 0.2,
    "small": lambda a, random: a * 0.3 / np.sqrt(a.shape[0] if a.ndim else 1),
    "sum1": lambda a, random: a + (1 - a.sum()) / a.size,
    "rows1": lambda a, random: a + (1 - a.sum(axis=1, keepdims=True)) / a.shape[1],
    "onehot": _one_hot,
    "large": lambda a, random: a + 2 * np.sign(a),
    "prob": lambda a, random: (np.abs(a) + 0.2) / (np.abs(a) + 0.2).sum(),
    "centred": lambda a, random: a - a.mean(),
}
