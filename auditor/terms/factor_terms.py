"""The term of one factor of a network, without its exponent: a scalar, a column along its wire, a matrix along two."""

from __future__ import annotations

from typing import TypeAlias

from auditor.terms.assembling import inverted, turn
from auditor.terms.building import FactorRule, Frame, Work
from auditor.terms.dimension import ONE, Dimension
from auditor.terms.networks import Factor, Unproved
from auditor.terms.places import Leg, Place, Wire
from auditor.terms.term import (
    Index,
    Term,
    add,
    apply,
    call,
    compare,
    determinant,
    differential,
    entry,
    index,
    make,
    matrix_power,
    number,
    power,
    product,
    size,
    slice_,
)

Wires: TypeAlias = list[Wire]


def argument(work: Work, factor: Factor, wires: Wires, which: int = 0) -> Term:
    """An inner form of an entrywise function, along the wires."""
    form = factor.head.inner[which]
    fixed = {k: _named(work, leg) for k, leg in enumerate(factor.legs) if leg not in wires}
    axes = tuple(k for k, leg in enumerate(factor.legs) if leg in wires)
    return work.rebuilder.form(form, Frame(work.shape_of(wires), axes, fixed))


def inner_matrix(work: Work, factor: Factor, wires: Wires) -> Term:
    """The matrix inside an inverse or the like, whose two axes must be the wires."""
    form, axes = factor.head.inner[0], factor.head.axes
    if len(wires) != axes:
        raise Unproved("an entry of a function of a matrix")
    fixed = {2 + k: _named(work, leg) for k, leg in enumerate(factor.legs[axes:])}
    return work.rebuilder.form(form, Frame((form.ranges[0], form.ranges[1]), (0, 1), fixed))


def _named(work: Work, leg: Leg) -> Term:
    if isinstance(leg, Place) or leg not in work.frame.named:
        raise Unproved("a function of an index")
    return work.frame.named[leg]


def _symbol(work: Work, factor: Factor, wires: Wires) -> Term:
    base = work.rebuilder.symbols.get(factor.head.name)
    if base is None:
        raise Unproved("a symbol that is not known")
    if factor.head.kind == "differential":
        base = differential(base)
    if not base.shape:
        return base
    if base.order != 2:
        raise Unproved("a family of matrices")
    legs = iter(factor.legs)
    along: list[Leg | None] = [None if dimension == ONE else next(legs) for dimension in base.shape]
    fixed = [leg is None or leg not in wires for leg in along]
    if all(fixed):
        return entry(base, *(number(1) if leg is None else work.place(leg) for leg in along))
    for axis, leg in enumerate(along):
        if leg is not None and fixed[axis]:
            base = slice_(base, work.place(leg), axis)
    return turn(base) if base.shape[0] == ONE else base


def _size(work: Work, factor: Factor, wires: Wires) -> Term:
    return size(Dimension.of(factor.head.name))


def _entrywise(name: str | None) -> FactorRule:
    def write(work: Work, factor: Factor, wires: Wires) -> Term:
        return apply(name or factor.head.name, argument(work, factor, wires))

    return write


def _sum(work: Work, factor: Factor, wires: Wires) -> Term:
    return argument(work, factor, wires)


def _power(work: Work, factor: Factor, wires: Wires) -> Term:
    if wires:
        raise Unproved("an entrywise symbolic power")
    return power(argument(work, factor, wires), argument(work, factor, wires, 1))


def _compare(work: Work, factor: Factor, wires: Wires) -> Term:
    if wires:
        raise Unproved("an entrywise comparison")
    return compare(argument(work, factor, wires), factor.head.name, number(0))


def _inverse(work: Work, factor: Factor, wires: Wires) -> Term:
    return inverted(inner_matrix(work, factor, wires))


def _determinant(work: Work, factor: Factor, wires: Wires) -> Term:
    inner = inner_matrix(work, factor, wires)
    return determinant(turn(inner) if inner.operation == "rearrange" else inner)


def _matrix_function(work: Work, factor: Factor, wires: Wires) -> Term:
    inner, name = inner_matrix(work, factor, wires), factor.head.name
    if name == "pseudo_inverse":
        return turn(make(name, (inner,), (), inner.shape[::-1]))
    return make(name, (inner,), (), inner.shape)


def _matrix_power(work: Work, factor: Factor, wires: Wires) -> Term:
    exponent = work.rebuilder.form(factor.head.inner[1], Frame((), (), {}))
    return matrix_power(inner_matrix(work, factor, wires), exponent)


def _norm(work: Work, factor: Factor, wires: Wires) -> Term:
    kind, axes = factor.head.name
    if axes != 2 or factor.legs:
        raise Unproved("this norm")
    form = factor.head.inner[0]
    inner = work.rebuilder.form(form, Frame((form.ranges[0], form.ranges[1]), (0, 1), {}))
    return make("norm", (inner,), (kind,))


def _call(work: Work, factor: Factor, wires: Wires) -> Term:
    signature = factor.head.name
    if signature.kind != "scalar" or (signature.taken and len(signature.arguments) != 1):
        raise Unproved("a derivative of an unknown function")
    arguments = tuple(argument(work, factor, wires, k) for k in range(len(signature.arguments)))
    name = signature.name + "'" * len(signature.taken)
    return call(name, arguments, work.shape_of(wires), "elementwise" if wires or signature.taken else "general")


def _product(work: Work, factor: Factor, wires: Wires) -> Term:
    if wires or factor.legs:
        raise Unproved("a product that depends on an index")
    form = factor.head.inner[0]
    over = Index("i", ONE, form.ranges[0])
    return product(work.rebuilder.form(form, Frame((), (), {0: index(over)})), over)


def _position(work: Work, factor: Factor, wires: Wires) -> Term:
    if wires:
        raise Unproved("the number of a bound index")
    return add(_named(work, factor.legs[0]), number(-1))


FACTORS: dict[str, FactorRule] = {
    "symbol": _symbol,
    "differential": _symbol,
    "size": _size,
    "prime": lambda work, factor, wires: number(factor.head.name),
    "constant": lambda work, factor, wires: make("constant", (), (factor.head.name,)),
    "position": _position,
    "apply": _entrywise(None),
    "abs": _entrywise("abs"),
    "sum": _sum,
    "power": _power,
    "compare": _compare,
    "inverse": _inverse,
    "det": _determinant,
    "matrix function": _matrix_function,
    "matrix power": _matrix_power,
    "norm": _norm,
    "call": _call,
    "product": _product,
}
