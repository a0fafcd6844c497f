"""How much work a value is: by this a slip that makes the rest trivial is told from one that leaves it as it is."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.terms.term import Term

_FREE = frozenset({"number", "identity", "zeros", "ones", "size", "index", "constant"})
_OPERATIONS = frozenset(
    ["inverse", "det", "trace", "power", "matrix_power", "apply", "call", "norm", "vec",
     "diag", "expm", "logm", "sqrtm", "pseudo_inverse", "adjugate", "integral", "limit"]
)  # fmt: skip
_MOST = 10_000


def work(term: Term, definitions: Mapping[str, Term]) -> int:
    """Letters and operations that a value is made of, through definitions; 0 for a number."""
    counted: dict[int, int] = {}

    def count(term: Term, open_: frozenset[str]) -> int:
        if id(term) in counted:
            return counted[id(term)]
        total = 0
        if term.operation == "symbol":
            name = term.parameters[0]
            inner = definitions.get(name)
            total = count(inner, open_ | {name}) if inner is not None and name not in open_ else 1
        elif term.operation not in _FREE:
            arguments = term.arguments[:1] if term.operation in ("power", "matrix_power") else term.arguments
            total = sum(count(argument, open_) for argument in arguments)
            total += term.operation in _OPERATIONS and not _is_half(term)
        counted[id(term)] = min(total, _MOST)
        return counted[id(term)]

    return count(term, frozenset())


def _is_half(term: Term) -> bool:
    """A power of a number: a coefficient such as 1/2."""
    return term.operation == "power" and term.arguments[0].operation == "number"


def is_zero(term: Term) -> bool:
    """The number 0, or a vector or matrix of zeros."""
    return term.operation == "zeros" or (term.operation == "number" and term.parameters[0] == 0)
