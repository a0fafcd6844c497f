"""Claims with limits, integrals, series and remainders, brought down to claims without them where that can be done.

Limits are taken by expansion, antiderivatives by differentiating both sides, remainders by comparing coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from auditor.deciding import remainders
from auditor.deciding.claims import Claim, Setting
from auditor.deciding.limiting import Vanishes, resolved
from auditor.terms import term as t
from auditor.terms.replacing import mapped, rebuilt
from auditor.terms.term import Term, subterms

OPERATIONS = frozenset(["limit", "integral", "antiderivative", "series", "remainder", "infinity"])


def occurs(setting: Setting) -> bool:
    return bool(setting.features.operations & OPERATIONS)


def reduced(setting: Setting, vanishes: Vanishes) -> list[Setting]:
    """Claims that together say what this one says, with less of calculus in them; the claim itself where none do."""
    setting = _without_limits(setting, vanishes)
    claim, definitions = setting.claim, setting.world.definitions
    for reduce in (_of_remainders, _of_antiderivatives):
        found = reduce(claim, definitions, vanishes)
        if found is not None:
            return [replace(setting, claim=one) for one in found]
    return [setting]


# --- limits -------------------------------------------------------------------------------------------------------


def _without_limits(setting: Setting, vanishes: Vanishes) -> Setting:
    claim, world = setting.claim, setting.world
    if "limit" not in setting.features.operations:
        return setting
    left, right = (settle(side, world.definitions, vanishes) for side in (claim.left, claim.right))
    definitions = {name: settle(term, world.definitions, vanishes) for name, term in world.definitions.items()}
    return replace(setting, claim=replace(claim, left=left, right=right), world=replace(world, definitions=definitions))


def settle(term: Term, definitions: Mapping[str, Term], vanishes: Vanishes) -> Term:
    """The term with its limits taken, innermost first, as far as expansion settles them."""
    if all(part.operation != "limit" for part in subterms(term)):
        return term
    done: dict[Term, Term] = {}
    for part in subterms(term):
        made = rebuilt(part, tuple(done[argument] for argument in part.arguments))
        if made.operation == "limit":
            made = resolved(made, definitions, vanishes) or made
        done[part] = made
    return done[term]


# --- remainders ---------------------------------------------------------------------------------------------------


def _of_remainders(claim: Claim, definitions: Mapping[str, Term], vanishes: Vanishes) -> list[Claim] | None:
    if claim.relation != "=" or not _holds("remainder", claim):
        return None
    return remainders.claims(claim.left, claim.right, definitions, vanishes)


def _holds(operation: str, claim: Claim) -> bool:
    return any(part.operation == operation for side in (claim.left, claim.right) for part in subterms(side))


# --- antiderivatives ----------------------------------------------------------------------------------------------


def _of_antiderivatives(claim: Claim, definitions: Mapping[str, Term], vanishes: Vanishes) -> list[Claim] | None:
    """Equal up to a constant: the derivatives are equal."""
    sides = [_unfolded(side, definitions) for side in (claim.left, claim.right)]
    variables = {part.arguments[1] for side in sides for part in subterms(side) if part.operation == "antiderivative"}
    if claim.relation != "=" or len(variables) != 1:
        return None
    (variable,) = variables
    left, right = (differentiated(side, variable) for side in sides)
    if left is None or right is None:
        return None
    return [Claim(left, right)]


def _unfolded(term: Term, definitions: Mapping[str, Term]) -> Term:
    """Definitions put in that hold an antiderivative."""

    def change(sub: Term) -> Term | None:
        if sub.operation != "symbol":
            return None
        definition = definitions.get(sub.parameters[0])
        if definition is None or all(part.operation != "antiderivative" for part in subterms(definition)):
            return None
        return definition

    return mapped(term, change)


def differentiated(term: Term, variable: Term) -> Term | None:
    """The derivative by the variable of the antiderivatives; None where one of them stays undifferentiated."""
    if all(part.operation != "antiderivative" for part in subterms(term)):
        return t.derivative(term, variable)
    match term.operation:
        case "antiderivative":
            return term.arguments[0]
        case "add":
            parts = [differentiated(argument, variable) for argument in term.arguments]
            return None if None in parts else t.add(*(part for part in parts if part is not None))
        case "multiply":
            return _of_product(term, variable)
        case "derivative" if term.arguments[1] is variable:
            inner = differentiated(term.arguments[0], variable)
            return None if inner is None else differentiated(inner, variable)
    return None


def _is_integrated(term: Term) -> bool:
    return any(part.operation == "antiderivative" for part in subterms(term))


def _of_product(term: Term, variable: Term) -> Term | None:
    """A constant times an antiderivative."""
    name = variable.parameters[0]
    integrated = [factor for factor in term.arguments if _is_integrated(factor)]
    others = [factor for factor in term.arguments if factor not in integrated]
    varying = any(part.operation == "symbol" and part.parameters[0] == name for one in others for part in subterms(one))
    if len(integrated) != 1 or varying:
        return None
    inner = differentiated(integrated[0], variable)
    return None if inner is None else t.multiply(*others, inner)
