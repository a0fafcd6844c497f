"""Why a proof may not count: what the text means may be more than real numbers and matrices of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.deciding.doubts import names_in
from auditor.elaborating.elaboration import Elaboration, Inferred
from auditor.elaborating.names import plain
from auditor.terms.replacing import depends
from auditor.terms.term import Term, differentiates, subterms
from auditor.terms.world import World

COMPLEX = frozenset({"complex", "complex-valued", "hermitian", "unitary"})
# What is not the same over the complex numbers: there is no order, and norms take conjugates.
REAL_ONLY = frozenset({"norm", "compare", "apply", "power", "call"})
# Objects that do not commute, whatever letters stand for them.
OTHER_ALGEBRA = re.compile(
    r"\b(?:operators?|groups?|quaternions?|rings?|lie algebras?|density matri\w+|(?:do|does|need) not commute"
    r"|non-?commut\w+|creation and annihilation)\b",
    re.IGNORECASE,
)
ARRAYS = re.compile(r"\b(?:vectors?|matri(?:x|ces)|tensors?)\b", re.IGNORECASE)


def distrust(left: Term, right: Term, elaboration: Elaboration, world: World) -> str:
    """The first reason not to believe that a claim holds, in words; "" where there is none."""
    return next(_reasons(left, right, elaboration, world), "")


def _reasons(left: Term, right: Term, elaboration: Elaboration, world: World) -> Iterator[str]:
    names = names_in(left, world.definitions) | names_in(right, world.definitions)
    known = {one.symbol: one for one in elaboration.symbols}
    for name in sorted(names):
        words = set(known[plain(name)].properties) if plain(name) in known else set()
        if words & COMPLEX and _depends_on_reality(left, right, words):
            yield f"{plain(name)} is complex, and complex numbers are not modelled"
        if name in elaboration.unread and (_is_a_scalar_by_default(name, known) or differentiates(left, right)):
            yield f"the definition of {plain(name)} was not understood"
    prose = elaboration.prose
    scalars = [name for name in names if _is_a_scalar_by_default(name, known)]
    if scalars and len(names) > 1 and OTHER_ALGEBRA.search(prose):
        yield f"nothing says that {plain(sorted(scalars)[0])} is a number, which commutes"
    if len(scalars) > 1 and ARRAYS.search(prose) and not any(one.shape for one in elaboration.symbols):
        yield f"nothing says which letters are vectors or matrices; {plain(sorted(scalars)[0])} was read as a number"


# What is zero where one of its arguments is.
PRODUCTS = frozenset({"multiply", "contract", "matmul", "rearrange", "sum", "hadamard"})


def unsaid(left: Term, right: Term, world: World) -> tuple[str, str] | None:
    """J and z where a factor of a side is dJ/dz and J is not made of z: that side is zero for want of a dependence."""
    stack = [left, right]
    while stack:
        term = stack.pop()
        if term.operation in PRODUCTS:
            stack += term.arguments
        elif term.operation == "derivative" and all(part.operation == "symbol" for part in term.arguments):
            made, by = (part.parameters[0] for part in term.arguments)
            if made not in world.constant and not depends(term.arguments[0], by, world.definitions):
                return made, by
    return None


def _depends_on_reality(left: Term, right: Term, words: set[str]) -> bool:
    """The claim uses what holds of real values only: norms and roots, or that Hermitian matrices are symmetric."""
    operations = {sub.operation for side in (left, right) for sub in subterms(side)}
    return bool(operations & REAL_ONLY) or bool(words & {"hermitian", "unitary"}) or "rearrange" in operations


def _is_a_scalar_by_default(name: str, known: Mapping[str, Inferred]) -> bool:
    one = known.get(plain(name))
    return one is not None and one.origin == "inferred" and one.shape == ()
