"""Named functions of a scalar: what they are in other words, their values at 0, their parity, their slopes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from auditor.terms.exponentials import exponential, logarithm
from auditor.terms.networks import (
    ONE_NETWORK,
    Form,
    Head,
    Network,
    Networks,
    Rational,
    Unproved,
    Workspace,
    components,
    constant,
    head,
    scale,
    single,
    times,
    with_exponent,
)
from auditor.terms.places import Leg
from auditor.terms.powers import absolute, raise_networks, take_out
from auditor.terms.properties import FREE
from auditor.terms.signs import is_positive
from auditor.terms.simplifying import Change, Closed, close, close_together, collected, rebuilds, rule

HALF = Fraction(1, 2)
PI = head("constant", "pi")

ODD = frozenset({"sin", "tanh", "sinh", "arctan", "arcsin", "erf"})
EVEN = frozenset({"cos", "cosh"})
AT_ZERO: dict[str, Rational] = {
    "sin": 0, "tanh": 0, "sinh": 0, "arctan": 0, "arcsin": 0, "erf": 0, "cos": 1, "cosh": 1, "sigmoid": HALF,
}  # fmt: skip

Maker: TypeAlias = Callable[[Networks, Workspace], Networks]


def entrywise(name: str, arguments: list[Networks], workspace: Workspace) -> Networks:
    """A named function of scalars."""
    if name in ("max", "min") and len(arguments) > 1:
        result = arguments[0]
        for argument in arguments[1:]:
            result = _extreme(result, argument, 1 if name == "max" else -1, workspace)
        return result
    if len(arguments) != 1:
        closed = close_together([(argument, ()) for argument in arguments], workspace)
        return [_atom(name, closed)]
    argument = arguments[0]
    if workspace.unfold and name in UNFOLDED:
        return UNFOLDED[name](argument, workspace)
    if name in MEANT:
        return MEANT[name](argument, workspace)
    return _one_argument(name, argument, workspace)


def _atom(name: str, closed: Closed) -> Network:
    return single(head("apply", name, closed.forms, symmetries=closed.symmetries), closed.legs)


def _one_argument(name: str, argument: Networks, workspace: Workspace) -> Networks:
    closed = close(argument, workspace)
    terms = closed.form.networks
    if not terms and name in AT_ZERO:
        return constant(AT_ZERO[name])
    if name in ODD | EVEN | {"sigmoid"} and terms[0].coefficient < 0:
        made = [_atom(name, close(scale(argument, -1), workspace))]
        if name in EVEN:
            return made
        return scale(made, -1) if name in ODD else [ONE_NETWORK, *scale(made, -1)]
    return [_atom(name, closed)]


@rebuilds("apply")
def _rebuild_apply(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    return entrywise(of.name, [change(workspace.instance(inner, legs)) for inner in of.inner], workspace)


# --- in other words ---------------------------------------------------------------------------------------------


def _square_root(argument: Networks, workspace: Workspace) -> Networks:
    return raise_networks(argument, HALF, workspace)


def _rectified(argument: Networks, workspace: Workspace) -> Networks:
    """max(x, 0) = (x + |x|)/2."""
    return _extreme(argument, [], 1, workspace)


def _extreme(left: Networks, right: Networks, sign: int, workspace: Workspace) -> Networks:
    """max(a, b) = (a + b + |a − b|)/2; min with a minus."""
    distance = absolute([*workspace.renewed(left), *scale(workspace.renewed(right), -1)], workspace)
    return scale([*left, *right, *scale(distance, sign)], HALF)


def _ratio(above: str, below: str) -> Maker:
    """sin/cos and the like; nothing above for a reciprocal."""

    def make(argument: Networks, workspace: Workspace) -> Networks:
        divisor = raise_networks(entrywise(below, [workspace.renewed(argument)], workspace), -1, workspace)
        return workspace.product(entrywise(above, [argument], workspace), divisor) if above else divisor

    return make


def _logarithm_to(base: int) -> Maker:
    def make(argument: Networks, workspace: Workspace) -> Networks:
        divisor = raise_networks(logarithm(constant(base), workspace), -1, workspace)
        return workspace.product(logarithm(argument, workspace), divisor)

    return make


def _sign(argument: Networks, workspace: Workspace) -> Networks:
    """Multiplicative, exact also at 0."""
    terms = collected(argument, workspace)
    if not terms:
        return []
    if len(terms) > 1:
        taken, rest = take_out(terms, workspace, signed=False)
        return workspace.product(_sign([taken], workspace), [_atom("sign", close(rest, workspace))])
    result = Network(1 if terms[0].coefficient > 0 else -1, (), ())
    for part in components(terms[0]):
        if part.bound:
            result = times(result, _atom("sign", close([part], workspace)))
            continue
        factor = part.factors[0]
        if is_positive(factor.head):
            continue
        plain = [Network(1, (factor._replace(exponent=1),), ())]
        if factor.exponent % 1:
            plain, power = [part], 1
        else:
            power = 2 if factor.exponent % 2 == 0 else 1
        made = _atom("sign", close(plain, workspace))
        result = times(result, made._replace(factors=(made.factors[0]._replace(exponent=power),)))
    return [result]


def compare(left: Networks, relation: str, right: Networks, workspace: Workspace) -> Networks:
    """1 where the relation holds and 0 elsewhere."""
    terms = collected([*left, *scale(right, -1)], workspace)
    relation = SPELLINGS.get(relation, relation)
    if relation not in MIRRORED:
        raise Unproved(f"the relation {relation}")
    if all(not term.factors for term in terms):
        value = terms[0].coefficient if terms else 0
        return constant(int(HOLDS[relation](value)))
    if terms[0].coefficient < 0:
        relation = MIRRORED[relation]
    closed = close(scale(terms, 1 / Fraction(terms[0].coefficient)), workspace)
    if relation in ("<", ">", "<=", ">=") and is_generic(closed.form):
        # The difference is 0 on a null set only.
        sign = _sign(workspace.instance(closed.form, closed.legs), workspace)
        return [Network(HALF, (), ()), *scale(sign, HALF if ">" in relation else -HALF)]
    return [single(head("compare", relation, closed.forms, symmetries=closed.symmetries), closed.legs)]


SPELLINGS = {r"\le": "<=", r"\leq": "<=", r"\ge": ">=", r"\geq": ">=", r"\ne": "!=", r"\neq": "!=", "==": "="}
MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
HOLDS: dict[str, Callable[[Rational], bool]] = {
    "<": lambda value: value < 0,
    ">": lambda value: value > 0,
    "<=": lambda value: value <= 0,
    ">=": lambda value: value >= 0,
    "=": lambda value: value == 0,
    "!=": lambda value: value != 0,
}


@rebuilds("compare")
def _rebuild_compare(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    return compare(change(workspace.instance(of.inner[0], legs)), of.name, [], workspace)


def is_generic(form: Form) -> bool:
    """A polynomial that vanishes on a null set only, whatever the indices: one network holds a symbol of its own."""
    counts: dict[str, int] = {}
    for network in form.networks:
        for factor in network.factors:
            if factor.head.kind == "size":
                continue
            if factor.head.kind != "symbol" or not factor.head.properties <= FREE:
                return False
            if not isinstance(factor.exponent, int) or factor.exponent < 0:
                return False
        for name in {factor.head.name for factor in network.factors if factor.head.kind == "symbol"}:
            counts[name] = counts.get(name, 0) + 1
    return 1 in counts.values()


MEANT: dict[str, Maker] = {
    "exp": exponential,
    "log": logarithm,
    "ln": logarithm,
    "sqrt": _square_root,
    "abs": absolute,
    "sign": _sign,
    "relu": _rectified,
    "tan": _ratio("sin", "cos"),
    "cot": _ratio("cos", "sin"),
    "sec": _ratio("", "cos"),
    "csc": _ratio("", "sin"),
    "log2": _logarithm_to(2),
    "log10": _logarithm_to(10),
    "step": lambda x, workspace: compare(x, ">", [], workspace),
}


# --- by exponentials --------------------------------------------------------------------------------------------


def _exponentials(plus: Rational, minus: Rational, argument: Networks, workspace: Workspace) -> Networks:
    """plus·exp(x) + minus·exp(−x)."""
    up = exponential(workspace.renewed(argument), workspace)
    down = exponential(scale(argument, -1), workspace)
    return [*scale(up, plus), *scale(down, minus)]


def _sigmoid(argument: Networks, workspace: Workspace) -> Networks:
    return raise_networks([ONE_NETWORK, *exponential(scale(argument, -1), workspace)], -1, workspace)


def _hyperbolic_tangent(argument: Networks, workspace: Workspace) -> Networks:
    above = _exponentials(1, -1, workspace.renewed(argument), workspace)
    return workspace.product(above, raise_networks(_exponentials(1, 1, argument, workspace), -1, workspace))


# Functions written by exponentials when nothing else helped.
UNFOLDED: dict[str, Maker] = {
    "sigmoid": _sigmoid,
    "tanh": _hyperbolic_tangent,
    "sinh": lambda x, workspace: _exponentials(HALF, -HALF, x, workspace),
    "cosh": lambda x, workspace: _exponentials(HALF, HALF, x, workspace),
    "softplus": lambda x, workspace: logarithm([ONE_NETWORK, *exponential(x, workspace)], workspace),
}


# --- rules ------------------------------------------------------------------------------------------------------


@rule
def elementary_exponents(network: Network, workspace: Workspace) -> Networks | None:
    """sin² = 1 − cos², |x|² = x², a bracket that is 0 or 1 is its own square, x·sign x = |x|."""
    for number, factor in enumerate(network.factors):
        kind, exponent = factor.head.kind, factor.exponent
        if kind == "compare" and exponent != 1 and exponent > 0:
            return [with_exponent(network, number, 1)]
        if kind == "apply" and factor.head.name == "sin" and exponent >= 2 and exponent % 1 == 0:
            cosine = single(head("apply", "cos", factor.head.inner, symmetries=factor.head.symmetries), factor.legs, 2)
            rest = with_exponent(network, number, exponent - 2)
            return [rest, times(rest._replace(coefficient=-rest.coefficient), cosine)]
        if kind == "abs" and exponent % 1 == 0 and exponent not in (0, 1):
            base = workspace.instance(factor.head.inner[0], factor.legs)
            odd = exponent % 2
            rest = with_exponent(network, number, odd)
            return workspace.product([rest], workspace.renewed(raise_networks(base, exponent - odd, workspace)))
        if kind == "apply" and factor.head.name == "sign" and exponent % 1 == 0 and exponent > 0:
            found = _absorb_sign(network, number, workspace)
            if found is not None:
                return found
    return None


def _absorb_sign(network: Network, number: int, workspace: Workspace) -> Networks | None:
    """x sign x = |x|, |x| sign x = x, and sign² = 1 where x is 0 on a null set only."""
    factor = network.factors[number]
    inner = factor.head.inner[0]
    if factor.exponent >= 2 and is_generic(inner):
        return [with_exponent(network, number, factor.exponent - 2)]
    size = head("abs", "", factor.head.inner, symmetries=factor.head.symmetries)
    for other, partner in enumerate(network.factors):
        if partner.head is size and partner.legs == factor.legs and partner.exponent == 1:
            rest = _lowered(network, number, other)
            return workspace.product([rest], workspace.instance(inner, factor.legs))
    plain = workspace.instance(inner, factor.legs)
    if len(plain) == 1 and not plain[0].bound and len(plain[0].factors) == 1 and plain[0].factors[0].exponent == 1:
        wanted = plain[0].factors[0]
        for other, partner in enumerate(network.factors):
            if (partner.head, partner.legs) == (wanted.head, wanted.legs) and partner.exponent >= 1:
                return [times(_lowered(network, number, other), single(size, factor.legs))]
    return None


def _lowered(network: Network, *numbers: int) -> Network:
    """One copy of each of these factors taken away."""
    for number in sorted(numbers, reverse=True):
        network = with_exponent(network, number, network.factors[number].exponent - 1)
    return network


# --- slopes -----------------------------------------------------------------------------------------------------


def slope(of: Head, legs: tuple[Leg, ...], workspace: Workspace) -> Networks:
    """The derivative of a function of one argument, at its argument."""
    argument = workspace.instance(of.inner[0], legs)
    if of.kind == "abs":
        return _sign(argument, workspace)
    if of.kind == "compare" or of.name == "sign":
        return []
    made = SLOPES.get(of.name)
    if made is None or len(of.inner) != 1:
        raise Unproved(f"the derivative of {of.name}")
    return made(argument, single(of, legs), workspace)


def _plain(name: str, factor: Rational = 1) -> Callable[[Networks, Network, Workspace], Networks]:
    return lambda x, _, workspace: scale(entrywise(name, [x], workspace), factor)


def _square(network: Network) -> Network:
    return network._replace(factors=(network.factors[0]._replace(exponent=2),))


def _under_root(argument: Networks, workspace: Workspace) -> Networks:
    squared = raise_networks(argument, 2, workspace)
    return raise_networks([ONE_NETWORK, *scale(squared, -1)], -HALF, workspace)


def _bell(argument: Networks, workspace: Workspace) -> Networks:
    """2/√π·exp(−x²), the slope of erf."""
    bell = exponential(scale(raise_networks(argument, 2, workspace), -1), workspace)
    return workspace.product(bell, [single(PI, (), -HALF)._replace(coefficient=2)])


SLOPES: dict[str, Callable[[Networks, Network, Workspace], Networks]] = {
    "exp": lambda _, f, workspace: [f],
    "log": lambda x, _, workspace: raise_networks(x, -1, workspace),
    "sin": _plain("cos"),
    "cos": _plain("sin", -1),
    "sinh": _plain("cosh"),
    "cosh": _plain("sinh"),
    "tanh": lambda _, f, workspace: [ONE_NETWORK, _square(f)._replace(coefficient=-1)],
    "sigmoid": lambda _, f, workspace: [f, _square(f)._replace(coefficient=-1)],
    "softplus": _plain("sigmoid"),
    "arctan": lambda x, _, workspace: raise_networks([ONE_NETWORK, *raise_networks(x, 2, workspace)], -1, workspace),
    "arcsin": lambda x, _, workspace: _under_root(x, workspace),
    "arccos": lambda x, _, workspace: scale(_under_root(x, workspace), -1),
    "erf": lambda x, _, workspace: _bell(x, workspace),
}
