"""What is known of the sign of a factor, a network, a form: only what holds for all real values."""

from __future__ import annotations

from functools import lru_cache

from auditor.terms.networks import DELTA, Factor, Form, Head, Network, Rational

POSITIVE_FUNCTIONS = frozenset({"exp", "sigmoid", "cosh", "softplus"})


def is_positive(head: Head) -> bool:
    """Greater than 0 wherever it is defined."""
    match head.kind:
        case "size" | "prime" | "constant":
            return True
        case "symbol":
            return "positive" in head.properties
        case "apply":
            return head.name in POSITIVE_FUNCTIONS
        case "det":
            return _is_definite(head.inner[0])
        case "power" | "product":
            return form_is_positive(head.inner[0])
        case "sum":
            return form_is_positive(head.inner[0])
    return False


def is_nonnegative(head: Head) -> bool:
    """At least 0 wherever it is defined."""
    match head.kind:
        case "abs" | "count" | "position" | "compare":
            return True
        case "symbol":
            return "nonnegative" in head.properties
        case "power" | "product" | "sum":
            return form_is_nonnegative(head.inner[0])
        case "norm":
            return True
    return head is DELTA or is_positive(head)


def is_even_root(exponent: Rational) -> bool:
    """The exponent of √x, x^{3/4}, …: base and value are not negative. Cube roots of negative numbers may be real."""
    return exponent.denominator % 2 == 0


def factor_is_nonnegative(factor: Factor) -> bool:
    return factor.exponent % 2 == 0 or is_even_root(factor.exponent) or is_nonnegative(factor.head)


def network_is_nonnegative(network: Network) -> bool:
    return network.coefficient > 0 and all(map(factor_is_nonnegative, network.factors))


def network_is_positive(network: Network) -> bool:
    return network.coefficient > 0 and all(is_positive(factor.head) for factor in network.factors)


@lru_cache(maxsize=4096)
def form_is_nonnegative(form: Form) -> bool:
    return all(map(network_is_nonnegative, form.networks))


@lru_cache(maxsize=4096)
def form_is_positive(form: Form) -> bool:
    """All networks at least 0 and one of them greater than 0."""
    return form_is_nonnegative(form) and any(map(network_is_positive, form.networks))


def _is_definite(form: Form) -> bool:
    match form.networks:
        case (Network(coefficient, (Factor(head, (_, _), 1),), ()),):
            return coefficient > 0 and "positive definite" in head.properties
    return False


def is_integer_valued(form: Form) -> bool:
    """A polynomial with whole coefficients in sizes, index values and symbols declared whole."""
    return all(
        isinstance(network.coefficient, int)
        and all(
            isinstance(f.exponent, int)
            and f.exponent > 0
            and (f.head.kind in ("size", "position", "count", "compare", "delta") or "integer" in f.head.properties)
            for f in network.factors
        )
        for network in form.networks
    )
