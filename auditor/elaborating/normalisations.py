r"""Equations that say how a free letter is normalised: $W^TW = I$, $u^Tu = 1$, $\sum_k \pi_k = 1$.

They are never true of all values of a letter, so a text that writes one down states a property of it.
"""

from __future__ import annotations

from auditor.terms import term as t
from auditor.terms.term import Term


def normalised(left: Term, right: Term) -> tuple[str, str] | None:
    r"""The internal name of the symbol that an equation normalises, and the property that it states; "" for one that
    has no name, as of the rows of q in $\sum_k q_{ik} = 1$."""
    if right.operation == "identity":
        return _orthonormal(left)
    if right.operation == "number" and right.parameters[0] == 1:
        return _unit(left) or _weights(left)
    return None


def _orthonormal(left: Term) -> tuple[str, str] | None:
    if left.operation != "matmul":
        return None
    first, second = left.arguments
    for symbol, other, square in ((second, first, "orthonormal columns"), (first, second, "orthonormal rows")):
        if symbol.operation == "symbol" and other is t.transpose(symbol):
            if symbol.shape[0] == symbol.shape[1]:
                return symbol.parameters[0], "orthogonal"
            return (symbol.parameters[0], square) if square == "orthonormal columns" else None
    return None


def _unit(left: Term) -> tuple[str, str] | None:
    while left.operation == "rearrange" or (left.operation == "entry" and left.arguments[0].operation == "matmul"):
        left = left.arguments[0]
    if left.operation == "matmul" and left.arguments[1].operation == "symbol" and left.arguments[1].order == 2:
        symbol = left.arguments[1]
        if left.arguments[0] is t.transpose(symbol) and left.is_scalar:
            return symbol.parameters[0], "unit"
    return None


def _weights(left: Term) -> tuple[str, str] | None:
    if left.operation != "sum" or left.arguments[0].operation != "entry":
        return None
    symbol, *places = left.arguments[0].arguments
    places = [place for place in places if place.operation != "number"]  # of a column, the second is 1
    if symbol.operation != "symbol" or any(place.operation != "index" for place in places):
        return None
    if len(places) != 1:
        return symbol.parameters[0], ""
    return (symbol.parameters[0], "sums to one") if places[0].parameters[0] == left.parameters[0] else None
