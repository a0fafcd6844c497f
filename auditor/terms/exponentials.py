"""Exponentials, logarithms and powers whose exponent is not a number, by the laws that hold for all real values."""

from __future__ import annotations

from fractions import Fraction

from auditor.terms.networks import (
    DELTA,
    ONE_NETWORK,
    Factor,
    Head,
    Network,
    Networks,
    Rational,
    Unproved,
    Workspace,
    components,
    constant,
    head,
    magnitude,
    scale,
    simplest,
    single,
    times,
)
from auditor.terms.places import Leg
from auditor.terms.powers import absolute, factorise, not_zero, raise_networks, take_out
from auditor.terms.signs import (
    form_is_nonnegative,
    is_even_root,
    is_integer_valued,
    is_nonnegative,
    network_is_nonnegative,
)
from auditor.terms.simplifying import Change, close, close_together, collected, rebuilds

EULER = head("constant", "e")


# --- exp --------------------------------------------------------------------------------------------------------


def exponential(argument: Networks, workspace: Workspace) -> Networks:
    """exp of a sum is a product of exponentials: exp(c·N) is exp(N) to the power c, e^c where N is 1."""
    result: Networks = [ONE_NETWORK]
    for term in collected(argument, workspace):
        result = workspace.product(result, _exponential_of_term(term, workspace))
    return result


def _exponential_of_term(term: Network, workspace: Workspace) -> Networks:
    if not term.factors:
        return [single(EULER, (), term.coefficient)]
    logarithms = [f for f in term.factors if f.head.kind == "apply" and f.head.name == "log" and f.exponent == 1]
    if len(logarithms) == 1 and not term.bound:
        base = workspace.instance(logarithms[0].head.inner[0], logarithms[0].legs)
        rest = tuple(f for f in term.factors if f is not logarithms[0])
        if not rest:
            return workspace.renewed(raise_networks(base, term.coefficient, workspace))
        return workspace.renewed(raise_symbolic(base, [Network(term.coefficient, rest, ())], workspace))
    closed = close([term._replace(coefficient=1)], workspace)
    return [single(head("apply", "exp", closed.forms, symmetries=closed.symmetries), closed.legs, term.coefficient)]


# --- log --------------------------------------------------------------------------------------------------------


def logarithm(argument: Networks, workspace: Workspace) -> Networks:
    """log comes apart over factors that are not negative; whatever may be negative stays together inside one log."""
    terms = collected(argument, workspace)
    if not terms:
        raise Unproved("log of zero")
    if len(terms) > 1:
        taken, rest = take_out(terms, workspace, signed=True)
        return [*logarithm([taken], workspace), *_logarithm_atom(rest, workspace)]
    term = terms[0]
    found: Networks = []
    for prime, count in factorise(magnitude(term.coefficient)):
        found.extend(scale(_logarithm_atom(constant(prime), workspace), count))
    unknown: Networks = []
    for part in components(term):
        known = _known_logarithm(part, workspace)
        if known is None:
            unknown.append(part)
        else:
            found.extend(known)
    if term.coefficient < 0 or len(unknown) > 1:
        rest_ = Network(-1 if term.coefficient < 0 else 1, (), ())
        if not unknown:
            raise Unproved("log of a negative number")
        for part in unknown:
            rest_ = times(rest_, part)
        found.extend(_logarithm_atom([rest_], workspace))
    elif unknown:
        found.extend(_single_logarithm(unknown[0], workspace))
    return found


def _known_logarithm(part: Network, workspace: Workspace) -> Networks | None:
    """log of a component whose sign is known."""
    if part.bound:
        return _logarithm_atom([part], workspace) if network_is_nonnegative(part) else None
    factor = part.factors[0]
    if factor.head is DELTA:
        raise Unproved("log of a delta")
    if is_nonnegative(factor.head) or is_even_root(factor.exponent):
        return scale(_logarithm_of_head(factor, workspace), factor.exponent)
    if factor.exponent % 2 == 0:
        base = absolute([Network(1, (factor._replace(exponent=1),), ())], workspace)
        return scale(logarithm(base, workspace), factor.exponent)
    return None


def _single_logarithm(part: Network, workspace: Workspace) -> Networks:
    """log of one component of unknown sign: an odd power that has a logarithm has a positive base."""
    if part.bound:
        return _logarithm_atom([part], workspace)
    factor = part.factors[0]
    return scale(_logarithm_of_head(factor, workspace), factor.exponent)


def _logarithm_of_head(factor: Factor, workspace: Workspace) -> Networks:
    """log of a factor without its exponent."""
    of, legs = factor.head, factor.legs
    not_zero(of, workspace)
    if of is EULER:
        return [ONE_NETWORK]
    if of.kind == "apply" and of.name == "exp":
        return workspace.instance(of.inner[0], legs)
    if of.kind == "power" and form_is_nonnegative(of.inner[0]):
        base, exponent = (workspace.instance(inner, legs) for inner in of.inner)
        return workspace.product(exponent, workspace.renewed(logarithm(base, workspace)))
    if of.kind == "sum":
        return _logarithm_atom(workspace.instance(of.inner[0], legs), workspace)
    return _logarithm_atom([single(of, legs)], workspace)


def _logarithm_atom(terms: Networks, workspace: Workspace) -> Networks:
    closed = close(terms, workspace)
    if len(closed.form.networks) == 1 and closed.form.networks[0] == ONE_NETWORK:
        return []
    return [single(head("apply", "log", closed.forms, symmetries=closed.symmetries), closed.legs)]


# --- exponents that are not numbers -----------------------------------------------------------------------------


def raise_symbolic(base: Networks, exponent: Networks, workspace: Workspace) -> Networks:
    """base^exponent, one factor for each term of the exponent."""
    lower = collected(base, workspace)
    upper = collected(exponent, workspace)
    if upper and not lower:
        raise Unproved("a power of zero")
    result: Networks = [ONE_NETWORK]
    for term in upper:
        if term.factors:
            made = [_symbolic_term(lower, term, workspace)]
        else:
            made = raise_networks(lower, term.coefficient, workspace)
        result = workspace.product(result, workspace.renewed(made))
    return result


def _symbolic_term(base: Networks, exponent: Network, workspace: Workspace) -> Network:
    """One term of an exponent over one sum; products come apart where that is true for every base."""
    if len(base) > 1:
        return _power_atom(base, exponent, workspace)
    result = ONE_NETWORK
    unknown: Networks = []
    number = base[0].coefficient
    whole = is_integer_valued(close([exponent], workspace).form)
    if number < 0 and whole:
        result = times(result, _power_atom(constant(-1), exponent, workspace))
        number = -number
    if number > 0:
        for prime, count in factorise(number):
            result = times(result, _power_atom(constant(prime), _multiple(exponent, count), workspace))
        number = 1
    for part in components(base[0]):
        if not (whole or (network_is_nonnegative(part) and all(is_nonnegative(f.head) for f in part.factors))):
            unknown.append(part)
        elif part.bound:
            result = times(result, _power_atom([part], exponent, workspace))
        else:
            result = times(result, _power_of_factor(part.factors[0], exponent, workspace))
    if unknown or number != 1:
        rest = Network(number, (), ())
        for part in unknown:
            rest = times(rest, part)
        result = times(result, _power_atom([rest], exponent, workspace))
    return result


def _multiple(network: Network, by: Rational) -> Network:
    return network._replace(coefficient=simplest(network.coefficient * by))


def _power_of_factor(factor: Factor, exponent: Network, workspace: Workspace) -> Network:
    if factor.head is DELTA:
        raise Unproved("a power of a delta")
    grown = _multiple(exponent, factor.exponent)
    if factor.head is EULER or (factor.head.kind == "apply" and factor.head.name == "exp"):
        inside = _logarithm_of_head(factor, workspace)
        raised = exponential(workspace.product(inside, [grown]), workspace)
        if len(raised) == 1:
            return raised[0]
    return _power_atom([Network(1, (factor._replace(exponent=1),), ())], grown, workspace)


def _power_atom(base: Networks, exponent: Network, workspace: Workspace) -> Network:
    """base^(cN) as (base^(N/q))^p where c = p/q, or as (base^N)^c for a base that is not negative."""
    count = exponent.coefficient
    inside, outside = Fraction(1, count.denominator), Fraction(count.numerator)
    if form_is_nonnegative(close(base, workspace).form):
        inside, outside = Fraction(1), Fraction(count)
    both = close_together([(base, ()), ([exponent._replace(coefficient=simplest(inside))], ())], workspace)
    if base == constant(-1) and is_integer_valued(both.forms[1]):
        if outside % 2 == 0:
            return ONE_NETWORK
        outside = Fraction(1)
    return single(head("power", "", both.forms, symmetries=both.symmetries), both.legs, simplest(outside))


@rebuilds("power")
def _rebuild_power(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    base, exponent = (change(workspace.instance(inner, legs)) for inner in of.inner)
    return raise_symbolic(base, exponent, workspace)
