"""Powers: whole ones expand, others come apart as far as real numbers allow; and absolute values, which roots need."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from auditor.terms.chains import bottlenecks
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
    wires_in,
)
from auditor.terms.places import Leg, Wire
from auditor.terms.residues import is_always_singular
from auditor.terms.signs import (
    factor_is_nonnegative,
    form_is_nonnegative,
    is_even_root,
    is_nonnegative,
    network_is_nonnegative,
)
from auditor.terms.simplifying import (
    POWER,
    Change,
    close,
    collected,
    rebuilds,
    reduce,
)

LARGEST_EXPONENT = 64
LARGEST_TRIAL = 10_000


def raise_networks(networks: Networks, exponent: Rational, workspace: Workspace) -> Networks:
    """A sum of networks, a scalar function of its open wires, to a rational power."""
    exponent = simplest(exponent)
    if isinstance(exponent, int) and exponent >= 0:
        return _multiplied_out(networks, exponent, workspace)
    terms = collected(networks, workspace)
    if not terms:
        if exponent < 0:
            raise Unproved("division by zero")
        return []
    if len(terms) == 1:
        return _power_of_product(terms[0], exponent, workspace)
    return _power_of_sum(terms, exponent, workspace)


POWER.append(raise_networks)


def _multiplied_out(networks: Networks, exponent: int, workspace: Workspace) -> Networks:
    if exponent > LARGEST_EXPONENT and len(networks) > 1:
        raise Unproved("a large power of a sum")
    if exponent == 0:
        return [ONE_NETWORK]
    if len(networks) == 1 and not networks[0].bound:
        network = networks[0]
        factors = tuple(f._replace(exponent=f.exponent * exponent) for f in network.factors)
        return [Network(_number_power(network.coefficient, exponent), factors, ())]
    terms = reduce(networks, workspace)
    closed = close(terms, workspace)
    result = workspace.instance(closed.form, closed.legs)
    for _ in range(exponent - 1):
        result = workspace.product(result, workspace.instance(closed.form, closed.legs))
    return result


def _number_power(value: Rational, exponent: int) -> Rational:
    size = max(abs(value.numerator), value.denominator).bit_length()
    if size * abs(exponent) > 4096:
        raise Unproved("a number too large")
    return simplest(Fraction(value) ** exponent)


# --- products ---------------------------------------------------------------------------------------------------


def _power_of_product(network: Network, exponent: Rational, workspace: Workspace) -> Networks:
    """One network to a negative or fractional power."""
    if isinstance(exponent, int):
        result = Network(_number_power(network.coefficient, exponent), (), ())
        for part in components(network):
            result = times(result, _component_power(part, exponent, workspace))
        return [result]
    result = _root_of_number(magnitude(network.coefficient), exponent)
    unknown: list[Network] = []
    for part in components(network):
        known = _known_power(part, exponent, workspace)
        if known is None:
            unknown.append(part)
        else:
            result = times(result, known)
    negative = network.coefficient < 0
    if negative and not unknown:
        raise Unproved("a root of a negative number")
    if len(unknown) == 1 and not negative and not unknown[0].bound and unknown[0].factors[0].exponent % 2 == 1:
        factor = unknown[0].factors[0]
        # An odd power that has a root has a base that is not negative.
        return [times(result, Network(1, (factor._replace(exponent=simplest(factor.exponent * exponent)),), ()))]
    if unknown:
        rest = Network(-1 if negative else 1, (), ())
        for part in unknown:
            rest = times(rest, part)
        result = times(result, _opaque_power([rest], exponent, workspace))
    return [result]


def _component_power(part: Network, exponent: int, workspace: Workspace) -> Network:
    if not part.bound:
        factor = part.factors[0]
        if factor.head is DELTA:
            raise Unproved("a reciprocal of a delta")
        not_zero(factor.head, workspace)
        return Network(1, (factor._replace(exponent=simplest(factor.exponent * exponent)),), ())
    return _opaque_power([part], exponent, workspace)


def not_zero(of: Head, workspace: Workspace) -> None:
    """Notes which sizes a determinant needs for not being 0 always; raises where it is."""
    if of.kind != "det":
        return
    matrix = of.inner[0]
    if len(matrix.networks) == 1:
        size = matrix.ranges[0]
        workspace.orders.extend((size, narrow) for narrow in bottlenecks(matrix.networks[0], 0, 1, size))
    elif is_always_singular(matrix):
        raise Unproved("division by zero")


def _known_power(part: Network, exponent: Fraction, workspace: Workspace) -> Network | None:
    """A component whose sign is known, to a fractional power."""
    if part.bound:
        return _opaque_power([part], exponent, workspace) if network_is_nonnegative(part) else None
    factor = part.factors[0]
    if factor.head is DELTA:
        if exponent < 0:
            raise Unproved("a reciprocal of a delta")
        return part
    if is_nonnegative(factor.head) or is_even_root(factor.exponent):
        return Network(1, (factor._replace(exponent=simplest(factor.exponent * exponent)),), ())
    if factor.exponent % 2 == 0:
        base = absolute([Network(1, (factor._replace(exponent=1),), ())], workspace)
        if len(base) != 1 or base[0].bound:
            return None
        grown = tuple(f._replace(exponent=simplest(f.exponent * factor.exponent * exponent)) for f in base[0].factors)
        return Network(1, grown, ()) if base[0].coefficient == 1 else None
    return None


def _root_of_number(value: Rational, exponent: Rational) -> Network:
    """A positive number to a fractional power: primes to powers between 0 and 1, the rest a rational number."""
    coefficient: Rational = 1
    factors = []
    for prime, count in factorise(value):
        total = count * exponent
        whole = floor(total)
        if abs(whole) > 512:
            raise Unproved("a number too large")
        coefficient = coefficient * Fraction(prime) ** whole
        if total != whole:
            factors.append(Factor(head("prime", prime), (), simplest(total - whole)))
    return Network(simplest(coefficient), tuple(factors), ())


def factorise(value: Rational) -> list[tuple[int, int]]:
    """Primes of a positive rational with their exponents; a large cofactor counts as a prime."""
    counts: dict[int, int] = {}
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        trial = 2
        while trial * trial <= number and trial < LARGEST_TRIAL:
            while number % trial == 0:
                counts[trial] = counts.get(trial, 0) + sign
                number //= trial
            trial += 1
        if number > 1:
            counts[number] = counts.get(number, 0) + sign
    return sorted(counts.items())


# --- sums -------------------------------------------------------------------------------------------------------


def _power_of_sum(terms: Networks, exponent: Rational, workspace: Workspace) -> Networks:
    """A sum of at least two networks to a negative or fractional power, common factors taken out."""
    taken, rest = take_out(terms, workspace, signed=not isinstance(exponent, int))
    outside = raise_networks([taken], exponent, workspace)
    if len(rest) == 1:
        return workspace.product(outside, raise_networks(rest, exponent, workspace))
    return workspace.product(outside, [_opaque_power(rest, exponent, workspace)])


def take_out(terms: Networks, workspace: Workspace, *, signed: bool) -> tuple[Network, Networks]:
    """A common factor and what is left of a sum; positive ones only where `signed`, so that signs stay with the sum."""
    common: dict[tuple[Head, tuple[Leg, ...]], Rational] = {}
    tables: list[dict[tuple[Head, tuple[Leg, ...]], Rational]] = []
    for term in terms:
        hidden = {wire for wire, _ in term.bound}
        table = {(f.head, f.legs): f.exponent for f in term.factors if not _touches(f, hidden) and f.head is not DELTA}
        tables.append(table)
        common.update(dict.fromkeys(table, 0))
    kept = []
    for key in common:
        least = min(table.get(key, 0) for table in tables)
        if least and (not signed or is_nonnegative(key[0])):
            kept.append(Factor(*key, least))
    taken = Network(1, tuple(kept), ())
    if kept:
        undo = Network(1, tuple(f._replace(exponent=-f.exponent) for f in kept), ())
        terms = collected([times(term, undo) for term in terms], workspace)
    lead = terms[0].coefficient if terms else 1
    content = magnitude(lead) if signed else lead
    return taken._replace(coefficient=content), scale(terms, 1 / Fraction(content))


def _touches(factor: Factor, wires: set[Wire]) -> bool:
    return bool(wires) and not wires.isdisjoint(wires_in((factor,)))


def _opaque_power(rest: Networks, exponent: Rational, workspace: Workspace) -> Network:
    """A sum as one atom to a power that does not expand."""
    closed = close(rest, workspace)
    return single(head("sum", "", closed.forms, symmetries=closed.symmetries), closed.legs, exponent)


@rebuilds("sum")
def _rebuild_sum(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    return change(workspace.instance(of.inner[0], legs))


# --- absolute values --------------------------------------------------------------------------------------------


def absolute(networks: Networks, workspace: Workspace) -> Networks:
    """|…|, multiplicative and without what has a known sign."""
    terms = collected(networks, workspace)
    if not terms:
        return []
    if len(terms) > 1:
        taken, terms = take_out(terms, workspace, signed=False)
        return workspace.product(absolute([taken], workspace), [_absolute_sum(terms, workspace)])
    result = constant(magnitude(terms[0].coefficient))
    for part in components(terms[0]):
        result = workspace.product(result, [_absolute_component(part, workspace)])
    return result


def _absolute_component(part: Network, workspace: Workspace) -> Network:
    if part.bound:
        return part if network_is_nonnegative(part) else _absolute_sum([part], workspace)
    factor = part.factors[0]
    if factor_is_nonnegative(factor):
        return part
    plain = Network(1, (factor._replace(exponent=1),), ())
    made = _absolute_sum(workspace.instance(factor.head.inner[0], factor.legs), workspace) \
        if factor.head.kind == "sum" else _absolute_sum([plain], workspace)  # fmt: skip
    return times(made, Network(1, (factor._replace(exponent=factor.exponent - 1),), ()))


def _absolute_sum(terms: Networks, workspace: Workspace) -> Network:
    closed = close(terms, workspace)
    if form_is_nonnegative(closed.form):
        return single(head("sum", "", closed.forms, symmetries=closed.symmetries), closed.legs)
    return single(head("abs", "", closed.forms, symmetries=closed.symmetries), closed.legs)


@rebuilds("abs")
def _rebuild_absolute(of: Head, legs: tuple[Leg, ...], change: Change, workspace: Workspace) -> Networks:
    return absolute(change(workspace.instance(of.inner[0], legs)), workspace)
