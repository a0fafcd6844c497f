"""Products of matrices read by their entries: which index is summed over, and why a factor stands transposed."""

from __future__ import annotations

from itertools import pairwise

from auditor.diagnosing.trees import turns, unturned
from auditor.diagnosing.writing import spelled
from auditor.elaborating.names import spell, strip
from auditor.parsing.syntax import Fence, Node, Product, Scripts, Sum, Symbol, walk

SUMMED = "ikrs"  # letters for the index that is summed over …
PLACES = "pqab"  # … and for those that say which entry it is


def why_transposed(node: Node) -> str:
    """Entry (p, q) of X^TY written out, for the first product of a transposed matrix in a formula; "" where none is."""
    used = {spell(part) for part in walk(node) if isinstance(part, Symbol)}
    summed, row, column = (next(one for one in pool if one not in used) for pool in (SUMMED, PLACES, PLACES[1:]))
    for product in walk(node):
        if not isinstance(product, Product):
            continue
        for one, other in pairwise(product.factors):
            if turns(one) and _is_letter(unturned(one)) and _has_entries(other):
                first = f"{spelled(unturned(one))}_{{{summed}{row}}}"
                second = _entry(other, f"{summed}{column}")
                whole = f"{spelled(one)}{spelled(other)}"
                letter = spelled(unturned(one))
                return (
                    rf"entry ({row}, {column}) of {whole} is \sum_{summed} {first}{second}: the sum over {summed} runs "
                    f"over the first index of {letter}, and that is why {letter} stands transposed"
                )
    return ""


def _is_letter(node: Node) -> bool:
    return isinstance(strip(node), Symbol)


def _has_entries(node: Node) -> bool:
    """A matrix that can be written by its entries: a letter, or a sum or difference of products in brackets."""
    found = strip(node)
    return _is_letter(node) or (isinstance(found, Fence) and isinstance(found.body, Sum)) or isinstance(found, Scripts)


def _entry(node: Node, indices: str) -> str:
    found = strip(node)
    if isinstance(found, Fence) and isinstance(found.body, Sum):
        signed = zip(found.body.signs, found.body.terms, strict=True)
        terms = [f"{sign} {_entry(term, indices)}" for sign, term in signed]
        return f"({' '.join(terms).removeprefix('+ ')})"
    if isinstance(found, Symbol):
        return f"{spelled(found)}_{{{indices}}}"
    return f"({spelled(node)})_{{{indices}}}"
